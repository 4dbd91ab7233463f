"""Feeds: RSS and Atom by feedparser, JSON Feed by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from broadsheet.importing.dates import date_of
from broadsheet.importing.files import LARGEST, TOO_LARGE
from broadsheet.importing.guard import guarded
from broadsheet.importing.jsonstream import TableRow, TooLarge, UnreadableError, rows
from broadsheet.importing.needs import needed
from broadsheet.importing.post import Found, Left, Post, PostPicture, Site, Skipped
from broadsheet.importing.posttags import post_tags
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, from_python, text_of, texts_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.importing.xmlstream import declares_entities, joined
from broadsheet.problems import Problem, Span

_HEAD = 4_096
_SIGNS = (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org/version")
_DIGITS = 9  # of a number that a feed says
_PIECE = 8 * 1024 * 1024  # bytes of a feed that are read at a time
_ENDS = ((b"<feed", b"</feed>"), (b"<rdf:RDF", b"</rdf:RDF>"), (b"<rss", b"</channel></rss>"))


def looks_like(source: Path) -> bool:
    """Say whether a source is a feed."""
    if not source.is_file():
        return False
    with source.open("rb") as opened:
        head = opened.read(_HEAD)
    return any(sign in head for sign in _SIGNS)


def about(source: Path) -> Site:
    """Return what a feed says of its site."""
    if _is_json(source):
        said = {row.table: from_python(row.value) for row in _rows(source) if isinstance(row, TableRow) and row.table != "items"}
        base = first_text(said, "home_page_url", "feed_url")
        return Site(source.parent, text_of(said.get("title")), _base(base), text_of(said.get("language")))
    if declares_entities(source):
        return Site(source.parent)
    feed = _parsed(next(pieces(source))).feed
    return Site(source.parent, plain_text(feed.get("title", "")), _base(feed.get("link", "")), feed.get("language", "") or "")


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the entries of a feed."""
    if declares_entities(source):
        fault = "the feed declares entities, as none does: nothing in it is read"
        yield Problem("bad-import", fault, Span(source.name), "save it again")
        return
    numbers = count(1)
    if _is_json(source):
        for row in _rows(source):
            if isinstance(row, Problem):
                yield row
            elif row.table == "items" and isinstance(row.value, TooLarge):
                yield Skipped(Span(source.name, next(numbers)), TOO_LARGE)
            elif row.table == "items" and isinstance(row.value, Mapping):
                span = Span(source.name, next(numbers))
                yield from guarded(span, _json_post, span, from_python(row.value))
        return
    said = ""
    for piece in pieces(source):
        if piece:
            parsed = _parsed(piece)
            said = said or str(parsed.feed.get("opensearch_totalresults", ""))
            yield from _entries(parsed, numbers, source)
        else:
            yield Skipped(Span(source.name, next(numbers)), TOO_LARGE)
    found = next(numbers) - 1
    if said.isascii() and said.isdecimal() and int(said[:_DIGITS]) > found:
        yield Left(
            source.name,
            f"it holds {found:,} of {said[:_DIGITS]} entries: import an export of the site, or the other pages of the feed",
        )


def _entries(parsed: Any, numbers: Iterator[int], source: Path) -> Iterator[Found]:  # feedparser is not typed  # noqa: ANN401
    if parsed.bozo:
        message, hint = "the feed is not well formed", "hold it beside the site"
        if not parsed.entries:
            message, hint = "no feed can be read", "save it again"
        yield Problem("bad-import", f"{message}: {parsed.bozo_exception}", Span(source.name), hint)
    for entry in parsed.entries:
        span = Span(source.name, next(numbers))
        yield from guarded(span, _post, span, entry)


def pieces(source: Path) -> Iterator[bytes]:
    """Yield a feed in pieces that are feeds, too: of a large one some entries at a time. An empty one is an entry too large."""
    size, beginning, start, ended = source.stat().st_size, b"", 0, 0
    with source.open("rb") as opened, source.open("rb") as searched:
        for tag in post_tags(searched, 0) if size > _PIECE else ():
            if not beginning:
                if tag.place > LARGEST:
                    break
                beginning = opened.read(tag.place).rpartition(b"<")[0]
                end = b">" + next((end for root, end in _ENDS if root in beginning), b"")
                start = ended = len(beginning)
            elif tag.ends and tag.place - ended > LARGEST:
                if ended > start:
                    yield _piece(opened, beginning, start, ended) + end
                yield b""
                start = ended = tag.place
            elif tag.ends and tag.place - start > _PIECE:
                yield _piece(opened, beginning, start, tag.place) + end
                start = ended = tag.place
            elif tag.ends:
                ended = tag.place
        yield _piece(opened, beginning, start, size) if size - start <= LARGEST + _PIECE else b""


def _piece(opened: BinaryIO, beginning: bytes, start: int, stop: int) -> bytes:
    opened.seek(start)
    return beginning + opened.read(stop - start)


def _rows(source: Path) -> Iterator[TableRow | Problem]:
    try:
        yield from rows(source, frozenset())
    except UnreadableError as error:
        message = f"the feed is no JSON from here on ({error}): what comes after is not in the archive"
        yield Problem("bad-import", message, Span(source.name, error.line), "save it again")


def _is_json(source: Path) -> bool:
    with source.open("rb") as opened:
        return opened.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _parsed(feed: bytes) -> Any:  # as above  # noqa: ANN401
    feedparser = needed("feedparser", "import-feed", "A feed")
    return feedparser.parse(joined(feed), sanitize_html=False, resolve_relative_uris=False)


def _base(address: str) -> str:
    return address.rstrip("/") + "/" if address.startswith(("http://", "https://")) else ""


def _of(entry: Any, name: str) -> Any:  # noqa: ANN401
    """Return what an entry itself says under a name, and nothing that feedparser would put in its place."""
    return dict.get(entry, name) or ""


def _post(span: Span, entry: Any) -> Found:  # noqa: ANN401
    contents = _of(entry, "content") or []
    whole = max((content.get("value", "") for content in contents), key=len, default="")
    summary = _of(entry, "summary")
    body = whole or summary
    if not body and not _of(entry, "title"):
        return Skipped(span, "an entry without headline and text")
    files = {
        str(each.get("href")): str(each.get("type", ""))
        for each in _of(entry, "links") or []
        if each.get("rel") == "enclosure" and each.get("href")
    }
    pictures = [address for address, kind in files.items() if kind.startswith("image/")]
    pictures += [each.get("url") for each in (_of(entry, "media_content") or []) if each.get("medium") == "image"]
    authors = [each.get("name", "") for each in (_of(entry, "authors") or [])] or [_of(entry, "author")]
    known = ("title", "link", "published", "updated", "authors", "author", "tags", "content", "summary", "id")
    others = {
        name: from_python(entry[name])
        for name in entry
        if name.split("_")[0] not in known and name not in ("links", "guidislink", _COUNTED)
    }
    address = _COUNTED if _of(entry, _COUNTED) else "link"
    others |= {"link": str(_of(entry, "link"))} if address == _COUNTED else {}
    used = {name: key for name, key in {**_BECAME, address: "aliases"}.items() if _of(entry, name)}
    return Post(
        span=span, key=_of(entry, "id") or _of(entry, "link") or f"entry {span.line}", title=plain_text(_of(entry, "title")),
        date=date_of(_of(entry, "published")) or date_of(_of(entry, "updated")), updated=date_of(_of(entry, "updated")),
        publish_at=date_of(_of(entry, "published")), addresses=tuple(filter(None, (_of(entry, address),))),
        authors=tuple(dict.fromkeys(plain_text(name) for name in authors if name)),
        tags=tuple(dict.fromkeys(plain_text(tag.get("term") or "") for tag in _of(entry, "tags") or [])),
        standfirst=plain_text(summary) if whole and len(summary) < 1_000 else "",
        picture=PostPicture(pictures[0], shared=True) if pictures and pictures[0] else None,
        body=_played(files, body) + body, form="lines",
        used=used, kept=others, notes=() if whole else (_SHORT,),
    )  # fmt: skip


def _played(files: Mapping[str, str], body: str) -> str:
    """Return players of the sounds and films that come with an entry, and links to its other files, as far as no text has them.

    `files` has their types by their addresses.
    """
    return "".join(
        f'<p><{tag} src="{escape(address)}"></{tag}></p>' if tag in ("audio", "video")
        else f'<p><a href="{escape(address)}">{escape(unquote(urlsplit(address).path.rpartition("/")[2]) or address)}</a></p>'
        for address, tag in ((address, kind.partition("/")[0]) for address, kind in files.items())
        if tag != "image" and address not in body
    )  # fmt: skip


_BECAME = {
    "title": "title", "published": "date", "updated": "updated", "author": "authors", "tags": "tags",
    "content": "body",
    "summary": "standfirst",
}  # fmt: skip
_COUNTED = "feedburner_origlink"  # where an entry is, the link of which leads over a service that counts readers
_SHORT = "the feed has no more than a summary of it"


def _json_post(span: Span, item: Any) -> Post:  # values of JSON  # noqa: ANN401
    html, text = text_of(item.get("content_html")), text_of(item.get("content_text"))
    authors = item.get("authors") or ([item["author"]] if item.get("author") else [])
    picture = first_text(item, "image", "banner_image")
    became = {
        "id": "", "url": "aliases", "title": "title", "content_html": "body", "content_text": "body", "summary": "standfirst",
        "image": "image",
        "banner_image": "image", "date_published": "date", "date_modified": "updated", "authors": "authors", "author": "authors",
        "tags": "tags", "language": "lang",
    }  # fmt: skip
    return Post(
        span=span, key=first_text(item, "id", "url") or f"item {span.line}", title=text_of(item.get("title")),
        date=date_of(text_of(item.get("date_published"))), updated=date_of(text_of(item.get("date_modified"))),
        publish_at=date_of(text_of(item.get("date_published"))), addresses=texts_of(item.get("url")),
        lang=text_of(item.get("language")),
        authors=texts_of(authors), tags=texts_of(item.get("tags")), standfirst=text_of(item.get("summary")),
        picture=PostPicture(picture, shared=True) if picture else None, body=html or text, form="html" if html else "text",
        used={name: key for name, key in became.items() if key and item.get(name)},
        kept={name: value for name, value in item.items() if name not in became and value},
        notes=() if html or text else (_SHORT,),
    )  # fmt: skip
