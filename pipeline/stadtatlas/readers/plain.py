"""Plain text: a saved page with a line for a paragraph, or a conversion whose paragraphs are wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from stadtatlas.model.document import Document, Element, Shape
from stadtatlas.text.spaces import cells, has_word, mend
from stadtatlas.text.view import View

_BULLET = regex.compile(r"\s*(?:[•▪◦‣·*–—-]|(?![©®])[\p{So}\p{Sm}➔]\ufe0f?)\s+(?=\S)")
WRAPPED = 100
"""Longest line, in characters, of a text whose paragraphs are wrapped: mailers, terminals and `pdftotext` break before it,
while a saved page has whole paragraphs of several hundred characters on a line."""
_FULL = 0.7
"""A line of a wrapped text that fills this share of the width goes on in the next one."""


def read(text: str) -> Document:
    """The document of a plain text; the canonical text is the text itself."""
    lines = list(_lines(text))
    width = max((end - start for start, end in lines), default=0)
    groups = _paragraphs(text, lines, width) if width <= WRAPPED else [[line] for line in lines]
    return Document("text", text, tuple(_element(text, g[0][0], g[-1][1]) for g in groups))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for raw in text.split("\n"):
        if raw.strip():
            yield start, start + len(raw)
        start += len(raw) + 1


def _paragraphs(text: str, lines: Sequence[tuple[int, int]], width: int) -> list[list[tuple[int, int]]]:
    groups: list[list[tuple[int, int]]] = []
    for start, end in lines:
        if groups and _goes_on(text, groups[-1][-1], (start, end), width):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _goes_on(text: str, upper: tuple[int, int], lower: tuple[int, int], width: int) -> bool:
    adjacent = lower[0] == upper[1] + 1
    full = upper[1] - upper[0] >= _FULL * width
    return adjacent and full and not _BULLET.match(text[lower[0] : lower[1]])


def _element(text: str, start: int, end: int) -> Element:
    body = View.of(text, start, end)
    indent = len(body.text) - len(body.text.lstrip())
    shape = Shape.TEXT if has_word(body.text) else Shape.RULE
    if shape is Shape.TEXT and (bullet := _BULLET.match(body.text)):
        shape, body = Shape.ITEM, body.cut(bullet.end())
    elif "\t" in body.text.strip():
        shape = Shape.ROW
    view = mend(body)
    return Element(start, end, shape, view, indent, cells=cells(view) if shape is Shape.ROW else ())
