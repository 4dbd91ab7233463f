"""Share images: cards that are set well, in few bytes, the same on every machine."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from broadsheet.pictures.card import FONT, HEIGHT, WIDTH, ShareCard
from broadsheet.pictures.share import _broken, _is_set, _lines, _words, draw, is_font

SERIF = FONT.read_bytes()
LONG = (
    "The powers assembled at Vienna agree, after nine months of negotiations, balls and intrigues, upon a settlement of the "
    "whole of Europe that shall last, as its authors hope, for a hundred years, and sign it in nineteen copies"
)


def card(headline: str = "Camp David: Egypt and Israel sign two frameworks", **said: str) -> ShareCard:
    return ShareCard(
        **{"name": "The Concord", "kicker": "Peace treaties", "headline": headline, "date": "17 September 1978", **said}
    )


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("headline", ["Salt", "Договор о нераспространении ядерного оружия", "Συνθήκη ειρήνης", LONG, "x" * 300])
def test_a_card_is_small_and_has_its_size_and_the_same_bytes_every_time(headline: str) -> None:
    data = draw(card(headline), SERIF)
    assert opened(data).size == (WIDTH, HEIGHT)
    assert len(data) < 20_000
    assert data == draw(card(headline), SERIF)


def test_everything_it_says_changes_a_card() -> None:
    cards = [card(), card("Another"), card(name="N"), card(kicker=""), card(date="1 May"), card(accent="#00aa00")]
    assert len({draw(each, SERIF) for each in cards}) == len(cards)


def test_nothing_stands_in_the_margins() -> None:
    for headline in ("Salt", LONG, "W" * 200, "Of " * 100):
        image = opened(draw(card(headline, kicker="K" * 200, name="N" * 200), SERIF)).convert("RGB")
        paper = image.getpixel((3, 3))
        for box in ((0, 0, 66, HEIGHT), (WIDTH - 66, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 58), (0, HEIGHT - 26, WIDTH, HEIGHT)):
            assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)], (headline[:9], box)


def test_lines_are_as_even_as_they_can_be() -> None:
    size, lines = _lines(SERIF, "The treaty is signed in the night to Sunday")
    assert lines == ["The treaty is signed", "in the night to Sunday"] or len(lines) > 1
    longest, shortest = max(map(len, lines)), min(map(len, lines))
    assert size >= 80
    assert longest - shortest < 10, "no single word is left over"


def test_a_long_headline_is_cut_between_words() -> None:
    size, lines = _lines(SERIF, LONG + " " + LONG)
    assert size == 48
    assert lines[-1].endswith(" …")
    assert " ".join(lines).removesuffix(" …") in f"{LONG} {LONG}"


def test_text_without_blanks_is_broken_between_its_letters_but_not_before_a_stop() -> None:
    assert _words("条約が、署名") == ["条", "約", "が、", "署", "名 "]
    assert _words("A b") == ["A ", "b "]
    assert _broken(["条", "約", "が、", "署", "名 "], [10.0] * 5, 3.0, 30.0) == ["条約", "が、署名"]


@pytest.mark.parametrize(
    ("text", "settable"),
    [("Ærø – “ß” 12 %", True), ("Зеленський їде", True), ("Αθήνα", True), ("Hà Nội", True), ("اتفاق", False), ("שלום", False),
     ("条約", False), ("समझौता", False), ("", False), ("Oslo 😀", False)],
)  # fmt: skip
def test_what_the_font_cannot_set_is_known(text: str, settable: bool) -> None:
    assert _is_set(SERIF, text) is settable


def test_a_headline_that_cannot_be_set_gives_a_card_without_words_of_it() -> None:
    one, other = draw(card("اتفاق"), SERIF), draw(card("سلام", kicker="", date=""), SERIF)
    assert one == other
    assert len(one) < 6_000


def test_a_font_is_known_from_other_files() -> None:
    assert is_font(SERIF)
    assert not is_font(b"no font")
    assert not is_font(b"")
