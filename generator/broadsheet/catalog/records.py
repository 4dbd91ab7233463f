"""Records: what the catalog is compiled from, one for each story, register entry and free-standing page that was read.

A record holds its value packed (`codec.pack`): a catalog of a hundred thousand stories must not hold as many trees of objects.
The body stays elsewhere; the record knows its digest, its length, and the links in it that may lead nowhere.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Literal, NamedTuple
from urllib.parse import unquote

from broadsheet.catalog.addresses import is_external
from broadsheet.codec import decode, encode, field_index, pack, unpack
from broadsheet.model import Body, BodyLink, Entry, FreePage, Story

_RESOLVED = tuple(field_index(Story, name) for name in ("sections", "tags", "dossiers", "actors", "countries"))
_AUTHORS = field_index(Story, "authors")
RecordKind = Literal["story", "entry", "page"]
Links = tuple[tuple[str, tuple[str, int, int], bool], ...]


class Record(NamedTuple):
    """One value that was read. `owner` names its body: a story's id, or the path of its file.

    `stamp` is the digest of the packed value, `body` that of the body; `words` its length. `links` are the targets in the body
    that lead into the publication, with path, line and column, and whether they are shown as pictures.
    """

    kind: RecordKind
    owner: str
    raw: bytes
    stamp: bytes
    body: bytes
    words: int
    links: Links


def digest(data: bytes) -> bytes:
    """Return the digest by which values are compared: 16 bytes."""
    return blake2b(data, digest_size=16).digest()


def record_of(value: Story | Entry | FreePage, body: Body) -> Record:
    """Return the record of a value and its body."""
    kind: RecordKind = "story" if isinstance(value, Story) else "entry" if isinstance(value, Entry) else "page"
    owner = value.id if isinstance(value, Story) else value.path
    raw = pack(value)
    links: Links = tuple(encode(link) for link in body.links if _leads_inside(link, body))
    return Record(kind, owner, raw, digest(raw), _body_stamp(body) if body.html else b"", body.words, links)


def _body_stamp(body: Body) -> bytes:
    state = blake2b(body.html.encode("utf-8", "surrogatepass"), digest_size=16)
    state.update(repr((body.ids, body.words)).encode("utf-8", "surrogatepass"))
    return state.digest()


def _leads_inside(link: BodyLink, body: Body) -> bool:
    """Say whether a link's target depends on the publication: no address elsewhere, and no anchor that the body has."""
    if link.target.startswith("#"):
        return unquote(link.target[1:]) not in body.ids
    return not is_external(link.target)


def story_of(raw: bytes) -> Story:
    """Return the story that was packed, without the names that a filed story has resolved: they are half of the work."""
    values = list(marshal.loads(raw))  # our own bytes
    for at in _RESOLVED:
        values[at] = ()
    return decode(Story, tuple(values))


def authors_of(raw: bytes) -> tuple[str, ...]:
    """Return the byline of a story that was packed."""
    return tuple(marshal.loads(raw)[_AUTHORS])  # our own bytes


def entry_of(record: Record) -> Entry:
    """Return the register entry of a record."""
    return unpack(Entry, record.raw)


def page_of(record: Record) -> FreePage:
    """Return the free-standing page of a record."""
    return unpack(FreePage, record.raw)
