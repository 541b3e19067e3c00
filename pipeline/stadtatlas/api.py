"""The Python API: a run's records as typed objects, read when they are first asked for.

import stadtatlas

run = stadtatlas.open("output/2019/latest")
run.cities["leipzig"].projects[0].title
run.tables["funding"].to_pandas()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from stadtatlas.errors import StadtatlasError
from stadtatlas.exports import published as files
from stadtatlas.exports import tables as declared
from stadtatlas.exports.frames import pandas_frame, polars_frame
from stadtatlas.exports.published import Published
from stadtatlas.exports.rows import Row, shred
from stadtatlas.model import records

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")


class MissingError(StadtatlasError, KeyError):
    """The run has nothing of this name."""

    def __str__(self) -> str:
        return str(self.args[0])


class Named(Mapping[str, T], Generic[T]):
    """Things by their id, in the order of the run. Iterating gives ids, `values()` the things."""

    def __init__(self, kind: str, found: Mapping[str, T]) -> None:
        self._kind = kind
        self._found = found

    def __getitem__(self, key: str) -> T:
        """Raises MissingError, which is a KeyError."""
        if key not in self._found:
            raise MissingError(f"the run has no {self._kind} {key!r}")
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"<{len(self)} × {self._kind}: {', '.join(list(self)[:5])}{', …' if len(self) > 5 else ''}>"


class _View:
    """A record with what belongs to it; attributes that are not its own are the record's."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(self.record, name)


class City(_View):
    """A city: every key of its record (`record`), its projects as objects, and its statements."""

    record: records.City
    id: str
    name: str
    edition: str
    state: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    population: int | None
    area_km2: int | float | None
    action_fields: dict[str, bool | None]
    sections: list[records.Section]
    links: list[records.CityLink]
    image_credit: str | None
    web: records.Web | None
    dates: list[records.DateMention] | None
    organisation: list[records.Organisation] | None
    agenda_status: records.Status | None
    organisation_models: list[records.OrganisationModel] | None
    funding: list[records.Funding] | None
    networks: list[records.Network] | None
    stakeholders: list[records.Stakeholder] | None
    participation: list[records.Format] | None
    channels: list[records.Channel] | None
    sources: list[str]
    facts: dict[str, int | float] | None

    def __init__(self, record: records.City, run: Run) -> None:
        self.record = record
        self._run = run

    @property
    def projects(self) -> list[Project]:
        """Its lighthouse projects, in printed order."""
        return [self._run.projects[id_] for id_ in self.record.projects]

    @property
    def statements(self) -> Sequence[records.Statement]:
        """What the sources say of it, by field."""
        return self._run.statements_of(f"city:{self.record.id}")

    def __repr__(self) -> str:
        return f"<City {self.record.id}: {self.record.name}>"


class Project(_View):
    """A lighthouse project: every key of its record (`record`), its city as an object, and its statements."""

    record: records.Project
    id: str
    title: str
    action_fields: list[str]
    primary_action_field: str | None
    annex_title: str | None
    predicted_action_fields: list[records.Prediction]
    description: str | None
    sources: list[str]

    def __init__(self, record: records.Project, run: Run) -> None:
        self.record = record
        self._run = run

    @property
    def city(self) -> City:
        """The city whose project it is."""
        return self._run.cities[self.record.city]

    @property
    def statements(self) -> Sequence[records.Statement]:
        """What the sources say of it, by field."""
        return self._run.statements_of(f"project:{self.record.id}")

    def __repr__(self) -> str:
        return f"<Project {self.record.id}: {self.record.title}>"


class Document:
    """A source's canonical text, into which all spans point, and the blocks that cover it."""

    def __init__(self, source: records.SourceRecord, folder: Path) -> None:
        self.source = source
        self._file = folder / "documents" / source.id

    @cached_property
    def text(self) -> str:
        """The text; offsets count its characters (code points)."""
        return self._file.with_name(f"{self.source.id}.txt").read_bytes().decode("utf-8")

    @cached_property
    def blocks(self) -> list[records.DocumentBlock]:
        """Its parts with their roles, in order."""
        data = self._file.with_name(f"{self.source.id}.json").read_bytes()
        return records.DocumentRecord.model_validate_json(data).blocks

    def __repr__(self) -> str:
        return f"<Document {self.source.id}: {self.source.path}>"


class Table:
    """A table of the run: `columns` say what each holds, `rows` are tuples in their order."""

    def __init__(self, table: declared.Table, rows: Callable[[], Sequence[Row]]) -> None:
        self.name = table.name
        self.description = table.description
        self.columns = table.columns
        self._table = table
        self._rows = rows

    @property
    def rows(self) -> Sequence[Row]:
        """Its rows."""
        return self._rows()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row by its columns' names."""
        return (dict(zip(self._table.names, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The table with pandas' nullable types. Raises ExportError where pandas is missing."""
        return pandas_frame(self._table, self.rows)

    def to_polars(self) -> polars.DataFrame:
        """The table with polars' types, lists nested. Raises ExportError where polars is missing."""
        return polars_frame(self._table, self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {', '.join(self._table.names)}>"


class Run:
    """A run of the store. Each of its files is read when something in it is first asked for."""

    def __init__(self, path: Path) -> None:
        """Raises UnreadableRunError where the folder holds no run."""
        self.path = path
        self.manifest = files.load_manifest(path)

    @property
    def id(self) -> str:
        """The run's id: the name of its folder."""
        return self.manifest.run_id

    @property
    def edition(self) -> str:
        """The edition of the study."""
        return self.manifest.edition

    @cached_property
    def cities(self) -> Named[City]:
        """Cities by id."""
        found = files.load_lines(self.path, "cities", records.City)
        return Named("city", {record.id: City(record, self) for record in found})

    @cached_property
    def projects(self) -> Named[Project]:
        """Projects by id (`dresden/rathaus-online`)."""
        found = files.load_lines(self.path, "projects", records.Project)
        return Named("project", {record.id: Project(record, self) for record in found})

    @cached_property
    def study(self) -> records.Study | None:
        """What the study says of itself; `None` where no study was read."""
        return files.load_study(self.path)

    @cached_property
    def statements(self) -> Sequence[records.Statement]:
        """Every value as each source gives it."""
        return files.load_lines(self.path, "statements", records.Statement)

    @cached_property
    def findings(self) -> Sequence[records.Finding]:
        """What a person should look at."""
        return files.load_lines(self.path, "findings", records.Finding)

    @cached_property
    def entities(self) -> Named[records.Entity]:
        """Offices, programmes, funders, networks by id (`ministry:bmvi`)."""
        found = files.load_lines(self.path, "entities", records.Entity)
        return Named("entity", {record.id: record for record in found})

    @cached_property
    def documents(self) -> Named[Document]:
        """The sources' texts by source id."""
        return Named("document", {source.id: Document(source, self.path) for source in self.manifest.sources})

    @cached_property
    def tables(self) -> Named[Table]:
        """The tables by name; `docs/data.md` says what each holds."""
        return Named("table", {name: Table(table, self._rows_of(name)) for name, table in declared.tables().items()})

    def table(self, name: str) -> Table:
        """The table of this name. Raises MissingError."""
        return self.tables[name]

    def to_pandas(self, name: str) -> pandas.DataFrame:
        """The table of this name as a pandas DataFrame. Raises MissingError, ExportError."""
        return self.tables[name].to_pandas()

    def to_polars(self, name: str) -> polars.DataFrame:
        """The table of this name as a polars DataFrame. Raises MissingError, ExportError."""
        return self.tables[name].to_polars()

    def statements_of(self, record: str) -> Sequence[records.Statement]:
        """The statements of a record (`city:dresden`), by field."""
        return self._stated.get(record, [])

    @cached_property
    def _stated(self) -> dict[str, list[records.Statement]]:
        found: dict[str, list[records.Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.record, []).append(statement)
        return found

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        cities = [city.record for city in self.cities.values()]
        projects = [project.record for project in self.projects.values()]
        entities = list(self.entities.values())
        return shred(Published(self.manifest, cities, projects, self.study, self.statements, entities, self.findings))

    def _rows_of(self, name: str) -> Callable[[], Sequence[Row]]:
        return lambda: self._rows[name]

    def __repr__(self) -> str:
        return f"<Run {self.id} of edition {self.edition}: {self.path}>"


def open_run(path: str | PathLike[str]) -> Run:
    """The run in a folder, such as `output/2019/latest`. Raises UnreadableRunError."""
    return Run(Path(path))
