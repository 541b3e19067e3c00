"""Append a decision to a file that people write in, too: not a byte of what stands there is changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Item

from stadtatlas.decisions.entries import Decisions
from stadtatlas.decisions.load import DecisionError, parse


def append(path: Path, values: Mapping[str, Any]) -> Decisions:
    """Write one more decision, whole or not at all; the file is made if there is none. All decisions of the file.

    Raises DecisionError where the decision is wrong or contradicts another, or the file cannot be read or written.
    """
    try:
        before = path.read_bytes() if path.exists() else b""
        after = before + block(before, values)
        decisions = parse(after, path)
        _replace(path, after)
    except OSError as error:
        raise DecisionError(f"{path}: cannot be written: {error.strerror or error}") from None
    return decisions


def block(before: bytes, values: Mapping[str, Any]) -> bytes:
    """The bytes to append to a file for a decision, with the line ends of the file."""
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, item(value))
    array = tomlkit.aot()
    array.append(table)
    document = tomlkit.document()
    document.add("decision", array)
    gap = "" if not before.strip() else "\n" if before.endswith(b"\n") else "\n\n"
    end = "\r\n" if b"\r\n" in before else "\n"
    return (gap + tomlkit.dumps(document)).replace("\n", end).encode()


def item(value: Any) -> Item:
    """A value as TOML has it; keys without a value are left out, as TOML has no null."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            if inner is not None:
                table.add(key, item(inner))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for inner in value:
            array.append(item(inner))
        return array
    plain: Item = tomlkit.item(value)
    return plain


def _replace(path: Path, data: bytes) -> None:
    """Put the bytes in place of the file in one step, so that a kill at any moment leaves the old file or the new."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, aside)
        else:
            Path(aside).chmod(0o644)
        Path(aside).replace(target)
    except OSError:
        with suppress(OSError):
            Path(aside).unlink()
        raise
