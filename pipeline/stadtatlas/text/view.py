"""A view of a source text: cleaned, joined or cut, and every character still knows where it came from.

The source is never overwritten. Markup, line ends and odd spaces are mended in a `View`; offsets are computed from
it and never guessed. Law (tests/test_view.py): what was not replaced is a copy, `view.text[i] == source[origin(i)]`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

Span = tuple[int, int]


class _Match(Protocol):
    def start(self) -> int: ...
    def end(self) -> int: ...


class _Pattern(Protocol):
    def finditer(self, string: str) -> Iterable[_Match]: ...


class Piece(NamedTuple):
    """`size` characters of a view, from `at` on, stand for `source[start:end]`.

    Character for character where `size == end - start`, else as a whole; an insertion has `start == end`.
    """

    at: int
    size: int
    start: int
    end: int

    @property
    def copied(self) -> bool:
        return self.size == self.end - self.start


@dataclass(frozen=True, slots=True)
class View:
    """Clean text, and the pieces of the source it was made from, in view order."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> View:
        """The view that shows `source[start:end]` as it stands."""
        stop = len(source) if end is None else end
        return cls(source[start:stop], (Piece(0, stop - start, start, stop),) if stop > start else ())

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def start(self) -> int:
        """Source offset of the first character (0 for an empty view)."""
        return self.pieces[0].start if self.pieces else 0

    @property
    def end(self) -> int:
        """Source offset behind the last character (0 for an empty view)."""
        return self.pieces[-1].end if self.pieces else 0

    def cut(self, start: int, end: int | None = None) -> View:
        """The part `text[start:end]`; `0 <= start <= end`. A replacement is atomic: a part of it stands for all of it."""
        stop = len(self.text) if end is None else min(end, len(self.text))
        if start <= 0 and stop >= len(self.text):
            return self
        first = max(0, bisect_right(self.pieces, start, key=lambda p: p.at) - 1)
        kept: list[Piece] = []
        for piece in self.pieces[first:]:
            if piece.at >= stop:
                break
            low, high = max(piece.at, start), min(piece.at + piece.size, stop)
            if high > low:
                kept.append(_part(piece, low, high, start))
        return View(self.text[start:stop], tuple(kept))

    def strip(self, chars: str | None = None) -> View:
        """Without the white space (or `chars`) at both ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        return self.cut(left, max(left, len(self.text.rstrip(chars))))

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> View:
        """A view in which each `(start, end, replacement)`, in order and without overlap, has been replaced."""
        parts: list[View] = []
        done = 0
        for start, end, new in edits:
            if start > done:
                parts.append(self.cut(done, start))
            if new:
                old = self.cut(start, end)
                origin = Piece(0, len(new), old.start, old.end) if old.pieces else self._point(start, len(new))
                parts.append(View(new, (origin,)))
            done = end
        if not parts and not done:
            return self
        if done < len(self.text):
            parts.append(self.cut(done))
        return View.join(parts)

    def sub(self, pattern: _Pattern, new: str | Callable[[re.Match[str]], str] = "") -> View:
        """Every match replaced; a match of no length is left alone."""
        edits = []
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                edits.append((match.start(), match.end(), new if isinstance(new, str) else new(match)))  # type: ignore[arg-type]
        return self.edit(edits)

    def split(self, separator: _Pattern) -> list[View]:
        """The parts between the separator's matches, also empty ones; the whole view where nothing matches."""
        parts, at = [], 0
        for match in separator.finditer(self.text):
            parts.append(self.cut(at, match.start()))
            at = match.end()
        return [*parts, self.cut(at)]

    def lines(self) -> list[View]:
        """The view's lines, stripped, without the empty ones."""
        found, at = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                found.append(self.cut(at, at + len(line)).strip())
            at += len(line) + 1
        return found

    @staticmethod
    def join(views: Sequence[View], separator: str = "") -> View:
        """The views one after the other; the separator stands for nothing in the source."""
        texts: list[str] = []
        pieces: list[Piece] = []
        at = 0
        for index, view in enumerate(views):
            if index and separator:
                here = pieces[-1].end if pieces else 0
                pieces.append(Piece(at, len(separator), here, here))
                texts.append(separator)
                at += len(separator)
            pieces.extend([Piece(p.at + at, p.size, p.start, p.end) for p in view.pieces] if at else view.pieces)
            texts.append(view.text)
            at += len(view.text)
        return View("".join(texts), tuple(pieces))

    def shown(self, start: int, end: int) -> Span | None:
        """Which part of the view shows `source[start:end]`; `None` where it shows nothing of it."""
        found: list[int] = []
        for piece in self.pieces:
            low, high = max(piece.start, start), min(piece.end, end)
            if high > low and piece.copied:
                found += [piece.at + low - piece.start, piece.at + high - piece.start]
            elif high > low and (low, high) == (piece.start, piece.end):
                found += [piece.at, piece.at + piece.size]
        return (found[0], found[-1]) if found else None

    def spans(self, source: str) -> list[Span]:
        """Where the view stands in `source`, as ranges that run over no line end, in view order.

        Markup between two pieces of one line belongs to the range, so that a quote is what a reader of the source sees.
        """
        found: list[Span] = []
        for piece in self.pieces:
            if piece.end == piece.start or (not piece.copied and "\n" in source[piece.start : piece.end]):
                continue
            for start, end in _line_spans(source, piece.start, piece.end):
                if found and start >= found[-1][1] and "\n" not in source[found[-1][1] : start]:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return [trimmed for span in found if (trimmed := _trim(source, span))]

    def _point(self, at: int, size: int) -> Piece:
        """An insertion of `size` characters before `at`."""
        here = self.cut(0, at).end if at else self.start
        return Piece(0, size, here, here)


def _part(piece: Piece, low: int, high: int, origin: int) -> Piece:
    if not piece.copied:
        return Piece(low - origin, high - low, piece.start, piece.end)
    start = piece.start + low - piece.at
    return Piece(low - origin, high - low, start, start + high - low)


def _line_spans(source: str, start: int, end: int) -> Iterable[Span]:
    while (stop := source.find("\n", start, end)) >= 0:
        if stop > start:
            yield start, stop
        start = stop + 1
    if end > start:
        yield start, end


def _trim(source: str, span: Span) -> Span | None:
    start, end = span
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
