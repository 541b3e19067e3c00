"""A project's heading: its title, and the action fields in brackets behind it."""

from __future__ import annotations

from dataclasses import dataclass

import regex
from rapidfuzz import fuzz

from stadtatlas.edition.profile import Profile, field_key
from stadtatlas.text.listing import last_bracket
from stadtatlas.text.view import View

_SEPARATOR = regex.compile(r"\s*(?:[/,;|·•]|\s[–-]\s)\s*")
_AND = regex.compile(r"\s+(?:und|&|sowie)\s+")
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
        return Tags(whole, None)
    start, end = bracket
    inside = whole.cut(start + 1, end - 1).strip()
    fields, unknown = read_fields(inside.text, profile)
    if not fields and (not unknown or not _looks_like_tag(inside.text)):
        return Tags(whole, None)
    return Tags(whole.cut(0, start).strip(" \t\n:"), inside, fields, unknown)


def read_fields(text: str, profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Canonical fields in the text, in printed order, and the parts that are none."""
    fields: list[str] = []
    unknown: list[str] = []
    for part in (p for p in _SEPARATOR.split(text) if p.strip()):
        found = _field(part, profile)
        several = [found] if found else [_field(p, profile) for p in _AND.split(part)]
        if all(several):
            fields += [f for f in several if f and f not in fields]
        else:
            unknown.append(part.strip())
    return tuple(fields), tuple(unknown)


def _field(text: str, profile: Profile) -> str | None:
    key = field_key(text)
    if key in profile.field_labels:
        return profile.field_labels[key]
    scored = sorted(((fuzz.ratio(key, label), name) for label, name in profile.field_labels.items()), reverse=True)
    return scored[0][1] if scored and scored[0][0] >= _TYPO else None


def _looks_like_tag(text: str) -> bool:
    words = text.split()
    return (
        bool(words)
        and len(words) <= 4
        and words[0][:1].isupper()
        and not _ACRONYM.fullmatch(text)
        and not any(map(str.isdigit, text))
    )
