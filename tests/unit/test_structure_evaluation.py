"""Evaluation of structure: the benchmark's layout is read as its makers describe it, and scores are counted rightly."""

from __future__ import annotations

import gzip
import json

import pytest

from evaluation.structure import Overlap, compare, main, read_pages, read_titled, runs, score_bodies, score_headlines

BODY = "\n".join(
    f"The {thing} of the harbour was sold on Tuesday, the board of Puddlewick said in a statement nobody had expected."
    for thing in ("ferry", "crane", "lighthouse", "tug")
)
HTML = """<html><head><title>Sale</title></head><body><nav><a href='/'>Home</a></nav>
<article><h1>Harbour sells ferry and crane</h1>{}</article></body></html>"""


@pytest.fixture
def benchmark(tmp_path):
    page = HTML.format("".join(f"<p>{line}</p>" for line in BODY.split("\n")))
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "ab12.html.gz").write_bytes(gzip.compress(page.encode()))
    (tmp_path / "ground-truth.json").write_text(
        json.dumps({"ab12": {"articleBody": BODY, "url": "https://a.example/"}}), encoding="utf-8"
    )
    return tmp_path


def test_bodies_are_compared_by_runs_of_four_words():
    assert runs("one two three four five") == {("one", "two", "three", "four"): 1, ("two", "three", "four", "five"): 1}
    assert runs("one two") == {("one", "two"): 1}
    assert compare("one two three four five", "one two three four") == Overlap(1, 0, 1)


def test_precision_and_recall_are_averages_over_pages():
    found = score_bodies(
        [("a", "one two three four", "one two three four"), ("b", "one two three four five", "one two three four six")]
    )
    assert (found.precision, found.recall, found.f1) == (0.75, 0.75, 0.75)
    assert found.pages[0] == (0.5, "b", Overlap(1, 1, 1))


def test_a_page_without_a_found_body_counts_for_recall_only():
    found = score_bodies([("a", "one two three four", ""), ("b", "one two three four", "one two three four")])
    assert (found.precision, found.recall) == (1.0, 0.5)


def test_the_benchmark_is_read_as_it_is_laid_out(benchmark):
    ((id_, gold, page),) = read_pages(benchmark)
    assert (id_, gold) == ("ab12", BODY)
    assert page.startswith(b"<html>")


@pytest.mark.parametrize("form", ["pages", "page-text"])
def test_a_plain_page_is_found_whole(benchmark, capsys, form):
    assert main([form, str(benchmark), "--own-text"]) == 0
    assert capsys.readouterr().out == "bodies  P 1.000  R 1.000  F1 1.000  (1 pages)\n"


def test_titles_stand_in_json_beside_texts_or_in_tables(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "title": "Ferry sold", "text": BODY}) + "\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Crane  sold\n\n{BODY}", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"title": "Crane sold"}), encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"Tug sold\n\n{BODY}", encoding="utf-8")
    (tmp_path / "metadata.tsv").write_text("filename\ttitle\nc.txt\tTug sold\n", encoding="utf-8")
    texts = list(read_titled(tmp_path))
    assert [(each.id, each.title) for each in texts] == [("x", "Ferry sold"), ("b", "Crane sold"), ("c", "Tug sold")]
    assert texts[0].text == f"Ferry sold\n\n{BODY}"


def test_an_invented_headline_is_counted_against_its_text():
    texts = [("a", f"The old ferry is sold\n\n{BODY}", "The old ferry is sold")]
    found = score_headlines(texts)
    assert (found.right, found.silent, found.count) == (1, 1, 1)
    other = score_headlines([("a", f"The old ferry is sold\n\n{BODY}", "Another title")])
    assert (other.right, other.silent) == (0, 0)
