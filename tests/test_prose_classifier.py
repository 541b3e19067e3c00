"""The classifier of sentences: what is shipped, and that what it reckons is what was trained."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import agenda, choices, classifier, scored

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "tools"))
train = pytest.importorskip("train_sentences")

WORDS = st.lists(st.text("abcdeäöüßHW.-", min_size=1, max_size=12), max_size=12)


def test_labels_of_the_closed_lists_and_the_status_are_learned_and_none_that_is_left_to_the_rules() -> None:
    labels = classifier.load().labels
    assert {label.partition(".")[0] for label in labels} == {*choices.WHERE, agenda.KIND}
    assert not train.RULED & {*labels} and len({*labels}) == len(labels)


def test_each_kind_knows_the_columns_of_its_labels() -> None:
    labels = classifier.load().labels
    for kind in (*choices.WHERE, agenda.KIND):
        assert {labels[column] for column in scored.columns(kind).values()} == {
            one for one in labels if one.startswith(f"{kind}.")
        }
        assert all(labels[column] == f"{kind}.{label}" for label, column in scored.columns(kind).items())


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_sentences_are_scored_each_by_itself_and_words_in_any_order(sentences: list[list[str]]) -> None:
    known = classifier.load()
    scores = known.scores(sentences)
    assert scores.shape == (len(sentences), len(known.labels)) and np.isfinite(scores).all()
    alone = [known.scores([sorted(words, reverse=True)])[0] for words in sentences]
    np.testing.assert_allclose(scores, alone, atol=1e-4)


def test_words_without_a_known_part_speak_for_nothing() -> None:
    known = classifier.load()
    np.testing.assert_array_equal(known.scores([["qqqqqq"], [], ["x"], ["\U0001f600\U0001f600\U0001f600"]]), [known.bias] * 4)


@pytest.mark.parametrize(("word", "found"), [("Rat", [" rat "]), ("Orte", [" orte", "orte "]), ("zu", [])])
def test_n_grams_know_where_a_word_begins_and_ends(word: str, found: list[str]) -> None:
    assert list(classifier.ngrams(word)) == found


def test_what_is_shipped_scores_as_what_was_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        ("Bürger füllen Bögen aus", True),
        ("Die Stadt baut Wege", False),
        ("Gäste füllen Bögen", True),
        ("Wege und Netze", False),
    ]
    sections = [
        train.Section(f"w{n}", "", (), (tuple(text.split()),), frozenset(labels), (frozenset(labels),))
        for n, (text, yes) in enumerate(told * 3)
        for labels in [["kind.yes"] if yes else []]
    ]
    (tmp_path / "toy.json").write_text(train.shipped(sections), "utf-8")
    monkeypatch.setattr(classifier, "_WEIGHTS", tmp_path)
    known = classifier.load.__wrapped__()
    of = train.table(sections)
    trained = train.learned(of, sections, "kind.yes").decision_function(of.rows)
    shipped = known.scores([section.sentences[0] for section in sections])[:, 0]
    np.testing.assert_allclose(shipped, trained, atol=0.1)
    assert train.shipped(sections) == (tmp_path / "toy.json").read_text("utf-8")
    assert json.loads((tmp_path / "toy.json").read_text("utf-8"))["weights"].keys() == {"kind.yes"}
