"""Whether a portrait's words tell that a digital agenda is adopted, being made, or not in sight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from stadtatlas.prose import agenda, marks, sentences, tokenizer, wording
from stadtatlas.prose.passages import Kind, Passage


@pytest.fixture(scope="module")
def nlp() -> Language:
    return _pipeline()


def _pipeline() -> Language:
    marks.register()
    nlp = tokenizer.blank()
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(agenda.NAME)
    return nlp


def _doc(nlp: Language, *parts: tuple[Kind, str]) -> Doc:
    text, passages = "", []
    for kind, part in parts:
        text += "\n\n" if text else ""
        passages.append(Passage(kind, kind, len(text), len(text) + len(part)))
        text += part
    doc = nlp.make_doc(text)
    doc._.passages = tuple(passages)
    return nlp(doc)


def _read(nlp: Language, *parts: tuple[Kind, str]) -> list[marks.Fact]:
    return marks.facts(_doc(nlp, *parts))


def _by_patterns(nlp: Language, *parts: tuple[Kind, str]) -> str:
    """The status that the patterns speak for most: what they read, before it is weighed with what was learned."""
    score = agenda.by_patterns(wording.about_strategy(_doc(nlp, *parts)))
    return max(agenda.STATUSES, key=lambda status: score[status])


def _status(nlp: Language, text: str) -> str:
    return _by_patterns(nlp, ("milestones", text))


ADOPTED = """
Die Strategie »Nordheim digital« wurde dem Rat vorgelegt und angenommen.
Die Digitalstrategie liegt seit Mai vor und wird jedes Jahr ergänzt.
Die Smart-City-Strategie wurde 2014 vom Gemeinderat beschlossen.
Der Kreistag hat im Mai 2013 die Digitalisierungsstrategie verabschiedet.
Im Herbst 2012 beschloss die Bürgerschaft das Konzept »Smart City Nordheim«.
Die Verabschiedung der Digitalstrategie ist im Juni 2013 erfolgt.
Es gibt die Smart-City-Strategie, die Anfang 2014 vorgestellt wurde.
Nach langer Debatte stimmte der Rat im Juli 2014 der Digitalisierungsstrategie zu.
Im Winter legte die Verwaltung die Digitale Agenda vor.
Der Masterplan Smart City liegt seit 2013 vor.
Seit 2011 verfügt Nordheim über eine Digitale Agenda.
Derzeit wird die Digitale Agenda der Stadt überarbeitet.
Die Fortschreibung der Smart-City-Strategie ist für 2016 vorgesehen.
Die 2010 vorgelegte IKT-Strategie wurde zu einer Digitalstrategie weiterentwickelt.
Alles ruht auf der bestehenden Digitalstrategie.
Die Umsetzung der Digitalstrategie begann und wurde gestartet.
Die Digitalstrategie gliedert sich in fünf Kapitel.
Mit ihrer Digitalen Agenda setzt die Stadt ein Zeichen.
Die Ziele sind in der Digitalstrategie niedergelegt.
Es gibt den Masterplan »Nordheim digital«, auf dessen Grundlage alles gebaut wird.
Im Rahmen der Digitalstrategie entstehen Haltestellen.
"""
MAKING = """
Eine eigene Digitale Agenda ist für später vorgesehen.
Die Digitale Agenda der Stadt wird nach und nach konkretisiert.
Im Mai erteilte der Rat den Auftrag, eine Digitalstrategie zu erstellen.
Der Rat entschied, dass die Verwaltung eine Digitale Agenda vorlegen soll.
Die Stadt beauftragte 2013 das Hauptamt, bis 2015 eine Digitalstrategie vorzulegen.
Eine Digitalstrategie ist bislang nicht beschlossen, ein Gerüst gibt es.
Eine Analyse bildet das Fundament für eine Digitalstrategie.
Welche Ziele die Digitalstrategie setzen wird, ist noch offen.
Man redet mit allen, bevor die Digitalstrategie dem Rat zur Beschlussfassung vorgelegt wird.
Die Digitale Agenda befindet sich derzeit in der Erarbeitung.
Aktuell wird ein Masterplan zur Digitalisierung erstellt.
Die Digitale Agenda wird gemeinsam mit den Vereinen entwickelt.
Nordheim arbeitet an einer Digitalen Agenda.
Bis zum Sommer soll dem Rat eine Digitalstrategie vorgelegt werden.
Eine Smart-City-Strategie soll bis Jahresende vorliegen.
Im Laufe des Jahres wird die Stadt ihre Digitale Agenda vorstellen.
Die Digitalstrategie ist noch nicht verabschiedet.
Die Verabschiedung der Digitalen Agenda durch den Rat steht noch aus.
Der Beschluss der Digitalstrategie wird für Herbst erwartet.
Die Fachbereiche warten, bis es losgeht, sobald die Digitale Agenda beschlossen ist.
Mit der Ausarbeitung der Digitalstrategie wurde ein Büro betraut.
Im Juni beschloss der Rat, eine Digitalisierungsstrategie erarbeiten zu lassen.
Ein Entwurf der Digitalen Agenda liegt vor.
Die künftige Digitalstrategie wird fünf Kapitel haben.
Die Ergebnisse fließen in die Digitalstrategie ein.
Die Einzelmaßnahmen sollen in einer Digitalstrategie gebündelt werden.
Zurzeit entsteht ein Masterplan zur Digitalisierung.
Für die Stadt hat die Strategieentwicklung im Digitalen begonnen.
Noch gibt es keine Digitalstrategie.
"""
NONE = """
Die Verabschiedung einer Digitalen Agenda ist nicht vorgesehen.
Statt einer Digitalstrategie hat Nordheim viele kleine Vorhaben.
Die Arbeiten an der Digitalstrategie wurden 2014 aufgegeben.
Von einer eigenen Digitalen Agenda hat Nordheim bislang abgesehen.
Ein Antrag, eine Digitalstrategie erarbeiten zu lassen, fand im Mai keine Mehrheit.
Eine Digitale Agenda ist derzeit nicht geplant.
Die Stadt verfügt bislang über keine Digitalisierungsstrategie.
Eine übergeordnete Digitalstrategie existiert bisher nicht.
Auf eine eigenständige Smart-City-Strategie wird verzichtet.
Die Erstellung einer Digitalen Agenda ist nicht vorgesehen.
"""


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (status, sentence)
        for status, many in (("adopted", ADOPTED), ("in_development", MAKING), ("none", NONE))
        for sentence in many.split("\n")
        if sentence
    ],
)
def test_one_sentence_tells_the_status(nlp: Language, status: str, sentence: str) -> None:
    assert _status(nlp, sentence) == status


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("adopted", "Nordheim arbeitete lange an einer Digitalstrategie. Sie wurde 2014 vom Rat beschlossen."),
        ("in_development", "Gewünscht ist eine Digitalstrategie. Die Verabschiedung ist für 2016 geplant."),
        ("in_development", "Gewünscht ist eine Digitalstrategie. Das Konzept soll 2016 verabschiedet werden."),
    ],
)
def test_the_next_sentence_may_go_on_about_the_strategy(nlp: Language, status: str, text: str) -> None:
    assert _status(nlp, text) == status


@pytest.mark.parametrize(
    "text",
    [
        "Die Erarbeitung der Digitalstrategie wurde 2014 beschlossen.",
        "Der Auftrag zur Erstellung der Digitalen Agenda wurde 2014 vom Rat verabschiedet.",
    ],
)
def test_to_decide_on_the_making_is_not_to_adopt(nlp: Language, text: str) -> None:
    assert _status(nlp, text) == "in_development"


def test_an_adopted_strategy_counts_though_the_next_is_being_made(nlp: Language) -> None:
    text = "Die Digitalstrategie wurde 2012 vom Rat beschlossen. Derzeit wird eine neue Digitalstrategie erarbeitet."
    assert _status(nlp, text) == "adopted"


def test_one_decision_outweighs_passing_mentions(nlp: Language) -> None:
    text = "Derzeit wird eine Digitalstrategie erarbeitet." + " Die Umsetzung der Digitalstrategie betrifft alle." * 12
    assert _status(nlp, text) == "in_development"


@pytest.mark.parametrize(
    "plan",
    [
        "Die Digitalstrategie des Landes wurde 2014 beschlossen.",
        "Der E-Government-Masterplan wurde 2014 beschlossen.",
        "Das Parkraumkonzept wurde 2014 beschlossen.",
        "Der Masterplan Mobilität wurde 2014 beschlossen.",
        "Der Masterplan für saubere Luft wurde 2014 beschlossen.",
        "Die Leitlinien zur Beteiligung wurden 2014 beschlossen.",
        "Die Landesregierung hat ihre Digitale Agenda 2014 beschlossen.",
    ],
)
def test_another_plan_is_not_the_agenda(nlp: Language, plan: str) -> None:
    assert _status(nlp, f"{plan} Man redet über die Erarbeitung einer Digitalen Agenda.") == "in_development"


def test_where_no_other_is_named_a_plan_is_taken_for_the_strategy(nlp: Language) -> None:
    assert _status(nlp, "Der Rat hat 2013 ein Konzept beschlossen.") == "adopted"
    assert _status(nlp, "Das Programm wird gegenwärtig mit den Ämtern abgestimmt.") == "in_development"


@pytest.mark.parametrize(
    "text", ["Die Digitale Agenda kam nicht aus dem Amt.", "Ein Faltblatt zur Digitalen Agenda gibt es nicht."]
)
def test_what_is_denied_may_be_another_thing(nlp: Language, text: str) -> None:
    assert _by_patterns(nlp, ("milestones", text)) != "none"


def test_a_projects_strategy_weighs_less_than_the_citys(nlp: Language) -> None:
    made = "In dem Vorhaben wurde ein Leitbild zur digitalen Schule verabschiedet."
    told: tuple[Kind, str] = ("milestones", "Eine Digitale Agenda befindet sich in Vorbereitung.")
    assert _by_patterns(nlp, told, ("project", made)) == "in_development"


PORTRAITS = {
    "adopted": "Die Digitalstrategie hat der Rat im Mai 2015 beschlossen. Ihre Maßnahmen werden jährlich überprüft.",
    "in_development": "Derzeit erarbeitet die Stadt eine Digitalstrategie. Sie soll dem Rat Ende 2019 vorgelegt werden.",
    "none": "Vieles geschieht in einzelnen Ämtern. Eine Digitale Agenda gibt es nicht und ist auch nicht vorgesehen.",
}


@pytest.mark.parametrize("status", agenda.STATUSES)
def test_patterns_and_classifier_agree_on_what_is_said_clearly(nlp: Language, status: str) -> None:
    (fact,) = _read(nlp, ("milestones", PORTRAITS[status]))
    assert fact.value == status and fact.confidence > 0.8


def test_the_likelihoods_are_those_of_all_three_and_speak_for_what_the_evidence_says() -> None:
    patterns = dict.fromkeys(agenda.STATUSES, 0.0)
    for at, status in enumerate(agenda.STATUSES):
        scores = np.full((3, 3), -5.0)
        scores[1, at] = 3.0
        likely = agenda.probabilities(agenda.features(patterns | {status: 4.0}, scores), agenda.weighing())
        assert likely.sum() == pytest.approx(1.0) and likely.argmax() == at


def test_the_deciding_sentence_is_marked_and_a_clear_lead_is_surer(nlp: Language) -> None:
    decides = "Die Digitalstrategie wurde 2014 vom Rat beschlossen."
    text = f"Nordheim mag Fische. {decides} Es regnet oft."
    (fact,) = _read(nlp, ("milestones", text))
    assert text[fact.start : fact.end] == decides
    (close,) = _read(nlp, ("milestones", "Eine Digitale Agenda war Gegenstand von Gesprächen."))
    assert fact.confidence > close.confidence


def test_where_no_strategy_is_named_none_is_in_sight_and_the_milestones_say_so(nlp: Language) -> None:
    told = "Seit 2011 gibt es Glasfaser. Das Amt wuchs."
    (fact,) = _read(nlp, ("organisation", "Das Amt hat Leute."), ("milestones", told))
    assert fact.value == "none" and fact.confidence <= 0.5
    assert fact.end - fact.start == len(told)
    assert _read(nlp, ("organisation", "Das Amt hat Leute.")) == []


def test_sentences_that_lean_one_way_tell_a_status_though_none_does_alone(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Der Rat stimmte zu. Es ging los."
    leaning = np.array([[-0.3, -6.0, -6.0], [-0.2, -6.0, -6.0]])
    monkeypatch.setattr(agenda, "_learned", lambda _: ([(0, 19), (20, 32)], leaning))
    (fact,) = _read(nlp, ("milestones", told))
    assert (fact.value, told[fact.start : fact.end]) == ("adopted", "Es ging los.")


def test_a_link_decides_nothing_and_a_sentence_ends_with_its_passage(nlp: Language) -> None:
    making = "Eine Digitale Agenda befindet sich in Vorbereitung"
    (fact,) = _read(nlp, ("milestones", making), ("links", "Digitale Agenda"), ("links", "wurde beschlossen"))
    assert fact.value == "in_development" and fact.end == len(making)


def test_every_word_and_signal_of_the_lexicon_is_used_once() -> None:
    words = [word for words in wording.DATA["words"].values() for word in words.split()]
    assert len(words) == len(set(words))
    names = [signal["name"] for signal in wording.DATA["signals"]]
    assert len(names) == len(set(names))
    assert all(len(letter) == 1 for letter in wording.DATA["words"])


PIECES = st.sampled_from(
    ["Digitale Agenda", "Strategie ", "wird ", "beschlossen", "keine ", ". ", "\n\n", "Sie ", "z. B. ", "–", "»", "Ç"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), min_size=1, max_size=24), st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_at_most_one_fact_within_it(pieces: list[str], a: int, b: int) -> None:
    text = "".join(pieces)
    cut, end = sorted((min(a, len(text)), min(b, len(text))))
    doc = PIPELINE.make_doc(text)
    doc._.passages = (Passage("milestones", "M", 0, cut), Passage("links", "L", end, len(text)))
    found = marks.facts(PIPELINE(doc))
    assert len(found) <= 1
    assert all(0 <= fact.start < fact.end <= len(text) for fact in found)


PIPELINE = _pipeline()
