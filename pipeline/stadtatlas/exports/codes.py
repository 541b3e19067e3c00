"""What each code of a column means."""

from __future__ import annotations

from collections.abc import Mapping

from stadtatlas.exports.tables import Table

CODES: Mapping[str, Mapping[str, str]] = {
    "sources.kind": {"study": "A study of several cities.", "portrait": "A page about one city."},
    "sources.format": {"pdf": "PDF.", "markdown": "Markdown.", "text": "Plain text.", "html": "HTML."},
    "cities.agenda_status": {
        "adopted": "A digital agenda or strategy exists, even if it is being revised.",
        "in_development": "One is being prepared or waits to be adopted.",
        "none": "There is none, and none is planned.",
    },
    "sections.kind": {
        "organisation": "Who carries digitalisation in the city.",
        "milestones": "What has happened so far.",
        "motivation": "Why the city does it, and what for.",
        "stakeholders": "Whom it addresses, and how people take part.",
        "opportunities": "Chances and challenges.",
        "communication": "How it tells of its work, and with whom it is linked.",
        "funding": "Competitions and funding programmes.",
    },
    "dates.mod": {"early": "Its beginning.", "mid": "Its middle.", "late": "Its end."},
    "organisation.kind": {
        "unit": "A part of the administration.",
        "role": "A person's office.",
        "body": "A board, council or working group.",
        "company": "A company, municipal ones included.",
    },
    "organisation_models.model": {
        "role": "A person who is in charge of it.",
        "unit": "A unit of its own.",
        "cross_functional": "A group across units.",
        "existing_unit": "A unit that has other tasks, too.",
    },
    "funding.kind": {
        "programme": "A funding programme.",
        "competition": "A competition.",
        "award": "A prize or title.",
        "project": "A project that is funded.",
    },
    "funding.level": {
        "eu": "The European Union.",
        "federal": "The federation.",
        "state": "A state.",
        "municipal": "Cities and their associations.",
        "private": "Companies, foundations, private associations.",
        "unknown": "The text does not say.",
    },
    "stakeholders.stakeholder": {
        "citizens": "The people of the city.",
        "business": "Companies and chambers.",
        "science": "Universities and research.",
        "administration": "The city's own staff and offices.",
        "municipal_companies": "Companies that the city owns.",
        "politics": "Council and parties.",
        "civil_society": "Associations and initiatives.",
        "tourism": "Guests, and who looks after them.",
        "education": "Schools and other places of learning.",
        "health": "Hospitals, care, health insurance.",
        "other": "Anybody else.",
    },
    "participation.format": {
        "event": "Information evenings, forums, dialogues.",
        "workshop": "Workshops.",
        "hackathon": "Hackathons and barcamps.",
        "survey": "Surveys.",
        "online_platform": "A platform on the web.",
        "physical_space": "A lab, shop or other place to go to.",
        "advisory_body": "A board that advises.",
        "idea_collection": "Calls for ideas.",
        "pilot_testing": "Trials with users.",
        "none": "The text says that nobody takes part.",
    },
    "channels.channel": {
        "press": "The press.",
        "social_media": "Social media.",
        "website": "A website.",
        "event": "Events.",
        "app": "An app.",
        "newsletter": "A newsletter.",
        "print": "Leaflets, brochures, posters.",
        "video": "Videos.",
        "campaign": "A campaign.",
        "online_platform": "A platform on the web.",
        "none": "The text says that there is no communication of its own.",
    },
    "findings.severity": {
        "info": "Good to know.",
        "warning": "To be looked at.",
        "error": "Something could not be read or was left out.",
    },
}
"""By `table.column`, in the models' order; a test holds it to the models."""


def meanings(table: Table) -> Mapping[str, Mapping[str, str]]:
    """The codes of a table's columns, by column."""
    found = ((column.name, f"{table.name}.{column.name}") for column in table.columns)
    return {name: CODES[place] for name, place in found if place in CODES}
