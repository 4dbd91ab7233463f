"""Cleaning: a picture's file without what it says of its maker, its camera and its place. Not one pixel is changed.

It is put together anew of the parts that are known to carry the picture, its colour profile, and which way up it is. Every other
part is left out, known or not. A file with which that cannot be done is not cleaned at all.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from broadsheet.expressions import expression
from broadsheet.pictures.exif import SIGN, orientation_of, oriented, png_block
from broadsheet.pictures.items import UncleanError, bare_items
from broadsheet.pictures.original import form_of
from broadsheet.pictures.pixels import Pixels

__all__ = ["UncleanError", "cleaned"]

_LARGEST_PROFILE = 20_000_000  # bytes
_SHORT = "it ends too early: a part of the file is missing"


def cleaned(data: bytes) -> bytes:
    """Return a picture's bytes without its metadata; no bytes where there are none. Raises UncleanError, which says why."""
    if not data:
        return data
    clean = _FORMS.get(form_of(data))
    if clean is None:
        raise UncleanError("it is no picture that this program knows")
    try:
        return clean(data)
    except (struct.error, IndexError) as error:
        raise UncleanError(_SHORT) from error


# Tables, frames, scans, how they are restarted, the end. What makes up pictures of several sizes is not among them.
_JPEG_KEPT = frozenset((*range(0xC0, 0xC8), *range(0xC9, 0xD0), 0xD9, 0xDA, 0xDB, 0xDC, 0xDD))
_JPEG_NUMBERS = (0xDC, 0xDD)  # of lines, of blocks after which it is restarted
_JPEG_DROPPED = frozenset((*range(0xE0, 0xF0), 0xFE))
_JPEG_ALONE = frozenset((0x00, 0x01, *range(0xD0, 0xD8)))  # which have no length
_SCAN_END = expression(rb"\xff(?![\x00\x01\xd0-\xd7\xff])")


def _jpeg(data: bytes) -> bytes:
    """Keep the segments that carry the first picture."""
    out = [data[:2]]
    orientation = 0
    is_shown = has_profile = False
    for marker, segment in _jpeg_segments(data):
        if marker in _JPEG_NUMBERS and len(segment) > 6:
            raise UncleanError(f"a segment of the kind {marker:02X} is longer than the number that it holds")
        if marker in _JPEG_KEPT:
            out.append(segment)
            is_shown = is_shown or marker == 0xDA
        elif marker not in _JPEG_DROPPED:
            raise UncleanError(f"it holds a segment of the kind {marker:02X}, which no picture for browsers has")
        elif marker == 0xE1 and segment[4:10] == SIGN and not orientation and not is_shown:
            orientation = orientation_of(segment[10:])
        elif marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0":
            has_profile = has_profile or _is_profile(segment[18:])  # which may go on in further segments
            out.append(segment if has_profile else b"")
        else:
            out.append(_jpeg_application(marker, segment))
    if not is_shown:
        raise UncleanError("there is no picture in it")
    if orientation > 1:
        exif = SIGN + oriented(orientation)
        out.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(out)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment with its marker, a scan with its header, up to the end of the picture.

    What stands between segments is passed over, as decoders do. A file may be cut off within a scan, which is all picture.
    """
    at = data.find(b"\xff", 2)
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        end = at + 2
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        if marker == 0xFF:
            end = at + 1
        elif marker not in _JPEG_ALONE:
            end += struct.unpack_from(">H", data, at + 2)[0]
            if end > len(data) or end < at + 4:
                raise UncleanError(_SHORT)
            if marker == 0xDA:
                found = _SCAN_END.search(data, end)
                end = found.start() if found else len(data)
            yield marker, data[at:end]
        at = data.find(b"\xff", end)


def _jpeg_application(marker: int, segment: bytes) -> bytes:
    """Return what an application's segment says of how the picture looks; nothing where it says something else."""
    if marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 18:
        return b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0"  # without its small picture
    if marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
        return b"\xff\xee\0\x0e" + segment[4:16]
    return b""


def _is_profile(data: bytes) -> bool:
    """Say whether bytes begin as a colour profile does; decoders pass over what is none."""
    return data[36:40] == b"acsp"


_ANY = 1 << 31
# The chunks that carry a picture, and how many bytes each has, or has at most: what goes beyond is not the picture's.
_PNG_EXACTLY = {
    **{b"IHDR": 13, b"IEND": 0, b"cHRM": 32, b"gAMA": 4, b"sRGB": 1, b"cICP": 4},
    **{b"mDCV": 24, b"cLLI": 8, b"pHYs": 9, b"acTL": 8, b"fcTL": 26},
}
_PNG_AT_MOST = {b"PLTE": 768, b"IDAT": _ANY, b"tRNS": 256, b"sBIT": 4, b"bKGD": 6, b"fdAT": _ANY}


def _png(data: bytes) -> bytes:
    """Keep the chunks that carry the picture, and the frames of one that moves."""
    out, at = [data[:8]], 8
    orientation = orientation_of(png_block(data))
    kind, pixels = b"", Pixels()
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) and kind != b"IDAT":
            raise UncleanError(_SHORT)
        if not out[1:] and kind != b"IHDR":
            raise UncleanError("it does not begin with its size")
        if kind == b"eXIf" and orientation != 1:
            out.append(_png_chunk(kind, oriented(orientation)))
        elif kind == b"iCCP":
            out.append(_png_profile(data[at + 8 : end - 4]))
        elif _PNG_EXACTLY.get(kind) == length or length <= _PNG_AT_MOST.get(kind, -1):
            out.append(_png_chunk(kind, pixels.bare(kind, data[at + 8 : end - 4])))
        elif kind == b"IEND":
            out.append(_png_chunk(kind, b""))
        if end > len(data):
            break  # cut off within the picture
        at = end
    return b"".join(out)


def _png_profile(content: bytes) -> bytes:
    """Return the chunk of a colour profile without its name and what stands behind it; nothing where it is none."""
    packed = content.partition(b"\0")[2]
    unpacking = zlib.decompressobj()
    try:
        profile = unpacking.decompress(packed[1:], _LARGEST_PROFILE)
    except zlib.error:
        return b""
    whole = packed[: len(packed) - len(unpacking.unused_data)]
    return _png_chunk(b"iCCP", b"icc\0" + whole) if _is_profile(profile) and unpacking.eof else b""


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_WEBP_FRAME = (b"ALPH", b"VP8 ", b"VP8L")
_WEBP_KEPT = frozenset((*_WEBP_FRAME, b"VP8X", b"ANIM", b"ICCP"))


def _webp(data: bytes) -> bytes:
    out = []
    turned = False
    for kind, content in _riff_chunks(data, 12, 8 + struct.unpack_from("<I", data, 4)[0]):
        if kind == b"EXIF":
            orientation = orientation_of(content.removeprefix(SIGN))
            if orientation != 1:
                turned = True
                out.append((kind, oriented(orientation)))
        elif kind == b"ANMF":
            frame = [(kind, part) for kind, part in _riff_chunks(content, 16, len(content)) if kind in _WEBP_FRAME]
            out.append((kind, content[:16] + _riff(frame)))
        elif kind in _WEBP_KEPT and (kind != b"ICCP" or _is_profile(content)):
            out.append((kind, content))
    if out and out[0][0] == b"VP8X":
        content = out[0][1]
        out[0] = (b"VP8X", bytes((content[0] & ~0x0C | (0x08 if turned else 0),)) + content[1:10])
    body = b"WEBP" + _riff(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > min(end, len(data)):
            raise UncleanError(_SHORT)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(kind + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for kind, part in chunks)


_GIF_LOOPS = (b"NETSCAPE2.0\x03\x01", b"ANIMEXTS1.0\x03\x01")


def _gif(data: bytes) -> bytes:
    """Keep the frames, how each is shown, and how often the picture moves."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    out = [data[:at]]
    while at < len(data) and data[at] != 0x3B:  # many have no end, and decoders do not mind
        start, kind = at, data[at]
        if kind == 0x2C:
            at += 10 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0) + 1
        elif kind == 0x21:
            at += 2
        else:
            raise UncleanError(f"it holds a block of the kind {kind:02X}, which is not known")
        while data[at]:
            at += 1 + data[at]
        at += 1
        if kind == 0x2C or data[start + 1] == 0xF9:
            out.append(data[start:at])
        elif data[start + 1] == 0xFF and data[start + 3 : start + 16] in _GIF_LOOPS:
            out.append(data[start : start + 18] + b"\0")
    return b"".join((*out, b"\x3b"))


_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)


def _bmp(data: bytes) -> bytes:
    """Keep header, colours and pixels; blank what lies between, and a colour profile, which may be the name of a file."""
    start, head = struct.unpack_from("<II", data, 10)
    if head not in _BMP_HEADERS:
        raise UncleanError("its header is of a kind that is not known")
    packing = size = colours = 0
    if head == 12:
        width, height, _, depth = struct.unpack_from("<HHHH", data, 18)
    else:
        width, height, _, depth, packing, size, _, _, colours = struct.unpack_from("<iiHHIIIII", data, 18)
    if packing in (0, 3, 6):
        size = (width * depth + 31) // 32 * 4 * abs(height)
    if not size or start + size > len(data):
        raise UncleanError(_SHORT)
    out = bytearray(data[: start + size])
    masks = {3: 12, 6: 16}.get(packing, 0) if head == 40 else 0
    table = (colours or (1 << depth if depth <= 8 else 0)) * (3 if head == 12 else 4)
    between = 14 + head + masks + table
    out[between:start] = bytes(max(0, start - between))
    if head == 124:
        out[70:74] = b"BGRs"
        out[126:138] = bytes(12)
    struct.pack_into("<I", out, 2, len(out))
    return bytes(out)


def _ico(data: bytes) -> bytes:
    """Keep the pictures of the sizes that are listed, each PNG or, without a head of its own, BMP."""
    count = struct.unpack_from("<H", data, 4)[0]
    pictures = []
    for at in range(6, 6 + 16 * count, 16):
        size, start = struct.unpack_from("<II", data, at + 8)
        part = data[start : start + size]
        pictures.append((data[at : at + 8], _png(part) if form_of(part) == "png" else _bare_bmp(part)))
    start = 6 + 16 * len(pictures)
    out = [data[:6]]
    for head, picture in pictures:
        out.append(head + struct.pack("<II", len(picture), start))
        start += len(picture)
    return b"".join((*out, *(picture for _, picture in pictures)))


def _bare_bmp(data: bytes) -> bytes:
    """Return the part of an icon that is its picture: header, colours, pixels, and a bit for each that is to be seen."""
    head, width, height, _, depth, packing, _, _, _, colours = struct.unpack_from("<IiiHHIIiiI", data)
    if head != 40 or packing:
        raise UncleanError("its header is of a kind that is not known")
    table = 4 * (colours or (1 << depth if depth <= 8 else 0))
    lines = abs(height) // 2
    pixels = head + table + (width * depth + 31) // 32 * 4 * lines
    if len(data) < pixels or width < 0:
        raise UncleanError(_SHORT)
    return data[: pixels + (width + 31) // 32 * 4 * lines]


def _decoded_anew(data: bytes) -> bytes:
    """Return a TIFF with nothing but its first picture; browsers do not show it, but readers may fetch it."""
    from broadsheet.pictures.original import worded
    from broadsheet.pictures.pillow import FAULTS, opened

    out = io.BytesIO()
    try:
        with opened(data) as image:
            image.load()
            bare = image.copy()
            bare.info = {}
            bare.save(out, "TIFF", compression="tiff_deflate")
    except FAULTS as error:
        raise UncleanError(worded(error)) from error
    return out.getvalue()


_FORMS = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "avif": bare_items,
    "heic": bare_items,
    "tiff": _decoded_anew,
    "bmp": _bmp,
    "ico": _ico,
}
