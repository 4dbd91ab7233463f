"""Replies: comments as files beside no story of their own, threads, the form, and when it closes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from newsroom import SUMS, Newsroom, article

Make = Callable[..., Newsroom]
PAGE = "/stories/2026/02/talks/"
SETTINGS = "title: The Test Times\nbase_url: https://example.org/\ncomments: {form: netlify, days: 30}\n"


def reply(room: Newsroom, name: str, story: str = "talks", **values: Any) -> None:
    whole = {"author": f"Reader {name}", "date": "2026-02-21", "status": "approved", "text": f"Words of {name}.", **values}
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in whole.items())
    room.write(f"content/comments/{story}/{name}.yaml", text)


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.write("broadsheet.yaml", SETTINGS)
    made.write("content/stories/talks.md", article("Talks begin", "2026-02-20"))
    made.write("content/stories/other.md", article("Other news", "2026-02-21"))
    return made


def shown(room: Newsroom) -> list[tuple[str, str]]:
    """Return depth and name of every reply on the page of the talks, in order."""
    return re.findall(r'<li class="comment depth-(\d)[^"]*" id="reply-([^"]*)">', room.page(PAGE))


def test_replies_stand_in_threads_in_the_order_of_their_dates(room: Newsroom) -> None:
    reply(room, "b", date="2026-02-23")
    reply(room, "a", date="2026-02-22")
    reply(room, "c", date="2026-02-25", reply_to="a")
    reply(room, "d", date="2026-02-26", reply_to="c")
    reply(room, "e", date="2026-02-27", reply_to="d")
    room.publish()
    assert shown(room) == [("1", "a"), ("2", "c"), ("3", "d"), ("3", "e"), ("1", "b")]
    assert "Words of a." in room.page(PAGE)


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_no_word_of_a_reply_that_was_not_approved_is_anywhere(room: Newsroom, status: str) -> None:
    reply(room, "secret", status=status, author="Hidden", text="Unseen words.", email="hidden@example.org")
    reply(room, "answer", reply_to="secret")
    room.publish()
    assert shown(room) == [("1", "answer")]
    for data in room.site().values():
        assert b"Hidden" not in data
        assert b"Unseen words" not in data
        assert b"hidden@" not in data


@pytest.mark.parametrize("key", ["draft", "hidden", "private", "deleted", "spam_status"])
def test_a_reply_that_another_program_holds_back_is_an_error(room: Newsroom, key: str) -> None:
    reply(room, "a", **{key: True})
    room.build()
    assert room.codes == (["unknown-key"] if key == "spam_status" else ["held-elsewhere"])


def test_markup_in_a_reply_is_text(room: Newsroom) -> None:
    reply(room, "x", text="<script>alert(1)</script> [a](https://b.example/)", author="<b>Eve</b>")
    room.publish()
    assert "<script>alert" not in room.page(PAGE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [a](https://b.example/)" in room.page(PAGE)
    assert "&lt;b&gt;Eve&lt;/b&gt;" in room.page(PAGE)


def test_replies_that_answer_each_other_in_a_circle_are_all_there(room: Newsroom) -> None:
    reply(room, "a", reply_to="b")
    reply(room, "b", reply_to="a")
    reply(room, "c", reply_to="c")
    room.publish()
    assert sorted(name for _, name in shown(room)) == ["a", "b", "c"]


def test_a_new_reply_writes_the_page_of_its_story_and_its_twin_and_nothing_else(room: Newsroom) -> None:
    room.publish()
    reply(room, "late")
    report = room.build()
    assert [name for _, name in shown(room)] == ["late"]
    assert set(room.written) == {f"{PAGE[1:]}index.html", f"{PAGE[1:]}index.json"}
    assert report.written == 2 + len(SUMS)
    twin = json.loads(room.site()[f"{PAGE[1:]}index.json"])
    assert twin["comments"] == [{"id": "late", "author": "Reader late", "date": "2026-02-21", "text": "Words of late."}]


def test_the_form_is_one_that_netlify_finds_and_has_its_trap(room: Newsroom) -> None:
    room.publish()
    page = room.page(PAGE)
    assert '<form class="reply" name="reply" method="post" action="/stories/2026/02/talks/" data-netlify="true"' in page
    assert 'name="form-name" value="reply"' in page
    assert 'data-netlify-honeypot="website"' in page
    assert 'name="story" value="talks"' in page


def test_a_form_goes_where_the_publication_says_and_the_policy_allows_it(newsroom: Make) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", SETTINGS.replace("netlify", '"https://forms.example/f/1"'))
    room.write("content/stories/talks.md", article("Talks begin", "2026-02-20"))
    room.publish()
    page = room.page(PAGE)
    assert 'action="https://forms.example/f/1"' in page
    assert "netlify" not in page
    assert "form-action 'self' https://forms.example;" in room.site()["_headers"].decode()


def test_a_form_closes_by_the_clock_and_the_replies_stay(room: Newsroom) -> None:
    reply(room, "a")
    room.build(clock="2026-03-21T12:00:00Z")
    assert "<form" in room.page(PAGE)
    assert "22 March 2026" in room.page(PAGE)
    report = room.build(clock="2026-03-22T00:00:00Z")
    assert "<form" not in room.page(PAGE)
    assert "Replies are closed" in room.page(PAGE)
    assert "<form" in room.page("/stories/2026/02/other/")
    assert report.written == 1 + len(SUMS)
    room.build(clock="2026-03-23T00:00:00Z")
    assert "<form" not in room.page("/stories/2026/02/other/")


def test_a_story_may_close_earlier_or_later_than_others(room: Newsroom) -> None:
    room.write("content/stories/talks.md", article("Talks begin", "2026-02-20", comments_until="2026-02-25"))
    room.write("content/stories/other.md", article("Other news", "2026-02-21", comments_until="2030-01-01"))
    room.build(clock="2026-02-24T00:00:00Z")
    assert "<form" in room.page(PAGE)
    room.build(clock="2026-02-25T00:00:00Z")
    assert "<form" not in room.page(PAGE)
    room.build(clock="2029-12-31T00:00:00Z")
    assert "<form" in room.page("/stories/2026/02/other/")


def test_without_a_form_there_are_replies_but_nobody_is_asked(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/talks.md", article("Talks begin", "2026-02-20"))
    room.write("content/stories/other.md", article("Other news", "2026-02-21"))
    reply(room, "a")
    room.publish()
    assert [name for _, name in shown(room)] == ["a"]
    assert "<form" not in room.page(PAGE)
    assert "closed" not in room.page(PAGE)
    assert "page-replies" not in room.page("/stories/2026/02/other/")


def test_a_line_of_json_has_replies_in_a_folder_of_its_slug(newsroom: Make) -> None:
    room = newsroom()
    lines = [{"title": f"Brief {number}", "date": "2026-02-20", "slug": f"brief-{number}", "body": "x"} for number in (1, 2)]
    room.write("content/stories/briefs.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    reply(room, "a", "briefs#brief-2")
    room.publish()
    assert "reply-a" in room.page("/stories/2026/02/brief-2/")
    assert "reply-a" not in room.page("/stories/2026/02/brief-1/")
    reply(room, "b", "briefs#brief-9")
    room.build()
    assert [problem.code for problem in room.report.problems] == ["orphan-comment"]


def test_relative_forms_lead_to_files(room: Newsroom) -> None:
    room.build(relative=True)
    assert 'action="index.html"' in room.page(PAGE)
