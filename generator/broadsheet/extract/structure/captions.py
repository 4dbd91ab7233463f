"""Captions: lines under pictures, as their credits show: "… on Tuesday. Photograph: Ann Lee/Reuters", "(AP Photo/John Roe)".

The lines of a map's legend are known, too.

Left out: captions that name nobody, which nothing tells from short paragraphs. Credits at a line's head are in `boilerplate.tsv`.
"""

from __future__ import annotations

import re

_TAIL = 110
_LONGEST = 600
_FIRST_BLOCK, _LAST_BLOCK = "\u2580", "\u259f"
_SIGNS = (":", "/", "|", "©", "(", "hoto", "redit", "llustration", "Getty", "Shutterstock", "picture all")  # one is in each
_SAYS = r"photograph|photos?|fotos?|credits?|crédit|images?|pictures?|illustration|bild|fotografía|imagen|фото|fotoğraf"
AGENCIES = (
    r"Getty(?: Images)?|AFP|Reuters|REUTERS|AP|AP Images|AP Photo|EPA|EPA-EFE|Shutterstock|PA|PA Wire|PA Media|dpa"
    r"|picture alliance|Pool|Xinhua|Rex|Bloomberg|Anadolu|NurPhoto|SIPA|TASS|Alamy|iStock|Corbis|Handout"
)
_CREDIT = re.compile(
    rf"(?:(?:(?<![a-z] )\b(?i:{_SAYS})|\b(?=[A-ZФ])(?i:{_SAYS}))\s?:\s?(?:(?!\.\s+[A-Z])[^:]){{2,70}}"
    r"|(?:\b(?:[Pp]hoto(?:graph)?s? by|[Pp]hoto courtesy of|[Ii]llustration by)|(?:^|(?<=[^\w\s,;] ))Credit)\s[A-Z][^.:]{2,70}"
    r"|©\s?[A-Z][^.:]{1,70}"
    rf"|\([^()]{{0,60}}\b(?:{AGENCIES}|File|[Ff]ile photo)\b[^()]{{0,40}}\)"
    rf"|[/|]\s?(?:{AGENCIES})|\b(?:Getty Images|Shutterstock|iStockphoto|picture alliance))[)\].\s]*$"
)


def is_caption(text: str) -> bool:
    """Say whether a line ends with the credit of a picture."""
    if len(text) > _LONGEST or not any(sign in text[-_TAIL:] for sign in _SIGNS):
        return False
    return _CREDIT.search(text, max(0, len(text) - _TAIL)) is not None


def is_legend(text: str) -> bool:
    """Say whether a line explains a colour of a map: it begins with a block of it."""
    return _FIRST_BLOCK <= text[:1] <= _LAST_BLOCK
