"""Pieces: all that can be read in a file, unpacked and decoded, so that a word is found however it is written there.

What a picture shows, and what is said in a film, is not read.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO
from urllib.parse import unquote_to_bytes

from broadsheet.catalog.forgotten import MAY_BE_WITHIN, WITHIN, unescaped
from broadsheet.forget.pdf import texts_of_pdf
from broadsheet.pictures.pillow import said_by

_PACKERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}  # type: ignore[dict-item]  # seen as readers of text, too
_SEALED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\x28\xb5\x2f\xfd", b"PAR1")
_PACKED = (b"PK\3\4", b"%PDF", *_PACKERS, *_SEALED)
_FAULTS = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_MOST, _MOST_OF_PDF = 500_000_000, 100_000_000  # bytes that are unpacked of one file; letters of a PDF take six times as many
_DATA = re.compile(rb"data:[\w/+.;=-]*?(;base64)?,([^\"'<>\s)]*)")
_LINE_END = re.compile(r"(?:\\r)?\\n|\\[rt]")  # as JSON writes it
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


class SealedError(Exception):
    """A file that cannot be looked into, for it is encrypted, damaged, or of a kind that is not known; the message says where."""


def pieces(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield all that is in a file, with where: its name, its bytes, what is packed in them, what a picture says.

    Raises SealedError.
    """
    yield path, path.encode("utf-8", "surrogateescape")
    yield path, data
    try:
        yield from _within(path, data)
    except _FAULTS as error:
        raise SealedError(path) from error


def _within(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(_SEALED):
        raise SealedError(path)
    if data.startswith(b"PK\3\4"):
        yield from _in_archive(path, data)
    elif data.startswith(b"%PDF"):
        for text in texts_of_pdf(data, _MOST_OF_PDF):
            yield from pieces(path, text) if text.startswith(_PACKED) else [(path, text)]
    unpack = next((unpack for sign, unpack in _PACKERS.items() if data.startswith(sign)), None)
    if unpack:
        with unpack(io.BytesIO(data)) as file:
            yield from pieces(f"{path}: unpacked", _read(file))
    said = said_by(data)
    if said:
        yield path, said.encode("utf-8", "surrogatepass")
    elif b"data:" in data:
        for found in _DATA.finditer(data):
            packed = _of_base64(found[2]) if found[1] else unquote_to_bytes(found[2])
            yield from pieces(path, packed) if packed.startswith(_PACKED) else [(path, packed)]


def _in_archive(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield path, archive.comment
        for member in archive.infolist():
            with archive.open(member) as file:
                yield from pieces(f"{path}: {member.filename}", _read(file))


def _read(file: IO[bytes]) -> bytes:
    data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError("it is too large")
    return data


def _of_base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(unquote_to_bytes(text) + b"==")
    except binascii.Error:
        return b""


def texts_of(data: bytes) -> Iterator[str]:
    """Yield the texts that bytes may be: as they are, without escapes, and without what may stand within a name."""
    text = data.decode("utf-8", "replace")
    yield from _unescaped(text)
    if "\ufffd" in text:
        yield from _unescaped(data.decode("latin-1"))
    if b"\0" in data:
        for start in (0, 1):
            yield data[start:].decode("utf-16-le", "replace")
            yield data[start:].decode("utf-16-be", "replace")


def _unescaped(text: str) -> Iterator[str]:
    yield text
    before = _LINE_END.sub("\n", text) if "\\" in text else text
    for _ in range(3):  # an address in a page in a feed
        plain = unescaped(before)
        if plain == before:
            break
        before = plain
    if before != text:
        yield before
    if any(mark in before for mark in MAY_BE_WITHIN):
        yield WITHIN.sub("", _BREAK.sub(" ", before))
