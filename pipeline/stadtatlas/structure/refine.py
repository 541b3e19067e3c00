"""Elements that hold more than one thing are parted: a label on a line of its own or in bold before its text, facts below
a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from stadtatlas.model.document import Element, Shape
from stadtatlas.structure.labels import LONGEST_HEADING, Labels
from stadtatlas.text.listing import has_leaders
from stadtatlas.text.view import View

_LINE_END = regex.compile(r"\s*\n\s*")


def refine(elements: Iterable[Element], labels: Labels) -> tuple[Element, ...]:
    """The elements, those that a reader could not part without knowing the edition parted."""
    parted = [part for element in elements for part in _parts(element, labels)]
    joined: list[Element] = []
    for element in parted:
        whole = _joined(joined[-1], element, labels) if joined else None
        if whole:
            joined.pop()
        joined.append(whole or element)
    return tuple(joined)


def _joined(upper: Element, lower: Element, labels: Labels) -> Element | None:
    """A heading over two lines as one, if only both together are a label."""
    if upper.shape is not Shape.HEADING or len(lower.view.text) > LONGEST_HEADING or "\n" in lower.view.text:
        return None
    view = View.join((upper.view, lower.view), " ")
    if labels.names(upper.view.text) or not labels.names(view.text):
        return None
    return replace(upper, end=lower.end, view=view)


def _parts(element: Element, labels: Labels) -> Iterator[Element]:
    text = element.view.text
    if element.shape is Shape.HEADING and "\n" in text and not element.landmark:
        yield from _headings(element, labels)
    elif element.shape is not Shape.TEXT or element.landmark or has_leaders(text):
        yield element
    elif 0 < element.lead < len(text.rstrip(" :")) and labels.names(text[: element.lead]):
        yield from _split(element, [element.lead + len(text[element.lead :]) - len(text[element.lead :].lstrip(" :"))])
    elif "\n" in text:
        yield from _split(element, _cuts(element, labels))
    else:
        yield element


def _headings(element: Element, labels: Labels) -> Iterator[Element]:
    """Headings that stand one right below the other in one type, where a line is a label; else one heading of several lines."""
    lines = element.view.text.split("\n")
    cuts = [
        sum(len(line) + 1 for line in lines[:i]) for i in range(1, len(lines)) if any(map(labels.names, lines[i - 1 : i + 1]))
    ]
    for part in _split(element, cuts):
        yield replace(part, view=part.view.sub(_LINE_END, " "))


def _cuts(element: Element, labels: Labels) -> list[int]:
    """Where lines begin that are labels, or stand below one, or are the first facts."""
    cuts: list[int] = []
    at, facts, after_label = 0, False, False
    for line in element.view.text.split("\n"):
        is_label = labels.names(line)
        begins_facts = not facts and labels.is_fact_line(line)
        facts = facts or begins_facts
        if at and (is_label or after_label or begins_facts):
            cuts.append(at)
        after_label = is_label
        at += len(line) + 1
    return cuts


def _split(element: Element, cuts: Sequence[int]) -> Iterator[Element]:
    edges = [0, *cuts, len(element.view.text)]
    for low, high in pairwise(edges):
        view = element.view.cut(low, high).strip()
        start = element.start if low == 0 else element.view.cut(low, high).start
        end = element.end if high == edges[-1] else element.view.cut(low, high).end
        links = tuple(
            replace(link, start=link.start - low, end=link.end - low) for link in element.links if low <= link.start < high
        )
        lead = max(0, min(element.lead, high) - low)
        yield replace(element, start=start, end=end, view=view, links=links, lead=lead, strong=0 < len(view.text) <= lead)
