"""Small filled boxes, such as the cells of a grid: their lines stay together, and count as one while a page is cut."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Box, Shape
from stadtatlas.readers.pdf.zones import Column, Table, Zone

_MOST_LINES = 4
"""Lines of a box that is a cell; one with more is a column of its own."""
_HIGHEST = 1.5
"""Height of a cell, in times of its lines' heights and one line more, from which the box is a panel behind other things."""


class Boxes:
    """A page's lines with each box's put together as one, `closed`."""

    def __init__(self, lines: Sequence[Line], shapes: Sequence[Shape]) -> None:
        areas: dict[int, list[Line]] = {}
        for line in lines:
            if line.area >= 0:
                areas.setdefault(line.area, []).append(line)
        self._inside = {a: ls for a, ls in areas.items() if len(ls) > 1 and _is_cell(ls, shapes[a].box)}
        gone = {line.order for ls in self._inside.values() for line in ls}
        whole = [_whole(ls) for ls in self._inside.values()]
        self._by_order = {one.order: ls for one, ls in zip(whole, self._inside.values(), strict=True)}
        self.closed = [*(line for line in lines if line.order not in gone), *whole]

    def opened(self, zone: Zone) -> Zone:
        """The zone with the lines themselves."""
        if isinstance(zone, Column):
            return replace(zone, lines=self._lines(zone.lines))
        return Table(tuple(tuple(self._lines(cell) for cell in row) for row in zone.rows))

    def _lines(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(line for one in lines for line in self._by_order.get(one.order, [one]))


def _is_cell(lines: Sequence[Line], box: Box) -> bool:
    """Whether the box holds these lines and little else, one below the other."""
    height = sum(line.bottom - line.top for line in lines)
    stacked = len({round(line.base) for line in lines}) == len(lines)
    return stacked and len(lines) <= _MOST_LINES and box[3] - box[1] <= _HIGHEST * (height + lines[0].size)


def _whole(lines: Sequence[Line]) -> Line:
    """A line as large as all of them, on the baseline that a single one would have."""
    first = min(lines, key=lambda line: line.base)
    last = max(lines, key=lambda line: line.base)
    return replace(
        first, text=first.text[:1], left=array("f", [min(line.x0 for line in lines)]),
        right=array("f", [max(line.x1 for line in lines)]), base=(first.base + last.base) / 2, top=first.top,
        bottom=last.bottom, order=min(line.order for line in lines), styles=first.styles[:1], raised=(),
    )  # fmt: skip
