"""The city that a portrait is about."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Remark


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`name`, as printed."""
    name = context.line(portrait.name)
    if name:
        yield context.claim("name", name.text, name)
    else:
        yield Remark("portrait.unnamed", "the page's title matches no pattern of the profile's `portrait.titles`")
