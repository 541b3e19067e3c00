"""Portraits whose city no heading names: found by the line above their facts, else an error; none is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Result, run_paths
from stadtatlas.edition.choose import sample
from stadtatlas.readers import Reading, read
from stadtatlas.text.places import candidates, is_place, may_be_place
from stadtatlas.verify import verify

Run = Callable[..., Result]

STUDY = (sample() / "digitalatlas.md").read_text("utf-8")
FACTS = "Einwohner: 48.300\n\nFläche in km²: 71,3"
UNKNOWN = "Nebelheim an der Au"
"""A town that no table of places has."""
NAMES = ("Emden", "Bad Münder am Deister", "Frankfurt (Oder)", UNKNOWN)


def sections(name: str) -> str:
    """What every portrait here says below its facts, of a city of this name."""
    return f"""### Organisationsstruktur

Im Rathaus von {name} leitet eine Stabsstelle alle Vorhaben.

### Meilensteine

Im Herbst 2021 beschloss der Rat einen Plan für vier Jahre.

### Stakeholder & Beteiligung

Vereine und Schulen aus {name} sprechen zweimal im Jahr mit.

### Projektbeispiele

#### Offenes Netz (Bildung)

Schulen teilen sich eine Leitung.

### Weiterführende Informationen

- [Webseite](https://stadt.example)
"""


def portrait(name: str, head: str = "## {name}\n\n{facts}") -> str:
    return f"{head.format(name=name, facts=FACTS)}\n\n{sections(name)}"


def without_marks(text: str) -> str:
    return re.sub(r"(?m)^#+ ", "", text)


def findings(result: Result, code: str) -> list[dict[str, Any]]:
    return [f for f in result.rows("findings") if f["code"] == code]


def names(result: Result) -> list[str]:
    return [row["name"] for row in result.rows("cities")]


def cut(city: str, after: str) -> str:
    """One portrait of the sample study."""
    return STUDY[STUDY.index(f"## {city}\n") : STUDY.index(f"## {after}\n")]


# A portrait alone


@pytest.mark.parametrize("name", ["cut.md", "cut.txt"])
@pytest.mark.parametrize("marks", ["all gone", "the name's gone"])
def test_a_portrait_cut_from_the_study_is_the_same_without_its_heading(tmp_path: Path, name: str, marks: str) -> None:
    whole = cut("Erlangen", "Göttingen").replace("<sup>2</sup>", "²")
    bare = without_marks(whole).replace("**", "") if marks == "all gone" else whole.removeprefix("## ")
    rows = []
    for folder, text in (("whole", whole), ("bare", bare)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, "utf-8")
        result = run_paths(tmp_path / folder / "store", tmp_path / folder / name, edition="sample")
        [city] = result.rows("cities")
        rows.append([city["name"], city["population"], city["area_km2"], len(city["sections"]), city["projects"]])
        assert result.codes("portrait", "text.unassigned") == []
    assert rows[0] == rows[1]


LAYOUTS = {
    "above the facts": "{name}\n\n{facts}",
    "in one paragraph with them": "{name}\nEinwohner: 48.300\nFläche in km²: 71,3",
    "a heading": "# {name}\n\n{facts}",
    "numbered": "3.12 {name}\n\n{facts}",
    "with a colon": "{name}:\n\n{facts}",
    "above its state": "{name}\n\nNiedersachsen\n\n{facts}",
    "above a labelled state": "{name}\nBundesland: Hessen\nEinwohner: 48.300\nFläche in km²: 71,3",
    "before its state": "{name}, Bayern\n\n{facts}",
    "before a motto": "{name} – die Stadt der kurzen Wege\n\n{facts}",
    "above a motto": "{name}\n\nKurze Wege mit Daten\n\n{facts}",
    "above a motto in capitals": "{name}\n\nVernetzte Heimat\n\n{facts}",
    "above a title of the facts": "{name}\n\n## Zahlen und Fakten\n\n{facts}",
    "above another title of the facts": "{name}\n\nEckdaten\n\n{facts}",
    "behind a title": "Steckbrief {name}\n\n{facts}",
    "behind a label": "Stadt: {name}\n\n{facts}",
    "below titles": "# Atlas der Häfen\n\n## Städte im Porträt\n\n{name}\n\n{facts}",
    "below a printer's town": "Verein für Daten\n\nBerlin\n\nStand: März 2024\n\n{name}\n\n{facts}",
    "above a picture": "{name}\n\n![Foto](hafen.jpg)\n\n{facts}",
    "below the facts": "{facts}\n\n{name}",
    "above a table": "{name}\n\n| Einwohner | Fläche in km² |\n|---|---|\n| 48.300 | 71,3 |",
    "in a table": "| Stadt | {name} |\n|---|---|\n| Einwohner | 48.300 |\n| Fläche in km² | 71,3 |",
    "in a table's head": "| {name} | |\n|---|---|\n| Einwohner | 48.300 |\n| Fläche in km² | 71,3 |",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_line_names_a_portrait_that_stands_alone(run_text: Run, layout: str, name: str) -> None:
    result = run_text(portrait__md=portrait(name, LAYOUTS[layout]))
    [city] = result.rows("cities")
    assert (city["name"], city["population"], city["area_km2"]) == (name, 48300, 71.3)
    assert [s["kind"] for s in city["sections"]] == ["organisation", "milestones", "stakeholders"]
    assert len(city["projects"]) == 1
    assert list(verify(result.path)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_line_names_a_portrait_without_facts_that_says_it_again(run_text: Run, name: str) -> None:
    assert names(run_text(portrait__txt=without_marks(portrait(name, "{name}")))) == [name]


def test_a_name_that_the_text_never_says_again_stands_right_above_the_facts(run_text: Run) -> None:
    result = run_text(portrait__md=f"{UNKNOWN}\n\n{FACTS}\n\n{sections('hier')}")
    assert names(result) == [UNKNOWN]
    assert len(findings(result, "place.unknown")) == 1


def test_a_page_that_no_pattern_names_is_named_by_its_heading(run_text: Run) -> None:
    body = "".join(f"<h2>{h}</h2><p>Hier steht etwas.</p>" for h in ("Organisationsstruktur", "Meilensteine"))
    html = f"<!doctype html><html><head><title>Portal</title></head><body><h1>{UNKNOWN}</h1>{body}</body></html>"
    assert names(run_text(page__html=html)) == [UNKNOWN]


def test_what_a_line_says_beside_the_name_is_told(run_text: Run) -> None:
    result = run_text(portrait__md=portrait("Emden", LAYOUTS["before a motto"]))
    [finding] = findings(result, "text.unassigned")
    assert "kurzen Wege" in finding["message"]


def test_a_page_number_above_the_name_is_no_figure_of_the_city(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    study = pdfium.PdfDocument(sample() / "digitalatlas.pdf")
    first = next(i for i, page in enumerate(study) if "118.946" in page.get_textpage().get_text_bounded())
    part = pdfium.PdfDocument.new()
    part.import_pages(study, [first, first + 1])
    part.save(tmp_path / "part.pdf")
    [city] = run_paths(tmp_path / "store", tmp_path / "part.pdf", edition="sample").rows("cities")
    assert (city["name"], city["population"]) == ("Göttingen", 118946)


NAMELESS = {
    "nothing above the facts": "{facts}",
    "a title of the facts": "Eckdaten\n\n{facts}",
    "a state": "Hessen\n\n{facts}",
    "a sentence": "Hier wächst ein Netz aus Daten.\n\n{facts}",
    "a noun of the text": "Stabsstelle\n\n{facts}",
    "a label": "Ansprechpartner:\n\n{facts}",
    "an action field": "Bildung\n\n{facts}",
    "the edition's title": "Smart-City-Atlas\n\n{facts}",
    "a line of the list of contents": "Nebelheim .... 12\n\n{facts}",
}


@pytest.mark.parametrize("what", NAMELESS)
def test_a_portrait_that_nothing_names_is_an_error_and_no_city(run_text: Run, what: str) -> None:
    head = NAMELESS[what].format(facts=FACTS)
    text = f"{head}\n\n{sections('hier').replace('eine Stabsstelle', 'die Stabsstelle')}"
    result = run_text(portrait__md=text)
    assert names(result) == []
    [finding] = findings(result, "portrait.unnamed")
    line = head[: head.index("Einwohner")].count("\n") + 1
    assert finding["severity"] == "error"
    assert f"begins at line {line} and has 5 sections; put the city's name as a heading above its facts" in finding["message"]
    [[start, end]] = finding["spans"]
    assert text[start:end] == "Einwohner: 48.300"


def test_the_command_fails_on_it_and_names_the_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "hafen.md").write_text(f"{FACTS}\n\n{sections('hier')}", "utf-8")
    done = call("run", tmp_path / "hafen.md", "--edition", "atlas-2019", "--store", tmp_path / "store", "--no-exports")
    assert done.status == 1
    assert "error: hafen.md: no title or line names the city" in done.err


def test_the_command_tells_five_errors_and_how_many_more(call: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(7):
        (tmp_path / "in" / f"{number}.md").write_text(f"{FACTS}\n\n{sections(f'Ort {number}')}", "utf-8")
    done = call("run", tmp_path / "in", "--edition", "atlas-2019", "--store", tmp_path / "store", "--no-exports")
    assert done.err.count(".md: no title or line names") == 5
    assert "error: 2 more in " in done.err


# A study


CONTENTS = "# Inhaltsverzeichnis\n\n1 Steckbriefe .... 2\nEmden .... 3\nRiesa .... 5\n2 Fazit und Ausblick .... 7\n\n"
CHAPTER = "# 1 Steckbriefe\n\n"
ANALYSIS = (
    "# 4 Querschnittsanalyse\n\n## Organisationsstruktur\n\nFast alle haben ein Amt.\n\n"
    "## Meilensteine\n\nViele haben einen Plan.\n\n## Stakeholder & Beteiligung\n\nAlle fragen die Bürger.\n\n"
)
TABLE = "| Stadt | Einwohner | Fläche |\n|---|---|---|\n| Emden | 50.000 | 112 |\n\n"
ANNEX = (
    "# Anhang A – Liste der Leuchtturmprojekte\n\n## Leuchtturmprojekte\n\n"
    "### Leuchtturmprojekte zum Handlungsfeld Bildung\n\n| Offenes Netz | Emden |\n"
)


def nameless(name: str = "hier") -> str:
    return portrait(name, "{facts}")


def line_of(text: str, words: str, nth: int = 1) -> int:
    """The line on which the words stand for the nth time."""
    return [n for n, line in enumerate(text.split("\n"), 1) if line.startswith(words)][nth - 1]


@pytest.mark.parametrize("before", [CONTENTS + CHAPTER, CHAPTER, "# Atlas\n\n# 1 Einleitung\n\nEin Satz.\n\n"])
def test_a_nameless_portrait_before_others_is_an_error(run_text: Run, before: str) -> None:
    text = before + nameless() + "\n" + portrait("Riesa")
    result = run_text(study__md=text)
    assert names(result) == ["Riesa"]
    [finding] = findings(result, "portrait.unnamed")
    assert f"begins at line {line_of(text, 'Einwohner')} and has 5 sections" in finding["message"]
    assert findings(result, "portrait.none") == []


@pytest.mark.parametrize("before", [CHAPTER, ""], ids=["in their chapter", "without one"])
def test_a_study_without_any_named_portrait_is_an_error(run_text: Run, before: str) -> None:
    text = before + nameless() + "\n" + nameless()
    result = run_text(study__md=text)
    [none] = findings(result, "portrait.none")
    assert (none["severity"], none["source"]) == ("error", "study-markdown")
    lines = [line_of(text, "Einwohner", nth) for nth in (1, 2)]
    assert [f"begins at line {n} and" in f["message"] for n, f in zip(lines, findings(result, "portrait.unnamed"), strict=True)]


def test_a_chapter_of_portraits_without_one_is_an_error(run_text: Run) -> None:
    result = run_text(study__md=CONTENTS + CHAPTER + "Es folgen Städte.\n\n" + ANALYSIS)
    [finding] = findings(result, "portrait.none")
    assert "below '1 Steckbriefe' at line" in finding["message"]


@pytest.mark.parametrize("text", [ANNEX, ANALYSIS + ANNEX, ANALYSIS.replace("## Org", TABLE + "## Org") + ANNEX])
def test_an_annex_or_analysis_alone_needs_no_portrait(run_text: Run, text: str) -> None:
    assert run_text(study__md=text).codes("portrait") == []


def test_a_list_of_cities_none_of_which_any_source_portrays_is_an_error(run_text: Run) -> None:
    result = run_text(study__md=CONTENTS + ANALYSIS)
    [finding] = findings(result, "portrait.none")
    assert "the contents list at line 4 names cities" in finding["message"]


def test_a_portrait_elsewhere_stands_in_for_those_that_a_list_names(run_text: Run) -> None:
    result = run_text(study__md=CONTENTS + ANALYSIS, portrait__md=portrait("Emden"))
    assert set(result.codes("portrait")) == {"portrait.missing"}


@pytest.mark.parametrize("state", ["Sachsen", "Bundesland: Sachsen"])
def test_a_state_above_the_facts_is_not_the_studys_city(run_text: Run, state: str) -> None:
    text = CHAPTER + portrait("Emden") + "\n" + portrait("Riesa", f"## {{name}}\n\n{state}\n\n{{facts}}")
    assert names(run_text(study__md=text)) == ["Emden", "Riesa"]


# Two portraits in one


@pytest.mark.parametrize("before", [CONTENTS + CHAPTER, CHAPTER, ""])
def test_a_portrait_whose_heading_is_lost_is_told(run_text: Run, before: str) -> None:
    text = before + portrait("Emden") + "\n" + nameless("Riesa")
    result = run_text(study__md=text)
    [finding] = findings(result, "portrait.merged")
    assert (finding["severity"], finding["record"]) == ("warning", "city:emden")
    assert f"begin at line {line_of(text, 'Einwohner', 2)}, as 'Organisationsstruktur' stands" in finding["message"]
    [[start, _]] = finding["spans"]
    assert start == text.rindex("Einwohner")


def test_a_portrait_that_begins_without_facts_is_told_by_its_first_section(run_text: Run) -> None:
    text = portrait("Emden") + "\n" + sections("Riesa")
    [finding] = findings(run_text(study__md=text), "portrait.merged")
    assert f"begin at line {line_of(text, '### Organisation', 2)}" in finding["message"]


def test_each_portrait_that_runs_into_another_is_told(run_text: Run) -> None:
    result = run_text(study__md=portrait("Emden") + "\n" + nameless("Riesa") + "\n" + nameless("Wurzen"))
    assert len(findings(result, "portrait.merged")) == 2


def test_the_last_link_is_not_the_name_of_the_portrait_below_it(run_text: Run) -> None:
    linked = portrait("Emden").replace("- [Webseite]", "[Webseite der Stadt]")
    result = run_text(study__md=linked + "\n" + nameless("Riesa"))
    assert names(result) == ["Emden"]
    assert len(findings(result, "portrait.merged")) == 1


def test_one_section_twice_is_no_second_portrait(run_text: Run) -> None:
    text = portrait("Emden").replace("### Stake", "### Meilensteine\n\nSpäter kam mehr.\n\n### Stake")
    result = run_text(study__md=CHAPTER + text)
    assert result.codes("portrait") == []
    assert len(findings(result, "section.repeated")) == 1


def test_sections_that_stand_twice_without_text_are_no_second_portrait(run_text: Run) -> None:
    outline = "### Organisationsstruktur\n\n### Meilensteine\n\n### Stakeholder & Beteiligung\n\n"
    text = portrait("Emden").replace("### Organisation", outline + "### Organisation")
    assert run_text(study__md=CHAPTER + text).codes("portrait") == []


# What the rules rest on


def test_nearly_every_place_of_the_table_looks_like_one() -> None:
    from stadtatlas.text.places import _index

    known = list(_index()[0].values())
    odd = [p.name for places in known for p in places if not may_be_place(p.name)]
    assert len(odd) < len(known) / 400


@pytest.mark.parametrize("name", ["Emden", "EMDEN", "Halle (Saale)", "Frankfurt/Oder", "Oldenburg (Oldb)"])
def test_a_place_is_known_by_any_spelling(name: str) -> None:
    assert is_place(name)
    assert any(candidates(name))


@pytest.mark.parametrize(
    "line", ["Zahlen und Fakten", "Auf einen Blick", "So geht es.", "Der Weg", "Kennzahlen", "Digitale Stadt"]
)
def test_a_title_is_no_place(line: str) -> None:
    assert not may_be_place(line)


def test_where_something_stands_is_said_by_page_or_line() -> None:
    printed = read((sample() / "digitalatlas.pdf").read_bytes(), Reading())
    assert printed.where(printed.text.index("Einwohner: 118.946")).startswith("page ")
    assert read(b"Eins\n\nZwei", Reading()).where(6) == "line 3"
