"""Fixity: the manifest of what was published and of what it was made from, and what `verify` finds out with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest

from broadsheet.cli import main
from broadsheet.engine import make, publication
from broadsheet.fixity.comparing import read_manifest
from broadsheet.pages.manifest import texts_of
from newsroom import CLOCK, SETTINGS, Newsroom, article, differing, picture

Make = Callable[..., Newsroom]


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    room = newsroom()
    room.stories(3, tags=["Peace"])
    room.write("content/stories/shown.md", article("Shown", "2026-02-01", "![The hall](hall.png)", actors=["Ann Lee"]))
    room.write("content/stories/hall.png", picture(60, 40))
    room.write("content/stories/raw.txt", "The talks ended\n\nOslo, 3 May 2019. Norway said so.\n")
    room.write("content/stories/raw.yaml", "tags: [Peace]\ndate: 2019-05-03\ntitle: The talks ended\n")
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\nA life.\n")
    room.write("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
    room.write("static/notes.txt", "notes")
    return room


def manifest(room: Newsroom) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((room.output / "manifest.json").read_bytes())
    return found


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def verify(room: Newsroom, capsys: pytest.CaptureFixture[str], *switches: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    status = main(["verify", str(room.output), "--json", *switches])
    return status, json.loads(capsys.readouterr().out)


def test_the_manifest_has_the_digest_of_every_file_but_its_own_and_the_sums_have_both(room: Newsroom) -> None:
    room.publish()
    site = room.site()
    sums = site.pop("SHA256SUMS").decode()
    assert sums == "".join(f"{digest(site[path])}  {path}\n" for path in sorted(site.keys() - {"manifest.json"})) + (
        f"{digest(site.pop('manifest.json'))}  manifest.json\n"
    )
    assert manifest(room)["files"] == {path: digest(data) for path, data in site.items()}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum")
def test_sha256sum_takes_the_sums_and_finds_what_was_altered(room: Newsroom) -> None:
    room.write('static/a "quoted" – name.txt', "x")
    room.publish()
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=room.output, check=False).returncode == 0
    (room.output / "404.html").write_bytes(b"x")
    done = subprocess.run(
        command, cwd=room.output, check=False, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert (done.returncode, done.stdout) == (1, "404.html: FAILED\n")


def test_the_manifest_has_the_digest_of_every_source_that_went_into_a_page(room: Newsroom) -> None:
    room.write("templates/base.html", _builtin("base.html") + "\n")
    room.write("templates/unused.html", "Nothing shows this.")
    room.build()
    assert room.codes == ["unused-template"]
    unused = {"templates/unused.html"}
    sources = (path for path in room.root.rglob("*") if path.is_file())
    paths = {path.relative_to(room.root).as_posix() for path in sources} - unused
    expected = {path for path in paths if not path.startswith(("site/", ".broadsheet/"))}
    assert manifest(room)["inputs"] == {path: digest((room.root / path).read_bytes()) for path in expected}
    assert len(expected) == 12


def _builtin(name: str) -> str:
    from broadsheet.render.theme import builtin_templates

    return (builtin_templates() / name).read_text(encoding="utf-8")


def test_nothing_that_is_held_back_is_named_or_digested(room: Newsroom) -> None:
    held = {
        "content/stories/canary-draft.md": article("Draft", "2026-01-01", "![x](canary-picture.png)", draft=True),
        "content/stories/canary-later.md": article("Later", "2026-01-01", publish_at="2027-01-01T00:00:00Z"),
        "content/stories/canary-gone.md": article("Gone", "2026-01-01", expires_at="2026-01-02T00:00:00Z"),
        "content/stories/canary-lines.jsonl": json.dumps({"title": "L", "date": "2026-01-01", "body": "x", "draft": True}) + "\n",
        "content/stories/canary-raw.txt": "Raw\n\nText.\n",
        "content/stories/canary-raw.yaml": "title: Raw\ndate: 2026-01-01\ndraft: true\n",
        "content/comments/shown/canary-waits.yaml": "author: A\ndate: 2026-02-02\ntext: No.\nstatus: pending\n",
        "content/comments/canary-draft/c1.yaml": "author: A\ndate: 2026-02-02\ntext: Yes.\nstatus: approved\n",
        "content/pages/canary-page.md": "---\ntitle: P\ndraft: true\n---\nText.\n",
    }
    for path, text in held.items():
        room.write(path, text)
    room.write("content/stories/canary-picture.png", picture(50, 50))
    room.write("content/comments/shown/said.yaml", "author: B\ndate: 2026-02-02\ntext: Well.\nstatus: approved\n")
    room.publish()
    text = (room.output / "manifest.json").read_text(encoding="utf-8")
    assert "content/comments/shown/said.yaml" in text
    assert "canary" not in text
    assert [
        path for path in (*held, "content/stories/canary-picture.png") if digest((room.root / path).read_bytes()) in text
    ] == []
    room.publish(drafts=True)
    assert "content/stories/canary-draft.md" in manifest(room)["inputs"]


EDITS: dict[str, Callable[[Newsroom], object]] = {
    "a text": lambda room: room.edit("content/stories/story-0002.md", "Text.", "Other."),
    "what no page shows of a text": lambda room: room.edit("content/stories/story-0002.md", "---\ntitle", "---\n# noted\ntitle"),
    "a remark in the configuration": lambda room: room.write("broadsheet.yaml", f"{SETTINGS}# a remark\n"),
    "a remark in a sidecar": lambda room: room.edit("content/stories/raw.yaml", "tags:", "# a remark\ntags:"),
    "a remark in a register file": lambda room: room.edit("content/actors/ann-lee.md", "name:", "# a remark\nname:"),
    "a file that is copied": lambda room: room.write("static/notes.txt", "other notes"),
    "what is taken out of a picture": lambda room: room.write("content/stories/hall.png", _noted(picture(60, 40))),
    "a text that is held back": lambda room: room.edit("content/stories/story-0002.md", "---\ntitle", "---\ndraft: true\ntitle"),
    "a text that is gone": lambda room: room.remove("content/stories/story-0003.md"),
    "a text that came": lambda room: room.stories(1, start=9),
    "a file that is renamed": lambda room: room.rename(
        "content/stories/story-0001.md", "content/stories/2020-01-01-story-0001.md"
    ),
    "a copy of a built-in template": lambda room: room.write("templates/base.html", _builtin("base.html")),
    "a copy of a built-in script": lambda room: room.write("templates/static/search.js", _builtin("static/search.js")),
    "an own template": lambda room: room.write("templates/base.html", _builtin("base.html") + "\n"),
}


def _noted(data: bytes) -> bytes:
    """Return a PNG with a chunk of text, which is not published."""
    from zlib import crc32

    chunk = b"tEXtComment\0by me"
    return data[:33] + (len(chunk) - 4).to_bytes(4, "big") + chunk + crc32(chunk).to_bytes(4, "big") + data[33:]


@pytest.mark.parametrize("name", sorted(EDITS))
def test_after_an_edit_the_manifest_is_that_of_a_cold_build(room: Newsroom, name: str) -> None:
    room.publish()
    before = manifest(room)
    EDITS[name](room)
    room.publish()
    cold = room.cold()
    cold.publish()
    assert differing(room.site(), cold.site()) == []
    assert manifest(room) != before


def test_a_build_that_finds_nothing_changed_writes_nothing_and_an_edit_takes_no_digest_again(room: Newsroom) -> None:
    room.stories(40)
    room.publish()
    assert room.publish().written == 0
    room.edit("content/stories/story-0002.md", "Text.", "Other.")
    with (
        mock.patch.object(make, "digest_of", wraps=make.digest_of) as made,
        mock.patch.object(publication, "digest_of", wraps=publication.digest_of) as copied,
    ):
        report = room.publish()
    assert made.call_count + copied.call_count < 30 < report.files / 3


def test_a_faulty_article_that_is_left_as_it_was_has_no_digest(room: Newsroom) -> None:
    room.publish()
    room.edit("content/stories/story-0002.md", "date:", "date: never # ")
    report = room.build(keep_going=True)
    assert report.published
    assert room.has("/stories/2020/01/story-0002/")
    assert "content/stories/story-0002.md" not in manifest(room)["inputs"]
    assert digest(room.page("/stories/2020/01/story-0002/").encode()) in manifest(room)["files"].values()


def test_sources_can_be_left_out_alone(room: Newsroom) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}disable: [provenance]\n")
    room.publish()
    assert manifest(room)["inputs"] == {}
    room.edit("content/stories/story-0002.md", "---\ntitle", "---\n# noted\ntitle")
    assert "nothing" in room.publish().ways, "what changes no page changes no output then"


def test_a_file_of_ones_own_at_its_address_is_an_error_that_names_both(room: Newsroom) -> None:
    room.write("static/manifest.json", "{}")
    room.build()
    (problem,) = room.problems
    assert "two outputs claim the address `/manifest.json`" in problem
    assert "static/manifest.json" in problem


def test_explain_says_what_the_manifest_depends_on(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    assert main(["explain", str(room.root), "/manifest.json", "--json", "--clock", CLOCK]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["now"] == ["up to date"]
    assert told["depends_on"][:2] == ["the bytes of any other output", "the bytes of a source of one"]


# -- verify


def test_a_site_that_is_as_it_was_built_is_found_whole(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    (room.output / "manifest.json.minisig").write_text("a signature")
    (room.output / ".gitkeep").touch()  # `new` makes it
    root = digest((room.output / "manifest.json").read_bytes())
    files = len(manifest(room)["files"]) + 1  # and the sums
    nothing: list[str] = []
    event = {"event": "compared", "whole": True, "root": root, "files": files, "seen": True}
    assert verify(room, capsys, "--root", root) == (0, {**event, "missing": nothing, "added": nothing, "altered": nothing})
    assert main(["verify", str(room.output)]) == 0
    assert capsys.readouterr().out == f"root: {root}\n{files} files are what manifest.json says\n"


def test_what_is_missing_added_and_altered_is_told_apart(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    (room.output / "404.html").unlink()
    (room.output / "robots.txt").write_text("other")
    (room.output / "SHA256SUMS").write_text("other")
    (room.output / "feed.xml").unlink()
    (room.output / "feed.xml").symlink_to("rss.xml")
    (room.output / "in").mkdir()
    for number in range(5):
        (room.output / f"in/{number}.html").write_text("new")
    (room.output / "tags-too").symlink_to("tags")
    status, found = verify(room, capsys)
    assert (status, found["whole"], found["missing"]) == (1, False, ["404.html"])
    assert found["altered"] == ["SHA256SUMS", "feed.xml", "robots.txt"]
    assert found["added"] == [*(f"in/{number}.html" for number in range(5)), "tags-too"]
    assert main(["verify", str(room.output)]) == 1
    said = capsys.readouterr()
    assert said.err == (
        "missing: 1 file: 404.html\nadded: 6 files: in/0.html, in/1.html, in/2.html, …\n"
        "altered: 3 files: SHA256SUMS, feed.xml, robots.txt\n"
    )
    assert said.out == f"root: {found['root']}\n"


def made(base_url: str, *paths: str) -> str:
    return texts_of(base_url, (paths, bytes(32 * len(paths))), ((), b""))[0].decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "missing-manifest"),
        ("{}", "bad-manifest"),
        ("[" * 100_000, "bad-manifest"),
        ('{"files": []}', "bad-manifest"),
        ('{"files": {"a": "0"}}', "bad-manifest"),
        ('{"files": {}}', "bad-manifest"),
        (made("https://a.example/\r\nX: y/"), "bad-manifest"),
        (made("https://a.example/\r\nX: y/").replace("\\r\\n", "\r\n"), "bad-manifest"),
        (made("ftp://a.example/"), "bad-manifest"),
        (made("https://a.example/", "../broadsheet.yaml"), "bad-manifest"),
        (made("https://a.example/", "/etc/passwd"), "bad-manifest"),
        (made("https://a.example/", "a").replace('"a":', '"\\ud800":'), "bad-manifest"),
        (made("https://a.example/", "a")[:-40], "bad-manifest"),
        (made("https://a.example/", "a").replace("0" * 64, "0" * 63), "bad-manifest"),
    ],
)
def test_without_a_manifest_that_is_one_nothing_is_compared(
    room: Newsroom, capsys: pytest.CaptureFixture[str], text: str | None, code: str
) -> None:
    room.publish()
    place = room.output / "manifest.json"
    place.unlink() if text is None else place.write_text(text)
    status, event = verify(room, capsys)
    assert (status, event["code"]) == (1, code)


def test_a_manifest_is_read_as_it_was_written() -> None:
    paths = ["a", 'q"\\u.txt'.replace("\\", ""), "\u00e4/\u4e2d.html", "\x85"]
    found = read_manifest(made("https://a.example/\u00e4/", *paths).encode())
    assert found
    assert (found.base_url, list(found.digests)) == ("https://a.example/\u00e4/", [*paths, "SHA256SUMS"])


@pytest.mark.parametrize("unit", ["[],", "{},", '"a": [],\n', '"a": "b",\n'])
def test_made_up_json_takes_little_memory(unit: str) -> None:
    head = made("https://a.example/").partition("\n}")[0]
    datas = [
        text.encode() for text in (f'{{"files": [{unit * 1_000_000}', f"{head}\n{unit * 1_000_000}", head[:-3] + unit * 1_000_000)
    ]
    tracemalloc.start()
    assert not any(map(read_manifest, datas))
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


def test_another_root_than_the_one_that_was_written_down_is_an_error(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    status, event = verify(room, capsys, "--root", "0" * 64)
    assert (status, event["code"]) == (1, "other-root")


@pytest.mark.skipif(shutil.which("minisign") is None, reason="there is no minisign")
def test_a_signature_is_of_one_manifest_and_one_key(room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    for name in ("ours", "other"):
        keys = ["-p", str(tmp_path / f"{name}.pub"), "-s", str(tmp_path / f"{name}.key")]
        subprocess.run(["minisign", "-G", "-W", "-f", *keys], check=True, capture_output=True)
    key = ("--public-key", str(tmp_path / "ours.pub"))
    assert verify(room, capsys, *key)[1]["code"] == "bad-signature"
    sign = ["minisign", "-S", "-s", str(tmp_path / "ours.key"), "-m", str(room.output / "manifest.json")]
    subprocess.run(sign, check=True, capture_output=True)
    assert verify(room, capsys, *key)[0] == 0
    status, event = verify(room, capsys, "--public-key", str(tmp_path / "other.pub"))
    assert (status, event["code"]) == (1, "bad-signature")
    room.write("static/notes.txt", "other notes")
    room.publish()
    assert verify(room, capsys)[0] == 0
    assert verify(room, capsys, *key)[1]["code"] == "bad-signature"


def test_whose_a_signature_is_tells_the_program_minisign_alone(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room.publish()
    (room.output / "manifest.json.minisig").write_text("a signature")
    key = tmp_path / "key.pub"
    assert main(["verify", str(room.output), "--public-key", str(key)]) == 3
    key.write_text("a key")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["verify", str(room.output), "--public-key", str(key)]) == 2
    assert "the program `minisign` is not installed" in capsys.readouterr().err
    program = tmp_path / "minisign"
    asked = f'[ "$*" = "-V -q -p {key} -m manifest.json" ] && [ "$line" = "a signature" ]'
    program.write_text(f"#!/bin/sh\nread line < manifest.json.minisig\n{asked}\n")
    program.chmod(0o755)
    (room.output / "manifest.json.minisig").write_text("a signature\n")
    assert verify(room, capsys, "--public-key", str(key))[0] == 0
    (room.output / "manifest.json.minisig").write_text("another\n")
    assert verify(room, capsys, "--public-key", str(key))[0] == 1


def test_a_folder_that_is_not_there_is_a_failure_of_the_machine(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(room.root / "nowhere")]) == 3
    assert "no such file or directory" in capsys.readouterr().err


def test_the_root_depends_neither_on_the_machine_nor_on_how_the_build_was_done(newsroom: Make) -> None:
    roots = set()
    for number, mask in enumerate((0o022, 0o077)):
        one = newsroom()
        one.stories(30, tags=["Peace"], actors=["Ann Lee"])
        epoch = {"SOURCE_DATE_EPOCH": "1772366400", "PYTHONHASHSEED": str(number), "TZ": ("UTC", "Asia/Tokyo")[number]}
        environment = {**os.environ, **epoch, "LC_ALL": ("C", "tr_TR.UTF-8")[number], "HOME": str(one.root.parent)}
        command = ["broadsheet", "build", "--quiet", "--workers", str(number + 1)]
        before = os.umask(mask)
        try:
            subprocess.run([sys.executable, "-m", *command], cwd=one.root, env=environment, check=True)
        finally:
            os.umask(before)
        roots.add(digest((one.output / "manifest.json").read_bytes()))
    assert CLOCK == "2026-03-01T12:00:00Z", "which is what SOURCE_DATE_EPOCH says here"
    one.publish()
    assert roots == {digest((one.output / "manifest.json").read_bytes())}
