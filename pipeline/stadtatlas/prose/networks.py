"""With whom a city is linked: networks, associations, partners, clusters and universities named in the section on networks.

The same section tells how a city informs the public. So a name alone is not enough: the sentence must be about exchange,
membership or cooperation, or the name's own head noun must say so (`Netzwerk …`), and what announces it be no medium or motto.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import marks
from stadtatlas.prose.sentences import ends
from stadtatlas.prose.titles import CENTRES, COMMON, EVENTS, INDEFINITE, Title, is_plural, titles
from stadtatlas.text.names import variants

NAME = "stadtatlas_networks"

_LINKED = re.compile(
    r"(?i:netzwerk|vernetz|verbind|austausch|tauscht|zusammenarbeit|zusammen mit|kooper|partner|mitglied|bündnis|verbund|verbänd|engagi|beteilig"
    r"|involvier|eingebunden|gemeinsam mit|kontakt|allianz|initiative|mitarbeit|arbeitskreis|arbeitet\b|beigetreten|angeschlossen|teilnahme"
    r"|nimmt\b.*\bteil|unterstützt|bringt sich|\baktiv\b|gremien|gehört|gehören|präsen|abstimm|abgestimmt|vertreten)"
)
_OUTWARD = re.compile(
    r"(?i:außenkommunikation|öffentlichkeitsarbeit|presse|kanäle|social|soziale[nr]? medien|facebook|twitter|instagram|webseite|website"
    r"|homepage|kampagne|print|bewirb|beworben|newsletter|\bmedien)"
)
_CLASS = re.compile(
    r"(?P<medium>\w*(?:[Mm]otto|[Ss]logan|[Cc]laim|[Tt]itel|[Mm]arke|[Ll]abel|[Hh]ashtag|[Kk]ampagne|[Mm]agazin|[Zz]eitung|[Nn]ewsletter"
    r"|App|[Pp]ortal|[Ss]eite|[Ww]ebsite|[Bb]log|[Bb]roschüre|[Ff]ilm|[Vv]ideo|[Ss]tudie|[Bb]uch|[Ss]trategie|[Kk]onzept|[Ww]ettbewerb"
    r"|[Bb]egriff|[Ll]eitbild|[Aa]usstellung|[Pp]odcast|[Vv]ision|[Aa]genda|[Tt]hema|[Kk]anal|[Kk]anäle)(?:e?s|n|en)?)\b"
    r"|(?P<event>\w*(?:[Rr]eihe|[Vv]eranstaltung|[Vv]eranstaltungsformat|[Ff]orum|[Kk]onferenz|[Kk]ongress|[Mm]esse|[Ff]estival)(?:e?s|n|en|e)?)\b"
    r"|(?P<link>\w*(?:[Nn]etzwerk|[Vv]erbu?[aü]nd|[Ii]nitiative|[Bb]ündnis|[Aa]llianz|[Vv]erein|[Cc]luster|[Pp]rogramm|[Pp]rojekt"
    r"|[Oo]rganisation|[Pp]artner|[Aa]rbeitskreis)(?:e?s|n|en|e)?)\b"
)
_MEDIUM = re.compile(
    r"(?:[Ww]ebs(?:e)?ite|[Ll]andingpage|[Hh]omepage|[Ii]nternetseite|[Dd]achmarke|[Mm]otto|[Ss]logan|[Kk]ampagne|[Nn]ewsletter|[Bb]log"
    r"|[Pp]odcast|App|[Uu]nter dem (?:Namen|Titel))\w* (?:namens )?[»„“\"]\Z"
)
_TOOL_BEHIND = re.compile(r".? als (?:\w+-)?(?:[Pp]lattform|App|Portal|Motto|Marke|Slogan)")
_INSTRUMENT = re.compile(
    r"(?:online|kommunikation|beteiligung|information|internet|daten|social|web|lern|app)\w*-?(?:plattform|netzwerk|forum|community)",
    re.I,
)
_ALONE = re.compile(
    r"(?:Industrie- und Handelskammer|Handwerkskammer|Kreishandwerkerschaft|Städtetag|Gemeindetag|Landkreistag|(?:Städte- und )?Gemeindebund)s?\Z"
)
_INSTITUTES = ("Fraunhofer", "Max-Planck", "Leibniz", "Helmholtz")
_DEFINITE_SINGULAR = frozenset("der die das dem des den im am beim vom zur zum".split())
_AND = re.compile(
    r"(?:,|,? und|,? sowie|,? oder)(?: auch)?(?: (?:mit|in|bei|von))?(?: (?:der|die|das|dem|den|des|im|beim|vom))? "
)
_PAIR = re.compile(rf"{_AND.pattern}(?P<name>[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)*)(?=,|\.| und | sowie | oder )")


def _is_plural(title: Title) -> bool:
    first = title.name.split()[-1]
    return is_plural(first) and title.before not in {"des", "einer", "zur", "das", "dem"} and not first.startswith(_INSTITUTES)


def _is_linked(title: Title, text: str, sentence: tuple[int, int]) -> bool:
    whole = text[slice(*sentence)]
    linked, outward = bool(_LINKED.search(whole)), bool(_OUTWARD.search(whole))
    if title.sort == "quoted":
        return _quotation_counts(title, text[sentence[0] : title.start], linked) and not _TOOL_BEHIND.match(text, title.end)
    if title.sort == "bare":
        return bool(_ALONE.search(title.name))
    if title.sort in {"company", "brand"}:
        return linked and not outward
    if (INDEFINITE.fullmatch(title.before) and title.name.split()[-1] == title.name) or _INSTRUMENT.match(title.name):
        return False
    if " " not in title.name and _is_plural(title):
        return False
    if title.head in EVENTS:
        return True
    return linked or not outward


def _is_medium(title: Title, text: str) -> bool:
    """Whether the text calls it a website, a motto or the like: then it is no network in another sentence either."""
    return bool(_MEDIUM.search(text, max(0, title.start - 40), title.start))


def _quotation_counts(title: Title, before: str, linked: bool) -> bool:
    """Whether a quoted name is one to be linked with, by its own head noun or the class that is named last in front of it."""
    if title.head in EVENTS:
        return True
    classes = list(_CLASS.finditer(before))
    if not classes:
        return linked
    return classes[-1].lastgroup == "event" or (classes[-1].lastgroup == "link" and linked)


def _listed(found: list[Title], accepted: set[int], text: str) -> Iterator[int]:
    """Institutions without a name of their own that stand in a list with named ones: `mit der TU Ilmenau und der Sparkasse`."""
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        for at in order:
            if (
                found[at].sort != "bare"
                or found[at].head in CENTRES
                or found[at].before not in _DEFINITE_SINGULAR
                or _is_plural(found[at])
            ):
                continue
            for other in (at - 1, at + 1):
                if other in accepted and _AND.fullmatch(_between(found[min(at, other)], found[max(at, other)], text)):
                    accepted.add(at)
                    yield at


def _between(left: Title, right: Title, text: str) -> str:
    return text[left.end : right.start].lstrip('«“”"').rstrip('»„"“')


_CITY = r"(?:St\. )?[A-ZÄÖÜ][\w-]+(?: (?:am|an der|im) [A-ZÄÖÜ]\w+| [A-ZÄÖÜ][\w-]+)?"
_COUNTRY = r"(?: \([A-ZÄÖÜ][\w ]+\))?"
_ABROAD = re.compile(
    rf"(?P<place>{_CITY}) \((?:USA|China|Japan|Israel|Indien|Südkorea|Großbritannien|England|Schottland|Irland|Frankreich|Spanien|Portugal|Italien|Schweiz"
    r"|Österreich|Polen|Tschechien|Slowakei|Ungarn|Slowenien|Kroatien|Rumänien|Bulgarien|Griechenland|Türkei|Ukraine|Russland|Estland|Lettland"
    r"|Litauen|Finnland|Schweden|Norwegen|Dänemark|Island|Niederlande|Belgien|Luxemburg|Kanada|Australien)\)"
)
_TWINS = re.compile(
    rf"(?:[Pp]artnerst(?:adt|ädten?)|[Ss]tädtepartnerschaft(?:en)?|[Ss]chwesterst(?:adt|ädten?))(?:(?:,? u\. ?a\.| wie| mit| zu| in| sind| ist| etwa|,"
    rf" darunter| beispielsweise| insbesondere| der Stadt| den Städten))* (?P<list>{_CITY}{_COUNTRY}(?:(?:, | und | sowie (?:mit )?){_CITY}{_COUNTRY})*)"
)
_WITH_CITIES = re.compile(rf"\bden Städten (?P<list>{_CITY}{_COUNTRY}(?:(?:, | und | sowie ){_CITY}{_COUNTRY})+)")
_WITH = re.compile(
    rf"\b(?:mit|zu|von|bei|und|sowie) (?:der|dem) (?:[a-zäöü]+en )?(?P<name>(?P<kind>Stadt|Hansestadt|Land|Freistaat) (?P<place>{_CITY}))(?P<abroad>{_COUNTRY})"
)
_PLACE = re.compile(_CITY)


def _places(text: str, city: str) -> Iterator[Title]:
    """Cities and states that the city works with."""
    for pattern in (_TWINS, _WITH_CITIES):
        for match in pattern.finditer(text):
            for place in re.finditer(rf"({_CITY}){_COUNTRY}", match["list"]):
                start = match.start("list") + place.start()
                yield Title(start, start + len(place[1]), place[1], "headed", "stadt")
    for match in _ABROAD.finditer(text):
        yield Title(*match.span("place"), match["place"].removeprefix("Stadt "), "headed", "stadt")
    for match in _WITH.finditer(text):
        group = "place" if match["abroad"] else "name"
        if match["place"] != city:
            yield Title(*match.span(group), match[group], "headed", match["kind"].casefold())


_UMBRELLA = re.compile(r"\bkommunale(?P<ending>[nr]?) Spitzenverbände[n]?\b")


def _facts(text: str, city: str) -> Iterator[Title]:
    """Every name that counts, in text order."""
    starts = [0, *ends(text), len(text)]
    spans = [(a, b) for a, b in zip(starts, starts[1:], strict=False)]
    found = titles(text, city)
    accepted: set[int] = set()
    media = {title.name.casefold() for title in found if title.sort == "quoted" and _is_medium(title, text)}
    for at, title in enumerate(found):
        sentence = next(span for span in spans if span[0] <= title.start < span[1])
        if title.name.casefold() not in media and _is_linked(title, text, sentence):
            accepted.add(at)
    accepted.update(list(_listed(found, accepted, text)))
    names = [found[at] for at in accepted]
    names += [Title(m.start(), m.end(), "kommunale Spitzenverbände", "headed", "verband") for m in _UMBRELLA.finditer(text)]
    for pair in [_PAIR.match(text, title.end) for title in names]:
        if pair and not COMMON.search(pair["name"]):
            names.append(Title(*pair.span("name"), pair["name"], "headed"))
    for title in _places(text, city):
        sentence = next(span for span in spans if span[0] <= title.start < span[1])
        if _LINKED.search(text, *sentence):
            names.append(title)
    yield from sorted(names, key=lambda title: (title.start, -title.end))


_CITY_NAME = re.compile(r"\bStadt ([A-ZÄÖÜ][\w-]+)")


@Language.component(NAME)
def mark_networks(doc: Doc) -> Doc:
    """spaCy component: marks each network once, where it is named first."""
    for passage in marks.passages(doc, "communication"):
        text = marks.text(doc)[passage.start : passage.end]
        places = Counter(_CITY_NAME.findall(marks.text(doc))).most_common(1)
        seen: set[str] = set()
        done = 0
        for title in _facts(text, places[0][0] if places else ""):
            if title.start < done or title.name.casefold() in seen:
                continue
            seen.update(name.casefold() for name in variants(title.name))
            done = title.end
            marks.mark(doc, "networks", (passage.start + title.start, passage.start + title.end), {"name": title.name}, 0.7)
    return doc
