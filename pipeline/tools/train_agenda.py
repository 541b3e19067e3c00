"""Train the lean of the agenda's status: which words, in sentences about a strategy, go with which status.

    python pipeline/tools/train_agenda.py RUN GOLD [--write]

Learns from the texts of a run and the hand-made truth beside it, and from the portraits of `tests/gold-portraits/`. Writes
`prose/agenda.json` and prints how often cross-validation over the study's cities was right: as it is, and with the words struck
from the lexicon that only the city left out uses, as another study's cities use words that no one has seen; and how often the
lean alone is right on each set of portraits, learned from the study and the other sets. The same input gives the same weights
(no chance is involved).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from portraits import joined
from prose_speed import portraits_of
from sklearn.linear_model import LogisticRegression
from stadtatlas.prose import agenda, wording
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Passage

PORTRAITS = Path(__file__).resolve().parents[2] / "tests" / "gold-portraits"
STRENGTH = 0.03
"""Of 0.01, 0.03, 0.1 and 0.3 the one with the best results on whole sets left out (inverse regularisation)."""
COMMON = 3
"""Portraits that a word must stand in to carry weight: names of one city carry none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A city: its set, its text, its true status, and the words of its sentences about a strategy."""

    set: str
    city: str
    text: str
    passages: tuple[Passage, ...]
    status: str
    words: frozenset[str]
    lexicon: frozenset[str]


def main() -> None:
    """Print the cross-validation; write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    given = parser.parse_args()
    examples = examples_of(given.run, given.gold)
    more = list(portraits())
    for struck in (False, True):
        held = cross_validated(examples, more, struck)
        print(f"cross-validated, {'words struck' if struck else 'all words':12}: {sum(held.values())} of {len(held)} right")
        print("  wrong:", ", ".join(city for city, right in held.items() if not right) or "none")
    told = ", ".join(f"{name} {good} of {count}" for name, good, count in alone([*examples, *more]))
    print("the lean alone, on sets left out:", told)
    if given.write:
        target = Path(agenda.__file__).with_suffix(".json")
        lines = (f"{json.dumps(word, ensure_ascii=False)}: {w}" for word, w in weights([*examples, *more]).items())
        target.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def examples_of(run: Path, gold: Path) -> list[Example]:
    """The cities of the run that the truth has."""
    truth = {path.stem: json.loads(path.read_text("utf-8"))["agenda_status"] for path in sorted((gold / "facts").glob("*.json"))}
    names = [json.loads(line)["name"] for line in (run / "cities.jsonl").read_text("utf-8").splitlines()]
    told = zip(names, portraits_of(run), strict=True)
    return [_example("study", name, text, passages, truth[name]) for name, (text, passages) in told if name in truth]


def portraits() -> Iterator[Example]:
    """The same of the portraits by other hands."""
    for path in sorted(PORTRAITS.glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        status = portrait["facts"].get("agenda_status")
        if status:
            yield _example(path.parent.name, portrait["city"], *joined(portrait["sections"]), status)


def _example(of: str, city: str, text: str, passages: Sequence[Passage], status: str) -> Example:
    sentences = sentences_of(text, passages)
    lexicon = {w.lower() for one in sentences for w in wording.WORD.findall(text[one.start : one.end])}
    return Example(of, city, text, tuple(passages), status, agenda.words(text, sentences), frozenset(lexicon))


def sentences_of(text: str, passages: Sequence[Passage]) -> list[wording.Sentence]:
    """What the portrait says of its strategy."""
    return wording.about_strategy(read(text, passages))


def weights(examples: Sequence[Example]) -> dict[str, list[float]]:
    """Each word's weight for each status, and the intercepts under the empty word: what the package ships."""
    counted = Counter(word for example in examples for word in example.words)
    words = sorted(word for word, count in counted.items() if count >= COMMON)
    rows = np.array([[word in example.words for word in words] for example in examples], dtype=float)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(rows, [agenda.STATUSES.index(e.status) for e in examples])
    table = np.column_stack([model.intercept_, model.coef_])
    return {word: [round(float(w), 3) for w in table[:, at]] for at, word in enumerate(("", *words))}


def cross_validated(examples: Sequence[Example], more: Sequence[Example], struck: bool) -> dict[str, bool]:
    """For each city of the study whether the weights of all others, and the patterns, get it right."""
    return {e.city: right(e, [o for o in (*examples, *more) if o is not e], struck) for e in examples}


def alone(examples: Sequence[Example]) -> Iterator[tuple[str, int, int]]:
    """For each set how many of its cities the lean alone gets right, learned from all other sets; and how many there are."""
    for name in sorted({e.set for e in examples}):
        lean = weights([e for e in examples if e.set != name])
        held = [e for e in examples if e.set == name]
        yield name, sum(_leant(lean, e.words) == e.status for e in held), len(held)


def _leant(lean: Mapping[str, Sequence[float]], words: frozenset[str]) -> str:
    score = np.sum([lean[word] for word in ("", *sorted(words & lean.keys()))], axis=0)
    return agenda.STATUSES[int(score.argmax())]


def right(example: Example, others: Sequence[Example], struck: bool) -> bool:
    """Whether one city comes out right; if `struck`, without the words that none of the others uses."""
    lexicon: Mapping[str, str] = wording.LETTERS
    if struck:
        seen = frozenset[str]().union(*(other.lexicon for other in others))
        lexicon = {word: letter for word, letter in lexicon.items() if word in seen}
    with patch.object(wording, "LETTERS", lexicon), patch.object(agenda, "LEAN", weights(others)):
        wording.letter.cache_clear()
        score = agenda.scores(example.text, sentences_of(example.text, example.passages))
    wording.letter.cache_clear()
    return max(score, key=lambda status: score[status]) == example.status


if __name__ == "__main__":
    main()
