"""The map of the world and the maps of countries: what they show, where they lead, and what changes them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from linkcheck import broken_links
from newsroom import SETTINGS, Newsroom, article, differing

Make = Callable[..., Newsroom]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(page: str, at: int = 0) -> ElementTree.Element:
    """Return the map on a page: the first `svg` that is no key."""
    found = re.findall(r'<svg class="map" .*?</svg>', page, re.DOTALL)
    return ElementTree.fromstring(found[at].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def marks(chart: ElementTree.Element) -> dict[str, tuple[str, str, list[str]]]:
    """Return the countries of a map by their titles: where each leads, its class, and what it is drawn with."""
    return {
        mark.findtext(f"{SVG}title", ""): (
            mark.get("href", ""),
            mark.get("class", ""),
            [shape.tag.removeprefix(SVG) for shape in mark if shape.tag != f"{SVG}title"],
        )
        for mark in (*chart.iter(f"{SVG}a"), *chart.iter(f"{SVG}g"))
    }


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom("-- content/countries/TR.md --\n---\nname: Turkey & <Thrace>\n---\n")
    made.stories(12, countries=["IR"])
    made.stories(3, start=20, countries=["TR", "IR"])
    made.stories(1, start=30, countries=["SG", "IR"])
    made.publish()
    return made


def test_each_country_with_stories_is_a_link_with_its_number_and_a_degree(room: Newsroom) -> None:
    assert marks(drawn(room.page("/map/"))) == {
        "Iran: 16 stories": ("/countries/iran/", "d5", ["path"]),
        "Turkey & <Thrace>: 3 stories": ("/countries/turkiye/", "d3", ["path"]),
        "Singapore: 1 story": ("/countries/singapore/", "d1", ["circle"]),
    }


def test_land_without_stories_is_one_shape(room: Newsroom) -> None:
    chart = drawn(room.page("/map/"))
    assert [shape.get("class") for shape in chart.findall(f"{SVG}path")] == ["land"]
    assert chart.get("role") == "group"
    assert chart.get("aria-label")


def test_the_legend_says_in_numbers_what_the_degrees_are(room: Newsroom) -> None:
    legend = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", room.page("/map/").partition('class="legend"')[2].partition("</ul>")[0]))
    assert legend.partition(">")[2].strip() == "1 story 1 country 3 to 5 stories 1 country 10 stories or more 1 country no story"


def test_the_same_stands_in_a_table_by_number_and_in_a_list_by_name(room: Newsroom) -> None:
    page = room.page("/map/")
    rows = re.findall(r'<a href="([^"]*)">[^<]*</a></td><td class="align-right">(\d+)</td>', page)
    assert rows == [("/countries/iran/", "16"), ("/countries/turkiye/", "3"), ("/countries/singapore/", "1")]
    leaders = page.partition('<ul class="leaders">')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', leaders) == ["/countries/iran/", "/countries/singapore/", "/countries/turkiye/"]
    assert 'href="#page-table"' in page
    assert 'id="page-table"' in page


def test_the_map_stands_in_the_menu_in_the_site_map_and_in_the_guide(room: Newsroom) -> None:
    assert '<a href="/map/">Map</a>' in room.page("/").partition("</header>")[0]
    assert '<a href="/map/" aria-current="page">Map</a>' in room.page("/map/")
    assert "https://example.org/map/" in room.page("/sitemap.xml")
    assert "https://example.org/map/" in room.page("/llms.txt")


def test_maps_hold_no_style_and_no_script(room: Newsroom) -> None:
    for address in ("/map/", "/countries/iran/"):
        page = room.page(address)
        chart = page[page.index('<svg class="map"') : page.index("</svg>")]
        assert not re.search(r"\s(style|fill|stroke|on\w+)=|<style|<script", chart)


def test_a_countrys_map_shows_it_and_its_partners(room: Newsroom) -> None:
    assert marks(drawn(room.page("/countries/iran/"))) == {
        "Iran": ("", "home", ["path"]),
        "Turkey & <Thrace>: 3 stories": ("/countries/iran/turkiye/", "d3", ["path"]),
    }
    assert marks(drawn(room.page("/countries/singapore/"))) == {
        "Singapore": ("", "home", ["circle"]),
        "Iran: 1 story": ("/countries/iran/", "d1", ["path"]),
    }
    chart = re.search(r'<svg class="map" .*?</svg>', room.page("/countries/iran/"), re.DOTALL)
    assert chart
    assert len(gzip.compress(chart[0].encode(), 6, mtime=0)) < 4_096


def test_a_countrys_map_is_around_its_main_partners(newsroom: Make) -> None:
    """Those that share less than a fifth of what the first does are shown where they fall into it."""
    room = newsroom()
    room.stories(16, countries=["FR", "DE"])
    room.stories(3, start=20, countries=["FR", "BE"])
    room.stories(3, start=30, countries=["FR", "AU"])
    room.publish()
    chart = drawn(room.page("/countries/france/"))
    assert set(marks(chart)) == {"France", "Germany: 16 stories", "Belgium: 3 stories"}
    assert [int(value) for value in chart.get("viewBox", "").split()][2] <= 400
    assert 'href="/countries/australia/france/"' in room.page("/countries/france/"), "beside the map"


def test_a_countrys_map_leads_to_countries_where_pairs_have_no_page(newsroom: Make) -> None:
    room = newsroom(f"-- broadsheet.yaml --\n{SETTINGS}disable: [pairs]\n")
    room.stories(3, countries=["TR", "IR"])
    room.publish()
    assert marks(drawn(room.page("/countries/iran/")))["Türkiye: 3 stories"][0] == "/countries/turkiye/"


def test_without_a_country_the_map_says_so(newsroom: Make) -> None:
    room = newsroom()
    room.stories(1)
    room.publish()
    assert "No story names a country yet." in room.text("/map/")
    assert marks(drawn(room.page("/map/"))) == {}


def test_maps_can_be_left_out(newsroom: Make) -> None:
    room = newsroom(f"-- broadsheet.yaml --\n{SETTINGS}disable: [map]\n")
    room.stories(1, countries=["IR"])
    room.publish()
    assert not room.has("/map/")
    assert [path for path, data in room.site().items() if b"/map/" in data or b'class="map"' in data] == []


def test_a_page_of_ones_own_at_the_maps_address_is_a_conflict(newsroom: Make) -> None:
    room = newsroom("-- content/pages/map.md --\n---\ntitle: Our map\n---\nText.\n")
    room.stories(1)
    found = [problem for problem in room.build().problems if problem.code == "address-conflict"]
    assert len(found) == 1
    assert "`/map/`" in found[0].message
    assert {found[0].span.path, *(span.path for span in found[0].related)} == {"content/pages/map.md", "broadsheet.yaml"}


def test_links_of_maps_work_under_a_path_and_from_a_disk(room: Newsroom) -> None:
    room.publish(base_url="https://example.org/sub/")
    assert marks(drawn(room.page("/map/")))["Iran: 16 stories"][0] == "/sub/countries/iran/"
    room.publish(relative=True)
    assert marks(drawn(room.page("/map/")))["Iran: 16 stories"][0] == "../countries/iran/index.html"
    assert marks(drawn(room.page("/countries/iran/")))["Turkey & <Thrace>: 3 stories"][0] == "turkiye/index.html"
    room.publish()
    assert broken_links(room.site(), "https://example.org/") == []


def test_a_countrys_page_changes_only_with_its_own_stories(room: Newsroom) -> None:
    before = room.site()
    room.write("content/stories/new.md", article("New", "2026-02-01", countries=["SG"]))
    room.publish()
    changed = differing(before, room.site())
    assert "map/index.html" in changed
    assert "countries/singapore/index.html" in changed
    assert "countries/iran/index.html" not in changed
    assert "countries/turkiye/index.html" not in changed


def test_a_warm_build_makes_the_maps_of_a_cold_one(room: Newsroom, newsroom: Make) -> None:
    room.stories(4, start=40, countries=["SG", "TR"])
    room.publish()
    assert "Singapore: 4 stories" in marks(drawn(room.page("/countries/turkiye/")))
    warm = room.site()
    room.publish(full=True)
    assert differing(warm, room.site()) == []
