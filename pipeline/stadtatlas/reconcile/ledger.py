"""The statements and findings of a run while they are being collected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stadtatlas.model.findings import CODES
from stadtatlas.model.layout import around
from stadtatlas.reconcile.voices import Sourced, Voice
from stadtatlas.text.view import Span

Row = dict[str, Any]


_NO_PAGE: Row = {"page": None, "bbox": None}


def _placed(voice: Voice, spans: Sequence[Span]) -> Row:
    """Page and box of the first span and of those beside it on its page; then every box there is."""
    layout = voice.source.extract.structured.document.layout
    if layout is None:
        return _NO_PAGE
    places = [place for span in spans for place in layout.places(span)]
    whole = around(places)
    if whole is None:
        return _NO_PAGE
    boxes = [{"page": place.page, "bbox": list(place.box)} for place in places]
    return {"page": whole.page, "bbox": list(whole.box), "boxes": boxes}


class Ledger:
    """Rows in the contract's key order; sorted when they are written."""

    def __init__(self, statements: list[Row] | None = None, findings: list[Row] | None = None) -> None:
        self.statements: list[Row] = statements if statements is not None else []
        self.findings: list[Row] = findings if findings is not None else []

    def state(self, record: str, field: str, voice: Voice) -> None:
        """What a source says of a field of a record, and where else it names the same: a statement each."""
        for spans in (voice.claim.spans, *voice.claim.mentions):
            self._state(record, field, voice, spans)

    def _state(self, record: str, field: str, voice: Voice, spans: Sequence[Span]) -> None:
        claim, text = voice.claim, voice.source.text
        quote = " ".join(text[start:end] for start, end in spans)
        where = [list(span) for span in spans]
        row = {"record": record, "field": field, "value": claim.value, "source": voice.source.id, "spans": where, "quote": quote}
        self.statements.append(row | _placed(voice, spans) | {"extractor": claim.extractor, "confidence": claim.confidence})
        if claim.evidence:
            self.statements[-1]["evidence"] = dict(claim.evidence)

    def look_up(self, record: str, field: str, value: Any, reference: str, confidence: float) -> None:
        """A value from reference data, which stands in no source."""
        row = {"record": record, "field": field, "value": value, "source": reference, "spans": [], "quote": ""}
        self.statements.append(row | _NO_PAGE | {"extractor": "places", "confidence": confidence})

    def decide(self, record: str, field: str, value: Any, signed: Row) -> None:
        """A value that somebody decided, which stands in no source; `signed` says by whom, when and why."""
        row = {"record": record, "field": field, "value": value, "source": "decisions", "spans": [], "quote": ""}
        row |= _NO_PAGE | {"extractor": "decision", "confidence": 1.0, "evidence": signed}
        if not any(row == other for other in self.statements if other["source"] == row["source"]):
            self.statements.append(row)

    def find(
        self,
        code: str,
        message: str,
        record: str | None = None,
        field: str | None = None,
        source: Sourced | None = None,
        spans: Sequence[Span] = (),
    ) -> None:
        """Something that a person should look at."""
        self.findings.append(
            {
                "code": code, "severity": CODES[code].severity, "record": record, "field": field,
                "source": source.id if source else None, "message": message, "spans": [list(s) for s in spans],
            }
        )  # fmt: skip
