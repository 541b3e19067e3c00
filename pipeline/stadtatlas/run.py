"""`stadtatlas run`: from paths to a run in the store."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from stadtatlas import EXPORTS_VERSION, EXTRACTION_VERSION, __version__
from stadtatlas.collect import Trouble, collect
from stadtatlas.edition.choose import choose, sample
from stadtatlas.edition.load import Edition, built_in
from stadtatlas.errors import StadtatlasError
from stadtatlas.fingerprint import run_id
from stadtatlas.model.document import Source
from stadtatlas.model.findings import CODES, SEVERITIES
from stadtatlas.store import MANIFEST, folder, manifest, point_latest

if TYPE_CHECKING:
    from stadtatlas.decisions.entries import Decisions
    from stadtatlas.extractors import Extract

_SMALL = 4_000_000
"""Bytes up to which starting worker processes costs more than it saves (about half a second of reading)."""
DECISIONS = "decisions.toml"
"""The decisions file that is looked for where `--decisions` does not name one."""
_TOOLS = ("pdfplumber", "pydantic", "pypdfium2", "rapidfuzz", "regex", "selectolax", "spacy")


class RunError(StadtatlasError):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run; without `jobs`, on as many processes as pay off. A run holds its records in the formats of other tools,
    unless `exports` leaves them out."""

    edition: str | None = None
    store: Path = Path("output")
    jobs: int | None = None
    force: bool = False
    password: str | None = None
    pdf_engine: Literal["pdfium", "pdfplumber"] = "pdfium"
    decisions: Path | None = None
    exports: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run: its folder, its `run.json`, whether it was computed now, and its sources that could not be used."""

    path: Path
    manifest: dict[str, Any]
    computed: bool
    troubles: tuple[Trouble, ...] = ()

    def failed(self, fail_on: str) -> bool:
        """Whether the run has findings of severity `fail_on` or worse; none is worse than `never`."""
        ranks: dict[str, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}
        least = ranks.get(fail_on, len(ranks))
        return any(ranks[CODES[code].severity] >= least for code in self.manifest["findings"])


def run(paths: Sequence[Path], options: Options, progress: Callable[[int], Callable[[str], None]]) -> Outcome:
    """Process the sources. Raises RunError, ProfileError."""
    started = time.time()
    chosen = list(paths) or [sample()]
    sources, troubles = collect(chosen)
    if not sources:
        raise RunError(_nothing(chosen, troubles))
    edition = choose(options.edition, chosen, sources, lambda data: _glance(data, options))
    if edition.assumed:
        troubles.append(Trouble("edition.assumed", "", edition.assumed))
    read_as = [options.password, options.pdf_engine] if options.password or options.pdf_engine != "pdfium" else []
    decisions = _decisions(options.decisions, chosen, edition)
    id_ = run_id(sources, troubles, edition, decisions.digest if decisions else "", read_as)
    target = folder(options.store, edition.id, id_)
    done = None if options.force else _existing(target, options)
    outcome = Outcome(target, done, False, tuple(troubles)) if done else None
    if outcome is None:
        found = _digest(sources, edition, options, progress)
        outcome = _write(found, troubles, _Aim(edition, decisions, target, started, options.exports))
    _guarded(lambda: point_latest(target), options.store)
    return outcome


def _decisions(named: Path | None, chosen: Sequence[Path], edition: Edition) -> Decisions | None:
    """The decisions file that is named, else the one in a source's folder or beside an edition profile of the user's own.

    Raises RunError where there are several, DecisionError where one is wrong.
    """
    own = [] if edition.path in (path.resolve() for path in built_in().values()) else [edition.path.parent]
    beside = dict.fromkeys(path.resolve() / DECISIONS for path in (*filter(Path.is_dir, chosen), *own))
    found = [named] if named else [path for path in beside if path.is_file()]
    if len(found) > 1:
        raise RunError(f"several decisions files: {', '.join(map(str, found))}; choose with --decisions")
    if not found:
        return None
    from stadtatlas.decisions.load import load

    return load(found[0])


def _glance(data: bytes, options: Options) -> Iterator[str]:
    from stadtatlas.readers.pdf import glance

    return glance(data, options.password, options.pdf_engine)


def _digest(
    sources: Sequence[Source], edition: Edition, options: Options, progress: Callable[[int], Callable[[str], None]]
) -> list[tuple[Source, Extract | Trouble]]:
    from stadtatlas import stages
    from stadtatlas.readers import Reading

    _check_components(edition)
    how = stages.How(_jobs(options.jobs, sources), Reading(options.password, options.pdf_engine))
    return list(stages.digest_all(sources, edition.profile, how, progress(len(sources))))


def _check_components(edition: Edition) -> None:
    """Whether the components that the profile adds are installed. Raises RunError."""
    added = edition.profile.prose.components
    if added:
        from stadtatlas.prose.language import ComponentError, pipeline

        try:
            pipeline(added)
        except ComponentError as error:
            raise RunError(str(error)) from None


@dataclass(frozen=True, slots=True)
class _Aim:
    """What is to be written: the run of an edition, with what people decided, begun at a time, with exports or without."""

    edition: Edition
    decisions: Decisions | None
    target: Path
    started: float
    exports: bool


def _write(found: list[tuple[Source, Extract | Trouble]], troubles: Sequence[Trouble], aim: _Aim) -> Outcome:
    from stadtatlas import render, stages, store
    from stadtatlas.decisions.entries import NONE
    from stadtatlas.exports.files import exports

    profile = aim.edition.profile
    bad = [*troubles, *(e for _, e in found if isinstance(e, Trouble))]
    if all(isinstance(e, Trouble) for _, e in found):
        raise RunError(_nothing([], bad))
    records = stages.combine(found, troubles, profile, aim.decisions or NONE)
    published = render.published(records, aim.target.name, profile)
    exported = exports(published) if aim.exports else {}
    files = render.render(records, published, _recorded(aim), exported)
    _guarded(lambda: store.write(files, aim.target), aim.target.parent.parent)
    return Outcome(aim.target, manifest(aim.target), True, tuple(bad))


def _existing(target: Path, options: Options) -> dict[str, Any] | None:
    """The `run.json` of a run that is there; one without the exports that are wanted gets them."""
    found = None
    with suppress(OSError, ValueError):
        found = manifest(target)
    if found and options.exports and found.get("recorded", {}).get("exports") != EXPORTS_VERSION:
        return _completed(target)
    return found


def _completed(target: Path) -> dict[str, Any] | None:
    """Write a run anew, whole, with exports made from its own files; `None` where those cannot be read."""
    from stadtatlas import render, store
    from stadtatlas.exports.files import exports
    from stadtatlas.exports.published import UnreadableRunError, load

    try:
        published = load(target)
        files = store.read(target)
    except (UnreadableRunError, OSError):
        return None
    added = exports(published)
    recorded = {**published.run.recorded, "exports": EXPORTS_VERSION}
    recorded["files"] = dict(sorted((recorded.get("files", {}) | render.hashes(added)).items()))
    whole = {**files, **added, MANIFEST: render.manifest(published.run, recorded)}
    _guarded(lambda: store.write(whole, target), target.parent.parent)
    return manifest(target)


def _guarded(action: Callable[[], None], store: Path) -> None:
    try:
        action()
    except OSError as error:
        raise RunError(f"cannot write to {store}: {error.strerror or error}. Choose another folder with --store.") from None


def _nothing(chosen: Sequence[Path], troubles: Sequence[Trouble]) -> str:
    told = [line for t in troubles if t.code != "source.duplicate" for line in (t.message, *(r.message for r in t.remarks))]
    reasons = "\n".join(f"  {line}" for line in told)
    where = ", ".join(str(p) for p in chosen)
    what = reasons or f"  no .pdf, .md, .txt, .html or .htm file in {where}"
    return f"no readable source; nothing was written:\n{what}\nGive the study or its web portraits as files or folders."


def _jobs(wanted: int | None, sources: Sequence[Source]) -> int:
    if wanted:
        return wanted
    return (os.cpu_count() or 1) if sum(len(s.data) for s in sources) > _SMALL else 1


def _recorded(aim: _Aim) -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version

    tools = {"stadtatlas": __version__, "python": platform.python_version()}
    for tool in _TOOLS:
        with suppress(PackageNotFoundError):
            tools[tool] = version(tool)
    by = aim.decisions
    used = {"decisions": {"path": str(by.path.absolute()), "sha256": by.sha256}} if by and by.path else {}
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(aim.started)),
        "seconds": round(time.time() - aim.started, 3),
        "host": platform.node(),
        "extraction": EXTRACTION_VERSION,
        "profile": aim.edition.sha256,
        "exports": EXPORTS_VERSION if aim.exports else None,
        "tools": tools,
        **used,
    }
