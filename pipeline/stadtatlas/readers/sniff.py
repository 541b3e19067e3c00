"""Which format a text is in, by its content: names and extensions lie."""

from __future__ import annotations

import regex

from stadtatlas.model.document import Format

_HEAD = 256 * 1024
_HTML = regex.compile(r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S)
_BLOCK_TAG = regex.compile(r"</(?:p|div|h[1-6]|li|section|article)>", regex.I)
_MARKDOWN = regex.compile(r"^\s{0,3}#{1,6}\s+\S|^\s*[-*+]\s+.*\]\(|^\|?[ :|-]*-{3,}[ :|-]*\|", regex.M)


def sniff(text: str) -> Format:
    """`html`, `markdown` or `text`."""
    head = text[:_HEAD]
    if _HTML.match(head):
        return "html"
    if _MARKDOWN.search(head):  # converters leave HTML lists and tables in Markdown, so this comes before tags are counted
        return "markdown"
    return "html" if len(_BLOCK_TAG.findall(head)) >= 10 else "text"
