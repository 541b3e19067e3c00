"""Roles of what stands outside the portraits, and of what has the same role everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from stadtatlas.edition.tags import bare_tags
from stadtatlas.model.document import Block, Element, Role, Shape
from stadtatlas.structure.labels import Labels
from stadtatlas.text.keys import loose_key

_SHAPE_ROLES = {
    Shape.HEADING: Role.HEADING,
    Shape.TEXT: Role.PARAGRAPH,
    Shape.ITEM: Role.LIST_ITEM,
    Shape.ROW: Role.TABLE,
    Shape.FOOTNOTE: Role.FOOTNOTE,
    Shape.IMAGE: Role.CAPTION,
    Shape.RULE: Role.BOILERPLATE,
}
PAGE_ROLES = {
    "page_header": Role.PAGE_HEADER,
    "page_footer": Role.PAGE_FOOTER,
    "caption": Role.CAPTION,
    "garbled": Role.UNASSIGNED,
}
"""What a reader that sees pages says of an element."""
_RUNNING = 5
"""Times that a short line stands in a study before it counts as a running head; a portrait's own lines stand once."""


_PAGE_NUMBER = regex.compile(r"\W*\d{1,4}(?:\s*(?:[/|]|von)\s*\d{1,4})?\W*")


def block(element: Element, role: Role, **more: object) -> Block:
    """The whole element as a block."""
    return Block(element.view, element.start, element.end, role, element, **more)  # type: ignore[arg-type]


def part_of(element: Element, start: int, end: int, role: Role, **more: object) -> Block:
    """The part `view.text[start:end]` of an element as a block; the first and last part take the element's markup along."""
    view = element.view.cut(start, end).strip()
    low = element.start if start == 0 else view.start
    high = element.end if end >= len(element.view.text) else element.view.cut(start, end).end
    return Block(view, low, high, role, element, **more)  # type: ignore[arg-type]


class Furniture:
    """What pages repeat: rules, page numbers, running heads, footnotes, captions."""

    def __init__(self, elements: Sequence[Element], labels: Labels) -> None:
        self.labels = labels
        counts = Counter(_wording(e.view.text) for e in elements if _short(e))
        self.running = {key for key, n in counts.items() if n >= _RUNNING and key}
        self.titles = {_wording(labels.profile.title), *(loose_key(label) for label in labels.profile.chapters.portraits)}

    def role(self, element: Element, city: str = "") -> Role | None:
        """The element's role if it is no content; `city` is the portrait's that it stands in."""
        text = element.view.text
        if role := PAGE_ROLES.get(element.landmark or ""):
            return role
        if element.shape in (Shape.RULE, Shape.FOOTNOTE):
            return _SHAPE_ROLES[element.shape]
        if element.shape is Shape.IMAGE:
            return Role.CAPTION if text else Role.BOILERPLATE
        if self._is_furniture(text):
            return Role.PAGE_FOOTER
        if "\n" not in text and self.labels.is_caption(text):
            return Role.CAPTION
        return Role.PAGE_HEADER if _short(element) and self._runs(element, city) else None

    def _is_furniture(self, text: str) -> bool:
        """Whether it is a page's number or the like. A reader that sees pages has told those: there a number is a chart's."""
        if is_number(text):
            return not self.labels.paged
        return self.labels.is_furniture(text)

    def _runs(self, element: Element, city: str) -> bool:
        """Whether the line is a running head: the study's or chapter's title, the city's name, or a line that pages repeat.

        A heading that every portrait repeats is no running head but a section, known or not; nor is a sentence.
        """
        key = _wording(element.view.text)
        name = loose_key(city)
        named = {name, *(name + t for t in self.titles), *(t + name for t in self.titles)} if name else set()
        if key in self.titles | named:
            return True
        labels, text = self.labels, element.view.text
        meant = (
            labels.section(element) or labels.is_facts(element) or labels.is_grid(text) or bare_tags(element.view, labels.profile)
        )
        sentence = text.endswith((".", "!", "?"))
        return key in self.running and not (labels.sure(element) or meant or sentence)


def is_number(text: str) -> bool:
    """Whether the line is nothing but a page's number, or could be."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def _wording(text: str) -> str:
    """A line's letters: page numbers in running heads change."""
    return "".join(c for c in loose_key(text) if not c.isdigit())


def _short(element: Element) -> bool:
    return element.shape in (Shape.TEXT, Shape.HEADING) and len(element.view.text) < 80


def prose(element: Element, furniture: Furniture) -> Block:
    """The role of an element of running text."""
    return block(element, furniture.role(element) or _SHAPE_ROLES[element.shape])
