"""Markdown as converters write it: headings, bullets of every kind, rows with tabs or pipes, HTML in between."""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from stadtatlas.model.document import Document, Element, Link, Shape
from stadtatlas.text.spaces import HUGE, cells, has_word, mend
from stadtatlas.text.view import View

_HEADING = regex.compile(
    r"\s{0,3}(?P<marks>#{1,6}(?=\s)|#{2,6}(?!#))\s*(?=\S)|\s*<h(?P<level>[1-6])\b[^<>]*>(?=.*</h(?P=level)>\s*$)", regex.I
)
_CLOSING = regex.compile(r"\s+#+\s*$|\s*\{[#.][^{}]*\}\s*$")
_UNDERLINE = regex.compile(r"\s{0,3}(?:={3,}|-{3,})\s*$")
_BULLET = regex.compile(r"\s*(?:[-*+•▪◦‣·‐‑–—>]|\d{1,2}[.)](?=\s+(?:\*\*|__|\[))|(?![|©®])[\p{So}\p{Sm}➔]\ufe0f?)\s+(?=\S)")
_IMAGE = regex.compile(r"\s*!\[[^\]]*\]\([^)]*\)\s*$")
_FOOTNOTE = regex.compile(r"\s*(?:<sup>\s*\d+\s*</sup>|\[\^\w+\]:)\s*(?=\S)")
_ROW = regex.compile(r"[^\t\n]*\t|\s*\|.*\|\s*$")
_STRONG = regex.compile(r"\s*(?:\*\*(?!\s)(?:(?!\*\*).)+\*\*|__(?!\s)(?:(?!__).)+__|<(b|strong)>.*</\1>)\s*:?\s*$", regex.S)

_BOLD_START = regex.compile(r"\s*(?:(?P<mark>\*\*|__)(?!\s)(?:(?!(?P=mark)).)+(?P=mark)|<(b|strong)>.*?</\2>)", regex.S)
_LONGEST_TITLE = 150

_LIST_TAG = regex.compile(r"<(?:li|br|p|/ul|/ol|tr)\b[^<>]{0,200}>", regex.I)
_SQUARE = regex.compile(r"(?<=\b[kcm]?m)<sup>\s*([23])\s*</sup>", regex.I)
_MARK = regex.compile(r"<sup>\s*\d+(?:\s*,\s*\d+)*\s*</sup>|\[\^\w+\]", regex.I)
_TAG = regex.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,400})?/?>|<!--.{0,4000}?-->", regex.S)
_ADDRESS = regex.compile(r"(?:[^()\s]|\([^()\s]*+\))*+(?:[ ]+[\"'][^\"'\n]*+[\"'])?\)")
_ANCHOR = regex.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?(?P<url>[^\"'\s<>]*)[^<>]*>(?P<shown>.*?)</a>", regex.I | regex.S)
_AUTOLINK = regex.compile(r"<(?:https?://|mailto:|www\.)[^\s<>]{1,2000}>")
_PAIR = regex.compile(
    r"(?<!\\)(?P<mark>\*{1,3}|(?<!\w)_{1,3})(?=\S)(?P<inner>(?:(?!(?P=mark)).)+?)(?<=\S)(?P=mark)(?:(?<=\*)|(?!\w))", regex.S
)
_HALF_BOLD = regex.compile(r"(?<!\\)\*{2,}")
"""Half of a pair whose other half a page end has taken along; prose has no double asterisks of its own."""
_ESCAPE = regex.compile(r"\\(?=[\\`*_{}\[\]()#+.!|<>~&$%@\"'-])")
_ENTITY = regex.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


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
        if group and _UNDERLINE.match(line.text) and _is_title(group):
            group.append(line)
            continue
        if group and (blank or _begins(line) or not _goes_on(group)):
            yield group
            group = []
        if not blank:
            group.append(line)
    if group:
        yield group


def _begins(line: _Line) -> bool:
    """Whether a line opens an element of its own: it is marked up, or all bold."""
    return _shape(line.text) is not Shape.TEXT or bool(_STRONG.match(line.text))


def _goes_on(group: list[_Line]) -> bool:
    """Whether a plain line below these belongs to them."""
    if len(group) > 1 and _UNDERLINE.match(group[-1].text):
        return False
    shape = _shape(group[0].text)
    bold = shape is Shape.TEXT and _STRONG.match("\n".join(line.text for line in group))
    return shape in (Shape.TEXT, Shape.ITEM, Shape.FOOTNOTE) and not bold


def _is_title(group: list[_Line]) -> bool:
    """Whether a line of dashes below makes these lines a heading (CommonMark 4.3), and no rule after a paragraph."""
    return len(group) == 1 and _shape(group[0].text) is Shape.TEXT and len(group[0].text) <= _LONGEST_TITLE


def _shape(text: str) -> Shape:
    if not has_word(text):
        return Shape.RULE
    if _HEADING.match(text):
        return Shape.HEADING
    if _IMAGE.match(text):
        return Shape.IMAGE
    if _FOOTNOTE.match(text):
        return Shape.FOOTNOTE
    if _ROW.match(text) or _ROW.match(text, _bullet_end(text)):
        return Shape.ROW
    return Shape.ITEM if _BULLET.match(text) else Shape.TEXT


def _bullet_end(text: str) -> int:
    match = _BULLET.match(text)
    return match.end() if match else 0


def _element(text: str, group: list[_Line]) -> Element:
    first, last = group[0], group[-1]
    shape, start, end = _shape(first.text), first.start, last.end
    body, depth = View.of(text, start, end), first.indent
    if len(group) > 1 and _UNDERLINE.match(last.text):
        shape, body = Shape.HEADING, View.of(text, start, first.end)
    elif marks := _HEADING.match(body.text) if shape is Shape.HEADING else None:
        depth = int(marks["level"] or len(marks["marks"] or ""))
        body = body.cut(marks.end()).sub(_CLOSING)
    elif shape in (Shape.ITEM, Shape.ROW):
        while marks := _BULLET.match(body.text):
            body = body.cut(marks.end())
    row = tuple(clean(cell)[0] for cell in cells(body, "\t" if "\t" in body.text else "|")) if shape is Shape.ROW else ()
    view, links = clean(body)
    lead = _lead(body, view)
    return Element(start, end, shape, view, depth, links, row, lead=lead, strong=0 < len(view.text.rstrip(" :")) <= lead)


def _lead(body: View, view: View) -> int:
    """How many characters at the start of the clean view are bold."""
    match = _BOLD_START.match(body.text)
    shown = view.shown(body.start, body.cut(0, match.end()).end) if match else None
    return shown[1] if shown else 0


def clean(view: View) -> tuple[View, tuple[Link, ...]]:
    """The view without Markdown and HTML markup, with its links. Lines stay lines; list tags become line ends."""
    if len(view.text) > HUGE:
        return view, ()
    view = view.sub(_LIST_TAG, "\n").sub(_SQUARE, lambda m: {"2": "²", "3": "³"}[m[1]]).sub(_MARK)
    view, urls = _unlink(view)
    view = view.edit(
        e for m in _AUTOLINK.finditer(view.text) for e in ((m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), ""))
    )
    view = view.sub(_TAG)
    for _ in range(2):  # once more for what stands inside a pair
        view = view.edit(e for m in _PAIR.finditer(view.text) for e in _marks(m))
    view = view.sub(_HALF_BOLD).sub(_ESCAPE)
    view = mend(view.sub(_ENTITY, lambda m: entities.unescape(m[0])))
    return view, tuple(_placed(view, urls))


def _marks(pair: regex.Match[str]) -> tuple[tuple[int, int, str], tuple[int, int, str]]:
    """The two edits that take the marks of an emphasis away."""
    return (pair.start(), pair.start("inner"), ""), (pair.end("inner"), pair.end(), "")


def _unlink(view: View) -> tuple[View, list[tuple[int, int, str | None]]]:
    """The view with links shown as their text, and for each its text's source range and its address."""
    urls: list[tuple[int, int, str | None]] = []
    for links in (_anchors(view.text), _brackets(view.text)):
        edits = sorted(e for link in links for e in ((link.start, link.text, ""), (link.end, link.stop, "")))
        urls += [_address(view, link) for link in links]
        view = view.edit(edits)
    return view, urls


class _Link(NamedTuple):
    """A link in marked-up text: `text` to `end` is shown, `start` to `stop` is all of it."""

    start: int
    text: int
    end: int
    stop: int
    url: str


def _anchors(text: str) -> list[_Link]:
    return [_Link(m.start(), m.start("shown"), m.end("shown"), m.end(), m["url"]) for m in _ANCHOR.finditer(text)]


def _brackets(text: str) -> list[_Link]:
    """`[text](url)`, the innermost where they nest. One pass with a stack: a text of a million brackets takes linear time."""
    if "](" not in text:
        return []
    opened: list[int] = []
    links: list[_Link] = []
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
                links.append(_Link(start, start + 1, at, stop, text[at + 2 : stop - 1]))
                opened.clear()  # a link holds no other (CommonMark 6.3)
                at = stop - 1
        at += 1
    return links


def _address(view: View, link: _Link) -> tuple[int, int, str | None]:
    inner = view.cut(link.text, link.end)
    url = link.url.split(" ")[0].strip("<>").strip()
    return inner.start, inner.end, None if url in ("", "#") else url


def _url_end(text: str, at: int) -> int | None:
    """Behind the `)` that closes an address begun at `at`; brackets inside it may nest once."""
    match = _ADDRESS.match(text, at)
    return match.end() if match else None


def _placed(view: View, urls: list[tuple[int, int, str | None]]) -> Iterator[Link]:
    """The links of a view by their place in it: their source ranges outlive every cleaning step."""
    for start, end, url in urls:
        if shown := view.shown(start, end):
            yield Link(*shown, url)
