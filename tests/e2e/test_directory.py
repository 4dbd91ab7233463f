"""Indexes: by name, role and country, split where they are long, and a directory that leads to all of them."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

import pytest

from broadsheet.pages import index
from newsroom import Newsroom, article


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    cast = [
        {"name": "Ann Lee", "role": "foreign minister of Norway", "country": "NO"},
        {"name": "Bob Roe", "role": "Foreign Minister of the United States and host", "country": "US"},
        {"name": "Cid Ray", "role": "United States secretary of state", "country": "US"},
        {"name": "Øre Dal", "role": "foreign minister", "country": "NO"},
        {"name": "42 Group"},
    ]
    made.write("content/stories/first.md", article("First", "2020-01-01", actors=cast, countries=["NO", "US"], tags=["Peace"]))
    made.write("content/actors/ann-lee.md", "---\nname: Ann Lee\ncountry: NO\nroles: [{title: envoy to Norway}]\n---\n")
    made.publish()
    return made


def _entries(page: str) -> dict[str, list[str]]:
    found = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", page, re.DOTALL)
    return {re.sub("<[^>]*>", "", heading): re.findall(r'class="term"><a[^>]*>([^<]*)</a>', terms) for heading, terms in found}


def test_actors_stand_under_their_roles_without_the_country_that_they_have_anyway(room: Newsroom) -> None:
    assert _entries(room.page("/actors/by/role/")) == {
        "envoy to Norway": ["Ann Lee"],
        "foreign minister": ["Ann Lee", "Øre Dal"],
        "Foreign Minister and host": ["Bob Roe"],
        "secretary of state": ["Cid Ray"],
    }


def test_actors_stand_under_their_countries(room: Newsroom) -> None:
    page = room.page("/actors/by/country/")
    assert _entries(page) == {"Norway": ["Ann Lee", "Øre Dal"], "United States": ["Bob Roe", "Cid Ray"]}
    assert '<dt><a href="/countries/norway/">Norway</a></dt>' in page


_PERSON = {"kind": "person"}


def _terms(page: str) -> list[str]:
    return re.findall('class="term"><a[^>]*>([^<]*)</a>', page.partition('class="a-to-z"')[2])


def test_people_stand_under_their_family_names_and_organisations_in_an_index_of_their_own(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    cast = [{"name": "Ann Lee", **_PERSON}, {"name": "Bo van der Aa", **_PERSON}, {"name": "Cid Zu", **_PERSON}, "Di Yu"]
    room.write("content/stories/first.md", article("First", "2020-01-01", actors=cast))
    room.write("content/actors/cid-zu.md", "---\nname: Cid Zu\nkind: person\nsort: Moe, Cid Zu\n---\n")
    room.publish()
    assert _terms(room.page("/actors/")) == ["Aa, Bo van der", "Di Yu", "Lee, Ann", "Moe, Cid Zu"]
    assert "<h1>People and organisations</h1>" in room.page("/actors/")
    assert not room.has("/actors/by/organisation/")
    chips = re.findall(r'<li><a href="/actors/[^/]*/">([^<]*)</a>', room.page("/search/"))
    assert chips == ["Aa, Bo van der", "Di Yu", "Lee, Ann", "Moe, Cid Zu"]

    cast += [{"name": "Zinc Board", "kind": "organisation"}, {"name": "Ash Bank", "kind": "organisation"}]
    room.write("content/stories/first.md", article("First", "2020-01-01", actors=cast))
    room.publish()
    assert room.site() == _cold_site(room)
    assert _terms(room.page("/actors/")) == ["Aa, Bo van der", "Di Yu", "Lee, Ann", "Moe, Cid Zu"]
    assert _terms(room.page("/actors/by/organisation/")) == ["Ash Bank", "Zinc Board"]
    assert "<h1>People</h1>" in room.page("/actors/")
    assert "4 people in The Test Times, by name." in room.page("/actors/")
    assert "2 organisations in The Test Times, by name." in room.page("/actors/by/organisation/")
    for page in map(room.page, ("/actors/", "/a-z/", "/search/")):
        assert '<a href="/actors/by/organisation/">Organisations' in page
    room.remove("content/actors/cid-zu.md")
    room.write("content/actors/ash-bank.md", "---\nname: Ash Bank\nkind: person\n---\n")
    room.publish()
    assert room.site() == _cold_site(room)
    assert _terms(room.page("/actors/")) == ["Aa, Bo van der", "Bank, Ash", "Di Yu", "Lee, Ann", "Zu, Cid"]


@pytest.mark.parametrize(
    ("language", "names"),
    [("ru", "Австрия|Ёлка|Емен|Россия|Япония"), ("ar", "أفغانستان|إيران|تركيا|روسيا"), ("es", "Nicaragua|Ñandú|Oaxaca")],
)
def test_few_terms_stand_on_the_search_page_in_the_order_of_the_language(tmp_path: Path, language: str, names: str) -> None:
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\nlanguage: {language}\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=names.split("|")[::-1]))
    room.publish()
    assert re.findall('<li><a href="/tags/[^/]*/">([^<]*)</a>', room.page("/search/")) == names.split("|")


def test_an_index_of_nothing_counts_nothing(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(1)
    room.publish()
    assert room.text("/dossiers/") == "Index Dossiers There is nothing in this index yet."


def test_the_directory_leads_to_every_letter_of_every_index(room: Newsroom) -> None:
    page = room.page("/a-z/")
    for target in re.findall('href="(/[^"]*)"', page.partition("<main")[2].partition("</main>")[0]):
        address, _, anchor = target.partition("#")
        assert room.has(address), target
        assert not anchor or f'id="{anchor}"' in room.page(address), target
    assert {"/actors/#letter-other", "/actors/by/role/", "/actors/by/country/", "/tags/#letter-p", "/archive/"} <= set(
        re.findall('href="(/[^"]*)"', page)
    )
    assert '<a href="/a-z/">A–Z</a>' in room.page("/"), "the footer leads to it"


def test_letters_lead_to_their_places_where_there_are_many(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=[f"{letter}-word" for letter in "abcdefgh"]))
    room.publish()
    page = room.page("/tags/")
    assert re.findall('<a href="#letter-(.)">(.)</a>', page) == [(letter, letter.upper()) for letter in "abcdefgh"]


def test_letters_that_look_alike_have_places_of_their_own(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2020-01-01", actors=["Anna", "Анна"]))
    room.publish()
    assert re.findall('<h2 id="([^"]*)"', room.page("/actors/")) == ["letter-a", "letter-а"]


def test_a_long_index_has_a_page_a_letter_and_a_long_letter_several(room: Newsroom) -> None:
    with mock.patch.object(index, "WHOLE", 2):
        room.write("content/stories/more.md", article("More", "2020-01-02", actors=["Amy Poe", "Ada Moe", "Alf Doe", "Ann Lee"]))
        room.publish(full=True)
        front = room.page("/actors/")
        assert "Amy Poe" not in front
        letters = re.findall('<a href="([^"]*)"[^>]*>(.)</a>', front.partition('class="letters"')[2].partition("</nav>")[0])
        assert letters == [(f"/actors/by/letter/{letter.lower()}/", letter) for letter in "ABCO"] + [
            ("/actors/by/letter/other/", "#")
        ]
        pages = [room.page(f"/actors/by/letter/a/{part}") for part in ("", "2/")]
        assert [re.findall('class="term"><a[^>]*>([^<]*)</a>', page) for page in pages] == [
            ["Ada Moe", "Alf Doe"],
            ["Amy Poe", "Ann Lee"],
        ]
        assert all('<a href="/actors/by/letter/a/2/"' in page for page in pages)
        assert _entries(room.page("/actors/by/role/f/")) == {"foreign minister": ["Ann Lee", "Øre Dal"]}
        assert _entries(room.page("/actors/by/role/f/2/")) == {"Foreign Minister and host": ["Bob Roe"]}
        assert _entries(room.page("/actors/by/country/u/")) == {"United States": ["Bob Roe", "Cid Ray"]}
        site = room.site()
        room.write("content/stories/new.md", article("New", "2020-01-03", actors=["Amy Poe"]))
        room.publish()
        assert [page for page in room.written if page.startswith("actors/by/")] == ["actors/by/letter/a/2/index.html"]
        assert room.site()["actors/by/letter/a/index.html"] == site["actors/by/letter/a/index.html"]


def test_a_story_that_states_no_new_role_leaves_the_roles_and_countries_alone(room: Newsroom) -> None:
    cast = [{"name": "Øre Dal", "role": "foreign minister", "country": "NO"}]
    room.write("content/stories/again.md", article("Again", "2020-01-03", actors=cast, tags=["Peace"]))
    room.publish()
    assert "actors/index.html" in room.written
    assert not [page for page in room.written if page.startswith(("actors/by/", "a-z/"))]
    room.write("content/stories/then.md", article("Then", "2020-01-04", actors=[{"name": "Øre Dal", "role": "president"}]))
    room.publish()
    assert [page for page in room.written if page.startswith("actors/by/")] == ["actors/by/role/index.html"]
    assert room.site() == _cold_site(room)


def _cold_site(room: Newsroom) -> dict[str, bytes]:
    cold = room.cold()
    cold.publish()
    return cold.site()


def _links(page: str, part: str) -> list[str]:
    """Return where the links in a part of a page lead."""
    found = re.search(rf"<{part}[ >].*?</{part}>", page, re.DOTALL)
    assert found
    return re.findall(r'href="([^"]+)"', found[0])


def test_the_menu_leads_to_no_kind_of_term_that_there_is_none_of(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/first.md", article("First", "2020-01-01", tags=["Peace"]))
    room.publish()
    menu = _links(room.page("/"), "header")
    assert "/tags/" in menu
    assert not {"/dossiers/", "/actors/", "/countries/", "/map/"} & {*menu}
    assert "0 " not in re.sub("<[^>]*>", "", re.search(r'<p class="folio">.*?</p>', room.page("/"))[0])  # type: ignore[index]
    for page in ("/map/", "/dossiers/", "/actors/by/role/"):
        assert f"https://example.org{page}<" not in room.page("/sitemap.xml")
        assert '<meta name="robots" content="noindex">' in room.page(page)
    assert not [page for page in ("/map/", "/dossiers/", "/actors/", "/countries/") if page in room.page("/llms.txt")]
    assert "https://example.org/tags/<" in room.page("/sitemap.xml")
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\ncountry: NO\n---\n")
    room.publish()
    assert "/countries/" in _links(room.page("/"), "header")
    assert "/map/" not in _links(room.page("/"), "header"), "no story is on it"
    room.write("content/stories/second.md", article("Second", "2020-01-02", countries=["NO"]))
    room.publish()
    assert {"/countries/", "/map/"} <= {*_links(room.page("/stories/2020/01/first/"), "header")}
    for page in ("/map/", "/countries/"):
        assert f"https://example.org{page}<" in room.page("/sitemap.xml")
        assert page in room.page("/llms.txt")
    assert room.site() == _cold_site(room)


def _desks(room: Newsroom) -> list[str]:
    return re.findall(r">([^<]+)</a>", room.page("/").partition('<nav class="desks"')[2].partition("</nav>")[0])


def test_above_every_page_stand_twelve_sections_those_of_the_register_first_and_then_the_largest(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for number in range(20):
        room.stories(4 if number == 15 else 2 if number > 8 else 1, start=10 * number + 1, section=f"Desk {number:02}")
    room.write("content/sections/zoo.md", "---\nname: Zoo\n---\n")
    room.write("content/sections/desk-02.md", "---\nname: Desk 02\nsort: Zz\n---\n")
    room.publish()
    largest = [f"Desk {number:02}" for number in (9, 10, 11, 12, 13, 14, 15, 16, 17, 18)]
    assert _desks(room) == [*largest, "Zoo", "Desk 02", "All sections"]
    room.stories(1, start=901, section="Desk 19")
    room.publish()
    assert _desks(room) == [*largest, "Zoo", "Desk 02", "All sections"]
    assert "sections/desk-03/index.html" not in room.written, "a story more changes no other page"
    room.stories(1, start=902, section="Desk 19")
    room.publish()
    assert _desks(room) == [*largest[:-1], "Desk 19", "Zoo", "Desk 02", "All sections"]
    assert room.site() == _cold_site(room)


def test_below_every_page_stand_twelve_pages_of_the_first_rank_and_the_directory_has_all(room: Newsroom) -> None:
    for number in range(14):
        room.write(f"content/pages/p{number:02}.md", f"---\ntitle: Page {number:02}\n---\nWords.\n")
    room.write("content/pages/p00/more.md", "---\ntitle: And more\n---\nWords.\n")
    room.publish()
    assert _links(room.page("/"), "footer")[1:14] == [*(f"/p{number:02}/" for number in range(12)), "/a-z/"]
    assert {"/p00/more/", "/p13/"} <= {*_links(room.page("/a-z/"), "main")}
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\ndisable: [indexes]\n")
    room.publish()
    assert {"/p00/more/", "/p13/"} <= {*_links(room.page("/"), "footer")}  # where no directory leads to them
