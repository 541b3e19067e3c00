"""The audit stage: what the study counts is counted again over its own portraits."""

from __future__ import annotations

from collections.abc import Sequence, Set

from stadtatlas.edition.profile import Profile
from stadtatlas.reconcile.ledger import Row


def audit(study: Row, cities: Sequence[Row], projects: Sequence[Row], profile: Profile, studies: Set[str]) -> list[str | None]:
    """Fill `computed` and `agrees` of the study's totals; for each of them a message where it differs.

    Only what one of the `studies` (source ids) portrays counts; what stands on web pages alone does not.
    """
    portrayed = [c for c in cities if studies & set(c["sources"])]
    printed = [p for p in projects if studies & set(p["sources"])]
    messages: list[str | None] = []
    for total in study["totals"] or []:
        total["computed"] = _count(total["what"], total["key"], portrayed, printed, study, profile)
        total["agrees"] = None if total["computed"] is None else total["computed"] == total["printed"]
        about = f"{total['what']} {total['key']}" if total["key"] else total["what"]
        counted = f"{about}: the study prints {total['printed']}, its portraits add up to {total['computed']}"
        messages.append(counted if total["agrees"] is False else None)
    return messages


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
    active = [c["action_fields"].get(key) for c in cities]
    return None if any(a is None for a in active) or not active else active.count(True)
