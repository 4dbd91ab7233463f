"""Lists and feeds of an archive: their addresses stay, or lead on, or are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive

HEAD = """<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>T</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
"""
POST = """<item><title>Dam</title><link>https://old.example/dam/</link><content:encoded>Text.</content:encoded><wp:post_id>1</wp:post_id>
<wp:post_date>2019-03-04 13:00:00</wp:post_date><wp:post_name>dam</wp:post_name><wp:status>publish</wp:status>{terms}</item>
</channel></rss>
"""


def category(slug: str, name: str, above: str = "") -> str:
    return (
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{above}</wp:category_parent>"
        f"<wp:cat_name>{name}</wp:cat_name></wp:category>\n"
    )


def term(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{slug}">{name}</category>'


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    terms = [("world", "World"), ("africa", "Africa", "world"), ("nile-2", "The Nile", "africa"), ("rest", "Rest")]
    terms += [("a", "Other", "world"), ("b", "Other", "africa")]
    tag = "<wp:tag><wp:tag_slug>dams-2</wp:tag_slug><wp:tag_name>Dams</wp:tag_name></wp:tag>\n"
    said = term("category", "nile-2", "The Nile") + term("category", "rest", "Rest") + term("post_tag", "dams-2", "Dams")
    archive.write("my.xml", HEAD + "".join(category(*each) for each in terms) + tag + POST.format(terms=said))
    return archive


def test_lists_of_wordpress_keep_their_addresses_and_those_below_others_and_feeds_lead_on(archive: Archive) -> None:
    archive.run()
    settings = (archive.into / "broadsheet.yaml").read_text(encoding="utf-8")
    assert settings.partition("permalinks:")[2] == (
        '\n  section: "/category/{slug}/"\n  tag: "/tag/{slug}/"\nredirects:\n  "/feed/": "/rss.xml"\n'
        '  "/feed/atom/": "/feed.xml"\n  "/category/world/africa/": "/category/africa/"\n'
        '  "/category/world/africa/nile-2/": "/category/nile-2/"\n'
    )
    room = archive.built()
    for address in ("/category/nile-2/", "/category/rest/", "/tag/dams-2/", "/category/world/africa/nile-2/"):
        assert room.has(address), address
    assert not any("lead nowhere" in said for _, said in archive.run().notes)


def test_a_page_that_stood_where_the_lists_are_goes_beside_them(archive: Archive) -> None:
    page = (
        "<item><title>Tag</title><link>https://old.example/tag/</link><wp:post_id>2</wp:post_id><wp:post_type>page</wp:post_type>"
    )
    text = (archive.source / "my.xml").read_text()
    archive.write("my.xml", text.replace("</channel>", f"{page}<wp:status>publish</wp:status></item></channel>"))
    archive.run()
    assert (archive.into / "content/pages/tag-page.md").is_file()
    archive.built()


def test_a_publication_that_is_there_is_not_changed_and_what_leads_nowhere_is_named(archive: Archive) -> None:
    archive.into.mkdir()
    (archive.into / "broadsheet.yaml").write_text('title: T\npermalinks: {tag: "/tag/{slug}/"}\nredirects: {/feed/: /rss.xml}\n')
    note = "old addresses of lists and feeds lead nowhere: `/category/{slug}/`, `/feed/atom/`, `/category/world/africa/`,"
    assert any(said.startswith(note) for _, said in archive.run().notes)


def test_an_address_that_a_post_had_is_not_led_on(archive: Archive) -> None:
    text = (archive.source / "my.xml").read_text()
    archive.write("my.xml", text.replace("https://old.example/dam/", "https://old.example/feed/"))
    archive.run()
    assert '"/feed/":' not in (archive.into / "broadsheet.yaml").read_text()


def test_categories_in_a_circle_do_not_stall(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    circle = category("c", "Circle", "d") + category("d", "Closed", "c")
    archive.write("my.xml", HEAD + circle + POST.format(terms=term("category", "c", "Circle")))
    assert archive.run().posts == 3
