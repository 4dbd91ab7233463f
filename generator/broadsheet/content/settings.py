"""`broadsheet.yaml` to a configuration."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

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
    MediaSettings,
    MenuItem,
    PeopleSettings,
    Permalinks,
    SearchSettings,
    StaticSettings,
)
from broadsheet.content import values
from broadsheet.content.fields import Fault, Field, Reading, Table, Text, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, parse_mapping
from broadsheet.content.nodes import Entry, Mapping, Node, Scalar, is_null, node_of, shortened
from broadsheet.content.own import read_own_fields
from broadsheet.content.records import plain, record
from broadsheet.content.taxonomies import declared, declared_twice, read_taxonomies
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

_THEME_NAME = re.compile(r"[a-z][a-z0-9-]*")
_THEME_VALUE = re.compile(r"[;{}<>\\]|url\s*\(|/\*", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w -]*[^\W_])?")
_ORIGIN = re.compile(r"https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
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
    """Report an output folder that is, holds or lies in the content folder: a build would read what it wrote."""
    source, output = f"{config.source_dir}/", f"{config.output_dir}/"
    if not source.startswith(output) and not output.startswith(source):
        return ()
    place = given.get("output_dir") or given.get("source_dir")
    span = reading.span(node_of(place)) if place else Span(reading.path)
    message = f"the output folder `{config.output_dir}` and the content folder `{config.source_dir}` overlap"
    return (Problem("bad-value", message, span, "keep the two apart"),)


def _checked(fault: Callable[[str], str], change: Callable[[str], str] = str, hint: str = "") -> Text:
    """Return a parser of text in which `fault` finds nothing wrong; `change` makes the value of it."""

    def parse(text: str, reading: Reading) -> str | Fault | None:
        text = values.line.parse(text, reading)
        why = fault(text) if text else ""
        if why:
            return Fault("bad-value", f"does not take `{shortened(text)}`: {why}", hint)
        return change(text) if text else None

    return Text(parse)


def _base_url_fault(text: str) -> str:
    fault = values.address_fault(text, ("http", "https"))
    if fault:
        return fault
    parts = urlsplit(text)
    if "@" in parts.netloc:
        return "it holds a user name"
    return "it has a query or fragment" if "?" in text or "#" in text else ""


def _folder_fault(text: str) -> str:
    if text.startswith("/") or re.match(r"[A-Za-z]:", text) or "\\" in text:
        return "it has to be relative to the publication, with `/`"
    parts = text.rstrip("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "it has to be a folder inside the publication"
    return "it is hidden" if any(part.startswith(".") for part in parts) else ""


def _link_fault(text: str) -> str:
    if text.startswith("/") and not text.startswith("//") and "\\" not in text and not re.search(r"\s", text):
        return ""
    return values.address_fault(text, ("http", "https", "mailto"))


@Text
def _form(text: str, reading: Reading) -> str | Fault:
    text = values.line.parse(text, reading)
    if text and text != "netlify" and values.address_fault(text, ("http", "https")):
        hint = "write `netlify`, or the web address that takes the form"
        return Fault("bad-value", f"does not take `{shortened(text)}`", hint)
    return text


def _pattern(allowed: tuple[str, ...], *endings: str) -> Text:
    def fault(text: str) -> str:
        unknown = [name for name in _PLACEHOLDER.findall(text) if name not in allowed]
        if unknown:
            listed = ", ".join(f"`{{{name}}}`" for name in allowed)
            return f"`{{{unknown[0]}}}` is none of {listed}"
        if not text.startswith("/") or not text.endswith(endings):
            return f"it has to start with `/` and end with {' or '.join(f'`{ending}`' for ending in endings)}"
        if "{slug}" not in text:
            return "it has to hold `{slug}`"
        if text.endswith("}") and "." in text.rpartition("/")[2]:
            return "its last part may hold no `.` where it does not end in `.html`"
        bare = _PLACEHOLDER.sub("x", text)
        if "//" in bare or not re.fullmatch(r"[A-Za-z0-9/._~-]+", bare) or any(p in (".", "..") for p in bare.split("/")):
            return "it has to be a path of letters, digits, `-`, `_`, `.` and `/`"
        return ""

    return _checked(fault, hint="such as `/stories/{year}/{month}/{slug}/`" if len(allowed) > 1 else "such as `/names/{slug}/`")


@Text
def _timezone(text: str, reading: Reading) -> str | Fault | None:
    text = values.line.parse(text, reading)
    if not text or text == "UTC":
        return text or None
    from zoneinfo import ZoneInfo, available_timezones  # here, because most commands of a publication in UTC do not need it

    try:
        return ZoneInfo(text).key
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder of zones is an OSError
        known = available_timezones()
        near = did_you_mean(text, known) or did_you_mean(text.replace(" ", "_"), (name.rpartition("/")[2] for name in known))
        hint = near or "write a name such as `Europe/Vienna`"
        return Fault("bad-value", f"is `{shortened(text)}`, which is not a time zone", hint)


def _publisher(reading: Reading, key: str, node: Node) -> tuple[str, str] | None:
    if isinstance(node, Scalar):
        return values.line(reading, key, node) or "", ""
    found: tuple[str, str] | None = _PUBLISHER_RECORD(reading, key, node)
    return found


def _theme(reading: Reading, key: str, node: Node) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping of names to values")
        return None
    found = []
    for name, each in node.entries:
        within = f"{key}.{shortened(name.text)}"
        if not _THEME_NAME.fullmatch(name.text):
            hint = "names have lower-case letters, digits and `-`, and no leading `--`"
            reading.report("bad-value", f"`{shortened(name.text)}` is not the name of a theme property", name, hint)
            continue
        value = None if is_null(each) else values.line(reading, within, each)
        unfit = _THEME_VALUE.search(value) if value else None
        if unfit:
            message = f"`{within}` is `{shortened(value or '')}`, which holds `{unfit.group()}`"
            reading.report("bad-value", message, each, "write one CSS value, such as `#7a1f1f`")
        elif value:
            found.append((name.text, value))
    return tuple(found)


def _search(reading: Reading, key: str, node: Node) -> SearchSettings | None:
    """Parse `search`: on, off, or a mapping of what it has."""
    if isinstance(node, Mapping):
        settings: SearchSettings | None = _SEARCH_RECORD(reading, key, node)
        return settings
    switched = values.boolean(reading, key, node)
    return None if switched is None else SearchSettings(on=switched)


def _full_text(text: str, reading: Reading) -> bool | Fault:
    wanted: bool | Fault = values.boolean.parse(text, reading)
    if wanted is True and find_spec("pagefind_bin") is None:
        return Fault("bad-value", "needs the packages pagefind and pagefind_bin", "pip install 'broadsheet[search]'")
    return wanted


@Text
def _confidence(text: str, reading: Reading) -> float | Fault | None:
    text = values.line.parse(text, reading)
    if text and not re.fullmatch(r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?|\.[0-9]{1,9}", text):
        message = f"does not take `{shortened(text)}`: it has to be a number from 0 to 1"
        return Fault("bad-value", message, "write a confidence such as `0.8`")
    return float(text) if text else None


def _images(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> ImageSettings:
    if "widths" in parsed:
        parsed["widths"] = tuple(sorted({*parsed["widths"]}))
    if "formats" in parsed:
        parsed["formats"] = tuple(dict.fromkeys(parsed["formats"]))
    return ImageSettings(**parsed)


def _static(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> StaticSettings:
    return StaticSettings(tuple(parsed.get("active", ())))


def _media(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> MediaSettings:
    return MediaSettings(tuple(parsed.get("keep_metadata", ())))


def _engine(reading: Reading, key: str, node: Node) -> str | None:
    engine: str | None = _ENGINE(reading, key, node)
    if engine == "commonmark" and find_spec("pyromark") is None:
        message = f"`{key}: commonmark` needs the package pyromark"
        reading.report("bad-value", message, node, "pip install 'broadsheet[commonmark]'")
        return None
    return engine


def _origin_fault(text: str) -> str:
    return "" if _ORIGIN.fullmatch(text) else "an origin is `https://` and a host: `https://player.example.org`"


def _label_fault(text: str) -> str:
    return "" if _LABEL.fullmatch(text) else "a label has letters, digits, blanks and `-`"


def _forgotten_fault(text: str) -> str:
    return (
        ""
        if re.fullmatch(r"(?:[0-9a-f]{2}){4,32}-[1-9][0-9]{0,2}-[0-9a-f]{32}(?:-other)?", text)
        else "it is no salt, number and digest"
    )


def _publisher_pair(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> tuple[str, str]:
    return parsed.get("name", ""), parsed.get("url", "")


def _permalinks(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> Permalinks:
    return Permalinks(**{("own" if name == "fields" else name): pattern for name, pattern in parsed.items()})


def _menus(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> dict[str, Any]:
    return parsed


_ENGINE = values.choice(("markdown", "commonmark"))
_PUBLISHER_RECORD = record(
    Table(
        Field("name", "text", values.needed(values.line), "the publisher's name", required=True),
        Field("url", "web address", values.web_address, "the publisher's own site"),
    ),
    _publisher_pair,
)
_TERM_PATTERN = _pattern(("slug",), "{slug}/")
PERMALINKS = Table(
    Field(
        "story",
        "pattern",
        _pattern(_STORY_PARTS, "/", ".html", "{slug}"),
        "of {year}, {month}, {day}, {section} and {slug}; ends in `/`, in `.html` or, where hosts find `a.html` by `a`, {slug}",
    ),
    *(
        Field(kind, "pattern", _TERM_PATTERN, "ends in {slug}/")
        for kind in ("actor", "country", "tag", "section", "dossier", "page")
    ),
    own=True,
)
# An address keeps its place: only the plan of the site can tell whether it leads somewhere.
_address = Text(values.needed(_checked(_link_fault, hint="write `/path/` or `https://…`")).parse, placed=True)


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
        _engine,
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
        values.list_of(_checked(_folder_fault, hint="write paths such as `google1234.html`, or `tools/*`"), "paths"),
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
)
PEOPLE = Table(
    Field(
        "noindex_below",
        "whole number",
        values.whole_number(0),
        "below how many stories a person whom extraction found, nobody reviewed and no register entry names stands in no site "
        "map, and search engines are asked not to show the page; 0: never; default 3",
    ),
)
MEDIA = Table(
    Field(
        "keep_metadata",
        "list",
        values.list_of(_checked(_folder_fault, hint="write paths such as `static/press/*`, or `*.pdf`"), "paths"),
        "files that are published with what they say of their maker and place, by their paths from the root; `*` is anything",
    ),
)
SEARCH = Table(
    Field(
        "full_text",
        "boolean",
        Text(_full_text, "true or false"),
        "search the texts of stories, too (extra `broadsheet[search]`); default false",
    ),
)
_SEARCH_RECORD = record(SEARCH, plain(SearchSettings))
EXTRACTION = Table(
    Field("publish_at", "number from 0 to 1", _confidence, "the confidence from which a finding is published; default 0.8"),
    Field("on_build", "boolean", values.boolean, "extract articles without metadata as they are built; default true"),
    Field(
        "spacy",
        "boolean",
        values.boolean,
        "have a language model propose organisations, too (extra `broadsheet[spacy]`)",
    ),
)
COMMENTS = Table(
    Field("form", "netlify or web address", _form, "where the form for replies sends them; without it there is no form"),
    Field("days", "whole number", values.whole_number(0), "how many days replies to a story are taken; 0: for ever; default 30"),
    Field("thanks", "address", _address, "where a reader is led who has sent a reply"),
    Field("policy", "address", _address, "the page that says which replies are published"),
)
CONFIG = Table(
    Field("title", "text", values.needed(values.line), "the publication's name", required=True),
    Field(
        "base_url",
        "web address",
        _checked(_base_url_fault, lambda text: text.rstrip("/") + "/", "write `https://example.org/`"),
        "the address that the site is published under",
    ),
    Field("language", "language tag", values.language, "the language of the stories; default en"),
    Field("timezone", "time zone", _timezone, "the zone of times without one; default UTC"),
    Field("description", "text", values.line, "a sentence or two about the publication"),
    Field("publisher", "text or mapping", _publisher, "who publishes: a name, or {name, url}"),
    Field("logo", "path", _address, "the publication's emblem"),
    Field("permalinks", "mapping", record(PERMALINKS, _permalinks), "patterns of addresses"),
    Field("menus", "mapping", record(MENUS, _menus), "menus of {name, url}"),
    Field("labels", "list", values.list_of(_checked(_label_fault), "text"), "labels of the publication's own"),
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
    Field("images", "mapping", record(IMAGES, _images), "which copies of pictures are made"),
    Field("media", "mapping", record(MEDIA, _media), "what files that are published may say"),
    Field("people", "mapping", record(PEOPLE, plain(PeopleSettings)), "which pages of people search engines may show"),
    Field(
        "players",
        "list",
        values.list_of(_checked(_origin_fault, str.lower), "origins"),
        "whose players of films, sounds and frames pages show, such as `https://www.youtube-nocookie.com`; default none",
    ),
    Field("static", "mapping", record(STATIC, _static), "which files of `static/` may be active"),
    Field("limits", "mapping", record(LIMITS, plain(Limits)), "what is refused instead of being read for ever"),
    Field("dossier_editions", "boolean", values.boolean, "publish each dossier as one document, too; default false"),
    Field("offline", "boolean", values.boolean, "keep what was visited readable without a connection; default false"),
    Field("theme", "mapping", _theme, "values of the theme's custom properties"),
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
    Field("source_dir", "folder", _checked(_folder_fault, lambda text: text.rstrip("/")), "the content; default content"),
    Field("output_dir", "folder", _checked(_folder_fault, lambda text: text.rstrip("/")), "the output; default site"),
    Field(
        "follow_links",
        "boolean",
        values.boolean,
        "follow symbolic links in content, static and templates that lead into one of the three; default false",
    ),
    Field(
        "forgotten",
        "list",
        values.list_of(_checked(_forgotten_fault, hint="leave what `broadsheet forget` wrote as it is"), "text"),
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
