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


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))


QUOTED = {
    "quotes": [{"text": "Mot.", "speaker": "Anna"}],
    "actors": ["Anna"],
    "countries": ["DE"],
    "section": "World",
    "tags": ["peace"],
}


def test_the_editions_of_a_story_name_each_other_and_the_original_for_all_other_languages(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/treaty.md", article("Treaty", "2020-01-02"))
    room.write("content/stories/traite.md", article("Traité", "2020-01-03", lang="fr", translation_of="treaty"))
    room.write("content/stories/ahd.md", article("معاهدة", "2020-01-03", lang="ar", translation_of="traite"))
    room.write("content/stories/alone.md", article("Alone", "2020-01-04"))
    room.publish()
    addresses = {
        tag: f"https://example.org/stories/2020/01/{slug}/" for tag, slug in (("en", "treaty"), ("fr", "traite"), ("ar", "ahd"))
    }
    for address in addresses.values():
        assert alternates(room.page(address.removeprefix("https://example.org"))) == {**addresses, "x-default": addresses["en"]}
    assert alternates(room.page("/stories/2020/01/alone/")) == {}


def test_a_story_in_another_language_is_told_in_it_and_what_is_not_is_marked(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("First", "2020-01-01", **QUOTED))
    room.write("content/stories/b.md", article("Traité", "2020-01-02", lang="fr", **QUOTED))
    room.publish()
    page = room.page("/stories/2020/01/b/")
    assert '<html lang="fr" dir="ltr">' in page
    assert "2 janvier 2020" in page
    assert '<a class="who" href="/countries/germany/">Allemagne</a>' in page
    assert '<h2 class="head">Dans cet article</h2>' in page
    assert '<header class="masthead" lang="en" dir="ltr">' in page
    assert '<a href="/sections/world/" lang="en" dir="ltr">World</a>' in page
    assert '<ul class="chips" lang="en" dir="ltr">' in page
    assert '<span class="way">Précédent</span> <span lang="en" dir="ltr"><a href="/stories/2020/01/a/">First</a>' in page
    assert '<ul class="columns" lang="en" dir="ltr">' in page
    assert "Published by <a" not in page
    assert "Made with Broadsheet." in page
    actor = room.page("/actors/anna/")
    assert '<q lang="fr">Mot.</q>' in actor or '<blockquote lang="fr"><p>Mot.</p></blockquote>' in actor


def test_a_story_in_a_language_without_words_stands_marked_on_a_page_of_the_publications(newsroom: Make) -> None:
    room = newsroom()
    events = [{"date": "2019", "text": "אירוע.", "precision": "year"}]
    correction = [{"date": "2020-02-01", "type": "correction", "text": "תיקון."}]
    room.write("content/stories/b.md", article("כותרת", "2020-01-02", lang="he", events=events, corrections=correction, **QUOTED))
    room.write("content/pages/odot.md", "---\ntitle: אודות\nlang: he\n---\n\nטקסט.\n")
    room.publish()
    page = room.page("/stories/2020/01/b/")
    assert '<html lang="en" dir="ltr">' in page
    assert "2 January 2020" in page
    assert '<h1 lang="he" dir="rtl">כותרת</h1>' in page
    assert '<div class="body" lang="he" dir="rtl">' in page
    assert '<blockquote lang="he" dir="rtl"><p>Mot.</p></blockquote>' in page
    assert '<p class="what" lang="he" dir="rtl">אירוע.</p>' in page
    assert '<p lang="he" dir="rtl">תיקון.</p>' in page
    about = room.page("/odot/")
    assert '<h1 lang="he" dir="rtl">אודות</h1>' in about
    assert '<div class="body" lang="he" dir="rtl">' in about


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_pages_are_written_from_right_to_left(newsroom: Make, language: str) -> None:
    room = newsroom(settings(language))
    room.write("content/stories/a.md", article("A", "2020-01-02", countries=["FR"], tags=["x"], aliases=["/old/"]))
    room.publish()
    pages = sorted(room.output.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        assert f'<html lang="{language}" dir="rtl">' in page.read_text(encoding="utf-8"), page


def test_another_language_says_every_page_anew_and_back_again(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-02", tags=["x"]))
    room.publish()
    english = room.site()
    room.write("broadsheet.yaml", f"{SETTINGS}language: fr\n")
    room.publish()
    assert "Mots-clés" in room.page("/tags/")
    room.write("locale/fr.po", HEADER + 'msgid "Tags"\nmsgstr "Thèmes"\n')
    room.publish()
    assert "<h1>Thèmes</h1>" in room.page("/tags/")
    room.edit("locale/fr.po", "Thèmes", "Sujets")
    room.publish()
    assert "<h1>Sujets</h1>" in room.page("/tags/")
    room.remove("locale/fr.po")
    room.write("broadsheet.yaml", SETTINGS)
    room.publish()
    assert room.site() == english


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


def test_a_broken_catalogue_stops_the_build_with_its_place(newsroom: Make) -> None:
    room = newsroom(settings("fr"))
    room.write("content/stories/a.md", article("A", "2020-01-02"))
    room.write("locale/fr.po", HEADER + 'msgid "By %(names)s"\nmsgstr "Par %(nom)s"\n')
    (problem,) = room.build().problems
    assert (problem.code, str(problem.span)) == ("bad-catalogue", "locale/fr.po:6:1")
    assert not (room.output / "index.html").exists()


def test_a_publication_without_words_in_its_language_is_told(newsroom: Make) -> None:
    room = newsroom(settings("de"))
    room.write("content/stories/a.md", article("A", "2020-03-02", countries=["FR"]))
    (problem,) = room.build().problems
    assert (problem.code, problem.is_error) == ("no-catalogue", False)
    assert "2. März 2020" in room.page("/stories/2020/03/a/")
    assert "<h1>Frankreich</h1>" in room.page("/countries/france/")
