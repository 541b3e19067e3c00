"""Proper names in running text: what stands in quotation marks, what a head noun announces, and brands by their spelling.

Whether such a name is a fact of some kind is for others to judge; here only its extent and its nominative are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stadtatlas.prose import gazetteer
from stadtatlas.prose.nouns import ELIDED, OPENERS, SMALL, WORD, enumeration, is_adjective, nominative
from stadtatlas.prose.organisation_names import companies
from stadtatlas.prose.title_heads import (
    CENTRES,
    CLASSES,
    COINED_HEADS,
    EVENTS,
    JOINED,
    PLACES,
    TOPICAL,
    head_of,
    is_plural,
)
from stadtatlas.prose.towns import RIVERS

Sort = Literal["quoted", "headed", "bare", "company", "brand"]


@dataclass(frozen=True, slots=True)
class Title:
    """A name at `text[start:end]`, as it is called in the nominative; `head` is what it is, in small letters (`netzwerk`)."""

    start: int
    end: int
    name: str
    sort: Sort
    head: str = ""
    before: str = ""
    confidence: float = 0.7


_ACADEMIC = frozenset("TU TH FH HS PH OTH DHBW HTW HTWK HAW HAWK HWK IHK RWTH LMU HfT HfG KIT BTU FOM".split())
_DISTRICTS = frozenset(
    "Bodenseekreis Enzkreis Ostalbkreis Zollernalbkreis Ortenaukreis Hohenlohekreis Wetteraukreis Vogelsbergkreis Odenwaldkreis "
    "Hochtaunuskreis Salzlandkreis Burgenlandkreis Saalekreis Vogtlandkreis Erzgebirgskreis Wartburgkreis Westerwaldkreis "
    "Donnersbergkreis Eifelkreis Saarpfalz-Kreis Ilm-Kreis".split()
)
"""Districts whose name is one word, like that of many a circle of people."""
_KNOWN = _DISTRICTS | frozenset(
    "Bitkom Eurocities Vitako Fraunhofer Siemens Bosch Cisco Vodafone Microsoft Google Telekom Huawei Dataport Innogy "
    "Metrex".split()
)
"""Organisations that cities all over the country have to do with, and that no spelling gives away."""
_NO_BRAND = frozenset(
    "NRW BRD EU ÖPNV IKT CDO CIO CEO CTO WLAN MIV KMU GmbH USA MINT GIS LED PPP ÖPP OZG LoRaWAN LoRa NFC RSS PDF QR API IoT XING "
    "Xing LinkedIn YouTube WhatsApp TikTok iOS eGovernment eGov eMobility FAQ UKW DVD DSL LTE BIM KPI SEO MOOC DSGVO ICT ISO DIN "
    "CO2 EDV BMI BMBF BMVI BMWi BMU BMDV BMWK BMWSB BMAS BMG BMF eG URL CMS ERP IFG CRM SMS TÜV UNO UNESCO WWW".split()
)

_NAME_WORD = r"(?:[A-ZÄÖÜ]\w*|[a-zäöü]+(?:[A-Z@]\w+|\.[A-Z]\w+)|\d+\.0)(?:[-.&+@/’']\w+)*"
_WORD = re.compile(r"\w(?:\w|[-.@&+’':](?=\w))*-?")
_QUOTE = re.compile(r"»([^»«\n]{2,90})«|„([^„“”\"\n]{2,90})[“”\"]|“([^“”\n]{2,90})”|\"([^\"\n]{2,90})\"|«([^»«\n]{2,90})»")
_TITLE = re.compile(rf" (?:& |St\. )?{_NAME_WORD}(?: (?:& )?{_NAME_WORD})*(?: \d{{1,3}}\b)?")
_FOR = re.compile(r" (?:für|of|for) (?:(?:die|das|den|der|the) )?")
_PURPOSE = re.compile(r" (?:für|zur|zum) (?:(?:die|das|den) )?")
_SHORT = re.compile(
    r" \((?:[A-ZÄÖÜa-z][\w./&-]*[A-ZÄÖÜ][\w./&-]*(?: [A-ZÄÖÜ]\w+)?|[a-z]{2,6}"
    rf"|{WORD}(?: {WORD}){{0,3}} (?:g?GmbH|AG|e\. ?V\.))\)"
)
_FORM = re.compile(r" (?:e\. ?V\.|eV\b|eG\b|gGmbH\b|GmbH\b|AG\b)")
_SMALL_TITLE = re.compile(rf" {SMALL} {_NAME_WORD}(?: {_NAME_WORD})?")
_OWNER = re.compile(
    rf" (?:des|der) (?:[A-ZÄÖÜ]\w+(?:schen|lichen|eutschen|er) )?(?:{ELIDED})?(?P<owner>{_NAME_WORD})(?P<site> {_NAME_WORD})?"
)
_MEMBERS = re.compile(
    rf" der (?:\w+ )?(?:[a-zäöü]\w+en )?(?P<owner>(?!{_NAME_WORD} {_NAME_WORD})[A-ZÄÖÜ]\w+(?:en|er|städte|bäder|kreise|orte))\b"
    rf"(?: im (?:(?:Land)?[Kk]reis {_NAME_WORD}|[A-ZÄÖÜ]\w+er (?:Umland|Land)|Ruhrgebiet))?"
)
"""Who makes up a network that has no other name: `Verbund der hessischen Hafenstädten`."""
_TOWNS = re.compile(
    rf" der (?:\w+ )?(?:[a-zäöü]\w+en )?(?:Städte|Kommunen|Gemeinden|Landkreise|Kreise) (?:St\. )?{_NAME_WORD}"
    rf"(?:,? (?:(?:und|sowie) )?(?:St\. )?{_NAME_WORD}(?=[ ,.;]))+"
)
"""Whose it is, town by town: `Stammtisch der Städte Kehl, Lahr und Bühl`."""
_BRAND_OWNER = re.compile(rf" de[rs] (?P<owner>{_NAME_WORD}|[a-z]{{3,}}\d+)(?: {_NAME_WORD})?")
STATES = (
    r"(?:Baden-Württemberg|Bayern|Brandenburg(?! an der Havel)|Hessen|Mecklenburg-Vorpommern|Niedersachsen|Nordrhein-Westfalen"
    r"|NRW|BW|Rheinland-Pfalz|Saarlands?|Sachsen-Anhalt|Sachsen|Schleswig-Holstein|Thüringen)\b"
)
"""States that are no cities as well."""
_STATE = re.compile(rf" (?:in |im )?{STATES}")
_SITE = re.compile(
    rf" (?:zu {_NAME_WORD}|(?:am |an der |St\. )?(?:{ELIDED})?{_NAME_WORD}(?: {_NAME_WORD})*"
    rf"(?: (?:am|an der|ob der) (?:{'|'.join(sorted(RIVERS))}))?(?: \d{{1,3}}\b)?)"
)
_LAND = re.compile(rf" des (?:Landes {_NAME_WORD}|Saarland(?:e?s)\b)")
_IN_DISTRICT = re.compile(rf" im (?:Land)?[Kk]reis {_NAME_WORD}")
_TOPICS = re.compile(rf" und (?!{ELIDED})(?=(?P<next>{_NAME_WORD}))")
COMMON = re.compile(
    r"(?:\w*[Uu]nternehmen|\w*[Bb]ürger\w*|Städten?|(?:Nachbar|Partner|Umland|)[Kk]ommunen?|\w*[Tt]hem(?:a|en)|\w*[Pp]artnern?|Projekten?|Akteuren?|Maßnahmen"
    r"|\w*[Ii]nformationen|\w*(?:[Kk]onzerne?|[Ff]irme|[Aa]nbieter|[Bb]etreiber|[Tt]öchter|[Ss]tart-?[Uu]ps?|[Dd]ienstleister)n?|(?:\w+s|)[Ss]tadt|\w*[Vv]erwaltung|Menschen|Beispiel|Interessierten?|Vertretern?|Kontakte|Beziehungen|Anteile|Impulse|Leistungen|Teil|Veranstaltungen|Erfahrungen|Wissen|Ideen"
    r"|Lösungen|\w*[Mm]itglied(?:er)?|Digitalisierungs\w+|Wirtschaft|Wissenschaft|Verwaltung|Politik|Zivilgesellschaft|Forschung)\Z"
)
"""Words that begin or end no name, though German writes them large."""
_OPENERS = OPENERS | frozenset(
    "Ebenfalls Darüber Weitere Weiterhin Regionale Lokale Kommunale "
    "Überregionale Nationale Internationale Verschiedene Viele Zahlreiche Bestehende Wichtige Zentrale Gemeinsame Ebenso "
    "Insbesondere Ihre Ihr Diese Dieses Dieser Landeshauptstadt Hansestadt Region Kreis Land Bund".split()
)


def titles(text: str, city: str = "") -> list[Title]:
    """Every name in the text, in order, none inside another; `city` is whose text it is: its name begins no other."""
    found: list[Title] = []
    for title in (*_quoted(text), *_companies(text), *_worded(text, city)):
        if not any(title.start < other.end and other.start < title.end for other in found):
            found.append(title)
    return sorted(found, key=lambda title: title.start)


def _quoted(text: str) -> Iterator[Title]:
    for quote in _QUOTE.finditer(text):
        start, end = quote.span(quote.lastindex or 0)
        if body := _body(text, quote):
            yield body
            continue
        inside = nominative(text[start:end].strip(" ,.;"), _before(text, quote.start()))
        short = _SHORT.match(text, quote.end())
        # A short form behind the closing mark belongs to the name, though not to the quotation.
        yield Title(
            start,
            short.end() if short else end,
            inside + (short[0] if short else ""),
            "quoted",
            _quoted_head(inside),
        )


_BODY = re.compile(rf"(?:(?P<before>\S+) )?(?P<body>{_NAME_WORD}) \Z")


def _body(text: str, quote: re.Match[str]) -> Title | None:
    """A body whose topic stands in quotation marks, and whose it is: `Arbeitskreis »Häfen« des Deutschen Städtetages`."""
    found = _BODY.search(text, max(0, quote.start() - 60), quote.start())
    head = head_of(found["body"]) if found else ""
    if found is None or head not in TOPICAL or is_plural(found["body"]):
        return None
    end, before = quote.end(), found["before"] or ""
    owner = _OWNER.match(text, end)
    whose = owner[0] if owner and head_of(owner["owner"]) else ""
    if head == "arbeitsgemeinschaft" and not whose:
        return None  # which may have a name of its own
    name = nominative(found["body"], before) + " " + text[slice(*quote.span(quote.lastindex or 0))].strip(" ,.;") + whose
    return Title(found.start("body"), end + len(whose), name, "headed", head, before)


def _quoted_head(name: str) -> str:
    """The head noun of a name in quotation marks: its last word's, or that of an event with its place (`Messe Fulda`)."""
    heads = [head_of(word) for word in name.split()]
    return next((head for head in heads if head in EVENTS), heads[-1] if heads else "")


def _before(text: str, start: int) -> str:
    """The word in front, if any."""
    return text[max(0, start - 30) : start].rstrip().rpartition(" ")[2]


def _companies(text: str) -> Iterator[Title]:
    for firm in companies(text):
        name = text[firm.start : firm.end]
        # in brackets it is the short form of the name in front: `Gründerzentrum (GZ Hof GmbH)`
        if not (text[firm.start - 1 : firm.start] == "(" and text[firm.end : firm.end + 1] == ")"):
            yield Title(firm.start, firm.end, name, "company", "verein" if name.endswith("V.") else "firma")


def _worded(text: str, city: str) -> Iterator[Title]:
    done = 0
    for word in _WORD.finditer(text):
        if word.start() < done or (word[0].islower() and word[0].isalpha() and not word[0].endswith(COINED_HEADS)):
            continue
        title = _headed(text, word, city) or _brand(text, word, city)
        if title:
            done = title.end
            yield title


def _is_class(word: str, head: str) -> bool:
    """Whether a noun only says what the brand behind it is: `Verein KaiNet`, `Landesinitiative Open.NRW`; not `Initiative`."""
    small = word.casefold()
    if small.startswith("zweckverband"):
        return False  # whose names begin so
    return (
        head in CLASSES
        or small.endswith("rechenzentrum")
        or (head in {"initiative", "institut", "gesellschaft", "zentrum", "allianz"} and not small.startswith(head))
        or head == "genossenschaft"
    )


def _is_called(word: str, head: str) -> bool:
    """Whether a noun stands before a name that needs no noun: `Verein`, `Branchennetzwerk`; not `Netzwerk` or `Zweckverband`."""
    return head == "verein" or (head in {"netzwerk", "netz"} and not word.casefold().startswith(head))


_IS_CALLED = re.compile(rf"(?!{_NAME_WORD} (?:und|&) ){_NAME_WORD}(?: {_NAME_WORD})+|[A-ZÄÖÜ][\w-]*[a-z][A-Z]\w*")
"""A title of its own behind what it is: `Verein Oberrhein Digital`."""


def _headed(text: str, word: re.Match[str], city: str) -> Title | None:
    head = head_of(word[0])
    if not head or (head in {"kreis", "landkreis"} and is_plural(word[0])):
        return None  # `mit den Kreisen Hafen und Bucht`
    start, before = _left(text, word, city)
    if "-" in word[0] and head_of(_before(text, word.start())) in CLASSES:  # `im Verein Oberrhein-Forum`
        start, before = word.start(), _before(text, word.start())
    if _NUMERAL.fullmatch(before) and head in EVENTS:
        return None  # `alle drei Wochen`
    end = _right(text, word, head, before)
    if end == word.end() and text.startswith("digital", start):
        start = end - len(word[0])  # `ein digitales Gründerzentrum` is any
    rest = text[word.end() + 1 : end]
    if _is_called(word[0], head) and _IS_CALLED.fullmatch(rest):
        return Title(word.end() + 1, end, rest, "headed", head, word[0])
    brand = rest if head == "netzwerk" else rest.partition(" ")[0]  # `Netzwerk KaiTech Baden` is called so
    own = is_brand(brand) or (is_modified(rest) and " " not in rest and head_of(rest) != "")
    known = "-" not in word[0] and (rest in _KNOWN or (own and _is_class(word[0], head)))
    if known or (end == word.end() and _QUOTE.match(text, end + 1)):
        return None  # `das Netzwerk Eurocities` has a name without what it is
    proper = end > word.end() or start < word.start() or is_modified(word[0])
    return Title(start, end, nominative(text[start:end], before), "headed" if proper else "bare", head, before)


_MODIFIED = re.compile(r".*[:@][A-Za-z]|[A-ZÄÖÜa-zäöü]\w*.*-[A-ZÄÖÜ]\w+\Z|.*[a-z][A-Z]")


def is_modified(word: str) -> bool:
    """Whether a hyphen parts a name from its head noun (`Nordlicht-Verbund`), or a capital does (`digitalHUB`)."""
    return bool(_MODIFIED.match(word))


_PIECE = re.compile(r"\S+")
_DIGITAL = re.compile(r"digitale[mnrs]?")
"""What tells a centre for founders from others, and is a part of its name: `digitales Gründerzentrum für den Harz`."""


def _left(text: str, word: re.Match[str], city: str) -> tuple[int, str]:
    """Where the name begins: capitalised words and elided compounds in front belong to it; and the word before that."""
    start, offset = word.start(), max(0, word.start() - 80)
    words = list(_PIECE.finditer(text[offset:start]))
    own = "" if word[0] == "University" else city
    while words and _belongs(words, own) and not (is_plural(word[0]) and words[-1][0][-1] not in "-n"):
        start = offset + words.pop().start()
    lower = words[-1][0] if words else ""
    if lower.startswith("städtische") or (_DIGITAL.fullmatch(lower) and word[0].startswith("Gründer")):
        return offset + words[-1].start(), words[-2][0] if len(words) > 1 else ""
    return start, (words[-1][0].lstrip("(") if words else "")


def _belongs(words: list[re.Match[str]], city: str) -> bool:
    token = words[-1][0]
    if token in {"und", "&"}:
        return len(words) > 1 and words[-2][0].endswith("-")
    if token == "and":
        return len(words) > 1 and words[-2][0][0].isupper()
    if not (token[0].isupper() and (token[-1].isalnum() or token[-1] == "-")):
        return False
    if token in _OPENERS or token == city or COMMON.match(token):
        return False
    return not is_adjective(token) or (len(words) > 1 and words[-2][0][-1] not in ".!?")


def _right(text: str, word: re.Match[str], head: str, before: str) -> int:
    """Where the name ends: over a title, `für …`, a short form, a legal form, whose it is and where."""
    end = _named_after(text, word, head, before)
    if short := _SHORT.match(text, end):
        end = short.end()
        if site := _SITE.match(text, end):
            end = site.end()
    if form := _FORM.match(text, end):
        end = form.end()
    end = _owned(text, end, head, end > word.end() or is_modified(word[0])) or end
    state = _STATE.match(text, end)
    return state.end() if state and (end > word.end() or head.endswith("tag")) else end


def _owned(text: str, end: int, head: str, named: bool) -> int:
    """Where it ends whose the body is: `des Hessischen Städtetages`, `der Hochschulen Lübeck`; no city's."""
    whose = _OWNER.match(text, end) if head in TOPICAL | JOINED else None
    if head in TOPICAL | JOINED | {"stammtisch"} and (towns := _TOWNS.match(text, end)):
        return towns.end()
    if not named and head in TOPICAL | JOINED and (members := _MEMBERS.match(text, end)) and not _ANYBODY.match(members["owner"]):
        return members.end()
    firm = _BRAND_OWNER.match(text, end) if not named and head in CENTRES | {"gemeinschaft"} else None
    if firm and (is_brand(firm["owner"]) or firm["owner"] in _ACADEMIC):
        return firm.end()
    if (state := _LAND.match(text, end)) and (head in TOPICAL or "Saar" in state[0]):
        return state.end()
    if not named or whose is None or COMMON.match(whose["owner"]):
        return 0
    if head in TOPICAL and (head_of(whose["owner"]) or is_brand(whose["owner"])):
        return whose.end()
    return whose.end() if whose["site"] and whose["owner"].endswith(("en", "e")) else 0


def _named_after(text: str, word: re.Match[str], head: str, before: str) -> int:
    """Where the title ends right behind the head noun."""
    end = word.end()
    pattern = _PURPOSE if head in {"verein", "gesellschaft", "stiftung", "initiative"} else _FOR
    if (purpose := pattern.match(text, end)) and not INDEFINITE.fullmatch(before):
        parts = enumeration(text, purpose.end(), _OTHER)
        stop = parts[-1][1] if parts else end
        if _FUNDED.match(text, purpose.end(), stop):
            return end
        site = _IN_DISTRICT.match(text, stop) if parts and head not in CENTRES else None
        return site.end() if site else stop
    if head in PLACES or head in CENTRES:
        site = _SITE.match(text, end)
        if site is None or COMMON.search(site[0].split()[-1]):
            return end
        return site.end()
    if (small := _SMALL_TITLE.match(text, end)) and (head in TOPICAL or head == "verband" or _SHORT.match(text, small.end())):
        return small.end()
    return _titled(text, end, head)


def _titled(text: str, end: int, head: str) -> int:
    found = _TITLE.match(text, end)
    if found is None:
        return end
    for word in _WORD.finditer(text, end, found.end()):
        cut = text.rindex(" ", end, word.start())
        if COMMON.match(word[0]) and not is_adjective(text[end:cut].rpartition(" ")[2]):
            return cut  # `im Verein Vitako Mitglied`, but `Zweckverband Elektronische Verwaltung`
    more = _TOPICS.match(text, found.end()) if head in TOPICAL or found[0].count(" ") == 1 else None
    if more and not head_of(more["next"]) and not is_brand(more["next"]):
        return more.end("next")
    return found.end()


_FUNDED = re.compile(r"[a-zäöü]*ge[a-zäöü]+(?:te|ene)[rn]? ")
"""`die das Ministerium für geförderte Kommunen ausrichtet`: no part of a name."""
_ANYBODY = re.compile(rf"(?!\w+(?:beauftragten|verantwortlichen)\b){COMMON.pattern}")
_NUMERAL = re.compile(r"\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|paar|wenige[nr]?|einige[nr]?|mehrere[nr]?")
INDEFINITE = re.compile(r"(?:[Kk]?[Ee]in|mehrer|verschieden|viel|all|zahlreich)e?[nmrs]?")
_OTHER = re.compile(
    "|".join(sorted(_ACADEMIC)) + r"|\w*(?:[Hh]ochschule|[Uu]niversität|[Kk]ammer|[Nn]etzwerk|[Ii]nstitut"
    r"|[Vv]er(?:ein|band)|gruppen|kreise)"
)
_BRANDED = re.compile(
    r"[A-ZÄÖÜ]{3,}[A-Z0-9]*(?:\.[A-Z]+)?s?|[A-ZÄÖÜ]{2,}[a-z]{1,2}|[A-ZÄÖÜ]+[a-zäöü]+[A-ZÄÖÜ]\w*|[a-zäöü]+[A-ZÄÖÜ]\w*(?:\.\w+)?|\w+[@:][A-Za-zÄÖÜ]\w+"
    r"|[A-ZÄÖÜ]\w*\.[A-ZÄÖÜ][\w.]*|[a-zäöü]{2,}\.(?!(?:de|com|org|net|eu|info|at|ch|nrw|bayern|digital)\Z)[a-zäöü]{3,}|[A-Z]\d\d|[a-z]{3,}\d\d?"
)


def is_brand(word: str) -> bool:
    """Whether a word is spelled as no German noun is: `NORD.IT`, `digitalPort`, `KGSt`."""
    if word[1:].isalpha() and word[1:].islower():
        return word in _KNOWN  # as most words are written
    return bool(_BRANDED.fullmatch(word)) and _NO_BRAND.isdisjoint((word, word[:-1])) and not word.endswith(("In", "Innen"))


_YEAR = re.compile(r" 20\d\d\b")


def _brand(text: str, word: re.Match[str], city: str) -> Title | None:
    academic = word[0] in _ACADEMIC
    if not academic and not is_brand(word[0]):
        return None
    start, before = _left(text, word, city)
    own = word[0] in _KNOWN or gazetteer.find(word[0]) is not None
    what = _before(text, word.start())
    if (own and not what.startswith("Zweckverband")) or _is_class(what, head_of(what)):  # `im Dachverband KDN`
        start, before = word.start(), _before(text, word.start())
    end = word.end()
    more = _SITE.match(text, end) if academic else _TITLE.match(text, end)
    if more and not COMMON.search(more[0].split()[-1]):
        end = more.end()
        if (purpose := _FOR.match(text, end)) and head_of(more[0].split()[-1]) in CENTRES:
            end = next(iter(enumeration(text, purpose.end(), _OTHER)[-1:]), (0, end))[1]
    if (year := _YEAR.match(text, end)) and word[0].isupper():
        end = year.end()  # `REGIONALE 2025`
    if short := _SHORT.match(text, end):
        end = short.end()
    return Title(start, end, nominative(text[start:end], before), "brand", word[0].casefold(), before)
