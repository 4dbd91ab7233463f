"""PDF: the texts in its streams and its strings, in whatever way they are written, also by the tables of fonts. No page is drawn.

Left out: what the standard library cannot unpack, and what is drawn with a font that does not say what its codes mean.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

from broadsheet.forget.fonts import Table, drawn, has_unknown_font, is_gap, of_digits, tables_in

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HAS_STRINGS = re.compile(rb"\s*\d+\s+\d+\s|[\s\S]*?\bT[fJj]\b")
_UNREAD = re.compile(rb"/Encrypt\s|/LZWDecode|/RunLengthDecode")
_HEX = re.compile(rb"[0-9A-Fa-f\s]+>")
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|[\s\S])")
_DIGITS = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_KERNING = re.compile(rb"\)\s*(-?[\d.]*)\s*\(")
_STRING = re.compile(rb"\(([^()]*)\)")
_BLANK = bytes.maketrans(b"()\\<>", b"     ")


class UnreadError(ValueError):
    """A PDF that says something which cannot be read."""


def texts_of_pdf(data: bytes, most: int) -> Iterator[bytes]:
    """Yield what a PDF holds: each stream unpacked, up to `most` bytes in all, the strings in it, and those outside of streams.

    Raises UnreadError, after all that can be read.
    """
    outside, end = [], 0
    pages: list[bytes] = []
    tables: list[Table] = []
    for match in _STREAM.finditer(data):
        if match.start() < end:
            continue
        outside.append(data[end : match.start()])
        end = max(data.find(b"endstream", match.end()), match.end())
        text = data[match.end() : end].strip()
        try:
            packed: bytes | memoryview = memoryview(data)[match.end() :]
            if text.endswith(b"~>"):
                packed = base64.a85decode(text[:-2])
            elif _HEX.fullmatch(text):
                packed = text = of_digits(text[:-1])
            text = zlib.decompressobj().decompress(packed, max(most, 1))
            most -= len(text)
        except (zlib.error, ValueError):  # it is packed in another way, or not at all
            pass
        yield text
        tables += (table for table in tables_in(text) if table not in tables)
        if b"/Font" in text:
            outside.append(text)
        if _HAS_STRINGS.match(text):
            yield from _strings_in(text)
            pages.append(text)
    rest = b"".join([*outside, data[end:]])
    yield from _strings_in(rest)
    tables += tables_in(rest)
    for page in pages:
        yield from (text.encode() for text in drawn(page, tables))
    if most <= 0 or _UNREAD.search(data) or has_unknown_font(rest):
        raise UnreadError


def _strings_in(data: bytes) -> Iterator[bytes]:
    """Yield the strings, written as bytes, escapes or digits: with blanks between them, and as if drawn letter by letter."""
    data = _DIGITS.sub(lambda match: b"(%b)" % _letters(of_digits(match[1])).translate(_BLANK), _ESCAPED.sub(_meant, data))
    data = _KERNING.sub(lambda match: b" " if is_gap(match[1]) else b"", data)
    strings = [_letters(found[1]) for found in _STRING.finditer(data)]
    yield b" ".join(strings)
    yield b"".join(strings)


def _meant(escape: re.Match[bytes]) -> bytes:
    """Return what an escape in a string stands for; a blank for what parts words, or would be taken for a mark."""
    if escape[1]:
        return bytes([int(escape[1], 8) & 255]).translate(_BLANK)
    return b" " if escape[0][1:].strip(b"\r\n") else b""


def _letters(string: bytes) -> bytes:
    """Return a string as UTF-8, where it is UTF-16; else without the zeros of letters that take two bytes."""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be", "replace").encode()
    return string.replace(b"\0", b"")
