"""Import of tables, lines of JSON, feeds, saved pages and plain texts."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from archives import Archive, notes_on_articles
from broadsheet.importing import feeds, jsonstream
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.needs import MissingError
from newsroom import picture

CSV = """id;Headline;Date;Text;Author;Tags;Status;Url;Colour
1;Dam opens;4 March 2019;"<p>Water <b>flows</b>.</p><p>Again.</p>";Ann Lee|Bob Roe;water, dams;published;https://old.example/2019/dam;blue
2;A draft;2019-03-05;CANARY;;;draft;;
3;No date;soon;"Plain *text* & more

Second.";;;;;
4;Too;2019-01-01;many;a;b;c;d;e;f
"""


@pytest.fixture
def table(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write("stories.csv", CSV)
    return archive


def test_the_rows_of_a_table_become_stories(table: Archive) -> None:
    assert kind_of(table.source / "stories.csv") == "csv"
    report = table.run(source="stories.csv")
    assert table.story("stories/2019/dam-opens.md") == (
        "---\ntitle: Dam opens\ndate: 2019-03-04\nauthors:\n- Ann Lee\n- Bob Roe\ntags:\n- water\n- dams\n"
        'aliases:\n- "/2019/dam"\n'
        'imported:\n  from: "csv https://old.example/ 1"\n  id: 1\n  colour: blue\n---\n\n'
        "<p>Water <b>flows</b>.</p>\n\n<p>Again.</p>\n"
    )
    assert report.skipped == [("stories.csv:7:1", "it has 10 columns, and the head of the table 9")]
    assert [(state, path.rpartition("/")[2]) for _, state, path in report.held] == [
        ("draft", "a-draft.md"),
        ("undated", "no-date.md"),
    ]
    assert "<p>Plain *text* &amp; more</p>\n\n<p>Second.</p>\n" in table.story("stories/2026/no-date.md")
    assert "  date: soon\n" in table.story("stories/2026/no-date.md")
    assert b"CANARY" not in table.published()


def test_a_table_in_another_encoding_or_with_other_marks_is_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.csv", "title,date,body\nCaf\u00e9,2020-01-01,T\n".encode("cp1252"))
    archive.write("b.tsv", "title\tdate\tbody\nTab\t2020-01-01\tT\n")
    archive.write("c.csv", "title,date,body\nWide,2020-01-01,T\n".encode("utf-16"))
    for name in ("a.csv", "b.tsv", "c.csv"):
        archive.run(source=name)
    assert archive.stories() == ["stories/2020/cafe.md", "stories/2020/tab.md", "stories/2020/wide.md"]


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("Pool,2020-01", True),  # a row of two columns, and no end of its line
        ('Pool,2020-01-02,"Water, and\n', True),  # a quotation mark that nothing closes
        ("Pool,2020-01-02,Water.", False),
        ("Pool,2020-01-02\n", False),
    ],
)
def test_a_table_that_ends_in_the_middle_of_a_row_may_be_cut_off(tmp_path: Path, end: str, cut: bool) -> None:
    archive = Archive(tmp_path)
    archive.write("a.csv", f"title,date,body\nDam,2020-01-01,T\n{end}")
    report = archive.run(source="a.csv")
    told = "the table ends in the middle of this row, or of a word in quotes: it may be cut off"
    assert [(problem.span.line, problem.message) for problem in report.problems] == ([(3, told)] if cut else [])
    assert archive.stories()[0] == "stories/2020/dam.md"


def test_a_story_without_a_headline_is_called_by_its_first_words(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    long = "The water of the dam, which nobody had seen for as long as anybody could remember, flows."
    rows = (
        {"id": "a", "date": "2020-01-01", "html": "<h2>Dam <b>opens</b></h2><p>Water.</p>"},
        {"id": "b", "date": "2020-01-02", "body": f"![Dam](dam.png)\n\n> **{long}**\n"},
        {"id": "c", "date": "2020-01-03", "html": "<p>Park to bed<br>Work party</p>"},
        {"id": "d", "date": "2020-01-04", "html": "<p><br></p>"},
    )
    archive.write("a.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    report = archive.run(source="a.jsonl")
    titles = [archive.story(path).split("\n")[1] for path in archive.stories()]
    cut = 'title: "The water of the dam, which nobody had seen for as long as anybody could…"'
    assert sorted(titles) == [cut, "title: Dam opens", "title: Park to bed", "title: Untitled"]
    assert archive.story("stories/2020/dam-opens.md").endswith("---\n\n<p>Water.</p>\n")
    assert [note for _, note in notes_on_articles(report) if "headline" in note] == [
        *["it has no headline; its first words stand in"] * 3,
        "it has no headline; `Untitled` stands in",
    ]


def test_a_table_whose_texts_have_no_known_name_gives_its_longest_column_and_says_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    words = "Water flows. " * 40
    archive.write("a.csv", f"title,published_date,rede,place\nDam,2020-01-01,{words},Lake\nPool,2020-01-02,Short.,\n")
    report = archive.run(source="a.csv")
    assert archive.story("stories/2020/dam.md").endswith(f"---\n\n<p>{words.strip()}</p>\n")
    assert archive.story("stories/2020/pool.md").endswith("---\n\n<p>Short.</p>\n")
    assert {note for _, note in notes_on_articles(report)} == {
        "the column `rede` has the longest texts, and is taken for the story"
    }
    archive.write("b.csv", "title,date,place,summary\nBrook,2020-01-01,Hill,<div><img src='a'>A <b>bright</b> brook\n")
    archive.run(source="b.csv")
    assert "\n  place: Hill\n" in archive.story("stories/2020/brook.md")
    assert "\nstandfirst: A bright brook\n" in archive.story("stories/2020/brook.md")


def test_words_of_databases_for_nothing_are_no_values(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    cells = ("NULL", "nan", "\\N", "None", "N/A")
    archive.write("a.csv", "article_id,title,date,author,place,text\n7,Null and void,2020-01-01,Nan Lee,NULL,None left\n")
    archive.write("b.csv", "title,date,a,b,c,d,author\nEmpty,2020-01-01," + ",".join(cells) + "\n")
    archive.run(source="a.csv")
    archive.run(source="b.csv")
    assert archive.story("stories/2020/null-and-void.md") == (
        "---\ntitle: Null and void\ndate: 2020-01-01\nauthors:\n- Nan Lee\nimported:\n  from: csv 7\n  article_id: 7\n---\n\n"
        "<p>None left</p>\n"
    )
    assert archive.story("stories/2020/empty.md").startswith(
        "---\ntitle: Empty\ndate: 2020-01-01\nimported:\n  from: csv b.csv line 2\n---\n"
    )


@pytest.mark.parametrize(("column", "told"), [("", True), (",cs", False)])
def test_a_language_that_nothing_names_is_told(tmp_path: Path, column: str, told: bool) -> None:
    archive = Archive(tmp_path)
    archive.write("a.csv", f"title,date,text{',lang' if column else ''}\nDam,2020-01-01,T{column}\n")
    notes = [note for source, note in archive.run(source="a.csv").notes if source == "broadsheet.yaml"]
    stands_in = "nothing says which language the stories are in; `en` stands in: for another write `language: …`"
    unnamed = "nothing says what the archive is called; `title: publication` stands in: write its name there"
    assert notes == [unnamed, *([stands_in] if told else [])]
    archive.write("a.csv", "title,date,text\nLake,2020-01-01,T\n")
    assert [source for source, _ in archive.run(source="a.csv").notes if source == "broadsheet.yaml"] == []


def test_a_table_that_is_no_table_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.csv", b'title,date\n"never closed,2020-01-01\n\x00\x00')
    report = archive.run(source="a.csv")
    assert report.posts == 1
    archive.write("b.csv", b"")
    assert archive.run(source="b.csv").posts == 0


def test_lines_of_json_become_stories_and_a_line_that_is_none_is_skipped(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write(
        "stories.jsonl",
        '{"id": "a", "title": "One", "date": "2020-01-01T10:00:00Z", "body": "Some **bold** words.", "extra": {"n": 1}}\n'
        "{broken\n[1]\n"
        '{"id": "b", "title": "Two", "date": "2020-01-02", "html": "<p>CANARY</p>", "visibility": "members"}\n',
    )
    report = archive.run(source="stories.jsonl")
    assert "Some **bold** words.\n" in archive.story("stories/2020/one.md")
    assert "  extra:\n    n: 1\n" in archive.story("stories/2020/one.md")
    assert [source for source, _ in report.skipped] == ["stories.jsonl:2:1", "stories.jsonl:3:1"]
    assert b"CANARY" not in archive.published()


RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Old Times</title><link>https://old.example/</link><language>en</language>
<item><title>Dam opens</title><link>https://old.example/2019/dam</link><guid>g1</guid>
<pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate>
<dc:creator>Ann Lee</dc:creator><category>Water</category><description>Short.</description>
<content:encoded><![CDATA[<p>Water flows. <script>alert(1)</script><img src="https://cdn.example/a.jpg" alt="A"></p>]]>
</content:encoded></item>
<item><title>Only a summary</title><guid>g2</guid><pubDate>Tue, 05 Mar 2019 10:00:00 GMT</pubDate>
<description>Just this.</description></item>
<item><title>Later</title><guid>g3</guid><pubDate>Tue, 05 Mar 2999 10:00:00 GMT</pubDate><description>CANARY</description></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link href="https://a.example/"/>
<entry><id>tag:1</id><title>One</title><updated>2020-01-02T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published>
<author><name>Ann Lee</name></author><link href="https://a.example/one"/><content type="html">&lt;p>Text.&lt;/p></content>
</entry></feed>
"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "https://j.example/", "items": [
{"id": "1", "url": "https://j.example/one", "title": "One", "content_html": "<p>Text.</p>",
 "date_published": "2020-01-01T00:00:00Z", "authors": [{"name": "Ann Lee"}], "tags": ["a"], "_more": {"x": 1}}]}
"""


def test_an_rss_feed_becomes_stories(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("feed.xml", RSS)
    assert kind_of(archive.source / "feed.xml") == "feed"
    report = archive.run(source="feed.xml")
    story = archive.story("stories/2019/dam-opens.md")
    assert "standfirst: Short.\ndate: " in story
    assert "authors:\n- Ann Lee\ntags:\n- Water\n" in story
    assert 'aliases:\n- "/2019/dam"\n' in story
    assert '<p>Water flows. <img src="https://cdn.example/a.jpg" alt="A"></p>' in story
    assert report.removed == {"<script>": 1}
    assert report.notes == [
        ("feed.xml:2:1", "the feed has no more than a summary of it"),
        ("feed.xml:3:1", "the feed has no more than a summary of it"),
    ]
    assert [state for _, state, _ in report.held] == ["scheduled"]
    assert b"CANARY" not in archive.published()


def test_a_feed_that_says_that_it_holds_a_part_only_is_told_of(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    spoken = ' xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/"><openSearch:totalResults>48</openSearch:totalResults><title>A'
    archive.write("atom.xml", ATOM.replace("><title>A", spoken))
    report = archive.run(source="atom.xml")
    told = "it holds 1 of 48 entries: import an export of the site, or the other pages of the feed"
    assert list(report.left) == [("atom.xml", told)]
    archive.write("atom.xml", ATOM.replace("><title>A", spoken.replace("48", "1")))
    assert list(archive.run(source="atom.xml").left) == []


@pytest.mark.parametrize(("name", "text"), [("atom.xml", ATOM), ("feed.json", JSON_FEED)])
def test_atom_and_json_feeds_become_stories(tmp_path: Path, name: str, text: str) -> None:
    archive = Archive(tmp_path)
    archive.write(name, text)
    assert kind_of(archive.source / name) == "feed"
    archive.run(source=name)
    story = archive.story("stories/2020/one.md")
    assert "date: 2020-01-01\n" in story  # midnight is no time of day
    assert "authors:\n- Ann Lee\n" in story
    assert 'aliases:\n- "/one"\n' in story
    assert "<p>Text.</p>" in story
    archive.built()


def test_the_address_of_an_entry_is_not_that_of_the_service_that_counts_readers(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entry = (
        "<item><title>One</title><guid>a</guid><pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate><description>Words</description>"
    )
    entry += "<link>http://count.example/~r/x</link><f:origLink>https://old.example/2019/one.html</f:origLink></item>"
    head = '<rss version="2.0" xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><channel><link>https://old.example</link>'
    archive.write("feed.xml", f"{head}{entry}</channel></rss>")
    report = archive.run(source="feed.xml")
    story = archive.story("stories/2019/one.md")
    assert '\naliases:\n- "/2019/one.html"\n' in story
    assert '\n  link: "http://count.example/~r/x"\n' in story.partition("imported:")[2]
    assert not [*report.addresses]


def test_a_feed_that_is_broken_or_hostile_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("cut.xml", RSS[: RSS.index("Only a")])
    archive.write("bomb.xml", '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>')
    archive.write("broken.json", '{"version": "https://jsonfeed.org/version/1.1", "items": [')
    cut, bomb, broken = (archive.run(source=name) for name in ("cut.xml", "bomb.xml", "broken.json"))
    assert cut.shapes["story"] >= 1
    assert [report.problems[0].code for report in (cut, bomb, broken)] == ["bad-import"] * 3
    assert bomb.posts == broken.posts == 0


RDF = """<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="https://a.example/"><title>A</title><link>https://a.example/</link></channel>{}</rdf:RDF>"""
RDF_ENTRY = '<item rdf:about="{0}"><title>{0}</title><description>{1}</description><!-- </item> --></item>\n'
FEED_ENTRY = (
    "<item><title>{0}</title><guid>{0}</guid><pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate>"
    "<description><![CDATA[{1}</item><item>]]></description></item\n>"
)
ATOM_ENTRY = (
    '<entry><id>{0}</id><title>{0}</title><updated>2020-01-02T00:00:00Z</updated><content type="html">{1}</content></entry>'
)
JSON_ENTRY = '{{"id": "{0}", "title": "{0}", "content_text": "{1}", "date_published": "2020-01-01T00:00:00Z"}}'


@pytest.mark.parametrize(
    ("name", "frame", "entry", "between"),
    [
        ("rss.xml", '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{}</channel></rss>', FEED_ENTRY, ""),
        ("atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{}</feed>', ATOM_ENTRY, "\n"),
        ("rdf.xml", RDF, RDF_ENTRY, ""),
        ("feed.json", '{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{}]}}', JSON_ENTRY, ", "),
    ],
)
def test_a_large_feed_is_read_some_entries_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, frame: str, entry: str, between: str
) -> None:
    monkeypatch.setattr(feeds, "_PIECE", 1_000)
    for module in (feeds, jsonstream):
        monkeypatch.setattr(module, "LARGEST", 20_000)
    monkeypatch.setattr(jsonstream, "_CHUNK", 1_000)
    archive = Archive(tmp_path)
    bodies = ["Words of it. " * (3_000 if number in (7, 20) else 20) for number in range(30)]
    archive.write(name, frame.format(between.join(entry.format(f"n{number}", body) for number, body in enumerate(bodies))))
    report = archive.run("feed", source=name)
    assert list(report.problems) == []
    assert report.skipped == [(f"{name}:{number + 1}:1", "it is larger than 64 MB") for number in (7, 20)]
    names = sorted(Path(path).stem for path in archive.stories())
    assert names == sorted(f"n{number}" for number in range(30) if number not in (7, 20))
    if name.endswith(".xml"):
        assert max(map(len, feeds.pieces(archive.source / name))) < 3_000


def test_a_feed_without_its_package_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    archive = Archive(tmp_path)
    archive.write("feed.xml", RSS)
    with pytest.raises(
        MissingError, match=r'^A feed needs a package that is not installed: pip install "broadsheet\[import-feed\]"$'
    ):
        archive.run(source="feed.xml")


PAGE = """<!doctype html><html lang="en"><head><title>Dam opens – The Old Times</title>
<meta property="og:title" content="Dam opens"><meta property="article:published_time" content="2019-03-04T10:00:00+03:00">
<meta name="author" content="Ann Lee"><meta name="description" content="The dam is open.">
<meta property="article:tag" content="water">
<link rel="canonical" href="https://old.example/2019/dam/"></head>
<body><nav>Home News CANARY-NAV</nav><article class="post"><h1>Dam opens</h1>
<p>Water flows over the dam, as it did a year ago.</p>
<noscript><img src="../img/dam.png" alt="The dam"></noscript><p>See <a href="../2018/flood.html">the flood</a>.</p>
<iframe src="https://www.youtube.com/embed/abc" title="The dam from above"></iframe></article><footer>CANARY-FOOT</footer>
</body></html>
"""
MIRROR = {
    "old.example/2019/dam.html": PAGE,
    "old.example/2018/flood.html": PAGE.replace("Dam opens", "Flood").replace("2019", "2018").replace("/dam/", "/flood/"),
    "old.example/about.html": "<html><head><title>About</title></head><body>"
    "<main><p>We have written since 1950, about all.</p></main></body></html>",
    "old.example/empty.html": "<html><body><main> </main></body></html>",
    "old.example/moved.html": '<html><head><meta http-equiv="refresh" content="0; url=/"></head><body>Moved</body></html>',
}


def test_a_mirror_of_a_site_becomes_stories_and_pages(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for path, text in MIRROR.items():
        archive.write(path, text)
    archive.write("old.example/img/dam.png", picture())
    archive.write("old.example/js/app.js", "alert(1)")
    assert kind_of(archive.source) == "html"
    report = archive.run()
    story = archive.story("stories/2019/dam-opens.md")
    assert story.startswith(
        "---\ntitle: Dam opens\nstandfirst: The dam is open.\ndate: 2019-03-04T10:00:00+03:00\n"
        "authors:\n- Ann Lee\ntags:\n- water\n"
        'aliases:\n- "/2019/dam.html"\n- "/2019/dam/"\n'
    )
    assert "<p>Water flows over the dam, as it did a year ago.</p>" in story
    assert 'alt="The dam"' in story
    assert '<a href="/2018/flood.html">the flood</a>' in story
    assert '<a href="https://www.youtube.com/watch?v=abc" class="player-frame">Embedded: The dam from above</a>' in story
    assert "CANARY" not in story
    assert "We have written since 1950, about all." in archive.story("pages/about.md")
    assert dict(report.skipped) == {
        "old.example/empty.html:1:1": "no text was found in it",
        "old.example/moved.html:1:1": "a page that only leads to another one",
    }
    room = archive.built()
    assert room.codes == []
    assert room.has("/2019/dam.html")


def test_a_mirror_tells_its_name_and_its_language_and_loses_hollow_frames(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    head = '<html lang="sv_SE"><head><title>Damm {0}</title><meta property="og:site_name" content="Dammen"></head>'
    for number in range(3):
        page = (
            head.format(number) + "<body><main><div><div> </div><div></div></div><div><p>Vatten.</p></div></main></body></html>"
        )
        archive.write(f"old.example/{number}.html", page)
    report = archive.run()
    assert (
        (archive.into / "broadsheet.yaml")
        .read_text()
        .startswith('title: Dammen\nbase_url: "https://old.example/"\nlanguage: sv-SE\n')
    )
    assert archive.story("pages/0.md").startswith('---\ntitle: Damm 0\naliases:\n- "/0.html"\nimported:\n')
    assert archive.story("pages/0.md").endswith("---\n\n<p>Vatten.</p>\n")
    assert archive.story("pages/1.md").startswith("---\ntitle: Damm 1\n")
    assert not [*report.notes]


def test_of_a_mirror_with_several_hosts_the_one_with_most_pages_is_the_site(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    page = "<html><head><title>{}</title></head><body><main><p>Water flows.</p></main></body></html>"
    for path in ("www.old.example/one.html", "www.old.example/two.html", "ads.example/a.html", "index.html"):
        archive.write(path, page.format(path[:-5]))
    report = archive.run()
    assert archive.stories() == ["pages/one.md", "pages/two.md"]
    assert dict(report.skipped) == {
        "ads.example/a.html:1:1": "a page of another site",
        "index.html:1:1": "a page of the mirror's own",
    }
    assert 'base_url: "https://www.old.example/"\n' in (archive.into / "broadsheet.yaml").read_text()


def test_plain_texts_become_raw_articles(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("notes/2020-01-02-talks.txt", "Talks open in Oslo\n\n2 January 2020\n\nDiplomats of Norway met.\n")
    archive.write("notes/empty.txt", "  \n")
    assert kind_of(archive.source) == "text"
    report = archive.run()
    place = archive.into / "content/stories/imported/2020-01-02-talks.txt"
    assert place.read_text() == "Talks open in Oslo\n\n2 January 2020\n\nDiplomats of Norway met.\n"
    assert report.skipped == [("notes/empty.txt:1:1", "an empty file")]
    assert dict(archive.run().outcomes) == {"unchanged": 1}
    assert "Talks open in Oslo" in archive.built().page("/stories/2020/01/talks/")


def test_half_a_character_in_json_stops_no_import(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.jsonl", '{"title": "A\\ud800", "date": "2019-01-01", "url": "/a\\ud800", "body": "Words\\ud800."}\n')
    assert archive.run(source="a.jsonl").posts == 1
    assert 'title: "A?"' in archive.story(archive.stories()[0])


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ('<html><body class="archive-view x"><p>Words</p></body></html>', "a list of stories"),
        (
            '<html><body class="archive date"><div class="hentry">A</div><div class="post hentry">B</div></body></html>',
            "a list of stories",
        ),
        ('<html><body class="home blog"><article>A</article><article>B</article></body></html>', "a list of stories"),
        ('<html><body class="home page"><article>A</article><article>B</article></body></html>', ""),
        ('<html><body class="archive"><article>A</article></body></html>', ""),
        ('<html><body class="archive category category-2"><p>A</p></body></html>', "a list of stories"),
        ('<html><body class="blog paged wp-theme-x"><p>A</p></body></html>', "a list of stories"),
        ('<html><body class="wp-theme-x single"><p>A</p></body></html>', ""),
        (
            "<html><head><title>Error 404 (Not Found)!!1</title></head><body><p>A</p></body></html>",
            "it only says that there is no such page",
        ),
        ("<html><head><title>404 people came</title></head><body><p>A</p></body></html>", ""),
        ("<html><body><h1>Erreur 404 !</h1><p>Rien</p></body></html>", "it only says that there is no such page"),
        ("<html><body><h1>Route 404 is open</h1><p>A</p></body></html>", ""),
        ('<html><body class="error404 wp-theme-x"><p>Nothing here</p></body></html>', "it only says that there is no such page"),
        ('<html><body class="item-view"><div class="post hentry">A</div></body></html>', ""),
        ('<?xml version="1.0"?><?xml-stylesheet href="a.css"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>', "a feed"),
        ('<?xml version="1.0"?><html><body><p>Words of a page</p></body></html>', ""),
    ],
)
def test_lists_of_stories_and_feeds_among_saved_pages_are_named_and_skipped(tmp_path: Path, page: str, reason: str) -> None:
    archive = Archive(tmp_path)
    archive.write("2020/page.html", page)
    report = archive.run("html")
    assert [why.partition(",")[0] for _, why in report.skipped] == ([reason] if reason else [])


FILM = (
    '<video title="The dam" src="../film/dam.mp4"><track kind="captions" src="../film/dam.en.vtt" srclang="en" label="English">'
    '<track src="../film/gone.vtt"><track src="../film/dam.vtt"></video>'
)


def test_captions_come_with_the_film_or_are_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("2019/dam.html", PAGE.replace("<noscript>", f"{FILM}<noscript>"))
    for name, data in (("dam.mp4", b"\0\0\0\x18ftyp" * 64), ("dam.en.vtt", b"WEBVTT\n\n"), ("dam.vtt", b"alert(1)\n")):
        archive.write(f"film/{name}", data)
    report = archive.run("html")
    (path,) = (path for path in archive.stories() if path.startswith("stories/"))
    story = archive.story(path)
    assert (
        '<a href="../../media/film/dam.mp4" class="player-video">Video: The dam</a>'
        ' <a class="track-captions" href="../../media/film/dam.en.vtt" hreflang="en">English</a>'
    ) in story
    assert [name for _, name in report.pictures if "film" in name] == [
        "../film/gone.vtt",
        "film/dam.vtt (by its name it is `.vtt`, but its bytes do not begin with `WEBVTT`)",
        "../film/dam.vtt",
    ]
    page = archive.built().page("/stories/2019/03/dam-opens/")
    assert '<track kind="captions" src="/media/media/film/dam.en.vtt" srclang="en" label="English"></video>' in page


def test_the_folders_in_which_texts_lie_are_their_sections(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    text = "Council votes on dam\n\nNAIROBI, 4 March 2019 - The council voted on the dam on Monday, officials said.\n"
    for place in ("corpus/city-politics/a.txt", "corpus/world/africa/b.txt", "corpus/2019/c.txt", "corpus/d.txt"):
        archive.write(place, text)
    report = archive.run("text")
    assert report.fields["folder"].became == "sections"
    assert (archive.into / "content/stories/imported/a.yaml").read_text() == "section:\n- City politics\n"
    assert (archive.into / "content/stories/imported/b.yaml").read_text() == "section:\n- World\n"
    assert sorted(path.name for path in archive.into.glob("content/stories/imported/*.yaml")) == ["a.yaml", "b.yaml"]
    (archive.into / "content/stories/imported/a.yaml").write_text("section: Town hall\n")
    again = archive.run("text")
    assert again.outcomes == {"unchanged": 4}
    assert (archive.into / "content/stories/imported/a.yaml").read_text() == "section: Town hall\n"
    assert "sections/town-hall/index.html" in archive.built().site()


def test_texts_in_one_folder_have_no_section(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- texts/a.txt --\nDam opens.\n-- texts/b.txt --\nDam shuts.\n")
    archive.run("text")
    assert not list(archive.into.glob("content/stories/**/*.yaml"))


def test_a_table_of_short_messages_comes_over_with_texts_and_dates(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write(
        "said.csv",
        "Tweet URL,Date Created,Tweet,Likes\nhttps://say.example/1,2020-01-02 10:20:30,The dam is open.,3\n"
        "https://say.example/2,2020-01-03 10:20:30,It rose.,4\nhttps://say.example/3,2020-01-04 10:20:30,,5\n",
    )
    report = archive.run(source="said.csv")
    assert archive.stories() == ["stories/2020/it-rose.md", "stories/2020/the-dam-is-open.md"]
    assert "title: The dam is open.\ndate: 2020-01-02 10:20:30\n" in archive.story("stories/2020/the-dam-is-open.md")
    assert report.skipped == [("said.csv:4:1", "it has neither a headline nor a text")]


def test_a_table_without_headlines_and_texts_makes_no_empty_stories(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("sums.csv", "Year,Rain in mm\n2019,812\n2020,640\n")
    report = archive.run(source="sums.csv")
    reason = "none of its columns is known as a headline or a text (`year`, `rain_in_mm`): call one `title` or `text`"
    assert report.skipped == [("sums.csv:2:1", reason), ("sums.csv:3:1", reason)]
    assert (report.complete, archive.into.exists()) == (False, False)


@pytest.mark.parametrize(
    ("strict", "kept"),
    [
        ("<p>It <b>rose</b>, see <a href='/map'>the map</a>.</p>", "It <b>rose</b>"),
        ("<p><a href='/c'>More</a></p>", ">Lakes<"),
        ("", ">Lakes<"),
    ],
)
def test_what_is_nothing_but_a_menu_is_no_article_where_another_look_finds_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: str, kept: str
) -> None:
    def extract(_page: str, *, favor_precision: bool, **_more: object) -> str:
        menu = "<p><a href='/a'>Rivers</a> | <a href='/b'>Lakes</a></p>"
        return f"<html><body>{strict if favor_precision else menu}</body></html>"

    monkeypatch.setattr("trafilatura.extract", extract)
    archive = Archive(tmp_path)
    archive.write("a.html", "<title>Flood</title><table><tr><td>It rose.</td></tr></table>")
    archive.run("html")
    assert kept in archive.story("pages/a.md")


def test_an_article_that_stands_in_what_is_called_a_sidebar_is_kept(tmp_path: Path) -> None:
    prose = "<p>The water stood at the door when the boat came.</p>" * 9
    page = f'<title>Water</title><main><nav>Home</nav><h1>Water</h1><div class="sidebar">{prose}</div></main>'
    archive = Archive(tmp_path)
    archive.write("a.html", f"<html><body>{page}</body></html>")
    archive.write("b.html", f"<html><body>{page.replace('sidebar', 'text')}</body></html>")
    assert archive.run("html").skipped == []
    for path in archive.stories():
        assert archive.story(path).count("stood at the door") == 9
        assert "Home" not in archive.story(path)


def test_a_picture_that_most_pages_give_to_those_who_share_them_is_the_logo_of_the_site(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    logo = '<meta property="og:image" content="{}">'
    for number in range(3):
        archive.write(f"old.example/{number}.html", PAGE.replace("<link", logo.format("img/logo.png") + "<link"))
    archive.write("old.example/2018/flood.html", PAGE.replace("<link", logo.format("../img/logo.png") + "<link"))
    for number in range(5, 8):
        archive.write(f"old.example/{number}.html", PAGE.replace("<link", logo.format("img/dam.png") + "<link"))
    for name in ("logo", "dam"):
        archive.write(f"old.example/img/{name}.png", picture())
    report = archive.run("html")
    shown = [path for path in archive.stories() if "\nimage:" in archive.story(path)]
    assert len(shown) == 3
    assert all("img/dam.png" in archive.story(path).partition("imported:")[0] for path in shown)
    told = "its picture old.example/img/logo.png is that of many posts, so the site's and none of its own"
    assert [note for _, note in report.notes].count(told) == 4
    assert sum("\n  image:\n    src: " in archive.story(path) for path in archive.stories()) == 4


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_a_picture_that_most_entries_of_a_feed_have_is_that_of_the_feed(tmp_path: Path, kind: str) -> None:
    archive = Archive(tmp_path)
    entry = (
        "<item><title>A {0}</title><guid>{0}</guid><description>Words</description><enclosure url='{1}' type='image/png'/></item>"
    )
    sources = [*["https://a.example/logo.png"] * 3, "https://a.example/b.png"]
    if kind == "rss":
        items = "".join(map(entry.format, range(4), sources))
        archive.write("feed", f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>')
    else:
        said = [{"id": str(n), "title": f"A {n}", "content_text": "Words", "image": src} for n, src in enumerate(sources)]
        archive.write("feed", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": said}))
    archive.run("feed", source="feed")
    shown = [
        line for path in archive.stories() for line in archive.story(path).split("imported:")[0].split("\n") if "src:" in line
    ]
    assert shown == ['  src: "https://a.example/b.png"']


def test_the_files_that_come_with_an_entry_of_a_feed_are_played_and_linked(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    files = (("talk.mp3", "audio/mpeg"), ("plan.pdf", "application/pdf"), ("dam.png", "image/png"), ("said.mp3", "audio/mpeg"))
    enclosed = "".join(f'<enclosure url="https://a.example/{name}" type="{kind}" length="9"/>' for name, kind in files)
    words = "&lt;p&gt;See &lt;a href='https://a.example/said.mp3'&gt;this&lt;/a&gt;.&lt;/p&gt;"
    item = f"<item><title>Talk</title><guid>1</guid><description>{words}</description>{enclosed}</item>"
    archive.write("feed.xml", f'<rss version="2.0"><channel><title>A</title>{item}</channel></rss>')
    archive.run(source="feed.xml")
    head, _, body = archive.story("stories/undated/talk.md").partition("\n---\n")
    assert 'src: "https://a.example/dam.png"' in head
    assert '<a href="https://a.example/talk.mp3" class="player-audio">Audio: talk.mp3</a>' in body
    assert '<a href="https://a.example/plan.pdf">plan.pdf</a>' in body
    assert body.count("said.mp3") == 1


PLACE = (
    '<div class="card"><h2>Where</h2><p>Mill Hall, <b>12 River Road</b></p></div>'
    '<div class="card" id="related-posts">Read of this and that</div>'
)


def test_day_and_place_of_an_event_beside_its_article_come_along_and_what_other_pages_have_does_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    head = '<meta property="article:published_time" content="2019-03-04T10:00:00Z">'
    common = (
        "<div><p>Write to us about all that is here</p></div><div><a href='/a'>All events</a> <a href='/b'>All days</a></div>"
    )
    for number in range(1, 5):
        beside = f"<div><h2>Concert {number}</h2><ul><li>{number} May 2019, 19:00</li></ul>{PLACE if number == 1 else ''}</div>"
        written = f"<div>Published: <time datetime='2019-03-04'>4 March {number}</time></div>"
        text = (
            f"<div><article><p>Choir number {number} sings.</p></article>{written}</div>{beside}{common}<form>Was it good?</form>"
        )
        body = f"<body><div>Menu beside {number} is no part of it</div><main><h1>Concert {number}</h1>{text}</main></body>"
        archive.write(f"event/{number}.html", f"<html><head><title>Concert {number}</title>{head}</head>{body}</html>")
    archive.run("html")
    story = archive.story("stories/2019/concert-1.md").partition("---\n\n")[2]
    assert " ".join(re.sub(r"<[^>]*>", " ", story).split()) == (
        "Choir number 1 sings. 1 May 2019, 19:00 Where Mill Hall, 12 River Road"
    )
    assert "3 May 2019, 19:00" in archive.story("stories/2019/concert-3.md")


def test_boxes_and_days_that_lead_elsewhere_beside_an_article_come_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(1, 5):
        box = f"<aside><h2>In short {number}</h2><p>Room {number} is open till {number + 4} in the evening.</p></aside>"
        days = "".join(f'<li><a href="{day}.html">{day} May {2000 + number}, at {number}</a></li>' for day in (1, 2))
        days += f"<li>3 May {2000 + number}, at {number}</li><li>It takes {number} hours.</li>"
        more = "".join(f'<li><a href="{other}.html">Concert {other} of May</a></li>' for other in range(1, 5) if other != number)
        beside = f'<div id="sidebar">{box}<aside>Write to us all</aside></div><div><ul>{days}</ul></div><ul>{more}</ul>'
        text = f"<main><h1>Concert {number}</h1><article><p>Choir number {number} sings.</p></article>{beside}</main>"
        archive.write(f"{number}.html", f"<html><head><title>Concert {number}</title></head><body>{text}</body></html>")
    archive.run("html")
    story = archive.story("pages/2.md").partition("---\n\n")[2]
    assert " ".join(re.sub(r"<[^>]*>", " ", story).split()) == (
        "Choir number 2 sings. In short 2 Room 2 is open till 6 in the evening. "
        "1 May 2002, at 2 2 May 2002, at 2 3 May 2002, at 2 It takes 2 hours."
    )


def test_of_boxes_beside_an_article_that_mostly_lead_elsewhere_those_that_do_not_come_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(1, 5):
        where = f"<p><b>Open:</b> May {number} to {number + 9}<br><b>Where:</b> hall {number}</p>"
        box = f"<div><div><h2>Seeing show {number}</h2></div>{where}</div>"
        day = f'<a href="/{number}"><h2>Opening of show {number}</h2><p>{f"With {number} songs and many speeches. " * 6}</p></a>'
        beside = f'<div id="sidebar">{box}<div><div><h2>Shows to come</h2>{day}</div></div></div>'
        text = f"<main><h1>Show {number}</h1><article><p>Twenty painters show their work {number}.</p></article>{beside}</main>"
        archive.write(f"{number}.html", f"<html><head><title>Show {number}</title></head><body>{text}</body></html>")
    archive.run("html")
    story = archive.story("pages/2.md").partition("---\n\n")[2]
    assert " ".join(re.sub(r"<[^>]*>", " ", story).split()) == (
        "Twenty painters show their work 2. Seeing show 2 Open: May 2 to 11 Where: hall 2"
    )


def test_days_in_an_article_that_the_head_of_the_page_says_too_do_not_come_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    head = '<meta property="article:published_time" content="2019-03-04T10:00:00Z"><meta name="changed" content="2019-03-05">'
    said = '<p><span>Published: <time datetime="2019-03-04">4 March</time></span> '
    said += '<span>Changed: <time class="updated" datetime="2019-03-05T09:00:00">5 March</time></span></p>'
    text = f'<article>{said}<p>It rose on <time datetime="2019-03-04">4 March</time>.</p><hr><p> </p><!-- foot --></article>'
    archive.write("flood.html", f"<html><head><title>Flood</title>{head}</head><body>{text}</body></html>")
    archive.run("html")
    story = archive.story("stories/2019/flood.md")
    assert "\nupdated: 2019-03-05T09:00:00\n" in story
    assert re.sub(r"<[^>]*>", "", story.partition("---\n\n")[2]).strip() == "It rose on 4 March."
    assert "<hr" not in story


def test_the_picture_of_a_saved_page_is_the_copy_that_its_article_shows(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    head = '<meta name="date" content="2019-03-04"><meta property="og:image" content="https://x.example/up/dam.jpg">'
    copies = "".join(f'<img src="https://x.example/up/dam-{width}x200.webp" alt="">' for width in (300, 1200, 600))
    archive.write(
        "dam.html", f"<html><head>{head}</head><body><article><h1>Dam</h1>{copies}<p>It rose.</p></article></body></html>"
    )
    archive.run("html")
    assert '\n  src: "https://x.example/up/dam-1200x200.webp"\n' in archive.story("stories/2019/dam.md")


def test_pages_of_a_mirror_whose_files_hold_a_query_have_addresses_of_their_own(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    head = '<title>Choir</title><meta name="pubdate" content="2019-03-04"><link rel="canonical" href="index.html">'
    written = "<p>Changed: <span class='line__updated'><time datetime='2019-03-0{}T10:00:00'>then</time></span></p>"
    for number, other in ((1, 2), (2, 3), (3, 4)):
        link = f'<a href="index.html%3Fdate={other}.html">On day {other}</a>'
        text = f"<article><p>Choir sings {number} songs. {link}</p></article>{written.format(other)}"
        page = f"<html><head>{head}</head><body>{text}</body></html>"
        archive.write(f"old.example/event/choir/index.html?date={number}.html", page)
    archive.write("old.example/index.html", f"<html><head>{head}</head><body><main>Welcome to us.</main></body></html>")
    archive.run("html")
    texts = [archive.story(name) for name in archive.stories() if "Choir sings" in archive.story(name)]
    first, second = (next(text for text in texts if f"sings {number} songs" in text) for number in (1, 2))
    assert "/?date=" not in first
    assert "updated: 2019-03-02T10:00:00" not in second
    assert "updated: 2019-03-02T10:00:00" in first
    pages = {path: data.decode() for path, data in archive.built().site().items() if path.endswith(".html")}
    shown = next(text for path, text in pages.items() if "sings 1 songs" in text and "stories/" in path)
    led = re.search(r'<a href="([^"]*)">On day 2', shown)
    assert led
    assert "sings 2 songs" in pages[f"{led[1].strip('/')}/index.html"]


def test_of_a_picture_in_several_widths_side_by_side_the_largest_is_kept(tmp_path: Path) -> None:
    sizes = ("a-425x239.webp", "a-1920x1080.webp", "a-768x432.webp", "b-425x239.webp")
    shown = " ".join(f'<img src="https://a.example/{name}" alt="">' for name in sizes)
    archive = Archive(tmp_path)
    archive.write("a.html", f"<title>Dam</title><article><p>It opens.</p><figure><div>{shown} Words</div></figure></article>")
    archive.run("html")
    story = archive.story("pages/a.md")
    assert re.findall(r"example/([^\"]*)", story) == ["a-1920x1080.webp", "b-425x239.webp"]
    assert "Words" in story


def test_of_pages_that_mark_nothing_comes_all_that_other_pages_do_not_have(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(1, 5):
        menu = "".join(f"<a href='/{name}'>All of {name}</a> | " for name in ("rivers", "lakes", "mills"))
        own = f"Loose words of page {number} stand between blocks, and are as good as any others.<p>A paragraph of {number}.</p>"
        page = f"<table><tr><td>{menu}</td></tr></table><div><h1>Page {number}</h1>{own}</div><div>Written by us all</div>"
        archive.write(f"{number}.html", f"<html><head><title>Page {number}</title></head><body>{page}</body></html>")
    archive.run("html")
    story = archive.story("pages/2.md")
    assert "Loose words of page 2 stand" in story
    assert "A paragraph of 2." in story
    assert not re.search("All of|Written by", story)
    assert "read_from: what other pages do not have" in story


def test_what_a_theme_puts_into_an_article_stays_behind_and_its_section_comes_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    put = (
        '<div class="post_info">At 9 in <a href="../c/dams/" rel="category tag">Dams</a> by <a href="../ann/">ann</a></div>'
        '<div class="social_share_holder"><a href="javascript:void(0)">Share</a><ul><li><a href="#"><i></i></a></li></ul></div>'
        '<iframe data-src="https://www.youtube.com/embed/xyz"></iframe>'
        '<noscript><iframe src="https://www.youtube.com/embed/xyz"></iframe></noscript>'
    )
    for number in range(3):
        page = PAGE.replace("<h1>Dam opens</h1>", f"<h1>Dam {number}</h1>{put}")
        page = page.replace('content="Dam opens"', f'content="Dam {number} | The Times"').replace('lang="en"', 'lang="fr-FR"')
        archive.write(f"old.example/2019/{number}.html", page)
    for number in range(9):
        archive.write(f"old.example/moved/{number}.html", MIRROR["old.example/moved.html"])
    report = archive.run("html")
    head, _, body = archive.story("stories/2019/dam-1.md").partition("\n---\n")
    assert head.startswith("---\ntitle: Dam 1\n")
    assert "\nsection:\n- Dams\n" in head
    assert "\nlang:" not in head
    assert not re.search("At 9|Share", body)
    assert body.count("youtube.com/watch?v=xyz") == 1
    assert "read_from: {" not in "\n".join(report.lines())


def test_a_file_of_another_kind_that_a_mirror_saved_as_a_page_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("old.example/a.html", PAGE)
    archive.write("old.example/b.html", b"\xff\xfe" + PAGE.replace("Dam opens", "Flood").encode("utf-16-le"))
    archive.write("old.example/fonts/icons3e6e.html", b"wOFF\0\1\0\0\0{{x}} many words of no language\0")
    report = archive.run("html")
    reason = "it is no page, but a file of another kind that was saved under such a name"
    assert list(report.skipped) == [("old.example/fonts/icons3e6e.html:1:1", reason)]
    assert archive.stories() == ["stories/2019/dam-opens.md", "stories/2019/flood.md"]


def test_a_heading_that_says_more_than_the_headline_in_the_head_of_a_page_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    day = '<span class="entry_date">4 March, a Monday</span>'
    heading = f"<header><h1>{day} Water flows over the old dam</h1></header>"
    archive.write("old.example/a.html", PAGE.replace("<h1>Dam opens</h1>", heading))
    archive.write("old.example/b.html", PAGE.replace("<h1>Dam opens</h1>", f"<h1>{day} Dam opens</h1>"))
    archive.run("html")
    bodies = [archive.story(path).partition("\n---\n\n")[2] for path in archive.stories()]
    assert sorted(body.partition("\n")[0] for body in bodies) == [
        "<h2>Water flows over the old dam</h2>",
        "<p>Water flows over the dam, as it did a year ago.</p>",
    ]
