"""`stadtatlas show`: one city for the eye, each value with its source and quote."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from stadtatlas.errors import StadtatlasError
from stadtatlas.store import MANIFEST, find_run
from stadtatlas.text.german import slug

_WIDTH = 100
_QUOTE = 160
"""Characters of a quote that are shown."""
_SKIPPED = {"id", "name", "edition", "projects", "sources"}


class ShowError(StadtatlasError):
    """No such run or city."""


def newest(store: Path) -> Path:
    """The run that was written last in a store. Raises ShowError."""
    runs = [run for link in store.glob("*/latest") if (run := find_run(link))]
    if not runs:
        raise ShowError(f"{store} holds no run; make one with `stadtatlas run`, or name a folder with --run")
    return max(runs, key=lambda r: (r / MANIFEST).stat().st_mtime)


def show(city: str, run: Path | None, store: Path) -> str:
    """The city's record as text. Raises ShowError."""
    path = run or newest(store)
    if find_run(path) is None:
        raise ShowError(f"{path} holds no run; give the folder that `stadtatlas run` printed")
    cities = _rows(path / "cities.jsonl")
    row = next((c for c in cities if c["id"] in (city, slug(city)) or c["name"] == city), None)
    if row is None:
        near = get_close_matches(slug(city), [c["id"] for c in cities], 3, 0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise ShowError(f"no city {city!r} in {path}{hint}")
    projects = [p for p in _rows(path / "projects.jsonl") if p["city"] == row["id"]]
    wanted = {f"city:{row['id']}", *(f"project:{p['id']}" for p in projects)}
    statements = [s for s in _rows(path / "statements.jsonl") if s["record"] in wanted]
    return "\n".join([*_city(row, statements), *_projects(projects, statements)]) + "\n"


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise ShowError(f"{path} cannot be read: {error}. Check the run with `stadtatlas verify`.") from None


def _city(row: dict[str, Any], statements: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{row['name']}  (city:{row['id']}, edition {row['edition']}; sources: {', '.join(row['sources'])})"
    for key, value in row.items():
        if key in _SKIPPED or value in (None, [], {}):
            continue
        if isinstance(value, dict) and key == "action_fields":
            known = [name for name, active in value.items() if active]
            yield from _value(key, ", ".join(known) if known else "no source shows which are active", [])
        elif isinstance(value, dict):
            for part, inner in value.items():
                yield from _entries(f"{key}.{part}", inner, f"city:{row['id']}", statements)
        else:
            yield from _entries(key, value, f"city:{row['id']}", statements)


def _projects(projects: list[dict[str, Any]], statements: list[dict[str, Any]]) -> Iterator[str]:
    for project in projects:
        yield f"\nproject:{project['id']}"
        for key in ("title", "action_fields", "primary_action_field", "annex_title", "description"):
            if project[key]:
                value = ", ".join(project[key]) if isinstance(project[key], list) else project[key]
                yield from _value(key, value, _of(statements, f"project:{project['id']}", key))
        ranked = ", ".join(f"{p['field']} {p['score']:.2f}" for p in project["predicted_action_fields"])
        if ranked:
            yield from _value("predicted", ranked, [])


def _entries(key: str, value: Any, record: str, statements: list[dict[str, Any]]) -> Iterator[str]:
    if not isinstance(value, list):
        if value is not None:
            yield from _value(key, str(value), _of(statements, record, key))
        return
    for index, entry in enumerate(value):
        field = f"{key}[{index}]"
        if isinstance(entry, dict):
            name = entry.get("kind") or entry.get("speaker")
            field = f"{field} {name}" if name else field
            text = _line(entry)
        else:
            text = str(entry)
        yield from _value(field, text, _of(statements, record, f"{key}[{index}]"))


def _line(entry: dict[str, Any]) -> str:
    if "surface" in entry:
        value = f"{entry['mod']} {entry['value']}" if entry["mod"] else entry["value"]
        return f"{entry['surface']} = {value}" + (f": {entry['event']}" if entry["event"] else "")
    text = str(entry.get("text") or entry.get("title") or entry.get("name") or json.dumps(entry, ensure_ascii=False))
    text += f" <{entry['url']}>" if entry.get("url") else ""
    return text + (f" ({entry['funder'] or '?'}, {entry['level']})" if "funder" in entry else "")


def _of(statements: list[dict[str, Any]], record: str, field: str) -> list[dict[str, Any]]:
    return [s for s in statements if s["record"] == record and s["field"] == field]


def _value(field: str, value: str, statements: list[dict[str, Any]]) -> Iterator[str]:
    yield from textwrap.wrap(f"{field}: {value}", _WIDTH, initial_indent="  ", subsequent_indent="      ")
    places: dict[str, list[str]] = {}
    for statement in statements:
        where = ", ".join(f"{start}-{end}" for start, end in statement["spans"]) or _elsewhere(statement)
        where = f"p. {statement['page']}, {where}" if statement["page"] else where
        places.setdefault(" ".join(statement["quote"].split()), []).append(f"{statement['source']} {where}")
    for quote, sources in places.items():
        line = "; ".join(sources) + (f": {_shortened(quote)}" if quote and quote not in value else "")
        yield from textwrap.wrap(line, _WIDTH, initial_indent="    ↳ ", subsequent_indent="      ")


def _elsewhere(statement: dict[str, Any]) -> str:
    """Where a value comes from that stands in no source."""
    if statement["extractor"] != "decision":
        return "looked up"
    signed = statement["evidence"]
    return f"by {signed['by']}, {signed['date']}: {signed['why']}"


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _QUOTE else f"{quote[: _QUOTE // 2]} … {quote[-_QUOTE // 2 :]}"
