"""Names that no rule finds: a trained tagger of a section's words.

A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) over the labels O, B and I (outside, beginning, inside
of a name; Ramshaw & Marcus 1995). What speaks for a word's label are spelling, beginning and end of the word and of the two on
either side, whether they stand in quotation marks, and whether they are common knowledge. `pipeline/tools/train_names.py` trains
it; `crf.json` holds what it learned.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stadtatlas.prose.gazetteer import Hit

LABELS = ("O", "B", "I")
REACH = 2
"""Words on either side that a word's label depends on."""
SURE = 0.9
"""The probability from which a name counts: in texts that the rules were not made with, most that are so sure are right."""
_WORD = re.compile(r"\w+(?:[-./&:@’']\w+)*-?|[^\w\s]")
_LETTER = re.compile(r"[^\W\d_]")
_OPENS, _MARKS = frozenset("»„"), frozenset("»„«“”")
Floats = npt.NDArray[np.float32]


class Name(NamedTuple):
    """A name at `text[start:end]`, and how probable it is, to two places."""

    start: int
    end: int
    probability: float

    def moved(self, by: int) -> Name:
        """The same in a text that begins so many characters earlier."""
        return Name(self.start + by, self.end + by, self.probability)


class Words(NamedTuple):
    """A text's words and marks: where they stand, and each with its surroundings behind a blank: the kind of the entry of the
    gazetteer that it belongs to, and `»` in quotation marks."""

    places: list[tuple[int, int]]
    told: list[str]


class _Rows(dict[str, bytes]):
    """Which rows of the weights a word has, looked up at its first occurrence; as bytes, which the garbage collector passes over.

    The first row adds nothing, so each word has one.
    """

    def __init__(self, features: Iterable[str]) -> None:
        super().__init__()
        self.at = {feature: np.uint32(row).tobytes() for row, feature in enumerate(features, 1)}

    def __missing__(self, told: str) -> bytes:
        find = self.at.get
        self[told] = rows = _NOTHING + b"".join([find(feature, b"") for feature in features(told)])
        return rows


_NOTHING = np.uint32(0).tobytes()


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of one kind: each word's rows, what a row adds (rows × 2·REACH + 1 words from it × labels), and by what
    one label makes another behind it likelier."""

    rows: _Rows
    worth: Floats
    moves: tuple[tuple[float, ...], ...]


def names(kind: str, text: str, hits: Sequence[Hit]) -> list[Name]:
    """The names of a kind that surely stand in a section's text, in order; `hits` are those that everybody knows."""
    (places, told), of = words(text, hits), model(kind)
    likely = _likely(marginals(_scores(told, of), of.moves)) if told else ()
    found = [Name(places[first][0], places[last][1], round(sure, 2)) for first, last, sure in likely if sure >= SURE]
    return [name for name in found if _LETTER.search(text, name.start, name.end)]


def words(text: str, hits: Sequence[Hit]) -> Words:
    """The text's words and marks."""
    places = [match.span() for match in _WORD.finditer(text)]
    told = [text[start:end] for start, end in places]
    inside = list(_quoted(told))
    for hit in hits:
        first = bisect_right(places, hit.start, key=itemgetter(1))
        last = bisect_left(places, hit.end, key=itemgetter(0))
        told[first:last] = [w if " " in w else f"{w} {hit.entry.kind}" for w in told[first:last]]
    for at in inside:
        told[at] += "»" if " " in told[at] else " »"
    return Words(places, told)


def _quoted(found: Sequence[str]) -> Iterator[int]:
    """Which words and marks stand in quotation marks; the first of these does, too."""
    opened = None
    for at in [at for at, word in enumerate(found) if word in _MARKS]:
        if opened is None:
            opened = at if found[at] in _OPENS else None
        elif found[at] not in _OPENS:
            yield from range(opened, at)
            opened = None


def features(told: str) -> tuple[str, ...]:
    """What a word tells of its own label and of those around it: itself, its case, its beginning, its end, where it stands."""
    word, _, where = told.partition(" ")
    if word.islower() and not where:
        return "=" + word, "~small", ">" + word[-4:]
    low = word.casefold()
    found = ["=" + low, "~" + _written(word), "<" + low[:5], ">" + low[-4:]]
    if len(low) > 4:
        found.append(">" + low[-7:])
    if "-" in low:
        first, _, last = low.partition("-")
        found += ["-<" + first, "->" + last.rpartition("-")[2]]
    if where:
        found.append("?" + where)
    return tuple(found)


def _written(word: str) -> str:
    if word.islower():
        return "small"
    if word.isupper():
        return "large"
    if word[1:].islower():
        return "noun"
    return "number" if word.isdigit() else "mixed"


def _scores(told: Sequence[str], of: Model) -> Floats:
    """How much speaks for each word's labels (words × labels): what it and those around it tell."""
    each = [of.rows[one] for one in told]
    rows = np.frombuffer(b"".join(each), np.uint32)
    starts = np.fromiter(accumulate(map(len, each[:-1]), initial=0), np.intp, len(each)) // len(_NOTHING)
    worth = np.add.reduceat(of.worth.take(rows, axis=0), starts)
    scores = np.zeros((len(told) + 2 * REACH, len(LABELS)), np.float32)
    for place in range(2 * REACH + 1):
        scores[place : place + len(told)] += worth[:, place]
    return scores[REACH : REACH + len(told)]


def marginals(scores: Floats, moves: Sequence[Sequence[float]]) -> list[tuple[float, float, float]]:
    """Each word's probability of each label: the forward-backward algorithm, with plain numbers, as they are three at a time.

    All are told in relation to O, whose own are 1.
    """
    odds = np.exp(scores[:, 1:].astype(np.float64) - scores[:, :1]).tolist()
    (oo, ob, oi), (bo, bb, bi), (io, ib, ii) = moves
    b, i = odds[0]
    ahead = [(b, i)]
    for to_b, to_i in odds[1:]:
        whole = oo + b * bo + i * io
        b, i = (ob + b * bb + i * ib) * to_b / whole, (oi + b * bi + i * ii) * to_i / whole
        ahead.append((b, i))
    found, p, q = [_shares(b, i)], 1.0, 1.0
    for (from_b, from_i), (to_b, to_i) in zip(ahead[-2::-1], odds[:0:-1], strict=True):
        b, i = to_b * p, to_i * q
        whole = oo + ob * b + oi * i
        p, q = (bo + bb * b + bi * i) / whole, (io + ib * b + ii * i) / whole
        found.append(_shares(from_b * p, from_i * q))
    return found[::-1]


def _shares(b: float, i: float) -> tuple[float, float, float]:
    whole = 1.0 + b + i
    return 1.0 / whole, b / whole, i / whole


def _likely(labels: Sequence[tuple[float, float, float]]) -> Iterator[tuple[int, int, float]]:
    """What probably begins and goes on, first and last word, and how surely it begins, goes on and ends there."""
    at = 0
    while at < len(labels):
        first, sure, at = at, labels[at][1], at + 1
        if sure > 0.5:
            while at < len(labels) and labels[at][2] > 0.5:
                sure, at = min(sure, labels[at][2]), at + 1
            yield first, at - 1, min(sure, 1 - labels[at][2]) if at < len(labels) else sure


@cache
def model(kind: str) -> Model:
    """What was learned of one kind."""
    return unpacked(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))[kind])


def unpacked(raw: dict[str, Any]) -> Model:
    """The model as `crf.json` has it of one kind."""
    worth = np.frombuffer(b64decode(raw["worth"]), np.int8).astype(np.float32) * raw["scale"]
    worth = np.concatenate([np.zeros((1, 2 * REACH + 1, len(LABELS)), np.float32), worth.reshape(-1, 2 * REACH + 1, len(LABELS))])
    return Model(_Rows(raw["features"].split(" ")), worth, tuple(map(tuple, np.exp(np.array(raw["moves"])).tolist())))
