"""Import of WordPress exports: posts, states, bodies, comments, and files that are not as they should be."""

from __future__ import annotations

import json
import re
import tracemalloc
from functools import partial
from pathlib import Path

import pytest

from archives import Archive, notes_on_articles
from broadsheet.importing.addresses import page_path
from broadsheet.importing.fetching import UnfetchedError
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.notebook import Notebook
from broadsheet.importing.sayings import in_words
from broadsheet.importing.texts import plain_text
from broadsheet.importing.wordpressbody import to_html
from broadsheet.language.languages import ENGLISH
from broadsheet.printed import json_pieces
from growth import grows_evenly
from newsroom import picture

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Old Times</title><link>https://old.example</link><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>water</wp:category_nicename><wp:category_parent></wp:category_parent>
<wp:cat_name><![CDATA[Water & dams]]></wp:cat_name>
<wp:category_description><![CDATA[All about water.]]></wp:category_description></wp:category>
"""
TAIL = "</channel></rss>\n"


def item(
    number: int,
    title: str,
    body: str,
    *,
    status: str = "publish",
    kind: str = "post",
    slug: str = "",
    more: str = "",
    year: int = 2019,
) -> str:
    slug = slug or re.sub(r"\W+", "-", title.lower()).strip("-")
    return f"""<item><title><![CDATA[{title}]]></title><link>https://old.example/{year}/03/{slug}/</link>
<dc:creator><![CDATA[ann]]></dc:creator><guid isPermaLink="false">https://old.example/?p={number}</guid><description></description>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{year}-03-04 13:00:00</wp:post_date>
<wp:post_date_gmt>{year}-03-04 10:00:00</wp:post_date_gmt>
<wp:post_name><![CDATA[{slug}]]></wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>
<wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>{more}</item>
"""


def comment(number: int, text: str, *, parent: int = 0, approved: str = "1") -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[Bob]]></wp:comment_author>
<wp:comment_author_email>bob@example.org</wp:comment_author_email><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date>2019-03-05 08:00:00</wp:comment_date><wp:comment_date_gmt>2019-03-05 08:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>
<wp:comment_type></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"


PHOTO = item(
    9, "Photo", "", kind="attachment", status="inherit",
    more="<wp:attachment_url>https://old.example/wp-content/uploads/dam.png</wp:attachment_url>"
    + meta("_wp_attachment_image_alt", "The dam") + "<wp:post_parent>1</wp:post_parent>",
)  # fmt: skip
DAM = item(
    1,
    "Dam opens &amp; water flows",
    "Water flows.\nA second line.\n\nSee <a href='https://old.example/?p=2'>the flood</a> and "
    "<a href='https://old.example/2019/03/flood/#top'>again</a>.\n<!--more-->\nMore.",
    slug="dam",
    more='<category domain="category" nicename="water"><![CDATA[Water & dams]]></category>'
    '<category domain="post_tag" nicename="rivers"><![CDATA[rivers]]></category>'
    '<category domain="author" nicename="cap-eve"><![CDATA[Eve Ray]]></category>'
    '<category domain="author" nicename="cap-ann"><![CDATA[Ann Lee]]></category>'
    + meta("_thumbnail_id", "9")
    + meta("_wp_old_slug", "dam-to-open")
    + meta("mood", "calm")
    + comment(3, "<p>Good.</p><p>Very good.</p>")
    + comment(4, "No.", parent=3)
    + comment(5, "CANARY pending", approved="0")
    + comment(6, "CANARY spam", approved="spam"),
)
FLOOD = item(2, "Flood", "It rained.")
HELD = "".join(
    (
        item(11, "A draft", "CANARY", status="draft"),
        item(18, "One without a status", "CANARY", status=""),
        item(12, "A private one", "CANARY", status="private"),
        item(13, "One to review", "CANARY", status="pending"),
        item(14, "A scheduled one", "CANARY", status="future", year=2999),
        item(15, "Behind a password", "CANARY", more="").replace("post_password>", "post_password>CANARY", 1),
        item(16, "In the trash", "CANARY", status="trash"),
        item(17, "Of the future", "CANARY", year=2999),
    )
)
MENU = item(20, "Home", "", kind="nav_menu_item")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.write("export.xml", HEAD + DAM + FLOOD + PHOTO + HELD + MENU + TAIL)
    return made


def test_a_post_comes_over_with_everything(archive: Archive) -> None:
    assert kind_of(archive.source) == kind_of(archive.source / "export.xml") == "wordpress"
    archive.run()
    assert archive.story("stories/2019/dam.md") == (
        "---\n"
        'title: "Dam opens & water flows"\n'
        "standfirst: Water flows. A second line. See the flood and again.\n"
        "date: 2019-03-04T13:00:00+03:00\n"
        'section:\n- "Water & dams"\n'
        "authors:\n- Eve Ray\n- Ann Lee\n"
        "tags:\n- rivers\n"
        'image:\n  src: "https://old.example/wp-content/uploads/dam.png"\n  alt: The dam\n'
        'aliases:\n- "/2019/03/dam/"\n- "/2019/03/dam-to-open/"\n- "/?p=1"\n'
        'imported:\n  from: "wordpress https://old.example/ 1"\n  meta:\n    mood: calm\n'
        "---\n\n"
        "<p>Water flows.<br>\nA second line.</p>\n\n"
        '<p>See <a href="/2019/03/flood/">the flood</a> and <a href="/2019/03/flood/#top">again</a>.</p>\n\n'
        "<p>More.</p>\n"
    )
    assert archive.story("sections/water.md") == '---\nname: "Water & dams"\n---\n\n<p>All about water.</p>\n'


def test_comments_are_files_and_only_approved_ones_are_published(archive: Archive) -> None:
    archive.run()
    folder = archive.into / "content/comments/2019/dam"
    assert sorted(path.name for path in folder.iterdir()) == [f"comment-{number}.yaml" for number in (3, 4, 5, 6)]
    assert (folder / "comment-4.yaml").read_text() == (
        "author: Bob\ndate: 2019-03-05T08:00:00+00:00\nstatus: approved\nreply_to: comment-3\n"
        'email: "bob@example.org"\ntext: No.\n'
    )
    assert 'text: "Good.\\n\\nVery good."\n' in (folder / "comment-3.yaml").read_text()
    assert "status: pending\n" in (folder / "comment-5.yaml").read_text()
    assert "status: rejected\n" in (folder / "comment-6.yaml").read_text()
    room = archive.built()
    assert "Very good." in room.page("/stories/2019/03/dam/")
    everything = b"".join(room.site().values())
    assert b"bob@example.org" not in everything
    assert b"192.0.2.7" not in everything


def without_link(text: str) -> str:
    return re.sub("<link>[^<]*</link>", "", text)


@pytest.mark.parametrize(("others", "address"), [(item(1, "Rain", "It rains."), "/2021/03/flood/"), ("", "/flood/")])
def test_a_post_whose_address_an_export_does_not_say_is_where_the_others_are_or_at_its_name(
    tmp_path: Path, others: str, address: str
) -> None:
    archive = Archive(tmp_path)
    body = f"See <a href='https://old.example{address}'>the flood</a> and <a href='https://old.example/us/'>us</a>."
    held = without_link(item(5, "Secret", "CANARY", status="draft"))
    items = others + without_link(
        item(2, "Flood", "It rose.", year=2021) + item(3, "Dam", body) + item(4, "Us", "We.", kind="page")
    )
    archive.write("export.xml", HEAD + items + held + TAIL)
    report = archive.run()
    assert f'See <a href="{address}">the flood</a> and <a href="/us/">us</a>.' in archive.story("stories/2019/dam.md")
    assert f'aliases:\n- "{address}"\n' in archive.story("stories/2021/flood.md")
    assert '- "/secret/"' not in archive.story("stories/2019/secret.md")
    assert report.pictures == []
    site = archive.built().site()
    assert b'href="/stories/2021/03/flood/"' in site["stories/2019/03/dam/index.html"]


def test_what_does_not_come_over_of_comments_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    said = comment(3, "One.").replace(
        "<wp:comment_type>", "<wp:comment_author_url>https://bob.example/</wp:comment_author_url><wp:comment_type>"
    )
    ping = comment(4, "Water.").replace("<wp:comment_type>", "<wp:comment_type>pingback")
    page = item(1, "About", "Words.", kind="page", more=comment(1, "A.") + comment(2, "B.", approved="0"))
    archive.write("export.xml", HEAD + page + item(2, "Dam", "Words.", more=said + ping) + item(5, "Plain", "Words.") + TAIL)
    fields = archive.run().fields
    assert (fields["comment"].used, fields["comment"].lost, fields["comment"].reason) == (1, 2, "a page has none")
    assert fields["comment_author_url"].lost == fields["comment_type"].lost == 1
    archive.write("export.xml", HEAD + item(2, "Dam", "Words.", more=comment(3, "One.")) + TAIL)
    assert not {"comment_author_url", "comment_type"} & archive.run().fields.keys()


def test_a_comment_with_films_names_them_and_one_with_nothing_to_show_is_counted(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    film = '<object><param name="movie" value="http://www.youtube.com/v/abc"></object>'
    empty = comment(3, "<script>a()</script>") + comment(4, "A.").replace("2019-03-05 08:00:00", "long ago") + comment(1, "B.")
    told = comment(1, film) + comment(2, "See:\n[youtube ab_c]\n[dailymotion x1]\n[dam]")
    archive.write("export.xml", HEAD + item(2, "Dam", "[dailymotion x2]", more=told + empty) + TAIL)
    report = archive.run()
    folder = archive.into / "content/comments/2019/dam"
    assert [path.name for path in sorted(folder.iterdir())] == ["comment-1.yaml", "comment-2.yaml"]
    assert 'text: "Video on YouTube (https://www.youtube.com/watch?v=abc)"\n' in (folder / "comment-1.yaml").read_text()
    assert (
        'text: "See:\\nVideo on YouTube (https://www.youtube.com/watch?v=ab_c)\\n'
        'Video on Dailymotion (https://www.dailymotion.com/video/x1)\\n[dam]"\n'
    ) in (folder / "comment-2.yaml").read_text()
    assert (report.replies["approved"], report.fields["comments"].lost) == (2, 3)
    shown = '<a href="https://www.dailymotion.com/video/x2">Video on Dailymotion</a>'
    assert shown in archive.story("stories/2019/dam.md")


def test_what_is_one_here_and_a_picture_that_is_not_in_the_export_are_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, other = (
        f'<category domain="category" nicename="{name}"><![CDATA[Sport]]></category>' for name in ("sport", "sport-2")
    )
    lost, none = meta("_thumbnail_id", "77"), meta("_thumbnail_id", "0")
    items = item(1, "A", "One.", more=first + lost) + item(2, "B", "<img src='/b.png'>", more=first + lost)
    archive.write("export.xml", HEAD + items + item(3, "C", "Three.", more=other + none) + TAIL)
    report = archive.run()
    united = "categories or tags of one name are one here: Sport: `/category/sport-2/` (1), `/category/sport/` (2)"
    assert [note for _, note in report.notes if "picture" in note or "one here" in note] == [
        united, "its picture is not in the export, and it shows no other", "its picture is not in the export"
    ]  # fmt: skip
    assert report.fields["_thumbnail_id"].lost == 2


def test_ends_of_lines_in_a_paragraph_of_the_older_editor_are_breaks(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    body = '<address>1 Dam Road\nOld Town</address>\n<p id="a">One.\n<em>Two.</em>\n</p>\n<p>\nThree.\n</p>'
    blocks = f"<!-- wp:paragraph -->\n{body}\n<!-- /wp:paragraph -->"
    archive.write("export.xml", HEAD + item(1, "A", body) + item(2, "B", blocks) + TAIL)
    archive.run()
    shown = '<p>1 Dam Road<br>\nOld Town</p>\n\n<p id="a">One.<br>\n<em>Two.</em></p>\n\n<p>\nThree.\n</p>\n'
    assert archive.story("stories/2019/a.md").endswith(shown)
    assert "<br>" not in archive.story("stories/2019/b.md")


def test_a_head_within_a_paragraph_does_not_end_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "A", "<p>It stands in <head>. That is above.</head></p>") + TAIL)
    archive.run()
    assert archive.story("stories/2019/a.md").endswith("\n<p>It stands in . That is above.</p>\n")


def test_what_wordpress_holds_back_is_in_no_byte_of_the_output(archive: Archive) -> None:
    report = archive.run()
    assert [(int(source.split(":")[1]) > 1, state) for source, state, _ in report.held] == [
        (True, "draft"), (True, "draft"), (True, "private"), (True, "pending"), (True, "scheduled"), (True, "password"),
        (True, "scheduled"),
    ]  # fmt: skip
    assert [reason for _, reason in report.skipped] == ["it is in the trash", "an entry of a menu, no article"]
    assert report.fields["post_password"].lost == 1
    room = archive.built()
    assert b"CANARY" not in b"".join(room.site().values())
    archive.write("export.xml", HEAD + DAM + HELD + TAIL)  # a warm build, too
    archive.run()
    assert room.build(base_url="https://new.example/").published
    assert b"CANARY" not in b"".join(room.site().values())


def test_a_file_of_the_uploads_comes_over_when_it_is_there_and_is_named_when_not(archive: Archive) -> None:
    assert archive.run().left == [
        (
            "https://old.example/wp-content/uploads/dam.png",
            "it is at the old site only: put the folder `wp-content/uploads` beside the export, or use `--fetch`",
        )
    ]
    archive.write("wp-content/uploads/dam.png", picture())
    report = archive.run()
    assert report.left == []
    assert 'src: "/wp-content/uploads/dam.png"\n' in archive.story("stories/2019/dam.md")
    assert archive.built().has("/wp-content/uploads/dam.png")


@pytest.mark.parametrize(
    "said",
    [
        "https://dams.files.wordpress.com/2019/03/dam.png",
        "https://dams.wordpress.com/wp-content/uploads/2019/03/dam.png",
        "https://cdn.example/2019/03/dam.png",
        "https://old.example/wp-content/uploads/2019/03/dam.png",
    ],
)
def test_files_on_the_hosts_that_attachments_name_are_those_of_the_uploads(tmp_path: Path, said: str) -> None:
    photo = PHOTO.replace("https://old.example/wp-content/uploads/dam.png", said)
    bare = said.partition("://")[2]
    shown = [
        said,
        f"http://{bare}?w=300&amp;h=200",
        said.replace("dam.png", "dam-300x200.png"),
        f"https://i2.wp.com/{bare}?ssl=1",
    ]
    shown += [said.replace("dams.wordpress.com/wp-content/uploads", "dams.files.wordpress.com")]
    body = "".join(f'<p><a href="{each}"><img src="{each}" alt="The dam"></a></p>' for each in shown)
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "Dam", f"{body}[gallery ids=9]", more=meta("_thumbnail_id", "9")) + photo + TAIL)
    archive.write("wp-content/uploads/2019/03/dam.png", picture())
    report = archive.run()
    assert (report.left, report.pictures) == ([], [])
    story = archive.story("stories/2019/dam.md")
    assert story.count("/wp-content/uploads/2019/03/dam.png") == 2 * len(shown) + 2
    assert "://" not in story.partition("\n---\n")[2]


def test_pictures_of_other_hosts_and_those_that_are_in_no_uploads_stay_where_they_are(tmp_path: Path) -> None:
    said = "https://dams.files.wordpress.com/2019/03/dam.png"
    photo = PHOTO.replace("https://old.example/wp-content/uploads/dam.png", said)
    others = ("https://rain.files.wordpress.com/2019/03/dam.png", "https://rain.example/wp-content/uploads/2019/03/dam.png")
    body = "".join(f'<img src="{each}" alt="Rain">' for each in (*others, said.replace("dam.png", "rain.png")))
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "Dam", body) + photo + TAIL)
    archive.write("wp-content/uploads/2019/03/dam.png", picture())
    report = archive.run()
    assert [name for _, name in report.pictures] == [said.replace("dam.png", "rain.png")]
    assert archive.story("stories/2019/dam.md").count('src="https://') == 3


def test_a_file_that_could_not_be_fetched_is_asked_for_and_told_of_once(tmp_path: Path) -> None:
    dam = "https://old.example/wp-content/uploads/dam.png"
    archive = Archive(tmp_path)
    shown = f'<a href="{dam}"><img src="{dam}?w=300" alt="Dam"></a>'
    posts = "".join(item(number, f"Dam {number}", shown) for number in (1, 2, 3))
    archive.write("export.xml", HEAD + posts + PHOTO + TAIL)
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        message = "it could not be fetched: no network"
        raise UnfetchedError(message)

    report = archive.run(fetch=fetch)
    assert asked == [f"{dam}?w=300"]
    assert len(report.pictures) == 6
    told = "\n".join(report.lines())
    assert f"nowhere: 1\n    {dam} (it could not be fetched: no network) (export.xml:" in told
    assert f"and 5 more)\n  files left behind: 1\n    {dam}: it is at the old site only: put the folder" in told
    assert "use `--fetch`" not in told


def test_a_film_that_a_field_of_a_plugin_names_is_there_once(tmp_path: Path) -> None:
    field = meta("my_vid_url", "http://youtu.be/abcdefghijk")
    film = '<a href="https://www.youtube.com/watch?v=abcdefghijk">It rose</a>'
    archive = Archive(tmp_path)
    posts = item(1, "Rain", "It rose.", more=field) + item(2, "Flood", film, more=field) + item(3, "Dam", "It stood.")
    archive.write("export.xml", HEAD + posts + TAIL)
    archive.run()
    shown = [archive.story(f"stories/2019/{name}.md").partition("---\n\n")[2] for name in ("rain", "flood", "dam")]
    assert [text.count("abcdefghijk") for text in shown] == [1, 1, 0]
    assert '<a href="https://www.youtube.com/watch?v=abcdefghijk">Video on YouTube</a>' in shown[0]


def test_a_sound_in_a_shortcode_is_what_it_is_in_a_block(tmp_path: Path) -> None:
    sound = "https://old.example/wp-content/uploads/my%20rain.mp3"
    bodies = (
        f"[audio {sound}?_=1]",
        f'[audio mp3="{sound}"][/audio]',
        f'<!-- wp:audio --><audio src="{sound}"></audio><!-- /wp:audio -->',
    )
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + "".join(item(n, f"Rain {n}", each) for n, each in enumerate(bodies, 1)) + TAIL)
    archive.write("wp-content/uploads/my rain.mp3", b"ID3\x03" + bytes(64))
    assert archive.run().pictures == []
    shown = '<a href="/wp-content/uploads/my%20rain.mp3" class="player-audio">Audio: my rain.mp3</a>'
    assert all(shown in archive.story(f"stories/2019/rain-{number}.md") for number in (1, 2, 3))
    assert all(b"<audio" in archive.built().site()[f"stories/2019/03/rain-{number}/index.html"] for number in (1, 2, 3))


def test_a_film_or_document_that_is_nowhere_is_named(tmp_path: Path) -> None:
    film = "https://old.example/wp-content/uploads/a.mp4"
    body = f'[video src="{film}"] <a href="/b.pdf">b</a> <a href="/c/">c</a> <a href="/d.html">d</a>'
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "Films", body) + TAIL)
    assert [name for _, name in archive.run().pictures] == [film, "/b.pdf"]


def test_a_post_whose_only_field_was_its_picture_keeps_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", "Words.", more=meta("_thumbnail_id", "9")) + PHOTO + TAIL)
    assert "meta" not in archive.run().fields


def test_several_parts_are_one_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("blog.000.xml", HEAD + PHOTO + TAIL)
    archive.write("blog.001.xml", HEAD + DAM + TAIL)
    archive.write("notes.xml", "<notes/>")
    report = archive.run()
    assert report.shapes == {"section": 1, "story": 1}
    assert "alt: The dam\n" in archive.story("stories/2019/dam.md")


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-16", "UTF-16"), ("utf-16", "UTF-8"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")]
)
def test_an_export_in_wide_letters_is_read(tmp_path: Path, encoding: str, declared: str) -> None:
    archive = Archive(tmp_path)
    text = HEAD + item(1, "One", "Zwölf Schleusen.") + TAIL
    archive.write("export.xml", text.replace("UTF-8", declared, 1).encode(encoding))
    assert notes_on_articles(archive.run()) == []
    assert "Zwölf Schleusen." in archive.story("stories/2019/one.md")


def test_control_characters_and_a_broken_cdata_do_not_stop_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", "A \x08b\x0bell &#8217;tis ]]> and <em>on</em>") + FLOOD + TAIL)
    report = archive.run()
    assert "<p>A bell ’tis  and <em>on</em>]&gt;</p>" in archive.story("stories/2019/one.md")
    assert "It rained." in archive.story("stories/2019/flood.md")
    assert notes_on_articles(report) == [("export.xml:1:1", "it held control characters, which were left out")]


def test_an_export_that_ends_early_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", (HEAD + DAM + FLOOD)[:-200])
    report = archive.run()
    assert "stories/2019/dam.md" in archive.stories()
    assert [problem.code for problem in report.problems] == ["bad-import"]
    assert "ends before its end" in report.problems[0].message
    assert not report.complete


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY of a file")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE rss [<!ENTITY b0 "CANARY">{bomb}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    archive = Archive(tmp_path)
    head = HEAD.replace("<rss", f"{declared}<rss", 1)
    body = item(1, "One", "x").replace("<![CDATA[x]]>", "Before &b9; &file; after")
    archive.write("export.xml", head + body + TAIL)
    report = archive.run()
    assert [str(problem) for problem in report.problems] == [
        "export.xml:1:1: error: the file declares entities, as no export does: nothing in it is read; export it again"
        " [bad-import]"
    ]
    assert archive.stories() == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[caption id="a" width="3"]<img src="a.png" alt="A"> The <em>words</em>[/caption]',
         '<figure><img src="a.png" alt="A"><figcaption>The <em>words</em></figcaption></figure>'),
        ("[youtube https://www.youtube.com/watch?v=abc]", '<a href="https://www.youtube.com/watch?v=abc">Video on YouTube</a>'),
        ("[embed]https://vimeo.com/12[/embed]", '<a href="https://vimeo.com/12">Video on Vimeo</a>'),
        ("https://twitter.com/a/status/1", '<p><a href="https://twitter.com/a/status/1">Post on Twitter</a></p>'),
        ('[video mp4="https://a.example/f.mp4"][/video]', '<video src="https://a.example/f.mp4"></video>'),
        ('[video mp4="https://a.example/f.mp4?a&b"]<track srclang="en" label="E" src="/f.vtt" />[/video]',
         '<video src="https://a.example/f.mp4?a&amp;b"><track srclang="en" label="E" src="/f.vtt" /></video>'),
        ('[audio src="/s.mp3"]', '<audio src="/s.mp3"></audio>'),
        ('[audio src="https://a.example/talk"]', '<a href="https://a.example/talk">Audio: talk</a>'),
        ("[gallery ids=\"9\"]", '<img src="https://o.example/dam.png" alt="The dam"><figcaption>At noon</figcaption>'),
        ("[gallery]", '<img src="https://o.example/dam.png" alt="The dam">'),
        ("He said [sic] in [1] and [[gallery]].", "He said [sic] in [1] and [gallery]."),
        ('[box color="red"]Inner words[/box]', "Inner words"),
        ('<!-- wp:paragraph {"a":1} --><p>Hi</p><!-- /wp:paragraph -->', "<p>Hi</p>"),
        ('<!-- wp:block {"ref":5} /-->', "<p>Shared</p>"),
        ('<figure><div>\nhttps://youtu.be/abc\n</div></figure>', '<a href="https://youtu.be/abc">Video on YouTube</a>'),
        ('<figure><div>\nhttps://youtu.be/a?b=1&amp;c=2&d\n</div></figure>', '<a href="https://youtu.be/a?b=1&amp;c=2&amp;d">Video'),
        ('<!-- wp:cover {"url":"https://o.example/a.jpg?b\\u0026c","id":9} -->\n<div class="wp-block-cover" '
         'style="background-image:url(https://o.example/a.jpg?b&amp;c)"><p>Words</p></div><!-- /wp:cover -->',
         '<figure><img src="https://o.example/a.jpg?b&amp;c" alt="The dam"></figure>\n<div class="wp-block-cover" style="">'),
        ('<!-- wp:cover-image {"url":"https://o.example/a.jpg"} --><p>Words</p><!-- /wp:cover-image -->',
         '<figure><img src="https://o.example/a.jpg" alt=""></figure><p>Words'),
        ("<section class='wp-block-cover' aria-label=\"A dam\" style='background-image: url(\"/a.jpg\")'><p>Words</p></section>",
         '<figure><img src="/a.jpg" alt="A dam"></figure><section'),
        ('<!-- wp:cover {"url":"/a.jpg"} --><div class="wp-block-cover"><img src="/a.jpg" alt="A"></div><!-- /wp:cover -->',
         '<div class="wp-block-cover"><img src="/a.jpg" alt="A"></div>'),
        ("<!-- wp:footnotes /-->", '<ol><li id="n1">A note</li></ol>'),
    ],
)  # fmt: skip
def test_shortcodes_blocks_and_addresses_become_what_they_show(written: str, shown: str) -> None:
    uploads = Notebook().table()
    uploads["1 0"] = "9"
    uploads["12 1"] = "8"
    told = {
        "attachments": {"9": ["https://o.example/dam.png", "The dam", "At noon"]},
        "uploads": uploads,
        "blocks": {"5": "<!-- wp:paragraph --><p>Shared</p><!-- /wp:paragraph -->"},
    }
    body = to_html(written, told, "1", '[{"id": "n1", "content": "A note"}]')
    assert shown in in_words(body.text, ENGLISH)
    assert body.text.count("<img") == shown.count("<img")
    assert "[caption" not in body.text
    assert "wp:" not in body.text


def test_pictures_of_which_nobody_says_what_they_show_are_told_of_in_one_line(tmp_path: Path) -> None:
    more = "<wp:attachment_url>https://old.example/wp-content/uploads/{}.png</wp:attachment_url>"
    posts = (
        item(n, f"Story {n}", "Text.", more=meta("_thumbnail_id", f"{n}0"))
        + item(n * 10, f"dam{n}", "", kind="attachment", status="inherit", more=more.format(f"dam{n}"))
        for n in (1, 2, 3, 4)
    )
    report = Archive(tmp_path, f"-- a.xml --\n{HEAD}{''.join(posts)}{TAIL}").run(source="a.xml")
    (line,) = [line for line in report.lines() if "nobody says" in line]
    assert line.endswith("and 1 more: nobody says what its picture shows; its headline stands in")


def test_a_gallery_whose_pictures_are_not_in_the_export_is_named_with_its_post(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    posts = (
        item(1, "One", 'A.\n[gallery ids="5,6"]'),
        item(2, "Two", 'B.\n[gallery ids="9,6"]'),
        item(3, "Three", '[gallery ids="9"]'),
    )
    archive.write("a.xml", f"{HEAD}{''.join(posts)}{PHOTO}{TAIL}")
    report = archive.run("wordpress")
    told = [(source, note) for source, note in report.notes if "gallery" in note]
    assert [note for _, note in told] == ["a gallery stood in it whose pictures are not in the export"] * 2
    assert sum("gallery stood" in line for line in report.lines()) == 1
    assert report.fields["[gallery]"].lost == 2
    assert '[gallery ids=\\"9,6\\"]' in archive.story("stories/2019/two.md")
    assert archive.story("stories/2019/two.md").count("<img") == 1
    assert not report.complete


CODE = """if ($a < $b && $c > 1) {
  echo "<b>&nbsp;</b>";

  // <script>none</script> ```` [gallery] <!--more-->
}"""


@pytest.mark.parametrize(
    ("opening", "closing", "language"),
    [
        ("[code]", "[/code]", ""),
        ("[code lang=php]", "[/code]", "php"),
        ("[sourcecode language='php' wraplines=\"false\"]", "[/sourcecode]", "php"),
        ("[sourcecode:php]", "[/sourcecode]", "php"),
        ('[source lang="C#"]', "[/source]", "csharp"),
        ('[cc lang="php" theme="dark"]', "[/cc]", "php"),
        ("[cce_php]", "[/cce_php]", "php"),
        ("[ccnLe_php]", "[/ccnLe_php]", "php"),
        ("[PHP]", "[/PHP]", "php"),
        ("[plain]", "[/plain]", ""),
        ('<code lang="PHP" highlight="2">', "</code>", "php"),
        ('<pre lang="php">', "</pre>", "php"),
        ('<pre lang="php" escaped="false" line="1">', "</pre>", "php"),
        ('<pre class="brush: php; gutter: true">', "</pre>", "php"),
        ('<pre class="lang:php decode:true ">', "</pre>", "php"),
        ("<pre>[php]", "[/php]</pre>", "php"),
        ('[code lang="php"]<pre>', "</pre>[/code]", "php"),
        ('<!-- wp:some/code {"a":1,"language":"php"} --><pre class="some-code">', "</pre><!-- /wp:some/code -->", "php"),
    ],
)
@pytest.mark.parametrize("written", [CODE, CODE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")])
def test_code_comes_over_between_fences(tmp_path: Path, opening: str, closing: str, language: str, written: str) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", f"Before.\n\n{opening}\n{written}\n{closing}\n\nAfter.") + TAIL)
    archive.run()
    (story,) = (path for path in archive.stories() if path.startswith("stories/"))
    text = archive.story(story)
    assert f"</p>\n\n`````{language}\n{CODE}\n`````\n\n<p>" in text
    assert text.index("Before.") < text.index("if ($a") < text.index("After.")
    assert "template_code" not in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Call [cci]a<b>[/cci] and [cci_php]$c[/cci_php].", "Call <code>a&lt;b&gt;</code> and <code>$c</code>."),
        ('Call <code lang="c">a<b></code> now.', "Call <code>a&lt;b&gt;</code> now."),
        ("A <code>b <em>c</em></code>.", "A <code>b <em>c</em></code>."),
        ("<pre>A\n\n  <strong>poem</strong></pre>", "<pre>A\n\n  <strong>poem</strong></pre>"),
        ('<ul><li>One<pre lang="c">a<b</pre></li></ul>', '<pre><code class="language-c">a&lt;b</code></pre>'),
        ("[cc] is not closed, <em>[php]</em>", "[cc] is not closed, <em>[php]</em>"),
        ("It takes <script src=a> to load.", "It takes &lt;script src=a&gt; to load."),
        ('<script language="JavaScript">hide("me")</script>Words.', "<p>Words.</p>"),
    ],
)
def test_code_within_lines_and_lists_stays_there(tmp_path: Path, written: str, shown: str) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", written) + TAIL)
    archive.run()
    (story,) = (path for path in archive.stories() if path.startswith("stories/"))
    text = archive.story(story)
    assert shown in text
    assert "hide" not in text


def test_pieces_that_nobody_knows_are_noted() -> None:
    body = to_html('<!-- wp:latest-posts {"n":5} /-->[box color="red"]Words[/box][contact-form-7 id="3"]', {})
    assert body.unknown == ('<!-- wp:latest-posts {"n":5} /-->', '[box color="red"]', '[contact-form-7 id="3"]')


def test_the_words_of_html_are_text() -> None:
    assert plain_text("<p>A &amp; <b>b</b></p><script>x</script><!-- c -->") == "A & b"
    assert plain_text("<p>One<br>two</p><p>Three</p>", lines=True) == "One two\n\nThree"


def test_two_posts_of_one_number_do_not_claim_one_old_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", "First.") + item(1, "Two", "Second.") + TAIL)
    report = archive.run()
    assert dict(report.outcomes) == {"new": 2 + 1}
    assert ("export.xml:18:1", "/?p=1") in [(source, address) for source, address, _ in report.addresses]
    archive.built()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One.</div><p>And <foo>two</foo> words.</p>", "And two words."),
        ("<p>while($i<strlen($s) { $i++; }> Words.</p>", "Words."),
    ],
)
def test_code_that_nobody_escaped_and_stray_end_tags_stop_nothing(tmp_path: Path, written: str, shown: str) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", written) + TAIL)
    assert archive.run().problems == []
    (story,) = (path for path in archive.stories() if path.startswith("stories/"))
    assert shown in archive.story(story)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "[box " + "&quot;" * 2_000, "[" * 20_000, "[box a=" * 5_000, "[caption]" * 5_000, "<!-- wp:a " * 1_000,
        "<div>" * 5_000 + "deep",
        "https://" * 10_000, "[a](" * 10_000, "<p" * 20_000,
        '<div class="wp-block-cover" style="background:url(' + " " * 20_000 + '">',
    ],
)  # fmt: skip
def test_a_text_made_to_stall_a_reader_does_not(tmp_path: Path, text: str) -> None:
    archive = Archive(tmp_path)
    archive.write("export.xml", HEAD + item(1, "One", text) + TAIL)
    assert archive.run().shapes["story"] == 1


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        ("<!-- wp:p -->", "<!-- wp:x {"),
        ("[/caption]", "[caption id=a]"),
        ("[/caption]", "[caption id=a "),
        ("", "[embed "),
        ("", "[box a] "),
    ],
)
def test_what_nothing_closes_takes_time_in_proportion(begin: str, piece: str) -> None:
    assert grows_evenly(lambda size: partial(to_html, begin + piece * size, {}), 1_000)


def test_memory_does_not_grow_with_the_number_of_posts(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        (tmp_path / str(number)).mkdir()
        archive = Archive(tmp_path / str(number))
        posts = (
            item(n, f"Post {n}", f'Text <img src="/gone-{n}.jpg">', status="draft", more=meta("_thumbnail_id", f"{number + n}"))
            + item(number + n, f"Picture {n}", "", kind="attachment", more=meta("_wp_attachment_image_alt", "A picture"))
            for n in range(1, number + 1)
        )
        archive.write("export.xml", HEAD + "".join(posts) + TAIL)
        tracemalloc.start()
        try:
            report = archive.run()
            assert (len(report.held), len(report.pictures)) == (number, 2 * number)
            assert sum("gone-" in piece for piece in json_pieces(report.plain())) == number
            assert list(report.lines())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    # What is bounded is nearly full by 250 posts, and Python's own table of names may grow during any one of these.
    few, many = min(peak(250), peak(251)), min(peak(1000), peak(1001))
    assert many - few < 750 * 250, "bytes a post: less than one post with its addresses takes"


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"_members_access_role": "subscriber"}, True),
        ({"_wpmem_block": "1"}, True),
        ({"_wpmem_block": "0"}, False),
        ({"rcp_subscription_level": "any-paid"}, True),
        ({"rcp_user_level": "All"}, False),
        ({"um_content_restriction": 'a:2:{s:14:"_um_accessible";s:1:"2";}'}, True),
        ({"um_content_restriction": 'a:2:{s:14:"_um_accessible";s:1:"0";}'}, False),
        ({"_expiration-date": "1577836800", "_expiration-date-status": "saved"}, True),
        ({"_expiration-date": "1577836800", "_expiration-date-status": "saved", "_expiration-date-type": "category"}, False),
        ({"_expiration-date": "9" * 40, "_expiration-date-status": "saved"}, False),
    ],
)
def test_what_plugins_show_to_some_readers_or_for_some_time_only_is_held_back(
    tmp_path: Path, fields: dict[str, str], held: bool
) -> None:
    archive = Archive(tmp_path)
    more = "".join(meta(key, value) for key, value in fields.items())
    archive.write("w.xml", HEAD + item(1, "Dam", "CANARY", more=more) + FLOOD + TAIL)
    report = archive.run()
    assert len(report.held) == held
    assert (b"CANARY" in archive.published()) != held


def test_inline_elements_on_lines_of_their_own_stay_apart(tmp_path: Path) -> None:
    body = "<strong>Dams</strong>\n<em>by Ann</em>\nBefore\n<a href='https://x.example/'>after</a>\n\nEnd\n"
    archive = Archive(tmp_path, f"-- a.xml --\n{HEAD}{item(1, 'Dam', body)}{TAIL}")
    archive.run(source="a.xml")
    said = archive.story("stories/2019/dam.md").replace("\n", "")
    assert "<strong>Dams</strong><br><em>by Ann</em><br>Before<br><a" in said
    assert "after</a></p><p>End</p>" in said


def test_times_in_another_form_are_times(tmp_path: Path) -> None:
    said = item(1, "Dam", "It held.").replace(" 13:00:00", "T13:00:00").replace(" 10:00:00", "T10:00:00")
    archive = Archive(tmp_path, f"-- a.xml --\n{HEAD}{said}{TAIL}")
    archive.run(source="a.xml")
    assert "date: 2019-03-04T13:00:00+03:00\n" in archive.story("stories/2019/dam.md")


def test_a_post_without_a_headline_is_called_by_its_first_words(tmp_path: Path) -> None:
    long = "The dam of the old town held all night long, while the water rose and rose and the people slept."
    archive = Archive(tmp_path, f"-- a.xml --\n{HEAD}{item(1, '', f'<p>{long}</p>', slug='a')}{item(2, '', '', slug='b')}{TAIL}")
    notes = [note for _, note in archive.run(source="a.xml").notes]
    words = "The dam of the old town held all night long, while the water rose and rose and…"
    assert f'title: "{words}"\n' in archive.story("stories/2019/a.md")
    assert "title: Untitled\n" in archive.story("stories/2019/b.md")
    assert "it has no headline; its first words stand in" in notes


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
def test_posts_on_one_line_are_named_and_kept_apart(tmp_path: Path, kind: str) -> None:
    archive = Archive(tmp_path)
    if kind == "wordpress":
        old = meta("_wp_old_slug", "old")
        items = item(1, "One", "", more=old) + item(2, "Two", "Text.", more=old) + item(3, "T" * 99, "")
        archive.write("a.xml", f"{HEAD}{items}{TAIL}".replace("\n", ""))
    else:
        posts = [
            {"id": str(n), "title": title, "slug": slug, "html": text, "status": "published", "published_at": f"2019-03-0{n}"}
            for n, title, slug, text in ((1, "One", "old", ""), (2, "Two", "old", "<p>Text.</p>"), (3, "T" * 99, "t", ""))
        ]
        archive.write("a.json", json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": {"posts": posts}}]}))
    report = archive.run(source="a.xml" if kind == "wordpress" else "a.json")
    file = "a.xml" if kind == "wordpress" else "a.json"
    told = [source for source, note in report.notes if note == "it has no text"]
    assert told == [f"{file} (1: One):1:1", f"{file} (3: {'T' * 59}…):1:1"]
    assert [(source, why) for source, _, why in report.addresses] == [
        (f"{file} (2: Two):1:1", f"it is the address of {file} (1: One):1:1, too")
    ]
    archive.built()


@pytest.mark.parametrize("address", ["/2019/03/photo/", "https://old.example/2019/03/photo", "/?attachment_id=9"])
@pytest.mark.parametrize("has_file", [True, False])
def test_a_link_to_the_page_of_an_attachment_leads_to_its_file(tmp_path: Path, address: str, *, has_file: bool) -> None:
    body = f'<a href="{address}">The photo</a> and <a href="https://other.example{page_path(address)}/">another</a>'
    archive = Archive(tmp_path, f"-- a.xml --\n{HEAD}{item(1, 'One', body)}{PHOTO}{TAIL}")
    if has_file:
        archive.write("wp-content/uploads/dam.png", picture())
    report = archive.run(source="a.xml")
    file = "/wp-content/uploads/dam.png" if has_file else "https://old.example/wp-content/uploads/dam.png"
    text = archive.story("stories/2019/one.md")
    assert f'<a href="{file}">The photo</a>' in text
    assert '<a href="https://other.example' in text
    assert bool(report.pictures) == (not has_file)
    assert "`STORY/ATTACHMENT/` (1)" in dict(report.notes)["broadsheet.yaml"]


def test_a_post_where_an_attachment_has_its_page_stays_what_links_lead_to(tmp_path: Path) -> None:
    posts = item(1, "One", '<a href="/2019/03/photo/">The photo</a>') + item(2, "Two", "Text.", slug="photo")
    archive = Archive(tmp_path, f"-- a.xml --\n{HEAD}{posts}{PHOTO}{TAIL}")
    archive.run(source="a.xml")
    assert '<a href="/2019/03/photo/">The photo</a>' in archive.story("stories/2019/one.md")


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("[audio:https://a.example/rain.mp3|titles=Rain]", '<audio src="https://a.example/rain.mp3"></audio>'),
        ("[dewplayer:https://a.example/rain.mp3]", '<audio src="https://a.example/rain.mp3"></audio>'),
        ("[flv:https://a.example/rain.flv 480 360]", ">Video: rain.flv</a>"),
    ],
)
def test_players_of_old_plugins_become_links(piece: str, shown: str) -> None:
    assert shown in in_words(to_html(f"Listen:\n{piece}", {}).text, ENGLISH)
