"""Which alternatives of the rules' patterns are wrong more often than right, or borne out by one text alone.

    python pipeline/tools/weed.py KIND RUN GOLD [--scorer FILE]

KIND is `organisation`, `funding` or `networks`. Leaves out each alternative of each pattern in turn (of `(?:Amt|Büro)` first
`Amt`, then `Büro`) and counts what is found then in the portraits by other hands and in the run's cities; the tagger of names is
silent, as it has learned from the same texts. Prints, a line each, how many texts change without the alternative and how many
values it brings, right ones and all. It takes half an hour; nothing is written.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from portraits import facts_of
from quality import LISTS, NAMED, compare, load
from stadtatlas.prose import crf
from train_sentences import TESTS, annotated

SECTIONS = {"organisation": "organisation", "funding": "funding", "networks": "communication"}
MODULES = {
    "organisation": "organisation organisation_names organisation_phrases organisation_kept organisation_siblings nouns",
    "funding": "funded implied described prizes granted funders governing paying funding",
    "networks": "networks titles partners",
}
WORTH = 0.45
"""Share of right ones from which more values make F1 greater: half of F1 as it stands."""
SEVERAL = 3
"""Texts that bear out that an alternative is wrong."""
_GROUP = re.compile(r"\?(?:P<\w+>|<?[=!]|[a-z]*:)")


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the kind's section alone, and what the truth has of the kind."""

    name: str
    portrait: dict[str, Any]

    @property
    def text(self) -> str:
        """The section."""
        (section,) = self.portrait["sections"].values()
        return str(section)


Count = Callable[[Told], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an alternative brings to one text: values that are right, and all."""

    name: str
    hits: int
    found: int


def main() -> None:
    """Print the alternatives that are to be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=SECTIONS)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score/score.py"))
    given = parser.parse_args()
    crf.names = lambda *_: []
    told = list(texts(given.kind, given.run, given.gold))
    count = counter(given.kind, load(given.scorer))
    modules = [importlib.import_module(f"stadtatlas.prose.{name}") for name in MODULES[given.kind].split()]
    for line in weeds(told, count, modules):
        print(line, flush=True)


def texts(kind: str, run: Path, gold: Path) -> Iterator[Told]:
    """The portraits by other hands and the run's cities that have the kind."""
    section = SECTIONS[kind]
    for path in sorted((TESTS / "gold-portraits").glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        if kind in portrait["facts"] and section in portrait["sections"]:
            yield _told(f"{path.parent.name} {portrait['city']}", kind, portrait["sections"][section], portrait["facts"])
    for _, text, passages, facts in annotated(run, gold, 1):
        for passage in (p for p in passages if p.kind == section):
            yield _told(f"study {facts['city']}", kind, text[passage.start : passage.end], facts)


def _told(name: str, kind: str, section: str, facts: dict[str, Any]) -> Told:
    return Told(name, {"sections": {SECTIONS[kind]: section}, "facts": {kind: facts[kind]}})


def counter(kind: str, scorer: ModuleType) -> Count:
    """How many of a text's values are found and right, and how many are found; a funder counts as a value."""
    kinds = {kind, "funding.funder"} if kind == "funding" else {kind}

    def count(told: Told) -> tuple[int, int]:
        whole = {"dates": [], "agenda_status": None, **{key: [] for key in (*NAMED, *LISTS)}, **told.portrait["facts"]}
        outcomes = [outcome for key, outcome in compare(whole, facts_of(told.portrait), scorer) if key in kinds]
        return sum(o.hits for o in outcomes), sum(o.found for o in outcomes)

    return count


def weeds(told: Sequence[Told], count: Count, modules: Sequence[ModuleType]) -> Iterator[str]:
    """A line for each alternative that several texts bear out as wrong, and each that one text alone needs."""
    before = [count(one) for one in told]
    for name, places, pattern in patterns(modules):
        for alternative, rest in without(pattern):
            _put(places, rest)
            effects = list(_effects(told, before, count, re.compile(alternative, pattern.flags & re.I)))
            _put(places, pattern)
            if verdict := judged(effects):
                yield f"{verdict}  {name}  {alternative!r}  {', '.join(e.name for e in effects[:SEVERAL])}"


def judged(effects: Sequence[Effect]) -> str:
    """What is wrong with an alternative of these effects; nothing if several texts need it."""
    hits, found = sum(e.hits for e in effects), sum(e.found for e in effects)
    if len(effects) >= SEVERAL and hits < WORTH * found:
        return f"wrong, {hits} right of {found} in {len(effects)} texts"
    return f"alone, {hits} right of {found}" if len(effects) == 1 and hits > 0 else ""


def _effects(
    told: Sequence[Told],
    before: Sequence[tuple[int, int]],
    count: Count,
    alternative: re.Pattern[str],
) -> Iterator[Effect]:
    """The texts that read otherwise without the alternative; where it does not occur nothing can change."""
    for one, (hits, found) in zip(told, before, strict=True):
        if alternative.search(one.text) and (now := count(one)) != (hits, found):
            yield Effect(one.name, hits - now[0], found - now[1])


def patterns(modules: Sequence[ModuleType]) -> Iterator[tuple[str, list[tuple[ModuleType, str]], re.Pattern[str]]]:
    """Each pattern of the modules once, with all places that it is known by."""
    found: dict[int, list[tuple[ModuleType, str]]] = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.setdefault(id(value), []).append((module, name))
    for places in found.values():
        module, name = places[0]
        yield f"{module.__name__.rpartition('.')[2]}.{name}", places, getattr(module, name)


def _put(places: Sequence[tuple[ModuleType, str]], pattern: re.Pattern[str]) -> None:
    for module, name in places:
        setattr(module, name, pattern)


def without(pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each alternative, and the pattern without it; those that cannot stand or go alone are left out."""
    text = pattern.pattern
    for start, edges in groups(text):
        for at, (low, high) in enumerate(zip([start - 1, *edges], edges, strict=False)):
            cut = (low + 1, high + 1) if at == 0 else (low, high)
            try:
                re.compile(text[low + 1 : high])
                yield text[low + 1 : high], re.compile(text[: cut[0]] + text[cut[1] :], pattern.flags)
            except re.error:
                continue


def groups(text: str) -> Iterator[tuple[int, list[int]]]:
    """Where each group's first alternative begins, and where each of its two or more alternatives ends."""
    opened: list[tuple[int, list[int]]] = [(0, [])]
    for token in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", text, re.DOTALL):
        if token[0] == "(":
            head = _GROUP.match(text, token.end())
            opened.append((head.end() if head else token.end(), []))
        elif token[0] == "|":
            opened[-1][1].append(token.start())
        elif token[0] == ")":
            start, bars = opened.pop()
            if bars:
                yield start, [*bars, token.start()]
    start, bars = opened[0]
    if bars:
        yield start, [*bars, len(text)]


if __name__ == "__main__":
    main()
