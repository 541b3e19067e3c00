"""The grid of action fields: which are active is told by looks, whatever the looks are, or left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pdfs
import pytest
from conftest import Result
from pdfs import BLACK, FIELDS, GREY, NAVY, PALE, WHITE, Colour, Portrait, portrait_pdf, portrait_sheets
from stadtatlas.edition.load import find, load
from stadtatlas.extractors import Extract, extract
from stadtatlas.readers import read
from stadtatlas.structure import structure

PROFILE = load(find("atlas-2019")).profile
CITIES = ("Emden", "Celle", "Husum", "Passau", "Speyer", "Görlitz")
ACTIVE = FIELDS[2:5], FIELDS[5:9], FIELDS[:4], FIELDS[6:], FIELDS[1:7], FIELDS[3:6]
"""What is active in each city; every field is so somewhere and somewhere not."""

Colours = Callable[[int, str, bool], tuple[Colour | None, Colour]]
"""Fill and ink of a cell by its city's number, its field, and whether that is active."""


def portraits(
    cities: int = 3, active: Sequence[Sequence[str]] = ACTIVE, project: str = "Leihrad", **looks: Any
) -> list[Portrait]:
    """Cities whose projects have no tag."""
    return [
        replace(Portrait(city, active=tuple(fields), project=project), **looks)
        for city, fields in zip(CITIES[:cities], active, strict=False)
    ]


def extracted(data: bytes) -> Extract:
    return extract(structure(read(data), PROFILE), PROFILE)


def grids(data: bytes) -> list[set[str]]:
    """The active fields of each city; of every city every field is told."""
    found = extracted(data)
    assert [r.code for r in found.remarks if r.code.startswith("grid.")] == []
    cells = [
        {c.field.removeprefix("action_fields."): c.value for c in claims if c.extractor == "grid"} for claims in found.portraits
    ]
    assert all(set(cell) == set(FIELDS) for cell in cells)
    return [{field for field, is_active in cell.items() if is_active} for cell in cells]


def painted(made: Sequence[Portrait], colours: Colours) -> bytes:
    """The portraits, each cell in colours of its own."""
    pdf = pdfs.Pdf()
    for city, portrait in enumerate(made):
        for sheet in portrait_sheets(portrait):
            pdf.sheet(repainted(sheet, {name: colours(city, name, name in portrait.active) for name in FIELDS}))
    return pdf.build()


def repainted(sheet: pdfs.Sheet, looks: Mapping[str, tuple[Colour | None, Colour]]) -> pdfs.Sheet:
    lines = [replace(line, colour=looks[line.text][1]) if line.text in looks else line for line in sheet.lines]
    fills = [(line, fill) for line in lines if line.text in looks and (fill := looks[line.text][0])]
    boxes = [pdfs.Box(line.x - 5, line.y - 12, 90, 17, fill) for line, fill in fills]
    return replace(sheet, lines=tuple(lines), boxes=tuple(boxes))


def shade(level: float) -> Colour:
    return (level, level, level)


YELLOW: Colour = (1.0, 0.95, 0.7)
LOOKS = {
    "dark and pale": ((NAVY, PALE), (WHITE, GREY)),
    "dark and none": ((NAVY, None), (WHITE, NAVY)),
    "dark and white": ((NAVY, WHITE), (WHITE, BLACK)),
    "pale yellow and grey": ((YELLOW, shade(0.6)), (BLACK, shade(0.35))),
    "one fill, two inks": ((PALE, PALE), (BLACK, shade(0.75))),
    "no fill, two inks": ((None, None), (BLACK, shade(0.75))),
    "red and grey": (((0.9, 0.3, 0.2), shade(0.85)), (WHITE, BLACK)),
}


@pytest.mark.parametrize("look", LOOKS)
def test_active_is_what_catches_the_eye(look: str) -> None:
    fills, inks = LOOKS[look]
    assert grids(portrait_pdf(*portraits(fills=fills, inks=inks))) == [set(active) for active in ACTIVE[:3]]


@pytest.mark.parametrize("across", [5, 2])
def test_the_grid_may_have_two_rows_or_five(across: int) -> None:
    assert grids(portrait_pdf(*portraits(across=across))) == [set(active) for active in ACTIVE[:3]]


def test_columns_of_text_below_change_nothing() -> None:
    assert grids(portrait_pdf(*portraits(columns=2))) == [set(active) for active in ACTIVE[:3]]


def test_a_page_that_lies_on_its_side_has_the_same_grid() -> None:
    assert grids(portrait_pdf(*portraits(rotate=90))) == [set(active) for active in ACTIVE[:3]]


def test_each_field_may_have_a_hue_of_its_own() -> None:
    hues = {name: ((n % 3) / 2, (n // 3 % 3) / 2, 0.15 + (n % 2) / 2) for n, name in enumerate(FIELDS)}

    def colours(_: int, name: str, is_active: bool) -> tuple[Colour | None, Colour]:
        return (hues[name], WHITE) if is_active else (shade(0.92), shade(0.6))

    assert grids(painted(portraits(6), colours)) == [set(active) for active in ACTIVE]


def test_shades_that_differ_as_compression_makes_them_are_one() -> None:
    def noisy(colour: Colour, by: int) -> Colour:
        return tuple(min(1.0, max(0.0, part + (by * (k + 2) % 5 - 2) / 255)) for k, part in enumerate(colour))  # type: ignore[return-value]

    def colours(city: int, name: str, is_active: bool) -> tuple[Colour | None, Colour]:
        by = city + FIELDS.index(name)
        return (noisy(NAVY, by), noisy(WHITE, by)) if is_active else (noisy(PALE, by), noisy(GREY, by))

    assert grids(painted(portraits(6), colours)) == [set(active) for active in ACTIVE]


@pytest.mark.parametrize("everywhere", [FIELDS, ()])
def test_a_city_with_all_fields_or_none_is_told_by_the_others(everywhere: tuple[str, ...]) -> None:
    active = (*ACTIVE[:2], everywhere)
    assert grids(portrait_pdf(*portraits(active=active))) == [set(fields) for fields in active]


def test_a_single_look_says_nothing() -> None:
    for active in ((FIELDS, FIELDS), ((), ())):
        found = extracted(portrait_pdf(*portraits(2, active=active)))
        assert not [c for claims in found.portraits for c in claims if c.extractor == "grid"]
        assert [(r.code, r.portrait) for r in found.remarks if r.code.startswith("grid.")] == [
            ("grid.unclear", 0),
            ("grid.unclear", 1),
        ]


def test_two_looks_that_catch_the_eye_alike_say_nothing() -> None:
    fills = (0.8, 0.2, 0.2), (0.2, 0.34, 0.8)
    found = extracted(portrait_pdf(*portraits(fills=fills, inks=(WHITE, WHITE))))
    assert {r.code for r in found.remarks if r.code.startswith("grid.")} == {"grid.unclear"}


def tagged(active: Sequence[Sequence[str]], tags: Sequence[str]) -> list[Portrait]:
    """Dark fields and pale ones, of which the projects' tags may say what they will."""
    return [replace(p, project=f"Leihrad ({tag})") for p, tag in zip(portraits(6, active=active), tags, strict=True)]


def test_tags_decide_against_the_eye_where_they_are_lopsided() -> None:
    dark = ACTIVE
    pale = [set(FIELDS) - set(fields) for fields in dark]
    on_pale = [next(name for name in FIELDS if name in fields) for fields in pale]
    assert grids(portrait_pdf(*tagged(dark, on_pale))) == pale


def test_tags_on_either_side_leave_it_to_the_eye() -> None:
    tags = [next(name for name in FIELDS if (name in fields) == (n % 2 == 0)) for n, fields in enumerate(ACTIVE)]
    assert grids(portrait_pdf(*tagged(ACTIVE, tags))) == [set(fields) for fields in ACTIVE]


def test_a_field_without_a_cell_is_told_and_left_open() -> None:
    def without(sheet: pdfs.Sheet) -> pdfs.Sheet:
        return replace(sheet, lines=tuple(line for line in sheet.lines if line.text != "Handel"))

    pdf = pdfs.Pdf()
    for portrait in portraits():
        for sheet in portrait_sheets(portrait):
            pdf.sheet(without(sheet))
    found = extracted(pdf.build())
    assert [len([c for c in claims if c.extractor == "grid"]) for claims in found.portraits] == [9, 9, 9]
    assert {(r.code, "Handel" in r.message) for r in found.remarks if r.code.startswith("grid.")} == {("grid.incomplete", True)}


def test_statements_hold_the_colours_and_the_place_of_each_cell(run_text: Callable[..., Result]) -> None:
    result = run_text(study__pdf=portrait_pdf(*portraits(2)))
    rows = {
        row["quote"]: row for row in result.rows("statements") if row["extractor"] == "grid" and row["record"] == "city:emden"
    }
    assert set(rows) == set(FIELDS)
    energy, trade = rows["Energie & Umwelt"], rows["Handel"]
    assert (energy["value"], energy["evidence"]) == (True, {"fill": "#0d386b", "ink": "#ffffff"})
    assert (trade["value"], trade["evidence"]) == (False, {"fill": "#e6ebf0", "ink": "#999ea6"})
    assert (energy["page"], trade["page"]) == (1, 1)
    assert energy["bbox"][:2] == pytest.approx((253, 124.5), abs=0.6)
    assert trade["bbox"][:2] == pytest.approx((55, 144.5), abs=0.6)


def test_where_looks_say_nothing_the_record_says_so(run_text: Callable[..., Result]) -> None:
    result = run_text(study__pdf=portrait_pdf(*portraits(2, active=(FIELDS, FIELDS))))
    assert [c["action_fields"] for c in result.rows("cities")] == [dict.fromkeys(FIELDS)] * 2
    assert result.codes("grid.") == ["grid.unclear"] * 2


def in_margin(sheet: pdfs.Sheet) -> pdfs.Sheet:
    """The page with its cells one below the other, right of the text."""
    at = {name: (455, 230 + 20 * n) for n, name in enumerate(FIELDS)}
    cells = {line.text: (line.x, line.y) for line in sheet.lines if line.text in at}
    lines = [replace(s, x=at[s.text][0], y=at[s.text][1]) if s.text in at else s for s in sheet.lines]
    colours = {name: next(b.colour for b in sheet.boxes if (b.x + 5, b.y + 12) == place) for name, place in cells.items()}
    boxes = [pdfs.Box(at[name][0] - 5, at[name][1] - 12, 90, 17, colour) for name, colour in colours.items()]
    return replace(sheet, lines=tuple(lines), boxes=tuple(boxes))


def test_a_grid_in_the_margin_beside_the_text_is_no_part_of_it() -> None:
    pdf = pdfs.Pdf()
    for portrait in portraits():
        for sheet in portrait_sheets(portrait):
            pdf.sheet(in_margin(sheet))
    data = pdf.build()
    assert grids(data) == [set(fields) for fields in ACTIVE[:3]]
    prose = [c.value for claims in extracted(data).portraits for c in claims if c.extractor == "sections"]
    assert prose == [
        c.value for claims in extracted(portrait_pdf(*portraits())).portraits for c in claims if c.extractor == "sections"
    ]


def test_a_grid_above_the_city_s_name_is_that_city_s() -> None:
    def turned_over(sheet: pdfs.Sheet) -> pdfs.Sheet:
        lines = [
            replace(line, y=line.y - 85 if line.text in FIELDS else line.y + 20 if line.y <= 106 else line.y)
            for line in sheet.lines
        ]
        return replace(sheet, lines=tuple(lines), boxes=tuple(replace(box, y=box.y - 85) for box in sheet.boxes))

    pdf = pdfs.Pdf()
    for portrait in portraits():
        for number, sheet in enumerate(portrait_sheets(portrait)):
            pdf.sheet(sheet if number else turned_over(sheet))
    assert grids(pdf.build()) == [set(active) for active in ACTIVE[:3]]
