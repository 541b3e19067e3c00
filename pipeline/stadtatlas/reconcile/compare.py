"""How two sources' wordings differ: not at all, as a typesetter would say, by a sentence moved elsewhere, or in substance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz

from stadtatlas.text.keys import typographic_key
from stadtatlas.text.runs import runs

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
    parted = [(r.old, r.new) for r in runs(leading.split(), other.split(), typographic_key) if not r.same]
    real = [(gone, added) for gone, added in parted if typographic_key(" ".join(gone)) != typographic_key(" ".join(added))]
    moved = [gone for gone, added in real if _is_moved(gone, elsewhere)]
    changed = [(gone, added) for gone, added in real if not _is_moved(gone, elsewhere)]
    if moved:
        yield Difference("text.moved", "stands elsewhere in the other source: " + "; ".join(_shown(words) for words in moved))
    if changed:
        yield Difference("conflict.text", _message(changed))
    if not moved and not changed:
        yield Difference("variant.typographic", "the texts differ in quotes, hyphens, spacing or a final full stop only")


def _is_moved(words: Sequence[str], elsewhere: str) -> bool:
    if len(words) < _FEWEST_MOVED or not elsewhere:
        return False
    return fuzz.partial_ratio(" ".join(words).casefold(), elsewhere.casefold()) >= _MOVED


def _message(changed: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    parts = []
    for gone, added in changed[:_MOST_SHOWN]:
        parts.append(f"{_shown(gone) or 'nothing'} / {_shown(added) or 'nothing'}")
    more = len(changed) - _MOST_SHOWN
    return "the leading source's words / the other's: " + "; ".join(parts) + (f"; and {more} more" if more > 0 else "")


def _shown(words: Sequence[str]) -> str:
    if not words:
        return ""
    half = _LONGEST_SHOWN // 2
    short = words if len(words) <= _LONGEST_SHOWN else [*words[:half], "…", *words[-half:]]
    return f"»{regex.sub(r'[»«]', '', ' '.join(short))}«"
