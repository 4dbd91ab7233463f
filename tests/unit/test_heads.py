"""Heads: headers, slugs, mastheads and credits above a text, headlines over several lines, and what stands below a text."""

from __future__ import annotations

import pytest

from broadsheet.extract.structure.article import Article, read_parts
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.extract.structure.structure import read_structure

TITLE = "Puddlewick sells its old ferry"
PARAGRAPHS = (
    "The harbour board of Puddlewick voted on Tuesday to sell the town's old ferry to a museum of shipping, it said in a note.",
    "Opponents of the sale said that the museum had promised too little for its upkeep, and that the town would miss the ferry.",
    "The museum answered that it had kept eleven ships afloat for longer than any harbour board had lived, and would go on.",
    "Nobody on the quay could say what would become of the captain, who has been aboard for thirty years of nights and days.",
)
BODY = "\n\n".join(PARAGRAPHS)


def title_of(text, name="a"):
    """Return the value and the rule of the headline that is found in a text."""
    (found,) = (finding for finding in read_parts(Article(text, name)).findings if finding.field == "title")
    return found.value, found.rule


def dropped(text):
    """Return what is left out of a text, each line with what it is."""
    return [(part.rule, part.value) for part in read_structure(text).dropped]


@pytest.mark.parametrize("name", ["Subject", "SUBJECT", "TITLE(s)", "HEADLINE", "Betreff", "Asunto", "Objet", "Assunto"])
def test_a_header_says_the_headline(name):
    head = f"From: Ann Lee <ann@harbour.example>\nLENGTH: 412 words\n{name}: {TITLE}\nMessage-ID: <1@harbour.example>\n\n"
    assert title_of(f"Posted by: nobody\n{name}   : {TITLE}\n\n{BODY}")[0] == TITLE
    found = read_structure(f"{head}Dear all,\n\n{BODY}\n")
    assert found.headline.value == TITLE
    assert [part.value for part in found.paragraphs][-4:] == list(PARAGRAPHS)
    assert ("header", "LENGTH: 412 words") in dropped(f"{head}{BODY}")


def test_a_line_with_a_colon_is_no_header():
    text = f"{TITLE}\n\nFrom: nobody knows where, the board says, comes the money.\n\n{BODY}"
    assert title_of(text)[0] == TITLE
    assert dropped(text) == []


@pytest.mark.parametrize(
    "slug",
    [
        "u f BC-FERRY-SALE   04-21 0115",
        "AM-Ferry Sale,150",
        "BC-Ferry, 1st Ld-Writethru",
        "AP880212-0004",
        "AP-NR-02-12-88 0413EST",
        "(abc/de)",
        "UPI n038 0413",
        "RTR0012 3 GEN 230",
        "(Eds: UPDATES with reaction of the museum)",
        "1st Ld",
        "URGENT",
    ],
)
def test_a_slug_is_no_headline_and_no_text(slug):
    text = f"{slug}\n{TITLE.upper()}\n    PUDDLEWICK, April 21 - {PARAGRAPHS[0]}\n    {PARAGRAPHS[1]}\n Reuter\n"
    assert title_of(text)[0] == TITLE.upper()
    found = read_structure(text)
    assert [part.value for part in found.paragraphs] == [f"PUDDLEWICK, April 21 - {PARAGRAPHS[0]}", PARAGRAPHS[1]]
    assert [rule for rule, _ in dropped(text)] == ["slug", "credit"]


@pytest.mark.parametrize(
    "above", ["San Jose Mercury News\nSunday, August 29, 1993\nFront Page\n", "From _The Harbour_, May 1993\n\n"]
)
def test_where_an_article_is_from_is_no_headline(above):
    title = "A Last Crossing for an Old Lady"
    assert title_of(f"{above}{title}\n\nBy ANN LEE\n\n{BODY}")[0] == title


@pytest.mark.parametrize(
    "title",
    [
        "Old Ferries: The Unsinkable Voice of Truth",
        "I Sold Puddlewick’s Ferry. Now I’m Buying Her Back. Here’s Why.",
        "ANN LEE ON\nTHE OLD FERRY OF PUDDLEWICK",
        "A Speech, January 20, 1961, 12:11 EST",
    ],
)
def test_a_headline_may_look_like_something_else(title):
    assert title_of(f"{title}\n\n{BODY}")[0] == title.replace("\n", " ")


def test_one_word_in_capitals_that_the_text_is_about_is_a_headline():
    assert title_of(f"Feb. 14, 1994\nFERRY\n\n{BODY}")[0] == "FERRY"


@pytest.mark.parametrize(
    "title",
    [
        "HARBOUR BOARD OF PUDDLEWICK SELLS\nOLD FERRY TO MUSEUM",
        "Harbour Board of Puddlewick Sells\nOld Ferry to Museum of Shipping\nand Keeps the Crane",
        "Harbour board of Puddlewick sells the\nold ferry to a museum",
    ],
)
def test_a_headline_may_have_several_lines(title):
    assert title_of(f"{title}\n\n{BODY}")[0] == title.replace("\n", " ")


@pytest.mark.parametrize(
    "below",
    [
        "Ann Lee",
        "by Ann Lee, 1911",
        "ANN LEE [100015,514]",
        "Political Editor",
        "3 May 2026",
        "A Museum Answers at Once in Its Own Words.",
    ],
)
def test_what_stands_below_a_headline_is_no_part_of_it(below):
    title = "Harbour board of Puddlewick sells ferry"
    assert title_of(f"{title}\n{below}\n\n{BODY}")[0] == title


@pytest.mark.parametrize(
    "credit", ["The old ferry at the quay on Tuesday. | Getty ", "The ferry, seen last year. | AP Photo ", "AP Photo "]
)
def test_a_credit_before_the_headline_in_its_line_is_left_out(credit):
    text = f"{credit}{TITLE}\n\n{BODY}"
    assert title_of(text)[0] == TITLE
    assert dropped(text) == [("credit", credit.strip())]


def test_the_name_of_a_file_is_a_headline_only_if_the_text_has_its_words():
    text = f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}"
    assert title_of(text, "2026-05-03-puddlewick-sells-ferry") == ("Puddlewick sells ferry", "file name")
    assert title_of(text, "scan-page-left")[1] == "first sentence"


@pytest.mark.parametrize("text", [f"{TITLE}.\n\n{BODY}", f"{TITLE}. {BODY}"])
def test_a_first_line_with_a_full_stop_or_before_the_body_is_a_headline(text):
    assert title_of(text, "export-page-17")[0].rstrip(".") == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Story Continued Below",
        "Continua depois da publicidade",
        "La suite après cette publicité",
        "Nach der Anzeige weiterlesen",
        "Enlarge this image toggle caption Ann Lee/Harbour Radio",
        "Authors:",
        "Featured image via the harbour board",
    ],
)
def test_furniture_within_a_text_is_left_out(line):
    text = f"{TITLE}\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\n{line}\n\n{PARAGRAPHS[2]}"
    assert [part.value for part in read_structure(text).paragraphs] == list(PARAGRAPHS[:3])
    assert [value for _, value in dropped(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee and Bob Roe contributed to this report.",
        "Ann Lee a contribué à cet article.",
        "Ann Lee colaborou com esta reportagem.",
    ],
)
def test_who_contributed_is_no_person_of_the_article(line):
    text = f"{TITLE}\n\n{BODY}\n\n{line}"
    assert dropped(text) == [("credit", line)]
    assert "Ann Lee" not in read_structure(text).document.text


def test_a_note_on_the_author_below_a_text_names_them():
    note = "Ann Lee is a writer and professor of ferries at Puddlewick College."
    found = read_structure(f"{TITLE}\n\n{BODY}\n\n{note}")
    assert [(part.value, part.rule) for part in found.authors] == [("Ann Lee", "note on the author")]
    assert [part.value for part in found.dropped] == [note]
    told = read_structure(f"{TITLE}\n\n{BODY}\n\nLee said no.\n\n{note}")
    assert told.authors == ()
    assert told.dropped == ()


def test_a_short_line_that_comes_again_and_again_is_left_out():
    paragraphs = "\n\nHarbour Police\n\n".join(PARAGRAPHS)
    assert dropped(f"{TITLE}\n\n{paragraphs}") == [("repeated line", "Harbour Police")] * 3


def test_a_line_of_signs_with_a_letter_is_no_sharing():
    assert dropped(f"{TITLE}\n\n{BODY}\n\nX-=-=-=-=-=-=-=-=-=-X") == [("signs only", "X-=-=-=-=-=-=-=-=-=-X")]


def test_a_row_of_figures_that_begins_with_a_c_is_no_copyright():
    rows = ["MSC 700 2199(850 2190)", "C 1750 2239(1720 2282)", "E 2200 2295(2190 2295)"]
    text = f"{TITLE}\n\n{BODY}\n\nPrices were as follows:\n" + "\n".join(rows)
    assert dropped(text) == []


def test_an_answer_of_one_word_is_text():
    text = f"{TITLE}\n\n{PARAGRAPHS[0]}\n\nNo.\n\n{PARAGRAPHS[1]}"
    assert dropped(text) == []


def test_a_picture_that_somebody_wrote_under_is_no_credit():
    line = "The museum was amused all the same by what the captain wrote below the picture: nothing would make him leave."
    assert dropped(f"{TITLE}\n\n{BODY}\n\n{line}") == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_dateline_may_stand_in_a_line_of_its_own(gap):
    text = f"{TITLE}\n\nLONDON, April 21 (Reuters) -{gap}{BODY}"
    found = {finding.field: finding.value for finding in read_parts(Article(text, "a")).findings}
    assert (found["title"], found["dateline"]) == (TITLE, "London")


def test_a_first_sentence_that_is_a_headline_begins_behind_the_dateline():
    assert title_of(f"LONDON (UPI) -- {PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}")[0].startswith("The harbour board of Puddlewick")


def test_marks_of_typesetters_at_line_ends_are_not_shown():
    head = f"AM-Ferry Sale,150<\n{TITLE}<\nBy ANN LEE=\nAssociated Press Writer=\n"
    found = read_structure(f"{head}   LONDON (AP) _ {PARAGRAPHS[0]}\n   {PARAGRAPHS[1]}\n")
    assert (found.headline.value, found.authors[0].value, found.dateline.value) == (TITLE, "Ann Lee", "London")


def test_rights_of_an_agency_below_its_text_are_left_out():
    lines = ["(c) Reuters Limited 1996", "REUTER NEWS SERVICE"]
    assert [value for _, value in dropped(f"{TITLE}\n\n{BODY}\n\n" + "\n".join(lines))] == lines


@pytest.mark.parametrize("day", ["September 7", "7 September", "Feb. 8"])
def test_a_day_without_its_year_below_a_headline_is_no_part_of_it(day):
    assert title_of(f"{TITLE} to a museum of shipping\n{day}\n\n{BODY}")[0] == f"{TITLE} to a museum of shipping"


@pytest.mark.parametrize(
    ("text", "place"),
    [("PUDDLEWICK (AP) - The boats are back.", "Puddlewick"), ("SIXTY-FIVE boats are back.", ""), ("NOTES: Boats are back.", "")],
)
def test_a_number_with_a_hyphen_and_a_word_above_notes_are_no_places(text, place):
    found = read_dateline(text)
    assert (found.place if found else "") == place


@pytest.mark.parametrize(("code", "day"), [("AP-NR-02-12-88 0413EST", "1988-02-12"), ("AP-NR-13-12-88", "")])
def test_the_code_line_of_an_agency_says_the_day(code, day):
    text = f"{code}\nAM-Ferry Sale,150\n{TITLE}\nPUDDLEWICK (AP) - {PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n"
    found = {finding.field: finding.value for finding in read_parts(Article(text)).findings}
    assert (found["title"], found.get("date", "")) == (TITLE, day)


def test_the_line_under_a_byline_of_an_agency_is_no_text():
    text = f"{TITLE}\nBy ANN LEE\nAssociated Press Writer\nPUDDLEWICK (AP) - {PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n"
    assert "Press Writer" not in read_parts(Article(text)).body


@pytest.mark.parametrize(
    "glued",
    [
        " | Daily Ferry.comTHE SHORE ??? ",
        " « FQR PuddlewickPUDDLEWICK (FQR) — ",
        " - The Puddlewick RegisterThe ",
        "(FQR) - ",
        "",
        "PUDDLEWICK, Ore. (AP) – ",
        " Copyright 2026 Ferry Broadcasting, Inc. All rights reserved. ",
    ],
)
def test_in_a_text_of_one_line_the_headline_ends_before_what_the_page_says_of_itself(glued):
    headline = "Town sells its ferry to a museum of shipping"
    found = read_parts(Article(f"{headline}{glued}{PARAGRAPHS[0]} {PARAGRAPHS[1]}\n")).findings
    assert [finding.value for finding in found if finding.field == "title"] == [headline]


def test_a_sentence_with_a_dash_is_whole_where_it_stands_for_a_headline():
    text = f"The ferry - the oldest of the town - goes to a museum, said McCarthy. {PARAGRAPHS[1]}\n"
    found = read_parts(Article(text)).findings
    assert [f.value for f in found if f.field == "title"] == [
        "The ferry - the oldest of the town - goes to a museum, said McCarthy"
    ]
