"""Links in bodies: from what an author wrote to an address of this site, so that no published link leads nowhere."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from broadsheet.catalog.addresses import comparison_form, index_permalink, is_external, output_path
from broadsheet.catalog.records import Links
from broadsheet.catalog.redirects import address_of
from broadsheet.content.filetypes import MEDIA_REMEDY, media_fault
from broadsheet.model import Body
from broadsheet.pages.edition import MEDIA, Edition, media_address
from broadsheet.problems import Problem, Span, did_you_mean

_AS_IT_IS = "/:?#[]@!$&'()*+,;=%"  # in an address that is led on to, which may be one of another site
_NEAR = 4  # a name is taken for a slip of another one when their lengths differ by no more
_NOTHING = Body("")
_CANDIDATES_MAX = 500  # names compared for one hint


@dataclass(slots=True)
class LinkResolver:
    """Resolves link targets. `addresses` holds the output paths of the plan; `media` collects the media that are linked to."""

    edition: Edition
    addresses: Collection[str]
    media: set[str] = field(default_factory=set)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _own: tuple[Body, frozenset[str]] | None = None  # the body that was looked at last, with its ids
    _known: dict[str, str | None] = field(default_factory=dict)  # where targets lead that mean the same everywhere
    _onward: dict[str, str] | None = None  # by the old address of a page the one that it has now
    _hints: dict[tuple[str, str], str] = field(default_factory=dict)
    _decomposed: dict[str, str] | None = None
    _folded: dict[str, str] | None = None
    _neighbours: dict[str, list[str]] | None = None

    def resolve(self, target: str, source: str, body: Body, permalink: str) -> str | None:
        """Return the address that `target` means in the body of the file `source`, published at `permalink`.

        Absolute URLs come back as they are, addresses of this site start with a slash. None: there is no such thing. An anchor
        that the target page does not have is dropped.
        """
        if is_external(target):
            return target
        if target.startswith("#"):
            if self._own is None or self._own[0] is not body:
                self._own = (body, frozenset(body.ids))
            return target if unquote(target[1:]) in self._own[1] else None
        if target.startswith("/") and "#" not in target:  # it means the same in every body
            if target not in self._known:
                self._known[target] = self._resolve(target, source, permalink)
            return self._known[target]
        return self._resolve(target, source, permalink)

    def _resolve(self, target: str, source: str, permalink: str) -> str | None:
        parts = urlsplit(target)
        path = unquote(parts.path)
        by_query = self._led_on(f"{path}?{parts.query}") if parts.query else ""
        found = by_query or (
            self._site_address(path) if path.startswith("/") else self._relative_address(path, source, permalink)
        )
        if found is None:
            return None
        found += f"?{parts.query}" if parts.query and not by_query else ""
        if parts.fragment and not self._has_anchor(found.partition("?")[0], unquote(parts.fragment)):
            return found
        return found + (f"#{parts.fragment}" if parts.fragment else "")

    def _site_address(self, path: str) -> str | None:
        path = posixpath.normpath(path) + ("/" if path.endswith("/") and path != "/" else "")
        for candidate in (path, path + "/", path + ".html"):
            if onward := self._led_on(candidate):
                return onward
            if output_path(candidate) in self.addresses:
                bare = candidate.removesuffix(".html")
                return quote(bare if self.edition.catalog.owner_at(bare) else candidate.removesuffix("index.html"))
        lower = self._in_other_case(path)
        if lower:
            return lower
        return self._country_address(path) or self._file_address(self.edition.config.source_dir + path)

    def _led_on(self, address: str) -> str:
        """Return the address of the page that was at an old address; empty where nothing was."""
        if self._onward is None:
            redirects = self.edition.catalog.redirects
            self._onward = {unquote(address_of(each.alias)): quote(each.target, safe=_AS_IT_IS) for each in redirects}
        return self._onward.get(address, "")

    def _in_other_case(self, path: str) -> str | None:
        """Return the address of a page that `path` means but for the case of its letters, which many hosts did not heed."""
        if path == comparison_form(path):
            return None
        if self._folded is None:
            self._folded = {comparison_form(each): each for each in self.addresses if each.endswith(".html")}
        names = (output_path(candidate) for candidate in (path, path + "/", path + ".html"))
        found = next((self._folded[form] for form in map(comparison_form, names) if form in self._folded), "")
        return self._site_address("/" + found.removesuffix("index.html")) if found else None

    def _country_address(self, path: str) -> str | None:
        """Return the country that an address such as `/countries/turkey/` means by another of its names."""
        index = index_permalink(self.edition.config.permalinks, "country")
        name = path.removeprefix(index).strip("/")
        if not path.startswith(index) or "/" in name:
            return None
        link = self.edition.country_link(self.edition.country_code(name))
        return link.permalink if link else None

    def _relative_address(self, path: str, source: str, permalink: str) -> str | None:
        if not path:
            return permalink
        found = self._file_address(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))
        return found or self._site_address(unquote(urljoin(permalink, quote(path))))

    def _file_address(self, path: str) -> str | None:
        if path in self.edition.catalog.links:
            return self.edition.catalog.links[path]
        if path in self.edition.media:
            self.media.add(path)
            return media_address(path, self.edition.config.source_dir)
        stored = self._stored_names().get(unicodedata.normalize("NFC", path), path)
        return self._file_address(stored) if stored != path else None

    def _stored_names(self) -> dict[str, str]:
        """Return the paths that are stored in another Unicode form than the composed one, by that."""
        if self._decomposed is None:
            known = (*self.edition.catalog.links, *self.edition.media)
            composed = ((unicodedata.normalize("NFC", path), path) for path in known if not path.isascii())
            self._decomposed = {name: path for name, path in composed if name != path}
        return self._decomposed

    def file_address(self, target: str, source: str, permalink: str) -> str:
        """Return the address of the picture file that `target` means in a body, whatever else is published; empty for none."""
        if is_external(target) or target.startswith("#"):
            return ""
        path = unquote(urlsplit(target).path)
        if path.startswith("/"):
            return quote(path) if "static" + path in self.edition.static else self._in_content(path)
        beside = self._in_content("/" + posixpath.normpath(posixpath.join(posixpath.dirname(source), path)), whole=True)
        return beside or self.file_address(urljoin(permalink, quote(path)), source, permalink)

    def _in_content(self, path: str, *, whole: bool = False) -> str:
        found = path[1:] if whole else posixpath.normpath(self.edition.config.source_dir + path)
        found = self._stored_names().get(unicodedata.normalize("NFC", found), found)
        return media_address(found, self.edition.config.source_dir) if found in self.edition.media else ""

    def note(self, src: str, source: str) -> None:
        """Take note of a picture that metadata in the file `source` shows."""
        if "://" not in src and not src.startswith("/"):
            self._file_address(posixpath.normpath(posixpath.join(posixpath.dirname(source), src)))

    def _has_anchor(self, permalink: str, anchor: str) -> bool:
        known = self._ids.get(permalink)
        if known is None:
            owner = self.edition.catalog.owner_at(permalink)
            known = self._ids[permalink] = frozenset(self.edition.bodies[owner].ids if owner else ())
        return anchor in known

    def check(self, links: Links, source: str, permalink: str) -> Iterator[Problem]:
        """Yield a problem for each link of a body that leads nowhere, and take note of the media it shows."""
        for target, span, _ in links:
            address = self.resolve(target, source, _NOTHING, permalink)
            if address is None:
                hint = self._hint(target, source)
                yield Problem("broken-link", f"`{target}` leads to nothing in this publication", Span(*span), hint)
            elif address.startswith(MEDIA):
                fault = media_fault(self.edition.path_at(address))
                if fault:
                    yield Problem("unsafe-file", f"`{target}` is not published: {fault}", Span(*span), MEDIA_REMEDY)

    def _hint(self, target: str, source: str) -> str:
        """Return what the author may have meant: a file in the same folder, or an address below the same one."""
        place = "" if target.startswith("/") else posixpath.dirname(source)
        hint = self._hints.get((target, place))
        if hint is None:
            full = posixpath.normpath(posixpath.join("/" + place, target))
            folder, _, name = full.rstrip("/").rpartition("/")
            near = [other for other in self._in_folder(folder) if abs(len(other) - len(name)) <= _NEAR][:_CANDIDATES_MAX]
            start, end = target[: target.rstrip("/").rfind("/") + 1], "/" if target.endswith("/") else ""
            hint = did_you_mean(name, near).replace("`", f"`{start}", 1).replace("`?", f"{end}`?")
            self._hints[target, place] = hint or "the text was kept, the link was not"
        return self._hints[target, place]

    def _in_folder(self, folder: str) -> list[str]:
        """Return the names of the files (with a leading slash, as paths) and addresses in one folder."""
        if self._neighbours is None:
            self._neighbours = {}
            known = [path.removesuffix("index.html").rstrip("/") for path in self.addresses]
            for path in (*known, *self.edition.catalog.links, *self.edition.media):
                above, _, name = f"/{path}".rpartition("/")
                self._neighbours.setdefault(above, []).append(name)
        return self._neighbours.get(folder, [])
