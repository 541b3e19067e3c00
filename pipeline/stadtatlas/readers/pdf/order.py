"""Pages in the order that they print, where a file holds them in another one."""

from __future__ import annotations

from collections.abc import Mapping, Set


def reading_order(count: int, printed: Mapping[int, int]) -> list[int]:
    """The physical pages (from 1) in reading order: as they stand, unless the numbers they print say otherwise.

    A page without a number counts back from the next one that has a number, if that one's place is free, else on from the last.
    """
    numbers = list(range(1, count + 1))
    values = [printed[n] for n in numbers if n in printed]
    if values == sorted(values) or len(set(values)) < len(values):
        return numbers  # in order; or numbers that stand twice, as in bound volumes, say nothing
    places = {n: _place(n, count, printed, set(values)) for n in numbers}
    return sorted(numbers, key=lambda n: (places[n], n))


def _place(number: int, count: int, printed: Mapping[int, int], taken: Set[int]) -> float:
    if number in printed:
        return printed[number]
    below = next((n for n in range(number + 1, count + 1) if n in printed), None)
    if below is not None and (free := printed[below] - (below - number)) not in taken:
        return free
    above = next((n for n in range(number - 1, 0, -1) if n in printed), None)
    return printed[above] + (number - above) - 0.5 if above is not None else 0.0
