"""Cleaning: a picture's file without what it says of its maker, its camera and its place. Not one pixel is changed.

What is kept is what the picture looks like: its colour profile, and which way up it is.
"""

from __future__ import annotations

import struct
import zlib

from broadsheet.pictures.exif import SIGN, orientation_of, oriented, png_block
from broadsheet.pictures.items import saying_items
from broadsheet.pictures.original import form_of

_PNG_DROPPED = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"zxIf"))


def cleaned(data: bytes) -> bytes:
    """Return a picture's bytes without its metadata; other files, and damaged ones, as they are."""
    clean = {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif, "avif": _avif, "tiff": _decoded_anew}.get(form_of(data))
    if clean is None:
        return data
    try:
        return clean(data)
    except (struct.error, IndexError, ValueError):
        return data  # cut off in the middle: what is there is said by another problem


def _jpeg(data: bytes) -> bytes:
    """Drop the segments of EXIF, XMP, IPTC and comments before the picture, and whatever comes behind its end."""
    out, at = [data[:2]], 2
    orientation = 1
    while True:
        if data[at] != 0xFF:
            raise ValueError
        marker = data[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
            continue
        if marker == 0xDA:
            break
        length = 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = data[at : at + length]
        at += length
        if marker == 0xE1 and segment[4:10] == SIGN:
            orientation = orientation_of(segment[10:])
        elif marker in (0xE0, 0xEE) or (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE") or marker not in _APPLICATION:
            out.append(segment)
    if orientation != 1:
        exif = SIGN + oriented(orientation)
        out.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join((*out, _scans(data, at)))


_APPLICATION = frozenset((*range(0xE0, 0xF0), 0xFE))


def _scans(data: bytes, at: int) -> bytes:
    """Return the picture proper from its first scan to its end: a telephone hangs other pictures on behind it."""
    start = at
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return data[start:]
        marker = data[at + 1]
        if marker == 0xD9:
            return data[start : at + 2]
        if marker in (0x00, 0xFF, 0x01) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


def _png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    orientation = orientation_of(png_block(data))
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if kind == b"eXIf":
            if orientation != 1:
                exif = kind + oriented(orientation)
                out.append(struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", zlib.crc32(exif)))
        elif kind not in _PNG_DROPPED:
            out.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(out)


def _webp(data: bytes) -> bytes:
    out, at, end = [], 12, 8 + struct.unpack("<I", data[4:8])[0]
    turned = False
    while at + 8 <= min(end, len(data)):
        kind, length = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        chunk = data[at : at + 8 + length + length % 2]
        at += len(chunk) or 8
        if kind == b"EXIF":
            body = chunk[8 : 8 + length].removeprefix(SIGN)
            orientation = orientation_of(body)
            if orientation != 1:
                turned = True
                body = oriented(orientation)
                out.append(b"EXIF" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
        elif kind != b"XMP ":
            out.append(chunk)
    for number, chunk in enumerate(out):
        if chunk[:4] == b"VP8X":
            flags = chunk[8] & ~0x0C | (0x08 if turned else 0)
            out[number] = chunk[:8] + bytes((flags,)) + chunk[9:]
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes) -> bytes:
    """Drop comments and application blocks other than the one that says how often the picture moves."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    out = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at += 10 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0) + 1
            kept = True
        elif data[at] == 0x21:
            label = data[at + 1]
            kept = label != 0xFE and (label != 0xFF or data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0"))
            at += 2
        else:
            raise ValueError
        while data[at]:
            at += 1 + data[at]
        at += 1
        if kept:
            out.append(data[start:at])
    return b"".join((*out, b"\x3b"))


def _avif(data: bytes) -> bytes:
    """Blank what stands in the items of EXIF and XMP: where they stand is written all over the file, and so must not change."""
    for kind, start, end in saying_items(data):
        blank = b" " * (end - start)
        if kind == b"Exif":
            blank = (b"\0\0\0\0" + oriented(1)).ljust(end - start, b"\0")[: end - start]
        data = data[:start] + blank + data[end:]
    return data


def _decoded_anew(data: bytes) -> bytes:
    """Return a TIFF with nothing but its first picture; browsers do not show it, but readers may fetch it."""
    import io

    from broadsheet.pictures.pillow import FAULTS, opened

    out = io.BytesIO()
    try:
        with opened(data) as image:
            image.load()
            bare = image.copy()
            bare.info = {}
            bare.save(out, "TIFF", compression="tiff_deflate")
    except FAULTS:
        return data
    return out.getvalue()
