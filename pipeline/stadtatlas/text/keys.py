"""What is compared of a text: forms in which spelling, case, numbering or type no longer count."""

from __future__ import annotations

import regex

from stadtatlas.text.spaces import INVISIBLE

_NUMBERING = regex.compile(r"^(?:(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.):]\s*|\d+(?:\.\d+)*\s+)")
_CONTINUED = regex.compile(r"\s*\((?:Fortsetzung|Forts\.)\)\s*$")
_QUOTES = regex.compile(r"[«»„“”\"'‚‘’‹›`´]")
_DASHES = regex.compile(r"[\u00ad\u2010-\u2015−-]+")
_SPACED = 8
"""Single letters in a row from which they are a word set wide."""
_SPACE = regex.compile(r"\s+")


def label_key(text: str) -> str:
    """Of a heading: no case, numbering, quotes or trailing colon; `&` and `u.` are `und`."""
    text = _CONTINUED.sub("", _NUMBERING.sub("", _unspaced(INVISIBLE.sub("", text).strip())))
    text = _QUOTES.sub("", text).casefold().replace("&", " und ").replace("+", " und ").replace(" u. ", " und ")
    return _SPACE.sub(" ", text).strip(" .:;-–—*_#¶§")


def _unspaced(text: str) -> str:
    """`M e i l e n s t e i n e` as one word: letter-spaced headings come out of a conversion so."""
    tokens = text.split(" ")
    spaced = len(tokens) >= _SPACED and sum(len(token) <= 1 for token in tokens) > 0.8 * len(tokens)
    return regex.sub(r"(?<=\S) (?=\S)", "", text) if spaced else text


def loose_key(text: str) -> str:
    """Of a name: letters and digits only, no case, so that spelling with hyphens or spaces is one."""
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def typographic_key(text: str) -> str:
    """Of a text: all but what only a typesetter would call a difference, as quotes, hyphens, spacing, a final full stop."""
    text = _DASHES.sub("", _QUOTES.sub("", INVISIBLE.sub("", text)))
    return _SPACE.sub("", text).rstrip(".").casefold()


def alike(one: str, two: str) -> bool:
    """Whether two texts have the same typographic key; quick for long ones that differ in a word."""
    head = _common(one, two)
    tail = _common(one[head:][::-1], two[head:][::-1])
    # A full stop before what is cut off is not the final one, if anything but hyphens and the like is cut off: a letter says so.
    end = "x" if any(map(typographic_key, one[len(one) - tail :])) else ""
    return typographic_key(one[head : len(one) - tail] + end) == typographic_key(two[head : len(two) - tail] + end)


def _common(one: str, two: str) -> int:
    """How many characters both begin with, by halving."""
    least, most = 0, min(len(one), len(two))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == two[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
