"""The statements and findings of a run while they are being collected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stadtatlas.model.findings import CODES
from stadtatlas.reconcile.voices import Sourced, Voice
from stadtatlas.text.view import Span

Row = dict[str, Any]


class Ledger:
    """Rows in the contract's key order; sorted when they are written."""

    def __init__(self, statements: list[Row] | None = None, findings: list[Row] | None = None) -> None:
        self.statements: list[Row] = statements if statements is not None else []
        self.findings: list[Row] = findings if findings is not None else []

    def state(self, record: str, field: str, voice: Voice) -> None:
        """What a source says of a field of a record."""
        claim, text = voice.claim, voice.source.text
        spans = [list(span) for span in claim.spans]
        quote = " ".join(text[a:b] for a, b in claim.spans)
        self._row(record, field, claim.value, voice.source.id, spans, quote, claim.extractor, claim.confidence)

    def look_up(self, record: str, field: str, value: Any, reference: str, confidence: float) -> None:
        """A value from reference data, which stands in no source."""
        self._row(record, field, value, reference, [], "", "places", confidence)

    def _row(self, record: str, field: str, value: Any, source: str, spans: list[list[int]], quote: str, *signature: Any) -> None:
        extractor, confidence = signature
        self.statements.append(
            {
                "record": record, "field": field, "value": value, "source": source, "spans": spans, "quote": quote,
                "page": None, "bbox": None, "extractor": extractor, "confidence": confidence,
            }
        )  # fmt: skip

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
