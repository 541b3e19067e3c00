"""What an edition profile may say. Every key is described here; `docs/profile.md` is generated from these models."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from stadtatlas.model.records import CHOICES, STATUSES
from stadtatlas.text.german import COUNT, SHARE
from stadtatlas.text.keys import label_key
from stadtatlas.text.keywords import compile_keyword

_COUNTABLE: dict[str, tuple[str, ...]] = {"agenda_status": STATUSES, **CHOICES}
"""The values of a city's record that a study may count."""

Labels = tuple[Annotated[str, Field(min_length=1)], ...]


def _filled(pattern: str, fields: str) -> str:
    places = {"{field}": f"(?P<field>{fields})", "{number}": f"(?P<number>{COUNT})", "{share}": f"(?P<number>{SHARE})"}
    for place, group in places.items():
        pattern = pattern.replace(place, group)
    return pattern


def _compiles(pattern: str) -> str:
    if not pattern:
        raise ValueError("must not be empty: it would match every line")
    try:
        regex.compile(_filled(pattern, "x"))
    except regex.error as error:
        raise ValueError(f"is no valid regular expression: {error}") from None
    return pattern


def _is_keyword(keyword: str) -> str:
    compile_keyword(keyword)
    return keyword


Keyword = Annotated[str, AfterValidator(_is_keyword)]
Pattern = Annotated[str, AfterValidator(_compiles)]


class Part(BaseModel):
    """A table of the profile: no unknown keys, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Chapters(Part):
    """Headings of the study's parts. Portraits are found by their facts and sections too, so most may stay empty."""

    contents: Labels = Field((), description="Heading of the list of contents.")
    figures: Labels = Field((), description="Heading of the list of figures and tables.")
    partners: Labels = Field((), description="Heading of the list of partners.")
    portraits: Labels = Field((), description="Title of the chapter that holds the portraits.")
    prose: Labels = Field((), description="Titles of chapters of running text (introduction, analysis, conclusion).")
    projects: Labels = Field((), description="Title of the annex that lists the lighthouse projects.")
    credits: Labels = Field((), description="Title of the annex that lists the picture credits.")


class Front(Part):
    """Headings in the study's front matter."""

    publisher: Labels = Field((), description="Heading above the publisher's name.")
    published: Labels = Field((), description="Heading above the line that holds the month of publication.")


class Captions(Part):
    """Words that begin a caption, before its number."""

    figure: Labels = Field(("Abbildung", "Abb."), description="Word before a figure's number.")
    table: Labels = Field(("Tabelle", "Tab."), description="Word before a table's number.")


class Sections(Part):
    """Headings of a portrait's sections, each with its synonyms."""

    organisation: Labels = Field((), description="Who carries the city's digitalisation.")
    milestones: Labels = Field((), description="What happened when.")
    motivation: Labels = Field((), description="Why, and to what end.")
    stakeholders: Labels = Field((), description="Who takes part, and how.")
    opportunities: Labels = Field((), description="Opportunities and challenges.")
    communication: Labels = Field((), description="Communication and networks.")
    funding: Labels = Field((), description="Competitions and funding programmes.")
    projects: Labels = Field((), description="Lighthouse projects.")
    links: Labels = Field((), description="Further information: the list of links.")


class Fact(Part):
    """A figure in the box at a portrait's head."""

    key: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="`population` and `area_km2` are keys of their own in `cities.jsonl`; any other goes under `facts`.",
    )
    kind: Literal["integer", "number"] = Field("number", description="`integer` (a count) or `number` (with decimals).")
    labels: Labels = Field(min_length=1, description="Words before the figure.")


class ActionField(Part):
    """A field (Handlungsfeld) that projects are tagged with."""

    name: str = Field(min_length=1, description="Canonical name, as the records give it.")
    aliases: Labels = Field((), description="Other spellings and short forms in the sources.")
    keywords: tuple[Keyword, ...] = Field(
        (),
        description="Words that speak for the field where a source prints no tags: `wort`, `wort*`, `*wort`, `*wort*`, "
        "`zwei wort`, `*` (every text); `^2` behind one weighs it twice, a negative weight speaks against the field.",
    )


class PortraitTitle(Part):
    """How a page that portrays a single city names it."""

    titles: Labels = Field((), description="Patterns of the page title; `{city}` stands for the name.")


class WebPage(Part):
    """Labels and marks of the web portraits."""

    bylines: Labels = Field((), description="Words before the author's name.")
    regions: Labels = Field((), description="Words before the link to the region's overview.")
    neighbours: Labels = Field((), description="Words before the list of neighbouring cities.")
    image_sources: Labels = Field((), description="Words before the picture sources.")
    navigation: Labels = Field((), description="Beginnings of lines that lead to other pages.")
    boilerplate: Labels = Field((), description="Beginnings of lines that every page repeats.")
    tail: Labels = Field((), description="Lines from which on nothing belongs to the portrait.")


class Annex(Part):
    """The annex's project list."""

    @model_validator(mode="after")
    def _names_field(self) -> Annex:
        if "field" not in regex.compile(_filled(self.field_heading, "x")).groupindex:
            raise ValueError("field_heading must hold {field}, and not in brackets")
        return self

    field_heading: Pattern = Field(
        r"{field}$",
        description="Regular expression of the line above a field's projects; `{field}` stands for its name.",
    )
    count: Pattern = Field(r"^{number}\s+Projekte?:?$", description="Regular expression of the line that counts them.")


class Prose(Part):
    """How facts are found in running text."""

    components: tuple[str, ...] = Field(
        (),
        description="Further spaCy components, by the names of their factories, which run behind the built-in ones. A package "
        "offers them under the entry point `spacy_factories`.",
    )


class TotalPattern(Part):
    """A number printed in the study's running text or tables, and what it counts."""

    what: Literal[
        "cities",
        "projects",
        "action_fields",
        "projects.field",
        "cities.field",
        "annex.field",
        "cities.agenda_status",
        "percent.organisation_models",
        "percent.stakeholders",
        "percent.participation",
        "percent.channels",
    ] = Field(
        description="What is counted: cities portrayed; projects; action fields; projects whose primary field is `{field}`; "
        "cities in which `{field}` is active; the annex's entries under `{field}`; cities whose agenda has the status `key`; "
        "the share of cities whose list holds `key`, in percent."
    )
    key: str | None = Field(
        None, description="Which value of a city's `agenda_status` or closed list is counted: `adopted`, `science`, `workshop`, …"
    )
    pattern: Pattern = Field(
        description="Regular expression; `{number}`, `{share}` and `{field}` stand for a figure or counting word, a share "
        "(`ein Drittel`, `knapp die Hälfte`, `40 Prozent`) and a field's name. Several pair up in order."
    )

    @model_validator(mode="after")
    def _names_number(self) -> TotalPattern:
        place = "{share}" if self.what.startswith("percent.") else "{number}"
        if place not in self.pattern:
            raise ValueError(f"pattern must hold {place}")
        if self.key not in _COUNTABLE.get(self.what.partition(".")[2], (None,)):
            allowed = ", ".join(_COUNTABLE.get(self.what.partition(".")[2], ()))
            raise ValueError(f"key must be one of {allowed}" if allowed else f"key has no meaning where `what` is {self.what}")
        if (".field" in self.what) != ("{field}" in self.pattern):
            raise ValueError("pattern must hold {field} where `what` ends in .field, and only there")
        if "number" not in regex.compile(_filled(self.pattern, "x")).groupindex:
            raise ValueError(f"pattern holds {place} where it stands for letters, as in brackets; write it outside")
        return self


class Profile(Part):
    """An edition of a study."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="Short name: the run's folder, `edition` in records.")
    extends: str | None = Field(None, description="A built-in edition, or a file beside this one, that this profile changes.")
    title: str = Field(min_length=1, description="Title of the study.")
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="Date of publication, as ISO 8601 prints it.")
    ranking: Labels = Field(
        (
            "study/pdf",
            "study/markdown",
            "study/text",
            "study/html",
            "portrait/html",
            "portrait/markdown",
            "portrait/text",
        ),
        description="Sources by rank, `kind/format`, best first: whose value wins where sources differ.",
    )
    furniture: tuple[Pattern, ...] = Field((), description="Regular expressions of lines that are no content anywhere.")
    chapters: Chapters = Chapters()
    front: Front = Front()
    captions: Captions = Captions()
    portrait: PortraitTitle = PortraitTitle()
    sections: Sections = Sections()
    facts: tuple[Fact, ...] = ()
    action_fields: tuple[ActionField, ...] = ()
    web: WebPage = WebPage()
    annex: Annex = Annex()
    prose: Prose = Prose()
    totals: tuple[TotalPattern, ...] = ()

    @model_validator(mode="after")
    def _well_formed(self) -> Profile:
        for name in self.ranking:
            if not regex.fullmatch(r"(?:study|portrait)/(?:pdf|markdown|text|html)", name):
                raise ValueError(f"ranking: {name!r} is not of the form study/markdown or portrait/html")
        for title in self.portrait.titles:
            if "{city}" not in title:
                raise ValueError(f"portrait.titles: {title!r} must hold {{city}}")
        if self.id == "latest":
            raise ValueError("id: 'latest' is the name of the link to the newest run")
        return self

    @model_validator(mode="after")
    def _no_contradiction(self) -> Profile:
        for what, names in (
            ("facts", [f.key for f in self.facts]),
            ("action_fields", [f.name for f in self.action_fields]),
        ):
            twice = {n for n in names if names.count(n) > 1}
            if twice:
                raise ValueError(f"{what} names {sorted(twice)[0]!r} twice")
        seen: dict[str, str] = {}
        for kind, labels in self.sections:
            for label in labels:
                if seen.setdefault(label_key(label), kind) != kind:
                    raise ValueError(f"sections gives {label!r} to both {seen[label_key(label)]} and {kind}")
        named: dict[str, str] = {}
        for action_field in self.action_fields:
            for label in (action_field.name, *action_field.aliases):
                if named.setdefault(field_key(label), action_field.name) != action_field.name:
                    raise ValueError(f"action_fields gives {label!r} to both {named[field_key(label)]} and {action_field.name}")
        return self

    @cached_property
    def section_labels(self) -> dict[str, str]:
        """Section kind by `label_key`."""
        return {label_key(label): kind for kind, labels in self.sections for label in labels}

    @cached_property
    def chapter_labels(self) -> dict[str, str]:
        """Part of the study by `label_key`."""
        return {label_key(label): part for part, labels in self.chapters for label in labels}

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.action_fields)

    @cached_property
    def field_labels(self) -> dict[str, str]:
        """Canonical field by `field_key` of its names and aliases."""
        return {field_key(label): f.name for f in self.action_fields for label in (f.name, *f.aliases)}

    def fill(self, pattern: str) -> str:
        """A pattern with `{field}`, `{number}` and `{share}` spelled out as groups (`field`, and `number` for both others)."""
        names = sorted({label for f in self.action_fields for label in (f.name, *f.aliases)}, key=lambda n: (-len(n), n))
        fields = "|".join(regex.escape(n, literal_spaces=False).replace("\\ ", r"\s+") for n in names) or r"(?!)"
        return _filled(pattern, fields)


def field_key(text: str) -> str:
    """What is compared of an action field's name: letters and digits, no case, no hyphen at an old line end; `&` is `und`."""
    return "".join(filter(str.isalnum, text.replace("&", "und").casefold()))
