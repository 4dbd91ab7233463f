"""The views: the one frozen value that each template is given as `page`, and the `SiteView` it is given as `site`.

A view holds what the page shows, ready to show: sorted, worded, dated, counted. Addresses in a view are permalinks that start at
the root of the site (`/actors/jimmy-carter/`); the `href` filter turns them into what the link must say under the publication's
base path. `Markup` is used only for HTML that `content` made safe.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address of this site, or somewhere else."""

    text: str
    permalink: str


@dataclass(frozen=True, slots=True)
class When:
    """A date for machines (`iso`, for `<time datetime>`) and for people (`text`: "17 September 1978", "September 1978")."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class PictureSource:
    """The copies of a picture in one format: its media type, and the permalink and the width in pixels of each, ascending."""

    type: str
    copies: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PictureView:
    """An image; `caption` and `credit` may be empty, `width` and `height` are 0 when they are not known.

    `src` is what every browser shows, `sources` are the copies that it may choose from instead, the best format first.
    """

    src: str
    alt: str
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0
    sources: tuple[PictureSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What one page shows of another story. `label` is worded ("Analysis"); `lang` is set only where it is not the site's."""

    permalink: str
    headline: str
    standfirst: str
    date: When
    section: Link | None = None
    label: str = ""
    picture: PictureView | None = None
    lang: str = ""
    dir: str = ""

    def __hash__(self) -> int:
        return hash(self.permalink)  # of which there is one a story; rows that are made once are looked up by their cards


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term that a page names, with how often (`count`, 0 where it is not counted) and in which words ("mediator")."""

    text: str
    permalink: str
    count: int = 0
    note: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a listing page stands: its neighbours' addresses (empty at the ends) and its `label` ("Page 3", "Newest stories")."""

    label: str
    newer: str = ""
    older: str = ""
    newest: str = ""
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A run of cards, newest first, with its place in the pagination (None when everything fits on one page)."""

    cards: tuple[Card, ...]
    total: int
    pagination: Pagination | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head of a page says: for the browser, for feeds readers, for search engines and social cards.

    `title` is the page's own title, without the publication's. `canonical` is an absolute URL. `properties` are Open Graph pairs,
    `names` are other `<meta name>` pairs, `json_ld` is one JSON document, already safe inside a script element.
    `path` is the page's own permalink.
    """

    title: str
    description: str
    path: str
    canonical: str
    lang: str
    dir: str = "ltr"
    feeds: tuple[tuple[str, str, str], ...] = ()  # the page's own feeds: (type, title, permalink)
    alternates: tuple[tuple[str, str], ...] = ()  # (type, permalink): the page's machine-readable twins
    translations: tuple[tuple[str, str], ...] = ()  # (language tag, absolute URL), this page's own included
    properties: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    json_ld: Markup = field(default_factory=Markup)
    breadcrumb: tuple[Link, ...] = ()  # from the front page to the parent; the page itself is not in it
    noindex: bool = False
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shows of the publication.

    stylesheets and `icon` are permalinks, or empty; `sections` stand in the masthead.
    """

    title: str
    description: str
    language: str
    dir: str
    publisher: str
    publisher_url: str
    logo: PictureView | None
    stylesheet: str
    story_stylesheet: str  # what of it a story's page needs
    icon: str
    sections: tuple[Link, ...]
    menu: tuple[Link, ...]  # the main menu: stories by date, people, countries, … or what broadsheet.yaml says
    footer: tuple[Link, ...]
    feeds: tuple[tuple[str, str, str], ...]  # the site's feeds: (type, title, permalink)
    search: str = ""  # the search page and its script, or empty
    script: str = ""
    manifest: str = ""  # and the script that registers the worker, where the site can be read without a connection
    offline: str = ""


@dataclass(frozen=True, slots=True)
class ActorInStory:
    """An actor as the story names it: role and country as stated there."""

    name: str
    permalink: str
    kind: str  # "person" or "organisation"
    role: str = ""
    country: Link | None = None


@dataclass(frozen=True, slots=True)
class CountryInStory:
    """A country as the story names it."""

    name: str
    permalink: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words on record. On a story page `story` is None; elsewhere it is where the words stand, and the date is never missing."""

    text: str
    speaker: Link | None = None
    speaker_name: str = ""  # when the speaker has no page
    date: When | None = None
    story: Card | None = None
    unreviewed: bool = False  # outside its story: it was found in the text, and no editor has looked at it


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A statement with its status: `status` for a class name, `status_text` in words ("Not confirmed").

    Outside its story it has that story, and its date.
    """

    text: str
    status: str
    status_text: str
    attributed_to: Link | None = None
    attributed_name: str = ""
    story: Card | None = None
    date: When | None = None
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class EventView:
    """What happened when. `story` is set where the event is shown outside its story."""

    date: When
    text: str
    story: Card | None = None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a chronicle: what was done (`kind` "event"), said ("quote") or claimed ("claim"), and the story that tells it.

    `own`: the entry is of whom the page is about, or names them; the others are of the same stories. `speaker` and `side` (the
    speaker's country) are set where the page is not the speaker's own. `also` are further stories that tell the same.
    """

    kind: str
    date: When
    text: str
    story: Card
    own: bool = False
    status: str = ""
    status_text: str = ""
    speaker: Link | None = None
    side: Link | None = None
    also: tuple[Card, ...] = ()
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a term; `lang` is set where it is in another script than Latin."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart, in units of its drawing: where it begins, how high it is and where its top is."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class ChartView:
    """Stories by month, year or decade: `columns` are the drawing (`width` units wide, `height` high), `rows` its table.

    Each row leads to the page of the list that shows the newest of its stories. `summary` says in words what is to be seen.
    """

    heading: str
    summary: str
    width: int
    height: int
    columns: tuple[Column, ...]
    first: str
    last: str
    rows: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class CompanionView:
    """A term that stands with another more often than chance would have it; numbers in words, `short` for the drawing.

    `y` is the height of its row in the drawing, `radius` that of its mark.
    """

    name: str
    short: str
    permalink: str
    together: int
    expected: str
    lift: str
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class NetworkView:
    """Those who are named with an actor more often than chance would have it, the most telling first.

    The drawing is `width` by `height` units, and `x` is where the marks stand. `spokes` are the arcs from the actor, at `y`, to
    each companion, with their widths; `arcs` join companions who meet in the same stories. Arcs are paths (the data of SVG).
    """

    width: int
    height: int
    x: int
    y: int
    short: str  # the actor's name
    companions: tuple[CompanionView, ...]
    spokes: tuple[tuple[str, str], ...]  # (path, stroke width)
    arcs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source: `url` and `archived` are absolute, or empty."""

    name: str
    url: str = ""
    archived: str = ""
    date: When | None = None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A dated note: `type` for a class name, `type_text` in words ("Correction")."""

    date: When
    type: str
    type_text: str
    text: str


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A related story and the reason why: "Also about Qatar and Abbas Araghchi"."""

    card: Card
    reason: str


@dataclass(frozen=True, slots=True)
class DossierPosition:
    """Where a story stands in a dossier: the `number`th, by date; neighbours may be None at the ends."""

    dossier: Link
    number: int
    previous: Card | None = None
    next: Card | None = None


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many of a story's claims have a status."""

    status: str
    status_text: str
    count: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file that stands in the page itself, as a `data:` address, with the name it is saved under."""

    name: str
    file_name: str
    address: str


@dataclass(frozen=True, slots=True)
class CitingView:
    """A story's reference in the formats of reference managers."""

    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A reply: `depth` from 1 says how far it is set in, `answered` whom it answers."""

    id: str
    author: str
    date: When
    paragraphs: tuple[str, ...]
    depth: int
    answered: str
    editor: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """A form for a reply. `netlify`: the host itself takes it. `address` is the story's URL, `policy` an address or empty."""

    action: str
    netlify: bool
    story: str
    address: str
    policy: str


@dataclass(frozen=True, slots=True)
class RepliesView:
    """Replies to a story, each followed by its answers; the form while replies are taken, and until when (None: for ever)."""

    comments: tuple[CommentView, ...]
    form: FormView | None
    closes: When | None
    closed: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story page (template `story.html`)."""

    meta: Meta
    headline: str
    standfirst: str
    kicker: Link | None  # the primary section
    sections: tuple[Link, ...]
    labels: tuple[str, ...]  # worded: "Breaking", "Analysis"
    byline: tuple[str, ...]
    dateline: str
    published: When
    updated: When | None
    body: Markup
    picture: PictureView | None
    people: tuple[ActorInStory, ...]
    organisations: tuple[ActorInStory, ...]
    countries: tuple[CountryInStory, ...]
    tags: tuple[Link, ...]
    dossiers: tuple[DossierPosition, ...]
    quotes: tuple[QuoteView, ...]
    claims: tuple[ClaimView, ...]
    events: tuple[EventView, ...]
    source: SourceView | None
    citations: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]  # newest first
    retracted: bool
    related: tuple[RelatedView, ...]
    translations: tuple[tuple[str, str, Link], ...]  # (language tag, direction, headline and address) of the other editions
    older: Card | None  # the story before this one in the whole archive
    newer: Card | None
    reading_minutes: int
    lang: str
    dir: str
    unreviewed: str = ""  # what was found in the text and no editor has looked at, in words
    glance: tuple[
        Link, ...
    ] = ()  # the first of those who are named, for narrow sheets, where the full cast stands below the text
    unglanced: int = 0  # how many others are named
    statuses: tuple[StatusCount, ...] = ()  # of its claims, the surest first
    aged: bool = False  # more than a year old
    citing: CitingView | None = None
    replies: RepliesView | None = None


@dataclass(frozen=True, slots=True)
class RoleView:
    """An office: from the register, or (`stated`) as stories state it, with the first and last report and their number."""

    title: str
    organisation: str = ""
    country: Link | None = None
    since: When | None = None
    until: When | None = None
    stated: bool = False
    reports: int = 0
    current: bool = False  # the register gives it no end
    unreviewed: bool = False  # no editor has looked at any story's statement of it


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a term is written about: worded dates of the first and the newest story, and the number of stories."""

    total: int
    first: When | None
    latest: When | None


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor page (template `actor.html`)."""

    meta: Meta
    name: str
    kind: str  # "person" or "organisation"
    kind_text: str
    country: Link | None
    aliases: tuple[Alias, ...]
    standing: RoleView | None  # the role that the page opens with: the current one, else the last
    roles: tuple[RoleView, ...]  # the current and the latest first; those of the register before those that stories state
    more_roles: int  # how many others stories state
    biography: Markup
    picture: PictureView | None
    links: tuple[Link, ...]  # elsewhere: official site, Wikidata
    coverage: Coverage
    chart: ChartView | None
    network: NetworkView | None
    named_with: tuple[TermLink, ...]  # other actors, most often named first
    countries: tuple[TermLink, ...]
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    quotes: tuple[QuoteView, ...]  # newest first
    more_quotes: int  # how many older ones are not shown
    claims: tuple[ClaimView, ...]  # newest first
    more_claims: int
    events: tuple[EntryView, ...]  # done and said: the latest, oldest first
    more_events: int  # how many others are not shown
    listing: Listing


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Stories in one month: worded ("March 1957", and `name` "March") and linked to the month's archive."""

    text: str
    name: str
    permalink: str
    count: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """Stories in one year, with its months that have any, oldest first."""

    text: str
    permalink: str
    count: int
    months: tuple[MonthCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """An actor of a country: the role that stories stated last, in how many stories, and in which years (`since` to `until`)."""

    name: str
    permalink: str
    kind: str
    role: str
    since: str
    until: str
    count: int


@dataclass(frozen=True, slots=True)
class RelationView:
    """Another country that a country is named with: in how many stories, the lift in words or empty, and the newest of them.

    `paired`: the permalink is that of the two countries' own page.
    """

    name: str
    permalink: str
    paired: bool
    count: int
    lift: str
    newest: Card


@dataclass(frozen=True, slots=True)
class MapMark:
    """A country on a map: its `name`, its count of stories, and its shape as path data, empty where it has none.

    `tone` is for a class name: "d1" to "d5" by how many the stories are, or "home" for the country that the map is about, which
    leads nowhere. `dot` is where a country stands that is too small to be seen.
    """

    name: str
    permalink: str
    count: int
    tone: str
    path: str
    dot: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A map: its `box` for `viewBox`, the radius of a dot, the land that no story is about as path data, and the countries."""

    box: str
    radius: int
    land: str
    marks: tuple[MapMark, ...]  # shapes by name, then dots by name


@dataclass(frozen=True, slots=True)
class MapTone:
    """A line of a map's legend: the class name, from and to how many stories (`last` 0: or more), and of how many countries."""

    tone: str
    first: int
    last: int
    countries: int


@dataclass(frozen=True, slots=True)
class MapView:
    """The map of the world (template `map.html`), with the same in two lists."""

    meta: Meta
    heading: str
    sheet: MapSheet
    legend: tuple[MapTone, ...]
    by_count: tuple[MapMark, ...]
    by_name: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country page (template `country.html`)."""

    meta: Meta
    name: str
    code: str
    official: str
    aliases: tuple[Alias, ...]
    overview: Markup
    links: tuple[Link, ...]
    coverage: Coverage
    chart: ChartView | None
    map: MapSheet | None  # where it lies, and the partners that it shares a page with
    people: tuple[SpeakerView, ...]  # who speaks for it, most stories first
    organisations: tuple[SpeakerView, ...]
    more_actors: int  # how many others do
    relations: tuple[RelationView, ...]  # countries it is named with, most stories first
    partners: tuple[TermLink, ...]  # further ones; the permalink is the pair's page where there is one
    more_partners: int
    roles: tuple[TermLink, ...]  # roles it played ("host"), with counts; no permalink
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    events: tuple[EntryView, ...]
    more_events: int
    listing: Listing


@dataclass(frozen=True, slots=True)
class StripMark:
    """A story or an event on a strip: a point, or a span where `length` is not 0, which is for dates that are not exact."""

    x: int
    y: int
    length: int
    is_story: bool
    permalink: str
    title: str


@dataclass(frozen=True, slots=True)
class StripFlag:
    """What a mark of a strip is, written at `y` on a pole that stands down to `foot`; `ends`: it ends at the pole."""

    x: int
    y: int
    foot: int
    text: str
    ends: bool


@dataclass(frozen=True, slots=True)
class StripView:
    """Stories and events along an axis of time, as a drawing of `width` by `height` with the axis at `ground`.

    `ticks` are (x, text), `more` are (x, y, text): where there are more marks than can be drawn, and how many.
    """

    width: int
    height: int
    ground: int
    ticks: tuple[tuple[int, str], ...]
    marks: tuple[StripMark, ...]
    flags: tuple[StripFlag, ...]
    more: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two countries that share three or more stories (template `pair.html`)."""

    meta: Meta
    countries: tuple[Link, Link]
    coverage: Coverage
    chart: ChartView | None
    actors: tuple[TermLink, ...]
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    events: tuple[EntryView, ...]
    more_events: int
    strip: StripView | None
    listing: Listing


@dataclass(frozen=True, slots=True)
class TermView:
    """A tag or section page (template `term.html`)."""

    meta: Meta
    kind: str  # "tag" or "section"
    kind_text: str
    name: str
    scope_note: Markup
    parent: Link | None
    children: tuple[TermLink, ...]
    aliases: tuple[Alias, ...]
    coverage: Coverage
    actors: tuple[TermLink, ...]
    countries: tuple[TermLink, ...]
    related: tuple[TermLink, ...]  # tags used with it
    listing: Listing


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier page (template `dossier.html`): timeline oldest first, listing newest first.

    `booklet` is where all of it can be read as one document, or empty.
    """

    meta: Meta
    name: str
    status: str  # "open" or "closed"
    status_text: str
    scope_note: Markup
    coverage: Coverage
    cast: tuple[ActorInStory, ...]  # most often named first, with the newest role as stated
    countries: tuple[TermLink, ...]
    timeline: tuple[EventView, ...]
    more_events: int
    strip: StripView | None
    booklet: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class BookletStory:
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


@dataclass(frozen=True, slots=True)
class BookletView:
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


@dataclass(frozen=True, slots=True)
class EpubPicture:
    """A picture in a book: its name there, its file in the publication, its media type; `mark` changes when the picture does.

    `is_cleaned`: it does not say of its maker, its camera and its place.
    """

    name: str
    path: str
    type: str
    mark: str
    is_cleaned: bool


@dataclass(frozen=True, slots=True)
class EpubView:
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


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A role or country in an index of actors, with those who stand under it."""

    heading: Link  # without an address where it has no page
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """Terms, or entries with terms, under one initial (A, B, …, #) of an A–Z index; `anchor` is the id of the group."""

    initial: str
    anchor: str
    terms: tuple[TermLink, ...] = ()
    entries: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexView:
    """The A–Z index of one kind of term (template `index.html`), whole, or one letter of a long one.

    `letters` are those of the index, each with the address of its place; `ways` the other orders of the same terms; `parts` the
    pages of a letter that has several, and `here` this one's address.
    """

    meta: Meta
    kind: str
    heading: str
    introduction: str
    total: int
    letters: tuple[Link, ...]
    ways: tuple[Link, ...]
    parts: tuple[Link, ...]
    here: str
    groups: tuple[IndexGroup, ...]
    most_named: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPart:
    """An index as the directory names it: how many terms there are, its letters, and the other orders of the same terms."""

    heading: Link
    total: int
    letters: tuple[Link, ...]
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """The way into every index (template `directory.html`)."""

    meta: Meta
    heading: str
    parts: tuple[DirectoryPart, ...]
    more: tuple[Link, ...]  # what else is sorted: the archive by date


@dataclass(frozen=True, slots=True)
class WayIn:
    """An index as a way into the archive: its address, and its letters or, where they are few, its terms."""

    kind: str
    heading: Link
    links: tuple[Link, ...]
    letters: bool  # `links` are letters


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page (template `search.html`). What is found is shown by `search.js`; the ways in are there without it."""

    meta: Meta
    heading: str
    ways: tuple[WayIn, ...]
    archive: str  # the address of the archive by date, or empty
    years: tuple[Link, ...]  # newest first
    full_text: str = ""  # the script that searches the texts of stories, or empty


@dataclass(frozen=True, slots=True)
class SectionFront:
    """A section on the front page: its newest stories."""

    section: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DossierFront:
    """A running dossier on the front page."""

    dossier: Link
    total: int
    latest: Card


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page (template `front.html`). `listing` is everything newest that is not placed above."""

    meta: Meta
    lead: Card | None
    secondary: tuple[Card, ...]
    sections: tuple[SectionFront, ...]
    dossiers: tuple[DossierFront, ...]
    people: tuple[TermLink, ...]
    countries: tuple[TermLink, ...]
    listing: Listing
    coverage: Coverage
    total_actors: int
    total_countries: int


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The stories of one day on a page of a month, newest first; `anchor` is the id of their place."""

    anchor: str
    date: When
    day: str  # of the month, in digits
    rest: str  # the month and the year, in words
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ListingView:
    """An older page of any list (template `listing.html`): `of` leads back to the list's own address.

    `days`: the same cards under their days, on the pages of a month.
    """

    meta: Meta
    heading: str
    of: Link
    listing: Listing
    days: tuple[DayGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A day, month or year with stories, in a heat map: its place, its text, its step from 1 to 5, and what it is called."""

    x: int
    y: int
    text: str
    step: int
    permalink: str
    title: str  # "3 stories on 12 May 2024"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A drawing of cells of one size (`across` by `down`). `texts` are (x, y, text), each centred; `blanks` is a path."""

    title: str
    width: int
    height: int
    across: int
    down: int
    texts: tuple[tuple[int, int, str], ...]
    cells: tuple[HeatCell, ...]
    blanks: str = ""


@dataclass(frozen=True, slots=True)
class HeatStep:
    """Which numbers of stories a step of a heat map stands for."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class MonthMap:
    """A month of a heat map, and the same in words: its days with stories."""

    month: MonthCount
    map: HeatMap
    days: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The archive by date (template `archive.html`): all years, one year by months, or one month's stories.

    `years` holds every year on `/archive/`, newest first, drawn as `overview`; `months` those with stories on a year's page, and
    the one on a month's page; `days` a month's stories; `older` and `newer` are the neighbouring years or months.
    """

    meta: Meta
    heading: str
    years: tuple[YearCount, ...]
    overview: HeatMap | None
    months: tuple[MonthMap, ...]
    steps: tuple[HeatStep, ...]
    listing: Listing | None
    days: tuple[DayGroup, ...]
    older: Link | None
    newer: Link | None
    total: int


@dataclass(frozen=True, slots=True)
class FreePageView:
    """A free-standing page (template `page.html`)."""

    meta: Meta
    heading: str
    standfirst: str
    body: Markup
    lang: str = ""  # of its text, where there are no words of it and the page is in the publication's language
    dir: str = ""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for what is not there (template `404.html`); its links work at any depth."""

    meta: Meta
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class OfflineView:
    """The page that is shown without a connection (template `offline.html`)."""

    meta: Meta
    heading: str


@dataclass(frozen=True, slots=True)
class RedirectView:
    """The stub at an old address (template `redirect.html`)."""

    meta: Meta
    target: Link
