"""Offices, roles, bodies and companies in running text."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from stadtatlas.prose import marks, organisation, sentences, tokenizer
from stadtatlas.prose.organisation_nouns import noun_of
from stadtatlas.prose.passages import Passage


@cache
def pipeline() -> Language:
    marks.register()
    nlp = tokenizer.blank()
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(organisation.NAME)
    return nlp


def read(text: str, kind: str = "organisation") -> Doc:
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc._.passages = (Passage(kind, "Organisationsstruktur", 0, len(text)),)  # type: ignore[arg-type]
    return nlp(doc)


def found(text: str) -> list[str]:
    return sorted(f"{fact.value['name']} / {fact.value['kind']}" for fact in marks.facts(read(text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Im Referat für Kultur, Sport und neue Medien sitzt sie.", ["Referat für Kultur, Sport und neue Medien / unit"]),
        (
            "Es beraten die Dezernenten. Neben den Dezernenten sitzen die Ortsvorsteher.",
            ["Dezernenten / role", "Ortsvorsteher / role"],
        ),
        ("Darüber befindet die Bürgerschaft.", ["Bürgerschaft / body"]),
        ("Das Dezernat Planen, Bauen, Umwelt hat die Federführung.", ["Dezernat Planen, Bauen, Umwelt / unit"]),
        (
            "Seitens des Amtes für Brand-, Zivil- und Katastrophenschutz.",
            ["Amt für Brand-, Zivil- und Katastrophenschutz / unit"],
        ),
        ("Die Abteilung »Geodaten« der Stadt wächst.", ["Abteilung Geodaten / unit"]),
        ("Im Fachbereich 11 – Personal und Service arbeitet sie.", ["Fachbereich 11 – Personal und Service / unit"]),
        ("Das Amt für Geoinformation (GEO) und das Ordnungsamt.", ["Amt für Geoinformation (GEO) / unit", "Ordnungsamt / unit"]),
        ("Das Hauptamt der Stadt Kehl führt das.", ["Hauptamt / unit"]),
        (
            "Es helfen die Hochschule Kehl im Rahmen eines Vertrags und die Stadtwerke Rothenburg ob der Tauber.",
            ["Hochschule Kehl / company", "Stadtwerke Rothenburg ob der Tauber / company"],
        ),
        ("Es liegt beim Haupt- und Personalamt.", ["Haupt- und Personalamt / unit"]),
        (
            "Eine Stabsstelle im Amt der Oberbürgermeisterin lenkt.",
            ["Amt der Oberbürgermeisterin / unit", "Stabsstelle im Amt der Oberbürgermeisterin / unit"],
        ),
        (
            "Eine Stabsstelle bei der Bürgermeisterin lenkt.",
            ["Bürgermeisterin / role", "Stabsstelle bei der Bürgermeisterin / unit"],
        ),
        ("Das Dezernat des Technischen Beigeordneten lenkt.", ["Dezernat des Technischen Beigeordneten / unit"]),
        ("Gesteuert wird es in der Runde der Dezernenten.", ["Runde der Dezernenten / body"]),
        ("Dazu wurde eine Projektgruppe gebildet.", ["Projektgruppe / body"]),
        ("Sie ging aus der bisherigen Abteilung für Statistik hervor.", []),
        ("Das Kernteam für die Ausarbeitung der Ziele tagt.", ["Kernteam / body"]),
        ("Im Referat für Bau und Recht, Sport und Kultur sitzt sie.", ["Referat für Bau und Recht, Sport und Kultur / unit"]),
        ("Der Fachbereich Steuerung und -service ist dabei.", ["Fachbereich Steuerung und -service / unit"]),
        ("Das Referat eGovernment lenkt.", ["Referat eGovernment / unit"]),
        ("Das Medienbüro der Stadt Neuhof lenkt.", ["Medienbüro der Stadt Neuhof / unit"]),
        ("Die »Ideenagentur Stadt Neuhof« lenkt.", ["Ideenagentur Stadt Neuhof / company"]),
        ("Die Fachstelle für Bürger*innenräte hilft.", ["Fachstelle für Bürger*innenräte / unit"]),
        ("Der Lenkungskreis Mobilität tagt oft.", ["Lenkungskreis Mobilität / body"]),
        ("Die AG »Offene Daten« tagt oft.", ["AG Offene Daten / body"]),
        ("Die Smart Region Unit in Soest wächst.", ["Smart Region Unit / unit"]),
        ("Die Abteilungen Sport, Kultur sowie Bau und Verkehr.", ["Bau und Verkehr / unit", "Kultur / unit", "Sport / unit"]),
        ("Die Ämter für Umwelt und Soziales helfen.", ["Ämter für Umwelt und Soziales / unit"]),
        ("Die Ämter für Umwelt und für Soziales helfen.", ["Ämter für Umwelt und für Soziales / unit"]),
        ("Die Fachbereiche 2 bis 7 helfen.", ["Fachbereiche 2 bis 7 / unit"]),
        ("Die Abteilung 3.1 »Geodaten« wächst.", ["Abteilung 3.1 Geodaten / unit"]),
        ("Die Wohnbau GmbH Göppingen hilft.", ["Wohnbau GmbH Göppingen / company"]),
        ("Die Sparkasse Lahr Bühl hilft.", ["Sparkasse Lahr Bühl / company"]),
        (
            "Die Gesellschaft für Wirtschaftsförderung Kehl (GfW) hilft.",
            ["Gesellschaft für Wirtschaftsförderung Kehl (GfW) / company"],
        ),
        ("Die Kommunalen Dienste Kehl (KDK) helfen.", ["Kommunale Dienste Kehl (KDK) / company"]),
        ("Die Technischen Werke Lahr helfen.", ["Technische Werke Lahr / company"]),
        ("Die Wohnungsgesellschaft WoBau hilft.", ["WoBau / company"]),
        (
            "Die Verkehrsbetriebe Üstra und die Verkehrsbetriebe Lahr helfen.",
            ["Verkehrsbetriebe Lahr / company", "Üstra / company"],
        ),
        ("Es tagen die Arbeitsgruppen »Hafen und Kai« und »Markt«.", ["Hafen und Kai / body", "Markt / body"]),
        (
            "Betreiber ist die Anstalt der Kommunalen Datenverarbeitung Oldenburg.",
            ["Kommunale Datenverarbeitung Oldenburg / company"],
        ),
        ("Ein eigenes Digitalamt sucht man vergebens.", []),
        ("Darüber berät die Dienstberatung des Bürgermeisters.", ["Dienstberatung des Bürgermeisters / body"]),
        ("Berichtet wird in der Dienstbesprechung.", []),
        ("Alle sehen sich im »Jour fixe Häfen«.", ["Jour fixe Häfen / body"]),
        ("Alle sehen sich im Jour fixe.", []),
        (
            "Es hilft das Zentrum für ökologischen und sparsamen Hafenbau (ZSH).",
            ["Zentrum für ökologischen und sparsamen Hafenbau (ZSH) / unit"],
        ),
        ("Für Laternen sorgt der Zentrale Betriebshof.", ["Zentraler Betriebshof / unit"]),
        ("Die Hochschule Neuhof West hilft.", ["Hochschule Neuhof West / company"]),
        ("Sie trägt die Bezeichnung Chief Digital Officer.", ["Chief Digital Officer / role"]),
    ],
)
def test_a_name_reaches_as_far_as_its_title(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dafür wirbt der Regierende Bürgermeister.", ["Regierender Bürgermeister / role"]),
        ("Das obliegt einem Beauftragten für Open Data.", ["Beauftragter für Open Data / role"]),
        ("Die Stelle des Chief Data Officers (CDO) ist neu; der CDO lenkt.", ["Chief Data Officer (CDO) / role"]),
        ("Ein Projektleiter Digitalisierung wurde ernannt.", ["Projektleiter Digitalisierung / role"]),
        ("In jedem Haus helfen digitale Lotsen.", ["digitale Lotsen / role"]),
        ("Das klärt der Bürgermeister für Bau und Umwelt.", ["Bürgermeister für Bau und Umwelt / role"]),
        ("Die Projektleitung »Smartes Neuhof« berät.", ["Projektleitung Smartes Neuhof / role"]),
        ("Sie trägt den Titel Chief Digital Officer.", ["Chief Digital Officer / role"]),
        (
            "Der Leiter des Amtes für Statistik ist dabei.",
            ["Amt für Statistik / unit", "Leiter des Amtes für Statistik / role"],
        ),
    ],
)
def test_roles_are_named_in_the_nominative(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die Tochter Lippe Digital GmbH & Co. KG hilft.", ["Lippe Digital GmbH & Co. KG / company"]),
        ("Die Strom- und Gasgesellschaft Nord Kraft Kiel AG hilft.", ["Nord Kraft Kiel AG / company"]),
        ("Der städtische IT-Dienstleister krzx baut das.", ["krzx / company"]),
        ("Der IT-Dienstleister betreut das Netz.", []),
        (
            "Die städtische Gesellschaft KAI.DN und die Wohnungsbaugesellschaft KEWOG helfen.",
            ["KAI.DN / company", "KEWOG / company"],
        ),
        ("Das macht die regio iT, nicht das Rechenzentrum.", ["regio iT / company"]),
        ("Die Stadtwerke Hamm und die Hammer Wohnstätte helfen.", ["Hammer Wohnstätte / company", "Stadtwerke Hamm / company"]),
        (
            "Die infra hamm gmbh und die HAMM marketing gmbh helfen.",
            ["HAMM marketing gmbh / company", "infra hamm gmbh / company"],
        ),
        ("Die Technischen Betriebe Hamm helfen den städtischen Betrieben.", ["Technische Betriebe Hamm / company"]),
        ("Eine Stelle für digitale Häfen wurde geschaffen, eine Stelle ist frei.", ["Stelle für digitale Häfen / role"]),
        ("Die Leiter des Hauptamts und der Kämmerei reden mit.", ["Hauptamt / unit", "Kämmerei / unit"]),
        ("Dazu kommt die Geschäftsführerin der Stadtwerke Hamm.", ["Stadtwerke Hamm / company"]),
        ("Die wilhelm.netz GmbH und der Verein Gutes Netz e. V.", ["Gutes Netz e. V. / company", "wilhelm.netz GmbH / company"]),
        ("Mit den Stadtwerken Hamm und der TU Ilmenau.", ["Stadtwerke Hamm / company", "TU Ilmenau / company"]),
        ("Nun betreuen die Stadtwerke Projekte zum Sparen.", ["Stadtwerke / company"]),
        ("Die wobfunk GmbH und die Fuldabus AG helfen.", ["Fuldabus AG / company", "wobfunk GmbH / company"]),
        ("Eine GmbH oder eine AG gibt es nicht.", []),
        ("Die NEWAG – Stadtwerke Neuhof GmbH hilft.", ["NEWAG – Stadtwerke Neuhof GmbH / company"]),
        ("Die Bau- und Grundgesellschaft Neuhof mbH (BGN) hilft.", ["Bau- und Grundgesellschaft Neuhof mbH (BGN) / company"]),
        ("Mit der Neubus AG (NBA) und NeuNet wird geplant.", ["NeuNet / company", "Neubus AG (NBA) / company"]),
        ("Das RKN (Rechenzentrum Kommunen Nord) hilft.", ["RKN (Rechenzentrum Kommunen Nord) / company"]),
        ("Die FASERNETZ NORD verlegt Kabel.", ["FASERNETZ NORD / company"]),
        ("Die Daten liegen bei Dataport und der KISA.", ["Dataport / company", "KISA / company"]),
        ("Der Stadtbetrieb Neuhof hilft, ein Stadtbetrieb der Stadt.", ["Stadtbetrieb Neuhof / company"]),
        ("Die Neulicht GmbH, die kommunale Hafengesellschaft der Stadt, hilft.", ["Neulicht GmbH / company"]),
        (
            "Die Neulicht GmbH, die Hafengesellschaft und der Zoo, so heißt es, helfen.",
            ["Hafengesellschaft / company", "Neulicht GmbH / company"],
        ),
    ],
)
def test_companies_are_named_without_what_describes_them(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ämter, Abteilungen und Mitarbeiter der Stadtverwaltung wirken mit.",
        "Im Auftrag der Stadt ist das im Alltag ein Beitrag, samt Zuschlag.",
        "Anstelle der Gesellschaft trägt die Stadtgesellschaft den Vorrat.",
        "Im Home Office und am Dashboard endet die Zielgruppe.",
        "Die Fachteams und Arbeitskreise reden.",
        "Der Plan gilt den Amtsleitern und dem Projektleiter.",
        "Die Stabsstelle lenkt.",
        "Es gibt weder einen Digitalbeauftragten noch ein Digitalamt.",
        "Einen CDO gibt es bewusst nicht.",
        "Ein CDO ist bislang nicht vorgesehen.",
        "Auf eine eigene Stabsstelle hat die Stadt verzichtet.",
        "Die Einrichtung einer Stabsstelle wird erwogen.",
        "Ein Digitalbeauftragter wurde bislang nicht eingestellt.",
        "Die Berufung eines CDO wurde erwogen, dann aber nicht verfolgt.",
        "Ob ein CDO berufen wird, ist offen.",
        "Ob das gelingt, ist das Rückgrat der Debatte.",
        "Es ging aus dem früheren Eigenbetrieb Neuhof hervor.",
        "Die Leiter der genannten Stellen reden auf deren Rat hin.",
    ],
)
def test_plain_words_are_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die Stabsstelle Daten ist neu. Die Stabsstelle lenkt.", ["Stabsstelle Daten / unit"]),
        ("Eine Stabsstelle ist neu.", ["Stabsstelle / unit"]),
        ("Das Hauptamt fungiert als Querschnittsamt.", ["Hauptamt / unit"]),
        ("Sowohl vom Hauptamt als auch vom Ordnungsamt.", ["Hauptamt / unit", "Ordnungsamt / unit"]),
        ("Den Datenbeauftragten lobt der Datenbeauftragte.", ["Datenbeauftragter / role"]),
        ("Das Amt für Wirtschaftsförderung heißt kurz Wirtschaftsförderung.", ["Amt für Wirtschaftsförderung / unit"]),
        ("Er wirbt für die Mitgliedschaft im Netzwerk Nordlicht.", []),
    ],
)
def test_each_organisation_is_named_once_and_in_full(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Der Chef ist als Stabsstelle beim Oberbürgermeister da.",
            ["Oberbürgermeister / role", "Stabsstelle beim Oberbürgermeister / unit"],
        ),
        ("Es lenkt das Büro des Oberbürgermeisters.", ["Büro des Oberbürgermeisters / unit"]),
        ("Gegründet wurde ein eigener Geschäftsbereich.", []),
        ("Es hilft ein fachübergreifendes Team.", ["fachübergreifendes Team / body"]),
        ("Der Rat der Stadt Bad Belzig stimmt zu.", ["Rat der Stadt Bad Belzig / body"]),
    ],
)
def test_a_noun_that_says_little_needs_something_that_names_it(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Im Bereich Personal gibt es viel zu tun.", []),
    ],
)
def test_an_area_is_an_office_only_where_something_is_placed_in_it(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Es liegt beim Bürgermeister- und Presseamt.", ["Bürgermeister- und Presseamt / unit"]),
        ("Die Wirtschaftsförderung Soest hilft in Soest.", ["Wirtschaftsförderung Soest / unit"]),
        ("Nun haben die Stadtwerke Ladesäulen bestellt.", ["Stadtwerke / company"]),
    ],
)
def test_the_words_around_tell_what_is_a_name(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Das Hafenamt liegt im Dezernat des Ersten Bürgermeisters.",
            ["Dezernat des Ersten Bürgermeisters / unit", "Hafenamt / unit"],
        ),
        (
            "Dafür gibt es eine Stabsstelle beim Ersten Bürgermeister.",
            ["Erster Bürgermeister / role", "Stabsstelle beim Ersten Bürgermeister / unit"],
        ),
        ("Es gehört zum Ressort der Stadtkämmerin.", ["Ressort der Stadtkämmerin / unit"]),
        ("Darüber berät ein Unterausschuss des Stadtrats.", ["Unterausschuss des Stadtrats / body"]),
        ("Einmal im Monat tagt der Lenkungskreis der Verwaltung.", ["Lenkungskreis der Verwaltung / body"]),
        (
            "Beteiligt sind die Fachbereiche Kultur und Sport, Bauen sowie Umwelt und Klima.",
            ["Bauen / unit", "Kultur und Sport / unit", "Umwelt und Klima / unit"],
        ),
        ("Es berät eine dezernatsübergreifende Steuerungsgruppe.", ["dezernatsübergreifende Steuerungsgruppe / body"]),
        ("Die städtische Wohnungsgesellschaft hilft mit.", ["städtische Wohnungsgesellschaft / company"]),
        ("Es hilft die städtische Wirtschaftsförderung.", ["Wirtschaftsförderung / unit"]),
    ],
)
def test_what_says_whose_it_is_belongs_to_the_name(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Es stimmen sich die Stadtwerke, die Hafenbahn und die kaiwo, ab.",
            ["Hafenbahn / company", "Stadtwerke / company", "kaiwo / company"],
        ),
        (
            "Die städtischen Gesellschaften, insbesondere die PORTAG und die Kehler Wohnstätten, helfen.",
            ["Kehler Wohnstätten / company", "PORTAG / company"],
        ),
        ("Es beraten die Hafen AG, das HafenNetz und die Bürger.", ["Hafen AG / company", "HafenNetz / company"]),
        ("Die Verwaltung, die Bürger und die Vereine beraten.", []),
        ("Es helfen die Stadtwerke, die Region und der Kreis Kehl.", ["Stadtwerke / company"]),
    ],
)
def test_a_list_of_companies_tells_who_is_one(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Einen Digitalbeauftragten beschäftigt die Stadt nicht.",
        "Einen CDO hat die Stadt bislang nicht.",
        "Kehl verzichtet bewusst auf einen Digitalbeauftragten.",
        "Auf die Bezeichnung Chief Digital Officer wurde verzichtet.",
        "Offen ist, ob die Aufgaben bei einem Digitalbeauftragten zusammenlaufen.",
        "Die Schaffung einer Stabsstelle wird derzeit geprüft.",
        "Über die Bestellung eines CDO wird noch beraten.",
        "Ein Digitalbeirat wurde abgelehnt.",
        "Kehl hat sich gegen eine neue Stabsstelle und für ein Tandem entschieden.",
    ],
)
def test_what_is_forgone_or_only_weighed_is_no_organisation(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["Es ist geplant, einen CDO zu berufen.", "Der CDO ist bislang nicht überlastet."])
def test_what_is_planned_or_there_is_one(text: str) -> None:
    assert found(text) == ["CDO / role"]


def test_only_the_section_on_organisation_is_read() -> None:
    assert marks.facts(read("Das Hauptamt lenkt.", "communication")) == []


def test_the_span_holds_the_name_as_it_stands() -> None:
    doc = read("Das ist Sache des Amtes für Statistik (STAT) der Stadt.")
    assert [doc.text[f.start : f.end] for f in marks.facts(doc)] == ["Amtes für Statistik (STAT)"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Planungsdezernats", "unit"),
        ("Datenschutzbeauftragten", "role"),
        ("Beauftragte/r", "role"),
        ("Stadtbaurat", "role"),
        ("Beirats", "body"),
        ("INSEL-Team", "body"),
        ("Fraunhofer-Institute", None),
        ("Schnittstelle", None),
        ("Zivilgesellschaft", None),
        ("Antrag", None),
    ],
)
def test_the_longest_ending_tells_the_noun(word: str, kind: str | None) -> None:
    noun = noun_of(word)
    assert (noun.kind if noun else None) == kind


PIECES = st.sampled_from(
    "Amt Ämter für und sowie , . ( ) » « CDO Stadtwerke GmbH AG Haupt- Rat der Stadt Ulm beim Oberbürgermeister des Leiter "
    "die als Abteilungen Sport Kultur II – Bereich Team virtuelles städtische Agentur IT".split()
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=14))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_no_name_is_told_twice(pieces: list[str]) -> None:
    doc = read(" ".join(pieces))
    names = [fact.value["name"] for fact in marks.facts(doc)]
    assert all(names) and len(set(names)) == len(names)
    assert all(0 <= fact.start < fact.end <= len(doc.text) for fact in marks.facts(doc))
