"""The benchmark's own parts: the corpus is the same every time, the checker finds what is wrong, the tables add up."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from benchmark import metadata
from benchmark.check_site import Checker, ListView, Shape, pages_of
from benchmark.corpus import Chance, Corpus, Story, article_text, write_corpus
from benchmark.measure import Failed, run
from benchmark.newstext import NewsWriter, read_texts
from benchmark.peers import BROADSHEET, CLOCK, FULL, HUGO, Peer
from benchmark.series import Record
from benchmark.table import Figure, Results, report
from benchmark.trial import Machine, Trial
from broadsheet.engine.pipeline import BuildOptions, build

SIZE = 120  # enough for a second page of the list of all stories


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / f"made-{SIZE}"
    write_corpus(folder, SIZE)
    return folder


def built(peer: Peer, corpus: Path, work: Path) -> Trial:
    trial = Trial(peer, corpus, Machine({"python": sys.executable, "node": "node"}, work))
    trial.set_up()
    report = build(trial.folder, BuildOptions(clock=CLOCK, workers=1))
    assert report.published, report.problems
    return trial


@pytest.fixture(scope="module")
def trial(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return built(BROADSHEET, corpus, tmp_path_factory.mktemp("work"))


def test_a_corpus_of_one_size_and_seed_is_always_the_same(tmp_path: Path) -> None:
    first = write_corpus(tmp_path / "one", 40)
    assert first["sha256"] == "c258d55aa8a14affcaa2ea8e43c03d9eba8d07d9206c137488acd1a9c44068c4"
    assert write_corpus(tmp_path / "two", 40, seed=2)["sha256"] != first["sha256"]


def test_an_article_holds_what_the_manifest_says(corpus: Path) -> None:
    story, body = next(Corpus(SIZE).stories())
    text = (corpus / "content" / f"{story.path}.md").read_text(encoding="utf-8")
    assert text == article_text(story, body)
    assert json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))["stories"][0]["title"] == story.title


def test_real_texts_are_used_as_they_are_and_then_with_other_names_and_numbers(tmp_path: Path) -> None:
    paragraphs = [f"On day {n} John Smith told Mary Jones that {n * 7} people came. " + "It went on. " * 40 for n in (1, 2, 3, 4)]
    lines = [
        {"title": "A visit", "text": "\n\n".join(paragraphs)},
        {"text": "# Not a heading. Ann Lee came.\n\n" + "Rain. " * 500},
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    texts = read_texts(tmp_path)
    writer = NewsWriter(texts, Chance(1))
    title, standfirst, body = writer.write((), ())
    assert (title, standfirst) == ("A visit", "On day 1 John Smith told Mary Jones that 7 people came.")
    assert body() == "\n\n".join(map(str.strip, paragraphs)) + "\n"
    assert writer.write((), ())[2]().startswith("Not a heading. Ann Lee came.\n\nRain. ")
    again = writer.write((), ())[2]()
    assert again != body()
    assert len(again.split()) == len(body().split())
    digests = {write_corpus(tmp_path / name, 9, writer=partial(NewsWriter, texts))["sha256"] for name in ("a", "b")}
    assert len(digests) == 1


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no JSON lines"):
        read_texts(tmp_path)


def some_stories(count: int) -> list[Story]:
    """Return stories, newest first, whose paths are their numbers from the oldest, beginning with 1."""
    story = Story("", "", "", "", "", [], [], [], "")
    return [replace(story, path=str(number)) for number in range(count, 0, -1)]


def ends(page: ListView) -> tuple[str, str, str, tuple[str, ...]]:
    return page.address, page.stories[0].path, page.stories[-1].path, page.neighbours


def test_pages_are_counted_from_the_newest_story_where_a_generator_does_so() -> None:
    pages, redirects = pages_of("tags/x/", some_stories(120), Shape())
    assert [ends(page) for page in pages] == [
        ("tags/x/", "120", "71", ("tags/x/page/2/",)),
        ("tags/x/page/2/", "70", "21", ("tags/x/", "tags/x/page/3/")),
        ("tags/x/page/3/", "20", "1", ("tags/x/page/2/",)),
    ]
    assert redirects == []


def test_pages_are_counted_from_the_oldest_story_by_broadsheet() -> None:
    pages, redirects = pages_of("", some_stories(170), Shape(oldest_first=True))
    assert [ends(page) for page in pages] == [
        ("", "170", "101", ("page/2/",)),
        ("page/2/", "100", "51", ("page/3/", "page/1/")),
        ("page/1/", "50", "1", ("page/2/",)),
    ]
    assert redirects == ["page/3/"]


def test_broadsheet_makes_exactly_the_archive_that_the_others_make(trial: Trial) -> None:
    assert trial.check().faults == ()


def test_broadsheet_makes_the_archive_with_all_its_default_features(corpus: Path, tmp_path: Path) -> None:
    assert built(FULL, corpus, tmp_path).check().faults == ()


def swap(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.unlink()  # it is a hard link
    path.write_text(changed, encoding="utf-8")


FAULTS: dict[str, tuple[Callable[[Path, list[Story]], object], str]] = {
    "a page is missing": (lambda site, stories: (site / stories[7].path / "index.html").unlink(), "1 pages missing"),
    "a page is too many": (lambda site, _: shutil.copytree(site / "tags", site / "topics"), "pages too many"),
    "a list is in another order": (
        lambda site, stories: edit(site / "index.html", lambda text: swap(text, stories[-1].path, stories[-2].path)),
        ": shows 70 of 70 entries, or in another order",
    ),
    "a redirect leads elsewhere": (
        lambda site, _: edit(site / "page/2/index.html", lambda text: text.replace('url=/"', 'url=/page/1/"')),
        "page/2/: does not lead to /",
    ),
    "a link is dead": (
        lambda site, stories: edit(
            site / stories[3].path / "index.html", lambda text: text.replace('href="/sitemap.xml"', 'href="/map.xml"')
        ),
        "dead link /map.xml",
    ),
    "a headline is another": (
        lambda site, stories: edit(site / stories[3].path / "index.html", lambda text: text.replace("<h1>", "<h1>Not ")),
        "the headline is 'Not ",
    ),
    "a body is cut": (
        lambda site, stories: edit(site / stories[3].path / "index.html", lambda text: text.replace("</p>\n<p id", "<aside>", 1)),
        "words, the article",
    ),
    "a feed is missing": (lambda site, _: (site / "feed.xml").unlink(), "/feed.xml: is missing"),
    "a feed is old": (
        lambda site, stories: edit(site / "feed.xml", lambda text: swap(text, stories[-1].path, stories[-2].path)),
        "/feed.xml: does not begin with the newest story",
    ),
    "the site map lacks a story": (
        lambda site, stories: edit(site / "sitemap.xml", lambda text: text.replace(stories[5].path, "elsewhere")),
        "the site map lacks 1 stories",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_checker_finds_a_planted_fault(name: str, trial: Trial, tmp_path: Path) -> None:
    plant, fault = FAULTS[name]
    site = tmp_path / "site"
    shutil.copytree(trial.output, site, copy_function=os.link)
    plant(site, trial.stories)
    faults = Checker(site, trial.corpus, BROADSHEET.shape, sample=SIZE).check().faults
    assert any(fault in found for found in faults), faults


def test_edits_change_what_they_say(corpus: Path, tmp_path: Path) -> None:
    trial = Trial(BROADSHEET, corpus, Machine({"node": "node"}, tmp_path))
    trial.set_up()
    title = trial.edit_title()
    assert f'title: "{title}"' in trial.source(trial.victim).read_text(encoding="utf-8")
    assert trial.edit_body() in trial.source(trial.victim).read_text(encoding="utf-8")
    trial.add_story()
    added = trial.stories[-1]
    assert trial.source(added).is_file()
    assert added.date > trial.stories[-2].date
    assert set(added.tags) <= set(trial.victim.tags)
    assert trial.victim.path in trial.mentions()


def test_memory_is_the_sum_over_all_processes(tmp_path: Path) -> None:
    if not Path("/proc/self/smaps_rollup").is_file():
        pytest.skip("the system does not tell the memory of processes")
    work = "import subprocess, sys, time; held = bytearray(b'x') * (48 << 20); end = time.process_time() + 0.6\n"
    burn = "while time.process_time() < end: pass\n"
    child = f"{work}{burn}"
    parent = f"{work}child = subprocess.Popen([sys.executable, '-c', {child!r}])\n{burn}sys.exit(child.wait())"
    measured = run([sys.executable, "-c", parent], tmp_path, {}, tmp_path / "log")
    assert 96 < measured.memory < 200
    assert 1.1 < measured.cpu < 10


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, {}, tmp_path / "log")


def cold(peer: str, number: int, wall: float, *, foreign: float = 0.0, corpus: str = "made-10000") -> Record:
    taken = {"wall": wall, "cpu": wall, "memory": 100.0, "foreign": foreign}
    return {"corpus": corpus, "peer": peer, "scenario": "cold", "pass": number, **taken}


def test_ratios_are_taken_pass_by_pass_and_disturbed_passes_are_left_out() -> None:
    records = [cold("hugo", 0, 10.0), cold("broadsheet", 0, 5.0), cold("hugo", 1, 20.0), cold("broadsheet", 1, 8.0)]
    records += [cold("hugo", 2, 10.0), cold("broadsheet", 2, 90.0, foreign=1.0)]
    results = Results("made-10000", records)
    assert results.ratio("broadsheet", "cold", "wall") == Figure(0.45, 0.4, 0.5)
    assert results.figure("broadsheet", "cold", "wall") == Figure(6.5, 5.0, 8.0)
    assert results.ratio("eleventy", "cold", "wall") is None


def test_the_bars_say_what_was_reached() -> None:
    records = [cold("hugo", 0, 10.0), cold("broadsheet", 0, 7.0)]
    records += [cold("hugo", 0, 200.0, corpus="made-100000"), cold("broadsheet", 0, 110.0, corpus="made-100000")]
    text = report(records)
    assert "| 10,000 | cold | at most 0.8 | 0.70 [0.70–0.70] | reached |" in text
    assert "| 100,000 | cold | at most 0.5 | 0.55 [0.55–0.55] | missed |" in text
    assert "| 100,000 | cold, to our own at 10,000 | at most 11 | 15.7 | missed |" in text


def test_hugo_is_compared_with_itself_as_one() -> None:
    assert Results("made-10", [cold(HUGO.name, 0, 3.0, corpus="made-10")]).ratio("hugo", "cold", "cpu") == Figure(1.0, 1.0, 1.0)


def test_the_share_of_articles_that_need_no_yaml_parser_is_told(tmp_path: Path):
    for name, title in (("plain", "A"), ("odd", "&a A")):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {title}\n---\nText\n", encoding="utf-8")
    (tmp_path / "bare.md").write_text("Text\n", encoding="utf-8")
    count, quick, *parts = metadata.row(tmp_path, runs=1).split()
    assert (count, quick, len(parts)) == ("2", "50.00%", 4)
