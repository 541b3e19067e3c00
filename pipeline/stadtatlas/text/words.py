"""The words of a document, and what they say of a word that a line end has broken."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import pairwise

import regex

HYPHENS = ("-", "\u2010", "\u00ad")
"""What may stand at a line end inside a word: hyphen-minus, hyphen, soft hyphen."""
_TOKEN = regex.compile(r"\w+(?:-\w+)*")
_ELIDED = {
    "und",
    "oder",
    "bzw",
    "sowie",
    "als",
    "wie",
    "noch",
    "bis",
    "statt",
    "versus",
    "vs",
    "respektive",
    "beziehungsweise",
}
"""Words behind an elided compound: `Verkehrs- und Umweltplanung`."""
_INNER = regex.compile(r"(?<=\w)\u2010(?=[^\S\n]?\w)")
"""U+2010 inside a line. A document without it types its own hyphens as hyphen-minus, and U+2010 comes from the typesetter."""
_BOUND = regex.compile(r"(?:ung|heit|keit|schaft|ion|ität|ling|tum)s$")
"""Ends of a noun that stands in compounds alone: these suffixes take a linking s (Duden, Die Grammatik, »Fugenelement«)."""
_NOUN = regex.compile(r"\w{2}(?:ung|heit|keit|schaft|tion|ität|ling|tum|nis)(?:s|en|e)?$")
"""Ends that only nouns have (ibid., »Suffixe der Substantive«)."""
_ENGLISH = {
    "up",
    "down",
    "in",
    "ins",
    "on",
    "off",
    "out",
    "to",
    "by",
    "how",
    "and",
    "end",
    "of",
    "the",
    "it",
    "go",
    "as",
    "a",
}
"""Particles of English phrases that German keeps hyphens in: `Know-how`, `Pop-up-Store`, `Top-down`."""
_TAILS = {"up", "down", "ins", "out", "off", "how", "and", "the"}
"""Those of them that no German word ends in behind a syllable's end, so that the hyphen before them is the word's own."""
_BETWEEN = {"to", "by", "of", "on", "and", "the"}
"""Those that stand inside a compound, as in `End-to-end`."""
_ADDRESS = regex.compile(r"(?:www\.|://|@|\.\p{Ll}{2,}/)\S*$")
"""An address before a line end: its hyphens are part of it."""
_DOMAIN = regex.compile(r"[\w-]+\.(?:de|com|org|net|eu|info|digital|city|html?|pdf)\b")
"""The second half of one."""
_ELISION = regex.compile(r"\b(?:und|oder|bzw\.|sowie|/)\s*-$")
"""What stands before the hyphen of an elided second half: `Datenerhebung und -` + `aufbereitung`."""


class Words:
    """How often each word stands in the document; compounds with their hyphens."""

    def __init__(self, text: str = "") -> None:
        self._exact = Counter(_TOKEN.findall(text))
        self._marks_breaks = not _INNER.search(text)
        self._any = Counter[str]()
        self._inner = Counter[str]()
        for word, number in self._exact.items():
            self._any[word.casefold()] += number
            parts = word.casefold().split("-")
            for part in (*parts, *map("-".join, pairwise(parts))) if len(parts) > 1 else ():
                self._inner[part] += number

    def count(self, word: str) -> int:
        """Occurrences of the word in any case."""
        return self._any[word.casefold()]

    def _known(self, word: str) -> int:
        """Occurrences of the word, also as a part of a compound: `Smart-City-Strategie` speaks for `City-Strategie`."""
        return self.count(word) + (self._inner[word.casefold()] if self._any[word.casefold()] == 0 else 0)

    def _begun(self, start: str) -> int:
        """Occurrences of longer words that begin so: `Startups` speaks for `Startup`."""
        key = start.casefold()
        low, high = bisect_left(self._sorted, key), bisect_left(self._sorted, key + "\uffff")
        return sum(self._any[word] for word in self._sorted[low:high])

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._any)

    def is_noun(self, word: str) -> bool:
        """Whether the document knows the word with a capital only, as German writes nouns."""
        return self._exact[word[:1].upper() + word[1:].lower()] > 0 and not self._exact[word.lower()]

    def seam(self, left: str, right: str) -> tuple[bool, str]:
        """How two halves cut at a line or page end go together: (drop the hyphen?, what to put between).

        The document's own unbroken words decide first, German spelling second. `Heraus-` + `forderungen` joins; `Smart-` +
        `City` and `2024-` + `2026` keep the hyphen; `Verkehrs-` + `und Umwelt` is an elision.
        """
        if left.endswith("\u00ad"):
            return True, ""
        if not left.endswith(HYPHENS):
            return False, " "
        head, tail = _last(left[:-1]), _first(right)
        if _ADDRESS.search(left) or (_DOMAIN.match(right) and self._known(head) and not self._known(head + tail)):
            return False, ""
        if not head or not tail:
            return False, "" if tail and _ELISION.search(left) else " "
        if left.endswith("\u2010") and self._marks_breaks and self._is_break(head, tail):
            return True, ""
        if self._is_one_word(head, tail, left[: -len(head) - 1].endswith("-")):
            return True, ""
        return False, " " if tail.casefold() in _ELIDED else ""

    def _is_break(self, head: str, tail: str) -> bool:
        """Whether a hyphen that the typesetter put there stands inside a word."""
        apart = tail.casefold() in _ELIDED or (head[-1].isdigit() and tail[0].isdigit())
        return not apart and self._known(f"{head}-{tail}") <= self._known(head + tail)

    def _is_one_word(self, head: str, tail: str, within: bool) -> bool:
        """Whether a line end has broken one word in two, so that the hyphen is nobody's.

        A capital behind the hyphen stood there before the line end, as German begins no second half with one; only
        capitals throughout, and names with capitals inside that the document knows, are another matter. `within` says that
        a hyphen stands before the first half, too, as in `End-to-end`.
        """
        if tail[0].isupper() and not (head.isupper() and tail.isupper() and len(head) > 1):
            return self._exact[head + tail] > self._exact[f"{head}-{tail}"]
        whole, parted = self._known(head + tail), self._known(f"{head}-{tail}")
        if whole != parted:
            return whole > parted
        if tail.casefold() in _ELIDED or tail in _TAILS or (within and head in _BETWEEN):
            return False
        whole, parted = self._begun(head + tail), self._begun(f"{head}-{tail}")
        if whole != parted:
            return whole > parted
        return (tail[0].islower() and len(head) > 1 and not head.isupper()) or (tail.isupper() and len(head) > 3)

    def is_broken(self, head: str, tail: str) -> bool:
        """Whether the hyphen of `head-tail`, inside a line, was left there by an old line end.

        German writes the last noun of a hyphenated compound with a capital (Duden, K 22): a lower-case noun behind a
        hyphen (`Park-situation`), any word behind a linking s (`Innovations-sprints`), and a noun without its capital
        before one (`ressourcen-effizient`) stood in one word. Abbreviations and English phrases keep theirs.
        """
        if tail in _ENGLISH or head.casefold() in _ENGLISH or len(head) < 3 or not head.isalpha() or not head[1:].islower():
            return False
        if self.count(head + tail) > self.count(f"{head}-{tail}"):
            return True
        if head[0].islower():
            return len(tail) > 3 and self._exact[head.capitalize()] > 0 and not self._exact[head]
        return bool(_BOUND.search(head) or _NOUN.search(tail)) or (len(tail) > 3 and self.is_noun(tail))


def _last(text: str) -> str:
    match = regex.search(r"\w+$", text)
    return match.group() if match else ""


def _first(text: str) -> str:
    match = regex.match(r"\w+", text)
    return match.group() if match else ""
