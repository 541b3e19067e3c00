"""`stadtatlas review`: a walk through what is open in a run; each answer is appended to the decisions file at once."""

from __future__ import annotations

import datetime
import getpass
import json
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from stadtatlas.decisions.append import append, item
from stadtatlas.decisions.fields import text_only
from stadtatlas.decisions.load import DecisionError, load
from stadtatlas.decisions.questions import Question, questions, read
from stadtatlas.store import manifest

DEFAULT = Path("decisions.toml")
_WIDTH = 100
_LONG = 200
"""Characters from which a text is edited in an editor, where there is a terminal."""
_WORDS = {"a": "accept", "p": "pick the other", "d": "drop", "e": "edit", "s": "skip", "q": "quit"}


@dataclass(frozen=True, slots=True)
class Review:
    """Which run is reviewed, where decisions go, who decides, and from which confidence on values are sure."""

    run: Path
    decisions: Path | None
    by: str | None
    below: float


def review(wanted: Review) -> None:
    """Ask about everything open that no decision answers yet. Raises ReviewError, DecisionError."""
    path = wanted.decisions or _used(wanted.run) or DEFAULT
    decided = [entry.decision for entry in load(path).entries] if path.exists() else []
    by = wanted.by or _name()
    every = questions(read(wanted.run), wanted.below)
    todo = [question for question in every if not question.answered(decided)]
    click.echo(f"{len(todo)} open in {wanted.run}, {len(every) - len(todo)} decided; decisions go to {path}, signed {by}")
    written = _walk(todo, path, by)
    click.echo(f"\n{written} written to {path}, {len(todo) - written} still open" if todo else "nothing to review")
    if written:
        click.echo(f"Apply them: stadtatlas run … --decisions {path}")


def _used(run: Path) -> Path | None:
    """The file that the run was made with, if it is still there."""
    try:
        recorded = manifest(run)["recorded"].get("decisions")
    except (OSError, ValueError, KeyError):
        return None
    path = Path(recorded["path"]) if recorded else None
    return path if path and path.is_file() else None


def _name() -> str:
    try:
        named = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False, timeout=5)
        return named.stdout.strip() or getpass.getuser()
    except (OSError, KeyError, subprocess.TimeoutExpired):
        return "unknown"


def _walk(todo: list[Question], path: Path, by: str) -> int:
    """How many answers were written. The end of the input and an interruption are as good as quitting."""
    written = 0
    try:
        for number, question in enumerate(todo, 1):
            click.echo(f"\n{number} of {len(todo)}  {_told(question)}")
            answer = _answer(question, path, by)
            if answer == "q":
                break
            written += answer == "written"
    except (click.Abort, KeyboardInterrupt):
        click.echo()
    return written


def _answer(question: Question, path: Path, by: str) -> str:
    """Ask until an answer can be written, or the question is skipped (`s`) or the walk ended (`q`)."""
    letters = [*_letters(question)]
    words = ", ".join(f"[{letter}]{_WORDS[letter].removeprefix(letter)}" for letter in letters)
    while True:
        letter = click.prompt(words, type=click.Choice(letters), show_choices=False, prompt_suffix=": ")
        if letter in "sq":
            return str(letter)
        try:
            values, reason = _decided(question, letter)
            why = click.prompt("why", default=reason)
            append(path, {**values, "why": why, "by": by, "date": datetime.date.today()})
            return "written"
        except (DecisionError, click.ClickException) as error:  # the latter where there is no editor
            click.echo(f"not written: {error}")


def _letters(question: Question) -> Iterator[str]:
    yield "a"
    if question.other is not None:
        yield "p"
    if question.code == "uncertain":
        yield "d"
    yield from "esq"


def _decided(question: Question, letter: str) -> tuple[dict[str, Any], str]:
    """The decision that a letter stands for, and what is offered as its reason. Raises DecisionError."""
    record, field, finding = question.record, question.field, question.finding
    about = {"record": record, "field": field}
    if letter == "a" and finding:
        named = {"record": finding["record"]} if finding["record"] else {}
        return {"action": "accept", "code": finding["code"], **named, "message": finding["message"]}, "known, and right as it is"
    if letter == "a":
        return {"action": "confirm", **about, "saw": question.value}, "the value is right"
    if letter == "d":
        return {"action": "drop", **about, "saw": question.value}, "the value is wrong"
    if question.code == "annex.unmatched":
        project = question.other if letter == "p" else click.prompt("project", default=question.other)
        tied = {"action": "confirm", "record": project, "field": "annex_title", "saw": question.value["title"]}
        return tied, "the same project"
    if letter == "p" and question.value is None:
        return {"action": "set", **about, "value": question.other}, f"{question.source} is right"
    if letter == "p":
        return {"action": "pick", **about, "source": question.source, "saw": question.other}, f"{question.source} is right"
    stood = {} if question.value is None else {"saw": question.value}
    return {"action": "set", **about, **stood, "value": _typed(question)}, "corrected by hand"


def _typed(question: Question) -> Any:
    """The value that somebody writes: a text as it is, anything else as in TOML. Raises DecisionError."""
    now = question.other if question.value is None else question.value
    if isinstance(now, str) and text_only(question.record, question.field):
        if len(now) > _LONG and sys.stdin.isatty():
            return (click.edit(now) or now).strip()
        return click.prompt("value", default=now)
    if question.field == "sections" and sys.stdin.isatty():
        return {**now, "text": (click.edit(now["text"]) or now["text"]).strip()}
    written = click.prompt("value, as in TOML", default=item(now).as_string())
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        raise DecisionError(f"{written!r} is no value as in TOML; write a text in quotes") from None


def _told(question: Question) -> str:
    """The question, both values, and where they stand."""
    sure = f"  confidence {question.confidence}" if question.confidence is not None else ""
    lines = [f"{question.record}  {question.field}  {question.code}{sure}"]
    if question.finding:
        lines += _wrapped(question.finding["message"], "  ")
    for value, name in ((question.value, "stands"), (question.other, question.source or "other")):
        if value is not None:
            lines += _wrapped(f"{name}: {_plain(value)}", "  ")
            lines += [line for s in question.stated if s["value"] == value for line in _wrapped(_stated(s, value), "    ↳ ")]
    return "\n".join(lines)


def _stated(statement: dict[str, Any], value: Any) -> str:
    spans = ", ".join(f"{start}-{end}" for start, end in statement["spans"])
    page = f"p. {statement['page']}, " if statement["page"] else ""
    quote = "" if statement["quote"] in _plain(value) else f": {statement['quote']}"
    return f"{statement['source']} {page}{spans}{quote}"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value["text"]) if isinstance(value, dict) and "text" in value else json.dumps(value, ensure_ascii=False)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=" " * (len(indent) + 4))
