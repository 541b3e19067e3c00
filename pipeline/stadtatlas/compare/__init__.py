"""Compare runs: what changed in the world of the records, from which cause, and how it is shown."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stadtatlas.model.comparison import Diff


def compare(a: str | None, b: str | None, store: Path) -> Diff:
    """The diff of the runs that are meant (`stadtatlas.compare.select.choose`), with quotes and causes. Raises CompareError."""
    from stadtatlas.compare.causes import explained
    from stadtatlas.compare.difference import between
    from stadtatlas.compare.load import load
    from stadtatlas.compare.select import choose

    with _uncollected():
        old, new = map(load, choose(a, b, store))
        return explained(between(old, new), old, new)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: a million values live until the end, and looking through them again and again would take a
    quarter of the time. There are no cycles to be found."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shown(diff: Diff, form: str, colour: bool = False) -> Iterator[str]:
    """The diff as `terminal`, `stat`, `json`, `markdown` or `html`, piece by piece; `colour` counts for the first two."""
    from stadtatlas.compare import markdown, page, terminal

    if form == "json":
        return _json(diff)
    if form == "markdown":
        return markdown.rendered(diff)
    if form == "html":
        return page.rendered(diff)
    return terminal.stat(diff, colour) if form == "stat" else terminal.rendered(diff, colour)


def _json(diff: Diff) -> Iterator[str]:
    from stadtatlas.store import page_parts

    row = diff.model_dump(mode="json", exclude={"changes", "bookkeeping"})
    lists = {name: (change.model_dump(mode="json") for change in getattr(diff, name)) for name in ("changes", "bookkeeping")}
    return page_parts(row | lists)


def failed(diff: Diff, fail_on: str) -> bool:
    """Whether there is a change at all (`any`), or one by which something is gone (`removed`); a settled finding is no loss."""
    if fail_on == "removed":
        return any(change.kind == "removed" and not (change.field or "").startswith("findings[") for change in diff.changes)
    return bool(diff.changes)
