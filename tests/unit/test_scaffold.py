"""The scaffold: a fresh publication builds at once, and nothing is harmed where one cannot be made."""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet import cli, scaffold
from broadsheet.content.settings import CONFIG, read_settings
from broadsheet.engine.pipeline import BuildOptions, Report, build
from broadsheet.fixity.comparing import FolderSite, compare
from broadsheet.scaffold import make_publication

CLOCK = "2026-03-01T12:00:00Z"
FILES = {
    ".gitignore",
    "README.md",
    "broadsheet.yaml",
    "content/actors/puddlewick-town-council.md",
    "content/dossiers/the-puddlewick-ferry.md",
    "content/pages/about.md",
    "content/stories/2024/ferry-first-crossing.txt",
    "content/stories/2024/ferry-first-crossing.yaml",
    "content/stories/2024/ferry-returns.md",
    "content/tags/public-transport.md",
    "netlify.toml",
    "static/.gitkeep",
    "templates/.gitkeep",
}
WITHOUT_EFFECT: set[str] = set()  # keys that this version accepts and does nothing with


def paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def built(folder: Path) -> Report:
    return build(folder, BuildOptions(clock=CLOCK, strict=True))


def settings(folder: Path) -> str:
    return (folder / "broadsheet.yaml").read_text(encoding="utf-8")


def title_of(folder: Path) -> str:
    outcome = read_settings(settings(folder), "broadsheet.yaml")
    assert outcome.problems == ()
    assert outcome.value is not None
    return outcome.value.title


def with_every_key(text: str) -> str:
    """Return the configuration with the keys that are switched off switched on: `#key` is one, `# Text` is a comment."""
    return re.sub(r"^#(?! \w)", "", text, flags=re.MULTILINE)


def test_a_fresh_publication_has_these_files_and_builds_without_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "my-archive"
    assert make_publication(folder, "") == ""
    assert paths(folder) == FILES
    report = built(folder)
    assert report.problems == ()
    assert report.published
    assert report.kinds is not None
    assert {kind: report.kinds[kind] for kind in ("story", "actor", "country", "tag", "dossier", "section")} == {
        "story": 2,
        "actor": 3,
        "country": 1,
        "tag": 2,
        "dossier": 1,
        "section": 1,
    }
    assert paths(tmp_path) == {f"my-archive/{path}" for path in paths(folder)}


def test_what_is_built_of_a_fresh_publication_is_what_its_manifest_says(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    built(tmp_path / "new")
    found = compare(FolderSite(tmp_path / "new/site")).value
    assert found is not None
    assert (found.missing, found.added, found.altered) == ((), (), ())


def test_the_samples_show_what_a_story_can_say(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    built(tmp_path / "new")
    page = (tmp_path / "new/site/stories/2024/04/ferry-returns/index.html").read_text(encoding="utf-8")
    for text in (
        'href="/actors/puddlewick-town-council/"',
        'href="/countries/norway/"',
        'href="/tags/public-transport/"',
        'href="/dossiers/the-puddlewick-ferry/"',
        'href="/stories/2024/06/ferry-first-crossing/"',
        "A lake is only an obstacle to those without a boat.",
        "The ferry will pay for itself within three summers",
    ):
        assert text in page


def test_every_key_that_the_configuration_shows_is_accepted(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    text = with_every_key(settings(tmp_path / "new"))
    assert "\nmenus:\n  main:\n    - {" in text
    assert not re.search(r"^#[^ ]", text, re.MULTILINE)
    outcome = read_settings(text, "broadsheet.yaml")
    assert outcome.problems == ()
    # `broadsheet forget` alone writes what is forgotten.
    assert {key.key for key in CONFIG if not re.search(rf"^{key.key}:", text, re.MULTILINE)} == WITHOUT_EFFECT | {"forgotten"}


def test_the_configuration_builds_with_every_key_switched_on(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    make_publication(folder, "")
    (folder / "broadsheet.yaml").write_text(with_every_key(settings(folder)), encoding="utf-8")
    (folder / "static/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    assert built(folder).problems == ()


def test_what_is_switched_off_shows_the_defaults(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    text = settings(tmp_path / "new")
    off, on = read_settings(text, "x").value, read_settings(with_every_key(text), "x").value
    assert off is not None
    assert on is not None
    assert (on.permalinks, on.source_dir, on.output_dir) == (off.permalinks, off.source_dir, off.output_dir)


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("my-archive", "", "My archive"),
        ("the_daily--record", "", "The daily record"),
        ("NATO", "", "NATO"),
        ("x", "  The  Ferry\nTimes ", "The Ferry Times"),
        ("x", 'Yes: "no" # \\ {{ page }} & <b>', 'Yes: "no" # \\ {{ page }} & <b>'),
        ("x", '@NAME@ "@TITLE@"', '@NAME@ "@TITLE@"'),
        ("x", "no", "no"),
        ("x", "2024", "2024"),
        ("x", "Ежедневная газета 日報 🗞", "Ежедневная газета 日報 🗞"),
        ("x", "a\x00b\x1b[31m\u2028c\ud800", "a b [31m c"),
        ("---", "", "News archive"),
    ],
)
def test_the_title_is_the_one_given_or_made_from_the_name(tmp_path: Path, name: str, title: str, expected: str) -> None:
    assert make_publication(tmp_path / name, title) == ""
    assert title_of(tmp_path / name) == expected
    assert (tmp_path / name / "README.md").read_text(encoding="utf-8").startswith(f"# {expected}\n")
    assert built(tmp_path / name).problems == ()


def test_netlify_is_told_how_to_build_and_what_to_publish(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    told = tomllib.loads((tmp_path / "new/netlify.toml").read_text(encoding="utf-8"))["build"]
    assert told["command"] == 'pip install broadsheet && broadsheet build --base-url "$URL"'
    assert told["publish"] == "site"


def test_git_ignores_what_is_built(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    assert (tmp_path / "new/.gitignore").read_text().split() == ["/site/", "/.broadsheet/"]


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o750)
    before = folder.stat()
    assert make_publication(folder, "") == ""
    assert paths(folder) == FILES
    assert (folder.stat().st_ino, folder.stat().st_mode) == (before.st_ino, before.st_mode)
    assert built(folder).problems == ()


def test_the_folder_that_one_stands_in_can_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "daily-news").mkdir()
    monkeypatch.chdir(tmp_path / "daily-news")
    assert cli.main(["new", "."]) == 0
    assert title_of(Path.cwd()) == "Daily news"


def test_folders_above_are_made(tmp_path: Path) -> None:
    assert make_publication(tmp_path / "a/b/c", "") == ""
    assert paths(tmp_path / "a/b/c") == FILES


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
def test_a_fresh_publication_is_as_open_as_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    make_publication(tmp_path / "new", "")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize("name", ["notes.txt", ".git/HEAD", "content/stories/mine.md"])
def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "used" / name).parent.mkdir(parents=True)
    (tmp_path / "used" / name).write_text("mine")
    sentence = f"{tmp_path / 'used'} is not empty; name a folder that is empty or not there yet"
    assert make_publication(tmp_path / "used", "") == sentence
    assert cli.main(["new", str(tmp_path / "used")]) == 1
    assert capsys.readouterr().err == f"broadsheet: {sentence}\n"
    assert paths(tmp_path) == {f"used/{name}"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert (
        make_publication(tmp_path / "file", "") == f"{tmp_path / 'file'} is a file; name a folder that is empty or not there yet"
    )
    assert (tmp_path / "file").read_text() == "mine"


def test_a_publication_is_not_made_twice(tmp_path: Path) -> None:
    assert make_publication(tmp_path / "new", "") == ""
    assert "is not empty" in make_publication(tmp_path / "new", "")


def failing(monkeypatch: pytest.MonkeyPatch, name: str, after: int) -> None:
    """Let the disk be full at a call of a method of Path."""
    real: Callable[..., object] = getattr(Path, name)
    calls: list[None] = []

    def limited(path: Path, *arguments: object) -> object:
        calls.append(None)
        if len(calls) > after:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, *arguments)

    monkeypatch.setattr(Path, name, limited)


@pytest.mark.parametrize(("method", "after"), [("write_bytes", 0), ("write_bytes", 5), ("rename", 0)])
def test_a_disk_that_fills_up_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    failing(monkeypatch, method, after)
    with pytest.raises(OSError, match="No space left"):
        make_publication(tmp_path / "deep/new", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("method", "after"), [("write_bytes", 3), ("rename", 0), ("rename", 4)])
def test_a_disk_that_fills_up_leaves_an_empty_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    (tmp_path / "empty").mkdir()
    failing(monkeypatch, method, after)
    with pytest.raises(OSError, match="No space left"):
        make_publication(tmp_path / "empty", "")
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_parent_that_cannot_hold_it_is_a_failure_of_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    assert cli.main(["new", str(tmp_path / "file" / "new")]) == 3
    assert capsys.readouterr().err.startswith("broadsheet: ")
    assert paths(tmp_path) == {"file"}


def test_the_files_lie_where_the_wheel_takes_them_from() -> None:
    shipped = Path(scaffold.__file__).parent / "files"
    assert not [path for path in paths(shipped) if Path(path).name.startswith(".")]
    assert {path.replace("gitignore", ".gitignore") for path in paths(shipped)} == {
        path for path in FILES if not path.endswith(".gitkeep")
    }
