"""Lists and feeds: where an archive had its pages of sections and tags, and its feeds. Posts do not say so; the programs do."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType

from broadsheet.config import Config
from broadsheet.importing.moving import OldAddresses
from broadsheet.importing.post import Site
from broadsheet.importing.taxonomies import topics_of

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


def patterns_of(kind: str, used: Set[str], site: Site) -> dict[str, str]:
    """Return the patterns of addresses of an archive's lists, by keys of `permalinks`; `used` are the fields of its posts."""
    topics = [name for name in topics_of(site.details) if name in used] if kind == "hugo" else []
    known = {key: pattern for key, (field, pattern) in _LISTS.get(kind, {}).items() if field in used}
    return known | ({"tag": f"/{topics[0]}/{{slug}}/"} if topics else {})


def moved(kind: str, site: Site, known: OldAddresses) -> dict[str, str]:
    """Return where the old addresses of feeds and lists lead now, but for those that posts had."""
    return {old: now for old, now in {**_FEEDS.get(kind, {}), **site.moved}.items() if not known.has(old)}


def unreached(config: Config, patterns: Mapping[str, str], moved: Mapping[str, str]) -> list[str]:
    """Return the patterns and addresses of those of which the configuration of a publication says nothing."""
    told = {alias.text for alias, _ in config.redirects}
    return [
        *(each for key, each in patterns.items() if config.permalinks.of(key) != each),
        *(old for old in moved if old not in told),
    ]
