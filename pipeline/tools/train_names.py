"""Train the tagger of names: which words name a programme, competition, award or funded project, which of them a network.

    python pipeline/tools/train_names.py RUN GOLD [--write]

Learns from the sections of `tests/gold-portraits/` and of the run, by the hand-made truth beside it: a conditional random field,
fitted with L-BFGS under an L1 and an L2 penalty (CRFsuite, Okazaki 2007), of features that three portraits have or more. Prints
by cross-validation over whole sets F1 of the rules, of what was learned and of both, and writes `prose/crf.json` where asked. The
same input gives the same weights (no chance is involved).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
import pycrfsuite
from portraits import joined
from quality import load
from stadtatlas.prose import crf, gazetteer, marks
from stadtatlas.prose.crf import LABELS, REACH, Model, Words
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Passage
from train_sentences import TESTS, annotated, options, set_of

SECTIONS = {"funding": "funding", "networks": "communication"}
"""Kinds of names, and the section that each stands in."""
FOLDS = 6
"""Parts of all sources that are left out, one after the other: whole sets and a sixth of the study."""
PENALTIES = {"c1": 0.3, "c2": 0.05, "max_iterations": 100, "feature.possible_transitions": True}
COMMON = 3
"""Portraits that a feature must occur in."""
REAL = 3
"""How often a portrait of the study counts: what others wrote in its manner outnumbers it by twenty to one."""
QUOTES = frozenset("»«„“”\"'‚‘›‹")
"""Marks that the truth's names are without."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A portrait, its section's words with what each tells, and their labels by the names that the truth has."""

    source: str
    text: str
    passages: tuple[Passage, ...]
    names: tuple[str, ...]
    told: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]


def main() -> None:
    """Print the cross-validation; write the weights where asked."""
    given, packed = options(__doc__), {}
    scorer = load(given.gold.parent / "score" / "score.py")
    for kind in SECTIONS:
        found = [*portraits(kind), *study(given.run, given.gold, kind)]
        print("\n".join(validated(found, kind, scorer)), flush=True)
        packed[kind] = shipped(found)
    if given.write:
        lines = ",\n".join(f"{json.dumps(kind)}: {json.dumps(raw, ensure_ascii=False)}" for kind, raw in packed.items())
        Path(crf.__file__).with_suffix(".json").write_text(f"{{\n{lines}\n}}\n", "utf-8")


# Sources


def portraits(kind: str) -> Iterator[Portrait]:
    """The portraits by other hands."""
    for path in sorted((TESTS / "gold-portraits").glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        if kind in portrait["facts"] and SECTIONS[kind] in portrait["sections"]:
            yield _portrait(f"set {path.parent.name}", *joined(portrait["sections"]), portrait["facts"], kind)


def study(run: Path, gold: Path, kind: str) -> Iterator[Portrait]:
    """The run's cities that the truth has, in parts that are left out together."""
    for source, text, passages, facts in annotated(run, gold, FOLDS):
        yield _portrait(source, text, passages, facts, kind)


def _portrait(source: str, text: str, passages: Sequence[Passage], facts: dict[str, Any], kind: str) -> Portrait:
    section = "\n".join(text[p.start : p.end] for p in passages if p.kind == SECTIONS[kind])
    words = crf.words(section, gazetteer.scan(section))
    names = tuple(item["name"] for item in facts[kind])
    told = tuple(tuple(crf.features(one)) for one in words.told)
    return Portrait(source, text, tuple(passages), names, told, tuple(_labels(_texts(words), names)))


def _texts(words: Words) -> list[str]:
    return [told.partition(" ")[0] for told in words.told]


def _labels(words: Sequence[str], names: Sequence[str]) -> list[str]:
    """O, B or I for each word: longer names first, wherever they stand, in whatever case."""
    labels, spoken = ["O"] * len(words), [at for at, word in enumerate(words) if word not in QUOTES]
    for name in sorted(names, key=len, reverse=True):
        wanted = [word for word in _texts(crf.words(name, ())) if word not in QUOTES]
        for first in range(len(spoken) - len(wanted) + 1):
            places = spoken[first : first + len(wanted)]
            alike = all(_alike(want, words[at]) for want, at in zip(wanted, places, strict=True))
            if wanted and alike and all(labels[at] == "O" for at in places):
                labels[places[0] : places[-1] + 1] = ["B"] + ["I"] * (places[-1] - places[0])
    return labels


def _alike(wanted: str, word: str) -> bool:
    """Whether two words are one but for the ending."""
    one, other = wanted.casefold(), word.casefold()
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or (shared >= 3 and max(len(one), len(other)) - shared <= 3)


# Training


def shipped(found: Sequence[Portrait]) -> dict[str, Any]:
    """What the package reads: features, what each adds as bytes with their scale, and what one label adds before another."""
    counts = Counter(feature for portrait in found for feature in {f for told in portrait.told for f in told})
    known = {feature for feature, count in counts.items() if count >= COMMON}
    weights, moves = fitted(found, known)
    features = sorted({name for _, name, _ in weights})
    worth = np.zeros((len(features), 2 * REACH + 1, len(LABELS)))
    row = {name: at for at, name in enumerate(features)}
    for (place, name, label), weight in weights.items():
        worth[row[name], place, LABELS.index(label)] = weight
    scale = round(float(np.abs(worth).max()) / 127, 5)
    packed = b64encode(np.round(worth / scale).clip(-127, 127).astype(np.int8).tobytes()).decode()
    return {
        "moves": [[round(moves.get((a, b), 0.0), 3) for b in LABELS] for a in LABELS],
        "scale": scale,
        "features": " ".join(features),
        "worth": packed,
    }


def fitted(found: Sequence[Portrait], known: set[str]) -> tuple[dict[tuple[int, str, str], float], dict[tuple[str, str], float]]:
    """The weight of each feature at each place for each label, and of each label before each."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PENALTIES)
    for portrait in found:
        for _ in range(1 if portrait.source.startswith("set") else REAL):
            trainer.append(_placed(portrait.told, known), portrait.labels)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    weights = {(int(name[0]), name[1:], label): weight for (name, label), weight in info.state_features.items()}
    return weights, dict(info.transitions)


def _placed(told: Sequence[Sequence[str]], known: set[str]) -> list[list[str]]:
    """For each word what it and those around it tell: what a word tells of the second one behind it has place 4, `2 * REACH`."""
    kept = [[name for name in names if name in known] for names in told]
    return [
        [f"{at - beside + REACH}{name}" for beside in _around(at, len(kept)) for name in kept[beside]] for at in range(len(kept))
    ]


def _around(at: int, count: int) -> range:
    return range(max(0, at - REACH), min(count, at + REACH + 1))


# Cross-validation


def validated(found: Sequence[Portrait], kind: str, scorer: ModuleType) -> Iterator[str]:
    """F1 of the rules, of what was learned, and of both, set by set."""
    sources = sorted({p.source for p in found})
    given: dict[int, tuple[list[str], ...]] = {}
    for fold in (set(sources[at::FOLDS]) for at in range(FOLDS)):
        model = crf.unpacked(shipped([p for p in found if p.source not in fold]))
        given |= {number: tuple(_found(p, kind, model)) for number, p in enumerate(found) if p.source in fold}
    yield f"{kind:9} rules learned both"
    for group in sorted({set_of(source) for source in sources}, key=lambda name: (len(name), name)):
        chosen = [(p, given[number]) for number, p in enumerate(found) if set_of(p.source) == group]
        yield f"{group:8}" + " ".join(f"{_f1([(p.names, names[at]) for p, names in chosen], scorer):6.3f}" for at in range(3))


def _found(portrait: Portrait, kind: str, model: Model) -> Iterator[list[str]]:
    """The names by the rules, by what was learned, and by both."""
    with patch.object(crf, "names", lambda *_: []):
        yield _names(portrait, kind)
    section = "\n".join(portrait.text[p.start : p.end] for p in portrait.passages if p.kind == SECTIONS[kind])
    with patch.object(crf, "model", lambda _: model):
        yield list(dict.fromkeys(section[n.start : n.end] for n in crf.names(kind, section, gazetteer.scan(section))))
        yield _names(portrait, kind)


def _names(portrait: Portrait, kind: str) -> list[str]:
    facts = marks.facts(read(portrait.text, portrait.passages))
    return [fact.value["name"] for fact in facts if fact.kind == kind]


def _f1(given: Sequence[tuple[Sequence[str], Sequence[str]]], scorer: ModuleType) -> float:
    hits = sum(len(scorer.pair(truth, found)) for truth, found in given)
    return 2 * hits / max(1, sum(len(truth) + len(found) for truth, found in given))


if __name__ == "__main__":
    main()
