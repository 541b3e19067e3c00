"""How far an organisation's name reaches from its head noun: to the left and to the right."""

from __future__ import annotations

import re

from stadtatlas.prose.nouns import OPENERS, WORD, enumeration, is_adjective
from stadtatlas.prose.organisation_nouns import Noun
from stadtatlas.prose.towns import RIVERS, TOWNS

_OBJECT = (
    r"(?!\w*(?:[Pp]rojekte|[Mm]aßnahmen|[Vv]orhaben|[Aa]ufgaben|[Tt]hemen|[Kk]onzepte|[Ss]trategien|[Ii]deen|[Mm]ittel"
    r"|Sitz|Stimme|Anfang|Mitte|Ende|Ansprechpartner\w*|[Pp]rozesse|[Ll]ösungen|[Aa]nwendungen)n?\b)"
)
"""What an office works on may stand right behind its name (`betreut das Team Projekte`): no title."""
OTHER = re.compile(
    r"\w*(?:[Aa]mt|[Bb]ürgermeister|[Ss]tadtrat|[Ss]tadtwerke|[Aa]usschuss|[Rr]eferat|[Dd]ezernat|[Bb]eauftragter?|[Aa]bteilung|GmbH"
    r"|[Bb]eirat|[Vv]ertretern?|[Mm]itarbeiter|[Bb]ürger|[Uu]nternehmen|[Pp]artner|[Aa]kteuren?|[Ss]tadtverwaltung|[Ää]mter|[Kk]reis|[Gg]ruppe|[Ss]telle)n?\b"
)
_QUOTED = re.compile(r" [»«„“\"‚›][^»«„“”\"‘‹\n]{2,60}[«»“”\"‘‹]")
_NUMBER = re.compile(r" (?:[IVX]+|\d{1,3}(?:\.\d{1,2})?)\b(?: [–-](?= [A-ZÄÖÜ])| \([A-ZÄÖÜ][^()]{3,60}\))?")
_LARGE = re.compile(rf" (?=[A-ZÄÖÜ]|[a-z][A-Z]){_OBJECT}")
_FOR = re.compile(
    r"(?: de[rs] (?:(?:Ober)?[Bb]ürgermeister(?:s|in)|Senats|Landes|Stadt(?: [A-ZÄÖÜ]\w+)?))? für (?P<article>(?:die|den|das) )?"
)
_SUBJECT = re.compile(
    r" (?=\w*(?:[Dd]igital|Smart|IT\b|E-|Open|Personal|Wirtschaft|ung\b|ik\b|[Oo]rganisation\b|Zentrale Dienste))(?=[A-ZÄÖÜ])"
)
_REGION = f"(?:{'|'.join(sorted(RIVERS))})"
_RIVER = rf"(?: (?:am|im|(?:an|in|ob|vor) der) {_REGION}\b)"
_PLACE = re.compile(
    rf" (?:zu )?{_OBJECT}(?:(?P<first>(?:Bad|Sankt|St\.|Markt|Groß|Neu|Alt) {WORD}|{WORD}){_RIVER}?(?: (?:Nord|Ost|Süd|West)\b)?)"
    r"(?: (?:Holding|Gruppe|Konzern)\b)?"
)
_IN_CHARGE = re.compile(r"(?: (?:de[rs]|[Ii]m|in|und|aller|sowie|[a-z]+en|[A-ZÄÖÜ][\w-]+))* (?:zuständig|verantwortlich)\b")
_CITY = re.compile(
    rf" der (?:Landeshaupt|Hanse|Bundes|Kreis|Universitäts)?[Ss]tadt\b"
    rf"(?P<name>(?: Bad| Sankt| St\.)? {WORD}(?: (?:(?:am|an der|im) )?{_REGION})?)?"
)


def listed(text: str, start: int) -> int:
    """Where the coordination ends that begins at `start`; `start` if none does."""
    parts = enumeration(text, start, OTHER)
    return parts[-1][1] if parts else start


_ALREADY = re.compile(r"\b[Ff]ür [^.;:]*\Z")
"""A clause that has said before what somebody is in charge of: `Für Sport ist das Amt für Schule zuständig`."""


_GOES_ON = re.compile(r" (?:der|des|eine[sr]) [A-ZÄÖÜ]")
_AND_FOR = re.compile(r" (?:und|sowie) für (?:(?:die|den|das) )?(?=[A-ZÄÖÜ])")


def task(text: str, end: int) -> int:
    """Where `für …` ends that stands behind a name; `end` if none does, or if it says what somebody is in charge of."""
    found = _FOR.match(text, end)
    stop = listed(text, found.end()) if found else end
    if found is None or stop == found.end():
        return end
    while more := _AND_FOR.match(text, stop):
        stop = max(more.end(), listed(text, more.end()))
    if _GOES_ON.match(text, stop) and text[:stop].endswith("ung"):
        return end  # `das Team für die Einführung der Akte` is called by no half of what it is for
    charged = _IN_CHARGE.match(text, stop) and not _ALREADY.search(text, max(0, end - 200), end)
    return end if charged else stop


_DOTTED = re.compile(r" [a-zäöü]\w+(?:[.:@][a-zA-Z]\w+)+\b")
"""A brand that is written small: `Initiative fulda.digital`."""


def title(text: str, end: int) -> int:
    """Where the title ends that stands behind a name: `»Digitale Stadt«`, `III – Bauen`, `Kultur und Sport`, `für Sport`."""
    if quoted := _QUOTED.match(text, end):
        return quoted.end()
    if number := _NUMBER.match(text, end):
        stop = number.end()
        if quoted := _QUOTED.match(text, stop):
            return quoted.end()
        return listed(text, stop + 1) if _LARGE.match(text, stop) else stop
    if brand := _DOTTED.match(text, end):
        return brand.end()
    if not _LARGE.match(text, end):
        return task(text, end)
    return listed(text, end + 1)


def _subject(text: str, end: int) -> int:
    if quoted := _QUOTED.match(text, end):
        return quoted.end()
    return listed(text, end + 1) if _SUBJECT.match(text, end) else task(text, end)


def _plain_task(text: str, end: int) -> int:
    return end if (found := _FOR.match(text, end)) and found["article"] else task(text, end)


def _brand(text: str, end: int) -> int:
    return end if _QUOTED.match(text, end) else title(text, end)


_AFTER = {"title": title, "brand": _brand, "for": _subject, "task": _plain_task}
_MANY_THINGS = re.compile(
    r"(?:ungen|ionen|eiten|säulen|anlagen|daten|karten|medien|flächen|sensoren|dienste|systeme|netze|angebote|räume|räder|busse|leute|kräfte|personal)\Z"
)


def towns(text: str, end: int) -> int:
    """Where the towns end that stand behind a name, one or more: `Sparkasse Kehl Lahr Bühl`; `end` if none does."""
    while (more := _NEXT_TOWN.match(text, end)) and more[1] in TOWNS:
        end = more.end()
    return end


_NEXT_TOWN = re.compile(rf" ({WORD})(?![\w-])")


def _place(text: str, end: int, strict: bool) -> int:
    """Where a place ends that stands behind a name; it is no place if it is what somebody offers: `die Stadtwerke Ladesäulen`."""
    stop = end if strict else task(text, end)
    found = _PLACE.match(text, end) if stop == end else None
    if found is None:
        return stop
    if found["first"] in TOWNS:
        return towns(text, found.end())
    return end if strict or _MANY_THINGS.search(found["first"]) else found.end()


_COUNCIL = re.compile(r"\bRat(?:e?s)?\Z")


_OPEN = '»«„“"(‚›'
_SMALL_ADJECTIVE = re.compile(r"[a-zäöü][\w-]*(?:e|en|er|es|em)")
_TELLING = re.compile(
    r"(?:städtisch|behördlich|technisch|virtuell|eigen|strategisch|\w+übergreifend|interdisziplinär|interkommunal)e[nmrs]?"
)
_ALSO_ALONE = re.compile(r"strategisch|behördlich|\w+übergreifend|städtisch\w+ (?!Wirtschaftsförder)")
"""Those of them that belong to a name which would stand alone, too: `dezernatsübergreifende Steuerungsgruppe`."""
_GUIDE = re.compile(r"(?:lotsen?|scouts?|paten?|botschafter\w*)\Z", re.I)
_OF_A_PLACE = re.compile(r"[A-ZÄÖÜ]\w+(?<!Partn)(?<!leist)(?<!Vertret)er")
_COUNCILS = re.compile(r"(?:Senat|Magistrat|Stadtrat|Gemeinderat|Stadtwerk)e?s?\Z")
_BRAND = re.compile(r"[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ][\w-]*")
"""A company's short name may stand before what it is: `SWU Stadtwerke Ulm`."""
BUSINESS = re.compile(r"(?:betriebe|werke|bahnen|haus)n?\Z")
_LOCAL = re.compile(rf"{BUSINESS.pattern}|(?:[Gg]esellschaft|agentur|sparkasse)\Z")
"""What may be called after its place: `Neuhofer Verkehrsgesellschaft`."""
_LAST = re.compile(
    r"(?:Manager(?:in)?|Director|Unit|Officers?|Office|Labs?|Board|Hub|Scouts?|Agents?|Force|Team|Tank|Lead|Council|Committee"
    r"|Stiftung|Institut|Agentur|Akademie|Center|Netzwerk|Allianz|Forum|Holding|Universität|[Hh]ochschule)\Z"
)
"""English names have their head noun last: `Smart City Unit`."""
_ENGLISH = frozenset("Smart City Region Open Data Big Digital Urban Green Public Innovation E-Government IT".split())
"""English words stand loose before a German head noun: `Smart City Beirat`."""
_ARTICLE = re.compile(
    r"(?:k?eine[nmrs]?|de[rsnm]|die|das|beim|seine[mnrs]?|ihre[mnrs]?|diese[mnrs]?|jede[mnrs]?|alle[nmrs]?|vom|zum|im|am|über|unter|oder)"
)
_OPENERS = OPENERS | frozenset(
    "Jede Jeder Jedes Jedem Jeden Beispiel Herr Frau Titel Funktion Rolle Position Bezeichnung Amtsbezeichnung".split()
)


_INITIALS = re.compile(r"(?<!\w)(?P<initials>[A-ZÄÖÜ]{3,}) – \Z")
"""What a company is called for short may stand in front: `OFFIS – Institut für Informatik`."""


def left(text: str, word: re.Match[str], alone: bool) -> tuple[int, str, bool]:
    """Where the name begins, what article or preposition stands before it, and whether an adjective makes it a name."""
    start = word.start()
    words = text[max(0, start - 90) : start].rstrip(_OPEN).split()
    while words and text[start - 1] not in _OPEN and _belongs(words, word[0]):
        start = _start_of(words.pop(), text, start)
    if initials := _INITIALS.search(text, max(0, start - 16), start):
        return initials.start("initials"), "", False
    first, at = "", start
    if words and start == word.start() and _is_small_adjective(words[-1].lstrip(_OPEN)):
        at, first = _start_of(words[-1], text, start), words.pop().lstrip(_OPEN)
        while words and _is_small_adjective(words[-1].lstrip(_OPEN)):
            words.pop()
    before = words[-1].strip(_OPEN) if words else ""
    guide = first.startswith(("digital", "kommunal")) and _GUIDE.search(word[0])
    telling = _TELLING.fullmatch(first) and not BUSINESS.search(word[0].lower())
    if guide or (telling and (not alone or _ALSO_ALONE.match(f"{first} {word[0]}"))):
        return at, before, True
    return start, before, False


def _start_of(word: str, text: str, end: int) -> int:
    """Where the word begins that is the last before `end`, without what opens a quotation in front of it."""
    return text.rindex(word, 0, end) + len(word) - len(word.lstrip(_OPEN))


def _is_small_adjective(word: str) -> bool:
    return bool(_SMALL_ADJECTIVE.fullmatch(word)) and not _ARTICLE.fullmatch(word)


def _belongs(words: list[str], head: str) -> bool:
    """Whether the last of the words before a head noun is part of the name."""
    token = words[-1].lstrip(_OPEN)
    if token in {"und", "oder", "sowie", "&", "bzw."}:
        return len(words) > 1 and words[-2].endswith(("-", "-,"))
    if not token[:1].isupper() or token in _OPENERS:
        return False
    if token.endswith(("-", "-,")) or (_BRAND.fullmatch(token) and BUSINESS.search(head)):
        return True
    if is_adjective(token):  # at a sentence's start any adjective is written large
        return len(words) > 1 and not words[-2].endswith((".", ":", "!", "?"))
    if (_LOCAL.search(head) or _COUNCILS.match(head)) and _OF_A_PLACE.fullmatch(token):
        return True
    return token in _ENGLISH or (bool(_LAST.search(head)) and token[-1].isalnum())


def right(text: str, end: int, noun: Noun) -> int:
    """Where the name ends whose head noun ends at `end`."""
    own = noun.alone and noun.kind in {"unit", "company"} and not text.endswith("amt", 0, end)  # an office is its town's anyway
    if own and (owner := _CITY.match(text, end)) and owner["name"]:
        return owner.end()
    if noun.follows in {"city", "place"}:
        return _place(text, end, noun.follows == "city")
    if _COUNCIL.search(text, max(0, end - 6), end):
        return found.end() if (found := _CITY.match(text, end)) else end
    return _AFTER[noun.follows](text, end) if noun.follows in _AFTER else end
