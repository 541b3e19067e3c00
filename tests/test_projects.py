"""Where a project begins and ends, and what its tags are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pdfs
import pytest
from conftest import Result
from stadtatlas.edition.load import find, load
from stadtatlas.edition.tags import read_fields, split_tags
from stadtatlas.extractors import extract
from stadtatlas.readers import read
from stadtatlas.structure import structure
from stadtatlas.text.view import View

PROFILE = load(find("atlas-2019")).profile
STUDY = "# 3 Steckbriefe\n\n## Emden\n\nEinwohner: 50.607\n\nFläche in km²: 112\n\n### Meilensteine\n\nEs begann 2019.\n\n"


@pytest.mark.parametrize(
    ("heading", "title", "fields"),
    [
        ("Netz (Bildung)", "Netz", ["Bildung"]),
        ("Netz (Bildung / Handel):", "Netz", ["Bildung", "Handel"]),
        ("Netz (Energie & Umwelt und Mobilität)", "Netz", ["Energie & Umwelt", "Mobilität"]),
        ("Netz (Energie/Umwelt, Mobiltät)", "Netz", ["Energie & Umwelt", "Mobilität"]),
        ("Netz [IT- Infrastruktur]", "Netz", ["IT-Infrastruktur"]),
        ("Zentrum (ZfD) Nord (Datenplattform)", "Zentrum (ZfD) Nord", ["Datenplattform"]),
        ("Netz (neu (2019)) (Handel)", "Netz (neu (2019))", ["Handel"]),
        ("Zentrum für Daten (ZfD)", "Zentrum für Daten (ZfD)", []),
        ("Plan (2019-2021)", "Plan (2019-2021)", []),
        ("Netz – Mobilität", "Netz", ["Mobilität"]),
        ("Netz – Nord", "Netz – Nord", []),
        ("Netz (Handlungsfeld: Sicherheit)", "Netz", ["Sicherheit"]),
    ],
)
def test_a_heading_is_a_title_and_its_fields(heading: str, title: str, fields: list[str]) -> None:
    tags = split_tags(View.of(heading), PROFILE)
    assert (tags.title.text, list(tags.fields)) == (title, fields)


def test_a_word_in_brackets_that_is_no_field_is_told() -> None:
    assert split_tags(View.of("Netz (Tourismus)"), PROFILE).unknown == ("Tourismus",)
    assert read_fields("Bildung / Tourismus", PROFILE) == (("Bildung",), ("Tourismus",))


def projects(run_text: Callable[..., Result], text: str) -> list[dict[str, Any]]:
    return run_text(study__md=f"{STUDY}### Projektbeispiele\n\n{text}\n").rows("projects")


def test_a_bracket_with_a_field_in_running_text_begins_no_project(run_text: Callable[..., Result]) -> None:
    said = "Gefördert werden drei Bereiche (Bildung, Handel): Schulen, Märkte und Vereine."
    (project,) = projects(
        run_text, f"#### Netz (Bildung)\n\nDas Netz wächst.\n\n{said}\n\n**Wichtig ist der Anschluss**\n\nEr kommt."
    )
    assert project["title"] == "Netz"
    assert said in project["description"]
    assert project["description"].endswith("Er kommt.")


def test_projects_as_bullets_end_where_the_list_ends(run_text: Callable[..., Result]) -> None:
    text = "- **Netz (Bildung):** Das Netz wächst.\n- **Markt (Handel):** Der Markt bleibt.\n"
    assert [(p["title"], p["description"]) for p in projects(run_text, text)] == [
        ("Markt", "Der Markt bleibt."),
        ("Netz", "Das Netz wächst."),
    ]


def test_a_project_without_text_has_no_description(run_text: Callable[..., Result]) -> None:
    found = projects(run_text, "#### Netz (Bildung)\n\n#### Markt (Handel)\n\nDer Markt bleibt.")
    assert {p["title"]: p["description"] for p in found} == {"Netz": None, "Markt": "Der Markt bleibt."}


def test_two_projects_of_one_title_have_two_ids(run_text: Callable[..., Result]) -> None:
    found = projects(run_text, "#### Netz (Bildung)\n\nEins.\n\n#### Netz (Handel)\n\nZwei.")
    assert [p["id"] for p in found] == ["emden/netz", "emden/netz-2"]


@pytest.mark.parametrize("number", ["{}.", "{}", "({})", "0{}"])
def test_a_number_beside_the_title_is_no_part_of_a_project(number: str) -> None:
    pdf = pdfs.Pdf()
    for portrait in (pdfs.Portrait("Emden", project="Leihrad (Mobilität)"), pdfs.Portrait("Celle", project="Handel (Handel)")):
        for sheet in pdfs.portrait_sheets(portrait):
            titles = [line for line in sheet.lines if line.text == portrait.project]
            numbers = [replace(line, x=line.x - 20, text=number.format(n)) for n, line in enumerate(titles, 1)]
            pdf.sheet(replace(sheet, lines=(*sheet.lines, *numbers)))
    found = extract(structure(read(pdf.build()), PROFILE), PROFILE)
    told = {(c.field, str(c.value)) for claims in found.portraits for c in claims if c.extractor == "projects"}
    assert {value for field, value in told if field == "title"} == {"Leihrad", "Handel"}
    assert {value for field, value in told if field == "action_fields"} == {"['Mobilität']", "['Handel']"}
