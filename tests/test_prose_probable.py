"""Who probably pays: what was learned, that it may be used, and what the rules' word is worth beside it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import funding, probable
from stadtatlas.prose.language import read
from stadtatlas.prose.marks import facts
from stadtatlas.prose.passages import Passage

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "tools"))
train = pytest.importorskip("train_payers")


def _payers(text: str) -> dict[str, str | None]:
    doc = read(text, [Passage("funding", "", 0, len(text))])
    return {fact.value["name"]: fact.value["funder"] for fact in facts(doc) if fact.kind == "funding"}


@pytest.mark.parametrize(
    ("text", "payers"),
    [
        (
            "Für das Vorhaben »Kai mit Takt« stellt die Petersen-Stiftung 3.000 Euro bereit.",
            {"Kai mit Takt": "Petersen-Stiftung"},
        ),
        ("Das BMVI zahlt das Projekt »Kai mit Takt«.", {"Kai mit Takt": "BMVI"}),
        ("Das Projekt »Kai mit Takt« läuft seit März. Die Kosten trägt zu zwei Dritteln das BMBF.", {"Kai mit Takt": "BMBF"}),
        ("Nordheim beteiligt sich am Projekt »Kai mit Takt«.", {"Kai mit Takt": None}),
        ("Neben dem BMBF war die Sparkasse zu Gast. Nordheim gewann den Preis »Kai mit Takt«.", {"Kai mit Takt": None}),
    ],
)
def test_the_sentence_or_its_neighbour_tells_who_pays(text: str, payers: dict[str, str | None]) -> None:
    assert _payers(text) == payers


@pytest.mark.parametrize(
    "text",
    [
        "Das BMVI zahlt das landesweite Projekt »Kai mit Takt«.",
        "Die Europäische Union zahlt das Sofortprogramm Saubere Luft 2017-2020.",
    ],
)
def test_nobody_pays_for_what_is_of_another_level(text: str) -> None:
    told = [funding.told(text, [(0, len(text))])[0].told]
    assert told[0].items and told[0].payers
    assert [pair for item in told[0].items for pair in probable.pairs(told, 0, item)] == []


def test_what_was_learned_names_nobody() -> None:
    weights = json.loads(Path(probable.__file__).with_suffix(".json").read_text("utf-8"))
    words = [word for feature in weights for word in re.split("[ =]", feature)]
    assert not [word for word in words if word[:1].isupper()]
    assert 50 < len(weights) < 500


WORDS = st.sampled_from(["Das BMBF ", "fördert ", "das Projekt ", "»Kai« ", "vom Land ", ". ", "und ", "der Stiftung ", ", "])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=9), min_size=1, max_size=3))
def test_whoever_is_given_is_named_in_the_sentence_or_beside_it(drawn: list[list[str]]) -> None:
    told = [funding.told(text, [(0, len(text))])[0].told for text in map("".join, drawn)]
    for at, one in enumerate(told):
        for item in one.items:
            near = [p for there in told[max(0, at - 1) : at + 2] for p in there.payers]
            for ruled in (None, *near):
                assert probable.payer(told, at, item, ruled) in (ruled, *near)
            features = [probable.features(pair) for pair in probable.pairs(told, at, item)]
            assert all(len(each) == len(set(each)) for each in features)


def test_training_finds_who_pays_and_is_the_same_each_time() -> None:
    texts = [("Das BMBF zahlt das Projekt »{}«.", "BMBF"), ("Mit dem BMBF redet man. Es gibt das Projekt »{}«.", None)]
    cases = [
        case
        for number in range(12)
        for text, payer in texts
        for sentence in [text.format(f"Kai {number}")]
        for case in train.cases(
            f"set {number}",
            sentence,
            [Passage("funding", "", 0, len(sentence))],
            {"funding": [{"name": f"Kai {number}", "funder": payer}]},
        )
    ]
    assert [case.truth for case in cases] == ["bmbf", ""] * 12
    weights = train.fitted(cases)
    assert weights == train.fitted(cases) and weights
    odds = [sum(weights.get(feature, 0.0) for feature in case.features[0]) for case in cases]
    assert min(odds[::2]) > max(odds[1::2])
