"""The study's partners: name, contact person, e-mail and web address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Role
from stadtatlas.text.view import View

_EMAIL = regex.compile(r"(?:mailto:)?\s*(?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_URL = regex.compile(r"(?:https?://|www\.)\S+")


@dataclass(slots=True)
class _Card:
    name: list[View] = field(default_factory=list)
    contact: View | None = None
    email: View | None = None
    url: list[View] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        return bool(self.contact or self.email or self.url)


def extract(context: Context) -> Iterator[Evidence]:
    """`partners`: `{name, contact, email, url}`, in printed order."""
    for card in _cards(context):
        name = View.join([context.line(v) for v in card.name], " ")
        value = {
            "name": name.text,
            "contact": card.contact.text if card.contact else None,
            "email": card.email.text if card.email else None,
            "url": "".join(v.text for v in card.url) or None,
        }
        parts = [v for v in (*card.name, card.contact, card.email, *card.url) if v]
        yield context.claim("partners", value, View.join(parts, "\n"))


def _cards(context: Context) -> list[_Card]:
    """A card begins at a heading or a bold line; lines before the first are running text."""
    cards: list[_Card] = []
    for block in context.chapter("partners")[1:]:
        named = block.role is Role.HEADING or block.element.strong
        if named and (not cards or cards[-1].begun):
            cards.append(_Card())
        if cards and block.role in (Role.HEADING, Role.PARAGRAPH, Role.LIST_ITEM):
            for line in block.view.lines():
                _file(line, cards[-1], named)
    return [c for c in cards if c.name and c.begun]


def _file(line: View, card: _Card, named: bool) -> None:
    email, url = _EMAIL.fullmatch(line.text), _URL.fullmatch(line.text)
    if email:
        card.email = line.cut(*email.span("address"))
    elif url and not card.url:
        card.url = [line]
    elif card.url and not named and " " not in line.text and card.url[-1].text.endswith(("-", "/")):
        card.url.append(line)  # an address broken at a line end keeps its hyphen
    elif not card.begun and (named or not card.name):
        card.name.append(line)
    elif card.contact is None and not named:
        card.contact = line
