"""What pages repeat is not taken for content, and content that repeats is not taken for what pages repeat."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Result

CITIES = ("Emden", "Görlitz", "Passau", "Speyer", "Husum", "Celle")


def study(section: str, head: str = "Einwohner: 50.607\n\nFläche in km²: 112") -> str:
    """A study of six portraits that differ in their city's name alone."""
    funding = f"### Wettbewerbe & Förderprogramme\n\n{section}\n"
    milestones = "### Meilensteine\n\nIn CITY begann es 2019."
    portraits = (f"## CITY\n\n{head}\n\n{milestones}\n\n{funding}".replace("CITY", city) for city in CITIES)
    return "# 3 Steckbriefe\n\n" + "\n".join(portraits)


def test_a_sentence_that_every_portrait_repeats_is_its_text(run_text: Callable[..., Result]) -> None:
    result = run_text(study__md=study("Derzeit nimmt die Stadt nicht teil."))
    texts = [s["text"] for c in result.rows("cities") for s in c["sections"] if s["kind"] == "funding"]
    assert texts == ["Derzeit nimmt die Stadt nicht teil."] * len(CITIES)


def test_a_line_that_pages_repeat_is_no_text(run_text: Callable[..., Result]) -> None:
    result = run_text(study__md=study("In CITY plant man ein\n\nAtlas kompakt | 17\n\ngemeinsames Projekt."))
    texts = [s["text"] for c in result.rows("cities") for s in c["sections"] if s["kind"] == "funding"]
    assert sorted(texts) == sorted(f"In {city} plant man ein gemeinsames Projekt." for city in CITIES)


def test_a_heading_that_every_portrait_repeats_is_an_unknown_section(run_text: Callable[..., Result]) -> None:
    result = run_text(study__md=study("Keine.\n\n### Bürgerstimmen\n\nAlle sind froh."))
    assert result.codes("section.unknown") == ["section.unknown"] * len(CITIES)


def test_a_figure_above_its_label_is_no_page_number(run_text: Callable[..., Result]) -> None:
    result = run_text(study__md=study("Keine.", head="50.607\n\nEinwohner\n\n112 km²\n\nFläche"))
    assert [(c["population"], c["area_km2"]) for c in result.rows("cities")] == [(50607, 112)] * len(CITIES)
