"""PDFs for the tests of a PDF reader, written byte by byte: good, odd, damaged and hostile ones.

Everything is built from the standard library, so that a test decides each byte and no writer's defaults stand between
a test and the construct that it is about. The same call gives the same bytes every time.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pypdfium2
from pypdfium2 import raw

Colour = tuple[float, float, float]
Unmapped = Literal["differences", "identity", "type3"]

WIDTH, HEIGHT = 595, 842
"""A4 upright, in points."""

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
NAVY: Colour = (0.05, 0.22, 0.42)
PALE: Colour = (0.90, 0.92, 0.94)
GREY: Colour = (0.60, 0.62, 0.65)

FIELDS = (
    *("Bildung", "Datenplattform", "Energie & Umwelt", "Gesellschaft", "Gesundheit"),
    *("Handel", "IT-Infrastruktur", "Mobilität", "Sicherheit", "Verwaltung"),
)
SOFT = "\u00ad"
GOOD = "Diese Seite ist gut zu lesen."
"""What the page beside a bad one says."""


@dataclass(frozen=True)
class Line:
    """One run of text; `y` is its baseline's distance from the top edge."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `y` is its upper edge's distance from the top edge."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True)
class Link:
    """An area that opens an address; `y` as a box has it."""

    x: float
    y: float
    width: float
    height: float
    uri: str


@dataclass(frozen=True)
class Sheet:
    """What one page shows, placed as a reader sees it, whatever `/Rotate` says."""

    lines: tuple[Line, ...]
    boxes: tuple[Box, ...] = ()
    links: tuple[Link, ...] = ()
    rotate: int = 0


# ---------------------------------------------------------------- the writer

ROOT, PAGES, PLAIN, BOLD = 1, 2, 3, 4
"""The objects that every PDF of this module has, by number."""

FONTS = f"/F1 {PLAIN} 0 R /F2 {BOLD} 0 R"
ID = "00112233445566778899AABBCCDDEEFF"


def hex_string(text: str) -> str:
    """A string object: ASCII as it is, all else in UTF-16; in hexadecimal, so that `encrypted` finds it."""
    raw = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return f"<{raw.hex().upper()}>"


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode("ascii") + data + b"\nendstream"


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A whole file: objects 1 and up in their order, their offsets, and where those stand."""
    parts = [b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"]
    parts += [b"%d 0 obj\n%b\nendobj\n" % (n, body) for n, body in enumerate(objects, 1)]
    ends = list(itertools.accumulate(map(len, parts)))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in ends[:-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(ends), table))
    parts.append(f"trailer\n<< /Size {len(ends)} /Root {ROOT} 0 R {trailer} >>\nstartxref\n{ends[-1]}\n%%EOF\n".encode("ascii"))
    return b"".join(parts)


def objects_of(data: bytes) -> list[bytes]:
    """The inverse of `assembled`; only for PDFs of this module, whose objects stand in the order of their numbers."""
    end = int(data.rpartition(b"startxref\n")[2].split()[0])
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n", data[end:])]
    bodies = [data[a:b] for a, b in itertools.pairwise([*offsets, end])]
    return [body.partition(b" 0 obj\n")[2].removesuffix(b"\nendobj\n") for body in bodies]


class Pdf:
    """Collects objects; pages inherit size and fonts from the page tree unless they bring their own."""

    def __init__(self) -> None:
        base = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
        self.objects = [b"", b"", base.format("Helvetica").encode(), base.format("Helvetica-Bold").encode()]
        self.pages: list[int] = []
        self.marks: list[tuple[str, int]] = []

    def add(self, body: bytes | str) -> int:
        self.objects.append(body if isinstance(body, bytes) else body.encode("ascii"))
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        return self.add(stream(data, entries))

    def page(self, contents: int, resources: str = "", entries: str = "") -> int:
        """A page that shows the stream `contents`; `resources` go beside the fonts of the page tree."""
        own = f"/Resources << {resources if '/Font' in resources else f'/Font << {FONTS} >> {resources}'} >>" if resources else ""
        self.pages.append(self.add(f"<< /Type /Page /Parent {PAGES} 0 R /Contents {contents} 0 R {own} {entries} >>"))
        return self.pages[-1]

    def sheet(self, sheet: Sheet) -> int:
        """A page of text, boxes and links, upright for its reader."""
        links = " ".join(f"{self.link(link, sheet.rotate)} 0 R" for link in sheet.links)
        wide = sheet.rotate % 180 != 0
        box = f"/MediaBox [0 0 {HEIGHT} {WIDTH}]" if wide else ""
        rotate = f"/Rotate {sheet.rotate}" if sheet.rotate else ""
        return self.page(self.stream(drawn(sheet)), entries=f"{box} {rotate} {f'/Annots [{links}]' if links else ''}")

    def link(self, link: Link, rotate: int = 0) -> int:
        corners = [(link.x, HEIGHT - link.y - link.height), (link.x + link.width, HEIGHT - link.y)]
        (a, b), (c, d) = (turned(x, y, rotate) for x, y in corners)
        rect = " ".join(f"{v:.2f}" for v in (min(a, c), min(b, d), max(a, c), max(b, d)))
        action = f"/A << /S /URI /URI {hex_string(link.uri)} >>"
        return self.add(f"<< /Type /Annot /Subtype /Link /Rect [{rect}] /Border [0 0 0] {action} >>")

    def image(self, width: int, height: int, grey: bytes) -> int:
        """A picture of one byte a pixel, uncompressed."""
        form = f"/Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
        return self.stream(grey, f"/Type /XObject /Subtype /Image {form}")

    def bookmark(self, title: str, page: int) -> None:
        self.marks.append((title, page))

    def build(self) -> bytes:
        outlines = f"/Outlines {self._outlines()} 0 R" if self.marks else ""
        kids = " ".join(f"{n} 0 R" for n in self.pages)
        inherited = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << {FONTS} >> >>"
        self.objects[ROOT - 1] = f"<< /Type /Catalog /Pages {PAGES} 0 R {outlines} >>".encode()
        self.objects[PAGES - 1] = f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] {inherited} >>".encode()
        return assembled(self.objects)

    def _outlines(self) -> int:
        first, count = len(self.objects) + 1, len(self.marks)
        root = first + count
        for n, (title, page) in enumerate(self.marks, first):
            beside = f"{f'/Prev {n - 1} 0 R' if n > first else ''} {f'/Next {n + 1} 0 R' if n + 1 < root else ''}"
            self.add(f"<< /Title {hex_string(title)} /Parent {root} 0 R {beside} /Dest [{page} 0 R /Fit] >>")
        return self.add(f"<< /Type /Outlines /First {first} 0 R /Last {root - 1} 0 R /Count {count} >>")


def turned(x: float, y: float, rotate: int) -> tuple[float, float]:
    """Where a point that the reader sees at (x, y), from the lower left, is stored on a page with this `/Rotate`."""
    return {0: (x, y), 90: (HEIGHT - y, x), 180: (WIDTH - x, HEIGHT - y), 270: (y, WIDTH - x)}[rotate]


def turn(rotate: int) -> bytes:
    """The same as a matrix for the page's content."""
    matrices = {
        0: "1 0 0 1 0 0",
        90: f"0 1 -1 0 {HEIGHT} 0",
        180: f"-1 0 0 -1 {WIDTH} {HEIGHT}",
        270: f"0 -1 1 0 0 {WIDTH}",
    }
    return f"{matrices[rotate]} cm\n".encode("ascii")


def literal(raw: bytes) -> bytes:
    return b"(%b)" % re.sub(rb"([\\()])", rb"\\\1", raw)


def fill(colour: Colour) -> bytes:
    return "{:.3f} {:.3f} {:.3f} rg ".format(*colour).encode("ascii")


def shown(line: Line, raw: bytes | None = None, font: str = "") -> bytes:
    """A line's operators; `raw` are its codes where the font's are not WinAnsi's."""
    font = font or ("F2" if line.bold else "F1")
    place = f"/{font} {line.size:g} Tf 1 0 0 1 {line.x:.2f} {HEIGHT - line.y:.2f} Tm ".encode("ascii")
    codes = line.text.encode("cp1252") if raw is None else raw
    return b"BT " + fill(line.colour) + place + literal(codes) + b" Tj ET\n"


def filled(box: Box) -> bytes:
    corner = f"{box.x:.2f} {HEIGHT - box.y - box.height:.2f} {box.width:.2f} {box.height:.2f} re f\n"
    return fill(box.colour) + corner.encode("ascii")


def drawn(sheet: Sheet) -> bytes:
    """Boxes before text, since what comes later covers what came before."""
    return b"q\n" + turn(sheet.rotate) + b"".join([*map(filled, sheet.boxes), *map(shown, sheet.lines)]) + b"Q"


def good_page(pdf: Pdf, text: str = GOOD) -> int:
    """A page that a reader must not lose on account of the page beside it."""
    return pdf.sheet(Sheet((Line(72, 100, 12, text),)))


# ---------------------------------------------------------------- good PDFs


def text_pdf(pages: Iterable[Iterable[Line]]) -> bytes:
    """Pages of nothing but lines."""
    pdf = Pdf()
    for lines in pages:
        pdf.sheet(Sheet(tuple(lines)))
    return pdf.build()


BODY = {
    "Organisationsstruktur": (
        "Das Haupt­amt führt die Vor­haben der Stadt und berich­tet zwei­mal im Jahr an den Stadt­rat. Drei Mit­arbei­tende "
        "küm­mern sich um Ver­träge, Tech­nik und Bürger­gesprä­che."
    ),
    "Meilensteine": (
        "Im Mai 2018 beschloss der Rat von {city} einen Fahr­plan bis 2025. Ein Jahr später ging die erste "
        "Mess­station am Markt­platz in Betrieb, und 2019 folgte die Bürger­werk­statt."
    ),
    "Motivation & Zielsetzung": (
        "Wer in {city} wohnt, soll Wege sparen und Auskünfte auch am Abend bekom­men. Zugleich möchte die Ver­waltung "
        "Papier vermei­den und die Strom­kosten der öffent­lichen Gebäude bis 2023 um ein Fünftel senken."
    ),
    "Stakeholder & Beteiligung": (
        "Vereine, Schulen und die Stadt­werke sitzen in einem Beirat, der vier­mal im Jahr zusammen­kommt. Vorschläge aus "
        "der Bürger­schaft nimmt ein Brief­kasten im Rat­haus ent­gegen."
    ),
    "Chancen & Herausforderungen": (
        "Größter Vorteil ist die Nähe zur Hoch­schule. Schwierig bleiben die Suche nach Fach­kräften und die Finan­zierung "
        "über das erste Jahr hinaus; auch der Daten­schutz ver­langt Sorg­falt."
    ),
    "Projektbeispiele": (
        "Fühler an zwölf Halte­stellen zählen, wie viele Fahr­gäste warten. Die Ver­kehrs­betriebe schicken dar­aufhin "
        "größere Busse, und eine Anzeige nennt die voraus­sicht­liche Warte­zeit."
    ),
    "Kommunikation & Netzwerke": (
        "Über den Stand der Arbeiten unter­richtet ein Rund­brief. {city} tauscht sich außer­dem mit drei Nachbar­städten "
        "in einem Arbeits­kreis aus."
    ),
    "Wettbewerbe & Förderprogramme": (
        "Beim Landes­wett­bewerb 2018 kam {city} auf den dritten Platz. Das Land för­dert die Bürger­werk­statt mit 40.000 Euro."
    ),
    "Weiterführende Informationen": "Ansprech­partnerin ist Erika Beispiel, Haupt­amt.",
}
"""What a portrait says under each heading, with soft hyphens where a line may break."""


@dataclass(frozen=True)
class Portrait:
    """How one city's portrait looks; `fills` and `inks` are those of active and of inactive fields."""

    city: str = "Musterstadt"
    columns: int = 1
    active: tuple[str, ...] = ("Datenplattform", "Energie & Umwelt", "Mobilität", "Verwaltung")
    fills: tuple[Colour | None, Colour | None] = (NAVY, PALE)
    inks: tuple[Colour, Colour] = (WHITE, GREY)
    across: int = 5
    """Cells in a row of the grid: 5 makes two rows, 2 five."""
    rotate: int = 0
    project: str = "Beispielprojekt (Mobilität)"
    uri: str = "https://www.musterstadt.example/digital"


MARGIN, SIZE, LEADING, BOTTOM = 50, 9, 12, 800


def split_word(word: str, room: int) -> tuple[str, str]:
    """The part before the last soft hyphen that `room` characters allow, and the rest."""
    parts = word.split(SOFT)
    heads = itertools.accumulate(parts[:-1])
    count = sum(len(head) <= room for head in heads)
    return "".join(parts[:count]), "".join(parts[count:])


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, broken at spaces and, with a hyphen, at soft hyphens."""
    done, line = [], ""
    for word in text.split():
        whole = word.replace(SOFT, "")
        if not line or len(line) + 1 + len(whole) <= width:
            line = f"{line} {whole}".strip()
            continue
        head, tail = split_word(word, width - len(line) - 2)
        done.append(f"{line} {head}-" if head else line)
        line = tail
    return [*done, line]


def grid(portrait: Portrait, top: float) -> tuple[list[Box], list[Line]]:
    """The ten fields as cells; a reader tells active from inactive ones by their colours alone."""
    boxes, lines = [], []
    width, height = (WIDTH - 2 * MARGIN) / portrait.across, 20
    for n, name in enumerate(FIELDS):
        x, y = MARGIN + n % portrait.across * width, top + n // portrait.across * height
        which = 0 if name in portrait.active else 1
        colour = portrait.fills[which]
        if colour:
            boxes.append(Box(x, y, width - 3, height - 3, colour))
        lines.append(Line(x + 5, y + 12, SIZE, name, colour=portrait.inks[which]))
    return boxes, lines


def body(portrait: Portrait) -> Iterator[tuple[str, bool]]:
    """A portrait's lines below the grid in reading order, and which are bold; an empty one is a gap."""
    width = 80 if portrait.columns == 1 else 48
    for heading, text in BODY.items():
        yield "", False
        yield heading, True
        if heading == "Projektbeispiele":
            yield portrait.project, True
        yield from ((line, False) for line in wrapped(text.format(city=portrait.city), width))
    yield portrait.uri, False


def settled(rows: Iterable[tuple[str, bool]], share: int) -> list[tuple[str, bool]]:
    """Rows for columns of `share` rows each, none of which begins with a gap or ends with a heading."""
    done: list[tuple[str, bool]] = []
    for text, bold in rows:
        if bold and len(done) % share == share - 1:
            done.append(("", False))
        if text or len(done) % share:
            done.append((text, bold))
    return done


def places(columns: int, top: float, share: int) -> Iterator[tuple[int, float, float]]:
    """Page, x and y of one row after the other, `share` rows down each column and on to the next page."""
    width = (WIDTH - 2 * MARGIN) / columns
    for page in itertools.count():
        y = top if page == 0 else MARGIN + 10
        for column in range(columns):
            steps = range(min(share, int((BOTTOM - y) // LEADING)))
            yield from ((page, MARGIN + column * width, y + step * LEADING) for step in steps)


def portrait_sheets(portrait: Portrait) -> list[Sheet]:
    """One page, or more where the text runs over; heading, facts and grid stand on the first."""
    boxes, cells = grid(portrait, 120)
    head = [Line(MARGIN, 70, 24, portrait.city, bold=True)]
    head += [Line(MARGIN, 92, 10, "Einwohner: 12.345"), Line(MARGIN, 106, 10, "Fläche in km²: 67"), *cells]
    pages: list[list[Line]] = [head]
    below = 120 + 20 * (len(FIELDS) // portrait.across) + 18
    share = len(list(body(portrait))) // portrait.columns + 2
    rows = settled(body(portrait), share)
    for (text, bold), (page, x, y) in zip(rows, places(portrait.columns, below, share), strict=False):
        pages += [[]] * (page - len(pages) + 1)
        pages[page] = [*pages[page], Line(x, y, SIZE + bold, text, bold)]
    last = pages[-1][-1]
    link = Link(last.x, last.y - SIZE, len(last.text) * SIZE * 0.48, SIZE + 3, portrait.uri)
    links = [()] * (len(pages) - 1) + [(link,)]
    return [
        Sheet(tuple(line for line in lines if line.text), tuple(boxes) * (n == 0), links[n], portrait.rotate)
        for n, lines in enumerate(pages)
    ]


def portrait_pdf(*portraits: Portrait) -> bytes:
    """One city's portrait, or each city's after the other, with a bookmark for each."""
    pdf = Pdf()
    for portrait in portraits or (Portrait(),):
        pages = [pdf.sheet(sheet) for sheet in portrait_sheets(portrait)]
        pdf.bookmark(portrait.city, pages[0])
    return pdf.build()


def shuffled(data: bytes, order: Sequence[int]) -> bytes:
    """The pages of a PDF of this module in another order, counted from 0; a page may be left out or come twice."""
    objects = objects_of(data)
    tree = objects[PAGES - 1]
    found = re.search(rb"/Count \d+ /Kids \[([^]]*)\]", tree)
    assert found
    pages = re.findall(rb"\d+ 0 R", found[1])
    kids = b"/Count %d /Kids [%b]" % (len(order), b" ".join(pages[n] for n in order))
    objects[PAGES - 1] = tree[: found.start()] + kids + tree[found.end() :]
    return assembled(objects)


# ---------------------------------------------------------------- locked ones

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
PERMISSIONS = -3904


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4, which revision 3 of the standard security handler asks for and `hashlib` has not."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def md5(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = hashlib.md5(data, usedforsecurity=False).digest()
    return data


def twenty(key: bytes, data: bytes) -> bytes:
    """The handler's twenty rounds of RC4."""
    for n in range(20):
        data = rc4(bytes(byte ^ n for byte in key), data)
    return data


def locked(key: bytes, number: int, body: bytes) -> bytes:
    """An object with its strings and its stream in cipher."""
    own = md5(key + number.to_bytes(3, "little") + b"\0\0")
    head, mark, data = body.partition(b"\nstream\n")
    strings = re.compile(rb"(?<!<)<([0-9A-F]+)>(?!>)")
    head = strings.sub(lambda m: b"<%b>" % rc4(own, bytes.fromhex(m[1].decode())).hex().upper().encode(), head)
    return head + mark + rc4(own, data.removesuffix(b"\nendstream")) + b"\nendstream" if mark else head


def encrypted(data: bytes | None = None, user_password: str = "geheim") -> bytes:
    """A PDF of this module behind a password (RC4, 128 bits, revision 3); '' opens to all, though copying is forbidden."""
    padded = (user_password.encode("latin-1") + PADDING)[:32]
    owner = twenty(md5(padded, 51), padded)
    number = bytes.fromhex(ID)
    key = md5(padded + owner + PERMISSIONS.to_bytes(4, "little", signed=True) + number, 51)
    user = twenty(key, md5(PADDING + number)) + bytes(16)
    plain = objects_of(portrait_pdf() if data is None else data)
    objects = [locked(key, n, body) for n, body in enumerate(plain, 1)]
    hashes = f"/O <{owner.hex()}> /U <{user.hex()}> /P {PERMISSIONS}"
    objects.append(f"<< /Filter /Standard /V 2 /R 3 /Length 128 {hashes} >>".encode("ascii"))
    return assembled(objects, f"/Encrypt {len(objects)} 0 R /ID [<{ID}> <{ID}>]")


# ---------------------------------------------------------------- damaged ones


def truncated(data: bytes | None = None, share: float = 0.6) -> bytes:
    """As a download that broke off: the first part. Without the trailer pdfium refuses it, however much is there."""
    data = portrait_pdf() if data is None else data
    return data[: int(len(data) * share)]


def broken_xref(data: bytes | None = None) -> bytes:
    """All objects are there, but the table's offsets are wrong and `startxref` points past the end; pdfium mends it silently."""
    data = portrait_pdf() if data is None else data
    head, mark, tail = data.rpartition(b"xref\n0 ")
    tail = re.sub(rb"\d{10}(?= 00000 n)", lambda m: b"%010d" % (int(m[0]) + 7), tail)
    return head + mark + re.sub(rb"startxref\n\d+", b"startxref\n99999999", tail)


def zero_pages() -> bytes:
    """Sound but for its empty page tree; pdfium refuses it, with the word "Success"."""
    return Pdf().build()


def missing_page() -> bytes:
    """Three pages by the page tree's count, of which the second is not there: it fails when asked for; the others are good."""
    pdf = Pdf()
    pages = [good_page(pdf, text) for text in ("Erste Seite.", "Zweite Seite.", "Dritte Seite.")]
    pdf.objects[pages[1] - 1] = b"null"
    return pdf.build()


def broken_content() -> bytes:
    """A page whose compressed content is damaged half way, so that its first lines may be had; then a good page."""
    pdf = Pdf()
    lines = b"".join(shown(Line(72, 80 + 14 * n, 11, f"Zeile {n}: {n * n} Haushalte, {n * 37 % 101} Plätze.")) for n in range(50))
    data = bytearray(zlib.compress(lines))
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    pdf.page(pdf.stream(bytes(data), "/Filter /FlateDecode"))
    good_page(pdf)
    return pdf.build()


def empty_pages(n: int = 5_000) -> bytes:
    """`n` pages without a mark on them, which share size, fonts and an empty stream."""
    pdf = Pdf()
    nothing = pdf.stream(b"")
    for _ in range(n):
        pdf.page(nothing)
    return pdf.build()


# ---------------------------------------------------------------- costly ones


def many_paths(n: int = 200_000) -> bytes:
    """A page of `n` strokes, as maps have them, and one line of text."""
    pdf = Pdf()
    strokes = "".join(f"{k % 500 + 40} {k // 500 % 700 + 40} m {k % 500 + 43} {k // 500 % 700 + 41} l S\n" for k in range(n))
    pdf.page(pdf.stream(strokes.encode("ascii") + shown(Line(72, 60, 12, "Unter der Karte steht ein Satz."))))
    return pdf.build()


MEGABYTE = 1 << 20


def checksum(block: bytes, times: int) -> bytes:
    """Adler-32 of `block` so many times over, from one look at it."""
    modulus, once, size = 65521, zlib.adler32(block), len(block)
    low, high = 1, 0
    for _ in range(times):
        high = (high + size * low + (once >> 16) - size) % modulus
        low = (low + (once & 0xFFFF) - 1) % modulus
    return (high << 16 | low).to_bytes(4, "big")


def repeated(unit: bytes, size: int) -> bytes:
    """Flate data which inflates to about `size` bytes of `unit` over and over.

    A block of a megabyte is squeezed once and closed with a full flush, after which the same bytes may follow again;
    so neither time nor memory grows with what the data inflate to.
    """
    block = unit * (min(size, MEGABYTE) // len(unit))
    squeezer = zlib.compressobj(9, wbits=-15)
    squeezed = squeezer.compress(block) + squeezer.flush(zlib.Z_FULL_FLUSH)
    times = max(1, size // len(block))
    return b"\x78\xda" + squeezed * times + b"\x03\x00" + checksum(block, times)


def bomb(size: int = 2_000_000_000, unit: bytes = b" ") -> bytes:
    """A few kilobytes whose first page's content inflates to `size` bytes, through two filters; the second page is good.

    pdfium stops at 1 GiB without a word. With `unit` an operator such as `b"0 0 1 1 re f "` each repetition becomes an
    object in the reader's memory, many times the size of its text.
    """
    pdf = Pdf()
    data = zlib.compress(repeated(unit, size), 9)
    pdf.page(pdf.stream(data, "/Filter [/FlateDecode /FlateDecode]"))
    good_page(pdf)
    return pdf.build()


FORM = f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}]"


def slow_page(how: Literal["load", "text"] = "load", n: int = 0) -> bytes:
    """A first page that costs pdfium minutes but hardly any memory, and a good second one; the cost is all in one C call.

    `load`: the page draws `n` times (20,000) a form of a million empty `q Q`, which pdfium reads again each time, in `doc[0]`.
    `text`: `n` letters (200,000) on one base line, each left of the one before: pdfium sorts them by insertion, at a cost
    that grows with the square of `n`, in `get_textpage()`; the page itself opens at once.
    """
    pdf = Pdf()
    if how == "load":
        form = pdf.stream(repeated(b"q Q ", 4 * MEGABYTE), f"{FORM} /Filter /FlateDecode")
        pdf.page(pdf.stream(b"/X Do " * (n or 20_000)), f"/XObject << /X {form} 0 R >>")
    else:
        letters = (b"1 0 0 1 %d 400 Tm (a) Tj\n" % (20 * k) for k in range(n or 200_000, 0, -1))
        data = zlib.compress(b"BT /F1 9 Tf\n" + b"".join(letters) + b"ET")
        pdf.page(pdf.stream(data, "/Filter /FlateDecode"))
    good_page(pdf)
    return pdf.build()


def form_bomb(levels: int = 9, each: int = 10) -> bytes:
    """Forms that draw the next form `each` times, `levels` deep: time and memory grow with `each ** levels`; then a good page."""
    pdf = Pdf()
    form = pdf.stream(b"", FORM)
    for _ in range(levels):
        form = pdf.stream(b"/X Do " * each, f"{FORM} /Resources << /XObject << /X {form} 0 R >> >>")
    pdf.page(pdf.stream(b"/X Do"), f"/XObject << /X {form} 0 R >>")
    good_page(pdf)
    return pdf.build()


# ---------------------------------------------------------------- text that is not text


def scanned(pages: int = 1) -> bytes:
    """Pages that are pictures, as a scanner without recognition makes them: grey bars where lines of text would be."""
    pdf = Pdf()
    width, height = 60, 84
    bars = b"".join((b"\x50" * 48 if y % 4 == 2 and 8 < y < 76 else b"\xf0" * 48).center(width, b"\xf0") for y in range(height))
    picture = pdf.image(width, height, bars)
    contents = pdf.stream(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Scan Do Q".encode("ascii"))
    for _ in range(pages):
        pdf.page(contents, f"/XObject << /Scan {picture} 0 R >>")
    return pdf.build()


def to_unicode(codes: dict[int, str], digits: int = 2) -> bytes:
    """A ToUnicode map; a code may stand for several characters."""
    pairs = "\n".join(f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in codes.items())
    space = f"1 begincodespacerange <{'0' * digits}> <{'F' * digits}> endcodespacerange"
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def"
    return f"{head}\n{space}\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end".encode("ascii")


SECRET = "Diese Zeile sieht man, aber niemand kann sie lesen."


def numbered(text: str, first: int) -> dict[str, int]:
    """A code of its own for each letter in the order of their coming, as subsetted fonts have them."""
    return {letter: code for code, letter in enumerate(dict.fromkeys(text), first)}


def named_glyphs(first: int, count: int) -> str:
    """A font's entries for codes from `first` whose glyphs' names say nothing."""
    names = " ".join(f"/g{n:02}" for n in range(1, count + 1))
    widths = " ".join(["500"] * count)
    encoding = f"<< /Type /Encoding /Differences [{first} {names}] >>"
    return f"/FirstChar {first} /LastChar {first + count - 1} /Widths [{widths}] /Encoding {encoding}"


def descriptor(pdf: Pdf) -> int:
    flags = "/Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80"
    return pdf.add(f"<< /Type /FontDescriptor /FontName /ABCDEF+Geheim {flags} >>")


def simple_font(pdf: Pdf, first: int, count: int) -> int:
    """A simple font that is not there either, so that its page looks empty."""
    entries = f"{named_glyphs(first, count)} /FontDescriptor {descriptor(pdf)} 0 R"
    return pdf.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Geheim {entries} >>")


def identity_font(pdf: Pdf, _: int, __: int) -> int:
    """A composite font whose codes are numbers of glyphs in a font that is not there."""
    system = f"/CIDSystemInfo << /Registry {hex_string('Adobe')} /Ordering {hex_string('Identity')} /Supplement 0 >>"
    entries = f"{system} /DW 500 /CIDToGIDMap /Identity /FontDescriptor {descriptor(pdf)} 0 R"
    below = pdf.add(f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Geheim {entries} >>")
    return pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Geheim /Encoding /Identity-H /DescendantFonts [{below} 0 R] >>"
    )


def type3_font(pdf: Pdf, first: int, count: int) -> int:
    """Glyphs that are drawings: here boxes of differing heights."""
    drawings = [pdf.stream(f"500 0 d0 50 0 400 {100 + 20 * n} re f".encode("ascii")) for n in range(count)]
    glyphs = " ".join(f"/g{n:02} {drawing} 0 R" for n, drawing in enumerate(drawings, 1))
    shape = "/FontBBox [0 0 500 900] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >>"
    return pdf.add(f"<< /Type /Font /Subtype /Type3 {shape} {named_glyphs(first, count)} /CharProcs << {glyphs} >> >>")


def no_unicode_map(kind: Unmapped = "identity", first: int = 1) -> bytes:
    """A page whose font does not say which letters its codes are, from `first` on; then a good page.

    pdfium gives the code itself as each letter, a control character where `first` is 1 and a wrong but printable one where
    it is 35 or more; `FPDFText_HasUnicodeMapError` is 1 for every letter of all three kinds. The text of `differences`
    comes back for the first of the ten lines alone, since without glyphs all have no extent.
    """
    makers = {"differences": simple_font, "identity": identity_font, "type3": type3_font}
    codes, pdf = numbered(SECRET, first), Pdf()
    font = makers[kind](pdf, first, len(codes))
    bytes_each = 2 if kind == "identity" else 1
    raw = b"".join(codes[letter].to_bytes(bytes_each, "big") for letter in SECRET)
    lines = b"".join(shown(Line(72, 100 + 20 * n, 12, ""), raw, "F3") for n in range(10))
    pdf.page(pdf.stream(lines), f"/Font << {FONTS} /F3 {font} 0 R >>")
    good_page(pdf)
    return pdf.build()


ODD = {1: "\ufb01", 2: "\ufb02", 3: "a\u0308", 4: "o\u0308", 5: "u\u0308", 6: "\u00a0", 7: SOFT, 8: "\u0308"}
"""Codes of the odd font, and what its map says that they are."""

ODD_GLYPHS = "/fi /fl /adieresis /odieresis /udieresis /space /hyphen /dieresis"
ODD_LINES = (
    "Die ﬁnanzielle Hilfe ﬂießt ab 2019.",
    "Die Sta\u0308dte ko\u0308nnen fu\u0308r Bu\u0308rger mehr tun.",
    "Das sind 40\u00a0Euro und 12\u00a0%.",
    "Am Rathaus entsteht eine Bürger\u00ad",
    "werkstatt mit zwölf Plätzen.",
    "Der Rat berät das E\u00adGovernment.",
)
"""What the odd page says, with the characters that a reader ought to find."""


def odd_codes(text: str) -> bytes:
    """A text in the odd font's codes, longest match first, so that a letter and its mark become one code."""
    codes = {value: code for code, value in sorted(ODD.items(), key=lambda item: -len(item[1]))}
    pieces = re.findall("|".join([*map(re.escape, codes), "."]), text)
    return b"".join(bytes([codes[piece]]) if piece in codes else piece.encode("cp1252") for piece in pieces)


def odd_text() -> bytes:
    """A page of ligatures, decomposed umlauts, no-break spaces, a soft hyphen at a line's end and raised footnote marks."""
    pdf = Pdf()
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 {ODD_GLYPHS}] >>"
    known = {code: bytes([code]).decode("cp1252") for code in range(32, 127)}
    unicode_map = pdf.stream(to_unicode({**ODD, **known, **{ord(c): c for c in "äöüßÄÖÜ"}}))
    font = pdf.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} /ToUnicode {unicode_map} 0 R >>")
    lines = [shown(Line(72, 100 + 16 * n, 12, ""), odd_codes(text), "F3") for n, text in enumerate(ODD_LINES)]
    notes = [
        Line(72, 220, 12, "Der Rat beschloss den Plan im Mai"),
        Line(259, 215, 7, "1"),
        Line(266, 220, 12, "und im Juni²."),
        Line(72, 760, 6, "1"),
        Line(77, 764, 8, "Beschluss 14/2018."),
        Line(72, 776, 8, "² Beschluss 17/2018."),
    ]
    pdf.page(pdf.stream(b"".join([*lines, *map(shown, notes)])), f"/Font << {FONTS} /F3 {font} 0 R >>")
    return pdf.build()


def scaled(data: bytes, times: float) -> bytes:
    """The PDF with all that its pages draw so many times as large; links stay where they were."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = (times * side for side in page.get_size())
        raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(times, 0, 0, times, 0, 0), raw.FS_RECTF(0, height, width, 0))
        page.set_mediabox(0, 0, width, height)
        page.set_cropbox(0, 0, width, height)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
