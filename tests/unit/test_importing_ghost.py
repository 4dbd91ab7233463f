"""Import of Ghost: its export in one file or several, and what its interface gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archives import Archive
from broadsheet.importing.jsonstream import UnreadableError, rows
from broadsheet.importing.kinds import kind_of
from newsroom import picture

LEXICAL = json.dumps({
    "root": {"type": "root", "children": [
        {"type": "heading", "tag": "h3", "children": [{"type": "text", "text": "A plan"}]},
        {"type": "paragraph", "children": [
            {"type": "text", "text": "Bold", "format": 1}, {"type": "text", "text": " & "},
            {"type": "link", "url": "__GHOST_URL__/dam-opens/", "children": [{"type": "text", "text": "the dam"}]},
        ]},
        {"type": "list", "listType": "bullet", "children": [{"type": "listitem", "children": [{"type": "text", "text": "One"}]}]},
        {"type": "image", "src": "https://pictures.example/a.jpg", "alt": "A dam", "caption": "The dam"},
        {"type": "callout", "calloutText": "Mind the gap"},
    ]},
})  # fmt: skip
MOBILEDOC = json.dumps({
    "version": "0.3.1", "markups": [["a", ["href", "https://else.example/"]], ["strong"]],
    "cards": [["markdown", {"markdown": "# Down\n\nMarked *words*."}], ["html", {"html": "<p>Raw words.</p>"}]],
    "sections": [
        [1, "p", [[0, [0], 1, "A link"], [0, [], 0, " and "], [0, [1], 1, "strong"]]], [3, "ul", [[[0, [], 0, "An item"]]]],
        [10, 0], [10, 1],
    ],
})  # fmt: skip


def post(number: int, **values: Any) -> dict[str, Any]:
    """Return a post as Ghost writes it."""
    return {
        "id": f"id{number}", "uuid": f"uuid{number}", "title": f"Post {number}", "slug": f"post-{number}",
        "html": "<p>Words.</p>",
        "mobiledoc": None, "lexical": None, "comment_id": f"id{number}", "feature_image": None, "featured": 0, "type": "post",
        "status": "published", "visibility": "public", "created_at": "2021-01-01T00:00:00.000Z",
        "updated_at": "2021-02-03T05:00:00.000Z", "published_at": "2021-02-03T04:05:06.000Z", "custom_excerpt": None, **values,
    }  # fmt: skip


def export(*posts: dict[str, Any], **tables: Any) -> str:
    """Return an export."""
    data = {"posts": list(posts), **tables}
    return json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": data}]})


EXPORT = export(
    post(
        1, title="Dam opens", slug="dam-opens", feature_image="__GHOST_URL__/content/images/2021/dam.png", custom_excerpt="Open.",
        codeinjection_head="<script>count()</script>",
        html='<p>See <a href="__GHOST_URL__/post-2/#later">two</a>.</p>'
        '<figure class="kg-card kg-image-card"><img src="__GHOST_URL__/content/images/2021/dam.png"><figcaption>Dam</figcaption>'
        '</figure><div class="kg-card kg-audio-card"><div class="kg-audio-player-container"><audio src="/content/media/a.mp3">'
        '</audio><div class="kg-audio-title">A talk</div><div class="kg-audio-player"><span>0:00</span></div></div></div>',
    ),
    post(2, html="", lexical=LEXICAL),
    post(3, html=None, mobiledoc=MOBILEDOC),
    post(4, status="draft", html="<p>CANARY draft</p>", published_at=None, title="Draft"),
    post(5, status="scheduled", html="<p>CANARY scheduled</p>", published_at="2999-01-01T00:00:00.000Z"),
    post(6, visibility="members", html="<p>CANARY members</p>"),
    post(7, visibility="paid", html="<p>CANARY paid</p>", status="scheduled", published_at="2020-01-01T00:00:00.000Z"),
    post(8, status="sent", html="<p>CANARY mail</p>"),
    post(9, html="<p>Free.</p><!--members-only--><p>CANARY wall</p>"),
    post(10, status="odd", html="<p>CANARY odd</p>"),
    post(12, email_only=True, status="scheduled", html="<p>CANARY mail to come</p>", published_at="2020-01-01T00:00:00.000Z"),
    post(13, status=["draft"], html="<p>CANARY list</p>"),
    post(11, type="page", title="About", slug="about", html="<p>We write.</p>"),
    users=[{"id": "u1", "name": "Ann Lee"}, {"id": "u2", "name": "Bo"}],
    tags=[
        {"id": "t1", "name": "Water", "slug": "water", "description": "All <on> water."}, {"id": "t2", "name": "#inner"},
    ],
    posts_tags=[{"post_id": "id1", "tag_id": "t2", "sort_order": 1}, {"post_id": "id1", "tag_id": "t1", "sort_order": 0}],
    posts_authors=[{"post_id": "id1", "author_id": "u2", "sort_order": 1}, {"post_id": "id1", "author_id": "u1"}],
    posts_meta=[{"post_id": "id1", "meta_title": "Search me", "feature_image_alt": "A dam"}],
    settings=[{"key": "title", "value": "The Old Times"}, {"key": "timezone", "value": "Africa/Nairobi"}],
    roles=[{"id": 1}],
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write("the-old-times.ghost.json", EXPORT)
    archive.write("content/images/2021/dam.png", picture())
    return archive


def test_an_export_is_known_as_a_file_and_in_a_folder(archive: Archive) -> None:
    assert kind_of(archive.source) == "ghost"
    assert kind_of(archive.source / "the-old-times.ghost.json") == "ghost"


def test_a_post_keeps_its_metadata_its_address_its_picture_and_its_links(archive: Archive) -> None:
    archive.run()
    assert archive.story("stories/2021/dam-opens.md") == (
        "---\ntitle: Dam opens\nstandfirst: Open.\ndate: 2021-02-03T04:05:06Z\nupdated: 2021-02-03T05:00:00Z\n"
        "authors:\n- Ann Lee\n- Bo\ntags:\n- Water\n"
        'image:\n  src: "/content/images/2021/dam.png"\n  alt: A dam\n'
        'aliases:\n- "/dam-opens/"\n'
        "imported:\n  from: ghost id1\n  meta_title: Search me\n  uuid: uuid1\n"
        '  codeinjection_head: "<script>count()</script>"\n  internal_tags:\n  - "#inner"\n'
        "---\n\n"
        '<p>See <a href="/post-2/#later">two</a>.</p>\n\n'
        '<figure><img src="/content/images/2021/dam.png" alt="Dam">\n<figcaption>Dam</figcaption></figure>\n\n'
        '<div><a href="/content/media/a.mp3" class="player-audio">Audio: a.mp3</a>\n'
        "<div>A talk</div></div>\n"
    )


def test_what_ghost_made_no_html_of_is_read_from_its_documents(archive: Archive) -> None:
    archive.run()
    lexical = archive.story("stories/2021/post-2.md")
    for piece in (
        "<h3>A plan</h3>",
        '<p><strong>Bold</strong> &amp; <a href="/dam-opens/">the dam</a></p>',
        "<li>One</li>",
        '<figure><img src="https://pictures.example/a.jpg" alt="A dam">\n<figcaption>The dam</figcaption></figure>',
        "<p>Mind the gap</p>",
    ):
        assert piece in lexical
    mobiledoc = archive.story("stories/2021/post-3.md")
    for piece in (
        '<p><a href="https://else.example/">A link</a> and <strong>strong</strong></p>',
        "<li>An item</li>",
        "<h1>Down</h1>",
        "<em>words</em>",
        "<p>Raw words.</p>",
    ):
        assert piece in mobiledoc


def test_what_is_held_back_in_any_way_is_in_no_byte_of_the_site(archive: Archive) -> None:
    report = archive.run()
    assert sorted(state for _, state, _ in report.held) == [
        "draft", "draft", "draft", "private", "private", "private", "private", "private", "scheduled",
    ]  # fmt: skip
    everything = archive.published()
    assert b"We write." in everything
    assert b"CANARY" not in everything
    assert b"count()" not in everything


def test_tags_get_their_texts_and_tables_of_no_articles_are_named(archive: Archive) -> None:
    report = archive.run()
    assert archive.story("tags/water.md") == "---\nname: Water\n---\n\n<p>All &lt;on&gt; water.</p>\n"
    assert report.left == [("table `roles`", "its rows (1) are no articles")]
    assert (archive.into / "broadsheet.yaml").read_text() == (
        'title: The Old Times\ntimezone: Africa/Nairobi\nredirects:\n  "/rss/": "/rss.xml"\n'
    )


def test_several_parts_are_one_archive_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in (10, 9, 2):
        archive.write(f"posts-{number}.json", json.dumps({"posts": [post(number, url=f"https://old.example/a/post-{number}/")]}))
    archive.write("package.json", '{"name": "no part of it"}')
    report = archive.run()
    assert report.kind == "ghost"
    assert report.posts == 3
    assert 'aliases:\n- "/a/post-10/"\n' in archive.story("stories/2021/post-10.md")


def test_addresses_follow_routes_and_the_time_zone_of_the_site(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    late = post(1, published_at="2021-02-28T22:30:00.000Z")
    archive.write("g.json", export(late, settings=[{"key": "timezone", "value": "Africa/Nairobi"}]))
    archive.write("routes.yaml", "collections:\n  /:\n    permalink: /{year}/{month}/{day}/{slug}/\n")
    archive.run()
    assert 'aliases:\n- "/2021/03/01/post-1/"\n' in archive.story("stories/2021/post-1.md")


def test_an_old_export_counts_milliseconds_and_writes_markdown(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    old = {
        "id": 5, "uuid": "u", "title": "Old", "slug": "old", "markdown": "Some *words*.", "image": "https://p.example/x.png",
        "status": "published", "page": 0, "published_at": 1388805572000, "author_id": 1, "language": "en_US", "featured": 0,
    }  # fmt: skip
    text = json.dumps(
        {"meta": {"exported_on": 1, "version": "000"}, "data": {"posts": [old], "users": [{"id": 1, "name": "Ann"}]}}
    )
    archive.write("g.json", text)
    archive.run()
    assert archive.story("stories/2014/old.md") == (
        "---\ntitle: Old\ndate: 2014-01-04T03:19:32+00:00\nauthors:\n- Ann\n"
        'image:\n  src: "https://p.example/x.png"\n  alt: Old\naliases:\n- "/old/"\n'
        "imported:\n  from: ghost 5\n  uuid: u\n---\n\n<p>Some <em>words</em>.</p>\n"
    )


def test_an_export_that_is_cut_off_brings_in_what_is_whole_and_says_where_it_ends(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    whole = json.dumps({"meta": {"exported_on": 1}, "data": {"posts": [post(1), post(2, html="<p>CANARY half</p>")]}}, indent=1)
    archive.write("g.json", whole[: whole.index("CANARY half")])
    report = archive.run()
    assert archive.stories() == ["stories/2021/post-1.md"]
    assert not report.complete
    assert [str(problem) for problem in report.problems] == [
        "g.json:26:1: error: it cannot be read from here on (it ends early): what comes after is not in the archive; "
        "export it again, or copy it whole [bad-import]"
    ]


def test_hostile_values_are_taken_for_what_they_are(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    odd = post(1, slug="../../../etc/x", title="A\u0000\u0007 <b>bold</b>", html="<p>\u0001x\ud800y<script>alert(1)</script></p>")
    archive.write("g.json", export(odd, post(2, html={"no": "text"}, lexical='{"root": 5}', tags=7, authors="x", status=None)))
    archive.write("h.json", b'{"posts": [' + b"[" * 100_000)
    archive.run(source="g.json")
    assert archive.stories() == ["stories/2021/etc-x.md", "stories/2021/post-2.md"]
    assert "title: A bold\n" in archive.story("stories/2021/etc-x.md")
    assert "draft: true\n" in archive.story("stories/2021/post-2.md")
    assert b"alert(1)" not in archive.published()


def test_rows_are_read_whatever_the_size_of_the_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.importing.jsonstream._CHUNK", 3)
    place = tmp_path / "x.json"
    place.write_text('{"db": [{"data": {"a": [1234567, {"b": "c\\n"}],\n"d": [],\n"e": ["f"], "g": 12}}]}')
    found = [(row.table, row.value, row.line) for row in rows(place, frozenset(("db", "data")))]
    assert found == [("a", 1234567, 1), ("a", {"b": "c\n"}, 1), ("e", "f", 3), ("g", 12, 3)]
    place.write_text('{"a": [1 2]}')
    with pytest.raises(UnreadableError, match="`,` is missing"):
        list(rows(place, frozenset()))


@pytest.mark.parametrize(
    "name", ["title", "slug", "published_at", "custom_excerpt", "feature_image", "url", "author_id", "visibility"]
)
def test_a_list_in_the_place_of_a_text_stops_no_import(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path)
    archive.write("a.json", export(post(1, **{name: [["odd"]]}), post(2)))
    assert archive.run("ghost").posts == 2


@pytest.mark.parametrize(("linked", "base"), [(("a-1", "a-2", "a-3"), "https://old.example/"), (("a-1", "a-2", "b-9"), "")])
def test_the_site_is_where_links_to_several_of_its_posts_lead(linked: tuple[str, ...], base: str, tmp_path: Path) -> None:
    links = "".join(f'<a href="https://old.example/{name}/">{name}</a>' for name in linked)
    html = f'<p>{links}<a href="https://x.example/a-1/">x</a></p>'
    posts = [{"id": n, "slug": f"a-{n}", "title": f"A {n}", "status": "published", "html": html} for n in (1, 2, 3)]
    data = {"db": [{"meta": {"exported_on": 1}, "data": {"posts": posts}}]}
    archive = Archive(tmp_path, f"-- ghost.json --\n{json.dumps(data)}\n")
    archive.run(source="ghost.json")
    assert ("base_url" in (archive.into / "broadsheet.yaml").read_text()) == bool(base)
    assert ('<a href="/a-2/">a-2</a>' in archive.story("stories/undated/a-1.md")) == bool(base)


def test_who_made_a_picture_is_its_credit_and_what_ghost_says_of_every_post_is_not_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    caption = '<span>Photo by <a href="https://pictures.example/@ann">Ann Lee</a> / <a href="https://pictures.example/">Pictures</a></span>'
    usual = {"show_title_and_feature_image": 1, "email_recipient_filter": "all"}
    src = "https://pictures.example/mill.jpg"
    told = post(1, slug="mill", title="Mill", feature_image=src, feature_image_caption=caption, **usual)
    other = post(2, slug="weir", feature_image=src, feature_image_caption="The weir, from a photo by Ann Lee", **usual)
    archive.write("a.json", export(told, other))
    archive.run("ghost")
    head = archive.story("stories/2021/mill.md")
    assert f'image:\n  src: "{src}"\n  alt: Mill\n  credit: Photo by Ann Lee / Pictures\n' in head
    assert "show_title" not in head
    assert "email_recipient" not in head
    assert "\n  caption: The weir, from a photo by Ann Lee\n" in archive.story("stories/2021/weir.md")
