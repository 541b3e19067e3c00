"""Prizes, titles and contests named by their own last part (`Hafener Medienpreis`) or by what is said (`als … ausgezeichnet`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose.funded import PART, Item, Rule, Sentence, called, kind_of
from stadtatlas.prose.funders import Funder
from stadtatlas.prose.gazetteer import PUBLIC, Level

_PRIZE = r"(?:[Ww]ettbewerb|[Pp]reis|[Aa]ward|[Cc]hallenge|Voting|Contest|[Mm]edaille|[Rr]anking|-Index)"
_PRIZED = re.compile(rf"{_PRIZE}(?:e?s)?\Z")
_LEFT = re.compile(r"(?:(?:[A-ZÄÖÜ][\w.@-]*|\d{4}) ){1,5}\Z")
_SMALL = re.compile(
    r"(?:(?:D(?:e[rmns]|as|ie)|I[mn]|Am|Beim?|Mit|Zu[mr]|Für|Auch|Eine?[nmrs]?|Beide|Durch|Neben|Als|Vo[mn]|Ihr\w*"
    r"|Sein\w*|Erste[nrs]?|Zweite[nr]?) )+"
)
_YEAR = re.compile(r" (?:19|20)\d\d\b")
_GENERIC = re.compile(
    r"(?:Haupt|Sonder|Förder|Förderungs|Publikums|Einzel|Innovations|Ideen|Städte|Bundes|Landes|EU-|Projekt|Standort"
    r"|Preis|Architektur|Gestaltungs|Ehren|Anerkennungs"
    r"|Kommunal|Gründer|Bürger|Teil)?-?(?:wettbewerb|preis|award|challenge|medaille|ranking)(?:e?s|e?n|e)?",
    re.I,
)
_OF = re.compile(
    r" (?:der|des) (?P<owner>(?:[A-ZÄÖÜ]\w+e[nrs] )?(?:Landeshaupt|Hanse|Universitäts)?[A-ZÄÖÜ]?[\w-]+(?: [A-ZÄÖÜ][\w-]+)*)"
)
_AS = re.compile(
    r"\bals (?P<name>[^,;»«„“”\"]{3,90}?)(?=\s*(?:,| und | sowie |\s(?:mehrfach |bereits |kürzlich )?(?:ausgezeichnet"
    r"|prämiert|gekürt|zertifiziert|geehrt|gewürdigt)))"
    r"|\b(?:Auszeichnung|Prädikat|Titel) (?:als|einer?|der|des) (?P<titled>[^,;.»„]{3,60}?)(?=[,.;]|$| und | erh"
    r"| verl| gew| seit | blieb )"
    r"|\bzu[rm] (?P<called>[^,;»«„“”\"]{3,60}?) (?=gekürt|ernannt|gewählt)"
)


_CITY = re.compile(r"[Ss]tadt|[Kk]reis|Gemeinde|Kommune|Region")
_COMPOUND = re.compile(
    r"(?:Innovations|Ideen|Städte|Standort|Gründer|Bürger)-?(?:wettbewerb|preis|award|challenge|ranking)", re.I
)
_HONOURS = "ausgezeichnet prämiert gekürt zertifiziert geehrt gewürdigt ernannt gewählt Auszeichnung Prädikat Titel".split()
_RANKED = re.compile(rf"\b(?:im|beim) (?:{PART} )*\w*-?{_PRIZE}(?: (?:der|des) {PART})? \Z")


def _own(sentence: Sentence) -> Iterator[Item]:
    """`Hafener Medienpreis`; a noun that any contest has only with its owner: `Ideenwettbewerb der Hansestadt Hafen`."""
    for noun, end in sentence.nouns:
        if not _PRIZED.search(sentence.text, noun, end):
            continue
        left = _LEFT.search(sentence.text, max(0, noun - 60), noun)
        small = _SMALL.match(left[0]) if left else None
        start = (left.start() if left else noun) + (small.end() if small else 0)
        year = _YEAR.match(sentence.text, end)
        yield from _prize(sentence, start, year.end() if year else end)


def _prize(sentence: Sentence, start: int, end: int) -> Iterator[Item]:
    name, giver = called(sentence.text, start, end), None
    kind = kind_of(_YEAR.sub("", name)) or "award"
    if _GENERIC.fullmatch(name):
        owner = _OF.match(sentence.text, end)
        if not owner or not _COMPOUND.fullmatch(name):
            return
        giver, end, name = _owner(sentence, owner), owner.end(), name + owner[0]
    if not any(p.inside and p.level in PUBLIC and p.start == start and " " not in name for p in sentence.payers):
        yield Item(start, end, start, name, kind, 0.75, giver=giver)


def _owner(sentence: Sentence, match: re.Match[str]) -> Funder:
    start, end = match.span("owner")
    level: Level = "municipal" if _CITY.search(match["owner"]) else "private"
    named = next((p for p in sentence.payers if p.start == start), None)
    return named or Funder(start, end, called(sentence.text, start, end), level)


def _honours(sentence: Sentence) -> Iterator[Item]:
    """`als Stadt des Jahres ausgezeichnet`, but for the rank that a contest named before it gave."""
    if any(word in sentence.text for word in _HONOURS):
        for match in _AS.finditer(sentence.text):
            if not _RANKED.search(sentence.text, 0, match.start()):
                start, end = match.span(match.lastgroup or 0)
                name = match["name"] or called(sentence.text, start, end)
                yield Item(start, end, start, name, "award", 0.7)


RULES: tuple[Rule, ...] = (_own, _honours)
