"""The Python API: typed, lazy, with everything that the records hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
import stadtatlas
from conftest import Result
from stadtatlas import api
from stadtatlas.errors import StadtatlasError
from stadtatlas.exports.published import load
from stadtatlas.exports.rows import shred
from stadtatlas.model import records


@pytest.fixture
def run(sample_result: Result) -> api.Run:
    return stadtatlas.open(sample_result.path)


def test_cities_projects_and_back(run: api.Run) -> None:
    project = run.cities["kassel"].projects[0]
    assert project.title == "Open Data Kassel"
    assert project.city is run.cities["kassel"]
    assert run.projects[project.id] is project


def test_a_city_has_all_that_its_record_has(run: api.Run, sample_result: Result) -> None:
    for row in sample_result.rows("cities"):
        city = run.cities[row["id"]]
        assert [p.id for p in city.projects] == row["projects"]
        for key in records.City.model_fields.keys() - {"projects"}:
            assert getattr(city, key) == getattr(city.record, key)
    assert run.cities["kassel"].population == 204687


@pytest.mark.parametrize(("view", "model", "own"), [(api.City, records.City, "projects"), (api.Project, records.Project, "city")])
def test_types_are_those_of_the_records(view: type, model: type[records.Record], own: str) -> None:
    hints, told = get_type_hints(view), get_type_hints(model)
    assert hints.pop("record") is model
    assert set(hints) == set(model.model_fields) - {own}
    assert {key: hints[key] for key in hints} == {key: told[key] for key in hints}


def test_what_neither_has_is_an_attribute_error(run: api.Run) -> None:
    with pytest.raises(AttributeError, match="no_such_key"):
        run.cities["kassel"].no_such_key  # type: ignore[attr-defined]  # noqa: B018


def test_statements_are_those_of_the_record(run: api.Run, sample_result: Result) -> None:
    wanted = [row for row in sample_result.rows("statements") if row["record"] == "city:kassel"]
    assert [s.field for s in run.cities["kassel"].statements] == [row["field"] for row in wanted]
    assert run.projects["kassel/open-data-kassel"].statements[0].record == "project:kassel/open-data-kassel"
    text = run.documents["study-pdf"].text
    for statement in run.cities["kassel"].statements:
        if statement.source == "study-pdf":
            assert " ".join(text[start:end] for start, end in statement.spans) == statement.quote


def test_the_rest_of_the_run(run: api.Run, sample_result: Result) -> None:
    assert (run.id, run.edition) == (sample_result.path.name, "sample")
    assert run.study
    assert run.study.title == sample_result.study["title"]
    assert len(run.findings) == len(sample_result.rows("findings"))
    assert run.entities["ministry:bmvi"].kind == "ministry"
    assert run.documents["kassel-html"].blocks[0].start == 0


def test_mappings_are_mappings(run: api.Run) -> None:
    assert list(run.cities) == sorted(run.cities)
    assert len(run.cities) == len(list(run.cities.values())) == 9
    assert "kassel" in run.cities
    assert run.cities.get("atlantis") is None
    with pytest.raises(KeyError):
        run.cities["atlantis"]
    with pytest.raises(StadtatlasError, match="the run has no table 'fundings'"):
        run.table("fundings")


def test_tables_are_those_of_the_exports(run: api.Run) -> None:
    wanted = shred(load(run.path))
    assert {name: list(table.rows) for name, table in run.tables.items()} == wanted
    assert next(iter(run.table("cities")))["id"] == next(iter(run.cities))
    assert [c.name for c in run.tables["networks"].columns] == ["city", "position", "name"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named(run: api.Run, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(StadtatlasError, match=rf"pip install 'stadtatlas\[{library}\]'"):
        getattr(run, f"to_{library}")("funding")


def test_files_are_read_when_they_are_asked_for(sample_result: Result, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.json").write_bytes((sample_result.path / "run.json").read_bytes())
    run = stadtatlas.open(str(folder))
    with pytest.raises(StadtatlasError, match=r"cities\.jsonl cannot be read"):
        run.cities  # noqa: B018
    (folder / "cities.jsonl").write_bytes((sample_result.path / "cities.jsonl").read_bytes())
    assert run.cities["kassel"].name == "Kassel"


def test_a_folder_without_a_run_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StadtatlasError, match="holds no run"):
        stadtatlas.open(tmp_path)


def test_importing_the_package_imports_no_library() -> None:
    code = "import sys, stadtatlas; print(sorted({'pydantic', 'spacy', 'click', 'stadtatlas.api'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
