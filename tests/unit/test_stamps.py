"""Stamps: what is changed shows in the stamps of the subjects whose pages show it, and in no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from broadsheet.catalog.compiler import compile_catalog
from broadsheet.engine.assembly import records_and_problems
from broadsheet.engine.ledger import open_ledger
from broadsheet.engine.pipeline import BuildOptions, load_config
from broadsheet.engine.readings import find_inputs, look_at_texts
from broadsheet.engine.workers import Forks
from broadsheet.pages.edition import Edition
from broadsheet.pages.stamps import Stamps, changes, parts_of
from broadsheet.pages.subjects import GATHERING, Subject, subjects
from broadsheet.sources import Sources
from newsroom import CLOCK, SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]
Taken = dict[Subject, bytes]
# Of these there is one each; they look at the whole archive.
WHOLE = {("front", ""), ("archive", ""), ("missing", ""), ("feeds", ""), ("opml", ""), ("hosting", ""), ("redirects", "")}
WHOLE |= {("map", ""), ("crawlers", ""), ("news", ""), ("tables", ""), ("sitemap", ""), ("manifest", ""), ("search", "")}
INDEX = {("words", "0"), ("headlines", "20")}  # of the search, all in one piece each
WHOLE |= {("index", name) for name in ("actor", "country", "tag", "section", "dossier", "role", "home", "directory")}


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    """Return five stories in a row; the first two show Ann, of Norway, the last two the dossier, the middle one nothing."""
    made = newsroom("""
        -- content/actors/ann-lee.md --
        ---
        name: Ann Lee
        aliases: [A. Lee, Dr Lee]
        country: NO
        ---
        Born in 1950.
        -- content/tags/peace.md --
        ---
        name: Peace
        ---
        -- content/tags/truce.md --
        ---
        name: Truce
        parent: Peace
        ---
        -- content/pages/about.md --
        ---
        title: About
        ---
        Of us.
        """)
    shared: dict[str, Any] = {"actors": ["Ann Lee"], "section": "World"}
    made.write("content/stories/s1.md", article("One", "2020-01-01", **shared))
    made.write("content/stories/s2.md", article("Two", "2020-02-02", tags=["Truce"], **shared))
    made.write("content/stories/s3.md", article("Three", "2021-01-03"))
    made.write("content/stories/s4.md", article("Four", "2021-01-04", dossier="Talks", countries=["TR"]))
    made.write("content/stories/s5.md", article("Five", "2021-01-05", dossier="Talks"))
    return made


def taken_of(room: Newsroom, clock: str = CLOCK) -> Stamps:
    """Return the stamps of an edition, as a build takes them that comes after those before."""
    config = load_config(room.root, BuildOptions(clock=clock)).value
    assert config is not None
    with open_ledger(room.root / ".broadsheet" / "stamps", b"") as ledger:
        readings = look_at_texts(Sources.of(room.root, config), find_inputs(room.root, config), ledger)
        readings.load()
        readings.read(room.root, config, Forks(1), lambda: None)
        with ledger.transaction():
            readings.store()
    records, problems = records_and_problems(readings)
    catalog = compile_catalog(records, config, clock=clock)
    assert problems == list(catalog.problems) == []
    return Stamps(Edition(catalog.value, config, clock), {record.owner: record.body for record in records})


def stamps(room: Newsroom, reads: Mapping[str, Iterable[str]] | None = None, clock: str = CLOCK) -> Taken:
    """Return the stamps of all subjects; `reads` say which other stories the pages of a story were seen to show."""
    taken = taken_of(room, clock)
    known = {term.key: taken.reads_of_term(term) for term in taken.edition.catalog.terms.values()}
    known |= {("story", key): tuple(ids) for key, ids in (reads or {}).items()}
    return {subject: taken.of(subject, known.get(subject, ())) for subject in subjects(taken.edition)}


def changed(before: Taken, after: Taken) -> set[Subject]:
    """Return the subjects with another stamp, but for those that look at the whole archive."""
    return {subject for subject in {*before, *after} - WHOLE if before.get(subject) != after.get(subject)}


def test_stamps_are_the_same_for_the_same_archive(room: Newsroom) -> None:
    before = stamps(room)
    assert stamps(room) == before
    for path in list((room.root / "content").rglob("*.md")):
        path.write_bytes(path.read_bytes())
    assert stamps(room) == before
    assert all(before.values())


def test_a_renamed_actor_changes_its_stories_and_every_list_that_holds_them(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/actors/ann-lee.md", "name: Ann Lee\naliases: [A. Lee", "name: Anna Lee\naliases: [Ann Lee")
    after = stamps(room)
    assert changed(before, after) == {
        ("actor", "ann-lee"), ("story", "s1"), ("story", "s2"), ("section", "world"), ("tag", "truce"),
        ("country", "norway"), ("period", "2020"), ("period", "2020-01"), ("period", "2020-02"), *INDEX,
    }  # fmt: skip
    assert {subject for subject in WHOLE if before[subject] == after[subject]} == {("archive", "")}


def test_a_renamed_actor_changes_those_whose_pages_were_seen_to_show_its_stories(room: Newsroom) -> None:
    reads = {"s5": ("s2",), "s4": ("s3",)}
    before = stamps(room, reads)
    room.edit("content/actors/ann-lee.md", "name: Ann Lee\naliases: [A. Lee", "name: Anna Lee\naliases: [Ann Lee")
    found = changed(before, stamps(room, reads))
    assert {subject for subject in found if subject[0] == "story"} == {("story", "s1"), ("story", "s2"), ("story", "s5")}


def test_a_story_that_is_read_and_goes_changes_the_stamp(room: Newsroom) -> None:
    room.write("content/stories/s0.md", article("Zero", "2019-01-01"))
    reads = {"s5": ("s0",)}
    before = stamps(room, reads)
    room.remove("content/stories/s0.md")
    assert ("story", "s5") in changed(before, stamps(room, reads))


def test_a_body_changes_its_story_and_nothing_else(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/stories/s1.md", "Text.", "Text.\n\nMore.")
    after = stamps(room)
    assert changed(before, after) == {("story", "s1")}
    assert {subject for subject in WHOLE if before[subject] != after[subject]} == set()


def test_a_body_changes_the_lists_whose_feeds_carry_the_whole_text(room: Newsroom) -> None:
    room.write("broadsheet.yaml", SETTINGS + "feeds: {content: full, limit: 1}\n")
    before = stamps(room)
    room.edit("content/stories/s1.md", "Text.", "Text.\n\nMore.")
    assert changed(before, stamps(room)) == {("story", "s1")}, "a newer story is the one in every feed"
    room.edit("content/stories/s2.md", "Text.", "Text.\n\nMore.")
    found = changed(before, stamps(room)) - {("story", "s1")}
    assert found == {("story", "s2"), ("actor", "ann-lee"), ("section", "world"), ("tag", "truce")}


def test_a_body_of_the_newest_story_changes_the_feeds_of_the_site_when_they_carry_it(room: Newsroom) -> None:
    room.write("broadsheet.yaml", SETTINGS + "feeds: {content: full, limit: 1}\n")
    before = stamps(room)
    room.edit("content/stories/s5.md", "Text.", "Text.\n\nMore.")
    after = stamps(room)
    assert before[("feeds", "")] != after[("feeds", "")]
    assert changed(before, after) == {("story", "s5"), ("dossier", "talks")}


def test_a_headline_changes_its_story_and_the_lists_that_hold_it(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/stories/s4.md", '"Four"', '"Vier"')
    assert changed(before, stamps(room)) == {
        ("story", "s4"), ("dossier", "talks"), ("country", "turkiye"), ("period", "2021"), ("period", "2021-01"), *INDEX
    }  # fmt: skip


def test_a_story_that_comes_between_changes_its_neighbours(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s3b.md", article("Between", "2021-01-03"))
    found = changed(before, stamps(room))
    assert found == {("story", name) for name in ("s3", "s3b", "s4")} | {("period", "2021"), ("period", "2021-01"), *INDEX}


def test_a_story_added_to_a_dossier_changes_the_one_before_it_there(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s6.md", article("Six", "2021-02-01"))
    room.write("content/stories/s7.md", article("Seven", "2021-02-02", dossier="Talks"))
    found = changed(before, stamps(room))
    assert {subject for subject in found if subject[0] == "story"} == {("story", name) for name in ("s5", "s6", "s7")}
    room.write("content/stories/s3.md", article("Three", "2021-01-03", dossier="Talks"))
    found = changed(before, stamps(room))
    assert {("story", name) for name in ("s3", "s4", "s5")} <= found, "they stand at another place in the dossier"


def test_who_is_named_together_is_part_of_an_actors_stamp_as_of_the_actors_newest_story(room: Newsroom) -> None:
    for number in range(3):
        room.write(f"content/stories/t{number}.md", article("T", f"2022-01-0{number + 1}", actors=["Bob Roe", "Cy Poe"]))
    before = stamps(room)
    room.write("content/stories/u.md", article("U", "2022-02-01", actors=["Cy Poe"]))
    newer = changed(before, stamps(room))
    assert ("actor", "cy-poe") in newer
    assert ("actor", "bob-roe") not in newer, "Bob's newest story came out before"
    room.write("content/stories/u.md", article("U", "2021-02-01", actors=["Cy Poe"]))
    assert ("actor", "bob-roe") in changed(before, stamps(room))


def test_a_speakers_name_is_part_of_a_story(room: Newsroom) -> None:
    room.write("content/stories/s3.md", article("Three", "2021-01-03", quotes=[{"text": "Yes.", "speaker": "Ann Lee"}]))
    before = stamps(room)
    room.edit("content/actors/ann-lee.md", "name: Ann Lee\naliases: [A. Lee", "name: Anna Lee\naliases: [Ann Lee")
    assert ("story", "s3") in changed(before, stamps(room))


def test_a_new_month_changes_its_year_and_those_beside_them(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s0.md", article("Zero", "2019-12-01"))
    after = stamps(room)
    periods = {subject[1] for subject in changed(before, after) if subject[0] == "period"}
    assert periods == {"2019", "2019-12", "2020", "2020-01"}
    assert before["archive", ""] != after["archive", ""]


def test_the_text_of_a_register_file_changes_its_term_only(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/actors/ann-lee.md", "1950", "1951")
    assert changed(before, stamps(room)) == {("actor", "ann-lee")}


def test_the_text_of_a_page_changes_that_page_only(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/pages/about.md", "Of us.", "Of you.")
    after = stamps(room)
    assert changed(before, after) == {("page", "content/pages/about.md")}


def test_a_renamed_tag_changes_its_parent_and_its_children(room: Newsroom) -> None:
    before = stamps(room)
    room.edit("content/tags/truce.md", "name: Truce", "name: Armistice\naliases: [Truce]")
    assert {("tag", "peace"), ("tag", "truce")} <= changed(before, stamps(room))
    before = stamps(room)
    room.edit("content/tags/peace.md", "name: Peace", "name: Pax\naliases: [Peace]")
    assert {("tag", "peace"), ("tag", "truce")} <= changed(before, stamps(room))


def test_an_actor_that_is_quoted_elsewhere_changes_with_that_story(room: Newsroom) -> None:
    room.write("content/stories/s3.md", article("Three", "2021-01-03", quotes=[{"text": "Yes.", "speaker": "Ann Lee"}]))
    before = stamps(room)
    room.edit("content/stories/s3.md", "Yes.", "No.")
    assert ("actor", "ann-lee") in changed(before, stamps(room))


def test_a_country_changes_with_the_actors_that_belong_to_it(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s3.md", article("Three", "2021-01-03", actors=[{"name": "Bo Roe", "country": "TR"}]))
    found = changed(before, stamps(room))
    assert {("actor", "bo-roe"), ("country", "turkiye")} <= found
    before = stamps(room)
    room.write("content/actors/cy-doe.md", "---\nname: Cy Doe\ncountry: NO\n---\n")
    assert {("actor", "cy-doe"), ("country", "norway")} <= changed(before, stamps(room))


def test_an_earlier_story_of_the_same_terms_changes_what_may_be_related_to_it(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s0.md", article("Zero", "2019-01-01", tags=["Truce"]))
    found = changed(before, stamps(room))
    assert ("story", "s2") in found
    assert ("story", "s3") not in found
    later = stamps(room)
    room.write("content/stories/s9.md", article("Nine", "2022-01-01", tags=["Truce"]))
    assert ("story", "s2") not in changed(later, stamps(room)), "one that came later is not related to it"


def test_the_clock_changes_stamps_only_through_what_it_changes(room: Newsroom) -> None:
    room.write("content/stories/s6.md", article("Six", "2026-03-01", labels=["breaking"], tags=["Truce"]))
    clocks = ("2026-03-01T12:00:00Z", "2026-03-01T23:59:59Z", "2026-03-02T00:00:00Z")
    first, second, third = (stamps(room, clock=clock) for clock in clocks)
    assert changed(first, second) == set()
    assert {("story", "s6"), ("tag", "truce"), ("period", "2026-03")} <= changed(second, third)
    assert ("story", "s3") not in changed(second, third)


def test_a_translation_changes_the_other_editions(room: Newsroom) -> None:
    before = stamps(room)
    room.write("content/stories/s4-de.md", article("Vier", "2022-01-04", lang="de", translation_of="s4"))
    found = changed(before, stamps(room))
    assert {("story", "s4"), ("story", "s4-de")} <= found


def test_a_stamp_is_made_of_the_parts_that_it_says(room: Newsroom) -> None:
    for (kind, key), stamp in stamps(room).items():
        if kind not in GATHERING:
            assert len(stamp) == 6 * len(parts_of(kind)), (kind, key)


def causes(before: Taken, after: Taken) -> dict[Subject, tuple[str, ...]]:
    """Return in what the stamps of the subjects differ, but of those that look at the whole archive."""
    both = changed(before, after) & before.keys() & after.keys()
    return {subject: changes(subject[0], before[subject], after[subject]) for subject in both}


def test_two_stamps_say_in_what_they_differ(room: Newsroom) -> None:
    reads = {"s5": ("s4",)}
    before = stamps(room, reads)
    room.edit("content/stories/s4.md", '"Four"', '"Vier"')
    found = causes(before, stamps(room, reads))
    assert found["story", "s4"] == ("its headline or metadata",)
    assert found["story", "s5"] == ("a story it shows",)
    assert found["dossier", "talks"] == found["period", "2021"] == ("a story in its list",)
    assert found["words", "0"] == ("a headline or a name with one of its words",)
    before = stamps(room)
    room.edit("content/actors/ann-lee.md", "country: NO", "country: SE")
    found = causes(before, stamps(room))
    assert found["actor", "ann-lee"] == (
        "its register entry",
        "a story in its list",
        "a term beside it, or whether search engines may show it",
    )
    assert found["story", "s1"] == ("the name or address of one of its terms",)
    before = stamps(room)
    room.edit("content/pages/about.md", "Of us.", "Of you.")
    assert causes(before, stamps(room)) == {("page", "content/pages/about.md"): ("its body",)}


def test_stamps_of_another_length_say_nothing_of_what_differs() -> None:
    assert changes("tag", b"", b"x" * 30) == ()
    assert changes("tag", b"x" * 30, b"x" * 30) == ()


def test_what_is_shown_of_a_list_by_its_cards_has_a_stamp_of_its_own(room: Newsroom) -> None:
    def cards(text: str = "Talks") -> bytes:
        return taken_of(room).of_cards((3, 4), text)

    before = cards()
    assert cards() == before
    assert cards("Other") != before
    room.edit("content/stories/s1.md", '"One"', '"Uno"')
    assert cards() == before
    room.edit("content/stories/s5.md", '"Five"', '"Cinque"')
    assert cards() != before
