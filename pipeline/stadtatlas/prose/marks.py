"""How components tell what they found: spans in `doc.spans`, with a value and a confidence.

A span's group is its kind, a key of a city's record (`dates`, `stakeholders`), and so is its label. Several values may stand at
one place, as one sentence may speak of citizens and of companies: there the labels differ (`stakeholders:citizens`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from spacy.tokens import Doc, Span

from stadtatlas.prose.passages import Kind, Passage

TEXT, STARTS, DOUBTS = "stadtatlas_text", "stadtatlas_starts", "stadtatlas_doubts"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a city's record, and where in the running text it stands."""

    kind: str
    value: Any
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a component read and did not believe: a finding in the making, `code`, about a key of the city's record."""

    code: str
    kind: str
    message: str
    start: int
    end: int


def register() -> None:
    """Make known `doc._.passages`, `span._.value` (JSON) and `span._.confidence` (0 to 1). May be called again."""
    Doc.set_extension("passages", default=(), force=True)
    for name, default in (("value", None), ("confidence", 1.0)):
        Span.set_extension(name, getter=_getter(name, default), setter=_setter(name), force=True)


def _getter(name: str, default: Any) -> Any:
    return lambda span: span.doc.user_data.get((name, span.label_, span.start, span.end), default)


def _setter(name: str) -> Any:
    # spaCy's own attributes are shared by all spans of the same place; these belong to one label each.
    return lambda span, value: span.doc.user_data.update({(name, span.label_, span.start, span.end): value})


def mark(doc: Doc, kind: str, place: tuple[int, int], value: Any, confidence: float, label: str = "") -> None:
    """Mark the characters `start:end` as a fact of this kind; the span is as many whole tokens as they touch."""
    span = doc.char_span(*place, label=f"{kind}:{label}" if label else kind, alignment_mode="expand")
    if span is not None:
        if kind not in doc.spans:
            doc.spans[kind] = []
        doc.spans[kind].append(span)
        known = cast("dict[Any, Any]", doc.user_data)  # to set `span._.value` takes four times as long
        at = span.label_, span.start, span.end
        known["value", *at], known["confidence", *at] = value, confidence


def doubt(doc: Doc, doubted: Doubt) -> None:
    """Note what is left out of the facts, so that the portrait's findings tell of it."""
    doc.user_data.setdefault(DOUBTS, []).append(doubted)


def doubts(doc: Doc) -> list[Doubt]:
    """What the components have doubted, in the order in which they did."""
    return list(doc.user_data.get(DOUBTS, ()))


def text(doc: Doc) -> str:
    """The document's text, put together once: `doc.text` joins the tokens anew each time."""
    known: str | None = doc.user_data.get(TEXT)
    if known is None:
        known = doc.user_data[TEXT] = doc.text
    return known


def starts(doc: Doc) -> list[int]:
    """Where the document's sentences begin, as the sentence component, or another's, has set them; looked up once."""
    known: list[int] | None = doc.user_data.get(STARTS)
    if known is None:
        tokens = doc.to_array(["IDX", "SENT_START"])
        known = doc.user_data[STARTS] = tokens[tokens[:, 1] == 1, 0].tolist()
    return known


def sentences(doc: Doc, passage: Passage) -> list[tuple[int, int]]:
    """Where the passage's sentences begin and end in the document's text, with the blanks behind them; none if it is empty."""
    known = starts(doc)
    within = known[bisect_right(known, passage.start) : bisect_left(known, passage.end)]
    return list(pairwise([passage.start, *within, passage.end])) if passage.end > passage.start else []


def passages(doc: Doc, *kinds: Kind) -> Iterator[Passage]:
    """The document's passages of these kinds, in order; all without any."""
    return (p for p in doc._.passages if not kinds or p.kind in kinds)


def facts(doc: Doc) -> list[Fact]:
    """All that the components have marked, kind by kind, in text order."""
    return [
        Fact(kind, span._.value, span.start_char, span.end_char, span._.confidence)
        for kind in doc.spans
        for span in sorted(doc.spans[kind], key=lambda s: (s.start, s.end, s.label_))
    ]
