"""The records of a run, as the output contract (version 1) words them. Strict, frozen, no key beyond the contract's."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from stadtatlas.model.document import Role
from stadtatlas.model.findings import Severity

SECTION_KINDS = (
    "organisation",
    "milestones",
    "motivation",
    "stakeholders",
    "opportunities",
    "communication",
    "funding",
)

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ProjectId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
SpanPair = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
SectionKind = Literal["organisation", "milestones", "motivation", "stakeholders", "opportunities", "communication", "funding"]


Status = Literal["adopted", "in_development", "none"]
STATUSES: tuple[str, ...] = get_args(Status)
OrganisationModel = Literal["role", "unit", "cross_functional", "existing_unit"]
Stakeholder = Literal[
    "citizens", "business", "science", "administration", "municipal_companies", "politics", "civil_society", "tourism",
    "education", "health", "other",
]  # fmt: skip
Format = Literal[
    "event", "workshop", "hackathon", "survey", "online_platform", "physical_space", "advisory_body", "idea_collection",
    "pilot_testing", "none",
]  # fmt: skip
Channel = Literal[
    "press", "social_media", "website", "event", "app", "newsletter", "print", "video", "campaign", "online_platform", "none",
]  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "organisation_models": get_args(OrganisationModel),
    "stakeholders": get_args(Stakeholder),
    "participation": get_args(Format),
    "channels": get_args(Channel),
}
"""The closed lists of the annotation guideline, in its order, which is the order in the records."""


class Record(BaseModel):
    """A line or file of a run."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Section(Record):
    """A portrait's section: its text with page breaks joined and words mended."""

    kind: SectionKind = Field(description="Which section of the portrait it is.")
    heading: Text = Field(description="Its heading as printed.")
    text: Text = Field(description="Its text; paragraphs are parted by one empty line.")


class CityLink(Record):
    """An entry of a portrait's list of links."""

    title: Text = Field(description="Its title as printed.")
    url: str | None = Field(description="Its address; null where the source has none.")


class Quote(Record):
    """What an expert says of the city on a web portrait."""

    speaker: str | None = Field(description="Who is quoted.")
    role: str | None = Field(description="The speaker's office or function.")
    text: Text = Field(description="What the speaker says.")


class Web(Record):
    """What only a web portrait holds."""

    author: str | None = Field(description="Who wrote the page.")
    published: str | None = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$", description="When it was published: YYYY-MM-DD or YYYY-MM.")
    teaser: str | None = Field(description="The page's lead text.")
    region: str | None = Field(description="The part of the country that the page names.")
    neighbours: list[Text] = Field(description="Other cities that the page links to, in its order.")
    quotes: list[Quote] = Field(description="What experts say of the city on the page.")
    image_sources: list[Text] = Field(description="Credits of the page's pictures.")


class DateMention(Record):
    """An expression that places something in time; `value` in the notation of the annotation guideline."""

    surface: Text = Field(description="The expression as printed.")
    value: Text = Field(
        description="Its value: 2020, 2020-09, 2020-09-30, 2020-Q3, 2020-H1, 2020-summer, 1990s; a span is 2015/2017."
    )
    mod: Literal["early", "mid", "late"] | None = Field(description="Part of the period that is meant.")
    relative: bool = Field(description="Whether the value was computed from another date.")
    section: str = Field(description="Heading of the section it stands in.")
    event: str | None = Field(description="What happens then, in the text's words.")


class Organisation(Record):
    """A unit, role, body or company that carries the city's digitalisation."""

    name: Text = Field(description="Its name.")
    kind: Literal["unit", "role", "body", "company"] = Field(description="What it is.")


class Funding(Record):
    """A programme, competition, award or funded project."""

    name: Text = Field(description="Its name.")
    kind: Literal["programme", "competition", "award", "project"] = Field(description="What it is.")
    funder: str | None = Field(description="Who pays, as named in the text.")
    level: Literal["eu", "federal", "state", "municipal", "private", "unknown"] = Field(
        description="On which level the funder stands."
    )


class Network(Record):
    """A network, association or partner."""

    name: Text = Field(description="Its name.")


class City(Record):
    """`cities.jsonl`: one city, reconciled from all its sources. `population` counts people, `area_km2` is in km²."""

    id: Slug = Field(description="Slug of the city's name.")
    name: Text = Field(description="Name as printed by the edition's leading source.")
    edition: Text = Field(description="The edition of the study.")
    state: str | None = Field(pattern=r"^DE-[A-Z]{2}$", description="The state's ISO 3166-2 code.")
    geonames_id: int | None = Field(description="Its number at GeoNames.")
    latitude: float | None = Field(ge=-90, le=90, description="Latitude, WGS 84.", json_schema_extra={"unit": "degrees"})
    longitude: float | None = Field(ge=-180, le=180, description="Longitude, WGS 84.", json_schema_extra={"unit": "degrees"})
    population: int | None = Field(ge=0, description="Inhabitants as printed.", json_schema_extra={"unit": "people"})
    area_km2: int | float | None = Field(ge=0, description="Area as printed.", json_schema_extra={"unit": "km²"})
    action_fields: dict[str, bool | None] = Field(
        description="The edition's action fields, and whether the city is active in each; null where no source shows it."
    )
    sections: list[Section] = Field(description="The sections of the portrait.")
    projects: list[ProjectId] = Field(description="The city's lighthouse projects, in printed order.")
    links: list[CityLink] = Field(description="The portrait's list of links.")
    image_credit: str | None = Field(description="Credit of the portrait's picture.")
    web: Web | None = Field(description="What only a web portrait holds.")
    dates: list[DateMention] | None = Field(description="Expressions of time in the prose, in text order.")
    organisation: list[Organisation] | None = Field(description="Who carries the city's digitalisation.")
    agenda_status: Status | None = Field(description="Status of the city's digital agenda.")
    organisation_models: list[OrganisationModel] | None = Field(description="How digitalisation is organised.")
    funding: list[Funding] | None = Field(description="Programmes, competitions, awards and funded projects.")
    networks: list[Network] | None = Field(description="Networks, associations and partners.")
    stakeholders: list[Stakeholder] | None = Field(description="Groups that the city addresses.")
    participation: list[Format] | None = Field(description="Formats in which citizens take part.")
    channels: list[Channel] | None = Field(description="Channels by which the city tells of its work.")
    sources: list[Text] = Field(description="The sources that portray it.")
    facts: dict[str, int | float] | None = Field(
        default=None, description="Facts that the edition profile adds to population and area."
    )


class Mention(Record):
    """The statement that names an entity: its record, field, source and spans."""

    record: Text = Field(description="The record that names it, as `city:ID`.")
    field: Text = Field(description="The field of the record, with a list's index.")
    source: Text = Field(description="The source.")
    spans: list[SpanPair] = Field(
        description="Start and end of each piece of text in the source's canonical text.",
        json_schema_extra={"unit": "code points"},
    )


class Entity(Record):
    """`entities.jsonl`: an office, programme, funder, network or company, over all its mentions.

    `id` is one for all cities where the thing is (`programme:horizon-2020`, `ministry:bmvi`), else bound to its city
    (`unit:dresden/amt-fuer-wirtschaftsfoerderung`).
    """

    id: str = Field(
        pattern=r"^[a-z]+:[a-z0-9-]+(/[a-z0-9-]+)?$", description="Kind and slug; bound to its city where it is a local thing."
    )
    kind: Text = Field(description="What it is: ministry, programme, unit, network and so on.")
    name: Text = Field(description="Its full name, or the name used most.")
    aliases: list[Text] = Field(description="Other names of it in the texts.")
    mentions: Annotated[list[Mention], Field(min_length=1)] = Field(description="Where it is named.")


class Prediction(Record):
    """An action field that a project's words speak for, and the share of the evidence (0 to 1)."""

    field: Text = Field(description="The action field.")
    score: float = Field(ge=0, le=1, description="Its share of the evidence, 0 to 1.")


class Project(Record):
    """`projects.jsonl`: one lighthouse project."""

    id: ProjectId = Field(description="City and slug of the title; stable over runs and editions.")
    city: Slug = Field(description="The city's id.")
    title: Text = Field(description="Its title.")
    action_fields: list[Text] = Field(description="Its action fields as printed, in printed order.")
    primary_action_field: str | None = Field(description="From the study's annex, else the first printed.")
    annex_title: str | None = Field(description="Its title in the study's annex.")
    predicted_action_fields: list[Prediction] = Field(
        description="Action fields predicted from title and description alone, best first."
    )
    description: str | None = Field(description="Its description.")
    sources: list[Text] = Field(description="The sources that describe it.")


class Partner(Record):
    """A partner of the study."""

    name: Text = Field(description="The partner's name.")
    contact: str | None = Field(description="The person to turn to.")
    email: str | None = Field(description="E-mail address.")
    url: str | None = Field(description="Web address as printed.")


class ContentsEntry(Record):
    """A line of the list of contents; `page` as printed."""

    title: Text = Field(description="The line's title.")
    page: int = Field(description="Page as printed.")


class Caption(Record):
    """A figure or table by its number; `page` as printed."""

    number: int = Field(description="Its printed number.")
    title: Text = Field(description="Its title.")
    page: int | None = Field(description="Page as printed.")


class AnnexProject(Record):
    """A line of the annex's project list; `project` is the portraits' project it was matched with."""

    action_field: Text = Field(description="The action field it is listed under.")
    title: Text = Field(description="Its title in the annex.")
    city: Text = Field(description="The city's name in the annex.")
    project: str | None = Field(description="The portraits' project it was matched with.")


class ImageCredit(Record):
    """A city's picture credit."""

    city: Text = Field(description="The city's name as printed.")
    credit: Text = Field(description="The credit.")


class Total(Record):
    """A number that the study prints, beside what its portraits add up to (`null`: no source shows it).

    Where `what` begins with `percent.`, both are shares of the cities in percent, and agree within ten points, as a study says
    "about a third".
    """

    what: Text = Field(description="What is counted.")
    key: str | None = Field(description="Of which kind, where only one is counted.")
    printed: int = Field(description="The number that the study prints; a share in percent where `what` begins with `percent.`.")
    computed: int | None = Field(description="What the portraits add up to; null where no source shows it.")
    agrees: bool | None = Field(description="Whether both agree; shares agree within ten points.")


class Study(Record):
    """`study.json`: what the study says of itself; all `null` in a run that reads no study."""

    title: str | None = Field(description="The study's title.")
    publisher: str | None = Field(description="Its publisher.")
    published: str | None = Field(description="When it was published: YYYY-MM.")
    partners: list[Partner] | None = Field(description="The study's partners.")
    contents: list[ContentsEntry] | None = Field(description="Its list of contents.")
    figures: list[Caption] | None = Field(description="Its list of figures.")
    tables: list[Caption] | None = Field(description="Its list of tables.")
    annex_projects: list[AnnexProject] | None = Field(description="The annex's list of projects.")
    image_credits: list[ImageCredit] | None = Field(description="Credits of the portraits' pictures.")
    totals: list[Total] | None = Field(description="Every number that the study prints and the records can count again.")


class PageBox(Record):
    """Where a span stands: `bbox` is x0, top, x1, bottom in points from the page's top left."""

    page: int = Field(ge=1, description="Page, counted from 1.")
    bbox: list[float] = Field(
        min_length=4,
        max_length=4,
        description="x0, top, x1, bottom from the page's top left.",
        json_schema_extra={"unit": "points"},
    )


class Statement(Record):
    """`statements.jsonl`: a value of a record, as one source gives it. `quote` is the text at the spans."""

    record: Text = Field(description="The record, as `city:ID`, `project:ID` or `study:EDITION`.")
    field: Text = Field(description="The field, with a list's index in brackets.")
    value: Any = Field(description="The value as this source gives it.")
    source: Text = Field(description="The source, or the reference data it was looked up in.")
    spans: list[SpanPair] = Field(
        description="Start and end of each piece of text in the source's canonical text.",
        json_schema_extra={"unit": "code points"},
    )
    quote: str = Field(description="The text at the spans, joined by one space; empty where it was looked up.")
    page: int | None = Field(description="Page, counted from 1, in a source that has pages.")
    bbox: list[float] | None = Field(
        description="x0, top, x1, bottom from the page's top left.", json_schema_extra={"unit": "points"}
    )
    extractor: Text = Field(description="What found it.")
    confidence: float = Field(ge=0, le=1, description="How sure that is, 0 to 1.")
    boxes: list[PageBox] | None = Field(
        default=None, description="Page and box of each span; written for sources with pages alone."
    )
    evidence: dict[str, str | None] | None = Field(
        default=None,
        description="What beside the quote speaks for the value (`fill`, `ink`: colours of a cell); written where there is some.",
    )


class Finding(Record):
    """`findings.jsonl`: what a person should look at."""

    code: Text = Field(description="Its code; `stadtatlas explain CODE` says more.")
    severity: Severity = Field(description="How bad it is.")
    record: str | None = Field(description="The record it is about.")
    field: str | None = Field(description="The field it is about.")
    source: str | None = Field(description="The source it is about.")
    message: Text = Field(description="What was found.")
    spans: list[SpanPair] = Field(
        description="Start and end of each piece of text in the source's canonical text.",
        json_schema_extra={"unit": "code points"},
    )


class DocumentBlock(Record):
    """A part of a canonical text with its role; offsets count code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    role: Role
    city: str | None
    section: str | None
    page: int | None
    bbox: list[float] | None


class DocumentRecord(Record):
    """`documents/<source-id>.json`: the blocks of a source's canonical text, in order, covering all of it once."""

    id: Text
    kind: Literal["study", "portrait"]
    format: Literal["pdf", "markdown", "text", "html"]
    sha256: Sha256
    blocks: list[DocumentBlock]


class SourceRecord(Record):
    """A source of the run; `bytes` and `sha256` of the file as given."""

    id: Text = Field(description="Kind, city and format.")
    kind: Literal["study", "portrait"] = Field(description="Whether it is a study or a city's portrait.")
    format: Literal["pdf", "markdown", "text", "html"] = Field(description="Its format.")
    path: Text = Field(description="Name of its file.")
    sha256: Sha256 = Field(description="SHA-256 of the file.")
    bytes: int = Field(description="Size of the file.", json_schema_extra={"unit": "bytes"})
    pages: int | None = Field(description="How many pages it has.")


class Run(Record):
    """`run.json`: the run's sources and counts; only `recorded` may differ between two runs of the same input."""

    contract: Literal[1] = Field(description="Version of the output contract.")
    run_id: str = Field(pattern=r"^[0-9a-f]{12}$", description="Hash of all that decides the run's bytes.")
    edition: Text = Field(description="The edition of the study.")
    sources: list[SourceRecord] = Field(description="The sources that were read.")
    counts: dict[str, int] = Field(description="How many records of each kind.")
    findings: dict[str, int] = Field(description="How many findings of each code.")
    recorded: dict[str, Any] = Field(
        description="Time, duration, host, versions, hashes; all that may differ between equal runs."
    )


SCHEMAS: dict[str, type[Record]] = {
    "run": Run,
    "document": DocumentRecord,
    "city": City,
    "project": Project,
    "study": Study,
    "statement": Statement,
    "finding": Finding,
    "entity": Entity,
}
"""JSON Schema files in `schemas/`, by name."""
