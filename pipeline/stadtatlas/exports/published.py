"""What a run publishes, as one value: made by the run itself, or read back from its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from stadtatlas.errors import StadtatlasError
from stadtatlas.model.records import City, Entity, Finding, Project, Record, Run, Statement, Study
from stadtatlas.store import MANIFEST, find_run

R = TypeVar("R", bound=Record)


class UnreadableRunError(StadtatlasError):
    """A folder without a run, or a run whose files cannot be read."""


@dataclass(frozen=True, slots=True)
class Published:
    """The records of a run, each list in the order of its file. `study` is `None` where no study was read."""

    run: Run
    cities: Sequence[City]
    projects: Sequence[Project]
    study: Study | None
    statements: Sequence[Statement]
    entities: Sequence[Entity]
    findings: Sequence[Finding]


def load(path: Path) -> Published:
    """All records of the run in a folder. Raises UnreadableRunError."""
    run = load_manifest(path)
    return Published(
        run=run,
        cities=load_lines(path, "cities", City),
        projects=load_lines(path, "projects", Project),
        study=load_study(path),
        statements=load_lines(path, "statements", Statement),
        entities=load_lines(path, "entities", Entity),
        findings=load_lines(path, "findings", Finding),
    )


def load_manifest(path: Path) -> Run:
    """The run's `run.json`. Raises UnreadableRunError."""
    if find_run(path) is None:
        raise UnreadableRunError(f"{path} holds no run ({MANIFEST} is missing); give the folder that `stadtatlas run` printed")
    return _parse((path / MANIFEST).read_bytes(), Run, MANIFEST, path)


def load_study(path: Path) -> Study | None:
    """The run's `study.json`, if it has one. Raises UnreadableRunError."""
    file = path / "study.json"
    return _parse(file.read_bytes(), Study, file.name, path) if file.is_file() else None


def load_lines(path: Path, name: str, model: type[R]) -> list[R]:
    """The records of `NAME.jsonl`. Raises UnreadableRunError."""
    file = path / f"{name}.jsonl"
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableRunError(_advice(path, f"{file.name} cannot be read: {error.strerror}")) from None
    return [_parse(line, model, f"{file.name}, line {number}", path) for number, line in enumerate(lines, 1)]


def _parse(data: bytes, model: type[R], where: str, path: Path) -> R:
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise UnreadableRunError(_advice(path, f"{where}: {place}: {problem['msg']}".replace(": :", ":"))) from None


def _advice(path: Path, message: str) -> str:
    return f"{path}: {message}. Check the run with `stadtatlas verify`; `stadtatlas run --force` writes it anew."
