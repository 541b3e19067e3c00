"""What a decisions file may say. Every key is described here; `docs/decisions.md` is generated from these models."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from stadtatlas.decisions.fields import completed, is_known, is_list, problem, unknown_keys
from stadtatlas.model.findings import CODES

Text = Annotated[str, Field(min_length=1)]
_RECORD = r"^(city:[a-z0-9-]+|project:[a-z0-9-]+/[a-z0-9-]+)$"
AnyRecord = Annotated[str, Field(pattern=r"^(city:[a-z0-9-]+|project:[a-z0-9-]+/[a-z0-9-]+|study:.+)$")]
CityOrProject = Annotated[str, Field(pattern=_RECORD)]


def _day(value: object) -> object:
    """A date in quotes is as good as one without."""
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError("must be a date such as 2026-05-31") from None
    return value


def _dated(value: object) -> object:
    """Dates as texts, as the records have them: `2024-06-03` is as good as `"2024-06-03"`."""
    if isinstance(value, dict):
        return {key: _dated(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


Value = Annotated[Any, BeforeValidator(_dated)]
Day = Annotated[datetime.date, BeforeValidator(_day)]


class Base(BaseModel, ABC):
    """What every decision says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    why: Text = Field(description="The reason, for whoever reads the file next year.")
    by: Text = Field(description="Who decided.")
    date: Day = Field(description="When, as 2026-05-31.")

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong beyond the types: key and message."""
        return []

    @abstractmethod
    def subject(self) -> tuple[Any, ...]:
        """What the decision is about; of two decisions on one subject, both must say the same."""

    def verdict(self) -> Any:
        """What it says of its subject."""
        return None


class _OnField(Base):
    record: AnyRecord = Field(description="The record, as in statements: `city:kassel`, `project:kassel/buergerkonto`.")
    field: Text = Field(description="The field, as in statements, a list without its index: `population`, `organisation`.")

    def problems(self) -> list[tuple[str, str]]:
        """A field that the record does not have, or keys that its entries do not have."""
        name: str | None = getattr(self, "field", None)
        if name is None:
            return []
        if not is_known(self.record, name):
            hint = "; name the list alone, and the entry by what `saw` says" if "[" in name else ""
            return [("field", f"a {self.record.partition(':')[0]} has no field {name!r} that can be decided{hint}")]
        unknown = unknown_keys(self.record, name, getattr(self, "saw", None))
        return [(f"saw.{key}", f"an entry of {name} has no such key") for key in unknown]

    def subject(self) -> tuple[Any, ...]:
        return ("value", self.record, self.field, getattr(self, "saw", None))


class Set(_OnField):
    """A value is replaced. In a list, `saw` says which entry; without it, an entry is added. Statements of the sources stay, and
    one of the source `decisions` is added."""

    action: Literal["set"]
    saw: Value = Field(None, description="The value that stood there. Left out where none stood, and where an entry is added.")
    value: Value = Field(description="The right value; of a list, the whole entry. Keys that may be null may be left out.")

    def problems(self) -> list[tuple[str, str]]:
        """As for any field, and a value that its schema does not allow."""
        known = super().problems()
        if self.field == "annex_title":
            return [("field", "use `confirm` to say which entry of the annex is this project")]
        wrong = None if known else problem(self.record, self.field, self.result())
        return [*known, ("value", wrong)] if wrong else known

    def result(self) -> Any:
        """The value with all its keys."""
        return completed(self.record, self.field, self.value)

    def subject(self) -> tuple[Any, ...]:
        adds = self.saw is None and is_list(self.record, self.field)
        return ("added", self.record, self.field, self.result()) if adds else super().subject()

    def verdict(self) -> Any:
        """The value."""
        return ["set", self.result()]


class Drop(_OnField):
    """A value is removed, or an entry of a list, or a whole record: a city goes with its projects. What was dropped stays in
    `statements.jsonl`, and the finding `decision.applied` names it. Drop a project's `annex_title`
    where the program tied the wrong entry of the annex to it; both are then free for others."""

    action: Literal["drop"]
    record: AnyRecord = Field(description="The record, as in statements.")
    field: Text | None = Field(None, description="The field; without it the whole record is dropped.")  # type: ignore[assignment]
    saw: Value = Field(None, description="The value that stood there; required with `field`. Of a record, its name or title.")

    def problems(self) -> list[tuple[str, str]]:
        """As for any field; a value that no record can do without."""
        if self.field is None:
            return [("field", "the study's record cannot be dropped")] if self.record.startswith("study:") else []
        if self.saw is None:
            return [("saw", "is missing: say which value is to be dropped")]
        known = super().problems()
        needed = not known and not is_list(self.record, self.field) and problem(self.record, self.field, None)
        return [("field", f"{self.field} cannot be empty; set another value")] if needed else known

    def verdict(self) -> Any:
        """The absence of a value."""
        return ["drop"]


class Confirm(_OnField):
    """A value is right as it stands, however unsure the program is. On a project's `annex_title` it says which entry of the annex
    is this project, and ties the two where the program did not."""

    action: Literal["confirm"]
    saw: Value = Field(description="The value that is right; of a project's `annex_title`, the title as the annex prints it.")

    def verdict(self) -> Any:
        """The value as it was seen."""
        return ["confirm"]


class Pick(_OnField):
    """Sources differ, and this one is believed. Of a list its entries come first; of `sections`, the one
    whose `kind` was seen."""

    action: Literal["pick"]
    source: Text = Field(description="The source that is right, by its id: `kassel-html`.")
    saw: Value = Field(description="The value that it gives.")

    def subject(self) -> tuple[Any, ...]:
        kind = self.saw.get("kind") if self.field == "sections" and isinstance(self.saw, dict) else None
        return ("source", self.record, self.field, kind)

    def verdict(self) -> Any:
        """The source."""
        return ["pick", self.source]


class Merge(Base):
    """Two records are one. The id of `record` stays; all that sources say of either is reconciled anew."""

    action: Literal["merge"]
    record: CityOrProject = Field(description="The record whose id stays: a city or a project.")
    other: CityOrProject = Field(alias="with", description="The record that is the same; projects must be of one city.")

    def problems(self) -> list[tuple[str, str]]:
        """Two records that cannot be one."""
        return _misfit(self.record, self.other)

    def subject(self) -> tuple[Any, ...]:
        return ("identity", self.other)

    def verdict(self) -> Any:
        """Whom it is the same as."""
        return ["merge", self.record]


class Part(Base):
    """What one source says of a record belongs to another. Use it where the program joined what is not the same."""

    action: Literal["part"]
    record: CityOrProject = Field(description="The record that the program made.")
    other: CityOrProject = Field(
        alias="with", description="The record that the source's words belong to: a new id, or one that there is already."
    )
    source: Text = Field(description="The source whose words do not belong to `record`, by its id.")
    saw: Text = Field(description="The city's name or the project's title as that source prints it.")

    def problems(self) -> list[tuple[str, str]]:
        """Two records that cannot be apart."""
        return _misfit(self.record, self.other)

    def subject(self) -> tuple[Any, ...]:
        return ("origin", self.record, self.source, self.saw)

    def verdict(self) -> Any:
        """Where it belongs."""
        return ["part", self.other]


class Accept(Base):
    """A finding is known and right. It is left out of the findings, so that `--fail-on` does not stop at it, and one finding
    `decision.accepted` says so."""

    action: Literal["accept"]
    code: Text = Field(description="The finding's code: `total.differs`.")
    record: AnyRecord | None = Field(None, description="The finding's record, where it has one.")
    message: Text = Field(description="The finding's message; `…` stands for any words.")

    def problems(self) -> list[tuple[str, str]]:
        """A code that no finding can have."""
        known = self.code in CODES and not self.code.startswith("decision.")
        return [] if known else [("code", f"no finding that can be accepted has the code {self.code!r}")]

    def subject(self) -> tuple[Any, ...]:
        return ("finding", self.code, self.record, self.message)


def _misfit(one: str, two: str) -> list[tuple[str, str]]:
    if one == two:
        return [("with", "is the record itself")]
    kinds = {record.partition("/")[0] if record.startswith("project:") else "city" for record in (one, two)}
    return [] if len(kinds) == 1 else [("with", f"must be of the same kind as {one}, and of the same city")]


Decision = Annotated[Set | Drop | Confirm | Pick | Merge | Part | Accept, Field(discriminator="action")]
ACTIONS: tuple[type[Base], ...] = (Set, Drop, Pick, Confirm, Merge, Part, Accept)


class DecisionsFile(BaseModel):
    """A decisions file: an array of tables `[[decision]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    decision: list[Decision] = []
