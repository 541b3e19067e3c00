"""Readers: any bytes to canonical text and elements that cover it, whatever the file is called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.model.document import Document, Shape
from stadtatlas.readers import UnreadableError, html, markdown, plain, read

SCARS = st.text(alphabet="aB \n\t#*-_|[]()<>&;·.:↗\u00ad\u00a01/", max_size=120)


def covered(document: Document) -> None:
    at = 0
    for element in document.elements:
        assert at <= element.start <= element.end
        assert not document.text[at : element.start].strip()
        at = element.end
        for start, end in element.view.spans(document.text):
            assert element.start <= start < end <= element.end
        for link in element.links:
            assert 0 <= link.start <= link.end <= len(element.view.text)
    assert not document.text[at:].strip()


@settings(max_examples=300)
@given(SCARS)
def test_markdown_elements_cover_every_character_once(text: str) -> None:
    covered(markdown.read(text))


@given(SCARS)
def test_text_elements_cover_every_character_once(text: str) -> None:
    covered(plain.read(text))


TAGS = "<p> </p> <li> <ul> <b> </b> <br> <td> <tr> <table> <a_href=x> </a> <div_hidden> </div> <h2> <img_alt='c'>".split()
PARTS = [*(tag.replace("_", " ") for tag in TAGS), "a", " b ", "&nbsp;", "\n"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_html_elements_cover_every_character_once(parts: list[str]) -> None:
    covered(html.read("<html><body>" + "".join(parts)))


TEXT = "## Köln\n\nGrün­flächen für Straßen\n"


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (TEXT.encode(), ()),
        (b"\xef\xbb\xbf" + TEXT.encode(), ()),
        (TEXT.replace("\n", "\r\n").encode(), ()),
        (TEXT.replace("\n", "\r").encode(), ()),
        (unicodedata.normalize("NFD", TEXT).encode(), ()),
        (TEXT.encode("utf-16"), ("utf-16",)),
        (TEXT.encode("utf-16-le"), ("utf-16-le",)),
        (TEXT.encode("utf-16-be"), ("utf-16-be",)),
        (TEXT.encode("cp1252"), ("cp1252",)),
    ],
)
def test_encodings_and_line_ends_come_to_one_text(data: bytes, notes: tuple[str, ...]) -> None:
    document = read(data)
    assert document.text == TEXT
    assert document.notes == notes


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 500, b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_binary_noise_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data)


def test_a_pdf_is_told_by_its_header() -> None:
    with pytest.raises(UnreadableError):
        read(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**Fett** und *schräg*", "Fett und schräg"),
        ("1 km<sup>2</sup> Land<sup>3</sup>", "1 km² Land"),
        ("Energie &amp; Umwelt", "Energie & Umwelt"),
        (r"[IT \(neu\)](#) hier", "IT (neu) hier"),
        ("[Ein [Klammer] Titel](https://a.example/b_(c))", "Ein [Klammer] Titel"),
        ("<https://a.example>", "https://a.example"),
        ("#WolfsburgDigital und digital@KA und 2*3", "#WolfsburgDigital und digital@KA und 2*3"),
        ("snake_case bleibt", "snake_case bleibt"),
        ("Wort\u00ad teil\u00a0x\u200b", "Wort teil x"),
    ],
)
def test_markup_is_gone_from_the_view_and_kept_in_the_text(line: str, text: str) -> None:
    document = markdown.read(f"# T\n\n{line}\n")
    assert document.elements[1].view.text == text
    assert document.text == f"# T\n\n{line}\n"


@pytest.mark.parametrize(
    "line",
    ["↗ [A](#)", "- ↗ [A](#)", "- [↗ A](#)", "➤ [A](#)", "* [A](#)", "— [↗ A](#)", "  • [A](#)", "➔ [A](#)", "+ [A](#)"],
)
def test_bullets_of_every_kind_begin_an_item(line: str) -> None:
    (element,) = markdown.read(line).elements
    assert element.shape is Shape.ITEM
    assert element.view.text.lstrip("↗ ") == "A"
    assert len(element.links) == 1


def test_a_line_that_begins_with_a_date_is_no_list_item() -> None:
    assert markdown.read("1. März 2018 beginnt der Betrieb.").elements[0].shape is Shape.TEXT


@pytest.mark.parametrize("row", ["a\tb", "| a | b |", "- | a | b |", "<b>a</b>\t<b>b</b>\t"])
def test_rows_have_cells(row: str) -> None:
    (element,) = markdown.read(row).elements
    assert [c.text for c in element.cells] == ["a", "b"]


def test_list_tags_in_a_cell_are_lines() -> None:
    (element,) = markdown.read("<b>2</b>\t<ul> <li>▪ Eins (A)</li> <li>▪ Zwei (B)</li> </ul>").elements
    assert [line.text for line in element.cells[1].lines()] == ["▪ Eins (A)", "▪ Zwei (B)"]


PAGE = """<!DOCTYPE html><html><head><title>T</title><script>var x = "<h2>Meilensteine</h2>"</script></head><body>
<nav>Start</nav><div class="cookie-banner">Kekse</div><div hidden>Versteckt</div><p style="display:none">Weg</p>
<noscript>Ohne</noscript><h1>Titel</h1><p>Ein <b>fetter</b>
Satz&nbsp;hier.<br>Neue Zeile</p><ul><li><strong>Punkt (X):</strong><br>Text</li></ul><footer>Fuß</footer></body></html>"""


def test_html_shows_what_a_reader_sees_with_its_landmarks() -> None:
    seen = [(e.view.text, e.landmark) for e in html.read(PAGE).elements]
    assert seen == [
        ("Start", "navigation"), ("Kekse", "boilerplate"), ("Titel", None), ("Ein fetter Satz hier.", None),
        ("Neue Zeile", None), ("Punkt (X):", None), ("Text", None), ("Fuß", "boilerplate"),
    ]  # fmt: skip


def test_a_class_name_never_hides_the_content() -> None:
    page = f"<html><body><div class='menu-open author'><p>{'Viel Text. ' * 40}</p></div><p>wenig</p></body></html>"
    assert [e.landmark for e in html.read(page).elements] == [None, None]


def test_deeply_nested_pages_are_read() -> None:
    assert html.read("<html><body>" + "<div>" * 3000 + "tief").elements[0].view.text == "tief"


def test_wrapped_text_has_paragraphs_and_a_saved_page_has_lines() -> None:
    wrapped = "Dies ist eine lange Zeile, die am rechten Rand der Seite umbricht und\nin der nächsten Zeile weitergeht.\n\nNeu.\n"
    assert [len(e.view.lines()) for e in plain.read(wrapped).elements] == [2, 1]
    page = (
        "Kurz\n"
        + "Ein langer Absatz, der auf einer einzigen Zeile steht, wie ihn Browser speichern, wenn man darum bittet.\n" * 2
    )
    assert [len(e.view.lines()) for e in plain.read(page).elements] == [1, 1, 1]


def test_footnotes_of_a_page_are_told_from_its_text_and_from_units() -> None:
    page = (
        "<html><body><p>Ein Satz.<sup>3</sup> 5 km<sup>2</sup> <a href=x>groß</a></p><p><sup>3</sup> Vgl. hier</p></body></html>"
    )
    document = html.read(page)
    assert [(e.view.text, e.shape) for e in document.elements] == [
        ("Ein Satz. 5 km2 groß", Shape.TEXT),
        ("Vgl. hier", Shape.FOOTNOTE),
    ]
    assert "Satz.3" in document.text
    (link,) = document.elements[0].links
    assert document.elements[0].view.text[link.start : link.end] == "groß"
    covered(document)
