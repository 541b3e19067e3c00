"""Decisions: each action on the sample edition, what happens when the sources change, and files that are wrong."""

from __future__ import annotations

import copy
import datetime
import json
import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Result, run_paths
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stadtatlas import cli, stages
from stadtatlas.collect import collect
from stadtatlas.decisions.append import append, block, item
from stadtatlas.decisions.apply import settle
from stadtatlas.decisions.entries import NONE, Decisions
from stadtatlas.decisions.load import DecisionError, load, parse
from stadtatlas.decisions.model import ACTIONS
from stadtatlas.decisions.words import meant
from stadtatlas.edition.choose import sample
from stadtatlas.edition.load import find
from stadtatlas.edition.load import load as load_edition
from stadtatlas.model.rulings import stands
from stadtatlas.readers import Reading
from stadtatlas.reconcile import Atlas, named, reconcile
from stadtatlas.run import RunError
from stadtatlas.verify import verify

WEB = sample() / "web"
PROFILE = load_edition(find("sample")).profile
SIGNED = {"why": "read again", "by": "A. Muster", "date": datetime.date(2026, 5, 31)}
DOCS = (ROOT / "docs" / "decisions.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", DOCS, re.M | re.S)

Found = list[tuple[Any, Any]]


@pytest.fixture(scope="module")
def found() -> Found:
    """The claims of the sample's text and web pages."""
    sources, _ = collect([sample() / "digitalatlas.md", WEB])
    return [(source, stages.digest(source, PROFILE, Reading())) for source in sources]


def written(*decisions: dict[str, Any]) -> bytes:
    data = b""
    for decision in decisions:
        data += block(data, {**decision, **SIGNED})
    return data


def decided(*decisions: dict[str, Any]) -> Decisions:
    return parse(written(*decisions), Path("decisions.toml"))


class Told:
    """A run's records as plain values."""

    def __init__(self, records: stages.Records) -> None:
        self.cities = {c.id: c.model_dump(mode="json") for c in records.cities}
        self.projects = {p.id: p.model_dump(mode="json") for p in records.projects}
        self.study = records.study.model_dump(mode="json") if records.study else {}
        self.statements = [s.model_dump(mode="json") for s in records.statements]
        self.findings = [f.model_dump(mode="json") for f in records.findings]
        self.entities = {e.id: e.model_dump(mode="json") for e in records.entities}

    def codes(self, prefix: str = "decision.") -> list[str]:
        return [f["code"] for f in self.findings if f["code"].startswith(prefix)]

    def message(self, code: str) -> str:
        [found] = [f["message"] for f in self.findings if f["code"] == code]
        return str(found)

    def stated(self, record: str, field: str) -> dict[str, Any]:
        return {s["source"]: s["value"] for s in self.statements if (s["record"], s["field"]) == (record, field)}


def tell(found: Found, *decisions: dict[str, Any]) -> Told:
    return Told(stages.combine(found, (), PROFILE, decided(*decisions) if decisions else NONE))


@pytest.fixture(scope="module")
def plain(found: Found) -> Told:
    return tell(found)


WEIMAR = {"record": "city:weimar"}
STATUS = {**WEIMAR, "action": "set", "field": "agenda_status", "saw": "in_development", "value": "adopted"}
BODY = {**WEIMAR, "field": "organisation", "saw": {"name": "Hauptamt"}}
TOTAL = "annex.field Mobilität: the study prints 5, its portraits add up to 4"


# set


def test_a_value_is_set_and_a_statement_says_by_whom(found: Found) -> None:
    told = tell(found, STATUS)
    assert told.cities["weimar"]["agenda_status"] == "adopted"
    assert told.stated("city:weimar", "agenda_status") == {
        "decisions": "adopted", "weimar-html": "in_development", "weimar-text": "in_development",
    }  # fmt: skip
    [statement] = [s for s in told.statements if s["source"] == "decisions"]
    assert (statement["spans"], statement["quote"], statement["extractor"], statement["confidence"]) == ([], "", "decision", 1.0)
    assert statement["evidence"] == {"by": "A. Muster", "date": "2026-05-31", "why": "read again"}
    assert told.message("decision.applied") == (
        'decisions.toml, line 1: agenda_status is "adopted", where "in_development" stood (A. Muster, 2026-05-31: read again)'
    )


def test_a_value_is_set_where_none_stood_and_its_finding_goes(found: Found, plain: Told) -> None:
    assert plain.cities["weimar"]["population"] is None
    told = tell(found, {**WEIMAR, "action": "set", "field": "population", "value": 65_138})
    assert told.cities["weimar"]["population"] == 65_138
    looked_up = [s for s in told.statements if (s["record"], s["field"]) == ("city:weimar", "geonames_id")]
    assert [s["confidence"] for s in looked_up] == [1.0], "with the population, the place is looked up with more certainty"


def test_a_place_that_is_looked_up_can_be_set(found: Found, plain: Told) -> None:
    seen = plain.cities["weimar"]["geonames_id"]
    told = tell(found, {**WEIMAR, "action": "set", "field": "geonames_id", "saw": seen, "value": 1})
    assert told.cities["weimar"]["geonames_id"] == 1


def test_an_entry_is_replaced_in_its_place(found: Found, plain: Told) -> None:
    names = [o["name"] for o in plain.cities["weimar"]["organisation"]]
    told = tell(found, {**BODY, "action": "set", "value": {"name": "Hauptamt Weimar", "kind": "unit"}})
    assert [o["name"] for o in told.cities["weimar"]["organisation"]] == [
        "Hauptamt Weimar" if name == "Hauptamt" else name for name in names
    ]
    place = f"organisation[{names.index('Hauptamt')}]"
    assert told.stated("city:weimar", place)["decisions"] == {"name": "Hauptamt Weimar", "kind": "unit"}
    assert told.stated("city:weimar", place)["weimar-html"] == {"name": "Hauptamt", "kind": "unit"}


def test_an_entry_is_added_with_the_keys_that_may_be_null(found: Found, plain: Told) -> None:
    value = {"name": "Smart Thüringen", "kind": "programme", "level": "state"}
    told = tell(found, {**WEIMAR, "action": "set", "field": "funding", "value": value})
    assert told.cities["weimar"]["funding"] == [*plain.cities["weimar"]["funding"], {**value, "funder": None}]
    assert "programme:smart-thueringen" in told.entities


def test_a_fact_and_an_action_field_are_set(found: Found) -> None:
    told = tell(found, {"record": "city:kassel", "action": "set", "field": "action_fields.Handel", "value": True})
    assert told.cities["kassel"]["action_fields"]["Handel"] is True


def test_predictions_and_totals_follow_from_what_is_set(found: Found, plain: Told) -> None:
    record = {"record": "project:halle/marktplatz-saalestadt", "action": "set"}
    told = tell(
        found,
        {**record, "field": "title", "saw": "Marktplatz Saalestadt", "value": "Fahrrad und Straßenbahn"},
        {**record, "field": "primary_action_field", "saw": "Handel", "value": "Mobilität"},
    )
    before, after = (t.projects["halle/marktplatz-saalestadt"]["predicted_action_fields"] for t in (plain, told))
    assert before != after
    assert [f["message"] for f in plain.findings if f["code"] == "total.differs"] != []
    assert not any("projects.field Mobilität" in f["message"] for f in told.findings if f["code"] == "total.differs")


def test_setting_a_field_settles_the_conflict_on_it(found: Found, plain: Told) -> None:
    assert plain.codes("conflict.") == ["conflict.text"]
    section = next(s for s in plain.cities["kassel"]["sections"] if s["kind"] == "milestones")
    change = {"field": "sections", "saw": {"kind": "milestones"}, "value": {**section, "text": "Neu."}}
    told = tell(found, {"record": "city:kassel", "action": "set", **change})
    assert told.codes("conflict.") == []
    assert "settles conflict.text" in told.message("decision.applied")


# drop


def test_an_entry_is_dropped_and_the_others_keep_their_statements(found: Found, plain: Told) -> None:
    told = tell(found, {**BODY, "action": "drop"})
    left = [o for o in plain.cities["weimar"]["organisation"] if o["name"] != "Hauptamt"]
    assert told.cities["weimar"]["organisation"] == left
    for place, value in enumerate(left):
        assert set(map(str, told.stated("city:weimar", f"organisation[{place}]").values())) == {str(value)}
    assert told.stated("city:weimar", "organisation")["weimar-html"]["name"] == "Hauptamt"
    assert "Hauptamt" in told.message("decision.applied")
    assert len(told.statements) == len(plain.statements)
    assert "unit:weimar/hauptamt" in plain.entities.keys() - told.entities.keys()


def test_a_value_is_dropped(found: Found) -> None:
    told = tell(found, {**WEIMAR, "action": "drop", "field": "agenda_status", "saw": "in_development"})
    assert told.cities["weimar"]["agenda_status"] is None


def test_a_city_is_dropped_with_its_projects(found: Found) -> None:
    told = tell(found, {"record": "city:halle", "action": "drop", "saw": "Halle (Saale)"})
    assert "halle" not in told.cities
    assert not [p for p in told.projects if p.startswith("halle/")]
    assert not [e for e in told.study["annex_projects"] if e["city"].startswith("Halle") and e["project"]]
    assert told.stated("city:halle", "population") == {"study-markdown": 242_172}, "what was said stays on file"


def test_a_project_is_dropped_from_its_city_and_the_annex(found: Found) -> None:
    told = tell(found, {"record": "project:halle/marktplatz-saalestadt", "action": "drop"})
    assert sorted(told.cities["halle"]["projects"]) == ["halle/strassenbahn-in-echtzeit", "halle/waermewende-silberhoehe"]
    assert "halle/marktplatz-saalestadt" not in [e["project"] for e in told.study["annex_projects"]]


def test_a_wrong_match_with_the_annex_is_dropped(found: Found) -> None:
    wrong = {"record": "project:kassel/open-data-kassel", "action": "drop", "field": "annex_title"}
    told = tell(found, {**wrong, "saw": "Open-Data-Plattform Kassel"})
    project = told.projects["kassel/open-data-kassel"]
    assert (project["annex_title"], project["primary_action_field"]) == (None, "Datenplattform")
    assert told.codes() == ["decision.applied"]
    assert told.codes("annex.") == ["annex.unmatched"]
    assert tell(found, {**wrong, "saw": "Datenmarkt"}).codes() == ["decision.stale"]


def test_a_decision_on_what_another_drops_is_gone(found: Found) -> None:
    record = {"record": "project:halle/marktplatz-saalestadt"}
    change = {**record, "action": "set", "field": "title", "saw": "Marktplatz Saalestadt", "value": "Markt"}
    told = tell(found, change, {"record": "city:halle", "action": "drop"}, {**record, "action": "drop"})
    assert sorted(told.codes()) == ["decision.applied", "decision.applied", "decision.gone"]
    assert "is dropped by the decision in line" in told.message("decision.gone")


# pick


def pick(field: str, saw: Any, source: str = "kassel-html") -> dict[str, Any]:
    return {"record": "city:kassel", "action": "pick", "field": field, "source": source, "saw": saw}


def test_the_picked_source_wins_and_its_conflict_is_settled(found: Found) -> None:
    told = tell(found, pick("sections", {"kind": "milestones", "text": "Im Juni 2018 …"}))
    [text] = [s["text"] for s in told.cities["kassel"]["sections"] if s["kind"] == "milestones"]
    assert text.startswith("Im Juni 2018")
    assert told.codes("conflict.") == []
    [organisation] = [s["text"] for s in told.cities["kassel"]["sections"] if s["kind"] == "organisation"]
    assert told.stated("city:kassel", "sections[0]")["study-markdown"]["text"] == organisation, "other sections stay"


def test_a_pick_of_a_source_that_says_something_else_is_stale(found: Found) -> None:
    told = tell(found, pick("sections", {"kind": "milestones", "text": "Im Juli 2018 …"}))
    assert told.codes() == ["decision.stale"]
    assert told.codes("conflict.") == ["conflict.text"]


def test_a_pick_is_told_as_applied_only_where_the_record_has_it(found: Found) -> None:
    atlas = reconcile(named(found, PROFILE), PROFILE)
    atlas.statements.append({**atlas.statements[0], "record": "city:kassel", "field": "population", "source": "x", "value": 1})
    settle(atlas, decided(pick("population", 1, "x")).entries, PROFILE)
    [message] = [f["message"] for f in atlas.findings if f["code"].startswith("decision.")]
    assert "population is not taken from one of several sources" in message


def test_a_conflict_of_figures_is_decided_by_a_pick(found: Found) -> None:
    other = [(s, _with(e, "population", 999)) if s.path == "digitalatlas.md" else (s, e) for s, e in found]
    twice = [*found, *((replace(s, sha256="f" * 64), e) for s, e in other if s.path == "digitalatlas.md")]
    before = Told(stages.combine(twice, (), PROFILE))
    [conflict] = [f for f in before.findings if f["code"] == "conflict.value" and f["record"] == "city:kassel"]
    loser = conflict["source"]
    value = before.stated("city:kassel", "population")[loser]
    told = Told(stages.combine(twice, (), PROFILE, decided(pick("population", value, loser))))
    assert told.cities["kassel"]["population"] == value
    assert [f for f in told.findings if f["code"] == "conflict.value" and f["record"] == "city:kassel"] == []
    assert conflict["message"].split(", ")[0].split(" has ")[0] in told.message("decision.applied")


def _with(extract: Any, field: str, value: Any) -> Any:
    portraits = tuple(tuple(replace(c, value=value) if c.field == field else c for c in claims) for claims in extract.portraits)
    return replace(extract, portraits=portraits)


# confirm


def test_a_confirmed_value_has_a_statement_of_full_confidence(found: Found, plain: Told) -> None:
    told = tell(found, {**WEIMAR, "action": "confirm", "field": "agenda_status", "saw": "in_development"})
    assert told.cities == plain.cities
    assert told.stated("city:weimar", "agenda_status")["decisions"] == "in_development"


def test_a_confirmed_match_ties_the_annex_to_another_project(found: Found, plain: Told) -> None:
    wrong = {"record": "project:kassel/klimamonitoring-fuldaaue", "action": "confirm", "field": "annex_title"}
    told = tell(found, {**wrong, "saw": "Open-Data-Plattform Kassel"})
    assert told.projects["kassel/klimamonitoring-fuldaaue"]["annex_title"] == "Open-Data-Plattform Kassel"
    assert told.projects["kassel/klimamonitoring-fuldaaue"]["primary_action_field"] == "Datenplattform"
    assert plain.projects["kassel/open-data-kassel"]["annex_title"] == "Open-Data-Plattform Kassel"
    assert told.projects["kassel/open-data-kassel"]["annex_title"] is None
    assert told.codes("annex.unmatched") == ["annex.unmatched"], "the other project's entry is left over"


def test_a_match_with_an_entry_that_is_not_there_is_stale(found: Found) -> None:
    wrong = {"record": "project:kassel/open-data-kassel", "action": "confirm", "field": "annex_title", "saw": "Datenmarkt"}
    told = tell(found, wrong)
    assert told.codes() == ["decision.stale"]
    assert '"Datenmarkt"' in told.message("decision.stale")
    assert '"Open-Data-Plattform Kassel"' in told.message("decision.stale")


# merge and part


def test_two_projects_are_merged_under_the_id_that_stays(found: Found) -> None:
    pair = {"record": "project:goettingen/offenes-klassennetz", "with": "project:goettingen/digitale-lernwerkstatt"}
    told = tell(found, {"action": "merge", **pair})
    assert sorted(told.cities["goettingen"]["projects"]) == [
        "goettingen/buergerkonto-goettingen", "goettingen/offenes-klassennetz",
    ]  # fmt: skip
    titles = {s["value"] for s in told.statements if s["record"] == pair["record"] and s["field"] == "title"}
    assert titles == {"Offenes Klassennetz", "Digitale Lernwerkstatt"}
    assert told.codes() == ["decision.applied"]


def test_two_cities_are_merged_with_all_that_names_them(found: Found) -> None:
    told = tell(found, {"action": "merge", "record": "city:kassel", "with": "city:goettingen"})
    assert "goettingen" not in told.cities
    assert set(told.cities["kassel"]["projects"]) >= {"kassel/buergerkonto-goettingen", "kassel/open-data-kassel"}
    tied = {e["title"]: e["project"] for e in told.study["annex_projects"]}
    assert tied["Bürgerkonto Göttingen"] == "kassel/buergerkonto-goettingen"


def test_what_a_source_says_of_a_project_becomes_another(found: Found, plain: Told) -> None:
    change = {"with": "project:kassel/portal", "source": "kassel-html", "saw": "Open Data Kassel"}
    told = tell(found, {"action": "part", "record": "project:kassel/open-data-kassel", **change})
    assert told.projects["kassel/portal"]["sources"] == ["kassel-html"]
    left = [s for s in plain.projects["kassel/open-data-kassel"]["sources"] if s != "kassel-html"]
    assert told.projects["kassel/open-data-kassel"]["sources"] == left
    assert "kassel/portal" in told.cities["kassel"]["projects"]


def test_a_portrait_is_parted_from_a_city(found: Found) -> None:
    change = {"with": "city:kassel-land", "saw": "Kassel"}
    parts = [{"action": "part", "record": "city:kassel", **change, "source": s} for s in ("kassel-html", "kassel-text")]
    told = tell(found, *parts)
    assert told.cities["kassel"]["sources"] == ["study-markdown"]
    assert told.cities["kassel-land"]["sources"] == ["kassel-html", "kassel-text"]
    assert told.codes("conflict.") == []


def test_a_project_that_one_source_alone_has_cannot_be_parted(found: Found, plain: Told) -> None:
    change = {"with": "project:halle/portal", "source": "study-markdown", "saw": "Marktplatz Saalestadt"}
    told = tell(found, {"action": "part", "record": "project:halle/marktplatz-saalestadt", **change})
    assert "no other source speaks of" in told.message("decision.stale")
    assert told.projects == plain.projects


def test_what_belongs_to_another_record_goes_there(found: Found) -> None:
    change = {"with": "project:kassel/klimamonitoring-fuldaaue", "source": "kassel-html", "saw": "Open Data Kassel"}
    told = tell(found, {"action": "part", "record": "project:kassel/open-data-kassel", **change})
    assert "kassel-html" not in told.projects["kassel/open-data-kassel"]["sources"]
    said = {s["value"] for s in told.statements if (s["record"], s["field"]) == (change["with"], "title")}
    assert said == {"Open Data Kassel", "Klimamonitoring Fuldaaue"}
    assert len(told.projects) == 23


def test_a_source_that_does_not_speak_of_it_cannot_be_parted(found: Found, plain: Told) -> None:
    change = {"with": "project:kassel/portal", "source": "weimar-html", "saw": "Open Data Kassel"}
    told = tell(found, {"action": "part", "record": "project:kassel/open-data-kassel", **change})
    assert told.codes() == ["decision.stale"]
    assert "'Open Data Kassel' in kassel-html" in told.message("decision.stale")
    assert told.projects == plain.projects


# accept


def test_an_accepted_finding_is_left_out_and_told_of(found: Found) -> None:
    told = tell(found, {"action": "accept", "code": "total.differs", "record": "study:sample", "message": TOTAL})
    assert told.codes("total.") == ["total.differs"], "the other one stays"
    assert TOTAL in told.message("decision.accepted")


def test_a_finding_that_says_something_else_is_not_accepted(found: Found) -> None:
    other = TOTAL.replace("prints 5", "prints 6")
    told = tell(found, {"action": "accept", "code": "total.differs", "record": "study:sample", "message": other})
    assert told.codes("total.") == ["total.differs"] * 2
    assert TOTAL in told.message("decision.stale")


# Stale, gone


def test_a_value_that_is_not_what_was_seen_is_stale_with_both(found: Found, plain: Told) -> None:
    told = tell(found, {**STATUS, "saw": "none"})
    assert told.cities == plain.cities
    [finding] = [f for f in told.findings if f["code"].startswith("decision.")]
    assert (finding["code"], finding["severity"], finding["record"]) == ("decision.stale", "warning", "city:weimar")
    assert 'decisions.toml, line 1: agenda_status is "adopted": saw "none", now stands "in_development"' in finding["message"]


def test_a_stale_text_is_shown_where_it_differs(found: Found, plain: Told) -> None:
    project = plain.projects["kassel/open-data-kassel"]
    half = len(project["description"]) // 2
    saw = project["description"][:half] + "GANZ ANDERS" + project["description"][half:]
    change = {"record": "project:kassel/open-data-kassel", "action": "set", "field": "description", "saw": saw, "value": "Neu."}
    message = tell(found, change).message("decision.stale")
    assert "GANZ ANDERS" in message
    assert project["description"][half : half + 30] in message.partition("now stands")[2]


def test_of_a_long_list_the_likeliest_entries_are_shown(found: Found) -> None:
    told = tell(found, {**BODY, "action": "drop", "saw": {"name": "Hauptamtt", "kind": "unit"}})
    assert 'now stands {"name": "Hauptamt", "kind": "unit"}, ' in told.message("decision.stale")
    assert "and 4 others" in told.message("decision.stale")


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ({**STATUS, "record": "city:jena"}, "line 1: agenda_status is"),
        ({**STATUS, "record": "city:wiemar"}, "did you mean city:weimar?"),
        ({**STATUS, "record": "city:halle", "field": "web.author", "value": "X"}, "city:halle has no web.author"),
        ({"record": "city:halle", "action": "set", "field": "facts.students", "value": 3}, "has no facts.students"),
        ({"action": "merge", "record": "city:halle", "with": "city:jena"}, "there is no city:jena"),
        ({"action": "merge", "record": "project:jena/a", "with": "project:jena/b"}, "there is no project:jena/a"),
        ({"action": "drop", "record": "project:halle/gone"}, "there is no project:halle/gone"),
    ],
)
def test_what_is_gone_is_a_finding_with_file_and_line(found: Found, decision: dict[str, Any], says: str) -> None:
    told = tell(found, decision)
    assert told.codes() == ["decision.gone"]
    assert told.message("decision.gone").startswith("decisions.toml, line 1: ")
    assert says in told.message("decision.gone")


def test_an_entry_that_is_not_told_from_others_is_stale(found: Found) -> None:
    told = tell(found, {**BODY, "action": "drop", "saw": {"kind": "unit"}})
    assert "3 entries are like that" in told.message("decision.stale")


def test_two_decisions_that_name_one_entry_differently_cannot_both_hold(found: Found) -> None:
    told = tell(found, {**BODY, "action": "drop"}, {**BODY, "action": "confirm", "saw": {"name": "Haupt…"}})
    assert sorted(told.codes()) == ["decision.applied", "decision.stale"]
    assert "the decision in line 1 is about the same value" in told.message("decision.stale")


@pytest.mark.parametrize(
    ("saw", "value", "same"),
    [
        (1, 1, True), (1, True, False), (None, None, True), (None, 0, False), ("a … c", "a b c", True), ("a … c", "a b d", False),
        ("a.c", "abc", False), ({"a": 1}, {"a": 1, "b": 2}, True), ({"a": 1, "b": 3}, {"a": 1, "b": 2}, False), ({}, 1, False),
        (["a"], ["a", "b"], False), (["a"], ["a"], True), ("…", "x\ny", True),
    ],
)  # fmt: skip
def test_what_stands(saw: Any, value: Any, same: bool) -> None:
    assert stands(saw, value) is same


# Laws

POOL: list[dict[str, Any]] = [
    STATUS,
    {**BODY, "action": "drop"},
    {**BODY, "action": "set", "saw": {"name": "Stadtwerke"}, "value": {"name": "Stadtwerke Weimar", "kind": "company"}},
    {**WEIMAR, "action": "set", "field": "networks", "value": {"name": "Bauhaus Kooperation"}},
    {**WEIMAR, "action": "set", "field": "population", "value": 65_138},
    {"record": "city:jena", "action": "drop"},
    {"record": "city:halle", "action": "drop"},
    {"record": "project:erlangen/digitaler-bauantrag", "action": "drop"},
    pick("sections", {"kind": "milestones", "text": "Im Juni 2018 …"}),
    {"action": "merge", "record": "project:regensburg/offenes-wlan-altstadt", "with": "project:regensburg/stadtarchiv-im-netz"},
    {"action": "merge", "record": "city:luebeck", "with": "city:potsdam"},
    {
        "action": "part", "record": "project:kassel/open-data-kassel", "with": "project:kassel/portal", "source": "kassel-html",
        "saw": "Open Data Kassel",
    },
    {"record": "city:potsdam", "action": "confirm", "field": "agenda_status", "saw": "adopted"},
    {
        "record": "project:kassel/klimamonitoring-fuldaaue", "action": "confirm", "field": "annex_title",
        "saw": "Open-Data-Plattform Kassel",
    },
]  # fmt: skip
subsets = st.lists(st.sampled_from(range(len(POOL))), unique=True, max_size=6)
law = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def settled(found: Found, decisions: Decisions, times: int = 1) -> Atlas:
    atlas = reconcile(named(found, PROFILE), PROFILE, decisions.rulings)
    for _ in range(times):
        settle(atlas, decisions.entries, PROFILE)
    return atlas


def plainly(atlas: Atlas, findings: bool = True) -> str:
    """All rows of an atlas, in order where order counts."""
    loose = [atlas.statements, atlas.findings] if findings else [atlas.statements]
    rows = [sorted(json.dumps(row, sort_keys=True) for row in part) for part in (*loose, atlas.cities, atlas.projects)]
    return json.dumps([rows, atlas.study])


@law
@given(subsets)
def test_decisions_applied_twice_are_applied_once(found: Found, chosen: list[int]) -> None:
    decisions = decided(*(POOL[i] for i in chosen))
    assert plainly(settled(found, decisions, 2)) == plainly(settled(found, decisions))


@law
@given(subsets)
def test_a_decision_written_twice_counts_once(found: Found, chosen: list[int]) -> None:
    once = [POOL[i] for i in chosen]
    assert plainly(settled(found, decided(*once, *once)), False) == plainly(settled(found, decided(*once)), False)


@law
@given(subsets, st.randoms(use_true_random=False))
def test_the_order_of_unrelated_decisions_is_of_no_matter(found: Found, chosen: list[int], chance: random.Random) -> None:
    turned = copy.copy(chosen)
    chance.shuffle(turned)
    one, two = (settled(found, decided(*(POOL[i] for i in order))) for order in (chosen, turned))
    assert plainly(one, False) == plainly(two, False)
    assert sorted(f["code"] for f in one.findings) == sorted(f["code"] for f in two.findings)
    assert len([f for f in one.findings if f["code"].startswith("decision.")]) == len(chosen), "one finding for each"


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
line = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
values = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner | st.none(), max_size=3),
    max_leaves=5,
)


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return [without_nulls(v) for v in value] if isinstance(value, list) else value


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(line, words), max_size=3), st.sampled_from(["\n", "\r\n"]), st.booleans(), values, words)
def test_appending_changes_no_byte_and_keeps_every_value(
    commented: list[tuple[str, str]], end: str, ended: bool, saw: Any, why: str
) -> None:
    tables = [
        ["# " + comment, "  [[ decision ]]  # here", f"why={item(text).as_string()}   #{comment}"] for comment, text in commented
    ]
    before = (end.join(["# mine", *chain(*tables)]) + (end if ended else "")).encode()
    data = before + block(before, {"saw": saw, "why": why})
    assert data.startswith(before)
    told = tomllib.loads(data.decode())["decision"]
    assert told[:-1] == [{"why": text} for _, text in commented]
    assert told[-1] == {"saw": without_nulls(saw), "why": why}
    assert data.count(b"\r\n") == (data.count(b"\n") if end == "\r\n" and (commented or ended) else 0)


# Files that are wrong

HEAD = '[[decision]]\naction = "set"\nrecord = "city:weimar"\nfield = "population"\nvalue = 65138\n'
TAIL = 'why = "x"\nby = "x"\ndate = 2026-01-01\n'


def refused(text: str) -> str:
    with pytest.raises(DecisionError) as caught:
        parse(text.encode(), Path("my.toml"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + TAIL + "colour = 1\n", "my.toml, line 9: colour: unknown key"),
        (HEAD.replace("field", "fild") + TAIL, "my.toml, line 4: fild: unknown key; docs/decisions.md lists them all; did you"),
        (HEAD.replace("field", "fild") + TAIL, "did you mean 'field'?"),
        (HEAD, "my.toml, line 1: why: is missing"),
        (HEAD.replace('"set"', '"sett"') + TAIL, "my.toml, line 1: action: must be set, drop"),
        (HEAD.replace('action = "set"\n', "") + TAIL, "my.toml, line 1: action: is missing"),
        (HEAD.replace("65138", '"many"') + TAIL, "my.toml, line 5: value: Input should be a valid integer"),
        (HEAD.replace("65138", "-1") + TAIL, "my.toml, line 5: value: "),
        (HEAD.replace("population", "area_km2").replace("65138", "nan") + TAIL, "my.toml, line 5: value: "),
        (HEAD.replace("population", "facts.x").replace("65138", "inf") + TAIL, "my.toml, line 5: value: "),
        (HEAD.replace("population", "funding").replace("65138", "3") + TAIL, "line 5: value: must be a table with name, kind"),
        (HEAD.replace('"population"', '"popluation"') + TAIL, "my.toml, line 4: field: a city has no field 'popluation'"),
        (HEAD.replace('"population"', '"networks[0]"') + TAIL, "name the list alone"),
        (HEAD.replace('"population"', '"id"') + TAIL, "a city has no field 'id' that can be decided"),
        (HEAD.replace("city:weimar", "weimar") + TAIL, "my.toml, line 3: record: must name a record"),
        (HEAD + TAIL.replace("2026-01-01", '"yesterday"'), "my.toml, line 8: date: must be a date"),
        (HEAD + TAIL.replace('why = "x"', 'why = ""'), "my.toml, line 6: why: must not be empty"),
        (HEAD + TAIL.replace('why = "x"', "why = 3"), "my.toml, line 6: why: must be text in quotes"),
        (HEAD.replace("[[decision]]", "[[decisions]]") + TAIL, "my.toml, line 1: decisions: unknown key"),
        ('decision = "x"\n', "my.toml, line 1: decision: must be tables [[decision]]"),
        ("[[decision]\n", "my.toml: is no valid TOML"),
        ('[[decision]]\naction = "drop"\nrecord = "city:a"\nfield = "name"\nsaw = "A"\n' + TAIL, "name cannot be empty"),
        ('[[decision]]\naction = "drop"\nrecord = "city:a"\nfield = "state"\n' + TAIL, "saw: is missing"),
        ('[[decision]]\naction = "drop"\nrecord = "study:a"\n' + TAIL, "cannot be dropped"),
        ('[[decision]]\naction = "drop"\nrecord = "city:a"\nfield = "funding"\nsaw = {nmae = "A"}\n' + TAIL, "saw.nmae: an"),
        ('[[decision]]\naction = "merge"\nrecord = "city:a"\nwith = "city:a"\n' + TAIL, "line 4: with: is the record itself"),
        ('[[decision]]\naction = "merge"\nrecord = "city:a"\nwith = "project:a/b"\n' + TAIL, "line 4: with: must be of the same"),
        ('[[decision]]\naction = "merge"\nrecord = "project:a/b"\nwith = "project:c/d"\n' + TAIL, "of the same city"),
        ('[[decision]]\naction = "accept"\ncode = "total.difers"\nmessage = "x"\n' + TAIL, "line 3: code: no finding"),
        ('[[decision]]\naction = "accept"\ncode = "decision.stale"\nmessage = "x"\n' + TAIL, "line 3: code: no finding"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_and_key(text: str, says: str) -> None:
    assert says in refused(text)


def test_lines_are_counted_past_texts_of_several_lines() -> None:
    text = HEAD + TAIL.replace('why = "x"', 'why = """\n[[decision]]\nfield = 3\n"""') + "# \u2028\n" + HEAD + TAIL
    entries = parse(text.encode(), Path("my.toml")).entries
    assert [e.line for e in entries] == [1, 13]
    assert [e.line for e in parse(text.replace("\n", "\r\n").encode(), Path("my.toml")).entries] == [1, 13]
    assert "my.toml, line 16: field: a city has no field" in refused(text[:60] + text[60:].replace('"population"', '"x"'))
    inline = f"decision = [{{{', '.join((HEAD + TAIL).splitlines()[1:])}}}]\n"
    assert "my.toml, line 1: decision: write each decision as a table of its own" in refused(inline)
    assert "my.toml, line 1: why: is missing" in refused(inline.replace('why = "x", ', ""))


def test_dates_are_texts_as_in_the_records(found: Found) -> None:
    seen = datetime.date(2024, 6, 3)
    told = tell(found, {**WEIMAR, "action": "set", "field": "web.published", "saw": seen, "value": datetime.date(2024, 6, 4)})
    assert told.cities["weimar"]["web"]["published"] == "2024-06-04"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(refused(HEAD.replace("field", "fild") + HEAD.replace('"set"', '"x"')).splitlines()) >= 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (STATUS, {**STATUS, "value": "none"}),
        (STATUS, {**WEIMAR, "action": "drop", "field": "agenda_status", "saw": "in_development"}),
        (STATUS, {**WEIMAR, "action": "confirm", "field": "agenda_status", "saw": "in_development"}),
        (pick("population", 1), pick("population", 2, "study-markdown")),
        (
            {"action": "merge", "record": "city:a", "with": "city:b"},
            {"action": "part", "record": "city:a", "with": "city:b", "source": "b-html", "saw": "B"},
        ),
        (
            {"action": "part", "record": "city:b", "with": "city:a", "source": "b-html", "saw": "B"},
            {"action": "merge", "record": "city:a", "with": "city:b"},
        ),
        ({"action": "merge", "record": "city:a", "with": "city:b"}, {"action": "merge", "record": "city:b", "with": "city:a"}),
        ({"action": "merge", "record": "city:a", "with": "city:b"}, {"action": "merge", "record": "city:c", "with": "city:b"}),
    ],
)
def test_contradictions_are_refused_with_both_lines(one: dict[str, Any], two: dict[str, Any]) -> None:
    data = written(one, two).decode()
    second = data.splitlines().index("[[decision]]", 1) + 1
    with pytest.raises(DecisionError, match=rf"my.toml, line {second}: .*contradicts the decision in line 1"):
        parse(data.encode(), Path("my.toml"))


def test_merging_in_a_circle_is_refused() -> None:
    ring = [("a", "b"), ("b", "c"), ("c", "a")]
    with pytest.raises(DecisionError, match="circle"):
        decided(*({"action": "merge", "record": f"city:{x}", "with": f"city:{y}"} for x, y in ring))


@pytest.mark.parametrize("data", [b"", b"# nothing yet\n", b"\xef\xbb\xbf# with a mark\r\n"])
def test_a_file_without_decisions_decides_nothing(data: bytes) -> None:
    decisions = parse(data, Path("decisions.toml"))
    assert (decisions.entries, decisions.digest) == ((), "")


def test_the_digest_counts_what_is_meant() -> None:
    data = written(STATUS).decode()
    keys = data.splitlines()
    turned = "\n".join([keys[0], *reversed(keys[1:])]) + "\n# the end\n"
    assert parse(data.encode(), Path("d.toml")).digest == parse(turned.encode(), Path("d.toml")).digest
    other = data.replace("read again", "read once more")
    assert parse(data.encode(), Path("d.toml")).digest != parse(other.encode(), Path("d.toml")).digest


# The page


def test_the_readmes_example_holds_on_the_sample(found: Found) -> None:
    [example] = re.findall(r"^```toml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    told = Told(stages.combine(found, (), PROFILE, parse(example.encode(), Path("decisions.toml"))))
    assert told.codes() == ["decision.applied"]
    assert "advisory_body" in told.cities["tuebingen"]["participation"]


def test_every_action_has_an_example_that_holds_on_the_sample(found: Found) -> None:
    entries = parse("\n".join(EXAMPLES).encode(), Path("decisions.toml"))
    assert {type(e.decision) for e in entries.entries} == set(ACTIONS)
    told = Told(stages.combine(found, (), PROFILE, entries))
    assert sorted(set(told.codes())) == ["decision.accepted", "decision.applied"]
    assert len(told.codes()) == len(entries.entries)
    assert all(meant(e.decision) for e in entries.entries)


# Runs


def run_with(store: Path, decisions: Path | None) -> Result:
    return run_paths(store, WEB / "weimar.txt", edition="sample", decisions=decisions)


def test_a_run_is_another_with_decisions_and_the_same_without(tmp_path: Path) -> None:
    path, empty = tmp_path / "mine.toml", tmp_path / "empty.toml"
    path.write_bytes(written(STATUS))
    empty.write_text("# none yet\n")
    plain, none, decided_ = (run_with(tmp_path / "store", p) for p in (None, empty, path))
    assert plain.path == none.path != decided_.path
    manifest = json.loads((decided_.path / "run.json").read_text("utf-8"))
    assert manifest["recorded"]["decisions"]["path"] == str(path)
    assert list(verify(decided_.path)) == []
    assert decided_.by_id("cities")["weimar"]["agenda_status"] == "adopted"
    again = run_with(tmp_path / "other", path)
    assert again.files() == decided_.files()


def test_the_file_beside_the_sources_is_used_and_is_no_source(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "weimar.txt").write_bytes((WEB / "weimar.txt").read_bytes())
    (folder / "decisions.toml").write_bytes(written(STATUS))
    result = run_paths(tmp_path / "store", folder, edition="sample")
    assert result.codes("decision.") == ["decision.applied"]
    assert len(result.outcome.manifest["sources"]) == 1


def test_the_file_beside_a_profile_of_ones_own_is_used(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text('id = "mine"\nextends = "sample"\n')
    (tmp_path / "decisions.toml").write_bytes(written(STATUS))
    result = run_paths(tmp_path / "store", WEB / "weimar.txt", edition=str(tmp_path / "edition.toml"))
    assert result.codes("decision.") == ["decision.applied"]


def test_several_files_beside_sources_are_an_error(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weimar.txt").write_text((WEB / "weimar.txt").read_text("utf-8") + name, "utf-8")
        (tmp_path / name / "decisions.toml").write_bytes(written(STATUS))
    with pytest.raises(RunError, match="--decisions"):
        run_paths(tmp_path / "store", tmp_path / "a", tmp_path / "b", edition="sample")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def go(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["stadtatlas", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return go


def weimar(path: Path, tmp_path: Path) -> Sequence[str | Path]:
    return ("run", WEB / "weimar.txt", "--edition", "sample", "--store", tmp_path / "store", "--decisions", path)


def test_the_summary_says_how_many_decisions_were_followed(call: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(written(STATUS, {**STATUS, "record": "city:jena"}))
    status, _, err = call(*weimar(path, tmp_path))
    assert status == 0
    assert "decisions: 1 applied, 1 stale or gone" in err


def test_an_accepted_finding_does_not_fail_a_run(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text((WEB / "weimar.txt").read_text("utf-8") + "\n", "utf-8")
    run = ("run", WEB / "weimar.txt", tmp_path / "again.txt", "--edition", "sample", "--store", tmp_path, "--fail-on", "warning")
    assert call(*run)[0] == 1
    path = tmp_path / "mine.toml"
    path.write_bytes(written({"action": "accept", "code": "portrait.duplicate", "record": "city:weimar", "message": "…"}))
    assert call(*run, "--decisions", path)[0] == 0


@pytest.mark.parametrize("text", [None, "[[decision]]\naction = 'set'\n", HEAD + TAIL + HEAD.replace("65138", "1") + TAIL])
def test_a_file_that_cannot_be_used_writes_nothing(call: Callable[..., Any], tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "mine.toml"
    if text is not None:
        path.write_text(text)
    status, out, err = call(*weimar(path, tmp_path))
    assert (status, out) == (2, "")
    assert str(path) in err
    assert "Traceback" not in err
    assert not (tmp_path / "store").exists()


def test_show_says_who_decided(call: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(written(STATUS))
    run = run_with(tmp_path / "store", path)
    assert "decisions by A. Muster, 2026-05-31: read again" in call("show", "weimar", "--run", run.path)[1]


# Appending


def test_a_file_is_replaced_whole_and_keeps_its_mode_and_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "decisions.toml"
    real.write_bytes(b"# mine\r\n")
    real.chmod(0o600)
    link.symlink_to(real)
    append(link, {**STATUS, **SIGNED})
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert real.read_bytes().startswith(b"# mine\r\n\r\n[[decision]]\r\nrecord = ")
    assert len(load(link).entries) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["decisions.toml", "real.toml"]


def test_a_decision_that_contradicts_the_file_is_not_appended(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    append(path, {**STATUS, **SIGNED})
    before = path.read_bytes()
    with pytest.raises(DecisionError, match="contradicts"):
        append(path, {**STATUS, "value": "none", **SIGNED})
    assert path.read_bytes() == before


def test_tables_leave_out_what_has_no_value() -> None:
    assert item({"name": "X", "funder": None}).as_string() == '{name = "X"}'
