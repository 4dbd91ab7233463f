"""Fonts of a PDF: what the codes in it mean, by the tables that fonts carry, and whether one carries none.

Which font draws which string is not found out: each table is tried on all that is drawn, so what any of them says is found.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

Table = Mapping[bytes, str]  # codes of one to four bytes, and what each means
_MOST = 65_536  # codes of a table
_GAP = -150  # thousandths of the size of the letters: what is wider parts words
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
_STRING = re.compile(rb"\(((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*)\)|<([0-9A-Fa-f\s]+)>")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_KERNING = re.compile(rb"\s*(-?[\d.]*)\s*")
_DICTIONARY = re.compile(rb"<<(?:[^<>]|<<[^<>]*>>|<[0-9A-Fa-f\s]*>)*>>")
_FONT = re.compile(rb"/Type\s*/Font\b")
_COMPOSED = re.compile(rb"/Subtype\s*/Type0\b")
_TRUE_TYPE = re.compile(rb"/Subtype\s*/TrueType\b")
_NAMES = re.compile(rb"/Differences\s*\[([^\]]*)\]")
_NAMED = re.compile(rb"(\d+)|/(?:([A-Za-z])(?=[\s/]|$)|uni([0-9A-F]{4})\b|([A-Za-z]{1,5}[._]?\d+)\b|[^\s/]+)")


def is_gap(number: bytes) -> bool:
    """Say whether a number between two strings of an array moves the second one so far that a blank is seen."""
    try:
        return float(number) < _GAP
    except ValueError:
        return False


def tables_in(text: bytes) -> Iterator[Table]:
    """Yield the tables in a stream (`ToUnicode`) or dictionary (`Differences`): what the codes of letters mean."""
    found = {code: meant.decode("utf-16-be", "replace") for code, meant in islice(_codes(text), _MOST)}
    if found:
        yield found
    for names in _NAMES.findall(text):
        named = _named(names)
        if any(code != meant.encode("latin-1", "replace") for code, meant in named.items()):
            yield named


def _codes(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    for part in text.split(b"endbf")[:-1]:
        run = part[part.rfind(b"beginbf") :]
        items = [mark or of_digits(digits) for digits, mark in _ITEM.findall(run)]
        yield from _ranges(items) if run.startswith(b"beginbfrange") else zip(items[::2], items[1::2], strict=False)


def _ranges(items: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield code and meaning of ranges: first code, last code, and the first meaning or, in brackets, that of each."""
    at = 0
    while at + 2 < len(items):
        first, last, meant = items[at : at + 3]
        start, at = int.from_bytes(first, "big"), at + 3
        codes = range(start, min(int.from_bytes(last, "big"), start + _MOST - 1) + 1)
        if meant == b"[":
            end = next((place for place in range(at, len(items)) if items[place] == b"]"), len(items))
            each, at = list(items[at:end]), end + 1
        else:
            low = int.from_bytes(meant[-2:], "big")
            each = [meant[:-2] + (low + number & 0xFFFF).to_bytes(2, "big") for number in range(len(codes))]
        yield from (
            (code.to_bytes(max(4, len(first)), "big")[-len(first) :], one) for code, one in zip(codes, each, strict=False)
        )


def _named(names: bytes) -> dict[bytes, str]:
    """Return what a list of the names of glyphs says of letters; other codes mean what they mean in Latin-1."""
    found = {bytes([code]): chr(code) for code in range(256)}
    code = 0
    for number, letter, digits, _ in _NAMED.findall(names):
        if number:
            code = int(number[-3:])
            continue
        if code < 256 and (letter or digits):
            found[bytes([code])] = letter.decode() if letter else chr(int(digits, 16))
        code += 1
    return found


def has_unknown_font(text: bytes) -> bool:
    """Say whether there is a font without a table whose codes nothing else explains, so that what it draws cannot be read."""
    numbered = any(each[3] for names in _NAMES.findall(text) for each in _NAMED.findall(names))
    for found in _DICTIONARY.findall(text):
        if not _FONT.search(found) or b"/ToUnicode" in found:
            continue
        if _COMPOSED.search(found) or (numbered and b"/Encoding" in found):
            return True
        if _TRUE_TYPE.search(found) and b"/FontDescriptor" in found and b"/Encoding" not in found:
            return True
    return False


def drawn(text: bytes, tables: Collection[Table]) -> Iterator[str]:
    """Yield what a stream draws, by each table: with blanks where it draws elsewhere, and without."""
    strings: list[tuple[str | None, bytes]] = []  # what stands before each: None where the text goes on elsewhere
    end = 0
    for found in _STRING.finditer(text) if tables else ():
        kerning = _KERNING.fullmatch(text, end, found.start())
        between = None if kerning is None else " " if is_gap(kerning[1]) else ""
        codes = of_digits(found[2]) if found[1] is None else _ESCAPE.sub(_unescaped, found[1])
        strings.append((between, codes))
        end = found.end()
    for table in tables:
        for size in {len(code) for code in table} - {0}:
            read = [(between, _read(codes, table, size)) for between, codes in strings]
            for elsewhere in (" ", ""):
                yield "".join([(elsewhere if between is None else between) + said for between, said in read])


def _read(codes: bytes, table: Table, size: int) -> str:
    return "".join([table.get(codes[at : at + size], "\ufffd") for at in range(0, len(codes), size)])


def _unescaped(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes([int(escape[1], 8) & 255])
    return _MEANT.get(escape[2], escape[2])


def of_digits(found: bytes) -> bytes:
    """Return the bytes of a string that is written in hexadecimal digits; a digit that lacks its other half has a 0 behind it."""
    digits = b"".join(found.split())
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
