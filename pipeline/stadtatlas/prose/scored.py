"""The sections that the closed lists and the agenda are read from: their sentences, and what the classifier says of each.

Put together once a document, whichever component asks first, as scoring all sentences together costs little more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from stadtatlas.prose import classifier, marks
from stadtatlas.prose.classifier import Floats
from stadtatlas.prose.passages import Kind

SECTIONS: tuple[Kind, ...] = ("organisation", "milestones", "motivation", "stakeholders", "communication")
_WORD = re.compile(r"[\w\u0308\u00ad]+(?:[-.@&][\w\u0308\u00ad]+)*-?|[,;:()–—]")
_SECTIONS = "stadtatlas_scored"


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences of one passage: where each stands, its words, and its log odds for each label (sentences × labels)."""

    kind: Kind
    places: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[str, ...], ...]
    scores: Floats


def words(sentence: str) -> tuple[str, ...]:
    """The sentence's words and stop marks."""
    return tuple(_WORD.findall(sentence))


@cache
def columns(kind: str) -> dict[str, int]:
    """The labels of a kind of fact that the classifier knows, `kind.label` without the kind, and their columns."""
    named = (label.partition(".") for label in classifier.load().labels)
    return {label: column for column, (of, _, label) in enumerate(named) if of == kind}


def sections(doc: Doc, *kinds: Kind) -> Iterator[Section]:
    """The document's sections of these kinds that have sentences, in order."""
    known: list[Section] | None = doc.user_data.get(_SECTIONS)
    if known is None:
        known = doc.user_data[_SECTIONS] = _scored(doc)
    return (section for section in known if section.kind in kinds)


def _scored(doc: Doc) -> list[Section]:
    text, found = marks.text(doc), []
    for passage in marks.passages(doc, *SECTIONS):
        places = tuple((start, start + len(text[start:end].rstrip())) for start, end in marks.sentences(doc, passage))
        if places:
            found.append((passage.kind, places, tuple(words(text[start:end]) for start, end in places)))
    scores, at = classifier.load().scores([one for _, _, sentences in found for one in sentences]), 0
    made = []
    for kind, places, sentences in found:
        made.append(Section(kind, places, sentences, scores[at : at + len(places)]))
        at += len(places)
    return made
