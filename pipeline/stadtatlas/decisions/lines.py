"""Where in a TOML file a decision stands, and a key of it; tomllib does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence


class Lines:
    """The lines of a decisions file, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._tables = self.tables("decision")

    def tables(self, name: str) -> list[int]:
        """Where the tables `[[name]]` begin. What looks like one inside a text of several lines is none."""
        header = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(name)}[\"']?\s*\]\]")
        found: list[int] = []
        for number, line in enumerate(self._lines):
            since = found[-1] - 1 if found else 0
            if header.match(line) and _is_whole("\n".join(self._lines[since:number])):
                found.append(number + 1)
        return found

    def of(self, index: int, key: str = "") -> int:
        """The line of a decision's key, else of its table; of decisions that are no tables, the line that names them."""
        if index >= len(self._tables):
            return self.of_key("decision")
        first = self._tables[index]
        last = self._tables[index + 1] - 1 if index + 1 < len(self._tables) else None
        return _find(self._lines[first:last], key, first + 1) or first

    def of_key(self, key: str) -> int:
        """The line of a key or of the first table of this name, else the first line."""
        tables = self.tables(key)
        return tables[0] if tables else _find(self._lines, key, 1) or 1


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(f"{text}\n")  # a lone carriage return at the end would be no TOML
    except tomllib.TOMLDecodeError:
        return False
    return True


def _find(lines: Sequence[str], key: str, first: int) -> int | None:
    pair = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
    return next((number for number, line in enumerate(lines, first) if key and pair.match(line)), None)
