"""Whether a city has a digital agenda, is making one, or has none in sight: weighed over the whole portrait.

A portrait seldom says it outright, and cities still at work speak of `the agenda` too. So every sentence that names a strategy
is read as a string, a letter a word (`Derzeit wird eine Digitalstrategie erarbeitet` → `NuqSe`), and patterns over these
letters tell what it says of the strategy's state. The strongest signal for a status counts in full, the next half, the one
after that a quarter: one sentence that says `beschlossen` outweighs many that speak of the agenda in passing.

To that comes a lean: a logistic regression on which words stand in those sentences at all, trained by
`pipeline/tools/train_agenda.py`. It decides where no pattern speaks clearly, as in turns that the patterns do not foresee.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import marks, wording
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
_SURE = ((1.0, 0.95), (0.0, 0.6))
"""Confidence by the lead over the next status: how often such a call held on sets of portraits that neither patterns nor lean
had seen (106 of 132 calls had the greater lead)."""
_UNSAID = 0.5
"""Confidence of `none` where no strategy is named anywhere. Set by hand: no portrait looked at is so."""


class _Evidence(NamedTuple):
    status: Status
    weight: float
    place: tuple[int, int]


STATUSES: tuple[Status, Status, Status] = ("adopted", "in_development", "none")
LEAN: dict[str, list[float]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
"""What each word speaks for, a weight for each of `STATUSES`; the intercepts stand under the empty word."""
_TRUST = 0.75
"""What the lean counts beside the patterns: the most that costs nothing on the study, each city by what was learned from the
others. More would gain a little on sets of portraits that neither had seen (`docs/quality.md`)."""
_WORD = re.compile(r"[a-zäöüß]+")


def words(text: str, sentences: Sequence[Sentence]) -> frozenset[str]:
    """The words in the sections' sentences about the strategy, written small: what the lean is taken from."""
    told = (text[one.start : one.end].lower() for one in sentences if one.kind not in ELSEWHERE)
    return frozenset(word for sentence in told for word in _WORD.findall(sentence))


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


def _weigh(evidence: Sequence[_Evidence]) -> dict[Status, float]:
    """The score of each status by the patterns; the evidence comes strongest first."""
    score, share = dict(_PRIOR), dict.fromkeys(_PRIOR, 1.0)
    for one in evidence:
        score[one.status] += one.weight * share[one.status]
        share[one.status] *= _NEXT
    return score


def scores(text: str, sentences: Sequence[Sentence]) -> dict[Status, float]:
    """The score of each status, by patterns and lean."""
    return _scores(text, sentences, _evidence(sentences))


def _scores(text: str, sentences: Sequence[Sentence], evidence: Sequence[_Evidence]) -> dict[Status, float]:
    score = _weigh(evidence)
    known = ["", *sorted(words(text, sentences) & LEAN.keys())]
    for at, status in enumerate(STATUSES):
        score[status] += _TRUST * sum(LEAN[word][at] for word in known)
    return score


@Language.component(NAME)
def find_agenda(doc: Doc) -> Doc:
    """spaCy component: marks the sentence that decides, with the status.

    Where no strategy is named at all, none is in sight; that stands nowhere but in the milestones as a whole.
    """
    sentences = wording.about_strategy(doc)
    evidence = _evidence(sentences)
    score = _scores(marks.text(doc), sentences, evidence)
    status, other = sorted(score, key=lambda one: -score[one])[:2]
    deciding = next((one for one in evidence if one.status == status), None)
    place = deciding.place if deciding else (sentences[0].start, sentences[0].end) if sentences else None
    if place:
        lead = score[status] - score[other]
        marks.mark(doc, KIND, place, status, next(sure for least, sure in _SURE if lead >= least))
    elif told := next(marks.passages(doc, "milestones"), None):
        marks.mark(doc, KIND, (told.start, told.end), "none", _UNSAID)
    return doc
