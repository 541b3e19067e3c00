"""Parquet: the records come back equal, typed and nested; pandas and DuckDB read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas
import pyarrow.parquet as pq
import pytest
from conftest import Result
from stadtatlas.exports import columnar
from stadtatlas.exports.published import Published, load
from stadtatlas.exports.rows import shred
from stadtatlas.exports.targets import export
from stadtatlas.exports.writer import ExportError, traverse
from stadtatlas.model import records

LISTS = ("cities", "projects", "study", "statements", "entities", "findings")


@pytest.fixture(scope="module")
def published(sample_result: Result) -> Published:
    return load(sample_result.path)


@pytest.fixture(scope="module")
def folder(sample_result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("parquet")
    assert list(export(sample_result.path, [f"parquet:{place}"])) == [f"parquet:{place}: 38 files, 38 changed"]
    return place


def test_parquet_gives_the_records_back(published: Published, folder: Path) -> None:
    found = columnar.read(folder)
    for name in LISTS:
        assert repr(getattr(found, name)) == repr(getattr(published, name)), name


def test_null_lists_facts_and_odd_numbers_come_back(published: Published, tmp_path: Path) -> None:
    update = {"dates": None, "funding": [], "facts": {"a": 1, "b": 2.5}, "area_km2": 181.5, "web": None}
    one = replace(published, cities=[published.cities[0].model_copy(update=update), *published.cities[1:]])
    writer = columnar.Parquet()
    traverse(one, [writer])
    for name, data in writer.finish().items():
        (tmp_path / name).write_bytes(data)
    assert repr(columnar.read(tmp_path).cities[0]) == repr(one.cities[0])


def test_the_same_records_give_the_same_bytes(sample_result: Result, folder: Path, tmp_path: Path) -> None:
    assert list(export(sample_result.path, [f"parquet:{folder}"])) == [f"parquet:{folder}: 38 files, 0 changed"]
    list(export(sample_result.path, [f"parquet:{tmp_path}"]))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_row_counts_agree(published: Published, folder: Path) -> None:
    for name, rows in shred(published).items():
        assert len(pandas.read_parquet(folder / f"{name}.parquet")) == len(rows)
        assert duckdb.sql(f"SELECT count(*) FROM '{folder}/{name}.parquet'").fetchall() == [(len(rows),)]


def test_lists_are_nested_as_in_the_records(published: Published, folder: Path) -> None:
    found = {row["id"]: row for row in pq.read_table(folder / "cities.parquet").to_pylist()}
    for city in published.cities:
        row = found[city.id]
        as_told = {key: dict(row[key]) if key in ("action_fields", "facts") and row[key] is not None else row[key] for key in row}
        told = {key: as_told[key] for key in records.City.model_fields}
        assert records.City.model_validate(told) == city
    statements = pq.read_table(folder / "statements.parquet").to_pylist()
    assert [row["spans"] for row in statements] == [s.spans for s in published.statements]


def test_columns_are_typed_and_described(folder: Path) -> None:
    schema = pq.read_schema(folder / "cities.parquet")
    assert str(schema.field("population").type) == "int64"
    assert not schema.field("id").nullable
    assert schema.field("area_km2").metadata == {b"description": b"Area as printed.", b"unit": "km²".encode()}


def test_a_missing_file_is_said_plainly(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"runs\.parquet is missing"):
        columnar.read(tmp_path)
