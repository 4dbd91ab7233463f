"""The language of texts that do not say it."""

from __future__ import annotations

import pytest

from broadsheet.language.tongue import language_of

TEXTS = {
    "en": "The harbour of the town was closed for a week, and the fishermen said that they have not been paid.",
    "fr": "Le port de la ville est fermé depuis une semaine, et les pêcheurs disent que la mairie ne les a pas payés.",
    "es": "El puerto de la ciudad está cerrado desde hace una semana, y los pescadores dicen que no se les ha pagado.",
    "pt": "O porto da cidade está fechado há uma semana, e os pescadores dizem que a câmara não lhes pagou por isso.",
    "de": "Der Hafen der Stadt ist seit einer Woche geschlossen, und die Fischer sagen, dass der Rat sie nicht bezahlt.",
    "sw": "Bandari ya mji huo imefungwa kwa wiki moja, na wavuvi wanasema kuwa hawajalipwa na baraza la mji kwa siku hizo.",
    "ckb": "بەندەری شارەکە بۆ ماوەی هەفتەیەک داخراوە و ماسیگرەکان دەڵێن کە هیچ پارەیەکیان لە ئەنجوومەنی شارەوە وەرنەگرتووە",
    "ru": "Порт города закрыт уже неделю, и рыбаки говорят, что совет не заплатил им за это время и не сказал, когда это будет.",
    "uk": "Порт міста зачинений уже тиждень, і рибалки кажуть, що рада не заплатила їм за цей час і не сказала, коли це буде.",
}


@pytest.mark.parametrize(("lang", "text"), TEXTS.items(), ids=TEXTS)
def test_a_sentence_or_two_tell_the_language(lang: str, text: str) -> None:
    assert language_of(text, "la") == lang


def test_a_text_of_a_few_words_is_in_the_language_that_is_expected() -> None:
    assert language_of("Hafen der Stadt geschlossen", "en") == "en"
    assert language_of("Norway met Egypt. " * 9, "en") == "en"


def test_words_of_a_language_that_is_not_known_are_not_taken_for_the_expected_one() -> None:
    words = "zuma keloti rabu senka dorimi talu pesko vindar molu katesi rono bulipa senkadi toram velusi parmo kirena dulo"
    assert language_of(words, "en") == "und"
    assert language_of(words, "la") == "la"  # of which no small words are known
