"""Portraits whose name is lost: sections that stand in no portrait, and a second run of sections within one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stadtatlas.model.document import Document, Element, Portrait, Remark, Shape
from stadtatlas.structure.divide import Division, Plan
from stadtatlas.structure.labels import Labels

_SEVERAL = 2
"""Sections that make a portrait, or that a second portrait has of the first one's; a single one may be doubled by mistake."""
_AHEAD = 6
"""Elements before a first section in which its portrait's facts or grid stand."""
_ENDS = ("projects", "links")
"""Sections that an analysis of the portraits' themes does not have."""
_BARE = (Shape.RULE, Shape.IMAGE)
NAME_IT = "put the city's name as a heading above its facts"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's heading with text below it, at this place among the elements; `first` is what its portrait would begin with."""

    index: int
    kind: str
    first: int

    @property
    def headed(self) -> bool:
        """Whether facts or a grid stand above it, as at a portrait's beginning."""
        return self.first < self.index


def merged(document: Document, division: Division, portrait: int, labels: Labels) -> Iterator[Remark]:
    """Where within a portrait's division another portrait seems to begin."""
    for sections in _runs(_sections(document.elements, division, labels))[1:]:
        element, head = document.elements[sections[0].first], document.elements[sections[0].index]
        message = (
            f"another city's portrait seems to begin at {document.where(element.start)}, as {head.view.text!r} stands there a "
            f"second time; {NAME_IT}"
        )
        yield Remark("portrait.merged", message, ((element.start, element.end),), None, portrait)


def unnamed(document: Document, plan: Plan, labels: Labels) -> Iterator[Remark]:
    """Where outside the portraits another one stands, by its sections."""
    for division in plan.divisions:
        if division.part not in ("front", "contents", "portraits", "prose"):
            continue
        runs = _runs(_sections(document.elements, division, labels))
        for sections in runs:
            if _is_portrait(sections, division.part, repeated=len(runs) > 1):
                yield _unnamed(document, document.elements[sections[0].first], len(sections))


def none(document: Document, plan: Plan, portraits: Sequence[Portrait], lost: Sequence[Remark]) -> Iterator[Remark]:
    """That a study has no portrait, though its parts say that it should; an annex or analysis alone has none, and need not."""
    if portraits:
        return
    chapter = next((document.elements[d.start] for d in plan.divisions if d.part == "portraits"), None)
    if chapter is not None:
        where = f"{chapter.view.text!r} at {document.where(chapter.start)}"
        yield _none(f"below {where}", ((chapter.start, chapter.end),))
    elif lost or all(d.part == "front" for d in plan.divisions):
        yield _none("in the study", lost[0].spans if lost else ())


def _none(where: str, spans: tuple[tuple[int, int], ...]) -> Remark:
    return Remark("portrait.none", f"no city's portrait is found {where}; {NAME_IT}, and check that the source is whole", spans)


def _unnamed(document: Document, first: Element, sections: int) -> Remark:
    where = document.where(first.start)
    message = f"no line names the city whose portrait begins at {where} and has {sections} sections; {NAME_IT}"
    return Remark("portrait.unnamed", message, ((first.start, first.end),))


def _is_portrait(sections: Sequence[_Section], part: str, repeated: bool) -> bool:
    """Whether the sections are a portrait's: in the portraits' chapter, below facts, or as a whole. A chapter of prose may be
    ordered by the same themes."""
    kinds = {s.kind for s in sections}
    if len(kinds) < _SEVERAL:
        return False
    whole = part == "front" and (repeated or kinds.issuperset(_ENDS))
    return part == "portraits" or sections[0].headed or whole


def _sections(elements: Sequence[Element], division: Division, labels: Labels) -> list[_Section]:
    """The division's section headings that have text below them."""
    matches = [(i, labels.section(elements[i])) for i in range(division.start, division.stop) if not elements[i].landmark]
    heads = [(index, match[0]) for index, match in matches if match]
    return [
        _Section(index, kind, _first(elements, index, division, labels))
        for (index, kind), (end, _) in pairwise((*heads, (division.stop, "")))
        if any(_is_text(e, labels) for e in elements[index + 1 : end])
    ]


def _is_text(element: Element, labels: Labels) -> bool:
    return element.shape not in _BARE and not _is_head(element, labels)


def _is_head(element: Element, labels: Labels, figures: bool = True) -> bool:
    """Whether the element is a portrait's facts or, where no text has it as a figure, a row of its grid; a table with a column
    of facts among others is one of several cities."""
    facts = len(element.cells) <= 2 or all(labels.is_fact_line(cell.text) for cell in element.cells)
    return (facts and labels.is_facts(element)) or (figures and labels.is_grid_row(element.view.text))


def _first(elements: Sequence[Element], section: int, division: Division, labels: Labels) -> int:
    """The first of the facts and grid that stand right above a section, else the section itself."""
    first, left = section, _AHEAD
    for index in range(section - 1, -1, -1):
        element = elements[index]
        if left == 0 or labels.section(element) or element.shape is Shape.HEADING:
            break
        first = index if _is_head(element, labels, figures=division.part != "prose") else first
        left -= element.shape not in _BARE
    return first


def _runs(sections: Sequence[_Section]) -> list[list[_Section]]:
    """The sections portrait by portrait: another one begins where several come again, or one below facts of its own."""
    runs: list[list[_Section]] = []
    seen: set[str] = set()
    for at, section in enumerate(sections):
        again = seen & {later.kind for later in sections[at:]}
        if not runs or (section.kind in seen and (len(again) >= _SEVERAL or section.headed)):
            runs.append([])
            seen = set()
        runs[-1].append(section)
        seen.add(section.kind)
    return runs
