"""Companies that their company tells: in a list beside others of the city's, or behind what says that such a list begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stadtatlas.prose.nouns import WORD, is_adjective, nominative
from stadtatlas.prose.organisation_names import DOUBTFUL, Mention
from stadtatlas.prose.organisation_nouns import noun_of
from stadtatlas.prose.titles import COMMON, is_brand
from stadtatlas.prose.towns import TOWNS

_MEMBER = re.compile(
    r"(?:(?P<article>d(?:er|ie|as|em|en|es)|ihre[nmrs]?|seine[nmrs]?|beim|vom|zum|zur) )?(?:[a-zäöü]+e[nrsm]? )?"
    rf"(?P<name>(?:{WORD}|[a-zäöü]{{3,}}\.[a-z]{{3,}})(?:(?: &)? {WORD})*(?: \([\w.-]+\))?"
    r"|(?<=(?:die|der|das) )[a-zäöü]{3,}(?<!e)(?<!en)(?<!er)(?=,| und| sowie|\.))"
)
_BETWEEN = re.compile(r",? (?:und|sowie|oder)(?: auch)?(?: mit)? |, (?:sowie )?(?:auch |mit )?")
_OWNED = re.compile(
    r"\b(?:(?:städtisch|kommunal|stadteigen|eigen|öffentlich|ihr|sein|groß|zahlreich)\w*|deren|dessen|[Dd](?:ie|er|en)) "
    r"(?:(?:städtisch|kommunal|stadteigen|eigen|groß)\w* )?"
    r"(?:\w*[Gg]esellschaften|\w*[Tt]öchtern?|\w*[Tt]ochterunternehmen|\w*Beteiligungen|Unternehmen|(?:Eigenb|B)etrieben?)"
    r"(?: der Stadt)?(?:,? (?:wie|darunter|insbesondere|etwa|namentlich|vor allem|allen voran|beispielsweise|mit) |: | \(| – | )"
)
"""What a list of the city's companies begins with: `die städtischen Gesellschaften, insbesondere`, `ihre Töchter – `."""
_A_BUSINESS = re.compile(
    r"(?:(?:[Nn]ah|[Ss]tadt)verkehrs?|\w+bahn|(?:Stadt|Abfall)entsorgung|\w+(?<!ürger)(?<!tadt)service|(?:Bäder|Entsorgungs|Verkehrs)betrieben?"
    r"|\w+-?[Gg]ruppe|Stadtwerkekonzerns?|\w+siedlung|\w*[Bb]auvereins?|Wirtschaftsentwicklung|\w*[Kk]linikums?)\Z"
)
_OF_A_TOWN = re.compile(
    r"\w+er (?:\w+[Vv]erkehr\w*|[\w-]+[Bb]etrieben?|\w*(?:[Bb]ahn|[Bb]auverein|[Ss]iedlung|[Vv]ersorgung|[Ee]ntsorgung"
    r"|[Ww]ohnstätten?|[Ww]irtschaftsentwicklung|[Ss]ervice|[Nn]etze|[Mm]obilität|[Pp]ort|[Hh]afen))s?\Z"
)

_A_TOWN = re.compile(r"(?:Stadt|Gemeinde|Region|\w*[Kk]reis|\w*träger)\Z")


def siblings(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Names that no form and no noun tells, among companies: `die Stadtwerke, die Ruhrbahn und die üstra`."""
    firms = [one for one in named if one.kind == "company"]
    begins = {found.end() for found in _OWNED.finditer(text)}
    if not firms and not begins:
        return
    for listed in _lists(text, begins):
        if listed[0].start() not in begins and not any(_holds(one, firm) for one in listed for firm in firms):
            continue
        for one in listed:
            if _is_company(one["name"]) and not any(_holds(one, other) for other in named):
                yield Mention(*one.span("name"), nominative(one["name"], one["article"] or ""), "company", DOUBTFUL)


def _lists(text: str, begins: set[int]) -> Iterator[list[re.Match[str]]]:
    """The coordinations of names, two and more, and what stands alone where one should begin."""
    done = 0
    for first in _MEMBER.finditer(text):
        if first.start() < done:
            continue
        inner = next((at for at in begins if first.start() < at < first.end()), None)
        found = [first if inner is None else _MEMBER.match(text, inner) or first]
        while (between := _BETWEEN.match(text, found[-1].end())) and (more := _MEMBER.match(text, between.end())):
            found.append(more)
        if len(found) > 1 or found[0].start() in begins:
            done = found[-1].end()
            yield found


def _holds(one: re.Match[str], other: Mention) -> bool:
    return other.start < one.end("name") and one.start("name") < other.end


def _is_company(name: str) -> bool:
    """Whether a name is called as companies are: a brand, a town's business."""
    first, *more = name.split()
    if noun_of(name.rsplit(maxsplit=1)[-1]) or COMMON.match(first) or _A_TOWN.match(first):
        return False
    if not more:
        return is_brand(first) or first.islower() or bool(_A_BUSINESS.match(first))
    return bool(_OF_A_TOWN.match(name)) or first in TOWNS or (len(more) == 1 and more[0] in TOWNS and not is_adjective(first))


_PAIR = re.compile(
    r"(?:,|,? und|,? sowie)(?: auch)?(?: (?:der|die|das|dem|den))? "
    r"(?P<name>(?!Städtische)[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+)(?=,|\.| [a-zäöü])"
)


def paired(text: str, one: Mention, others: Sequence[Mention]) -> Mention | None:
    """A name of two words that nothing gives away but the company before it: `die Stadtwerke Kehl und die Kehler Wohnstätte`."""
    pair = _PAIR.match(text, one.end)
    if pair is None or any(noun_of(word) or COMMON.match(word) for word in pair["name"].split()):
        return None
    found = Mention(
        *pair.span("name"), nominative(pair["name"], text[: pair.start("name")].rsplit(maxsplit=1)[-1]), "company", DOUBTFUL
    )
    return None if any(found.overlaps(other) for other in others) else found
