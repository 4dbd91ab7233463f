"""Alphabets: names in the order in which a language's readers look for them."""

from __future__ import annotations

import pytest

from broadsheet.pages.alphabet import Alphabet


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "Åland|Albania|Élan|Elba|Zambia"),
        ("fr", "cote|Côte d’Ivoire|École|Édimbourg|Egypte|Émirats"),
        ("es", "Nicaragua|Nz|Ñandú|Ñuñoa|Oaxaca|Océano"),
        ("tr", "Cezayir|Çad|Çin|Danimarka|Gürcistan|Ğ|Hırvatistan|Irak|Isparta|İran|İspanya|Japonya"),
        ("tr", "Oslo|Ö|Peru|Suriye|Şili|Tunus|Uganda|Ürdün|Vatikan"),
        ("ru", "Австрия|Ёлка|Ель|Емен|Иран|Йемен|Россия|Япония"),
        ("ar", "أفغانستان|إيران|تركيا|روسيا|فرنسا|هولندا|واشنطن"),
        ("fa", "آلمان|ارمنستان|ایران|بلژیک|پاکستان|تونس|جیبوتی|چین|روسیه|زیمبابوه|ژاپن"),
        ("fa", "سوریه|کویت|گرجستان|لبنان|نیجر|ونزوئلا|هند|یمن"),
        ("zh", "阿富汗|北京|德国|俄罗斯|法国|美国|中国"),
    ],
)  # fmt: skip
def test_names_stand_as_their_readers_look_for_them(language: str, names: str) -> None:
    expected = names.split("|")
    alphabet = Alphabet.of(language)
    assert sorted(reversed(expected), key=alphabet.key) == expected


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        ("en", "Élysée", "E"),
        ("en", "Ñandú", "N"),
        ("en", "3M", "#"),
        ("en", "«Le Monde»", "L"),
        ("es-MX", "Ñandú", "Ñ"),
        ("es", "Élan", "E"),
        ("tr", "Irak", "I"),
        ("tr", "İran", "İ"),
        ("tr", "ılıca", "I"),
        ("tr", "istanbul", "İ"),
        ("tr", "Çin", "Ç"),
        ("ru", "Йемен", "Й"),
        ("ru", "Ёлка", "Е"),
        ("ar", "إيران", "ا"),
        ("fa", "آلمان", "آ"),
        ("fa", "چین", "چ"),
        ("fa", "کویت", "ک"),
        ("fa", "یمن", "ی"),
        ("fa", "ونزوئلا", "و"),
        ("zh", "北京", "B"),
        ("zh", "NATO", "N"),
        ("zh", "！", "#"),
        ("ko", "한국", "ᄒ"),
        ("ja", "日本", "日"),
    ],
)
def test_a_name_stands_under_the_letter_that_its_readers_know(language: str, name: str, letter: str) -> None:
    assert Alphabet.of(language).initial(name) == letter


@pytest.mark.parametrize("language", ["en", "es", "tr", "fa", "zh"])
def test_names_that_differ_only_in_accents_have_one_order(language: str) -> None:
    alphabet = Alphabet.of(language)
    assert len({alphabet.key(name) for name in ("Resume", "Résumé", "resume")}) == 3
