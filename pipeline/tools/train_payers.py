"""Train who probably pays for an item.

    python pipeline/tools/train_payers.py RUN GOLD [--write]

Learns from the sections on funding of `tests/gold-portraits/` and of the run, by the hand-made truth beside it: each item that
is found, with everybody whom its sentence and the neighbours name, and who of them pays. Prints by cross-validation over whole
sets how many items have the right funder by the rules alone and with what was learned, and writes `prose/probable.json` where
asked. The same input gives the same weights (no chance is involved).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from portraits import joined
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from stadtatlas.prose import funding, marks, probable
from stadtatlas.prose.passages import Passage
from train_sentences import TESTS, annotated, options, set_of, split

FOLDS = 8
"""Parts of all sources that are left out, one after the other: whole sets and an eighth of the study."""
STRENGTH = 0.6
"""Inverse regularisation (L1): 1 keeps half as many features again and is no better."""
COMMON = 3
"""Pairs that a feature must occur in."""


@dataclass(frozen=True, slots=True)
class Case:
    """An item: whence it is, who pays for it (`` for nobody), whom the rules give, and each who may, with the features."""

    source: str
    truth: str
    rules: str
    payers: tuple[str, ...]
    features: tuple[tuple[str, ...], ...]


def main() -> None:
    """Print the cross-validation; write the weights where asked."""
    given = options(__doc__)
    found = [*portraits(), *study(given.run, given.gold)]
    print("\n".join(validated(found)))
    if given.write:
        Path(probable.__file__).with_suffix(".json").write_text(shipped(found), "utf-8")


def portraits() -> Iterator[Case]:
    """The items of the portraits by other hands."""
    for path in sorted((TESTS / "gold-portraits").glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        if "funding" in portrait["facts"] and "funding" in portrait["sections"]:
            text, passages = joined({"funding": portrait["sections"]["funding"]})
            yield from cases(f"set {path.parent.name}", text, passages, portrait["facts"])


def study(run: Path, gold: Path) -> Iterator[Case]:
    """The items of the run's cities that the truth has, in parts that are left out together."""
    for source, text, passages, facts in annotated(run, gold, FOLDS):
        yield from cases(source, text, passages, facts)


def cases(source: str, text: str, passages: Sequence[Passage], facts: dict[str, Any]) -> Iterator[Case]:
    """Each item that is found and true, once."""
    truth = {_key(item["name"]): _key(item["funder"] or "") for item in facts["funding"]}
    doc = split(text, passages)
    for passage in marks.passages(doc, "funding"):
        cuts = [(start - passage.start, end - passage.start) for start, end in marks.sentences(doc, passage)]
        told = funding.told(text[passage.start : passage.end], cuts)
        for at, item, payer in funding.by_rules(told):
            if (name := _key(item.name)) in truth:
                pairs = list(probable.pairs([one.told for one in told], at, item))
                payers = tuple(_key(pair.payer.name) for pair in pairs)
                yield Case(
                    source,
                    truth.pop(name),
                    _key(payer.name if payer else ""),
                    payers,
                    tuple(tuple(probable.features(p)) for p in pairs),
                )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def fitted(found: Sequence[Case]) -> dict[str, float]:
    """The weight of each feature that counts."""
    vectors = DictVectorizer()
    rows = vectors.fit_transform([dict.fromkeys(features, 1.0) for case in found for features in case.features])
    truth = np.array([payer == case.truth != "" for case in found for payer in case.payers])
    kept = np.flatnonzero(np.asarray((rows > 0).sum(axis=0)).ravel() >= COMMON)
    model = LogisticRegression(C=STRENGTH, l1_ratio=1, solver="liblinear", fit_intercept=False, max_iter=3000, random_state=0)
    weights = model.fit(rows[:, kept], truth).coef_[0].round(2)
    names = vectors.get_feature_names_out()[kept]
    return {str(name): float(weight) for name, weight in zip(names, weights, strict=True) if weight}


def shipped(found: Sequence[Case]) -> str:
    """What the package reads."""
    return json.dumps(fitted(found), ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def validated(found: Sequence[Case]) -> Iterator[str]:
    """The share of items with the right funder, by the rules and by both."""
    sources = sorted({case.source for case in found})
    both: dict[int, str] = {}
    for fold in (set(sources[at::FOLDS]) for at in range(FOLDS)):
        weights = fitted([case for case in found if case.source not in fold])
        both |= {number: given(case, weights) for number, case in enumerate(found) if case.source in fold}
    yield "source   items   rules    both"
    for group in sorted({set_of(source) for source in sources}, key=lambda name: (len(name), name)):
        chosen = [number for number, case in enumerate(found) if set_of(case.source) == group]
        rules, right = (sum(what[n] == found[n].truth for n in chosen) / len(chosen) for what in ([c.rules for c in found], both))
        yield f"{group:8} {len(chosen):5} {rules:7.3f} {right:7.3f}"


def given(case: Case, weights: dict[str, float]) -> str:
    """Who pays by the rules and the weights, as `probable.payer` decides."""
    rated = [(probable.LIKELY, case.rules)]
    for payer, features in zip(case.payers, case.features, strict=True):
        odds = sum(weights.get(feature, 0.0) for feature in features)
        rated.append((odds + probable.RULED * (payer == case.rules), payer))
    return max(rated, key=itemgetter(0))[1]


if __name__ == "__main__":
    main()
