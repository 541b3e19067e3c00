"""`stadtatlas diff`, `patch` and `history` as a user meets them: which runs are meant, what is printed, statuses, bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import click
import pytest
from conftest import Call, Done
from stadtatlas.model.comparison import Diff


@pytest.fixture
def store(editions_store: Path) -> Path:
    return editions_store


@pytest.fixture
def first(store: Path) -> Path:
    return (store / "sample" / "latest").resolve()


@pytest.fixture
def second(store: Path) -> Path:
    return (store / "sample-2026" / "latest").resolve()


@pytest.fixture
def copy(first: Path, tmp_path: Path) -> Path:
    """The first edition's run, to be damaged."""
    return Path(shutil.copytree(first, tmp_path / "copy"))


# Which runs are meant


def names(done: Done) -> list[str]:
    return re.findall(r"\b[0-9a-f]{12}\b", done.out.splitlines()[0])


def test_editions_are_their_newest_runs(call: Call, store: Path, first: Path, second: Path) -> None:
    done = call("diff", "sample", "sample-2026", "--store", store, "--stat")
    assert names(done) == [first.name, second.name]


def test_folders_and_links_of_runs_are_runs(call: Call, store: Path, first: Path, second: Path) -> None:
    done = call("diff", first, store / "sample-2026" / "latest", "--stat")
    assert names(done) == [first.name, second.name]


def test_a_runs_id_is_found_in_the_store(call: Call, store: Path, first: Path, second: Path) -> None:
    done = call("diff", second.name, first.name, "--store", store, "--stat")
    assert names(done) == [second.name, first.name]


def test_one_edition_is_its_two_newest_runs(call: Call, store: Path, first: Path) -> None:
    done = call("diff", "sample", "--store", store, "--stat")
    assert names(done)[1] == first.name
    assert names(done)[0] != first.name


def test_one_run_is_compared_with_the_newest_of_its_edition(call: Call, store: Path, first: Path) -> None:
    older = next(p for p in (store / "sample").iterdir() if not p.is_symlink() and p != first)
    assert names(call("diff", older, "--stat")) == [older.name, first.name]


def test_nothing_named_is_the_edition_written_last(call: Call, store: Path, tmp_path: Path, second: Path) -> None:
    done = call("diff", "--store", store)
    assert done.status == 2
    assert f"holds one run only, {second.name}" in done.err
    shutil.copytree(store / "sample", tmp_path / "sample", symlinks=True)
    assert call("diff", "--store", tmp_path).status == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such-edition"], "editions there: sample, sample-2026"),
        (["sample", "sources"], "sources"),
        (["sample", "sample-2026", "--format", "xml"], "--format"),
        (["sample", "sample-2026", "--fail-on", "never"], "--fail-on"),
    ],
)
def test_bad_usage_says_what_is_wrong(
    call: Call, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    done = call("diff", *arguments, "--store", store)
    assert (done.status, done.out) == (2, "")
    assert says in done.err


def test_an_empty_store_says_how_to_make_a_run(call: Call, tmp_path: Path) -> None:
    assert "stadtatlas run" in call("diff", "--store", tmp_path).err


# What is printed, and the exit status


def test_a_run_and_itself_are_equal(call: Call, first: Path) -> None:
    done = call("diff", first, first)
    assert done.status == 0
    assert done.out.splitlines()[1:] == ["no change"]


@pytest.mark.parametrize("arguments", [["--stat"], ["--format", "json"], ["--format", "markdown"], ["--format", "html"]])
def test_every_form_of_a_difference_ends_with_status_1(call: Call, store: Path, arguments: list[str]) -> None:
    assert call("diff", "sample", "sample-2026", "--store", store, *arguments).status == 1


def test_fail_on_removed_lets_additions_pass(call: Call, first: Path, copy: Path) -> None:
    path = copy / "cities.jsonl"
    path.write_text(path.read_text("utf-8").replace('"links": [', '"links": [{"title": "Neu", "url": null}, ', 1), "utf-8")
    fitting(copy)
    assert call("diff", first, copy).status == 1
    assert call("diff", first, copy, "--fail-on", "removed").status == 0
    assert call("diff", copy, first, "--fail-on", "removed").status == 1


def test_the_terminal_shows_each_change_in_80_columns(call: Call, store: Path) -> None:
    out = call("diff", "sample", "sample-2026", "--store", store).out
    assert "  ~ population 204687 → 205076\n" in out
    assert '    study-markdown: "204.687" → study-markdown: "205.076"\n' in out
    assert '    » title "Open Data Kassel" → "Datenschaufenster Kassel" (score 0.924)\n' in out
    assert "      Rund [-90-] {+120+} Geschäfte der Altstadt bieten …\n" in out
    assert '  - networks[1] "Cluster Mobility & Logistics"\n' in out
    assert "  ↕ projects[0] 2 → 0 " in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80
    assert re.search(r"^\d+ changes: \d+ from the sources$", out.splitlines()[-1])


def test_colours_are_for_terminals_that_want_them(call: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stadtatlas.compare import compare, shown

    found = compare("sample", "sample-2026", store)
    coloured = "".join(shown(found, "terminal", colour=True))
    assert "\x1b[32m+\x1b[0m" in coloured
    assert click.unstyle(coloured) == "".join(shown(found, "terminal"))


def test_stat_is_a_line_a_city_and_the_totals(call: Call, store: Path) -> None:
    lines = call("diff", "sample", "sample-2026", "--store", store, "--stat").out.splitlines()
    assert "city:potsdam     1 project added, 1 text" in lines
    assert lines[-1].endswith("from the sources")


def test_json_fits_its_schema_and_holds_both_values(call: Call, store: Path) -> None:
    diff = Diff.model_validate_json(call("diff", "sample", "sample-2026", "--store", store, "--format", "json").out)
    found = next(c for c in diff.changes if c.record == "city:tuebingen" and c.field == "area_km2")
    assert found.old and found.new
    assert (found.old.value, found.new.value, found.cause) == (108.12, 108.06, "source")
    assert found.new.quotes[0].quote == "108,06"


def test_markdown_marks_words_and_escapes_what_would_be_markup(call: Call, store: Path) -> None:
    out = call("diff", "sample", "sample-2026", "--store", store, "--format", "markdown").out
    assert "Rund ~~90~~ **120** Geschäfte" in out
    assert r'"in\_development" → "adopted"' in out


def test_html_is_one_file_side_by_side_and_escaped(call: Call, store: Path) -> None:
    out = call("diff", "sample", "sample-2026", "--store", store, "--format", "html").out
    assert "<p>Rund <del>90</del> Geschäfte" in out
    assert "<p>Rund <ins>120</ins> Geschäfte" in out
    assert "Cluster Mobility &amp; Logistics" in out
    assert not re.search(r"<script|<link|src=|@import", out)
    assert "prefers-color-scheme: dark" in out


# patch


@pytest.fixture
def told(call: Call, store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "diff.json"
    path.write_text(call("diff", "sample", "sample-2026", "--store", store, "--format", "json").out, "utf-8")
    return path


def test_patch_writes_the_second_runs_records_byte_for_byte(
    call: Call, told: Path, first: Path, second: Path, tmp_path: Path
) -> None:
    done = call("patch", first, told, "-o", tmp_path / "out")
    assert done.status == 0
    files = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    assert files == {
        name: (second / name).read_bytes() for name in ("cities.jsonl", "projects.jsonl", "study.json", "findings.jsonl")
    }


def test_patch_refuses_a_diff_of_another_run(call: Call, told: Path, first: Path, second: Path, tmp_path: Path) -> None:
    done = call("patch", second, told, "-o", tmp_path / "out")
    assert done.status == 2
    assert f"from run {first.name}" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda t: t.replace('"value": 204687', '"value": 204688'),
            "city:kassel population: the run has 204687, the diff says 204688",
        ),
        (lambda t: t.replace('"value": 205076', '"value": 205077'), "was changed after it was made"),
        (lambda t: t.replace('"kind": "renamed"', '"kind": "lost"'), "kind"),
        (lambda t: t[:-9], "Invalid JSON"),
    ],
)
def test_patch_refuses_a_diff_that_was_changed(
    call: Call, told: Path, first: Path, tmp_path: Path, change: Callable[[str], str], says: str
) -> None:
    told.write_text(change(told.read_text("utf-8")), "utf-8")
    done = call("patch", first, told, "-o", tmp_path / "out")
    assert done.status == 2
    assert says in done.err
    assert not (tmp_path / "out").exists()


def test_patch_never_writes_into_a_run(call: Call, told: Path, first: Path, copy: Path) -> None:
    before = (copy / "cities.jsonl").read_bytes()
    assert "never changed" in call("patch", first, told, "-o", copy).err
    assert (copy / "cities.jsonl").read_bytes() == before


# history


def test_history_follows_a_project_that_was_renamed(call: Call, store: Path, first: Path, second: Path) -> None:
    lines = call("history", "kassel/open-data-kassel", "--store", store).out.splitlines()
    assert [line.split()[2] for line in lines[-1:]] == [second.name]
    assert lines[-1].endswith("project:kassel/datenschaufenster-kassel  1 project renamed, 1 value")
    assert lines == call("history", "kassel/datenschaufenster-kassel", "--store", store).out.splitlines()


def test_history_says_what_changed_in_a_city(call: Call, store: Path) -> None:
    lines = call("history", "Kassel", "--store", store).out.splitlines()
    assert lines[0].endswith("city:kassel  first seen")
    assert lines[-1].endswith("1 project renamed, 2 values")
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)


def test_history_begins_where_a_city_came(call: Call, store: Path, second: Path) -> None:
    (line,) = call("history", "flensburg", "--store", store).out.splitlines()
    assert line.split()[2] == second.name


def test_history_of_nothing_says_how_to_name_it(call: Call, store: Path) -> None:
    done = call("history", "atlantis", "--store", store)
    assert done.status == 2
    assert "kassel/open-data-kassel" in done.err


# Bad input


def fitting(run: Path) -> None:
    """Make the manifest fit the damaged files, so that only the damage itself can be seen."""
    manifest = json.loads((run / "run.json").read_text("utf-8"))
    hashes = manifest["recorded"]["files"]
    for name in hashes:
        if (run / name).is_file():
            hashes[name] = sha256((run / name).read_bytes()).hexdigest()
    (run / "run.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text("utf-8")
    assert change(text) != text
    path.write_text(change(text), "utf-8")


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "cities.jsonl",
            lambda t: t.replace('"population": 204687', '"population": "viele"'),
            "cities.jsonl, line 4: population",
        ),
        ("cities.jsonl", lambda t: t.replace('{"id": "halle"', '{"id": "halle'), "cities.jsonl, line 3: is no valid JSON"),
        ("cities.jsonl", lambda t: t + t.splitlines(True)[-1], "cities.jsonl, line 9: 'tuebingen' stands twice"),
        ("projects.jsonl", lambda t: t.replace('"title": ', '"titel": ', 1), "projects.jsonl, line 1: title"),
        ("projects.jsonl", lambda t: "".join(reversed(t.splitlines(True))), "projects.jsonl, line 2: 'tuebingen/"),
        ("findings.jsonl", lambda t: t.replace('"severity": "info"', '"severity": "mild"'), "findings.jsonl, line 1: severity"),
        ("study.json", lambda t: t.replace('"partners": [', '"partners": 5, "x": ['), "study.json, line 5: "),
        (
            "cities.jsonl",
            lambda t: "".join(t.splitlines(True)[:-1]),
            "cities.jsonl, line 7: ends here, but run.json counts 8 cities",
        ),
        ("run.json", lambda t: t.replace('"contract": 1', '"contract": 2'), "run.json, line 1: the run is of contract version 2"),
        ("run.json", lambda t: t[: len(t) // 2], "run.json, line 1: is no valid JSON"),
        ("run.json", lambda t: t.replace('"counts"', '"count"'), "run.json, line 1: counts"),
    ],
)
def test_a_damaged_run_is_an_error_with_file_and_line(
    call: Call, first: Path, copy: Path, name: str, change: Callable[[str], str], says: str
) -> None:
    edit(copy / name, change)
    if name != "run.json":
        fitting(copy)
    for arguments in ((first, copy), (copy, first)):
        done = call("diff", *arguments)
        assert (done.status, done.out) == (2, "")
        assert f"{copy}/{says}" in done.err.replace("\n", " ")


def test_a_file_that_was_changed_after_the_run_is_told(call: Call, first: Path, copy: Path) -> None:
    edit(copy / "cities.jsonl", lambda text: text.replace("204687", "204688"))
    assert "cities.jsonl: was changed after the run was made" in call("diff", first, copy).err


@pytest.mark.parametrize("name", ["cities.jsonl", "study.json", "findings.jsonl"])
def test_a_file_that_is_missing_is_told(call: Call, first: Path, copy: Path, name: str) -> None:
    (copy / name).unlink()
    done = call("diff", first, copy)
    assert done.status == 2
    assert name in done.err


def test_a_broken_statement_is_told_with_its_line(call: Call, copy: Path, second: Path) -> None:
    path = copy / "statements.jsonl"
    number = next(
        n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if '"city:halle", "field": "population"' in line
    )
    edit(path, lambda text: text.replace('"city:halle", "field": "population"', '"city:halle", "field": population'))
    assert f"statements.jsonl, line {number}: is no valid JSON" in call("diff", copy, second).err


def test_statements_that_were_changed_are_told(call: Call, copy: Path, second: Path) -> None:
    edit(copy / "statements.jsonl", lambda text: text.replace("242.172", "242.173"))
    assert "statements.jsonl: was changed after the run was made" in call("diff", copy, second).err


def test_a_run_that_cannot_be_read_is_told(call: Call, first: Path, copy: Path) -> None:
    if os.geteuid() == 0:
        (copy / "cities.jsonl").unlink()
        (copy / "cities.jsonl").mkdir()
    else:
        (copy / "cities.jsonl").chmod(0)
    assert "cities.jsonl: cannot be read" in call("diff", first, copy).err
