"""The JSON of a diff: what sets the records of two runs apart, enough to make the one out of the other."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from stadtatlas.model.records import Record, Sha256, Text

Kind = Literal["added", "removed", "changed", "renamed", "moved", "typographic"]
Cause = Literal["source", "code", "profile", "decision"]


class Quoted(Record):
    """What a source says of a value; `page` where the source has pages."""

    source: Text
    page: int | None
    quote: str


class Side(Record):
    """A value as one of the two runs has it; `at` is its place (from 0) in its list, or among its object's keys."""

    record: str | None
    field: str | None
    at: int | None
    value: Any
    quotes: list[Quoted] = Field(default_factory=list)


class Wording(Record):
    """A run of words that stands in one of two texts alone: `gone` from the old one, `added` in the new one."""

    gone: str
    added: str


class Change(Record):
    """One change.

    `record` is named as in statements (`city:dresden`), `field` too (`dates[3]`; `null`: the record as a whole). A finding's
    `field` is its place in `findings.jsonl`, its record the one that it is about. `typographic` is a difference in quotes,
    hyphens, spacing or a final full stop only. `old` is `null` where something was added, `new` where it was removed.
    """

    record: str | None
    field: str | None
    kind: Kind
    old: Side | None
    new: Side | None
    words: list[Wording] = Field(default_factory=list)
    """The words that differ, where both sides are running text."""
    score: float | None = Field(default=None, ge=0, le=1)
    """How alike a record under another id is to what it was."""
    cause: Cause | None = None


class RunName(Record):
    """A run of a diff: what it is called, what made it, and the SHA-256 of each file that the diff is about."""

    run_id: Text
    edition: Text
    extraction: int | None
    profile: Sha256 | None
    files: dict[str, Sha256]


class Diff(Record):
    """What changed from run `a` to run `b`.

    `changes` are those of the world that the records tell of. `bookkeeping` is what only follows from them or from how a run
    was made (`sources`, `edition`, ids, places in a text): no change, but needed to make `b` out of `a`.
    """

    contract: Literal[1]
    a: RunName
    b: RunName
    changes: list[Change]
    bookkeeping: list[Change]
