"""The city that a portrait is about."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Remark, Role


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`name`, as printed."""
    name = context.line(portrait.name)
    if name:
        yield context.claim("name", name.text, name)
    else:
        yield _unnamed(portrait, context)


def _unnamed(portrait: Portrait, context: Context) -> Remark:
    """Where a portrait begins whose city nothing names, and what to do."""
    first = next((b for b in portrait.blocks if b.role is Role.FACTS or b.section), portrait.blocks[0])
    sections = len({b.section for b in portrait.blocks if b.section})
    message = (
        f"no title or line names the city whose portrait begins at {context.structured.document.where(first.start)} and has "
        f"{sections} sections; put the city's name as a heading above its facts, or add the page's title to `portrait.titles`"
    )
    return Remark("portrait.unnamed", message, ((first.start, first.end),))
