"""The facts of a city's prose, out of all its sources."""

from __future__ import annotations

from stadtatlas.reconcile import merge
from stadtatlas.reconcile.cities import CityGroup
from stadtatlas.reconcile.ledger import Ledger, Row
from stadtatlas.reconcile.voices import Voice
from stadtatlas.text.keys import loose_key

_READ_IN = {
    "dates": None,
    "organisation": "organisation",
    "agenda_status": None,
    "organisation_models": "organisation",
    "funding": "funding",
    "networks": "communication",
    "stakeholders": "stakeholders",
    "participation": "stakeholders",
    "channels": "communication",
}
"""The keys in the contract's order, and the section that each is read in (`None`: all of them)."""


def prose_facts(city: CityGroup, fields: dict[str, list[Voice]], ledger: Ledger) -> Row:
    """A value for each key; `None` where no source has the section that it is read in, an empty list where it names nothing."""
    kinds = {voice.value["kind"] for voice in fields.get("sections", [])}
    row: Row = {}
    for key, section in _READ_IN.items():
        voices = fields.get(key, [])
        if key == "agenda_status":
            row[key] = merge.scalar(city.record, key, voices, ledger)
        elif voices or (section in kinds if section else kinds):
            row[key] = merge.lists(city.record, key, voices, ledger, _same)
        else:
            row[key] = None
    return row


def _same(value: object) -> str:
    """What two sources' entries have in common if they mean the same: the name, or a date and the words for it."""
    if not isinstance(value, dict):
        return str(value)
    if "name" in value:
        return loose_key(value["name"])
    return "\n".join((str(value["value"]), str(value["mod"]), loose_key(value["surface"]), loose_key(value["section"])))
