"""Bytes to text: UTF-8 first, then what a byte order mark, a declaration or the bytes themselves say."""

from __future__ import annotations

import codecs
import unicodedata

import regex

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD = 64 * 1024
_NOISE = 0.02
"""Share of control characters from which bytes are no text; German text in any of the encodings has none."""


class UnreadableError(Exception):
    """Bytes that are no text; the message says why."""


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Canonical text of the bytes (NFC, `\\n` line ends, no byte order mark), and the encoding where it is not UTF-8.

    Raises UnreadableError.
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not valid {encoding} (byte {error.start})") from None
    if _is_noise(text[:_HEAD]):
        raise UnreadableError("holds binary data, no text")
    notes = () if encoding in ("utf-8", "utf-8-sig") else (encoding,)
    return canonical(text), notes


def canonical(text: str) -> str:
    """NFC, `\\n` line ends, no byte order mark at the start."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:_HEAD]
    if b"\0" in head:
        return _wide(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
        return "utf-8"
    except UnicodeDecodeError:
        return _declared(head) or "cp1252"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark has its zero bytes in every second place."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 10 * (even + 1) or (odd and not even):
        return "utf-16-le"
    if even > 10 * (odd + 1) or (even and not odd):
        return "utf-16-be"
    raise UnreadableError("holds binary data, no text")


def _declared(head: bytes) -> str | None:
    match = regex.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", head)
    if not match:
        return None
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None


def _is_noise(head: str) -> bool:
    control = sum(1 for c in head if unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v")
    return control > _NOISE * len(head)
