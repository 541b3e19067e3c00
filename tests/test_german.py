"""German spelling: numbers, slugs, dates, words that line ends have broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stadtatlas.text import german
from stadtatlas.text.flow import fold, weave
from stadtatlas.text.view import View
from stadtatlas.text.words import Words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("246.272", 246272), ("3.613.495", 3613495), ("29 767", 29767), ("1'456'039", 1456039), ("161", 161),
        ("181,36", 181.36), ("181.36", 181.36), ("1.234,5", 1234.5), ("12.5", 12.5), ("rund 12", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_as_german_prints_them(text: str, value: float | None) -> None:
    assert german.number(text) == value


@given(st.integers(0, 10**9))
def test_grouped_numbers_come_back(value: int) -> None:
    for separator in (".", " ", "\u202f"):
        assert german.number(f"{value:,}".replace(",", separator)) == value


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Köln", "koeln"), ("Freiburg im Breisgau", "freiburg-im-breisgau"), ("Oldenburg (Oldb)", "oldenburg-oldb"),
     ("Bergisch-Gladbach", "bergisch-gladbach"), ("Weißenfels", "weissenfels"), ("Gu\u0308tersloh", "guetersloh"), ("…", "x")],
)  # fmt: skip
def test_slugs(name: str, slug: str) -> None:
    assert german.slug(name) == slug


@pytest.mark.parametrize(
    ("text", "value"),
    [("Atlas19. März 20196 min read", "2019-03-19"), ("Bitkom, März 2019", "2019-03"), ("am 03.06.2024 online", "2024-06-03"),
     ("2024-06-03", "2024-06-03"), ("1. Mai 2021 und 2. Juni 2022", "2021-05-01")],
)  # fmt: skip
def test_the_first_date_in_a_line(text: str, value: str) -> None:
    found = german.find_date(text)
    assert found
    assert found[2] == value


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("ein Drittel", 33), ("zwei Dritteln", 67), ("der Hälfte", 50), ("Hälfte", 50), ("drei Viertel", 75), ("ein Fünftel", 20),
        ("40 Prozent", 40), ("12,5 %", 12), ("ein Haus", None), ("", None),
    ],
)  # fmt: skip
def test_shares_in_percent(text: str, percent: int | None) -> None:
    assert german.share(text) == percent


def test_counting_words() -> None:
    assert [german.count(w) for w in ("zwei", "eine", "13", "zwölf", "keine", "viele")] == [2, 1, 13, 12, 0, None]


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("den Heraus-", "forderungen stellen", "", "den Herausforderungen stellen"),
        ("für Smart-", "City-Themen", "", "für Smart-City-Themen"),
        ("in Nordrhein-", "Westfalen", "", "in Nordrhein-Westfalen"),
        ("von 2024-", "2026 an", "", "von 2024-2026 an"),
        ("für Verkehrs-", "und Umweltplanung", "", "für Verkehrs- und Umweltplanung"),
        ("die E-", "mobil-Flotte", "", "die E-mobil-Flotte"),
        ("die IT-", "gestützte Lösung", "", "die IT-gestützte Lösung"),
        ("die Ver\u00ad", "waltung", "", "die Verwaltung"),
        ("der Know-", "how-Träger", "mit Know-how und Know-how", "der Know-how-Träger"),
        ("die Kita-", "Plätze", "Die Kitaplätze und Kitaplätze", "die Kita-Plätze"),
        ("Ohne Strich", "geht es weiter", "", "Ohne Strich geht es weiter"),
    ],
)  # fmt: skip
def test_words_broken_at_a_line_end(left: str, right: str, known: str, joined: str) -> None:
    source = f"{left}\n{right}"
    assert fold(View.of(source), Words(known)).text == joined


@pytest.mark.parametrize(
    ("text", "known", "mended"),
    [
        ("die Park-situation", "Die Situation ist neu.", "die Parksituation"),
        ("in Innovations-sprints", "", "in Innovationssprints"),
        ("ressourcen-effizienter Betrieb", "Ressourcen", "ressourceneffizienter Betrieb"),
        ("die Verwal- tung arbeitet", "", "die Verwaltung arbeitet"),
        ("Stadt- und Landkreis", "", "Stadt- und Landkreis"),
        ("das Know-how", "", "das Know-how"),
        ("KI-basierte Dienste", "Basierte", "KI-basierte Dienste"),
        ("ein Top-down-Ansatz", "", "ein Top-down-Ansatz"),
        ("ethisch-moralische Fragen", "", "ethisch-moralische Fragen"),
        ("auf Stadt-wiki.de lesen", "Wiki", "auf Stadt-wiki.de lesen"),
    ],
)
def test_hyphens_that_an_earlier_layout_left_in_a_line(text: str, known: str, mended: str) -> None:
    assert fold(View.of(text), Words(known)).text == mended


def test_paragraphs_cut_by_a_page_end_are_joined_and_others_are_not() -> None:
    parts = ["Die Stadt plant ein", "Projektbüro. Es öffnet bald.", "Danach folgt mehr."]
    source = "\n\n".join(parts)
    views = [View.of(source, source.index(p), source.index(p) + len(p)) for p in parts]
    whole = weave(views, [None] * 3, Words())
    assert whole.text == "Die Stadt plant ein Projektbüro. Es öffnet bald.\n\nDanach folgt mehr."
    assert [source[a:b] for a, b in whole.spans(source)] == parts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("„Eine Stadt, die zuhört, gewinnt Vertrauen und kommt schneller voran als andere.“, sagt Ada Klug.", True),
        ("Die Stadt nutzt das Programm »Morgen« und das Programm »Übermorgen« für ihre Vorhaben im Jahr 2020.", False),
    ],
)
def test_speech_is_told_from_names_in_quotation_marks(text: str, said: bool) -> None:
    assert bool(german.quoted(text)) is said
