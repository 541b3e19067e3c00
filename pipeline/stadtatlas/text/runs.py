"""Where two texts part: runs of words that both have, and runs that one has alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel


@dataclass(frozen=True, slots=True)
class Run:
    """Words of both texts at the same place: the same (`same`), or those of either text alone."""

    same: bool
    old: tuple[str, ...]
    new: tuple[str, ...]


def runs(old: Sequence[str], new: Sequence[str], key: Callable[[str], str] = str) -> Iterator[Run]:
    """Both texts in order, equal and differing runs by turns; words are the same where `key` is."""
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    for step in Indel.opcodes([key(w) for w in old], [key(w) for w in new]):
        left, right = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        if step.tag != "equal":
            gone, added = (*gone, *left), (*added, *right)
            continue
        if gone or added:
            yield Run(False, gone, added)
            gone, added = (), ()
        yield Run(True, tuple(left), tuple(right))
    if gone or added:
        yield Run(False, gone, added)
