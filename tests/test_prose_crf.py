"""The tagger of names: what it adds to the rules, that what it reckons is right, and what it learns."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import crf, gazetteer
from stadtatlas.prose.crf import Name
from stadtatlas.prose.language import read
from stadtatlas.prose.marks import facts
from stadtatlas.prose.passages import Kind, Passage

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "tools"))

SCORE = st.floats(-8, 8, width=32)
PROSE = st.lists(
    st.sampled_from(["Netzwerk", "»Kai", "Takt«", "BMBF", "und", "dem", "der", "mFUND", "Kehl", ",", "."]), max_size=25
)


def _found(section: Kind, text: str) -> dict[str, float]:
    doc = read(text, [Passage(section, "", 0, len(text))])
    return {f.value["name"]: f.confidence for f in facts(doc) if f.kind in ("funding", "networks")}


def test_what_is_learned_decides_where_a_name_begins() -> None:
    found = _found("communication", "Enge Kontakte bestehen zur TU Ilmenau, zum Verein Küstennetz und zur Lausitzrunde.")
    assert crf.SURE <= found["Küstennetz"] <= 1
    assert not [other for other in found if "Verein" in other]


@pytest.mark.parametrize(("section", "key"), [("communication", "networks"), ("funding", "funding")])
def test_it_adds_to_the_rules_and_wins_where_they_contradict_it(section: Kind, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Im Projekt »Kai mit Takt« und im Netzwerk Nordkabel tauscht sich Nordheim mit der Runde am Pier aus."
    place = text.index("Netzwerk Nordkabel")
    added = text.index("Runde am Pier")
    learned = [Name(place + 9, place + 18, 0.93), Name(added, added + 13, 0.91)]
    monkeypatch.setattr(crf, "names", lambda kind, *_: [])
    before = _found(section, text)
    monkeypatch.setattr(crf, "names", lambda kind, *_: learned if kind == key else [])
    found = _found(section, text)
    assert found["Nordkabel"] == 0.93 and found["Runde am Pier"] == 0.91
    assert not any("Netzwerk" in name for name in found)
    assert {name for name in before if "Nordkabel" not in name} <= {*found}


def test_a_learned_programme_has_its_kind_and_its_payer(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Das BMVI förderte den Aufbau am Pier aus dem Topf Pier und Kai."
    monkeypatch.setattr(crf, "names", lambda *_: [Name(text.index("Pier und"), len(text) - 1, 0.95)])
    doc = read(text, [Passage("funding", "", 0, len(text))])
    values = [fact.value for fact in facts(doc) if fact.kind == "funding"]
    assert {"name": "Pier und Kai", "kind": "project", "funder": "BMVI", "level": "federal"} in values


def test_a_learned_name_is_put_into_the_nominative_in_quotation_marks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Man trifft sich beim Digitalen Kaiabend und beim »Digitalen Hafenabend« aus Neugier."
    learned = [
        Name(text.index(name), text.index(name) + len(name), 0.95) for name in ("Digitalen Kaiabend", "Digitalen Hafenabend")
    ]
    monkeypatch.setattr(crf, "names", lambda *_: learned)
    assert {"Digitaler Kaiabend", "Digitaler Hafenabend"} <= _found("communication", text).keys()


def test_a_city_is_no_network_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Die Stadt Nordheim ist im Netzwerk Nordkabel. Nordheim tauscht sich dort aus."
    monkeypatch.setattr(crf, "names", lambda *_: [Name(text.rindex("Nordheim"), text.rindex(" tauscht"), 0.99)])
    assert list(_found("communication", text)) == ["Netzwerk Nordkabel"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["funding", "networks"]), PROSE)
def test_names_are_whole_words_in_order_none_within_another(kind: str, words: list[str]) -> None:
    text = " ".join(words)
    names = crf.names(kind, text, gazetteer.scan(text))
    places = crf.words(text, ()).places
    assert all(crf.SURE <= name.probability <= 1 for name in names)
    assert all(a.end <= b.start for a, b in itertools.pairwise(names))
    assert {name.start for name in names} <= {start for start, _ in places}
    assert {name.end for name in names} <= {end for _, end in places}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SCORE, SCORE, SCORE), min_size=1, max_size=5), st.lists(SCORE, min_size=9, max_size=9))
def test_probabilities_are_those_of_all_labellings_together(scores: list[tuple[float, ...]], moves: list[float]) -> None:
    logs = np.array(moves).reshape(3, 3)
    paths = list(itertools.product(range(3), repeat=len(scores)))
    odds = [
        sum(s[at] for s, at in zip(scores, p, strict=True)) + sum(logs[a, b] for a, b in itertools.pairwise(p)) for p in paths
    ]
    shares = np.exp(np.array(odds) - max(odds))
    shares /= shares.sum()
    by_hand = [[shares[[path[at] == label for path in paths]].sum() for label in range(3)] for at in range(len(scores))]
    np.testing.assert_allclose(crf.marginals(np.array(scores, np.float32), np.exp(logs).tolist()), by_hand, atol=1e-4)


def test_words_know_where_they_stand() -> None:
    text = "das »Kai Netz« des BMBF"
    assert crf.words(text, gazetteer.scan(text)).told == ["das", "» »", "Kai »", "Netz »", "«", "des", "BMBF ministry"]
    assert crf.features("Kai »") == (*crf.features("Kai"), "?»")
    assert crf.names("networks", "", []) == []


@pytest.mark.parametrize("word", ["Kai", "kai", "KAI", "e-Kai", "42", "»"])
def test_a_word_tells_each_thing_once(word: str) -> None:
    told = crf.features(word)
    assert len({*told}) == len(told) and not any(" " in one for one in told)


def test_it_learns_from_names_in_whatever_case_and_gives_the_same_weights_again() -> None:
    pytest.importorskip("pycrfsuite")
    train = pytest.importorskip("train_names")
    texts = ["Nordheim ist im Küstenbund.", "Man trifft sich am Rande des Küstenbundes.", "Hier gibt es keinen."] * 20
    portraits = [
        train._portrait(f"set {at}", text, [Passage("communication", "", 0, len(text))], {"networks": names}, "networks")
        for at, text in enumerate(texts)
        for names in [[{"name": "Küstenbund"}] if "Küstenbund" in text else []]
    ]
    assert [portrait.labels.count("B") for portrait in portraits[:3]] == [1, 1, 0]
    shipped = train.shipped(portraits)
    assert shipped == train.shipped(portraits)
    model = crf.unpacked(shipped)
    told = crf.words(texts[0], ()).told
    best = [int(np.argmax(labels)) for labels in crf.marginals(crf._scores(told, model), model.moves)]
    assert [crf.LABELS[at] for at in best] == list(portraits[0].labels)


def test_no_feature_is_shipped_that_one_portrait_alone_would_need() -> None:
    pytest.importorskip("pycrfsuite")
    train = pytest.importorskip("train_names")
    texts = ["Nordheim ist im Küstenbund.", *["Nordheim ist im Hafenbund."] * 20]
    portraits = [
        train._portrait(
            "set", text, [Passage("communication", "", 0, len(text))], {"networks": [{"name": text[16:-1]}]}, "networks"
        )
        for text in texts
    ]
    features = {*train.shipped(portraits)["features"].split(" ")}
    assert features & {*crf.features("Hafenbund")}
    assert not features & ({*crf.features("Küstenbund")} - {*crf.features("Hafenbund")})
