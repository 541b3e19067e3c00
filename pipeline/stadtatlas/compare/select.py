"""Which runs are meant: a run's folder, an edition's folder, an edition's id, or nothing said."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from stadtatlas.compare.load import CompareError, moment
from stadtatlas.store import MANIFEST, find_run, manifest

_HINT = "make one with `stadtatlas run`, or name the store with --store"


def choose(a: str | None, b: str | None, store: Path) -> tuple[Path, Path]:
    """The folders of the two runs to compare, the older one first where the choice is ours. Raises CompareError.

    Without a name, the two newest runs of the edition that was written last; with one edition, its two newest; with one
    run, that run and the newest of its edition.
    """
    if a is None:
        return _two_newest(_last_written(store))
    first = _named(a, store)
    if b is not None:
        return _newest(first), _newest(_named(b, store))
    if find_run(first):
        return first, _newest(first.resolve().parent)
    return _two_newest(first)


def runs_of(edition: Path) -> list[Path]:
    """The runs in an edition's folder, the oldest first."""
    with suppress(OSError):
        return sorted((p for p in edition.iterdir() if not p.is_symlink() and find_run(p)), key=_age)
    return []


def editions(store: Path) -> list[Path]:
    """The folders of the editions that have a run in the store. Raises CompareError where there is none."""
    found = [p for p in sorted(store.iterdir()) if p.is_dir() and runs_of(p)] if store.is_dir() else []
    if not found:
        raise CompareError(f"{store} holds no run; {_HINT}")
    return found


def _age(run: Path) -> tuple[str, float]:
    """When the run was made, and written. A manifest that cannot be read is told of when the run is loaded."""
    with suppress(OSError, ValueError, LookupError, AttributeError):
        return moment(manifest(run)), (run / MANIFEST).stat().st_mtime
    return "", 0.0


def _named(name: str, store: Path) -> Path:
    """The folder of a run or an edition that a name means."""
    places = [Path(name), store / name, *(p.parent for p in sorted(store.glob(f"*/{name}/{MANIFEST}")))]
    for place in places:
        if find_run(place) or runs_of(place):
            return place
    if Path(name).is_dir():
        raise CompareError(f"{name} holds no run ({MANIFEST} is missing); give the folder that `stadtatlas run` printed")
    known = ", ".join(p.name for p in editions(store))
    raise CompareError(f"{name!r} is no folder of a run and no edition in {store}; editions there: {known}")


def _newest(place: Path) -> Path:
    return place if find_run(place) else runs_of(place)[-1]


def _last_written(store: Path) -> Path:
    return max(editions(store), key=lambda edition: _age(runs_of(edition)[-1]))


def _two_newest(edition: Path) -> tuple[Path, Path]:
    runs = runs_of(edition)
    if len(runs) < 2:
        raise CompareError(f"{edition} holds one run only, {runs[-1].name}; name two runs or editions to compare")
    return runs[-2], runs[-1]
