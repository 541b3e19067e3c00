"""German noun phrases: the nominative, and where a coordination ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stadtatlas.prose.nouns import enumeration, is_adjective, nominative


@pytest.mark.parametrize(
    ("before", "phrase", "name"),
    [
        ("", "Erstem Bürgermeister", "Erster Bürgermeister"),
        ("im", "medien + IT-netzwerk", "medien + IT-netzwerk"),
        ("", "System Kehl", "System Kehl"),
        ("des", "Dezernats für Sport", "Dezernat für Sport"),
        ("des", "Haupt- und Personalamtes", "Haupt- und Personalamt"),
        ("des", "Ausschusses", "Ausschuss"),
        ("des", "Bündnisses Klima", "Bündnis Klima"),
        ("des", "Campus Nord", "Campus Nord"),
        ("eines", "Chief Data Officers (CDO)", "Chief Data Officer (CDO)"),
        ("eines", "Referenten für Sport", "Referent für Sport"),
        ("dem", "Regierenden Bürgermeister", "Regierender Bürgermeister"),
        ("Beim", "Runden Tisch", "Runder Tisch"),
        ("dem", "städtischen Archiv", "städtisches Archiv"),
        ("einen", "Beauftragten für Sport", "Beauftragter für Sport"),
        ("der", "Datenbeauftragten", "Datenbeauftragte"),
        ("der", "Fachbereiche", "Fachbereiche"),
        ("der", "technischen Dienste", "technische Dienste"),
        ("der", "Europäischen Union", "Europäische Union"),
        ("der", "Deutsche Städtetag", "Deutscher Städtetag"),
        ("der", "Leipziger Verkehrsbetriebe", "Leipziger Verkehrsbetriebe"),
        ("den", "Fachbereichen Bau und Verkehr", "Fachbereiche Bau und Verkehr"),
        ("den", "Stadtwerken Hamm", "Stadtwerke Hamm"),
        ("den", "Abteilungen", "Abteilungen"),
        ("mit", "städtischer IT", "städtische IT"),
        ("zur", "Zentralen Vergabestelle", "Zentrale Vergabestelle"),
        ("", "Stadtwerken Hamm", "Stadtwerken Hamm"),
        ("und", "des", "des"),
    ],
)
def test_a_name_is_called_in_the_nominative(before: str, phrase: str, name: str) -> None:
    assert nominative(phrase, before) == name


@given(st.text(max_size=30), st.text(max_size=6) | st.sampled_from(["des", "dem", "der", "den", "die", "das", "mit"]))
def test_only_endings_change(phrase: str, before: str) -> None:
    words, named = phrase.split(" "), nominative(phrase, before).split(" ")
    assert len(words) == len(named)
    assert all(new[: len(old) - 3] == old[: len(old) - 3] for old, new in zip(words, named, strict=True))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sport, Kultur und Bildung der Stadt", ["Sport", "Kultur", "Bildung"]),
        ("Sport, Kultur, das", ["Sport"]),
        ("Planen, Bauen, Umwelt hat", ["Planen", "Bauen", "Umwelt"]),
        ("Sport und das Bad", ["Sport"]),
        ("Sport und Hauptamt", ["Sport"]),
        ("Sport und mehrere Vereine", ["Sport"]),
        ("Bau- und Ordnungswesen im", ["Bau- und Ordnungswesen"]),
        ("Kultur und neue Medien", ["Kultur", "neue Medien"]),
        ("IT-Einkauf, -Betrieb und -Controlling", ["IT-Einkauf", "-Betrieb", "-Controlling"]),
        ("die Kultur", []),
    ],
)
def test_a_coordination_ends_where_its_last_part_does(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in enumeration(text, 0, re.compile(r"\w*amt"))] == parts


@pytest.mark.parametrize(
    ("word", "is_one"), [("Digitale", True), ("Zentralen", True), ("Stabsstelle", False), ("Energiewende", False)]
)
def test_adjectives_written_large_are_told_from_nouns(word: str, is_one: bool) -> None:
    assert is_adjective(word) == is_one


@pytest.mark.parametrize(
    ("phrase", "before", "name"),
    [
        ("Südwestfalen Agentur", "der", "Südwestfalen Agentur"),
        ("Green City Plans", "eines", "Green City Plan"),
        ("Green City Plan", "den", "Green City Plan"),
        ("Treffen der Kommunen", "den", "Treffen der Kommunen"),
        ("Bergischen Dreieck", "dem", "Bergisches Dreieck"),
        ("Digitalen Hafenraum", "dem", "Digitaler Hafenraum"),
        ("öffentlichen WLAN", "vom", "öffentliches WLAN"),
        ("Gremien", "den", "Gremien"),
        ("Museum", "dem", "Museum"),
    ],
)
def test_words_that_look_declined_and_are_not(phrase: str, before: str, name: str) -> None:
    assert nominative(phrase, before) == name
