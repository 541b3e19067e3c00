"""What an engine is: something that opens a PDF and gets at its pages. It knows nothing of layout."""

from __future__ import annotations

from typing import Protocol

from stadtatlas.readers.pdf.sheet import Sheet


class Locked(Exception):
    """The document is encrypted, and the password is missing or wrong."""


class Damaged(Exception):
    """The engine cannot open the document; the message says what it is, as a verb's phrase."""


class Engine(Protocol):
    """An open document; engines raise Locked or Damaged where it cannot be opened."""

    def __len__(self) -> int:
        """How many pages it has."""
        ...

    def outline(self) -> list[tuple[int, str, int]]:
        """(level from 0, title, page from 1) of each bookmark that leads to a page."""
        ...

    def sheet(self, index: int) -> Sheet:
        """The page at `index` (from 0)."""
        ...
