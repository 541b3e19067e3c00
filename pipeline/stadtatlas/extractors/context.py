"""What extractors are given and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from stadtatlas.edition.profile import Profile
from stadtatlas.model.claims import Claim
from stadtatlas.model.document import Block, Remark, Role, Structured
from stadtatlas.text.flow import fold, weave
from stadtatlas.text.view import View
from stadtatlas.text.words import Words

Evidence = Claim | Remark
"""What extractors yield: values, and what they could not use."""

Made = TypeVar("Made")
PROSE = (Role.PARAGRAPH, Role.LIST_ITEM, Role.TABLE)


@dataclass(frozen=True)
class Context:
    """What an extractor may look at beside its portrait."""

    structured: Structured
    profile: Profile
    _known: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        """The document's words: they decide how a word broken at a line end is mended."""
        return Words("\n".join(e.view.text for e in self.structured.document.elements))

    def once(self, name: str, made: Callable[[], Made]) -> Made:
        """What several portraits need of the whole document, made at the first asking."""
        if name not in self._known:
            self._known[name] = made()
        return cast("Made", self._known[name])

    def claim(self, key: str, value: Any, view: View, confidence: float = 1.0, project: int | None = None) -> Claim:
        """A claim grounded where the view stands."""
        return Claim(key, value, tuple(view.spans(self.structured.document.text)), "", confidence, project)

    def line(self, view: View) -> View:
        """The view on one line."""
        return fold(view, self.words)

    def prose(self, blocks: Iterable[Block]) -> View:
        """The blocks' running text; what a page end cut is joined (web pages and their saved text have no page ends)."""
        prose = [b for b in blocks if b.role in PROSE]
        whole = self.structured.kind == "portrait" and self.structured.document.format in ("html", "text")
        breaks = [True if whole or b.role is not Role.PARAGRAPH else False if b.element.continues else None for b in prose]
        return weave([self.line(b.view) for b in prose], breaks, self.words)

    def chapter(self, *parts: str) -> list[Block]:
        """The blocks outside the portraits that stand in one of these parts of the study."""
        return [b for b in self.structured.blocks if b.portrait is None and b.mark in parts]


def signed(evidence: Evidence, extractor: str, portrait: int | None) -> Evidence:
    """A claim with its extractor's name, a remark with its portrait's number."""
    if isinstance(evidence, Claim):
        return replace(evidence, extractor=extractor)
    return replace(evidence, portrait=portrait)
