"""Lighthouse projects: title, action fields as printed, description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stadtatlas.edition.tags import Tags, bare_tags, split_tags
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Block, Portrait, Remark, Role


@dataclass(slots=True)
class _Project:
    heading: Block
    tags: Block | None = None
    body: list[Block] = field(default_factory=list)


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`title`, `action_fields` and `description` of each project, in printed order."""
    for index, project in enumerate(_projects(portrait)):
        tags = _tags(project, context)
        yield context.claim("title", tags.title.text, tags.title, project=index)
        if tags.bracket and tags.fields:
            yield context.claim("action_fields", list(tags.fields), tags.bracket, project=index)
        yield from _remarks(tags, project)
        description = context.prose(project.body)
        if description:
            yield context.claim("description", description.text, description, project=index)


def _projects(portrait: Portrait) -> list[_Project]:
    found: list[_Project] = []
    for block in portrait.blocks:
        if block.section != "projects":
            continue
        if block.role is Role.PROJECT_HEADING and block.mark == "tags" and found:
            found[-1].tags = block
        elif block.role is Role.PROJECT_HEADING and block.mark != "number":
            found.append(_Project(block))
        elif found:
            found[-1].body.append(block)
    return found


def _tags(project: _Project, context: Context) -> Tags:
    """The project's heading taken apart; its tags may stand on a line of their own."""
    if project.tags is None:
        # Only a title's last line end parts it from its text: tags may stand one below the other.
        return split_tags(context.line(project.heading.view).strip(" :–—-"), context.profile)
    view = context.line(project.tags.view)
    return Tags(context.line(project.heading.view).strip(" :–—-"), view, bare_tags(view, context.profile))


def _remarks(tags: Tags, project: _Project) -> Iterator[Evidence]:
    title, spans = tags.title.text, ((project.heading.start, project.heading.end),)
    if tags.unknown:
        message = f"{title!r} is tagged {', '.join(map(repr, tags.unknown))}"
        yield Remark("project.unknown_field", message, spans, "action_fields", project=title)
    elif not tags.fields:
        yield Remark("project.untagged", f"{title!r} names no action field", spans, "action_fields", project=title)
