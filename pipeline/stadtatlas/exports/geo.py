"""`cities.geojson`: the cities as points (RFC 7946)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table
from stadtatlas.exports.writer import Files, json_text

_LEFT_OUT = ("id", "latitude", "longitude")


class GeoJson:
    """Writes a feature for each city; the geometry of one whose place is unknown is `null`."""

    def __init__(self) -> None:
        self._cities: list[dict[str, Any]] = []
        self._fields: dict[str, list[str]] = {}
        self._projects: dict[str, list[str]] = defaultdict(list)

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Cities, their active fields and projects; the other tables are no places."""
        if table.name == "cities":
            self._cities = [dict(zip(table.names, row, strict=True)) for row in rows]
        elif table.name == "city_projects":
            for city, _, project in rows:
                self._projects[city].append(project)
        elif table.name == "city_action_fields":
            for city, _, field, active in rows:
                if active is not None:
                    self._fields.setdefault(city, []).extend([field] if active else [])

    def finish(self) -> Files:
        """One file, a feature a line."""
        features = ",\n".join(json_text(self._feature(city)) for city in self._cities)
        return {"cities.geojson": f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'.encode()}

    def _feature(self, city: Mapping[str, Any]) -> dict[str, Any]:
        place = [city["longitude"], city["latitude"]]
        plain = {key: value for key, value in city.items() if key not in _LEFT_OUT and not key.endswith("_count")}
        known = {"action_fields": self._fields.get(city["id"]), "projects": self._projects[city["id"]]}
        geometry = None if None in place else {"type": "Point", "coordinates": place}
        return {"type": "Feature", "id": city["id"], "geometry": geometry, "properties": {"id": city["id"], **plain, **known}}
