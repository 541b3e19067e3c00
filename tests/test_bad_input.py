"""Damaged, odd and misnamed sources: each becomes the right finding, and none takes another with it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Result, run_paths
from stadtatlas.edition.choose import sample
from stadtatlas.model.findings import CODES
from stadtatlas.run import RunError
from stadtatlas.verify import verify

Run = Callable[..., Result]

SECTIONS = {
    "organisation": ("Organisationsstruktur", "Das Hauptamt von {city} führt die Vorhaben."),
    "milestones": ("Meilensteine", "Der Rat von {city} beschloss im Mai 2018 einen Fahrplan."),
    "motivation": ("Motivation & Zielsetzung", "Die Bürger von {city} sollen Wege sparen."),
    "stakeholders": ("Stakeholder & Beteiligung", "Vereine aus {city} sitzen in einem Beirat."),
    "opportunities": ("Chancen & Herausforderungen", "Größter Vorteil von {city} ist die Nähe zur Hochschule."),
    "communication": ("Kommunikation & Netzwerke", "Über {city} berichtet ein Rundbrief."),
    "funding": ("Wettbewerbe & Förderprogramme", "Das Land fördert {city} seit 2017."),
}
CONTENTS = "# Inhaltsverzeichnis\n\n1 Steckbriefe .... 2\nEmden .... 3\nGörlitz .... 5\n2 Fazit und Ausblick .... 7\n\n"
HEAD = f"# Testatlas\n\n{CONTENTS}# 1 Steckbriefe\n\n"


def city(name: str, population: str = "50.000", area: str = "112", **changes: str | None) -> str:
    """A portrait; a section is left out with `None`, or given other text; `projects` is the text under that heading."""
    lines = [f"## {name}", f"Einwohner: {population}", f"Fläche in km²: {area}"]
    for kind, (heading, text) in SECTIONS.items():
        said = changes.get(kind, text.format(city=name))
        if said is not None:
            lines += [f"### {heading}", said]
        if kind == "opportunities":
            lines += [
                "### Projektbeispiele",
                changes.get("projects") or f"#### Bürgernetz {name} (Bildung)\n\nSchulen teilen ein Netz.",
            ]
    return "\n\n".join([*lines, "### Weiterführende Informationen", "- [Webseite](https://stadt.example)\n"])


def study(*portraits: str) -> str:
    """A study of two cities, in Markdown, with the labels of the 2019 edition."""
    return HEAD + "\n".join(portraits or (city("Emden"), city("Görlitz", "57.000", "67,52")))


def page(name: str = "Emden") -> str:
    """A web portrait, in HTML."""
    parts = "".join(f"<h2>{h.replace('&', '&amp;')}</h2><p>{t.format(city=name)}</p>" for h, t in SECTIONS.values())
    return (
        f"<!doctype html><html><head><title>Smart City {name}</title></head><body><h1>Smart City {name}</h1>{parts}</body></html>"
    )


def findings(result: Result, code: str) -> list[dict[str, Any]]:
    return [f for f in result.rows("findings") if f["code"] == code]


def sound(result: Result) -> None:
    """The run is whole and grounded, and holds both cities of the mini study."""
    assert list(verify(result.path)) == []
    assert sorted(result.by_id("cities")) == ["emden", "goerlitz"]


def records(result: Result) -> tuple[Any, ...]:
    """Cities and projects without the names of their sources."""
    return tuple(
        [{k: v for k, v in row.items() if k != "sources"} for row in result.rows(name)] for name in ("cities", "projects")
    )


def test_the_mini_study_itself_has_no_findings(run_text: Run) -> None:
    result = run_text(study__md=study())
    sound(result)
    assert result.rows("findings") == []
    assert [len(row["sections"]) for row in result.rows("cities")] == [7, 7]


def test_a_city_in_the_contents_without_portrait_is_a_finding(run_text: Run) -> None:
    result = run_text(study__md=study().replace("2 Fazit", "Zwickau .... 6\n2 Fazit"))
    sound(result)
    [finding] = result.rows("findings")
    assert finding["code"] == "portrait.missing"
    assert "Zwickau" in finding["message"]


# Whole files

BAD = {
    "empty": (b"", "source.empty"),
    "blank": (b" \n\t\r\n ", "source.empty"),
    "nothing but a byte order mark": (b"\xef\xbb\xbf", "source.empty"),
    "noise": (bytes(range(256)) * 40, "source.unreadable"),
    "zero bytes": (b"\0" * 500, "source.unreadable"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)), "source.unreadable"),
    "archive": (b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(256)), "source.unreadable"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "source.unreadable"),
    "another text": (b"Ein Brief ohne jede bekannte Marke.\n", "source.unrecognised"),
    "another page": (b"<!doctype html><html><body><h1>Rezept</h1><p>Zwei Eier</p></body></html>", "source.unrecognised"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_a_finding_and_leaves_the_others_alone(run_text: Run, what: str) -> None:
    data, code = BAD[what]
    result = run_text(study__md=study(), bad__md=data)
    sound(result)
    [finding] = [f for f in result.rows("findings") if f["code"].startswith("source.")]
    assert (finding["code"], finding["severity"]) == (code, "error")
    assert "bad.md" in finding["message"]


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_alone_writes_nothing_and_is_named(run_text: Run, tmp_path: Path, what: str) -> None:
    with pytest.raises(RunError, match=r"(?s)nothing was written.*bad\.md"):
        run_text(bad__md=BAD[what][0])
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("name", ["bad.pdf", "bad.html", "bad.txt", "bad.htm", "bad.MD"])
def test_a_bad_file_of_any_extension_is_a_finding(run_text: Run, name: str) -> None:
    result = run_text(study__md=study(), **{name.replace(".", "__"): bytes(range(256)) * 40})
    sound(result)
    assert len(findings(result, "source.unreadable")) == 1


def test_a_missing_file_is_a_finding_beside_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "study.md").write_text(study(), "utf-8")
    result = run_paths(tmp_path / "store", tmp_path / "study.md", tmp_path / "gone.md", edition="atlas-2019")
    sound(result)
    [finding] = findings(result, "source.unreadable")
    assert finding["message"] == "gone.md does not exist"


def test_a_dangling_link_is_a_finding(run_text: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "nowhere.md")
    result = run_text(study__md=study())
    sound(result)
    assert "link.md" in findings(result, "source.unreadable")[0]["message"]


def test_a_file_that_may_not_be_read_is_a_finding(run_text: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "secret.md":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    result = run_text(study__md=study(), secret__md=study())
    sound(result)
    assert findings(result, "source.unreadable")[0]["message"] == "secret.md cannot be read: Permission denied"


def test_a_folder_called_like_a_file_is_searched_and_not_read(run_text: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "folder.md").mkdir(parents=True)
    (tmp_path / "in" / "folder.md" / "inner.md").write_text(study(), "utf-8")
    result = run_text(note__csv="a,b")
    sound(result)


def test_a_folder_that_may_not_be_searched_is_a_finding(run_text: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    real = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = run_text(study__md=study())
    sound(result)
    assert findings(result, "source.unreadable")[0]["message"] == "closed cannot be searched: Permission denied"


def test_a_linked_folder_is_searched_once_though_links_lead_back(run_text: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "study.md").write_text(study(), "utf-8")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "in")
    for name in ("link", "again"):
        (tmp_path / "in" / name).symlink_to(tmp_path / "elsewhere")
    result = run_text(note__csv="a,b")
    sound(result)
    assert not findings(result, "source.duplicate")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_a_finding_and_is_never_opened(run_text: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.md")
    result = run_text(study__md=study())
    sound(result)
    assert findings(result, "source.unreadable")[0]["message"] == "pipe.md is no regular file"


def test_an_unforeseen_failure_stays_with_its_source(run_text: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from stadtatlas import stages

    real = stages.read

    def read(data: bytes, *options: Any) -> Any:
        if data.startswith(b"<!doctype"):
            raise ZeroDivisionError("unforeseen")
        return real(data, *options)

    monkeypatch.setattr(stages, "read", read)
    result = run_text(study__md=study(), page__html=page())
    sound(result)
    [finding] = findings(result, "source.failed")
    assert finding["severity"] == "error"
    assert "page.html" in finding["message"]


def test_a_folder_without_sources_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(RunError, match=r"no \.pdf, \.md, \.txt, \.html or \.htm file"):
        run_paths(tmp_path / "store", tmp_path / "in")
    assert not (tmp_path / "store").exists()


def test_hidden_and_other_files_of_a_folder_are_passed_over(run_text: Run) -> None:
    result = run_text(study__md=study(), __hidden__md=b"", table__csv=b"\0\1", __git__md=b"")
    assert findings(result, "source.empty") == []


@pytest.mark.parametrize("text", [page(), ""], ids=["good", "empty"])
def test_a_file_name_that_is_no_utf8_breaks_nothing(run_text: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/caf\xe9.html")).write_text(text, "utf-8")
    sound(run_text(study__md=study()))


def test_files_of_one_name_in_two_folders_are_two_sources(tmp_path: Path) -> None:
    for folder, text in (("a", page()), ("b", page("Görlitz"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.html").write_text(text, "utf-8")
    sound(run_paths(tmp_path / "store", tmp_path / "a", tmp_path / "b", edition="atlas-2019"))


def test_a_page_of_five_thousand_nested_elements_breaks_nothing(run_text: Run) -> None:
    result = run_text(study__md=study(), deep__html="<!doctype html><html><body>" + "<div>" * 5_000 + page())
    assert "emden" in result.by_id("cities")


# Misnamed and otherwise encoded


@pytest.mark.parametrize("name", ["page.md", "page.txt", "page.pdf"])
def test_html_is_read_as_html_whatever_its_name(run_text: Run, tmp_path: Path, name: str) -> None:
    result = run_text(**{name.replace(".", "__"): page()})
    assert [(s["format"], s["kind"]) for s in result.outcome.manifest["sources"]] == [("html", "portrait")]
    assert [len(row["sections"]) for row in result.rows("cities")] == [7]


@pytest.mark.parametrize("name", ["study.txt", "study.html"])
def test_markdown_is_read_as_markdown_whatever_its_name(run_text: Run, name: str) -> None:
    result = run_text(**{name.replace(".", "__"): study()})
    sound(result)
    assert [s["format"] for s in result.outcome.manifest["sources"]] == ["markdown"]


TEXT = study()
ENCODED = {
    "byte order mark": TEXT.encode("utf-8-sig"),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "CR": TEXT.replace("\n", "\r").encode(),
    "NFD": unicodedata.normalize("NFD", TEXT).encode(),
    "Latin-1": TEXT.encode("latin-1"),
    "Windows-1252": TEXT.encode("cp1252"),
    "UTF-16 little endian": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "UTF-16 big endian": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without mark": TEXT.encode("utf-16-le"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The mini study in UTF-8."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "plain.md").write_text(TEXT, "utf-8")
    return run_paths(folder / "store", folder / "plain.md", edition="atlas-2019")


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_gives_the_same_records(run_text: Run, plain: Result, encoding: str) -> None:
    result = run_text(study__md=ENCODED[encoding])
    sound(result)
    assert records(result) == records(plain)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_study_in_another_encoding_is_of_its_own_edition(tmp_path: Path, encoding: str) -> None:
    text = (sample() / "digitalatlas.md").read_text("utf-8")
    (tmp_path / "study.md").write_bytes(text.encode(encoding, "ignore"))
    result = run_paths(tmp_path / "store", tmp_path / "study.md")
    assert (result.outcome.manifest["edition"], len(result.rows("cities"))) == ("sample", 8)
    assert findings(result, "edition.assumed") == []


@pytest.mark.parametrize("encoding", ENCODED)
def test_an_encoding_other_than_utf8_is_remarked(run_text: Run, encoding: str) -> None:
    result = run_text(study__md=ENCODED[encoding])
    wide = encoding.startswith(("Latin", "Windows", "UTF-16"))
    assert [f["severity"] for f in findings(result, "source.encoding")] == ["info"] * wide


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
@pytest.mark.parametrize(
    ("word", "at"), [("Meilensteine", 6), ("Einwohner", 3), ("Görlitz", 3), ("(Bildung)", 4), ("Hauptamt", 5)]
)
def test_invisible_characters_change_no_record(run_text: Run, plain: Result, mark: str, word: str, at: int) -> None:
    result = run_text(study__md=TEXT.replace(word, word[:at] + mark + word[at:]))
    sound(result)
    assert records(result) == records(plain)


def test_a_no_break_space_in_a_label_is_a_space(run_text: Run) -> None:
    result = run_text(study__md=study().replace("Motivation & Zielsetzung", "Motivation\u00a0&\u00a0Zielsetzung"))
    sound(result)
    assert findings(result, "section.missing") == []


# Odd contents


def test_the_same_portrait_twice_is_one_record_and_a_finding(run_text: Run) -> None:
    result = run_text(study__md=study(city("Emden"), city("Görlitz", "57.000", "67,52"), city("Emden")))
    sound(result)
    assert [f["record"] for f in findings(result, "portrait.duplicate")] == ["city:emden"]


def test_two_cities_of_one_name_are_two_records(run_text: Run) -> None:
    result = run_text(study__md=study(city("Halle", "242.000", "135"), city("Halle", "21.000", "69")))
    assert sorted((row["population"], row["area_km2"]) for row in result.rows("cities")) == [(21000, 69), (242000, 135)]
    assert len({row["id"] for row in result.rows("cities")}) == 2
    assert list(verify(result.path)) == []


def test_two_cities_of_one_name_keep_their_own_projects(run_text: Run) -> None:
    result = run_text(study__md=study(city("Halle", "242.000", "135"), city("Halle", "21.000", "69")))
    assert {len(row["projects"]) for row in result.rows("cities")} == {1}
    assert len(result.by_id("projects")) == 2


def test_a_portrait_without_sections_misses_each_of_them(run_text: Run) -> None:
    bare = "## Görlitz\n\nEinwohner: 57.000\n\nFläche in km²: 67,52\n"
    result = run_text(study__md=study(city("Emden"), bare))
    sound(result)
    assert {f["record"] for f in findings(result, "section.missing")} == {"city:goerlitz"}
    assert len(findings(result, "section.missing")) == 7


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_missing_section_is_one_finding_that_names_it(run_text: Run, kind: str) -> None:
    result = run_text(study__md=study(city("Emden", **{kind: None}), city("Görlitz", "57.000", "67,52")))
    sound(result)
    [finding] = findings(result, "section.missing")
    assert finding["record"] == "city:emden"
    assert kind in finding["message"] or SECTIONS[kind][0] in finding["message"]


def test_a_section_without_text_is_missing(run_text: Run) -> None:
    result = run_text(study__md=study(city("Emden", funding=""), city("Görlitz", "57.000", "67,52")))
    assert [f["record"] for f in findings(result, "section.missing")] == ["city:emden"]


def test_an_unknown_heading_is_a_finding_and_its_text_goes_nowhere(run_text: Run) -> None:
    odd = city("Emden").replace("### Meilensteine", "### Speiseplan\n\nMontags gibt es Fisch.\n\n### Meilensteine")
    result = run_text(study__md=study(odd, city("Görlitz", "57.000", "67,52")))
    sound(result)
    assert "Speiseplan" in findings(result, "section.unknown")[0]["message"]
    [unassigned] = findings(result, "text.unassigned")
    [text] = (result.path / "documents").glob("*.txt")
    [[start, end]] = unassigned["spans"]
    assert text.read_text("utf-8")[start:end] == "Montags gibt es Fisch."
    assert not any("Fisch" in s["text"] for row in result.rows("cities") for s in row["sections"])


def test_the_same_section_twice_is_joined_and_remarked(run_text: Run) -> None:
    twice = city("Emden").replace("### Motivation", "### Meilensteine\n\nSpäter folgte mehr.\n\n### Motivation")
    result = run_text(study__md=study(twice, city("Görlitz", "57.000", "67,52")))
    assert [f["record"] for f in findings(result, "section.repeated")] == ["city:emden"]
    [text] = [s["text"] for s in result.by_id("cities")["emden"]["sections"] if s["kind"] == "milestones"]
    assert text.endswith("Fahrplan.\n\nSpäter folgte mehr.")


@pytest.mark.parametrize("contents", [CONTENTS, ""], ids=["with contents", "without"])
@pytest.mark.parametrize("figure", ["", "unbekannt", "–", "k. A."])
def test_a_fact_without_figure_stays_empty_and_is_a_finding(run_text: Run, figure: str, contents: str) -> None:
    text = study(city("Emden", figure), city("Görlitz", "57.000", "67,52")).replace(CONTENTS, contents)
    result = run_text(study__md=text)
    sound(result)
    assert result.by_id("cities")["emden"]["area_km2"] == 112
    assert result.by_id("cities")["emden"]["population"] is None
    [finding] = [f for f in result.rows("findings") if f["code"].startswith("fact.")]
    assert finding["record"] == "city:emden"


def test_a_missing_fact_is_a_finding(run_text: Run) -> None:
    result = run_text(study__md=study(city("Emden").replace("Einwohner: 50.000\n\n", ""), city("Görlitz", "57.000", "67,52")))
    assert [(f["record"], f["field"]) for f in findings(result, "fact.missing")] == [("city:emden", "population")]


def test_a_place_that_nobody_knows_stays_without_coordinates(run_text: Run) -> None:
    result = run_text(study__md=study(city("Emden"), city("Nirgendheim")))
    row = result.by_id("cities")["nirgendheim"]
    assert [row[key] for key in ("state", "geonames_id", "latitude", "longitude")] == [None] * 4
    assert [f["record"] for f in findings(result, "place.unknown")] == ["city:nirgendheim"]


def test_a_population_that_fits_no_place_of_the_name_is_not_linked(run_text: Run) -> None:
    result = run_text(study__md=study(city("Emden", "5.000.000"), city("Görlitz", "57.000", "67,52")))
    assert result.by_id("cities")["emden"]["geonames_id"] is None
    assert [f["record"] for f in findings(result, "place.unknown")] == ["city:emden"]


# Odd projects


def project(result: Result) -> dict[str, Any]:
    [row] = [p for p in result.rows("projects") if p["city"] == "emden"]
    return row


def with_project(text: str) -> str:
    return study(city("Emden", projects=text), city("Görlitz", "57.000", "67,52"))


def test_a_project_without_tag_is_a_finding_and_gets_no_field(run_text: Run) -> None:
    result = run_text(study__md=with_project("#### Hafenkarte\n\nEine Karte zeigt freie Liegeplätze."))
    assert [f["record"] for f in findings(result, "project.untagged")] == ["project:emden/hafenkarte"]
    row = project(result)
    assert (row["title"], row["action_fields"], row["primary_action_field"]) == ("Hafenkarte", [], None)


def test_an_unknown_tag_is_a_finding_that_names_it(run_text: Run) -> None:
    result = run_text(study__md=with_project("#### Hafenkarte (Mobilität, Seefahrt)\n\nEine Karte zeigt Liegeplätze."))
    [finding] = findings(result, "project.unknown_field")
    assert finding["record"] == "project:emden/hafenkarte"
    assert "Seefahrt" in finding["message"]
    assert project(result)["action_fields"] == ["Mobilität"]


@pytest.mark.parametrize(
    ("heading", "title", "fields"),
    [
        ("Zentrum (ZfD) Nord (Mobilität)", "Zentrum (ZfD) Nord", ["Mobilität"]),
        ("Amt (intern (neu)) (Handel)", "Amt (intern (neu))", ["Handel"]),
        ("Hafen [Becken 2] (Handel / Mobilität)", "Hafen [Becken 2]", ["Handel", "Mobilität"]),
        ("Netz (Energie und Umwelt)", "Netz", ["Energie & Umwelt"]),
        ("Netz (ENERGIE & UMWELT; bildung)", "Netz", ["Energie & Umwelt", "Bildung"]),
        ("Netz (IT-Infra- struktur)", "Netz", ["IT-Infrastruktur"]),
        ("**Netz** (Bildung)", "Netz", ["Bildung"]),
    ],
)
def test_tags_are_told_from_a_titles_own_brackets(run_text: Run, heading: str, title: str, fields: list[str]) -> None:
    row = project(run_text(study__md=with_project(f"#### {heading}\n\nMehr dazu bald.")))
    assert (row["title"], row["action_fields"]) == (title, fields)


def test_two_projects_of_one_title_have_two_ids(run_text: Run) -> None:
    text = "#### Netz (Bildung)\n\nFür Schulen.\n\n#### Netz (Handel)\n\nFür Läden."
    result = run_text(study__md=with_project(text))
    assert [p["action_fields"] for p in result.rows("projects") if p["city"] == "emden"] == [["Bildung"], ["Handel"]]


def test_a_project_without_description_has_none(run_text: Run) -> None:
    assert project(run_text(study__md=with_project("#### Netz (Bildung)")))["description"] is None


# Between sources


def test_sources_that_differ_in_a_value_keep_both_as_statements(run_text: Run) -> None:
    other = page().replace("<h1>Smart City Emden</h1>", "<h1>Smart City Emden</h1><p>Einwohner: 49.000</p>")
    result = run_text(study__md=study(), page__html=other)
    sound(result)
    assert result.by_id("cities")["emden"]["population"] == 50000
    assert [(f["record"], f["field"]) for f in findings(result, "conflict.value")] == [("city:emden", "population")]
    values = {s["value"] for s in result.rows("statements") if (s["record"], s["field"]) == ("city:emden", "population")}
    assert values == {49000, 50000}


def test_every_finding_here_has_a_documented_code_and_severity(run_text: Run) -> None:
    odd = with_project("#### Hafenkarte (Seefahrt)\n\nText.").replace("57.000", "viele")
    result = run_text(study__md=odd, bad__md=b"\0\1", page__html=page("Nirgendheim"))
    rows = result.rows("findings")
    assert len({f["code"] for f in rows}) > 3
    assert all(f["severity"] == CODES[f["code"]].severity for f in rows)
