"""Facts in running text, from the sources to the records: grounded, merged, named once, and open to others' components."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Result, run_paths
from spacy.language import Language
from spacy.tokens import Doc
from stadtatlas.prose import marks
from stadtatlas.run import RunError

Run = Callable[..., Result]

PORTRAIT = """# Smart-City-Atlas

# Steckbriefe

## Passau

Einwohner: 52.469

### Organisationsstruktur

Seit Mai 2017 lenkt das Amt für digitale Dienste (ADD) die Vorhaben. Das Amt berichtet dem Oberbürgermeister.

### Meilensteine

Im Jahr 2016 begann die Arbeit im Programm »Horizon 2020«. Das ADD legte Anfang 2018 eine Digitalstrategie vor, die der
Stadtrat im selben Jahr beschloss.

### Wettbewerbe & Förderprogramme

Passau wird durch das EU-Programm »Horizon 2020« gefördert. Das BMVI unterstützt die Stadt mit dem Programm »mFUND«.
"""


@pytest.fixture
def passau(run_text: Run) -> Result:
    return run_text(study__md=PORTRAIT)


def city(result: Result) -> dict[str, Any]:
    return result.rows("cities")[0]


def quotes(result: Result, field: str) -> list[str]:
    return sorted(s["quote"] for s in result.rows("statements") if s["field"] == field and s["record"].startswith("city:"))


def test_dates_carry_section_value_and_event(passau: Result) -> None:
    dates = city(passau)["dates"]
    assert [(d["surface"], d["value"], d["mod"], d["section"]) for d in dates] == [
        ("Mai 2017", "2017-05", None, "Organisationsstruktur"),
        ("Jahr 2016", "2016", None, "Meilensteine"),
        ("Anfang 2018", "2018", "early", "Meilensteine"),
        ("selben Jahr", "2018", None, "Meilensteine"),
    ]
    assert dates[3]["relative"] is True
    assert all(d["event"] and len(d["event"].split()) <= 12 for d in dates)


def test_a_quote_is_the_words_of_the_source(passau: Result) -> None:
    assert quotes(passau, "dates[2]") == ["Anfang 2018"]
    assert quotes(passau, "agenda_status") != []


def test_a_thing_named_in_three_places_is_one_value_with_three_statements(passau: Result) -> None:
    names = [o["name"] for o in city(passau)["organisation"]]
    index = names.index("Amt für digitale Dienste (ADD)")
    assert quotes(passau, f"organisation[{index}]") == ["ADD", "Amt für digitale Dienste (ADD)"]
    programmes = [f["name"] for f in city(passau)["funding"]]
    assert quotes(passau, f"funding[{programmes.index('Horizon 2020')}]") == ["Horizon 2020", "Horizon 2020"]


def test_a_list_is_null_where_no_source_has_its_section_and_empty_where_it_names_nothing(run_text: Run) -> None:
    result = run_text(study__md=PORTRAIT + "\n### Stakeholder & Beteiligung\n\nHierzu ist wenig bekannt.\n")
    found = city(result)
    assert found["networks"] is None
    assert found["channels"] is None
    assert found["participation"] == []


def test_an_entity_known_everywhere_has_one_id_in_all_cities(run_text: Run) -> None:
    other = PORTRAIT.replace("Passau", "Trier").replace("52.469", "110.570")
    entities = run_text(study__md=PORTRAIT + other.partition("# Steckbriefe")[2]).by_id("entities")
    ministry = entities["ministry:bmvi"]
    assert {m["record"] for m in ministry["mentions"]} == {"city:passau", "city:trier"}
    assert {m["record"] for m in entities["programme:horizon-2020"]["mentions"]} == {"city:passau", "city:trier"}


def test_an_office_is_bound_to_its_city(passau: Result) -> None:
    entities = passau.by_id("entities")
    office = entities["unit:passau/amt-fuer-digitale-dienste-add"]
    assert office["aliases"] == ["ADD", "Amt für digitale Dienste"]
    assert len(office["mentions"]) == 2


def test_every_mention_refers_to_a_statement(passau: Result) -> None:
    stated = [{k: s[k] for k in ("record", "field", "source", "spans")} for s in passau.rows("statements")]
    mentions = [m for e in passau.rows("entities") for m in e["mentions"]]
    assert mentions
    assert all(m in stated for m in mentions)


def test_two_sources_that_say_the_same_make_one_value_with_both_statements(run_text: Run) -> None:
    page = PORTRAIT.partition("## Passau")[2]
    result = run_text(study__md=PORTRAIT, page__txt="Smart City Passau\n\n" + page.replace("### ", ""))
    assert len(result.rows("cities")) == 1
    assert len(city(result)["dates"]) == 4
    assert len({s["source"] for s in result.rows("statements") if s["field"] == "dates[0]"}) == 2


ADDED = "test_added"
BROKEN = "test_broken"
ODD = "test_odd"


@Language.component(ADDED)
def add_network(doc: Doc) -> Doc:
    """Somebody else's component: every `Elbe` is a network; it asks the tokens for their attributes."""
    for token in doc:
        if token.lower_ == "elbe" and token.shape_ == "Xxxx":
            marks.mark(doc, "networks", (token.idx, token.idx + 4), {"name": "Elbe"}, 0.5)
    return doc


@Language.component(BROKEN)
def fail(doc: Doc) -> Doc:
    raise ArithmeticError("no good")


@Language.component(ODD)
def mark_nonsense(doc: Doc) -> Doc:
    """Values that the schema does not allow, and a kind that it does not have."""
    marks.mark(doc, "funding", (0, 4), {"name": "x", "kind": "river"}, 1.0)
    marks.mark(doc, "rivers", (0, 4), {"name": "Elbe"}, 1.0)
    return doc


@pytest.fixture
def with_component(tmp_path: Path) -> Callable[[str], Result]:
    def go(name: str) -> Result:
        folder = tmp_path / "in"
        folder.mkdir()
        profile = f'id = "own"\nextends = "atlas-2019"\n[prose]\ncomponents = ["{name}"]\n'
        (folder / "edition.toml").write_text(profile, "utf-8")
        (folder / "study.md").write_text(PORTRAIT.replace("die Vorhaben", "die Vorhaben an der Elbe"), "utf-8")
        return run_paths(tmp_path / "store", folder)

    return go


def test_a_profile_adds_a_component(with_component: Callable[[str], Result]) -> None:
    result = with_component(ADDED)
    assert city(result)["networks"] == [{"name": "Elbe"}]
    assert [(s["quote"], s["confidence"]) for s in result.rows("statements") if s["field"] == "networks[0]"] == [("Elbe", 0.5)]


def test_a_component_that_fails_is_a_finding_and_the_others_stand(with_component: Callable[[str], Result]) -> None:
    result = with_component(BROKEN)
    found = [f for f in result.rows("findings") if f["code"] == "prose.failed"]
    assert [(f["record"], "ArithmeticError: no good" in f["message"]) for f in found] == [("city:passau", True)]
    assert len(city(result)["dates"]) == 4


def test_values_that_break_the_schema_are_findings_and_no_values(with_component: Callable[[str], Result]) -> None:
    result = with_component(ODD)
    fields = sorted(f["field"] for f in result.rows("findings") if f["code"] == "prose.invalid")
    assert fields == ["funding", "rivers"]
    assert [f["kind"] for f in city(result)["funding"]] == ["programme", "programme"]


def test_a_day_that_no_calendar_has_is_a_finding_with_its_words_and_no_date(run_text: Run) -> None:
    result = run_text(study__md=PORTRAIT.replace("Anfang 2018", "am 31.02.2018"))
    found = [f for f in result.rows("findings") if f["code"] == "date.impossible"]
    text = result.files()[f"documents/{found[0]['source']}.txt"].decode()
    assert [(f["record"], f["field"], [text[a:b] for a, b in f["spans"]]) for f in found] == [
        ("city:passau", "dates", ["31.02.2018"])
    ]
    assert "2018-02-31" not in str(city(result)["dates"])


def test_a_component_that_is_not_installed_stops_the_run_with_a_plain_error(with_component: Callable[[str], Result]) -> None:
    with pytest.raises(RunError, match=r"(?s)'nowhere' in prose.components.*Install the package"):
        with_component("nowhere")


AUDITED = (
    PORTRAIT
    + """
# Querschnittsanalyse

Der Status der Agenden verteilt sich so: ausformuliert 1, in Arbeit 2. Von allen Orten nennen drei Viertel die Vereine.
"""
)
COUNTED = """
id = "own"
extends = "atlas-2019"
[[totals]]
what = "cities.agenda_status"
key = "adopted"
pattern = 'ausformuliert {number}'
[[totals]]
what = "cities.agenda_status"
key = "in_development"
pattern = 'in Arbeit {number}'
[[totals]]
what = "percent.stakeholders"
key = "civil_society"
pattern = 'nennen {share} die Vereine'
"""


def test_the_printed_counts_of_agendas_and_shares_are_recomputed(run_text: Run) -> None:
    told = "\n### Stakeholder & Beteiligung\n\nStakeholder sind die Vereine der Stadt.\n"
    result = run_text(edition=None, study__md=AUDITED.replace("\n# Quer", told + "\n# Quer"), edition__toml=COUNTED)
    totals = {(t["what"], t["key"]): (t["printed"], t["computed"], t["agrees"]) for t in result.study["totals"]}
    assert totals == {
        ("cities.agenda_status", "adopted"): (1, 1, True),
        ("cities.agenda_status", "in_development"): (2, 0, False),
        ("percent.stakeholders", "civil_society"): (75, 100, False),
    }
    assert len([f for f in result.rows("findings") if f["code"] == "total.differs"]) == 2
