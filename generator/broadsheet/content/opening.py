"""The opening of a text: what is said of a story where nobody wrote a standfirst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from broadsheet.expressions import expression

_LONGEST = 200  # characters
_LONGEST_TEASER = 300
_ENOUGH = 40  # characters of a paragraph or sentence that says something; a shorter one, such as a greeting, only stands in
_THREE_LINES = 180  # characters, on a broad page
_TAG = expression(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_HEADING = expression(r"<(h[1-6])\b.*?</\1>", re.DOTALL)
_FIRST_WORDS = expression(r"(?:[^\w<&]|<(?!h[1-6]|sup)[^>]*+>)*+([^<&]{1,40})")  # of a body that begins with no heading or note
_NOTE = expression(r'<sup id="[^"]*"><a class="footnote-ref".*?</sup>', re.DOTALL)
_END = expression(r"(\w*)([.!?…؟۔।。！？])[\"'”’»)\]]*(?:(?<=[。！？])|(?=\s+(\S)))")  # of a sentence, perhaps
_ABBREVIATED = 4  # letters that an abbreviation with a capital has at most: "Gen.", "Sept."
# Whose words are not the story's own.
_WITHIN = frozenset(("aside", "blockquote", "details", "dl", "figure", "ol", "table", "ul"))


def opening(html: str) -> str:
    """Return the first sentence of a body as text, cut after some 200 characters; empty where there is none.

    What somebody else says in a quotation, or a picture, a list or a table, is passed over; so is a paragraph of a few words.
    """
    first = ""
    for text in _paragraphs(html):
        if len(text) >= _ENOUGH:
            return excerpt(_first_sentence(text[: 2 * _LONGEST]), _LONGEST)
        first = first or text
    return first


def teaser(html: str) -> str:
    """Return all paragraphs of what stands before a mark such as `<!--more-->` as text, cut after some 300 characters."""
    return excerpt(" ".join(_paragraphs(html)), _LONGEST_TEASER)


def _paragraphs(html: str) -> Iterator[str]:
    """Yield the paragraphs of a body that are its own, as text."""
    html = _NOTE.sub("", html)
    depth = begun = 0
    for tag in _TAG.finditer(html):
        end, name = tag.groups()
        if name in _WITHIN:
            depth += -1 if end else 1
        elif name == "p" and not end and not depth:
            begun = tag.end()
        elif name == "p" and begun:
            text, begun = " ".join(unescape(_TAG.sub("", html[begun : tag.start()])).split()), 0
            if text:
                yield text


def _first_sentence(text: str) -> str:
    """Return the first sentence of a paragraph, with the next ones where it is short."""
    ends = (found.end() for found in _END.finditer(text) if found.end() >= _ENOUGH and _ends_sentence(*found.groups("")))
    return text[: next(ends, len(text))]


def _ends_sentence(word: str, mark: str, following: str) -> bool:
    """Say whether a mark ends a sentence: not behind an initial, an abbreviation or a day's number, nor before a small letter."""
    if following.islower():
        return False
    return mark != "." or len(word) > (_ABBREVIATED if word[:1].isupper() else 2)


def has_room_for_initial(html: str) -> bool:
    """Say whether a body begins with a letter, of a paragraph that is long enough to stand around an initial of three lines.

    A link would draw its line below the initial, and a sign before the letter would be as large as that.
    """
    begins = html.startswith(("<p>", "<p ")) and html[html.find(">") + 1 :][:1].isalpha()
    return begins and len(_TAG.sub("", html[: html.find("</p>")])) >= _THREE_LINES


def begins_with(html: str, words: str) -> bool:
    """Say whether the text of a body, its headings apart, begins with these words; their end may have been cut off."""
    first = _FIRST_WORDS.match(html)
    if first and not _agree(bare(first[1]), bare(words[:80])):  # nearly always
        return False
    sought = bare(words)
    return bool(sought) and _said(html[: 2_000 + 4 * len(words)]).startswith(sought)


def _agree(one: str, other: str) -> bool:
    """Say whether one of two texts may begin with the other."""
    return one.startswith(other) or other.startswith(one)


def _said(html: str) -> str:
    """Return the letters and digits of a body's text, without those of its headings and notes."""
    return bare(unescape(_TAG.sub("", _NOTE.sub("", _HEADING.sub("", html)))))


def bare(text: str) -> str:
    """Return the letters and digits of a text, by which words are compared."""
    return "".join(filter(str.isalnum, text)).casefold()


def excerpt(text: str, longest: int = 300) -> str:
    """Return the text, cut at a word with an ellipsis when it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"
