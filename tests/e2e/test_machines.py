"""For machines: feeds, data, site maps, heads of pages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import feedparser
import markdown
import pytest

from broadsheet.pages import sitemap
from newsroom import Newsroom, article, picture

Make = Callable[..., Newsroom]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

METADATA: dict[str, Any] = {
    "standfirst": "The standfirst.",
    "updated": "2020-02-03T12:00:00+01:00",
    "section": "World",
    "tags": ["Peace"],
    "dossier": "Talks",
    "authors": ["Ann Author", "The Foreign desk"],
    "actors": [{"name": "Bob Roe", "role": "mediator", "country": "NO", "kind": "person"}],
    "countries": [{"country": "TR", "role": "host"}],
    "places": [{"name": "Old Harbour", "kind": "city", "country": "Norway"}, "The Flats"],
    "image": {"src": "p.png", "alt": "The hall"},
    "quotes": [{"text": "Yes.", "speaker": "Bob Roe", "date": "2020-01-01"}],
    "claims": [{"text": "It works.", "status": "disputed", "attributed_to": "a witness"}],
    "events": [{"date": "2019-12", "text": "Before"}],
    "citations": [{"name": "Papers", "url": "https://papers.example/"}],
    "aliases": ["/old/"],
    "corrections": [{"date": "2020-02-04", "type": "correction", "text": "A name."}],
}
ADDRESS = "https://example.org/stories/2020/02/accord/"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(
        tmp_path_factory.mktemp("machines"),
        "-- broadsheet.yaml --\ntitle: The Test Times\ndescription: News & more\nbase_url: https://example.org/\nfeeds: "
        "{limit: 3}\n",
    )
    made.write("content/stories/p.png", picture())
    made.write("content/stories/accord.md", article("Accord & <peace>", "2020-02-02", "The *body*.", **METADATA))
    made.stories(4, section="World", tags=["Peace"])
    made.publish()
    return made


@pytest.mark.parametrize(
    "path",
    [
        "feed.xml",
        "rss.xml",
        "sections/world/feed.xml",
        "tags/peace/feed.xml",
        "actors/bob-roe/feed.xml",
        "countries/turkiye/feed.xml",
        "dossiers/talks/feed.xml",
    ],
)
def test_every_place_has_a_feed_that_parses(room: Newsroom, path: str) -> None:
    feed = feedparser.parse(room.site()[path])
    assert not feed.bozo, feed.get("bozo_exception")
    first = feed.entries[0]
    assert (first.title, first.link, first.summary) == ("Accord & <peace>", ADDRESS, "The standfirst.")


def test_a_feed_holds_the_newest_stories_newest_first(room: Newsroom) -> None:
    feed = feedparser.parse(room.site()["feed.xml"])
    assert [entry.title for entry in feed.entries] == ["Accord & <peace>", "Story number 4", "Story number 3"]


def test_an_atom_feed_is_dated_by_its_stories_and_never_by_the_build(room: Newsroom) -> None:
    feed = ElementTree.fromstring(room.site()["feed.xml"])
    assert feed.findtext(f"{ATOM}updated") == "2020-02-03T12:00:00+01:00"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    found = {name: entry.findtext(ATOM + name) for name in ("id", "title", "published", "updated")}
    assert found == {
        "id": "tag:example.org,2020-02-02:accord",
        "title": "Accord & <peace>",
        "published": "2020-02-02T00:00:00Z",
        "updated": "2020-02-03T12:00:00+01:00",
    }
    links = {(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")}
    assert links == {("self", "https://example.org/feed.xml"), ("alternate", "https://example.org/")}


def test_the_id_of_an_entry_survives_a_new_address(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01"))
    room.publish()
    (before,) = feedparser.parse(room.site()["feed.xml"]).entries
    room.edit("content/stories/a.md", "title:", "slug: renamed\ntitle:")
    room.publish(base_url="https://example.org/")
    (after,) = feedparser.parse(room.site()["feed.xml"]).entries
    assert after.link != before.link
    assert after.id == before.id


def test_the_id_of_an_entry_is_a_uri_whatever_its_file_is_called(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/2020/Über uns.md", article("A", "2020-01-01"))
    room.publish()
    (entry,) = feedparser.parse(room.site()["feed.xml"]).entries
    assert re.fullmatch(r"tag:example\.org,2020-01-01:[A-Za-z0-9/%._~-]+", entry.id)


def test_a_json_feed_says_the_same_as_the_atom_feed(room: Newsroom) -> None:
    feed = json.loads(room.page("/sections/world/feed.json"))
    assert {key: feed[key] for key in ("version", "title", "home_page_url", "feed_url")} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World · The Test Times",
        "home_page_url": "https://example.org/sections/world/",
        "feed_url": "https://example.org/sections/world/feed.json",
    }
    first = feed["items"][0]
    assert (first["id"], first["url"], first["title"]) == ("tag:example.org,2020-02-02:accord", ADDRESS, "Accord & <peace>")
    assert first["authors"] == [{"name": "Ann Author"}, {"name": "The Foreign desk"}]
    assert "content_text" in first


def test_a_feed_can_carry_the_whole_text_with_absolute_addresses(newsroom: Make) -> None:
    room = newsroom("-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/sub/\nfeeds: {content: full}\n")
    room.write("content/stories/p.png", picture())
    room.write(
        "content/stories/a.md", article("A", "2020-01-01", "Text with [b](b.md), [below](#end) and ![p](p.png).\n\n## End\n")
    )
    room.write("content/stories/b.md", article("B", "2019-01-01"))
    room.publish()
    (content,) = feedparser.parse(room.site()["feed.xml"]).entries[0].content
    item = json.loads(room.page("/feed.json"))["items"][0]
    for html in (content.value, item["content_html"]):
        assert 'href="https://example.org/sub/stories/2019/01/b/"' in html
        assert 'href="https://example.org/sub/stories/2020/01/a/#end"' in html
        assert 'src="https://example.org/sub/media/stories/p.png"' in html
        assert "permalink" not in html


def test_the_list_of_feeds_names_each_of_them(room: Newsroom) -> None:
    outlines = [node for node in ElementTree.fromstring(room.site()["opml.xml"]).iter("outline") if node.get("xmlUrl")]
    listed = {(node.get("xmlUrl") or "").removeprefix("https://example.org/") for node in outlines}
    assert listed == {path for path in room.site() if path.endswith("feed.xml")}


def test_a_page_names_its_feeds_and_its_twin(room: Newsroom) -> None:
    head = room.page("/tags/peace/").partition("</head>")[0]
    assert '<link rel="alternate" type="application/atom+xml" title="Peace · The Test Times" href="/tags/peace/feed.xml">' in head
    assert (
        '<link rel="alternate" type="application/feed+json" title="Peace · The Test Times" href="/tags/peace/feed.json">' in head
    )
    assert '<link rel="alternate" type="application/json" href="/tags/peace/index.json">' in head


def test_the_twin_of_a_story_holds_its_metadata_resolved(room: Newsroom) -> None:
    record = json.loads(room.page("/stories/2020/02/accord/index.json"))
    assert record == {
        "id": "accord",
        "url": ADDRESS,
        "title": "Accord & <peace>",
        "standfirst": "The standfirst.",
        "date": "2020-02-02",
        "updated": "2020-02-03T12:00:00+01:00",
        "lang": "en",
        "sections": [{"name": "World", "slug": "world", "url": "https://example.org/sections/world/"}],
        "authors": ["Ann Author", "The Foreign desk"],
        "actors": [
            {
                "name": "Bob Roe",
                "slug": "bob-roe",
                "url": "https://example.org/actors/bob-roe/",
                "role": "mediator",
                "country": "NO",
                "kind": "person",
            }
        ],
        "countries": [
            {"name": "Türkiye", "slug": "turkiye", "url": "https://example.org/countries/turkiye/", "code": "TR", "role": "host"}
        ],
        "places": [{"name": "Old Harbour", "kind": "city", "country": "NO"}, {"name": "The Flats"}],
        "tags": [{"name": "Peace", "slug": "peace", "url": "https://example.org/tags/peace/"}],
        "dossiers": [{"name": "Talks", "slug": "talks", "url": "https://example.org/dossiers/talks/"}],
        "citations": [{"name": "Papers", "url": "https://papers.example/"}],
        "quotes": [{"text": "Yes.", "speaker": "Bob Roe", "actor": "bob-roe", "date": "2020-01-01"}],
        "claims": [{"text": "It works.", "status": "disputed", "attributed_to": "a witness"}],
        "events": [{"date": "2019-12", "precision": "month", "text": "Before"}],
        "corrections": [{"date": "2020-02-04", "type": "correction", "text": "A name."}],
        "words": 2,
    }


def test_the_twin_of_a_term_counts_and_lists_its_stories(room: Newsroom) -> None:
    record = json.loads(room.page("/countries/turkiye/index.json"))
    assert {key: record[key] for key in ("kind", "slug", "name", "code", "total", "first", "latest")} == {
        "kind": "country", "slug": "turkiye", "name": "Türkiye", "code": "TR", "total": 1,
        "first": "2020-02-02", "latest": "2020-02-02",
    }  # fmt: skip
    assert record["stories"] == [{"url": ADDRESS, "title": "Accord & <peace>", "date": "2020-02-02"}]
    assert record["parts"] == [{"role": "host", "stories": 1}]


def test_the_twin_of_an_actor_states_what_the_page_does_each_with_its_story(room: Newsroom) -> None:
    record = json.loads(room.page("/actors/bob-roe/index.json"))
    assert record["roles"] == [
        {"title": "mediator", "country": "Norway", "since": "2020-02-02", "until": "2020-02-02", "stories": 1}
    ]
    assert record["quotes"] == [{"text": "Yes.", "date": "2020-01-01", "story": ADDRESS}]
    assert record["countries"] == [{"name": "Türkiye", "url": "https://example.org/countries/turkiye/", "stories": 1}]


def rows(room: Newsroom, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(room.page(f"/data/{name}.csv"), newline="")))


def test_the_tables_hold_the_whole_archive(room: Newsroom) -> None:
    stories = rows(room, "stories")
    assert [row["id"] for row in stories] == ["story-0001", "story-0002", "story-0003", "story-0004", "accord"]
    assert {key: stories[-1][key] for key in ("title", "actors", "countries", "tags", "dossiers", "authors")} == {
        "title": "Accord & <peace>", "actors": "bob-roe", "countries": "TR", "tags": "peace", "dossiers": "talks",
        "authors": "Ann Author; The Foreign desk",
    }  # fmt: skip
    assert [(row["slug"], row["kind"], row["stories"]) for row in rows(room, "actors")] == [("bob-roe", "person", "1")]
    assert [(row["code"], row["stories"]) for row in rows(room, "countries")] == [("NO", "0"), ("TR", "1")]


FORMULAS = ('=HYPERLINK("https://x.example/")', "+1+1", "-1+1", "@evil", "\uff1d1+1")


def test_no_cell_of_a_table_is_a_formula_to_a_spreadsheet(newsroom: Make) -> None:
    room = newsroom()
    for number, text in enumerate(FORMULAS):
        metadata = {"standfirst": text, "authors": [text], "actors": [text, "Plain Name"], "dateline": text}
        room.write(f"content/stories/s{number}.md", article(text, f"2020-01-0{number + 1}", "One two.", **metadata))
    room.write("content/stories/=x.md", article("A = b - c", "2020-02-01", standfirst=" =1"))
    room.write("content/stories/list.md", article('x;=1+1 ;"@evil; - 5; fine', "2020-01-20", authors=["Bo", "=1+1"]))
    room.build()
    stories, actors = rows(room, "stories"), rows(room, "actors")
    assert [stories[5][key] for key in ("title", "authors")] == ["x;'=1+1 ;'\"@evil;' - 5; fine", "Bo;' =1+1"]
    for key in ("title", "standfirst", "authors", "dateline"):
        assert [row[key] for row in stories[:5]] == [f"'{text}" for text in FORMULAS]
    assert {f"'{FORMULAS[0]}", "'@evil", "Plain Name"} < {row["name"] for row in actors}
    cells = [cell for row in (*stories, *actors) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))]
    assert (stories[-1]["id"], stories[-1]["title"], stories[-1]["words"]) == ("'=x", "A = b - c", "1")
    twin = json.loads(room.page("/stories/2020/01/s0/index.json"))
    assert (twin["title"], twin["actors"][0]["name"]) == (FORMULAS[0], FORMULAS[0])


def test_a_story_says_of_itself_what_search_engines_and_social_cards_read(room: Newsroom) -> None:
    head = room.page("/stories/2020/02/accord/").partition("</head>")[0]
    for line in (
        "<title>Accord &amp; &lt;peace&gt; · The Test Times</title>",
        '<meta name="description" content="The standfirst.">',
        f'<link rel="canonical" href="{ADDRESS}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:url" content="{ADDRESS}">',
        '<meta property="og:image" content="https://example.org/media/stories/p.png">',
        '<meta property="article:published_time" content="2020-02-02">',
        '<meta property="article:modified_time" content="2020-02-03T12:00:00+01:00">',
        '<meta name="citation_author" content="Ann Author">',
    ):
        assert line in head


def test_every_page_names_its_own_canonical_address(room: Newsroom) -> None:
    for path, data in room.site().items():
        if path.endswith("index.html") and path != "old/index.html":
            address = "https://example.org/" + path.removesuffix("index.html")
            assert f'<link rel="canonical" href="{address}">' in data.decode(), path


def graph(page: str) -> list[dict[str, Any]]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    document: dict[str, Any] = json.loads(text)
    assert document["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = document["@graph"]
    return nodes


def test_json_ld_describes_the_story(room: Newsroom) -> None:
    nodes = graph(room.page("/stories/2020/02/accord/"))
    (story,) = [node for node in nodes if node["@type"] == "NewsArticle"]
    assert (story["headline"], story["datePublished"], story["articleSection"]) == ("Accord & <peace>", "2020-02-02", ["World"])
    assert story["author"] == [{"@type": "Person", "name": "Ann Author"}, {"@type": "Organization", "name": "The Foreign desk"}]
    assert {node["@type"] for node in nodes} == {"NewsArticle", "Quotation", "Organization", "BreadcrumbList"}


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/actors/bob-roe/", "Person"), ("/countries/turkiye/", "Country"), ("/tags/peace/", "DefinedTerm"), ("/", "WebSite")],
)
def test_json_ld_says_what_a_page_is_about(room: Newsroom, address: str, kind: str) -> None:
    assert kind in {node["@type"] for node in graph(room.page(address))}


def locations(data: bytes) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(data).iter(f"{SITEMAP}loc")]


def test_the_site_map_lists_every_page_that_people_read_once(room: Newsroom) -> None:
    listed = locations(room.site()["sitemap.xml"])
    pages = {path for path in room.site() if path.endswith("index.html")} - {"old/index.html"}
    assert len(listed) == len(set(listed))
    assert {address.removeprefix("https://example.org/") + "index.html" for address in listed} == pages


def test_the_site_map_dates_a_page_by_the_newest_change_it_shows(room: Newsroom) -> None:
    dates = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for url in ElementTree.fromstring(room.site()["sitemap.xml"])
    }
    assert dates[ADDRESS] == "2020-02-03T12:00:00+01:00"
    assert dates["https://example.org/stories/2020/01/story-0004/"] == "2020-01-04T00:00:00Z"
    assert dates["https://example.org/tags/peace/"] == "2020-02-03T12:00:00+01:00"


def test_a_site_map_that_would_grow_too_long_is_split(newsroom: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom()
    room.stories(5)
    room.publish()
    whole = locations(room.site()["sitemap.xml"])
    monkeypatch.setattr(sitemap, "ADDRESSES_MAX", len(whole) // 2)
    room.publish(full=True)  # the limit is a part of the program, which does not change under a build
    parts = locations(room.site()["sitemap.xml"])
    assert parts == [f"https://example.org/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert len(parts) == 2 + (len(whole) % 2)
    listed = [locations(room.site()[part.removeprefix("https://example.org/")]) for part in parts]
    assert max(map(len, listed)) == len(whole) // 2
    assert [address for part in listed for address in part] == whole
    monkeypatch.setattr(sitemap, "ADDRESSES_MAX", len(whole))
    room.publish(full=True)
    assert not room.has("/sitemap-1.xml"), "parts that are no longer needed are removed"


def test_the_protocols_limit_is_fifty_thousand() -> None:
    assert sitemap.ADDRESSES_MAX == 50_000


def test_the_news_site_map_holds_the_last_two_days(newsroom: Make) -> None:
    room = newsroom()
    for name, date in (
        ("old", "2026-02-27T11:59:59Z"),
        ("edge", "2026-02-27T12:00:00Z"),
        ("fresh", "2026-03-01"),
        ("next", "2026-03-02"),
    ):
        room.write(f"content/stories/{name}.md", article(name, date))
    room.publish()
    root = ElementTree.fromstring(room.site()["news-sitemap.xml"])
    assert [node.text for node in root.iter(f"{NEWS}title")] == ["fresh", "edge"]
    assert [node.text for node in root.iter(f"{NEWS}publication_date")] == ["2026-03-01", "2026-02-27T12:00:00Z"]


def test_robots_are_shown_the_site_maps_and_guides_the_archive(room: Newsroom) -> None:
    robots = room.page("/robots.txt").splitlines()
    assert [line for line in robots if line] == [
        "User-agent: *",
        "Allow: /",
        "Sitemap: https://example.org/sitemap.xml",
        "Sitemap: https://example.org/news-sitemap.xml",
    ]
    guide = room.page("/llms.txt")
    assert guide.startswith("# The Test Times\n\n> News & more\n")
    assert f"- [Accord & &lt;peace>]({ADDRESS})\n" in guide
    assert "- [stories.csv](https://example.org/data/stories.csv)\n" in guide


@pytest.mark.parametrize(("host", "present", "absent"), [
    ("netlify", {"_redirects", "_headers"}, {".nojekyll"}),
    ("cloudflare-pages", {"_redirects", "_headers"}, {".nojekyll"}),
    ("github-pages", {".nojekyll"}, {"_redirects", "_headers"}),
    ("s3", set(), {".nojekyll", "_redirects", "_headers"}),
    ("nginx", {"_nginx/http.conf", "_nginx/server.conf"}, {".nojekyll", "_redirects", "_headers"}),
    ("generic", {"_redirects", "_headers"}, {".nojekyll"}),
])  # fmt: skip
def test_a_host_is_told_what_it_reads(newsroom: Make, host: str, present: set[str], absent: set[str]) -> None:
    room = newsroom(f"-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\nhost: {host}\n")
    room.publish()
    assert present <= set(room.site())
    assert not absent & set(room.site())


def test_no_headline_is_a_link_or_markup_of_the_guide(newsroom: Make) -> None:
    room = newsroom()
    title = "a\\](https://x.example/) [b] `c` <i>d</i> ![e](https://y.example/)"
    room.write("content/stories/s.md", article(title, "2026-02-01"))
    room.publish()
    (line,) = [line for line in room.page("/llms.txt").splitlines() if "x.example" in line]
    html = ElementTree.fromstring(markdown.markdown(line))
    found = [(each.tag, each.get("href"), "".join(each.itertext())) for each in html.iter() if each.tag not in ("ul", "li")]
    assert found == [("a", "https://example.org/stories/2026/02/s/", title)]


def test_a_date_without_a_time_is_the_same_in_every_zone(newsroom: Make) -> None:
    room = newsroom("-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\ntimezone: Pacific/Auckland\n")
    room.write("content/stories/a.md", article("A", "2020-01-01"))
    room.write("content/stories/b.md", article("B", "2020-07-01T08:00"))
    room.publish()
    entries = {entry.title: entry.published for entry in feedparser.parse(room.site()["feed.xml"]).entries}
    assert entries == {"A": "2020-01-01T00:00:00Z", "B": "2020-07-01T08:00:00+12:00"}
    assert room.has("/stories/2020/01/a/")
    assert '<time datetime="2020-07-01T08:00:00+12:00">' in room.page("/stories/2020/07/b/")
