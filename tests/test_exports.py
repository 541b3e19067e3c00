"""The exports that need no library: what they hold, that nothing is lost, that the same records give the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from conftest import ROOT, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.exports import lite
from stadtatlas.exports.codes import CODES
from stadtatlas.exports.columns import Column
from stadtatlas.exports.files import exports, names
from stadtatlas.exports.flat import Csv, harmless
from stadtatlas.exports.geo import GeoJson
from stadtatlas.exports.published import Published, load
from stadtatlas.exports.rows import assemble, shred
from stadtatlas.exports.tables import Table, tables, tables_by_run
from stadtatlas.exports.views import QUESTIONS, VIEWS, Question
from stadtatlas.exports.writer import traverse
from stadtatlas.model.records import City, Entity, Finding, Prediction, Project, Statement, Study
from stadtatlas.reconcile.ledger import Ledger
from stadtatlas.validate import Valid, tied

LISTS = ("cities", "projects", "study", "statements", "entities", "findings")


@pytest.fixture(scope="module")
def published(sample_result: Result) -> Published:
    return load(sample_result.path)


@pytest.fixture(scope="module")
def made(published: Published) -> dict[str, bytes]:
    return exports(published)


@pytest.fixture(scope="module")
def database(made: dict[str, bytes]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(made["atlas.sqlite"])
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def small(published: Published) -> Published:
    """A city and its projects alone."""
    city = next(c for c in published.cities if c.web and c.projects)
    projects = [project for project in published.projects if project.city == city.id]
    one = replace(published, cities=[city], projects=projects, study=None, statements=[], entities=[], findings=[])
    return replace(one, run=one.run.model_copy(update={"counts": counts(one), "findings": {}}))


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def same(one: Published, other: Published) -> None:
    """Equal, and alike to the letter: 161 is not 161.0."""
    for name in LISTS:
        assert repr(getattr(one, name)) == repr(getattr(other, name)), name
    assert one.run.model_copy(update={"recorded": {}}) == other.run.model_copy(update={"recorded": {}})


# Tables


def test_rows_give_the_records_back(published: Published) -> None:
    same(assemble(shred(published)), published)


@pytest.mark.parametrize("value", [None, [], "full"])
@pytest.mark.parametrize("field", ["dates", "funding", "stakeholders"])
def test_a_list_that_no_source_has_is_not_an_empty_one(small: Published, field: str, value: Any) -> None:
    city = small.cities[0]
    assert getattr(city, field)
    changed = city if value == "full" else city.model_copy(update={field: value})
    one = replace(small, cities=[changed])
    assert getattr(assemble(shred(one)).cities[0], field) == getattr(changed, field)
    assert getattr(through_sqlite(one).cities[0], field) == getattr(changed, field)


@contextmanager
def stored(published: Published) -> Iterator[sqlite3.Connection]:
    """The records as a SQLite database."""
    writer = lite.Sqlite()
    traverse(published, [writer])
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(writer.finish()["atlas.sqlite"])
        yield connection


def through_sqlite(published: Published) -> Published:
    with stored(published) as database:
        return lite.read(database)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
NUMBER = st.one_of(st.integers(0, 10**6), st.floats(0, 1000).filter(lambda x: not x.is_integer()))


@st.composite
def cities(draw: st.DrawFn, template: City) -> City:
    """A city whose lists, facts and texts are drawn: null, empty, long, odd."""
    maybe = st.one_of(st.none(), st.lists(TEXT, max_size=3))
    return template.model_copy(
        update={
            "name": draw(TEXT),
            "area_km2": draw(st.one_of(st.none(), NUMBER)),
            "action_fields": draw(st.dictionaries(TEXT, st.one_of(st.none(), st.booleans()), max_size=4)),
            "facts": draw(st.one_of(st.none(), st.dictionaries(TEXT, NUMBER, max_size=3))),
            "stakeholders": draw(st.one_of(st.none(), st.lists(st.sampled_from(["citizens", "other"]), max_size=3))),
            "web": None
            if draw(st.booleans())
            else template.web and template.web.model_copy(update={"neighbours": draw(maybe) or []}),
        }
    )


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_record_survives_tables_and_sqlite(published: Published, small: Published, data: st.DataObject) -> None:
    value = data.draw(st.recursive(st.one_of(st.none(), st.booleans(), NUMBER, TEXT), lambda x: st.lists(x, max_size=2)))
    statement = published.statements[0].model_copy(update={"value": value, "quote": data.draw(TEXT | st.just(""))})
    one = replace(small, cities=[data.draw(cities(small.cities[0]))], statements=[statement])
    one = replace(one, run=one.run.model_copy(update={"counts": counts(one)}))
    same(assemble(shred(one)), one)
    same(through_sqlite(one), one)


def counts(one: Published) -> dict[str, int]:
    names = ("sources", "cities", "projects", "statements", "entities", "findings")
    return {name: len(one.run.sources if name == "sources" else getattr(one, name)) for name in names}


def test_every_field_of_every_record_is_in_a_table() -> None:
    columns = {f"{table.name}.{column.name}" for table in tables().values() for column in table.columns}
    plain = {
        "cities": City,
        "projects": Project,
        "study": Study,
        "statements": Statement,
        "entities": Entity,
        "findings": Finding,
    }
    fields = {f"{name}.{field}" for name, model in plain.items() for field in model.model_fields}
    apart = {f for f in fields if f not in columns}
    assert {f.split(".")[1] for f in apart} == {
        "action_fields", "sections", "projects", "links", "web", "dates", "organisation", "organisation_models", "funding",
        "networks", "stakeholders", "participation", "channels", "sources", "facts", "predicted_action_fields", "partners",
        "contents", "figures", "tables", "annex_projects", "image_credits", "totals", "aliases", "mentions",
    }  # fmt: skip
    assert {f"predicted_action_fields.{field}" for field in Prediction.model_fields} <= columns


def test_every_table_and_column_says_what_it_holds() -> None:
    for table in tables().values():
        assert table.description
        for column in table.columns:
            assert column.description, f"{table.name}.{column.name}"
        assert set(table.key) <= set(table.names)


def test_every_code_has_a_meaning_and_no_other() -> None:
    coded = {f"{t.name}.{c.name}": c.codes for t in tables().values() for c in t.columns if c.codes}
    assert {place: tuple(words) for place, words in CODES.items()} == coded


def test_references_lead_to_keys() -> None:
    for declared in (tables(), tables_by_run()):
        for table in declared.values():
            for reference in table.references:
                assert declared[reference.table].key == reference.target
                assert set(reference.columns) <= set(table.names)


def test_keys_are_unique_and_references_lead_somewhere(published: Published) -> None:
    rows = shred(published)

    def values(table: Table, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        return [tuple(row[table.names.index(c)] for c in columns) for row in rows[table.name]]

    for table in tables().values():
        keys = values(table, table.key)
        assert len(keys) == len(set(keys)), table.name
        for reference in table.references:
            target = set(values(tables()[reference.table], reference.target))
            assert {v for v in values(table, reference.columns) if None not in v} <= target


def test_a_reference_to_a_record_that_was_left_out_goes_with_it(published: Published) -> None:
    ledger = Ledger([], [])
    lost, *rest = published.cities
    gone = set(lost.projects)
    valid = tied(Valid(rest, list(published.projects), published.study), ledger)
    assert gone
    assert not gone & {p.id for p in valid.projects}
    assert valid.study
    assert not gone & {entry.project for entry in valid.study.annex_projects or []}
    assert {f["record"] for f in ledger.findings} == {f"project:{id_}" for id_ in gone}
    without = tied(Valid(list(published.cities), list(published.projects)[1:], published.study), Ledger([], []))
    assert published.projects[0].id not in {id_ for city in without.cities for id_ in city.projects}


# Every format


def test_the_files_are_those_that_a_run_is_said_to_hold(made: dict[str, bytes], sample_result: Result) -> None:
    assert set(made) == names()
    assert made.items() <= sample_result.files().items()


def test_the_same_records_give_the_same_bytes(published: Published, made: dict[str, bytes]) -> None:
    assert exports(published) == made


def test_row_counts_agree(published: Published, made: dict[str, bytes], database: sqlite3.Connection) -> None:
    package = json.loads(made["datapackage.json"])
    assert [r["name"] for r in package["resources"]] == list(tables())
    for name, rows in shred(published).items():
        assert len(read_csv(made[f"tables/{name}.csv"])) == len(rows)
        assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (len(rows),)
    assert len(json.loads(made["cities.geojson"])["features"]) == len(published.cities)
    types = [node["@type"] for node in json.loads(made["atlas.jsonld"])["@graph"]]
    assert types.count(["schema:City", "prov:Entity"]) == len(published.cities)
    assert types.count(["schema:Project", "prov:Entity"]) == len(published.projects)


def test_no_file_tells_when_or_where_it_was_written(made: dict[str, bytes], sample_result: Result) -> None:
    recorded = json.loads((sample_result.path / "run.json").read_text("utf-8"))["recorded"]
    for data in made.values():
        assert recorded["at"][:10].encode() not in data
        assert str(sample_result.path).encode() not in data


# CSV


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@name", "\tx", "\rx"])
def test_what_a_spreadsheet_would_compute_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"a{text}") == f"a{text}"


def test_numbers_stay_numbers_and_null_is_empty() -> None:
    columns = (Column("a", "text", ""), Column("b", "number", ""), Column("c", "boolean", ""), Column("d", "json", ""))
    writer = Csv("")
    writer.feed(
        Table("t", "", columns, ("a",)), [("-x", -1.5, True, -3), (None, None, None, None), ("a\nb", 2, False, ["=", 'q"'])]
    )
    text = writer.finish()["t.csv"].decode("utf-8")
    assert text == '\ufeffa,b,c,d\r\n\'-x,-1.5,true,-3\r\n,,,\r\n"a\nb",2,false,"[""="", ""q\\""""]"\r\n'


def test_csv_holds_what_the_records_hold(published: Published, made: dict[str, bytes]) -> None:
    found = {row["id"]: row for row in read_csv(made["tables/cities.csv"])}
    for city in published.cities:
        assert found[city.id]["name"] == city.name
        assert found[city.id]["population"] == ("" if city.population is None else str(city.population))
    active = [(r["city"], r["field"], r["active"]) for r in read_csv(made["tables/city_action_fields.csv"])]
    words = {True: "true", False: "false", None: ""}
    assert active == [(c.id, field, words[on]) for c in published.cities for field, on in c.action_fields.items()]
    spans = [json.loads(row["spans"]) for row in read_csv(made["tables/statements.csv"])]
    assert spans == [s.spans for s in published.statements]


# SQLite


def test_sqlite_gives_the_records_back(published: Published, database: sqlite3.Connection) -> None:
    same(lite.read(database), published)


def test_sqlite_is_sound_and_known_by_its_id(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA application_id").fetchone() == (lite.APPLICATION_ID,)


def test_sqlite_gives_the_same_dump(published: Published, database: sqlite3.Connection) -> None:
    with stored(published) as other:
        assert list(other.iterdump()) == list(database.iterdump())


def test_sqlite_keeps_what_breaks_a_rule_out(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        database.execute("INSERT INTO organisation VALUES ('kassel', 99, 'a name', 'no such kind')")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        database.execute("INSERT INTO networks VALUES ('no-such-city', 0, 'a name')")


def test_views_have_the_columns_that_are_described(database: sqlite3.Connection, made: dict[str, bytes]) -> None:
    described = json.loads(made["metadata.json"])["databases"]["atlas"]["tables"]
    for view in VIEWS:
        rows = database.execute(f"SELECT * FROM {view.name}")
        assert [column[0] for column in rows.description] == list(view.columns) == list(described[view.name]["columns"])
        assert rows.fetchall(), view.name


def test_metadata_describes_every_table_and_column(database: sqlite3.Connection, made: dict[str, bytes]) -> None:
    described = json.loads(made["metadata.json"])["databases"]["atlas"]["tables"]
    found = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search_%'"
    for (name,) in database.execute(found).fetchall():
        columns = {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
        assert columns == set(described[name]["columns"]), name


@pytest.mark.parametrize(
    ("query", "record"),
    [
        ("baubehorde OR bauantrag", "project:erlangen/digitaler-bauantrag"),
        ("radverkehrszahlung", "project:erlangen/radverkehrszaehlung-regnitztal"),
        ("radverkehrszaehlung", "project:erlangen/radverkehrszaehlung-regnitztal"),
        ("RADVERKEHRSZÄHLUNG", "project:erlangen/radverkehrszaehlung-regnitztal"),
    ],
)
def test_search_finds_both_spellings(database: sqlite3.Connection, query: str, record: str) -> None:
    assert (record,) in database.execute("SELECT record FROM search WHERE search MATCH ?", (query,)).fetchall()


@pytest.mark.parametrize("query", ["strassennetz", "straßennetz", "grossbaustelle", "waechst", "wachst"])
def test_search_finds_ss_for_sharp_s(small: Published, query: str) -> None:
    project = small.projects[0].model_copy(update={"description": "Auf der Großbaustelle wächst ein Straßennetz."})
    with stored(replace(small, projects=[project])) as database:
        found = database.execute("SELECT record FROM search WHERE search MATCH ?", (query,)).fetchall()
    assert (f"project:{project.id}",) in found


# GeoJSON, Data Package, JSON-LD


def geojson(published: Published) -> dict[str, Any]:
    writer = GeoJson()
    traverse(published, [writer])
    data: dict[str, Any] = json.loads(writer.finish()["cities.geojson"])
    return data


def test_geojson_has_longitude_first_and_null_where_the_place_is_unknown(published: Published) -> None:
    nowhere = published.cities[0].model_copy(update={"latitude": None, "longitude": None})
    data = geojson(replace(published, cities=[nowhere, *published.cities[1:]]))
    first, second = data["features"][:2]
    city = published.cities[1]
    assert first["geometry"] is None
    assert second["geometry"] == {"type": "Point", "coordinates": [city.longitude, city.latitude]}
    assert second["properties"]["action_fields"] == [field for field, active in city.action_fields.items() if active]
    assert second["properties"]["projects"] == city.projects


def test_geojson_does_not_say_that_a_city_has_no_field_where_nobody_knows(small: Published) -> None:
    city = small.cities[0].model_copy(update={"action_fields": dict.fromkeys(small.cities[0].action_fields)})
    data = geojson(replace(small, cities=[city]))
    assert data["features"][0]["properties"]["action_fields"] is None


def test_the_data_package_describes_its_files(made: dict[str, bytes]) -> None:
    for resource in json.loads(made["datapackage.json"])["resources"]:
        data = made[resource["path"]]
        assert resource["bytes"] == len(data)
        header = data.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_json_ld_names_the_sources_of_every_city(published: Published, made: dict[str, bytes]) -> None:
    graph = {node["@id"]: node for node in json.loads(made["atlas.jsonld"])["@graph"]}
    for city in published.cities:
        node = graph[f"urn:stadtatlas:city:{city.id}"]
        assert [graph[source]["identifier"] for source in node["wasDerivedFrom"]] == city.sources
    for project in published.projects:
        node = graph[f"urn:stadtatlas:project:{project.id.replace('/', ':')}"]
        assert node["location"] == f"urn:stadtatlas:city:{project.city}"


def test_json_ld_has_no_term_without_a_meaning(made: dict[str, bytes]) -> None:
    document = json.loads(made["atlas.jsonld"])

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        return set(value).union(*map(keys, value.values())) if isinstance(value, dict) else set()

    assert {key for key in keys(document["@graph"]) if not key.startswith("@")} <= set(document["@context"])


# The three questions


def test_which_cities_have_projects_in_both_fields(published: Published, database: sqlite3.Connection) -> None:
    wanted = {"Mobilität", "Energie & Umwelt"}
    fields = {c.id: {f for p in published.projects if p.city == c.id for f in p.action_fields} for c in published.cities}
    expected = [(c.name,) for c in published.cities if wanted <= fields[c.id]]
    assert expected
    assert database.execute(QUESTIONS[0].sql).fetchall() == expected


def test_who_is_funded_by_which_ministry(published: Published, database: sqlite3.Connection) -> None:
    by_id = {c.id: c for c in published.cities}
    expected = set()
    for entity in published.entities:
        for mention in entity.mentions if entity.kind == "ministry" else ():
            if mention.field.startswith("funding["):
                city = by_id[mention.record.removeprefix("city:")]
                assert city.funding
                expected.add((entity.name, city.name, city.funding[int(mention.field[8:-1])].name))
    assert len(expected) >= 3
    assert database.execute(QUESTIONS[1].sql).fetchall() == sorted(expected)


def test_how_the_fields_shares_differ_between_states(published: Published, database: sqlite3.Connection) -> None:
    known: dict[tuple[str, str], list[bool]] = {}
    for city in published.cities:
        for field, active in city.action_fields.items():
            if city.state and active is not None:
                known.setdefault((city.state, field), []).append(active)
    expected = {key: round(100 * sum(found) / len(found), 1) for key, found in known.items()}
    assert len(set(expected.values())) > 1
    assert {(state, field): percent for state, field, percent in database.execute(QUESTIONS[2].sql)} == expected


def test_the_ministries_are_among_the_funders(database: sqlite3.Connection) -> None:
    named = database.execute("SELECT funder_name, city_name, funding FROM funding_by_funder WHERE funder_kind = 'ministry'")
    assert set(named) == set(database.execute(QUESTIONS[1].sql))


@pytest.mark.parametrize("question", QUESTIONS[:2], ids=lambda question: str(question.name))
def test_the_pages_answers_are_those_of_the_sample(question: Question, database: sqlite3.Connection) -> None:
    found = database.execute(question.sql)
    answer = [[column for column, *_ in found.description], *found.fetchall()]
    page = (ROOT / "docs" / "data.md").read_text("utf-8").split(f"### {question.title}\n")[1]
    assert "\n".join("|".join(row) for row in answer) == page.split("```text\n")[1].split("\n```")[0], "see ANSWERS"


def test_a_run_without_a_study_has_no_row_for_it(small: Published) -> None:
    assert assemble(shred(small)).study is None
    assert through_sqlite(small).study is None


def test_the_page_shows_what_the_sample_answers(database: sqlite3.Connection) -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    blocks = re.findall(r"^SQL on `atlas\.sqlite`:\n\n```sql\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```", page, re.M)
    for query, answer in blocks:
        found = database.execute(query)
        lines = ["|".join(column[0] for column in found.description), *("|".join(map(str, row)) for row in found)]
        assert "\n".join(lines) + "\n" == answer
    assert len(blocks) == 1
