"""Spellings of a name: what is the person's, what may be, and what is somebody else's."""

from __future__ import annotations

import unicodedata

import pytest

from broadsheet.forget.spellings import Spellings

ANN = Spellings(("Ann Lee", "Anna Léocadie Lee"), ("Mary Ann Lee", "Bruce Lee", "Lee Ann", "Ann Lee Foundation", "Ann Lee Moss"))
OTHERS = Spellings(("习近平", "Zylla", "Mikhail Orlov", "Михаил Орлов"))


def found(name: Spellings, text: str, *, sure: bool = True) -> list[str]:
    return [text[start:end] for start, end, is_sure in name.mentions(text, doubtful=True) if is_sure is sure]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Ann Lee won", ["Ann Lee"]),
        ("ANN  LEE, ann lee", ["ANN  LEE", "ann lee"]),
        ("/actors/ann-lee/feed.xml", ["ann-lee"]),
        ("ann_lee.jpg ann.lee@example.org", ["ann_lee", "ann.lee"]),
        ("Ann\nLee", ["Ann\nLee"]),
        ("Ann\n            Lee", ["Ann\n            Lee"]),
        ("Lee,\n        Ann", ["Lee,\n        Ann"]),
        ("Ann\u00a0Lee, Ann\u00ad Lee", ["Ann\u00a0Lee", "Ann\u00ad Lee"]),
        ("Lee, Ann (born 1960)", ["Lee, Ann"]),
        ("Ann Lee's, Ann Lee\u2019s", ["Ann Lee", "Ann Lee"]),
        ("Ánn Lêe", ["Ánn Lêe"]),
        (unicodedata.normalize("NFD", "Anna Léocadie Lee"), [unicodedata.normalize("NFD", "Anna Léocadie Lee")]),
        ("Lee, Anna Leocadie", ["Lee, Anna Leocadie"]),
        ("Ann **Lee", ["Ann **Lee"]),
        ("~~Ann~~ `Lee`", ["Ann~~ `Lee"]),
        ("Mary Ann Lee and Ann Lee", ["Ann Lee"]),
        ("Ann Lee Moss", []),
        ("Bruce Lee, Ann Smith", []),
        ("Lee Ann", []),
        ("Joann Lee, Ann Leeds, Ann Smith", []),
        ("I saw Ann. Lee said", []),
        ("Ann\n\nLee", []),
        ("Bo Lee, Ann Lee and Co", ["Ann Lee"]),
        ("I met Bo Lee. Ann Lee was there.", ["Ann Lee"]),
        ("Mrs Lee\n\nAnn Lee", ["Ann Lee"]),
    ],
)
def test_a_name_is_found_however_it_is_written_and_not_in_that_of_another(text: str, mentions: list[str]) -> None:
    assert found(ANN, text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("习近平说", ["习近平"]),
        ("Zylla sang, a zylla, /actors/zylla/", ["Zylla", "zylla"]),
        ("Орлов, Михаил", ["Орлов, Михаил"]),
        ("mikhail-orlov", ["mikhail-orlov"]),
        ("Orlov Mikhail", ["Orlov Mikhail"]),
    ],
)
def test_names_of_one_word_and_in_other_scripts_are_found(text: str, mentions: list[str]) -> None:
    assert found(OTHERS, text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Lee said, a lee shore", ["Lee"]),
        ("by Lee, Ann and others; Lee, Ann Moss", ["Lee, Ann", "Lee, Ann"]),
        ("#AnnLee annlee.jpg", ["AnnLee", "annlee"]),
        ("Ann Lees Rede", ["Ann Lees"]),
        ("the Ann Lee Foundation", ["Ann Lee Foundation"]),
        ("Bruce Lee", []),
    ],
)
def test_what_may_be_the_person_is_said_to_be_doubtful(text: str, mentions: list[str]) -> None:
    assert found(ANN, text, sure=False) == mentions
    assert not ANN.says(text)
    assert found(OTHERS, "zyllas, Zyllas", sure=False) == ["Zyllas"]
    assert found(OTHERS, "видели Михаила Орлова", sure=False) == ["Михаила Орлова"]


def test_what_is_put_for_a_name_is_a_slug_in_an_address() -> None:
    text = "[Ann Lee](/actors/ann-lee/) met Mary Ann Lee."
    assert ANN.replaced(text, "[name removed]") == "[[name removed]](/actors/name-removed/) met Mary Ann Lee."
    assert OTHERS.replaced("习近平说 /zylla/", "X. Y.") == "X. Y.说 /x-y/"


def test_a_text_is_named_like_a_person_only_when_it_says_nothing_else() -> None:
    assert [ANN.is_named(text) for text in ("Ann Lee", "ann-lee", "Lee, Ann", "Ann Lee, minister", "Lee Ann")] == [
        True, True, False, False, False,
    ]  # fmt: skip
