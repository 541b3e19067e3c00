"""From blocks to the canonical text, its elements, and where each character stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from stadtatlas.model.document import Element, Link, Shape
from stadtatlas.model.layout import Layout, PrintedLine, Sheet
from stadtatlas.readers.pdf.blocks import MARK, Block
from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Box, Target
from stadtatlas.readers.pdf.typography import Typography, is_heavy
from stadtatlas.text.flow import gap, sew
from stadtatlas.text.listing import bullet
from stadtatlas.text.spaces import has_word, mend
from stadtatlas.text.view import Piece, Span, View
from stadtatlas.text.words import Words

_SHAPES = {"heading": Shape.HEADING, "item": Shape.ITEM, "row": Shape.ROW, "footnote": Shape.FOOTNOTE}
_SMALL_CAPITALS = (0.6, 0.92)
"""Size of small capitals as a share of the capitals beside them, where they are made from these."""
_BETWEEN = regex.compile(r"\s*[,;]\s*")
_UNIT = regex.compile(r"(?:^|[^\p{L}])[kcm]?m$")
"""What a raised 2 or 3 belongs to."""
_LIGATURE = regex.compile("[\ufb00-\ufb06]")
_LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_WORD = regex.compile(r"\p{L}{2,}")
_NOUN = 4
"""Letters of a word whose capital can be trusted; where a glyph stands for both cases, `am` may come out as `Am`."""


@dataclass(slots=True)
class Composer:
    """Appends blocks to the canonical text; `words` is what the document says of words that a line end has broken."""

    words: Words
    type_: Typography
    layout: Layout = field(default_factory=Layout)
    untied: list[tuple[int, str, Span]] = field(default_factory=list)
    """Footnotes whose mark stands nowhere on their page: page, mark, where."""
    _marks: set[str] = field(default_factory=set)
    _notes: list[tuple[str, Span]] = field(default_factory=list)
    _elements: list[Element] = field(default_factory=list)
    _sizes: list[float] = field(default_factory=list)
    _page: int = 0
    _open: bool = False
    """Whether the last block of running text ended in a full line, so that the next column may go on with it."""
    _parts: list[str] = field(default_factory=list)
    _at: int = 0

    @property
    def text(self) -> str:
        """The canonical text so far."""
        return "".join(self._parts)

    def begin(self, number: int, sheet: Sheet) -> None:
        """What is added from now on stands on this page."""
        self._page = number
        self.layout.sheets[number] = sheet

    def end(self) -> None:
        """The page is complete: its footnotes are tied to their marks."""
        self.untied += [(self._page, mark, span) for mark, span in self._notes if mark not in self._marks]
        self._marks.clear()
        self._notes.clear()

    def finished(self) -> tuple[Element, ...]:
        """All elements, headings with their level: 1 for the largest type among them."""
        ranks = {size: rank for rank, size in enumerate(sorted({s for s in self._sizes if s}, reverse=True), 1)}
        return tuple(
            replace(element, depth=ranks[size]) if size else element
            for element, size in zip(self._elements, self._sizes, strict=True)
        )

    def add(self, block: Block, links: Sequence[Target], landmark: str | None = None) -> None:
        """One block as an element, with the links that stand on it."""
        if self._at:
            self._blank("\n" if block.kind == "row" else "\n\n")
        start, ranges, views = self._at, [], []
        for index, lines in enumerate(block.cells or [block.lines]):
            if index:
                self._blank("\t")
            at = self._at
            for number, line in enumerate(lines):
                if number:
                    self._blank("\n")
                ranges += [(self._at + a, self._at + b, url) for a, b, url in _linked(line, links)]
                self._print(line)
            hard = block.hard if not block.cells else set()
            views.append(_view(lines, at, hard, self.words))
        self._element(block, start, views, ranges, landmark)
        self._tie(block, start)

    def _tie(self, block: Block, start: int) -> None:
        if block.mark:
            self._notes.append((block.mark, (start, self._at)))
        else:
            raised = (line.text[a:b].strip() for line in block.lines for a, b in line.raised)
            self._marks.update(mark for text in raised for mark in _BETWEEN.split(text))

    def _element(
        self, block: Block, start: int, views: list[View], ranges: list[tuple[int, int, str]], landmark: str | None
    ) -> None:
        view = View.join(views, "\t")
        shape = _SHAPES.get(block.kind, Shape.TEXT) if has_word(view.text) else Shape.RULE
        if shape is Shape.ITEM:
            view = view.cut(bullet(view.text))
        if block.mark:
            view = view.cut(len(block.mark) if view.text.startswith(block.mark) else 0).strip()
        continues = block.kind == "text" and landmark is None and self._open and block.turns and not block.is_indented
        if landmark is None and block.kind != "footnote":
            self._open = block.kind == "text" and block.is_full(self.type_)
        lead = 0 if is_heavy(self.type_.body.font) or shape not in (Shape.TEXT, Shape.ITEM) else _lead(block, start, view)
        cells = tuple(v for v in views if v) if shape is Shape.ROW else ()
        self._sizes.append(block.style.size if shape is Shape.HEADING else 0.0)
        self._elements.append(
            Element(
                start, self._at, shape, view, links=tuple(_links(view, ranges)), cells=cells, landmark=landmark, lead=lead,
                strong=0 < len(view.text) <= lead,
                continues=continues,
            )
        )  # fmt: skip

    def _blank(self, blank: str) -> None:
        self._parts.append(blank)
        self._at += len(blank)
        self.layout.left.extend([0.0] * len(blank))
        self.layout.right.extend([0.0] * len(blank))

    def _print(self, line: Line) -> None:
        inks = tuple((self._at + at, style.color) for at, style in line.styles)
        self.layout.add(PrintedLine(self._at, self._page, line.top, line.bottom, inks, line.fill))
        self._parts.append(line.text)
        self._at += len(line.text)
        self.layout.left.extend(line.left)
        self.layout.right.extend(line.right)


# --- the clean view ----------------------------------------------------------------------------------------------------------


def _view(lines: Sequence[Line], at: int, hard: set[int], words: Words) -> View:
    """Lines joined where a line end only breaks the text: marks gone, ligatures and small capitals as letters."""
    parts: list[View] = []
    for index, line in enumerate(lines):
        part = _letters(line, View(line.text, (Piece(0, len(line.text), at, at + len(line.text)),)))
        if index and index - 1 in hard:
            parts += [gap(parts[-1], "\n"), part]
        else:
            sew(parts, part, words)
        at += len(line.text) + 1
    return mend(View.join(parts))


def _letters(line: Line, view: View) -> View:
    edits = [*_marks(line), *_recased(line)]
    view = view.edit(sorted(edits)) if edits else view
    return view.sub(_LIGATURE, lambda m: _LETTERS[m[0]])


def _marks(line: Line) -> Iterator[tuple[int, int, str]]:
    """The marks of footnotes; a raised 2 behind a unit of length is none."""
    for start, end in line.raised:
        raised = line.text[start:end]
        mark = raised.strip()
        at = start + raised.find(mark)
        if start and MARK.fullmatch(mark) and not (mark in "23" and _UNIT.search(line.text[:start])):
            yield at, at + len(mark), ""


def _recased(line: Line) -> Iterator[tuple[int, int, str]]:
    """Small capitals that are letters in a smaller size: what they stand for is told by their size alone, as fonts with one
    glyph for both say either case."""
    sizes = _sizes(line)
    small = [low <= size / line.size <= high for size in sizes for low, high in (_SMALL_CAPITALS,)]
    if not any(small) or not _is_small_capitals(line.text, small):
        return
    for index, char in enumerate(line.text):
        meant = char.lower() if small[index] else char.upper()
        if char.isalpha() and meant != char and len(meant) == 1:
            yield index, index + 1, meant


def _sizes(line: Line) -> list[float]:
    """Each character's size; that of a superscript counts as the line's."""
    sizes = [line.size] * len(line.text)
    ends = [at for at, _ in line.styles[1:]] + [len(line.text)]
    for (start, style), end in zip(line.styles, ends, strict=True):
        sizes[start:end] = [style.size] * (end - start)
    for start, end in line.raised:
        sizes[start:end] = [line.size] * (end - start)
    return sizes


def _is_small_capitals(text: str, small: Sequence[bool]) -> bool:
    """Whether words go on small behind a large letter, and none is written like the words of other lines: in large letters
    behind its first, or small like a noun."""
    words = [m.span() for m in _WORD.finditer(text)]
    if any(text[i].islower() and not small[i] for a, b in words for i in range(a + 1, b)):
        return False
    headed = any(not small[a] and all(small[a + 1 : b]) and b - a > 2 for a, b in words)
    plain = any(small[a] and text[a].isupper() and text[a + 1 : b].islower() and b - a >= _NOUN for a, b in words)
    return headed and not plain


# --- links and bold beginnings -----------------------------------------------------------------------------------------------


def _linked(line: Line, links: Sequence[Target]) -> Iterator[tuple[int, int, str]]:
    """The parts of a line that links lie on."""
    middle = (line.top + line.bottom) / 2
    for box, url in links:
        if box[1] <= middle <= box[3]:
            inside = [i for i in range(len(line.text)) if _inside(line, i, box)]
            if inside:
                yield inside[0], inside[-1] + 1, url


def _inside(line: Line, index: int, box: Box) -> bool:
    return box[0] <= (line.left[index] + line.right[index]) / 2 <= box[2]


def _links(view: View, ranges: list[tuple[int, int, str]]) -> Iterator[Link]:
    """The links by their place in the view; one that runs over a line end lies on both lines."""
    merged: list[tuple[int, int, str]] = []
    for start, end, url in sorted(ranges):
        if merged and merged[-1][2] == url:
            merged[-1] = merged[-1][0], end, url
        else:
            merged.append((start, end, url))
    for start, end, url in merged:
        if shown := view.shown(start, end):
            yield Link(*shown, url)


def _lead(block: Block, start: int, view: View) -> int:
    """How many characters at the start of the view are bold."""
    at = start
    for line in block.lines:
        light = next((offset for offset, style in line.styles if not is_heavy(style.font)), None)
        if light is not None:
            shown = view.shown(start, at + light) if at + light > start else None
            return shown[1] if shown else 0
        at += len(line.text) + 1
    return len(view.text)
