"""Two made-up runs of as many cities as wanted, out of one run's records, to measure `stadtatlas diff` with.

    python pipeline/tools/many.py RUN NUMBER A B

Writes the runs A and B. In B every city has another population and a word changed, every tenth project another title and so
another id, every twentieth city is gone, and as many are new.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
TENTH, TWENTIETH = 10, 20


def main() -> int:
    """Write both runs."""
    run, number, a, b = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    write(run, a, list(range(number)), changed=False)
    kept = [n for n in range(number) if n % TWENTIETH]
    write(run, b, [*kept, *range(number, 2 * number - len(kept))], changed=True)
    return 0


def write(run: Path, target: Path, numbers: list[int], changed: bool) -> None:
    """A run whose n-th city is a copy of one of the run's cities, under a name and at a place of its own."""
    originals = rows(run / "cities.jsonl")
    copies = [(originals[n % len(originals)]["id"], n) for n in numbers]
    target.mkdir(parents=True)
    cities = {row["id"]: row for row in originals}
    projects: dict[str, list[Row]] = {}
    for project in rows(run / "projects.jsonl"):
        projects.setdefault(project["city"], []).append(project)
    counts = {
        "cities": lines(target / "cities.jsonl", sorted((city(cities[c], n, changed) for c, n in copies), key=by_id)),
        "projects": lines(target / "projects.jsonl", sorted(told(projects, copies, changed), key=by_id)),
        "findings": lines(target / "findings.jsonl", rows(run / "findings.jsonl")),
        "statements": lines(target / "statements.jsonl", statements(run, copies, changed)),
    }
    (target / "study.json").write_bytes((run / "study.json").read_bytes())
    manifest = json.loads((run / "run.json").read_text("utf-8"))
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in target.iterdir()}
    manifest |= {"run_id": hashlib.sha256(str(target).encode()).hexdigest()[:12], "counts": manifest["counts"] | counts}
    manifest["recorded"]["files"] = files
    (target / "run.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def city(row: Row, number: int, changed: bool) -> Row:
    """A copy of a city."""
    new = row | {"id": f"{row['id']}-{number}", "name": f"{row['name']} {number}", "geonames_id": number}
    new["projects"] = [project_id(name, number, changed) for name in row["projects"]]
    if changed:
        new["population"] = number
        new["sections"] = [section | {"text": section["text"].replace(" und ", " samt ", 1)} for section in row["sections"]]
    return new


def told(projects: dict[str, list[Row]], copies: Iterable[tuple[str, int]], changed: bool) -> Iterator[Row]:
    """The projects of all copies."""
    for name, number in copies:
        for row in projects.get(name, []):
            new_id = project_id(row["id"], number, changed)
            title = f"{row['title']} neu" if renamed(number, changed) else row["title"]
            yield row | {"id": new_id, "city": f"{name}-{number}", "title": title}


def project_id(name: str, number: int, changed: bool) -> str:
    """The id of a copy's project."""
    return name.replace("/", f"-{number}/") + ("-neu" if renamed(number, changed) else "")


def renamed(number: int, changed: bool) -> bool:
    """Whether a copy's projects go by another title."""
    return changed and number % TENTH == 1


def statements(run: Path, copies: Iterable[tuple[str, int]], changed: bool) -> Iterator[Row]:
    """The statements of all copies, as many as the run has for each city."""
    by_city: dict[str, list[Row]] = {}
    for row in rows(run / "statements.jsonl"):
        by_city.setdefault(row["record"].partition(":")[2].partition("/")[0], []).append(row)
    for name, number in copies:
        for row in by_city.get(name, []):
            kind, _, record = row["record"].partition(":")
            new = project_id(record, number, changed) if kind == "project" else f"{record}-{number}"
            yield row | {"record": f"{kind}:{new}"}


def by_id(row: Row) -> str:
    """What records are sorted by."""
    return str(row["id"])


def rows(path: Path) -> list[Row]:
    """A file's records."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def lines(path: Path, found: Iterable[Row]) -> int:
    """Write a file's records; how many they are."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in found:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            number += 1
    return number


if __name__ == "__main__":
    sys.exit(main())
