"""The blocks of one portrait: head, nine sections, projects and links, by the profile's labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex

from stadtatlas.edition.tags import Tags, split_tags
from stadtatlas.model.document import Block, Element, Remark, Role, Shape
from stadtatlas.structure.labels import LONGEST_HEADING, Labels
from stadtatlas.structure.prose import Furniture, block, part_of

_BEHIND_TITLE = regex.compile(r"[)\]]\s*:?\s*(?:\n\s*|(?<=:\s*))(?=\S)")
_LONGEST_LINK = 300
"""Characters; a longer line in the list of links is running text."""


@dataclass(slots=True)
class State:
    """Where in a portrait the next element stands."""

    index: int
    section: str | None = None
    unknown: bool = False
    item_depth: int | None = None
    """Indentation of the last project's bullet: what stands less deep does not belong to it."""
    project: str | None = None
    seen: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, element: Element, role: Role, mark: str | None = None) -> None:
        self.blocks.append(block(element, role, portrait=self.index, section=self.section, mark=mark))

    def remark(self, code: str, message: str, element: Element, project: str | None = None) -> None:
        self.remarks.append(Remark(code, message, ((element.start, element.end),), None, self.index, project))


class PortraitLabeller:
    """Gives the elements of a portrait their roles, one after the other."""

    def __init__(self, labels: Labels, furniture: Furniture) -> None:
        self.labels = labels
        self.furniture = furniture

    def run(self, elements: Iterable[Element], state: State) -> State:
        for element in elements:
            self.place(element, state)
        return state

    def place(self, element: Element, state: State) -> None:
        """Put one element; the first rule that knows it decides."""
        if role := self.furniture.role(element):
            state.add(element, role)
        elif match := self.labels.section(element):
            self._open(match[0], element, state)
        elif state.section is None and not state.unknown:
            self._head(element, state)
        elif state.section == "projects" and self._project(element, state):
            return
        elif state.section == "links":
            self._link(element, state)
        elif element.shape is Shape.HEADING:
            self._unknown(element, state)
        elif state.unknown or (state.section == "projects" and self._outside(element, state)):
            state.add(element, Role.UNASSIGNED)
        else:
            state.add(element, Role.LIST_ITEM if element.shape is Shape.ITEM else _prose_role(element))

    def _open(self, kind: str, element: Element, state: State) -> None:
        if kind in state.seen:
            state.remark("section.repeated", f"{element.view.text!r} stands a second time", element)
        state.seen.append(kind)
        state.section, state.unknown, state.project, state.item_depth = kind, False, None, None
        state.add(element, Role.HEADING)

    def _unknown(self, element: Element, state: State) -> None:
        state.section, state.unknown = None, True
        state.remark("section.unknown", f"{element.view.text!r} is no section of this edition", element)
        state.add(element, Role.HEADING)

    def _head(self, element: Element, state: State) -> None:
        if self.labels.is_grid(element.view.text):
            state.add(element, Role.GRID)
        elif self.labels.is_facts(element):
            state.add(element, Role.FACTS)
        elif element.shape is Shape.HEADING and state.blocks:
            self._unknown(element, state)
        else:
            state.add(element, Role.UNASSIGNED)

    def _link(self, element: Element, state: State) -> None:
        long = len(element.view.text) > _LONGEST_LINK and not element.links
        if element.shape is Shape.HEADING and not element.links:
            self._unknown(element, state)
        else:
            state.add(element, Role.UNASSIGNED if long else Role.LINK)

    def _project(self, element: Element, state: State) -> bool:
        """Whether the element begins a project; its heading, and text that stands behind it, become blocks."""
        cut = self._title_end(element)
        if cut is None:
            return False
        heading = part_of(element, 0, cut, Role.PROJECT_HEADING, portrait=state.index, section="projects")
        tags = split_tags(heading.view, self.labels.profile)
        state.blocks.append(heading)
        state.project = tags.title.text
        state.item_depth = element.depth if element.shape is Shape.ITEM else None
        self._remark_tags(tags, element, state)
        if cut < len(element.view.text):
            state.blocks.append(
                part_of(element, cut, len(element.view.text), Role.PARAGRAPH, portrait=state.index, section="projects")
            )
        return True

    def _title_end(self, element: Element) -> int | None:
        """Where in the element a project's title ends; `None` where none begins."""
        text = element.view.text
        if element.shape is Shape.HEADING:
            return len(text)
        for match in (*_BEHIND_TITLE.finditer(text[: 2 * LONGEST_HEADING]), None):
            end = match.end() if match else len(text)
            if end <= 2 * LONGEST_HEADING and split_tags(element.view.cut(0, end), self.labels.profile).bracket:
                return end
        alone = "\n" not in text and len(text) <= LONGEST_HEADING
        bullet = element.shape is Shape.ITEM and text.rstrip().endswith(":")
        return len(text) if alone and (bullet or (element.strong and element.shape in (Shape.TEXT, Shape.ITEM))) else None

    def _remark_tags(self, tags: Tags, element: Element, state: State) -> None:
        title = tags.title.text
        if tags.unknown:
            state.remark("project.unknown_field", f"{title!r} is tagged {', '.join(map(repr, tags.unknown))}", element, title)
        elif not tags.fields:
            state.remark("project.untagged", f"{title!r} names no action field", element, title)

    def _outside(self, element: Element, state: State) -> bool:
        """Whether the element stands in the projects' section but belongs to none of them."""
        return state.project is None or (state.item_depth is not None and element.depth < state.item_depth)


def _prose_role(element: Element) -> Role:
    return Role.TABLE if element.shape is Shape.ROW else Role.PARAGRAPH
