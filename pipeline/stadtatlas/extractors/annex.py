"""The annex's list of lighthouse projects, by action field."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.profile import field_key
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Remark, Role
from stadtatlas.text.german import without_brackets
from stadtatlas.text.keys import loose_key
from stadtatlas.text.listing import last_bracket, without_ornaments
from stadtatlas.text.view import View

_AROUND = " »«„“\"':–—-"
_EMPTY = View("", ())
_BULLET = regex.compile(r"\s+[▪•◦‣]\s+")
_LAST_PART = regex.compile(r"\s+[–—-]\s+(?=[^–—]*$)|,\s+(?=[^,]*$)")


def extract(context: Context) -> Iterator[Evidence]:
    """`annex_projects`: `{action_field, title, city}`, as printed."""
    yield from _Annex(context).read()


class _Annex:
    """One pass over the annex: headings set the field, lines name a project and, in brackets or a cell of its own, a city."""

    def __init__(self, context: Context) -> None:
        self.context = context
        profile = context.profile
        self.heading = regex.compile(profile.fill(profile.annex.field_heading), regex.I)
        self.count = regex.compile(profile.fill(profile.annex.count), regex.I)
        structured = context.structured
        names = [view.text for view in (*structured.contents, *(portrait.name for portrait in structured.portraits))]
        self.cities = {loose_key(name) for printed in names for name in (printed, without_brackets(printed))}
        self.field: str | None = None
        self.pending = _EMPTY

    def read(self) -> Iterator[Evidence]:
        """The entries in printed order, and lines that were not understood."""
        for block in self.context.chapter("projects"):
            if entry := self._row(block):
                yield self._entry(*entry)
                continue
            for line in _lines(block):
                yield from self._line(line, block)
        if self.pending:
            spans = ((self.pending.start, self.pending.end),)
            yield Remark("annex.unread", f"{self.pending.text!r} names no city", spans)

    def _line(self, line: View, block: Block) -> Iterator[Evidence]:
        if field := self._field(line.text, block):
            self.field, self.pending = field, _EMPTY
        elif block.role not in (Role.ANNEX, Role.LIST_ITEM) or self.count.search(line.text):
            return
        else:
            whole = View.join((self.pending, line), " ") if self.pending else line
            parts = self._parts(whole)
            self.pending = _EMPTY if parts else whole
            if parts and self.field:
                yield self._entry(*parts)
            elif parts:
                yield Remark("annex.unread", f"no action field stands above {whole.text!r}", ((block.start, block.end),))

    def _field(self, text: str, block: Block) -> str | None:
        """The field of a line that stands above its projects; its count may stand behind it."""
        labels = self.context.profile.field_labels
        bare = regex.sub(r"\s*\(\d+[^()]*\)\s*$", "", text).strip(_AROUND)
        if block.role is Role.HEADING and field_key(bare) in labels:
            return labels[field_key(bare)]
        match = self.heading.search(regex.sub(r"[»«„“\"]", "", bare))
        return labels.get(field_key(match["field"])) if match else None

    def _parts(self, line: View) -> tuple[View, View] | None:
        """Title and city of a line: the city stands in the last bracket, or is a city of the study behind the last dash
        or comma."""
        if bracket := last_bracket(line):
            return line.cut(0, bracket[0]), line.cut(bracket[0] + 1, bracket[1] - 1)
        match = _LAST_PART.search(line.text)
        if match and loose_key(line.text[match.end() :]) in self.cities:
            return line.cut(0, match.start()), line.cut(match.end())
        return None

    def _row(self, block: Block) -> tuple[View, View] | None:
        """Title and city of a table's row; a cell before them names the field."""
        cells = [without_ornaments(cell) for cell in block.element.cells]
        if not 2 <= len(cells) <= 3 or loose_key(cells[-1].text) not in self.cities:
            return None
        if len(cells) == 3:
            self.field = self.context.profile.field_labels.get(field_key(cells[0].text))
        return (cells[-2], cells[-1]) if self.field else None

    def _entry(self, title: View, city: View) -> Evidence:
        name, place = self.context.line(title).strip(), self.context.line(city).strip()
        value = {"action_field": self.field, "title": name.text, "city": place.text}
        return self.context.claim("annex_projects", value, View.join((name, place), "\n"))


def _lines(block: Block) -> Iterator[View]:
    """The block's lines; of a table, cell after cell."""
    for part in block.element.cells or (block.view,):
        for line in part.lines():
            yield from filter(None, map(without_ornaments, line.split(_BULLET)))
