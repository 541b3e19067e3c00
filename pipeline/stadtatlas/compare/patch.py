"""Make the records of run `b` out of those of run `a` and a diff. Every old value is checked, and so are the bytes at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from stadtatlas.compare.load import CompareError, Row, Run, World, hashes, render
from stadtatlas.compare.sequence import rebuild
from stadtatlas.compare.values import FINDINGS_FIELD, exact
from stadtatlas.model.comparison import Change, Diff, Side
from stadtatlas.store import MANIFEST

_OBJECTS = ("action_fields", "facts", "web")
_OPTIONAL = ("facts",)
"""Keys that are written only where they hold something."""


class _Place(NamedTuple):
    """Where a value of a record stands: its key, the key within that where it is an object's, whether it is a list's entry."""

    key: str
    inner: str | None
    entry: bool


def read(path: Path) -> Diff:
    """A diff in JSON. Raises CompareError."""
    try:
        return Diff.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CompareError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(map(str, problem["loc"])) or "diff"
        raise CompareError(
            f"{path}: is no diff of this version: {key}: {problem['msg']}; make one with `stadtatlas diff A B --format json`"
        ) from None


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put the files into a folder. Raises CompareError; a run there is never overwritten."""
    if (folder / MANIFEST).exists():
        raise CompareError(f"{folder} holds a run, and a run is never changed; give another folder with -o")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise CompareError(f"{folder}: cannot be written: {error.strerror}; give another folder with -o") from None


def patched(run: Run, diff: Diff) -> dict[str, bytes]:
    """The files of the diff's run `b`, by name, to the byte. Raises CompareError where the diff is of another run."""
    if run.name.files != diff.a.files:
        raise CompareError(
            f"{run.path}: is run {run.name.run_id} of edition {run.name.edition!r} and does not hold the records that the diff "
            f"is about; it leads from run {diff.a.run_id} of {diff.a.edition!r} to run {diff.b.run_id} of {diff.b.edition!r}"
        )
    files = render(apply(run.world, diff))
    if hashes(files) != diff.b.files:
        raise CompareError(f"the diff does not lead to the records of run {diff.b.run_id}: it was changed after it was made")
    return files


def apply(world: World, diff: Diff) -> World:
    """The world after all changes. Raises CompareError where an old value is not what the diff says."""
    steps = [*diff.changes, *diff.bookkeeping]
    findings = [s for s in steps if _is_finding(s)]
    before = _names(world, diff, steps)
    by_record: dict[str, list[Change]] = {}
    for step in (s for s in steps if s.field is not None and not _is_finding(s)):
        name = step.old.record if step.old else before.get(step.record or "", step.record)
        by_record.setdefault(name or "", []).append(step)
    rows = dict(_records(world, diff, by_record))
    return World(
        diff.b.edition,
        {row["id"]: row for name, row in rows.items() if name.startswith("city:")},
        {row["id"]: row for name, row in rows.items() if name.startswith("project:")},
        rows.get(f"study:{diff.b.edition}"),
        _list(world.findings, findings, FINDINGS_FIELD),
    )


def _is_finding(step: Change) -> bool:
    return (step.field or "").startswith(f"{FINDINGS_FIELD}[")


def _names(world: World, diff: Diff, steps: Sequence[Change]) -> dict[str, str]:
    """Names of records in run `b` → their names in run `a`: a change of their id is told by both sides."""
    names = {s.new.record: s.old.record for s in steps if s.new and s.old and not _is_finding(s)}
    return {new: old for new, old in names.items() if new and old} | {f"study:{diff.b.edition}": f"study:{world.edition}"}


def _records(world: World, diff: Diff, by_record: Mapping[str, list[Change]]) -> Iterator[tuple[str, Row]]:
    whole = [s for s in diff.changes if s.field is None]
    gone = {s.old.record: s.old for s in whole if s.old}
    known = dict(world.rows())
    for name, side in gone.items():
        _check(known.get(name or ""), side)
    for name in by_record.keys() - known.keys():
        raise CompareError(f"{name}: the diff changes it, and the run has no such record")
    for name, row in known.items():
        if name not in gone:
            new = _row(row, by_record.get(name, []))
            kind = name.partition(":")[0]
            # A study goes by its edition, which is no key of its own.
            yield f"{kind}:{diff.b.edition if kind == 'study' else new['id']}", new
    yield from ((s.new.record or "", s.new.value) for s in whole if s.new)


def _side(side: Side | None) -> Side:
    assert side is not None
    return side


def _row(row: Row, steps: Sequence[Change]) -> Row:
    new = dict(row)
    groups: dict[tuple[str, str | None, bool], list[Change]] = {}
    for step in steps:
        place = _place(_side(step.old or step.new))
        within = place.inner if place.entry else None
        groups.setdefault((place.key, within, place.entry), []).append(step)
    for (key, inner, entry), group in groups.items():
        if entry and inner is None:
            new[key] = _list(_value(row, key), group, key)
        elif entry:
            new[key] = {**new[key], inner: _list(_value(row[key], inner or ""), group, f"{key}.{inner}")}
        elif any(_place(_side(s.old or s.new)).inner is not None for s in group):
            new[key] = _members(new[key], group)
        else:
            new[key] = _single(row.get(key), group)
    return {key: value for key, value in new.items() if value is not None or key not in _OPTIONAL}


def _place(side: Side) -> _Place:
    path = side.field or ""
    entry = side.at is not None and path.endswith(f"[{side.at}]")
    key, dot, inner = path.partition(".")
    if key.partition("[")[0] in _OBJECTS and dot:
        # An action field may be called anything; only lists of `web` have entries.
        entry = entry and key == "web"
        return _Place(key, inner.rpartition("[")[0] if entry else inner, entry)
    return _Place(path.rpartition("[")[0] if entry else path, None, entry)


def _value(row: Any, key: str) -> Sequence[Any]:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, list):
        raise CompareError(f"{key}: the diff changes its entries, and the run has none")
    return value


def _single(value: Any, steps: Sequence[Change]) -> Any:
    step = steps[0]
    _check(value, _side(step.old))
    return _side(step.new).value


def _members(row: Row, steps: Sequence[Change]) -> Row:
    """An object whose keys changed; they keep their order but for those that moved."""
    for step in steps:
        if step.old:
            _check(row.get(_place(step.old).inner or ""), step.old)
    placed = {s.new.at or 0: (_place(s.new).inner, s.new.value) for s in steps if s.new}
    return dict(_rebuilt(list(row.items()), steps, placed))


def _list(entries: Sequence[Any], steps: Sequence[Change], name: str) -> list[Any]:
    for step in steps:
        if step.old:
            at = step.old.at or 0
            if at >= len(entries):
                raise CompareError(f"{step.old.record} {name}[{at}]: the run's list has {len(entries)} entries only")
            _check(entries[at], step.old)
    return _rebuilt(entries, steps, {s.new.at or 0: s.new.value for s in steps if s.new})


def _rebuilt(entries: Sequence[Any], steps: Sequence[Change], placed: dict[int, Any]) -> list[Any]:
    try:
        return rebuild(entries, {s.old.at or 0 for s in steps if s.old}, placed)
    except IndexError as error:
        raise CompareError(f"{steps[0].record} {steps[0].field}: {error}; the diff was changed after it was made") from None


def _check(value: Any, side: Side) -> None:
    if exact(value) != exact(side.value):
        raise CompareError(
            f"{side.record} {side.field or ''}: the run has {_shown(value)}, the diff says {_shown(side.value)}; "
            "it was made for another run"
        )


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]
