"""Why a value changed: the sources say something else, another version of the program read them, another profile, a person."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, cached_property

from stadtatlas.compare.evidence import Evidence, Stated, collect, sides
from stadtatlas.compare.load import CompareError, Run
from stadtatlas.compare.values import FINDINGS_FIELD
from stadtatlas.model.comparison import Cause, Change, Diff, Side
from stadtatlas.text.keys import typographic_key

DECISIONS = "decisions"
"""The source of a statement that a person made."""


def explained(diff: Diff, a: Run, b: Run) -> Diff:
    """The diff with quotes and causes. Raises CompareError."""
    told = collect(a, sides(diff.changes, new=False)), collect(b, sides(diff.changes, new=True))
    judge = _Judge(a, b)
    return diff.model_copy(update={"changes": [_explained(change, told, judge) for change in diff.changes]})


def _explained(change: Change, told: tuple[Evidence, Evidence], judge: _Judge) -> Change:
    old, new = (_quoted(side, evidence) for side, evidence in zip((change.old, change.new), told, strict=True))
    stated = told[0].of(change.old), told[1].of(change.new)
    cause = "decision" if _is_of_decision(change) else judge.cause(*stated, change.kind == "typographic")
    return change.model_copy(update={"old": old, "new": new, "cause": cause})


def _is_of_decision(change: Change) -> bool:
    """Whether it is a finding that tells what became of a decision."""
    side = change.new or change.old
    is_finding = (change.field or "").startswith(f"{FINDINGS_FIELD}[")
    return is_finding and side is not None and str(side.value["code"]).startswith("decision.")


def _quoted(side: Side | None, evidence: Evidence) -> Side | None:
    return side and side.model_copy(update={"quotes": evidence.quotes(side)})


class _Judge:
    """Tells causes for two runs; it reads their documents only where the program or the profile is another one."""

    def __init__(self, a: Run, b: Run) -> None:
        self.runs = a, b
        self.loose = _Texts(a, typographic_key), _Texts(b, typographic_key)
        self.exact = _Texts(a, _exact_key), _Texts(b, _exact_key)

    def cause(self, old: Sequence[Stated], new: Sequence[Stated], exact: bool) -> Cause:
        """The cause of a change, from the statements of both sides on its value.

        `exact`: whether words that only a typesetter would tell apart are other words.
        """
        if any(stated.source == DECISIONS for stated in (*old, *new)):
            return "decision"
        if self._made is None:
            return "source"
        texts = self.exact if exact else self.loose
        stands = self._stands(old, 0, texts) and self._stands(new, 1, texts)
        read = any(stated.spans for stated in (*old, *new))
        return self._made if (stands if read else self._same_sources) else "source"

    @cached_property
    def _made(self) -> Cause | None:
        """What is to blame where the sources are not: nothing where the same program read them with the same profile.

        A run that does not say which made it may be of any.
        """
        a, b = (run.name for run in self.runs)
        if a.extraction is None or a.extraction != b.extraction:
            return "code"
        return None if a.profile is not None and a.profile == b.profile else "profile"

    @cached_property
    def _same_sources(self) -> bool:
        a, b = (sorted(run.sources.values()) for run in self.runs)
        return a == b

    def _stands(self, stated: Sequence[Stated], here: int, texts: tuple[_Texts, _Texts]) -> bool:
        """Whether the other run has the same words before it, wherever it read them."""
        other = self.runs[1 - here].sources.values()
        for one in (s for s in stated if s.spans):
            if self.runs[here].sources.get(one.source) in other:
                continue
            if not texts[here].blocks(one) <= texts[1 - here].all:
                return False
        return True


class _Texts:
    """The blocks of a run's documents, the same where their `key` is."""

    def __init__(self, run: Run, key: Callable[[str], str]) -> None:
        self.run = run
        self.key = key
        self.document = cache(self._document)

    @cached_property
    def all(self) -> frozenset[str]:
        """Every block of the run."""
        return frozenset(key for source in self.run.sources for _, key in self.document(source))

    def blocks(self, stated: Stated) -> set[str]:
        """The blocks in which a statement stands."""
        found = self.document(stated.source) if stated.source in self.run.sources else []
        starts = [start for start, _ in found]
        return {found[at][1] for begin, _ in stated.spans if (at := bisect_right(starts, begin) - 1) >= 0}

    def _document(self, source: str) -> list[tuple[int, str]]:
        folder = self.run.path / "documents"
        try:
            text = (folder / f"{source}.txt").read_text("utf-8")
            data = json.loads((folder / f"{source}.json").read_text("utf-8"))
            return [(block["start"], self.key(text[block["start"] : block["end"]])) for block in data["blocks"]]
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise CompareError(f"{folder / source}: cannot be read: {error}; `stadtatlas verify` checks the run") from None


def _exact_key(text: str) -> str:
    return " ".join(text.split())
