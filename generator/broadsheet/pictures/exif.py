"""EXIF: the one thing in it that shows, which way up a picture is."""

from __future__ import annotations

import struct
from collections.abc import Iterator

ORIENTATION = 0x0112
SIGN = b"Exif\0\0"  # that stands before a block in most forms of pictures


def orientation_of(block: bytes) -> int:
    """Return the orientation, from 1 (upright) to 8, that a block of EXIF says; 1 where it says none."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return 1
    for tag, kind, value in _entries(block, order):
        if tag == ORIENTATION and kind == 3:
            said: int = struct.unpack(order + "H", value[:2])[0]
            return said if 1 <= said <= 8 else 1
    return 1


def oriented(orientation: int) -> bytes:
    """Return a block of EXIF that says nothing but an orientation."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)


def png_block(data: bytes) -> bytes:
    """Return the block of EXIF in a PNG; an empty one where there is none. Pillow would decode the picture to find it."""
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"eXIf":
            return data[at + 8 : at + 8 + length]
        at += 12 + length
    return b""


def _entries(block: bytes, order: str) -> Iterator[tuple[int, int, bytes]]:
    try:
        (at,) = struct.unpack_from(order + "I", block, 4)
        (number,) = struct.unpack_from(order + "H", block, at)
        for entry in range(number):
            tag, kind, _count, value = struct.unpack_from(order + "HHI4s", block, at + 2 + entry * 12)
            yield tag, kind, value
    except struct.error:
        return
