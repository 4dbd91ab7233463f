"""Imprint: bylines, stated dates and datelines, as the lines around an article say."""

from __future__ import annotations

import pytest

from broadsheet.extract.structure.bylines import read_byline, read_credited, read_signed
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.extract.structure.structure import read_structure
from broadsheet.extract.structure.timestamps import is_timestamp, read_timestamps

TIMESTAMPS = [
    ("Published: 3 February 2026 14:05 GMT", [("published", "2026-02-03T14:05Z")]),
    ("Updated 4 Feb. 2026, 9:30 a.m. ET", [("updated", "2026-02-04T09:30-05:00")]),
    ("Updated 4 July 2026, 9:30 a.m. ET", [("updated", "2026-07-04T09:30-04:00")]),
    ("Friday, January 4, 2019\u00a0", [("", "2019-01-04")]),
    ("Published 2:05 PM EST, Tue February 3, 2026", [("published", "2026-02-03T14:05-05:00")]),
    (
        "Publié le 3 février 2026 à 14h05, mis à jour le 4 mars 2026",
        [("published", "2026-02-03T14:05"), ("updated", "2026-03-04")],
    ),
    ("03.02.2026, 14:05 Uhr", [("", "2026-02-03T14:05")]),
    ("Stand: 03.02.2026", [("updated", "2026-02-03")]),
    ("2026-02-03T14:05:00Z", [("", "2026-02-03T14:05Z")]),
    ("Опубликовано: 3 февраля 2026, 14:05 МСК", [("published", "2026-02-03T14:05+03:00")]),
    (
        "Giriş: 03.02.2026 - 14:05 Güncelleme: 03.02.2026 - 16:00",
        [("published", "2026-02-03T14:05"), ("updated", "2026-02-03T16:00")],
    ),
    ("آخر تحديث: 3 فبراير 2026 الساعة 14:05", [("updated", "2026-02-03T14:05")]),
    ("۱۴ بهمن ۱۴۰۴ - ۱۲:۳۰", [("", "2026-02-03T12:30")]),
    ("2026年2月3日 14:05", [("", "2026-02-03T14:05")]),
    ("Feb 03, 2026, 03:15 PM IST", [("", "2026-02-03")]),  # several zones are called IST
    ("31 September 2026", []),
    ("5 May", []),
]


@pytest.mark.parametrize(("line", "stated"), TIMESTAMPS)
def test_a_stated_date_is_read_as_it_is_written(line, stated):
    assert [(stamp.kind, stamp.value) for stamp in read_timestamps(line)] == stated


def test_a_day_that_may_be_two_is_little_believed():
    assert [(stamp.value, stamp.confidence) for stamp in read_timestamps("03/02/2026")] == [("2026-02-03", 0.4)]
    assert [(stamp.value, stamp.confidence) for stamp in read_timestamps("13/02/2026")] == [("2026-02-13", 0.95)]


@pytest.mark.parametrize(
    "line", ["2 hours ago", "il y a 3 heures", "vor 2 Stunden", "14:05", "Tue 3 Feb 2026", "Last updated on 3 Feb 2026"]
)
def test_a_line_of_dates_is_known_as_one(line):
    assert is_timestamp(line)


@pytest.mark.parametrize("line", ["In 2026 the bridge opened.", "May 5", "Flight 2026 delayed", "A day to remember", "1 of 3"])
def test_a_line_that_says_more_than_a_date_is_none(line):
    assert not is_timestamp(line)


BYLINES = [
    ("By JANE MCDONALD and John van der Roe", ["Jane McDonald", "John van der Roe"]),
    ("By Jane Doe, Political Editor", ["Jane Doe"]),
    ("By Jane Doe in London", ["Jane Doe"]),
    ("By Jane Doe | Feb 3, 2026 2:05 pm", ["Jane Doe"]),
    ("Von Max Müller und Anna Schmidt, Berlin", ["Max Müller", "Anna Schmidt"]),
    ("Автор: Иван Иванов", ["Иван Иванов"]),
    ("بقلم: أحمد علي", ["أحمد علي"]),
    ("By Tuesday, the river had risen", []),
    ("By Ann Lee March 18 at 12:22 PM", ["Ann Lee"]),
    ("By Design", []),
    ("By clicking here", []),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_a_byline_names_the_authors(line, names):
    assert [byline.name for byline in read_byline(line)] == names


def test_an_agency_is_an_author_of_whom_little_is_known():
    assert [(byline.name, byline.confidence) for byline in read_byline("By Jane Doe and Reuters")] == [
        ("Jane Doe", 0.95),
        ("Reuters", 0.6),
    ]


def test_names_are_authors_where_their_work_is_told():
    assert [byline.name for byline in read_signed("Jane Doe, Political Editor")] == ["Jane Doe"]
    assert [byline.name for byline in read_signed("Jane Doe in Kyiv")] == ["Jane Doe"]
    assert read_signed("Storm Brian, the first of the winter") == ()
    credited = read_credited("(Reporting by Jane Doe in London; Editing by John Roe)")
    assert [byline.name for byline in credited] == ["Jane Doe"]


DATELINES = [
    ("LONDON (Reuters) - The", "London"),
    ("KYIV, Ukraine — The", "Kyiv, Ukraine"),
    ("Doha, Oct 4: The", "Doha"),
    ("NEW YORK/LONDON, Feb 3 (Reuters) - The", "New York/London"),
    ("MOSCOW, January 8. /TASS/. The", "Moscow"),
    ("Berlin (dpa) - Die", "Berlin"),
    ("Madrid, 3 feb (EFE).- El", "Madrid"),
    ("МОСКВА, 3 фев — РИА Новости. Президент", "Москва"),
    ("ST. LOUIS — The", "St. Louis"),
    ("NAIROBI, Kenya (AP) — March 3, 2026 — The", "Nairobi, Kenya"),
    ("COX'S BAZAR, Bangladesh — The", "Cox's Bazar, Bangladesh"),
    ("Washington, D.C. — The", "Washington, D.C."),
    ("ISLAMABAD: The", "Islamabad"),
    ("London – The", "London"),
    ("BREAKING: The", None),
    ("President Trump — The", None),
    ("The minister – who was late – said", None),
    ("(CNN) -- The", None),
    ("But Iran — The", None),
]


@pytest.mark.parametrize(("head", "place"), DATELINES)
def test_a_dateline_is_the_place_before_the_first_sentence(head, place):
    found = read_dateline(f"{head} rest of the sentence went on.")
    assert (found.place if found else None) == place


FILED = """\
Rain falls on the city for a third day

{} Rain fell on the city for a third day, officials said.

The river rose by a metre.
"""


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("NAIROBI, Kenya (AP) — March 3, 2026 —", "2026-03-03"),
        ("NAIROBI, 3 March 2026 (Reuters) -", "2026-03-03"),
        ("Nairobi, March 3, 2026 –", "2026-03-03"),
        ("NAIROBI, March 3 (Reuters) -", None),
        ("NAIROBI —", None),
    ],
)
def test_a_date_with_a_year_in_a_dateline_is_that_of_the_article(head, day):
    found = read_structure(FILED.format(head)).published
    assert (found and (found.value, found.confidence)) == (day and (day, 0.85))


def test_a_date_that_a_line_states_is_believed_before_that_of_the_dateline():
    text = FILED.format("NAIROBI, March 3, 2026 (AP) —").replace("day\n\n", "day\n\nPublished: 5 March 2026\n\n", 1)
    assert read_structure(text).published.value == "2026-03-05"


def test_an_acronym_before_a_dash_is_no_sure_place():
    found = read_dateline("NATO - the alliance met.")
    assert found is None or found.confidence < 0.8


PAGE = """\
Tuesday, 10 March 2026
Home
World
Weather

Harbour board votes to sell the old ferry to a museum

By Ann Lee and John Roe, Shipping Correspondent
Published: 3 February 2026 14:05 GMT
Updated: 4 February 2026

Photo: Ann Lee

PUDDLEWICK (Reuters) - The harbour board of Puddlewick voted on Tuesday to sell the town's old ferry to a museum of shipping.

Opponents of the sale said that the museum had promised too little for its upkeep, and that the town would miss the ferry.

(Reporting by Jane Doe)
"""


def test_the_imprint_of_a_page_is_what_its_lines_say():
    found = read_structure(PAGE)
    assert [part.value for part in found.authors] == ["Ann Lee", "John Roe"]
    assert found.published is not None
    assert (found.published.value, found.published.confidence) == ("2026-02-03T14:05Z", 0.95)
    assert PAGE[found.published.start : found.published.end] == "3 February 2026 14:05 GMT"
    assert found.updated is not None
    assert found.updated.value == "2026-02-04"
    assert found.dateline is not None
    assert found.dateline.value == "Puddlewick"
    assert [part.value for part in found.dropped if part.rule == "credit"] == ["Photo: Ann Lee"]


def test_no_date_is_invented():
    without = "\n".join(line for line in PAGE.split("\n") if "2026" not in line)
    assert read_structure(without).published is None


def test_the_date_over_a_page_is_little_believed():
    without = PAGE.replace("Published: 3 February 2026 14:05 GMT\n", "").replace("Updated: 4 February 2026\n", "")
    found = read_structure(without).published
    assert found is not None
    assert (found.value, found.confidence) == ("2026-03-10", 0.5)
