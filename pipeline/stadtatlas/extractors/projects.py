"""Lighthouse projects: title, action fields as printed, description."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors import texts
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Remark


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`title`, `action_fields` and `description` of each project, in printed order."""
    for index, project in enumerate(texts.projects(portrait, context)):
        tags = project.tags
        yield context.claim("title", tags.title.text, tags.title, project=index)
        if tags.bracket and tags.fields:
            yield context.claim("action_fields", list(tags.fields), tags.bracket, project=index)
        yield from _remarks(project)
        if project.description:
            yield context.claim("description", project.description.text, project.description, project=index)


def _remarks(project: texts.ProjectText) -> Iterator[Evidence]:
    tags = project.tags
    title, spans = tags.title.text, ((project.heading.start, project.heading.end),)
    if tags.unknown:
        message = f"{title!r} is tagged {', '.join(map(repr, tags.unknown))}"
        yield Remark("project.unknown_field", message, spans, "action_fields", project=title)
    elif not tags.fields:
        yield Remark("project.untagged", f"{title!r} names no action field", spans, "action_fields", project=title)
