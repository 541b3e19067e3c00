"""A page as an engine sees it: runs of text, shapes, pictures and links, in points from the top left of the upright page."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


class Style(NamedTuple):
    """How characters look: font without its subset's prefix, size in points, fill colour as `#rrggbb`."""

    font: str
    size: float
    color: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one operator of the page's content draws on one baseline.

    `left[i]` and `right[i]` are the edges of character i; `base` is the baseline's distance from the page's top, `descent`
    how far the font reaches below it, as a share of its size.
    """

    text: str
    left: array[float]
    right: array[float]
    base: float
    style: Style
    descent: float = 0.25


class Shape(NamedTuple):
    """A drawn area or line: its bounds, and its fill (`None` where it is only outlined). They come in drawing order."""

    box: Box
    fill: str | None


class Target(NamedTuple):
    """The area of a link and its address."""

    box: Box
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page turned upright; `turn` quarter turns clockwise lead from it back to the page as it is shown."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...] = ()
    aside: tuple[Run, ...] = ()
    """Text in another direction than most of the page; its characters have the edges of their boxes."""
    shapes: tuple[Shape, ...] = ()
    images: tuple[Box, ...] = ()
    links: tuple[Target, ...] = ()
    turn: int = 0
    garbled: int = 0
    """Characters that the font maps to no Unicode."""
    bare: bool = False
    """Whether the engine finds nothing at all on it, not even a blank."""
