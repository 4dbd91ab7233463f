"""The scores of organisations: spans against annotated text, with and without sport, by the conventions of the sets."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.names import read_names
from evaluation.organisations import main, score

CONLL = """-DOCSTART- -X- -X- O

BONN NNP O I-LOC
1996-12-06 CD O O

The DT O O
Russian JJ O I-MISC
Defence NNP O I-ORG
Ministry NNP O I-ORG
met VBD O O
Elbar NNP O I-ORG
Corp NNP O I-ORG
and CC O O
Ruritanian JJ O I-ORG
Widgets NNS O I-ORG
. . O O

Israel NNP O I-LOC
's POS O O
foreign JJ O O
ministry NN O O
met VBD O O
NATO NNP O I-MISC
. . O O

-DOCSTART- -X- -X- O

SOCCER NN O O
- : O O
AJAX NNP O I-ORG
WIN VBP O O
. . O O
"""


def test_spans_are_scored_by_the_sets_conventions_and_sport_apart(tmp_path: Path) -> None:
    (tmp_path / "eng.testb").write_text(CONLL, encoding="utf-8")
    result = score(read_names(tmp_path, "conll"))
    # Found: Defence Ministry without its adjective, Elbar Corp; NATO, which this text annotates otherwise. Words without a
    # capital are no names.
    assert (result.other.right, result.other.wrong, result.other.missed) == (2, 1, 1)
    assert (result.sport.right, result.sport.wrong, result.sport.missed) == (0, 0, 1)
    assert result.every.right == result.other.right + result.sport.right
    assert [line.split(":")[0].split()[0] for line in result.errors] == ["wrong", "missed", "missed"]


def test_only_names_of_entities_are_asked_for_and_the_rest_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    text = "The group met NATO. The Elbar Corp, a maker, and France agreed."
    entities = [
        {"start": 0, "end": 9, "text": "The group", "type": "Organisation"},
        {"start": 14, "end": 18, "text": "NATO", "type": "Organisation"},
        {"start": 20, "end": 34, "text": "The Elbar Corp", "type": "Organisation"},
        {"start": 49, "end": 55, "text": "France", "type": "Organisation"},
        {"start": 49, "end": 55, "text": "France", "type": "Location"},
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "entities": entities}) + "\n", encoding="utf-8")
    (gold,) = read_names(tmp_path, "entities")
    assert [text[a:b] for a, b in gold.spans("ORG")] == ["NATO", "Elbar Corp"]
    assert [text[a:b] for a, b in gold.spans("ORG?")] == ["group", "France"]
    result = score([gold])
    assert (result.every.right, result.every.wrong, result.every.missed) == (2, 0, 0)


def test_the_command_prints_the_scores_and_errors(tmp_path: Path, capsys) -> None:
    (tmp_path / "eng.testb").write_text(CONLL, encoding="utf-8")
    assert main(["conll", str(tmp_path), "--errors", "1", "--gold-people"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("all    P 66.7%  R 50.0%  F1 57.1%  (2 right, 1 wrong, 2 missed)\n")
    assert "[NATO]" in printed
