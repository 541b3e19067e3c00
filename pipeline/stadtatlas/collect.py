"""Which files are meant, and their bytes: the only place that reads sources from disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stadtatlas.model.document import Remark, Source

SUFFIXES = {".pdf", ".md", ".txt", ".html", ".htm"}
"""Files that a folder is searched for; a file given by name is read whatever it is called."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that cannot be used, and why. `path` is the file's name alone; `remarks` are what reading it brought up."""

    code: str
    path: str
    message: str
    remarks: tuple[Remark, ...] = ()


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file meant, once, in a fixed order."""
    seen: set[str] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(root, name)


def collect(paths: Sequence[Path]) -> tuple[list[Source], list[Trouble]]:
    """The sources by content, each content once and in the order of its hash, and what could not be read."""
    opened = [_open(path) for path in files(paths)]
    troubles = [o for o in opened if isinstance(o, Trouble)]
    found: dict[str, Source] = {}
    for source in sorted((o for o in opened if isinstance(o, Source)), key=lambda s: (s.sha256, len(s.path), s.path)):
        first = found.setdefault(source.sha256, source)
        if first is not source:
            message = f"{source.path} is {first.path} once more"
            troubles.append(Trouble("source.duplicate", source.path, message))
    return list(found.values()), sorted(troubles, key=lambda t: (t.code, t.path, t.message))


def _open(path: Path) -> Source | Trouble:
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Trouble("source.unreadable", name, f"{name} does not exist")
    except OSError as error:
        return Trouble("source.unreadable", name, f"{name} cannot be read: {error.strerror}")
    if not data.strip():
        return Trouble("source.empty", name, f"{name} is empty")
    return Source(name, hashlib.sha256(data).hexdigest(), data)
