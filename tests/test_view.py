"""Laws of views: whatever was cut, replaced or joined, every copied character stands where its piece says."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from stadtatlas.text.view import View

texts = st.text(alphabet="ab \n*_[]()", max_size=60)
cuts = st.lists(st.integers(0, 60), max_size=6)


def holds(view: View, source: str, new: str = "") -> None:
    assert sum(p.size for p in view.pieces) == len(view.text)
    at = 0
    for piece in view.pieces:
        assert piece.at == at
        at += piece.size
        if piece.copied:
            assert view.text[piece.at : piece.at + piece.size] in (source[piece.start : piece.end], new)


@given(texts, cuts)
def test_any_cut_is_the_text_cut_and_stays_grounded(source: str, at: list[int]) -> None:
    view = View.of(source)
    for start, end in zip(at[::2], at[1::2], strict=False):
        low, high = sorted((start, end))
        expected = view.text[low:high]
        view = view.cut(low, high)
        assert view.text == expected
        holds(view, source)


@given(texts)
def test_replacing_gives_what_re_gives(source: str) -> None:
    pattern = re.compile(r"\*+|\[")
    for new in ("", "x", "long text"):
        view = View.of(source).sub(pattern, new)
        assert view.text == pattern.sub(new, source)
        holds(view, source, new)


@given(st.lists(texts, max_size=4), st.sampled_from(["", " ", "\n\n"]))
def test_joining_parts_of_one_source(parts: list[str], separator: str) -> None:
    source = "".join(parts)
    views, at = [], 0
    for part in parts:
        views.append(View.of(source, at, at + len(part)))
        at += len(part)
    whole = View.join(views, separator)
    assert whole.text == separator.join(parts)
    holds(whole, source)


@given(texts, cuts)
def test_spans_run_over_no_line_end_and_hold_every_letter(source: str, at: list[int]) -> None:
    view = View.of(source).sub(re.compile(r"[*_]"), "").cut(*sorted((*at, 0, 60))[:2])
    spans = view.spans(source)
    quotes = [source[a:b] for a, b in spans]
    assert all(q and "\n" not in q and q == q.strip() for q in quotes)
    assert spans == sorted(spans)
    letters = [c for c in view.text if c in "ab"]
    assert letters == [c for q in quotes for c in q if c in "ab"]


def test_a_quote_shows_the_markup_inside_it_and_skips_line_ends() -> None:
    source = "Eine *neue*\nStelle"
    view = View.of(source).sub(re.compile(r"\*"), "").sub(re.compile(r"\n"), " ")
    assert view.text == "Eine neue Stelle"
    assert [source[a:b] for a, b in view.spans(source)] == ["Eine *neue", "Stelle"]


def test_part_of_a_replacement_stands_for_all_of_it() -> None:
    source = "R&amp;D"
    view = View.of(source).sub(re.compile("&amp;"), "&")
    assert view.cut(1, 2).spans(source) == [(1, 6)]


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_what_a_view_shows_of_a_range_is_that_range(source: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(source)), min(two, len(source))))
    view = View.of(source).sub(re.compile(r"[*_]"), "")
    shown = view.shown(start, end)
    kept = re.sub(r"[*_]", "", source[start:end])
    assert (view.text[slice(*shown)] if shown else "") == kept
