"""Where a sentence ends: not behind `z. B.`, `Dr.`, `1.` before a month, and behind `e. V.` only where another begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import marks

_STOP = re.compile(r"[.!?…:;\n](?:(?<=[.!?…])[»«“”\"')\]]*\s+(?=[»«„“\"'(\[]*[A-ZÄÖÜ0-9])|(?<=[:;])[»«“”\"']*\n\s*|(?<=\n)\n+)")
"""It begins with a plain character, with which `re` is many times as quick."""
_BEFORE = re.compile(r"(?:^|[\s(»„])((?:[^\s(»„]{1,6}\.\s?)*[^\s(»„]+)\Z")
_NEVER = {
    "z.b", "v.a", "d.h", "i.d.r", "i.e", "s.o", "s.u", "u.u", "z.t", "z.z", "bzw", "ca", "dr", "prof", "dipl", "ing",
    "inkl", "exkl", "sog", "nr", "st", "vgl", "ggf", "evtl", "abs", "abt", "art", "insb", "insbes", "bspw", "gem", "hr", "fr",
    "str", "mind", "max", "rd", "ehem", "einschl", "zzgl", "stellv", "hrsg", "jan", "feb", "apr", "aug", "sept", "okt", "nov",
    "dez", "tel", "allg", "wiss", "techn", "lfd", "zw", "co", "m.e", "a.d", "b.a", "m.a", "g.g",
}  # fmt: skip
"""Abbreviations that something follows, without blanks and the last full stop."""
_PERHAPS = {"etc", "usw", "u.a", "o.ä", "e.v", "e.g", "mio", "mrd", "tsd", "jh", "jhd", "s.a", "u.v.m", "usf", "dgl", "m.b.h"}
"""Abbreviations that may stand at the end of a sentence."""
_SHORTENED = _NEVER | _PERHAPS
_MONTH = re.compile(r"\s*(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Quartal|Halbjahr|Jahrhundert|Jh|Platz|Preis|Rang)")
_ORDINAL = re.compile(r"\b(?i:[aiv]m|beim|zu[mr]|de[rmns]|die|das|(?:k?ein|ihr|sein|unser)\w*)\s+\d+\.\Z")
"""A number that counts what follows: `beim 5. Forum`, other than `auf Platz 5. Nordheim …`."""
_OPENERS = frozenset(
    "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Dies Diese Dieser Dieses Diesem Es Er Sie Wir Im In Am An Auf Aus "
    "Bei Beim Durch Für Gegen Hinter Innerhalb Mit Nach Neben Ohne Seit Trotz Um Unter Über Von Vom Vor Während Wegen Zu "
    "Zum Zur Zwischen Als Auch Aber Allerdings Aktuell Außerdem Bereits Bisher Dabei Dadurch Dafür Daher Damit Danach "
    "Daneben Dann Daran Darauf Darin Darüber Dazu Denn Dennoch Derzeit Deshalb Ebenfalls Ebenso Einerseits Ferner Hier "
    "Hierbei Hierfür Hierzu Ihr Ihre Insgesamt Jede Jeder Nachdem Noch Nun Schließlich Seitdem So Sobald Somit Sowohl Viele "
    "Weiterhin Weitere Wenn Wie Zudem Zukünftig Zunächst Zusätzlich Zwar".split()
)
"""Words that begin a sentence and, so written, stand nowhere else: articles, pronouns, prepositions, adverbs."""
_WORD = re.compile(r"[»«„“\"'(\[]*(\w[\w-]*)")


def ends(text: str) -> Iterator[int]:
    """The offsets at which another sentence begins, in order."""
    for stop in _STOP.finditer(text):
        if text[stop.start()] in "!?" and _in_title(text, stop.start()):
            continue
        if text[stop.start()] != "." or _is_end(text, stop.start() + 1, stop.end()):
            yield stop.end()


_LONGEST_TITLE = 60


def _in_title(text: str, at: int) -> bool:
    """Whether the place lies within a short quotation: `»Ab ans Meer! Die Hafenoffensive«` is a name, and no speech."""
    opening = text.rfind("»", max(0, at - _LONGEST_TITLE), at)
    return opening >= 0 and "«" not in text[opening:at] and 0 < text.find("«", at) - opening <= _LONGEST_TITLE


def _is_end(text: str, end: int, begin: int) -> bool:
    """Whether the full stop before `end` ends a sentence; another would begin at `begin`."""
    last = text[text.rfind(" ", 0, end) + 1 : end - 1]
    if len(last) > 1 and last.isalpha() and last.casefold() not in _SHORTENED and not last.endswith("str"):
        return True
    before = _BEFORE.search(text, max(0, end - 24), end)
    if before is None:
        return True
    word = before[1].replace(" ", "").rstrip(".!?…»«“”\"')]").casefold()
    last = word.rpartition(".")[2]
    if not _NEVER.isdisjoint((word, last, word.rpartition("/")[2])) or last.endswith("str"):
        return False
    follower = _WORD.match(text, begin)
    opened = (follower is not None and follower[1] in _OPENERS) or "\n\n" in text[end:begin]
    if word in _PERHAPS:
        return opened or (word == "e.v" and text[begin] != "(")  # there its short form follows
    if word.isdigit() and len(word) <= 3:
        return not _MONTH.match(text, end) and (opened or not _ORDINAL.search(text, max(0, end - 24), end))
    return opened or len(last) > 1 or not last.isalpha()


NAME = "stadtatlas_sentences"


@Language.component(NAME)
def split_sentences(doc: Doc) -> Doc:
    """spaCy component: sets `token.is_sent_start` on every token."""
    starts = doc.to_array("IDX")
    flags = np.full(len(starts) + 1, -1, dtype="int64")  # one more, for an end behind the last token
    flags[np.searchsorted(starts, [0, *ends(marks.text(doc))])] = 1
    return doc.from_array(["SENT_START"], flags[:-1].astype("uint64").reshape(-1, 1))  # type: ignore[arg-type]
