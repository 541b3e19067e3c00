"""`stadtatlas verify`: check a finished run again, from its files alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stadtatlas.errors import StadtatlasError
from stadtatlas.model.records import City, DocumentRecord, Entity, Finding, Project, Record, Run, Statement, Study
from stadtatlas.store import MANIFEST, find_run

_TABLES: dict[str, type[Record]] = {
    "cities.jsonl": City,
    "projects.jsonl": Project,
    "statements.jsonl": Statement,
    "entities.jsonl": Entity,
    "findings.jsonl": Finding,
}
_PLAIN = (
    "name",
    "population",
    "area_km2",
    "image_credit",
    "state",
    "geonames_id",
    "latitude",
    "longitude",
    "agenda_status",
)
_LISTS = (
    "sections", "links", "dates", "organisation", "funding", "networks",
    "organisation_models", "stakeholders", "participation", "channels",
)  # fmt: skip
_WEB = ("author", "published", "teaser", "region")
_WEB_LISTS = ("neighbours", "quotes", "image_sources")
_PROJECT = ("title", "action_fields", "primary_action_field", "annex_title", "description")
_STUDY_LISTS = ("partners", "contents", "figures", "tables", "annex_projects", "image_credits", "totals")


class VerifyError(StadtatlasError):
    """A folder that holds no run."""


def verify(path: Path) -> Iterator[str]:
    """What is wrong with the run: a line for each problem, none for a sound run. Raises VerifyError."""
    run = find_run(path)
    if run is None:
        raise VerifyError(f"{path} holds no run ({MANIFEST} is missing); give the folder that `stadtatlas run` printed")
    checker = _Checker(run.resolve())
    yield from checker.check()


class _Checker:
    def __init__(self, run: Path) -> None:
        self.run = run
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.manifest: dict[str, Any] = {}

    def check(self) -> Iterator[str]:
        """Every check, cheapest first; later ones need what earlier ones loaded."""
        yield from self._manifest()
        if not self.manifest:
            return
        for name, model in _TABLES.items():
            yield from self._table(name, model)
        yield from self._hashes()
        yield from self._counts()
        texts = {}
        for source in self.manifest["sources"]:
            text = self._text(source["id"])
            if text is None:
                yield f"documents/{source['id']}.txt: is missing or no UTF-8"
                continue
            texts[source["id"]] = text
            yield from self._document(source, text)
        yield from self._grounding(texts)
        yield from self._values()
        yield from self._mentions()

    def _manifest(self) -> Iterator[str]:
        try:
            self.manifest = Run.model_validate_json((self.run / MANIFEST).read_bytes()).model_dump()
        except (ValidationError, ValueError, OSError) as error:
            yield f"{MANIFEST}: {_first_line(error)}"
            return
        if self.manifest["run_id"] != self.run.name:
            yield f"{MANIFEST}: names run {self.manifest['run_id']}, the folder is {self.run.name}"

    def _table(self, name: str, model: type[Record]) -> Iterator[str]:
        self.rows[name] = []
        try:
            lines = (self.run / name).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            yield f"{name}: {_first_line(error)}"
            return
        for number, line in enumerate(lines, 1):
            try:
                self.rows[name].append(model.model_validate_json(line).model_dump(mode="json"))
            except ValidationError as error:
                yield f"{name}, line {number}: {_first_line(error)}"
        keys = [row["id"] for row in self.rows[name] if "id" in row]
        if keys != sorted(set(keys)):
            yield f"{name}: ids are not sorted or not unique"

    def _hashes(self) -> Iterator[str]:
        recorded = self.manifest["recorded"].get("files", {})
        present = {p.relative_to(self.run).as_posix() for p in self.run.rglob("*") if p.is_file()} - {MANIFEST}
        for name in sorted(present | set(recorded)):
            if name not in recorded:
                yield f"{name}: is not part of the run"
            elif name not in present:
                yield f"{name}: is missing"
            elif hashlib.sha256((self.run / name).read_bytes()).hexdigest() != recorded[name]:
                yield f"{name}: was changed after the run (its SHA-256 differs)"

    def _counts(self) -> Iterator[str]:
        for name, number in self.manifest["counts"].items():
            found = len(self.manifest["sources"]) if name == "sources" else len(self.rows.get(f"{name}.jsonl", []))
            if found != number:
                yield f"{MANIFEST}: counts {number} {name}, the run holds {found}"

    def _text(self, source: str) -> str | None:
        try:
            return (self.run / "documents" / f"{source}.txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def _document(self, source: dict[str, Any], text: str) -> Iterator[str]:
        name = f"documents/{source['id']}.json"
        try:
            document = DocumentRecord.model_validate_json((self.run / name).read_bytes())
        except (OSError, ValidationError) as error:
            yield f"{name}: {_first_line(error)}"
            return
        if document.sha256 != source["sha256"]:
            yield f"{name}: is of another source than {MANIFEST} names"
        at = 0
        for block in document.blocks:
            if block.start < at or block.end > len(text) or block.end < block.start:
                yield f"{name}: block {block.start}-{block.end} overlaps another or leaves the text"
            elif text[at : block.start].strip():
                yield f"{name}: no block covers {text[at : block.start].strip()[:40]!r} before {block.start}"
            at = max(at, block.end)
        if text[at:].strip():
            yield f"{name}: no block covers {text[at:].strip()[:40]!r} at the end"

    def _grounding(self, texts: dict[str, str]) -> Iterator[str]:
        for name in ("statements.jsonl", "findings.jsonl"):
            for number, row in enumerate(self.rows[name], 1):
                text = texts.get(row["source"] or "")
                if row["spans"] and text is None:
                    yield f"{name}, line {number}: has spans in an unknown source {row['source']!r}"
                elif text is not None and "quote" in row and " ".join(text[a:b] for a, b in row["spans"]) != row["quote"]:
                    yield f"{name}, line {number}: {row['record']} {row['field']}: the quote does not stand at its spans"

    def _values(self) -> Iterator[str]:
        stated = {(row["record"], row["field"]) for row in self.rows["statements.jsonl"]}
        for city in self.rows["cities.jsonl"]:
            web = {f"web.{key}": value for key, value in (city["web"] or {}).items()}
            facts = {f"facts.{key}": value for key, value in (city["facts"] or {}).items()}
            plain = (*_PLAIN, *facts, *(f"web.{key}" for key in _WEB))
            lists = (*_LISTS, *(f"web.{key}" for key in _WEB_LISTS))
            yield from _unstated(f"city:{city['id']}", {**city, **web, **facts}, plain, lists, stated)
        for project in self.rows["projects.jsonl"]:
            yield from _unstated(f"project:{project['id']}", project, _PROJECT, (), stated)
        if (self.run / "study.json").is_file():
            try:
                study = Study.model_validate_json((self.run / "study.json").read_bytes()).model_dump(mode="json")
            except ValidationError as error:
                yield f"study.json: {_first_line(error)}"
                return
            yield from _unstated(
                f"study:{self.manifest['edition']}", study, ("title", "publisher", "published"), _STUDY_LISTS, stated
            )

    def _mentions(self) -> Iterator[str]:
        stated = {_reference(row) for row in self.rows["statements.jsonl"]}
        for number, entity in enumerate(self.rows["entities.jsonl"], 1):
            for mention in entity["mentions"]:
                if _reference(mention) not in stated:
                    yield f"entities.jsonl, line {number}: {entity['id']} refers to a statement that is not there: {mention}"


def _reference(row: dict[str, Any]) -> str:
    return json.dumps([row["record"], row["field"], row["source"], row["spans"]])


def _unstated(
    record: str, row: dict[str, Any], plain: tuple[str, ...], lists: tuple[str, ...], stated: set[tuple[str, str]]
) -> Iterator[str]:
    fields = [key for key in plain if row.get(key) not in (None, [])]
    fields += [f"{key}[{index}]" for key in lists for index in range(len(row.get(key) or []))]
    for field in fields:
        if (record, field) not in stated:
            yield f"{record}: {field} has no statement"


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return str(error).splitlines()[0] if str(error) else json.dumps(type(error).__name__)
