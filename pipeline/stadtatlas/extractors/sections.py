"""The texts of a portrait's sections."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors import texts
from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait
from stadtatlas.text.similar import best_label


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`sections`: one claim a kind, `{kind, heading, text}`; the confidence is that of the heading's match."""
    for section in texts.sections(portrait, context):
        match = best_label(section.heading, context.profile.section_labels, 0.0)
        value = {"kind": section.kind, "heading": section.heading.strip(" :"), "text": section.text.text}
        yield context.claim("sections", value, section.text, match[1] if match else 1.0)
