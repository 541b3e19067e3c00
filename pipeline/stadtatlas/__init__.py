"""stadtatlas turns studies about cities into structured, grounded, reconciled records.

import stadtatlas

run = stadtatlas.open("output/2019/latest")
run.cities["leipzig"].projects[0].title
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stadtatlas.api import Run

__version__ = "0.1.0"

EXTRACTION_VERSION = 13
"""Part of every run's id. Raise it whenever the same input gives other records (tests/test_golden.py says when)."""

EXPORTS_VERSION = 1
"""Raise it whenever the same records give other exports: runs that are asked for again then get them anew."""


def open(path: str | PathLike[str]) -> Run:
    """The records of a run, from its folder (`output/2019/latest`). Raises StadtatlasError where there is none.

    What is needed for it is imported when this is called, so that the command line is quick.
    """
    from stadtatlas.api import open_run

    return open_run(path)
