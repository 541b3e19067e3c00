"""The annex's picture credits."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Role
from stadtatlas.text.listing import without_ornaments
from stadtatlas.text.view import View

_BETWEEN = regex.compile(r"\s*\t\s*|\s*:\s+|\s{2,}|\s+[–—]\s+")


def extract(context: Context) -> Iterator[Evidence]:
    """`image_credits`: `{city, credit}`, as printed."""
    cities = sorted((c.text for c in context.structured.contents), key=len, reverse=True)
    for block in context.chapter("credits"):
        if block.role is Role.CREDIT:
            for city, credit in _pairs(block, cities):
                value = {"city": city.text, "credit": credit.text}
                yield context.claim("image_credits", value, View.join((city, credit), "\n"))


def _pairs(block: Block, cities: list[str]) -> Iterator[tuple[View, View]]:
    cells = block.element.cells
    if cells and len(cells) % 2 == 0:  # a long list may stand in two columns of one table
        yield from ((without_ornaments(city).strip(" :"), credit) for city, credit in zip(cells[::2], cells[1::2], strict=True))
        return
    for line in map(without_ornaments, block.view.lines()):
        known = next((c for c in cities if line.text.startswith(f"{c} ")), None)
        match = _BETWEEN.search(line.text)
        if match:
            yield line.cut(0, match.start()), line.cut(match.end())
        elif known:
            yield line.cut(0, len(known)), line.cut(len(known)).strip(" :–—-")
