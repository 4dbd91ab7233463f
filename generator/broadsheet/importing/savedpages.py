"""Saved pages: a folder of HTML files, or a mirror of a site made by wget or HTTrack."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from broadsheet.content.values import LANGUAGE_TAG
from broadsheet.content.yamltext import Value
from broadsheet.importing.commons import SAMPLE, commons_of
from broadsheet.importing.dates import date_of
from broadsheet.importing.files import read_text, walk
from broadsheet.importing.furniture import tree_of, without_layout
from broadsheet.importing.guard import guarded
from broadsheet.importing.pagearticle import article_of
from broadsheet.importing.post import READ_FROM, Found, Post, PostPicture, Site, Skipped
from broadsheet.importing.values import from_python, text_of, texts_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.problems import Span

_SUFFIXES = (".html", ".htm", ".xhtml")
_HOST = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?", re.IGNORECASE)
_QUERY = re.compile(r"[?@]([^/]+?)(?:\.html?)?\Z")
_TOOLS = frozenset(("hts-cache", "hts-log.txt", "node_modules"))
_STATED = (
    "//article//time/@datetime | //time[@pubdate]/@datetime | //*[contains(@class, 'dt-published')]/@datetime"
    " | //*[contains(@class, 'published')]/@title | //*[contains(@class, 'entry-date')]/@datetime"
)
_UPDATED = "//time[ancestor-or-self::*[contains(@class, 'updated')]]/@datetime"
HEAD, _START = 65_536, 4_096
_OF_SITES = ("description", "og:description", "keywords", "og:title")
_OFTEN = 3  # pages: what so many have of themselves is the site's
_SEPARATOR = re.compile(r"\s+[|–—·»-]\s*\Z")  # behind which the name of the site was
_LONGEST_TITLE = 500  # letters
_AFTER = re.compile(r"\s+[|–—·»-]\s+(?!.*\s[|–—·»-]\s).+\Z")
_FIRST = re.compile(r"[^\s:|–—·»][^:|–—·»]*?(?::|\s[|–—·»-])\s+(?=\S)")
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)([/-])(\d\d)\2(\d\d)(?=[/._-]|\Z)")  # `/2001/04/05.html`
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b")
_SINGLE = frozenset(("item-view", "page", "single", "singular"))
_LISTS = frozenset(("archive-view", "homepage-view", "index-view", "label-view", "multiple-items", "search-view"))
_OF_WORDPRESS = frozenset(("author", "category", "date", "post-type-archive", "tag"))
_MISSING = "error404"  # as WordPress calls it
_FAILED = frozenset(("error", "not found", "page not found"))  # in what a server answers, whatever its status
# Where a page has its own headline if that in its head, and the first in its text, are the site's: in a forum, behind a label.
_TOLD = "//td[normalize-space()='Subject:']/following-sibling::td[1] | //h1/following-sibling::*[1][contains(@style, 'bold')]"
_LAST_RULE = re.compile(r"<hr\b[^<>]*>((?:\s|<!--[^<>]*-->|</?(?:br|center|div|font|p|td|tr)\b[^<>]*>)*)\Z", re.IGNORECASE)
_NOT_FOUND = re.compile(r"\W*(?:[^\W\d]+\W*)?404\W*(?:(?:error|file|page)\W*)*(?:not\W+found\b.*)?", re.IGNORECASE | re.DOTALL)
_OFTEN_LISTS = frozenset(("archive", "blog", "home", "paged", "search"))
_DATES = (
    "article:published_time",
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "datepublished",
    "sailthru.date",
)


def looks_like(source: Path) -> bool:
    """Say whether a source is a saved page, or a folder that holds some."""
    if source.is_file():
        return source.suffix.lower() in _SUFFIXES
    return any(isinstance(path, Path) and path.suffix.lower() in _SUFFIXES for path in walk(source, source, _TOOLS))


def about(source: Path) -> Site:
    """Return where the mirrored site was, as the name of its folder says."""
    if source.is_file():
        return Site(source.parent)
    folder, others = _site_of(source)
    base = f"https://{folder.name}/" if _HOST.fullmatch(folder.name) and (folder != source or _is_mirror(folder)) else ""
    said, title, language = said_often(_heads(folder))
    common = commons_of(path.read_bytes() for path in _sampled(folder))
    details: dict[str, Value] = {
        "folder": folder.relative_to(source).as_posix(),
        "said": said,
        "common": common,
        "others": others,
    }
    return Site(source, title, base, language, static=((folder, "/"),), among=True, details=details)


def _site_of(source: Path) -> tuple[Path, list[Value]]:
    """Return the folder of the site in a mirror, and the hosts that it came by: those that hold fewer than half of the pages."""
    hosts = [path for path in sorted(source.iterdir()) if path.is_dir() and not path.is_symlink() and _HOST.fullmatch(path.name)]
    counts = {path: sum(_is_page(each) for each in walk(path, path, _TOOLS)) for path in hosts} if len(hosts) > 1 else {}
    most = max(counts, key=lambda path: counts[path], default=None)
    if most and counts[most] * 2 > sum(counts.values()):
        return most, [path.name for path in hosts if path != most]
    return (hosts[0] if len(hosts) == 1 else source), []


def _is_page(path: Path | Skipped) -> bool:
    return isinstance(path, Path) and path.suffix.lower() in _SUFFIXES


def _heads(source: Path) -> Iterator[bytes]:
    """Yield the beginnings of the pages."""
    for path in walk(source, source, _TOOLS):
        if isinstance(path, Path) and _is_page(path):
            with path.open("rb") as opened:
                yield opened.read(HEAD)


def said_often(heads: Iterable[bytes]) -> tuple[dict[str, Value], str, str]:
    """Return the headlines, descriptions and keywords that several pages have, as they are the site's and no article's, and what
    stands before or behind their titles; what most pages call the site; and their language. `heads` are beginnings of pages.
    """
    said: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    names: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    prefixes: Counter[str] = Counter()
    for head in heads:
        try:
            tree = tree_of(head)
        except (etree.LxmlError, ValueError):  # which is said where the page is read
            continue
        found = _meta(tree)
        headlines = {*_all(tree, "//h1 | //title"), found.get("og:title", "")}
        said.update({*(found[name] for name in _OF_SITES if name in found), *headlines})
        suffixes.update({*map(_behind, headlines)})
        prefixes.update({*map(_before, _all(tree, "//title"))})
        names[found.get("og:site_name", "")] += 1
        languages[_language(tree)] += 1
    often: dict[str, Value] = {text: str(number) for text, number in said.items() if number >= _OFTEN}
    often |= {text: str(number) for text, number in prefixes.items() if text and number >= max(_OFTEN, languages.total() / 3)}
    often |= {text: str(number) for text, number in suffixes.items() if text and number >= max(_OFTEN, languages.total() / 10)}
    del names[""], languages[""]
    title, language = (next(iter(each.most_common(1)), ("", 0))[0] for each in (names, languages))
    return often, title, language


def _sampled(source: Path) -> Iterator[Path]:
    """Yield some of the pages, from all parts of the site."""
    pages = [path for path in walk(source, source, _TOOLS) if isinstance(path, Path) and _is_page(path)]
    yield from pages[:: len(pages) // SAMPLE + 1]


def _language(tree: Any) -> str:  # lxml is not typed  # noqa: ANN401
    lang = _attribute(tree, "/html/@lang").replace("_", "-")
    return lang if LANGUAGE_TAG.fullmatch(lang) else ""


def _is_mirror(folder: Path) -> bool:
    return (folder / "index.html").is_file()


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the pages."""
    files = iter([source]) if source.is_file() else walk(source, source, _TOOLS)
    others = texts_of(site.details.get("others", ""))
    for path in files:
        if isinstance(path, Skipped):
            yield path
        elif path.suffix.lower() in _SUFFIXES:
            where = path.relative_to(site.root).as_posix()
            if others and not where.startswith(f"{site.details['folder']}/"):
                yield Skipped(
                    Span(where), "a page of another site" if where.partition("/")[0] in others else "a page of the mirror's own"
                )
                continue
            with path.open("rb") as opened:
                start = opened.read(_START)
            if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield Skipped(Span(where), "it is no page, but a file of another kind that was saved under such a name")
                continue
            text, problems = read_text(path, where)
            yield from problems
            yield from guarded(Span(where), _page, text, where, site)


def _page(text: str, where: str, site: Site) -> Found:
    said, common = (found if isinstance(found := site.details.get(name), Mapping) else {} for name in ("said", "common"))
    return page_of(text, Span(where), lambda tree, head: _addresses(tree, head, where, site), said, common)


Addresses = Callable[[Any, dict[str, str]], tuple[tuple[str, ...], tuple[str, ...]]]


def page_of(
    text: str, span: Span, addresses_of: Addresses, said: Container[str] = (), common: Mapping[str, Value] = {}
) -> Post | Skipped:
    """Return a page as a post. `addresses_of` is given its tree and what its head says, and returns where it was.

    `said` are headlines, descriptions and keywords that are the site's, `common` the marks of its blocks that are.
    """
    try:
        tree = tree_of(text.encode("utf-8", "replace"))
    except etree.LxmlError:
        return Skipped(span, "there is nothing in it that can be read")
    if _FEED.match(text):
        return Skipped(span, "a feed, no page")
    classes = set(_attribute(tree, "/html/body/@class").split())
    if _is_list(tree, classes):
        return Skipped(span, "a list of stories, which have pages of their own")
    if _MISSING in classes or any(map(_NOT_FOUND.fullmatch, _all(tree, "//title | //h1"))):
        return Skipped(span, "it only says that there is no such page")
    head = {name: value for name, value in _meta(tree).items() if name not in _OF_SITES or value not in said}
    if "refresh" in head and len("".join(tree.itertext()).strip()) < 400:
        return Skipped(span, "a page that only leads to another one")
    linked = _linked(tree)
    headings, titles = _all(tree, "//h1"), _all(tree, "//title")
    if len(headings) > 1:  # of boxes, too: that of the page is in its title
        headings = [name for name in headings if any(name in title for title in titles)] or [*titles, *headings]
    named = [head.get("og:title", ""), *headings, *titles, text_of(linked.get("headline"))]
    own = (name for name in (*named, *_all(tree, _TOLD), *_all(tree, "//h2")) if name and name not in said)
    title = " ".join((next(own, "") or next(filter(None, named), "")).split())
    behind = head.get("og:site_name", "") if _behind(title) not in said else _behind(title)
    title = _SEPARATOR.sub("", title.removesuffix(behind)) or title
    title = title.removeprefix(_before(title)) if _before(title) in said else title
    if title.casefold() in _FAILED:
        return Skipped(span, "it only says that there is no such page")
    sections = _sections(tree, head)  # of all the page, which loses what is no article
    date = next((found for found in (date_of(head.get(name, "")) for name in _DATES) if found), "")
    addresses, queries = addresses_of(tree, head)
    date = date or date_of(text_of(linked.get("datePublished"))) or date_of(_attribute(tree, _STATED)) or _day_in(addresses)
    authors = tuple(dict.fromkeys(filter(None, (head.get("author", ""), *texts_of(linked.get("author"))))))
    stated = (head.get("article:modified_time", ""), text_of(linked.get("dateModified")), _attribute(tree, _UPDATED))
    updated = next(filter(None, map(date_of, stated)), "")
    shown = etree.tostring(tree, encoding="unicode", method="html") if without_layout(tree) else text
    body, how = article_of(tree, shown, common, title)
    body = _LAST_RULE.sub(r"\1", body)
    if not re.sub(r"<(?!img\b)[^>]*>|\s", "", body):
        return Skipped(span, "no text was found in it")
    picture = PostPicture(_shown(head.get("og:image", ""), body), head.get("og:image:alt", ""), shared=True)
    return Post(
        span=span, key=span.path, title=title, shape="story" if date else "page", date=date, publish_at=date,
        updated="" if updated[:10] == date else updated,
        addresses=addresses, queries=queries, lang=_language(tree),
        authors=tuple(name for name in authors if "://" not in name),
        sections=sections, tags=_tags(tree, head),
        standfirst=head.get("description") or head.get("og:description", ""),
        picture=picture if picture.src else None, body=body, form="html", base=span.path,
        used={"title": "title", "body": "body", **({"date": "date"} if date else {})}, kept={READ_FROM: how},
    )  # fmt: skip


def _shown(src: str, body: str) -> str:
    """Return the largest copy of a picture that an article shows (`dam-1920x1080.webp` of `dam.jpg`), else the picture."""
    stem = posixpath.splitext(posixpath.basename(src))[0]
    copies = re.findall(rf"\ssrc=\"([^\"]*/{re.escape(stem)}-(\d+)x\d+\.\w+)\"", body) if stem else []
    return max(copies, key=lambda each: int(each[1]), default=(src,))[0]


def _behind(title: str) -> str:
    """Return what stands behind the last line or dash of a headline, from there on."""
    found = _AFTER.search(title) if len(title) < _LONGEST_TITLE else None
    return found[0] if found else ""


def _before(title: str) -> str:
    """Return what stands before the first colon, line or dash of a headline, up to there."""
    found = _FIRST.match(title) if len(title) < _LONGEST_TITLE else None
    return found[0] if found else ""


def _day_in(addresses: tuple[str, ...]) -> str:
    """Return the day that an address names; empty for none."""
    found = next(filter(None, map(_DAY_IN_PATH.search, addresses)), None)
    return date_of(f"{found[1]}-{found[3]}-{found[4]}") if found else ""


def _is_list(tree: Any, classes: set[str]) -> bool:  # noqa: ANN401
    """Say whether a page is a list of stories, of a month, a term or all, as Blogger and WordPress mark theirs."""
    if classes & _SINGLE:
        return False
    if classes & _LISTS or ("archive" in classes and classes & _OF_WORDPRESS):
        return True
    stories = tree.xpath("//article | //*[contains(concat(' ', @class, ' '), ' hentry ')]")
    of_theme = any(each.startswith("wp-") for each in classes)
    return bool(classes & _OFTEN_LISTS and (of_theme or len(stories) > 1))


def _meta(tree: Any) -> dict[str, str]:  # lxml is not typed  # noqa: ANN401
    found: dict[str, str] = {}
    for each in tree.iter("meta"):
        name = (each.get("property") or each.get("name") or each.get("itemprop") or each.get("http-equiv") or "").lower()
        if name and each.get("content"):
            found.setdefault(name, " ".join(each.get("content").split()))
    return found


def _linked(tree: Any) -> dict[str, Value]:  # noqa: ANN401
    """Return what a page says of its article as JSON-LD."""
    for each in tree.xpath("//script[@type='application/ld+json']"):
        try:
            said = json.loads(each.text or "")
        except (ValueError, RecursionError):
            continue
        items = said.get("@graph", [said]) if isinstance(said, dict) else said
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and str(item.get("@type", "")).endswith(("Article", "Posting")):
                plain: dict[str, Value] = from_python(item)
                return plain
    return {}


def _all(tree: Any, path: str) -> list[str]:  # noqa: ANN401
    return [words for each in tree.xpath(path) if (words := " ".join(_apart(each).split()))]


def _apart(each: Any) -> str:  # noqa: ANN401
    """Return the text of an element. Lines are parted, and so is what is set apart, as an author is in a headline."""
    text = each.text or ""
    for child in each:
        inner, tail = _apart(child) if isinstance(child.tag, str) else "", child.tail or ""
        is_apart = child.tag == "br" or (child.tag == "span" and len(inner) > 1 and inner[-1:].islower() and tail[:1].isupper())
        text += inner + (" " if is_apart else "") + tail
    return text


def _attribute(tree: Any, path: str) -> str:  # noqa: ANN401
    found = tree.xpath(path)
    return str(found[0]).strip() if found else ""


def _addresses(tree: Any, head: dict[str, str], where: str, site: Site) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: ANN401
    """Return where a page was: by the place of its file, and as it says itself."""
    folder = text_of(site.details.get("folder"))
    inner = where.removeprefix(f"{folder}/") if folder not in ("", ".") else where
    said = _attribute(tree, "//link[@rel='canonical']/@href") or head.get("og:url", "")
    path = urlsplit(said).path if said.startswith(("http://", "https://")) else ""
    query = _QUERY.search(inner)
    if query:
        front = posixpath.splitext(inner[: query.start()])[0] in ("", "index")
        return (path or f"/{quote(inner)}",), (f"?{query[1]}",) if front else ()
    address = "/" + inner
    stem, name = posixpath.split(address)
    plain = f"{stem.rstrip('/')}/" if name.lower() in ("index.html", "index.htm") else address
    return tuple(dict.fromkeys(each for each in (plain, path) if each)), ()


def _sections(tree: Any, head: dict[str, str]) -> tuple[str, ...]:  # noqa: ANN401
    """Return the sections that the head of a page tells, or that its article leads to as such."""
    said = head.get("article:section", "")
    linked = _all(tree, "(//article)[1]//a[contains(concat(' ', @rel, ' '), ' category ')]")
    return (said,) if said else tuple(dict.fromkeys(linked))


def _tags(tree: Any, head: dict[str, str]) -> tuple[str, ...]:  # noqa: ANN401
    tags = [str(tag).strip() for tag in tree.xpath("//meta[@property='article:tag']/@content")]
    return tuple(
        dict.fromkeys(tag for tag in (tags or texts_of(head.get("news_keywords") or head.get("keywords", ""), ",;")) if tag)
    )
