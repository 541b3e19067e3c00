"""What somebody pays for, named by what it is: `Das Land fördert das Hafenlabor`, `für den Hafenplan Nord bewilligt`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose.funded import COINED, PART, Item, Rule, Sentence, called, is_free, kind_of
from stadtatlas.prose.funders import PAID, PAY, Funder
from stadtatlas.prose.gazetteer import PUBLIC

_WORK = (
    r"(?:Errichtung|Bau|Umbau|Ausbau|Aufbau|Entwicklung|Einführung|Einrichtung|Erprobung|Erstellung|Erarbeitung|Umsetzung"
    r"|Planung|Aufstellung)"
)
_ADVERB = r"(?:auch |zudem |ferner |außerdem |derzeit |zuletzt |bereits )?"
_THING = rf"(?P<name>(?:[a-zäöüß]+e[nrs]? )?{PART}(?:(?: für| und| der| des)? {PART})*)"
_OF_WORK = rf"(?P<work>{_WORK} (?:des|der|eine[sr]) )?"
_PAID = rf"{PAID}\b"
_MONEY = (
    r"(?:[Uu]nterstützung|[Ff]örderung|[Ff]inanzierung|\w*[Mm]itteln?|\w*[Gg]eld(?:er)?|[Zz]uschuss|[Zz]uschüsse"
    r"|[Zz]uwendung(?:en)?)\b"
)
_FRONT = r"(?:\A\s*|(?<=; )|(?<=, der ))(?:(?:Auch|Ebenso|Zudem|Ferner|Daneben|Außerdem) (?:wird |wurde )?)?"
_CLAUSE = r"(?:, d[^,.;]{5,80},)?"
_PAYING = (
    # `Der Hafenplan Nord, der …, wird vom Land gefördert`; `Der Bau des Hafenlabors wurde durch das Land gefördert`
    rf"{_FRONT}[Dd](?:er|ie|as) THING{_CLAUSE} (?:wird|wurde)\b(?=[^;]*\b(?:{_PAID}|umgesetzt|realisiert))",
    rf"\b(?:wird|wurde) {_ADVERB}(?:der|die|das) THING(?= (?:[^,;]* )?{_PAID})",
    # `Das Hafenlabor erhält Zuschüsse des Landes`
    rf"{_FRONT}[Dd](?:er|ie|as) THING{_CLAUSE} (?:entst(?:and|eht)|erh[aä]i?e?lt|bekommt|profitiert)\b(?=[^;]*\b{_MONEY})",
    # `Für das Hafenlabor gewährt das Land …`, `Zuwendungen wurden für den Hafenplan bewilligt`
    r"\bFür (?:den|die|das) THING"
    r"(?=,? (?:gewähr|bewillig|stell|gib|gab|träg|übern|erh[aä]|besteh|stehen|standen|wurden?\b|werden)|[^;]*\bbewilligt)"
    rf"(?=[^;]*\b(?:{_MONEY}|Euro|[Kk]osten|{_PAID}))",
    rf"{_MONEY}[^;,]*\bfür (?:den|die|das) THING(?=[^;]*\bbewilligt)",
    rf"\bbei (?:der|dem) THING(?=.*\b{_PAID})",
    # `Den Ausbau des Hafenlabors fördert der Bund`
    rf"\A\s*D(?:as|en|ie) THING {PAY}te? (?:das|die|der) ",
)
"""How a sentence tells what is paid for."""
_THINGS = tuple(re.compile(told.replace("THING", _OF_WORK + _THING)) for told in _PAYING)
_GIVEN = re.compile(rf" (?:ko)?{PAY}te? {_ADVERB}(?:das|den|die) {_OF_WORK}{_THING}")
_BUILT = re.compile(r"(?:Errichtung|Bau|Umbau|Einrichtung) ")
_BRAND = re.compile(r"(?P<what>[A-ZÄÖÜ][a-zäöüß]{6,} )(?:[A-Z]{3,}\w*|[a-z]+[A-Z]\w*|[A-Z]+[a-z]+[A-Z]\w*)")
"""What a thing is, before what it is called: `Lastenradverleih KaiRad`."""
_DOING = re.compile(
    r"(?:.*(?:ung(?:en)?|bau|[Bb]etrieb|kauf|[Ss]chluss|arbeit|arbeiten|kosten|anteil|stelle|[Mm]aßnahmen?|verkehrs?|netz(?:e?s)?|technik|konzept"
    r"|strategie|studie|agenda)|(?:Breitband|Glasfaser).*|.*WLANs?"
    r"|(?:\w*[Ss]tadt|\w*[Kk]ommunen?|Region|\w*[Kk]reis|\w*[Vv]erwaltung|\w*[Uu]nternehmen|\w*[Ss]chulen?|\w*[Pp]rojekte?|\w*[Vv]orhaben"
    r"|\w*[Aa]ngebote?|Aktivitäten|Teilnahme|Teil|Anteil|Mittel|Bewerbung|Ausbau|Umsetzung|Idee|Jahre?|Rat|Bund|Land|Kosten))\Z"
)
"""What is done, bought or already there, rather than a thing that the money makes."""
_ANY = re.compile("Gründerzentrum|Serviceportal")
"""What many towns have and few texts mean as a project."""


def is_name(name: str) -> bool:
    """Whether words that are written large say more than what a thing is: several of them, or joined by a hyphen."""
    return "-" in name or " " in name


def _is_thing(name: str, work: str | None) -> bool:
    """Whether it is something of its own: by its name, or as it is made and not only bought, done or drawn up."""
    if _ANY.fullmatch(name):
        return False
    first, _, rest = name.partition(" ")
    if (is_name(name) and first[0].isupper()) or COINED.search(name):
        return not _DOING.match(first)
    if work and not _BUILT.match(work):
        return False
    noun = rest or first
    return " " not in rest and (rest != "" or len(noun) > 9) and not noun.endswith("n") and not _DOING.match(noun)


def _item(sentence: Sentence, match: re.Match[str], giver: Funder | None = None) -> Iterator[Item]:
    name, (start, end), work = match["name"], match.span("name"), match["work"]
    # `der Bau des KaiQuartiers`: what is built builds nothing, though it looks like somebody's name
    if _is_thing(name, work) and kind_of(name) is None and (work or is_free(sentence, start, end)):
        brand = _BRAND.fullmatch(name)
        start += len(brand["what"]) if brand else 0
        yield Item(start, end, start, called(sentence.text, start, end), "project", 0.65, giver=giver)


def _granted(sentence: Sentence) -> Iterator[Item]:
    """What the sentence says is paid for, where it says by whom or from what."""
    for pattern in _THINGS if sentence.payers or sentence.hits else ():
        for match in pattern.finditer(sentence.text):
            giver = next((p for p in sentence.payers if p.start == match.end()), None)
            yield from _item(sentence, match, giver)


def _given(sentence: Sentence) -> Iterator[Item]:
    """`Das Land Hessen bezuschusst das KaiQuartier`."""
    for payer in sentence.payers:
        match = _GIVEN.match(sentence.text, payer.end) if payer.level in PUBLIC else None
        if match:
            yield from _item(sentence, match, payer)


RULES: tuple[Rule, ...] = (_granted, _given)
