"""Reading order: a page's lines cut into columns, rows and tables at its white space.

A recursive cut (G. Nagy, S. Seth, *Hierarchical representation of optically scanned documents*, ICPR 1984) with two changes.
The gutter comes first, and lines that cross it part the page into bands, so that two headings that happen to stand at one
height part nothing. And where white space allows two orders, that in which the page's content draws the lines decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from stadtatlas.readers.pdf.boxes import Boxes
from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Box, Shape
from stadtatlas.readers.pdf.zones import Column, Rows, Table, Zone
from stadtatlas.text.listing import is_bullet

_NARROWEST = 0.6
"""Share of the type size that a gutter is at least wide."""
_NARROWEST_LIST = 0.2
"""The same before a column of list items, whose bullets say that it is one."""
_NEARLY = 0.8
"""Share of the greatest height from which a gutter is as good as the one that has it."""
_RESPECTED = 0.3
"""The same of one between what the page draws as columns: the second may be short."""
_RULE = 2.5
"""Points up to which a shape is a line and no area."""
_CLEAR = 0.75
"""Share of the size by which baselines differ at least where lines stand one below the other."""
_NARROW = 0.45
"""Share of the running text's width, and of its letters, that a margin beside it has at most."""
_APART = 2.5
"""White space, as a share of the size, that parts two notes in a margin."""
_LARGE = 1.25
"""Times the usual size from which a heading opens something that a note beside it belongs to."""
_DEEPEST = 12
_CAP = 0.7
"""Share of the size that capitals are high, about; lines above it would strike them through."""
_OVERHANG = 1.5
"""Points by which letters like j may reach out of their column."""
_LOOSE = 3.0
"""Points by which edges may differ that are meant to be level."""
_LEADING = 1.0
"""White space, as a share of the size, that is higher than the leading of running text."""
_FLOWING = 0.75
"""Share of a column's width that most lines of running text fill."""
_SHORTEST = 20
"""Characters of a line of running text in the narrowest column."""
_LONGEST_CELL = 4
"""Lines of a cell of a table; a longer one is running text beside a label."""


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip of white space with text on both sides; lines that reach into it belong to the side of `cut` they end on."""

    cut: float
    x0: float
    x1: float

    def side(self, line: Line) -> int:
        """-1 left of it, 1 right of it, 0 across."""
        return -1 if line.x1 <= self.cut else int(line.x0 >= self.cut)


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
    return [boxes.opened(zone) for zone in _cut(_sorted(boxes.closed), place)]


def _sorted(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.base, line.x0, line.order))


def _cut(lines: list[Line], place: _Place) -> Iterator[Zone]:
    strips = _strips(lines, place.edges) if place.depth < _DEEPEST else [lines]
    if len(strips) > 1:
        yield from _tabulated(strips, place)
        return
    gutter = _gutter(lines) if place.depth < _DEEPEST else None
    if gutter is None:
        yield Column(tuple(lines), place.x0, place.x1)
        return
    plain: list[Line] = []
    for crossed, band in _bands(lines, gutter):
        left, right = ([s for s in band if gutter.side(s) == side] for side in (-1, 1))
        if crossed or not left or not right:
            plain += band
            continue
        if not _has_margin(left, right):
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


# --- strips between rules --------------------------------------------------------------------------------------------------


def _strips(lines: list[Line], edges: Sequence[Box]) -> list[list[Line]]:
    """The lines, parted where the edge of a shape runs over their whole width."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    wide = sorted({y for box in edges if box[0] <= x0 + _LOOSE and box[2] >= x1 - _LOOSE for y in (box[1], box[3])})
    strips: list[list[Line]] = [[]]
    reach = float("-inf")
    for line in lines:
        if strips[-1] and any(reach <= y <= line.base - _CAP * line.size for y in wide):
            strips.append([])
        strips[-1].append(line)
        reach = max(reach, line.base)
    return strips


def _tabulated(strips: Sequence[list[Line]], place: _Place) -> Iterator[Zone]:
    """Strips whose cells stand in the same columns are the rows of a table; any other is cut further."""
    rows: list[tuple[tuple[Line, ...], ...]] = []
    for strip in _with_first_rows(strips):
        row = _row(strip)
        if rows and (row is None or not _aligned(rows[-1], row)):
            yield from _table(rows, place)
            rows = []
        if row is None:
            yield from _cut(strip, place.part(place.x0, place.x1))
        else:
            rows.append(row)
    yield from _table(rows, place)


def _with_first_rows(strips: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The strips; a first row that no rule parts from the heading above it is a strip of its own."""
    for strip, below in zip(strips, [*strips[1:], []], strict=True):
        tail = [line for line in strip if strip[-1].base - line.base < _CLEAR * line.size]
        row, next_row = _row(tail), _row(below) if below else None
        if row and next_row and len(tail) < len(strip) and _row(strip) is None and _aligned(row, next_row):
            yield strip[: -len(tail)]
            yield tail
        else:
            yield strip


def _row(strip: Sequence[Line]) -> tuple[tuple[Line, ...], ...] | None:
    cells = _cells(strip)
    return cells if len(cells) > 1 and _is_row(cells) else None


def _table(rows: list[tuple[tuple[Line, ...], ...]], place: _Place) -> Iterator[Zone]:
    if len(rows) > 1:
        yield from (Table(part) for part in _side_by_side(tuple(rows)))
    elif rows:
        yield from _cut(_sorted([line for cell in rows[0] for line in cell]), place.part(place.x0, place.x1))


def _side_by_side(rows: Rows) -> list[Rows]:
    """The tables that stand side by side in these rows: the page's content draws the first as a whole before the second."""
    for k in range(2, max(map(len, rows)) - 1):
        left, right = tuple(row[:k] for row in rows), tuple(row[k:] for row in rows if row[k:])
        if _last(left) < min(line.order for row in right for cell in row for line in cell):
            return [left, *_side_by_side(right)]
    return [rows]


def _last(rows: Rows) -> int:
    return max(line.order for row in rows for cell in row for line in cell)


def _is_row(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether cells hold values: few lines, and no bullets."""
    return max(map(_height, cells)) <= _LONGEST_CELL and not any(is_bullet(cell[0].text) for cell in cells)


def _aligned(one: Sequence[Sequence[Line]], two: Sequence[Sequence[Line]]) -> bool:
    """Whether two rows' cells begin at the same edges."""
    return len(one) == len(two) and all(abs(a[0].x0 - b[0].x0) <= _LOOSE for a, b in zip(one, two, strict=True))


def _bands(lines: Sequence[Line], gutter: _Gutter) -> Iterator[tuple[bool, list[Line]]]:
    """Runs of lines that cross the gutter or stand level with one that does, and of lines that do neither."""
    across = [line for line in lines if gutter.side(line) == 0]
    band: list[Line] = []
    crossed = False
    for line in lines:
        crosses = any(abs(line.base - other.base) < _CLEAR * max(line.size, other.size) for other in across)
        if band and crosses != crossed:
            yield crossed, band
            band = []
        band.append(line)
        crossed = crosses
    if band:
        yield crossed, band


def _beside(left: list[Line], right: list[Line], gutter: _Gutter, place: _Place) -> Iterator[Zone]:
    """A band with text on both sides of its gutter: a table, a margin, or columns that rows of white space may part."""
    if _has_margin(left, right):
        margin, main = (left, right) if _is_margin(left, right) else (right, left)
        edges = (gutter.x1, place.x1) if main is right else (place.x0, gutter.x0)
        for lines in _interleaved(_sorted(margin), _sorted(main)):
            yield from _cut(lines, place.part(*edges))
        return
    parts = _rows(left, right, gutter, place.edges)
    if len(parts) > 1 and _is_table(parts, gutter, place.edges):
        yield from (Table(part) for part in _side_by_side(tuple(_cells([*one, *two]) for one, two in parts)))
        return
    for one, two in parts:
        if one:
            yield from _cut(_sorted(one), place.part(place.x0, gutter.x0))
        if two:
            yield from _cut(_sorted(two), place.part(gutter.x1, place.x1))


# --- margins ---------------------------------------------------------------------------------------------------------------


def _has_margin(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether one side is a margin; columns are drawn one after the other, also where the second is nearly empty."""
    in_columns = max(s.order for s in left) < min(s.order for s in right)
    return not in_columns and (_is_margin(left, right) or _is_margin(right, left))


def _is_margin(side: Sequence[Line], main: Sequence[Line]) -> bool:
    """Whether a side is a narrow column beside running text, for notes, figures or labels."""
    width, full = (max(s.x1 for s in lines) - min(s.x0 for s in lines) for lines in (side, main))
    sizes = [sum(len(line.text) for line in lines) for lines in (side, main)]
    level = sum(any(abs(line.base - other.base) < 1 for other in main) for line in side)
    if level == len(side) and 2 * level > len(main):
        return False  # labels, one for each line
    return len(main) > 2 * _LONGEST_CELL and width < _NARROW * full and sizes[0] < _NARROW * sizes[1] and _flows(main)


def _interleaved(margin: list[Line], main: list[Line]) -> Iterator[list[Line]]:
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
    if main[largest].size > _LARGE * usual:
        last = largest
        while last + 1 < len(main) and main[last + 1].size == main[largest].size:
            last += 1
        return last + 1
    leading = median([b.base - a.base for a, b in pairwise(main)]) if len(main) > 1 else 0.0
    return next((i for i in beside if i == 0 or main[i].base - main[i - 1].base > 1.15 * leading), beside[-1] + 1)


# --- the gutter ------------------------------------------------------------------------------------------------------------


def _gutter(lines: Sequence[Line]) -> _Gutter | None:
    """The strip of white space with most text on both sides of it and least across; `None` where all lines stand one below
    the other. Among equals it is the one that the page's content respects, as it draws columns one after the other."""
    found = [rated for x in sorted({round(x, 1) for x in _candidates(lines)}) if (rated := _rated(x, lines))]
    highest = max((rated.height for rated in found), default=0.0)
    good = [rated for rated in found if rated.height >= (_RESPECTED if rated.is_respected else _NEARLY) * highest]
    return max(good, key=lambda r: (-r.across, r.in_columns, r.gutter.x1 - r.gutter.x0)).gutter if good else None


@dataclass(frozen=True, slots=True)
class _Rated:
    """A gutter: points of height with text on both sides, how many of these are drawn as columns, how many lines cross
    it between them, how many stand one below the other on its shorter side."""

    gutter: _Gutter
    height: float
    in_columns: float
    across: int
    lines: int

    @property
    def is_respected(self) -> bool:
        """Whether it parts two columns of some length, of which the page's content draws the left one first."""
        return not self.across and self.lines > _LONGEST_CELL and self.in_columns > 0.95 * self.height


def _rated(x: float, lines: Sequence[Line]) -> _Rated | None:
    left, right = [s for s in lines if s.x1 <= x], [s for s in lines if s.x0 >= x]
    crossing = [s for s in lines if s.x0 < x < s.x1]
    height, in_columns, top, bottom = _height_beside(left, right, crossing)
    if height <= 0:
        return None
    gutter = _strip(x, left, right)
    across = sum(top < line.base < bottom or line.x1 <= gutter.x1 for line in crossing)  # a title above is not in its way
    least = _NARROWEST_LIST if is_bullet(right[0].text) else _NARROWEST
    wide = gutter.x1 - gutter.x0 >= least * median(s.size for s in (*left, *right))
    return _Rated(gutter, height, in_columns, across, min(_height(left), _height(right))) if wide else None


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
    marks = sorted((line.base - _CLEAR * line.size, line.base + _CLEAR * line.size) for line in crossing)
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


def _strip(x: float, left: Sequence[Line], right: Sequence[Line]) -> _Gutter:
    """How wide the white space is between lines that stand side by side."""
    beside_left = [line for line in left if _has_neighbour(line, right)] or left
    beside_right = [line for line in right if _has_neighbour(line, left)] or right
    return _Gutter(x, max(line.x1 for line in beside_left), min(line.x0 for line in beside_right))


def _has_neighbour(line: Line, side: Sequence[Line]) -> bool:
    return any(other.top < line.bottom and line.top < other.bottom for other in side)


# --- rows ------------------------------------------------------------------------------------------------------------------

Part = tuple[list[Line], list[Line]]


def _rows(left: list[Line], right: list[Line], gutter: _Gutter, edges: Sequence[Box]) -> list[Part]:
    """The band cut at white space that runs through both columns, where the page's content or a rule says that it parts."""
    least = _LEADING if _flows(left) and _flows(right) else 0.0
    cuts = [y for y in _gaps(_sorted([*left, *right]), least) if _parts_at(y, left, right, gutter, edges)]
    parts: list[Part] = []
    for low, high in pairwise([float("-inf"), *cuts, float("inf")]):
        part = [line for line in left if low < line.base <= high], [line for line in right if low < line.base <= high]
        if parts and part[1] and not part[0] and parts[-1][1]:
            parts[-1] = parts[-1][0], [*parts[-1][1], *part[1]]  # further lines of the cell that the left one labels
        elif part[0] or part[1]:
            parts.append(part)
    return parts


def _flows(lines: Sequence[Line]) -> bool:
    """Whether lines are running text: several, and most as wide as the column. Cells of a table are short."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    long = len(lines) > _LONGEST_CELL and median(len(line.text) for line in lines) >= _SHORTEST
    return long and median(line.x1 - line.x0 for line in lines) >= _FLOWING * width


def _gaps(lines: Sequence[Line], least: float) -> Iterator[float]:
    """Heights at which no line stands; the white space is at least so high, as a share of the size."""
    reach = lines[0].base
    for line in lines[1:]:
        if line.base - _CAP * line.size > reach + least * line.size:
            yield (reach + line.base - _CAP * line.size) / 2
        reach = max(reach, line.base)


def _parts_at(y: float, left: Sequence[Line], right: Sequence[Line], gutter: _Gutter, edges: Sequence[Box]) -> bool:
    """Whether what stands above y is read before what stands below it, on both sides of the gutter."""
    above, below = [s for s in (*left, *right) if s.base < y], [s for s in (*left, *right) if s.base > y]
    in_rows = max(s.order for s in above) < min(s.order for s in below)
    in_columns = max(s.order for s in left) < min(s.order for s in right)
    if in_rows != in_columns:
        return in_rows
    return not in_rows and _ruled(above, below, gutter, edges)


def _ruled(above: Sequence[Line], below: Sequence[Line], gutter: _Gutter, edges: Sequence[Box]) -> bool:
    """Whether the edge of a shape that spans the gutter lies between the lines above and below."""
    low, high = max(s.base for s in above), min(s.base for s in below)
    return any(
        x0 <= gutter.x0 and x1 >= gutter.x1 and any(low - 0.5 <= edge <= high for edge in (top, bottom))
        for x0, top, x1, bottom in edges
    )


def _is_table(parts: Sequence[Part], gutter: _Gutter, edges: Sequence[Box]) -> bool:
    """Whether the parts are rows of a table: their cells stand side by side and are short, and rules part them or every
    cell is a line."""
    both = [(one, two) for one, two in parts if one and two]
    if len(both) < max(2, 0.8 * len(parts)) or not all(_overlap(one, two) for one, two in both):
        return False
    sizes = [line.size for one, two in parts for line in (*one, *two)]
    if max(sizes) > _LARGE * min(sizes):
        return False  # a title, and what stands beside it
    heights = [max(_height(one), _height(two)) for one, two in both]
    ruled = sum(_ruled([*a, *b], [*c, *d], gutter, edges) for (a, b), (c, d) in pairwise(parts))
    return max(heights) <= _LONGEST_CELL and (median(heights) == 1 or ruled >= 0.7 * (len(parts) - 1))


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(min(s.top for s in left), min(s.top for s in right))
    return top < min(max(s.bottom for s in left), max(s.bottom for s in right))


def _height(lines: Sequence[Line]) -> int:
    """Lines one below the other."""
    return len({round(line.base) for line in lines})


def _cells(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The cells of a row: lines that stand one below the other belong together."""
    cells: list[list[Line]] = []
    edge = float("-inf")
    for line in sorted(lines, key=lambda s: (s.x0, s.base)):
        if not cells or line.x0 >= edge:
            cells.append([])
        cells[-1].append(line)
        edge = max(edge, line.x1)
    return tuple(tuple(_sorted(cell)) for cell in cells)
