"""What is open in a run, worst first: conflicts, entries of the annex without a project, values that the program is unsure of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from stadtatlas.decisions import model
from stadtatlas.decisions.fields import is_known, is_list
from stadtatlas.errors import StadtatlasError
from stadtatlas.model.rulings import stands
from stadtatlas.text.similar import title_likeness

Row = dict[str, Any]
_PLACE = regex.compile(r"(?P<field>[^\[]+)(?:\[(?P<index>\d+)\])?")
_LIKELY = 40.0
"""Likeness of titles (0 to 100) from which a project is offered for an entry of the annex that the program matched with none."""


class ReviewError(StadtatlasError):
    """A run that cannot be reviewed."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person should decide.

    `code` is the finding's, or `uncertain`; `value` stands in the record now, `other` is what another source has, or the project
    that an entry of the annex may be. `stated` are the statements on either.
    """

    code: str
    record: str
    field: str
    value: Any = None
    other: Any = None
    source: str | None = None
    finding: Row | None = None
    confidence: float | None = None
    stated: tuple[Row, ...] = ()

    @property
    def order(self) -> tuple[Any, ...]:
        """Worst first."""
        ranks = {"conflict.value": 0, "conflict.text": 1, "annex.unmatched": 2 if self.other else 4, "uncertain": 3}
        return ranks[self.code], self.confidence or 0.0, self.record, self.field

    def answered(self, decisions: Sequence[model.Base]) -> bool:
        """Whether one of the decisions is about it, and about what stands now."""
        return any(self._answers(decision) for decision in decisions)

    def _answers(self, decision: Any) -> bool:
        if isinstance(decision, model.Accept):
            row = self.finding or {}
            same = (decision.code, decision.record) == (row.get("code"), row.get("record"))
            return same and stands(decision.message, row["message"])
        if self.code == "annex.unmatched":
            tied = isinstance(decision, model.Confirm) and decision.field == "annex_title"
            return tied and stands(decision.saw, self.value["title"])
        if isinstance(decision, model.Drop) and decision.field is None:
            return decision.record == self.record
        if (getattr(decision, "record", None), getattr(decision, "field", None)) != (self.record, self.field):
            return False
        if decision.saw is None:
            return bool(decision.result() == self.other)
        return any(value is not None and stands(decision.saw, value) for value in (self.value, self.other))


@dataclass(frozen=True, slots=True)
class Files:
    """What a review reads of a run."""

    rows: dict[str, Row]
    statements: dict[tuple[str, str], list[Row]]
    findings: list[Row]


def read(run: Path) -> Files:
    """The run's records, statements and findings. Raises ReviewError."""
    try:
        edition = json.loads((run / "run.json").read_text("utf-8"))["edition"]
        rows = {f"city:{row['id']}": row for row in _lines(run / "cities.jsonl")}
        rows |= {f"project:{row['id']}": row for row in _lines(run / "projects.jsonl")}
        study = run / "study.json"
        rows |= {f"study:{edition}": json.loads(study.read_text("utf-8"))} if study.is_file() else {}
        statements: dict[tuple[str, str], list[Row]] = {}
        for row in _lines(run / "statements.jsonl"):
            statements.setdefault((row["record"], row["field"]), []).append(row)
        return Files(rows, statements, list(_lines(run / "findings.jsonl")))
    except (OSError, ValueError, KeyError) as error:
        raise ReviewError(f"{run} cannot be read: {error}. Check the run with `stadtatlas verify`.") from None


def _lines(path: Path) -> Iterator[Row]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def questions(files: Files, below: float) -> list[Question]:
    """All that is open, worst first; values count as unsure below this confidence (0 to 1)."""
    found = [
        *(_conflict(row, files) for row in files.findings if row["code"] in ("conflict.value", "conflict.text")),
        *(_unmatched(row, files) for row in files.findings if row["code"] == "annex.unmatched"),
        *_uncertain(files, below),
        *_unlike(files, below),
    ]
    return sorted((q for q in found if q is not None), key=lambda q: q.order)


def _conflict(finding: Row, files: Files) -> Question | None:
    record, place = finding["record"], finding["field"]
    field, index = _split(place)
    if record not in files.rows or not is_known(record, field):
        return None
    stated = files.statements.get((record, place), [])
    told = (s for s in stated if (s["source"], s["spans"]) == (finding["source"], finding["spans"]))
    other = next((s["value"] for s in told), None)
    # A source's entry that the record lacks is told of the list as a whole.
    value = _value(files.rows[record], field, index) if index is not None or not is_list(record, field) else None
    shown = tuple(s for s in stated if index is not None or value is not None or s["value"] == other)
    return Question(finding["code"], record, field, value, other, finding["source"], finding, None, shown)


def _unmatched(finding: Row, files: Files) -> Question | None:
    field, index = _split(finding["field"])
    entry = _value(files.rows.get(finding["record"], {}), field, index)
    if entry is None:
        return None
    free = [p for p in files.rows.values() if p.get("annex_title", "") is None and _of_city(p, entry["city"], files)]
    scored = sorted(((title_likeness(entry["title"], p["title"]), p["id"]) for p in free), reverse=True)
    likely = f"project:{scored[0][1]}" if scored and scored[0][0] >= _LIKELY else None
    stated = tuple(files.statements.get((finding["record"], finding["field"]), []))
    return Question(finding["code"], finding["record"], field, entry, likely, finding["source"], finding, None, stated)


def _of_city(project: Row, city: str, files: Files) -> bool:
    return bool(files.rows.get(f"city:{project['city']}", {}).get("name") == city)


def _uncertain(files: Files, below: float) -> Iterator[Question]:
    for (record, place), stated in files.statements.items():
        field, index = _split(place)
        confidence = max(s["confidence"] for s in stated)
        read_from_sources = all(s["spans"] for s in stated)
        if confidence >= below or not read_from_sources or record not in files.rows or not is_known(record, field):
            continue
        if index is not None or not is_list(record, field):
            value = _value(files.rows[record], field, index)
            if value is not None:
                yield Question("uncertain", record, field, value, confidence=confidence, stated=tuple(stated))


def _unlike(files: Files, below: float) -> Iterator[Question]:
    """Projects matched with an entry of the annex whose title is another; how alike they are is the confidence."""
    for record, row in files.rows.items():
        if row.get("annex_title") and record.startswith("project:"):
            stated = tuple(files.statements.get((record, "annex_title"), []))
            confidence = title_likeness(row["annex_title"], row["title"]) / 100
            if confidence < below and all(s["spans"] for s in stated):
                value = row["annex_title"]
                yield Question("uncertain", record, "annex_title", value, confidence=round(confidence, 2), stated=stated)


def _split(place: str) -> tuple[str, int | None]:
    found = _PLACE.fullmatch(place or "")
    if not found:
        return place or "", None
    return found["field"], int(found["index"]) if found["index"] else None


def _value(row: Row, field: str, index: int | None) -> Any:
    key, _, inner = field.partition(".")
    value = row.get(key)
    value = (value or {}).get(inner) if inner else value
    if index is None:
        return value
    return value[index] if value and index < len(value) else None
