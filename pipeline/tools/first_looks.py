"""How the facts were found in portraits by other hands when they were read for the first time: the last sets, and the mean.

    python pipeline/tools/first_looks.py [--last NUMBER] [--looks FILE]

A first look cannot be taken twice, so `docs/first-looks.csv` keeps what `portraits.py` printed before anything was learned from
a set. Two tables: the sets that are like the study, in length and in how much they name (`alike`), and those in its manner that
name twice as much (`study`). The means are over the sets from the one on that was first read with what finds the kind today
(`SINCE`).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from quality import BARS, LISTS

LOOKS = Path(__file__).resolve().parents[2] / "docs" / "first-looks.csv"
SINCE = dict.fromkeys(LISTS, 26) | {"agenda_status": 28}
"""The set from which on a kind counts: the classifier of sentences came with 26, the weighing of the status with 28."""

MANNERS = ("alike", "study")


@dataclass(frozen=True, slots=True)
class Look:
    """The figures of one set by kind; a kind that the set lacks is absent."""

    name: str
    portraits: int
    manner: str
    figures: dict[str, float]

    @property
    def number(self) -> int:
        """The set's number, whatever part of the set it is: `53b` is of 53."""
        return int(self.name.rstrip("abc"))


def main() -> None:
    """Print the last sets of both manners, and the means of all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--last", type=int, default=6, metavar="NUMBER", help="how many sets to show (6)")
    parser.add_argument("--looks", type=Path, default=LOOKS, metavar="FILE")
    given = parser.parse_args()
    found = looks(given.looks)
    print("\n\n".join("\n".join(table(found, manner, given.last)) for manner in MANNERS))


def looks(path: Path = LOOKS) -> list[Look]:
    """All first looks, in the order in which they were taken."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Look(row["set"], int(row["portraits"]), row["manner"], {kind: float(row[kind]) for kind in BARS if row[kind]})
            for row in csv.DictReader(file)
        ]


def counted(found: Sequence[Look], kind: str, manner: str) -> list[float]:
    """A kind's figures in the sets that its mean is over."""
    return [
        look.figures[kind]
        for look in found
        if look.manner == manner and kind in look.figures and look.number >= SINCE.get(kind, 0)
    ]


def table(found: Sequence[Look], manner: str, last: int) -> Iterator[str]:
    """A line for each kind: its bar, its figure in the last sets that have all kinds, the mean, and of how many sets."""
    shown = [look for look in found if look.manner == manner and len(look.figures) == len(BARS)][-last:]
    yield f"| kind | bar | {' | '.join(look.name for look in shown)} | mean | sets |"
    yield f"| --- | --- |{' --- |' * (len(shown) + 2)}"
    for kind, bar in BARS.items():
        figures = " | ".join(f"{look.figures[kind]:.3f}" for look in shown)
        all_of_it = counted(found, kind, manner)
        yield f"| {kind} | {bar:.2f} | {figures} | {fmean(all_of_it):.3f} | {len(all_of_it)} |"


if __name__ == "__main__":
    main()
