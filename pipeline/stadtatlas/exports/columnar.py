"""Parquet: a file a table, typed; the records' own files keep their lists nested in them, too. Needs pyarrow."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

from stadtatlas.exports.columns import Column, Kind, bare, kind_of
from stadtatlas.exports.published import Published
from stadtatlas.exports.rows import Row, assemble, nested
from stadtatlas.exports.tables import Branch, Table, roots, tables
from stadtatlas.exports.writer import ExportError, Files, extra, json_text
from stadtatlas.model.records import Record

if TYPE_CHECKING:
    import pyarrow as pa


class Parquet:
    """Writes `TABLE.parquet`. Raises ExportError where pyarrow is missing."""

    def __init__(self) -> None:
        with extra("parquet"):
            import pyarrow.parquet as pq
        self._write = pq.write_table
        self._rows: dict[str, Sequence[Row]] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep the table; the records' nested lists are made of all of them."""
        self._rows[table.name] = rows

    def finish(self) -> Files:
        """A file for each table."""
        records = nested(self._rows)
        branches = {root.table.name: root for root in roots()}
        made = {
            name: _nested_table(branches[name], records[name]) if name in records else arrow_table(table, self._rows[name])
            for name, table in tables().items()
        }
        return {f"{name}.parquet": self._bytes(data) for name, data in made.items()}

    def _bytes(self, table: pa.Table) -> bytes:
        buffer = io.BytesIO()
        self._write(table, buffer, compression="zstd")
        return buffer.getvalue()


def arrow_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """The rows as an Arrow table; lists and parts stay nested, what has no fixed type is JSON text."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pa.array([_plain(value, column) for value in values] if _is_text(column) else values, _type(column.shape, column))
        for column, values in zip(table.columns, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema([_field(column) for column in table.columns]))


def _nested_table(root: Branch, records: Sequence[dict[str, Any]]) -> pa.Table:
    """The records' own columns, and their lists as they are in the records."""
    import pyarrow as pa

    lists = [pa.field(b.field, _type(b.shape), metadata={"description": b.table.description}) for b in root.branches]
    rows = [
        {column.name: _plain(record[column.name], column) for column in root.table.columns}
        | {branch.field: _items(branch, record[branch.field]) for branch in root.branches}
        for record in records
    ]
    return pa.Table.from_pylist(rows, pa.schema([*map(_field, root.table.columns), *lists]))


def _items(branch: Branch, value: Any) -> Any:
    return list(value.items()) if branch.form == "mapping" and value is not None else value


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    told = {"description": column.description, **({"unit": column.unit} if column.unit else {})}
    return pa.field(column.name, _type(column.shape, column), column.nullable, metadata=told)


def _type(shape: Any, column: Column | None = None) -> pa.DataType:
    import pyarrow as pa

    kinds: dict[Kind, pa.DataType] = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    if column and column.kind in kinds:
        return kinds[column.kind]
    inner = bare(shape)
    if get_origin(inner) is list:
        return pa.list_(_type(get_args(inner)[0]))
    if get_origin(inner) is dict and column is None:
        return pa.map_(pa.string(), _type(get_args(inner)[1]))
    if isinstance(inner, type) and issubclass(inner, Record):
        return pa.struct([pa.field(name, _type(info.annotation)) for name, info in inner.model_fields.items()])
    return pa.string() if column else kinds[kind_of(inner)]


def _is_text(column: Column) -> bool:
    """Whether a `json` value is kept as JSON text, as it has no fixed type."""
    return column.kind == "json" and get_origin(column.nested) is not list


def _plain(value: Any, column: Column) -> Any:
    return json_text(value) if value is not None and _is_text(column) else value


def read(folder: Path) -> Published:
    """The records of a Parquet folder, equal to those it was made from. Raises ExportError, OSError."""
    with extra("parquet"):
        import pyarrow.parquet as pq
    found = {}
    for name, table in tables().items():
        file = folder / f"{name}.parquet"
        if not file.is_file():
            raise ExportError(f"{file} is missing; write the folder anew with `stadtatlas export RUN --to parquet:FOLDER`")
        rows = pq.read_table(file, columns=list(table.names)).to_pylist()
        found[name] = [tuple(_decoded(row[column.name], column) for column in table.columns) for row in rows]
    return assemble(found)


def _decoded(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.kind == "number" and bare(column.shape) is not float:
        return int(value) if value.is_integer() else value
    return json.loads(value) if _is_text(column) else value
