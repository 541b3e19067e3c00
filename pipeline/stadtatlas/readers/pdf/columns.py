"""Reading order: a page's lines cut into columns, rows and tables at its white space.

A recursive cut (G. Nagy, S. Seth, *Hierarchical representation of optically scanned documents*, ICPR 1984) with two changes.
The gutter comes first, and lines that cross it part the page into bands, so that two headings that happen to stand at one
height part nothing. And where white space allows two orders, that in which the page's content draws the lines decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stadtatlas.readers.pdf.boxes import Boxes
from stadtatlas.readers.pdf.gutters import Gutter, bands, find_gutter
from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.margins import has_margin, interleaved, is_margin
from stadtatlas.readers.pdf.sheet import Box, Shape
from stadtatlas.readers.pdf.space import by_place
from stadtatlas.readers.pdf.tables import aligned, cells_of, is_table, row_of, rows_of, side_by_side, strips, with_first_rows
from stadtatlas.readers.pdf.zones import Column, Row, Table, Zone

_RULE = 2.5
"""Points up to which a shape is a line and no area."""
_DEEPEST = 12
"""Cuts within cuts; a page has four or five."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on the page lines stand: between which edges, beside which shapes, in which depth of the cut."""

    x0: float
    x1: float
    edges: Sequence[Box]
    depth: int = 0

    def part(self, x0: float, x1: float) -> _Place:
        return _Place(x0, x1, self.edges, self.depth + 1)


def arrange(lines: Sequence[Line], shapes: Sequence[Shape]) -> list[Zone]:
    """The page's zones in reading order."""
    if not lines:
        return []
    edges = [shape.box for shape in shapes if shape.fill or shape.box[3] - shape.box[1] <= _RULE]
    place = _Place(min(line.x0 for line in lines), max(line.x1 for line in lines), edges)
    boxes = Boxes(lines, shapes)
    return [boxes.opened(zone) for zone in _cut(by_place(boxes.closed), place)]


def _cut(lines: list[Line], place: _Place) -> Iterator[Zone]:
    parted = strips(lines, place.edges) if place.depth < _DEEPEST else [lines]
    if len(parted) > 1:
        yield from _tabulated(parted, place)
        return
    gutter = find_gutter(lines) if place.depth < _DEEPEST else None
    if gutter is None:
        yield Column(tuple(lines), place.x0, place.x1)
        return
    plain: list[Line] = []
    for crossed, band in bands(lines, gutter):
        left, right = ([s for s in band if gutter.side(s) == side] for side in (-1, 1))
        if crossed or not left or not right:
            plain += band
            continue
        if not has_margin(left, right):
            plain += (early := _early(left, right))
            left = left[len(early) :]
        if plain:
            yield from _cut(plain, place.part(place.x0, place.x1))
            plain = []
        yield from _beside(left, right, gutter, place)
    if plain:
        yield from _cut(plain, place.part(place.x0, place.x1))


def _early(left: Sequence[Line], right: Sequence[Line]) -> Sequence[Line]:
    """The lines on the left that end before the right begins: they go with what stands above. One is left at least."""
    top = min(line.top for line in right)
    return left[: next((i for i, line in enumerate(left) if line.bottom > top + 0.1 * line.size), len(left) - 1)]


def _tabulated(parted: Sequence[list[Line]], place: _Place) -> Iterator[Zone]:
    """Strips whose cells stand in the same columns are the rows of a table; any other is cut further."""
    rows: list[Row] = []
    for strip in with_first_rows(parted):
        row = row_of(strip)
        if rows and (row is None or not aligned(max(rows, key=len), row)):
            yield from _table(rows, place)
            rows = []
        if row is None:
            yield from _cut(strip, place.part(place.x0, place.x1))
        else:
            rows.append(row)
    yield from _table(rows, place)


def _table(rows: list[Row], place: _Place) -> Iterator[Zone]:
    if len(rows) > 1:
        yield from (Table(part) for part in side_by_side(tuple(rows)))
    elif rows:
        yield from _cut(by_place([line for cell in rows[0] for line in cell]), place.part(place.x0, place.x1))


def _beside(left: list[Line], right: list[Line], gutter: Gutter, place: _Place) -> Iterator[Zone]:
    """A band with text on both sides of its gutter: a table, a margin, or columns that rows of white space may part."""
    if has_margin(left, right):
        margin, main = (left, right) if is_margin(left, right) else (right, left)
        edges = (gutter.x1, place.x1) if main is right else (place.x0, gutter.x0)
        for lines in interleaved(by_place(margin), by_place(main)):
            yield from _cut(lines, place.part(*edges))
        return
    parts = rows_of(left, right, gutter, place.edges)
    if len(parts) > 1 and is_table(parts, gutter, place.edges):
        yield from (Table(part) for part in side_by_side(tuple(cells_of([*one, *two]) for one, two in parts)))
        return
    for one, two in parts:
        if one:
            yield from _cut(by_place(one), place.part(place.x0, gutter.x0))
        if two:
            yield from _cut(by_place(two), place.part(gutter.x1, place.x1))
