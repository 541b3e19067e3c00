"""Dates in prose: what counts as one, its value, and what is said to happen then. The sentences are invented."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from stadtatlas.prose import dates, marks, sentences, tokenizer
from stadtatlas.prose.events import MOST_WORDS, event
from stadtatlas.prose.passages import Kind, Passage


def read(text: str) -> list[str]:
    """`surface = value`, with the modifier and a `~` for relative ones."""
    return [
        f"{text[one.start : one.end]} = {one.value}{f' {one.mod}' if one.mod else ''}{' ~' if one.relative else ''}"
        for one in dates.find(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 12. Mai 2017 tagte der Beirat.", ["12. Mai 2017 = 2017-05-12"]),
        ("Das Amt besteht seit dem 1.1.2019.", ["1.1.2019 = 2019-01-01"]),
        ("Das Amt besteht seit 01.07.19.", ["01.07.19 = 2019-07-01"]),
        ("Das Amt besteht seit 1.3.18, Stand 4.5.19", ["1.3.18 = 2018-03-01", "4.5.19 = 2019-05-04"]),
        ("Die Frist endet am 1.1.20; danach gilt 1.2.20.", ["1.1.20 = 2020-01-01", "1.2.20 = 2020-02-01"]),
        ("Das Amt besteht seit 2019-05-03.", ["2019-05-03 = 2019-05-03"]),
        ("Stand: 06/2018", ["06/2018 = 2018-06"]),
        ("Seit Jänner 2016 wird getestet, seit Sept. 2017 gezahlt.", ["Jänner 2016 = 2016-01", "Sept. 2017 = 2017-09"]),
        ("Im November des Jahres 2016 wurde gewählt.", ["November des Jahres 2016 = 2016-11"]),
        ("Bis Ende März 2019 wird gesammelt.", ["Ende März 2019 = 2019-03 late"]),
        ("Zu Beginn des Jahres 2018 öffnete das Labor.", ["Beginn des Jahres 2018 = 2018 early"]),
        ("Mitte 2018 öffnete es, zum Jahresende 2019 schließt es.", ["Mitte 2018 = 2018 mid", "Jahresende 2019 = 2019 late"]),
        ("Im dritten Quartal 2018 und im II. Quartal 2019", ["dritten Quartal 2018 = 2018-Q3", "II. Quartal 2019 = 2019-Q2"]),
        ("Im letzten Quartal 2019, im letzten Halbjahr 2018",
         ["letzten Quartal 2019 = 2019-Q4", "letzten Halbjahr 2018 = 2018-H2"]),
        ("Bis Q3 2018, spätestens Q4/19", ["Q3 2018 = 2018-Q3", "Q4/19 = 2019-Q4"]),
        ("In der zweiten Jahreshälfte 2020", ["zweiten Jahreshälfte 2020 = 2020-H2"]),
        ("im 1. Halbjahr 2021", ["1. Halbjahr 2021 = 2021-H1"]),
        ("Im Winter 2018/19 und im Spätsommer 2019", ["Winter 2018/19 = 2018-winter", "Spätsommer 2019 = 2019-summer late"]),
        ("seit dem Wintersemester 2018/19", ["Wintersemester 2018/19 = 2018/2019"]),
        ("im Frühherbst 2020", ["Frühherbst 2020 = 2020-autumn early"]),
        ("Anfang der 1990er Jahre", ["Anfang der 1990er Jahre = 1990s early"]),
        ("in den Neunzigerjahren und den 80er-Jahren", ["Neunzigerjahren = 1990s", "80er-Jahren = 1980s"]),
        ("eine Burg aus dem 14. Jahrhundert", ["14. Jahrhundert = 1301/1400"]),
    ],
)  # fmt: skip
def test_a_date_has_the_value_of_its_form(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Versuch lief von 2015 bis 2017.", ["2015 bis 2017 = 2015/2017"]),
        ("Von 2014/15 bis 2016/17 wurde gebaut.", ["2014/15 bis 2016/17 = 2014/2017"]),
        ("Häuser aus dem 18. bis 20. Jahrhundert", ["20. Jahrhundert = 1901/2000"]),
        ("2019 - 2022 wird gebaut, seit 2014/15 geplant.", ["2019 - 2022 = 2019/2022", "2014/15 = 2014/2015"]),
        ("Zwischen 2012 und 2014 wurde gezählt.", ["Zwischen 2012 und 2014 = 2012/2014"]),
        ("Von Mai bis Juli 2019 wird gezählt.", ["Mai bis Juli 2019 = 2019-05/2019-07"]),
        ("März 2017–April 2018", ["März 2017–April 2018 = 2017-03/2018-04"]),
        ("1. Januar 2017 – 31. Dezember 2019", ["1. Januar 2017 – 31. Dezember 2019 = 2017-01-01/2019-12-31"]),
        ("vom 3. bis 5. Mai 2018", ["3. bis 5. Mai 2018 = 2018-05-03/2018-05-05"]),
        ("Vom 1.5. bis 31.12.2019 wird gezählt.", ["1.5. bis 31.12.2019 = 2019-05-01/2019-12-31"]),
        ("1. 5. bis zum 31. Dezember 2019", ["1. 5. bis zum 31. Dezember 2019 = 2019-05-01/2019-12-31"]),
        ("01.05.–31.12.19", ["01.05.–31.12.19 = 2019-05-01/2019-12-31"]),
        ("vom 1.5. bis einschließlich 3.6.2019", ["1.5. bis einschließlich 3.6.2019 = 2019-05-01/2019-06-03"]),
        ("am 1.5., 3.6. und 7.8.2019", ["1.5. = 2019-05-01", "3.6. = 2019-06-03", "7.8.2019 = 2019-08-07"]),
        ("01.12.2018-31.01.2019", ["01.12.2018-31.01.2019 = 2018-12-01/2019-01-31"]),
        ("1.12.2018–31. Januar 2019", ["1.12.2018–31. Januar 2019 = 2018-12-01/2019-01-31"]),
        ("2019-05-01/2019-05-03", ["2019-05-01/2019-05-03 = 2019-05-01/2019-05-03"]),
        ("vom 1.11. bis 31.3.2019", ["1.11. bis 31.3.2019 = 2018-11-01/2019-03-31"]),
        ("Von November bis März 2019", ["November bis März 2019 = 2018-11/2019-03"]),
        ("Ende 2018/Anfang 2019", ["Ende 2018/Anfang 2019 = 2018/2019"]),
        ("zum Jahreswechsel 2018/2019", ["Jahreswechsel 2018/2019 = 2018/2019"]),
        ("zur Jahreswende 2018/2019", ["Jahreswende 2018/2019 = 2018/2019"]),
        ("In den Jahren 2011 und 2012 wurde gezählt.", ["Jahren 2011 = 2011", "2012 = 2012"]),
        (
            "Nach der Sommerpause 2019 wird gezählt, da das Ende im Jahr 2000 kam.",
            ["Sommerpause 2019 = 2019-summer", "Jahr 2000 = 2000"],
        ),
        ("Im März und Juni 2018 wurde gezählt.", ["März = 2018-03", "Juni 2018 = 2018-06"]),
        ("im 1. und 2. Quartal 2019", ["1. = 2019-Q1", "2. Quartal 2019 = 2019-Q2"]),
    ],
)
def test_a_span_is_one_date_and_a_coordination_several(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016 begann der Bau, im gleichen Jahr der Streit.", ["gleichen Jahr = 2016 ~"]),
        ("2016 begann der Bau, im Folgejahr der Streit.", ["Folgejahr = 2017 ~"]),
        ("2016 begann der Bau, im darauffolgenden Jahr der Streit.", ["darauffolgenden Jahr = 2017 ~"]),
        ("2016 begann der Bau, zwei Jahre später der Streit.", ["zwei Jahre später = 2018 ~"]),
        ("2016 begann der Bau, ein Jahr zuvor der Streit.", ["ein Jahr zuvor = 2015 ~"]),
        ("Am 5. Mai 2016 begann der Bau, im selben Monat der Streit.", ["selben Monat = 2016-05 ~"]),
        ("Von 2014 bis 2016 wurde gebaut, im selben Zeitraum gestritten.", ["selben Zeitraum = 2014/2016 ~"]),
        ("Im Juli 2016 begann der Bau, Ende des Jahres der Streit.", ["Ende des Jahres = 2016 late ~"]),
        ("Im Juli 2016 begann der Bau, im Oktober der Streit.", ["Oktober = 2016-10 ~"]),
        ("2016 begann der Bau, im Dezember desselben Jahres der Streit.", ["Dezember desselben Jahres = 2016-12 ~"]),
        ("2016 begann der Bau, im Herbst des Vorjahres der Streit.", ["Herbst des Vorjahres = 2015-autumn ~"]),
    ],
)
def test_what_points_to_another_date_is_resolved_against_the_one_before(text: str, expected: list[str]) -> None:
    assert read(text)[1:] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Im gleichen Jahr begann der Bau; im Mai wird gefeiert.",
        "Seit fünf Jahren wird derzeit und künftig gebaut, alle zwei Jahre gezählt.",
        "Im Sommer selben Monats",
    ],
)
def test_what_nothing_resolves_is_no_date(text: str) -> None:
    assert read(text) == []


def test_a_season_follows_the_year_before_and_a_following_year_the_next() -> None:
    assert any("2017-autumn" in line for line in read("2017 begann es. Im Herbst war es fertig."))
    assert any("2018-02" in line for line in read("2017 begann es. Im Februar des folgenden Jahres war es fertig."))


def test_a_month_that_comes_round_every_year_is_no_date() -> None:
    assert read("Seit 2016 tagt der Beirat jährlich im Mai.") == ["2016 = 2016"]


@pytest.mark.parametrize(
    "text",
    [
        "gefördert aus Horizon 2020",
        "Der Masterplan 2025 wurde beschlossen.",
        "Die Digitale Agenda 2018 wurde fortgeschrieben.",
        "Der Rat hat den Masterplan 2025 beschlossen.",
        "Musterhausen war beim Smart Country Summit 2018 dabei.",
        "Das Leitbild »Heimat 2030«, die „Vision 2040“ und das \"Netz 2024\" gelten.",
        "Grundlage ist das Digitalisierungsprogramm 2019-2022.",
        "Der Rat beschloss den Masterplan Industriestadt Neuburg 2018-2021.",
        "Neuburg 2030 ist ein Prozess.",
        "Zur Gartenschau 2018 wurde gebaut, zur Landesgartenschau 2021 wird es fertig.",
        "Die 2030-Ziele, die Agenda-2030, H2020 und Netze2017 gelten.",
        "Die Vorlage 2018/0123 und die Drucksache 2017/BV liegen nach ISO 2015 vor.",
    ],
)  # fmt: skip
def test_a_year_within_a_name_is_no_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Der Rat hat die Digitale Agenda 2018 verabschiedet.", "2018"),
        ("Seit dem Beschluss der Digitalen Agenda 2017 wird gebaut.", "2017"),
        ("Der Masterplan soll 2020 vorliegen.", "2020"),
        ("Im Ranking 2018 lag die Stadt vorn.", "2018"),
        ("Den »Tag der Netze« 2019 richtet Neuburg aus.", "2019"),
        ("Der Haushalt 2019 sieht Mittel vor.", "2019"),
        ("Fertigstellung 2025", "2025"),
        ("Danach beschloss der Senat 2014 den Bau.", "2014"),
    ],
)
def test_a_year_beside_a_noun_is_a_date_where_the_sentence_says_so(text: str, year: str) -> None:
    assert read(text) == [f"{year} = {year}"]


@pytest.mark.parametrize(
    "text", ["2020 Einwohner", "2000 Haushalte", "rund 2018 Sensoren", "1950 Euro", "2.018 Stellen", "Am Ring 20183"]
)
def test_a_figure_that_looks_like_a_year_is_no_date(text: str) -> None:
    assert read(f"Gezählt wurden {text} und mehr.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Kapitel 2.4.12 und Maßnahme 1.3.18 gelten.",
        "Gerechnet wird mit Quanto 3.10.12.",
        "Die Datei liste_2019-05-03 und die Akte 7-2019-05-03 liegen vor.",
        "Siehe S.20/21 und Abschnitt 1.1.20.4.",
        "Es gilt die 31.12.2019-Fassung.",
    ],
)
def test_numbers_of_parts_versions_and_files_are_no_dates(text: str) -> None:
    assert read(text) == []


def test_the_day_before_a_year_that_is_part_of_a_word_takes_no_other_year() -> None:
    assert read("2016 begann es. Bis 31.12.2019-Fassungen vorliegen, wird gezählt.") == ["2016 = 2016"]


def test_there_are_four_quarters() -> None:
    assert read("im 5. und 2. Quartal 2019") == ["2. Quartal 2019 = 2019-Q2"]


IMPOSSIBLE = ["31.02.2019", "30. Februar 2018", "29.2.19", "31.13.2019", "32. Mai 2019", "2019-02-31", "1.2. bis 30.2.2019"]


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_a_day_that_no_calendar_has_is_no_date_and_is_doubted(day: str) -> None:
    text = f"Das Labor öffnete am {day}."
    assert read(text) == []
    doubted = marks.doubts(processed([("milestones", "Meilensteine", text)]))
    assert [(d.code, d.kind, text[d.start : d.end]) for d in doubted] == [("date.impossible", "dates", day)]


def test_what_points_to_a_day_that_no_calendar_has_still_means_its_month_and_year() -> None:
    assert read("2016 begann es, am 31.2.2018 schloss es; im selben Monat und im selben Jahr wurde gezählt.") == [
        "2016 = 2016",
        "selben Monat = 2018-02 ~",
        "selben Jahr = 2018 ~",
    ]


def test_a_far_year_before_a_noun_is_no_figure() -> None:
    assert read("Bis 2050 Klimaneutralität") == ["2050 = 2050"]


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Im Mai 2018 wurde das Labor eröffnet.", "Mai 2018", "Labor eröffnet"),
        ("Bereits seit 2015 betreibt Neuburg ein Labor.", "2015", "betreibt Neuburg ein Labor"),
        ("Sie hat einen Plan, der im Jahr 2016 vom Rat beschlossen wurde.", "Jahr 2016", "Plan, der vom Rat beschlossen wurde"),
        ("Der Bau hat 2017 begonnen und soll 2019 enden.", "2019", "Bau soll enden"),
        ("Der Bau hat 2017 begonnen und soll 2019 enden.", "2017", "Bau hat begonnen"),
        ("Neuburg gewann einen Preis (2017).", "2017", "Neuburg gewann einen Preis"),
        ("In den Jahren 2011 und 2012 warb die Stadt um Mittel.", "Jahren 2011", "warb die Stadt um Mittel"),
    ],
)
def test_the_event_is_the_clause_without_the_date(text: str, date: str, expected: str) -> None:
    places = [(one.start, one.end) for one in dates.find(text, 0, len(text))]
    at = text.index(date), text.index(date) + len(date)
    assert event(text, (0, len(text)), at, [p for p in places if p != at]) == expected


def document(parts: list[tuple[Kind, str, str]]) -> list[marks.Fact]:
    return marks.facts(processed(parts))


def processed(parts: list[tuple[Kind, str, str]]) -> Doc:
    nlp = tokenizer.blank()
    marks.register()
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(dates.NAME)
    text, passages = "", []
    for kind, heading, part in parts:
        passages.append(Passage(kind, heading, len(text), len(text) + len(part)))
        text += part + "\n\n"
    doc = nlp.make_doc(text)
    doc._.passages = tuple(passages)
    return nlp(doc)


def test_the_component_marks_dates_of_every_passage_with_its_heading() -> None:
    facts = document(
        [
            ("milestones", "Meilensteine", "Es gibt einen Rat. Im Mai 2018 wurde das Labor eröffnet. Es ist groß."),
            ("project", "Projektbeispiele", "Im gleichen Jahr begann nichts."),
            ("links", "Weiterführende Informationen", "Bericht über das Netz 2017"),
        ]
    )
    assert [fact.value for fact in facts] == [
        {
            "surface": "Mai 2018", "value": "2018-05", "mod": None, "relative": False, "section": "Meilensteine",
            "event": "Labor eröffnet",
        },
        {
            "surface": "2017", "value": "2017", "mod": None, "relative": False, "section": "Weiterführende Informationen",
            "event": "Bericht über das Netz",
        },
    ]  # fmt: skip


PIECES = st.sampled_from(
    "2018 2019 1990er 14/15 /19 3. 12. 05. Mai Juni Okt. Ende Anfang Mitte Jahr Jahre Jahres des im bis und zwischen - – / Q3 "
    "II. Quartal erste Halbjahr Hälfte Winter Folgejahr selben Monat Zeitraum ein später zuvor Agenda » « ( ) wurde soll , . 21. "
    "Jahrhundert".split()
)
POINT = r"\d{4}(?:s|-(?:[01]\d(?:-[0-3]\d)?|Q[1-4]|H[12]|spring|summer|autumn|winter))?"


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14), st.sampled_from([" ", ""]))
def test_any_text_gives_values_in_the_notation_and_places_in_order(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    end = 0
    for one in dates.find(text, 0, len(text)):
        assert re.fullmatch(rf"{POINT}(?:/{POINT})?", one.value), (text, one)
        assert end <= one.start < one.end <= len(text), (text, one)
        assert len(event(text, (0, len(text)), (one.start, one.end)).split()) <= MOST_WORDS
        end = one.end


Day = tuple[int, int, int]
"""A year, a month and a day, which may be one that no calendar has."""
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SHORT = "Jan. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.".split()
DAYS = st.one_of(
    st.tuples(st.integers(2010, 2049), st.integers(1, 12), st.integers(1, 31)),
    st.dates(datetime.date(2010, 1, 1), datetime.date(2049, 12, 31)).map(lambda d: (d.year, d.month, d.day)),
)


def written(day: Day) -> list[str]:
    """A day in all forms."""
    y, m, d = day
    named = [f"{d}. {MONTHS[m - 1]} {y}", f"{d}. {SHORT[m - 1]} {y}", f"{d:02}. {MONTHS[m - 1]} des Jahres {y}"]
    return [*named, f"{d}.{m}.{y}", f"{d:02}.{m:02}.{y}", f"{d}. {m}. {y}", f"{d}.{m}.{y % 100}", f"{d:02}.{m:02}.{y % 100}",
            f"{y}-{m:02}-{d:02}"]  # fmt: skip


def opened(day: Day) -> list[str]:
    """A day that lacks its year in all forms."""
    return [
        f"{day[2]}.{day[1]}.",
        f"{day[2]:02}.{day[1]:02}.",
        f"{day[2]}. {day[1]}.",
        f"{day[2]}. {MONTHS[day[1] - 1]}",
        f"{day[2]}.",
    ]


ONE = DAYS.flatmap(lambda day: st.tuples(st.just(day), st.sampled_from(written(day))))
OPENING = DAYS.flatmap(lambda day: st.sampled_from(opened(day)))
SPAN = st.builds(
    lambda first, link, last: first + link + last,
    st.one_of(OPENING, ONE.map(lambda one: one[1])),
    st.sampled_from([" bis ", " bis zum ", "-", "–", " – ", " und ", ", ", "/"]),
    ONE.map(lambda one: one[1]),
)


def valid(day: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(day))
    except ValueError:
        return False


@settings(max_examples=300, deadline=None)
@given(ONE, st.sampled_from("am {}. # bis {} # ({}) # am {}; # seit dem {}, als".split(" # ")))
def test_a_day_is_found_whole_in_every_form_if_the_calendar_has_it(one: tuple[Day, str], sentence: str) -> None:
    (year, month, day), surface = one
    value = f"{year}-{month:02}-{day:02}"
    assert read(sentence.format(surface)) == ([f"{surface} = {value}"] if valid(value) else [])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(SPAN, ONE.map(lambda one: one[1]), st.just("im selben Monat")), min_size=1, max_size=4))
def test_every_full_date_is_on_the_calendar_and_every_surface_in_the_text(pieces: list[str]) -> None:
    text = f"Gezählt wurde {' sowie vom '.join(pieces)}."
    for fact in document([("milestones", "Meilensteine", text)]):
        assert fact.value["surface"] in text
        full = [day for day in fact.value["value"].split("/") if re.fullmatch(r"\d+-\d+-\d+", day)]
        assert all(map(valid, full)), (text, fact.value)


@settings(max_examples=200, deadline=None)
@given(DAYS, DAYS, st.sampled_from([" bis ", " bis zum ", "-", "–", " – "]), st.data())
def test_a_span_whose_first_day_lacks_its_year_is_one_date(first: Day, last: Day, link: str, data: st.DataObject) -> None:
    year = last[0] - (first[1] > last[1])
    one, two = ("{}-{:02}-{:02}".format(*day) for day in ((year, *first[1:]), last))
    surface = data.draw(st.sampled_from(opened(first)[:4])) + link + data.draw(st.sampled_from(written(last)[3:8]))
    assert read(f"vom {surface} galt es") == ([f"{surface} = {one}/{two}"] if valid(one) and valid(two) else [])
