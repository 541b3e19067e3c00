"""Readers turn the bytes of a source into a `Document`: one module a format, and none knows what the text is about."""

from __future__ import annotations

from collections.abc import Callable

from stadtatlas.model.document import Document, Format
from stadtatlas.readers import html, markdown, pdf, plain
from stadtatlas.readers.decode import UnreadableError, decode, is_pdf
from stadtatlas.readers.sniff import sniff

__all__ = ["READERS", "UnreadableError", "UnsupportedError", "read"]


class UnsupportedError(Exception):
    """A format that no reader reads."""


READERS: dict[Format, Callable[[str], Document]] = {
    "markdown": markdown.read,
    "html": html.read,
    "text": plain.read,
}
"""The reader of each format. A new format is a new module and a line here."""


def read(data: bytes) -> Document:
    """The document that the bytes hold, whatever the file is called.

    Raises UnreadableError for bytes that are no text, UnsupportedError for a format without a reader.
    """
    if is_pdf(data):
        return pdf.read(data)
    text, notes = decode(data)
    document = READERS[sniff(text)](text)
    return Document(document.format, document.text, document.elements, notes, document.pages)
