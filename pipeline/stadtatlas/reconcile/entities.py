"""One entity for all that names the same thing: within a city over its sections, across cities for what is known of everywhere.

An entity rewrites nothing: it refers to the statements that name it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from stadtatlas.prose import gazetteer
from stadtatlas.reconcile.ledger import Row
from stadtatlas.text.german import slug
from stadtatlas.text.keys import loose_key
from stadtatlas.text.names import variants

_KEYS = ("organisation", "funding", "networks")
_EVERYWHERE = ("programme", "competition", "award", "project", "funder")
"""Kinds that are the same thing in every city that names them, as they reach beyond one."""


@dataclass(slots=True)
class _Entity:
    kind: str
    name: str | None
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Row] = field(default_factory=list)


def entities(cities: Sequence[Row], projects: Sequence[Row], statements: Sequence[Row]) -> list[Row]:
    """The entities of a run, sorted by id; `mentions` in the statements' order."""
    stated: dict[tuple[str, str], list[Row]] = {}
    for statement in statements:
        stated.setdefault((statement["record"], statement["field"]), []).append(statement)
    found: dict[str, _Entity] = {}
    for city in cities:
        local = {loose_key(p["title"]): ("project", f"project:{p['id']}") for p in projects if p["city"] == city["id"]}
        for place, kind, name in _named(city):
            key, id_, known = _identify(kind, name, city["id"], local)
            entity = found.setdefault(id_, _Entity(key, known))
            entity.names[name] += 1
            entity.mentions += [_reference(s) for s in stated.get((f"city:{city['id']}", place), [])]
    return [_row(id_, entity) for id_, entity in sorted(found.items())]


def _named(city: Row) -> Iterator[tuple[str, str, str]]:
    """Field, kind and name of all that a city's record names, funders included."""
    for key in _KEYS:
        for index, value in enumerate(city[key] or []):
            yield f"{key}[{index}]", value.get("kind", "network"), value["name"]
            if value.get("funder"):
                yield f"{key}[{index}]", "funder", value["funder"]


def _identify(kind: str, name: str, city: str, local: dict[str, tuple[str, str]]) -> tuple[str, str, str | None]:
    """Kind, id and, for common knowledge, the full name of what a city calls so; `local` learns what it is called there."""
    entry = gazetteer.find(name)
    if entry:
        return entry.kind, entry.id if ":" in entry.id else f"{entry.kind}:{entry.id}", entry.name
    keys = [loose_key(variant) for variant in variants(name)]
    known = next((local[key] for key in keys if key in local), None)
    if known is None:
        shared = kind in _EVERYWHERE or (kind == "network" and _is_proper(name))
        known = kind, f"{kind}:{slug(name)}" if shared else f"{kind}:{city}/{slug(name)}"
    for key in keys:
        local.setdefault(key, known)
    return *known, None


def _is_proper(name: str) -> bool:
    """Whether a network's name tells it from those of other cities: `Wirtschaftsförderung` does not, `Eurocities e. V.` does."""
    return len(name.split()) > 1 or not name[1:].islower()


def _reference(statement: Row) -> Row:
    return {key: statement[key] for key in ("record", "field", "source", "spans")}


def _row(id_: str, entity: _Entity) -> dict[str, Any]:
    name = entity.name or min(entity.names, key=lambda n: (-entity.names[n], n))
    aliases = sorted({v for n in entity.names for v in variants(n)} - {name})
    unique = {str(sorted(m.items())): m for m in entity.mentions}
    return {"id": id_, "kind": entity.kind, "name": name, "aliases": aliases, "mentions": _sorted(unique.values())}


def _sorted(mentions: Any) -> list[Row]:
    return sorted(mentions, key=lambda m: (m["record"], m["field"], m["source"], m["spans"]))
