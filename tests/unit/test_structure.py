"""Structure: a raw article's parts, their offsets, and what is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.structure.boilerplate import load_phrases
from broadsheet.extract.structure.lines import plain_source, smooth
from broadsheet.extract.structure.structure import read_structure

ARTICLE = """\
PoliticsBreaking News

Harbour board votes to sell the old ferry to a museum

The board agreed that the ferry should leave the harbour before the winter storms.

The harbour board of Puddlewick voted on Tuesday to sell the town's old ferry to a museum of shipping, after two years in which \
nobody could agree what should become of it.

"She has earned her rest," said the chairman of the board, Ann Lee, who had spoken against an earlier plan to sink the ship and \
to let divers visit the wreck.

Opponents of the sale said that the museum had promised too little for its upkeep, and that the town would miss the ferry more \
than the board believed.

Leave a Reply

Your email address will not be published. Required fields are marked *

Back to top button
"""


def test_a_copied_article_comes_apart():
    found = read_structure(ARTICLE)
    assert found.headline is not None
    assert found.headline.value == "Harbour board votes to sell the old ferry to a museum"
    assert found.standfirst is not None
    assert found.standfirst.value.startswith("The board agreed that")
    assert [(label.value, label.rule) for label in found.labels] == [("Politics", "section"), ("Breaking News", "label")]
    assert [part.value.split()[0] for part in found.paragraphs] == ["The", '"She', "Opponents"]
    assert [(part.value, part.rule) for part in found.dropped] == [
        ("Leave a Reply", "comments"),
        ("Your email address will not be published. Required fields are marked *", "comments"),
        ("Back to top button", "navigation"),
    ]


def test_a_headline_of_a_whole_page_is_less_sure_than_that_of_a_copied_article():
    menu = "".join(
        f"{word} news\n"
        for word in ["Local", "World", "Sport", "Money", "Arts", "Books", "Food", "Travel", "Science", "Health", "Law", "Weather"]
    )
    page = read_structure(menu + ARTICLE + menu)
    alone = read_structure(ARTICLE)
    assert page.headline is not None
    assert alone.headline is not None
    assert (page.headline.value, page.headline.confidence) == (alone.headline.value, 0.88)
    assert alone.headline.confidence == 0.95


def test_where_to_write_to_the_author_is_no_headline():
    body = ARTICLE.partition("storms.\n\n")[2]
    found = read_structure("ann.lee@harbour.example\n\n" + body)
    assert found.headline is None or "@" not in found.headline.value


def test_the_document_is_the_article_and_offsets_are_those_of_the_source():
    found = read_structure(ARTICLE.replace("\n", "\r\n"))
    assert found.source == ARTICLE
    assert "Leave a Reply" not in found.document.text
    assert "Breaking News" not in found.document.text
    for part in (*found.paragraphs, *found.labels, *found.dropped):
        assert found.source[part.start : part.end] == part.value


def test_paragraphs_wrapped_by_hand_are_whole():
    text = (
        "The harbour board of Puddlewick voted on Tuesday to sell the town's\n"
        "old ferry to a museum of shipping, after two years in which nobody\n"
        "could agree what should become of it in the end.\n\n"
        "Opponents of the sale said that the museum had promised too little\n"
        "for its upkeep, and that the town would miss the ferry more than\n"
        "the board believed.\n"
    )
    found = read_structure(text)
    assert [part.value.split()[-1] for part in found.paragraphs] == ["end.", "believed."]
    assert len(found.document.text) == len(text)


def test_the_legend_of_a_map_is_no_headline():
    legend = "\u2588\u2588 Harbour board closed salt works harbour\n\n\u2588\u2588 Salt works\n\n"
    body = (
        "The harbour board closed the harbour on Monday after the salt works burned, it said in a statement. Nobody was hurt.\n"
    )
    found = read_structure("Monday, 3 February 2025\n\n" + legend * 6 + body * 3)
    assert found.headline is None
    assert [part.value for part in found.paragraphs] == [body.strip()] * 3
    assert found.published is not None
    assert (found.published.value, found.published.confidence) == ("2025-02-03", 0.85)


def test_a_number_at_the_head_of_a_wrapped_line_begins_no_list():
    text = (
        "The youngest of the passengers on the ferry were nine, ten and\n"
        "12. The oldest of them was a man of ninety who had crossed the\n"
        "harbour every day of his life and had never once paid for it.\n\n"
        "The board said that the museum would let him sit in the ship as\n"
        "long as he liked, and that nobody would ask him for his ticket.\n"
        "He answered that he would rather pay, since the ship was old and\n"
        "needed every penny that anybody was willing to give to her.\n"
    )
    assert len(read_structure(text).paragraphs) == 2


def test_every_row_of_the_table_of_phrases_can_be_found():
    phrases = load_phrases()
    tables = (phrases["line"], phrases["start"], phrases["opening"], phrases["end"], phrases["word"])
    assert all(tables)
    assert all(key for table in tables for key in table)


_PIECES = st.sampled_from(
    [
        *ARTICLE.split("\n"),
        "",
        "Share",
        "Comments (3)",
        "© 2026",
        "\ufeff",
        "\u202e",
        "\x00",
        "News | World",
        "a" * 40,
        "۱۴",
        "新闻",
        "\u2028",
        "\t",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("\n".join) | st.text(max_size=200))
def test_any_text_has_parts_that_stand_where_they_say(text):
    found = read_structure(text)
    assert found.source == plain_source(text)
    assert len(smooth(found.source)) == len(found.source) == len(found.document.text)
    parts = [found.headline, found.standfirst, *found.labels, *found.paragraphs, *found.dropped]
    for part in filter(None, parts):
        assert 0 <= part.start < part.end <= len(found.source)
        assert 0 <= part.confidence <= 1
    assert read_structure(text) == found
