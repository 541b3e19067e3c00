"""DuckDB: all tables in a database of any number of runs. Needs duckdb and pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

from stadtatlas.exports.columnar import arrow_table
from stadtatlas.exports.columns import Column, bare, kind_of
from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import ExportError, Files, by_run, check_columns, extra
from stadtatlas.model.records import Record

if TYPE_CHECKING:
    import duckdb

_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


class DuckDb:
    """Brings a run's rows in a DuckDB file up to date, in one transaction. Raises ExportError where duckdb is missing."""

    def __init__(self, path: Path) -> None:
        with extra("duckdb"):
            import duckdb
            import pyarrow  # noqa: F401
        self._error: type[Exception] = duckdb.Error
        self._connect = duckdb.connect
        self._path = path
        self._rows: dict[str, Sequence[Row]] = {}
        self.name = f"duckdb:{path}"
        self.rows = self.changed = 0

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep the table until all are there."""
        self.rows += len(rows)
        self._rows[table.name] = rows

    def finish(self) -> Files:
        """Write the tables; no file is left to write. Raises ExportError; then nothing has changed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._connect(str(self._path)) as database:
                database.begin()
                run, filled = by_run(self._rows)
                self.changed = sum(_update(database, run, table, rows) for table, rows in filled)
                database.commit()
        except self._error as error:
            raise ExportError(f"{self._path}: {str(error).splitlines()[0]}. Nothing was written; choose another file.") from None
        return {}


def _update(database: duckdb.DuckDBPyConnection, run: str, table: Table, rows: Sequence[Row]) -> int:
    """Make the run's rows of a table those that are given; how many that changed."""
    database.execute(_create(table))
    check_columns(table, [name for name, *_ in database.execute(f'DESCRIBE "{table.name}"').fetchall()])
    database.register("incoming", arrow_table(table, rows))
    same = " AND ".join(f'kept."{name}" = incoming."{name}"' for name in table.key)
    gone = f'DELETE FROM "{table.name}" AS kept WHERE kept.run_id = ? AND NOT EXISTS (FROM incoming WHERE {same})'
    fresh = f'(FROM incoming EXCEPT SELECT * FROM "{table.name}")'
    changed = database.execute(gone, [run]).fetchall()[0][0]
    changed += database.execute(f'INSERT OR REPLACE INTO "{table.name}" {fresh}').fetchall()[0][0]
    database.unregister("incoming")
    return int(changed)


def _create(table: Table) -> str:
    columns = [f'"{c.name}" {_type(c)}{"" if c.nullable else " NOT NULL"}' for c in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _type(column: Column) -> str:
    if column.kind == "json":
        return _shaped(column.shape) if get_origin(column.nested) is list else "VARCHAR"
    return _TYPES[column.kind]


def _shaped(shape: Any) -> str:
    inner = bare(shape)
    if get_origin(inner) is list:
        return f"{_shaped(get_args(inner)[0])}[]"
    if isinstance(inner, type) and issubclass(inner, Record):
        return f"STRUCT({', '.join(f'{n} {_shaped(i.annotation)}' for n, i in inner.model_fields.items())})"
    return _TYPES[kind_of(inner)]
