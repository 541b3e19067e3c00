"""A trained view of a sentence: how much its words speak for each label.

For each label a logistic regression on the character n-grams within the sentence's words, weighed by inverse document frequency
(Spärck Jones 1972) and set in relation to the sentence's length. N-grams find the parts of German compounds and know no endings.
A section's n-grams are looked up all at once, each as one number. `pipeline/tools/train_sentences.py` trains the classifiers;
`prose/sentences/*.json` holds what they learned.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SIZES = (4, 5)
"""Characters of an n-gram. Words of three to six did as well, with twice as many n-grams to ship."""
_BITS, _LAST = np.uint64(12), np.uint64(0xFFF)
"""What a character takes in an n-gram's number, five to 64 bits; those behind are one."""
_BLANK = 0x20
_SLOTS = 20
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4): the highest bits of the product are the slot."""
_WEIGHTS = Path(__file__).with_name("sentences")

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learned: labels, intercepts, n-grams as ascending numbers, and what each of them adds (n-grams × labels and one).

    The last column adds to the square of the sentence's length. `slots` leads from an n-gram's hash to its row; `late` are the
    rows of those whose slot another has.
    """

    labels: tuple[str, ...]
    bias: Floats
    grams: Numbers
    worth: Floats
    slots: Rows
    late: Rows

    def scores(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """How much each sentence, its words, speaks for each label: log odds, sentences × labels."""
        lines = [f" {' '.join(words)} ".lower() for words in sentences]
        ends = np.cumsum([len(line) for line in lines])
        total = np.zeros((len(lines), self.worth.shape[1]))
        for places, numbers in _windows("".join(lines)):
            for rows in self._looked_up(numbers):
                found = np.flatnonzero(self.grams[rows] == numbers)
                told, first = np.unique(np.searchsorted(ends, places[found], "right"), return_index=True)
                if len(told):
                    total[told] += np.add.reduceat(self.worth[rows[found]], first)
        scores: Floats = self.bias + total[:, :-1] / np.sqrt(np.where(total[:, -1:] > 0, total[:, -1:], 1.0))
        return scores

    def _looked_up(self, numbers: Numbers) -> Iterator[Rows]:
        """The rows where n-grams of these numbers would be, if they are known."""
        yield self.slots[_slot(numbers)]
        if len(self.late):
            yield self.late[np.minimum(np.searchsorted(self.grams[self.late], numbers), len(self.late) - 1)]


def _slot(numbers: Numbers) -> Numbers:
    return (numbers * _SPREAD) >> np.uint64(64 - _SLOTS)


def _windows(text: str) -> Iterator[tuple[Rows, Numbers]]:
    """For each size, where in the text an n-gram within one word begins, and its number."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64), _LAST)
    blank = codes == _BLANK
    for size in SIZES:
        count = max(0, len(codes) - size + 1)
        numbers, broken = np.zeros(count, np.uint64), np.zeros(count, np.bool_)
        for place in range(size):
            numbers = (numbers << _BITS) | codes[place : place + count]
            if 0 < place < size - 1:
                broken |= blank[place : place + count]
        places = np.flatnonzero(~broken)
        yield places, numbers[places]


def ngrams(word: str) -> list[str]:
    """The word's n-grams, its beginning and end marked by blanks."""
    low = f" {word.lower()} "
    return [low[at : at + size] for size in SIZES for at in range(len(low) - size + 1)]


@cache
def load(name: str) -> Classifier:
    """The classifier of that name."""
    raw: dict[str, Any] = json.loads((_WEIGHTS / f"{name}.json").read_text("utf-8"))
    grams = np.array([_number(gram) for gram in raw["grams"].split("|")], np.uint64)
    idf = np.array(raw["idf"], np.float64)
    added = [scale * _bytes(packed) * idf for scale, packed in raw["weights"].values()]
    order = np.argsort(grams)
    grams, worth = grams[order], np.stack([*added, idf * idf], axis=1)[order]
    slots = np.zeros(1 << _SLOTS, np.int32)
    slots[_slot(grams)] = np.arange(len(grams))
    late = np.flatnonzero(slots[_slot(grams)] != np.arange(len(grams)))
    return Classifier(tuple(raw["weights"]), np.array(raw["bias"], np.float64), grams, worth, slots, late)


def _number(gram: str) -> int:
    number = 0
    for char in gram:
        number = number << int(_BITS) | min(ord(char), int(_LAST))
    return number


def _bytes(packed: str) -> Floats:
    return np.frombuffer(b64decode(packed), np.int8).astype(np.float64)
