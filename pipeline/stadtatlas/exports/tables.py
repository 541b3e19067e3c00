"""The tables: every name, column, key and reference, derived from the records' models.

A record is a row. What it holds many of are rows of a table of their own, which carry the record's key and a `position`, counted
from 0, so that `dates`, position 3, is the field `dates[3]` of the city's statements. Where a list may be `null`, the record's
row has a count of it: `null` where no source has it, 0 where it is empty. Both are lost in no format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from stadtatlas.exports.columns import Column, bare, column, optional
from stadtatlas.model import records
from stadtatlas.model.records import Record

Form = Literal["plain", "list", "mapping", "part"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: columns of this table that name a row of another."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows are tuples in the order of its columns."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a model lies in the tables: its own one, and a branch for each field that is rows of another table.

    `fields` are the record's keys that are columns; a list of plain values has none, and its value is the last column.
    `counted` are the fields that may be `null`, whose counts are the last columns.
    """

    field: str
    form: Form
    table: Table
    fields: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()
    counted: tuple[str, ...] = ()
    shape: Any = None
    """The Python type of the field."""

    def walk(self) -> Iterator[Branch]:
        """This branch and all that grow on it, in the tables' order."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class _Root:
    """A file of a run as a table. Its key is the model's `id`, or a column that the model does not have."""

    field: str
    model: type[Record]
    called: str
    key: Column | None = None
    left_out: tuple[str, ...] = ()


_POSITION = Column("position", "integer", "Place in the list, counted from 0.", required=True)
_ROOTS = (
    _Root("runs", records.Run, "run_id", left_out=("sources", "counts", "findings", "recorded")),
    _Root("sources", records.SourceRecord, "source"),
    _Root("cities", records.City, "city"),
    _Root("projects", records.Project, "project"),
    _Root("study", records.Study, "edition", Column("edition", "text", "The edition of the study.", required=True)),
    _Root("statements", records.Statement, "statement", _POSITION),
    _Root("entities", records.Entity, "entity"),
    _Root("findings", records.Finding, "finding", _POSITION),
)

_PLACES: Mapping[str, tuple[str, ...]] = {
    "cities.action_fields": ("city_action_fields", "field", "active"),
    "cities.sections": ("sections",),
    "cities.projects": ("city_projects", "project"),
    "cities.links": ("links",),
    "cities.web": ("web_portraits",),
    "cities.dates": ("dates",),
    "cities.organisation": ("organisation",),
    "cities.organisation_models": ("organisation_models", "model"),
    "cities.funding": ("funding",),
    "cities.networks": ("networks",),
    "cities.stakeholders": ("stakeholders", "stakeholder"),
    "cities.participation": ("participation", "format"),
    "cities.channels": ("channels", "channel"),
    "cities.sources": ("city_sources", "source"),
    "cities.facts": ("facts", "fact", "value"),
    "web_portraits.neighbours": ("web_neighbours", "name"),
    "web_portraits.quotes": ("web_quotes",),
    "web_portraits.image_sources": ("web_image_sources", "credit"),
    "projects.action_fields": ("project_action_fields", "field"),
    "projects.predicted_action_fields": ("predicted_action_fields",),
    "projects.sources": ("project_sources", "source"),
    "study.partners": ("study_partners",),
    "study.contents": ("study_contents",),
    "study.figures": ("study_figures",),
    "study.tables": ("study_tables",),
    "study.annex_projects": ("study_annex_projects",),
    "study.image_credits": ("study_image_credits",),
    "study.totals": ("study_totals",),
    "entities.aliases": ("entity_aliases", "alias"),
    "entities.mentions": ("mentions",),
}
"""The table of each field that is one, and how the columns of plain values in it are called."""

_VALUES: Mapping[str, str] = {
    "city_action_fields.field": "The action field.",
    "city_action_fields.active": "Whether the city is active in it; null where no source shows it.",
    "city_projects.project": "The project's id.",
    "organisation_models.model": "How digitalisation is organised.",
    "stakeholders.stakeholder": "The group.",
    "participation.format": "The format; none where the text says that there is none.",
    "channels.channel": "The channel; none where the text says that there is none.",
    "city_sources.source": "The source's id.",
    "facts.fact": "The fact's key in the edition profile.",
    "facts.value": "Its value as printed.",
    "web_neighbours.name": "The city's name as the page has it.",
    "web_image_sources.credit": "The credit.",
    "project_action_fields.field": "The action field.",
    "project_sources.source": "The source's id.",
    "entity_aliases.alias": "The name.",
}
_REFERENCES: Mapping[str, str] = {
    "projects.city": "cities",
    "city_projects.project": "projects",
    "city_sources.source": "sources",
    "project_sources.source": "sources",
    "study_annex_projects.project": "projects",
}
_TITLES: Mapping[str, str] = {
    "runs": "The run that the other tables come from.",
    "sources": "The sources of the run.",
    "cities": "One city a row, reconciled from all its sources.",
    "projects": "One lighthouse project a row.",
    "study": "What the study says of itself: one row, or none where no study was read.",
    "statements": "Every value of a record, as one source gives it, and where it stands.",
    "entities": "Offices, programmes, funders, networks and companies, one id over all their mentions.",
    "findings": "What a person should look at.",
}


@cache
def roots() -> tuple[Branch, ...]:
    """The records' files as branches, parents before what refers to them."""
    return tuple(_grow_root(root) for root in _ROOTS)


@cache
def tables_by_run() -> Mapping[str, Table]:
    """The same tables for a database of several runs: each key begins with the run's id."""
    return {name: table if name == "runs" else _by_run(table) for name, table in tables().items()}


def _by_run(table: Table) -> Table:
    run = Column("run_id", "text", "The run that the row comes from.", required=True)
    run_only = Reference(("run_id",), "runs", ("run_id",))
    wider = (Reference(("run_id", *r.columns), r.table, ("run_id", *r.target)) for r in table.references)
    references = tuple(wider) or (run_only,)
    return Table(table.name, table.description, (run, *table.columns), ("run_id", *table.key), references)


@cache
def tables() -> Mapping[str, Table]:
    """Every table by its name, in a fixed order."""
    return {branch.table.name: branch.table for root in roots() for branch in root.walk()}


def _grow_root(root: _Root) -> Branch:
    own = [(name, info) for name, info in root.model.model_fields.items() if name not in root.left_out]
    key = root.key or next(column(n, i) for n, i in own if n in ("id", "run_id"))
    parent = root.key or Column(root.called, "text", f"The {root.called}'s id.", required=True)
    before = (root.key,) if root.key else ()
    named = _Named(root.field, _TITLES[root.field], before, (key.name,), parent)
    return _grow(_Place(root.field, "list", None), named, own)


@dataclass(frozen=True, slots=True)
class _Place:
    """The field of a record that a branch grows from."""

    field: str
    form: Form
    shape: Any


@dataclass(frozen=True, slots=True)
class _Named:
    """A table in the making: its name and description, the columns before the model's, its key, and what children call it."""

    table: str
    description: str
    before: tuple[Column, ...]
    key: tuple[str, ...]
    parent: Column
    references: tuple[Reference, ...] = ()


def _grow(at: _Place, named: _Named, fields: list[tuple[str, FieldInfo]]) -> Branch:
    apart = [(name, info) for name, info in fields if f"{named.table}.{name}" in _PLACES]
    plain = [(name, info) for name, info in fields if f"{named.table}.{name}" not in _PLACES]
    counted = tuple(name for name, info in apart if _form(info) != "part" and optional(info.annotation))
    columns = (*named.before, *(column(*p) for p in plain), *(_count(named.table, n) for n in counted))
    table = Table(named.table, named.description, columns, named.key, (*named.references, *_soft(named.table, plain)))
    branches = tuple(_child(table, named.parent, name, info) for name, info in apart)
    return Branch(at.field, at.form, table, tuple(n for n, _ in plain), branches, counted, at.shape)


def _child(parent: Table, called: Column, field: str, info: FieldInfo) -> Branch:
    name, *values = _PLACES[f"{parent.name}.{field}"]
    form = _form(info)
    before = (called,) if form == "part" else (called, _POSITION)
    reference = Reference((called.name,), parent.name, parent.key[:1])
    named = _Named(name, info.description or "", before, tuple(c.name for c in before), called, (reference,))
    entry = get_args(bare(info.annotation))[-1] if form != "part" else bare(info.annotation)
    if isinstance(bare(entry), type) and issubclass(bare(entry), Record):
        return _grow(_Place(field, form, info.annotation), named, list(bare(entry).model_fields.items()))
    kinds = get_args(bare(info.annotation))
    plain = [(v, FieldInfo.from_annotation(kind)) for v, kind in zip(values, kinds, strict=True)]
    columns = (*before, *(column(v, i, _VALUES[f"{name}.{v}"]) for v, i in plain))
    table = Table(name, named.description, columns, named.key, (reference, *_soft(name, plain)))
    return Branch(field, form, table, shape=info.annotation)


def _soft(table: str, fields: list[tuple[str, FieldInfo]]) -> tuple[Reference, ...]:
    return tuple(Reference((n,), _REFERENCES[f"{table}.{n}"], ("id",)) for n, _ in fields if f"{table}.{n}" in _REFERENCES)


def _count(table: str, field: str) -> Column:
    rows = _PLACES[f"{table}.{field}"][0]
    return Column(f"{field}_count", "integer", f"Rows of `{rows}`; null where no source has what they are read from.", True)


def _form(info: FieldInfo) -> Form:
    origin = get_origin(bare(info.annotation))
    return "list" if origin is list else "mapping" if origin is dict else "part"
