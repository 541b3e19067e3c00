"""Dropped initials: letters as high as several lines, put before the word that they begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stadtatlas.readers.pdf.sheet import Run

_LARGE = 1.6
"""Times the usual size from which a letter may be a dropped initial, at least two lines high."""
_LONGEST = 3
"""Characters of one, an opening quotation mark included."""
_BESIDE = 2.5
"""Times the usual size up to which the lines begin beside it."""


def with_initials(runs: Sequence[Run]) -> list[Run]:
    """The runs, a dropped initial put before the word that it begins: a letter or two as high as several lines, the first of
    which begins beside it."""
    if not any(_may_be_initial(run) for run in runs):
        return list(runs)
    sizes = Counter[float]()
    for run in runs:
        sizes[run.style.size] += len(run.text)
    usual = max(sizes, key=lambda size: (sizes[size], size))
    found = {
        i: first for i, run in enumerate(runs) if _may_be_initial(run) and (first := _begun_by(run, runs, usual)) is not None
    }
    begun = {first: runs[i] for i, first in found.items()}
    return [_prefixed(begun[i], run) if i in begun else run for i, run in enumerate(runs) if i not in found]


def _may_be_initial(run: Run) -> bool:
    return len(run.text) <= _LONGEST and run.text.strip("»„“\"'").isupper()


def _begun_by(initial: Run, runs: Sequence[Run], usual: float) -> int | None:
    """The topmost of two or more runs in the usual size beside an initial."""
    size = initial.style.size
    if size < _LARGE * usual:
        return None
    beside = [
        (run.base, i)
        for i, run in enumerate(runs)
        if abs(run.style.size - usual) < 0.2 * usual
        and 0 <= run.left[0] - initial.right[-1] + 0.3 * usual <= _BESIDE * usual
        and initial.base - size < run.base <= initial.base + 0.2 * usual
    ]
    return min(beside)[1] if len({round(base) for base, _ in beside}) > 1 else None


def _prefixed(initial: Run, run: Run) -> Run:
    text = initial.text.strip()
    left, right = initial.left[: len(text)], initial.right[: len(text) - 1]
    right.append(run.left[0])  # what stands between the two is no blank
    return Run(text + run.text, left + run.left, right + run.right, run.base, run.style, run.descent)
