"""What the pipeline reads: a portrait's running text as one string, and which part of it stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "organisation", "milestones", "motivation", "stakeholders", "opportunities", "communication", "funding", "title", "project",
    "links",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` of a portrait's running text: a section, or a project's title or description.

    `heading` is what it stands under, as the contract's `dates[].section` wants it.
    """

    kind: Kind
    heading: str
    start: int
    end: int
