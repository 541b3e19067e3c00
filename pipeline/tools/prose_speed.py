"""What the prose stage costs beside spaCy's tokenising of the same text: prints both in seconds, each for a first reading.

    python pipeline/tools/prose_speed.py RUN

Takes the running text of every city of a run. Imports and the making of the pipelines are left out of both,
and so is the garbage that they leave.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy
from stadtatlas.prose.language import pipeline, read
from stadtatlas.prose.passages import Passage

Portrait = tuple[str, list[Passage]]


def main() -> None:
    """Print the seconds of tokenising and of the whole prose stage."""
    portraits = list(portraits_of(Path(sys.argv[1])))
    blank = spacy.blank("de")
    pipeline()
    gc.collect()
    print(seconds(lambda p: blank.make_doc(p[0]), portraits), seconds(lambda p: read(*p), portraits))


def seconds(read_one: Callable[[Portrait], Any], portraits: list[Portrait]) -> float:
    """How long reading them all takes."""
    started = time.perf_counter()
    for portrait in portraits:
        read_one(portrait)
    return time.perf_counter() - started


def portraits_of(run: Path) -> Iterator[Portrait]:
    """The text of each city of a run, and where its sections and projects stand in it."""
    projects = [json.loads(line) for line in (run / "projects.jsonl").read_text("utf-8").splitlines()]
    for city in map(json.loads, (run / "cities.jsonl").read_text("utf-8").splitlines()):
        parts = [(s["kind"], s["heading"], s["text"]) for s in city["sections"]]
        for project in (p for p in projects if p["city"] == city["id"]):
            parts += [("title", "", project["title"]), ("project", "", project["description"] or "-")]
        passages, at = [], 0
        for kind, heading, text in parts:
            passages.append(Passage(kind, heading, at, at + len(text)))
            at += len(text) + 2
        yield "\n\n".join(text for _, _, text in parts), passages


if __name__ == "__main__":
    main()
