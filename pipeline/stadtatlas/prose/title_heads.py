"""The head nouns of networks, bodies, centres, events and regions in German: common knowledge, no name of one."""

from __future__ import annotations


def _forms(stems: str, endings: str) -> dict[str, str]:
    return {stem + ending: stem for stem in stems.split() for ending in ("", *endings.split())}


_TOPICAL = _forms("arbeitskreis ausschuss fachkreis expertenkreis anwenderkreis", "es s e en") | _forms(
    "arbeitsgruppe arbeitsgemeinschaft fachgruppe projektgruppe austauschgruppe kommission taskforce group", "n en s"
)
_JOINED = (
    _forms("netzwerk verbund verband bund konsortium cluster board ring konvent pakt netz management", "es s e en n")
    | _forms("bündnis", "ses se sen")
    | _forms("initiative allianz kooperation plattform union gemeinschaft community partnerschaft liga stiftung", "n en s")
    | _forms("verein städtetag gemeindetag landkreistag städtedreieck hub lab labor campus kreativquartier", "es s e en")
    | _forms("treff", "s")
    | _forms("genossenschaft gesellschaft agentur akademie anstalt handwerkerschaft innung vereinigung sparkasse", "n en")
    | _forms("network alliance association council league society foundation center centre valley factory", "s")
    | _forms("wirtschaftsförderung werkegruppe", "en n")
    | {"verbände": "verband", "verbänden": "verband", "verbünde": "verbund", "verbünden": "verbund"}
)
_CENTRES = (
    _forms("zentrum", "s")
    | {"zentren": "zentrum"}
    | _forms("hochschule universität university institut fakultät college kolleg", "n en s e es")
)
_EVENTS = _forms("konferenz woche nacht", "en n") | _forms(
    "digitaltag kongress gipfel festival summit barcamp hackathon forum expo conference convention stammtisch", "es s e en"
) | {"foren": "forum"}  # fmt: skip
_PLACES = _forms(
    "kammer bezirksregierung regierungspräsidium ministerium staatskanzlei metropolregion städteregion technologieregion "
    "modellregion euregio euroregion eurodistrict eurodistrikt region landkreis kreis regionalverband stadtwerk "
    "technologiepark innovationspark wissenschaftspark",
    "e en n s es",
)
_HEADS = {**_CENTRES, **_EVENTS, **_PLACES, **_TOPICAL, **_JOINED}
_LONGEST = max(map(len, _HEADS))
_LAST_LETTERS = frozenset(head[-4:] for head in _HEADS)
"""Most words end in none of these: they need no closer look."""
_SHORT_HEADS = {"AG": "arbeitsgruppe", "AK": "arbeitskreis"}
COINED_HEADS = ("hub", "lab")
"""Brands that end so are written small as well: `digihub`."""
_FEDERATION = frozenset(("bund", "bundes", "bunds", "bunde"))
TOPICAL, JOINED, CENTRES, EVENTS, PLACES = (
    frozenset(forms.values()) for forms in (_TOPICAL, _JOINED, _CENTRES, _EVENTS, _PLACES)
)
"""Head nouns by how their names go on: bodies have a topic and an owner (`Arbeitskreis Verkehr des Städtebundes`), centres a
place."""
CLASSES = frozenset(("verband", "verein", "netzwerk", "verbund", "netz"))
"""Nouns that say what something is, before its name."""


def head_of(word: str) -> str:
    """The head noun's last part, in the singular: `Fördervereins` → `verein`; `` if it is none that bears names."""
    low = word.casefold()
    if low in _FEDERATION or (word.isupper() and word not in _SHORT_HEADS):
        return ""
    if word in _SHORT_HEADS:
        return _SHORT_HEADS[word]
    if (low[-4:] not in _LAST_LETTERS and low[-3:] not in _LAST_LETTERS) or (word.islower() and not low.endswith(COINED_HEADS)):
        return ""
    parts = (low[at:] for at in range(max(0, len(low) - _LONGEST), len(low)))
    return next((_HEADS[part] for part in parts if part in _HEADS), "")


_PLURAL = ("en", "zentren", "hubs", "labs", "verbünde", "verbände", "vereine", "institute", "kreise", "netzwerke")


def is_plural(word: str) -> bool:
    """Whether a head noun looks like several; behind `des` or `zur` it may be one all the same."""
    return word.casefold().endswith(_PLURAL)
