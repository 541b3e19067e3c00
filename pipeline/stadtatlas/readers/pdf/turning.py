"""Pages that lie on their side: from the coordinates of a page's content to those of the upright page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import regex

_SUBSET = regex.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns content clockwise by `quarters`, and counts from the top left of what was `box` (x0, y0, x1, y1; y upwards)."""

    quarters: int
    box: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        x0, y0, x1, y1 = self.box
        return (y1 - y0, x1 - x0) if self.quarters % 2 else (x1 - x0, y1 - y0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the content is, from the top left, y downwards."""
        x0, y0, x1, y1 = self.box
        match self.quarters % 4:
            case 0:
                return x - x0, y1 - y
            case 1:
                return y - y0, x - x0
            case 2:
                return x1 - x, y - y0
            case _:
                return y1 - y, x1 - x

    def box_of(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The same of a box."""
        if not self.quarters % 4 and left <= right and bottom <= top:  # most pages lie upright
            x0, _, _, y1 = self.box
            return left - x0, y1 - top, right - x0, y1 - bottom
        (xa, ya), (xb, yb) = self.point(left, top), self.point(right, bottom)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def dominant(ways: Iterable[tuple[int, int]]) -> int:
    """The direction (quarter turns) that most characters run in; upright where there are none."""
    counted: Counter[int] = Counter()
    for way, size in ways:
        counted[way % 4] += size
    return max(sorted(counted), key=lambda way: counted[way], default=0)


def family(name: str) -> str:
    """A font's name without the prefix of its subset (ISO 32000-1, 9.6.4)."""
    return _SUBSET.sub("", name)
