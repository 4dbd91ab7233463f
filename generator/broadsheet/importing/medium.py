"""Medium: its export, a folder of pages. What a page says of itself stands in its head and its foot.

Replies to others are pages like posts. They cannot be told with certainty, so what looks like one is held back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from lxml.etree import LxmlError

from broadsheet.content.opening import bare
from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of
from broadsheet.importing.files import inside, read_text, walk
from broadsheet.importing.furniture import at_host, dropped, of_class, parsed, replaced, words, written
from broadsheet.importing.guard import guarded
from broadsheet.importing.post import Found, Held, Left, Post, Site, Skipped
from broadsheet.importing.values import text_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.problems import Span

_HEAD = 65_536
_IDENT = re.compile(r"(?:^|[-_/])([0-9a-f]{8,12})(?:\.html)?$")
_OURS = re.compile(r"^(?:https?:)?//[^/]+/(?:.*[-/])?([0-9a-f]{8,12})/?(#[\w-]*)?(?:\?[^#]*)?$")
_HOSTS = ("medium.com", "miro.medium.com")
_LOWER = {"h3": "h2", "h4": "h3"}  # a page of Medium has no `h2`
_WRAPPINGS = ("section", "section-content", "section-inner", "section-divider", "aspectRatioPlaceholder")
_ELSEWHERE = {
    "bookmarks": "what somebody read", "claps": "what somebody liked", "highlights": "what somebody marked", "lists": "lists",
    "ips": "the addresses of machines", "sessions": "when somebody was there", "blocks": "whom somebody blocked",
    "interests": "what somebody likes", "users-following": "whom somebody follows", "pubs-following": "what somebody follows",
    "topics-following": "what somebody follows", "profile": "who somebody is", "twitter": "an account elsewhere",
    "partner-program": "accounts",
}  # fmt: skip


def looks_like(source: Path) -> bool:
    """Say whether a folder is an export of Medium, or the one of the posts in it."""
    pages = sorted(_folder(source).glob("*.html"))[:3] if source.is_dir() else []
    return any(_is_page(path) for path in pages if inside(source, path))


def _is_page(path: Path) -> bool:
    """Say whether a page is one of Medium's: others write their entries with these classes, too."""
    head = path.read_bytes()[:_HEAD]
    return b'class="h-entry"' in head and (b'data-field="' in head or b"medium.com/" in head)


def _folder(source: Path) -> Path:
    return source / "posts" if (source / "posts").is_dir() else source


def about(source: Path) -> Site:
    """Return who wrote the posts, where they were, and at which path each was that is not held back, by what identifies it."""
    hosts: Counter[str] = Counter()
    paths: dict[str, Value] = {}
    for path in sorted(_folder(source).glob("*.html")):
        tree = _tree(source, path)
        content = next(of_class(tree, "e-content"), None) if tree is not None else None
        if tree is None or content is None:
            continue
        parts = urlsplit(next((each.get("href", "") for each in of_class(tree, "p-canonical")), ""))
        hosts[parts.netloc] += 1
        ident = _ident(parts.path, path.name)
        if ident and parts.path and not _held(path.name, content, _first(tree, "p-name")):
            paths[ident] = parts.path
    own = [host for host, _ in hosts.most_common() if host and not at_host(f"https://{host}", *_HOSTS)]
    profile = _tree(source, source / "profile" / "profile.html")
    author = _first(profile, "p-name") if profile is not None else ""
    return Site(source, base=f"https://{own[0]}/" if own else "", details={"paths": paths, "author": author})


def _tree(source: Path, path: Path) -> Any:  # lxml is not typed  # noqa: ANN401
    """Return the tree of a page; None where there is none that can be read, of which `read` says why."""
    try:
        return parsed(read_text(path, path.name)[0]) if inside(source, path) else None
    except (LxmlError, ValueError):
        return None


def _ident(path: str, name: str) -> str:
    found = _IDENT.search(path) or _IDENT.search(name)
    return found[1] if found else ""


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts of an export, and what else is in it."""
    others: Counter[str] = Counter()
    for path in walk(source, source, frozenset()):
        if isinstance(path, Skipped):
            yield path
            continue
        where = path.relative_to(source).as_posix()
        if path.parent == _folder(source) and path.suffix == ".html":
            text, problems = read_text(path, where)
            yield from (problem._replace(span=problem.span or Span(where)) for problem in problems)
            yield from guarded(Span(where), _page, text, where, path.name, site)
        else:
            others[where.partition("/")[0]] += 1
    for name, count in sorted(others.items()):
        yield Left(f"{name} ({count:,})", f"{_ELSEWHERE.get(name, 'it')} is no text of a post")


def _page(text: str, where: str, name: str, site: Site) -> Iterator[Found]:
    tree = parsed(text)
    content = next(of_class(tree, "e-content"), None)
    if content is None:
        yield Skipped(Span(where), "it holds no text of a post")
        return
    name_of_page = _first(tree, "p-name")
    title = _first(content, "graf--title") or name_of_page
    canonical = next((each.get("href", "") for each in of_class(tree, "p-canonical")), "")
    stamp = next(of_class(tree, "dt-published"), None)
    date = date_of(stamp.get("datetime", "") or words(stamp)) if stamp is not None else ""
    is_reply = _is_reply(content, name_of_page)
    held = _held(name, content, name_of_page) or ("" if date else "draft")  # what is out there has one
    body = _MediumBody(content, title, _first(tree, "p-summary"), site)
    kept: dict[str, Value] = {"canonical": canonical} if canonical else {}
    kept |= {"p-name": name_of_page} if name_of_page not in ("", title) else {}
    kept |= {"reply": "it looks like a reply to somebody"} if is_reply else {}
    path = urlsplit(canonical).path
    ident = _ident(path, name)
    tags = [words(link) for list_ in of_class(tree, "p-tags") for link in list_.iter("a")]
    author = _first(tree, "p-author") or text_of(site.details.get("author"))
    yield Post(
        span=Span(where), key=ident or where, title=title, name=_slug(path, name) or title, date=date, held=held, publish_at=date,
        addresses=(path, f"/p/{ident}") if path.strip("/") and ident and not held else (),
        authors=(author,) if author else (), tags=tuple(dict.fromkeys(filter(None, tags))), standfirst=body.standfirst,
        body=body.html, form="html", kept=kept, lost=(),
        used={
            "p-name": "title", "e-content": "body", **({"p-summary": "standfirst"} if body.standfirst else {}),
            **({"dt-published": "date"} if date else {}), **({"p-author": "authors"} if author else {}),
            **({"p-tags": "tags"} if tags else {}), **({"p-canonical": "aliases"} if path else {}),
        },
    )  # fmt: skip
    for picture in body.pictures:
        here = "the picture is at Medium only, and is shown from there"
        yield Left(picture, f"{here}; --fetch brings it ({where})", f"{here}: it could not be fetched ({where})")


def _held(name: str, content: Any, title: str) -> Held:  # lxml is not typed  # noqa: ANN401
    """Return what holds a page back: that it is a draft, or that it may be a reply."""
    return "draft" if name.startswith("draft_") or _is_reply(content, title) else ""


def _is_reply(content: Any, title: str) -> bool:  # noqa: ANN401
    """Say whether a page has no headline, and is called by the words that it begins with, as Medium calls replies."""
    headed = _first(content, "graf--title") or content.find(".//h3") is not None
    return not headed and _begins(words(content), title)


def _first(tree: Any, name: str) -> str:  # noqa: ANN401
    return next((words(each) for each in of_class(tree, name)), "")


def _slug(path: str, name: str) -> str:
    last = path.rstrip("/").rpartition("/")[2] or re.sub(r"^(?:draft|\d{4}-\d{2}-\d{2})_", "", name).removesuffix(".html")
    return re.sub(r"-*[0-9a-f]{8,12}$", "", last).strip("-")


class _MediumBody:
    """The text of a post without its headline, with its standfirst apart."""

    def __init__(self, content: Any, title: str, summary: str, site: Site) -> None:  # noqa: ANN401
        self.pictures: list[str] = []
        for each in of_class(content, "graf--title"):
            if words(each) == title:
                dropped(each)
        below = next(of_class(content, "graf--subtitle"), None)
        self.standfirst = words(below) if below is not None else ""
        if below is not None:
            dropped(below)
        elif bare(summary) and bare(summary) not in bare(words(content)):
            self.standfirst = summary
        divider = next(of_class(content, "section-divider"), None)
        if divider is not None:
            dropped(divider)
        self._moved(content, site)
        for each in of_class(content, *_WRAPPINGS):
            each.drop_tag()
        self.html = written(content)

    def _moved(self, content: Any, site: Site) -> None:  # noqa: ANN401
        paths = site.details.get("paths")
        linked = {each.get("href", "")[1:] for each in content.iter("a") if each.get("href", "").startswith("#")}
        for each in list(content.iter()):
            if not isinstance(each.tag, str):
                continue
            if each.tag in _LOWER:  # only then: names that nobody may give can be read
                each.tag = _LOWER[each.tag]
            if each.get("id") and each.get("id") not in linked:
                del each.attrib["id"]
            each.attrib.pop("name", None)
            found = _OURS.match(each.get("href", "")) if each.tag == "a" else None
            if found and isinstance(paths, Mapping) and found[1] in paths:
                each.set("href", f"{text_of(paths[found[1]])}{found[2] or ''}")
            if each.tag == "img" and at_host(each.get("src", ""), *_HOSTS):
                self.pictures.append(each.get("src"))
            if each.tag == "script" and each.get("src"):
                src = escape(each.get("src").removesuffix(".js"))
                replaced(each, f'<p><a href="{src}">{src}</a></p>')
        for each in of_class(content, "js-mixtapeImage", "aspectRatioPlaceholder-fill"):
            dropped(each)


def _begins(text: str, beginning: str) -> bool:
    """Say whether a text begins with these words, of which the end may have been cut off."""
    return bool(bare(beginning)) and bare(text).startswith(bare(beginning))
