"""Pages out of worker processes with limits: what hangs or crashes costs a page, never the run.

A call into an engine cannot be stopped from inside its process, so each worker reads a stretch of pages and sends them one by
one; where it is silent for too long or dies, the page it was at is lost, and another worker goes on behind it.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stadtatlas.readers.pdf.engine import Damaged, Engine, Locked
from stadtatlas.readers.pdf.lines import Line, aside, lines
from stadtatlas.readers.pdf.sheet import Sheet

if TYPE_CHECKING:
    from stadtatlas.readers.pdf.contents import State

SECONDS = 6.0
"""Time for a page. The slowest of the 2019 study takes 0.02 s, one with 200,000 paths 0.6 s; a slow machine takes thrice that."""
_HURRIED = 1.0
"""Time for each further page where three of a document have been lost."""
_PATIENCE = 3
_OPENING = 2
"""Times as long may opening the document take."""
_MEMORY = 640 * 2**20
"""Bytes that a worker may take beside what it starts with; the study takes 30 MB, a page with 200,000 paths 90 MB."""
_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2)."""
_STRETCH = 60
"""Pages from which a second worker pays off (about half a second of reading)."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to read: the file's bytes, its password, and which engine reads it (`pdfium` or `pdfplumber`)."""

    data: bytes = field(repr=False)
    password: str | None = None
    engine: str = "pdfium"


@dataclass(frozen=True, slots=True)
class Opened:
    """A document: how many pages it has, and its bookmarks as (level, title, page)."""

    pages: int
    outline: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A page: its sheet without runs, the lines made of them, and those that run in other directions."""

    sheet: Sheet
    lines: tuple[Line, ...]
    aside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that could not be read (number from 1), and why: `timeout` or `failed`."""

    number: int
    why: str


def read_pages(job: Job, most: int | None = None) -> Iterator[Opened | Taken | Lost]:
    """The document, then its pages (the first `most` of them), in the order in which workers send them.

    Raises Locked, Damaged.
    """
    first = _Worker(job, 0, 1)
    try:
        opened = first.introduction()
    except BaseException:
        first.end()
        raise
    yield opened
    crew = _Crew(job, opened.pages if most is None else min(most, opened.pages), first)
    try:
        yield from crew.run()
    finally:
        crew.dismiss()


def open_engine(job: Job) -> Engine:
    """The engine that the job asks for, with the document open."""
    if job.engine == "pdfplumber":
        from stadtatlas.readers.pdf.plumber import PlumberEngine

        return PlumberEngine(job.data, job.password)
    from stadtatlas.readers.pdf.pdfium import PdfiumEngine

    return PdfiumEngine(job.data, job.password)


def _context() -> Any:
    fork = sys.platform == "linux" and "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if fork else "spawn")


class _Worker:
    """A process that reads pages from `next` on (from 0), as long as it is heard, and since when it has been silent."""

    def __init__(self, job: Job, start: int, stop: int, serve: Callable[[Connection, Job, int], None] | None = None) -> None:
        self.next, self.stop = start, stop
        context = _context()
        self.pipe, there = context.Pipe(duplex=False)
        self.process = context.Process(target=serve or _serve, args=(there, job, start), daemon=False)
        self.process.start()
        there.close()
        self.since = time.monotonic()
        self.is_open = False

    def introduction(self) -> Opened:
        """What a worker says first. Raises Locked, Damaged."""
        try:
            answer = self.pipe.recv() if self.pipe.poll(_OPENING * SECONDS) else Damaged("takes too long to open")
        except EOFError:
            answer = Damaged("makes its reader crash")
        if isinstance(answer, Exception):
            raise answer
        self.opened()
        return answer  # type: ignore[no-any-return]

    def opened(self) -> None:
        """The document is open: from now on time is a page's."""
        self.is_open, self.since = True, time.monotonic()

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Inspection:
    """A look at the pages' contents, beside the reading and in a process of its own: what it costs, it costs no page.

    >>> Inspection(Job(data)).states()  # {1: "drawn", 2: "torn"}
    """

    def __init__(self, job: Job) -> None:
        self._worker = _Worker(job, 0, 0, _inspect)

    def states(self) -> dict[int, State]:
        """What was found, by the page's number; pages of which nothing can be told in time are not in it."""
        found: dict[int, State] = {}
        with suppress(EOFError, OSError):
            while self._worker.pipe.poll(_OPENING * SECONDS):
                number, found[number] = self._worker.pipe.recv()
        return found

    def end(self) -> None:
        """Stop it, however far it is."""
        self._worker.end()


class _Crew:
    """The workers of a document."""

    def __init__(self, job: Job, pages: int, first: _Worker) -> None:
        self.job, self.lost = job, 0
        size = max(1, min(os.cpu_count() or 1, pages // _STRETCH))
        bounds = [round(pages * i / size) for i in range(size + 1)]
        first.stop = bounds[1]
        self.workers = [first] if pages else []
        self.workers += [_Worker(job, a, b) for a, b in pairwise(bounds[1:])]
        if not pages:
            first.end()

    def seconds(self, worker: _Worker) -> float:
        """How long a worker may be silent."""
        if not worker.is_open:
            return _OPENING * SECONDS
        return SECONDS if self.lost < _PATIENCE else _HURRIED

    def run(self) -> Iterator[Taken | Lost]:
        """Every page, read or lost."""
        while self.workers:
            ready = wait([worker.pipe for worker in self.workers], timeout=0.1)
            for worker in list(self.workers):
                if worker.pipe in ready:
                    yield from self._hear(worker)
                elif time.monotonic() - worker.since > self.seconds(worker):
                    yield from self._replace(worker, "timeout")

    def _hear(self, worker: _Worker) -> Iterator[Taken | Lost]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._replace(worker, "failed")
            return
        if isinstance(message, Opened):
            worker.opened()
        else:
            yield message
            self._advance(worker)

    def _advance(self, worker: _Worker) -> None:
        worker.next, worker.since = worker.next + 1, time.monotonic()
        if worker.next >= worker.stop:
            self.workers.remove(worker)
            worker.end()

    def _replace(self, worker: _Worker, why: str) -> Iterator[Lost]:
        """The page that the worker was at is lost; another goes on behind it."""
        worker.end()
        self.workers.remove(worker)
        self.lost += 1
        yield Lost(worker.next + 1, why)
        if worker.next + 1 < worker.stop:
            self.workers.append(_Worker(self.job, worker.next + 1, worker.stop))

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.end()


def _serve(pipe: Connection, job: Job, start: int) -> None:
    _limit()
    with suppress(BrokenPipeError, KeyboardInterrupt, MemoryError):  # out of memory: what it was at is lost, without a word
        try:
            engine = open_engine(job)
            pipe.send(Opened(len(engine), tuple(engine.outline())))
        except (Locked, Damaged) as error:
            pipe.send(error)
            return
        except Exception as error:
            pipe.send(Damaged(f"{type(error).__name__}: {error}"))
            return
        for index in range(start, len(engine)):
            pipe.send(_page(engine, index))


def _inspect(pipe: Connection, job: Job, _: int) -> None:
    _limit()
    from stadtatlas.readers.pdf.contents import states

    logging.disable()  # pdfminer's warnings say less than what is found
    with suppress(Exception, KeyboardInterrupt):  # what pdfminer cannot open, nothing is told of
        for state in states(job.data, job.password):
            pipe.send(state)


def _page(engine: Engine, index: int) -> Taken | Lost:
    try:
        sheet = engine.sheet(index)
        return Taken(replace(sheet, runs=(), aside=()), tuple(lines(sheet)), tuple(aside(sheet)))
    except MemoryError:
        raise
    except Exception:
        if os.environ.get("STADTATLAS_DEBUG"):
            traceback.print_exc()
        return Lost(index + 1, "failed")


def _limit() -> None:
    """Bound this process's memory, and end it with the one that started it, where the system can."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, used + _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
