"""Writing: a post to an article of ours, with its aliases, its comments and the files that it shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from urllib.parse import unquote

from lxml.etree import LxmlError

from broadsheet.catalog.addresses import comparison_form
from broadsheet.config import Config
from broadsheet.content.deadline import in_time
from broadsheet.content.opening import bare, excerpt
from broadsheet.content.slugs import FILE_LENGTH, dated_name
from broadsheet.content.yamltext import Value, mapping_text
from broadsheet.importing import guard
from broadsheet.importing.addresses import on_site
from broadsheet.importing.bodies import Converted, converted
from broadsheet.importing.dates import day_at_midnight
from broadsheet.importing.emblems import address_of
from broadsheet.importing.fetching import UnfetchedError, place_of
from broadsheet.importing.files import LARGEST, TOO_LARGE
from broadsheet.importing.keys import NAMES, by_clock, plain_name
from broadsheet.importing.moving import MEDIA, Mover, media_place
from broadsheet.importing.notebook import NoteTable
from broadsheet.importing.oldaddresses import OldAddresses
from broadsheet.importing.permalinks import slug_for, slug_once
from broadsheet.importing.picturedata import picture_lying
from broadsheet.importing.places import Places
from broadsheet.importing.post import Post, Reply, Site, Skipped
from broadsheet.importing.report import ImportReport
from broadsheet.importing.sayings import in_words
from broadsheet.importing.state import State
from broadsheet.importing.templatevalues import with_fields
from broadsheet.importing.texts import UNPRINTABLE, plain_text
from broadsheet.language.languages import Languages
from broadsheet.language.own import LOCALE
from broadsheet.language.words import Words
from broadsheet.problems import Outcome, Problem

_ERROR = re.compile(r"/?(?:(?:[a-z]{2}|pages|errors?)/)?(?:40\d|50[\dx])(?:\.html?|/)?")
_FEED = re.compile(r"\.(?:xml|rss|atom|rdf)/?$")
_TAG = re.compile(r"<[^<>]*>")
_COLOURED = "words in it stood out by a colour, which is gone: if that said something, say it in words"
_NO_REPLY = "without words or a date that can be read, or with the number of another one"
_LONGEST_NAME = 60  # of a post, in the report


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
    are_tags: bool = False  # what the archive calls categories
    translations: int = 0  # that are still to be written
    _from_web: NoteTable = field(init=False)  # addresses of pictures that were fetched, by their paths
    _brought: NoteTable = field(init=False)  # these addresses
    _unfetched: NoteTable = field(init=False)  # those that could not be, with the reasons
    _terms: NoteTable = field(init=False)
    _own: frozenset[str] = field(init=False)  # taxonomies of the publication's own
    _places: Places = field(init=False)
    _spoken: Languages = field(init=False)
    _files: NoteTable = field(init=False)  # paths of files in comparison form, with how the first one is written

    def __post_init__(self) -> None:
        self._own = frozenset(taxonomy.name for taxonomy in self.config.taxonomies)
        self._spoken = Languages(self.config.language, self.state.root / LOCALE)
        self._places = Places(self.site, self.known, self.config, self.state, self.report)
        tables = (self.report.notebook.table() for _ in range(5))
        self._from_web, self._brought, self._unfetched, self._terms, self._files = tables

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
        post = with_fields(self._grouped(self._named(post)), self.config.fields)
        post = post._replace(held=by_clock(post.held, post.publish_at, post.expires_at, self.clock))
        key = post.key
        again = count(2)
        while self._places.origin(post) in self.state.seen:  # what should identify it does not
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
        path, permalink = self._places.of(post)
        mover = Mover(self.site, self.known, post, path.removeprefix(f"{self.config.source_dir}/"))
        mover.fetch = self._fetched if self.fetch else None
        body = in_time(guard.SECONDS, post.span, lambda: Outcome[Converted | None](self._body(mover)), None).value
        if body is None:
            self.report.skip(guard.late(post.span))
            return
        data = self._article(post, permalink, mover, body)
        outcome = self.state.write(self._places.origin(post), path, data)
        if outcome != "removed":
            self.known.editions.written(post, path.removeprefix(f"{self.config.source_dir}/stories/").removesuffix(".md"))
        both = outcome == "edited" and self.state.is_behind(self._places.origin(post), data)
        self.report.notes += [(path, f"somebody edited it, and so did the source ({post.span}): look at both")] if both else []
        self.report.take(post, path, outcome)
        self.report.notes += ((str(post.span), note) for note in post.notes)
        self.report.removed.update(body.removed)
        self.report.coloured += body.coloured
        self.report.notes += [(str(post.span), _COLOURED)] if body.coloured else []
        self.report.pictures += ((str(post.span), picture) for picture in dict.fromkeys(mover.missing))
        self._files_of(mover)
        if post.shape == "story":
            for reply in post.replies:
                self._reply(post, path, reply)

    def _named(self, post: Post) -> Post:
        """Return a post whose place tells it from the others that stand on the same line of an export."""
        if not self.known.crowded:
            return post
        called = f"{post.key}: {excerpt(post.title, _LONGEST_NAME)}" if post.title else post.key
        return post._replace(span=post.span._replace(path=f"{post.span.path} ({called})"))

    def _grouped(self, post: Post) -> Post:
        """Return a post with each of its authors by himself, and its categories as what they are."""
        authors, notes = self.known.bylines.parted(post.authors, post.lang or self.known.editions.main)
        post = post._replace(authors=authors, notes=(*post.notes, *notes)) if notes or authors != post.authors else post
        if not self.are_tags or post.shape != "story":
            return post
        used = {name: "tags" if key == "sections" else key for name, key in post.used.items()}
        return post._replace(tags=tuple(dict.fromkeys((*post.tags, *post.sections))), sections=(), used=used)

    def _unfit(self, post: Post) -> str:
        """Return why a page, or a text on a term, has no place; nothing for others."""
        if post.shape in ("story", "page"):
            return _of_the_site(post, self.site.base) if post.shape == "page" else ""
        if post.held:
            return "it is held back, as no text on a term can be here"
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
            if address in self._unfetched:
                raise UnfetchedError(self._unfetched[address])
            try:
                data = self.fetch(address)
            except UnfetchedError as error:
                self._unfetched[address] = str(error)
                raise
            inner = f"{MEDIA}/{place_of(address, data)}"
        self._from_web[inner], self._brought[address] = address, True
        return inner, data

    def _write_raw(self, post: Post) -> None:
        """Write a raw article: a text as it is, whose headline and date a build finds; its section stands in a sidecar."""
        key, stem = self._places.origin(post), f"{self.config.source_dir}/stories/imported/{slug_for(post)}"
        paths = (f"{stem}{f'-{number}' if number > 1 else ''}.txt" for number in count(1))
        path = self.state.path_of(key) or next(path for path in paths if self.state.is_free(path))
        self.report.take(post, path, self.state.write(key, path, f"{post.body.strip()}\n".encode("utf-8", "replace")))
        values = {name: list(found) for name, found in (("section", post.sections), ("tags", post.tags)) if found}
        sidecar, beside = f"{key}#metadata", f"{path.removesuffix('.txt')}.yaml"
        if values and (self.state.path_of(sidecar) or self.state.is_free(beside)):
            self.state.write(sidecar, beside, mapping_text(values).encode())

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
        """Copy a file of the archive, unless another one has its name but for the case of a letter: no host tells them apart."""
        key = f"file {path}"
        first = str(self._files.setdefault(comparison_form(path), path))
        if first != path:
            self.report.left.append((path, f"`{first}` is there: not every host tells the two names apart"))
        elif key not in self.state.seen:
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

    def _article(self, post: Post, permalink: str, mover: Mover, body: Converted) -> bytes:
        if post.shape == "story" and not (_TAG.sub("", body.text).strip() or "<img" in body.text):
            self.report.notes.append((str(post.span), "it has no text"))
        words = self._spoken.of(post.lang)
        values = {name: _printable(value, words) for name, value in self._metadata(post, permalink, mover, body)}
        return f"---\n{mapping_text(values)}---\n\n{in_words(body.text, words)}\n".encode("utf-8", "replace")

    def _metadata(self, post: Post, permalink: str, mover: Mover, body: Converted) -> Iterator[tuple[str, Value]]:
        title = post.title or self._spoken.of(post.lang).gettext("Untitled")
        if not post.title:
            self.report.notes.append((str(post.span), "it has no headline; `Untitled` stands in"))
        if post.shape in ("tag", "section", "term"):
            yield "name", title
            yield from (("parent", parent) for parent in (post.parent,) if parent)
            return
        yield "title", title
        kept = dict(post.kept)
        told = (text for text in (post.standfirst, body.standfirst) if bare(text) not in ("", bare(title)))
        yield from (("standfirst", text) for text in islice(told, 1))
        if post.shape == "story":
            yield from self._of_story(post, mover, kept)
        else:
            picture = post.picture.said() if post.picture else ""
            kept |= {"date": post.date, "sections": post.sections, "tags": post.tags, "authors": post.authors, **post.terms}
            kept |= {"image": picture or kept.get("image", "")}
        if post.lang and post.lang != self.config.language:
            yield "lang", post.lang
        if post.publish_at and (post.publish_at != post.date or post.held == "scheduled"):
            yield "publish_at", post.publish_at
        if post.expires_at:
            yield "expires_at", post.expires_at
        if post.held not in ("", "scheduled", "expired") and (post.date or post.held != "undated"):
            yield "draft", True
        yield from (("aliases", aliases) for aliases in (list(self._places.aliases(post, permalink)),) if aliases)
        kept |= {"held": post.held if post.held in ("private", "password", "pending") else ""}
        kept = {name: value for name, value in kept.items() if value not in ("", (), [])}
        yield "imported", {"from": self._places.origin(post), **kept}

    def _of_story(self, post: Post, mover: Mover, kept: dict[str, Value]) -> Iterator[tuple[str, Value]]:
        name = posixpath.splitext(posixpath.basename(mover.place))[0]
        yield from (("slug", slug_once(name, FILE_LENGTH)) for dated in (dated_name(name)[0],) if dated)  # its name does not tell
        original = self.known.editions.original_of(post)
        yield from (("translation_of", story_id) for story_id in (original,) if story_id)
        yield from (("date", date) for date in (day_at_midnight(post.date),) if date)
        if post.updated and post.updated != post.date:
            yield "updated", post.updated
        for key, values in (("section", post.sections), ("authors", post.authors), ("tags", post.tags)):
            if values:
                yield key, values
        yield from ((name, values) for name, values in post.terms.items() if name in self._own)
        kept |= {name: values for name, values in post.terms.items() if name not in self._own}
        yield from post.ours.items()
        if post.picture:
            is_own = not self.known.emblems.has(post)
            if not is_own:
                note = f"its picture {address_of(post)} is that of many posts, so the site's and none of its own"
                self.report.notes.append((str(post.span), note))
            picture = self._picture(post, mover) if is_own else {}
            if picture:
                yield "image", picture
            else:
                kept["image"] = post.picture.said()

    def _picture(self, post: Post, mover: Mover) -> dict[str, Value]:
        picture = post.picture
        assert picture is not None
        before = len(mover.missing)
        src = mover.moved(picture.src, shown=True)
        if src == picture.src and not src.startswith(("http://", "https://", "/")):
            del mover.missing[before:]
            src = mover.moved(picture_lying(self.site, src) or f"/{src}", shown=True)
        if not src.startswith(("http://", "https://")):
            if len(mover.missing) > before:
                return {}
            src = unquote(src)  # metadata name files, not addresses
        alt = picture.alt or picture.caption
        if not alt:
            alt = post.title or self._spoken.of(post.lang).gettext("Picture")
            self.report.notes.append((str(post.span), "nobody says what its picture shows; its headline stands in"))
        found = {"src": src, "alt": alt, "caption": picture.caption, "credit": picture.credit}
        return {name: value for name, value in found.items() if value}

    def _reply(self, post: Post, path: str, reply: Reply) -> None:
        story = posixpath.splitext(path.removeprefix(f"{self.config.source_dir}/stories/"))[0]
        name = f"comment-{slug_once(reply.key)}"
        key = f"{self._places.origin(post)}#{name}"
        if key in self.state.seen or not (reply.text and reply.date):
            self.report.lose("comments", _NO_REPLY)
            return
        words = self._spoken.of(post.lang)
        author = reply.author or words.gettext("Anonymous")
        values: dict[str, Value] = {"author": author, "date": reply.date, "status": reply.status}
        if reply.reply_to:
            values["reply_to"] = f"comment-{slug_once(reply.reply_to)}"
        if reply.email:
            values["email"] = reply.email
        data = mapping_text({**values, "text": in_words(reply.text, words)}).encode("utf-8", "replace")
        where = f"{self.config.source_dir}/comments/{story}/{name}.yaml"
        self.state.write(key, where, data)
        self.report.replies[reply.status] += 1


def _of_the_site(post: Post, base: str) -> str:
    """Return why a page is none of an archive's: hosts show it in case of an error, or programs read it; nothing for others."""
    address = on_site(post.addresses[0], base) if post.addresses else post.name
    if _ERROR.fullmatch(address):
        return "the page of an error: a publication has one of its own for what is not there, hosts have the others"
    is_feed = _FEED.search(address) or post.body.lstrip().startswith(("<feed", "<rss", "<?xml"))
    return "a feed: a publication has its own" if is_feed else ""


def _printable(value: Value, words: Words) -> Value:
    """Return a value without the control characters that metadata may not hold, and with its sayings in a language."""
    if isinstance(value, str):
        return in_words(UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")), words)
    if isinstance(value, Mapping):
        return {UNPRINTABLE.sub("", name): _printable(each, words) for name, each in value.items()}
    return value if isinstance(value, bool) else [_printable(each, words) for each in value]
