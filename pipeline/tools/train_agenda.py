"""Train the lean of the agenda's status: which classes of words, in sentences about a strategy, go with which status.

    python pipeline/tools/train_agenda.py RUN GOLD [--write]

Learns from the texts of a run and the hand-made truth beside it, and from the portraits of `tests/gold-portraits/`. Writes
`prose/agenda.json` and prints how often cross-validation over the study's cities was right: as it is, and with the words struck
from the lexicon that only the city left out uses, as another study's cities use words that no one has seen. The same input gives
the same weights (no chance is involved).
"""

from __future__ import annotations

import argparse
import json
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
STRENGTH = 1.0
"""Of 0.3, 1 and 3 the one with the best struck cross-validation (inverse regularisation)."""
CLASSES = "EhKDCQeiBbRAGHIkUxlcztTgjMYfwWZupFNXyVLmaqo3"
"""The classes of words that may carry weight: all but articles, other prepositions and names."""


@dataclass(frozen=True, slots=True)
class Example:
    """A city: its text, its true status, and the words of the lexicon that its sentences about a strategy use."""

    city: str
    text: str
    passages: tuple[Passage, ...]
    status: str
    classes: frozenset[str]
    words: frozenset[str]


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
    if given.write:
        target = Path(agenda.__file__).with_suffix(".json")
        target.write_text(json.dumps(weights([*examples, *more]), ensure_ascii=False, indent=1) + "\n", "utf-8")


def examples_of(run: Path, gold: Path) -> list[Example]:
    """The cities of the run that the truth has, but for those without agenda, which the regression does not tell apart."""
    truth = {path.stem: json.loads(path.read_text("utf-8"))["agenda_status"] for path in sorted((gold / "facts").glob("*.json"))}
    names = [json.loads(line)["name"] for line in (run / "cities.jsonl").read_text("utf-8").splitlines()]
    found = []
    for name, (text, passages) in zip(names, portraits_of(run), strict=True):
        if truth.get(name) in ("adopted", "in_development"):
            found.append(_example(name, text, passages, truth[name]))
    return found


def portraits() -> Iterator[Example]:
    """The same of the portraits by other hands."""
    for path in sorted(PORTRAITS.glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        status = portrait["facts"].get("agenda_status")
        if status in ("adopted", "in_development"):
            yield _example(portrait["city"], *joined(portrait["sections"]), status)


def _example(city: str, text: str, passages: Sequence[Passage], status: str) -> Example:
    chosen = [one for one in sentences_of(text, passages) if one.kind not in agenda.ELSEWHERE]
    words = {w.lower() for one in chosen for w in wording.WORD.findall(text[one.start : one.end])}
    classes = {letter for one in chosen for letter in one.letters if letter in CLASSES}
    return Example(city, text, tuple(passages), status, frozenset(classes), frozenset(words))


def sentences_of(text: str, passages: Sequence[Passage]) -> list[wording.Sentence]:
    """What the portrait says of its strategy."""
    return wording.about_strategy(read(text, passages))


def fit(classes: Sequence[frozenset[str]], status: Sequence[str]) -> dict[str, float]:
    """Weight of each class for `in_development`, the intercept under `1`."""
    rows = np.array([[letter in found for letter in CLASSES] for found in classes], dtype=float)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(rows, [s == "in_development" for s in status])
    return {"1": round(float(model.intercept_[0]), 2)} | {
        letter: round(float(w), 2) for letter, w in zip(CLASSES, model.coef_[0], strict=True) if abs(w) >= 0.005
    }


def weights(examples: Sequence[Example]) -> dict[str, float]:
    """What the package ships: the weights from all examples."""
    return fit([e.classes for e in examples], [e.status for e in examples])


def cross_validated(examples: Sequence[Example], more: Sequence[Example], struck: bool) -> dict[str, bool]:
    """For each city of the study whether the weights of all others, and the patterns, get it right."""
    return {e.city: right(e, [o for o in (*examples, *more) if o is not e], struck) for e in examples}


def right(example: Example, others: Sequence[Example], struck: bool) -> bool:
    """Whether one city comes out right; if `struck`, without the words that none of the others uses."""
    lexicon: Mapping[str, str] = wording.LETTERS
    if struck:
        seen = frozenset[str]().union(*(other.words for other in others))
        lexicon = {word: letter for word, letter in lexicon.items() if word in seen}
    with patch.object(wording, "LETTERS", lexicon), patch.object(agenda, "LEAN", weights(others)):
        wording.letter.cache_clear()
        score = agenda.scores(sentences_of(example.text, example.passages))
    wording.letter.cache_clear()
    return max(score, key=lambda status: score[status]) == example.status


if __name__ == "__main__":
    main()
