"""Import of JSON: lists, and documents of Sanity with bodies in Portable Text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.portabletext import html_of
from broadsheet.importing.values import from_python


def span(text: str, *marks: str) -> dict[str, Any]:
    return {"_type": "span", "text": text, "marks": list(marks)}


def block(*spans: dict[str, Any], style: str = "normal", **more: Any) -> dict[str, Any]:
    return {"_type": "block", "style": style, "children": list(spans), **more}


def item(text: str, level: int = 1, kind: str = "bullet") -> dict[str, Any]:
    return block(span(text), listItem=kind, level=level)


@pytest.mark.parametrize(
    ("blocks", "html"),
    [
        ([block(span("The "), span("dam", "strong", "em"), span(" <rose>\nfast."))],
         "<p>The <em><strong>dam</strong></em> &lt;rose&gt;<br>fast.</p>"),
        ([block(span("it", "a1"), span("x", "a2"), markDefs=[{"_key": "a1", "_type": "link", "href": "/dam?a&b"}])],
         '<p><a href="/dam?a&amp;b">it</a>x</p>'),
        ([block(span("Head"), style="h2"), block(span("Said"), style="blockquote")],
         "<h2>Head</h2>\n<blockquote>Said</blockquote>"),
        ([item("a"), item("b", 2), item("c", 2, "number"), item("d"), block(span("e"))],
         "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li><li>d</li></ul><p>e</p>"),
        ([item("deep", 3)], "<ul><li><ul><li><ul><li>deep</li></ul></li></ul></li></ul>"),
        ([{"_type": "image", "asset": {"_ref": "image-ab12-20x10-jpg"}, "alt": "Dam", "caption": "At <noon>"}],
         '<figure><img src="images/ab12-20x10.jpg" alt="Dam"><figcaption>At &lt;noon&gt;</figcaption></figure>'),
        ([{"_type": "image", "_sanityAsset": "image@file://./images/ab12.jpg"}],
         '<figure><img src="images/ab12.jpg" alt=""></figure>'),
        ([{"_type": "code", "code": "a < b", "language": "c"}], '<pre><code class="language-c">a &lt; b</code></pre>'),
        ([{"_type": "youtube", "url": "https://youtu.be/x"}], '<p><a href="https://youtu.be/x">https://youtu.be/x</a></p>'),
        ([{"_type": "callout", "title": "Mind", "content": [block(span("this"))]}], "<p>Mind</p>\n<p>this</p>"),
        ([{"_type": "block", "children": 1, "level": "9" * 9, "listItem": "bullet"}, {"_type": "odd"}], "<ul><li></li></ul>"),
    ],
)  # fmt: skip
def test_portable_text_is_html(blocks: list[dict[str, Any]], html: str) -> None:
    assert html_of(from_python(blocks)).replace("\n", "") == html.replace("\n", "")


def dataset(archive: Archive, *documents: dict[str, Any]) -> None:
    archive.write("data.ndjson", "\n".join(map(json.dumps, documents)) + "\n")


def test_documents_of_sanity_come_in_with_what_they_refer_to_and_drafts_are_held(archive: Archive) -> None:
    post = {
        "_id": "p1", "_type": "post", "title": "Dam rises", "slug": {"_type": "slug", "current": "dam-rises"},
        "publishedAt": "2020-03-04T10:00:00Z", "author": {"_type": "reference", "_ref": "ann"},
        "categories": [{"_type": "reference", "_ref": "water", "_key": "k"}],
        "mainImage": {"_type": "image", "alt": "The dam", "asset": {"_ref": "image-ab12-20x10-png"}},
        "body": [block(span("It rose."))],
    }  # fmt: skip
    draft = {**post, "_id": "drafts.p1", "title": "CANARY", "body": [block(span("CANARY"))]}
    dataset(
        archive,
        draft,
        post,
        {"_id": "ann", "_type": "author", "name": "Ann Lee"},
        {"_id": "water", "_type": "category", "title": "Water"},
    )
    archive.write("images/ab12-20x10.png", (archive.source / "dam.png").read_bytes())
    report = archive.run(source="data.ndjson")
    assert archive.stories() == ["stories/2020/dam-rises-draft.md", "stories/2020/dam-rises.md"]
    assert [why for _, why in report.skipped] == [
        f"a document of the type `{kind}`, which has no text" for kind in ("author", "category")
    ]
    story = archive.story("stories/2020/dam-rises.md")
    for line in ("- Ann Lee", "section:\n- Water", "alt: The dam", "images/ab12-20x10.png", "<p>It rose.</p>"):
        assert line in story
    assert "draft: true" in archive.story("stories/2020/dam-rises-draft.md")
    assert b"CANARY" not in archive.published()


def test_a_list_in_json_comes_in_row_by_row(archive: Archive) -> None:
    rows = [{"id": 1, "title": "One", "date": "2020-01-01", "body": "It *rose*."}, {"id": 2, "title": "Two", "draft": True}, 3]
    place = archive.write("stories.json", json.dumps(rows, indent=1))
    assert kind_of(place) == "jsonl"
    report = archive.run(source="stories.json")
    assert "It *rose*." in archive.story("stories/2020/one.md")
    assert [(str(where), why) for where, why in report.skipped] == [("stories.json:13:1", "it is no object")]


def test_a_list_that_ends_early_gives_what_is_whole(archive: Archive) -> None:
    archive.write("stories.json", '[{"title": "One", "date": "2020-01-01", "body": "x"}, {"title": "Tw')
    report = archive.run(source="stories.json")
    assert archive.stories() == ["stories/2020/one.md"]
    assert [why for _, why in report.skipped] == ["the file cannot be read any further: it ends early"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path, "-- dam.png --\n")


def lines_of(number: int, **more: Any) -> str:
    return "".join(
        json.dumps({"title": f"S{at}", "date": "2020-01-01", "body": "B.", "id": f"{at}", **more}) + "\n" for at in range(number)
    )


def test_lines_of_json_are_read_and_the_dumps_of_them_beside_are_named(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path, "-- README.md --\nRead me.\n-- out/2020.md --\n# S0\n-- out/2020.txt --\nS0\n-- made.py --\npass\n"
    )
    archive.write("out/2020.jsonl", lines_of(2))
    assert kind_of(archive.source) == "jsonl"
    report = archive.run()
    assert len(archive.stories()) == 2
    assert [(file, reason) for file, reason in report.left] == [
        (f"out/2020.{suffix}", "the lines of JSON of the same name say the same, and more") for suffix in ("md", "txt")
    ]


def test_lines_of_json_in_a_folder_of_markdown_are_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: A\n---\nA.\n-- b.md --\n---\ntitle: B\n---\nB.\n")
    archive.write("data/b.jsonl", lines_of(1))
    assert kind_of(archive.source) == "markdown"
    told = "lines of JSON, which may hold stories: import them by themselves, with `--kind jsonl`"
    assert list(archive.run().left) == [("data/b.jsonl", told)]


def test_files_of_lines_in_several_folders_are_all_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for year in ("2019", "2020"):
        archive.write(f"{year}/all.jsonl", json.dumps({"title": f"S{year}", "date": year, "body": "B."}) + "\n")
    assert archive.run("jsonl").outcomes == {"new": 2}


@pytest.mark.parametrize(("number", "each", "are_tags"), [(61, 1, True), (60, 1, False), (61, 3, False)])
def test_very_many_categories_of_a_story_or_two_are_tags(tmp_path: Path, number: int, each: int, *, are_tags: bool) -> None:
    archive = Archive(tmp_path)
    rows = (
        {"id": str(at), "title": f"S{at}", "date": "2020-01-01", "categories": [f"C{at % number}"]} for at in range(number * each)
    )
    archive.write("a.jsonl", "".join(json.dumps({**row, "tags": ["T"], "body": "B."}) + "\n" for row in rows))
    report = archive.run()
    story = archive.story("stories/2020/s0.md")
    assert ("tags:\n- T\n- C0\n" in story) == are_tags
    assert ("section:\n- C0\n" in story) != are_tags
    assert report.fields["categories"].became == ("tags" if are_tags else "sections")
    told = "its 61 categories are tags here: there are so many, and most are those of one story or two"
    assert (("source", told) in list(report.notes)) == are_tags


def test_categories_by_which_stories_are_addressed_stay_sections(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- _config.yml --\npermalink: /:categories/:title/\n")
    for at in range(62):
        archive.write(f"_posts/2020-01-01-s{at}.md", f"---\ntitle: S{at}\ncategories: [c{at}]\n---\nB.\n")
    archive.run()
    assert "section:\n- c1\n" in archive.story("stories/2020/s1.md")
