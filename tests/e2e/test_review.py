"""The command `review`: what is asked, in which order, and that nothing is written but what an editor decided."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import main
from newsroom import Newsroom

TEXT, SIDECAR = "content/stories/talks.txt", "content/stories/talks.yaml"
TALKS = """Talks open at noon

3 February 2026

Diplomats of Norway and Egypt met at noon.

Georgia was told of it.
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path, f"-- {TEXT} --\n{TALKS}")


class Reviewing:
    """Answers typed into a review, and what it said."""

    def __init__(self, room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.room, self.monkeypatch, self.capsys = room, monkeypatch, capsys

    def __call__(self, *answers: str, status: int = 0, options: tuple[str, ...] = ()) -> str:
        self.monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
        assert main(["review", str(self.room.root), *options]) == status
        return self.capsys.readouterr().out


@pytest.fixture
def review(room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reviewing:
    return Reviewing(room, monkeypatch, capsys)


def sidecar(room: Newsroom) -> str:
    return (room.root / SIDECAR).read_bytes().decode()


def shown(said: str) -> list[str]:
    """Return the findings that were shown, in order: those with their sentences, and those of what is sure."""
    found: list[str] = []
    for line in said.splitlines():
        whole = re.match(r"  \d (\w+): (.*)  \((?:line )?\d", line)
        short = re.match(r"    (\w+): (.*)", line)
        found += (
            [f"{whole[1]}: {whole[2]}"] if whole else [f"{short[1]}: {each}" for each in short[2].split("; ")] if short else []
        )
    return found


def test_a_story_is_asked_about_at_a_time_with_what_it_is_first_and_what_is_sure_last_and_in_short(review: Reviewing) -> None:
    said = review("sssss")
    assert shown(said)[0] == "section: World"
    assert shown(said)[1] == "countries: GE"
    assert sorted(shown(said)[2:]) == ["countries: EG", "countries: NO", "date: 2026-02-03", "title: Talks open at noon"]
    assert f"\n[1 of 1] {TEXT}: 6 findings to decide on\n  Talks open at noon\n" in said
    assert "(line 7, " in said
    assert "      [Georgia] was told of it.\n" in said
    assert "sure, 0.90 and more" in said
    assert said.endswith("0 findings decided on, 6 left\n")


def test_what_a_text_loses_is_told_above_its_findings_and_marked_in_the_text(room: Newsroom, review: Reviewing) -> None:
    share = "Share this story with your friends"
    room.write(TEXT, f"{TALKS}\n{share}\n")
    said = review("tq")
    assert "9 words in 2 lines left out of the text" in said
    assert f"    9 - {share}\n" in said
    assert "    5   Diplomats of Norway and Egypt met at noon.\n" in said


def test_findings_of_one_sentence_are_shown_together_below_it(room: Newsroom, review: Reviewing) -> None:
    room.write(TEXT, TALKS + "\nFrench President Jean Petit said the talks had failed and that the harbour would be closed.\n")
    said = review("s" * 9)
    assert said.count("French President Jean Petit said") == said.count("[French President Jean Petit") + 1
    assert shown(said)[0].startswith("section: ")


def test_a_sentence_stands_once_however_many_findings_rest_on_it(room: Newsroom, review: Reviewing) -> None:
    from broadsheet.content.frontmatter import SourceText
    from broadsheet.extract.finding import Evidence
    from broadsheet.findings.excerpt import Excerpts
    from broadsheet.findings.grouping import Group
    from broadsheet.findings.queue import Item
    from broadsheet.prompt import Prompt

    source = SourceText("a.txt", "Ann Lee and Bo Roe spoke.\n")
    people = [Evidence(0, 7, "Ann Lee"), Evidence(12, 18, "Bo Roe")]
    items = tuple(Item(source, "a.yaml", e.text, "actors", e.text, (e, e), "name", 0.7) for e in people)
    out = io.StringIO()
    excerpts = Excerpts(source)
    with contextlib.redirect_stdout(out):
        Prompt(list).show(Group("who", items), [list(filter(None, map(excerpts.of, item.evidence))) for item in items])
    assert out.getvalue().count(" spoke.") == 1


def test_what_is_hardly_sure_is_shown_to_those_who_ask(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Tidal energy works\n\nTidal energy is costly, they told us. The price of tidal energy is high."
    text += (
        " And tidal energy takes room. There is no tidal energy without it, and tidal energy is loud. We live by tidal energy.\n"
    )
    room.write(TEXT, text)
    tagged = []
    for arguments in (["review"], ["review", "--all"], ["review", "--least", "0.3"], ["review", "--all", "--most", "0.1"]):
        monkeypatch.setattr("sys.stdin", io.StringIO("s\n" * 20))
        assert main([*arguments, str(room.root)]) == 0
        tagged.append([line for line in shown(capsys.readouterr().out) if line.startswith("tags: ")])
    assert tagged == [[], ["tags: Tidal energy"], ["tags: Tidal energy"], []]


def test_a_confidence_that_is_none_is_refused(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("2", "nan", "much"):
        with pytest.raises(SystemExit) as ended:
            main(["review", "--least", wrong, str(room.root)])
        assert ended.value.code == 2
        assert f"`{wrong}` is no confidence: from 0 to 1" in capsys.readouterr().err


def test_only_what_is_asked_for_is_asked_about_and_accepted_with_all_of_a_story(room: Newsroom, review: Reviewing) -> None:
    said = review("sss", options=("--kind", "section", "--kind", "title"))
    assert sorted(shown(said)) == ["section: World", "title: Talks open at noon"]
    assert said.endswith("0 findings decided on, 2 left\n")
    assert review("A", "y", options=("--kind", "countries")).endswith("3 findings decided on, 0 left\n")
    assert sidecar(room).count("accept  # countries: ") == sidecar(room).count("accept") == 3


def test_a_key_that_nothing_is_found_for_is_told(review: Reviewing) -> None:
    assert review(status=2, options=("--kind", "actor")) == ""
    assert review(status=2, options=("--kind", "related")) == ""


def test_what_is_decided_is_written_with_what_it_was_about_and_not_asked_again(room: Newsroom, review: Reviewing) -> None:
    said = review("1a", "q")
    assert said.endswith("2 findings decided on, 4 left\n")
    lines = sidecar(room).splitlines()
    assert lines[0] == "decisions:"
    assert lines[1].endswith(": accept  # countries: GE")
    assert lines[2].endswith(": reject  # section: World")
    assert len(shown(review("s", "s"))) == 4


def test_what_is_marked_is_rejected_when_the_others_are_accepted(room: Newsroom, review: Reviewing) -> None:
    said = review("sso", "24a", "q", options=("--kind", "title", "--kind", "countries", "--kind", "date"))
    assert "marked: 1, 2. [a]ccept the others and reject these, " in review("o12", options=("--kind", "title", "--kind", "date"))
    said = review("so", "11", "2a", "q", options=("--kind", "countries"))
    assert said.endswith("2 findings decided on, 1 left\n")
    assert sorted(line.split(": ", 1)[1] for line in sidecar(room).splitlines()[1:]) == [
        "accept  # countries: EG",
        "reject  # countries: NO",
    ] or sorted(line.split(": ", 1)[1] for line in sidecar(room).splitlines()[1:]) == [
        "accept  # countries: NO",
        "reject  # countries: EG",
    ]


def test_a_decision_is_on_the_disk_before_the_next_is_asked_for(
    room: Newsroom, review: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            if "accept" in (room.root / SIDECAR).read_text() if (room.root / SIDECAR).exists() else False:
                raise KeyboardInterrupt
            return "a\n"

    monkeypatch.setattr("sys.stdin", Dying())
    assert main(["review", str(room.root)]) == 130
    assert sidecar(room).count("accept") == 2


def test_nothing_of_a_sidecar_changes_but_that_decisions_are_added(room: Newsroom, review: Reviewing) -> None:
    before = "# mine\r\ntags: [ Salt ]   # one\r\ndecisions:\r\n    000000000000: reject  # old\r\n\r\nlang: en\r\n"
    room.write(SIDECAR, before)
    review("r", "y", "q")
    after = sidecar(room)
    added = after.replace(before.partition("\r\n\r\nlang")[0], "").partition("\r\n\r\nlang")[0]
    assert added.startswith("\r\n    ")
    assert added.endswith(": reject  # countries: GE")
    assert after.replace(added, "") == before


def test_the_last_answers_can_be_undone_one_after_the_other(room: Newsroom, review: Reviewing) -> None:
    said = review("uaq")
    assert "there is nothing to undo" in said
    before = sidecar(room)
    assert before.count("\n") == 3
    said = review("a", "u", "u", "q")
    assert sidecar(room) == before
    assert "undone: talks.yaml" in said
    assert said.count("there is nothing to undo") == 1
    assert "that was all: [u] undo the last answer" in said
    (room.root / SIDECAR).unlink()
    assert review("aouuq").endswith("0 findings decided on, 6 left\n")
    assert not (room.root / SIDECAR).exists()


def test_what_somebody_changed_meanwhile_is_not_undone(
    room: Newsroom, review: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Meddling(io.StringIO):
        answers = iter("auq")

        def readline(self, *_: object) -> str:  # type: ignore[override]
            answer = next(self.answers)
            if answer == "u":
                with (room.root / SIDECAR).open("a") as opened:
                    opened.write("# mine\n")
            return f"{answer}\n"

    monkeypatch.setattr("sys.stdin", Meddling())
    assert main(["review", str(room.root)]) == 0
    assert sidecar(room).endswith("# mine\n")
    assert "accept" in sidecar(room)


def test_a_value_may_be_put_in_the_place_of_what_was_found(room: Newsroom, review: Reviewing) -> None:
    said = review("2c", "Atlantis", "SE", "q")
    assert "`Atlantis` is not a country" in said
    assert '{replace: "SE"}  # countries: GE\n' in sidecar(room)
    room.publish()
    assert room.has("/countries/sweden/")
    assert not room.has("/countries/georgia/")


def test_what_was_missed_is_added_published_and_kept(room: Newsroom, review: Reviewing) -> None:
    label = re.search(r"\[(.)\] actors", review("+", "", "q"))
    assert label is not None
    said = review("+", label[1], "Vera Novak", "envoy", "Atlantis", "", "", "", "SE", "person", "", "", "q")
    assert "`Atlantis` is not a country" in said
    assert "Vera Novak (envoy, SE, person)" in said
    assert '{add: {actors: {name: "Vera Novak", role: "envoy", country: "SE", kind: "person"}}}' in sidecar(room)
    room.publish()
    assert "envoy" in room.text("/actors/vera-novak/")
    room.write(TEXT, "World\n\n" + TALKS)
    assert main(["extract", str(room.root)]) == 0
    assert "stale" not in review("q")
    room.publish()
    assert room.has("/actors/vera-novak/")


def test_what_was_added_to_a_described_story_is_kept_when_nothing_more_is_found(room: Newsroom, review: Reviewing) -> None:
    keys = "title: T\ndate: 2026-02-03\nsection: World\ncountries: [NO]\n"
    room.write("content/stories/talks.md", f"---\n{keys}---\nTalks.\n")
    (room.root / TEXT).unlink()
    room.write(SIDECAR, "decisions:\n  aaaaaaaaaaaa: {add: {tags: Harbours}}\n")
    assert main(["extract", str(room.root)]) == 0
    room.publish()
    assert room.has("/tags/harbours/")


def test_an_addition_that_cannot_be_is_told_with_its_place(room: Newsroom) -> None:
    room.write(SIDECAR, "decisions:\n  a: {add: {tag: Harbours}}\n  b: {add: Harbours}\n")
    said = "\n".join(map(str, room.build().problems))
    assert f"{SIDECAR}:2:13: error: nothing can be added to a key `tag`; did you mean `tags`?" in said
    assert f"{SIDECAR}:3:12: error: `decisions.b.add` takes a mapping of one key" in said


def test_all_of_a_story_may_be_accepted_at_once_and_is_shown_before(room: Newsroom, review: Reviewing) -> None:
    room.write("content/stories/other.txt", TALKS.replace("Georgia", "Jordan"))
    said = review("A", "q")
    assert "accept 6? [y] yes, or no (Enter)? " in said
    assert said.endswith("0 findings decided on, 12 left\n")
    shown_last = said.rpartition("all that is left of this story")[2].partition("  accept 6")[0]
    assert len(shown(shown_last)) == 6
    said = review("A", "y", "q")
    assert said.endswith("6 findings decided on, 6 left\n")
    room.publish()
    story = "talks" if (room.root / SIDECAR).exists() else "other"
    assert "reviewed" not in room.text(f"/stories/2026/02/{story}/")


def test_what_is_rejected_may_be_rejected_wherever_it_was_found(room: Newsroom, review: Reviewing) -> None:
    for name in ("other", "third"):
        room.write(f"content/stories/{name}.txt", TALKS)
    said = review("2r", "1r", "y", "q")
    assert "countries GE: " not in said.replace("2 countries GE: ", "")
    assert "section World: reject in talks.txt, third.txt, too? [y] yes, or no (Enter)? " in said
    assert said.endswith("4 findings decided on, 14 left\n")
    assert all(
        "reject  # section: World" in (room.root / f"content/stories/{n}.yaml").read_text() for n in ("other", "third", "talks")
    )
    assert review("s" * 6, options=("--kind", "section")).count("section: World") == 0


def test_an_unknown_answer_shows_the_keys_and_the_end_of_the_input_is_to_quit(room: Newsroom, review: Reviewing) -> None:
    said = review("x", "")
    assert said.count("press one of a r c s n A o + u t f q ? 1 2\n") == 2
    assert review("?").count("u        undo the last answer") == 1
    assert not (room.root / SIDECAR).exists()


def test_a_name_that_is_typed_where_keys_are_asked_for_is_no_row_of_answers(room: Newsroom, review: Reviewing) -> None:
    said = review("Rob Da Bank", "q")
    assert said.endswith("0 findings decided on, 6 left\n")
    assert not (room.root / SIDECAR).exists()


def test_all_that_is_sure_is_rejected_only_when_that_is_said_twice(room: Newsroom, review: Reviewing) -> None:
    assert "reject all 4? [y] yes, or no (Enter)? " in review("s", "r", "", "q")
    assert not (room.root / SIDECAR).exists()


def test_numbers_and_marks_stay_when_one_is_corrected(room: Newsroom, review: Reviewing) -> None:
    said = review("1c", "Culture", "q")
    assert "  2 countries: GE  (line 7, " in said.partition("Culture")[0]
    assert "  2 countries: GE  (line 7, " in said.rpartition("  the story, who and where")[2]
    assert sidecar(room).count("decisions:") == 1
    said = review("2t", "a", "q", options=("--again",))
    assert sorted(line.split(": ", 1)[1] for line in sidecar(room).splitlines()[1:]) == [
        *("accept  # section: World", "reject  # countries: GE")
    ]


def test_what_was_decided_is_asked_about_again_only_where_that_is_wanted(room: Newsroom, review: Reviewing) -> None:
    review("a", "q")
    assert len(shown(review("q"))) == 4
    assert shown(review("q", options=("--again",)))[:2] == ["section: World", "countries: GE"]
    review("2r", "q", options=("--again",))
    assert "reject  # countries: GE" in sidecar(room)


def test_what_a_colleague_decided_meanwhile_stays(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    class Together(io.StringIO):
        answers = iter("ryq")

        def readline(self, *_: object) -> str:  # type: ignore[override]
            answer = next(self.answers)
            if answer == "r":
                with contextlib.redirect_stdout(io.StringIO()):
                    found = (room.root / "content/stories/talks.auto.yaml").read_text()
                    ids = re.findall(r'id: "(\w+)"\n  value: "(?:World|GE)"', found)
                    room.write(SIDECAR, f"decisions:\n  {ids[0]}: accept\n")
            return f"{answer}\n"

    monkeypatch.setattr("sys.stdin", Together())
    assert main(["review", str(room.root)]) == 0
    assert sidecar(room).count(": accept\n") == 1
    assert sidecar(room).count("reject") == 1


def test_what_is_said_by_an_actor_whose_name_is_corrected_may_be_by_that_name(room: Newsroom, review: Reviewing) -> None:
    quote = '"The talks will go on until the harbour is open again for everybody," Solveig Berg said on Tuesday.'
    room.write(TEXT, ENVOY + f"\n{quote}\n\nSolveig Berg said that the harbour will stay closed until the summer.\n")
    only = ("--kind", "actors")
    said = review("c", "Sol Berg", "-", "", "", "y", "q", options=only)
    number = re.search(r"(\d+) of what is said in this story is by Solveig Berg: by Sol Berg, too\? ", said)
    assert number is not None
    assert sidecar(room).count('speaker: "Sol Berg"') > 0
    assert sidecar(room).count('attributed_to: "Sol Berg"') > 0
    assert sidecar(room).count(': "Sol Berg"') - sidecar(room).count('name: "Sol Berg"') == int(number[1])


def test_what_is_marked_as_wrong_stays_marked_while_another_is_corrected(room: Newsroom, review: Reviewing) -> None:
    room.write(TEXT, TALKS.replace("Norway and Egypt", "Norway, Egypt and Sweden"))
    only = ("--kind", "countries", "--least", "0.8")
    said = review("o", "1", "2", "c", "3", "DK", "a", "q", options=only)
    assert "which one, by its number? " in said
    assert sidecar(room).count(": reject") == 2
    assert sidecar(room).count('replace: "DK"') == 1


def test_a_folder_without_a_publication_is_told_and_nothing_is_counted(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    (room.root / "broadsheet.yaml").unlink()
    assert main(["review", str(room.root)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: there is no broadsheet.yaml in {room.root};")


def test_what_cannot_be_added_in_place_is_told_and_left_alone(room: Newsroom, review: Reviewing) -> None:
    room.write(SIDECAR, "{tags: [Salt]}\n")
    said = review("r", "y", "q", status=1)
    assert sidecar(room) == "{tags: [Salt]}\n"
    assert "write it yourself, below `decisions:`: " in said


def test_decisions_survive_a_changed_text_register_and_version(
    room: Newsroom, review: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    review("2a", "q")
    before = sidecar(room)
    monkeypatch.setattr("broadsheet.findings.extracting.VERSION", "2")
    room.write(TEXT, "World\n\n" + TALKS.replace("They", "All of them") + "\nTurkey was not there.\n")
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\n")
    assert main(["extract", str(room.root)]) == 0
    assert sidecar(room) == before
    said = review("s", "s", "s", "s", "s", "s", "s")
    assert "countries: GE" not in shown(said)
    assert "countries: TR" in shown(said)


def test_a_key_that_somebody_wrote_is_not_asked_about(room: Newsroom, review: Reviewing) -> None:
    room.write(SIDECAR, "countries: [NO]\ndescription: So\n")
    assert sorted(shown(review("s", "s", "s"))) == ["date: 2026-02-03", "section: World", "title: Talks open at noon"]


def test_the_same_operations_have_a_form_in_json(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str, given: object = None, status: int = 0) -> tuple[str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(given)))
        assert main(["review", str(room.root), *arguments]) == status
        said = capsys.readouterr()
        return said.out, said.err

    (story,) = json.loads(run("--json")[0])["stories"]
    assert (story["article"], story["title"]) == (TEXT, "Talks open at noon")
    assert [group["about"] for group in story["groups"]] == ["the story, who and where", "sure, 0.90 and more"]
    section, georgia = story["groups"][0]["findings"]
    assert georgia["evidence"] == [{"line": 7, "before": "", "marked": "Georgia", "after": " was told of it."}]
    wrong = [
        {"article": TEXT, "id": "nothing", "decision": "accept"},
        {"article": "content/stories/none.txt", "id": georgia["id"], "decision": "accept"},
        {"article": TEXT, "id": georgia["id"], "decision": "perhaps"},
        {"article": TEXT, "id": georgia["id"], "decision": {"replace": "Atlantis"}},
        {"article": TEXT, "decision": {"add": {"title": "Talks"}}},
        {"article": TEXT, "id": section["id"], "decision": "accept"},
        "accept",
    ]
    said = run("--apply", "-", given=wrong, status=1)
    assert [f"decision {number}:" in said[1] for number in range(1, 8)] == [True] * 5 + [False, True]
    assert not (room.root / SIDECAR).exists()
    right = [
        {"article": TEXT, "id": section["id"], "decision": "accept"},
        {"article": TEXT, "id": georgia["id"], "decision": {"replace": "SE"}},
        {"article": TEXT, "decision": {"add": {"tags": "Harbours"}}},
    ]
    assert run("--apply", "-", given=right)[0] == "2 findings decided on, 4 left\n"
    assert [line.split(": ", 1)[1] for line in sidecar(room).splitlines()[1:]] == [
        *("accept  # section: World", '{replace: "SE"}  # countries: GE', '{add: {tags: "Harbours"}}  # tags: Harbours')
    ]
    assert main(["review", str(room.root), "--apply", str(room.root / TEXT)]) == 2
    assert "is no JSON" in capsys.readouterr().err


ENVOY = """Talks open at noon

3 February 2026

Norwegian Prime Minister Solveig Berg met her envoy at noon, and told reporters that the talks would go on for some weeks.

The envoy of Norway said that the harbour would stay open until the talks had ended, whatever their outcome might be.
"""


@pytest.fixture
def envoy(room: Newsroom) -> str:
    """Make Solveig Berg the only one to decide on, and return the id of the finding."""
    room.write(TEXT, ENVOY)
    room.write(
        SIDECAR,
        "title: T\ndate: 2026-02-03\ncountries: []\ntags: []\nclaims: []\nquotes: []\nevents: []\nsection: []\nlabels: []\n",
    )
    assert main(["extract", str(room.root / TEXT)]) == 0
    text = (room.root / "content/stories/talks.auto.yaml").read_text(encoding="utf-8")
    return text.partition('actors:\n- id: "')[2][:12]


def test_an_accepted_actor_may_get_a_file_of_the_register(room: Newsroom, review: Reviewing, envoy: str) -> None:
    said = review("f", "n", "q")
    assert "`Solveig Berg` is not in the register of actors: shall it have [n] a file of its own, or no (Enter)?" in said
    assert "made content/actors/solveig-berg.md" in said
    made = (room.root / "content/actors/solveig-berg.md").read_text(encoding="utf-8")
    assert made == '---\nname: "Solveig Berg"\nkind: person\ncountry: "NO"\n---\n'
    room.publish()
    assert room.has("/actors/solveig-berg/")


def test_an_accepted_actor_may_become_an_alias_of_one_that_is_there(room: Newsroom, review: Reviewing, envoy: str) -> None:
    before = "---\r\n# the head\r\nname: Solveig Marie Berg\r\naliases: [ S. M. Berg ]\r\n---\r\n\r\nBorn in Bergen.\r\n"
    room.write("content/actors/berg.md", before)
    said = review("", "f", "1", "a")
    assert "[1] an alias of Solveig Marie Berg (content/actors/berg.md)" in said
    after = (room.root / "content/actors/berg.md").read_bytes().decode()
    assert after == before.replace("S. M. Berg ]", 'S. M. Berg, "Solveig Berg" ]')
    room.publish()
    assert "Solveig Marie Berg" in room.text("/stories/2026/02/talks/")
    assert 'url=/actors/berg/"' in room.page("/actors/solveig-berg/")


def test_a_name_that_is_like_one_of_the_register_is_asked_about_once_before_its_story(
    room: Newsroom, review: Reviewing, envoy: str
) -> None:
    room.write("content/actors/berg.md", "---\nname: Solveig Marie Berg\n---\n")
    room.write("content/stories/more.txt", ENVOY)
    question = (
        "Solveig Marie Berg (content/actors/berg.md) and Solveig Berg (2 stories) may be one actor (shorter form of the name)"
    )
    said = review("", "s" * 30, options=("--kind", "actors"))
    assert said.count(question) == 1
    review("1", "q", options=("--kind", "actors"))
    assert (room.root / "content/actors/berg.md").read_text().count('"Solveig Berg"') == 1
    assert question not in review("q", options=("--kind", "actors"))


def test_names_of_two_stories_are_made_one_or_told_apart_for_good(room: Newsroom, review: Reviewing, envoy: str) -> None:
    room.write("content/stories/more.txt", ENVOY.replace("Solveig Berg", "Solveig M. Berg"))
    question = "Solveig Berg (1 story) and Solveig M. Berg (1 story) may be one actor"
    only = ("--kind", "actors")
    assert question in review("d", "q", options=only)
    assert question not in review("q", options=only)
    entry = room.root / "content/actors/solveig-berg.md"
    assert "different_from:\n  - solveig-m-berg\n" in entry.read_text()
    assert not room.build().errors
    entry.unlink()
    said = review("2", "u", "2", "q", options=only)
    assert "undone: solveig-m-berg.md" in said
    made = (room.root / "content/actors/solveig-m-berg.md").read_text()
    assert made.count('aliases:\n  - "Solveig Berg"\n') == 1
    assert question not in review("q", options=only)


def test_an_actor_that_the_register_knows_is_not_offered(room: Newsroom, review: Reviewing, envoy: str) -> None:
    room.write("content/actors/berg.md", "---\nname: Solveig Berg\n---\n")
    assert "shall it have" not in review("f", "n")


def test_an_actor_may_be_corrected_part_by_part(room: Newsroom, review: Reviewing, envoy: str) -> None:
    said = review("c", "Solveig Berg", "head of government", "Sweeden", "")
    assert "  name [Solveig Berg]: " in said
    assert "`Sweeden` is not a country" in said
    review("c", "Sol Berg", "-", "SE", "", "")
    assert f'  {envoy}: {{replace: {{name: "Sol Berg", country: "SE", kind: "person"}}}}  # actors: Solveig Berg' in sidecar(room)


def test_a_place_may_be_corrected_part_by_part(room: Newsroom, review: Reviewing) -> None:
    room.write(TEXT, "Fair opens in Kansas\n\n3 February 2026\n\nThe fair of Kansas opened on Friday with many rides.\n")
    said = review("s", "s", "o", "3", "c", "Kansas Flats", "plain", "", "", "county", "")
    assert "`places.kind` does not take `plain`; allowed are `city`, `region`, `county`" in said
    assert '{replace: {name: "Kansas Flats", kind: "county", country: "US"}}  # places: Kansas' in sidecar(room)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_terminal_one_key_is_one_decision_and_the_evidence_is_marked(room: Newsroom) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "broadsheet", "review", str(room.root)]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # the other end is closed
            for asked, key in ((1, b"\x1b[A"), (2, b"2"), (3, b"r"), (4, b"q"), (99, b"")):
                while said.count(b"[?] more? ") < asked:
                    said += os.read(ours, 4096)
                os.write(ours, key)
        assert running.wait(200) == 0
    os.close(ours)
    assert b"\x1b[7mGeorgia\x1b[0m was told of it." in said
    assert sidecar(room).endswith(": reject  # countries: GE\n")
    assert b"1 finding decided on, 5 left" in said


def test_entries_that_may_be_one_actor_are_told_at_the_end_and_left_as_they_are(room: Newsroom, review: Reviewing) -> None:
    texts = {f"content/actors/{slug}.md": f"---\nname: Vera {name}\n---\n" for slug, name in (("a", "Novak"), ("b", "Novakk"))}
    texts["content/actors/c.md"] = "---\nname: Ada Quist\n---\n"
    for path, text in texts.items():
        room.write(path, text)
    said = review("q").splitlines()
    assert said[-2].endswith("content/actors/a.md and content/actors/b.md may be one actor (spelled alike)")
    assert [line for line in said if "may be one" in line] == [said[-2]]
    assert {path: (room.root / path).read_text(encoding="utf-8") for path in texts} == texts


PAIR = {
    "content/actors/vera-novak.md": "---\r\nname: Vera Novak   # mine\r\nkind: person\r\n---\r\nHer life.\r\n",
    "content/actors/vera-novakk.md": "---\nname: Vera Novakk\naliases: [V. Novakk]\n---\nAnother life.\n",
}


@pytest.fixture
def pair(room: Newsroom) -> dict[str, str]:
    for path, text in PAIR.items():
        room.write(path, text)
    room.write("content/stories/talks.md", "---\ntitle: Two\ndate: 2026-02-03\nactors: [Vera Novakk, vera-novak]\n---\nText.\n")
    (room.root / TEXT).unlink()
    return PAIR


def texts_of(room: Newsroom) -> list[str]:
    return [(room.root / path).read_bytes().decode() for path in PAIR]


def test_whether_two_actors_are_one_is_asked_only_with_the_actors(review: Reviewing, pair: dict[str, str]) -> None:
    assert "may be one" not in review(options=("--kind", "claims"))
    assert "may be one actor" in review(options=("--kind", "actors"))


def test_two_actors_become_one_with_the_names_of_both_and_the_other_address_leads_there(
    room: Newsroom, review: Reviewing, pair: dict[str, str]
) -> None:
    room.publish()
    assert room.has("/actors/vera-novakk/")
    said = review("1")
    assert "Vera Novak (content/actors/vera-novak.md) and Vera Novakk (content/actors/vera-novakk.md) may be one actor" in said
    kept, gone = texts_of(room)
    one, other = pair.values()
    added = 'aliases:\r\n  - "Vera Novakk"\r\n  - "V. Novakk"\r\n'
    assert kept.replace(added, "") == one
    assert gone.replace("merged_into: vera-novak\n", "") == other
    room.publish()
    assert "Her life." in room.text("/actors/vera-novak/")
    assert "Another life." not in room.text("/actors/vera-novak/")
    assert "/actors/vera-novakk/ /actors/vera-novak/ 301" in " ".join(room.page("/_redirects").split())
    assert room.text("/actors/vera-novak/").count("Two") >= 1
    (room.root / "content/actors/vera-novakk.md").unlink()
    room.publish()
    assert "/actors/vera-novakk/ /actors/vera-novak/ 301" in " ".join(room.page("/_redirects").split())
    assert "may be one" not in review()


def test_the_second_may_be_the_one_that_is_kept(room: Newsroom, review: Reviewing, pair: dict[str, str]) -> None:
    review("2")
    kept, gone = texts_of(room)
    assert "merged_into: vera-novakk" in kept
    assert 'aliases: [V. Novakk, "Vera Novak"]' in gone
    room.publish()
    assert "Another life." in room.text("/actors/vera-novakk/")


def test_two_that_are_not_one_are_told_apart_in_a_file_of_theirs_and_never_asked_about_again(
    room: Newsroom, review: Reviewing, pair: dict[str, str]
) -> None:
    said = review("d")
    assert "content/actors/vera-novak.md is different from vera-novakk" in said
    one, other = texts_of(room)
    assert one.replace("different_from:\r\n  - vera-novakk\r\n", "") == PAIR["content/actors/vera-novak.md"]
    assert other == PAIR["content/actors/vera-novakk.md"]
    assert "may be one" not in review()
    room.publish()
    assert room.has("/actors/vera-novakk/")


def test_nobody_is_merged_without_an_answer(room: Newsroom, review: Reviewing, pair: dict[str, str]) -> None:
    for answers in ((), ("",), ("q",), ("x",)):
        assert "may be one actor" in review(*answers)
        assert texts_of(room) == list(pair.values())


def test_what_cannot_be_merged_in_place_is_told_and_left_alone(room: Newsroom, review: Reviewing, pair: dict[str, str]) -> None:
    room.write("content/actors/vera-novakk.md", "---\n{name: Vera Novakk}\n---\n")
    said = review("1", status=1)
    assert "write `merged_into: vera-novak` into it yourself" in said
    assert texts_of(room) == [pair["content/actors/vera-novak.md"], "---\n{name: Vera Novakk}\n---\n"]


def test_an_editor_may_say_which_two_are_one_or_are_not(
    room: Newsroom, pair: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str, status: int = 0) -> str:
        assert main(["review", str(room.root), *arguments]) == status
        said = capsys.readouterr()
        return said.out + said.err

    assert "no actor is called `vera-nowak`; did you mean `vera-novak`?" in run("--same", "vera-nowak", "x", status=1)
    assert "no actor is called `Ada`; write the name as stories have it" in run("--different", "vera-novak", "Ada", status=1)
    assert texts_of(room) == list(pair.values())
    assert "is different from vera-novakk" in run("--different", "Vera Novak", "vera-novakk")
    assert 'has the alias "Verena Novak", which no story has' in run("--same", "vera-novak", "Verena Novak")
    assert "Verena Novak is vera-novak already" in run("--same", "vera-novak", "Verena Novak")
    assert "content/actors/vera-novakk.md is merged into vera-novak" in run("--same", "vera-novak", "Vera Novakk")
    room.publish()
    assert not room.has("/actors/vera-novakk/") or "vera-novak/" in room.page("/actors/vera-novakk/")


def test_actors_that_have_no_file_are_merged_by_their_names_or_the_slugs_of_their_pages(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str, status: int = 0) -> str:
        assert main(["review", str(room.root), *arguments]) == status
        said = capsys.readouterr()
        return said.out + said.err

    (room.root / TEXT).unlink()
    people = "[{name: Bo Lee, kind: person, country: NO}, B. Lee, Борис Ли, Boo Lee]"
    room.write("content/stories/talks.md", f"---\ntitle: Two\ndate: 2026-02-03\nactors: {people}\n---\nText.\n")
    room.publish()
    slug = next(page for page in room.site() if page.startswith("actors/boris")).split("/")[1]
    assert "no actor is called `b-le`; did you mean `b-lee`?" in run("--same", "bo-lee", "b-le", status=1)
    assert not (room.root / "content/actors").exists()
    said = run("--same", "bo-lee", "b-lee")
    assert said == 'content/actors/bo-lee.md is written\ncontent/actors/bo-lee.md has the alias "B. Lee"\n'
    assert run("--different", slug, "Boo Lee").splitlines() == [
        f"content/actors/{slug}.md is written",
        "content/actors/boo-lee.md is written",
        f"content/actors/{slug}.md is different from boo-lee",
    ]
    entry = (room.root / "content/actors/bo-lee.md").read_text()
    assert entry == '---\nname: "Bo Lee"\nkind: person\ncountry: "NO"\naliases:\n  - "B. Lee"\n---\n'
    room.publish()
    assert "/actors/b-lee/ /actors/bo-lee/ 301" in " ".join(room.page("/_redirects").split())
    assert room.has(f"/actors/{slug}/")


def test_nobody_is_merged_while_a_file_of_the_register_is_broken(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    (room.root / TEXT).unlink()
    room.write("content/stories/talks.md", "---\ntitle: Two\ndate: 2026-02-03\nactors: [Bo Lee, B. Lee]\n---\nText.\n")
    room.write("content/actors/bo-lee.md", "---\nname: [\n---\nA life.\n")
    assert main(["review", str(room.root), "--same", "bo-lee", "b-lee"]) == 1
    assert "content/actors/bo-lee.md:" in capsys.readouterr().err
    assert "A life." in (room.root / "content/actors/bo-lee.md").read_text()
