"""The tag stage: predict a project's action fields from its title and description, by the profile's keywords alone.

On a hundred projects classifiers trained on words alone lost by a quarter of the projects; trained on the keywords' scores,
or mixed in, they tie within two projects (`make train` prints the comparison). The simpler one is kept: no weights to ship.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from stadtatlas.edition.profile import ActionField
from stadtatlas.text.keywords import compile_keyword, fold

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


class Tagger:
    """Ranks the fields of one edition; knows no other field than those it was given."""

    def __init__(self, fields: Sequence[ActionField]) -> None:
        """`fields` in printed order, which also breaks ties."""
        self._fields = [(field.name, [compile_keyword(k) for k in field.keywords]) for field in fields]

    def predict(self, title: str, description: str) -> list[tuple[str, float]]:
        """Fields with their share of the evidence (0 to 1), best first: all from THRESHOLD on, else the best one.

        Empty only where no keyword speaks for any field.
        """
        head, body = fold(title), fold(description)
        evidence = [max(0.0, _weigh(terms, head, body)) for _, terms in self._fields]
        total = sum(evidence) + UNCLAIMED
        pairs = zip(self._fields, evidence, strict=True)
        shares = [(name, round(value / total, DECIMALS)) for (name, _), value in pairs]
        # A stable sort keeps the printed order among equals.
        ranked = sorted((pair for pair in shares if pair[1] > 0), key=lambda pair: -pair[1])
        return [pair for place, pair in enumerate(ranked) if place == 0 or pair[1] >= THRESHOLD]


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
