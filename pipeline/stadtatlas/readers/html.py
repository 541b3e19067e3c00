"""HTML pages: the visible text in reading order, with what the markup says of each part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from stadtatlas.model.document import Document, Element, Link, Shape
from stadtatlas.text.decode import canonical
from stadtatlas.text.spaces import cells, has_word, mend
from stadtatlas.text.view import Span, View

_UNSEEN = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "iframe",
    "head",
    "title",
    "object",
    "canvas",
    "select",
    "datalist",
}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
"""Elements that begin and end a line (HTML Living Standard, Rendering, 15.3: `display: block`, list items, table parts)."""
_NAVIGATION, _BOILERPLATE = "navigation", "boilerplate"
_LANDMARK_TAGS = {
    **dict.fromkeys(("nav", "header", "button"), _NAVIGATION),
    **dict.fromkeys(("footer", "aside", "dialog", "form"), _BOILERPLATE),
    "blockquote": "quote",
    "figcaption": "caption",
}
_LANDMARK_ROLES = {
    **dict.fromkeys(("navigation", "banner", "menu", "search"), _NAVIGATION),
    **dict.fromkeys(("dialog", "alertdialog", "contentinfo", "complementary"), _BOILERPLATE),
}
"""WAI-ARIA 1.2, 5.3.4 landmark roles, and its dialogs."""
_LANDMARK_WORDS = {
    **dict.fromkeys("nav navbar navigation menu breadcrumb breadcrumbs skip related share social cta toc".split(), _NAVIGATION),
    **dict.fromkeys(
        "cookie cookies cookiebot consent gdpr dialog modal sidebar footer newsletter comments author".split(), _BOILERPLATE
    ),
    **dict.fromkeys("quote blockquote pullquote testimonial".split(), "quote"),
    "byline": "byline",
}
"""Words in `class` and `id` by which pages name their parts; those that trafilatura and readability look for, too."""
_CONTENT_TAGS = {"html", "body", "main", "article"}
_CONTENT_LIMIT = 0.5
"""A part that holds more than this share of the page's text is its content, whatever its class is called."""
_NAME = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")
_HIDDEN_CLASSES = {"hidden", "d-none", "sr-only", "visually-hidden", "screen-reader-text"}
_HIDDEN_STYLE = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.I)
_APART = "\n\n"
"""Between the lines of the canonical text."""
_SQUARE = regex.compile(r"\b[kcd]?m\s*$")
"""What a raised figure is no footnote mark behind: `km<sup>2</sup>`."""
_BLANK = regex.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Line:
    """A line of the page while it is being read."""

    shape: Shape = Shape.TEXT
    depth: int = 0
    landmark: str | None = None
    text: str = ""
    bold: int = 0
    lead: int = 0
    links: list[Link] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    """Footnote marks in the text."""

    def add(self, text: str, bold: bool) -> None:
        text = _BLANK.sub(" ", text)
        if not self.text or self.text.endswith((" ", "\t")):
            text = text.lstrip(" ")
        self.text += text
        if bold:
            self.bold += len(text.replace(" ", ""))
            self.lead = len(self.text.rstrip()) if self.bold == len(self.text.replace(" ", "")) else self.lead


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for the text inside a node."""

    shape: Shape = Shape.TEXT
    depth: int = 0
    landmark: str | None = None
    bold: bool = False


def read(text: str) -> Document:
    """The document of an HTML page; the canonical text has a line for each of its blocks, blank lines between them."""
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    if root is None:
        return Document("html", "", ())
    lines = _Walk(root).lines()
    bodies = [canonical(line.text.strip()) for line in lines]
    whole = _APART.join(bodies)
    starts = accumulate((len(body) + len(_APART) for body in bodies), initial=0)
    found = (_element(line, whole, start, start + len(body)) for line, body, start in zip(lines, bodies, starts, strict=False))
    return Document("html", whole, tuple(found))


def _element(line: _Line, whole: str, start: int, end: int) -> Element:
    view = mend(View.of(whole, start, end).edit((*mark, "") for mark in line.marks if mark[1] <= end - start))
    shape = _shape(line, view)
    row = cells(view) if shape is Shape.ROW else ()
    shown = ((view.shown(start + link.start, start + link.end), link.url) for link in line.links)
    links = tuple(Link(*place, url) for place, url in shown if place)
    bold = view.shown(start, start + line.lead)
    lead = bold[1] if bold else 0
    strong = 0 < len(view.text.rstrip(" :")) <= lead
    return Element(start, end, shape, view, line.depth, links, row, line.landmark, lead, strong)


def _shape(line: _Line, view: View) -> Shape:
    if not has_word(view.text):
        return Shape.RULE
    if line.marks and line.marks[0][0] == 0:
        return Shape.FOOTNOTE
    return Shape.ROW if "\t" in view.text and line.shape is Shape.TEXT else line.shape


class _Walk:
    """One walk over the page without recursion: pages nest thousands deep where a generator went wrong."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.mass = max(1, len(root.text(deep=True) or ""))
        self.open = _Line()
        self.done: list[_Line] = []
        self.alts: list[_Line] = []

    def lines(self) -> list[_Line]:
        # A stack entry is a node to enter, or a tag and its context to leave.
        stack: list[tuple[LexborNode | None, str, _Context, int]] = [(self.root, "", _Context(), 0)]
        while stack:
            node, tag, context, mark = stack.pop()
            if node is None:
                self._leave(tag, context, mark)
                continue
            if node.tag == "-text":
                self.open.add(node.text_content or "", context.bold)
            elif node.is_element_node and not _hidden(node):
                inner = self._enter(node, context)
                stack.append((None, _closing(node), context, len(self.open.text)))
                stack.extend((child, "", inner, 0) for child in reversed(list(_children(node))))
        self._break(_Context())
        return self.done

    def _enter(self, node: LexborNode, context: _Context) -> _Context:
        tag = node.tag or ""
        inner = self._inner(node, tag, context)
        if tag in ("td", "th"):
            if self.open.text:
                self.open.text += "\t"
        elif tag == "br" and context.shape is Shape.HEADING:
            self.open.add(" ", False)
        elif tag in _BLOCKS or (tag == "cite" and context.landmark == "quote"):
            self._break(inner)
        elif tag in ("img", "amp-img"):
            self._picture(node, inner)
        return inner

    def _leave(self, tag: str, context: _Context, mark: int) -> None:
        if tag.startswith("a "):
            if len(self.open.text) > mark:
                url = tag[2:]
                self.open.links.append(Link(mark, len(self.open.text), None if url in ("", "#") else url))
        elif tag == "sup" and self.open.text[mark:].strip().isdigit() and not _SQUARE.search(self.open.text[:mark]):
            self.open.marks.append((mark, len(self.open.text)))
        elif tag in _BLOCKS and tag not in ("td", "th", "br"):
            self._break(context)

    def _break(self, context: _Context) -> None:
        """End the open line; what follows stands in `context`."""
        if self.open.text.strip():
            self.done.append(self.open)
        self.done += self.alts
        self.alts = []
        self.open = _Line(context.shape, context.depth, context.landmark)

    def _picture(self, node: LexborNode, context: _Context) -> None:
        alt = (node.attributes.get("alt") or "").strip()
        if alt:
            self.alts.append(_Line(Shape.IMAGE, context.depth, context.landmark, _BLANK.sub(" ", alt)))

    def _inner(self, node: LexborNode, tag: str, context: _Context) -> _Context:
        shape, depth = context.shape, context.depth
        if tag in _HEADINGS:
            shape, depth = Shape.HEADING, _HEADINGS[tag]
        elif tag == "li":
            shape, depth = Shape.ITEM, depth + 2
        elif tag in ("div", "section", "article", "main", "table"):
            shape = Shape.TEXT if shape is not Shape.ITEM else shape
        bold = context.bold or tag in ("b", "strong")
        return _Context(shape, depth, context.landmark or self._landmark(node, tag), bold)

    def _landmark(self, node: LexborNode, tag: str) -> str | None:
        """What the node's tag, role, class or id says of its content; headings and the page's content say nothing."""
        if tag in _CONTENT_TAGS or tag not in _BLOCKS or tag in _HEADINGS:
            return None
        attributes = node.attributes
        named = _LANDMARK_TAGS.get(tag) or _LANDMARK_ROLES.get((attributes.get("role") or "").casefold())
        named = _BOILERPLATE if attributes.get("aria-modal") == "true" else named
        found = named or next((_LANDMARK_WORDS[w] for w in _names(node) if w in _LANDMARK_WORDS), None)
        if found is None or node.css_first("h1") is not None:
            return None
        if named:
            return None if tag == "header" and node.css_first("h2, h3, h4, h5, h6") is not None else named
        return found if len(node.text(deep=True) or "") <= _CONTENT_LIMIT * self.mass else None


def _names(node: LexborNode) -> list[str]:
    """The words in a node's class and id: `mainMenu` is `main` and `menu`."""
    text = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return [word.casefold() for word in _NAME.findall(text)]


def _hidden(node: LexborNode) -> bool:
    if node.tag in _UNSEEN:
        return True
    attributes = node.attributes
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").casefold() == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
        or bool(_HIDDEN_CLASSES & set((attributes.get("class") or "").casefold().split()))
    )


def _closing(node: LexborNode) -> str:
    """The tag to leave by; a hyperlink takes its address along."""
    tag = node.tag or ""
    return f"a {node.attributes.get('href') or ''}" if tag == "a" else tag


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next
