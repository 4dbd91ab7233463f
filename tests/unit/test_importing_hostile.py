"""Archives that are made to do harm, or are damaged: what is whole comes over, and the report names the rest."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from archives import Archive
from broadsheet.importing import files, guard, jsonstream, ninjs, tables, writing, xmlstream
from broadsheet.importing.importer import ImportRefusedError
from broadsheet.importing.post import Skipped
from broadsheet.problems import Span

WXR = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>T</title>{}</channel></rss>"
)
ITEM = (
    "<item><title>{name}</title><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{name}</wp:post_id>"
    "<wp:post_date>2020-01-01 10:00:00</wp:post_date><wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status>"
    "<wp:post_type>post</wp:post_type></item>"
)
GHOST = '{{"db": [{{"meta": {{"exported_on": 1}}, "data": {{"posts": [{}]}}}}]}}'
ROW = (
    '{{"id": "{name}", "title": "{name}", "slug": "{name}", "html": "{body}", "status": "published",'
    ' "published_at": "2020-01-01T10:00:00Z"}}'
)
WIKI = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">{}</mediawiki>'
PAGE = (
    "<page><title>{name}</title><ns>0</ns><id>{name}</id><revision><id>1</id><timestamp>2020-01-01T10:00:00Z</timestamp>"
    "<text>{body}</text></revision></page>"
)
TOO_DEEP = "its elements stand too deep in one another, or one is too long"


def wordpress(body: str) -> str:
    """Return an export with a post of this body between two others."""
    posts = (("first", "Whole."), ("odd", body), ("last", "Whole."))
    return WXR.format("".join(ITEM.format(name=name, body=text) for name, text in posts))


def ghost(body: str) -> str:
    posts = (("first", "Whole."), ("odd", body), ("last", "Whole."))
    return GHOST.format(", ".join(ROW.format(name=name, body=text) for name, text in posts))


def wiki(body: str) -> str:
    posts = (("first", "Whole."), ("odd", body), ("last", "Whole."))
    return WIKI.format("".join(PAGE.format(name=name, body=text) for name, text in posts))


@pytest.mark.parametrize(("kind", "text"), [("wordpress", wordpress("Endless")), ("mediawiki", wiki("&lt;ref&gt;" * 20_000))])
def test_a_post_that_takes_too_long_is_left_out_and_the_rest_comes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, text: str
) -> None:
    def endless(found: str, *_: object) -> str:
        while found == "odd":
            pass
        return found

    monkeypatch.setattr(guard, "SECONDS", 1)
    monkeypatch.setattr("broadsheet.importing.wordpress.plain_text", endless)
    archive = Archive(tmp_path)
    archive.write("a.xml", text)
    report = archive.run(source="a.xml")
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"], kind
    assert [why for _, why in report.skipped] == ["it takes more than 1 s of the processor's time to read it"]


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
def test_a_fault_that_nobody_foresaw_ends_with_its_post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def faulty(found: object) -> str:
        if "odd" in str(found):
            raise KeyError("unforeseen")
        return str(found)

    monkeypatch.setattr(f"broadsheet.importing.{kind}.plain_text", faulty)
    archive = Archive(tmp_path)
    name, text = ("a.xml", wordpress("x")) if kind == "wordpress" else ("g.json", ghost("x"))
    archive.write(name, text)
    report = archive.run(source=name)
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"]
    assert [problem.message for problem in report.problems] == ["it cannot be read: KeyError: 'unforeseen'"]
    assert not report.complete


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make small posts large."""
    monkeypatch.setattr(xmlstream, "LARGEST", 200_000)
    monkeypatch.setattr(xmlstream, "_MOST_MARKS", 25_000)
    monkeypatch.setattr(jsonstream, "LARGEST", 200_000)
    monkeypatch.setattr(jsonstream, "_CHUNK", 1_000)


TRAPS = "</item><item> </entry> </page><page> <!-- " * 8_000
BLOG = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><generator>Blogger</generator>\n{}</feed>'
ENTRY = (
    "<entry><id>tag:blogger.com,1999:blog-1.post-{name}</id><published>2020-01-01T10:00:00Z</published>"
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>'
    '<title>{name}</title><content type="html">{body}</content></entry>'
)


def blog(body: str) -> str:
    return BLOG.format(
        "".join(ENTRY.format(name=name, body=text) for name, text in (("first", "A."), ("odd", body), ("last", "B.")))
    )


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("a.xml", wordpress("x" * 300_000), 1, id="text"),
        pytest.param("a.xml", wordpress("x\n" * 150_000).replace("<item>", "\n\n<item>"), 5, id="lines"),
        pytest.param("a.xml", wordpress("<b>" * 60_000), 1, id="elements"),
        pytest.param("a.xml", wordpress(TRAPS), 1, id="tags-in-a-text"),
        pytest.param("a.xml", wordpress(f"{'x' * 300_000}]]></content:encoded><!--{TRAPS}--><x><![CDATA["), 1, id="a-comment"),
        pytest.param("a.xml", wordpress("x" * 300_000).replace("</item>", "</item\n >"), 2, id="blanks-in-a-tag"),
        pytest.param("a.xml", wiki("x" * 300_000), 1, id="wiki"),
        pytest.param("a.xml", blog("x" * 300_000), 2, id="blog"),
        pytest.param("g.json", ghost("x" * 300_000), 1, id="row"),
        pytest.param("g.json", ghost('[{\\"' * 60_000).replace(', {"id"', ',\n{"id"'), 2, id="marks-in-a-row"),
    ],
)  # fmt: skip
def test_a_post_that_would_fill_the_memory_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, line: int
) -> None:
    large(monkeypatch)
    archive = Archive(tmp_path)
    archive.write(name, text)
    report = archive.run(source=name)
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"]
    assert list(report.problems) == []
    ((place, why),) = report.skipped
    assert place == f"{name}:{line}:1"
    assert why.startswith("it is larger than 64 MB")


def test_several_such_posts_are_passed_over_and_the_others_have_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    posts = [(f"p{number}", "x" * 300_000 if number in (1, 3, 4) else "") for number in range(1, 6)]
    text = WXR.format("\n".join(ITEM.format(name=name, body=body) for name, body in posts))
    archive = Archive(tmp_path)
    archive.write("a.xml", text.replace("<wp:status>publish</wp:status>", "<wp:status>draft</wp:status>"))
    report = archive.run(source="a.xml")
    assert [place for place, _ in report.skipped] == ["a.xml:1:1", "a.xml:3:1", "a.xml:4:1"]
    assert [place for place, _, _ in report.held] == ["a.xml:2:1", "a.xml:5:1"]


@pytest.mark.parametrize(
    "text", [blog("x" * 300_000).encode("utf-16"), blog("x" * 300_000).partition("x<")[0].encode()], ids=["wide", "cut"]
)
def test_an_archive_in_which_such_a_post_has_no_end_ends_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    large(monkeypatch)
    archive = Archive(tmp_path)
    archive.write("a.xml", text)
    report = archive.run(source="a.xml")
    assert archive.stories() == ["stories/2020/first.md"]
    assert "any further" in report.problems[0].message


def test_a_body_that_is_too_large_is_left_out_and_the_rest_comes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LARGEST", 1_000)
    archive = Archive(tmp_path)
    archive.write("a.xml", wordpress("x" * 2_000))
    report = archive.run(source="a.xml")
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"]
    assert [why for _, why in report.skipped] == ["it is larger than 64 MB"]


@pytest.mark.parametrize(("name", "make"), [("a.xml", wordpress), ("g.json", ghost)])
def test_words_that_stand_too_deep_are_not_lost_in_silence(tmp_path: Path, name: str, make: Callable[[str], str]) -> None:
    archive = Archive(tmp_path)
    archive.write(name, make("<div>" * 3_000 + "Deep down"))
    report = archive.run(source=name)
    assert [TOO_DEEP in problem.message for problem in report.problems] == [True]
    assert not report.complete
    assert "stories/2020/first.md" in archive.stories()
    assert "stories/2020/last.md" in archive.stories()
    if name == "a.xml":
        assert "Deep down" in archive.story("stories/2020/odd.md"), "as a plain text"


def test_posts_that_are_lost_in_a_damaged_export_are_counted(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.xml", wordpress("Words."))
    assert archive.run(source="a.xml").complete
    archive.write("a.xml", wordpress("Words.").replace("<title>", "<title>\xff<//<<", 1))
    report = archive.run(source="a.xml")
    lost = [str(problem) for problem in report.problems if "cannot be read" in str(problem)]
    assert lost == [
        "a.xml:1:1: error: the file is damaged: 3 of the 3 posts that begin in it cannot be read; "
        "export it again, or copy it again [bad-import]"
    ]
    assert not report.complete


def test_control_characters_without_end_are_passed_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    before, after = wordpress("Whole.").encode().split(b"Whole.", 1)
    archive.write("a.xml", before + b"\0" * (xmlstream._CHUNK * 1_200) + b"Whole." + after)
    report = archive.run(source="a.xml", kind="wordpress")
    assert [place for place, _ in report.skipped] == ["a.xml:1:1"]
    assert archive.stories() == ["stories/2020/last.md", "stories/2020/odd.md"]
    assert report.problems == []


def test_comments_that_nothing_closes_before_the_first_element_take_time_in_proportion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.xml"
    place.write_bytes(b"<!--" * 200_000 + b"<rss>")
    found = guard.guarded(Span("a.xml"), lambda: Skipped(Span("a.xml"), str(xmlstream.declares_entities(place))))
    assert [each.reason for each in found if isinstance(each, Skipped)] == ["False"]


@pytest.mark.parametrize("name", ["export.zip", "export.xml.gz"])
def test_what_is_packed_is_to_be_unpacked(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path)
    archive.write(name, b"PK")
    with pytest.raises(ImportRefusedError, match="is packed: unpack it"):
        archive.run(source=name)


@pytest.mark.parametrize("name", ["a.odt", "a.docx"])
def test_a_part_of_a_package_is_not_unpacked_beyond_what_it_says(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path)
    place = archive.write(f"documents/{name}", b"")
    part = b"content.xml" if name == "a.odt" else b"word/document.xml"
    with ZipFile(place, "w", ZIP_DEFLATED) as package:
        package.writestr(part.decode(), b"<a>" + b" " * 50_000_000)
    data = bytearray(place.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (1_024).to_bytes(4, "little")  # the size that it claims
    place.write_bytes(data)
    tracemalloc.start()
    try:
        report = archive.run(source="documents")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert archive.stories() == []
    assert "cannot be read (Bad CRC-32" in report.problems[0].message


def test_a_page_of_very_many_elements_is_left_out_and_the_rest_comes_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("a.html", "<title>A</title>" + "<p>x" * 300_001)
    archive.write("b.html", "<title>B</title><article><p>" + "fine words " * 50 + "</p></article>")
    report = archive.run("html")
    assert archive.stories() == ["pages/b.md"]
    assert [problem.message for problem in report.problems] == [
        "it cannot be read: ValueError: it has more than 300,000 elements"
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("a.jsonl", '{{"title": "{name}", "date": "2020-01-01", "body": "{body}"}}\n'),
        (
            "wire.jsonl",
            '{{"headline": "{name}", "uri": "{name}", "versioncreated": "2020-01-01T00:00:00Z", "body_text": "{body}"}}\n',
        ),
    ],
)
def test_a_line_that_is_too_large_is_left_out_and_the_rest_comes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, row: str
) -> None:
    for module in (files, ninjs, tables):
        monkeypatch.setattr(module, "LARGEST", 1_000)
    archive = Archive(tmp_path)
    posts = (("first", "Whole."), ("odd", "x" * 5_000), ("last", "Whole."))
    archive.write(name, "".join(row.format(name=title, body=body) for title, body in posts))
    report = archive.run("newsml" if name == "wire.jsonl" else "jsonl", source=name)
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"]
    assert report.skipped == [(f"{name}:2:1", "it is larger than 64 MB")]


def test_very_many_blanks_take_time_in_proportion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 2)
    archive = Archive(tmp_path)
    archive.write("g.json", ghost("One \\n  two" + " " * 60_000 + "three"))
    report = archive.run(source="g.json")
    assert report.skipped == []
    assert "One\ntwo" in archive.story("stories/2020/odd.md")


# The clock may strike while Hypothesis looks at the collector of garbage: then it strikes again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_header_that_takes_too_long_is_that_of_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 1)
    archive = Archive(tmp_path)
    archive.write("pelicanconf.py", 'SITENAME = "T"\n')
    for name, text in (("first", "Whole."), ("odd", "```\n" * 100_000), ("last", "Whole.")):
        archive.write(f"content/{name}.rst", f"{name}\n#####\n\n:date: 2020-01-01\n\n{text}\n")
    report = archive.run("pelican")
    assert archive.stories() == ["stories/2020/first.md", "stories/2020/last.md"]
    assert [why for _, why in report.skipped] == ["it takes more than 1 s of the processor's time to read it"]


def test_a_page_made_to_break_a_parser_does_not_hold_back_the_others(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for name in ("deep", "deeper"):
        archive.write(f"{name}.html", "<div>" * 100_000)
    archive.write("fine.html", "<title>Fine</title><article><p>It rose.</p></article>")
    report = archive.run("html")
    assert archive.stories() == ["pages/fine.md"]
    assert [str(where) for where, _ in report.skipped] == ["deep.html:1:1", "deeper.html:1:1"]
