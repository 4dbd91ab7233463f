"""A second import, a dry run, and what an import does with a folder, a link and a path that are not as they should be."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from archives import Archive, notes_on_articles
from broadsheet.engine.report import Silence
from broadsheet.importing.importer import ImportRefusedError, run
from broadsheet.importing.kinds import KINDS
from broadsheet.importing.post import Site
from newsroom import CLOCK

POSTS = """
-- _config.yml --
title: T
-- _posts/2020-01-01-one.md --
---
title: One
---
First.
-- _posts/2020-01-02-two.md --
---
title: Two
---
Second.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path, POSTS)


def outcomes(archive: Archive) -> dict[str, int]:
    return dict(archive.run().outcomes)


def test_a_second_import_of_the_same_writes_nothing(archive: Archive) -> None:
    archive.run()
    place = archive.into / "content/stories/2020/one.md"
    before = place.stat().st_mtime_ns
    assert outcomes(archive) == {"unchanged": 2}
    assert place.stat().st_mtime_ns == before
    assert archive.stories() == ["stories/2020/one.md", "stories/2020/two.md"]


def test_what_changed_in_the_source_is_brought_up_to_date(archive: Archive) -> None:
    archive.run()
    archive.write("_posts/2020-01-01-one.md", "---\ntitle: One, again\n---\nFirst.\n")
    assert outcomes(archive) == {"updated": 1, "unchanged": 1}
    assert "title: One, again\n" in archive.story("stories/2020/one.md")


def test_an_edit_is_never_overwritten_and_a_removed_story_stays_away(archive: Archive) -> None:
    archive.run()
    edited = archive.into / "content/stories/2020/one.md"
    edited.write_text("---\ntitle: Mine\ndate: 2020-01-01\n---\n")
    (archive.into / "content/stories/2020/two.md").unlink()
    archive.write("_posts/2020-01-01-one.md", "---\ntitle: One, again\n---\nFirst.\n")
    report = archive.run()
    assert dict(report.outcomes) == {"edited": 1, "removed": 1}
    assert report.edited == [("content/stories/2020/one.md", "edited"), ("content/stories/2020/two.md", "removed")]
    assert "title: Mine\n" in edited.read_text()
    assert archive.stories() == ["stories/2020/one.md"]


def test_what_is_no_more_in_the_source_is_named_and_left(archive: Archive) -> None:
    archive.run()
    (archive.source / "_posts/2020-01-02-two.md").unlink()
    assert archive.run().gone == ["content/stories/2020/two.md"]
    assert archive.stories() == ["stories/2020/one.md", "stories/2020/two.md"]


def test_a_dry_run_writes_nothing_and_says_the_same(archive: Archive) -> None:
    said = archive.told(dry_run=True)
    assert not archive.into.exists()
    assert {**archive.told(), "dry_run": True} == said


def test_an_import_that_was_killed_before_it_noted_what_it_wrote_makes_nothing_twice(archive: Archive) -> None:
    archive.run()
    (archive.into / ".broadsheet-import.json").unlink()
    report = archive.run()
    assert dict(report.outcomes) == {"unchanged": 2}
    assert archive.stories() == ["stories/2020/one.md", "stories/2020/two.md"]


def test_a_story_that_stands_there_already_is_not_written_over(archive: Archive) -> None:
    archive.into.mkdir()
    (archive.into / "broadsheet.yaml").write_text("title: Mine\n")
    own = archive.into / "content/stories/2020/one.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: Mine\ndate: 2020-01-05\n---\n")
    archive.run()
    assert "title: Mine\n" in own.read_text()
    assert "title: One\n" in archive.story("stories/2020/one-2.md")
    assert (archive.into / "broadsheet.yaml").read_text() == "title: Mine\n"
    archive.built()


def test_a_state_that_somebody_made_up_leads_nowhere_else(archive: Archive, tmp_path: Path) -> None:
    archive.run()
    outside = tmp_path / "outside.md"
    outside.write_text("mine")
    state = archive.into / ".broadsheet-import.json"
    said = json.loads(state.read_text())
    said["written"]["jekyll _posts/2020-01-01-one.md"] = ["../outside.md", "0" * 32]
    state.write_text(json.dumps(said))
    archive.run()
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("path", ["broadsheet.yaml", "templates/base.html", "content/../broadsheet.yaml", ".git/config"])
def test_a_state_that_somebody_made_up_changes_nothing_but_content(archive: Archive, path: str) -> None:
    archive.run()
    place = archive.into / path
    place.parent.mkdir(parents=True, exist_ok=True)
    before = place.read_bytes() if place.exists() else b"mine"
    place.write_bytes(before)
    state = archive.into / ".broadsheet-import.json"
    said = json.loads(state.read_text())
    said["written"]["jekyll _posts/2020-01-01-one.md"] = [path, sha256(before).hexdigest()[:32]]
    state.write_text(json.dumps(said))
    archive.run()
    assert place.read_bytes() == before


def test_a_state_that_cannot_be_read_is_none(archive: Archive) -> None:
    archive.run()
    (archive.into / ".broadsheet-import.json").write_text("[" * 100_000)
    assert outcomes(archive) == {"unchanged": 2}


def test_a_link_in_the_place_of_the_content_is_not_written_through(archive: Archive, tmp_path: Path) -> None:
    archive.run()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (archive.into / "content/stories/2021").symlink_to(elsewhere)
    archive.write("_posts/2021-01-01-three.md", "---\ntitle: Three\n---\nThird.\n")
    with pytest.raises(OSError, match="a link leads out of the publication"):
        archive.run()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("into", "message"),
    [("source/archive", "lies in"), ("full", "is neither empty nor a publication")],
)
def test_a_folder_that_cannot_take_the_archive_is_refused(archive: Archive, into: str, message: str) -> None:
    archive.into = archive.source.parent / into
    (archive.source.parent / "full").mkdir()
    (archive.source.parent / "full/letter.txt").write_text("mine")
    with pytest.raises(ImportRefusedError, match=message):
        archive.run()


def test_links_paths_and_files_of_a_hostile_source_lead_nowhere(archive: Archive, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")
    (archive.source / "linked.png").symlink_to(secret)
    (archive.source / "_posts/2020-02-02-linked.md").symlink_to(secret)
    archive.write(
        "_posts/2020-01-03-three.md",
        "---\ntitle: Three\nslug: ../../../../etc/three\nredirect_from: [/../../x/, 'javascript:alert(1)']\n"
        "image: ../../secret.png\n---\n![a](../../secret.png) ![b](/linked.png) ![c](../../../etc/passwd)\n",
    )
    os.mkfifo(archive.source / "_posts/2020-02-03-pipe.md")
    archive.write("fake.png", b"<html><script>alert(1)</script>")
    archive.write("_posts/2020-01-04-four.md", "---\ntitle: Four\n---\n![d](../fake.png)\n")
    report = archive.run()
    assert archive.stories()[-1].startswith("stories/2020/")
    assert all(".." not in path for path in archive.stories())
    assert report.skipped == [
        ("linked.png:1:1", "a symbolic link is not followed"),
        ("_posts/2020-02-02-linked.md:1:1", "a symbolic link is not followed"),
        ("_posts/2020-02-03-pipe.md:1:1", "it is no regular file"),
    ]
    assert [address for _, address, _ in report.addresses] == [
        "/2020/01/03/..-..-..-..-etc-three.html",
        "/../../x/",
    ]
    everything = archive.published()
    assert b"PNG secret" not in everything
    assert b"root:x:" not in everything
    assert b"javascript:alert" not in everything


def test_an_old_address_that_a_build_refuses_is_named_and_not_written(archive: Archive) -> None:
    refused = ["/.git/config", "/_redirects", "/a..html/..html", "/%2e%2e/x/", "/.well-known/x/"]
    archive.write("_posts/2020-01-03-three.md", f"---\ntitle: Three\nredirect_from: {json.dumps(refused)}\n---\nThird.\n")
    report = archive.run()
    assert [address for _, address, _ in report.addresses] == refused
    archive.built()


def test_odd_bytes_are_read_as_well_as_can_be_and_named(archive: Archive) -> None:
    archive.write("_posts/2020-01-03-three.md", b"---\ntitle: Caf\xe9\n---\nna\xefve \x07 text\n")
    archive.write("_posts/2020-01-04-four.md", "---\ntitle: Wide\n---\nSechzehn.\n".encode("utf-16"))
    archive.write("_posts/2020-01-05-five.md", "---\ntitle: Bell\n---\nA \x07bell.\n")
    report = archive.run()
    assert 'title: "Café"\n' in archive.story("stories/2020/three.md")
    assert "Sechzehn." in archive.story("stories/2020/four.md")
    assert "A bell." in archive.story("stories/2020/five.md")
    assert [source.partition(":")[0] for source, _ in notes_on_articles(report)] == [
        "_posts/2020-01-03-three.md",
        "_posts/2020-01-05-five.md",
    ]


def test_names_of_files_that_are_no_text_or_no_address_stop_neither_an_import_nor_a_build(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path, "-- hugo.toml --\ntitle = 'T'\n-- content/news/one.md --\n---\ntitle: One\ndate: 2020-01-02\n---\nText.\n"
    )
    for number, name in enumerate(("caf\udce9", "a\nb: c", "x: y")):
        archive.write(f"content/{name}.md", f"---\ntitle: Page {number}\n---\nText.\n")
        archive.write(
            f"content/news/{name}.md",
            f"---\ntitle: Story {number}\ndate: 2020-01-02\naliases: ['/{number}: x/', /old//x/]\n---\n",
        )
        archive.write(f"static/{name}.txt", "Text.")
    report = archive.run()
    assert len(archive.stories()) == 7
    assert {address for _, address, _ in report.addresses} >= {"/caf\udce9/", "/0: x/", "/old//x/"}
    assert {reason for _, reason in report.left} == {"no file can be published under such a name"}
    archive.built()


def test_a_page_in_the_place_of_one_of_the_archives_own_gets_another_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- _config.yml --\ntitle: T\n")
    for number, address in enumerate(("/", "/tags/", "/tags/water/", "/archive/2019/", "/search.html")):
        archive.write(f"p{number}.md", f"---\ntitle: P\npermalink: {address}\n---\nText of {address}\n")
    archive.run()
    assert archive.stories() == [
        "pages/archive-page/2019.md",
        "pages/p0.md",
        "pages/search-page.md",
        "pages/tags-page.md",
        "pages/tags-page/water.md",
    ]
    archive.built()


@pytest.mark.parametrize("kind", ["jekyll", "eleventy", "wordpress"])
def test_pages_of_errors_and_feeds_stay_behind_and_are_named(tmp_path: Path, kind: str) -> None:
    addresses = ("/404.html", "/500/", "/errors/503/", "/feed.xml", "/about/", "/fortune/500/")
    archive = Archive(tmp_path)
    if kind == "wordpress":
        each = "<item><title>P</title><link>https://o.example{}</link><description/>{}</item>"
        said = "<content:encoded>Text.</content:encoded><wp:post_type>page</wp:post_type><wp:status>publish</wp:status>"
        items = "".join(each.format(address, said) for address in addresses)
        names = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        archive.write("a.xml", f"<rss {names}><channel><link>https://o.example</link>{items}</channel></rss>")
    else:
        archive.write({"jekyll": "_config.yml", "eleventy": ".eleventy.js"}[kind], "")
        for number, address in enumerate(addresses):
            archive.write(f"p{number}.md", f"---\ntitle: P\npermalink: {address}\n---\nText.\n")
    report = archive.run()
    assert archive.stories() == ["pages/about.md", "pages/fortune/500.md"]
    error = "the page of an error: a publication has one of its own for what is not there, hosts have the others"
    assert [reason for _, reason in report.skipped] == [error] * 3 + ["a feed: a publication has its own"]


def test_a_picture_that_may_not_be_published_stays_behind_and_the_rest_builds(archive: Archive) -> None:
    archive.write("images/cut.png", b"\x89PNG\r\n\x1a\n")
    archive.write("images/run.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script")
    archive.write("_posts/2020-01-03-three.md", "---\ntitle: Three\n---\n![a](/images/cut.png) ![b](../images/cut.png)\n")
    report = archive.run()
    assert [file for file, _ in report.left] == ["images/cut.png", "images/run.svg"]
    archive.built()


def test_an_address_at_which_a_post_was_is_that_posts_whoever_else_names_it(archive: Archive) -> None:
    archive.write("_posts/2019-01-01-list.md", "---\ntitle: List\nredirect_from: [/2020/01/01/one.html, /old/]\n---\nText.\n")
    report = archive.run()
    assert report.addresses == []
    assert notes_on_articles(report) == [
        ("_posts/2019-01-01-list.md:1:1", "/2020/01/01/one.html, which led to it, is where another post was, and leads there now")
    ]
    assert '- "/old/"\n' in archive.story("stories/2019/list.md")
    assert "/2020/01/01/one.html" not in archive.story("stories/2019/list.md")
    assert '- "/2020/01/01/one.html"\n' in archive.story("stories/2020/one.md")
    archive.built()


def test_an_old_address_leads_on_where_the_post_that_was_there_is_over_and_nowhere_while_it_waits(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("hugo.toml", 'baseURL = "https://old.example"\n')
    told = "aliases: [/post/over/, /post/over, /post/draft/, /post/later/]"
    archive.write("content/301.md", f"---\ntitle: Gone\nurl: /301\n{told}\n---\nIt is gone.\n")
    archive.write("content/about.md", "---\ntitle: About\naliases: [/post/over/]\n---\nWe are here.\n")
    dates = {"over": "expiryDate: 2020-02-01", "draft": "draft: true", "later": "publishDate: 2099-01-01"}
    for name, said in dates.items():
        archive.write(f"content/post/{name}.md", f"---\ntitle: {name}\ndate: 2020-01-01\n{said}\n---\nText.\n")
    report = archive.run()
    held = "is where another post is to be that is held back, and leads nowhere until that one is out"
    assert notes_on_articles(report) == [("content/301.md:1:1", f"/post/draft/ and 1 others, which led to it, {held}")]
    over = "it is the address of content/301.md:1:1, too"
    assert list(report.addresses) == [("content/about.md:1:1", "/post/over/", over)]
    assert "aliases:\n- /post/over/\n" in archive.story("pages/301.md").replace('"', "")
    room = archive.built()
    assert b"/301/" in room.site()["post/over/index.html"]
    assert not room.has("/post/draft/")
    story = archive.story("stories/2020/over.md")
    (archive.into / "content/stories/2020/over.md").write_text(story.replace("expires_at: 2020-02-01", "expires_at: 2099-02-01"))
    assert not room.build(base_url="https://new.example/").published
    assert any("`/post/over/`" in str(each) and "301.md" in str(each) for each in room.problems)


def test_progress_is_shown_from_the_beginning(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []

    class Watcher(Silence):
        def stage(self, name: str, total: int = 0) -> None:
            seen.append((name, total))

        def step(self) -> None:
            seen.append(("step", 0))

    def about(source: Path) -> Site:  # which reads a whole export of WordPress
        seen.append(("about", 0))
        return jekyll.about(source)

    jekyll = KINDS["jekyll"]
    monkeypatch.setitem(KINDS, "jekyll", jekyll._replace(about=about))
    run(archive.source, archive.into, Watcher(), clock=CLOCK)
    assert seen == [("look", 0), ("about", 0), *[("step", 0)] * 2, ("import", 2), *[("step", 0)] * 2]


def test_an_old_address_at_which_a_page_of_somebody_elses_stands_is_named_and_left_out(archive: Archive) -> None:
    archive.write("about.md", "---\ntitle: About\npermalink: /about/\n---\nOurs.\n")
    (archive.into / "content/pages").mkdir(parents=True)
    (archive.into / "broadsheet.yaml").write_text("title: T\n")
    (archive.into / "content/pages/about.md").write_text("---\ntitle: About\n---\nTheirs.\n")
    report = archive.run()
    assert [*report.addresses] == [("about.md:1:1", "/about/", "it is the address of content/pages/about.md")]
    assert "Theirs." in archive.built().text("/about/")
    assert "aliases" not in archive.story("pages/about-2.md")


def test_what_both_sides_edited_is_named_as_such(archive: Archive) -> None:
    archive.run()
    place = archive.into / "content/stories/2020/one.md"
    place.write_text(place.read_text().replace("First.", "Mine."))
    report = archive.run()
    assert ([*report.edited], [*report.notes]) == ([("content/stories/2020/one.md", "edited")], [])
    archive.write("_posts/2020-01-01-one.md", "---\ntitle: One\n---\nTheirs.\n")
    report = archive.run()
    note = "somebody edited it, and so did the source (_posts/2020-01-01-one.md:1:1): look at both"
    assert [*report.notes] == [("content/stories/2020/one.md", note)]
    assert "Mine." in place.read_text()


def test_a_folder_that_cannot_be_looked_into_is_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("_posts/locked/2020-01-04-four.md", "---\ntitle: Four\n---\nFourth.\n")
    scandir = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert archive.run().skipped == [("_posts/locked:1:1", "it cannot be read: Permission denied")]


def test_links_among_files_that_were_published_as_they_were_are_named(tmp_path: Path) -> None:
    site = "-- hugo.toml --\ntitle = 'Old'\n-- content/posts/one.md --\n---\ntitle: One\ndate: 2020-01-01\n---\nFirst.\n"
    archive = Archive(tmp_path, site + "-- static/a.txt --\nA.\n")
    (archive.source / "static/secret.txt").symlink_to(tmp_path / "elsewhere")
    assert archive.run().left == [("static/secret.txt", "a symbolic link is not followed")]


def test_an_old_address_that_differs_by_capitals_alone_is_kept(tmp_path: Path) -> None:
    names = ("Dam", *(f"rain-{number}" for number in range(20)))  # so many tell the pattern of addresses
    posts = (f"-- _posts/2020-01-{n:02d}-{name}.md --\n---\ntitle: T{n}\n---\nText.\n" for n, name in enumerate(names, 1))
    archive = Archive(tmp_path, "-- _config.yml --\npermalink: /:year/:month/:title/\n" + "".join(posts))
    assert archive.run().complete
    assert 'aliases:\n- "/2020/01/Dam/"\n' in archive.story("stories/2020/dam.md")
