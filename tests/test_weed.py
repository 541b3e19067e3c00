"""The tools that leave out the alternatives of a pattern, the words of a list, find each of them and leave the rest as it is."""

from __future__ import annotations

import re
import sys

from conftest import ROOT
from stadtatlas.prose import choices

sys.path.insert(0, str(ROOT / "pipeline" / "tools"))
import weed_words
from weed import Effect, judged, without


def test_each_alternative_goes_alone() -> None:
    pattern = re.compile(r"x(?:a|[|)]b|\|c)y|(?P<z>d|e(?=f|g))")
    left = {alternative: rest.pattern for alternative, rest in without(pattern)}
    assert left == {
        "a": r"x(?:[|)]b|\|c)y|(?P<z>d|e(?=f|g))",
        "[|)]b": r"x(?:a|\|c)y|(?P<z>d|e(?=f|g))",
        r"\|c": r"x(?:a|[|)]b)y|(?P<z>d|e(?=f|g))",
        "d": r"x(?:a|[|)]b|\|c)y|(?P<z>e(?=f|g))",
        "e(?=f|g)": r"x(?:a|[|)]b|\|c)y|(?P<z>d)",
        "f": r"x(?:a|[|)]b|\|c)y|(?P<z>d|e(?=g))",
        "g": r"x(?:a|[|)]b|\|c)y|(?P<z>d|e(?=f))",
        r"x(?:a|[|)]b|\|c)y": "(?P<z>d|e(?=f|g))",
        "(?P<z>d|e(?=f|g))": r"x(?:a|[|)]b|\|c)y",
    }


def test_what_several_texts_need_is_kept() -> None:
    assert not judged([Effect("1 Kehl", 1, 1), Effect("2 Lahr", 1, 2)])
    assert judged([Effect("1 Kehl", 1, 1)]) == "alone, 1 right of 1"
    assert judged([Effect(name, 0, 1) for name in "abc"]) == "wrong, 0 right of 3 in 3 texts"


def test_each_word_of_a_list_goes_alone() -> None:
    read = dict(weed_words.without("participation"))
    whole = choices.CHOICES["participation"].letters
    assert whole["Hackathon"] == "K" and read["-Hackathon-"].letters["Hackathon"] == "0"
    assert read["-Hackathon-"].letters["Barcamp"] == whole["Barcamp"] == "K"
