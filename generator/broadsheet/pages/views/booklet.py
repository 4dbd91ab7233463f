"""A dossier as one document, on a page and as an EPUB."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.coverage import Coverage, When
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.statement import EventView
from broadsheet.pages.views.story import ActorInStory, CorrectionView, SourceView


class BookletStory(NamedTuple):
    """A story in a booklet, whole. `address` is an absolute URL; `lang` and `dir` are set where they are not the site's."""

    anchor: str
    headline: str
    standfirst: str
    byline: tuple[str, ...]
    dateline: str
    published: When
    updated: When | None
    address: str
    picture: PictureView | None
    body: Markup  # its ids begin with what no other story's do
    source: SourceView | None
    citations: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]  # newest first
    lang: str
    dir: str


class BookletView(NamedTuple):
    """A dossier as one document (templates `booklet.html` and `booklet.css`); stories and events are oldest first.

    `running_head` is a string of CSS, `address` the absolute URL of the dossier, `style` and `book` the permalinks of its own
    style and of the same as an EPUB.
    """

    meta: Meta
    name: str
    running_head: str
    address: str
    scope_note: Markup
    coverage: Coverage
    style: str
    book: str
    events: tuple[EventView, ...]
    earlier_events: int  # how many are not shown
    cast: tuple[ActorInStory, ...]
    stories: tuple[BookletStory, ...]


class EpubPicture(NamedTuple):
    """A picture in a book: its name there, its file in the publication, its media type.

    `is_cleaned`: it does not say of its maker, its camera and its place.
    """

    name: str
    path: str
    type: str
    is_cleaned: bool


class EpubView(NamedTuple):
    """A dossier as an EPUB (template `booklet.epub`). Bodies are XHTML; `modified` is in UTC, `address` the dossier's URL."""

    identifier: str
    name: str
    language: str
    dir: str
    modified: str
    address: str
    scope_note: Markup
    coverage: Coverage
    stories: tuple[BookletStory, ...]
    pictures: tuple[EpubPicture, ...]
