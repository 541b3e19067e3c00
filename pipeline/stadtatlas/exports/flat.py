"""CSV: a file a table, for spreadsheets and for everything else (RFC 4180, UTF-8 with a byte order mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from stadtatlas.exports.columns import Kind
from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import Files, json_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for a formula at the start of a cell (OWASP, "CSV Injection")."""


class Csv:
    """Writes `FOLDER/TABLE.csv`; the byte order mark tells spreadsheets that it is UTF-8."""

    def __init__(self, folder: str = "tables/") -> None:
        """`folder` ends with a slash, or is empty."""
        self._folder = folder
        self._files: dict[str, bytes] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """One table as one file, a header line first."""
        cells = [_CELLS[column.kind] for column in table.columns]
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(table.names)
        lines.writerows([cell(value) for cell, value in zip(cells, row, strict=True)] for row in rows)
        self._files[f"{self._folder}{table.name}.csv"] = text.getvalue().encode("utf-8-sig")

    def finish(self) -> Files:
        """A file for each table."""
        return self._files


def harmless(text: str | None) -> str | None:
    """Text that no spreadsheet computes: an apostrophe goes before what starts like a formula."""
    return f"'{text}" if text is not None and text.startswith(_FORMULA) else text


def _truth(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _same(value: Any) -> Any:
    return value


def _json(value: Any) -> str | None:
    """JSON starts with a bracket, a quotation mark or a letter, or it is a number: never a formula."""
    return None if value is None else json_text(value)


_CELLS: Mapping[Kind, Callable[[Any], Any]] = {
    "text": harmless,
    "integer": _same,
    "number": _same,
    "boolean": _truth,
    "json": _json,
}
