"""Decisions with the place where each stands, and what of them is handed on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from stadtatlas.decisions.model import Base, Confirm, Drop, Merge, Part, Pick
from stadtatlas.model import rulings


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, and where it stands."""

    decision: Base
    file: str
    line: int

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file}, line {self.line}"

    @property
    def signed(self) -> str:
        """Who decided it, when and why."""
        return f"({self.decision.by}, {self.decision.date}: {self.decision.why})"


@dataclass(frozen=True)
class Decisions:
    """All decisions of a file; `sha256` is of its bytes. Without a file there are none."""

    entries: tuple[Entry, ...] = ()
    path: Path | None = None
    sha256: str = ""

    @property
    def digest(self) -> str:
        """What of them decides a run's bytes, as a hash; empty without any.

        Findings name the file and the line of a decision, so these count, too. Other comments and the order of keys do not.
        """
        if not self.entries:
            return ""
        meant = [[e.file, e.line, e.decision.model_dump(mode="json", by_alias=True)] for e in self.entries]
        return hashlib.sha256(json.dumps(meant, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @cached_property
    def rulings(self) -> rulings.Rulings:
        """Those that steer reconciling."""
        merges, parts, picks, ties, unties = [], [], [], [], []
        for entry in self.entries:
            match entry.decision:
                case Merge() as d:
                    merges.append(rulings.Merge(d.record, d.other, entry.where))
                case Part() as d:
                    parts.append(rulings.Part(d.record, d.other, d.source, d.saw, entry.where))
                case Pick() as d:
                    picks.append(rulings.Pick(d.record, d.field, d.source, d.saw))
                case Confirm(field="annex_title") as d:
                    ties.append(rulings.Tie(d.record, str(d.saw)))
                case Drop(field="annex_title") as d:
                    unties.append(rulings.Untie(d.record, str(d.saw), entry.where))
        return rulings.Rulings(tuple(merges), tuple(parts), tuple(picks), tuple(ties), tuple(unties))


NONE = Decisions()
