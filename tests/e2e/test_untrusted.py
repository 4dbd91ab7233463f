"""`--untrusted`: of what strangers sent only words, names and looks are heeded."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.config import Config, Limits
from broadsheet.engine import untrusted
from broadsheet.engine.pipeline import BuildOptions, build
from broadsheet.scaffold import make_publication
from newsroom import CLOCK, SETTINGS, Newsroom, article, picture

ASKED = SETTINGS + (
    "follow_links: true\nstatic: {active: [tool.html]}\nmedia: {keep_metadata: ['*']}\nplayers: ['https://films.example']\n"
    "comments: {form: 'https://forms.example/x'}\noffline: true\nhost: netlify\nmarkdown: {smart: true}\n"
    "images: {metadata: keep, widths: [16]}\nlimits: {bytes: 900000, seconds: 99}\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.write("broadsheet.yaml", ASKED)
    body = 'Words <b class="x">bold</b>, ![p](p.jpg) and ![w](https://else.example/w.png).'
    made.write("content/stories/a.md", article("A", "2026-01-01", body))
    made.write("content/stories/p.jpg", picture(40, 40, "JPEG", comment=b"zyx-place"))
    made.write("static/tool.html", "<script>1</script>")
    made.write("templates/404.html", "zyx-template {{ page.nothing }}")
    made.write("templates/static/own.js", "zyx-script")
    return made


def test_what_a_publication_vouches_for_is_not_heeded(room: Newsroom) -> None:
    report = room.build(untrusted=True)
    assert report.published, room.problems
    assert [problem for problem in room.problems if "--untrusted" in problem] == [
        "broadsheet.yaml:1:1: warning: not heeded in a build with --untrusted: `comments`, `static`, "
        "`media`, `players`, `offline`, `follow_links`, `templates/`; look at it yourself before you build without "
        "--untrusted [not-heeded]"
    ]
    site = room.site()
    assert not [path for path in site if any(name in path for name in ("tool.html", "own.", "worker"))]
    assert b"zyx-" not in b"".join(site.values())
    page = room.page("/stories/2026/01/a/")
    assert "Words &lt;b" in page
    assert any("and trust who sent it" in problem for problem in room.problems)
    assert "<b " not in page
    assert "forms.example" not in page
    assert "img-src 'self' data:;" in page.replace("&#39;", "'")


def test_a_fresh_publication_asks_for_nothing_that_is_not_heeded(tmp_path: Path) -> None:
    make_publication(tmp_path / "new", "")
    assert build(tmp_path / "new", BuildOptions(clock=CLOCK, untrusted=True)).problems == ()


def test_the_same_publication_is_heeded_when_it_is_trusted(room: Newsroom) -> None:
    room.remove("templates/404.html")
    report = room.build()
    assert report.published, room.problems
    site = room.site()
    assert len([path for path in site if any(name in path for name in ("tool.html", "own.", "worker"))]) == 3
    assert b"zyx-place" in site["media/stories/p.jpg"]
    assert '<b class="x">bold</b>' in room.page("/stories/2026/01/a/")
    trusted = site
    room.build(untrusted=True)
    assert "tool.html" not in room.site()
    room.build()
    assert room.site() == trusted


def test_links_are_not_followed_whatever_is_configured(room: Newsroom) -> None:
    (room.root / "content/stories/b.md").symlink_to("a.md")
    room.build(untrusted=True)
    assert "unsafe-link" in room.codes


def test_limits_can_be_made_tighter_by_the_configuration_and_never_wider() -> None:
    assert untrusted.distrusted(Config("T", limits=Limits(9_000_000, 99, 0, 999))).limits == untrusted.LIMITS
    assert untrusted.distrusted(Config("T", limits=Limits(1_000, 1, 5, 9))).limits == Limits(1_000, 1, 5, 9)


def test_there_may_be_only_so_many_files(room: Newsroom) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}limits: {{files: 4}}\nstatic: {{active: ['*.html']}}\n")
    room.build(untrusted=True)
    assert "over-limit" not in room.codes
    room.write("content/stories/b.md", article("B", "2026-01-02"))
    room.build(untrusted=True)
    room.write("content/stories/c.md", article("C", "2026-01-03"))
    room.write("content/stories/c.yaml", "tags: [a]")
    room.build(untrusted=True)
    assert room.problems[1].startswith("content:1:1: error: there are 5 files, and the publication may have 4;")


def test_the_command_line_says_so(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(room.root), "--untrusted", "--clock", CLOCK]) == 0
    assert "not heeded in a build with --untrusted" in capsys.readouterr().err
    assert main(["check", str(room.root), "--untrusted", "--clock", CLOCK]) == 0
    assert "not heeded" in capsys.readouterr().err
