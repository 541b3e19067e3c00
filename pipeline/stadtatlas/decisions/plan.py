"""What a decision would change, held against the rows as the sources gave them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from stadtatlas.decisions import model
from stadtatlas.decisions.entries import Entry
from stadtatlas.decisions.spots import DROPPED, Spot
from stadtatlas.decisions.words import apart, nearest, shown
from stadtatlas.model.rulings import Unmet, stands
from stadtatlas.reconcile import Atlas
from stadtatlas.reconcile.ledger import Row


@dataclass(frozen=True, slots=True)
class Change:
    """A value put at a spot: in place of a list's entry (`index`), behind all of them (`None`), or as the whole value."""

    decision: model.Base
    spot: Spot
    index: int | None
    stood: Any
    value: Any

    @property
    def replaces(self) -> bool:
        """Whether another value stood there."""
        return self.stood is not None and self.stood != self.value

    def settles(self, finding: Row, statements: Sequence[Row]) -> bool:
        """Whether the decision answers the finding: one on its very field, a conflict if it picks a source."""
        if finding["record"] != self.spot.record or isinstance(self.decision, model.Confirm):
            return False
        conflict = finding["code"].startswith("conflict.")
        if not self.spot.many:
            names = (self.spot.field, self.spot.field.removeprefix("facts."))
            other = not isinstance(self.decision, model.Pick) and finding["severity"] != "info"
            return finding["field"] in names and (conflict or other)
        if self.index is None:
            return conflict and finding["field"] == self.spot.field and self._adds(finding, statements)
        picked = isinstance(self.decision, model.Pick) and self.spot.field != "sections"
        return conflict and finding["field"] in ((self.spot.field,) if picked else ()) + (f"{self.spot.field}[{self.index}]",)

    def _adds(self, finding: Row, statements: Sequence[Row]) -> bool:
        """Whether the entry that is added is the one that a single source has."""
        wanted = (finding["record"], finding["field"], finding["source"], finding["spans"], self.value)
        return any((s["record"], s["field"], s["source"], s["spans"], s["value"]) == wanted for s in statements)


@dataclass(slots=True)
class Desk:
    """The atlas before any decision, the edition's id and facts, and what was planned so far for each spot."""

    atlas: Atlas
    edition: str
    facts: Set[str]
    entries: Sequence[Entry]
    rows: dict[str, Row] = field(init=False)
    whole: dict[str, Entry] = field(init=False)
    planned: dict[tuple[str, str, int | None], tuple[Entry, Change]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {f"city:{row['id']}": row for row in self.atlas.cities}
        self.rows |= {f"project:{row['id']}": row for row in self.atlas.projects}
        self.rows[f"study:{self.edition}"] = self.atlas.study
        drops = ((e, e.decision) for e in self.entries if isinstance(e.decision, model.Drop))
        self.whole = {decision.record: entry for entry, decision in drops if decision.field is None}

    def dropped(self, record: str, decision: model.Base) -> Entry | None:
        """The decision by which the record, or its city, is dropped as a whole."""
        if isinstance(decision, model.Drop) and decision.field is None:
            return None
        city = f"city:{record.removeprefix('project:').partition('/')[0]}" if record.startswith("project:") else record
        return self.whole.get(record) or self.whole.get(city)


def steers(decision: model.Base) -> bool:
    """Whether reconciling carried the decision out already: on which records are one, and which entry of the annex is which."""
    return isinstance(decision, model.Merge | model.Part) or (
        isinstance(decision, model.Drop) and decision.field == "annex_title"
    )


def plan(entry: Entry, desk: Desk) -> Change | Unmet | None:
    """The change; `None` for a record as a whole; or why there is none."""
    decision = entry.decision
    if steers(decision):
        steering = desk.atlas.steering
        missing = _gone(decision.record, desk)  # type: ignore[attr-defined]
        return None if entry.where in steering.met else steering.unmet.get(entry.where, missing)
    record = decision.record  # type: ignore[attr-defined]
    row = desk.rows.get(record)
    if dropped := desk.dropped(record, decision):
        return Unmet("decision.gone", f"{record} is dropped by the decision in line {dropped.line}")
    if row is None:
        return _gone(record, desk)
    if isinstance(decision, model.Drop) and decision.field is None:
        return _whole(decision, row)
    return _planned(entry, Spot(record, decision.field, row), desk)  # type: ignore[attr-defined]


def _gone(record: str, desk: Desk) -> Unmet:
    near = get_close_matches(record, sorted(desk.rows), 1, 0.8)
    return Unmet("decision.gone", f"there is no {record}" + (f"; did you mean {near[0]}?" if near else ""))


def _whole(decision: model.Drop, row: Row) -> Unmet | None:
    name = row.get("title", row.get("name"))
    return None if decision.saw is None or stands(decision.saw, name) else _stale(shown(decision.saw), shown(name))


def _planned(entry: Entry, spot: Spot, desk: Desk) -> Change | Unmet:
    if not spot.exists(desk.facts):
        return Unmet("decision.gone", f"{spot.record} has no {spot.field}")
    change = _in_list(entry.decision, spot, desk) if spot.many else _alone(entry.decision, spot, desk)
    if isinstance(change, Unmet) or (spot.many and change.index is None):
        return change
    earlier, other = desk.planned.setdefault((spot.record, spot.field, change.index), (entry, change))
    if other.value is not change.value and other.value != change.value:
        return Unmet("decision.stale", f"the decision in line {earlier.line} is about the same value and says otherwise")
    return change


def _alone(decision: Any, spot: Spot, desk: Desk) -> Change | Unmet:
    standing = spot.value
    if isinstance(decision, model.Pick):
        said = _said(decision, desk)
        if not any(stands(decision.saw, value) for value in said):
            return _stale(shown(decision.saw), f"{nearest(decision.saw, said)} in {decision.source}")
        if not stands(decision.saw, standing):
            return Unmet("decision.stale", f"{spot.field} is not taken from one of several sources; use `set`")
    elif not stands(decision.saw, standing):
        return _stale(*apart(decision.saw, standing))
    return Change(decision, spot, None, standing, _result(decision, standing))


def _in_list(decision: Any, spot: Spot, desk: Desk) -> Change | Unmet:
    entries = spot.value or []
    if decision.saw is None:
        return Change(decision, spot, None, None, decision.result())
    fitting = [index for index, value in enumerate(entries) if stands(decision.saw, value)]
    said = _said(decision, desk) if isinstance(decision, model.Pick) else []
    if isinstance(decision, model.Pick) and not any(stands(decision.saw, value) for value in said):
        return _stale(shown(decision.saw), f"{nearest(decision.saw, said)} in {decision.source}")
    if not fitting:
        return _stale(shown(decision.saw), nearest(decision.saw, entries))
    if any(entries[index] != entries[fitting[0]] for index in fitting):
        return Unmet("decision.stale", f"{len(fitting)} entries are like that; name more of the entry's keys in `saw`")
    standing = entries[fitting[0]]
    return Change(decision, spot, fitting[0], standing, _result(decision, standing))


def _result(decision: model.Base, standing: Any) -> Any:
    if isinstance(decision, model.Set):
        return decision.result()
    return DROPPED if isinstance(decision, model.Drop) else standing


def _said(decision: model.Pick, desk: Desk) -> list[Any]:
    """What the picked source says of the field, each value once."""
    found: list[Any] = []
    for row in desk.atlas.statements:
        field_name = row["field"].partition("[")[0]
        here = (row["record"], row["source"], field_name) == (decision.record, decision.source, decision.field)
        if here and row["value"] not in found:
            found.append(row["value"])
    return found


def _stale(saw: str, now: str) -> Unmet:
    """What was seen and what stands now, in words."""
    one, two = ("nothing" if told == "null" else told for told in (saw, now))
    return Unmet("decision.stale", f"saw {one}, now stands {two}")
