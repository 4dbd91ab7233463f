"""The catalog: what is published as of a clock, in which order, under which terms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.catalog.catalog import Catalog
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
KINDS = ("actor", "country", "tag", "section", "dossier")


def ids(catalog: Catalog) -> list[str]:
    return [filed.story.id for filed in catalog.stories]


def postings(catalog: Catalog) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the lists of terms: those that are no term's stand beside them."""
    return {key: positions for key, positions in catalog.lists.items() if key[0] in KINDS}


def test_stories_stand_oldest_first_and_equal_times_by_id(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/c.md", article("C", "2020-01-01"))
    room.write("content/stories/b.md", article("B", "2020-01-02"))
    room.write("content/stories/a.md", article("A", "2020-01-02"))
    room.write("content/stories/a-b.md", article("A", "2020-01-02"))
    room.write("content/stories/d.md", article("D", "2020-01-01T23:30:00-02:00"))
    assert ids(room.catalog()) == ["c", "a", "a-b", "b", "d"]


@pytest.mark.parametrize(
    ("clock", "published"),
    [
        ("2026-02-28T23:59:59Z", ["plain"]),
        ("2026-03-01T00:00:00Z", ["plain", "embargoed"]),
        ("2026-03-01T08:59:59Z", ["plain", "embargoed"]),
        ("2026-03-01T09:00:00Z", ["embargoed"]),
    ],
)
def test_embargo_and_expiry_are_judged_by_the_clock(newsroom: Make, clock: str, published: list[str]) -> None:
    room = newsroom()
    room.write("content/stories/draft.md", article("Draft", "2020-01-01", draft=True))
    room.write("content/stories/embargoed.md", article("Embargoed", "2020-01-03", publish_at="2026-03-01T01:00:00+01:00"))
    room.write("content/stories/plain.md", article("Plain", "2020-01-02", expires_at="2026-03-01T09:00:00Z"))
    assert ids(room.catalog(clock=clock)) == published
    assert room.problems == []


def test_drafts_are_published_only_when_they_are_asked_for(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/draft.md", article("Draft", "2020-01-01", draft=True))
    assert ids(room.catalog()) == []
    assert ids(room.catalog(drafts=True)) == ["draft"]


def test_an_embargo_counts_in_the_publications_zone(newsroom: Make) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\ntimezone: Asia/Tokyo\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", publish_at="2026-03-01T21:00:00"))
    assert ids(room.catalog(clock="2026-03-01T11:59:59Z")) == []
    assert ids(room.catalog(clock="2026-03-01T12:00:00Z")) == ["a"]


def test_names_in_stories_that_are_not_published_make_no_terms(newsroom: Make) -> None:
    room = newsroom()
    hidden = {"actors": ["Nobody Yet"], "countries": ["IS"], "tags": ["secret"], "section": "Hidden", "dossier": "Plot"}
    room.write("content/stories/draft.md", article("Draft", "2020-01-01", draft=True, **hidden))
    room.write("content/stories/later.md", article("Later", "2020-01-01", publish_at="2027-01-01", **hidden))
    assert room.catalog().terms == {}


def test_every_spelling_files_a_story_under_one_term(newsroom: Make) -> None:
    room = newsroom("""
        -- content/actors/jimmy-carter.md --
        ---
        name: Jimmy Carter
        aliases: [James Earl Carter]
        ---
        """)
    for number, name in enumerate(["Jimmy Carter", "jimmy-carter", "James Earl Carter", "JIMMY CARTER"]):
        room.write(f"content/stories/a{number}.md", article(f"A{number}", "2020-01-01", actors=[name]))
    for number, name in enumerate(["Turkey", "Türkiye", "TR", "TUR", "turkiye"]):
        room.write(f"content/stories/c{number}.md", article(f"C{number}", "2020-01-02", countries=[name]))
    catalog = room.catalog()
    assert room.problems == []
    assert postings(catalog) == {("actor", "jimmy-carter"): (0, 1, 2, 3), ("country", "turkiye"): (4, 5, 6, 7, 8)}


def test_an_actor_named_twice_in_a_story_stands_under_it_once(newsroom: Make) -> None:
    room = newsroom()
    actors = ["Ann Lee", {"name": "ann lee", "role": "mayor", "country": "NO"}]
    room.write("content/stories/a.md", article("A", "2020-01-01", actors=actors))
    (filed,) = room.catalog().stories
    assert [(a.slug, a.role, a.country) for a in filed.actors] == [("ann-lee", "mayor", "NO")]


def test_quotes_and_claims_find_their_actors_and_others_keep_their_names(newsroom: Make) -> None:
    room = newsroom()
    room.write(
        "content/stories/a.md",
        article(
            "A",
            "2020-01-01",
            actors=["Ann Lee"],
            quotes=[{"text": "Yes.", "speaker": "ann-lee"}, {"text": "No."}],
            claims=[{"text": "It rained.", "status": "reported", "attributed_to": "a passer-by"}],
        ),
    )
    (filed,) = room.catalog().stories
    assert (filed.speakers, filed.claimants) == (("ann-lee", ""), ("",))


def test_a_country_with_only_a_file_has_a_page(newsroom: Make) -> None:
    room = newsroom("-- content/countries/NO.md --\n---\nname: Norway\n---\nA kingdom.\n")
    assert list(room.catalog().terms) == [("country", "norway")]


def test_names_of_other_scripts_get_slugs_in_ascii(newsroom: Make) -> None:
    room = newsroom()
    names = ["习近平", "عباس عراقچی", "Владимир Зеленский", "Łukasz Żółć", "♥"]
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=names))
    assert [slug for _, slug in postings(room.catalog())] == [
        "xi-jin-ping",
        "bs-rqchy",
        "vladimir-zelenskii",
        "lukasz-zolc",
        "x6292d4de",
    ]


def test_a_story_is_named_after_its_file_without_the_date(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/2019/2019-05-06-the-talks.md", article("Talks", "2019-05-06"))
    room.write("content/stories/Über uns.md", article("Us", "2019-05-07"))
    room.write("content/stories/own.md", article("Own", "2019-05-08", slug="chosen"))
    assert [(f.story.id, f.permalink) for f in room.catalog().stories] == [
        ("2019/2019-05-06-the-talks", "/stories/2019/05/the-talks/"),
        ("Über uns", "/stories/2019/05/uber-uns/"),
        ("own", "/stories/2019/05/chosen/"),
    ]


def test_editions_of_one_story_are_grouped_and_the_original_stands_in_the_lists(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/treaty.md", article("Treaty", "2020-01-02", tags=["peace"]))
    room.write("content/stories/traite.md", article("Traité", "2020-01-03", lang="fr", translation_of="treaty", tags=["peace"]))
    room.write("content/stories/vertrag.md", article("Vertrag", "2020-01-01", lang="de", translation_of="traite", tags=["peace"]))
    catalog = room.catalog()
    assert room.problems == []
    assert ids(catalog) == ["vertrag", "treaty", "traite"]
    assert catalog.editions == {"vertrag": (0, 1, 2), "treaty": (0, 1, 2), "traite": (0, 1, 2)}
    assert catalog.listed == (1,)
    assert postings(catalog) == {("tag", "peace"): (1,)}


def test_a_translation_of_nothing_is_an_error_with_the_nearest_story(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/treaty.md", article("Treaty", "2020-01-02"))
    room.write("content/stories/traite.md", "---\ntitle: T\ndate: 2020-01-03\ntranslation_of: treatty\n---\n")
    room.prepare()
    assert room.problems == [
        "content/stories/traite.md:4:17: error: `treatty` is not a story; did you mean `treaty`? [unknown-story]"
    ]


def test_a_parent_that_is_below_its_own_child_is_an_error(newsroom: Make) -> None:
    room = newsroom("""
        -- content/tags/a.md --
        ---
        name: A
        parent: B
        ---
        -- content/tags/b.md --
        ---
        name: B
        parent: A
        ---
        """)
    room.prepare()
    assert room.problems == [
        "content/tags/a.md:3:9: error: `B` is below `a` itself; take the parent out of one of the two files [bad-value]",
        "content/tags/b.md:3:9: error: `A` is below `b` itself; take the parent out of one of the two files [bad-value]",
    ]
