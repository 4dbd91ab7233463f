"""`broadsheet forget`: a person is taken out of a publication that names her wherever a name may stand, and nobody else is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.extract.finding import finding_id
from newsroom import Newsroom, article, picture, said

# The names are invented. Ada Quill is another person than Ada Quillfeather; Edna Quillfeather shares only the family name.
NAMES = (b"ada quillfeather", b"ada-quillfeather", b"ada_quillfeather", b"quillfeather, ada", b"adelaide quillfeather")
GIVEN = "[name removed]"
SETTINGS = """title: The Test Times  # ours
base_url: https://example.org/
dossier_editions: true
offline: true
images: {share: true}
feeds: {content: full}
"""
RAW = """Talks on salt

12 February 2026

Minister Ada Quillfeather of Norway spoke. Minister Edna Quillfeather of Norway did not.
"""
TRIAL = """---
title: The trial  # keep
date: 2026-02-03
actors:
  - name: Ada Quillfeather  # she
    role: minister
  # then
  - Edna Quillfeather
tags: [trials, ada-quillfeather]
authors: [Bo Writer, Ada Quillfeather]
quotes:
  - text: I did not.
    speaker: Adelaide Quillfeather
  - {text: She did, speaker: Edna Quillfeather}
claims:
  - {text: Ada Quillfeather lied, status: reported}
events:
  - {date: 2026-02-01, text: Ada Quillfeather left}
aliases: [/news/ada-quillfeather/, /news/trial/]
dossier: Trials
source: {name: Ada Quillfeather}
---

The court sat.
"""
LEFT_OF_TRIAL = """---
title: The trial  # keep
date: 2026-02-03
actors:
  # then
  - Edna Quillfeather
tags: [trials]
authors: [Bo Writer]
quotes:
  - {text: She did, speaker: Edna Quillfeather}
aliases: [/news/trial/]
dossier: Trials
---

The court sat.
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.write("broadsheet.yaml", SETTINGS)
    made.write(
        "content/actors/ada-quillfeather.md",
        "---\nname: Ada Quillfeather\naliases: [Adelaide Quillfeather]\nimage: {src: portrait.jpg, alt: A woman}\n---\nA life.\n",
    )
    made.write("content/actors/adelaide-q.md", "---\nname: Adelaide Q.\nmerged_into: ada-quillfeather\n---\n")
    made.write("content/actors/portrait.jpg", picture(90, 60, "JPEG"))
    made.write(
        "content/actors/edna-quillfeather.md",
        "---\nname: Edna Quillfeather  # a sister\ndifferent_from: [ada-quillfeather]\n---\n",
    )
    made.write("content/tags/ada-quillfeather.md", "---\nname: Ada Quillfeather\n---\nScope.\n")
    made.write("content/stories/trial.md", TRIAL)
    made.write("content/stories/other.md", article("Other", "2026-02-04", "Text.", actors=["Ada Quill", "ada-quillfeather"]))
    lines = {"title": "In a line", "date": "2026-02-05", "actors": ["Ada Quillfeather", "Ada Quill"], "body": "Words.", "n": 1.10}
    made.write(
        "content/stories/lines.jsonl", json.dumps({**lines, "n": None} | {"tags": ["x"]}).replace(', "n": null', "") + "\n"
    )
    made.write("content/comments/trial/one.yaml", "author: Ada Quillfeather\ndate: 2026-02-05\nstatus: approved\ntext: Not so.\n")
    made.write("content/comments/trial/two.yaml", "author: Bo\ndate: 2026-02-05\nstatus: approved\ntext: So.\n")
    return made


def forget(room: Newsroom, *options: str) -> int:
    return main(["forget", "Ada Quillfeather", str(room.root), *options])


def named(room: Newsroom, *names: bytes) -> list[str]:
    """Return the files of the publication, its output and its state that say one of some names."""
    files = (path for path in sorted(room.root.rglob("*")) if path.is_file())
    found = {path.relative_to(room.root).as_posix(): path.read_bytes() for path in files}
    return [path for path, data in found.items() if any(name in said(path, data) for name in names or NAMES)]


def test_an_author_who_has_a_page_is_taken_out_of_the_register_of_authors(room: Newsroom) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}taxonomies: [authors]\n")
    room.write("content/authors/ada-quillfeather.md", "---\nname: Ada Quillfeather\n---\nShe wrote.\n")
    assert forget(room, "--yes") == 0
    assert not (room.root / "content/authors/ada-quillfeather.md").exists()
    assert (room.root / "site/authors/bo-writer/index.html").exists()
    assert named(room) == []


def test_a_person_is_taken_out_of_everything_and_nobody_else_is(room: Newsroom) -> None:
    room.publish()
    assert any("feed" in path for path in named(room)), "she was everywhere"
    assert {path.partition("/")[0] for path in named(room)} == {"content", "site", ".broadsheet"}
    assert forget(room, "--yes") == 0
    assert named(room) == []
    assert not (room.root / "content/actors/portrait.jpg").exists()
    assert not (room.root / "content/actors/adelaide-q.md").exists()
    assert named(room, b"edna quillfeather")
    assert named(room, b"ada quill<")
    assert (room.root / "content/stories/trial.md").read_text() == LEFT_OF_TRIAL
    assert (room.root / "content/actors/edna-quillfeather.md").read_text() == "---\nname: Edna Quillfeather  # a sister\n---\n"
    assert json.loads((room.root / "content/stories/lines.jsonl").read_text())["actors"] == ["Ada Quill"]
    assert room.has("/stories/2026/02/trial/")
    assert "So." in room.page("/stories/2026/02/trial/")
    assert (room.root / "broadsheet.yaml").read_text().startswith(SETTINGS + "forgotten:\n  - ")
    room.publish()
    assert named(room) == []


def test_a_dry_run_says_what_would_be_done_and_does_nothing(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    before = {path: path.read_bytes() for path in room.root.rglob("*") if path.is_file()}
    assert forget(room, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "content/stories/trial.md: takes out 1 of actors, 1 of tags, 1 of authors, 1 of quotes, 1 of claims" in told
    assert "content/comments/trial/one.yaml: removed, a reply of the person's" in told
    assert forget(room) == 2, "nobody was there to be asked"
    assert {path: path.read_bytes() for path in room.root.rglob("*") if path.is_file()} == before


WORDS = {
    "content/stories/other.md": ("Text.", "Text of [Ada\nQuillfeather](/actors/ada-quillfeather/), and Quillfeather."),
    "content/stories/trial.md": ("title: The trial", "standfirst: Ada Quillfeather goes\ntitle: The trial"),
    "content/comments/trial/two.yaml": ("text: So.", "text: |\n  So.\n\n  Ada Quillfeather!"),
    "content/stories/lines.jsonl": ("Words.", "Words of Ada\\u0020Quillfeather."),
    "content/actors/edna-quillfeather.md": ("# a sister", "# a sister of Ada Quillfeather's"),
}


def test_words_are_listed_and_nothing_is_changed_before_they_are_gone(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    for path, (old, new) in WORDS.items():
        room.edit(path, old, new)
    before = named(room)
    assert forget(room, "--yes") == 1
    assert named(room) == before
    told = capsys.readouterr().err
    assert re.findall(r"^(content/\S+): error", told, re.MULTILINE) == [
        "content/actors/edna-quillfeather.md:2:40",
        "content/comments/trial/two.yaml:7:3",
        "content/stories/lines.jsonl:1:1",
        "content/stories/other.md:7:10",
        "content/stories/other.md:8:23",
        "content/stories/trial.md:2:13",
    ]
    assert "content/stories/other.md:8:47: warning: `Quillfeather` may mean the same person" in told


def test_words_are_replaced_where_that_is_wished(room: Newsroom) -> None:
    for path, (old, new) in WORDS.items():
        room.edit(path, old, new)
    assert forget(room, "--replace", GIVEN, "--yes") == 0
    assert named(room) == []
    assert f"Text of [{GIVEN}](/actors/name-removed/), and Quillfeather." in (room.root / "content/stories/other.md").read_text()
    assert f'standfirst: "{GIVEN} goes"\ntitle' in (room.root / "content/stories/trial.md").read_text()
    assert (room.root / "content/comments/trial/two.yaml").read_text().endswith('text: "So.\\n\\n[name removed]!\\n"\n')
    assert json.loads((room.root / "content/stories/lines.jsonl").read_text())["body"] == f"Words of {GIVEN}."
    assert f"# a sister of {GIVEN}'s" in (room.root / "content/actors/edna-quillfeather.md").read_text()
    assert f"{GIVEN} goes" in room.page("/stories/2026/02/trial/")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("content/stories/2026-02-09-ada-quillfeather-won.md", article("Won", "2026-02-09").encode()),
        ("static/ada_quillfeather.txt", b"x"),
        ("static/x.bin", b"\xffAda Quillfeather"),
        ("static/x.pdf", b"%PDF-1.4\n<</Author<" + b"Ada Quillfeather".hex().encode() + b">>>"),
    ],
)
def test_what_only_an_editor_can_change_stops_it(
    room: Newsroom, path: str, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write(path, data)
    assert forget(room, "--yes", "--replace", GIVEN) == 1
    assert f"{path}:1:1: error: " in capsys.readouterr().err
    assert (room.root / "content/actors/ada-quillfeather.md").exists()


@pytest.mark.parametrize("place", ["content/ada-quillfeather", "static/Ada_Quillfeather/pictures", "site/x/ada-quillfeather"])
def test_an_empty_folder_says_the_name(room: Newsroom, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    (room.root / place).mkdir(parents=True)
    assert forget(room, "--yes", "--replace", GIVEN) == 1
    assert f"{place}:1:1: error: " in capsys.readouterr().err
    (room.root / place).rmdir()
    (room.root / place).parent.rmdir() if "static" in place or "site/x" in place else None
    assert forget(room, "--yes", "--replace", GIVEN) == 0


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("static/ada-quillfeather.txt", "x.txt"),
        ("site/ada-quillfeather.txt", "x.txt"),
        ("site/y.txt", "ada-quillfeather.txt"),
        ("site/ada-quillfeather", "../content"),
    ],
)
def test_a_link_says_the_name(room: Newsroom, place: str, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}follow_links: true\n")
    room.write("static/x.txt", "X")
    (room.root / "site").mkdir()
    (room.root / place).symlink_to(target)
    assert forget(room, "--yes") == 1
    assert f"{place}:1:1: error: the name " in capsys.readouterr().err


def test_a_name_over_two_links_is_found_in_the_source(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("content/stories/other.md", "Text.", "First.\n\n[Ada](/a/) [Quillfeather](/b/) and [Ada][1] [Quillfeather][2].")
    assert forget(room, "--yes") == 1
    assert "content/stories/other.md:9:1: error: the name stands here in another form" in capsys.readouterr().err
    room.edit("content/stories/other.md", "[Ada](/a/) [Quillfeather](/b/) and [Ada][1] [Quillfeather][2].", "She.")
    assert forget(room, "--yes") == 0
    room.edit("content/stories/other.md", "She.", "Now [Ada](https://a.example/) [Quillfeather](https://b.example/).")
    assert not room.build().published
    assert [str(problem.span) for problem in room.report.problems if room.report] == ["content/stories/other.md:9:6"]


def test_a_short_name_in_bytes_that_are_no_text_is_to_be_looked_at(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("static/x.mp4", b"\0\0\0\x18ftypisom\0\xffdata\0\0\0\1\0\0\0\0Zyla\0\0")
    room.edit("content/stories/other.md", '"Ada Quill"', '"Zyla"')
    arguments = ["forget", "Zyla", str(room.root)]
    assert main([*arguments, "--dry-run"]) == 0
    assert "static/x.mp4:1:1: warning: bytes that are no text may spell the name" in capsys.readouterr().err
    assert main([*arguments, "--yes"]) == 0
    told = capsys.readouterr()
    assert "site/x.mp4:1:1: warning: bytes that are no text may spell the name" in told.err
    assert "the sources, but for what only may be it, or was not read: see above" in told.out


def test_of_a_name_of_two_letters_each_file_is_named_in_which_it_was_not_looked_for(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write("static/x.mp4", b"\0\0\0\x18ftypisom\0\xffdata\0\0\0\1\0\0\0\0Bo\0\0")
    room.write("static/x.png", picture(9, 9))
    room.edit("content/stories/other.md", '"Ada Quill"', '"Bo"')
    assert main(["forget", "Bo", str(room.root), "--yes", "--other", "Bo Li", "--replace", GIVEN]) == 0
    told = capsys.readouterr()
    for path in ("site/x.mp4", "static/x.mp4"):
        assert f"{path}:1:1: warning: a name of one or two letters is not looked for in bytes that are no text" in told.err
    assert "x.png" not in told.err, "what a picture says is read as text"
    assert "or was not read: see above" in told.out


def test_what_a_font_of_a_pdf_encodes_is_read_and_what_it_keeps_to_itself_is_not_proved(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "".join(f"{ord(letter):04x}" for letter in "Ada Quill Moss")
    font = b"%PDF-1.4\n1 0 obj\n<</Type/Font/Subtype/Type0/Encoding/Identity-H"
    table = f"stream\n1 beginbfrange <0001> <00ff> <0021> endbfrange\nendstream stream\nBT <{said}> Tj ET\nendstream"
    room.write("static/x.pdf", font + b"/ToUnicode 2 0 R>>\n" + table.encode())
    assert forget(room, "--yes") == 0
    room.write("static/y.pdf", font + b">>\n" + table.encode())
    assert forget(room, "--yes") == 1
    told = capsys.readouterr().err
    assert "site/y.pdf:1:1: error: it cannot be looked into, or not as a whole: site/y.pdf" in told
    assert "x.pdf" not in told


FRONT = {
    "json": '{\n"title": "Won",\n"date": "2026-02-09",\n"actors": ["Ada Quillfeather", "Bo"]\n}\nText.\n',
    "toml": '+++\ntitle = "Won"\ndate = "2026-02-09"\nactors = ["Ada Quillfeather", "Bo"]\n+++\nText.\n',
}


def test_front_matter_in_json_is_edited_and_toml_is_left_to_an_editor(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/won.md", FRONT["json"])
    assert forget(room, "--yes") == 0
    assert (room.root / "content/stories/won.md").read_text() == FRONT["json"].replace('"Ada Quillfeather", ', "")
    room.write("content/stories/won.md", FRONT["toml"])
    assert forget(room, "--yes", "--replace", GIVEN) == 1
    assert "content/stories/won.md:4:12: error: `Ada Quillfeather` stands here" in capsys.readouterr().err
    assert (room.root / "content/stories/won.md").read_text() == FRONT["toml"]


def test_an_address_of_another_site_is_left_to_an_editor(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("content/stories/other.md", "Text.", "[Her](https://example.com/ada-quillfeather/) site, Ada Quillfeather's.")
    assert forget(room, "--yes", "--replace", GIVEN) == 1
    told = capsys.readouterr().err
    assert re.findall(r"^(content/\S+): error: .*; (.*) \[", told, re.MULTILINE) == [
        ("content/stories/other.md:7:27", "the address is that of another site: change or remove it yourself")
    ]


def test_what_a_build_into_another_folder_left_is_removed(room: Newsroom, tmp_path: Path) -> None:
    room.build(output=str(tmp_path / "elsewhere"))
    room.build(drafts=True)
    assert len([path for path in named(room) if path.startswith(".broadsheet/ledger")]) == 2
    assert forget(room, "--yes") == 0
    assert named(room) == []


def test_a_picture_that_says_the_name_loses_what_it_says(room: Newsroom) -> None:
    room.write("content/stories/p.jpg", picture(90, 60, "JPEG", comment=b"Ada Quillfeather leaves court"))
    room.edit("content/stories/other.md", "Text.", "![A court](p.jpg)")
    assert forget(room, "--yes") == 0
    assert named(room) == []
    assert room.has("/media/stories/p.jpg")


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 2), ("", 2)])
def test_whoever_sits_at_a_terminal_is_asked(room: Newsroom, answer: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert forget(room) == status
    assert bool(named(room)) == bool(status)


def test_what_no_build_owns_is_found_in_the_output(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.publish()
    room.write("site/old/notes.txt", "x\nOf Ada  Quillfeather")
    assert forget(room, "--yes") == 1
    told = capsys.readouterr().err
    assert "site/old/notes.txt:2:4: error: the name is left" in told
    assert '--also "Adelaide Quillfeather"' in told, "her file is gone, and nobody else knows"
    room.remove("site/old/notes.txt")
    assert forget(room, "--yes") == 0, "she is known by her digests now"


def test_other_spellings_are_taken_and_those_of_others_are_not(room: Newsroom) -> None:
    room.edit("content/stories/other.md", "Text.", "Adaquill met Ada Quillfeather Moss, who is somebody else.")
    assert forget(room, "--yes") == 1
    assert forget(room, "--yes", "--also", "Adaquill", "--other", "Ada Quillfeather Moss", "--replace", "N. N.") == 0
    assert "N. N. met Ada Quillfeather Moss" in room.page("/stories/2026/02/other/")
    room.publish()
    room.edit("content/stories/other.md", "who is", "Ada Quillfeather Tarr, who are")
    assert not room.build().published
    assert [str(problem.span) for problem in room.report.problems if room.report] == ["content/stories/other.md:7:34"]
    assert forget(room, "--yes", "--other", "Ada Quillfeather Moss", "--other", "Ada Quillfeather Tarr") == 0
    room.publish()


def test_a_portrait_of_two_entries_goes_once(room: Newsroom) -> None:
    room.write("content/actors/adaquill.md", "---\nname: Adaquill\nimage: {src: portrait.jpg, alt: A woman}\n---\n")
    assert forget(room, "--yes", "--also", "Adaquill") == 0
    assert not (room.root / "content/actors/portrait.jpg").exists()


@pytest.mark.parametrize("names", [["\u2014"], ["Ada", "--also", ""], ["Ada", "--other", " "]])
def test_what_has_no_letter_is_no_name(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["forget", *names])
    assert "is no name" in capsys.readouterr().err


def test_a_name_that_stands_nowhere_is_not_said_to_be_gone(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "Ada Quillfether", str(room.root), "--yes"]) == 1
    assert "did you mean `Ada Quillfeather`?" in capsys.readouterr().err


def test_nothing_is_done_while_the_content_has_an_error(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("content/stories/trial.md", "2026-02-03", "yesterday")
    assert forget(room, "--yes") == 1
    assert "content/stories/trial.md:3:7: error" in capsys.readouterr().err
    assert (room.root / "content/actors/ada-quillfeather.md").exists()


def test_extraction_does_not_find_the_name_again(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/raw.txt", RAW)
    assert main(["extract", str(room.root)]) == 0
    assert "content/stories/raw.auto.yaml" in named(room)
    ids = {name: finding_id("actors", name.casefold()) for name in ("Ada Quillfeather", "Edna Quillfeather")}
    decided = f"decisions:\n  0123456789ab: accept  # quotes: Ada Quillfeather: No.\n  {ids['Edna Quillfeather']}: reject\n"
    room.write("content/stories/raw.yaml", f"{decided}  {ids['Ada Quillfeather']}: accept\n")
    assert forget(room, "--yes", "--replace", GIVEN) == 0
    assert named(room) == []
    assert (room.root / "content/stories/raw.yaml").read_text() == f"decisions:\n  {ids['Edna Quillfeather']}: reject\n"
    assert b"Edna Quillfeather" in (room.root / "content/stories/raw.auto.yaml").read_bytes()
    room.write("content/stories/new.txt", RAW.replace("salt", "grain"))
    assert main(["extract", str(room.root)]) == 1
    assert "content/stories/new.txt:5:10: error: the name of somebody who is forgotten stands here" in capsys.readouterr().err
    assert not (room.root / "content/stories/new.auto.yaml").exists()


@pytest.mark.parametrize("state", ["warm", "cold"])
def test_a_build_refuses_a_text_that_says_the_name_again(room: Newsroom, state: str) -> None:
    assert forget(room, "--yes") == 0
    room.write("content/stories/again.md", article("Again", "2026-02-08", "Text.", actors=["Adelaide Quillfeather"]))
    if state == "cold":
        room.remove(".broadsheet")
    assert not room.build().published
    (problem,) = room.report.problems if room.report else ()
    assert (problem.code, str(problem.span)) == ("forgotten-name", "content/stories/again.md:4:11")
    line = re.search(r"`([0-9a-f]+-2-[0-9a-f]+)`", problem.hint)
    assert line
    room.edit("broadsheet.yaml", f"  - {line[1]}\n", "")
    assert room.build().published
    assert room.has("/actors/adelaide-quillfeather/")


def test_the_page_for_what_is_not_there_says_that_pages_were_taken_away_where_that_is_wished(room: Newsroom) -> None:
    room.publish()
    assert "Nothing that was published is taken away without a note" in room.text("/404.html")
    assert forget(room, "--yes") == 0
    assert "taken away" not in room.text("/404.html")
    assert forget(room, "--yes", "--tombstone") == 0
    assert "Pages about people may also have been taken away at their request." in room.text("/404.html")
    assert not room.has("/actors/ada-quillfeather/")
    assert named(room) == []


def test_the_others_are_published_without_the_text_that_says_the_name_again(room: Newsroom) -> None:
    assert forget(room, "--yes") == 0
    room.write("content/stories/again.md", article("Again", "2026-02-08", "Of Ada Quillfeather."))
    room.write("content/stories/new.md", article("New", "2026-02-09"))
    assert room.build(keep_going=True).left == ("content/stories/again.md",)
    assert room.has("/stories/2026/02/new/")
    assert not room.has("/stories/2026/02/again/")
