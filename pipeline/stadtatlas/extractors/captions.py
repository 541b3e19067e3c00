"""Figures and tables: from the list of them, or from the captions where a study has no list."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Role
from stadtatlas.text.listing import contents_entry, has_leaders
from stadtatlas.text.view import View


def extract(context: Context) -> Iterator[Evidence]:
    """`figures` and `tables`: `{number, title, page}`; the page is `None` where no list names it."""
    listed = list(_listed(context))
    yield from listed or _captions(context)


def _listed(context: Context) -> Iterator[Evidence]:
    for block in context.chapter("figures"):
        cells = block.element.cells
        if block.role is Role.TOC and len(cells) == 2 and cells[1].text.isdigit():
            yield from _entry(cells[0].strip(" .·…_‥\t"), int(cells[1].text), context)
        elif block.role is not Role.HEADING:
            for line in block.view.lines():
                entry = contents_entry(line) if has_leaders(line.text) or block.role is Role.TOC else None
                yield from _entry(entry[0], entry[1], context) if entry else _entry(line, None, context)


def _captions(context: Context) -> Iterator[Evidence]:
    for block in context.structured.blocks:
        if block.role is Role.CAPTION and block.portrait is None:
            yield from _entry(block.view, None, context)


def _entry(view: View, page: int | None, context: Context) -> Iterator[Evidence]:
    for key, words in (("figures", context.profile.captions.figure), ("tables", context.profile.captions.table)):
        pattern = rf"(?:{'|'.join(map(regex.escape, words))})\s*(?P<number>\d+)\s*[–—:.-]*\s*(?P<title>\S.*)"
        if match := regex.fullmatch(pattern, view.text, regex.S):
            title = context.line(view.cut(*match.span("title")))
            yield context.claim(key, {"number": int(match["number"]), "title": title.text, "page": page}, view)
