"""The study's title, publisher and month of publication, from its front matter."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Role
from stadtatlas.text.german import find_date
from stadtatlas.text.keys import label_key
from stadtatlas.text.similar import best_label
from stadtatlas.text.view import View


def extract(context: Context) -> Iterator[Evidence]:
    """`title`, `publisher`, `published` (`2019-03`)."""
    title = next((b for b in context.structured.blocks if b.role is Role.TITLE), None)
    if title:
        line = context.line(title.view)
        yield context.claim("title", line.text, line)
    front = context.chapter("front")
    for line in _below(front, context.profile.front.publisher):
        yield context.claim("publisher", line.text, line)
        break
    for line in _below(front, context.profile.front.published):
        if date := find_date(line.text):
            yield context.claim("published", date[2], line.cut(date[0], date[1]))
            break


def _below(blocks: list[Block], labels: tuple[str, ...]) -> Iterator[View]:
    """The lines under (or behind) a heading with one of these labels, up to the next heading."""
    keys = {label_key(label): label for label in labels}
    inside = False
    for block in blocks:
        if block.role is Role.HEADING:
            inside = best_label(block.view.text, keys) is not None
        elif inside:
            yield from block.view.lines()
