"""A share card: what it says. How it is drawn is the work of `share`, which takes Pillow."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 630
FONT = Path(__file__).with_name("share_serif.ttf")
_MAKING = 1  # raised when cards come out otherwise


class ShareCard(NamedTuple):
    """The texts of a card; those but `name` may be empty. `accent` is a colour such as `#9c1c22`, or empty for our own."""

    name: str
    kicker: str
    headline: str
    date: str
    accent: str = ""


def making() -> str:
    """Return what the bytes of a card depend on beside what it says and its font."""
    from PIL import __version__

    return f" {_MAKING} {__version__}"
