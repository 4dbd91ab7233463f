"""Heads: what lines are by their form: fields of a header ("Subject: …"), slugs, credits of pictures, legends of maps.

Nothing tells captions that name nobody from short paragraphs; credits at a line's head are in `boilerplate.tsv`.

Left out: bylines, dates and labels, which have modules of their own, and which line is the headline (`headline.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.extract.structure.lines import Line, part_of
from broadsheet.extract.structure.vocabulary import any_of, load_vocabulary

_HEAD = 20  # lines that may be a text's head
_FEWEST_FIELDS = 2
_FIELD = re.compile(r"([^\W\d_][\w().-]{1,30})\s{0,8}:\s+(?=\S)|(From) \S+@\S+ ")
_SLUGS = re.compile(
    r"(?:[a-z] ){0,3}(?:BC|AM|PM)-\S+(?:\s+\S+){0,8}$"  # u f BC-PEACE-TALKS   04-21 0115
    r"|(?:AFP|AP|DPA|EFE|RTR|TASS|UPI)\s?[a-z]?\d{2,}(?:\s+\S+){0,5}$"  # UPI n038 0413
    r"|[A-Z]{2,4}-[A-Z]{2}-\d\d-\d\d-\d\d(?:\s+\d{4}[A-Z]{3})?$"  # AP-NR-02-12-88 0413EST
    r"|[A-Z]{2,5}\d{4,8}[.-]\d{2,5}(?:[.-]\d+)*$"  # AP880212-0004
    r"|\([a-z]{2,4}(?:[/-][a-z]{2,5}){0,3}\)$"  # (jai/gm)
    r"|\(?(?:Eds?|Editors?|EDITORS?|Attn|ATTN)(?:['’]s? [Nn]ote)?:? (?=[A-Z])[^.]{0,120}\)?$"
    r"|(?:Adv|ADV|Urgent|URGENT|Bulletin|BULLETIN|Flash|FLASH|\d(?:st|nd|rd|th) (?:Ld|Lead|Add))\b(?:[\s-]\S+){0,6}$"
)
_TAIL, _LONGEST_CAPTION = 110, 600
_FIRST_BLOCK, _LAST_BLOCK = "\u2580", "\u259f"
_SIGNS = (":", "/", "|", "©", "(", "hoto", "redit", "llustration", "Getty", "Shutterstock", "picture all")  # one is in each
_AGENCIES = any_of("picture agency")
_CAPTION = re.compile(
    rf"(?:(?:(?<![a-z] )\b(?i:{any_of('picture')})|\b(?=[A-ZФ])(?i:{any_of('picture')}))\s?:\s?(?:(?!\.\s+[A-Z])[^:]){{2,70}}"
    r"|(?:\b(?:[Pp]hoto(?:graph)?s? by|[Pp]hoto courtesy of|[Ii]llustration by)|(?:^|(?<=[^\w\s,;] ))Credit)\s[A-Z][^.:]{2,70}"
    r"|©\s?[A-Z][^.:]{1,70}"
    rf"|\([^()]{{0,60}}\b(?:{_AGENCIES}|File|[Ff]ile photo)\b[^()]{{0,40}}\)"
    rf"|[/|]\s?(?:{_AGENCIES})|\b(?:Getty Images|Shutterstock|iStockphoto|picture alliance))[)\].\s]*$"
)
_OPENS = r"\s+(?=[\"“‘']?[A-Z0-9])"
_CREDIT = re.compile(rf"[^|]{{20,400}}\s\|\s(?:AP Photos?|{_AGENCIES}){_OPENS}|(?:Getty Images|Getty|AP Photos?){_OPENS}")


def is_caption(text: str) -> bool:
    """Say whether a line ends with the credit of a picture."""
    if len(text) > _LONGEST_CAPTION or not any(sign in text[-_TAIL:] for sign in _SIGNS):
        return False
    return _CAPTION.search(text, max(0, len(text) - _TAIL)) is not None


def is_legend(text: str) -> bool:
    """Say whether a line explains a colour of a map: it begins with a block of it."""
    return _FIRST_BLOCK <= text[:1] <= _LAST_BLOCK


def is_slug(text: str) -> bool:
    """Say whether a line tells the desks of newspapers what an agency sends."""
    return _SLUGS.match(text) is not None


def field_of(text: str) -> tuple[str, int]:
    """Return what a line of a header names (`field`, `title field`, or nothing), and where what it says of it begins."""
    match = _FIELD.match(text)
    name = (match[1] or match[2]).casefold() if match else ""
    known = load_vocabulary()
    kind = "title field" if name in known["title field"] else "field" if name in known["field"] or name[:2] == "x-" else ""
    return kind, match.end() if match and kind else 0


def fields(lines: Sequence[Line]) -> dict[int, int]:
    """Return the numbers of the lines of a header above a text, each with where its headline begins, or 0 where it has none."""
    found = {}
    for number, line in enumerate(lines[:_HEAD]):
        kind, at = field_of(line.text)
        if kind:
            found[number] = at if kind == "title field" else 0
    return found if len(found) >= _FEWEST_FIELDS or any(found.values()) else {}


def without_credit(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines; a first one with a picture's caption and credit before the headline is two."""
    match = _CREDIT.match(lines[0].text) if lines else None
    if match:
        yield part_of(lines[0], 0, match.end())
        yield part_of(lines[0], match.end(), len(lines[0].text))
    yield from lines[1:] if match else lines
