"""What changed from one run to another, as a `Diff`. It mirrors: the same the other way round, and empty for the same run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stadtatlas.compare.load import CompareError, Row, Run, World
from stadtatlas.compare.match import Matches, match
from stadtatlas.compare.values import FINDINGS_FIELD, Frame, Lens, Seen, change, compare, entries, whole
from stadtatlas.compare.words import worded
from stadtatlas.model.comparison import Change, Diff, Kind, Side

_NAMES = {"city": "name", "project": "title"}
"""The field that a record goes by."""
_DERIVED = ("title", "description")
"""What a project's predicted action fields are computed from."""
_OPPOSITE: dict[Kind, Kind] = {"added": "removed", "removed": "added"}


def between(a: Run, b: Run) -> Diff:
    """The diff of two runs, without quotes and causes. Raises CompareError where their editions have no city in common.

    Where several matches or moves are as good, the choice must not depend on which run comes first: it is made for the
    runs in the order of their hashes, and turned round for the other order.
    """
    turned = sorted(b.name.files.items()) < sorted(a.name.files.items())
    one, two = (b, a) if turned else (a, b)
    found = match(one.world, two.world)
    _check(a, b, found)
    seen = sorted(_seen(one.world, two.world, found), key=lambda s: _order(s.change))
    changes, bookkeeping = ([worded(s.change) for s in seen if s.counts is counts] for counts in (True, False))
    diff = Diff(contract=1, a=one.name, b=two.name, changes=changes, bookkeeping=bookkeeping)
    return mirrored(diff) if turned else diff


def mirrored(diff: Diff) -> Diff:
    """The diff of the same runs the other way round."""
    changes, bookkeeping = (sorted(map(_turned, part), key=_order) for part in (diff.changes, diff.bookkeeping))
    return Diff(contract=diff.contract, a=diff.b, b=diff.a, changes=changes, bookkeeping=bookkeeping)


def _turned(one: Change) -> Change:
    turned = change(_OPPOSITE.get(one.kind, one.kind), one.new, one.old)
    words = [w.model_copy(update={"gone": w.added, "added": w.gone}) for w in one.words]
    return turned.model_copy(update={"words": words, "score": one.score, "cause": one.cause})


def _order(one: Change) -> tuple[str, int, str, int, bool, int]:
    """By record: the record as a whole, what it is called, then its fields and their entries, what is gone first."""
    field = one.field or ""
    rank = 0 if one.field is None else 1 if field in _NAMES.values() else 2
    new, old = (-1 if side is None or side.at is None else side.at for side in (one.new, one.old))
    return one.record or "", rank, field.partition("[")[0], max(new, old) if one.new is None else new, one.new is not None, old


def _check(a: Run, b: Run, found: Matches) -> None:
    worlds = a.world, b.world
    if a.name.edition != b.name.edition and not found.cities and all(world.cities for world in worlds):
        raise CompareError(
            f"the editions {a.name.edition!r} ({a.path}) and {b.name.edition!r} ({b.path}) have no city in common; "
            "name two runs that tell of the same cities"
        )


def _seen(old: World, new: World, found: Matches) -> Iterator[Seen]:
    names = found.names() | {f"study:{old.edition}": f"study:{new.edition}"}
    here, there = dict(old.rows()), dict(new.rows())
    pairs = {a: b for a, b in names.items() if a in here and b in there}
    came, gone = there.keys() - pairs.values(), here.keys() - pairs.keys()
    strayed = {a for a, b in found.projects.items() if found.cities.get(old.projects[a]["city"]) != new.projects[b]["city"]}
    moved = {f"project:{a}" for a in strayed} | {f"project:{found.projects[a]}" for a in strayed}
    lens = Lens(names), Lens()
    frame = Frame(None, None, lens, frozenset(came | gone | moved))
    for name in gone:
        yield Seen(True, whole(here[name], replace(frame, old=name)))
    for name in came:
        yield Seen(True, whole(there[name], replace(frame, new=name)))
    for a, b in pairs.items():
        yield from _record(here[a], there[b], replace(frame, old=a, new=b), found)
    yield from entries(FINDINGS_FIELD, old.findings, new.findings, frame)


def _record(old: Row, new: Row, frame: Frame, found: Matches) -> Iterator[Seen]:
    """What changed in a record that both runs have."""
    assert frame.old is not None
    kind = frame.old.partition(":")[0]
    if kind == "city":
        here, there = frame.lens
        frame = replace(frame, lens=(replace(here, headings=_headings(old)), replace(there, headings=_headings(new))))
    retold = kind == "project" and any(old[key] != new[key] for key in _DERIVED)
    for seen in compare(old, new, frame):
        field = (seen.change.field or "").partition("[")[0]
        if kind == "project" and field == "city":
            strayed = found.cities.get(old["city"]) != new["city"]
            moved = change("moved", seen.change.old, seen.change.new)
            yield Seen(strayed, _scored(moved, found) if strayed else moved)
        elif field == _NAMES.get(kind) and frame.old in found.scores:
            yield Seen(True, _scored(_renamed(seen.change), found))
        else:
            yield Seen(seen.counts and not (retold and field == "predicted_action_fields"), seen.change)


def _headings(row: Row) -> dict[str, str]:
    return {section["heading"]: section["kind"] for section in row["sections"]}


def _renamed(one: Change) -> Change:
    return one if one.kind == "typographic" else change("renamed", one.old, one.new)


def _scored(one: Change, found: Matches) -> Change:
    assert isinstance(one.old, Side)
    return one.model_copy(update={"score": found.scores.get(one.old.record or "")})
