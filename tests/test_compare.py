"""Comparing runs: every edit is told and none is invented; the diff mirrors, patches, and is empty for the same run."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Result, run_paths
from edits import EDITS, Draft, Edit, as_run, edited, times, told_by
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.compare import compare
from stadtatlas.compare.causes import explained
from stadtatlas.compare.difference import between, mirrored
from stadtatlas.compare.load import CompareError, Row, Run, World, load, render
from stadtatlas.compare.match import match
from stadtatlas.compare.patch import patched
from stadtatlas.compare.sequence import align, rebuild
from stadtatlas.compare.words import runs_of
from stadtatlas.edition.choose import sample
from stadtatlas.model.comparison import Diff


@pytest.fixture(scope="session")
def world(sample_result: Result) -> World:
    return load(sample_result.path).world


# Laws


def test_a_thousand_edits_are_told_and_none_is_invented(world: World) -> None:
    rng = random.Random(7)
    many = times(world, 100)
    after, expected, made = edited(many, rng, 1250)
    assert made >= 1000
    diff = between(as_run(many), as_run(after))
    assert told_by(diff) == expected
    assert patched(as_run(many), diff) == render(after)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_one_edit_is_one_change(world: World, edit: Edit, seed: int) -> None:
    rng = random.Random(seed)
    draft = Draft(world, rng)
    expected = edit(draft, rng)
    assert expected
    assert sorted(told_by(between(as_run(world), as_run(draft.done()))).elements()) == sorted(expected)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), first=st.integers(0, 25), second=st.integers(0, 25))
def test_the_diff_leads_from_any_run_to_any_other_and_back(world: World, seed: int, first: int, second: int) -> None:
    rng = random.Random(seed)
    a, b = (as_run(edited(world, rng, number)[0]) for number in (first, second))
    there, back = between(a, b), between(b, a)
    assert patched(a, there) == render(b.world)
    assert patched(b, back) == render(a.world)
    assert mirrored(there) == back
    assert Diff.model_validate_json(there.model_dump_json()) == there


def test_a_run_and_itself_do_not_differ(world: World) -> None:
    diff = between(as_run(world), as_run(world))
    assert (diff.changes, diff.bookkeeping) == ([], [])


ENTRIES = st.lists(st.integers(0, 6), max_size=12)


@given(old=ENTRIES, new=ENTRIES)
def test_lists_are_aligned_whole_and_rebuilt(old: list[int], new: list[int]) -> None:
    pairs = align(old, new, (lambda value: value,))
    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    told = [p for p in pairs if p.moved or p.old is None or p.new is None]
    gone = {p.old for p in told if p.old is not None}
    assert rebuild(old, gone, {p.new: new[p.new] for p in told if p.new is not None}) == new
    assert (old == new) == (not told)


@given(old=st.text("ab \n"), new=st.text("ab \n"))
def test_word_runs_hold_both_texts(old: str, new: str) -> None:
    parts = list(runs_of(old, new))
    assert [w for p in parts for w in p.old if w != "¶"] == old.split()
    assert [w for p in parts for w in p.new if w != "¶"] == new.split()
    assert all(p.same == (p.old == p.new) for p in parts)


# What is a change and what is not


def changed(world: World, change: Callable[[Draft], None]) -> Diff:
    draft = Draft(world, random.Random(0))
    change(draft)
    old, new = as_run(world), as_run(draft.done())
    diff = between(old, new)
    assert patched(old, diff) == render(new.world)
    assert patched(new, mirrored(diff)) == render(world)
    return diff


def test_figures_that_are_printed_otherwise_are_typographic(world: World) -> None:
    def edit(draft: Draft) -> None:
        draft.cities["halle"]["area_km2"] = 135.0

    diff = changed(world, edit)
    assert [(c.kind, c.field) for c in diff.changes] == [("typographic", "area_km2")]
    assert patched(as_run(world), diff)["cities.jsonl"].count(b'"area_km2": 135.0') == 1


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda c: c.update(action_fields={"Gartenbau": True} | c["action_fields"]), [("added", "action_fields.Gartenbau")]),
        (lambda c: c["action_fields"].pop("Handel"), [("removed", "action_fields.Handel")]),
        (lambda c: c.update(action_fields={"Verwaltung": True} | c["action_fields"]), [("moved", "action_fields.Verwaltung")]),
        (lambda c: c.update(facts={"gardens": 12}), [("added", "facts")]),
        (lambda c: c["web"]["neighbours"].insert(0, "Gartenstadt"), [("added", "web.neighbours[0]")]),
        (lambda c: c["web"].update(teaser=None), [("removed", "web.teaser")]),
        (lambda c: c.update(networks=[]), [("removed", f"networks[{at}]") for at in range(4)]),
        (lambda c: c.update(networks=None), [("removed", "networks")]),
        (lambda c: c.update(sources=["study-scan"]), []),
    ],
)
def test_objects_and_lists_are_told_by_their_parts(
    world: World, edit: Callable[[Row], object], told: list[tuple[str, str]]
) -> None:
    diff = changed(world, lambda draft: edit(draft.cities["kassel"]) and None)
    assert [(c.kind, c.field) for c in diff.changes] == told


def test_a_city_without_a_place_is_known_again_by_what_it_says(world: World) -> None:
    def edit(draft: Draft) -> None:
        row = draft.cities.pop("kassel")
        row |= {"id": "die-stadt-kassel", "name": "Die Stadt Kassel", "geonames_id": None}
        row["projects"] = [name.replace("kassel/", "die-stadt-kassel/", 1) for name in row["projects"]]
        draft.cities[row["id"]] = row
        for name in [n for n in draft.projects if n.startswith("kassel/")]:
            project = draft.projects.pop(name)
            project |= {"id": name.replace("kassel/", "die-stadt-kassel/", 1), "city": row["id"]}
            draft.projects[project["id"]] = project
        for finding in draft.findings:
            finding["record"] = finding["record"] and finding["record"].replace(":kassel", ":die-stadt-kassel", 1)

    diff = changed(world, edit)
    renaming, place = diff.changes
    assert (renaming.kind, renaming.record, place.field) == ("renamed", "city:die-stadt-kassel", "geonames_id")
    assert 0.8 < (renaming.score or 0) < 1


def test_cities_that_hang_together_in_a_long_chain_are_matched_in_time(world: World) -> None:
    """Every city shares a link with the next one, none has a place, and all go by another name."""

    def chained(prefix: str) -> World:
        cities = {}
        for number in range(400):
            row = {**world.cities["weimar"], "id": f"{prefix}-{number:03}", "name": f"{prefix} {number}", "geonames_id": None}
            text = f"{number} Gärten liegen am Fluss. " * 3
            row["sections"] = [{"kind": "milestones", "heading": "Meilensteine", "text": text}]
            row["links"] = [{"title": "L", "url": f"https://l.example/{n}"} for n in (number, number + 1)]
            cities[row["id"]] = {**row, "projects": [], "dates": None}
        return World("sample", cities, {}, None, [])

    found = match(chained("alt"), chained("neu"))
    assert found.cities == {f"alt-{n:03}": f"neu-{n:03}" for n in range(400)}


def test_a_project_that_stands_with_another_city_has_moved(world: World) -> None:
    def edit(draft: Draft) -> None:
        row = draft.projects.pop("halle/strassenbahn-in-echtzeit")
        row |= {"id": "kassel/strassenbahn-in-echtzeit", "city": "kassel"}
        draft.projects[row["id"]] = row
        draft.cities["halle"]["projects"].remove("halle/strassenbahn-in-echtzeit")
        draft.cities["kassel"]["projects"].append(row["id"])

    diff = changed(world, edit)
    assert [(c.kind, c.record, c.field) for c in diff.changes] == [("moved", "project:kassel/strassenbahn-in-echtzeit", "city")]


def test_predictions_follow_from_the_text_that_they_are_made_of(world: World) -> None:
    def both(draft: Draft) -> None:
        draft.projects["kassel/open-data-kassel"] |= {"description": "Nun ganz anders.", "predicted_action_fields": []}

    def alone(draft: Draft) -> None:
        draft.projects["kassel/open-data-kassel"]["predicted_action_fields"] = []

    assert [c.field for c in changed(world, both).changes] == ["description"]
    assert {(c.field or "").partition("[")[0] for c in changed(world, alone).changes} == {"predicted_action_fields"}


def test_a_heading_under_another_label_does_not_change_the_dates_below_it(world: World) -> None:
    def edit(draft: Draft) -> None:
        for section in draft.cities["kassel"]["sections"]:
            section["heading"] = section["heading"].replace("Meilensteine", "Wegmarken")
        for date in draft.cities["kassel"]["dates"]:
            date["section"] = date["section"].replace("Meilensteine", "Wegmarken")

    diff = changed(world, edit)
    assert [(c.kind, c.field) for c in diff.changes] == [("changed", "sections[1]")]
    assert any((c.field or "").startswith("dates") for c in diff.bookkeeping)


def test_a_finding_whose_place_alone_moved_is_the_same(world: World) -> None:
    shifted = [{**f, "spans": [[0, 1]], "source": "study-other"} for f in world.findings]
    diff = between(as_run(world), as_run(replace(world, findings=shifted)))
    assert diff.changes == []
    assert len(diff.bookkeeping) == len(shifted)


def test_findings_are_new_or_settled(world: World) -> None:
    diff = between(as_run(world), as_run(replace(world, findings=world.findings[1:])))
    assert [(c.kind, c.record, c.old and c.old.value["code"]) for c in diff.changes] == [
        ("removed", world.findings[0]["record"], world.findings[0]["code"])
    ]


# The second edition of the sample, against a list written by hand


@pytest.fixture(scope="session")
def editions(editions_store: Path) -> tuple[Run, Run]:
    return load(editions_store / "sample" / "latest"), load(editions_store / "sample-2026" / "latest")


WRITTEN = """
city:erlangen links removed
project:erlangen/radverkehrszaehlung-regnitztal . removed
city:flensburg . added
project:flensburg/messbojen-innenfoerde . added
city:goettingen agenda_status changed
city:goettingen dates added
city:goettingen dates removed
city:goettingen dates removed
city:goettingen dates typographic
city:goettingen projects moved
city:goettingen sections changed
city:goettingen sections typographic
city:halle population changed
project:halle/saalekorb-der-marktplatz-der-altstadt annex_title changed
project:halle/saalekorb-der-marktplatz-der-altstadt description changed
project:halle/saalekorb-der-marktplatz-der-altstadt title renamed
city:kassel population changed
project:kassel/datenschaufenster-kassel annex_title changed
project:kassel/datenschaufenster-kassel title renamed
city:luebeck dates added
city:luebeck dates removed
city:luebeck sections changed
project:luebeck/pegelnetz-trave action_fields added
project:luebeck/pegelnetz-trave action_fields removed
city:potsdam sections changed
project:potsdam/giesskalender-stadtbaeume . added
city:regensburg networks removed
city:regensburg sections changed
city:tuebingen area_km2 changed
city:tuebingen links added
"""
"""What was changed in the portraits of the second edition: the record, the field (`.`: the record as a whole), how."""
WRITTEN_IN_THE_STUDY = """
annex_projects added
annex_projects added
annex_projects changed
annex_projects changed
annex_projects removed
contents added
contents removed
image_credits added
image_credits removed
findings removed
findings removed
findings removed
findings removed
published changed
title changed
totals changed
totals changed
totals changed
totals changed
totals changed
totals changed
"""


def test_the_second_edition_differs_in_what_was_changed(editions: tuple[Run, Run]) -> None:
    told = told_by(between(*editions))
    portraits = [f"{record} {field or '.'} {kind}" for kind, record, field in told.elements() if record[:5] != "study" and record]
    study = [f"{field} {kind}" for kind, record, field in told.elements() if record[:5] == "study" or not record]
    assert sorted(portraits) == sorted(WRITTEN.split("\n")[1:-1])
    assert sorted(study) == sorted(WRITTEN_IN_THE_STUDY.split("\n")[1:-1])


def test_values_and_quotes_of_both_editions_are_told(editions: tuple[Run, Run]) -> None:
    diff = explained(between(*editions), *editions)
    found = next(c for c in diff.changes if (c.record, c.field) == ("city:halle", "population"))
    assert found.old and found.new
    assert (found.old.value, found.new.value) == (242172, 241385)
    assert [s.quotes[0].quote for s in (found.old, found.new)] == ["242.172", "241.385"]
    assert {c.cause for c in diff.changes} == {"source"}


def test_a_text_is_told_word_by_word(editions: tuple[Run, Run]) -> None:
    (found,) = (c for c in between(*editions).changes if c.field == "description")
    assert [(w.gone, w.added) for w in found.words] == [("90", "120")]


# Causes


def made(run: Run, **by: object) -> Run:
    """The run as if another program, profile or source had made it."""
    sources = by.pop("sources", run.sources)
    return replace(run, name=run.name.model_copy(update=by), sources=sources)  # type: ignore[arg-type]


def damaged(run: Run) -> Run:
    """The run as if its program had not read what is printed."""
    cities = {name: {**row, "population": None} for name, row in run.world.cities.items()}
    return replace(as_run(replace(run.world, cities=cities)), path=run.path, sources=run.sources)


@pytest.mark.parametrize(
    ("then", "now", "cause"),
    [
        ({"extraction": 1, "profile": "0" * 64}, {"extraction": 2, "profile": "0" * 64}, "code"),
        ({"extraction": 2, "profile": "1" * 64}, {"extraction": 2, "profile": "0" * 64}, "profile"),
        ({"extraction": 1, "profile": "1" * 64}, {"extraction": 2, "profile": "0" * 64}, "code"),
        ({"extraction": None, "profile": None}, {"extraction": 2, "profile": "0" * 64}, "code"),
        ({"extraction": 2, "profile": "0" * 64}, {"extraction": 2, "profile": "0" * 64}, "source"),
    ],
)
def test_a_program_that_reads_more_of_the_same_text_is_the_cause(
    editions: tuple[Run, Run], then: dict[str, object], now: dict[str, object], cause: str
) -> None:
    new = made(editions[0], **now, sources=dict.fromkeys(editions[0].sources, "other"))
    old = made(damaged(editions[0]), **then)
    diff = explained(between(old, new), old, new)
    assert {(c.kind, c.field, c.cause) for c in diff.changes} == {("added", "population", cause)}
    assert explained(between(new, old), new, old) == mirrored(diff)


def test_what_the_text_says_otherwise_comes_from_the_source_whatever_read_it(editions: tuple[Run, Run]) -> None:
    old, new = made(editions[0], extraction=1), made(editions[1], extraction=2)
    causes = {(c.record, c.field): c.cause for c in explained(between(old, new), old, new).changes}
    assert causes["city:halle", "population"] == "source"
    assert causes["city:tuebingen", "links[2]"] == "source"


def test_a_value_that_a_person_decided_comes_from_the_decision(editions: tuple[Run, Run], tmp_path: Path) -> None:
    path = tmp_path / "run"
    shutil.copytree(editions[0].path, path)
    lines = (path / "statements.jsonl").read_text("utf-8").splitlines()
    decided = json.loads(next(line for line in lines if '"city:halle", "field": "population"' in line))
    decided |= {"source": "decisions", "spans": [], "quote": "", "value": 1}
    (path / "statements.jsonl").write_text("\n".join([*lines, json.dumps(decided, ensure_ascii=False)]) + "\n", "utf-8")
    cities = {**editions[0].world.cities, "halle": {**editions[0].world.cities["halle"], "population": 1}}
    new = replace(as_run(replace(editions[0].world, cities=cities)), path=path)
    diff = explained(between(editions[0], new), editions[0], new)
    assert [(c.field, c.cause) for c in diff.changes] == [("population", "decision")]


def test_runs_record_what_made_them(sample_result: Result) -> None:
    name = load(sample_result.path).name
    assert isinstance(name.extraction, int)
    assert len(name.profile or "") == 64


def test_a_profile_that_says_the_same_changes_nothing(tmp_path: Path) -> None:
    web = sample() / "web" / "weimar.html"
    parent = sample().parent / "atlas-2019" / "edition.toml"
    head, table, rest = (
        (sample() / "edition.toml").read_text("utf-8").replace('"atlas-2019"', f'"{parent}"').partition("[portrait]")
    )
    body, web_table, web_rest = rest.partition("[web]")
    other = tmp_path / "edition.toml"
    keys = "\n".join(reversed(head.splitlines()))
    other.write_text(f"{keys}\n# A remark.\n{web_table}{web_rest}\n{table}{body}", "utf-8")
    first = run_paths(tmp_path / "a", web, edition="sample")
    second = run_paths(tmp_path / "b", web, edition=str(other))
    assert compare(str(first.path), str(second.path), tmp_path).changes == []


def test_another_reader_shows_only_what_the_sources_say_otherwise(editions: tuple[Run, Run], tmp_path: Path) -> None:
    """The sample's PDF shows which fields are active and where links lead; its text does not."""
    paged = load(run_paths(tmp_path, sample() / "digitalatlas.pdf", edition="sample").path)
    changes = between(editions[0], paged).changes
    cities = [c for c in changes if (c.record or "").startswith(("city:", "project:"))]
    others = [c.field for c in cities if not (c.field or "").startswith(("action_fields.", "links["))]
    assert others == ["dates[9]"]  # the text writes the arrow of a link, which the PDF draws
    assert all(c.kind == "added" for c in cities if (c.field or "").startswith("action_fields."))


# Runs that cannot be compared


def test_editions_without_a_common_city_are_an_error(world: World) -> None:
    few = replace(world, cities={"weimar": world.cities["weimar"]}, projects={})
    rest = {name: row for name, row in world.cities.items() if name != "weimar"}
    other = replace(world, edition="other", cities=rest, projects={})
    with pytest.raises(CompareError, match=r"'sample'.*'other'.*no city in common"):
        between(as_run(few), as_run(other))
    with pytest.raises(CompareError, match=r"'other'.*'sample'.*no city in common"):
        between(as_run(other), as_run(few))
    between(as_run(few), as_run(replace(other, edition=world.edition)))


def test_a_diff_of_another_run_is_refused(world: World) -> None:
    draft = Draft(world, random.Random(0))
    draft.cities["halle"]["population"] = 1
    other = as_run(draft.done())
    with pytest.raises(CompareError, match="does not hold the records that the diff is about"):
        patched(other, between(as_run(world), other))
