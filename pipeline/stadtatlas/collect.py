"""Which files are meant, and their bytes: the only place that reads sources from disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stadtatlas.model.document import Remark, Source

SUFFIXES = {".pdf", ".md", ".txt", ".html", ".htm"}
"""Files that a folder is searched for; a file given by name is read whatever it is called, and a pipe, too."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that cannot be used, and why. `path` is the file's name alone; `remarks` are what reading it brought up."""

    code: str
    path: str
    message: str
    remarks: tuple[Remark, ...] = ()


def collect(paths: Sequence[Path]) -> tuple[list[Source], list[Trouble]]:
    """The sources by content, each content once and in the order of its hash, and what could not be read."""
    opened = [_open(file) if isinstance(file, Path) else file for file in _files(paths)]
    troubles = [o for o in opened if isinstance(o, Trouble)]
    found: dict[str, Source] = {}
    for source in sorted((o for o in opened if isinstance(o, Source)), key=lambda s: (s.sha256, len(s.path), s.path)):
        first = found.setdefault(source.sha256, source)
        if first is not source:
            message = f"{source.path} is {first.path} once more"
            troubles.append(Trouble("source.duplicate", source.path, message))
    return list(found.values()), sorted(troubles, key=lambda t: (t.code, t.path, t.message))


def _files(paths: Sequence[Path]) -> Iterator[Path | Trouble]:
    """Every file meant, once, in a fixed order, and the folders that cannot be searched."""
    seen: set[str] = set()
    for path in paths:
        for file in _below(path, seen) if path.is_dir() else [path]:
            real = os.path.realpath(file) if isinstance(file, Path) else ""
            if not real or real not in seen:
                seen.add(real)
                yield file


def _below(folder: Path, seen: set[str]) -> Iterator[Path | Trouble]:
    """The files in a folder and those below it, linked ones too; each folder is searched once, so that a link may lead back."""
    seen.add(os.path.realpath(folder))
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append, followlinks=True):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and _is_new(Path(root, f), seen))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield _regular(Path(root, name))
    yield from (_unreadable(Path(str(error.filename)), f"cannot be searched: {error.strerror}") for error in closed)


def _is_new(folder: Path, seen: set[str]) -> bool:
    """Whether a folder was not searched yet; from now on it was."""
    known = len(seen)
    seen.add(os.path.realpath(folder))
    return len(seen) > known


def _regular(path: Path) -> Path | Trouble:
    """A file found in a folder, unless it is a pipe or the like, which nobody may ever write to."""
    return _unreadable(path, "is no regular file") if path.exists() and not path.is_file() else path


def _unreadable(path: Path, why: str) -> Trouble:
    name = _name(path)
    return Trouble("source.unreadable", name, f"{name} {why}")


def _name(path: Path) -> str:
    return os.fsencode(path.name).decode("utf-8", "replace")


def _open(path: Path) -> Source | Trouble:
    name = _name(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _unreadable(path, "does not exist")
    except OSError as error:
        return _unreadable(path, f"cannot be read: {error.strerror}")
    if not data.strip():
        return Trouble("source.empty", name, f"{name} is empty")
    return Source(name, hashlib.sha256(data).hexdigest(), data)
