"""Who pays for an item where the sentence's verbs and phrases tell it: `vom Bund gefördert`, `die Stiftung vergibt …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose.funded import Item
from stadtatlas.prose.funders import PAID, PAY, Funder
from stadtatlas.prose.gazetteer import PUBLIC

_WHO = re.compile(r"\)?(?: [a-zäöüß]+)?, (?:das|die|der) [^,;.]*\Z")
_PAYS = re.compile(
    rf"[^,;.]*\b(?:(?:mit|ko)?{PAY}\w*|trägt|trug|ermöglich\w*|vergibt|vergab|verleiht|verlieh|auslobte?"
    r"|bewillig\w*|stiftete?|spendete?)\b"
)
"""`Geldgeberin ist die Hafenstiftung, die das Vorhaben »Kai« unterstützt`."""
PARTED = re.compile(r"[,;]| (?:und|sowie) (?!\d)")
_OTHER = re.compile(
    r";|, (?!d(?:as|ie|er|en)\b|er(?:hielt|hält)\b|bekam\b|für d(?:as|ie|en)\b|w[oa]für\b|welche"
    r"|(?:an|mit|aus|über) (?:dem|der|denen)\b|dessen\b|deren\b)"
    r"|\bund (?:\w+ ){0,2}(?:vo[nm]|durch|wurde|wird)\b"
)
_OPENS = re.compile(
    r"\W*(?:Auf|(?:Gefördert|Unterstützt|Finanziert)(?: w(?:ird|urden?|erden) [^,;.]{0,40}?)? ?(?:vom|von|durch)(?: das| die)?"
    r"|Vom|Von der|Von|Seitens|Durch(?: d(?:as|ie|en))?|Beim|Mit Mitteln|Mit (?:Förderung|Unterstützung)) ?(?:de[rsm] )?"
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
_GIVES = re.compile(
    r"(?:, (?:ein|eine|der|die|das) [^,;.]*,)?\s(?:(?:ver)?(?:gibt|gab|leiht|lieh)|zeichnete?|fördere?te?|bezuschusste?|gewährte?"
    r"|unterstützte?|finanziere?te?|kürte?|prämierte?|führte?|lobte?|wählte?|hat|stellte?|bewilligte?|beteiligte?|schr(?:ei|ie)bt?|veranstaltete?"
    r"|richtete?|organisierte?|stiftete?|spendete?|ehrte?|würdigte?|trägt|trug|übern[ai]h?mm?t?|steuerte?|zahlte?|bezahlte?"
    r"|ermöglichte?|sagte?|überreichte?)\b"
)
_BESIDE = re.compile(
    r"\b(?:errang|gewann|erhielt|bekam|holte|an|am|bei|beim|mit|in|im|neben|für|zusammen) (?:de[rmn] |die |das )?\Z"
)
_PAID = re.compile(
    rf"\)?\s(?:(?:(?! und )[^,;]){{1,60}} )?(?:{PAID}|initiiert|prämiert|gekürt"
    r"|ausgewählt|ausgezeichnet|verliehen|vergeben|ausgelobt|bewilligt|genehmigt|beschieden|getragen|bezahlt|bereitgestellt|gestiftet)"
)
_RELATIVE = re.compile(
    r", (?:das|den|die|welche[sn]?|w[oa]für|für (?:das|den|die)|an (?:dem|der|denen) sich|(?:mit|aus|über) (?:dem|der|denen)"
    r"|(?:dessen|deren)(?: \w*[Kk]osten| Finanzierung| Förderung)?(?: [a-zäöüß]+)?) (?:sowohl )?"
    r"(?:(?:die|der|das|vom|von|von der|durch d(?:as|ie|en)) )?\Z"
)
_RELATIVE_VERB = re.compile(
    r"(?:(?! und )[^,;.])*\b(?:(?:ko|mit)?(?:finanzier|förder)\w*|unterstütz\w*|bezuschuss\w*|ausgelobt|auslob\w*"
    r"|ausgeschrieben|ausschr\w+|aufgelegt|initiier\w*|organisier\w*|veranstalt\w*|ausricht\w*|ausgericht\w*|stifte\w*|gestiftet"
    r"|beteilig\w*|bezahl\w*|bewillig\w*|gewähr\w*|trägt|getragen|übern[ai]\w+|teil(?:en|t)|aufkommt|ins Leben gerufen"
    r"|vorsieht|vorsah|bereithält|bereitst\w+|bereit gest\w+|zur Verfügung ste\w+|beisteuer\w*|vergib\w*|verleih\w*)\b"
)
"""`das Projekt, das der Bund aus Mitteln der Städtebauförderung finanziert`."""
_VERB_FIRST = re.compile(
    rf"\b(?:{PAY}t|lobt|vergibt|vergab|verleiht|verlieh|schreibt|bewilligt|gewährt|stellt|zahlt"
    r"|gab|gibt|trägt|übernimmt|übernahm|spendet|stiftet|kommt|würdigt|ehrt|überreicht)e? (?:das|der|die) "
    r"(?:\w+(?:verband|verein) |Verein )?\Z"
)
"""`So fördert das BMI …`, `Für den Preis »Kai« gab der Hafenverein …`."""
_SUCH_AS = re.compile(
    r",? \(?(?:z\. ?B\.|u\. ?a\.|etwa|beispielsweise|zum Beispiel|darunter|unter anderem|insbesondere|namentlich|wie)"
    r"(?: [a-zäöü]+)*[ »„\"]*"
)
_REST = re.compile(
    r"[^;]*; [^;]*\b(?:dafür|hierfür|(?:Gesamt|Projekt)?[Kk]osten|(?:[Ff]örder|Bundes|Landes)?[Mm]ittel|Euro"
    r"|(?:ge)?(?:finanzier|förder|unterstütz)\w*)\b"
)
"""`…; hierfür stellt das Ministerium Mittel bereit`."""
_ANOTHERS = re.compile(r"[A-ZÄÖÜ][\w-]+[»«“”\"]* de[sr] \Z")
"""What stands in the genitive behind a noun belongs to that: `und das Konzept Klimaschutz des Landes`."""
_ANOTHER_CLAUSE = re.compile(r";|, und d(?:er|ie|as) ")
"""`»Kai« läuft bis 2020, und der Hafen wird vom Land gefördert`."""
_CHAIN = re.compile(
    r"[»«“”\"]*(?:, eine?[nmrs]? [^,;.]*)?, (?:(?:bei |in |mit )?(?:das|der|die|den|dem|dessen|deren)|für (?:das|den|die))"
    r" [^,;.]*(?:, (?:erhielt|erhält|bekam) [^,;.]*)?"
)
"""A relative clause, with an apposition before it: `»Kai«, ein Modellvorhaben, das Mittel des Landes nutzt`."""


def beside(text: str, payer: Funder) -> bool:
    """Whether a preposition puts somebody private beside what happens: `an der Universität`, `mit dem Verein`."""
    return payer.level == "private" and _BESIDE.search(text, max(0, payer.start - 20), payer.start) is not None


def acts(text: str, payer: Funder) -> bool:
    """Whether a relative clause says of somebody, no public purse, what they do but pay: `»Kai«, das die Universität leitet`."""
    if payer.level in PUBLIC or not _RELATIVE.search(text, max(0, payer.start - 40), payer.start):
        return False
    return _RELATIVE_VERB.match(text, payer.end) is None


def around(text: str, item: Item, payers: list[Funder]) -> Funder | None:
    """Said of the whole sentence: `vom Bund gefördert`, `von der Stiftung als … ausgezeichnet`; last `auf Bundesebene`."""
    before = [p for p in payers if not p.inside and p.end <= item.left and _governs(text, p, text[p.end : item.left])]
    levels = [p for p in before if text.endswith("bene", p.start, p.end)]
    named = [p for p in before if p not in levels]
    behind = [p for p in payers if not p.inside and p.start >= item.end]
    return next(iter([*named[-1:], *_behind(text, item, behind), *levels[-1:]]), None)


def _behind(text: str, item: Item, payers: list[Funder]) -> Iterator[Funder]:
    """Those behind the item of whom the sentence says that they pay for it, the likeliest first."""
    near = [p for p in payers if not _OTHER.search(text, item.end, p.start) or _CHAIN.fullmatch(text, item.end, p.start)]
    if len(payers) == 1 and _REST.match(text, item.end) and ";" in text[item.end : payers[0].start]:
        yield payers[0]
    yield from (p for p in near if _told(text, item, p))


def _told(text: str, item: Item, payer: Funder) -> bool:
    """Whether the words around a payer behind the item say that it pays."""
    if _PAID.match(text, payer.end) or _gives_means(text, item.end, payer.start) or _in_relative(text, payer):
        return True
    return bool(_VERB_FIRST.search(text, item.end, payer.start)) and not PARTED.search(text, item.end, payer.start)


def only(text: str, item: Item, payers: list[Funder]) -> Funder | None:
    """The one funder of a sentence about money."""
    outside = [p for p in payers if not p.inside and p.level in PUBLIC]
    if len(outside) != 1 or not _MONEY.search(text):
        return None
    if _ANOTHERS.search(text, 0, outside[0].start) and not _MEANS.search(text, 0, outside[0].start):
        return None
    low, high = sorted((item.start, outside[0].start))
    return None if _ANOTHER_CLAUSE.search(text, low, high) else outside[0]


def _gives_means(text: str, start: int, end: int) -> bool:
    if not _MEANS.search(text, start, end):
        return False
    return not PARTED.search(text, start, end) or bool(_CHAIN.fullmatch(text, start, end))


def _in_relative(text: str, payer: Funder) -> bool:
    before = _RELATIVE.search(text, max(0, payer.start - 40), payer.start)
    return before is not None and bool(_RELATIVE_VERB.match(text, payer.end))


def _governs(text: str, payer: Funder, gap: str) -> bool:
    """Whether the words between a payer and the item behind it, or before the payer, say that it pays."""
    if _WHO.fullmatch(gap) and _PAYS.match(text, payer.end + len(gap)):
        return True
    if _VERB_FIRST.search(text, 0, payer.start) and not PARTED.search(gap):
        return True
    if _in_relative(text, payer) and not PARTED.search(gap):
        return True
    if text.endswith("bene", payer.start, payer.end) and not PARTED.search(gap):
        return True
    if _GIVES.match(gap) and not beside(text, payer):
        return True
    if _SUCH_AS.fullmatch(gap) or _OPENS.fullmatch(text, 0, payer.start):
        return True
    if _WITH.match(gap) and not beside(text, payer):
        return True
    return not PARTED.search(gap) and bool(_MEANS.search(text, 0, payer.start))
