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
from stadtatlas.model.document import Shape
from stadtatlas.readers.pdf.blocks import Block, blocks
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
from stadtatlas.readers.pdf.zones import Column, Table, Zone
from stadtatlas.text.listing import bullet, is_bullet, is_dash
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


def stacked(first: float, *said: str, x: float = 50, font: str = "Serif") -> list[Run]:
    """Lines one below the other."""
    return [run(text, x, first + 12 * n, font=font) for n, text in enumerate(said)]


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


@pytest.mark.parametrize(("gap", "read"), [(1, ["Hausboot"]), (2.5, ["Haus boot"]), (5, ["Haus boot"]), (12, ["Haus", "boot"])])
def test_a_gap_without_a_drawn_blank_becomes_a_blank_and_a_wide_one_parts(gap: float, read: list[str]) -> None:
    assert texts(run("Haus", 50, 100), run("boot", 70 + gap, 100)) == read


def in_one(*runs: Run) -> Run:
    """Runs as one operator draws them."""
    left = array("f", (edge for r in runs for edge in r.left))
    right = array("f", (edge for r in runs for edge in r.right))
    return Run("".join(r.text for r in runs), left, right, runs[0].base, runs[0].style)


def test_a_gap_inside_a_run_becomes_a_blank_with_its_edges() -> None:
    (line,) = lines(sheet([in_one(run("Haus", 50, 100), run("boot", 73, 100))]))
    assert line.text == "Haus boot"
    assert (line.left[4], line.right[4]) == (70, 73)


def test_letters_set_wide_stay_one_word_and_words_stay_apart() -> None:
    assert texts(run("STADTRAT", 50, 100, gap=0.25)) == ["STADTRAT"]
    assert texts(in_one(run("STADT", 50, 100, gap=0.25), run("RAT", 93, 100, gap=0.25))) == ["STADT RAT"]


@pytest.mark.parametrize(("x", "read"), [(82, ["Links auch"]), (102, ["Links auch"]), (120, ["Links", "auch"])])
def test_a_drawn_blank_may_be_stretched_but_not_over_a_gap_between_columns(x: float, read: list[str]) -> None:
    assert texts(in_one(run("Links ", 50, 100), run("auch", x, 100))) == read


def test_a_blank_stretched_between_two_runs_parts_nothing() -> None:
    assert texts(run("Links steht ", 50, 100), run("noch mehr", 119, 100)) == ["Links steht noch mehr"]
    assert texts(run("Links steht ", 50, 100), run("noch mehr", 125, 100)) == ["Links steht", "noch mehr"]


def test_a_superscript_goes_with_its_line_and_is_marked_raised() -> None:
    (line,) = lines(sheet([run("Der Plan", 50, 100), run("7", 90, 96, size=6), run(" gilt.", 93, 100)]))
    assert line.text == "Der Plan7 gilt."
    assert line.raised == ((8, 9),)
    assert (line.base, line.size) == (100, 10)


def test_a_superscript_that_is_drawn_later_is_still_raised() -> None:
    parts = [run("Plan", 70, 100), run("7", 90, 96, size=6), run(" gilt.", 93, 100)]
    line, _ = lines(sheet([run("Der ", 50, 100), run("Danach", 50, 112), *parts]))
    assert (line.text, line.raised) == ("Der Plan7 gilt.", ((8, 9),))


def test_a_subscript_goes_with_its_line_and_is_not_raised() -> None:
    (line,) = lines(sheet([run("CO", 50, 100), run("2", 60, 102, size=6), run("-Ausstoß", 63, 100)]))
    assert (line.text, line.raised) == ("CO2-Ausstoß", ())


def test_a_label_and_a_figure_of_very_different_size_on_one_baseline_stay_apart() -> None:
    assert texts(run("EINWOHNER", 50, 100, size=6), run("51.300", 82, 100, size=24)) == ["EINWOHNER", "51.300"]


def test_runs_drawn_out_of_order_on_one_line_are_put_together() -> None:
    runs = [run("Der ", 50, 100), run(" tagt heute.", 85, 100), run("Danach", 50, 112), run("Rat", 70, 100, font="Serif-Bold")]
    assert texts(*runs) == ["Der Rat tagt heute.", "Danach"]
    assert texts(run("Der", 50, 100), run("Danach", 50, 112), run("Rat", 68, 100)) == ["Der Rat", "Danach"]


def test_a_bullet_that_hangs_before_its_text_belongs_to_it() -> None:
    assert texts(run("•", 50, 100), run("Erster Punkt", 75, 100)) == ["• Erster Punkt"]
    assert texts(run("A", 50, 100), run("Erster Punkt", 75, 100)) == ["A", "Erster Punkt"]
    assert texts(run("•", 50, 100), run("Erster Punkt", 95, 100)) == ["•", "Erster Punkt"]


def test_list_columns_that_nearly_touch_stay_apart() -> None:
    rows = [run(text, x, 100 + 12 * n) for n in range(3) for x, text in ((50, "•"), (58, "Radverkehr"), (109, "•"), (117, "Bus"))]
    assert texts(*rows) == ["• Radverkehr", "• Bus"] * 3


def test_a_dropped_initial_joins_its_word() -> None:
    beside = stacked(100, "ie Stadt wächst", "seit zehn Jahren", "und mehr", x=70)
    assert texts(run("D", 50, 124, size=36), *beside) == ["Die Stadt wächst", "seit zehn Jahren", "und mehr"]
    assert texts(run("»D", 32, 124, size=36), *beside)[0] == "»Die Stadt wächst"


@pytest.mark.parametrize(("text", "size"), [("7", 36), ("D", 13), ("DREI", 36)])
def test_a_figure_a_small_letter_or_a_word_is_no_initial(text: str, size: float) -> None:
    beside = stacked(100, "Städte machen", "dabei mit", x=52 + size / 2 * len(text))
    assert "Städte machen" in texts(run(text, 50, 124, size=size), *beside)


def test_cells_in_two_filled_boxes_side_by_side_stay_apart() -> None:
    boxes = [Area((48, 90, 79.4, 104), "#103050"), Area((79.6, 90, 120, 104), "#e0e0e0")]
    cells = [run("Handel", 50, 100), run("Wasser", 82, 100)]
    assert texts(*cells, shapes=boxes) == ["Handel", "Wasser"]
    assert [line.fill for line in lines(sheet(cells, boxes))] == ["#103050", "#e0e0e0"]
    assert texts(*cells) == ["Handel Wasser"]


def test_the_topmost_shape_behind_a_line_is_its_fill_and_ornaments_are_none() -> None:
    ornaments = [Area((52, 95, 56, 99), "#ff0000"), Area((40, 96, 200, 98), "#ff0000")]
    boxes = [Area((0, 0, 595, 842), "#fafafa"), Area((40, 80, 200, 120), "#204060"), *ornaments]
    (line,) = lines(sheet([run("A", 50, 100)], boxes))
    assert (line.fill, line.area) == ("#204060", 1)
    assert lines(sheet([run("A", 50, 100)]))[0].fill is None
    assert lines(sheet([run("A", 50, 100)], [Area((40, 80, 200, 120), None)]))[0].fill is None


def test_a_line_has_the_style_of_most_of_its_characters() -> None:
    (line,) = lines(sheet([run("Ziel: ", 50, 100, font="Serif-Bold"), run("mehr Bäume", 80, 100)]))
    assert line.style == Style("Serif", 10, "#000000")
    assert [(at, style.font) for at, style in line.styles] == [(0, "Serif-Bold"), (6, "Serif")]


def test_a_hyphen_out_of_another_font_is_no_change_of_style() -> None:
    (line,) = lines(sheet([run("Stadt", 50, 100), run("-", 75, 100, font="Sans"), run("rat", 80, 100)]))
    assert (line.text, len({style.font for _, style in line.styles})) == ("Stadt-rat", 1)


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


def test_a_mark_without_a_letter_is_not_lost() -> None:
    (line,) = lines(sheet([run("\u0308a", 50, 100), run("o\u0308", 55, 100)]))
    assert line.text == "\u0308aö"


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


def test_a_year_in_a_head_is_no_page_s_number() -> None:
    for head, numbers in (("Stadtbericht 2019", {}), ("Stadtbericht 2019 | {}", {n: n + 4 for n in range(1, 9)})):
        kept, found = furniture([[run(head.format(n), 50, 40, size=8), *body] for n, body in enumerate(BODIES, 5)])
        assert kept == KEPT
        assert found.printed == numbers


def test_a_head_of_two_lines_is_found_whole() -> None:
    head = [run("Stadtbericht Nord", 50, 40, size=9), run("Ausgabe für Räte", 50, 50, size=8)]
    assert furniture([[*head, *body] for body in BODIES])[0] == KEPT


def test_a_head_and_a_foot_of_one_style_are_both_found() -> None:
    feet = [run(str(n), 50, 810, size=8) for n in range(1, 9)]
    for head in ([run("Stadtbericht Nord", 50, 40, size=8)], stacked(40, "Stadtbericht Nord", "Ausgabe für Räte", font="Sans")):
        assert furniture([[*head, *body, foot] for body, foot in zip(BODIES, feet, strict=True)])[0] == KEPT


@pytest.mark.parametrize("foot", ["Seite {} von 6", "Bericht 2019 | {}"])
def test_pages_in_another_order_are_told_beside_a_figure_that_all_print(foot: str) -> None:
    printed = [4, 1, 6, 2, 5, 3]
    pages = [[*body, run(foot.format(n), 50, 810, size=8)] for n, body in zip(printed, BODIES, strict=False)]
    assert furniture(pages)[1].printed == dict(enumerate(printed, 1))


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


def test_what_repeats_in_the_middle_of_pages_is_text() -> None:
    pages = [[*body, run("Weiter auf der nächsten Seite", 50, 400, size=8)] for body in BODIES]
    assert furniture(pages)[0] == [[line.text for line in page] for page in pages]


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
    read = zones([title, *column("a", 50, 100, 6), *column("b", 300, 100, 6)])
    assert names(read) == f"Was {numbered('a', 6)} {numbered('b', 6)}"


def test_a_full_width_heading_parts_two_bands_of_columns() -> None:
    heading = run("Danach beginnt der zweite Teil mit neuen Fragen an alle Räte", 50, 196, size=14)
    page = [*column("a", 50, 100, 6), *column("b", 300, 100, 6), heading, *column("c", 50, 224, 6), *column("d", 300, 224, 6)]
    assert names(zones(page)) == " ".join((numbered("a", 6), numbered("b", 6), "Danach", numbered("c", 6), numbered("d", 6)))


def test_a_line_that_overruns_its_column_stays_in_it() -> None:
    long = run("a7 und so steht es weiter im Text, der", 50, 172)
    page = [*column("a", 50, 100, 6), long, *column("b", long.right[-1] + 8, 100, 7)]
    assert names(zones(page)) == f"{numbered('a', 7)} {numbered('b', 7)}"


def test_a_letter_that_reaches_out_of_its_column_by_a_point_stays_in_it() -> None:
    page = [*column("a", 50, 100, 6), *column("b", 225, 100, 5), run(f"j6 {FLOW}", 224, 160)]
    assert names(zones(page)) == f"{numbered('a', 6)} {numbered('b', 5)} j6"


def test_headings_at_one_height_in_both_columns_part_nothing() -> None:
    left = [*column("a", 50, 100, 5), run("H1", 50, 180, size=14), *column("b", 50, 200, 5)]
    right = [*column("c", 300, 100, 5), run("H2", 300, 180, size=14), *column("d", 300, 200, 5)]
    parts = (numbered("a", 5), "H1", numbered("b", 5), numbered("c", 5), "H2", numbered("d", 5))
    assert names(zones(left + right)) == " ".join(parts)


def test_a_table_with_rules_is_read_row_by_row_however_it_is_drawn() -> None:
    rows = [("Jahr", "Ort", "Zahl"), ("2018", "Celle", "12"), ("2019", "Emden", "7")]
    by_column = [run(rows[n][k], 50 + 150 * k, 100 + 20 * n) for k in range(3) for n in range(3)]
    assert zones(by_column, [rule(y) for y in (86, 106, 126, 146)]) == [" | ".join(cells) for cells in rows]


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


def test_an_empty_cell_takes_no_row_out_of_its_table() -> None:
    page = [
        *row(100, (50, "A"), (200, "B"), (350, "C")),
        *row(120, (50, "D"), (350, "F")),
        *row(140, (50, "G"), (200, "H"), (350, "I")),
    ]
    assert zones(page, [rule(y) for y in (86, 106, 126, 146)]) == ["A | B | C", "D | F", "G | H | I"]


def test_a_list_in_two_columns_that_is_drawn_row_by_row_is_no_table() -> None:
    names = [("Rad", "Bus"), ("Bahn", "Steg"), ("Hafen", "Fähre")]
    page = [r for n, (a, b) in enumerate(names) for r in row(100 + 12 * n, (50, f"• {a}"), (250, f"• {b}"))]
    assert not any("|" in read for read in zones(page))


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    left = [r for n, name in enumerate("ABC") for r in row(100 + 20 * n, (50, name), (150, f"{n}{name}"))]
    right = [r for n, name in enumerate("XYZ") for r in row(100 + 20 * n, (320, name), (420, f"{n}{name}"))]
    rules = [rule(y) for y in (86, 106, 126, 146)]
    assert zones(left + right, rules) == ["A | 0A", "B | 1B", "C | 2C", "X | 0X", "Y | 1Y", "Z | 2Z"]


def test_a_note_in_the_margin_goes_behind_the_heading_beside_it() -> None:
    main = [*column("a", 50, 100, 6), run("Musterort", 50, 200, size=18), *column("b", 50, 224, 12)]
    page = [*main[:7], run("Einwohner", 420, 200), run("51.300", 420, 212), *main[7:]]
    assert names(zones(page)) == f"{numbered('a', 6)} Musterort Einwohner 51.300 {numbered('b', 12)}"


def test_two_notes_in_the_margin_go_each_where_it_stands() -> None:
    main = [*column("a", 50, 100, 8), *column("b", 50, 216, 8)]
    page = [*main[:2], run("Eins", 420, 100), run("Zwei", 420, 216), *main[2:]]
    assert names(zones(page)) == f"Eins {numbered('a', 8)} Zwei {numbered('b', 8)}"


def test_lists_between_rules_are_columns_and_no_table() -> None:
    lists = [stacked(base, f"• {name}", f"• noch {name}", x=x) for base, names_ in ((100, "ab"), (140, "cd"))
             for x, name in zip((50, 250), names_, strict=True)]  # fmt: skip
    page = [line for list_ in lists for line in list_]
    assert [text[-1] for text in zones(page, [rule(y) for y in (86, 120, 160)])] == list("aabbccdd")


@pytest.mark.parametrize("x", [115, 250])
def test_a_list_in_two_columns_is_read_column_by_column(x: float) -> None:
    left, right = ["• Radverkehr", "• Radwegnetz", "• Radstation"], ["• Bus", "• Bahn", "• Schiff"]
    assert zones([*stacked(100, *left), *stacked(100, *right, x=x)]) == left + right


def test_running_text_drawn_across_its_columns_is_read_column_by_column() -> None:
    page = [line for pair in zip(column("a", 50, 100, 8), column("b", 300, 100, 8), strict=True) for line in pair]
    assert names(zones(page)) == f"{numbered('a', 8)} {numbered('b', 8)}"


def test_cells_of_two_lines_in_filled_boxes_stay_together() -> None:
    boxes = [Area((50 + 100 * n, 90, 145 + 100 * n, 120), "#d0d0d0") for n in range(3)]
    cells = [stacked(102, *cell.split(), x=55 + 100 * n) for n, cell in enumerate(("Strom Netz", "Bus Takt", "Rad Weg"))]
    page = [line for pair in zip(*cells, strict=True) for line in pair]
    assert " ".join(zones(page, boxes)).replace(" |", "") == "Strom Netz Bus Takt Rad Weg"


LINES = st.builds(
    run, st.sampled_from(["a", "• b", "c d e f g", FLOW]), st.sampled_from([50, 60, 200, 300, 420]),
    st.integers(4, 40).map(lambda n: 10 * n), st.sampled_from([6, 10, 18]),
)  # fmt: skip
AREAS = st.builds(
    lambda x, y, width, height, fill: Area((x, y, x + width, y + height), fill),
    st.integers(0, 500), st.integers(0, 400), st.integers(1, 500), st.integers(1, 60), st.sampled_from(["#cccccc", None]),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=25), st.lists(AREAS, max_size=4))
def test_every_line_is_read_once(runs: list[Run], shapes: list[Area]) -> None:
    found = lines(sheet(runs, shapes))
    read = [line for zone in arrange(found, shapes) for line in _lines(zone)]
    assert sorted(line.order for line in read) == sorted(line.order for line in found)
    assert all(line in found for line in read)


def _lines(zone: Zone) -> Iterable[Line]:
    return zone.lines if isinstance(zone, Column) else (line for cells in zone.rows for cell in cells for line in cell)


# --- blocks --------------------------------------------------------------------------------------------------------------------


def composer(*pages: Sequence[Run], known: str = "", shapes: Sequence[Area] = (), links: Sequence[Target] = ()) -> Composer:
    """Pages read to their end."""
    read = [lines(sheet(runs, shapes)) for runs in pages]
    type_ = measure(read)
    made = Composer(Words(known), type_)
    for number, found in enumerate(read, 1):
        made.begin(number, layout.Sheet(WIDTH, HEIGHT))
        for block in blocks(arrange(found, shapes), type_):
            made.add(block, links)
        made.end()
    return made


def elements(*runs: Run, known: str = "", shapes: Sequence[Area] = ()) -> list[tuple[str, str]]:
    return [(e.shape.value, e.view.text) for e in composer(runs, known=known, shapes=shapes).finished()]


def shown(*runs: Run, known: str = "") -> str:
    """The clean text of what is one element."""
    ((_, text),) = elements(*runs, known=known)
    return text


BODY = column("z", 50, 400, 8)
"""Running text that tells what is usual on the page."""


def above(*runs: Run) -> list[tuple[str, str]]:
    """The elements of these runs above running text."""
    *found, last = elements(*runs, *BODY)
    assert last[0] == "text"
    return found


def test_type_is_measured_by_what_is_commonest() -> None:
    ragged = stacked(300, "ein langer Satz", "steht", "hier und flattert so", "recht frei herum", "ohne Rand", font="Sans")
    heads = [run("Ziele", 50, 60, size=18), run("Wege", 50, 80, size=18)]
    whole, loose = measure([lines(sheet([*heads, *column("a", 50, 100, 8)]))]), measure([lines(sheet(ragged))])
    assert whole.body == Style("Serif", 10, "#000000")
    assert (whole.pitch(10), sorted(whole.justified)) == (12, [10])
    assert whole.pitch(18) > 18
    assert not loose.justified


def test_white_space_parts_paragraphs() -> None:
    found = elements(*column("a", 50, 100, 5), *column("b", 50, 168, 5))
    assert [(shape, text.split()[0]) for shape, text in found] == [("text", "a1"), ("text", "b1")]


def test_a_first_line_s_indent_parts_paragraphs() -> None:
    page = stacked(100, f"Eins {FLOW}", f"zwei {FLOW}.") + stacked(124, f"Drei {FLOW}", x=62) + stacked(136, f"vier {FLOW}")
    found = elements(*page)
    assert [text.split()[0] for _, text in found] == ["Eins", "Drei"]


def test_a_short_last_line_ends_a_paragraph_in_justified_text() -> None:
    first = [f"Eins {FLOW}", f"zwei {FLOW}", f"drei {FLOW}", "ist das Ende."]
    found = elements(*stacked(100, *first, f"Neun {FLOW}", f"zehn {FLOW}", f"zwei {FLOW}"))
    assert [text.split()[0] for _, text in found] == ["Eins", "Neun"]


def test_a_column_that_ends_in_a_full_line_goes_on_in_the_next() -> None:
    for last, goes_on in ((f"a7 {FLOW}", True), ("a7 und so endet es.", False)):
        page = [*column("a", 50, 100, 6), run(last, 50, 172), *column("b", 300, 100, 7)]
        assert [e.continues for e in composer(page).finished()] == [False, goes_on]
    set_in = [*column("a", 50, 100, 7), run(f"b1 {FLOW}"[:30], 312, 100), *column("c", 300, 112, 7)]
    assert [e.continues for e in composer(set_in).finished()] == [False, False]


def test_a_short_line_inside_an_address_ends_there() -> None:
    said = ["Stadt Celle", "Am Markt 14", "29221 Celle", "www.celle.example"]
    page = [*stacked(100, f"Eins {FLOW}", f"zwei {FLOW}", f"drei {FLOW}"), *stacked(160, *said)]
    assert elements(*page)[1] == ("text", "\n".join(said))


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("Der Rat beschloss die Ver-", "waltung zu stärken und zu", "Der Rat beschloss die Verwaltung zu stärken und zu"),
        ("Er kennt den Plan für Rad-", "und Fußwege sehr gut und", "Er kennt den Plan für Rad- und Fußwege sehr gut und"),
        ("Das liegt in Schleswig-", "Holstein an der Küste und", "Das liegt in Schleswig-Holstein an der Küste und"),
        ("Der Rat beschloss die Ver\u00ad", "waltung zu stärken und zu", "Der Rat beschloss die Verwaltung zu stärken und zu"),
    ],
)
def test_a_word_over_a_line_end_is_joined_in_the_view_and_kept_in_the_text(left: str, right: str, joined: str) -> None:
    made = composer(stacked(100, left, right))
    assert made.finished()[0].view.text == joined
    assert made.text == f"{left}\n{right}"


def test_a_bold_heading_of_several_lines_is_one_heading() -> None:
    title = stacked(100, "Wie eine Stadt am Meer", "ihre Wege neu plant", font="Serif-Bold")
    found = elements(*title, *column("a", 50, 124, 6))
    assert [shape for shape, _ in found] == ["heading", "text"]
    assert found[0][1].split() == "Wie eine Stadt am Meer ihre Wege neu plant".split()


def test_headings_have_levels_by_their_size() -> None:
    heads = [run(text, 50, base, size) for text, base, size in (("Groß", 60, 18), ("Klein", 84, 14), ("Auch groß", 220, 18))]
    found = composer([*heads[:2], *column("a", 50, 104, 6), heads[2], *column("b", 50, 244, 6)]).finished()
    assert [(e.view.text, e.depth) for e in found if e.shape is Shape.HEADING] == [("Groß", 1), ("Klein", 2), ("Auch groß", 1)]


def test_a_heading_in_colour_is_one_and_a_caption_in_italics_is_none() -> None:
    assert elements(run("Ziele", 50, 100, color="#c03010"), *column("a", 50, 114, 6))[0] == ("heading", "Ziele")
    grey = run("Rathaus", 50, 100, font="Serif-Italic", color="#c03010")
    assert elements(grey, *column("a", 50, 114, 6))[0] == ("text", "Rathaus")


def test_what_a_bookmark_names_is_a_heading() -> None:
    block = Block("text", lines(sheet([run("Zur Lage", 50, 100)])))
    for page, kind in ((2, "text"), (1, "heading")):
        Outline([(0, "Zur Lage", 1)]).mark(block, page)
        assert block.kind == kind


TITLE = run("Leihrad am Hafen", 50, 100, font="Serif-Bold")


def test_a_title_keeps_its_lighter_tags() -> None:
    found = elements(TITLE, run(" (Verwaltung)", 130, 100), *column("a", 50, 112, 6))
    assert found[0] == ("heading", "Leihrad am Hafen (Verwaltung)")
    assert found[1][0] == "text"


def test_a_title_keeps_tags_on_a_second_line() -> None:
    found = elements(TITLE, run("(Verwaltung)", 50, 112), *column("a", 50, 124, 6))
    assert found[0] == ("heading", "Leihrad am Hafen\n(Verwaltung)")


def test_a_title_keeps_tags_that_break_over_two_lines() -> None:
    found = elements(TITLE, run(" (Mobilität,", 130, 100), run("Energie und Umwelt)", 50, 112), *column("a", 50, 124, 6))
    assert found[0] == ("heading", "Leihrad am Hafen (Mobilität, Energie und Umwelt)")
    assert found[1][1].startswith("a1")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("• Netz", "• "), ("– Netz", "– "), ("- Netz", "- "), ("▪  Netz", "▪  "), ("→ Netz", "→ "), ("✔\ufe0f Netz", "✔\ufe0f "),
        ("\uf0b7 Netz", "\uf0b7 "), ("•Netz", ""), ("• ", ""), ("-netz", ""), ("1. Netz", ""), ("(Netz) neu", ""), ("§ 5", ""),
        ("& Söhne", ""), ("/ Netz", ""), ("€ 5", ""), ("„ Netz", ""), ("o Netz", ""), ("² Netz", ""), ("… und so", ""),
        ("≥ 50 Orte", ""), ("− 5 Grad", ""), ("− Netz", "− "), ("× 3 m", ""), ("£ 5", ""), ("° Celsius", ""), ("№ 5", ""),
        ("∙ Netz", "∙ "), ("➔ Netz", "➔ "),
    ],
)  # fmt: skip
def test_a_bullet_is_a_sign_and_a_blank_before_text(text: str, begins: str) -> None:
    assert text[: bullet(text)] == begins
    assert is_bullet(text) is bool(begins)
    assert is_dash(text) is (begins in ("– ", "- "))


@pytest.mark.parametrize("hang", [0, 8])
def test_a_list_item_goes_on_hanging_or_not(hang: float) -> None:
    page = [
        *stacked(100, "• Erstens steht dies im Vertrag und"), *stacked(112, "gilt.", x=50 + hang),
        *stacked(124, "• Zweitens steht auch das im Vertrag"),
    ]  # fmt: skip
    assert above(*page) == [
        ("item", "Erstens steht dies im Vertrag und gilt."),
        ("item", "Zweitens steht auch das im Vertrag"),
    ]


def test_a_dash_that_running_text_breaks_before_begins_no_item() -> None:
    said = "Die Räte planen ein Haus am Wasser", "– seit langem schon – und auch eine", "Brücke über den Fluss im nächsten."
    assert [shape for shape, _ in elements(*stacked(100, *said))] == ["text"]


@pytest.mark.parametrize("numbers", [("1.", "2."), ("9)", "10)"), ("a)", "b)")])
def test_the_items_of_a_numbered_list_stay_apart(numbers: tuple[str, str]) -> None:
    said = [f"{numbers[0]} Erstens steht dies im", f"{numbers[1]} Zweitens steht auch das im Vertrag"]
    assert [text for _, text in above(*stacked(100, *said))] == said


def test_a_footnote_s_mark_is_cut_from_it_and_from_the_text_it_belongs_to() -> None:
    body = [run("Der Rat hat den Plan beschlossen.", 50, 100), run("4", 215, 96, size=6), *column("a", 50, 112, 6)]
    note = [run("4", 50, 697, size=5), run(" Vorlage 12 vom Mai", 52.5, 700, size=8)]
    made = composer([*body, *note])
    text, foot = made.finished()
    assert (foot.shape, foot.view.text) == (Shape.FOOTNOTE, "Vorlage 12 vom Mai")
    assert text.view.text.startswith("Der Rat hat den Plan beschlossen. a1 und")
    assert "beschlossen.4" in made.text
    assert not made.untied


def test_a_footnote_without_a_mark_in_the_text_is_untied() -> None:
    note = [run("5", 50, 697, size=5), run(" Vorlage 12 vom Mai", 52.5, 700, size=8)]
    made = composer([*column("a", 50, 112, 6), *note])
    assert [(page, mark) for page, mark, _ in made.untied] == [(1, "5")]


@pytest.mark.parametrize(("before", "kept"), [("Auf 112 km", "Auf 112 km2 Fläche"), ("Auf dem Ring", "Auf dem Ring Fläche")])
def test_the_raised_figure_of_a_unit_stays_and_another_is_a_mark(before: str, kept: str) -> None:
    end = 50 + 5 * len(before)
    assert shown(run(before, 50, 100), run("2", end, 96, size=6), run(" Fläche", end + 3, 100)) == kept


@pytest.mark.parametrize(
    ("before", "raised", "kept"), [("Der Plan", "7 ", "Der Plan gilt."), ("Auf 112 km", "2 ", "Auf 112 km2 gilt.")]
)
def test_a_blank_drawn_with_a_mark_stays(before: str, raised: str, kept: str) -> None:
    end = 50 + 5 * len(before)
    assert shown(run(before, 50, 100), run(raised, end, 96, size=6), run("gilt.", end + 6, 100)) == kept


def test_small_capitals_that_are_smaller_capitals_are_lower_case() -> None:
    assert shown(run("B", 50, 100), run("ÜRGER", 55, 100, size=8), run(" R", 75, 100), run("AT", 85, 100, size=8)) == "Bürger Rat"


@pytest.mark.parametrize(
    "parts",
    [
        [("Die ", 10), ("EU", 8.5), (" hilft allen", 10)],
        [("Der R", 10), ("AT", 8), (" tagt", 10)],
        [("FOTO ", 8), ("Amt Emden", 10)],
    ],
)
def test_smaller_capitals_in_other_lines_stay_capitals(parts: list[tuple[str, float]]) -> None:
    runs, x = [], 50.0
    for text, size in parts:
        runs.append(run(text, x, 100, size=size))
        x = runs[-1].right[-1]
    assert shown(*runs) == "".join(text for text, _ in parts)


def test_bold_words_inside_running_text_end_no_paragraph() -> None:
    page = [
        *stacked(100, f"Eins {FLOW}"), run("zwei und so steht ", 50, 112), run("es weiter im Text,", 140, 112, font="Serif-Bold"),
        run("dem Band ", 50, 124, font="Serif-Bold"), run("und so steht es weiter im", 95, 124), *stacked(136, f"vier {FLOW}"),
    ]  # fmt: skip
    assert [shape for shape, _ in elements(*page, *column("a", 50, 148, 6))] == ["text"]


def test_a_bold_beginning_is_told() -> None:
    lead = [run("Ziel: ", 50, 100, font="Serif-Bold"), run("Wir wollen mehr Bäume und so", 80, 100)]
    (element,) = composer([*lead, *column("a", 50, 112, 6)]).finished()
    assert element.view.text[: element.lead] == "Ziel: "


def test_contents_lines_with_leaders_are_an_entry_each() -> None:
    entries = ["Einleitung . . . . . . . . . . 3", "Emden ..................... 12", "Husum ..................... 24"]
    assert above(*stacked(100, *entries)) == [("text", entry) for entry in entries]


def test_ligatures_are_letters_in_the_view() -> None:
    assert shown(run("Das ﬁnden ﬂotte Gra\ufb00er", 50, 100)) == "Das finden flotte Graffer"


def test_a_link_over_a_line_end_is_one_link() -> None:
    at = (Target((160, 90, 205, 103), "https://a.example"), Target((40, 103, 100, 115), "https://a.example"))
    (element,) = composer(stacked(100, "Mehr dazu im Netz der Stadt und", "des Landes, wie der Rat schrieb"), links=at).finished()
    assert [(element.view.text[k.start : k.end], k.url) for k in element.links] == [("Stadt und des Landes", "https://a.example")]


# --- the canonical text, and where it stands ---------------------------------------------------------------------------------


SAID = st.text(alphabet="abÄZ -\u00ad•1.ﬁ(", min_size=1, max_size=12).filter(str.strip)
KINDS = st.sampled_from(["text", "heading", "item", "row", "footnote"])


@st.composite
def drafted(draw: st.DrawFn) -> list[Block]:
    """Blocks of any kind with lines of anything, one below the other."""
    made: list[Block] = []
    for kind, said in draw(st.lists(st.tuples(KINDS, st.lists(SAID, min_size=1, max_size=4)), max_size=5)):
        base = 100 + 60 * len(made)
        found = [lines(sheet([run(text, 50 + 9 * n, base + 12 * n)]))[0] for n, text in enumerate(said)]
        cells = [[line] for line in found] if kind == "row" else []
        made.append(Block(kind, found, hard=draw(st.sets(st.integers(0, 3), max_size=2)), cells=cells))
    return made


@settings(deadline=None)
@given(st.lists(drafted(), min_size=1, max_size=2))
def test_elements_hold_every_character_once_and_in_order(pages: list[list[Block]]) -> None:
    made = made_of(pages)
    at = 0
    for element in made.finished():
        assert at <= element.start < element.end
        assert not made.text[at : element.start].strip()
        at = element.end
    assert at == len(made.text) == len(made.layout.left) == len(made.layout.right)
    printed = "".join(line.text for page in pages for block in page for line in block.lines)
    assert "".join(made.text.split()) == "".join(printed.split())


@settings(deadline=None)
@given(st.lists(drafted(), min_size=1, max_size=2))
def test_a_view_s_quotes_hold_its_letters_and_stand_on_its_lines(pages: list[list[Block]]) -> None:
    made = made_of(pages)
    drawn = [(number, block) for number, page in enumerate(pages, 1) for block in page]
    for element, (number, block) in zip(made.finished(), drawn, strict=True):
        spans = element.view.spans(made.text)
        assert letters(made.text[a:b] for a, b in spans) == letters([element.view.text])
        for span in spans:
            place = made.layout.place(span)
            assert place
            assert place.page == number
            assert is_within(place.box, block.lines)


SCRAPS = st.builds(
    run, st.text(alphabet="abÄZ -•1.ﬁ(,)*", min_size=1, max_size=14), st.sampled_from([50, 56, 75, 120, 300]),
    st.integers(120, 360).map(lambda n: 2 * n), st.sampled_from([5, 10, 10, 18]), st.sampled_from(["Serif", "Serif-Bold"]),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(SCRAPS, max_size=14))
def test_whatever_a_page_draws_is_in_the_text_once(runs: list[Run]) -> None:
    made = composer(runs)
    drawn = "".join(r.text for r in runs)
    assert sorted("".join(made.text.split())) == sorted("".join(drawn.split()))
    assert sum(len("".join(made.text[e.start : e.end].split())) for e in made.finished()) == len("".join(drawn.split()))


def made_of(pages: Sequence[Sequence[Block]]) -> Composer:
    made = Composer(Words(), measure([]))
    for number, page in enumerate(pages, 1):
        made.begin(number, layout.Sheet(WIDTH, HEIGHT))
        for block in page:
            made.add(block, ())
        made.end()
    return made


def letters(parts: Iterable[str]) -> str:
    return "".join(char for part in parts for char in part.replace("ﬁ", "fi") if char.isalnum())


def is_within(box: Box, found: Sequence[Line]) -> bool:
    """Whether the box lies on the lines' own boxes, a little padding apart."""
    edges = min(s.x0 for s in found), min(s.top for s in found), max(s.x1 for s in found), max(s.bottom for s in found)
    return all(a >= b - 0.6 for a, b in zip(box[:2], edges[:2], strict=True)) and all(
        a <= b + 0.6 for a, b in zip(box[2:], edges[2:], strict=True)
    )


def box_of(made: Composer, start: int, end: int) -> Box:
    """Where a span of the first page stands."""
    place = made.layout.place((start, end))
    assert place
    assert place.page == 1
    return place.box


def test_a_span_over_a_gap_between_cells_ignores_the_gap() -> None:
    made = composer([r for n in range(3) for r in row(100 + 14 * n, (50, "Land"), (200, "Hessen"))])
    assert made.text.startswith("Land\tHessen\nLand")
    boxes = [box_of(made, *span) for span in ((4, 11), (5, 11), (5, 12))]
    assert all((x0, x1) == pytest.approx((200, 230), abs=0.2) for x0, _, x1, _ in boxes)
    assert made.layout.place((4, 5)) is None


def test_a_span_over_two_lines_has_the_box_around_both() -> None:
    made = composer(stacked(100, "Der Rat", "tagt"), stacked(700, "Danach"))
    assert box_of(made, 4, 12) == pytest.approx((50, 92.5, 85, 114.5), abs=0.6)


def test_a_span_over_two_pages_has_the_box_on_the_first() -> None:
    made = composer(stacked(100, "Der Rat", "tagt"), stacked(700, "Danach"))
    assert made.layout.place((4, len(made.text))) == made.layout.place((4, 12))


def test_a_character_s_looks_are_those_it_is_printed_in() -> None:
    line = [run("Grau ", 50, 100, color="#808080"), run("rot", 75, 100, color="#ff0000")]
    made = composer(line, shapes=[Area((40, 80, 200, 120), "#eeeeee")])
    assert [made.layout.paint((at, at + 1)) for at in (0, 5)] == [("#808080", "#eeeeee"), ("#ff0000", "#eeeeee")]


@given(st.tuples(*[st.integers(0, 400)] * 4), st.integers(0, 3))
def test_turning_four_times_gives_the_same_box(box: tuple[int, int, int, int], turn: int) -> None:
    one = layout.turned(box, turn, WIDTH, HEIGHT)
    back = layout.turned(one, 4 - turn, *((HEIGHT, WIDTH) if turn % 2 else (WIDTH, HEIGHT)))
    assert back == pytest.approx(box)


@given(st.tuples(*[st.integers(0, 400)] * 4), st.integers(0, 3))
def test_a_page_turned_upright_is_turned_back_by_its_layout(box: tuple[int, int, int, int], quarters: int) -> None:
    shown_as = Turn(0, (0, 0, WIDTH, HEIGHT))
    upright = Turn(quarters, (0, 0, WIDTH, HEIGHT))
    back = layout.turned(upright.box_of(*box), 4 - quarters, *upright.size)
    assert back == pytest.approx(shown_as.box_of(*box))


def test_a_span_on_a_page_that_lies_on_its_side_has_the_box_that_is_seen() -> None:
    made = Composer(Words(), measure([]))
    made.begin(1, layout.Sheet(WIDTH, HEIGHT, turn=1))
    made.add(Block("text", lines(sheet([run("Karte", 50, 100)]))), ())
    assert box_of(made, 0, 5) == pytest.approx((HEIGHT - 102.5, 50, HEIGHT - 92.5, 75), abs=0.6)


def test_a_page_without_a_printed_number_takes_it_from_its_neighbour() -> None:
    sheets = {1: layout.Sheet(WIDTH, HEIGHT, printed=11), 2: layout.Sheet(WIDTH, HEIGHT), 4: layout.Sheet(WIDTH, HEIGHT)}
    assert [layout.Layout(sheets=sheets).printed(page) for page in (1, 2, 4)] == [11, 12, None]
