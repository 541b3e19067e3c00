"""From characters on a page to text in reading order: lines, running heads, columns, tables, blocks, and where each stands.

The pages are made here of runs in one imagined font, each character half an em wide; no file is read.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.model import layout
from stadtatlas.model.document import Element, Shape
from stadtatlas.readers.pdf import blocks as blocking
from stadtatlas.readers.pdf.blocks import Block
from stadtatlas.readers.pdf.columns import arrange
from stadtatlas.readers.pdf.compose import Composer
from stadtatlas.readers.pdf.furniture import Furniture, find_furniture
from stadtatlas.readers.pdf.lines import Line, lines
from stadtatlas.readers.pdf.order import reading_order
from stadtatlas.readers.pdf.outline import Outline
from stadtatlas.readers.pdf.sheet import Box, Run, Sheet, Style, Target
from stadtatlas.readers.pdf.sheet import Shape as Area
from stadtatlas.readers.pdf.turning import Turn
from stadtatlas.readers.pdf.typography import measure
from stadtatlas.readers.pdf.zones import Table
from stadtatlas.text.words import Words

WIDTH, HEIGHT = 595.0, 842.0
FLOW = "und so steht es weiter im Text"
"""Thirty characters: a line of running text, 150 points wide in 10 points."""


def run(text: str, x: float, base: float, size: float = 10, font: str = "Serif", color: str = "#000000", gap: float = 0) -> Run:
    """Characters from `x` on, half an em wide and `gap` ems apart; a combining mark stands where its letter does."""
    letters = -1
    at = [letters := letters + (not unicodedata.combining(char)) for char in text]
    left = array("f", (x + n * (0.5 + gap) * size for n in at))
    return Run(text, left, array("f", (edge + 0.5 * size for edge in left)), base, Style(font, size, color))


def sheet(runs: Iterable[Run], shapes: Iterable[Area] = ()) -> Sheet:
    return Sheet(1, WIDTH, HEIGHT, tuple(runs), shapes=tuple(shapes))


def texts(*runs: Run, shapes: Sequence[Area] = ()) -> list[str]:
    return [line.text for line in lines(sheet(runs, shapes))]


def zones(runs: Iterable[Run], shapes: Sequence[Area] = ()) -> list[str]:
    """What is read one after the other: lines, and rows of tables with their cells parted by bars."""
    found: list[str] = []
    for zone in arrange(lines(sheet(runs, shapes)), shapes):
        if isinstance(zone, Table):
            found += [" | ".join(" ".join(line.text for line in cell) for cell in row) for row in zone.rows]
        else:
            found += [line.text for line in zone.lines]
    return found


def column(name: str, x: float, first: float, count: int, leading: float = 12, text: str = FLOW) -> list[Run]:
    """Lines of running text, numbered from 1."""
    return [run(f"{name}{n + 1} {text}", x, first + n * leading) for n in range(count)]


def names(read: Iterable[str]) -> str:
    """The first word of each."""
    return " ".join(text.split()[0] for text in read)


def numbered(name: str, count: int) -> str:
    return " ".join(f"{name}{n + 1}" for n in range(count))


def row(base: float, *cells: tuple[float, str]) -> list[Run]:
    return [run(text, x, base) for x, text in cells]


def rule(y: float, x0: float = 50, x1: float = 545) -> Area:
    return Area((x0, y, x1, y + 0.5), "#808080")


# --- lines -----------------------------------------------------------------------------------------------------------------


def test_a_gap_without_a_drawn_blank_becomes_a_blank() -> None:
    assert texts(run("Haus", 50, 100), run("boot", 72.5, 100)) == ["Haus boot"]
    assert texts(run("Haus", 50, 100), run("boot", 70.5, 100)) == ["Hausboot"]


def test_a_gap_inside_a_run_becomes_a_blank() -> None:
    whole = run("Hausboot", 50, 100)
    moved = array("f", [*whole.left[:4], *(edge + 3 for edge in whole.left[4:])])
    wide = Run(whole.text, moved, array("f", (edge + 5 for edge in moved)), 100, whole.style)
    (line,) = lines(sheet([wide]))
    assert line.text == "Haus boot"
    assert (line.left[4], line.right[4]) == (70, 73)


def test_letters_set_wide_stay_one_word_and_words_stay_apart() -> None:
    assert texts(run("STADTRAT", 50, 100, gap=0.25)) == ["STADTRAT"]
    one, two = run("STADT", 50, 100, gap=0.25), run("RAT", 93, 100, gap=0.25)
    both = Run("STADTRAT", one.left + two.left, one.right + two.right, 100, one.style)
    assert texts(both) == ["STADT RAT"]


def test_a_gap_between_columns_parts_a_line_and_a_stretched_blank_does_not() -> None:
    assert texts(run("Links steht", 50, 100), run("rechts auch", 120, 100)) == ["Links steht", "rechts auch"]
    assert texts(run("Links steht ", 50, 100), run("noch mehr", 119, 100)) == ["Links steht noch mehr"]


def test_a_superscript_goes_with_its_line_and_is_marked_raised() -> None:
    (line,) = lines(sheet([run("Der Plan", 50, 100), run("7", 90, 96, size=6), run(" gilt.", 93, 100)]))
    assert line.text == "Der Plan7 gilt."
    assert line.raised == ((8, 9),)
    assert (line.base, line.size) == (100, 10)


def test_a_subscript_goes_with_its_line_and_is_not_raised() -> None:
    (line,) = lines(sheet([run("CO", 50, 100), run("2", 60, 102, size=6), run("-Ausstoß", 63, 100)]))
    assert (line.text, line.raised) == ("CO2-Ausstoß", ())


def test_a_label_and_a_figure_of_very_different_size_on_one_baseline_stay_apart() -> None:
    assert texts(run("EINWOHNER", 50, 100, size=6), run("51.300", 82, 100, size=24)) == ["EINWOHNER", "51.300"]


def test_runs_drawn_out_of_order_on_one_line_are_put_together() -> None:
    runs = [run("Der ", 50, 100), run(" tagt heute.", 90, 100), run("Rat", 50, 112), run("Rat S", 70, 100, font="Serif-Bold")]
    assert texts(*runs) == ["Der Rat S tagt heute.", "Rat"]


def test_a_bullet_that_hangs_before_its_text_belongs_to_it() -> None:
    assert texts(run("•", 50, 100), run("Erster Punkt", 75, 100)) == ["• Erster Punkt"]
    assert texts(run("A", 50, 100), run("Erster Punkt", 75, 100)) == ["A", "Erster Punkt"]


def test_list_columns_that_nearly_touch_stay_apart() -> None:
    rows = [run(text, x, 100 + 12 * n) for n in range(3) for x, text in ((50, "•"), (58, "Radverkehr"), (109, "•"), (117, "Bus"))]
    assert texts(*rows) == ["• Radverkehr", "• Bus"] * 3


def test_a_dropped_initial_joins_its_word() -> None:
    runs = [run("D", 50, 124, size=36), run("ie Stadt wächst", 70, 100), run("seit zehn Jahren", 70, 112), run("und mehr", 70, 124)]
    assert texts(*runs) == ["Die Stadt wächst", "seit zehn Jahren", "und mehr"]


def test_a_large_number_beside_two_lines_is_no_initial() -> None:
    runs = [run("7", 50, 112, size=24), run("Städte machen", 66, 100), run("dabei mit", 66, 112)]
    assert "7" in texts(*runs)


def test_cells_in_two_filled_boxes_side_by_side_stay_apart() -> None:
    boxes = [Area((48, 90, 79.4, 104), "#103050"), Area((79.6, 90, 120, 104), "#e0e0e0")]
    cells = [run("Handel", 50, 100), run("Wasser", 82, 100)]
    assert texts(*cells, shapes=boxes) == ["Handel", "Wasser"]
    assert [line.fill for line in lines(sheet(cells, boxes))] == ["#103050", "#e0e0e0"]
    assert texts(*cells) == ["Handel Wasser"]


def test_the_topmost_shape_behind_a_line_is_its_fill_and_ornaments_are_none() -> None:
    boxes = [Area((0, 0, 595, 842), "#fafafa"), Area((40, 80, 200, 120), "#204060"), Area((52, 95, 56, 99), "#ff0000")]
    (line,) = lines(sheet([run("A", 50, 100)], boxes))
    assert (line.fill, line.area) == ("#204060", 1)
    assert lines(sheet([run("A", 50, 100)]))[0].fill is None
    assert lines(sheet([run("A", 50, 100)], [Area((40, 80, 200, 120), None)]))[0].fill is None


WORDS = st.text(alphabet="aouAcnß 1.\u0308\u0301\u0323", max_size=20)


@given(st.lists(WORDS.map(lambda text: "a" + text), min_size=1, max_size=3), st.floats(0, 4))
def test_a_line_is_in_nfc_and_every_character_has_its_edges(parts: list[str], gap: float) -> None:
    runs, x = [], 50.0
    for part in parts:
        runs.append(run(part, x, 100))
        x = runs[-1].right[-1] + gap
    for line in lines(sheet(runs)):
        assert unicodedata.is_normalized("NFC", line.text)
        assert len(line.left) == len(line.right) == len(line.text)
        assert list(line.left) == sorted(line.left)
        assert all(left <= right for left, right in zip(line.left, line.right, strict=True))


def test_decomposed_umlauts_become_letters_that_keep_their_edges() -> None:
    (line,) = lines(sheet([run("Gru\u0308n", 50, 100), run("a\u0308", 70, 100, font="Serif-Bold"), run("2", 75, 96, size=6)]))
    assert line.text == "Grünä2"
    assert list(line.left) == [50, 55, 60, 65, 70, 75]
    assert [at for at, _ in line.styles] == [0, 4, 5]
    assert line.raised == ((5, 6),)


# --- running heads and feet --------------------------------------------------------------------------------------------------


def furniture(pages: Sequence[Sequence[Run]]) -> tuple[list[list[str]], Furniture]:
    """What each page keeps, and what was found."""
    read = {n: lines(sheet(runs)) for n, runs in enumerate(pages, 1)}
    found = find_furniture(read, dict.fromkeys(read, HEIGHT))
    gone = {n: found.heads.get(n, frozenset()) | found.feet.get(n, frozenset()) for n in read}
    return [[line.text for line in read[n] if line.order not in gone[n]] for n in read], found


CITIES = ("Emden", "Celle", "Husum", "Passau", "Speyer", "Görlitz")
BODIES = [[run(f"Seite {c} {FLOW}", 50, 200), run(f"{c} endet so", 50, 600)] for c in "abcdefgh"]
KEPT = [[r.text for r in body] for body in BODIES]


def test_a_running_head_with_the_page_s_number_is_no_text() -> None:
    pages = [[run(f"Stadtbericht Nord {n}", 50, 40, size=8), *body] for n, body in enumerate(BODIES, 1)]
    kept, found = furniture(pages)
    assert kept == KEPT
    assert found.printed == {n: n for n in range(1, 9)}
    assert not found.feet


def test_a_head_with_chapters_names_is_furniture() -> None:
    chapters = ["Einleitung"] * 3 + ["Vergleich"] * 3 + ["Anhang"] * 2
    kept, found = furniture([[run(chapter, 50, 40, size=8), *body] for chapter, body in zip(chapters, BODIES, strict=True)])
    assert kept == KEPT
    assert not found.printed


def test_feet_with_cities_and_numbers_on_left_and_right_pages() -> None:
    sides = [50.0, 450.0]
    pages = [
        [*body, run(f"{n + 11} {city}" if n % 2 else f"{city} {n + 11}", sides[n % 2], 810, size=8)]
        for n, (body, city) in enumerate(zip(BODIES, CITIES, strict=False), 1)
    ]
    kept, found = furniture(pages)
    assert kept == KEPT[:6]
    assert found.printed == {n: n + 11 for n in range(1, 7)}


def test_a_head_of_two_lines_is_found_whole() -> None:
    head = [run("Stadtbericht Nord", 50, 40, size=8), run("Ausgabe für Räte", 50, 50, size=8)]
    assert furniture([[*head, *body] for body in BODIES])[0] == KEPT


def test_headings_that_open_pages_are_no_furniture() -> None:
    headings = ["Ziele", "Ablauf", "Ziele", "Ablauf", "Ziele", "Ablauf", "Ziele", "Ablauf"]
    pages = [
        [run(heading, 50, 60, size=14), *body, run("Ergebnis", 50, 400, size=14)]
        for heading, body in zip(headings, BODIES, strict=True)
    ]
    kept, found = furniture(pages)
    assert [page[0] for page in kept] == headings
    assert not found.heads


def test_facts_at_one_height_of_many_pages_are_no_furniture() -> None:
    counts = ["246.272", "51.300", "9.811", "110.400", "27.004", "33.150"]
    pages = [[run(f"Einwohner: {count}", 50, 60), *body] for count, body in zip(counts, BODIES, strict=False)]
    kept, found = furniture(pages)
    assert [page[0] for page in kept] == [f"Einwohner: {count}" for count in counts]
    assert not found.printed


def test_two_pages_are_too_few_for_furniture() -> None:
    assert not furniture([[run("Stadtbericht", 50, 40, size=8), *body] for body in BODIES[:2]])[1].heads


def test_pages_in_another_order_keep_their_numbers_and_are_read_by_them() -> None:
    order = [3, 1, 2, 5, 4, 6]
    kept, found = furniture([[*body, run(str(n), 290, 810, size=8)] for n, body in zip(order, BODIES, strict=False)])
    assert kept == KEPT[:6]
    assert found.printed == dict(enumerate(order, 1))
    assert reading_order(6, found.printed) == [2, 3, 1, 5, 4, 6]


@pytest.mark.parametrize(
    ("count", "printed", "order"),
    [
        (3, {}, [1, 2, 3]),
        (4, {1: 9, 3: 11}, [1, 2, 3, 4]),
        (4, {2: 7, 3: 5, 4: 6}, [1, 3, 4, 2]),
        (4, {1: 1, 2: 2, 3: 1, 4: 2}, [1, 2, 3, 4]),
    ],
)
def test_pages_are_read_in_printed_order_only_where_numbers_say_so(count: int, printed: dict[int, int], order: list[int]) -> None:
    assert reading_order(count, printed) == order


# --- reading order -------------------------------------------------------------------------------------------------------------


def test_two_columns_are_read_one_after_the_other() -> None:
    page = [*column("a", 50, 100, 6), *column("b", 300, 100, 6)]
    assert names(zones(page)) == f"{numbered('a', 6)} {numbered('b', 6)}"


def test_a_full_width_title_above_columns_comes_first() -> None:
    title = run("Was die Städte aus dem letzten Jahr gelernt haben", 50, 70, size=18)
    assert names(zones([title, *column("a", 50, 100, 6), *column("b", 300, 100, 6)])) == f"Was {numbered('a', 6)} {numbered('b', 6)}"


def test_a_full_width_heading_parts_two_bands_of_columns() -> None:
    heading = run("Danach beginnt der zweite Teil mit neuen Fragen an alle Räte", 50, 196, size=14)
    page = [*column("a", 50, 100, 6), *column("b", 300, 100, 6), heading, *column("c", 50, 224, 6), *column("d", 300, 224, 6)]
    assert names(zones(page)) == " ".join((numbered("a", 6), numbered("b", 6), "Danach", numbered("c", 6), numbered("d", 6)))


def test_a_line_that_overruns_its_column_by_a_point_stays_in_it() -> None:
    left = [run(f"a{n} {FLOW}", 50, 88 + 12 * n) for n in range(1, 7)]
    long = run("a7 und so steht es weiter im Text, der", 50, 172, size=10)
    page = [*left, long, *column("b", long.right[-1] - 1, 100, 7)]
    assert names(zones(page)) == f"{numbered('a', 7)} {numbered('b', 7)}"


def test_headings_at_one_height_in_both_columns_part_nothing() -> None:
    sides = ((50, "ab", "H1"), (300, "cd", "H2"))
    page = [
        line
        for x, (above, below), heading in sides
        for line in (*column(above, x, 100, 5), run(heading, x, 180, size=14), *column(below, x, 200, 5))
    ]
    parts = (numbered("a", 5), "H1", numbered("b", 5), numbered("c", 5), "H2", numbered("d", 5))
    assert names(zones(page)) == " ".join(parts)


def test_a_table_with_rules_is_read_row_by_row() -> None:
    cells = [(50, "Jahr"), (200, "Ort"), (350, "Zahl")], [(50, "2018"), (200, "Celle"), (350, "12")], [(50, "2019"), (200, "Emden"), (350, "7")]
    by_column = [run(r[c][1], r[c][0], 100 + 20 * n) for c in range(3) for n, r in enumerate(cells)]
    rules = [rule(y) for y in (86, 106, 126, 146)]
    assert zones(by_column, rules) == ["Jahr | Ort | Zahl", "2018 | Celle | 12", "2019 | Emden | 7"]


def test_a_table_without_rules_drawn_row_by_row_is_read_so() -> None:
    facts = [("Einwohner", "51.300"), ("Fläche", "112 km²"), ("Land", "Niedersachsen"), ("Gründung", "1292")]
    page = [r for n, (label, value) in enumerate(facts) for r in row(100 + 14 * n, (50, label), (180, value))]
    assert zones(page) == [f"{label} | {value}" for label, value in facts]


def test_wrapped_cells_stay_in_their_row() -> None:
    page = [
        *row(100, (50, "Ziel"), (180, "Strom sparen in")), run("allen Schulen", 180, 112),
        *row(134, (50, "Träger"), (180, "Stadtwerke und")), run("der Landkreis", 180, 146),
    ]  # fmt: skip
    rules = [rule(y) for y in (86, 118, 152)]
    assert zones(page, rules) == ["Ziel | Strom sparen in allen Schulen", "Träger | Stadtwerke und der Landkreis"]


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    one, two = ([(50, 150), (320, 420)][k] for k in (0, 1))
    tables = ((one, ("A", "B", "C")), (two, ("X", "Y", "Z")))
    page = [r for xs, rows in tables for n, name in enumerate(rows) for r in row(100 + 20 * n, (xs[0], name), (xs[1], f"{n}{name}"))]
    rules = [rule(y) for y in (86, 106, 126, 146)]
    assert zones(page, rules) == ["A | 0A", "B | 1B", "C | 2C", "X | 0X", "Y | 1Y", "Z | 2Z"]


def test_a_note_in_the_margin_goes_behind_the_heading_beside_it() -> None:
    main = [*column("a", 50, 100, 6), run("Musterort", 50, 200, size=18), *column("b", 50, 224, 12)]
    page = [*main[:7], run("Einwohner", 420, 200), run("51.300", 420, 212), *main[7:]]
    assert names(zones(page)) == f"{numbered('a', 6)} Musterort Einwohner 51.300 {numbered('b', 12)}"


def test_a_list_in_two_columns_is_read_column_by_column() -> None:
    items = [run(f"• {name}", x, 100 + 12 * n) for x, list_ in ((50, "abcde"), (200, "fghij")) for n, name in enumerate(list_)]
    assert "".join(text[-1] for text in zones(items)) == "abcdefghij"


def test_running_text_drawn_across_its_columns_is_read_column_by_column() -> None:
    page = [line for pair in zip(column("a", 50, 100, 8), column("b", 300, 100, 8), strict=True) for line in pair]
    assert names(zones(page)) == f"{numbered('a', 8)} {numbered('b', 8)}"


def test_cells_of_two_lines_in_filled_boxes_stay_together() -> None:
    boxes = [Area((50 + 100 * n, 90, 145 + 100 * n, 120), "#d0d0d0") for n in range(3)]
    page = [run(text, 55 + 100 * n, 102 + 12 * k) for n, cell in enumerate(("Strom Netz", "Bus Takt", "Rad Weg")) for k, text in enumerate(cell.split())]
    assert " ".join(zones(page, boxes)).replace(" |", "") == "Strom Netz Bus Takt Rad Weg"


places = st.tuples(
    st.sampled_from([50, 60, 200, 300, 420]), st.integers(4, 40), st.sampled_from([6, 10, 18]), st.sampled_from(["a", "• b", "c d e f g", FLOW])
)
areas = st.tuples(st.integers(0, 500), st.integers(0, 400), st.integers(1, 500), st.integers(1, 60), st.sampled_from(["#cccccc", None]))


@settings(deadline=None)
@given(st.lists(places, max_size=25), st.lists(areas, max_size=4))
def test_every_line_is_read_once(drawn: list[tuple[int, int, int, str]], boxes: list[tuple[int, int, int, int, str | None]]) -> None:
    shapes = [Area((x, y, x + width, y + height), fill) for x, y, width, height, fill in boxes]
    found = lines(sheet([run(text, x, 10 * at, size) for x, at, size, text in drawn], shapes))
    read = [line for zone in arrange(found, shapes) for line in _lines(zone)]
    assert sorted(line.order for line in read) == sorted(line.order for line in found)
    assert all(line in found for line in read)


def _lines(zone: object) -> Iterable[Line]:
    if isinstance(zone, Table):
        return (line for cells in zone.rows for cell in cells for line in cell)
    return zone.lines  # type: ignore[attr-defined]
