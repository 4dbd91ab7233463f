"""The tests' own link checker finds what it is there to find."""

from __future__ import annotations

from linkcheck import broken_links, broken_on_disk, pages_of, repeated_ids

SITE = {
    "index.html": b'<a href="/a/">1</a><a href="a/#x">2</a><a href="/b/">3</a>'
    b'<a href="https://other.org/">4</a><a href="#no">5</a>',
    "a/index.html": b'<p id="x"><p id="x"><img src="../m.png" srcset="/n.png 2x">'
    b'<meta http-equiv="refresh" content="0; url=/c/">',
    "m.png": b"",
}


def test_links_and_anchors_that_lead_nowhere_are_found() -> None:
    assert broken_links(SITE, "https://example.org/") == [
        "a/index.html: <img srcset='/n.png'> leads to nothing",
        "a/index.html: <meta refresh='/c/'> leads to nothing",
        "index.html: <a href='#no'> names no id",
        "index.html: <a href='/b/'> leads to nothing",
    ]


def test_a_link_that_leaves_the_base_path_is_found() -> None:
    assert "index.html: <a href='/a/'> leaves the site" in broken_links(SITE, "https://example.org/sub/")


def test_links_that_do_not_work_on_a_disk_are_found() -> None:
    assert broken_on_disk(SITE, "https://example.org/") == [
        "a/index.html: <img srcset='/n.png'> starts at the root",
        "a/index.html: <meta refresh='/c/'> starts at the root",
        "index.html: <a href='#no'> names no id",
        "index.html: <a href='/a/'> starts at the root",
        "index.html: <a href='/b/'> starts at the root",
        "index.html: <a href='a/#x'> leads to nothing",
    ]


def test_ids_that_stand_twice_are_found() -> None:
    assert repeated_ids(pages_of(SITE)) == ["a/index.html: x"]
