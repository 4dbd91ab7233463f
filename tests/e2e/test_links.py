"""Links: what is published leads somewhere, under any address and from a disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from linkcheck import broken_links, broken_on_disk, pages_of, repeated_ids
from newsroom import Newsroom, article, picture

Make = Callable[..., Newsroom]
LINKED = """
    -- broadsheet.yaml --
    title: The Test Times
    base_url: https://example.org/
    page_size: 2
    -- content/stories/2020/first.md --
    ---
    title: First
    date: 2020-01-01
    section: World
    tags: [Peace]
    dossier: Talks
    actors: [{name: Ann Lee, country: NO}]
    countries: [NO, TR]
    aliases: [/old/first/]
    image: {src: "my photo.png", alt: A photo}
    ---
    ## A crosshead

    To [the second](../2021/second.md), [its crosshead](../2021/second.md#what-came-of-it), [the same by
    address](/stories/2021/01/second/), [a person](/actors/ann-lee/), [below](#a-crosshead), [about](../../pages/about.md),
    [a file](/notes.txt) and a picture:
    ![Shown](my%20photo.png). A note.[^1] And [elsewhere](https://other.org/?a=1&b=2), [mail](mailto:a@example.org).

    [^1]: The note.
    -- content/stories/2020/my photo.png --
    -- content/stories/2021/second.md --
    ---
    title: Second
    date: 2021-01-01
    section: World
    tags: [Peace]
    dossier: Talks
    actors: [{name: Ann Lee, country: NO}]
    countries: [NO, TR]
    ---
    ## What came of it

    Ann Lee met Turkey's minister in Norway.
    -- content/actors/ann-lee.md --
    ---
    name: Ann Lee
    ---
    See [the first story](../stories/2020/first.md).
    -- content/pages/about.md --
    ---
    title: About
    ---
    Write to [us](help/contact.md).
    -- content/pages/help/contact.md --
    ---
    title: Contact
    ---
    Back to [about](../about.md) or [the start](/).
    -- static/notes.txt --
    notes
    """


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom(LINKED)
    made.stories(5, section="World", tags=["Peace"], dossier="Talks", actors=["Ann Lee"], countries=["NO", "TR"])
    return made


@pytest.mark.parametrize("base_url", ["https://example.org/", "https://example.org/a/b/"])
def test_every_link_and_anchor_leads_somewhere(room: Newsroom, base_url: str) -> None:
    room.publish(base_url=base_url)
    site = room.site()
    assert broken_links(site, base_url) == []
    assert repeated_ids(pages_of(site)) == []


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("/old/first/", "/stories/2020/01/first/"),
        ("/old/first#a-crosshead", "/stories/2020/01/first/#a-crosshead"),
        ("/old/first?from=mail#nowhere", "/stories/2020/01/first/?from=mail"),
        ("../../../../old/first/", "/stories/2020/01/first/"),
        ("/?p=12", "/stories/2020/01/first/"),
        ("/old/feed.xml", "/stories/2020/01/first/"),
        ("/?p=13", "/?p=13"),
    ],
)
def test_a_link_to_an_old_address_leads_to_the_page_that_was_there_and_not_by_way_of_it(
    room: Newsroom, written: str, led: str
) -> None:
    old = ["/old/first/", "/?p=12", "/old/feed.xml"]
    room.write("content/stories/2020/first.md", article("First", "2020-01-01", "## A crosshead\n\nText.", aliases=old))
    room.write("content/stories/third.md", article("Third", "2021-03-01", f"See [the first]({written})."))
    room.publish()
    assert f'<a href="{led}">the first</a>' in room.page("/stories/2021/03/third/")


def test_links_in_a_body_become_addresses_whether_they_name_a_file_or_an_address(room: Newsroom) -> None:
    room.publish()
    page = room.page("/stories/2020/01/first/")
    for link in (
        '<a href="/stories/2021/01/second/">the second</a>',
        '<a href="/stories/2021/01/second/#what-came-of-it">its crosshead</a>',
        '<a href="/stories/2021/01/second/">the same by\naddress</a>',
        '<a href="/actors/ann-lee/">a person</a>',
        '<a href="#a-crosshead">below</a>',
        '<a href="/about/">about</a>',
        '<a href="/notes.txt">a file</a>',
        '<img alt="Shown" src="/media/stories/2020/my%20photo.png" width="1" height="1" fetchpriority="high" decoding="async">',
        '<a href="https://other.org/?a=1&amp;b=2" rel="noopener">elsewhere</a>',
        '<a href="mailto:a@example.org">mail</a>',
    ):
        assert link in page


@pytest.mark.parametrize("base_url", ["", "https://example.org/sub/path/"])
def test_a_relative_site_opens_from_a_disk(room: Newsroom, base_url: str) -> None:
    room.publish(relative=True, base_url=base_url)
    site = room.site()
    assert broken_on_disk(site, base_url or "https://example.org/") == []
    front = [written for tag, _, written in pages_of(site)["index.html"].targets if tag == "a"]
    assert "actors/index.html" in front
    assert not any(written.startswith("/") or written.endswith("/") for written in front if "://" not in written)


def test_a_relative_site_has_the_same_files_and_wherever_it_lies_the_same_bytes(room: Newsroom, tmp_path: Path) -> None:
    room.publish()
    plain = room.site()
    room.publish(relative=True, output=str(tmp_path / "one"))
    one = room.site()
    room.publish(relative=True, output=str(tmp_path / "deep" / "two"))
    assert set(one) == set(plain)
    assert room.site() == one


def test_a_link_that_leads_nowhere_is_reported_at_its_place_and_published_as_text(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/treaty.md --
        ---
        title: Treaty
        date: 2020-01-01
        ---
        First line, then [a slip](treatty.md) and ![gone](gone.png).

        And [an address](/tags/peacee/), [an anchor](#nowhere).
        """)
    room.write("content/stories/b.md", article("B", "2020-01-02", tags=["Peace"]))
    report = room.build()
    assert room.problems == [
        "content/stories/treaty.md:5:27: warning: `treatty.md` leads to nothing in this publication; did you mean `treaty.md`? "
        "[broken-link]",
        "content/stories/treaty.md:5:51: warning: `gone.png` leads to nothing in this publication; the text was kept, "
        "the link was "
        "not [broken-link]",
        "content/stories/treaty.md:7:18: warning: `/tags/peacee/` leads to nothing in this publication; did you mean "
        "`/tags/peace/`? [broken-link]",
        "content/stories/treaty.md:7:46: warning: `#nowhere` leads to nothing in this publication; the text was kept, "
        "the link was "
        "not [broken-link]",
    ]
    assert report.published
    page = room.page("/stories/2020/01/treaty/")
    assert '<a class="unresolved">a slip</a> and <span class="missing-image">gone</span>' in page
    assert broken_links(room.site(), "https://example.org/") == []


def test_a_link_to_a_draft_leads_nowhere_and_does_not_say_why(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", "See [b](b.md) and [b](/stories/2020/01/b/)."))
    room.write("content/stories/b.md", article("B", "2020-01-01", draft=True))
    room.build()
    assert room.codes == ["broken-link", "broken-link"]
    assert room.page("/stories/2020/01/a/").count('<a class="unresolved">b</a>') == 2


def test_a_picture_of_the_metadata_that_is_not_there_is_an_error(newsroom: Make) -> None:
    room = newsroom("-- content/stories/a.md --\n---\ntitle: A\ndate: 2020-01-01\nimage: {src: gone.png, alt: Gone}\n---\n")
    room.build()
    assert room.problems == [
        "content/stories/a.md:4:14: error: there is no picture `gone.png`; put the file beside the text that names it, "
        "or write its "
        "path from `static/` with a leading slash [broken-media]"
    ]


def test_a_name_is_linked_at_its_first_mention_and_not_in_links_headings_or_code(newsroom: Make) -> None:
    room = newsroom("""
        -- content/actors/ann-lee.md --
        ---
        name: Ann Lee
        aliases: [Lee of Oslo]
        ---
        -- content/stories/a.md --
        ---
        title: A
        date: 2020-01-01
        actors: [Ann Lee, Bob Roe]
        countries: [NO]
        ---
        ## Ann Lee in Norway

        [Talks with Ann Lee](https://other.org/) and `Ann Lee` in code. Then Ann Lee's visit, and Ann Lee again, Lee of Oslo too.

        Norway was the host, as Norway often is. Bob Roe, who has no file of his own, came. Annelee and Ann Leeds did not.
        """)
    room.publish()
    page = room.page("/stories/2020/01/a/")
    body = page.partition('<div class="body"')[2].partition("</div>")[0]
    assert body.count('href="/actors/ann-lee/"') == 1
    assert 'Then <a href="/actors/ann-lee/">Ann Lee</a>\'s visit, and Ann Lee again, Lee of Oslo too.' in body
    assert body.count('href="/countries/norway/"') == 1
    assert '<a href="/countries/norway/">Norway</a> was the host, as Norway often is.' in body
    assert "/actors/bob-roe/" not in body
    assert ">Ann Lee in Norway</h2>" in body
    assert 'rel="noopener">Talks with Ann Lee</a>' in body
    assert "<code>Ann Lee</code>" in body


def test_a_page_does_not_link_its_own_name(newsroom: Make) -> None:
    room = newsroom("-- content/actors/ann-lee.md --\n---\nname: Ann Lee\ncountry: NO\n---\nAnn Lee lives in Norway.\n")
    room.publish()
    biography = room.page("/actors/ann-lee/").partition("biography")[2].partition("</div>")[0]
    assert 'Ann Lee lives in <a href="/countries/norway/">Norway</a>.' in biography


@pytest.mark.parametrize("setting", ["menus: {main: [{name: X, url: /nowhere/}]}", "logo: /gone.png", "logo: gone.png"])
def test_an_address_of_the_configuration_that_leads_nowhere_is_reported(newsroom: Make, setting: str) -> None:
    room = newsroom(f"-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\n{setting}\n")
    room.build()
    assert len(room.problems) == 1
    assert room.problems[0].startswith("broadsheet.yaml:3:")


def test_a_link_finds_a_file_whose_name_is_stored_in_another_unicode_form(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/cafe\u0301.md", article("A", "2020-01-01"))
    room.write("content/stories/b.md", article("B", "2020-01-01", "[x](caf\u00e9.md)"))
    room.publish()


def test_media_with_any_name_are_linked_so_that_they_are_found(newsroom: Make) -> None:
    names = ("a#b.png", "ü.png", "a%20b.png", "a&b.png", "a'b.png", "a b.png")
    room = newsroom()
    for name in names:
        room.write(f"content/stories/{name}", picture())
    room.write("content/stories/a.md", article("A", "2020-01-01", " ".join(f"![x]({quote(name)})" for name in names)))
    room.publish()
    assert sum(path.startswith("media/") for path in room.site()) == len(names)
    assert broken_links(room.site(), "https://example.org/") == []
    room.publish(relative=True)
    assert broken_on_disk(room.site(), "https://example.org/") == []
