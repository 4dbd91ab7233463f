"""The booklet as an EPUB 3: the same stories as XHTML, with their pictures, and links that stay within the book where they can.

The container is written by `render/epub.py`: a zip of texts needs no library (the usual one is under the AGPL).
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from markupsafe import Markup

from broadsheet.catalog.terms import Term
from broadsheet.content.filetypes import is_named
from broadsheet.content.xhtml import xhtml, xml_id
from broadsheet.language.direction import direction
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.booklet import booklet_permalink, booklet_story
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.pages.views.booklet import BookletStory, EpubPicture, EpubView

# What every reading system has to show (EPUB 3.3).
_TYPES = {".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml"}


def epub_permalink(edition: Edition, term: Term) -> str:
    """Return the address of a dossier's book."""
    return f"{booklet_permalink(edition, term)}{quote(term.slug)}.epub"


def epub_page(edition: Edition, bodies: Bodies, term: Term) -> Page:
    """Plan the book of a dossier."""
    permalink = epub_permalink(edition, term)
    return Page(permalink, edition.span(term), "booklet.epub", partial(_epub_view, edition, bodies, term), "data")


def _epub_view(edition: Edition, bodies: Bodies, term: Term) -> EpubView:
    import uuid  # here, because few archives have books

    config = edition.config
    positions = edition.catalog.positions(term.key)
    stories = [edition.catalog.stories[position] for position in positions]
    book = _Book(edition, {config.absolute(story.permalink): f"story-{number}.xhtml" for number, story in enumerate(stories, 1)})
    told = []
    for number, story in enumerate(stories, 1):
        text = bodies.feed_html(edition.bodies[story.id], story.path, story.permalink)
        body = Markup(xhtml(text, book.link, book.picture))  # what `content` made safe, as XHTML
        told.append(book.story(booklet_story(edition, story, number, body)))
    changed = edition.last_change(positions)
    note = bodies.feed_html(edition.bodies[term.entry.path], term.entry.path, term.permalink) if term.entry else ""
    return EpubView(
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, config.absolute(epub_permalink(edition, term)))}",
        name=term.name,
        language=config.language,
        dir=direction(config.language),
        modified=changed.instant if changed else "",
        address=config.absolute(term.permalink),
        scope_note=Markup(xhtml(note, book.link, book.picture)),  # as above
        coverage=edition.coverage(positions),
        stories=tuple(told),
        pictures=tuple(book.pictures.values()),
    )


class _Book:
    """What addresses become in a book. `chapters`: absolute URL of a story -> its file."""

    def __init__(self, edition: Edition, chapters: dict[str, str]) -> None:
        self.edition = edition
        self.chapters = chapters
        self.pictures: dict[str, EpubPicture] = {}

    def link(self, address: str) -> str | None:
        """Return where a link leads: to a chapter, or out of the book."""
        start, mark, anchor = address.partition("#")
        chapter = self.chapters.get(start)
        if chapter:
            return f"{chapter}#{xml_id(unquote(anchor))}" if mark else chapter
        return self.edition.config.absolute(address) if address.startswith("/") else address

    def picture(self, address: str) -> str | None:
        """Return the file of a picture, which is put into the book; None of one that it cannot hold."""
        home = self.edition.config.base_url
        path = self.edition.path_at("/" + address.removeprefix(home)) if address.startswith(home) else ""
        kind = _TYPES.get(PurePosixPath(path).suffix.lower())
        inner = path.removeprefix("static/")
        is_as_it_is = inner != path and is_named(inner, self.edition.config.static.active)
        if not path or not kind or (is_as_it_is and kind == _TYPES[".svg"]):
            return None
        found = self.pictures.get(path)
        if found is None:
            number = len(self.pictures) + 1
            cleaned = not is_as_it_is and not self.edition.config.keeps_metadata(path)
            name = f"pictures/{number}{PurePosixPath(path).suffix.lower()}"
            found = self.pictures[path] = EpubPicture(name, path, kind, cleaned)
        return found.name

    def story(self, story: BookletStory) -> BookletStory:
        """Return a story whose picture is one of the book."""
        if story.picture is None:
            return story
        shown = self.picture(self.edition.config.absolute(story.picture.src)) if story.picture.src.startswith("/") else None
        return story._replace(picture=story.picture._replace(src=shown, sources=()) if shown else None)
