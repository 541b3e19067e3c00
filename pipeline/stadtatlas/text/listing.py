"""Lines of lists: an entry and its page number, a title and the bracket behind it, the ornaments before it."""

from __future__ import annotations

import regex

from stadtatlas.text.view import View

_PAGE_NUMBER = regex.compile(r"(?P<title>.*?\S)(?:\s*[.·…_‥]{2,}\s*|\s+)(?P<page>\d{1,4})", regex.S)
_LEADERS = regex.compile(r"(?:[.·…_‥]{2,}+|(?:[.·…_‥]\s){3,}+)\s*\d{1,4}\s*$|\t\s*\d{1,4}\s*$")
_ORNAMENTS = regex.compile(r"^[^\w»«„“”\"'‚‘’‹›(\[#@&§$€+/]+")
_BULLET = regex.compile(
    r"(?:[^\w\s\p{N}\p{Sc}\p{Sm}()\[\]{}#@&§%/°№‰…†‡©®„“”\"'.,;:!?]"
    r"|[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff∙⋅▷◁\u25f8-\u25ff⦁]|−(?!\s*\d))\ufe0f?\s+(?=\S)"
)
"""A sign that is no letter, figure, currency or sum; arrows and squares that Unicode counts among the signs of sums are bullets,
and so is a minus that no number follows."""
_DASH = regex.compile(r"[-–—]\s")
_LONGEST_ENTRY = 400


def bullet(text: str) -> int:
    """Characters of the bullet, arrow or dash and the blank that begin a list item; 0 for any other line."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def is_bullet(text: str) -> bool:
    """Whether the line is a list item."""
    return bullet(text) > 0


def is_dash(text: str) -> bool:
    """Whether the line begins with a dash: a bullet, or a dash that running text broke before."""
    return bool(_DASH.match(text))


def contents_entry(view: View) -> tuple[View, int] | None:
    """Title and page number of a line in a list of contents, figures or tables."""
    if len(view.text) > _LONGEST_ENTRY:
        return None
    match = _PAGE_NUMBER.fullmatch(view.text)
    if not match:
        return None
    return view.cut(0, match.end("title")).strip(" .·…_‥\t"), int(match["page"])


def has_leaders(text: str) -> bool:
    """Whether a line ends in dots, or a tab, and a page number, as only lists of contents do."""
    return bool(_LEADERS.search(text))


def last_bracket(view: View) -> tuple[int, int] | None:
    """Where the bracket that ends the text stands; brackets inside it may nest."""
    text = view.text
    if not text.endswith((")", "]")):
        return None
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in ")]") - (text[at] in "([")
        if depth == 0:
            return (at, len(text)) if at else None
    # Unbalanced: the last opening bracket is the one meant.
    at = max(text.rfind("("), text.rfind("["))
    return (at, len(text)) if at > 0 else None


def without_ornaments(view: View) -> View:
    """The view without the bullets, arrows and dashes before its first word."""
    match = _ORNAMENTS.match(view.text)
    return view.cut(match.end()).strip() if match else view.strip()
