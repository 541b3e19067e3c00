"""What every format has in common: it is fed the tables one after the other, and gives its files at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from stadtatlas.errors import StadtatlasError
from stadtatlas.exports.published import Published
from stadtatlas.exports.rows import Row, shred
from stadtatlas.exports.tables import Table, tables, tables_by_run

Files = Mapping[str, bytes]
"""Bytes by the file's path in the run's folder."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
"""Made once: `json.dumps` makes one for every value, which takes longer than encoding it."""


class ExportError(StadtatlasError):
    """Nothing was exported; the message says why and what to do."""


class Writer(Protocol):
    """A format in the making."""

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Take a table; each comes once, in the order of `tables()`."""

    def finish(self) -> Files:
        """The files; called once, after the last table."""


def traverse(published: Published, writers: Sequence[Writer]) -> None:
    """Feed every writer every table, in one traversal of the records."""
    rows = shred(published)
    for name, table in tables().items():
        for writer in writers:
            writer.feed(table, rows[name])


def json_text(value: Any) -> str:
    """A value as JSON on one line, umlauts as they are."""
    return _ENCODER.encode(value)


def by_run(rows: Mapping[str, Sequence[Row]]) -> tuple[str, Iterator[tuple[Table, Sequence[Row]]]]:
    """The run's id, and every table of a database of several runs with its rows, the id in front."""
    runs = tables()["runs"]
    run: str = rows["runs"][0][runs.names.index("run_id")]
    filled = ((table, rows[n] if n == "runs" else [(run, *row) for row in rows[n]]) for n, table in tables_by_run().items())
    return run, filled


def check_columns(table: Table, found: Sequence[str]) -> None:
    """Raises ExportError where a table of this name is another one."""
    if list(found) != list(table.names):
        raise ExportError(
            f"there is a table {table.name} already, with other columns; nothing was written. Use another database."
        )


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Says plainly which extra is missing where an import fails. Raises ExportError."""
    try:
        yield
    except ImportError as error:
        library = (error.name or str(error)).partition(".")[0]
        raise ExportError(f"{library} is not installed; get it with: pip install 'stadtatlas[{name}]'") from None


def json_file(value: Any) -> bytes:
    """A value as a JSON file, indented."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode("utf-8")
