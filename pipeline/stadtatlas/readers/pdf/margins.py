"""Margins: a narrow column beside running text, for notes, figures or labels, that is read where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.space import LARGE, LONGEST_CELL, flows

_NARROW = 0.45
"""Share of the running text's width, and of its letters, that a margin beside it has at most."""
_APART = 2.5
"""White space, as a share of the size, that parts two notes in a margin."""


def has_margin(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether one side is a margin; columns are drawn one after the other, also where the second is nearly empty."""
    in_columns = max(s.order for s in left) < min(s.order for s in right)
    return not in_columns and (is_margin(left, right) or is_margin(right, left))


def is_margin(side: Sequence[Line], main: Sequence[Line]) -> bool:
    """Whether a side is a narrow column beside running text, for notes, figures or labels."""
    width, full = (max(s.x1 for s in lines) - min(s.x0 for s in lines) for lines in (side, main))
    sizes = [sum(len(line.text) for line in lines) for lines in (side, main)]
    level = sum(any(abs(line.base - other.base) < 1 for other in main) for line in side)
    if level == len(side) and 2 * level > len(main):
        return False  # labels, one for each line
    return len(main) > 2 * LONGEST_CELL and width < _NARROW * full and sizes[0] < _NARROW * sizes[1] and flows(main)


def interleaved(margin: list[Line], main: list[Line]) -> Iterator[list[Line]]:
    """The running text, and each group of lines in the margin where it belongs: behind the largest heading beside it, or
    before the first paragraph that begins beside it."""
    done = 0
    for note in _groups(margin):
        at = _anchor(note, main, done)
        if at > done:
            yield main[done:at]
            done = at
        yield note
    if done < len(main):
        yield main[done:]


def _groups(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines of a margin without a paragraph's height of white space between them."""
    group: list[Line] = []
    for line in lines:
        if group and line.top - group[-1].bottom > _APART * line.size:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _anchor(note: Sequence[Line], main: Sequence[Line], done: int) -> int:
    """How many lines of the running text stand before a note."""
    top, bottom = note[0].top, max(line.bottom for line in note)
    beside = [i for i in range(done, len(main)) if top - main[i].size <= main[i].top <= bottom]
    if not beside:
        return next((i for i in range(done, len(main)) if main[i].top > top), len(main))
    usual = median(line.size for line in main)
    largest = max(beside, key=lambda i: (main[i].size, -i))
    if main[largest].size > LARGE * usual:
        last = largest
        while last + 1 < len(main) and main[last + 1].size == main[largest].size:
            last += 1
        return last + 1
    leading = median([b.base - a.base for a, b in pairwise(main)]) if len(main) > 1 else 0.0
    return next((i for i in beside if i == 0 or main[i].base - main[i - 1].base > 1.15 * leading), beside[-1] + 1)
