"""From runs to lines: what stands on one baseline without a gap wider than a blank, in one column, cell or label."""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from stadtatlas.readers.pdf.initials import with_initials
from stadtatlas.readers.pdf.sheet import Box, Run, Shape, Sheet, Style
from stadtatlas.text.listing import is_bullet
from stadtatlas.text.words import HYPHENS

_BLANK = 0.17
"""Share of the size from which a gap is a blank that was not drawn; the narrowest in use is 0.2 (a fifth of an em)."""
_SEAM = 1.0
"""Share of the size up to which the next run goes on with the line behind a drawn blank, which justified lines stretch."""
_WORD = 0.6
"""The same where no blank was drawn; the gap between columns is wider."""
_HANGING = 2.5
"""The same behind a bullet, which hangs out of its item."""
_STRETCHED = 2.5
"""The same inside a run: justified lines of a narrow column stretch their blanks."""
_NEAR = 0.35
"""The same for runs that were not drawn one after the other, as generators that sort by font do."""
_TOUCHING = 0.05
"""Share of the size up to which a hyphen touches its word."""
_FEWEST_ITEMS = 3
"""Bullets at one edge from which it is where list items begin, so that a dash there goes on with no line beside it."""
_SAME_BASE = 0.12
_SMALL = 0.8
"""Share of the line's size below which raised or lowered characters are superscripts or subscripts."""
_BESIDE = 0.55
"""Share of the size by which they are raised or lowered at most."""
_LEAST_AREA = 6.0
"""Points from which on both sides a shape can lie behind text; smaller ones are ornaments."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of it that stands in one column or cell.

    `top` and `bottom` are the edges of its em box (without superscripts). `styles` says from which character on a style holds,
    `raised` which characters are superscripts. `order` is the place in which the page's content draws the line, `fill` the
    colour of the shape behind it and `area` that shape's number on the page (-1: bare paper).
    """

    text: str
    left: array[float]
    right: array[float]
    base: float
    top: float
    bottom: float
    size: float
    styles: tuple[tuple[int, Style], ...]
    order: int = 0
    fill: str | None = None
    raised: tuple[tuple[int, int], ...] = ()
    area: int = -1

    @property
    def x0(self) -> float:
        return self.left[0]

    @property
    def x1(self) -> float:
        return self.right[-1]

    @property
    def style(self) -> Style:
        """The style of most of its characters."""
        if len(self.styles) == 1:
            return self.styles[0][1]
        counted: Counter[Style] = Counter()
        ends = [at for at, _ in self.styles[1:]] + [len(self.text)]
        for (start, style), end in zip(self.styles, ends, strict=True):
            counted[style] += end - start
        return max(counted, key=lambda style: counted[style])


@dataclass(slots=True)
class _Draft:
    base: float
    size: float
    behind: int
    order: int
    text: str = ""
    left: array[float] = field(default_factory=lambda: array("f"))
    right: array[float] = field(default_factory=lambda: array("f"))
    styles: list[tuple[int, Style]] = field(default_factory=list)
    runs: list[tuple[int, int, float, float, float]] = field(default_factory=list)
    """Start, end, baseline, size and descent of each run."""

    @property
    def last(self) -> float:
        """Size of the last run."""
        return self.runs[-1][3]

    def add(self, run: Run) -> None:
        if self.text:
            self.gap(run.left[0], run.text, run.style.size)
        self.runs.append((len(self.text), len(self.text) + len(run.text), run.base, run.style.size, run.descent))
        if not self.styles or (self.styles[-1][1] != run.style and run.text not in HYPHENS):
            self.styles.append((len(self.text), run.style))  # a hyphen out of another font is no change of style
        self.text += run.text
        self.left.extend(run.left)
        self.right.extend(run.right)
        if run.style.size > self.size:
            self.base, self.size = run.base, run.style.size

    def gap(self, at: float, text: str, size: float) -> None:
        """A blank where the page shows one and none was drawn."""
        if at - self.right[-1] > _BLANK * max(size, self.size) and not (self.text[-1].isspace() or text[0].isspace()):
            self.text += " "
            self.left.append(self.right[-1])
            self.right.append(at)

    def line(self, shapes: Sequence[Shape]) -> Line | None:
        text = self.text
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start >= end:
            return None
        styles = [(max(0, at - start), style) for at, style in self.styles if at < end]
        kept = [s for i, s in enumerate(styles) if i + 1 == len(styles) or styles[i + 1][0] > 0]
        fill = shapes[self.behind].fill if self.behind >= 0 else None
        raised = [(max(a, start) - start, min(b, end) - start) for a, b, *run in self.runs if self._is_raised(*run)]
        full = [(base, size, descent) for *_, base, size, descent in self.runs if size > _SMALL * self.size]
        return Line(
            text[start:end], self.left[start:end], self.right[start:end], self.base,
            min(base - (1 - descent) * size for base, size, descent in full),
            max(base + descent * size for base, size, descent in full),
            self.size, tuple(kept), self.order, fill, tuple(span for span in raised if span[0] < span[1]), self.behind,
        )  # fmt: skip

    def _is_raised(self, base: float, size: float, _: float) -> bool:
        return size <= _SMALL * self.size and base < self.base - _SAME_BASE * self.size


def lines(sheet: Sheet) -> list[Line]:
    """The page's lines, in the order in which its content draws them."""
    areas = [(i, s.box) for i, s in enumerate(sheet.shapes) if s.fill and _is_area(s.box)]
    runs = with_initials(sheet.runs)
    stops = _stops(runs)
    drafts: list[_Draft] = []
    for run in runs:
        for part in _parts(run):
            behind = _behind(part, areas)
            if drafts and not _at_stop(drafts[-1], part.text, part.left[0], stops) and _goes_on(drafts[-1], part, behind):
                drafts[-1].add(part)
            elif part.text.strip():
                drafts.append(_Draft(part.base, part.style.size, behind, len(drafts)))
                drafts[-1].add(part)
    return [composed(line) for draft in _mended(drafts, stops) if (line := draft.line(sheet.shapes))]


def aside(sheet: Sheet) -> list[Line]:
    """The page's text in other directions, a line for each run."""
    found = []
    for run in sheet.aside:
        draft = _Draft(run.base, run.style.size, -1, 0)
        draft.add(run)
        if line := draft.line(()):
            found.append(composed(line))
    return found


def composed(line: Line) -> Line:
    """The line in NFC: a letter and the mark drawn over it become one character with the edges of both."""
    if unicodedata.is_normalized("NFC", line.text):
        return line
    starts = [i for i, char in enumerate(line.text) if i == 0 or not unicodedata.combining(char)]
    groups = list(zip(starts, [*starts[1:], len(line.text)], strict=True))
    places: list[int] = []
    text = ""
    for start, end in groups:
        part = unicodedata.normalize("NFC", line.text[start:end])
        places += [start] * len(part)
        text += part
    moved = {old: new for new, old in reversed(list(enumerate(places)))}

    def new(at: int) -> int:
        return next((moved[i] for i in range(at, len(line.text)) if i in moved), len(text))

    return replace(
        line, text=text, left=array("f", [line.left[i] for i in places]), right=array("f", [line.right[i] for i in places]),
        styles=tuple((new(at), style) for at, style in line.styles), raised=tuple((new(a), new(b)) for a, b in line.raised),
    )  # fmt: skip


def _stops(runs: Sequence[Run]) -> frozenset[int]:
    """Where a page's list items begin, in points from the left: edges at which several bullets stand before their text."""
    edges = Counter(
        round(run.left[0])
        for run, behind in pairwise(runs)
        if _is_lone_bullet(run.text)
        and abs(behind.base - run.base) < _SAME_BASE * run.style.size
        and 0 < behind.left[0] - run.right[-1] < _HANGING * run.style.size
    )
    return frozenset(edge for edge, times in edges.items() if times >= _FEWEST_ITEMS)


def _at_stop(draft: _Draft, text: str, left: float, stops: frozenset[int]) -> bool:
    """Whether a list item begins here, apart from the draft; a hyphen at a line end touches its word."""
    return round(left) in stops and is_bullet(text + " x") and left - draft.right[-1] > _TOUCHING * draft.size


def _is_lone_bullet(text: str) -> bool:
    return len(text.strip()) == 1 and is_bullet(text.strip() + " x")


def _is_area(box: Box) -> bool:
    return box[2] - box[0] >= _LEAST_AREA and box[3] - box[1] >= _LEAST_AREA


def _behind(run: Run, areas: Sequence[tuple[int, Box]]) -> int:
    """The topmost filled shape behind the run's middle; -1 for the paper."""
    if not areas:
        return -1
    x, y = (run.left[0] + run.right[-1]) / 2, run.base - 0.3 * run.style.size
    for index, (x0, top, x1, bottom) in reversed(areas):
        if x0 <= x <= x1 and top <= y <= bottom:
            return index
    return -1


def _parts(run: Run) -> Iterator[Run]:
    """The run, parted at gaps that no blank fills, with the blanks that were not drawn."""
    size, blank = run.style.size, _BLANK * run.style.size
    ends = enumerate(zip(run.left[1:], run.right, run.left, strict=False), 1)
    wide = [i for i, (left, behind, before) in ends if left - behind > blank or left < before - size]
    if not wide:
        yield run
        return
    yield from _cut(run, wide)


def _cut(run: Run, wide: Sequence[int]) -> Iterator[Run]:
    size, left, right, text = run.style.size, run.left, run.right, run.text
    pairs = [left[i] - right[i - 1] for i in range(1, len(text)) if not (text[i].isspace() or text[i - 1].isspace())]
    spacing = max(0.0, median(pairs)) if pairs else 0.0  # letters set wide have a gap each
    start, blanks = 0, list[int]()
    for i in wide:
        gap = left[i] - right[i - 1]
        if gap > _STRETCHED * size or gap < -size:
            yield _filled(run, start, i, blanks)
            start, blanks = i, []
        elif gap > spacing + _BLANK * size and not (text[i].isspace() or text[i - 1].isspace()):
            blanks.append(i)
    yield _filled(run, start, len(text), blanks)


def _filled(run: Run, start: int, end: int, blanks: Sequence[int]) -> Run:
    text, left, right = run.text[start:end], run.left[start:end], run.right[start:end]
    for i in reversed(blanks):
        at = i - start
        text = text[:at] + " " + text[at:]
        left.insert(at, right[at - 1])
        right.insert(at, left[at + 1])
    return Run(text, left, right, run.base, run.style, run.descent)


def _goes_on(draft: _Draft, run: Run, behind: int) -> bool:
    """Whether the run continues the line that was drawn right before it."""
    gap, size = run.left[0] - draft.right[-1], min(draft.last, run.style.size)
    if gap < -_NEAR * size or (draft.behind != behind and gap > _BLANK * size):
        return False
    reach = _NEAR
    if _is_level(draft, run.base, run.style.size):
        reach = _SEAM if draft.text[-1].isspace() or run.text[0].isspace() else _WORD
        reach = _HANGING if _is_lone_bullet(draft.text) else reach
    return gap <= reach * size and _on_base(draft, run.base, run.style.size)


def _is_level(draft: _Draft, base: float, size: float) -> bool:
    return abs(base - draft.base) <= _SAME_BASE * max(size, draft.size)


def _on_base(draft: _Draft, base: float, size: float) -> bool:
    """Whether characters of this size stand on the draft's baseline, or raised or lowered beside it."""
    small, large = sorted((size, draft.size))
    return _is_level(draft, base, size) or (small <= _SMALL * large and abs(base - draft.base) <= _BESIDE * large)


def _mended(drafts: list[_Draft], stops: frozenset[int]) -> list[_Draft]:
    """Lines whose parts were not drawn one after the other, put together."""
    rows: dict[int, list[_Draft]] = {}
    for draft in drafts:
        rows.setdefault(round(draft.base), []).append(draft)
    gone: set[int] = set()
    for key, row in sorted(rows.items()):
        beside = sorted((d for d in row + rows.get(key + 1, []) if id(d) not in gone), key=lambda d: d.left[0])
        upper = beside[0] if beside else None
        for draft in beside[1:]:
            if upper is not None and not _at_stop(upper, draft.text, draft.left[0], stops) and _touch(upper, draft):
                _append(upper, draft)
                gone.add(id(draft))
            else:
                upper = draft
    return [d for d in drafts if id(d) not in gone]


def _touch(one: _Draft, two: _Draft) -> bool:
    reach = _NEAR * min(one.size, two.size)
    near = -reach <= two.left[0] - one.right[-1] <= reach
    return near and one.behind == two.behind and _on_base(one, two.base, two.size)


def _append(one: _Draft, two: _Draft) -> None:
    for start, end, base, _, descent in two.runs:
        style = next(style for at, style in reversed(two.styles) if at <= start)
        one.add(Run(two.text[start:end], two.left[start:end], two.right[start:end], base, style, descent))
    one.order = min(one.order, two.order)
