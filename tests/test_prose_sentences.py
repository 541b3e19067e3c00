"""Where sentences of administrative prose end, and which names stay one token."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stadtatlas.prose import sentences, tokenizer

NLP = tokenizer.blank()
NLP.add_pipe(sentences.NAME)


def _split(text: str) -> list[str]:
    return [sent.text.strip() for sent in NLP(text).sents]


@pytest.mark.parametrize(
    "text",
    [
        "Nordheim nutzt z.B. Sensoren im Park.",
        "Nordheim nutzt z. B. Sensoren im Park.",
        "Nordheim nutzt z. B. Die Sonne im Namen.",
        "Gefördert werden u.a. Busse.",
        "Das ist i. d. R. Sache des Amts.",
        "Ämter/ca. Hundert kamen.",
        "Der Verein Netz e. V. aus Nordheim zahlt.",
        "Der Verein Netz e. V. (VNe) aus Nordheim zahlt.",
        "Am 1. März begann der Umbau.",
        "Am 12. Dezember 2011 begann der Umbau.",
        "Im 21. Jahrhundert fährt man Bus.",
        "Beim 5. Forum sprach sie, am 2. Treffen nahm sie teil.",
        "Das 100. Jubiläum kam.",
        "Dr. Ada Klug und Prof. Dr. Bo Ernst reden.",
        "In Nr. 5 steht es, in der Parkstr. 5 auch.",
        "Busse, Bahnen etc. Nordheims fahren.",
        "Der Bau kostet 5 Mio. Euro.",
        "Die Firma A. Meyer baut.",
        "Ziele sind: Busse und Bahnen.",
        "Man nutzt z. B.\n\nSensoren im Park.",
        "Das sind 3.000 Leute bei Stadt.Land.Digital.",
    ],
)
def test_no_sentence_ends_within(text: str) -> None:
    assert _split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Es gibt Busse u.a.", "Die Bahn fehlt."),
        ("Dabei ist der Verein Netz e. V.", "Nordheim zahlt mit."),
        ("Dabei ist der Verein Netz e.V.", "Er zahlt mit."),
        ("Busse, Bahnen etc.", "Zudem fahren Räder."),
        ("Busse, Bahnen etc.\n\n", "Nordheim fährt."),
        ("Der Bau kostet 5 Mio.", "Die Stadt zahlt."),
        ("Es war Platz 1.", "Nordheim jubelte."),
        ("Es geschah 2011.", "Danach kam mehr."),
        ("Es geschah 2011.", "12 Busse fuhren."),
        ("Es geschah am 4.", "Danach kam mehr."),
        ("Das gilt für Plan B.", "Die Stadt zahlt."),
        ("Sie misst in Gbit/s.", "Nordheim zahlt."),
        ("Sie sagt: »Wir fahren.«", "Dann fährt sie."),
        ("Sie sagt: „Wir fahren.“", "»Dann« fährt sie."),
        ('Sie sagt: "Wir fahren."', "Dann fährt sie."),
        ("Sie fährt (mit dem Bus.)", "Dann läuft sie."),
        ("Kommt er?", "Er kommt…"),
        ("Ziele sind:\n", "Busse\nBahnen"),
        ("Es gibt Busse;\n", "bahnen fehlen."),
        ("Titel ohne Punkt\n\n", "neuer Absatz."),
    ],
)
def test_a_sentence_ends_between(first: str, second: str) -> None:
    assert _split(f"{first} {second}") == [first.strip(), second]


@pytest.mark.parametrize(
    "name",
    [
        "Stadt.Land.Digital",
        "KS:COB",
        "Smart-City-Strategie",
        "Haupt-",
        "Start-up",
        "e.GO",
        "z.B.",
        "Mio.",
        "vgl.",
        "3.000",
        "Bürger*innen",
    ],
)
def test_a_name_stays_one_token(name: str) -> None:
    assert [token.text for token in NLP.tokenizer(f"Das {name} da")] == ["Das", name, "da"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bund/Land", ["Bund", "/", "Land"]),
        ("»Netz«", ["»", "Netz", "«"]),
        ("2018-2020", ["2018", "-", "2020"]),
        ("(OZG)", ["(", "OZG", ")"]),
    ],
)
def test_marks_between_words_are_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in NLP.tokenizer(text)] == tokens


PIECES = st.sampled_from(["z. B. ", "Nr. 5", "Die ", "etc. ", "\n\n", ": \n", "« ", ". ", "1. ", "…", "A", "e. V. ", " "])


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=24).map("".join))
@settings(max_examples=150, deadline=None)
def test_sentences_partition_any_text_at_increasing_ends(text: str) -> None:
    found = list(sentences.ends(text))
    assert found == sorted(set(found))
    assert all(0 < end <= len(text) for end in found)
    doc = NLP(text)
    assert "".join(sent.text_with_ws for sent in doc.sents) == doc.text == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Siehe www.kehl.de/hafen/plan.", ["Siehe", "www.kehl.de/hafen/plan", "."]),
        ("Siehe https://kehl.de/a-b_c, dort.", ["Siehe", "https://kehl.de/a-b_c", ",", "dort", "."]),
        ("(kehl.de/hafen)", ["(", "kehl.de/hafen", ")"]),
        ("post@kehl.de und/oder »Kai«, …", ["post@kehl.de", "und", "/", "oder", "»", "Kai", "«", ",", "…"]),
        ("<Kai #Kehl", ["<", "Kai", "#", "Kehl"]),
    ],
)
def test_addresses_stay_whole_and_marks_do_not_stick(text: str, tokens: list[str]) -> None:
    assert [token.text for token in NLP.make_doc(text)] == tokens
