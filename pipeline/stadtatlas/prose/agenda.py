"""Whether a city has a digital agenda, is making one, or has none in sight: weighed over the whole portrait.

A portrait seldom says it outright, and cities still at work speak of `the agenda` too. So every sentence that names a strategy
is read as a string, a letter a word (`Derzeit wird eine Digitalstrategie erarbeitet` → `NuqSe`), and patterns over these
letters tell what it says of the strategy's state. The strongest signal for a status counts in full, the next half, the one
after that a quarter: one sentence that says `beschlossen` outweighs many that speak of the agenda in passing.

To that comes what a classifier of sentences has learned: for each status the sentence that speaks most for it. It decides where
no pattern speaks clearly, as in turns that the patterns do not foresee and where the strategy goes by a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import classifier, marks, scored, wording
from stadtatlas.prose.passages import Kind
from stadtatlas.prose.wording import Sentence

NAME = "stadtatlas_agenda"
KIND = "agenda_status"
Status = Literal["adopted", "in_development", "none"]


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
_PRIOR: dict[Status, float] = {"adopted": 0.5, "in_development": 0.0, "none": -1.0}
"""Who is still at work says so nearly always: an agenda that is merely spoken of is there. Hardly a city has nothing in sight."""
_NEXT = 0.5
"""What each further sentence counts, against the stronger one before it. Anything from 0.3 to 0.7 decides alike."""
_LESSER = 0.5
"""What a plain `Strategie` counts, against a digital one."""
ELSEWHERE: dict[Kind, float] = {"project": 0.5, "title": 0.5, "links": 0.0}
"""A project's strategy is rarely the city's own, and a link leads as often to an announcement as to the strategy."""
_SURE = ((4.0, 0.99), (2.0, 0.93), (0.0, 0.63))
"""Confidence by the lead over the next status: how often such a call held in cross-validation over whole writers and sets, of
426 portraits (110 of them had the greatest lead, 133 the next)."""
_UNSAID = 0.5
"""Confidence of `none` where no strategy is named anywhere. Set by hand: no portrait looked at is so."""


class _Evidence(NamedTuple):
    status: Status
    weight: float
    place: tuple[int, int]


TOLD: tuple[Kind, ...] = ("organisation", "milestones", "motivation")
"""The sections whose sentences the classifier was trained on."""
TRUST = 0.5
"""What its log odds count beside the patterns' weights: more gains on texts that neither has seen and costs on the study, each
city by what was learned from others (`docs/quality.md`)."""


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
    score, share = dict(_PRIOR), dict.fromkeys(_PRIOR, 1.0)
    for one in evidence:
        score[one.status] += one.weight * share[one.status]
        share[one.status] *= _NEXT
    return score


def _learned(doc: Doc) -> dict[Status, _Evidence]:
    """For each status the sentence that speaks most for it; none where the sections have no sentences."""
    text, told = marks.text(doc), list(scored.sections(doc, *TOLD))
    if not told:
        return {}
    places, scores = [place for section in told for place in section.places], np.concatenate([one.scores for one in told])
    found = {}
    for status in _PRIOR:
        column = scores[:, scored.columns(KIND)[status]]
        order = np.argsort(-column, kind="stable").tolist()
        own = next((at for at in order if not wording.is_of_another(text[slice(*places[at])])), None)
        if own is not None:
            found[status] = _Evidence(status, float(column[own]), places[own])
    return found


@Language.factory(NAME)
def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    classifier.load()
    return find_agenda


def find_agenda(doc: Doc) -> Doc:
    """spaCy component: marks the sentence that decides, with the status.

    Where no strategy is named at all and no sentence speaks for a status, none is in sight; that stands nowhere but in the
    milestones as a whole.
    """
    sentences, learned = wording.about_strategy(doc), _learned(doc)
    evidence = _evidence(sentences)
    score = _weigh(evidence)
    for one in learned.values():
        score[one.status] += TRUST * one.weight
    status, other = sorted(score, key=lambda one: -score[one])[:2]
    deciding = next((one for one in evidence if one.status == status), learned.get(status))
    if deciding and (sentences or deciding.weight > 0):
        lead = score[status] - score[other]
        marks.mark(doc, KIND, deciding.place, status, next(sure for least, sure in _SURE if lead >= least))
    elif told := next(marks.passages(doc, "milestones"), None):
        marks.mark(doc, KIND, (told.start, told.end), "none", _UNSAID)
    return doc
