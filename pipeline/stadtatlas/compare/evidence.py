"""What the sources say of the values that changed: statements of either run, read only where they are wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from stadtatlas.compare.load import CompareError, Run, changed_file
from stadtatlas.compare.values import FINDINGS_FIELD
from stadtatlas.model.comparison import Change, Quoted, Side

_NAMES = {"city": "name", "project": "title", "study": "title"}
"""The field whose statements stand for a record as a whole."""
_STATEMENTS = "statements.jsonl"
_BEHIND = b'", "value": '
"""What stands behind the field of a statement."""
Field = tuple[str, str]
"""A record's name and a field of it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement: its source, the value's spans there, page and quote."""

    source: str
    spans: Sequence[tuple[int, int]]
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class Evidence:
    """The statements of one run on the fields that changed."""

    stated: Mapping[Field, Sequence[Stated]] = field(default_factory=dict)

    def of(self, side: Side | None) -> Sequence[Stated]:
        """The statements on the value of a side; a finding has its own spans."""
        if side is None:
            return ()
        if (side.field or "").startswith(f"{FINDINGS_FIELD}["):
            spans = [(start, end) for start, end in side.value["spans"]]
            return [Stated(side.value["source"], spans)] if side.value["source"] else []
        return self.stated.get(_wanted(side), ())

    def quotes(self, side: Side) -> list[Quoted]:
        """What each source says, the first statement of each."""
        found: dict[str, Quoted] = {}
        for stated in self.of(side):
            if stated.quote and stated.source not in found:
                found[stated.source] = Quoted(source=stated.source, page=stated.page, quote=stated.quote)
        return list(found.values())


def collect(run: Run, sides: Iterable[Side | None]) -> Evidence:
    """The run's statements on the values of these sides. Raises CompareError."""
    found = [side for side in sides if side is not None]
    wanted = {_head(*field): field for field in map(_wanted, found)}
    whole = any(isinstance(side.value, list | dict) and side.field is not None and side.at is None for side in found)
    stated: dict[Field, list[Stated]] = {}
    for key, row in _statements(run, wanted, whole) if wanted else ():
        spans = [(start, end) for start, end in row["spans"]]
        quote = row["quote"] or (row.get("evidence") or {}).get("why") or ""  # what a person says of a decision
        stated.setdefault(key, []).append(Stated(row["source"], spans, row["page"], quote))
    return Evidence(stated)


def _wanted(side: Side) -> Field:
    record = side.record or ""
    return record, side.field or _NAMES.get(record.partition(":")[0], "")


def _head(record: str, path: str) -> bytes:
    """How a statement's line begins, but for the last quotation mark; the contract orders its keys."""
    return f'{{"record": {json.dumps(record, ensure_ascii=False)}, "field": {json.dumps(path, ensure_ascii=False)}'[:-1].encode()


def _statements(run: Run, wanted: Mapping[bytes, Field], whole: bool) -> Iterator[tuple[Field, dict[str, Any]]]:
    """Statements on these fields, and which. There may be a hundred thousand: a line is parsed only where its head is wanted.

    `whole`: whether a list or object is wanted as a whole (`networks` for `networks[0]`).
    """
    path = run.path / _STATEMENTS
    try:
        with path.open("rb") as file:
            _check(file, path, run)
            for number, text in enumerate(file, 1):
                head = text[: text.find(_BEHIND)]
                if whole and head not in wanted:
                    head = next((part for mark in (b"[", b".") if (part := head.rpartition(mark)[0]) in wanted), b"")
                if head in wanted:
                    yield wanted[head], _parsed(text, f"{path}, line {number}")
    except OSError as error:
        raise CompareError(f"{path}: cannot be read: {error.strerror}; `stadtatlas verify` checks the run") from None


def _check(file: BufferedReader, path: Path, run: Run) -> None:
    """Whether the file is the run's, so that no quote is missing in silence. Raises CompareError."""
    told = run.files.get(_STATEMENTS)
    if told is not None and hashlib.file_digest(file, "sha256").hexdigest() != told:
        file.seek(0)
        for number, text in enumerate(file, 1):
            _parsed(text, f"{path}, line {number}")
        raise changed_file(path)
    file.seek(0)


def _parsed(text: bytes, where: str) -> dict[str, Any]:
    try:
        row = from_json(text)
        if {"record", "field", "source", "spans", "page", "quote"} <= row.keys():
            return dict(row)
    except (ValueError, AttributeError) as error:
        raise CompareError(f"{where}: is no valid JSON: {error}; `stadtatlas verify` checks the run") from None
    raise CompareError(f"{where}: is no statement: a key is missing; `stadtatlas verify` checks the run")


def sides(changes: Iterable[Change], new: bool) -> Iterator[Side | None]:
    """The new sides of the changes, or the old ones."""
    return ((change.new if new else change.old) for change in changes)
