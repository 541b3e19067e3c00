"""What people ruled about records, carried out on groups of claims: merged, parted, another source put first.

Every part is taken from the groups as the program made them, and only then are they put together, so that the order of the
rulings is of no matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeVar

from stadtatlas.model.rulings import Merge, Part, Pick, Rulings, Unmet, stands
from stadtatlas.reconcile.voices import Voice


class Group(Protocol):
    """All that sources say of one city or project."""

    @property
    def record(self) -> str:
        """`city:…` or `project:…`."""

    def take(self, source: str, saw: str) -> Self | None:
        """Remove and give back what the source prints under this name; `None` where there is none."""

    def named(self, record: str) -> Self:
        """The group with the id of this record."""

    def absorb(self, other: Self) -> None:
        """Take in all that the other group holds."""

    def told(self) -> Sequence[str]:
        """Each source with the name that it prints, in words."""


G = TypeVar("G", bound=Group)


@dataclass(slots=True)
class Steering:
    """The rulings, and which of them were followed."""

    rulings: Rulings
    met: set[str] = field(default_factory=set)
    unmet: dict[str, Unmet] = field(default_factory=dict)

    def steer(self, groups: Sequence[G], prefix: str) -> list[G]:
        """The groups as ruled; `prefix` is what their records begin with. Parted ones come last."""
        return self.merge(self.part(groups, prefix), prefix)

    def part(self, groups: Sequence[G], prefix: str) -> list[G]:
        """Groups without what does not belong to them, and what was taken out as groups of their own."""
        found = {group.record: group for group in groups}
        wanted = sorted((p for p in self.rulings.parts if p.record.startswith(prefix)), key=lambda p: (p.other, p.source, p.saw))
        taken = [(part.other, group) for part in wanted if (group := self._take(part, found)) is not None]
        for record, group in taken:
            if record in found:
                found[record].absorb(group)
            else:
                found[record] = group.named(record)
        return list(found.values())

    def _take(self, part: Part, found: dict[str, G]) -> G | None:
        group = found.get(part.record)
        if group is None:
            self.unmet[part.where] = _gone(part.record)
            return None
        told = "; ".join(group.told())
        taken = group.take(part.source, part.saw)
        if taken is None:
            self.unmet[part.where] = Unmet("decision.stale", f"now stands {told}")
            return None
        if not group.told():
            group.absorb(taken)
            self.unmet[part.where] = Unmet("decision.stale", f"no other source speaks of {part.record} now: {told}")
            return None
        self.met.add(part.where)
        return taken

    def merge(self, groups: Sequence[G], prefix: str) -> list[G]:
        """Groups that are one put together under the id that stays."""
        found = {group.record: group for group in groups}
        wanted = [m for m in self.rulings.merges if m.record.startswith(prefix)]
        possible = [m for m in wanted if self._possible(m, found)]
        keeper = {m.other: m.record for m in possible}
        for other in sorted(keeper):
            found[_root(other, keeper)].absorb(found[other])
        return [group for record, group in found.items() if record not in keeper]

    def _possible(self, merge: Merge, found: dict[str, G]) -> bool:
        missing = [record for record in (merge.record, merge.other) if record not in found]
        if missing:
            self.unmet[merge.where] = _gone(missing[0])
        else:
            self.met.add(merge.where)
        return not missing

    def apart(self, titles: Sequence[str], projects: Sequence[str]) -> set[tuple[int, int]]:
        """Entries of the annex, by place, and projects (records), by place, that must not be tied."""
        pairs: set[tuple[int, int]] = set()
        for untie in (u for u in self.rulings.unties if u.record in projects):
            entries = [place for place, title in enumerate(titles) if stands(untie.title, title)]
            pairs |= {(entry, projects.index(untie.record)) for entry in entries}
            if entries:
                self.met.add(untie.where)
            else:
                self.unmet[untie.where] = Unmet("decision.stale", "the annex has no such entry")
        return pairs

    def ranked(self, record: str, fields: dict[str, list[Voice]]) -> dict[str, list[Voice]]:
        """The voices on each field, those of the source that was picked first."""
        for pick in self.rulings.picks:
            if pick.record == record and any(_picked(pick, voice) for voice in fields.get(pick.field, [])):
                fields[pick.field] = sorted(fields[pick.field], key=lambda voice: not _led(pick, voice))
        return fields


def _picked(pick: Pick, voice: Voice) -> bool:
    return voice.source.id == pick.source and stands(pick.saw, voice.value)


def _led(pick: Pick, voice: Voice) -> bool:
    """Whether the pick puts the voice first: of sections, only that of the kind that was seen."""
    kind = pick.saw.get("kind") if pick.field == "sections" and isinstance(pick.saw, dict) else None
    return voice.source.id == pick.source and (kind is None or voice.value["kind"] == kind)


def _gone(record: str) -> Unmet:
    return Unmet("decision.gone", f"there is no {record}")


def _root(record: str, keeper: dict[str, str]) -> str:
    while record in keeper:
        record = keeper[record]
    return record


def by_rank(voices: Iterable[Voice]) -> list[Voice]:
    """Voices of the best source first, else in the order given."""
    return sorted(voices, key=lambda voice: voice.source.rank)
