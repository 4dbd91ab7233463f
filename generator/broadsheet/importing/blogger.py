"""Blogger: the Atom file of its own export, and that of Takeout, read as a stream. No entity is expanded, nothing is fetched.

In both the entries are posts, pages and comments, and in the older one templates and settings, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of, instant_of
from broadsheet.importing.furniture import at_host
from broadsheet.importing.guard import guarded
from broadsheet.importing.post import Found, Held, Left, Post, Reply, Site, Skipped
from broadsheet.importing.replytext import reply_text
from broadsheet.importing.texts import plain_text
from broadsheet.importing.webaddress import urlsplit
from broadsheet.importing.xmlstream import Element, Posts, elements
from broadsheet.problems import Span

_MARK = re.compile(rb"blogger/2008/kind#|schemas\.google\.com/blogger/2018")
_HEAD = 262_144
_KIND = "http://schemas.google.com/g/2005#kind"
_TO_THE_MINUTE = len("2010-11-27T15:12")
_HELD: dict[str, Held] = {"live": "", "draft": "draft", "scheduled": "scheduled"}
_STATUSES = {"live": "approved", "": "approved", "pending": "pending"}
_MORE = re.compile(r"<a\s+name=(['\"]?)more\1\s*>\s*(?:</a>)?|<a\s+name=(['\"]?)more\2\s*/>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|table|h[1-6]|blockquote|pre)\b", re.IGNORECASE)
_SRC = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"'>]+)", re.IGNORECASE)
_LINKED = re.compile(r"https?://([\w.-]+)(/(?:\d{4}/\d{2}|p)/[\w-]+\.html)")
_NOBODY = frozenset(("Anonymous", "Unknown"))  # whom Blogger names where an account is gone
_HOSTS = ("blogger.googleusercontent.com", "bp.blogspot.com", "googleusercontent.com", "photos1.blogger.com", "ggpht.com")
# Elements that say nothing of the words, or the same as another.
_SAME = frozenset((
    "id", "type", "status", "trashed", "link", "total", "thumbnail", "category", "parent", "inReplyTo", "in-reply-to", "control",
    "author", "title", "content", "published", "updated", "filename", "metaDescription", "extendedProperty", "enclosure",
))  # fmt: skip


def looks_like(source: Path) -> bool:
    """Say whether a source is an export of a blog, or a folder with one, such as that of Takeout."""
    return bool(_parts(source))


def _parts(source: Path) -> list[Path]:
    if source.is_file():
        return [source] if _is_part(source) else []
    found = {
        *source.glob("*.xml"),
        *source.glob("*.atom"),
        *source.glob("Blogs/*/*.atom"),
        *source.glob("Blogger/Blogs/*/*.atom"),
    }
    return [path for path in sorted(found) if path.is_file() and not path.is_symlink() and _is_part(path)]


def _is_part(path: Path) -> bool:
    with path.open("rb") as opened:
        return _MARK.search(opened.read(_HEAD).replace(b"\0", b"")) is not None


def about(source: Path) -> Site:
    """Return what an export says of its blog, and the comments, which may stand before the posts that they are about."""
    said: dict[str, str] = {}
    comments: dict[str, Any] = {}
    idents: dict[str, Value] = {}
    paths: set[str] = set()
    linked: Counter[tuple[str, str]] = Counter()
    for path in _parts(source):
        for element in elements(path, ("entry", "title", "link")):
            if element.name == "title":
                said.setdefault("title", element.own)
            elif element.name == "link" and element.get("rel") == "alternate":
                said.setdefault("base", element.get("href"))
            elif element.name == "entry":
                kind = _kind(element)
                if kind == "comment":
                    comments.setdefault(_about(element), []).append(_comment(element))
                elif kind == "settings":
                    said[element.text("id").rpartition(".")[2]] = element.text("content").strip()
                else:
                    idents[element.text("id")] = ""
                    paths.add(element.text("filename"))
                    linked.update(set(_LINKED.findall(element.text("content"))))
    hosts = Counter({host: count for (host, path), count in linked.items() if path in paths})
    guessed = f"https://{hosts.most_common(1)[0][0]}" if hosts else ""
    base = said.get("base") or guessed
    return Site(
        source if source.is_dir() else source.parent, said.get("title", ""),
        base.rstrip("/") + "/" if base.startswith(("http://", "https://")) else "", said.get("BLOG_LOCALE", "").replace("_", "-"),
        said.get("BLOG_TIME_ZONE", ""), details={"comments": comments, "idents": idents},
    )  # fmt: skip


def _kind(entry: Element) -> str:
    """Return what an entry is: post, page, comment, template or settings."""
    terms = (each.get("term") for each in entry.all("category") if each.get("scheme") == _KIND)
    return next((term.rpartition("#")[2] for term in terms), "") or entry.text("type").lower() or "post"


def _about(comment: Element) -> str:
    """Return what identifies the post that a comment is about."""
    return next((each.get("ref") for each in comment.all("in-reply-to") if each.get("ref")), "") or comment.text("parent")


def _number(ident: str) -> str:
    return ident.rpartition("-")[2]


def _comment(entry: Element) -> list[str]:
    related = next((each.get("href") for each in entry.all("link") if each.get("rel") == "related"), "")
    return [
        _number(entry.text("id")), _author(entry), date_of(entry.text("published")),
        reply_text(entry.text("content")), _STATUSES.get(entry.text("status").lower(), "rejected"),
        related.rpartition("/")[2] or _number(entry.text("inReplyTo")),
    ]  # fmt: skip


def _author(entry: Element) -> str:
    return next((plain_text(each.text("name")) for each in entry.all("author")), "")


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts and pages of an export, and what else is in it."""
    others: Counter[str] = Counter()
    for path in _parts(source):
        posts = Posts(path, ("entry",), b"</feed>")
        for entry in posts:
            kind = _kind(entry)
            span = Span(path.name, max(entry.line, 1))
            if kind in ("post", "page"):
                yield from guarded(span, _post, entry, span, kind, site)
            elif kind == "comment":
                yield from _unwritten(entry, span, site)
            else:
                others[kind] += 1
        yield from posts.faults()
    for name, count in sorted(others.items()):
        yield Left(f"{name} ({count:,} entries)", "no articles, but how the old blog was set up")


def _unwritten(entry: Element, span: Span, site: Site) -> Iterator[Skipped]:
    """Say of a comment why it does not come over, if it does not: the others come with their posts."""
    known = site.details.get("idents")
    _, _, date, text, *_ = _comment(entry)
    if not isinstance(known, Mapping) or _about(entry) not in known:
        yield Skipped(span, "a comment on a post that is not in the archive")
    elif not text or not date:
        yield Skipped(span, "a comment without words or without a date")


def _post(entry: Element, span: Span, kind: str, site: Site) -> Iterator[Found]:
    status = entry.text("status").lower()
    if "trash" in status or entry.text("trashed"):
        yield Skipped(span, "it is in the trash")
        return
    ident, date, content = entry.text("id"), date_of(entry.text("published")), entry.text("content")
    updated = date_of(entry.text("updated"))
    is_update = instant_of(updated)[:_TO_THE_MINUTE] != instant_of(date)[:_TO_THE_MINUTE]
    draft = any(each.text("draft").lower() == "yes" for each in entry.all("control"))
    held: Held = "draft" if draft else _HELD.get(status, "draft") if status else ""
    address = entry.text("filename") or next(
        (each.get("href") for each in entry.all("link") if each.get("rel") == "alternate"), ""
    )
    sounds = [each.get("href") for each in entry.all("link") if each.get("rel") == "enclosure" and each.get("href")]
    sounded = "".join(f'<p><audio src="{escape(sound)}"></audio></p>' for sound in sounds)
    tags = tuple(dict.fromkeys(each.get("term").strip() for each in entry.all("category") if each.get("scheme") != _KIND))
    replies = tuple(_replies(ident, site))
    author = _author(entry)
    nobody = {"author": author} if author in _NOBODY else {}
    used = {name: key for name, key in _used(entry).items() if name not in nobody}
    lost = [("comments", "a page has none")] * len(replies) if kind == "page" else []
    yield Post(
        span=span, key=ident, title=plain_text(entry.text("title")), shape="page" if kind == "page" else "story",
        name=re.sub(r"\.html?$", "", urlsplit(address).path.rpartition("/")[2]), date=date,
        updated=updated if is_update else "", held=held, publish_at=date, addresses=(address,) if address else (),
        authors=(author,) if author and not nobody else (), tags=tuple(tag for tag in tags if tag),
        standfirst=plain_text(entry.text("metaDescription")), body=sounded + _MORE.sub("<!--more-->", content),
        form="html" if _BLOCK.search(content) else "lines", used=used, kept={**_kept(entry), **nobody}, lost=tuple(lost),
        replies=() if kind == "page" else replies,
    )  # fmt: skip
    for picture in dict.fromkeys(map(unescape, _SRC.findall(content))):
        if at_host(picture, *_HOSTS):
            here = "the picture is at Blogger only, and is shown from there"
            yield Left(picture, f"{here}; --fetch brings it ({span})", f"{here}: it could not be fetched ({span})")


def _used(entry: Element) -> dict[str, str]:
    became = {
        "title": "title", "published": "date", "updated": "updated", "content": "body", "author": "authors", "control": "draft",
        "status": "draft", "filename": "aliases", "metaDescription": "standfirst",
    }  # fmt: skip
    return {name: key for name, key in became.items() if entry.has(name) or (name in ("author", "control") and entry.all(name))}


def _kept(entry: Element) -> dict[str, Value]:
    """Return what an entry says beside: where it was written, when it was begun."""
    kept: dict[str, Value] = {}
    for each in entry.children():
        if each.name == "location":
            place = {child.name: child.own.strip() for child in each.children() if child.own.strip()}
            kept |= {"location": place} if place else {}
        elif each.name not in _SAME and each.own.strip():
            kept[each.name] = each.own.strip()
    return kept


def _replies(ident: str, site: Site) -> Iterator[Reply]:
    known: Any = site.details.get("comments")
    yield from (Reply(*comment) for comment in known.get(ident, ()))
