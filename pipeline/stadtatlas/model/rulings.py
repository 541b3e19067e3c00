"""What people have decided about which records are one, and whom to believe: all that reconciling needs to know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

ELLIPSIS = "…"


def stands(saw: Any, value: Any) -> bool:
    """Whether a value is what somebody saw.

    A table needs only the keys that tell its entry from the others. In a text, `…` stands for any words. `None` was seen where
    nothing stood.
    """
    if isinstance(saw, dict):
        return isinstance(value, dict) and all(stands(seen, value.get(key)) for key, seen in saw.items())
    if isinstance(saw, list):
        return isinstance(value, list) and len(saw) == len(value) and all(map(stands, saw, value))
    if isinstance(saw, str) and isinstance(value, str):
        return saw == value or (ELLIPSIS in saw and _shortens(saw, value))
    return isinstance(saw, bool) == isinstance(value, bool) and bool(saw == value)


def _shortens(short: str, text: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in short.split(ELLIPSIS))
    return re.fullmatch(pattern, text, re.DOTALL) is not None


class Merge(NamedTuple):
    """`other` is the same as `record`, whose id stays. `where` names the decision: its file and line."""

    record: str
    other: str
    where: str


class Part(NamedTuple):
    """What `source` prints under the name or title `saw` is not `record` but `other`."""

    record: str
    other: str
    source: str
    saw: str
    where: str


class Pick(NamedTuple):
    """Of all sources, `source` is believed on a field, as long as `saw` is what it gives."""

    record: str
    field: str
    source: str
    saw: Any


class Tie(NamedTuple):
    """The annex's entry of this title is this project."""

    record: str
    title: str


class Untie(NamedTuple):
    """The annex's entry of this title is not this project."""

    record: str
    title: str
    where: str


class Unmet(NamedTuple):
    """Why a ruling could not be followed: the finding's code, and what stands instead."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions that steer reconciling; their order is of no matter."""

    merges: tuple[Merge, ...] = ()
    parts: tuple[Part, ...] = ()
    picks: tuple[Pick, ...] = ()
    ties: tuple[Tie, ...] = ()
    unties: tuple[Untie, ...] = ()


NO_RULINGS = Rulings()
