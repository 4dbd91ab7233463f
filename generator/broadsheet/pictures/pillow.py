"""Pillow, as everything here uses it: pictures opened from bytes, with its own limits and warnings put aside for ours."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator

from PIL import Image

DecompressionBombError = Image.DecompressionBombError

# What Pillow raises for files that are not what they say: UnidentifiedImageError is an OSError.
FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    DecompressionBombError,
)
_FORMS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")  # no others: each decoder is a risk
_SIGNS = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"GIF8", b"II", b"MM", b"BM")  # how files of those begin


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture for the length of a block. Raises one of `FAULTS`, there or when it is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures, which we judge ourselves, and of odd metadata
        with Image.open(io.BytesIO(data), formats=_FORMS) as image:
            yield image


def said_by(data: bytes) -> str:
    """Return all that a picture says beside what it shows; an empty text where it is no picture."""
    if not data.startswith(_SIGNS) and data[4:8] != b"ftyp":
        return ""
    try:
        with opened(data) as image:
            image.load()  # PNG may say things behind its pixels
            return repr((image.info, dict(image.getexif())))
    except FAULTS:
        return ""
