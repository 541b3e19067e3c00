"""Records to rows and back, along the branches of `tables`. What goes in comes out equal, `null` and empty lists told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from stadtatlas.exports.published import Published
from stadtatlas.exports.tables import Branch, Table, roots, tables
from stadtatlas.model.records import City, Entity, Finding, Project, Record, Run, SourceRecord, Statement, Study

R = TypeVar("R", bound=Record)
Row = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]
"""Rows by their table's name; values are those of JSON."""
_COUNTED = ("sources", "cities", "projects", "statements", "entities", "findings")


def shred(published: Published) -> dict[str, list[Row]]:
    """Every table's rows, in the records' order."""
    rows: dict[str, list[Row]] = {name: [] for name in tables()}
    for root in roots():
        for number, record in enumerate(_records(published, root.field)):
            key = (_key(published, root, number),) if root.table.key[0] not in root.fields else ()
            _shred(root, record.model_dump(mode="json"), key, rows)
    return rows


def _key(published: Published, root: Branch, number: int) -> str | int:
    """The key of a record that has no id of its own: its place in the file, or the study's edition."""
    return published.run.edition if root.table.key == ("edition",) else number


def _records(published: Published, field: str) -> Sequence[Record]:
    if field == "runs":
        return [published.run]
    if field == "sources":
        return published.run.sources
    if field == "study":
        return [published.study] if published.study else []
    records: Sequence[Record] = getattr(published, field)
    return records


def _shred(branch: Branch, value: Any, key: Row, rows: dict[str, list[Row]]) -> None:
    counts = (None if value[field] is None else len(value[field]) for field in branch.counted)
    row = (*key, *(value[field] for field in branch.fields), *counts)
    rows[branch.table.name].append(row)
    parent = _own_key(branch, row)
    for child in branch.branches:
        if child.form == "part":
            if value[child.field] is not None:
                _shred(child, value[child.field], parent, rows)
        elif child.fields:
            for position, entry in enumerate(value[child.field] or ()):
                _shred(child, entry, (*parent, position), rows)
        else:
            rows[child.table.name] += _plain(child, value[child.field], parent)


def _plain(branch: Branch, value: Any, parent: Row) -> Iterator[Row]:
    entries = (value or {}).items() if branch.form == "mapping" else ((entry,) for entry in value or ())
    return ((*parent, position, *entry) for position, entry in enumerate(entries))


def _own_key(branch: Branch, row: Row) -> Row:
    """What the row's children call it: the first column of its key."""
    return (row[branch.table.names.index(branch.table.key[0])],)


def nested(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Rows of records that hold others, by their columns' names, and with them what they hold, as it is in the record."""
    found = {}
    for root in (root for root in roots() if root.branches):
        records = _gather(root, rows).get((), [])
        plain = (dict(zip(root.table.names, row, strict=True)) for row in _sorted(root.table, rows[root.table.name]))
        found[root.table.name] = [row | record for row, record in zip(plain, records, strict=True)]
    return found


def assemble(rows: Rows) -> Published:
    """The records that the rows came from; of the run all but `recorded`, which no table holds. Any order of rows will do."""
    found = {root.field: _gather(root, rows) for root in roots()}
    sources = _validated(found["sources"], SourceRecord)
    cities, projects = _validated(found["cities"], City), _validated(found["projects"], Project)
    statements, findings = _validated(found["statements"], Statement), _validated(found["findings"], Finding)
    entities = _validated(found["entities"], Entity)
    study = next(iter(_validated(found["study"], Study)), None)
    counts = {name: len(rows[name]) for name in _COUNTED}
    codes = dict(sorted(Counter(finding.code for finding in findings).items()))
    run = {**found["runs"][()][0], "sources": sources, "counts": counts, "findings": codes, "recorded": {}}
    return Published(Run.model_validate(run), cities, projects, study, statements, entities, findings)


def _validated(found: Mapping[Row, list[Any]], model: type[R]) -> list[R]:
    return [model.model_validate(record) for record in found.get((), [])]


def _gather(branch: Branch, rows: Rows, depth: int = 0) -> dict[Row, list[Any]]:
    """The values of a branch by their parent's key, each list in its order."""
    children = [(child, _gather(child, rows, 1)) for child in branch.branches]
    found: dict[Row, list[Any]] = {}
    for row in _sorted(branch.table, rows[branch.table.name]):
        named = dict(zip(branch.table.names, row, strict=True))
        found.setdefault(row[:depth], []).append(_value(branch, named, row, children))
    return found


def _sorted(table: Table, rows: Iterable[Row]) -> list[Row]:
    at = [table.names.index(name) for name in table.key]
    return sorted(rows, key=lambda row: tuple(row[i] for i in at))


def _value(branch: Branch, named: Mapping[str, Any], row: Row, children: Sequence[tuple[Branch, dict[Row, list[Any]]]]) -> Any:
    if not branch.fields:
        return row[-2:] if branch.form == "mapping" else row[-1]
    value = {field: named[field] for field in branch.fields}
    for child, found in children:
        missing = child.field in branch.counted and named[f"{child.field}_count"] is None
        value[child.field] = None if missing else _held(child, found.get(_own_key(branch, row), []))
    return value


def _held(branch: Branch, values: list[Any]) -> Any:
    if branch.form == "part":
        return values[0] if values else None
    return dict(values) if branch.form == "mapping" else values
