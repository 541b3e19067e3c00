"""The list of links at a portrait's end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Role, Shape
from stadtatlas.text.listing import without_ornaments
from stadtatlas.text.view import View

_URL = regex.compile(r"(?:https?://|www\.)[^\s<>()]+[^\s<>().,;:]")
_ARROW = regex.compile(r"\s+(?=[\p{Sm}➔➤↗]\s+\S)")
_NUMBER = regex.compile(r"(\d{1,2})[.)]\s+(?=\S)")

Entry = tuple[View, str | None]


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`links`: `{title, url}`; the address is `None` where the source has none."""
    entries = [entry for block in portrait.blocks if block.role is Role.LINK for entry in _entries(block)]
    for index, (view, url) in enumerate(_joined(entries), 1):
        title = _unnumbered(without_ornaments(context.line(view)), index)
        if title:
            yield context.claim("links", {"title": title.text, "url": url}, title)


def _entries(block: Block) -> Iterator[Entry]:
    marked = block.element.links
    if len(marked) > 1:
        yield from ((block.view.cut(link.start, link.end), link.url) for link in marked)
    elif marked:
        yield block.view, marked[0].url
    elif block.element.shape is Shape.ITEM:
        yield from (_bare(part) for part in block.view.split(_ARROW))
    else:
        yield from (_bare(part) for line in block.view.lines() for part in line.split(_ARROW))


def _bare(line: View) -> Entry:
    """An entry without link markup; an address printed behind its title is the link's."""
    match = _URL.search(line.text)
    if not match:
        return line, None
    title = line.cut(0, match.start()).strip(" :–—-(")
    return title or line, match[0]


def _joined(entries: list[Entry]) -> list[Entry]:
    """Entries with an address that stands on the line below its title."""
    joined: list[Entry] = []
    for view, url in entries:
        if url and view.text.strip() == url and joined and joined[-1][1] is None:
            joined[-1] = (joined[-1][0], url)
        else:
            joined.append((view, url))
    return joined


def _unnumbered(title: View, index: int) -> View:
    """The title without its number in the list, if that is what the figure before it is."""
    match = _NUMBER.match(title.text)
    return title.cut(match.end()) if match and int(match[1]) == index else title
