"""Lighthouse projects: title, action fields as printed, description."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.edition.tags import split_tags
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Role


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`title`, `action_fields` and `description` of each project, in printed order."""
    for index, (heading, body) in enumerate(_projects(portrait)):
        tags = split_tags(context.line(heading.view), context.profile)
        yield context.claim("title", tags.title.text, tags.title, project=index)
        if tags.bracket and tags.fields:
            yield context.claim("action_fields", list(tags.fields), tags.bracket, project=index)
        description = context.prose(body)
        if description:
            yield context.claim("description", description.text, description, project=index)


def _projects(portrait: Portrait) -> list[tuple[Block, list[Block]]]:
    found: list[tuple[Block, list[Block]]] = []
    for block in portrait.blocks:
        if block.section == "projects" and block.role is Role.PROJECT_HEADING:
            found.append((block, []))
        elif block.section == "projects" and found:
            found[-1][1].append(block)
    return found
