"""The facts in a portrait's running text, read by the spaCy pipeline of `stadtatlas.prose`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from stadtatlas.extractors import texts
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.claims import Claim
from stadtatlas.model.document import Portrait, Remark, Role
from stadtatlas.model.records import CHOICES, City
from stadtatlas.text.names import mentions
from stadtatlas.text.view import Span, View

if TYPE_CHECKING:
    from stadtatlas.prose.marks import Doubt, Fact
    from stadtatlas.prose.passages import Passage

KINDS = (
    "dates", "organisation", "agenda_status", "organisation_models", "funding", "networks", "stakeholders", "participation",
    "channels",
)  # fmt: skip
NAMED = ("organisation", "funding", "networks")
"""Kinds whose values have a name that the portrait may say again elsewhere."""
_BETWEEN = "\n\n"


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """The keys of `KINDS`, one claim a fact, in text order or, for closed lists, in the schema's order."""
    view, passages = _running(portrait, context)
    if not passages:
        return
    from stadtatlas.prose.language import failures, read
    from stadtatlas.prose.marks import doubts, facts

    doc = read(view.text, passages, context.profile.prose.components)
    yield from (Remark("prose.failed", message) for message in failures(doc))
    yield from (Remark(d.code, d.message, _places(d, view, context), d.kind) for d in doubts(doc))
    sound: list[Fact] = []
    for fact in facts(doc):
        problem = _problem(fact)
        if problem:
            yield Remark("prose.invalid", problem, _places(fact, view, context), fact.kind)
        else:
            sound.append(fact)
    yield from (_claim(same, view, context) for same in _grouped(sorted(sound, key=_order)))


def _places(what: Fact | Doubt, view: View, context: Context) -> tuple[Span, ...]:
    return tuple(view.cut(what.start, what.end).spans(context.structured.document.text))


def _grouped(facts: Sequence[Fact]) -> Iterable[list[Fact]]:
    """Facts that say the same of the city, the first of them first. A date is said anew each time."""
    groups: dict[object, list[Fact]] = {}
    for number, fact in enumerate(facts):
        name = fact.value["name"] if fact.kind in NAMED else number if fact.kind == "dates" else str(fact.value)
        groups.setdefault((fact.kind, name), []).append(fact)
    return groups.values()


def _claim(same: Sequence[Fact], view: View, context: Context) -> Claim:
    """One claim for facts that say the same, and with it the other places of the portrait that do."""
    fact, text = same[0], context.structured.document.text
    places = {(other.start, other.end) for other in same[1:]}
    if fact.kind in NAMED:
        places |= set(mentions(view.text, (fact.value["name"], view.text[fact.start : fact.end]), (fact.start, fact.end)))
    claim = context.claim(fact.kind, fact.value, view.cut(fact.start, fact.end), fact.confidence)
    return claim.mentioned(view.cut(start, end).spans(text) for start, end in sorted(places))


def _running(portrait: Portrait, context: Context) -> tuple[View, list[Passage]]:
    """All running text as one view, and which part of it stands where."""
    parts = list(_parts(portrait, context))
    from stadtatlas.prose.passages import Passage

    view, at, passages = View.join([part for _, _, part in parts], _BETWEEN), 0, []
    for kind, heading, part in parts:
        passages.append(Passage(kind, heading, at, at + len(part.text)))
        at += len(part.text) + len(_BETWEEN)
    return view, passages


def _parts(portrait: Portrait, context: Context) -> Iterator[tuple[Any, str, View]]:
    for section in texts.sections(portrait, context):
        yield section.kind, section.heading.strip(" :"), section.text
    heading = _heading(portrait, "projects", context)
    for project in texts.projects(portrait, context):
        yield "title", heading, project.tags.title
        if project.description:
            yield "project", heading, project.description
    heading = _heading(portrait, "links", context)
    for block in (b for b in portrait.blocks if b.role is Role.LINK):
        yield "links", heading, context.line(block.view)


def _heading(portrait: Portrait, section: str, context: Context) -> str:
    """The words above a portrait's projects or links; a portrait may lack them, so that the edition's stand in."""
    printed = (b.view.text.strip(" :") for b in portrait.blocks if b.section == section and b.role is Role.HEADING)
    return next(printed, next(iter(getattr(context.profile.sections, section)), section))


def _order(fact: Fact) -> tuple[int, int, int]:
    listed = CHOICES.get(fact.kind)
    place = listed.index(fact.value) if listed and fact.value in listed else fact.start
    return KINDS.index(fact.kind) if fact.kind in KINDS else len(KINDS), place, fact.start


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    annotation: Any = City.model_fields[kind].annotation
    return TypeAdapter(annotation)


def _problem(fact: Fact) -> str | None:
    """What is wrong with a fact, as a component of somebody else may have made it."""
    if fact.kind not in KINDS:
        return f"a component marked {fact.kind!r}, which is no key that prose fills: one of {', '.join(KINDS)}"
    try:
        _adapter(fact.kind).validate_python(fact.value if fact.kind == "agenda_status" else [fact.value], strict=True)
    except ValidationError as error:
        return f"{fact.kind}: {error.errors()[0]['msg']} (got {str(fact.value)[:80]!r})"
    return None
