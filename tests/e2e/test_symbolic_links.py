"""Symbolic links and other things that are no files: what they lead to is neither published nor shown nor overwritten."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet import cli
from broadsheet.engine import readings
from newsroom import Newsroom, article, picture

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links needs a privilege on Windows")

CANARY = "canary-5f1d09c2"
SECRET = f"{CANARY}: [{CANARY}\n{{% {CANARY} %}} msgid {CANARY}\n"
STORY = "content/stories/a.md"
COMMANDS = (("build",), ("build", "--full"), ("check",), ("build", "--json"))


class House:
    """A publication with secrets beside and below it, and what the command line said of it."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.room = Newsroom(folder)
        self.root = self.room.root
        self.outside = folder / "outside"
        self._capsys = capsys
        for place in (self.root / ".env", self.root / ".git" / "config", self.root / "notes.txt", self.outside / "secret.md"):
            place.parent.mkdir(exist_ok=True)
            place.write_text(SECRET, encoding="utf-8")
        self.secrets = {".env", ".git/config", "notes.txt"}
        self.room.write(STORY, article("A", "2020-01-01", "![It](pic.png)\n\nAnn Lee said so.", actors=["Ann Lee", "Bob Roe"]))
        self.room.write("content/stories/pic.png", picture())
        self.room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\n")
        self.room.write("static/plain.txt", "plain")

    def run(self, *arguments: object, status: int | None = None) -> str:
        """Run the command line, insist that no secret came to light anywhere, and return all that was said."""
        self._capsys.readouterr()
        found = cli.main([str(argument) for argument in arguments])
        said = "".join(self._capsys.readouterr())
        assert CANARY not in said
        assert self.lit() == []
        assert status in (None, found), said
        return said

    def lit(self) -> list[str]:
        """Return the files below the root with the secret in them, but for those that had it from the beginning."""
        files = (Path(base) / name for base, _, names in os.walk(self.root) for name in names)
        found = [path for path in files if path.is_file() and not path.is_symlink() and CANARY.encode() in path.read_bytes()]
        return sorted({path.relative_to(self.root).as_posix() for path in found} - self.secrets)

    def link(self, place: str, target: str) -> None:
        """Put a link in the place of whatever is there."""
        path = self.root / place
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)


@pytest.fixture
def house(tmp_path: Path, capsys: Capture) -> House:
    return House(tmp_path, capsys)


FILES = {
    "static/x.txt": "../.git/config",
    "static/more": "../.git",
    "static/plain.txt": "../notes.txt",
    "static/.well-known/x": "../../.env",
    "content/stories/pic.png": "../../.env",
    "content/stories/env.md": "../../.env",
    "content/stories/raw.txt": "../../notes.txt",
    "content/stories/page.html": "../../.env",
    "content/stories/lines.jsonl": "../../.env",
    "content/stories/a.yaml": "../../.env",
    "content/stories/a.auto.yaml": "../../.env",
    "content/stories/2020": "../../.git",
    STORY: "../../.env",
    "content/comments/a/1.yaml": "../../../.env",
    "content/pages/about.md": "../../.env",
    "content/actors/ann-lee.md": "../../.env",
    "content/actors": "../../outside",
    "content/frequencies.tsv": "../.env",
    "content/nothing.md": "../.nothing",
    "content/circle.md": "circle.md",
    "templates/404.html": "../../outside/secret.md",
    "templates/static/x.css": "../../.env",
    "templates/static/style.css": "../../.env",
    "templates/parts": "/etc",
    "locale/en.po": "../.env",
}
FOLDERS = ("content", "static", "templates", "locale")


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("place", FILES)
def test_a_link_among_the_sources_is_an_error_that_says_where_it_leads(house: House, place: str, *, warm: bool) -> None:
    if warm:
        house.run("build", house.root, status=0)
    before = house.room.site()
    house.link(place, FILES[place])
    for command in COMMANDS:
        said = house.run(*command, house.root, status=1)
        assert said.count("unsafe-link") == 1
        assert f"the symbolic link to `{FILES[place]}` is not followed" in said
        assert f"{place}:1:1: error: " in said or f'"path": "{place}"' in said
        assert house.room.site() == before


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("place", FOLDERS)
def test_a_folder_of_sources_that_is_a_link_is_an_error(house: House, place: str, *, warm: bool) -> None:
    (house.outside / "en.po").write_text(SECRET, encoding="utf-8")
    (house.outside / "404.html").write_text(SECRET, encoding="utf-8")
    (house.outside / "static").mkdir()
    (house.outside / "static" / "x.css").write_text(SECRET, encoding="utf-8")
    if warm:
        house.run("build", house.root, status=0)
    before = house.room.site()
    house.link(place, "../outside")
    for command in COMMANDS:
        said = house.run(*command, house.root, status=1)
        assert "the symbolic link to `../outside` is not followed" in said
        assert said.count("unsafe-link") == 1
        assert house.room.site() == before


def test_a_configuration_that_is_a_link_is_not_read(house: House) -> None:
    house.link("broadsheet.yaml", ".env")
    for command in (*COMMANDS, ("extract",), ("review",)):
        said = house.run(*command, house.root, status=1)
        assert "the symbolic link to `.env` is not followed" in said
    assert not (house.root / ".broadsheet").exists()


def test_a_link_inside_the_publication_is_refused_with_what_would_allow_it(house: House) -> None:
    house.link("static/again.txt", "plain.txt")
    assert house.run("build", house.root, status=1).splitlines()[-2] == (
        "static/again.txt:1:1: error: the symbolic link to `plain.txt` is not followed; put the file itself in its place, or "
        "write `follow_links: true` into broadsheet.yaml [unsafe-link]"
    )


@pytest.fixture
def following(house: House) -> House:
    house.room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nfollow_links: true\n")
    return house


def test_links_within_the_folders_are_followed_where_the_publication_says_so(following: House) -> None:
    house = following
    house.room.write("static/v2/x.txt", "two")
    house.room.write("content/stories/old.md", article("Old", "2019-01-01"))
    house.room.write("templates/real.html", "{% extends 'base.html' %}{% block main %}<h1>Own page</h1>{% endblock %}")
    house.link("static/again.txt", "plain.txt")
    house.link("static/latest", "v2")
    house.link("content/pages/about.md", "../stories/old.md")
    house.link("content/stories/pic.png", "../../static/pic.png")
    house.room.write("static/pic.png", picture(shade=20))
    house.link("templates/404.html", "real.html")
    house.link("templates/static/own.css", "../../static/plain.txt")
    house.run("build", house.root, status=0)
    site = house.room.site()
    assert (site["again.txt"], site["latest/x.txt"]) == (b"plain", b"two")
    assert "Own page" in site["404.html"].decode()
    assert "about/index.html" in site
    assert b"plain" in [data for path, data in site.items() if path.startswith("assets/own.")]
    house.room.write("static/plain.txt", "altered")
    house.run("build", house.root, "--verify", status=0)
    assert house.room.site()["again.txt"] == b"altered"


@pytest.mark.parametrize(
    ("place", "target", "why"),
    [
        ("static/x.txt", "../.git/config", "it leads out of `content`, `static` and `templates`"),
        ("static/x.txt", "../notes.txt", "it leads out of `content`, `static` and `templates`"),
        ("static/x.txt", "../../outside/secret.md", "it leads out of `content`, `static` and `templates`"),
        ("static/x.txt", ".hidden/x", "it leads to what is hidden"),
        ("static/x", ".hidden", "it leads to what is hidden"),
        ("static/x", "..", "it leads out of `content`, `static` and `templates`"),
        ("static/x", ".", "it leads in a circle"),
        ("static/x", "x", "it leads in a circle"),
        ("static/x", "nowhere", "it leads to nothing"),
        ("content/stories/x", "../stories", "it leads in a circle"),
        ("content/stories/x.png", "../../static/pipe", "it leads to what is neither a file nor a folder"),
    ],
)
def test_other_links_stay_refused_with_the_reason(following: House, place: str, target: str, why: str) -> None:
    following.room.write("static/.hidden/x", "hidden")
    if target.endswith("pipe"):
        os.mkfifo(following.root / "static" / "pipe")
    following.link(place, target)
    said = following.run("build", following.root, status=1)
    assert f"{place}:1:1: error: the symbolic link to `{target}` is not followed: {why}; " in said
    assert "follow_links" not in said


@pytest.mark.parametrize("place", FOLDERS)
def test_a_folder_of_sources_is_never_a_link(following: House, place: str) -> None:
    following.room.write("static/elsewhere/x.txt", "x")
    following.link(place, "static/elsewhere" if place != "static" else "content/stories")
    assert f"{place}:1:1: error: the symbolic link to `" in following.run("build", following.root, status=1)


def test_a_loop_of_folders_that_link_to_each_other_ends(following: House) -> None:
    for name in "abcdefghijkl":
        for other in "abcdefghijkl":
            following.link(f"static/{name}/to-{other}", f"../{other}")
    assert "it leads in a circle" in following.run("check", following.root, status=1)


@contextlib.contextmanager
def specials(place: Path, kind: str) -> Iterator[None]:
    with contextlib.ExitStack() as ending:
        if kind == "a named pipe":
            os.mkfifo(place)
        else:
            there = ending.enter_context(socket.socket(socket.AF_UNIX))
            here = Path.cwd()
            os.chdir(place.parent)  # the path of a socket must be short
            there.bind(place.name)
            os.chdir(here)
        yield


@pytest.mark.parametrize("kind", ["a named pipe", "a socket"])
@pytest.mark.parametrize(
    "place",
    ["content/stories/x.md", "content/stories/x.png", "content/actors/x.md", "static/x.txt", "templates/story.html"],
)
def test_what_is_neither_a_file_nor_a_folder_is_an_error_at_once(house: House, place: str, kind: str) -> None:
    (house.root / place).parent.mkdir(parents=True, exist_ok=True)
    with specials(house.root / place, kind):
        for command in ("build", "check", "extract"):
            if command == "extract" and not place.startswith("content"):
                continue
            done = subprocess.run(
                [sys.executable, "-m", "broadsheet", command, str(house.root)],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 1
            assert f"{place}:1:1: error: it is neither a file nor a folder, but {kind}; remove it [special-file]" in done.stderr
            assert "Traceback" not in done.stderr


def test_an_editors_lock_is_passed_over(house: House) -> None:
    for place in ("content/stories/.#a.md", "static/.#x.txt", "templates/.#story.html"):
        house.link(place, "somebody@machine.1234")
    house.run("build", house.root, status=0)


# --- between the walk and the reading


def test_a_file_that_becomes_a_link_after_the_walk_is_not_followed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = readings.scan

    def scan_and_swap(*arguments: object) -> object:
        found = scan(*arguments)  # type: ignore[arg-type]
        house.link(STORY, "../../.env")
        return found

    monkeypatch.setattr(readings, "scan", scan_and_swap)
    said = house.run("build", house.root, status=1)
    assert f"{STORY}:1:1: error: it became a symbolic link, which is not followed" in said


@pytest.mark.parametrize("place", ["static/plain.txt", "content/stories/pic.png"])
def test_a_file_to_copy_that_becomes_a_link_after_the_walk_is_not_copied(
    house: House, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    found = readings.find_inputs

    def find_and_swap(*arguments: object) -> object:
        all_found = found(*arguments)  # type: ignore[arg-type]
        house.link(place, "../.env" if place.startswith("static") else "../../.env")
        return all_found

    monkeypatch.setattr("broadsheet.engine.session.find_inputs", find_and_swap)
    house.run("build", house.root)


# --- where is written


def test_an_output_folder_that_is_a_link_is_refused(house: House) -> None:
    house.link("site", "../outside")
    before = sorted(house.outside.iterdir())
    for command in (("build",), ("check",)):
        assert "site:1:1: error: the symbolic link to `../outside` is not followed" in house.run(*command, house.root, status=1)
    (house.root / "site").unlink()
    house.link("out", "../outside")
    for output in ("out", "out/deep"):
        said = house.run("build", house.root, "--output", house.root / output, status=1)
        assert "out:1:1: error: the symbolic link to `../outside` is not followed" in said
    house.link("../away", "outside")
    assert "away:1:1: error: " in house.run("build", house.root, "--output", house.root.parent / "away", status=1)
    assert sorted(house.outside.iterdir()) == before


def test_an_output_folder_behind_a_link_above_the_publication_is_written(house: House, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(house.outside)
    house.run("build", house.root, "--output", tmp_path / "linked" / "site", status=0)
    assert (house.outside / "site" / "index.html").is_file()


@pytest.mark.parametrize("command", [("build",), ("check",), ("extract",), ("review",), ("extract", "--frequencies")])
def test_a_state_folder_that_is_a_link_is_refused(house: House, command: tuple[str, ...]) -> None:
    house.link(".broadsheet", "../outside")
    before = sorted(house.outside.iterdir())
    said = house.run(*command, house.root, status=1)
    assert ".broadsheet:1:1: error: the symbolic link to `../outside` is not followed; remove it: " in said
    assert sorted(house.outside.iterdir()) == before


def test_links_in_the_state_folder_are_refused(house: House) -> None:
    house.run("build", house.root, status=0)
    names = sorted(path.name for path in (house.root / ".broadsheet").iterdir())
    assert [name for name in names if name.startswith("ledger-") and name.endswith(".sqlite3")] != []
    victim = house.root / "notes.txt"
    for name in (*names, "preview", "verify"):
        kept = house.root / ".broadsheet" / name
        aside = house.root / "aside"
        if kept.exists():
            kept.rename(aside)
        house.link(f".broadsheet/{name}", "../notes.txt")
        for command in (("build", house.root), ("explain", house.root, "/")):
            said = house.run(*command, status=1)
            assert f".broadsheet/{name}:1:1: error: the symbolic link to `../notes.txt` is not followed; remove it: " in said
        kept.unlink()
        if aside.exists():
            aside.rename(kept)
        assert victim.read_text(encoding="utf-8") == SECRET
    house.run("build", house.root, status=0)


def test_nothing_is_written_through_a_link_in_the_place_of_the_temporary_folder(house: House) -> None:
    house.room.write("site/.keep", "")
    house.link("site/.broadsheet-tmp", "../../outside")
    before = {path: path.read_bytes() for path in house.outside.iterdir()}
    mtime = house.outside.stat().st_mtime_ns
    house.run("build", house.root, status=0)
    assert {path: path.read_bytes() for path in house.outside.iterdir()} == before
    assert house.outside.stat().st_mtime_ns == mtime
    assert not (house.root / "site" / ".broadsheet-tmp").is_symlink()


def test_a_link_where_a_page_must_go_is_refused_and_what_it_leads_to_is_not_shown(house: House) -> None:
    house.link("site/index.html", "../.env")
    said = house.run("build", house.root, status=1)
    assert (
        "site/index.html:1:1: error: a symbolic link that no build of this publication wrote stands where a page must go" in said
    )
    assert (house.root / ".env").read_text(encoding="utf-8") == SECRET


def test_no_file_is_written_into_a_folder_of_the_output_that_became_a_link(house: House) -> None:
    house.room.write("static/more/x.txt", "one")
    house.run("build", house.root, status=0)
    (house.root / "site/more").rename(house.outside / "more")
    house.link("site/more", "../../outside/more")
    house.room.write("static/more/x.txt", "another")
    house.run("build", house.root)
    assert (house.outside / "more/x.txt").read_text(encoding="utf-8") == "one"


@pytest.mark.parametrize("folder", [".git", ".hidden", "a/.b/c", ".git/objects"])
def test_a_hidden_folder_takes_no_output(house: House, folder: str) -> None:
    before = sorted((house.root / ".git").rglob("*"))
    house.run("build", house.root, "--output", house.root / folder, status=1)
    house.room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\noutput_dir: {folder}\n")
    said = house.run("build", house.root, status=1)
    assert f"broadsheet.yaml:3:13: error: `output_dir` does not take `{folder}`: it is hidden" in said
    assert sorted((house.root / ".git").rglob("*")) == before


def test_another_repository_takes_no_output(house: House, tmp_path: Path) -> None:
    (tmp_path / "other" / ".git").mkdir(parents=True)
    for name in (".git", ".GIT"):  # which is the same on some systems
        assert "a repository's own" in house.run("build", house.root, "--output", tmp_path / "other" / name / "x", status=1)
    for name in ("HEAD", "objects", "refs"):
        (tmp_path / "bare" / name).mkdir(parents=True)
    for folder in ("bare", "bare/hooks"):
        assert "a repository's own" in house.run("build", house.root, "--output", tmp_path / folder, status=1)
    house.run("build", house.root, "--output", tmp_path / "other", status=0)  # a checkout of what is published is not


# --- other commands


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("place", ["content/stories/raw.txt", "content/stories/raw.auto.yaml", "content/stories/raw.yaml"])
def test_extraction_follows_no_link(house: House, place: str, *, named: bool) -> None:
    house.room.write("content/stories/raw.txt", "Talks open in Oslo\n\n3 February 2026\n\nNorway and Egypt met in Oslo.\n")
    house.link(place, "../../notes.txt")
    for command in (("extract",), ("review",), ("extract", "--check")):
        asked = house.root / "content/stories/raw.txt" if named else house.root
        said = house.run(*command, asked, status=1)
        assert f"{place}:1:1: error: the symbolic link to `../../notes.txt` is not followed" in said
    assert (house.root / "notes.txt").read_text(encoding="utf-8") == SECRET
    assert "is not followed" in house.run("extract", house.root, "--frequencies", status=1)
    assert "is not followed" in house.run("extract", "--explain", house.root / "content/stories/raw.txt", "title", status=1)


def test_two_actors_are_not_merged_while_the_register_has_links(house: House) -> None:
    house.link("content/actors/bob-roe.md", "../../.env")
    said = house.run("review", house.root, "--same", "ann-lee", "bob-roe", status=1)
    assert "content/actors/bob-roe.md:1:1: error: the symbolic link to `../../.env` is not followed" in said
    assert (house.root / ".env").read_text(encoding="utf-8") == SECRET


def test_a_publication_behind_a_link_goes_on_working(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "way").symlink_to(house.root.parent)
    through = tmp_path / "way" / house.root.name
    house.run("build", through, status=0)
    house.run("check", through, status=0)
    house.run("extract", through, status=0)
    house.run("explain", through, "/", status=0)
    monkeypatch.chdir(through)
    monkeypatch.setenv("PWD", str(through))
    house.run("build", "--verify", status=0)
    (tmp_path / "leaf").symlink_to(house.root)
    house.run("build", tmp_path / "leaf", status=0)


def test_the_link_of_a_name_that_cannot_be_shown_is_told_in_signs(house: House) -> None:
    make: Callable[[bytes, bytes], None] = os.symlink
    make(b"no\xffwhere\x1b[31m", os.fsencode(house.root / "static" / "x"))
    for command in (("build",), ("build", "--json")):
        said = house.run(*command, house.root, status=1)
        assert "\x1b" not in said
        assert "where" in said
