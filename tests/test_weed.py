"""The tool that leaves out the alternatives of a pattern finds each of them, and leaves the rest as it is."""

from __future__ import annotations

import re
import sys

from conftest import ROOT

sys.path.insert(0, str(ROOT / "pipeline" / "tools"))
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
