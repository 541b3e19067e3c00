"""Sources by name and rank, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stadtatlas.edition.profile import Profile
from stadtatlas.extractors import Extract
from stadtatlas.model.claims import Claim
from stadtatlas.model.document import Format, Kind, Source
from stadtatlas.text.german import slug, without_brackets


@dataclass(frozen=True, slots=True)
class Sourced:
    """A source with its id and all that was extracted from it; `rank` 0 is the best."""

    id: str
    source: Source
    extract: Extract
    rank: int

    @property
    def kind(self) -> Kind:
        return self.extract.structured.kind

    @property
    def format(self) -> Format:
        return self.extract.structured.document.format

    @property
    def text(self) -> str:
        return self.extract.structured.document.text


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim, and who makes it."""

    source: Sourced
    claim: Claim

    @property
    def value(self) -> Any:
        return self.claim.value


def named(found: Iterable[tuple[Source, Extract]], profile: Profile) -> list[Sourced]:
    """The sources with ids that tell kind, city and format (`study-markdown`, `leipzig-html`), best rank first.

    Ids depend on contents alone: neither on names and folders nor on the order in which files were given.
    """
    ranked = sorted(((_rank(extract, profile), source.sha256, source, extract) for source, extract in found), key=lambda r: r[:2])
    taken: dict[str, int] = {}
    named_: list[Sourced] = []
    for rank, _, source, extract in ranked:
        stem = _stem(extract)
        taken[stem] = taken.get(stem, 0) + 1
        number = taken[stem]
        named_.append(Sourced(stem if number == 1 else f"{stem}-{number}", source, extract, rank))
    return named_


def _rank(extract: Extract, profile: Profile) -> int:
    kind = f"{extract.structured.kind}/{extract.structured.document.format}"
    ranking = profile.ranking
    if kind in ranking:
        return ranking.index(kind)
    return len(ranking) + (extract.structured.kind == "portrait")


def _stem(extract: Extract) -> str:
    structured = extract.structured
    if structured.kind == "study":
        return f"study-{structured.document.format}"
    name = structured.portraits[0].name.text if structured.portraits else ""
    return f"{slug(without_brackets(name)) if name else 'portrait'}-{structured.document.format}"


def by_field(voices: Sequence[Voice]) -> dict[str, list[Voice]]:
    """The voices on each field, in the order given."""
    fields: dict[str, list[Voice]] = {}
    for voice in voices:
        fields.setdefault(voice.claim.field, []).append(voice)
    return fields
