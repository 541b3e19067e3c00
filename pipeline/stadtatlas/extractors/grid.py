"""The grid of action fields: which are active is said by the looks of their cells alone.

Nothing is known of the colours beforehand. The document's own cells are grouped by their looks; what the study itself says of
a city's fields, the tags of its projects, tells which group is the active one, and where there are no tags, the emphasis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import dist
from typing import NamedTuple

from stadtatlas.edition.profile import field_key
from stadtatlas.edition.tags import split_tags
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Remark, Role
from stadtatlas.model.layout import Paint
from stadtatlas.text.view import View

_ALIKE = 0.08
"""Distance (0 black to white, 1) within which two colours are meant to be one: rounding, profiles, compression."""
_BROAD = 0.5
"""Share of the fields that a group of cells shows from which it is a state that all fields share, not one field's own hue."""
_TAGGED = 5
"""Tagged fields in a document from which they tell which group is active."""
_LOPSIDED = 4.0
"""Times that a group's cells are tagged more often than the other's."""
_EMPHASIS = 0.1
"""Difference in emphasis from which the eye tells the groups apart."""
_PAPER = "#ffffff"


class Cell(NamedTuple):
    """A field's name in the grid of a portrait, and how it looks."""

    portrait: int
    field: str
    view: View
    paint: Paint


@dataclass(frozen=True, slots=True)
class _Group:
    """Cells that look alike."""

    paint: Paint
    cells: tuple[Cell, ...]

    @property
    def fields(self) -> set[str]:
        return {cell.field for cell in self.cells}


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`action_fields.<name>`: whether the field is active, with the colours that say so."""
    if context.structured.document.layout is None:
        return
    index = next((b.portrait for b in portrait.blocks if b.portrait is not None), None)
    cells = [cell for cell in grid_cells(context) if cell.portrait == index]
    states = context.once("grid", lambda: _states(grid_cells(context), _tagged(context)))
    for cell in cells:
        if cell.paint in states:
            claim = context.claim(f"action_fields.{cell.field}", states[cell.paint], cell.view)
            yield claim.because(fill=cell.paint.fill, ink=cell.paint.ink)
    yield from _remarks(cells, states, portrait, context)


def _remarks(cells: Sequence[Cell], states: dict[Paint, bool], portrait: Portrait, context: Context) -> Iterator[Evidence]:
    spans = tuple((b.start, b.end) for b in portrait.blocks if b.role is Role.GRID)
    if cells and not all(cell.paint in states for cell in cells):
        yield Remark("grid.unclear", "the cells of the grid do not fall into two groups by their looks", spans, "action_fields")
    missing = [name for name in context.profile.field_names if name not in {cell.field for cell in cells}]
    if cells and missing:
        yield Remark("grid.incomplete", f"the grid shows no cell for {', '.join(missing)}", spans, "action_fields")


def grid_cells(context: Context) -> list[Cell]:
    """The cells of all portraits' grids; a field's first cell counts."""
    return context.once("cells", lambda: list(_cells(context)))


def _cells(context: Context) -> Iterator[Cell]:
    layout, seen = context.structured.document.layout, set()
    for block in context.structured.blocks:
        if block.role is not Role.GRID or block.portrait is None or layout is None:
            continue
        for field, view in _names(block, context):
            spans = view.spans(context.structured.document.text)
            paint = layout.paint(spans[0]) if spans else None
            if paint and (block.portrait, field) not in seen:
                seen.add((block.portrait, field))
                yield Cell(block.portrait, field, view, paint)


def _names(block: Block, context: Context) -> Iterator[tuple[str, View]]:
    labels = context.profile.field_labels
    for part in block.element.cells or (block.view,):
        for view in [part] if field_key(part.text) in labels else part.lines():
            if field := labels.get(field_key(view.text)):
                yield field, view


def _tagged(context: Context) -> set[tuple[int, str]]:
    """Portraits and the fields that their projects are tagged with."""
    headings = [b for b in context.structured.blocks if b.role is Role.PROJECT_HEADING and b.portrait is not None]
    return {(b.portrait or 0, name) for b in headings for name in split_tags(b.view, context.profile).fields}


def _states(cells: Sequence[Cell], tagged: set[tuple[int, str]]) -> dict[Paint, bool]:
    """Active or not by looks; empty where that cannot be told."""
    sides = _sides(_groups(cells))
    if sides is None:
        return {}
    active = _active(sides, tagged)
    return {} if active is None else {cell.paint: side is active for side in sides for group in side for cell in group.cells}


def _groups(cells: Sequence[Cell]) -> list[_Group]:
    groups: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: (c.paint.fill or "", c.paint.ink)):
        home = next((g for g in groups if _alike(g[0].paint, cell.paint)), None)
        if home is None:
            groups.append([cell])
        else:
            home.append(cell)
    return [_Group(g[0].paint, tuple(g)) for g in groups]


def _alike(one: Paint, two: Paint) -> bool:
    return _distance(one.ink, two.ink) <= _ALIKE and _distance(one.fill or _PAPER, two.fill or _PAPER) <= _ALIKE


Side = list[_Group]


def _sides(groups: list[_Group]) -> tuple[Side, Side] | None:
    """The groups as two states. More than two groups: one that all fields share, and each field's own hues."""
    if len(groups) == 2:
        return [groups[0]], [groups[1]]
    everything = {field for group in groups for field in group.fields}
    broad = [g for g in groups if len(g.fields) >= max(2, _BROAD * len(everything))]
    own = [g for g in groups if g not in broad]
    if len(broad) == 1 and own and all(len(g.fields) <= 2 for g in own):
        return broad, own
    return None


def _active(sides: tuple[Side, Side], tagged: set[tuple[int, str]]) -> Side | None:
    """The side that is active: the one that tags fall on, else the one that catches the eye."""
    one, two = sides
    hits = [sum((c.portrait, c.field) in tagged for g in side for c in g.cells) for side in sides]
    rates = [hit / sum(len(g.cells) for g in side) for hit, side in zip(hits, sides, strict=True)]
    if sum(hits) >= _TAGGED and max(rates) > _LOPSIDED * min(rates):
        return one if rates[0] > rates[1] else two
    first, second = (sum(_emphasis(g.paint) for g in side) / len(side) for side in sides)
    if abs(first - second) < _EMPHASIS:
        return None
    return one if first > second else two


def _emphasis(paint: Paint) -> float:
    """How much a cell catches the eye: colour and darkness of its area, contrast of its text."""
    fill, ink = _rgb(paint.fill or _PAPER), _rgb(paint.ink)
    return (max(fill) - min(fill)) + (1 - _luminance(fill)) + abs(_luminance(fill) - _luminance(ink))


def _luminance(rgb: tuple[float, ...]) -> float:
    """Relative luminance, gamma left out (ITU-R BT.709 weights)."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _distance(one: str, two: str) -> float:
    return dist(_rgb(one), _rgb(two)) / 3**0.5


def _rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
