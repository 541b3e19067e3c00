"""The names of towns, as far as they help to tell where a name ends and whom a city works with."""

from __future__ import annotations

import re
from importlib.resources import files

CITIES = frozenset(files("stadtatlas").joinpath("data", "cities.txt").read_text("utf-8").splitlines())
"""Cities of Germany from 5,000 inhabitants, of Europe from 50,000, of the world from a million (GeoNames, `make places`)."""
TOWNS = CITIES | {re.split(r" (?:am|an der|an den|in|im|bei|vor|ob der) ", city)[0] for city in CITIES}
"""The same, and what they are called nearby: `Geislingen` for `Geislingen an der Steige`."""
RIVERS = frozenset(["Breisgau", "Elbe", "Oder", "Ruhr", "Spree", "Weser"]) | {
    found[1] for city in CITIES if (found := re.search(r" (?:am|(?:an|in|ob|vor) der|im) (\w+)\Z", city))
}
"""What towns of one name are told apart by: `Frankfurt am Main`, `Freiburg im Breisgau`."""
