"""Tolerant labels and best assignment."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stadtatlas.reconcile.cities import same_place
from stadtatlas.reconcile.compare import differences
from stadtatlas.text.keys import alike, label_key, typographic_key
from stadtatlas.text.similar import assign, best_label, title_likeness

LABELS = {label_key(label): label for label in ("Chancen & Herausforderungen", "Meilensteine", "Motivation & Zielsetzung")}


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("CHANCEN UND HERAUSFORDERUNGEN:", "Chancen & Herausforderungen"),
        ("3.1.2 Meilensteine", "Meilensteine"),
        ("2) Meilensteine", "Meilensteine"),
        ("Meilenstiene", "Meilensteine"),
        ("Motivation u. Zielsetzung", "Motivation & Zielsetzung"),
        ("Motivation  &  Zielsetzung ", "Motivation & Zielsetzung"),
        ("Meilen\u00adsteine", "Meilensteine"),
        ("M e i l e n s t e i n e", "Meilensteine"),
        ("C h a n c e n   &   H e r a u s f o r d e r u n g e n", "Chancen & Herausforderungen"),
        ("Meilensteine (Fortsetzung)", "Meilensteine"),
        ("Steine", None),
        ("Chancen", None),
        ("", None),
    ],
)
def test_headings_match_their_labels_tolerantly(heading: str, label: str | None) -> None:
    match = best_label(heading, LABELS)
    assert (match[0] if match else None) == label


matrices = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 100), min_size=columns, max_size=columns), min_size=1, max_size=4)
)


@settings(max_examples=200)
@given(matrices, st.integers(1, 80))
def test_assignment_is_the_best_of_all(scores: list[list[int]], least: int) -> None:
    pairs = assign(scores, least)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(scores[i][j] >= least for i, j in pairs)
    worth = [[s if s >= least else 0 for s in row] for row in scores]
    rows, columns = len(scores), len(scores[0])
    if rows <= columns:
        best = max(sum(worth[i][p[i]] for i in range(rows)) for p in permutations(range(columns), rows))
    else:
        best = max(sum(worth[p[j]][j] for j in range(columns)) for p in permutations(range(rows), columns))
    assert sum(scores[i][j] for i, j in pairs) == best


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Freiburg", "Freiburg im Breisgau", True),
        ("Bergisch Gladbach", "Bergisch-Gladbach", True),
        ("Halle", "Halle (Saale)", True),
        ("Oldenburg", "Oldenburg (Oldb)", True),
        ("Frankfurt am Main", "Frankfurt (Oder)", False),
        ("Halle (Saale)", "Halle (Westf.)", False),
        ("Monheim", "Monheim am Rhein", True),
        ("Neustadt", "Neustadt-Glewe", False),
        ("Ulm", "Neu-Ulm", False),
    ],
)
def test_names_of_one_place(one: str, two: str, same: bool) -> None:
    assert same_place(one, two) is same_place(two, one) is same


def test_titles_shortened_or_spelled_apart_are_alike_and_others_are_not() -> None:
    alike = [
        ("Ehrenamts-App", "Ehrenamtsapp"),
        ("Übergreifende Datenplattform", "Datenplattform"),
        ("KI im Call Center", "KI im Callcenter"),
    ]
    apart = [("Serviceportal", "Schul-IT"), ("Freies WLAN", "Smart Parking"), ("Strategie", "Serviceportal")]
    assert min(title_likeness(*pair) for pair in alike) > 80
    assert max(title_likeness(*pair) for pair in apart) < 55


@pytest.mark.parametrize(
    ("leading", "other", "elsewhere", "codes"),
    [
        ("Ein »Plan«.", 'Ein "Plan"', "", ["variant.typographic"]),
        ("Die Smart-City-Technik hilft.", "Die Smart-CityTechnik hilft.", "", ["variant.typographic"]),
        ("Im Juni 2019 begann es.", "Im Juni 2018 begann es.", "", ["conflict.text"]),
        ("Erst kam der Plan der Stadt. Dann mehr.", "Dann mehr.", "Erst kam der Plan der Stadt. Lesen Sie.", ["text.moved"]),
        (
            "Erst kam der Plan der Stadt. Dann mehr.",
            "Dann weniger.",
            "Erst kam der Plan der Stadt.",
            ["text.moved", "conflict.text"],
        ),
        ("gleich", "gleich", "", []),
    ],
)
def test_differences_of_two_wordings(leading: str, other: str, elsewhere: str, codes: list[str]) -> None:
    assert [d.code for d in differences(leading, other, elsewhere)] == codes


def test_a_conflict_names_the_differing_words() -> None:
    (difference,) = differences("Im Juni 2019 begann es.", "Im Juni 2018 begann es.")
    assert "2019" in difference.message
    assert "2018" in difference.message


@example(one="-", two=".-")
@given(one=st.text("aA -.»\u00ad", max_size=12), two=st.text("aA -.»\u00ad", max_size=12))
def test_alike_is_what_the_typographic_key_says(one: str, two: str) -> None:
    assert alike(one, two) == (typographic_key(one) == typographic_key(two))
