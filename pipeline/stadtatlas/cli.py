"""The command line. Every command imports what it needs when it is called, so that `--help` is quick."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stadtatlas import __version__

if TYPE_CHECKING:
    from stadtatlas.run import Outcome

_STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder that holds the runs.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `stadtatlas run`: without a source it reads the sample edition.",
)
@click.version_option(__version__, "-V", "--version", prog_name="stadtatlas")
def cli() -> None:
    """Turn studies about cities into structured data, every value with its place in the source."""


@cli.command(
    epilog="""\b
Examples:
  stadtatlas run                                    the sample edition
  stadtatlas run atlas.pdf portraits/               a study and a folder of web portraits
  stadtatlas run atlas.pdf --edition my-edition.toml an edition of your own
  stadtatlas run atlas.pdf --decisions mine.toml    with what you decided"""
)
@click.argument("source", nargs=-1, type=click.Path(path_type=Path))
@click.option("--edition", metavar="ID|FILE.toml", help="Edition profile; recognised from the sources by default.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="What people decided.  [default: decisions.toml beside the sources or the edition profile]",
)
@_STORE
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read sources.  [default: as many as pay off]",
)
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", show_default=True,
    help="Exit with status 1 on findings of this severity or worse.",
)  # fmt: skip
@click.option("--password", metavar="TEXT", help="Password of encrypted PDFs.")
@click.option(
    "--pdf-engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium", show_default=True,
    help="What gets at the pages of PDFs; pdfplumber is slower by far and gives the same records.",
)  # fmt: skip
@click.option("--exports/--no-exports", default=True, help="Write tables, SQLite, GeoJSON and JSON-LD, too.  [default: exports]")
@click.option("--force", is_flag=True, help="Compute the run even if it exists.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; only the run's path on standard output.")
def run(source: tuple[Path, ...], fail_on: str, quiet: bool, **options: Any) -> int:
    """Read sources and write a run; its folder is the last line on standard output.

    SOURCE are files or folders: a study as PDF, Markdown, text or HTML, and portraits of single cities. What a file is,
    is told by its content.
    """
    from stadtatlas.run import Options
    from stadtatlas.run import run as run_

    outcome = run_(source, Options(**options), _silent if quiet else _progress)
    if not quiet:
        _summary(outcome)
    click.echo(outcome.path)
    return int(outcome.failed(fail_on))


@cli.command()
@click.argument("run", type=click.Path(path_type=Path))
def verify(run: Path) -> int:
    """Check a run again: schemas, grounding, coverage, hashes. Says what is wrong; status 1 if anything is."""
    from stadtatlas.verify import verify as verify_

    problems = list(verify_(run))
    for problem in problems:
        click.echo(problem)
    click.echo(f"{run}: {len(problems)} problems" if problems else f"{run}: whole and grounded", err=True)
    return int(bool(problems))


@cli.command(
    epilog="""\b
Targets:
  csv:FOLDER, datapackage:FOLDER      tables as CSV, without and with datapackage.json
  sqlite:FILE, geojson:FILE, jsonld:FILE
  parquet:FOLDER                      pip install 'stadtatlas[parquet]'
  duckdb:FILE                         pip install 'stadtatlas[duckdb]'
  postgresql://USER@HOST/DATABASE     pip install 'stadtatlas[postgresql]'

\b
Examples:
  stadtatlas export output/2019/latest --to parquet:atlas/
  stadtatlas export output/2019/latest --to duckdb:atlas.duckdb --to geojson:cities.geojson"""
)
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--to", "targets", metavar="TARGET", multiple=True, required=True, help="Where to; may be given several times.")
@click.option("--force", is_flag=True, help="Replace files that exist with other contents.")
def export(run: Path, targets: tuple[str, ...], force: bool) -> int:
    """Write the records of a RUN for other tools.

    A database may hold several runs, each row with its run's id. What is there already is not written again.
    """
    from stadtatlas.exports.targets import export as export_

    for line in export_(run, targets, force):
        click.echo(line)
    return 0


@cli.command()
@click.argument("city")
@click.option("--run", "run_", type=click.Path(path_type=Path), help="The run's folder.  [default: the newest in --store]")
@_STORE
def show(city: str, run_: Path | None, store: Path) -> int:
    """Print one city, each value with its source and quote.

    CITY is an id or a name: `koeln`, `Köln`.
    """
    from stadtatlas.show import show as show_

    click.echo(show_(city, run_, store), nl=False)
    return 0


@cli.command(
    epilog="""\b
Examples:
  stadtatlas review                                 the newest run, decisions to its decisions file
  stadtatlas review output/sample/latest --decisions sources/decisions.toml"""
)
@click.argument("run_", metavar="[RUN]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--decisions", type=click.Path(path_type=Path), metavar="FILE.toml",
    help="File to append to.  [default: the one the run was made with, else decisions.toml]",
)  # fmt: skip
@click.option("--by", metavar="NAME", help="Who decides.  [default: git's user.name, else the user's]")
@click.option(
    "--below", type=click.FloatRange(0, 1), default=0.7, show_default=True, metavar="CONFIDENCE",
    help="Ask about values of a confidence below this, too.",
)  # fmt: skip
@_STORE
def review(run_: Path | None, decisions: Path | None, by: str | None, below: float, store: Path) -> int:
    """Walk through open conflicts, unmatched projects and uncertain values, and write down what you decide.

    RUN is a run's folder, by default the newest in --store. Each answer is appended to the decisions file at once; quit at any
    time and go on later. What is decided is not asked again, what was skipped is.
    """
    from stadtatlas.decisions.review import Review
    from stadtatlas.decisions.review import review as review_
    from stadtatlas.show import newest

    review_(Review(run_ or newest(store), decisions, by, below))
    return 0


@cli.command(
    epilog="""\b
Examples:
  stadtatlas page 18 atlas.pdf                      writes page-18.png
  stadtatlas page 18 atlas.pdf -o aachen.png"""
)
@click.argument("number", type=click.IntRange(min=1), metavar="N")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="PNG to write.  [default: page-N.png]")
@click.option("--edition", metavar="ID|FILE.toml", help="Edition profile; recognised from the source by default.")
@click.option("--password", metavar="TEXT", help="Password of an encrypted PDF.")
def page(number: int, source: Path, output: Path | None, edition: str | None, password: str | None) -> int:
    """Draw page N of a PDF with its blocks, their roles and their reading order."""
    from stadtatlas.picture import Sketch, draw
    from stadtatlas.readers import Reading

    target = output or Path(f"page-{number}.png")
    draw(Sketch(source, number, edition, Reading(password)), target)
    click.echo(target)
    return 0


@cli.command(
    epilog="""\b
Examples:
  stadtatlas diff                                   the two newest runs of the edition written last
  stadtatlas diff sample sample-2026 --stat         two editions, a line a city
  stadtatlas diff output/2019/58b8c56600ce output/2019/87359f8cda6c --format html > diff.html"""
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@_STORE
@click.option("--stat", is_flag=True, help="A line for each city and the totals, in place of every change.")
@click.option(
    "--format", "form", type=click.Choice(["terminal", "json", "markdown", "html"]), default="terminal", show_default=True,
    help="What to print. `stadtatlas patch` reads the JSON.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["any", "removed"]), default="any", show_default=True,
    help="Exit with status 1 on any change, or only where something is gone.",
)  # fmt: skip
def diff(a: str | None, b: str | None, store: Path, stat: bool, form: str, fail_on: str) -> int:
    """Say what changed from run A to run B in what the records tell; status 1 if anything did.

    A and B are folders of runs, or editions, of which the newest run counts. With one edition, its two newest runs are
    compared; with one run, that run and the newest of its edition.
    """
    from stadtatlas.compare import compare, failed, shown

    found = compare(a, b, store)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for part in shown(found, "stat" if stat else form, colour):
        click.echo(part, nl=False, color=colour)
    return int(failed(found, fail_on))


@cli.command(
    epilog="""\b
Examples:
  stadtatlas diff sample sample-2026 --format json > diff.json
  stadtatlas patch output/sample/latest diff.json -o patched"""
)
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("diff", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write the records to.")
def patch(run: Path, diff: Path, output: Path) -> int:
    """Make the records of a diff's second run out of its first RUN and the DIFF in JSON, byte for byte."""
    from stadtatlas.compare.load import load
    from stadtatlas.compare.patch import patched, read, write

    write(patched(load(run), read(diff)), output)
    click.echo(output)
    return 0


@cli.command(
    epilog="""\b
Examples:
  stadtatlas history kassel
  stadtatlas history kassel/open-data-kassel"""
)
@click.argument("name", metavar="CITY|PROJECT")
@_STORE
def history(name: str, store: Path) -> int:
    """Print a line for each run in which a city or project changed, over all editions in the store, the oldest first."""
    from stadtatlas.compare.history import history as history_

    entries = history_(name, store)
    widths = [
        max(len(text) for text in column) for column in zip(*((e.run.name.edition, e.record) for e in entries), strict=True)
    ]
    for entry in entries:
        run = entry.run.name
        click.echo(f"{entry.run.at}  {run.edition:{widths[0]}}  {run.run_id}  {entry.record:{widths[1]}}  {entry.what}")
    return 0


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what a finding's CODE means and what to do; without CODE, list them all."""
    from stadtatlas.model.findings import CODES

    if code is None:
        for name, entry in CODES.items():
            click.echo(f"{name:22} {entry.severity:8} {entry.meaning}")
        return 0
    if code not in CODES:
        raise click.UsageError(f"no finding is called {code!r}; `stadtatlas explain` lists them all")
    entry = CODES[code]
    click.echo(f"{code} ({entry.severity})\n{entry.meaning}\nWhat to do: {entry.advice}")
    return 0


def _silent(_: int) -> Callable[[str], None]:
    return lambda _: None


def _progress(total: int) -> Callable[[str], None]:
    """A bar on a terminal, a plain line for each source elsewhere."""
    if not sys.stderr.isatty():
        done = iter(range(1, total + 1))
        return lambda name: click.echo(f"read {next(done)}/{total} {name}", err=True)
    bar = click.progressbar(length=total, label="reading", file=sys.stderr, item_show_func=lambda name: name)

    def step(name: str) -> None:
        bar.update(1, name)
        if bar.finished:
            bar.render_finish()

    return step


def _summary(outcome: Outcome) -> None:
    from stadtatlas.model.findings import CODES

    data = outcome.manifest
    counts = data["counts"]
    click.echo(
        f"edition {data['edition']}: {counts['cities']} cities, {counts['projects']} projects, "
        f"{counts['statements']} statements from {counts['sources']} sources"
        + ("" if outcome.computed else " (this run exists already; --force computes it again)"),
        err=True,
    )
    if decided := _decided(data["findings"]):
        click.echo(f"  {decided}", err=True)
    for trouble in outcome.troubles:
        click.echo(f"  {CODES[trouble.code].severity}: {trouble.message}", err=True)
    for line in _errors(outcome):
        click.echo(f"  error: {line}", err=True)
    for code, number in sorted(data["findings"].items(), key=lambda item: (CODES[item[0]].severity, item[0])):
        click.echo(f"  {CODES[code].severity:8} {number:4} × {code}", err=True)
    if data["findings"]:
        click.echo("  what a finding means: stadtatlas explain CODE", err=True)


def _errors(outcome: Outcome) -> list[str]:
    """What went wrong in sources that were read, by file: the first few messages, as the rest stands in the run."""
    import json

    from stadtatlas.model.findings import CODES

    if not any(CODES[code].severity == "error" for code in outcome.manifest["findings"]):
        return []
    paths = {source["id"]: source["path"] for source in outcome.manifest["sources"]}
    try:
        rows = [json.loads(line) for line in (outcome.path / "findings.jsonl").read_text("utf-8").splitlines()]
    except (OSError, ValueError):
        return []  # a run of before that somebody damaged: `verify` says so
    told = [f"{paths[row['source']]}: {row['message']}" for row in rows if row["severity"] == "error" and row["source"] in paths]
    more = [f"{len(told) - _TOLD} more in {outcome.path / 'findings.jsonl'}"] if len(told) > _TOLD else []
    return [*told[:_TOLD], *more]


_TOLD = 5
"""Errors that a summary shows in full."""


def _decided(findings: dict[str, int]) -> str:
    """How many decisions were followed and how many not; nothing without any."""
    followed = findings.get("decision.applied", 0) + findings.get("decision.accepted", 0)
    failed = findings.get("decision.stale", 0) + findings.get("decision.gone", 0)
    return f"decisions: {followed} applied, {failed} stale or gone" if followed + failed else ""


_COLLECTED = 50_000
"""Objects made between two garbage collections. A run makes a million and hardly any cycle: with Python's 700 it takes 7 %
longer, and no less memory."""


def main() -> None:
    """Run a command; every error is one plain message, and the status is the contract's (0, 1, 2; 130 interrupted)."""
    gc.set_threshold(_COLLECTED)
    try:
        sys.exit(_run_cli())
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stadtatlas: interrupted; nothing was written", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run_cli() -> int:
    try:
        return int(cli.main(standalone_mode=False) or 0)
    except (click.ClickException, click.Abort, KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        if os.environ.get("STADTATLAS_DEBUG"):
            raise
        raise click.ClickException(_plain(error)) from None


def _plain(error: Exception) -> str:
    from stadtatlas.errors import StadtatlasError

    if isinstance(error, StadtatlasError):
        return str(error)
    name = type(error).__name__
    return f"unexpected {name}: {error}. Please report it; STADTATLAS_DEBUG=1 shows where it happened."
