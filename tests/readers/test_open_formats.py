"""The files of a run, each opened with the program that others will open it with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import geopandas
import pandas
import pytest
import rdflib
from conftest import Result
from stadtatlas.exports.published import load
from stadtatlas.exports.rows import Row, shred
from stadtatlas.exports.views import QUESTIONS, VIEWS

PROGRAMS = Path(sysconfig.get_path("scripts"))
SCHEMA, PROV = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")


@pytest.fixture(scope="module")
def rows(sample_result: Result) -> dict[str, list[Row]]:
    return shred(load(sample_result.path))


def call(*command: object, folder: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_frictionless_finds_the_package_valid(sample_result: Result, rows: dict[str, list[Row]]) -> None:
    command = (PROGRAMS / "frictionless", "validate", "datapackage.json", "--json")
    report = json.loads(call(*command, folder=sample_result.path))
    assert report["valid"]
    assert {task["name"]: task["stats"].get("rows", 0) for task in report["tasks"]} == {
        n: len(found) for n, found in rows.items()
    }


def test_frictionless_sees_what_is_wrong(sample_result: Result, tmp_path: Path) -> None:
    shutil.copytree(sample_result.path / "tables", tmp_path / "tables")
    shutil.copy(sample_result.path / "datapackage.json", tmp_path)
    file = tmp_path / "tables" / "projects.csv"
    file.write_bytes(file.read_bytes().replace(b",kassel,", b",atlantis,", 1))
    command = [PROGRAMS / "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    types = {error["type"] for task in json.loads(done.stdout)["tasks"] for error in task["errors"]}
    assert "foreign-key" in types


def test_pandas_reads_every_csv(sample_result: Result, rows: dict[str, list[Row]]) -> None:
    for name, found in rows.items():
        assert len(pandas.read_csv(sample_result.path / "tables" / f"{name}.csv")) == len(found), name


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="needs the program sqlite3")
def test_the_sqlite_shell_reads_the_database(sample_result: Result, rows: dict[str, list[Row]]) -> None:
    assert call("sqlite3", "atlas.sqlite", "PRAGMA integrity_check", folder=sample_result.path) == "ok\n"
    assert call("sqlite3", "atlas.sqlite", "PRAGMA foreign_key_check", folder=sample_result.path) == ""
    counted = call("sqlite3", "atlas.sqlite", *(f"SELECT count(*) FROM {n};" for n in ("dates",)), folder=sample_result.path)
    assert int(counted) == len(rows["dates"])
    assert call("sqlite3", "atlas.sqlite", ".dump", folder=sample_result.path).count("CREATE VIEW") == len(VIEWS)


def test_datasette_inspects_the_database(sample_result: Result, rows: dict[str, list[Row]]) -> None:
    told = json.loads(call(PROGRAMS / "datasette", "inspect", "atlas.sqlite", folder=sample_result.path))
    counted = {name: table["count"] for name, table in told["atlas"]["tables"].items()}
    assert counted.items() >= {name: len(found) for name, found in rows.items()}.items()


def datasette(run: Path, path: str) -> str:
    return call(PROGRAMS / "datasette", "atlas.sqlite", "-m", "metadata.json", "--get", path, folder=run)


def test_datasette_shows_descriptions_search_and_questions(sample_result: Result) -> None:
    page = datasette(sample_result.path, "/atlas/cities")
    assert "Area as printed." in page
    found = json.loads(datasette(sample_result.path, "/atlas/search.json?_search=Radverkehrszahlung&_shape=array"))
    assert "project:erlangen/radverkehrszaehlung-regnitztal" in {row["record"] for row in found}
    for question in QUESTIONS:
        assert json.loads(datasette(sample_result.path, f"/atlas/{question.name}.json?_shape=array"))


def test_geopandas_reads_the_cities(sample_result: Result) -> None:
    found = geopandas.read_file(sample_result.path / "cities.geojson").set_index("id")
    assert found.crs == "EPSG:4326"
    for city in load(sample_result.path).cities:
        point = found.geometry[city.id]
        assert (point.x, point.y) == (city.longitude, city.latitude)
        assert found["population"][city.id] == city.population or city.population is None


def test_rdflib_reads_the_graph_without_the_network(sample_result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("something is fetched"))
    graph = rdflib.Graph().parse(sample_result.path / "atlas.jsonld", format="json-ld")
    published = load(sample_result.path)
    assert len(set(graph.subjects(rdflib.RDF.type, SCHEMA.City))) == len(published.cities)
    assert len(set(graph.subjects(rdflib.RDF.type, SCHEMA.Project))) == len(published.projects)
    for project in published.projects:
        node = rdflib.URIRef(f"urn:stadtatlas:project:{project.id.replace('/', ':')}")
        sources = {str(graph.value(source, SCHEMA.identifier)) for source in graph.objects(node, PROV.wasDerivedFrom)}
        assert sources == set(project.sources)
    known = {str(SCHEMA), str(PROV), str(rdflib.RDF)}
    assert all(any(str(predicate).startswith(space) for space in known) for predicate in graph.predicates())
