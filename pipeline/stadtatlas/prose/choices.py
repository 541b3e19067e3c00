"""Which labels of the closed lists a portrait's prose bears out: stakeholders, participation, channels, organisation models.

Each word of a sentence becomes a letter that stands for its class (`Bürgerforum` → `E`, an event), found by its stem, as German
compounds are many. Patterns over the letters are signals for a label, each with a weight; a label whose signals add up to 1 is
given, at the sentence with the strongest of them. Words and signals are data: `choices.toml`.

Towns describe what others name, in words without end. So a classifier of sentences has its say, too: where it is sure enough of
a label, that is a signal with full weight.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import classifier, marks, scored
from stadtatlas.prose.classifier import Floats
from stadtatlas.prose.passages import Kind
from stadtatlas.prose.scored import Section

NAME = "stadtatlas_choices"
WHERE: dict[str, Kind] = {
    "organisation_models": "organisation",
    "stakeholders": "stakeholders",
    "participation": "stakeholders",
    "channels": "communication",
}
"""Which part of the portrait tells of which list."""
KINDS: dict[Kind, list[str]] = {where: [kind for kind in WHERE if WHERE[kind] == where] for where in WHERE.values()}

SURE_FROM = {"stakeholders": 0.6, "participation": 0.3, "organisation_models": 0.4, "channels": 0.3}
"""The classifier's score from which a label is given even where the rules do not give it: that is better in texts that neither
had seen, and adds little that is wrong to the study's own, left out (`docs/quality.md`)."""
DOUBTED = frozenset(("organisation_models.existing_unit", "organisation_models.role"))
"""Labels that the rules alone do not give where the classifier finds them unlikely: an office or a person that is named need not
be in charge. Others it finds unlikely in the study where they are right."""
UNLIKELY = -2.0
"""The classifier's score below which a label is unlikely."""
ENOUGH = 1.0
"""The sum of weights from which a label is given."""
NO_SIGN = "none"
"""The label that says there are no others: given only where no other is."""

_SURE = {"organisation_models": 0.85, "stakeholders": 0.9, "participation": 0.85, "channels": 0.9}
"""Confidence: which share of a list's labels was right in portraits by other hands. By how much a sum exceeds 1 says no more."""

_MARKS = {",": ",", ":": ";", ";": ";", "–": ";", "—": ";", "(": ",", ")": ","}
_ENDINGS = frozenset(["", *"e en er ern em es s n nen sen se in innen".split()])
_SHORTEST = 3
"""Letters of the shortest stem; all stems are found by their first so many."""
_NOUN, _WORDLESS = "0", "."
"""The letters of an unknown noun or name, and of any other word without meaning here."""
_BLANKED = re.compile("[A-MO-Z]")
"""Classes that speak for a label have capitals, those that give context have not; `N` denies."""


class _Stem(NamedTuple):
    text: str
    letter: str
    noun: bool
    before: bool
    after: bool


class Sign(NamedTuple):
    """That a sentence (its number) speaks for a label, or against it, and how much."""

    label: str
    weight: float
    sentence: int


class Signal(NamedTuple):
    """What speaks for a label, and how much; or against it, if the weight is negative."""

    label: str
    weight: float
    pattern: re.Pattern[str]


class _Letters(dict[str, str]):
    """The letters of each word, looked up at its first occurrence."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(_MARKS)
        self.stems: dict[str, list[_Stem]] = {}
        self.inner: dict[str, list[_Stem]] = {}
        for letter, stems in words.items():
            for written in stems.split():
                text = written.strip("-")
                stem = _Stem(text.lower(), letter, text[0].isupper(), written[0] == "-", written[-1] == "-")
                self.stems.setdefault(stem.text[:_SHORTEST], []).append(stem)
                if stem.before:
                    self.inner.setdefault(stem.text[:_SHORTEST], []).append(stem)
        self.texts = {begin: tuple([stem.text for stem in stems]) for begin, stems in self.stems.items()}

    def __missing__(self, word: str) -> str:
        self[word] = letters = self._spell(word)
        return letters

    def _spell(self, word: str) -> str:
        """A compound's parts that mean something, each a letter: the last part first of all, then what stands free before it."""
        low = _folded(word)
        letters, free = "", len(low)
        capital = word[0].isupper() or "." in word
        if not capital and not self._begins(low):
            return _WORDLESS  # as most are
        for stem, start, end in self._fits(low, capital):
            if end <= free and (stem.after or low[end:] in _ENDINGS):
                letters, free = stem.letter + letters, start
                if stem.letter == _WORDLESS:
                    break
        return letters or (_NOUN if word[0].isupper() else _WORDLESS)

    def _begins(self, low: str) -> bool:
        """Whether a stem begins the word: sooner said of all stems than of each, and mostly none does."""
        return low.startswith(self.texts.get(low[:_SHORTEST], ()))

    def _fits(self, low: str, capital: bool) -> list[tuple[_Stem, int, int]]:
        """The stems in a word and where they stand, from its end on; of those that end alike the longest first, then whole words.

        Only nouns are compounds here, so of other words the beginning is enough.
        """
        found = [
            (_reach(low, len(stem.text)), len(stem.text), not stem.before, 0, stem)
            for stem in (self.stems[low[:_SHORTEST]] if self._begins(low) else ())
            if low.startswith(stem.text) and (capital or not stem.noun)
        ]
        if capital:
            found += [
                (_reach(low, at + len(stem.text)), len(stem.text), False, at, stem)
                for at in range(1, len(low) - _SHORTEST + 1)
                if low[at : at + _SHORTEST] in self.inner  # seldom, and sooner said than an empty list is gone through
                for stem in self.inner[low[at : at + _SHORTEST]]
                if low.startswith(stem.text, at)
            ]
        if len(found) > 1:
            found.sort(key=lambda fit: fit[:4], reverse=True)
        return [(stem, at, at + length) for _, length, _, at, stem in found]


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    """The word in small letters, without hyphens; kept, as each list asks for it."""
    return unicodedata.normalize("NFC", word.lower()).replace("-", "").replace("\u00ad", "")


def _reach(low: str, end: int) -> int:
    """Where a stem that stands until `end` leads: to the word's end if only an ending follows.

    So `Nutzertest` leads as far in `Nutzertests` as `Tests` does, and is longer.
    """
    return len(low) if low[end:] in _ENDINGS else end


@dataclass(frozen=True, slots=True)
class Choice:
    """How one closed list is read: the words, what is struck out, and what counts."""

    letters: _Letters
    struck: tuple[re.Pattern[str], ...]
    signals: tuple[Signal, ...]


def choice(raw: dict[str, Any], shared: dict[str, Any]) -> Choice:
    """How a list is read by its table of `choices.toml`, and by what all of them share."""
    struck = [*raw["struck"], *(shared["denials"] if raw["denials"] else ())]
    signals = [
        Signal(label, float(weight), re.compile(pattern))
        for label, patterns in raw["signals"].items()
        for pattern, weight in patterns.items()
    ]
    return Choice(_Letters(shared["words"] | raw["words"]), tuple(map(re.compile, struck)), tuple(signals))


_RAW = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CHOICES = {kind: choice(_RAW[kind], _RAW) for kind in WHERE}


def _spelt(choice: Choice, sentences: Sequence[Sequence[str]]) -> str:
    """The sentences as letters, with `|` before each and behind the last."""
    known = choice.letters.__getitem__
    return "|" + "|".join(["".join(map(known, sentence)) for sentence in sentences]) + "|"


def _struck(choice: Choice, letters: str) -> str:
    """The same without what is denied or is no mention: it says no more."""
    for struck in choice.struck:
        letters = struck.sub(lambda match: _BLANKED.sub(_NOUN, match[0]), letters)
    return letters


def _read(choice: Choice, letters: str) -> Iterator[Sign]:
    for signal in choice.signals:
        if match := signal.pattern.search(letters):
            yield Sign(signal.label, signal.weight, letters.count("|", 0, match.start() + 1) - 1)


def signs(kind: str, sentences: Sequence[Sequence[str]]) -> Iterator[Sign]:
    """What the sentences' words say by the rules, each with the number of the first sentence that does."""
    choice = CHOICES[kind]
    yield from _read(choice, _struck(choice, _spelt(choice, sentences)))


def learned(kind: str, section: Section, given: Container[str] = ()) -> Iterator[Sign]:
    """What the classifier is sure of beyond what is given, each label with the sentence that speaks most for it."""
    best = section.scores.max(axis=0)
    for label, column in scored.columns(kind).items():
        if label not in given and best[column] > SURE_FROM[kind]:
            sentence = int(section.scores[:, column].argmax())
            if not _is_denied(kind, label, section.sentences[sentence]):
                yield Sign(label, ENOUGH, sentence)


def doubted(kind: str, scores: Floats) -> set[str]:
    """The labels that the rules alone do not give, by the classifier's scores of the section's sentences."""
    known = scored.columns(kind)
    return {label for label in known if f"{kind}.{label}" in DOUBTED and scores[:, known[label]].max() < UNLIKELY}


def _is_denied(kind: str, label: str, sentence: Sequence[str]) -> bool:
    """Whether the rules would read the label in the sentence, if it were not for a denial: of that a classifier knows little."""
    choice = CHOICES[kind]
    letters = _spelt(choice, [sentence])
    return label in decide(_read(choice, letters)) and label not in decide(_read(choice, _struck(choice, letters)))


def decide(found: Iterable[Sign]) -> dict[str, tuple[float, int]]:
    """The labels given, each with the sum of its weights and its sentence."""
    sums: dict[str, float] = {}
    best: dict[str, tuple[float, int]] = {}
    for sign in found:
        sums[sign.label] = sums.get(sign.label, 0.0) + sign.weight
        best[sign.label] = max(best.get(sign.label, (0.0, 0)), (sign.weight, -sign.sentence))
    given = {label: (total, -best[label][1]) for label, total in sums.items() if total >= ENOUGH}
    if len(given) > 1:
        given.pop(NO_SIGN, None)
    return given


@Language.factory(NAME)
def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    classifier.load()
    return find_choices


def find_choices(doc: Doc) -> Doc:
    """spaCy component: marks each label at the sentence that says it most clearly."""
    for section in scored.sections(doc, *KINDS):
        for kind in KINDS[section.kind]:
            unlikely = doubted(kind, section.scores)
            found = [sign for sign in signs(kind, section.sentences) if sign.label not in unlikely]
            for label, (_, sentence) in decide([*found, *learned(kind, section, decide(found))]).items():
                marks.mark(doc, kind, section.places[sentence], label, _SURE[kind], label=label)
    return doc
