"""From lines in reading order to blocks: headings, paragraphs, list items, rows, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Style
from stadtatlas.readers.pdf.typography import Typography, is_heavy
from stadtatlas.readers.pdf.zones import Table, Zone
from stadtatlas.text.flow import SENTENCE_END
from stadtatlas.text.listing import has_leaders, is_bullet, is_dash
from stadtatlas.text.words import HYPHENS

_LOOSER = 1.2
"""Times the leading from which white space parts two paragraphs; justified pages are stretched less."""
_INDENT = (0.8, 4.0)
"""Shares of the size by which a paragraph's first line may be indented."""
_FULL = 0.3
"""Share of the size by which a full line may miss its column's edge."""
_SLACK = 0.6
"""Share of the size that must be left over beside the next line's first word for a line end to be meant."""
_EARLY = 0.3
"""Share of a column's width that a ragged line leaves free only where its end is meant."""
_ADDRESS = regex.compile(r"\S+@\S+|(?:www\.|https?://)\S+")
MARK = regex.compile(r"\d{1,3}(?:\s*[,;]\s*\d{1,3})*|[*†‡]+")
"""What ties a footnote to its place in the text."""
_FINE_PRINT = 0.95
"""Share of the running text's size from which on down a text below it may be a footnote."""
_LONGEST_HEADING = 200
_NUMBERED = regex.compile(r"(?P<number>\d{1,2}|[a-z])(?P<stop>[.)])\s+(?=\S)")
"""The number of a list item."""
_LONGEST_TITLE = 3
"""Lines of a title above its text."""
_BRACKETED = regex.compile(r"[(\[].*[)\]]:?", regex.S)


@dataclass(slots=True)
class Block:
    """Lines that belong together; `hard` are those (by index) whose end the author meant."""

    kind: str
    lines: list[Line]
    edge: float = 0.0
    hard: set[int] = field(default_factory=set)
    cells: list[list[Line]] = field(default_factory=list)
    mark: str | None = None
    """A footnote's mark."""
    turns: bool = False
    """Whether it begins a column or page."""

    def is_full(self, type_: Typography) -> bool:
        """Whether it ends in a full line of justified text, as paragraphs rarely do."""
        last = self.lines[-1]
        return last.size in type_.justified and self.edge - last.x1 <= _FULL * last.size

    @property
    def is_indented(self) -> bool:
        """Whether its first line is set in."""
        return len(self.lines) > 1 and self.lines[0].x0 - self.lines[1].x0 > _INDENT[0] * self.lines[0].size

    @property
    def style(self) -> Style:
        """The style of its first line, at the size of its largest letters (small capitals are set smaller)."""
        first = self.lines[0]
        return first.style._replace(size=max(first.size, first.style.size))


def blocks(zones: Iterable[Zone], type_: Typography) -> list[Block]:
    """A page's blocks in reading order."""
    found: list[Block] = []
    open_ = False  # whether the next line may go on with the last block
    for zone in zones:
        if isinstance(zone, Table):
            found += [Block("row", [line for cell in row for line in cell], cells=[list(c) for c in row]) for row in zone.rows]
            open_ = False
            continue
        for row in _rows(zone.lines):
            if len(row) > 1:
                found.append(Block("row", row, cells=[[line] for line in row]))
                open_ = False
                continue
            _place(row[0], zone.x1, found if open_ else [], found, type_)
            open_ = True
    _name_headings(found, type_)
    return _footnoted(found, type_)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines, with what stands on one baseline together."""
    row: list[Line] = []
    for line in lines:
        if row and abs(line.base - row[-1].base) > 0.35 * line.size:
            yield row
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda s: s.x0)


def _place(line: Line, edge: float, before: list[Block], found: list[Block], type_: Typography) -> None:
    block = before[-1] if before else None
    if block is None or not _belongs(block, line, type_):
        turns = not found or found[-1].lines[-1].base >= line.base
        found.append(Block(_kind(line), [line], edge, turns=turns))
        return
    if block.kind == "text" and _meant(block.lines[-1], line, max(edge, block.edge), type_):
        if SENTENCE_END.search(block.lines[-1].text) and _is_wide(block.lines[-1], block, edge):
            found.append(Block("text", [line], edge))
            return
        block.hard.add(len(block.lines) - 1)
    block.lines.append(line)
    block.edge = max(block.edge, edge)


def _kind(line: Line) -> str:
    if is_bullet(line.text):
        return "item"
    return "note" if _begins_note(line) else "text"


def _belongs(block: Block, line: Line, type_: Typography) -> bool:
    """Whether the line can be the block's next: right below it, in its style, neither bulleted nor indented."""
    last = block.lines[-1]
    down, size = line.base - last.base, max(line.size, last.size)
    if not 0 < down <= _LOOSER * max(type_.pitch(size), size) or line.x0 > last.x1 or last.x0 > line.x1:
        return False
    if has_leaders(last.text):
        return False
    full = not _meant(last, line, block.edge, type_)
    listed = block.kind == "item" and abs(line.x0 - block.lines[0].x0) < 0.2 * size
    if is_bullet(line.text) and (listed or not (is_dash(line.text) and full)):
        return False
    tags = _BRACKETED.fullmatch(line.text) and len(_runs(block)) == 1 and len(block.lines) < _LONGEST_TITLE
    if (_restyled(last, line) and not tags) or _ends_title(block, line, type_) or line.area != last.area or _begins_note(line):
        return False
    if _is_next(block.lines[0].text, line.text):
        return False
    if block.kind != "text":
        return block.kind == "note" or full or line.x0 > block.lines[0].x0 + 0.2 * size
    return (full and not SENTENCE_END.search(last.text)) or not _is_indented(block, line, size)


def _is_next(first: str, text: str) -> bool:
    """Whether two lines are numbered like items of a list that follow each other."""
    one, two = _NUMBERED.match(first), _NUMBERED.match(text)
    if not one or not two or one["stop"] != two["stop"]:
        return False
    if one["number"].isdigit() and two["number"].isdigit():
        return int(two["number"]) == int(one["number"]) + 1
    return len(one["number"]) == len(two["number"]) == 1 and ord(two["number"]) == ord(one["number"]) + 1


def _restyled(upper: Line, lower: Line) -> bool:
    """Whether another style begins with the lower line: a bold word that runs over a line end is no change."""
    one, two = upper.style, lower.style
    if upper.styles[-1][1] == lower.styles[0][1] or one == two:
        return False
    resized = abs(upper.size - lower.size) > 0.05 * max(upper.size, lower.size)
    return resized or (one.color, one.font) != (two.color, two.font)


def _ends_title(block: Block, line: Line, type_: Typography) -> bool:
    """Whether the block is a title with its tags in brackets, set lighter than the title and like the text below."""
    plain = line.styles[0][1]
    runs = _runs(block)
    if len(block.lines) > _LONGEST_TITLE or not type_.stands_out(runs[0][0], plain) or _BRACKETED.fullmatch(line.text):
        return False
    return runs[-1][0] == plain and _has_tail(runs)


def _runs(block: Block) -> list[tuple[Style, str]]:
    """The block's text by its styles."""
    runs: list[tuple[Style, str]] = []
    for line in block.lines:
        ends = [at for at, _ in line.styles[1:]] + [len(line.text)]
        for (start, style), end in zip(line.styles, ends, strict=True):
            if runs and runs[-1][0] == style:
                runs[-1] = style, runs[-1][1] + "\n" + line.text[start:end]
            else:
                runs.append((style, line.text[start:end]))
    return runs


def _has_tail(runs: Sequence[tuple[Style, str]]) -> bool:
    """Whether nothing but a bracket stands behind the style that a block begins with."""
    return len(runs) == 2 and bool(_BRACKETED.fullmatch(runs[1][1].strip()))


def _is_indented(block: Block, line: Line, size: float) -> bool:
    """Whether the line begins a paragraph that is set off by its first line's indent alone."""
    indent = line.x0 - block.lines[-1].x0
    level = len(block.lines) == 1 or abs(block.lines[-1].x0 - block.lines[-2].x0) < 1 or block.lines[-2].x0 > block.lines[-1].x0
    return _INDENT[0] * size <= indent <= _INDENT[1] * size and level


def _meant(upper: Line, lower: Line, edge: float, type_: Typography) -> bool:
    """Whether the upper line ends before it is full: the lower one's first word would have found room on it. Addresses have
    lines of their own."""
    if any(_ADDRESS.fullmatch(line.text) for line in (upper, lower)):
        return True
    word = lower.text.split(" ", 1)[0]
    width = lower.right[len(word) - 1] - lower.left[0]
    room = edge - upper.x1 - width - 0.25 * upper.size
    if room <= _SLACK * upper.size or upper.text.endswith(HYPHENS):
        return False
    early = edge - upper.x1 > _EARLY * (edge - upper.x0)
    return upper.size in type_.justified or early or bool(SENTENCE_END.search(upper.text))


def _is_wide(last: Line, block: Block, edge: float) -> bool:
    """Whether the block is running text and no list of short lines."""
    widest = max(line.x1 for line in block.lines)
    return len(block.lines) - len(block.hard) > 1 and widest - last.x0 >= 0.6 * (edge - last.x0)


def _begins_note(line: Line) -> bool:
    """Whether a raised mark stands before the line's first word."""
    return bool(line.raised) and line.raised[0][0] == 0 and bool(MARK.fullmatch(line.text[: line.raised[0][1]].strip()))


def _name_headings(found: list[Block], type_: Typography) -> None:
    """Which blocks of text are headings: short ones whose type stands out from that below them."""
    for index, block in enumerate(found):
        if block.kind != "text" or sum(len(line.text) for line in block.lines) > _LONGEST_HEADING or len(block.lines) > 4:
            continue
        below = next((b for b in found[index + 1 :] if b.kind in ("text", "item")), None)
        runs = _runs(block)
        style = block.style if _uniform(block) else runs[0][0] if _has_tail(runs) else None
        if style and type_.stands_out(style, below.style if below else None):
            block.kind = "heading"


def _uniform(block: Block) -> bool:
    """Whether all of the block is in one style (its tags may be lighter), small capitals and marks apart."""
    styles = {(s.font, s.color) for line in block.lines for _, s in line.styles if s.size > 0.55 * line.size}
    return len(styles) == 1 or (
        is_heavy(block.lines[0].styles[0][1].font) and len({c for _, c in styles}) == 1 and len(block.lines) <= 2
    )


def _footnoted(found: list[Block], type_: Typography) -> list[Block]:
    """Texts in fine print that begin with a raised mark are footnotes; in any other size they are text."""
    for block in found:
        if block.kind == "note":
            small = block.style.size <= _FINE_PRINT * type_.body.size
            block.kind = "footnote" if small else "text"
            block.mark = block.lines[0].text[: block.lines[0].raised[0][1]].strip() if small else None
    return found
