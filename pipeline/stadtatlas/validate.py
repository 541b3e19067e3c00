"""The validate stage: every record against its Pydantic model; what fails is a finding and not a crash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from stadtatlas.model.records import AnnexProject, City, Project, Record, Study
from stadtatlas.reconcile.ledger import Ledger, Row

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Valid:
    """Records that fit their models and refer to each other."""

    cities: list[City]
    projects: list[Project]
    study: Study | None


def validate(rows: Sequence[Row], model: type[R], prefix: str, ledger: Ledger) -> list[R]:
    """The rows that fit the model, sorted by id; the others become findings `record.invalid`."""
    valid: list[R] = []
    for row in sorted(rows, key=lambda r: str(r["id"])):
        record = check(row, model, f"{prefix}:{row['id']}", ledger)
        if record is not None:
            valid.append(record)
    return valid


def check(row: Row, model: type[R], record: str, ledger: Ledger) -> R | None:
    """The row as a record of the model, or `None` and a finding for each field that does not fit."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        for problem in error.errors():
            _remark(problem["loc"], problem["msg"], problem.get("input"), record, ledger)
        return None


def tied(valid: Valid, ledger: Ledger) -> Valid:
    """The records without references to such as were left out, so that every reference leads somewhere.

    A project whose city was left out is left out, too, and a finding.
    """
    cities = {city.id for city in valid.cities}
    projects = {project.id for project in valid.projects if project.city in cities}
    for project in valid.projects:
        if project.city not in cities:
            ledger.find("record.invalid", f"its city {project.city} was left out", f"project:{project.id}", "city")
    return Valid(
        [city.model_copy(update={"projects": [p for p in city.projects if p in projects]}) for city in valid.cities],
        [project for project in valid.projects if project.id in projects],
        valid.study and valid.study.model_copy(update={"annex_projects": _matched(valid.study.annex_projects, projects)}),
    )


def _matched(entries: list[AnnexProject] | None, projects: set[str]) -> list[AnnexProject] | None:
    if entries is None:
        return None
    return [e if e.project in projects else e.model_copy(update={"project": None}) for e in entries]


def _remark(location: tuple[int | str, ...], message: str, value: object, record: str, ledger: Ledger) -> None:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    words = next((s for s in ledger.statements if s["record"] == record and s["field"] and path.startswith(s["field"])), None)
    quote = f"; the source says {words['quote'][:120]!r}" if words else ""
    ledger.find("record.invalid", f"{path}: {message} (got {str(value)[:80]!r}){quote}", record, path or None)
    if words:
        ledger.findings[-1] |= {"source": words["source"], "spans": words["spans"]}
