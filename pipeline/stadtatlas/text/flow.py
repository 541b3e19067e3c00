"""Running text out of its lines and pages: words mended, paragraphs joined where a page end cut them."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from stadtatlas.text.view import Piece, View
from stadtatlas.text.words import Words

_LINE_END = regex.compile(r"[ \t]*\n\s*")
_BLANKS = regex.compile(r"\s{2,}|[\t\n\r\f\v]")
_OLD_LINE_END = regex.compile(r"(?<=\w)-[ ]+(?=\p{Ll})")
_OLD_HYPHEN = regex.compile(r"(?<![\w./@:-])(?P<heads>(?:\w+-)*)(?P<head>\w+)-(?P<tail>\p{Ll}\w*)(?![\w@]|[./:]\w)")
SENTENCE_END = regex.compile(r"[.!?:;…]['\"»«“”’)\]]*$")
"""How a sentence ends, and a paragraph that is whole; any other was cut by a page end."""
_REACH = 60
"""Characters on either side of a cut that can hold the halves of a word."""
PARAGRAPH = "\n\n"


def fold(view: View, words: Words) -> View:
    """The view on one line; words that a line end broke, now or in an earlier layout of the text, are mended."""
    view = _rejoin(view, _LINE_END, words)
    if "-" in view.text:
        view = _rejoin(view, _OLD_LINE_END, words)
        view = view.edit(
            (m.end("head"), m.end("head") + 1, "")
            for m in _OLD_HYPHEN.finditer(view.text)
            if words.is_broken(m["head"], m["tail"])
        )
    return view.sub(_BLANKS, " ").strip()


def _rejoin(view: View, cut: regex.Pattern[str], words: Words) -> View:
    edits: list[tuple[int, int, str]] = []
    for match in cut.finditer(view.text):
        start = match.start() + match[0].startswith("-")
        drop, between = words.seam(view.text[max(0, start - _REACH) : start], view.text[match.end() : match.end() + _REACH])
        edits.append((start - drop, match.end(), between))
    return view.edit(edits)


def weave(views: Sequence[View], breaks: Sequence[bool | None], words: Words) -> View:
    """Paragraphs as one text, parted by an empty line where `breaks[i]` is true and joined where it is false. Where it is
    `None` and paragraph i - 1 ends in mid-sentence, a page end cut the two apart, and they are joined, too."""
    parts: list[View] = []
    for view, apart in zip(views, breaks, strict=True):
        if not view:
            continue
        ended = bool(parts) and bool(SENTENCE_END.search(parts[-1].text[-20:]))
        if parts and (ended if apart is None else apart):
            parts += [gap(parts[-1], PARAGRAPH), view]
        else:
            sew(parts, view, words)
    return View.join(parts)


def sew(parts: list[View], view: View, words: Words) -> None:
    """Put a view behind the parts so that the text runs on; a word that the cut between them broke is mended."""
    if parts:
        drop, between = words.seam(parts[-1].text[-_REACH:], view.text[:_REACH])
        parts[-1] = parts[-1].cut(0, len(parts[-1].text) - drop)
        parts.append(gap(parts[-1], between))
    parts.append(view)


def gap(before: View, text: str) -> View:
    """An insertion behind a view."""
    return View(text, (Piece(0, len(text), before.end, before.end),) if text else ())
