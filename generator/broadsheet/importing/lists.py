"""Lists and feeds: where an archive had its pages of sections and tags, and its feeds. Posts do not say so; the programs do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from broadsheet.config import Config
from broadsheet.content.slugs import slug_of
from broadsheet.importing.oldaddresses import OldAddresses
from broadsheet.importing.permalinks import slug_named
from broadsheet.importing.places import is_path, may_be_ours
from broadsheet.importing.post import Post, Site
from broadsheet.importing.taxonomies import topics_of
from broadsheet.importing.values import text_of
from broadsheet.model import AUTHORS
from broadsheet.problems import Span

# By kinds of archive and keys of `permalinks`: the field of posts without which there was no such list, and the pattern.
_LISTS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "wordpress": {"section": ("category", "/category/{slug}/"), "tag": ("category", "/tag/{slug}/")},
        "ghost": {"tag": ("tags", "/tag/{slug}/")},
        "hugo": {"section": ("categories", "/categories/{slug}/")},
        "zola": {"section": ("taxonomies.categories", "/categories/{slug}/")},
    }
)
_FEEDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "wordpress": {"/feed/": "/rss.xml", "/feed/atom/": "/feed.xml"},
        "ghost": {"/rss/": "/rss.xml"},
        "substack": {"/feed/": "/rss.xml"},
        "blogger": {"/feeds/posts/default/": "/feed.xml"},
        "hugo": {"/index.xml": "/rss.xml"},
        "zola": {"/atom.xml": "/feed.xml"},
        "eleventy": {"/feed/feed.xml": "/feed.xml"},
        "pelican": {"/feeds/all.atom.xml": "/feed.xml"},
    }
)

_FEEDS_OF_LISTS: Mapping[str, str] = MappingProxyType({"wordpress": "feed/", "hugo": "index.xml"})


def patterns_of(kind: str, used: Set[str], site: Site) -> dict[str, str]:
    """Return the patterns of addresses of an archive's lists, by keys of `permalinks`; `used` are the fields of its posts."""
    topics = [name for name in topics_of(site.details) if name in used] if kind == "hugo" else []
    known = {key: pattern for key, (field, pattern) in _LISTS.get(kind, {}).items() if field in used}
    return known | ({"tag": f"/{topics[0]}/{{slug}}/"} if topics else {})


def moved(kind: str, site: Site, known: OldAddresses, patterns: Mapping[str, str]) -> dict[str, str]:
    """Return where the old addresses of feeds and lists lead now, but for those that posts had."""
    found = {**_FEEDS.get(kind, {}), **site.moved, **dict(_led(kind, site, known, patterns))}
    return {old: now for old, now in found.items() if not known.has(old) and is_path(old)}


def _led(kind: str, site: Site, known: OldAddresses, patterns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield where the old addresses of lists and of their feeds lead that stories which are out stood in."""
    for old, now in known.led_lists():
        if now and not now.startswith("/"):
            what, name = now.split(" ", 1)
            what = "tag" if what == "section" and what not in patterns and known.are_tags() else what
            slug = known.terms.get(f"{what} {name.casefold()}") or slug_of(name)
            page = patterns.get(what, f"/{what}s/{{slug}}/").format(slug=slug)
            if page != old and not may_be_ours(old):
                yield old, page
            if kind in _FEEDS_OF_LISTS:
                yield f"{old}{_FEEDS_OF_LISTS[kind]}", f"{page}feed.xml"
        elif now:
            yield old, now
    for old, page in site.moved.items():
        if kind in _FEEDS_OF_LISTS and page in known.lists:
            yield f"{old}{_FEEDS_OF_LISTS[kind]}", f"{page}feed.xml"


def without_counterpart(kind: str, site: Site, known: OldAddresses, config: Config) -> Iterator[tuple[str, int]]:
    """Yield the old addresses of lists and feeds that nothing here stands for, by kinds, with the number of each kind."""
    lists = {old: now for old, now in known.led_lists() if not known.has(old)}
    yield from ((old, 1) for old, now in lists.items() if kind != "wordpress" and (not now or may_be_ours(old)))
    if kind == "wordpress" and known.stories:
        authors = site.details.get("authors")
        yield "/author/NAME/", 0 if of_authors(kind, config) or not isinstance(authors, Mapping) else len(authors)
        yield "/YEAR/MONTH/DAY/", sum(not now for now in lists.values())
        yield "LIST/page/2/", sum(bool(now) for now in lists.values())
        yield "STORY/feed/", known.stories
        yield "STORY/ATTACHMENT/", sum(page[:1] == "/" for page in site.attached)
        yield "/comments/feed/", 1


def united(kind: str, known: OldAddresses) -> Iterator[str]:
    """Yield which categories or tags of WordPress's become one, as they have one name, each with the number of its stories."""
    together: dict[str, list[str]] = {}
    for old, (now, _, had) in sorted(known.lists.items()) if kind == "wordpress" else ():
        if now and not now.startswith("/"):
            together.setdefault(now.casefold(), [now.partition(" ")[2]]).append(f"`{old}` ({had:,})")
    yield from (f"{name}: {', '.join(others)}" for name, *others in together.values() if len(others) > 1)


def of_authors(kind: str, config: Config) -> dict[str, str]:
    """Return the pattern of the pages of authors that an archive had, where a publication has such pages."""
    has_pages = any(taxonomy.name == AUTHORS for taxonomy in config.taxonomies)
    return {AUTHORS: "/author/{slug}/"} if kind == "wordpress" and has_pages else {}


def texts_on_authors(kind: str, site: Site, config: Config, source: str) -> Iterator[Post]:
    """Yield a text on each author whose page had another name in its address than the one that they are called by."""
    authors = site.details.get("authors")
    for login, name in authors.items() if of_authors(kind, config) and isinstance(authors, Mapping) else ():
        slug = slug_named(login)
        if slug and slug != slug_of(text_of(name)):
            yield Post(Span(source), f"author {login}", text_of(name), "term", slug, taxonomy=AUTHORS, form="lines")


def unreached(config: Config, patterns: Mapping[str, str], moved: Mapping[str, str]) -> list[str]:
    """Return the patterns and addresses of those of which the configuration of a publication says nothing."""
    told = {alias.text for alias, _ in config.redirects}
    return [
        *(each for key, each in patterns.items() if config.permalinks.of(key) != each),
        *(old for old in moved if old not in told),
    ]
