"""Read a decisions file. What is wrong in one is said with its file, line and key."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stadtatlas.decisions.model import ACTIONS, Base, Confirm, DecisionsFile, Merge, Part, Pick
from stadtatlas.edition.load import line_of
from stadtatlas.errors import StadtatlasError
from stadtatlas.model import rulings

_ACTIONS = "set, drop, pick, confirm, merge, part or accept"
_PLAIN = {
    "extra_forbidden": "unknown key; docs/decisions.md lists them all",
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "date_type": "must be a date such as 2026-05-31",
    "list_type": "must be tables [[decision]]",
    "union_tag_not_found": f"action: is missing; say {_ACTIONS}",
    "union_tag_invalid": f"action: must be {_ACTIONS}",
    "model_attributes_type": "must be a table",
    "string_pattern_mismatch": "must name a record, as `city:kassel` or `project:kassel/buergerkonto`",
}
"""Pydantic's kinds of problems in our words."""


class DecisionError(StadtatlasError):
    """A decisions file that cannot be used; the message names the file, the line and the key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, and where it stands."""

    decision: Base
    file: str
    line: int

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file}, line {self.line}"

    @property
    def signed(self) -> str:
        """Who decided it, when and why."""
        return f"({self.decision.by}, {self.decision.date}: {self.decision.why})"


@dataclass(frozen=True)
class Decisions:
    """All decisions of a file; `sha256` is of its bytes. Without a file there are none."""

    entries: tuple[Entry, ...] = ()
    path: Path | None = None
    sha256: str = ""

    @property
    def digest(self) -> str:
        """What of them decides a run's bytes, as a hash; empty without any.

        Findings name the line of a decision, so it counts, too. Other comments and the order of keys do not.
        """
        if not self.entries:
            return ""
        meant = [[e.file, e.line, e.decision.model_dump(mode="json", by_alias=True)] for e in self.entries]
        return hashlib.sha256(json.dumps(meant, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @cached_property
    def rulings(self) -> rulings.Rulings:
        """Those that steer reconciling."""
        told = [(e.decision, e.where) for e in self.entries]
        return rulings.Rulings(
            merges=tuple(rulings.Merge(d.record, d.other, where) for d, where in told if isinstance(d, Merge)),
            parts=tuple(rulings.Part(d.record, d.other, d.source, d.saw, where) for d, where in told if isinstance(d, Part)),
            picks=tuple(rulings.Pick(d.record, d.field, d.source, d.saw) for d, _ in told if isinstance(d, Pick)),
            ties=tuple(rulings.Tie(d.record, str(d.saw)) for d, _ in told if isinstance(d, Confirm) and d.field == "annex_title"),
        )


NONE = Decisions()


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
    try:
        decisions = DecisionsFile.model_validate(values).decision
    except ValidationError as error:
        raise DecisionError("\n".join(_explained(path, text, error))) from None
    entries = tuple(Entry(d, path.name, _line(text, index)) for index, d in enumerate(decisions))
    wrong = [*_problems(entries, path, text), *_contradictions(entries, path)]
    if wrong:
        raise DecisionError("\n".join(wrong))
    return Decisions(entries, path, hashlib.sha256(data).hexdigest())


def _line(text: str, index: int, *keys: str) -> int:
    return line_of(text, ["decision", index, *keys]) or 1


def _explained(path: Path, text: str, error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        location, key = _located(problem["loc"])
        message = _PLAIN.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        if problem["type"] == "extra_forbidden":
            message += _hint(str(location[-1]))
        line = line_of(text, location) or line_of(text, [*location, 0])
        yield f"{path}{f', line {line}' if line else ''}: {key + ': ' if key else ''}{message}"


def _hint(key: str) -> str:
    known = {info.alias or name for action in ACTIONS for name, info in action.model_fields.items()} | {"decision"}
    near = get_close_matches(key, sorted(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _located(location: Sequence[int | str]) -> tuple[list[int | str], str]:
    """Where the key stands in the file, without the action that Pydantic puts between, and the key."""
    index = [*location[:2]]
    keys = [*location[3:]] if len(location) > 2 else []
    if len(location) == 1:
        return [*location], str(location[0])
    return [*index, *keys], ".".join(map(str, keys))


def _problems(entries: Sequence[Entry], path: Path, text: str) -> Iterator[str]:
    for index, entry in enumerate(entries):
        for key, message in entry.decision.problems():
            yield f"{path}, line {_line(text, index, *key.split('.'))}: {key}: {message}"


def _contradictions(entries: Sequence[Entry], path: Path) -> Iterator[str]:
    """Decisions that cannot both hold: on one subject, or a pair of records both merged and parted."""
    first: dict[str, Entry] = {}
    pairs: dict[frozenset[str], Entry] = {}
    for entry in entries:
        earlier = first.setdefault(_key(entry.decision.subject()), entry)
        if _key(earlier.decision.verdict()) != _key(entry.decision.verdict()):
            yield _contradicts(path, entry, earlier)
        if isinstance(entry.decision, Merge | Part):
            other = pairs.setdefault(frozenset((entry.decision.record, entry.decision.other)), entry)
            if type(other.decision) is not type(entry.decision) or _turned(other.decision, entry.decision):
                yield _contradicts(path, entry, other)
    yield from _circles(entries, path)


def _turned(one: Any, two: Any) -> bool:
    return isinstance(one, Merge) and bool(one.record != two.record)


def _circles(entries: Sequence[Entry], path: Path) -> Iterator[str]:
    """Merges that lead back to where they began, beyond two that are turned round."""
    keeper = {e.decision.other: e.decision.record for e in entries if isinstance(e.decision, Merge)}
    for entry in entries:
        if isinstance(entry.decision, Merge):
            seen, record = {entry.decision.other}, entry.decision.record
            while record in keeper and record not in seen:
                seen.add(record)
                record = keeper[record]
            if record == entry.decision.other and len(seen) > 2:
                yield f"{path}, line {entry.line}: with: merged in a circle; name one record that stays"


def _contradicts(path: Path, entry: Entry, earlier: Entry) -> str:
    about = getattr(entry.decision, "record", None) or "the finding"
    return f"{path}, line {entry.line}: {about}: contradicts the decision in line {earlier.line}; keep one of the two"


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
