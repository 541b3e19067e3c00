"""Where a text says a name again: inflected, without its brackets, or by the abbreviation that stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stadtatlas.text.view import Span

_BRACKETED = re.compile(r"(?P<long>.{4,}?)\s*\((?P<short>[^()]{2,})\)$")
_ABBREVIATION = re.compile(r"\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ0-9]\w*$")
_INFLECTION = re.compile(r"(?:e?s|e?n|er?)?(?![\w-])")
"""What German may add to a noun in another case, and no further letter."""
SHORTEST = 3
"""Letters of a name that is looked for; shorter ones stand for too many things."""


def variants(name: str) -> tuple[str, ...]:
    """The name, and what else stands for it: `Chief Digital Officer (CDO)` is also `Chief Digital Officer` and `CDO`."""
    bracketed = _BRACKETED.match(name)
    if not bracketed:
        return (name,)
    long, short = bracketed["long"], bracketed["short"]
    return (name, long, short) if _ABBREVIATION.match(short) else (name, long)


def mentions(text: str, names: Sequence[str], known: Span) -> list[Span]:
    """The places other than `known` at which the text says one of the names, in order; of overlapping ones the longest."""
    wanted = sorted({v for name in names for v in variants(name) if len(v) >= SHORTEST}, key=lambda v: (-len(v), v))
    taken: list[Span] = [known]
    for name in wanted:
        taken += [span for span in _places(text, name) if all(span[1] <= a or b <= span[0] for a, b in taken)]
    return sorted(taken[1:])


def _places(text: str, name: str) -> Iterator[Span]:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        tail = _INFLECTION.match(text, end)
        if tail and not (at and (text[at - 1].isalnum() or text[at - 1] in "-_@")):
            yield at, tail.end()
        at = text.find(name, end)
