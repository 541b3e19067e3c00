"""The figures in the box at a portrait's head."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.profile import Fact
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Remark, Role
from stadtatlas.text.german import number

_NUMBER = r"\d{1,3}(?:[.\s\u00a0\u202f'’]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"
_BETWEEN = r"(?:km\s*\^?[2²]|[^\d\n])*?"
"""What may stand between a label and its figure: a unit, a colon, a cell's border."""


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """A claim for each of the edition's facts; `population`, `area_km2`, any other as `facts.<key>`."""
    blocks = [b for b in portrait.blocks if b.role is Role.FACTS]
    for fact in context.profile.facts:
        yield from _read(fact, blocks, context)


def _read(fact: Fact, blocks: list[Block], context: Context) -> Iterator[Evidence]:
    labels = "|".join(regex.escape(label) for label in sorted(fact.labels, key=len, reverse=True))
    pattern = regex.compile(rf"(?<!\w)(?:{labels})\b(?P<figure>{_BETWEEN}(?P<number>{_NUMBER}))?", regex.I)
    for block in blocks:
        match = pattern.search(block.view.text)
        if not match:
            continue
        value = number(match["number"]) if match["number"] else None
        if value is None or (fact.kind == "integer" and not isinstance(value, int)):
            spans = ((block.start, block.end),)
            yield Remark("fact.unparsed", f"{fact.key}: no figure in {block.view.text!r}", spans, fact.key)
        else:
            key = fact.key if fact.key in ("population", "area_km2") else f"facts.{fact.key}"
            yield context.claim(key, value, block.view.cut(*match.span("number")))
        return
