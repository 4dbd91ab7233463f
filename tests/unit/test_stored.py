"""The catalog in the ledger: what is fetched piece by piece equals what was compiled."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.build.inputs import find_inputs, read_changed
from broadsheet.build.ledger import Ledger, open_ledger
from broadsheet.build.pipeline import BuildOptions, load_config
from broadsheet.build.stored import load_catalog, store_catalog, store_facts
from broadsheet.build.workers import Alone
from broadsheet.catalog.catalog import Catalog, NoBodies
from broadsheet.catalog.compiler import compile_catalog
from broadsheet.catalog.facts import COLUMNS
from broadsheet.catalog.filed import FiledStory, pack_filed, pack_rest, unpack_filed
from broadsheet.catalog.related import related_stories
from broadsheet.pages.subjects import TERM_KINDS
from engine.archive import Archive, new_article, some_archive
from newsroom import CLOCK, Newsroom, article

Make = Callable[..., Newsroom]
KEYS = ("content/none.md", "content/stories/none.md", "content/stories/story-0.html", "content/stories/story-0")


def compiled(root: Path) -> Catalog:
    """Read everything and compile the catalog of what is published."""
    config = load_config(root, BuildOptions(clock=CLOCK)).value
    assert config is not None
    inputs = find_inputs(root, config)
    readings = read_changed(root, config, inputs, None, lambda _: Alone(), lambda: None)
    records = [record for _, found in readings.all_found(None) for record in found.records]
    return compile_catalog(records, config, clock=CLOCK).value


def stored(ledger: Ledger, catalog: Catalog) -> Catalog:
    with ledger.transaction():
        store_catalog(ledger, catalog)
        store_facts(ledger, catalog, grown=True)
    return load_catalog(ledger, NoBodies(), "content")


def values(filed: FiledStory) -> tuple[Any, ...]:
    """Return all that is known of a story in its place."""
    names = {field.name for field in dataclasses.fields(filed) if field.compare} - {"packed", "at"}
    return (filed.raw, *(getattr(filed, name) for name in sorted(names)))


def same_mapping(one: Mapping[Any, Any], other: Mapping[Any, Any], missing: tuple[Any, ...]) -> None:
    assert dict(one) == dict(other)
    assert (len(one), set(one)) == (len(other), set(other))
    for key in (*other, *missing):
        assert (key in one, one.get(key)) == (key in other, other.get(key))
    for key in missing:
        with pytest.raises(KeyError):
            one[key]


def same(one: Catalog, other: Catalog) -> None:
    """Insist that two catalogs answer alike whatever is asked of them."""
    assert len(one.stories) == len(other.stories)
    assert list(map(values, one.stories)) == list(map(values, other.stories))
    assert list(map(values, one.stories[1:3])) == list(map(values, other.stories[1:3]))
    with pytest.raises(IndexError):
        one.stories[len(other.stories)]
    same_mapping(one.terms, other.terms, (("tag", "none"), ("none", "salt")))
    same_mapping(one.lists, other.lists, (("tag", "none"), ("none", "")))
    same_mapping(one.links, other.links, tuple(key for key in KEYS if key not in other.links))
    for name in ("country_slugs", "country_codes", "pages", "redirects", "editions", "originals", "until", "listed"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.ids()) == list(other.ids())
    for filed in other.stories:
        found = one.by_id(filed.id)
        assert found is not None
        assert (found.position, found.story, found.terms) == (filed.position, filed.story, filed.terms)
        assert one.owner_at(filed.permalink) == other.owner_at(filed.permalink) == filed.id
        assert related_stories(one, found) == related_stories(other, filed)
    assert (one.by_id("none"), one.owner_at("/none/")) == (None, "")
    assert [one.owner_at(address) for _, address in other.pages] == [page.path for page, _ in other.pages]
    assert [one.id_at(position) for position in range(len(one.stories))] == list(other.ids())
    for name in COLUMNS:
        assert list(one.facts.column(name)) == list(other.facts.column(name)), name
    for kind in TERM_KINDS:
        assert one.of_kind(kind) == other.of_kind(kind)
    assert [one.natives(code) for code in other.country_slugs] == [other.natives(code) for code in other.country_slugs]
    for key in (*other.lists, ("tag", "none")):
        assert one.positions(key) == other.positions(key)


def some(folder: str, stories: int, variety: int) -> Archive:
    archive = some_archive(Path(folder) / f"publication-{stories}-{variety}", stories, variety)
    archive.articles = [piece for piece in archive.articles if not piece.meta.get("draft")]
    archive.save()
    return archive


@settings(max_examples=50)
@given(st.integers(1, 14), st.integers(0, 400))
def test_a_catalog_that_was_stored_equals_the_compiled_one(stories: int, variety: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger") as ledger:
        catalog = compiled(some(folder, stories, variety).root)
        same(stored(ledger, catalog), catalog)


@settings(max_examples=50)
@given(st.integers(1, 14), st.integers(0, 400))
def test_a_catalog_whose_stories_were_laid_aside_is_the_same(stories: int, variety: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger") as ledger:
        root = some(folder, stories, variety).root
        aside, catalog = compiled(root), compiled(root)
        aside = aside.copied()
        same(aside, catalog)
        same(stored(ledger, aside), catalog)
        before = ledger.connection.total_changes
        same(stored(ledger, aside), catalog)
        assert ledger.connection.total_changes - before == 1 + len(COLUMNS), "no story, term or list"


@settings(max_examples=30)
@given(st.integers(1, 12), st.integers(0, 400), st.integers(1, 12), st.integers(0, 400))
def test_a_catalog_takes_the_place_of_another_one(stories: int, variety: int, number: int, other: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger") as ledger:
        archive = some(folder, stories, variety)
        stored(ledger, compiled(archive.root))
        archive.articles = [piece for piece in archive.articles[number % 3 :] if "draft" not in piece.meta]
        archive.articles += [new_article(stories + number, other)]
        archive.pieces.pop("content/tags/salt.md", None)
        archive.save()
        catalog = compiled(archive.root)
        same(stored(ledger, catalog), catalog)


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.stories(6, tags=["Peace"], actors=["Ann Lee"], countries=["NO"])
    return made


def test_only_the_rows_that_differ_are_touched(room: Newsroom, tmp_path: Path) -> None:
    catalog = compiled(room.root)
    stories = list(catalog.stories)
    stories[3] = dataclasses.replace(stories[3], words=999)
    changed = dataclasses.replace(catalog, stories=stories)
    with open_ledger(tmp_path / "ledger") as ledger:
        stored(ledger, catalog)
        for again, rows in ((catalog, 0), (changed, 1)):
            before = ledger.connection.total_changes
            stored(ledger, again)
            assert ledger.connection.total_changes - before == rows + 1 + len(COLUMNS), "the rest of the catalog is one value"
        same(stored(ledger, changed), changed)


def test_a_story_is_fetched_when_it_is_asked_for_and_only_once(room: Newsroom, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        catalog = stored(ledger, compiled(room.root))
        asked: list[str] = []
        ledger.connection.set_trace_callback(asked.append)
        first = catalog.by_id("story-0003")
        assert catalog.by_id("story-0003") is first is catalog.stories[2]
        assert len([query for query in asked if "filed" in query]) == 1
        ledger.connection.set_trace_callback(None)


def test_a_line_of_a_file_is_no_address_of_the_file(newsroom: Make, tmp_path: Path) -> None:
    room = newsroom()
    room.write("content/stories/briefs.jsonl", '{"title": "One", "date": "2020-01-01"}\n{"title": "Two", "date": "2020-01-02"}\n')
    room.write("content/stories/one.md", article("One", "2021-01-03"))
    with open_ledger(tmp_path / "ledger") as ledger:
        catalog = compiled(room.root)
        found = stored(ledger, catalog)
        same(found, catalog)
        assert dict(found.links) == {"content/stories/one.md": "/stories/2021/01/one/"}


def test_a_story_that_was_packed_is_the_same_in_its_place(room: Newsroom) -> None:
    for filed in compiled(room.root).stories:
        rest = pack_rest(filed.earlier, filed.speakers, filed.claimants)
        other = unpack_filed(filed.position, pack_filed(filed), rest, filed.packed, filed.at)
        assert values(other) == values(filed)
