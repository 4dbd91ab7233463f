"""The catalog: what is published as of a clock, in which order, under which terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.gazetteer import load_countries
from broadsheet.catalog.lists import pair_key
from broadsheet.catalog.related import Relatable
from broadsheet.model import Moment
from newsroom import SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]
KINDS = ("actor", "country", "tag", "section", "dossier")


def ids(catalog: Catalog) -> list[str]:
    return [each.record.id for each in catalog.stories]


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


@pytest.mark.parametrize(
    ("clock", "published"),
    [("2026-03-01T22:59:59Z", []), ("2026-03-01T23:00:00Z", ["day"]), ("2026-03-02T08:00:00Z", ["day", "hour"])],
)
def test_a_story_that_is_dated_in_the_future_is_held_until_then(newsroom: Make, clock: str, published: list[str]) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\ntimezone: Europe/Vienna\n")
    room.write("content/stories/day.md", article("Day", "2026-03-02"))
    room.write("content/stories/hour.md", article("Hour", "2026-03-02T09:00:00"))
    catalog = room.catalog(clock=clock)
    assert ids(catalog) == published
    assert catalog.held == {story: "future" for story in ("day", "hour") if story not in published}
    assert catalog.until == ("2026-03-01T23:00:00Z", "2026-03-02T08:00:00Z", "")[len(published)]


def test_a_publication_may_want_what_is_dated_in_the_future(newsroom: Make) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nfuture: true\n")
    room.write("content/stories/a.md", article("A", "2030-01-01"))
    room.write("content/stories/b.md", article("B", "2030-01-01", publish_at="2029-01-01"))
    assert ids(room.catalog()) == ["a"]


def test_a_free_page_is_held_back_as_a_story_is(newsroom: Make) -> None:
    room = newsroom()
    keys = {"date": "2030-01-01", "publish_at": "2031-01-01", "expires_at": "2020-01-01", "draft": "true"}
    for key, value in keys.items():
        room.write(f"content/pages/{key}.md", f"---\ntitle: T\n{key}: {value}\n---\n")
    assert room.catalog().pages == ()
    assert room.problems == []
    assert [page.slug for page, _ in room.catalog(clock="2030-06-01T00:00:00Z").pages] == ["date"]


def test_two_files_of_one_entry_are_a_conflict(newsroom: Make) -> None:
    room = newsroom()
    for path in ("tags/salt.md", "tags/salt.markdown", "tags/salt/_index.md"):
        room.write(f"content/{path}", "---\nname: Salt\n---\nText.\n")
    room.build()
    assert set(room.codes) == {"duplicate-story"}


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
    (each,) = room.catalog().stories
    assert [(a.slug, a.role, a.country) for a in each.actors] == [("ann-lee", "mayor", "NO")]


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
    (each,) = room.catalog().stories
    assert (each.speakers, each.claimants) == (("ann-lee", ""), ("",))


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
    assert [(f.record.id, f.permalink) for f in room.catalog().stories] == [
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


# -- what is asked of the catalog


@pytest.fixture
def archive(newsroom: Make) -> Catalog:
    """Return five stories: 0 and 1 of January 2020, 2 of February, 3 of 2022, and 4, which is a translation of 2."""
    room = newsroom("""
        -- content/pages/about.md --
        ---
        title: About
        ---
        -- content/actors/cy-poe.md --
        ---
        name: Cy Poe
        country: TR
        ---
        """)
    room.write(
        "content/stories/a.md",
        article(
            "A",
            "2020-01-31T23:30:00-05:00",
            actors=[{"name": "Ann Lee", "role": "envoy", "country": "NO"}, "Bo Roe"],
            countries=["NO", {"country": "TR", "role": "host"}],
            tags=["Salt", "Sugar"],
            section="World",
            quotes=[{"text": "Yes.", "speaker": "Bo Roe"}, {"text": "No."}],
            events=[{"date": "2020-01", "text": "A truce"}, {"date": "1999-12-31", "text": "A fire"}],
        ),
    )
    later = {"actors": ["Ann Lee"], "tags": ["Salt"], "countries": ["NO", "TR"]}
    room.write("content/stories/b.md", article("B", "2020-02-01T05:00:00Z", updated="2021-05-06", **later))
    claims = [{"text": "It rained.", "status": "reported", "attributed_to": "Ann Lee"}]
    room.write("content/stories/c.md", article("C", "2020-02-02", claims=claims, dossier="Talks", **later))
    room.write("content/stories/d.md", article("D", "2022-03-04", dossier="Talks", countries=["TR", "CN"]))
    room.write("content/stories/e.md", article("E", "2022-03-05", lang="de", translation_of="c", tags=["Salt"], countries=["CN"]))
    found = room.catalog()
    assert room.problems == []
    assert ids(found) == ["a", "b", "c", "d", "e"]
    return found


def test_a_list_holds_the_positions_of_its_stories_and_no_translation(archive: Catalog) -> None:
    assert dict(archive.lists) == {
        ("all", ""): (0, 1, 2, 3),
        ("actor", "ann-lee"): (0, 1, 2),
        ("actor", "bo-roe"): (0,),
        ("country", "norway"): (0, 1, 2),
        ("country", "turkiye"): (0, 1, 2, 3),
        ("country", "china"): (3,),
        ("tag", "salt"): (0, 1, 2),
        ("tag", "sugar"): (0,),
        ("section", "world"): (0,),
        ("dossier", "talks"): (2, 3),
        ("pair", "norway+turkiye"): (0, 1, 2),
        ("period", "2020"): (0, 1, 2),
        ("period", "2020-01"): (0,),
        ("period", "2020-02"): (1, 2),
        ("period", "2022"): (3,),
        ("period", "2022-03"): (3,),
        ("voice", "bo-roe"): (0,),
        ("voice", "ann-lee"): (2,),
        ("nation", "NO"): (0, 1, 2),
    }
    assert (archive.listed, archive.positions(("tag", "none"))) == ((0, 1, 2, 3), ())
    assert dict(archive.originals) == {4: 2}


def test_a_pair_has_a_list_from_three_stories_on_and_a_roll_call_makes_none(newsroom: Make) -> None:
    room = newsroom()
    many = [country.code for country in load_countries()][:41]
    for number in range(3):
        room.write(f"content/stories/two{number}.md", article("T", "2020-01-01", countries=["TR", "NO"]))
        room.write(f"content/stories/all{number}.md", article("T", "2020-01-01", countries=many))
    room.write("content/stories/other.md", article("T", "2020-01-01", countries=["CN", "NO"]))
    assert [key for key in room.catalog().lists if key[0] == "pair"] == [("pair", "norway+turkiye")]
    assert pair_key("norway", "turkiye") == pair_key("turkiye", "norway") == ("pair", "norway+turkiye")


def test_years_and_months_know_which_have_stories_before_and_after_them(archive: Catalog) -> None:
    around = {period: archive.around(period) for period in ("2020", "2022", "2020-01", "2020-02", "2022-03")}
    assert around == {
        "2020": ("", "2022"),
        "2022": ("2020", ""),
        "2020-01": ("", "2020-02"),
        "2020-02": ("2020-01", "2022-03"),
        "2022-03": ("2020-02", ""),
    }


def test_whose_body_is_at_an_address_is_known_of_stories_and_pages(archive: Catalog) -> None:
    asked = ("/stories/2020/01/a/", "/stories/2022/03/e/", "/about/", "/tags/salt/", "/actors/cy-poe/", "/", "")
    assert [archive.owner_at(address) for address in asked] == ["a", "e", "content/pages/about.md", "", "", "", ""]


def test_a_story_is_found_by_its_id(archive: Catalog) -> None:
    assert [archive.places.get(story) for story in ("a", "e", "none", "")] == [0, 4, None, None]
    found = archive.by_id("c")
    assert found is archive.stories[2]
    assert archive.by_id("none") is None


def test_terms_are_found_by_kind_and_actors_by_their_country(archive: Catalog) -> None:
    assert [term.slug for term in archive.of_kind("actor")] == ["ann-lee", "bo-roe", "cy-poe"]
    assert [term.slug for term in archive.of_kind("country")] == ["china", "norway", "turkiye"]
    assert [term.slug for term in archive.natives("TR")] == ["cy-poe"]
    assert [term.slug for term in archive.natives("NO")] == ["ann-lee"], "as the story states"
    assert list(archive.natives("CN")) == list(archive.natives("")) == []


def test_lists_are_told_what_their_stories_say(archive: Catalog) -> None:
    assert [archive.stories[0].day, archive.stories[1].day] == ["2020-01-31", "2020-02-01"]
    assert archive.last_change((0, 1)) == Moment("2021-05-06", "2021-05-06T00:00:00Z")
    assert archive.last_change((0,)) == Moment("2020-01-31T23:30:00-05:00", "2020-02-01T04:30:00Z")
    assert archive.last_change(()) is None
    assert archive.months((0, 1, 0)) == Counter({"2020-01": 2, "2020-02": 1})
    first, _, third, fourth, *_ = archive.stories
    assert [first.slugs("country"), fourth.slugs("country")] == [("norway", "turkiye"), ("turkiye", "china")]
    assert [first.slugs("section"), fourth.slugs("section")] == [("world",), ()]
    assert first.actors == (("ann-lee", "envoy", "NO"), ("bo-roe", "", ""))
    assert first.countries == (("norway", "", ""), ("turkiye", "host", ""))
    assert [first.speakers, third.speakers, fourth.speakers] == [("bo-roe", ""), (), ()]
    assert [first.claimants, third.claimants, fourth.claimants] == [(), ("ann-lee",), ()]
    assert first.events == ((("2020-01", "month"), "A truce"), (("1999-12-31", "day"), "A fire"))


def test_a_story_says_by_itself_what_any_page_shows_of_it(archive: Catalog, newsroom: Make) -> None:
    """Its digest changes with what it says and where it is, and not with where it stands."""
    room = newsroom()
    room.write("content/stories/d.md", article("D", "2022-03-04", dossier="Talks", countries=["TR", "CN"]))
    (same,) = room.catalog().stories
    assert (same.position, same.own) == (0, archive.stories[3].own)
    room.write("broadsheet.yaml", SETTINGS + "permalinks: {story: '/{year}/{slug}/'}\n")
    (moved,) = room.catalog().stories
    assert (moved.stamp, moved.own == same.own) == (same.stamp, False)


def test_what_may_be_related_to_a_story_shows_in_a_number(newsroom: Make) -> None:
    room = newsroom()

    def earlier() -> dict[str, tuple[int, ...]]:
        catalog = room.catalog()
        relatable = Relatable(catalog)
        return {story.id: relatable.to(story) for story in catalog.stories}

    room.write("content/stories/b.md", article("B", "2020-02-01", tags=["x"]))
    room.write("content/stories/c.md", article("C", "2020-03-01", tags=["x", "y"]))
    room.write("content/stories/d.md", article("D", "2020-04-01", section="x"))
    before = earlier()
    assert before["d"] == (-1,), "a section relates nothing"
    room.write("content/stories/e.md", article("E", "2020-05-01", tags=["x"]))
    later = earlier()
    assert {story: later[story] for story in before} == before, "what comes later does not count"
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=["y"]))
    after = earlier()
    assert {story for story, number in later.items() if after[story] != number} == {"c"}
    room.edit("content/stories/a.md", "y", "x")
    swapped = earlier()
    assert {story for story, number in after.items() if swapped[story] != number} == {"b", "c", "e"}


def test_a_story_that_has_the_one_of_two_terms_in_place_of_the_other_is_another_one_to_later_stories(newsroom: Make) -> None:
    room = newsroom()
    for day, tags in enumerate((["x"], ["x", "y"], ["x", "y"]), 1):
        room.write(f"content/stories/s{day}.md", article(f"S{day}", f"2020-01-0{day}", tags=tags))
    before = room.catalog()
    room.write("content/stories/s1.md", article("S1", "2020-01-01", tags=["y"]))
    after = room.catalog()
    numbers = [Relatable(catalog).to(catalog.stories[2]) for catalog in (before, after)]
    assert numbers[0] != numbers[1]
