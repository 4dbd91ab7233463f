"""Variants: which smaller copies of a picture are published, under which names. Nothing is made here.

A name is made of all that the bytes depend on: the original's digest, the settings, the version of Pillow and our own way to
make them. So hosts may keep what has a name for ever, and what was made once need not be made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from broadsheet.config import ImageSettings
from broadsheet.pictures.original import Original

FOLDER = "/assets/pictures/"
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
_SUFFIXES = {"avif": ".avif", "webp": ".webp", "jpeg": ".jpg", "png": ".png"}
_MAKING = 1  # raised when other bytes are made of the same original and settings
_WORTH = 0.9  # of the original's width: a copy that is hardly smaller is none


class Variant(NamedTuple):
    """A copy of a picture: pixels, form, and the name of its file, which is its place in the cache, too."""

    width: int
    height: int
    form: str
    name: str


@lru_cache(maxsize=4096)
def variants_of(original: Original, settings: ImageSettings) -> tuple[Variant, ...]:
    """Return the copies that are published of a picture beside itself, form by form, the narrowest first.

    Of a picture that moves, that is drawn (SVG), that cannot be read, or that is narrower than the narrowest width there is none.
    """
    if not _has_variants(original, settings):
        return ()
    key = _key(original, settings)
    found = [_variant(original, width, form, key) for form in settings.formats for width in _widths(original.width, settings)]
    fallback = fallback_of(original, settings)
    return tuple(dict.fromkeys((*found, fallback) if fallback else found))


def fallback_of(original: Original, settings: ImageSettings) -> Variant | None:
    """Return the copy that stands for an original wider than any copy; None where the original stands for itself."""
    if not _has_variants(original, settings) or original.width <= settings.widths[-1]:
        return None
    form = "jpeg" if original.form == "avif" else original.form
    return _variant(original, settings.widths[-1], form, _key(original, settings))


def _has_variants(original: Original, settings: ImageSettings) -> bool:
    if original.fault or not original.still or original.form not in TYPES:
        return False
    return bool(settings.widths) and original.width >= settings.widths[0]


def making(settings: ImageSettings) -> str:
    """Return all that the copies of pictures depend on beside these: what is known of them must not be used with another."""
    from PIL import __version__

    return repr((_MAKING, __version__, settings.widths, settings.formats, settings.quality))


def _widths(widest: int, settings: ImageSettings) -> Iterator[int]:
    *others, most = settings.widths
    yield from (width for width in others if width < widest * _WORTH)
    yield min(widest, most)


def _variant(original: Original, width: int, form: str, key: str) -> Variant:
    height = max(1, round(original.height * width / original.width))
    return Variant(width, height, form, f"{key}-{width}{_SUFFIXES[form]}")


def _key(original: Original, settings: ImageSettings) -> str:
    from PIL import __version__  # of which nothing else is loaded

    text = f"{original.digest} {settings.widths} {settings.quality} {__version__} {_MAKING}"
    return blake2b(text.encode(), digest_size=8).hexdigest()
