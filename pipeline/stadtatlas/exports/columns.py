"""Columns, derived from the records' fields: what each holds, in which unit, with which codes."""

from __future__ import annotations

import types
from dataclasses import dataclass
from enum import Enum, EnumMeta
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

Kind = Literal["text", "integer", "number", "boolean", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `shape` is the Python type behind `json`; `required` values are neither `null` nor empty texts."""

    name: str
    kind: Kind
    description: str
    nullable: bool = False
    required: bool = False
    unit: str | None = None
    codes: tuple[str, ...] = ()
    shape: Any = None

    @property
    def nested(self) -> Any:
        """The Python type of a `json` value, without `None`."""
        return bare(self.shape)


def column(name: str, info: FieldInfo, description: str = "") -> Column:
    """The column of a field; `description` is for a plain value, whose field has none of its own."""
    nullable, extra = optional(info.annotation), info.json_schema_extra
    unit = str(extra["unit"]) if isinstance(extra, dict) and "unit" in extra else None
    required = not nullable and _filled(info)
    return Column(
        name, kind_of(info.annotation), info.description or description, nullable, required, unit, _codes(info), info.annotation
    )


def kind_of(annotation: Any) -> Kind:
    """What a column of this Python type holds."""
    inner = bare(annotation)
    if inner is bool:
        return "boolean"
    if inner is int or (get_origin(inner) is Literal and isinstance(get_args(inner)[0], int)):
        return "integer"
    if inner is float or set(get_args(inner)) == {int, float}:
        return "number"
    if inner is str or get_origin(inner) is Literal or _members(inner):
        return "text"
    return "json"


def _codes(info: FieldInfo) -> tuple[str, ...]:
    inner = bare(info.annotation)
    if get_origin(inner) is Literal and kind_of(inner) == "text":
        return tuple(map(str, get_args(inner)))
    return _members(inner)


def _filled(info: FieldInfo) -> bool:
    """Whether no value of the field is an empty text."""
    marked = any(hasattr(mark, "min_length") or getattr(mark, "pattern", None) for mark in _marks(info))
    return marked or bool(_codes(info)) or kind_of(info.annotation) != "text"


def _members(inner: Any) -> tuple[str, ...]:
    return tuple(str(member.value) for member in list[Enum](inner)) if isinstance(inner, EnumMeta) else ()


def _marks(info: FieldInfo) -> list[Any]:
    """The constraints of a field, those inside its optional type too."""
    inner = [m for kind in (info.annotation, *get_args(info.annotation)) for m in getattr(kind, "__metadata__", ())]
    marks = [*info.metadata, *inner]
    return [*marks, *(m for mark in marks if isinstance(mark, FieldInfo) for m in mark.metadata)]


def optional(annotation: Any) -> bool:
    """Whether `None` is among its values."""
    return types.NoneType in get_args(annotation) or annotation is Any


def bare(annotation: Any) -> Any:
    """The type without `None` and constraints."""
    if hasattr(annotation, "__metadata__"):
        return bare(annotation.__origin__)
    if get_origin(annotation) in (types.UnionType, Union):
        inner = [kind for kind in get_args(annotation) if kind is not types.NoneType]
        return bare(inner[0]) if len(inner) == 1 else Union[tuple(inner)]  # noqa: UP007
    return annotation
