"""How pages about a single city name it."""

from __future__ import annotations

from functools import cache

import regex

from stadtatlas.edition.profile import Profile
from stadtatlas.text.view import View

_PARTED = r"\s[-–—|]\s"
_DASH = regex.compile(_PARTED)


def page_city(view: View, profile: Profile) -> View | None:
    """The city that a page's title, or a link to it, names by the profile's `portrait.titles`; a site's name or the like
    may stand beside it, behind a dash."""
    for part in (view, *view.split(_DASH)):
        for title in profile.portrait.titles:
            if match := _pattern(title).fullmatch(part.text):
                return part.cut(*match.span("city"))
    return None


@cache
def _pattern(title: str) -> regex.Pattern[str]:
    before, _, after = title.partition("{city}")
    return regex.compile(rf"{regex.escape(before)}(?P<city>\S(?:(?!{_PARTED}).){{0,60}}?){regex.escape(after)}", regex.I)
