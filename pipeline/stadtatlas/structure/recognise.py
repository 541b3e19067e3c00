"""What a document is: the study, or one city's portrait."""

from __future__ import annotations

from collections import Counter

from stadtatlas.model.document import Document, Kind
from stadtatlas.structure.labels import Labels

_STUDY_PARTS = {"contents", "portraits", "projects", "credits"}


class UnrecognisedError(Exception):
    """A document in which the edition knows nothing; the message says what was looked for."""


def recognise(document: Document, labels: Labels) -> Kind:
    """`study` where a section's heading stands twice or a chapter of the study is found, else `portrait`.

    Raises UnrecognisedError where not a single section heading stands.
    """
    sections: Counter[str] = Counter()
    parts: set[str] = set()
    for element in document.elements:
        if element.landmark is None:
            if match := labels.section(element):
                sections[match[0]] += 1
            elif part := labels.chapter(element):
                parts.add(part)
    if not sections:
        raise UnrecognisedError(f"no section heading of edition {labels.profile.id!r} stands in it")
    return "study" if parts & _STUDY_PARTS or max(sections.values()) > 1 else "portrait"
