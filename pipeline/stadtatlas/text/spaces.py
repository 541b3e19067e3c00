"""Characters that look like others or like nothing: odd spaces, odd hyphens, soft hyphens; and cells of a row."""

from __future__ import annotations

import regex

from stadtatlas.text.view import View

_SPACE = regex.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")
_HYPHEN = regex.compile("[\u2010\u2011]")
INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_WORD = regex.compile(r"[^\W_]")
HUGE = 1_000_000
"""Characters of a line from which it is no paragraph and is left as it is; the longest of the 2019 study has 6,000."""


def mend(view: View) -> View:
    """Spaces are blanks, hyphens `-`, and what has no width is gone."""
    if len(view.text) > HUGE:
        return view
    return view.sub(_SPACE, " ").sub(_HYPHEN, "-").sub(INVISIBLE).strip()


def has_word(text: str) -> bool:
    """Whether a letter or figure stands in the text."""
    return bool(_WORD.search(text))


def cells(view: View, separator: str = "\t") -> tuple[View, ...]:
    """The cells of a row, without the empty ones."""
    found, at = [], 0
    for part in view.text.split(separator):
        found.append(view.cut(at, at + len(part)).strip())
        at += len(part) + len(separator)
    return tuple(cell for cell in found if cell)
