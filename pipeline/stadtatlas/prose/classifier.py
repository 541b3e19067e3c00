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
_WEIGHTS = Path(__file__).with_name("sentences")

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.uint64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learned: labels, intercepts, n-grams as ascending numbers, and what each of them adds (n-grams × labels and one).

    The last column adds to the square of the sentence's length.
    """

    labels: tuple[str, ...]
    bias: Floats
    grams: Numbers
    worth: Floats

    def scores(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """How much each sentence, its words, speaks for each label: log odds, sentences × labels."""
        lines = [f" {' '.join(words)} ".lower() for words in sentences]
        ends = np.cumsum([len(line) for line in lines])
        total = np.zeros((len(lines), self.worth.shape[1]))
        for numbers, whole in _windows("".join(lines)):
            at = np.minimum(np.searchsorted(self.grams, numbers), len(self.grams) - 1)
            found = np.flatnonzero(whole & (self.grams[at] == numbers))
            within = np.searchsorted(ends, found, "right") == np.arange(len(lines))[:, None]
            total += within.astype(np.float64) @ self.worth[at[found]]
        scores: Floats = self.bias + total[:, :-1] / np.sqrt(np.where(total[:, -1:] > 0, total[:, -1:], 1.0))
        return scores


def _windows(text: str) -> Iterator[tuple[Numbers, Truths]]:
    """For each size, the numbers of the text's n-grams, by where they begin, and whether each stands within one word."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64), _LAST)
    blank = codes == _BLANK
    for size in SIZES:
        count = max(0, len(codes) - size + 1)
        numbers, broken = np.zeros(count, np.uint64), np.zeros(count, np.bool_)
        for place in range(size):
            numbers = (numbers << _BITS) | codes[place : place + count]
            if 0 < place < size - 1:
                broken |= blank[place : place + count]
        yield numbers, ~broken


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
    worth = np.stack([*added, idf * idf], axis=1)[order]
    return Classifier(tuple(raw["weights"]), np.array(raw["bias"], np.float64), grams[order], worth)


def _number(gram: str) -> int:
    number = 0
    for char in gram:
        number = number << int(_BITS) | min(ord(char), int(_LAST))
    return number


def _bytes(packed: str) -> Floats:
    return np.frombuffer(b64decode(packed), np.int8).astype(np.float64)
