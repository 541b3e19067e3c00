"""`stadtatlas review`: what it asks, in which order, what it writes, and that nothing written is lost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Result, run_paths
from stadtatlas.cli import cli
from stadtatlas.decisions.entries import Decisions
from stadtatlas.decisions.load import DecisionError, load
from stadtatlas.decisions.questions import Question, ReviewError, questions, read
from stadtatlas.decisions.review import Review as Asked
from stadtatlas.decisions.review import review as review_
from stadtatlas.edition.choose import sample

Review = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.toml"


@pytest.fixture
def review(sample_result: Result, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Review:
    """Answer the review's questions with these lines."""
    monkeypatch.chdir(tmp_path)

    def go(*lines: str, options: Sequence[str | Path] = (), run: Path | None = None, by: str = "A. Muster") -> str:
        arguments = ["review", str(run or sample_result.path), "--by", by, *map(str, options)]
        done = CliRunner().invoke(cli, arguments, input="".join(f"{text}\n" for text in lines), catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    return go


@pytest.fixture
def asked(sample_result: Result) -> list[Question]:
    """What the sample's review asks, in order: a conflict first, then the values that are unsure."""
    return questions(read(sample_result.path), 0.7)


def upto(asked: list[Question], field: str, count: int = 1) -> tuple[list[str], list[Question]]:
    """What skips the questions before the first about a field, and so many questions from there."""
    first = next(at for at, question in enumerate(asked) if question.field == field)
    return ["s"] * first, asked[first : first + count]


def decided(path: Path) -> list[dict[str, Any]]:
    dumped = [e.decision.model_dump(mode="json", by_alias=True) for e in load(path).entries]
    return [{k: v for k, v in d.items() if k not in ("date",)} for d in dumped]


def entries(path: Path) -> Decisions:
    return load(path)


def test_it_asks_about_conflicts_first_and_then_about_the_least_sure(sample_result: Result) -> None:
    asked = questions(read(sample_result.path), 0.7)
    assert asked[0].code == "conflict.text"
    sure = [q.confidence for q in asked if q.confidence is not None]
    assert sure == sorted(sure)
    assert 0.5 <= min(sure) <= max(sure) < 0.7
    assert len(questions(read(sample_result.path), 0.8)) > len(asked) > len(questions(read(sample_result.path), 0))


def test_it_shows_both_values_and_where_they_stand(review: Review) -> None:
    shown = review("q")
    assert "city:kassel  sections  conflict.text" in shown
    assert "»2019« / »2018«" in shown
    assert "stands: Im Juni 2019" in shown
    assert "kassel-html: Im Juni 2018" in shown
    assert "↳ study-pdf p. 18, " in shown
    assert "↳ kassel-text " in shown


def test_picking_the_other_makes_it_win(review: Review, path: Path, tmp_path: Path) -> None:
    review("p", "", "q")
    [decision] = decided(path)
    assert (decision["action"], decision["source"], decision["saw"]["kind"]) == ("pick", "kassel-html", "milestones")
    assert (decision["why"], decision["by"]) == ("kassel-html is right", "A. Muster")
    again = run_paths(tmp_path / "store", sample() / "digitalatlas.md", sample() / "web", edition="sample", decisions=path)
    assert again.codes("conflict.", "decision.") == ["decision.applied"]


def test_accepting_a_conflict_accepts_its_finding(review: Review, path: Path) -> None:
    review("a", "both are known", "q")
    [decision] = decided(path)
    assert (decision["action"], decision["code"], decision["why"]) == ("accept", "conflict.text", "both are known")


EVERY = ("--below", "1")
"""Ask about every value, however sure, so that what is asked rests on no confidence."""


@pytest.fixture
def every(sample_result: Result) -> list[Question]:
    return questions(read(sample_result.path), 1.0)


def test_a_value_is_confirmed_dropped_and_edited(review: Review, every: list[Question], path: Path) -> None:
    one, two, three = [question for question in every if question.field == "agenda_status"][:3]
    answers = {one.record: ["a", ""], two.record: ["d", "wrong section"], three.record: ["e", "none", ""]}
    lines = [answers.pop(q.record, ["s"]) if q.field == "agenda_status" else ["s"] for q in every]
    review(*(line for answer in lines for line in answer), options=EVERY)
    assert [(d["action"], d["record"], d["field"], d["saw"], d.get("value")) for d in decided(path)] == [
        ("confirm", one.record, one.field, one.value, None),
        ("drop", two.record, two.field, two.value, None),
        ("set", three.record, "agenda_status", three.value, "none"),
    ]


def test_a_value_that_cannot_be_is_asked_for_again(review: Review, every: list[Question], path: Path) -> None:
    skip, _ = upto(every, "agenda_status")
    shown = review(*skip, "e", "perhaps", "", "e", "none", "", "q", options=EVERY)
    assert "not written: " in shown
    assert [d["value"] for d in decided(path)] == ["none"]


def test_an_entry_is_edited_as_in_toml(review: Review, asked: list[Question], path: Path) -> None:
    skip, [question] = upto(asked, "funding")
    shown = review(*skip, "e", "{name = broken", "e", '{name = "Online-Markt", kind = "project", level = "state"}', "", "q")
    assert "is no value as in TOML" in shown
    [decision] = decided(path)
    assert decision["saw"]["name"] == question.value["name"]
    assert decision["value"] == {"name": "Online-Markt", "kind": "project", "level": "state"}


def test_it_goes_on_where_it_stopped_and_asks_again_what_was_skipped(review: Review, asked: list[Question], path: Path) -> None:
    first = review("s", "a", "", "q")
    assert f"{len(asked)} open in" in first
    assert "1 written to" in first
    second = review("p", "", "q")
    assert f"{len(asked) - 1} open in" in second
    assert "1 decided" in second
    assert f"1 of {len(asked) - 1}  city:kassel  sections" in second
    assert f"1 of {len(asked) - 2}  {asked[2].record}" in review("q")
    assert [d["action"] for d in decided(path)] == ["confirm", "pick"]


def test_the_end_of_the_input_loses_nothing(review: Review, asked: list[Question], path: Path) -> None:
    assert "1 written to" in review("s", "a", "")
    assert len(decided(path)) == 1
    assert f"{len(asked) - 1} open" in review()


def test_a_letter_that_means_nothing_is_asked_again(review: Review, path: Path) -> None:
    assert "is not one of" in review("x", "q")
    assert not path.exists()


def test_what_people_wrote_stays_byte_for_byte(review: Review, path: Path) -> None:
    mine = b"# my decisions\r\n\r\n  # none yet"
    path.write_bytes(mine)
    review("a", "", "q")
    assert path.read_bytes().startswith(mine)
    assert len(entries(path).entries) == 1


def test_a_stale_decision_does_not_answer(review: Review, every: list[Question], path: Path) -> None:
    skip, [question] = upto(every, "agenda_status")
    review(*skip, "a", "", "q", options=EVERY)
    other = "none" if question.value != "none" else "adopted"
    path.write_text(path.read_text("utf-8").replace(f'saw = "{question.value}"', f'saw = "{other}"'), "utf-8")
    assert f"{len(every)} open in" in review("q", options=EVERY)


def test_a_decision_in_the_run_is_not_asked_again(review: Review, path: Path, tmp_path: Path) -> None:
    web = sample() / "web" / "weimar.txt"
    run = run_paths(tmp_path / "store", web, edition="sample")
    all_of_it = ("--below", "1")
    before = int(review("a", "", "q", run=run.path, options=all_of_it).split()[0])
    again = run_paths(tmp_path / "store", web, edition="sample", decisions=path)
    path.write_text("", "utf-8")
    assert int(review("q", run=again.path, options=all_of_it).split()[0]) == before - 1


def test_decisions_go_to_the_file_that_the_run_was_made_with(review: Review, path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "elsewhere" / "mine.toml"
    mine.parent.mkdir()
    mine.write_text("# mine\n", "utf-8")
    run = run_paths(tmp_path / "store", sample() / "web" / "weimar.txt", edition="sample", decisions=mine)
    below = ("--below", "1")
    assert str(mine) in review("a", "", "q", run=run.path, options=below)
    assert len(entries(mine).entries) == 1
    assert not path.exists()
    other = tmp_path / "other.toml"
    review("a", "", "q", run=run.path, options=("--decisions", other, *below))
    assert len(entries(other).entries) == 1


def test_the_newest_run_is_reviewed_where_none_is_named(sample_result: Result, asked: list[Question], path: Path) -> None:
    arguments = ["review", "--store", str(sample_result.path.parents[1]), "--decisions", str(path), "--by", "x"]
    assert f"{len(asked)} open in" in CliRunner().invoke(cli, arguments, input="q\n").output


def test_the_default_name_is_gits(review: Review, path: Path, monkeypatch: pytest.MonkeyPatch, sample_result: Result) -> None:
    for key, value in {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Git Muster"}.items():
        monkeypatch.setenv(key, value)
    CliRunner().invoke(cli, ["review", str(sample_result.path), "--decisions", str(path)], input="a\n\nq\n")
    assert [d["by"] for d in decided(path)] == ["Git Muster"]


@pytest.fixture
def annexed(sample_result: Result, tmp_path: Path) -> Path:
    """A copy of the run's records in which the annex's entry of a project was not matched."""
    run = tmp_path / sample_result.path.name
    run.mkdir()
    for name in ("cities.jsonl", "projects.jsonl", "statements.jsonl", "study.json", "run.json"):
        (run / name).write_bytes((sample_result.path / name).read_bytes())
    rows = [{**p, "annex_title": None} if p["id"] == "kassel/open-data-kassel" else p for p in sample_result.rows("projects")]
    (run / "projects.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index = [e["title"] for e in sample_result.study["annex_projects"]].index("Open-Data-Plattform Kassel")
    place = f"annex_projects[{index}]"
    finding = {
        "code": "annex.unmatched", "severity": "warning", "record": "study:sample", "field": place, "source": "study-pdf",
        "message": "'Open-Data-Plattform Kassel' (Kassel): no project of the city fits", "spans": [],
    }  # fmt: skip
    (run / "findings.jsonl").write_text(json.dumps(finding) + "\n", "utf-8")
    return run


def test_an_entry_of_the_annex_is_tied_to_the_likeliest_project(review: Review, path: Path, annexed: Path) -> None:
    shown = review("p", "", "q", run=annexed)
    assert "annex.unmatched" in shown
    assert "project:kassel/open-data-kassel" in shown
    [decision] = decided(path)
    tie = {"action": "confirm", "record": "project:kassel/open-data-kassel", "field": "annex_title"}
    assert {k: decision[k] for k in tie} == tie
    assert decision["saw"] == "Open-Data-Plattform Kassel"
    assert "annex.unmatched" not in review("q", run=annexed)


def test_an_entry_of_the_annex_is_tied_to_a_project_by_name(review: Review, path: Path, annexed: Path) -> None:
    review("e", "project:kassel/klimamonitoring-fuldaaue", "", "q", run=annexed)
    assert [d["record"] for d in decided(path)] == ["project:kassel/klimamonitoring-fuldaaue"]


def question(finding: dict[str, Any], statement: dict[str, Any]) -> Question:
    return Question("conflict.value", "city:kassel", "web.neighbours", None, "Jena", "kassel-text", finding, None, (statement,))


def test_an_entry_of_one_source_alone_is_added(path: Path, review: Review, sample_result: Result, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    for name in ("cities.jsonl", "projects.jsonl", "study.json", "run.json"):
        (run / name).write_bytes((sample_result.path / name).read_bytes())
    at = {"record": "city:kassel", "field": "web.neighbours", "source": "kassel-text", "spans": [[1, 5]]}
    statement = {**at, "value": "Jena", "quote": "Jena", "page": None, "bbox": None, "extractor": "web", "confidence": 1.0}
    (run / "statements.jsonl").write_text(json.dumps(statement) + "\n", "utf-8")
    finding = {**at, "code": "conflict.value", "severity": "warning", "message": "only kassel-text has 'Jena'"}
    (run / "findings.jsonl").write_text(json.dumps(finding) + "\n", "utf-8")
    assert questions(read(run), 0.0) == [question(finding, statement)]
    review("p", "", run=run)
    assert [(d["action"], d["value"]) for d in decided(path)] == [("set", "Jena")]
    assert "nothing to review" in review(run=run)


@pytest.mark.parametrize("broken", ["[[decision]\n", '[[decision]]\naction = "x"\n'])
def test_a_broken_file_is_refused_before_anything_is_asked(sample_result: Result, path: Path, broken: str) -> None:
    path.write_text(broken)
    with pytest.raises(DecisionError, match=re.escape(str(path))):
        questioned(sample_result.path, path)
    assert path.read_text() == broken


def test_a_folder_that_is_no_run_is_a_plain_error(tmp_path: Path, path: Path) -> None:
    with pytest.raises(ReviewError, match=re.escape(str(tmp_path))):
        questioned(tmp_path, path)


def questioned(run: Path, path: Path) -> None:
    review_(Asked(run, path, "x", 0.7))


def test_only_the_review_loads_tomlkit_and_it_loads_no_spacy() -> None:
    code = "import sys, stadtatlas.run, stadtatlas.decisions.load; print('tomlkit' in sys.modules)"
    code += "; import stadtatlas.decisions.review; print('tomlkit' in sys.modules, 'spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True", "False"]
