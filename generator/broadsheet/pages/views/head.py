"""What the head of a page says."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.link import Link


class Meta(NamedTuple):
    """What the head of a page says: for the browser, for feeds readers, for search engines and social cards.

    `title` is the page's own title, without the publication's. `canonical` is an absolute URL. `properties` are Open Graph pairs,
    `names` are other `<meta name>` pairs, `json_ld` is one JSON document, already safe inside a script element.
    `path` is the page's own permalink.
    """

    title: str
    description: str
    path: str
    canonical: str
    lang: str
    dir: str = "ltr"
    feeds: tuple[tuple[str, str, str], ...] = ()  # the page's own feeds: (type, title, permalink)
    alternates: tuple[tuple[str, str], ...] = ()  # (type, permalink): the page's machine-readable twins
    translations: tuple[tuple[str, str], ...] = ()  # (language tag, absolute URL), this page's own included
    properties: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    json_ld: Markup = Markup("")
    breadcrumb: tuple[Link, ...] = ()  # from the front page to the parent; the page itself is not in it
    noindex: bool = False
    previous: str = ""
    next: str = ""
