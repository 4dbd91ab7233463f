"""Items of AVIF and HEIC files (ISO/IEC 23008-12): everything but the picture is blanked.

Where items stand is written all over such a file, so nothing is taken out: boxes and items that do not carry the picture are
overwritten with zeros, and so is whatever lies between items.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from broadsheet.pictures.exif import oriented

_PICTURES = frozenset((b"av01", b"hvc1", b"grid", b"iovl", b"iden", b"tmap"))  # types of items
# fmt: off
_PROPERTIES = frozenset((
    b"ispe", b"pixi", b"av1C", b"hvcC", b"colr", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"clli", b"mdcv", b"cclv",
    b"amve", b"lsel", b"a1op", b"a1lx", b"rloc",
))
# fmt: on
_META = frozenset((b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl"))
Box = tuple[bytes, int, int, int]  # its kind, where it, its content, and what follows it begin


class UncleanError(ValueError):
    """A picture of which it cannot be said that nothing in it tells of its maker and place; the message says why."""


def bare_items(data: bytes) -> bytes:
    """Return an AVIF or HEIC file in which nothing stands but its picture. Raises UncleanError, or struct.error or IndexError."""
    out = bytearray(data)
    whole = _kept(data, out, 0, len(data), frozenset((b"ftyp", b"meta", b"mdat", b"moov")))
    if b"moov" in whole:
        raise UncleanError("it is a moving picture, and of those only GIF, PNG and WebP are known")
    if b"meta" not in whole:
        raise UncleanError("it does not say where its picture is")
    start, end = whole[b"meta"][0]
    meta = {kind: places[0] for kind, places in _kept(data, out, start + 4, end, _META).items()}
    if not {b"hdlr", b"iinf", b"iloc", b"pitm", b"iprp"} <= meta.keys():
        raise UncleanError("it does not say where its picture is")
    stored = meta.get(b"idat", (0, 0))
    rooms = [*whole.get(b"mdat", ()), stored]
    for room in rooms:
        _blank(out, *room)
    _blank(out, meta[b"hdlr"][0] + 12, meta[b"hdlr"][1])  # the name of the program
    _blank_properties(data, out, *meta[b"iprp"])
    types = _types(data, out, *meta[b"iinf"])
    first = meta[b"pitm"][0]
    if types.get(_number(data, first + 4, 2 if data[first] == 0 else 4)[0]) not in _PICTURES:
        raise UncleanError("its picture is of a kind that is not known")
    for item, begin, stop in _places(data, meta[b"iloc"][0], stored[0]):
        if not any(start <= begin <= stop <= end for start, end in rooms):
            raise UncleanError("a part of it lies where no part may lie")
        if types.get(item) in _PICTURES:
            out[begin:stop] = data[begin:stop]
        elif types.get(item) == b"Exif":
            out[begin:stop] = (b"\0\0\0\0" + oriented(1)).ljust(stop - begin, b"\0")[: stop - begin]  # which decoders read
    return bytes(out)


def _kept(data: bytes, out: bytearray, at: int, end: int, kinds: frozenset[bytes]) -> dict[bytes, list[tuple[int, int]]]:
    """Return where the contents of boxes of these kinds are, and make room of the others."""
    found: dict[bytes, list[tuple[int, int]]] = {}
    for box in _boxes(data, at, end):
        if box[0] in kinds:
            found.setdefault(box[0], []).append(box[2:])
        else:
            _drop(out, box)
    return found


def _blank(out: bytearray, start: int, end: int) -> None:
    out[start:end] = bytes(end - start)


def _drop(out: bytearray, box: Box) -> None:
    """Make of a box room that is free."""
    _, at, start, end = box
    out[at + 4 : at + 8] = b"free"
    _blank(out, start, end)


def _blank_properties(data: bytes, out: bytearray, at: int, end: int) -> None:
    """Blank the properties that are not among the known; they stay in their places, for they are counted."""
    for box in _boxes(data, at, end):
        if box[0] == b"ipco":
            for kind, _, start, stop in _boxes(data, *box[2:]):
                if kind not in _PROPERTIES:
                    _blank(out, start, stop)
        elif box[0] != b"ipma":
            _drop(out, box)


def _boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """Yield the boxes within a stretch, which they fill."""
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        stop = end if size == 0 else at + size
        if stop < at + head or stop > end:
            raise UncleanError("its parts are not as long as they say: it is damaged, or a part is missing")
        yield kind, at, at + head, stop
        at = stop


def _types(data: bytes, out: bytearray, at: int, end: int) -> dict[int, bytes]:
    """Return the type of each item by its number, and blank their names."""
    found = {}
    for box in _boxes(data, at + (6 if data[at] == 0 else 8), end):
        kind, _, begin, stop = box
        if kind != b"infe" or data[begin] not in (2, 3):
            raise UncleanError("it lists its parts in a way that is not known")
        form = ">HH4s" if data[begin] == 2 else ">IH4s"
        item, _, name = struct.unpack_from(form, data, begin + 4)
        found[item] = name
        _blank(out, begin + 4 + struct.calcsize(form), stop)
    return found


def _places(data: bytes, at: int, stored: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of each piece of each item; those of items in the box `idat` begin at `stored`."""
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
        elsewhere, at = _number(data, at, 2)
        if elsewhere or method & 15 > 1:
            raise UncleanError("a part of it lies in another file, or in another part")
        base, at = _number(data, at, base_size)
        pieces, at = _number(data, at, 2)
        for _ in range(pieces):
            _, at = _number(data, at, index_size)
            offset, at = _number(data, at, offset_size)
            length, at = _number(data, at, length_size)
            begin = base + offset + (stored if method & 15 == 1 else 0)
            yield item, begin, begin + length


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise struct.error
    return int.from_bytes(data[at : at + size], "big"), at + size
