"""A diff as one HTML page of its own: side by side, words marked as added and gone, no script, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from stadtatlas.compare.phrases import KINDS, grouped, head_of, label, line_of, summary, tally, title
from stadtatlas.compare.words import PARAGRAPH, runs_of, texts_of
from stadtatlas.model.comparison import Change, Diff, Side

_STYLE = """
:root { color-scheme: light dark; --line: #d0d7de; --soft: #57606a; --gone: #ffd7d5; --added: #ccffd8; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #9198a1; --gone: #67060c; --added: #04502a; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h2 small, .what, .quote { color: var(--soft); font-weight: normal; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th:first-child { width: 22%; }
p { margin: 0 0 .4rem; } .quote { font-size: .85rem; }
del { background: var(--gone); } ins { background: var(--added); } del, ins { border-radius: .2rem; padding: 0 .1rem; }
tr.removed td:nth-child(2) { background: var(--gone); } tr.added td:nth-child(3) { background: var(--added); }
""".strip()


def rendered(diff: Diff) -> Iterator[str]:
    """The page, piece by piece."""
    heads = [f"{escape(name.edition)} <small>{escape(name.run_id)}</small>" for name in (diff.a, diff.b)]
    yield (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title(diff))}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f"<h1>{escape(title(diff))}</h1>\n<p>{escape(summary(diff))}</p>\n"
    )
    for city, changes in grouped(diff.changes).items():
        name = f"city:{city}" if city else "study and run"
        yield f"<h2>{escape(name)} <small>{escape(tally(changes))}</small></h2>\n<table>\n"
        yield f"<tr><th>what</th><th>{heads[0]}</th><th>{heads[1]}</th></tr>\n"
        yield from (f"{_row(change)}\n" for change in changes)
        yield "</table>\n"
    yield "</body>\n</html>\n"


def _row(change: Change) -> str:
    kind = KINDS[change.kind]
    score = f", score {change.score}" if change.score is not None else ""
    cause = f", {change.cause}" if change.cause else ""
    record = escape(change.record or "")
    what = f'<th>{record}<br>{escape(label(change))}<br><span class="what">{kind}{score}{cause}</span></th>'
    old, new = _cells(change)
    return f'<tr class="{change.kind}">{what}<td>{old}</td><td>{new}</td></tr>'


def _cells(change: Change) -> tuple[str, str]:
    texts = texts_of(change)
    old, new = change.old, change.new
    if texts:
        parts = list(runs_of(*texts))
        marked = (_marked([(p.same, p.old) for p in parts], "del"), _marked([(p.same, p.new) for p in parts], "ins"))
        heads = tuple(_head(side) for side in (old, new))
        return heads[0] + marked[0] + _quotes(old, False), heads[1] + marked[1] + _quotes(new, False)
    return _whole(old, change.kind), _whole(new, change.kind)


def _head(side: Side | None) -> str:
    heading = side.value.get("heading") if side and isinstance(side.value, dict) else None
    return f"<p><strong>{escape(heading)}</strong></p>" if heading else ""


def _marked(parts: list[tuple[bool, tuple[str, ...]]], tag: str) -> str:
    """One side of a text, its own words marked."""
    shown = [_text(words) if same else f"<{tag}>{_text(words)}</{tag}>" for same, words in parts if words]
    return f"<p>{' '.join(shown)}</p>"


def _text(words: tuple[str, ...]) -> str:
    return escape(" ".join(words)).replace(PARAGRAPH, f"{PARAGRAPH}<br>")


def _whole(side: Side | None, kind: str) -> str:
    if side is None:
        return ""
    place = f'<p class="what">place {side.at + 1}</p>' if kind == "moved" and side.at is not None else ""
    return place + "".join(_values(side.value)) + _quotes(side, True)


def _values(value: Any) -> Iterator[str]:
    """A value; an object by its keys, what it is called first."""
    if not isinstance(value, dict):
        yield f"<p>{escape(line_of(value))}</p>"
        return
    if head_of(value):
        yield f"<p><strong>{escape(head_of(value))}</strong></p>"
    for key, inner in value.items():
        if inner not in (None, [], {}):
            yield f'<p><span class="what">{escape(key)}</span> {escape(line_of(inner))}</p>'


def _quotes(side: Side | None, words: bool) -> str:
    """Who says so; with the words where the value is not the text itself."""
    if side is None:
        return ""
    told = []
    for quote in side.quotes:
        where = quote.source + (f", page {quote.page}" if quote.page else "")
        told.append(f"{where}: “{quote.quote}”" if words else where)
    return "".join(f'<p class="quote">{escape(text)}</p>' for text in told)
