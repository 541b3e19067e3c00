"""Programmes, competitions, awards and funded projects in running text, and who pays for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from stadtatlas.prose import crf, funding, marks, probable, sentences, tokenizer
from stadtatlas.prose.passages import Kind, Passage


def _pipeline() -> Language:
    marks.register()
    nlp = tokenizer.blank()
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(funding.NAME)
    return nlp


NLP = _pipeline()


@pytest.fixture(scope="module", autouse=True)
def _rules_alone() -> Iterator[None]:
    """What was learned would change with each training; `test_prose_crf.py` and `test_prose_probable.py` look after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crf, "names", lambda *_: [])
        patch.setattr(probable, "payer", lambda told, at, item, ruled: ruled)
        yield


def read(text: str, kind: Kind = "funding") -> list[marks.Fact]:
    doc = NLP.make_doc(text)
    doc._.passages = (Passage(kind, "Förderung", 0, len(text)),)
    return marks.facts(NLP(doc))


def names(text: str) -> list[tuple[str, str | None]]:
    return [(fact.value["name"], fact.value["funder"]) for fact in read(text)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kehl bewarb sich beim Wettbewerb „Hafen von morgen“.", "Hafen von morgen", "competition"),
        ("Kehl nutzt das Programm \"Kai digital\".", "Kai digital", "programme"),
        ("Kehl trägt den Titel »Hafenhauptstadt«.", "Hafenhauptstadt", "award"),
        ("Kehl ist Partner im Forschungsprojekt »AutoKahn«.", "AutoKahn", "project"),
        ("Kehl nahm am »Kai-Ideen«-Wettbewerb teil.", "Kai-Ideen", "competition"),
        ("Kehl ist eine von drei »Digitalen Hafenregionen«.", "Digitale Hafenregionen", "programme"),
        ("Kehl gewann den Hauptpreis der Initiative »Kluge Kais«.", "Kluge Kais", "award"),
        ("Für Kehl hat das Land Hessen einen »Digitalen Kai« bewilligt.", "Digitaler Kai", "project"),
        ("Das BMVI zahlt die App »Kai digital«.", "Kai digital", "project"),
    ],
)  # fmt: skip
def test_quoted_names(text: str, name: str, kind: str) -> None:
    assert [(fact.value["name"], fact.value["kind"]) for fact in read(text)] == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kehl nimmt am Projekt Kluger Hafen teil.", ["Kluger Hafen"]),
        ("Kehl ist am Programm Interreg 5A Nordsee beteiligt.", ["Interreg 5A Nordsee"]),
        ("Kehl bewarb sich um Mittel aus dem Innovationsfonds.", ["Innovationsfonds"]),
        ("Kehl nutzt das Programm »Innovative Hafentechnologien« (IHATEC).", ["Innovative Hafentechnologien"]),
        ("Die Bewerbung um den Titel einer Hafenstadt des Jahres blieb ohne Erfolg.", ["Hafenstadt des Jahres"]),
        ("Kehl bewarb sich mit einem Projekt zur Pflege der Ufer bei der EU.", ["Projekt zur Pflege der Ufer"]),
        ("Mittel kommen aus dem Hafeninvestitionsförderungsgesetz.", ["Hafeninvestitionsförderungsgesetz"]),
        ("Mittel kommen aus dem Digitalisierungsfonds des Landes Hessen.", ["Digitalisierungsfonds"]),
        ("Kehl bereitet die REGIONALE 2025 »Kaiwelten« vor.", ["REGIONALE 2025 Kaiwelten"]),
        ("Ein Forschungsvorhaben zum leisen Fahren wird gefördert.", ["Forschungsvorhaben zum leisen Fahren"]),
        ("Das Hafenlabor erhält als Digital Port Zuwendungen des Landes.", ["Hafenlabor"]),
        ("Mittel kommen aus dem Europäischen Fonds für regionale Entwicklung.",
         ["Europäischer Fonds für regionale Entwicklung"]),
        ("Kehl ist Partner der Projekte KaiLog und HafenNetz.", ["KaiLog", "HafenNetz"]),
        ("Kehl erhielt den Kehler Medienpreis und den Smart Port Award 2018.", ["Kehler Medienpreis", "Smart Port Award 2018"]),
        ("Kehl wurde mit dem Deutschen Nachhaltigkeitspreis geehrt.", ["Deutscher Nachhaltigkeitspreis"]),
        ("Mittel kommen aus der Nationalen Klimaschutzinitiative.", ["Nationale Klimaschutzinitiative"]),
        ("Kehl wurde als Google Lead Port und als Stadt der Kähne ausgezeichnet.", ["Google Lead Port", "Stadt der Kähne"]),
        ("Weitere Förderprojekte sind der Hafenplan, eine Fährenauskunft und das Kaiportal (KaPo).",
         ["Hafenplan", "Fährenauskunft", "Kaiportal (KaPo)"]),
        ("Kehl beteiligt sich an Wettbewerben (z.B. Port 2 City).", ["Port 2 City"]),
        ("Das Land Hessen bezuschusst das KaiQuartier.", ["KaiQuartier"]),
        ("Kehl erprobt ein Pilotprojekt zu fahrerlosen Fähren.", ["Pilotprojekt zu fahrerlosen Fähren"]),
        ("Kehl nimmt an SynKahn teil.", ["SynKahn"]),
        ("Zwei Vorhaben wurden in die Open-Port-Plattform des BMVI aufgenommen.", ["Open-Port-Plattform"]),
        ("Der Bau des digitalen Hafenzentrums wurde durch das Land Hessen gefördert.", ["digitales Hafenzentrum"]),
        ("Der Lastenkahnverleih KahnRad wird vom Land gefördert.", ["KahnRad"]),
        ("Kehl nimmt die Hafenförderung des Landes in Anspruch.", ["Hafenförderung des Landes"]),
        ("Kehl wurde im Förderwettbewerb des Bundes für den Ausbau der Häfen in Randlagen berücksichtigt.",
         ["Förderwettbewerb des Bundes für den Ausbau der Häfen in Randlagen"]),
        ("Partner ist Kehl in einem vom BMBF geförderten Forschungsprojekt der TH Kehl zur Pflege der Ufer.",
         ["Forschungsprojekt der TH Kehl zur Pflege der Ufer"]),
        ("Am Projekt »KaiPlan«, einem vom BMBF geförderten Vorhaben zur Pflege der Ufer, nimmt Kehl teil.", ["KaiPlan"]),
        ("Kehl nutzt die Förderrichtlinie Hafenbau.", ["Förderrichtlinie Hafenbau"]),
        ("Kehl nutzt das Programm zur Pflege der Ufer des Landes Hessen.", ["Programm zur Pflege der Ufer"]),
        ("Im Programm für kluge Häfen (PKH) der Bau der Kais ist offen.", ["Programm für kluge Häfen (PKH)"]),
        ("Geld kommt aus dem Förderfonds der Metropolregion Hafenbucht.", ["Förderfonds der Metropolregion Hafenbucht"]),
        ("Drei Förderungen laufen: Das Land Hessen unterstützt »Kai«, der Bund trägt Kosten für das Netz.", ["Kai"]),
        ("Im Wettbewerb »Kai« gewann Kehl einen Anerkennungspreis.", ["Kai"]),
        ("Über das Landesprogramm Hafen erhält Kehl Mittel.", ["Landesprogramm Hafen"]),
        ("Kehl nimmt am LEADER-Programm teil.", ["LEADER-Programm"]),
        ("Geld kommt aus dem Hafenprogramm des Bundes.", ["Hafenprogramm des Bundes"]),
        ("Kehl erhält Geld aus Interreg V A Hafen – Kai.", ["Interreg V A Hafen – Kai"]),
        ("Kehl tritt in Projekten wie SynKahn, Kaiflotte und MyPort auf.", ["SynKahn", "Kaiflotte", "MyPort"]),
        ("Kehl gewann den Innovationswettbewerb der Hansestadt Stade.", ["Innovationswettbewerb der Hansestadt Stade"]),
        ("Für den Hafenplan Nord gewährt das Land Hessen Geld.", ["Hafenplan Nord"]),
        ("Den Umbau des KaiQuartiers fördert das Land Hessen.", ["KaiQuartier"]),
        ("Das Land Hessen fördert die Einrichtung eines digitalen Hafenzentrums.", ["digitales Hafenzentrum"]),
        ("Für den Hafenplan Nord standen Bundesmittel bereit.", ["Hafenplan Nord"]),
    ],
)  # fmt: skip
def test_names_without_quotation_marks(text: str, expected: list[str]) -> None:
    assert [name for name, _ in names(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kehl nutzt Förderprogramme von Bund, Land und EU.",
        "Kehl nimmt bisher an keinen Wettbewerben teil.",
        "Kehl feiert 2021 unter dem Motto »Kluge Kähne« sein Hafenfest und wird dabei gefördert.",
        "Wettbewerbe wie z.B. Hackathons finden statt.",
        "Kehl erhält Fördermittel des Bundes für den Ausbau des Netzes.",
        "Der Ausbau der Kaimauer wird vom Land Hessen gefördert.",
        "Für die Einführung der elektronischen Akte gewährt das Land Hessen Geld.",
        "Die Stadt Kehl wird vom Land Hessen gefördert.",
        "Ohne Fördermittel sind Vorhaben für die Stadt zu teuer.",
    ],
)
def test_nothing_where_nothing_is_named(text: str) -> None:
    assert names(text) == []


def test_a_project_that_won_a_prize_gives_the_prize_alone() -> None:
    assert names("Das Projekt »AutoKahn« gewann den Preis »Goldener Poller«.") == [("Goldener Poller", None)]
    assert names("Für das Projekt »AutoKahn« erhielt Kehl Mittel vom Bund.") == [("AutoKahn", "Bund")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am Programm »Kai digital« des BMWi nimmt Kehl teil.", "BMWi"),
        ("Am Programm »Kai digital« der Europäischen Union nimmt Kehl teil.", "Europäische Union"),
        ("Am Programm »Kai digital« des Landes Hessen nimmt Kehl teil.", "Land Hessen"),
        ("Am Programm »Kai digital« (BMI) nimmt Kehl teil.", "BMI"),
        ("Kehl wird im Programm »Kai digital« sowie durch das Land gefördert.", None),
        ("Kehl plant »Kai digital«, ein Vorhaben, das Mittel des Landes Hessen nutzt und gefördert wird.", "Land Hessen"),
        ("Am Projekt »Kai digital«, für das das Land Hessen Geld bereitstellt, nimmt Kehl teil.", "Land Hessen"),
        ("Das Projekt »Kai digital« wird vom Wirtschafts- und Digitalministerium des Landes gefördert.",
         "Wirtschafts- und Digitalministerium des Landes"),
        ("So unterstützt das BMI den Bau der Kais aus dem Programm »Kai digital«.", "BMI"),
        ("Das Projekt »Kai digital«, das Kräne vernetzt, erhielt Unterstützung vom Land Hessen.", "Land Hessen"),
        ("Am Programm »Kai digital« (Land) nimmt Kehl teil.", "Land"),
        ("Am Landesprogramm »Kai digital« nimmt Kehl teil.", "Land"),
        ("Am Landesprogramm »Kai digital« in Hessen nimmt Kehl teil.", "Hessen"),
        ("An der Ausschreibung des Freistaats Bayern »Kai digital« nimmt Kehl teil.", "Freistaat Bayern"),
        ("Das vom BMBF geförderte Projekt »Kai digital« beginnt.", "BMBF"),
        ("Das mit EU-Mitteln geförderte Projekt »Kai digital« beginnt.", "EU"),
        ("Das Projekt »Kai digital« wird durch das hessische Umweltministerium gefördert.", "hessisches Umweltministerium"),
        ("Auf Bundesebene wird Kehl im Rahmen des Programms »Kai digital« unterstützt.", "Bund"),
        ("Kehl erhält vom BMVI eine Förderung für das Projekt »Kai digital«.", "BMVI"),
        ("Das Projekt »Kai digital« wird vom BMU und vom BMVI gefördert.", "BMU, BMVI"),
        ("Kehl beteiligt sich am Projekt »Kai digital«. Gefördert wird es vom BMWi.", "BMWi"),
        ("Im Bitkom-Wettbewerb »Kai digital« kam Kehl ins Finale.", "Bitkom"),
        ("Kehl gewann den Preis »Kai digital« der Stiftung Blaue Stadt.", "Stiftung Blaue Stadt"),
        ("Kehl gewann den Preis »Kai digital« des Hafenvereins.", "Hafenverein"),
        ("Im Rahmen von »Kai digital« unterstützt das Ministerium für Häfen die Stadt.", "Ministerium für Häfen"),
        ("Das bundesweite Programm »Kai digital« fördert Kehl.", None),
        ("Kehl nahm am Programm »Kai digital« teil und nutzt Förderprogramme des Bundes.", None),
        ("Kehl ist Partner im Projekt »Kai digital« der Hochschule Kehl.", None),
        ("Das an der Hochschule Kehl betriebene Projekt »Kai digital« läuft.", None),
        ("Am Projekt »Kai digital«, das die Hochschule leitet und das vom Bund gefördert wird, ist Kehl beteiligt.", "Bund"),
        ("Das Projekt »Kai digital« wird von den Hafenfreunden mit 9.000 Euro finanziert.", "Hafenfreunde"),
        ("Für »Kai digital« wurde ein Antrag auf Landesmittel gestellt.", "Land"),
        ("Kehl nutzt das Programm »Kai digital«; hierfür stellt das BMVI Mittel bereit.", "BMVI"),
        ("Kehl nutzt das Programm »Kai digital«. Zwei Drittel der Kosten übernimmt das BMVI.", "BMVI"),
        ("Kehl nutzt das Programm »Kai digital«. Die Finanzierung kommt vom BMVI.", "BMVI"),
        ("Kehl nutzt das Programm »Kai digital«. Das BMVI tagt in Bonn.", None),
        ("Neben einer Förderung durch das Land nimmt Kehl am Programm »Kai digital« teil.", None),
        ("Kehl nutzt »Kai digital«, das vom Zweckverband eGo-Saar mit Mitteln des Bundes betrieben wird.", "Bund"),
        ("Kehl erhält für »Kai digital« rund 2 Millionen Euro vom Bund.", "Bund"),
        ("Über »Kai digital« wird die Beschaffung von Booten und die Pflege der Ufer unterstützt.", None),
        ("Das Projekt »Kai digital« wird vom Bund, dem Land Hessen und der EU gefördert.", "Bund, Land Hessen, EU"),
        ("Für das Projekt »Kai digital« erhielt Kehl Mittel des Ministeriums für Häfen des Saarlandes.",
         "Ministerium für Häfen des Saarlandes"),
        ("Die Anna Petersen Stiftung fördert das Projekt »Kai digital«.", "Anna Petersen Stiftung"),
        ("Das Projekt »Kai digital« fördert der Landkreis Hafen.", "Landkreis Hafen"),
        ("Das Projekt »Kai digital« wird von der Stiftung für das friesische Volk bezuschusst.",
         "Stiftung für das friesische Volk"),
        ("Aus dem Programm »Kai digital« der Volksbank Nordheim gab es Geld.", "Volksbank Nordheim"),
        ("Einmal jährlich richtet Nordheim den Wettbewerb »Kai digital« aus.", None),
        ("Das Projekt »Kai digital« der Medienanstalt Berlin-Brandenburg wird gefördert.", None),
        ("Kehl nimmt am NRW-Projekt »Kai digital« teil.", "NRW"),
        ("Der Segelclub Nordheim stiftet den Preis »Kai digital«.", "Segelclub Nordheim"),
        ("Die Petersen-Stiftung ehrte Kehl mit dem Preis »Kai digital«.", "Petersen-Stiftung"),
        ("Die Anna & Ole Petersen-Stiftung fördert das Projekt »Kai digital«.", "Anna & Ole Petersen-Stiftung"),
        ("Das Unternehmen Hafentron stiftet den Preis »Kai digital«.", "Hafentron"),
        ("Niedersachsen gab 2018 einen Zuschuss zum Projekt »Kai digital«.", "Niedersachsen"),
        ("Am Wettbewerb »Kai digital«, den die hessische Staatskanzlei ins Leben gerufen hat, nahm Kehl teil.",
         "hessische Staatskanzlei"),
        ("Am Wettbewerb »Kai digital«, den die Deutsche Hafenhilfe organisiert, nahm Kehl teil.", "Deutsche Hafenhilfe"),
        ("Am Wettbewerb »Kai digital« der Medienanstalt Nordsee (mano) nahm Kehl teil.", "Medienanstalt Nordsee (mano)"),
        ("Das Projekt »Kai digital« wird von der Volksbank Nordheim eG gefördert.", "Volksbank Nordheim eG"),
        ("Kehl wurde von der Hafenwirtschaft mit dem Preis »Kai digital« ausgezeichnet.", "Hafenwirtschaft"),
        ("Das Land Hessen fördert Kehl über das Landesprogramm »Kai digital«.", "Land Hessen"),
        ("Als Geldgeberin tritt die Petersen-Stiftung auf, die das Projekt »Kai digital« unterstützt.", "Petersen-Stiftung"),
        ("Die Kräne sind Teil des Projekts »Kai digital«; gefördert wird dieses vom Bund.", "Bund"),
        ("Kehl wurde für »Kai digital« ausgewählt. Fördermittelgeber ist das BMVI.", "BMVI"),
        ("Auf europäischer Ebene nimmt Kehl am Projekt »Kai digital« teil.", None),
        ("Kehl führt mit der Hochschule das Projekt »Kai digital« durch.", None),
        ("Für das Projekt »Kai digital« hat das Hafenministerium des Landes Mittel bewilligt.", "Hafenministerium des Landes"),
        ("Im Programm »Kai digital« ist die Hafenbau GmbH Partner.", None),
        ("Kehl nutzt das Programm »Kai digital«, das Bund und Saarland gemeinsam tragen.", "Bund, Saarland"),
        ("Kehl nutzt das Programm »Kai digital«, dessen Kosten sich Bund und Land teilen.", "Bund, Land"),
        ("Kehl nutzt das Programm »Kai digital« des hessischen Hafen- und Schiffsministeriums.",
         "hessisches Hafen- und Schiffsministerium"),
        ("Kehl nutzt das Bund-Länder-Programm »Kai digital«.", "Bund, Länder"),
        ("Kehl beteiligt sich am Programm »Kai digital«, dessen Kosten überwiegend das BMU trägt.", "BMU"),
        ("Gefördert wird die Stadt zudem von der EU, und zwar mit dem Projekt »Kai digital«.", "EU"),
        ("Am Vorhaben »Kai digital«, das zum Schaufenster des BMWi gehört, ist Kehl beteiligt.", "BMWi"),
        ("Auf Bundesebene ist Kehl am Projekt »Kai digital« beteiligt, das vom BMVI unterstützt wird.", "BMVI"),
        ("Das Land Hessen fördert Kehl, während das Projekt »Kai digital« von der Petersen-Stiftung getragen wird.",
         "Petersen-Stiftung"),
        ("Geld aus »Kai digital« erhalten die Häfen, und die Werft wird vom Land Hessen gefördert.", None),
        ("Im Jahr 2018 errang die Hafengesellschaft den Preis »Kai digital«.", None),
        ("Kehl bewarb sich um den Preis »Kai digital« der Stiftung für Engagement.", "Stiftung für Engagement"),
        ("Für das Projekt »Kai digital« stehen Landesmittel des Verkehrsministeriums bereit.", "Verkehrsministerium"),
        ("Das Projekt »Kai digital« fördert der Gemeinsame Bundesausschuss.", "Gemeinsamer Bundesausschuss"),
        ("Das Vorhaben »Kai digital« wird vom Niedersächsischen Ministerium für Häfen und Regionale Entwicklung gefördert.",
         "Niedersächsisches Ministerium für Häfen und Regionale Entwicklung"),
        ("Kehl nutzt Programme des Landes Hessen. Hervorzuheben sind Mittel aus dem Programm »Kai digital«.", "Land Hessen"),
    ],
)  # fmt: skip
def test_who_pays(text: str, expected: str | None) -> None:
    assert names(text) == [("Kai digital", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aus dem EFRE kam Geld für Kehl, aus Landesmitteln wurden Schilder bezahlt.", [("EFRE", None)]),
        (
            "Das Land Hessen fördert Kehl im Projekt »Kai digital« und im Sofortprogramm Saubere Luft.",
            [("Kai digital", "Land Hessen"), ("Sofortprogramm Saubere Luft", None)],
        ),
        ("Das Projekt »Kai digital« wird aus EFRE-Mitteln gefördert.", [("Kai digital", "EFRE"), ("EFRE", None)]),
        (
            "Geld kam aus EFRE, der nationalen Klimaschutzinitiative und der Städtebauförderung.",
            [("EFRE", None), ("Nationale Klimaschutzinitiative", None), ("Städtebauförderung", None)],
        ),
        (
            "Das Projekt »Kai digital« wird mit Mitteln des Europäischen Sozialfonds (ESF) unterstützt.",
            [("Kai digital", "Europäischer Sozialfonds (ESF)"), ("Europäischer Sozialfonds", None)],
        ),
        (
            "»Kai digital« wird mit Mitteln des Landes Hessen und des EFRE unterstützt.",
            [("Kai digital", "Land Hessen, EFRE"), ("EFRE", None)],
        ),
    ],
)
def test_a_fund_pays_and_is_a_programme_itself(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert names(text) == expected


def test_a_list_and_the_projects_of_a_programme_share_the_funder() -> None:
    assert names("Kehl nimmt an den Projekten »Alpha« sowie »Beta« des BMBF teil.") == [("Alpha", "BMBF"), ("Beta", "BMBF")]
    assert names("Über das EU-Programm LIFE wird Kehl mit den Projekten »Alpha« und »Beta« gefördert.") == [
        ("LIFE", "EU"), ("Alpha", "EU"), ("Beta", "EU"),
    ]  # fmt: skip
    assert names("Gefördert werden die Projekte »Alpha« (BMBF) und »Beta« (EU).") == [("Alpha", "BMBF"), ("Beta", "EU")]


def test_what_is_told_next_is_paid_by_the_same() -> None:
    assert names("Kehl nutzt das Landesprogramm »Alpha«. Hierzu zählen »Beta« und »Gamma«.")[0] == ("Alpha", "Land")
    assert names("Am Programm »Alpha« des BMWi nimmt Kehl teil. Gefördert wird daraus das Projekt »Beta«.")[1] == ("Beta", "BMWi")
    assert names("Am Programm »Alpha« des BMVI ist Kehl mit zwei Projekten beteiligt, nämlich »Beta« und »Gamma«.") == [
        ("Alpha", "BMVI"), ("Beta", "BMVI"), ("Gamma", "BMVI"),
    ]  # fmt: skip


def test_the_same_ministry_is_the_one_named_last() -> None:
    first = "Das BMU fördert das Projekt »Alpha«."
    assert names(f"{first} Auch »Beta« wird vom gleichen Ministerium gefördert.") == [("Alpha", "BMU"), ("Beta", "BMU")]
    assert names(f"{first} Kehl nutzt »Beta«, das dasselbe Ministerium fördert.") == [("Alpha", "BMU"), ("Beta", "BMU")]


def test_the_state_is_the_one_named_before() -> None:
    first = "Das Land Hessen fördert das Projekt »Alpha«."
    assert names(f"{first} Auch »Beta« wird vom Land gefördert.") == [("Alpha", "Land Hessen"), ("Beta", "Land Hessen")]
    assert names("Das Projekt »Alpha« wird vom Land gefördert.") == [("Alpha", "Land")]


def test_the_second_of_two_clauses_has_its_own_payer() -> None:
    text = "Der Bund fördert das Projekt »Alpha«, das Land Hessen das Projekt »Beta«."
    assert names(text)[0] == ("Alpha", "Bund")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Kehl nutzt Horizont 2020.", "eu"),
        ("Kehl nutzt das bundesweite Programm »Kai digital«.", "federal"),
        ("Kehl nutzt das Programm »Kai digital« des Landes.", "state"),
        ("Kehl nutzt das Programm »Kai digital«.", "unknown"),
    ],
)
def test_the_level(text: str, level: str) -> None:
    assert [fact.value["level"] for fact in read(text)] == [level]


def test_each_once_in_whatever_spelling() -> None:
    text = "Kehl nutzt den Europäischen Sozialfonds (ESF). Auch aus dem ESF kommt Geld."
    assert [name for name, _ in names(text)] == ["Europäischer Sozialfonds"]


def test_only_the_section_on_funding_is_read_and_the_place_holds_the_name() -> None:
    text = "Kehl nutzt das Programm »Kai digital«."
    assert read(text, "communication") == []
    (fact,) = read(text)
    assert text[fact.start : fact.end] == "Kai digital"


WORDS = (
    "Kehl nimmt am Projekt »Kai« des BMVI , und EU - Bundes Land Hessen Preis als ausgezeichnet ( ) z.B. mFUND wird gefördert ."
).split()


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_no_text_breaks_it_and_places_lie_inside(text: str) -> None:
    for fact in read(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.value["name"].strip() and 0 < fact.confidence <= 1
