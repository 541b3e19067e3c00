"""Where a document's characters stand on its pages, and how they look: for sources that have pages."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from stadtatlas.text.view import Span

_PAD = 0.05
"""Share of the type size added above and below: programs differ by so much on how far a font's letters reach. Where lines are set
so close that this would touch the next one, half the space between them."""
_SIDE = 0.012
"""Share of the type size added left and right, where programs differ on the widths of letters."""
_NEAR = 8
"""Lines before and behind that may stand right above or below a line: those of a row's cells."""
_FUZZ = 0.002
"""Points by which edges in single precision may be off."""
Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left."""


class Place(NamedTuple):
    """A box on a page; `page` counts from 1."""

    page: int
    box: Box


class Paint(NamedTuple):
    """The colour of text and of the area behind it, as `#rrggbb`; `fill` is `None` on bare paper."""

    ink: str
    fill: str | None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the canonical text, from `start` on: its page, upper and lower edge, its inks by offset, the fill behind it."""

    start: int
    page: int
    top: float
    bottom: float
    inks: tuple[tuple[int, str], ...]
    fill: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in points as its text reads; `turn` quarter turns clockwise lead to the page as it is shown."""

    width: float
    height: float
    turn: int = 0
    printed: int | None = None
    """The page number that the page prints."""


@dataclass(slots=True)
class Layout:
    """The lines of a canonical text in order, and the edges of every character (0 for line ends)."""

    lines: list[PrintedLine] = field(default_factory=list)
    left: array[float] = field(default_factory=lambda: array("f"))
    right: array[float] = field(default_factory=lambda: array("f"))
    sheets: dict[int, Sheet] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _padded: dict[int, tuple[float, float]] = field(default_factory=dict)
    """What is added above and below each line that was asked for, as most are, time and again."""

    def add(self, line: PrintedLine) -> None:
        """The next line; its characters' edges are appended to `left` and `right`."""
        self.lines.append(line)
        self._starts.append(line.start)
        self._padded.clear()  # the new line may leave less room to those before it

    def place(self, span: Span) -> Place | None:
        """The box around a stretch of text, all its lines, on the page where it begins."""
        return around(self.places(span))

    def places(self, span: Span) -> list[Place]:
        """The boxes of a stretch of text: one, or one for each column, cell and page that it stands in; rounded outwards to 0.01
        points."""
        boxes: list[Place] = []
        before: Place | None = None
        for part in self._lines_of(span):
            if before and _goes_on(before, part):
                boxes[-1] = Place(part.page, union(boxes[-1].box, part.box))
            else:
                boxes.append(part)
            before = part
        return [Place(page, outwards(box)) for page, box in boxes]

    def _lines_of(self, span: Span) -> Iterator[Place]:
        start, end = span
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_right(self._starts, end - 1)
        edges = [*self._starts[first + 1 : last], end]
        for index, edge in enumerate(edges, first):
            if part := self._box(index, max(start, self._starts[index]), edge):
                yield part

    def _box(self, index: int, start: int, end: int) -> Place | None:
        """Where characters of one line stand; line ends and gaps between cells have no edges."""
        left, right = self.left[start:end], self.right[start:end]
        if 0.0 in right:
            left = array("f", [edge for edge, other in zip(left, right, strict=True) if other])
            right = array("f", filter(None, right))
        if not right:
            return None
        line = self.lines[index]
        above, below = self._pads(index)
        side = _SIDE * (line.bottom - line.top)
        x0, x1 = min(left) - side, max(right) + side
        return Place(line.page, self._shown(line.page, (x0, line.top - above, x1, line.bottom + below)))

    def _pads(self, index: int) -> tuple[float, float]:
        """What is added above and below a line."""
        if index not in self._padded:
            self._padded[index] = self._pad(index)
        return self._padded[index]

    def _pad(self, index: int) -> tuple[float, float]:
        line = self.lines[index]
        most = _PAD * (line.bottom - line.top)
        near = [other for other in self.lines[max(0, index - _NEAR) : index + _NEAR + 1] if other.page == line.page]
        above = [line.top - other.bottom for other in near if other.top + other.bottom < 2 * line.top]
        below = [other.top - line.bottom for other in near if other.top + other.bottom > 2 * line.bottom]
        room = (max(0.0, min(gaps, default=most * 2)) / 2 for gaps in (above, below))
        first, second = (min(most, gap) for gap in room)
        return first, second

    def page(self, at: int) -> int:
        """The page of the line that a character belongs to."""
        return self.lines[max(0, bisect_right(self._starts, at) - 1)].page

    def paint(self, span: Span) -> Paint | None:
        """The looks of a span's first character."""
        index = bisect_right(self._starts, span[0]) - 1
        if index < 0:
            return None
        line = self.lines[index]
        return Paint(next((color for at, color in reversed(line.inks) if at <= span[0]), line.inks[0][1]), line.fill)

    def printed(self, page: int) -> int | None:
        """The number that a physical page prints, or would print by its neighbours."""
        for near in (page, page - 1, page + 1):
            sheet = self.sheets.get(near)
            if sheet is not None and sheet.printed is not None:
                return sheet.printed + page - near
        return None

    def _shown(self, page: int, box: Box) -> Box:
        sheet = self.sheets.get(page)
        return turned(box, sheet.turn, sheet.width, sheet.height) if sheet and sheet.turn else box


def around(places: Sequence[Place]) -> Place | None:
    """The smallest box around those of the places that are on the first one's page."""
    if not places:
        return None
    page = places[0].page
    return Place(page, reduce(union, (place.box for place in places if place.page == page)))


def union(one: Box, other: Box) -> Box:
    """The smallest box around two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _goes_on(before: Place, line: Place) -> bool:
    """Whether a line stands below another of the same column."""
    apart = line.box[0] > before.box[2] or before.box[0] > line.box[2]
    return before.page == line.page and line.box[1] > before.box[1] and not apart


def outwards(box: Iterable[float]) -> Box:
    """A box rounded to 0.01 points so that it loses nothing, not even by the rounding of the edges it was made of."""
    x0, top, x1, bottom = box
    return _floor(x0 - _FUZZ), _floor(top - _FUZZ), _ceil(x1 + _FUZZ), _ceil(bottom + _FUZZ)


def _floor(value: float) -> float:
    return (value * 100 // 1) / 100


def _ceil(value: float) -> float:
    return -(-value * 100 // 1) / 100


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of an upright page of this width and height, the page turned clockwise by so many quarters."""
    x0, top, x1, bottom = box
    match turn % 4:
        case 0:
            return box
        case 1:
            return height - bottom, x0, height - top, x1
        case 2:
            return width - x1, height - bottom, width - x0, height - top
        case _:
            return top, width - x1, bottom, width - x0
