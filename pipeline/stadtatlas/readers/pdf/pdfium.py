"""The quick engine: pages through pdfium, called without the helpers, which cost more than the calls themselves."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from contextlib import closing
from ctypes import CFUNCTYPE, addressof, byref, c_float, c_int, c_uint, c_ulong, c_void_p, cast, create_string_buffer
from functools import lru_cache
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from stadtatlas.readers.pdf.engine import Damaged, Locked
from stadtatlas.readers.pdf.sheet import Box, Run, Shape, Sheet, Style, Target
from stadtatlas.readers.pdf.turning import Turn, dominant, family

_HYPHEN = 2
"""What pdfium gives for a hyphen at a line end."""
_PLAIN = {code: chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x2600))}
"""Letters and signs that most text is made of: what need not be looked at twice."""
_MOST_OBJECTS = 50_000
"""Drawn objects of a page that are looked at; a map has some thousand."""
_MOST_SHAPES = 5_000
_MOST_CORNERS = 200
"""Corners of a clipping path that are looked at."""
_DEEPEST = 4
"""Nested forms that are followed; each level may multiply the objects."""


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function with plain addresses: making a pointer object for each character costs more than the call itself."""
    return CFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


_unicode = _direct(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_text_object = _direct(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_loose_box = _direct(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)


class PdfiumEngine:
    """An open document. Raises Locked where its password is missing or wrong, Damaged where it cannot be opened."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        try:
            self._document = pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code == raw.FPDF_ERR_PASSWORD:
                raise Locked from None
            if code == raw.FPDF_ERR_SUCCESS:
                raise Damaged("has no pages") from None
            raise Damaged("is no PDF, or one that is damaged or cut off") from None

    def __len__(self) -> int:
        return len(self._document)

    def outline(self) -> list[tuple[int, str, int]]:
        """(level, title, page from 1) of each bookmark that leads to a page."""
        found = []
        for mark in self._document.get_toc():
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                found.append((mark.level, mark.get_title(), index + 1))
        return found

    def sheet(self, index: int) -> Sheet:
        """The page at `index` (from 0)."""
        with closing(self._document[index]) as page:
            turn = Turn(page.get_rotation() // 90, page.get_bbox())
            with closing(page.get_textpage()) as text:
                reader = _Text(text.raw)
                drafts = list(reader.runs())
            lying = dominant((d.turn + turn.quarters, len(d.text)) for d in drafts)
            upright = Turn(turn.quarters - lying, turn.box)
            runs = [(d.turn + turn.quarters - lying, d.run(upright)) for d in drafts]
            shapes, images = _drawn(page.raw, upright)
            return Sheet(
                index + 1, *upright.size,
                runs=tuple(run for way, run in runs if way % 4 == 0),
                aside=tuple(run for way, run in runs if way % 4),
                shapes=shapes, images=images, links=tuple(_links(self._document.raw, page.raw, upright)),
                turn=lying % 4, garbled=reader.garbled, bare=_is_bare(page.raw),
            )  # fmt: skip


class _Run:
    """A run in the page's own coordinates: its characters' boxes, and where its text heads."""

    def __init__(self, style: Style, descent: float, turn: int, origin: tuple[float, float]) -> None:
        self.style, self.descent, self.turn, self.origin = style, descent, turn, origin
        self.unmapped = False
        """Whether the font says nothing of what its characters mean."""
        self.text: list[str] = []
        self.boxes: list[Box] = []

    def add(self, char: str, box: Box, halved: bool) -> None:
        """The next character; `halved` where it is the second half of the glyph of the letter before it, which is made whole."""
        if halved and self.boxes:
            x0, bottom, _, top = self.boxes[-1]
            self.boxes[-1] = x0, bottom, box[2], top
        self.text.append(char)
        self.boxes.append(box)

    def run(self, turn: Turn) -> Run:
        if self.turn % 4 == turn.quarters % 4 == 0:  # as most are: what is needed then is worked out here
            x0, base = turn.box[0], turn.point(*self.origin)[1]
            left = array("f", [(x if x <= other else other) - x0 for x, _, other, _ in self.boxes])
            right = array("f", [(x if x >= other else other) - x0 for other, _, x, _ in self.boxes])
            return Run("".join(self.text), left, right, round(base, 2), self.style, self.descent)
        boxes = [turn.box_of(*box) for box in self.boxes]
        upright = (self.turn + turn.quarters) % 4 == 0
        base = turn.point(*self.origin)[1] if upright else max(box[3] for box in boxes)
        left, right = array("f", [box[0] for box in boxes]), array("f", [box[2] for box in boxes])
        return Run("".join(self.text), left, right, round(base, 2), self.style, self.descent)


class _Text:
    """The characters of a page, parted where another text object begins."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.garbled = 0
        self._fonts: dict[int, tuple[str, float]] = {}

    def runs(self) -> Iterator[_Run]:
        page, box = cast(self.page, c_void_p).value, (c_float * 4)()
        reference = byref(box)
        unicode, text_object, loose_box = _unicode, _text_object, _loose_box
        last, run, known = 0, None, _PLAIN
        for index in range(raw.FPDFText_CountChars(self.page)):
            here = text_object(page, index)
            if not here:
                continue  # a blank or line end of pdfium's own
            if here != last or run is None:
                if run is not None and run.text:
                    yield run
                last, run = here, self._begun(raw.FPDFText_GetTextObject(self.page, index), index)
                known = {} if run.unmapped else _PLAIN
            code = unicode(page, index)
            loose_box(page, index, reference)
            left, top, right, bottom = box
            char = known.get(code)
            if char:
                run.text.append(char)
                run.boxes.append((left, bottom, right, top))
                continue
            halved = code == _HYPHEN and self._is_half(index)
            run.add(self._char(code, run.unmapped), (left, bottom, right, top), halved)
        if run is not None and run.text:
            yield run

    def _is_half(self, index: int) -> bool:
        """Whether a hyphen begins where the letter before it does: the file draws both as one glyph, and pdfium halves it."""
        return index > 0 and self._origin(index) == self._origin(index - 1)

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.page, index, x, y)
        return x.value, y.value

    def _char(self, code: int, unmapped: bool) -> str:
        if unmapped:
            self.garbled += code != 0x20
            return chr(code) if code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if code == _HYPHEN:
            return "-"
        if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or code == 0xFFFD:
            self.garbled += 1  # control characters, halves of a character, and fonts' private ones
            return "\ufffd"
        return chr(code)

    def _begun(self, pointer: Any, index: int) -> _Run:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.page, index, matrix)  # the object's own may leave the forms around it out
        size = c_float()
        raw.FPDFTextObj_GetFontSize(pointer, size)
        name, descent = self._font(raw.FPDFTextObj_GetFont(pointer))
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        style = Style(name, round(abs(size.value) * scale, 1), _color(pointer) or "#000000")
        run = _Run(style, descent, _quarters(matrix.a, matrix.b), self._origin(index))
        run.unmapped = raw.FPDFText_HasUnicodeMapError(self.page, index) == 1
        return run

    def _font(self, font: Any) -> tuple[str, float]:
        key = addressof(font.contents) if font else 0
        if key not in self._fonts:
            self._fonts[key] = _described(font) if font else ("", 0.25)
        return self._fonts[key]


def _described(font: Any) -> tuple[str, float]:
    buffer = create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    descent = c_float()
    raw.FPDFFont_GetDescent(font, 1.0, descent)
    return family(buffer.value.decode("latin-1")), round(min(0.5, max(0.0, -descent.value)), 3)


def _quarters(a: float, b: float) -> int:
    """Quarter turns clockwise that text is turned by: 0 for upright text."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 3 if b > 0 else 1


def _color(pointer: Any) -> str | None:
    """The fill as it looks on white paper."""
    r, g, b, a = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(pointer, r, g, b, a) or not a.value:
        return None
    return _on_white(r.value, g.value, b.value, a.value)


@lru_cache(maxsize=1024)
def _on_white(r: int, g: int, b: int, a: int) -> str:
    share = a / 255
    return "#" + "".join(f"{round(c * share + 255 * (1 - share)):02x}" for c in (r, g, b))


def _drawn(page: Any, turn: Turn) -> tuple[tuple[Shape, ...], tuple[Box, ...]]:
    """Shapes and pictures of a page, forms included."""
    shapes: list[Shape] = []
    images: list[Box] = []
    for pointer, kind, bounds in _objects(page):
        box = turn.box_of(*bounds)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            fill = _color(pointer) if _is_filled(pointer) else None
            clip = _clip(pointer) if fill else None
            shapes.append(Shape(_shared(box, turn.box_of(*clip)) if clip else box, fill))
        else:
            images.append(box)
    if len(shapes) > _MOST_SHAPES:
        shapes = []  # a drawing of thousands of strokes: no box of a grid can be told in it
    return tuple(shapes), tuple(images)


def _clip(pointer: Any) -> tuple[float, float, float, float] | None:
    """What clipping leaves of a shape, in the page's coordinates; `None` where nothing clips it. Borders are drawn so: as
    their whole box, clipped to one side."""
    path = raw.FPDFPageObj_GetClipPath(pointer)
    found = None
    for index in range(max(0, raw.FPDFClipPath_CountPaths(path)) if path else 0):
        xs, ys = [], []
        for number in range(min(raw.FPDFClipPath_CountPathSegments(path, index), _MOST_CORNERS)):
            x, y = c_float(), c_float()
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, index, number), x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            box = min(xs), min(ys), max(xs), max(ys)
            found = _shared(found, box) if found else box
    return found


def _shared(one: Box, two: Box) -> Box:
    """The area of both boxes; one without extent where they do not meet."""
    x0, y0, x1, y1 = max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])
    return x0, y0, max(x0, x1), max(y0, y1)


def _is_filled(pointer: Any) -> bool:
    mode, stroke = c_int(), c_int()
    return bool(raw.FPDFPath_GetDrawMode(pointer, mode, stroke)) and mode.value != 0


def _objects(page: Any) -> Iterator[tuple[Any, int, tuple[float, float, float, float]]]:
    left = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    for index in range(left):
        yield from _walk(raw.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)


def _is_bare(page: Any) -> bool:
    """Whether the page holds nothing but forms without anything in them."""
    pointers = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    return all(
        raw.FPDFPageObj_GetType(pointer) == raw.FPDF_PAGEOBJ_FORM and raw.FPDFFormObj_CountObjects(pointer) == 0
        for pointer in pointers
    )


_WANTED = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


def _walk(pointer: Any, base: tuple[float, ...], depth: int) -> Iterator[tuple[Any, int, tuple[float, float, float, float]]]:
    kind = raw.FPDFPageObj_GetType(pointer)
    if kind in _WANTED:
        l, b, r, t = c_float(), c_float(), c_float(), c_float()  # noqa: E741
        if raw.FPDFPageObj_GetBounds(pointer, l, b, r, t):
            yield pointer, kind, _moved((l.value, b.value, r.value, t.value), base)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        m = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(pointer, m)
        inner = _times((m.a, m.b, m.c, m.d, m.e, m.f), base)
        for index in range(min(raw.FPDFFormObj_CountObjects(pointer), _MOST_SHAPES)):
            yield from _walk(raw.FPDFFormObj_GetObject(pointer, index), inner, depth + 1)


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """`m` first, then `n` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = m
    return (
        a * n[0] + b * n[2], a * n[1] + b * n[3], c * n[0] + d * n[2], c * n[1] + d * n[3],
        e * n[0] + f * n[2] + n[4], e * n[1] + f * n[3] + n[5],
    )  # fmt: skip


def _moved(box: tuple[float, float, float, float], m: tuple[float, ...]) -> tuple[float, float, float, float]:
    corners = [(x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _links(document: Any, page: Any, turn: Turn) -> Iterator[Target]:
    at, link = c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, at, link):
        action = raw.FPDFLink_GetAction(link)
        area = raw.FS_RECTF()
        if not action or not raw.FPDFLink_GetAnnotRect(link, area):
            continue
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if size > 1:
            buffer = create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, buffer, c_ulong(size))
            yield Target(turn.box_of(area.left, area.bottom, area.right, area.top), buffer.value.decode("utf-8", "replace"))
