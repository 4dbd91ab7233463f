"""Import of Blogger: its own export, and the file of Takeout."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.xmlstream import declares_entities

KIND = "http://schemas.google.com/blogger/2008/kind#"
CLASSIC = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<id>tag:blogger.com,1999:blog-1.archive</id><title>The Old Times</title>
<link rel="alternate" href="http://old.blogspot.com/"/>
{entries}
</feed>
"""
TAKEOUT = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-1</id><title>The Old Times</title>
{entries}
</feed>
"""


def entry(kind: str, number: int, content: str, *more: str, title: str = "", date: str = "2010-11-27T07:12:00.000-08:00") -> str:
    """Return an entry of the older export."""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><published>{date}</published>"
        f"<updated>2010-11-28T07:12:00.000-08:00</updated>{''.join(more)}"
        f'<category scheme="http://schemas.google.com/g/2005#kind" term="{KIND}{kind}"/>'
        f'<title type="text">{title}</title><content type="html">{content}</content>'
        "<author><name>Ann Lee</name><email>noreply@blogger.com</email></author></entry>"
    )


def at(path: str) -> str:
    """Return the link that says where an entry was."""
    return f'<link rel="alternate" type="text/html" href="http://old.blogspot.com{path}"/>'


def taken(kind: str, number: int, content: str, *more: str, status: str = "LIVE") -> str:
    """Return an entry of Takeout."""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{kind}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><author><name>Ann Lee</name><blogger:type>BLOGGER</blogger:type></author>"
        f"<title>Number {number}</title><content type='html'>{content}</content><published>2011-05-11T19:46:00Z</published>"
        f"<updated>2011-05-11T19:46:00Z</updated>{''.join(more)}<blogger:trashed/></entry>"
    )


DAM = (
    "First words.&lt;br /&gt;&lt;a name='more'&gt;&lt;/a&gt;&lt;div&gt;See &lt;a href=\"http://old.blogspot.com/p/about.html\"&gt;us"
    '&lt;/a&gt;.&lt;/div&gt;&lt;img src="https://1.bp.blogspot.com/a.jpg" /&gt;'
)
REPLY = '<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-1"/>'
ENTRIES = (
    entry("template", 90, "body {}"),
    "<entry><id>tag:blogger.com,1999:blog-1.settings.BLOG_TIME_ZONE</id>"
    f'<category scheme="http://schemas.google.com/g/2005#kind" term="{KIND}settings"/>'
    '<content type="text">Africa/Nairobi</content></entry>',
    entry("comment", 21, "Well&lt;br/&gt;said &amp;amp; done", REPLY),
    entry(
        "post", 1, DAM, at("/2010/11/dam.html"), '<category scheme="http://www.blogger.com/atom/ns#" term="Water"/>', title="Dam"
    ),
    entry("comment", 22, "Thanks", REPLY, '<link rel="related" href="http://x/1/comments/default/21"/>'),
    entry("comment", 23, "Lost", '<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-99"/>'),
    entry("page", 2, "We write.", at("/p/about.html"), title="About"),
    entry("post", 3, "CANARY draft", "<app:control><app:draft>yes</app:draft></app:control>", title="Draft"),
    entry("post", 4, "CANARY later", at("/2999/01/later.html"), title="Later", date="2999-01-01T00:00:00Z"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write("blog-11-27-2010.xml", CLASSIC.format(entries="\n".join(ENTRIES)))
    return archive


def test_both_exports_are_known_and_a_theme_is_none(archive: Archive) -> None:
    assert kind_of(archive.source) == "blogger"
    archive.write("Takeout/Blogger/Blogs/Old/feed.atom", TAKEOUT.format(entries=taken("POST", 1, "x")))
    assert kind_of(archive.source / "Takeout") == "blogger"
    assert kind_of(archive.source / "Takeout/Blogger/Blogs/Old/feed.atom") == "blogger"
    archive.write("theme.xml", "<html xmlns:b='http://www.google.com/2005/gml/b'><b:skin/></html>")
    assert kind_of(archive.source / "theme.xml") == ""


def test_a_post_keeps_its_words_its_labels_its_address_and_its_comments(archive: Archive) -> None:
    archive.run()
    assert archive.story("stories/2010/dam.md") == (
        "---\ntitle: Dam\nstandfirst: First words.\ndate: 2010-11-27T07:12:00-08:00\nupdated: 2010-11-28T07:12:00-08:00\n"
        'authors:\n- Ann Lee\ntags:\n- Water\naliases:\n- "/2010/11/dam.html"\n'
        'imported:\n  from: "blogger http://old.blogspot.com/ tag:blogger.com,1999:blog-1.post-1"\n---\n\n'
        '<p>First words.<br>\n</p>\n\n<div>See <a href="/p/about.html">us</a>.</div>\n\n'
        '<p><img src="https://1.bp.blogspot.com/a.jpg">\n</p>\n'
    )
    comments = archive.into / "content/comments/2010/dam"
    assert (comments / "comment-21.yaml").read_text() == (
        'author: Ann Lee\ndate: 2010-11-27T07:12:00-08:00\nstatus: approved\ntext: "Well\\nsaid & done"\n'
    )
    assert "reply_to: comment-21\n" in (comments / "comment-22.yaml").read_text()
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert settings == (
        'title: The Old Times\nbase_url: "http://old.blogspot.com/"\ntimezone: Africa/Nairobi\n'
        'redirects:\n  "/feeds/posts/default/": "/feed.xml"\n'
    )


def test_drafts_and_what_is_to_come_are_held_back_though_their_names_have_no_space(archive: Archive) -> None:
    report = archive.run()
    assert [state for _, state, _ in report.held] == ["draft", "scheduled"]
    everything = archive.published()
    assert b"We write." in everything
    assert b"CANARY" not in everything


def test_what_is_no_article_is_named(archive: Archive) -> None:
    report = archive.run()
    assert [reason for _, reason in report.skipped] == ["a comment on a post that is not in the archive"]
    assert [name for name, _ in report.left] == [
        "https://1.bp.blogspot.com/a.jpg",
        "settings (1 entries)",
        "template (1 entries)",
    ]


def test_takeout_says_otherwise_what_holds_back_where_it_was_and_whose_comment_it_is(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = "<blogger:filename>{}</blogger:filename>".format
    parent = "<blogger:parent>tag:blogger.com,1999:blog-1.post-1</blogger:parent>"
    entries = (
        taken("COMMENT", 31, "Hear &lt;b&gt;this&lt;/b&gt;", parent),
        taken(
            "COMMENT", 32, "CANARY spam", parent,
            "<blogger:inReplyTo>tag:blogger.com,1999:blog-1.post-31</blogger:inReplyTo>", status="SPAM_COMMENT",
        ),
        taken(
            "POST", 1, 'Lines\nof text.\n\n&lt;a href="https://me.blogspot.com/2011/05/two.html"&gt;Two&lt;/a&gt;',
            name("/2011/05/one.html"), "<category scheme='tag:blogger.com,1999:blog-1' term='Water'/><category/>",
            "<blogger:metaDescription>In short.</blogger:metaDescription>",
            "<blogger:location><blogger:name>Nairobi</blogger:name></blogger:location>",
            "<blogger:created>2010-01-01T00:00:00Z</blogger:created>",
        ),
        taken("POST", 2, "&lt;p&gt;Two.&lt;/p&gt;", name("/2011/05/two.html")),
        taken("POST", 3, "CANARY draft", status="DRAFT"),
        taken("POST", 4, "CANARY odd", status="SOMETHING"),
        taken("POST", 5, "CANARY trash", status="SOFT_TRASHED"),
        taken("POST", 6, "CANARY to come", status="SCHEDULED").replace("<published>2011", "<published>2999"),
    )  # fmt: skip
    archive.write("Blogger/Blogs/Old/feed.atom", TAKEOUT.format(entries="\n".join(entries)))
    report = archive.run()
    assert [state for _, state, _ in report.held] == ["draft", "draft", "scheduled"]
    assert [reason for _, reason in report.skipped] == ["it is in the trash"]
    assert archive.story("stories/2011/one.md") == (
        "---\ntitle: Number 1\nstandfirst: In short.\ndate: 2011-05-11T19:46:00Z\nauthors:\n- Ann Lee\ntags:\n- Water\n"
        'aliases:\n- "/2011/05/one.html"\nimported:\n'
        '  from: "blogger https://me.blogspot.com/ tag:blogger.com,1999:blog-1.post-1"\n'
        "  location:\n    name: Nairobi\n  created: 2010-01-01T00:00:00Z\n---\n\n"
        '<p>Lines<br>\nof text.</p>\n\n<p><a href="/2011/05/two.html">Two</a></p>\n'
    )
    assert dict(report.replies) == {"approved": 1, "rejected": 1}
    assert 'base_url: "https://me.blogspot.com/"\n' in (archive.into / "broadsheet.yaml").read_text()
    assert b"CANARY" not in archive.published()


def test_a_file_that_is_cut_off_gives_what_is_whole_and_one_with_entities_nothing(archive: Archive) -> None:
    whole = (archive.source / "blog-11-27-2010.xml").read_text().replace("We write.", "We \x07write.")
    place = archive.write("blog-11-27-2010.xml", whole[: whole.index("CANARY later")])
    report = archive.run()
    assert [problem.message for problem in report.problems] == ["the file ends before its end: what came after is not in it"]
    assert "We write." in archive.story("pages/p/about.md")
    assert "CANARY later" not in "".join(map(archive.story, archive.stories()))
    bomb = f'<!-- {"x" * 70_000} --><!DOCTYPE feed [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    place.write_text(whole.replace("<feed", bomb + "<feed", 1).replace("Well", "&b;&c;"))
    archive.into = archive.into.with_name("second")
    report = archive.run()
    assert archive.stories() == []
    assert [problem.message for problem in report.problems] == [
        "the file declares entities, as no export does: nothing in it is read"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_found_behind_anything_that_may_stand_before_them(tmp_path: Path, encoding: str) -> None:
    place = tmp_path / "x.xml"
    place.write_text(f"<!-- <a> {'y' * 100_000} -->\n<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", encoding=encoding)
    assert declares_entities(place)
    place.write_text(f"<!-- {'y' * 100_000} -->\n<x>&lt;!ENTITY <![CDATA[<!ENTITY a>]]></x>", encoding=encoding)
    assert not declares_entities(place)


@pytest.mark.parametrize("name", ["Anonymous", "Unknown"])
def test_nobody_is_no_author(name: str, tmp_path: Path) -> None:
    text = CLASSIC.format(entries=entry("post", 1, "It held.", at("/2010/11/dam.html"), title="Dam").replace("Ann Lee", name))
    archive = Archive(tmp_path, f"-- a.xml --\n{text}")
    report = archive.told(source="a.xml")
    said = archive.story("stories/2010/dam.md")
    assert "authors" not in said
    assert f"  author: {name}\n" in said
    assert report["fields"]["author"]["kept"] == 1


@pytest.mark.parametrize(
    ("updated", "says"), [("2010-11-27T15:12:40Z", False), ("2010-11-27T15:13:40Z", True)], ids=["same minute", "a minute later"]
)
def test_what_is_updated_in_the_minute_of_its_publication_is_no_update(updated: str, says: bool, tmp_path: Path) -> None:
    text = CLASSIC.format(entries=entry("post", 1, "Words.", at("/2010/11/dam.html"), title="Dam"))
    archive = Archive(tmp_path, f"-- blog.xml --\n{text.replace('2010-11-28T07:12:00.000-08:00', updated)}")
    archive.run()
    assert ("\nupdated: " in archive.story("stories/2010/dam.md")) is says
