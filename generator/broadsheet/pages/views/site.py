"""What every page shows of the publication."""

from typing import NamedTuple

from broadsheet.pages.views.link import Link
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.shared import shared


@shared
class SiteView(NamedTuple):
    """What every page shows of the publication.

    stylesheets and `icon` are permalinks, or empty; `sections` stand in the masthead.
    """

    title: str
    description: str
    language: str
    dir: str
    publisher: str
    publisher_url: str
    logo: PictureView | None
    stylesheet: str
    story_stylesheet: str  # what of it a story's page needs
    icon: str
    sections: tuple[Link, ...]
    menu: tuple[Link, ...]  # the main menu: stories by date, people, countries, … or what broadsheet.yaml says
    footer: tuple[Link, ...]
    feeds: tuple[tuple[str, str, str], ...]  # the site's feeds: (type, title, permalink)
    appearance: str = ""  # the script for the choice between light and dark, or empty
    search: str = ""  # the search page and its script, or empty
    script: str = ""
    policies: tuple[str, ...] = ()  # the content security policies, and those of the search page, which may compile a program
    search_policies: tuple[str, ...] = ()
    manifest: str = ""  # and the script that registers the worker, where the site can be read without a connection
    offline: str = ""
