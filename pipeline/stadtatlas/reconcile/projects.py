"""One record a project: portraits of a city matched by title and description, the annex's list matched one to one."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz

from stadtatlas.model.rulings import stands
from stadtatlas.reconcile import merge
from stadtatlas.reconcile.cities import CityGroup, Told
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.steer import Steering, by_rank
from stadtatlas.reconcile.voices import Voice, by_field
from stadtatlas.text.german import slug
from stadtatlas.text.similar import assign, title_likeness

SAME_PROJECT = 70.0
"""Score (0 to 100) from which projects of two sources are one."""
SAME_TITLE = 60.0
"""Score from which an annex entry is a portrait's project. The annex shortens titles (`Digital Skills` for `Digital Skills –
Lernen in Regionalen Netzwerken`) and puts words before them; entries of one city that mean different projects stay below 55."""
_FIELD_BONUS = 15.0
_LEFT_OVER = 30.0
"""Score that is enough where a city has one entry and one project left, and their action fields agree."""


@dataclass(slots=True)
class ProjectGroup:
    """One project, with the voices of all sources on it."""

    city: CityGroup
    voices: list[Voice]
    id: str = ""
    row: Row = field(default_factory=dict)

    @property
    def record(self) -> str:
        return f"project:{self.id}"

    def first(self, key: str) -> Any:
        return next((v.value for v in self.voices if v.claim.field == key), None)

    def take(self, source: str, saw: str) -> ProjectGroup | None:
        """Remove and give back what the source says of the project that it prints under this title."""
        printed = [v.claim for v in self.voices if v.source.id == source and v.claim.field == "title"]
        numbers = {claim.project for claim in printed if stands(saw, claim.value)}
        taken = [v for v in self.voices if v.source.id == source and v.claim.project in numbers]
        self.voices = [v for v in self.voices if not (v.source.id == source and v.claim.project in numbers)]
        return ProjectGroup(self.city, taken) if taken else None

    def named(self, record: str) -> ProjectGroup:
        """The group with the id of this record."""
        self.id = record.removeprefix("project:")
        return self

    def absorb(self, other: ProjectGroup) -> None:
        """Take in all that the other group holds."""
        self.voices = by_rank((*self.voices, *other.voices))

    def told(self) -> list[str]:
        """Each source with the title that it prints."""
        return [f"{v.value!r} in {v.source.id}" for v in self.voices if v.claim.field == "title"]


def group_projects(city: CityGroup, steering: Steering) -> list[ProjectGroup]:
    """The city's projects over all its portraits, in the leading source's order, with ids, as ruled."""
    groups: list[ProjectGroup] = []
    for told in city.portraits:
        fresh = _of_portrait(city, told)
        scores = [[_likeness(old, new) for new in fresh] for old in groups]
        pairs = assign(scores, SAME_PROJECT)
        for old, new in pairs:
            groups[old].voices += fresh[new].voices
        matched = {new for _, new in pairs}
        groups += [g for index, g in enumerate(fresh) if index not in matched]
    taken: set[str] = set()
    for group in groups:
        stem = f"{city.id}/{slug(group.first('title'))}"
        group.id = next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, len(groups) + 2))) if c not in taken)
        taken.add(group.id)
    return steering.steer(groups, f"project:{city.id}/")


def _of_portrait(city: CityGroup, told: Told) -> list[ProjectGroup]:
    projects: dict[int, list[Voice]] = {}
    for claim in told.claims:
        if claim.project is not None:
            projects.setdefault(claim.project, []).append(Voice(told.source, claim))
    return [ProjectGroup(city, voices) for _, voices in sorted(projects.items())]


def _likeness(one: ProjectGroup, two: ProjectGroup) -> float:
    texts = [str(g.first("description") or "")[:400] for g in (one, two)]
    described = fuzz.ratio(*texts) if all(texts) else 0.0
    return max(title_likeness(one.first("title"), two.first("title")), described)


def project_row(group: ProjectGroup, steering: Steering, ledger: Ledger) -> Row:
    """The record of a project, but for what the annex and the tagger add."""
    record = group.record
    fields = steering.ranked(record, by_field(group.voices))
    title = merge.scalar(record, "title", fields.get("title", []), ledger)
    tags = merge.scalar(record, "action_fields", fields.get("action_fields", []), ledger)
    description = merge.text(record, "description", fields.get("description", []), ledger, {})
    return {
        "id": group.id, "city": group.city.id, "title": title, "action_fields": tags or [],
        "primary_action_field": tags[0] if tags else None, "annex_title": None, "predicted_action_fields": [],
        "description": description, "sources": list(dict.fromkeys(v.source.id for v in group.voices)),
    }  # fmt: skip


def state_primary(group: ProjectGroup, ledger: Ledger) -> None:
    """Ground the primary field of a project that the annex does not list: it is the first of its printed tags."""
    tags = next((v for v in group.voices if v.claim.field == "action_fields" and v.value == group.row["action_fields"]), None)
    if tags and group.row["annex_title"] is None:
        primary = replace(tags.claim, value=group.row["primary_action_field"])
        ledger.state(group.record, "primary_action_field", Voice(tags.source, primary))


def match_annex(
    entries: Sequence[Row], projects: Sequence[ProjectGroup], apart: Set[tuple[int, int]] = frozenset()
) -> dict[int, int]:
    """Entry → project, one to one, of entries and projects of a single city: the best assignment, not the first hit.

    Pairs in `apart` are never matched.
    """
    scores = [
        [0.0 if (i, j) in apart else _annex_score(entry, project) for j, project in enumerate(projects)]
        for i, entry in enumerate(entries)
    ]
    pairs = dict(assign(scores, SAME_TITLE))
    left = [i for i in range(len(entries)) if i not in pairs]
    free = [j for j in range(len(projects)) if j not in pairs.values()]
    if len(left) == 1 and len(free) == 1 and scores[left[0]][free[0]] >= _LEFT_OVER + _FIELD_BONUS:
        pairs[left[0]] = free[0]
    return pairs


def _annex_score(entry: Row, project: ProjectGroup) -> float:
    tagged = entry["action_field"] in (project.first("action_fields") or [])
    return title_likeness(entry["title"], project.first("title")) + (_FIELD_BONUS if tagged else 0.0)
