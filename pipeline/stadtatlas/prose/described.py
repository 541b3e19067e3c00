"""Programmes and projects that have no name but what they are for: `Landesprogramm für Häfen`, `bayerische Hafenförderung`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose.funded import Item, Rule, Sentence, called, kind_of
from stadtatlas.prose.nouns import ELIDED, WORD

_ARTICLE = r"(?:d(?:as|er|ie|en|em|es)|eine?[nmrs]?) "
_VERB = r"(?:liegt|lag|wird|wurden?|ist|sind|hat|haben|soll|sollen|stellt|erhielt|erhält)\b"
_SMALL = rf"(?:(?!{_VERB}|d(?:as|er|ie|en|em|es) |eine?[nmrs]? |und |sowie |oder |bei |mit |aus |von )[a-zäöüß-]+ ){{0,2}}"
_NOUNS = rf"(?:[a-zäöüß]+es und (?=[a-zäöüß]+es ))?{_SMALL}{ELIDED}?{WORD}(?: {WORD})*(?: \([A-Z]\w*[A-Z]\))?"
_WHERE = (
    r"(?:der|des(?! (?:Landes|Bundes|Freistaat))|von"
    r"|(?:im|am|auf|in|unter)(?! (?:Rahmen|Jahr|Höhe|Umfang|Kooperation|Zusammenarbeit|Verbund|Auftrag|Anspruch|Aussicht|Betracht"
    r"|Frage|der Stadt))"
    r"(?: der| dem| den)?)"
)
_PURPOSE = (
    rf"(?:zu[rm]?|für(?! die Stadt\b)|über|nach) (?:{_ARTICLE})?{_NOUNS}(?:(?:,| und| sowie| oder) (?!zu[rm] |für ){_NOUNS})?"
    rf"(?:(?<![a-z]ausbau)(?: und)? (?!(?<=\) )der ){_WHERE} {_NOUNS}| (?!der )(?:[a-zäöüß]+er und )?[a-zäöüß]+er {WORD})*"
)
_OWNER = rf"(?: (?:der|des) {WORD}(?: {WORD})*)?"
_ORIGIN = (
    r"(?:[A-ZÄÖÜa-zäöüß]+-)?[A-ZÄÖÜa-zäöüß]*(?:(?i:bayer)|sächs|hess|thüring|saarländ|brandenburg|pfälz|württemberg|westfäl|holstein|mecklenburg|deutsch"
    r"|französ|niederländ|dän|poln|tschech|österreich|schweizer|europä)(?:isch)?e[nrsm]? "
)
_DESCRIBED = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_ORIGIN}|digitale[mnrs]? |[A-ZÄÖÜ]\w+er )?"
    r"(?:[A-ZÄÖÜ][\w-]*(?:projekt|programm|wettbewerb|preis|vorhaben|versuch)"
    rf"|Projekt|Programm|Vorhaben|Richtlinie|Testfeld)(?:e?s)?{_OWNER} {_PURPOSE})"
)
_APPOSED = re.compile(r"[»A-ZÄÖÜ][\w-]+[«“]?, ein(?:e[nmrs]?)? (?:(?!und |sowie )[\w-]+ )*\Z")
"""`»Kai«, ein vom Land gefördertes …`: what something is, that has a name."""
_SEVERAL = re.compile(r"(?<!das )(?<!dieses )\b\w+e \Z")
"""`ihre Vorhaben zu …`, `größere Vorhaben für …`: any."""
_WHOSE = re.compile(r"\W\w+ de[sr] \Z")


def _described(sentence: Sentence) -> Iterator[Item]:
    """`ein Forschungsprojekt zu fahrerlosen Fähren`, `im Förderwettbewerb des Bundes für den Ausbau der Häfen`."""
    for match in _DESCRIBED.finditer(sentence.text):
        several = match["name"].startswith("Vorhaben ") and _SEVERAL.search(sentence.text, 0, match.start())
        if several or _APPOSED.search(sentence.text, 0, match.start()):
            continue
        start, end = match.span("name")
        end = min([end, *(p.start - len(" des") for p in sentence.payers if _WHOSE.search(sentence.text, start, p.start))])
        name = called(sentence.text, start, end)
        yield Item(start, end, start, name, kind_of(sentence.text[start:end].partition(" ")[0]) or "project", 0.6)


_OF_OWNER = re.compile(
    r"(?<![\w-])(?P<name>(?!Wirtschafts)[A-ZÄÖÜ]\w{3,}förderung des (?:Bundes|Landes(?: [A-ZÄÖÜ][\w-]+)?|Freistaats))\b"
)


def _of_owner(sentence: Sentence) -> Iterator[Item]:
    """`nimmt die Hafenförderung des Landes in Anspruch`."""
    for match in _OF_OWNER.finditer(sentence.text):
        yield Item(*match.span("name"), match.start("name"), match["name"], "programme", 0.6)


RULES: tuple[Rule, ...] = (_described, _of_owner)
