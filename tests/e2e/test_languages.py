"""A publication in another language than English: words, dates, names of countries, order and direction."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from newsroom import SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]


def settings(language: str) -> str:
    return f"-- broadsheet.yaml --\n{SETTINGS}language: {language}\n"


def letters(page: str) -> list[str]:
    return re.findall(r'<h2 id="letter-[^"]*">([^<]*)</h2>', page)


def names(page: str) -> list[str]:
    return re.findall(r'<span class="term"><a href="[^"]*">([^<]*)</a>', page)


def test_countries_are_named_in_the_language_of_the_publication_and_keep_their_addresses(newsroom: Make) -> None:
    room = newsroom(settings("es"))
    room.write("content/stories/a.md", article("Acuerdo", "2020-01-02", countries=["España", "DE", "Turkey", "Japón"]))
    room.publish()
    index = room.page("/countries/")
    assert re.findall(r'<a href="(/countries/[^"]+/)">([^<]*)</a>', index) == [
        ("/countries/germany/", "Alemania"),
        ("/countries/spain/", "España"),
        ("/countries/japan/", "Japón"),
        ("/countries/turkiye/", "Turquía"),
    ]
    assert letters(index) == ["A", "E", "J", "T"]
    spain = room.page("/countries/spain/")
    assert "<h1>España</h1>" in spain
    assert "Kingdom of Spain" not in spain


def test_a_country_keeps_the_name_that_the_publication_gives_it(newsroom: Make) -> None:
    room = newsroom(settings("fr"))
    room.write("content/countries/MM.md", "---\nname: Birmanie\n---\n")
    room.write("content/stories/a.md", article("Accord", "2020-01-02", countries=["Myanmar (Birmanie)", "Côte d’Ivoire"]))
    room.publish()
    assert names(room.page("/countries/")) == ["Birmanie", "Côte d’Ivoire"]


@pytest.mark.parametrize(
    ("language", "written", "shown", "order"),
    [
        ("ar", ["فرنسا", "إيران"], ["إيران", "فرنسا"], ["ا", "ف"]),
        ("fa", ["چین", "پاکستان", "ایران"], ["ایران", "پاکستان", "چین"], ["ا", "پ", "چ"]),
        ("tr", ["İran", "Çad", "Irak"], ["Çad", "Irak", "İran"], ["Ç", "I", "İ"]),
        ("zh", ["中国", "法国", "阿富汗"], ["阿富汗", "法国", "中国"], ["A", "F", "Z"]),
        ("ru", ["Япония", "Йемен", "Иран"], ["Иран", "Йемен", "Япония"], ["И", "Й", "Я"]),
    ],
)
def test_countries_are_understood_and_ordered_in_the_language_of_the_publication(
    newsroom: Make, language: str, written: list[str], shown: list[str], order: list[str]
) -> None:
    room = newsroom(settings(language))
    room.write("content/stories/a.md", article("A", "2020-01-02", countries=written))
    room.publish()
    index = room.page("/countries/")
    assert names(index)[-len(shown) :] == shown
    assert letters(index) == order


def test_a_slip_in_the_name_of_a_country_is_mended_in_the_language_of_the_publication(newsroom: Make) -> None:
    room = newsroom(settings("fr"))
    room.write("content/stories/a.md", article("Accord", "2020-01-02", countries=["Alemagne"]))
    (problem,) = room.build().problems
    assert problem.hint == "did you mean `Allemagne`?"
