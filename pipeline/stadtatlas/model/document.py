"""A source as text: what a reader hands on (`Document`, `Element`) and what the structure stage makes of it (`Block`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from stadtatlas.model.layout import Layout
from stadtatlas.text.view import Span, View

Format = Literal["pdf", "markdown", "text", "html"]
Kind = Literal["study", "portrait"]


class Shape(StrEnum):
    """What a reader can tell of an element from the source's own markup."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    FOOTNOTE = "footnote"
    IMAGE = "image"
    RULE = "rule"


class Role(StrEnum):
    """What a block is in the study (contract: `documents/`)."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FACTS = "facts"
    GRID = "grid"
    PROJECT_HEADING = "project_heading"
    LINK = "link"
    TEASER = "teaser"
    BYLINE = "byline"
    QUOTE = "quote"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    TOC = "toc"
    ANNEX = "annex"
    CREDIT = "credit"
    PAGE_HEADER = "page_header"
    PAGE_FOOTER = "page_footer"
    NAVIGATION = "navigation"
    BOILERPLATE = "boilerplate"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: `view.text[start:end]` of its element leads to `url` (`None` where the source names none)."""

    start: int
    end: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Element:
    """One heading, paragraph, list item or table row of a source: `source[start:end]`, markup and all.

    `view` is its clean text (lines kept apart by `\\n`), `depth` the indentation or heading level, `landmark` what the
    page's own markup says of it (`navigation`, `boilerplate`, `quote`, `byline`), `strong` `lead` how many characters at its
    start are bold, `strong` whether all of it is.
    """

    start: int
    end: int
    shape: Shape
    view: View
    depth: int = 0
    links: tuple[Link, ...] = ()
    cells: tuple[View, ...] = ()
    landmark: str | None = None
    lead: int = 0
    strong: bool = False
    continues: bool = False
    """Whether the page says that it goes on with the paragraph before it, though that ends like a sentence."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the making: which source and record it belongs to is known only later."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    field: str | None = None
    portrait: int | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Canonical text (NFC, `\\n` line ends) and its elements in reading order."""

    format: Format
    text: str
    elements: tuple[Element, ...]
    notes: tuple[str, ...] = ()
    pages: int | None = None
    layout: Layout | None = None
    """Where its characters stand, for a source that has pages."""
    remarks: tuple[Remark, ...] = ()
    """What reading it brought up, such as pages without text."""

    def where(self, at: int) -> str:
        """Where a character stands, in words: `page 3` of a source that has pages, else `line 12`."""
        if self.layout is not None:
            return f"page {self.layout.page(at)}"
        return f"line {self.text.count(chr(10), 0, at) + 1}"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an element with its role; `portrait` counts the document's portraits from 0."""

    view: View
    start: int
    end: int
    role: Role
    element: Element
    portrait: int | None = None
    section: str | None = None
    mark: str | None = None
    """What the structure stage already knows of the block: a division, a web label (`region`, `neighbours`, …)."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A city's portrait in a document: its printed name, and its blocks in order."""

    name: View
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Structured:
    """A document whose every character has a role."""

    document: Document
    kind: Kind
    blocks: tuple[Block, ...]
    portraits: tuple[Portrait, ...]
    remarks: tuple[Remark, ...] = ()
    contents: tuple[View, ...] = ()
    """The cities that the contents list names, in printed order."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source file, by content; `path` is its name alone, so that a run does not depend on where its files lie."""

    path: str
    sha256: str
    data: bytes = field(repr=False)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF; its header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3)."""
    return b"%PDF-" in data[:1024]


def joined(views: Sequence[View], separator: str = " ") -> View:
    """Views as one line."""
    return View.join([v for v in views if v], separator)
