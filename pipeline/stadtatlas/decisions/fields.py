"""Which fields of a record can be decided, and which values they can have, as the records' schema says."""

from __future__ import annotations

import types
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from stadtatlas.model.records import City, Project, Study, Web

_MODELS: dict[str, type[BaseModel]] = {"city": City, "project": Project, "study": Study}
_MADE = {"id", "edition", "city", "projects", "sources", "predicted_action_fields", "sections", "web", "facts"}
"""Keys that the program makes, or that hold fields with names of their own."""
_WHOLE = {"action_fields"}
"""Lists that are one value, with one statement."""


class Shape(NamedTuple):
    """A field: the type of its value, or of an entry if it is a list."""

    kind: Any
    many: bool


@cache
def shapes(record_kind: str) -> dict[str, Shape]:
    """The fields of a city, a project or a study that can be decided; `facts.*` and `action_fields.*` stand for any name."""
    fields = _MODELS[record_kind].model_fields
    found = {name: _shape(name, info) for name, info in fields.items() if name not in _MADE}
    if record_kind == "city":
        found |= {f"web.{name}": _shape(name, info) for name, info in Web.model_fields.items()}
        found |= {"sections": _shape("sections", fields["sections"]), "facts.*": Shape(int | float, False)}
        found |= {"action_fields.*": Shape(bool | None, False)}
        del found["action_fields"]
    return found


def _shape(name: str, info: FieldInfo) -> Shape:
    kinds = [kind for kind in (info.annotation, *get_args(info.annotation)) if get_origin(kind) is list]
    if kinds and name not in _WHOLE:
        return Shape(get_args(kinds[0])[0], True)
    return Shape(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation, False)


def _find(record: str, field: str) -> Shape | None:
    known = shapes(record.partition(":")[0])
    return known.get(field) or known.get(f"{field.partition('.')[0]}.*")


def is_known(record: str, field: str) -> bool:
    """Whether the record can have the field."""
    return _find(record, field) is not None


def is_list(record: str, field: str) -> bool:
    """Whether the field is a list whose entries are decided one by one."""
    shape = _find(record, field)
    return shape is not None and shape.many


def _keys(record: str, field: str) -> dict[str, FieldInfo]:
    shape = _find(record, field)
    kind = shape.kind if shape else None
    return kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def unknown_keys(record: str, field: str, saw: Any) -> Sequence[str]:
    """Keys of what was seen that the field's entries do not have."""
    return sorted(saw.keys() - _keys(record, field).keys()) if isinstance(saw, dict) else ()


def completed(record: str, field: str, value: Any) -> Any:
    """A list's entry with all its keys: those that may be null are, where they were left out."""
    if not isinstance(value, dict):
        return value
    keys = _keys(record, field)
    nullable = {key: None for key, info in keys.items() if types.NoneType in get_args(info.annotation)}
    order = [*keys, *value]
    whole = {**nullable, **value}
    return {key: whole[key] for key in dict.fromkeys(order) if key in whole}


def problem(record: str, field: str, value: Any) -> str | None:
    """Why the field cannot have the value, or `None` if it can."""
    shape = _find(record, field)
    if shape is None:
        return None
    kind = shape.kind
    own = isinstance(kind, type) and issubclass(kind, BaseModel)
    try:
        TypeAdapter(kind, config=None if own else ConfigDict(strict=True, allow_inf_nan=False)).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "model_type":
            return f"must be a table with {', '.join(kind.model_fields)}"
        where = ".".join(str(part) for part in first["loc"] if isinstance(part, str) and part not in ("int", "float"))
        return f"{where + ': ' if where else ''}{first['msg']}"
    return None


def text_only(record: str, field: str) -> bool:
    """Whether a value of the field, or an entry of its list, is always a text."""
    return problem(record, field, 0) is not None and not _keys(record, field)
