"""Decisions and values in words, for messages."""

from __future__ import annotations

import json
from typing import Any

from stadtatlas.decisions.fields import is_list
from stadtatlas.decisions.model import Accept, Base, Confirm, Drop, Merge, Part, Pick, Set

_SHOWN = 160
"""Characters of a value that a message shows."""


def shown(value: Any) -> str:
    """A value as JSON, shortened in its middle."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"


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
