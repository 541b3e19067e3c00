"""A trained view of a sentence: how much its words speak for each label.

For each label a logistic regression on the character 5-grams within the sentence's words, weighed by inverse document frequency
(Spärck Jones 1972) and set in relation to the sentence's length. N-grams find the parts of German compounds and know no endings.
All labels are scored at once, all sentences' n-grams looked up at once, each as one number: a handful of array operations a city.
`pipeline/tools/train_sentences.py` trains the classifiers; `prose/sentences/*.json` holds what they learned.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SIZE = 5
"""Characters of an n-gram. Those of four or six beside them gained nothing in cross-validation, and weigh as much again."""
_BITS, _LAST = np.uint64(12), np.uint64(0xFFF)
"""What a character takes in an n-gram's number, all five in 64 bits; those behind are one."""
_BLANK = 0x20
_SLOTS = 20
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4): the highest bits of the product are the slot."""
_WEIGHTS = Path(__file__).with_name("sentences")

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learned: labels, intercepts, n-grams as ascending numbers, and what each of them adds (n-grams × columns).

    A label has a column; `squares` names another for each, which adds to the square of the sentence's length. `slots` leads
    from an n-gram's hash to its row; `late` are the rows of those whose slot another has, one of the `crowded`.
    """

    labels: tuple[str, ...]
    bias: Floats
    squares: Rows
    grams: Numbers
    worth: Singles
    slots: Rows
    late: Rows
    crowded: npt.NDArray[np.bool_]

    def scores(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """How much each sentence, its words, speaks for each label: log odds, sentences × labels."""
        lines = [f" {' '.join(words)} ".lower() for words in sentences]
        total = np.zeros((len(lines), self.worth.shape[1]))
        places, rows = self._known("".join(lines))
        if len(rows):
            line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])[places]
            first = np.flatnonzero(np.diff(line, prepend=-1))
            total[line[first]] = np.add.reduceat(self.worth.take(rows, axis=0), first)
        length = total[:, self.squares]
        scores: Floats = self.bias + total[:, : len(self.labels)] / np.sqrt(np.where(length > 0, length, 1.0))
        return scores

    def _known(self, text: str) -> tuple[Rows, Rows]:
        """Where the text's known n-grams begin, in order, and their rows."""
        places, numbers = _windows(text)
        rows = self.slots[(numbers * _SPREAD) >> np.uint64(64 - _SLOTS)]
        known = self.grams[rows] == numbers
        missed = np.flatnonzero(self.crowded[rows] & ~known)
        if len(missed):
            rows[missed] = self.late[np.searchsorted(self.grams[self.late], numbers[missed]).clip(max=len(self.late) - 1)]
            known[missed] = self.grams[rows[missed]] == numbers[missed]
        return places[known], rows[known]


def _windows(text: str) -> tuple[Rows, Numbers]:
    """Where in the text n-grams within one word begin, in order, and their numbers."""
    codes = _codes(text)
    count = max(0, len(codes) - SIZE + 1)
    numbers, broken = np.zeros(count, np.uint64), np.zeros(count, np.bool_)
    for place in range(SIZE):
        window = codes[place : place + count]
        numbers = (numbers << _BITS) | window
        if 0 < place < SIZE - 1:
            broken |= window == _BLANK
    found = np.flatnonzero(~broken)
    return found, numbers[found]


def ngrams(word: str) -> list[str]:
    """The word's n-grams, its beginning and end marked by blanks."""
    low = f" {word.lower()} "
    return [low[at : at + SIZE] for at in range(len(low) - SIZE + 1)]


@cache
def load() -> Classifier:
    """All that was learned, as one classifier."""
    learned = [json.loads(path.read_text("utf-8")) for path in sorted(_WEIGHTS.glob("*.json"))]
    own = [_numbered(one["grams"]) for one in learned]
    grams = np.unique(np.concatenate(own))
    labels = [label for one in learned for label in one["weights"]]
    worth = np.zeros((len(grams), len(labels) + len(learned)), np.float32)
    squares: list[int] = []
    for at, (one, numbers) in enumerate(zip(learned, own, strict=True), len(labels)):
        rows, idf = np.searchsorted(grams, numbers), np.array(one["idf"], np.float64)
        worth[rows, at] = idf * idf
        for scale, packed in one["weights"].values():
            worth[rows, len(squares)] = scale * np.frombuffer(b64decode(packed), np.int8) * idf
            squares.append(at)
    bias = np.array([bias for one in learned for bias in one["bias"]], np.float64)
    return Classifier(tuple(labels), bias, np.array(squares), grams, worth, *_slotted(grams))


def _slotted(grams: Numbers) -> tuple[Rows, Rows, npt.NDArray[np.bool_]]:
    slot, rows = (grams * _SPREAD) >> np.uint64(64 - _SLOTS), np.arange(len(grams))
    slots = np.zeros(1 << _SLOTS, np.int32)
    slots[slot] = rows
    late = np.flatnonzero(slots[slot] != rows)
    crowded = np.zeros(len(grams), np.bool_)
    crowded[slots[slot[late]]] = True
    return slots, late, crowded


def _numbered(grams: str) -> Numbers:
    """The numbers of n-grams that are parted by `|`."""
    numbers = np.zeros(grams.count("|") + 1, np.uint64)
    for column in _codes(grams.replace("|", "")).reshape(-1, SIZE).T:
        numbers = (numbers << _BITS) | column
    return numbers


def _codes(text: str) -> Numbers:
    return np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64), _LAST)
