"""The annex's list of lighthouse projects, by action field."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.profile import field_key
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Remark, Role
from stadtatlas.text.listing import last_bracket, without_ornaments
from stadtatlas.text.view import View


def extract(context: Context) -> Iterator[Evidence]:
    """`annex_projects`: `{action_field, title, city}`, as printed."""
    profile = context.profile
    heading = regex.compile(profile.fill(profile.annex.field_heading), regex.I)
    count = regex.compile(profile.fill(profile.annex.count), regex.I)
    field: str | None = None
    pending = View("", ())
    for block in context.chapter("projects"):
        for line in _lines(block):
            if match := heading.search(line.text):
                field, pending = profile.field_labels.get(field_key(match["field"])), View("", ())
            elif count.search(line.text) or block.role not in (Role.ANNEX, Role.LIST_ITEM):
                continue
            else:
                whole = View.join((pending, line), " ") if pending else line
                bracket = last_bracket(whole)
                pending = View("", ()) if bracket else whole
                if bracket and field:
                    yield _entry(field, whole, bracket, context)
                elif bracket:
                    yield Remark("annex.unread", f"no action field stands above {whole.text!r}", ((block.start, block.end),))
    if pending:
        yield Remark("annex.unread", f"{pending.text!r} names no city", ((pending.start, pending.end),))


def _entry(field: str, whole: View, bracket: tuple[int, int], context: Context) -> Evidence:
    title = context.line(whole.cut(0, bracket[0]))
    city = whole.cut(bracket[0] + 1, bracket[1] - 1).strip()
    return context.claim("annex_projects", {"action_field": field, "title": title.text, "city": city.text}, whole)


def _lines(block: Block) -> Iterator[View]:
    """The block's lines; of a table, cell after cell."""
    for part in block.element.cells or (block.view,):
        for line in part.lines():
            if bare := without_ornaments(line):
                yield bare
