"""Roles of what stands outside the portraits, and of what has the same role everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stadtatlas.edition.tags import bare_tags
from stadtatlas.model.document import Block, Element, Role, Shape
from stadtatlas.structure.labels import Labels
from stadtatlas.text.similar import loose_key

_SHAPE_ROLES = {
    Shape.HEADING: Role.HEADING,
    Shape.TEXT: Role.PARAGRAPH,
    Shape.ITEM: Role.LIST_ITEM,
    Shape.ROW: Role.TABLE,
    Shape.FOOTNOTE: Role.FOOTNOTE,
    Shape.IMAGE: Role.CAPTION,
    Shape.RULE: Role.BOILERPLATE,
}
_RUNNING = 5
"""Times that a short line stands in a study before it counts as a running head; a portrait's own lines stand once."""


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
        counts = Counter(loose_key(e.view.text) for e in elements if _short(e))
        self.running = {key for key, n in counts.items() if n >= _RUNNING and key}

    def role(self, element: Element) -> Role | None:
        """The element's role if it is no content."""
        text = element.view.text
        if element.shape in (Shape.RULE, Shape.FOOTNOTE):
            return _SHAPE_ROLES[element.shape]
        if element.shape is Shape.IMAGE:
            return Role.CAPTION if text else Role.BOILERPLATE
        if self.labels.is_furniture(text):
            return Role.PAGE_FOOTER
        if "\n" not in text and self.labels.is_caption(text):
            return Role.CAPTION
        if _short(element) and loose_key(text) in self.running and not self._meant(element):
            return Role.PAGE_HEADER
        return None

    def _meant(self, element: Element) -> bool:
        labels = self.labels
        named = labels.section(element) or labels.is_facts(element) or labels.is_grid(element.view.text)
        return bool(named or bare_tags(element.view, labels.profile))


def _short(element: Element) -> bool:
    return element.shape in (Shape.TEXT, Shape.HEADING) and len(element.view.text) < 80


def prose(element: Element, furniture: Furniture) -> Block:
    """The role of an element of running text."""
    return block(element, furniture.role(element) or _SHAPE_ROLES[element.shape])
