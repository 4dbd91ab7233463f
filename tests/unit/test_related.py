"""Related stories: earlier ones that share rare terms, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broadsheet.catalog.related import related_stories
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]


def related(room: Newsroom, story: str) -> list[tuple[str, list[str]]]:
    """Return the stories related to one, each with what they share."""
    catalog = room.catalog()
    found = next(each for each in catalog.stories if each.record.id == story)
    return [(catalog.stories[other].id, [slug for _, slug in shared]) for other, shared in related_stories(catalog, found)]


def write(room: Newsroom, name: str, day: int, **metadata: Any) -> None:
    room.write(f"content/stories/{name}.md", article(name.title(), f"2020-01-{day:02d}", **metadata))


def test_a_rare_term_counts_more_than_a_common_one(newsroom: Make) -> None:
    room = newsroom()
    write(room, "rare", 1, tags=["rare"])
    for day in range(2, 8):
        write(room, f"common-{day}", day, tags=["common"])
    write(room, "last", 20, tags=["common", "rare"])
    assert related(room, "last")[0] == ("rare", ["rare"])


def test_a_dossier_counts_more_than_a_tag_and_the_weightiest_term_stands_first(newsroom: Make) -> None:
    room = newsroom()
    write(room, "tagged", 1, tags=["peace"])
    write(room, "filed", 2, dossier="Talks")
    write(room, "both", 3, dossier="Talks", tags=["peace"])
    write(room, "last", 4, dossier="Talks", tags=["peace"])
    assert related(room, "last") == [("both", ["talks", "peace"]), ("filed", ["talks"]), ("tagged", ["peace"])]


def test_of_equal_weight_the_newer_story_stands_first_and_four_are_enough(newsroom: Make) -> None:
    room = newsroom()
    for day in range(1, 7):
        write(room, f"day-{day}", day, actors=["Ann Lee"])
    write(room, "last", 20, actors=["Ann Lee"])
    assert [story for story, _ in related(room, "last")] == ["day-6", "day-5", "day-4", "day-3"]


def test_only_earlier_stories_are_related_so_that_a_later_one_changes_no_page(newsroom: Make) -> None:
    room = newsroom()
    write(room, "first", 1, tags=["x"])
    write(room, "second", 2, tags=["x"])
    before = related(room, "second")
    write(room, "third", 3, tags=["x"])
    assert related(room, "second") == before == [("first", ["x"])]
    assert related(room, "first") == []


def test_a_section_alone_relates_nothing(newsroom: Make) -> None:
    room = newsroom()
    write(room, "first", 1, section="World")
    write(room, "second", 2, section="World")
    assert related(room, "second") == []


def test_other_editions_of_a_story_are_not_related_to_it(newsroom: Make) -> None:
    room = newsroom()
    write(room, "treaty", 1, tags=["peace"])
    write(room, "traite", 2, tags=["peace"], lang="fr", translation_of="treaty")
    assert related(room, "traite") == []


def test_a_page_says_why_a_story_is_related(newsroom: Make) -> None:
    room = newsroom()
    shared: dict[str, Any] = {"actors": ["Ann Lee"], "countries": ["NO"], "tags": ["peace"]}
    write(room, "first", 1, **shared)
    write(room, "second", 2, **shared)
    room.publish()
    assert '<p class="reason">Also about Ann Lee, peace and Norway</p>' in room.page("/stories/2020/01/second/")
