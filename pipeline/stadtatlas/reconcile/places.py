"""Link cities to GeoNames: by name and population, and not at all where that leaves a doubt."""

from __future__ import annotations

from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.text.keys import loose_key
from stadtatlas.text.places import Place, candidates

_FACTOR = 1.5
"""Populations further apart than this are two places: GeoNames' figures are up to a decade old, and no German city of
over 15,000 people grew or shrank by half in that time."""
KEYS = ("state", "geonames_id", "latitude", "longitude")


def find_place(name: str, population: int | None) -> tuple[Place | None, str]:
    """The place, or why there is none."""
    bearing, other = candidates(name)
    known = list(dict.fromkeys((*bearing, *other)))
    if not known:
        return None, f"the reference data knows no place called {name!r}"
    if population is None:
        exact = [p for p in bearing if loose_key(p.name) == loose_key(name)] or known
        return (
            (exact[0], "")
            if len(exact) == 1
            else (None, f"{len(exact)} places are called {name!r}, and no population tells which")
        )
    fitting = [p for p in known if p.population and 1 / _FACTOR <= population / p.population <= _FACTOR]
    if len(fitting) == 1:
        return fitting[0], ""
    what = f"{len(fitting)} places" if fitting else f"none of {len(known)} places"
    return None, f"{what} called {name!r} fit a population of {population}"


def link_place(row: Row, ledger: Ledger) -> None:
    """Fill state, GeoNames ID and coordinates of a city's row."""
    record = f"city:{row['id']}"
    place, why = find_place(row["name"], row["population"])
    if place is None:
        ledger.find("place.unknown", why, record, "geonames_id")
        return
    confidence = 1.0 if row["population"] else 0.8
    for key in KEYS:
        row[key] = getattr(place, key)
        ledger.look_up(record, key, row[key], "geonames", confidence)
