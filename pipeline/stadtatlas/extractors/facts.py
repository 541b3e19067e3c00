"""The figures in the box at a portrait's head."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from stadtatlas.edition.profile import Fact
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Remark, Role
from stadtatlas.text.german import number
from stadtatlas.text.view import View

_UNIT = regex.compile(r"q?k?m\s?[^\w\s]{0,3}\s?[2²][^\w\s]{0,2}(?!\w)", regex.I)
_YEAR = regex.compile(r"\((?:Stand:?\s*)?[\d.]*(?:19|20)\d\d\)")
_NUMBER = r"\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"

Token = regex.Match[str]


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """A claim for each of the edition's facts; `population`, `area_km2`, any other as `facts.<key>`."""
    blocks = [b for b in portrait.blocks if b.role is Role.FACTS]
    box = View.join([b.view for b in blocks], "\n").sub(_UNIT, " ").sub(_YEAR, " ")
    figures = _figures(box, context.profile.facts)
    for fact in context.profile.facts:
        if fact.key not in figures:
            continue
        figure = figures[fact.key]
        value = number(figure.text) if figure else None
        if value is None or (fact.kind == "integer" and not isinstance(value, int)):
            spans = tuple((b.start, b.end) for b in blocks)
            yield Remark("fact.unparsed", f"{fact.key}: no figure in {box.text!r}", spans, fact.key)
        else:
            key = fact.key if fact.key in ("population", "area_km2") else f"facts.{fact.key}"
            yield context.claim(key, value, figure)


def _figures(box: View, facts: tuple[Fact, ...]) -> dict[str, View]:
    """The figure of each label in the box; a label without one has an empty view."""
    labels = {label.casefold(): fact.key for fact in facts for label in fact.labels}
    words = "|".join(regex.escape(label) for label in sorted(labels, key=len, reverse=True))
    if not words:
        return {}
    pattern = rf"(?<!\w)(?P<label>{words})(?!\w)|(?<![\w.,])(?P<number>{_NUMBER})"
    tokens = list(regex.finditer(pattern, box.text, regex.I))
    found: dict[str, View] = {}
    for label, figure in _pairs(tokens, box.text):
        view = box.cut(*figure.span("number")) if figure else View("", ())
        found.setdefault(labels[label["label"].casefold()], view)
    return found


def _pairs(tokens: list[Token], text: str) -> Iterator[tuple[Token, Token | None]]:
    """Labels with their figures. A row of labels above (or before) a row of as many figures pairs up in order; else a
    figure belongs to the label right before it, or right behind it where figures come first. A figure that stands
    elsewhere is nobody's: a label that prints `unbekannt` must not take its neighbour's."""
    kinds = "".join("N" if t["number"] else "L" for t in tokens)
    labels = [t for t in tokens if not t["number"]]
    if regex.fullmatch(r"(L{2,})N+", kinds) and kinds.count("N") == len(labels) and _bare(labels, text):
        yield from zip(labels, tokens[len(labels) :], strict=True)
        return
    step = -1 if kinds.startswith("N") else 1
    for index, token in enumerate(tokens):
        if not token["number"]:
            beside = tokens[index + step] if 0 <= index + step < len(tokens) else None
            yield token, beside if beside and beside["number"] else None


def _bare(labels: list[Token], text: str) -> bool:
    """Whether nothing but units and marks stands between the labels."""
    between = (text[a.end() : b.start()] for a, b in pairwise(labels))
    return not any(regex.search(r"\p{L}{3,}", part) for part in between)
