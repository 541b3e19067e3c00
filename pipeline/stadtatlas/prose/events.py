"""What happens at a date: the clause around it, without the date, in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[int, int]
MOST_WORDS = 12
LONGEST_LEFT_OVER = 60
FEWEST_WORDS = 3
"""A clause shorter than this says nothing without its neighbours."""
_PRONOUN = r"(?:(?:in|an|auf|mit|aus|bei|von|zu|für|durch|nach)\s)?(?:die|der|das|dem|den|deren|dessen|welche[rsmn]?)"
_BREAK = re.compile(
    rf"; |: | – | — | - |, (?=(?:{_PRONOUN}|um|indem|sodass|so\sdass|dass|da|weil|wobei|während|wenn|als|ob|bevor|nachdem|was|"
    r"wo\w*)\s)"
)
_RELATIVE = re.compile(rf"{_PRONOUN}\s")
_ANTECEDENT = re.compile(
    r"(?:.*?\b(?:die|der|das|de[mns]|ein(?:e[rsmn]?)?|zu[mr]|i[nm]|vom|am|beim)\s)?(\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_ANTECEDENT_WORDS = 7
"""As many before the comma are taken to name what a relative clause speaks of, from the first article among them."""
_FINITE = re.compile(
    r"\b(?:wurden?|wird|werden|hat|haben|hatten?|ist|sind|waren?|soll(?:en|te|ten)?|kann|können|will|wollen|möchten?|plan(?:t|en)|"
    r"begann(?:en)?|erhielt(?:en)?|gewann(?:en)?|begleitete|startete[n]?|\w{4,}(?:ierte|etete|igte|elte|erte)n?)\b"
)
_AND = re.compile(r" und | sowie | bzw\. ")
_LEFT_OVER = re.compile(
    r"(?:\b(?:bereits|schon|noch|erst|erstmals|voraussichtlich|spätestens|frühestens|etwa|ca\.|circa|zunächst|zuletzt|zurück)\s+)*"
    r"(?:\b(?:in|im|ab|am|an|seit|bis|von|vom|nach|vor|um|zum|zur|zu|gegen|für|aus|beginnend)\s(?:(?:zum|zur|zu|in|im)\s)?"
    r"(?:(?:de[mnrs]|das|die)\s)?(?:(?:verl|l)aufe?\sdes\s|(?:zeitraum|zeit)\s(?:von\s)?)?)?(?:jahre?[ns]?\s)?\(?(?:stand:?\s)?\Z",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:(?:und|sowie|aber|so|auch|dann|zudem|außerdem|dabei|ferner|bereits|darüber\shinaus|weiterhin|z\.\s?B\.|schließlich|zunächst|"
    r"ebenfalls|insgesamt|jedoch|wurden?(?=\s.*\w(?:t|en)\W*\Z))\s+|[,;:.)–—-]\s*)+",
    re.IGNORECASE | re.DOTALL,
)
"""What begins a clause and says nothing; of a passive, also the auxiliary."""
_ARTICLE = re.compile(r"(?:[Dd](?:ie|er|as)|[Ee]ine?)\s(?=\w)")
_DANGLING = re.compile(
    r"(?:[\s,;:(–—-]+(?:und|oder|sowie|bzw\.|die|der|das|de[mns]|eine?[rsmn]?|zu[mr]?|i[nm]|a[nm]|auf|mit|für|vo[nm]|aus|beim?|nach|durch|über)?)+\Z"
)
_UNCLOSED = re.compile(r"\s?(?:»[^«]*|„[^“”]*|\([^)]*)\Z")


def event(text: str, sentence: Place, date: Place, others: Sequence[Place] = ()) -> str:
    """At most twelve words on what the sentence says of its date; `others` are other dates."""
    at, to = _with_neighbours(text, date, others)
    low, high = _clause(text, sentence, at, to)
    subject = ""
    if low > sentence[0] and _is_relative(text, low):
        subject = _antecedent(text[sentence[0] : low - 2])
    else:
        cut, high = _part(text, (low, high), (at, to), [p for p in others if p[1] <= at or p[0] >= to])
        if cut > low and _FINITE.match(text, cut) and (verb := _FINITE.search(text, low, cut)):
            subject = text[low : verb.start()]
        low = cut
    left_over = _LEFT_OVER.search(text, max(low, at - LONGEST_LEFT_OVER), at)
    before = text[low : left_over.start() if left_over else at]
    closing = text.startswith(")", to) and text[low:at].count("(") > before.count("(")
    return _tidy(f"{subject}{before} {text[to + closing : high]}")


def _antecedent(words: str) -> str:
    match = _ANTECEDENT.match(" ".join(words.split()[-_ANTECEDENT_WORDS:]))
    return f"{match[1]}, " if match else ""


def _with_neighbours(text: str, date: Place, others: Sequence[Place]) -> Place:
    """The date with those it is coordinated with: `2015 und 2016`."""
    at, to = date
    for a, b in sorted(others):
        if 0 < a - to <= 6 and _AND.fullmatch(text, to, a):
            to = b
    for a, b in sorted(others, reverse=True):
        if 0 < at - b <= 6 and _AND.fullmatch(text, b, at):
            at = a
    return at, to


def _clause(text: str, sentence: Place, at: int, to: int) -> Place:
    """Where the clause that holds the date begins and ends; the sentence if that says too little."""
    start, end = sentence
    breaks = [m.span() for m in _BREAK.finditer(text, start, end)]
    low = max((b for _, b in breaks if b <= at), default=start)
    high = min((a for a, _ in breaks if a >= to), default=end)
    words = len(text[low:at].split()) + len(text[to:high].split())
    return (low, high) if words > FEWEST_WORDS or _is_relative(text, low) else sentence


def _is_relative(text: str, low: int) -> bool:
    return text.startswith(", ", max(0, low - 2)) and bool(_RELATIVE.match(text, low))


def _part(text: str, clause: Place, date: Place, others: Sequence[Place]) -> Place:
    """Of a clause with several statements joined by `und`, the one that holds the date."""
    low, high = clause
    long = len(text[low:high].split()) > MOST_WORDS
    for joint in _AND.finditer(text, low, high):
        verb = long and _FINITE.match(text, joint.end())
        if joint.end() <= date[0] and (verb or any(clause[0] <= b <= joint.start() for _, b in others)):
            low = joint.end()
        elif joint.start() >= date[1] and (verb or any(joint.end() <= a < clause[1] for a, _ in others)):
            return low, joint.start()
    return low, high


def _tidy(words: str) -> str:
    words = " ".join(words.split()).replace(" ,", ",").replace(" ;", ";").replace(" )", ")").strip(" .")
    for opening in (_OPENER, _ARTICLE):
        if found := opening.match(words):
            words = words[found.end() :]
    listed = words.split(" ")
    if len(listed) > MOST_WORDS:
        words = _DANGLING.sub("", _UNCLOSED.sub("", " ".join(listed[:MOST_WORDS])))
    return words.strip(" .,;:–-")
