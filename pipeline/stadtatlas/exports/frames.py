"""A table as a DataFrame of pandas or polars, where those are installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args, get_origin

from stadtatlas.exports.columns import Kind, bare, kind_of
from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import extra, json_text
from stadtatlas.model.records import Record

if TYPE_CHECKING:
    import pandas
    import polars

_PANDAS: Mapping[Kind, str] = {
    "text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "json": "object",
}  # fmt: skip


def pandas_frame(table: Table, rows: Sequence[Row]) -> pandas.DataFrame:
    """Nullable types throughout; what is nested stays lists and dicts. Raises ExportError where pandas is missing."""
    with extra("pandas"):
        import pandas
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    made = {
        column.name: pandas.Series(list(values), dtype=_PANDAS[column.kind])
        for column, values in zip(table.columns, columns, strict=True)
    }
    return pandas.DataFrame(made)


def polars_frame(table: Table, rows: Sequence[Row]) -> polars.DataFrame:
    """Lists nested; what has no fixed type is JSON text. Raises ExportError where polars is missing."""
    with extra("polars"):
        import polars
    types = {c.name: _polars_type(c.shape) for c in table.columns}
    loose = [c.kind == "json" and get_origin(c.nested) is not list for c in table.columns]
    plain = [
        tuple(json_text(value) if is_loose and value is not None else value for value, is_loose in zip(row, loose, strict=True))
        for row in rows
    ]
    return polars.DataFrame(plain, schema=types, orient="row")


def _polars_type(shape: Any) -> Any:
    import polars

    inner = bare(shape)
    if get_origin(inner) is list:
        return polars.List(_polars_type(get_args(inner)[0]))
    if isinstance(inner, type) and issubclass(inner, Record):
        return polars.Struct({name: _polars_type(info.annotation) for name, info in inner.model_fields.items()})
    kinds = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean}
    return kinds.get(kind_of(shape), polars.String)
