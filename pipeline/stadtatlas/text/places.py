"""The places of Germany, by name, and what a line looks like that may name one."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from stadtatlas.text.german import without_brackets
from stadtatlas.text.keys import loose_key

_WORD = r"\p{Lu}[\p{L}'’]*+(?:[-–/]\p{L}[\p{L}'’]*+)*+"
_LINK = r"(?:am|an|auf|bei|beim|dem|den|der|im|in|ob|unter|vor|vorm|zu|zur|(?:\p{L}\.\s?)+)"
_NAME = regex.compile(rf"(?:St\. )?{_WORD}(?: (?:{_LINK} ?)*{_WORD}){{0,4}}+(?P<short>\.)?(?: ?\([\p{{L}} .-]+\))?")
"""`Bad Münder am Deister`, `Frankfurt (Oder)`, `Neustadt a. d. Weinstr.`; what is shorter than three letters is no name."""
_SHORTENED = regex.compile(r"(?<!\p{L})\p{Ll}\. ?\p{Lu}\p{L}*\.$")
_OPENINGS = frozenset(
    "alle auf aus bei das der die ein eine für im in mehr mit nach neue so über um unser unsere unter vom von vor warum was "
    "wie wir wo zu zum zur".split()
)
"""Words that begin a title or a sentence; of the few places whose names begin so, the table has those that are towns."""
_THING = regex.compile(
    r"(?:atlas|ausgabe|bericht|blick|daten|fakten|gemeinde|inhalt|kommune|portrait|porträt|profil|städte|steckbriefe?|studie|zahlen)$"
    r"|^(?:digitale |unsere )?stadt$|^(?:smart city|smart cities|allgemeines|deutschland|einleitung)$",
    regex.I,
)
"""What stands as a title above a portrait, or above its figures."""


class Place(NamedTuple):
    """A populated place of Germany as GeoNames lists it; coordinates in WGS 84 degrees."""

    geonames_id: int
    name: str
    state: str
    latitude: float
    longitude: float
    population: int


@cache
def _index() -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
    """Places by the `loose_key` of their name, and by that of any other name."""
    names: dict[str, list[Place]] = {}
    others: dict[str, list[Place]] = {}
    packed = files("stadtatlas").joinpath("data", "places.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        number, name, state, latitude, longitude, population, aliases = line.split("\t")
        place = Place(int(number), name, state, float(latitude), float(longitude), int(population))
        own = loose_key(name)
        names.setdefault(own, []).append(place)
        for key in map(loose_key, filter(None, (*aliases.split("|"), without_brackets(name)))):
            if key != own:
                others.setdefault(key, []).append(place)
    return names, others


def candidates(name: str) -> tuple[Sequence[Place], Sequence[Place]]:
    """Places that bear the name, and places that have it as another name; a bracket (`(Oldb)`) may be left out."""
    names, others = _index()
    keys = dict.fromkeys((loose_key(name), loose_key(without_brackets(name))))
    return [p for k in keys for p in names.get(k, [])], [p for k in keys for p in others.get(k, [])]


def is_place(name: str) -> bool:
    """Whether the table of German places has this name, or has it as another name of a place."""
    return any(candidates(name)) if len(loose_key(name)) > 1 else False


def may_be_place(line: str) -> bool:
    """Whether a line is written as names of places are, whatever the table has: capitals, no sentence, no title."""
    match = _NAME.fullmatch(line)
    if match is None or len(loose_key(line)) < 3 or (match["short"] and not _SHORTENED.search(without_brackets(line))):
        return False
    return line.split(maxsplit=1)[0].casefold() not in _OPENINGS and not _THING.search(line)
