"""Decisions and values in words, for messages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process

from stadtatlas.decisions.fields import is_list
from stadtatlas.decisions.model import Accept, Base, Confirm, Drop, Merge, Part, Pick, Set

_SHOWN = 160
"""Characters of a value that a message shows."""
_NEAREST = 2
"""Entries of a list that a message shows where none is what was seen."""


def shown(value: Any) -> str:
    """A value as JSON, shortened in its middle."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"


def apart(saw: Any, now: Any) -> tuple[str, str]:
    """Two values as JSON; of long ones the part where they begin to differ."""
    one, two = (json.dumps(value, ensure_ascii=False, default=str) for value in (saw, now))
    same = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    start = max(0, same - _SHOWN // 4)
    return _part(one, start), _part(two, start)


def _part(text: str, start: int) -> str:
    if len(text) <= _SHOWN:
        return text
    cut = text[start : start + _SHOWN]
    return ("… " if start else "") + cut + (" …" if start + _SHOWN < len(text) else "")


def nearest(saw: Any, entries: Sequence[Any]) -> str:
    """Of a list's entries those most like what was seen, and how many others there are."""
    if not entries:
        return "nothing"
    texts = [json.dumps(entry, ensure_ascii=False, default=str) for entry in entries]
    alike = process.extract(json.dumps(saw, ensure_ascii=False, default=str), texts, scorer=fuzz.ratio, limit=_NEAREST)
    told = ", ".join(apart(saw, entries[place])[1] for _, _, place in alike)
    return told + (f" and {len(entries) - len(alike)} others" if len(entries) > len(alike) else "")


def meant(decision: Base) -> str:
    """What a decision says."""
    match decision:
        case Set(saw=None) if is_list(decision.record, decision.field):
            return f"{decision.field} has {shown(decision.result())}, too"
        case Set():
            return f"{decision.field} is {shown(decision.result())}"
        case Drop(field=None):
            return f"{decision.record} is dropped"
        case Drop():
            return f"{decision.field} is not {shown(decision.saw)}"
        case Confirm():
            return f"{decision.field} {shown(decision.saw)} is right"
        case Pick():
            return f"{decision.field} is as {decision.source} has it, {shown(decision.saw)}"
        case Merge():
            return f"{decision.other} is {decision.record}"
        case Part():
            return f"what {decision.source} calls {shown(decision.saw)} is {decision.other}"
        case Accept():
            return f"{decision.code} is accepted"
    raise TypeError(f"no words for {type(decision).__name__}")
