"""Import of archives with taxonomies of their own: these are declared, and their terms and what is said of them come over."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.taxonomies import declared_by, taxonomies_of

HUGO = """
-- hugo.toml --
title = "Bulletin"
baseURL = "https://bulletin.example/"
[taxonomies]
tag = "tags"
category = "categories"
series = "series"
place = "places"
author = "authors"
page = "page"
-- content/series/long-read/_index.md --
---
title: The Long Read
---
At length.
-- content/authors/ann-lee/_index.md --
---
title: Ann Lee
---
She writes.
-- content/news/talks.md --
+++
title = "Talks begin"
date = 2021-02-03
authors = ["ann-lee"]
tags = ["Peace"]
series = ["long-read"]
places = ["Oslo", "Bergen"]
page = ["kept"]
+++
Words on [the series](/series/long-read/).
-- content/series.md --
---
title: On our series
---
A page where the index of series stands.
"""
ZOLA = """
-- config.toml --
base_url = "https://z.example"
title = "Z"
taxonomies = [{name = "tags"}, {name = "Book series", feed = true}]
-- content/blog/2020-01-02-hello.md --
+++
title = "Hello"
[taxonomies]
tags = ["greetings"]
"Book series" = ["One", "Two"]
+++
Hi there.
"""
WORDPRESS = """
-- export.xml --
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:term><wp:term_taxonomy>place</wp:term_taxonomy><wp:term_slug>norway</wp:term_slug><wp:term_name>Norway</wp:term_name></wp:term>
<wp:term><wp:term_taxonomy>place</wp:term_taxonomy><wp:term_slug>oslo</wp:term_slug><wp:term_parent>norway</wp:term_parent>
<wp:term_name>Oslo</wp:term_name><wp:term_description>A &lt;b&gt;city&lt;/b&gt;.</wp:term_description></wp:term>
<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>m</wp:term_slug><wp:term_name>Menu</wp:term_name>
<wp:term_description>No term.</wp:term_description></wp:term>
<item><title>One</title><link>https://old.example/2019/03/one/</link><content:encoded>Text</content:encoded><wp:post_id>1</wp:post_id>
<wp:post_date>2019-03-04 13:00:00</wp:post_date><wp:post_name>one</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><category domain="post_tag" nicename="a">A</category>
<category domain="place" nicename="oslo">Oslo</category>
<category domain="post_format" nicename="post-format-link">Link</category></item>
</channel></rss>
"""


def test_a_site_of_hugo_keeps_its_taxonomies_with_their_texts_and_its_authors_have_pages(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO)
    report = archive.run()
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert settings.endswith(
        "taxonomies:\n  series:\n    label: Series\n    singular: Series\n  places:\n    label: Places\n    singular: Place\n"
        "  authors:\n    label: Authors\n    singular: Author\n"
    )
    story = archive.story("stories/2021/talks.md")
    assert "series:\n- long-read\nplaces:\n- Oslo\n- Bergen\n" in story
    assert "imported:\n" in story
    assert "  page:\n  - kept\n" in story
    assert archive.story("series/long-read.md") == "---\nname: The Long Read\n---\n\nAt length.\n"
    assert "name: Ann Lee\n" in archive.story("authors/ann-lee.md")
    assert report.shapes == {"story": 1, "page": 1, "term": 2}
    assert report.fields["places"].became == "places"
    room = archive.built()
    assert room.codes == []
    assert "At length." in room.text("/series/long-read/")
    assert "Talks begin" in room.text("/places/bergen/")
    assert "She writes." in room.text("/authors/ann-lee/")
    assert '<a href="/series/long-read/">the series</a>' in room.page("/stories/2021/02/talks/")
    assert room.has("/series-page/")


def test_terms_of_hugo_keep_their_addresses_where_their_folders_are_not_called_as_they_are(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO.replace('["ann-lee"]', '["ann-lee", "lgrey", "oneill"]').replace('["Peace"]', '["nyc"]'))
    archive.write("content/authors/lgrey/_index.md", "---\ndisplay_name: Lou Grey\nslug: lgrey\ngithub: lou\n---\n")
    archive.write("content/authors/oneill/_index.md", '---\ndisplay_name: "Pat O&#39;Neill"\n---\n\n# Written by hand\n')
    archive.write("content/tags/nyc/_index.md", "---\ntitle: New York\n---\n")
    archive.write("content/tags/peace/_index.md", "---\ntitle: Peace\n---\n")
    report = archive.run()
    assert archive.story("authors/lgrey.md") == "---\nname: Lou Grey\n---\n\n\n"
    assert "name: Pat O'Neill\n" in archive.story("authors/oneill.md")
    assert not (archive.into / "content/tags/peace.md").exists()
    assert (report.fields["github"].kept, report.fields["github"].lost) == (0, 1)
    room = archive.built()
    assert all(room.has(address) for address in ("/authors/lgrey/", "/authors/oneill/", "/tags/nyc/"))
    assert "Pat O’Neill" in room.text("/stories/2021/02/talks/") or "Pat O'Neill" in room.text("/stories/2021/02/talks/")
    assert not room.has("/authors/lou-grey/")


@pytest.mark.parametrize("held", ["draft: true", "expiryDate: 2020-01-01", "publishDate: 2099-01-01"])
def test_a_text_on_a_term_that_is_held_back_stays_behind(tmp_path: Path, held: str) -> None:
    archive = Archive(tmp_path, HUGO)
    for name, words in (("series/long-read", "CANARY"), ("tags/peace", "CANARY"), ("authors/ann-lee", "")):
        archive.write(f"content/{name}/_index.md", f"---\ntitle: CANARY\n{held}\n---\n{words}\n")
    report = archive.run()
    assert [why for _, why in report.skipped] == ["it is held back, as no text on a term can be here"] * 3
    assert not any("CANARY" in archive.story(path) for path in archive.stories() if not path.startswith("stories/"))


def test_a_site_of_zola_keeps_them_under_a_name_that_may_be_an_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path, ZOLA)
    archive.run()
    assert "taxonomies:\n  book-series:\n    label: Book series\n" in (archive.into / "broadsheet.yaml").read_text()
    story = archive.story("stories/2020/hello.md")
    assert "tags:\n- greetings\nbook-series:\n- One\n- Two\n" in story
    assert "Hello" in archive.built().text("/book-series/two/")


def test_an_export_of_wordpress_keeps_those_that_are_not_for_its_own_books(tmp_path: Path) -> None:
    archive = Archive(tmp_path, WORDPRESS)
    archive.run()
    assert (archive.into / "broadsheet.yaml").read_text().endswith("taxonomies:\n  place:\n    label: Place\n")
    story = archive.story("stories/2019/one.md")
    assert "tags:\n- A\nplace:\n- Oslo\n" in story
    assert "  post_format:\n  - Link\n" in story
    assert archive.story("place/oslo.md") == "---\nname: Oslo\nparent: Norway\n---\n\n<p>A <b>city</b>.</p>\n"
    assert archive.stories() == ["place/oslo.md", "stories/2019/one.md"]
    room = archive.built()
    assert room.codes == []
    assert room.text("/place/oslo/").startswith("Place Norway Oslo")


def test_a_publication_that_declares_none_is_left_as_it_is_and_the_report_says_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO.partition("-- content/series.md --")[0])
    archive.into.mkdir()
    settings = "title: Mine\nbase_url: https://mine.example/\ntaxonomies: [places]\n"
    (archive.into / "broadsheet.yaml").write_text(settings)
    report = archive.told()
    assert (archive.into / "broadsheet.yaml").read_text() == settings
    story = archive.story("stories/2021/talks.md")
    assert "\nplaces:\n- Oslo\n- Bergen\n" in story
    assert "\n  series:\n  - long-read\n" in story
    note = "it declares no taxonomy `series`: such terms of stories stand below `imported`; name them in `taxonomies`"
    assert {"source": "broadsheet.yaml", "note": note} in report["notes"]
    assert [each["reason"] for each in report["skipped"]] == [
        "broadsheet.yaml declares no taxonomy `authors`: add it, and import again",
        "broadsheet.yaml declares no taxonomy `series`: add it, and import again",
    ]
    (archive.into / "broadsheet.yaml").write_text(settings.replace("places]", "places, series, authors]"))
    assert archive.run().shapes["term"] == 2
    assert archive.built().codes == []


def test_an_import_again_changes_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO)
    archive.run()
    assert archive.run().outcomes == {"unchanged": 4}


@pytest.mark.parametrize(
    ("kind", "said", "names"),
    [
        ("hugo", {"taxonomies": {"topic": "topics"}}, []),
        ("hugo", {"taxonomies": {"tag": "tags", "topic": "topics"}}, ["topics"]),
        ("hugo", {"taxonomies": "none"}, []),
        ("zola", {"taxonomies": [{"name": "author"}, "odd", {}]}, ["authors"]),
        ("jekyll", {"taxonomies": {"place": "places"}}, []),
    ],
)
def test_what_is_declared_of_tags_and_sections_is_none_of_its_own(kind: str, said: dict[str, object], names: list[str]) -> None:
    assert list(declared_by(kind, said)) == names  # type: ignore[arg-type]


def test_of_very_many_only_the_first_are_taken() -> None:
    assert len(taxonomies_of((f"t{number}", "") for number in range(1_000))) == 40


def test_a_name_that_means_something_else_here_makes_no_taxonomy() -> None:
    assert list(taxonomies_of([("News", ""), ("title", ""), ("Category", ""), ("Ort", "")])) == ["ort"]


def test_tags_by_which_templates_of_eleventy_list_articles_are_no_subjects(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- .eleventy.js --\nc.addCollection('x', (api) => api.getFilteredByTag(\"shown\"))\n"
        "-- src/index.njk --\n{% for each in collections.post | reverse %}{{ collections.dams() }}{% endfor %}\n"
        "-- src/_includes/map.ejs --\n<% collections['site-map'].forEach((each) => {}) %>\n"
        "-- src/a.md --\n---\ntitle: A\ndate: 2020-01-02\ntags: [post, shown, site-map, dams]\n---\nA.\n",
    )
    archive.run("eleventy")
    assert "\ntags:\n- dams\n" in archive.story("stories/2020/a.md")
    assert "post" not in archive.story("stories/2020/a.md")
