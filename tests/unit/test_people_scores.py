"""Scores of persons: readers of annotated text in public formats, and the measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.people import main, score
from evaluation.persons import is_sport, read_people

COLUMNS = """-DOCSTART- -X- -X- O

TENNIS NNP B-NP O
- : O O
LEE NNP B-NP I-PER
WINS VBZ B-VP O

Ann NNP B-NP I-PER
Lee NNP I-NP I-PER
beat VBD B-VP O
Bob NNP B-NP I-PER
Roe NNP I-NP I-PER
. . O O

-DOCSTART- -X- -X- O

He PRP B-NP O
met VBD B-VP O
Mark NNP B-NP B-PER
Gray NNP I-NP I-PER
Zed NNP B-NP B-PER
in IN B-PP O
Rome NNP B-NP I-LOC
. . O O
"""


TAGS = """https://news.example/1\tO

President\tB-Person
Ann\tI-Person
Lee\tI-Person
(\tO
70\tO
)\tO
met\tO
Bob\tB-Person\tB-Misc
.\tO
"""


def test_columns_become_a_text_with_a_line_for_each_sentence(tmp_path: Path) -> None:
    (tmp_path / "eng.test").write_text(COLUMNS, encoding="utf-8")
    first, second = read_people(tmp_path, "conll")
    assert first.text == "TENNIS - LEE WINS\nAnn Lee beat Bob Roe ."
    assert [first.text[a:b] for a, b in first.people] == ["LEE", "Ann Lee", "Bob Roe"]
    assert [second.text[a:b] for a, b in second.people] == ["Mark Gray", "Zed"]
    assert (first.sport, second.sport) == (True, False)


@pytest.mark.parametrize(
    ("headline", "sport"),
    [
        ("SOCCER - LATE GOALS GIVE WIN .", True),
        ("RUGBY UNION - TEAM NAMED .", True),
        ("NHL ICE HOCKEY - STANDINGS AFTER FRIDAY .", True),
        ("PARLIAMENT MEETS - AGENCY .", False),
        ("Golf was played .", False),
    ],
)
def test_a_headline_says_whether_a_document_is_sport(headline: str, sport: bool) -> None:
    assert is_sport(headline) is sport


def test_of_annotated_entities_only_the_names_are_taken(tmp_path: Path) -> None:
    text = "The firm's CEO Ann Lee said he liked President Roe. Later Kim came."
    entities = [("PER", "The firm's CEO Ann Lee"), ("PER", "he"), ("PER", "President Roe"), ("LOC", "firm")]
    found = [{"type": kind, "start": text.index(words), "end": text.index(words) + len(words)} for kind, words in entities]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "entities": found}), encoding="utf-8")
    (gold,) = read_people(tmp_path, "entities")
    assert [gold.text[a:b] for a, b in gold.people] == ["Ann Lee", "Roe"]
    assert gold.ignored == ((len(text), len(text)),)


def test_of_entities_with_their_kind_of_mention_only_names_of_the_first_lines_are_taken(tmp_path: Path) -> None:
    text = "\n".join(("Ann Lee speaks", "May 3", "One.", "Two.", "Fans heard Ann.", "Four.", "Bob Roe left."))
    entities = [("Ann Lee", "NAM"), ("Fans", "NOM"), ("Bob Roe", "NAM")]
    found = [
        {"type": "PER", "syn": kind, "start": text.index(words), "end": text.index(words) + len(words)}
        for words, kind in entities
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "entities": found}), encoding="utf-8")
    (gold,) = read_people(tmp_path, "entities")
    assert [gold.text[a:b] for a, b in gold.people] == ["Ann Lee"]
    assert gold.ignored == ((text.index("\nBob"), len(text)),)


def test_tags_are_read_with_the_article_as_it_was_printed(tmp_path: Path) -> None:
    for folder, name, text in (
        ("original_articles", "af_1.txt", "https://news.example/1\nPresident Ann Lee (70) met Bob."),
        ("processed_annotated", "af_1.txt.tsv", TAGS),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    (gold,) = read_people(tmp_path, "worldwide")
    assert gold.text == "President Ann Lee (70) met Bob."
    assert [gold.text[a:b] for a, b in gold.people] == ["Ann Lee", "Bob"]


def test_tags_without_their_article_are_read_as_the_words_they_stand_by(tmp_path: Path) -> None:
    (tmp_path / "af_1.txt.tsv").write_text(TAGS, encoding="utf-8")
    (gold,) = read_people(tmp_path, "worldwide")
    assert gold.text == "President Ann Lee ( 70 ) met Bob ."


def test_every_second_document_can_be_held_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "eng.test").write_text(COLUMNS, encoding="utf-8")
    assert main(["conll", str(tmp_path), "--part", "even"]) == 0
    assert capsys.readouterr().out.startswith("spans  P 100.0%  R 100.0%")
    assert main(["conll", str(tmp_path), "--part", "odd"]) == 0
    assert capsys.readouterr().out.startswith("spans  P 0.0%  R 0.0%")


def test_only_spans_with_both_ends_right_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "eng.test").write_text(COLUMNS, encoding="utf-8")
    result = score(tmp_path, "conll")
    assert (result.spans.right, result.spans.wrong, result.spans.missed) == (3, 1, 2)
    assert (result.sport.right, result.sport.wrong, result.sport.missed) == (3, 0, 0)
    assert result.errors == [
        "wrong  eng-2  He met [Mark Gray Zed] in Rome .  (given name)",
        "missed eng-2  He met [Mark Gray] Zed in Rome .",
        "missed eng-2  He met Mark Gray [Zed] in Rome .",
    ]
    assert main(["conll", str(tmp_path)]) == 0
    assert "R 60.0%" in capsys.readouterr().out
