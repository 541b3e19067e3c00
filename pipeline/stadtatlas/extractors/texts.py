"""The texts of a portrait, each worked out once: several extractors read them."""

from __future__ import annotations

from dataclasses import dataclass, field

from stadtatlas.edition.tags import Tags, bare_tags, split_tags
from stadtatlas.extractors.context import Context
from stadtatlas.model.document import Block, Portrait, Role
from stadtatlas.model.records import SECTION_KINDS
from stadtatlas.text.view import View


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section's kind, the words of its heading, and its running text."""

    kind: str
    heading: str
    text: View


@dataclass(frozen=True, slots=True)
class ProjectText:
    """A project's heading taken apart, and its description (empty where it has none)."""

    heading: Block
    tags: Tags
    description: View


def sections(portrait: Portrait, context: Context) -> tuple[SectionText, ...]:
    """The portrait's sections that have a heading and a text, in the contract's order."""
    return context.once(f"sections {id(portrait)}", lambda: tuple(_sections(portrait, context)))


def _sections(portrait: Portrait, context: Context) -> list[SectionText]:
    found = []
    for kind in SECTION_KINDS:
        blocks = [b for b in portrait.blocks if b.section == kind]
        heading = next((b for b in blocks if b.role is Role.HEADING), None)
        text = context.prose(blocks)
        if heading is not None and text:
            found.append(SectionText(kind, heading.view.text, text))
    return found


def projects(portrait: Portrait, context: Context) -> tuple[ProjectText, ...]:
    """The portrait's lighthouse projects, in printed order."""
    return context.once(f"projects {id(portrait)}", lambda: tuple(_project(p, context) for p in _gathered(portrait)))


@dataclass(slots=True)
class _Gathered:
    heading: Block
    tags: Block | None = None
    body: list[Block] = field(default_factory=list)


def _gathered(portrait: Portrait) -> list[_Gathered]:
    found: list[_Gathered] = []
    for block in portrait.blocks:
        if block.section != "projects":
            continue
        if block.role is Role.PROJECT_HEADING and block.mark == "tags" and found:
            found[-1].tags = block
        elif block.role is Role.PROJECT_HEADING and block.mark != "number":
            found.append(_Gathered(block))
        elif found:
            found[-1].body.append(block)
    return found


def _project(project: _Gathered, context: Context) -> ProjectText:
    return ProjectText(project.heading, _tags(project, context), context.prose(project.body))


def _tags(project: _Gathered, context: Context) -> Tags:
    """The project's heading taken apart; its tags may stand on a line of their own."""
    title = context.line(project.heading.view).strip(" :–—-")
    if project.tags is None:
        # Only a title's last line end parts it from its text: tags may stand one below the other.
        return split_tags(title, context.profile)
    view = context.line(project.tags.view)
    return Tags(title, view, bare_tags(view, context.profile))
