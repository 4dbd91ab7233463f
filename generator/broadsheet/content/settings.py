"""`broadsheet.yaml` to a configuration."""

from __future__ import annotations

from datetime import UTC

from broadsheet.config import (
    HOSTS,
    PARTS,
    CommentSettings,
    Config,
    ExtractionSettings,
    FeedSettings,
    ImageSettings,
    Limits,
    MarkdownSettings,
    MenuItem,
    PeopleSettings,
    SearchSettings,
)
from broadsheet.content import values
from broadsheet.content.fields import Field, Reading, Table, Text, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, parse_mapping
from broadsheet.content.nodes import Entry, Mapping, Node, node_of
from broadsheet.content.own import read_own_fields
from broadsheet.content.records import plain, record
from broadsheet.content.settingvalues import (
    base_url_fault,
    checked,
    confidence,
    country_fault,
    engine,
    folder_fault,
    forgotten_fault,
    form,
    full_text,
    images_of,
    label_fault,
    link_fault,
    media_of,
    menus_of,
    origin_fault,
    pattern,
    permalinks_of,
    publisher,
    redirects,
    static_of,
    theme,
    timezone,
)
from broadsheet.content.taxonomies import declared, declared_twice, read_taxonomies
from broadsheet.problems import Outcome, Problem, Span

_STORY_PARTS = ("year", "month", "day", "section", "slug")


def read_settings(text: str, path: str) -> Outcome[Config | None]:
    """Read a configuration. None where it cannot be read at all; else faulty values are left at their defaults, and reported."""
    parsed = parse_mapping(SourceText(path, text), "bad-yaml", "the configuration")
    if any(problem.is_error for problem in parsed.problems) and parsed.value is None:
        return Outcome(None, parsed.problems)
    reading = Reading(path, UTC, own=dict.fromkeys(declared(parsed.value), _TERM_PATTERN))  # keys of `permalinks`
    found = read_fields(CONFIG, parsed.value, reading)
    missing_keys(CONFIG, found.given, Span(path), reading)
    parsed_values = dict(found.parsed)
    parsed_values.setdefault("title", "Untitled")
    parsed_values["publisher"], parsed_values["publisher_url"] = parsed_values.get("publisher", ("", ""))
    menus: dict[str, tuple[MenuItem, ...]] = parsed_values.pop("menus", {})
    if "picture-sizes" in parsed_values.get("disable", ()):
        parsed_values["images"] = parsed_values.get("images", ImageSettings())._replace(widths=())
    config = Config(**parsed_values, main_menu=menus.get("main", ()), footer_menu=menus.get("footer", ()))
    place = found.given.get("taxonomies")
    twice = declared_twice(config, reading.span(node_of(place))) if place else ()
    places = (*_overlap(config, found.given, reading), *_unserved(config, found.given, reading))
    return Outcome(config, (*parsed.problems, *reading.problems, *places, *twice))


def _unserved(config: Config, given: dict[str, Entry], reading: Reading) -> tuple[Problem, ...]:
    """Report addresses of stories that the host does not find: S3 serves no `a.html` at `/a`."""
    if config.host != "s3" or not config.permalinks.story.endswith("}"):
        return ()
    message = f"`{config.permalinks.story}` is no address that s3 serves: it looks for a file of exactly that name"
    return (Problem("bad-value", message, reading.span(node_of(given["permalinks"])), "end it in `/` or `.html`"),)


def _overlap(config: Config, given: dict[str, Entry], reading: Reading) -> tuple[Problem, ...]:
    """Report an output folder in which a build would read what it wrote."""
    if not config.output_overlaps:
        return ()
    place = given.get("output_dir") or given.get("source_dir")
    span = reading.span(node_of(place)) if place else Span(reading.path)
    message = f"the output folder `{config.output_dir}` and the content folder `{config.source_dir}` overlap"
    return (Problem("bad-value", message, span, "keep the two apart"),)


def _search(reading: Reading, key: str, node: Node) -> SearchSettings | None:
    """Parse `search`: on, off, or a mapping of what it has."""
    if isinstance(node, Mapping):
        settings: SearchSettings | None = _SEARCH_RECORD(reading, key, node)
        return settings
    switched = values.boolean(reading, key, node)
    return None if switched is None else SearchSettings(on=switched)


_TERM_PATTERN = pattern(("slug",), "{slug}/")
PERMALINKS = Table(
    Field(
        "story",
        "pattern",
        pattern(_STORY_PARTS, "/", ".html", "{slug}"),
        "of {year}, {month}, {day}, {section} and {slug}; ends in `/`, in `.html` or, where hosts find `a.html` by `a`, {slug}",
    ),
    *(
        Field(kind, "pattern", _TERM_PATTERN, "ends in {slug}/")
        for kind in ("actor", "country", "tag", "section", "dossier", "page")
    ),
    own=True,
)
# An address keeps its place: only the plan of the site can tell whether it leads somewhere.
_address = Text(values.needed(checked(link_fault, hint="write `/path/` or `https://…`")).parse, placed=True)


MENU_ITEM = Table(
    Field("name", "text", values.needed(values.line), "the text", required=True),
    Field("url", "address", _address, "where it leads", required=True),
)
_menu = values.list_of(record(MENU_ITEM, plain(MenuItem)), "mappings of name and url")
MENUS = Table(Field("main", "list", _menu, "above every page"), Field("footer", "list", _menu, "below every page"))
FEEDS = Table(
    Field("limit", "whole number", values.whole_number(), "entries in a feed; default 20"),
    Field("content", "full or summary", values.choice(("full", "summary")), "what an entry carries; default summary"),
)
MARKDOWN = Table(
    Field("smart", "boolean", values.boolean, "typographic quotes and dashes; default false"),
    Field("raw_html", "sanitise or refuse", values.choice(("sanitise", "refuse")), "what happens to HTML in Markdown"),
    Field(
        "engine",
        "markdown or commonmark",
        engine,
        "the converter: Python-Markdown (default), or pyromark, which is compiled",
    ),
)
IMAGES = Table(
    Field(
        "widths",
        "list of whole numbers",
        values.list_of(values.whole_number(16, 8192), "whole numbers"),
        "the widths of the smaller copies, in pixels; default 320, 640, 1024, 1600",
    ),
    Field(
        "formats",
        "list",
        values.list_of(values.choice(("webp", "avif")), "names of formats"),
        "the formats of the copies, the first choice first: webp (default), avif (a quarter smaller, five times slower to make)",
    ),
    Field("quality", "whole number", values.whole_number(1, 100), "of the copies, from 1 to 100; default 80"),
    Field(
        "metadata",
        "strip or keep",
        values.choice(("strip", "keep")),
        "what happens to what pictures say of their maker, camera and place; default strip",
    ),
    Field(
        "share",
        "boolean",
        values.boolean,
        "draw a card for social sites for each story without a picture that they could show; default false",
    ),
    Field(
        "font",
        "path",
        values.named,
        "the font of those cards, a file of the publication; the default has Latin, Greek and Cyrillic",
    ),
)
STATIC = Table(
    Field(
        "active",
        "list",
        values.list_of(checked(folder_fault, hint="write paths such as `google1234.html`, or `tools/*`"), "paths"),
        "files of `static/` that browsers may run (HTML, scripts, XML, uncleaned SVG) and that you vouch for; `*` is anything",
    ),
)
LIMITS = Table(
    Field("bytes", "whole number", values.whole_number(1000), "how large an article may be; default 5000000"),
    Field(
        "seconds",
        "whole number",
        values.whole_number(1, 3600),
        "how much of the processor's time it may take to read one; default 10",
    ),
    Field("files", "whole number", values.whole_number(), "how many files content and `static` may have; default: any number"),
    Field("build", "whole number", values.whole_number(1), "how many seconds a build may take in all; default: any number"),
)
PEOPLE = Table(
    Field(
        "noindex_below",
        "whole number",
        values.whole_number(0),
        "below how many different stories a person whom extraction found, nobody reviewed and no register entry names stands in "
        "no site map, and search engines are asked not to show the page; 0: never; default 3",
    ),
)
MEDIA = Table(
    Field(
        "keep_metadata",
        "list",
        values.list_of(checked(folder_fault, hint="write paths such as `static/press/*`, or `*.pdf`"), "paths"),
        "files that are published with what they say of their maker and place, by their paths from the root; `*` is anything",
    ),
)
SEARCH = Table(
    Field(
        "full_text",
        "boolean",
        Text(full_text, "true or false"),
        "search the texts of stories, too (extra `broadsheet[search]`); default false",
    ),
)
_SEARCH_RECORD = record(SEARCH, plain(SearchSettings))
EXTRACTION = Table(
    Field("publish_at", "number from 0 to 1", confidence, "the confidence from which a finding is published; default 0.8"),
    Field("on_build", "boolean", values.boolean, "extract articles without metadata as they are built; default true"),
    Field(
        "spacy",
        "boolean",
        values.boolean,
        "have a language model propose organisations, too (extra `broadsheet[spacy]`)",
    ),
)
COMMENTS = Table(
    Field("form", "netlify or web address", form, "where the form for replies sends them; without it there is no form"),
    Field("days", "whole number", values.whole_number(0), "how many days replies to a story are taken; 0: for ever; default 30"),
    Field("thanks", "address", _address, "where a reader is led who has sent a reply"),
    Field("policy", "address", _address, "the page that says which replies are published"),
)
CONFIG = Table(
    Field("title", "text", values.needed(values.line), "the publication's name", required=True),
    Field(
        "base_url",
        "web address",
        checked(base_url_fault, lambda text: text.rstrip("/") + "/", "write `https://example.org/`"),
        "the address that the site is published under",
    ),
    Field("language", "language tag", values.language, "the language of the stories; default en"),
    Field("timezone", "time zone", timezone, "the zone of times without one; default UTC"),
    Field("description", "text", values.line, "a sentence or two about the publication"),
    Field("publisher", "text or mapping", publisher, "who publishes: a name, or {name, url}"),
    Field("logo", "path", _address, "the publication's emblem"),
    Field("permalinks", "mapping", record(PERMALINKS, permalinks_of), "patterns of addresses"),
    Field("menus", "mapping", record(MENUS, menus_of), "menus of {name, url}"),
    Field(
        "redirects",
        "mapping",
        redirects,
        "old addresses of what has no `aliases`, such as lists and feeds, each with where it leads: `{/feed/: /rss.xml}`",
    ),
    Field("labels", "list", values.list_of(checked(label_fault), "text"), "labels of the publication's own"),
    Field(
        "home",
        "country or list",
        values.list_of(checked(country_fault), "countries' codes", single=True),
        "the countries whose news the stories tell, by their codes: a town, state or county of theirs is enough to name them",
    ),
    Field("page_size", "whole number", values.whole_number(), "cards on a page of a listing; default 20"),
    Field("feeds", "mapping", record(FEEDS, plain(FeedSettings)), "what feeds hold"),
    Field("search", "boolean or mapping", _search, "a search of headlines, people, countries, dossiers and tags; default true"),
    Field("markdown", "mapping", record(MARKDOWN, plain(MarkdownSettings)), "how bodies are converted"),
    Field(
        "disable",
        "list",
        values.list_of(values.choice(tuple(PARTS)), "names of parts"),
        "parts to leave out: " + ", ".join(PARTS),
    ),
    Field("images", "mapping", record(IMAGES, images_of), "which copies of pictures are made"),
    Field("media", "mapping", record(MEDIA, media_of), "what files that are published may say"),
    Field("people", "mapping", record(PEOPLE, plain(PeopleSettings)), "which pages of people search engines may show"),
    Field(
        "players",
        "list",
        values.list_of(checked(origin_fault, str.lower), "origins"),
        "whose players of films, sounds and frames pages show, such as `https://www.youtube-nocookie.com`; default none",
    ),
    Field("static", "mapping", record(STATIC, static_of), "which files of `static/` may be active"),
    Field("limits", "mapping", record(LIMITS, plain(Limits)), "what is refused instead of being read for ever"),
    Field("dossier_editions", "boolean", values.boolean, "publish each dossier as one document, too; default false"),
    Field("offline", "boolean", values.boolean, "keep what was visited readable without a connection; default false"),
    Field("theme", "mapping", theme, "values of the theme's custom properties"),
    Field("extraction", "mapping", record(EXTRACTION, plain(ExtractionSettings)), "how findings become metadata"),
    Field("comments", "mapping", record(COMMENTS, plain(CommentSettings)), "how readers reply to stories"),
    Field("future", "boolean", values.boolean, "publish stories and pages that are dated in the future; default false"),
    Field("fields", "mapping", read_own_fields, "keys of the publication's own, of stories and register files, by their names"),
    Field(
        "taxonomies",
        "mapping or list of names",
        read_taxonomies,
        "further kinds of terms, such as series, by the keys of stories that list them; `authors` gives authors pages",
    ),
    Field(
        "undated",
        "publish, hold or error",
        values.choice(("publish", "hold", "error")),
        "what becomes of stories without any date; default: those without metadata are published, others are errors",
    ),
    Field(
        "extra_keys",
        "list",
        values.list_of(values.line, "keys"),
        "keys of front matter that something else uses, and that are not warned of",
    ),
    Field(
        "ignore",
        "list",
        values.list_of(values.line, "patterns"),
        "files and folders of the content that are passed over: `*.docx`, `notes`, `/stories/old/*`; `*` is anything",
    ),
    Field("source_dir", "folder", checked(folder_fault, lambda text: text.rstrip("/")), "the content; default content"),
    Field("output_dir", "folder", checked(folder_fault, lambda text: text.rstrip("/")), "the output; default site"),
    Field(
        "follow_links",
        "boolean",
        values.boolean,
        "follow symbolic links in content, static and templates that lead into one of the three; default false",
    ),
    Field(
        "forgotten",
        "list",
        values.list_of(checked(forgotten_fault, hint="leave what `broadsheet forget` wrote as it is"), "text"),
        "digests of names that no article may say any more; written by `broadsheet forget`",
    ),
    Field(
        "tombstone",
        "boolean",
        values.boolean,
        "the page for what is not there says that pages of people were taken away at their request; default false",
    ),
    Field("host", "host", values.choice(HOSTS), "where the site is published: " + ", ".join(HOSTS)),
)
