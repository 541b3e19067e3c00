"""A trained view of a sentence: how much its words speak for each label.

For each label a logistic regression on the character n-grams within the sentence's words, weighed by inverse document frequency
(Spärck Jones 1972) and set in relation to the sentence's length. N-grams find the parts of German compounds and know no endings.
What a word adds is the same in every sentence, so it is reckoned once. `pipeline/tools/train_sentences.py` trains them;
`prose/sentences/*.json` holds what they learned.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SIZES = (4, 5)
"""Characters of an n-gram. Words of three to six did as well, with twice as many n-grams to ship."""
_WEIGHTS = Path(__file__).with_name("sentences")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learned: labels, n-grams, their inverse document frequency, intercepts and weights (n-grams × labels)."""

    labels: tuple[str, ...]
    grams: dict[str, int]
    idf: Floats
    bias: Floats
    weights: Floats
    _known: dict[str, Floats] = field(default_factory=dict)

    def scores(self, words: Sequence[str]) -> Floats:
        """How much a sentence speaks for each label, in log odds."""
        if not words:
            return self.bias
        total = np.sum([self._of(word) for word in words], axis=0)
        found: Floats = self.bias + total[:-1] / np.sqrt(total[-1] or 1.0)
        return found

    def _of(self, word: str) -> Floats:
        """What a word adds to each label, and last to the square of the sentence's length."""
        known = self._known.get(word)
        if known is None:
            at = [self.grams[gram] for gram in ngrams(word) if gram in self.grams]
            idf = self.idf[at]
            known = self._known[word] = np.append(idf @ self.weights[at], idf @ idf)
        return known


def ngrams(word: str) -> Iterator[str]:
    """The word's n-grams, its beginning and end marked by blanks; the whole word where it is shorter."""
    low = f" {word.lower()} "
    for size in SIZES:
        yield from (low[at : at + size] for at in range(max(1, len(low) - size + 1)))
        if len(low) <= size:
            break


@cache
def load(name: str) -> Classifier:
    """The classifier of that name."""
    raw: dict[str, Any] = json.loads((_WEIGHTS / f"{name}.json").read_text("utf-8"))
    grams = {gram: at for at, gram in enumerate(raw["grams"].split("|"))}
    weights = np.stack([scale * _bytes(packed) for scale, packed in raw["weights"].values()], axis=1)
    return Classifier(tuple(raw["weights"]), grams, _floats(raw["idf"]), _floats(raw["bias"]), weights)


def _floats(numbers: Sequence[float]) -> Floats:
    return np.array(numbers, np.float64)


def _bytes(packed: str) -> Floats:
    return np.frombuffer(b64decode(packed), np.int8).astype(np.float64)
