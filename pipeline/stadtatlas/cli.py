"""The command line. Every command imports what it needs when it is called, so that `--help` is quick."""

from __future__ import annotations

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
  stadtatlas run atlas.pdf --edition my-edition.toml an edition of your own"""
)
@click.argument("source", nargs=-1, type=click.Path(path_type=Path))
@click.option("--edition", metavar="ID|FILE.toml", help="Edition profile; recognised from the sources by default.")
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
    for trouble in outcome.troubles:
        click.echo(f"  {CODES[trouble.code].severity}: {trouble.message}", err=True)
    for code, number in sorted(data["findings"].items(), key=lambda item: (CODES[item[0]].severity, item[0])):
        click.echo(f"  {CODES[code].severity:8} {number:4} × {code}", err=True)
    if data["findings"]:
        click.echo("  what a finding means: stadtatlas explain CODE", err=True)


def main() -> None:
    """Run a command; every error is one plain message, and the status is the contract's (0, 1, 2; 130 interrupted)."""
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
