"""One city or project over all runs of a store: in which runs it changed, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from stadtatlas.compare.difference import between
from stadtatlas.compare.load import CompareError, Run, World, load
from stadtatlas.compare.match import match
from stadtatlas.compare.phrases import tally
from stadtatlas.compare.select import editions, runs_of
from stadtatlas.model.comparison import Change
from stadtatlas.text.german import slug


@dataclass(frozen=True)
class Entry:
    """A run in which a record came, changed or went; `what` says so in words."""

    run: Run
    record: str
    what: str


def history(name: str, store: Path) -> list[Entry]:
    """The runs in which the record changed, the oldest first. Raises CompareError.

    The runs of an edition follow each other, then those of the next edition, by the date that the studies print. The name
    may be any that the record went by.
    """
    runs = _runs(store)
    here, record = _find(name, runs)
    while here and (before := _other(runs[here], runs[here - 1]).get(record)):
        here, record = here - 1, before
    entries = [Entry(runs[here], record, "first seen")]
    for old, new in pairwise(runs[here:]):
        if record not in dict(old.world.rows()):
            if record in dict(new.world.rows()):
                entries.append(Entry(new, record, "is back"))
            continue
        after = _other(old, new).get(record)
        if after is None:
            entries.append(Entry(new, record, "gone"))
            continue
        changes = list(_about(between(old, new).changes, after, record))
        record = after
        if changes:
            entries.append(Entry(new, record, tally(changes)))
    return entries


def _runs(store: Path) -> list[Run]:
    """Every run, the editions by the date that they print."""
    found: list[tuple[str, str, Sequence[Run]]] = []
    for folder in editions(store):
        runs = [load(path) for path in runs_of(folder)]
        printed = max((str((run.world.study or {}).get("published") or "") for run in runs), default="")
        found.append((printed, runs[0].at, runs))
    return [run for _, _, runs in sorted(found, key=lambda f: f[:2]) for run in runs]


def _find(name: str, runs: Sequence[Run]) -> tuple[int, str]:
    """The first run that has the record, and what it is called there."""
    for at, run in enumerate(runs):
        record = _named(name, run.world)
        if record:
            return at, record
    raise CompareError(f"no run has a city or project {name!r}; name it by its id (`kassel`, `kassel/open-data-kassel`)")


def _named(name: str, world: World) -> str | None:
    plain = name.removeprefix("city:").removeprefix("project:")
    if plain in world.projects:
        return f"project:{plain}"
    if plain in world.cities or slug(plain) in world.cities:
        return f"city:{plain if plain in world.cities else slug(plain)}"
    return next((f"city:{key}" for key, row in world.cities.items() if row["name"] == name), None)


def _other(old: Run, new: Run) -> dict[str, str]:
    """Names of records in one run → their names in the other."""
    return match(old.world, new.world).names()


def _about(changes: Sequence[Change], *names: str) -> Iterator[Change]:
    """The changes of a record; those of a city with its projects'."""
    inside = tuple(f"project:{name.partition(':')[2]}/" for name in names if name.startswith("city:"))
    for change in changes:
        record = change.record or ""
        if record in names or (inside and record.startswith(inside)):
            yield change
