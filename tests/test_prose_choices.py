"""Closed lists: which labels a portrait's sentences bear out, and which they deny."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import choices, classifier, marks
from stadtatlas.prose.language import read
from stadtatlas.prose.passages import Passage


def facts(kind: str, text: str) -> list[marks.Fact]:
    doc = read(text, [Passage(choices.WHERE[kind], "", 0, len(text))])
    return [fact for fact in marks.facts(doc) if fact.kind == kind]


def labels(kind: str, text: str) -> set[str]:
    return {fact.value for fact in facts(kind, text)}


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("stakeholders", "Zentrale Stakeholder sind die Bürgerinnen und Bürger sowie lokale Betriebe.", {"citizens", "business"}),
        ("stakeholders", "Eingebunden werden Hochschulen, Vereine und die Stadtwerke.",
         {"science", "civil_society", "municipal_companies"}),
        ("stakeholders", "Beteiligt sind die Fraktionen des Stadtrats und die Schulen.", {"politics", "education"}),
        ("stakeholders", "Die Hochschule hilft mit ihrem Fachbereich Design.", {"science"}),
        ("participation", "In Workshops und auf einer Online-Plattform reden Bürger mit.", {"workshop", "online_platform"}),
        ("participation", "Die Bürger wurden per Umfrage befragt.", {"survey"}),
        ("participation", "Ein Hackathon für Schüler ist geplant.", {"hackathon"}),
        ("participation", "Ein Beirat aus Experten begleitet die Stadt.", {"advisory_body"}),
        ("participation", "Der Jugendbeirat wurde zu allen Vorhaben angehört.", {"advisory_body"}),
        ("participation", "Der Jugendbeirat vertritt die Jugend.", set()),
        ("participation", "Der Jugendbeirat wird zu dem Entwurf angehört.", {"advisory_body"}),
        ("participation", "Auf ein reines Online-Verfahren verzichtet man aus Rücksicht auf Ältere.", set()),
        ("participation", "Einen Jugendbeirat gibt es nicht.", set()),
        ("participation", "Auf der anderen Seite wirken Gäste mit.", set()),
        ("participation", "Eine Plattform hält man für verfrüht.", set()),
        ("participation", "Auch Senioren kommen über den Seniorenbeirat zu Wort.", set()),
        ("participation", "Der Ortsbeirat tagt im Juni.", set()),
        ("participation", "Der Personalrat sitzt in der Projektgruppe.", set()),
        ("participation", "Alles bespricht eine verwaltungsinterne Arbeitsgruppe.", set()),
        ("participation", "Ein Gremium, in dem auch Vereine säßen, gibt es nicht.", set()),
        ("participation", "Mit einer App lassen sich Schäden melden.", {"online_platform"}),
        ("participation", "Eine Plattform lehnt die Stadt ab.", set()),
        ("participation", "Nutzertests sind geplant.", {"pilot_testing"}),
        ("participation", "Auf einer Ideenkarte lassen sich Orte markieren.", {"idea_collection", "online_platform"}),
        ("participation", "Händler treffen sich beim Unternehmerfrühstück.", {"event"}),
        ("participation", "Eine Ideenwerkstatt ist für Mai geplant.", {"workshop"}),
        ("participation", "Ein Fragebogen auf der Webseite lädt alle ein, die sich beteiligen.", {"survey"}),
        ("participation", "Händler betreiben eigene Verkaufsplattformen.", set()),
        ("participation", "Auf interaktiven Karten kann jeder Hinweise eintragen.", {"online_platform", "idea_collection"}),
        ("participation", "Den Entwurf konnte jeder im Netz kommentieren.", {"online_platform"}),
        ("participation", "Auf Postkarten notieren Familien ihre Wünsche.", {"idea_collection"}),
        ("participation", "Vierzig Haushalte nutzen das Gerät im Probebetrieb.", {"pilot_testing"}),
        ("participation", "Mieter prüfen die Geräte auf ihre Alltagstauglichkeit.", {"pilot_testing"}),
        ("participation", "Ein Ethikbeirat prüft jedes Vorhaben.", {"advisory_body"}),
        ("participation", "Teams programmierten ein Wochenende lang.", {"hackathon"}),
        ("participation", "Den Auftakt bildet eine schriftliche Erhebung.", {"survey", "event"}),
        ("channels", "Die Stadt informiert in der Presse, auf ihrer Website und bei Facebook.",
         {"press", "website", "social_media"}),
        ("channels", "Ein Tag der offenen Tür ist geplant, die Rathaus-Zeitung erscheint im Mai.", {"event", "print"}),
        ("channels", "Ein Newsletter und Flyer berichten über Neuigkeiten.", {"newsletter", "print"}),
        ("channels", "Ein YouTube-Kanal und das Portal kehl.de berichten.", {"social_media", "video", "website"}),
        ("organisation_models", "Ein Chief Digital Officer koordiniert alle Vorhaben.", {"role"}),
        ("organisation_models", "Eine AG stimmt die Vorhaben ab.", {"cross_functional"}),
        ("organisation_models", "Die Hafen AG liefert Strom.", set()),
        ("organisation_models", "Die Stabsstelle Bürgerhaus hilft dabei.", set()),
        ("organisation_models", "Die Stabsstelle Wirtschaftsförderung hilft dabei.", {"existing_unit"}),
        ("organisation_models", "Die Stabsstelle Digitalisierung hilft dabei.", {"unit"}),
        ("organisation_models", "Eine Stelle wurde geschaffen, deren Inhaberin alles abstimmt.", {"role"}),
        ("organisation_models", "Ein Team aus Mitarbeitern unterschiedlicher Fachbereiche sammelt Ideen.",
         {"cross_functional"}),
        ("organisation_models", "Auf eigene Stabsstellen wird verzichtet.", set()),
        ("organisation_models", "Eine ämterübergreifende Arbeitsgruppe stimmt die Vorhaben ab.", {"cross_functional"}),
    ],
)  # fmt: skip
def test_labels(kind: str, text: str, found: set[str]) -> None:
    assert labels(kind, text) == found


def test_what_is_denied_is_not_given() -> None:
    assert labels("participation", "Eine Beteiligung der Bürger findet bislang nicht statt.") == {"none"}
    assert "survey" not in labels("participation", "Umfragen wurden bisher keine durchgeführt.")
    assert "unit" not in labels("organisation_models", "Kehl hat weder einen Beauftragten noch ein eigenes Digitalamt.")
    assert "role" not in labels("organisation_models", "Ein CDO wurde erwogen, bislang aber nicht berufen.")
    assert labels("participation", "Angedacht sind Umfragen und ein Workshop.") == set()
    assert "unit" not in labels("organisation_models", "Ob es eine eigene Stabsstelle geben wird, ist zu klären.")
    assert "role" not in labels("organisation_models", "Kehl verzichtet bewusst auf einen CDO.")
    assert "unit" not in labels("organisation_models", "Kehl verzichtet darauf, eine Stabsstelle zu schaffen.")
    assert "unit" not in labels("organisation_models", "Die Einrichtung einer Stabsstelle wird derzeit geprüft.")
    assert "role" not in labels("organisation_models", "Einen CDO hält man für entbehrlich.")
    assert "unit" not in labels("organisation_models", "Kehl entschied sich gegen eine Stabsstelle.")
    assert labels("organisation_models", "Die Technik liefert ein Rechenzentrum, das dem Kreis gehört.") == set()
    assert "role" not in labels("organisation_models", "Ein Antrag, einen CDO zu berufen, wurde im Rat zurückgestellt.")
    assert "unit" not in labels("organisation_models", "Ein CDO wurde 2018 im Dezernat eingerichtet.")
    assert "unit" not in labels("organisation_models", "Statt einer Stabsstelle hat Kehl eine Lenkungsgruppe.")
    assert "cross_functional" not in labels("organisation_models", "Ein Mitarbeiter der IT hilft in der wöchentlichen Runde.")
    assert "unit" not in labels("organisation_models", "Im Mai wird entschieden, ob eine Stabsstelle entsteht.")
    assert labels("participation", "Eine breite Beteiligung ist erst nach dem Beschluss vorgesehen.") == {"none"}
    assert labels("participation", "Eine Umfrage hält die Stadt für sinnvoll.") == set()
    assert labels("participation", "Eine Plattform lehnten die Räte ab.") == set()
    assert labels("participation", "Ein Beirat war vorgesehen, entfiel aber.") == set()
    assert "survey" not in labels("participation", "Eine Umfrage wurde besprochen, aber bisher nicht begonnen.")
    assert labels("participation", "Kehl entschied sich gegen ein großes Forum.") == set()
    assert "social_media" not in labels("channels", "Soziale Medien spielen eine untergeordnete Rolle.")


def test_none_is_given_only_alone() -> None:
    both = "Eine Beteiligung der Bürger findet bislang nicht statt. Die Bürger wurden per Umfrage befragt."
    assert labels("participation", both) == {"survey"}


def test_a_label_stands_at_the_sentence_that_carries_it() -> None:
    text = "Kehl liegt am Rhein. Die Bürger wurden per Umfrage befragt. Es regnete."
    (fact,) = facts("participation", text)
    assert text[fact.start : fact.end] == "Die Bürger wurden per Umfrage befragt."


def test_a_section_that_says_nothing_gives_no_label() -> None:
    assert all(labels(kind, "Kehl liegt am Rhein.") == set() for kind in choices.WHERE)


WORDS = (
    "Bürger Workshop nicht kein Umfrage geplant Presse Website , . Stadtwerke Beirat und Verein Facebook bisher CDO Amt".split()
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(choices.WHERE)),
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)),
)
def test_no_text_breaks_it_and_every_label_is_of_its_list(kind: str, text: str) -> None:
    found = facts(kind, text)
    assert all(0 <= fact.start < fact.end <= len(text) for fact in found)
    assert len({fact.value for fact in found}) == len(found)


def test_what_is_named_and_unlikely_is_not_given_by_the_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Zuständig ist das Amt für Wirtschaftsförderung."
    assert labels("organisation_models", text) == {"existing_unit"}
    monkeypatch.setattr(choices, "doubted", lambda kind, scores: {"existing_unit"} if kind == "organisation_models" else set())
    monkeypatch.setattr(choices, "learned", lambda *_: iter(()))
    assert labels("organisation_models", text) == set()


def test_only_what_cross_validation_bears_out_is_doubted() -> None:
    known = classifier.load()
    low, high = (np.full((2, len(known.labels)), score) for score in (choices.UNLIKELY - 1, choices.UNLIKELY + 1))
    assert choices.doubted("organisation_models", low) == {"existing_unit", "role"}
    assert choices.doubted("organisation_models", np.concatenate([low, high])) == set()
    assert all(choices.doubted(kind, low) == set() for kind in choices.WHERE if kind != "organisation_models")
