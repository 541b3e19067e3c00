"""Whether a city has a digital agenda, is making one, or has none in sight: weighed over the whole portrait.

A portrait seldom says it outright, and cities still at work speak of `the agenda` too. So every sentence that names a strategy
is read as a string, a letter a word (`Derzeit wird eine Digitalstrategie erarbeitet` → `NuqSe`), and patterns over these
letters tell what it says of the strategy's state. The strongest signal for a status counts in full, the next half, the one
after that a quarter: one sentence that says `beschlossen` outweighs many that speak of the agenda in passing.

To that comes what a classifier of sentences has learned, summed up over the sentences for each status: it tells where no pattern
speaks clearly, as in turns that the patterns do not foresee and where the strategy goes by a name of its own. How both are
weighed is learned, too, from portraits whose sentences the classifier has not seen: `agenda.json`, made by
`pipeline/tools/train_sentences.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import classifier, marks, scored, wording
from stadtatlas.prose.classifier import Floats
from stadtatlas.prose.passages import Kind
from stadtatlas.prose.wording import Sentence

NAME = "stadtatlas_agenda"
KIND = "agenda_status"
Status = Literal["adopted", "in_development", "none"]
STATUSES: tuple[Status, ...] = get_args(Status)


class _Signal(NamedTuple):
    status: Status
    weight: float
    pattern: re.Pattern[str]


_SHORT = {"&": "K[^,;E]{0,3}@", "_": "[^,;]{0,4}@", "@": "[SsÇç]", "%": "[SÇ]", "$": "[Ss]"}


def _signal(raw: dict[str, Any]) -> _Signal:
    pattern = "|".join(raw["patterns"])
    for short, full in _SHORT.items():
        pattern = pattern.replace(short, full)
    return _Signal(raw["status"], raw["weight"], re.compile(pattern))


_SIGNALS = tuple(_signal(raw) for raw in sorted(wording.DATA["signals"], key=lambda raw: -raw["weight"]))
_NEXT = 0.5
"""What each further sentence counts, against the stronger one before it. Anything from 0.3 to 0.7 decides alike."""
_LESSER = 0.75
"""What a plain `Strategie` counts, against a digital one."""
ELSEWHERE: dict[Kind, float] = {"project": 0.5, "title": 0.5, "links": 0.0}
"""A project's strategy is rarely the city's own, and a link leads as often to an announcement as to the strategy."""
_SUREST = 0.99
"""The highest confidence: nothing learned is sure."""
_LIKELIER = 0.5
"""The probability from which a status is likelier than the others together."""
_UNSAID = 0.5
"""Confidence of `none` where no strategy is named anywhere. Set by hand: no portrait looked at is so."""


class _Evidence(NamedTuple):
    status: Status
    weight: float
    place: tuple[int, int]


TOLD: tuple[Kind, ...] = ("organisation", "milestones", "motivation")
"""The sections whose sentences the classifier was trained on."""


class Weighing(NamedTuple):
    """What each feature adds to the log odds of each status (statuses × features), and what each status has without any."""

    weights: Floats
    bias: Floats


@cache
def weighing() -> Weighing:
    """How patterns and classifier are weighed, as learned."""
    raw = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return Weighing(np.array(raw["weights"], np.float64), np.array(raw["bias"], np.float64))


def features(patterns: Mapping[Status, float], scores: Floats) -> Floats:
    """What is weighed: for each status the patterns' score, then the classifier's, from its log odds (sentences × statuses).

    The classifier's is how unlikely it is that no sentence bears the status out, -log ∏ (1 - p): a noisy or.
    """
    learned: Floats = np.logaddexp(0.0, scores).sum(axis=0)
    return np.concatenate([[patterns[status] for status in STATUSES], learned])


def probabilities(found: Floats, by: Weighing) -> Floats:
    """How likely each status is, by the features."""
    odds = by.weights @ found + by.bias
    likely: Floats = np.exp(odds - np.logaddexp.reduce(odds))
    return likely


def _evidence(sentences: Sequence[Sentence]) -> list[_Evidence]:
    """What the sentences say of the strategy, strongest first."""
    found = []
    for one in sentences:
        share = ELSEWHERE.get(one.kind, 1.0)
        found += [_Evidence(status, weight * share, (one.start, one.end)) for status, weight in _said(one.letters).items()]
    return sorted(found, key=lambda one: -one.weight)


def _said(letters: str) -> dict[Status, float]:
    """Each status that a sentence speaks for, with its strongest signal's weight."""
    best: dict[Status, float] = {}
    for signal in _SIGNALS:
        if signal.weight > best.get(signal.status, 0.0) and (match := signal.pattern.search(letters)):
            weight = signal.weight if "S" in match[0] or "Ç" in match[0] else signal.weight * _LESSER
            best[signal.status] = max(weight, best.get(signal.status, 0.0))
    return best


def by_patterns(sentences: Sequence[Sentence]) -> dict[Status, float]:
    """The score of each status by the patterns alone."""
    return _weigh(_evidence(sentences))


def _weigh(evidence: Sequence[_Evidence]) -> dict[Status, float]:
    """The score of each status by the patterns; the evidence comes strongest first."""
    score, share = dict.fromkeys(STATUSES, 0.0), dict.fromkeys(STATUSES, 1.0)
    for one in evidence:
        score[one.status] += one.weight * share[one.status]
        share[one.status] *= _NEXT
    return score


def _learned(doc: Doc) -> tuple[list[tuple[int, int]], Floats]:
    """The sentences that may tell of the city's strategy, and their log odds for each status."""
    text, columns = marks.text(doc), [scored.columns(KIND)[status] for status in STATUSES]
    told = [
        (place, row[columns])
        for section in scored.sections(doc, *TOLD)
        for place, row in zip(section.places, section.scores, strict=True)
    ]
    own = [(place, row) for place, row in told if is_own(text[slice(*place)], row)]
    return [place for place, _ in own], np.array([row for _, row in own]).reshape(-1, len(STATUSES))


def is_own(sentence: str, scores: Floats) -> bool:
    """Whether a sentence is the city's to count: one that speaks for a status, but of another's strategy, is not."""
    return bool(scores.max() <= 0) or not wording.is_of_another(sentence)


@Language.factory(NAME)
def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    classifier.load()
    weighing()
    return find_agenda


def find_agenda(doc: Doc) -> Doc:
    """spaCy component: marks the sentence that decides, with the status.

    Where no strategy is named at all and no status is likelier than not, none is in sight; that stands nowhere but in the
    milestones as a whole.
    """
    sentences, (places, scores) = wording.about_strategy(doc), _learned(doc)
    evidence = _evidence(sentences)
    likely = probabilities(features(_weigh(evidence), scores), weighing())
    best = int(likely.argmax())
    said = sentences or (STATUSES[best] != "none" and likely[best] > _LIKELIER)
    speaking = [places[int(scores[:, best].argmax())]] if places and said else []
    deciding = [one.place for one in evidence if one.status == STATUSES[best]] + speaking
    if deciding:
        marks.mark(doc, KIND, deciding[0], STATUSES[best], round(min(_SUREST, float(likely[best])), 2))
    elif told := next(marks.passages(doc, "milestones"), None):
        marks.mark(doc, KIND, (told.start, told.end), "none", _UNSAID)
    return doc
