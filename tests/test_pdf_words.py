"""What becomes of a word at a line end: joined, kept with its hyphen, or the elided half of two compounds."""

from __future__ import annotations

import pytest
from stadtatlas.text.words import Words


def seamed(left: str, right: str, known: str) -> str:
    """Two lines as one, by what the document `known` says of their words."""
    drop, between = Words(known).seam(left, right)
    return left[: len(left) - drop] + between + right


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("die Verkehrs-", "planung ruht", "", "die Verkehrsplanung ruht"),
        ("der Grün-", "flächenplan", "", "der Grünflächenplan"),
        ("zur Smart-City-", "Strategie", "", "zur Smart-City-Strategie"),
        ("aus Nordrhein-", "Westfalen", "", "aus Nordrhein-Westfalen"),
        ("in Baden-", "Württemberg", "", "in Baden-Württemberg"),
        ("die Laufzeit 2024-", "2026", "", "die Laufzeit 2024-2026"),
        ("ohne Strich", "geht es weiter", "", "ohne Strich geht es weiter"),
    ],
)
def test_german_spelling_says_whose_the_hyphen_is(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("die Verkehrs-", "und Umweltplanung", "", "die Verkehrs- und Umweltplanung"),
        ("Rad-", "oder Fußwege", "", "Rad- oder Fußwege"),
        ("Schul-", "bzw. Kitaplätze", "", "Schul- bzw. Kitaplätze"),
        ("Wärme-", "sowie Stromnetze", "Das Wärmenetz hält.", "Wärme- sowie Stromnetze"),
        ("so-", "wie Vereine", "Ämter sowie Schulen", "sowie Vereine"),
        ("Netzplanung und -", "wartung", "", "Netzplanung und -wartung"),
        ("Planung/-", "steuerung", "", "Planung/-steuerung"),
        ("Der Bau ruht -", "leider noch immer", "", "Der Bau ruht - leider noch immer"),
    ],
)
def test_an_elided_half_keeps_hyphen_and_blank(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("das LoRa-", "WAN", "Ein LoRaWAN sendet.", "das LoRaWAN"),
        ("das LoRa-", "WAN", "", "das LoRa-WAN"),
        ("die Geo-", "Daten", "GeoDaten und Geo-Daten, auch Geo-Daten", "die Geo-Daten"),
        ("ein Start-", "up", "Das Startup zieht um.", "ein Startup"),
        ("ein Start-", "up", "Viele Startups ziehen um.", "ein Start-up"),
        ("ein Roll-", "out", "Der Roll-out beginnt.", "ein Roll-out"),
        ("die City-", "logistik", "Eine Smart-City-logistik", "die City-logistik"),
    ],
)
def test_the_document_s_own_unbroken_words_come_first(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("STAKE-", "HOLDER", "STAKEHOLDER"),
        ("BÜRGER-", "BETEILIGUNG", "BÜRGERBETEILIGUNG"),
        ("IT-", "STRATEGIE", "IT-STRATEGIE"),
        ("die IT-", "gestützte Lösung", "die IT-gestützte Lösung"),
        ("die E-", "mobilität", "die E-mobilität"),
    ],
)
def test_capitals_are_words_or_abbreviations(left: str, right: str, joined: str) -> None:
    assert seamed(left, right, "") == joined


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("ein Lock-", "ins vermeiden", "ein Lock-ins vermeiden"),
        ("das Know-", "how", "das Know-how"),
        ("von End-to-", "end gedacht", "von End-to-end gedacht"),
        ("ein Bottom-", "up-Ansatz", "ein Bottom-up-Ansatz"),
    ],
)
def test_english_phrases_keep_their_hyphens(left: str, right: str, joined: str) -> None:
    assert seamed(left, right, "") == joined


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("siehe www.a.de/x-", "y", "", "siehe www.a.de/x-y"),
        ("https://rat.example/bau-", "plan/blatt", "", "https://rat.example/bau-plan/blatt"),
        ("post@bau-", "amt.example", "", "post@bau-amt.example"),
        ("auf stadt-", "portal.de", "Die Stadt wächst.", "auf stadt-portal.de"),
        ("auf stadt-", "portal.de", "Das Stadtportal wächst.", "auf stadtportal.de"),
    ],
)
def test_addresses_keep_their_hyphens(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("das Ge\u00ad", "werbe", "", "das Gewerbe"),
        ("die Uni\u00ad", "Klinik", "", "die UniKlinik"),
        ("der Rad\u2010", "weg", "ein E-Rad", "der Radweg"),
        ("im Stadt\u2010", "Umland", "der Stadt-Umland und der Kreis", "im Stadt\u2010Umland"),
        ("die Wohn\u2010", "und Mischgebiete", "das U\u2010Boot", "die Wohn\u2010 und Mischgebiete"),
        ("nach Schleswig\u2010", "Holstein", "das U\u2010Boot", "nach Schleswig\u2010Holstein"),
    ],
)
def test_a_typesetter_s_own_hyphen_is_no_part_of_the_word(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("Wohn\u2010", "und Mischgebiete", "", "Wohn\u2010 und Mischgebiete"),
        ("2024\u2010", "2026", "", "2024\u20102026"),
        ("Stadt\u2010", "Umland-Bahn", "Die Stadt-Umland-Bahn fährt.", "Stadt\u2010Umland-Bahn"),
        ("Rat\u2010", "haus", "", "Rathaus"),
        ("Smart\u2010", "City", "Rad\u2010 und Fußwege", "Smart\u2010City"),
    ],
)
def test_a_typesetter_s_hyphen_is_dropped_only_inside_a_word(left: str, right: str, known: str, joined: str) -> None:
    assert seamed(left, right, known) == joined
