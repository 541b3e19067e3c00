"""Facts in portraits that other hands wrote and annotated: names to the letter, so the floors lie below a scorer's figures."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from conftest import ROOT
from stadtatlas.prose import marks
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Passage

PORTRAITS = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests" / "gold-portraits").glob("*/*.json"))]
FLOORS = {
    "dates": 0.93, "organisation": 0.85, "funding": 0.82, "networks": 0.80, "organisation_models": 0.85, "stakeholders": 0.88,
    "participation": 0.85, "channels": 0.88, "agenda_status": 0.93,
}  # fmt: skip
KEYS = {"dates": ("surface", "value", "mod"), "organisation": ("name", "kind"), "funding": ("name",), "networks": ("name",)}


@cache
def found(index: int) -> dict[str, list[Any]]:
    """The values found in one portrait, by kind."""
    text, passages = "", []
    for kind, section in PORTRAITS[index]["sections"].items():
        passages.append(Passage(kind, "", len(text), len(text) + len(section)))
        text += section + "\n\n"
    values: dict[str, list[Any]] = {}
    for fact in marks.facts(read(text, passages)):
        values.setdefault(fact.kind, []).append(fact.value)
    return values


def bag(kind: str, values: Any) -> Counter[Any]:
    rows = [values] if isinstance(values, str) else values
    return Counter(tuple(row[key] for key in KEYS[kind]) if kind in KEYS else row for row in rows)


@pytest.mark.parametrize("kind", FLOORS)
def test_facts_are_found(kind: str) -> None:
    hits = counted = 0
    for index, portrait in enumerate(PORTRAITS):
        if kind in portrait["facts"]:
            truth, ours = bag(kind, portrait["facts"][kind]), bag(kind, found(index).get(kind, []))
            hits += (truth & ours).total()
            counted += truth.total() + ours.total()
    assert 2 * hits / counted >= FLOORS[kind]
