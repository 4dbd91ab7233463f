"""Import: what came to light when imported archives were read beside their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of

STORY = "---\ntitle: Flood\ndate: 2020-01-02\n---\n"


@pytest.mark.parametrize("folder", ["posts/the [big] flood", "static/the big flood"])
def test_a_lead_picture_in_a_folder_with_blanks_and_brackets_is_there(folder: str, tmp_path: Path) -> None:
    image = "dam 100%.png" if folder.startswith("posts") else "/the%20big%20flood/dam%20100%25.png"
    story = f"---\ntitle: Flood\ndate: 2020-01-02\nimage: {image}\nimage_alt: The dam\n---\nIt rose.\n"
    archive = Archive(tmp_path, f"-- posts/the [big] flood/flood.md --\n{story}-- {folder}/dam 100%.png --\n")
    assert archive.run("markdown").pictures == []
    assert 'alt="The dam"' in archive.built().page("/stories/2020/01/flood/")


RST = r"""A
#

:date: 2020-01-02

.. contents::

Beds
====

Type ``make  all`` and see :math:`a_b = \frac{1}{2}`.

.. TEASER_END

.. math::

   x^2

.. code:: python
   :number-lines:

   one = 1
   two = 2
"""


@pytest.fixture
def restructured(tmp_path: Path) -> str:
    archive = Archive(tmp_path, f"-- pelicanconf.py --\n-- content/a.rst --\n{RST}")
    archive.run()
    return archive.story("stories/2020/a.md")


def test_code_in_a_line_of_restructured_text_stays_code(restructured: str) -> None:
    assert "<code>make  all</code>" in restructured


def test_formulas_in_restructured_text_are_shown_as_they_were_written(restructured: str) -> None:
    assert "<code>a_b = \\frac{1}{2}</code>" in restructured
    assert "<pre>\nx^2\n</pre>" in restructured


@pytest.mark.parametrize(
    "formula",
    [
        '<math alttext="\\frac{a}{b}"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
        '<math><semantics><mi>a</mi><annotation encoding="application/x-tex">\\frac{a}{b}</annotation></semantics></math>',
    ],
)
def test_a_formula_that_says_how_it_was_written_is_shown_so(formula: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.html --\n<article><h1>A</h1><p>See {formula} here.</p></article>\n")
    report = archive.run("html")
    assert "<p>See <code>\\frac{a}{b}</code> here.</p>" in archive.story("pages/a.md")
    assert not report.removed


def test_code_in_restructured_text_loses_the_numbers_of_its_lines(restructured: str) -> None:
    assert '<pre><code class="language-python">one = 1\ntwo = 2</code></pre>' in restructured


def test_a_standfirst_from_what_stands_before_the_mark_has_no_headings_and_no_table_of_contents(restructured: str) -> None:
    assert 'standfirst: "Type make all and see a_b = \\\\frac{1}{2}."\n' in restructured


def test_a_caption_of_wordpress_is_one_wherever_the_post_went_from_there(tmp_path: Path) -> None:
    body = '<p>[caption id=\\"a\\" caption=\\"The dam at noon\\"]<img src=\\"https://old.example/dam.png\\">[/caption]</p><p>[caption]</p>'
    post = f'{{"id": 1, "title": "Flood", "status": "published", "published_at": "2020-01-02T10:00:00Z", "html": "{body}"}}'
    archive = Archive(
        tmp_path, f'-- ghost.json --\n{{"db": [{{"meta": {{"exported_on": 1}}, "data": {{"posts": [{post}]}}}}]}}\n'
    )
    archive.run(source="ghost.json")
    picture = '<img src="https://old.example/dam.png" alt="The dam at noon">'
    assert archive.story("stories/2020/flood.md").endswith(
        f"<figure>{picture}\n<figcaption>The dam at noon</figcaption></figure>\n\n<p>[caption]</p>\n"
    )


@pytest.mark.parametrize("key", ["publishedAt", "published-at", "pubDate", "published", "articleDate"])
def test_a_date_is_found_however_its_key_is_written(key: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.mdx --\n---\ntitle: Flood\n{key}: 2020-01-02T10:00:00Z\n---\nIt rose.\n")
    archive.run("markdown")
    assert "date: 2020-01-02T10:00:00Z\nimported:" in archive.story("stories/2020/a.md")


def test_characters_that_are_written_by_reference_in_metadata_are_themselves(tmp_path: Path) -> None:
    story = (
        "---\ntitle: Don&#8217;t &amp; AT&T\ndate: 2020-01-02\ntags: [R&amp;D]\ndescription: A&nbsp;&lt;b&gt;\n---\nIt rose.\n"
    )
    archive = Archive(tmp_path, f"-- a.md --\n{story}")
    archive.run("markdown")
    assert 'title: "Don’t & AT&T"\nstandfirst: "A <b>"\n' in archive.story("stories/2020/a.md")
    assert 'tags:\n- "R&D"\n' in archive.story("stories/2020/a.md")


def test_characters_that_are_written_by_reference_in_what_is_said_of_a_picture_are_themselves(tmp_path: Path) -> None:
    head = "image:\n  src: https://x.example/1.png\n  alt: 'A sign that reads&#58; No boats&#46;'\n  caption: '&#34;Boats&#34;'\n"
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n{head}---\nIt rose.\n")
    archive.run("markdown")
    assert '  alt: "A sign that reads: No boats."\n  caption: "\\"Boats\\""\n' in archive.story("stories/2020/a.md")


def test_the_language_of_a_program_is_no_language_of_a_text(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: Nap\nlanguage: Python\n---\nIt naps.\n")
    archive.run("markdown")
    assert "  language: Python\n" in archive.story("pages/a.md")


def test_of_several_pictures_of_a_story_the_others_are_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: A\ndate: 2020-01-02\nimages: [/a.png, /b.png]\n---\nIt rose.\n")
    archive.run("markdown")
    assert '  images:\n  - "/b.png"\n' in archive.story("stories/2020/a.md")


def test_a_site_of_eleventys_with_the_folders_of_jekylls_is_one_of_eleventys(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- eleventy.config.js --\n-- _posts/2020-01-02-flood.md --\n{STORY}It rose.\n")
    assert kind_of(archive.source) == "eleventy"
    archive.write("_config.yml", "title: Old\n")
    assert kind_of(archive.source) == "jekyll"


def test_a_text_that_template_code_only_prints_is_there(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f'-- eleventy.config.js --\n-- a.md --\n{STORY}<img src="{{{{ "https://x.example/a.png" }}}}">\n')
    archive.run()
    assert '<img src="https://x.example/a.png">' in archive.story("stories/2020/a.md")


def test_parameters_of_hugos_are_filled_in_in_code_too(tmp_path: Path) -> None:
    head = "---\ntitle: A\ndate: 2020-01-02\ndepth: deep\n---\n"
    code = "```\nget -b {{< param tool.version >}}\n{{</* param x */>}}\n```\n"
    body = f'{{{{< param "tool.Version" >}}}} {{{{< param depth >}}}} {{{{< param nothing >}}}}\n\n{code}'
    archive = Archive(tmp_path, f"-- hugo.yaml --\nparams: {{tool: {{version: v1.2}}}}\n-- content/a.md --\n{head}{body}")
    archive.run()
    assert archive.story("stories/2020/a.md").endswith("v1.2 deep \n\n```\nget -b v1.2\n{{< param x >}}\n```\n")


def test_a_standfirst_with_which_the_text_begins_stands_on_cards_only(tmp_path: Path) -> None:
    text = "## Beds\n\nThe *river* rose at noon.\n\n<!--more-->\n\nThen it fell.\n"
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}{text}-- b.md --\n{STORY.replace('01-02', '01-03')}standfirst\n")
    archive.run("markdown")
    assert "standfirst: The river rose at noon.\n" in archive.story("stories/2020/a.md")
    room = archive.built()
    assert '<p class="standfirst">The river rose at noon.</p>' in room.page("/")
    assert '<p class="standfirst">' not in room.page("/stories/2020/01/a/")
    room.edit("content/stories/2020/a.md", "The *river* rose", "The *river* stood")
    room.build(base_url="https://new.example/")
    assert '<p class="standfirst">' in room.page("/stories/2020/01/a/")


def test_empty_paragraphs_headings_and_spans_do_not_come_over(tmp_path: Path) -> None:
    text = '<p><span style="color: red">It <span lang="fr">monte</span>.</span></p>'
    body = f'<h2><br></h2>{text}<p><b><br></b></p><p><a name="x"></a></p>'
    archive = Archive(tmp_path, f"-- a.html --\n<article><h1>A</h1>{body}</article>\n")
    archive.run("html")
    assert archive.story("pages/a.md").endswith('---\n\n<p>It <span lang="fr">monte</span>.</p>\n\n<p><a id="x"></a></p>\n')


def test_a_page_that_only_a_template_fills_does_not_come_over(tmp_path: Path) -> None:
    pages = {
        "a.html": "---\nlayout: home\nlang: fr\n---\n",
        "b.html": '---\ntitle: B\n---\n<div class="all">{% for post in site.posts %}{% include card.html %}{% endfor %}</div>\n',
        "c.html": '---\ntitle: C\n---\n<div><img src="/c.png"></div>\n',
        "d.html": f"---\ntitle: D\ntext: {'It rose. ' * 40}\n---\n",
        "_posts/2020-01-02-e.md": STORY,
    }
    archive = Archive(tmp_path, "-- _config.yml --\n" + "".join(f"-- {path} --\n{text}" for path, text in pages.items()))
    told = archive.told()
    assert {(each["source"], each["reason"]) for each in told["skipped"]} == {
        ("a.html:1:1", "a page without words of its own: a template makes it"),
        ("b.html:1:1", "a page without words of its own: a template makes it"),
    }
    assert archive.stories() == ["pages/c.md", "pages/d.md", "stories/2020/e.md"]


def test_an_escaped_sign_in_the_address_of_a_picture_is_that_sign(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}![The price]($\\_and\\_\\$.png)\n-- $_and_$.png --\n")
    assert archive.run("markdown").pictures == []
    assert "![The price](../../media/%24_and_%24.png)" in archive.story("stories/2020/a.md")


def test_a_standfirst_without_a_word_is_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: A\ndate: 2020-01-02\ndescription: —\n---\nIt rose.\n")
    archive.run("markdown")
    assert "standfirst" not in archive.story("stories/2020/a.md")


@pytest.mark.parametrize("setting", [r"FILENAME_METADATA = '(?P<slug>.*)'", "SLUGIFY_SOURCE = 'basename'"])
def test_what_pelican_takes_from_the_name_of_a_file_gives_its_old_address(setting: str, tmp_path: Path) -> None:
    article = "Title: The great flood\nDate: 2020-01-02\n\nIt rose.\n"
    settings = f"{setting}\nARTICLE_URL = '{{category}}/{{slug}}.html'\nPATH_METADATA = '(?P<category>[^/]+)/.*'\n"
    archive = Archive(tmp_path, f"-- pelicanconf.py --\n{settings}-- content/Rivers/flood.md --\n{article}")
    archive.run()
    assert 'section:\n- Rivers\naliases:\n- "/rivers/flood.html"\n' in archive.story("stories/2020/flood.md")


def test_a_setting_of_pelicans_that_is_no_pattern_stops_nothing(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path, "-- pelicanconf.py --\nFILENAME_METADATA = '(('\n-- content/a.md --\nTitle: A\nDate: 2020-01-02\n\nB.\n"
    )
    archive.run()
    assert archive.stories() == ["stories/2020/a.md"]


@pytest.mark.parametrize("path", ["2001/04/05.html", "2001/04/05/flood.html", "news/2001-04-05-flood.html"])
def test_a_saved_page_at_an_address_with_a_day_is_a_story_of_that_day(path: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- {path} --\n<article><h1>Flood</h1><p>It rose.</p></article>\n")
    archive.run("html")
    assert "date: 2001-04-05\n" in archive.story("stories/2001/flood.md")


@pytest.mark.parametrize("path", ["2001/14/05.html", "2001/04/052.html", "a2001/04/05.html"])
def test_an_address_without_a_day_gives_none(path: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- {path} --\n<article><h1>Flood</h1><p>It rose.</p></article>\n")
    archive.run("html")
    assert [story for story in archive.stories() if story.startswith("stories")] == []


def test_what_several_saved_pages_say_of_themselves_is_the_sites(tmp_path: Path) -> None:
    head = '<meta name="description" content="All the news"><meta name="keywords" content="news, press">'
    own = '<meta name="description" content="It rose"><meta name="keywords" content="rivers">'
    archive = Archive(tmp_path)
    for name in "abcd":
        said = own if name == "d" else head
        archive.write(f"{name}.html", f"<head>{said}</head><article><h1>{name}</h1><p>Text of {name}.</p></article>")
    archive.run("html")
    assert [path for path in archive.stories() if "news" in archive.story(path)] == []
    assert "standfirst: It rose\n" in archive.story("pages/d.md")
    assert "tags:\n  - rivers\n" in archive.story("pages/d.md")


def test_a_table_in_which_nothing_stands_does_not_come_over(tmp_path: Path) -> None:
    body = '<table><tr><td>&nbsp;</td><td><img src="https://x.example/1.png"></td></tr></table><table><tr><td> </td></tr></table>'
    archive = Archive(tmp_path, f"-- a.html --\n<article><h1>A</h1><p>It rose.</p>{body}</article>\n")
    archive.run("html")
    assert archive.story("pages/a.md").count("<table>") == 1


@pytest.mark.parametrize("place", ["pictures/dam.png", "src/pictures/dam.png"])
def test_a_picture_that_only_a_program_publishes_is_found_below_the_source(place: str, tmp_path: Path) -> None:
    text = f"{STORY}[![The dam](/pictures/dam.png)](/pictures/dam.png) [list](/pictures/list.csv)\n"
    sources = f"-- eleventy.config.js --\n-- src/posts/a.md --\n{text}-- {place} --\n-- pictures/list.csv --\nCANARY\n"
    archive = Archive(tmp_path, sources)
    archive.run()
    shown = f"../../media/{place}"
    assert f"[![The dam]({shown})]({shown}) [list](/pictures/list.csv)\n" in archive.story("stories/2020/a.md")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("permalink: data => `/web/${data.page.fileSlug}/`,", 'aliases:\n- "/web/flood/"\n'),
        ("permalink: '/web/{{ page.fileSlug }}/index.html',", 'aliases:\n- "/web/flood/"\n'),
        ('"permalink": false', "draft: true\n"),
        ("draft: true,", "draft: true\n"),
    ],
)
def test_plain_data_in_javascript_beside_articles_is_heeded(said: str, shown: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- eleventy.config.js --\n-- posts/flood.md --\n{STORY}It rose.\n")
    archive.write("posts/posts.11tydata.js", f"export default {{ {said} }}\n")
    archive.run()
    assert shown in archive.story("stories/2020/flood.md")


@pytest.mark.parametrize("said", ["permalink: `/web/${ slug(title) }/`", "permalink({page}) { return '/x/' + page.fileSlug }"])
def test_an_address_that_only_a_program_knows_is_none(said: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- eleventy.config.js --\n-- posts/flood.md --\n{STORY}It rose.\n")
    archive.write("posts/posts.11tydata.js", f"export default {{ {said} }}\n")
    assert any("its old address is not known" in note for _, note in archive.run().notes)
    assert "aliases" not in archive.story("stories/2020/flood.md")


MDX = """import Chart from './chart'
import {
  Note,
} from "../parts";
export const meta = {a: 1}

{/* a remark */}
Rivers {rise}, import it from "here".

<Chart data={{a: [1, 2], b: {c: 1}}} />

<Image src="https://x.example/dam.png" alt="The dam" /> <YouTube id="abc123" />

<Note>Mind the **beds**.</Note>

```js
import x from 'y'
<Chart data={{a: 1}} />
```
"""


def test_of_mdx_what_is_program_is_kept_apart(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.mdx --\n{STORY}{MDX}")
    archive.run("markdown")
    head, _, body = archive.story("stories/2020/a.md").partition("\n---\n\n")
    assert body == (
        'Rivers {rise}, import it from "here".\n\n<img src="https://x.example/dam.png" alt="The dam">\n\n'
        "[Video on YouTube](https://www.youtube.com/watch?v=abc123)\n\nMind the **beds**.\n\n"
        "```js\nimport x from 'y'\n<Chart data={{a: 1}} />\n```\n"
    )
    assert "import Chart from './chart'" in head
    assert "<Chart data={{a: [1, 2], b: {c: 1}}} />" in head
    assert "export const meta = {a: 1}" in head


def test_a_caption_of_wordpress_in_markdown_stands_below_its_picture(tmp_path: Path) -> None:
    picture = "[ ![The dam](https://x.example/1.png) ](https://x.example/1.png)"
    text = f'[caption id="a\\_1" width="5"]{picture} At noon[/caption] It rose.'
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}{text} [caption]`x`[/caption]\n")
    archive.run("markdown")
    assert archive.story("stories/2020/a.md").endswith(f"\n{picture} At noon\n\n It rose. [caption]`x`[/caption]\n")


def test_a_headline_that_several_saved_pages_have_is_the_sites(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for name in ("flood", "drought", "frost", "hail"):
        own = f"<h1>The {name}</h1>" if name == "flood" else f"<h2>A {name}</h2>" if name == "frost" else ""
        head = f"<title>{name} | Times</title>" if name == "hail" else "<title>Times</title>"
        page = f"<head>{head}</head><body><h1>The Old Times</h1><article>{own}<p>It was a {name}.</p></article></body>"
        archive.write(f"{name}.html", page)
    archive.run("html")
    titles = [archive.story(path).split("\n")[1] for path in archive.stories()]
    assert titles == ["title: The Old Times", "title: The flood", "title: A frost", 'title: "hail | Times"']


@pytest.mark.parametrize("address", ["/archive/2007/10/31/flood.aspx/", "/archive/2007/10/31/page/"])
def test_an_old_address_below_a_day_of_an_archive_redirects(address: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n{STORY.replace('title', f'aliases: [{address}]' + chr(10) + 'title')}It rose.\n")
    archive.run("markdown")
    assert f'aliases:\n- "{address}"\n' in archive.story("stories/2020/a.md")
    assert archive.built().has(address)


@pytest.mark.parametrize("address", ["/archive/2007/10/", "/archive/2007/10/page/2/", "/archive/"])
def test_an_old_address_of_our_own_archive_does_not(address: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n{STORY.replace('title', f'aliases: [{address}]' + chr(10) + 'title')}It rose.\n")
    assert [found for _, found, _ in archive.run("markdown").addresses] == [address]


def test_a_picture_is_found_from_the_address_that_a_page_had(tmp_path: Path) -> None:
    pictures = "-- content/blog/flood/a.png --\n-- content/blog/b.png --\n"
    text = "![a](../flood/a.png) ![b](../b.png)"
    archive = Archive(tmp_path, f"-- hugo.yaml --\n-- content/blog/flood.md --\n{STORY}{text}\n{pictures}")
    assert archive.run().pictures == []
    shown = "![a](../../media/content/blog/flood/a.png) ![b](../../media/content/blog/b.png)\n"
    assert archive.story("stories/2020/flood.md").endswith(shown)


def test_a_story_without_a_text_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}<div></div>\n-- b.md --\n{STORY}![The dam](https://x.example/1.png)\n")
    assert [note for note in archive.run("markdown").notes if note[1] == "it has no text"] == [("a.md:1:1", "it has no text")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", "\n# The *flood*\n\nIt rose.\n"),
        ("a.md", "## The flood # \nIt rose.\n"),
        ("a.md", "# The flood {#up}\nIt rose.\n"),
        ("a.html", "<h1>The <em>flood</em></h1>\n<p>It rose.</p>\n"),
        ("a.html", "<!-- begin --><h2> </h2>\n<h1>The <em>flood</em></h1>\n<p>It rose.</p>\n"),
    ],
)
def test_a_headline_that_the_text_begins_with_is_shown_once(path: str, text: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- {path} --\n---\ntitle: The flood\ndate: 2020-01-02\n---\n{text}")
    archive.run("markdown")
    _, _, body = archive.story("stories/2020/a.md").partition("\n---\n\n")
    assert body in ("It rose.\n", "<p>It rose.</p>\n")


def test_where_a_page_is_called_as_the_site_is_its_heading_is_its_headline(tmp_path: Path) -> None:
    files = '-- eleventy.config.js --\n-- src/_data/site.json --\n{"title": "The Times - news of the valley"}\n'
    for name, title, heading in (("press", "The Times", "Press"), ("maps", "Maps", "The beds"), ("index", "The Times", "Hello")):
        text = f"<section>\n<h1>{heading}</h1>\n<p>It rose by {name}.</p></section>"
        files += f"-- src/{name}.njk --\n---\ntitle: {title}\n---\n{text}\n"
    archive = Archive(tmp_path, files)
    archive.run("eleventy")
    titles = [archive.story(path).split("\n")[1] for path in archive.stories()]
    assert sorted(titles) == ["title: Maps", "title: Press", "title: The Times"]


def test_another_heading_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}# The beds\n\n# Flood\n\nIt rose.\n")
    archive.run("markdown")
    assert archive.story("stories/2020/a.md").endswith("\n---\n\n# The beds\n\n# Flood\n\nIt rose.\n")


def test_what_is_said_of_a_picture_is_a_plain_text_and_its_links_are_kept(tmp_path: Path) -> None:
    head = "image: https://x.example/1.png\ncaption: 'By [Ann Lee](https://a.example) <b>on</b> [Hosts](https://h.example)'\n"
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n{head}---\nIt rose.\n")
    archive.run("markdown")
    story = archive.story("stories/2020/a.md")
    assert "  alt: By Ann Lee on Hosts\n  caption: By Ann Lee on Hosts\n" in story
    assert '  caption: "By [Ann Lee](https://a.example) <b>on</b> [Hosts](https://h.example)"\n' in story


def test_what_jekyll_does_not_publish_is_held_back(tmp_path: Path) -> None:
    settings = "collections: {docs: {output: true}, notes: {}}\ninclude: [_pages]\n"
    folders = ("_docs", "_pages", "_notes", "_private", "_posts/_x")
    texts = "".join(f"-- {folder}/2020-01-02-{folder[-1]}.md --\n{STORY}Text.\n" for folder in folders)
    archive = Archive(tmp_path, f"-- _config.yml --\n{settings}{texts}")
    assert sorted(source.split(":")[0] for source, _, _ in archive.run().held) == [
        "_notes/2020-01-02-s.md", "_posts/_x/2020-01-02-x.md", "_private/2020-01-02-e.md",
    ]  # fmt: skip
    assert [path for path in archive.stories() if "section:" in archive.story(path)] == []


@pytest.mark.parametrize("link", ["../draft.md", "draft.md", "../blog/draft.md"])
def test_no_article_is_published_as_a_file(link: str, tmp_path: Path) -> None:
    draft = "---\ntitle: Draft\ndraft: true\n---\nCANARY\n"
    text = f"{STORY}[draft]({link}) [notes](../README.md)\n"
    sources = f"-- hugo.yaml --\n-- content/blog/a.md --\n{text}-- content/blog/draft.md --\n{draft}"
    archive = Archive(tmp_path, f"{sources}-- content/README.md --\nCANARY\n")
    archive.run()
    assert not list((archive.into / "content/media").rglob("*"))
    assert b"CANARY" not in archive.published()


def test_an_address_on_a_line_of_its_own_is_a_link(tmp_path: Path) -> None:
    text = "Look:\n\n{}\n\n    https://code.example/\n\n- a\n  {}\n\nSee https://z.example/ there.\n"
    written = text.format("https://x.example/a?b=1&c=2", "https://y.example/")
    archive = Archive(tmp_path, f"-- a.md --\n{STORY}{written}-- b.md --\n{STORY}<pre>\nhttps://x.example/\n</pre>\n")
    archive.run("markdown")
    linked = text.format("<https://x.example/a?b=1&c=2>", "<https://y.example/>")
    assert archive.story("stories/2020/a.md").endswith(f"---\n\n{linked.replace('https://z.example/', '<https://z.example/>')}")
    assert "<https://x" not in archive.story("stories/2020/b.md")


def test_a_link_that_only_leads_up_does_not_come_over(tmp_path: Path) -> None:
    body = '<p>It rose.</p><p><a href="#">Go <b>up</b></a></p><p><a href="#a">Go</a></p><p>See <a href="#">this</a></p>'
    archive = Archive(tmp_path, f"-- a.html --\n<article><h1>A</h1>{body}</article>\n")
    archive.run("html")
    kept = '<p>It rose.</p>\n\n<p><a href="#a">Go</a></p>\n\n<p>See <a href="#">this</a></p>\n'
    assert archive.story("pages/a.md").endswith(f"---\n\n{kept}")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ('{{< relref "leak.md#why" >}}', "/leak/a/leak/#why"),  # in another folder
        ('{{< relref path="/news/leak.md" lang="en" >}}', "/leak/a/leak/"),
        ('{{< ref "drought.md" >}}', "/leak/drought/"),  # which is `drought/index.en.md`
        ("leak/drought", "/leak/drought/"),
        ("both.md", "both.md"),  # of which there are two
        ("nowhere.md", "nowhere.md"),
    ],
)
def test_an_article_is_found_by_its_name_where_no_other_has_it(link: str, target: str, tmp_path: Path) -> None:
    articles = "".join(
        f"-- content/{name}.md --\n{STORY}Text.\n"
        for name in ("leak/a/leak", "leak/drought/index.en", "leak/both", "leak/a/both")
    )
    archive = Archive(tmp_path, f"-- hugo.toml --\n-- content/news/flood.md --\n{STORY}See [it]({link}).\n{articles}")
    archive.run()
    assert f"[it]({target})" in archive.story("stories/2020/flood.md")


def test_code_between_fences_in_html_is_code(tmp_path: Path) -> None:
    body = "<p>\n``` perl read <it>.pl\n\nwhile (<F>) { $a &&= 1 }\n\nexit;\n```\n</p>\n\n"
    body += "```\nmake\n```\n<pre>\n```\nb\n```\n</pre>\n<p>\n``` c\nopen\n</p>\n"
    archive = Archive(tmp_path, f"-- _config.yml --\nurl: https://j.example\n-- _posts/2020-01-02-flood.html --\n{STORY}{body}")
    archive.run()
    story = archive.story("stories/2020/flood.md")
    assert "<p>read &lt;it&gt;.pl</p>" in story
    assert "```perl\nwhile (<F>) { $a &&= 1 }\n\nexit;\n```" in story
    assert "```\nmake\n```" in story
    assert "```\nb\n```" in story
    assert "``` c\nopen" in story


@pytest.mark.parametrize(("told", "kept"), [("The Rain, again!", ""), ("The rain, again and again", "standfirst: ")])
def test_a_description_that_only_says_the_headline_again_is_no_standfirst(tmp_path: Path, told: str, kept: str) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: The rain again\ndate: 2020-01-02\ndescription: {told}\n---\nText.\n")
    archive.run("markdown")
    assert f"title: The rain again\n{kept}" in archive.story("stories/2020/a.md")
    assert ("standfirst" in archive.story("stories/2020/a.md")) == bool(kept)


@pytest.mark.parametrize(("more", "shown"), [("", 1), ("  caption: Boats on the river\n", 2)])
def test_a_picture_that_the_text_shows_too_stands_once_on_the_page_and_on_cards(tmp_path: Path, more: str, shown: int) -> None:
    matter = f"---\ntitle: A\ndate: 2020-01-02\nimage:\n  src: my boats.png\n  alt: Boats\n{more}---\n"
    archive = Archive(tmp_path, f"-- a.md --\n{matter}It rose.\n\n![Boats](my%20boats.png)\n-- my boats.png --\n")
    archive.run("markdown")
    room = archive.built()
    address = "/stories/2020/01/a/"
    assert room.page(address).partition("<main")[2].count("<img") == shown
    assert "my%20boats" in room.page("/").partition("<main")[2]
    assert 'property="og:image"' in room.page(address)
    place = archive.into / "content/stories/2020/a.md"
    place.write_text(place.read_text().replace("![Boats]", "[Boats]"))
    assert room.build(base_url="https://new.example/").published
    assert room.page(address).partition("<main")[2].count("<img") == 1
