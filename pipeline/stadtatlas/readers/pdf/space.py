"""What lines say by where they stand: their order on a page, how many are stacked, whether they are running text."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from stadtatlas.readers.pdf.lines import Line

CLEAR = 0.75
"""Share of the size by which baselines differ at least where lines stand one below the other."""
CAP = 0.7
"""Share of the size that capitals are high, about; lines above it would strike them through."""
LARGE = 1.25
"""Times the usual size from which a line is a title."""
_FLOWING = 0.75
"""Share of a column's width that most lines of running text fill."""
_SHORTEST = 20
"""Characters of a line of running text in the narrowest column."""
LONGEST_CELL = 4
"""Lines of a cell of a table; a longer one is running text beside a label."""


def by_place(lines: Sequence[Line]) -> list[Line]:
    """The lines from top to bottom, and on one baseline from left to right."""
    return sorted(lines, key=lambda line: (line.base, line.x0, line.order))


def height(lines: Sequence[Line]) -> int:
    """Lines one below the other."""
    return len({round(line.base) for line in lines})


def flows(lines: Sequence[Line]) -> bool:
    """Whether lines are running text: several, and most as wide as the column. Cells of a table are short."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    long = len(lines) > LONGEST_CELL and median(len(line.text) for line in lines) >= _SHORTEST
    return long and median(line.x1 - line.x0 for line in lines) >= _FLOWING * width
