"""Which of the names found in the section on organisation count: each once, in its fullest form, and only what the city has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stadtatlas.prose.organisation_names import DOUBTFUL, Mention

_AS = re.compile(
    r"\b(?:[Aa]ls(?: eine[mnrs]?)?|(?:Funktion|Rolle|Form|Art) eine[rs]) "
    r"(?:(?!de[rmns]\b|auch\b|beim\b)[a-zäöü][\w-]+(?:e|en|er|es|em) )*(?:\w+ und )?\Z"
)
_GUEST = re.compile(
    r"\b(?:Mitarbeit|Mitgliedschaft|Mitwirkung|Austausch) (?:im|in|am|an|bei|beim|mit)\b[^.]{0,12} \Z"
    r"|\borientier\w+ sich an\b[^.,;]{0,40} \Z"
)


def keep(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """Each name once, in its fullest form; what only points back, describes another or is visited is left out."""
    found = list(mentions)
    seen: dict[str, Mention] = {}
    for m in sorted(found, key=lambda m: -len(m.name)):
        key = _key(m.name)
        if not (
            _points_back(m, key, seen)
            or _is_predicate(m, found, text)
            or _is_guest(m, text)
            or _is_denied(m, text)
            or _is_apposition(m, found, text)
        ):
            seen[key] = m
    yield from seen.values()


def _key(name: str) -> str:
    """The name, folded; a single word without its ending, as `Beauftragte` and `Beauftragter` are one."""
    return name.lower() if " " in name else name.lower().rstrip("rnse")


def _points_back(mention: Mention, key: str, seen: Iterable[str]) -> bool:
    """Whether the text has the name already, fuller or in other words."""
    name = mention.name.lower()
    if mention.weak or (mention.confidence == DOUBTFUL and any(name in other for other in seen)):
        return True
    if any(other == key or other.startswith(f"{name} (") or f"({name})" in other or name == _initials(other) for other in seen):
        return True
    return mention.bare and any(
        other.startswith(f"{name} ")
        or (mention.kind == "unit" and other.endswith(f" {name}"))
        or (mention.kind == "body" and len(name) > _SHORTEST and other.endswith(name))
        for other in seen
    )


_SHORTEST = 4
"""Letters of the shortest noun that may stand for a compound named before: `Beirat` for `Digitalbeirat`, but no `Rat`."""


def _is_guest(mention: Mention, text: str) -> bool:
    return mention.kind in {"body", "company"} and bool(_GUEST.search(text, max(0, mention.start - 60), mention.start))


_NONE = re.compile(
    r"\b(?:k?ein(?:e[mnrs]?)?|weder(?: eine[mnrs]?)?|weder [^.;,]{0,60} noch(?: eine?[mnrs]?)?|nicht in eine[rm]"
    r"|auf die Bezeichnung) (?:[a-zäöü][\w-]+ )*\Z",
    re.I,
)
_WHETHER = re.compile(r"\bOb [^.,;]*\Z|\bob [^.,;]*\beine[nmr]? (?:[a-zäöü][\w-]+ )*\Z")
"""`Ob ein CDO berufen wird, ist offen`."""
_PLAN = re.compile(r"\b(?:Berufung|Bestellung|Benennung|Ernennung|Einsetzung|Schaffung|Einrichtung|Gründung)\b[^.;]*\Z")
"""What would bring it about: `Die Berufung eines CDO wurde diskutiert, aber nicht weiterverfolgt`."""
_DROPPED = re.compile(r"[^.;]*\b(?:nicht|kein\w*|abgelehnt|verworfen|abgesehen|(?:sah|sieht|sehen)\b[^.;]*\bab)\b")
_WEIGHED = re.compile(r"[^.;]*\b(?:geprüft|diskutiert|beraten|erwogen|prüft|berät|erwägt)\b")
"""`Die Schaffung einer Stabsstelle wird derzeit geprüft`."""
_FORGONE = re.compile(r"\bverzicht\w+ (?:\w+ ){0,3}auf (?:k?eine?[nmrs]? |die Bezeichnung )?(?:[a-zäöü][\w-]+ )*\Z")
_AGAINST = re.compile(r"\bgegen (?:die|das|den|eine?n?) (?:[a-zäöü][\w-]+ )*\Z")
_DECIDED = re.compile(r"[^.;]*\b(?:entschieden|entscheiden|ausgesprochen)\b")
_NOT_MADE = re.compile(
    r"[^.;,]{0,60}\b(?:nicht|kein\w*)\b[^.;,]{0,40}\b(?:geschaffen|eingerichtet|vorgesehen|geplant|vorhanden|besetzt|gegründet|berufen|bestellt|benannt|eingestellt"
    r"|ernannt|eingesetzt|gebildet|existiert|gibt es)"
    r"|[^.;,]{0,60}\b(?:diskutiert|geprüft|beraten)\b,[^.;]*\bnicht\b"
    r"|[^.;,]{0,60}\b(?:erwogen|angedacht|verzichtet|abgesehen|abgelehnt|verworfen)\b"
    r"|[^.;,]{0,20}\bsucht man\b[^.;,]{0,40}\bvergeb"
    r"|[^.;,]{0,60}\bfür (?:entbehrlich|verzichtbar|überflüssig)\b"
    r"|[^.;,]{0,10}\bha(?:t|ben)\b[^.;,]{0,40}\bnicht\b(?! nur)[^,;.]{0,12}[.;]"
    r"|[^.;,]{0,20}\b(?:gibt es|existiert|existieren|besteht)\b[^.;,]{0,70}\bnicht\b"
    r"|[^.;,]{0,10}\b(?:beschäftigt|unterhält|besitzt|kennt|leistet sich)\b[^.;,]{0,40}\bnicht\b(?! nur)"
)


def _is_denied(mention: Mention, text: str) -> bool:
    """Whether the city says that it has none: `keine eigene Stabsstelle`, `ein Digitalamt wurde bewusst nicht geschaffen`."""
    if _WHETHER.search(text, max(0, mention.start - 120), mention.start):
        return True
    if _FORGONE.search(text, max(0, mention.start - 90), mention.start):
        return True
    if _AGAINST.search(text, max(0, mention.start - 60), mention.start) and _DECIDED.match(text, mention.end):
        return True
    before = _NONE.search(text, max(0, mention.start - 90), mention.start)
    if before is None:
        return False
    if before[0][0] in "kKwWnN" or _NOT_MADE.match(text, mention.end):
        return True
    return bool(
        _PLAN.search(text, max(0, mention.start - 60), mention.start)
        and (_DROPPED.match(text, mention.end) or _WEIGHED.match(text, mention.end))
    )


_MEANING = re.compile(r", (?:die|der|das|eine?) (?:[a-zäöü][\w-]+ )?")
_CLOSED = re.compile(r"(?:(?! (?:und|sowie)\b)[^,.;]){0,50}, (?!d(?:ie|er|as|en|em|es)\b|und\b|sowie\b|aber\b|auch\b)[a-zäöü]")
"""What stands behind an apposition goes on with the sentence; behind a part of a list comes another."""


def _is_apposition(mention: Mention, others: Iterable[Mention], text: str) -> bool:
    """Whether it only says what the company before it is: `die Hafenlicht GmbH, die kommunale Betriebsgesellschaft, …`."""
    if mention.kind != "company" or not _CLOSED.match(text, mention.end):
        return False
    return any(o.kind == "company" and o.end < mention.start and _MEANING.fullmatch(text, o.end, mention.start) for o in others)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _is_predicate(mention: Mention, others: Iterable[Mention], text: str) -> bool:
    """Whether it only says what another is or does: `das Amt fungiert als Leitstelle`; a role is one (`als CDO`)."""
    if not mention.bare or mention.kind == "role" or not _AS.search(text, max(0, mention.start - 80), mention.start):
        return False
    sentence = max(text.rfind(stop, 0, mention.start) for stop in (". ", ": ", "\n"))
    if any(sentence < o.start < mention.start and o.kind == mention.kind and not o.weak for o in others):
        return True
    return " " not in mention.name
