"""`explain`: why an output was built, what it depends on, whether it is up to date; what is made from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.engine.explain import explain
from broadsheet.engine.report import BuildOptions
from broadsheet.key import read_key
from newsroom import CLOCK, Newsroom, article

TREATY = "/stories/2026/01/treaty/"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path.resolve())
    room.write("content/stories/treaty.md", article("Treaty", "2026-01-05", "The text.", tags=["Salt"], actors=["Ann Lee"]))
    room.write("content/stories/talks.md", article("Talks", "2026-01-01", tags=["Salt"]))
    room.write("content/stories/storm.md", article("Storm", "2026-01-09", tags=["Weather"]))
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\nA biography.\n")
    room.write("static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    room.build()
    return room


def facts(room: Newsroom, asked: str, **options: Any) -> dict[str, list[str]]:
    found = explain(room.root, asked, BuildOptions(**{"clock": CLOCK, "key": read_key(), **options})).value
    assert found is not None
    return found.facts


def built(room: Newsroom, address: str) -> str:
    return facts(room, address)["built"][0]


def test_a_story_names_its_source_its_template_its_terms_and_what_it_shows(room: Newsroom) -> None:
    found = facts(room, TREATY)
    assert found["source"] == ["content/stories/treaty.md"]
    assert found["template"] == ["story.html"]
    assert found["terms"] == ["actor Ann Lee /actors/ann-lee/ (content/actors/ann-lee.md)", "tag Salt /tags/salt/"]
    assert found["beside"][:2] == ["after talks (content/stories/talks.md)", "before storm (content/stories/storm.md)"]
    assert "talks (content/stories/talks.md)" in found["shows"]
    assert "base.html (built in)" in found["templates"]
    assert found["built"] == ["first build"]
    assert found["now"] == ["up to date"]


@pytest.mark.parametrize(
    "asked",
    [TREATY, TREATY.strip("/"), "https://example.org" + TREATY, "site" + TREATY + "index.html", TREATY + "index.html"],
)
def test_an_output_is_found_by_address_path_and_file(room: Newsroom, asked: str) -> None:
    assert facts(room, asked)["output"] == ["stories/2026/01/treaty/index.html"]


def test_an_output_is_found_under_the_base_path(room: Newsroom) -> None:
    room.build(base_url="https://example.org/archive/")
    for asked in ("https://example.org/archive/tags/salt/", "/archive/tags/salt/", "/tags/salt/"):
        assert facts(room, asked)["output"] == ["tags/salt/index.html"]
    assert facts(room, TREATY)["now"] == ["up to date"]  # for the address that the last build was asked for


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("/?p=12", "the script of the front page"),
        ("https://example.org/?p=12", "the script of the front page"),
        ("/old/treaty.htm", "a page of its own"),
        ("old/salt", "a page of its own"),
        ("/old/salt/index.html", "a page of its own"),
        ("/old/treaty.php", "`_redirects`"),
    ],
)
def test_an_old_address_names_the_story_that_it_leads_to_and_whose_alias_it_is(room: Newsroom, asked: str, by: str) -> None:
    old = ["/?p=12", "/old/treaty.htm", "/old/salt/", "/old/treaty.php"]
    room.write("content/stories/treaty.md", article("Treaty", "2026-01-05", "The text.", aliases=old))
    room.build()
    found = facts(room, asked)
    assert found["kind"] == ["redirect"]
    assert found["leads to"] == [f"{TREATY} (Treaty)"]
    assert found["source"][0].startswith("content/stories/treaty.md:")
    assert found["led by"][0].startswith(by)


def test_an_address_with_another_query_is_no_old_one(room: Newsroom) -> None:
    room.write("content/stories/treaty.md", article("Treaty", "2026-01-05", "The text.", aliases=["/?p=12"]))
    room.build()
    assert explain(room.root, "/?p=13", BuildOptions(clock=CLOCK, key=read_key())).value is None


def test_the_cause_of_the_last_build_is_kept_until_the_next(room: Newsroom) -> None:
    room.write("content/stories/treaty.md", article("Treaty", "2026-01-05", "Another text.", tags=["Salt"], actors=["Ann Lee"]))
    room.build()
    assert built(room, TREATY) == "changed: its headline or metadata and its body"  # cards show how it begins
    room.write("content/actors/ann-lee.md", "---\nname: Anna Lee\naliases: [Ann Lee]\n---\nA biography.\n")
    room.build()
    assert "the name or address of one of its terms" in built(room, TREATY)
    assert "its register entry" in built(room, "/actors/ann-lee/")
    assert built(room, "/stories/2026/01/storm/") == "first build"
    (room.output / "stories/2026/01/storm/index.html").unlink()
    room.build()
    assert built(room, "/stories/2026/01/storm/") == "its file had been changed or removed"
    room.build(full=True)
    assert built(room, "/stories/2026/01/storm/") == "everything again: --full"
    room.write("broadsheet.yaml", "title: Another\nbase_url: https://example.org/\n")
    room.build()
    assert built(room, TREATY).startswith("everything again: the configuration")


def test_an_own_template_is_the_cause(room: Newsroom) -> None:
    room.write("templates/story.html", "<h1>{{ page.title }}</h1>")
    now = facts(room, TREATY)["now"]
    assert now == ["out of date; everything again: a template changed"]
    room.build()
    assert built(room, TREATY) == "everything again: a template changed"
    assert "story.html (templates/story.html)" in facts(room, TREATY)["templates"]
    assert facts(room, "templates/story.html")["outputs"] == ["3 by story.html"]


def test_what_is_out_of_date_says_so_and_nothing_is_written(room: Newsroom) -> None:
    room.write("content/stories/talks.md", article("Talks resumed", "2026-01-01", tags=["Salt"]))
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in room.root.rglob("*")}
    assert facts(room, "/stories/2026/01/talks/")["now"][0].startswith("out of date; changed: ")
    assert facts(room, TREATY)["now"][0].startswith("out of date; changed: ")
    assert facts(room, "/tags/salt/")["now"][0].startswith("out of date; ")
    assert facts(room, "/tags/weather/")["now"] == ["up to date"]
    assert facts(room, "content/stories/talks.md")["now"] == ["changed since the last build"]
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in room.root.rglob("*")} == before
    assert room.build().published


def test_an_output_that_nothing_asks_for_any_more_says_so(room: Newsroom) -> None:
    (room.root / "content/stories/storm.md").unlink()
    assert "removes it" in facts(room, "/stories/2026/01/storm/")["now"][0]
    assert facts(room, "content/stories/storm.md")["now"] == ["gone since the last build"]


def test_a_source_names_its_outputs_and_what_shows_them(room: Newsroom) -> None:
    found = facts(room, "content/stories/treaty.md")
    assert found["outputs"] == [TREATY, TREATY + "index.json"]
    assert {"/", "/tags/salt/", "/actors/ann-lee/", "/archive/2026/", "/stories/2026/01/storm/"} <= set(found["shown by"])
    assert "/tags/weather/" not in found["shown by"]
    assert "/actors/ann-lee/" in facts(room, "content/actors/ann-lee.md")["outputs"]
    assert facts(room, "content/actors/ann-lee.md")["shown by"] == [TREATY]
    assert facts(room, "static/logo.svg")["outputs"] == ["/logo.svg"]


def test_a_story_that_is_held_back_says_why(room: Newsroom) -> None:
    room.write("content/stories/later.md", article("Later", "2030-01-05"))
    room.build()
    assert facts(room, "content/stories/later.md")["outputs"] == ["none: it is held back (future)"]


def test_a_new_source_is_known_to_be_new(room: Newsroom) -> None:
    room.write("content/stories/late.md", article("Late", "2026-01-11"))
    assert facts(room, "content/stories/late.md")["now"] == ["new: the next build reads it"]


def test_a_wrong_address_gets_the_nearest_one(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(room.root), "/tags/slat/"]) == 1
    assert capsys.readouterr().err == (
        "error: there is no output and no source `/tags/slat/`; did you mean `/tags/salt/`? [unknown-output]\n"
    )


def test_without_a_build_there_is_nothing_to_explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = Newsroom(tmp_path.resolve())
    assert main(["explain", str(room.root), "/"]) == 1
    assert "it has not been built; run `broadsheet build` first" in capsys.readouterr().err
    assert not (room.root / ".broadsheet").exists()


def test_an_explanation_is_one_event(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(room.root), TREATY, "--clock", CLOCK, "--json"]) == 0
    event = json.loads(capsys.readouterr().out)
    assert (event["event"], event["asked"], event["template"], event["now"]) == (
        "explained",
        TREATY,
        ["story.html"],
        ["up to date"],
    )


def test_an_explanation_is_found_from_within_the_publication(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(room.root / "content/stories")
    assert main(["explain", "treaty.md", "--clock", CLOCK]) == 0
    out = capsys.readouterr().out
    assert out.startswith("content/stories/treaty.md\n")
    assert TREATY in out


def test_of_a_name_the_page_is_named(room: Newsroom) -> None:
    (problem,) = explain(room.root, "Ann Lee", BuildOptions(clock=CLOCK, key=read_key())).problems
    assert problem.hint == "did you mean `/actors/ann-lee/`?"
