"""Share images: the card that social sites show beside a link to a story that has no picture of its own.

It is set, not painted: the publication's name, the section, the headline, the date, in two colours on paper. Sixteen tones do for
that, so a card is a few kilobytes. Text is laid out letter by letter, the same on every machine; scripts whose letters join or
run from right to left cannot be set so, and their stories get a card with the publication's mark.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from broadsheet.pictures.card import HEIGHT, WIDTH, ShareCard

_MARGIN = 72
_MEASURE = WIDTH - 2 * _MARGIN
_SIZES = (104, 96, 88, 80, 72, 66, 60, 54, 48)  # of the headline: the largest at which it fits
_MEASURED = 100  # the size at which words are measured
_TOP, _BOTTOM = 206, 516  # between which the headline stands
_PAPER, _INK, _ACCENT = (0xF8, 0xF5, 0xEE), (0x1A, 0x18, 0x15), (0x9C, 0x1C, 0x22)
_JOINED = ((0x0590, 0x08FF), (0x0900, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))  # letters that need shaping
Font = ImageFont.FreeTypeFont


def is_font(data: bytes) -> bool:
    """Say whether a font can be drawn with."""
    try:
        return _font(data, 32).getlength("a") > 0
    except (OSError, ValueError):
        return False


def draw(card: ShareCard, font: bytes) -> bytes:
    """Return a card as a PNG. Raises OSError where the font cannot be read."""
    ink, accent = (Image.new("L", (WIDTH, HEIGHT), 0) for _ in range(2))
    black, red = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
    black.rectangle((_MARGIN, 60, WIDTH - _MARGIN - 1, 65), fill=255)
    black.rectangle((_MARGIN, 70, WIDTH - _MARGIN - 1, 71), fill=255)
    name = card.name if _is_set(font, card.name) else ""
    if name:
        black.text((_MARGIN, 120), _fitted(font, name, 40, _MEASURE), fill=255, font=_font(font, 40), anchor="ls")
    if _is_set(font, card.headline):
        _headline(black, red, card, font)
    else:
        _mark(black, red)
    return _png(ink, accent, card.accent)


def _headline(black: ImageDraw.ImageDraw, red: ImageDraw.ImageDraw, card: ShareCard, font: bytes) -> None:
    if card.kicker and _is_set(font, card.kicker):
        red.text((_MARGIN, 182), _fitted(font, card.kicker, 34, _MEASURE), fill=255, font=_font(font, 34), anchor="ls")
    size, lines = _lines(font, " ".join(card.headline.split()))
    leading = round(size * 1.12)
    used = leading * (len(lines) - 1) + round(size * 0.95)
    baseline = _TOP + round(size * 0.78) + max(0, (_BOTTOM - _TOP - used) // 5)
    for number, line in enumerate(lines):
        black.text((_MARGIN, baseline + number * leading), line, fill=255, font=_font(font, size), anchor="ls")
    black.rectangle((_MARGIN, 548, WIDTH - _MARGIN - 1, 548), fill=200)
    if card.date and _is_set(font, card.date):
        black.text((_MARGIN, 590), card.date, fill=190, font=_font(font, 30), anchor="ls")
    red.rectangle((WIDTH - _MARGIN - 24, 566, WIDTH - _MARGIN - 1, 589), fill=255)


def _mark(black: ImageDraw.ImageDraw, red: ImageDraw.ImageDraw) -> None:
    """Draw a front page without words: a headline and its columns."""
    red.rectangle((_MARGIN, 186, _MARGIN + 520, 212), fill=255)
    black.rectangle((_MARGIN, 240, WIDTH - _MARGIN - 240, 300), fill=255)
    black.rectangle((_MARGIN, 322, WIDTH - _MARGIN - 520, 382), fill=255)
    for column in range(3):
        left = _MARGIN + column * 364
        for row in range(6):
            short = 110 if row == 5 else 0
            black.rectangle((left, 424 + row * 26, left + 327 - short, 432 + row * 26), fill=120)


def _lines(font: bytes, text: str) -> tuple[int, list[str]]:
    """Return the largest size at which a text fits, and its lines; at the smallest it is cut."""
    words = _words(text)
    measured = _font(font, _MEASURED)
    widths = [measured.getlength(word.strip()) for word in words]  # once: that of a size is in proportion
    space = measured.getlength(" ")
    for size in _SIZES:
        lines = _broken(words, widths, space, _MEASURE * _MEASURED / size)
        if lines and len(lines) <= _most(size):
            return size, lines
    while len(words) > 1:
        words.pop()
        widths[len(words) - 1 :] = [measured.getlength(words[-1] + "…")]
        lines = _broken([*words[:-1], words[-1].strip() + " …"], widths, space, _MEASURE * _MEASURED / size)
        if lines and len(lines) <= _most(size):
            return size, lines
    return size, [_fitted(font, text, size, _MEASURE)]


def _most(size: int) -> int:
    return int((_BOTTOM - _TOP - size * 0.95) // (size * 1.12)) + 1


def _broken(words: list[str], widths: list[float], space: float, measure: float) -> list[str]:
    """Break words into the fewest lines, and those as even as they can be; nothing where a word is too long for a line."""
    if max(widths) > measure:
        return []
    # best[i]: number of lines, then unevenness, of the words from i on, and where the next line begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(words) + 1)
    for first in range(len(words) - 1, -1, -1):
        found: list[tuple[int, float, int]] = []
        width = 0.0
        for after in range(first + 1, len(words) + 1):
            width += widths[after - 1] + (space if after - 1 > first and words[after - 2].endswith(" ") else 0.0)
            if width > measure:
                break
            number, rest, _ = best[after]
            slack = (measure - width) / measure
            found.append((number + 1, rest + slack * slack, after))
        best[first] = min(found)
    lines, at = [], 0
    while at < len(words):
        lines.append("".join(words[at : best[at][2]]).strip())
        at = best[at][2]
    return lines


def _words(text: str) -> list[str]:
    """Return the pieces between which a line may end, with the blank behind each: words, and letters that need no blanks."""
    found: list[str] = []
    for word in text.split(" "):
        wide = [unicodedata.east_asian_width(char) in "WF" for char in word]
        start = 0
        for at in range(1, len(word)):
            if wide[at] and wide[at - 1] and word[at] not in "、。，．・：；？！」』）】》〉”’":
                found.append(word[start:at])
                start = at
        found.append(word[start:] + " ")
    return [word for word in found if word.strip()] or [" "]


def _fitted(font: bytes, text: str, size: int, measure: int) -> str:
    """Return a text, cut where it is too long for a line."""
    drawn = _font(font, size)
    if drawn.getlength(text) <= measure:
        return text
    while text and drawn.getlength(text + "…") > measure:
        text = text[:-1]
    return text.rstrip() + "…"


def _is_set(font: bytes, text: str) -> bool:
    """Say whether a text can be set letter by letter, in letters that the font has."""
    letters = {char for char in text if not char.isspace()}
    if not letters or any(first <= ord(char) <= last for char in letters for first, last in _JOINED):
        return False
    return all(_has(font, char) for char in sorted(letters))


@lru_cache(maxsize=4096)
def _has(font: bytes, char: str) -> bool:
    drawn = _font(font, 32)
    mask, missing = drawn.getmask(char), drawn.getmask("\ufffe")
    return (mask.size, bytes(mask)) != (missing.size, bytes(missing))


@lru_cache(maxsize=16)
def _font(font: bytes, size: int) -> Font:
    return ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)


def _png(ink: Image.Image, accent: Image.Image, wanted: str) -> bytes:
    """Return two drawings, one for each colour, as a picture of sixteen tones: eight from paper to each of them."""
    tones = ImageChops.lighter(
        ink.point([value * 7 // 255 for value in range(256)]),
        accent.point([8 + value * 7 // 255 if value > 18 else 0 for value in range(256)]),
    )
    image = Image.frombytes("P", tones.size, tones.tobytes())
    colour = tuple(bytes.fromhex(wanted[1:])) if len(wanted) == 7 else _ACCENT
    ends = (_INK, colour)
    image.putpalette(
        [round(p + (c - p) * step / 7) for end in ends for step in range(8) for p, c in zip(_PAPER, end, strict=True)]
    )
    out = io.BytesIO()
    image.save(out, "PNG", bits=4, compress_level=7)
    return out.getvalue()
