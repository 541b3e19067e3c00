"""One record in two runs, field by field."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from stadtatlas.compare.load import Row
from stadtatlas.compare.sequence import Key, Pair, align
from stadtatlas.model.comparison import Change, Kind, Side
from stadtatlas.text.keys import alike, loose_key, typographic_key

FINDINGS_FIELD = "findings"
"""The list of findings, as if it were a field: a finding of a change is `findings[3]`."""
_MADE = {"id", "edition", "sources"}
"""Fields that tell how a record was made and not what it tells of."""
_INDEX = re.compile(r"\[\d+\]$")


@dataclass(frozen=True)
class Lens:
    """How the entries of one side are looked at, so that what only follows from another change is none of its own.

    `renamed` leads from the names of this side's records to those of the new one; `headings` from the headings of this
    city's sections to their kinds.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def see(self, name: str, value: Any) -> Any:
        """The entry of a list as it is compared."""
        if name == "projects":
            return self.project(value)
        if name == "annex_projects":
            return {**value, "project": self.project(value["project"])}
        if name == "dates":
            return {**value, "section": self.headings.get(value["section"], value["section"])}
        if name == FINDINGS_FIELD:
            about = _INDEX.sub("", value["field"] or "") or None
            record = self.renamed.get(value["record"] or "", value["record"])
            return {"code": value["code"], "record": record, "field": about, "message": value["message"]}
        return value

    def project(self, name: str | None) -> str | None:
        """The id that a project goes by in the new run."""
        return self.renamed.get(f"project:{name}", f"project:{name}").partition(":")[2] if name else name


@dataclass(frozen=True)
class Frame:
    """One record on both sides: its names, how each side is looked at, and the records that came or went as a whole."""

    old: str | None
    new: str | None
    lens: tuple[Lens, Lens] = (Lens(), Lens())
    whole: frozenset[str] = frozenset()


class Seen(NamedTuple):
    """A change, and whether it counts; else it is bookkeeping."""

    counts: bool
    change: Change


def exact(value: Any) -> str:
    """The value as Python writes it: `1`, `1.0` and `True` are three values, and so are objects of another order."""
    return repr(value)


def same(old: Any, new: Any) -> bool:
    """Whether both are written the same."""
    return bool(old == new) and (isinstance(old, str) or exact(old) == exact(new))


def _plain(value: Any) -> Hashable:
    return typographic_key(str(value))


def _by(*names: str) -> Key:
    return lambda value: tuple(typographic_key(str(value[name])) for name in names)


def _some(name: str) -> Key:
    return lambda value: value[name] or None


def _event(value: Row) -> Hashable | None:
    return (value["section"], value["event"]) if value["event"] else None


def _name(value: Row) -> Hashable:
    return loose_key(value["name"])


def _first(*names: str) -> Key:
    return lambda value: tuple(value[name] for name in names)


_KEYS: dict[str, tuple[Key, ...]] = {
    "sections": (_first("kind"),),
    "links": (_by("title"), _some("url")),
    "dates": (_first("section", "surface", "value"), _first("section", "surface"), _event),
    "organisation": (_name,),
    "funding": (_name,),
    "networks": (_name,),
    "web.quotes": (_by("text"), _some("speaker")),
    "predicted_action_fields": (_first("field"),),
    "partners": (_name,),
    "contents": (_by("title"),),
    "figures": (_first("number"), _by("title")),
    "tables": (_first("number"), _by("title")),
    "annex_projects": (_some("project"), _by("title", "city")),
    "image_credits": (_by("city"), _by("credit")),
    "totals": (_first("what", "key"),),
    FINDINGS_FIELD: (_first("code", "record", "field"),),
}
"""What makes two entries of a list one entry, the surest first; lists without a line hold plain values."""


def compare(old: Row, new: Row, frame: Frame) -> Iterator[Seen]:
    """Every field that is not written the same on both sides."""
    for name in dict.fromkeys((*old, *new)):
        yield from _field(name, (old.get(name), new.get(name)), frame)


def whole(row: Row, frame: Frame) -> Change:
    """A record that only one side has."""
    if frame.old is None:
        return change("added", None, Side(record=frame.new, field=None, at=None, value=row))
    return change("removed", Side(record=frame.old, field=None, at=None, value=row), None)


def change(kind: Kind, old: Side | None, new: Side | None) -> Change:
    """A change that goes by the name that it has on the new side, or on the old one where there is no new one."""
    side = new or old
    assert side is not None
    return Change(record=side.record, field=side.field, kind=kind, old=old, new=new)


def _field(name: str, values: tuple[Any, Any], frame: Frame, at: Pair | None = None) -> Iterator[Seen]:
    old, new = values
    moved = at is not None and at.moved
    equal = same(old, new)
    if equal and not moved:
        return
    if isinstance(old, list) and isinstance(new, list):
        yield from entries(name, old, new, frame)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _members(name, old, new, frame)
    else:
        kind: Kind = "moved" if equal else kind_of(old, new)
        left = Side(record=frame.old, field=name, at=at.old if at else None, value=old)
        right = Side(record=frame.new, field=name, at=at.new if at else None, value=new)
        yield Seen(name not in _MADE, change(kind, left, right))


def _members(name: str, old: Row, new: Row, frame: Frame) -> Iterator[Seen]:
    """The keys of an object, as the action fields of a city."""
    keys = list(old), list(new)
    for pair in align(*keys, (str,)):
        key = f"{name}.{keys[1][pair.new] if pair.new is not None else keys[0][pair.old or 0]}"
        if pair.old is not None and pair.new is not None:
            yield from _field(key, (old[keys[0][pair.old]], new[keys[1][pair.new]]), frame, pair)
        elif pair.new is not None:
            yield Seen(True, change("added", None, Side(record=frame.new, field=key, at=pair.new, value=new[keys[1][pair.new]])))
        elif pair.old is not None:
            side = Side(record=frame.old, field=key, at=pair.old, value=old[keys[0][pair.old]])
            yield Seen(True, change("removed", side, None))


def entries(name: str, old: Sequence[Any], new: Sequence[Any], frame: Frame) -> Iterator[Seen]:
    """The entries of a list."""
    left, right = [frame.lens[0].see(name, v) for v in old], [frame.lens[1].see(name, v) for v in new]
    for pair in align(left, right, (exact, *_KEYS.get(name, (_plain,)))):
        before = None if pair.old is None else _side(name, frame.old, pair.old, old[pair.old])
        after = None if pair.new is None else _side(name, frame.new, pair.new, new[pair.new])
        if before is None or after is None:
            yield Seen(_counts(name, before or after, frame), change("removed" if before else "added", before, after))
            continue
        seen = left[pair.old or 0], right[pair.new or 0]
        equal = same(*seen)
        if not equal or pair.moved or not same(before.value, after.value):
            kind: Kind = kind_of(*seen) if not equal else "moved" if pair.moved else "changed"
            yield Seen((not equal or pair.moved) and name not in _MADE, change(kind, before, after))


def _side(name: str, record: str | None, at: int, value: Any) -> Side:
    record = value["record"] if name == FINDINGS_FIELD else record
    return Side(record=record, field=f"{name}[{at}]", at=at, value=value)


def _counts(name: str, side: Side | None, frame: Frame) -> bool:
    """Whether an entry that came or went is a change: a project's id is none where the project itself is one."""
    if name == "projects" and side is not None:
        return f"project:{side.value}" not in frame.whole
    return name not in _MADE


def kind_of(old: Any, new: Any) -> Kind:
    """How two values of one field differ that are not written the same."""
    if old is None:
        return "added"
    if new is None:
        return "removed"
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return "typographic" if all(_typographic(old[key], new[key]) for key in old) else "changed"
    return "typographic" if _typographic(old, new) else "changed"


def _typographic(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return old == new or alike(old, new)
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)
