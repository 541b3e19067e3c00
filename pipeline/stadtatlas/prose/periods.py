"""German expressions of time in running text, as they stand: which year, which part of it, and what they still lack.

An expression is a head (`Ende`, `1. März`, `drittes Quartal`, or nothing) and a tail (`2018`, `2014/15`, `1990er Jahre`,
`desselben Jahres`); or it points to the date before it (`im Folgejahr`). Heads are tried only where a cheap pattern finds the
beginning of a word that may be one: to try them at every word takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Mod = Literal["early", "mid", "late"]


@dataclass(frozen=True, slots=True)
class Expression:
    """`text[start:end]`; `part` is what follows the year in the value: `-03`, `-Q2`, `-summer`.

    Without a `year` it lacks one: that of the next date (`Mai bis Juli 2019`) or, with a `shift`, that of the date before, so
    many years on. `last` is the last year of `2014/15`. `bare` means that nothing but figures stands there.
    """

    start: int
    end: int
    year: int | None = None
    last: int | None = None
    part: str = ""
    mod: Mod | None = None
    shift: int | None = None
    same: Literal["", "month", "period"] = ""
    decade: bool = False
    bare: bool = False


_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mae": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
    "nov": 11, "dez": 12,
}  # fmt: skip
_MODS: dict[str, Mod] = {
    "anfang": "early", "beginn": "early", "mitte": "mid", "ende": "late", "schluss": "late", "ausgang": "late",
}  # fmt: skip
_NTHS = {"ers": "1", "zwe": "2", "dri": "3", "vie": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}
_ADJECTIVES = ("erste", "zweite", "dritte", "vierte", "letzte", "weiteren V")
_TENS = {"zwanz": 20, "dreiß": 30, "vierz": 40, "fünfz": 50, "sechz": 60, "siebz": 70, "achtz": 80, "neunz": 90}
_COUNTS = {"ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10}

OPEN_MONTH = "-??"
"""The month of the `3.` in `3. bis 5. Mai 2019`."""

_MONTH = (
    r"(?:Januars?|Jänners?|Februars?|März(?:es)?|Maerz|Aprils?|Mai|Junis?|Julis?|Augusts?|Septembers?|Oktobers?|Novembers?|Dezembers?|"
    r"(?:Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.?)(?!\w)"
)
_TO_DATE = "Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Anfang|Mitte|Ende|Früh|Somm|Herb|Wint"
"""What, right behind a year's hyphen, is no compound: `Mai 2018–April 2019`, unlike `2030-Ziele`."""
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:19|20)\d\d"
LINK = (
    r"\s?(?:bis|und|oder|sowie|,|[/–-])\s?"
    r"(?:(?:zum|zur|im|in|am|zu|den|dem|Ende|einschließlich|voraussichtlich)\s){0,2}"
)
"""What stands between `Mai` and `Juli 2019`, or `1.5.` and `31.7.2019`, when they share the year."""
_DAY_AND_MONTH = rf"[0-3]?\d\.\s?(?:[01]?\d\.|{_MONTH})"
_SHARED = rf"(?=(?:{LINK}{_DAY_AND_MONTH})+(?:\s?{_YEAR}|(?<=\.)[1-4]\d(?!\w|[.,]\d)))"
"""What follows the `1.5.` of `1.5. bis 31.7.2019`: only with a year at the end of it all is it a date and no numbering."""
_ISO = re.compile(rf"({_YEAR})(-[01]\d-[0-3]\d)(?!\w|[-.]\w|/(?!{_YEAR}-)\w)")
_SAME = r"(?:(?:des|dem)?(?:selben|gleichen)|diese[ms])"
_NEXT = r"(?:(?:(?:dar)?auf\s?)?folgenden|nachfolgenden|anschließenden)"
_PRIOR = r"(?:vorangegangenen|vorhergehenden|vorausgegangenen)"
_ANCHOR = re.compile(
    r"19\d\d|20\d\d|0\d[./]|1\d?[./]|2\d?[./]|3\d?[./]|4[./]|5[./]|6[./]|7[./]|8[./]|9[./]|Q[1-4]|H[12]|I[IV.]|"
    "Jan|Jän|Feb|Mär|Mae|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Früh|Spät|Hoch|Somm|Herb|Wint|Anfang|Beginn|Mitte|Ende|Schluss|"
    "Ausgang|Jahr|Monat|Zeitraum|Quart|Halbj|Hälfte|Folgej|Folgem|Vorj|Verlauf|Zwanzigerj|Dreißigerj|Vierzigerj|Fünfzigerj|"
    "Sechzigerj|Schulj|Haushaltsj|Geschäftsj|Kalenderj|Siebzigerj|Achtzigerj|Neunzigerj"
)
"""How an expression, or the noun of one, begins. Each begins with a plain character, with which `re` is twenty times as quick."""
_HEAD = re.compile(
    rf"""(?:weiteren\sVerlauf|(?:Jahres)?(?P<mod>Anfang|Beginn|Mitte|Ende|Schluss|Ausgang|anfang|beginn|mitte|ende|schluss)s?(?!\w|\sim\sJahr\s))?
    (?:\s?(?:(?:des|der)\s)?(?:(?P<opening>{_DAY})\.(?=\s?(?:bis|und|[-–/])\s?(?:zum\s)?[0-3]?\d\.)
    |(?:(?P<day>[0-3]?\d)\.\s?)?
     (?:(?P<month>{_MONTH})|(?P<num>(?(day)[01]?\d|(?:0?[1-9]|1[0-2])))
      (?:[./]\s?(?={_YEAR})|(?(day)(?:\.{_SHARED}|(?:(?<=\.\d)|(?<=\d\d))\.(?=[1-4]\d(?!\w|[.,]\d)))|(?!))))
    |(?:(?:(?P<early>Früh)|(?P<late>Spät)|Hoch)?(?:[Ss]o(?P<summer>mmer)|[Hh]e(?P<autumn>rbst))|Früh(?P<spring>jahr|ling)|Wi(?P<winter>nter))
     (?:(?P<term>semester)|pause|ferien)?(?:s|es)?(?!\w)
    |(?P<nth>(?:ers|zwei|drit|vier)te[nmrs]?|(?P<latest>letzte[nms]?)(?=\s\w+\s(?:des\sJahres\s)?{_YEAR})|[1-4]\.|(?:I{{1,3}}|IV)\.)\s
     (?:(?P<quarter>Quartal|Jahresviertel)|Halbjahr|Jahreshälfte|Hälfte)(?:e?s)?(?!\w)
    |(?P<short>[QH][1-4])(?!\w)
    |(?:Jahreswechsel|Jahreswende|Schuljahr|Haushaltsjahr|Geschäftsjahr|Kalenderjahr)(?:e?s)?
    ))?""",
    re.VERBOSE,
)
"""A day and a month in figures may be none of the calendar (`31.13.2019`): they were meant as a date all the same."""
_TAIL = re.compile(
    rf"""(?:\s?/\s?|\s?(?:(?:des|der|im|vom|von|in)\s)?(?:Jahre?[sn]?\s)?)
    (?:(?P<year>{_YEAR})(?!\d)|(?:(?<=\.)|(?<=Q\d/))(?P<short>\d\d)(?!\w))
    (?:(?P<decade>er(?:[\s-]?[Jj]ahren?)?)|(?:\s?[/–-]\s?(?={_YEAR})|\s?/\s?|[–-])(?P<last>{_YEAR}|(?!{_DAY_AND_MONTH}\s?{_YEAR})\d\d)(?!\w|[.,]\d))?
    (?!\w|[.,]\d|/(?!{_DAY_AND_MONTH})\d|[-–](?!{_TO_DATE}|{_DAY_AND_MONTH})\w|/[A-Z]+\b)
    |\s(?P<same>(?:(?:des|im|dem)?\s?(?:selben|gleichen)|dieses)\s(?:Jahre?s?|Monate?s?))(?!\w)
    |\sdes\s(?:(?P<next>{_NEXT}\sJahres|Folgejahres)|(?P<prior>Vorjahres|{_PRIOR}\sJahres)|(?P<this>Jahres))(?!\w)""",
    re.VERBOSE,
)
_POINTER = re.compile(
    rf"""(?:{_SAME}\s(?:Jahre?s?|(?P<month>Monate?s?)|(?P<period>Zeitraums?))
    |(?P<next>Folgejahre?s?|{_NEXT}\sJahre?s?|Jahr\s(?:darauf|danach|später))
    |(?P<prior>Vorjahre?s?|{_PRIOR}\sJahre?s?|Jahr\s(?:davor|zuvor|vorher))
    |(?P<count>{"|".join(_COUNTS)})\sJahre?\s(?:(?:darauf|danach|später)|(?P<back>davor|zuvor|vorher))
    |(?:(?P<tens>{"|".join(_TENS)})iger|(?P<ten>[2-9]0)er)[\s-]?Jahren?
    |(?P<century>1\d|2[01])\.\sJahrhunderts?)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_BACKWARD = ("Jahr", "Mona", "Verl", "Zeit", "Quar", "Halb", "Hälf")
"""What a word before the anchor may belong to: `erstes Quartal`, `desselben Jahres`."""


def anchors(text: str, start: int, end: int) -> list[int]:
    """Where an expression may begin."""
    return [m.start() for m in _ANCHOR.finditer(text, start, end)]


def scan(text: str, places: Iterable[int], start: int, end: int) -> Iterator[Expression]:
    """The expressions at these anchors of the passage, in order, also those that lack a year."""
    done = start
    for at in places:
        if at >= done and not (at > start and _is_inside(text, at)):
            found = _expression(text, at, done, end)
            if found:
                done = found.end
                yield found


def _is_inside(text: str, at: int) -> bool:
    """Whether a word or a number goes on here: the `5.` of `1.5. bis 31.12.2019` is no day."""
    return text[at - 1].isalnum() or (text[at - 1] == "." and text[at].isdigit() and text[at - 2 : at - 1].isdigit())


def _expression(text: str, at: int, low: int, end: int) -> Expression | None:
    if text.startswith(_BACKWARD, at):
        word = max(text.rfind(" ", low, at - 1) + 1, low)
        found = _pointing(text, word, end) or (_dated(text, word, end) if text.startswith(_ADJECTIVES, word) else None)
        if found and found.end > at:
            return found
    if text.startswith("-", at + 4) and (iso := _iso(text, at, low, end)):
        return iso
    return _pointing(text, at, end) or _dated(text, at, end)


def _iso(text: str, at: int, low: int, end: int) -> Expression | None:
    """`2019-05-03`; not within a file's name or an address, but behind the date before it: `2019-05-01/2019-05-03`."""
    match = _ISO.match(text, at, end)
    if not match or (at > low and text[at - 1] in "-_/#@=+&" and text[low:at] != "/"):
        return None
    return Expression(at, match.end(), int(match[1]), part=match[2])


def _pointing(text: str, at: int, end: int) -> Expression | None:
    match = _POINTER.match(text, at, end)
    if not match:
        return None
    if match["tens"] or match["ten"]:
        tens = _TENS[match["tens"].lower()] if match["tens"] else int(match["ten"])
        return Expression(at, match.end(), 1900 + tens, decade=True)
    if match["century"]:
        return Expression(at, match.end(), int(match["century"]) * 100 - 99, int(match["century"]) * 100)
    shift = _COUNTS[match["count"].lower()] if match["count"] else 1 if match["next"] or match["prior"] else 0
    back = match["prior"] or match["back"]
    return Expression(at, match.end(), shift=-shift if back else shift, same=_same(match))


def _same(match: re.Match[str]) -> Literal["", "month", "period"]:
    return "month" if match["month"] else "period" if match["period"] else ""


def _dated(text: str, at: int, end: int) -> Expression | None:
    head = _HEAD.match(text, at, end)
    assert head  # every part of it is optional
    tail = _TAIL.match(text, head.end(), end)
    if head.end() == at and not (tail and tail.start("short") < 0):
        return None  # nothing, or two figures that no month or day stands before
    mod, part = _mod(head), _part(head)
    if not tail and head["num"] and text[head.end() : head.end() + 1].isdigit():
        return None  # the year before which the month stands is part of something else: `31.12.2019-Fassung`
    if not tail:
        shift = 0 if head[0].startswith("Jahres") and mod else None
        return Expression(at, head.end(), part=part, mod=mod, shift=shift)
    if not tail["year"] and not tail["short"]:
        shift = 1 if tail["next"] else -1 if tail["prior"] else 0
        return Expression(at, tail.end(), part=part, mod=mod, shift=shift)
    year = int(tail["year"] or "20" + tail["short"])
    last = _last(year, tail["last"])
    if last is not None and last <= year:
        return None
    if last and head["term"]:
        part = ""  # a winter's term ends in summer
    bare = tail.start("year") == at
    return Expression(at, tail.end(), year, last, part, mod, decade=bool(tail["decade"]), bare=bare)


def _mod(head: re.Match[str]) -> Mod | None:
    if head["early"] or head["late"]:
        return "early" if head["early"] else "late"
    return _MODS.get((head["mod"] or "").lower())


def _last(year: int, figures: str | None) -> int | None:
    if not figures:
        return None
    return int(figures) if len(figures) == 4 else year // 100 * 100 + int(figures)


def _part(head: re.Match[str]) -> str:
    """What the head says of the year, as the value writes it."""
    if head["opening"]:
        return f"{OPEN_MONTH}-{int(head['opening']):02d}"
    if head["nth"]:
        nth = head["nth"].rstrip(".").lower()
        number = (4 if head["quarter"] else 2) if head["latest"] else int(_NTHS.get(nth[:3], nth))
        return f"-Q{number}" if head["quarter"] else f"-H{number}" if number <= 2 else ""
    if head["month"] or head["num"]:
        month = int(head["num"]) if head["num"] else _MONTHS[head["month"][:3].lower()]
        return f"-{month:02d}" + (f"-{int(head['day']):02d}" if head["day"] else "")
    if head["short"]:
        return "-" + head["short"]
    return next((f"-{season}" for season in ("spring", "summer", "autumn", "winter") if head[season]), "")
