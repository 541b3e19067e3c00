"""PDF: characters and their looks from the file, layout from the document's own statistics.

engine → lines → furniture → columns → blocks → compose. Nothing here depends on one layout's coordinates, fonts or colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stadtatlas.model.document import Document, Element, Shape
from stadtatlas.model.layout import Sheet as Page
from stadtatlas.readers.pdf.blocks import Block, blocks
from stadtatlas.readers.pdf.columns import arrange
from stadtatlas.readers.pdf.compose import Composer
from stadtatlas.readers.pdf.furniture import Furniture, find_furniture
from stadtatlas.readers.pdf.lines import Line, lines
from stadtatlas.readers.pdf.pdfium import Engine
from stadtatlas.readers.pdf.sheet import Sheet
from stadtatlas.readers.pdf.typography import Typography, is_heavy, measure
from stadtatlas.text.words import HYPHENS, Words

__all__ = ["read"]


def read(data: bytes) -> Document:
    """The document of a PDF."""
    engine = Engine(data)
    sheets: dict[int, Sheet] = {}
    pages: dict[int, list[Line]] = {}
    for index in range(len(engine)):
        sheet = engine.sheet(index)
        pages[sheet.number] = lines(sheet)
        sheets[sheet.number] = replace(sheet, runs=())
    furniture = find_furniture(pages, {n: s.height for n, s in sheets.items()})
    bodies = {n: _body(n, ls, furniture) for n, ls in pages.items()}
    type_ = measure(bodies.values())
    composer = Composer(Words(_unbroken(bodies.values())), is_heavy(type_.body.font))
    for number, sheet in sheets.items():
        _add_page(sheet, pages[number], bodies[number], furniture, type_, composer)
        composer.layout.sheets[number] = Page(sheet.width, sheet.height, sheet.turn, furniture.printed.get(number))
    return Document("pdf", composer.text, tuple(composer.elements), (), len(engine), composer.layout)


def _body(number: int, found: Sequence[Line], furniture: Furniture) -> list[Line]:
    gone = furniture.heads.get(number, frozenset()) | furniture.feet.get(number, frozenset())
    return [line for line in found if line.order not in gone]


def _add_page(sheet, found, body, furniture: Furniture, type_: Typography, composer: Composer) -> None:
    for line in found:
        if line.order in furniture.heads.get(sheet.number, ()):
            composer.add(sheet.number, Block("text", [line]), (), "page_header")
    for block in blocks(arrange(body, sheet.shapes), type_):
        composer.add(sheet.number, block, sheet.links)
    for line in found:
        if line.order in furniture.feet.get(sheet.number, ()):
            composer.add(sheet.number, Block("text", [line]), (), "page_footer")


def _unbroken(bodies: Iterable[Sequence[Line]]) -> str:
    """The document's text without the halves of words that line ends have broken."""
    kept: list[str] = []
    for body in bodies:
        cut = False
        for line in body:
            text = line.text.partition(" ")[2] if cut else line.text
            cut = text.endswith(HYPHENS)
            kept.append(text.rpartition(" ")[0] if cut else text)
    return "\n".join(kept)
