"""A diff for the terminal: by city, wrapped to 80 columns, coloured where asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import click

from stadtatlas.compare.phrases import differing, grouped, head_of, label, line_of, name_in, summary, tally, title
from stadtatlas.compare.words import runs_of, texts_of
from stadtatlas.model.comparison import Cause, Change, Diff, Kind, Quoted

WIDTH = 80
_CONTEXT = 4
"""Words that are shown before and behind a word that changed."""
MARKS: dict[Kind, str] = {"added": "+", "removed": "-", "changed": "~", "renamed": "»", "moved": "↕", "typographic": "="}
_COLOURS: dict[str, str] = {"+": "green", "-": "red", "~": "yellow", "»": "cyan", "↕": "blue", "=": "bright_black"}
_LONGEST = 160
"""Characters of a value on a line; a text is shown by the words that differ."""


class Token(NamedTuple):
    """A word, and the mark whose colour it has."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """Words that begin at `indent`; where they are wrapped, they go on two columns further."""

    indent: int
    tokens: Sequence[Token]


def rendered(diff: Diff, colour: bool) -> Iterator[str]:
    """The whole diff, line by line; nothing but the runs and a remark for those that tell the same."""
    yield from _wrapped(Line(0, words(title(diff))), colour)
    for city, changes in grouped(diff.changes).items():
        for line in (Line(0, ()), Line(0, words(_head(city))), *_group(changes)):
            yield from _wrapped(line, colour)
    for line in (*([Line(0, ())] if diff.changes else []), Line(0, words(summary(diff)))):
        yield from _wrapped(line, colour)


def stat(diff: Diff, colour: bool) -> Iterator[str]:
    """A line for each city, and the totals."""
    groups = grouped(diff.changes)
    width = max((len(_head(city)) for city in groups), default=0)
    yield from _wrapped(Line(0, words(title(diff))), colour)
    for city, changes in groups.items():
        yield from _wrapped(Line(0, (Token(_head(city).ljust(width) + " "), *words(tally(changes)))), colour)
    yield from _wrapped(Line(0, words(summary(diff))), colour)


def _head(city: str | None) -> str:
    return f"city:{city}" if city else "study and run"


def words(text: str, mark: str = "") -> list[Token]:
    """A text as words of one colour."""
    return [Token(word, mark) for word in text.split()]


def _group(changes: Iterable[Change]) -> Iterator[Line]:
    record = None
    for change in _merged(changes):
        if isinstance(change, Line):
            yield change
            continue
        if change.record != record and (change.record or "").startswith("project:") and change.field:
            yield Line(2, words(change.record or ""))
        record = change.record if change.field else record
        yield from _lines(change, 4 if (change.record or "").startswith("project:") and change.field else 2)


def _merged(changes: Iterable[Change]) -> Iterator[Change | Line]:
    """Action fields of a city that changed alike are one line."""
    alike: dict[tuple[Kind, str, Cause | None], list[Change]] = {}
    for change in changes:
        if (change.field or "").startswith("action_fields."):
            old, new = (line_of(side.value) if side else "none" for side in (change.old, change.new))
            alike.setdefault((change.kind, f"{old} → {new}", change.cause), []).append(change)
    for (kind, values, _), found in alike.items():
        names = ", ".join((change.field or "").partition(".")[2] for change in found)
        told = words(f"{MARKS[kind]} action_fields {values}: {names}", MARKS[kind])
        yield Line(2, [*told, *_cause(found[0])])
    yield from (c for c in changes if not (c.field or "").startswith("action_fields."))


def _lines(change: Change, indent: int) -> Iterator[Line]:
    mark = MARKS[change.kind]
    texts = texts_of(change)
    head = [Token(mark, mark), *words(label(change), mark)]
    if change.field is None:
        side = change.new or change.old
        row: Any = side.value if side else {}
        yield Line(indent, [Token(mark, mark), *words(f'{change.record} "{name_in(row)}"', mark), *_cause(change)])
    elif texts and change.kind != "renamed":
        yield Line(indent, [*head, *_cause(change)])
        yield Line(indent + 2, list(_worded(*texts)))
        yield from (_values(key, old, new, indent + 2) for key, old, new in differing(change) if key != "text")
    else:
        yield Line(indent, [*head, *_told(change), *_cause(change)])
        yield from _quotes(change, indent + 2)


def _told(change: Change) -> list[Token]:
    old, new = change.old, change.new
    if old is None or new is None or change.kind == "moved":
        side = new or old
        places = f"{old.at} → {new.at}" if change.kind == "moved" and old and new and old.at is not None else ""
        if change.field == "city" and old and new:
            return words(f"{line_of(old.value)} → {line_of(new.value)}")
        return words(f"{places} {_short(side.value if side else None)}")
    parts = differing(change)
    if parts and len(parts) < len(old.value):
        told = "; ".join(f"{key} {_short(a)} → {_short(b)}" for key, a, b in parts)
        return words(f"{head_of(new.value)}: {told}")
    told = f"{_short(old.value)} → {_short(new.value)}"
    return words(f"{told} (score {change.score})" if change.score is not None else told)


def _values(key: str, old: Any, new: Any, indent: int) -> Line:
    return Line(indent, words(f"{key}: {_short(old)} → {_short(new)}"))


def _cause(change: Change) -> list[Token]:
    return [] if change.cause in (None, "source") else [Token(f"[{change.cause}]", "=")]


def _quotes(change: Change, indent: int) -> Iterator[Line]:
    """What the sources say, where that is more than the value itself."""
    sides = [side for side in (change.old, change.new) if side]
    if not any(isinstance(side.value, int | float | str) and not isinstance(side.value, bool) for side in sides):
        return
    told = [_first(side.quotes, side.value) for side in sides]
    if any(told):
        yield Line(indent, words(" → ".join(text or "no source" for text in told), "="))


def _first(quotes: Sequence[Quoted], value: Any) -> str:
    quote = next((q for q in quotes if q.quote != value), None)
    if quote is None:
        return ""
    page = f" p. {quote.page}" if quote.page else ""
    return f"{quote.source}{page}: {_short(quote.quote)}"


def _short(value: Any) -> str:
    text = line_of(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _worded(old: str, new: str) -> Iterator[Token]:
    """The words that differ, with a few around them; those of one side alone between marks, as they must show uncoloured."""
    parts = list(runs_of(old, new))
    for number, part in enumerate(parts):
        if part.same:
            yield from _around(part.new, number == 0, number == len(parts) - 1)
            continue
        if part.old:
            yield from words(f"[-{' '.join(part.old)}-]", "-")
        if part.new:
            yield from words(f"{{+{' '.join(part.new)}+}}", "+")


def _around(kept: Sequence[str], first: bool, last: bool) -> Iterator[Token]:
    behind, before = (() if first else kept[:_CONTEXT]), (() if last else kept[-_CONTEXT:])
    if len(behind) + len(before) >= len(kept):
        yield from map(Token, kept)
        return
    yield from map(Token, (*behind, "…", *before))


def _wrapped(line: Line, colour: bool) -> Iterator[str]:
    """The lines of a line: no word beyond the last column, unless it alone is longer."""
    row, width = " " * line.indent, line.indent
    empty = True
    for token in line.tokens:
        if not empty and width + 1 + len(token.text) > WIDTH:
            yield row + "\n"
            row, width, empty = " " * (line.indent + 2), line.indent + 2, True
        row += ("" if empty else " ") + _painted(token, colour)
        width += len(token.text) + (not empty)
        empty = False
    yield row.rstrip() + "\n"


def _painted(token: Token, colour: bool) -> str:
    return click.style(token.text, fg=_COLOURS[token.mark]) if colour and token.mark else token.text
