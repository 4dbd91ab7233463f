"""What a page names and leads to: a text with an address, and a term with how often it is named."""

from typing import NamedTuple

from broadsheet.pages.views.shared import shared


class Link(NamedTuple):
    """A text that leads to an address of this site, or somewhere else."""

    text: str
    permalink: str


@shared
class TermLink(NamedTuple):
    """A term that a page names, with how often (`count`, 0 where it is not counted) and in which words ("mediator")."""

    text: str
    permalink: str
    count: int = 0  # type: ignore[assignment]
    note: str = ""
    kind: str = ""


class Alias(NamedTuple):
    """Another name of a term; `lang` is set where it is in another script than Latin."""

    text: str
    lang: str = ""
