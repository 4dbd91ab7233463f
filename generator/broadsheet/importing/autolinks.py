"""Addresses that stand bare in Markdown: Hugo, and all that follow GitHub's Markdown, make links of them, as `<…>` does here."""

from __future__ import annotations

import re

from broadsheet.importing.code import restored, without_code

# What is left as it is, for no address in it is one of a text: what may be code, links and pictures, HTML and template code.
_PIECES = re.compile(
    r"^(?: {4}|\t)(?![ \t]*(?:[-*+]|\d{1,9}[.)]) )[^\n]*$"  # an item of a list in a list is none
    r"|^ {0,3}</?[a-zA-Z][\w-]*(?=[\s/>])[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*"
    r"|^ {0,3}\[(?!\^)[^\]\n]+\]:[^\n]*"
    r"|!?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]]*\])?"
    r"|<[^<>]*>|\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}"
    r"|(?<![\w/\"'=\[<])(?P<address>https?://[^\s<>\[\]`\"|\\{}\x02]+)",
    re.MULTILINE | re.DOTALL,
)
_AFTER = ".,;:!?'*_~"


def with_links(text: str) -> str:
    """Return Markdown in which an address that stands bare is a link, without the sign that ends its sentence."""
    if "://" not in text:
        return text
    kept: list[str] = []
    return restored(_PIECES.sub(_linked, without_code(text, kept)), kept)


def _linked(match: re.Match[str]) -> str:
    written = match["address"]
    if not written:
        return match[0]
    address = written.rstrip(_AFTER)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER)
    is_one = "." in address.partition("://")[2]
    return f"<{address}>{written[len(address) :]}" if is_one else match[0]
