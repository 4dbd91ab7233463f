"""The index of the search: cut into small pieces, complete, and the same however it came to be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog import shards
from broadsheet.catalog.shards import chunk_of, level_of, number_of, shape_of
from broadsheet.catalog.words import words_of
from broadsheet.engine.assembly import Assembly
from newsroom import SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]
NUMBERS = st.sets(st.integers(1 << 12, (3_652_059 << 12) + 4095), min_size=1)


def numbers_of(text: str) -> list[int]:
    """Return the numbers that a text of the index stands for, as `search.js` reads it: the highest first."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    values = [digits.index(char) for char in text]
    day = values[0] << 18 | values[1] << 12 | values[2] << 6 | values[3]
    found, at = [], 4
    while at < len(values):
        days, bits = 0, 0
        while values[at] > 31:
            days |= (values[at] - 32) << bits
            bits += 5
            at += 1
        day -= days | values[at] << bits
        found.append(day << 12 | values[at + 1] << 6 | values[at + 2])
        at += 3
    return found


@given(NUMBERS)
def test_the_numbers_of_a_word_come_back_from_their_text_newest_first(numbers: set[int]) -> None:
    word, text, left = shards._word_row("oslo", numbers)
    assert (word, numbers_of(text), left) == ("oslo", sorted(numbers, reverse=True), 0)


def test_of_a_word_in_very_many_headlines_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "COMMON", 3)
    numbers = {9 << 12, 7 << 12, 8 << 12}
    assert shards._word_row("the", numbers)[2] == 0
    _, text, left = shards._word_row("the", numbers | {6 << 12, 10 << 12})
    assert (numbers_of(text), left) == ([10 << 12, 9 << 12, 8 << 12], 2)


def test_every_word_of_every_headline_and_name_is_in_its_shard(newsroom: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_SHARD", 4)
    room = newsroom()
    titles = ["Peace talks in Oslo", "Oslo accord signed", "Talks fail", "The salt accord", "Çeşme’de barış", "会談"]
    for number, title in enumerate(titles):
        room.write(f"content/stories/s{number}.md", article(title, f"2020-01-0{number + 1}", actors=["Ann Lee"], tags=["Salt"]))
    catalog = room.catalog()
    index = shards.Index(catalog)
    found = {name: index[name] for name in index.names}
    shape = shape_of(len(catalog.stories), len(catalog.terms))
    assert list(found) == [str(number) for number in range(shape.shards)]
    assert shape.shards > 1
    for story in catalog.stories:
        for word in words_of(story.title):
            rows = {row[0]: row for row in found[shape.shard_of(word)].words}
            assert number_of(story.day, story.permalink) in numbers_of(rows[word][1]), word
    for name, shard in found.items():
        assert [row[0] for row in shard.words] == sorted(row[0] for row in shard.words)
        assert {shape.shard_of(row[0]) for row in shard.words} <= {name}
    for word in ("ann", "lee"):
        assert "/actors/ann-lee/" in [row[2] for row in found[shape.shard_of(word)].terms]


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
    planned: list[object] = []
    everything = Assembly.plan_everything
    monkeypatch.setattr(Assembly, "plan_everything", lambda assembly: planned.append(assembly) or everything(assembly))
    edits = ((5, "None"), (1, "Other words"), (1, "Oslo in winter"), (0, "Nothing at all"), (3, "Much ado"), (2, "x"))
    for number, title in edits:
        room.write(f"content/stories/s{number}.md", article(title, dates[number]))
        room.publish()
        cold = room.cold()
        cold.publish()
        assert cold.site() == room.site(), title
    assert len(planned) == len(edits), "only the cold builds plan everything"
