"""Noun phrases of German without a tagger: what a name may be made of, and how it is called in the nominative.

German helps: nouns are written large, and an article in front tells case and often gender. What the article leaves open, the
noun's own ending tells: most names of offices, bodies and companies end in one of few words.
"""

from __future__ import annotations

import re

WORD = r"(?:[A-ZÄÖÜ]|\b[a-z](?=[A-Z]))\w*(?:[-/&+.’'*:]\w+)*"
"""A word written large: a noun, or a part of a name: `Smart-City-Büro`, `E-Government`, `eGovernment`, `IT`."""
ADJECTIVE = r"[a-zäöüß][\w-]*(?:e|en|er|es|em)\b"
"""A word written small that has an adjective's ending."""
SMALL = (
    r"(?!(?:(?:k|[dms])?eine[mnrs]?|(?:ihr|unser|dies|jed|all|jen|welch|mehrer|weiter|ander|verschieden|einzeln|einig|viel|zahlreich"
    r"|sämtlich|divers|beteiligt|jeweilig|beid|manch)e[nmrs]?|de[mnrs]|die|unter|über|hinter|außer|aber|oder|wie|neben|gegen|zwischen"
    r"|sowie|sie|es|er|sondern|weiter|immer|bisher|daher|w[eu]rden|wurde|haben|hatten|sollen|können|müssen|ohne|hier|der?en|denen|eher"
    r"|weder|je|dessen|kann)\b)" + ADJECTIVE
)  # fmt: skip
"""An adjective written small: no article, pronoun, preposition, conjunction or auxiliary verb that ends as one."""
ELIDED = rf"(?:{WORD}-(?:, {WORD}-)*,? (?:und|oder|sowie|&|bzw\.) )"
"""What stands before a compound that shares its last part: `Haupt- und`, `Wirtschafts-, Finanz- und`."""
ITEM = rf"{ELIDED}?(?:(?:{SMALL} und )?{SMALL} )?{WORD}(?: {WORD})*"
"""What one part of a coordination may be: `Bildung`, `Neue Medien`, `digitale Infrastruktur`, `Bau- und Ordnungswesen`."""

OPENERS = frozenset(
    "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Im In Am An Als Auch Bei Beim Mit Vom Von Zum Zur Für Durch Aus Auf Seit "
    "So Neben Unter Über Dabei Dazu Hierzu Daneben Zudem".split()
)
"""Words written large because a sentence begins with them: no part of a name."""

_PART = re.compile(rf"-?{ITEM}|-[a-zäöü]\w+")
_AND_MORE = re.compile(r", (?=[A-ZÄÖÜ])")
_ELIDES = re.compile(rf"-?{ELIDED}")
_BETWEEN = re.compile(r",? (?P<last>und|sowie|&) |, ")


def enumeration(text: str, start: int, other: re.Pattern[str] | None = None) -> list[tuple[int, int]]:
    """Where the parts of a coordination stand that begins at `start`: `Sport, Kultur und Bildung` has three; none if none begins.

    Commas count only where `und`, `sowie` or `&` closes the list, or where there are two and more of them. A part at which
    `other` matches is no part: there another name begins.
    """
    parts: list[tuple[int, int]] = []
    found, closed = _PART.match(text, start), False
    while found:
        parts.append(found.span())
        between = None if closed else _BETWEEN.match(text, found.end())
        if between is None or (other and other.match(text, between.end())):
            break
        found = _PART.match(text, between.end())
        closed = found is not None and between["last"] is not None
    if len(parts) == 2 and not closed and _ELIDES.match(text, parts[1][0]):  # `Organisation, Bau- und Ordnungswesen`
        closed = True
    if closed and other and (more := _AND_MORE.match(text, parts[-1][1])):  # `Bau und Verkehr, Sport und Kultur`
        further = [] if other.match(text, more.end()) else enumeration(text, more.end(), other)
        parts += further if len(further) > 1 and " " in text[further[-2][1] : further[-1][0]].strip(",") else []
    return parts if closed or len(parts) > 2 else parts[:1]


_LONGEST_END = 20
"""Characters of a word in which its ending is sought: more than any of those below has."""
_FEMININE = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|ei|ie|ur|anz|enz|ik|(?:[eo]r|ent|ant|ät|eur|og|amt|eit)in|(?<!referat)(?<!dezernat)e|\bIT|GmbH|\bAG"
    r"|stadt|statt|kammer|bank|unit|city|community|force|cloud|wehr|[Uu]ni)$"
)
_NEUTER = tuple(
    "amt team referat dezernat ressort büro netz werk zentrum institut unternehmen programm projekt labor lab haus eck wlan "
    "komitee office center konzept portal kabinett ing ment studio nis cluster board land chen system sekretariat kollegium "
    "archiv treffen gespräch festival event modell gebiet quartier feld wesen lein vorhaben recht theater museum bad kino "
    "um".split()
)
_ENDS_AS_ADJECTIVE = re.compile(
    r"(?:isch|lich|itim|(?<!\wzentr)(?<!fili)(?<!bienn)al|(?<!w)(?<!zentr)end|(?<!anze)(?<!zwe)ig|iert|etzt|bar|sam|ativ|siv|är|ös|ell"
    r"|ärtig|eln|neu|rund|erst|zweit|dritt|groß|klein|jung|offen|smart|grün|frei|hoh|höher|gut|ober|unter|stark|weit|deutsch|gemein"
    r"|gesamt|intern|extern|modern|eigen|geplant|geschaffen|gegründet|öffentlich)(?:e[nrsm]?)$",
    re.I,
)
_NO_ADJECTIVE = re.compile(
    r"(?:stelle|welle|quelle|modelle|initiative|perspektive|offensive|direktive|alternative|wende|\bende|vorsitzende|studierende"
    r"|behörde|kanäle|gemeinden?|gesamtheit|\wzentralen?|signale|potenziale|portale|schwelle|\wrunde|stunde|kunde|falen)[nrs]?$",
    re.I,
)
_AS_NOUN = re.compile(
    r"(beauftragt|verantwortlich|beigeordnet|vorsitzend|abgeordnet|bevollmächtigt|delegiert|angestellt|beschäftigt|zuständig)e[nrm]?$",
    re.I,
)
_WEAK = re.compile(
    r"(?:referent|dezernent|präsident|intendant|repräsentant|assistent|student|produzent|adressat|architekt|konsulent|ökonom)en$",
    re.I,
)
_LOTSE = re.compile(r"(?:lots|expert|pat|kund|botschafter|bot|zeug|kolleg)en$", re.I)
_PLURAL_IN_N = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|ei|ie|ur|anz|enz|ik|inn|stell|grupp|schul|lots|pat|expert|kund|partei|kammer|bank|städt|bibliothek"
    r"|akademi|initiativ|messe|presse|treff|e|i|räum|firm|kass|hochschul|referent|dezernent|präsident|student|straß|frau|person|famili)en$",
    re.I,
)
_PLURAL = re.compile(r"(?:en|[^f]te|(?<!stel)le|ke|be|che|ste|ise|äte|kte|mme|ämter|s)$")
_MASCULINE_IN_N = re.compile(
    r"(?:garten|hafen|laden|rahmen|boden|konzern|kern|knoten|westen|osten|norden|süden|kuchen|wagen)$", re.I
)
_E_BEFORE_S = re.compile(r"(?:gewerbe|gebäude|ende|interesse|image|office|service|erbe|auge)s$", re.I)
_OWN_S = re.compile(r"(?:us|is|as|ss|ß|x|z|[Ff]onds)$")
_CAPITAL = re.compile(r"[»«„“”\"'(]*[a-zäöü]*[A-ZÄÖÜ]")
_DETERMINER = re.compile(r"de[rsn]|die|(?:k?ein|mein|sein|ihr|unser|dies|jed|all|jen|beid|mehrer|einig|viel)e[nrsm]?")
_DATIVE = frozenset("im am beim vom zum dem einem".split())


def nominative(phrase: str, before: str = "") -> str:
    """The phrase as it would be called: `Dezernats für Wirtschaft` behind `des` → `Dezernat für Wirtschaft`.

    `before` is the article, pronoun or preposition in front (`des`, `beim`, `einen`, `mit`), in whatever case. Adjectives get
    their strong ending, as a name without its article has it: `Regierenden Bürgermeister` behind `dem` → `Regierender
    Bürgermeister`. What follows the head noun stays as it is.
    """
    ending = "" if " of " in phrase else _case(before) or _own_case(phrase)  # English has no cases: `des Institute of Technology`
    words = phrase.split(" ") if ending else []
    head = _head(words, ending)
    if head is None:
        return phrase
    noun, number_ = _noun(words[head], ending)
    gender = "p" if number_ == "plural" else _gender(noun)
    words[head] = noun
    parted = max((at for at in range(head) if words[at] in "+–"), default=-1)  # `medien + IT-Netz`: no adjective
    for at in range(parted + 1, head):
        words[at] = _adjective(words[at], ending, gender)
    return " ".join(words)


def _own_case(phrase: str) -> str:
    """What the first word tells of the case where no article does: only a dative ends so, `mit Erstem Bürgermeister`."""
    first, _, rest = phrase.partition(" ")
    return "m" if rest[:1].isupper() and first.endswith("em") and is_adjective(first) else ""


def is_determiner(word: str) -> bool:
    """Whether a word is an article, a pronoun or a preposition that tells the case of what follows."""
    return bool(_case(word))


def _case(before: str) -> str:
    """The ending that tells the case: `s`, `m`, `n`, `r`, `e`, `das` or `dative`; `` where nothing tells."""
    word = before.rpartition(" ")[2].casefold()
    if word in {"das", "ins", "ans", "fürs"}:
        return "das"
    if word in _DATIVE:
        return "m"
    if word in {"mit", "von", "bei", "aus", "zu", "nach", "seit"}:
        return "dative"
    if word in {"zur", "der"}:
        return "r"
    return word[-1] if _DETERMINER.fullmatch(word) else ""


def _head(words: list[str], ending: str) -> int | None:
    """Which word is the head noun: the first that is neither adjective nor elided; behind `des` the first that shows it."""
    first = next((i for i, word in enumerate(words) if _CAPITAL.match(word) and not _leads(words, i)), None)
    if first is None or ending != "s" or words[first].endswith("s"):
        return first
    for at in range(first, len(words)):
        if not _CAPITAL.match(words[at]):
            break
        if words[at].endswith("s"):
            return at
    return first


def _leads(words: list[str], at: int) -> bool:
    if words[at].rstrip(",").endswith("-"):
        return True
    follows = at + 1 < len(words) and bool(_CAPITAL.match(words[at + 1]))
    return follows and is_adjective(words[at])


def is_adjective(word: str) -> bool:
    """Whether a word that is written large has an adjective's ending: `Digitale`, `Regierenden`; no `Stabsstelle`."""
    end = word[-_LONGEST_END:]
    return bool(_ENDS_AS_ADJECTIVE.search(end)) and not _NO_ADJECTIVE.search(end)


def _noun(noun: str, ending: str) -> tuple[str, str]:
    """The noun in the nominative, and whether it is `singular` or `plural` as far as the article tells."""
    adjectival = _AS_NOUN.search(noun)
    if adjectival:
        end = {"m": "er", "n": "er", "s": "er", "r": "er" if noun.endswith("e") else "e", "e": "e"}.get(ending, "")
        plural = ending == "e" and noun.endswith("n")
        return (noun[: adjectival.end(1)] + end if end else noun), ("plural" if plural else "singular")
    if ending in {"s", "m", "n"} and _WEAK.search(noun):
        return noun[:-2], "singular"
    if ending in {"s", "m"} and _LOTSE.search(noun):
        return noun[:-1], "singular"
    if ending == "s":
        return _without_s(noun), "singular"
    if ending in {"n", "dative"} and noun.endswith(("en", "eln", "ern")) and not _MASCULINE_IN_N.search(noun):
        return (noun if _PLURAL_IN_N.search(noun) else noun[:-1]), "plural"
    return noun, "plural" if ending in {"e", "r", "n", "dative"} and _PLURAL.search(noun) else "singular"


def _without_s(noun: str) -> str:
    if noun.endswith("nisses"):
        return noun[:-3]
    if _OWN_S.search(noun) or not noun.endswith("s"):
        return noun
    if noun.endswith("es") and not _E_BEFORE_S.search(noun) and len(noun) > 4:
        return noun[:-2]
    return noun[:-1]


def _gender(noun: str) -> str:
    """`f`, `n` or `m`, told by the noun's last part; `m` where nothing tells."""
    low = noun.lower()
    if low.endswith(_NEUTER) and not low.endswith("aum"):
        return "n"
    return "f" if _FEMININE.search(noun[-_LONGEST_END:]) else "m"


_ENDING = re.compile(r"e[nrsm]?$")
_STRONG = {"m": "er", "f": "e", "n": "es", "p": "e"}


def _adjective(word: str, ending: str, gender: str) -> str:
    """An adjective with the strong ending of the nominative; elided compounds and conjunctions stay."""
    if word.endswith(("-", "-,")) or word in {"und", "oder", "sowie", "&", "Green"} or not _ENDING.search(word):
        return word
    if word.endswith("er") and ending in {"s", "m", "n", "r", "e", "das"}:
        return word  # an article's adjective cannot end so: it is a place's, `Berliner`
    if ending == "r":
        # `der technischen Dienste` and `der städtischen IT` are oblique, `der Regierende Bürgermeister` is not.
        return _ENDING.sub("e" if word.endswith("en") else "er", word)
    if ending == "e":
        return _ENDING.sub("e", word)
    if ending == "das":
        return _ENDING.sub("es", word)
    return _ENDING.sub(_STRONG[gender], word)
