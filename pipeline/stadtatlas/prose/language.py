"""The pipeline: spaCy's blank German, our tokeniser and sentences, then a component for each kind of fact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.errors import StadtatlasError
from stadtatlas.prose import agenda, choices, dates, funding, marks, networks, organisation, sentences, tokenizer
from stadtatlas.prose.passages import Passage

COMPONENTS: tuple[str, ...] = (
    sentences.NAME,
    dates.NAME,
    organisation.NAME,
    funding.NAME,
    networks.NAME,
    choices.NAME,
    agenda.NAME,
)
"""In order; one may read what those before it have marked. Those that an edition's profile adds come last."""


class ComponentError(StadtatlasError):
    """A component that the edition's profile names is not installed."""


def pipeline(extra: tuple[str, ...] = ()) -> Language:
    """The pipeline, made once a process; `extra` names further factories. Raises ComponentError."""
    return _made(extra)


@cache
def _made(extra: tuple[str, ...]) -> Language:
    marks.register()
    nlp = tokenizer.blank(lexical=bool(extra))  # our own components read the text; another's may ask words what they are
    for name in (*COMPONENTS, *extra):
        try:
            nlp.add_pipe(name)
        except Exception as error:
            reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
            raise ComponentError(
                f"the edition profile names the component {name!r} in prose.components, and it cannot be used: {reason}. "
                "Install the package that brings it (entry point group spacy_factories), or take the name out."
            ) from None
    cast("Any", nlp).set_error_handler(_note)
    return nlp


def read(text: str, passages: Sequence[Passage], extra: tuple[str, ...] = ()) -> Doc:
    """A portrait's running text, read: `marks.facts` lists what stands in it, `failures` what went wrong."""
    nlp = pipeline(extra)
    doc = nlp.make_doc(text)
    doc.user_data[marks.TEXT] = text  # a spaCy document is its text, to the letter
    doc._.passages = tuple(passages)
    return nlp(doc)


def failures(doc: Doc) -> list[str]:
    """The components that failed on the document, and why; what the others found stands."""
    return list(doc.user_data.get(_note.__name__, ()))


def _note(name: str, _: Any, docs: list[Doc], error: Exception) -> None:
    for doc in docs:
        doc.user_data.setdefault(_note.__name__, []).append(f"{name}: {type(error).__name__}: {error}")
