"""What a text names as funded without a leading noun: by what is said of it, in lists, as an example, or by its looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose import described, granted, prizes
from stadtatlas.prose.funded import (
    COINED,
    PART,
    RUN,
    RUNS,
    TAKES_PART,
    Item,
    Rule,
    Sentence,
    is_free,
    kind_of,
    paid,
    phrase,
)
from stadtatlas.prose.granted import is_name
from stadtatlas.prose.nouns import WORD

_MODEL = re.compile(
    r"(?<![\w-])(?P<name>(?:\w+e[nrs]? )?(?P<of>(?:[A-ZÄÖÜ]\w*-)*)(?:Modell|Pilot|Referenz)-?(?i:kommune|region|stadt|standort)"
    rf"(?P<field> für (?:die |das |den )?(?:[a-zäöü]\w+e[nrs]? )?{WORD}(?: (?:und )?{WORD})*)?)(?= (?:des|der|vom|von|und"
    r"|im)\b|[.,;])"
)
_JOINS = re.compile(
    r"\b(?:beteilig\w*|Teil|nimmt|nahm|Partner|Mitglied|Förderung|Zuschlag)\b(?:(?! und | sowie )[^.,;»„(])*?"
    rf"\b(?:an der|am|an dem|der|des|in der|im|zum|zur) (?P<name>{WORD}(?: {WORD})*)(?= (?:des|der|vom|von) )"
)
_TAKEN = re.compile(
    rf"\b(?:in (?:die|das|den)|ins) (?P<name>{WORD}(?: {WORD})*)(?= (?:des|der|vom|von) )(?=[^.;]*\b(?:auf|an)genommen\b)"
)
_PLURAL = re.compile(r"(?:projekte|programme|wettbewerbe|vorhabe|auszeichnunge|preise|initiative|förderunge)n?\Z", re.I)
_LIST = re.compile(
    r"[^.;:»„]*?(?:\b(?:sind|waren|zählen|zählten|gehören|umfassen|heißen|lauten)(?: (?:u\. ?a\.|unter anderem"
    r"|z\. ?B\.|beispielsweise|etwa|auch))?:? |: (?!(?:D(?:as|er|ie)|Eine?|Im|Am|Für|Mit|Seit|Vom|Zum|Zur) ))(?P<list>.+)"
)
_EXAMPLES = re.compile(
    r"[^.;:»„]*?(?:z\. ?B\.|beispielsweise|u\. ?a\.|unter anderem|\bwie|darunter|\betwa|namentlich) (?:an |am |im "
    r"|de[rmn] |das |die )*"
    rf"(?P<list>{RUNS})"
)
_LISTED = re.compile(
    r"\s*(?:(?:d(?:as|er|ie|en|em)|eine?[nmr]?) )?(?P<name>[^,;.»„(]+?)(?: \(.*| (?:durch|im Rahmen|über|mit|vom|von) .*)?\Z"
)
_SHORT_FORM = re.compile(r" \([A-Z][\w@-]+\)")
_COMMA = re.compile(r", (?![^()]*\))(?:sowie |und )?| sowie | und (?=(?:d(?:as|er|ie|en)|eine?[nmr]?) )")
_MANY = re.compile(rf"{PART}(?: {PART})*")
_CAPITAL = re.compile(r"[A-ZÄÖÜ0-9]|[a-z]+[A-Z]|(?:[a-zäöüß]+e[nrs]? )+[A-ZÄÖÜ]")

_SHORT = re.compile(r"\b(?:das|dem|des|im|am|vom) (?P<name>[A-Z][\w@.+]{3,}) ?-(?:[Vv]orhaben|[Pp]rojekt)(?:e?s)?\b")
_TOPIC = re.compile(
    r"(?:Pilot|Open|WLAN|ÖPNV|LoRaWAN|Breitband|Energie|Digital|Smart|Mobilität|Verkehr|Daten|Umwelt|Klima|Bildung"
    r"|Schul|Cloud|Internet|Intranet|Portal|Online|EGovernment)\w*",
    re.I,
)

_SCHEME = re.compile(
    r"\b(?:de[rms]|das|die|[iav]m|[Aa]m|[Ii]m|[vV]om|[zZ]um|[zZ]ur|[Bb]eim) (?!(?:Förder|Bundes|Landes|EU|Rahmen"
    r"|Investition|Innovation|Forschung|Arbeit|Aktion|Kultur|Veranst"
    r"|Sofort|Digitalis|Strukt|Modell|Bürger|Projekt|Sonder|Teil|Wahl|Haushalt"
    r"|Regierung)\w*-?)(?P<name>(?:[A-ZÄÖÜ]\w+-)*[A-ZÄÖÜ]?\w{3,}(?:programm|Programm|pakt|offensive|fonds"
    r"|Initiative)s?(?: des (?:Bundes|Landes)\b(?! [A-ZÄÖÜ]))?)(?![\w-]| [A-ZÄÖÜ»„])"
)
"""A scheme of the federation or a state that has no name but for what it is: `das Hafenprogramm des Bundes`."""
_RUN = re.compile(RUN)
_INNER = re.compile(r"[a-z]{2}[A-Z]|[A-Z]{5}")
_CAMEL = re.compile(r"(?<!\w)(?:[A-Za-z]*[a-z]{2}[A-Z]\w+|[A-Z]{5,})(?!-)\b")
_ENGLISH = re.compile(
    r"(?<![\w-])(?!(?:Smart (?:City|Cities|Region|Country|Mobility|Grids?|Home|Parking|Lighting|Metering)"
    r"|Open (?:Data|Government|Innovation|Access)|Living Labs?"
    r"|Green City|Big Data|Chief)\b(?! [A-Z])|Chief )(?:Smart|Smarter|Digital|Open|Green|Urban|Living"
    r"|Future|European|Connected|Innovative|Sustainable"
    r"|Intelligent|Global|World|Sharing|Clean|Resilient|Creative) [A-Z][a-z]+(?![\w-])(?: [A-Z][\w-]*)*"
)
_OPENER = re.compile(
    r"(?:(?:Partner(?:in)?|Mitglied|Teilnehmer(?:in)?) in|D(?:as|er|ie|en|em)|Im|Am|Auch|Beim|Mit"
    r"|Zum|Zur|Für|Bei|Über|Ein|Eine|Einen) "
)


def _model(sentence: Sentence) -> Iterator[Item]:
    """`Modellkommune für digitale Häfen des Landes`."""
    for match in _MODEL.finditer(sentence.text) if any(word in sentence.text for word in ("odell", "ilot", "eferenz")) else ():
        if match["field"] or match["of"] or paid(sentence, match.end()):
            yield Item(*match.span("name"), match.start("name"), match["name"], "programme", 0.6)


def _joins(sentence: Sentence) -> Iterator[Item]:
    """`beteiligt sich an der Open-Port-Plattform des BMVI`: what has a public funder behind it."""
    for match in (*_JOINS.finditer(sentence.text), *_TAKEN.finditer(sentence.text)) if sentence.payers else ():
        if paid(sentence, match.end()) and is_name(match["name"]) and is_free(sentence, *match.span("name")):
            yield phrase(sentence, match, "programme", 0.6)


def _short(sentence: Sentence) -> Iterator[Item]:
    """`das Hafenblick-Projekt`, but for a topic: `das WLAN-Projekt`."""
    for match in _SHORT.finditer(sentence.text) if "-" in sentence.text else ():
        if not _TOPIC.fullmatch(match["name"]) and is_free(sentence, *match.span("name")):
            yield Item(*match.span("name"), match.start("name"), match["name"], "project", 0.6)


def _many(sentence: Sentence, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """What follows on nouns in the plural, and where the noun begins."""
    for start, end in sentence.nouns:
        match = pattern.match(sentence.text, end) if _PLURAL.search(sentence.text, start, end) else None
        if match:
            yield start, match


def _listed(sentence: Sentence) -> Iterator[Item]:
    """`Weitere Förderprojekte sind der Hafenplan, eine Fährenauskunft und das Kaiportal`."""
    for noun, match in _many(sentence, _LIST):
        at, names = match.start("list"), match["list"].rstrip(" .")
        cuts = [m.span() for m in _COMMA.finditer(names)]
        kind = kind_of(sentence.text[noun : match.start()]) or "project"
        for start, end in zip([0, *(c[1] for c in cuts)], [*(c[0] for c in cuts), len(names)], strict=True):
            part = _LISTED.match(names[start:end])
            if part and cuts and _CAPITAL.match(part["name"]):
                low, high = at + start + part.start("name"), at + start + part.end("name")
                short = _SHORT_FORM.match(sentence.text, high)
                if short and is_free(sentence, *short.span()):
                    high = short.end()
                yield Item(low, high, low if start else noun, sentence.text[low:high], kind, 0.6)


def _examples(sentence: Sentence) -> Iterator[Item]:
    """`bei Wettbewerben des Bundes (z.B. Port 2 City)`."""
    for noun, match in _many(sentence, _EXAMPLES):
        kind = kind_of(sentence.text[noun : match.start()]) or "project"
        parts = list(_MANY.finditer(match["list"]))
        told = [COINED.search(part[0]) is not None or " " in part[0] for part in parts]
        for part, tells in zip(parts, told, strict=True):
            if tells or sum(told) * 2 > len(told):  # between such names a plain one is a name too
                low = match.start("list") + part.start()
                yield Item(low, low + len(part[0]), low if part.start() else noun, part[0], kind, 0.6)


_LAW = re.compile(
    r"\b(?:de[rms]|das|[iav]m|vom|zum) "
    r"(?P<name>(?:[A-ZÄÖÜ][\w-]*)?(?:förderungs?|investitions|stärkungs|[Kk]opplungs)gesetz(?:e?s)?)\b"
)
"""Laws that money comes from."""
_CLAIMED = re.compile(
    r"\b(?:de[rms]|vom|zum|[iIaA]m) (?P<name>(?:Digitalisierungs|Innovations|Struktur)(?:fonds|offensive|programms?))(?= )"
)
"""What any such programme is called; a name where a public funder stands behind it."""
_REGIONAL = re.compile(
    r"\b(?P<name>(?:Förderfonds|Leitprojekten?) der (?:Metropol|Euro)region [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)*)"
)
"""What a region of many towns has to give."""


def _schemes(sentence: Sentence) -> Iterator[Item]:
    """`aus dem Kommunalinvestitionsprogramm`: one with a field of its own, but for what any programme is called."""
    for match in _REGIONAL.finditer(sentence.text):
        yield phrase(sentence, match, "programme", 0.6)
    for match in (*_SCHEME.finditer(sentence.text), *_LAW.finditer(sentence.text)):
        start = match.start("name")
        if is_free(sentence, start, start + len(match["name"].partition(" ")[0])):
            yield phrase(sentence, match, "programme", 0.6)
    for match in _CLAIMED.finditer(sentence.text) if sentence.payers else ():
        if paid(sentence, match.end()):
            yield phrase(sentence, match, "programme", 0.6)


def _coined(sentence: Sentence) -> Iterator[Item]:
    """A name that no German word looks like, where the sentence tells of taking part: `beteiligt an SynHafen`."""
    if (_INNER.search(sentence.text) or _ENGLISH.search(sentence.text)) and TAKES_PART.search(sentence.text):
        for match in _RUN.finditer(sentence.text):
            start = match.start() + (article.end() if (article := _OPENER.match(match[0])) else 0)
            foreign = _CAMEL.search(match[0]) or _ENGLISH.search(match[0])
            if foreign and is_free(sentence, start, match.end()):
                name = sentence.text[start : match.end()]
                yield Item(start, match.end(), start, name, kind_of(name) or "project", 0.5)


RULES: tuple[Rule, ...] = (
    *described.RULES,
    *granted.RULES,
    *prizes.RULES,
    _model,
    _joins,
    _short,
    _listed,
    _examples,
    _schemes,
    _coined,
)
