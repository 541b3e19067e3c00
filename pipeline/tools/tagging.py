"""Compare ways to predict a project's action field, leaving out one city at a time. Prints a table; writes nothing.

    python pipeline/tools/tagging.py --gold DIR [--study FILE] [--edition FILE] [--check]

DIR holds structure.json and annex.json. FILE (--study) is the text conversion of the study: its Annex A adds the titles of
the cities that DIR does not hold to the training of every candidate. Each city is predicted by models that saw none of its
projects. `keywords` is the tagger that ships; it has no training, so there are no weights to write. Its keywords were drafted
by looking at the cities with an even place in the alphabet: the odd ones are the figure to trust.
--check looks at the shipped tagger alone and exits 1 where it misses the bars on the odd cities; the rest needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from stadtatlas.edition.load import find, load
from stadtatlas.edition.profile import ActionField
from stadtatlas.tag import Tagger

BARS = (0.75, 0.80)  # primary first, first is printed: the project's acceptance criteria
SEED = 0
TITLE_REPEATS = 3  # the title's weight for the trained candidates; a guess, not tuned


@dataclass(frozen=True, slots=True)
class Project:
    """A project and what the study says of it; `description` is empty for those known by their annex title only."""

    city: str
    title: str
    description: str
    primary: str
    printed: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.title} . " * TITLE_REPEATS + self.description


# Trains on the first projects, returns one field for each of the second.
Candidate = Callable[[Sequence[Project], Sequence[Project]], list[str]]


def read_gold(folder: Path) -> list[Project]:
    cities = json.loads((folder / "structure.json").read_text("utf-8"))
    texts = {(city, p["title"]): p["description"] for city, record in cities.items() for p in record["projects"]}
    return [
        Project(a["city"], a["title"], texts[a["city"], a["title"]], a["primary"], tuple(a["printed"]))
        for a in json.loads((folder / "annex.json").read_text("utf-8"))
    ]


def read_annex(study: Path, names: Sequence[str], known: set[str]) -> list[Project]:
    """Annex A's titles of the cities whose first word is not among those of `known`."""
    text = study.read_text("utf-8")
    annex = text[text.rindex("Anhang A") :]
    firsts = {first_word(city) for city in known}
    found = []
    lists = re.compile(r"zum Handlungsfeld ([^\n]+)\n(.*?)(?=zum Handlungsfeld|Anhang B|\Z)", re.DOTALL)
    for heading, body in lists.findall(annex):
        field = next(name for name in names if fold_and(name) == fold_and(heading))
        for title, city in annex_items(body):
            if first_word(city) not in firsts:
                found.append(Project(city, title, "", field, (field,)))
    return found


def annex_items(body: str) -> Iterator[tuple[str, str]]:
    """Title and city of every list item, of an HTML list or a Markdown one: `Title (City)`."""
    items = re.findall(r"<li>▪?\s*(.*?)</li>", body) + re.findall(r"^- (?!\|)(.+)$", body, re.MULTILINE)
    for item in items:
        if match := re.fullmatch(r"(.*)\(([^()]+)\)", item.strip()):
            yield match[1].strip(), match[2].strip()


def first_word(city: str) -> str:
    return re.split(r"[\s-]", city)[0].casefold()


def fold_and(name: str) -> str:
    return name.replace("&", "und").casefold().strip()


def majority(train: Sequence[Project], test: Sequence[Project]) -> list[str]:
    return [Counter(p.primary for p in train).most_common(1)[0][0]] * len(test)


def keywords(fields: Sequence[ActionField]) -> Candidate:
    tagger = Tagger(fields)

    def predict(_: Sequence[Project], test: Sequence[Project]) -> list[str]:
        return [next((name for name, _ in tagger.predict(p.title, p.description)), "") for p in test]

    return predict


def trained(build: Callable[[], Any]) -> Candidate:
    """A scikit-learn pipeline over the texts alone."""

    def predict(train: Sequence[Project], test: Sequence[Project]) -> list[str]:
        model = build().fit([p.text for p in train], [p.primary for p in train])
        return [str(field) for field in model.predict([p.text for p in test])]

    return predict


def sklearn(module: str) -> Any:
    """A module of scikit-learn, which has no type stubs; loaded where used, as --check does without it."""
    return import_module(f"sklearn.{module}")


def chain(*steps: Any) -> Any:
    return sklearn("pipeline").make_pipeline(*steps)


def ngrams() -> Any:
    """Words and word pairs, and character n-grams of 3 to 5 within words."""
    tfidf = sklearn("feature_extraction.text").TfidfVectorizer
    return sklearn("pipeline").make_union(
        tfidf(sublinear_tf=True, ngram_range=(1, 2)),
        tfidf(sublinear_tf=True, ngram_range=(3, 5), analyzer="char_wb"),
    )


def logistic() -> Any:
    model = sklearn("linear_model").LogisticRegression
    return model(C=10, max_iter=2000, class_weight="balanced", random_state=SEED)


def text_models() -> dict[str, Candidate]:
    bayes, counts = sklearn("naive_bayes"), sklearn("feature_extraction.text").CountVectorizer
    svm = sklearn("svm").LinearSVC
    return {
        "naive Bayes, words": trained(lambda: chain(counts(), bayes.MultinomialNB(alpha=0.1))),
        "complement naive Bayes": trained(lambda: chain(ngrams(), bayes.ComplementNB(alpha=0.3))),
        "logistic regression": trained(lambda: chain(ngrams(), logistic())),
        "linear SVM": trained(lambda: chain(ngrams(), svm(C=1, random_state=SEED))),
    }


def shares(tagger: Tagger, fields: Sequence[ActionField], projects: Sequence[Project]) -> Any:
    """What the keywords say, projects by fields; reported fields only, zero elsewhere."""
    import numpy as np

    ranked = [dict(tagger.predict(p.title, p.description)) for p in projects]
    return np.array([[row.get(field.name, 0.0) for field in fields] for row in ranked])


def stacked(fields: Sequence[ActionField], with_text: bool) -> Candidate:
    """Logistic regression on the keyword shares, alone or next to the n-grams."""
    tagger = Tagger(fields)

    def predict(train: Sequence[Project], test: Sequence[Project]) -> list[str]:
        sparse = import_module("scipy.sparse")
        # Times 3, or the many n-grams drown the few keyword columns.
        parts = [[sparse.csr_matrix(3 * shares(tagger, fields, part))] for part in (train, test)]
        if with_text:
            union = ngrams().fit([p.text for p in train])
            for blocks, part in zip(parts, (train, test), strict=True):
                blocks.append(union.transform([p.text for p in part]))
        seen, unseen = (sparse.hstack(blocks).tocsr() for blocks in parts)
        return [str(f) for f in logistic().fit(seen, [p.primary for p in train]).predict(unseen)]

    return predict


def as_prior(fields: Sequence[ActionField], exponent: float) -> Candidate:
    """Keyword shares times the trained probability to the power of `exponent`."""
    tagger, names = Tagger(fields), [field.name for field in fields]

    def predict(train: Sequence[Project], test: Sequence[Project]) -> list[str]:
        import numpy as np

        model = chain(ngrams(), logistic()).fit([p.text for p in train], [p.primary for p in train])
        learned = np.zeros((len(test), len(names)))
        learned[:, [names.index(c) for c in model.classes_]] = model.predict_proba([p.text for p in test])
        # 0.02 and 0.01 keep a field alive that one side has never seen.
        joint = np.log(shares(tagger, fields, test) + 0.02) + exponent * np.log(learned + 0.01)
        return [names[i] for i in joint.argmax(axis=1)]

    return predict


def candidates(fields: Sequence[ActionField]) -> dict[str, Candidate]:
    return {
        "most frequent field": majority,
        **text_models(),
        "regression on keywords": stacked(fields, with_text=False),
        "regression on both": stacked(fields, with_text=True),
        "keywords x trained^0.25": as_prior(fields, 0.25),
        "keywords x trained": as_prior(fields, 1.0),
    }


def cross_validate(candidate: Candidate, gold: Sequence[Project], extra: Sequence[Project]) -> dict[str, list[str]]:
    """Predicted fields per city, in the order of its projects, from all other cities' projects."""
    found = {}
    for city in sorted({p.city for p in gold}):
        train = [p for p in gold if p.city != city] + list(extra)
        found[city] = candidate(train, [p for p in gold if p.city == city])
    return found


def rates(found: dict[str, list[str]], gold: Sequence[Project], cities: Sequence[str]) -> tuple[float, float]:
    """Shares of the cities' projects whose prediction is the annex's field, and one of the printed fields."""
    pairs = [pair for city in cities for pair in zip(found[city], (p for p in gold if p.city == city), strict=True)]
    primary = sum(field == p.primary for field, p in pairs)
    printed = sum(field in p.printed for field, p in pairs)
    return primary / len(pairs), printed / len(pairs)


def report(name: str, candidate: Candidate, gold: Sequence[Project], extra: Sequence[Project]) -> tuple[float, float]:
    """Prints a row of the table; returns the rates on the odd cities."""
    found = cross_validate(candidate, gold, extra)
    cities = sorted(found)
    groups = [rates(found, gold, part) for part in (cities[::2], cities[1::2], cities)]
    print(f"{name:26}" + "".join(f"  {a:.3f} / {b:.3f}" for a, b in groups), flush=True)
    return groups[1]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--study", type=Path)
    parser.add_argument("--edition", default="atlas-2019")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    fields, gold = load(find(args.edition)).profile.action_fields, read_gold(args.gold)
    known = {p.city for p in gold}
    extra = read_annex(args.study, [f.name for f in fields], known) if args.study else []
    print(f"{len(gold)} projects of {len(known)} cities, {len(extra)} titles of others; primary first / first is printed")
    print(f"{'':26}  {'even cities':13}  {'odd cities':13}  all")
    shipped = report("keywords (shipped)", keywords(fields), gold, extra)
    if args.check:
        return int(any(rate < bar for rate, bar in zip(shipped, BARS, strict=True)))
    for name, candidate in candidates(fields).items():
        report(name, candidate, gold, extra)
    if extra:
        primary, _ = rates(cross_validate(keywords(fields), extra, []), extra, sorted({p.city for p in extra}))
        print(f"keywords on the {len(extra)} other titles, without descriptions: {primary:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
