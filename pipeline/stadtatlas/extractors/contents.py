"""The list of contents."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Remark, Role
from stadtatlas.text.keys import loose_key
from stadtatlas.text.listing import contents_entry
from stadtatlas.text.view import View


def extract(context: Context) -> Iterator[Evidence]:
    """`contents`: `{title, page}`, titles as printed; remarks where a city's portrait stands on another page."""
    standing = _standing(context)
    for block in context.chapter("contents"):
        if block.role is Role.TOC:
            for title, page in entries(block):
                line = context.line(title)
                yield context.claim("contents", {"title": line.text, "page": page}, line)
                found = standing.get(loose_key(line.text))
                if found and page not in found:
                    message = f"the contents list has {line.text} on page {page}; it stands on page {min(found)}"
                    yield Remark("contents.page", message, tuple(line.spans(context.structured.document.text)), "contents")


def _standing(context: Context) -> dict[str, set[int]]:
    """The printed page that each city's portrait begins on, where the source has pages that print their numbers."""
    layout = context.structured.document.layout
    pages: dict[str, set[int]] = {}
    for portrait in context.structured.portraits if layout else ():
        place = layout.place((portrait.name.start, portrait.name.end)) if layout and portrait.name else None
        printed = layout.printed(place.page) if layout and place else None
        if printed is not None:
            pages.setdefault(loose_key(portrait.name.text), set()).add(printed)
    return pages


def entries(block: Block) -> list[tuple[View, int]]:
    """The entries in a block of a list with page numbers."""
    cells = block.element.cells
    if len(cells) == 2 and cells[1].text.isdigit():
        return [(cells[0].strip(" .·…_‥\t"), int(cells[1].text))]
    return [entry for line in block.view.lines() if (entry := contents_entry(line))]
