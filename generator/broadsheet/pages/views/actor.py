"""The parts of an actor's page."""

from typing import NamedTuple

from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link


class RoleView(NamedTuple):
    """An office: from the register, or (`stated`) as stories state it, with the first and last report and their number."""

    title: str
    organisation: str = ""
    country: Link | None = None
    since: When | None = None
    until: When | None = None
    stated: bool = False
    reports: int = 0
    current: bool = False  # the register gives it no end
    unreviewed: bool = False  # no editor has looked at any story's statement of it
