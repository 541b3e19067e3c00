"""`stadtatlas page`: a page as a picture, its blocks, their roles and order drawn over it, for whoever adds a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from stadtatlas.collect import Trouble, collect
from stadtatlas.edition.choose import choose
from stadtatlas.errors import StadtatlasError
from stadtatlas.model.document import is_pdf
from stadtatlas.model.layout import Box
from stadtatlas.readers import Reading, UnreadableError, read
from stadtatlas.readers.pdf import glance
from stadtatlas.structure import UnrecognisedError, structure

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from stadtatlas.model.document import Document, Source

_SCALE = 2.0
"""Pixels a point."""
_COLORS = {
    "title": "#b00020", "heading": "#b00020", "project_heading": "#d35400", "paragraph": "#1f6feb", "list_item": "#0a7d5a",
    "table": "#7d3c98", "facts": "#8e6c00", "grid": "#8e6c00", "link": "#0a7d5a", "caption": "#6e7781", "footnote": "#6e7781",
    "toc": "#7d3c98", "annex": "#7d3c98", "credit": "#7d3c98", "unassigned": "#ff00aa",
}  # fmt: skip
_OTHER = "#6e7781"


class PictureError(StadtatlasError):
    """No such page, or a source without pages."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What to draw: a page of a source, read so, by this edition (recognised where there is none)."""

    source: Path
    page: int
    edition: str | None = None
    reading: Reading = field(default_factory=Reading)


def draw(sketch: Sketch, target: Path) -> None:
    """Write the picture as PNG. Raises PictureError, ProfileError."""
    source = _source(sketch.source)
    try:
        document = read(source.data, sketch.reading)
    except UnreadableError as error:
        raise PictureError(f"{source.path} {error}") from None
    pages = document.pages or 0
    if not 1 <= sketch.page <= pages:
        raise PictureError(f"{source.path} has pages 1 to {pages}, and no page {sketch.page}")
    if document.layout is None or sketch.page not in document.layout.sheets:
        raise PictureError(f"page {sketch.page} of {source.path} was not read; the findings of a run say why")
    boxes = list(_boxes(document, source, sketch))
    image = _rendered(source.data, sketch)
    _paint(image, boxes)
    try:
        image.save(target, "PNG")
    except OSError as error:
        raise PictureError(f"cannot write {target}: {error.strerror or error}") from None


def _source(path: Path) -> Source:
    sources, troubles = collect([path])
    if len(sources) != 1 or not is_pdf(sources[0].data):
        why = next((t.message for t in troubles if isinstance(t, Trouble)), f"{path.name} is no PDF")
        raise PictureError(f"{why}; give one PDF, as only these have pages")
    return sources[0]


def _boxes(document: Document, source: Source, sketch: Sketch) -> Iterator[tuple[str, Box]]:
    """Role and box of each block on the page, in reading order; roles need a document that the edition recognises."""
    edition = choose(sketch.edition, [sketch.source], [source], lambda data: glance(data, sketch.reading.password))
    try:
        spans = [((b.start, b.end), str(b.role)) for b in structure(document, edition.profile).blocks]
    except UnrecognisedError:
        spans = [((e.start, e.end), e.landmark or str(e.shape)) for e in document.elements]
    for span, role in spans:
        place = document.layout.place(span) if document.layout else None
        if place and place.page == sketch.page:
            yield role, place.box


def _rendered(data: bytes, sketch: Sketch) -> Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(data, password=sketch.reading.password)
    image: Image = document[sketch.page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    return image


def _paint(image: Image, boxes: Sequence[tuple[str, Box]]) -> None:
    from PIL import ImageDraw, ImageFont

    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=7 * _SCALE)
    for (_, one), (_, two) in pairwise(boxes):
        pen.line([_middle(one), _middle(two)], fill="#c0c6cc", width=2)
    for number, (role, box) in enumerate(boxes, 1):
        color = _COLORS.get(role, _OTHER)
        pen.rectangle([_SCALE * edge for edge in box], outline=color, width=2)
        _label(pen, f"{number} {role}", (_SCALE * box[0], _SCALE * box[1]), color, font)


def _label(pen: ImageDraw, text: str, at: tuple[float, float], color: str, font: object) -> None:
    """The text on a plate of its colour, above the upper left corner of a box."""
    at = at[0], at[1] - 4
    edges = pen.textbbox(at, text, font=font, anchor="ls")  # type: ignore[arg-type]
    pen.rectangle([edges[0] - 2, edges[1] - 2, edges[2] + 2, edges[3] + 2], fill=color)
    pen.text(at, text, fill="white", font=font, anchor="ls")  # type: ignore[arg-type]


def _middle(box: Box) -> tuple[float, float]:
    return _SCALE * (box[0] + box[2]) / 2, _SCALE * (box[1] + box[3]) / 2
