"""Tables: rows between rules, or parted by white space that runs through all columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from stadtatlas.readers.pdf.gutters import Gutter
from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Box
from stadtatlas.readers.pdf.space import CAP, CLEAR, LARGE, LONGEST_CELL, by_place, flows, height
from stadtatlas.readers.pdf.zones import Row, Rows
from stadtatlas.text.listing import is_bullet

_LOOSE = 3.0
"""Points by which edges may differ that are meant to be level."""
_LEADING = 1.0
"""White space, as a share of the size, that is higher than the leading of running text."""

Part = tuple[list[Line], list[Line]]
"""What stands left and right of a gutter at one height."""


def strips(lines: list[Line], edges: Sequence[Box]) -> list[list[Line]]:
    """The lines, parted where the edge of a shape runs over their whole width."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    wide = sorted({y for box in edges if box[0] <= x0 + _LOOSE and box[2] >= x1 - _LOOSE for y in (box[1], box[3])})
    strips: list[list[Line]] = [[]]
    reach = float("-inf")
    for line in lines:
        if strips[-1] and any(reach <= y <= line.base - CAP * line.size for y in wide):
            strips.append([])
        strips[-1].append(line)
        reach = max(reach, line.base)
    return strips


def with_first_rows(strips: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The strips; a first row that no rule parts from the heading above it is a strip of its own."""
    for strip, below in zip(strips, [*strips[1:], []], strict=True):
        tail = [line for line in strip if strip[-1].base - line.base < CLEAR * line.size]
        row, next_row = row_of(tail), row_of(below) if below else None
        if row and next_row and len(tail) < len(strip) and row_of(strip) is None and aligned(row, next_row):
            yield strip[: -len(tail)]
            yield tail
        else:
            yield strip


def row_of(strip: Sequence[Line]) -> Row | None:
    """The cells of a strip that is a row of a table."""
    cells = cells_of(strip)
    return cells if len(cells) > 1 and _is_row(cells) else None


def aligned(one: Sequence[Sequence[Line]], two: Sequence[Sequence[Line]]) -> bool:
    """Whether two rows' cells begin at the same edges; one of them may have cells that are empty."""
    few, many = sorted((one, two), key=len)
    return all(any(abs(a[0].x0 - b[0].x0) <= _LOOSE for b in many) for a in few)


def _is_row(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether cells hold values: few lines, and no bullets."""
    return max(map(height, cells)) <= LONGEST_CELL and not any(is_bullet(cell[0].text) for cell in cells)


def cells_of(lines: Sequence[Line]) -> Row:
    """The cells of a row: lines that stand one below the other belong together."""
    cells: list[list[Line]] = []
    edge = float("-inf")
    for line in sorted(lines, key=lambda s: (s.x0, s.base)):
        if not cells or line.x0 >= edge:
            cells.append([])
        cells[-1].append(line)
        edge = max(edge, line.x1)
    return tuple(tuple(by_place(cell)) for cell in cells)


def side_by_side(rows: Rows) -> list[Rows]:
    """The tables that stand side by side in these rows: the page's content draws the first as a whole before the second."""
    if len(set(map(len, rows))) > 1:
        return [rows]
    for k in range(2, len(rows[0]) - 1):
        left, right = tuple(row[:k] for row in rows), tuple(row[k:] for row in rows)
        if _last(left) < min(line.order for row in right for cell in row for line in cell):
            return [left, *side_by_side(right)]
    return [rows]


def _last(rows: Rows) -> int:
    return max(line.order for row in rows for cell in row for line in cell)


def rows_of(left: list[Line], right: list[Line], gutter: Gutter, edges: Sequence[Box]) -> list[Part]:
    """The band cut at white space that runs through both columns, where the page's content or a rule says that it parts."""
    least = _LEADING if flows(left) and flows(right) else 0.0
    cuts = [y for y in _gaps(by_place([*left, *right]), least) if _parts_at(y, left, right, gutter, edges)]
    parts: list[Part] = []
    for low, high in pairwise([float("-inf"), *cuts, float("inf")]):
        part = [line for line in left if low < line.base <= high], [line for line in right if low < line.base <= high]
        if parts and part[1] and not part[0] and parts[-1][1]:
            parts[-1] = parts[-1][0], [*parts[-1][1], *part[1]]  # further lines of the cell that the left one labels
        elif part[0] or part[1]:
            parts.append(part)
    return parts


def _gaps(lines: Sequence[Line], least: float) -> Iterator[float]:
    """Heights at which no line stands; the white space is at least so high, as a share of the size."""
    reach = lines[0].base
    for line in lines[1:]:
        if line.base - CAP * line.size > reach + least * line.size:
            yield (reach + line.base - CAP * line.size) / 2
        reach = max(reach, line.base)


def _parts_at(y: float, left: Sequence[Line], right: Sequence[Line], gutter: Gutter, edges: Sequence[Box]) -> bool:
    """Whether what stands above y is read before what stands below it, on both sides of the gutter."""
    above, below = [s for s in (*left, *right) if s.base < y], [s for s in (*left, *right) if s.base > y]
    in_rows = max(s.order for s in above) < min(s.order for s in below)
    in_columns = max(s.order for s in left) < min(s.order for s in right)
    if in_rows != in_columns:
        return in_rows
    return not in_rows and _ruled(above, below, gutter, edges)


def _ruled(above: Sequence[Line], below: Sequence[Line], gutter: Gutter, edges: Sequence[Box]) -> bool:
    """Whether the edge of a shape that spans the gutter lies between the lines above and below."""
    low, high = max(s.base for s in above), min(s.base for s in below)
    return any(
        x0 <= gutter.x0 and x1 >= gutter.x1 and any(low - 0.5 <= edge <= high for edge in (top, bottom))
        for x0, top, x1, bottom in edges
    )


def is_table(parts: Sequence[Part], gutter: Gutter, edges: Sequence[Box]) -> bool:
    """Whether the parts are rows of a table: their cells stand side by side and are short, and rules part them or every
    cell is a line."""
    both = [(one, two) for one, two in parts if one and two]
    if len(both) < max(2, 0.8 * len(parts)) or not all(_overlap(one, two) for one, two in both):
        return False
    if any(is_bullet(one[0].text) and is_bullet(two[0].text) for one, two in both):
        return False  # two columns of a list
    sizes = [line.size for one, two in parts for line in (*one, *two)]
    if max(sizes) > LARGE * min(sizes):
        return False  # a title, and what stands beside it
    heights = [max(height(one), height(two)) for one, two in both]
    ruled = sum(_ruled([*a, *b], [*c, *d], gutter, edges) for (a, b), (c, d) in pairwise(parts))
    return max(heights) <= LONGEST_CELL and (median(heights) == 1 or ruled >= 0.7 * (len(parts) - 1))


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(min(s.top for s in left), min(s.top for s in right))
    return top < min(max(s.bottom for s in left), max(s.bottom for s in right))
