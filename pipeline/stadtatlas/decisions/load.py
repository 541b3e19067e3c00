"""Read a decisions file. What is wrong in one is said with its file, line and key."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stadtatlas.decisions.check import contradictions
from stadtatlas.decisions.entries import Decisions, Entry
from stadtatlas.decisions.lines import Lines
from stadtatlas.decisions.model import ACTIONS, DecisionsFile
from stadtatlas.errors import StadtatlasError

_NAMES = "set, drop, pick, confirm, merge, part or accept"
_PLAIN = {
    "extra_forbidden": "unknown key; docs/decisions.md lists them all",
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "date_type": "must be a date such as 2026-05-31",
    "list_type": "must be tables [[decision]]",
    "union_tag_not_found": f"action: is missing; say {_NAMES}",
    "union_tag_invalid": f"action: must be {_NAMES}",
    "model_attributes_type": "must be a table",
    "string_pattern_mismatch": "must name a record, as `city:kassel` or `project:kassel/buergerkonto`",
}
"""Pydantic's kinds of problems in our words."""


class DecisionError(StadtatlasError):
    """A decisions file that cannot be used; the message names the file, the line and the key."""


def load(path: Path) -> Decisions:
    """The decisions of a file. Raises DecisionError, with a line for each thing that is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DecisionError(f"{path}: cannot be read: {error.strerror}") from None
    return parse(data, path)


def parse(data: bytes, path: Path) -> Decisions:
    """The decisions in a file's bytes. Raises DecisionError."""
    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise DecisionError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise DecisionError(f"{path}: is no valid TOML: {error}") from None
    lines = Lines(text)
    entries = _entries(values, lines, path)
    wrong = [*_problems(entries, lines), *contradictions(entries)]
    if wrong:
        raise _error(path, wrong)
    return Decisions(entries, path, hashlib.sha256(data).hexdigest())


def _entries(values: dict[str, Any], lines: Lines, path: Path) -> tuple[Entry, ...]:
    try:
        decisions = DecisionsFile.model_validate(values).decision
    except ValidationError as error:
        raise _error(path, [_explained(problem, lines) for problem in error.errors()]) from None
    if len(decisions) != len(lines.tables("decision")):
        # Findings name a decision by its line: each needs one of its own.
        raise _error(path, [(lines.of_key("decision"), "decision: write each decision as a table of its own, [[decision]]")])
    return tuple(Entry(decision, path.name, lines.of(index)) for index, decision in enumerate(decisions))


def _error(path: Path, wrong: Sequence[tuple[int, str]]) -> DecisionError:
    return DecisionError("\n".join(f"{path}, line {line}: {message}" for line, message in sorted(wrong)))


def _explained(problem: Any, lines: Lines) -> tuple[int, str]:
    message = _PLAIN.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    match problem["loc"]:
        case (key,):
            line = lines.of_key(str(key))
        case (_, index):
            line, key = lines.of(index), ""
        case (_, index, _, key, *_):  # Pydantic puts the action between a decision and its key
            line = lines.of(index, str(key))
        case _:
            line, key = 1, ""
    if problem["type"] == "extra_forbidden":
        message += _hint(str(key))
    return line, f"{key}: {message}" if key else message


def _hint(key: str) -> str:
    known = {info.alias or name for action in ACTIONS for name, info in action.model_fields.items()} | {"decision"}
    near = get_close_matches(key, sorted(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _problems(entries: Sequence[Entry], lines: Lines) -> Iterator[tuple[int, str]]:
    for index, entry in enumerate(entries):
        for key, message in entry.decision.problems():
            yield lines.of(index, key.partition(".")[0]), f"{key}: {message}"
