"""Readers turn the bytes of a source into a `Document`: one module a format, and none knows what the text is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from stadtatlas.model.document import Document, Format, is_pdf
from stadtatlas.readers import html, markdown, pdf, plain
from stadtatlas.readers.pdf import EncryptedError
from stadtatlas.readers.sniff import sniff
from stadtatlas.text.decode import UnreadableError, decode

__all__ = ["READERS", "EncryptedError", "Reading", "UnreadableError", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: a password for encrypted files, and what gets at the pages of PDFs."""

    password: str | None = field(default=None, repr=False)
    pdf_engine: Literal["pdfium", "pdfplumber"] = "pdfium"


READERS: dict[Format, Callable[[str], Document]] = {
    "markdown": markdown.read,
    "html": html.read,
    "text": plain.read,
}
"""The reader of each text format; PDF is read from its bytes. A new format is a new module and a line here."""


def read(data: bytes, reading: Reading = Reading()) -> Document:
    """The document that the bytes hold, whatever the file is called.

    Raises UnreadableError for bytes that cannot be read, EncryptedError where a password is missing.
    """
    if is_pdf(data):
        return pdf.read(data, reading.password, reading.pdf_engine)
    text, notes = decode(data)
    document = READERS[sniff(text)](text)
    return Document(document.format, document.text, document.elements, notes, document.pages)
