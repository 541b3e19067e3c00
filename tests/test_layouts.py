"""The sample study in other dresses: what a converter does to headings, lines and pages must not change a record."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Result, run_paths
from stadtatlas.edition.choose import sample

STUDY = (sample() / "digitalatlas.md").read_text("utf-8")
PAGES = sample() / "web"
HEADING = re.compile(r"(?m)^(#+) +(.*?)[ ]*$")


def headings(change: Callable[[int, str], str]) -> str:
    return HEADING.sub(lambda m: change(len(m[1]), m[2].replace("*", "")), STUDY)


def in_portraits(change: Callable[[str], str]) -> str:
    start, end = STUDY.index("## Erlangen"), STUDY.index("# 4 Querschnittsanalyse")
    return STUDY[:start] + change(STUDY[start:end]) + STUDY[end:]


def cut_by_pages(furniture: Callable[[int], str]) -> str:
    """Long paragraphs of the portraits cut at a word, with what stands at a page's end in between."""
    chance = random.Random(3)

    def cut(portraits: str) -> str:
        lines = []
        for number, line in enumerate(portraits.split("\n")):
            spaces = [m.start() for m in re.finditer(" ", line) if 40 < m.start() < len(line) - 40]
            if len(line) > 200 and line[0].isalpha() and spaces:
                at = chance.choice(spaces)
                line = f"{line[:at]}\n\n{furniture(number)}\n\n{line[at + 1 :]}"  # noqa: PLW2901
            lines.append(line)
        return "\n".join(lines)

    return in_portraits(cut)


def wrapped() -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, 80)) if len(line) > 150 and line[0].isalpha() else line for line in STUDY.split("\n")
    )


FACTS = re.compile(r"(?m)^\**Einwohner: ([\d.]+)\**\s+\**Fläche in km(?:²|<sup>2</sup>): ([\d.,]+)\**$")
TAGGED = re.compile(r"(?m)^(### .+?) \(([^()]+)\)$")

DRESSES: dict[str, Callable[[], str]] = {
    "all headings of one level": lambda: headings(lambda _, text: f"# {text}"),
    "headings in bold": lambda: headings(lambda _, text: f"**{text}**"),
    "headings underlined": lambda: headings(lambda level, text: f"{text}\n{('=' if level == 1 else '-') * 12}"),
    "headings as HTML": lambda: headings(lambda level, text: f"<h{level}>{text}</h{level}>"),
    "headings in capitals": lambda: headings(lambda level, text: f"{'#' * level} {text.upper()}"),
    "headings with a colon": lambda: headings(lambda level, text: f"{'#' * level} {text.replace('&', 'und')}:"),
    "headings with anchors": lambda: headings(lambda level, text: f'{"#" * level} <span id="p-1"></span>{text} {{#x}}'),
    "headings without markup": lambda: headings(lambda _, text: text),
    "labels before their text": lambda: in_portraits(
        lambda t: re.sub(r"(?m)^#+ (Meilensteine|Organisationsstruktur)\n\n", r"**\1:** ", t)
    ),
    "facts in one line": lambda: FACTS.sub(r"Einwohner: \1 | Fläche in km²: \2", STUDY),
    "facts in a table": lambda: FACTS.sub(r"| Einwohner | Fläche in km² |\n|---|---|\n| \1 | \2 |", STUDY),
    "facts below their labels": lambda: FACTS.sub(r"Einwohner:\n\n\1\n\nFläche in km²:\n\n\2", STUDY),
    "facts before their labels": lambda: FACTS.sub(r"\1 Einwohner\n\n\2 km² Fläche", STUDY),
    "tags on the next line": lambda: in_portraits(lambda t: TAGGED.sub(r"\1\n\n(\2)", t)),
    "tags behind a word": lambda: in_portraits(lambda t: TAGGED.sub(r"\1\n\nHandlungsfelder: \2", t)),
    "projects in bold": lambda: in_portraits(lambda t: re.sub(r"(?m)^### (.+\))$", r"**\1**", t)),
    "projects as bullets": lambda: in_portraits(lambda t: re.sub(r"(?m)^### (.+\))\n\n(.+)$", r"- **\1:** \2", t)),
    "wrapped lines": wrapped,
    "no empty lines in the portraits": lambda: in_portraits(lambda t: re.sub(r"\n\n(?=#)", "\n", t)),
    "page numbers": lambda: cut_by_pages(lambda n: f"– {n} –"),
    "page separators": lambda: cut_by_pages(lambda n: f"{{{n}}}" + "-" * 40),
    "running heads": lambda: cut_by_pages(lambda n: f"Digital-Atlas Acht Städte | {n}"),
    "chapter heads": lambda: cut_by_pages(lambda _: "## 3 Steckbriefe"),
    "copyright lines": lambda: cut_by_pages(lambda _: "© Verein Stadt & Daten 2024"),
    "pictures": lambda: cut_by_pages(lambda n: f"![](_page_{n}_Picture_1.jpeg)"),
    "Windows line ends": lambda: STUDY.replace("\n", "\r\n"),
    "soft hyphens": lambda: re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad", STUDY),
    "no-break spaces": lambda: re.sub(r"(?<=\w) (?=\w)", "\u00a0", STUDY),
    "typographic hyphens": lambda: re.sub(r"(?<=\w)-(?=\w)", "\u2010", STUDY),
    "entities": lambda: in_portraits(lambda t: t.replace("ä", "&auml;").replace("»", "&raquo;")),
}


def records(result: Result) -> dict[str, Any]:
    """What the study says, without offsets and ids of sources."""
    cities = {
        row["id"]: [row["population"], row["area_km2"], row["image_credit"], [link["title"] for link in row["links"]]]
        + [" ".join(section["text"].split()) for section in row["sections"]]
        for row in result.rows("cities")
    }
    projects = {
        row["id"]: [row["title"], row["action_fields"], row["primary_action_field"], " ".join(row["description"].split())]
        for row in result.rows("projects")
    }
    return {**cities, **projects}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "study.md").write_text(STUDY, "utf-8")
    return records(run_paths(folder / "store", folder / "study.md", edition="sample"))


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_study_in_another_dress(dress: str, plain: dict[str, Any], tmp_path: Path) -> None:
    text = DRESSES[dress]()
    assert text != STUDY
    (tmp_path / "study.md").write_bytes(text.encode())
    found = records(run_paths(tmp_path / "store", tmp_path / "study.md", edition="sample"))
    changed = {key: (value, found.get(key)) for key, value in plain.items() if _letters(value) != _letters(found.get(key))}
    assert changed == {}
    assert found.keys() == plain.keys()


def _letters(value: Any) -> str:
    """Links lose their address or case in some dresses, and hyphens their kind; letters and figures stay."""
    return re.sub(r"[\W_]", "", str(value)).casefold()


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("| {title} | {city} |", "### {field}"),
        ("| {field} | {title} | {city} |", ""),
        ("- {title} – {city}", "### Leuchtturmprojekte zum Handlungsfeld »{field}«"),
        ("{title} ({city})", "### Leuchtturmprojekte zum Handlungsfeld {field} (2 Projekte)"),
    ],
)
def test_the_annex_in_other_forms(line: str, heading: str, tmp_path: Path, sample_result: Result) -> None:
    entries = sample_result.study["annex_projects"]
    lines = ["## Anhang A – Liste der Leuchtturmprojekte", ""]
    for field in dict.fromkeys(e["action_field"] for e in entries):
        lines += [heading.format(field=field), ""]
        lines += [line.format(**e, field=field) for e in entries if e["action_field"] == field]
        lines.append("")
    start, end = STUDY.index("# Anhang\n"), STUDY.index("## Anhang B")
    (tmp_path / "study.md").write_text(STUDY[:start] + "\n".join(lines) + "\n" + STUDY[end:], "utf-8")
    found = run_paths(tmp_path / "store", tmp_path / "study.md", edition="sample").study["annex_projects"]
    assert [(e["action_field"], e["project"]) for e in found] == [(e["action_field"], e["project"]) for e in entries]


@pytest.mark.parametrize(
    "insert",
    [
        '<div class="gdpr-overlay" aria-modal="true"><p>Diese Seite möchte gern kleine Dateien bei Ihnen ablegen.</p></div>',
        '<div class="hidden"><h3>Organisationsstruktur</h3><p>Ein Entwurf, den niemand sehen soll, steht noch hier.</p></div>',
        "<nav><ul><li>Meilensteine</li><li>Motivation &amp; Zielsetzung</li></ul></nav>",
        '<script>var a = "<h2>Meilensteine</h2>"</script>',
    ],
    ids=["overlay", "hidden", "navigation", "script"],
)
def test_what_a_reader_of_the_page_does_not_read_changes_no_record(insert: str, tmp_path: Path) -> None:
    html = (PAGES / "weimar.html").read_text("utf-8")
    start = html.index(">", html.index("<body")) + 1
    rows = []
    for name, text in (("a", html), ("b", html[:start] + insert + html[start:])):
        (tmp_path / f"{name}.html").write_text(text, "utf-8")
        result = run_paths(tmp_path / name, tmp_path / f"{name}.html", edition="sample")
        rows.append((result.by_id("cities"), [p["description"] for p in result.rows("projects")]))
    assert rows[0] == rows[1]


def test_a_project_may_be_called_like_a_page(tmp_path: Path) -> None:
    html = (PAGES / "weimar.html").read_text("utf-8").replace("Besucherleitsystem Klassikpfad", "Digitale Stadt Kompass")
    (tmp_path / "page.html").write_text(html, "utf-8")
    result = run_paths(tmp_path / "store", tmp_path / "page.html", edition="sample")
    assert "Digitale Stadt Kompass" in [p["title"] for p in result.rows("projects")]


def test_a_motto_in_quotation_marks_is_no_experts_quote(tmp_path: Path) -> None:
    motto = "Gearbeitet wird hier nach dem Motto: „Wir fangen klein an, messen nach und bauen nur aus, was den Leuten nützt.“"
    html = (PAGES / "weimar.html").read_text("utf-8")
    html = re.sub(r"(<h2[^>]*>Meilensteine</h2>\s*<p[^>]*>)[^<]*", rf"\1{motto}", html)
    (tmp_path / "page.html").write_text(html, "utf-8")
    city = run_paths(tmp_path / "store", tmp_path / "page.html", edition="sample").by_id("cities")["weimar"]
    assert {s["kind"]: s["text"] for s in city["sections"]}["milestones"] == motto
    assert city["web"]["quotes"] == []
