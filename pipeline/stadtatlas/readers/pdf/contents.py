"""Whether the content of pages is whole: what an engine cannot decode it leaves out without a word.

pdfminer is asked, whatever engine reads the pages: pdfium does not give a page's own bytes.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Literal, NamedTuple

import regex
from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import lzwdecode
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfminer.runlength import rldecode

State = Literal["torn", "drawn", "blank"]
"""`torn`: not to be decoded whole; `drawn`: shows text, or is not understood; `blank`: shows no text."""

_MOST = 64 * 2**20
"""Bytes of a content that are decoded; the study's longest has 0.5 MB. What goes on is not looked at."""
_MOST_TOKENS = 20_000
"""Tokens in which a content that shows text or is garbage says so; the first text of a page stands behind its graphics."""
_DEEPEST = 4
"""Nested forms that are followed, as many as pdfium's."""

_TOKEN = regex.compile(
    rb"""\s+|(?P<text>\((?:[^()\\]|\\.|(?&text))*+\)|<[0-9A-Fa-f\s]*>)|%[^\r\n]*|/[^\s()<>\[\]{}/%]*|<<|>>|[\[\]{}]"""
    rb"""|[-+.\d]+|(?P<operator>[^\s()<>\[\]{}/%]+|.)""",
    regex.S,
)
_OPERATORS = frozenset(
    b"b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri s S SC sc "
    b"SCN scn sh T* Tc Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y true false null".split()
)
"""The operators of ISO 32000-1, annex A, but for those that show text or a picture."""
_SHOWING = frozenset(b"Tj TJ ' \"".split())
_USED = regex.compile(rb"/([^\s()<>\[\]{}/%]+)\s+Do\b")


def states(data: bytes, password: str | None) -> Iterator[tuple[int, State]]:
    """The number and state of each page that the file names."""
    document = PDFDocument(PDFParser(io.BytesIO(data)), password or "")
    known: dict[int, set[State]] = {}
    for number, leaf in enumerate(leaves(document), 1):
        yield number, _worst(_page(leaf, known))


class Leaf(NamedTuple):
    """A page as the page tree names it: its object's number (-1 without one), what that is, and resources it may inherit."""

    objid: int
    value: Any
    resources: Any


def leaves(document: Any) -> Iterator[Leaf]:
    """Each page that the file names, in order; one that is not in it, too, which pdfminer passes over."""
    yield from _leaves(document.catalog.get("Pages"), None, set())


def _leaves(node: Any, resources: Any, seen: set[int]) -> Iterator[Leaf]:
    objid = node.objid if isinstance(node, PDFObjRef) else -1
    value = _object(node)
    inner = value if isinstance(value, dict) else {}
    resources, kids = inner.get("Resources", resources), resolve1(inner.get("Kids"))
    if kids is None:
        yield Leaf(objid, value, resources)
    elif objid not in seen:
        seen.add(objid)
        for kid in kids:
            yield from _leaves(kid, resources, seen)


def _object(reference: Any) -> Any:
    """What a reference leads to; nothing where that cannot be read."""
    try:
        return resolve1(reference)
    except Exception:  # whatever pdfminer makes of garbage
        return None


def _dict(reference: Any) -> dict[str, Any]:
    value = _object(reference)
    return value if isinstance(value, dict) else {}


def _worst(found: set[State]) -> State:
    return "torn" if "torn" in found else "drawn" if "drawn" in found else "blank"


def _page(leaf: Leaf, known: dict[int, set[State]]) -> set[State]:
    """The states of the page's content and of the forms in it. A part of it that the file does not have showed something."""
    if not isinstance(leaf.value, dict):
        return {"drawn"}
    named = _object(leaf.value.get("Contents"))
    streams = [_object(part) for part in (named if isinstance(named, list) else [named])] if "Contents" in leaf.value else []
    parts = [_decoded(stream) for stream in streams if isinstance(stream, PDFStream)]
    if None in parts:
        return {"torn"}
    found: set[State] = {"drawn"} if len(parts) < len(streams) else set()
    return found | _content(b"\n".join(part for part in parts if part), leaf.resources, known, 0)


def _content(data: bytes, resources: Any, known: dict[int, set[State]], depth: int) -> set[State]:
    found: set[State] = {"drawn" if _shows(data) else "blank"}
    forms = _dict(_dict(resources).get("XObject"))
    for name in sorted(set(_USED.findall(data))) if depth < _DEEPEST else ():
        form = _object(forms.get(name.decode("latin-1")))
        if isinstance(form, PDFStream) and literal_name(form.get("Subtype")) == "Form":
            found |= _form(form, resources, known, depth)
    return found


def _form(form: Any, resources: Any, known: dict[int, set[State]], depth: int) -> set[State]:
    """The states of a form, which many pages may show: each is looked at once."""
    if form.objid not in known:
        known[form.objid] = set()  # one that shows itself ends here
        data = _decoded(form)
        known[form.objid] = {"torn"} if data is None else _content(data, form.get("Resources", resources), known, depth + 1)
    return known[form.objid]


def _shows(content: bytes) -> bool:
    """Whether a content shows text, or holds what is no content: pages without a mark have operators of graphics alone."""
    text = False
    for token in islice(_TOKEN.finditer(content), _MOST_TOKENS):
        operator = token["operator"]
        if operator is None:
            text = text or len(token["text"] or b"") > len(b"()")
        elif (text and operator in _SHOWING) or operator not in _OPERATORS | _SHOWING:
            return True
        else:
            text = False
    return False


# --- filters -----------------------------------------------------------------------------------------------------------------


def _decoded(stream: Any) -> bytes | None:
    """The bytes of a stream, its filters undone; `None` where they cannot be had whole."""
    data = stream.rawdata or b""
    try:
        if stream.decipher:
            data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
        for name, _ in stream.get_filters() if data.strip() else ():
            data = _FILTERS[literal_name(name)](data)
    except MemoryError:
        raise
    except Exception:  # no such filter, or whatever a decoder makes of garbage
        return None
    return bytes(data)


def _inflated(data: bytes) -> bytes:
    """As zlib does, but that the checksum may be missing: some writers count a stream's bytes wrongly, and nothing is lost."""
    if data[0] & 0x0F != zlib.DEFLATED or int.from_bytes(data[:2]) % 31:
        raise ValueError("no zlib header")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    whole = inflate.decompress(data[2:], _MOST)
    if not inflate.eof and len(whole) < _MOST:
        raise ValueError("cut off")
    checksum = inflate.unused_data[:4]
    if len(checksum) == 4 and int.from_bytes(checksum) != zlib.adler32(whole):
        raise ValueError("other bytes than were written")
    return whole


_FILTERS: dict[str, Callable[[bytes], bytes]] = {
    "FlateDecode": _inflated, "Fl": _inflated, "LZWDecode": lzwdecode, "LZW": lzwdecode,
    "ASCII85Decode": ascii85decode, "A85": ascii85decode, "ASCIIHexDecode": asciihexdecode, "AHx": asciihexdecode,
    "RunLengthDecode": rldecode, "RL": rldecode, "Crypt": bytes,
}  # fmt: skip
