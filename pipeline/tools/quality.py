"""How well the facts in the prose are found, against the hand-made truth; four cities are counted apart.

    python pipeline/tools/quality.py RUN GOLD [--errors KIND] [--scorer FILE]

Counts with the scorer's own functions (`score.py`), so that the figures are its figures. The four cities were held out when the
first rules were made; they have been read since (`docs/quality.md`).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

HELD_OUT = frozenset(("Braunschweig", "Düsseldorf", "Karlsruhe", "Saarbrücken"))
NAMED = {"organisation": "kind", "funding": "funder", "networks": None}
LISTS = ("organisation_models", "stakeholders", "participation", "channels")
BARS = {
    "dates": 0.95, "organisation": 0.88, "organisation.kind": 0.85, "funding": 0.85, "funding.funder": 0.80, "networks": 0.82,
    "organisation_models": 0.88, "stakeholders": 0.90, "participation": 0.85, "channels": 0.88, "agenda_status": 0.90,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One city and kind: how many of the truth's values were found, and what was missed or made up."""

    hits: int
    gold: int
    found: int
    errors: tuple[str, ...] = ()


def main() -> None:
    """Print the table, or one kind's errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", choices=[k for k in BARS if "." not in k], help="list a kind's errors, city by city")
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/score.py"))
    given = parser.parse_args()
    scorer = load(given.scorer)
    outcomes = dict(_outcomes(given.run, given.gold, scorer))
    print("\n".join(_listed(given.errors, outcomes) if given.errors else _table(outcomes)))


def load(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"no scorer at {path}; name it with --scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _outcomes(run: Path, gold: Path, scorer: ModuleType) -> Iterator[tuple[tuple[str, str], Outcome]]:
    lines = (run / "cities.jsonl").read_text("utf-8").splitlines()
    cities = {scorer.norm(city["name"]): city for city in map(json.loads, lines)}
    for path in sorted((gold / "facts").glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        city = cities.get(scorer.norm(truth["city"]), {})
        for kind, outcome in compare(truth, city, scorer):
            yield (truth["city"], kind), outcome


def compare(truth: dict[str, Any], city: dict[str, Any], scorer: ModuleType) -> Iterator[tuple[str, Outcome]]:
    """Each kind's outcome for one city."""
    yield "dates", _bags(_dates(truth, scorer), _dates(city, scorer))
    for kind, typed in NAMED.items():
        yield from _names(kind, typed, truth[kind], city.get(kind) or [], scorer)
    for kind in LISTS:
        yield kind, _bags(Counter(truth[kind]), Counter(city.get(kind) or []))
    status, found = truth["agenda_status"], city.get("agenda_status")
    errors = () if status == found else (f"{status}, found {found}",)
    yield "agenda_status", Outcome(int(status == found), 1, 1, errors)


def _dates(record: dict[str, Any], scorer: ModuleType) -> Counter[Any]:
    dates = record.get("dates") or []
    return Counter((scorer.date_surface(d["surface"]), scorer.date_value(d["value"]), d.get("mod")) for d in dates)


def _bags(gold: Counter[Any], found: Counter[Any]) -> Outcome:
    missed, extra = (f"- {x}" for x in (gold - found).elements()), (f"+ {x}" for x in (found - gold).elements())
    return Outcome((gold & found).total(), gold.total(), found.total(), (*missed, *extra))


def _names(
    kind: str, typed: str | None, gold: list[dict[str, Any]], found: list[dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[str, Outcome]]:
    pairs = scorer.pair([x["name"] for x in gold], [x["name"] for x in found])
    hit, met = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [f"- {x['name']}" for i, x in enumerate(gold) if i not in hit]
    extra = [f"+ {x['name']}" for j, x in enumerate(found) if j not in met]
    yield kind, Outcome(len(pairs), len(gold), len(found), (*missed, *extra))
    if typed:
        right = sum(scorer.norm(gold[i].get(typed)) == scorer.norm(found[j].get(typed)) for i, j in pairs)
        yield f"{kind}.{typed}", Outcome(right, len(gold), len(found))


def _table(outcomes: dict[tuple[str, str], Outcome]) -> Iterator[str]:
    yield "| kind | bar | all | looked at | held out | gap |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for kind, bar in BARS.items():
        every, held = (_f1(outcomes, kind, which) for which in (None, True))
        seen = _f1(outcomes, kind, False)
        yield f"| {kind} | {bar:.2f} | {every:.3f} | {seen:.3f} | {held:.3f} | {seen - held:+.3f} |"


def _f1(outcomes: dict[tuple[str, str], Outcome], kind: str, held: bool | None) -> float:
    """F1 over all the chosen cities' values together (for the status: the share that is right)."""
    chosen = [o for (city, k), o in outcomes.items() if k == kind and held in (None, city in HELD_OUT)]
    counted = sum(o.gold + o.found for o in chosen)
    return 2 * sum(o.hits for o in chosen) / counted if counted else 0.0


def _listed(kind: str, outcomes: dict[tuple[str, str], Outcome]) -> Iterator[str]:
    for (city, found), outcome in outcomes.items():
        if found == kind:
            yield from (f"{city:22} {error}" for error in outcome.errors)


if __name__ == "__main__":
    main()
