"""The profile's labels against a document's elements."""

from __future__ import annotations

from functools import cached_property

import regex

from stadtatlas.edition.profile import Profile, field_key
from stadtatlas.model.document import Element, Format, Shape
from stadtatlas.text.keys import label_key
from stadtatlas.text.listing import has_leaders
from stadtatlas.text.similar import TYPO, best_label

LONGEST_HEADING = 150
"""Characters; the longest heading in the 2019 study has 130."""
_PLAIN_TYPO = 94.0
"""Similarity asked of a line that no markup calls a heading: one letter, so that a short sentence is never a label."""


_ROW_FIELDS = 4
_LETTER = regex.compile(r"\p{L}")
_UNIT = regex.compile(r"(?<!\p{L})(?:in|ca|rund|etwa|Stand|q?k?m\W{0,3}[2²]?(?!\w)|Quadratkilometern?|ha)(?!\p{L})", regex.I)
"""Words that may stand beside a fact's figure."""


class Labels:
    """What an element's text says, in the profile's terms."""

    def __init__(self, profile: Profile, document_format: Format) -> None:
        self.profile = profile
        self.format = document_format
        self.paged = document_format == "pdf"
        """Whether order is told by places on a page, and a paragraph's end by its white space."""
        self._matches: dict[tuple[int, str, bool], tuple[str, float] | None] = {}

    def heading(self, element: Element) -> str | None:
        """The element's text where it may be a heading: marked up as one, all bold, or a short line of its own."""
        text = element.view.text
        if "\n" in text or len(text) > LONGEST_HEADING or element.shape not in (Shape.HEADING, Shape.TEXT):
            return None
        return text

    def sure(self, element: Element) -> bool:
        """Whether markup calls the element a heading."""
        return element.shape is Shape.HEADING or (element.strong and element.shape is Shape.TEXT)

    def names(self, line: str) -> bool:
        """Whether the line is a label of a section or chapter, to the letter."""
        key = label_key(line)
        return key in self.profile.section_labels or key in self.profile.chapter_labels

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
        asked = (id(labels), text, self.sure(element))
        if asked not in self._matches:
            self._matches[asked] = best_label(text, labels, TYPO if asked[2] else _PLAIN_TYPO)
        return self._matches[asked]

    def is_furniture(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._furniture)

    def is_grid(self, text: str) -> bool:
        """Whether the text is nothing but names of action fields, at least two."""
        return self._fields_in(text) >= 2

    def is_grid_row(self, text: str) -> bool:
        """Whether the text is a row of the grid: more fields than any project is tagged with, and nothing else."""
        return self._fields_in(text) >= min(_ROW_FIELDS, len(self.profile.action_fields))

    def _fields_in(self, text: str) -> int:
        """How many different fields the text names, if it is nothing but their names."""
        key = field_key(text)
        match = self._grid.fullmatch(key) if self._grid and len(key) < 2000 else None
        return len({self.profile.field_labels[label] for label in match.captures("label")}) if match else 0

    def is_field(self, text: str) -> bool:
        """Whether the text is the name of one action field."""
        return field_key(text) in self.profile.field_labels

    def is_facts(self, element: Element) -> bool:
        """Whether a line or cell of the element is a fact's label, or begins with one and holds a figure."""
        return any(self.is_fact_line(part.text) for part in element.cells or element.view.lines())

    def is_fact_line(self, line: str) -> bool:
        """Whether the line is a fact: its label with its figure before or behind it, or the label alone."""
        match = self._fact.search(line)
        if not match or len(line) > LONGEST_HEADING:
            return False
        before, behind = (_UNIT.sub("", part) for part in (line[: match.start()], line[match.end() :]))
        stated = behind.lstrip().startswith(":") or any(c.isdigit() for c in line) or not _LETTER.search(behind)
        return stated and not _LETTER.search(before)

    def is_figure(self, element: Element) -> bool:
        """Whether the element is nothing but figures with their units, as below a fact's label."""
        text = _UNIT.sub("", element.view.text)
        return any(c.isdigit() for c in text) and not _LETTER.search(text) and len(text) < LONGEST_HEADING

    def is_caption(self, text: str) -> bool:
        return bool(self._caption.match(text))

    def is_figure_caption(self, text: str) -> bool:
        """Whether the caption is a figure's, and no table's."""
        return text.startswith(self.profile.captions.figure)

    @cached_property
    def _furniture(self) -> list[regex.Pattern[str]]:
        return [regex.compile(p) for p in self.profile.furniture]

    @cached_property
    def _grid(self) -> regex.Pattern[str] | None:
        keys = sorted(self.profile.field_labels, key=lambda k: (-len(k), k))
        return regex.compile("(?P<label>" + "|".join(map(regex.escape, keys)) + "){2,}") if keys else None

    @cached_property
    def _fact(self) -> regex.Pattern[str]:
        labels = sorted((label for fact in self.profile.facts for label in fact.labels), key=len, reverse=True)
        return regex.compile(rf"(?<!\w)(?:{'|'.join(map(regex.escape, labels))})(?!\w)" if labels else r"(?!)", regex.I)

    @cached_property
    def _caption(self) -> regex.Pattern[str]:
        words = "|".join(map(regex.escape, (*self.profile.captions.figure, *self.profile.captions.table)))
        return regex.compile(rf"(?:{words})\s*\d+\s*[–—:.-]")
