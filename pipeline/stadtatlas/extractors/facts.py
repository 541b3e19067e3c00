"""The figures in the box at a portrait's head."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.profile import Fact
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Remark, Role
from stadtatlas.text.german import number
from stadtatlas.text.view import View

_UNIT = regex.compile(r"q?k?m\s?[^\w\s]{0,3}\s?[2²][^\w\s]{0,2}(?!\w)", regex.I)
_YEAR = regex.compile(r"\((?:Stand:?\s*)?[\d.]*(?:19|20)\d\d\)")
_NUMBER = r"\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"


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
    """The figure of each label in the box: the n-th figure is the n-th label's, whether labels and figures alternate, or
    stand in rows below each other, labels first or figures first. A label without a figure has an empty view."""
    labels = {label.casefold(): fact.key for fact in facts for label in fact.labels}
    words = "|".join(regex.escape(label) for label in sorted(labels, key=len, reverse=True))
    if not words:
        return {}
    keys: list[str] = []
    values: list[View] = []
    for match in regex.finditer(rf"(?<!\w)(?P<label>{words})(?!\w)|(?<![\w.,])(?P<number>{_NUMBER})", box.text, regex.I):
        if match["number"]:
            values.append(box.cut(*match.span("number")))
        elif labels[match["label"].casefold()] not in keys:
            keys.append(labels[match["label"].casefold()])
    return {key: values[index] if index < len(values) else View("", ()) for index, key in enumerate(keys)}
