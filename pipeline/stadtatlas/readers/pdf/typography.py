"""What this document's type says: the size and font of its running text, its leading, and which styles stand out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from stadtatlas.readers.pdf.lines import Line
from stadtatlas.readers.pdf.sheet import Style

_HEAVY = regex.compile(r"bold|black|heavy|semi|demi|medium|fett|halbfett", regex.I)
_SLANTED = regex.compile(r"ital|obliq|kursiv|slanted", regex.I)
_LEADING = 1.3
"""Leading as a share of the size where a document has too few lines of a size to tell."""
_LARGER = 1.07
"""Times the size of the text below it from which a line is a heading for its size alone."""
_LEVEL = 1.5
"""Points within which lines end at one edge."""
_JUSTIFIED = 0.4
"""Share of lines that end at their page's commonest edges from which text is set justified."""


@dataclass(frozen=True, slots=True)
class Typography:
    """Statistics of a document: its running text's style, the leading of each size, which are set justified."""

    body: Style
    leading: dict[float, float] = field(default_factory=dict)
    justified: frozenset[float] = frozenset()
    """Sizes in which lines are filled to the right edge."""

    def pitch(self, size: float) -> float:
        """Points from one baseline to the next in text of this size."""
        return self.leading.get(size) or _LEADING * size

    def stands_out(self, style: Style, below: Style | None) -> bool:
        """Whether a line in this style heads text in the style `below` (without any, the document's running text)."""
        text = below or self.body
        if style == self.body:
            return False
        if style.size > _LARGER * text.size:
            return True
        if style.size < text.size - 0.3:
            return False
        if is_heavy(text.font):
            return False
        if is_heavy(style.font):
            return True
        return below is not None and style.color != self.body.color == text.color and not is_slanted(style.font)


def is_heavy(font: str) -> bool:
    """Whether the font's name says that it is bolder than its family's regular weight."""
    return bool(_HEAVY.search(font))


def is_slanted(font: str) -> bool:
    """Whether the font's name says that it is an italic."""
    return bool(_SLANTED.search(font))


def measure(pages: Iterable[Sequence[Line]]) -> Typography:
    """The document's statistics; `pages` are each page's lines in drawing order, without running heads."""
    styles: Counter[Style] = Counter()
    pitches: dict[float, Counter[float]] = defaultdict(Counter)
    level: Counter[float] = Counter()
    every: Counter[float] = Counter()
    for lines in pages:
        edges: dict[float, Counter[int]] = defaultdict(Counter)
        for upper, lower in pairwise(lines):
            down = round(lower.base - upper.base, 1)
            if upper.size == lower.size and abs(upper.x0 - lower.x0) < 2 * upper.size and 0 < down < 2.5 * upper.size:
                pitches[upper.size][down] += 1
        for line in lines:
            styles[line.style] += len(line.text)
            edges[line.size][round(line.x1 / _LEVEL)] += 1
        for size, ends in edges.items():
            every[size] += sum(ends.values())
            level[size] += sum(n for _, n in ends.most_common(2) if n > 2)
    body = max(styles, key=lambda s: (styles[s], s), default=Style("", 10.0, "#000000"))
    leading = {size: _commonest(found) for size, found in pitches.items() if sum(found.values()) >= 3}
    return Typography(body, leading, frozenset(size for size, n in level.items() if n >= _JUSTIFIED * every[size]))


def _commonest(pitches: Counter[float]) -> float:
    """The pitch that most lines have, rounding apart."""
    smooth = {pitch: n + pitches[round(pitch - 0.1, 1)] + pitches[round(pitch + 0.1, 1)] for pitch, n in pitches.items()}
    return max(smooth, key=lambda pitch: (smooth[pitch], pitches[pitch], -pitch))
