"""File types: what may be published beside pages, by name and by bytes."""

from __future__ import annotations

import pytest

from broadsheet.content.filetypes import bytes_fault, is_named, media_fault, static_fault

HTML = b"<!doctype html><script>alert(1)</script>"
ACTIVE = ("html", "htm", "xhtml", "shtml", "js", "mjs", "xml", "xsl", "xslt", "wasm", "swf", "hta", "svgz", "mht", "php", "rss")


@pytest.mark.parametrize(
    "name", ["a.jpg", "A.JPEG", "a.svg", "a.pdf", "a.mp3", "a.webm", "a.csv", "a.geojson", "a.docx", "a.zip", "a.epub", "a.patch"]
)
def test_pictures_sound_film_papers_and_data_may_be_published(name: str) -> None:
    assert media_fault(f"content/stories/{name}") == ""


@pytest.mark.parametrize("suffix", ACTIVE)
def test_what_a_browser_runs_may_not(suffix: str) -> None:
    assert media_fault(f"content/a.{suffix.upper()}") == f"browsers run programs in files of the kind `.{suffix}`"
    assert static_fault(f"a.{suffix}", ()) != ""


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe1\0", b"\x89PNG\r\n\x1a\n\0", b"GIF89a\0"])
def test_a_picture_has_the_name_of_one_or_it_is_not_cleaned(data: bytes) -> None:
    for name in ("a.ico", "a.JPG", "a.png", "a.heic"):
        assert bytes_fault(name, data) == ""
    for name in ("a.mp4", "a.csv", "a.zip", "a.woff", "notes"):
        assert bytes_fault(name, data) == "its bytes are a picture, which is not cleaned under such a name"


def test_what_nobody_named_may_not_either() -> None:
    assert media_fault("content/a.xyz") == "files of the kind `.xyz` are not among those that are published"
    assert media_fault("content/a") == "its name says no kind of file"
    assert media_fault("content/a.b/.png") == "its name says no kind of file"
    assert media_fault("content/a.jpg.html") != ""


@pytest.mark.parametrize(
    "name", ["a.html.gz", "a.HTML.txt", "a.svg.srt", "a.svg.gz", "a.js.", "a.php.jpg", "a.shtml.pdf", ".html", ".htm.csv"]
)
def test_what_a_server_may_take_for_something_active_may_not_either(name: str) -> None:
    assert media_fault(f"content/{name}") != ""
    assert static_fault(name, ()) != ""


@pytest.mark.parametrize("name", ["node.js.png", "a.html.jpg", "a.tar.gz", "v1.2.csv"])
def test_a_dot_in_a_name_is_allowed_where_servers_take_nothing_before_it_for_a_kind(name: str) -> None:
    assert media_fault(f"content/{name}") == ""


@pytest.mark.parametrize(
    "path", ["CNAME", "robots.txt", ".well-known/security.txt", "fonts/a.woff2", "site.css", "icon.svg", ".nojekyll"]
)
def test_a_publisher_finds_in_static_what_sites_need(path: str) -> None:
    assert static_fault(path, ("assets/",)) == ""


@pytest.mark.parametrize(
    "path",
    [
        *("_headers", "sub/.htaccess", "_redirects", "assets/a.txt", "a.html", "_worker.js", "_HEADERS", ".HTACCESS"),
        *(".env", "a/.env", ".git/config", "a/.git", ".svn/entries", "a/.well-known/x.txt", ".well-known/.git/config"),
        *(".htpasswd", "vercel.json", "now.json", "firebase.json", "serve.json", "staticwebapp.config.json", "sub/routes.json"),
    ],
)
def test_what_a_host_obeys_and_the_folders_of_our_scripts_are_not_for_everybody(path: str) -> None:
    assert static_fault(path, ("assets/",)) != ""


def test_a_publisher_vouches_by_path_and_pattern() -> None:
    patterns = ("google12.html", "tools/*")
    assert is_named("google12.html", patterns)
    assert is_named("tools/a/b.js", patterns)
    assert not is_named("other/google12.html", patterns)
    assert not is_named("toolsy.js", patterns)


@pytest.mark.parametrize(
    "data",
    [
        HTML,
        b"\n \t" + HTML,
        b"\xef\xbb\xbf" + HTML,
        HTML.decode().encode("utf-16"),
        b"<?xml version='1.0'?><a/>",
        b"<svg/>",
        b"<a>",
        b"<!-- -->",
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.csv", "a.txt", "a.json", "a.pdf", "a.zip", "CNAME"])
def test_markup_under_another_name_is_found(name: str, data: bytes) -> None:
    assert "HTML, XML or SVG" in bytes_fault(name, data)


@pytest.mark.parametrize(
    "data",
    [
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3",
        b"-----BEGIN PRIVATE KEY-----\n",
        b"a\n-----BEGIN PGP PRIVATE KEY BLOCK-----",
        b"PuTTY-User-Key-File-3: ssh-ed25519",
        b"# created\nAGE-SECRET-KEY-1Q",
        b"untrusted comment: minisign encrypted secret key\nRW",
    ],
)
@pytest.mark.parametrize("name", ["id_rsa", "minisign.key", "a.txt", "a.asc"])
def test_a_private_key_is_not_published(name: str, data: bytes) -> None:
    assert bytes_fault(name, data) == "it holds a private key"
    assert bytes_fault(name, b"-----BEGIN PGP PUBLIC KEY BLOCK-----") == ""
    assert bytes_fault(name, b"untrusted comment: minisign public key 12\nRW") == ""


@pytest.mark.parametrize("name", ["a.jpg", "a.mp3", "a.zip", "a.pdf", "a.woff2"])
def test_a_program_under_the_name_of_a_picture_is_found(name: str) -> None:
    assert "its bytes are a text" in bytes_fault(name, b"import('/x.js'); alert(1)\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj"),
        ("a.rtf", b"{\\rtf1 hello}"),
        ("a.txt", b"a < b, and 1 <2"),
        ("a.csv", b"a;b\n<1;2\n"),
        ("a.csv", b""),
        ("a.png", b""),
        ("a.json", b'{"a": "<b>"}'),
        ("a.vtt", b"WEBVTT"),
        ("a.vtt", b"\xef\xbb\xbfWEBVTT - of the dam\n\n00:00.000 --> 00:01.000\n<v Ann>Water.\n"),
    ],
)
def test_what_is_what_its_name_says_is_left_alone(name: str, data: bytes) -> None:
    assert bytes_fault(name, data) == ""


@pytest.mark.parametrize("data", [b"1\n00:00:00,000 --> 00:00:01,000\nWater.\n", b"WEBVTTx\n", b"\nWEBVTT\n", b"alert(1)"])
def test_captions_are_what_begins_as_browsers_need_it(data: bytes) -> None:
    assert bytes_fault("a.vtt", data) == "by its name it is `.vtt`, but its bytes do not begin with `WEBVTT`"
