"""Which of these belong together: label matching and best one-to-one assignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from stadtatlas.text.keys import label_key, loose_key

TYPO = 88.0
"""rapidfuzz ratio from which a heading is a misspelt label: one wrong letter in nine, as in `Meilenstiene`."""


def best_label(text: str, labels: dict[str, str], cutoff: float = TYPO) -> tuple[str, float] | None:
    """The value of the label (a `label_key`) nearest to `text`, with its similarity from 0 to 1; `None` below the cutoff."""
    key = label_key(text)
    if not key:
        return None
    if key in labels:
        return labels[key], 1.0
    scored = ((fuzz.ratio(key, label, score_cutoff=cutoff), value) for label, value in labels.items())
    score, value = max(scored, default=(0.0, ""))
    return (value, round(score / 100, 3)) if score >= cutoff else None


def begins(text: str, marks: Iterable[str]) -> str | None:
    """The mark that the text begins with, but for case, quotes and a slip of the pen in a long mark."""
    key = label_key(text)
    for mark in marks:
        wanted = label_key(mark)
        if key.startswith(wanted) or (len(wanted) >= 12 and fuzz.ratio(key[: len(wanted)], wanted) >= TYPO):
            return mark
    return None


def title_likeness(one: str, two: str) -> float:
    """How alike two titles of a project are (0 to 100): spelled apart, shortened, or with words before or behind."""
    left, right = (label_key(t).replace("-", " ") for t in (one, two))
    return max(
        fuzz.ratio(loose_key(one), loose_key(two)),
        0.97 * fuzz.token_sort_ratio(left, right),
        0.95 * fuzz.token_set_ratio(left, right) if min(len(left), len(right)) >= 5 else 0.0,
        0.90 * fuzz.partial_ratio(left, right) if min(len(left), len(right)) >= 5 else 0.0,
    )


def assign(scores: Sequence[Sequence[float]], least: float) -> list[tuple[int, int]]:
    """Pairs (row, column) of the one-to-one assignment with the greatest sum, of pairs that score `least` or more.

    `scores[i][j]` is how well row i fits column j. Hungarian method, O(n²m): exact, and free of the order of the rows
    but for ties. Source: E. W. Lawler, *Combinatorial Optimization*, 1976, ch. 5 (shortest augmenting paths).
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    if not rows or not columns:
        return []
    if rows > columns:
        return sorted((i, j) for j, i in assign([list(c) for c in zip(*scores, strict=True)], least))
    # A pair below the threshold is worth nothing, so that it never pushes a good pair aside.
    cost = [[-s if s >= least else 0.0 for s in row] for row in scores]
    matched = _augment(cost, rows, columns)
    return sorted((i, j) for j, i in matched.items() if scores[i][j] >= least)


def _augment(cost: Sequence[Sequence[float]], rows: int, columns: int) -> dict[int, int]:
    """Column → row of the cheapest full assignment of all rows (`rows <= columns`)."""
    potential_row, potential_col = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # 1-based row that holds a column; column 0 is the start of a path
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack, came, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while owner[column]:
            seen[column] = True
            held, step, nearest = owner[column], float("inf"), 0
            for j in range(1, columns + 1):
                if seen[j]:
                    continue
                reduced = cost[held - 1][j - 1] - potential_row[held] - potential_col[j]
                if reduced < slack[j]:
                    slack[j], came[j] = reduced, column
                if slack[j] < step:
                    step, nearest = slack[j], j
            for j in range(columns + 1):
                if seen[j]:
                    potential_row[owner[j]] += step
                    potential_col[j] -= step
                else:
                    slack[j] -= step
            column = nearest
        while column:
            owner[column] = owner[came[column]]
            column = came[column]
    return {j - 1: owner[j] - 1 for j in range(1, columns + 1) if owner[j]}
