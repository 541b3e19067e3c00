"""The sample's run, byte for byte, tied to the extraction version: other records from the same input need a new version."""

from __future__ import annotations

import hashlib

from conftest import Result
from stadtatlas import EXTRACTION_VERSION

GOLDEN = {3: "5cad803ea713a1e5"}
"""Hash over all files of the sample's run by extraction version."""


def test_the_same_extraction_version_gives_the_same_records(sample_result: Result) -> None:
    digest = hashlib.sha256()
    for name, data in sorted(sample_result.files().items()):
        digest.update(f"{name}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    assert digest.hexdigest()[:16] == GOLDEN.get(EXTRACTION_VERSION), (
        "the sample gives other records than before: if that is meant, raise EXTRACTION_VERSION in stadtatlas/__init__.py "
        f"and set its hash here to {digest.hexdigest()[:16]}"
    )
