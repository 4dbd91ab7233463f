"""The colours of maps: two neighbouring degrees can be told apart on each sheet: light, dark, of more contrast, and paper."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "templates" / "static" / "style.css").read_text(encoding="utf-8")
SHEETS = ("light", "dark", "light, more contrast", "print")
TONES = ("land", "d1", "d2", "d3", "d4", "d5")
Colour = tuple[float, ...]


def properties(block: str) -> dict[str, Colour]:
    found = re.findall(r"--(\w+): (?:light-dark\()?#([0-9a-f]{3,6})\b", block)
    return {name: colour("".join(c * 2 for c in code) if len(code) == 3 else code) for name, code in found}


def colour(code: str) -> Colour:
    return tuple(int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))


def sheet(name: str) -> dict[str, Colour]:
    """Return the colours of a sheet: those of the light one, with what its own block sets."""
    blocks = re.findall(r":root(?::where\(\S*\))? \{(.*?)\}", CSS, re.DOTALL)
    light, dark, chosen, more, paper = map(properties, blocks)
    assert dark == chosen, "the dark of the system and that of the reader are one"
    return {
        "light": light,
        "dark": {**light, **dark},
        "light, more contrast": {**light, **more},
        "print": {**light, **paper},
    }[name]


def tone(name: str, colours: dict[str, Colour]) -> Colour:
    found = re.search(rf"^\.{name} {{ fill: color-mix\(in srgb, var\(--(\w+)\)( \d+%)?, var\(--(\w+)\)\)", CSS, re.MULTILINE)
    assert found
    share = int((found[2] or "50%").strip().removesuffix("%")) / 100
    return tuple(share * a + (1 - share) * b for a, b in zip(colours[found[1]], colours[found[3]], strict=True))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2 counts it."""
    dark, light = sorted(luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: Colour) -> float:
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", SHEETS)
def test_neighbouring_degrees_can_be_told_apart(name: str) -> None:
    colours = sheet(name)
    tones = [tone(each, colours) for each in TONES]
    assert contrast(colours["paper"], tones[0]) > 1.15
    assert contrast(tones[0], tones[1]) > 1.15
    assert all(contrast(one, other) > 1.35 for one, other in pairwise(tones[1:]))


@pytest.mark.parametrize("name", SHEETS)
def test_degrees_grow_away_from_the_paper(name: str) -> None:
    colours = sheet(name)
    away = [contrast(colours["paper"], tone(each, colours)) for each in TONES]
    assert away == sorted(away)


def test_the_sheets_differ() -> None:
    assert len({tuple(sheet(name).items()) for name in SHEETS}) == len(SHEETS)
