"""Changes in words: what a record is called, a value on one line, how many changes of which sort."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stadtatlas.compare.values import FINDINGS_FIELD
from stadtatlas.compare.words import texts_of
from stadtatlas.model.comparison import Cause, Change, Diff, Kind

KINDS: dict[Kind, str] = {
    "added": "added", "removed": "gone", "changed": "changed", "renamed": "renamed", "moved": "moved",
    "typographic": "typographic",
}  # fmt: skip
_SORTS = {
    "project": ("project", "projects"), "city": ("city", "cities"), "study": ("study", "studies"),
    "value": ("value", "values"), "text": ("text", "texts"), "tag": ("tag", "tags"), "link": ("link", "links"),
    "date": ("date", "dates"), "organisation": ("organisation", "organisations"), "funding": ("funding", "fundings"),
    "network": ("network", "networks"), "finding": ("finding", "findings"), "entry": ("entry", "entries"),
}  # fmt: skip
"""What can change, one and many, in the order in which it is told."""
_FIELDS = {
    "action_fields": "tag", "links": "link", "dates": "date", "organisation": "organisation", "funding": "funding",
    "networks": "network", "projects": "project", FINDINGS_FIELD: "finding", "sections": "text", "description": "text",
}  # fmt: skip
_CAUSES: dict[Cause, str] = {
    "source": "from the sources", "code": "from another version of the program", "profile": "from another profile",
    "decision": "from decisions",
}  # fmt: skip


def city_of(change: Change) -> str | None:
    """The city that a change belongs to, by id; a project's is its city. `None`: the study, or the run as a whole."""
    kind, _, name = (change.record or "").partition(":")
    return name.partition("/")[0] if kind in ("city", "project") else None


def grouped(changes: Iterable[Change]) -> dict[str | None, list[Change]]:
    """The changes by city, in the order of their ids; what belongs to none comes last."""
    groups: dict[str | None, list[Change]] = {}
    for change in changes:
        groups.setdefault(city_of(change), []).append(change)
    return {key: groups[key] for key in sorted(groups, key=lambda k: (k is None, k or ""))}


def sort_of(change: Change) -> str:
    """What changed, in one word: a value, a text, a tag, a project, ..."""
    kind = (change.record or "study").partition(":")[0]
    field = change.field or ""
    if change.field is None or (change.kind == "renamed" and field in ("title", "name")) or field == "city":
        return kind
    if texts_of(change):
        return "text"
    sort = _FIELDS.get(field.partition("[")[0].partition(".")[0])
    if sort:
        return sort
    return "entry" if field.endswith("]") else "value"


def tally(changes: Iterable[Change]) -> str:
    """`2 values, 1 project added`: the sorts of changes and how many of each; a plain number is of changed ones."""
    counted = Counter((sort_of(c), c.kind) for c in changes)
    sorts, kinds = list(_SORTS), list(KINDS)
    ranked = sorted(counted.items(), key=lambda item: (sorts.index(item[0][0]), kinds.index(item[0][1])))
    return ", ".join(_counted(number, sort, kind) for (sort, kind), number in ranked)


def _counted(number: int, sort: str, kind: Kind) -> str:
    words = {"removed": "settled", "added": "new"} if sort == "finding" else {"changed": ""}
    return f"{number} {_SORTS[sort][number > 1]} {words.get(kind, KINDS[kind])}".strip()


def summary(diff: Diff) -> str:
    """How many changes there are, and which cause they have."""
    number = len(diff.changes)
    if not number:
        return "no change"
    causes: Counter[Cause] = Counter(change.cause or "source" for change in diff.changes)
    told = [f"{causes[cause]} {words}" for cause, words in _CAUSES.items() if causes[cause]]
    return f"{number} {'change' if number == 1 else 'changes'}: {', '.join(told)}"


def title(diff: Diff) -> str:
    """The two runs."""
    return " → ".join(f"{name.edition} {name.run_id}" for name in (diff.a, diff.b))


def name_in(row: Mapping[str, Any]) -> str:
    """What a whole record is called."""
    return str(row.get("name") or row.get("title") or "")


def label(change: Change) -> str:
    """The field, and which section it is."""
    side = change.new or change.old
    kind = side.value.get("kind") if side and isinstance(side.value, Mapping) and "heading" in side.value else None
    return f"{change.field} {kind}" if kind else change.field or ""


def line_of(value: Any) -> str:
    """A value on one line: an entry of a list by what one would call it, anything else as JSON."""
    if isinstance(value, Mapping):
        return _entry(value)
    if isinstance(value, list):
        return ", ".join(map(line_of, value)) or "none"
    if value is None:
        return "unknown"
    return f'"{value}"' if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _entry(value: Mapping[str, Any]) -> str:
    if "surface" in value:
        when = f"{value['mod']} {value['value']}" if value["mod"] else value["value"]
        return f"{head_of(value)} = {when}" + (f": {value['event']}" if value["event"] else "")
    if "code" in value:
        return f"{value['code']}: {value['message']}"
    if "printed" in value:
        return f"{head_of(value)}: printed {value['printed']}, computed {line_of(value['computed'])}"
    head = _head_key(value)
    rest = [f"{key} {line_of(v)}" for key, v in value.items() if key != head and v is not None]
    return head_of(value) + (f" ({', '.join(rest)})" if rest else "")


def head_of(value: Mapping[str, Any]) -> str:
    """What one would call an entry of a list: its title, name, words, or what it counts."""
    if "printed" in value:
        return f"{value['what']} {value['key'] or ''}".strip()
    key = _head_key(value)
    return f'"{value[key]}"' if key else ""


def _head_key(value: Mapping[str, Any]) -> str | None:
    keys = ("surface", "message", "text", "title", "name", "credit", "field")
    return next((key for key in keys if value.get(key)), None)


def differing(change: Change) -> Sequence[tuple[str, Any, Any]]:
    """The keys in which two entries of one list differ, with both values; none where a side is no entry."""
    old, new = (side.value if side else None for side in (change.old, change.new))
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return []
    return [(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
