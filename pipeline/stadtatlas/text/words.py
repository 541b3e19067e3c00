"""The words of a document, and what they say of a word that a line end has broken."""

from __future__ import annotations

from collections import Counter

import regex

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


class Words:
    """How often each word stands in the document; compounds with their hyphens."""

    def __init__(self, text: str = "") -> None:
        self._exact = Counter(_TOKEN.findall(text))
        self._any = Counter[str]()
        for word, number in self._exact.items():
            self._any[word.casefold()] += number

    def count(self, word: str) -> int:
        """Occurrences of the word in any case."""
        return self._any[word.casefold()]

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
        if not left.endswith(("-", "\u2010")):
            return False, " "
        head, tail = _last(left[:-1]), _first(right)
        if not head or not tail or tail.casefold() in _ELIDED:
            return False, " "
        whole, parted = self.count(head + tail), self.count(f"{head}-{tail}")
        if whole != parted:
            return whole > parted, ""
        return tail[0].islower() and len(head) > 1 and not head.isupper(), ""

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
