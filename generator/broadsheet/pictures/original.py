"""An original: what is known of a picture's file, from its first bytes and its digest. Nothing is decoded here."""

from __future__ import annotations

import re
import struct
from hashlib import blake2b
from typing import NamedTuple

from broadsheet.pictures.exif import ORIENTATION, orientation_of, png_block
from broadsheet.pictures.svg import svg_size

CLEANING = 6  # raised when something else is taken out of pictures, or files are vetted otherwise
MEGAPIXELS = 100  # more than this is not decoded: it would take half a gigabyte of memory
SUFFIXES = frozenset(
    (".avif", ".bmp", ".gif", ".heic", ".ico", ".jfif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
)
_SHOWN = ("jpeg", "png", "webp", "gif", "avif", "svg")  # what browsers show
_SIGNS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM", "bmp"),
    (b"\0\0\1\0", "ico"),
)
_BRANDS = {b"avif": "avif", b"avis": "avif", b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"hevc": "heic"}
_TURNED = frozenset((5, 6, 7, 8))  # EXIF orientations of pictures that lie on their side


class Original(NamedTuple):
    """A picture's file. `width` and `height` are pixels as they are seen, 0 where they are not known.

    `form`: jpeg, png, webp, gif, avif or svg, and others, which browsers do not show; `still`: it has one frame. `fault` says why
    nothing can be made of it, or why browsers do not show it; empty where nothing is wrong.
    """

    digest: str
    form: str
    width: int = 0
    height: int = 0
    still: bool = True
    fault: str = ""


def look(data: bytes) -> Original:
    """Return what is known of a picture by its bytes. Costs their digest, and for most forms a look at their head."""
    form = form_of(data)
    digest = blake2b(data, digest_size=12).hexdigest()
    if form == "svg":
        return Original(digest, form, *svg_size(data))
    if not form or form == "ico":  # of several sizes; it stands for a site, not in a page
        found = "the file is empty" if not data else "it is no picture that this program knows"
        return Original(digest, "", fault=found)
    if form == "heic":  # which Pillow does not read
        return Original(digest, form, fault="browsers do not show HEIC")
    return _measured(data, digest, form)


def form_of(data: bytes) -> str:
    """Return the form of a picture by how its bytes begin; empty where they are none that is known."""
    for sign, form in _SIGNS:
        if data.startswith(sign):
            return form
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "")
    return "svg" if re.search(rb"<(?:[a-z]+:)?svg[\s>]", data[:4096]) else ""


def _measured(data: bytes, digest: str, form: str) -> Original:
    from broadsheet.pictures.pillow import FAULTS, DecompressionBombError, opened

    try:
        with opened(data) as image:
            width, height = image.size
            if width * height > MEGAPIXELS * 1_000_000:
                size = f"{width:,} × {height:,} pixels"
                return Original(digest, form, width, height, fault=f"it has {size}, more than {MEGAPIXELS} million")
            still = form == "jpeg" or getattr(image, "n_frames", 1) == 1  # a telephone's JPEG may hold a second, small picture
            orientation = orientation_of(png_block(data)) if form == "png" else image.getexif().get(ORIENTATION, 1)
    except DecompressionBombError:
        return Original(digest, form, fault=f"it has more than {MEGAPIXELS} million pixels")
    except FAULTS as error:
        return Original(digest, form, fault=worded(error))
    if orientation in _TURNED:
        width, height = height, width
    fault = "" if form in _SHOWN else f"browsers do not show {form.upper()}"
    return Original(digest, form, width, height, still, fault)


def worded(error: Exception) -> str:
    """Return, in words, why a picture cannot be read."""
    if isinstance(error, MemoryError):
        return "it takes more memory than there is"
    text = str(error)
    if "truncated" in text or "Truncated" in text or isinstance(error, (EOFError, IndexError, struct.error)):
        return "it ends too early: a part of the file is missing"
    return "it is damaged" + (f" ({text})" if text and len(text) < 80 and "0x" not in text else "")
