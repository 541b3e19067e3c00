"""Dates as others find them: `peers.py RUN GOLD` measures three peers on the same prose and with the same counting as ours.

RUN is a run folder, GOLD holds `facts/<city>.json`. A peer that is not installed is named and left out; none is a dependency:
`pip install dateparser ctparse` into an environment of its own.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Dates = list[dict[str, Any]]
Peer = Callable[[str], Dates]

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_PLAIN = re.compile(rf"\b(?:({'|'.join(MONTHS)})\s+)?((?:19|20)\d\d)\b")
_DROPPED = re.compile(r"\b(?:dem|des|der|den|die|das|im|am|in|seit|bis|ab|von|zu|zum|zur|jahr(?:e[ns]?|s)?)\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9])")
MOST_IN_A_SENTENCE = 6
"""Dates looked for in a sentence by a peer that finds one at a time; the longest of the study has four."""


def plain(text: str) -> Dates:
    """Years, and months before a year: what anybody would write first."""
    return [
        {"surface": m[0], "value": f"{m[2]}-{MONTHS.index(m[1]) + 1:02d}" if m[1] else m[2], "mod": None}
        for m in _PLAIN.finditer(text)
    ]


def dateparser_(text: str) -> Dates:
    """`dateparser.search`, told that the text is German and that a date needs a year: without that its precision is far lower."""
    search = importlib.import_module("dateparser.search")
    settings = {"REQUIRE_PARTS": ["year"]}
    found = search.search_dates(text, languages=["de"], settings=settings) or []
    return [{"surface": surface, "value": _precise(surface, moment), "mod": None} for surface, moment in found]


def _precise(surface: str, moment: Any) -> str:
    """The moment, no more precise than the words."""
    dated = importlib.import_module("dateparser.date").DateDataParser(languages=["de"]).get_date_data(surface)
    return str(moment.strftime({"year": "%Y", "month": "%Y-%m"}.get(dated.period, "%Y-%m-%d")))


def ctparse_(text: str) -> Dates:
    """`ctparse`, sentence by sentence, again and again without what it found: it finds one date at a time."""
    return [one for sentence in _SENTENCE.split(text) if re.search(r"\d", sentence) for one in _ctparse(sentence)]


def _ctparse(sentence: str) -> Iterator[dict[str, Any]]:
    module = importlib.import_module("ctparse")
    moment = importlib.import_module("datetime").datetime(2019, 3, 1)  # what `next year` counts from
    for _ in range(MOST_IN_A_SENTENCE):
        result = module.ctparse(sentence, ts=moment, timeout=2)
        if result is None or result.resolution is None:
            return
        start, end = result.resolution.mstart, result.resolution.mend
        if end <= start:
            return
        if value := _resolution(result.resolution):
            yield {"surface": sentence[start:end], "value": value, "mod": None}
        sentence = sentence[:start] + "|" * (end - start) + sentence[end:]


def _resolution(found: Any) -> str | None:
    """A time or an interval in our notation."""
    if hasattr(found, "t_from"):
        ends = [_resolution(end) for end in (found.t_from, found.t_to) if end is not None]
        return "/".join(end for end in ends if end) or None
    parts = [getattr(found, name, None) for name in ("year", "month", "day")]
    if parts[0] is None:
        return None
    known = [part for i, part in enumerate(parts) if part is not None and None not in parts[:i]]
    return "-".join(f"{part:02d}" for part in known)


PEERS: dict[str, tuple[Peer, str | None]] = {
    "pattern for years and months": (plain, None),
    "dateparser": (dateparser_, "dateparser.search"),
    "ctparse": (ctparse_, "ctparse"),
}
"""Each with the module it needs."""


def prose(run: Path) -> dict[str, list[str]]:
    """The passages of each city: sections, projects with their titles, titles of links."""
    projects = _rows(run / "projects.jsonl")
    out = {}
    for city in _rows(run / "cities.jsonl"):
        own = [p for p in projects if p["city"] == city["id"]]
        parts = [s["text"] for s in city["sections"]]
        parts += [part for p in own for part in (p["title"], p["description"])] + [link["title"] for link in city["links"]]
        out[city["name"]] = [part for part in parts if part]
    return out


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _counted(found: Dates) -> Counter[tuple[str, str, str | None]]:
    """Dates as they are compared: the words without articles and prepositions, the value, the modifier."""
    return Counter(
        (" ".join(_DROPPED.sub(" ", d["surface"].casefold()).split()), d["value"].lower(), d.get("mod")) for d in found
    )


def measure(peer: Peer, texts: dict[str, list[str]], gold: dict[str, Dates]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the cities that have a truth."""
    hit = wanted = got = 0
    for city, truth in gold.items():
        want, have = _counted(truth), _counted([one for part in texts.get(city, []) for one in peer(part)])
        hit, wanted, got = hit + (want & have).total(), wanted + want.total(), got + have.total()
    precision, recall = hit / max(1, got), hit / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _missing(module: str | None) -> bool:
    try:
        return module is not None and not importlib.import_module(module)
    except ImportError:
        return True


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    run, gold_folder = map(Path, arguments)
    logging.disable()  # a peer reports every sentence in which it finds nothing
    gold = {
        g["city"]: g["dates"] for p in sorted((gold_folder / "facts").glob("*.json")) for g in [json.loads(p.read_text("utf-8"))]
    }
    texts = prose(run)
    print("| peer | precision | recall | F1 | seconds |\n| --- | --- | --- | --- | --- |")
    for name, (peer, module) in PEERS.items():
        if _missing(module):
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        began = time.perf_counter()
        row = measure(peer, texts, gold)
        print(f"| {name} | {' | '.join(f'{figure:.3f}' for figure in row)} | {time.perf_counter() - began:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
