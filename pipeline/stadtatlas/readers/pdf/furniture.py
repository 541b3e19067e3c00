"""Running heads and feet: lines at one height of many pages that say the same but for the page's number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from stadtatlas.readers.pdf.lines import Line

_FEWEST = 3
"""Pages on which a line must stand at one height to be a running head."""
_VARIETY = 0.5
"""Share of different wordings among these pages up to which they repeat (chapters and cities have their own); the first
lines of running text are all different."""
_IN_STEP = 0.5
"""Share of these pages whose figure is as far from the page's place as on the others: then it is the page number."""
_NUMBERED = 0.8
"""Share of these pages with their page number from which the lines are running heads whatever else they say."""
_PASSES = 3
"""Lines of running heads or feet that may stand one above the other."""
_APART = 2.2
"""Share of the size up to which the next of them is below the first."""
_COVERAGE = 0.4
"""Share of all pages on which they stand."""
_ELSEWHERE = 0.5
"""Share of their number up to which lines of their style stand elsewhere; headings that open pages stand everywhere."""
_MARGIN = 0.2
"""Share of the page's height in which running heads stand."""
_LEVEL = 2.0
"""Points within which two pages' lines stand at one height."""
_NUMBER = regex.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]\d|\d)")

Rows = dict[int, list[Line]]
"""Lines on one baseline, by page."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What pages repeat: the `order` of each page's head and foot lines, and the page number that each prints."""

    heads: Mapping[int, frozenset[int]] = field(default_factory=dict)
    feet: Mapping[int, frozenset[int]] = field(default_factory=dict)
    printed: Mapping[int, int] = field(default_factory=dict)


def find_furniture(pages: Mapping[int, Sequence[Line]], heights: Mapping[int, float]) -> Furniture:
    """The running heads and feet of a document; `pages` are its pages' lines and `heights` in points, by page number."""
    heads, feet = _edge(pages, heights, top=True), _edge(pages, heights, top=False)
    printed: dict[int, int] = {}
    for rows in (*heads, *feet):
        printed |= _numbers(rows)
    return Furniture(_orders(heads), _orders(feet), printed)


def _orders(found: Sequence[Rows]) -> dict[int, frozenset[int]]:
    orders: dict[int, frozenset[int]] = {}
    for rows in found:
        for number, row in rows.items():
            orders[number] = orders.get(number, frozenset()) | {line.order for line in row}
    return orders


def _edge(pages: Mapping[int, Sequence[Line]], heights: Mapping[int, float], top: bool) -> list[Rows]:
    """The outermost lines on one side of the pages, as far as they repeat."""
    found: list[Rows] = []
    last: dict[int, Line] = {}
    left = {n: [line for line in lines if _in_margin(line, heights[n], top)] for n, lines in pages.items()}
    for _ in range(_PASSES):
        rows = {n: row for n, lines in left.items() if (row := _outermost(lines, top)) and _near(row, last.get(n), bool(found))}
        repeated = [band for band in _bands(rows) if _repeats(band) and _apart(band, pages, heights)]
        if not repeated:
            break
        last = {}
        for band in repeated:
            found.append(band)
            for number, row in band.items():
                last[number] = row[0]
                left[number] = [line for line in left[number] if line not in row]
    return found


def _in_margin(line: Line, height: float, top: bool) -> bool:
    return line.base < _MARGIN * height if top else line.base > (1 - _MARGIN) * height


def _near(row: Sequence[Line], last: Line | None, later: bool) -> bool:
    """The first of a page's lines, or one right below (above) a running head that was found before."""
    return not later or (last is not None and abs(row[0].base - last.base) <= _APART * last.size)


def _outermost(lines: Sequence[Line], top: bool) -> list[Line]:
    """The lines on the first (or last) baseline of a page."""
    if not lines:
        return []
    edge = min(line.base for line in lines) if top else max(line.base for line in lines)
    return sorted((line for line in lines if abs(line.base - edge) <= _LEVEL), key=lambda line: line.x0)


def _bands(rows: Rows) -> Iterator[Rows]:
    """Pages whose lines stand at one height in one size."""
    bands: dict[float, list[tuple[float, int]]] = defaultdict(list)
    for number, row in rows.items():
        bands[row[0].size].append((row[0].base, number))
    for places in bands.values():
        band: Rows = {}
        last = float("-inf")
        for base, number in sorted(places):
            if base - last > _LEVEL and band:
                yield band
                band = {}
            band[number], last = rows[number], base
        yield band


def _repeats(rows: Rows) -> bool:
    if len(rows) < _FEWEST:
        return False
    numbers = _numbers(rows)
    if len(numbers) >= _NUMBERED * len(rows):
        return True
    counts = Counter(_wording(row, numbers.get(number)) for number, row in rows.items())
    return len(counts) <= _VARIETY * len(rows)


def _apart(rows: Rows, pages: Mapping[int, Sequence[Line]], heights: Mapping[int, float]) -> bool:
    """Whether the lines number the pages, or stand on many pages in a style that is not the text's."""
    if 2 * len(_numbers(rows)) >= len(rows):
        return True
    written = sum(bool(lines) for lines in pages.values())
    ours = sum(map(len, rows.values()))
    styles = {line.style for row in rows.values() for line in row}
    alike = sum(line.style in styles for n, lines in pages.items() for line in lines if not _is_outside(line, heights[n]))
    return len(rows) >= _COVERAGE * written and alike <= _ELSEWHERE * ours


def _is_outside(line: Line, height: float) -> bool:
    return _in_margin(line, height, top=True) or _in_margin(line, height, top=False)


def _wording(row: Sequence[Line], number: int | None) -> str:
    """What the lines say beside the page number."""
    text = " ".join(line.text for line in row)
    return text if number is None else regex.sub(rf"(?<!\d){number}(?!\d)", "", text, count=1).strip()


def _numbers(rows: Rows) -> dict[int, int]:
    """The page number that each row prints: the figure that keeps step with the pages, if one does."""
    values = {n: [int(m) for line in row for m in _NUMBER.findall(line.text)] for n, row in rows.items()}
    offsets = Counter(value - number for number, found in values.items() for value in set(found))
    if not offsets:
        return {}
    if len(rows) >= _FEWEST and (lone := _lone(values)):
        return lone
    best, times = max(offsets.items(), key=lambda item: (item[1], -abs(item[0])))
    if times < max(2, _IN_STEP * len(rows)):
        return {}
    return {n: n + best for n, found in values.items() if n + best in found}


def _lone(values: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The one number of each row beside those that all have (a year, how many pages there are), if no two are alike: also
    where pages stand in another order."""
    common = set.intersection(*map(set, values.values()))
    own = {number: [v for v in found if v not in common] or list(found[:1]) for number, found in values.items()}
    lone = {number: found[0] for number, found in own.items() if len(found) == 1}
    return lone if len(set(lone.values())) == len(values) else {}
