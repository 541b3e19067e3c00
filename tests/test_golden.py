"""The sample's run, byte for byte, tied to the extraction version: other records from the same input need a new version."""

from __future__ import annotations

import hashlib

from conftest import Result
from stadtatlas import EXPORTS_VERSION, EXTRACTION_VERSION
from stadtatlas.exports.files import names

GOLDEN = {13: "a9ff5d54e5ca7926"}
"""Hash over the records of the sample's run, its exports apart, by extraction version."""


def test_the_same_extraction_version_gives_the_same_records(sample_result: Result) -> None:
    digest = hashlib.sha256()
    for name, data in sorted((name, data) for name, data in sample_result.files().items() if name not in names()):
        digest.update(f"{name}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    assert digest.hexdigest()[:16] == GOLDEN.get(EXTRACTION_VERSION), (
        "the sample gives other records than before: if that is meant, raise EXTRACTION_VERSION in stadtatlas/__init__.py "
        f"and set its hash here to {digest.hexdigest()[:16]}"
    )


EXPORTED = {(13, 1): "542fd34966c9e9f7"}
"""Hash over the exports but SQLite, whose bytes are its library's, by extraction and exports version."""


def test_the_same_exports_version_gives_the_same_exports(sample_result: Result) -> None:
    digest = hashlib.sha256()
    for name, data in sorted(sample_result.files().items()):
        if name in names() - {"atlas.sqlite"}:
            digest.update(f"{name}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    assert digest.hexdigest()[:16] == EXPORTED.get((EXTRACTION_VERSION, EXPORTS_VERSION)), (
        "the sample's records give other exports than before: if that is meant, raise EXPORTS_VERSION in stadtatlas/__init__.py "
        f"and set its hash here to {digest.hexdigest()[:16]}"
    )
