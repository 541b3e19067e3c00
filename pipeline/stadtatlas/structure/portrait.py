"""The blocks of one portrait: head, nine sections, projects and links, by the profile's labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from stadtatlas.edition.profile import field_key
from stadtatlas.edition.tags import bare_tags, split_tags
from stadtatlas.model.document import Block, Element, Remark, Role, Shape
from stadtatlas.structure.labels import LONGEST_HEADING, Labels
from stadtatlas.structure.prose import Furniture, block, part_of

_BRACKET = regex.compile(r"[)\]](?P<parted>\s*:\s*|\s*\n\s*|\s+[–—-]\s+)?\s*")
_NUMBER = regex.compile(r"\(?\d{1,2}[.):]?")
"""A project's number that stands apart from its title, in the margin or above it."""
_LONGEST_LINK = 300
"""Characters; a longer line in the list of links is running text."""


@dataclass(slots=True)
class State:
    """Where in a portrait the next element stands."""

    index: int
    city: str = ""
    section: str | None = None
    unknown: bool = False
    item_depth: int | None = None
    """Indentation of the last project's bullet: what stands less deep does not belong to it."""
    project: str | None = None
    style: Shape | None = None
    """The shape that the portrait's first project begins with: others of that shape need no tag, others no mark-up."""
    seen: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, element: Element, role: Role, mark: str | None = None) -> None:
        self.blocks.append(block(element, role, portrait=self.index, section=self.section, mark=mark))

    def remark(self, code: str, message: str, element: Element) -> None:
        self.remarks.append(Remark(code, message, ((element.start, element.end),), None, self.index))


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
        head = state.section is None and not state.unknown
        if head and state.blocks and state.blocks[-1].role is Role.FACTS and self.labels.is_figure(element):
            state.add(element, Role.FACTS)
        elif (role := self.furniture.role(element, state.city)) or (role := self._boxed(element, state)):
            state.add(element, role)
        elif match := self.labels.section(element):
            self._open(match[0], element, state)
        elif head:
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

    def _boxed(self, element: Element, state: State) -> Role | None:
        """On a page, figures and grid may stand in a margin beside the text, and so be read behind the first section."""
        if not self.labels.paged or element.landmark or self._is_tag_line(element, state):
            return None
        if element.shape is not Shape.ITEM and self._is_cell(element, state):
            return Role.GRID
        told = any(b.role is Role.FACTS for b in state.blocks)
        return Role.FACTS if not told and self.labels.is_facts(element) else None

    def _is_cell(self, element: Element, state: State) -> bool:
        """Whether the element is nothing but fields' names that the portrait's grid has not shown yet."""
        labels = self.labels.profile.field_labels
        names = [labels.get(field_key(cell.text)) for cell in element.cells or (element.view,)]
        shown = {labels.get(field_key(v.text)) for b in state.blocks if b.role is Role.GRID for v in b.element.cells or (b.view,)}
        return all(names) and not shown & set(names)

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
        if self.labels.is_grid(element.view.text) or self.labels.is_field(element.view.text):
            state.add(element, Role.GRID)
        elif self.labels.is_facts(element) or self.labels.is_figure(element):
            state.add(element, Role.FACTS)
        elif element.shape is Shape.HEADING and state.blocks:
            self._unknown(element, state)
        else:
            state.add(element, Role.UNASSIGNED)

    def _link(self, element: Element, state: State) -> None:
        long = not element.links and any(len(line.text) > _LONGEST_LINK for line in element.view.lines())
        if element.shape is Shape.HEADING and not element.links:
            self._unknown(element, state)
        else:
            state.add(element, Role.UNASSIGNED if long else Role.LINK)

    def _project(self, element: Element, state: State) -> bool:
        """Whether the element begins a project; its heading, and text that stands behind it, become blocks."""
        if self._is_tag_line(element, state):
            state.blocks.append(block(element, Role.PROJECT_HEADING, portrait=state.index, section="projects", mark="tags"))
            return True
        if _NUMBER.fullmatch(element.view.text):
            state.blocks.append(block(element, Role.PROJECT_HEADING, portrait=state.index, section="projects", mark="number"))
            return True
        cut = self._title_end(element, state)
        if cut is None:
            return False
        heading = part_of(element, 0, cut, Role.PROJECT_HEADING, portrait=state.index, section="projects")
        tags = split_tags(heading.view, self.labels.profile)
        state.blocks.append(heading)
        state.project = tags.title.text
        state.style = state.style or element.shape
        state.item_depth = element.depth if element.shape is Shape.ITEM else None
        if cut < len(element.view.text):
            state.blocks.append(
                part_of(element, cut, len(element.view.text), Role.PARAGRAPH, portrait=state.index, section="projects")
            )
        return True

    def _title_end(self, element: Element, state: State) -> int | None:
        """Where in the element a project's title ends; `None` where none begins."""
        text, profile = element.view.text, self.labels.profile
        alike = state.style in (None, element.shape)
        if element.shape is Shape.HEADING and (alike or split_tags(element.view, profile).bracket):
            return len(text)
        if not alike and not element.lead:
            return None  # running text may hold a bracket with a field's name, too
        for end in self._brackets(element):
            if split_tags(element.view.cut(0, end).strip(" \n:–—-"), profile).fields:
                return end
        if split_tags(element.view, profile).bracket and len(text) <= 2 * LONGEST_HEADING:
            return len(text)
        alone = alike and "\n" not in text and len(text) <= LONGEST_HEADING
        bullet = element.shape is Shape.ITEM and text.rstrip().endswith(":")
        return len(text) if alone and (bullet or (element.strong and element.shape in (Shape.TEXT, Shape.ITEM))) else None

    def _brackets(self, element: Element) -> Iterator[int]:
        """Where a title with its tags can end before running text: behind a bracket, a colon or line end behind it; and
        without these, where the title is bold."""
        text = element.view.text[: 2 * LONGEST_HEADING]
        for match in _BRACKET.finditer(text):
            end = match.end()
            parted = match["parted"] or end >= len(element.view.text)
            if parted or element.lead >= match.start() or (element.lead and not text[element.lead : match.start()].strip(" (")):
                yield end

    def _is_tag_line(self, element: Element, state: State) -> bool:
        """Whether the element is nothing but the tags of the project whose heading stands right above, without any."""
        last = state.blocks[-1] if state.blocks else None
        if last is None or last.role is not Role.PROJECT_HEADING or last.mark or len(element.view.text) > LONGEST_HEADING:
            return False
        profile = self.labels.profile
        return not split_tags(last.view, profile).fields and bool(bare_tags(element.view, profile))

    def _outside(self, element: Element, state: State) -> bool:
        """Whether the element stands in the projects' section but belongs to none of them."""
        return state.project is None or (state.item_depth is not None and element.depth < state.item_depth)


def _prose_role(element: Element) -> Role:
    return Role.TABLE if element.shape is Shape.ROW else Role.PARAGRAPH
