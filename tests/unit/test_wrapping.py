"""Wrapping: paragraphs over several lines are whole again, whatever parts them, and pages of scans leave nothing between."""

from __future__ import annotations

import textwrap

import pytest

from broadsheet.extract.structure.article import Article, read_parts
from broadsheet.extract.structure.structure import read_structure
from broadsheet.extract.structure.wrapping import unwrap

PARAGRAPHS = (
    "The harbour board of Puddlewick voted on Tuesday to sell the town's old ferry to a museum of shipping, after two years in "
    "which nobody could agree what should become of it in the end.",
    "Opponents of the sale said that the museum had promised too little for its upkeep, and that the town would miss the ferry "
    "more than the board believed.",
    "The museum answered that it had kept eleven ships afloat for longer than any harbour board had lived, and that Puddlewick "
    "would be welcome to visit the twelfth on Sundays, when the entrance is free and the pump is shown at work.",
    "Ann Lee, who was captain of the ferry for thirty years, said she had seen worse owners.",
)
TITLE = "Puddlewick sells its old ferry"


def wrapped(width, style, tab="    "):
    """Return the paragraphs as a text of lines, parted by blank lines, by indentation, by both or by neither."""
    first = tab if style in ("indented", "both") else ""
    gap = "\n\n" if style in ("blank", "both") else "\n"
    lines = (textwrap.fill(text, width, initial_indent=first, break_on_hyphens=False) for text in PARAGRAPHS)
    return f"{TITLE}\n\n{gap.join(lines)}\n"


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
@pytest.mark.parametrize(("style", "tab"), [("blank", ""), ("indented", "    "), ("indented", "\t"), ("both", "  ")])
def test_wrapped_paragraphs_are_whole(width, style, tab):
    found = read_structure(wrapped(width, style, tab))
    assert found.headline.value == TITLE
    assert tuple(part.value for part in found.paragraphs) == PARAGRAPHS
    assert found.dropped == ()


def test_one_wrapped_line_end_is_enough_where_no_line_is_wider():
    begins, ends = (
        "The harbour board sold the old ferry to a museum on Tuesday, after two",
        "years of talks, and nobody in the town spoke against it.",
    )
    found = read_structure(
        f"Ferry sold\n\nIt rained in the harbour on the day of the sale, as often before.\n\n{begins}\n{ends}\n"
    )
    assert found.paragraphs[-1].value == f"{begins} {ends}"


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_without_any_sign_of_paragraphs_all_words_stay(width):
    found = read_structure(wrapped(width, "bare"))
    assert " ".join(part.value for part in found.paragraphs) == " ".join(PARAGRAPHS)


def test_offsets_are_those_of_the_source():
    text = wrapped(60, "indented")
    found = unwrap(text)
    assert len(found.text) == len(text)
    start = found.text.index("old ferry to")
    assert text[start:].split()[:3] == ["old", "ferry", "to"]


def test_justified_and_ragged_lines_are_wrapped():
    text = (
        "The   harbour  board  of  Puddlewick  voted  on\n"
        "Tuesday  to  sell   the   town's  old  ferry to\n"
        "a museum of  shipping,  after two  years.\n\n"
        "Opponents said that the museum had\n"
        "promised too little for its upkeep, and that\n"
        "Puddlewick would miss the ferry.\n"
    )
    assert [part.value.split()[-1] for part in read_structure(text).paragraphs] == ["years.", "ferry."]


@pytest.mark.parametrize(
    ("line", "after", "word"),
    [
        ("of the harbour depart-", "ment, which has no office of its own in", "department,"),
        ("of the well-", "known museum, which has no office of its", "well-known"),
        ("of the pre-", "and post-war ships, which have no home in", "pre- and"),
    ],
)
def test_a_hyphen_at_a_line_end_parts_a_word_or_belongs_to_it(line, after, word):
    text = (
        f"The board asked for the opinion of the town and {line}\n"
        f"{after} any house of the harbour, and which had been asked for years\n"
        "to find one before the winter came and nothing could be found there.\n"
    )
    assert word in read_structure(text).paragraphs[0].value


def test_a_word_is_written_as_elsewhere_in_the_text():
    text = (
        "The harbour of the north has a by-law, and every ferry has to keep the by-\n"
        "law as long as it is in the harbour, as the board said in its statement of\n"
        "the year before last, which nobody has ever read to the end of it.\n"
    )
    assert "keep the by-law as" in read_structure(text).paragraphs[0].value


def test_what_stands_between_the_pages_of_a_scan_is_left_out():
    lines = textwrap.fill(" ".join(PARAGRAPHS), 60).split("\n")
    text = f"{TITLE}\n\n"
    for number, line in enumerate(lines):
        text += f"{line}\n" + (f"\nTHE HARBOUR GAZETTE, MAY 1996      PAGE {number}\n\n" if number in (2, 5) else "")
    found = read_structure(text)
    assert [part.value for part in found.paragraphs] == [" ".join(PARAGRAPHS)]
    assert [(part.rule, part.value) for part in found.dropped] == [
        ("between pages", "THE HARBOUR GAZETTE, MAY 1996 PAGE 2"),
        ("between pages", "THE HARBOUR GAZETTE, MAY 1996 PAGE 5"),
    ]


def test_headings_with_numbers_are_not_between_pages():
    text = "".join(f"Chapter {number}\n\n{textwrap.fill(each, 60)}\n\n" for number, each in enumerate(PARAGRAPHS, 1))
    assert unwrap(text).between_pages == ()


def test_verse_addresses_and_lists_keep_their_lines():
    verse = (
        "The ferry left at ten to nine\nWith nobody aboard but nine\nOld women and a heap of twine\nAnd never did come back.\n"
    )
    assert unwrap(verse).text == verse
    place = f"{wrapped(60, 'blank')}\nThe Harbour Board\n3 Quay Street\nPuddlewick\n"
    assert [part.value for part in read_structure(place).paragraphs][-3:] == ["The Harbour Board", "3 Quay Street", "Puddlewick"]


def test_a_page_whose_paragraphs_are_lines_is_not_wrapped():
    text = "Home\nnews from town\nsport and play\nabout us\n\n" + "\n\n".join(PARAGRAPHS)
    assert unwrap(text).text == text


def test_capitals_above_a_paragraph_are_a_heading():
    text = wrapped(40, "bare").replace("\n\n", "\n").replace(TITLE, TITLE.upper())
    assert read_structure(text).headline.value == TITLE.upper()


def test_a_text_without_small_letters_is_wrapped_where_no_word_had_room():
    text = wrapped(60, "indented").upper()
    assert [part.value for part in read_structure(text).paragraphs] == [each.upper() for each in PARAGRAPHS]


def test_a_text_that_would_lose_most_of_its_words_keeps_them_all():
    table = "".join(f"    Row {number} of the harbour's dues {number}00\n" for number in range(30))
    text = f"Dues of the harbour\n\n{table}\n    The board asks for these dues until the end of the year.\n"
    found = read_structure(text)
    assert found.whole
    assert found.headline.value == "Dues of the harbour"
    assert found.dropped == ()
    assert len(found.paragraphs) == 31
    assert read_parts(Article(text, "dues")).whole
    assert not read_structure(wrapped(60, "blank")).whole


def test_a_copied_page_loses_what_is_around_the_article():
    page = "".join(
        f"{word}\n\n"
        for word in ("Skip to content", "Menu", "Sign in", "Subscribe", "Accept all cookies", "Search", "Newsletters")
    )
    links = "".join(f"Another story of the harbour {number}\n\n" for number in range(60))
    found = read_structure(f"{page}{TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + f"\n\nRead more\n\n{links}")
    assert not found.whole
    assert [part.value for part in found.paragraphs] == list(PARAGRAPHS)


def test_a_sign_off_below_a_wrapped_text_does_not_hide_its_width():
    text = wrapped(60, "indented") + "EFE\nal/pa\n"
    assert tuple(part.value for part in read_structure(text).paragraphs)[:4] == PARAGRAPHS


def test_a_text_with_double_spacing_is_wrapped():
    text = wrapped(60, "blank").replace("\n", "\n\n")
    found = read_structure(text)
    assert found.headline.value == TITLE
    assert tuple(part.value for part in found.paragraphs) == PARAGRAPHS


def test_a_bracket_or_a_number_begins_no_paragraph():
    text = wrapped(60, "indented") + (
        "    The museum told the Board of Harbours of the Coast\n"
        "(BHC) that Puddlewick had offered\n"
        "    35,000 pounds less than it had to pay in the end.\n"
        "    The Harbours Company of Puddlewick had once offered\n"
        "35,000 pounds for a ferry that nobody else would want.\n"
    )
    found = "\n".join(part.value for part in read_structure(text).paragraphs)
    assert "of the Coast (BHC) that" in found
    assert "had once offered 35,000 pounds for" in found
