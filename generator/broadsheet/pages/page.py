"""A page: one planned output, with the address it claims, who asked for it, and how to make what it is rendered from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from broadsheet.problems import Span

WITHHELD = "withheld "  # before the kind of a page that search engines may not show


class Page(NamedTuple):
    """A planned page.

    `template` names the template that gets the view; when it is empty, `make` returns the text itself. `modified` returns when
    what it shows last changed (RFC 3339), or an empty text when that is not known. Where all that a page shows are some cards,
    `shows` are their positions and `says` is the rest: whether it has changed is known without making it.
    """

    permalink: str
    span: Span
    template: str
    make: Callable[[], Any]
    kind: str = ""
    modified: Callable[[], str] = str
    shows: tuple[int, ...] = ()
    says: str = ""

    def dated(self, modified: Callable[[], str]) -> Page:
        """Return the page with what tells the time of the last change of what it shows."""
        return self._replace(modified=modified)


class Copy(NamedTuple):
    """A file published as it is: `source` is its path relative to the publication."""

    permalink: str
    span: Span
    source: str
