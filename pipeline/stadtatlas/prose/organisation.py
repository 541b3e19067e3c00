"""Who carries a city's digitalisation: offices, roles, bodies and companies named in the section on organisation.

A name is found by its head noun, which says what kind it is (`Amt`, `-beauftragte`, `Beirat`, `GmbH`), and grows from there: to
the left over adjectives and elided compounds, to the right over a title, `für …`, a genitive or `beim …`. A head noun that says
little by itself (`die Abteilung`) is a name only with such a title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from stadtatlas.prose import gazetteer, marks
from stadtatlas.prose.nouns import WORD, enumeration, is_determiner, nominative
from stadtatlas.prose.organisation_kept import keep
from stadtatlas.prose.organisation_names import (
    DOUBTFUL,
    LIKELY,
    SHORT,
    SURE,
    Mention,
    area,
    capitals,
    companies,
    described,
    expanded,
    groups,
    plain,
    rounds,
    shortened,
    societies,
)
from stadtatlas.prose.organisation_nouns import Noun, noun_of
from stadtatlas.prose.organisation_phrases import BUSINESS, OTHER, left, listed, right, task, title
from stadtatlas.prose.organisation_siblings import paired, siblings

NAME = "stadtatlas_organisation"

_OFFICIAL = (
    r"(?:(?:Erst|Technisch|Zweit)en )?(?:(?:Ober|[A-ZÄÖÜ]\w+)?[Bb]ürgermeister(?:in)?|C[DI]O|(?:Stadt)?[Kk]ämmer(?:er|in)"
    r"|Stadtdirektor|\w*[Dd]ezernentin|\w*[Dd]ezernenten|Beigeordneten|Stadtrat|Senat|Magistrat|\w+beirat)"
)
_OF_COUNCIL = re.compile(
    r" (?:des|der) "
    r"(?P<role>(?:Rate|(?:Stadt|Gemeinde)rat|Kreistage?|\w*[Aa]usschusse)s|(?:Stadtverordneten|Rats)versammlung|Bürgerschaft|Verwaltung)\b"
)
"""Whose body it is: `Unterausschuss des Rates`."""
_ATTACHED = re.compile(
    r" (?P<by>beim|bei der|im (?P<office>(?:Amt|Bereich|Büro|Dezernat) (?:der|des))|des|der) "
    rf"(?P<role>{_OFFICIAL})s?\b(?: und (?:Kämmerers|Stadtdirektors)\b)?"
)
_HEADED = re.compile(rf" (?P<article>der|des) (?!\w*[Ss]tadt\b)(?P<inner>(?:[a-zäöü][\w-]*n )?{WORD})")
_CLOSING = re.compile(r"[«“”]")
_LEAD = re.compile(r"(?:leit(?:ers?|ern|erin|ung)|chefs?|geschäftsführ\w+)\Z", re.I)
_IN_STATE = re.compile(rf" in {WORD}(?= \([\w-]*[A-ZÄÖÜ][\w-]*\))")
"""Where it works, if an abbreviation follows: `Zweckverband Digitales in Hessen (ZDH)`."""
_WORD = re.compile(WORD)


def _mentions(text: str) -> Iterator[Mention]:
    """Every name in the text that a head noun, a legal form or a descriptor gives away; names inside other names are left out."""
    firms = _firms(text)
    named = [*firms, *_offices(text, firms)]
    named += [pair for one in named if one.kind == "company" and (pair := paired(text, one, named))]
    named += siblings(text, named)
    for late in shortened(text):
        named = _with(named, late, firms, lambda other, late: late.start <= other.start and other.end < late.end)
    for late in _providers(text):
        named = _with(named, late, firms, _is_part)
    yield from named


def _with(
    named: list[Mention], late: Mention, firms: list[Mention], gives_way: Callable[[Mention, Mention], bool]
) -> list[Mention]:
    """The mentions with a late one, if those in its place give way: `Dienste Kehl (DK)` holds `Dienste`; firms never do."""
    inside = [other for other in named if late.overlaps(other)]
    if any(other in firms or not gives_way(other, late) for other in inside):
        return named
    return [late, *(other for other in named if other not in inside)]


def _is_part(one: Mention, two: Mention) -> bool:
    """Whether the one is a part of the other."""
    return two.start <= one.start and one.end <= two.end and (one.start, one.end) != (two.start, two.end)


def _firms(text: str) -> list[Mention]:
    """What tells itself by its form: companies, societies, titled groups, and what stands beside them."""
    firms = [*companies(text), *societies(text), *groups(text), *rounds(text)]
    firms += [one for one in (*expanded(text), *capitals(text)) if not any(one.overlaps(firm) for firm in firms)]
    return firms


def _offices(text: str, firms: Sequence[Mention]) -> Iterator[Mention]:
    """What a noun tells, but where a firm's name stands."""
    done = 0
    for word in _WORD.finditer(text):
        if word[0].islower() or word.start() < done or text.startswith("-", word.end()):
            continue  # no noun, or the first part of a compound: `Bürgermeister- und Presseamt`
        grown = [m for m in _told(text, word) if not any(m.overlaps(firm) for firm in firms)]
        yield from grown
        done = max([done, *(m.end for m in grown)])


def _told(text: str, word: re.Match[str]) -> Iterator[Mention]:
    """The names that one word gives away."""
    if own := described(text, word):
        yield own
    elif noun := noun_of(word[0]):
        if text.endswith(_NOWHERE, 0, word.start()):
            return  # a `Home Office`, a `former` office
        yield from _several(text, word, noun.kind) if noun.follows == "several" else _grown(text, word, noun)
    elif word[0] in {"Bereich", "Bereichs"}:
        yield from area(text, word)


def _providers(text: str) -> Iterator[Mention]:
    """Those that run the towns' computers, by the names that everybody knows."""
    for hit in gazetteer.scan(text):
        if hit.entry.kind == "provider" and text[hit.end : hit.end + 1] != "-":
            before = text[: hit.start].rstrip().rpartition(" ")[2]
            yield Mention(hit.start, hit.end, nominative(text[hit.start : hit.end], before), "company", SURE)


_NOWHERE = (
    "auf deren ",
    "achlichen ",
    "Home ",
    "Living ",
    "Back ",
    "früheren ",
    "ehemaligen ",
    "bisherigen ",
    "vormaligen ",
    "einstigen ",
    "frühere ",
    "ehemalige ",
)
"""What makes of an `Office` or a `Lab` something that is no office, or of an office one that is no more."""
_FIRST_NUMBER = re.compile(r" (?:[IVX]+|\d{1,3})\b(?: bis (?:[IVX]+|\d+)\b)?(?:, (?:[IVX]+|\d+)\b)*(?: und (?:[IVX]+|\d+)\b)?")
_AND = re.compile(r" und (?=[A-ZÄÖÜ])")


def _several(text: str, word: re.Match[str], kind: str) -> Iterator[Mention]:
    """`Abteilungen Sport, Kultur sowie Bau und Verkehr` are three, `Fachbereiche Sport und Kultur` stay one as written."""
    numbers = _FIRST_NUMBER.match(text, word.end())
    end = numbers.end() if numbers else task(text, word.end())
    parts = enumeration(text, word.end() + 1, OTHER) if end == word.end() else []
    if len(parts) > 1 and any(text.startswith(" sowie ", stop) for _, stop in parts[:-1]):
        if text.startswith(" sowie ", parts[-2][1]) and (last := _AND.match(text, parts[-1][1])):
            parts[-1] = parts[-1][0], listed(text, last.end())
        for start, stop in _bound(text, parts):
            yield Mention(start, stop, text[start:stop], kind, LIKELY)
        return
    if len(parts) == 1:
        return  # `so bilden die Ämter Projektteams`
    end = parts[-1][1] if parts else end
    if end > word.end() and not (parts and text.count(text[slice(*parts[0])]) > 1):
        start, before, _ = left(text, word, False)
        yield Mention(start, end, nominative(text[start:end], before), kind, LIKELY)


def _bound(text: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a list with those as one that `und` binds inside it: `Personal und Organisation, Schule sowie Sport`."""
    bound = [parts[0]]
    for start, stop in parts[1:]:
        if text[bound[-1][1] : start] == " und ":
            bound[-1] = bound[-1][0], stop
        else:
            bound.append((start, stop))
    return bound


def _attachment(text: str, noun: Noun, word_end: int, end: int) -> re.Match[str] | None:
    """Whose office it is: `Stabsstelle beim Bürgermeister`; `der Koordinator im Büro des Bürgermeisters` are two."""
    if noun.kind == "body" and end == word_end and (council := _OF_COUNCIL.match(text, end)):
        return council
    found = _ATTACHED.match(text, end) if noun.follows in {"title", "for"} and end == word_end else None
    return None if found and found["office"] and noun.follows == "for" else found


def _heading(text: str, noun: Noun, word: re.Match[str], end: int) -> re.Match[str] | None:
    """What somebody heads: `Leiter des Amtes für Sport`."""
    return _HEADED.match(text, end) if noun.follows == "for" and end == word.end() and _LEAD.search(word[0]) else None


def _headed_end(text: str, role: str, before: str, headed: re.Match[str]) -> int:
    """Where the name ends of whoever heads something; 0 if it is none.

    `der Leiter der genannten Ämter` and `der Leiter des Amtes` point back; whoever leads a company as `Geschäftsführer` speaks
    for it, and `die Leiter des Hauptamts und der Kämmerei` for theirs: these are named.
    """
    speaks = role.startswith("Geschäftsführer") or (role == "Leiter" and before.casefold() == "die")
    if speaks:
        return 0
    end = title(text, listed(text, headed.start("inner")))
    inner = noun_of(headed["inner"].rpartition(" ")[2]) if end == headed.end() else None
    return 0 if inner and not inner.alone else end


def _grown(text: str, word: re.Match[str], noun: Noun) -> Iterator[Mention]:
    """The name that a head noun stands in, and those that stand in it."""
    start, before, adjective = left(text, word, noun.alone)
    if text.startswith("eigen", start):
        start, adjective = word.start(), False
    end = right(text, word.end(), noun)
    if noun.follows == "task" and not noun.alone and end == word.end():
        return  # `eine Stelle`, without what it is for
    attached, headed = _attachment(text, noun, word.end(), end), _heading(text, noun, word, end)
    if headed and not (end := _headed_end(text, word[0], before, headed)):
        return
    end = attached.end() if attached else end
    if text[start - 1 : start] in ("»", "„") and (closing := _CLOSING.search(text, end, start + 60)):
        end = closing.start()  # in quotation marks it is a name as it stands there
    if adjective and end > word.end():
        start = word.start()
    alone = end == word.end() and (
        start == word.start() or (not adjective and text[start : word.start()].endswith(("- und ", "- oder ")))
    )
    new = before.lower() in _INDEFINITE and bool(_NEW.fullmatch(word[0]))
    weak = alone and not new and (not noun.alone or _is_plural(word[0], before))
    bare = (end == word.end() and start == word.start()) or attached is not None
    if state := _IN_STATE.match(text, end):
        end = state.end()
    if short := SHORT.match(text, end):
        end = short.end()
    plural = BUSINESS.search(word[0]) and not is_determiner(before)
    several = alone and word[0].endswith("enten") and before.casefold() in {"den", "allen"}  # `neben den Dezernenten`
    name = nominative(plain(text[start:end]), "den" if plural else "" if several else before)
    kind = _kind(noun, name, text.endswith("bei der ", 0, start))
    yield Mention(start, end, name, kind, DOUBTFUL if alone and new else SURE, bare, weak)
    if attached and attached.groupdict().get("by", "des") not in ("des", "der"):
        yield _attached(attached)
    if headed and (inner := noun_of(headed["inner"].partition(" ")[0])):
        yield Mention(
            headed.start("inner"), end, nominative(plain(text[headed.start("inner") : end]), headed["article"]), inner.kind, SURE
        )


def _attached(where: re.Match[str]) -> Mention:
    """The role or the role's office that another office belongs to."""
    if where["office"] and not where["office"].startswith("Bereich"):
        start, end = where.start("office"), where.end("role")
        return Mention(start, end, where.string[start:end], "unit", SURE)
    return Mention(*where.span("role"), nominative(where["role"], where["by"]), "role", SURE, True)


def _kind(noun: Noun, name: str, placed: bool) -> str:
    if name.endswith("Team") and name[0].islower():
        return "body"
    if (name.startswith("Erste") and name.endswith("Stadtrat")) or name.startswith("Stadtrat für "):
        return "role"
    return "unit" if placed and "leitung" in name else noun.kind


_INDEFINITE = frozenset("ein eine einen einem einer eines".split())
_NEW = re.compile(
    r"(?:Stabs|Koordinierungs|Koordinations|Leit)stelle|Kompetenzzentrum|(?:Projekt|Arbeits)gruppe|Arbeitskreis|Projektbüro|Projektleit(?:ung|er(?:in)?)"
)
"""What is a name, though it says little, where the text brings it up: `eine Stabsstelle wurde eingerichtet`."""
_PLURAL_IN_S = re.compile(r"(?:teams|büros|labs|offices|units|boards)\Z", re.I)


def _is_plural(word: str, before: str) -> bool:
    """Whether it is offices in general: `die Fachteams`."""
    return bool(_PLURAL_IN_S.search(word)) and before.casefold() not in {"des", "eines"}


@Language.component(NAME)
def mark_organisation(doc: Doc) -> Doc:
    """spaCy component: marks each organisation once, where its name is fullest."""
    for passage in marks.passages(doc, "organisation"):
        text = marks.text(doc)[passage.start : passage.end]
        found = keep(_mentions(text), text)
        for m in sorted(found, key=lambda m: m.start):
            place = passage.start + m.start, passage.start + m.end
            marks.mark(doc, "organisation", place, {"name": m.name, "kind": m.kind}, m.confidence)
    return doc
