"""The parts of a study: front matter, contents, portraits, chapters of prose, annexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import regex

from stadtatlas.model.document import Element, Shape
from stadtatlas.structure.labels import Labels
from stadtatlas.structure.naming import is_state
from stadtatlas.text.keys import label_key, loose_key
from stadtatlas.text.listing import contents_entry
from stadtatlas.text.places import is_place
from stadtatlas.text.view import View

_NUMBERED = regex.compile(r"\s*(?:\d+(?:\.\d+)*\.?\s|[IVX]+\.\s|(?:Anhang|Kapitel|Teil)\s)")
_LISTS = ("contents", "figures")
_LONGEST_NAME = 60
_AHEAD = 6
"""Elements after a city's name in which its facts, its grid or its first section must begin."""


@dataclass(frozen=True, slots=True)
class Division:
    """Elements `start` to `stop` make one part; `part` is a key of the profile's `chapters`, or `front`, or `portrait`."""

    part: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of contents: entries (title, page) in order, and which of them are cities, which chapters."""

    entries: tuple[tuple[View, int], ...] = ()
    cities: tuple[View, ...] = ()
    chapters: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """The cities by `loose_key`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a study is divided; `portrait` divisions hold a city each."""

    divisions: tuple[Division, ...]
    contents: Contents


def divide(elements: Sequence[Element], labels: Labels) -> Plan:
    """The study's parts in order, covering all elements."""
    contents = _contents(elements, labels)
    part, start = "front", 0
    divisions: list[Division] = []
    for index in range(len(elements)):
        begun = _begun(elements, index, part, labels, contents)
        if begun is None or (begun == part and begun != "portrait"):
            continue
        if begun == "portrait" and part == "portrait" and _repeats(elements, start, index, labels):
            continue
        if index > start:
            divisions.append(Division(part, start, index))
        part, start = begun, index
    if start < len(elements):
        divisions.append(Division(part, start, len(elements)))
    return Plan(tuple(divisions), contents)


def _begun(elements: Sequence[Element], index: int, part: str, labels: Labels, contents: Contents) -> str | None:
    """The part that begins with this element, if one does."""
    element = elements[index]
    text = labels.heading(element)
    if text is None or element.landmark:
        return None
    if part in _LISTS and contents_entry(element.view):
        return None
    if chapter := labels.chapter(element):
        return None if _inside(part, chapter, element, labels) else chapter
    if label_key(text) in contents.chapters and _NUMBERED.match(text) and labels.sure(element):
        return "prose"
    if is_city(elements, index, part, labels, contents):
        return "portrait"
    if part in ("credits", *_LISTS) and element.shape is Shape.HEADING:
        return "prose"
    return None


def _inside(part: str, chapter: str, element: Element, labels: Labels) -> bool:
    """A chapter's title inside a portrait is its own section where the two share a label (`Leuchtturmprojekte`)."""
    return part == "portrait" and (labels.section(element) is not None or chapter == "portraits")


def is_city(elements: Sequence[Element], index: int, part: str, labels: Labels, contents: Contents) -> bool:
    """Whether the element is the name above a portrait.

    Its evidence: the contents list names it, or facts or a grid stand below it, before any other heading; in the
    portraits' chapter, a first section is enough.
    """
    element = elements[index]
    if labels.section(element) or part in (*_LISTS, "projects", "credits"):
        return False
    text = element.view.text
    if labels.is_facts(element) or labels.is_figure(element):
        return False
    if labels.is_grid(text) or labels.is_field(text) or labels.is_caption(text):
        return False
    listed = part in ("portraits", "portrait") and loose_key(text) in contents.names
    if labels.sure(element):
        return listed or _head_follows(elements, index, part, labels, _AHEAD)
    named = len(text) <= _LONGEST_NAME and text[:1].isupper() and not text.endswith((".", ":", ","))
    if is_state(text) or (element.links and not listed and not is_place(text)):
        return False  # the last link of the portrait before, where the name is lost
    return named and _head_follows(elements, index, part, labels, _AHEAD if listed else 1)


def _head_follows(elements: Sequence[Element], index: int, part: str, labels: Labels, ahead: int) -> bool:
    """Whether a portrait's head stands within so many elements that are no rules, pictures or names of states."""
    window = elements[index + 1 : index + 1 + 3 * ahead]
    below = (e for e in window if e.shape not in (Shape.RULE, Shape.IMAGE) and not is_state(e.view.text))
    for later in islice(below, ahead):
        if labels.is_facts(later) or (part != "prose" and labels.is_grid_row(later.view.text)):
            return True  # a chapter of running text may show the grid as a figure
        if match := labels.section(later):
            return part in ("portraits", "portrait") and match[0] == _first_section(labels)
        if later.shape is Shape.HEADING and loose_key(later.view.text) != loose_key(elements[index].view.text):
            return False
        if len(later.view.text) > 300:
            return False
    return False


def _first_section(labels: Labels) -> str | None:
    return next((kind for kind, names in labels.profile.sections if names), None)


def _repeats(elements: Sequence[Element], start: int, index: int, labels: Labels) -> bool:
    """The portrait's own name once more, and no second head below it: a running title, no second portrait."""
    if loose_key(elements[start].view.text) != loose_key(elements[index].view.text):
        return False
    between = all(e.shape in (Shape.RULE, Shape.IMAGE) for e in elements[start + 1 : index])
    return between or not _head_follows(elements, index, "portrait", labels, _AHEAD)


def _contents(elements: Sequence[Element], labels: Labels) -> Contents:
    entries: list[tuple[View, int]] = []
    inside = False
    for element in elements:
        chapter = labels.chapter(element)
        if chapter == "contents":
            inside = True
        elif inside and (found := _entries(element)):
            entries += found
        elif inside and (chapter or element.shape is Shape.HEADING):
            break
    cities, chapters = _sort_entries(entries, labels)
    return Contents(tuple(entries), cities, chapters, frozenset(loose_key(c.text) for c in cities))


def _entries(element: Element) -> list[tuple[View, int]]:
    if element.shape is Shape.ROW and len(element.cells) == 2 and element.cells[1].text.isdigit():
        return [(element.cells[0].strip(" .·…_‥\t"), int(element.cells[1].text))]
    return [entry for line in element.view.lines() if (entry := contents_entry(line))]


def _sort_entries(entries: Sequence[tuple[View, int]], labels: Labels) -> tuple[tuple[View, ...], frozenset[str]]:
    """Cities are the entries below the portraits' chapter, up to the next numbered one; all others are chapters."""
    cities: list[View] = []
    chapters: set[str] = set()
    inside = False
    for view, _ in entries:
        key = label_key(view.text)
        numbered = bool(_NUMBERED.match(view.text))
        part = labels.profile.chapter_labels.get(key)
        if inside and not part and not (numbered and not _below(view.text)):
            cities.append(_unnumbered(view))
            continue
        inside = part == "portraits"
        chapters.add(key)
    return tuple(cities), frozenset(chapters)


def _below(text: str) -> bool:
    """`3.12 Aachen`: numbered under its chapter."""
    return bool(regex.match(r"\s*\d+\.\d+", text))


def _unnumbered(view: View) -> View:
    match = regex.match(r"\s*\d+(?:\.\d+)+\.?\s+", view.text)
    return view.cut(match.end()) if match else view
