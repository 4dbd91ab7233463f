"""The command line: exit statuses, where words go, and what machines read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet import __version__, cli
from broadsheet.terminal import Terminal
from newsroom import CLOCK, Newsroom, article

Make = Callable[..., Newsroom]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.write(
        "content/stories/a.md", article("A", "2020-01-01", actors=["Ann Lee", "Bob Roe"], countries=["NO"], tags=["Peace"])
    )
    return made


IGNORED = "it is ignored; declare it in `fields` or `taxonomies`, or name it in `extra_keys` [unknown-key]"


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_a_build_ends_with_0_and_says_what_it_did(room: Newsroom, capsys: Capture) -> None:
    assert run("build", room.root) == 0
    said = capsys.readouterr()
    assert said.err == ""
    first, second = said.out.splitlines()
    assert first == "built 1 story, 2 actors, 1 country, 1 tag"
    files = len(room.site())
    assert second.startswith(f"{files} files in {room.root}/site ({files} written, 0 unchanged, 0 removed) in ")


def test_an_error_in_the_content_ends_with_1_and_shows_the_line(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", "---\ntitle: B\ndate: 2020-02-30\n---\n")
    assert run("build", room.root) == 1
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert lines[0].startswith("content/stories/b.md:3:7: error: `date` is `2020-02-30`, which is not a date: ")
    assert lines[1:] == ["    date: 2020-02-30", "          ^", "nothing was written: 1 error"]
    assert not room.output.exists()


def test_a_fault_of_a_template_is_shown_for_some_of_its_pages(room: Newsroom, capsys: Capture) -> None:
    for number in range(30):
        room.write(f"content/stories/s{number}.md", article(f"S{number}", "2020-01-01"))
    room.write("templates/story.html", "{% extends 'base.html' %}\n{% block main %}{{ page.healdine }}{% endblock %}\n")
    assert run("build", room.root) == 1
    said = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("templates/story.html:2:1: error: ") for line in said) == 20
    assert "… and 11 more at templates/story.html:2:1 [bad-template]; --json lists them all" in said
    run("build", room.root, "--json")
    events = map(json.loads, capsys.readouterr().out.splitlines())
    assert sum(event["event"] == "problem" for event in events) == 31


def test_a_warning_ends_with_0_and_with_1_when_it_is_to_be_strict(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", article("B", "2020-01-02", colour="red"))
    assert run("build", room.root) == 0
    said = capsys.readouterr()
    assert said.err == f"content/stories/b.md:4:1: warning: unknown key `colour`; {IGNORED}\n"
    assert said.out.rstrip().endswith("; 1 warning")
    before = room.site()
    assert run("build", room.root, "--strict") == 1, "nothing changed, and what is wrong still is"
    assert capsys.readouterr().err.endswith("nothing was written: 1 warning\n")
    room.edit("content/stories/a.md", "Text.", "Changed.")
    assert run("build", room.root, "--strict") == 1
    assert capsys.readouterr().err.endswith("nothing was written: 1 warning\n")
    assert room.site() == before


def test_warnings_that_say_the_same_are_one_line_although_each_has_a_remedy_of_its_own(room: Newsroom, capsys: Capture) -> None:
    for name in "abcd":
        room.write(
            f"content/stories/raw-{name}.txt", f"Ministers meet {name}\n\nThey met in a hall by the river, and said nothing.\n"
        )
    assert run("build", room.root) == 0
    places = ", ".join(f"content/stories/raw-{name}.txt:1:1" for name in "abc")
    assert capsys.readouterr().err.splitlines() == [
        "warning: no date was found in the text, and the story is published without one "
        f"(4 times: {places}, …); such as: write `date: YYYY-MM-DD` into raw-a.yaml beside it [undated-story]",
        "each with its place: broadsheet check --all",
    ]


def test_warnings_that_say_the_same_are_one_line(room: Newsroom, capsys: Capture) -> None:
    for number in range(1, 5):
        room.write(f"content/stories/s{number}.md", article("S", f"2020-01-0{number}", layout="post", auhtor=f"A{number}"))
    room.write("content/stories/t.md", article("T", "2020-01-09", tagz=["a"]))
    assert run("build", room.root) == 0
    said = capsys.readouterr()
    places = [f"content/stories/s1.md:{n}:1, content/stories/s2.md:{n}:1, content/stories/s3.md:{n}:1, …" for n in (4, 5)]
    assert said.err.splitlines() == [
        f"warning: unknown key `layout` (4 times: {places[0]}); {IGNORED}",
        f"warning: unknown key `auhtor` (4 times: {places[1]}); did you mean `author`? [unknown-key]",
        "content/stories/t.md:4:1: warning: unknown key `tagz`; did you mean `tags`? [unknown-key]",
        "each with its place: broadsheet check --all",
    ]
    assert said.out.rstrip().endswith("; 9 warnings")
    run("check", room.root, "--all")
    each = capsys.readouterr().err.splitlines()
    assert len(each) == 10
    assert each[0] == f"content/stories/s1.md:4:1: warning: unknown key `layout`; {IGNORED}"
    run("check", room.root, "--json")
    events = map(json.loads, capsys.readouterr().out.splitlines())
    assert sum(event["event"] == "problem" for event in events) == 9


def test_many_warnings_of_one_kind_are_cut_unless_all_are_wanted(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/s.md", article("S", "2020-01-01", **{f"qq{number}x": 1 for number in range(30)}))
    run("build", room.root)
    said = capsys.readouterr().err.splitlines()
    assert said[20:] == ["… and 10 more [unknown-key]", "each with its place: broadsheet check --all"]
    run("check", room.root, "--all")
    assert len(capsys.readouterr().err.splitlines()) == 31


def test_keys_of_the_publications_own_are_not_warned_of(room: Newsroom) -> None:
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextra_keys: [layout, colour]\n")
    room.write("content/stories/s.md", article("S", "2020-01-01", layout="post", colour="red"))
    room.publish()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextra_keys: [layout]\n")
    room.build()
    assert room.codes == ["unknown-key"], "a warm build looks again"


def test_documents_that_nobody_reads_are_named_once(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/s.md", article("S", "2020-01-01", "The [report](report.pdf)."))
    for name in ("report.pdf", "other.pdf", "feed.xml", "a.docx", "b.docx", "photo.jpg", "notes.rst"):
        room.write(f"content/stories/{name}", b"%PDF-1.4\n\x00")
    assert run("build", room.root) == 0
    cold = capsys.readouterr().err.splitlines()
    assert [line.partition("no article")[0] for line in cold] == [
        "warning: a `.docx` file is ",
        "content/stories/feed.xml:1:1: warning: a `.xml` file is ",
        "content/stories/notes.rst:1:1: warning: a `.rst` file is ",
        "content/stories/other.pdf:1:1: warning: a `.pdf` file is ",
        "each with its place: broadsheet check --all",
    ]
    assert cold[0].endswith("or add `*.docx` to `ignore` [unread-file]")
    assert run("build", room.root) == 0
    assert capsys.readouterr().err.splitlines() == cold, "with nothing to do"
    room.edit("content/stories/s.md", "report.pdf", "other.pdf")
    run("build", room.root)
    assert "content/stories/report.pdf:1:1: warning: a `.pdf` file is no article, " in capsys.readouterr().err
    room.write(
        "broadsheet.yaml", "title: T\nbase_url: https://example.org/\nignore: ['*.docx', '*.xml', notes.*, /stories/report*]\n"
    )
    room.publish()


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--clock", "yesterday"],
        ["build", "--base-url", "example.org"],
        ["build", "--base-url", "ftp://example.org/"],
        ["build", "--no-such-option"],
        ["build", "--cloc", CLOCK],
        ["serve", "--port", "99999"],
        ["destroy"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: broadsheet")


def test_no_command_is_a_wrong_command_line(capsys: Capture) -> None:
    assert run() == 2
    assert "usage: broadsheet" in capsys.readouterr().err


def test_a_machine_that_fails_ends_with_3(room: Newsroom, capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert run("build", room.root, "--output", tmp_path / "file" / "site") == 3
    assert capsys.readouterr().err.startswith("broadsheet: not a directory: ")


def test_a_folder_without_a_publication_ends_with_1_and_says_what_to_do(capsys: Capture, tmp_path: Path) -> None:
    assert run("build", tmp_path) == 1
    assert capsys.readouterr().err == (
        f"error: there is no broadsheet.yaml in {tmp_path}; name a publication's folder, make one with "
        "`broadsheet new DIR`, or one of what you have with `broadsheet import` [missing-root]\nnothing was written: 1 error\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_publication_is_found_from_any_folder_in_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(room.root / "content" / "stories")
    assert run("build", "--quiet") == 0
    assert room.has("/stories/2020/01/a/")


def test_a_publication_that_is_not_there_is_an_error_of_the_caller(tmp_path: Path, capsys: Capture) -> None:
    assert run("build", tmp_path / "nowhere") == 1
    assert "[missing-root]" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_an_output_folder_is_relative_to_where_one_stands(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", room.root, "--output", "public", "--quiet") == 0
    assert (tmp_path / "public" / "index.html").is_file()
    assert not room.output.exists()


def test_quiet_prints_problems_only(room: Newsroom, capsys: Capture) -> None:
    assert run("build", room.root, "--quiet") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
    room.write("content/stories/b.md", article("B", "2020-01-02", colour="red"))
    assert run("build", room.root, "--quiet") == 0
    assert capsys.readouterr().err.count("\n") == 1


def test_every_event_is_one_json_object_a_line(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-02\ncolour: red\ntags: Peace\n---\n")
    assert run("build", room.root, "--json") == 1
    said = capsys.readouterr()
    assert said.err == ""
    events = [json.loads(line) for line in said.out.splitlines()]
    assert {event["event"] for event in events} == {"stage", "problem", "done"}
    problems = [event for event in events if event["event"] == "problem"]
    assert problems[1] == {
        "event": "problem",
        "code": "wrong-type",
        "severity": "error",
        "message": "`tags` takes a list of text, found `Peace`",
        "hint": "write `tags: [Peace]`",
        "path": "content/stories/b.md",
        "line": 5,
        "column": 7,
        "related": [],
    }
    assert events[-1]["event"] == "done"
    assert {key: events[-1][key] for key in ("published", "errors", "warnings", "written")} == {
        "published": False, "errors": 1, "warnings": 1, "written": 0,
    }  # fmt: skip


def test_the_last_event_of_a_build_counts_what_it_did(room: Newsroom, capsys: Capture) -> None:
    assert run("build", room.root, "--json") == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    files = len(room.site())
    assert {key: done[key] for key in ("published", "files", "written", "unchanged", "removed", "output")} == {
        "published": True, "files": files, "written": files, "unchanged": 0, "removed": 0, "output": str(room.output),
    }  # fmt: skip


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_colours_are_for_terminals_and_no_color_is_respected(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, no_colour: str
) -> None:
    room.write("content/stories/b.md", "---\ntitle: B\ndate: soon\n---\n")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("NO_COLOR", no_colour)
    assert run("build", room.root) == 1
    assert ("\x1b[31merror\x1b[0m: " in screen.getvalue()) is (not no_colour)


def test_without_a_terminal_there_is_no_bar_and_no_colour(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", "---\ntitle: B\ndate: soon\n---\n")
    run("build", room.root)
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.out + said.err


def test_what_content_says_cannot_steer_the_terminal(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", '---\ntitle: B\ndate: "\\e]0;owned\\a\\u009b31m"\n---\n')
    run("build", room.root)
    assert not {"\x1b", "\x07", "\x9b"} & set(capsys.readouterr().err)


STEERING = {"\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\U000e0041"}


def test_what_content_says_steers_neither_a_terminal_nor_a_log(room: Newsroom, capsys: Capture, tmp_path: Path) -> None:
    key = "\\x9b31m\\u202e\\u2066\\u200f\\u2028\\U000e0041"
    room.write("content/stories/b.md", f'---\ntitle: B\ndate: 2026-01-01\n"k{key}": 1\nimage: "{key}.png"\n---\n')
    for arguments in (("build", room.root, "--json"), ("build", room.root), ("check", room.root), ("check", room.root, "--json")):
        assert run(*arguments) == 1
        said = capsys.readouterr()
        assert not STEERING & {*said.out, *said.err}
        if "--json" in arguments:
            messages = [event.get("message", "") for event in map(json.loads, said.out.splitlines())]
            assert any("k\x9b31m\u202e\u2066\u200f \U000e0041" in message for message in messages)


def test_what_content_says_is_no_line_and_no_command_of_a_log(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/b.md", '---\ntitle: B\ndate: |\n   ::error::owned\naliases: ["/x%0a::error::owned/"]\n---\n')
    room.write("content/stories/c.md", "---\ntitle: C\n  ::set-output name=a::b\n##vso[task.setvariable]: ##[error]x\n---\n")
    room.write("content/stories/d.jsonl", "::error::owned\n##teamcity[x]\n")
    for arguments in (("build", room.root, "--json"), ("build", room.root), ("check", room.root, "--all")):
        assert run(*arguments) == 1
        said = capsys.readouterr()
        lines = (said.out + said.err).splitlines()
        assert not [line for line in lines if line.lstrip().startswith(("::", "##")) or "##vso[" in line or "##[" in line]
        assert all("owned" not in line or line.startswith(("{", "content/", "    ")) for line in lines)
    assert "    \ufffd:error::owned" in lines, "or nothing was quoted"


def test_no_place_that_is_named_steers_a_terminal(tmp_path: Path, capsys: Capture) -> None:
    odd = tmp_path / "a\x9b31m\u202e"
    terminal = Terminal(tmp_path)
    terminal.say(f"serving {odd}")
    terminal.waiting(str(odd))
    for arguments in (
        ("build", odd),
        ("new", odd),
        ("import", odd, "--into", tmp_path / "b"),
        ("build", tmp_path / "b", "--output", odd),
    ):
        run(*arguments)
    said = capsys.readouterr()
    assert "a\ufffd31m\ufffd" in said.out + said.err
    assert not STEERING & {*said.out, *said.err}


def test_the_clock_decides_what_is_out(room: Newsroom) -> None:
    room.write("content/stories/later.md", article("Later", "2020-01-02", publish_at="2026-03-01T12:00:00Z"))
    assert run("build", room.root, "--quiet", "--clock", "2026-03-01T12:59:59+01:00") == 0
    assert not room.has("/stories/2020/01/later/")
    assert run("build", room.root, "--quiet", "--clock", "2026-03-01T12:00:00") == 0
    assert room.has("/stories/2020/01/later/")


def test_it_is_said_how_many_stories_are_held_back_and_why(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/one.md", article("One", "2020-01-02", draft=True))
    room.write("content/stories/two.md", article("Two", "2031-01-02", draft=True, publish_at="2031-01-01"))
    room.write("content/stories/three.md", article("Three", "2020-01-02", publish_at="2031-01-01"))
    room.write("content/stories/four.md", article("Four", "2031-01-02"))
    room.write("content/stories/five.md", article("Five", "2020-01-02", expires_at="2021-01-01"))
    for state in ("cold", "with nothing to do"):
        assert run("build", room.root, "--clock", CLOCK) == 0
        said = capsys.readouterr().out.splitlines()[1]
        assert said == "held back 5 stories: 2 draft, 1 under embargo, 1 dated in the future, 1 expired", state
    run("build", room.root, "--clock", CLOCK, "--json")
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done["held"] == {"draft": 2, "embargo": 1, "expired": 1, "future": 1}
    run("build", room.root, "--clock", "2032-01-01T00:00:00Z", "--drafts", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["held"] == {"expired": 1}


@pytest.mark.parametrize("clock", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00Z"])
def test_a_clock_at_the_ends_of_the_calendar_is_no_crash(room: Newsroom, clock: str) -> None:
    try:
        status: object = run("build", room.root, "--quiet", "--clock", clock)
    except SystemExit as ended:
        status = ended.code
    assert status in (0, 2)


def test_source_date_epoch_is_a_clock(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write("content/stories/later.md", article("Later", "2000-01-02", publish_at="2001-09-09T01:46:40Z"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "999999999")
    assert run("build", room.root, "--quiet") == 0
    assert not room.has("/stories/2000/01/later/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert run("build", room.root, "--quiet") == 0
    assert room.has("/stories/2000/01/later/")


def test_drafts_are_published_when_asked_for(room: Newsroom) -> None:
    room.write("content/stories/draft.md", article("Draft", "2020-01-02", draft=True))
    assert run("build", room.root, "--quiet", "--drafts") == 0
    assert room.has("/stories/2020/01/draft/")
    assert run("build", room.root, "--quiet") == 0
    assert not room.has("/stories/2020/01/draft/")


def test_check_reports_what_a_build_would_and_writes_nothing(room: Newsroom, capsys: Capture) -> None:
    assert run("check", room.root) == 0
    assert capsys.readouterr().out == "no problems\n"
    room.write("content/stories/b.md", article("B", "2020-01-02", "See [c](c.md)."))
    assert run("check", room.root) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "1 warning"
    assert run("check", room.root, "--strict") == 1
    capsys.readouterr()
    room.write("content/stories/c.md", "---\ntitle: C\n---\n")
    assert run("check", room.root) == 1
    checked = capsys.readouterr().err
    assert run("build", room.root) == 1
    built = capsys.readouterr().err
    assert checked.splitlines()[:-1] == built.splitlines()[:-1]
    assert not room.output.exists()


def test_a_placeholder_address_is_a_warning(newsroom: Make, capsys: Capture) -> None:
    room = newsroom("-- broadsheet.yaml --\ntitle: T\n")
    assert run("build", room.root) == 0
    assert capsys.readouterr().err == (
        "broadsheet.yaml:1:1: warning: no base_url is configured, `http://localhost/` stands in; write `base_url: "
        "https://…` in it, "
        "or build with --base-url [missing-base-url]\n"
    )
    assert run("build", room.root, "--relative", "--strict", "--quiet") == 0


def test_the_version_is_said(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--version")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"broadsheet {__version__}\n"


def test_a_reader_that_goes_away_is_no_crash(room: Newsroom) -> None:
    command = [sys.executable, "-m", "broadsheet", "build", str(room.root), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(200) == 0
    assert "Traceback" not in said


def test_a_page_that_moves_without_leading_there_is_told(room: Newsroom, capsys: Capture) -> None:
    room.write("content/stories/moving.md", article("Moving", "2020-01-02"))
    room.write("content/stories/going.md", article("Going", "2020-01-02"))
    room.write("content/pages/help.md", "---\ntitle: Help\n---\n")
    run("build", room.root, "--clock", CLOCK)
    assert "moved" not in capsys.readouterr().err
    room.edit("content/stories/moving.md", "2020-01-02", "2020-02-02")
    room.edit("content/stories/going.md", "title", "draft: true\ntitle")
    room.edit("content/pages/help.md", "title", "slug: more\ntitle")
    assert run("build", room.root, "--clock", CLOCK) == 0
    told = capsys.readouterr().err
    assert "warning: 2 pages moved, and nothing leads there from " in told
    assert "/stories/2020/01/moving/ (now /stories/2020/02/moving/)" in told
    assert "/help/ (now /more/)" in told
    assert "add the old address to the `aliases` of the page" in told
    room.edit("content/stories/moving.md", "date: 2020-02-02", "aliases: [/stories/2020/02/moving/]\ndate: 2020-03-02")
    run("build", room.root, "--clock", CLOCK)
    assert "moved" not in capsys.readouterr().err
    room.edit("content/stories/moving.md", "2020-03-02", "2020-04-02")
    run("build", room.root, "--clock", CLOCK, "--json")
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done["moved"] == [["/stories/2020/03/moving/", "/stories/2020/04/moving/"]]


def test_check_says_how_many_words_of_which_articles_are_left_out(room: Newsroom, capsys: Capture) -> None:
    body = (
        "The harbour board of Puddlewick voted on Tuesday to sell the old ferry to a museum of shipping, it said in a statement."
    )
    room.write("content/stories/2020-01-02-ferry.txt", f"Harbour board sells ferry\n\nShare on Facebook\n\n{body}\n\n{body}\n")
    assert run("check", room.root) == 0
    line = "content/stories/2020-01-02-ferry.txt: 3 of 53 words (6 %) are left out: sharing 3\n"
    assert capsys.readouterr().out == f"{line}no problems\n"
    assert run("check", room.root, "--quiet") == 0
    assert capsys.readouterr().out == ""
    run("check", room.root, "--json")
    events = list(map(json.loads, capsys.readouterr().out.splitlines()))
    path = "content/stories/2020-01-02-ferry.txt"
    assert {"event": "left_out", "path": path, "words": 3, "of": 53, "kinds": {"sharing": 3}} in events


def test_a_text_of_which_most_looks_like_no_article_is_kept_and_named(room: Newsroom, capsys: Capture) -> None:
    table = "".join(f"    Row {number} of the harbour's dues {number}00\n" for number in range(30))
    room.write("content/stories/2020-01-02-dues.txt", f"Dues of the harbour\n\n{table}\n    The board asks for these dues.\n")
    assert run("check", room.root) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "content/stories/2020-01-02-dues.txt:1:1: warning: most of the text looked like no part of an article; "
        "all of it is kept; write `title` in front matter above what is the article, and take out what is not [kept-whole]"
    )
    run("build", room.root)
    assert "Row 29 of the harbour" in room.text("/stories/2020/01/dues/")
