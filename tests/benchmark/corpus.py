"""The corpus: a news archive of N stories, the same bytes for the same size and seed on every Python.

    FOLDER/content/stories/YYYY/MM/slug.md   the stories: YAML front matter and Markdown
    FOLDER/manifest.json                     what a site made from them has to contain, stories from the oldest

Every choice comes from `random.Random(seed).getrandbits`, whose stream is part of the language's promise. Two fifths of the
made-up stories carry markup (emphasis, links, headings, quotations, lists); with texts of one's own (`newstext`) bodies are
plain paragraphs.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from benchmark import vocabulary as words

PER_PAGE = 50  # stories on a page of a list
START = datetime(2005, 1, 1, tzinfo=UTC)
SECONDS = 20 * 365 * 86_400  # the archive covers twenty years, whatever its size
KINDS = ("tags", "actors", "countries", "section")
Pick = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Story:
    """A story as the manifest knows it. `path` is its address without slashes at the ends; `section` is one name."""

    path: str
    title: str
    date: str
    description: str
    section: str
    tags: list[str]
    actors: list[str]
    countries: list[str]
    author: str

    def terms(self, kind: str) -> list[str]:
        """Return the names of the story's terms of one of the KINDS."""
        found: str | list[str] = getattr(self, kind)
        return [found] if isinstance(found, str) else found


class Writer(Protocol):
    """Writes what only the text of a story decides: headline, standfirst and body."""

    def write(self, actors: Sequence[str], countries: Sequence[str]) -> tuple[str, str, Callable[[], str]]:
        """Return headline, standfirst, and what makes the body when it is its turn."""


class Chance:
    """Cheap picks: a table of entries for each weighted list."""

    def __init__(self, seed: int) -> None:
        self.bits = random.Random(seed).getrandbits

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below `limit`."""
        return (self.bits(32) * limit) >> 32

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1)

    def picker(self, items: Sequence[str], log2: int = 12, shift: float = 2.7) -> Pick:
        """Return what picks one of `items`, the first ones most often (Zipf-Mandelbrot), from a table of 2 ** log2 entries."""
        size = 1 << log2
        weights = [1.0 / (rank + 1 + shift) for rank in range(len(items))]
        total = sum(weights)
        table: list[str] = []
        reached = 0.0
        for item, weight in zip(items, weights, strict=True):
            reached += weight
            table.extend([item] * (round(reached / total * size) - len(table)))
        bits = self.bits
        return lambda: table[bits(log2)]


def slug_of(name: str) -> str:
    """Return the slug of a name in ASCII letters, as every generator here makes it."""
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in name.lower().replace("'", ""))
    return "-".join(kept.split())


class Corpus:
    """Makes the stories, one after the other from the oldest. With a `writer`, the texts are its own."""

    def __init__(self, size: int, seed: int = 1, writer: Callable[[Chance], Writer] | None = None) -> None:
        self._size = size
        self._chance = chance = Chance(seed)
        order = [words.COUNTRIES[rank * 74 % 193] for rank in range(193)]
        self._actor = chance.picker(actor_names(max(20, min(5000, size // 20))), 17)
        self._tag = chance.picker(tag_names(), 14)
        self._country = chance.picker(order, 13)
        self._writer = writer(chance) if writer else None
        self._prose = Prose(chance)
        last = words.LAST
        self._authors = [f"{last[n * 7 % len(last)][:1]}. {last[(n * 31 + 5) % len(last)]}" for n in range(60)]
        self._slugs: set[str] = set()

    def stories(self) -> Iterator[tuple[Story, str]]:
        """Yield every story with its body."""
        for number in range(self._size):
            yield self._story(number)

    def _story(self, number: int) -> tuple[Story, str]:
        chance = self._chance
        step = self._size and SECONDS / self._size
        when = START + timedelta(seconds=int(number * step) + chance.below(max(1, int(step) - 1)))
        actors = self._several(self._actor, 2, 8)
        countries = self._several(self._country, 1, 6)
        tags = self._several(self._tag, 2, 5)
        title, standfirst, body = (self._writer or self._prose).write(actors, countries)
        story = Story(
            path=f"stories/{when:%Y}/{when:%m}/{self._slug(title)}",
            title=title,
            date=f"{when:%Y-%m-%dT%H:%M:%SZ}",
            description=standfirst,
            section=words.SECTIONS[chance.below(8)],
            tags=tags,
            actors=actors,
            countries=countries,
            author=self._authors[chance.below(len(self._authors))],
        )
        return story, body()

    def _several(self, pick: Pick, low: int, high: int) -> list[str]:
        wanted = self._chance.between(low, high)
        found: list[str] = []
        while len(found) < wanted:
            item = pick()
            if item not in found:
                found.append(item)
        return found

    def _slug(self, title: str) -> str:
        base = slug_of(title)[:70].strip("-")
        slug, number = base, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return slug


class Prose:
    """Writes made-up news, two fifths of it with markup."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._noun, self._adj = chance.picker(words.NOUN), chance.picker(words.ADJ)
        self._past, self._inf = chance.picker(words.VERB_PAST), chance.picker(words.VERB_INF)
        self._adv = chance.picker(words.ADV)

    def write(self, actors: Sequence[str], countries: Sequence[str]) -> tuple[str, str, Callable[[], str]]:
        """Return headline, standfirst and body of a story about `actors` and `countries`."""
        below = self._chance.below
        fields = self._fields(actors, countries)
        title = words.TITLES[below(len(words.TITLES))].format_map(fields)
        standfirst = words.STANDFIRSTS[below(len(words.STANDFIRSTS))].format_map(self._fields(actors, countries))
        return title[:1].upper() + title[1:], standfirst, lambda: self._body(actors, countries)

    def _fields(self, actors: Sequence[str], countries: Sequence[str]) -> dict[str, Any]:
        """Pick what a pattern may name. The order of the picks is part of the corpus."""
        below, noun, adj = self._chance.below, self._noun, self._adj
        quality, thing = adj(), noun()
        year = 1970 + below(30)
        return {
            "noun": thing,
            "noun2": noun(),
            "noun3": noun(),
            "Noun": thing.capitalize(),
            "adj": quality,
            "adj2": adj(),
            "Adj": quality.capitalize(),
            "past": self._past(),
            "inf": self._inf(),
            "adv": self._adv(),
            "actor": actors[below(len(actors))],
            "country": countries[below(len(countries))],
            "country2": countries[below(len(countries))],
            "day": words.WEEKDAY[below(7)],
            "num": 2 + below(960),
            "unit": words.UNIT[below(len(words.UNIT))],
            "year": year,
            "year2": year + 2 + below(18),
        }

    def _sentence(self, actors: Sequence[str], countries: Sequence[str]) -> str:
        return words.SENTENCES[self._chance.below(len(words.SENTENCES))].format_map(self._fields(actors, countries))

    def _body(self, actors: Sequence[str], countries: Sequence[str]) -> str:
        below = self._chance.below
        target = self._chance.between(450, 900)
        marked = below(10) >= 6
        quote_at = 1 + below(4) if marked and below(2) else -1
        list_at = 2 + below(4) if marked and below(3) == 0 else -1
        heading_at = 2 + below(4) if marked and below(3) == 0 else -1
        blocks: list[str] = []
        length = 0
        while length < target:
            if len(blocks) == heading_at:
                text = f"## {self._adj().capitalize()} {self._noun()} and {self._noun()}"
            elif len(blocks) == quote_at:
                text = f"> {self._sentence(actors, countries)}\n>\n> {self._sentence(actors, countries)}"
            elif len(blocks) == list_at:
                text = "\n".join(self._point() for _ in range(3 + below(3)))
            else:
                text = self._paragraph(actors, countries, marked=marked)
            blocks.append(text)
            length += text.count(" ") + 1
        return "\n\n".join(blocks) + "\n"

    def _point(self) -> str:
        below = self._chance.below
        return f"- {self._adj().capitalize()} {self._noun()}: {2 + below(900)} {words.UNIT[below(len(words.UNIT))]}"

    def _paragraph(self, actors: Sequence[str], countries: Sequence[str], *, marked: bool) -> str:
        below = self._chance.below
        sentences = [self._sentence(actors, countries) for _ in range(self._chance.between(2, 5))]
        markup = below(4) if marked else 3
        if markup == 0:
            parts = sentences[0].split(" ")
            at = below(max(1, len(parts) - 3)) + 1
            parts[at : at + 2] = ["**" + " ".join(parts[at : at + 2]).rstrip(",.;:") + "**"]
            sentences[0] = " ".join(parts)
        elif markup == 1:
            country = countries[below(len(countries))]
            sentences.append(f"Earlier coverage of [{country}](/countries/{slug_of(country)}/) is in the archive.")
        elif markup == 2:
            address = f"https://example.org/documents/{below(99_999)}"
            sentences.append(f"The full text is [published online]({address}) by the *{self._noun()}* {self._noun()}.")
        return " ".join(sentences)


def actor_names(count: int) -> list[str]:
    """Return distinct names, two thirds of people and one third of organisations; strides visit each combination once."""
    people_max = len(words.FIRST) * len(words.LAST)
    a, b, c = words.ORG_A, words.ORG_B, words.ORG_C
    organisations_max = len(a) * len(b) * len(c)
    names: list[str] = []
    people = organisations = 0
    while len(names) < count:
        if (len(names) % 3 == 2 and organisations < organisations_max) or people >= people_max:
            at = organisations * 1709 % organisations_max
            rest = at // len(a)
            names.append(f"{a[at % len(a)]} {b[rest % len(b)]} {c[rest // len(b)]}")
            organisations += 1
        else:
            at = people * 1237 % people_max
            names.append(f"{words.FIRST[at % len(words.FIRST)]} {words.LAST[at // len(words.FIRST)]}")
            people += 1
    return names


def tag_names() -> list[str]:
    """Return 500 tags, in an order in which neighbours in rank are no neighbours in name."""
    seconds = (*words.TOPIC_B, "summit", "tariffs", "fraud", "archive", "survey")
    names = [f"{first} {second}" for second in seconds for first in words.TOPIC_A][:500]
    return [names[rank * 211 % len(names)] for rank in range(len(names))]


def article_text(story: Story, body: str) -> str:
    """Return the source file of a story."""

    def listed(key: str, names: Sequence[str]) -> str:
        return f"{key}:" + "".join(f"\n  - {quoted(name)}" for name in names) + "\n"

    return (
        f"---\ntitle: {quoted(story.title)}\ndate: {story.date}\ndescription: {quoted(story.description)}\n"
        f"section: {quoted(story.section)}\n{listed('tags', story.tags)}{listed('actors', story.actors)}"
        f"{listed('countries', story.countries)}author: {quoted(story.author)}\n---\n\n{body}"
    )


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_corpus(folder: Path, size: int, seed: int = 1, writer: Callable[[Chance], Writer] | None = None) -> dict[str, Any]:
    """Write a corpus of `size` stories into `folder`, and return its manifest."""
    digest = hashlib.sha256()
    total = length = 0
    made: list[dict[str, Any]] = []
    for story, body in Corpus(size, seed, writer).stories():
        data = article_text(story, body).encode()
        path = folder / "content" / f"{story.path}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        digest.update(story.path.encode())
        digest.update(data)
        total += len(data)
        length += len(body.split())
        made.append(asdict(story))
    manifest = {
        "n": size,
        "seed": seed,
        "sha256": digest.hexdigest(),
        "bytes": total,
        "words": length,
        "per_page": PER_PAGE,
        "stories": made,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, separators=(",", ":")), encoding="utf-8")
    return manifest


def read_stories(folder: Path) -> list[Story]:
    """Return the stories of a corpus by its manifest, from the oldest."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [Story(**story) for story in manifest["stories"]]
