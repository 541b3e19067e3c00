"""Exports in a run and by `stadtatlas export`: what is written when, and plain errors."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from conftest import Call, Result, run_paths
from stadtatlas.edition.choose import sample
from stadtatlas.exports.files import names
from stadtatlas.exports.targets import FORMS
from stadtatlas.verify import verify

WEIMAR = sample() / "web" / "weimar.txt"


def weimar(store: Path, exports: bool, **options: object) -> Result:
    return run_paths(store, WEIMAR, edition="sample", exports=exports, **options)


# In a run


def test_a_run_holds_the_exports_unless_they_are_left_out(tmp_path: Path) -> None:
    with_, without = weimar(tmp_path / "a", True), weimar(tmp_path / "b", False)
    assert with_.path.name == without.path.name
    assert set(with_.files()) - set(without.files()) == names()
    assert list(verify(with_.path)) == list(verify(without.path)) == []


def test_a_run_without_exports_gets_them_when_asked_again(tmp_path: Path) -> None:
    first = weimar(tmp_path / "a", False)
    records = first.files()
    again = weimar(tmp_path / "a", True)
    assert not again.outcome.computed
    assert again.files() == weimar(tmp_path / "b", True).files()
    assert records.items() <= again.files().items()
    assert list(verify(again.path)) == []


def test_a_run_with_exports_is_done_when_asked_without(tmp_path: Path) -> None:
    first = weimar(tmp_path, True)
    before = {p: p.stat().st_mtime_ns for p in first.path.rglob("*")}
    assert not weimar(tmp_path, False).outcome.computed
    assert not weimar(tmp_path, True).outcome.computed
    assert {p: p.stat().st_mtime_ns for p in first.path.rglob("*")} == before


def test_exports_of_an_older_version_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = weimar(tmp_path, True)
    (first.path / "cities.geojson").write_text("as it was once", "utf-8")
    monkeypatch.setattr("stadtatlas.run.EXPORTS_VERSION", 99)
    again = weimar(tmp_path, True)
    assert "as it was once" not in (again.path / "cities.geojson").read_text("utf-8")
    assert list(verify(again.path)) == []


def test_a_run_that_cannot_be_read_is_computed_to_get_its_exports(tmp_path: Path) -> None:
    first = weimar(tmp_path, False)
    (first.path / "cities.jsonl").write_text("{", "utf-8")
    again = weimar(tmp_path, True)
    assert again.outcome.computed
    assert list(verify(again.path)) == []


def test_a_record_changed_by_hand_is_still_told_after_exports_came(tmp_path: Path) -> None:
    first = weimar(tmp_path, False)
    file = first.path / "cities.jsonl"
    file.write_text(file.read_text("utf-8").replace("Weimar", "Wimar", 1), "utf-8")
    again = weimar(tmp_path, True)
    assert [p for p in verify(again.path) if "cities.jsonl: was changed" in p]


@pytest.mark.parametrize("name", ["atlas.sqlite", "tables/cities.csv"])
def test_verify_tells_exports_that_are_changed_or_lost(tmp_path: Path, name: str) -> None:
    run = weimar(tmp_path, True).path
    data = (run / name).read_bytes()
    (run / name).write_bytes(data + b" ")
    assert [p for p in verify(run) if p.startswith(f"{name}: was changed")]
    (run / name).unlink()
    assert list(verify(run)) == [f"{name}: is missing"]


def test_no_exports_on_the_command_line(call: Call, tmp_path: Path) -> None:
    arguments = ("run", WEIMAR, "--edition", "sample", "--store", tmp_path, "--quiet")
    run = Path(call(*arguments, "--no-exports")[1].strip())
    assert not (run / "atlas.sqlite").exists()
    assert Path(call(*arguments)[1].strip()) == run
    assert (run / "atlas.sqlite").is_file()


# By command


def test_export_writes_every_target_in_one_call(call: Call, tmp_path: Path, sample_result: Result) -> None:
    targets = (f"csv:{tmp_path}/csv", f"datapackage:{tmp_path}/p", f"sqlite:{tmp_path}/a.sqlite",
               f"geojson:{tmp_path}/deeper/a.geojson", f"jsonld:{tmp_path}/a.jsonld")  # fmt: skip
    status, out, _ = call("export", sample_result.path, *(word for t in targets for word in ("--to", t)))
    assert status == 0
    assert [line.rsplit(":", 1)[0] for line in out.splitlines()] == list(targets)
    run = sample_result.path
    assert (tmp_path / "csv" / "cities.csv").read_bytes() == (run / "tables" / "cities.csv").read_bytes()
    assert (tmp_path / "p" / "datapackage.json").read_bytes() == (run / "datapackage.json").read_bytes()
    assert (tmp_path / "p" / "tables" / "dates.csv").read_bytes() == (run / "tables" / "dates.csv").read_bytes()
    assert (tmp_path / "a.sqlite").read_bytes() == (run / "atlas.sqlite").read_bytes()
    assert (tmp_path / "deeper" / "a.geojson").read_bytes() == (run / "cities.geojson").read_bytes()
    assert (tmp_path / "a.jsonld").read_bytes() == (run / "atlas.jsonld").read_bytes()


def test_a_second_export_changes_nothing(call: Call, tmp_path: Path, sample_result: Result) -> None:
    arguments = ("export", sample_result.path, "--to", f"geojson:{tmp_path}/a.geojson")
    assert "1 file, 1 changed" in call(*arguments)[1]
    before = (tmp_path / "a.geojson").stat().st_mtime_ns
    assert "1 file, 0 changed" in call(*arguments)[1]
    assert (tmp_path / "a.geojson").stat().st_mtime_ns == before


def test_a_file_of_somebody_else_stops_everything_unless_forced(call: Call, tmp_path: Path, sample_result: Result) -> None:
    (tmp_path / "mine.csv").mkdir()
    (tmp_path / "mine.csv" / "dates.csv").write_text("my own dates", "utf-8")
    arguments = ("export", sample_result.path, "--to", f"jsonld:{tmp_path}/a.jsonld", "--to", f"csv:{tmp_path}/mine.csv")
    status, _, err = call(*arguments)
    assert status == 2
    assert f"{tmp_path}/mine.csv/dates.csv exists and is something else" in err
    assert not (tmp_path / "a.jsonld").exists()
    assert (tmp_path / "mine.csv" / "dates.csv").read_text("utf-8") == "my own dates"
    assert call(*arguments, "--force")[0] == 0
    assert "my own dates" not in (tmp_path / "mine.csv" / "dates.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("target", ["xlsx:a.xlsx", "csv", "csv:", "duckdb:", "mysql://host/name", ""])
def test_an_unknown_target_is_told_with_those_there_are(call: Call, sample_result: Result, target: str) -> None:
    status, _, err = call("export", sample_result.path, "--to", target)
    assert status == 2
    assert all(form in err for form in FORMS)


def test_no_run_is_said_plainly(call: Call, tmp_path: Path) -> None:
    status, _, err = call("export", tmp_path, "--to", f"csv:{tmp_path}/out")
    assert status == 2
    assert "holds no run" in err


def test_a_damaged_run_is_said_plainly_with_its_line(call: Call, tmp_path: Path, sample_result: Result) -> None:
    run = tmp_path / sample_result.path.name
    shutil.copytree(sample_result.path, run)
    (run / "projects.jsonl").write_text('{"id": 5}\n', "utf-8")
    status, _, err = call("export", run, "--to", f"csv:{tmp_path}/out")
    assert status == 2
    assert "projects.jsonl, line 1" in err
    assert "stadtatlas verify" in err


def test_a_place_that_cannot_be_written_is_said_plainly(call: Call, tmp_path: Path, sample_result: Result) -> None:
    (tmp_path / "file").write_text("a file", "utf-8")
    status, _, err = call("export", sample_result.path, "--to", f"geojson:{tmp_path}/file/a.geojson")
    assert status == 2
    assert "file/a.geojson" in err


@pytest.mark.parametrize(
    ("target", "module", "extra"),
    [
        ("parquet:out", "pyarrow", "parquet"),
        ("duckdb:out", "duckdb", "duckdb"),
        ("duckdb:out", "pyarrow", "duckdb"),
        ("postgresql://localhost/x", "sqlalchemy", "postgresql"),
        ("postgresql://localhost/x", "psycopg", "postgresql"),
    ],
)
def test_a_missing_extra_is_named(
    call: Call, sample_result: Result, monkeypatch: pytest.MonkeyPatch, target: str, module: str, extra: str
) -> None:
    for name in ("pyarrow", "duckdb", "sqlalchemy", "psycopg"):
        monkeypatch.setitem(sys.modules, name, None if name == module else type(sys)(name))
    status, _, err = call("export", sample_result.path, "--to", target)
    assert status == 2
    assert f"{module} is not installed; get it with: pip install 'stadtatlas[{extra}]'" in err
