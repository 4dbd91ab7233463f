"""The command `import`: what it says, how it ends, and what its documentation promises."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from archives import Archive
from broadsheet.cli import main
from broadsheet.importing.kinds import KINDS

DOCS = Path(__file__).parents[2] / "generator" / "docs"
SCHEMA = json.loads((DOCS / "import-report.schema.json").read_text())
POST = "-- _config.yml --\ntitle: T\n-- _posts/2020-01-01-one.md --\n---\ntitle: One\n---\nFirst.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path, POST)


def test_an_import_in_which_nothing_is_left_out_ends_with_0(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(archive.source), "--into", str(archive.into)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        f"{archive.source} (jekyll) into {archive.into}: 1 found, 1 in",
        "  1 story",
        "  what happened: 1 new",
        "  used: title → title (1)",
        "  to look at: 1",
        "    broadsheet.yaml: nothing says which language the stories are in; `en` stands in: for another write `language: …`",
        "everything came over",
        f"next: broadsheet serve {archive.into}",
    ]
    assert main(["build", str(archive.into), "--base-url", "https://example.org/"]) == 0


def test_an_import_that_leaves_something_out_ends_with_1_and_its_report_is_of_the_schema(archive: Archive) -> None:
    archive.write("_posts/2020-01-02-two.md", "no front matter")
    report = archive.into.parent / "report.json"
    assert main(["import", str(archive.source), "--into", str(archive.into), "--report", str(report), "--quiet"]) == 1
    said = json.loads(report.read_text())
    jsonschema.validate(said, SCHEMA)
    assert said["skipped"] == [
        {"source": "_posts/2020-01-02-two.md:1:1", "reason": "it has no front matter, so it is no article"}
    ]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**said, "kept": 1}, SCHEMA)


def test_every_kind_of_archive_is_named_in_the_documentation() -> None:
    introduction = (DOCS / "importing.md").read_text(encoding="utf-8").partition("## What happens")[0]
    named = re.findall(r"`([a-z]+)`", introduction.partition("names it:")[2].partition(".")[0])
    assert sorted(named) == sorted(KINDS)


def test_what_is_left_out_for_the_same_reason_is_told_in_one_line(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    for day in (2, 3, 4, 5):
        archive.write(f"_posts/2020-01-0{day}-x.md", "no front matter")
    main(["import", str(archive.source), "--into", str(archive.into), "--dry-run"])
    places = ", ".join(f"_posts/2020-01-0{day}-x.md:1:1" for day in (2, 3, 4))
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index("  skipped: 4") + 1] == f"    {places} and 1 more: it has no front matter, so it is no article"
    assert "  what would happen: 1 new" in lines
    assert lines[-1].startswith("something was left out"), "after a dry run nothing can be served"


def test_a_wrong_command_line_ends_with_2_and_says_what_to_do(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    into = ["--into", str(archive.into)]
    assert main(["import", str(archive.source), *into, "--kind", "jekill"]) == 2
    assert "did you mean `jekyll`?" in capsys.readouterr().err
    assert main(["import", str(archive.source / "nowhere"), *into]) == 2
    assert "there is no `" in capsys.readouterr().err
    (archive.source / "empty").mkdir()
    assert main(["import", str(archive.source / "empty"), *into]) == 2
    assert "looks like nothing that can be imported; name its kind with --kind: " in capsys.readouterr().err
    assert not archive.into.exists()


def test_an_import_that_finds_nothing_ends_with_1(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    place = archive.write("text.xml", "<x/>")
    assert main(["import", str(place), "--into", str(archive.into), "--kind", "blogger"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "nothing was found in it: is it whole, and of this kind?"
    assert not archive.into.exists()


def test_a_dry_run_with_json_is_one_event_and_writes_nothing(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(archive.source), "--into", str(archive.into), "--dry-run", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    last = events[-1]
    assert last.pop("event") == "imported"
    jsonschema.validate(last, SCHEMA)
    assert not archive.into.exists()


PLAIN = "---\ntitle: One\ndate: 2020-01-01\n---\nText.\n"
TOML = '+++\ntitle = "One"\ndate = 2020-01-01\n+++\nText.\n'
WXR = (
    '-- my-wordpress.xml --\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title><item><title>One</title>'
    "<content:encoded><![CDATA[Text.]]></content:encoded><wp:post_id>1</wp:post_id>"
    "<wp:post_date>2020-01-01 10:00:00</wp:post_date>"
    "<wp:post_name>one</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>\n"
)
GHOST = (
    '-- my-ghost.json --\n{"db": [{"meta": {"exported_on": 1}, "data": {"posts": [{"id": "1", "title": "One", "slug": "one",'
    ' "html": "<p>Text.</p>", "status": "published", "published_at": "2020-01-01T10:00:00Z"}]}}]}\n'
)
SUBSTACK = (
    "-- posts.csv --\npost_id,post_date,is_published,type,audience,title\n"
    "1.one,2020-01-01T10:00:00Z,true,newsletter,everyone,One\n-- posts/1.one.html --\n<p>Text.</p>\n"
)
MEDIUM = (
    '-- posts/2020-01-01_One-aaaaaaaaaaa1.html --\n<body><article class="h-entry"><h1 class="p-name">One</h1>'
    '<section class="e-content"><p>Text.</p></section><time class="dt-published" datetime="2020-01-01T10:00:00Z"></time>'
    '<a href="https://medium.com/@ann/one-aaaaaaaaaaa1" class="p-canonical">Link</a></article></body>\n'
)
BLOGGER = (
    '-- my-blogger.xml --\n<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>post-1</id><title>One</title>'
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>'
    "<published>2020-01-01T10:00:00Z</published><content>Text.</content></entry></feed>\n"
)
WIKI = (
    '-- my-wiki.xml --\n<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><page><title>One</title><ns>0</ns><id>1</id>'
    "<revision><id>1</id><timestamp>2020-01-01T10:00:00Z</timestamp><text>Text.</text></revision></page></mediawiki>\n"
)
SOURCES = {
    "my-wordpress.xml": WXR,
    "my-ghost.json": GHOST,
    "my-substack": SUBSTACK,
    "my-medium-export": MEDIUM,
    "my-blogger.xml": BLOGGER,
    "my-wiki.xml": WIKI,
    "my-jekyll-site": POST,
    "my-hugo-site": f'-- hugo.toml --\ntitle = "T"\n-- content/news/one.md --\n{TOML}',
    "my-zola-site": f'-- config.toml --\nbase_url = "https://z.example"\n-- content/one.md --\n{TOML}',
    "my-eleventy-site": f"-- eleventy.config.js --\n-- posts/one.md --\n{PLAIN}",
    "my-pelican-site": '-- pelicanconf.py --\nSITENAME = "T"\n-- content/one.rst --\nOne\n###\n\n:date: 2020-01-01\n\nText.\n',
    "my-nikola-site": "-- conf.py --\n-- posts/one.md --\n<!--\n.. title: One\n.. date: 2020-01-01\n-->\n\nText.\n",
    "my-wire": '-- one.json --\n{"headline": "One", "body_html": "<p>Text.</p>", "versioncreated": "2020-01-01T00:00:00Z"}\n',
    "my-documents": "-- 2020-01-01-one.odt --\n",
    "my-stories.csv": "-- my-stories.csv --\ntitle,date,text\nOne,2020-01-01,Text.\n",
    "my-stories.jsonl": '-- my-stories.jsonl --\n{"title": "One", "date": "2020-01-01", "body": "Text."}\n',
    "my-feed.xml": "-- my-feed.xml --\n<rss><channel><item><title>One</title><guid>1</guid>"
    "<pubDate>Wed, 01 Jan 2020 10:00:00 GMT</pubDate><description>Text.</description></item></channel></rss>\n",
    "my-mirror": '-- one.html --\n<html><head><title>One</title><meta name="date" content="2020-01-01"></head>'
    "<body><article><p>Words of the story that are long enough.</p></article></body></html>\n",
    "my-texts": "-- 2020-01-01-one.txt --\nOne\n\n1 January 2020\n\nWords.\n",
    "my-mail.mbox": (
        "-- my-mail.mbox --\nFrom a Wed Jan  1 10:00:00 2020\nFrom: Ann <a@b.example>\nSubject: One\n"
        "Date: Wed, 1 Jan 2020 10:00:00 +0000\n\nText.\n"
    ),
    "my-crawl.warc.gz": "-- my-crawl.warc.gz --\n",
    "my-notes": f"-- one.md --\n{PLAIN}",
}


def commands() -> list[str]:
    """Return the commands of the documentation, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / "importing.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = (line.partition("  #")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("broadsheet ")]


def test_the_documentation_has_commands_for_each_source() -> None:
    text = "\n".join(commands())
    assert [name for name in SOURCES if f"import {name}" not in text] == []


@pytest.mark.parametrize("name", SOURCES)
def test_the_commands_of_the_documentation_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    archive = Archive(tmp_path)
    archive.source = tmp_path / name if not name.endswith((".xml", ".csv", ".jsonl", ".json", ".mbox", ".gz")) else tmp_path
    Archive.write(archive, "unused", "")
    for path, content in _files(SOURCES[name]).items():
        made = {".odt": _odt, ".gz": _warc}.get(Path(path).suffix)
        archive.write(path, made() if made else content)
    ours = [line for line in commands() if f" {name}" in line]
    assert ours
    for line in ours:
        status = main(shlex.split(line)[1:])
        assert status in (0, 1), capsys.readouterr()
        assert (tmp_path / "archive").exists() is ("--dry-run" not in line)
        capsys.readouterr()
    assert main(["build", "archive", "--base-url", "https://example.org/"]) == 0, capsys.readouterr()
    assert (tmp_path / "archive/site/stories/2020/01/one/index.html").is_file()


def _files(text: str) -> dict[str, str]:
    from newsroom import unpack

    return unpack(text)


def _odt() -> bytes:
    """Return a document of one paragraph."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        body = f"<office:body {spaces}><office:text><text:p>Text.</text:p></office:text></office:body>"
        package.writestr("content.xml", body)
    return whole.getvalue()


def _warc() -> bytes:
    """Return a web archive of one page."""
    page = b'<meta name="date" content="2020-01-01"><title>One</title><article><p>Words of the story, long enough.</p></article>'
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://old.example/one\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def test_a_report_is_written_whole_or_not_at_all(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Iterator[str]:
        yield '{"half": '
        raise OSError(errno.ENOSPC, "no space left on device")

    report = archive.into.parent / "report.json"
    report.write_text("of the import before")
    asked = ["import", str(archive.source), "--into", str(archive.into), "--quiet", "--report"]
    with monkeypatch.context() as patched:
        patched.setattr("broadsheet.printed.json_pieces", full)
        assert main([*asked, str(report)]) == 3
    assert report.read_text() == "of the import before"
    assert sorted(path.name for path in report.parent.iterdir()) == ["publication", "report.json", "source"]
    reading, writing = os.pipe()
    assert main([*asked, f"/dev/fd/{writing}"]) == 0, "a pipe is written to, and not replaced"
    os.close(writing)
    with os.fdopen(reading) as pipe:
        jsonschema.validate(json.load(pipe), SCHEMA)
