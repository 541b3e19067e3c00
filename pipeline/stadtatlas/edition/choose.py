"""Which edition is meant where `--edition` does not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path

import regex

from stadtatlas.edition.load import PROFILE_NAME, Edition, ProfileError, built_in, find, load, shelf
from stadtatlas.model.document import Source, is_pdf
from stadtatlas.text.decode import UnreadableError, decode
from stadtatlas.text.keys import loose_key
from stadtatlas.text.view import View

DEFAULT = "atlas-2019"
_HEAD = 100_000
"""Characters of a text in which its study's title must stand."""
_LINE_END = regex.compile(r"<[^>]*>|\n")
"""Where the lines of a text end, or the parts of a web page that its markup sets apart."""
_LONGEST = 100
"""Characters of a line that may be a page's title."""


def sample() -> Path:
    """The sample edition's folder, which is read where no source is given."""
    return shelf() / "sample"


def choose(
    name: str | None, paths: Sequence[Path], sources: Sequence[Source], glance: Callable[[bytes], Iterable[str]]
) -> Edition:
    """The edition asked for, else the profile beside the sources, else the built-in one that the sources themselves name.

    `glance` gives the first pages of a PDF; it is asked only where the texts do not decide, and for no page behind the one
    that prints a title. Raises ProfileError.
    """
    if name:
        return load(find(name).resolve())
    beside = sorted({p.resolve() / PROFILE_NAME for p in paths if (p / PROFILE_NAME).is_file()})
    if len(beside) > 1:
        raise ProfileError(
            "the sources' folders hold several edition profiles: " + ", ".join(map(str, beside)) + "; choose with --edition"
        )
    return load(beside[0]) if beside else _recognised(sources, glance)


def _recognised(sources: Sequence[Source], glance: Callable[[bytes], Iterable[str]]) -> Edition:
    """The built-in edition whose title the texts print most, else the PDFs, else whose cities' pages they are."""
    editions = {key: load(path) for key, path in built_in().items()}
    titles = {key: loose_key(edition.title) for key, edition in editions.items()}
    texts = [_text(s.data)[:_HEAD] for s in sources if not is_pdf(s.data)]
    printed = (loose_key(text) for text in texts)
    pages = (_head(glance(s.data), titles.values()) for s in sources if is_pdf(s.data))
    for ask in (partial(_printed, titles, printed), partial(_printed, titles, pages), partial(_portrayed, editions, texts)):
        votes = ask()
        best = [key for key in editions if votes[key] == max(votes.values()) > 0]
        if len(best) == 1:
            return editions[best[0]]
        if best:
            return _assumed(editions, best, f"the sources may be of the editions {', '.join(best)}")
    return _assumed(editions, [DEFAULT], "the sources print the title of no built-in edition")


def _assumed(editions: Mapping[str, Edition], best: Sequence[str], why: str) -> Edition:
    key = DEFAULT if DEFAULT in best else best[0]
    return replace(editions[key], assumed=f"{why}; they were read as {key}. Name another with --edition")


def _printed(titles: Mapping[str, str], heads: Iterable[str]) -> dict[str, int]:
    """How many of the heads print each edition's title."""
    told = list(heads)
    return {key: sum(title in head for head in told) for key, title in titles.items()}


def _portrayed(editions: Mapping[str, Edition], texts: Iterable[str]) -> dict[str, int]:
    """How many of the texts have a line that names a city as each edition's pages do."""
    from stadtatlas.edition.pages import page_city  # it brings the profiles' checks, which a run that exists does not wait for

    lines = [[View.of(line.strip(" #*")) for line in _LINE_END.split(text) if len(line) < _LONGEST] for text in texts]
    return {key: sum(any(page_city(v, e.profile) for v in each) for each in lines) for key, e in editions.items()}


def _text(data: bytes) -> str:
    """The canonical text, a web page's entities as letters; nothing of what cannot be read."""
    try:
        return unescape(decode(data)[0])
    except UnreadableError:
        return ""


def _head(pages: Iterable[str], titles: Iterable[str]) -> str:
    """The pages, as a key, up to the one that prints one of the titles."""
    head = ""
    for page in pages:
        head += loose_key(page)
        if any(title in head for title in titles):
            break
    return head
