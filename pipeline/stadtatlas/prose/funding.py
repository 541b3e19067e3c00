"""Which programmes, competitions, awards and funded projects a city takes part in, and who pays for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import crf, funded, gazetteer, implied, marks, probable
from stadtatlas.prose.crf import Name
from stadtatlas.prose.funded import KNOWN, Item, Sentence
from stadtatlas.prose.funders import Funder, funders, level_of, named_before
from stadtatlas.prose.gazetteer import Hit, Level
from stadtatlas.prose.paying import assigned
from stadtatlas.prose.probable import Told

NAME = "stadtatlas_funding"

_WINNER = re.compile(
    r"[»«“”\"\s]*(?:(?:gewann|erhielt|errang|holte|siegte|belegte)\b|(?:wurde|ist|hat)\b[^,;]*(?:ausgezeichnet"
    r"|prämiert|gekürt|geehrt|gewonnen))"
)
_AFTERWARDS = re.compile(
    r"\s*(?=.*(?:förder|Förder|[Uu]nterstütz|[Ff]inanz|verliehen|ausgelobt|initiiert"
    r"|vergeben))(?:In diesem Zusammenhang|Dabei|Hierbei|Hierfür|Dafür|Dazu"
    r"|Dies(?:es|er|e)?|Gefördert|Finanziert|Beide|D(?:as|er|ie) (?:Projekt|Vorhaben|Förderung|Programm|Mittel"
    r"|Wettbewerb|Preis)\w*)\b"
)
"""What goes on about the sentence before."""
_FOR_IT = re.compile(
    r"\b(?:dafür|hierfür|dazu|hierzu|davon|(?:der|an den|die) (?:Gesamt|Projekt)?[Kk]osten|den Großteil)\b"
    r"(?=.*(?:förder|Förder|unterstütz|finanz|bereit|bei\b|träg|übern[ia]|Mittel|Euro))"
    r"|^\s*(?:(?:Geld|Mittel|Förder|Fördermittel|Zuwendungs)geber|Förderer|Auslober|Ausrichter|Veranstalter|Träger)\w*\b"
    r"|^\s*Die (?:Finanzierung|Förderung|Mittel|Kosten)\b"
    r"|\b(?:träg|übernahm|übernimm|finanzier|förder|unterstütz)\w*\b.*\b(?:[Kk]osten|dafür|hierfür|davon)\b",
)
"""`Das Ministerium stellt dafür Mittel bereit`: of what the sentence before named."""
_GOES_ON = re.compile(
    r"\s*(?:So|Hervorzuheben|Zu nennen|Dabei|Hier|Hierbei|Darunter|Dazu|Hierzu|Beispielsweise|Zum Beispiel|Unter anderem"
    r"|Konkret|Im Einzelnen|Dies(?:e|es)?|Eine?s?|Beispiele?|Im Rahmen dieser)\b"
    r"|.*\b(?:[Pp]rojekten?|[Vv]orhaben|[Pp]rogrammen?|[Ii]nitiativen|[Ww]ettbewerben?),? (?:wie|darunter|etwa|z\. ?B\.)"
)
_MANY = re.compile(r"(?:programmen?|projekten?|wettbewerben?|mitteln?|förderung(?:en)?)\b", re.I)

_OF_THAT = re.compile(
    r"\s*(?:Hierzu|Dazu|Darunter) (?:zähl|gehör|fall)\w*|\s*(?:Hierbei|Dabei) handelt es sich"
    r"|\s*Das (?:gemeinsame|daraus hervorgegangene) Vorhaben\b"
    r"|\s*(?:Daraus|Hieraus|Aus ih[rm]) (?:sind|wurden?|ging|gingen|entstand|entstanden)\b"
    r"|.*\b(?:[Dd]araus|[Hh]ieraus|[Dd]amit|[Hh]iermit|in diesem Rahmen)\b(?=.*(?:förder|finanz|unterstütz))"
    r"|.*(?:förder|finanz|unterstütz)\w* (?:wird|werden|wurden?) (?:daraus|hieraus|damit|hiermit)\b"
)
"""`Hierzu zählen »Kai« und »Boot«`: of what the sentence before named."""
_MONEY = re.compile(
    r"[^-]\b(?<!e )(?<!er )(?<!es )"
    r"(?:Zuwendung(?:en)?|(?:Förder|Bundes|Landes)?[Mm]itteln?|Unterstützung|Zuschuss|Zuschüsse|[Gg]elder)\Z"
)
"""Money behind a name is what somebody gets, no part of the name: `erhält als Hub Zuwendungen`."""

_SHORT_OF = re.compile(r"[»«“”\"]* \(")

Found = tuple[Item, Funder | None]
Placed = TypeVar("Placed", Hit, Name)


@Language.factory(NAME)
def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    crf.model("funding")
    probable.load()
    return find_funding


def find_funding(doc: Doc) -> Doc:
    """spaCy component: marks the programmes, competitions, awards and projects of the sections on funding."""
    seen: set[str] = set()
    for passage in marks.passages(doc, "funding"):
        text = marks.text(doc)[passage.start : passage.end]
        cuts = [(start - passage.start, end - passage.start) for start, end in marks.sentences(doc, passage)]
        for at, item, payer, level in _facts(text, cuts):
            entry = gazetteer.find(item.name)
            key = entry.id if entry else item.name.casefold()
            if key not in seen:
                seen.add(key)
                value = {"name": item.name, "kind": item.kind, "funder": payer and payer.name, "level": level}
                start = passage.start + at
                marks.mark(doc, "funding", (start + item.start, start + item.end), value, item.confidence)
    return doc


class Read(NamedTuple):
    """A sentence with what it names, and its items with who pays for them by what it says itself."""

    told: Told
    found: list[Found]


def told(text: str, cuts: Sequence[tuple[int, int]]) -> list[Read]:
    """What each sentence of a section says; `cuts` tells where they begin and end."""
    hits = gazetteer.scan(text)
    learned = crf.names("funding", text, hits)
    payers = named_before([funders(text[start:end], _within(hits, start, end)) for start, end in cuts])
    return [
        _told(text[start:end], own, _within(hits, start, end), _within(learned, start, end))
        for (start, end), own in zip(cuts, payers, strict=True)
    ]


def _within(found: Sequence[Placed], start: int, end: int) -> list[Placed]:
    """Those between two places of the text, as seen from the first."""
    return [one.moved(-start) for one in found if start <= one.start and one.end <= end]


def _told(sentence: str, payers: list[Funder], hits: list[Hit], learned: Sequence[Name]) -> Read:
    found = _read(sentence, payers, hits, learned)
    return Read(Told(sentence, payers, [item for item, _ in found]), found)


def _facts(text: str, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Item, Funder | None, Level]]:
    """The items of a passage, sentence by sentence: where theirs begins, who pays for them, on which level."""
    read = told(text, cuts)
    every = [one.told for one in read]
    for at, item, told_of in by_rules(read):
        payer = probable.payer(every, at, item, told_of)
        yield cuts[at][0], item, payer, _level(every[at].text, item, payer)


def by_rules(read: Sequence[Read]) -> Iterator[tuple[int, Item, Funder | None]]:
    """The items, each with its sentence's number and who pays for it: by its own words, or by those of a sentence beside it."""
    before: list[tuple[int, Item, Funder | None]] = []
    context: Funder | None = None
    for at, ((sentence, payers, _), own) in enumerate(read):
        found = [(item, payer or context) for item, payer in own] if context and _GOES_ON.match(sentence) else own
        if shared := before[-1][2] if before and _OF_THAT.match(sentence) else None:
            found = [(item, payer or shared) for item, payer in found]
        context = payers[0] if payers and not found and _MANY.search(sentence) else None
        if payers and not found and (_AFTERWARDS.match(sentence) or _FOR_IT.search(sentence)):
            before = [(number, item, payer or payers[0]) for number, item, payer in before]
        yield from before
        before = [(at, item, payer) for item, payer in found]
    yield from before


def _level(sentence: str, item: Item, funder: Funder | None) -> Level:
    if funder:
        return funder.level
    known = gazetteer.find(item.name)
    if known and known.level != "unknown":
        return known.level
    return item.level if item.level != "unknown" else level_of(sentence[item.left - 40 if item.left > 40 else 0 : item.end])


def _read(text: str, payers: list[Funder], hits: list[Hit], learned: Sequence[Name]) -> list[Found]:
    """The items of one sentence, each with its funder."""
    found = _items(funded.read(text, payers, hits), learned)
    return list(zip(found, assigned(text, found, payers), strict=True))


def _items(sentence: Sentence, learned: Sequence[Name]) -> list[Item]:
    """In order; where two rules claim one place, the surer one has it. Of a project that won a prize the prize counts."""
    found = funded.quoted(sentence)
    for rule in (funded.known, funded.named, *implied.RULES):
        found += [item for item in rule(sentence) if not any(_clash(item, other) for other in found)]
    last = max((item.start for item in found if item.kind in ("award", "competition")), default=-1)
    found = _with_learned(sentence.text, found, list(funded.learned(sentence, learned, found)))
    found = [item for item in found if not _MONEY.search(item.name) and not _is_short(sentence.text, item, found)]
    kept = (i for i in found if i.kind != "project" or i.start > last or not _WINNER.match(sentence.text, i.end))
    return sorted(kept, key=lambda item: item.start)


_SHORT_FORM = re.compile(r"[«“”»\"]?(?: \([^()]*\))?")


def _with_learned(text: str, found: Sequence[Item], learned: Sequence[Item]) -> list[Item]:
    """The rules' items and those learned; where they contradict each other by more than a short form, the latter."""
    added = [t for t in learned if not any(t.start == i.start and _SHORT_FORM.fullmatch(text, i.end, t.end) for i in found)]
    return [i for i in found if all(i.end <= t.start or t.end <= i.start for t in added)] + added


def _is_short(text: str, item: Item, found: list[Item]) -> bool:
    """Whether it is the short form of the item in front: `»Kluge Häfen« (KLUHA)`."""
    if text[item.start - 1 : item.start] != "(" or text[item.end : item.end + 1] != ")":
        return False
    return any(_SHORT_OF.fullmatch(text, other.end, item.start) for other in found if other.end < item.start)


def _clash(item: Item, other: Item) -> bool:
    if KNOWN in (item.confidence, other.confidence):  # as `mFUND` in `mFUND-Projekt Hafenblick`
        return item.start < other.end and other.start < item.end
    return item.left < other.end and other.left < item.end
