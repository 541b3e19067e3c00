"""Extractors read blocks and yield claims: one module a kind of value, and none knows a reader or another extractor.

The lists below are the stage. An extractor takes a portrait (or nothing, for what stands once in the study) and the
context, and yields claims and remarks; a new one is a module and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stadtatlas.edition.profile import Profile
from stadtatlas.extractors import (
    annex,
    captions,
    contents,
    credits,
    facts,
    front,
    grid,
    links,
    names,
    partners,
    projects,
    prose,
    sections,
    totals,
    web,
)
from stadtatlas.extractors.context import Context, Evidence, signed
from stadtatlas.model.claims import Claim
from stadtatlas.model.document import Portrait, Remark, Structured

PortraitExtractor = Callable[[Portrait, Context], Iterator[Evidence]]
StudyExtractor = Callable[[Context], Iterator[Evidence]]

OF_PORTRAITS: dict[str, PortraitExtractor] = {
    "names": names.extract,
    "facts": facts.extract,
    "grid": grid.extract,
    "sections": sections.extract,
    "projects": projects.extract,
    "prose": prose.extract,
    "links": links.extract,
    "web": web.extract,
}
OF_STUDY: dict[str, StudyExtractor] = {
    "front": front.extract,
    "partners": partners.extract,
    "contents": contents.extract,
    "captions": captions.extract,
    "annex": annex.extract,
    "credits": credits.extract,
    "totals": totals.extract,
}


@dataclass(frozen=True, slots=True)
class Extract:
    """All that a source says: a list of claims for each portrait, and the study's own."""

    structured: Structured
    portraits: tuple[tuple[Claim, ...], ...]
    study: tuple[Claim, ...]
    remarks: tuple[Remark, ...]


def extract(structured: Structured, profile: Profile) -> Extract:
    """Run every extractor over a structured document."""
    context = Context(structured, profile)
    portraits: list[tuple[Claim, ...]] = []
    remarks = [*structured.document.remarks, *structured.remarks]
    for index, portrait in enumerate(structured.portraits):
        found = [signed(e, name, index) for name, run in OF_PORTRAITS.items() for e in run(portrait, context)]
        portraits.append(tuple(e for e in found if isinstance(e, Claim)))
        remarks += [e for e in found if isinstance(e, Remark)]
    study: list[Evidence] = []
    if structured.kind == "study":
        study = [signed(e, name, None) for name, run in OF_STUDY.items() for e in run(context)]
    remarks += [e for e in study if isinstance(e, Remark)]
    return Extract(structured, tuple(portraits), tuple(e for e in study if isinstance(e, Claim)), tuple(remarks))
