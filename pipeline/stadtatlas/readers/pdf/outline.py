"""The bookmarks of a document: titles that stand on their pages as headings."""

from __future__ import annotations

from collections.abc import Sequence

from stadtatlas.readers.pdf.blocks import Block
from stadtatlas.text.keys import loose_key

_LONGEST = 4
"""Lines of a heading."""


class Outline:
    """Titles by page."""

    def __init__(self, marks: Sequence[tuple[int, str, int]] = ()) -> None:
        self._titles = {(page, loose_key(title)) for _, title, page in marks}

    def mark(self, block: Block, page: int) -> None:
        """Make a text that a bookmark names a heading."""
        short = block.kind == "text" and len(block.lines) <= _LONGEST
        if self._titles and short and (page, loose_key(" ".join(line.text for line in block.lines))) in self._titles:
            block.kind = "heading"
