"""The publication's configuration as a value. Reading `broadsheet.yaml` is the work of `content.settings`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from broadsheet.model import Named

Host = Literal["netlify", "github-pages", "cloudflare-pages", "s3", "generic"]
HOSTS: tuple[Host, ...] = ("netlify", "github-pages", "cloudflare-pages", "s3", "generic")
PLACEHOLDER_BASE_URL = "http://localhost/"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of a menu: its text and an address (a permalink, or an absolute URL)."""

    name: str
    url: Named


@dataclass(frozen=True, slots=True)
class Permalinks:
    """Patterns of addresses. A story's may use {year}, {month}, {day}, {section} and {slug}; the others end in {slug}/."""

    story: str = "/stories/{year}/{month}/{slug}/"
    actor: str = "/actors/{slug}/"
    country: str = "/countries/{slug}/"
    tag: str = "/tags/{slug}/"
    section: str = "/sections/{slug}/"
    dossier: str = "/dossiers/{slug}/"
    page: str = "/{slug}/"


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    """`smart`: typographic quotes and dashes. `raw_html`: what happens to HTML in Markdown, `sanitise` or `refuse`."""

    smart: bool = False
    raw_html: Literal["sanitise", "refuse"] = "sanitise"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """`limit`: entries in a feed. `content`: whether an entry carries the whole text or the standfirst."""

    limit: int = 20
    content: Literal["full", "summary"] = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything `broadsheet.yaml` says, with its defaults filled in. `base_url` ends in a slash."""

    title: str
    base_url: str = PLACEHOLDER_BASE_URL
    language: str = "en"
    timezone: str = "UTC"
    description: str = ""
    publisher: str = ""
    publisher_url: str = ""
    logo: Named | None = None
    permalinks: Permalinks = field(default_factory=Permalinks)
    main_menu: tuple[MenuItem, ...] = ()
    footer_menu: tuple[MenuItem, ...] = ()
    labels: tuple[str, ...] = ()
    page_size: int = 20
    feeds: FeedSettings = field(default_factory=FeedSettings)
    markdown: MarkdownSettings = field(default_factory=MarkdownSettings)
    theme: tuple[tuple[str, str], ...] = ()
    source_dir: str = "content"
    output_dir: str = "site"
    host: Host = "generic"

    @property
    def base_path(self) -> str:
        """Return the path under which the site is served, with a slash at both ends: `/` or `/archive/`."""
        return urlsplit(self.base_url).path or "/"

    def absolute(self, permalink: str) -> str:
        """Return the absolute URL of an address that starts at the root of the site."""
        return self.base_url + permalink.removeprefix("/")
