"""The schema: one table of fields for each kind of file. Parsing, suggestions and the documentation follow it."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.content import records, values
from broadsheet.content.fields import Field, Reading, Table
from broadsheet.model import ACTOR_KINDS, DOSSIER_STATUSES, LABELS, TermKind


def _labels(reading: Reading) -> Iterable[str]:
    return dict.fromkeys((*LABELS, *reading.labels))


_ALIASES = Field(
    "aliases",
    "list of paths",
    values.list_of(values.site_path, "paths"),
    "old addresses, which are redirected to this page; that of a file (`/old/feed.xml`), one of more than 200 bytes, or one that"
    " differs by capitals alone, only by hosts that read `_redirects`, and by nginx;"
    " `/?p=12` by the script of the front page",
)
_DRAFT = Field("draft", "boolean", values.boolean, "true: not published")
_PUBLISH_AT = Field("publish_at", "date-time", values.moment, "not published before")
_EXPIRES_AT = Field("expires_at", "date-time", values.moment, "not published after")
_LANG = Field("lang", "language tag", values.language, "the language of the text; default: the publication's")
_TITLE = Field("title", "text", values.needed(values.line), "the headline", required=True)
_STANDFIRST = Field("standfirst", "text", values.line, "the sentence or two under the headline", also=("description", "summary"))
_IMPORTED = Field(
    "imported", "mapping", values.kept, "what `import` kept of another program's metadata; never published", attribute="-"
)
_NAMES = values.list_of(values.named, "text")

STORY = Table(
    _TITLE,
    Field(
        "date",
        "date, date-time or EDTF",
        values.historic,
        "first publication, or what is known of it: `1978`, `1978-09`, `1978-09~`, `1978/1979`, `-0043`; a date to come holds the"
        " story until then; default: from a file name such as `2024-03-10-NAME.md`",
        required=True,
    ),
    Field("updated", "date or date-time", values.moment, "the last substantive change"),
    Field(
        "standfirst",
        "text",
        values.line,
        "the sentence or two under the headline; without it cards show what stands before `<!--more-->`, or the first sentence",
        also=("description", "summary"),
    ),
    Field("slug", "slug", values.slug, "the last part of the address; default: from the file name"),
    Field(
        "section",
        "text or list",
        values.list_of(values.named, "text", single=True),
        "the desks it belongs to, the primary one first",
        also=("category", "categories", "sections"),
        attribute="sections",
    ),
    Field("labels", "list", values.list_of(values.choice(_labels), "labels"), "such as breaking, analysis or opinion"),
    Field("breaking_until", "date-time", values.moment, "the breaking label ends then; default: 24 hours after `date`"),
    Field("authors", "text or list", values.list_of(values.line, "text", single=True), "who wrote it", also=("author", "byline")),
    Field("dateline", "text", values.line, "the place it was filed from"),
    Field("actors", "list", values.list_of(records.actor_mention, "names or mappings"), "people and organisations in the story"),
    Field("countries", "list", values.list_of(records.country_mention, "countries or mappings"), "countries in the story"),
    Field(
        "places", "list", values.list_of(records.place, "names or mappings"), "places below the country: towns, states, counties"
    ),
    Field("tags", "list", _NAMES, "subject terms", also=("keywords",)),
    Field(
        "dossier",
        "text or list",
        values.list_of(values.named, "text", single=True),
        "running stories that it belongs to",
        attribute="dossiers",
    ),
    Field("source", "text or mapping", records.source, "where the article came from"),
    Field("citations", "list", values.list_of(records.citation, "names or mappings"), "sources named in the story"),
    Field("quotes", "list of mappings", values.list_of(records.quote, "mappings"), "words on record"),
    Field("claims", "list of mappings", values.list_of(records.claim, "mappings"), "statements whose truth matters"),
    Field("events", "list of mappings", values.list_of(records.event, "mappings"), "what happened when, according to the story"),
    Field("image", "mapping", records.picture, "the picture of the story"),
    Field("corrections", "list of mappings", values.list_of(records.correction, "mappings"), "what was changed and why"),
    _LANG,
    Field("translation_of", "story id", values.named, "the story that this one translates"),
    _DRAFT,
    _PUBLISH_AT,
    _EXPIRES_AT,
    _ALIASES,
    Field("comments_until", "date-time", values.moment, "replies are taken until then; default: `comments.days` after `date`"),
    Field(
        "decisions",
        "mapping",
        values.decisions,
        "in a sidecar: what an editor decided of findings, by their ids: accept, reject, {replace: value} or {add: {key: value}}",
        attribute="-",
    ),
    _IMPORTED,
    shown=True,
    own=True,
)
JSON_STORY = Table(*STORY, Field("body", "text", values.prose, "the text, in Markdown", attribute="-"), shown=True, own=True)

_ENTRY_NAME = Field("name", "text", values.needed(values.named), "the name that is shown")
_OTHER_NAMES = Field("aliases", "list", _NAMES, "other names for the same")
_SORT = Field(
    "sort", "text", values.line, "how it stands in indexes, such as `Sadat, Anwar`; default: a person by the family name"
)
_WIKIDATA = Field("wikidata", "text", values.line, "the Wikidata identifier, such as Q42")
_LINKS = Field("links", "list of mappings", values.list_of(records.named_link, "mappings"), "where to read more")

ACTOR = Table(
    Field("name", "text", values.needed(values.named), "the name that is shown", required=True),
    Field("kind", "person or organisation", values.choice(ACTOR_KINDS), "what the actor is", attribute="actor_kind"),
    _OTHER_NAMES,
    _SORT,
    Field("country", "country code or name", values.named, "the country the actor belongs to"),
    Field("roles", "list of mappings", values.list_of(records.role, "mappings"), "offices held"),
    _WIKIDATA,
    Field("image", "mapping", records.picture, "a portrait or emblem"),
    _LINKS,
    Field("same_as", "list", values.list_of(values.web_address, "web addresses"), "pages elsewhere about the same actor"),
    Field(
        "merged_into",
        "slug or name",
        values.named,
        "the actor that this one is: its names are that one's, its page leads there",
    ),
    Field(
        "different_from",
        "list",
        _NAMES,
        "actors that this one is not, by slug or name; `review` does not ask about them again",
    ),
    shown=True,
    own=True,
)
COUNTRY = Table(_ENTRY_NAME, _OTHER_NAMES, _SORT, _WIKIDATA, _LINKS, shown=True, own=True)
TERM = Table(
    _ENTRY_NAME, _OTHER_NAMES, _SORT, Field("parent", "text", values.named, "the wider term"), _WIKIDATA, shown=True, own=True
)
DOSSIER = Table(
    *TERM,
    Field("status", "open or closed", values.choice(DOSSIER_STATUSES), "whether the story is still running"),
    Field("edition", "boolean", values.boolean, "publish all its stories as one document, too; default: `dossier_editions`"),
    shown=True,
    own=True,
)
PAGE = Table(
    _TITLE,
    Field("date", "date or date-time", values.moment, "not published before, but with `future: true`; not shown"),
    _STANDFIRST,
    Field("slug", "slug", values.slug, "the address; default: from the file's path"),
    _LANG,
    _DRAFT,
    _PUBLISH_AT,
    _EXPIRES_AT,
    _ALIASES,
    _IMPORTED,
    shown=True,
)


def entry_fields(kind: TermKind) -> Table:
    """Return the table of fields of a register's files."""
    if kind == "actor":
        return ACTOR
    if kind == "country":
        return COUNTRY
    return DOSSIER if kind == "dossier" else TERM
