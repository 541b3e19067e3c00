"""Where a decided field stands in a record's row."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, NamedTuple

from stadtatlas.decisions.fields import is_list
from stadtatlas.reconcile.ledger import Row


class Dropped:
    """What takes the place of a value that somebody dropped."""


DROPPED = Dropped()


class Spot(NamedTuple):
    """A field of a record; `web.author` is a key of the row's `web`."""

    record: str
    field: str
    row: Row

    @property
    def many(self) -> bool:
        """Whether a list stands there whose entries are decided one by one."""
        return is_list(self.record, self.field)

    @property
    def value(self) -> Any:
        """What stands there."""
        key, _, inner = self.field.partition(".")
        return (self.row[key] or {}).get(inner) if inner else self.row[key]

    def exists(self, facts: Set[str]) -> bool:
        """Whether the row has the field; `facts` are those of the edition."""
        key, _, inner = self.field.partition(".")
        if key == "facts":
            return inner in facts
        return not inner or (self.row[key] is not None and inner in self.row[key])

    def put(self, value: Any) -> None:
        """Let a value stand there, or none if it is `DROPPED`. A fact that is dropped takes its key along."""
        key, _, inner = self.field.partition(".")
        plain = None if value is DROPPED else value
        if not inner:
            self.row[key] = plain
        elif key == "facts":
            kept = {k: v for k, v in {**(self.row[key] or {}), inner: plain}.items() if v is not None}
            self.row[key] = kept or None
        else:
            self.row[key] = {**self.row[key], inner: plain}
