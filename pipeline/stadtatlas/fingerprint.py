"""A run's identity: a hash over all that decides its bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from stadtatlas import EXTRACTION_VERSION
from stadtatlas.collect import Trouble
from stadtatlas.edition.load import Edition
from stadtatlas.model.document import Source


def run_id(
    sources: Sequence[Source],
    troubles: Sequence[Trouble],
    edition: Edition,
    decisions: str = "",
    read_as: Sequence[str | None] = (),
) -> str:
    """12 hex digits over contents, troubles, profile, decisions and extraction version: not names, folders or order.

    `read_as` is what was said of how to read them, where it decides what is read: a password, another engine.

    The hash is taken over a JSON array, never over joined strings, so that `["ab", "c"]` is not `["a", "bc"]`.
    """
    contents = sorted(s.sha256 for s in sources)
    inputs = [contents, [[t.code, t.message] for t in troubles], edition.sha256, decisions, EXTRACTION_VERSION, *read_as]
    return hashlib.sha256(json.dumps(inputs, ensure_ascii=False).encode()).hexdigest()[:12]
