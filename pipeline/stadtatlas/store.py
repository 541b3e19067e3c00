"""The store: runs as folders of files, each whole or absent."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

MANIFEST = "run.json"
_ASIDE = ".partial-"
_STALE = 3600.0
"""Seconds after which a half-written run was left behind by a killed process; none takes a tenth of that."""


def folder(store: Path, edition: str, run_id: str) -> Path:
    """Where a run lies, or would lie."""
    return store / edition / run_id


def find_run(path: Path) -> Path | None:
    """The run that a path means: a run's folder, or a link to it."""
    return path if (path / MANIFEST).is_file() else None


def manifest(run: Path) -> dict[str, Any]:
    """The run's `run.json`. Raises OSError or ValueError."""
    data = json.loads((run / MANIFEST).read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{MANIFEST} is no JSON object")
    return data


def line(row: Mapping[str, Any]) -> str:
    """A record as a line of a `.jsonl` file."""
    return _json(row) + "\n"


def page(row: Mapping[str, Any]) -> str:
    """A record as a file of its own: a key a line, and a line for each entry of its lists."""
    return "".join(page_parts(row))


def page_parts(row: Mapping[str, Any]) -> Iterator[str]:
    """The same piece by piece, for what is long; lists may be any iterables."""
    for number, (key, value) in enumerate(row.items()):
        yield (",\n" if number else "{\n") + f"  {_json(key)}: "
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            yield from _entries(value)
        else:
            yield _json(value)
    yield "\n}\n"


def _entries(values: Iterable[Any]) -> Iterator[str]:
    before = "[\n    "
    for value in values:
        yield before + _json(value)
        before = ",\n    "
    yield "[]" if before.startswith("[") else "\n  ]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read(run: Path) -> dict[str, bytes]:
    """Every file of a run by its path in the run's folder. Raises OSError."""
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def write(files: Mapping[str, bytes], target: Path) -> None:
    """Put a run in its place: written aside on the same disk, then renamed. Raises OSError; then nothing has changed."""
    with _aside(target.parent.parent) as aside:
        for name, data in files.items():
            path = aside / "run" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(aside / "run", target, aside / "old")


def _replace(new: Path, target: Path, old: Path) -> None:
    """Rename the new run to its place. A run that was there goes aside first, and comes back if that fails; where another
    process puts the same run there in between, its run stands."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if not (target / MANIFEST).is_file():
            if old.exists():
                old.rename(target)
            raise


def point_latest(target: Path) -> None:
    """Let `latest` beside the run lead to it, in one step. Raises OSError."""
    link = target.parent / "latest"
    if link.is_symlink() and link.readlink() == Path(target.name):
        return
    with _aside(target.parent.parent) as aside:
        (aside / "latest").symlink_to(target.name)
        (aside / "latest").replace(link)


@contextmanager
def _aside(store: Path) -> Iterator[Path]:
    """A folder of our own in the store, gone at the end; what killed processes left is swept away."""
    store.mkdir(parents=True, exist_ok=True)
    for left in store.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                shutil.rmtree(left)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=store))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
