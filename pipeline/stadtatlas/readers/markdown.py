"""Markdown as converters write it: headings, bullets of every kind, rows with tabs or pipes, HTML in between."""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from stadtatlas.model.document import Document, Element, Link, Shape
from stadtatlas.text.view import View

_HEADING = regex.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_CLOSING = regex.compile(r"\s+#+\s*$")
_BULLET = regex.compile(r"\s*(?:[-*+•▪◦‣·–—>]|[\p{So}\p{Sm}➔]\ufe0f?)\s+(?=\S)")
_IMAGE = regex.compile(r"\s*!\[[^\]]*\]\([^)]*\)\s*$")
_FOOTNOTE = regex.compile(r"\s*(?:<sup>\s*\d+\s*</sup>|\[\^\w+\]:)\s*(?=\S)")
_ROW = regex.compile(r"[^\t\n]*\t|\s*\|.*\|\s*$")
_WORD = regex.compile(r"[^\W_]")
_STRONG = regex.compile(r"\s*(?:\*\*(?!\s)(?:(?!\*\*).)+\*\*|__(?!\s)(?:(?!__).)+__|<(b|strong)>.*</\1>)\s*:?\s*$", regex.S)

_LIST_TAG = regex.compile(r"<(?:li|br|p|/ul|/ol|tr)\b[^<>]{0,200}>", regex.I)
_SQUARE = regex.compile(r"(?<=\b[kcm]?m)<sup>\s*([23])\s*</sup>", regex.I)
_MARK = regex.compile(r"<sup>\s*\d+(?:\s*,\s*\d+)*\s*</sup>|\[\^\w+\]", regex.I)
_TAG = regex.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,400})?/?>|<!--.{0,4000}?-->", regex.S)
_AUTOLINK = regex.compile(r"<(?:https?://|mailto:|www\.)[^\s<>]{1,2000}>")
_PAIR = regex.compile(
    r"(?<!\\)(?P<mark>\*{1,3}|(?<!\w)_{1,3})(?=\S)(?P<inner>(?:(?!(?P=mark)).)+?)(?<=\S)(?P=mark)(?:(?<=\*)|(?!\w))", regex.S
)
_HALF_BOLD = regex.compile(r"(?<!\\)\*{2,}")
"""Half of a pair whose other half a page end has taken along; prose has no double asterisks of its own."""
_ESCAPE = regex.compile(r"\\(?=[\\`*_{}\[\]()#+.!|<>~&$%@\"'-])")
_ENTITY = regex.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_ODD_SPACE = regex.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")
_INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


def read(text: str) -> Document:
    """The document of a Markdown text; the canonical text is the text itself."""
    return Document("markdown", text, tuple(_element(text, group) for group in _groups(text)))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.split("\n"):
        yield _Line(start, start + len(raw), raw)
        start += len(raw) + 1


def _groups(text: str) -> Iterator[list[_Line]]:
    """Lines that make one element; a blank line, and any line that begins something, parts two of them."""
    group: list[_Line] = []
    for line in _lines(text):
        blank = not line.text.strip()
        if group and (blank or _begins(line) or not _goes_on(group[-1])):
            yield group
            group = []
        if not blank:
            group.append(line)
    if group:
        yield group


def _begins(line: _Line) -> bool:
    return _shape(line.text) is not Shape.TEXT


def _goes_on(line: _Line) -> bool:
    """Whether a plain line below this one belongs to it."""
    return _shape(line.text) in (Shape.TEXT, Shape.ITEM, Shape.FOOTNOTE)


def _shape(text: str) -> Shape:
    if not _WORD.search(text):
        return Shape.RULE
    if _HEADING.match(text):
        return Shape.HEADING
    if _IMAGE.match(text):
        return Shape.IMAGE
    if _FOOTNOTE.match(text):
        return Shape.FOOTNOTE
    if _ROW.match(text) or _ROW.match(_BULLET.sub("", text)):
        return Shape.ROW
    return Shape.ITEM if _BULLET.match(text) else Shape.TEXT


def _element(text: str, group: list[_Line]) -> Element:
    first, last = group[0], group[-1]
    shape, start, end = _shape(first.text), first.start, last.end
    body, depth = View.of(text, start, end), first.indent
    if shape is Shape.HEADING:
        marks = _HEADING.match(body.text)
        depth = len(marks[1]) if marks else 0
        body = body.cut(marks.end() if marks else 0).sub(_CLOSING)
    elif shape in (Shape.ITEM, Shape.ROW):
        while marks := _BULLET.match(body.text):
            body = body.cut(marks.end())
    cells = tuple(clean(cell)[0] for cell in _cells(body)) if shape is Shape.ROW else ()
    strong = bool(_STRONG.match(body.text))
    view, links = clean(body)
    return Element(start, end, shape, view, depth, links, cells, strong=strong)


def _cells(body: View) -> list[View]:
    """The cells of a row, parted by tabs or by pipes; without the empty ones at its ends."""
    separator = "\t" if "\t" in body.text else "|"
    cells, at = [], 0
    for part in body.text.split(separator):
        cells.append(body.cut(at, at + len(part)).strip())
        at += len(part) + 1
    return [c for c in cells if c]


def clean(view: View) -> tuple[View, tuple[Link, ...]]:
    """The view without Markdown and HTML markup, with its links. Lines stay lines; list tags become line ends."""
    view = view.sub(_LIST_TAG, "\n").sub(_SQUARE, lambda m: {"2": "²", "3": "³"}[m[1]]).sub(_MARK)
    view, urls = _unlink(view)
    view = view.edit(
        e for m in _AUTOLINK.finditer(view.text) for e in ((m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), ""))
    )
    view = view.sub(_TAG)
    for _ in range(2):  # once more for what stands inside a pair
        view = view.edit(e for m in _PAIR.finditer(view.text) for e in _marks(m))
    view = view.sub(_HALF_BOLD).sub(_ESCAPE)
    view = view.sub(_ENTITY, lambda m: entities.unescape(m[0])).sub(_ODD_SPACE, " ").sub(_INVISIBLE)
    view = view.strip()
    return view, tuple(_placed(view, urls))


def _marks(pair: regex.Match[str]) -> tuple[tuple[int, int, str], tuple[int, int, str]]:
    """The two edits that take the marks of an emphasis away."""
    return (pair.start(), pair.start("inner"), ""), (pair.end("inner"), pair.end(), "")


def _unlink(view: View) -> tuple[View, list[tuple[int, int, str | None]]]:
    """The view with `[text](url)` shown as its text, and for each link its text's source range and its address.

    One pass with a stack: brackets nest, and may be escaped; a text of a million brackets takes linear time.
    """
    if "](" not in view.text:
        return view, []
    text, opened, links = view.text, list[int](), list[tuple[int, int, int, str]]()
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "[":
            opened.append(at)
        elif char == "]" and opened:
            start = opened.pop()
            if text.startswith("](", at) and (stop := _url_end(text, at + 2)):
                links.append((start, at, stop, text[at + 2 : stop - 1]))
                at = stop - 1
        at += 1
    links = [link for link in links if not any(o[0] < link[0] and link[2] <= o[1] for o in links[-50:])]
    edits = sorted(e for start, end, stop, _ in links for e in ((start, start + 1, ""), (end, stop, "")))
    return view.edit(edits), [_address(view, link) for link in links]


def _address(view: View, link: tuple[int, int, int, str]) -> tuple[int, int, str | None]:
    inner = view.cut(link[0] + 1, link[1])
    url = link[3].split(" ")[0].strip("<>").strip()
    return inner.start, inner.end, None if url in ("", "#") else url


def _url_end(text: str, at: int) -> int | None:
    """Behind the `)` that closes an address begun at `at`; brackets inside it may nest."""
    depth = 1
    for index in range(at, min(len(text), at + 4000)):
        char = text[index]
        if char == "\n" or (char == " " and text[index + 1 : index + 2] not in ('"', "'")):
            return None
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index + 1
    return None


def _placed(view: View, urls: list[tuple[int, int, str | None]]) -> Iterator[Link]:
    """The links of a view by their place in it: their source ranges outlive every cleaning step."""
    for start, end, url in urls:
        inside = [p for p in view.pieces if p.start >= start and p.end <= end and p.size]
        if inside:
            yield Link(inside[0].at, inside[-1].at + inside[-1].size, url)
