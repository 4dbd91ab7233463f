"""Work: what a build must do after an edit, and why; and that it is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from broadsheet.engine.assembly import Assembly
from broadsheet.engine.configuration import ledger_path, load_config, output_folder
from broadsheet.engine.ledger import read_ledger
from broadsheet.engine.report import BuildOptions, Silence
from broadsheet.engine.session import Session
from broadsheet.engine.store import store_of
from broadsheet.engine.work import Work, find_work
from broadsheet.key import read_key
from broadsheet.pages.subjects import Subject
from newsroom import CLOCK, SETTINGS, Newsroom, article, differing

Make = Callable[..., Newsroom]
MADE_AGAIN = "a story of the archive"  # why pages that look at the whole archive are made again
LISTED = "changed: a story in its list"
LINKED = "a name is linked otherwise"
LEADS = "a link leads elsewhere"


def work_of(room: Newsroom, **options: Any) -> Work:
    """Return what the next build would do; nothing is kept."""
    chosen = BuildOptions(**{"clock": CLOCK, "key": read_key(), **options})
    config = load_config(room.root, chosen).value
    assert config is not None
    folder = output_folder(room.root, config, chosen)
    with read_ledger(ledger_path(room.root, folder), chosen.key) as ledger:
        session = Session(room.root, chosen, Silence(), config, ledger, folder, [], store_of(chosen, folder))
        session.look()
        session.read()
        return find_work(session)


def causes(room: Newsroom, **options: Any) -> dict[Subject, str]:
    """Return what the next build would make, and why, but for what looks at the whole archive."""
    found = work_of(room, **options).dirty
    return {
        subject: cause for subject, cause in found.items() if subject[1] and subject[0] not in ("index", "words", "headlines")
    }


def check(room: Newsroom, *, conflict: bool = False) -> None:
    """Build, and insist that it is what a cold build makes, and that not everything was planned for it.

    `conflict`: it must turn out that two things claim an address, and nothing is published.
    """
    before = room.site()
    with mock.patch.object(Assembly, "plan_everything", autospec=True, side_effect=Assembly.plan_everything) as everything:
        room.build()
    assert everything.called is conflict
    warm = room.problems
    cold = room.cold()
    cold.build()
    assert warm == cold.problems
    assert differing(room.site(), before if conflict else cold.site()) == []
    assert ("address-conflict" in room.codes) is conflict


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom("""
        -- content/actors/ann-lee.md --
        ---
        name: Ann Lee
        country: NO
        ---
        Born in 1950.
        -- content/pages/about.md --
        ---
        title: About
        ---
        Of us.
        """)
    made.write(
        "content/stories/s1.md",
        article("One", "2020-01-01", "Ann Lee spoke.\n\nThen she slept.", actors=["Ann Lee"], section="World"),
    )
    made.write("content/stories/s2.md", article("Two", "2020-02-02", "See [the first](s1.md).", tags=["Truce"]))
    made.write("content/stories/s3.md", article("Three", "2021-01-03", "Bob Roe spoke, Ann Lee did not."))
    made.write("content/stories/s4.md", article("Four", "2021-01-04", dossier="Talks", countries=["TR"]))
    made.publish()
    return made


def test_when_nothing_changed_nothing_is_to_be_done(room: Newsroom) -> None:
    work = work_of(room)
    assert (work.dirty, work.removed, work.anew) == ({}, set(), "")
    room.publish()
    assert (room.rendered, room.written) == ((), ())


def test_another_body_is_a_matter_of_its_story_alone(room: Newsroom) -> None:
    room.edit("content/stories/s1.md", "slept", "stood")
    assert work_of(room).dirty == {("story", "s1"): "changed: its body"}
    check(room)
    assert room.written == ("stories/2020/01/s1/index.html",)


def test_another_headline_changes_the_lists_that_show_it(room: Newsroom) -> None:
    room.edit("content/stories/s4.md", '"Four"', '"Vier"')
    assert causes(room) == {
        ("story", "s4"): "changed: its headline or metadata",
        ("story", "s3"): "changed: a story it shows",
        **dict.fromkeys([("dossier", "talks"), ("country", "turkiye"), ("period", "2021"), ("period", "2021-01")], LISTED),
    }
    assert work_of(room).dirty["feeds", ""] == f"changed: {MADE_AGAIN}"
    check(room)


def test_another_tag_makes_its_page_and_changes_those_that_show_it(room: Newsroom) -> None:
    room.edit("content/stories/s4.md", '"Talks"', '"Talks"\ntags: [Salt]')
    found = causes(room)
    assert found["tag", "salt"] == "first build"
    own = "its headline or metadata and the name or address of one of its terms and the earlier stories that share its terms"
    assert found["story", "s4"] == f"changed: {own}"
    assert {("dossier", "talks"), ("country", "turkiye"), ("period", "2021-01")} <= found.keys()
    assert not {("story", "s1"), ("story", "s2"), ("tag", "truce")} & found.keys()
    check(room)
    assert room.has("/tags/salt/")
    room.edit("content/stories/s4.md", "\ntags: [Salt]", "")
    work = work_of(room)
    assert (work.removed, ("tag", "salt") in work.dirty) == ({"tag:salt"}, False)
    check(room)
    assert not room.has("/tags/salt/")


def test_an_actor_with_another_name_changes_its_stories_and_every_body_that_links_it(room: Newsroom) -> None:
    room.edit("content/actors/ann-lee.md", "name: Ann Lee", "name: Anna Lee\naliases: [Ann Lee]")
    found = causes(room)
    assert found["actor", "ann-lee"] == "changed: its register entry and a story in its list"
    assert found["story", "s1"] == "changed: the name or address of one of its terms"
    assert found["country", "norway"] == "changed: a term beside it, or whether search engines may show it"
    assert found["section", "world"] == LISTED
    assert not {("story", "s3"), ("story", "s4")} & found.keys(), "the old name leads where it led"
    room.write("content/stories/s3.md", article("Three", "2021-01-03", "Bob Roe spoke, Anna Lee did not."))
    room.publish()
    room.edit("content/actors/ann-lee.md", "name: Anna Lee\naliases: [Ann Lee]", "name: Ann Lee")
    assert causes(room)["story", "s3"] == LINKED
    check(room)


def test_an_actor_that_is_registered_is_linked_in_every_body_that_names_it(room: Newsroom) -> None:
    room.write("content/actors/bob-roe.md", "---\nname: Bob Roe\n---\n")
    found = causes(room)
    assert (found["actor", "bob-roe"], found["story", "s3"]) == ("first build", LINKED)
    assert not {("story", "s1"), ("story", "s2"), ("story", "s4")} & found.keys()
    check(room)
    assert 'href="/actors/bob-roe/"' in room.page("/stories/2021/01/s3/")
    room.remove("content/actors/bob-roe.md")
    assert causes(room)["story", "s3"] == LINKED
    check(room)
    assert "/actors/bob-roe/" not in room.page("/stories/2021/01/s3/")


@pytest.mark.parametrize(
    "written",
    ["B&oacute;b Roe", "B\\&oacute;b", "B\\ób Roe", "Bób\nRoe", "Bób&#32;Roe", "B<!-- o -->ób Roe", "B<b></b>ób Roe"],
)
@pytest.mark.parametrize("path", ["stories/s3.md", "pages/about.md", "actors/ann-lee.md"])
def test_a_name_is_found_however_it_is_written(room: Newsroom, path: str, written: str) -> None:
    text = (room.root / "content" / path).read_text(encoding="utf-8")
    room.write(f"content/{path}", f"{text}\nThen {written} spoke.\n")
    room.build()
    room.write("content/actors/bob-roe.md", "---\nname: Bób Roe\naliases: [Bób]\n---\n")
    check(room)


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "html"])
def test_a_name_is_found_in_every_kind_of_source(room: Newsroom, suffix: str) -> None:
    text = {
        "txt": "Then Bob Roe spoke.\n",
        "jsonl": '{"title": "T", "date": "2020-01-09", "body": "Then B\\u006fb Roe spoke."}\n',
        "html": "<html><h1>T</h1><article><p>Then B&#111;b Roe spoke, and all listened to him.</p></article></html>",
    }[suffix]
    room.write(f"content/stories/other.{suffix}", text)
    if suffix != "jsonl":
        room.write("content/stories/other.yaml", "title: T\ndate: 2020-01-09\n")
    room.build()
    room.write("content/actors/bob-roe.md", "---\nname: Bob Roe\n---\n")
    check(room)
    (address,) = (path for path in room.site() if path.startswith("stories/2020/01/") and "s1" not in path and "html" in path)
    assert b"/actors/bob-roe/" in room.site()[address]


def test_where_very_many_names_change_every_body_is_looked_at(room: Newsroom) -> None:
    for number in range(45):
        room.write(f"content/actors/n{number}.md", f"---\nname: Name{number} Someone\n---\n")
    found = causes(room)
    assert {found["story", f"s{number}"] for number in range(1, 5)} == {LINKED}
    check(room)


def test_a_link_that_leads_elsewhere_changes_the_body_that_has_it(room: Newsroom) -> None:
    room.edit("content/stories/s2.md", "(s1.md)", "(s4.md)")
    room.publish()
    room.edit("content/stories/s4.md", "date: 2021-01-04", "date: 2021-01-04\nslug: moved")
    found = causes(room)
    assert found["story", "s2"] == LEADS
    assert found["story", "s4"] == "changed: its headline or metadata"
    assert ("story", "s1") not in found
    check(room)
    assert 'href="/stories/2021/01/moved/"' in room.page("/stories/2020/02/s2/")


def test_a_link_to_a_story_that_is_gone_is_a_problem_and_plain_text(room: Newsroom) -> None:
    room.write("content/stories/s5.md", article("Five", "2021-01-05"))
    room.edit("content/stories/s2.md", "(s1.md)", "(s5.md)")
    room.publish()
    room.remove("content/stories/s5.md")
    assert causes(room)["story", "s2"] == LEADS
    nothing = "content/stories/s2.md:7:17: warning: `s5.md` leads to nothing in this publication; did you mean `s4.md`?"
    for word in ("did", "has", "had"):
        check(room)
        assert room.problems == [f"{nothing} [broken-link]"], "it is said again by a build that has not looked at the link"
        room.edit("content/stories/s3.md", "Bob", f"{word} Bob")


def test_a_link_to_a_place_in_a_body_follows_that_body(room: Newsroom) -> None:
    room.edit("content/stories/s4.md", "Text.", "## Aims\n\nText.")
    room.edit("content/stories/s2.md", "(s1.md)", "(s4.md#aims)")
    room.publish()
    assert 's4/#aims"' in room.page("/stories/2020/02/s2/")
    room.edit("content/stories/s4.md", "## Aims", "## Ends")
    assert causes(room) == {("story", "s4"): "changed: its body", ("story", "s2"): LEADS}
    check(room)
    assert 's4/"' in room.page("/stories/2020/02/s2/")


def test_a_file_that_somebody_changed_or_removed_is_made_again(room: Newsroom) -> None:
    (room.output / "stories/2020/01/s1/index.html").write_bytes(b"other")
    (room.output / "tags/truce/index.html").unlink()
    (room.output / "sitemap.xml").unlink()
    worn = "its file had been changed or removed"
    assert work_of(room).dirty == dict.fromkeys([("story", "s1"), ("tag", "truce"), ("sitemap", "")], worn)
    check(room)


def test_what_everything_depends_on_is_named(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    again = "everything again: "

    def why(**options: Any) -> str:
        work = work_of(room, **options)
        assert set(work.dirty.values()) == {work.anew}
        assert ("story", "s4") in work.dirty
        return work.anew

    assert why(full=True) == f"{again}--full"
    assert why(relative=True) == f"{again}the configuration, or a switch of the command line, changed"
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.engine.session.program_salt", lambda: "another")
        assert why() == f"{again}the program changed"
    room.write("templates/page.html", '{% extends "base.html" %}\n')
    assert why() == f"{again}a template changed"
    room.remove("templates")
    room.write("broadsheet.yaml", SETTINGS.replace("Test", "Other"))
    assert why() == f"{again}the configuration, or a switch of the command line, changed"
    room.write("broadsheet.yaml", SETTINGS)
    assert work_of(room).dirty == {}


def test_a_full_build_forgets_what_is_no_more(room: Newsroom) -> None:
    for number in range(9):
        room.write(f"content/stories/more{number}.md", article("More", "2020-06-01", tags=[f"only {number}"]))
    room.publish()
    for number in range(9):
        room.remove(f"content/stories/more{number}.md")
    room.publish(full=True)
    assert not [name for name in work_of(room).rows if "more" in name or "only" in name]
    assert room.publish(verify=True).verified


def test_a_page_that_could_not_be_made_is_made_by_the_next_build(room: Newsroom) -> None:
    fault = (
        '{% extends "base.html" %}{% block main %}{% if page.meta.title == "Vier" %}{{ page.nope }}{% endif %}{% endblock %}\n'
    )
    room.write("templates/story.html", fault)
    room.build()
    room.edit("content/stories/s4.md", '"Four"', '"Vier"')
    room.build()
    assert set(room.codes) == {"bad-template"}
    work = work_of(room)
    assert (work.dirty, work.anew) == ({("story", "s4"): "it could not be made at the last time"}, "")
    room.edit("content/stories/s4.md", '"Vier"', '"Four"')
    room.publish()
    assert work_of(room).dirty == {}


# -- addresses that something else has, noticed by a build that plans only what changed


def test_a_story_that_comes_to_stand_where_a_file_stands_is_a_conflict(room: Newsroom) -> None:
    room.write("static/stories/2020/05/a/index.json", "{}")
    room.publish()
    room.write("content/stories/a.md", article("A", "2020-05-01"))
    check(room, conflict=True)


def test_a_story_that_takes_the_address_of_another_is_a_conflict(room: Newsroom) -> None:
    room.write("content/stories/deep/s3.md", article("A", "2021-01-09"))
    check(room, conflict=True)


def test_a_picture_that_comes_to_stand_where_a_redirect_stands_is_a_conflict(room: Newsroom) -> None:
    room.write("content/stories/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>')
    room.edit("content/stories/s4.md", '"Talks"', '"Talks"\naliases: [/media/stories/p.svg/]')
    room.publish()
    room.edit("content/stories/s3.md", "Bob", "![P](p.svg)\n\nBob")
    check(room, conflict=True)


def test_a_redirect_that_comes_to_stand_where_a_picture_stands_is_a_conflict(room: Newsroom) -> None:
    room.write("content/stories/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>')
    room.edit("content/stories/s3.md", "Bob", "![P](p.svg)\n\nBob")
    room.publish()
    room.edit("content/stories/s4.md", '"Talks"', '"Talks"\naliases: [/media/stories/p.svg/]')
    check(room, conflict=True)


@pytest.mark.parametrize("target", ["/media/stories/p.svg", "/media/stories/p.svg#x", "../../../../media/stories/p.svg"])
def test_a_link_to_where_a_picture_is_published_means_the_same_in_every_build(room: Newsroom, target: str) -> None:
    room.write("content/stories/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>')
    room.edit("content/stories/s3.md", "Bob", "![P](p.svg)\n\nBob")
    room.edit("content/stories/s2.md", "[the first]", f"[the picture]({target}) and [the first]")
    for word in ("Look at", "Behold"):
        room.build()
        assert f"`{target}` leads to nothing in this publication" in room.problems[0]
        assert 'href="/media' not in room.page("/stories/2020/02/s2/"), "the text was kept, the link was not"
        room.edit("content/stories/s2.md", {"Look at": "See", "Behold": "Look at"}[word], word)
        check(room)


def test_an_entry_of_the_register_that_loses_its_last_story_is_shown_without_any(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/actors/omar-haddad.md", "---\nname: Omar Haddad\n---\nBorn in 1950.\n")
    for number in range(1, 9):
        names = ["Omar Haddad", "Wang Fang"] if number < 4 else ["Bo Ray"]
        room.write(f"content/stories/s{number}.md", article(f"S{number}", f"2020-01-0{number}", actors=names))
    room.publish()
    assert "Wang Fang" in room.page("/actors/omar-haddad/")
    for number in range(1, 4):
        room.write(f"content/stories/s{number}.md", article(f"S{number}", f"2020-01-0{number}", actors=["Wang Fang"]))
    check(room)
    assert "Wang Fang" not in room.text("/actors/omar-haddad/")


def test_a_page_that_becomes_a_file_and_back_needs_no_conflict(room: Newsroom) -> None:
    room.edit("content/stories/s4.md", '"Talks"', '"Talks"\naliases: [/old/path/]')
    check(room)
    room.edit("content/stories/s4.md", "[/old/path/]", "[/old/path.html]")
    check(room)
    room.edit("content/stories/s4.md", "[/old/path.html]", "[/old.html]")
    check(room)
