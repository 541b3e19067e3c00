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

    kind: SectionKind
    heading: Text
    text: Text


class CityLink(Record):
    """An entry of a portrait's list of links."""

    title: Text
    url: str | None


class Quote(Record):
    """What an expert says of the city on a web portrait."""

    speaker: str | None
    role: str | None
    text: Text


class Web(Record):
    """What only a web portrait holds."""

    author: str | None
    published: str | None = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    teaser: str | None
    region: str | None
    neighbours: list[Text]
    quotes: list[Quote]
    image_sources: list[Text]


class DateMention(Record):
    """An expression that places something in time; `value` in the notation of the annotation guideline."""

    surface: Text
    value: Text
    mod: Literal["early", "mid", "late"] | None
    relative: bool
    section: str
    event: str | None


class Organisation(Record):
    """A unit, role, body or company that carries the city's digitalisation."""

    name: Text
    kind: Literal["unit", "role", "body", "company"]


class Funding(Record):
    """A programme, competition, award or funded project."""

    name: Text
    kind: Literal["programme", "competition", "award", "project"]
    funder: str | None
    level: Literal["eu", "federal", "state", "municipal", "private", "unknown"]


class Network(Record):
    """A network, association or partner."""

    name: Text


class City(Record):
    """`cities.jsonl`: one city, reconciled from all its sources. `population` counts people, `area_km2` is in km²."""

    id: Slug
    name: Text
    edition: Text
    state: str | None = Field(pattern=r"^DE-[A-Z]{2}$")
    geonames_id: int | None
    latitude: float | None = Field(ge=-90, le=90)
    longitude: float | None = Field(ge=-180, le=180)
    population: int | None = Field(ge=0)
    area_km2: int | float | None = Field(ge=0)
    action_fields: dict[str, bool | None]
    sections: list[Section]
    projects: list[ProjectId]
    links: list[CityLink]
    image_credit: str | None
    web: Web | None
    dates: list[DateMention] | None
    organisation: list[Organisation] | None
    agenda_status: Status | None
    organisation_models: list[OrganisationModel] | None
    funding: list[Funding] | None
    networks: list[Network] | None
    stakeholders: list[Stakeholder] | None
    participation: list[Format] | None
    channels: list[Channel] | None
    sources: list[Text]
    facts: dict[str, int | float] | None = None
    """Facts that the edition profile adds to the contract's two; the key is written only where there are any."""


class Mention(Record):
    """The statement that names an entity: its record, field, source and spans."""

    record: Text
    field: Text
    source: Text
    spans: list[SpanPair]


class Entity(Record):
    """`entities.jsonl`: an office, programme, funder, network or company, over all its mentions.

    `id` is one for all cities where the thing is (`programme:horizon-2020`, `ministry:bmvi`), else bound to its city
    (`unit:dresden/amt-fuer-wirtschaftsfoerderung`).
    """

    id: str = Field(pattern=r"^[a-z]+:[a-z0-9-]+(/[a-z0-9-]+)?$")
    kind: Text
    name: Text
    aliases: list[Text]
    mentions: Annotated[list[Mention], Field(min_length=1)]


class Prediction(Record):
    """An action field that a project's words speak for, and the share of the evidence (0 to 1)."""

    field: Text
    score: float = Field(ge=0, le=1)


class Project(Record):
    """`projects.jsonl`: one lighthouse project."""

    id: ProjectId
    city: Slug
    title: Text
    action_fields: list[Text]
    primary_action_field: str | None
    annex_title: str | None
    predicted_action_fields: list[Prediction]
    description: str | None
    sources: list[Text]


class Partner(Record):
    """A partner of the study."""

    name: Text
    contact: str | None
    email: str | None
    url: str | None


class ContentsEntry(Record):
    """A line of the list of contents; `page` as printed."""

    title: Text
    page: int


class Caption(Record):
    """A figure or table by its number; `page` as printed."""

    number: int
    title: Text
    page: int | None


class AnnexProject(Record):
    """A line of the annex's project list; `project` is the portraits' project it was matched with."""

    action_field: Text
    title: Text
    city: Text
    project: str | None


class ImageCredit(Record):
    """A city's picture credit."""

    city: Text
    credit: Text


class Total(Record):
    """A number that the study prints, beside what its portraits add up to (`null`: no source shows it).

    Where `what` begins with `percent.`, both are shares of the cities in percent, and agree within ten points, as a study says
    "about a third".
    """

    what: Text
    key: str | None
    printed: int
    computed: int | None
    agrees: bool | None


class Study(Record):
    """`study.json`: what the study says of itself; all `null` in a run that reads no study."""

    title: str | None
    publisher: str | None
    published: str | None
    partners: list[Partner] | None
    contents: list[ContentsEntry] | None
    figures: list[Caption] | None
    tables: list[Caption] | None
    annex_projects: list[AnnexProject] | None
    image_credits: list[ImageCredit] | None
    totals: list[Total] | None


class PageBox(Record):
    """Where a span stands: `bbox` is x0, top, x1, bottom in points from the page's top left."""

    page: int = Field(ge=1)
    bbox: list[float] = Field(min_length=4, max_length=4)


class Statement(Record):
    """`statements.jsonl`: a value of a record, as one source gives it. `quote` is the text at the spans."""

    record: Text
    field: Text
    value: Any
    source: Text
    spans: list[SpanPair]
    quote: str
    page: int | None
    bbox: list[float] | None
    extractor: Text
    confidence: float = Field(ge=0, le=1)
    boxes: list[PageBox] | None = None
    """Page and box of each span; the key is written for sources with pages alone."""
    evidence: dict[str, str | None] | None = None
    """What beside the quote speaks for the value (`fill`, `ink`: colours of a cell); written where there is some."""


class Finding(Record):
    """`findings.jsonl`: what a person should look at."""

    code: Text
    severity: Severity
    record: str | None
    field: str | None
    source: str | None
    message: Text
    spans: list[SpanPair]


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

    id: Text
    kind: Literal["study", "portrait"]
    format: Literal["pdf", "markdown", "text", "html"]
    path: Text
    sha256: Sha256
    bytes: int
    pages: int | None


class Run(Record):
    """`run.json`: the run's sources and counts; only `recorded` may differ between two runs of the same input."""

    contract: Literal[1]
    run_id: str = Field(pattern=r"^[0-9a-f]{12}$")
    edition: Text
    sources: list[SourceRecord]
    counts: dict[str, int]
    findings: dict[str, int]
    recorded: dict[str, Any]


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
