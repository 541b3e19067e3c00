"""The validate stage: every record against its Pydantic model; what fails is a finding and not a crash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import ValidationError

from stadtatlas.model.records import Record
from stadtatlas.reconcile.ledger import Ledger, Row

R = TypeVar("R", bound=Record)


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


def _remark(location: tuple[int | str, ...], message: str, value: object, record: str, ledger: Ledger) -> None:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    words = next((s for s in ledger.statements if s["record"] == record and s["field"] and path.startswith(s["field"])), None)
    quote = f"; the source says {words['quote'][:120]!r}" if words else ""
    ledger.find("record.invalid", f"{path}: {message} (got {str(value)[:80]!r}){quote}", record, path or None)
    if words:
        ledger.findings[-1] |= {"source": words["source"], "spans": words["spans"]}
