"""The write stage, first half: validated records to the bytes of a run's files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from stadtatlas.edition.profile import Profile
from stadtatlas.exports.published import Published
from stadtatlas.model.document import Block
from stadtatlas.model.records import DocumentBlock, DocumentRecord, Record, Run, SourceRecord
from stadtatlas.reconcile import Sourced
from stadtatlas.stages import Records
from stadtatlas.store import MANIFEST, line, page


def published(records: Records, run_id: str, profile: Profile) -> Published:
    """What the run publishes; nothing is recorded yet."""
    run = _run(records, run_id, profile)
    rest = records.statements, records.entities, records.findings
    return Published(run, records.cities, records.projects, records.study, *rest)


def render(records: Records, published: Published, recorded: Mapping[str, Any], exports: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of the run by its path in the run's folder, `exports` with them; the same records give the same bytes."""
    files: dict[str, bytes] = {}
    for source in sorted(records.sources, key=lambda s: s.id):
        files[f"documents/{source.id}.txt"] = source.text.encode("utf-8")
        files[f"documents/{source.id}.json"] = _document(source, records).encode("utf-8")
    files["cities.jsonl"] = _lines(records.cities, leave_out=("facts",))
    files["projects.jsonl"] = _lines(records.projects)
    files["statements.jsonl"] = _lines(records.statements, leave_out=("boxes", "evidence"))
    files["entities.jsonl"] = _lines(records.entities)
    files["findings.jsonl"] = _lines(records.findings)
    if records.study:
        files["study.json"] = _pretty(records.study).encode("utf-8")
    files |= exports
    files[MANIFEST] = manifest(published.run, {**recorded, "files": hashes(files)})
    return files


def manifest(run: Run, recorded: Mapping[str, Any]) -> bytes:
    """The run's `run.json`."""
    return _pretty(run.model_copy(update={"recorded": dict(recorded)})).encode("utf-8")


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of every file, by its path."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def _run(records: Records, run_id: str, profile: Profile) -> Run:
    names = ("sources", "cities", "projects", "statements", "entities", "findings")
    counted = {name: len(getattr(records, name)) for name in names}
    return Run(
        contract=1,
        run_id=run_id,
        edition=profile.id,
        sources=[_source(s) for s in sorted(records.sources, key=lambda s: s.id)],
        counts=counted,
        findings=dict(sorted(Counter(f.code for f in records.findings).items())),
        recorded={},
    )


def _source(source: Sourced) -> SourceRecord:
    document = source.extract.structured.document
    return SourceRecord(
        id=source.id, kind=source.kind, format=source.format, path=source.source.path, sha256=source.source.sha256,
        bytes=len(source.source.data), pages=document.pages,
    )  # fmt: skip


def _document(source: Sourced, records: Records) -> str:
    blocks = [_block(b, source, records) for b in source.extract.structured.blocks]
    return _pretty(
        DocumentRecord(id=source.id, kind=source.kind, format=source.format, sha256=source.source.sha256, blocks=blocks)
    )


def _block(block: Block, source: Sourced, records: Records) -> DocumentBlock:
    city = None if block.portrait is None else records.city_of.get((source.id, block.portrait))
    layout = source.extract.structured.document.layout
    place = layout.place((block.start, block.end)) if layout else None
    return DocumentBlock(
        start=block.start, end=block.end, role=block.role, city=city, section=block.section,
        page=place.page if place else None, bbox=list(place.box) if place else None,
    )  # fmt: skip


def _pretty(record: Record) -> str:
    return page(record.model_dump(mode="json"))


def _lines(records: Sequence[Record], leave_out: tuple[str, ...] = ()) -> bytes:
    rows = []
    for record in records:
        row = record.model_dump(mode="json")
        for key in leave_out:
            if row.get(key) is None:
                row.pop(key, None)
        rows.append(line(row))
    return "".join(rows).encode("utf-8")
