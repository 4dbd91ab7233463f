"""Writing: a post to an article of ours, with its aliases, its comments and the files that it shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from lxml.etree import LxmlError

from broadsheet.catalog.addresses import comparison_form, index_permalink, story_permalink
from broadsheet.config import Config
from broadsheet.content.deadline import in_time
from broadsheet.content.filetypes import is_acted_on
from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.content.values import QUERY
from broadsheet.content.yamltext import Value, mapping_text
from broadsheet.importing import guard
from broadsheet.importing.addresses import on_site
from broadsheet.importing.bodies import Converted, converted
from broadsheet.importing.dates import day_of
from broadsheet.importing.fetching import place_of
from broadsheet.importing.files import LARGEST, TOO_LARGE
from broadsheet.importing.keys import NAMES, by_clock, plain_name
from broadsheet.importing.moving import MEDIA, Mover, OldAddresses, media_place
from broadsheet.importing.notebook import NoteTable
from broadsheet.importing.permalinks import slug_for, slug_once
from broadsheet.importing.post import Post, Reply, Site, Skipped
from broadsheet.importing.report import ImportReport
from broadsheet.importing.state import State
from broadsheet.importing.texts import UNPRINTABLE, plain_text
from broadsheet.problems import Outcome, Problem

# Addresses of the archive's own pages: no old one may stand in their place.
_TAKEN = frozenset((
    "404", "index", "a-z", "map", "search",
    "actors", "archive", "assets", "claims", "corrections", "countries", "data", "dossiers", "events", "media", "page", "quotes",
    "roles", "sections", "stories", "tags",
))  # fmt: skip
_OF_TERMS = frozenset(("actors", "archive", "countries", "dossiers", "sections", "tags", "assets", "media", "data"))
_PAGE_FILES = ("", ".html", ".htm", ".php", ".asp", ".aspx", ".shtml")
_TAG = re.compile(r"<[^<>]*>")
_NO_PATH = re.compile(r"[\x00-\x1f\x7f\\?#]")
_FOLDERS = {"page": "pages", "tag": "tags", "section": "sections"}


def comes_undated(post: Post) -> bool:
    """Say whether a story was out where it comes from, without a word of its date; a date that cannot be read is a doubt."""
    is_told = bool({plain_name(name) for name in post.kept} & {plain_name(name) for name in NAMES["date"]})
    return post.shape == "story" and post.form != "raw" and not (post.date or post.held or is_told)


@dataclass(slots=True)
class PostWriter:
    """Writes the posts of one archive into a publication."""

    site: Site
    known: OldAddresses
    config: Config
    state: State
    report: ImportReport
    clock: str
    fetch: Callable[[str], bytes] | None = None  # of pictures that are on the web only; see `fetching.fetched`
    translations: int = 0  # that are still to be written
    _from_web: NoteTable = field(init=False)  # addresses of pictures that were fetched, by their paths
    _brought: NoteTable = field(init=False)  # these addresses
    _terms: NoteTable = field(init=False)
    _own: frozenset[str] = field(init=False)  # taxonomies of the publication's own
    _roots: frozenset[str] = field(init=False)  # the folders of their pages, and of those of tags and sections
    _addresses: NoteTable = field(init=False)  # in comparison form, with the post that has it

    def __post_init__(self) -> None:
        self._own = frozenset(taxonomy.name for taxonomy in self.config.taxonomies)
        indexes = (index_permalink(self.config.permalinks, kind) for kind in ("tag", "section", *self._own))
        self._roots = frozenset(index.split("/")[1] for index in indexes)
        self._from_web, self._brought, self._terms, self._addresses = (self.report.notebook.table() for _ in range(4))

    def write_original(self, post: Post) -> None:
        """Write a post that is no translation; only count one that is, as what it translates may have no place yet."""
        if self.known.editions.is_translation(post):
            self.translations += 1
        else:
            self.write(post)

    def write_translation(self, post: Post) -> None:
        """Write a post that is a translation; its original has its place."""
        if self.known.editions.is_translation(post):
            self.write(post)

    def write(self, post: Post) -> None:
        """Write a post, its comments, and the files that only it shows."""
        if len(post.body) > LARGEST:
            self.report.skip(Skipped(post.span, TOO_LARGE))
            return
        post = post._replace(held=by_clock(post.held, post.publish_at, post.expires_at, self.clock))
        key = post.key
        again = count(2)
        while self._origin(post) in self.state.seen:  # what should identify it does not
            post = post._replace(key=f"{key} ({next(again)})")
        if post.form == "raw":
            self._write_raw(post)
            return
        if not post.date and post.shape == "story":
            post = self._undated(post)
        unfit = self._unfit(post)
        if unfit:
            self.report.skip(Skipped(post.span, unfit))
            return
        path, permalink = self._placed(post)
        mover = Mover(self.site, self.known, post, path.removeprefix(f"{self.config.source_dir}/"))
        mover.fetch = self._fetched if self.fetch else None
        body = in_time(guard.SECONDS, post.span, lambda: Outcome[Converted | None](self._body(mover)), None).value
        if body is None:
            self.report.skip(guard.late(post.span))
            return
        data = self._article(post, permalink, mover, body)
        outcome = self.state.write(self._origin(post), path, data)
        if outcome != "removed":
            self.known.editions.written(post, path.removeprefix(f"{self.config.source_dir}/stories/").removesuffix(".md"))
        both = outcome == "edited" and self.state.is_behind(self._origin(post), data)
        self.report.notes += [(path, f"somebody edited it, and so did the source ({post.span}): look at both")] if both else []
        self.report.take(post, path, outcome)
        self.report.notes += ((str(post.span), note) for note in post.notes)
        self.report.removed.update(body.removed)
        self.report.pictures += ((str(post.span), picture) for picture in dict.fromkeys(mover.missing))
        self._files_of(mover)
        if post.shape == "story":
            for reply in post.replies:
                self._reply(post, path, reply)

    def _unfit(self, post: Post) -> str:
        """Return why a text on a term has no place; nothing for others."""
        if post.shape in ("story", "page"):
            return ""
        if post.shape == "term" and post.taxonomy not in self._own:
            return f"broadsheet.yaml declares no taxonomy `{post.taxonomy}`: add it, and import again"
        name = f"{post.taxonomy or post.shape} {post.title.casefold()}"
        if name in self._terms:
            return f"another {post.shape} has the name `{post.title}`, too"
        self._terms[name] = True
        return ""

    def _files_of(self, mover: Mover) -> None:
        """Write the files that a post shows."""
        for file, inner in mover.files.items():
            self.file(file, f"{self.config.source_dir}/{inner}")
        for inner, content in mover.carried.items():
            path_of_file = f"{self.config.source_dir}/{inner}"
            key = f"fetched {self._from_web[inner]}" if inner in self._from_web else f"file {path_of_file}"
            if key not in self.state.seen:
                self.report.files[self.state.write(key, path_of_file, content)] += 1

    def took(self, path: str) -> bool:
        """Say whether a file of the archive came over because a post shows it, by its path there."""
        return f"file {self.config.source_dir}/{media_place(path)}" in self.state.seen

    def brought(self, address: str) -> bool:
        """Say whether a picture that is on the web only was fetched."""
        return address in self._brought

    def _fetched(self, address: str) -> tuple[str, bytes]:
        """Return a picture that is on the web only, with its path in the content; one that an import fetched is there already."""
        assert self.fetch is not None
        known = self.state.path_of(f"fetched {address}")
        place = self.state.root / known if known else None
        if place and place.is_file() and not place.is_symlink():
            inner, data = known.removeprefix(f"{self.config.source_dir}/"), place.read_bytes()
        else:
            data = self.fetch(address)
            inner = f"{MEDIA}/{place_of(address, data)}"
        self._from_web[inner], self._brought[address] = address, True
        return inner, data

    def _write_raw(self, post: Post) -> None:
        """Write a raw article: a text as it is, whose headline and date a build finds."""
        key, stem = self._origin(post), f"{self.config.source_dir}/stories/imported/{slug_for(post)}"
        paths = (f"{stem}{f'-{number}' if number > 1 else ''}.txt" for number in count(1))
        path = self.state.path_of(key) or next(path for path in paths if self.state.is_free(path))
        self.report.take(post, path, self.state.write(key, path, f"{post.body.strip()}\n".encode("utf-8", "replace")))

    def _body(self, mover: Mover) -> Converted:
        try:
            return converted(mover)
        except (ValueError, RecursionError, LxmlError) as error:
            post = mover.post
            message = f"its body cannot be converted ({error}), and is a plain text now"
            self.report.problems.append(Problem("bad-import", message, post.span, "hold it beside the old one"))
            mover.post = post._replace(body=plain_text(post.body, lines=True), form="text")
            return converted(mover)

    def file(self, file: Path, path: str) -> None:
        """Copy a file of the archive."""
        key = f"file {path}"
        if key not in self.state.seen:
            self.report.files[self.state.write(key, path, file.read_bytes())] += 1

    def _undated(self, post: Post) -> Post:
        """Return a story without a date as one that the publication takes: it may say itself what becomes of such."""
        is_doubtful = not (post.held or comes_undated(post))
        is_taken = self.config.undated in ("publish", "hold")
        if post.held and is_taken:
            return post
        if not is_taken:
            day = (post.updated or self.clock)[:10]
            note = f"it has no date; {day} stands in, and it is a draft: write its date and take `draft` out"
            note += "" if post.held or is_doubtful else ", or write `undated: publish` into broadsheet.yaml and import it again"
            post = post._replace(date=day, held=post.held or "undated", kept={**post.kept, "undated": "true"})
        elif is_doubtful:
            note, post = (
                "its date cannot be read, and it is a draft: write its date and take `draft` out",
                post._replace(held="draft"),
            )
        elif self.config.undated == "hold":
            note, post = "it has no date, and is held back as `undated: hold` says", post._replace(held="undated")
        else:
            note = "it has no date, and is published so, as `undated: publish` says"
        self.report.notes.append((str(post.span), note))
        return post

    def _placed(self, post: Post) -> tuple[str, str]:
        """Return the path of an article, and its address (empty for a term)."""
        content = self.config.source_dir
        known = self.state.path_of(self._origin(post))
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

    def _origin(self, post: Post) -> str:
        """Return what identifies a post among those of all archives that may come into the publication."""
        return " ".join(filter(None, (self.report.kind, self.site.base, post.key)))

    def _wrote(self, path: str, post: Post) -> bool:
        """Say whether a file is what an import wrote for this post that was killed before it could note so."""
        place = self.state.root / path
        if place.is_symlink() or not place.is_file():
            return False
        head = place.read_bytes().partition(b"\n---\n")[0].decode("utf-8", "replace")
        return mapping_text({"imported": {"from": self._origin(post)}}) in f"{head}\n"

    def _paths(self, post: Post) -> Iterator[str]:
        content = self.config.source_dir
        name = slug_for(post)
        folder = (
            f"stories/{post.date[:5] if post.date.startswith('-') else post.date[:4] or 'undated'}"
            if post.shape == "story"
            else post.taxonomy or _FOLDERS[post.shape]
        )
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

    def _article(self, post: Post, permalink: str, mover: Mover, body: Converted) -> bytes:
        if post.shape == "story" and not (_TAG.sub("", body.text).strip() or "<img" in body.text):
            self.report.notes.append((str(post.span), "it has no text"))
        values = {name: _printable(value) for name, value in self._metadata(post, permalink, mover, body)}
        return f"---\n{mapping_text(values)}---\n\n{body.text}\n".encode("utf-8", "replace")

    def _metadata(self, post: Post, permalink: str, mover: Mover, body: Converted) -> Iterator[tuple[str, Value]]:
        if not post.title:
            self.report.notes.append((str(post.span), "it has no headline; `Untitled` stands in"))
        if post.shape in ("tag", "section", "term"):
            yield "name", post.title or "Untitled"
            yield from (("parent", parent) for parent in (post.parent,) if parent)
            return
        yield "title", post.title or "Untitled"
        kept = dict(post.kept)
        standfirst = post.standfirst or body.standfirst
        if any(map(str.isalnum, standfirst)):
            yield "standfirst", standfirst
        if post.shape == "story":
            yield from self._of_story(post, mover, kept)
        elif post.sections or post.tags or post.authors or post.date or post.terms:
            kept |= {"date": post.date, "sections": post.sections, "tags": post.tags, "authors": post.authors, **post.terms}
        if post.lang and post.lang != self.config.language:
            yield "lang", post.lang
        if post.publish_at and (post.publish_at != post.date or post.held == "scheduled"):
            yield "publish_at", post.publish_at
        if post.expires_at:
            yield "expires_at", post.expires_at
        if post.held not in ("", "scheduled", "expired") and (post.date or post.held != "undated"):
            yield "draft", True
        yield from (("aliases", aliases) for aliases in (list(self._aliases(post, permalink)),) if aliases)
        kept |= {"held": post.held if post.held in ("private", "password", "pending") else ""}
        kept = {name: value for name, value in kept.items() if value not in ("", (), [])}
        yield "imported", {"from": self._origin(post), **kept}

    def _of_story(self, post: Post, mover: Mover, kept: dict[str, Value]) -> Iterator[tuple[str, Value]]:
        original = self.known.editions.original_of(post)
        yield from (("translation_of", story_id) for story_id in (original,) if story_id)
        yield from (("date", date) for date in (post.date,) if date)
        if post.updated and post.updated != post.date:
            yield "updated", post.updated
        for key, values in (("section", post.sections), ("authors", post.authors), ("tags", post.tags)):
            if values:
                yield key, values
        yield from ((name, values) for name, values in post.terms.items() if name in self._own)
        kept |= {name: values for name, values in post.terms.items() if name not in self._own}
        yield from post.ours.items()
        if post.picture:
            picture = self._picture(post, mover)
            if picture:
                yield "image", picture
            else:
                kept["image"] = {name: value for name, value in post.picture._asdict().items() if value}

    def _picture(self, post: Post, mover: Mover) -> dict[str, Value]:
        picture = post.picture
        assert picture is not None
        before = len(mover.missing)
        src = mover.moved(picture.src, shown=True)
        if src == picture.src and not src.startswith(("http://", "https://", "/")):
            del mover.missing[before:]
            src = mover.moved(f"/{src}", shown=True)
        if not src.startswith(("http://", "https://")):
            if len(mover.missing) > before:
                return {}
            src = unquote(src)  # metadata name files, not addresses
        alt = picture.alt or picture.caption
        if not alt:
            alt = post.title or "Picture"
            self.report.notes.append(
                (str(post.span), f"nobody says what the picture {picture.src} shows; its headline stands in")
            )
        found = {"src": src, "alt": alt, "caption": picture.caption, "credit": picture.credit}
        return {name: value for name, value in found.items() if value}

    def _aliases(self, post: Post, permalink: str) -> Iterator[str]:
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
        others: list[str] = []
        for written in post.addresses:
            address = on_site(written, self.site.base)
            form = _form(address)
            why = _fault(address, self._roots)
            if not why and self.known.is_of_another(address, on_site(post.addresses[0], self.site.base)):
                others.append(written)
                continue
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
        if others:
            more = f" and {len(others) - 1:,} others" if len(others) > 1 else ""
            note = f"{others[0]}{more}, which led to it, is where another post was, and leads there now"
            self.report.notes.append((str(post.span), note))

    def _reply(self, post: Post, path: str, reply: Reply) -> None:
        story = posixpath.splitext(path.removeprefix(f"{self.config.source_dir}/stories/"))[0]
        name = f"comment-{slug_once(reply.key)}"
        values: dict[str, Value] = {"author": reply.author or "Anonymous", "date": reply.date, "status": reply.status}
        if reply.reply_to:
            values["reply_to"] = f"comment-{slug_once(reply.reply_to)}"
        if reply.email:
            values["email"] = reply.email
        data = mapping_text({**values, "text": reply.text}).encode("utf-8", "replace")
        where = f"{self.config.source_dir}/comments/{story}/{name}.yaml"
        self.state.write(f"{self._origin(post)}#{name}", where, data)
        self.report.replies[reply.status] += 1


def _printable(value: Value) -> Value:
    """Return a value without the control characters that metadata may not hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {UNPRINTABLE.sub("", name): _printable(each) for name, each in value.items()}
    return value if isinstance(value, bool) else [_printable(each) for each in value]


def _plain(address: str) -> str:
    from urllib.parse import unquote

    plain = unquote(address)
    return address if _NO_PATH.search(plain) or "\ufffd" in plain else plain


def _form(address: str) -> str:
    return comparison_form(_plain(address)).removesuffix("/index.html").rstrip("/")


def _is_taken(address: str, roots: frozenset[str]) -> bool:
    """Say whether pages of the archive's own may stand at an address; `roots` are the folders of its lists."""
    parts = address.strip("/").lower().split("/")
    first = posixpath.splitext(parts[0])[0]
    if first == "archive" and len(parts) > 3:  # ours are of years and months
        return parts[3] == "page"
    return (
        first in _OF_TERMS or first in roots or (first in _TAKEN and (len(parts) == 1 or parts[1] == "page" or first == "page"))
    )


def _fault(address: str, roots: frozenset[str]) -> str:
    """Say why an old address does not redirect; empty when it may."""
    plain = _plain(address)
    if not plain:
        return "it is on another host, or has a query"
    if plain in ("/", "/index.html"):
        return "it is that of the front page"
    if _NO_PATH.search(plain) or any(part in (".", "..") or len(part.encode()) > 1_000 for part in unquote(plain).split("/")):
        return "no path of a site is written so"
    if is_acted_on(unquote(plain)):
        return "hosts or programs act on what stands there"
    if _is_taken(plain, roots) or re.fullmatch(r"/stories/\d{4}/\d{2}/[^/]+/?", plain):
        return "it is, or may be, that of a page of the archive's own"
    suffix = posixpath.splitext(plain.rstrip("/"))[1].lower()
    return "" if suffix in _PAGE_FILES or not suffix[1:].isalpha() else f"it is that of a file `{suffix}`"
