"""The list of contents."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Role
from stadtatlas.text.listing import contents_entry
from stadtatlas.text.view import View


def extract(context: Context) -> Iterator[Evidence]:
    """`contents`: `{title, page}`, titles as printed."""
    for block in context.chapter("contents"):
        if block.role is Role.TOC:
            for title, page in entries(block):
                line = context.line(title)
                yield context.claim("contents", {"title": line.text, "page": page}, line)


def entries(block: Block) -> list[tuple[View, int]]:
    """The entries in a block of a list with page numbers."""
    cells = block.element.cells
    if len(cells) == 2 and cells[1].text.isdigit():
        return [(cells[0].strip(" .·…_‥\t"), int(cells[1].text))]
    return [entry for line in block.view.lines() if (entry := contents_entry(line))]
