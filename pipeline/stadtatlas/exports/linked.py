"""`atlas.jsonld`: cities and projects in the words of schema.org, their sources in those of PROV. The context is inline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import Files, json_file
from stadtatlas.text.german import slug

CONTEXT: Mapping[str, Any] = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    **{name: f"schema:{name}" for name in (
        "name", "description", "identifier", "additionalProperty", "value", "unitText", "geo", "latitude", "longitude",
        "encodingFormat", "sha256", "contentSize", "publisher", "datePublished", "url",
    )},
    **{name: {"@id": f"schema:{name}", "@type": "@id"} for name in (
        "sameAs", "containedInPlace", "keywords", "location", "subjectOf", "inDefinedTermSet",
    )},
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in ("wasDerivedFrom", "wasGeneratedBy", "used")},
}  # fmt: skip
"""What each key means, so that no reader has to fetch anything."""
_UNITS = {"population": "people", "area_km2": "km²"}
Node = dict[str, Any]


class JsonLd:
    """Writes one graph: the run, its sources, the action fields, cities and projects."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep what the graph is made of at the end."""
        if table.name in _TABLES:
            self._rows[table.name] = [dict(zip(table.names, row, strict=True)) for row in rows]

    def finish(self) -> Files:
        """One file."""
        graph = _Graph(self._rows)
        return {"atlas.jsonld": json_file({"@context": CONTEXT, "@graph": list(graph.nodes())})}


_TABLES = (
    "runs", "study", "sources", "cities", "city_action_fields", "links", "city_sources", "projects", "project_action_fields",
    "project_sources",
)  # fmt: skip


class _Graph:
    def __init__(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        self._rows = rows
        self._run = rows["runs"][0]
        self._sources = {row["id"]: f"urn:stadtatlas:source:{row['sha256']}" for row in rows["sources"]}

    def nodes(self) -> Iterator[Node]:
        """What others refer to comes first."""
        yield self._activity()
        yield self._dataset()
        yield from self._documents()
        yield from self._terms()
        yield from self._cities()
        yield from self._projects()

    def _id(self, kind: str, *names: str) -> str:
        return ":".join(("urn:stadtatlas", kind, *names))

    def _activity(self) -> Node:
        return {
            "@id": self._id("run", self._run["run_id"]),
            "@type": "prov:Activity",
            "identifier": self._run["run_id"],
            "used": list(self._sources.values()),
        }

    def _dataset(self) -> Node:
        study = next(iter(self._rows["study"]), {"title": None, "publisher": None, "published": None})
        return _told({
            "@id": self._id("edition", slug(self._run["edition"])),
            "@type": ["schema:Dataset", "prov:Entity"],
            "identifier": self._run["edition"],
            "name": study["title"],
            "publisher": study["publisher"],
            "datePublished": study["published"],
            **self._origin(list(self._sources)),
        })  # fmt: skip

    def _documents(self) -> Iterator[Node]:
        for row in self._rows["sources"]:
            yield {
                "@id": self._sources[row["id"]],
                "@type": ["schema:DigitalDocument", "prov:Entity"],
                "identifier": row["id"],
                "name": row["path"],
                "encodingFormat": row["format"],
                "sha256": row["sha256"],
            }

    def _terms(self) -> Iterator[Node]:
        named = (row["field"] for name in ("city_action_fields", "project_action_fields") for row in self._rows[name])
        for field in dict.fromkeys(named):
            yield {
                "@id": self._term(field),
                "@type": "schema:DefinedTerm",
                "name": field,
                "inDefinedTermSet": self._id("action-fields", slug(self._run["edition"])),
            }

    def _term(self, field: str) -> str:
        return self._id("action-field", slug(self._run["edition"]), slug(field))

    def _cities(self) -> Iterator[Node]:
        fields = _grouped(self._rows["city_action_fields"], "city")
        sources, links = _grouped(self._rows["city_sources"], "city"), _grouped(self._rows["links"], "city")
        for row in self._rows["cities"]:
            yield _told({
                "@id": self._id("city", row["id"]),
                "@type": ["schema:City", "prov:Entity"],
                "identifier": row["id"],
                "name": row["name"],
                "sameAs": f"https://sws.geonames.org/{row['geonames_id']}/" if row["geonames_id"] else None,
                "containedInPlace": f"urn:iso:std:iso:3166:-2:{row['state']}" if row["state"] else None,
                "geo": _geo(row),
                "additionalProperty": [_fact(key, row[key], unit) for key, unit in _UNITS.items() if row[key] is not None],
                "keywords": [self._term(f["field"]) for f in fields[row["id"]] if f["active"]],
                "subjectOf": [_page(link) for link in links[row["id"]]],
                **self._origin([s["source"] for s in sources[row["id"]]]),
            })  # fmt: skip

    def _projects(self) -> Iterator[Node]:
        fields, sources = _grouped(self._rows["project_action_fields"]), _grouped(self._rows["project_sources"])
        for row in self._rows["projects"]:
            yield _told({
                "@id": self._id("project", *row["id"].split("/")),
                "@type": ["schema:Project", "prov:Entity"],
                "identifier": row["id"],
                "name": row["title"],
                "description": row["description"],
                "location": self._id("city", row["city"]),
                "keywords": [self._term(f["field"]) for f in fields[row["id"]]],
                **self._origin([s["source"] for s in sources[row["id"]]]),
            })  # fmt: skip

    def _origin(self, sources: Sequence[str]) -> Node:
        derived = [self._sources[source] for source in sources]
        return {"wasDerivedFrom": derived, "wasGeneratedBy": self._id("run", self._run["run_id"])}


def _grouped(rows: Sequence[dict[str, Any]], key: str = "project") -> Mapping[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _geo(row: Mapping[str, Any]) -> Node | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return {"@type": "schema:GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}


def _fact(name: str, value: Any, unit: str) -> Node:
    return {"@type": "schema:PropertyValue", "name": name, "value": value, "unitText": unit}


def _page(link: Mapping[str, Any]) -> Node:
    return _told({"@type": "schema:WebPage", "name": link["title"], "url": link["url"]})


def _told(node: Node) -> Node:
    """The node without what nobody knows."""
    return {key: value for key, value in node.items() if value not in (None, [])}
