"""A text that changed, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stadtatlas.model.comparison import Change, Wording
from stadtatlas.text.runs import Run, runs

_FEWEST = 4
"""Words from which a value is running text."""
PARAGRAPH = "¶"
"""Stands for an empty line: a text that was parted anew has no other word."""


def worded(change: Change) -> Change:
    """The change with the words that differ, where both sides are running text."""
    texts = texts_of(change)
    if texts is None:
        return change
    parted = [Wording(gone=" ".join(r.old), added=" ".join(r.new)) for r in runs_of(*texts) if not r.same]
    return change.model_copy(update={"words": parted})


def texts_of(change: Change) -> tuple[str, str] | None:
    """The running texts of both sides; `None` where a side has none, or both have the same."""
    if change.old is None or change.new is None:
        return None
    old, new = _text(change.old.value), _text(change.new.value)
    if old is None or new is None or old == new or max(len(old.split()), len(new.split())) < _FEWEST:
        return None
    return old, new


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else None


def runs_of(old: str, new: str) -> Iterator[Run]:
    """Both texts as runs of words, equal and differing ones by turns."""
    return runs(_words(old), _words(new))


def _words(text: str) -> list[str]:
    return text.replace("\n\n", f" {PARAGRAPH} ").split()
