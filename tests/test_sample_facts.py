"""The facts in the sample's prose against its truth made by hand: names to the letter, so the floors lie below a scorer's.

The sample's portraits are our own writing; who wrote them did not know the rules, and no rule may name what they name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from conftest import ROOT, Result

TRUTH = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests" / "gold-sample" / "facts").glob("*.json"))]
Values = Callable[[dict[str, Any]], list[Any]]


def dates(record: dict[str, Any]) -> list[Any]:
    return [(d["surface"], d["value"], d["mod"]) for d in record["dates"]]


def named(kind: str, *keys: str) -> Values:
    return lambda record: [tuple(one[key] for key in ("name", *keys)) for one in record[kind]]


def labels(kind: str) -> Values:
    return lambda record: record[kind]


FLOORS: dict[str, tuple[Values, float]] = {
    "dates": (dates, 0.95),
    "organisation": (named("organisation", "kind"), 0.88),
    "funding": (named("funding", "funder"), 0.75),
    "networks": (named("networks"), 0.82),
    "organisation_models": (labels("organisation_models"), 0.85),
    "stakeholders": (labels("stakeholders"), 0.90),
    "participation": (labels("participation"), 0.80),
    "channels": (labels("channels"), 0.88),
    "agenda_status": (lambda record: [record["agenda_status"]], 0.85),
}


def f1(truth: list[Counter[Any]], found: list[Counter[Any]]) -> float:
    hits = sum((t & f).total() for t, f in zip(truth, found, strict=True))
    return 2 * hits / sum(bag.total() for bag in (*truth, *found))


@pytest.mark.parametrize("kind", FLOORS)
def test_facts_are_found(sample_result: Result, kind: str) -> None:
    values, floor = FLOORS[kind]
    cities = {city["name"]: city for city in sample_result.rows("cities")}
    truth = [Counter(values(one)) for one in TRUTH]
    found = [Counter(values(cities[one["city"]])) for one in TRUTH]
    assert f1(truth, found) >= floor, [(t - f, f - t) for t, f in zip(truth, found, strict=True) if t != f]
