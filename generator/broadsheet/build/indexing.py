"""Indexing: bring the index of the search in the ledger up to one story that was edited or added."""

from __future__ import annotations

from functools import partial

from broadsheet.build.stored import StoredShards
from broadsheet.catalog.filed import FiledStory
from broadsheet.catalog.shards import chunk_of, level_of, number_of, older_with, rows_of_term, stories_in, weight_of
from broadsheet.catalog.words import words_of
from broadsheet.pages.edition import Edition
from broadsheet.pages.subjects import SEARCHED, Subject

_WORDS = "changed: a headline or a name with one of its words"


def index_story(edition: Edition, filed: FiledStory, before: str, after: str) -> dict[Subject, str] | None:
    """Index a story that has the headline `after`, and had `before`, which is empty for one that is added to the catalog.

    Return the subjects that are to be made again, and why; None where the index has to be made as a whole.
    """
    shards, shape, number = edition.shards, edition.shape, number_of(filed.day, filed.permalink)
    assert isinstance(shards, StoredShards)
    chunk = chunk_of(filed.day, level_of(edition.catalog.lists, filed.day[:4]))
    had, has = words_of(before), words_of(after)
    if had ^ has and [other for other, _, _ in stories_in(edition.catalog, chunk)].count(number) > 1:
        return None  # another story has its number, and perhaps the word
    causes: dict[Subject, str] = {("headlines", chunk): "changed: a story in it"}
    for name in sorted({shape.shard_of(word) for word in had ^ has}, key=int):
        gone, come = ([word for word in words if shape.shard_of(word) == name] for words in (had - has, has - had))
        less = shards[name].without_story(number, gone, partial(older_with, edition.catalog))
        shards.put(name, less.with_story(number, come))
        causes[(SEARCHED, name)] = _WORDS
    for name in () if before else _weigh(edition, filed, shards):
        causes[(SEARCHED, name)] = _WORDS
    return causes


def _weigh(edition: Edition, filed: FiledStory, shards: StoredShards) -> list[str]:
    """Give the terms of a story that was added their new weights; return the names of the shards that have others now."""
    changed = []
    for key in filed.terms:
        stories = len(edition.catalog.positions(key))
        if weight_of(stories) != weight_of(stories - 1):
            for name, row in rows_of_term(edition.catalog, edition.catalog.terms[key], edition.shape, stories):
                shards.put(name, shards[name].with_term(row))
                changed.append(name)
    return changed
