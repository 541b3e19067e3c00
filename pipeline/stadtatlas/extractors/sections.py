"""The texts of a portrait's sections."""

from __future__ import annotations

from collections.abc import Iterator

from stadtatlas.extractors.context import Context, Evidence
from stadtatlas.model.document import Portrait, Role
from stadtatlas.model.records import SECTION_KINDS
from stadtatlas.text.similar import best_label


def extract(portrait: Portrait, context: Context) -> Iterator[Evidence]:
    """`sections`: one claim a kind, `{kind, heading, text}`; the confidence is that of the heading's match."""
    for kind in SECTION_KINDS:
        blocks = [b for b in portrait.blocks if b.section == kind]
        text = context.prose(blocks)
        heading = next((b for b in blocks if b.role is Role.HEADING), None)
        if heading is None or not text:
            continue
        match = best_label(heading.view.text, context.profile.section_labels, 0.0)
        value = {"kind": kind, "heading": heading.view.text.strip(" :"), "text": text.text}
        yield context.claim("sections", value, text, match[1] if match else 1.0)
