"""What every format has in common: it is fed the tables one after the other, and gives its files at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from stadtatlas.errors import StadtatlasError
from stadtatlas.exports.published import Published
from stadtatlas.exports.rows import Row, shred
from stadtatlas.exports.tables import Table, tables

Files = Mapping[str, bytes]
"""Bytes by the file's path in the run's folder."""


class ExportError(StadtatlasError):
    """Nothing was exported; the message says why and what to do."""


class Writer(Protocol):
    """A format in the making."""

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Take a table; each comes once, in the order of `tables()`."""

    def finish(self) -> Files:
        """The files; called once, after the last table."""


def write(published: Published, writers: Iterable[Writer]) -> list[Files]:
    """Each writer's files, made in one traversal of the records. The same records give the same bytes."""
    chosen = list(writers)
    rows = shred(published)
    for name, table in tables().items():
        for writer in chosen:
            writer.feed(table, rows[name])
    return [writer.finish() for writer in chosen]


def json_text(value: Any) -> str:
    """A value as JSON on one line, umlauts as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Says plainly which extra is missing where an import fails. Raises ExportError."""
    try:
        yield
    except ImportError as error:
        raise ExportError(f"{error.name or error} is not installed; get it with: pip install 'stadtatlas[{name}]'") from None


def json_file(value: Any) -> bytes:
    """A value as a JSON file, indented."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode("utf-8")
