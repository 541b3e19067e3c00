"""The audit stage: what the study counts is counted again over its own portraits."""

from __future__ import annotations

from collections.abc import Sequence, Set

from stadtatlas.edition.profile import Profile
from stadtatlas.reconcile.ledger import Row

ABOUT = 10
"""Points by which a share may differ: "about half" and "nearly a third" are rounded to the next common fraction, and the common
fractions (a fifth, a quarter, a third, a half) lie up to 17 points apart."""


def audit(study: Row, cities: Sequence[Row], projects: Sequence[Row], profile: Profile, studies: Set[str]) -> list[str | None]:
    """Fill `computed` and `agrees` of the study's totals; for each of them a message where it differs.

    Only what one of the `studies` (source ids) portrays counts; what stands on web pages alone does not.
    """
    portrayed = [c for c in cities if studies & set(c["sources"])]
    printed = [p for p in projects if studies & set(p["sources"])]
    messages: list[str | None] = []
    for total in study["totals"] or []:
        total["computed"] = _count(total["what"], total["key"], portrayed, printed, study, profile)
        total["agrees"] = None if total["computed"] is None else _agree(total["what"], total["printed"], total["computed"])
        messages.append(_difference(total) if total["agrees"] is False else None)
    return messages


def _agree(what: str, printed: int, computed: int) -> bool:
    return abs(printed - computed) <= (ABOUT if what.startswith("percent.") else 0)


def _difference(total: Row) -> str:
    about = f"{total['what']} {total['key']}" if total["key"] else total["what"]
    unit = " %" if total["what"].startswith("percent.") else ""
    return f"{about}: the study prints {total['printed']}{unit}, its portraits add up to {total['computed']}{unit}"


def _count(
    what: str, key: str | None, cities: Sequence[Row], projects: Sequence[Row], study: Row, profile: Profile
) -> int | None:
    if what == "cities":
        return len(cities)
    if what == "projects":
        return len(projects)
    if what == "action_fields":
        return len(profile.action_fields)
    if what == "projects.field":
        return len([p for p in projects if p["primary_action_field"] == key])
    if what == "annex.field":
        return len([e for e in study["annex_projects"] if e["action_field"] == key])
    if what == "cities.agenda_status":
        return _whole([None if c["agenda_status"] is None else c["agenda_status"] == key for c in cities])
    if what.startswith("percent."):
        holding = _whole([None if (held := c[what.removeprefix("percent.")]) is None else key in held for c in cities])
        return None if holding is None else round(100 * holding / len(cities))
    return _whole([c["action_fields"].get(key) for c in cities])


def _whole(answers: Sequence[bool | None]) -> int | None:
    """How many of the cities answer yes; `None` where there is none, or one whose answer no source shows."""
    return answers.count(True) if answers and None not in answers else None
