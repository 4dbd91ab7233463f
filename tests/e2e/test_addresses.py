"""The addresses of the contract: what is published where, and what becomes of two claims on one address."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from broadsheet.serve.lookup import Published, look_up
from newsroom import SUMS, Newsroom, article

Make = Callable[..., Newsroom]

FULL = """
    -- content/stories/2020/accord.md --
    ---
    title: Accord
    date: 2020-05-06
    section: World
    tags: [Peace]
    dossier: Talks
    actors: [Ann Lee]
    countries: [NO, TR]
    aliases: [/old/accord/]
    image: {src: photo.png, alt: A photo}
    ---
    Text.
    -- content/stories/2020/photo.png --
    png
    -- content/pages/about.md --
    ---
    title: About
    ---
    -- content/pages/help/faq.md --
    ---
    title: Questions
    ---
    -- static/favicon.ico --
    \0\0\1\0\0\0
    -- static/.well-known/security.txt --
    Contact: mailto:a@example.org
    """


def test_the_whole_contract_of_addresses(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.publish()
    terms = ("actors/ann-lee", "countries/norway", "countries/turkiye", "dossiers/talks", "sections/world", "tags/peace")
    expected = {
        "index.html", "feed.xml", "feed.json", "rss.xml", "opml.xml",
        "stories/2020/05/accord/index.html", "stories/2020/05/accord/index.json",
        *(f"{term}/{name}" for term in terms for name in ("index.html", "index.json", "feed.xml", "feed.json")),
        *(f"{kind}/index.html" for kind in ("actors", "countries", "tags", "sections", "dossiers")),
        "a-z/index.html", "actors/by/role/index.html", "actors/by/country/index.html",
        "archive/index.html", "archive/2020/index.html", "archive/2020/05/index.html",
        "about/index.html", "help/faq/index.html", "map/index.html",
        "search/index.html", "search/table.js", "search/words/0.js", "search/headlines/20.js",
        "sitemap.xml", "news-sitemap.xml", "robots.txt", "llms.txt", "manifest.json", "SHA256SUMS",
        "data/stories.csv", "data/actors.csv", "data/countries.csv",
        "_redirects", "_headers", "old/accord/index.html", "404.html",
        "media/stories/2020/photo.png", "favicon.ico", ".well-known/security.txt",
    }  # fmt: skip
    assert {path for path in room.site() if not path.startswith("assets/")} == expected


def test_an_empty_publication_has_every_page_that_does_not_need_a_story(newsroom: Make) -> None:
    room = newsroom()
    room.publish()
    assert "Nothing is published yet" in room.page("/")
    assert all(
        room.has(address) for address in ("/actors/", "/countries/", "/archive/", "/feed.xml", "/404.html", "/sitemap.xml")
    )


def test_older_pages_stand_beside_every_list(newsroom: Make) -> None:
    room = newsroom("-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\npage_size: 2\n")
    shared = {"section": "World", "tags": ["Peace"], "dossier": "Talks", "actors": ["Ann Lee"], "countries": ["NO", "TR"]}
    room.stories(5, **shared)
    room.publish()
    lists = (
        "/", "/sections/world/", "/tags/peace/", "/dossiers/talks/", "/actors/ann-lee/", "/countries/norway/",
        "/countries/norway/turkiye/", "/archive/2020/", "/archive/2020/01/",
    )  # fmt: skip
    for address in lists:
        assert room.has(f"{address}page/1/"), address
        assert 'http-equiv="refresh"' in room.page(f"{address}page/2/")
        assert not room.has(f"{address}page/3/")
        assert "Story number 2" in room.page(f"{address}page/1/")
        assert "Story number 3" not in room.page(f"{address}page/1/")


def test_a_new_story_leaves_every_full_older_page_byte_for_byte_as_it_was(newsroom: Make) -> None:
    room = newsroom("-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\npage_size: 2\n")
    shared = {"section": "World", "tags": ["Peace"], "dossier": "Talks", "actors": ["Ann Lee"], "countries": ["NO", "TR"]}
    room.stories(7, **shared)
    room.publish()
    before = room.site()
    full = {path for path in before if "/page/1/" in f"/{path}" or "/page/2/" in f"/{path}"}
    assert len(full) == 20
    for start in (8, 9, 10):
        room.stories(1, start=start, **shared)
        room.publish()
        after = room.site()
        assert {path for path in full if after[path] != before[path]} == set()
        assert not full & set(room.written)


def test_permalinks_follow_the_configured_patterns(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.write(
        "broadsheet.yaml",
        "title: T\nbase_url: https://example.org/\npermalinks:\n  story: /{section}/{year}/{slug}/\n  actor: /people/{slug}/\n"
        "  page: /site/{slug}/\n",
    )
    room.publish()
    present = (
        "/world/2020/accord/",
        "/people/ann-lee/",
        "/people/",
        "/site/about/",
        "/site/help/faq/",
        "/people/ann-lee/feed.xml",
    )
    assert [address for address in present if not room.has(address)] == []
    assert not room.has("/actors/")
    assert 'href="/people/ann-lee/"' in room.page("/world/2020/accord/")


def test_stories_may_be_files_of_their_own(newsroom: Make) -> None:
    room = newsroom(FULL)
    settings = "title: T\nbase_url: https://example.org/\nimages: {share: true}\n"
    room.write("broadsheet.yaml", settings + "permalinks: {story: '/{year}/{month}/{slug}.html'}\n")
    room.publish()
    site = room.site()
    story = site["2020/05/accord.html"].decode()
    assert {"2020/05/accord.json", "2020/05/accord-share.png"} <= site.keys()
    assert not any(path.startswith("2020/05/accord/") for path in site)
    assert '<link rel="canonical" href="https://example.org/2020/05/accord.html">' in story
    assert 'href="/2020/05/accord.json"' in story
    assert "https://example.org/2020/05/accord-share.png" in story
    assert 'href="/2020/05/accord.html"' in room.page("/")
    assert b"<loc>https://example.org/2020/05/accord.html</loc>" in b"".join(
        data for path, data in site.items() if "sitemap" in path
    )
    room.publish(relative=True)
    assert 'href="2020/05/accord.html"' in room.site()["index.html"].decode()


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            {"content/stories/a/same.md": article("A", "2020-01-01"), "content/stories/b/same.md": article("B", "2020-01-02")},
            "content/stories/b/same.md:1:1: error: two outputs claim the address `/stories/2020/01/same/`; "
            "rename or move one of them (see content/stories/a/same.md:1:1) [address-conflict]",
        ),
        (
            {"content/pages/tags.md": "---\ntitle: Tags\n---\n"},
            "content/pages/tags.md:1:1: error: two outputs claim the address `/tags/`; "
            "rename or move one of them "
            "(see broadsheet.yaml:1:1) [address-conflict]",
        ),
        (
            {"content/pages/about.md": "---\ntitle: A\n---\n", "static/About/index.html": "x"},
            "static/About/index.html:1:1: error: the addresses `/About/index.html` and `/about/index.html` cannot stand side by "
            "side; rename or move one of them (see content/pages/about.md:1:1) [address-conflict]",
        ),
        (
            {"static/caf\u00e9.txt": "x", "static/cafe\u0301.txt": "y"},
            "static/caf\u00e9.txt:1:1: error: the addresses `/caf\u00e9.txt` and `/cafe\u0301.txt` cannot stand side by "
            "side; rename or move one of them (see static/cafe\u0301.txt:1:1) [address-conflict]",
        ),
        (
            {"static/robots.txt": "mine"},
            "static/robots.txt:1:1: error: two outputs claim the address `/robots.txt`; "
            "rename or move one of them "
            "(see broadsheet.yaml:1:1) [address-conflict]",
        ),
    ],
    ids=["slug", "page", "case", "composition", "static"],
)
def test_two_outputs_on_one_address_are_an_error_that_names_both_files(
    newsroom: Make, files: dict[str, str], problem: str
) -> None:
    room = newsroom()
    for path, content in files.items():
        room.write(path, content)
    report = room.build()
    assert room.problems == [problem]
    assert not report.published
    assert not room.output.exists()


def test_an_alias_that_is_a_page_is_an_error_that_names_both_files(newsroom: Make) -> None:
    room = newsroom("-- content/pages/about.md --\n---\ntitle: About\n---\n")
    room.write("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\naliases:\n  - /about/\n---\n")
    report = room.build()
    assert not report.published
    (problem,) = room.problems
    assert "content/stories/a.md:5:5" in problem
    assert "content/pages/about.md" in problem
    assert "`/about/`" in problem


def test_an_old_address_leads_to_the_page_from_the_host_and_from_a_stub(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A <b> & co", "2020-01-01", aliases=["/old/", "/an other/one", "/post.html"]))
    room.publish()
    assert room.page("/_redirects").splitlines() == [
        "/an%20other/one /stories/2020/01/a/ 301",
        "/old/ /stories/2020/01/a/ 301",
        "/post.html /stories/2020/01/a/ 301",
    ]
    for path in ("/old/", "/an other/one/", "/post.html"):
        stub = room.page(path)
        assert '<meta http-equiv="refresh" content="0; url=/stories/2020/01/a/">' in stub
        assert '<link rel="canonical" href="https://example.org/stories/2020/01/a/">' in stub
        assert '<meta name="robots" content="noindex">' in stub
        assert '<a href="/stories/2020/01/a/">A &lt;b&gt; &amp; co</a>' in stub


def test_media_are_published_only_when_a_published_page_uses_them(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/a.md --
        ---
        title: A
        date: 2020-01-01
        ---
        ![Shown](shown.png) and [a paper](papers/one.pdf)
        -- content/stories/b.md --
        ---
        title: B
        date: 2020-01-01
        draft: true
        image: {src: secret.png, alt: Secret}
        ---
        ![Also](secret-too.png)
        -- content/stories/shown.png --
        1
        -- content/stories/papers/one.pdf --
        %PDF-1.4
        -- content/stories/secret.png --
        3
        -- content/stories/secret-too.png --
        4
        -- content/stories/unused.png --
        5
        """)
    room.publish()
    media = {path for path in room.site() if path.startswith("media/")}
    assert media == {"media/stories/shown.png", "media/stories/papers/one.pdf"}
    page = room.page("/stories/2020/01/a/")
    assert 'src="/media/stories/shown.png"' in page
    assert 'href="/media/stories/papers/one.pdf"' in page


def test_a_countrys_address_is_the_slug_of_its_english_name(newsroom: Make) -> None:
    room = newsroom("-- content/countries/TR.md --\n---\nname: Turkey\n---\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", countries=["TUR"]))
    room.publish()
    assert "<h1>Turkey</h1>" in room.page("/countries/turkiye/")
    assert not room.has("/countries/turkey/")


def test_two_countries_have_a_page_from_three_shared_stories_on(newsroom: Make) -> None:
    room = newsroom()
    room.stories(2, countries=["TR", "NO"])
    room.publish()
    assert not room.has("/countries/norway/turkiye/")
    assert 'href="/countries/turkiye/"' in room.page("/countries/norway/")
    room.stories(1, start=3, countries=["NO", "TR"])
    room.publish()
    assert room.has("/countries/norway/turkiye/")
    assert not room.has("/countries/turkiye/norway/")
    assert 'href="/countries/norway/turkiye/"' in room.page("/countries/norway/")
    assert 'href="/countries/norway/turkiye/"' in room.page("/countries/turkiye/")
    assert room.page("/countries/norway/turkiye/").count('class="headline"') == 3


def test_the_site_works_under_a_path(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.publish(base_url="https://example.org/sub/archive")
    page = room.page("/stories/2020/05/accord/")
    assert 'href="/sub/archive/actors/ann-lee/"' in page
    assert 'src="/sub/archive/media/stories/2020/photo.png"' in page
    assert '<link rel="canonical" href="https://example.org/sub/archive/stories/2020/05/accord/">' in page
    assert room.page("/_redirects") == "/sub/archive/old/accord/ /sub/archive/stories/2020/05/accord/ 301\n"
    assert "url=/sub/archive/stories/2020/05/accord/" in room.page("/old/accord/")
    assert "Sitemap: https://example.org/sub/archive/sitemap.xml" in room.page("/robots.txt")


@pytest.mark.parametrize(
    "permalinks",
    [
        "{tag: '/topics/{slug}/', section: '/topics/{slug}/'}",
        "{actor: '/{slug}/'}",
        "{actor: '/n/{slug}/', country: '/n/{slug}/'}",
    ],
    ids=["two-kinds", "front-page", "two-indexes"],
)
def test_patterns_that_put_two_pages_on_one_address_are_an_error(newsroom: Make, permalinks: str) -> None:
    room = newsroom(f"-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\npermalinks: {permalinks}\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=["Peace"], section="Peace"))
    report = room.build()
    assert "address-conflict" in room.codes
    assert not report.published


def test_every_page_that_is_planned_is_published(newsroom: Make) -> None:
    room = newsroom(FULL)
    report = room.publish()
    kinds = dict(report.kinds or {})
    assert sum(kinds.values()) == report.files == len(room.site())
    assert report.files - kinds["file"] == report.rendered == len({*room.rendered, *SUMS})
    assert len(set(room.rendered)) == len(room.rendered)


def test_names_without_letters_and_names_that_are_reserved_get_addresses_that_can_be_published(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", tags=["!!!", "page", "Index", "CON", "a/b", "..", "x" * 300]))
    room.publish()
    tags = {path.split("/")[1] for path in room.site() if path.startswith("tags/") and path.count("/") > 1}
    assert {"page-1", "index-1", "con-1", "a-b", "x" * 80} < tags
    assert len(tags) == 7


def test_an_alias_that_claims_the_address_of_an_index_is_found_by_a_warm_build_too(newsroom: Make) -> None:
    room = newsroom()
    room.stories(3, tags=["Peace"])
    room.publish()
    room.write("content/stories/story-0002.md", article("Story", "2020-01-02", tags=["Peace"], aliases=["/tags/"]))
    report = room.build()
    assert not report.published
    assert [problem.code for problem in report.problems] == ["address-conflict"]


def test_netlify_is_told_to_lead_on_although_a_page_stands_at_the_old_address(newsroom: Make) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nhost: netlify\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/old/", "/?p=1"]))
    room.publish()
    assert room.has("/old/")
    assert room.page("/_redirects").splitlines() == [
        "/ p=1 /stories/2020/01/a/ 301!",
        "/old/ /stories/2020/01/a/ 301!",
    ]


@pytest.mark.parametrize("host", ["netlify", "cloudflare-pages", "generic", "github-pages"])
def test_an_old_address_that_differs_by_capitals_alone_is_left_to_the_host(newsroom: Make, host: str) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\nhost: {host}\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/Stories/2020/01/A/", "/stories/2020/01/A"]))
    room.publish()
    assert not room.has("/Stories/2020/01/A/"), "its page and the story's are one file on many disks"
    if host != "github-pages":  # an unforced rule leads in no circle where a host does not tell the two apart
        rules = ["/Stories/2020/01/A/ /stories/2020/01/a/ 301", "/stories/2020/01/A /stories/2020/01/a/ 301"]
        assert room.page("/_redirects").splitlines() == rules


def test_an_old_address_with_a_query_is_led_on_from_the_front_page(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.write("content/stories/new.md", article("New", "2020-06-01", aliases=["/?p=12", "/?page_id=<7>", "/old/new"]))
    wrong = [problem for problem in room.build().problems if problem.is_error]
    assert [str(problem.span) for problem in wrong] == ["content/stories/new.md:4:21"]
    room.write("content/stories/new.md", article("New", "2020-06-01", aliases=["/?p=12", "/?page_id=7", "/old/new"]))
    room.publish()
    site = room.site()
    script = next(path for path in site if path.startswith("assets/queries."))
    assert f'<script src="/{script}"></script>' in room.page("/")
    assert '{"p=12":"stories/2020/06/new/","page_id=7":"stories/2020/06/new/"}' in site[script].decode()
    assert "pathname" not in site[script].decode()  # `//evil.example/..%2f?p=1` may be the front page, and lead to that host
    assert "/ p=12 /stories/2020/06/new/ 301" in site["_redirects"].decode().splitlines()
    assert [path for path in site if "?" in path or "p=12" in path] == []
    room.write("content/stories/new.md", article("New", "2020-06-01", aliases=["/old/new"]))
    room.publish()
    assert not any(path.startswith("assets/queries.") for path in room.site())
    assert "queries" not in room.page("/")


BARE = "title: T\nbase_url: https://example.org/\nimages: {share: true}\npermalinks: {story: '/{year}/{month}/{slug}'}\n"


def test_stories_may_have_addresses_without_an_end(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.write("broadsheet.yaml", BARE)
    room.write(
        "content/stories/next.md", article("Next", "2020-05-07", "[a](2020/accord.md) [b](/2020/05/accord) [c](accord.html)")
    )
    room.publish()
    site = room.site()
    story = site["2020/05/accord.html"].decode()
    assert {"2020/05/accord.json", "2020/05/accord-share.png"} <= site.keys()
    assert not any(path.startswith("2020/05/accord/") or path == "2020/05/accord" for path in site)
    assert '<link rel="canonical" href="https://example.org/2020/05/accord">' in story
    assert 'href="/2020/05/accord.json"' in story
    assert 'href="/2020/05/accord"' in room.page("/")
    assert site["2020/05/next.html"].decode().count('href="/2020/05/accord"') >= 3
    assert b"<loc>https://example.org/2020/05/accord</loc>" in b"".join(d for path, d in site.items() if "sitemap" in path)
    assert "/old/accord/ /2020/05/accord 301" in room.page("/_redirects")
    assert b"/2020/05/accord.html" not in b"".join(site.values())
    assert look_up("/2020/05/accord", site.keys()) == Published("2020/05/accord.html")
    room.publish(relative=True)
    assert 'href="2020/05/accord.html"' in room.site()["index.html"].decode()


@pytest.mark.parametrize("alias", ["/2020/05/accord", "/2020/05/accord/"])
def test_the_own_address_of_a_story_is_no_old_one_however_it_ends(newsroom: Make, alias: str) -> None:
    room = newsroom(FULL.replace("/old/accord/", alias))
    room.write("broadsheet.yaml", BARE)
    report = room.build()
    assert not report.published
    assert [problem.code for problem in report.problems if problem.is_error] == ["redirect-loop"]


def test_an_address_that_the_host_does_not_serve_is_an_error(newsroom: Make) -> None:
    room = newsroom(FULL)
    room.write("broadsheet.yaml", BARE + "host: s3\n")
    assert not room.build().published
    assert "is no address that s3 serves" in room.problems[0]


def test_an_old_address_that_no_file_can_have_is_led_on_by_the_host(newsroom: Make) -> None:
    room = newsroom()
    old = ["/" + "\u4e2d" * 300 + "/", "/a/" + "x" * 201]
    room.write("content/stories/" + "\u4e2d" * 83 + ".md", article("A", "2020-01-01", aliases=old))
    room.write("content/stories/" + "\u6587" * 83 + ".md", article("B", "2020-01-01"))
    room.publish()
    addresses = sorted(path for path in room.site() if path.startswith("stories/2020/01/") and path.endswith(".html"))
    assert len(addresses) == 2
    assert all(len(path.split("/")[3]) <= 200 for path in addresses)
    lines = room.page("/_redirects").splitlines()
    assert [line.split()[0] for line in lines] == [quote("/a/" + "x" * 201), quote(old[0])]
    assert not any("\u4e2d" in path or "xxx" in path for path in room.site())
