"""Which line names the city of a portrait that stands alone, where no page's title does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Literal

import regex

from stadtatlas.edition.pages import page_city
from stadtatlas.model.document import Element, Shape
from stadtatlas.prose import gazetteer
from stadtatlas.structure.labels import Labels
from stadtatlas.text.keys import label_key, loose_key
from stadtatlas.text.names import mentions
from stadtatlas.text.places import is_place, may_be_place
from stadtatlas.text.similar import begins
from stadtatlas.text.view import View

_LONGEST_NAME = 60
_LONGEST_HEADING = 40
_PROSE = 80
"""Characters from which a line is running text, whatever it ends with."""
_MENTIONS = 3
_SAID = regex.compile(r"(?:Stadt|Stadtname|Name(?: der Stadt)?|Ort|Kommune|Gemeinde)\s*[:|\t]\s*(?=\S)")
"""What a line begins with that says itself that it names the city."""
_TITLED = regex.compile(r"(?:Stadt|Steckbrief|(?:Stadt|Städte)?-?[Pp]ortr(?:ä|ai)t)(?: der Stadt)?:? (?=\p{Lu})")
"""`Steckbrief Emden`, `Stadt Emden`; a title of the edition's own is in its profile."""
_PARTED = regex.compile(r"\s[-–—]\s|\s*[,:|·•\t]\s*")
_FIGURE = regex.compile(r"\s*\([^()]*\d[^()]*\)$")
_QUALIFIER = regex.compile(r"(?<=\w)(?: (?:am|an|auf|bei|im|in|ob|vor|\p{Ll}\.)(?!\w)|\s?[(/]).*")
_ARTICLE = regex.compile(r"(?<!\w)(?:[Dd](?:er|ie|as|es|em|en)|[Ee]ine?[mnrs]?|[Zz]u[mr]|[Ii]m|[Aa]m|[Bb]eim|[Vv]om)\s+$")
_STATE = regex.compile(r"^(?:Bundesland|Freistaat|Land):? ")
Form = Literal["said", "whole", "part"]
"""Whether a line says that it is the city's name, is nothing but a name, or holds one."""
_CITY_STATES = ("state:be", "state:hb", "state:hh")


@dataclass(frozen=True, slots=True)
class Naming:
    """The city's name, and the element that it stands in."""

    element: Element
    view: View
    form: Form = "whole"
    above: int = 0
    """How many lines stand between it and the facts."""


def naming(elements: Sequence[Element], labels: Labels) -> Naming | None:
    """The line above the facts that names the city, else one between them and the first section; `None` where a page's
    title does, or nothing tells."""
    head = list(takewhile(lambda e: not _begins(e, labels), elements))
    if any(page_city(e.view, labels.profile) for e in head):
        return None
    below = elements[len(head) :]
    told = bool(below) and not labels.section(below[0])
    judge = _Judge("\n".join(e.view.text for e in below if _is_prose(e.view.text)), labels, told)
    box = takewhile(lambda e: not labels.section(e), below)
    return judge.best(_above(head, labels)) or judge.best(_beside(box, labels)) or _repeated(head, elements, labels)


def title(naming: Naming) -> tuple[int, int]:
    """From where to where the element's text is the line with the name, up to the name; a table's row is so whole."""
    text, name = naming.element.view.text, naming.view
    found = (m.span() for m in regex.finditer(regex.escape(name.text), text))
    at, ends = next((s for s in found if naming.element.view.cut(*s).start == name.start), (0, len(text)))
    more = any(map(str.isalnum, text[ends:]))
    return text.rfind("\n", 0, at) + 1, ends if more and not naming.element.cells else len(text)


def is_state(text: str) -> bool:
    """Whether the text is the name of a German state that is no city."""
    return loose_key(_STATE.sub("", text)) in _states()


@cache
def _states() -> frozenset[str]:
    states = (e for e in gazetteer.entries().values() if e.kind == "state" and e.id not in _CITY_STATES)
    return frozenset(loose_key(name) for state in states for name in (state.name, *state.aliases))


def _begins(element: Element, labels: Labels) -> bool:
    return bool(labels.is_facts(element) or labels.is_grid_row(element.view.text) or labels.section(element))


def _is_prose(text: str) -> bool:
    return len(text) > _PROSE or text.endswith((".", "!", "?"))


def _above(head: Sequence[Element], labels: Labels) -> Iterator[Naming]:
    """The names above the facts, the nearest first. A state, or a figure that is no fact of the edition, is one with them."""
    above = 0
    for element in reversed(head):
        for line in reversed(_lines(element)):
            yield from _named(element, line, above, labels)
            above += not (is_state(line.text) or _is_labelled(line.text))


def _beside(box: Iterable[Element], labels: Labels) -> Iterator[Naming]:
    """The names among the facts and below them."""
    for element in box:
        for line in element.cells or _lines(element):
            yield from _named(element, line, 1, labels)


def _lines(element: Element) -> list[View]:
    """The element's lines; a table's row is one, its label parted from what stands behind it."""
    if element.cells:
        return [View.join(element.cells, ": ")]
    return [] if element.shape in (Shape.RULE, Shape.IMAGE) else element.view.lines()


def _is_labelled(line: str) -> bool:
    """`Bundesland: Hessen`, `Foto: Archiv`."""
    label, colon, value = line.partition(":")
    return bool(colon and value.strip() and len(label) < _LONGEST_NAME)


def _named(element: Element, line: View, above: int, labels: Labels) -> Iterator[Naming]:
    """The name in a line, if there may be one."""
    if element.landmark or element.shape is Shape.ITEM or _is_prose(line.text) or _means_else(line.text, labels):
        return
    if found := _name_in(line):
        yield Naming(element, *found, above)


def _name_in(line: View) -> tuple[View, Form] | None:
    """What the line says is the name, or all of it where that may be one, or a part of it."""
    whole = city_name(line).sub(_FIGURE)
    said, titled = _SAID.match(whole.text), _TITLED.match(whole.text)
    if said and _may_name(whole.text[said.end() :]):
        return whole.cut(said.end()), "said"
    if is_place(whole.text) and not _PARTED.search(whole.text):
        return whole, "whole"
    bare = whole.cut(titled.end()) if titled else whole
    if _may_name(bare.text):
        return bare, "part" if line.text.endswith(":") else "whole"
    parts = bare.split(_PARTED)
    name = next((part for part in parts if is_place(part.text)), None if _is_labelled(line.text) else parts[0])
    alone = all(is_state(part.text) for part in parts if part is not name)
    return (name, "whole" if alone else "part") if name and _may_name(name.text) else None


def _may_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and (is_place(text) or (may_be_place(text) and not is_state(text)))


def _means_else(line: str, labels: Labels) -> bool:
    """Whether the edition knows the line: its own title, a chapter's, a mark of its pages, a field, a fact."""
    web = labels.profile.web
    marks = (*web.bylines, *web.regions, *web.neighbours, *web.image_sources, *web.navigation, *web.boilerplate, *web.tail)
    known = labels.names(line) or labels.is_fact_line(line) or label_key(line) == label_key(labels.profile.title)
    return bool(known or begins(line, marks) or labels.is_field(line) or labels.is_grid(line) or labels.is_caption(line))


def _repeated(head: Sequence[Element], elements: Sequence[Element], labels: Labels) -> Naming | None:
    """The last heading above the facts whose first word may be a name and the portrait repeats, whatever else it says."""
    prose = [e.view.text for e in elements if len(e.view.text) > _PROSE]
    heads = (e for e in head if labels.heading(e) and labels.sure(e) and not e.landmark and len(e.view.text) <= _LONGEST_HEADING)
    first = ((e, e.view.text.split(maxsplit=1)[0]) for e in heads)
    named = [e for e, word in first if may_be_place(word) and sum(word in text for text in prose) >= _MENTIONS]
    return Naming(named[-1], named[-1].view) if named else None


@dataclass(frozen=True, slots=True)
class _Judge:
    """What speaks for a line: the portrait's `prose` says the name again, Germany has such a place, markup calls the line a
    heading, or it stands right above the facts, if any are `told`."""

    prose: str
    labels: Labels
    told: bool

    def best(self, found: Iterable[Naming]) -> Naming | None:
        """The line that most speaks for, of equals the one nearest to the facts; markup alone is not enough."""
        rated = [(proof + self.labels.sure(n.element), n) for n in found if (proof := self._proof(n))]
        return max(rated, key=lambda pair: pair[0])[1] if rated else None

    def _proof(self, naming: Naming) -> int:
        name = naming.view.text
        known = is_place(name)
        bare, nouns = self._mentions(name)
        if not known and nouns > bare:
            return 0
        mentioned = 2 * (bare + nouns > 0)
        if is_state(name):  # `Brandenburg` is the one or the other
            return mentioned
        direct = naming.above == 0 and naming.form != "part" and (self.told or self.labels.sure(naming.element))
        return 3 * (naming.form == "said") + mentioned + known + direct

    def _mentions(self, name: str) -> tuple[int, int]:
        """How often the prose says the name again, and how often as a noun: German puts no article before a city's name."""
        shown = name.title() if name.isupper() else name
        spans = mentions(self.prose, [name, shown, _QUALIFIER.sub("", shown)], (0, 0))
        nouns = [at for at, end in spans if not self.prose.endswith("er", at, end) or shown.endswith("er")]
        articles = sum(bool(_ARTICLE.search(self.prose, max(0, at - 12), at)) for at in nouns)
        return len(spans) - articles, articles


def city_name(view: View) -> View:
    """The name in a portrait's heading, without numbering and colon."""
    text = view.text
    at = 0
    while at < len(text) and (text[at].isdigit() or text[at] in ". "):
        at += 1
    return view.cut(at).strip(" :")
