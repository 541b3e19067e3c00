"""The 2019 study itself, where it lies beside the checkout: the figures of the README."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import PAGES, SHARED, STUDY, Result, needs_study, run_paths

pytestmark = needs_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run_paths(tmp_path_factory.mktemp("study"), STUDY, PAGES)


@pytest.fixture(scope="module")
def score(study: Result) -> dict[str, Any]:
    command = [sys.executable, str(SHARED / "score" / "score.py"), str(study.path), str(SHARED / "gold"), "--json"]
    done = subprocess.run([*command, "--only", "structure,grounding"], capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_structure_is_the_gold(score: dict[str, Any]) -> None:
    found = score["structure"]
    assert found["cities"] == dict.fromkeys(found["cities"], 35)
    assert found["sections"] == {"gold": 245, "same_words": 245, "close": 245}
    assert found["links"] == {"gold": 102, "title": 102, "found": 102}
    projects = found["projects"]
    assert (projects["found"], projects["title"], projects["action_fields"]) == (100, 100, 100)
    # One description holds a word that the conversion misread (`Pflorge…`); the gold has the printed word.
    assert projects["description"] == 99


def test_the_annex_is_matched_and_the_tagger_holds_its_bars(score: dict[str, Any]) -> None:
    annex = score["structure"]["annex"]
    assert annex["matched"] == annex["primary"] == annex["gold"] == 100
    assert annex["predicted_primary_first"] >= 75
    assert annex["predicted_first_is_printed"] >= 80


def test_every_value_is_grounded_and_every_character_accounted_for(score: dict[str, Any]) -> None:
    grounding = score["grounding"]
    assert grounding["statements"] == grounding["grounded"] > 1500
    assert grounding["values_without_statement"] == 0
    assert {(c["lost"], c["overlap"], c["unassigned"]) for c in grounding["coverage"].values()} == {(0, 0, 0)}


def test_the_audit_knows_that_fifteen_portraits_are_missing(study: Result) -> None:
    totals = {(t["what"], t["key"]): t for t in study.study["totals"]}
    assert totals["cities", None] == {"what": "cities", "key": None, "printed": 50, "computed": 35, "agrees": False}
    assert totals["annex.field", "Mobilität"]["agrees"] is True
    assert totals["projects.field", "Mobilität"]["computed"] == 21
    assert totals["cities.field", "Handel"]["computed"] is None  # only the printed grid's colours show it
    assert study.codes("portrait.missing") == ["portrait.missing"] * 15


def test_every_city_has_its_place(study: Result) -> None:
    assert all(c["state"] and c["geonames_id"] for c in study.rows("cities"))


@pytest.mark.parametrize("city", ["leipzig", "chemnitz"])
def test_text_and_html_of_a_page_give_one_record(city: str, tmp_path: Path) -> None:
    rows = [run_paths(tmp_path / f, PAGES / f"{city}.{f}").by_id("cities")[city] for f in ("txt", "html")]
    assert {**rows[0], "sources": []} == {**rows[1], "sources": []}


def test_pages_differ_from_the_study_in_these_words_alone(study: Result) -> None:
    changed = {(f["record"], f["field"]) for f in study.rows("findings") if f["code"] == "conflict.text"}
    assert changed == {("city:chemnitz", "sections[5]"), ("city:leipzig", "sections[2]"), ("city:leipzig", "sections[5]")}


def test_no_sentence_of_the_study_stands_in_the_repository() -> None:
    root = Path(__file__).resolve().parents[1]
    script = SHARED / "score" / "own_words.py"
    done = subprocess.run(
        [sys.executable, str(script), str(root), str(SHARED / "sources")], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1].startswith("0 runs")
