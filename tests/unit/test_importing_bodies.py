"""Bodies of imported posts: what is missing in them, and their paragraphs."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.colours import coloured
from broadsheet.importing.replytext import reply_text
from broadsheet.importing.sayings import in_words
from broadsheet.importing.shortcodes import Replaced, replaced
from broadsheet.language.languages import ENGLISH
from growth import grows_evenly


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_files_that_are_nowhere_are_named_however_a_body_writes_them(archive: Archive) -> None:
    body = "[film](talk.mp4), [paper](files/a%20b.pdf), [page](other.html), [note](other.md), [word](v1.2), ![x](x.png)"
    archive.write("a.md", f'---\ntitle: A\ndate: 2020-01-01\n---\n{body}\n\n<audio src="talk.mp3"></audio>\n')
    report = archive.run("markdown")
    assert sorted(report.pictures) == [("a.md:1:1", name) for name in ("files/a%20b.pdf", "talk.mp3", "talk.mp4", "x.png")]


def test_a_file_that_is_there_is_not_named(archive: Archive) -> None:
    archive.write("talk.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00")
    archive.write("a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n[talk](talk.mp3)\n")
    assert archive.run("markdown").pictures == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One.<br><br>Two.", "<p>One.</p>\n\n<p>Two.</p>"),
        ("One.<br />\n<br />\n&nbsp;<br>Two.<br>Still two.<br>", "<p>One.</p>\n\n<p>Two.<br>Still two.<br></p>"),
        (
            "<br><p lang='fr' id='a'>Un.<br><br><br>Deux <b>fin</b>.</p>",
            '<p lang="fr" id="a">Un.</p>\n\n<p lang="fr">Deux <b>fin</b>.</p>',
        ),
        ("<div><div>One.<br><br>Two.</div></div>", "<div>\n<p>One.</p>\n<p>Two.</p></div>"),
        (
            "<font size=2>One.<br><br>Two.</font><ul><li>a<br>b</li></ul>",
            "<p>One.</p>\n\n<p>Two.</p>\n\n<ul>\n<li>a<br>b</li></ul>",
        ),
        ("<section><div><p>One.</p></div></section><section></section><p>Two.</p>", "<p>One.</p>\n\n<p>Two.</p>"),
        ("One.<br>Two.", "<p>One.<br>Two.</p>"),
        ("One.</br>Two.</BR >Three.", "<p>One.<br>Two.<br>Three.</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    ],
)
@pytest.mark.parametrize("kind", ["html", "wordpress"])
def test_two_ends_of_lines_part_paragraphs(archive: Archive, written: str, read: str, kind: str) -> None:
    if kind == "html":
        page = f'<title>A</title><meta name="date" content="2020-01-01"><div itemprop="articleBody">{written}</div>'
        archive.write("a.html", page)
    else:
        item = "<title>A</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        item += f"<wp:post_date>2020-01-01 10:00:00</wp:post_date><content:encoded><![CDATA[{written}]]></content:encoded>"
        space = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        archive.write("a.xml", f"<rss {space}><channel><item>{item}</item></channel></rss>")
    archive.run(kind, source="a.xml" if kind == "wordpress" else "")
    text = archive.story("stories/2020/a.md").partition("\n---\n\n")[2].strip()
    assert re.sub(r"\n(?=</)", "", text) == read


OLD = """
<title>The dam rises</title><body bgcolor="#ffffff">
<table width="100%"><tr><td width="120"><a href="/">Home</a><br><a href="/news.html">News</a></td>
<td><font size="2">The water of the river rose by three metres on Thursday, the council of the town said, after the rain.<br><br>
Nobody has seen the like of it, said the mayor, who had come to the bridge in the morning with a lamp and with her dog.<br><br>
The bridge is closed until further notice; people are asked to take the road by the mill instead, which is longer, but dry.
<table align="right"><tr><td><img src="/dam.jpg"></td></tr><tr><td>The dam at noon</td></tr></table>
More rain is expected on Friday; the council will meet in the evening, and its words will be read out on the market place.
</font></td></tr></table></body>
"""


def test_tables_that_put_the_parts_of_an_old_page_in_places_do_not_come_over(archive: Archive) -> None:
    archive.write("2001/04/05.html", OLD)
    archive.run("html")
    body = archive.story("stories/2001/the-dam-rises.md").partition("\n---\n\n")[2]
    paragraphs = re.findall(r"<p>\s*(.*?)\s*</p>", body, re.DOTALL)
    assert [text.split()[0] for text in paragraphs] == ["The", "Nobody", "The", "<img", "The", "More"]
    assert "<table" not in body
    assert "Home" not in body


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("<table><tr><td>a</td><td>b</td></tr></table>", True),
        ("<table border=1><tr><td>a</td></tr></table>", True),
        ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", True),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", False),
        (f"<table><tr><td>a</td><td>{'long ' * 100}</td></tr></table>", False),
        ("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", False),
    ],
)
def test_a_table_of_facts_stays_one(archive: Archive, table: str, kept: bool) -> None:
    archive.write("2001/04/05.html", f"<title>A</title><article><p>Text.</p>{table}</article>")
    archive.run("html")
    assert ("<table>" in archive.story("stories/2001/a.md")) == kept


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('{% image "a.png" "Dogs are not: allowed, cats, birds: are" %}', "Dogs are not: allowed, cats, birds: are"),
        ("{% image 'a.png', 'The 2: 1 plan, as `drawn`' %}", "The 2: 1 plan, as `drawn`"),
        ('{% figure src: "a.png", alt: "Ann: \\"no, never\\"" %}', "Ann: &quot;no, never&quot;"),
        ('{% figure {src: "a.png", alt: "Two: dams"} %}', "Two: dams"),
        ('{% image_with_class "a.png" "wide tall" "Ann Lee (she/her): at the dam" %}', "Ann Lee (she/her): at the dam"),
        ('{% image_with_class "a.png" "wide" "" %}', ""),
        ('{% image "a.png" "The dam" "(min-width: 30em) 50vw, 100vw" %}', "The dam"),
    ],
)
def test_what_stands_in_quotes_in_template_code_stays_whole(code: str, shown: str) -> None:
    assert replaced(code, "eleventy", {}) == Replaced(f'\n<img src="a.png" alt="{shown}">\n')


def test_an_address_without_quotes_is_no_named_argument() -> None:
    assert replaced("{% embed https://p.example/a %}", "jekyll", {}) == Replaced("[a](https://p.example/a)")


def test_in_the_address_of_a_link_template_code_shows_its_address_only() -> None:
    assert replaced('[Form]({{< link "https://p.example/a.pdf" >}})', "hugo", {}) == Replaced("[Form](https://p.example/a.pdf)")


def test_a_link_has_words_where_its_address_ends_with_a_slash() -> None:
    assert replaced('{{< frame "https://p.example/a/" >}}', "hugo", {}) == Replaced("[a](https://p.example/a/)")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('{{ "Ann | Lee & Co" | link_to: "x" }}', "Ann | Lee &amp; Co"),
        ("{{ 'now' | date: '%Y' }}", ""),
        ('{{ "ann-lee" | staff_photo }}', ""),
    ],
)
def test_a_string_behind_which_a_filter_stands_is_shown_as_it_is_and_noted(code: str, shown: str) -> None:
    assert replaced(f"By {code}.", "eleventy", {}) == Replaced(f"By {shown}.", (code,))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One.\r\nTwo.\n\n\nThree.", "One.\nTwo.\n\nThree."),
        ("One.<br />\nTwo.<br>Three.", "One.\nTwo.\nThree."),
        ("<p>One <em>two</em></p><p>&lt;b&gt; &amp; <code>c</code></p>", "One two\n\n<b> & c"),
        ('See <a href="https://a.example/b">the plan</a>.', "See the plan (https://a.example/b)."),
        ('<a href="https://www.a.example/b/">a.example/b</a> <a href="#c">@Bo</a>', "a.example/b @Bo"),
        ('<a href="https://a.example/a-long-way">https://a.example/a-l…</a>', "https://a.example/a-long-way"),
        (
            "A:<blockquote>One.\n\nTwo.<blockquote>Three.</blockquote></blockquote>B",
            "A:\n\n> One.\n>\n> Two.\n>\n> > Three.\n\nB",
        ),
        ("A:\n<ul>\n\t<li>One</li>\n\t<li>Two</li>\n</ul>", "A:\n\n• One\n• Two"),
        ("<ol><li>One</li><li>Two</li></ol>B", "1. One\n2. Two\n\nB"),
        ('<img src="https://a.example/a.jpg" alt="A dam">', "A dam (https://a.example/a.jpg)"),
        ("A<script>alert(1)</script> <blockquote>open", "A\n\n> open"),
        (
            'See <a href="https://a.example/p/1"><img src="https://b.example/a.jpg" alt="A dam"></a>',
            "See A dam (https://a.example/p/1)",
        ),
        (
            'A:\n<object><param name="wmode" value="a"><param name="movie" value="http://www.youtube.com/v/ab-c&hl=en"></param>'
            '<embed src="http://www.youtube.com/v/ab-c&hl=en"></embed></object>\nB',
            "A:\nVideo on YouTube (https://www.youtube.com/watch?v=ab-c)\nB",
        ),
        (
            '<iframe src="//f.example/1"></iframe> <video><source src="https://a.example/d.mp4"><source src="https://a.example/d.ogv">'
            '</video> <embed src="https://f.example/1" title="Dam"><embed src="https://f.example/2" title="Dam">',
            "Embedded: f.example (https://f.example/1) Video: d.mp4 (https://a.example/d.mp4) Embedded: Dam (https://f.example/2)",
        ),
    ],
)
def test_a_comment_keeps_its_lines_links_quotations_and_lists(written: str, shown: str) -> None:
    assert in_words(reply_text(written), ENGLISH) == shown


def test_quotations_that_nothing_closes_take_time_in_proportion() -> None:
    assert grows_evenly(lambda size: partial(reply_text, "<blockquote>a " * size), 1_000)


def test_words_of_a_button_in_a_link_stay(archive: Archive) -> None:
    archive.write(
        "a.html", '---\ntitle: A\ndate: 2020-01-01\n---\n<p><a href="/b/"><button>Read on</button></a> <button>Menu</button></p>'
    )
    archive.run("markdown")
    (path,) = archive.stories()
    assert archive.story(path).rstrip().endswith('<p><a href="/b/">Read on</a> </p>')


GIST = '<a href="https://gist.github.com/ann/12ab34cd">Code on GitHub</a>'
SCRIPT = '<script src="https://gist.github.com/ann/12ab34cd.js"></script>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (SCRIPT, GIST),
        (f"<div>\n{SCRIPT}\n</div>", f"<div>\n{GIST}\n</div>"),
        (SCRIPT.replace("https:", "").replace('"', "'"), GIST),
        (SCRIPT.replace(".js", ".js?file=dam.rb"), GIST.replace("</a>", ": dam.rb</a>")),
        (f"`{SCRIPT}`", f"`{SCRIPT}`"),
    ],
)
def test_code_that_a_script_shows_from_github_is_a_link_in_markdown(archive: Archive, written: str, shown: str) -> None:
    archive.write("a.md", f"---\ntitle: A\ndate: 2020-01-01\n---\n{written}\n")
    archive.run("markdown")
    assert archive.story("stories/2020/a.md").partition("\n---\n\n")[2].strip() == shown


def test_code_that_a_script_shows_from_github_is_a_link_in_html(archive: Archive) -> None:
    archive.write("a.html", f"---\ntitle: A\ndate: 2020-01-01\n---\n<p>See: {SCRIPT} and</p><script src='/x.js'></script>\n")
    report = archive.run("markdown")
    assert f"<p>See: {GIST} and</p>" in archive.story("stories/2020/a.md")
    assert report.removed == {"<script>": 1}


@pytest.mark.parametrize(
    ("kind", "written", "shown"),
    [
        ("jekyll", "{% gist ann/12ab34cd dam.rb %}", "[Code on GitHub: dam.rb](https://gist.github.com/ann/12ab34cd)"),
        ("jekyll", "{% gist 12345678 %}", "[Code on GitHub](https://gist.github.com/12345678)"),
        ("hugo", '{{< gist ann 12ab34cd "dam.rb" >}}', "[Code on GitHub: dam.rb](https://gist.github.com/ann/12ab34cd)"),
    ],
)
def test_a_shortcode_for_code_on_github_leads_to_it_and_names_its_file(kind: str, written: str, shown: str) -> None:
    found = replaced(written, kind, {})
    assert found._replace(text=in_words(found.text, ENGLISH)) == Replaced(f"\n{shown}\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<span style="text-decoration: line-through;">no</span>', "<s>no</s>"),
        ('<font style="font-weight:bold">yes</font>', "<strong>yes</strong>"),
        ('<span style="font-style: italic; color: red">so</span>', "<em>so</em>"),
        ('<span style="color: red">so</span>', "so"),
    ],
)
def test_what_a_style_strikes_out_or_stresses_is_so_in_the_body(archive: Archive, written: str, shown: str) -> None:
    archive.write("a.html", f"---\ntitle: A\ndate: 2020-01-01\n---\n<p>It is {written}.</p>\n")
    archive.run("markdown")
    assert f"<p>It is {shown}.</p>" in archive.story("stories/2020/a.md")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (
            '<span style="color:red">so</span> <font size="2" color="#00f">so</font> <P STYLE="margin:0; Color: rgb(200, 0, 0)">',
            3,
        ),
        ('<font face=Arial color=red size=2>so</font><span style="color:#c00!important">so</span>', 2),
        (
            '<span style="color:#000000">so</span><font color=black size=2>so</font><p style="color:rgba(60, 61, 70, .5)">',
            0,
        ),
        ('<span style="background-color:red">so</span><td bgcolor="red">so</td><a href="/" style="color:red">so</a>', 0),
        ('<span style="color:inherit">so</span><span style="color:var(--text)">so</span><p>color: red</p>', 0),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "html"])
def test_colours_of_words_are_counted_and_their_articles_named(archive: Archive, written: str, number: int, suffix: str) -> None:
    archive.write(f"a.{suffix}", f"---\ntitle: A\ndate: 2020-01-01\n---\n<div>It is {written}.</div>\n")
    told = archive.told("markdown")
    assert told["coloured"] == number
    assert told["complete"]
    assert [note["source"] for note in told["notes"] if "colour" in note["note"]] == [f"a.{suffix}:1:1"] * (number > 0)


def test_colours_in_code_are_no_colours_of_words(archive: Archive) -> None:
    body = 'Write `<span style="color:red">`:\n\n```html\n<font color="red">\n```\n'
    archive.write("a.md", f"---\ntitle: A\ndate: 2020-01-01\n---\n{body}")
    assert archive.run("markdown").coloured == 0


def test_colours_are_looked_for_in_time_in_proportion() -> None:
    for piece in ('<span style="color:', "<font color ", "<b color="):
        assert grows_evenly(lambda size, piece=piece: partial(coloured, piece * size), 1_000)


def test_what_restructured_text_strikes_out_is_struck_out(archive: Archive) -> None:
    archive.write("content/a.rst", "A\n=\n\n:date: 2020-01-01\n\nIt is :strike:`no & so`.\n")
    archive.run("pelican")
    (path,) = archive.stories()
    assert "<p>It is <s>no &amp; so</s>.</p>" in archive.story(path)


def test_a_headline_has_no_line_ends(archive: Archive) -> None:
    archive.write("a.md", "---\ntitle: 'A: <br />B'\ndate: 2020-01-01\n---\nText.\n")
    archive.run("markdown")
    assert "title: 'A: B'\n" in archive.story("stories/2020/a.md").replace('"', "'")


@pytest.mark.parametrize(
    ("kind", "written", "shown"),
    [
        ("hugo", '{{< quote-block text="We wait." cite="Ann Lee" >}}', "> We wait.\n>\n> \u2014 Ann Lee"),
        (
            "eleventy",
            '{% include "testimonial.html" quote: "We wait.", attribution: "Ann Lee", position: "Mayor" %}',
            "> We wait.\n>\n> \u2014 Ann Lee, Mayor",
        ),
        (
            "hugo",
            '{{< youtube id="abcdefghijk" title="The dam" >}}',
            "[Video on YouTube: The dam](https://www.youtube.com/watch?v=abcdefghijk)",
        ),
        ("hugo", '{{< asset-static file="march.pptx" label="View the slides" >}}', "[View the slides](march.pptx)"),
    ],
)
def test_quotations_titles_and_labels_of_shortcodes_stay(kind: str, written: str, shown: str) -> None:
    found = replaced(written, kind, {})
    assert (in_words(found.text, ENGLISH).strip(), found.unknown) == (shown, ())


def test_formulas_that_a_page_marks_are_code(archive: Archive) -> None:
    body = r'<p>So <span class="math">\(s \simeq 1.9\)</span> and <span class="math">two</span>.</p>'
    body += r'<div class="math">\[x < y\]</div>'
    archive.write("a.html", f"<html><head><title>One</title></head><body><article><h1>One</h1>{body}</article></body></html>")
    archive.run(kind="html")
    story = next(path for path in archive.into.rglob("*.md") if "simeq" in path.read_text()).read_text()
    assert r"So <code>s \simeq 1.9</code> and two." in story
    assert r"<p><code>x &lt; y</code></p>" in story


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<progress value="14" max="34"></progress>', "14/34"),
        ('<PROGRESS value=".5" max="x"></PROGRESS>', ""),
        ('<meter value="0.4"></meter>', "40%"),
        ("<progress></progress>", ""),
        ('<progress value="14" max="34">14 of 34 bridges</progress>', "14 of 34 bridges"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "html"])
def test_bars_say_their_numbers(archive: Archive, written: str, shown: str, suffix: str) -> None:
    archive.write(f"a.{suffix}", f"---\ntitle: A\ndate: 2020-01-01\n---\n<div>Bridges: {written}.</div>\n")
    archive.run("hugo" if suffix == "html" else "markdown")
    text = re.sub(r"</?(?:progress|meter)\b[^<>]*>", "", archive.story("stories/2020/a.md"))
    assert f"Bridges: {shown}.</div>" in text
