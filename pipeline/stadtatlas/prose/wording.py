"""Sentences that name a strategy, read as strings: a letter a word, so that patterns can run over what a sentence says.

`Derzeit wird eine Digitalstrategie erarbeitet` is `NuqSe`. Which words a letter stands for is data: `[words]` in `agenda.toml`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc

from stadtatlas.prose import marks
from stadtatlas.prose.passages import Kind

_STEMS = (
    "trateg", "genda", "asterpl", "oadmap", "eitbild", "eitlini", "onzept", "harta", "hrplan",
    "nsplan", "gsplan", "lplan", "gsprogramm", "lprogramm", "ty-Programm", "gsinitiativ", "linitiativ",
)  # fmt: skip
_VAGUE_STEMS = ("rogramm", "Plan", "ision")
_ALL_STEMS = (*_STEMS, *(stem.lower() for stem in _VAGUE_STEMS))
_STRATEGY = re.compile(
    r"(?:(?P<digital>(?:digital\w*?-?|smart-?\w*-(?:\w+-)*)(?:rahmen|gesamt|handlungs|umsetzungs|entwicklungs|leit)?)"
    r"|(?P<partial>(?:ikt|it|e-?government|verwaltungs)-?)"
    r"|(?:gesamt|dach|stadt|city|handlungs|umsetzungs|entwicklungs|rahmen|aktions|maßnahmen)-?)?"
    r"(?:(?:strategie(?:papiere?s?|dokumente?s?|plan(?:s|es)?|konzepte?s?|prozess(?:es)?|findung)?|agend[ae]|masterpl(?:an|äne)|roadmap|leitbild(?:er?)?|leitlinie)n?e?s?"
    r"|(?P<vague>(?:konzept|papier|dokument|fahrplan|vision|charta)e?[ns]?)|(?P<digital_only>(?:programm|plan|initiative|offensive)e?[ns]?))"
)
"""A noun that may be the agenda's name: of itself (`Digitalstrategie`), less surely (`Strategie`, `IT-Strategie`), or, if
`vague`, only beside a word for the digital (`Konzept`)."""

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("agenda.toml").read_text("utf-8"))
LETTERS: dict[str, str] = {word: letter for letter, words in DATA["words"].items() for word in words.split()}
LETTERS |= dict.fromkeys(("strategieprozess", "strategieprozesses", "strategieentwicklung", "agendaprozess"), "Eç")
WORD = re.compile(r"\w+(?:-\w*)*|[,;:\u2013\u2014]")
_TITLE = re.compile(r"((?:trategie\w*|genda|asterplan|oadmap|eitbild)) [»„“\"][^»«„“”\"]{2,60}[«“”\"]")
"""`die Strategie »Ulm 4.0«` is the city's own, by name; `die Strategie Bayern Digital` would be another's."""
_DIGITAL_TITLE = re.compile(r"\bStrategie (?=[»„“\"][^»«„“”\"]*(?:[Dd]igital|[Ss]mart|\b4\.0)[^»«„“”\"]*[«“”\"])")
"""`die Strategie »Kehl digital«` is a digital one."""
_OF_A_FIELD = re.compile(
    r"\b(?:[Mm]asterpl[aä]n\w*|[Ll]eitlinien?|[Ll]eitbild\w*|[Ss]trategien?|[Rr]oadmaps?)"
    r"(?= (?:für (?:die |den |das |eine )?|zur |zum )"
    r"(?:(?!digital|smart|intelligent|vernetzt)[a-zäöüß]+ (?:und )?){0,3}"
    r"(?:Mobilität|Elektromobilität|\w*[Vv]erkehr\w*|Klima\w*|Luft\w*|\w*[Bb]eteiligung|Energie\w*|Innenstadt\w*|Tourismus|Bildung\w*"
    r"|Wohn\w*|Integration|Kultur|Sport|Umwelt\w*|Nachhaltigkeit)\b)"
)
"""`der Masterplan für nachhaltige Mobilität` is a plan, but not the digital one."""
_FOR, _QUOTES = (" für ", " zur ", " zum "), '»„“"'
_MARKS = {",": ",", ":": ":", ";": ";", "–": ";", "—": ";"}
_DIGITAL_STRATEGY = re.compile(r"J(.?)[sv]|[sv](?=[^,;]{0,3}J)")
_OTHERS_STRATEGY = re.compile(r"[Ss](?=.?O)|s(?=0)")
_ITS = re.compile(r"(O[^,;]{0,3}o)[Ss]")
"""`die Landesregierung hat ihre Digitale Agenda vorgestellt`: its own."""
_NAMED = re.compile("[SsÇç]")
_GOVERNED = re.compile(r"([mnrLaEDKQCX].?|[EDKQC]..|[EDKC]...|0[123].?)([Ss])")
_HOOKED = {"S": "Ç", "s": "ç"}
_PLAIN, _VAGUE = str.maketrans("vP", ".0"), str.maketrans("vP", "ss")
_PRONOUN = re.compile(r"(?:Sie|Er|Diese[rs]?)\b")
_BEHIND_PRONOUN = "uptTkFxl"
_GOING_ON = ("Sie ", "Er ", "Dies", "Der ", "Die ", "Das ", "Ein")
_GOES_ON = (
    (re.compile("^[^,;]?[d1]v"), ".ds"),
    (re.compile("^([dq1]?[KEDQ])(?![^,;]{0,4}[Ss])"), r"\1ç"),
)
"""`Das Konzept`, `Die Verabschiedung`, right behind a sentence that names a strategy: the strategy's."""


def _letters(sentence: str, goes_on: bool = False, vague: bool = False) -> str:
    """The sentence, a letter a word; a stop mark is itself. It may go on about the strategy that the one before it names.

    A strategy is `S`, a lesser one `s`; `Ç` and `ç` where it is not itself subject or object, but something is made of it or
    done by its means (`die Erarbeitung der Strategie`, `mit der Strategie`).
    """
    letters, _ = _without_others(_spelt(sentence))
    if goes_on and _PRONOUN.match(sentence) and letters[1:2] in _BEHIND_PRONOUN:
        letters = "s" + letters[1:]
    elif goes_on:
        for pattern, full in _GOES_ON:
            letters = pattern.sub(full, letters)
    letters = letters.translate(_VAGUE if vague else _PLAIN)
    return _GOVERNED.sub(lambda match: match[1] + _HOOKED[match[2]], letters)


def _spelt(sentence: str) -> str:
    letters = "".join([letter(word) for word in WORD.findall(_plain(sentence))])
    return _DIGITAL_STRATEGY.sub(r"\1S", letters) if "J" in letters else letters


def _plain(sentence: str) -> str:
    """The sentence without a strategy's title; where it has one, or a field, for there the patterns need not look."""
    if any(mark in sentence for mark in _QUOTES):
        sentence = _TITLE.sub(r"\1", _DIGITAL_TITLE.sub("Digitalstrategie ", sentence))
    return _OF_A_FIELD.sub("Plan", sentence) if any(word in sentence for word in _FOR) else sentence


def _without_others(letters: str) -> tuple[str, int]:
    """The letters without the strategies that are another's, and how many those are."""
    letters, its = _ITS.subn(r"\1.", letters)
    letters, others = _OTHERS_STRATEGY.subn(".", letters)
    return letters, its + others


def is_of_another(sentence: str) -> bool:
    """Whether the strategy that a sentence names is another's, and none the city's: `die Strategie des Landes`."""
    own, others = _without_others(_spelt(sentence))
    return others > 0 and not _NAMED.search(own)


@lru_cache(maxsize=8192)
def letter(original: str) -> str:
    """The letter that a word is read as; `v` waits for a word for the digital beside it, `P` for a text that names no other."""
    word = original.lower()
    known = LETTERS.get(word)
    if known:
        return known
    if any(map(word.__contains__, _ALL_STEMS)) and (noun := _STRATEGY.fullmatch(word)):
        if noun["digital"]:
            return "S"
        if noun["vague"] or noun["partial"] or word.startswith("rahmenplan"):
            return "v"
        return "P" if noun["digital_only"] else "s"
    if word.startswith(("digital", "smart")):
        return "J"
    return _MARKS.get(word) or ("0" if original[0].isupper() else ".")


class Sentence(NamedTuple):
    """A sentence about a strategy: where it stands, in which kind of passage, and its letters."""

    start: int
    end: int
    kind: Kind
    letters: str


def about_strategy(doc: Doc) -> list[Sentence]:
    """The document's sentences that name a strategy, or go on about the one named before them.

    Where no word for a strategy stands anywhere, a plan, programme or concept is taken for one in the sections that tell of it.
    """
    return _about(doc, vague=False) or [one for one in _about(doc, vague=True) if one.kind in _TELLING]


_TELLING = ("milestones", "motivation", "organisation", "opportunities")


def _about(doc: Doc, vague: bool) -> list[Sentence]:
    text, passages = marks.text(doc), list(marks.passages(doc))
    begins = [passage.start for passage in passages]
    found = []
    for start, end, letters in _sentences(text, _bounds(doc), vague):
        if passages and start >= begins[0]:
            kind = passages[bisect(begins, start) - 1].kind
            found.append(Sentence(start, start + len(text[start:end].rstrip()), kind, letters))
    return found


def _bounds(doc: Doc) -> list[int]:
    """Where sentences begin, passages begin and end, and all ends: no sentence goes beyond its passage."""
    bounds = {0, *marks.starts(doc)}
    for passage in marks.passages(doc):
        bounds |= {passage.start, passage.end}
    return sorted(bounds)


def _mentions(text: str, vague: bool) -> Iterator[int]:
    """Where a word may stand that names a strategy."""
    for stem in (*_STEMS, *(_VAGUE_STEMS if vague else ())):
        at = text.find(stem)
        while at >= 0:
            yield at
            at = text.find(stem, at + 1)


def _sentences(text: str, bounds: list[int], vague: bool) -> Iterator[tuple[int, int, str]]:
    """Those that name a strategy, or go on about the one that the sentence before names: start, end, letters."""
    waiting = sorted({bisect(bounds, at) - 1 for at in _mentions(text, vague)}, reverse=True)
    last = -2
    while waiting:
        index = waiting.pop()
        start, end = [*bounds, len(text)][index : index + 2]
        letters = _letters(text[start:end], last == index - 1, vague)
        if _NAMED.search(letters):
            yield start, end, letters
            last = index
            if waiting[-1:] != [index + 1] and text.startswith(_GOING_ON, end):
                waiting.append(index + 1)
