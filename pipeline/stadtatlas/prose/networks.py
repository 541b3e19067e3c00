"""With whom a city is linked: networks, associations, partners, clusters and universities named in the section on networks.

The same section tells how a city informs the public. So a name alone is not enough: the sentence must be about exchange,
membership or cooperation, or the name's own head noun must say so (`Netzwerk …`), and what announces it be no medium or motto.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import crf, gazetteer, marks
from stadtatlas.prose.nouns import nominative
from stadtatlas.prose.organisation_names import plain
from stadtatlas.prose.partners import partners
from stadtatlas.prose.title_heads import CENTRES, EVENTS, is_plural
from stadtatlas.prose.titles import COMMON, INDEFINITE, Title, is_brand, titles
from stadtatlas.prose.towns import TOWNS
from stadtatlas.text.names import variants

NAME = "stadtatlas_networks"

_LINKED = tuple(
    "netzwerk,vernetz,verbind,verbunden,tausch,zusammenarbeit,kooper,partner,mitglied,bündnis,verbund,verbänd,"
    "engagi,beteilig,involvier,eingebunden,kontakt,allianz,initiative,mitarbeit,arbeitskreis,beigetreten,"
    "angeschlossen,teilnahme,unterstützt,gremien,gehört,gehören,präsen,abstimm,abgestimmt,vertreten,zusammen mit,"
    "gemeinsam mit,bringt sich,arbeitet , aktiv ,verzahn,angebunden,anbindung,eingebettet,absprache,abgleich,"
    "beziehung,impuls,trägerschaft,dialog,verhandel,erfahrung,gesprächskreis,im gespräch,gespräche über,"
    "gespräche zu,gespräche mit,anknüpf,"
    "hervorzuheben,zu nennen,zu erwähnen,getragen,mitwirk,wirkt ,vereinbar,vergleich,zusammen,besuch,"
    "hinzu k,stimmt sich,stimmen sich,trifft,treffen,nachbar,"
    "gemeinsame,wissenstransfer,dienstleister,begleitet,organisiert.,zusammengeschlossen".split(",")
)
"""What tells of exchange or membership, in small letters."""
_OUTWARD = (
    "außenkommunikation öffentlichkeitsarbeit presse kanäle social facebook twitter instagram webseite website homepage "
    "kampagne print bewirb beworben newsletter medien"
).split()
"""What tells how the public is informed."""
_CLASSES: dict[str, tuple[str, ...]] = {
    "medium": tuple(
        "motto slogan claim titel marke label hashtag kampagne magazin zeitung newsletter app portal seite website blog "
        "broschüre film video studie buch strategie konzept wettbewerb begriff leitbild ausstellung podcast vision agenda "
        "thema kanal kanäle".split()
    ),
    "event": tuple("reihe veranstaltung veranstaltungsformat forum konferenz kongress messe festival".split()),
    "link": tuple(
        "netzwerk verband verbänd verbund initiative bündnis allianz verein cluster programm projekt organisation partner "
        "arbeitskreis".split()
    ),
}
"""What the word before a quoted name may make of it."""
_CASE_ENDINGS = ("", "n", "en", "e", "s", "es")
_MEDIUM = re.compile(
    r"(?:[Ww]ebs(?:e)?ite|[Ll]andingpage|[Hh]omepage|[Ii]nternetseite|[Dd]achmarke|[Mm]otto|[Ss]logan|[Kk]ampagne|[Nn]ewsletter"
    r"|[Bb]log|[Pp]odcast|App|[Uu]nter dem (?:Namen|Titel))\w* (?:namens )?[»„“\"]\Z"
)
_TOOL_BEHIND = re.compile(r".? als (?:\w+-)?(?:[Pp]lattform|App|Portal|Motto|Marke|Slogan)")
_INSTRUMENT = re.compile(
    r"(?:online|kommunikation|beteiligung|information|internet|daten|social|web|lern|app)\w*-?(?:plattform|netzwerk|forum|community)",
    re.I,
)
_DETAIL = re.compile(r"[a-zäöüA-ZÄÖÜ] \(\Z")
"""In brackets behind a name it says how one takes part: `Hansebund (Arbeitskreis Häfen)`."""
_INDEFINITE = re.compile(rf"\b{INDEFINITE.pattern} (?:[a-zäöü][\w-]+ )*\Z")
_ALONE = re.compile(
    r"(?:Industrie- und Handelskammer|Handwerkskammer|Kreishandwerkerschaft|Städtetag|Gemeindetag|Landkreistag"
    r"|(?:Städte- und )?Gemeindebund)s?\Z"
)
_INSTITUTES = ("Fraunhofer", "Max-Planck", "Leibniz", "Helmholtz")
_RELATIONS = frozenset("partnerschaft kooperation gemeinschaft initiative".split())
"""Head nouns that, without a name, are what there is with others, and none of them."""
_DEFINITE_SINGULAR = frozenset("der die das dem des den im am beim vom zur zum".split())
_AND = re.compile(
    r"(?:,|,? und|,? sowie|,? oder)(?: auch)?(?: (?:mit|in|bei|von))?(?: (?:der|die|das|dem|den|des|im|beim|vom))? "
)
_PAIR = re.compile(
    rf"{_AND.pattern}(?P<name>(?!\w*[Ss]t(?:adt|ädten) )[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)*)"
    r"(?=,|\.| und | sowie | oder )"
)


def _is_plural(title: Title) -> bool:
    first = title.name.split()[-1]
    return (
        is_plural(first)
        and title.before.lower() not in {"des", "einer", "zur", "das", "dem"}
        and not first.startswith(_INSTITUTES)
    )


@dataclass(frozen=True)
class _Sentence:
    """`text[start:end]`, and what it tells of."""

    start: int
    words: str

    @cached_property
    def small(self) -> str:
        return self.words.lower()

    @cached_property
    def linked(self) -> bool:
        return (
            any(map(self.small.__contains__, _LINKED))
            or ("nimmt" in self.small and "teil" in self.small)
            or (self.small.startswith("mit ") and "find" in self.small and "statt" in self.small)
        )

    @cached_property
    def outward(self) -> bool:
        return any(map(self.small.__contains__, _OUTWARD))


def _is_linked(title: Title, text: str, sentence: _Sentence) -> bool:
    if title.sort == "quoted":
        before = text[sentence.start : title.start]
        return _quotation_counts(title, before, sentence.linked) and not _TOOL_BEHIND.match(text, title.end)
    if (
        title.before in {"als", "Als"}
        or _DETAIL.search(text, max(0, title.start - 30), title.start)
        or (title.head in CENTRES and title.before in {"deren", "dessen"})
    ):
        return False
    if title.sort == "bare":
        return bool(_ALONE.search(title.name))
    if title.sort in {"company", "brand"}:
        return sentence.linked and not sentence.outward
    if (
        _INDEFINITE.search(text, max(0, title.start - 60), title.start) and title.name.split()[-1] == title.name
    ) or _INSTRUMENT.match(title.name):
        return False
    if " " not in title.name and _is_plural(title):
        return False
    if title.head in EVENTS:
        return True
    return sentence.linked or not sentence.outward


def _is_medium(title: Title, text: str) -> bool:
    """Whether the text calls it a website, a motto or the like: then it is no network in another sentence either."""
    return bool(_MEDIUM.search(text, max(0, title.start - 40), title.start))


def _quotation_counts(title: Title, before: str, linked: bool) -> bool:
    """Whether a quoted name is one to be linked with, by its own head noun or the class that is named last in front of it."""
    if title.head in EVENTS:
        return True
    sort = next(filter(None, map(_class_of, reversed(before.split()))), "")
    return sort == "event" or (sort in ("link", "") and linked)


def _class_of(word: str) -> str:
    """Whether a word is of a medium, an event or a link; `` if of none."""
    small = word.lower().strip("(,;:.)")
    forms = [small.removesuffix(ending) for ending in _CASE_ENDINGS]
    return next((sort for sort, heads in _CLASSES.items() if any(form.endswith(heads) for form in forms)), "")


def _listed(found: list[Title], accepted: set[int], text: str) -> set[int]:
    """The accepted, with those without a name of their own that stand in one list: `mit der TU Ilmenau und der Sparkasse`."""
    grown = set(accepted)
    for at in (*range(len(found)), *range(len(found) - 1, -1, -1)):
        if at not in grown and _may_be_listed(found[at]):
            beside = [(min(at, other), max(at, other)) for other in (at - 1, at + 1) if other in grown]
            if any(_are_joined(found[left], found[right], text) for left, right in beside):
                grown.add(at)
    return grown


def _may_be_listed(title: Title) -> bool:
    return (
        title.sort == "bare"
        and title.head not in CENTRES | _RELATIONS
        and title.before in _DEFINITE_SINGULAR
        and not _is_plural(title)
    )


def _are_joined(left: Title, right: Title, text: str) -> bool:
    return bool(_AND.fullmatch(text[left.end : right.start].lstrip('«“”"').rstrip('»„"“')))


_UMBRELLA = re.compile(r"\bkommunale(?P<ending>[nr]?) Spitzenverbände[n]?\b")


def _facts(text: str, city: str, sentences: Sequence[_Sentence]) -> Iterator[Title]:
    """Every name that counts, in text order."""
    starts = [sentence.start for sentence in sentences]

    def around(title: Title) -> _Sentence:
        return sentences[bisect_right(starts, title.start) - 1]

    found = titles(text, city)
    media = {title.name.casefold() for title in found if title.sort == "quoted" and _is_medium(title, text)}
    own = {at for at, title in enumerate(found) if title.name.casefold() not in media and _is_linked(title, text, around(title))}
    named = [found[at] for at in sorted(_listed(found, own, text))]
    names = [title for before, title in pairwise([None, *named]) if title and not _is_apposition(before, title, text)]
    names += [Title(m.start(), m.end(), "kommunale Spitzenverbände", "headed", "verband") for m in _UMBRELLA.finditer(text)]
    names += _paired(text, names)
    hits = gazetteer.scan(text)
    names += [known for known in _known(text, found, hits) if around(known).linked and not around(known).outward]
    names += [place for place in partners(text, city) if around(place).linked]
    names = _with_learned(names, [title for title in _learned(text, hits) if title.name != city])
    yield from sorted(names, key=lambda title: (title.start, -title.end))


_ANYBODY = frozenset("Bund Bundes Land Landes Länder Ländern Kreis Landkreis Region".split())
_BARE = frozenset("mit Mit von Von bei Bei aus Aus zu nach Nach".split())
"""What stands right before the names of towns, which no case changes."""
_SMALL_WORDS = ("in ", "im ", "am ", "mit ", "von ", "bei ")
"""No name begins so, whatever the tagger has learned of what follows."""
_QUOTATION = '»«„“”"'


def _learned(text: str, hits: Sequence[gazetteer.Hit]) -> Iterator[Title]:
    """What the tagger is sure of, and what is no word for anybody."""
    for start, end, probability in crf.names("networks", text, hits):
        before = text[max(0, start - 40) : start].rstrip(" ")
        name = plain(text[start:end])
        if name not in _ANYBODY and not COMMON.match(name) and not name.startswith(_SMALL_WORDS):
            case = before.rstrip(_QUOTATION).rstrip().rpartition(" ")[2]
            called = name if case in _BARE else nominative(name, case)
            yield Title(start, end, called, "headed", confidence=probability)


def _with_learned(names: Sequence[Title], learned: Sequence[Title]) -> list[Title]:
    """The rules' names and those learned; where they contradict each other, the latter."""
    same = {(title.start, title.end) for title in names}
    kept = [
        n for n in names if all(n.end <= t.start or t.end <= n.start or (n.start, n.end) == (t.start, t.end) for t in learned)
    ]
    return kept + [title for title in learned if (title.start, title.end) not in same]


_ALIAS = re.compile(r", (?:de[mnr]|die|das|eine[mr]?) (?:[a-zäöü][\w-]+ )*")


def _is_apposition(before: Title | None, title: Title, text: str) -> bool:
    """Whether it only says what the one before is: `im KDN, dem Dachverband kommunaler IT-Dienstleister,`."""
    return (
        before is not None
        and (before.name.isupper() or is_brand(before.name))
        and bool(_ALIAS.fullmatch(text, before.end, title.start))
    )


def _is_within(title: Title, hit: gazetteer.Hit) -> bool:
    """Whether a title leaves a known name its place: it stands elsewhere, or is a part of it (`iT` of `regio iT`)."""
    apart = title.end <= hit.start or hit.end <= title.start
    return apart or (hit.start <= title.start and title.end <= hit.end and title.end - title.start < hit.end - hit.start)


def _known(text: str, found: Sequence[Title], hits: Sequence[gazetteer.Hit]) -> Iterator[Title]:
    """Associations and companies that everybody knows, and nothing gives away."""
    for hit in hits:
        if hit.entry.kind in ("organisation", "provider") and all(_is_within(t, hit) for t in found):
            yield Title(hit.start, hit.end, nominative(text[hit.start : hit.end]), "brand")


def _paired(text: str, names: Sequence[Title]) -> Iterator[Title]:
    """Names of two words and more that nothing gives away but that they follow others in a list."""
    for pair in [_PAIR.match(text, title.end) for title in names]:
        if pair and not COMMON.search(pair["name"]) and not COMMON.match(pair["name"].partition(" ")[0]):
            yield Title(*pair.span("name"), pair["name"], "headed")


_OFTEN = 5
"""Times that a portrait names a city from which it is the portrait's own."""
_BEGINNING = 1500
"""Characters in which a portrait has named its city, for sure."""
_CAPITALISED = re.compile(r"(?:Bad |St\. )?[A-ZÄÖÜ][\w-]+")
_CITY_NAME = re.compile(r"Stadt ([A-ZÄÖÜ][\w-]+)")
_ANOTHER = ("mit der ", "zur ", "bei der ", "darunter die ")
"""What stands before a city that is not the portrait's own."""


def _own_offices(doc: Doc) -> set[str]:
    """What the city's offices are called: it is linked with others."""
    offices = [span._.value for span in doc.spans.get("organisation", ()) if span._.value["kind"] == "unit"]
    return {name.casefold() for office in offices for name in variants(office["name"])}


def _own_city(text: str) -> str:
    """Whose portrait it is: of the cities that it begins with the one that it names most often, more than once."""
    called = {found[1] for found in _CITY_NAME.finditer(text) if not text.endswith(_ANOTHER, 0, found.start())}
    begins = [word for word in _CAPITALISED.findall(text, 0, _BEGINNING) if word in TOWNS]
    counts = {name: text.count(name) for name in (*begins, *sorted(called))}
    city = max(counts, key=counts.__getitem__, default="")
    return city if counts.get(city, 0) > 1 or city in called else ""


@Language.factory(NAME)
def _make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    crf.model("networks")
    return mark_networks


def mark_networks(doc: Doc) -> Doc:
    """spaCy component: marks each network once, where it is named first."""
    city = _own_city(marks.text(doc))
    for passage in marks.passages(doc, "communication"):
        text = marks.text(doc)[passage.start : passage.end]
        bounds = [(start - passage.start, end - passage.start) for start, end in marks.sentences(doc, passage)]
        seen = _own_offices(doc)
        done = 0
        for title in _facts(text, city, [_Sentence(start, text[start:end]) for start, end in bounds]):
            own = title.head == "stadt" and (title.name == city or marks.text(doc).count(title.name) >= _OFTEN)
            if title.start < done or title.name.casefold() in seen or own:
                continue
            seen.update(name.casefold() for name in variants(title.name))
            done = title.end
            marks.mark(
                doc, "networks", (passage.start + title.start, passage.start + title.end), {"name": title.name}, title.confidence
            )
    return doc
