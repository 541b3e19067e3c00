"""The words inside a figure, on a page: labels of bars, names on a map. They belong to its caption and are no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stadtatlas.model.document import Block, Role
from stadtatlas.model.layout import Layout
from stadtatlas.structure.labels import Labels

_LONGEST = 80
"""Characters of what is written in a figure; running text above it is longer or ends like a sentence."""
_INSIDE = (Role.PARAGRAPH, Role.TABLE, Role.LIST_ITEM, Role.HEADING)


def with_figures(blocks: Sequence[Block], layout: Layout, labels: Labels) -> list[Block]:
    """The blocks; those between a figure's caption and the running text above it on its page are captions, too."""
    found = list(blocks)
    for index, block in enumerate(blocks):
        if block.role is Role.CAPTION and labels.is_figure_caption(block.view.text):
            for above in range(_begins(found, index, layout), index):
                found[above] = replace(found[above], role=Role.CAPTION)
    return found


def _begins(blocks: Sequence[Block], caption: int, layout: Layout) -> int:
    """The first block of the figure with this caption."""
    page = _page(blocks[caption], layout)
    first = caption
    while first and _is_label(blocks[first - 1]) and _page(blocks[first - 1], layout) == page:
        first -= 1
    return first


def _is_label(block: Block) -> bool:
    """Whether the block may stand in a figure: a few words. A chapter's heading has a number."""
    text = block.view.text
    numbered = block.role is Role.HEADING and text[:1].isdigit()
    return block.role in _INSIDE and len(text) <= _LONGEST and not text.endswith((".", "!", "?", ":")) and not numbered


def _page(block: Block, layout: Layout) -> int | None:
    place = layout.place((block.start, block.end))
    return place.page if place else None
