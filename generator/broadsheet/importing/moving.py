"""Moving: where the links and pictures of a body lead in the new archive, and which files come with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from broadsheet.catalog.addresses import path_fault
from broadsheet.content.filetypes import DRAWING, HEAD, bytes_fault, media_fault, static_fault
from broadsheet.content.slugs import slug_of
from broadsheet.importing.addresses import UPLOADS, on_site, page_path, upload_names, upload_of
from broadsheet.importing.anchors import anchor_in
from broadsheet.importing.fetching import UnfetchedError
from broadsheet.importing.files import TOOLS, inside, walk
from broadsheet.importing.oldaddresses import NAMED, POST_URL, SLUG, OldAddresses
from broadsheet.importing.post import Post, Site, Skipped
from broadsheet.importing.redirectrules import address_mark
from broadsheet.importing.webaddress import same_host, urljoin, urlsplit
from broadsheet.pictures.clean import UncleanError, cleaned
from broadsheet.pictures.drawing import UnsafeDrawingError, cleaned_drawing

MEDIA = "media"  # the folder of the content that takes the files that articles name by their places
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SUFFIXES = ("", ".md", ".markdown", ".mdx", ".html", ".rst", "/index.md", "/_index.md", ".en.md", "/index.en.md")
_ARTICLES = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rst"))
_LOOSE = frozenset((".md", ".json", ".jsonl", ".txt", ".csv", ".log"))  # at the root of a site they are seldom part of it
_PAGES = frozenset(("", ".html", ".htm"))
_OWN_FILES = frozenset((
    "data/actors.csv", "data/countries.csv", "data/stories.csv", "feed.json", "index.json", "llms.txt", "manifest.json",
    "robots.txt",
))  # fmt: skip
_SCRIPTS = ("assets/",)
_AT_SCRIPTS = "no article shows it, and it cannot stand where it was: there a publication has its own scripts"
_PICTURES = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp"))
# What posts link to for readers to see. Data that lies beside them need not have been published.
_TO_SEE = _PICTURES | {".pdf", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".doc", ".docx", ".odt", ".ppt", ".pptx"}
_BY_FILE = re.compile(r"[{|](?:filename|static|attach)[}|]")  # as Pelican writes it
_BY_KIND = re.compile(r"link://(\w+)/?([^#]*)")  # as Nikola writes it
_KINDS = {"tag": "/tags/{}/", "category": "/sections/{}/", "archive": "/archive/", "rss": "/rss.xml", "root": "/", "index": "/"}
_DATED = re.compile(r"(\d{4})/(\d\d)/(\d\d)/([^/]+)")


@dataclass(slots=True)
class Mover:
    """Moves the addresses in one body, which was at `base` in the archive and will be at `place` in the content.

    `fetch` returns a picture that is on the web only, by its address, with its path in the content; None: nothing is fetched.
    """

    site: Site
    known: OldAddresses
    post: Post
    place: str
    files: dict[Path, str] = field(default_factory=dict)  # files to copy, with their paths in the content
    carried: dict[str, bytes] = field(default_factory=dict)  # files to write that the post brought along, by their paths there
    missing: list[str] = field(default_factory=list)  # pictures and other files that are nowhere
    fetch: Callable[[str], tuple[str, bytes]] | None = None

    def moved(self, target: str, *, shown: bool = False) -> str:
        """Return what to write in the place of an address; `shown` says that it is a picture's."""
        target = target.strip()
        if target in self.post.files:
            name = posixpath.basename(urlsplit(target).path).lstrip("._#") or "file"
            return self._carried(target, f"{MEDIA}/{posixpath.splitext(self.place)[0]}/{name}", self.post.files[target]) or ""
        by_kind = _BY_KIND.match(target)
        if by_kind:
            return self._of_kind(by_kind[1], unquote(by_kind[2]), target)
        if target.startswith("#"):
            return f"#{anchor_in(self.post.body, target[1:])}"
        if not target or (_SCHEME.match(target) and not target.lower().startswith(("http:", "https:"))):
            return target
        by_file = _BY_FILE.match(target)
        if by_file:
            target = self._from_content(target[by_file.end() :])
        if target.startswith(POST_URL):
            return str(self.known.places.get(posixpath.join(POST_URL + posixpath.basename(target[1:])), target[1:]))
        try:
            parts = urlsplit(target)
        except ValueError:  # no address at all
            return target
        if parts.netloc or target.startswith("/"):
            return self._uploaded(target, shown=shown) or self._of_site(target, shown=shown)
        return self._beside(target, parts.path, parts.fragment, shown=shown)

    def _of_kind(self, kind: str, name: str, target: str) -> str:
        """Return the address of what Nikola's `link://` names: an article by its slug or file, a list or a feed."""
        keys = {"slug": (SLUG + name, NAMED + name), "filename": (name,)}.get(kind, ())
        found = next((str(self.known.places[key]) for key in keys if key in self.known.places), "")
        found = found or _KINDS.get(kind, "").format(slug_of(name))
        self.missing += [] if found else [target]
        return found or target

    def _carried(self, target: str, path: str, data: bytes) -> str:
        """Take a file along that came with the post, or from the web."""
        if self.carried.get(path, data) != data:  # another one of this name
            path = f"{posixpath.dirname(path)}/{len(self.carried) + 1}-{posixpath.basename(path)}"
        fault = media_fault(path) or bytes_fault(path, data[:HEAD]) or picture_fault(path, data)
        if fault:
            self.missing.append(f"{target} ({fault})")
            return ""
        self.carried[path] = data
        return quote(posixpath.relpath(path, posixpath.dirname(self.place)))

    def _fetched(self, target: str) -> str:
        """Fetch a picture that is on the web only; return its address in the content, empty where there is none to be had."""
        address = urljoin(self.site.base, target) if self.site.base else target
        if self.fetch is None or not address.startswith(("http://", "https://")):
            self.missing.append(target)
            return ""
        try:
            path, data = self.fetch(address)
        except UnfetchedError as error:
            self.missing.append(f"{target} ({error})")
            return ""
        return self._carried(target, path, data)

    def _from_content(self, path: str) -> str:
        """Return a path from the root of Pelican's content as one beside the article."""
        if not path.startswith("/"):
            return path
        top = "content" if self.post.base.startswith("content/") else ""
        return posixpath.relpath(posixpath.join(top, path[1:]), posixpath.dirname(self.post.base) or ".")

    def _uploaded(self, target: str, *, shown: bool) -> str:
        """Return the address of a file of WordPress's, on whichever host it has it; empty for what is none or no picture."""
        folder, below = upload_of(target) if self.site.uploads else ("", "")
        if folder not in self.site.uploads:
            return ""
        found = next((place for name in upload_names(below) if self.static(place := f"{UPLOADS}{name}")), "")
        fragment = urlsplit(target).fragment
        if found:
            return quote(unquote(found)) + (f"#{fragment}" if fragment else "")
        if shown:
            return self._fetched(target) or target
        self.missing += [target] if _is_file(below) else []
        return target if _is_file(below) else ""

    def _of_site(self, target: str, *, shown: bool) -> str:
        parts = urlsplit(target)
        if parts.netloc and (not self.site.base or not same_host(target, self.site.base)):
            return (self._fetched(target) or target) if shown and self.fetch else target
        is_query = parts.query and parts.path in ("", "/")
        by_query = self.known.places.get(f"?{parts.query}") if is_query else ""
        if by_query:
            return str(by_query)
        path = on_site(target.partition("?")[0].partition("#")[0], self.site.base)
        with_query = self.known.has(f"{path}%3F{parts.query}") if parts.query else ""  # as files are called that a query made
        if with_query:
            return with_query + (f"#{parts.fragment}" if parts.fragment else "")
        above = urlsplit(self.site.base).path.rstrip("/")
        is_outside = parts.netloc and (is_query or (above and not f"{parts.path}/".startswith(f"{above}/")))
        within = path.removeprefix(above) if above and path.startswith(f"{above}/") else ""
        path = within if within and (self.known.has(within) or self.static(within)) else path
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        there = self._now_at(path, fragment, target)
        if there:
            return there
        file = self._published(path) or (self._in_source(path) if shown or _suffix(path) in _TO_SEE else None)
        file = None if not shown and posixpath.splitext(path)[1].lower() in _PAGES else file
        kept = self.copied(file) if file else ""  # its address is one of our own
        if kept:
            return quote(posixpath.relpath(kept, posixpath.dirname(self.place))) + fragment
        if file and shown:
            return path
        if shown and (found := self._fetched(target)):
            return found
        if not shown and not file and _is_file(path):
            self.missing.append(target)
        called = "" if parts.netloc else self._called(unquote(path))
        return target if is_outside and not called else (called or path) + fragment

    def _now_at(self, path: str, fragment: str, target: str) -> str:
        """Return where what was at an address of the old site is: a post, a file of its own, or what it led on to."""
        by_place = (str(self.known.places[name]) for name in _files_at(path) if name in self.known.places)
        known = self.known.has(path) or next(by_place, "")
        if known:
            return known + fragment
        attached = self._attached(target)
        if attached:
            return attached
        onward = "" if self.static(path) else self.site.rules.onward.get(address_mark(path), "")
        return self.moved(onward) if onward else quote(unquote(path)) if self.static(path) else ""

    def _attached(self, target: str) -> str:
        """Return the address of the file to which WordPress leads on from a page of its own; empty for other pages."""
        path = page_path(target)
        file = self.site.attached.get(path or f"?{urlsplit(target).query}", "")
        return self._uploaded(file, shown=False) or file

    def static(self, path: str) -> Path | None:
        """Return the file that the old site published at an address as it was, where it may stand there here, too."""
        file = self._published(path)
        return file if file and not file_fault(file, unquote(path).lstrip("/"), static=True) else None

    def _published(self, path: str) -> Path | None:
        path = unquote(path)
        for folder, address in self.site.static:
            below = path.removeprefix(address.rstrip("/") + "/") if path.startswith(address.rstrip("/") + "/") else ""
            if below and inside(folder, folder / below):
                return folder / below
        return None

    def _in_source(self, path: str) -> Path | None:
        """Return the file that lies at an address below the source, or below the folder of its articles: settings that are
        programs say which files of them a site publishes.
        """
        tops = (self.site.root, self.site.root / self.post.base.partition("/")[0])
        return next((file for top in tops if inside(self.site.root, file := top / unquote(path).lstrip("/"))), None)

    def _beside(self, target: str, path: str, fragment: str, *, shown: bool) -> str:
        path = unquote(path)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(self.post.base), path))
        within = posixpath.normpath(posixpath.join(posixpath.splitext(self.post.base)[0], path))  # as from the address `name/`
        anchor = f"#{fragment}" if fragment else ""
        bare = beside.removesuffix(".html")  # as VitePress and others have it
        for suffix in _SUFFIXES:
            for stem in (beside, bare, within, posixpath.normpath(path), f"content/{posixpath.normpath(path)}"):
                if self.post.base and stem + suffix in self.known.places:
                    return f"{self.known.places[stem + suffix]}{anchor}"
        for there in (beside, within) if self.post.base else ():
            file = self.site.root / there
            is_article = posixpath.splitext(there)[1].lower() in _ARTICLES  # one that is in, or was left out for a reason
            kept = "" if is_article or there.startswith("..") or not inside(self.site.root, file) else self.copied(file)
            if kept:
                return quote(posixpath.relpath(kept, posixpath.dirname(self.place)))
        if self.post.addresses:
            there = urlsplit(urljoin(self.post.addresses[0], target)).path
            known = self.known.has(there) or (there if self.static(there) else "")
            if known:
                return known + anchor
        called = self._called(path)
        if shown or (not called and _is_file(path)):
            self.missing.append(target)
        return f"{called}{anchor}" if called else target

    def _called(self, path: str) -> str:
        """Return the address of the only article in the archive that is called as the file at a path; Hugo finds it so."""
        stem, suffix = posixpath.splitext(posixpath.basename(path))
        names = (stem, f"{stem}.{self.post.lang or self.known.editions.main}") if suffix.lower() in _ARTICLES else ()
        return next((str(found) for name in names if (found := self.known.places.get(NAMED + name))), "")

    def copied(self, file: Path) -> str:
        """Take a file of the archive along; return its path in the content, empty where it may not be published."""
        if file not in self.files:
            beside = file.relative_to(self.site.root).as_posix()
            fault = file_fault(file, beside)
            if fault:
                self.missing.append(f"{beside} ({fault})")
                return ""
            self.files[file] = media_place(beside)
        return self.files[file]


def _files_at(path: str) -> Iterator[str]:
    """Yield what the file of the article at an address may be called."""
    inner = unquote(path).strip("/")
    for stem in (inner, f"content/{inner}"):
        yield from (stem + suffix for suffix in _SUFFIXES)
    dated = _DATED.fullmatch(inner)
    if dated:
        yield f"{POST_URL}{'-'.join(dated.groups())}"


def media_place(path: str) -> str:
    """Return where a file of the archive lies in the content, by its path in the archive."""
    return f"{MEDIA}/{'/'.join(part.lstrip('._#') or 'x' for part in path.split('/'))}"


def file_fault(file: Path, path: str, *, static: bool = False) -> str:
    """Say why a file of the archive may not be published, by its name and its bytes; empty when it may."""
    fault = static_fault(path, _SCRIPTS) if static else media_fault(path)
    if fault or path_fault(path) or not path.isprintable():
        return fault or "no file can be published under such a name"
    with file.open("rb") as opened:
        fault = bytes_fault(path, opened.read(HEAD))
    return fault or picture_fault(path, file.read_bytes())


def picture_fault(path: str, data: bytes) -> str:
    """Say why a picture may not be published: it cannot be cleaned; empty when it may."""
    suffix = posixpath.splitext(path)[1].lower()
    try:
        if suffix == DRAWING:
            cleaned_drawing(data)
        elif suffix in _PICTURES:
            cleaned(data)
    except (UncleanError, UnsafeDrawingError) as error:
        return str(error)
    return ""


def static_files(site: Site) -> Iterator[tuple[Path, str, str]]:
    """Yield the files that the old site published as they were: with the path below `static/`, and why it may not come over."""
    whole = not site.among
    for folder, address in site.static:
        for file in walk(folder, site.root, frozenset() if whole else TOOLS):
            if isinstance(file, Skipped):
                if whole:  # else it was told of among the articles
                    place = site.root / file.span.path
                    yield place, place.relative_to(folder).as_posix(), file.reason
                continue
            below = file.relative_to(folder).as_posix()
            if not whole and (any(part.startswith("_") for part in below.split("/")) or media_fault(below)):
                continue
            if not whole and "/" not in below and file.suffix.lower() in _LOOSE:
                continue
            if file.suffix.lower() == ".md":
                continue
            path = f"{address.strip('/')}/{below}".lstrip("/")
            own = "the archive has one of its own" if path.lower() in _OWN_FILES else ""
            own = _AT_SCRIPTS if path.startswith(_SCRIPTS) and not media_fault(path) else own
            yield file, path, own or file_fault(file, path, static=True)


def _suffix(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _is_file(path: str) -> bool:
    """Say whether an address is that of a file that may be published: a film, a sound or a document, say."""
    suffix = posixpath.splitext(path)[1].lower()
    return bool(suffix) and suffix not in _ARTICLES and not media_fault(unquote(path))
