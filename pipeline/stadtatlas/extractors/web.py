"""What only a web portrait holds: author, date, teaser, region, neighbours, experts' quotes, picture sources."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.pages import page_city
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Role
from stadtatlas.text.flow import PARAGRAPH
from stadtatlas.text.german import find_date, is_person, quoted
from stadtatlas.text.similar import begins
from stadtatlas.text.view import View

_LIST = regex.compile(r"\s*[,;]\s*|\s+und\s+|\s+sowie\s+")
_SAYS = regex.compile(r",?\s*\p{Ll}{2,}t\s*:?\s*$")
_ATTRIBUTED = regex.compile(
    r"[\s,]*(?:(?:so|\p{Ll}{2,}t)\s+|[–—-]\s*)(?P<name>[^,(]+?)\s*(?:\((?P<bracket>[^()]*)\)|,\s*(?P<role>.+?))?[\s.]*"
)
_READING_TIME = regex.compile(r"(?:\b|(?<=\d))\d{1,2}\s*(?:min\b.*|Minuten\b.*)$", regex.I)
_BEFORE_DATE = regex.compile(r"\s+(?:am|vom)\s*$")
_DASH = regex.compile(r"\s+[-–—|]\s+|,\s*")


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`web.*` of a page that portrays one city; nothing for a study."""
    if context.structured.kind != "portrait":
        return
    yield from _byline(portrait, context)
    teasers = [context.line(b.view) for b in portrait.blocks if b.role is Role.TEASER]
    if teasers:
        teaser = View.join(teasers, PARAGRAPH)
        yield context.claim("web.teaser", teaser.text, teaser)
    yield from _region(portrait, context)
    yield from _neighbours(portrait, context)
    yield from _quotes(portrait, context)
    yield from _image_sources(portrait, context)


def _byline(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    block = next((b for b in portrait.blocks if b.role is Role.BYLINE), None)
    if block is None:
        return
    line = context.line(block.view)
    date = find_date(line.text)
    if date:
        yield context.claim("web.published", date[2], line.cut(date[0], date[1]))
    for part in (line.cut(0, date[0]), line.cut(date[1])) if date else (line,):
        author = _author(part, context)
        if author:
            yield context.claim("web.author", author.text, author)
            return


def _author(part: View, context: Context) -> View:
    """A byline without its date, label and reading time."""
    author = part.sub(_READING_TIME).strip(" |:,–—-·")
    if label := begins(author.text, context.profile.web.bylines):
        author = author.cut(min(len(label), len(author.text)))
    author = author.sub(_BEFORE_DATE).strip(" |:,–—-·")
    return author if author.text[:1].isupper() else View("", ())


def _labelled(portrait: Portrait, mark: str, labels: tuple[str, ...], context: Context) -> View:
    """What stands behind a label, on its line or on those that follow."""
    found: list[View] = []
    for block in portrait.blocks:
        if block.mark == mark:
            line = context.line(block.view)
            label = begins(line.text, labels) if not found else None
            at = max(line.text.find(":") + 1, len(label or "")) if not found else 0
            rest = line.cut(at).strip()
            found += [rest] if rest or not found else []
    return View.join([v for v in found if v], "; ")


def _region(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    line = _labelled(portrait, "region", context.profile.web.regions, context)
    region = line.cut(line.text.rfind(":") + 1).strip()
    if region:
        yield context.claim("web.region", region.text, region)


def _neighbours(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    line = _labelled(portrait, "neighbours", context.profile.web.neighbours, context)
    for part in _parts(line, _LIST):
        name = page_city(part, context.profile) or part
        yield context.claim("web.neighbours", name.text, name)


def _image_sources(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    for part in _parts(_labelled(portrait, "images", context.profile.web.image_sources, context), regex.compile(r"\s*;\s*")):
        yield context.claim("web.image_sources", part.text, part)


def _parts(line: View, separator: regex.Pattern[str]) -> list[View]:
    return [part for part in (p.strip(" .") for p in line.split(separator)) if part]


def _quotes(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    for group, caption in _groups(portrait):
        lines = [context.line(b.view) for b in group]
        whole = View.join(lines, " ")
        start, end = quoted(whole.text, 0.0) or (0, len(whole.text))
        if end == len(whole.text) and len(lines) > 1 and is_person(lines[-1].text):
            end -= len(lines[-1].text) + 1  # a quote without marks, its speaker on a line of its own
        speaker, role = _speaker(whole.text[: max(0, start - 1)], whole.text[end + 1 :], caption)
        said = whole.text[start:end].strip()
        yield context.claim("web.quotes", {"speaker": speaker, "role": role, "text": said}, whole)


def _groups(portrait: Portrait) -> Iterator[tuple[list[Block], str]]:
    """Quotes with the lines that name their speaker, and the caption of the photo beside them."""
    groups: list[tuple[list[Block], str]] = []
    last: Block | None = None
    for block in portrait.blocks:
        beside = last is not None and last.role in (Role.QUOTE, Role.CAPTION)
        if block.role is Role.QUOTE:
            if groups and last is not None and last.role is Role.QUOTE and not quoted(block.view.text, 0.0):
                groups[-1][0].append(block)
            else:
                groups.append(([block], last.view.text if last is not None and last.role is Role.CAPTION else ""))
        elif block.role is Role.CAPTION and beside and groups and not groups[-1][1]:
            groups[-1] = (groups[-1][0], block.view.text)
        last = block
    yield from groups


def _speaker(before: str, behind: str, caption: str) -> tuple[str | None, str | None]:
    """Name and role: from `…“, sagt NAME, ROLE.`, else from the line before or behind the quote or the photo's caption."""
    match = _ATTRIBUTED.fullmatch(behind)
    if match:
        return match["name"].strip(), (match["role"] or match["bracket"] or "").strip() or None
    line = next((text for text in (before, behind, caption) if is_person(text.strip(" :,.–—-"))), "")
    name, *role = _DASH.split(_SAYS.sub("", line).strip(" :,.–—-"), maxsplit=1)
    return name.strip() or None, role[0].strip() if role and role[0].strip() else None
