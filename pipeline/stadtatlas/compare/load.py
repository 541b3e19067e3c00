"""A run's records as they stand in its folder. What is wrong with one is said with its file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from stadtatlas.errors import StadtatlasError
from stadtatlas.model.comparison import RunName
from stadtatlas.model.records import City, Finding, Project, Record, Study
from stadtatlas.model.records import Run as Manifest
from stadtatlas.store import MANIFEST, find_run, line, page

Row = dict[str, Any]
CONTRACT = 1
CITIES, PROJECTS, STUDY, FINDINGS = "cities.jsonl", "projects.jsonl", "study.json", "findings.jsonl"
_TABLES: dict[str, type[Record]] = {CITIES: City, PROJECTS: Project, FINDINGS: Finding}


class CompareError(StadtatlasError):
    """Runs that cannot be compared or patched; the message says which file and line, and what to do."""


@dataclass(frozen=True)
class World:
    """What the records of a run tell, by record id; rows are read and never written to."""

    edition: str
    cities: Mapping[str, Row]
    projects: Mapping[str, Row]
    study: Row | None
    findings: Sequence[Row]

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every record but the findings, by its name: `city:dresden`."""
        yield from ((f"city:{name}", row) for name, row in self.cities.items())
        yield from ((f"project:{name}", row) for name, row in self.projects.items())
        if self.study is not None:
            yield f"study:{self.edition}", self.study


@dataclass(frozen=True)
class Run:
    """A run to compare: its folder, name and records, when it was made, the SHA-256 of its sources by their ids, and that of
    each of its files as it was written."""

    path: Path
    name: RunName
    world: World
    at: str
    sources: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> Run:
    """Read a run's folder. Raises CompareError."""
    run = find_run(path)
    if run is None:
        raise CompareError(f"{path} holds no run ({MANIFEST} is missing); give the folder that `stadtatlas run` printed")
    manifest = read_manifest(run)
    data = {name: _bytes(run / name) for name in (CITIES, PROJECTS, FINDINGS)}
    if (run / STUDY).exists():
        data[STUDY] = _bytes(run / STUDY)
    world = parse(data, manifest["edition"], run)
    _check(run, manifest, world, data)
    sources = {s["id"]: s["sha256"] for s in manifest["sources"]}
    return Run(run, _name(manifest, data), world, moment(manifest), sources, _written(manifest))


def read_manifest(run: Path) -> Row:
    """The run's `run.json`, checked. Raises CompareError."""
    path, data = run / MANIFEST, _bytes(run / MANIFEST)
    row = _json(data, path, 1)
    contract = row.get("contract") if isinstance(row, dict) else None
    if contract != CONTRACT:
        number = next((n for n, text in enumerate(data.splitlines(), 1) if b'"contract"' in text), 1)
        raise CompareError(
            f"{path}, line {number}: the run is of contract version {contract}, this program reads version {CONTRACT}; "
            "make the run anew from its sources with `stadtatlas run`"
        )
    _validate(Manifest, data, path, None)
    return dict(row)


def moment(manifest: Row) -> str:
    """When the run was made, as its `recorded` says; nothing where it does not."""
    return str(manifest["recorded"].get("at") or "")


def parse(data: Mapping[str, bytes], edition: str, run: Path = Path()) -> World:
    """The records of the files' bytes, by file name. Raises CompareError."""
    tables = {name: _table(data[name], run / name, model) for name, model in _TABLES.items()}
    study = None
    if STUDY in data:
        study = dict(_json(data[STUDY], run / STUDY, 1))
        _validate(Study, data[STUDY], run / STUDY, None)
    cities, projects = (_by_id(tables[name], run / name) for name in (CITIES, PROJECTS))
    return World(edition, cities, projects, study, tables[FINDINGS])


def render(world: World) -> dict[str, bytes]:
    """The files that hold these records, by name: the same bytes that `stadtatlas run` writes."""
    files = {
        CITIES: _lines(world.cities[key] for key in sorted(world.cities)),
        PROJECTS: _lines(world.projects[key] for key in sorted(world.projects)),
        FINDINGS: _lines(world.findings),
    }
    return files if world.study is None else {**files, STUDY: page(world.study).encode()}


def hashes(data: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(data.items())}


def _lines(rows: Iterator[Row] | Sequence[Row]) -> bytes:
    return "".join(map(line, rows)).encode()


def _name(manifest: Row, data: Mapping[str, bytes]) -> RunName:
    recorded = manifest["recorded"]
    extraction, profile = recorded.get("extraction"), recorded.get("profile")
    return RunName(
        run_id=manifest["run_id"],
        edition=manifest["edition"],
        extraction=extraction if isinstance(extraction, int) else None,
        profile=profile if isinstance(profile, str) else None,
        files=hashes(data),
    )


def _written(manifest: Row) -> dict[str, str]:
    """The SHA-256 of each file as it was written, by name; nothing where the run does not say it, as it need not."""
    files = manifest["recorded"].get("files")
    return files if isinstance(files, dict) else {}


def _check(run: Path, manifest: Row, world: World, data: Mapping[str, bytes]) -> None:
    """Whether the files are whole: a line that is missing must not be told as a city that is gone. Raises CompareError."""
    told = _written(manifest)
    found = hashes(data)
    for name in (name for name in told if name in found or name == STUDY):
        if found.get(name) != told[name]:
            raise changed_file(run / name)
    for key, rows in (("cities", world.cities), ("projects", world.projects), ("findings", world.findings)):
        expected = manifest["counts"].get(key)
        if expected != len(rows):
            raise CompareError(f"{run / key}.jsonl, line {len(rows)}: ends here, but {MANIFEST} counts {expected} {key}")


def changed_file(path: Path) -> CompareError:
    """That a file is not the one that the run was made with."""
    return CompareError(f"{path}: was changed after the run was made; `stadtatlas verify {path.parent}` says more")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CompareError(f"{path}: cannot be read: {error.strerror}; `stadtatlas verify` checks the run") from None


def _table(data: bytes, path: Path, model: type[Record]) -> list[Row]:
    rows = []
    for number, text in enumerate(data.splitlines(), 1):
        try:
            rows.append(from_json(text))
        except ValueError:
            _json(text, path, number)  # says what is wrong, in the words of every other file
            raise
        _validate(model, text, path, number)
    return rows


def _json(data: bytes, path: Path, number: int) -> Any:
    try:
        return json.loads(data)
    except (ValueError, UnicodeDecodeError) as error:
        at = number + getattr(error, "lineno", 1) - 1
        raise CompareError(f"{path}, line {at}: is no valid JSON: {getattr(error, 'msg', error)}") from None


def _validate(model: type[Record], data: bytes, path: Path, number: int | None) -> None:
    try:
        model.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(map(str, problem["loc"])) or "record"
        at = number or _line_of(data, problem["loc"])
        raise CompareError(f"{path}, line {at}: {key}: {problem['msg']}; `stadtatlas verify` checks the run") from None


def _line_of(data: bytes, location: tuple[int | str, ...]) -> int:
    """The line of a file with a key a line on which the key stands; the first where it is missing."""
    key = f'"{location[0]}"'.encode() if location else b""
    return next((n for n, text in enumerate(data.splitlines(), 1) if text.lstrip().startswith(key)), 1)


def _by_id(rows: Sequence[Row], path: Path) -> dict[str, Row]:
    found: dict[str, Row] = {}
    last = ""
    for number, row in enumerate(rows, 1):
        if row["id"] <= last:
            problem = "stands twice" if row["id"] == last else f"stands behind {last!r}; records are sorted by id"
            raise CompareError(f"{path}, line {number}: {row['id']!r} {problem}")
        last = row["id"]
        found[last] = row
    return found
