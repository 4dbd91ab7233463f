"""Prose: what is converted in parts is what the parser makes of the whole, byte for byte."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.markdown import _engine
from broadsheet.content.prose import is_prose, to_html

PLAIN, SMART = _engine(MarkdownSettings()), _engine(MarkdownSettings(smart=True))
WORDS = ["word", "two words", "1986", "http://x.org", "Iran\u2019s", "AT& T ", "(c)", "\n\n", "\n\npara one\n\npara two\n\n"]
MARKS = [
    "12. ",
    "- a",
    "\n\n- a",
    "\n\n1. b",
    "> ",
    "# ",
    "    ",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "[x](y)",
    "**b**",
    "---",
    "===",
]
BEYOND = [
    "```",
    "~~~",
    "<b>",
    "&amp;",
    "[^1]",
    "[^1]: n",
    "[r]: /x",
    "[r]",
    "*[AB]: x",
    "AB",
    "Term\n: text",
    "\t",
    "\n \n",
    "\u2028",
]
SINGLE = "\\`*_[]<>&#~|{}!^:-+=.)('\"$%@/1aé中ا\u00a0\u200b\u2003 \n"
TEXTS = st.lists(st.sampled_from([*WORDS * 3, *MARKS, *BEYOND, *SINGLE]), max_size=16).map("".join)


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.booleans())
@example("a\n\n- b\n\nc\n\n    d\n\n\n\n    e", False)
@example("para\n\n1. a\n\npara\n\n2. b\n\n> c\n\n> d", False)
@example("1986 was long.\nSo was AT& T.\n\n**b**", False)
@example("a — b: c; (d) 3.5 % “e”\n\n'f'...", True)
def test_a_text_converted_in_parts_is_what_the_parser_makes_of_the_whole(text, smart):
    engine = SMART if smart else PLAIN
    assert to_html(text, lambda part: engine.reset().convert(part), smart=smart) == engine.reset().convert(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_so_is_any_text(text):
    assert to_html(text, lambda part: PLAIN.reset().convert(part)) == PLAIN.reset().convert(text)


def test_only_blocks_that_may_hold_markup_reach_the_parser():
    asked = []

    def parse(text):
        asked.append(text)
        return PLAIN.reset().convert(text)

    to_html("Plain & simple. It isn't short!\n\nSecond (of 2) at 10:30.\n\n**Third**\n\n- fourth\n\n中文", parse)
    assert asked == ["**Third**\n\n- fourth"]


@pytest.mark.parametrize("block", ["*a*", "a  \nb", "- a", "1. a", "    code", "a\n===", "| a |", "a ", ""])
def test_what_may_be_markup_is_no_prose(block):
    assert not is_prose(block)
