"""Import of Substack: a table of posts and a folder of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of
from newsroom import picture

HEAD = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
TABLE = HEAD + (
    '101.dam-opens,2021-02-03T04:05:06.789Z,true,2021-02-03T04:05:07Z,newsletter,everyone,"Dam, opens",'
    "It &#x201C;opens&#x201D;,\n"
    "102.talk,2021-02-04T04:05:06Z,true,,podcast,everyone,A talk,,https://sound.example/talk.mp3\n"
    "103.about,2021-02-05T04:05:06Z,TRUE,,page,everyone,About,,\n"
    "104.draft,,false,,newsletter,everyone,,,\n"
    "105.paid,2021-02-05T04:05:06Z,true,,newsletter,only_paid,Paid,,\n"
    "106.free,2021-02-05T04:05:06Z,true,,newsletter,only_free,For members,,\n"
    "107.mail,2021-02-05T04:05:06Z,true,,adhoc_email,everyone,Mail,,\n"
    "108.odd,2021-02-05T04:05:06Z,maybe,,newsletter,everyone,Odd,,\n"
    "109.later,2999-02-05T04:05:06Z,true,,newsletter,everyone,Later,,\n"
    "110.gone,2021-02-05T04:05:06Z,true,,newsletter,everyone,No text,,\n"
    "../../secret,2021-02-05T04:05:06Z,true,,newsletter,everyone,Out,,\n"
)
BODY = (
    '<h2>The dam</h2><p>Water flows<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a>, see '
    '<a href="https://old.substack.com/p/talk?utm_source=x">the talk</a> and <a href="https://old.substack.com/p/talk">it</a>.</p>'
    '<div class="subscription-widget-wrap-editor" data-attrs="{&quot;url&quot;:&quot;https://old.substack.com/subscribe?&quot;}">'
    "<p>Thanks for reading! Subscribe.</p><form><input></form></div>"
    '<p class="button-wrapper" data-attrs="{&quot;url&quot;:&quot;https://old.substack.com/p/dam-opens/comments&quot;}">'
    '<a class="button primary" href="https://old.substack.com/p/dam-opens/comments"><span>Comment</span></a></p>'
    '<p class="button-wrapper" data-attrs="{&quot;url&quot;:&quot;https://maps.example/&quot;,&quot;text&quot;:&quot;Map&quot;}">'
    '<a class="button primary" href="https://maps.example/"><span>Map</span></a></p>'
    '<div class="captioned-image-container"><figure><a class="image-link image2" target="_blank" '
    'href="https://substackcdn.com/image/fetch/f_auto/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fa.png"><div>'
    '<picture><source srcset="x"><img alt="The dam" src="https://substackcdn.com/image/fetch/w_1456,c_limit/'
    'https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fa.png"></picture>'
    '<div class="image-link-expand"><svg></svg></div></div></a><figcaption>At noon</figcaption></figure></div>'
    '<div class="tweet" data-attrs="{&quot;url&quot;:&quot;https://x.com/bo/status/1&quot;,'
    "&quot;full_text&quot;:&quot;So &lt;b&gt; wet&quot;,"
    '&quot;username&quot;:&quot;bo&quot;,&quot;name&quot;:&quot;Bo&quot;}" data-component-name="Twitter2ToDOM"></div>'
    '<div class="poll-embed" data-attrs="{&quot;id&quot;:5}" data-component-name="PollToDOM"></div>'
    '<div class="dynamic-content-block" data-dynamic-audiences="paid_sub"><p>CANARY block</p></div>'
    '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
    '<div class="footnote-content"><p>As they say.</p></div></div>'
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.write("posts.csv", "\ufeff" + TABLE)
    archive.write("posts/101.dam-opens.html", BODY)
    archive.write("posts/102.talk.html", "<p>Listen.</p>")
    archive.write("posts/103.about.html", "<p>We write.</p>")
    for name in ("104.draft", "105.paid", "106.free", "107.mail", "108.odd", "109.later", "999.orphan"):
        archive.write(f"posts/{name}.html", f"<p>CANARY {name}</p>")
    archive.write("secret.html", "<p>CANARY outside</p>")
    archive.write("email_list.old.csv", "email\nreader@secret.example\n")
    archive.write("posts/101.dam-opens.opens.csv", "email\nreader@secret.example\n")
    return archive


def test_an_export_is_known_by_its_table(archive: Archive) -> None:
    assert kind_of(archive.source) == "substack"
    assert kind_of(archive.source / "posts.csv") == "substack"
    archive.write("posts.csv", "id,title\n")
    assert kind_of(archive.source) != "substack"


def test_a_post_keeps_its_words_and_loses_what_surrounds_them(archive: Archive) -> None:
    archive.run()
    assert archive.story("stories/2021/dam-opens.md") == (
        '---\ntitle: Dam, opens\nstandfirst: "It “opens”"\ndate: 2021-02-03T04:05:06Z\naliases:\n- "/p/dam-opens"\n'
        'imported:\n  from: "substack https://old.substack.com/ 101.dam-opens"\n'
        "  email_sent_at: 2021-02-03T04:05:07Z\n  type: newsletter\n"
        '  for_some_readers:\n  - "<p>CANARY block</p>"\n---\n\n'
        "<h2>The dam</h2>\n\n"
        '<p>Water flows<sup><a id="footnote-anchor-1" href="#footnote-1">1</a></sup>, see <a href="/p/talk">the talk</a> and '
        '<a href="/p/talk">it</a>.</p>\n\n'
        '<p><a href="https://maps.example/">Map</a></p>\n\n'
        '<figure>\n<div><img alt="The dam" src="https://substack-post-media.s3.amazonaws.com/public/a.png"></div>\n'
        "<figcaption>At noon</figcaption></figure>\n\n"
        '<blockquote>\n<p>So &lt;b&gt; wet</p>\n<p><a href="https://x.com/bo/status/1">Bo @bo</a></p></blockquote>\n\n'
        '<div><a id="footnote-1" href="#footnote-anchor-1">1</a>\n<p>As they say.</p></div>\n'
    )
    assert '<p><a href="https://sound.example/talk.mp3" class="player-audio">Audio: A talk</a></p>' in archive.story(
        "stories/2021/talk.md"
    )


def test_what_is_held_back_in_any_way_is_in_no_byte_of_the_site(archive: Archive) -> None:
    report = archive.run()
    assert sorted((source.rpartition("/")[2].partition(":")[0], state) for source, state, _ in report.held) == [
        ("999.orphan.html", "draft"), ("posts.csv", "draft"), ("posts.csv", "draft"), ("posts.csv", "private"),
        ("posts.csv", "private"), ("posts.csv", "private"), ("posts.csv", "scheduled"),
    ]  # fmt: skip
    everything = archive.published()
    assert b"We write." in everything
    assert b"CANARY" not in everything
    assert b"secret.example" not in everything
    assert not any("CANARY outside" in archive.story(path) for path in archive.stories())


def test_everything_left_out_is_named(archive: Archive) -> None:
    report = archive.run()
    assert [reason for _, reason in report.skipped] == [
        "there is no text of it: `posts/110.gone.html`",
        "there is no text of it: `posts/../../secret.html`",
    ]
    assert (report.fields["invitation"].lost, report.fields["Poll"].lost, report.fields["for_some_readers"].kept) == (2, 1, 1)
    assert sorted(tuple(left) for left in report.left) == [
        (
            "https://substack-post-media.s3.amazonaws.com/public/a.png",
            "the picture is at Substack only, and is shown from there; --fetch brings it (posts.csv:2:1)",
        ),
        ("lists of readers (2)", "who read what, and who subscribed, has no place in an archive"),
        ("secret.html", "it is no text of a post"),
    ]


def test_a_picture_that_was_fetched_is_not_named_as_left(archive: Archive) -> None:
    report = archive.run(fetch=lambda _address: picture())
    assert [name for name, _ in report.left] == ["lists of readers (2)", "secret.html"]
    assert "https://substack-post-media" not in archive.story("stories/2021/dam-opens.md")


def test_the_host_is_known_from_the_list_of_readers_or_from_an_invitation(archive: Archive) -> None:
    archive.run()
    assert 'base_url: "https://old.substack.com/"\n' in (archive.into / "broadsheet.yaml").read_text()
    (archive.source / "email_list.old.csv").unlink()
    archive.into = archive.into.with_name("second")
    archive.write("posts/101.dam-opens.html", BODY.replace("old.substack.com", "own.example"))
    archive.run()
    assert 'base_url: "https://own.example/"\n' in (archive.into / "broadsheet.yaml").read_text()


def test_a_table_that_is_cut_off_or_in_odd_bytes_is_read_as_well_as_can_be(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    row = '101.one,2021-02-03T04:05:06Z,true,,newsletter,everyone,"Caf\u00e9 \x00\x07na\u00efve",,,more,"and\n'
    archive.write("posts.csv", (HEAD + row).encode("cp1252"))
    archive.write(
        "posts/101.one.html", b'<p>Gr\xfc\xdfe\x07 <img src="javascript:alert(1)">&ent;<!ENTITY x SYSTEM "file:///etc/passwd">'
    )
    report = archive.run(kind="substack")
    assert archive.stories() == ["stories/2021/one.md"]
    assert "title: Café naïve\n" in archive.story("stories/2021/one.md").replace('"', "")
    assert "<p>Grüße " in archive.story("stories/2021/one.md")
    assert len(report.notes) + len(report.problems) >= 2
    site = archive.published()
    assert b"root:x:" not in site
    assert b"javascript:alert" not in site


def _of(archive: Archive, said: str, element: str = "div", before: str = "", after: str = "") -> None:
    archive.write("posts.csv", HEAD + "101.one,2021-02-03T04:05:06Z,true,,newsletter,everyone,One,,\n")
    said = said.replace('"', "&quot;")
    archive.write("posts/101.one.html", f'<p>Before.</p>{before}<{element} data-attrs="{said}"></{element}>{after}')


def test_somebody_who_is_mentioned_stays_within_the_sentence(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _of(archive, '{"name":"Ann Lee","id":5,"type":"user","url":null}', "span", "<p>As ", " wrote.</p>")
    archive.run()
    assert archive.story("stories/2021/one.md").endswith("<p>Before.</p>\n\n<p>As Ann Lee wrote.</p>\n")


def test_the_pictures_of_a_gallery_are_shown_and_named_in_the_report(tmp_path: Path) -> None:
    first, second = (f"https://substack-post-media.s3.amazonaws.com/public/{name}.png" for name in "ab")
    archive = Archive(tmp_path)
    _of(archive, f'{{"gallery":{{"images":[{{"src":"{first}"}},{{"src":"{second}"}},7],"caption":"Two dams","alt":"Dams"}}}}')
    report = archive.run()
    assert archive.story("stories/2021/one.md").endswith(
        f'<figure><img src="{first}" alt="Dams"><img src="{second}" alt="Dams">\n<figcaption>Two dams</figcaption></figure>\n'
    )
    assert [name for name, _ in report.left] == [first, second]


def test_a_gallery_without_pictures_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _of(archive, '{"gallery":{"images":{},"caption":"Two dams"}}')
    report = archive.run()
    assert archive.story("stories/2021/one.md").endswith("<p>Before.</p>\n")
    assert sum(field.lost for field in report.fields.values()) == 1


def test_a_formula_is_shown_as_it_was_written(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _of(archive, '{"persistentExpression":"a < b^2","id":"X"}')
    archive.run()
    assert archive.story("stories/2021/one.md").endswith("<p>Before.</p>\n\n<pre>a &lt; b^2</pre>\n")
