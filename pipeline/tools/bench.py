"""How quick and how small `stadtatlas` is, against bars. Prints tables; exit status 1 where a bar is missed.

    python pipeline/tools/bench.py FOLDER

FOLDER holds smart-city-atlas.md, smart-city-atlas.pdf and web/ with its four pages. Everything is measured in whole processes,
in one go and in turn, so that a busy machine slows all alike; of the rounds the median counts. Ratios hold from machine to
machine. The yardstick of a run on text is spaCy's blank German pipeline, which splits the study into words and does nothing
else; those of a run on the PDF are pdfplumber, which takes the bare text of every page, and markitdown.
"""

from __future__ import annotations

import argparse
import compileall
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

import pypdfium2
import stadtatlas

ROUNDS = 5
PDF_ROUNDS = 3
"""Fewer, as the yardsticks take some 15 seconds each."""
BAR_RATIO, BAR_MEGABYTES, BAR_HELP, BAR_AGAIN = 2.5, 300.0, 0.25, 0.5
"""Times the yardstick; MB; seconds; seconds."""
BAR_EXPORTS = 1.0
"""What all exports may take, times the run that makes the records."""
EXPORTS = (
    "datapackage:{}/package", "sqlite:{}/atlas.sqlite", "geojson:{}/cities.geojson", "jsonld:{}/atlas.jsonld",
    "parquet:{}/parquet", "duckdb:{}/atlas.duckdb",
)  # fmt: skip
"""All but PostgreSQL, whose speed is the server's."""
BAR_PROSE = 1.0
"""What finding facts may cost beyond tokenising, times tokenising."""
YARDSTICK = "import sys, spacy; spacy.blank('de')(open(sys.argv[1], encoding='utf-8').read())"
PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text()
"""
MARKITDOWN = "import sys; from markitdown import MarkItDown; MarkItDown().convert(sys.argv[1])"
BAR_PLUMBER, BAR_MARKITDOWN, BAR_PDF_MEGABYTES, BAR_GROWTH = 0.30, 0.20, 350.0, 1.10
"""Times either yardstick; MB; times as much for the same pages three times over."""
FEW, MANY = 100, 1000
"""Cities of the made-up runs that are compared."""
BAR_DIFF, BAR_DIFF_MEGABYTES = 5.0, 300.0
DIFF_ROUNDS = 3
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
    parser.add_argument("folder", type=Path, help="holds smart-city-atlas.md, smart-city-atlas.pdf and web/")
    folder: Path = parser.parse_args().folder
    sources, pdf = [folder / "smart-city-atlas.md", folder / "web"], folder / "smart-city-atlas.pdf"
    if missing := [str(path) for path in (*sources, pdf) if not path.exists()]:
        parser.error(f"not there: {', '.join(missing)}")
    # pip compiles what it installs, the yardsticks too, but nothing that is installed in place
    compileall.compile_dir(Path(stadtatlas.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as store:
        found = [*rows(measure(sources, Path(store))), prose_row(Path(store, "0", "2019", "latest"))]
        print(table(found, ROUNDS))
        paged = pdf_rows(measure_pdf(pdf, Path(store)), pages_of(pdf))
        print(table(paged, PDF_ROUNDS))
        compared = diff_rows(Path(store, "diff"))
        print(table(compared, DIFF_ROUNDS))
    return int(any(row.value > row.bar for row in (*found, *paged, *compared)))


def measure(sources: list[Path], store: Path) -> dict[str, list[Usage]]:
    """Every command's usage, round by round; the yardstick is left out where spaCy is missing."""
    program = str(Path(sysconfig.get_path("scripts"), "stadtatlas"))
    run = [program, "run", *map(str, sources), "--fail-on", "never", "--quiet", "--store"]
    names = ("run", "yardstick", "help", "again", "exports")
    found: dict[str, list[Usage]] = {name: [] for name in names}
    for number in range(ROUNDS):
        cold = str(store / str(number))
        found["run"].append(usage([*run, cold, "--no-exports"]))
        if find_spec("pyarrow") and find_spec("duckdb"):
            targets = [word for target in EXPORTS for word in ("--to", target.format(cold))]
            found["exports"].append(usage([program, "export", f"{cold}/2019/latest", *targets]))
        found["yardstick"].append(usage([sys.executable, "-c", YARDSTICK, str(sources[0])]))
        found["help"].append(usage([program, "--help"]))
        found["again"].append(usage([*run, cold, "--no-exports"]))
    return found


def measure_pdf(pdf: Path, store: Path) -> dict[str, list[Usage]]:
    """The run on the PDF and on its pages three times over, beside the yardsticks that are installed."""
    program = str(Path(sysconfig.get_path("scripts"), "stadtatlas"))
    thrice = store / "thrice.pdf"
    triple(pdf, thrice)
    found: dict[str, list[Usage]] = {"run": [], "thrice": [], "pdfplumber": [], "markitdown": []}
    for number in range(PDF_ROUNDS):
        for name, source in (("run", pdf), ("thrice", thrice)):
            cold = str(store / f"pdf-{name}-{number}")
            found[name].append(
                usage([program, "run", str(source), "--fail-on", "never", "--quiet", "--no-exports", "--store", cold])
            )
        found["pdfplumber"].append(usage([sys.executable, "-c", PLUMBER, str(pdf)]))
        if find_spec("markitdown"):
            found["markitdown"].append(usage([sys.executable, "-c", MARKITDOWN, str(pdf)]))
    return found


def triple(pdf: Path, target: Path) -> None:
    """The PDF's pages three times over, in one file."""
    source, joined = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    for _ in range(3):
        joined.import_pages(source)
    joined.save(target)


def pages_of(pdf: Path) -> int:
    """How many pages the PDF has."""
    return len(pypdfium2.PdfDocument(pdf))


def pdf_rows(found: dict[str, list[Usage]], pages: int) -> list[Row]:
    """The medians that have a bar; prints pages per second, which have none."""
    seconds = {name: median(u.seconds for u in usages) for name, usages in found.items() if usages}
    memory = {name: median(u.megabytes for u in usages) for name, usages in found.items() if usages}
    speeds = ", ".join(f"{name} {pages / seconds[name]:.0f}" for name in ("run", "pdfplumber", "markitdown") if name in seconds)
    print(f"pages per second: {speeds}")
    if "markitdown" not in seconds:
        print("markitdown is missing: pip install '.[bench]'", file=sys.stderr)
    ratios = [
        Row(f"PDF, times {name}", seconds["run"] / seconds[name], "×", bar)
        for name, bar in (("pdfplumber", BAR_PLUMBER), ("markitdown", BAR_MARKITDOWN))
        if name in seconds
    ]
    return [
        *ratios,
        Row("PDF, peak memory", memory["run"], "MB", BAR_PDF_MEGABYTES),
        Row("pages three times, times memory", memory["thrice"] / memory["run"], "×", BAR_GROWTH),
    ]


def diff_rows(store: Path) -> list[Row]:
    """Comparing many cities with as many, each of them changed: made-up runs out of the sample's records."""
    program = str(Path(sysconfig.get_path("scripts"), "stadtatlas"))
    many = str(Path(__file__).with_name("many.py"))
    subprocess.run([program, "run", "--quiet", "--store", str(store)], check=True, stdout=subprocess.DEVNULL)
    found: dict[int, Usage] = {}
    for number in (FEW, MANY):
        runs = [str(store / f"{number}-{name}") for name in "ab"]
        subprocess.run([sys.executable, many, str(store / "sample" / "latest"), str(number), *runs], check=True)
        rounds = [usage([program, "diff", *runs, "--format", "json"], status=1) for _ in range(DIFF_ROUNDS)]
        found[number] = Usage(median(u.seconds for u in rounds), median(u.megabytes for u in rounds))
    growth = found[MANY].seconds / found[FEW].seconds
    return [
        Row(f"diff, {MANY} cities against {MANY}", found[MANY].seconds, "s", BAR_DIFF),
        Row("the same, peak memory", found[MANY].megabytes, "MB", BAR_DIFF_MEGABYTES),
        Row(f"the same, times diff of {FEW} cities", growth, "×", MANY / FEW),
    ]


def usage(command: list[str], status: int = 0) -> Usage:
    """Run the command to its end. SystemExit where it ends otherwise than with `status`: a failed run has no speed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, ended, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(ended)  # else Popen would wait for it again
    if process.returncode != status:
        sys.exit(f"status {process.returncode}: {' '.join(command)}")
    return Usage(seconds, used.ru_maxrss / PER_MEGABYTE)


def rows(found: dict[str, list[Usage]]) -> list[Row]:
    """The medians that have a bar."""
    seconds = {name: median(u.seconds for u in usages) for name, usages in found.items() if usages}
    memory = median(u.megabytes for u in found["run"])
    return [
        Row("run, times spaCy's blank German", seconds["run"] / seconds["yardstick"], "×", BAR_RATIO),
        Row("run, peak memory", memory, "MB", BAR_MEGABYTES),
        Row("stadtatlas --help", seconds["help"], "s", BAR_HELP),
        Row("run that exists already", seconds["again"], "s", BAR_AGAIN),
        *exports_rows(seconds),
    ]


def exports_rows(seconds: dict[str, float]) -> list[Row]:
    """All exports, which read the run's records from its files, beside the run that made them."""
    if "exports" not in seconds:
        print("pyarrow or duckdb is missing: pip install '.[bench]'", file=sys.stderr)
        return []
    return [Row("all exports, times the run", seconds["exports"] / seconds["run"], "×", BAR_EXPORTS)]


def prose_row(run: Path) -> Row:
    """What the prose stage adds to tokenising, over fresh processes in which both read the texts for the first time."""
    command = [sys.executable, str(Path(__file__).with_name("prose_speed.py")), str(run)]
    added = []
    for _ in range(ROUNDS):
        tokenising, whole = map(float, subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())
        added.append((whole - tokenising) / tokenising)
    return Row("prose, beyond tokenising", median(added), "×", BAR_PROSE)


def table(found: list[Row], rounds: int) -> str:
    """Each measure beside its bar, and which share of the bar it takes."""
    lines = [f"{'median of ' + str(rounds):32} {'measured':>11} {'bar':>9} {'of the bar':>11}"]
    for what, value, unit, bar in found:
        verdict = "missed" if value > bar else "held"
        lines.append(f"{what:32} {value:8.2f} {unit:2} {bar:6g} {unit:2} {value / bar:11.2f}  {verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
