"""The blocks of a web portrait: one city on a page of its own, between navigation, quotes and what every page repeats."""

from __future__ import annotations

import regex

from stadtatlas.edition.pages import page_city
from stadtatlas.model.document import Document, Element, Portrait, Role, Shape, Structured
from stadtatlas.structure.labels import Labels
from stadtatlas.structure.naming import Naming, naming, title
from stadtatlas.structure.portrait import PortraitLabeller, State
from stadtatlas.structure.prose import Furniture, is_number, part_of
from stadtatlas.text.german import find_date, is_attribution, is_person, quoted
from stadtatlas.text.similar import begins
from stadtatlas.text.view import View

_LANDMARK_ROLES = {
    "navigation": Role.NAVIGATION,
    "boilerplate": Role.BOILERPLATE,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
}
_SHORTEST_TEASER = 40
_LONGEST_BYLINE = 120
_PICTURE = regex.compile(r"\bIDs?:|\bCredits?\b|©|\bFotos?\b|\bQuellen?:|istock|shutterstock|adobe", regex.I)


def structure_page(document: Document, labels: Labels) -> Structured:
    """Roles for every element of a page, and its one portrait."""
    page = _Page(labels, document)
    for element in document.elements:
        page.place(element)
    state = page.state
    name = page.name or View("", ())
    blocks = tuple(state.blocks)
    return Structured(document, "portrait", blocks, (Portrait(name, blocks),), tuple(state.remarks))


class _Page:
    """Web rules first, then those of any portrait."""

    def __init__(self, labels: Labels, document: Document) -> None:
        self.labels = labels
        self.web = labels.profile.web
        self.labeller = PortraitLabeller(labels, Furniture((), labels))
        self.naming = naming(document.elements, labels)
        self.state = State(0, self.naming.view.text if self.naming else "")
        self.name = self.naming.view if self.naming else None
        self.byline = ""
        self.awaits: str | None = None
        self.tail = False

    def place(self, element: Element) -> None:
        """Put one element of the page."""
        if self.naming and element is self.naming.element and not self.labels.is_facts(element):
            self._title(self.naming)
            return
        role, mark = self._web_role(element)
        if role is not None:
            self.state.add(element, role, mark)
        elif element.shape is Shape.HEADING and self._is_title(element):
            self.state.add(element, Role.UNASSIGNED)
        elif self.naming and element.start < self.naming.element.start and is_number(element.view.text):
            self.state.add(element, Role.PAGE_HEADER)
        else:
            self.labeller.place(element, self.state)

    def _web_role(self, element: Element) -> tuple[Role | None, str | None]:
        text = element.view.text
        if element.shape is Shape.RULE and element.landmark != "garbled":
            return Role.BOILERPLATE, None
        if self.tail or begins(text, self.web.tail):
            self.tail = True
            return Role.NAVIGATION, None
        if found := self._labelled(text):
            return found
        if (
            element.shape is not Shape.IMAGE
            and not element.landmark
            and (found := self._awaited(text, element.shape is Shape.ITEM))
        ):
            return found
        if element.landmark in _LANDMARK_ROLES and not (element.landmark == "boilerplate" and self._is_byline(element)):
            return self._landmark(element)
        for marks, role in ((self.web.navigation, Role.NAVIGATION), (self.web.boilerplate, Role.BOILERPLATE)):
            if begins(text, marks):
                return role, None
        return self._shown(element)

    def _landmark(self, element: Element) -> tuple[Role, str | None]:
        role = _LANDMARK_ROLES[element.landmark or ""]
        if role is Role.BYLINE:
            self.byline = element.view.text
        return role, None

    def _labelled(self, text: str) -> tuple[Role, str] | None:
        """A line that begins with one of the page's own labels; where nothing follows it, the next line is meant."""
        for mark, marks in (
            ("region", self.web.regions),
            ("neighbours", self.web.neighbours),
            ("images", self.web.image_sources),
        ):
            if label := begins(text, marks):
                bare = len(text.strip(" :")) <= len(label) + 3
                self.awaits = mark if bare or mark == "images" else None
                return (Role.CREDIT if mark == "images" else Role.NAVIGATION), mark
        return None

    def _awaited(self, text: str, is_item: bool) -> tuple[Role, str] | None:
        """The line that a label announced; picture sources go on as long as lines look like some."""
        mark, self.awaits = self.awaits, None
        if mark == "images" and _PICTURE.search(text):
            self.awaits = mark
            return Role.CREDIT, mark
        if mark == "neighbours" and is_item:
            self.awaits = mark
        return (Role.NAVIGATION, mark) if mark and mark != "images" else None

    def _shown(self, element: Element) -> tuple[Role | None, str | None]:
        """What a page shows beside the portrait's own sections."""
        text = element.view.text
        head = self._in_head
        if head and not self.labels.section(element) and (name := page_city(element.view, self.labels.profile)):
            self.name = self.name or name
            return Role.TITLE, None
        if element.shape is Shape.IMAGE:
            return Role.CAPTION, None
        if self._is_quote(element):
            return Role.QUOTE, None
        if self._is_byline(element) or self._is_author(text):
            self.byline = self.byline or text
            return Role.BYLINE, None
        return (Role.TEASER, None) if head and self._is_teaser(element) else (None, None)

    def _is_title(self, element: Element) -> bool:
        """Whether a heading stands above the facts of a portrait that a line names: it is no section that is not known."""
        told = any(b.section or b.role in (Role.FACTS, Role.GRID) for b in self.state.blocks)
        return self.naming is not None and not told and not self.labels.section(element) and not self.labels.is_facts(element)

    def _title(self, naming: Naming) -> None:
        """Put the element that names the city: what it says in other lines, or behind the name, is nobody's."""
        begins, ends = title(naming)
        for low, high in ((0, begins), (begins, ends), (ends, len(naming.element.view.text))):
            if low < high:
                role = Role.TITLE if low == begins else Role.UNASSIGNED
                self.state.blocks.append(part_of(naming.element, low, high, role, portrait=self.state.index))

    def _is_teaser(self, element: Element) -> bool:
        text, labels = element.view.text, self.labels
        named = labels.section(element) or labels.is_facts(element) or labels.is_grid(text)
        return element.shape is Shape.TEXT and len(text) >= _SHORTEST_TEASER and not named

    @property
    def _in_head(self) -> bool:
        return self.state.section is None and not self.state.unknown

    def _is_byline(self, element: Element) -> bool:
        text = element.view.text
        if not self._in_head or len(text) > _LONGEST_BYLINE or text.endswith("."):
            return False
        return bool(begins(text, self.web.bylines) or find_date(text))

    def _is_author(self, text: str) -> bool:
        return bool(self.byline) and 3 < len(text) < 60 and text in self.byline

    def _is_quote(self, element: Element) -> bool:
        if element.landmark == "quote":
            return True
        if element.shape not in (Shape.TEXT, Shape.ITEM):
            return False
        text = element.view.text
        if said := quoted(text):
            before, behind = text[: said[0] - 1].strip(), text[said[1] + 1 :].strip(" .")
            named = not before or is_person(before)
            return self._may_lose_a_paragraph() and named and (not behind or is_attribution(behind) or is_person(behind))
        last = self.state.blocks[-1].role if self.state.blocks else None
        return last is Role.QUOTE and (is_attribution(text) or (len(text) < _LONGEST_BYLINE and is_person(text)))

    def _may_lose_a_paragraph(self) -> bool:
        """No section consists of a quote alone: what looks like one there is its text."""
        return self.state.section is None or self.state.blocks[-1].role is not Role.HEADING
