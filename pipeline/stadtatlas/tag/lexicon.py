"""Predict a project's action fields from its title and description, by weighted keywords alone.

The keywords belong to the edition profile. Each is a small glob: ``wort`` that word alone, ``wort*`` words that begin so,
``*wort`` words that end so, ``*wort*`` words that contain it (German glues its nouns together), ``zwei wort`` a phrase,
``*`` every text. ``^2`` behind it weighs it twice, ``^0.5`` half, a negative weight speaks against the field.

Nothing here is trained: on a hundred projects the trained classifiers lost by a quarter of the projects, and mixing them in
gained nothing (`training/tagging.py` prints the comparison). So there are no weights to ship and no city to leave out.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# The first three constants were set on the cities with an even place in the alphabet only (51 projects). A title counts like four
# mentions in the description: 3, 4 and 6 tie, 1 and 2 lose two projects.
TITLE_WEIGHT = 4.0
# Weight of evidence that stays unclaimed, so that one weak keyword is no certainty; of 1, 2 and 4 the best Brier score.
UNCLAIMED = 1.0
# Smallest share that is reported: F1 against the printed fields is flat from 0.25 to 0.3 and falls on both sides.
# As shares and the unclaimed rest add up to one, at most three fields reach it.
THRESHOLD = 0.25
# Three decimals are all that a score of a few keywords can carry; the ranking reads the rounded score.
DECIMALS = 3

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NOT_WORD = re.compile(r"[\W_]+")
_KEYWORD = re.compile(r"(\*?)([^*^]*)(\*?)(?:\^(-?\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """An action field as the edition profile names it, with its keywords (notation: see the module)."""

    name: str
    keywords: tuple[str, ...]


class Tagger:
    """Ranks the fields of one edition; knows no other field than those it was given."""

    def __init__(self, fields: Sequence[FieldTerms]) -> None:
        """`fields` in printed order, which also breaks ties. ValueError for a keyword that is not in the notation."""
        self._fields = [(field.name, _compile_all(field)) for field in fields]

    def predict(self, title: str, description: str, city: str = "") -> list[tuple[str, float]]:
        """Fields with their share of the evidence (0 to 1), best first: all from THRESHOLD on, else the best one.

        Empty only where no keyword speaks for any field. `city` (a slug) is there for taggers that train on other cities'
        projects; keywords are the same for every city, so it changes nothing here.
        """
        head, body = fold(title), fold(description)
        evidence = [max(0.0, _weigh(terms, head, body)) for _, terms in self._fields]
        total = sum(evidence) + UNCLAIMED
        pairs = zip(self._fields, evidence, strict=True)
        shares = [(name, round(value / total, DECIMALS)) for (name, _), value in pairs]
        # A stable sort keeps the printed order among equals.
        ranked = sorted((pair for pair in shares if pair[1] > 0), key=lambda pair: -pair[1])
        return [pair for place, pair in enumerate(ranked) if place == 0 or pair[1] >= THRESHOLD]


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


def _compile_all(field: FieldTerms) -> list[tuple[str, float]]:
    try:
        return [compile_keyword(keyword) for keyword in field.keywords]
    except ValueError as error:
        raise ValueError(f"action field {field.name!r}: {error}") from None


def _weigh(terms: list[tuple[str, float]], head: str, body: str) -> float:
    """Evidence for one field. A keyword said n times counts as the square root of n: repeating it says little more.

    The square root, not the logarithm, as IEEE 754 rounds it the same way on every machine.
    """
    both = f"{head}\n{body}"  # one search for the many keywords that stand in neither; no keyword holds a line break
    total = 0.0
    for needle, weight in terms:
        if needle in both:
            total += weight * (TITLE_WEIGHT * _root(needle, head) + _root(needle, body))
    return total


def _root(needle: str, text: str) -> float:
    return math.sqrt(text.count(needle)) if needle else 1.0
