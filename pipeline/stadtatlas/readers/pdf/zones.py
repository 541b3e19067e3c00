"""Parts of a page in reading order: columns of lines, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from stadtatlas.readers.pdf.lines import Line

Row = tuple[tuple[Line, ...], ...]
"""Cells side by side; a cell is its lines from top to bottom."""
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Lines one below the other, between two edges."""

    lines: tuple[Line, ...]
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Table:
    """Cells side by side and one below the other."""

    rows: Rows


Zone = Column | Table
