"""Dates in running text: every expression that names a calendar date, a year or a span, with its value and what happens then."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import marks
from stadtatlas.prose.date_names import is_date, quotations
from stadtatlas.prose.events import Place, event
from stadtatlas.prose.passages import Passage
from stadtatlas.prose.periods import LINK, OPEN_MONTH, Expression, Mod, anchors, scan

NAME = "stadtatlas_dates"
KIND = "dates"

_LEND = re.compile(LINK)
_TO = re.compile(r"\s?(?:bis(?:\s(?:einschließlich|voraussichtlich))?(?:\s(?:zum|zur|zu|ins|in den))?|[/–-])\s?")
_AND = re.compile(r"\sund\s(?:dem\s)?")
_BETWEEN = re.compile(r"[Zz]wischen\s(?:dem\s|den\s|Jahren\s)*\Z")
"""Part of the expression, as `2015 und 2017` alone are two dates."""
LONGEST_BETWEEN = 25
_MONTH = re.compile(r"\d{4}-\d\d")
_MONTH_PART = re.compile(r"-\d\d")
_CALENDAR = re.compile(r"-(?:\d\d.*|Q[1-4]|H[12]|spring|summer|autumn|winter)")
_FULL = re.compile(r"\d{4}-\d\d-\d\d")
_WITHIN = re.compile(
    r"(?<!jährlich )(?<!jeweils )(?<!immer )(?<!jedes Jahr )\b(?:im|am|seit|ab|bis|vom?|Ende|Anfang|Mitte)\s\Z", re.IGNORECASE
)
"""What a month without a year follows; not where it comes round again: `jährlich im Mai`."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date, ready to be marked."""

    start: int
    end: int
    value: str
    mod: Mod | None
    relative: bool

    @property
    def impossible(self) -> str:
        """The day that the calendar does not have: the 31st of February; empty for all others."""
        return next((day for day in self.value.split("/") if _FULL.fullmatch(day) and not _is_day(day)), "")

    @property
    def confidence(self) -> float:
        """Of 120 plain dates in portraits read beforehand all were right, and of those that hang on another all four: too few."""
        return 0.85 if self.relative else 0.98


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def find(text: str, start: int, end: int) -> Iterator[Found]:
    """The dates of `text[start:end]`, in order."""
    return (one for one in _found(text, anchors(text, start, end), start, end) if not one.impossible)


def _found(text: str, places: Sequence[int], start: int, end: int) -> Iterator[Found]:
    quoted = quotations(text, start, end) if places else []
    expressions = [e for e in scan(text, places, start, end) if e.year is None or is_date(text, e, start, quoted)]
    return _resolved(text, _spans(text, _lent(text, expressions)))


def _lent(text: str, expressions: Sequence[Expression]) -> list[Expression]:
    """Years lent from the next date to those before it."""
    out: list[Expression] = []
    for one in reversed(expressions):
        after = out[-1] if out else None
        lent = one
        open_to = after and after.year and (after.part or OPEN_MONTH not in one.part)  # `18. bis 20. Jahrhundert` are no days
        if one.part and one.year is None and after and open_to and _LEND.fullmatch(text, one.end, after.start):
            lent = _lend(text, one, after)
        out.append(lent)
    return out[::-1]


def _lend(text: str, one: Expression, after: Expression) -> Expression:
    """The date with the year of the next one, or of the year before: `November bis März 2019` begins in 2018."""
    part = _lent_part(one.part, after.part)
    if not _CALENDAR.fullmatch(part):
        return one  # there is no `7. Quartal`
    back = _MONTH_PART.match(part) and _MONTH_PART.match(after.part) and part[:3] > after.part[:3]
    earlier = bool(back and _TO.fullmatch(text, one.end, after.start))
    return replace(one, year=(after.year or 0) - earlier, part=part)


def _lent_part(part: str, after: str) -> str:
    """`3.` before `5. Mai` is the third of May, `1.` before `2. Quartal` the first quarter."""
    if after[1:2] in "QH":
        return part.replace(f"{OPEN_MONTH}-0", after[:2])
    return part.replace(OPEN_MONTH, after[:3])


def _spans(text: str, expressions: Sequence[Expression]) -> Iterator[tuple[Expression, Expression]]:
    """First and last date of each span; for a plain date they are one."""
    i = 0
    while i < len(expressions):
        first = last = expressions[i]
        i += 1
        if i < len(expressions) and first.year and expressions[i].year and _spanning(text, first, expressions[i]):
            last = expressions[i]
            i += 1
        yield first, last


def _spanning(text: str, first: Expression, last: Expression) -> bool:
    if _TO.fullmatch(text, first.end, last.start):
        return True
    return bool(_AND.fullmatch(text, first.end, last.start) and _between(text, first))


def _between(text: str, first: Expression) -> re.Match[str] | None:
    return _BETWEEN.search(text, max(0, first.start - LONGEST_BETWEEN), first.start)


def _resolved(text: str, spans: Iterator[tuple[Expression, Expression]]) -> Iterator[Found]:
    known: Expression | None = None
    before: Found | None = None
    for first, last in spans:
        if first.year is None:
            absolute = _absolute(text, first, known)
            found = absolute and _pointed(first, absolute, before)
        else:
            absolute = last
            found = _plain(first) if first is last else _span(text, first, last)
        if found:
            known, before = absolute, found
            yield found


def _plain(one: Expression) -> Found:
    return Found(one.start, one.end, _value(one), one.mod, False)


def _span(text: str, first: Expression, last: Expression) -> Found:
    between = _between(text, first)
    start = between.start() if between else first.start
    # Where an end is a span itself (`2014/15 bis 2016/17`), its outer year counts.
    opening, closing = replace(first, last=None), replace(last, year=(not last.part and last.last) or last.year, last=None)
    return Found(start, last.end, f"{_value(opening)}/{_value(closing)}", None, False)


def _pointed(one: Expression, absolute: Expression, before: Found | None) -> Found | None:
    """An expression that points to the date before, whose value it may take over."""
    value = _value(absolute)
    if before and one.same == "period":
        value = before.value
    elif before and one.same == "month":
        month = _MONTH.match(before.value)
        if not month:
            return None
        value = month[0]
    return Found(one.start, one.end, value, one.mod, True)


def _absolute(text: str, one: Expression, known: Expression | None) -> Expression | None:
    """What an expression without a year stands for, given the date before it."""
    if known is None or known.year is None:
        return None
    year = known.last or known.year
    if one.shift is not None:
        return replace(one, year=year + one.shift)
    if _CALENDAR.fullmatch(one.part) and _WITHIN.search(text, max(0, one.start - LONGEST_BETWEEN), one.start):
        return replace(one, year=year)
    return None


def _value(one: Expression) -> str:
    if one.decade:
        return f"{one.year}s"
    return f"{one.year}/{one.last}" if one.last and not one.part else f"{one.year}{one.part}"


def _value_of(text: str, one: Found, passage: Passage, sentence: Place, others: Sequence[Place]) -> dict[str, str | bool | None]:
    return {
        "surface": " ".join(text[one.start : one.end].split()),
        "value": one.value,
        "mod": one.mod,
        "relative": one.relative,
        "section": passage.heading,
        "event": event(text, sentence, (one.start, one.end), others),
    }


def _wrong(text: str, one: Found) -> str:
    return f"no calendar has the day {one.impossible} of {' '.join(text[one.start : one.end].split())!r}"


@Language.component(NAME)
def find_dates(doc: Doc) -> Doc:
    """spaCy component: marks the dates of all passages."""
    text = marks.text(doc)
    places = anchors(text, 0, len(text))  # once for all passages, most of which have none
    for passage in marks.passages(doc):
        own = places[bisect_left(places, passage.start) : bisect_left(places, passage.end)]
        found = list(_found(text, own, passage.start, passage.end)) if own else []
        sentences = marks.sentences(doc, passage) if found else []
        for one in found:
            sentence = next((start, start + len(text[start:end].rstrip())) for start, end in sentences if one.start < end)
            others = [(other.start, other.end) for other in found if other is not one]
            place = one.start, one.end
            if one.impossible:
                marks.doubt(doc, marks.Doubt("date.impossible", KIND, _wrong(text, one), *place))
            else:
                marks.mark(doc, KIND, place, _value_of(text, one, passage, sentence, others), one.confidence)
    return doc
