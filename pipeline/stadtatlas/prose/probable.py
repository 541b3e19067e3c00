"""Who probably pays for an item, beside the rules of `paying`: learned from pairs of an item and whom its neighbourhood names.

A logistic regression over what stands between the two and around them, words written large as `#`, so that it knows how German
tells of money and no names. It is sparse (L1): few features count, those in `probable.json`, made by
`pipeline/tools/train_payers.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from stadtatlas.prose import gazetteer
from stadtatlas.prose.funded import Item
from stadtatlas.prose.funders import Funder
from stadtatlas.prose.paying import fits, may_pay

LIKELY, RULED = 1.3, 1.0
"""The log odds from which somebody is taken to pay whom the rules do not tell, and what the rules' word adds for whom they tell:
near the best in texts that the rules were not made with, and without harm to the study's own (`docs/quality.md`)."""
_WORD = re.compile(r"\w+|[^\w\s]")
_TELLING = (
    "ministeri",
    "mittel",
    "förder",
    "programm",
    "projekt",
    "wettbewerb",
    "preis",
    "zuwendung",
    "stiftung",
    "geld",
    "euro",
)
"""Parts of nouns that tell of money or of what gets it; other nouns are all the same."""
_NEAR = 45
"""Characters in which the words around a name are sought."""


class Told(NamedTuple):
    """A sentence, whom it names that may pay, and what it names that may be paid for."""

    text: str
    payers: Sequence[Funder]
    items: Sequence[Item]


class Pair(NamedTuple):
    """An item in a sentence, and somebody who may pay for it: in that sentence, the one before (-1) or the one after (1)."""

    item: Item
    here: Told
    payer: Funder
    there: Told
    where: int


def payer(told: Sequence[Told], at: int, item: Item, ruled: Funder | None) -> Funder | None:
    """Who most probably pays for an item of the sentence: whom the rules tell, `ruled`, unless another is likely and likelier."""
    found = list(pairs(told, at, item))
    if all(_is(pair.payer, ruled) for pair in found):
        return ruled
    rated: list[tuple[float, Funder | None]] = [(LIKELY, ruled)]
    rated += [(likelihood(pair) + RULED * _is(pair.payer, ruled), pair.payer) for pair in found]
    return max(rated, key=itemgetter(0))[1]


def _is(one: Funder, other: Funder | None) -> bool:
    return other is not None and one.name == other.name


def pairs(told: Sequence[Told], at: int, item: Item) -> Iterator[Pair]:
    """All who may pay for an item of the sentence."""
    for where in (0, -1, 1):
        if 0 <= at + where < len(told):
            there = told[at + where]
            yield from (Pair(item, told[at], p, there, where) for p in there.payers if _may_pay(told[at].text, item, p, where))


def _may_pay(text: str, item: Item, payer: Funder, where: int) -> bool:
    """Whether nothing speaks against it: that they are of another level, or what their sentence says."""
    return fits(text, item, payer) if where else may_pay(text, item, payer)


def likelihood(pair: Pair) -> float:
    """The log odds of its payer's paying for its item."""
    weights = load()
    return sum(weights.get(feature, 0.0) for feature in features(pair))


@cache
def load() -> dict[str, float]:
    """What each feature adds to the log odds."""
    learned: dict[str, float] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return learned


def features(pair: Pair) -> list[str]:
    """What may tell, in a fixed order; a feature once."""
    return list(dict.fromkeys([*_kinds(pair), *(_beside(pair) if pair.where else _between(pair)), *_around(pair)]))


def _kinds(pair: Pair) -> Iterator[str]:
    item, payer = pair.item, pair.payer
    known = gazetteer.find(payer.name.partition(" (")[0])
    kind = known.kind if known else "ministry" if "inisteri" in payer.name else "other"
    yield from (f"level={payer.level}", f"payer={kind}", f"where={pair.where}")
    yield from (f"{item.kind} by {payer.level}", f"{item.kind} by {kind}")
    if payer.inside:
        yield "inside"


def _between(pair: Pair) -> Iterator[str]:
    """What stands between the two in their sentence."""
    item, payer, (text, payers, items) = pair.item, pair.payer, pair.here
    low, high = sorted([(item.left, item.end), (payer.start, payer.end)])
    order = "before" if payer.end <= item.left else "after" if payer.start >= item.end else "in"
    yield order
    if order == "in":
        return
    gap = _words(text[low[1] : high[0]])
    yield f"{order} payers={min(2, sum(low[1] <= other.start < high[0] for other in payers))}"
    yield f"{order} items={min(2, sum(low[1] <= other.start < high[0] for other in items))}"
    yield f"{order} marks={min(3, sum(word in ',;:' for word in gap))}"
    yield f"{order} length={min(24, len(gap)) // 4}"
    yield f"{order} first={' '.join(gap[:1])}"
    yield f"{order} last={' '.join(gap[-1:])}"
    if len(gap) <= 4:
        yield f"{order} all={' '.join(gap)}"
    yield from (f"{order} word={word}" for word in gap)


def _beside(pair: Pair) -> Iterator[str]:
    """What the later one of two sentences says."""
    later = pair.here if pair.where < 0 else pair.there
    yield f"{pair.where} items={min(3, len(pair.here.items))}"
    yield from (f"{pair.where} word={word}" for word in _words(later.text))


def _around(pair: Pair) -> Iterator[str]:
    """The words before and behind each of the two."""
    item, payer, here, there = pair.item, pair.payer, pair.here.text, pair.there.text
    before = _words(there[max(0, payer.start - _NEAR) : payer.start])
    behind = _words(there[payer.end : payer.end + _NEAR])
    yield f"payer behind {' '.join(before[-1:])}"
    yield f"payer behind {' '.join(before[-2:])}"
    yield f"payer before {' '.join(behind[:1])}"
    yield f"item behind {' '.join(_words(here[max(0, item.left - _NEAR) : item.left])[-1:])}"
    yield f"item before {' '.join(_words(here[item.end : item.end + _NEAR])[:1])}"


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    if not word[0].isalpha() or word[0].islower():
        return word
    return "#" + next((part for part in _TELLING if part in word.lower()), "")
