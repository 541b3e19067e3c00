"""The structure stage: give every part of a document its role, by the edition profile and never by heading levels."""

from __future__ import annotations

from dataclasses import replace

from stadtatlas.edition.profile import Profile
from stadtatlas.model.document import Document, Structured
from stadtatlas.structure.divide import divide
from stadtatlas.structure.labels import Labels
from stadtatlas.structure.page import structure_page
from stadtatlas.structure.recognise import UnrecognisedError, recognise
from stadtatlas.structure.refine import refine
from stadtatlas.structure.study import structure_study

_FENCES = ("navigation", "boilerplate")
_FENCED = 3
"""Section headings that make a portrait; a list of links to sections elsewhere has fewer."""

__all__ = ["UnrecognisedError", "structure"]


def structure(document: Document, profile: Profile) -> Structured:
    """The document with roles, portraits and sections. Raises UnrecognisedError where no label of the edition stands in it."""
    labels = Labels(profile, document.format)
    document = _unfenced(document, labels)
    document = replace(document, elements=refine(document.elements, labels))
    if recognise(document, labels) == "portrait":
        return structure_page(document, labels)
    return structure_study(document, labels, divide(document.elements, labels))


def _unfenced(document: Document, labels: Labels) -> Document:
    """The document without landmarks where they fence all of the portrait in: then the page's markup says it wrong."""
    sections = [e for e in document.elements if labels.section(e)]
    if len(sections) < _FENCED or any(e.landmark not in _FENCES for e in sections):
        return document
    elements = (replace(e, landmark=None) if e.landmark in _FENCES else e for e in document.elements)
    return replace(document, elements=tuple(elements))
