"""`atlas.sqlite`: all tables in one SQLite file with keys, views and full-text search; `metadata.json` says it to Datasette."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from stadtatlas.exports.columns import Column, Kind
from stadtatlas.exports.published import Published
from stadtatlas.exports.rows import Row, assemble
from stadtatlas.exports.tables import Table, tables
from stadtatlas.exports.views import QUESTIONS, VIEWS
from stadtatlas.exports.writer import ExportError, Files, json_file, json_text

APPLICATION_ID = 0x53744174
"""`StAt`: what `file` and a reader can tell the database by."""
_TYPES: Mapping[Kind, str] = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER", "json": "TEXT"}
"""NUMERIC keeps 161 an integer and 181.36 a real number."""
_INDICES = ("statements (record, field)", "mentions (record, field)", "projects (city)", "city_projects (project)")
_UNABLE = "this Python's SQLite is too old or was built without what the exports need ({}); leave them out with --no-exports"
SEARCH = "search"
SEARCH_COLUMNS: Mapping[str, str] = {
    "record": "The record, as `city:ID` or `project:ID`.",
    "part": "The section's kind, or `project`.",
    "title": "The section's heading or the project's title.",
    "text": "The section's text or the project's description.",
    "spellings": "Its words with umlauts or ß, written ae, oe, ue and ss, so that both spellings are found.",
}
_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"})


class Sqlite:
    """Writes one database file; the same library gives the same bytes, any library the same dump."""

    def __init__(self, name: str = "atlas.sqlite") -> None:
        self._name = name
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._database.execute("BEGIN")
        self._found: dict[str, Sequence[Row]] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """One table with its rows."""
        self._database.execute(create(table))
        encode = [json_text if column.kind == "json" else None for column in table.columns]
        places = ", ".join("?" * len(encode))
        self._database.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', (_encoded(row, encode) for row in rows))
        if table.name in ("sections", "projects"):
            self._found[table.name] = [tuple(dict(zip(table.names, row, strict=True)).items()) for row in rows]

    def finish(self) -> Files:
        """The database file. Raises ExportError where Python's SQLite cannot search or serialise."""
        with closing(self._database) as database:
            for index in _INDICES:
                database.execute(f'CREATE INDEX "{re.sub(r"[^a-z]+", "_", index).strip("_")}" ON {index}')
            for view in VIEWS:
                database.execute(f'CREATE VIEW "{view.name}" AS {view.sql.strip()}')
            self._index(database)
            database.execute("COMMIT")
            if not hasattr(database, "serialize"):
                raise ExportError(_UNABLE.format("it cannot serialise"))
            return {self._name: database.serialize()}

    def _index(self, database: sqlite3.Connection) -> None:
        columns = ", ".join(name if name in ("title", "text", "spellings") else f"{name} UNINDEXED" for name in SEARCH_COLUMNS)
        tokenizer = "tokenize = 'unicode61 remove_diacritics 2'"
        try:
            database.execute(f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({columns}, {tokenizer})")
        except sqlite3.OperationalError as error:
            raise ExportError(_UNABLE.format(error)) from None
        database.executemany(f"INSERT INTO {SEARCH} VALUES (?, ?, ?, ?, ?)", self._passages())

    def _passages(self) -> Iterator[tuple[str, ...]]:
        for section in map(dict, self._found["sections"]):
            yield _passage(f"city:{section['city']}", section["kind"], section["heading"], section["text"])
        for project in map(dict, self._found["projects"]):
            yield _passage(f"project:{project['id']}", "project", project["title"], project["description"] or "")


def _passage(record: str, part: str, title: str, text: str) -> tuple[str, ...]:
    words = dict.fromkeys(re.findall(r"\w*[äöüÄÖÜßẞ]\w*", f"{title} {text}"))
    return record, part, title, text, " ".join(words).translate(_TRANSCRIBED)


def create(table: Table) -> str:
    """The statement that makes a table; each column says in a comment what it holds."""
    lines = [(_definition(column), column.description) for column in table.columns]
    lines.append((f"PRIMARY KEY ({_names(table.key)})", ""))
    for reference in table.references:
        target = f'"{reference.table}" ({_names(reference.target)})'
        lines.append((f"FOREIGN KEY ({_names(reference.columns)}) REFERENCES {target}", ""))
    last = len(lines) - 1
    body = "\n".join(f"  {sql}{',' * (i < last)}{f' -- {words}' if words else ''}" for i, (sql, words) in enumerate(lines))
    return f'CREATE TABLE "{table.name}" (\n{body}\n)'


def _definition(column: Column) -> str:
    kind = "REAL" if column.nested is float else _TYPES[column.kind]
    checks = column.codes or (("0", "1") if column.kind == "boolean" else ())
    values = ", ".join(f"'{code}'" if column.codes else code for code in checks)
    check = f' CHECK ("{column.name}" IN ({values}))' if checks else ""
    return f'"{column.name}" {kind}{"" if column.nullable else " NOT NULL"}{check}'


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _encoded(row: Row, encode: Sequence[Callable[[Any], str] | None]) -> Row:
    pairs = zip(row, encode, strict=True)
    return tuple(value if value is None or not encoder else encoder(value) for value, encoder in pairs)


class Metadata:
    """Writes `metadata.json`, with which Datasette shows what tables and columns hold, and the worked questions."""

    def __init__(self) -> None:
        self._tables: dict[str, Any] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """One table's description."""
        columns = {column.name: described(column) for column in table.columns}
        self._tables[table.name] = {"description": table.description, "columns": columns}

    def finish(self) -> Files:
        """One file, for the database called `atlas`."""
        for view in VIEWS:
            self._tables[view.name] = {"description": view.description, "columns": dict(view.columns)}
        words = "Full-text search over sections and projects."
        self._tables[SEARCH] = {"description": words, "columns": dict(SEARCH_COLUMNS)}
        queries = {q.name: {"title": q.title, "sql": q.sql.strip()} for q in QUESTIONS}
        return {"metadata.json": json_file({"databases": {"atlas": {"tables": self._tables, "queries": queries}}})}


def described(column: Column) -> str:
    """What a column holds, in which unit, and which codes."""
    unit = f" In {column.unit}." if column.unit else ""
    codes = f" One of {', '.join(column.codes)}." if column.codes else ""
    return f"{column.description}{unit}{codes}"


def read(database: sqlite3.Connection) -> Published:
    """The records of the database, equal to those it was made from."""
    return assemble({name: list(_read(database, table)) for name, table in tables().items()})


def _read(database: sqlite3.Connection, table: Table) -> Iterator[Row]:
    decode = [_DECODERS.get(column.kind) for column in table.columns]
    for row in database.execute(f'SELECT {_names(table.names)} FROM "{table.name}"'):
        yield _encoded(row, decode)


_DECODERS: Mapping[Kind, Callable[[Any], Any]] = {"boolean": bool, "json": json.loads}
