"""The numbers that the study prints of itself."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from stadtatlas.edition.profile import TotalPattern, field_key
from stadtatlas.extractors.context import PROSE, Context, Evidence
from stadtatlas.model.document import Role
from stadtatlas.text.flow import weave
from stadtatlas.text.german import count, share
from stadtatlas.text.view import View

_COUNTED = (*PROSE, Role.ANNEX, Role.HEADING)


def extract(context: Context) -> Iterator[Evidence]:
    """`totals`: `{what, key, printed}`, each pair of `what` and `key` once for every number printed."""
    text = _text(context)
    seen: set[tuple[str, str | None, int]] = set()
    for pattern in context.profile.totals:
        for key, printed, view in _read(pattern, text, context):
            if (pattern.what, key, printed) not in seen:
                seen.add((pattern.what, key, printed))
                yield context.claim("totals", {"what": pattern.what, "key": key, "printed": printed}, view)


def _text(context: Context) -> View:
    """All that stands outside the portraits, a line for each paragraph, page ends mended."""
    blocks = [b for b in context.structured.blocks if b.portrait is None and b.role in _COUNTED]
    views = [context.line(b.view) for b in blocks]
    return weave(views, [True if b.role is not Role.PARAGRAPH else None for b in blocks], context.words)


def _read(pattern: TotalPattern, text: View, context: Context) -> Iterator[tuple[str | None, int, View]]:
    compiled = regex.compile(context.profile.fill(pattern.pattern), regex.M | regex.I)
    for match in compiled.finditer(text.text):
        fields = match.captures("field") if "{field}" in pattern.pattern else []
        for index, word in enumerate(match.captures("number")):
            printed = share(word) if pattern.what.startswith("percent.") else count(word)
            key = context.profile.field_labels.get(field_key(fields[index])) if index < len(fields) else pattern.key
            if printed is not None and (key or not fields):
                yield key, printed, text.cut(match.start(), match.end())
