"""Cards: the share images of a build, drawn with its font, and kept in the cache so that none is drawn twice."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import ImageSettings
from broadsheet.pictures.cache import PictureCache
from broadsheet.pictures.card import FONT, ShareCard, making
from broadsheet.problems import Problem
from broadsheet.sources import link_on_the_way, read_file


class Cards(NamedTuple):
    """Draws cards with a font. `salt` is the digest of all that a card is made from beside what it says."""

    font: bytes
    salt: bytes
    cache: PictureCache | None

    @classmethod
    def of(cls, root: Path, settings: ImageSettings, cache: PictureCache | None) -> Cards:
        """Return what draws the cards of a publication; with our own font where its font cannot be read."""
        if not settings.share:
            return cls(b"", b"", None)
        font = b""
        if settings.font:
            try:
                font = read_file(root / settings.font.text)
            except OSError:
                font = b""
        font = font or FONT.read_bytes()
        return cls(font, blake2b(font + making().encode(), digest_size=12).digest(), cache)

    def make(self, card: ShareCard) -> bytes:
        """Return a card as a PNG."""
        text = repr((card, self.salt)).encode("utf-8", "surrogatepass")
        name = f"{blake2b(text, digest_size=12).hexdigest()}-share.png"
        data = self.cache.read(name) if self.cache else None
        if data is None:
            from broadsheet.pictures.share import draw

            data = draw(card, self.font)
            if self.cache:
                self.cache.put(name, data)
        return data


def check_font(root: Path, settings: ImageSettings) -> list[Problem]:
    """Report a font for share images that is not there or cannot be read."""
    font = settings.font
    if not settings.share or font is None:
        return []
    hint = "name a TrueType or OpenType font by its path in the publication"
    place = root / font.text
    link = link_on_the_way(root, font.text, "put the font itself in its place")
    if link:
        return [link]
    if font.text.startswith("/") or ".." in font.text.split("/") or not place.is_file():
        return [Problem("bad-value", f"there is no font `{font.text}`", font.span, hint)]
    from broadsheet.pictures.share import is_font

    return [] if is_font(place.read_bytes()) else [Problem("bad-value", f"`{font.text}` is no font", font.span, hint)]
