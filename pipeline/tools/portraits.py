"""How well the facts are found in portraits by other hands, set by set.

    python pipeline/tools/portraits.py [FOLDER] [--errors KIND] [--scorer FILE]

Counts as `quality.py` does. A set is a folder of portraits: `sections` by kind, and the `facts` that a language model
found in them and nobody checked (`docs/quality.md`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from quality import BARS, LISTS, NAMED, Outcome, compare, load
from stadtatlas.prose import marks
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Passage

HEADINGS = {
    "organisation": "Organisationsstruktur",
    "milestones": "Meilensteine",
    "motivation": "Motivation",
    "stakeholders": "Stakeholder & Beteiligung",
    "communication": "Kommunikation & Netzwerke",
    "funding": "Wettbewerbe & Förderprogramme",
}
Outcomes = dict[tuple[str, str, str], Outcome]


def main() -> None:
    """Print the table of all sets, or one kind's errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("tests/gold-portraits"))
    parser.add_argument("--errors", choices=[kind for kind in BARS if "." not in kind])
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/score.py"))
    given = parser.parse_args()
    outcomes = dict(_outcomes(given.folder, load(given.scorer)))
    print("\n".join(_listed(given.errors, outcomes) if given.errors else _table(outcomes)))


def joined(sections: dict[str, str]) -> tuple[str, list[Passage]]:
    """A portrait's sections as one text, and where each stands in it."""
    text, passages = "", list[Passage]()
    for kind, section in sections.items():
        passages.append(Passage(kind, HEADINGS[kind], len(text), len(text) + len(section)))  # type: ignore[arg-type]
        text += section + "\n\n"
    return text, passages


def facts_of(portrait: dict[str, Any]) -> dict[str, Any]:
    """What the pipeline finds in a portrait, by the keys of a city's record."""
    found: dict[str, Any] = {}
    for fact in marks.facts(read(*joined(portrait["sections"]))):
        found.setdefault(fact.kind, []).append(fact.value)
    return found | {"agenda_status": next(iter(found.get("agenda_status", ())), None)}


def _outcomes(folder: Path, scorer: ModuleType) -> Iterator[tuple[tuple[str, str, str], Outcome]]:
    for path in sorted(folder.glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        truth, found = portrait["facts"], facts_of(portrait)
        whole = {"dates": [], "agenda_status": None, **{kind: [] for kind in (*NAMED, *LISTS)}, **truth}
        for kind, outcome in compare(whole, found, scorer):
            if kind.partition(".")[0] in truth:
                yield (path.parent.name, portrait["city"], kind), outcome


def _table(outcomes: Outcomes) -> Iterator[str]:
    """A line for each set, in the order in which they were read, and the bars."""
    sets = sorted({key[0] for key in outcomes}, key=lambda name: (len(name), name))
    yield f"| set | portraits | {' | '.join(BARS)} |"
    yield f"| --- | --- | {' | '.join('---' for _ in BARS)} |"
    yield f"| bar | | {' | '.join(f'{bar:.2f}' for bar in BARS.values())} |"
    for name in sets:
        cities = {city for group, city, _ in outcomes if group == name}
        yield f"| {name} | {len(cities)} | {' | '.join(_f1(outcomes, name, kind) for kind in BARS)} |"


def _f1(outcomes: Outcomes, name: str, kind: str) -> str:
    chosen = [outcome for (group, _, k), outcome in outcomes.items() if (group, k) == (name, kind)]
    counted = sum(o.gold + o.found for o in chosen)
    return f"{2 * sum(o.hits for o in chosen) / counted:.3f}" if counted else ""


def _listed(kind: str, outcomes: Outcomes) -> Iterator[str]:
    for (name, city, found), outcome in outcomes.items():
        if found == kind:
            yield from (f"{name} {city:26} {error}" for error in outcome.errors)


if __name__ == "__main__":
    main()
