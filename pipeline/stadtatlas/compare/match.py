"""Which record of one run is which of the other: by id, else by best assignment of what shares a rare key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from stadtatlas.compare.load import Row, World
from stadtatlas.text.keys import loose_key, typographic_key
from stadtatlas.text.similar import assign, title_likeness

SAME_CITY = 0.5
"""Score from which cities under two ids are one. Two cities of the sample or of the 2019 study reach 0.40 at most."""
SAME_PROJECT = 0.66
"""The same for projects of one city: different ones of the sample or of the 2019 study reach 0.58 at most."""
_RARE = 3
"""A key that more records than this share on a side tells nothing. It bounds the work for each record, and so the whole."""
_MOST = 60
"""Records of a side in one block up to which the assignment is exact, as it takes the third power of them in time; in a larger
block only those that share a key themselves are weighed."""
_TEXT = 400
"""Characters of a text that are compared."""

Keys = Mapping[str, Iterable[Hashable]]
Score = Callable[[str, str], float]
Link = tuple[list[str], list[str]]
"""The old and the new records that share a key."""


@dataclass(frozen=True)
class Matches:
    """Ids of the old run → ids of the new one, and the score of each that goes by another id now."""

    cities: dict[str, str] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    """By name of the old record: `city:halle`."""

    def names(self) -> dict[str, str]:
        """Names of old records → names of new ones."""
        pairs = {f"city:{a}": f"city:{b}" for a, b in self.cities.items()}
        return pairs | {f"project:{a}": f"project:{b}" for a, b in self.projects.items()}


def match(old: World, new: World) -> Matches:
    """The cities and projects that both worlds have."""
    found = Matches({name: name for name in old.cities if name in new.cities})
    for a, b, score in _renamed_cities(old, new, found.cities):
        found.cities[a] = b
        found.scores[f"city:{a}"] = score
    found.projects.update(_same_ids(old, new, found.cities))
    for pairs in (_renamed_projects, _strayed_projects):
        for a, b, score in list(pairs(old, new, found)):
            found.projects[a] = b
            found.scores[f"project:{a}"] = score
    return found


def _renamed_cities(old: World, new: World, cities: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    left = {name: row for name, row in old.cities.items() if name not in cities}
    right = {name: row for name, row in new.cities.items() if name not in cities}

    def score(a: str, b: str) -> float:
        return city_likeness(left[a], right[b])

    return pairs(_keys(left, _city_keys), _keys(right, _city_keys), score, SAME_CITY)


def _city_keys(row: Row) -> Iterator[Hashable]:
    if row["geonames_id"] is not None:
        yield "place", row["geonames_id"]
    yield "name", loose_key(row["name"])
    yield from (("project", name.partition("/")[2]) for name in row["projects"])
    yield from (("text", typographic_key(s["text"][:60])) for s in row["sections"])
    yield from (("link", link["url"]) for link in row["links"] if link["url"])


def city_likeness(one: Row, two: Row) -> float:
    """How alike two cities are, 0 to 1: certain by their place, else by name, texts and the titles of their projects."""
    if one["geonames_id"] is not None and one["geonames_id"] == two["geonames_id"]:
        return 1.0
    texts = {s["kind"]: s["text"][:_TEXT] for s in one["sections"]}
    ratios = [fuzz.ratio(texts[s["kind"]], s["text"][:_TEXT]) for s in two["sections"] if s["kind"] in texts]
    titles, others = ({name.partition("/")[2] for name in row["projects"]} for row in (one, two))
    shared = len(titles & others) / max(len(titles | others), 1)
    return (0.3 * fuzz.ratio(one["name"], two["name"]) + 0.4 * sum(ratios) / max(len(ratios), 1)) / 100 + 0.3 * shared


def _same_ids(old: World, new: World, cities: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Projects under the same id, but for the name of their city."""
    for name, row in old.projects.items():
        other = f"{cities.get(row['city'])}/{name.partition('/')[2]}"
        if other in new.projects:
            yield name, other


def _renamed_projects(old: World, new: World, found: Matches) -> Iterator[tuple[str, str, float]]:
    """Projects of one city, by title, description and tags."""
    left, right = _unmatched(old, new, found)
    here = {a: [("city", found.cities.get(row["city"]))] for a, row in left.items() if row["city"] in found.cities}
    there = {b: [("city", row["city"])] for b, row in right.items()}
    return pairs(here, there, lambda a, b: project_likeness(left[a], right[b]), SAME_PROJECT, rare=None)


def _strayed_projects(old: World, new: World, found: Matches) -> Iterator[tuple[str, str, float]]:
    """Projects that stand with another city now, under the same title."""
    left, right = _unmatched(old, new, found)

    def score(a: str, b: str) -> float:
        return project_likeness(left[a], right[b])

    return pairs(_keys(left, _title), _keys(right, _title), score, SAME_PROJECT)


def _title(row: Row) -> list[Hashable]:
    return [typographic_key(row["title"])]


def project_likeness(one: Row, two: Row) -> float:
    """How alike two projects are, 0 to 1: title and description, the better of them most, and their tags a little."""
    title = title_likeness(one["title"], two["title"])
    described = fuzz.ratio((one["description"] or "")[:_TEXT], (two["description"] or "")[:_TEXT])
    tags, others = set(one["action_fields"]), set(two["action_fields"])
    shared = len(tags & others) / max(len(tags | others), 1)
    return (0.7 * max(title, described) + 0.2 * min(title, described)) / 100 + 0.1 * shared


def _unmatched(old: World, new: World, found: Matches) -> tuple[dict[str, Row], dict[str, Row]]:
    taken = set(found.projects.values())
    left = {name: row for name, row in old.projects.items() if name not in found.projects}
    return left, {name: row for name, row in new.projects.items() if name not in taken}


def _keys(rows: Mapping[str, Row], keys: Callable[[Row], Iterable[Hashable]]) -> dict[str, list[Hashable]]:
    return {name: list(keys(row)) for name, row in rows.items()}


def pairs(old: Keys, new: Keys, score: Score, least: float, rare: int | None = _RARE) -> Iterator[tuple[str, str, float]]:
    """The best one-to-one assignment of what shares a key that at most `rare` of a side have, from the score `least`."""
    left, right = _holders(old, rare), _holders(new, rare)
    linked = [(left[key], right[key]) for key in left if key in right]
    for olds, news, links in _blocks(linked):
        small = max(len(olds), len(news)) <= _MOST
        found = _exact(olds, news, score, least) if small else _greedy(links, score, least)
        yield from found


def _exact(olds: list[str], news: list[str], score: Score, least: float) -> Iterator[tuple[str, str, float]]:
    scores = [[round(score(a, b), 3) for b in news] for a in olds]
    yield from ((olds[i], news[j], scores[i][j]) for i, j in assign(scores, least))


def _greedy(links: Iterable[Link], score: Score, least: float) -> Iterator[tuple[str, str, float]]:
    """Of those that share a key themselves, the best pair first; a block may be as long a chain as it wants."""
    edges = {(a, b) for olds, news in links for a in olds for b in news}
    taken: set[tuple[int, str]] = set()
    for value, a, b in sorted((-round(score(a, b), 3), a, b) for a, b in edges):
        if -value >= least and not {(0, a), (1, b)} & taken:
            taken |= {(0, a), (1, b)}
            yield a, b, -value


def _holders(records: Keys, rare: int | None) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for name, keys in records.items():
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(name)
    return {key: names for key, names in found.items() if rare is None or len(names) <= rare}


def _blocks(linked: Sequence[Link]) -> Iterator[tuple[list[str], list[str], list[Link]]]:
    """Groups of old and new records that hang together by shared keys, each sorted, and what links them."""
    parent: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for olds, news in linked:
        for node in (*((0, name) for name in olds), *((1, name) for name in news)):
            parent[root(node)] = root((0, olds[0]))
    groups: dict[tuple[int, str], tuple[tuple[list[str], list[str]], list[Link]]] = {}
    for side, name in sorted(parent):
        groups.setdefault(root((side, name)), (([], []), []))[0][side].append(name)
    for link in linked:
        groups[root((0, link[0][0]))][1].append(link)
    return ((olds, news, links) for (olds, news), links in groups.values())
