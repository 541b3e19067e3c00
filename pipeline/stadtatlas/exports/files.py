"""The exports that every run holds."""

from __future__ import annotations

from functools import cache

from stadtatlas.exports.geo import GeoJson
from stadtatlas.exports.linked import JsonLd
from stadtatlas.exports.lite import Metadata, Sqlite
from stadtatlas.exports.package import DataPackage
from stadtatlas.exports.published import Published
from stadtatlas.exports.tables import tables
from stadtatlas.exports.writer import traverse


def exports(published: Published) -> dict[str, bytes]:
    """CSV tables, Data Package, SQLite, Datasette's metadata, GeoJSON and JSON-LD, by their path in the run's folder."""
    writers = (DataPackage(), Sqlite(), Metadata(), GeoJson(), JsonLd())
    traverse(published, writers)
    return {path: data for writer in writers for path, data in writer.finish().items()}


@cache
def names() -> frozenset[str]:
    """The paths of those files."""
    tabular = (f"tables/{name}.csv" for name in tables())
    return frozenset(("datapackage.json", "atlas.sqlite", "metadata.json", "cities.geojson", "atlas.jsonld", *tabular))
