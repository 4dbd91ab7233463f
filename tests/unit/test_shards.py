"""The index of the search: cut into small pieces, complete, and the same however it came to be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.build.work import Decision
from broadsheet.catalog import shards
from broadsheet.catalog.shards import Shard, chunk_of, level_of, numbers_of, shape_of
from newsroom import SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]
NUMBERS = st.sets(st.integers(1 << 12, (3_652_059 << 12) + 4095), min_size=1)


@given(NUMBERS, st.sets(st.sampled_from(["oslo", "accord", "salt"])))
def test_stories_that_are_added_in_any_order_are_all_there_newest_first(numbers: set[int], words: set[str]) -> None:
    shard = Shard()
    for number in numbers:
        shard = shard.with_story(number, words)
    assert [word for word, _, _ in shard.words] == sorted(words)
    assert all(numbers_of(text) == sorted(numbers, reverse=True) and left == 0 for _, text, left in shard.words)


@given(NUMBERS)
def test_a_story_that_is_taken_out_leaves_no_trace(numbers: set[int]) -> None:
    shard = Shard()
    for number in numbers:
        shard = shard.with_story(number, ["oslo"])
    new = max(numbers) + 5000
    assert shard.with_story(new, ["oslo", "salt"]).without_story(new, ["oslo", "salt"], nobody) == shard
    assert Shard().with_story(new, ["oslo"]).without_story(new, ["oslo"], nobody) == Shard()


def nobody(word: str, below: int) -> int:
    pytest.fail(f"nobody takes a place for {word} below {below}")


def test_of_a_word_in_very_many_headlines_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "COMMON", 3)
    shard = Shard()
    for number in (9 << 12, 7 << 12, 8 << 12):
        shard = shard.with_story(number, ["the"])
    assert shard.words[0][2] == 0
    shard = shard.with_story(6 << 12, ["the"])
    assert [(numbers_of(text), left) for _, text, left in shard.words] == [([9 << 12, 8 << 12, 7 << 12], 1)]
    assert shard.with_story(10 << 12, ["the"]).words[0][2] == 2
    less = shard.without_story(6 << 12, ["the"], nobody)  # one that is left out leaves room for nobody
    assert [(numbers_of(text), left) for _, text, left in less.words] == [([9 << 12, 8 << 12, 7 << 12], 0)]
    asked = []
    less = shard.without_story(9 << 12, ["the"], lambda *given: asked.append(given) or 6 << 12)
    assert [(numbers_of(text), left) for _, text, left in less.words] == [([8 << 12, 7 << 12, 6 << 12], 0)]
    assert asked == [("the", 7 << 12)]


@pytest.mark.parametrize(("size", "cut"), [(0, (1, 2)), (160, (1, 2)), (161, (2, 2)), (2_000, (16, 2)), (120_000, (512, 3))])
def test_a_larger_archive_has_more_shards(size: int, cut: tuple[int, int]) -> None:
    shape = shape_of(size, 0)
    assert (shape.shards, shape.letters) == cut
    assert shape == shape_of(size // 2, size - size // 2)


def test_words_with_the_same_beginning_are_in_the_same_shard() -> None:
    shape = shape_of(10_000, 1_000)
    assert len({shape.shard_of(word) for word in ("pe", "peace", "pen", "перо", "pe2")}) == 2
    assert len({shape.shard_of(word) for word in ("京", "京会", "京北")}) == 1
    assert all(0 <= int(shape.shard_of(word)) < shape.shards for word in ("zz", "会", "اح", "\U00020000"))


def lists(**periods: int) -> Any:
    return {("period", name[1:].replace("_", "-")): tuple(range(size)) for name, size in periods.items()}


@pytest.mark.parametrize(
    ("periods", "chunk"),
    [
        ({"y1978": 5, "y1901": 5}, "19"),
        ({"y1978": 5, "y1901": 400}, "197"),
        ({"y1978": 300, "y1977": 300, "y1978_09": 300}, "1978"),
        ({"y1978": 700, "y1978_02": 350, "y1978_09": 350}, "1978-q3"),
        ({"y1978": 700, "y1978_08": 350, "y1978_09": 350}, "1978-09"),
        ({"y1978": 1_600, "y1978_09": 1_600}, "1978-09-c"),
        ({"y1978": 1_700, "y1978_09": 1_700}, "1978-09-17"),
    ],
)
def test_headlines_are_cut_by_how_many_there_are_around(periods: dict[str, int], chunk: str) -> None:
    assert chunk_of("1978-09-17", level_of(lists(**periods), "1978")) == chunk


def read(room: Newsroom, name: str) -> list[Any]:
    """Return what a file of the index hands over."""
    found = re.fullmatch(r"broadsheetSearch\((.*)\)\n", room.page(f"/search/{name}.js"), re.DOTALL)
    assert found
    arguments: list[Any] = json.loads(f"[{found[1]}]")
    assert arguments[0] == name
    return arguments[1:]


def test_the_index_of_an_archive_says_who_is_in_it_and_what(newsroom: Make) -> None:
    room = newsroom()
    room.stories(2, actors=[{"name": "Ann Lee", "country": "NO"}], tags=["Salt"])
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\naliases: [Nan Ohm, Ann B. Lee]\n---\n")
    room.write("content/stories/foreign.md", article("Le sel d’Oslo", "1999-12-31", lang="fr"))
    room.publish()
    terms, words = read(room, "words/0")
    assert [0, "Ann Lee", "/actors/ann-lee/", 2, "Norway", "Nan Ohm", "Ann B. Lee"] in terms
    assert [3, "Salt", "/tags/salt/", 2, ""] in terms
    assert [term[1:5] for term in terms if term[0] == 1] == [["Norway", "/countries/norway/", 0, ""]]
    found = dict(zip(words.split(" ")[::2], words.split(" ")[1::2], strict=True))
    assert {"le", "sel", "doslo", "oslo", "story", "number"} == set(found)
    assert len(numbers_of(found["story"])) == 2
    prefix, rows = read(room, "headlines/19")
    assert rows[0][1:] == ["Le sel d’Oslo", "", "fr"]
    assert prefix == "/stories/1999/12/foreign/"
    prefix, rows = read(room, "headlines/20")
    assert prefix == "/stories/2020/01/story-000"
    numbers = sorted(numbers_of(found["number"]))
    assert [row[1:] for row in rows] == [["Story number 1", "1/"], ["Story number 2", "2/"]]
    assert [rows[0][0], rows[0][0] + rows[1][0]] == numbers
    table, _ = read(room, "table")
    assert table == {"shards": 1, "letters": 2, "first": 1999, "levels": "00000000000000000000" + "00", "language": "en-GB"}


def test_what_is_not_published_is_not_found(newsroom: Make) -> None:
    room = newsroom()
    room.stories(1)
    room.write("content/stories/secret.md", article("Hushhush", "2020-02-02", publish_at="2030-01-01", actors=["Mata Hari"]))
    room.write("content/stories/draft.md", article("Unready", "2020-02-02", draft=True))
    room.publish()
    text = "".join(data.decode() for path, data in room.site().items() if path.startswith("search/")).lower()
    assert "story" in text
    assert not any(word in text for word in ("hushhush", "mata", "unready"))


@pytest.mark.parametrize("setting", ["search: false\ndisable: [appearance]", "disable: [search, appearance]"])
def test_a_publication_may_do_without(newsroom: Make, setting: str) -> None:
    room = newsroom()
    room.stories(1)
    room.publish()
    assert "script-src 'self'" in room.page("/_headers")
    room.write("broadsheet.yaml", f"{SETTINGS}{setting}\n")
    room.publish()
    assert [path for path in room.site() if "search" in path] == []
    assert "script-src *:*/assets/\n" in room.page("/_headers")
    assert "search" not in room.page("/").lower()
    cold = room.cold()
    cold.publish()
    assert cold.site() == room.site()


def test_an_older_story_takes_the_place_of_one_that_loses_a_common_word(newsroom: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "COMMON", 3)
    room = newsroom()
    dates = ["2020-01-05", "2020-01-05", "2020-01-01T00:30:00+13:00", "2020-01-01T23:30:00-11:00", "2019-12-31", "2020-01-09"]
    for number, day in enumerate(dates):
        room.write(f"content/stories/s{number}.md", article("Talks in Oslo" if number != 4 else "Talks at sea", day))
    room.publish()
    compiled: list[object] = []
    full = Decision.full
    monkeypatch.setattr(Decision, "full", lambda decision: compiled.append(decision) or full(decision))
    edits = ((5, "None"), (1, "Other words"), (1, "Oslo in winter"), (0, "Nothing at all"), (3, "Much ado"), (2, "x"))
    for number, title in edits:
        room.write(f"content/stories/s{number}.md", article(title, dates[number]))
        room.publish()
        cold = room.cold()
        cold.publish()
        assert cold.site() == room.site(), title
    assert len(compiled) == len(edits), "only the cold builds compile"
