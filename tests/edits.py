"""Random edits to the records of a run, each with the changes that a diff has to tell of it: these and no others."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from stadtatlas.compare.load import Row, Run, World, hashes, render
from stadtatlas.model.comparison import Diff, RunName

Told = tuple[str, str, str]
"""Kind, record and field of a change; a list's field without its index."""
Edit = Callable[["Draft", random.Random], list[Told]]
LISTS = ("links", "dates", "organisation", "funding", "networks", "stakeholders", "participation", "channels")


def as_run(world: World, run_id: str = "0" * 12) -> Run:
    """A run of these records that lies nowhere."""
    name = RunName(run_id=run_id, edition=world.edition, extraction=None, profile=None, files=hashes(render(world)))
    return Run(Path(run_id), name, world, "", {})


def times(world: World, copies: int) -> World:
    """A world of as many copies of every city and its projects, each a place of its own."""
    cities: dict[str, Row] = {}
    projects: dict[str, Row] = {}
    for number in range(copies):
        for row in world.cities.values():
            new = copy.deepcopy(row)
            new |= {
                "id": f"{row['id']}-{number}",
                "name": f"{row['name']} {number}",
                "geonames_id": (row["geonames_id"] or 0) + number,
            }
            new["projects"] = [name.replace("/", f"-{number}/") for name in row["projects"]]
            cities[new["id"]] = new
        for row in world.projects.values():
            city = f"{row['city']}-{number}"
            projects[name] = copy.deepcopy(row) | {"id": (name := row["id"].replace("/", f"-{number}/")), "city": city}
    return World(world.edition, dict(sorted(cities.items())), dict(sorted(projects.items())), world.study, world.findings)


class Draft:
    """A world that may be edited; each record by one edit alone, so that its changes can be told."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.cities = copy.deepcopy(dict(world.cities))
        self.projects = copy.deepcopy(dict(world.projects))
        self.findings = copy.deepcopy(list(world.findings))
        self.world = world
        self.free = [*self.cities, *self.projects]
        rng.shuffle(self.free)

    def done(self) -> World:
        cities, projects = (dict(sorted(rows.items())) for rows in (self.cities, self.projects))
        return replace(self.world, cities=cities, projects=projects, findings=self.findings)

    def take(self, kind: str, fits: Callable[[Row], bool] = lambda _: True) -> Row | None:
        """A record that no edit has touched."""
        rows = self.cities if kind == "city" else self.projects
        for name in self.free:
            if name in rows and fits(rows[name]):
                self.free.remove(name)
                return rows[name]
        return None

    def untouched(self, city: Row) -> bool:
        return all(name in self.free for name in city["projects"])


def number(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", lambda r: r["population"] is not None)
    if row is None:
        return []
    row["population"] += rng.randint(1, 999)
    return [("changed", f"city:{row['id']}", "population")]


def lost(draft: Draft, rng: random.Random) -> list[Told]:
    field = rng.choice(("population", "area_km2", "image_credit", "agenda_status", "web", "networks"))
    row = draft.take("city", lambda r: r[field] is not None)
    if row is None:
        return []
    row[field] = None
    return [("removed", f"city:{row['id']}", field)]


def active(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", lambda r: any(v is not None for v in r["action_fields"].values()))
    if row is None:
        return []
    name = rng.choice([key for key, value in row["action_fields"].items() if value is not None])
    row["action_fields"][name] = not row["action_fields"][name]
    return [("changed", f"city:{row['id']}", f"action_fields.{name}")]


def word(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", lambda r: bool(r["sections"]))
    if row is None:
        return []
    section = rng.choice(row["sections"])
    words = section["text"].split(" ")
    words[rng.randrange(len(words))] = "Zwiebelkuchen"
    section["text"] = " ".join(words)
    return [("changed", f"city:{row['id']}", "sections")]


def spelling(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("project", lambda r: "-" in (r["description"] or ""))
    if row is None:
        return []
    row["description"] = row["description"].replace("-", "\u2011")
    return [("typographic", f"project:{row['id']}", "description")]


def dropped(draft: Draft, rng: random.Random) -> list[Told]:
    field = rng.choice(LISTS)
    row = draft.take("city", lambda r: bool(r[field]))
    if row is None:
        return []
    del row[field][rng.randrange(len(row[field]))]
    return [("removed", f"city:{row['id']}", field)]


def inserted(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", lambda r: bool(r["networks"]) and bool(r["links"]))
    if row is None:
        return []
    field, entry = rng.choice(
        [("networks", {"name": "Bund der Gärten"}), ("links", {"title": "Gartenkarte", "url": "https://g.example"})]
    )
    row[field].insert(rng.randint(0, len(row[field])), entry)
    return [("added", f"city:{row['id']}", field)]


def moved(draft: Draft, rng: random.Random) -> list[Told]:
    field = rng.choice((*LISTS, "projects"))
    row = draft.take("city", lambda r: len({str(v) for v in r[field] or []}) == len(r[field] or []) > 1)
    if row is None:
        return []
    entries = row[field]
    at = rng.randrange(len(entries))
    entry = entries.pop(at)
    entries.insert(rng.choice([i for i in range(len(entries) + 1) if i != at]), entry)
    return [("moved", f"city:{row['id']}", field)]


def tagged(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("project")
    if row is None:
        return []
    row["action_fields"].append("Gartenbau")
    return [("added", f"project:{row['id']}", "action_fields")]


def renamed(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("project", lambda r: bool(r["description"]) and r["city"] in draft.free)
    if row is None:
        return []
    old = row["id"]
    draft.free.remove(row["city"])
    row |= {"title": "Zwiebelgarten", "id": f"{row['city']}/zwiebelgarten"}
    draft.projects[row["id"]] = draft.projects.pop(old)
    city = draft.cities[row["city"]]
    city["projects"] = [row["id"] if name == old else name for name in city["projects"]]
    return [("renamed", f"project:{row['id']}", "title")]


def closed(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("project", lambda r: r["city"] in draft.free)
    if row is None:
        return []
    draft.free.remove(row["city"])
    draft.cities[row["city"]]["projects"].remove(row["id"])
    del draft.projects[row["id"]]
    return [("removed", f"project:{row['id']}", "")]


def opened(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city")
    if row is None:
        return []
    new: dict[str, Any] = {
        "id": f"{row['id']}/kuerbisfest", "city": row["id"], "title": "Kürbisfest", "action_fields": ["Gartenbau"],
        "primary_action_field": "Gartenbau", "annex_title": None, "predicted_action_fields": [],
        "description": "Im Oktober tragen alle ihre Kürbisse auf den Markt und wiegen sie.", "sources": ["study-markdown"],
    }  # fmt: skip
    row["projects"].insert(rng.randint(0, len(row["projects"])), new["id"])
    draft.projects[new["id"]] = new
    return [("added", f"project:{new['id']}", "")]


def left(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", draft.untouched)
    if row is None:
        return []
    for name in row["projects"]:
        draft.free.remove(name)
        del draft.projects[name]
    del draft.cities[row["id"]]
    return [("removed", f"city:{row['id']}", ""), *(("removed", f"project:{name}", "") for name in row["projects"])]


def rechristened(draft: Draft, rng: random.Random) -> list[Told]:
    row = draft.take("city", lambda r: draft.untouched(r) and r["geonames_id"] is not None)
    if row is None:
        return []
    old, new = row["id"], f"zwiebelstadt-{row['id']}"
    row |= {"id": new, "name": f"Zwiebelstadt {row['name']}"}
    draft.cities[new] = draft.cities.pop(old)
    for finding in draft.findings:
        finding["record"] = f"city:{new}" if finding["record"] == f"city:{old}" else finding["record"]
    for name in row["projects"]:
        draft.free.remove(name)
        project = draft.projects.pop(name)
        project |= {"id": name.replace(f"{old}/", f"{new}/"), "city": new}
        draft.projects[project["id"]] = project
    row["projects"] = [name.replace(f"{old}/", f"{new}/") for name in row["projects"]]
    return [("renamed", f"city:{new}", "name")]


EDITS: tuple[Edit, ...] = (
    number, lost, active, word, spelling, dropped, inserted, moved, tagged, renamed, closed, opened, left, rechristened,
)  # fmt: skip


def edited(world: World, rng: random.Random, number_of_edits: int) -> tuple[World, Counter[Told], int]:
    """The world after so many random edits, what a diff has to tell of them, and how many found a record left to edit."""
    draft, told, made = Draft(world, rng), Counter[Told](), 0
    for _ in range(number_of_edits):
        changes = rng.choice(EDITS)(draft, rng)
        told.update(changes)
        made += bool(changes)
    return draft.done(), told, made


def told_by(diff: Diff) -> Counter[Told]:
    return Counter((c.kind, c.record or "", (c.field or "").partition("[")[0]) for c in diff.changes)
