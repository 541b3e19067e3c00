"""DuckDB, and a real PostgreSQL: several runs beside each other, and a second export that changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from conftest import Result, run_paths
from stadtatlas.edition.choose import sample
from stadtatlas.exports.published import load
from stadtatlas.exports.rows import Row, shred
from stadtatlas.exports.tables import tables_by_run
from stadtatlas.exports.targets import export
from stadtatlas.exports.views import QUESTIONS
from stadtatlas.exports.writer import ExportError

SERVER = os.environ.get("STADTATLAS_POSTGRES", "")
needs_server = pytest.mark.skipif(not SERVER, reason="needs a PostgreSQL; `.ci/with-postgres make readers` starts one")


class Base:
    """A database under test: where it is for `export`, and what it holds."""

    def __init__(self, target: str, place: str) -> None:
        self.target = target
        self._place = place

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        if self.target.startswith("duckdb:"):
            with duckdb.connect(self._place) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self._place, autocommit=True) as connection:
            done = connection.execute(query)
            return done.fetchall() if done.description else []

    def dump(self) -> dict[str, list[str]]:
        return {name: sorted(map(repr, self.ask(f'SELECT * FROM "{name}"'))) for name in tables_by_run()}

    def export(self, run: Path) -> str:
        (line,) = export(run, [self.target])
        return line.removeprefix(line.split(": ")[0] + ": ")


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=needs_server)])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    if request.param == "duckdb":
        yield Base(f"duckdb:{tmp_path}/new/a.duckdb", f"{tmp_path}/new/a.duckdb")
        return
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS atlas_test")
        connection.execute("CREATE DATABASE atlas_test")
    place = SERVER.rpartition("/")[0] + "/atlas_test"
    yield Base(place, place)


@pytest.fixture(scope="module")
def rows(sample_result: Result) -> dict[str, list[Row]]:
    return shred(load(sample_result.path))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_paths(tmp_path_factory.mktemp("other"), sample() / "web", edition="sample").path


def test_every_row_is_there(base: Base, sample_result: Result, rows: dict[str, list[Row]]) -> None:
    total = sum(map(len, rows.values()))
    assert base.export(sample_result.path) == f"{total} rows, {total} changed"
    for name, found in rows.items():
        assert base.ask(f'SELECT count(*) FROM "{name}"') == [(len(found),)], name
    spans = [row[0] for row in base.ask("SELECT spans FROM statements ORDER BY position")]
    at = tables_by_run()["statements"].names.index("spans") - 1
    assert spans == [row[at] for row in rows["statements"]]


def test_a_second_export_changes_nothing(base: Base, sample_result: Result) -> None:
    base.export(sample_result.path)
    before = base.dump()
    assert base.export(sample_result.path).endswith(" rows, 0 changed")
    assert base.dump() == before


def test_what_was_changed_is_set_right_and_counted(base: Base, sample_result: Result) -> None:
    base.export(sample_result.path)
    before = base.dump()
    base.ask("UPDATE funding SET name = 'x', funder = NULL WHERE position = 0")
    spans = "[[1, 2]]" if base.target.startswith("duckdb:") else "'[[1, 2]]'"
    base.ask(f"UPDATE statements SET spans = {spans} WHERE position = 5")
    base.ask("UPDATE statements SET quote = 'x' WHERE position < 3")
    base.ask("DELETE FROM links WHERE city = 'kassel'")
    base.ask("INSERT INTO networks SELECT run_id, city, 99, 'x' FROM networks WHERE city = 'kassel' AND position = 0")
    lost = sum("kassel" in row for row in before["links"])
    funded = sum(row.split(", ")[2] == "0" for row in before["funding"])
    assert base.export(sample_result.path).endswith(f" rows, {funded + 1 + 3 + lost + 1} changed")
    assert base.dump() == before


def test_runs_live_beside_each_other(base: Base, sample_result: Result, other: Path) -> None:
    base.export(sample_result.path)
    alone = base.dump()
    base.export(other)
    assert {id_ for (id_,) in base.ask("SELECT run_id FROM runs")} == {sample_result.path.name, other.name}
    both = base.dump()
    assert all(set(alone[name]) <= set(both[name]) for name in alone)
    assert base.export(sample_result.path).endswith(" rows, 0 changed")
    assert base.export(other).endswith(" rows, 0 changed")
    assert base.dump() == both


def test_the_questions_are_answered_as_in_sqlite(base: Base, sample_result: Result) -> None:
    import sqlite3

    base.export(sample_result.path)
    database = sqlite3.connect(sample_result.path / "atlas.sqlite")
    for question in QUESTIONS:
        answer = [tuple(float(v) if not isinstance(v, str) else v for v in row) for row in base.ask(question.sql)]
        assert set(answer) == set(database.execute(question.sql).fetchall())
    database.close()


def test_a_table_of_somebody_else_is_left_alone(base: Base, sample_result: Result) -> None:
    if base.target.startswith("duckdb:"):
        Path(base.target.removeprefix("duckdb:")).parent.mkdir()
    base.ask("CREATE TABLE dates (day text)")
    base.ask("INSERT INTO dates VALUES ('today')")
    with pytest.raises(ExportError, match="there is a table dates already"):
        base.export(sample_result.path)
    assert base.ask("SELECT * FROM dates") == [("today",)]
    with pytest.raises((duckdb.Error, psycopg.Error)):
        base.ask("SELECT * FROM cities")


@pytest.mark.parametrize("base", [pytest.param("postgresql", marks=needs_server)], indirect=True)
def test_postgresql_has_keys_references_and_descriptions(base: Base, sample_result: Result) -> None:
    base.export(sample_result.path)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        base.ask("INSERT INTO networks SELECT run_id, 'atlantis', 0, 'x' FROM runs")
    described = base.ask("SELECT col_description('cities'::regclass, ordinal_position::int) FROM information_schema.columns "
                         "WHERE table_name = 'cities' AND column_name = 'area_km2'")  # fmt: skip
    assert described == [("Area as printed.",)]


def test_a_file_that_is_no_duckdb_is_left_alone(sample_result: Result, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my own notes, which are no database", "utf-8")
    with pytest.raises(ExportError, match=r"notes\.txt.*Nothing was written"):
        list(export(sample_result.path, [f"duckdb:{tmp_path}/notes.txt"]))
    assert (tmp_path / "notes.txt").read_text("utf-8") == "my own notes, which are no database"


def test_an_unreachable_server_is_said_plainly_without_the_password(sample_result: Result) -> None:
    with pytest.raises(ExportError, match="Connection refused") as told:
        list(export(sample_result.path, ["postgresql://me:secret@127.0.0.1:1/atlas"]))
    assert "secret" not in str(told.value)


def test_no_address_is_said_plainly(sample_result: Result) -> None:
    with pytest.raises(ExportError, match="is no address of a database"):
        list(export(sample_result.path, ["postgresql://host:port/atlas"]))
