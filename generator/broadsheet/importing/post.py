"""Posts: what every reader of a foreign archive yields, and what it says of the archive as a whole.

As to `annotations`, see `pages.views`.
"""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Literal, NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.problems import Problem, Span

Held = Literal["", "draft", "private", "pending", "password", "scheduled", "expired", "undated"]
# `lines`: HTML in which ends of lines count, as in WordPress; `raw`: a text that stays a raw article.
Form = Literal["markdown", "html", "lines", "text", "raw"]
Shape = Literal["story", "page", "tag", "section", "term"]


class PostPicture(NamedTuple):
    """The picture of a post: where it is, as the source writes it, and what is said of it."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    shared: bool = False  # for whoever shares the page; that of many pages is none of theirs

    def said(self) -> dict[str, Value]:
        """Return what the source says of it."""
        words = {"src": self.src, "alt": self.alt, "caption": self.caption, "credit": self.credit}
        return {name: value for name, value in words.items() if value}


class Reply(NamedTuple):
    """A comment: `key` identifies it among those of its post; `status` is approved, pending or rejected."""

    key: str
    author: str
    date: str
    text: str
    status: str
    reply_to: str = ""
    email: str = ""


READ_FROM = "read_from"  # the key below `imported` of our own note on where in a page a text was found


class Post(NamedTuple):
    """One post of a foreign archive.

    `key` identifies it in the archive when that is imported again. `addresses` are its old ones, from the root of the site.
    `base` is the path of the file that its body was written in, from the root of the archive. `used` has for each key of the
    source the one of ours that it became, `kept` what goes below `imported`, `lost` what does not come over, and why. `ours` are
    further keys as we write them; `files` what comes with it and lies nowhere else, by the address that its body gives it.
    """

    span: Span
    key: str
    title: str
    shape: Shape = "story"
    name: str = ""  # from which its file is called; by default its title
    date: str = ""
    updated: str = ""
    held: Held = ""
    publish_at: str = ""
    expires_at: str = ""
    addresses: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()  # old addresses such as `?p=12`, which say it in their query
    lang: str = ""
    edition: str = ""  # what it has in common with its translations
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = {}  # of further taxonomies, by their names here
    taxonomy: str = ""  # of a text on a term of one of these
    standfirst: str = ""
    parent: str = ""  # the wider term
    picture: PostPicture | None = None
    body: str = ""
    form: Form = "markdown"
    base: str = ""
    used: Mapping[str, str] = {}
    kept: Mapping[str, Value] = {}
    lost: tuple[tuple[str, str], ...] = ()
    replies: tuple[Reply, ...] = ()
    ours: Mapping[str, Value] = {}
    files: Mapping[str, bytes] = {}
    # Old addresses of lists it was in, with what these are now: an address, `section NAME`, or nothing.
    lists: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()  # what an editor should look at


class Skipped(NamedTuple):
    """What stands in an archive and does not become an article: where, and why."""

    span: Span
    reason: str


class Left(NamedTuple):
    """A file that an archive names and does not hold. `unfetched`: the reason where somebody asked to fetch it, in vain."""

    file: str
    reason: str
    unfetched: str = ""


Found = Post | Skipped | Left | Problem


class ForeignTaxonomy(NamedTuple):
    """A taxonomy of an archive beside tags and sections: the key of its stories there, and what is declared of it here."""

    key: str
    declared: Mapping[str, Value]


class RedirectRules(NamedTuple):
    """Where old addresses lead on, and which do so to an address, both by the mark of an address."""

    onward: Mapping[str, str] = {}
    led: Mapping[str, tuple[str, ...]] = {}


class Site(NamedTuple):
    """What an archive says of itself.

    `base` is its web address; `static` are the folders of files that it publishes as they are, each with the address below
    which it does. `future`: stories with a date that is still to come are published. `details` belong to the kind's reader.
    """

    root: Path
    title: str = ""
    base: str = ""
    language: str = ""
    timezone: str = ""
    static: tuple[tuple[Path, str], ...] = ()
    future: bool = False
    among: bool = False  # articles stand among the files of `static`, so that of these only media come over
    details: Mapping[str, Value] = {}
    taxonomies: Mapping[str, ForeignTaxonomy] = {}  # beside tags and sections, by their names here
    uploads: Set[str] = frozenset()  # folders of WordPress's files, with their hosts, that are `/wp-content/uploads/` here
    attached: Mapping[str, str] = {}  # the files that pages of their own showed, by the paths or queries of these
    rules: RedirectRules = RedirectRules()
    moved: Mapping[str, str] = {}  # old addresses of lists that no pattern of ours gives, with those that they have now
