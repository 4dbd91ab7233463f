"""Evaluation of countries: the public formats are read as their makers describe them, and scores are counted rightly."""

from __future__ import annotations

import json

import pytest

from evaluation.countries import score, score_documents
from evaluation.score import Score
from evaluation.toponyms import GoldDocument, GoldMention, code_of, code_of_title, read_documents

TAGGED = """<?xml version="1.0"?><articles><article docid="7"><title>T</title>
<text>Peru and Lima, Ohio, met French envoys.</text><toponyms>
<toponym><start>0</start><end>4</end><phrase>Peru</phrase><gaztag geonameid="1"><name>Republic of Peru</name><fcode>PCLI</fcode>
<lat>-10</lat><lon>-76</lon><country>PE</country></gaztag></toponym>
<toponym><start>9</start><end>13</end><phrase>Lima</phrase>
<gaztag geonameid="2"><fcode>PPL</fcode><country>US</country></gaztag></toponym>
</toponyms></article></articles>"""
UNTAGGED = """<articles><article><text>Peru and Lima met French envoys.</text><toponyms>
<toponym><start>0</start><end>4</end><phrase>Peru</phrase><lat>-10</lat><lon>-76</lon></toponym>
<toponym><start>9</start><end>13</end><phrase>Lima</phrase><lat>-12</lat><lon>-77</lon></toponym>
<toponym><start>18</start><end>24</end><phrase>French</phrase><lat>46</lat><lon>2</lon></toponym>
</toponyms></article></articles>"""
COLUMNS = """-DOCSTART- (1 TEST)
SOCCER
-
PERU\tB\tPERU\tPeru_national_football_team\thttp://en.wikipedia.org/wiki/Peru_national_football_team\t9\t/m/1
WIN

South\tB\tSouth Korea\tSouth_Korea\thttp://en.wikipedia.org/wiki/South_Korea\t8\t/m/2
Korea\tI\tSouth Korea\tSouth_Korea\thttp://en.wikipedia.org/wiki/South_Korea\t8\t/m/2
met
Smith\tB\tSmith\t--NME--
-DOCSTART- (2 TEST)
Nothing
"""


def test_toponyms_with_a_feature_are_countries_by_their_feature(tmp_path):
    (tmp_path / "local.xml").write_text(TAGGED, encoding="utf-8")
    (document,) = read_documents(tmp_path, "lgl")
    assert (document.id, document.mentions, document.codes) == ("7", (GoldMention(0, 4, "PE"),), {"PE"})


def test_toponyms_without_a_feature_are_countries_by_their_name_or_people(tmp_path):
    (tmp_path / "world.xml").write_text(UNTAGGED, encoding="utf-8")
    (document,) = read_documents(tmp_path, "trnews")
    assert document.mentions == (GoldMention(0, 4, "PE"), GoldMention(18, 24, "FR"))


def test_linked_tokens_are_joined_to_a_text_with_the_spans_of_countries_and_national_teams(tmp_path):
    (tmp_path / "links.tsv").write_text(COLUMNS, encoding="utf-8")
    first, second = read_documents(tmp_path, "aida")
    assert first.text == "SOCCER - PERU WIN \nSouth Korea met Smith "
    assert [(first.text[m.start : m.end], m.code) for m in first.mentions] == [("PERU", "PE"), ("South Korea", "KR")]
    assert (second.id, second.text, second.codes) == ("2 TEST", "Nothing \n", frozenset())


def test_json_lines_with_entities_links_or_sets_are_read(tmp_path):
    entities = {"id": "a", "text": "Ann of Peru", "entities": [{"start": 0, "end": 3, "text": "Ann", "type": "PER"}]}
    entities["entities"].append({"start": 7, "end": 11, "text": "Peru", "page": "https://x.example/wiki/Peru"})
    links = {"id": "b", "text": "Peruvian", "links": [{"start": 0, "end": 8, "text": "Peruvian", "wiki": "Peru"}]}
    for name, record in (("entities", entities), ("links", links), ("sets", {"text": "Peru", "countries": ["PE"]})):
        (tmp_path / name).mkdir()
        (tmp_path / name / "some.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        (document,) = read_documents(tmp_path / name, name)
        assert document.codes == {"PE"}
    (document,) = read_documents(tmp_path / "entities", "entities")
    assert document.people == ((0, 3),)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Peru", "PE"),
        ("Georgia_(country)", "GE"),
        ("C%C3%B4te_d%27Ivoire", "CI"),
        ("England_cricket_team", "GB"),
        ("Turkish_people", "TR"),
        ("United_Nations", ""),
        ("Paris", ""),
        ("Soviet_Union", ""),
    ],
)
def test_a_pages_title_is_a_countrys_or_none(title, code):
    assert code_of_title(title) == code


def test_a_phrase_is_a_countrys_where_it_can_only_mean_one():
    assert [code_of(name) for name in ("Peruvians", "U.S.", "Paris", "the Netherlands", "Somewhere")] == [
        "PE",
        "US",
        "",
        "NL",
        "",
    ]


def test_a_country_within_a_longer_name_is_not_asked_for_and_one_that_acts_is_a_country(tmp_path):
    text = "Peru and the Chile Army met us."
    spans = (("Peru", "Organisation"), ("Peru", "Location"), ("the Chile Army", "Organisation"), ("us", "Organisation"))
    entities = [
        {"start": (at := text.index(words)), "end": at + len(words), "text": words, "type": kind} for words, kind in spans
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "entities": entities}) + "\n", encoding="utf-8")
    (document,) = read_documents(tmp_path, "entities")
    assert document.mentions == (GoldMention(0, 4, "PE"),)
    result = score_documents([document])
    assert (result.mentions.right, result.mentions.wrong, result.mentions.missed) == (1, 0, 0)


def test_tagged_places_and_peoples_are_countries_by_their_names(tmp_path):
    rows = (("Peru", "B-Location"), ("met", "O"), ("Chile", "B-Person"), ("and", "O"), ("Chileans", "B-NORP"), ("there", "O"))
    (tmp_path / "a.txt.tsv").write_text("".join(f"{word}\t{tag}\n" for word, tag in rows), encoding="utf-8")
    (document,) = read_documents(tmp_path, "worldwide")
    assert [(document.text[m.start : m.end], m.code) for m in document.mentions] == [("Peru", "PE"), ("Chileans", "CL")]
    assert document.people == ((9, 14),)


def test_sets_without_peoples_are_scored_without_them():
    text = "French ships left Peru."
    gold = GoldDocument("a", text, (GoldMention(0, 6, "FR"), GoldMention(18, 22, "PE")), frozenset(("FR", "PE")))
    result = score_documents([gold], demonyms=False)
    assert (result.documents.right, result.documents.wrong, result.documents.missed) == (1, 0, 0)


def test_scores_count_documents_and_mentions():
    text = "Peru met Peru and Chile."
    gold = GoldDocument("a", text, (GoldMention(0, 4, "PE"), GoldMention(9, 13, "PE")), frozenset(("PE", "BO")))
    result = score_documents([gold])
    assert (result.documents.right, result.documents.wrong, result.documents.missed) == (1, 1, 1)
    assert (result.mentions.right, result.mentions.wrong, result.mentions.missed) == (2, 1, 0)
    assert result.documents.f1 == 0.5
    assert [line.split()[:2] for line in result.errors] == [["wrong", "CL"], ["missed", "BO"]]


def test_nothing_found_scores_nothing():
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_a_folder_is_scored_by_its_format(tmp_path):
    (tmp_path / "local.xml").write_text(TAGGED, encoding="utf-8")
    assert str(score(tmp_path, "lgl").documents) == "P 50.0%  R 100.0%  F1 66.7%  (1 right, 1 wrong, 0 missed)"
