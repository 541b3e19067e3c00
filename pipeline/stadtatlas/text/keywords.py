"""Keywords of the edition profile: small globs over lower-case words.

`wort` is that word alone, `wort*` words that begin so, `*wort` words that end so, `*wort*` words that contain it (German glues
its nouns together), `zwei wort` a phrase, `*` every text. `^2` behind it weighs it twice, `^0.5` half; a negative weight
speaks against the field.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NOT_WORD = re.compile(r"[\W_]+")
_KEYWORD = re.compile(r"(\*?)([^*^]*)(\*?)(?:\^(-?\d+(?:\.\d+)?))?")


def fold(text: str) -> str:
    """The text as lower-case words, one space between and around them; hyphens part words, soft hyphens vanish."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    return f" {_NOT_WORD.sub(' ', plain).strip()} "


def compile_keyword(keyword: str) -> tuple[str, float]:
    """What to look for in folded text (a space marks a word's edge; empty: every text), and its weight.

    ValueError if malformed.
    """
    match = _KEYWORD.fullmatch(keyword.strip())
    if match is None:
        raise ValueError(f"keyword {keyword!r}: write wort, wort*, *wort or *wort*, and ^weight behind it if need be")
    begin, words, end, weight = match.groups()
    needle = fold(words)
    if not needle.strip() and (begin, words, end) != ("*", "", ""):
        raise ValueError(f"keyword {keyword!r} holds no letter or figure: name a word, or * alone for every text")
    return needle[len(begin) : len(needle) - len(end)] if words else "", float(weight or 1)
