"""With whom a city is linked: names in the section on networks, told apart from its media and mottos."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import crf, marks
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Kind, Passage


@pytest.fixture(scope="module", autouse=True)
def _rules_alone() -> Iterator[None]:
    """What the tagger would add changes with each training; `test_prose_crf.py` looks after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crf, "names", lambda *_: [])
        yield


def facts(text: str, kind: Kind = "communication") -> list[marks.Fact]:
    return [f for f in marks.facts(read(text, [Passage(kind, "Netzwerke", 0, len(text))])) if f.kind == "networks"]


def names(text: str) -> list[str]:
    return [fact.value["name"] for fact in facts(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kehl pflegt Kontakte mit den Städten Lahr und Rothenburg ob der Tauber.", ["Lahr", "Rothenburg ob der Tauber"]),
        ("Kehl trifft auf Tagungen des Ministeriums für geförderte Kommunen alle drei Wochen Gäste.", []),
        ("Kehl ist Mitglied im Netzwerk »Kluge Kais«.", ["Kluge Kais"]),
        ("Kehl wirkt am Arbeitskreis Häfen des Deutschen Städtetages mit.", ["Arbeitskreis Häfen des Deutschen Städtetages"]),
        ("Die Stadt arbeitet mit der Hochschule Kehl und dem Fraunhofer-Institut zusammen.",
         ["Hochschule Kehl", "Fraunhofer-Institut"]),
        ("Kehl kooperiert mit der Hafenbau GmbH.", ["Hafenbau GmbH"]),
        ("Kehl tauscht sich mit dem Verein Uferleben e. V. aus.", ["Uferleben e. V."]),
        ("Partnerstädte sind Montbéliard, Bad Elster und Tarnow.", ["Montbéliard", "Bad Elster", "Tarnow"]),
        ("Die Stadt Kehl steht im Austausch mit der Stadt Offenburg.", ["Stadt Offenburg"]),
        ("Kehl ist Mitglied im digitalHUB Ortenau.", ["digitalHUB Ortenau"]),
        ("Kehl trägt den kehl:HUB gemeinsam mit anderen.", ["kehl:HUB"]),
        ("Kehl arbeitet im Verein KaiNet mit.", ["KaiNet"]),
        ("Kehl arbeitet im KDN, dem Dachverband vieler Rechenzentren, mit.", ["KDN"]),
        ("Kehl tauscht sich mit Erlangen, Bad Kissingen und Wien aus.", ["Erlangen", "Bad Kissingen", "Wien"]),
        ("Besuch gab es aus Bamberg, Aalen und dem finnischen Oulu.", ["Bamberg", "Aalen", "Oulu"]),
        ("Mit den Nachbarn Geislingen und Aalen besteht ein Austausch.", ["Geislingen", "Aalen"]),
        ("Austausch besteht mit den Partnerkommunen Sasbach und Mahlberg.", ["Sasbach", "Mahlberg"]),
        ("Kehl wirkt im Stammtisch der Städte Lahr, Bühl und Achern mit.", ["Stammtisch der Städte Lahr, Bühl und Achern"]),
        ("Kehl ist im Kompetenzzentrum der KGSt vertreten.", ["Kompetenzzentrum der KGSt"]),
        ("Vernetzt ist Kehl im Verein Oberrhein-Forum.", ["Oberrhein-Forum"]),
        ("Kehl gehört zu: Deutscher Städtetag (Arbeitskreis Häfen), Vitako.", ["Deutscher Städtetag", "Vitako"]),
        ("Kehl kooperiert mit fünf Städten, darunter Ulm, Aalen und Riga.", ["Ulm", "Aalen", "Riga"]),
        ("Kehl tauscht sich mit Rheinfelden (Baden) und Halle (Saale) aus.", ["Rheinfelden (Baden)", "Halle (Saale)"]),
        ("Kehl tauscht sich mit Mülheim an der Ruhr aus.", ["Mülheim an der Ruhr"]),
        ("Kontakt besteht zum Verein Oberrhein Digital und zum Branchennetzwerk Rhein Silicon.",
         ["Oberrhein Digital", "Rhein Silicon"]),
        ("Kehl ist im Interkommunalen Netzwerk Digitale Ufer.", ["Interkommunales Netzwerk Digitale Ufer"]),
        ("Beim Austausch hilft die Kai and Port Alliance e. V. (KAPA).", ["Kai and Port Alliance e. V. (KAPA)"]),
        ("Kehl ist in der Open Knowledge Foundation und bei ICLEI aktiv .", ["Open Knowledge Foundation", "ICLEI"]),
        ("Kehl steht im Kontakt mit kommunalen Spitzenverbänden.", ["kommunale Spitzenverbände"]),
        ("Kehl ist Teil der Veranstaltungsreihe »Kaigespräche«.", ["Kaigespräche"]),
        ("Mit Oulu (Finnland) und der Partnerstadt Tallinn (Estland) tauscht sich Kehl aus.", ["Oulu", "Tallinn"]),
        ("Kehl kooperiert mit der Nachbarstadt Offenburg und dem Landkreis St. Wendel.", ["Offenburg", "Landkreis St. Wendel"]),
        ("Kontakt besteht zum Technologiepark Offenburg und zur regio iT.", ["Technologiepark Offenburg", "regio iT"]),
        ("Kontakt besteht zur Hochschule für Schifffahrt des Saarlandes.", ["Hochschule für Schifffahrt des Saarlandes"]),
        ("Austausch besteht mit dem kommunalen Rechenzentrum KHBX.", ["KHBX"]),
        ("Kehl wirkt im Fachausschuss »Kluge Kais« mit.", ["Fachausschuss Kluge Kais"]),
        ("Kehl wirkt im Arbeitskreis »Kluge Kais« des Badischen Gemeindetages mit.",
         ["Arbeitskreis Kluge Kais des Badischen Gemeindetages"]),
        ("Kehl tauscht sich mit dem dänischen Skive und der Stadt Lahr aus.", ["Skive", "Stadt Lahr"]),
        ("Eine Partnerschaft besteht mit Skive und Kuldiga.", ["Skive", "Kuldiga"]),
        ("Kehl kooperiert mit der KHX Hochschule für Schifffahrt und Handel.", ["KHX Hochschule für Schifffahrt und Handel"]),
        ("Aus Aalen kommt viel. Aalen tauscht sich mit Ulm und Aalen aus.", ["Ulm"]),
        ("Mit dem Hafenamt der Stadt Offenburg besteht ein Austausch.", []),
        ("Kehl ist im Arbeitskreis der Hafenleiter im Kreis Lahr.", ["Arbeitskreis der Hafenleiter im Kreis Lahr"]),
        ("Kehl steht im Austausch mit der Digitalstadt Darmstadt.", ["Digitalstadt Darmstadt"]),
        ("Kehl ist im Verein »Kaiblick« organisiert.", ["Kaiblick"]),
        ("Kehl kooperiert mit Salzwedel und Greifswald.", ["Salzwedel", "Greifswald"]),
        ("Kehl kooperiert mit Glückstadt und Brunsbüttel.", ["Glückstadt", "Brunsbüttel"]),
        ("Kehl kooperiert mit Kleinkaiburg und Offenburg.", ["Kleinkaiburg", "Offenburg"]),
        ("Mit Offenburg, Lahr und Achern findet eine »Hafenrunde« statt.", ["Offenburg", "Lahr", "Achern", "Hafenrunde"]),
        ("Mit Oschatz, der Partnerstadt in Sachsen, tauscht sich Kehl aus.", ["Oschatz"]),
        ("Die CDOs aus Offenburg, Lahr und Achern tauschen sich aus.", ["Offenburg", "Lahr", "Achern"]),
        ("Kehl ist am digitalen Gründerzentrum für den Harz beteiligt.", ["digitales Gründerzentrum für den Harz"]),
    ],
)  # fmt: skip
def test_names_of_networks_and_partners(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Unter dem Motto »Kluge Kais« informiert die Stadt auf ihrer Website.",
        "Die Stadt betreibt die App »Kaifinder«.",
        "Kehl tauscht sich mit lokalen Unternehmen und Vereinen aus.",
        "Für den Austausch ist ein Netzwerk geplant.",
        "Der Austausch mit Bund und Land wird gepflegt.",
        "Die Stadt pflegt eine jährlich stattfindende Hafen-Konferenz im Austausch.",
        "Informiert wird über Facebook, Twitter und YouTube.",
        "Ein Konzept wird mit einer Agentur aus Aalen abgestimmt.",
        "",
    ],
)
def test_media_mottos_and_generic_words_are_no_networks(text: str) -> None:
    assert names(text) == []


def test_what_the_text_once_calls_a_website_is_no_network_elsewhere() -> None:
    assert names("Kehl hat die Website »Kaiportal«. Partner arbeiten am »Kaiportal« mit.") == []


def test_institutions_without_a_name_count_in_a_list_with_named_ones() -> None:
    assert names("Die Stadt arbeitet mit der Hochschule Kehl und der Sparkasse zusammen.") == ["Hochschule Kehl", "Sparkasse"]
    assert names("Die Stadt arbeitet mit der Sparkasse zusammen.") == []


def test_each_name_counts_once_and_the_citys_own_is_none() -> None:
    text = "Die Stadt Kehl ist im Bündnis Klare Kante. Das Bündnis Klare Kante trifft Vertreter der Stadt Kehl."
    assert names(text) == ["Bündnis Klare Kante"]


def test_only_the_section_on_networks_is_read_and_the_place_holds_the_name() -> None:
    text = "Kehl ist Mitglied im Netzwerk »Kluge Kais«."
    assert facts(text, "stakeholders") == []
    (fact,) = facts(text)
    assert text[fact.start : fact.end] == "Kluge Kais"


WORDS = (
    "Kehl ist Mitglied im Netzwerk »Kai« des Städtetages , und mit der Hochschule Kehl e. V. GmbH ( ) Partnerstädte sind die App."
).split()


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_no_text_breaks_it_and_places_lie_inside(text: str) -> None:
    for fact in facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.value["name"].strip() and 0 < fact.confidence <= 1
