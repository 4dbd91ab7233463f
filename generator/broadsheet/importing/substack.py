"""Substack: its export, a table of the posts (`posts.csv`) and a folder of their texts in HTML.

Invitations to subscribe, to share and to comment are taken out, counted; what is for some readers only is never published.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of
from broadsheet.importing.files import inside, read_text, walk
from broadsheet.importing.furniture import at_host, dropped, of_class, outer, parsed, replaced, words, written
from broadsheet.importing.guard import guarded
from broadsheet.importing.post import Found, Held, Left, Post, Site, Skipped
from broadsheet.importing.texts import plain_text
from broadsheet.importing.webaddress import urlsplit
from broadsheet.problems import Span

_TABLE = "posts.csv"
_COLUMNS = frozenset(("post_id", "is_published", "title"))
_BECAME = {
    "post_id": "slug", "post_date": "date", "is_published": "draft", "audience": "draft", "title": "title",
    "subtitle": "standfirst", "podcast_url": "body",
}  # fmt: skip
_SUBSCRIBE = re.compile(r"https://([\w.-]+)/(?:subscribe|p/[\w-]+/comments)\b")
_CALLS = re.compile(r"%%|/subscribe|/comments|action=share|/gift|/leaderboard|/chat|/app\b|/survey/|/account|/redeem|/i/|/donate")
_WRAPPED = re.compile(r"https://(?:cdn\.substack\.com|substackcdn\.com)/image/fetch/[^/]*(?:/[^/]*)??/(https(?::|%3A)[^\s\"]+)")
_HOSTS = ("substack.com", "substackcdn.com", "substack-post-media.s3.amazonaws.com", "bucketeer-", "substack-video.s3")
_CALLED = (
    "subscription-widget-wrap", "subscription-widget-wrap-editor", "subscribe-widget", "install-substack-app-embed",
    "community-chat", "directMessage", "paywall-jump",
)  # fmt: skip
_BUTTONS = ("image-link-expand", "pencraft")
_EVERYBODY = "everyone"
_WHO_READ = "who read what, and who subscribed, has no place in an archive"


def looks_like(source: Path) -> bool:
    """Say whether a source is an export of Substack: its folder, or the table in it."""
    table = source / _TABLE if source.is_dir() else source
    if table.name != _TABLE or not inside(table.parent, table):
        return False
    with table.open(encoding="utf-8-sig", errors="replace") as opened:
        return set(opened.readline(4_096).strip().replace('"', "").split(",")) >= _COLUMNS


def about(source: Path) -> Site:
    """Return where the letter was, as the export tells by the way."""
    root = source if source.is_dir() else source.parent
    lists = sorted(path.name.split(".") for path in root.glob("email_list.*.csv"))
    host = f"{lists[0][1]}.substack.com" if lists and re.fullmatch(r"[\w-]+", lists[0][1]) else ""
    for path in [] if host else sorted((root / "posts").glob("*.html")):
        found = _SUBSCRIBE.search(read_text(path, path.name)[0]) if inside(root, path) else None
        if found:
            host = found[1]
            break
    return Site(root, base=f"https://{host}/" if host else "")


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts in the table, those of which only the text is there, and what else is in the export."""
    if not inside(site.root, site.root / _TABLE):
        yield Skipped(Span(_TABLE), "there is no such table of posts")
        return
    text, problems = read_text(site.root / _TABLE, _TABLE)
    yield from problems
    table = csv.DictReader(io.StringIO(text, newline=""), restkey="more")
    used: set[Path] = set()
    while (row := _next(table)) is not None:
        span = Span(_TABLE, table.line_num)
        ident = (row.get("post_id") or "").strip()
        place = site.root / "posts" / f"{ident}.html"
        if not ident or "/" in ident or not inside(site.root / "posts", place):
            if not (row.get("podcast_url") or "").strip():
                yield Skipped(span, f"there is no text of it: `posts/{ident}.html`")
                continue
            body = ""
        else:
            used.add(place)
            body, problems = read_text(place, f"posts/{place.name}")
            yield from problems
        yield from guarded(span, _post, row, ident, body, span, site)
    yield from _others(site, used)


def _next(table: csv.DictReader[str]) -> dict[str, Any] | None:
    while True:
        try:
            return next(table, None)
        except csv.Error:  # a field that is larger than any is
            continue


def _others(site: Site, used: set[Path]) -> Iterator[Found]:
    counted: Counter[str] = Counter()
    for path in walk(site.root, site.root, frozenset()):
        if isinstance(path, Skipped):
            yield path
        elif path.suffix == ".html" and path.parent == site.root / "posts" and path not in used:
            where = path.relative_to(site.root).as_posix()
            row = {"post_id": path.stem, "is_published": "false", "title": _titled(path.stem)}
            yield from guarded(Span(where), _post, row, path.stem, read_text(path, where)[0], Span(where), site)
        elif path not in used and path.name != _TABLE:
            about_readers = path.name.startswith("email_list") or path.name.endswith((".opens.csv", ".delivers.csv"))
            counted["readers" if about_readers else path.relative_to(site.root).as_posix()] += 1
    for name, count in sorted(counted.items()):
        yield Left(f"lists of readers ({count:,})", _WHO_READ) if name == "readers" else Left(name, "it is no text of a post")


def _titled(ident: str) -> str:
    found = ident.partition(".")[2].replace("-", " ").strip()
    return found[:1].upper() + found[1:]


def _post(row: Mapping[str, Any], ident: str, text: str, span: Span, site: Site) -> Iterator[Found]:
    said = {name: value.strip() for name, value in row.items() if isinstance(value, str) and name}
    slug = ident.partition(".")[2] or ident
    body = _SubstackBody(text)
    if said.get("podcast_url"):
        body.html = (
            f'<p><audio src="{escape(said["podcast_url"])}" title="{escape(said.get("title", ""))}"></audio></p>' + body.html
        )
    kept: dict[str, Value] = {name: value for name, value in said.items() if value and name not in _BECAME}
    kept |= {"audience": said["audience"]} if said.get("audience", _EVERYBODY) != _EVERYBODY else {}
    kept |= {"for_some_readers": body.for_some} if body.for_some else {}
    page = said.get("type") == "page"
    date = date_of(said.get("post_date", ""))
    yield Post(
        span=span, key=ident, title=plain_text(said.get("title", "")), shape="page" if page else "story", name=slug,
        date=date, held=_held(said), publish_at=date, addresses=(f"/p/{slug}",), standfirst=plain_text(said.get("subtitle", "")),
        body=body.html, form="html", used={name: key for name, key in _BECAME.items() if said.get(name)}, kept=kept,
        lost=tuple(body.lost),
    )  # fmt: skip
    for picture in body.pictures:
        here = "the picture is at Substack only, and is shown from there"
        yield Left(picture, f"{here}; --fetch brings it ({span})", f"{here}: it could not be fetched ({span})")


def _held(said: Mapping[str, str]) -> Held:
    """Return what holds a post back: a letter that went to some readers only was never public."""
    if said.get("is_published", "").lower() != "true":
        return "draft"
    public = said.get("audience", _EVERYBODY) in (_EVERYBODY, "") and said.get("type") not in ("adhoc_email", "restack")
    return "" if public else "private"


class _SubstackBody:
    """A text without what surrounds it: `lost` says what was taken out, `for_some` is what only some readers saw."""

    def __init__(self, text: str) -> None:
        self.lost: list[tuple[str, str]] = []
        self.for_some: list[Value] = []
        self.pictures: list[str] = []
        tree = parsed(text) if text.strip() else None
        if tree is not None:
            self._some_readers(tree)
            self._calls(tree)
            self._embeds(tree)
            self._pictures(tree)
            for each in of_class(tree, "footnote-anchor"):
                replaced(each, f"<sup>{outer(each)}</sup>")
        self.html = written(tree) if tree is not None else ""

    def _some_readers(self, tree: Any) -> None:  # lxml is not typed  # noqa: ANN401
        for each in of_class(tree, "dynamic-content-block"):
            if each.get("data-dynamic-audiences", "") not in ("", "non_sub", "everyone"):
                self.for_some.append(written(each))
                dropped(each)

    def _calls(self, tree: Any) -> None:  # noqa: ANN401
        for each in of_class(tree, *_CALLED):
            self._lose(each, "invitation", "an invitation to subscribe or to take part at the old site was taken out")
        for each in of_class(tree, "captioned-button-wrap", "button-wrapper"):
            target = str(_said(each).get("url") or "") or next((link.get("href", "") for link in each.iter("a")), "")
            inner = [_said(part).get("url") for part in of_class(each, "button-wrapper")]
            if any(_CALLS.search(str(url)) for url in (target, *inner) if url):
                self._lose(each, "invitation", "an invitation to subscribe or to take part at the old site was taken out")
        for each in of_class(tree, *_BUTTONS):
            if each.tag in ("div", "button") and not words(each):
                dropped(each)

    def _lose(self, each: Any, name: str, reason: str) -> None:  # noqa: ANN401
        if each.getparent() is not None:
            self.lost.append((name, reason))
            dropped(each)

    def _embeds(self, tree: Any) -> None:  # noqa: ANN401
        """Put a link in the place of what is shown from elsewhere and has nothing of its own to show."""
        for each in list(tree.iter("div", "span")):
            said = _said(each)
            if not said or each.getparent() is None:
                continue
            if words(each) or each.find(".//img") is not None or each.find(".//iframe") is not None:
                continue
            shown = _embedded(said, "span" if each.tag == "span" else "p")  # somebody is mentioned within a sentence
            if shown:
                replaced(each, shown)
            else:
                name = (each.get("data-component-name") or each.get("class") or "embed").split()[0].removesuffix("ToDOM")
                self._lose(each, name, "what it shows is at the old site only")

    def _pictures(self, tree: Any) -> None:  # noqa: ANN401
        for each in list(tree.iter("img")):
            wrapped = _WRAPPED.match(each.get("src", ""))
            if wrapped:
                each.set("src", unquote(wrapped[1]))
            if at_host(each.get("src", ""), *_HOSTS):
                self.pictures.append(each.get("src"))
            link = each.getparent()
            while link is not None and link.tag not in ("a", "figure", "p"):
                link = link.getparent()
            if link is not None and link.tag == "a" and "image-link" in link.get("class", ""):
                link.drop_tag()


def _said(each: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what an element says of itself for the program that shows it."""
    try:
        said = json.loads(each.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _embedded(said: Mapping[str, Any], tag: str) -> str:
    """Return what stands for something embedded: pictures, a formula, or its words and a link to it; empty where it has none."""
    if said.get("persistentExpression"):
        return f"<pre>{escape(str(said['persistentExpression']), quote=False)}</pre>"
    if isinstance(said.get("gallery"), Mapping):
        return _gallery(said["gallery"])
    texts = {name: str(said[name]) for name in ("full_text", "title", "label", "name", "caption", "body") if said.get(name)}
    url = str(said.get("url") or said.get("canonical_url") or said.get("src") or "")
    if said.get("videoId"):
        url = f"https://www.youtube.com/watch?v={said['videoId']}"
    url = url if urlsplit(url).scheme in ("http", "https") else ""
    if not url and not texts:
        return ""
    if "full_text" in texts:
        who = " ".join(filter(None, (texts.get("name"), f"@{said['username']}" if said.get("username") else "")))
        source = f'<p><a href="{escape(url)}">{escape(who or url, quote=False)}</a></p>' if url else ""
        return f"<blockquote><p>{escape(texts['full_text'], quote=False)}</p>{source}</blockquote>"
    label = escape(next(iter(texts.values()), url), quote=False)
    label = f'<a href="{escape(url)}">{label}</a>' if url else label
    return f"<{tag}>{label}</{tag}>"


def _gallery(said: Mapping[str, Any]) -> str:
    images = said.get("images")
    items = [each for each in images if isinstance(each, Mapping)] if isinstance(images, list) else []
    sources = [str(each["src"]) for each in items if each.get("src")]
    alt, caption = (str(said.get(name) or "") for name in ("alt", "caption"))
    shown = "".join(f'<img src="{escape(src)}" alt="{escape(alt)}">' for src in sources)
    words = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
    return f"<figure>{shown}{words}</figure>" if shown else ""
