"""Names that no head noun gives away: a legal form stands behind them, or what describes them in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stadtatlas.prose.nouns import ADJECTIVE, WORD, nominative
from stadtatlas.prose.organisation_phrases import title, towns
from stadtatlas.prose.towns import TOWNS

SURE, LIKELY, DOUBTFUL = 0.75, 0.65, 0.5
"""How sure a rule is. Of the names found in portraits that the rules had not seen, seven to eight in ten were right, most of them
told by a head noun. Rules that read a list or a descriptor, and those that take a noun which says little, follow in steps."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text; `bare` if nothing says which one is meant, `weak` if then it says too little to be a name."""

    start: int
    end: int
    name: str
    kind: str
    confidence: float
    bare: bool = False
    weak: bool = False

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


SHORT = re.compile(r" \((?:(?=[^)]*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[\w./&-]{2,12}|(?!neu\b|alt\b)[a-z]{2,4}(?:\.[a-z]{2,4})?)\)")
_QUOTES = str.maketrans("", "", '»«„“”"‚‘›‹')


def plain(name: str) -> str:
    """The name without quotation marks."""
    return name.translate(_QUOTES)


_FORM = re.compile(r"(?: |(?<=\w)-)(?:(?i:g?gmbh)(?: & Co\. KG)?|mbH|AG|KG|eG|AöR|SE|e\. ?V\.)(?!\w)")
_FORMS = ("mbH", "mbh", "MBH", " AG", "-AG", " KG", "-KG", " eG", "-eG", "AöR", " SE", "-SE", "e. V.", "e.V.")
"""Without any of these there is no form; looking for them costs less than the pattern."""
_SMALL_WORD = r"und|als|durch|von|vom|beim?|zu[rm]?|mit|für|d(?:as|ie|er|en|em|es)|eine?r?"
_FIRM = re.compile(
    rf"(?!(?:D(?:ie|er|as)|K?[Ee]ine?r?)\b)(?:{WORD}|[a-z]+[.@&]\w+)-?"
    rf"(?: (?:(?:für(?: de[nr]| die| das)?|und|and|&|of|in|–) )?{WORD}-?| 20\d\d)*\Z"
    rf"|(?:(?<= )(?!(?:{ADJECTIVE}|{_SMALL_WORD}) )(?:[A-ZÄÖÜ]{{3,}}|[a-zäöü]{{3,}}) )?"
    rf"(?<= )(?!(?:{ADJECTIVE}|{_SMALL_WORD})\Z)[a-zäöü][\w-]{{2,}}\Z"
)
"""Brands that are written small have no other word between them and the form: `wobcom GmbH`."""
_DESCRIPTOR = re.compile(
    r"(?:\w+- und \w+(?= \w+ \w+ \w)|Verein|Netzwerk|Gesellschaft|\w+initiative|(?:Branchen|Dach|Fach|Interessen)verband"
    r"|[\w-]*(?:[Tt]ochter\w*|[Uu]nternehmen|[Dd]ienstleisters?|[Aa]nbieters?|[Vv]ersorgers?"
    r"|[Bb]etreibers?|[Pp]artners?)) (?=[\w-]+ )"
)


_SERVICES = re.compile(r"\w+(?:werken|betrieben) und (?=\w)")
"""Other companies, in the plural, before `und`: `mit Stadtwerken und Kai.net GmbH`."""


def companies(text: str) -> Iterator[Mention]:
    """Names with their legal form, without what describes them in front: `Tochter Kiel Digital GmbH` is `Kiel Digital GmbH`."""
    for form in _FORM.finditer(text) if any(form in text for form in _FORMS) else ():
        firm = _FIRM.search(text, max(0, form.start() - 130), form.start())
        if firm is None:
            continue
        start, end = firm.start(), form.end()
        if descriptor := _DESCRIPTOR.match(text, start, end):
            start = descriptor.end()
        if services := _SERVICES.match(text, start, end):
            start = services.end()
        end = towns(text, end)
        if short := SHORT.match(text, end):
            end = short.end()
        yield Mention(start, end, plain(text[start:end]), "company", SURE)


_BRACKETED = re.compile(r" \((?P<short>[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ][\w-]*|[a-z]{3,5})\)")
_LONG = re.compile(rf" (?P<long>{WORD}-?(?:(?: (?:für|und|der|des|im|in|am|&|of|and|for))? {WORD}-?)+)\Z")
_LONGEST = 200
"""Characters before a bracket in which the name is sought that it shortens."""
_OWN_BUSINESS = re.compile(r"\bBetrieb(?:shof)?\b")
"""What is a part of the city without a firm of its own: `Betrieb für Informatik Kehl (BIK)`."""
_WORD = re.compile(r"(?<!\S)\w")
_NO_BODY = re.compile(
    r"(?:konzept|plan|programm|strategie|projekt|system|plattform|portal|richtlinie|gesetz|technik|netz|verfahren)\w{0,3}\b"
)


def shortened(text: str) -> Iterator[Mention]:
    """Names that bring their abbreviation with them, letter for letter: `Arbeitsgemeinschaft Kommunaler Rechner (AKR)`."""
    for short in _BRACKETED.finditer(text) if " (" in text else ():
        found = _LONG.search(text, max(0, short.start() - _LONGEST), short.start())
        start = _spelled(found["long"], short["short"]) if found else None
        if found and start is not None and not _A_DEED.match(found["long"], start) and not _NO_BODY.search(found["long"], start):
            start += found.start("long")
            name = nominative(plain(text[start : short.end()]), text[:start].rstrip().rpartition(" ")[2])
            end = towns(text, short.end())
            kind = "unit" if _OWN_BUSINESS.search(name) else "company"
            yield Mention(start, end, name + text[short.end() : end], kind, LIKELY)


_GROUPS = re.compile(
    r"\b(?:(?:Fach|Arbeits|Projekt|Themen|Unterarbeits|Experten)(?:gruppen|teams|kreise[n]?)|Arbeitsgemeinschaften|Ausschüsse[n]?|Gremien|Beiräte[n]?|Kommissionen)"
    r"[^.»„]{0,30}(?P<list>(?:(?:, | und | sowie |,? )?[»„\"][^«“\"»„]{3,60}[«“\"]){2,})"
)
_QUOTED = re.compile(r"[»„\"]([^«“\"»„]+)[«“\"]")


def groups(text: str) -> Iterator[Mention]:
    """Bodies that are told apart by their titles: `drei Fachgruppen: »Hafen«, »Markt« und »Schule«`."""
    for found in _GROUPS.finditer(text):
        for quoted in _QUOTED.finditer(text, found.start("list"), found.end("list")):
            yield Mention(*quoted.span(1), quoted[1], "body", LIKELY)


_ROUND = re.compile(
    r"(?<=[»„\"])Jour fixe [^«“”\"\n]{3,40}(?=[«“”\"])"
    rf"|\bRunde (?:der|aller) (?:[a-zäöü]+en )?(?!\w*[Ss]tadt\b){WORD}(?: [a-zäöü]+er {WORD})?(?: und de[rs] {WORD})?"
)


def rounds(text: str) -> Iterator[Mention]:
    """Bodies that are called by who meets, or when: `die wöchentliche Runde der Dezernenten`, `der »Jour fixe Daten«`."""
    for found in _ROUND.finditer(text):
        yield Mention(*found.span(), found[0], "body", LIKELY)


_SOCIETY = re.compile(
    rf"\b(?:Agentur|Zentrum|Institut|(?P<firm>Gesellschaft)) für {WORD}(?:-?(?:, | und ){WORD})*"
    rf"(?:(?: {WORD})?(?P<short> \((?=[^)]*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[\w.-]{{2,12}}\)))?"
)


def societies(text: str) -> Iterator[Mention]:
    """`Gesellschaft für Hafenwirtschaft Kehl`, `Agentur für Arbeit Kehl (AfA)`: one name, whatever noun stands in it."""
    for found in _SOCIETY.finditer(text):
        if found["short"] or found["firm"]:
            yield Mention(*found.span(), found[0], "company", SURE if found["short"] else LIKELY, not found["short"])


_A_DEED = re.compile(r"\w+(?:ung|ion) de[sr] ")
_EXPANDED = re.compile(rf"\b(?P<short>[A-ZÄÖÜ]{{2,}}\w*) \((?P<long>{WORD}(?:(?: (?:für|und|of|and))? {WORD})+)\)")


def expanded(text: str) -> Iterator[Mention]:
    """Abbreviations that bring their name with them: `AKR (Arbeitsgemeinschaft Kommunaler Rechner)`."""
    for found in _EXPANDED.finditer(text):
        if _spelled(found["long"], found["short"]) == 0 and not _NO_BODY.search(found["long"]):
            yield Mention(*found.span(), found[0], "company", LIKELY)


_CAPITALS = re.compile(
    r"(?:(?:^|\. )|\b(?:[Dd]ie|[Dd]er|[Dd]as|und|über|von|durch|mit|bei) )"
    rf"(?P<name>[A-ZÄÖÜ]{{3,}} (?!\w*(?:ung|en|e|t)\b){WORD}(?: {WORD})?)\b"
)


def capitals(text: str) -> Iterator[Mention]:
    """Companies that write themselves in capitals, and what they do: `die GLASFASER FULDA`, `KRF Hessen`."""
    for found in _CAPITALS.finditer(text):
        yield Mention(*found.span("name"), found["name"], "company", DOUBTFUL)


def _spelled(long: str, short: str) -> int | None:
    """Where the words of `long` begin, two or more, whose letters hold those of `short` in order, the first at the start."""
    starts = [match.start() for match in _WORD.finditer(long)][:-1]
    for start in reversed(starts):
        letters = iter(long[start:].lower())
        if long[start] == short[0].upper() and all(letter in letters for letter in short.lower() if letter != "-"):
            return start
    return None


_DESCRIBING = tuple(
    "ienstleister ienstleisters erkehrsbetrieb ochter "
    "ochtergesellschaft ochterunternehmen ochterunternehmens ersorger ntsorger nbieter ersteller".split()
)
_OWNED = ("städtische ", "städtischen ")
_OWNED_BY = ("gesellschaft", "Gesellschaft", "nternehmen", "nternehmens", "agentur", "rechenzentrum", "Rechenzentrum", "konzern")
_BRAND = re.compile(
    r" [»„\"]?(?P<name>(?:[a-zäöü]\w*"
    r"(?<!lich)(?<!isch)(?<!ig)"
    r"(?<!sam)(?<!bar)(?<!ell)(?<!iv)[^\Wtenrsmdgh]|\w*[a-z][A-Z]\w*|[A-ZÄÖÜ][\w.-]*\w)(?: [A-Z][\w-]+)?)\b(?!-)"
)


_CAMEL = re.compile(r" [»„\"]?(?:\w*[a-zäöü][A-ZÄÖÜ]|[A-ZÄÖÜ]-?[A-ZÄÖÜ]{2,}(?:\.[A-Z]+)?\b)")


def described(text: str, word: re.Match[str]) -> Mention | None:
    """The name of its own behind what describes it: `der IT-Dienstleister krz`, `die städtische Netzgesellschaft Nordkabel`."""
    owned = word[0].endswith(_OWNED_BY) and (text.endswith(_OWNED, 0, word.start()) or _CAMEL.match(text, word.end()))
    transport = word[0].endswith(("erkehrsbetriebe", "erkehrsbetrieben", "erkehrsunternehmen"))
    if owned or transport or word[0].endswith(_DESCRIBING):
        brand = _BRAND.match(text, word.end())
        if transport and brand and brand["name"].split()[0] in TOWNS:
            return None
        return Mention(*brand.span("name"), brand["name"], "company", LIKELY) if brand else None
    return None


_TOPIC = re.compile(
    r" (?:\w*[Dd]igitalisierung|Smart City|E-Government|Mobilität|Energie|Umwelt|Verkehr|Gesundheit|Bildung)\b(?! und [A-ZÄÖÜ])"
)
"""What the study is about: behind `Bereich` a field of work."""
_OFFICE = re.compile(r"(?<!aus )(?<!Aus )\b(?:[Dd]er|[Dd]em|[Dd]en|[Bb]eim|[Vv]om|[Zz]um|des|dessen|deren) (?:städtischen? )?\Z")


def area(text: str, word: re.Match[str]) -> Iterator[Mention]:
    """`der Bereich Personal` is an office; `im Bereich Personal` is a field of work."""
    end = title(text, word.end())
    if end == word.end():
        return
    office = _OFFICE.search(text, max(0, word.start() - 24), word.start()) and not _TOPIC.match(text, word.end())
    if office:
        name = plain(text[word.start() : end])
        yield Mention(word.start(), end, name.replace("Bereichs ", "Bereich ", 1), "unit", LIKELY)
