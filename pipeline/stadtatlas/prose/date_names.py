"""Whether figures that look like a year are a date: not in `Horizon 2020`, `»Zukunft 2030«`, `2000 Haushalte`.

A year behind a noun belongs to the noun's name or to the verb: `Die Agenda 2018 wurde beschlossen` names, `Der Rat beschloss die
Agenda 2018` dates. German word order tells most of them apart: before the finite verb stands one phrase alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stadtatlas.prose.periods import Expression

_QUOTED = re.compile(
    '»[^«»]{1,150}«|«[^«»]{1,150}»|„[^“”„]{1,150}[“”"]|“[^”“]{1,150}”|"[^"\n]{1,150}"|‚[^‘’]{1,150}[‘’]|›[^‹]{1,150}‹'
)
FIRST_TARGET = 2020
"""From here on, years that five divides are the usual horizon of plans."""
LONGEST_CLAUSE = 90
"""Characters before a year that are looked through for the noun and the verb it may belong to."""
SHORTEST_SPEECH = 60
"""Characters from which words in quotation marks are somebody's speech, in which dates are dates."""
_UNIT = re.compile(
    r"\s(?:€|%|(?:EUR|Euro|US-Dollar|Dollar|Prozent|m²|qm|km|kW|MW|GW|MB|GB|Hz|Tonnen|Metern?|Kilometern?|Hektar|ha|Quadrat\w+|"
    r"Kubik\w+|Liter|Stück|Einwohner\w*|Kilo\w+|Mega\w+|Giga\w+|Watt|Stunden)\b)"
)
_COUNTED = re.compile(r"\s(?:[a-zäöüß]\w*e[rn]?\s){0,2}[A-ZÄÖÜ]")
_ROUGHLY = re.compile(
    r"\b(?:rund|ca\.|circa|etwa|knapp|gut|fast|über|mehr als|weniger als|bis zu|mindestens|höchstens|maximal|zirka)\s\Z",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:bis|ab|seit|um|vor|nach|spätestens|frühestens)\s\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\bNr\.|\bNummer|§|\bPostfach|\bDIN|\bISO|\bEN|\bRAL|\bVersion)\s\Z")
_UNPADDED = re.compile(r"(?:\d\.\d\d?|\d\d\.\d)\.\d\d")
"""A date that a version or a number of a list may look like: `3.6.18`."""
_DATED = re.compile(r"(?i)(?:stand|datum|termin|frist|tag|mittwoch|abend)s?\Z")
_FUNCTION = frozenset(
    "in im seit ab bis von vom nach vor um zwischen für gegen bereits schon erst noch zuletzt mit zum zur aus auf dem den der "
    "das die des und oder sowie auch erstmals zunächst dann danach anschließend schließlich ende mitte anfang etwa circa ca. "
    "jahr jahre jahren jahres jahrgang stand so hier dort voraussichtlich spätestens frühestens".split()
)
_PERIOD = re.compile(
    r"(?i)(?:jahr(?:e[ns]?|s)?|zeitraums?|haushalts?|etats?|laufzeit|periode|legislatur|budgets?|dauer|phase|zeit)\Z"
)
_STRONG = re.compile(
    r"(?:masterpl[aä]ne?[ns]?|agend[ae]n?|horizone?|visione?n?|strategien?|leitbild(?:e?s)?|roadmap|zukunft\w*|programm(?:e?s)?|"
    r"initiativen?|leitlinien?|charta|voting|awards?|challenge|convention|congress|kongress(?:es)?|summit|days?|week|night|expo|"
    r"conference|konferenz|festivals?|forums?|fair|messe|gipfels?|gesetz(?:es)?|richtlinie|verordnung|europa|europe|offensive|"
    r"perspektiven?|pakts?|fahrplans?|\w+plan(?:e?s)?|\w+konzept(?:e?s)?|zielen?|pläne|cup|camp|hackathon|\w*(?:garten|bau)(?:schau|ausstellung)|regionale|connect|cebit|windows|"
    r"office|server|exchange|edition|index|rankings?|atlas|studie|report|monitor)\Z",
    re.IGNORECASE,
)
"""The noun of a name that may end in a year."""
_GENERIC = re.compile(
    r"(?:haushaltsplan(?:e?s)?|rankings?|index|report|monitor|summit|cup|camp|hackathon|awards?|konzept(?:e?s)?|programm(?:e?s)?|"
    r"initiative|konferenz|kongress(?:es)?|forums?|gesetz(?:es)?|richtlinie|verordnung|studie|messe|zielen?)\Z",
    re.IGNORECASE,
)
"""Of these, a year makes no name when they stand alone: `im Ranking 2018`."""
_DONE = re.compile(r"(?:ung|tät|start|beginn|ende|schluss|wahl|haushalt|jahr|ausbau|umbau|neubau)\Z", re.IGNORECASE)
"""What happens or ends in a year rather than is called by it: `Fertigstellung 2025`."""
_CAPS = re.compile(r"(?:[(»„“\"]?[A-ZÄÖÜ0-9][\w.&/+:-]*[«“”\"]?\s)+\Z")
_FINITE = re.compile(
    r"\b(?:[Ww]urden?|[Ww]ird|[Ww]erden|[Hh]at|[Hh]aben|[Hh]atten?|[Ii]st|[Ss]ind|[Ww]aren?|[Ss]oll(?:en|te|ten)?|[Kk]ann|[Kk]önnen|"
    r"[Kk]onnten?|[Ww]ill|[Ww]ollen|[Mm]öchten?|[Pp]lante?n?|beschloss(?:en)?|begann(?:en)?|erhielt(?:en)?|gewann(?:en)?|fand|fanden|nahm(?:en)?|"
    r"ging(?:en)?|entstand(?:en)?|trat(?:en)?|gab|kam(?:en)?|lag|lief(?:en)?|schloss(?:en)?|rief(?:en)?|bewarb(?:en)?|brachte[n]?|"
    r"stellte[n]?|legte[n]?|führte[n]?|setzte[n]?|belegte[n]?|\w+(?:ierte|ete|igte|ichte|elte|erte)n?)\b"
)
_SHALL = re.compile(r"\b[Ss]oll(?:en|te|ten)?\b")
_CLAUSE = re.compile(r".*(?:[.;:!?,(]\s|[–(])", re.DOTALL)
_PREPOSITION = re.compile(
    r"\b(?:[IiAa]m|[IiAa]n|[Mm]it|[Zz]u[rm]|[Bb]eim?|[Ff]ür|[Aa]us|[Vv]o[nm]|[Dd]urch|[Üü]ber|[Uu]nter|[Nn]ach|[Aa]uf|[Gg]emäß|Rahmen)\s"
    r"(?:(?:de[rmns]|die|das|eine[rmn]?|ihre[rmn]?|seine[rmn]?)\s)?(?:\w+e[nrms]?\s)*\Z"
)
_DEED = re.compile(
    r"(?:beschluss(?:es)?|verabschiedung|veröffentlichung|gründung|start|beginn|erstellung|erarbeitung|vorstellung|fortschreibung|"
    r"einführung|auflage|aktualisierung|beitritt)\s(?:des|der|zum|zur)\s(?:[\w-]+e[nrs]\s)*\Z",
    re.IGNORECASE,
)
"""What happens to a plan in a year: in `seit dem Beschluss der Agenda 2018` the year is the decision's."""


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words stand in quotation marks that are a name or term, not somebody's speech."""
    return [m.span() for m in _QUOTED.finditer(text, start, end) if m.end() - m.start() < SHORTEST_SPEECH]


def is_date(text: str, one: Expression, start: int, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether the expression, which has a year, is a date; `start` is where its passage begins."""
    if any(a < one.start < b for a, b in quoted):
        return False
    if not one.bare:
        return not (_UNPADDED.fullmatch(text, one.start, one.end) and _is_numbering(text[max(start, one.start - 30) : one.start]))
    before = text[max(start, one.start - LONGEST_CLAUSE) : one.start]
    if before and before[-1] in "-–#_/@.+'’&":
        return False
    dashed = bool(one.last) and "/" not in text[one.start : one.end]
    return not _is_figure(before, one, text) and not _is_name(before, one, dashed)


def _is_numbering(before: str) -> bool:
    """Whether figures number what the noun before them names (`Kapitel 3.6.18`) rather than date it (`Stand 3.6.18`)."""
    word = before.rsplit(maxsplit=1)[-1] if before.endswith((" ", "\n")) and before.strip() else ""
    if not word[:1].isupper() or not word[-1].isalnum() or word.casefold() in _FUNCTION:
        return bool(_NUMBERED.search(before))
    return not any(kind.search(word) for kind in (_DATED, _PERIOD, _DONE))


def _is_figure(before: str, one: Expression, text: str) -> bool:
    if one.last or one.decade:
        return False
    near = before[-16:]
    if (_UNIT.match(text, one.end) and not near.endswith("seit ")) or _NUMBERED.search(near):
        return True
    if not _COUNTED.match(text, one.end):
        return False
    return bool(_ROUGHLY.search(near) or ((one.year or 0) % 50 == 0 and not _SINCE.search(near)))


def _is_name(before: str, one: Expression, dashed: bool) -> bool:
    """Whether the year belongs to the noun before it; `dashed` are spans like `2017-2020`, which a sentence tells with words."""
    if not before.endswith((" ", "\n", "\u00a0")):
        return False
    word = before.rsplit(maxsplit=1)[-1].lstrip('(»„“"') if before.strip() else ""
    if not word[:1].isupper() or word[-1] in ',;:.!?)(«»“”"' or word.casefold() in _FUNCTION:
        return False
    at, words = _phrase(before)
    if dashed and (len(words) > 1 or any(map(_STRONG.search, words))):
        return not _PERIOD.search(word)
    return bool(words) and _names(before, at, words, one.year or 0)


def _phrase(before: str) -> tuple[int, list[str]]:
    """The capitalised words right before a year, without an article that begins the sentence, and where they begin."""
    match = _CAPS.search(before)
    if not match:
        return len(before), []
    words, at = match[0].split(), match.start()
    while words and words[0].casefold() in _FUNCTION:
        at += len(words.pop(0)) + 1
    return at, words


def _names(before: str, at: int, words: list[str], year: int) -> bool:
    """Whether a year behind the words of a name is a part of it."""
    head = "" if before[at : at + 1] == "(" else _CLAUSE.sub("", before[:at])
    strong = any(_STRONG.search(word) for word in words)
    ahead = year >= FIRST_TARGET and year % 5 == 0
    if strong and ahead:
        return not _SHALL.search(head)
    if not (strong or ahead) or _DEED.search(before, 0, at):
        return False
    if (_GENERIC if strong else _DONE).search(words[-1]) and (len(words) == 1 or not strong):
        return False
    return not _FINITE.search(head) or (strong and bool(_PREPOSITION.search(head)))
