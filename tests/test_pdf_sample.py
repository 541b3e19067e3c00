"""The sample study as PDF, alone and in two layouts, against the truth made by hand; and the 2019 study's where it is at hand."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from conftest import ROOT, SHARED, Result, needs_study, run_paths
from pdfs import scaled
from stadtatlas.edition.choose import sample
from stadtatlas.readers import read
from stadtatlas.text.words import HYPHENS

GOLD = ROOT / "tests" / "gold-sample"
ONE, TWO = sample() / "digitalatlas.pdf", ROOT / "tests" / "layouts" / "digitalatlas-two-columns.pdf"
FACSIMILE = SHARED / "sources" / "2019" / "smart-city-atlas.pdf"
LAYOUTS = {"one column": ONE, "two columns": TWO}
CASES = [
    *(pytest.param((pdf, "sample", GOLD), id=name) for name, pdf in LAYOUTS.items()),
    pytest.param((FACSIMILE, "2019", SHARED / "gold"), id="the 2019 study", marks=needs_study),
]
READ_BACK = 200
"""Statements whose boxes are cropped and read back."""

Case = tuple[Path, str, Path]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path, Path]:
    """A PDF's run, alone; the PDF; and the folder of its truth."""
    pdf, edition, gold = request.param
    return run_paths(tmp_path_factory.mktemp("pdf"), pdf, edition=edition), pdf, gold


def truth(gold: Path, name: str) -> Any:
    return json.loads((gold / f"{name}.json").read_text("utf-8"))


def words(text: str) -> list[str]:
    """Words but for case, quotes and kinds of hyphens, as the scorer compares them."""
    return re.findall(r"\w+", text.casefold().replace("\u00ad", ""))


def portrayed(gold: Path, result: Result) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Truth and record of each city that the study portrays."""
    cities = {row["name"]: row for row in result.rows("cities")}
    for name, expected in truth(gold, "structure").items():
        if name in truth(gold, "grids"):
            yield expected, cities[name]


def test_figures_and_sections_are_those_of_the_text(case: tuple[Result, Path, Path]) -> None:
    result, _, gold = case
    for expected, city in portrayed(gold, result):
        assert (city["population"], city["area_km2"]) == (expected["population"], expected["area_km2"])
        found = {s["kind"]: words(s["text"]) for s in city["sections"]}
        assert found == {kind: words(text) for kind, text in expected["sections"].items()}


def test_projects_have_title_tags_and_description(case: tuple[Result, Path, Path]) -> None:
    result, _, gold = case
    projects = result.by_id("projects")
    for expected, city in portrayed(gold, result):
        found = [projects[key] for key in city["projects"]]
        assert [(words(p["title"]), p["action_fields"], words(p["description"])) for p in found] == [
            (words(p["title"]), p["action_fields"], words(p["description"])) for p in expected["projects"]
        ]


def test_links_have_their_titles_and_addresses(case: tuple[Result, Path, Path]) -> None:
    result, _, gold = case
    for expected, city in portrayed(gold, result):
        assert [words(link["title"]) for link in city["links"]] == [words(title) for title in expected["links"]]
    urls = {row["name"]: [link["url"] for link in row["links"]] for row in result.rows("cities")}
    assert {name: urls[name] for name in truth(gold, "urls")} == truth(gold, "urls")


def test_the_grid_is_read_by_its_own_colours(case: tuple[Result, Path, Path]) -> None:
    result, _, gold = case
    fields = {row["name"]: row["action_fields"] for row in result.rows("cities")}
    for name, active in truth(gold, "grids").items():
        assert fields[name] == {field: field in active for field in fields[name]}


def test_the_annex_and_the_picture_credits_are_whole(case: tuple[Result, Path, Path]) -> None:
    result, _, gold = case
    projects = {(p["city"], tuple(words(p["title"]))): p for p in result.rows("projects")}
    ids = {row["name"]: row["id"] for row in result.rows("cities")}
    for entry in truth(gold, "annex"):
        project = projects[(ids[entry["city"]], tuple(words(entry["title"])))]
        assert (words(project["annex_title"]), project["primary_action_field"]) == (words(entry["annex_title"]), entry["primary"])
    for expected, city in portrayed(gold, result):
        assert city["image_credit"] == expected["image_credit"]


def test_every_character_has_a_role_and_none_is_unassigned(case: tuple[Result, Path, Path]) -> None:
    result, _, _ = case
    record = json.loads((result.path / "documents" / "study-pdf.json").read_text("utf-8"))
    text = (result.path / "documents" / "study-pdf.txt").read_text("utf-8")
    at = 0
    for block in record["blocks"]:
        assert not text[at : block["start"]].strip()
        assert block["role"] != "unassigned"
        assert block["page"] >= 1
        assert len(block["bbox"]) == 4
        at = block["end"]
    assert not text[at:].strip()


def test_boxes_hold_their_text(case: tuple[Result, Path, Path]) -> None:
    result, pdf, _ = case
    placed = [s for s in result.rows("statements") if s["bbox"]]
    chosen = random.Random(2019).sample(placed, min(READ_BACK, len(placed)))
    with pdfplumber.open(pdf) as opened:
        for statement in sorted(chosen, key=lambda s: s["page"]):
            read_back = "".join(_cropped(opened, box) for box in statement["boxes"])
            assert _letters(read_back) == _letters(statement["quote"]), statement["field"]


def _cropped(pdf: pdfplumber.PDF, place: dict[str, Any]) -> str:
    x0, top, x1, bottom = place["bbox"]
    page = pdf.pages[place["page"] - 1]
    inside = [c for c in page.chars if x0 - 0.5 <= c["x0"] and c["x1"] <= x1 + 0.5 and _between(c, top, bottom)]
    return "".join(c["text"] for c in sorted(inside, key=lambda c: c["x0"]))


def _between(char: dict[str, Any], top: float, bottom: float) -> bool:
    return bool(top <= (char["top"] + char["bottom"]) / 2 <= bottom)


def _letters(text: str) -> list[str]:
    """Letters and figures, in any order: superscripts and ligatures sort differently in one line."""
    return sorted(filter(str.isalnum, text.replace("ﬁ", "fi").replace("ﬂ", "fl").casefold()))


@pytest.mark.parametrize("pdf", LAYOUTS.values(), ids=LAYOUTS)
def test_words_broken_at_line_ends_are_those_of_the_text(pdf: Path) -> None:
    known = set(re.findall(r"\w+(?:-\w+)*", (sample() / "digitalatlas.md").read_text("utf-8").casefold()))
    document = read(pdf.read_bytes())
    broken = [(e, m.end()) for e in document.elements if not e.landmark for m in _line_ends(document.text, e.start, e.end)]
    wrong = [word for element, at in broken if (word := _word_at(element, at)) not in known]
    assert len(broken) > 50
    assert len(wrong) <= 0.005 * len(broken), wrong


def _line_ends(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    pattern = re.compile(rf"(?<=\w)[{''.join(map(re.escape, HYPHENS))}]\n(?=\w)")
    return pattern.finditer(text, start, end)


def _word_at(element: Any, at: int) -> str:
    """The word of an element's clean view that goes on behind a line end."""
    shown = element.view.shown(at, at + 1)
    text = element.view.text
    found = next(m for m in re.finditer(r"\w+(?:-\w+)*", text) if m.start() <= shown[0] < m.end())
    return found.group().casefold()


@pytest.mark.parametrize(("pdf", "times"), [(ONE, 3.0), (TWO, 0.5)], ids=["large", "small"])
def test_the_size_of_the_page_changes_nothing(pdf: Path, times: float, tmp_path: Path) -> None:
    (tmp_path / "scaled.pdf").write_bytes(scaled(pdf.read_bytes(), times))
    one, other = (run_paths(tmp_path / path.stem, path, edition="sample") for path in (pdf, tmp_path / "scaled.pdf"))
    assert one.rows("projects") == other.rows("projects")
    assert [_unlinked(city) for city in one.rows("cities")] == [_unlinked(city) for city in other.rows("cities")]


def _unlinked(city: dict[str, Any]) -> dict[str, Any]:
    return {**city, "links": [link["title"] for link in city["links"]]}
