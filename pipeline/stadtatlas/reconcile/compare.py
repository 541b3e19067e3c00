"""How two sources' wordings differ: not at all, as a typesetter would say, by a sentence moved elsewhere, or in substance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from stadtatlas.text.keys import typographic_key

_MOVED = 85.0
"""rapidfuzz partial ratio from which a run of words is found again in the other source's teaser."""
_FEWEST_MOVED = 5
_LONGEST_SHOWN = 14
_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """`code` of the finding, and the words that stand in one source alone."""

    code: str
    message: str


def differences(leading: str, other: str, elsewhere: str = "") -> Iterator[Difference]:
    """What sets two wordings of one text apart; `elsewhere` is where the other source may have put a sentence."""
    if leading == other:
        return
    if typographic_key(leading) == typographic_key(other):
        yield Difference("variant.typographic", "the texts differ in quotes, hyphens, spacing or a final full stop only")
        return
    runs = list(_runs(leading.split(), other.split()))
    real = [(gone, added) for gone, added in runs if typographic_key(" ".join(gone)) != typographic_key(" ".join(added))]
    moved = [gone for gone, added in real if _is_moved(gone, elsewhere)]
    changed = [(gone, added) for gone, added in real if not _is_moved(gone, elsewhere)]
    if moved:
        yield Difference("text.moved", "stands elsewhere in the other source: " + "; ".join(_shown(words) for words in moved))
    if changed:
        yield Difference("conflict.text", _message(changed))
    if not moved and not changed:
        yield Difference("variant.typographic", "the texts differ in quotes, hyphens, spacing or a final full stop only")


def _runs(leading: list[str], other: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Words that stand in one text only, those at the same place together."""
    left, right = [typographic_key(w) for w in leading], [typographic_key(w) for w in other]
    gone: list[str] = []
    added: list[str] = []
    for step in Indel.opcodes(left, right):
        if step.tag == "equal":
            if gone or added:
                yield gone, added
            gone, added = [], []
        else:
            gone = gone + leading[step.src_start : step.src_end]
            added = added + other[step.dest_start : step.dest_end]
    if gone or added:
        yield gone, added


def _is_moved(words: list[str], elsewhere: str) -> bool:
    if len(words) < _FEWEST_MOVED or not elsewhere:
        return False
    return fuzz.partial_ratio(" ".join(words).casefold(), elsewhere.casefold()) >= _MOVED


def _message(changed: list[tuple[list[str], list[str]]]) -> str:
    parts = []
    for gone, added in changed[:_MOST_SHOWN]:
        parts.append(f"{_shown(gone) or 'nothing'} / {_shown(added) or 'nothing'}")
    more = len(changed) - _MOST_SHOWN
    return "the leading source's words / the other's: " + "; ".join(parts) + (f"; and {more} more" if more > 0 else "")


def _shown(words: list[str]) -> str:
    if not words:
        return ""
    half = _LONGEST_SHOWN // 2
    short = words if len(words) <= _LONGEST_SHOWN else [*words[:half], "…", *words[-half:]]
    return f"»{regex.sub(r'[»«]', '', ' '.join(short))}«"
