"""A diff as Markdown, for a mail or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stadtatlas.compare.phrases import KINDS, differing, grouped, head_of, label, line_of, name_in, summary, tally, title
from stadtatlas.compare.words import runs_of, texts_of
from stadtatlas.model.comparison import Change, Diff, Side

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|#])")
_CONTEXT = 4


def rendered(diff: Diff) -> Iterator[str]:
    """The whole diff: a heading for each city, a line for each change."""
    yield f"# {_plain(title(diff))}\n\n{_plain(summary(diff))}\n"
    for city, changes in grouped(diff.changes).items():
        head = f"`city:{city}`" if city else "Study and run"
        yield f"\n## {head}\n\n{tally(changes)}\n\n"
        yield from (f"{_line(change)}\n" for change in changes)


def _line(change: Change) -> str:
    record = change.record or ""
    where = f"`{record}` " if change.field is None or record.startswith("project:") else ""
    field = f"`{label(change)}` " if change.field else ""
    cause = f" ({change.cause})" if change.cause not in (None, "source") else ""
    score = f", score {change.score}" if change.score is not None else ""
    return f"- {KINDS[change.kind]}{score}: {where}{field}{_told(change)}{_quotes(change)}{cause}"


def _told(change: Change) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        value: Any = old.value if old else new.value if new else None
        return _plain(name_in(value) if change.field is None else line_of(value))
    texts = texts_of(change)
    if texts and change.kind != "renamed":
        rest = [_pair(key, a, b) for key, a, b in differing(change) if key != "text"]
        return "; ".join((" ".join(_worded(*texts)), *rest))
    if change.kind == "moved":
        return _plain(line_of(new.value)) if old.value == new.value else _pair("", old.value, new.value)
    parts = differing(change)
    if parts and len(parts) < len(old.value):
        return f"{_plain(head_of(new.value))}: " + "; ".join(_pair(key, a, b) for key, a, b in parts)
    return _pair("", old.value, new.value)


def _pair(key: str, old: Any, new: Any) -> str:
    return f"{key} {_plain(line_of(old))} → {_plain(line_of(new))}".strip()


def _quotes(change: Change) -> str:
    sides = [side for side in (change.old, change.new) if side and isinstance(side.value, int | float)]
    told = [text for text in map(_quoted, sides) if text]
    return f" ({' → '.join(told)})" if told else ""


def _quoted(side: Side) -> str:
    if not side.quotes:
        return ""
    first = side.quotes[0]
    return _plain(f'{first.source}{f" p. {first.page}" if first.page else ""}: "{first.quote}"')


def _worded(old: str, new: str) -> Iterator[str]:
    parts = list(runs_of(old, new))
    for number, part in enumerate(parts):
        if part.same:
            yield _plain(_around(part.new, number == 0, number == len(parts) - 1))
            continue
        if part.old:
            yield f"~~{_plain(' '.join(part.old))}~~"
        if part.new:
            yield f"**{_plain(' '.join(part.new))}**"


def _around(kept: tuple[str, ...], first: bool, last: bool) -> str:
    behind, before = (() if first else kept[:_CONTEXT]), (() if last else kept[-_CONTEXT:])
    return " ".join(kept if len(behind) + len(before) >= len(kept) else (*behind, "…", *before))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
