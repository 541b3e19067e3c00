"""Write docs/profile.md, docs/findings.md and docs/cli.md from the code, so that they cannot fall behind it.

    python pipeline/tools/docs.py

`tests/test_docs_generated.py` fails where a committed page differs. The same code gives the same bytes.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import click
from click.testing import CliRunner
from pydantic.fields import FieldInfo
from stadtatlas.cli import cli
from stadtatlas.edition.profile import Keyword, Part, Pattern, Profile
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

CLI_STATUS = """
## Exit status

| status | meaning |
| --- | --- |
| 0 | Done. `diff`: nothing changed. |
| 1 | `run`: written, but with findings of the severity `--fail-on` or worse. `verify`: something is wrong with the run. `diff`: \
something changed, or with `--fail-on removed` is gone. |
| 2 | Nothing was written: wrong usage, no readable source, a broken edition profile, a damaged run, or runs that cannot be \
compared. The message says what to do. |
| 130 | Interrupted. Nothing was written. |

The last line that `run` prints on standard output is the run's folder. Progress and the summary go to standard error. With
`STADTATLAS_DEBUG=1` in the environment an unexpected error shows where it happened.
""".strip()


def main() -> None:
    """Write every page that differs."""
    for name, text in rendered().items():
        path = ROOT / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(name)


def rendered() -> dict[str, str]:
    """Each page's text by its path from the repository's root."""
    pages = {"docs/profile.md": profile_page(), "docs/findings.md": findings_page(), "docs/cli.md": cli_page()}
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


def _keys(title: str, text: str, fields: Mapping[str, FieldInfo]) -> str:
    rows: list[tuple[str, ...]] = [("key", "type", "default", "meaning"), ("---",) * 4]
    for name, info in fields.items():
        rows.append((f"`{name}`", _type(info), _default(info), info.description or ""))
    return f"## {title}\n\n{text}\n\n" + _table(rows)


def _part(kind: Any) -> type[Part] | None:
    """The model behind `[table]` or `[[table]]`; none for a plain value."""
    inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return inner if isinstance(inner, type) and issubclass(inner, Part) else None


def _type(info: FieldInfo) -> str:
    words = _words(info.annotation, tuple(info.metadata))
    limits = [limit for entry in info.metadata if (limit := getattr(entry, "pattern", None))]
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
