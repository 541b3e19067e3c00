"""The sample edition against its truth made by hand, and what the contract promises of every run."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Result, run_paths
from pydantic import BaseModel
from stadtatlas.edition.choose import sample
from stadtatlas.edition.load import load
from stadtatlas.model.findings import CODES
from stadtatlas.model.records import SCHEMAS, SECTION_KINDS

GOLD = ROOT / "tests" / "gold-sample"
STRUCTURE: dict[str, dict[str, Any]] = json.loads((GOLD / "structure.json").read_text("utf-8"))
ANNEX: list[dict[str, Any]] = json.loads((GOLD / "annex.json").read_text("utf-8"))
NOTES: dict[str, Any] = json.loads((GOLD / "notes.json").read_text("utf-8"))
CITIES = sorted(STRUCTURE)
IDS = {
    "Erlangen": "erlangen", "Göttingen": "goettingen", "Halle (Saale)": "halle", "Kassel": "kassel", "Lübeck": "luebeck",
    "Potsdam": "potsdam", "Regensburg": "regensburg", "Tübingen": "tuebingen", "Weimar": "weimar",
}  # fmt: skip
PAGES = ("kassel", "tuebingen", "weimar")


@pytest.fixture(scope="session")
def cities(sample_result: Result) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in sample_result.rows("cities")}


@pytest.fixture(scope="session")
def text_result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The study from its Markdown alone."""
    return run_paths(tmp_path_factory.mktemp("text"), sample() / "digitalatlas.md", edition="sample")


@pytest.fixture(scope="session")
def projects(sample_result: Result) -> dict[str, dict[str, Any]]:
    return sample_result.by_id("projects")


def document(result: Result, source: str) -> tuple[str, dict[str, Any]]:
    folder = result.path / "documents"
    return (folder / f"{source}.txt").read_bytes().decode("utf-8"), json.loads((folder / f"{source}.json").read_text("utf-8"))


def printed(rows: list[dict[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


# Cities


def test_every_city_and_no_other_has_a_record_with_its_id(cities: dict[str, Any]) -> None:
    assert {name: row["id"] for name, row in cities.items()} == IDS


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize("key", ["population", "area_km2", "image_credit"])
def test_figures_and_picture_credit_are_as_printed(cities: dict[str, Any], name: str, key: str) -> None:
    assert cities[name][key] == STRUCTURE[name][key]


@pytest.mark.parametrize("name", CITIES)
def test_sections_hold_exactly_their_words(cities: dict[str, Any], name: str) -> None:
    assert {s["kind"]: s["text"] for s in cities[name]["sections"]} == STRUCTURE[name]["sections"]


def test_sections_stand_in_the_contracts_order_in_every_city(cities: dict[str, Any]) -> None:
    assert {tuple(s["kind"] for s in row["sections"]) for row in cities.values()} == {SECTION_KINDS}


@pytest.mark.parametrize("name", CITIES)
def test_links_are_listed_in_printed_order(cities: dict[str, Any], name: str) -> None:
    assert [link["title"] for link in cities[name]["links"]] == STRUCTURE[name]["links"]


def test_only_a_real_address_becomes_a_links_url(sample_result: Result, cities: dict[str, Any]) -> None:
    urls = {link["url"] for row in cities.values() for link in row["links"]} - {None}
    text, _ = document(sample_result, "study-markdown")
    annotated = {url for listed in json.loads((GOLD / "urls.json").read_text("utf-8")).values() for url in listed}
    assert urls
    assert all(url.startswith("https://") and (url in text or url in annotated) for url in urls)


def test_a_grid_that_lists_all_fields_says_nothing_of_a_city(text_result: Result) -> None:
    names = load(sample() / "edition.toml").profile.field_names
    assert all(row["action_fields"] == dict.fromkeys(names) for row in text_result.rows("cities"))


def test_the_grid_on_the_page_says_which_fields_are_active(cities: dict[str, Any]) -> None:
    active = json.loads((GOLD / "grids.json").read_text("utf-8"))
    names = load(sample() / "edition.toml").profile.field_names
    assert {city: cities[city]["action_fields"] for city in active} == {
        city: {name: name in fields for name in names} for city, fields in active.items()
    }


@pytest.mark.parametrize(
    ("name", "state", "geonames_id", "latitude", "longitude"),
    [
        ("Erlangen", "DE-BY", 2929567, 49.59, 11.0), ("Göttingen", "DE-NI", 2918632, 51.53, 9.93),
        ("Halle (Saale)", "DE-ST", 2911522, 51.48, 11.98), ("Kassel", "DE-HE", 2892518, 51.32, 9.5),
        ("Lübeck", "DE-SH", 2875601, 53.87, 10.69), ("Potsdam", "DE-BB", 2852458, 52.4, 13.06),
        ("Regensburg", "DE-BY", 2849483, 49.02, 12.1), ("Tübingen", "DE-BW", 2820860, 48.52, 9.06),
        ("Weimar", "DE-TH", 2812482, 50.98, 11.32),
    ],
)  # fmt: skip
def test_cities_are_linked_to_the_right_place(
    cities: dict[str, Any], name: str, state: str, geonames_id: int, latitude: float, longitude: float
) -> None:
    row = cities[name]
    assert (row["state"], row["geonames_id"]) == (state, geonames_id)
    assert (row["latitude"], row["longitude"]) == pytest.approx((latitude, longitude), abs=0.06)


def test_looked_up_values_name_the_reference_data_and_no_spans(sample_result: Result) -> None:
    rows = [s for s in sample_result.rows("statements") if s["field"] in ("state", "geonames_id", "latitude", "longitude")]
    assert len(rows) == 4 * len(CITIES)
    assert {(s["source"], tuple(s["spans"])) for s in rows} == {("geonames", ())}


@pytest.mark.parametrize("page", PAGES)
def test_a_web_portrait_adds_what_only_it_holds(cities: dict[str, Any], page: str) -> None:
    web = next(row["web"] for row in cities.values() if row["id"] == page)
    assert web == NOTES["web"][page]


def test_a_city_without_web_portrait_has_no_web_record(cities: dict[str, Any]) -> None:
    assert {row["id"] for row in cities.values() if row["web"]} == set(PAGES)


def test_records_name_all_their_sources(cities: dict[str, Any]) -> None:
    assert cities["Erlangen"]["sources"] == ["study-pdf", "study-markdown"]
    assert set(cities["Kassel"]["sources"]) == {"study-pdf", "study-markdown", "kassel-html", "kassel-text"}
    assert set(cities["Weimar"]["sources"]) == {"weimar-html", "weimar-text"}


# Projects


@pytest.mark.parametrize("name", CITIES)
def test_projects_have_their_titles_fields_and_descriptions(cities: dict[str, Any], projects: dict[str, Any], name: str) -> None:
    rows = [projects[key] for key in cities[name]["projects"]]
    keys = ("title", "action_fields", "description")
    assert printed(rows, *keys) == printed(STRUCTURE[name]["projects"], *keys)


def test_projects_and_cities_point_to_each_other(cities: dict[str, Any], projects: dict[str, Any]) -> None:
    listed = {(key, row["id"]) for row in cities.values() for key in row["projects"]}
    assert listed == {(key, row["city"]) for key, row in projects.items()}


@pytest.mark.parametrize("entry", ANNEX, ids=[e["annex_title"] for e in ANNEX])
def test_the_annex_gives_the_primary_field_and_its_own_title(projects: dict[str, Any], entry: dict[str, Any]) -> None:
    row = next(p for p in projects.values() if (p["city"], p["title"]) == (IDS[entry["city"]], entry["title"]))
    assert (row["annex_title"], row["primary_action_field"]) == (entry["annex_title"], entry["primary"])


def test_without_an_entry_in_the_annex_the_first_printed_field_is_primary(projects: dict[str, Any]) -> None:
    rest = [p for p in projects.values() if p["annex_title"] is None]
    assert {p["city"] for p in rest} == {"weimar"}
    assert all(p["primary_action_field"] == p["action_fields"][0] for p in rest)


def test_the_annex_is_matched_one_to_one(sample_result: Result) -> None:
    matched = [entry["project"] for entry in sample_result.study["annex_projects"]]
    assert len(matched) == len(set(matched)) == len(ANNEX)
    assert None not in matched


# The study itself


@pytest.mark.parametrize(
    ("key", "value"), [("title", NOTES["study"]["title"]), ("publisher", NOTES["study"]["publisher"]), ("published", "2024-05")]
)
def test_the_study_says_of_itself(sample_result: Result, key: str, value: str) -> None:
    assert sample_result.study[key] == value


@pytest.mark.parametrize("key", ["partners", "contents", "image_credits"])
def test_the_studys_lists_are_as_printed(text_result: Result, key: str) -> None:
    assert text_result.study[key] == NOTES[key]


@pytest.mark.parametrize(("key", "word"), [("figures", "Abbildung"), ("tables", "Tabelle")])
def test_figures_and_tables_are_as_printed(text_result: Result, key: str, word: str) -> None:
    assert [{**row, "number": f"{word} {row['number']}"} for row in text_result.study[key]] == NOTES[key]


@pytest.mark.parametrize("key", ["partners", "contents", "image_credits", "figures", "tables"])
def test_the_pdf_lists_the_same_on_its_own_pages(sample_result: Result, text_result: Result, key: str) -> None:
    def bare(result: Result) -> list[dict[str, Any]]:
        return [{k: v for k, v in row.items() if k != "page"} for row in result.study[key]]

    assert bare(sample_result) == bare(text_result)


def expected_totals(part: str) -> dict[str, tuple[int, int]]:
    rows = (t for t in NOTES["totals"] if t["what"].startswith(f"projects.{part}."))
    return {t["what"].split(".", 2)[2]: (t["printed"], t["computed_expected"]) for t in rows}


@pytest.mark.parametrize(("what", "part"), [("projects.field", "table"), ("annex.field", "annex"), ("projects.field", "prose")])
def test_totals_of_each_field_are_recomputed(sample_result: Result, what: str, part: str) -> None:
    found = {t["key"]: (t["printed"], t["computed"]) for t in sample_result.study["totals"] if t["what"] == what}
    assert {key: found.get(key) for key in expected_totals(part)} == expected_totals(part)


def test_the_number_of_cities_is_recomputed(sample_result: Result) -> None:
    assert [(t["printed"], t["computed"]) for t in sample_result.study["totals"] if t["what"] == "cities"] == [(8, 8)]


def test_a_total_that_no_source_can_show_is_not_called_wrong(text_result: Result) -> None:
    rows = [t for t in text_result.study["totals"] if t["what"] == "cities.field"]
    gold = {t["what"].rsplit(".", 1)[1]: t["printed"] for t in NOTES["totals"] if t["what"].startswith("agenda_fields.")}
    assert rows
    assert all(gold[t["key"]] == t["printed"] and t["computed"] is None and t["agrees"] is None for t in rows)


def test_the_grids_of_all_cities_add_up_to_what_the_study_prints(sample_result: Result) -> None:
    rows = [t for t in sample_result.study["totals"] if t["what"] == "cities.field"]
    assert rows
    assert all(t["computed"] == t["printed"] and t["agrees"] for t in rows)


def test_only_mobility_is_miscounted(sample_result: Result) -> None:
    wrong = {(t["what"], t["key"]) for t in sample_result.study["totals"] if t["agrees"] is False}
    assert wrong == {("projects.field", "Mobilität"), ("annex.field", "Mobilität")}


# Findings and reconciling


def test_the_findings_are_exactly_those_that_the_sample_was_made_for(sample_result: Result) -> None:
    sections = {row["id"]: [s["kind"] for s in row["sections"]] for row in sample_result.rows("cities")}

    def place(finding: dict[str, Any]) -> str | None:
        match = re.fullmatch(r"sections\[(\d+)\]", finding["field"] or "")
        return sections[finding["record"].removeprefix("city:")][int(match[1])] if match else None

    found = sorted((f["code"], f["record"], place(f) or "") for f in sample_result.rows("findings"))
    assert found == sorted([
        ("conflict.text", "city:kassel", "milestones"),
        ("portrait.missing", "study:sample", ""),
        ("text.moved", "city:kassel", "opportunities"),
        ("text.moved", "city:tuebingen", "motivation"),
        ("total.differs", "study:sample", ""),
        ("total.differs", "study:sample", ""),
        ("variant.typographic", "city:kassel", "communication"),
        ("variant.typographic", "city:kassel", "funding"),
        ("variant.typographic", "city:kassel", "organisation"),
        ("variant.typographic", "city:tuebingen", "funding"),
    ])  # fmt: skip


def test_findings_carry_the_documented_severity_and_are_counted(sample_result: Result) -> None:
    rows = sample_result.rows("findings")
    counts = sample_result.outcome.manifest["findings"]
    assert counts == {code: sum(r["code"] == code for r in rows) for code in {r["code"] for r in rows}}
    assert all(r["severity"] == CODES[r["code"]].severity for r in rows)


def test_the_change_of_substance_names_both_years(sample_result: Result) -> None:
    [finding] = [f for f in sample_result.rows("findings") if f["code"] == "conflict.text"]
    assert set(re.findall(r"\d{4}", finding["message"])) == {"2018", "2019"}


@pytest.mark.parametrize("page", ["kassel", "tuebingen"])
def test_a_sentence_moved_to_the_teaser_is_named_and_no_conflict(sample_result: Result, page: str) -> None:
    [change] = [c for c in NOTES["changes"] if c["page"] == page and c["kind"] == "moved"]
    [finding] = [f for f in sample_result.rows("findings") if (f["code"], f["record"]) == ("text.moved", f"city:{page}")]
    assert change["text"] in finding["message"]


def test_the_text_that_lost_keeps_its_statement(sample_result: Result) -> None:
    quotes = [
        s["quote"] for s in sample_result.rows("statements") if s["record"] == "city:kassel" and s["source"] == "kassel-html"
    ]
    assert any("Im Juni 2018 sprach sich" in quote for quote in quotes)


def without_sources(result: Result) -> tuple[list[dict[str, Any]], ...]:
    return tuple([{k: v for k, v in row.items() if k != "sources"} for row in result.rows(n)] for n in ("cities", "projects"))


@pytest.mark.parametrize("page", PAGES)
def test_the_saved_text_of_a_page_alone_gives_what_its_html_gives(tmp_path: Path, page: str) -> None:
    html, text = (run_paths(tmp_path, sample() / "web" / f"{page}.{end}", edition="sample") for end in ("html", "txt"))
    assert without_sources(html) == without_sources(text)
    assert html.rows("cities")[0]["sections"]


# Grounding


def test_every_quote_stands_at_its_spans(sample_result: Result) -> None:
    texts = {s["id"]: document(sample_result, s["id"])[0] for s in sample_result.outcome.manifest["sources"]}
    for row in sample_result.rows("statements"):
        text = texts.get(row["source"], "")
        assert " ".join(text[start:end] for start, end in row["spans"]) == row["quote"], row


def test_every_value_from_a_source_has_a_quote(sample_result: Result) -> None:
    rows = [s for s in sample_result.rows("statements") if s["source"] != "geonames"]
    assert all(s["spans"] and s["quote"].strip() for s in rows)


def leaves(record: str, row: dict[str, Any], keys: list[str]) -> set[tuple[str, str]]:
    found = set()
    for key in keys:
        value = row[key]
        if isinstance(value, list):
            found |= {(record, f"{key}[{index}]") for index in range(len(value))}
        elif value is not None:
            found.add((record, key))
    return found


def test_every_value_has_a_statement(sample_result: Result) -> None:
    wanted: set[tuple[str, str]] = set()
    city_keys = ["name", "population", "area_km2", "state", "geonames_id", "latitude", "longitude", "sections", "links"]
    for row in sample_result.rows("cities"):
        wanted |= leaves(f"city:{row['id']}", row, [*city_keys, "image_credit", "dates", "organisation", "funding", "networks"])
    for row in sample_result.rows("projects"):
        wanted |= leaves(f"project:{row['id']}", row, ["title", "description", "annex_title"])
    study = [k for k, v in sample_result.study.items() if v]
    wanted |= leaves("study:sample", sample_result.study, study)
    assert wanted - {(s["record"], s["field"]) for s in sample_result.rows("statements")} == set()


@pytest.mark.parametrize("key", ["author", "published", "teaser", "region", "neighbours", "quotes", "image_sources"])
def test_every_value_of_a_web_portrait_has_a_statement(sample_result: Result, key: str) -> None:
    stated = {(s["record"], s["field"].partition("[")[0]) for s in sample_result.rows("statements")}
    wanted = {f"city:{row['id']}" for row in sample_result.rows("cities") if row["web"] and row["web"][key]}
    assert wanted
    assert {record for record in wanted if (record, f"web.{key}") not in stated} == set()


@pytest.mark.parametrize("key", ["action_fields", "primary_action_field"])
def test_every_tag_of_a_project_has_a_statement(sample_result: Result, key: str) -> None:
    stated = {s["record"] for s in sample_result.rows("statements") if s["field"].partition("[")[0] == key}
    assert {p["id"] for p in sample_result.rows("projects") if p[key] and f"project:{p['id']}" not in stated} == set()


def test_blocks_cover_each_text_exactly_once(sample_result: Result) -> None:
    for source in sample_result.outcome.manifest["sources"]:
        text, record = document(sample_result, source["id"])
        at = 0
        for block in record["blocks"]:
            assert at <= block["start"] < block["end"] <= len(text)
            assert not text[at : block["start"]].strip()
            at = block["end"]
        assert not text[at:].strip()


def test_nothing_of_the_sample_is_unassigned(sample_result: Result) -> None:
    sources = sample_result.outcome.manifest["sources"]
    roles = {(s["id"], b["role"]) for s in sources for b in document(sample_result, s["id"])[1]["blocks"]}
    assert {pair for pair in roles if pair[1] == "unassigned"} == set()


def test_the_text_of_markdown_and_text_sources_is_the_input(sample_result: Result) -> None:
    inputs = {p.name: p for p in sample().rglob("*.*")}
    rows = [s for s in sample_result.outcome.manifest["sources"] if s["format"] in ("markdown", "text")]
    assert len(rows) == 4
    for row in rows:
        text = unicodedata.normalize("NFC", inputs[row["path"]].read_bytes().decode("utf-8"))
        assert document(sample_result, row["id"])[0] == text.replace("\r\n", "\n")


def test_script_and_style_of_a_page_are_no_text(sample_result: Result) -> None:
    text, _ = document(sample_result, "tuebingen-html")
    assert text.count("Meilensteine") == 1
    assert "dataLayer" not in text


# The contract's form

KEYS = {
    "cities": "id name edition state geonames_id latitude longitude population area_km2 action_fields sections projects links "
    "image_credit web dates organisation agenda_status organisation_models funding networks stakeholders participation "
    "channels sources",
    "projects": "id city title action_fields primary_action_field annex_title predicted_action_fields description sources",
    "statements": "record field value source spans quote page bbox extractor confidence",
    "findings": "code severity record field source message spans",
}


@pytest.mark.parametrize("name", KEYS)
def test_keys_stand_in_the_contracts_order(sample_result: Result, name: str) -> None:
    extra = {"boxes", "evidence"} if name == "statements" else set()  # written where a source has pages and colours
    assert {tuple(key for key in row if key not in extra) for row in sample_result.rows(name)} == {tuple(KEYS[name].split())}


def test_keys_of_single_files_stand_in_the_contracts_order(sample_result: Result) -> None:
    study = "title publisher published partners contents figures tables annex_projects image_credits totals"
    manifest = "contract run_id edition sources counts findings recorded"
    assert list(sample_result.study) == study.split()
    assert list(sample_result.outcome.manifest) == manifest.split()
    _, record = document(sample_result, "study-markdown")
    assert list(record) == "id kind format sha256 blocks".split()
    assert list(record["blocks"][0]) == "start end role city section page bbox".split()


@pytest.mark.parametrize("name", ["cities", "projects"])
def test_records_are_sorted_by_id(sample_result: Result, name: str) -> None:
    ids = [row["id"] for row in sample_result.rows(name)]
    assert ids == sorted(set(ids))


def test_findings_are_sorted(sample_result: Result) -> None:
    rows = [tuple(f[k] or "" for k in ("code", "record", "field", "source")) for f in sample_result.rows("findings")]
    assert rows == sorted(rows)


@pytest.mark.parametrize("name", ["city", "project", "statement", "finding"])
def test_every_line_fits_its_schema(sample_result: Result, name: str) -> None:
    plural = {"city": "cities"}.get(name, f"{name}s")
    model: type[BaseModel] = SCHEMAS[name]
    lines = (sample_result.path / f"{plural}.jsonl").read_bytes().splitlines()
    assert lines
    for line in lines:
        model.model_validate_json(line)


def test_every_single_file_fits_its_schema(sample_result: Result) -> None:
    SCHEMAS["run"].model_validate_json((sample_result.path / "run.json").read_bytes())
    SCHEMAS["study"].model_validate_json((sample_result.path / "study.json").read_bytes())
    for path in (sample_result.path / "documents").glob("*.json"):
        SCHEMAS["document"].model_validate_json(path.read_bytes())


def test_json_is_written_unescaped(sample_result: Result) -> None:
    tables = {name: data for name, data in sample_result.files().items() if name.endswith((".jsonl", "study.json"))}
    assert {name for name, data in tables.items() if b"\\u" in data} == set()
    assert "Tübingen".encode() in tables["cities.jsonl"]
