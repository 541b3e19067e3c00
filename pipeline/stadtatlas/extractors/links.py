"""The list of links at a portrait's end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Role
from stadtatlas.text.listing import without_ornaments
from stadtatlas.text.view import View

_URL = regex.compile(r"(?:https?://|www\.)[^\s<>()]+[^\s<>().,;:]")


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`links`: `{title, url}`; the address is `None` where the source has none."""
    for block in portrait.blocks:
        if block.role is Role.LINK:
            for view, url in _links(block):
                title = without_ornaments(context.line(view))
                if title:
                    yield context.claim("links", {"title": title.text, "url": url}, title)


def _links(block: Block) -> Iterator[tuple[View, str | None]]:
    marked = block.element.links
    if len(marked) > 1:
        yield from ((block.view.cut(link.start, link.end), link.url) for link in marked)
    elif marked:
        yield block.view, marked[0].url
    else:
        yield from (_bare(line) for line in block.view.lines())


def _bare(line: View) -> tuple[View, str | None]:
    """An entry without link markup; an address printed behind its title is the link's."""
    match = _URL.search(line.text)
    if not match:
        return line, None
    title = line.cut(0, match.start()).strip(" :–—-(")
    return title or line, match[0]
