"""The gazetteer of funders and programmes: names in every spelling lead to one id, and everyday words to none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stadtatlas.prose import gazetteer


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("BMVI", "ministry:bmvi"),
        ("Bundesministerium für Verkehr und digitale Infrastruktur (BMVI)", "ministry:bmvi"),
        ("Bundesministeriums für Verkehr und digitale Infrastruktur", "ministry:bmvi"),
        ("Horizont 2020", "programme:horizon-2020"),
        ("Nationalen Klimaschutzinitiative", "programme:nki"),
        ("Sofortprogramm Saubere Luft 2017-2020", "programme:saubere-luft"),
        ("Stadt-Land-Digital", "competition:stadt-land-digital"),
        ("Europäischen Union", "eu"), ("Bundes", "bund"), ("Land NRW", "state:nw"), ("Freistaats Bayern", "state:by"),
        ("Modellkommune E-Government", "project:modellkommune"), ("Deutschen Telekom", "organisation:telekom"),
        ("Leuchtturmprojekt", None), ("Landtag", None), ("", None),
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_spelling(name: str, id_: str | None) -> None:
    entry = gazetteer.find(name)
    assert (entry and entry.id) == id_


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("das mFUND-Projekt des BMVI", ["programme:mfund", "ministry:bmvi"]),
        ("Mittel aus LEADER, nicht vom Leader", ["programme:leader"]),
        ("WIR! und wir", ["programme:wir"]),
        ("Stadt.Land.Digital", ["competition:stadt-land-digital"]),
        ("auf dem Land. Digital geht es weiter", []),
        ("die Bayer AG", []),
        ("das Bundesministerium des Innern, für Bau und Heimat", ["ministry:bmi"]),
    ],
)
def test_names_within_a_text(text: str, ids: list[str]) -> None:
    assert [hit.entry.id for hit in gazetteer.scan(text)] == ids


def test_a_hit_takes_the_number_that_the_text_has() -> None:
    assert [hit.name for hit in gazetteer.scan("als Digitaler Modellregion")] == ["Digitale Modellregion"]
    assert [hit.name for hit in gazetteer.scan("in den Digitalen Modellregionen")] == ["Digitale Modellregionen"]


def test_every_entry_is_found_by_its_own_name_and_funders_are_entries() -> None:
    entries = gazetteer.entries()
    for entry in entries.values():
        found = gazetteer.find(entry.name)
        assert found is not None and found.id == entry.id, entry.name
        assert entry.funder is None or entry.funder in entries, entry.id


def test_the_level_follows_from_the_funder() -> None:
    levels = {
        id_: gazetteer.entries()[id_].level for id_ in ("programme:life", "programme:mfund", "programme:progres", "state:he")
    }
    assert levels == {"programme:life": "eu", "programme:mfund": "federal", "programme:progres": "state", "state:he": "state"}


@given(st.text(max_size=60))
def test_hits_lie_within_any_text_in_order(text: str) -> None:
    ends = [0]
    for hit in gazetteer.scan(text):
        assert ends[-1] <= hit.start < hit.end <= len(text)
        ends.append(hit.end)
