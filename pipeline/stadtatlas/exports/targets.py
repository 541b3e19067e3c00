"""`stadtatlas export`: where a run's records go, as written on the command line (`parquet:FOLDER`, `postgresql://…`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stadtatlas.exports.columnar import Parquet
from stadtatlas.exports.duck import DuckDb
from stadtatlas.exports.flat import Csv
from stadtatlas.exports.geo import GeoJson
from stadtatlas.exports.linked import JsonLd
from stadtatlas.exports.lite import Sqlite
from stadtatlas.exports.package import DataPackage
from stadtatlas.exports.postgres import Postgres
from stadtatlas.exports.published import load
from stadtatlas.exports.writer import ExportError, Writer, traverse


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder, and what is written to it."""

    text: str
    writer: Writer
    path: Path
    folder: bool = False

    def files(self) -> dict[Path, bytes]:
        """The bytes of each file by its path."""
        return {self.path / name if self.folder else self.path: data for name, data in self.writer.finish().items()}


FOLDERS: Mapping[str, Callable[[], Writer]] = {"csv": lambda: Csv(""), "datapackage": DataPackage, "parquet": Parquet}
FILES: Mapping[str, Callable[[], Writer]] = {"sqlite": Sqlite, "geojson": GeoJson, "jsonld": JsonLd}
FORMS = (*(f"{kind}:FOLDER" for kind in FOLDERS), *(f"{kind}:FILE" for kind in FILES), "duckdb:FILE", "postgresql://…")


def parse(text: str) -> Place | DuckDb | Postgres:
    """What a target means. Raises ExportError for one that is unknown, or whose extra is missing."""
    kind, _, rest = text.partition(":")
    if kind in ("postgresql", "postgres") and rest.startswith("//"):
        return Postgres(text)
    if rest and kind == "duckdb":
        return DuckDb(Path(rest))
    if rest and kind in FOLDERS:
        return Place(text, FOLDERS[kind](), Path(rest), folder=True)
    if rest and kind in FILES:
        return Place(text, FILES[kind](), Path(rest))
    raise ExportError(f"{text!r} is no target; there are {', '.join(FORMS)}")


def export(run: Path, texts: Sequence[str], replace: bool = False) -> Iterator[str]:
    """Write the run's records to every target, in one traversal; yields a line for each that is done.

    A file that exists with other contents stops it before anything is written, unless `replace`. Raises ExportError,
    UnreadableRunError.
    """
    targets = [parse(text) for text in texts]
    traverse(load(run), [t.writer if isinstance(t, Place) else t for t in targets])
    places = [(t.text, t.files()) for t in targets if isinstance(t, Place)]
    changed = {path for _, files in places for path, data in files.items() if _differs(path, data, replace)}
    for target in targets:
        if not isinstance(target, Place):
            target.finish()
            yield f"{target.name}: {target.rows} rows, {target.changed} changed"
    for text, files in places:
        for path in changed & set(files):
            _put(path, files[path])
        yield f"{text}: {len(files)} {'file' if len(files) == 1 else 'files'}, {len(changed & set(files))} changed"


def _differs(path: Path, data: bytes, replace: bool) -> bool:
    """Whether the file has to be written. Raises ExportError where another one is there."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}; nothing was written") from None
    if path.is_dir() or (path.exists() and not replace):
        raise ExportError(f"{path} exists and is something else; nothing was written. Choose another place, or add --force.")
    return True


def _put(path: Path, data: bytes) -> None:
    """Write a file aside and rename it, so that it is whole or absent. Raises ExportError."""
    aside = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise ExportError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
