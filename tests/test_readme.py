"""What the README shows is what the program prints."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT
from stadtatlas.errors import StadtatlasError

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n\$ (?P<command>.+)\n(?P<shown>[\s\S]*?)^```$", README, re.M)
RUNNABLE = [(command, shown) for command, shown in BLOCKS if command.startswith(("stadtatlas ", "make run", "grep "))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the checkout, in which every run that the README names was made once."""
    place = tmp_path_factory.mktemp("readme")
    (place / "sources").symlink_to(ROOT / "sources")
    for command in ("stadtatlas run", *(c for c, _ in RUNNABLE if c.startswith("stadtatlas run "))):
        call(command, place)
    return place


def call(command: str, folder: Path) -> str:
    """What a command prints, standard error first, as a terminal would show it."""
    if command.startswith("grep "):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, shell=True).stdout
    command, _, behind = command.partition(" | ")
    words = shlex.split(command.replace("make run", "stadtatlas run"))[1:]
    done = subprocess.run(
        [sys.executable, "-m", "stadtatlas", *words], cwd=folder, capture_output=True, text=True, env={**os.environ}, check=False
    )
    shown = done.stderr + done.stdout
    return subprocess.run(behind, input=shown, capture_output=True, text=True, check=True, shell=True).stdout if behind else shown


def test_there_is_something_to_run() -> None:
    assert len(RUNNABLE) >= 3


@pytest.mark.parametrize(("command", "shown"), RUNNABLE, ids=[c for c, _ in RUNNABLE])
def test_commands_print_what_the_readme_shows(command: str, shown: str, folder: Path, tmp_path: Path) -> None:
    fresh = command in ("make run", "stadtatlas run")
    assert call(command, tmp_path if fresh else folder) == shown


def test_the_lines_of_python_give_what_they_say(folder: Path) -> None:
    (code,) = re.findall(r"^```python\n([\s\S]*?)^```", README, re.M)
    names: dict[str, object] = {}
    head, _, lines = code.partition('latest")\n')
    exec(head.replace("output/", f"{folder}/output/") + 'latest")', names)
    expression, _, told = lines.splitlines()[0].partition("#")
    assert repr(eval(expression, names)) == told.strip()
    with suppress(StadtatlasError):
        assert len(eval(lines.splitlines()[1].partition("#")[0], names))


def test_the_makefile_has_every_target_that_the_readme_names() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets


def test_values_stand_where_the_readme_says(folder: Path) -> None:
    rows = [
        json.loads(line)
        for line in (folder / "output" / "sample" / "latest" / "statements.jsonl").read_text("utf-8").splitlines()
    ]
    shown = re.findall(
        r"^\| `(\w+:.+?)` \| `(.+?)` \| (.+?) \| `(.+?)` \| (\d+)–(\d+) \| (?:(\d+): (.+?))? ?\| (.+?) \|$", README, re.M
    )
    assert len(shown) >= 4
    for record, field, value, source, start, end, page, box, quote in shown:
        found = [row for row in rows if (row["record"], row["field"], row["source"]) == (record, field, source)]
        assert [json.loads(value), [[int(start), int(end)]], quote] in [
            [row["value"], row["spans"], row["quote"]] for row in found
        ]
        place = (int(page), [float(edge) for edge in box.split(", ")]) if page else (None, None)
        assert place in [(row["page"], row["bbox"]) for row in found]
