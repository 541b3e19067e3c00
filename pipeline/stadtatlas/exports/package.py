"""`datapackage.json`: the CSV files as a Frictionless Data Package, with a schema for each table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from stadtatlas.exports.columns import Column, Kind
from stadtatlas.exports.flat import Csv
from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import Files, json_file
from stadtatlas.text.german import slug

_TYPES: Mapping[Kind, str] = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


class DataPackage:
    """Writes the CSV files and the `datapackage.json` that describes them."""

    def __init__(self) -> None:
        self._csv = Csv()
        self._tables: list[Table] = []
        self._run: Mapping[str, Any] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """One table as one resource."""
        self._csv.feed(table, rows)
        self._tables.append(table)
        if table.name == "runs":
            self._run = dict(zip(table.names, rows[0], strict=True))

    def finish(self) -> Files:
        """The package and its resources."""
        files = self._csv.finish()
        package = {
            "profile": "tabular-data-package",
            "name": f"stadtatlas-{slug(self._run['edition'])}",
            "id": self._run["run_id"],
            "title": f"Records of the edition {self._run['edition']}",
            "resources": [_resource(table, files[f"tables/{table.name}.csv"]) for table in self._tables],
        }
        return {**files, "datapackage.json": json_file(package)}


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"tables/{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    foreign = [
        {"fields": list(r.columns), "reference": {"resource": r.table, "fields": list(r.target)}} for r in table.references
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    return {
        "name": column.name,
        "type": _TYPES.get(column.kind) or _nested(column),
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _nested(column: Column) -> str:
    origin = get_origin(column.nested)
    return "array" if origin is list else "object" if origin is dict else "any"
