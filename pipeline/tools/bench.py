"""How quick and how small `stadtatlas` is, against bars. Prints a table; exit status 1 where a bar is missed.

    python pipeline/tools/bench.py FOLDER

FOLDER holds smart-city-atlas.md and web/ with its four pages. Everything is measured in whole processes, in one go and in
turn, so that a busy machine slows all alike; of the rounds the median counts. The yardstick of a run is spaCy's blank German
pipeline, which splits the study into words and does nothing else: a ratio that holds from machine to machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROUNDS = 5
BAR_RATIO, BAR_MEGABYTES, BAR_HELP, BAR_AGAIN = 2.5, 300.0, 0.25, 0.5
"""Times the yardstick; MB; seconds; seconds."""
YARDSTICK = "import sys, spacy; spacy.blank('de')(open(sys.argv[1], encoding='utf-8').read())"
PER_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
"""`ru_maxrss` is in bytes on macOS, in KB elsewhere."""


class Usage(NamedTuple):
    """What one process took; the memory is its peak."""

    seconds: float
    megabytes: float


class Row(NamedTuple):
    """A line of the table: what was measured, in which unit, and the most that it may be."""

    what: str
    value: float
    unit: str
    bar: float


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="holds smart-city-atlas.md and web/")
    folder: Path = parser.parse_args().folder
    sources = [folder / "smart-city-atlas.md", folder / "web"]
    if missing := [str(path) for path in sources if not path.exists()]:
        parser.error(f"not there: {', '.join(missing)}; FOLDER holds smart-city-atlas.md and web/")
    with tempfile.TemporaryDirectory() as store:
        found = rows(measure(sources, Path(store)))
    print(table(found))
    return int(any(row.value > row.bar for row in found))


def measure(sources: list[Path], store: Path) -> dict[str, list[Usage]]:
    """Every command's usage, round by round; the yardstick is left out where spaCy is missing."""
    program = str(Path(sysconfig.get_path("scripts"), "stadtatlas"))
    run = [program, "run", *map(str, sources), "--fail-on", "never", "--quiet", "--store"]
    found: dict[str, list[Usage]] = {"run": [], "yardstick": [], "help": [], "again": []}
    for number in range(ROUNDS):
        cold = str(store / str(number))
        found["run"].append(usage([*run, cold, "--force"]))
        if find_spec("spacy"):
            found["yardstick"].append(usage([sys.executable, "-c", YARDSTICK, str(sources[0])]))
        found["help"].append(usage([program, "--help"]))
        found["again"].append(usage([*run, cold]))
    return found


def usage(command: list[str]) -> Usage:
    """Run the command to its end. SystemExit where it fails: a failed run has no speed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # else Popen would wait for it again
    if process.returncode:
        sys.exit(f"status {process.returncode}: {' '.join(command)}")
    return Usage(seconds, used.ru_maxrss / PER_MEGABYTE)


def rows(found: dict[str, list[Usage]]) -> list[Row]:
    """The medians that have a bar."""
    seconds = {name: median(u.seconds for u in usages) for name, usages in found.items() if usages}
    memory = median(u.megabytes for u in found["run"])
    result = [
        Row("run, peak memory", memory, "MB", BAR_MEGABYTES),
        Row("stadtatlas --help", seconds["help"], "s", BAR_HELP),
        Row("run that exists already", seconds["again"], "s", BAR_AGAIN),
    ]
    if "yardstick" not in seconds:
        print("spaCy is missing, so the run has no yardstick: pip install '.[dev]'", file=sys.stderr)
        return result
    return [Row("run, times spaCy's blank German", seconds["run"] / seconds["yardstick"], "×", BAR_RATIO), *result]


def table(found: list[Row]) -> str:
    """Each measure beside its bar, and which share of the bar it takes."""
    lines = [f"{'median of ' + str(ROUNDS):32} {'measured':>11} {'bar':>9} {'of the bar':>11}"]
    for what, value, unit, bar in found:
        verdict = "missed" if value > bar else "held"
        lines.append(f"{what:32} {value:8.2f} {unit:2} {bar:6g} {unit:2} {value / bar:11.2f}  {verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
