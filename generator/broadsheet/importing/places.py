"""Places: where the article of a post stands in the content, its address, and which old addresses lead there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote

from broadsheet.catalog.addresses import comparison_form, index_permalink, story_permalink
from broadsheet.config import Config
from broadsheet.content.filetypes import is_acted_on
from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.content.values import QUERY
from broadsheet.content.yamltext import mapping_text
from broadsheet.importing.addresses import on_site
from broadsheet.importing.dates import day_of
from broadsheet.importing.notebook import NoteTable
from broadsheet.importing.oldaddresses import OUT, OldAddresses
from broadsheet.importing.permalinks import slug_for, slug_once, story_file
from broadsheet.importing.post import Post, Site
from broadsheet.importing.report import ImportReport
from broadsheet.importing.state import State

# Addresses of the archive's own pages: no old one may stand in their place.
_TAKEN = frozenset((
    "404", "index", "a-z", "map", "search",
    "actors", "archive", "assets", "claims", "corrections", "countries", "data", "dossiers", "events", "media", "page", "quotes",
    "roles", "sections", "stories", "tags",
))  # fmt: skip
_OF_TERMS = frozenset(("actors", "archive", "countries", "dossiers", "sections", "tags", "assets", "media", "data"))
_PAGE_FILES = ("", ".html", ".htm", ".php", ".asp", ".aspx", ".shtml")
_NO_PATH = re.compile(r"[\x00-\x1f\ud800-\udfff\x7f\\?#]")
_OVER = "\n"  # behind the address of a post that is over: one other may lead on from it
_NOW = {
    OUT: "is where another post was, and leads there now",
    "held": "is where another post is to be that is held back, and leads nowhere until that one is out",
}
_FOLDERS = {"page": "pages", "tag": "tags", "section": "sections"}


@dataclass(slots=True)
class Places:
    """The places of the articles of one archive in a publication: no two of them get one path or one address."""

    site: Site
    known: OldAddresses
    config: Config
    state: State
    report: ImportReport
    _roots: frozenset[str] = field(init=False)  # the folders of the lists of terms
    _addresses: NoteTable = field(init=False)  # in comparison form, with the post that has it

    def __post_init__(self) -> None:
        kinds = ("tag", "section", *(taxonomy.name for taxonomy in self.config.taxonomies))
        self._roots = frozenset(index_permalink(self.config.permalinks, kind).split("/")[1] for kind in kinds)
        self._addresses = self.report.notebook.table()

    def of(self, post: Post) -> tuple[str, str]:
        """Return the path of an article, and its address (empty for a term)."""
        content = self.config.source_dir
        known = self.state.path_of(self.origin(post))
        for path in (known,) if known else self._paths(post):
            inner = posixpath.splitext(path.removeprefix(f"{content}/"))[0]
            address = self._address(post, inner)
            form = _form(address) if address else ""
            free = form not in self._addresses and not _is_taken(address, self._roots)
            if known or (free and (self.state.is_free(path) or self._wrote(path, post))):
                if form:
                    self._addresses[form] = str(post.span)
                return path, address
        raise AssertionError  # names do not run out

    def origin(self, post: Post) -> str:
        """Return what identifies a post among those of all archives that may come into the publication."""
        return " ".join(filter(None, (self.report.kind, self.site.base, post.key)))

    def _wrote(self, path: str, post: Post) -> bool:
        """Say whether a file is what an import wrote for this post that was killed before it could note so."""
        place = self.state.root / path
        if place.is_symlink() or not place.is_file():
            return False
        head = place.read_bytes().partition(b"\n---\n")[0].decode("utf-8", "replace")
        return mapping_text({"imported": {"from": self.origin(post)}}) in f"{head}\n"

    def _paths(self, post: Post) -> Iterator[str]:
        content = self.config.source_dir
        name = slug_for(post)
        folder = posixpath.dirname(story_file(post)) if post.shape == "story" else post.taxonomy or _FOLDERS[post.shape]
        if post.shape == "page":
            address = _plain(on_site(post.addresses[0], self.site.base) if post.addresses else "").strip("/")
            parts = [slug_of(part, FILE_LENGTH) for part in posixpath.splitext(address)[0].split("/") if part]
            parts = parts or [name]
            parts[0] += "-page" if _is_taken("/".join(parts), self._roots) else ""  # the archive has a page of its own there
            folder, name = "/".join((folder, *parts[:-1])), parts[-1]
        yield f"{content}/{folder}/{name}.md"
        if post.lang:
            name = f"{name}-{slug_of(post.lang)}"
            yield f"{content}/{folder}/{name}.md"
        yield from (f"{content}/{folder}/{name}-{number}.md" for number in count(2))

    def _address(self, post: Post, inner: str) -> str:
        slug = slug_once(posixpath.basename(inner), FILE_LENGTH)
        if post.shape == "story":
            section = slug_of(post.sections[0]) if post.sections else ""
            return story_permalink(self.config.permalinks.story, day_of(post.date) or "undated", slug, section)
        return self.config.permalinks.page.format(slug=inner.removeprefix("pages/")) if post.shape == "page" else ""

    def aliases(self, post: Post, permalink: str) -> Iterator[str]:
        """Yield the old addresses of a post that are to lead to its permalink; the report gets those that cannot."""
        yield from self._paths_before(post, permalink)
        for query in dict.fromkeys(post.queries):
            owner = self._addresses.setdefault(query, str(post.span))
            if owner != str(post.span):
                self.report.addresses.append((str(post.span), f"/{query}", f"it is the address of {owner}, too"))
            elif QUERY.fullmatch(f"/{query}"):
                yield f"/{query}"

    def _paths_before(self, post: Post, permalink: str) -> Iterator[str]:
        own = _form(permalink)
        seen = {own}
        others: dict[str, list[str]] = {}  # by what is known of the post that was there
        for written in post.addresses:
            address = on_site(written, self.site.base)
            form = _form(address)
            why = _fault(address, self._roots)
            as_known = _known_as(address)
            if not why and form == own and as_known != _known_as(permalink) and as_known not in seen:
                seen.add(as_known)
                yield _plain(address)  # the two differ by capitals: a host that tells them apart is to lead on
            other = "" if why else self.known.state_of_another(address, on_site(post.addresses[0], self.site.base))
            if other and (other != "expired" or post.held):
                others.setdefault("held" if other != OUT else OUT, []).append(written)
                continue
            form += _OVER if other and form != own else ""
            if not why and form in self._addresses and form not in seen and self._addresses[form] != str(post.span):
                why = f"it is the address of {self._addresses[form]}, too"
            page = f"{self.config.source_dir}/pages/{_plain(address).strip('/')}.md"
            if not why and form not in seen and self.state.is_of_others(page):
                why = f"it is the address of {page}"
            if why and form not in seen:
                self.report.addresses.append((str(post.span), written, why))
            elif not why and form not in seen:
                self._addresses[form] = str(post.span)
                yield _plain(address)
            seen.add(form)
        for other, led in others.items():
            more = f" and {len(led) - 1:,} others" if len(led) > 1 else ""
            self.report.notes.append((str(post.span), f"{led[0]}{more}, which led to it, {_NOW[other]}"))


def _plain(address: str) -> str:
    plain = unquote(address)
    return address if _NO_PATH.search(plain) or "\ufffd" in plain else plain


def _known_as(address: str) -> str:
    """Return an address as hosts know it, however its end is written."""
    return _plain(address).removesuffix("/index.html").rstrip("/")


def _form(address: str) -> str:
    return comparison_form(_known_as(address))


def _is_taken(address: str, roots: frozenset[str]) -> bool:
    """Say whether pages of the archive's own may stand at an address; `roots` are the folders of its lists."""
    parts = address.strip("/").lower().split("/")
    first = posixpath.splitext(parts[0])[0]
    if first == "archive" and len(parts) > 3:  # ours are of years and months
        return parts[3] == "page"
    return (
        first in _OF_TERMS or first in roots or (first in _TAKEN and (len(parts) == 1 or parts[1] == "page" or first == "page"))
    )


def is_path(address: str) -> bool:
    """Say whether an address is written as paths of a site are."""
    parts = unquote(address).removeprefix("/").removesuffix("/").split("/")
    is_odd = _NO_PATH.search(address) or ":" in parts[0]
    return not (is_odd or any(part in ("", ".", "..") or len(part.encode()) > 1_000 for part in parts))


def may_be_ours(address: str) -> bool:
    """Say whether pages of an archive's own may stand at an address, whatever its lists are called."""
    return _is_taken(address, frozenset())


def _fault(address: str, roots: frozenset[str]) -> str:
    """Say why an old address does not redirect; empty when it may."""
    plain = _plain(address)
    if not plain:
        return "it is on another host, or has a query"
    if plain in ("/", "/index.html"):
        return "it is that of the front page"
    if not is_path(plain):
        return "no path of a site is written so"
    if is_acted_on(unquote(plain)):
        return "hosts or programs act on what stands there"
    if _is_taken(plain, roots) or re.fullmatch(r"/stories/\d{4}/\d{2}/[^/]+/?", plain):
        return "it is, or may be, that of a page of the archive's own"
    suffix = posixpath.splitext(plain)[1].lower()
    return "" if suffix in _PAGE_FILES or not suffix[1:].isalpha() else f"it is that of a file `{suffix}`"
