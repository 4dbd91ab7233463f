"""The publication's configuration as a value. Reading `broadsheet.yaml` is the work of `content.settings`.

As to `annotations`, see `pages.views`.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from broadsheet.model import TERM_KINDS, Named, TermKind

Host = Literal["netlify", "github-pages", "cloudflare-pages", "s3", "nginx", "generic"]
HOSTS: tuple[Host, ...] = ("netlify", "github-pages", "cloudflare-pages", "s3", "nginx", "generic")
PLACEHOLDER_BASE_URL = "http://localhost/"
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "actor-feeds": "the feeds of actors",
        "age-notice": "the notice on stories that are more than a year old",
        "appearance": "the choice between light and dark",
        "citing": "references to stories for BibTeX, RIS and CSL",
        "country-feeds": "the feeds of countries",
        "dates": "the archive by year and month",
        "dossier-feeds": "the feeds of dossiers",
        "guide": "llms.txt",
        "indexes": "the A–Z indexes",
        "json-feeds": "a feed.json beside each feed.xml",
        "linked-names": "links from names in bodies to their pages",
        "manifest": "the digests of all files: manifest.json and SHA256SUMS",
        "map": "the map of the world, and the maps on the pages of countries",
        "news": "the news site map",
        "opml": "the list of all feeds",
        "pairs": "the pages of pairs of countries",
        "paragraph-links": "a permalink at the end of each paragraph",
        "picture-sizes": "smaller copies of pictures",
        "profiles": "what was said and done, company, relations and counts by year on pages of actors and countries",
        "provenance": "the digests of sources in manifest.json",
        "related": "related stories",
        "search": "the search",
        "section-feeds": "the feeds of sections",
        "structured-data": "schema.org data in the head of pages",
        "tables": "the archive as CSV",
        "tag-feeds": "the feeds of tags",
        "taxonomy-feeds": "the feeds of the terms of taxonomies of the publication's own",
        "twins": "the machine-readable index.json of stories and terms",
    }
)


class MenuItem(NamedTuple):
    """An entry of a menu: its text and an address (a permalink, or an absolute URL)."""

    name: str
    url: Named


class Onward(NamedTuple):
    """An old address of what has no `aliases`, and the address to which it leads."""

    alias: Named
    target: Named


class ThemeProperty(NamedTuple):
    """A custom property of the theme: its name, without dashes, and the value that the publication gives it."""

    name: Named
    value: str


class Permalinks(NamedTuple):
    """Patterns of addresses. A story's may use {year}, {month}, {day}, {section} and {slug}; the others end in {slug}/.

    `own` are those of taxonomies of the publication's own, by their names.
    """

    story: str = "/stories/{year}/{month}/{slug}/"
    actor: str = "/actors/{slug}/"
    country: str = "/countries/{slug}/"
    tag: str = "/tags/{slug}/"
    section: str = "/sections/{slug}/"
    dossier: str = "/dossiers/{slug}/"
    page: str = "/{slug}/"
    own: tuple[tuple[str, str], ...] = ()

    def of(self, kind: TermKind) -> str:
        """Return the pattern of a kind of term."""
        pattern: str = getattr(self, kind) if kind in TERM_KINDS else dict(self.own).get(kind, f"/{kind}/{{slug}}/")
        return pattern


class MarkdownSettings(NamedTuple):
    """How bodies are converted.

    `smart`: typographic quotes and dashes. `raw_html`: what happens to HTML in Markdown. `engine`: Python-Markdown, or the
    compiled one, which needs the extra `broadsheet[commonmark]`.
    """

    smart: bool = False
    raw_html: Literal["sanitise", "refuse"] = "sanitise"
    engine: Literal["markdown", "commonmark"] = "markdown"


class FeedSettings(NamedTuple):
    """`limit`: entries in a feed. `content`: whether an entry carries the whole text or the standfirst."""

    limit: int = 20
    content: Literal["full", "summary"] = "summary"


class SearchSettings(NamedTuple):
    """`on`: whether headlines and names can be searched. `full_text`: whether texts can, which needs Pagefind."""

    on: bool = True
    full_text: bool = False


class ExtractionSettings(NamedTuple):
    """How findings become metadata.

    `publish_at`: the confidence from which a finding is published without an editor's word. `on_build`: whether articles without
    metadata are extracted as they are built. `spacy`: whether a language model proposes organisations to editors, too.
    """

    publish_at: float = 0.8
    on_build: bool = True
    spacy: bool = False


class CommentSettings(NamedTuple):
    """How readers reply. `form`: `netlify`, the URL of a form's endpoint, or empty for no form.

    `days`: how long replies to a story are taken; 0 is for ever. `thanks` is where a reader is led who has sent one, `policy`
    what the form links to; both are addresses.
    """

    form: str = ""
    days: int = 30
    thanks: Named | None = None
    policy: Named | None = None


class ImageSettings(NamedTuple):
    """Which copies of pictures are made: `widths` in pixels, ascending, `formats` in the order in which browsers may choose.

    `quality` goes from 1 to 100. `metadata`: whether what pictures say of their maker, camera and place is published.
    `share`: whether a card is drawn for stories without a picture that social sites could show; `font`: the file it is set in.
    """

    widths: tuple[int, ...] = (320, 640, 1024, 1600)
    formats: tuple[str, ...] = ("webp",)
    quality: int = 80
    metadata: Literal["strip", "keep"] = "strip"
    share: bool = False
    font: Named | None = None


class PeopleSettings(NamedTuple):
    """`noindex_below`: from how many stories on search engines may show a person whom only extraction found; 0: always."""

    noindex_below: int = 3


class MediaSettings(NamedTuple):
    """`keep_metadata`: files that are published with all that they say, by their paths from the root; patterns may hold `*`."""

    keep_metadata: tuple[str, ...] = ()


class StaticSettings(NamedTuple):
    """`active`: which files of `static/` a browser may run, by their paths below it; `withheld`: which are not published.

    Patterns may hold `*`.
    """

    active: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class Limits(NamedTuple):
    """How large an article may be, in bytes, and how many seconds of the processor's time it may take to read.

    `files`: how many files there may be in the content and in `static/`; `build`: how many seconds a build may take in all, by
    the clock on the wall. 0: any number.
    """

    bytes: int = 5_000_000
    seconds: int = 10
    files: int = 0
    build: int = 0


class OwnField(NamedTuple):
    """A key of the publication's own: what it takes, what pages call it, and where they show it."""

    name: str
    type: str = "text"
    label: str = ""
    show: str = "factsheet"


class Taxonomy(NamedTuple):
    """A kind of term of the publication's own: what pages call such terms (`label`), and one of them."""

    name: str
    label: str
    singular: str


OWN_TYPES = ("text", "number", "date", "link", "list")
SHOWN_IN = ("factsheet", "card", "none")  # a card shows it, and so does the page


class Config(NamedTuple):
    """Everything `broadsheet.yaml` says, with its defaults filled in. `base_url` ends in a slash."""

    title: str
    base_url: str = PLACEHOLDER_BASE_URL
    language: str = "en"
    timezone: str = "UTC"
    description: str = ""
    publisher: str = ""
    publisher_url: str = ""
    logo: Named | None = None
    permalinks: Permalinks = Permalinks()
    main_menu: tuple[MenuItem, ...] = ()
    footer_menu: tuple[MenuItem, ...] = ()
    redirects: tuple[Onward, ...] = ()
    labels: tuple[str, ...] = ()
    home: tuple[str, ...] = ()  # the countries whose news the publication tells, by their codes
    page_size: int = 20
    feeds: FeedSettings = FeedSettings()
    search: SearchSettings = SearchSettings()
    markdown: MarkdownSettings = MarkdownSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    comments: CommentSettings = CommentSettings()
    images: ImageSettings = ImageSettings()
    static: StaticSettings = StaticSettings()
    limits: Limits = Limits()
    media: MediaSettings = MediaSettings()
    people: PeopleSettings = PeopleSettings()
    players: tuple[str, ...] = ()  # origins whose players pages may show
    theme: tuple[ThemeProperty, ...] = ()
    offline: bool = False
    dossier_editions: bool = False
    disable: tuple[str, ...] = ()  # the parts that are left out, of `PARTS`
    source_dir: str = "content"
    output_dir: str = "site"
    host: Host = "generic"
    future: bool = False  # stories that are dated in the future are published
    undated: Literal["publish", "hold", "error", ""] = ""  # what becomes of stories without a date; empty: it depends
    fields: tuple[OwnField, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    extra_keys: tuple[str, ...] = ()  # of front matter, which somebody else uses
    ignore: tuple[str, ...] = ()  # patterns of what is passed over in the content
    follow_links: bool = False  # links that stay within the publication's own folders
    trusted: bool = True  # its own templates are used, and pages show pictures of other sites; see `engine.untrusted`
    forgotten: tuple[str, ...] = ()  # what `catalog.forgotten` knows names by that no text may say
    tombstone: bool = False  # the page for what is not there says that pages of people were taken away

    @property
    def base_path(self) -> str:
        """Return the path under which the site is served, with a slash at both ends: `/` or `/archive/`."""
        return urlsplit(self.base_url).path or "/"

    @property
    def reading(self) -> tuple[object, ...]:
        """Return what decides, beside a file itself, what is found in it."""
        keys = (self.labels, self.home, self.extra_keys, self.fields, self.taxonomies, self.undated, self.forgotten)
        return self.markdown, self.timezone, self.source_dir, self.extraction, self.limits, *keys

    @property
    def kinds(self) -> tuple[TermKind, ...]:
        """Return the kinds of terms."""
        return (*TERM_KINDS, *(taxonomy.name for taxonomy in self.taxonomies))

    def has_feeds(self, kind: TermKind) -> bool:
        """Say whether the terms of a kind have feeds."""
        return self.has(f"{kind}-feeds" if kind in TERM_KINDS else "taxonomy-feeds")

    def has(self, part: str) -> bool:
        """Say whether the publication has a part that it may leave out."""
        return part not in self.disable and (part != "search" or self.search.on)

    @property
    def output_overlaps(self) -> bool:
        """Say whether the output folder is, holds or lies in the content folder, as broadsheet.yaml names them."""
        source, output = f"{self.source_dir}/", f"{self.output_dir}/"
        return source.startswith(output) or output.startswith(source)

    @property
    def unused_files(self) -> tuple[str, ...]:
        """Return the files of the theme that the publication does without."""
        search = {"search.js": self.has("search"), "fulltext.js": self.has("search") and self.search.full_text}
        appearance = {"appearance.js": self.has("appearance")}
        offline = dict.fromkeys(("offline.js", "worker.js"), self.offline)
        return tuple(name for name, used in (appearance | search | offline).items() if not used)

    def absolute(self, permalink: str) -> str:
        """Return the absolute URL of an address that starts at the root of the site."""
        return self.base_url + permalink.removeprefix("/")

    def keeps_metadata(self, picture: str) -> bool:
        """Say whether a picture, by its path from the root, is published with all that its file says."""
        return self.images.metadata == "keep" or any(fnmatchcase(picture, pattern) for pattern in self.media.keep_metadata)
