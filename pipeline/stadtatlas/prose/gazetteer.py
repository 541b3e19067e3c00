"""Who funds what in Germany: ministries, states, the EU, programmes and competitions that every study takes as known.

The data stand in `gazetteer.toml`. A name is compared by the stems of its words, so that case endings, hyphens and full stops
do not count: `des Digitalen Modellregion-Programms` holds `Digitale Modellregion`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

Kind = Literal[
    "eu",
    "bund",
    "ministry",
    "agency",
    "bank",
    "state",
    "organisation",
    "provider",
    "programme",
    "competition",
    "award",
    "project",
]
Level = Literal["eu", "federal", "state", "municipal", "private", "unknown"]
PUBLIC: tuple[Level, ...] = ("eu", "federal", "state")
"""Levels above the city that give public money."""

_LEVELS: dict[str, Level] = {
    "eu": "eu",
    "bund": "federal",
    "ministry": "federal",
    "agency": "federal",
    "bank": "state",
    "state": "state",
    "organisation": "private",
    "provider": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Something known by name. `funder` is the id of another entry; a funder's level is its own."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    funder: str | None
    level: Level
    common: bool = False
    """Whether it bears an everyday word as its name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry named at `text[start:end]`."""

    entry: Entry
    start: int
    end: int
    name: str
    """Which of the entry's names it is; its years, where the text adds any, are left out."""

    def moved(self, by: int) -> Hit:
        """The same in a text that begins so many characters earlier."""
        return Hit(self.entry, self.start + by, self.end + by, self.name)


@cache
def entries() -> dict[str, Entry]:
    """All entries by id."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    common = frozenset(raw.pop("common").split("|"))
    return {entry.id: entry for table, values in raw.items() for entry in _table(table, values, common)}


def _table(table: str, values: dict[str, str | dict[str, str]], common: frozenset[str]) -> Iterator[Entry]:
    for key, value in values.items():
        if isinstance(value, str):
            kind = key if table == "other" else table
            yield _entry(key if table == "other" else f"{table}:{key}", kind, value, None, common)
        else:
            for slug, names in value.items():
                yield _entry(f"{table}:{slug}", table, names, key, common)


def _entry(id_: str, kind: str, names: str, funder: str | None, common: frozenset[str]) -> Entry:
    name, *aliases = names.split("|")
    level = _LEVELS.get((funder or kind).partition(":")[0], "unknown")
    return Entry(id_, kind, name, tuple(aliases), None if funder == "unknown" else funder, level, name in common)  # type: ignore[arg-type]


_TOKEN = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:e[nmrs]?|(?<=e[lr])n|s)+$")
_LONGEST = 12
"""Words than which no name is longer."""
_YEARS = re.compile(r"\s*\(?(?:19|20)\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\+?\)?$")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_STATE = re.compile(r"^(?:(?:Bundes)?[Ll]and(?:es)?|Freistaat(?:e?s)?|Freie Hansestadt|Freie und Hansestadt)\s+")


@cache
def _stem(word: str) -> str:
    return _ENDING.sub("", word.casefold())


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(_stem, _TOKEN.findall(text)))


def _indexed() -> tuple[dict[str, Entry], dict[str, list[tuple[tuple[str, ...], str, Entry]]]]:
    """The entries by the stems of their names, run together; and by the first stem alone, longest name first."""
    whole: dict[str, Entry] = {}
    first: dict[str, list[tuple[tuple[str, ...], str, Entry]]] = {}
    for entry in entries().values():
        for name in (entry.name, *entry.aliases):
            stems = _stems(name)
            whole.setdefault("".join(stems), entry)
            first.setdefault(stems[0], []).append((stems, name, entry))
    for names in first.values():
        names.sort(key=lambda item: -len(item[0]))
    return whole, first


_WHOLE, _FIRST = _indexed()
_LEAST = 3
"""Letters of a word that keep their place in its stem."""
_BEGINNINGS = {stem[:_LEAST]: tuple([one for one in _FIRST if one.startswith(stem[:_LEAST])]) for stem in _FIRST}
"""The first stems that begin alike, by how they begin: a word that begins with none of them, as most, need not be stemmed."""


@lru_cache(maxsize=4096)
def find(name: str) -> Entry | None:
    """The entry of this name; case, endings, hyphens, years behind it and a short form in brackets do not count."""
    forms = dict.fromkeys((name, _BRACKETS.sub("", name), _YEARS.sub("", name), _STATE.sub("", name)))
    return next((entry for form in forms if (entry := _WHOLE.get("".join(_stems(form))))), None)


def scan(text: str) -> list[Hit]:
    """All entries that the text names, in order, the longest at each place; in compounds too (`mFUND-Projekt`)."""
    words = _TOKEN.findall(text.casefold())
    begins = [
        at for at, word in enumerate(words) if word.startswith(_BEGINNINGS.get(word[:_LEAST], ())) and _stem(word) in _FIRST
    ]
    spelt = [(at, names) for at in begins if (names := _spelt(words, at))]
    matches = list(_TOKEN.finditer(text)) if spelt else []
    hits: list[Hit] = []
    for at, names in spelt:
        if not hits or matches[at].start() >= hits[-1].end:
            hit = _hit(text, matches[at : at + _LONGEST], names)
            if hit:
                hits.append(hit)
    return hits


_Named = tuple[tuple[str, ...], str, Entry]


def _spelt(words: list[str], at: int) -> list[_Named]:
    """The names whose stems the words from this place on have, the longest first."""
    named = _FIRST[_stem(words[at])]
    stems = tuple(map(_stem, words[at : at + len(named[0][0])]))
    return [one for one in named if stems[: len(one[0])] == one[0]]


def _hit(text: str, tokens: list[re.Match[str]], named: list[_Named]) -> Hit | None:
    for wanted, name, entry in named:
        size = len(wanted)
        if _is_written(text, tokens[:size], name):
            end = _end(text, tokens[size - 1].end(), name)
            return Hit(entry, tokens[0].start(), end, _closest(entry, wanted, text[:end]) or name)
    return None


def _closest(entry: Entry, stems: tuple[str, ...], text: str) -> str | None:
    """Of the entry's names that differ in endings alone the one in the text's number: `Modellregion`, `Modellregionen`."""
    return next((name for name in (entry.name, *entry.aliases) if text.endswith(name[-5:]) and _stems(name) == stems), None)


def _is_written(text: str, tokens: list[re.Match[str]], name: str) -> bool:
    """Whether the words stand close together, and are written large where the name is (`LEADER` is no `Leader`)."""
    for gap in (text[a.end() : b.start()] for a, b in pairwise(tokens)):
        if gap == ". " or len(gap) > 3 or "\n" in gap:
            return False
    start, end = tokens[0].span()
    if len(tokens) == 1 and name.endswith("ern"):  # whose stem `Bayer` has as well
        return text.startswith(name, start)
    if len(tokens) == 1 and name.rstrip("!+").isupper():
        return text[start:end] in (name.rstrip("!+"), name + "s")
    if len(tokens) > 1 and "initiative" in name:  # with a small adjective as often: `aus der nationalen …initiative`
        return text[tokens[-1].start()].isupper()
    return not name[0].isupper() or text[start].isupper()


def _end(text: str, end: int, name: str) -> int:
    return end + 1 if name[-1] in "+!" and text[end : end + 1] == name[-1] else end
