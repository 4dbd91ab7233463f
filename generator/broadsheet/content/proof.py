"""The proof that HTML holds nothing but plain tags and plain addresses, so that a body of it needs no sanitiser.

It is a boundary of security, so it trusts nobody, not even the parser: what it lets pass, the sanitiser would give back as it
is (property tests hold it to that). What it does not know is left to the sanitiser.
"""

from __future__ import annotations

import re

from broadsheet.content.address import PLAIN_ADDRESS
from broadsheet.expressions import expression

CONTROL = expression("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
# The bytes of UTF-8 without those of control characters, and without the ends of tags.
_HARMLESS = bytes({*range(256)} - {*range(9), *range(11, 32), 0x7F, *b"<>"})
_NO_TEXT = ("\ufffe", "\uffff")
_ENTITY = expression("&(?!(?:amp|lt|gt);)")
_TEXT = "[^<]*+"
# An element that says nothing is left out where its author wrote HTML, and blanks at its beginning then stand before it.
_SAID = r"(?!\s*+</|\s++<)"
# With brackets and further parameters; a file beside the text, whose name has no colon, so that it is no scheme.
_ADDRESS = (
    rf"(?:{PLAIN_ADDRESS}(?:(?:&amp;|[()])[A-Za-z0-9/.=%+,_-]*)*|[A-Za-z0-9_.-]+(?=[\"/#])[A-Za-z0-9/._-]*(?:#[A-Za-z0-9_.:-]*)?"
    r"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)"
)


def _holding(*elements: str) -> str:
    return f"{_TEXT}(?:<(?:{'|'.join(elements)})>{_TEXT})*+"


_CODE = f"code>{_SAID}{_TEXT}</code"
_PHRASES = _holding(f"em>{_SAID}{_TEXT}</em", f"strong>{_SAID}{_TEXT}</strong", _CODE)
_LINK = rf'a href="{_ADDRESS}"(?: title="[^"<]*")?>{_SAID}{_PHRASES}</a'
_LINKS = _holding(f"em>{_SAID}{_TEXT}</em", f"strong>{_SAID}{_TEXT}</strong", _CODE, _LINK)
_WORDS = _holding(f"em>{_SAID}{_LINKS}</em", f"strong>{_SAID}{_LINKS}</strong", _CODE, _LINK)
BLOCK = expression(
    rf"(\n*+)(?:<(p|h[1-6])>({_WORDS})</\2>"
    rf"|(<(?:(ul|ol)|blockquote)>\n(?:<(?(5)li|p)>{_WORDS}</(?(5)li|p)>\n)++</(?(5)\5|blockquote)>))"
)
"""A plain block: line ends; the name of a paragraph or heading, and what it holds; or a list or quotation as a whole."""


def plain_blocks(html: str) -> list[re.Match[str]] | None:
    """Return the blocks of HTML that holds nothing but plain ones, None for any other. Linear in the length of the HTML."""
    # A tag of a block holds no other `>` than its last one: where `<` and `>` take turns, none stands anywhere else.
    if html.encode().translate(None, _HARMLESS).replace(b"<>", b"") or ("&" in html and _ENTITY.search(html)):
        return None
    if not html.isascii() and any(sign in html for sign in _NO_TEXT):
        return None
    blocks: list[re.Match[str]] = []
    end = 0
    while block := BLOCK.match(html, end):
        blocks.append(block)
        end = block.end()
    return blocks if html[end:] in ("", "\n") else None
