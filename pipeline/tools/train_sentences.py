"""Train the classifiers of sentences: which labels of the closed lists, which status of the agenda a sentence bears out.

    python pipeline/tools/train_sentences.py RUN GOLD [--write]

Learns from `tests/gold-sentences/`, labelled sentence by sentence, and from sections labelled as a whole: those of the run,
by the hand-made truth beside it, and those of `tests/gold-portraits/`. Of a section's labels the sentence that speaks most for
each is taken for its bearer, twice over (multiple-instance learning, Andrews et al. 2003); for other labels all its sentences are
counter-examples. Prints by cross-validation over whole writers and sets how good the rules, what was learned and both are, and
writes `prose/sentences/*.json` where asked. The same input gives the same weights (no chance is involved).
"""

from __future__ import annotations

import argparse
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from portraits import joined
from prose_speed import portraits_of
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc
from stadtatlas.prose import agenda, choices, classifier, marks, scored, sentences, tokenizer, wording
from stadtatlas.prose.passages import Passage

Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Given = tuple[set[str], set[str], set[str]]
"""Labels by the rules, by what was learned, by both."""

TESTS = Path(__file__).resolve().parents[2] / "tests"
PROSE = Path(classifier.__file__).parent
STRENGTH = 10.0
"""Inverse regularisation; 3 to 30 decide alike."""
COMMON = 4
"""Sentences that an n-gram must stand in."""
ROUNDS = 2
"""How often a section's bearers are chosen anew."""
RULED = frozenset(
    [
        *"participation.advisory_body participation.event participation.survey".split(),
        *"stakeholders.civil_society stakeholders.education organisation_models.unit channels.app channels.campaign".split(),
        *"channels.newsletter channels.none channels.online_platform channels.press channels.social_media".split(),
        *"channels.video channels.website".split(),
    ]
)
"""Labels left to the rules: what learning adds there is wrong as often as right in cross-validation."""
FAMILIAR = frozenset(f"set {number:02}" for number in range(25))
"""Sets that the agenda's patterns were made with: they would tell that a pattern is always right."""
FOLDS = 5
"""Parts of all sources that are left out, one after the other: whole writers, whole sets, a fifth of the study."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a classifier learns: the sections that it reads and the keys of a city's record that it knows the labels of."""

    name: str
    sections: tuple[str, ...]
    kinds: tuple[str, ...]


TASKS = (
    *(Task(where, (where,), tuple(kinds)) for where, kinds in choices.KINDS.items()),
    Task("agenda", agenda.TOLD, (agenda.KIND,)),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Who wrote it, its text and sentences' words, its labels; and those of each sentence where they are known.

    Labels are `kind.label`. Several sections of a city may be one.
    """

    source: str
    text: str
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[str, ...], ...]
    labels: frozenset[str]
    each: tuple[frozenset[str], ...] | None = None


def options(about: str | None) -> argparse.Namespace:
    """RUN, GOLD and --write, as every training takes them."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    return parser.parse_args()


def main() -> None:
    """Print the cross-validation; write the weights where asked."""
    given = options(__doc__)
    for task in TASKS:
        sections = [*labelled(task), *portraits(task), *study(given.run, given.gold, task)]
        scores = left_out(sections)
        print("\n".join(validated(sections, scores, task)), flush=True)
        if given.write:
            (PROSE / "sentences" / f"{task.name}.json").write_text(shipped(sections), "utf-8")
            if agenda.KIND in task.kinds:
                (PROSE / "agenda.json").write_text(weighing(sections, scores), "utf-8")


# Sources


def labelled(task: Task) -> Iterator[Section]:
    """The sections whose sentences are labelled one by one; where none bears a status out, none is in sight."""
    for path in sorted((TESTS / "gold-sentences").glob("*.json")):
        known = [row for row in json.loads(path.read_text("utf-8")) if row["section"] in task.sections]
        for _, rows in groupby(known, key=lambda row: row["city"]):
            told = {row["section"]: row["sentences"] for row in rows}
            lines = [s for part in told.values() for s in part if any(kind in s for kind in task.kinds)]
            if lines:
                each = tuple(frozenset(_named(sentence, task.kinds)) for sentence in lines)
                text, passages = joined({where: " ".join(s["text"] for s in part) for where, part in told.items()})
                words = tuple(scored.words(sentence["text"]) for sentence in lines)
                silent = {f"{agenda.KIND}.none"} if agenda.KIND in task.kinds else set()
                yield Section(path.stem, text, tuple(passages), words, frozenset().union(*each) or frozenset(silent), each)


def portraits(task: Task) -> Iterator[Section]:
    """The sections of the portraits by other hands."""
    for path in sorted((TESTS / "gold-portraits").glob("*/*.json")):
        portrait = json.loads(path.read_text("utf-8"))
        told = {where: text for where, text in portrait["sections"].items() if where in task.sections}
        if told and any(portrait["facts"].get(kind) for kind in task.kinds):
            yield _section(f"set {path.parent.name}", *joined(told), portrait["facts"], task)


def study(run: Path, gold: Path, task: Task) -> Iterator[Section]:
    """The sections of the run's cities that the truth has, in parts that are left out together."""
    for source, text, passages, facts in annotated(run, gold, FOLDS):
        yield _section(source, text, passages, facts, task)


def annotated(run: Path, gold: Path, parts: int) -> Iterator[tuple[str, str, list[Passage], dict[str, Any]]]:
    """The run's cities that the truth has: which of so many parts each is in, its text with passages, its facts."""
    truth = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((gold / "facts").glob("*.json"))}
    names = [json.loads(line)["name"] for line in (run / "cities.jsonl").read_text("utf-8").splitlines()]
    for number, (city, (text, passages)) in enumerate(zip(names, portraits_of(run), strict=True)):
        if city in truth:
            yield f"study {number % parts}", text, passages, truth[city]


def set_of(source: str) -> str:
    """The set that a source counts to; the study's parts are one: `study 3` is of `study`."""
    return source if source.startswith("set") else "study"


@cache
def _splitter() -> Language:
    marks.register()
    nlp = tokenizer.blank()
    nlp.add_pipe(sentences.NAME)
    return nlp


def split(text: str, passages: Sequence[Passage]) -> Doc:
    """The text with its sentences, read by none of the components that are trained."""
    doc = _splitter().make_doc(text)
    doc._.passages = tuple(passages)
    return _splitter()(doc)


def _section(source: str, text: str, passages: Sequence[Passage], facts: dict[str, Any], task: Task) -> Section:
    doc = split(text, passages)
    places = [place for passage in passages if passage.kind in task.sections for place in marks.sentences(doc, passage)]
    words = tuple(scored.words(text[a:b]) for a, b in places)
    return Section(source, text, tuple(passages), words, frozenset(_named(facts, task.kinds)))


def _named(facts: dict[str, Any], kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        found = facts.get(kind) or ()
        yield from (f"{kind}.{label}" for label in ([found] if isinstance(found, str) else found))


# Training


@dataclass(frozen=True, slots=True)
class Table:
    """The sentences of sections as rows: their n-grams weighed, where each section's begin, and what the n-grams are."""

    rows: csr_matrix
    bounds: tuple[int, ...]
    grams: tuple[str, ...]
    idf: np.ndarray[Any, Any]


def table(sections: Sequence[Section]) -> Table:
    """The n-grams weighed as `Classifier.scores` does."""
    counts = [Counter(g for word in words for g in classifier.ngrams(word)) for s in sections for words in s.sentences]
    seen = Counter(gram for count in counts for gram in count)
    grams = tuple(sorted(gram for gram, n in seen.items() if n >= COMMON and "|" not in gram))
    at = {gram: number for number, gram in enumerate(grams)}
    idf = np.round(np.log((1 + len(counts)) / (1 + np.array([seen[gram] for gram in grams]))) + 1, 2)
    lines = [(row, at[gram], n) for row, count in enumerate(counts) for gram, n in count.items() if gram in at]
    row, column, times = (np.array(part) for part in zip(*lines, strict=True))
    length = np.sqrt(np.bincount(row, times * idf[column] ** 2, len(counts)))
    rows = csr_matrix((times * idf[column] / length[row], (row, column)), (len(counts), len(grams)))
    bounds = tuple(np.cumsum([0, *(len(s.sentences) for s in sections)]).tolist())
    return Table(rows, bounds, grams, idf)


def learned(of: Table, sections: Sequence[Section], label: str) -> LogisticRegression:
    """The model of a label, from sections with labelled sentences and, chosen by it again and again, bearers in the others."""
    truth, known = np.zeros(of.rows.shape[0], bool), np.ones(of.rows.shape[0], bool)
    for section, (start, end) in zip(sections, pairwise(of.bounds), strict=True):
        if section.each is not None:
            truth[start:end] = [label in each for each in section.each]
        elif label in section.labels:
            known[start:end] = False
    model = _fitted(of, truth, known)
    for _ in range(ROUNDS):
        borne, told = truth.copy(), known.copy()
        scores = model.decision_function(of.rows)
        for start, end in pairwise(of.bounds):
            if not known[start:end].all():
                best = start + int(scores[start:end].argmax())
                borne[best] = told[best] = True
        model = _fitted(of, borne, told)
    return model


def _fitted(of: Table, truth: np.ndarray[Any, Any], known: np.ndarray[Any, Any]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=2000).fit(of.rows[known], truth[known])


def labels_of(sections: Iterable[Section], least: int = 5) -> list[str]:
    """The labels that so many sections bear out."""
    counted = Counter(label for section in sections for label in section.labels)
    return sorted(label for label, count in counted.items() if count >= least and label not in RULED)


def shipped(sections: Sequence[Section]) -> str:
    """What the package reads: n-grams, their IDF, and for each label its intercept and weights as bytes with their scale."""
    of = table(sections)
    models = {label: learned(of, sections, label) for label in labels_of(sections)}
    packed = {}
    for label, model in models.items():
        scale = float(np.abs(model.coef_).max()) / 127
        packed[label] = [round(scale, 6), b64encode(np.round(model.coef_[0] / scale).astype(np.int8).tobytes()).decode()]
    bias = [round(float(model.intercept_[0]), 3) for model in models.values()]
    raw = {"bias": bias, "idf": of.idf.tolist(), "grams": "|".join(of.grams), "weights": packed}
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(raw[key], ensure_ascii=False)}" for key in raw) + "\n}\n"


# Cross-validation


def folds(sections: Sequence[Section]) -> list[set[str]]:
    """Sources that are left out together: of each kind, the study, the sets and the writers, a part."""
    names = sorted({s.source for s in sections}, key=lambda name: (len(name), name))
    return [set(names[at::FOLDS]) for at in range(FOLDS)]


def left_out(sections: Sequence[Section]) -> list[Floats]:
    """Each section's log odds, sentences × labels, by what was learned without its source."""
    of, labels = table(sections), labels_of(sections)
    scores = np.zeros((of.rows.shape[0], len(labels)))
    for fold in folds(sections):
        kept = [n for n, s in enumerate(sections) if s.source not in fold]
        part = _part(of, kept)
        out = np.concatenate([np.arange(of.bounds[n], of.bounds[n + 1]) for n, s in enumerate(sections) if s.source in fold])
        for number, label in enumerate(labels):
            scores[out, number] = learned(part, [sections[n] for n in kept], label).decision_function(of.rows[out])
    return [scores[start:end] for start, end in pairwise(of.bounds)]


def validated(sections: Sequence[Section], scores: Sequence[Floats], task: Task) -> Iterator[str]:
    """F1 for each list and source, for the status the share that is right: of the rules, of what was learned, of both."""
    for kind in task.kinds:
        given = statuses(sections, scores) if kind == agenda.KIND else lists(sections, scores, kind)
        yield f"{kind}: rules, learned, both"
        for name, which in _groups(sections).items():
            f1 = _compared([(sections[number], given[number]) for number in which], kind)
            yield f"  {name:24}" + " ".join(f"{value:6.3f}" for value in f1)


def _part(of: Table, kept: Sequence[int]) -> Table:
    rows = np.concatenate([np.arange(of.bounds[n], of.bounds[n + 1]) for n in kept])
    bounds = tuple(np.cumsum([0, *(of.bounds[n + 1] - of.bounds[n] for n in kept)]).tolist())
    return Table(of.rows[rows], bounds, of.grams, of.idf)


def _groups(sections: Sequence[Section]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for number, section in enumerate(sections):
        groups.setdefault("sets" if section.source.startswith("set ") else section.source.partition(" ")[0], []).append(number)
    return groups


def _compared(given: Sequence[tuple[Section, Given]], kind: str) -> Iterator[float]:
    hits, found, wanted = np.zeros(3), np.zeros(3), 0
    for section, each in given:
        truth = {label.partition(".")[2] for label in section.labels if label.startswith(f"{kind}.")}
        for at, labels in enumerate(each):
            hits[at], found[at] = hits[at] + len(labels & truth), found[at] + len(labels)
        wanted += len(truth)
    yield from 2 * hits / np.maximum(1, found + wanted)


def lists(sections: Sequence[Section], scores: Sequence[Floats], kind: str) -> list[Given]:
    """The labels of a closed list."""
    return [decided(section, told, kind) for section, told in zip(sections, highest(sections, scores), strict=True)]


def highest(sections: Sequence[Section], scores: Sequence[Floats]) -> list[dict[str, float]]:
    """Of each section, how much the sentence that speaks most for a label does."""
    labels = labels_of(sections)
    return [dict(zip(labels, rows.max(axis=0, initial=-9).tolist(), strict=True)) for rows in scores]


def decided(section: Section, told: dict[str, float], kind: str) -> Given:
    """The labels of a closed list, by what the classifier has `told` of the section."""
    rules = set(choices.decide(choices.signs(kind, section.sentences)))
    own = {label.partition(".")[2]: score for label, score in told.items() if label.startswith(f"{kind}.")}
    sure = {label for label, score in own.items() if score > choices.SURE_FROM[kind]}
    unlikely = {label for label, score in own.items() if f"{kind}.{label}" in choices.DOUBTED and score < choices.UNLIKELY}
    both = (rules - unlikely) | sure
    rules, sure, both = (given - {choices.NO_SIGN} if len(given) > 1 else given for given in (rules, sure, both))
    return rules, sure, both


# The status


def statuses(sections: Sequence[Section], scores: Sequence[Floats]) -> list[Given]:
    """The status by the patterns, by the classifier, and by both as weighed without the section's source."""
    rows, truth = _features(sections, scores), _truth(sections)
    half = len(agenda.STATUSES)
    found = np.stack([rows[:, :half].argmax(axis=1), rows[:, half:].argmax(axis=1), np.zeros(len(rows), int)], axis=1)
    sources = np.array([section.source for section in sections])
    for source in sorted({*sources}):
        out = sources == source
        found[out, 2] = _weighed(rows[~out], truth[~out], sources[~out]).predict(rows[out])
    return [({agenda.STATUSES[a]}, {agenda.STATUSES[b]}, {agenda.STATUSES[c]}) for a, b, c in found.tolist()]


def weighing(sections: Sequence[Section], scores: Sequence[Floats]) -> str:
    """What the package reads: how patterns and classifier are weighed."""
    sources = np.array([section.source for section in sections])
    model = _weighed(_features(sections, scores), _truth(sections), sources)
    raw = {"bias": model.intercept_.round(2).tolist(), "weights": model.coef_.round(2).tolist()}
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(raw[key])}" for key in raw) + "\n}\n"


def _weighed(rows: Floats, truth: Rows, sources: np.ndarray[Any, Any]) -> LogisticRegression:
    known = ~np.isin(sources, sorted(FAMILIAR))
    return LogisticRegression(max_iter=5000).fit(rows[known], truth[known])


def _features(sections: Sequence[Section], scores: Sequence[Floats]) -> Floats:
    columns = [labels_of(sections).index(f"{agenda.KIND}.{status}") for status in agenda.STATUSES]
    rows = []
    for section, told in zip(sections, scores, strict=True):
        patterns = agenda.by_patterns(wording.about_strategy(split(section.text, section.passages)))
        own = [row for row, words in zip(told[:, columns], section.sentences, strict=True) if agenda.is_own(" ".join(words), row)]
        rows.append(agenda.features(patterns, np.array(own).reshape(-1, len(columns))))
    return np.stack(rows)


def _truth(sections: Sequence[Section]) -> Rows:
    return np.array([agenda.STATUSES.index(one.partition(".")[2]) for section in sections for one in section.labels])


if __name__ == "__main__":
    main()
