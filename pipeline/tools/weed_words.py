"""Which words of the closed lists are wrong more often than right.

    python pipeline/tools/weed_words.py LIST RUN GOLD

LIST is a key of `choices.toml`. Leaves out each of its words in turn and counts the labels that rules and classifier give then,
over all that the classifier learns from. Its scores are those without the section's own source, as otherwise it would give back
by heart what a word loses. Prints, a line each, how many sections change without the word and how many labels it brings, right
ones and all. It takes a minute or two; nothing is written.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from stadtatlas.prose import choices
from train_sentences import TASKS, Section, decided, highest, labelled, left_out, portraits, study
from weed import SEVERAL, Effect, judged

Told = dict[str, float]


def main() -> None:
    """Print the words that are to be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", choices=choices.WHERE)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    given = parser.parse_args()
    task = next(task for task in TASKS if given.list in task.kinds)
    sections = [*labelled(task), *portraits(task), *study(given.run, given.gold, task)]
    for line in weeds(given.list, sections, highest(sections, left_out(sections))):
        print(line, flush=True)


def weeds(kind: str, sections: Sequence[Section], told: Sequence[Told]) -> Iterator[str]:
    """A line for each word that several sections bear out as wrong."""
    whole = choices.CHOICES[kind]
    before = [_given(kind, *one) for one in zip(sections, told, strict=True)]
    for word, choice in without(kind):
        choices.CHOICES[kind] = choice
        effects = list(_effects(kind, word, sections, told, before))
        choices.CHOICES[kind] = whole
        if len(effects) >= SEVERAL and (verdict := judged(effects)):
            yield f"{verdict}  {word}"


def without(kind: str) -> Iterator[tuple[str, choices.Choice]]:
    """Each word of a list, and how the list is read without it."""
    raw = tomllib.loads(Path(choices.__file__).with_suffix(".toml").read_text("utf-8"))
    words: dict[str, str] = raw[kind]["words"]
    for letter, stems in words.items():
        for word in stems.split():
            rest = words | {letter: " ".join(stem for stem in stems.split() if stem != word)}
            yield word, choices.choice(raw[kind] | {"words": rest}, raw)


def _effects(
    kind: str, word: str, sections: Sequence[Section], told: Sequence[Told], before: Sequence[set[str]]
) -> Iterator[Effect]:
    """The sections that read otherwise without the word; where it does not stand nothing can change."""
    stem = _folded(word)
    for section, own, labels in zip(sections, told, before, strict=True):
        if stem in _folded(section.text) and (now := _given(kind, section, own)) != labels:
            truth = {label.partition(".")[2] for label in section.labels if label.startswith(f"{kind}.")}
            yield Effect(section.source, len(labels & truth) - len(now & truth), len(labels) - len(now))


def _folded(text: str) -> str:
    return text.lower().replace("-", "")


def _given(kind: str, section: Section, told: dict[str, Any]) -> set[str]:
    return decided(section, told, kind)[2]


if __name__ == "__main__":
    main()
