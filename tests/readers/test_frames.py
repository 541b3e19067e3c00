"""DataFrames of pandas and polars, and the worked questions of docs/data.md."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest
import stadtatlas
from conftest import ROOT, Result
from stadtatlas import api
from stadtatlas.exports.targets import export
from stadtatlas.exports.views import QUESTIONS

BLOCKS = re.findall(
    r"^### (.+\?)\n\n.+\n\n```(\w+)\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```",
    (ROOT / "docs" / "data.md").read_text("utf-8"),
    re.M,
)


@pytest.fixture
def run(sample_result: Result) -> api.Run:
    return stadtatlas.open(sample_result.path)


def test_every_table_is_a_dataframe_of_both(run: api.Run) -> None:
    for table in run.tables.values():
        one, two = table.to_pandas(), table.to_polars()
        assert len(one) == len(two) == len(table)
        assert list(one.columns) == two.columns == [column.name for column in table.columns]


def test_types_are_kept(run: api.Run) -> None:
    cities, statements = run.to_pandas("cities"), run.to_pandas("statements")
    assert str(cities["population"].dtype) == "Int64"
    assert statements["spans"][0] == run.statements[0].spans
    assert str(run.to_polars("statements").schema["spans"]) == "List(List(Int64))"
    assert run.to_polars("statements")["spans"].to_list() == [s.spans for s in run.statements]
    fields = run.to_pandas("city_action_fields")
    assert fields["active"].isna().sum() == sum(
        active is None for c in run.cities.values() for active in c.action_fields.values()
    )


@pytest.fixture
def place(sample_result: Result, tmp_path: Path) -> Path:
    """A folder as the page takes it to be: the run in the store, and its Parquet files beside."""
    (tmp_path / "output" / "sample").mkdir(parents=True)
    (tmp_path / "output" / "sample" / "latest").symlink_to(sample_result.path)
    list(export(sample_result.path, [f"parquet:{tmp_path}/atlas"]))
    return tmp_path


def assert_shares(share: Any, place: Path) -> None:
    """The shares by field and state are those that SQLite counts."""
    with contextlib.closing(sqlite3.connect(place / "output" / "sample" / "latest" / "atlas.sqlite")) as database:
        expected = {(field, state): percent for state, field, percent in database.execute(QUESTIONS[2].sql)}
    assert {key: round(percent, 1) for key, percent in share.items()} == expected


def test_the_pages_questions_are_answered_as_it_shows(place: Path) -> None:
    answered = set()
    for title, language, code, answer in BLOCKS:
        with contextlib.chdir(place):
            if "atlas/" in code:
                found = duckdb.sql(code)
                lines = ["|".join(found.columns), *("|".join(map(str, row)) for row in found.fetchall())]
                assert "\n".join(lines) + "\n" == answer, title
                answered.add("duckdb")
            elif language == "python":
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(code, names := {})
                assert [line.rstrip() for line in printed.getvalue().splitlines()] == [
                    line.rstrip() for line in answer.splitlines()
                ]
                assert_shares(names["share"], place)
                answered.add("pandas")
    assert answered == {"duckdb", "pandas"}


def test_the_pages_lines_of_python_give_what_it_says(place: Path) -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    (code,) = re.findall(r"^## In Python\n\n```python\n([\s\S]*?)^```", page, re.M)
    head, lines = code.split("\n\n", 1)[1].split("\n", 1)
    names: dict[str, object] = {"stadtatlas": stadtatlas}
    with contextlib.chdir(place):
        exec(head, names)
        said = [line.partition("#") for line in lines.splitlines()]
        values = {told.strip(): eval(expression, names) for expression, _, told in said}
    assert len(values) == 6
    assert all(str(eval(told)) == value for told, value in values.items() if told.startswith('"'))
