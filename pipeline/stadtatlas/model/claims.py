"""What extractors say: a value of a field, and where in the source it stands. A claim is never rewritten."""

from __future__ import annotations

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

    def because(self, **evidence: Any) -> Claim:
        """The claim with what speaks for it."""
        return replace(self, evidence=tuple(evidence.items()))
