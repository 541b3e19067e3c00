"""PDF: characters and their looks from the file, layout from the document's own statistics.

    engine → guard → lines → furniture → typography → columns → blocks → compose

Nothing here depends on one layout's coordinates, fonts, colours or page numbers. Engines know how to get at a page, `guard`
that pages are read in other processes; from `lines` on all is pure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stadtatlas.model.document import Document, Remark
from stadtatlas.model.layout import Sheet as Page
from stadtatlas.readers.pdf.blocks import Block, blocks
from stadtatlas.readers.pdf.columns import arrange
from stadtatlas.readers.pdf.compose import Composer
from stadtatlas.readers.pdf.engine import Damaged, Locked
from stadtatlas.readers.pdf.furniture import Furniture, find_furniture
from stadtatlas.readers.pdf.guard import Inspection, Job, Lost, Opened, Taken, read_pages
from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.order import reading_order
from stadtatlas.readers.pdf.outline import Outline
from stadtatlas.readers.pdf.sheet import Sheet
from stadtatlas.readers.pdf.typography import Typography, measure
from stadtatlas.text.decode import UnreadableError
from stadtatlas.text.words import HYPHENS, Words

if TYPE_CHECKING:
    from stadtatlas.readers.pdf.contents import State

__all__ = ["EncryptedError", "glance", "read"]

_GARBLED = 0.1
"""Share of a page's characters without Unicode from which its text is not to be trusted; bullets and logos are fewer."""
_GLANCED = 5
"""Pages in which a study prints its title: cover, imprint, running heads."""
_FEWEST_TO_TELL = 200
"""Characters of a page by which it is told from others; divider pages and blank forms may well stand twice."""
_PICTURE = 0.5
"""Share of a page that pictures cover at least where a page without text is a scan and no blank page."""


class EncryptedError(UnreadableError):
    """A PDF whose password is missing or wrong."""


@dataclass(slots=True)
class _Pages:
    """What the workers sent."""

    count: int = 0
    outline: Outline = field(default_factory=Outline)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    lines: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    aside: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    bare: set[int] = field(default_factory=set)
    damaged: list[int] = field(default_factory=list)
    again: dict[int, int] = field(default_factory=dict)
    """Pages that an earlier one, the value, holds letter for letter in the same places."""
    _seen: dict[bytes, int] = field(default_factory=dict)

    def take(self, taken: Taken) -> None:
        """Keep a page, unless the file holds it already: then the one with the lower number counts, whichever came first."""
        number, print_ = taken.sheet.number, _fingerprint(taken.lines)
        if taken.sheet.bare:
            self.bare.add(number)
        first = self._seen.get(print_) if print_ else None
        if first is not None and first < number:
            self.again[number] = first
            return
        if first is not None:
            self._forget(first)
            self.again = {n: number if f == first else f for n, f in self.again.items()} | {first: number}
        self._seen[print_] = number
        self.sheets[number], self.lines[number], self.aside[number] = taken.sheet, taken.lines, taken.aside

    def inspect(self, states: Mapping[int, State]) -> None:
        """Keep which pages were read, but not with all that they show."""
        gone = {lost.number for lost in self.lost}
        self.damaged = [
            n for n, s in sorted(states.items()) if n not in gone and (s == "torn" or (s == "drawn" and n in self.bare))
        ]

    def _forget(self, number: int) -> None:
        del self.sheets[number], self.lines[number], self.aside[number]


def _fingerprint(lines: Sequence[Line]) -> bytes:
    """A hash over a page's lines and their places; empty for a page with too little text to tell it by."""
    if sum(len(line.text) for line in lines) < _FEWEST_TO_TELL:
        return b""
    content = [[line.text, round(line.x0), round(line.base)] for line in lines]
    return hashlib.sha256(json.dumps(content).encode()).digest()


def read(data: bytes, password: str | None = None, engine: str = "pdfium") -> Document:
    """The document of a PDF. Raises UnreadableError, EncryptedError."""
    pages = _taken(Job(data, password, engine))
    furniture = find_furniture(pages.lines, {n: s.height for n, s in pages.sheets.items()})
    order = reading_order(pages.count, furniture.printed)
    bodies = {n: _body(n, pages.lines[n], furniture) for n in order if n in pages.lines}
    type_ = measure(bodies.values())
    composer = Composer(Words(_unbroken(bodies.values())), type_)
    remarks = tuple(_remarks(pages, furniture, order))
    for number in list(bodies):  # what is composed is let go
        _add_page(number, bodies.pop(number), pages, furniture, type_, composer)
    remarks += tuple(
        Remark("footnote.untied", f"no text of page {n} has the mark {mark!r}", (span,)) for n, mark, span in composer.untied
    )
    return Document("pdf", composer.text, composer.finished(), (), pages.count, composer.layout, remarks)


def glance(data: bytes, password: str | None = None, engine: str = "pdfium") -> Iterator[str]:
    """The text of the first pages, one after the other, as many as are asked for; none where the document cannot be read."""
    with suppress(Locked, Damaged):
        for page in read_pages(Job(data, password, engine), _GLANCED):
            if isinstance(page, Taken):
                yield "\n".join(line.text for line in page.lines)


def _taken(job: Job) -> _Pages:
    pages, inspection = _Pages(), Inspection(job)
    try:
        for message in read_pages(job):
            match message:
                case Opened():
                    pages.count, pages.outline = message.pages, Outline(message.outline)
                case Taken():
                    pages.take(message)
                case Lost():
                    pages.lost.append(message)
        pages.inspect(inspection.states())
    except Locked:
        what = "its password is wrong" if job.password else "give its password with --password"
        raise EncryptedError(f"is encrypted; {what}") from None
    except Damaged as error:
        raise UnreadableError(f"cannot be opened: it {error}. Open it in a viewer and save or fetch it again") from None
    finally:
        inspection.end()
    return pages


def _body(number: int, found: Sequence[Line], furniture: Furniture) -> list[Line]:
    gone = furniture.heads.get(number, frozenset()) | furniture.feet.get(number, frozenset())
    return [line for line in found if line.order not in gone]


def _add_page(
    number: int, body: Sequence[Line], pages: _Pages, furniture: Furniture, type_: Typography, composer: Composer
) -> None:
    sheet, found = pages.sheets[number], pages.lines.pop(number)
    composer.begin(number, Page(sheet.width, sheet.height, sheet.turn, furniture.printed.get(number)))
    for block in _furniture(found, furniture.heads.get(number, frozenset())):
        composer.add(block, (), "page_header")
    trusted = sheet.garbled < _GARBLED * max(1, sum(len(line.text) for line in found))
    for block in blocks(arrange(body, sheet.shapes), type_):
        pages.outline.mark(block, number)
        composer.add(block, sheet.links, None if trusted else "garbled")
    for line in pages.aside[number]:
        composer.add(Block("text", [line]), (), "caption")
    for block in _furniture(found, furniture.feet.get(number, frozenset())):
        composer.add(block, (), "page_footer")
    composer.end()


def _furniture(found: Sequence[Line], orders: frozenset[int]) -> Iterator[Block]:
    yield from (Block("text", [line]) for line in found if line.order in orders)


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


# --- what reading brought up -------------------------------------------------------------------------------------------------


def _remarks(pages: _Pages, furniture: Furniture, order: Sequence[int]) -> Iterator[Remark]:
    why = {"timeout": "took too long", "failed": "made its reader fail"}
    for lost in sorted(pages.lost, key=lambda p: p.number):
        yield Remark(f"page.{lost.why}", f"page {lost.number} {why[lost.why]} and is missing")
    for number in pages.damaged:
        yield Remark("page.damaged", f"page {number} is damaged in the file: what it shows is missing, in whole or in part")
    if bare := [n for n, sheet in sorted(pages.sheets.items()) if not pages.lines[n] and _is_picture(sheet)]:
        yield Remark("page.no_text", f"{_numbered(bare)} without text: recognise it (OCR) first")
    for number, sheet in sorted(pages.sheets.items()):
        size = sum(len(line.text) for line in pages.lines[number])
        if sheet.garbled and sheet.garbled >= _GARBLED * size:
            yield Remark("page.garbled", f"page {number}: {sheet.garbled} of {size} characters map to no letter")
    if pages.again:
        number = min(pages.again)
        more = f", and {len(pages.again) - 1} more stand twice" if len(pages.again) > 1 else ""
        yield Remark("page.duplicate", f"page {number} is page {pages.again[number]} once more{more}; each was read once")
    if list(order) != sorted(order):
        first = next(a for a, b in zip(order, sorted(order), strict=True) if a != b)
        yield Remark("page.order", f"page {first} prints the number {furniture.printed.get(first)}; read in printed order")


def _is_picture(sheet: Sheet) -> bool:
    """Whether pictures cover the page, so that its text must be in them."""
    covered = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in sheet.images)
    return covered >= _PICTURE * sheet.width * sheet.height


def _numbered(numbers: Sequence[int]) -> str:
    """`page 3 is a picture`, `pages 1–3, 7 are pictures`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {said} is a picture" if len(numbers) == 1 else f"pages {said} are pictures"
