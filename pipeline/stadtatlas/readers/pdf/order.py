"""Pages in the order that they print, where a file holds them in another one."""

from __future__ import annotations

from collections.abc import Mapping


def reading_order(count: int, printed: Mapping[int, int]) -> list[int]:
    """The physical pages (from 1) in reading order: as they stand, unless the numbers they print say otherwise.

    A page without a number goes before the page that stands behind it, if that page's number leaves room, else behind the
    page that stands before it.
    """
    numbers = list(range(1, count + 1))
    values = [printed[n] for n in numbers if n in printed]
    if values == sorted(values) or len(set(values)) < len(values):
        return numbers  # in order; or numbers that stand twice, as in bound volumes, say nothing
    taken = set(values)
    keys: dict[int, tuple[float, int]] = {}
    last = 0.0
    for number in numbers:
        last = _place(number, printed, taken, last)
        keys[number] = (last, number)
    return sorted(numbers, key=lambda n: keys[n])


def _place(number: int, printed: Mapping[int, int], taken: set[int], last: float) -> float:
    if number in printed:
        return printed[number]
    below = printed.get(number + 1)
    if below is not None and below - 1 not in taken:
        return below - 0.5
    return last + 0.001
