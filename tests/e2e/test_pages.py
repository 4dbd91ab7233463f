"""Pages: what a reader finds on a story, a person, a country, a dossier and the front page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom import SETTINGS, SUMS, Newsroom, article

Make = Callable[..., Newsroom]

TALKS = """
    -- content/stories/2020/first.md --
    ---
    title: Talks begin in Oslo
    standfirst: Two delegations met.
    date: 2020-01-05T09:30:00+01:00
    updated: 2020-01-06
    section: [World, Diplomacy]
    labels: [analysis]
    authors: [Eve Writer, Sam Scribe]
    dateline: Oslo
    actors:
      - {name: Ann Lee, role: foreign minister, country: NO, kind: person}
      - {name: Bob Roe, role: negotiator, country: TR, kind: person}
      - {name: Peace Council, role: host, kind: organisation}
    countries:
      - {country: NO, role: host}
      - TR
    places:
      - {name: Old Harbour, kind: city, country: NO}
      - The Flats
    tags: [Peace, Mediation]
    dossier: Oslo talks
    source: {name: The Oslo Wire, url: "https://wire.example/1", date: 2020-01-05}
    citations:
      - {name: Council papers, url: "https://council.example/7", archived: "https://archive.example/7"}
    quotes:
      - {text: We begin today., speaker: Ann Lee, date: 2020-01-05}
    claims:
      - {text: A draft exists., status: unconfirmed, attributed_to: a delegate}
      - {text: No draft exists., status: denied, attributed_to: Bob Roe}
    events:
      - {date: 2019-12, text: Letters are exchanged}
      - {date: 2020-01-05, text: The delegations meet}
    corrections:
      - {date: 2020-01-07, type: clarification, text: The room was named wrongly at first.}
    ---
    The talks began.
    -- content/stories/2020/second.md --
    ---
    title: Talks resume
    date: 2020-02-01
    section: World
    actors:
      - {name: Ann Lee, role: prime minister, country: NO}
      - Bob Roe
    countries: [NO, TR]
    tags: [Peace]
    dossier: Oslo talks
    events:
      - {date: 2020-02-01, text: The talks resume}
    ---
    They resumed.
    -- content/stories/2020/third.md --
    ---
    title: Accord signed
    date: 2020-03-01
    actors: [{name: Ann Lee, role: prime minister, country: NO}]
    countries: [Norway, Türkiye]
    dossier: Oslo talks
    corrections:
      - {date: 2020-04-01, type: retraction, text: The accord was not signed.}
    ---
    It was signed.
    -- content/actors/ann-lee.md --
    ---
    name: Ann Lee
    kind: person
    aliases: [A. Lee]
    country: NO
    roles:
      - {title: member of parliament, organisation: Storting, country: NO, from: 2010, to: 2014-09}
    links:
      - {name: Her site, url: "https://ann.example/"}
    wikidata: Q42
    ---
    She was born in Bergen.
    -- content/countries/NO.md --
    ---
    aliases: [The Kingdom]
    ---
    A country of fjords.
    -- content/dossiers/oslo-talks.md --
    ---
    name: The Oslo talks
    aliases: [Oslo talks]
    status: closed
    ---
    All about the talks.
    -- content/tags/mediation.md --
    ---
    name: Mediation
    parent: Peace
    ---
    Help from a third party.
    """


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("talks"), TALKS)
    room.publish()
    return room


FIRST, SECOND, THIRD = "/stories/2020/01/first/", "/stories/2020/02/second/", "/stories/2020/03/third/"


def missing(text: str, *words: str) -> list[str]:
    """Return which of the words do not stand in the text, one after the other; what stands between them is the template's."""
    at, lost = 0, []
    for word in words:
        found = text.find(word, at)
        if found < 0:
            lost.append(word)
        else:
            at = found + len(word)
    return lost


def test_a_story_page_shows_all_that_its_metadata_say(talks: Newsroom) -> None:
    text = talks.text(FIRST)
    head = ("World", "Analysis", "Talks begin in Oslo", "Two delegations met.", "Eve Writer", "Sam Scribe")
    assert missing(text, *head, "5 January 2020, 09:30 UTC+1", "Updated", "6 January 2020", "The talks began.") == []
    assert missing(text, "People", "Ann Lee", "foreign minister", "Norway", "Bob Roe", "negotiator", "Türkiye") == []
    assert missing(text, "Organisations", "Peace Council", "host", "Countries", "Norway", "host", "Türkiye") == []
    assert missing(text, "Places", "Old Harbour", "City · Norway", "The Flats") == []
    assert missing(text, "December 2019", "Letters are exchanged", "5 January 2020", "The delegations meet") == []
    assert (
        missing(text, "Dossier", "The Oslo talks", "Story 1 of the dossier, by date", "Next", "Talks resume", "1 February 2020")
        == []
    )
    assert missing(text, "On record", "We begin today.", "Ann Lee", "5 January 2020") == []
    claims = ("Not confirmed", "A draft exists.", "According to a delegate", "Denied", "No draft exists.", "According to Bob Roe")
    assert missing(text, *claims) == []
    assert missing(text, "Sources", "The Oslo Wire", "5 January 2020", "Council papers", "archived copy") == []
    assert missing(text, "Corrections", "Clarification", "7 January 2020", "The room was named wrongly at first.") == []
    assert missing(text, "Filed under", "World", "Diplomacy", "Peace", "Mediation", "Newer", "Talks resume") == []


def test_names_on_a_story_lead_to_their_pages(talks: Newsroom) -> None:
    page = talks.page(FIRST)
    for link in (
        '<a class="speaker" href="/actors/ann-lee/">Ann Lee</a>',
        'According to <a href="/actors/bob-roe/">Bob Roe</a>',
        '<a href="https://council.example/7">Council papers</a>',
        '<a class="archived" href="https://archive.example/7">',
        '<time datetime="2020-01-05T09:30:00+01:00">5 January 2020, 09:30 UTC+1</time>',
        'href="/dossiers/oslo-talks/"',
        'href="/tags/mediation/"',
        'href="/sections/diplomacy/"',
    ):
        assert link in page


def test_a_story_stands_in_its_dossier_between_its_neighbours(talks: Newsroom) -> None:
    second = talks.text(SECOND)
    assert (
        missing(
            second, "The Oslo talks", "Story 2 of the dossier, by date", "Before", "Talks begin in Oslo", "Next", "Accord signed"
        )
        == []
    )
    third = talks.text(THIRD)
    assert missing(third, "The Oslo talks", "Story 3 of the dossier, by date", "Before", "Talks resume", "1 February 2020") == []
    assert "Next" not in third


def test_related_stories_say_why(talks: Newsroom) -> None:
    text = talks.text(SECOND)
    assert missing(text, "Related stories", "Talks begin in Oslo", "Also about The Oslo talks, Ann Lee and Bob Roe") == []
    assert "Related stories" not in talks.text(FIRST), "nothing came before it"


def test_corrections_are_announced_above_the_text_and_a_retraction_says_so_first(talks: Newsroom) -> None:
    assert "Clarification" in talks.text(FIRST).partition("The talks began.")[0]
    assert "Retracted." in talks.text(THIRD).partition("It was signed.")[0]
    assert missing(talks.text(THIRD), "It was signed.", "Retraction", "1 April 2020", "The accord was not signed.") == []


def test_a_persons_page_shows_register_and_reports(talks: Newsroom) -> None:
    text = talks.text("/actors/ann-lee/")
    assert missing(text, "Person", "Norway", "Ann Lee", "A. Lee", "3 stories, from 5 January 2020 to 1 March 2020") == []
    assert "She was born in Bergen." in text
    assert missing(text, "member of parliament", "Storting", "2010 – September 2014", "Register") == []
    assert (
        missing(text, "Ann Lee", "prime minister", "as stated", "1 February 2020 – 1 March 2020", "Latest: Accord signed") == []
    )
    stated = ("prime minister", "1 February 2020 – 1 March 2020", "Stated in 2 stories", "foreign minister")
    assert missing(text, "Register", *stated, "5 January 2020", "Stated in 1 story") == []
    roles = text.partition("On record")[2].partition("Silence is not read")[0]
    assert "Norway" not in roles, "it is said once that she is from there"
    assert missing(text, "We begin today.", "5 January 2020", "in Talks begin in Oslo") == []
    assert missing(text, "Named with", "Bob Roe", "2", "Peace Council", "1") == []
    assert missing(text, "Her site", "Wikidata Q42") == []
    assert missing(text, "Timeline", "5 January 2020", "We begin today.", "in Talks begin in Oslo") == []
    assert "Letters are exchanged" not in text, "it does not name her"
    listing = talks.page("/actors/ann-lee/").partition('class="listing"')[2]
    assert missing(listing, "Accord signed", "Talks resume", "Talks begin in Oslo") == []


def test_two_terms_of_one_office_are_not_one_span(tmp_path: Path) -> None:
    room = Newsroom(tmp_path.resolve())
    roles = {
        "2016-03-01": "mayor",
        "2018-04-02": "Mayor",
        "2020-05-03": "former mayor",
        "2022-06-04": "mayor",
        "2023-07-05": "mayor",
    }
    for day, role in roles.items():
        room.write(f"content/stories/{day}.md", article(f"Of {day}", day, actors=[{"name": "Ada Poe", "role": role}]))
    room.publish()
    text = room.text("/actors/ada-poe/")
    assert missing(text, "4 June 2022 – 5 July 2023", "3 May 2020", "1 March 2016 – 2 April 2018") == []
    assert "1 March 2016 – 5 July 2023" not in text


def test_a_claim_stands_on_the_page_of_who_makes_it(talks: Newsroom) -> None:
    assert missing(talks.text("/actors/bob-roe/"), "Denied", "No draft exists.", "in Talks begin in Oslo") == []
    assert "No draft exists." not in talks.text("/actors/ann-lee/")


def test_an_unlisted_actor_has_a_page_with_what_stories_state(talks: Newsroom) -> None:
    text = talks.text("/actors/peace-council/")
    facts = ("Organisation", "Peace Council", "1 story", "5 January 2020", "host", "Stated in 1 story", "Talks begin in Oslo")
    assert missing(text, *facts) == []


def test_a_countrys_page_shows_who_acts_for_it_and_whom_it_meets(talks: Newsroom) -> None:
    text = talks.text("/countries/norway/")
    assert missing(text, "NO", "Norway", "Kingdom of Norway", "The Kingdom", "3 stories", "A country of fjords.") == []
    assert missing(text, "People and organisations", "Ann Lee", "prime minister, 2020", "3") == []
    relations = ("Relations", "Türkiye", "3 stories", "Accord signed", "1 March 2020", "Timeline")
    assert missing(text, *relations, "Stories by month", "January 2020", "March 2020") == []
    assert missing(text, "Ann Lee", "We begin today.", "in Talks begin in Oslo") == []
    assert missing(text, "Roles", "host", "1", "Sections", "World", "2", "Dossiers", "The Oslo talks", "3") == []


def test_the_page_of_a_pair_shows_what_both_share(talks: Newsroom) -> None:
    text = talks.text("/countries/norway/turkiye/")
    both = ("Latest: Accord signed", "3 stories", "Letters are exchanged", "Ann Lee · Norway — We begin today.")
    assert (
        missing(text, "Norway and Türkiye", *both, "Bob Roe · Türkiye — Denied No draft exists.", "in Talks begin in Oslo") == []
    )
    assert missing(text, "Stories that name both", "Accord signed", "Talks resume", "Talks begin in Oslo", "Ann Lee") == []


def test_of_two_countries_those_stories_count_in_which_both_take_part(newsroom: Make) -> None:
    room = newsroom()

    def write(number: int, title: str, *countries: Any, **more: Any) -> None:
        event = {"date": f"2020-01-0{number}", "text": f"{title} is told"}
        found = article(title, f"2020-01-0{number}", countries=list(countries), events=[event], **more)
        room.write(f"content/stories/s{number}.md", found)

    write(1, "Alone", "NO", "TR", actors=["Meg Poe"])
    write(2, "Parties", *({"country": code, "role": "party"} for code in ("NO", "TR")), "DZ")
    write(3, "Envoys", "NO", "TR", "DZ", actors=[{"name": "Ann Lee", "country": "NO"}, {"name": "Bob Roe"}])
    write(4, "Host", {"country": "NO", "role": "host"}, {"country": "TR", "role": "party"}, {"country": "DZ", "role": "party"})
    write(5, "Mention", "NO", "TR", "DZ", actors=["Cid Ray"])
    room.publish()
    text, countries = room.text("/countries/norway/turkiye/"), room.text("/countries/norway/")
    assert "Latest: Parties" in text
    assert missing(text, "Stories in which both take part", "Parties", "Alone", "Stories that name both", "Mention") == []
    assert missing(text, "Timeline", "Alone is told", "Parties is told") == []
    assert not [title for title in ("Envoys", "Host", "Mention") if f"{title} is told" in text]
    assert "Meg Poe" in text
    assert "Cid Ray" not in text
    assert missing(countries, "Relations", "Türkiye", "5 stories", "Parties") == []

    room.write("content/actors/bob-roe.md", "---\nname: Bob Roe\ncountry: TR\n---\n")
    room.publish()
    assert "Latest: Envoys" in room.text("/countries/norway/turkiye/")
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_what_there_is_no_room_for_in_a_timeline_is_a_link_to_the_stories(newsroom: Make) -> None:
    room = newsroom()
    events = [{"date": f"2020-01-{day:02}", "text": f"Day {day} and {part}"} for day in range(1, 28) for part in range(4)]
    room.write("content/stories/a.md", article("A", "2020-02-01", countries=["NO", "TR"], events=events, dossier="Talks"))
    room.stories(2, countries=["NO", "TR"])
    room.publish()
    for address, said in (
        ("/countries/norway/turkiye/", "60 more entries are in the stories."),
        ("/countries/norway/", "60 more entries are in the stories."),
        ("/dossiers/talks/", "8 earlier events are told in the stories."),
    ):
        assert f'<a href="#page-stories">{said}</a>' in room.page(address)
        assert 'id="page-stories"' in room.page(address)


def test_a_dossiers_page_tells_the_story_so_far(talks: Newsroom) -> None:
    text = talks.text("/dossiers/oslo-talks/")
    assert missing(text, "Closed", "The Oslo talks", "All about the talks.", "3 stories") == []
    timeline = ("December 2019", "Letters are exchanged", "5 January 2020", "The delegations meet", "1 February 2020")
    assert missing(text, *timeline, "The talks resume") == []
    cast = ("The cast", "Ann Lee", "prime minister", "Norway", "Bob Roe", "negotiator", "Türkiye", "Peace Council", "host")
    assert missing(text, *cast) == []


def test_a_dossier_tells_once_what_several_of_its_stories_tell(newsroom: Make) -> None:
    room = newsroom()
    signed = {"date": "2020-01-02", "text": "The treaty is signed"}
    room.write("content/stories/a.md", article("First", "2020-01-03", dossier="Talks", events=[signed]))
    left = {"date": "2021-01-02", "text": "One party leaves"}
    room.write("content/stories/b.md", article("Second", "2021-01-03", dossier="Talks", events=[left, signed]))
    room.publish()
    page = room.page("/dossiers/talks/")
    told = re.findall(r'<p class="what">([^<]*)</p>\n<p class="meta">in <a href="([^"]*)"', page)
    assert told == [("The treaty is signed", "/stories/2020/01/a/"), ("One party leaves", "/stories/2021/01/b/")]


def test_a_tag_shows_its_place_among_tags(talks: Newsroom) -> None:
    assert "Help from a third party." in talks.text("/tags/mediation/")
    assert 'href="/tags/peace/"' in talks.page("/tags/mediation/")
    assert 'href="/tags/mediation/"' in talks.page("/tags/peace/").partition("<main")[2]


def test_indexes_list_every_term_under_its_letter(talks: Newsroom) -> None:
    text = talks.text("/actors/")
    assert "2 people in The Test Times, by name." in text
    assert "L Lee, Ann" in text
    assert "Peace Council" in talks.text("/actors/by/organisation/")
    assert '<h2 id="letter-l">L</h2>' in talks.page("/actors/")
    assert 'class="letters"' not in talks.page("/actors/"), "few letters are seen at a glance"


def test_a_person_whom_no_story_names_yet_has_a_page_that_says_so(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/actors/cid-ray.md", "---\nname: Cid Ray\nkind: person\n---\nA mediator.\n")
    room.publish()
    text = room.text("/actors/cid-ray/")
    assert "No stories yet" in text
    assert "0 stories" not in text
    assert "Ray, Cid" in room.text("/actors/")


def test_the_archive_counts_stories_by_year_and_month(talks: Newsroom) -> None:
    assert "3 stories" in talks.text("/archive/")
    page = talks.page("/archive/2020/")
    assert all(f'href="/archive/2020/{month}/"' in page for month in ("01", "02", "03"))
    month = talks.text("/archive/2020/02/")
    assert "February 2020 1 story" in month
    assert "Older January 2020" in month
    assert "Newer March 2020" in month


def test_the_front_page_leads_with_the_newest_story(talks: Newsroom) -> None:
    text = talks.text("/")
    assert text.index("Accord signed") < text.index("Talks resume") < text.index("Talks begin in Oslo")
    assert "Running dossiers" not in text, "the only dossier is closed"
    assert "Ann Lee 3 stories" in text


def test_a_breaking_label_ends_by_itself(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2026-02-28T13:00:00Z", labels=["breaking"]))
    room.write("content/stories/b.md", article("B", "2026-02-28T12:00:00Z", labels=["breaking"]))
    room.write("content/stories/c.md", article("C", "2020-01-01", labels=["breaking"], breaking_until="2026-03-02"))
    room.publish()
    shown = [address for address in ("2026/02/a", "2026/02/b", "2020/01/c") if "Breaking" in room.text(f"/stories/{address}/")]
    assert shown == ["2026/02/a", "2020/01/c"]


def test_a_publications_own_label_is_shown_and_another_is_an_error(newsroom: Make) -> None:
    room = newsroom()
    room.edit("broadsheet.yaml", "title:", "labels: [long read]\ntitle:")
    room.write("content/stories/a.md", article("A", "2020-01-01", labels=["long read"]))
    room.publish()
    assert "Long read" in room.text("/stories/2020/01/a/")
    room.edit("broadsheet.yaml", "labels: [long read]\n", "")
    room.build()
    assert room.codes == ["bad-value"]


def test_editions_in_other_languages_are_linked_to_each_other_and_listed_once(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/treaty.md", article("Treaty", "2020-01-02", tags=["peace"]))
    room.write("content/stories/traite.md", article("Traité", "2020-01-03", lang="fr", translation_of="treaty", tags=["peace"]))
    room.write("content/stories/ahd.md", article("معاهدة", "2020-01-03", lang="ar", translation_of="treaty", tags=["peace"]))
    room.publish()
    english, french, arabic = (room.page(f"/stories/2020/01/{slug}/") for slug in ("treaty", "traite", "ahd"))
    for page in (english, french, arabic):
        for tag, slug in (("en", "treaty"), ("fr", "traite"), ("ar", "ahd")):
            assert f'<link rel="alternate" hreflang="{tag}" href="https://example.org/stories/2020/01/{slug}/">' in page
    assert '<html lang="fr" dir="ltr">' in french
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<a href="/stories/2020/01/traite/" hreflang="fr" lang="fr" dir="ltr">Traité</a>' in english
    assert "Traité" not in room.text("/")
    assert "Traité" not in room.text("/tags/peace/")
    assert "1 story" in room.text("/tags/peace/")


def test_a_free_page_stands_in_the_footer_and_a_menu_of_ones_own_replaces_the_usual_one(newsroom: Make) -> None:
    room = newsroom("-- content/pages/about.md --\n---\ntitle: About us\n---\nWho we are.\n")
    room.publish()
    assert '<a href="/about/">About us</a>' in room.page("/").partition("<footer")[2]
    assert '<a href="/archive/"' in room.page("/").partition("</header>")[0]
    room.edit(
        "broadsheet.yaml", "title:", "menus:\n  main: [{name: Home, url: /}, {name: Shop, url: 'https://shop.example/'}]\ntitle:"
    )
    room.publish()
    menu = room.page("/about/").partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert menu.count("<li>") == 3, "these, and the search"
    assert '<a href="/">Home</a>' in menu
    assert '<a href="https://shop.example/">Shop</a>' in menu
    assert "/archive/" not in menu


def test_a_raw_article_with_a_sidecar_becomes_a_story(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/wire.txt --
        First paragraph, with 1 < 2 & <b>no</b> markup.

        Second paragraph.
        -- content/stories/wire.yaml --
        title: From the wire
        date: 2020-01-01
        countries: [NO]
        """)
    room.publish()
    page = room.page("/stories/2020/01/wire/")
    assert "with 1 &lt; 2 &amp; &lt;b&gt;no&lt;/b&gt; markup." in page
    assert "From the wire" in room.text("/countries/norway/")


def test_front_matter_wins_over_the_sidecar_key_by_key(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/a.md --
        ---
        title: From the front matter
        date: 2020-01-01
        ---
        -- content/stories/a.yaml --
        title: From the sidecar
        standfirst: Only in the sidecar
        """)
    room.publish()
    text = room.text("/stories/2020/01/a/")
    assert "From the front matter" in text
    assert "Only in the sidecar" in text
    assert "From the sidecar" not in text


def test_each_line_of_a_jsonl_file_becomes_a_story(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/briefs.jsonl --
        {"title": "One", "date": "2020-01-01", "body": "The **first**.", "countries": ["NO"]}

        {"title": "Two", "date": "2020-01-02", "slug": "number-two", "body": "Line one.\\n\\nLine two."}
        """)
    room.publish()
    assert "<strong>first</strong>" in room.page("/stories/2020/01/one/")
    assert room.page("/stories/2020/01/number-two/").count('<p id="p-') == 2


def test_a_paragraph_keeps_its_permalink_when_others_change(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", "One.\n\nTwo.\n\nThree."))
    room.publish()

    def anchors() -> list[str]:
        body = room.page("/stories/2020/01/a/").partition('<div class="body"')[2]
        return [part.partition('"')[0] for part in body.split('<p id="')[1:]]

    one, two, three = anchors()
    room.edit("content/stories/a.md", "One.\n\n", "Zero.\n\nOne, changed.\n\n")
    room.publish()
    assert anchors()[2:] == [two, three]
    assert one not in anchors()
    assert f'<a class="permalink" href="#{two}"' in room.page("/stories/2020/01/a/")


def test_a_story_says_at_a_glance_who_where_and_how_certain(newsroom: Make) -> None:
    room = newsroom(TALKS)
    room.build()
    page = room.page("/stories/2020/01/first/")
    known = page[page.index('<dl class="known">') : page.index("</dl>")]
    assert "Ann Lee" in known
    assert "Norway" in known
    assert "Not confirmed 1" in known
    assert "Denied 1" in known
    assert "The Oslo Wire" in known


def test_a_glance_says_how_many_countries_more_there_are_and_a_story_unfolds_in_order_of_time(newsroom: Make) -> None:
    room = newsroom()
    events = [{"date": day, "text": f"On {day}"} for day in ("2020-03-01", "2018", "2019-05")]
    countries, places = ["NO", "TR", "DE", "FR", "SG"], ["Ashby", "Fern County", "The Flats", "Old Harbour"]
    room.write("content/stories/a.md", article("Five meet", "2020-04-01", countries=countries, places=places, events=events))
    room.publish()
    page = room.page("/stories/2020/04/a/")
    known = page[page.index('<dl class="known">') : page.index("</dl>")]
    assert '<span>Ashby</span>, <span>Fern County</span>, <span>The Flats</span> <a href="#page-cast">and 2 more</a>' in known
    assert "Singapore" not in known
    assert re.findall(r'<p class="what">On ([^<]*)</p>', page) == ["2018", "2019-05", "2020-03-01"]


def test_a_story_of_more_than_a_year_ago_says_so_from_one_build_to_the_next(newsroom: Make) -> None:
    room = newsroom(TALKS)
    room.build(clock="2021-01-31T12:00:00Z")
    assert "More than a year old" not in room.page("/stories/2020/01/first/")
    report = room.build(clock="2021-02-01T00:00:00Z")
    assert "More than a year old" in room.page("/stories/2020/01/first/")
    assert "More than a year old" not in room.page("/stories/2020/02/second/")
    assert room.written == ("stories/2020/01/first/index.html",)
    assert report.written == 1 + len(SUMS)


def test_a_story_offers_its_reference_without_a_script(newsroom: Make) -> None:
    room = newsroom(TALKS)
    room.build()
    page = room.page("/stories/2020/01/first/")
    assert 'download="first-2020.bib"' in page
    assert 'download="first-2020.ris"' in page
    assert 'download="first-2020.json"' in page


def test_a_section_does_not_name_itself_above_each_of_its_stories(newsroom: Make) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", f"{SETTINGS}page_size: 3\n")
    room.stories(8, section=["World", "Diplomacy"], tags=["Peace"], labels=["analysis"])
    room.publish()
    names = re.compile(r'<p class="kicker">(?:<a href="([^"]+)">)?')
    for page in ("/sections/world/", "/sections/world/page/1/"):
        rows = room.page(page).partition('<ul class="rows">')[2].partition("</ul>")[0]
        assert set(names.findall(rows)) == {""}, "the label alone"
    for page in ("/sections/diplomacy/", "/tags/peace/", "/tags/peace/page/1/"):
        rows = room.page(page).partition('<ul class="rows">')[2].partition("</ul>")[0]
        assert set(names.findall(rows)) == {"/sections/world/"}, "the desk that it belongs to first"


def test_a_story_without_desk_and_label_has_no_empty_line_above(newsroom: Make) -> None:
    room = newsroom()
    room.stories(2, tags=["Peace"])
    room.publish()
    assert 'class="kicker"' not in room.page("/tags/peace/").partition('<ul class="rows">')[2].partition("</ul>")[0]


def test_a_country_is_not_linked_inside_the_name_of_an_organisation(newsroom: Make) -> None:
    room = newsroom()
    body = "The Palestine Liberation Organization met. So did delegates from Palestine."
    given = {"actors": ["Palestine Liberation Organization"], "countries": ["PS"]}
    room.write("content/stories/plo.md", article("Talks", "2020-01-03", body, **given))
    room.publish()
    text = room.page("/stories/2020/01/plo/")
    assert "The Palestine Liberation Organization met." in text
    assert 'from <a href="/countries/palestine/">Palestine</a>' in text
