"""Limits: an article that is too large, or that a parser would never be done with, is a problem, and the others are read."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.content.deadline import in_time, uncounted
from broadsheet.content.sanitise import sanitise
from broadsheet.engine import extraction
from broadsheet.extract.extractor import Extraction, Extractor
from broadsheet.extract.structure.article import Article
from broadsheet.problems import Outcome, Span
from newsroom import SETTINGS, Newsroom, article

ENDLESS = "[a](" * 20_000
LIMITS = SETTINGS + "limits: {bytes: 200000, seconds: 1}\n"
SLOW = (
    "error: it takes more than 1 s of the processor's time to read it;"
    " write it more simply, split it, or raise `limits: {seconds: …}` in broadsheet.yaml [over-limit]"
)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path)
    room.write("broadsheet.yaml", LIMITS)
    room.write("content/stories/good.md", article("Good", "2026-01-01"))
    return room


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_takes_too_long_is_a_problem_and_the_others_are_read(room: Newsroom, workers: int) -> None:
    room.write("content/stories/bad.md", article("Bad", "2026-01-01", ENDLESS))
    room.write("content/stories/faulty.md", article("Faulty", "2026-01-32"))
    room.write("content/pages/about.md", f"---\ntitle: About\n---\n\n{ENDLESS}\n")
    room.build(workers=workers)
    assert room.codes == ["over-limit", "over-limit", "bad-date"]
    assert room.problems[:2] == [f"content/pages/about.md:1:1: {SLOW}", f"content/stories/bad.md:1:1: {SLOW}"]
    room.write("content/pages/about.md", "---\ntitle: About\n---\n\n[a](/)\n")
    room.remove("content/stories/faulty.md")
    room.write("content/stories/bad.md", article("Bad", "2026-01-01", "[a](/) *b* `c`"))
    room.publish(workers=workers)


def test_the_sanitiser_is_stopped_too() -> None:
    begun = time.process_time()
    outcome = in_time(1, Span("a"), lambda: Outcome(sanitise("<div>" * 100_000)), "")
    assert [problem.code for problem in outcome.problems] == ["over-limit"]
    assert time.process_time() - begun < 2  # by itself it would be done after ten seconds and more
    wide = "<p>" + "<i>é</i> " * 12_000 + "</p>"
    assert in_time(5, Span("a"), lambda: Outcome(sanitise(wide)), "") == Outcome(wide)


def test_each_line_of_json_has_the_time_of_an_article(room: Newsroom) -> None:
    lines = [{"title": str(n), "date": "2026-01-01", "body": ENDLESS if n == 1 else "*Text.* `a`"} for n in range(3)]
    room.write("content/stories/all.jsonl", "\n".join(map(json.dumps, lines)))
    room.build()
    assert room.problems == [f"content/stories/all.jsonl:2:1: {SLOW}"]


def test_an_article_that_is_too_large_is_a_problem(room: Newsroom) -> None:
    room.write("content/stories/large.md", article("Large", "2026-01-01", "a" * 200_000))
    room.write("content/stories/all.jsonl", json.dumps({"title": "One", "date": "2026-01-01", "body": "a" * 200_000}))
    room.write(
        "content/stories/many.jsonl",
        "\n".join(json.dumps({"title": f"S{n}", "date": "2026-01-02", "body": "a" * 9000}) for n in range(30)),
    )
    room.write("content/stories/page.yaml", "a" * 300_000)
    room.write("content/stories/page.md", "Text.")
    room.build()
    hint = "split it, or raise `limits: {bytes: …}` in broadsheet.yaml [over-limit]"
    assert [problem for problem in room.problems if "over-limit" in problem] == [
        f"content/stories/all.jsonl:1:1: error: the line has 200050 characters, and an article may have 200000; {hint}",
        f"content/stories/large.md:1:1: error: it has 200042 bytes, and an article may have 200000; {hint}",
        f"content/stories/page.yaml:1:1: error: it has 300000 bytes, and an article may have 200000; {hint}",
    ]
    room.write("broadsheet.yaml", SETTINGS)
    room.remove("content/stories/page.yaml")
    room.remove("content/stories/page.md")
    room.publish()


def test_a_list_that_is_too_long_is_a_problem(room: Newsroom) -> None:
    room.write("content/stories/long.md", article("Long", "2026-01-01", tags=[f"t{n}" for n in range(2001)]))
    room.write("content/stories/all.jsonl", json.dumps({"title": "One", "date": "2026-01-01", "actors": ["Ann"] * 2001}))
    room.build()
    hint = "items, and may have 2000; leave some out, or write several articles [over-limit]"
    assert room.problems == [
        f"content/stories/all.jsonl:1:50: error: `actors` has 2001 {hint}",
        f"content/stories/long.md:4:7: error: `tags` has 2001 {hint}",
    ]


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


def test_extraction_has_a_deadline_and_making_ready_for_it_does_not_count(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found, ready = Extractor.extract, extraction.read_registers

    def slow(self: Extractor, text: Article) -> Extraction:
        busy(2.0 if "Endless" in text.text else 0.0)
        return found(self, text)

    def slowly_ready(*given: Any) -> Any:
        busy(1.2)
        return ready(*given)

    monkeypatch.setattr(Extractor, "extract", slow)
    monkeypatch.setattr(extraction, "read_registers", slowly_ready)
    for name in ("Endless", "News"):
        room.write(f"content/stories/{name.lower()}.txt", f"{name} from Oslo\n\n3 February 2026\n\nDiplomats met in Oslo.\n")
    room.build()
    assert room.problems == [f"content/stories/endless.txt:1:1: {SLOW}"]
    assert main(["extract", str(room.root)]) == 1
    assert f"content/stories/endless.txt:1:1: {SLOW}" in capsys.readouterr().err
    assert [path.name for path in (room.root / "content").rglob("*.auto.yaml")] == ["news.auto.yaml"]


def test_a_deadline_leaves_no_clock_running() -> None:
    def work() -> Outcome[str]:
        uncounted(lambda: busy(1.2))
        return in_time(1, Span("b"), lambda: Outcome("done"), "")  # within another one

    assert in_time(1, Span("a"), work, "") == Outcome("done")
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    late = in_time(1, Span("a"), lambda: Outcome(busy(9)), None)
    assert [problem.code for problem in late.problems] == ["over-limit"]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_in_a_thread_there_is_none() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(in_time(1, Span("a"), lambda: Outcome(busy(1.2)), 1)))
    thread.start()
    thread.join()
    assert found == [Outcome(None)]


LATE = (
    "broadsheet.yaml:1:1: error: the build took more than 1 s, and was ended; publish less, or raise `limits: {build: …}`"
    " in broadsheet.yaml; build again before you copy the output [over-limit]"
)


def endless(*_arguments: object, **_named: object) -> None:
    while True:
        pass


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("stage", ["broadsheet.engine.work.assemble", "broadsheet.pages.subjects.Planner.line"])
def test_a_build_that_takes_too_long_in_all_ends_and_leaves_nothing(
    room: Newsroom, stage: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}limits: {{build: 1}}\n")
    room.stories(9)
    with monkeypatch.context() as patch:
        patch.setattr(stage, endless)
        assert not room.build(workers=workers).published
        assert room.problems == [LATE]
        assert [path.name for path in room.output.rglob("*")] in ([], [".broadsheet-output"])
    room.publish(workers=workers)
    published = room.site()
    with monkeypatch.context() as patch:
        patch.setattr(stage, endless)
        room.edit("content/stories/good.md", "Good", "Better")
        assert not room.build(workers=workers).published
        assert room.site().keys() == published.keys()
    room.publish(workers=workers)
    assert "Better" in room.page("/stories/2026/01/good/")
    assert signal.getitimer(signal.ITIMER_REAL)[1] == 0


def test_a_check_has_that_time_too(room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}limits: {{build: 1}}\n")
    monkeypatch.setattr("broadsheet.engine.prepare.find_work", endless)
    assert main(["check", str(room.root)]) == 1
    assert LATE in capsys.readouterr().err
