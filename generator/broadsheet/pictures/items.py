"""Items of an AVIF file (ISO/IEC 23008-12): where its EXIF and XMP stand. Everything else is passed over."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SAYING = (b"Exif", b"mime", b"uri ")  # types of items that hold text, not pictures
Box = tuple[bytes, int, int]  # its kind, where its content begins and ends


def saying_items(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield type, start and end of each item that says something of the picture.

    Raises struct.error or IndexError where the file is cut off.
    """
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"meta":
            inner = {name: (begin, stop) for name, begin, stop in _boxes(data, start + 4, end)}
            if b"iinf" in inner and b"iloc" in inner:
                types = dict(_types(data, *inner[b"iinf"]))
                stored = inner.get(b"idat", (0, 0))[0]
                for item, begin, length in _places(data, inner[b"iloc"][0], stored):
                    if types.get(item) in _SAYING:
                        yield types[item], begin, begin + length


def _boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        stop = end if size == 0 else at + size
        if (size and size < head) or stop > end:
            return
        yield kind, at + head, stop
        at = stop


def _types(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    start = at + (6 if data[at] == 0 else 8)
    for kind, begin, _ in _boxes(data, start, end):
        if kind == b"infe" and data[begin] in (2, 3):
            form = ">HH4s" if data[begin] == 2 else ">IH4s"
            item, _, name = struct.unpack_from(form, data, begin + 4)
            yield item, name


def _places(data: bytes, at: int, stored: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and length of each piece of each item; those of items in the box `idat` begin at `stored`."""
    version = data[at]
    sizes, more = data[at + 4], data[at + 5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in (1, 2) else 0
    at += 6
    number, at = _number(data, at, 2 if version < 2 else 4)
    for _ in range(number):
        item, at = _number(data, at, 2 if version < 2 else 4)
        method = 0
        if version in (1, 2):
            method, at = _number(data, at, 2)
        _, at = _number(data, at, 2)
        base, at = _number(data, at, base_size)
        pieces, at = _number(data, at, 2)
        for _ in range(pieces):
            _, at = _number(data, at, index_size)
            offset, at = _number(data, at, offset_size)
            length, at = _number(data, at, length_size)
            yield item, base + offset + (stored if method & 15 == 1 else 0), length


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise struct.error
    return int.from_bytes(data[at : at + size], "big"), at + size
