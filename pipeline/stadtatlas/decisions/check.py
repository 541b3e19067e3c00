"""Decisions that cannot both hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from stadtatlas.decisions.entries import Entry
from stadtatlas.decisions.model import Base, Merge, Part


def contradictions(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """The later decision's line and what is wrong: two on one subject that differ, or a pair of records merged and parted."""
    subjects: dict[str, Entry] = {}
    pairs: dict[frozenset[str], Entry] = {}
    for entry in entries:
        decision = entry.decision
        earlier = subjects.setdefault(_key(decision.subject()), entry)
        if _key(earlier.decision.verdict()) != _key(decision.verdict()):
            yield _against(entry, earlier)
        if isinstance(decision, Merge | Part):
            earlier = pairs.setdefault(frozenset((decision.record, decision.other)), entry)
            if type(earlier.decision) is not type(decision) or _turned(earlier.decision, decision):
                yield _against(entry, earlier)
    yield from _circles(entries)


def _turned(one: Base, two: Base) -> bool:
    """Whether one record is to keep its id in the first merge, and the other in the second."""
    return isinstance(one, Merge) and isinstance(two, Merge) and one.record != two.record


def _circles(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Merges that lead back to where they began; two that are turned round are told already."""
    keeper = {e.decision.other: e.decision.record for e in entries if isinstance(e.decision, Merge)}
    for entry in entries:
        if isinstance(entry.decision, Merge):
            seen, record = {entry.decision.other}, entry.decision.record
            while record in keeper and record not in seen:
                seen.add(record)
                record = keeper[record]
            if record == entry.decision.other and len(seen) > 2:
                yield entry.line, "with: merged in a circle; name one record that stays"


def _against(entry: Entry, earlier: Entry) -> tuple[int, str]:
    about = getattr(entry.decision, "record", None) or "the finding"
    return entry.line, f"{about}: contradicts the decision in line {earlier.line}; keep one of the two"


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
