"""Which portraits are of the same city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from stadtatlas.model.claims import Claim
from stadtatlas.model.rulings import stands
from stadtatlas.reconcile.ledger import Ledger
from stadtatlas.reconcile.steer import Steering
from stadtatlas.reconcile.voices import Sourced, Voice
from stadtatlas.text.german import slug, without_brackets
from stadtatlas.text.keys import loose_key

_CONNECTORS = {"im", "am", "an", "in", "bei", "ob", "auf", "vor", "unter", "a", "i", "b", "o", "der", "dem", "zu"}
"""Words that begin the qualifier of a German place name: `Freiburg im Breisgau`, `Frankfurt a. M.`"""


@dataclass(slots=True)
class Told:
    """A portrait: who prints it, and all it says."""

    source: Sourced
    index: int
    claims: tuple[Claim, ...]

    def value(self, key: str) -> object:
        return next((c.value for c in self.claims if c.field == key), None)


@dataclass(slots=True)
class CityGroup:
    """All portraits of one city, best source first."""

    id: str
    name: str
    portraits: list[Told] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """What cities were called that somebody ruled to be this one."""

    @property
    def record(self) -> str:
        return f"city:{self.id}"

    def voices(self) -> list[Voice]:
        return [Voice(told.source, c) for told in self.portraits for c in told.claims if c.project is None]

    def take(self, source: str, saw: str) -> CityGroup | None:
        """Remove and give back the portraits that the source prints under this name."""
        taken = [t for t in self.portraits if t.source.id == source and stands(saw, t.value("name"))]
        self.portraits = [t for t in self.portraits if not any(t is other for other in taken)]
        return CityGroup("", str(taken[0].value("name")), taken) if taken else None

    def named(self, record: str) -> CityGroup:
        """The group with the id of this record."""
        self.id = record.removeprefix("city:")
        return self

    def absorb(self, other: CityGroup) -> None:
        """Take in all that the other group holds."""
        self.portraits = sorted((*self.portraits, *other.portraits), key=lambda t: t.source.rank)
        self.names += [other.name, *other.names]

    def told(self) -> list[str]:
        """Each source with the name that it prints."""
        return [f"{t.value('name')!r} in {t.source.id}" for t in self.portraits]


def group_cities(sources: Sequence[Sourced], steering: Steering, ledger: Ledger) -> list[CityGroup]:
    """Portraits grouped by city, with ids, as ruled; sorted by id."""
    groups: list[CityGroup] = []
    for source in sources:
        for index, claims in enumerate(source.extract.portraits):
            told = Told(source, index, claims)
            name = told.value("name")
            if not isinstance(name, str):
                continue
            home = _home(told, name, groups)
            if home is None:
                groups.append(CityGroup("", name, [told]))
            else:
                home.portraits.append(told)
    _give_ids(groups)
    groups = steering.part(groups, "city:")
    for group in groups:
        _remark_duplicates(group, ledger)
    return sorted(steering.merge(groups, "city:"), key=lambda g: g.id)


def _home(told: Told, name: str, groups: Sequence[CityGroup]) -> CityGroup | None:
    """The group that the portrait belongs to; two cities of one name in one source differ in all their figures."""
    fitting = [g for g in groups if same_place(g.name, name)]
    exact = [g for g in fitting if loose_key(g.name) == loose_key(name)]
    for group in exact or fitting:
        if not any(_another(other, told) for other in group.portraits):
            return group
    return None


def _another(one: Told, two: Told) -> bool:
    figures = [(one.value(key), two.value(key)) for key in ("population", "area_km2")]
    known = [(a, b) for a, b in figures if a is not None and b is not None]
    return one.source is two.source and bool(known) and all(a != b for a, b in known)


def _give_ids(groups: list[CityGroup]) -> None:
    """`oldenburg` for `Oldenburg (Oldb)`; where two would share an id, all but the first take their qualifier along."""
    taken: set[str] = set()
    for group in groups:
        short, full = slug(without_brackets(group.name)), slug(group.name)
        candidates = [short, full, *(f"{full}-{n}" for n in range(2, len(groups) + 2))]
        group.id = next(c for c in candidates if c not in taken)
        taken.add(group.id)


def _remark_duplicates(group: CityGroup, ledger: Ledger) -> None:
    seen: dict[tuple[str, str], Told] = {}
    for told in group.portraits:
        key = (told.source.kind, told.source.format)
        if key in seen:
            first = seen[key].source.id
            where = "twice in one source" if first == told.source.id else f"also in {first}"
            ledger.find("portrait.duplicate", f"{group.name} is portrayed {where}", group.record, None, told.source)
        seen.setdefault(key, told)


def same_place(one: str, two: str) -> bool:
    """Whether two names can mean the same place: spelling apart, or one with its qualifier and one without."""
    if loose_key(one) == loose_key(two):
        return True
    (bare_one, mark_one), (bare_two, mark_two) = _parts(one), _parts(two)
    if loose_key(bare_one) == loose_key(bare_two):
        return not (mark_one and mark_two) or _abbreviates(mark_one, mark_two)
    short, long = sorted((bare_one, bare_two), key=len)
    words, start = _words(long), _words(short)
    if len(words) <= len(start) or words[: len(start)] != start or words[len(start)] not in _CONNECTORS:
        return False
    mark = mark_one if short == bare_one else mark_two
    return not mark or loose_key(mark) in loose_key(long)


def _parts(name: str) -> tuple[str, str]:
    bare = without_brackets(name)
    return bare, name[len(bare) :].strip(" ()")


def _words(name: str) -> list[str]:
    return [w.casefold() for w in regex.findall(r"\w+", name)]


def _abbreviates(one: str, two: str) -> bool:
    short, long = sorted((loose_key(one), loose_key(two)), key=len)
    return long.startswith(short)


def find_city(name: str, groups: Iterable[CityGroup]) -> CityGroup | None:
    """The one city that a list means by a name; `None` where none fits, or several do."""
    every = list(groups)
    exact = [g for g in every if loose_key(name) in map(loose_key, (g.name, *g.names))]
    found = exact or [g for g in every if same_place(g.name, name)]
    return found[0] if len(found) == 1 else None
