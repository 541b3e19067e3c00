"""Edition profiles: what is wrong in one is said with key and line, and a new edition needs no code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from conftest import Result, run_paths
from pydantic import BaseModel
from stadtatlas.edition.choose import choose, sample
from stadtatlas.edition.load import Edition, ProfileError, built_in, find, load
from stadtatlas.edition.profile import Profile
from stadtatlas.model.document import Source
from stadtatlas.verify import verify

LEAST = 'id = "x"\ntitle = "X"\ndate = "2020"\n'


def wrong(tmp_path: Path, text: str | bytes) -> str:
    """What is said of a broken profile."""
    path = tmp_path / "my.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProfileError) as error:
        _ = load(path).profile
    assert str(path) in str(error.value)
    return str(error.value).replace(str(path), "my.toml")


def profile(tmp_path: Path, text: str, name: str = "my.toml") -> Profile:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return load(path).profile


# What is wrong is said with its place


@pytest.mark.parametrize(
    ("added", "line", "key"),
    [
        ('colour = "red"\n', 4, "colour"),
        ('[sections]\nmilestones = ["A"]\nmenu = ["B"]\n', 6, "sections.menu"),
        ('[sections]\nmilestones = "Meilensteine"\n', 5, "sections.milestones"),
        ("[sections]\nmilestones = [1]\n", 5, "sections.milestones[0]"),
        ('[sections]\nmilestones = [""]\n', 5, "sections.milestones[0]"),
        ('[[facts]]\nkey = "a"\nlabels = ["A"]\n[[facts]]\nkey = "b"\nkind = "text"\nlabels = ["B"]\n', 9, "facts[1].kind"),
        ('[[facts]]\nkey = "A b"\nlabels = ["A"]\n', 5, "facts[0].key"),
        ('[[facts]]\nkey = "a"\nlabels = []\n', 6, "facts[0].labels"),
        ('[[action_fields]]\nname = "A"\nwords = ["a"]\n', 6, "action_fields[0].words"),
        ("furniture = ['^ok$', '(']\n", 4, "furniture[1]"),
        ("[annex]\nfield_heading = '['\n", 5, "annex.field_heading"),
        ("[[totals]]\nwhat = \"cities\"\npattern = '(\\d+) Städte'\n", 4, "totals[0]"),
        ("[[totals]]\nwhat = \"rivers\"\npattern = '{number}'\n", 5, "totals[0].what"),
        ("[[totals]]\nwhat = \"cities\"\npattern = '{number} {field}'\n", 4, "totals[0]"),
        ("[[totals]]\nwhat = \"projects.field\"\npattern = '{number}'\n", 4, "totals[0]"),
        ("[[totals]]\nwhat = \"cities\"\npattern = '[{number}] Städte'\n", 4, "totals[0]"),
        ("[[totals]]\nwhat = \"cities.agenda_status\"\npattern = '{number}'\n", 4, "totals[0]"),
        ('[[totals]]\nwhat = "cities.agenda_status"\nkey = "done"\npattern = \'{number}\'\n', 4, "totals[0]"),
        ('[[totals]]\nwhat = "cities"\nkey = "adopted"\npattern = \'{number}\'\n', 4, "totals[0]"),
        ('[[totals]]\nwhat = "percent.channels"\nkey = "press"\npattern = \'{number}\'\n', 4, "totals[0]"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(tmp_path: Path, added: str, line: int, key: str) -> None:
    assert f"my.toml, line {line}: {key}: " in wrong(tmp_path, LEAST + added)


@pytest.mark.parametrize("key", ["id", "title", "date"])
def test_a_key_that_is_missing_is_named(tmp_path: Path, key: str) -> None:
    text = "".join(line for line in LEAST.splitlines(True) if not line.startswith(key))
    assert f"{key}: " in wrong(tmp_path, text)


@pytest.mark.parametrize(("key", "value"), [("id", "../up"), ("id", ""), ("title", ""), ("date", "Mai 2019"), ("date", "19")])
def test_a_value_of_the_wrong_form_is_named(tmp_path: Path, key: str, value: str) -> None:
    lines = [f'{key} = "{value}"\n' if line.startswith(key) else line for line in LEAST.splitlines(True)]
    assert f"{key}: " in wrong(tmp_path, "".join(lines))


def test_every_wrong_key_is_named_at_once(tmp_path: Path) -> None:
    said = wrong(tmp_path, LEAST + 'one = 1\ntwo = 2\n[sections]\nmilestones = "A"\n')
    assert [key for key in ("one", "two", "sections.milestones") if f"{key}: " not in said] == []
    assert len(said.splitlines()) == 3


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "line 4" in wrong(tmp_path, LEAST + "[sections\n")


def test_an_unknown_key_points_to_the_list_of_keys(tmp_path: Path) -> None:
    assert "docs/profile.md" in wrong(tmp_path, LEAST + "colour = 1\n")


def test_two_sections_may_not_share_a_label(tmp_path: Path) -> None:
    said = wrong(tmp_path, LEAST + '[sections]\nmilestones = ["Weg"]\nfunding = ["weg:"]\n')
    assert "milestones" in said
    assert "funding" in said


@pytest.mark.parametrize(
    ("added", "name"),
    [
        ('[[facts]]\nkey = "a"\nlabels = ["A"]\n[[facts]]\nkey = "a"\nlabels = ["B"]\n', "'a'"),
        ('[[action_fields]]\nname = "F"\n[[action_fields]]\nname = "F"\n', "'F'"),
    ],
)
def test_facts_and_fields_may_not_be_named_twice(tmp_path: Path, added: str, name: str) -> None:
    assert f"names {name} twice" in wrong(tmp_path, LEAST + added)


def test_a_bad_keyword_is_named_with_its_line(tmp_path: Path) -> None:
    said = wrong(tmp_path, LEAST + '[[action_fields]]\nname = "F"\nkeywords = ["wort^viel"]\n')
    assert "my.toml, line 6: action_fields[0].keywords[0]" in said


def test_a_profile_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    assert "UTF-8" in wrong(tmp_path, 'id = "x"\ntitle = "Städte"\n'.encode("latin-1"))


def test_a_profile_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"gone\.toml"):
        load(tmp_path / "gone.toml")


def test_a_profile_with_byte_order_mark_and_crlf_is_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(LEAST.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load(path).profile.id == "x"


# extends


def test_extends_merges_tables_key_by_key_and_replaces_the_rest(tmp_path: Path) -> None:
    below = LEAST + 'furniture = ["^a$"]\n[sections]\nmilestones = ["Weg"]\nfunding = ["Geld"]\n'
    profile(tmp_path, below, "below.toml")
    got = profile(tmp_path, 'id = "y"\nextends = "below.toml"\nfurniture = ["^b$"]\n[sections]\nfunding = ["Mittel"]\n')
    assert (got.id, got.title) == ("y", "X")
    assert (got.sections.milestones, got.sections.funding) == (("Weg",), ("Mittel",))
    assert got.furniture == ("^b$",)


def test_extends_reaches_over_several_steps(tmp_path: Path) -> None:
    profile(tmp_path, LEAST + '[sections]\nmilestones = ["Weg"]\n', "a.toml")
    profile(tmp_path, 'id = "b"\nextends = "a.toml"\n', "b.toml")
    got = profile(tmp_path, 'id = "c"\nextends = "b.toml"\n', "c.toml")
    assert (got.id, got.sections.milestones) == ("c", ("Weg",))


def test_a_built_in_edition_can_be_extended(tmp_path: Path) -> None:
    got = profile(tmp_path, 'id = "y"\nextends = "atlas-2019"\ntitle = "Y"\n')
    assert got.action_fields == load(find("atlas-2019")).profile.action_fields


@pytest.mark.parametrize("chain", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_loop_is_refused(tmp_path: Path, chain: list[str]) -> None:
    for name, parent in zip(chain, [*chain[1:], chain[0]], strict=True):
        (tmp_path / f"{name}.toml").write_text(LEAST + f'extends = "{parent}.toml"\n', "utf-8")
    with pytest.raises(ProfileError, match="extends"):
        load(tmp_path / "a.toml")


def test_a_loop_by_another_spelling_of_the_path_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(LEAST + f'extends = "../{tmp_path.name}/a.toml"\n', "utf-8")
    with pytest.raises(ProfileError, match="leads back to itself"):
        load(tmp_path / "a.toml")


def test_a_parent_that_does_not_exist_is_named(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(LEAST + 'extends = "gone.toml"\n', "utf-8")
    with pytest.raises(ProfileError, match=r"gone\.toml"):
        load(tmp_path / "my.toml")


def test_a_change_in_the_parent_is_another_edition(tmp_path: Path) -> None:
    hashes = []
    for number, label in enumerate(("Weg", "Pfad")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "below.toml").write_text(LEAST + f'[sections]\nmilestones = ["{label}"]\n', "utf-8")
        (folder / "my.toml").write_text('extends = "below.toml"\n', "utf-8")
        hashes.append(load(folder / "my.toml").sha256)
    assert hashes[0] != hashes[1]


# An edition of one's own, without code

OWN = """
id = "fluesse-2031"
title = "Flussstädte im Vergleich"
date = "2031"

[chapters]
portraits = ["Die Orte"]

[sections]
organisation = ["Wer lenkt"]
milestones = ["Der Weg"]
projects = ["Vorhaben"]
links = ["Mehr lesen"]

[[facts]]
key = "population"
kind = "integer"
labels = ["Menschen"]

[[facts]]
key = "bridges"
kind = "integer"
labels = ["Brücken"]

[[facts]]
key = "river_km"
labels = ["Flusslänge"]

[[action_fields]]
name = "Schifffahrt"
aliases = ["Boote"]
keywords = ["*schiff*^2", "kahn", "schleuse*"]

[[action_fields]]
name = "Ufer & Grün"
keywords = ["*ufer*", "*bäume*", "wiese*"]

[[totals]]
what = "cities"
pattern = '{number} Orte im Vergleich'
"""
STUDY = """# Flussstädte im Vergleich

Es sind zwei Orte im Vergleich.

# Die Orte

## Dresden

Menschen: 560.000

Brücken: 12

Flusslänge: 30,4

### Wer lenkt

Ein Flussamt lenkt alles, was die Elbe betrifft.

### Der Weg

Im Juni 2029 nahm das Amt seine Arbeit auf.

### Vorhaben

#### Kahnfunk (Boote)

Jeder Kahn meldet sich an der Schleuse.

#### Wiesenplan

Am Ufer wachsen bald wieder Bäume.

### Mehr lesen

- [Elbe heute](https://elbe.example)

## Köln

Menschen: 1.080.000

Brücken: 8

### Wer lenkt

In Köln lenkt der Hafen.

### Der Weg

Seit 2030 wird gebaut.

### Vorhaben

#### Rheinwiese (Ufer & Grün, Schifffahrt)

Die Wiese wird zum Anleger.
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A study of another making, with its profile beside it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "in").mkdir()
    (folder / "in" / "edition.toml").write_text(OWN, "utf-8")
    (folder / "in" / "study.md").write_text(STUDY, "utf-8")
    return run_paths(folder / "store", folder / "in")


def test_an_edition_of_ones_own_makes_a_sound_run(own: Result) -> None:
    assert own.path.parent.name == "fluesse-2031"
    assert list(verify(own.path)) == []
    assert {row["edition"] for row in own.rows("cities")} == {"fluesse-2031"}


def test_its_sections_are_found_by_its_own_labels(own: Result) -> None:
    sections = {row["id"]: {s["kind"]: s["text"] for s in row["sections"]} for row in own.rows("cities")}
    assert sections == {
        "dresden": {
            "organisation": "Ein Flussamt lenkt alles, was die Elbe betrifft.",
            "milestones": "Im Juni 2029 nahm das Amt seine Arbeit auf.",
        },
        "koeln": {"organisation": "In Köln lenkt der Hafen.", "milestones": "Seit 2030 wird gebaut."},
    }


def test_its_other_facts_land_under_facts(own: Result) -> None:
    rows = own.by_id("cities")
    assert rows["dresden"]["population"] == 560000
    assert rows["dresden"]["facts"] == {"bridges": 12, "river_km": 30.4}
    assert rows["koeln"]["facts"] == {"bridges": 8}


def test_its_other_facts_have_statements(own: Result) -> None:
    quotes = {(s["record"], s["field"]): s["quote"] for s in own.rows("statements") if s["field"].startswith("facts.")}
    assert quotes[("city:dresden", "facts.bridges")] == "12"
    assert quotes[("city:dresden", "facts.river_km")] == "30,4"


def test_only_its_own_sections_and_facts_can_be_missing(own: Result) -> None:
    missing = [(f["code"], f["record"], f["field"]) for f in own.rows("findings") if f["code"].endswith(".missing")]
    assert [(code, record) for code, record, _ in missing] == [("fact.missing", "city:koeln")]


def test_its_fields_tag_projects_and_key_the_cities(own: Result) -> None:
    rows = own.by_id("projects")
    assert rows["dresden/kahnfunk"]["action_fields"] == ["Schifffahrt"]
    assert rows["koeln/rheinwiese"]["action_fields"] == ["Ufer & Grün", "Schifffahrt"]
    assert {tuple(row["action_fields"]) for row in own.rows("cities")} == {("Schifffahrt", "Ufer & Grün")}


def test_its_keywords_predict_the_fields(own: Result) -> None:
    best = {key: row["predicted_action_fields"][0]["field"] for key, row in own.by_id("projects").items()}
    assert best == {
        "dresden/kahnfunk": "Schifffahrt",
        "dresden/wiesenplan": "Ufer & Grün",
        "koeln/rheinwiese": "Ufer & Grün",
    }


def test_its_totals_are_recomputed(own: Result) -> None:
    assert [(t["what"], t["printed"], t["computed"]) for t in own.study["totals"]] == [("cities", 2, 2)]


def test_an_edition_without_fields_facts_and_totals_works(tmp_path: Path) -> None:
    labels = '[chapters]\nportraits = ["Die Orte"]\n[sections]\norganisation = ["Wer lenkt"]\nmilestones = ["Der Weg"]\n'
    (tmp_path / "edition.toml").write_text(LEAST + labels, "utf-8")
    text = (
        "# Die Orte\n\n## Dresden\n\n### Wer lenkt\n\nDas Amt.\n\n### Der Weg\n\nLang.\n\n## Jena\n\n### Wer lenkt\n\nDer Rat.\n"
    )
    (tmp_path / "study.md").write_text(text, "utf-8")
    result = run_paths(tmp_path / "store", tmp_path / "study.md", edition=str(tmp_path / "edition.toml"))
    assert list(verify(result.path)) == []
    assert {row["id"]: (row["action_fields"], row["population"]) for row in result.rows("cities")} == {
        "dresden": ({}, None),
        "jena": ({}, None),
    }


@pytest.mark.parametrize("title", ["{city}", "Porträt: {city}", "{city} am Fluss", "{city}, eine Flussstadt"])
def test_its_pages_are_named_by_its_own_title_pattern(tmp_path: Path, title: str) -> None:
    (tmp_path / "edition.toml").write_text(OWN + f'\n[portrait]\ntitles = ["{title}"]\n', "utf-8")
    body = "<h2>Wer lenkt</h2><p>Das Hafenamt.</p><h2>Der Weg</h2><p>Seit 2030 wird gebaut.</p>"
    head = title.replace("{city}", "Passau")
    (tmp_path / "page.html").write_text(f"<!doctype html><html><body><h1>{head}</h1>{body}</body></html>", "utf-8")
    [row] = run_paths(tmp_path / "store", tmp_path).rows("cities")
    assert (row["id"], [s["kind"] for s in row["sections"]]) == ("passau", ["organisation", "milestones"])


# Which edition


def source(text: str) -> Source:
    return Source("a.md", "0" * 64, text.encode())


def chosen(name: str | None = None, *paths: Path, text: str = "") -> str:
    return recognised([source(text)], *paths, name=name).profile.id


def recognised(sources: Sequence[Source], *paths: Path, name: str | None = None, pages: Iterable[str] = ()) -> Edition:
    """The edition of these sources; PDFs among them have these pages."""
    return choose(name, paths, sources, lambda _: pages)


def test_the_edition_asked_for_wins(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text(LEAST, "utf-8")
    assert chosen("sample", tmp_path, text="Smart-City-Atlas") == "sample"


def test_the_profile_beside_the_sources_wins_over_the_title(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text(LEAST, "utf-8")
    assert chosen(None, tmp_path, text="Smart-City-Atlas") == "x"


def test_a_pdf_is_glanced_at_where_no_text_decides() -> None:
    pdf = Source("a.pdf", "0" * 64, b"%PDF-1.7")
    pages = ["Vorwort", "Digital-Atlas Acht Städte"]
    assert recognised([pdf], pages=pages).profile.id == "sample"
    asked: list[bytes] = []
    assert choose(None, (), [pdf, source("Smart-City-Atlas")], lambda data: asked.append(data) or pages).profile.id == "2019"
    assert asked == []


def test_no_page_behind_the_title_is_glanced_at() -> None:
    pages = iter(["Vorwort", "Digital-Atlas Acht Städte", "Inhalt"])
    assert recognised([Source("a.pdf", "0" * 64, b"%PDF-1.7")], pages=pages).profile.id == "sample"
    assert list(pages) == ["Inhalt"]


@pytest.mark.parametrize(
    "title", ["# Digital-Atlas Acht Städte", "digital-atlas ACHT  STÄDTE", "Digital\u00adAtlas: „Acht Städte“"]
)
def test_the_title_recognises_the_edition(title: str) -> None:
    assert chosen(text=f"Vorwort\n\n{title}\n\nText") == "sample"


ENCODED = {
    "UTF-16": "Digital-Atlas Acht Städte".encode("utf-16"),
    "UTF-16 without mark": "Digital-Atlas Acht Städte".encode("utf-16-be"),
    "Windows-1252": "Digital-Atlas Acht Städte".encode("cp1252"),
    "NFD": unicodedata.normalize("NFD", "Digital-Atlas Acht Städte").encode(),
    "an entity": b"<!doctype html><html><body><p>Digital-Atlas Acht St&auml;dte",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_title_is_recognised_in_any_encoding(encoding: str) -> None:
    found = recognised([Source("a.md", "0" * 64, ENCODED[encoding])])
    assert (found.profile.id, found.assumed) == ("sample", "")


def test_without_any_mark_the_2019_edition_is_taken_and_said_to_be() -> None:
    found = recognised([source("Kassel")])
    assert found.profile.id == "2019"
    assert "atlas-2019" in found.assumed
    assert "--edition" in found.assumed


def test_bytes_that_are_no_text_tell_no_edition() -> None:
    assert recognised([Source("a.md", "0" * 64, bytes(range(256)) * 40)]).assumed


@pytest.mark.parametrize(
    "text",
    [
        "Smart City Emden\n\nEin Hafen.",
        "## Smart City: Emden\n",
        "<html><head><title>Smart City Emden | Portal</title></head><body><h1>Hafen</h1></body></html>",
    ],
)
def test_a_page_alone_is_recognised_by_how_it_names_its_city(text: str) -> None:
    found = recognised([source(text)])
    assert (found.profile.id, found.assumed) == ("2019", "")


def test_a_page_that_several_editions_name_so_is_read_by_one_and_said_to_be() -> None:
    found = recognised([source("<!doctype html><html><body><h1>Digitale Stadt Emden</h1></body></html>")])
    assert found.profile.id == "sample"
    assert "sample, sample-2026" in found.assumed


def test_a_study_names_its_edition_before_pages_do() -> None:
    found = recognised([source("Smart-City-Atlas"), *[source("Digitale Stadt Emden")] * 3])
    assert (found.profile.id, found.assumed) == ("2019", "")


def test_a_tie_between_titles_is_said_to_be_one() -> None:
    assert "atlas-2019, sample" in recognised([source("Smart-City-Atlas"), source("Digital-Atlas Acht Städte")]).assumed


def test_an_edition_that_is_assumed_is_a_finding_and_one_that_is_named_is_none(tmp_path: Path) -> None:
    page = sample() / "web" / "kassel.html"
    assumed, named = run_paths(tmp_path, page), run_paths(tmp_path, page, edition="sample")
    assert [f["severity"] for f in assumed.rows("findings") if f["code"] == "edition.assumed"] == ["warning"]
    assert "edition.assumed" not in named.codes()
    assert assumed.by_id("cities") == named.by_id("cities")
    assert assumed.path != named.path


def test_two_profiles_beside_the_sources_are_refused(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / "edition.toml").write_text(LEAST, "utf-8")
    with pytest.raises(ProfileError, match="--edition"):
        chosen(None, *folders)


@pytest.mark.parametrize("name", ["atlas-2019", "2019"])
def test_an_edition_is_found_by_folder_and_by_id(name: str) -> None:
    assert chosen(name) == "2019"


@pytest.mark.parametrize("as_folder", [False, True])
def test_an_edition_is_found_by_path(tmp_path: Path, as_folder: bool) -> None:
    (tmp_path / "edition.toml").write_text(LEAST, "utf-8")
    assert chosen(str(tmp_path) if as_folder else str(tmp_path / "edition.toml")) == "x"


def test_an_unknown_edition_lists_those_that_exist() -> None:
    with pytest.raises(ProfileError, match=r"'atlas-1919'.*atlas-2019.*sample"):
        chosen("atlas-1919")


# Description


def models(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The model and all that its keys are made of."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for part in parts(field.annotation):
            yield from models(part, seen)


def parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, UnionType) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from parts(inner)


def keys() -> list[Any]:
    every = ((model, name, field) for model in models(Profile, set()) for name, field in model.model_fields.items())
    return [pytest.param(model, field, id=f"{model.__name__}.{name}") for model, name, field in every]


@pytest.mark.parametrize(("model", "field"), keys())
def test_every_key_is_described(model: type[BaseModel], field: Any) -> None:
    tables = list(parts(field.annotation))
    assert field.description or any(table.__doc__ for table in tables)


def test_the_built_in_editions_are_read() -> None:
    assert {load(path).profile.id for path in built_in().values()} >= {"2019", "sample"}
    assert (sample() / "edition.toml") in built_in().values()
