"""What agencies put above the text of an item: a header that says the headline again, and a line that says who wrote it."""

from __future__ import annotations

import re
from itertools import islice

from broadsheet.content.opening import bare
from broadsheet.extract.structure.bylines import read_byline
from broadsheet.importing.texts import plain_text

BY = re.compile(r"by:?\s+", re.IGNORECASE)
_HEAD = re.compile(r"\s*<header\b[^<>]*>(.*?)</header>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b[^<>]*>(.*?)</p>\s*", re.DOTALL)
_FIRST_PARAGRAPHS = 6  # in which a byline stands


def without_head(body: str, title: str) -> str:
    """Return a body without a `<header>` at its beginning that says the headline again, with subjects and day."""
    found = _HEAD.match(body)
    return body[found.end() :] if found and title and bare(title) in bare(plain_text(found[1])) else body


def without_byline(body: str, authors: tuple[str, ...], agency: str) -> tuple[str, tuple[str, ...]]:
    """Return a body without the line near its beginning that says who wrote it, and the authors: of those, it knows more than the
    name of the agency.
    """
    for found in islice(_PARAGRAPH.finditer(body), _FIRST_PARAGRAPHS):
        line = plain_text(found[1])
        names = tuple(each.name for each in read_byline(line)) if BY.match(line) else ()
        if names:
            authors = names if authors in ((), (agency,)) else authors
            return (body[: found.start()] + body[found.end() :] if names == authors else body), authors
    return body, authors
