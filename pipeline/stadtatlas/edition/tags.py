"""A project's heading: its title, and the action fields in brackets behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz

from stadtatlas.edition.profile import Profile, field_key
from stadtatlas.text.listing import last_bracket
from stadtatlas.text.view import View

_PART = regex.compile(r"\s*(?:[/,;|·•\n]|\s[–-]\s)\s*")
_WORD = regex.compile(r"\s+(?:(?:und|&|sowie)\s+)?")
_INTRODUCTION = regex.compile(r"^[\p{L} -]{3,30}:\s*")
_TYPO = 86.0
"""rapidfuzz ratio: one or two wrong letters in a field's name (`Mobiltät`, `Energie und Umwlet`)."""
_ACRONYM = regex.compile(r"[A-ZÄÖÜ0-9@:.+-]{2,8}|[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*")


@dataclass(frozen=True, slots=True)
class Tags:
    """`title` and the bracket behind it: canonical `fields` in printed order, and what is no field of the edition."""

    title: View
    bracket: View | None
    fields: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def split_tags(view: View, profile: Profile) -> Tags:
    """Take a project's heading apart. A last bracket that names no field is part of the title, unless it can be nothing
    but a tag: words of plain German, neither acronym nor number."""
    whole = view.strip(" \t\n:")
    bracket = last_bracket(whole)
    if bracket is None:
        return _behind_dash(whole, profile)
    start, end = bracket
    inside = whole.cut(start + 1, end - 1).strip()
    fields, unknown = read_fields(inside.text, profile)
    if not fields and (not unknown or not _looks_like_tag(inside.text)):
        return Tags(whole, None)
    return Tags(whole.cut(0, start).strip(" \t\n:"), inside, fields, unknown)


def _behind_dash(whole: View, profile: Profile) -> Tags:
    """`Title – Field, Field`: what stands behind the last dash is a tag if every part of it is a field to the letter."""
    at = max(whole.text.rfind(f" {dash} ") for dash in "–—-|")
    parts = _PART.split(whole.text[at + 3 :]) if at > 0 else []
    if not parts or any(field_key(part) not in profile.field_labels for part in parts):
        return Tags(whole, None)
    fields, _ = read_fields(whole.text[at + 3 :], profile)
    return Tags(whole.cut(0, at).strip(" \t\n:"), whole.cut(at + 3).strip(), fields)


def bare_tags(view: View, profile: Profile) -> tuple[str, ...]:
    """The fields of a line that is nothing but tags, in brackets or behind a word and a colon; else none."""
    text = view.text.strip(" \n()[]:")
    fields, unknown = read_fields(text, profile)
    return () if unknown else fields


def read_fields(text: str, profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Canonical fields in the text, in printed order, and the parts that are none."""
    fields: list[str] = []
    unknown: list[str] = []
    parts = [p for p in _PART.split(_INTRODUCTION.sub("", text)) if p.strip()]
    while parts:
        size, found = _longest(parts, profile)
        if found:
            fields += [f for f in found if f not in fields]
        else:
            unknown.append(parts[0].strip())
        del parts[:size]
    return tuple(fields), tuple(unknown)


def _longest(parts: Sequence[str], profile: Profile) -> tuple[int, list[str]]:
    """How many of the first parts name fields, and which: two parts may be one name (`Energie / Umwelt`)."""
    if found := _fields(parts[0], profile):
        return 1, found
    pair = _field(" und ".join(parts[:2]), profile) if len(parts) > 1 else None
    return (2, [pair]) if pair else (1, [])


def _fields(part: str, profile: Profile) -> list[str]:
    """The fields that the part names with all its words (`Bildung und Handel`); none where a word is left."""
    if whole := _field(part, profile):
        return [whole]
    edges = [0, *(m.end() for m in _WORD.finditer(part)), len(part)]
    found: list[str] = []
    at = 0
    while at < len(edges) - 1:
        names = ((i, _field(part[edges[at] : edges[i]].strip(" &"), profile)) for i in range(len(edges) - 1, at, -1))
        step = next(((i, name) for i, name in names if name), None)
        if step is None:
            return []
        at, name = step
        found.append(name)
    return found


def _field(text: str, profile: Profile) -> str | None:
    key = field_key(regex.sub(r"\s+(?:und|sowie)\s*$", "", text))
    if not key or key in profile.field_labels:
        return profile.field_labels.get(key)
    labels = profile.field_labels.items()
    score, name = max(((fuzz.ratio(key, label, score_cutoff=_TYPO), name) for label, name in labels), default=(0.0, ""))
    return name if score >= _TYPO else None


def _looks_like_tag(text: str) -> bool:
    words = text.split()
    plain = not _ACRONYM.fullmatch(text) and not any(map(str.isdigit, text))
    return 0 < len(words) <= 4 and words[0][:1].isupper() and plain
