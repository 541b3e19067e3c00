"""Cities and states that a city works with: partner cities, and whoever stands behind `mit` in a sentence about exchange."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtatlas.prose.titles import COMMON, STATES, Title
from stadtatlas.prose.towns import RIVERS, TOWNS

_COUNTRIES = (
    r"(?:USA|China|Japan|Israel|Indien|Südkorea|Großbritannien|England|Schottland|Irland|Frankreich|Spanien"
    r"|Portugal|Italien|Schweiz|Österreich|Polen|Tschechien|Slowakei|Ungarn|Slowenien|Kroatien|Rumänien|Bulgarien|Griechenland"
    r"|Türkei|Ukraine|Russland|Estland|Lettland|Litauen|Finnland|Schweden|Norwegen|Dänemark|Island|Niederlande|Belgien|Luxemburg"
    r"|Kanada|Australien)\b"
)
_CITY = rf"(?!{_COUNTRIES})(?:St\. )?[A-ZÄÖÜ][\w-]+(?: (?:am|an der|im) [A-ZÄÖÜ]\w+| [A-ZÄÖÜ][\w-]+)?"
_COUNTRY = r"(?: \([A-ZÄÖÜ][\w ]+\))?"
_COUNTRY_FIRST, _TWIN = re.compile(_COUNTRIES), re.compile(rf"({_CITY}){_COUNTRY}")
_TWINS = re.compile(
    r"(?:[Pp]artnerst(?:adt|ädten?)|[Ss]tädtepartnerschaft(?:en)?|[Ss]chwesterst(?:adt|ädten?))"
    r"(?:(?:,? u\. ?a\.| wie| mit| zu| in| sind| ist| etwa|, darunter| beispielsweise| insbesondere| der Stadt| den Städten))*"
    rf" (?!{STATES})(?P<list>{_CITY}{_COUNTRY}(?:(?:, | und | sowie (?:mit )?){_CITY}{_COUNTRY})*)"
)
_WITH = re.compile(
    r"\b(?:(?:[Mm]it|[Zz]u|[Vv]on|[Bb]ei|und|sowie) (?:der|dem)|[Zz]ur) (?:(?P<nation>[a-zäöü]+ischen )|[a-zäöü]+en )?"
    r"(?P<name>(?P<kind>(?:Hanse|Landeshaupt|Universitäts|Digital)?[Ss]tadt|Land|Freistaat) "
    rf"(?P<place>{_CITY}))(?P<abroad>{_COUNTRY})"
)


_NAME = r"[A-ZÄÖÜ][\w-]+(?: (?:am |unter |(?:an|ob|vor) der )?[A-ZÄÖÜ][\w-]+)?"
_RIVER = re.compile(r" (?:am|im|unter|(?:an|in|ob|vor) der) ([A-ZÄÖÜ]\w+)")
_IN = r" \((?:Saale|Oder|Pfalz|Baden|Westf\.|Allgäu|Sieg|Lahn|Rheinland|Taunus)\)"
"""The same in brackets: `Halle (Saale)`."""
_WITH_CITY = re.compile(
    r"(?<!zusammen )(?<!gemeinsam )"
    rf"\b(?:[Mm]it|[Nn]ach|[Zz]u(?! Besuch)|[Aa]us(?= {_NAME}(?:, | und ))|[Bb]esuch in|wie|[Zz]wischen|darunter|u\. ?a\."
    r"|mit den (?:Land)?[Kk]reisen|(?<![a-zäöü]{4} der )\w*[Ss]t(?:adt|ädten?)|[Nn]achbarn?"
    r"|\w*(?:[Kk]ommunen|[Gg]emeinden|(?:[Vv]erwaltungen|[Rr]athäusern?)(?: von| in)?))"
    rf" (?P<list>{_NAME}(?:{_IN})?(?:(?:, | und | sowie | und dem \w+en ){_NAME}(?:{_IN})?)*)"
)


_LISTED = re.compile(rf"({_NAME})({_IN})?")
_SIMPLE = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?(?<!ung)(?<!ungen)(?<!eiten)(?<!ern)(?<!innen)(?<!ionen)(?<!schaft)(?<!schaften)(?<!städten)(?<!agen)(?<!aten)"
)
"""A word that may be a town's name."""


_PARTNERSHIP = re.compile(
    r"[Pp]artnerschaft|[Pp]artnerst[aä]dt|[Ff]reundschaft|[Kk]ontakte? nach|[Mm]it den (?:Kommunen|Gemeinden)"
)
"""What tells, in the sentence, that unknown names behind `mit` and `nach` are towns'."""
_NATION = re.compile(
    r"\b(?:de[mrn]|im) (?:dän|niederländ|poln|französ|tschech|österreich|schwed|finn|italien|span|brit|engl|norweg|belg|ungar"
    rf"|estn|israel|chines|japan|amerikan)ischen (?P<place>(?!Part|Nach|St[aä]dt|Komm|Gemein|Grenz){_CITY})"
)
"""`mit dem dänischen Aabenraa`."""
_NEIGHBOURS = re.compile(r"Nachbarstadt|[A-ZÄÖÜ]\w*(?:[Ss]tädten?|[Gg]emeinden|[Kk]ommunen) ")
"""What tells that towns follow, however small."""


def _known(name: str) -> str | None:
    """The town that the words are or begin with, if it is in the table."""
    return next((n for n in (name, name.partition(" ")[0]) if n in TOWNS), None)


def _may_be_town(name: str) -> bool:
    if name in RIVERS or COMMON.match(name) or _COUNTRY_FIRST.match(name):
        return False
    return _SIMPLE.fullmatch(name) is not None


def _listed(text: str) -> Iterator[Title]:
    """`mit Bristol und Riga`: names of cities alone, one after the other; the list ends where another word stands."""
    for match in _WITH_CITY.finditer(text):
        about = text[text.rfind(". ", 0, match.start()) + 1 : match.end() + 60].partition(". ")[0]
        told = _NEIGHBOURS.match(match[0]) or _PARTNERSHIP.search(about)
        found = told or any(_known(name[1]) for name in _LISTED.finditer(match["list"]))
        for name in _LISTED.finditer(match["list"]):
            place = _known(name[1])
            if place is None and found and _may_be_town(name[1]):
                place = name[1]  # a small town beside one that is known, or where the sentence is about such
            if place is None:
                break
            start = match.start("list") + name.start()
            river = _RIVER.match(text, start + len(place))
            end = river.end() if river and (text[start : river.end()] in TOWNS or river[1] in RIVERS) else start + len(place)
            end = match.start("list") + name.end() if name[2] and end == match.start("list") + name.end(1) else end
            yield Title(start, end, text[start:end], "headed", "stadt")


def partners(text: str, city: str) -> Iterator[Title]:
    """Cities and states named as partners; `city` is whose text it is. They count where the sentence is about exchange."""
    yield from (title for title in _listed(text) if title.name != city)
    for match in _NATION.finditer(text):
        yield Title(*match.span("place"), match["place"], "headed", "stadt")
    for match in _TWINS.finditer(text):
        for place in _TWIN.finditer(match["list"]):
            start = match.start("list") + place.start()
            yield Title(start, start + len(place[1]), place[1], "headed", "stadt")
    for match in _WITH.finditer(text):
        group = "place" if match["abroad"] or match["nation"] else "name"
        if match["place"] != city:
            yield Title(*match.span(group), match[group], "headed", match["kind"].casefold())
