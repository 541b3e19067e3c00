"""Write the pages of docs/ that tell of the code out of the code, so that they cannot fall behind it.

    python pipeline/tools/docs.py

`tests/test_docs_generated.py` fails where a committed page differs. The same code gives the same bytes.
"""

from __future__ import annotations

import datetime
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import click
from click.testing import CliRunner
from pydantic.fields import FieldInfo
from stadtatlas.cli import cli
from stadtatlas.decisions.model import ACTIONS, Base
from stadtatlas.edition.profile import Keyword, Part, Pattern, Profile
from stadtatlas.exports.codes import meanings
from stadtatlas.exports.columns import Column
from stadtatlas.exports.lite import SEARCH, SEARCH_COLUMNS
from stadtatlas.exports.tables import Table, tables
from stadtatlas.exports.views import QUESTIONS, VIEWS
from stadtatlas.model.findings import CODES, SEVERITIES

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 100
"""Columns of the help texts: the widest that the command line itself prints (`max_content_width`)."""
NOTE = "<!-- Made from the code by `make docs`. Change the code, not this page. -->"

EXAMPLE = r"""
id = "kreise-2027"
extends = "atlas-2019"
title = "Atlas der digitalen Kreise"
date = "2027-05"
furniture = ['^\d{1,4}$', '^Atlas der digitalen Kreise$']

[portrait]
titles = ["Digitaler Kreis {city}", "{city} im Porträt"]

[sections]
milestones = ["Meilensteine", "Was bisher geschah"]
opportunities = ["Chancen & Risiken"]

[[facts]]
key = "population"
kind = "integer"
labels = ["Einwohner", "Einwohnerzahl"]

[[facts]]
key = "municipalities"
kind = "integer"
labels = ["Gemeinden"]

[[totals]]
what = "cities"
pattern = '\b{number} untersuchten Kreisen?\b'
""".strip()

INTRODUCTION = """
An edition profile tells the program how one edition of a study is worded: its headings, its labels, its action fields. It is
a TOML file. A new edition needs a new profile and no new code.

Which profile is used:

1. the one that `--edition` names: a built-in edition (`atlas-2019`), its `id` (`2019`), or the path of a TOML file;
2. else the `edition.toml` in a folder that is given as a source;
3. else the built-in edition whose `title` the sources print; `atlas-2019` where they print none.

A key that is not listed here, or a value of the wrong type, is an error. The message names the file, the line and the key.
""".strip()

EXTENDS = """
`extends` names a built-in edition by its folder (`atlas-2019`), or a file beside this one (`last-year.toml`). The profile then
holds only what differs.

- A table (`[sections]`) is merged key by key: what is not set stays as it was.
- Any other value is replaced as a whole. That holds for lists too: to add a label, repeat the old ones.
- An array of tables (`[[facts]]`, `[[action_fields]]`, `[[totals]]`) is replaced as a whole. `totals = []`, before the
  first table, empties it.
- The extended profile may extend another. A profile that leads back to itself is an error.
- `id`, `title` and `date` are passed on as well, so give a new edition its own.
""".strip()

AFTER_EXAMPLE = """
Save it as `kreise-2027.toml` and run `stadtatlas run study.md --edition kreise-2027.toml`. The headings that it does not
name, the action fields and the web pages' labels come from `atlas-2019`. Findings such as `section.unknown`, `section.missing`
and `text.unassigned` then show which labels are still wrong; [findings.md](findings.md) says what to do about each.
""".strip()

NOTATION = """
## Labels

A label is compared without regard to case, numbering, quotation marks and a colon at its end; `&` and `u.` are `und`. A heading
with a slip of the pen (`Meilenstiene`) is still found. Labels of one list are synonyms. A heading may stand for one section only.

## Places in patterns

| place | where | stands for |
| --- | --- | --- |
| `{city}` | `portrait.titles` | The city's name. Write it once. The rest of the title is plain text, its case ignored. |
| `{field}` | `annex.field_heading`, `totals.pattern` | The name or an alias of one of the edition's action fields. |
| `{number}` | `annex.count`, `totals.pattern` | A figure (`12`) or a counting word (`ein` to `zwanzig`). |
| `{share}` | `totals.pattern` | A share: `ein Drittel`, `der Hälfte`, `40 Prozent`. It agrees within ten points. |

Patterns with `{field}`, `{number}` and `{share}` are regular expressions, as are those of `furniture`. Write them between
single quotes, so that TOML leaves their backslashes alone. They may match anywhere; `^` and `$` tie them to the ends of a line,
in running text of a paragraph. In `annex` and `totals` case is ignored; in `furniture` it counts. Where a total's pattern holds
several places, the first number belongs to the first field, the second to the second.

## Keywords

Keywords say which action field a project is about, where no source prints it.

| keyword | found in a text with |
| --- | --- |
| `wort` | that word alone |
| `wort*` | a word that begins so |
| `*wort` | a word that ends so |
| `*wort*` | a word that contains it, as German compounds do |
| `zwei wort` | these words, one after the other |
| `*` | anything: every text |

Case and hyphens do not count: `e akte` finds `E-Akte`. A weight may follow: `*schule*^2` counts twice, `*haus*^0.5` half,
and `*hochschul*^-1` speaks against the field. Without one a keyword counts once. Words in a project's title weigh more than
those in its description.
""".strip()

DECISIONS = """
A machine should be corrected once, not at every run. A decisions file holds what people decided: values, records, sources,
findings. It is a TOML file, `decisions.toml`, which you can write by hand or let `stadtatlas review` write.

Which file is used:

1. the one that `--decisions` names;
2. else the `decisions.toml` in a folder that is given as a source, or beside an edition profile of your own.

## What every decision says

Each stands in a table `[[decision]]`. What its `action` is says which other keys it has.
""".strip()

DECISIONS_HOLD = """
## How long a decision holds

A decision names what was seen when it was made: `saw`, or a finding's `message`. It applies while that is still what the sources
give. When a new edition or a better reading gives another value, the decision is not applied; the finding `decision.stale` shows
what was seen and what stands now, with file and line. A decision on a record that is not in the run is a `decision.gone`.

- A list's entry is named by what it says, not by its place, which moves: `saw = { name = "Stadtwerke" }`. A table needs only the
  keys that tell the entry from the others.
- In a text, `…` stands for any words: `saw = "Im Juni 2018 … begonnen."`
- `saw` is held against the records before any `set`, `drop` or `confirm`, and after all `merge`, `part`, `pick`. So the order in
  the file is of no matter, and to change your mind you change the decision instead of adding another.
- Ids are those after all `merge` and `part`: projects of a merged city begin with the id that stays.
- Fields are named as in `statements.jsonl`, without a list's index: `population`, `web.author`, `facts.students`,
  `action_fields.Mobilität`, `organisation`, `sections`. Of projects, `action_fields` is one value, a list.

## What comes of it

- Each decision that is applied is one finding `decision.applied` (severity info), with what it replaced, by whom, when and why.
  Conflicts on the field that it decides are settled: they stand in that message and no longer as findings of their own.
- A value that was set, picked or confirmed has a statement of the source `decisions`, without spans; `by`, `date` and `why` are
  its `evidence`. The sources' statements stay. Those of a dropped entry name the list without an index.
- Places are looked up, action fields predicted and totals counted after the decisions, so that they follow from them.
- The decisions are part of a run's id: with others, or in other lines, it is another run. A file without any changes nothing.

A key that is not listed here, a value of the wrong type, a field that a record does not have, and two decisions that contradict
each other are errors: nothing is written, and the message names the file, the line and the key.

## Review

`stadtatlas review` walks through a run's conflicts, the annex's entries without a project, and values of a low confidence, worst
first. It shows both values and where they stand, and takes a letter: accept, pick the other, drop, edit, skip, quit. Each answer
is appended to the file at once. Nothing that stands in the file is changed, comments and order included. What is decided is not
asked again; what was skipped is.
""".strip()

DECIDED: dict[str, str] = {
    "set": """
[[decision]]
action = "set"
record = "city:tuebingen"
field = "participation"
saw = "event"
value = "advisory_body"
why = "who meets there are the members of a standing board, says the city"
by = "A. Muster"
date = 2026-05-31

[[decision]]
action = "set"                    # no `saw`: an entry is added
record = "city:erlangen"
field = "networks"
value = { name = "Open Data Bayern" }
why = "named in the caption of figure 3, which is a picture"
by = "A. Muster"
date = 2026-05-31
""",
    "drop": """
[[decision]]
action = "drop"
record = "city:weimar"
field = "organisation"
saw = { name = "Klassik Stiftung" }
why = "the office only talks with it"
by = "A. Muster"
date = 2026-05-31
""",
    "pick": """
[[decision]]
action = "pick"
record = "city:kassel"
field = "sections"
source = "kassel-html"
saw = { kind = "milestones", text = "Im Juni 2018 … begonnen." }
why = "the council's minutes are of 2018"
by = "A. Muster"
date = 2026-05-31
""",
    "confirm": """
[[decision]]
action = "confirm"
record = "city:potsdam"
field = "agenda_status"
saw = "adopted"
why = "read in the section"
by = "A. Muster"
date = 2026-05-31

[[decision]]
action = "confirm"                # ties an entry of the annex to its project
record = "project:tuebingen/buergerapp-tuebingen"
field = "annex_title"
saw = "Bürger-App"
why = "the annex shortens the title"
by = "A. Muster"
date = 2026-05-31
""",
    "merge": """
[[decision]]
action = "merge"
record = "project:goettingen/offenes-klassennetz"
with = "project:goettingen/digitale-lernwerkstatt"
why = "two stages of one project, says the city"
by = "A. Muster"
date = 2026-05-31
""",
    "part": """
[[decision]]
action = "part"
record = "project:kassel/open-data-kassel"
with = "project:kassel/open-data-kassel-region"
source = "kassel-html"
saw = "Open Data Kassel"
why = "the page means the district's portal of the same name"
by = "A. Muster"
date = 2026-05-31
""",
    "accept": """
[[decision]]
action = "accept"
code = "total.differs"
record = "study:sample"
message = "annex.field Mobilität: the study prints 5, its portraits add up to 4"
why = "the study miscounts, as its publisher confirmed"
by = "A. Muster"
date = 2026-05-31
""",
}
"""An example for each action; all of them hold on the sample edition."""

CLI_STATUS = """
## Exit status

| status | meaning |
| --- | --- |
| 0 | Done. `diff`: nothing changed. |
| 1 | `run`: written, but with findings of the severity `--fail-on` or worse. `verify`: something is wrong with the run. `diff`: \
something changed, or with `--fail-on removed` is gone. |
| 2 | Nothing was written: wrong usage, no readable source, a broken profile or decisions file, a damaged run, or runs that \
cannot be compared. The message says what to do. |
| 130 | Interrupted. Nothing was written. |

The last line that `run` prints on standard output is the run's folder. Progress and the summary go to standard error. With
`STADTATLAS_DEBUG=1` in the environment an unexpected error shows where it happened.
""".strip()


DATA = """
What a run knows, as tables, for the tools that you have. All formats are made from the same records by one traversal; the same
records give the same bytes.

| file of a run | what it is |
| --- | --- |
| `tables/*.csv` | each table as CSV |
| `datapackage.json` | what each CSV file holds: a Frictionless Data Package, with types, keys and references |
| `atlas.sqlite` | all tables with keys, views for common questions and full-text search |
| `metadata.json` | what Datasette shows of it: `datasette atlas.sqlite -m metadata.json` |
| `cities.geojson` | the cities as points (RFC 7946) |
| `atlas.jsonld` | cities and projects in the words of schema.org, their sources in those of PROV |

`stadtatlas run --no-exports` leaves them out. Other formats are made on demand, several in one call if you like, and need an
extra each; the command says which. A second export changes nothing, and says so.

| `stadtatlas export RUN --to …` | extra | what is written |
| --- | --- | --- |
| `csv:FOLDER`, `datapackage:FOLDER` | | the CSV files; with `datapackage.json` |
| `sqlite:FILE`, `geojson:FILE`, `jsonld:FILE` | | the file of the run of that format |
| `parquet:FOLDER` | `parquet` | a file a table; `cities.parquet` and its like hold the records' lists, too, nested |
| `duckdb:FILE` | `duckdb` | the tables of any number of runs |
| `postgresql://USER@HOST/DATABASE` | `postgresql` | the same |

## What holds for all of them

- A row's `position` counts from 0 and is the index in the record's list: `dates`, position 3, is `dates[3]` in `statements`.
- Unknown is `null`. A list that no source has the section for is not an empty one: its count in `cities` (`dates_count`) is then
  `null`, and 0 where the section names nothing.
- Statements, mentions and findings hold spans: pairs of start and end in the source's canonical text (`documents/`), counted in
  code points. They are nested lists in Parquet, DuckDB and DataFrames, JSON in PostgreSQL, JSON text in CSV and SQLite.
- **CSV** (RFC 4180) is UTF-8 with a byte order mark, for spreadsheets. `null` is an empty cell. A text that a spreadsheet would
  take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return) has an apostrophe before it.
- **SQLite** keeps true and false as 1 and 0. `search` finds words however their umlauts are spelt (`Förderung`, `Forderung`,
  `Foerderung`; `Straße`, `Strasse`): `SELECT record, title FROM search WHERE search MATCH 'foerderung'`.
- **DuckDB and PostgreSQL** may hold several runs: each row begins with its `run_id`, which is part of every key. A run's rows are
  brought up to date in one transaction.
- **JSON-LD** brings its context with it, so that no reader has to fetch one.
""".strip()

PYTHON = """
## In Python

```python
import stadtatlas

run = stadtatlas.open("output/sample/latest")
run.cities["kassel"].projects[0].title  # "Open Data Kassel"
run.cities["kassel"].funding[0].level  # "state"
run.cities["kassel"].statements[0].quote  # what a source says, to the letter
run.entities["ministry:bmvi"].mentions  # who is funded by it, and where that stands
run.documents["study-pdf"].text[17514:17517]  # the text that spans point into
run.tables["funding"].to_pandas()  # pip install 'stadtatlas[pandas]'; or to_polars()
```

`cities`, `projects`, `entities`, `documents` and `tables` are mappings by id; `statements` and `findings` are lists, `study` is
one record or `None`. A city and a project have every key of their record, typed ([schemas/](../schemas/)), a city's `projects`
and a project's `city` as objects. Each file is read when something in it is first asked for.
""".strip()

PANDAS = """
import stadtatlas

run = stadtatlas.open("output/sample/latest")
fields = run.to_pandas("city_action_fields").dropna(subset="active")
fields["state"] = fields["city"].map(run.to_pandas("cities").set_index("id")["state"])
share = fields.groupby(["field", "state"])["active"].mean() * 100
print(share.unstack().round().astype("Int64").to_string())
""".strip()

ANSWERS = (
    """
city
Halle (Saale)
Kassel
""",
    """
ministry|city|funding
Bundesministerium für Gesundheit|Erlangen|Pflegelabor
Bundesministerium für Umwelt, Naturschutz und nukleare Sicherheit|Kassel|KI-Leuchttürme
Bundesministerium für Verkehr und digitale Infrastruktur|Regensburg|Elektrobus
Bundesministerium für Verkehr und digitale Infrastruktur|Regensburg|Sofortprogramm Saubere Luft
Bundesministerium für Wohnen, Stadtentwicklung und Bauwesen|Halle (Saale)|Modellprojekte Smart Cities
""",
    """
state             DE-BB  DE-BW  DE-BY  DE-HE  DE-NI  DE-SH  DE-ST
field
Bildung               0      0    100      0    100      0    100
Datenplattform      100      0     50    100      0    100      0
Energie & Umwelt    100      0     50    100    100    100    100
Gesellschaft        100    100     50      0    100      0    100
Gesundheit            0    100     50      0      0      0      0
Handel                0      0     50      0      0    100    100
IT-Infrastruktur      0      0     50    100    100    100      0
Mobilität           100      0    100    100    100    100    100
Sicherheit            0    100      0      0      0    100      0
Verwaltung          100    100    100    100    100    100    100
""",
)
"""What the questions' answers are on the sample edition; tests run the code blocks of the page and compare."""


def main() -> None:
    """Write every page that differs."""
    for name, text in rendered().items():
        path = ROOT / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(name)


def rendered() -> dict[str, str]:
    """Each page's text by its path from the repository's root."""
    pages = {
        "docs/profile.md": profile_page(),
        "docs/decisions.md": decisions_page(),
        "docs/findings.md": findings_page(),
        "docs/cli.md": cli_page(),
        "docs/data.md": data_page(),
    }
    return {name: f"{NOTE}\n{text.strip()}\n" for name, text in pages.items()}


def profile_page() -> str:
    """The edition profile: every key from the models, then what a reader needs to write one."""
    parts = {name: part for name, info in Profile.model_fields.items() if (part := _part(info.annotation))}
    own = {name: info for name, info in Profile.model_fields.items() if name not in parts}
    tables = [_keys("Keys at the top", f"{getdoc(Profile)} These keys stand before the first table.", own)]
    for name, part in parts.items():
        brackets = "[[{}]]" if get_origin(Profile.model_fields[name].annotation) is tuple else "[{}]"
        tables.append(_keys(f"`{brackets.format(name)}`", getdoc(part) or "", part.model_fields))
    example = f"```toml\n{EXAMPLE}\n```"
    extending = ("## Extending another edition", EXTENDS, "## A new edition", example, AFTER_EXAMPLE)
    return "\n\n".join(("# The edition profile", INTRODUCTION, *extending, NOTATION, *tables))


def decisions_page() -> str:
    """The decisions file: the keys of all decisions, then each action with its keys and an example."""
    every = {"action": FieldInfo(annotation=Literal[*DECIDED], description="What is decided.")} | Base.model_fields  # type: ignore
    parts = [_table(_rows(every))]
    for action in ACTIONS:
        name = str(get_args(action.model_fields["action"].annotation)[0])
        own = {info.alias or key: info for key, info in action.model_fields.items() if key not in every}
        example = f"```toml\n{DECIDED[name].strip()}\n```"
        parts += [_keys(f"`{name}`", getdoc(action) or "", own), example]
    return "\n\n".join(("# Decisions", DECISIONS, *parts, DECISIONS_HOLD))


def _keys(title: str, text: str, fields: Mapping[str, FieldInfo]) -> str:
    return f"## {title}\n\n{text}\n\n" + _table(_rows(fields))


def _rows(fields: Mapping[str, FieldInfo]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("key", "type", "default", "meaning"), ("---",) * 4]
    for name, info in fields.items():
        rows.append((f"`{name}`", _type(info), _default(info), info.description or ""))
    return rows


def _part(kind: Any) -> type[Part] | None:
    """The model behind `[table]` or `[[table]]`; none for a plain value."""
    inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return inner if isinstance(inner, type) and issubclass(inner, Part) else None


def _type(info: FieldInfo) -> str:
    words = _words(info.annotation, tuple(info.metadata))
    limits = [limit for entry in info.metadata if (limit := getattr(entry, "pattern", None))]
    if any("city:" in limit for limit in limits):
        return "name of a record"
    return words + "".join(f" that fits `{limit}`" for limit in limits)


def _words(kind: Any, metadata: tuple[Any, ...] = ()) -> str:
    """A type as a reader of TOML would put it. TypeError for one that has no words yet."""
    for known, words in ((Pattern, "regular expression"), (Keyword, "keyword")):
        if kind == known or set(get_args(known)[1:]) & {m for m in metadata if m.__hash__}:
            return words
    if get_origin(kind) is tuple:
        least = any(getattr(m, "min_length", 0) for m in metadata)
        return f"list of {_words(get_args(kind)[0])}s" + (", at least one" if least else "")
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in get_args(kind))
    inner = [k for k in get_args(kind) if k is not types.NoneType]
    if inner and get_origin(kind) in (types.UnionType, Union):
        return _words(inner[0])
    if kind is str or inner[:1] == [str]:
        return "text"
    if kind in (datetime.date, Any):
        return "date" if kind is datetime.date else "any value"
    raise TypeError(f"say in plain words what {kind} is, in pipeline/tools/docs.py")


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    if info.default is None or info.default == ():
        return "none"
    return ", ".join(f"`{value}`" for value in ([info.default] if isinstance(info.default, str) else info.default))


def findings_page() -> str:
    """Every code of a finding."""
    severities = ", ".join(f"`{s}`" for s in SEVERITIES)
    rows: list[tuple[str, ...]] = [("code", "severity", "meaning", "what to do"), ("---",) * 4]
    rows += [(f"`{name}`", code.severity, code.meaning, code.advice) for name, code in CODES.items()]
    text = (
        "A finding says what the program did not understand, could not find, or found to differ. A run's findings stand in\n"
        "`findings.jsonl`, one a line, with the record, the field, the source and the places in its text. A code has always\n"
        f"the same severity: {severities}. Findings at or above `--fail-on` make `stadtatlas run` end with status 1.\n\n"
        "`stadtatlas explain CODE` prints the same on the command line."
    )
    return f"# Findings\n\n{text}\n\n{_table(rows)}"


def cli_page() -> str:
    """The help of every command, at a fixed width."""
    texts = "\n\n".join(f"## `{title}`\n\n```text\n{text}\n```" for title, text in _helps())
    return f"# The command line\n\n{texts}\n\n{CLI_STATUS}"


def data_page() -> str:
    """Every table, column, unit and code; three questions with their answers on the sample."""
    views = "\n\n".join(f"### `{v.name}`\n\n{v.description}\n\n{_described(v.columns)}" for v in VIEWS)
    search = f"### `{SEARCH}`\n\nFull-text search over sections and projects (FTS5).\n\n{_described(SEARCH_COLUMNS)}"
    parts = (
        DATA,
        PYTHON,
        _questions(),
        "## Tables",
        *map(_table_section, tables().values()),
        "## Views in SQLite",
        views,
        search,
    )
    return "\n\n".join(("# The data", *parts))


def _questions() -> str:
    sqlite, duckdb, pandas = QUESTIONS
    on_parquet = re.sub(r"\b(FROM|JOIN) (\w+) AS", r"\1 'atlas/\2.parquet' AS", duckdb.sql.strip())
    told = (
        (sqlite, "SQL on `atlas.sqlite`:", "sql", sqlite.sql.strip()),
        (duckdb, "DuckDB on Parquet, after `stadtatlas export output/sample/latest --to parquet:atlas`:", "sql", on_parquet),
        (pandas, "pandas; in percent of the state's cities for which a source shows it:", "python", PANDAS),
    )
    asked = [
        f"### {question.title}\n\n{how}\n\n```{language}\n{code}\n```\n\n```text\n{answer.strip(chr(10))}\n```"
        for (question, how, language, code), answer in zip(told, ANSWERS, strict=True)
    ]
    return "\n\n".join(("## Three questions", "The answers are those of the sample edition.", *asked))


def _table_section(table: Table) -> str:
    refers = [f"{', '.join(f'`{c}`' for c in r.columns)} to `{r.table}`" for r in table.references]
    keys = f"Key: {', '.join(f'`{name}`' for name in table.key)}." + (f" Refers: {'; '.join(refers)}." if refers else "")
    rows: list[tuple[str, ...]] = [("column", "type", "unit", "meaning"), ("---",) * 4]
    rows += [(f"`{column.name}`", _column_type(column), column.unit or "", column.description) for column in table.columns]
    coded = meanings(table).items()
    codes = "".join(f"\n\nCodes of `{name}`:\n\n{_described(words, 'code')}" for name, words in coded)
    return f"### `{table.name}`\n\n{table.description}\n\n{keys}\n\n{_table(rows)}{codes}"


def _column_type(column: Column) -> str:
    return f"{column.kind} or null" if column.nullable else column.kind


def _described(words: Mapping[str, str], what: str = "column") -> str:
    return _table([(what, "meaning"), ("---",) * 2, *((f"`{name}`", meaning) for name, meaning in words.items())])


def _helps() -> Iterator[tuple[str, str]]:
    for name in (None, *cli.commands):
        path = [name] if name else []
        result = CliRunner().invoke(cli, [*path, "--help"], prog_name="stadtatlas", terminal_width=WIDTH)
        if result.exit_code:
            raise click.ClickException(f"{name} --help failed: {result.output}")
        yield " ".join(["stadtatlas", *path]), result.output.strip()


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


if __name__ == "__main__":
    main()
