"""Web addresses as archives hold them. The library raises for what is none, such as `http://[x/`; here that leads nowhere."""

from __future__ import annotations

from urllib import parse
from urllib.parse import SplitResult

_NOWHERE = SplitResult("", "", "", "", "")


def urlsplit(address: str) -> SplitResult:
    """Return the parts of an address; empty ones for what is none."""
    try:
        parts = parse.urlsplit(address)
        _ = parts.port
    except ValueError:
        return _NOWHERE
    return parts


def urljoin(base: str, address: str) -> str:
    """Return an address as it is meant on the page at `base`; an empty text for what is none."""
    try:
        return parse.urljoin(base, address)
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    """Say whether two addresses are on one host, with or without `www.`; the case of its letters says nothing."""
    return _host(one) == _host(other)


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")
