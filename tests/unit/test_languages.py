"""Languages: dates, numbers and lists by CLDR, and a publication's own catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.localedata import locale_identifiers

from broadsheet.language.catalogue import in_english, read_catalogue
from broadsheet.language.customs import customs_of
from broadsheet.language.languages import Languages, check_catalogues
from broadsheet.language.own import own_digest

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""
TWO = "nplurals=2; plural=(n > 1);"


def written(folder: Path, name: str, text: str, plural: str = TWO) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(HEADER.format(plural=plural) + text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en", "7 September 1978", "September 1978", "1978"),
        ("en-GB", "7 September 1978", "September 1978", "1978"),
        ("en-US", "September 7, 1978", "September 1978", "1978"),
        ("ar", "7 سبتمبر 1978", "سبتمبر 1978", "1978"),
        ("ar-EG", "٧ سبتمبر ١٩٧٨", "سبتمبر ١٩٧٨", "١٩٧٨"),
        ("fa", "۷ سپتامبر ۱۹۷۸", "سپتامبر ۱۹۷۸", "۱۹۷۸"),
        ("fr", "7 septembre 1978", "septembre 1978", "1978"),
        ("es", "7 de septiembre de 1978", "septiembre de 1978", "1978"),
        ("ru", "7 сентября 1978\u202fг.", "сентябрь 1978\u202fг.", "1978"),
        ("zh", "1978年9月7日", "1978年9月", "1978年"),
        ("zh-TW", "1978年9月7日", "1978年9月", "1978年"),
        ("tr", "7 Eylül 1978", "Eylül 1978", "1978"),
        ("de-AT", "7. September 1978", "September 1978", "1978"),
        ("tlh", "7 September 1978", "September 1978", "1978"),
    ],
)
def test_dates_are_written_as_each_language_does(language: str, day: str, month: str, year: str) -> None:
    customs = customs_of(language)
    assert [customs.date(iso) for iso in ("1978-09-07", "1978-09", "1978")] == [day, month, year]


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", ["0", "999", "1,204", "1,234,567", "−5"]),
        ("fr", ["0", "999", "1\u202f204", "1\u202f234\u202f567", "−5"]),
        ("es", ["0", "999", "1204", "1.234.567", "−5"]),
        ("fa", ["۰", "۹۹۹", "۱٬۲۰۴", "۱٬۲۳۴٬۵۶۷", "−۵"]),
        ("hi", ["0", "999", "1,204", "12,34,567", "−5"]),
    ],
)
def test_numbers_have_the_digits_and_groups_of_the_language(language: str, numbers: list[str]) -> None:
    assert [customs_of(language).number(number) for number in (0, 999, 1204, 1234567, -5)] == numbers


@pytest.mark.parametrize(
    ("language", "lists"),
    [
        ("en", ["", "A", "A and B", "A, B and C", "A, B, C and D"]),
        ("en-US", ["", "A", "A and B", "A, B, and C", "A, B, C, and D"]),
        ("ar", ["", "A", "A وB", "A وB وC", "A وB وC وD"]),
        ("fr", ["", "A", "A et B", "A, B et C", "A, B, C et D"]),
        ("zh", ["", "A", "A和B", "A、B和C", "A、B、C和D"]),
    ],
)
def test_names_are_listed_as_each_language_does(language: str, lists: list[str]) -> None:
    assert [customs_of(language).and_list("ABCD"[:size]) for size in range(5)] == lists


@pytest.mark.parametrize(("language", "text"), [("en", "9 May 2026, 09:05 UTC+3"), ("es", "9 de mayo de 2026, 9:05 UTC+3")])
def test_times_of_day_are_written_as_each_language_does(language: str, text: str) -> None:
    assert Languages(language).words.moment("2026-05-09T09:05:00+03:00") == text


def test_every_language_that_cldr_has_has_customs() -> None:
    for name in locale_identifiers():
        customs = customs_of(name.replace("_", "-"))
        assert customs.date("2026-05-17"), name
        assert customs.number(12_345), name
        assert 0 <= customs.first_weekday <= 6, name
    assert customs_of("no").date("2026-05-17") == customs_of("nb").date("2026-05-17"), "Norwegian, whichever of its two forms"


@pytest.mark.parametrize("first", ["zh", "tr", "ja"])
def test_no_language_gives_its_months_to_another(first: str) -> None:
    customs_of(first)
    assert customs_of("de").alone[2] == "März"
    assert customs_of("pt").alone[2] == "março"


def test_a_publication_says_a_thing_otherwise(tmp_path: Path) -> None:
    written(
        tmp_path / "locale",
        "en.po",
        'msgid "Stories"\nmsgstr "Pieces"\n\nmsgid "Tags"\nmsgstr ""\n',
        "nplurals=2; plural=(n != 1);",
    )
    words = Languages("en", tmp_path / "locale").words
    assert [words.gettext("Stories"), words.gettext("Tags"), words.gettext("Countries")] == ["Pieces", "Tags", "Countries"]


def test_a_publication_adds_a_language(tmp_path: Path) -> None:
    text = (
        '#, fuzzy\nmsgid "Tags"\nmsgstr "Falsch"\n\n'
        'msgid "%(num)s story"\nmsgid_plural "%(num)s stories"\nmsgstr[0] "%(num)s Stück"\nmsgstr[1] "%(num)s Stücke"\n'
    )
    written(tmp_path / "locale", "de.po", text)
    languages = Languages("de-CH", tmp_path / "locale")
    found = [languages.words.ngettext("%(num)s story", "%(num)s stories", number) for number in (0, 1, 2, 1204)]
    assert [text.replace("’", "'") for text in found] == [
        "0 Stück",
        "1 Stück",
        "2 Stücke",
        "1'204 Stücke",
    ]  # by the version of CLDR
    assert languages.words.gettext("Tags") == "Tags"
    assert check_catalogues(languages) == []


def test_a_language_without_a_catalogue_is_told_and_has_its_own_dates() -> None:
    languages = Languages("de")
    assert [(problem.code, problem.is_error) for problem in check_catalogues(languages)] == [("no-catalogue", False)]
    assert languages.words.gettext("Stories") == "Stories"
    assert languages.words.date("2026-03") == "März 2026"


def test_pages_are_in_the_language_of_their_story_where_there_are_words_for_it(tmp_path: Path) -> None:
    written(tmp_path / "locale", "de.po", 'msgid "Stories"\nmsgstr "Artikel"\n')
    languages = Languages("en", tmp_path / "locale")
    assert languages.of("de").gettext("Stories") == "Artikel"
    assert languages.of("de").language == "de"
    assert languages.of("nl") is languages.of("en") is languages.of("") is languages.words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('msgid "By %(names)s"\nmsgstr "Von %(nams)s"\n', "`Von %(nams)s` names `nams`, which `By %(names)s` does not have"),
        ('msgid "A %(b)s"\nmsgstr "100% %(b)s"\n', "a percent sign that is neither doubled nor begins a value"),
        ('msgid "A"\nmsgstr "B"\nnonsense\n', "the catalogue cannot be read"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    path = written(tmp_path, "de.po", text)
    (problem,) = read_catalogue(path, "locale/de.po").problems
    assert (problem.code, problem.span and problem.span.path) == ("bad-catalogue", "locale/de.po")
    assert why in problem.message
    assert problem.span is not None
    assert problem.span.line >= 6


def test_the_digest_of_own_catalogues_follows_their_bytes(tmp_path: Path) -> None:
    assert own_digest(tmp_path) == ""
    path = written(tmp_path / "locale", "de.po", 'msgid "A"\nmsgstr "B"\n')
    first = own_digest(tmp_path)
    path.write_bytes(path.read_bytes() + b"\n")
    assert first != own_digest(tmp_path) != ""


@pytest.mark.parametrize(("number", "form"), [(0, 1), (1, 0), (2, 1), (21, 1)])
def test_english_has_one_form_for_one_and_another_for_all_else(number: int, form: int) -> None:
    assert in_english(number) == form
