"""Which edition is meant where `--edition` does not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from stadtatlas.edition.load import PROFILE_NAME, Edition, ProfileError, built_in, find, load, shelf
from stadtatlas.model.document import Source, is_pdf
from stadtatlas.text.keys import loose_key

DEFAULT = "atlas-2019"
_HEAD = 100_000
"""Bytes of a source in which its study's title must stand."""


def sample() -> Path:
    """The sample edition's folder, which is read where no source is given."""
    return shelf() / "sample"


def choose(
    name: str | None, paths: Sequence[Path], sources: Sequence[Source], glance: Callable[[bytes], Iterable[str]]
) -> Edition:
    """The edition asked for, else the profile beside the sources, else the built-in one whose title they print most.

    `glance` gives the first pages of a source that is no text; it is asked only where the others do not decide, and for no
    page behind the one that prints a title. Raises ProfileError.
    """
    if name:
        return load(find(name).resolve())
    beside = sorted({p.resolve() / PROFILE_NAME for p in paths if (p / PROFILE_NAME).is_file()})
    if len(beside) > 1:
        raise ProfileError(
            "the sources' folders hold several edition profiles: " + ", ".join(map(str, beside)) + "; choose with --edition"
        )
    if beside:
        return load(beside[0])
    editions = {key: load(path) for key, path in built_in().items()}
    titles = {key: loose_key(edition.title) for key, edition in editions.items()}
    printed = (loose_key(s.data[:_HEAD].decode("utf-8", "ignore")) for s in sources if not is_pdf(s.data))
    pages = (_head(glance(s.data), titles.values()) for s in sources if is_pdf(s.data))
    for heads in (printed, pages):
        told = list(heads)
        votes = {key: sum(title in head for head in told) for key, title in titles.items()}
        if any(votes.values()):
            return editions[max(sorted(votes), key=lambda key: (votes[key], key == DEFAULT))]
    return editions[DEFAULT]


def _head(pages: Iterable[str], titles: Iterable[str]) -> str:
    """The pages, as a key, up to the one that prints one of the titles."""
    head = ""
    for page in pages:
        head += loose_key(page)
        if any(title in head for title in titles):
            break
    return head
