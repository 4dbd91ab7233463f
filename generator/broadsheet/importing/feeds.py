"""Feeds: RSS and Atom by feedparser, JSON Feed by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of
from broadsheet.importing.guard import guarded
from broadsheet.importing.needs import needed
from broadsheet.importing.post import Found, Post, PostPicture, Site, Skipped
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, from_python, text_of, texts_of
from broadsheet.importing.xmlstream import declares_entities, joined
from broadsheet.problems import Problem, Span

_HEAD = 4_096
_SIGNS = (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org/version")
_LARGEST = 256 * 1024 * 1024


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
        said = _json(source)
        base = first_text(said, "home_page_url", "feed_url")
        return Site(source.parent, text_of(said.get("title")), _base(base), text_of(said.get("language")))
    if _fault(source):
        return Site(source.parent)
    feed = _parsed(source).feed
    return Site(source.parent, plain_text(feed.get("title", "")), _base(feed.get("link", "")), feed.get("language", "") or "")


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the entries of a feed."""
    fault = _fault(source)
    if fault:
        yield Problem("bad-import", fault, Span(source.name), "save it again")
        return
    if _is_json(source):
        items = _json(source).get("items")
        for number, item in enumerate(items if isinstance(items, list) else (), 1):
            if isinstance(item, Mapping):
                span = Span(source.name, number)
                yield from guarded(span, _json_post, span, item)
        return
    parsed = _parsed(source)
    if parsed.bozo and not parsed.entries:
        yield Problem("bad-import", f"no feed can be read: {parsed.bozo_exception}", Span(source.name), "save it again")
    elif parsed.bozo:
        yield Problem(
            "bad-import", f"the feed is not well formed: {parsed.bozo_exception}", Span(source.name), "hold it beside the site"
        )
    for number, entry in enumerate(parsed.entries, 1):
        span = Span(source.name, number)
        yield from guarded(span, _post, span, entry)


def _fault(source: Path) -> str:
    if source.stat().st_size > _LARGEST:
        return f"the feed is larger than {_LARGEST // 1024 // 1024} MB"
    if declares_entities(source):
        return "the feed declares entities, as none does: nothing in it is read"
    if _is_json(source) and not _json(source):
        return "the feed is not JSON"
    return ""


def _is_json(source: Path) -> bool:
    with source.open("rb") as opened:
        return opened.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _json(source: Path) -> dict[str, Value]:
    try:
        said = from_python(json.loads(source.read_bytes()))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _parsed(source: Path) -> Any:  # feedparser is not typed  # noqa: ANN401
    feedparser = needed("feedparser", "import-feed", "A feed")
    return feedparser.parse(joined(source.read_bytes()), sanitize_html=False, resolve_relative_uris=False)


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
    pictures = [each.get("href") for each in (_of(entry, "enclosures") or []) if str(each.get("type", "")).startswith("image/")]
    pictures += [each.get("url") for each in (_of(entry, "media_content") or []) if each.get("medium") == "image"]
    authors = [each.get("name", "") for each in (_of(entry, "authors") or [])] or [_of(entry, "author")]
    known = ("title", "link", "published", "updated", "authors", "author", "tags", "content", "summary", "id")
    others = {
        name: from_python(entry[name])
        for name in entry
        if name.split("_")[0] not in known and name not in ("links", "guidislink")
    }
    return Post(
        span=span, key=_of(entry, "id") or _of(entry, "link") or f"entry {span.line}", title=plain_text(_of(entry, "title")),
        date=date_of(_of(entry, "published")) or date_of(_of(entry, "updated")), updated=date_of(_of(entry, "updated")),
        publish_at=date_of(_of(entry, "published")), addresses=tuple(filter(None, (_of(entry, "link"),))),
        authors=tuple(dict.fromkeys(plain_text(name) for name in authors if name)),
        tags=tuple(dict.fromkeys(plain_text(tag.get("term") or "") for tag in _of(entry, "tags") or [])),
        standfirst=plain_text(summary) if whole and len(summary) < 1_000 else "",
        picture=PostPicture(pictures[0]) if pictures and pictures[0] else None, body=body, form="lines",
        used={name: key for name, key in _BECAME.items() if _of(entry, name)}, kept=others, notes=() if whole else (_SHORT,),
    )  # fmt: skip


_BECAME = {
    "title": "title", "link": "aliases", "published": "date", "updated": "updated", "author": "authors", "tags": "tags",
    "content": "body",
    "summary": "standfirst",
}  # fmt: skip
_SHORT = "the feed has no more than a summary of it"


def _json_post(span: Span, item: Mapping[str, Value]) -> Post:
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
        picture=PostPicture(picture) if picture else None, body=html or text, form="html" if html else "text",
        used={name: key for name, key in became.items() if key and item.get(name)},
        kept={name: value for name, value in item.items() if name not in became and value},
        notes=() if html or text else (_SHORT,),
    )  # fmt: skip
