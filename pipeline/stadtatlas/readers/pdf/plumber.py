"""The other engine: pages through pdfplumber, for what pdfium reads wrongly and to check it. Slower by far."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfplumber.utils.exceptions import PdfminerException

from stadtatlas.readers.pdf.contents import leaves
from stadtatlas.readers.pdf.engine import Damaged, Locked
from stadtatlas.readers.pdf.sheet import Run, Shape, Sheet, Style, Target
from stadtatlas.readers.pdf.turning import dominant, family

_UNMAPPED = "(cid:"
"""What pdfminer gives for a character that the font maps to no Unicode."""
_GRAYS, _RGB, _CMYK = 1, 3, 4


class PlumberEngine:
    """An open document. Raises Locked where its password is missing or wrong, Damaged where it cannot be opened."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        try:
            self._pdf = pdfplumber.open(io.BytesIO(data), password=password)
            self._pages = list(self._slots())
        except PdfminerException as error:
            if any(isinstance(part, PDFPasswordIncorrect) for part in error.args):
                raise Locked from None
            raise Damaged("is no PDF, or one that is damaged or cut off") from None
        if not self._pages:
            raise Damaged("has no pages")

    def __len__(self) -> int:
        return len(self._pages)

    def _slots(self) -> Iterator[Any]:
        """Each page that the file names, in order; `None` for one that is not in it, which pdfminer passes over."""
        pages = {page.page_obj.pageid: page for page in self._pdf.pages}
        named = [leaf.objid for leaf in leaves(self._pdf.doc)]
        return (pages.get(number) for number in named) if pages.keys() <= set(named) else iter(self._pdf.pages)

    def outline(self) -> list[tuple[int, str, int]]:
        """(level from 0, title, page from 1) of each bookmark that leads to a page."""
        numbers = {page.page_obj.pageid: number for number, page in enumerate(self._pages, 1) if page is not None}
        found = []
        for level, title, dest, action, _ in self._marks():
            target = self._target(dest, action)
            if isinstance(target, PDFObjRef) and target.objid in numbers:
                found.append((level - 1, title, numbers[target.objid]))
        return found

    def _marks(self) -> Iterator[tuple[int, str, Any, Any, Any]]:
        try:
            yield from self._pdf.doc.get_outlines()
        except Exception:  # none, or a damaged one: a help, no need
            return

    def _target(self, dest: Any, action: Any) -> Any:
        dest = dest or (resolve1(action) or {}).get("D")
        if isinstance(dest, bytes | str):
            dest = self._pdf.doc.get_dest(dest)
        dest = resolve1(dest)
        dest = dest.get("D") if isinstance(dest, dict) else dest
        return dest[0] if isinstance(dest, list) and dest else None

    def sheet(self, index: int) -> Sheet:
        """The page at `index` (from 0)."""
        page = self._pages[index]
        if page is None:
            raise ValueError("no such page in the file")
        try:
            return _sheet(page, index + 1)
        finally:
            page.close()  # lets go of its objects: pdfplumber keeps 2–4 MB a page otherwise


def _sheet(page: Any, number: int) -> Sheet:
    chars = page.chars
    lying = dominant((_quarters(c), 1) for c in chars)
    x0, top, x1, bottom = page.bbox
    if lying:
        raise ValueError("text on its side is read by pdfium alone")
    drawn = [Shape(_box(o, x0, top), _color(o["non_stroking_color"]) if o.get("fill") else None) for o in _paths(page)]
    return Sheet(
        number, x1 - x0, bottom - top,
        runs=tuple(_runs([c for c in chars if not _quarters(c)], x0, top)),
        aside=tuple(_runs([c for c in chars if _quarters(c)], x0, top)),
        shapes=tuple(drawn), images=tuple(_box(o, x0, top) for o in page.images),
        links=tuple(Target(_box(o, x0, top), o["uri"]) for o in page.hyperlinks if o.get("uri")),
        garbled=sum(c["text"].startswith(_UNMAPPED) or c["text"] == "\ufffd" for c in chars),
        bare=not any(page.objects.values()),
    )  # fmt: skip


def _paths(page: Any) -> list[dict[str, Any]]:
    return [*page.rects, *page.curves, *page.lines]


def _box(found: dict[str, Any], x0: float, top: float) -> tuple[float, float, float, float]:
    return found["x0"] - x0, found["top"] - top, found["x1"] - x0, found["bottom"] - top


def _quarters(char: dict[str, Any]) -> int:
    a, b, *_ = char["matrix"]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 3 if b > 0 else 1


def _runs(chars: Sequence[dict[str, Any]], x0: float, top: float) -> Iterator[Run]:
    """Characters of one look on one baseline, drawn one beside the other."""
    jumps = zip(chars, _jumps(chars), strict=True)
    for ((style, base, descent), _), group in groupby(jumps, key=lambda c: (_look(c[0], top), c[1])):
        text, left, right = [], array("f"), array("f")
        for char, _ in group:
            shown = "\ufffd" if char["text"].startswith(_UNMAPPED) else char["text"]
            for letter in shown:
                text.append(letter)
                left.append(char["x0"] - x0)
                right.append(char["x1"] - x0)
        if text:
            yield Run("".join(text), left, right, base, style, descent)


def _jumps(chars: Sequence[dict[str, Any]]) -> Iterator[int]:
    """How often the pen has jumped before each character, farther than a blank and with none drawn: to another cell or column."""
    count = 0
    yield from [0] * bool(chars)
    for before, char in pairwise(chars):
        apart = not -char["size"] <= char["x0"] - before["x1"] <= char["size"]
        count += apart and not (before["text"].isspace() or char["text"].isspace())
        yield count


def _look(char: dict[str, Any], top: float) -> tuple[Style, float, float]:
    size = char["size"]
    base = char["bottom"] - top - _descent(char) * size
    style = Style(family(char["fontname"]), round(size, 1), _color(char["non_stroking_color"]) or "#000000")
    return style, round(base, 2), round(_descent(char), 3)


def _descent(char: dict[str, Any]) -> float:
    """How far the font reaches below the baseline, as a share of its size: the text matrix tells where that is."""
    *_, y = char["matrix"]
    return min(0.5, max(0.0, (y - char["y0"]) / char["size"])) if char["size"] else 0.25


def _color(value: Any) -> str | None:
    """A fill of any of the device colour spaces as `#rrggbb`."""
    parts = [value] if isinstance(value, int | float) else list(value or ())
    if not all(isinstance(part, int | float) for part in parts):
        return None
    if len(parts) == _CMYK:
        c, m, y, k = parts
        parts = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    if len(parts) == _GRAYS:
        parts = parts * 3
    if len(parts) != _RGB:
        return None if parts else "#000000"
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
