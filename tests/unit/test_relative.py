"""Relative links: a page that opens from a disk."""

from __future__ import annotations

import pytest

from broadsheet.render.relative import relativize


@pytest.mark.parametrize(
    ("permalink", "target", "relative"),
    [
        ("/", "/", "index.html"),
        ("/", "/actors/x/", "actors/x/index.html"),
        ("/stories/2020/01/a/", "/", "../../../../index.html"),
        ("/stories/2020/01/a/", "/stories/2020/01/b/#p-1", "../b/index.html#p-1"),
        ("/stories/2020/01/a/", "/stories/2020/01/a/", "index.html"),
        ("/404.html", "/tags/", "tags/index.html"),
        ("/tags/", "/data/stories.csv", "../data/stories.csv"),
        ("/tags/", "/media/a%20b.png", "../media/a%20b.png"),
    ],
)
def test_an_address_becomes_the_way_from_file_to_file(permalink: str, target: str, relative: str) -> None:
    assert relativize(f'<a class="x" href="{target}">y</a>', permalink, "/") == f'<a class="x" href="{relative}">y</a>'


def test_the_base_path_is_taken_off() -> None:
    assert relativize('<a href="/archive/tags/">', "/", "/archive/") == '<a href="tags/index.html">'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">',
        '<a href="//cdn.example.org/x">',
        '<a href="#p-1">',
        '<a href="mailto:a@b.c">',
        '<meta name="citation_title" content="/etc/passwd">',
        '<p>href="/tags/"</p>',
        '<p title="x">the address is " href="/tags/" and so on</p>',
    ],
)
def test_what_is_no_address_of_ours_stays(html: str) -> None:
    assert relativize(html, "/a/", "/") == html


def test_pictures_and_refreshes_are_addresses_too() -> None:
    assert relativize('<img alt="" src="/media/a.png">', "/a/", "/") == '<img alt="" src="../media/a.png">'
    assert (
        relativize('<meta http-equiv="refresh" content="0; url=/b/">', "/a/", "/")
        == '<meta http-equiv="refresh" content="0; url=../b/index.html">'
    )


def test_every_copy_of_a_picture_is_an_address() -> None:
    html = '<source type="image/webp" srcset="/sub/a/b-480.webp 480w, /sub/a/b-9.webp 9w, //x.org/c 3w" sizes="94vw">'
    assert relativize(html, "/tags/", "/sub/") == (
        '<source type="image/webp" srcset="../a/b-480.webp 480w, ../a/b-9.webp 9w, //x.org/c 3w" sizes="94vw">'
    )


def test_a_text_with_an_angle_bracket_in_an_attribute_does_not_hide_the_next_link() -> None:
    html = '<img alt="a < b > c" src="/m.png"><a href="/b/">'
    assert relativize(html, "/", "/") == '<img alt="a < b > c" src="m.png"><a href="b/index.html">'


def test_a_page_in_a_folder_with_letters_beyond_ascii_counts_its_folders() -> None:
    assert relativize('<a href="/">', "/caf%C3%A9/x/", "/") == '<a href="../../index.html">'
