"""Gutters: strips of white space with text on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.space import CLEAR, LONGEST_CELL, height
from stadtatlas.text.listing import is_bullet

_NARROWEST = 0.6
"""Share of the type size that a gutter is at least wide."""
_NARROWEST_LIST = 0.2
"""The same before a column of list items, whose bullets say that it is one."""
_NEARLY = 0.8
"""Share of the greatest height from which a gutter is as good as the one that has it."""
_RESPECTED = 0.3
"""The same of one between what the page draws as columns: the second may be short."""
_OVERHANG = 1.5
"""Points by which letters like j may reach out of their column."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip of white space with text on both sides; lines that reach into it belong to the side of `cut` they end on."""

    cut: float
    x0: float
    x1: float

    def side(self, line: Line) -> int:
        """-1 left of it, 1 right of it, 0 across."""
        return -1 if line.x1 <= self.cut else int(line.x0 >= self.cut)


def find_gutter(lines: Sequence[Line]) -> Gutter | None:
    """The strip of white space with most text on both sides of it and least across; `None` where all lines stand one below
    the other. Among equals it is the one that the page's content respects, as it draws columns one after the other."""
    found = [rated for x in sorted({round(x, 1) for x in _candidates(lines)}) if (rated := _rated(x, lines))]
    highest = max((rated.tall for rated in found), default=0.0)
    good = [rated for rated in found if rated.tall >= (_RESPECTED if rated.is_respected else _NEARLY) * highest]
    return max(good, key=lambda r: (-r.across, r.in_columns, r.gutter.x1 - r.gutter.x0)).gutter if good else None


def bands(lines: Sequence[Line], gutter: Gutter) -> Iterator[tuple[bool, list[Line]]]:
    """Runs of lines that cross the gutter or stand level with one that does, and of lines that do neither."""
    across = [line for line in lines if gutter.side(line) == 0]
    band: list[Line] = []
    crossed = False
    for line in lines:
        crosses = any(abs(line.base - other.base) < CLEAR * max(line.size, other.size) for other in across)
        if band and crosses != crossed:
            yield crossed, band
            band = []
        band.append(line)
        crossed = crosses
    if band:
        yield crossed, band


@dataclass(frozen=True, slots=True)
class _Rated:
    """A gutter: points of height with text on both sides, how many of these are drawn as columns, how many lines cross
    it between them, how many stand one below the other on its shorter side."""

    gutter: Gutter
    tall: float
    in_columns: float
    across: int
    stacked: int

    @property
    def is_respected(self) -> bool:
        """Whether it parts two columns of some length, of which the page's content draws the left one first."""
        return not self.across and self.stacked > LONGEST_CELL and self.in_columns > 0.95 * self.tall


def _rated(x: float, lines: Sequence[Line]) -> _Rated | None:
    left, right = [s for s in lines if s.x1 <= x], [s for s in lines if s.x0 >= x]
    crossing = [s for s in lines if s.x0 < x < s.x1]
    stacked = min(height(left), height(right))
    tall, in_columns, top, bottom = _height_beside(left, right, crossing)
    if tall <= 0:
        return None
    gutter = _strip(x, left, right)
    across = sum(top < line.base < bottom or line.x1 <= gutter.x1 for line in crossing)  # a title above is not in its way
    least = _NARROWEST_LIST if is_bullet(right[0].text) else _NARROWEST
    wide = gutter.x1 - gutter.x0 >= least * median(s.size for s in (*left, *right))
    return _Rated(gutter, tall, in_columns, across, stacked) if wide else None


def _candidates(lines: Sequence[Line]) -> Iterator[float]:
    """The middle of every gap between two lines that stand side by side, and its right edge: a line may overrun its column."""
    for index, one in enumerate(lines):
        for two in lines[index + 1 :]:
            if two.top >= one.bottom:
                break
            a, b = (one, two) if one.x0 <= two.x0 else (two, one)
            if a.x1 < b.x0:
                yield (a.x1 + b.x0) / 2
                yield b.x0 - min(_OVERHANG, (b.x0 - a.x1) / 3)


def _height_beside(left: Sequence[Line], right: Sequence[Line], crossing: Sequence[Line]) -> tuple[float, float, float, float]:
    """Points of height on which text stands on both sides, and none across; those where one side is drawn first; and the
    uppermost and lowest of them."""
    marks = sorted((line.base - CLEAR * line.size, line.base + CLEAR * line.size) for line in crossing)
    total = in_columns = 0.0
    uppermost, lowest = float("inf"), float("-inf")
    for (_, low), (high, _) in pairwise([(0.0, float("-inf")), *marks, (float("inf"), 0.0)]):
        one, two = ([line for line in side if low < line.base < high] for side in (left, right))
        if one and two:
            top = max(min(line.top for line in side) for side in (one, two))
            bottom = min(max(line.bottom for line in side) for side in (one, two))
            total += max(0.0, bottom - top)
            in_columns += max(0.0, bottom - top) * (max(s.order for s in one) < min(s.order for s in two))
            uppermost, lowest = min(uppermost, top), max(lowest, bottom)
    return total, in_columns, uppermost, lowest


def _strip(x: float, left: Sequence[Line], right: Sequence[Line]) -> Gutter:
    """How wide the white space is between lines that stand side by side."""
    beside_left = [line for line in left if _has_neighbour(line, right)] or left
    beside_right = [line for line in right if _has_neighbour(line, left)] or right
    return Gutter(x, max(line.x1 for line in beside_left), min(line.x0 for line in beside_right))


def _has_neighbour(line: Line, side: Sequence[Line]) -> bool:
    return any(other.top < line.bottom and line.top < other.bottom for other in side)
