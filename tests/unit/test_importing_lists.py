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
        '  "/category/world/africa/nile-2/": "/category/nile-2/"\n  "/2019/": "/archive/2019/"\n'
        '  "/2019/03/": "/archive/2019/03/"\n  "/category/nile-2/feed/": "/category/nile-2/feed.xml"\n'
        '  "/category/rest/feed/": "/category/rest/feed.xml"\n  "/tag/dams-2/feed/": "/tag/dams-2/feed.xml"\n'
        '  "/category/world/africa/nile-2/feed/": "/category/nile-2/feed.xml"\n'
    )
    room = archive.built()
    for address in ("/category/nile-2/", "/category/rest/", "/tag/dams-2/", "/category/world/africa/nile-2/"):
        assert room.has(address), address
    told = dict(line.split()[:2] for line in room.site()["_redirects"].decode().splitlines() if line.startswith("/"))
    for address in ("/2019", "/2019/03", "/category/nile-2/feed", "/tag/dams-2/feed"):
        place = told[f"{address}/"].lstrip("/")
        assert f"{place}index.html" in room.site() or place in room.site(), address
    assert not any("lists and feeds lead nowhere" in said for _, said in archive.run().notes)


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


AUTHORS = "<wp:author><wp:author_login>{}</wp:author_login><wp:author_display_name>{}</wp:author_display_name></wp:author>"


def test_lists_of_wordpress_that_nothing_stands_for_are_named_once_with_their_number(archive: Archive) -> None:
    text = (archive.source / "my.xml").read_text()
    held = POST.partition("</channel>")[0].replace("publish", "draft").replace("<wp:post_id>1", "<wp:post_id>3")
    secret = held.format(terms=term("category", "secret", "Secret")).replace("2019", "2021")
    archive.write("my.xml", text.replace("</channel>", f"{secret}{AUTHORS.format('ann', 'Ann Lee')}</channel>"))
    note = (
        "old addresses that nothing here stands for lead nowhere: `/author/NAME/` (1), `/YEAR/MONTH/DAY/` (1), "
        "`LIST/page/2/` (5), `STORY/feed/` (1), `/comments/feed/` (1)"
    )
    assert ("broadsheet.yaml", note) in list(archive.run().notes)
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert "secret" not in settings
    assert "2021" not in settings


def test_authors_of_wordpress_keep_the_addresses_of_their_pages_where_they_have_pages(archive: Archive) -> None:
    text = (archive.source / "my.xml").read_text()
    said = AUTHORS.format("ann", "Ann Lee") + AUTHORS.format("bo-ray", "Bo Ray")
    creator = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">ann</dc:creator><wp:post_id>1'
    archive.write("my.xml", text.replace("<item>", f"{said}<item>", 1).replace("<wp:post_id>1", creator))
    archive.run()
    assert not (archive.into / "content/authors").exists()
    place = archive.into / "broadsheet.yaml"
    settings = place.read_text() + "taxonomies: {authors: {label: Authors, singular: Author}}\n"
    place.write_text(settings)
    told = "old addresses of lists and feeds lead nowhere: `/author/{slug}/`; name them in `permalinks` or `redirects`"
    assert told in [note for _, note in archive.run().notes]
    place.write_text(settings.replace("permalinks:", 'permalinks:\n  authors: "/author/{slug}/"'))
    assert archive.run().outcomes["unchanged"] == len(archive.stories())
    assert archive.story("authors/ann.md") == "---\nname: Ann Lee\n---\n\n\n"
    assert not (archive.into / "content/authors/bo-ray.md").exists()
    assert "Dam" in archive.built().text("/author/ann/")


def test_lists_of_folders_of_hugo_lead_to_those_of_sections_or_are_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("hugo.toml", 'baseURL = "https://old.example"\n')
    for path, more in (
        ("news/a", ""),
        ("post/b", "categories: [World]"),
        ("events/c", ""),
        ("about/d", ""),
        ("held/e", "draft: true"),
        ("brief/f", "expiryDate: 2099-01-01"),
    ):
        archive.write(f"content/{path}.md", f"---\ntitle: {path[-1]}\ndate: 2020-01-01\n{more}\n---\nText.\n")
    archive.write("content/about/_index.md", "---\ntitle: About\n---\nWords of its own.\n")
    notes = [note for _, note in archive.run().notes]
    assert "old addresses that nothing here stands for lead nowhere: `/events/` (1), `/post/` (1)" in notes
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert '  "/news/": "/categories/news/"\n  "/news/index.xml": "/categories/news/feed.xml"\n' in settings
    assert not any(f'"/{name}/"' in settings for name in ("events", "about", "post", "held", "brief"))
    room = archive.built()
    assert b"/categories/news/" in room.site()["news/index.html"]
    assert room.has("/categories/news/")


def test_lists_with_other_letters_lead_on_and_odd_ones_spoil_nothing(archive: Archive) -> None:
    text = (archive.source / "my.xml").read_text()
    said = (
        term("category", "pol%C3%ADtica", "Política")
        + term("post_tag", "dams", "Dams")
        + term("post_tag", "a?b#c", "Odd")
        + term("post_tag", "..", "Dots")
    )
    archive.write("my.xml", text.replace('<category domain="category" nicename="nile-2">', f"{said}<category>", 1))
    archive.run()
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert '"/category/política/": "/category/politica/"\n' in settings
    assert '"/category/política/feed/": "/category/politica/feed.xml"\n' in settings
    assert '"/tag/dams/": "/tag/dams-2/"\n' in settings
    assert "a?b" not in settings
    assert "/../" not in settings
    assert b"/category/politica/" in archive.built().site()["category/política/index.html"]


def test_a_folder_of_which_most_stories_are_in_other_sections_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("hugo.toml", 'baseURL = "https://old.example"\n')
    for name, more in (("a", ""), ("b", "categories: [World]"), ("c", "categories: [Water]")):
        archive.write(f"content/post/{name}.md", f"---\ntitle: {name}\ndate: 2020-01-01\n{more}\n---\nText.\n")
    report = archive.run()
    assert any(note.endswith("lead nowhere: `/post/` (1)") for _, note in report.notes)
    assert "/post/" not in (archive.into / "broadsheet.yaml").read_text()


@pytest.mark.parametrize(("config", "key"), [("config.toml", "base_url"), ("hugo.toml", "baseURL")])
def test_a_folder_is_called_as_its_list_says_and_what_that_says_is_its_text(tmp_path: Path, config: str, key: str) -> None:
    archive = Archive(tmp_path)
    archive.write(
        config, 'base_url = "https://old.example"\n' if config == "config.toml" else 'baseURL = "https://old.example"\n'
    )
    for path, more in (
        ("inside/a", 'path = "inside/2020/01/01/a"\ndate = 2020-01-01'),
        ("plain/b", "date = 2020-01-02"),
        ("about/c", ""),
    ):
        archive.write(f"content/{path}.md", f'+++\ntitle = "{path[-1]}"\n{more}\n+++\nText.\n')
    archive.write(
        "content/inside/_index.md",
        '+++\ntitle = "Inside Desk"\ndescription = "News of the desk."\n[extra]\nindex_html = "See <b>us</b>."\n+++\n',
    )
    archive.write("content/plain/_index.md", '+++\ntitle = "Plain Words"\n+++\n')
    archive.write("content/about/_index.md", '+++\ntitle = "On us"\ndescription = "What we are."\n+++\n')
    assert [each["source"] for each in archive.told()["skipped"]] == [
        "content/about/_index.md:1:1",
        "content/plain/_index.md:1:1",
    ]
    assert archive.story("sections/inside.md") == "---\nname: Inside Desk\n---\n\nNews of the desk.\n\nSee <b>us</b>.\n"
    assert "section:\n- Inside Desk\n" in archive.story("stories/2020/a.md")
    site = archive.built().site()
    assert b"News of the desk." in site["sections/inside/index.html"]
    assert b"/sections/inside/" in site["inside/index.html"]
    assert b"Plain Words</h1>" in site["sections/plain-words/index.html"]
