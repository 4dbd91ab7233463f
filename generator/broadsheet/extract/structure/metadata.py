"""Metadata: what a web page says of itself, in JSON-LD, Open Graph and other tags, with where each value stands.

A value that two places agree on is surer than one that stands once. Left out: what the visible lines say (`imprint.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from broadsheet.extract.structure.bylines import read_byline
from broadsheet.extract.structure.lines import shown
from broadsheet.extract.structure.structure import Part
from broadsheet.extract.structure.timestamps import read_timestamps
from broadsheet.extract.structure.vocabulary import read_table

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


class _PageSays(NamedTuple):
    """What a page says in its meta tags, by name, and in the article of its JSON-LD."""

    tags: Mapping[str, str]
    article: Mapping[str, Any]

    def of(self, what: str) -> list[tuple[str, str]]:
        """Return what the places for something say (`metadata.tsv`), each with its rule, without those that say nothing."""
        places = ((rule, name, where) for each, rule, where, name in _places() if each == what)
        found = (
            (rule, self.tags.get(name, "") if where == "tag" else _name(self.article.get(name))) for rule, name, where in places
        )
        return [(rule, shown(text, 0, len(text))) for rule, text in found if text.strip()]


@lru_cache(maxsize=1)
def _places() -> Sequence[Sequence[str]]:
    return tuple(read_table("metadata.tsv"))


def read_metadata(tree: Any, visible: str) -> Metadata:  # noqa: ANN401 (lxml has no types of its own)
    """Return the metadata of a page, parsed by lxml, of which a reader sees the text `visible`, a line for a block."""
    said, headings = _PageSays(_tags(tree), _article(tree)), _headings(tree)
    site, description, address = _first(said.of("site")), _first(said.of("description")), _address(tree, said)
    return Metadata(
        title=_title(tree, said, headings, site.value if site else ""),
        published=_published(tree, said, address),
        updated=_moment(said.of("updated")),
        authors=_authors(tree, said),
        labels=_sections(said),
        site_name=site,
        address=address,
        description=description,
        description_is_seen=description is not None and _is_seen(visible, description.value),
        headings=headings,
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


def _first(places: Sequence[tuple[str, str]], confidence: float = _SURE) -> Part | None:
    return next((Part(0, 0, value, rule, confidence) for rule, value in places), None)


def _name(value: object) -> str:
    """Return the name of what JSON-LD describes: text, an object with a name, or a list of either."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _title(tree: Any, said: _PageSays, headings: Sequence[str], site: str) -> Part | None:  # noqa: ANN401
    """Return the title: a heading of the page if another place agrees with it, else what the metadata say."""
    own = [("title of the page", shown(title.text, 0, len(title.text))) for title in tree.iter("title") if title.text][:1]
    named = [(rule, _without_site(text, site)) for rule, text in (*said.of("title"), *own) if text]
    for heading in headings:
        if any(_agree(heading, text) for _, text in named):
            return Part(0, 0, heading, "heading, and the metadata agree", 0.97)
    if named:
        return _first(named, _SURE if any(_agree(named[0][1], text) for _, text in named[1:]) else _LIKELY)
    return Part(0, 0, headings[0], "heading", _GUESSED) if len(headings) == 1 else None


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
    marks = list(_SUFFIX.finditer(title))
    if marks and site and _same(title[: marks[0].start()], site):
        return title[marks[0].end() :]
    while marks and (_same(title[marks[-1].end() :], site) or (not site and len(title[marks[-1].end() :].split()) <= 3)):
        title = title[: marks.pop().start()]
    return title


def _same(one: str, other: str) -> bool:
    left, right = sorted(("".join(_WORD.findall(text.casefold())) for text in (one, other)), key=len)
    return bool(left) and (left == right or (len(left) > 4 and left in right))


def _published(tree: Any, said: _PageSays, address: Part | None) -> Part | None:  # noqa: ANN401
    times = [time for time in tree.iter("time") if time.get("datetime")]
    told = [time for time in times if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None]
    seen = (told or times)[:1] if told or len(times) == 1 else []
    day = _DAY_IN_ADDRESS.search(address.value) if address else None
    return (
        _moment(said.of("published"))
        or _moment([("time in the page", time.get("datetime")) for time in seen], _LIKELY)
        or _moment([("day in the address", f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}")] if day else [], _GUESSED)
    )


def _moment(places: Sequence[tuple[str, str]], confidence: float = _SURE) -> Part | None:
    return _first([(rule, moment) for rule, value in places if (moment := _iso(value))], confidence)


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


def _authors(tree: Any, said: _PageSays) -> tuple[Part, ...]:  # noqa: ANN401
    people = said.article.get("author")
    named = [("JSON-LD author", _name(person)) for person in (people if isinstance(people, list) else [people])]
    found = named if any(name for _, name in named) else said.of("author")
    if not any(name and not _ADDRESS.match(name) for _, name in found):
        return _signed(tree)
    parts: dict[str, Part] = {}
    for rule, text in found:
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


def _sections(said: _PageSays) -> tuple[Part, ...]:
    value = said.article.get("articleSection") or said.tags.get("article:section") or ""
    texts = [shown(each, 0, len(each)) for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    return tuple(Part(0, 0, text, "section", _LIKELY) for text in texts if text)


def _address(tree: Any, said: _PageSays) -> Part | None:  # noqa: ANN401
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical"]
    places = [*(("canonical link", link.strip()) for link in links), *said.of("address")]
    return _first([(rule, value) for rule, value in places if _ADDRESS.fullmatch(value)])


def _is_seen(visible: str, text: str) -> bool:
    """Say whether a reader sees a text on the page, at the head of a block."""
    words = " ".join(text.split())[:_SEEN_HEAD]
    return len(words) > _SHORTEST_SEEN and f"\n{words}" in f"\n{visible}"
