"""A small link checker of the tests' own: every link of a site leads to a file of it, every anchor to an id.

It shares no code with the generator, so that a fault there cannot hide itself.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

_REFRESH = re.compile(r"\d+\s*;\s*url=(.*)", re.IGNORECASE)


class Links(HTMLParser):
    """The links and ids of one page. `targets` are (tag, attribute, address as written)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = {name: value or "" for name, value in attrs}
        if "id" in pairs:
            self.ids.append(pairs["id"])
        for name in ("href", "src", "poster", "action", "data"):
            if name in pairs:
                self.targets.append((tag, name, pairs[name]))
        for candidate in pairs.get("srcset", "").split(","):
            if candidate.strip():
                self.targets.append((tag, "srcset", candidate.split()[0]))
        refresh = _REFRESH.match(pairs.get("content", "")) if pairs.get("http-equiv") == "refresh" else None
        if refresh:
            self.targets.append((tag, "refresh", refresh[1]))


def pages_of(site: Mapping[str, bytes]) -> dict[str, Links]:
    """Return the links of each HTML page by its path."""
    return {path: Links(data.decode()) for path, data in site.items() if path.endswith(".html")}


def broken_links(site: Mapping[str, bytes], base_url: str, pages: Mapping[str, Links] | None = None) -> list[str]:
    """Return what does not lead anywhere, for a site served at `base_url`; links to other sites are not looked at.

    `pages` are those of `pages_of`, where they are at hand.
    """
    return sorted(set(_broken(site, pages or pages_of(site), base_url)))


def _broken(site: Mapping[str, bytes], pages: Mapping[str, Links], base_url: str) -> Iterator[str]:
    home = urlsplit(base_url)
    for path, page in pages.items():
        served = urljoin(base_url, path.removesuffix("index.html"))
        for tag, name, written in page.targets:
            target = urlsplit(urljoin(served, written))
            if target.scheme not in ("http", "https") or target.netloc != home.netloc:
                continue
            place = f"{path}: <{tag} {name}={written!r}>"
            if not target.path.startswith(home.path):
                yield f"{place} leaves the site"
                continue
            inner = unquote(target.path.removeprefix(home.path))
            found = inner + "index.html" if not inner or inner.endswith("/") else inner
            if found not in site:
                yield f"{place} leads to nothing"
            elif target.fragment and found in pages and unquote(target.fragment) not in pages[found].ids:
                yield f"{place} names no id"


def broken_on_disk(site: Mapping[str, bytes], ours: str) -> list[str]:
    """Return the links of a site opened from a disk that lead to no file; `ours` begins the absolute URLs of the site."""
    return sorted(set(_broken_on_disk(site, pages_of(site), ours)))


def _broken_on_disk(site: Mapping[str, bytes], pages: Mapping[str, Links], ours: str) -> Iterator[str]:
    for path, page in pages.items():
        for tag, name, written in page.targets:
            place = f"{path}: <{tag} {name}={written!r}>"
            parts = urlsplit(written)
            if parts.scheme or parts.netloc:
                if tag in ("a", "img", "script") and written.startswith(ours):
                    yield f"{place} is absolute"
                continue
            if written.startswith("/"):
                yield f"{place} starts at the root"
                continue
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            if found not in site:
                yield f"{place} leads to nothing"
            elif parts.fragment and found in pages and unquote(parts.fragment) not in pages[found].ids:
                yield f"{place} names no id"


def repeated_ids(pages: Mapping[str, Links]) -> list[str]:
    """Return the ids that stand twice on one page."""
    return sorted(f"{path}: {name}" for path, page in pages.items() for name, n in Counter(page.ids).items() if n > 1)
