"""The profile's labels against a document's elements."""

from __future__ import annotations

from functools import cached_property

import regex

from stadtatlas.edition.profile import Profile, field_key
from stadtatlas.model.document import Element, Format, Shape
from stadtatlas.text.listing import has_leaders
from stadtatlas.text.similar import TYPO, best_label, label_key

LONGEST_HEADING = 150
"""Characters; the longest heading in the 2019 study has 130."""
_PLAIN_TYPO = 94.0
"""Similarity asked of a line that no markup calls a heading: one letter, so that a short sentence is never a label."""


class Labels:
    """What an element's text says, in the profile's terms."""

    def __init__(self, profile: Profile, document_format: Format) -> None:
        self.profile = profile
        self.format = document_format

    def heading(self, element: Element) -> str | None:
        """The element's text where it may be a heading: marked up as one, all bold, or a short line of its own."""
        text = element.view.text
        if "\n" in text or len(text) > LONGEST_HEADING or element.shape not in (Shape.HEADING, Shape.TEXT):
            return None
        return text

    def sure(self, element: Element) -> bool:
        """Whether markup calls the element a heading."""
        return element.shape is Shape.HEADING or (element.strong and element.shape is Shape.TEXT)

    def section(self, element: Element) -> tuple[str, float] | None:
        """The section kind that the element's text is a label of, with the match's similarity (0 to 1)."""
        return self._match(element, self.profile.section_labels)

    def chapter(self, element: Element) -> str | None:
        """The part of the study whose title the element is."""
        if (text := self.heading(element)) and has_leaders(text):
            return None
        match = self._match(element, self.profile.chapter_labels)
        return match[0] if match else None

    def _match(self, element: Element, labels: dict[str, str]) -> tuple[str, float] | None:
        text = self.heading(element)
        if text is None:
            return None
        return best_label(text, labels, TYPO if self.sure(element) else _PLAIN_TYPO)

    def is_furniture(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._furniture)

    def is_grid(self, text: str) -> bool:
        """Whether the text is nothing but names of action fields, at least two."""
        key = field_key(text)
        return bool(self._grid and len(key) < 2000 and self._grid.fullmatch(key))

    def is_facts(self, element: Element) -> bool:
        """Whether a line or cell of the element begins with a fact's label and holds a figure."""
        parts = element.cells or element.view.lines()
        return any(self._fact.match(label_key(part.text)) for part in parts) and any(c.isdigit() for c in element.view.text)

    def is_caption(self, text: str) -> bool:
        return bool(self._caption.match(text))

    @cached_property
    def _furniture(self) -> list[regex.Pattern[str]]:
        return [regex.compile(p) for p in self.profile.furniture]

    @cached_property
    def _grid(self) -> regex.Pattern[str] | None:
        keys = sorted(self.profile.field_labels, key=lambda k: (-len(k), k))
        return regex.compile("(?:" + "|".join(map(regex.escape, keys)) + "){2,}") if keys else None

    @cached_property
    def _fact(self) -> regex.Pattern[str]:
        labels = [label_key(label) for fact in self.profile.facts for label in fact.labels]
        return regex.compile("(?:" + "|".join(map(regex.escape, labels)) + r")\b" if labels else r"(?!)")

    @cached_property
    def _caption(self) -> regex.Pattern[str]:
        words = "|".join(map(regex.escape, (*self.profile.captions.figure, *self.profile.captions.table)))
        return regex.compile(rf"(?:{words})\s*\d+\s*[–—:.-]")
