"""The blocks of a whole study."""

from __future__ import annotations

from collections.abc import Sequence

from stadtatlas.model.document import Block, Document, Element, Portrait, Remark, Role, Shape, Structured
from stadtatlas.structure import lost
from stadtatlas.structure.divide import Division, Plan
from stadtatlas.structure.figures import with_figures
from stadtatlas.structure.labels import Labels
from stadtatlas.structure.naming import city_name
from stadtatlas.structure.portrait import PortraitLabeller, State
from stadtatlas.structure.prose import PAGE_ROLES, Furniture, block, prose
from stadtatlas.text.keys import loose_key
from stadtatlas.text.listing import contents_entry
from stadtatlas.text.view import View


def structure_study(document: Document, labels: Labels, plan: Plan) -> Structured:
    """Roles for every element of a study, and its portraits in printed order."""
    furniture = Furniture(document.elements, labels)
    labeller = PortraitLabeller(labels, furniture)
    blocks: list[Block] = []
    portraits: list[Portrait] = []
    remarks: list[Remark] = []
    early = [_early(division, document, labels) for division in plan.divisions]
    for division, led, left in zip(plan.divisions, early, [*early[1:], 0], strict=True):
        elements = document.elements[division.start : division.stop - left]
        if division.part == "portrait":
            cells = document.elements[division.start - led : division.start]
            state, name = _portrait(cells, elements, labeller, len(portraits))
            portraits.append(Portrait(name, tuple(state.blocks)))
            blocks += state.blocks
            remarks += (*state.remarks, *lost.merged(document, division, state.index, labels))
        else:
            chapter = _chapter(division, elements, labels, furniture, first=not blocks)
            blocks += with_figures(chapter, document.layout, labels) if document.layout else chapter
    nameless = list(lost.unnamed(document, plan, labels))
    remarks += (*nameless, *lost.none(document, plan, portraits, nameless))
    return Structured(document, "study", tuple(blocks), tuple(portraits), tuple(remarks), plan.contents.cities)


def _early(division: Division, document: Document, labels: Labels) -> int:
    """How many elements right before a portrait are cells of its grid: on a page, they may stand above the city's name."""
    layout, at = document.layout, division.start
    if layout is None or division.part != "portrait":
        return 0
    page = layout.page(document.elements[at].start)
    while at and labels.is_field(document.elements[at - 1].view.text) and layout.page(document.elements[at - 1].start) == page:
        at -= 1
    return division.start - at


def _portrait(
    early: Sequence[Element], elements: Sequence[Element], labeller: PortraitLabeller, index: int
) -> tuple[State, View]:
    name = city_name(elements[0].view)
    state = State(index, name.text)
    for element in early:
        state.add(element, Role.GRID)
    rest = 1
    state.add(elements[0], Role.HEADING, "city")
    while rest < len(elements) and (_same(elements, rest) or (_bare(elements[rest]) and _same(elements, rest + 1))):
        state.add(elements[rest], Role.HEADING if _same(elements, rest) else Role.BOILERPLATE)
        rest += 1
    return labeller.run(elements[rest:], state), name


def _same(elements: Sequence[Element], index: int) -> bool:
    """Whether the portrait's name stands there once more."""
    return index < len(elements) and loose_key(elements[index].view.text) == loose_key(elements[0].view.text)


def _bare(element: Element) -> bool:
    return element.shape in (Shape.RULE, Shape.IMAGE)


def _chapter(division: Division, elements: Sequence[Element], labels: Labels, furniture: Furniture, first: bool) -> list[Block]:
    blocks = []
    for element in elements:
        role = Role.TITLE if first and labels.sure(element) else _list_role(division.part, element, labels)
        role = PAGE_ROLES.get(element.landmark or "", role)
        first = first and role is not Role.TITLE
        blocks.append(block(element, role) if role else prose(element, furniture))
    return [_marked(b, division.part) for b in blocks]


def _list_role(part: str, element: Element, labels: Labels) -> Role | None:
    """The role that only this part of the study gives; `None` where the element is like any other."""
    if part in ("contents", "figures"):
        paged = contents_entry(element.view) or any(contents_entry(v) for v in element.view.lines())
        return Role.TOC if paged or (element.shape is Shape.ROW and element.cells) else None
    if part in ("projects", "credits") and element.shape in (Shape.ROW, Shape.ITEM, Shape.TEXT):
        return Role.ANNEX if part == "projects" else Role.CREDIT
    return None


def _marked(made: Block, part: str) -> Block:
    return Block(made.view, made.start, made.end, made.role, made.element, mark=part)
