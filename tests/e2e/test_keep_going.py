"""`--keep-going`: stories without errors of their own are published, the others are left as they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from broadsheet.cli import main
from newsroom import CLOCK, SETTINGS, Newsroom, article, picture

ONE, TWO = "/stories/2020/01/one/", "/stories/2020/01/two/"
FAULTS = {
    "a date that is none": ("date: 2020-01-01", "date: 2020-02-31"),
    "front matter without an end": ("---\n\nFirst", "\n\nFirst"),
    "a country that does not exist": ('"NO"', '"Atlantis"'),
    "a headline that is missing": ('title: "One"', "standfirst: x"),
}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.write("content/stories/one.md", article("One", "2020-01-01", "First text.", countries=["NO"], tags=["Salt"]))
    made.write("content/stories/two.md", article("Two", "2020-01-02", "Second text.", tags=["Salt"]))
    made.publish()
    return made


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_faulty_story_stays_as_it_was_and_the_others_are_published(room: Newsroom, fault: tuple[str, str]) -> None:
    before = room.site()
    room.edit("content/stories/one.md", *fault)
    room.edit("content/stories/two.md", "Second text.", "Better text.")
    room.write("content/stories/three.md", article("Three", "2020-01-03", tags=["Salt"]))
    report = room.build(keep_going=True)
    assert report.published
    assert report.errors > 0
    assert report.left == ("content/stories/one.md",)
    assert {problem.span.path for problem in report.problems if problem.span} == {"content/stories/one.md"}
    after = room.site()
    assert after["stories/2020/01/one/index.html"] == before["stories/2020/01/one/index.html"]
    assert "Better text." in room.page(TWO)
    for headline in ("One", "Two", "Three"):
        assert f">{headline}</a>" in room.page("/tags/salt/")
    assert room.has("/countries/norway/")
    again = room.build(keep_going=True)
    assert (again.published, again.written, again.left) == (True, 0, report.left)
    assert room.site() == after


@pytest.mark.parametrize("keys", ["published: false", "draft: true\nupdated: never", "status: private"])
def test_a_faulty_story_that_is_to_be_held_back_is_not_left_online(room: Newsroom, keys: str) -> None:
    room.edit("content/stories/one.md", 'countries: ["NO"]\n', "")
    room.publish()
    room.edit("content/stories/one.md", "date: ", f"{keys}\ndate: ")
    report = room.build(keep_going=True)
    assert (report.published, report.errors) == (True, 1)
    assert not room.has(ONE)
    assert not any(b"First text." in data for data in room.site().values())
    assert ">One</a>" not in room.page("/tags/salt/")


@pytest.mark.parametrize("path", ["content/stories/one.md", "content/actors/ann-lee.md"])
def test_a_page_whose_picture_is_missing_is_published_without_it(room: Newsroom, path: str) -> None:
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\nShe writes.\n")
    room.publish()
    own = {"content/stories/one.md": ONE, "content/actors/ann-lee.md": "/actors/ann-lee/"}[path]
    first = next(line for line in ("title", "name") if f"\n{line}: " in (room.root / path).read_text())
    room.edit(path, f"{first}: ", f"image: {{src: none.png, alt: N}}\n{first}: ")
    room.edit(path, "First text." if "stories" in path else "She writes.", "Other words.")
    assert not room.build().published
    report = room.build(keep_going=True)
    assert (report.published, report.errors, report.left) == (True, 1, ())
    assert "Other words." in room.page(own)
    assert "none.png" not in room.page(own)
    again = room.build(keep_going=True)
    assert (again.published, again.errors, again.written) == (True, 1, 0)
    room.write(f"{path.rpartition('/')[0]}/none.png", picture())
    room.publish()
    assert 'alt="N"' in room.page(own)
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_an_error_that_is_about_no_article_stops_all_also_beside_a_missing_picture(room: Newsroom) -> None:
    room.edit("content/stories/one.md", "date: ", "image: {src: none.png, alt: N}\ndate: ")
    (room.root / "static").mkdir(exist_ok=True)
    (room.root / "static/x.txt").symlink_to("/etc/hostname")
    report = room.build(keep_going=True)
    assert not report.published
    assert {problem.code for problem in report.problems if problem.is_error} == {"broken-media", "unsafe-link"}


def test_a_story_that_is_mended_is_as_in_a_cold_build_whatever_happened_since(room: Newsroom) -> None:
    good = (room.root / "content/stories/one.md").read_text()
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    room.build(keep_going=True)
    room.write(
        "templates/macros/card.html", (Path(__file__).parents[2] / "templates/macros/card.html").read_text() + "{# changed #}"
    )
    room.write("broadsheet.yaml", SETTINGS + "description: Other words\n")
    room.build(keep_going=True)
    room.write("content/stories/one.md", good)
    room.publish()
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()
    assert room.report is not None
    assert room.report.left == ()


def test_a_build_that_refused_before_does_not_forget_what_was_published(room: Newsroom) -> None:
    before = room.page(ONE)
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    for _ in range(2):
        assert not room.build().published
    assert room.build(keep_going=True).published
    assert room.page(ONE) == before
    assert ">One</a>" in room.page("/tags/salt/")


def test_a_faulty_story_that_was_never_published_is_left_out(room: Newsroom) -> None:
    room.write("content/stories/new.md", article("New", "2020-01-04", countries=["Atlantis"], tags=["Pepper"]))
    assert not room.build().published
    assert room.build(keep_going=True).published
    assert not room.has("/stories/2020/01/new/")
    assert not room.has("/tags/pepper/")
    room.edit("content/stories/new.md", "Atlantis", "Lemuria")
    assert room.build(keep_going=True).published
    assert ">New</a>" not in room.page("/")


def test_two_stories_that_claim_one_address_are_both_faulty(room: Newsroom) -> None:
    room.write("content/stories/other.md", article("Other", "2020-01-05", slug="two"))
    room.write("content/stories/fine.md", article("Fine", "2020-01-05"))
    report = room.build(keep_going=True)
    assert report.left == ("content/stories/other.md", "content/stories/two.md")
    assert "Second text." in room.page(TWO)
    assert room.has("/stories/2020/01/fine/")


def test_lines_of_json_are_left_together(room: Newsroom) -> None:
    good = '{"title": "A", "date": "2020-02-01", "body": "Aa."}\n'
    room.write("content/stories/l.jsonl", good)
    room.publish()
    room.write("content/stories/l.jsonl", good.replace("Aa", "Ab") + '{"title": "B", "date": "no"}\n')
    assert room.build(keep_going=True).left == ("content/stories/l.jsonl",)
    assert "Aa." in room.page("/stories/2020/02/a/")


def test_feeds_with_whole_texts_wait_with_the_story(room: Newsroom) -> None:
    room.write("broadsheet.yaml", SETTINGS + "feeds: {content: full}\n")
    room.publish()
    room.edit("content/stories/one.md", "First text.", "Torn {text}.")
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    room.write("content/stories/three.md", article("Three", "2020-01-03", tags=["Salt"]))
    assert room.build(keep_going=True).published
    assert "First text." in room.page("/tags/salt/feed.xml")
    assert room.has("/stories/2020/01/three/")


@pytest.mark.parametrize("path", ["broadsheet.yaml", "content/actors/ann.md"])
def test_an_error_that_is_no_storys_stops_the_build(room: Newsroom, path: str) -> None:
    before = room.site()
    room.write(path, "title: T\npage_size: many\n" if path.endswith("yaml") else "---\nkind: person\n---\n")
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    room.edit("content/stories/two.md", "Second text.", "Better text.")
    assert not room.build(keep_going=True).published
    assert room.site() == before


def test_without_a_ledger_nothing_that_was_published_is_taken_away(room: Newsroom) -> None:
    before = room.site()
    shutil.rmtree(room.root / ".broadsheet")
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    assert not room.build(keep_going=True).published
    assert room.site() == before


def test_a_first_build_leaves_out_what_is_faulty(room: Newsroom) -> None:
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    cold = room.cold()
    assert cold.build(keep_going=True).published
    assert not cold.has(ONE)
    assert cold.has(TWO)


def test_the_command_line_says_what_it_left_and_ends_with_1(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("content/stories/one.md", "date: 2020-01-01", "date: never")
    assert main(["build", str(room.root), "--clock", CLOCK, "--keep-going"]) == 1
    said = capsys.readouterr()
    assert "content/stories/one.md:3:7: error: `date` is `never`" in said.err
    assert "left as it was, for errors in 1 file: content/stories/one.md" in said.out.splitlines()
    assert main(["build", str(room.root), "--clock", CLOCK, "--keep-going", "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["left"] == ["content/stories/one.md"]
    for other in ("--full", "--verify"):
        assert main(["build", str(room.root), "--keep-going", other]) == 2
