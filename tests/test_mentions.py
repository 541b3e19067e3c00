"""Where a portrait names a thing again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stadtatlas.text.names import mentions, variants


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Chief Digital Officer (CDO)", ("Chief Digital Officer (CDO)", "Chief Digital Officer", "CDO")),
        ("Halle (Saale)", ("Halle (Saale)", "Halle")),
        ("Amt für Statistik", ("Amt für Statistik",)),
    ],
)
def test_a_name_in_front_of_brackets_and_an_abbreviation_inside_stand_for_it(name: str, found: tuple[str, ...]) -> None:
    assert variants(name) == found


@pytest.mark.parametrize(
    ("text", "name", "again"),
    [
        ("Das Dezernat Bau plant. Leiter des Dezernat Bau ist neu.", "Dezernat Bau", ["Dezernat Bau"]),
        ("Die Stabsstelle Netze berät; Mitarbeiter der Stabsstelle Netzes", "Stabsstelle Netze", ["Stabsstelle Netzes"]),
        ("Das Rechenzentrum Nord (RZN) wuchs. Das RZN hilft, RZN-Kunden nicht.", "Rechenzentrum Nord (RZN)", ["RZN"]),
        ("Das Stadtamt gibt es nicht, das Amt schon.", "Stadtamt", []),
        ("Der Beirat tagt. Seniorenbeirat und Beiratsmitglieder zählen nicht.", "Beirat", []),
    ],
)
def test_a_name_is_found_inflected_and_whole(text: str, name: str, again: list[str]) -> None:
    at = text.index(name)
    assert [text[a:b] for a, b in mentions(text, [name], (at, at + len(name)))] == again


@given(st.lists(st.sampled_from(["CDO", "Chief", "Digital", "Officer", "(CDO)", "-", ".", "Amt"]), max_size=20))
def test_mentions_are_in_order_apart_and_not_the_known_one(parts: list[str]) -> None:
    text = "Chief Digital Officer (CDO) " + " ".join(parts)
    found = mentions(text, ["Chief Digital Officer (CDO)"], (0, 27))
    assert all(a[1] <= b[0] for a, b in zip([(0, 27), *found], found, strict=False))
