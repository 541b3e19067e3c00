"""Typeset the sample study as PDF, in two layouts, and write what only a print shows to the hand-made truth.

    python pipeline/tools/typeset.py

A study is printed before anybody converts it to Markdown. Of the sample there was the Markdown first, with all the scars of a
conversion; this script undoes the scars (a sentence cut by a page's end, a chapter's title twice) and prints what the study would
have been. Both layouts hold every sentence, so both must give the records that the Markdown gives.

Two things stand in a print and not in the Markdown: which fields of a grid are filled, and where links lead. The fields are those
that `notes.json` gives a city. A link without an address in the Markdown gets one that leads nowhere.

The same typst gives the same bytes, on any machine: its own fonts only, and a fixed date.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

TOOLS = Path(__file__).resolve().parent
ROOT = TOOLS.parents[1]
SOURCE = ROOT / "sources" / "sample" / "digitalatlas.md"
GOLD = ROOT / "tests" / "gold-sample"
LAYOUTS = {
    "typeset_one_column.typ": ROOT / "sources" / "sample" / "digitalatlas.pdf",
    "typeset_two_columns.typ": ROOT / "tests" / "layouts" / "digitalatlas-two-columns.pdf",
}
"""The second stays out of `sources/sample`: a plain `stadtatlas run` would read the study once more."""
TAGGED = {"typeset_one_column.typ"}
"""Layouts whose PDF says what is a heading and what a paragraph; of real ones, some do."""
PRINTED = datetime(2024, 5, 2, tzinfo=UTC)
FIELDS = (
    "Bildung", "Datenplattform", "Energie & Umwelt", "Gesellschaft", "Gesundheit",
    "Handel", "IT-Infrastruktur", "Mobilität", "Sicherheit", "Verwaltung",
)  # fmt: skip
"""In the order of every grid."""
SECTIONS = (
    "Organisationsstruktur", "Meilensteine", "Motivation & Zielsetzung", "Stakeholder & Beteiligung",
    "Chancen & Herausforderungen", "Projektbeispiele", "Kommunikation & Netzwerke", "Wettbewerbe & Förderprogramme",
    "Weiterführende Informationen",
)  # fmt: skip
PARTS = (
    "Inhaltsverzeichnis", "Abbildungs- und Tabellenverzeichnis", "Kooperationspartner und Partner", "1 Einleitung",
    "Anhang A – Liste der Leuchtturmprojekte", "Anhang B – Bildnachweise",
)  # fmt: skip
"""The headings at which a part of another kind begins."""
AGENDAS = [5, 2, 1]
"""What figure 3 shows, in the words of chapter 4.3: five cities have an agenda, two write one, one does without."""
ANYWHERE = "https://example.org"

Block = dict[str, Any]
"""What a layout sets as one: its `kind`, and what that kind holds. It goes to typst as JSON."""
Run = dict[str, Any]
"""A stretch of running text: text, strong, emph, link, note or break."""
Grids = Mapping[str, Sequence[str]]

_INLINE = re.compile(
    r"<sup>(?P<note>\d+)</sup>|\[(?P<link>(?:\\.|[^\]\\])*)\]\((?P<url>[^)]*)\)|<(?P<bare>https?:[^>]*)>"
    r"|\*\*(?P<strong>(?s:.+?))\*\*|<b>(?P<bold>.+?)</b>|\*(?P<emph>.+?)\*|(?P<line>\n)"
)
_NOTE = re.compile(r"<sup>(\d+)</sup>\s*(.+)")
_FACT = re.compile(r"\**(Einwohner|Fläche in km²): ([\d.,]+)\**")
_PROJECT = re.compile(r".+ \(([^()]+)\)")
_CAPTION = re.compile(r"(?:Abbildung|Tabelle) \d+ – .+")
_KEY = re.compile(r"\d+(?:\.\d+)?(?= )|(?:Abbildung|Tabelle) \d+(?= )")
_ENTRY = re.compile(r"(.+?)\s*\.{3,}\s*\d+")
_ANNEX = re.compile(r"Leuchtturmprojekte? zum Handlungsfeld .+")
_COUNT = re.compile(r"\d+ Projekte?")
_NO_TEXT = re.compile(r"-{3,}|—|\|[-|]+")
_CUT = re.compile(r"[^.!?:*>)]\Z")
"""The end of a paragraph that a page's end has cut: its sentence goes on in the next one."""


@dataclass(frozen=True)
class Piece:
    """Lines of the Markdown that belong together; `kind` is heading, rows, bullets, note, fact, caption or para."""

    kind: str
    text: str
    level: int = 0

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def main() -> None:
    """Write both PDFs, and the truth about what their pictures and links show."""
    grids: Grids = json.loads((GOLD / "notes.json").read_text("utf-8"))["action_fields"]
    study = read_study(SOURCE.read_text("utf-8"), grids)
    portraits = [block for block in study["blocks"] if block["kind"] == "portrait"]
    _write_gold("grids.json", {p["name"]: [f["name"] for f in p["fields"] if f["active"]] for p in portraits})
    _write_gold("urls.json", {p["name"]: [link["url"] for link in p["blocks"][-1]["entries"]] for p in portraits})
    for template, target in LAYOUTS.items():
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(pdf(template, study))
        print(f"{target.relative_to(ROOT).as_posix()}, {target.stat().st_size // 1024} KB")


def pdf(template: str, study: Block) -> bytes:
    """The study in one layout."""
    return typst.compile(
        TOOLS / template,
        root=TOOLS,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"study": json.dumps(study, ensure_ascii=False)},
        timestamp=PRINTED,
        pdf_tags=template in TAGGED,
    )


def _write_gold(name: str, truth: Mapping[str, Sequence[str | None]]) -> None:
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (GOLD / name).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def read_study(markdown: str, grids: Grids) -> Block:
    """All of the study, as blocks in the order of the print."""
    found = list(_pieces(markdown.replace("km<sup>2</sup>", "km²")))
    notes = {match[1]: runs(match[2]) for piece in found if (match := _NOTE.fullmatch(piece.text))}
    front, contents, figures, partners, body, annex, credit = _divided(found)
    blocks = [_cover(front), _imprint(front), _contents(contents, first=True), _contents(figures), _partners(partners)]
    blocks += Body(notes, grids).read(_mended(body))
    blocks += [_annex(annex), _credits(credit)]
    return {"title": front[0].text, "publisher": blocks[1]["entries"][0]["lines"][0][0]["text"], "blocks": blocks}


def runs(text: str, notes: Mapping[str, list[Run]] | None = None) -> list[Run]:
    """Running text, its marks and references resolved."""
    found: list[Run] = []
    at = 0
    for match in _INLINE.finditer(text):
        found += _plain_run(text[at : match.start()])
        found.append(_marked(match, notes or {}))
        at = match.end()
    return found + _plain_run(text[at:])


def _plain_run(text: str) -> list[Run]:
    return [{"kind": "text", "text": _plain(text)}] if text else []


def _marked(match: re.Match[str], notes: Mapping[str, list[Run]]) -> Run:
    """ValueError for a mark that has no case here, as that would lose its text."""
    match {name: value for name, value in match.groupdict().items() if value is not None}:
        case {"note": number}:
            return {"kind": "note", "runs": notes[number]}
        case {"link": text, "url": url}:
            return {"kind": "link", "text": _plain(text), "url": None if url == "#" else url}
        case {"bare": url}:
            return {"kind": "link", "text": url, "url": url}
        case {"strong": text} | {"bold": text}:
            return {"kind": "strong", "text": _plain(text)}
        case {"emph": text}:
            return {"kind": "emph", "text": _plain(text)}
        case {"line": _}:
            return {"kind": "break"}
    raise ValueError(match[0])


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"\\(.)", r"\1", text))


def _pieces(markdown: str) -> Iterator[Piece]:
    """The Markdown in pieces, parted by empty lines and by what stands for nothing in print."""
    lines: list[str] = []
    for line in (*map(str.strip, markdown.split("\n")), ""):
        heading = line.startswith("#")
        if lines and (heading or not line or _NO_TEXT.fullmatch(line)):
            yield _piece(lines)
            lines = []
        if heading:
            yield Piece("heading", line.lstrip("#").strip(" *"), len(line) - len(line.lstrip("#")))
        elif line and not _NO_TEXT.fullmatch(line):
            lines.append(line)


def _piece(lines: Sequence[str]) -> Piece:
    text = "\n".join(lines)
    if lines[0].startswith("- "):
        return Piece("bullets", "\n".join(line.removeprefix("- ") for line in lines))
    shapes = (("rows", re.compile(r"(?s).*\t.*")), ("note", _NOTE), ("fact", _FACT), ("caption", _CAPTION))
    return Piece(next((kind for kind, shape in shapes if shape.fullmatch(text)), "para"), text)


def _divided(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each part, what stands before the first one included."""
    headings = [piece.text if piece.kind == "heading" else None for piece in found]
    starts = [0, *map(headings.index, PARTS), len(found)]
    return (list(found[start:end]) for start, end in pairwise(starts))


def _mended(found: Iterable[Piece]) -> list[Piece]:
    """Cut sentences joined again, lists whole, footnotes taken out: they are printed where their marks stand."""
    mended: list[Piece] = []
    for piece in found:
        last = mended[-1] if mended else Piece("", "")
        if piece.kind == "note":
            continue
        if piece.kind == last.kind == "bullets":
            mended[-1] = replace(last, text=f"{last.text}\n{piece.text}")
        elif piece.kind == last.kind == "para" and _CUT.search(last.text):
            mended[-1] = replace(last, text=_joined(last.text, piece.text))
        else:
            mended.append(piece)
    return mended


def _joined(before: str, after: str) -> str:
    if not before.endswith("-"):
        return f"{before} {after}"
    return (before.removesuffix("-") if after[0].islower() else before) + after


def _key(title: str) -> str:
    """What the contents point at: the number where there is one, as titles are worded in more than one way."""
    numbered = _KEY.match(title)
    return numbered[0] if numbered else title


def _cover(front: Sequence[Piece]) -> Block:
    end = next(at for at, piece in enumerate(front[1:], 1) if piece.kind == "heading")
    subtitle, *lines = (runs(piece.text) for piece in front[1:end])
    return {"kind": "cover", "title": front[0].text, "subtitle": subtitle, "lines": lines}


def _imprint(front: Sequence[Piece]) -> Block:
    entries: list[Block] = []
    for piece in front[1:]:
        if piece.kind == "heading":
            entries.append({"title": piece.text, "lines": []})
        elif entries:
            entries[-1]["lines"].append(runs(piece.text))
    return {"kind": "imprint", "entries": entries}


def _contents(part: Sequence[Piece], first: bool = False) -> Block:
    """Titles without their numbers: those of the print are not those of the Markdown."""
    entries: list[Block] = []
    for bold, line in ((piece.kind == "heading" or "<b>" in line, line) for piece in part[1:] for line in piece.lines):
        match = _ENTRY.fullmatch(re.sub(r"</?b>", "", line))
        if not match:
            raise ValueError(line)
        entries.append({"text": match[1], "key": _key(match[1]), "level": 1 if bold else 2})
    return {"kind": "contents", "title": part[0].text, "key": part[0].text, "entries": entries, "first": first}


def _partners(part: Sequence[Piece]) -> Block:
    """A partner a block; a name that stands alone belongs to what follows it."""
    entries: list[str] = []
    for piece in part[1:]:
        text = f"**{piece.text}**" if piece.kind == "heading" else piece.text
        if entries and re.fullmatch(r"\*\*[^*]+\*\*", entries[-1]):
            entries[-1] += f"\n{text}"
        else:
            entries.append(text)
    blocks = [{"name": text.startswith("**"), "runs": runs(text)} for text in entries]
    return {"kind": "partners", "title": part[0].text, "key": part[0].text, "entries": blocks}


def _annex(part: Sequence[Piece]) -> Block:
    """Three ways of writing a field's projects, printed in one: the heading, the count, two columns."""
    entries: list[Block] = []
    for text in (_plain(cell).strip("▪| ") for piece in part[1:] for cell in re.split(r"<[^>]*>|[\n\t]", piece.text)):
        if _ANNEX.fullmatch(text):
            entries.append({"title": text, "items": []})
        elif _COUNT.fullmatch(text):
            entries[-1]["count"] = text
        elif text:
            entries[-1]["items"].append(text)
    for entry in entries:
        items = entry.pop("items")
        half = (len(items) + 1) // 2
        entry["columns"] = [items[:half], items[half:]]
    return {"kind": "annex", "title": part[0].text, "key": part[0].text, "entries": entries}


def _credits(part: Sequence[Piece]) -> Block:
    rows = [line.split("\t") for piece in part[1:] for line in piece.lines]
    return {"kind": "credits", "title": part[0].text, "key": part[0].text, "rows": rows}


@dataclass
class Body:
    """The chapters, portraits among them. `here` is the list that the next block goes to: the study's, or a portrait's."""

    notes: Mapping[str, list[Run]]
    grids: Grids
    blocks: list[Block] = field(default_factory=list)
    here: list[Block] = field(default_factory=list)

    def read(self, pieces: Sequence[Piece]) -> list[Block]:
        self.here = self.blocks
        for piece, following in pairwise((*pieces, Piece("", ""))):
            if piece.kind == "heading" and following.kind == "fact":
                self._portrait(piece.text)
            else:
                getattr(self, f"_{piece.kind}")(piece)
        return self.blocks

    @property
    def _city(self) -> Block | None:
        """The portrait that is being read."""
        return None if self.here is self.blocks else self.blocks[-1]

    def _portrait(self, name: str) -> None:
        self.here = []
        fields = [{"name": title, "active": title in self.grids[name]} for title in FIELDS]
        self.blocks.append({"kind": "portrait", "name": name, "key": name, "facts": [], "fields": fields, "blocks": self.here})

    def _heading(self, piece: Piece) -> None:
        opened = self.blocks[-1] if self.blocks else {}
        if opened.get("kind") == "chapter" and opened["title"] is None and opened["key"] == _key(piece.text):
            opened["title"] = piece.text  # the first time it stood on a page of its own
        elif piece.level == 1:
            self.here = self.blocks
            self.here.append({"kind": "chapter", "divider": piece.text, "title": None, "key": _key(piece.text)})
        elif _KEY.match(piece.text):
            self.here.append({"kind": "section", "title": piece.text, "key": _key(piece.text)})
        elif self._city and piece.text not in SECTIONS:
            self._project(piece.text, self._city)
        else:
            self.here.append({"kind": "minor", "title": piece.text})
            self.here += [{"kind": "links", "entries": []}] if piece.text == SECTIONS[-1] else []

    def _project(self, title: str, city: Block) -> None:
        """ValueError for a heading without fields, or with one that the city's grid leaves pale: then the truth is wrong."""
        match = _PROJECT.fullmatch(title)
        if not match or not set(re.split(" / |, ", match[1])) <= set(self.grids[city["name"]]):
            raise ValueError(f"{city['name']}: {title}")
        self.here.append({"kind": "project", "title": title})

    def _fact(self, piece: Piece) -> None:
        match = _FACT.fullmatch(piece.text)
        if match:
            self.blocks[-1]["facts"].append(match.groups())

    def _rows(self, piece: Piece) -> None:
        """A table; a portrait's only one is its grid, which is drawn from the truth."""
        if not self._city:
            rows = [[self._cell(cell) for cell in line.split("\t")] for line in piece.lines]
            self.here.append({"kind": "table", "rows": rows})

    def _cell(self, text: str) -> list[Run] | list[list[Run]]:
        items = re.findall("<li>(.+?)</li>", text)
        return [runs(item) for item in items] if items else runs(text)

    def _caption(self, piece: Piece) -> None:
        """A caption stands below its table, and below its figure, of which the Markdown has a title at most."""
        key = _key(piece.text)
        if key.startswith("Abbildung"):
            title = self.here.pop()["title"] if self.here[-1]["kind"] == "minor" else None
            self.here.append({"kind": "figure", "title": title, "values": self._values(key)})
        self.here[-1] |= {"caption": piece.text, "key": key}

    def _values(self, key: str) -> list[int]:
        counts = [sum(title in fields for fields in self.grids.values()) for title in FIELDS]
        return {"Abbildung 2": counts, "Abbildung 3": AGENDAS}.get(key, [])

    def _bullets(self, piece: Piece) -> None:
        if self.here[-1]["kind"] == "links":
            self._links(piece)
        else:
            self.here.append({"kind": "bullets", "entries": [runs(line, self.notes) for line in piece.lines]})

    def _para(self, piece: Piece) -> None:
        if self.here[-1]["kind"] == "links":
            self._links(piece)
        else:
            self.here.append({"kind": "para", "runs": runs(piece.text, self.notes)})

    def _links(self, piece: Piece) -> None:
        entries: list[Run] = self.here[-1]["entries"]
        for line in piece.lines:
            (link,) = runs(line.lstrip("—↗➤ "))
            nowhere = f"{ANYWHERE}/{_slug(self.blocks[-1]['name'])}/{len(entries) + 1}" if link["kind"] == "link" else None
            entries.append({"kind": "link", "text": link["text"].lstrip("↗ "), "url": link.get("url") or nowhere})


def _slug(name: str) -> str:
    """As the records name a city: `halle` for Halle (Saale)."""
    slug = name.partition(" (")[0].lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        slug = slug.replace(letter, letters)
    return slug


if __name__ == "__main__":
    main()
