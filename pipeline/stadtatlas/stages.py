"""The stages of a run, in order. Each is a function that knows its input and its output, and none of the others.

collect → read → structure → extract → reconcile → decide → tag → audit → validate → write
          └──── one source at a time ────┘
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from stadtatlas.audit import audit
from stadtatlas.collect import Trouble
from stadtatlas.decisions.apply import accept, looked_up, settle
from stadtatlas.decisions.entries import NONE, Decisions
from stadtatlas.edition.profile import Profile
from stadtatlas.extractors import Extract, extract
from stadtatlas.model.document import Remark, Source
from stadtatlas.model.records import City, Entity, Finding, Project, Statement, Study
from stadtatlas.readers import EncryptedError, Reading, UnreadableError, read
from stadtatlas.reconcile import Atlas, Sourced, entities, link_place, named, reconcile
from stadtatlas.reconcile.ledger import Ledger
from stadtatlas.structure import UnrecognisedError, structure
from stadtatlas.tag import Tagger
from stadtatlas.validate import Valid, check, tied, validate

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Records:
    """What a run publishes, validated and sorted."""

    sources: list[Sourced]
    cities: list[City]
    projects: list[Project]
    study: Study | None
    statements: list[Statement]
    findings: list[Finding]
    entities: list[Entity]
    city_of: dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class How:
    """How to read sources: on how many processes, with which password and engine."""

    jobs: int = 1
    reading: Reading = field(default_factory=Reading)


def digest(source: Source, profile: Profile, reading: Reading) -> Extract | Trouble:
    """One source from bytes to claims. Whatever is wrong with it stays with it."""
    name = source.path
    remarks: tuple[Remark, ...] = ()
    try:
        document = read(source.data, reading)
        remarks = document.remarks
        if not document.elements:
            return Trouble("source.empty", name, f"{name} holds no text", remarks)
        return extract(structure(document, profile), profile)
    except EncryptedError as error:
        return Trouble("source.encrypted", name, f"{name} {error}")
    except UnreadableError as error:
        return Trouble("source.unreadable", name, f"{name} {error}")
    except UnrecognisedError as error:
        return Trouble("source.unrecognised", name, f"{name}: {error}", remarks)
    except Exception as error:
        return Trouble("source.failed", name, f"{name}: {type(error).__name__}: {error}", remarks)


def digest_all(
    sources: Sequence[Source], profile: Profile, how: How, progress: Progress
) -> Iterator[tuple[Source, Extract | Trouble]]:
    """Every source's claims, in the order given."""
    if how.jobs == 1 or len(sources) < 2:
        for source in sources:
            yield source, digest(source, profile, how.reading)
            progress(source.path)
        return
    with ProcessPoolExecutor(min(how.jobs, len(sources))) as pool:
        futures = {pool.submit(digest, source, profile, how.reading): source for source in sources}
        done: dict[str, Extract | Trouble] = {}
        for future in as_completed(futures):
            source = futures[future]
            try:
                done[source.sha256] = future.result()
            except BrokenProcessPool:
                done[source.sha256] = Trouble("source.failed", source.path, f"{source.path}: its reader was killed")
            progress(source.path)
    yield from ((source, done[source.sha256]) for source in sources)


def combine(
    found: Sequence[tuple[Source, Extract | Trouble]],
    troubles: Sequence[Trouble],
    profile: Profile,
    decisions: Decisions = NONE,
) -> Records:
    """All sources' claims to validated records, as people decided."""
    sources = named(((s, e) for s, e in found if isinstance(e, Extract)), profile)
    atlas = reconcile(sources, profile, decisions.rulings)
    ledger = Ledger(atlas.statements, atlas.findings)
    settle(atlas, [e for e in decisions.entries if not looked_up(e)], profile)
    for city in atlas.cities:
        link_place(city, ledger)
    settle(atlas, [e for e in decisions.entries if looked_up(e)], profile)
    tag(atlas, profile)
    for trouble in (*troubles, *(e for _, e in found if isinstance(e, Trouble))):
        ledger.find(trouble.code, trouble.message)
        for remark in trouble.remarks:
            ledger.find(remark.code, f"{trouble.path}: {remark.message}")
    studies = {s.id for s in sources if s.kind == "study"}
    for index, message in enumerate(audit(atlas.study, atlas.cities, atlas.projects, profile, studies)):
        if message:
            _remark_total(index, message, profile, ledger)
    return _validated(sources, atlas, profile, decisions, ledger)


def tag(atlas: Atlas, profile: Profile) -> None:
    """Predict each project's action fields from its title and description alone."""
    tagger = Tagger(profile.action_fields)
    for project in atlas.projects:
        ranked = tagger.predict(project["title"], project["description"] or "")
        project["predicted_action_fields"] = [{"field": name, "score": score} for name, score in ranked]


def _remark_total(index: int, message: str, profile: Profile, ledger: Ledger) -> None:
    record, field = f"study:{profile.id}", f"totals[{index}]"
    printed = next((s for s in ledger.statements if s["record"] == record and s["field"] == field), None)
    ledger.find("total.differs", message, record, field)
    if printed:
        ledger.findings[-1] |= {"source": printed["source"], "spans": printed["spans"]}


def _validated(sources: list[Sourced], atlas: Atlas, profile: Profile, decisions: Decisions, ledger: Ledger) -> Records:
    cities = validate(atlas.cities, City, "city", ledger)
    projects = validate(atlas.projects, Project, "project", ledger)
    valid = tied(Valid(cities, projects, check(atlas.study, Study, f"study:{profile.id}", ledger)), ledger)
    named_things = entities(atlas.cities, atlas.projects, ledger.statements)
    known = validate(named_things, Entity, "entity", ledger)
    accept(decisions.entries, ledger)
    statements = [Statement.model_validate(row) for row in sorted(ledger.statements, key=_order)]
    findings = [Finding.model_validate(row) for row in sorted(ledger.findings, key=_finding_order)]
    return Records(sources, valid.cities, valid.projects, valid.study, statements, findings, known, atlas.city_of)


def _order(row: dict[str, object]) -> tuple[str, ...]:
    return (
        *(str(row[key]) for key in ("record", "field", "source", "extractor")),
        json.dumps([row["spans"], row["value"]], sort_keys=True),
    )


def _finding_order(row: dict[str, object]) -> tuple[str, ...]:
    return (
        *(str(row[key] or "") for key in ("code", "record", "field", "source", "message")),
        json.dumps(row["spans"]),
    )
