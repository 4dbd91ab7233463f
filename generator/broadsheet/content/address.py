"""Addresses in bodies: which ones may be published, and how their characters are written."""

from __future__ import annotations

import re

from broadsheet.expressions import expression

SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_SCHEME = expression(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = expression("[\x00-\x20]+")
_REFUSED = expression("[<>\r\n\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_WEB = expression(r"(?:https?:)?//", re.IGNORECASE)
# A host's name or number, and a port: no user, no password, no template.
_HOST = expression(r"(?:https?:)?//(?:[^\s/?#@:\[\]\\{}|^\"`%<>]+|\[[0-9a-fA-F:.]+\])(?::\d{0,5})?(?=[/?#\\]|\Z)", re.IGNORECASE)
# `%` that begins no code, and the ASCII that a URL does not know; `#` is one only where the fragment begins.
_UNSAFE = expression('%(?![0-9a-fA-F]{2})|[\x00-\x20"<>\\\\^`{|}\\[\\]\x7f-\x9f\u00a0\u2028\u2029]')
_MAY_BE_UNSAFE = expression("[^A-Za-z0-9/:.?=&_~+,;@!$'()*-]")
# No name here has two hyphens in a row, nor a number at its end: all are hosts to whoever parses addresses.
_PLAIN_HOST = r"https?://(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
PLAIN_ADDRESS = (
    rf"(?:(?:{_PLAIN_HOST})?(?:/(?!/)|(?<=[A-Za-z])[?#])|{_PLAIN_HOST}(?=[)\"])|#)"
    r"[A-Za-z0-9/.?=%+,;@~:$_-]*(?:#[A-Za-z0-9_.:-]*)?"
)
"""The expression of an address that is as publishable as it is plain, in Markdown or between quotes."""


def is_publishable(address: str) -> bool:
    """Say whether an address is relative, or one of http, https, mailto or tel that leads to a host, and is on one line."""
    address = address.strip(" \t\r\n")
    if _REFUSED.search(address):
        return False
    if _WEB.match(address):
        return _HOST.match(address) is not None
    scheme = _SCHEME.match(_IGNORED.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES - {"http", "https"}


def encoded(address: str) -> str:
    """Return an address with each character that is none of a URL's as percent codes; codes that are there stay."""
    if not _MAY_BE_UNSAFE.search(address):
        return address
    address = address.strip()
    host = _HOST.match(address)
    scheme = _SCHEME.match(address)
    kept = host.end() if host else scheme.end() if scheme else 0
    path, mark, fragment = address[kept:].lstrip().partition("#")
    return address[:kept] + _UNSAFE.sub(_code, path) + mark + _UNSAFE.sub(_code, fragment).replace("#", "%23")


def _code(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())
