"""What extractors say: a value of a field, and where in the source it stands. A claim is never rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stadtatlas.text.view import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """`field` is a key of the record (`population`, `links`, `web.author`), without a list's index.

    `project` counts the portrait's projects from 0 and is `None` for what the claim says of the city or the study.
    """

    field: str
    value: Any
    spans: tuple[Span, ...]
    extractor: str = ""
    confidence: float = 1.0
    project: int | None = None
    evidence: tuple[tuple[str, Any], ...] = ()
    """What beside the words speaks for the value, as the colours of a cell."""

    mentions: tuple[tuple[Span, ...], ...] = ()
    """Further places of the same source that name the same thing, the spans of a quote each."""

    def because(self, **evidence: Any) -> Claim:
        """The claim with what speaks for it."""
        return replace(self, evidence=tuple(evidence.items()))

    def mentioned(self, places: Iterable[Sequence[Span]]) -> Claim:
        """The claim with the further places that name the same thing."""
        return replace(self, mentions=tuple(tuple(spans) for spans in places))
