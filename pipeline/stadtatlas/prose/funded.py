"""What a text names as a programme, competition, award or funded project: by quotation marks, a leading noun, or as known to all.

`implied` finds those that neither quotation marks nor a noun in front point out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from stadtatlas.prose import gazetteer
from stadtatlas.prose.crf import Name
from stadtatlas.prose.funders import Funder
from stadtatlas.prose.gazetteer import PUBLIC, Hit, Level
from stadtatlas.prose.nouns import is_adjective, nominative

Kind = Literal["programme", "competition", "award", "project"]


@dataclass(frozen=True, slots=True)
class Item:
    """A programme, competition, award or project named at `text[start:end]`; its noun phrase begins at `left`."""

    start: int
    end: int
    left: int
    name: str
    kind: Kind
    confidence: float
    level: Level = "unknown"
    listed: bool = False
    """Whether it goes on with a list that the item before began."""
    giver: Funder | None = None
    """Who gives it, where the name itself says so."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what is known about it before names are sought."""

    text: str
    payers: tuple[Funder, ...]
    hits: tuple[Hit, ...]
    nouns: tuple[tuple[int, int], ...]
    """Where the nouns stand that may lead a name."""


Rule = Callable[[Sentence], Iterator[Item]]

KNOWN = 0.95
"""How sure a name is that everybody knows. The other rules follow in the order of how much they rest on: quotation marks, a
leading noun, what is said of the name, its spelling alone."""

_HEADS: dict[Kind, str] = {
    "competition": "wettbewerb|challenge|contest|voting|ausschreibung|aufruf|ranking|(?<=-)index",
    "award": "preis|award|auszeichnung|titel|siegel|prädikat|zertifikat|label|medaille",
    "project": "projekt|(?<=-)netzwerk|reallabor|forschungsvorhaben|verbundvorhaben|teilvorhaben|verbund|schaufenster",
    "programme": (
        "programm|initiative|vorhaben|richtlinie|fonds|förderung|(?<![Bb]us)(?<!bahn)(?<!verkehrs)linie|modellregion|modellkommune|modellstadt|maßnahme|pakt|offensive"
        "|kampagne|bekanntmachung|förderschwerpunkt|testfeld"
    ),
}
_HEAD = re.compile("(?:" + "|".join(f"(?P<{kind}>{ends})" for kind, ends in _HEADS.items()) + r")(?:e?s|e?n|e)?\Z", re.I)
NOUN = rf"[\w@.-]*(?:{'|'.join(_HEADS.values())})(?:e?s|e?n|e)?\b"
_WORD = re.compile(r"[\w@.-]*\w")
_CUT = re.compile(r"[»«„“”\",;:(]|(?<![\w-])[A-ZÄÖÜ]\w|\b(?:und|sowie|oder|mit|ist|hat|sind)\b|(?:\S+\s+){7}")
"""What ends the reach of a leading noun."""
_QUOTE = re.compile(r"[»„“\"«‚‹]\s?([^»«„“”‚‘\"\n]{2,160}?)\s?[«“”\"»‘›]")
_BEHIND = re.compile(rf"\s?-?\s?(?P<noun>(?:[A-ZÄÖÜ]\w*-)?{NOUN})", re.I)
_AND = re.compile(
    r"[\s»«“”\"]*(?:\([^()]*\))?\W*(?:,|und|sowie|oder|bzw\.|&|wie auch|als auch)?\s*(?:(?:auch|am|an|im|in|bei|beim"
    r"|für|den|dem|der|das|die|des|mit|zum|zur|vom|von)\s+)*\W*"
)
_REJECT = re.compile(
    r"(?:Motto|Thema|Themas|Themen|Themenfelde?r?n?|Begriffs?|Stichwort|Schwerpunkte?n?|Kategorien?"
    r"|\w*[Ss]trategien?"
    r"|\w*[Vv]eranstaltung\w*|\w*messe|Apps?|Slogan|Leitbilde?s?|Agenda|Bereiche?n?s?"
    r"|Handlungsfelde?r?n?|Netzwerke?s?|Ziele?|Leitlinien?"
    r"|Vision|Workshops?|Festivals?|Studie|Verein|Magazin|Zeitschrift|Arbeitsgruppe|Allianz)\Z"
)
"""What a name in quotation marks may be called instead."""
TAKES_PART = re.compile(
    r"\b(?:gehör|zähl)|beteilig|\b[Tt]eil\b|[Tt]eil(?:ne|ni|na|ge?no|zune)[hm]|[Gg]ew[aio]nn|[Ss]ieg|[Ff]inal"
    r"|[Bb]ew[aeio]rb|[Aa]us(?:ge)?zeichn|prämiert|gekürt|zertifi"
    r"|[Ff]örder|erh[aäi]+e?lt|\bMitteln?\b|einer? (?:von|der)\b|unterstütz|[Ff]inanz|Zuschlag|Preis|ausgewählt"
    r"|[Bb]eantrag|[Mm]odell|[Pp]ilot"
    r"|nutzt|umgesetzt|\b(?:ehr|würdig|kür)te|bezuschuss|Partner|Antr[aä]g|geehrt|vergeben|verliehen|[Pp]latz|initiiert"
)
_PAYS = re.compile(
    r"\b(?:zahl|bezahl|trägt|trug|getragen|bewillig|gewähr|spend|stift|übern[ia]|Zusch[uü]ss|Geld|Gelder|Summe|Betrag|Budget|Euro\b|Kosten\b)"
)
"""What tells, beside the above, that somebody pays."""
_THING = re.compile(r"(?:[\w-]*Apps?|[Ss]tudie) \Z")
HONOURED = re.compile(r"\b(?:ausgezeichnet|prämiert|gekürt|zertifiziert|geehrt|gewürdigt)\b")
PART = r"(?:[A-ZÄÖÜ][\w@.+!'’-]*|\d+(?:\.\d+)?\b(?![.-])|\d\w*-?[A-Z][\w-]*|[a-z]+[A-Z@][\w@.+-]*)(?<!\.)"
"""A word of a name, written large or coined."""
RUN = rf"{PART}(?:(?: (?:of|and|for|the|made in|&|–|für|in) (?=[A-Z0-9])| ){PART})*"
"""A name of one word or more."""
RUNS = rf"{PART}(?:(?: (?:of|and|for|the|made in|&|–|für|in) |(?: \([^()]*\))?(?:, | und | sowie )| ){PART})*"
"""Names, one or more."""
AND = re.compile(r"(?: \([^()]*\))?(?:, | und | sowie )")
_NAMES = re.compile(rf":? (?:namens |mit dem Namen )?(?P<names>{RUNS})")
_LEADS = re.compile(
    r"(?:programm|projekt|wettbewerb|initiative|vorhaben|award|titel|preis|(?<![Bb]us)(?<!bahn)(?<!verkehrs)linie|fonds|ausschreibung|reallabor"
    r"|testfeld|schaufenster"
    r"|modellkommune|modellregion|modellstadt)(?P<many>en|n|e(?!s))?(?:e?s)?\Z",
    re.I,
)
_SINGLE = re.compile(rf"{PART}(?: {PART})*")
COINED = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d|@|[a-z]\.[A-Z]")
"""What everyday words do not have."""
_TITLED = re.compile(
    r"(?!(?:Haupt|Sonder|Förder|Anerkennungs)preis)[A-ZÄÖÜ][\w-]+(?:preis|-Award|-Wettbewerb)|Reallabors?|Testfeld(?:e?s)?"
    r"|Schaufensters?|Modell(?:kommune|region|stadt)"
)
_LONGER = re.compile(
    r"(?: (?:I{2,3}|IV|V|VI)\b)?(?: ?(?:19|20)\d\d(?:\s?[-–]\s?20\d\d)?\+?)?(?P<noun>[- ](?:Wettbewerb|Award"
    r"|Preis|Programm|Netzwerk|Initiative)(?=\w{0,2}\b)|(?<=[Mm]odellregion) [A-ZÄÖÜ]\w+-[A-ZÄÖÜ]\w+"
    r"| in (?:Gold|Silber|Bronze)\b)?"
)
_BEFORE = re.compile(
    r"(?P<article>\b(?:[Dd](?:e[rnms]|as|ie)|[VvZzIi][uo]?[mr]|[Aa]m|[Bb]eim|[Ee]in(?:e[nmrs]?)?|von(?= (?:zwei|drei"
    r"|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)))\b)"
    r"(?: [a-zäöü]\w+)?? \Z"
)
_GENITIVE = re.compile(r" (?:des|der|vom|von(?: der)?) (?=\w)")
_FUNDED = re.compile(r"\b(?:gefördert|unterstützt|finanziert|Förderung|Unterstützung|Fördermitteln?)\b")
_COMPOUND = re.compile(r"-[A-ZÄÖÜ]")
_MARKS = re.compile(r"\W")
_ONE = re.compile(r"(?:preis|[Aa]ward|[Ww]ettbewerb|[Ff]onds)\b")


def read(text: str, payers: list[Funder], known: list[Hit]) -> Sentence:
    """The sentence, with what the rules ask of it."""
    hits = tuple(hit for hit in known if hit.entry.kind in ("programme", "competition", "award", "project"))
    return Sentence(text, tuple(payers), hits, tuple(match.span() for match in _WORD.finditer(text) if kind_of(match[0])))


@lru_cache(maxsize=4096)
def kind_of(noun: str) -> Kind | None:
    """What kind of thing a noun leads: `Ideenwettbewerbs` → `competition`."""
    match = _HEAD.search(noun)
    return next((kind for kind in _HEADS if match[kind]), None) if match else None


def called(text: str, start: int, end: int, behind: int | None = None) -> str:
    """The name at this place in the nominative; `behind` is where its opening quotation mark stands."""
    at = start if behind is None else behind
    match = _BEFORE.search(text, max(0, at - 30), at)
    article = (match["article"] or "") if match else ""
    name = text[start:end].strip(" .,")
    # A prize is one, and so `den` before it is no plural.
    return nominative(name, "dem" if article.casefold() == "den" and _ONE.search(name) else article)


def _leader(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The noun that leads the name at this place: nothing but its funder and small words stand between."""
    noun = next((span for span in reversed(sentence.nouns) if span[1] <= at), None)
    if noun is None:
        return None
    gap, start = sentence.text[noun[1] : at], noun[1]
    for payer in sentence.payers:
        if start <= payer.start < at:
            gap = gap[: payer.start - start] + " " * (payer.end - payer.start) + gap[payer.end - start :]
    return None if _CUT.search(gap) else noun


def _led_kind(sentence: Sentence, noun: tuple[int, int]) -> Kind:
    """`Hauptpreis der Initiative` is a prize."""
    before = next((span for span in reversed(sentence.nouns) if span[1] <= noun[0]), None)
    if (
        before
        and sentence.text[before[1] : noun[0]].strip() in ("der", "des")
        and kind_of(sentence.text[slice(*before)]) == "award"
    ):
        return "award"
    return kind_of(sentence.text[slice(*noun)]) or "project"


def quoted(sentence: Sentence) -> list[Item]:
    """Names in quotation marks, but for what is called otherwise (`unter dem Motto »…«`)."""
    found = list[Item]()
    for match in _QUOTE.finditer(sentence.text):
        before = found[-1] if found and _AND.fullmatch(sentence.text, found[-1].end, match.start()) else None
        item = _quote(sentence, match, before)
        if item:
            found.append(item)
    return found


def _is_rejected(text: str, at: int) -> bool:
    """Whether the word before this place says that what follows is something else."""
    return _REJECT.search(text[max(0, at - 40) : at].rstrip().rpartition(" ")[2]) is not None


def _is_paid_for(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a thing is named that somebody pays for, whatever it is: `trägt die Studie »Kai mit Takt«`."""
    return bool(sentence.payers and _THING.search(sentence.text, 0, match.start()) and _PAYS.search(sentence.text))


def _quote(sentence: Sentence, match: re.Match[str], before: Item | None) -> Item | None:
    text, name, (start, end) = sentence.text, match[1].strip(" .,"), match.span(1)
    noun = _leader(sentence, match.start())
    if noun:
        head, kind = text[slice(*noun)], _led_kind(sentence, noun)
        if not _VENTURE.search(head) and any(noun[0] <= hit.start < noun[1] for hit in sentence.hits):
            return Item(noun[0], end, noun[0], f"{head} {name}", kind, 0.8)  # a known programme's part: `Interreg-Programm »…«`
        return Item(start, end, noun[0], name, kind, 0.9)
    behind = _BEHIND.match(text, match.end())
    if behind:
        return Item(start, end, start, name, kind_of(behind["noun"]) or "project", 0.85)
    if before:
        return Item(start, end, start, name, before.kind, 0.85, before.level, listed=True)
    if _is_rejected(text, match.start()) and not _is_paid_for(sentence, match):
        return None
    told = gazetteer.find(name) or any(map(kind_of, _WORD.findall(name))) or paid(sentence, match.end())
    if not told and not TAKES_PART.search(text):
        paid_for = sentence.payers and _PAYS.search(text)
        return Item(start, end, start, called(text, start, end, match.start()), "project", 0.7) if paid_for else None
    kind = kind_of(name.partition(" 20")[0]) or ("award" if HONOURED.search(text) else "programme")
    return Item(start, end, start, called(text, start, end, match.start()), kind, 0.8)


_STRAND = re.compile(
    r"(?:-Programms?)?(?:[- ](?:V|VI|IV|[3-6]))?(?:[- ]?[ABCabc]\b)?(?:(?: –)? (?:[A-ZÄÖÜ][\w/]+[-–]?)+)*(?: 20\d\d[-–]20\d\d)?"
)
"""Interreg has a programme of its own for each border and region."""


_THEME = re.compile(r"(?: [»„\"][^»«„“\"]{3,60}[«“\"]| (?!(?:des|der|in|im)\b)[A-ZÄÖÜ][\w-]+(?= |[.,]))")
"""A Regionale is called by its theme or region, too."""


_OPENING = ("»", "„", "“", '"', "«")
_UNQUOTED = str.maketrans("", "", "".join(_OPENING) + "”")


def known(sentence: Sentence) -> Iterator[Item]:
    """Names that everybody knows; those that are everyday words too only behind a leading noun."""
    for hit in sentence.hits:
        extent = _LONGER.match(sentence.text, hit.end)
        assert extent  # it may be empty
        end = extent.end()
        if hit.entry.id == "programme:interreg" and (strand := _STRAND.match(sentence.text, end)):
            end = strand.end()
        if hit.entry.id == "programme:regionale" and (theme := _THEME.match(sentence.text, end)):
            end = theme.end()
        noun = _leader(sentence, hit.start)
        if hit.entry.common and not noun and not extent["noun"] and not _stands_out(sentence, hit):
            continue
        kind = (kind_of(sentence.text[slice(*noun)]) if noun else None) or hit.entry.kind
        name = _in_full(hit, sentence.text[hit.start : end], _COMPOUND.match(sentence.text, end) is not None) or called(
            sentence.text, hit.start, end
        )
        name = name.translate(_UNQUOTED)
        yield Item(hit.start, end, noun[0] if noun else hit.start, name, kind, KNOWN, hit.entry.level)  # type: ignore[arg-type]


def _in_full(hit: Hit, surface: str, inside: bool) -> str:
    """The name as it is known, which needs no grammar; nothing where the text spells it otherwise, if not `inside` a compound."""
    own = surface[: hit.end - hit.start]
    same = inside or _MARKS.findall(own) == _MARKS.findall(hit.name)
    return hit.name + surface[len(own) :] if same else ""


def _stands_out(sentence: Sentence, hit: Hit) -> bool:
    """Whether everyday words are a name here: with a large adjective within the sentence, or a public funder behind."""
    if _is_rejected(sentence.text, hit.start):
        return False
    large = hit.start > 0 and is_adjective(sentence.text[hit.start : hit.end].partition(" ")[0])
    funded = hit.entry.kind == "project" and _FUNDED.search(sentence.text) is not None
    return large or funded or paid(sentence, hit.end)


def paid(sentence: Sentence, at: int) -> bool:
    """Whether a public funder stands right behind this place: `… des Landes Hessen`."""
    match = _GENITIVE.match(sentence.text, at)
    return match is not None and any(p.start == match.end() and p.level in PUBLIC for p in sentence.payers)


def is_free(sentence: Sentence, start: int, end: int) -> bool:
    """Whether no funder's name stands at this place."""
    return not any(p.start < end and start < p.end for p in sentence.payers)


def phrase(sentence: Sentence, match: re.Match[str], kind: Kind, confidence: float) -> Item:
    """The match's `name`, put into the nominative."""
    start, end = match.span("name")
    return Item(start, end, start, called(sentence.text, start, end), kind, confidence)


_VENTURE = re.compile(r"(?:vorhaben|projekt)(?:e?s)?\Z", re.I)
_PUBLIC = re.compile(r"(?:Bundes|Landes)(?:förder)?programm(?:e?s)?|Förderrichtlinie")
_MEANS = frozenset("Mittel Fördermittel Gelder Fördergelder Zuschüsse Zuwendungen".split())


def _is_state(name: str) -> bool:
    known = gazetteer.find(name)
    return known is not None and known.kind == "state"


def _is_field(noun: str, name: str) -> bool:
    """Whether a public programme is called by its field alone, so that the noun belongs to the name: `Landesprogramm Hafen`."""
    return _PUBLIC.fullmatch(noun) is not None and " " not in name and not COINED.search(name)


def named(sentence: Sentence) -> Iterator[Item]:
    """Names behind a leading noun without quotation marks: `im Projekt Hafenblick`, `in den Projekten eHafen und mKai`."""
    for left, right in sentence.nouns:
        noun = sentence.text[left:right]
        lead, match = _LEADS.search(noun), _NAMES.match(sentence.text, right)
        if not lead or not match or (lead["many"] and not COINED.search(match["names"])):
            continue
        at = match.start("names")
        ends = [at + m.start() for m in AND.finditer(match["names"])] + [match.end()]
        spans = [(at + p.start(), at + p.end()) for p in _SINGLE.finditer(match["names"])] if lead["many"] else [(at, ends[0])]
        for start, end in spans:
            name = sentence.text[start:end]
            if (
                kind_of(name)
                or name in _MEANS
                or _is_state(name)
                or any(p.start < end and start < p.end and not p.inside for p in sentence.payers)
            ):
                continue
            titled = not lead["many"] and (_TITLED.fullmatch(noun) or name.isdigit() or _is_field(noun, name))
            if titled:
                name = f"{nominative(noun, 'des')} {name}"
            yield Item(left if titled else start, end, left, name, kind_of(noun) or "project", 0.75, listed=bool(lead["many"]))


def learned(sentence: Sentence, names: Sequence[Name], found: Sequence[Item]) -> Iterator[Item]:
    """What the tagger is sure of, but for what is called otherwise.

    Its kind is that of the item found at its place, else what its own words or the noun in front tell.
    """
    text = sentence.text
    for start, end, probability in names:
        mark = start - 1 if text[start - 1 : start] in _OPENING else None
        if mark is None or not _is_rejected(text, mark):
            noun = _leader(sentence, start)
            inside = next((kind for word in _WORD.findall(text[start:end]) if (kind := kind_of(word))), None)
            other = next((item.kind for item in found if item.start < end and start < item.end), None)
            kind = other or inside or (_led_kind(sentence, noun) if noun else "project")
            name = called(text, start, end, mark).translate(_UNQUOTED)
            yield Item(start, end, noun[0] if noun else start, name, kind, probability)
