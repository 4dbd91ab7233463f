"""What the head of a page says."""

from collections.abc import Callable

from markupsafe import Markup

from broadsheet.pages.views.link import Link
from broadsheet.pages.views.on_demand import on_demand

Pairs = tuple[tuple[str, str], ...]


class Meta:
    """What the head of a page says: for the browser, for feeds readers, for search engines and social cards.

    `title` is the page's own title, without the publication's. `canonical` is an absolute URL, `path` its own permalink.
    """

    def __init__(
        self,
        title: str,
        description: str,
        path: str,
        canonical: str,
        lang: str,
        dir: str = "ltr",
        *,
        feeds: tuple[tuple[str, str, str], ...] = (),  # the page's own feeds: (type, title, permalink)
        alternates: Pairs = (),  # (type, permalink): the page's machine-readable twins
        translations: Pairs = (),  # (language tag, absolute URL), this page's own included
        breadcrumb: tuple[Link, ...] = (),  # from the front page to the parent; the page itself is not in it
        noindex: bool = False,
        previous: str = "",
        next: str = "",
        properties: Callable[[], Pairs] = tuple,
        names: Callable[[], Pairs] = tuple,
        json_ld: Callable[[], Markup] = Markup,
    ) -> None:
        self.title = title
        self.description = description
        self.path = path
        self.canonical = canonical
        self.lang = lang
        self.dir = dir
        self.feeds = feeds
        self.alternates = alternates
        self.translations = translations
        self.breadcrumb = breadcrumb
        self.noindex = noindex
        self.previous = previous
        self.next = next
        self._properties = properties
        self._names = names
        self._json_ld = json_ld

    @on_demand
    def properties(self) -> Pairs:
        """Return Open Graph pairs, for social cards."""
        return self._properties()

    @on_demand
    def names(self) -> Pairs:
        """Return the other `<meta name>` pairs."""
        return self._names()

    @on_demand
    def json_ld(self) -> Markup:
        """Return one JSON document, already safe inside a script element; an empty text where there is none."""
        return self._json_ld()
