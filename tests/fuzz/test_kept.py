"""What spoilt files once found: each made a traceback, or ended an import or a build with status 3."""

from __future__ import annotations

import os
import shutil
from html import escape
from pathlib import Path
from typing import Literal

import pytest
from lxml import etree

from broadsheet.config import MarkdownSettings
from broadsheet.content.markdown import Markdown
from broadsheet.engine.configuration import ledger_path
from broadsheet.engine.report import Silence
from broadsheet.importing.importer import run
from broadsheet.importing.xmlstream import Clean
from fuzz.judge import site_faults
from fuzz.samples import archives, publication
from fuzz.test_importing import imported, written
from newsroom import CLOCK, MARK, Newsroom, article


@pytest.mark.parametrize(
    ("kind", "old", "piece"),
    [
        ("medium", "Water flows", 'Water <a"b>x flows'),
        ("wordpress", "It rained.", 'It <a"b>x rained.'),
        ("ghost", "<p>We write.</p>", "<p>We <a'b>x</p>"),
        ("substack", "<h2>The dam</h2>", "<a<b>x</a<b><h2>The dam</h2>"),
        ("medium", "<!DOCTYPE html>", "<!--"),
        ("medium", "<!DOCTYPE html>", "<!-- <body> " * 9_000),
        ("medium", "<!DOCTYPE html>", "<b>" * 9_000),
    ],
)
def test_markup_that_is_none_ends_no_import(kind: str, old: str, piece: str, tmp_path: Path) -> None:
    sample = archives()[kind]
    changed = {path: data.replace(old.encode(), piece.encode()) for path, data in sample.files.items()}
    assert changed != sample.files
    imported(kind, written(sample._replace(files=changed), tmp_path / "source"), tmp_path / "into")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "mediawiki", "wordpress", "mbox", "feed", "warc", "docx"])
def test_a_folder_is_no_archive_that_is_one_file(kind: str, tmp_path: Path) -> None:
    source = written(archives()["eleventy"], tmp_path / "source")
    imported(kind, source, tmp_path / "into")


def test_a_table_of_posts_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    source = written(archives()["substack"], tmp_path / "source")
    (source / "posts.csv").rename(tmp_path / "posts.csv")
    (source / "posts.csv").symlink_to(tmp_path / "posts.csv")
    report = run(source, tmp_path / "into", Silence(), kind="substack", clock=CLOCK)
    assert [reason for _, reason in report.skipped] == ["there is no such table of posts"]


def test_a_record_that_says_it_is_longer_than_anything_is_read_as_far_as_it_goes_and_told(tmp_path: Path) -> None:
    sample = archives()["warc"]
    data = sample.files["x.warc"]
    at = data.rindex(b"Content-Length: ") + len(b"Content-Length: ")
    source = written(sample._replace(files={"x.warc": data[:at] + b"9" * 400 + data[at:]}), tmp_path / "source")
    report = run(source, tmp_path / "into", Silence(), kind="warc", clock=CLOCK)
    assert (report.posts, report.complete) == (2, False)
    assert [problem.code for problem in report.problems] == ["bad-import"]


@pytest.mark.parametrize("kind", ["wordpress", "blogger", "newsml", "mediawiki", "feed"])
def test_halves_of_a_character_as_codes_are_read_as_the_character(kind: str, tmp_path: Path) -> None:
    """Programs that count in UTF-16 write an emoji so; XML knows no such codes."""
    sample = archives()[kind]
    ((name, data),) = sample.files.items()
    changed = data.replace(b"flows", b"&#xD83D;&#xDE00; flows &#xD800;").replace(b"</title>", b" &#55357;&#56832;</title>")
    assert changed != data
    imported(kind, written(sample._replace(files={name: changed}), tmp_path / "source"), tmp_path / "into")
    assert "\U0001f600" in "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "into").rglob("*.md"))


def test_codes_are_joined_wherever_a_file_is_cut_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"&#xD83D;&#xDE00; &amp; " * 9_000 + b"a & b &")
    clean, found = Clean(tmp_path / "a.xml"), b""
    while data := clean.read():
        found += data
    clean.close()
    assert found == b"&#128512; &amp; " * 9_000 + b"a & b &"


@pytest.mark.parametrize("address", ["https://[::1", "http://[1:2:3]/", "http://a:99999/", "//[x/"])
@pytest.mark.parametrize(("kind", "old"), [("feed", "https://"), ("wordpress", "https://old.example"), ("warc", "https://old")])
def test_an_address_that_is_none_ends_no_import(kind: str, old: str, address: str, tmp_path: Path) -> None:
    sample = archives()[kind]
    changed = {path: data.replace(old.encode(), address.encode()) for path, data in sample.files.items()}
    assert changed != sample.files
    imported(kind, written(sample._replace(files=changed), tmp_path / "source"), tmp_path / "into")


def test_a_list_of_the_output_may_name_what_no_file_can_be_called(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01"))
    room.publish()
    shutil.rmtree(room.root / ".broadsheet")
    with (room.output / MARK).open("a") as mark:
        mark.write(f"{'a' * 9_000}\n{'b/' * 9_000}c\n{'d' * 300}/e\n")
    room.publish()


@pytest.mark.parametrize("name", ["lock", "config", "ledger", "pictures", "scratch", ""])
@pytest.mark.parametrize("kind", ["pipe", "folder", "file"])
def test_something_else_in_the_place_of_the_state_is_a_problem_with_its_place(name: str, kind: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01"))
    is_file = name in ("lock", "config", "ledger")
    place = ledger_path(room.root, room.output) if name == "ledger" else room.root / ".broadsheet" / name
    place.parent.mkdir(exist_ok=True)
    {"pipe": os.mkfifo, "folder": Path.mkdir, "file": Path.touch}[kind](place)
    room.build()
    assert room.codes == ([] if kind == ("file" if is_file else "folder") else ["special-file"])


def test_the_publication_that_is_spoilt_is_sound(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for path, data in publication().items():
        room.write(path, data)
    room.publish()
    assert site_faults(room.site(), "https://example.org/") == {}


def test_words_are_no_markup_in_a_feed_whose_descriptions_are_html(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    words = "Use <b>, <script>alert(1)</script> & co."
    room.write("content/stories/a.md", article(words, "2026-01-01", standfirst=words))
    room.write("content/stories/b.md", article(words, "2026-01-02", escape(words)))  # how a text begins is words, too
    room.publish()
    assert site_faults(room.site(), "https://example.org/") == {}
    described = [each.text for each in etree.fromstring(room.site()["rss.xml"]).iter("description")]
    assert described.count("Use &lt;b&gt;, &lt;script&gt;alert(1)&lt;/script&gt; &amp; co.") == 2


def test_template_code_that_is_shown_holds_no_control_character() -> None:
    """XML knows none: the feeds that carry the text would not be read."""
    outcome = Markdown(MarkdownSettings()).to_body("Words {% \x1fraw %} and {{ a\x00b }}.", "a.md")
    assert "Words {% raw %} and {{ ab }}." in outcome.value.html


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_a_comment_is_a_note_also_where_html_is_shown_as_text(engine: Literal["markdown", "commonmark"]) -> None:
    note, settings = "<!-- zyxcanary\n\nzyxcanary -->", MarkdownSettings(raw_html="refuse", engine=engine)
    told = f"A<!-- zyxcanary --> *b* {note} <b>c</b>.\n\n{note}\n\n- a ` b\n- {note} ` c\n\n"
    told += f"d ` e\n\n{note}\n\nf ` g \\` {note} `\n"
    code = "\n`<!-- shown -->`\n\n```\n<!-- shown -->\n```\n\n<!-- open"
    outcome = Markdown(settings).to_body(f"{told}\n{code}", "a.md")
    assert "zyxcanary" not in outcome.value.html
    assert "&lt;b&gt;c&lt;/b&gt;" in outcome.value.html
    assert outcome.value.html.count("&lt;!-- shown --&gt;") == 2
    assert "&lt;!-- open" in outcome.value.html
    assert [(each.code, each.span and each.span.line) for each in outcome.problems] == [
        ("removed-markup", 3),
        ("open-comment", 31),
    ]
    assert "zyxcanary" not in Markdown(settings).to_body(f"Text.\n\n```\n{note}\n\nNothing closes it.", "a.md").value.html
