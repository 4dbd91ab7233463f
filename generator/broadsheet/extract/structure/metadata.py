"""Metadata: what a web page says of itself, in JSON-LD, Open Graph and other tags, with where each value stands.

A value that two places agree on is surer than one that stands once. Left out: what the visible lines say (`imprint.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from broadsheet.extract.structure.bylines import read_byline
from broadsheet.extract.structure.lines import shown
from broadsheet.extract.structure.structure import Part
from broadsheet.extract.structure.timestamps import read_timestamps

_ARTICLE = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review|Blog|Scholarly|Live)?(?:Article|Posting|BlogPosting)$"
)
_SUFFIX = re.compile(r"\s+(?:[|–—•·»:]|-)\s+")
_ADDRESS = re.compile(r"https?://\S+")
_DEEPEST, _MOST = 12, 400
_MAX_JSON = 500_000
_MOST_HEADINGS = 8
_MOST_ELEMENTS, _MOST_CHILDREN, _LONGEST_BYLINE = 20_000, 8, 150
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|authors|author-name|author__name|writer|contributor)(?:$|[\s_-])", re.IGNORECASE
)
_SEEN_HEAD, _SHORTEST_SEEN = 160, 20
_SURE, _LIKELY, _GUESSED = 0.95, 0.85, 0.7
_DATE_TAGS = (
    *("article:published_time", "article:published", "og:article:published_time", "date", "dc.date", "dc.date.issued"),
    *("dcterms.created", "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "publication_date"),
)
_DAY_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=/|-|$)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article. A part's rule says where; `description_is_seen` whether a reader sees it on the page."""

    title: Part | None = None
    published: Part | None = None
    updated: Part | None = None
    authors: tuple[Part, ...] = ()
    labels: tuple[Part, ...] = ()
    site_name: Part | None = None
    address: Part | None = None
    description: Part | None = None
    description_is_seen: bool = False
    headings: tuple[str, ...] = ()


def read_metadata(tree: Any, visible: str) -> Metadata:  # noqa: ANN401 (lxml has no types of its own)
    """Return the metadata of a page, parsed by lxml, of which a reader sees the text `visible`, a line for a block."""
    tags, article = _tags(tree), _article(tree)
    site = _first(("Open Graph site_name", tags.get("og:site_name")), ("JSON-LD publisher", _name(article.get("publisher"))))
    description = _first(
        ("JSON-LD description", article.get("description")),
        ("Open Graph description", tags.get("og:description")),
        ("meta description", tags.get("description")),
    )
    return Metadata(
        title=_title(tree, tags, article, site.value if site else ""),
        published=_published(tree, tags, article),
        updated=_moment(
            ("JSON-LD dateModified", article.get("dateModified")), ("article:modified_time", tags.get("article:modified_time"))
        ),
        authors=_authors(tree, tags, article),
        labels=_sections(tags, article),
        site_name=site,
        address=_address(tree, tags, article),
        description=description,
        description_is_seen=description is not None and _is_seen(visible, description.value),
        headings=_headings(tree),
    )


def _tags(tree: Any) -> Mapping[str, str]:  # noqa: ANN401
    """Return the contents of the meta tags by name or property, the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = (tag.get("content") or "").strip()
        if content:
            found.setdefault(name.strip().casefold(), content)
    return found


def _article(tree: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return the first article that the page's JSON-LD describes."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MAX_JSON:
            continue
        try:
            value = json.loads(script.text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            kinds = thing.get("@type")
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return thing
    return {}


def _things(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    """Yield the objects of a JSON value, outer ones first, not too deep and not too many."""
    waiting, count = [(value, 0)], 0
    while waiting and count < _MOST:
        here, depth = waiting.pop(0)
        count += 1
        if isinstance(here, dict):
            yield here
        if depth < _DEEPEST:
            inner = here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
            waiting.extend((each, depth + 1) for each in inner if isinstance(each, dict | list))


def _part(value: object, rule: str, confidence: float) -> Part | None:
    text = shown(value, 0, len(value)) if isinstance(value, str) else ""
    return Part(0, 0, text, rule, confidence) if text else None


def _first(*places: tuple[str, object], confidence: float = _SURE) -> Part | None:
    return next(filter(None, (_part(value, rule, confidence) for rule, value in places)), None)


def _name(value: object) -> str:
    """Return the name of what JSON-LD describes: text, an object with a name, or a list of either."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _title(tree: Any, tags: Mapping[str, str], article: Mapping[str, Any], site: str) -> Part | None:  # noqa: ANN401
    """Return the title: the page's only heading if another place agrees with it, else what the metadata say."""
    stated = [
        ("JSON-LD headline", article.get("headline")),
        ("Open Graph title", tags.get("og:title")),
        ("Twitter title", tags.get("twitter:title")),
        ("title of the page", next((title.text for title in tree.iter("title") if title.text), None)),
    ]
    named = [
        (rule, _without_site(shown(text, 0, len(text)), site)) for rule, text in stated if isinstance(text, str) and text.strip()
    ]
    headings = _headings(tree)
    for heading in headings:
        if any(_agree(heading, text) for _, text in named):
            return _part(heading, "heading, and the metadata agree", 0.97)
    if named:
        votes = sum(_agree(named[0][1], text) for _, text in named[1:])
        return _part(named[0][1], named[0][0], _SURE if votes else _LIKELY)
    return _part(headings[0], "heading", _GUESSED) if len(headings) == 1 else None


def _headings(tree: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the page's headings of the first level."""
    texts = (" ".join(heading.text_content().split()) for heading in islice(tree.iter("h1"), _MOST_HEADINGS))
    return tuple(text for text in texts if text)


def _agree(one: str, other: str) -> bool:
    """Say whether two titles have mostly the same words."""
    left, right = frozenset(_WORD.findall(one.casefold())), frozenset(_WORD.findall(other.casefold()))
    return len(left & right) * 10 >= 8 * max(len(left), len(right), 1)


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site at its end or beginning."""
    pieces = _SUFFIX.split(title)
    marks = list(_SUFFIX.finditer(title))
    if len(pieces) < 2:
        return title
    if site and _same(pieces[0], site):
        return title[marks[0].end() :]
    while marks and (_same(title[marks[-1].end() :], site) or (not site and len(title[marks[-1].end() :].split()) <= 3)):
        title = title[: marks[-1].start()]
        marks.pop()
    return title


def _same(one: str, other: str) -> bool:
    left, right = ("".join(_WORD.findall(text.casefold())) for text in (one, other))
    return (
        bool(left) and bool(right) and (left == right or (len(left) > 4 and left in right) or (len(right) > 4 and right in left))
    )


def _published(tree: Any, tags: Mapping[str, str], article: Mapping[str, Any]) -> Part | None:  # noqa: ANN401
    found = _moment(
        ("JSON-LD datePublished", article.get("datePublished")),
        *((name, tags.get(name)) for name in _DATE_TAGS),
        ("JSON-LD dateCreated", article.get("dateCreated")),
    )
    if found is not None:
        return found
    times = [time for time in tree.iter("time") if time.get("datetime")]
    told = [time for time in times if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None]
    if told or len(times) == 1:
        return _moment(("time in the page", (told or times)[0].get("datetime")), confidence=_LIKELY)
    address = _address(tree, tags, article)
    day = _DAY_IN_ADDRESS.search(address.value) if address else None
    return _moment(("day in the address", f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"), confidence=_GUESSED) if day else None


def _moment(*places: tuple[str, object], confidence: float = _SURE) -> Part | None:
    for rule, value in places:
        text = _iso(value) if isinstance(value, str) else ""
        if text:
            return Part(0, 0, text, rule, confidence)
    return None


def _iso(text: str) -> str:
    """Return a date or date-time as metadata write it, to the minute, or nothing."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        stamps = read_timestamps(text)
        return stamps[0].value if stamps and stamps[0].confidence >= _GUESSED else ""
    if not 1900 <= moment.year < 2100:
        return ""
    if len(text.strip()) <= 10:
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes").replace("+00:00", "Z")


def _authors(tree: Any, tags: Mapping[str, str], article: Mapping[str, Any]) -> tuple[Part, ...]:  # noqa: ANN401
    people = article.get("author")
    people = people if isinstance(people, list) else [people]
    found = [(_name(person), "JSON-LD author") for person in people]
    if not any(name for name, _ in found):
        found = [
            (tags.get(name, ""), name)
            for name in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
        ]
    if not any(name and not _ADDRESS.match(name) for name, _ in found):
        return _signed(tree)
    parts: dict[str, Part] = {}
    for text, rule in found:
        for name in _names(text):
            parts.setdefault(name.casefold(), Part(0, 0, name, rule, _SURE if rule.startswith("JSON-LD") else _LIKELY))
    return tuple(parts.values())


def _signed(tree: Any) -> tuple[Part, ...]:  # noqa: ANN401
    """Return the authors in the first element that is marked as the byline, by its link, its property or its class."""
    for node in islice(tree.iter("a", "span", "div", "p", "address", "li", "cite"), _MOST_ELEMENTS):
        marks = f"{node.get('class') or ''} {node.get('rel') or ''} {node.get('itemprop') or ''}"
        if not _BYLINE.search(marks) or len(node) > _MOST_CHILDREN:
            continue
        text = " ".join(node.text_content().split())[:_LONGEST_BYLINE]
        found = read_byline(text) or read_byline(f"By {text}")
        if found:
            return tuple(Part(0, 0, byline.name, "element of the byline", min(_LIKELY, byline.confidence)) for byline in found)
    return ()


def _names(text: str) -> Sequence[str]:
    """Return the names that a value for authors holds: one, or several as in a byline; an address is none."""
    plain = shown(text, 0, len(text))
    if not plain or _ADDRESS.match(plain) or len(plain) > 200:
        return ()
    told = read_byline(plain) or read_byline(f"By {plain}")
    return [byline.name for byline in told] or [plain.removeprefix("By ")]


def _sections(tags: Mapping[str, str], article: Mapping[str, Any]) -> tuple[Part, ...]:
    value = article.get("articleSection") or tags.get("article:section") or ""
    values = value if isinstance(value, list) else [value]
    rule = "section"
    return tuple(part for part in (_part(each, rule, _LIKELY) for each in values) if part is not None)


def _address(tree: Any, tags: Mapping[str, str], article: Mapping[str, Any]) -> Part | None:  # noqa: ANN401
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical"]
    places = [("canonical link", each) for each in links] + [
        ("Open Graph url", tags.get("og:url")),
        ("JSON-LD url", article.get("url")),
    ]
    return _first(*((rule, value) for rule, value in places if isinstance(value, str) and _ADDRESS.fullmatch(value.strip())))


def _is_seen(visible: str, text: str) -> bool:
    """Say whether a reader sees a text on the page, at the head of a block."""
    words = " ".join(text.split())[:_SEEN_HEAD]
    return len(words) > _SHORTEST_SEEN and f"\n{words}" in f"\n{visible}"
