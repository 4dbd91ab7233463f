"""Tallies: which terms stories stand under, most stories first, then by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.catalog.tally import Tallies, count_of
from broadsheet.catalog.terms import name_key
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
NAMES = st.sampled_from(["Zoë", "zed", "Ann", "Bob Åse", "bob ask", "Émile"])


def told(tallies: Tallies, counted: list[int]) -> list[tuple[str, int]]:
    return [(tallies.slug(each), count_of(each)) for each in counted]


@settings(max_examples=20)
@given(st.lists(st.sets(NAMES, min_size=1), min_size=1, max_size=8))
def test_a_tally_counts_each_term_and_sorts_by_number_then_name(stories: list[set[str]]) -> None:
    with TemporaryDirectory() as folder:
        room = Newsroom(Path(folder))
        for number, names in enumerate(stories):
            room.write(f"content/stories/s{number}.md", article("T", "2020-01-01", actors=sorted(names)))
        catalog = room.catalog()
    names = {term.slug: name_key(term.name) for term in catalog.of_kind("actor")}
    counts = Counter(slug for story in catalog.stories for slug in story.slugs("actor"))
    wanted = sorted(counts.items(), key=lambda each: (-each[1], names[each[0]], each[0]))
    tallies = Tallies(catalog, "actor")
    assert told(tallies, tallies.of(catalog.listed)) == told(tallies, tallies.counted(counts)) == wanted
    assert told(tallies, tallies.of(catalog.listed, but=wanted[0][0])) == wanted[1:]


def test_a_million_terms_are_told_apart(newsroom: Make) -> None:
    tallies = Tallies(newsroom().catalog(), "actor")
    slugs = tallies._slugs = [f"a{number}" for number in range(2_000_000)]
    tallies._numbers = {slug: number for number, slug in enumerate(slugs)}
    wanted = [("a7", 3_000_000), ("a0", 1), ("a1999999", 1)]
    assert told(tallies, tallies.counted(dict(reversed(wanted)))) == wanted


def test_of_a_kind_without_terms_nothing_is_counted(newsroom: Make) -> None:
    catalog = newsroom("-- content/stories/a.md --\n---\ntitle: T\ndate: 2020-01-01\n---\nText.\n").catalog()
    assert Tallies(catalog, "dossier").of(catalog.listed) == []
