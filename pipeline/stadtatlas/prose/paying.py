"""Who pays for an item: named at the item itself, at its neighbour in a list, or for the whole sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from stadtatlas.prose import gazetteer
from stadtatlas.prose.funded import Item
from stadtatlas.prose.funders import Funder, is_ministry, level_of
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
_BELONGS = re.compile(r"[»«“”\"]*\s(?:des|der)\s")
_DONOR = re.compile(
    r"[»«“”\"]* (?P<article>der|des|vom"
    r"|von(?: der)?) (?P<name>(?:[A-ZÄÖÜ][\w-]*e[nrs] )?[A-ZÄÖÜ][\w.-]+(?: (?:[A-ZÄÖÜ][\w.-]*|für|und(?= [A-Z])))*)(?<!\.)"
)
_SHORT = re.compile(r" \([A-Za-z]{2,8}\)")
_HOST = re.compile(
    r"[»«“”\"]*(?: \w+)?, (?:den|das|die|welche[ns]?) (?P<article>der|die|das) "
    r"(?P<name>[A-ZÄÖÜ][\w-]+(?:(?: (?:für|of|und))? [A-ZÄÖÜ][\w-]+)*) (?:[\w-]+ ){0,3}"
    r"(?:ausgeschrieben|ausschr\w+|ausgelobt|auslobte?|vergibt|vergab|vergeben|verleiht|verlieh|verliehen|veranstaltete?|organisierte?|ausrichtete?)\b"
)
"""Who holds a contest, in a relative clause: `der Preis »Kai«, den der Hafenverein vergibt`."""
_NOBODY = re.compile(
    r"(?:[Ss]tadt|Kategorie|Region|Kommunen?|Städten?|Digitalisierung|Zukunft|Jahre?s?|Bereichs?|Jury|Projekte?s?"
    r"|Landkreis(?:es)?|Vorjahre?s?|Welt|(?!\w*(?:[Zz]eitung|[Ss]tiftung|[Vv]ereinigung|Innung))\w*ung)\b"
)
_GAPPED = re.compile(r" (?:(?:für|bei) )?(?:den|das|die|dem|der|ein|eine|einen) [^,;.]{0,30}[»„\"]")
"""`Der Bund fördert »Kai«, das Land das Vorhaben »Boot«`: what stands behind the comma pays for the next."""
_STATE = re.compile(r"(?:Land|Freistaat) [A-ZÄÖÜ]")
_WHO = re.compile(r"\)?(?: [a-zäöüß]+)?, (?:das|die|der) [^,;.]*\Z")
_PAYS = re.compile(
    r"[^,;.]*\b(?:(?:mit|ko)?(?:förder|finanzier|unterstütz|bezuschuss)\w*|trägt|trug|ermöglich\w*|vergibt|vergab|verleiht|verlieh|auslobte?"
    r"|bewillig\w*|stiftete?|spendete?)\b"
)
"""`Geldgeberin ist die Hafenstiftung, die das Vorhaben »Kai« unterstützt`."""
_CALLED = re.compile(r", (?:die|der|das) (?:unter (?:dem|der) (?:Namen|Titel)|den (?:Namen|Titel)) [»„\"]?\Z")
"""`fördert ein Modell des Hafens, das den Namen »Kai« trägt`."""
_OWNER = re.compile(r"\w+ (?:des|der|vom) ")
_IN = re.compile(r"[»«“”\"]* (?:in|für) (?P<state>[A-ZÄÖÜ][\w-]+)")
_PARTICIPLE = re.compile(r"[\s-]\w+(?:te|ene)[nrsm]?\s(?:\w+e[nrsm]?\s)?[»„\"]?")
_BRACKET = re.compile(r" \((?:[\w-]+ )?[»„\"]?")
"""`Bundesministerium (Kampagne »Kai«)`."""
_CARRIES = re.compile(r"\b(?:mit|im Rahmen|über|durch|innerhalb|für)\b")
_CARRIED = re.compile(r"\b(?:im Rahmen|über|durch|mithilfe|mit Hilfe|mittels|innerhalb|aus|vom|von|als Teil)\b")
_PARTED = re.compile(r"[,;]| (?:und|sowie) (?!\d)")
_OTHER = re.compile(
    r";|, (?!d(?:as|ie|er|en)\b|er(?:hielt|hält)\b|bekam\b|für d(?:as|ie|en)\b|w[oa]für\b|welche"
    r"|(?:an|mit|aus|über) (?:dem|der|denen)\b|dessen\b|deren\b)"
    r"|\bund (?:\w+ ){0,2}(?:vo[nm]|durch|wurde|wird)\b"
)
_OPENS = re.compile(
    r"\W*(?:Auf|(?:Gefördert|Unterstützt|Finanziert) (?:vom|von|durch)(?: das| die)?|Vom|Von der|Von|Seitens|Durch(?: d(?:as|ie"
    r"|en))?|Beim|Mit Mitteln|Mit (?:Förderung|Unterstützung)) ?(?:de[rsm] )?"
)
_MEANS = re.compile(
    r"(?:[Ff]örder\w+|[Mm]itteln?|Zuschüssen?|Zuschuss|Unterstützung|Zuwendung(?:en)?|[Gg]eld(?:er)?n?"
    r"|\w*[Bb]escheide?s?|Gutscheine?s?|Preisgeld(?:e?s)?|Zuschlag|Zusage|Euro) (?:sowohl )?(?:vom"
    r"|von(?: de[rmn])?|aus(?: de[mnr])?|durch d(?:as|ie|en)|de[sr]|beim) \Z"
)
_WITH = re.compile(
    r"\W*(?:d(?:as|en|ie|em|er)\W+)?(?:(?:mehrfach |kürzlich |\d{4} )?(?:als|mit de[rmn]|im|in|bei|für|am|an|über"
    r"|innerhalb)\b[^,;]{0,30})?\Z"
)
_MONEY = re.compile(r"\b(?:ge)?[Ff]örder(?:t|ung|mittel|geld)|[Ff]inanz|unterstützt|(?:\bM|sm)itteln?\b|[Zz]usch[uü]ss|Zuwendung")
_MENTIONED = re.compile(r"(?:programmen?|wettbewerben?|projekten?|netzwerken?|bei|mit) (?:de[rsm]|vo[nm]|von der) \Z", re.I)
_GRANTS = re.compile(
    r"\W(?:\w+ ){0,3}(?:\w*[Ff]örder\w+|\w*[Mm]ittel|Zuschuss|Zuschüsse|Unterstützung|Zuwendung\w*|Geld"
    r"|vertreten) (?:für|im|in|bei|zu[rm]?|\()"
)
_GIVES = re.compile(
    r"(?:, (?:ein|eine|der|die|das) [^,;.]*,)?\s(?:(?:ver)?(?:gibt|gab|leiht|lieh)|zeichnete?|fördere?te?|bezuschusste?|gewährte?|unterstützte?|finanziere?te?|kürte?|prämierte?"
    r"|führte?|lobte?|wählte?|hat|stellte?|bewilligte?|beteiligte?|schr(?:ei|ie)bt?|veranstaltete?"
    r"|richtete?|organisierte?|stiftete?|spendete?|ehrte?|würdigte?|trägt|trug|übern[ai]h?mm?t?|steuerte?|zahlte?|bezahlte?"
    r"|ermöglichte?|sagte?|überreichte?)\b"
)
_BESIDE = re.compile(r"\b(?:an|am|bei|beim|mit|in|im|neben|für|zusammen) (?:de[rmn] |die |das )?\Z")
_PAID = re.compile(
    r"\)?\s(?:(?:(?! und )[^,;]){1,60} )?(?:(?:mit|ko)?(?:ge)?(?:förder|finanzier|initiier|unterstütz|bezuschuss|prämier|kür)t"
    r"|ausgewählt|ausgezeichnet|verliehen|vergeben|ausgelobt|bewilligt|genehmigt|beschieden|getragen|bezahlt|bereitgestellt|gestiftet)"
)


_RELATIVE = re.compile(
    r", (?:das|den|die|welche[sn]?|w[oa]für|für (?:das|den|die)|an (?:dem|der|denen) sich|(?:mit|aus|über) (?:dem|der|denen)|dessen|deren) (?:sowohl )?"
    r"(?:(?:die|der|das|vom|von|von der|durch d(?:as|ie|en)) )?\Z"
)
_RELATIVE_VERB = re.compile(
    r"(?:(?! und )[^,;.])*\b(?:(?:ko|mit)?(?:finanzier|förder)\w*|unterstütz\w*|bezuschuss\w*|ausgelobt|auslob\w*"
    r"|ausgeschrieben|ausschr\w+|aufgelegt|initiier\w*|organisier\w*|veranstalt\w*|ausricht\w*|ausgericht\w*|stifte\w*|gestiftet"
    r"|beteilig\w*|bezahl\w*|bewillig\w*|gewähr\w*|trägt|getragen|aufkommt|ins Leben gerufen"
    r"|vorsieht|vorsah|bereithält|bereitst\w+|bereit gest\w+|zur Verfügung ste\w+|beisteuer\w*|vergib\w*|verleih\w*)\b"
)
"""`das Projekt, das der Bund aus Mitteln der Städtebauförderung finanziert`."""


_WITHIN = re.compile(r"[»«“”\"]*, in (?:dem|der|denen) [^,;]*\b(?:aus|durch|über|im Rahmen)\b[^,;]*")
_BELONGING = re.compile(
    r"[»«“”\"]*(?: \([^()]*\))?(?:, [^;.]*,)? (?:ist|sind|war|waren|gehör\w+) (?:\w+ ){0,2}(?:(?:Teil|Bestandteile?) (?:des|der|von)|zum|zur) [^,;.]*"
)
"""`»Kai« ist Teil des Programms »Boot« des BMBF`."""
"""`das Vorhaben »Kai«, in dem Partner mit Geld aus dem Programm …`."""
_VERB_FIRST = re.compile(
    r"\b(?:unterstützt|fördert|finanziert|bezuschusst|lobt|vergibt|vergab|verleiht|verlieh|schreibt|bewilligt|gewährt|stellt|zahlt"
    r"|gab|gibt|trägt|übernimmt|übernahm|spendet|stiftet|kommt|würdigt|ehrt|überreicht)e? (?:das|der|die) "
    r"(?:\w+(?:verband|verein) |Verein )?\Z"
)
"""`So fördert das BMI …`, `Für den Preis »Kai« gab der Hafenverein …`."""
_FOR = re.compile(r"\W*(?:Für|Den|Mit) (?:(?:de[rnm]|das|die|ein\w*|ihr\w*) )?[»„\"]?")
_NEXT = re.compile("[;:]")
"""`Für den Preis »Kai«, den es seit 2014 gibt, stiftet der Hafenverein …`: the sentence is about it to its end."""
_SUCH_AS = re.compile(
    r",? \(?(?:z\. ?B\.|u\. ?a\.|etwa|beispielsweise|zum Beispiel|darunter|unter anderem|insbesondere|namentlich|wie)"
    r"(?: [a-zäöü]+)*[ »„\"]*"
)


def assigned(text: str, found: list[Item], payers: list[Funder]) -> list[Funder | None]:
    """Who pays for each: named at the item itself, else at its neighbour in a list, else for the whole sentence."""
    payers = [p for p in payers if ", " in p.name or _entry(p) or not any(_holds(p, i) for i in found)]
    rest = [
        [p for p in _without(item, payers) if not _told_apart(text, item, p) and not _lists(text, item, p, found)]
        for item in found
    ]
    own = [item.giver or _of_state(text, item, _own(text, item, others)) for item, others in zip(found, rest, strict=True)]
    own = [_nearer(text, item, payer, others) for item, payer, others in zip(found, own, rest, strict=True)]
    for at in range(len(found) - 2, -1, -1):
        shared = own[at + 1]
        apart = shared and (not shared.inside or shared.start >= found[at + 1].end)
        if own[at] is None and apart and _AND.fullmatch(text, found[at].end, found[at + 1].left):
            own[at] = shared
    for at, item in enumerate(found):
        before = own[at - 1] if at else None
        if own[at] is None and before and _passes(text, found[at - 1], item, before) and fits(text, item, before):
            own[at] = before
        own[at] = own[at] or _around(text, item, rest[at]) or _only(text, item, [p for p in rest[at] if p not in own])
    for at in range(len(found) - 2, -1, -1):
        gap = text[found[at].end : found[at + 1].left]
        if own[at] is None and (_WITHIN.fullmatch(gap) or _BELONGING.fullmatch(gap) or (_CARRIED.search(gap) and not _PARTED.search(gap))):
            own[at] = own[at + 1]
    return [None if payer and _is_itself(item, payer) else payer for item, payer in zip(found, own, strict=True)]


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
    named = _around(text, item, others)
    fuller = named and (is_ministry(named) or _STATE.match(named.name))
    return named if named and fuller and named.level == payer.level else payer


def _holds(payer: Funder, item: Item) -> bool:
    """Whether an item is a part of what was taken for a funder: `mit Mitteln des Landes und des EFRE`."""
    return payer.start <= item.start and item.end <= payer.end and item.end - item.start < payer.end - payer.start


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
    behind = [p for p in payers if p.start >= item.end and _LINK.fullmatch(text, item.end, p.start) and not _acts(text, p)]
    behind = [p for p in behind if not _GAPPED.match(text, p.end) or "," not in text[item.end : p.start]]
    if item.kind == "project":  # what a university runs it does not pay for
        behind = [p for p in behind if p.level != "private" or not _BELONGS.fullmatch(text, item.end, p.start)]
    within = [p for p in payers if item.left <= p.start < item.end]
    before = [
        p
        for p in payers
        if p.end <= item.left
        and (_PARTICIPLE.fullmatch(text, p.end, item.left) or _BRACKET.fullmatch(text, p.end, item.left))
        and not _beside(text, p)
    ]
    named = next(iter([*behind, *before, *within]), None)
    return _fuller(text, named, payers) if named else _donor(text, item)


def _fuller(text: str, payer: Funder, others: list[Funder]) -> Funder:
    """Whose the programme is where it is only said to be the federation's first: `dem Bundesprogramm des BMBF`."""
    owner = _OWNER.match(text, payer.end) if payer.inside else None
    return next((other for other in others if owner and other.start == owner.end()), payer)


def _beside(text: str, payer: Funder) -> bool:
    """Whether a preposition puts somebody private beside what happens: `an der Universität`, `mit dem Verein`."""
    return payer.level == "private" and _BESIDE.search(text, max(0, payer.start - 20), payer.start) is not None


def _acts(text: str, payer: Funder) -> bool:
    """Whether a relative clause says of somebody, no public purse, what they do but pay: `»Kai«, das die Universität leitet`."""
    if payer.level in ("eu", "federal", "state") or not _RELATIVE.search(text, max(0, payer.start - 40), payer.start):
        return False
    return _RELATIVE_VERB.match(text, payer.end) is None


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


_AMONG = re.compile(r"(?:finanziert|gefördert|unterstützt|umgesetzt|bewilligt), darunter [^;.]*\Z|\bmit [^,;.]{3,40}, (?:nämlich|und zwar) [^;.]*\Z")
"""`aus dem Programm »Kai« werden Vorhaben finanziert, darunter …`."""


_OPENED = re.compile(r"\W*(?:Im|Innerhalb de[rs]|Über das|Über die|Aus dem) (?:Rahmen (?:des|der|von) )?\W*")
"""`Im EU-Programm »Kai« ist Kehl Partner des Projekts »Boot«`: the whole sentence is about it."""


def _passes(text: str, before: Item, item: Item, payer: Funder) -> bool:
    """Whether the funder of one item is that of the next: a project within a programme, or the next of a list."""
    if _AMONG.search(text, before.end, item.start):
        return True
    gap = text[before.end : item.left] if item.left > before.end else text[before.end : item.start]
    if item.left == item.start and _AND.fullmatch(gap):
        return payer.start < before.start
    opens = item.kind in ("project", "programme") and _OPENED.fullmatch(text, 0, before.left)
    return bool(opens or _CARRIES.search(gap)) and not _PARTED.search(gap)


def fits(text: str, item: Item, payer: Funder) -> bool:
    """Whether nothing said of the item speaks against the funder: `das landesweite Projekt` is not the federation's."""
    return level_of(text[max(0, item.left - 16) : item.start]) in ("unknown", payer.level)


def _around(text: str, item: Item, payers: list[Funder]) -> Funder | None:
    """Said of the whole sentence: `Auf Bundesebene …`, `vom Bund gefördert`, `von der Stiftung als … ausgezeichnet`."""
    before = [p for p in payers if not p.inside and p.end <= item.left]
    behind = [p for p in payers if not p.inside and p.start >= item.end]
    for payer in reversed(before):
        if _governs(text, payer, text[payer.end : item.left]):
            return payer
    if opens := _FOR.fullmatch(text, 0, item.left) and next((p for p in behind if _pays_next(text, item, p, _NEXT)), None):
        return opens
    near = [p for p in behind if not _OTHER.search(text, item.end, p.start) or _CHAIN.fullmatch(text, item.end, p.start)]
    if len(behind) == 1 and _REST.match(text, item.end) and ";" in text[item.end : behind[0].start]:
        return behind[0]
    for payer in behind:
        if _APPLIED.search(text, item.end, payer.start) and not _PARTED.search(text, item.end, payer.start):
            return payer
    if noun := next((p for p in near if _BY_NOUN.search(text, item.end, p.start)), None):
        return noun
    return next((p for p in near if _told(text, item, p)), None)


def _told(text: str, item: Item, payer: Funder) -> bool:
    """Whether the words around a payer behind the item say that it pays."""
    if _PAID.match(text, payer.end) or _gives_means(text, item.end, payer.start) or _in_relative(text, payer):
        return True
    return _pays_next(text, item, payer, _PARTED)


def _pays_next(text: str, item: Item, payer: Funder, parted: re.Pattern[str]) -> bool:
    return bool(_VERB_FIRST.search(text, item.end, payer.start)) and not parted.search(text, item.end, payer.start)


def _only(text: str, item: Item, payers: list[Funder]) -> Funder | None:
    """The one funder of a sentence about money, but for whose programmes are only mentioned (`Förderprogramme des Bundes`)."""
    outside = [p for p in payers if not p.inside and p.level in ("eu", "federal", "state")]
    if len(outside) != 1 or not _MONEY.search(text) or _MENTIONED.search(text, 0, outside[0].start):
        return None
    if _ANOTHERS.search(text, 0, outside[0].start) and not _MEANS.search(text, 0, outside[0].start):
        return None
    low, high = sorted((item.start, outside[0].start))
    return None if ";" in text[low:high] else outside[0]


_APPLIED = re.compile(r"\b(?:bew[aio]rb\w*|[Bb]ewerbung|beantrag\w*|[Aa]nträge?)\b.*\bbei(?:m| de[rmn]) \Z")
"""`mit »Kai« bewarb sich die Stadt bei der Hafenstiftung`."""
_REST = re.compile(
    r"[^;]*; [^;]*\b(?:dafür|hierfür|(?:Gesamt|Projekt)?[Kk]osten|(?:[Ff]örder|Bundes|Landes)?[Mm]ittel|Euro"
    r"|(?:ge)?(?:finanzier|förder|unterstütz)\w*)\b"
)
"""`…; hierfür stellt das Ministerium Mittel bereit`."""
_BESIDES = re.compile(r", (?:außerdem|zudem|daneben|ferner|zusätzlich|darüber hinaus|überdies) ")
_ANOTHERS = re.compile(r"[A-ZÄÖÜ][\w-]+[»«“”\"]* de[sr] \Z")
"""What stands in the genitive behind a noun belongs to that: `und das Konzept Klimaschutz des Landes`."""
_CHAIN = re.compile(
    r"[»«“”\"]*(?:, eine?[nmrs]? [^,;.]*)?, (?:(?:bei |in |mit )?(?:das|der|die|den|dem|dessen|deren)|für (?:das|den|die))"
    r" [^,;.]*(?:, (?:erhielt|erhält|bekam) [^,;.]*)?"
)
"""A relative clause, with an apposition before it: `»Kai«, ein Modellvorhaben, das Mittel des Landes nutzt`."""


def _gives_means(text: str, start: int, end: int) -> bool:
    if not _MEANS.search(text, start, end):
        return False
    return not _PARTED.search(text, start, end) or bool(_CHAIN.fullmatch(text, start, end))


_BY_NOUN = re.compile(
    r"\beine[nmrs]? (?:\w+ )?[\w-]*(?:[Vv]orhabens?|[Pp]rojekte?s?|[Pp]rogramme?s?|[Ii]nitiative|[Ww]ettbewerbe?s?)"
    r" (?:de[sr]|vom) \Z"
)
"""`mit »Kai« ist die Stadt an einem Vorhaben des Ministeriums beteiligt`."""


def _in_relative(text: str, payer: Funder) -> bool:
    before = _RELATIVE.search(text, max(0, payer.start - 40), payer.start)
    return before is not None and bool(_RELATIVE_VERB.match(text, payer.end))


def _governs(text: str, payer: Funder, gap: str) -> bool:
    gap = _CALLED.sub("", gap)
    if _BESIDES.search(gap):
        return False
    if _WHO.fullmatch(gap) and _PAYS.match(text, payer.end + len(gap)):
        return True
    if _VERB_FIRST.search(text, 0, payer.start) and not _PARTED.search(gap):
        return True
    if _in_relative(text, payer) and not _PARTED.search(gap):
        return True
    if text.endswith("bene", payer.start, payer.end) and not _PARTED.search(gap):
        return True
    if _GIVES.match(gap) and not _beside(text, payer):
        return True
    if _SUCH_AS.fullmatch(gap) or _OPENS.fullmatch(text, 0, payer.start):
        return True
    if _WITH.match(gap) and not _beside(text, payer):
        return True
    return not _PARTED.search(gap) and bool(_MEANS.search(text, 0, payer.start) or _GRANTS.match(gap))
