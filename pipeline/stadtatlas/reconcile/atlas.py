"""All records of a run, out of all sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stadtatlas.edition.profile import Profile
from stadtatlas.model.records import SECTION_KINDS
from stadtatlas.model.rulings import NO_RULINGS, Rulings
from stadtatlas.reconcile import merge
from stadtatlas.reconcile.cities import CityGroup, group_cities
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.projects import ProjectGroup, group_projects, project_row, state_primary
from stadtatlas.reconcile.prose import prose_facts
from stadtatlas.reconcile.steer import Steering
from stadtatlas.reconcile.study import StudyRecord
from stadtatlas.reconcile.voices import Sourced, Voice, by_field
from stadtatlas.text.keys import loose_key

_WEB_TEXTS = ("author", "published", "teaser", "region")
_WEB_LISTS = ("neighbours", "quotes", "image_sources")


@dataclass(frozen=True, slots=True)
class Atlas:
    """The rows of a run before validation, and for each source the city id of each of its portraits."""

    cities: list[Row]
    projects: list[Row]
    study: Row
    statements: list[Row]
    findings: list[Row]
    city_of: dict[tuple[str, int], str]
    steering: Steering


def reconcile(sources: Sequence[Sourced], profile: Profile, rulings: Rulings = NO_RULINGS) -> Atlas:
    """One record for each city and project that the sources (best rank first) portray, as people ruled."""
    ledger, steering = Ledger(), Steering(rulings)
    cities = group_cities(sources, steering, ledger)
    projects = {city.id: group_projects(city, steering) for city in cities}
    rows = {city.id: _city_row(city, profile, steering, ledger) for city in cities}
    for city in cities:
        for group in projects[city.id]:
            group.row = project_row(group, steering, ledger)
        rows[city.id]["projects"] = [g.id for g in projects[city.id]]
    study = StudyRecord(profile.id, sources, steering, ledger)
    study.credit_cities(cities, rows)
    study.match_projects(cities, projects)
    study.remark_missing(sources, bool(cities))
    for group in (g for groups in projects.values() for g in groups):
        state_primary(group, ledger)
    city_of = {(told.source.id, told.index): city.id for city in cities for told in city.portraits}
    _remark_sources(sources, city_of, projects, ledger)
    flat = [g.row for groups in projects.values() for g in groups]
    return Atlas(list(rows.values()), flat, study.row, ledger.statements, ledger.findings, city_of, steering)


def _city_row(city: CityGroup, profile: Profile, steering: Steering, ledger: Ledger) -> Row:
    record = city.record
    fields = steering.ranked(record, by_field(city.voices()))
    name = merge.scalar(record, "name", _leading(fields.get("name", [])), ledger)
    facts = {
        field.removeprefix("facts."): merge.scalar(record, field, voices, ledger)
        for field, voices in fields.items()
        if field.startswith("facts.")
    }
    population = merge.scalar(record, "population", fields.get("population", []), ledger)
    area = merge.scalar(record, "area_km2", fields.get("area_km2", []), ledger)
    row: Row = {
        "id": city.id, "name": name, "edition": profile.id, "state": None, "geonames_id": None, "latitude": None,
        "longitude": None, "population": population, "area_km2": area,
        "action_fields": _active(city, fields, profile, ledger), "sections": _sections(city, fields, profile, ledger),
        "projects": [], "links": merge.lists(record, "links", fields.get("links", []), ledger, lambda v: loose_key(v["title"])),
        "image_credit": None, "web": _web(city, fields, ledger), **prose_facts(city, fields, ledger),
        "sources": list(dict.fromkeys(t.source.id for t in city.portraits)), "facts": facts or None,
    }  # fmt: skip
    _remark_gaps(city, row, profile, ledger)
    return row


def _leading(voices: list[Voice]) -> list[Voice]:
    """Names differ between sources by their qualifier, which is no conflict: only those spelled alike are compared."""
    return [v for v in voices if loose_key(v.value) == loose_key(voices[0].value)]


def _active(city: CityGroup, fields: dict[str, list[Voice]], profile: Profile, ledger: Ledger) -> dict[str, bool | None]:
    """Each of the edition's fields: active or not, `None` where no source shows it."""
    return {
        name: merge.scalar(city.record, f"action_fields.{name}", fields.get(f"action_fields.{name}", []), ledger)
        for name in profile.field_names
    }


def _sections(city: CityGroup, fields: dict[str, list[Voice]], profile: Profile, ledger: Ledger) -> list[Row]:
    teasers = {v.source.id: v.value for v in fields.get("web.teaser", [])}
    rows: list[Row] = []
    for kind in SECTION_KINDS:
        voices = [v for v in fields.get("sections", []) if v.value["kind"] == kind]
        if voices:
            rows.append(merge.text(city.record, f"sections[{len(rows)}]", voices, ledger, teasers))
        elif getattr(profile.sections, kind):
            source = city.portraits[0].source
            ledger.find("section.missing", f"{city.name} has no section {kind!r}", city.record, "sections", source)
    return rows


def _web(city: CityGroup, fields: dict[str, list[Voice]], ledger: Ledger) -> Row | None:
    if not any(told.source.kind == "portrait" for told in city.portraits):
        return None
    row: dict[str, Any] = {}
    for key in _WEB_TEXTS:
        row[key] = merge.scalar(city.record, f"web.{key}", fields.get(f"web.{key}", []), ledger)
    for key in _WEB_LISTS:
        row[key] = merge.best_list(city.record, f"web.{key}", fields.get(f"web.{key}", []), ledger)
    return row


def _remark_gaps(city: CityGroup, row: Row, profile: Profile, ledger: Ledger) -> None:
    """A study's portrait has a figure for each of the edition's facts; a web page need not."""
    leading = next((t for t in city.portraits if t.source.kind == "study"), None)
    if leading is None:
        return
    found = {k for k in ("population", "area_km2") if row[k] is not None} | set(row["facts"] or {})
    remarked = {r.field for r in leading.source.extract.remarks if r.portrait == leading.index}
    for fact in profile.facts:
        if fact.key not in found | remarked:
            message = f"{city.name} has no figure for {fact.labels[0]!r}"
            ledger.find("fact.missing", message, city.record, fact.key, leading.source)


def _remark_sources(
    sources: Sequence[Sourced],
    city_of: dict[tuple[str, int], str],
    projects: dict[str, list[ProjectGroup]],
    ledger: Ledger,
) -> None:
    """What the stages before remarked, now that records have names."""
    for source in sources:
        structured = source.extract.structured
        for remark in source.extract.remarks:
            city = city_of.get((source.id, remark.portrait)) if remark.portrait is not None else None
            record = f"city:{city}" if city else None
            if city and remark.project:
                group = next((g for g in projects[city] if any(v.value == remark.project for v in g.voices)), None)
                record = group.record if group else record
            ledger.find(remark.code, remark.message, record, remark.field, source, remark.spans)
        for block in structured.blocks:
            if block.role == "unassigned":
                city = city_of.get((source.id, block.portrait)) if block.portrait is not None else None
                words = block.view.text[:80].replace("\n", " ")
                record = f"city:{city}" if city else None
                ledger.find("text.unassigned", f"not understood: {words!r}", record, None, source, ((block.start, block.end),))
        for note in structured.document.notes:
            ledger.find("source.encoding", f"{source.source.path} was read as {note}", None, None, source)
