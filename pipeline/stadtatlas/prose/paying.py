"""Who pays for an item: named at the item itself, at its neighbour in a list, or for the whole sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from stadtatlas.prose import gazetteer, governing
from stadtatlas.prose.funded import Item
from stadtatlas.prose.funders import Funder, is_ministry, is_state, level_of
from stadtatlas.prose.governing import PARTED
from stadtatlas.prose.nouns import nominative

_AND = re.compile(
    r"[\W_]*(?:(?:und|sowie|oder|bzw|am|an|im|in|bei|beim|für|den|dem|der|das|die|des|mit|zum|zur|vom|von|auch)[\W_]+)*"
)
"""What stands between the items of a list."""
_LINK = re.compile(
    r"[»«“”\"]*(?:-(?:[Pp]rogramme?s?|[Pp]rojekte?s?|[Ww]ettbewerbe?s?|[Ii]nitiative))?[»«“”\"\s]*\(?(?:,?\s*(?:(?:d(?:as|ie|er|es|em|en)|welche[rs]?|(?:ge|ko)?(?:ge)?(?:förder|finanzier|initiier"
    r"|unterstütz)t\w*"
    r"|ein(?:e[nmrs]?)?|(?:Förder)?(?:Programm|programm|Wettbewerb|Initiative|initiative)(?:e?s)?|ehrte|würdigte|kürte"
    r"|(?:ausgelobt|ausgeschrieben|verliehen|vergeben|bezuschusst|aufgelegt)\w*|w[iu]rden?|werden|ist|aus|Mitteln|auf"
    r"|Seiten|seitens|durch|vo[nm]|beim?|\w+(?:verband(?:e?s)?|konzerns?|unternehmens?))\s+))*"
)
"""What stands between an item and the funder named behind it."""
_BELONGING_TO = re.compile(r"[»«“”\"]*, (?:das|der|die) (?:zu[rm]|Teil de[rs]) [^,;.]{3,40} (?:des|der|vom) ")
"""`»Kai«, das zum Programm Häfen des Landes gehört`."""
_BELONGS = re.compile(r"[»«“”\"]*\s(?:des|der)\s")
_DONOR = re.compile(
    r"[»«“”\"]* (?P<article>der|des|vom"
    r"|von(?: der)?) (?P<name>(?:[A-ZÄÖÜ][\w-]*e[nrs] )?[A-ZÄÖÜ][\w.-]+(?: (?:[A-ZÄÖÜ][\w.-]*|für|und(?= [A-Z])))*)(?<!\.)"
)
_SHORT = re.compile(r" \([A-Za-z]{2,8}\)")
_HOST = re.compile(
    r"[»«“”\"]*(?: \w+)?, (?:den|das|die|welche[ns]?) (?P<article>der|die|das) "
    r"(?P<name>[A-ZÄÖÜ][\w-]+(?:(?: (?:für|of|und))? [A-ZÄÖÜ][\w-]+)*) (?:[\w-]+ ){0,3}"
    r"(?:ausgeschrieben|ausschr\w+|ausgelobt|auslobte?|vergibt|vergab|vergeben|verleiht|verlieh|verliehen|veranstaltete?"
    r"|organisierte?|ausrichtete?)\b"
)
"""Who holds a contest, in a relative clause: `der Preis »Kai«, den der Hafenverein vergibt`."""
_NOBODY = re.compile(
    r"(?:[Ss]tadt|Kategorie|Region|Kommunen?|Städten?|Digitalisierung|Zukunft|Jahre?s?|Bereichs?|Jury|Projekte?s?"
    r"|Landkreis(?:es)?|Vorjahre?s?|Welt|(?!\w*(?:[Zz]eitung|[Ss]tiftung|[Vv]ereinigung|Innung))\w*ung)\b"
)
_GAPPED = re.compile(r" (?:(?:für|bei) )?(?:den|das|die|dem|der|ein|eine|einen) [^,;.]{0,30}[»„\"]")
"""`Der Bund fördert »Kai«, das Land das Vorhaben »Boot«`: what stands behind the comma pays for the next."""
_TAKES_PART = re.compile(r"[»«“”\"]* (?:ist|sind|war|waren) (?:die|der|das) ")
"""`Im Programm »Kai« ist die Hafen GmbH Partner`."""
_BOTH = re.compile(r"[»«“”\"]*, (?:die|welche) ")
"""`»Kai« und »Boot«, die das EU-Programm trägt`: both."""
_OWNER = re.compile(r"\w+ (?:des|der|vom) ")
_IN = re.compile(r"[»«“”\"]* (?:in|für) (?P<state>[A-ZÄÖÜ][\w-]+)")
_PARTICIPLE = re.compile(r"[\s-]\w+(?:te|ene)[nrsm]?\s(?:\w+e[nrsm]?\s)?[»„\"]?")
_BRACKET = re.compile(r" \((?:[\w-]+ )?[»„\"]?")
"""`Bundesministerium (Kampagne »Kai«)`."""
_CARRIES = re.compile(r"\b(?:mit|im Rahmen|über|durch|innerhalb|für)\b")
_CARRIED = re.compile(r"\b(?:im Rahmen|über|durch|mithilfe|mit Hilfe|mittels|innerhalb|aus|vom|von|als Teil)\b")
_WITHIN = re.compile(r"[»«“”\"]*, in (?:dem|der|denen) [^,;]*\b(?:aus|durch|über|im Rahmen)\b[^,;]*")
"""`das Vorhaben »Kai«, in dem Partner mit Geld aus dem Programm …`."""
_BELONGING = re.compile(
    r"[»«“”\"]*(?: \([^()]*\))?(?:, [^;.]*,)? (?:ist|sind|war|waren|gehör\w+) (?:\w+ ){0,2}"
    r"(?:(?:Teil|Bestandteile?) (?:des|der|von)|zum|zur) [^,;.]*"
)
"""`»Kai« ist Teil des Programms »Boot« des BMBF`."""
_BESIDE_THAT = re.compile(
    r"\W*Neben [^;]*?(?= (?:nimmt|nahm|ist|sind|war|waren|hat|haben|wird|wurden?|erhält|erhielt|beteiligte?|nutzt|gehört)\b)"
)
"""`Neben der Förderung durch das Land nimmt die Stadt am Programm »Kai« teil`: the one has nothing to do with the other."""
_AND_BY = re.compile(
    r"[»«“”\"]*(?:-\w+)?(?: \([^()]*\))? (?:und|sowie|bzw\.|beziehungsweise|oder) "
    r"(?:\w*(?:[Mm]ittel|[Gg]elder|[Zz]uwendungen|[Zz]uschüsse)n? )?"
    r"(?:(?:durch|vom|von|aus) )?(?:de[rmns] |das |die )?"
)
"""`im Programm »Kai« sowie durch das Land gefördert`: who pays beside a programme does not pay for it."""
_LISTS = re.compile(r",? (?:(?:und|sowie|bzw\.) )?(?:(?:aus|über) )?(?:de[rmns] |die |das )?")
_AMONG = re.compile(
    r"(?:finanziert|gefördert|unterstützt|umgesetzt|bewilligt), darunter [^;.]*\Z"
    r"|\bmit [^,;.]{3,40}, (?:nämlich|und zwar) [^;.]*\Z"
)
"""`aus dem Programm »Kai« werden Vorhaben finanziert, darunter …`."""
_OPENED = re.compile(r"\W*(?:Im|Innerhalb de[rs]|Über das|Über die|Aus dem) (?:Rahmen (?:des|der|von) )?\W*")
"""`Im EU-Programm »Kai« ist Kehl Partner des Projekts »Boot«`: the whole sentence is about it."""


def assigned(text: str, found: list[Item], payers: list[Funder]) -> list[Funder | None]:
    """Who pays for each: named at the item itself, else at its neighbour in a list, else for the whole sentence."""
    payers = [p for p in payers if ", " in p.name or _entry(p) or not any(_holds(p, i) for i in found)]
    rest = [
        [p for p in _without(item, payers) if not _told_apart(text, item, p) and not _lists(text, item, p, found)]
        for item in found
    ]
    own = [item.giver or _of_state(text, item, _own(text, item, others)) for item, others in zip(found, rest, strict=True)]
    own = [_nearer(text, item, payer, others) for item, payer, others in zip(found, own, rest, strict=True)]
    own = _handed_on(text, found, _shared(text, found, own), rest)
    for at in range(len(found) - 2, -1, -1):
        own[at] = own[at] or (own[at + 1] if _is_carried(text[found[at].end : found[at + 1].left]) else None)
    return [None if payer and _is_itself(item, payer) else payer for item, payer in zip(found, own, strict=True)]


def _shared(text: str, found: list[Item], own: list[Funder | None]) -> list[Funder | None]:
    """The same, where whoever is named behind a list pays for all of it."""
    own = [*own]
    for at in range(len(found) - 2, -1, -1):
        (item, after), payer = found[at : at + 2], own[at + 1]
        for_all = payer and (not payer.inside or _BOTH.match(text, after.end, payer.start))
        if own[at] is None and for_all and _AND.fullmatch(text, item.end, after.left):
            own[at] = payer
    return own


def _handed_on(text: str, found: list[Item], own: list[Funder | None], rest: list[list[Funder]]) -> list[Funder | None]:
    """The same, with the payer of the item before, or of the whole sentence, for those that have none."""
    own = [*own]
    for at, item in enumerate(found):
        before = own[at - 1] if at else None
        if own[at] is None and before and _passes(text, found[at - 1], item, before) and fits(text, item, before):
            own[at] = before
        fitting = [p for p in rest[at] if agrees(item, p)]
        others = [p for p in fitting if p not in own]
        own[at] = own[at] or governing.around(text, item, fitting) or governing.only(text, item, others)
    return own


def _is_carried(gap: str) -> bool:
    """Whether what stands between two items says that the first is a part of the second."""
    if _WITHIN.fullmatch(gap) or _BELONGING.fullmatch(gap):
        return True
    return _CARRIED.search(gap) is not None and not PARTED.search(gap)


def _entry(payer: Funder) -> gazetteer.Entry | None:
    """Whom everybody knows the payer as, without the short form that the text adds."""
    return gazetteer.find(payer.name.partition(" (")[0])


def _is_itself(item: Item, payer: Funder) -> bool:
    """Whether item and payer are one: the `ESF` is a programme and pays for others."""
    known = gazetteer.find(item.name)
    return (payer.start, payer.end) == (item.start, item.end) or (known is not None and _entry(payer) == known)


def _nearer(text: str, item: Item, payer: Funder | None, others: list[Funder]) -> Funder | None:
    """The ministry or state that the sentence names, where the item's own words say no more than `Bundes-` or `Landes-`."""
    if payer is None or payer.name not in ("Bund", "Land") or not text.startswith(("Bundes", "Landes"), payer.start):
        return payer
    named = governing.around(text, item, others)
    fuller = named and (is_ministry(named) or is_state(named))
    return named if named and fuller and named.level == payer.level else payer


def _holds(payer: Funder, item: Item) -> bool:
    """Whether an item is a part of what was taken for a funder: `mit Mitteln des Landes und des EFRE`."""
    return payer.start <= item.start and item.end <= payer.end and item.end - item.start < payer.end - payer.start


def _lists(text: str, item: Item, payer: Funder, found: list[Item]) -> bool:
    """Whether the payer is a fund that begins the list in which the item stands: `aus EFRE und dem Programm »Kai«`."""
    at = payer.end if any((payer.start, payer.end) == (other.start, other.end) for other in found) else -1
    for other in found:
        if other.start > at >= 0 and other.end <= item.end:
            at = other.end if _LISTS.fullmatch(text, at, other.left) else -1
    return at == item.end


def _told_apart(text: str, item: Item, payer: Funder) -> bool:
    """Whether the payer pays beside a programme, or the sentence begins with something else, which is the payer's."""
    if item.kind == "programme" and payer.start >= item.end and _AND_BY.fullmatch(text, item.end, payer.start):
        return True
    aside = _BESIDE_THAT.match(text)
    return aside is not None and payer.end <= aside.end() <= item.start


def _without(item: Item, payers: list[Funder]) -> list[Funder]:
    """The funders but for the item itself, and what it is a part of."""
    return [p for p in payers if not _is_itself(item, p) and not _holds(p, item)]


def may_pay(text: str, item: Item, payer: Funder) -> bool:
    """Whether nothing in their sentence speaks against it: that both are one, that the payer has to do with something else."""
    return bool(_without(item, [payer])) and not _told_apart(text, item, payer) and fits(text, item, payer)


def _own(text: str, item: Item, payers: list[Funder]) -> Funder | None:
    """Named in the item's noun phrase, right behind it, or by a participle in front (`das vom Bund geförderte Projekt`)."""
    behind = [p for p in payers if p.start >= item.end and _is_linked(text, item.end, p.start) and not governing.acts(text, p)]
    behind = [p for p in behind if not _GAPPED.match(text, p.end) or "," not in text[item.end : p.start]]
    behind = [p for p in behind if not _TAKES_PART.fullmatch(text, item.end, p.start)]
    if item.kind == "project":  # what a university runs it does not pay for
        behind = [p for p in behind if p.level != "private" or not _BELONGS.fullmatch(text, item.end, p.start)]
    within = [p for p in payers if item.left <= p.start < item.end]
    before = [
        p
        for p in payers
        if p.end <= item.left
        and (_PARTICIPLE.fullmatch(text, p.end, item.left) or _BRACKET.fullmatch(text, p.end, item.left))
        and not governing.beside(text, p)
    ]
    named = next(iter([*behind, *before, *within]), None)
    return _fuller(text, named, payers) if named else _donor(text, item)


def _is_linked(text: str, start: int, end: int) -> bool:
    return bool(_LINK.fullmatch(text, start, end) or _BELONGING_TO.fullmatch(text, start, end))


def _fuller(text: str, payer: Funder, others: list[Funder]) -> Funder:
    """Whose the programme is where it is only said to be the federation's first: `dem Bundesprogramm des BMBF`."""
    owner = _OWNER.match(text, payer.end) if payer.inside else None
    return next((other for other in others if owner and other.start == owner.end()), payer)


def _donor(text: str, item: Item) -> Funder | None:
    """Whoever stands in the genitive behind a contest or a prize holds it: `Preis »X« des Hafenvereins`."""
    if item.kind not in ("competition", "award"):
        return None
    if host := _HOST.match(text, item.end):
        return Funder(*host.span("name"), nominative(host["name"], host["article"]), "private")
    match = _DONOR.match(text, item.end)
    if match is None or _NOBODY.search(match["name"]):
        return None
    short = _SHORT.match(text, match.end())
    name = nominative(match["name"], match["article"]) + (short[0] if short else "")
    return Funder(match.start(), short.end() if short else match.end(), name, "private")


def _of_state(text: str, item: Item, payer: Funder | None) -> Funder | None:
    """`im Landesprogramm »X« in Hessen`: which state it is."""
    if payer is None or payer.name != "Land":
        return payer
    match = _IN.match(text, item.end)
    state = gazetteer.find(match["state"]) if match else None
    return replace(payer, name=match["state"]) if match and state and state.kind == "state" else payer


def _passes(text: str, before: Item, item: Item, payer: Funder) -> bool:
    """Whether the funder of one item is that of the next: a project within a programme, or the next of a list."""
    if _AMONG.search(text, before.end, item.start):
        return True
    gap = text[before.end : item.left] if item.left > before.end else text[before.end : item.start]
    if item.left == item.start and _AND.fullmatch(gap):
        return payer.start < before.start
    opens = item.kind in ("project", "programme") and _OPENED.fullmatch(text, 0, before.left)
    return bool(opens or _CARRIES.search(gap)) and not PARTED.search(gap)


def fits(text: str, item: Item, payer: Funder) -> bool:
    """Whether nothing said of the item speaks against the funder: `das landesweite Projekt` is not the federation's."""
    return agrees(item, payer) and level_of(text[max(0, item.left - 16) : item.start]) in ("unknown", payer.level)


def agrees(item: Item, payer: Funder) -> bool:
    """Whether what everybody knows of the item does not speak against the funder: no single state pays for the `ESF`."""
    known = gazetteer.find(item.name)
    levels = {payer.level, known.level if known else "unknown"} - {"unknown", "private", "municipal"}
    return len(levels) < 2 or ", " in payer.name
