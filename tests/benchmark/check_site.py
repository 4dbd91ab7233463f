"""The checker: is a built site the whole archive?

The exact set of pages, the order of a sample of lists, and of a sample of stories the headline, standfirst, body, chips,
neighbours and every local link; feeds; the site map. A generator that left work out would be found here.
"""

from __future__ import annotations

import html
import os
import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmark.corpus import KINDS, PER_PAGE, Story, read_stories, slug_of

_HREF = re.compile(r"""href=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; ?url=([^"]*)"')
_OUTSIDE = re.compile(r"[a-z]+:|//")
_SITE = "https://archive.example"
_FEED_ENTRIES = 20
_TYPOGRAPHIC = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2026": "...", "\u00b6": " "}
)
_MARKS = (("\n## ", "<h2"), ("\n> ", "<blockquote"), ("\n- ", "<li"), ("**", "<strong"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What differs between sites that show the same.

    `oldest_first`: pages of a list are counted from the oldest story, and a redirect stands after the newest full one. `exact`:
    there is no page beside those of the archive. `body`, `rows` and `entry` are patterns: the text of a story, the part of a page
    that holds a list (empty: all of it), and an entry of it (address, headline). Lists of the kinds in `lists` are sampled.
    """

    oldest_first: bool = False
    exact: bool = True
    feed: str = "index.xml"
    country_slugs: Mapping[str, str] = field(default_factory=dict)
    body: str = r'<div class="?body"?>(.*?)<aside'
    rows: str = ""
    entry: str = r'<h2>\s*<a href="?([^">]+)"?>(.*?)</a>'
    lists: tuple[str, ...] = ("", *KINDS)

    def address(self, kind: str, name: str) -> str:
        """Return the address of a term's page, without a slash at its start."""
        slug = slug_of(name)
        return f"{kind}/{self.country_slugs.get(slug, slug) if kind == 'countries' else slug}/"


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list: what it shows, newest first, and the pages of the list that it leads to."""

    address: str
    stories: Sequence[Story]
    neighbours: tuple[str, ...]


def lists_of(stories: Sequence[Story], shape: Shape) -> dict[str, list[Story]]:
    """Return the stories of each list by its address, newest first; the list of all stories stands at the empty address."""
    newest = list(reversed(stories))
    lists = {"": newest}
    for kind in KINDS:
        for story in newest:
            for name in story.terms(kind):
                lists.setdefault(shape.address(kind, name), []).append(story)
    return lists


def pages_of(base: str, stories: Sequence[Story], shape: Shape) -> tuple[list[ListView], list[str]]:
    """Return the pages of the list at `base`, its own address first, and the addresses that redirect to it."""
    if not shape.oldest_first:
        last = -(-len(stories) // PER_PAGE)
        at = [base, *(f"{base}page/{number}/" for number in range(2, last + 1))]
        chunks = [stories[start : start + PER_PAGE] for start in range(0, len(stories), PER_PAGE)]
        return [
            ListView(at[n], chunk, tuple(at[k] for k in (n - 1, n + 1) if 0 <= k < last)) for n, chunk in enumerate(chunks)
        ], []
    full = max(0, len(stories) // PER_PAGE - 1)
    newest = len(stories) - full * PER_PAGE
    older = {number: f"{base}page/{number}/" for number in range(1, full + 2)}
    pages = [ListView(base, stories[:newest], (older[full],) if full else ())]
    for number in range(full, 0, -1):
        start = newest + (full - number) * PER_PAGE
        beside = (older[number + 1], *((older[number - 1],) if number > 1 else ()))
        pages.append(ListView(older[number], stories[start : start + PER_PAGE], beside))
    return pages, [older[full + 1]] if full else []


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the faults, and a line on how much was looked at."""

    faults: tuple[str, ...]
    summary: str


class Checker:
    """Checks one site against its corpus."""

    def __init__(self, site: Path, corpus: Path, shape: Shape, sample: int = 60) -> None:
        self._site = site
        self._corpus = corpus
        self._shape = shape
        self._sample = sample
        self._stories = read_stories(corpus)
        self._lists = lists_of(self._stories, shape)
        self._chance = random.Random(7)
        self._links = 0

    def check(self) -> Checked:
        """Check everything."""
        faults = [*self._page_set(), *self._sampled_stories(), *self._sampled_lists(), *self._feeds(), *self._sitemap()]
        files = sum(len(names) for _, _, names in os.walk(self._site))
        looked = f"{len(self._stories)} stories, {len(self._lists)} lists, {files} files, {self._links} links followed"
        return Checked(tuple(faults), looked)

    def _page_set(self) -> Iterator[str]:
        expected = {f"{story.path}/" for story in self._stories}
        for base, stories in self._lists.items():
            pages, redirects = pages_of(base, stories, self._shape)
            expected.update(page.address for page in pages)
            expected.update(redirects)
            for redirect in redirects:
                target = _REFRESH.search(self._read(redirect) or "")
                if target is None or _local(target[1]) != f"/{base}":
                    yield f"{redirect}: does not lead to /{base}"
        found = {
            "" if folder == str(self._site) else os.path.relpath(folder, self._site) + "/"
            for folder, _, names in os.walk(self._site)
            if "index.html" in names
        }
        if expected - found:
            yield f"{len(expected - found)} pages missing, such as {sorted(expected - found)[:3]}"
        if self._shape.exact and found - expected:
            yield f"{len(found - expected)} pages too many, such as {sorted(found - expected)[:3]}"

    def _read(self, address: str) -> str | None:
        path = self._site / address / "index.html"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def _local_links(self, text: str) -> set[str]:
        found = (_local(next(filter(None, match), "")) for match in _HREF.findall(text))
        return {address for address in found if address}

    def _followed(self, page: str, text: str, faults: list[str]) -> set[str]:
        """Return the local links of a page, having followed each."""
        links = self._local_links(text)
        for link in sorted(links):
            self._links += 1
            path = self._site / (link.lstrip("/") if link.startswith("/") else os.path.normpath(page + link))
            if not (path / "index.html" if link.endswith("/") or path.is_dir() else path).is_file():
                faults.append(f"{page}: dead link {link}")
        return links

    def _sampled_stories(self) -> Iterator[str]:
        count = len(self._stories)
        for at in sorted(self._chance.sample(range(count), min(self._sample, count))):
            story = self._stories[at]
            page = f"{story.path}/"
            text = self._read(page)
            if text is None:
                continue
            faults: list[str] = []
            links = self._followed(page, text, faults)
            yield from faults
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
            if heading is None or plain(heading[1]) != plain(html.escape(story.title)):
                yield f"{page}: the headline is {heading and heading[1]!r}"
            if plain(html.escape(story.description)) not in plain(text):
                yield f"{page}: no standfirst"
            chips = {f"/{self._shape.address(kind, name)}" for kind in KINDS for name in story.terms(kind)}
            around = {f"/{self._stories[k].path}/" for k in (at - 1, at + 1) if 0 <= k < count}
            for link in sorted((chips | around) - links):
                yield f"{page}: no link to {link}"
            yield from self._body(story, page, text)

    def _body(self, story: Story, page: str, text: str) -> Iterator[str]:
        article = (self._corpus / "content" / f"{story.path}.md").read_text(encoding="utf-8")
        source = article.split("---\n", 2)[2]
        body = re.search(self._shape.body, text, re.DOTALL)
        if body is None:
            yield f"{page}: no body"
            return
        have = len(plain(body[1]).split())
        want = len(re.sub(r"\]\([^)]*\)|[>#*\-]", " ", source).split())
        if not 0.97 < have / want < 1.03:
            yield f"{page}: the body has {have} words, the article {want}"
        for mark, tag in _MARKS:
            if mark in source and tag not in body[1]:
                yield f"{page}: {tag}> is missing"

    def _sampled_lists(self) -> Iterator[str]:
        bases = [base for base in self._lists if base.partition("/")[0] in self._shape.lists]
        home = [""] if "" in bases else []
        rest = [base for base in bases if base]
        for base in [*home, *self._chance.sample(rest, min(self._sample, len(rest)))]:
            pages, _ = pages_of(base, self._lists[base], self._shape)
            for at in sorted({0, len(pages) // 2, len(pages) - 1}):
                text = self._read(pages[at].address)
                if text is not None:
                    yield from self._list_page(pages[at], text)

    def _list_page(self, page: ListView, text: str) -> Iterator[str]:
        faults: list[str] = []
        links = self._followed(page.address, text, faults)
        yield from faults
        part = "".join(re.findall(self._shape.rows, text, re.DOTALL)) if self._shape.rows else text
        shown = [_local(match[0]) for match in re.findall(self._shape.entry, part, re.DOTALL)]
        wanted = [f"/{story.path}/" for story in page.stories]
        if shown != wanted:
            yield f"{page.address}: shows {len(shown)} of {len(wanted)} entries, or in another order; first {shown[:1]}"
        elif plain(html.escape(page.stories[0].description)) not in plain(part):
            yield f"{page.address}: no standfirst of the first entry"
        for neighbour in page.neighbours:
            if f"/{neighbour}" not in links:
                yield f"{page.address}: no link to /{neighbour}"

    def _feeds(self) -> Iterator[str]:
        for base, stories in self._lists.items():
            if not base or base.startswith("countries/"):
                fault = self._feed(base, stories)
                if fault:
                    yield f"/{base}{self._shape.feed}: {fault}"

    def _feed(self, base: str, stories: Sequence[Story]) -> str:
        path = self._site / base / self._shape.feed
        if not path.is_file():
            return "is missing"
        try:
            tree = ElementTree.parse(path)
        except ElementTree.ParseError as error:
            return f"is no XML: {error}"
        entries = [node for node in tree.iter() if _tag(node) in ("item", "entry")]
        if len(entries) != min(_FEED_ENTRIES, len(stories)):
            return f"has {len(entries)} entries"
        links = [node.text or node.get("href") or "" for node in entries[0].iter() if _tag(node) == "link"]
        return "" if any(stories[0].path in link for link in links) else "does not begin with the newest story"

    def _sitemap(self) -> Iterator[str]:
        listed = set()
        for path in sorted(self._site.glob("sitemap*.xml")):
            nodes = ElementTree.parse(path).iter()
            listed |= {_local((node.text or "").strip()) for node in nodes if _tag(node) == "loc"}
        missing = [story.path for story in self._stories if f"/{story.path}/" not in listed]
        if missing:
            yield f"the site map lacks {len(missing)} stories, such as {missing[0]}"


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _local(link: str) -> str:
    """Return the address of a link within the site, or an empty string when it leads elsewhere."""
    address = html.unescape(link).partition("#")[0].partition("?")[0]
    if address.startswith(_SITE):
        return address.removeprefix(_SITE) or "/"
    return "" if _OUTSIDE.match(address) else address


def plain(text: str) -> str:
    """Return the words of an HTML text: typographic signs as they are typed, and no pilcrow of a link to a paragraph."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).translate(_TYPOGRAPHIC).split())
