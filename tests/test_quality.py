"""The figures that the pages tell agree with each other and with the table of first looks."""

from __future__ import annotations

import re
import sys
from statistics import fmean

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "pipeline" / "tools"))
import first_looks
from quality import BARS

QUALITY = (ROOT / "docs" / "quality.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
LOOKS = first_looks.looks()


def rows(page: str, head: str) -> dict[str, list[str]]:
    """The cells of the table that begins with `head`, by the first of each line."""
    table = page[page.index(head) :].split("\n\n", maxsplit=1)[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return {cells[0]: cells[1:] for cells in lines}


ON_THE_STUDY = rows(QUALITY, "| kind | bar | all | looked at |")
GAP = rows(QUALITY, "| kind | bar | on the 35 | seen first |")
IN_README = rows(README, "| what | on the 35 portraits |")


def test_the_page_shows_what_the_command_prints() -> None:
    assert all("\n".join(first_looks.table(LOOKS, manner, 6)) in QUALITY for manner in first_looks.MANNERS)


@pytest.mark.parametrize("kind", BARS)
def test_the_gap_is_between_the_two_tables(kind: str) -> None:
    study, mean = float(ON_THE_STUDY[kind][1]), round(fmean(first_looks.counted(LOOKS, kind, "alike")), 3)
    held = "yes" if mean >= BARS[kind] else "no"
    assert GAP[kind] == [f"{BARS[kind]:.2f}", f"{study:.3f}", f"{mean:.3f}", f"{study - mean:+.3f}", held]


@pytest.mark.parametrize(("kind", "cells"), list(zip(BARS, IN_README.values(), strict=True)), ids=list(BARS))
def test_the_readme_tells_the_same(kind: str, cells: list[str]) -> None:
    alike, denser = (fmean(first_looks.counted(LOOKS, kind, manner)) for manner in first_looks.MANNERS)
    assert cells == [ON_THE_STUDY[kind][1], f"{alike:.3f}", f"{denser:.3f}", f"{BARS[kind]:.2f}"]


def test_no_set_is_looked_at_twice() -> None:
    names = [look.name for look in LOOKS]
    assert len(set(names)) == len(names)
    folders = [ROOT / "tests" / name for name in ("gold-portraits", "gold-portraits-held-out")]
    sets = {path.name for folder in folders for path in folder.iterdir() if path.is_dir()}
    assert sets <= {re.sub(r"[a-c]$", "", name) for name in names}
