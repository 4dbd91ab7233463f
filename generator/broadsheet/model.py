"""The values that pass between the stages: what a story, a term and a body are once they have been read.

Everything here is frozen and valid by construction. No I/O, no YAML, no Markdown, no Jinja. A story's record carries no body:
the body travels beside it as `Body`, so that a catalog of records stays small. As to `annotations`, see `pages.views`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from broadsheet.problems import Span

ActorKind = Literal["person", "organisation"]
PlaceKind = Literal["city", "region", "county"]
ClaimStatus = Literal["confirmed", "reported", "unconfirmed", "disputed", "denied"]
CommentStatus = Literal["pending", "approved", "rejected"]
CorrectionType = Literal["correction", "clarification", "update", "retraction"]
Precision = Literal["day", "month", "year"]
DossierStatus = Literal["open", "closed"]
# Why a story, or a register entry with it, is not published.
HeldBack = Literal["draft", "embargo", "future", "expired", "undated", "entry"]
TermKind = str  # one of TERM_KINDS, or the name of a taxonomy of the publication's own

FOLDERS: Mapping[TermKind, str] = MappingProxyType(
    {"actor": "actors", "country": "countries", "tag": "tags", "section": "sections", "dossier": "dossiers"}
)  # of the registers, by the kinds of their terms
TERM_KINDS: tuple[TermKind, ...] = tuple(FOLDERS)
AUTHORS = "authors"  # a key of stories that may be a taxonomy
ACTOR_KINDS: tuple[ActorKind, ...] = ("person", "organisation")
PLACE_KINDS: tuple[PlaceKind, ...] = ("city", "region", "county")
CLAIM_STATUSES: tuple[ClaimStatus, ...] = ("confirmed", "reported", "unconfirmed", "disputed", "denied")
COMMENT_STATUSES: tuple[CommentStatus, ...] = ("pending", "approved", "rejected")
CORRECTION_TYPES: tuple[CorrectionType, ...] = ("correction", "clarification", "update", "retraction")
PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")
DOSSIER_STATUSES: tuple[DossierStatus, ...] = ("open", "closed")
LABELS: tuple[str, ...] = ("breaking", "analysis", "opinion", "explainer", "live", "exclusive")


UNDATED = "XXXX"  # EDTF of a story of which nobody knows when it came out


class Moment(NamedTuple):
    """A date, or a date-time with its zone.

    `iso` is what a reader's machine gets (`1978-09-17` or `2026-02-03T10:00:00+03:00`); `instant` is the same moment in UTC
    (`YYYY-MM-DDTHH:MM:SSZ`, a date counting from midnight in the publication's zone) and sorts as text. Where less is known than
    a day, or something else, `edtf` says it (`1978-09~`, `1978/1979`, `-0043`); `iso` and `instant` are then its beginning.
    Before the year 1 `iso` is the first day of that, and `instant` begins with `-` and is good for nothing but sorting.
    """

    iso: str
    instant: str
    edtf: str = ""

    @property
    def timed(self) -> bool:
        """Say whether a time of day is known."""
        return "T" in self.iso

    @property
    def written(self) -> str:
        """Return all that is known of it, in EDTF; nothing where nothing is."""
        return "" if self.edtf == UNDATED else self.edtf or self.iso

    @property
    def known(self) -> str:
        """Return its beginning as far as that is known: a day, a month or a year."""
        return known_of(self.edtf) if self.edtf else self.iso[:10]

    @property
    def day(self) -> str:
        """Return the local date, `YYYY-MM-DD`."""
        return self.iso[:10]


def is_season(point: str) -> bool:
    """Say whether a point in time, in EDTF and without marks, is a season: `1978-21` is spring, `1978-24` winter."""
    return len(point.removeprefix("-")) == 7 and point[-3:] in ("-21", "-22", "-23", "-24")


def known_of(edtf: str) -> str:
    """Return the beginning of a date in EDTF as far as it is known: a day, a month or a year (`-0043` is 44 BC), or nothing."""
    if edtf == UNDATED:
        return ""
    first, _, last = edtf.partition("/")
    point = last if first in ("", "..") else first
    known = point.rstrip("?~%").replace("-XX", "").replace("X", "0")
    return known[:-3] if is_season(known) else known


NO_DATE = Moment("0001-01-01", "-0000-01-01T00:00:00Z", UNDATED)  # sorts before all others


class EventDate(NamedTuple):
    """A day, month or year, as precise as the story states it: `1919-06-28`, `1919-06` or `1919`."""

    iso: str
    precision: Precision


class Named(NamedTuple):
    """A name as somebody wrote it (a tag, a section, a speaker, an old address) and where."""

    text: str
    span: Span


class ActorMention(NamedTuple):
    """An actor as one story names it."""

    name: Named
    role: str = ""
    country: Named | None = None
    kind: ActorKind | None = None


class CountryMention(NamedTuple):
    """A country as one story names it."""

    name: Named
    role: str = ""


class NamedPlace(NamedTuple):
    """A place below the country as one story names it."""

    name: str
    kind: PlaceKind | None = None
    country: Named | None = None


class Quote(NamedTuple):
    """Words on record."""

    text: str
    speaker: Named | None = None
    date: Moment | None = None


class Claim(NamedTuple):
    """A statement whose truth matters, and what is known of it."""

    text: str
    status: ClaimStatus
    attributed_to: Named | None = None


class Event(NamedTuple):
    """What happened when, according to the story."""

    date: EventDate
    text: str


class Picture(NamedTuple):
    """An image: `src` as written, relative to the file that names it or from the root of the site."""

    src: Named
    alt: str
    caption: str = ""
    credit: str = ""


class Correction(NamedTuple):
    """A dated note on what was changed and why."""

    date: Moment
    type: CorrectionType
    text: str


class Source(NamedTuple):
    """Where an article came from."""

    name: str
    url: str = ""
    date: Moment | None = None


class Citation(NamedTuple):
    """A source named in the story."""

    name: str
    url: str = ""
    archived: str = ""


class Comment(NamedTuple):
    """A reply to a story, by a reader or the newsroom (`editor`). `id` is its file's name; `reply_to` another's, or empty."""

    id: str
    author: str
    date: Moment
    text: str
    reply_to: str = ""
    editor: bool = False


class BodyLink(NamedTuple):
    """A link or image target in a body, as written, with its place in the source; `shown`: it is the source of an image."""

    target: str
    span: Span
    shown: bool = False


class Body(NamedTuple):
    """A text as sanitised HTML, before its links are resolved.

    `links` are the targets of all `href` and `src` in document order, `ids` the anchors it defines, `words` its length.
    """

    html: str
    links: tuple[BodyLink, ...] = ()
    ids: tuple[str, ...] = ()
    words: int = 0


class Unreviewed(NamedTuple):
    """A key of a story whose value extraction found and no editor has reviewed; `values` names those where others have been."""

    key: str
    values: tuple[str, ...] = ()


OwnValues = tuple[tuple[str, tuple[str, ...]], ...]  # the publication's own keys that a file has, with their values


class Story(NamedTuple):
    """The record of one story: the metadata of an article, validated, without its body.

    `id` is the article's path below `content/stories` without its suffix (of a line of JSON lines, the file's with `#slug`,
    and with the date where a slug recurs in another month); `path` is relative to the publication. The first section is the
    primary one.
    """

    id: str
    path: str
    title: str
    date: Moment
    slug: str
    updated: Moment | None = None
    standfirst: str = ""
    sections: tuple[Named, ...] = ()
    labels: tuple[str, ...] = ()
    breaking_until: Moment | None = None
    authors: tuple[str, ...] = ()
    dateline: str = ""
    actors: tuple[ActorMention, ...] = ()
    countries: tuple[CountryMention, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    tags: tuple[Named, ...] = ()
    dossiers: tuple[Named, ...] = ()
    source: Source | None = None
    citations: tuple[Citation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    image: Picture | None = None
    corrections: tuple[Correction, ...] = ()
    lang: str = ""
    translation_of: Named | None = None
    draft: bool = False
    publish_at: Moment | None = None
    expires_at: Moment | None = None
    aliases: tuple[Named, ...] = ()
    unreviewed: tuple[Unreviewed, ...] = ()
    comments_until: Moment | None = None
    comments: tuple[Comment, ...] = ()  # those that were approved, oldest first
    fields: OwnValues = ()
    opening: str = ""  # how its text begins, where nobody wrote a standfirst


class Role(NamedTuple):
    """An office that an actor held; `since` and `until` are partial dates (`1974`, `1974-08`, `1974-08-09`) or empty."""

    title: str
    organisation: str = ""
    country: Named | None = None
    since: str = ""
    until: str = ""


class NamedLink(NamedTuple):
    """A link somewhere else, with its name."""

    name: str
    url: str


class Entry(NamedTuple):
    """An entry of a register: what an editor wrote about a term.

    `key` is the file's name without suffix: a slug, or for a country its code. `name` may be empty for a country. `former` are
    the slugs of entries that were merged into this one, with their files; no file says them.
    """

    kind: TermKind
    key: str
    path: str
    name: Named | None
    aliases: tuple[Named, ...] = ()
    sort: str = ""  # how it stands in indexes; empty: as a rule says
    wikidata: str = ""
    links: tuple[NamedLink, ...] = ()
    # actors
    actor_kind: ActorKind | None = None
    country: Named | None = None
    roles: tuple[Role, ...] = ()
    image: Picture | None = None
    same_as: tuple[str, ...] = ()
    merged_into: Named | None = None
    different_from: tuple[Named, ...] = ()
    former: tuple[Named, ...] = ()
    # tags, sections, dossiers, terms of other taxonomies
    parent: Named | None = None
    status: DossierStatus = "open"
    edition: bool | None = None  # of a dossier: whether it is published as one document, too
    fields: OwnValues = ()


class FreePage(NamedTuple):
    """A free-standing page (about, corrections policy, …); `slug` is its path below the root, such as `about` or `help/faq`."""

    path: str
    slug: str
    title: str
    standfirst: str = ""
    lang: str = ""
    draft: bool = False
    aliases: tuple[Named, ...] = ()
    date: Moment | None = None
    publish_at: Moment | None = None
    expires_at: Moment | None = None
