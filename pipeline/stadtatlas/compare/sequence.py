"""Two lists, entry by entry: what stayed, came, went, moved. An inserted entry is one addition and never a cascade."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Indel

Key = Callable[[Any], Hashable | None]
"""What entries that mean the same have in common; `None` for an entry that it does not tell apart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of an entry in the old and the new list; `None` where it is not. `moved`: past others that both have."""

    old: int | None
    new: int | None
    moved: bool = False


def align(old: Sequence[Any], new: Sequence[Any], keys: Sequence[Key]) -> list[Pair]:
    """Every entry of both lists once, the new list's order first, then what is gone.

    Entries belong together that are equal in order, then those of the same first key, then those of the same second one, ...
    """
    found = _in_order([keys[0](v) for v in old], [keys[0](v) for v in new])
    for key in keys:
        _same(old, new, key, found)
    stay = _longest_rise(found)
    both = {b: Pair(a, b, a not in stay) for a, b in found.items()}
    came = [both.get(b) or Pair(None, b) for b in range(len(new))]
    return [*came, *(Pair(a, None) for a in range(len(old)) if a not in found)]


def _in_order(old: list[Hashable], new: list[Hashable]) -> dict[int, int]:
    """Old place → new place of a longest common subsequence. Of equal entries the one in order is the same."""
    found: dict[int, int] = {}
    if old == new:
        return {at: at for at in range(len(old))}
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            found.update(zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True))
    return found


def _same(old: Sequence[Any], new: Sequence[Any], key: Key, found: dict[int, int]) -> None:
    """Add what is left over on both sides and has the same key: the first with the first, the second with the second."""
    taken = set(found.values())
    waiting: dict[Hashable, list[int]] = {}
    for b, value in enumerate(new):
        if b not in taken and (name := key(value)) is not None:
            waiting.setdefault(name, []).append(b)
    if not waiting:
        return
    for a, value in enumerate(old):
        if a not in found and waiting.get(name := key(value)):
            found[a] = waiting[name].pop(0)


def _longest_rise(found: dict[int, int]) -> set[int]:
    """The old places of a longest run of pairs that rises on both sides: what need not move for the rest to have moved."""
    tops: list[int] = []  # the least new place on which a rise of each length ends, and the old place that it belongs to
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for a in sorted(found):
        at = bisect_left(tops, found[a])
        before[a] = ends[at - 1] if at else None
        if at == len(tops):
            tops.append(found[a])
            ends.append(a)
        else:
            tops[at], ends[at] = found[a], a
    stay: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        stay.add(last)
        last = before[last]
    return stay


def rebuild(entries: Sequence[Any], gone: set[int], placed: dict[int, Any]) -> list[Any]:
    """The new list: `placed` entries at their places, between them the old ones that are not `gone`, in order.

    Raises IndexError where the numbers do not fit.
    """
    rest = [entry for at, entry in enumerate(entries) if at not in gone]
    size = len(rest) + len(placed)
    if any(at >= size for at in placed):
        raise IndexError("a place beyond the list's end")
    following = iter(rest)
    return [placed[at] if at in placed else next(following) for at in range(size)]
