"""Decisions carried out on reconciled rows.

Every decision is held against the rows as the sources gave them, and only then is anything changed: the order of the decisions
is of no matter, and one that was carried out is not carried out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stadtatlas.decisions.entries import Entry
from stadtatlas.decisions.model import Accept, Drop
from stadtatlas.decisions.plan import Change, Desk, plan
from stadtatlas.decisions.spots import DROPPED, Spot
from stadtatlas.decisions.words import meant, shown
from stadtatlas.edition.profile import Profile
from stadtatlas.model.rulings import Unmet, stands
from stadtatlas.reconcile import Atlas
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.places import KEYS

_WHERE = re.compile(r"(.+?, line \d+): ")
"""How each finding on a decision begins."""
Carried = tuple[Entry, Change | None]


def looked_up(entry: Entry) -> bool:
    """Whether the decision is about a city's place, which is looked up when its name and population are decided."""
    return getattr(entry.decision, "field", None) in KEYS


def settle(atlas: Atlas, entries: Iterable[Entry], profile: Profile) -> None:
    """Carry out the decisions on the atlas's rows, statements and findings. What cannot be is a finding."""
    ledger = Ledger(atlas.statements, atlas.findings)
    fresh = [e for e in _fresh(entries, ledger) if not isinstance(e.decision, Accept)]
    desk = Desk(atlas, profile.id, frozenset(fact.key for fact in profile.facts), fresh)
    carried: list[Carried] = []
    for entry in fresh:
        change = plan(entry, desk)
        if isinstance(change, Unmet):
            remark(change, entry, ledger)
        else:
            carried.append((entry, change))
    for entry, change in carried:
        _tell(entry, change, ledger)
    _change([(e, c) for e, c in carried if c is not None], ledger)
    _drop_records([e.decision.record for e, _ in carried if isinstance(e.decision, Drop) and not e.decision.field], atlas)


def accept(entries: Iterable[Entry], ledger: Ledger) -> None:
    """Take the findings that somebody accepted out of the ledger; one that is not there is a finding itself."""
    told: list[tuple[Entry, Accept, list[Row]]] = []
    for entry in _fresh(entries, ledger):
        if isinstance(entry.decision, Accept):
            told.append((entry, entry.decision, [row for row in ledger.findings if _accepts(entry.decision, row)]))
    for entry, decision, found in told:
        if found:
            message = f"{entry.where}: {meant(decision)}: {found[0]['message']} {entry.signed}"
            ledger.find("decision.accepted", message, found[0]["record"], found[0]["field"])
        else:
            remark(Unmet("decision.stale", _still_found(decision, ledger)), entry, ledger)
    gone = {id(row) for _, _, found in told for row in found}
    ledger.findings[:] = [row for row in ledger.findings if id(row) not in gone]


def remark(unmet: Unmet, entry: Entry, ledger: Ledger) -> None:
    """Why a decision was not carried out."""
    message = f"{entry.where}: {meant(entry.decision)}: {unmet.why}; not applied {entry.signed}"
    ledger.find(unmet.code, message, getattr(entry.decision, "record", None), getattr(entry.decision, "field", None))


def _fresh(entries: Iterable[Entry], ledger: Ledger) -> list[Entry]:
    """Those that no finding tells of yet."""
    messages = (row["message"] for row in ledger.findings if row["code"].startswith("decision."))
    told = {where[1] for message in messages if (where := _WHERE.match(message))}
    return [entry for entry in entries if entry.where not in told]


def _accepts(decision: Accept, row: Row) -> bool:
    return (row["code"], row["record"]) == (decision.code, decision.record) and stands(decision.message, row["message"])


def _still_found(decision: Accept, ledger: Ledger) -> str:
    alike = [r["message"] for r in ledger.findings if (r["code"], r["record"]) == (decision.code, decision.record)]
    return f"saw {shown(decision.message)}, now stands {'; '.join(map(shown, alike)) or 'no such finding'}"


def _tell(entry: Entry, change: Change | None, ledger: Ledger) -> None:
    """One finding that the decision was carried out; it names what it replaced, and takes along the findings that it settles."""
    settled = [row for row in ledger.findings if change and change.settles(row, ledger.statements)]
    stood = f", where {shown(change.stood)} stood" if change and change.replaces else ""
    also = "".join(f"; settles {row['code']}: {row['message']}" for row in settled)
    record, field = (getattr(entry.decision, key, None) for key in ("record", "field"))
    ledger.findings[:] = [row for row in ledger.findings if not any(row is other for other in settled)]
    ledger.find("decision.applied", f"{entry.where}: {meant(entry.decision)}{stood} {entry.signed}{also}", record, field)


def _change(carried: Sequence[tuple[Entry, Change]], ledger: Ledger) -> None:
    spots = {(change.spot.record, change.spot.field): change.spot for _, change in carried}
    for key, spot in spots.items():
        here = [(entry, change) for entry, change in carried if (change.spot.record, change.spot.field) == key]
        if spot.many:
            _change_list(spot, here, ledger)
            continue
        spot.put(here[0][1].value)
        for entry, change in here:
            _state(entry, change, spot.field, ledger)


def _change_list(spot: Spot, here: Sequence[tuple[Entry, Change]], ledger: Ledger) -> None:
    """Rebuild a list, and move statements and findings to their entries' new places; of a dropped entry they name the list."""
    values = dict(enumerate(spot.value or []))
    values |= {change.index: change.value for _, change in here if change.index is not None}
    kept = [index for index in sorted(values) if values[index] is not DROPPED]
    places = {index: place for place, index in enumerate(kept)}
    _renumber(spot, {index: places.get(index) for index in values}, ledger)
    entries = [values[index] for index in kept]
    for entry, change in here:
        if change.index is None and change.value not in entries:
            entries.append(change.value)
        place = entries.index(change.value) if change.index is None else places.get(change.index)
        _state(entry, change, f"{spot.field}[{place}]", ledger)
    spot.put(entries)


def _renumber(spot: Spot, places: dict[int, int | None], ledger: Ledger) -> None:
    moved = {f"{spot.field}[{old}]": spot.field if new is None else f"{spot.field}[{new}]" for old, new in places.items()}
    for row in (*ledger.statements, *ledger.findings):
        if row["record"] == spot.record and row["field"] in moved:
            row["field"] = moved[row["field"]]


def _state(entry: Entry, change: Change, field: str, ledger: Ledger) -> None:
    """A statement that somebody decided the value; the sources' own stay."""
    if change.value is not DROPPED:
        decision = entry.decision
        signed = {"by": decision.by, "date": str(decision.date), "why": decision.why}
        ledger.decide(change.spot.record, field, change.value, signed)


def _drop_records(records: Sequence[str], atlas: Atlas) -> None:
    """Take records out, a city with its projects; what is said of them stays in the statements."""
    cities = {record.removeprefix("city:") for record in records if record.startswith("city:")}
    projects = {record.removeprefix("project:") for record in records if record.startswith("project:")}
    projects |= {row["id"] for row in atlas.projects if row["city"] in cities}
    atlas.cities[:] = [row for row in atlas.cities if row["id"] not in cities]
    atlas.projects[:] = [row for row in atlas.projects if row["id"] not in projects]
    for city in atlas.cities:
        city["projects"] = [id_ for id_ in city["projects"] if id_ not in projects]
    for annexed in atlas.study["annex_projects"] or []:
        annexed["project"] = None if annexed["project"] in projects else annexed["project"]
    for portrait in [portrait for portrait, city in atlas.city_of.items() if city in cities]:
        del atlas.city_of[portrait]
