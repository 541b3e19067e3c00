"""Who gives the money or awards the prize, as the text calls them: the EU, the federation, a state, a ministry, a foundation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from stadtatlas.prose import gazetteer
from stadtatlas.prose.gazetteer import Hit, Level
from stadtatlas.prose.nouns import OPENERS, nominative


@dataclass(frozen=True, slots=True)
class Funder:
    """A funder named at `text[start:end]`; `inside` where it is the first part of a compound (`EU-Projekt`)."""

    start: int
    end: int
    name: str
    level: Level
    inside: bool = False


PAY = r"(?:förder|finanzier|unterstütz|bezuschuss)"
"""The stems of what whoever pays does."""
PAID = rf"(?:ko|mit|teil)?(?:ge)?{PAY}t"
_NOUN = r"(?:[A-ZÄÖÜ][a-zäöüß]+(?:tal|al|lich|isch)e[nrs]? )?[A-ZÄÖÜ][\w-]+"
_FIELD = rf"{_NOUN}(?:(?:, | und | sowie )(?:für )?(?:(?!d(?:ie|er|as|en|em|es) )[a-zäöüß]+e[nrs]? )?{_NOUN})*"
"""What a ministry is for: `Verkehr und digitale Infrastruktur`."""
_STATE = re.compile(
    r"(?:\b(?:[Dd](?:e[sm]|as)|[Vv]om|[Bb]eim|und|von|durch|(?:[Dd]er|den)(?= Freistaat)) |\(|\(Bund, )(?P<word>Bundesland|Land"
    r"|Freistaat)(?:e?s)?\b(?! der Ideen)(?: (?P<state>[A-ZÄÖÜ][\w-]+))?"
)
_BOTH_LEVELS = re.compile(r"\bBund-Länder(?=-)")
_LANDS = re.compile(r"(?<=Bund und )(?:den )?Ländern?\b")
_AND_STATE = ("Bund und ", "Bund, ", "Bund sowie ", "EU und ")
_STATE_GIVES = re.compile(
    rf" (?:{PAY}t|gewährt|stellt|bewilligt|gab|gibt|steuert|trägt|trug|zahlt|übernimmt"
    r"|übernahm)e?\b"
)
_MINISTRY = re.compile(
    r"(?P<article>\b[Dd](?:es|as|em|urch das)|\b[Vv]om|\b[Bb]eim)?\s?"
    r"(?P<name>(?:\b(?!das |des |dem |die |der |den )[\w-]+e[nrs]? )?"
    r"(?:[A-ZÄÖÜ][\w-]*- und )?"
    r"(?P<head>[\w-]*[Mm]inisteri(?:um|en)|(?:Umwelt)?(?:Bundes|bundes|Landes)amt(?:e?s)?)s?(?: (?:für "
    rf"|de[sr] (?!Landes )){_FIELD})?)(?P<of> (?:des (?:Landes"
    r"|Freistaat(?:e?s)?) )?(?P<state>[A-ZÄÖÜ][\w-]+)| des (?:Saarl|L)andes\b| im Bund\b)?"
    r"(?P<short> \([A-Z][a-z]*[A-Z]\w*\))?"
)
_SENATE = re.compile(
    r"\b(?P<name>(?:[\w-]+ische[nrs]? )?(?:Senatsverwaltung|Senatskanzlei|Staatskanzlei|Landesregierung"
    r"|Staatsregierung|Bezirksregierung"
    rf"|Regierungspräsidium|Senatorin|Senator)(?: für {_FIELD})?"
    r"(?: (?:von |des Landes |des Freistaat(?:e?s) )?(?P<state>[A-ZÄÖÜ][\w-]+)| des Saarlandes)?)"
)
_NO_MEANS = r"(?!Geld|Mittel|Zusch|Zuw|Förder|Unterst|Euro)"
_BODY = re.compile(
    r"\b(?:(?P<article>de[sr]|vom|beim|die|das|den|dem"
    r"|zur) )?(?P<name>(?!(?:Vom|Von|Beim|Mit|Im|Am|Zum|Zur|Durch|Für) )"
    r"(?:(?!D(?:ie|er|as|em|en|es) )[A-ZÄÖÜ]\w+e[nrs]? )?(?:(?!D(?:ie|er|as|em|en|es) )[A-ZÄÖÜ][\w-]* (?:und |für |& )?)?(?:"
    r"(?:(?!D(?:ie|er|as|em|en|es) )[A-ZÄÖÜ][\w-]+ )?[\w-]*(?:[Ss]tiftung|[Ss]parkasse|[Vv]olksbank|[Rr]aiffeisenbank)"
    rf"(?: für [A-ZÄÖÜ][\w-]+| für (?:das|die) [a-zäöüß]+[ls]che [A-ZÄÖÜ][\w-]+|(?: {_NO_MEANS}[A-ZÄÖÜ][\w-]+)*)"
    r"|(?!(?:Stadt|Zivil|Bürger)?[Gg]esellschaft\b(?! für))[\w-]*(?:[Ii]nstitut(?:e?s)?|[Hh]ochschule|[Uu]niversität"
    r"|[Aa]kademie|[Gg]esellschaft|[Aa]gentur|[Mm]edienanstalt"
    r"|[Vv]erband(?:e?s)?|[a-z]verein(?:e?s)?"
    r"|-[Bb]und(?:e?s)?|[Ss]tädtetag(?:e?s)?|kammer|Fraunhofer-[\w-]+)"
    r"(?: für [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+| und [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?(?= \())?)?"
    r"|[\w-]+ (?:AG|GmbH|SE|KG|eG|e\. ?V\.)(?: & Co\. KG)?))\b"
    rf"(?! {_NO_MEANS}[A-ZÄÖÜ])(?P<short> eG\b| \([A-Za-zÄÖÜ]{{2,8}}\))?"
)
_REGIONAL = re.compile(
    r"\b(?<!mit )(?<!en )(?<!er )(?P<article>[Dd](?:e[rmn]|ie|as)|[Vv]om|[Bb]eim|zur) "
    r"(?P<name>(?:(?:Land)?[Kk]reis|Euroregion|Metropolregion"
    r"|Landschaftsverband|Zweckverband|Verkehrsverbund|Regionalverband|Provinz) [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?"
    r"|[A-ZÄÖÜ][\w-]+-Kreis)(?P<short> \([A-Z][A-Za-z]*[A-Z]\w*\))?"
)
"""Whoever stands between town and state: `Landkreis Hafen`, `Euroregion Bucht`."""
_CLASS = (
    r"(?:(?:[\w-]*[Uu]nternehmens?|Firma|(?:Fach)?[Zz]eitschrift|Magazins?|Energieversorgers?|Netzbetreibers?) (?=[A-ZÄÖÜ]))?"
)
"""What somebody is, before what they are called: `das Unternehmen Kaitron`."""
_NAME = (
    rf"{_CLASS}"
    r"(?P<name>(?:[a-zäöüß-]+(?:sche[nrm]?|er) )?[A-ZÄÖÜ][\w-]+"
    r"(?:(?: (?:für|und|der|des|of|for|and))?(?: (?!die |der |das |den )[a-zäöüß]+e[nrs]?)? [A-ZÄÖÜ][\w.&-]+)*(?: e\. ?V\.)?)"
)
_AGENT = re.compile(
    r"\b(?:vo[nm]|durch)(?P<article> de[rmn]| das| die)? "
    + _NAME
    + r"(?P<short> \([A-ZÄÖÜ][\w-]+\))?(?: [a-zäöü0-9][\w.-]*| \d[\d.,]*| Euro| Mio\.| Millionen| Prozent){0,7}"
    rf" (?:{PAID}|ausgelobt|verliehen|vergeben|ausgeschrieben|getragen"
    r"|bezahlt|bereitgestellt|gestiftet|ausgerichtet)(?:e[nmrs]?)?\b"
)
"""Whoever a paying verb in the passive names: `von der Hafenstiftung mit 5.000 Euro gefördert`."""
_HONOURED = re.compile(
    r"\bvo[nm](?P<article> de[rmn]| das| die)? " + _NAME + r"(?= [^.;,]*\b(?:ausgezeichnet|geehrt|gewürdigt|prämiert|gekürt)\b)"
)
"""`von der Hafenwirtschaft mit dem Preis »Kai« ausgezeichnet`."""
_ANYBODY = re.compile(
    r"(?:Stadt|Städten?|Vorhaben|Kommunen?|Unternehmen|Partner\w*|Bürger\w*|Jury|Rat|Stadtrat|Kreis|Landkreis|Region|Verwaltung|Seiten?|Jahr\w*"
    r"|Mitteln?|Eigenmitteln?|Geldern?|Land(?:es)?|Programm\w*|Projekt\w*|Wettbewerb\w*|\w+(?:programm|projekt|wettbewerb|förderung|mittel|ung|preis|initiative)s?n?"
    r"|[\w-]*(?:[Mm]inisteri|[Rr]egierung|[Ss]enat)\w*)"
)
"""Nouns that name nobody, or are read elsewhere."""
_HONOURS = re.compile(
    r"(?:\A\W*|[.;] )(?:D(?:er|ie|as) )?"
    + _NAME
    + r" (?:\d{4} )?(?:zeichnet|ehrt|würdigt|kürt|verleih|verlieh|prämier|sprach|spendet|stiftet"
    r"|(?:führt|lobt|schreibt|veranstaltet|richtet|vergibt|organisiert)\b(?=[^.;]*(?i:wettbewerb|preis|award|challenge)))\w*\b"
)
"""Whoever gives a prize, first in the sentence."""
_GIVER = re.compile(
    r"(?:\A\W*|[.;] )D(?:er|ie|as) " + _NAME + r"(?P<short> \([A-ZÄÖÜ][\w-]+\))?"
    r" (?:vergib|vergab|vergeben|förder|finanzier|bezuschuss|bewillig|gewähr|zahl|stift|spend)\w*\b"
)
"""Whoever pays, first in the sentence: `Die Hafenversicherungen vergeben …`."""
_NAMED = ("programme", "competition", "award", "project")
_SHORT_FORM = re.compile(r" \((?P<short>[A-Z][\w-]+)\)")
_FUNDS = ("programme:efre", "programme:esf", "programme:eler")
_BODIES = (
    "stiftung sparkasse volksbank raiffeisenbank institut hochschule universität akademie gesellschaft agentur medienanstalt"
    " verband verein -bund städtetag kammer fraunhofer"
).split()
_LEGAL = ("GmbH", " AG", " KG", " SE", "e. V", "e.V")
"""Without any of these no body is named; looking for them costs less than the pattern."""
_LEVEL_OF = re.compile(r"\b(?:Bundes|EU-|Landes)[Ee]bene\b")
_BOTH = re.compile(r" (?:als auch |(?:und|sowie) (?:(?:vom|von|durch|beim|bei) )?)(?:de[rsm] |das |die )?")
_COMMA = re.compile(r", (?:vom |von |durch |beim |bei )?(?:de[rmn] |das |die )?")
_MONEY = re.compile(r"-?(?:[Ff]örder)?(?:[Mm]itteln?|[Gg]eldern?|[Ff]örderung|[Zz]uschüssen?)\b")
_OF_WHOM = re.compile(r"\w* (?:des|der|vom) ")
_OF_MONEY = (
    r"(?=(?i:[\wäöü-]*)(?i:programm|wettbewerb|initiative|projekt|förderung|preis|mittel"
    r"|auszeichnung|richtlinie|fonds|geld|zusch|aufruf|ausschreibung|vorhaben|pakt|strategie))"
)
_PREFIX = re.compile(rf"\b(?P<name>Bundes|Landes)-?{_OF_MONEY}")
_PREFIXED = re.compile(rf"-{_OF_MONEY}")
"""Behind a state that pays: `NRW-Projekt`, and no `Brandenburg-Polen`."""
_ADJECTIVE = re.compile(
    r"\b(?:(?P<eu>europ(?:aweit|äisch)\w*|EU-weit\w*)|(?P<federal>bundes(?:weit|deutsch)\w*|deutschlandweit\w*)"
    r"|(?P<state>landesweit\w*|landeseigen\w*|bayerisch\w*|hessisch\w*|sächsisch\w*))"
)


def funders(text: str, hits: list[Hit]) -> list[Funder]:
    """All funders that the text names, in order; of those that overlap the longest."""
    found = sorted(
        [*_known(text, hits), *_states(text, hits), *_ministries(text), *_others(text, hits)], key=lambda f: (f.start, -f.end)
    )
    kept: list[Funder] = []
    for funder in found:
        if not kept or funder.start >= kept[-1].end:
            kept.append(funder)
        elif funder.end - funder.start > kept[-1].end - kept[-1].start:
            kept[-1] = funder
    return _joined(text, [one for one, after in zip_longest(kept, kept[1:]) if not (after and _is_owned(text, one, after))])


def _is_owned(text: str, one: Funder, other: Funder) -> bool:
    """Whether the one is only what kind of money the other gives: `Landesmittel des Verkehrsministeriums`."""
    return one.name in ("Bund", "Land") and is_ministry(other) and _OF_WHOM.fullmatch(text, one.end, other.start) is not None


def named_before(told: Iterable[Sequence[Funder]]) -> Iterator[list[Funder]]:
    """The funders of each sentence of a section; `das gleiche Ministerium`, `das Land` is the one named last."""
    ministry: Funder | None = None
    state: Funder | None = None
    for payers in told:
        found: list[Funder] = []
        for payer in payers:
            ministry = payer if is_ministry(payer) and not _THE_MINISTRY.fullmatch(payer.name) else ministry
            state = payer if is_state(payer) else state
            meant = ministry if _THE_MINISTRY.fullmatch(payer.name) else state if payer.name in _THE_STATE else None
            found.append(replace(payer, name=meant.name, level=meant.level) if meant and not payer.inside else payer)
        yield found


def is_ministry(payer: Funder) -> bool:
    """Whether the funder is a ministry, by its name or as everybody knows."""
    known = gazetteer.find(payer.name.partition(" (")[0])
    return "inisteri" in payer.name or (known is not None and known.kind == "ministry")


def is_state(payer: Funder) -> bool:
    """Whether the funder is a state by its name: `Land Hessen`."""
    return _A_STATE.fullmatch(payer.name) is not None


def _joined(text: str, found: list[Funder]) -> list[Funder]:
    """Funders that one `und` joins are one, and what a comma puts before them: `vom Bund, vom Land und von der EU`."""
    joined: list[Funder] = []
    for funder in reversed(found):
        after = joined[-1] if joined else None
        gap = _COMMA if after and ", " in after.name else _BOTH
        if after and not after.inside and not funder.inside and gap.fullmatch(text, funder.end, after.start):
            joined[-1] = Funder(funder.start, after.end, f"{funder.name}, {after.name}", funder.level)
        else:
            joined.append(funder)
    return joined[::-1]


def level_of(text: str) -> Level:
    """What an adjective tells where nobody is named: `bundesweit` is federal."""
    found = _ADJECTIVE.search(text)
    if found is None:
        return "unknown"
    return "eu" if found["eu"] else "federal" if found["federal"] else "state"


def _known(text: str, hits: list[Hit]) -> Iterator[Funder]:
    for hit in hits:
        if (hit.entry.kind in _NAMED or hit.entry.kind == "state") and hit.entry.id not in _FUNDS:
            continue
        end = hit.end
        money = _MONEY.match(text, end)
        inside = not money and text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
        before = text[: hit.start].rstrip().rpartition(" ")[2]
        name = nominative(text[hit.start : end], before)
        if hit.entry.kind == "bund":
            name = "Bund" if name.startswith("Bund") and len(name) <= 6 else name
            if text[hit.start : end] == "Bundes" and text[end : end + 1] == "-":
                continue
        short = _SHORT_FORM.match(text, end)
        if short and not money and gazetteer.find(short["short"]) == hit.entry:
            end, name = short.end(), name + short[0]
        yield Funder(hit.start, money.end() if money else end, name, hit.entry.level, inside)


def _states(text: str, hits: list[Hit]) -> Iterator[Funder]:
    for match in _STATE.finditer(text):
        known = gazetteer.find(match["state"]) if match["state"] else None
        state = match["state"] if known is not None and known.kind == "state" else None
        end = (
            match.end("state")
            if state
            else match.end("word") + len(text[match.end("word") :].partition(" ")[0].rstrip('»«“",.;:)'))
        )
        yield Funder(match.start("word"), end, f"{match['word']} {state}" if state else match["word"], "state")
    for match in _LANDS.finditer(text):
        yield Funder(*match.span(), "Länder", "state")
    for match in _BOTH_LEVELS.finditer(text):
        yield Funder(*match.span(), "Bund, Länder", "federal", True)
    for hit in hits:
        if hit.entry.kind == "state" and (_STATE_GIVES.match(text, hit.end) or text.endswith(_AND_STATE, 0, hit.start)):
            yield Funder(hit.start, hit.end, text[hit.start : hit.end], "state")
        if hit.entry.kind == "state" and _PREFIXED.match(text, hit.end):
            yield Funder(hit.start, hit.end, text[hit.start : hit.end], "state", True)


def _ministries(text: str) -> Iterator[Funder]:
    if "inisteri" not in text and "desamt" not in text:  # the pattern is slow, the words rare
        return
    for match in _MINISTRY.finditer(text):
        federal = match["head"].lower().startswith(("bundes", "umweltbundes")) or match["of"] == " im Bund"
        of = _of_state(match)
        end = match.end("name") + len(of) if not match["short"] else match.end()
        name = nominative(match["name"], match["article"] or "") + of + (match["short"] or "")
        yield Funder(match.start("name"), end, name, "federal" if federal else "state")


def _of_state(match: re.Match[str]) -> str:
    """Of which state a ministry is; `des Landes` where the next noun is none: `das Ministerium des Landes Mittel bewilligt`."""
    state = gazetteer.find(match["state"]) if match["state"] else None
    if match["state"] is None or (state and state.kind == "state"):
        return match["of"] or ""
    return " des Landes" if (match["of"] or "").startswith(" des Landes ") else ""


def _public(match: re.Match[str]) -> Funder:
    known = gazetteer.find(match["state"]) if match["state"] else None
    name = match["name"]
    seated = "Bezirksregierung" in name or "Regierungspräsidium" in name
    if match["state"] and not seated and (known is None or known.kind != "state"):
        name = name[: match.start("state") - match.start()].removesuffix("von ").rstrip()
    inflected = _INFLECTED.match(name) is not None
    return Funder(match.start(), match.start() + len(name), nominative(name, "der" if inflected else ""), "state")


_THE_MINISTRY = re.compile(r"(?:(?:gleich|selb|genannt|erwähnt)es |[Dd]asselbes? )?Ministerium")
_THE_STATE = ("Land", "Freistaat")
_A_STATE = re.compile(r"(?:Land|Freistaat) [A-ZÄÖÜ][\w-]+")
_INFLECTED = re.compile(r"[\w-]+ische[nrs] ")


def _agents(text: str) -> Iterator[Funder]:
    """Whoever pays by the sentence's grammar alone, with no word that tells what they are."""
    for match in (*_AGENT.finditer(text), *_HONOURED.finditer(text), *_HONOURS.finditer(text), *_GIVER.finditer(text)):
        name = match["name"]
        head = next(word for word in name.split() if word[0].isupper())
        if head not in OPENERS and not _ANYBODY.fullmatch(head) and not gazetteer.scan(name):
            article = (match.groupdict().get("article") or "").strip() or ("dem" if match[0].startswith("vom ") else "")
            called = nominative(name, article)
            behind = match.groupdict().get("short") or ""
            yield Funder(match.start("name"), match.end("name") + len(behind), called + behind, "private")


def _others(text: str, hits: list[Hit]) -> Iterator[Funder]:
    for match in _SENATE.finditer(text) if "egierung" in text or "Sena" in text or "kanzlei" in text else ():
        yield _public(match)
    lower = text.lower()
    bodies = any(word in lower for word in _BODIES) or any(form in text for form in _LEGAL)
    for match in _BODY.finditer(text) if bodies else ():
        if not any(hit.start < match.end() and match.start() < hit.end and hit.entry.kind in _NAMED for hit in hits):
            name = nominative(match["name"], match["article"] or "") + (match["short"] or "")
            yield Funder(match.start("name"), match.end(), name, "private")
    yield from _agents(text)
    for match in _REGIONAL.finditer(text):
        name = nominative(match["name"], match["article"].lower()) + (match["short"] or "")
        yield Funder(match.start("name"), match.end(), name, "municipal")
    for match in _LEVEL_OF.finditer(text) if "bene" in text else ():
        word = match[0]
        name = "Land" if word.startswith("Landes") else "EU" if word.startswith("EU") else "Bund"
        yield Funder(match.start(), match.end(), name, {"Land": "state", "EU": "eu"}.get(name, "federal"))  # type: ignore[arg-type]
    for match in _PREFIX.finditer(text) if "Bundes" in text or "Landes" in text else ():
        federal = match["name"] == "Bundes"
        money = _MONEY.match(text, match.end())
        end = money.end() if money else match.end()
        yield Funder(match.start(), end, "Bund" if federal else "Land", "federal" if federal else "state", not money)
