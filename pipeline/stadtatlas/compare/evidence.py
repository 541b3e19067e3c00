"""What the sources say of the values that changed: statements of either run, read only where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stadtatlas.compare.load import CompareError, Run
from stadtatlas.compare.values import FINDINGS_FIELD
from stadtatlas.model.comparison import Change, Quoted, Side

_NAMES = {"city": "name", "project": "title", "study": "title"}
"""The field whose statements stand for a record as a whole."""
_STATEMENTS = "statements.jsonl"
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
    wanted = {_wanted(side) for side in sides if side is not None}
    stated: dict[Field, list[Stated]] = {}
    if wanted:
        for row in _statements(run, wanted):
            found = Stated(row["source"], [(start, end) for start, end in row["spans"]], row["page"], row["quote"])
            for key in _keys(row["record"], row["field"]):
                if key in wanted:
                    stated.setdefault(key, []).append(found)
    return Evidence(stated)


def _wanted(side: Side) -> Field:
    record = side.record or ""
    return record, side.field or _NAMES.get(record.partition(":")[0], "")


def _keys(record: str, path: str) -> Iterator[Field]:
    """The field of a statement, and the list and object that it belongs to: all of a list may have changed at once."""
    yield record, path
    if path.endswith("]"):
        path = path.rpartition("[")[0]
        yield record, path
    if "." in path:
        yield record, path.partition(".")[0]


def _statements(run: Run, wanted: set[Field]) -> Iterator[dict[str, Any]]:
    """Statements on these records. A line is parsed only where its head, which the contract orders, names one of them."""
    path = run.path / _STATEMENTS
    heads = {f'{{"record": {json.dumps(record, ensure_ascii=False)}'.encode() for record, _ in wanted}
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                if text.partition(b", ")[0] in heads:
                    yield _parsed(text, f"{path}, line {number}")
    except OSError as error:
        raise CompareError(f"{path}: cannot be read: {error.strerror}; `stadtatlas verify` checks the run") from None


def _parsed(text: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
        if {"record", "field", "source", "spans", "page", "quote"} <= row.keys():
            return dict(row)
    except (ValueError, AttributeError) as error:
        raise CompareError(f"{where}: is no valid JSON: {error}; `stadtatlas verify` checks the run") from None
    raise CompareError(f"{where}: is no statement: a key is missing; `stadtatlas verify` checks the run")


def sides(changes: Iterable[Change], new: bool) -> Iterator[Side | None]:
    """The new sides of the changes, or the old ones."""
    return ((change.new if new else change.old) for change in changes)
