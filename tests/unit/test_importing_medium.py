"""Import of Medium: its export, a folder of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of


def page(
    title: str, body: str, *, date: str = "2019-03-04T10:00:00.000Z", path: str = "", foot: str = "", below: str = ""
) -> str:
    """Return a page as Medium writes it."""
    when = f' on <a href="x"><time class="dt-published" datetime="{date}">then</time></a>' if date else ""
    link = f'<p><a href="https://medium.com{path}" class="p-canonical">Canonical link</a></p>' if path else ""
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry"><header>'
        f'<h1 class="p-name">{title}</h1></header><section data-field="subtitle" class="p-summary">{below}</section>'
        '<section data-field="body" class="e-content"><section name="a" class="section section--body section--first">'
        '<div class="section-divider"><hr class="section-divider"></div><div class="section-content">'
        f'<div class="section-inner">{body}</div></div></section></section><footer><p>By '
        f'<a href="https://medium.com/@ann" class="p-author h-card">Ann Lee</a>{when}.</p>'
        f"{link}{foot}</footer></article></body></html>"
    )


def headed(title: str, body: str) -> str:
    """Return a body that begins with its headline."""
    return f'<h3 name="1" id="1" class="graf graf--h3 graf--title">{title}</h3>{body}'


DAM = headed(
    "Dam opens",
    '<h4 class="graf graf--subtitle" id="2">After ten years</h4><p name="3" id="3" class="graf graf--p">Water flows, see '
    '<a href="https://medium.com/p/bbbbbbbbbbb2">the flood</a>, <a href="https://medium.com/@ann/flood-bbbbbbbbbbb2#5">again</a> '
    'and <a href="https://medium.com/@bo/other-999999999999">others</a>.</p><h4 id="4" class="graf--h4">Below</h4>'
    '<figure class="graf--figure"><div class="aspectRatioPlaceholder"><div class="aspectRatioPlaceholder-fill"></div>'
    '<img class="graf-image" src="https://cdn-images-1.medium.com/max/800/a.png"></div><figcaption>The dam</figcaption></figure>'
    '<figure class="graf--iframe"><script src="https://gist.github.com/ann/1.js"></script></figure>',
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write(
        "posts/2019-03-04_Dam-opens-aaaaaaaaaaa1.html",
        page(
            "Dam opens", DAM, path="/@ann/dam-opens-aaaaaaaaaaa1", below="After ten",
            foot='<div>Tags: <ul class="p-tags"><li><a class="p-tag">Water</a></li></ul></div>',
        ),
    )  # fmt: skip
    flood = page(
        "Flood", headed("Flood", '<p id="5">It rose. <a href="#5">Up</a></p>'), path="/@ann/flood-bbbbbbbbbbb2", below="It ro…"
    )
    archive.write("posts/2019-03-05_Flood-bbbbbbbbbbb2.html", flood)
    archive.write("posts/draft_Secret-ccccccccccc3.html", page("Secret", headed("Secret", "<p>CANARY draft</p>"), date=""))
    reply = page(
        "I do not agree with CANARY…",
        '<p class="graf">I do not agree with CANARY reply, at all.</p>',
        path="/@ann/no-ddddddddddd4",
    )
    archive.write("posts/2019-03-06_I-do-not-ddddddddddd4.html", reply)
    undated = page("Undated", headed("Undated", "<p>CANARY undated</p>"), date="", path="/@ann/undated-eeeeeeeeeee5")
    archive.write("posts/2019-03-07_Undated-eeeeeeeeeee5.html", undated)
    archive.write("bookmarks/bookmarks-0001.html", "<p>CANARY bookmark</p>")
    archive.write("profile/profile.html", '<h1 class="p-name">Ann Lee</h1>')
    return archive


def test_an_export_is_known_by_its_pages(archive: Archive) -> None:
    assert kind_of(archive.source) == "medium"
    assert kind_of(archive.source / "posts") == "medium"
    assert kind_of(archive.source / "bookmarks") == "html"
    archive.write("mirror/index.html", '<body><article class="h-entry"><p class="e-content">Words.</p></article></body>')
    assert kind_of(archive.source / "mirror") == "html"


def test_a_page_gives_a_story_with_what_its_head_and_foot_say(archive: Archive) -> None:
    archive.run()
    assert archive.story("stories/2019/dam-opens.md") == (
        "---\ntitle: Dam opens\nstandfirst: After ten years\ndate: 2019-03-04T10:00:00Z\nauthors:\n- Ann Lee\ntags:\n- Water\n"
        'aliases:\n- "/@ann/dam-opens-aaaaaaaaaaa1"\n- "/p/aaaaaaaaaaa1"\n'
        'imported:\n  from: medium aaaaaaaaaaa1\n  canonical: "https://medium.com/@ann/dam-opens-aaaaaaaaaaa1"\n---\n\n'
        '<p>Water flows, see <a href="/@ann/flood-bbbbbbbbbbb2">the flood</a>, '
        '<a href="/@ann/flood-bbbbbbbbbbb2#5">again</a> and <a href="https://medium.com/@bo/other-999999999999">others</a>.</p>\n\n'
        "<h3>Below</h3>\n\n"
        '<figure><img src="https://cdn-images-1.medium.com/max/800/a.png" alt="The dam">\n'
        "<figcaption>The dam</figcaption></figure>\n\n"
        '<figure>\n<p><a href="https://gist.github.com/ann/1">https://gist.github.com/ann/1</a></p></figure>\n'
    )
    assert archive.story("stories/2019/flood.md").endswith('---\n\n<p id="5">It rose. <a href="#5">Up</a></p>\n')
    assert "standfirst" not in archive.story("stories/2019/flood.md")


def test_drafts_replies_and_what_has_no_date_are_held_back(archive: Archive) -> None:
    report = archive.run()
    assert sorted((source.rpartition("-")[2][:12], state) for source, state, _ in report.held) == [
        ("ccccccccccc3", "draft"), ("ddddddddddd4", "draft"), ("eeeeeeeeeee5", "draft"),
    ]  # fmt: skip
    assert "  reply: it looks like a reply to somebody\n" in archive.story("stories/2019/no.md")
    everything = archive.published()
    assert b"It rose." in everything
    assert b"CANARY" not in everything


def test_what_is_no_post_and_pictures_that_are_elsewhere_are_named(archive: Archive) -> None:
    assert sorted(tuple(left) for left in archive.run().left) == [
        ("bookmarks (1)", "what somebody read is no text of a post"),
        (
            "https://cdn-images-1.medium.com/max/800/a.png",
            "the picture is at Medium only, and is shown from there; --fetch brings it "
            "(posts/2019-03-04_Dam-opens-aaaaaaaaaaa1.html)",
        ),
        ("profile (1)", "who somebody is is no text of a post"),
    ]


def test_the_headline_is_the_one_that_readers_saw(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write(
        "posts/2019-03-04_Dam-aaaaaaaaaaa1.html",
        page("Dam o", headed("Dam opens", "<p>Flows.</p>"), path="/@ann/dam-aaaaaaaaaaa1"),
    )
    archive.run()
    assert archive.story("stories/2019/dam.md").startswith("---\ntitle: Dam opens\n")
    assert "  p-name: Dam o\n" in archive.story("stories/2019/dam.md")
    assert archive.story("stories/2019/dam.md").endswith("---\n\n<p>Flows.</p>\n")


def test_a_host_of_ones_own_is_that_of_the_publication(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    text = page("Dam", headed("Dam", "<p>Flows.</p>"), path="/dam-aaaaaaaaaaa1").replace(
        "https://medium.com/dam", "https://own.example/dam"
    )
    archive.write("posts/2019-03-04_Dam-aaaaaaaaaaa1.html", text)
    archive.run()
    assert "base_url: " in (archive.into / "broadsheet.yaml").read_text()
    assert 'aliases:\n- "/dam-aaaaaaaaaaa1"\n' in archive.story("stories/2019/dam.md")


def test_pages_that_are_cut_off_empty_or_in_odd_bytes_are_read_or_skipped(archive: Archive, tmp_path: Path) -> None:
    whole = page("Cut", headed("Cut", "<p>It goes on and on.</p>"), path="/@ann/cut-fffffffffff6")
    archive.write("posts/2019-03-08_Cut-fffffffffff6.html", whole[: whole.index("and on.")])
    archive.write("posts/2019-03-09_Empty.html", b"")
    archive.write("posts/2019-03-09_Tag.html", b"<html")
    odd = page("Caf\u00e9 &amp; co", headed("Caf\u00e9 &amp; co", "<p>\x07na\u00efve</p>"), path="/@ann/cafe-aaaaaaaaaaa7")
    archive.write("posts/2019-03-10_Cafe-aaaaaaaaaaa7.html", odd.encode("cp1252"))
    (archive.source / "posts/2019-03-11_Linked.html").symlink_to("/etc/passwd")
    report = archive.run()
    assert [source.partition(":")[0] for source, _ in report.skipped] == [
        "posts/2019-03-11_Linked.html", "posts/2019-03-09_Empty.html", "posts/2019-03-09_Tag.html",
    ]  # fmt: skip
    cut = [path for path in archive.stories() if "cut" in path]
    assert "It goes on" in archive.story(cut[0])
    assert "draft: true\n" in archive.story(cut[0])
    assert 'title: "Café & co"\n' in archive.story("stories/2019/cafe.md")
    assert archive.story("stories/2019/cafe.md").endswith("<p>naïve</p>\n")
    assert b"root:x:" not in archive.published()


def test_a_summary_that_repeats_a_later_paragraph_or_says_nothing_is_no_standfirst(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    body = headed("Dam opens", "<p>Ann Lee reports.</p><p>It rose at noon, and fell.</p>")
    for ident, below in (("aaaaaaaaaaa1", "It rose at noon…"), ("aaaaaaaaaaa2", "—")):
        archive.write(f"posts/2019-03-04_Dam-{ident}.html", page("Dam opens", body, below=below))
    archive.run()
    assert [path for path in archive.stories() if "standfirst" in archive.story(path)] == []
