"""Records: what reading a file gives to the catalog, one for each story, register entry and free-standing page.

A record is made of plain values, so that it goes between processes and into the ledger as it is. A story's names have lost their
places in the source, but for those that only the catalog can find fault with: countries, and who speaks. The body stays with
whoever read it; the record knows its digest, its length, and the links in it that may lead nowhere.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from hashlib import sha256
from sys import intern
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

from broadsheet.catalog.addresses import is_external
from broadsheet.codec import decode, encode, field_index
from broadsheet.model import AUTHORS, Body, BodyLink, Claim, Entry, FreePage, Named, Quote, Story
from broadsheet.problems import Span

_FORMAT = 2  # of `marshal`: writes equal values as equal bytes
RecordKind = Literal["story", "entry", "page", "aside"]  # the last: a story that is set aside for its errors
Values = tuple[Any, ...]  # of a story, in the order of `Story`'s fields
Links = tuple[tuple[str, tuple[str, int, int], bool], ...]
PlacedName = tuple[Any, ...]  # a name, its line and column, and the file where that is not the story's own
AT = {name: field_index(Story, name) for name in Story._fields}
_NAMES = tuple(AT[name] for name in ("sections", "tags", "dossiers"))
_NESTED = tuple(AT[name] for name in ("source", "citations", "events", "image", "corrections", "translation_of", "aliases"))
_MORE = tuple(AT[name] for name in ("date", "updated", "breaking_until", "publish_at", "expires_at", "comments_until"))
_OWN = frozenset(
    AT[name]
    for name in (
        "title",
        "standfirst",
        "opening",
        "updated",
        "authors",
        "dateline",
        "source",
        "citations",
        "corrections",
        "events",
        "comments",
        "unreviewed",
        "fields",
        "actors",  # these five are looked at by who is named
        "countries",
        "places",
        "quotes",
        "claims",
    )
)
_LISTS = tuple(AT[name] for name in ("unreviewed", "comments"))


class Record(NamedTuple):
    """One value that was read. `owner` names its body: a story's id, or the path of its file.

    `values` are those of `story_values`, or of an entry or page as `encode` gives them; `stamp` is their digest, `body` that of
    the body; `words` its length. `links` are the targets in the body that lead into the publication, with path, line and column,
    and whether they are shown as pictures.
    """

    kind: RecordKind
    owner: str
    values: Values
    stamp: bytes
    body: bytes
    words: int
    links: Links


def digest(data: bytes) -> bytes:
    """Return the digest by which values are compared: 16 bytes of SHA-256, which processors have an instruction for."""
    return sha256(data).digest()[:16]


def record_of(value: Story | Entry | FreePage, body: Body) -> Record:
    """Return the record of a value and its body."""
    if isinstance(value, Story):
        kind: RecordKind = "story"
        owner, values = value.id, story_values(value)
    else:
        kind = "entry" if isinstance(value, Entry) else "page"
        owner, values = value.path, encode(value)
    ids = frozenset(body.ids) if body.links else frozenset()
    links: Links = tuple([encode(link) for link in body.links if _leads_inside(link, ids)]) if body.links else ()
    stamp = digest(marshal.dumps(values, _FORMAT))
    return Record(kind, owner, values, stamp, body_digest(body) if body.html else b"", body.words, links)


def without_picture(record: Record) -> Record:
    """Return a record of a story or register entry as it would be without its picture."""
    at = {"story": AT["image"], "entry": field_index(Entry, "image")}.get(record.kind)
    if at is None or not record.values[at]:
        return record
    values = (*record.values[:at], None, *record.values[at + 1 :])
    return record._replace(values=values, stamp=digest(marshal.dumps(values, _FORMAT)))


def body_digest(body: Body) -> bytes:
    """Return the digest of a body, of what it defines and of its length."""
    return digest(f"{body.html}\0{body.ids}{body.words}".encode("utf-8", "surrogatepass"))


def _leads_inside(link: BodyLink, ids: frozenset[str]) -> bool:
    """Say whether a link's target depends on the publication: no address elsewhere, and none of the body's `ids`."""
    if link.target.startswith("#"):
        return unquote(link.target[1:]) not in ids
    return not is_external(link.target)


def story_values(story: Story) -> Values:
    """Return a story as plain values. A name that many stories mention is one text for all of them, in every process."""
    path = story.path
    values: list[Any] = list(story)
    for at in _MORE:
        if values[at]:
            values[at] = tuple(values[at])
    for at in _NAMES:
        if values[at]:
            values[at] = tuple([intern(named.text) for named in values[at]])
    for at in _NESTED:
        if values[at]:
            values[at] = _nested(values[at])
    for at in _LISTS:
        if values[at]:
            values[at] = tuple(map(encode, values[at]))
    values[AT["authors"]] = tuple(map(intern, story.authors))
    values[AT["actors"]] = tuple(
        [(intern(name.text), role, _placed(country, path), kind) for name, role, country, kind in story.actors]
    )
    values[AT["countries"]] = tuple([(_placed(name, path), role) for name, role in story.countries])
    values[AT["places"]] = tuple([(name, kind or "", _placed(country, path)) for name, kind, country in story.places])
    values[AT["quotes"]] = tuple([(text, _placed(speaker, path), date and tuple(date)) for text, speaker, date in story.quotes])
    values[AT["claims"]] = tuple([(text, status, _placed(claimant, path)) for text, status, claimant in story.claims])
    return tuple(values)


def terms_of(values: Values, taxonomy: str) -> tuple[str, ...]:
    """Return the terms of a taxonomy of the publication's own that a story lists."""
    found: tuple[str, ...] = values[AT["authors"]] if taxonomy == AUTHORS else dict(values[AT["fields"]]).get(taxonomy, ())
    return found


def standing_of(values: Values, taxonomies: Sequence[str]) -> Values:
    """Return what decides where a story stands: all that is compiled. What it leaves out, a story says of itself; of names it
    has who is named, but not where. An old address has the headline, and who is quoted is looked for where that was not found.

    `taxonomies` are those of the publication's own.
    """
    kept = [value for at, value in enumerate(values) if at not in _OWN]
    actors = [(name, role, country and country[0], kind) for name, role, country, kind in values[AT["actors"]]]
    countries = [(name[0], role) for name, role in values[AT["countries"]]]
    placed = [country and country[0] for _, _, country in values[AT["places"]]]
    quoted = [speaker and speaker[0] for _, speaker, _ in values[AT["quotes"]]]
    claiming = [claimant and claimant[0] for _, _, claimant in values[AT["claims"]]]
    headline = values[AT["aliases"]] and values[AT["title"]]
    found = (quoted or claiming) and [each[0] for each in values[AT["unreviewed"]]]
    terms = (terms_of(values, taxonomy) for taxonomy in taxonomies)
    return (*kept, headline, actors, countries, placed, quoted, claiming, found, *terms)


def _nested(value: Any) -> Any:  # a named tuple, or several  # noqa: ANN401
    return encode(value) if hasattr(value, "_fields") else tuple(map(encode, value))


def _placed(named: Named | None, path: str) -> PlacedName | None:
    if named is None:
        return None
    text, span = named
    place = (intern(text), span.line, span.column)
    return place if span.path == path else (*place, span.path)


def span_of(name: PlacedName, path: str) -> Span:
    """Return the place of a name in a story whose file is `path`."""
    return Span(name[3] if len(name) > 3 else path, name[1], name[2])


def story_of(values: Values) -> Story:
    """Return the story that has these values, without the names that the catalog resolves: sections, tags, dossiers, actors,
    countries and places.
    """
    path = values[AT["path"]]
    plain = list(values)
    for at in (*_NAMES, AT["actors"], AT["countries"], AT["places"]):
        plain[at] = ()
    quotes, claims = values[AT["quotes"]], values[AT["claims"]]
    plain[AT["quotes"]] = plain[AT["claims"]] = ()
    story = decode(Story, tuple(plain))
    if quotes or claims:
        story = story._replace(
            quotes=tuple([decode(Quote, (text, _named(speaker, path), date)) for text, speaker, date in quotes]),
            claims=tuple([decode(Claim, (text, status, _named(claimant, path))) for text, status, claimant in claims]),
        )
    return story


def _named(name: PlacedName | None, path: str) -> tuple[str, Span] | None:
    return None if name is None else (name[0], span_of(name, path))


def entry_of(record: Record) -> Entry:
    """Return the register entry of a record."""
    return decode(Entry, record.values)


def page_of(record: Record) -> FreePage:
    """Return the free-standing page of a record."""
    return decode(FreePage, record.values)
