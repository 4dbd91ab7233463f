"""Traces: what films, sound, PDF and office files say of who made them, and where, and what they do not show at once.

Nothing is taken out of them.

Only the usual places are looked at. What is found is named, never shown: the point is that a person looks.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from broadsheet.expressions import expression

# Files in which there may be traces. Pictures are cleaned instead, and texts say what they say.
# fmt: off
TELLING = (
    ".aac", ".doc", ".docx", ".epub", ".flac", ".ico", ".m4a", ".m4v", ".mov", ".mp3", ".mp4", ".odg", ".odp", ".ods", ".odt",
    ".oga", ".ogg", ".ogv", ".opus", ".pdf", ".ppt", ".pptx", ".rtf", ".wav", ".webm", ".xls", ".xlsx", ".zip",
)
# fmt: on
_MOST = 50_000_000  # bytes that are unpacked of one file
_NAME = rb"(?:\s*<rdf:(?:Seq|Bag|Alt)>\s*<rdf:li[^>]*>)?\s*[^<\s]"
_ANYWHERE = (
    (expression(rb"Exif\0\0"), "the EXIF of a picture"),
    (expression(rb"<(?:dc:creator|meta:initial-creator|pdf:Author)[^>]*>" + _NAME), "its author"),
    (expression(rb"<cp:lastModifiedBy[^>]*>[^<\s]"), "who changed it last"),
    (expression(rb"<(?:Company|Manager)>[^<\s]"), "a company or manager"),
    (expression(rb"exif:GPSLatitude|\xa9xyz|loci|location\.ISO6709"), "a place"),
)
_OFFICE = (
    (expression(rb"<w:(?:del|ins|moveFrom)\b|<text:tracked-changes\b"), "changes that were tracked"),
    (
        expression(rb"<w:comment\b|<office:annotation\b|<comment\b[^<>]{0,500}\bref=|<threadedComment\b|<p:cm\b"),
        "reviewers' comments",
    ),
    (
        expression(
            rb"<w:vanish\b|<sheet\b[^<>]{0,500}\bstate=\"(?:h|veryH)idden\"|<p:sld\b[^<>]{0,500}\bshow=\"0\"|<row\b[^<>]{0,500}\bhidden=\"1\""
            rb"|<col\b[^<>]{0,500}\bhidden=\"1\"|text:display=\"none\"|table:(?:display|visibility)=\"(?:false|collapse)\""
        ),
        "something hidden",
    ),
    (expression(rb"<p:notes\b"), "notes of the speaker"),
)
_PDF = (
    (expression(rb"/EmbeddedFiles?\b"), "files within it"),
    (expression(rb"/Subtype\s*/(?:FreeText|Highlight|Popup|Squiggly|StrikeOut|Text|Underline)\b"), "reviewers' comments"),
    (expression(rb"/Author\s*(?:\((?!\))|<(?![<>])|\d+\s+\d+\s+R)"), "its author"),
    (expression(rb"/(?:Company|Manager)\s*(?:\((?!\))|<(?![<>])|\d+\s+\d+\s+R)"), "a company or manager"),
    (expression(rb"/Encrypt\s"), "what cannot be seen, for it is encrypted"),
)
_PACKED = expression(rb"/(?:ObjStm|Metadata)\b[^\0]{0,400}?stream\r?\n", re.DOTALL)
_FIRST = 2_000  # bytes, in which a PDF says that it was made for slow lines, and has two ends
_RTF = ((expression(rb"\{\\(?:author|operator|company|manager)\s+[^}\s]"), "its author or company"),)
_MATROSKA = ((expression(rb"\x12\x54\xc3\x67"), "tags"),)
_HEAD = 1_000_000  # bytes in which tags have to stand
_FILM = ((expression(rb"\xa9(?:ART|aut|mak|mod|nam|cmt|wrt)|quicktime\.(?:author|artist|make|model)"), "its maker or device"),)
_OGG = ((expression(rb"(?:ARTIST|PERFORMER|LOCATION|CONTACT|ORGANIZATION)=", re.IGNORECASE), "tags"),)
_SUMMARY = "\5SummaryInformation".encode("utf-16-le")


def traces_of(data: bytes) -> tuple[str, ...]:
    """Return in words what a file says of its maker and place, each thing once, in order. Costs a look through the whole file."""
    return tuple(sorted(set(_found(data))))


def _found(data: bytes) -> Iterator[str]:
    if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return _in_film(data)
    return next((look for sign, look in _KINDS if data.startswith(sign)), _in_others)(data)


def _in_pdf(data: bytes) -> Iterator[str]:
    if data.count(b"%%EOF") > (2 if b"/Linearized" in data[:_FIRST] else 1):
        yield "an earlier version of it"
    for text in (data, *_unpacked_pdf(data)):
        yield from _words(text, *_ANYWHERE, *_PDF)


def _in_film(data: bytes) -> Iterator[str]:
    for box in _film_boxes(data):
        yield from _words(box, *_ANYWHERE, *_FILM)


def _in_ogg(data: bytes) -> Iterator[str]:
    return _words(data[:_HEAD], *_OGG)


def _in_matroska(data: bytes) -> Iterator[str]:
    return _words(data[:_HEAD] + data[-_HEAD:], *_MATROSKA)


def _in_wave(data: bytes) -> Iterator[str]:
    return ("tags" for kind in _riff_kinds(data) if kind in (b"bext", b"iXML", b"LIST", b"id3 ", b"_PMX"))


def _in_rtf(data: bytes) -> Iterator[str]:
    return _words(data, *_RTF)


def _in_others(data: bytes) -> Iterator[str]:
    if data.startswith(b"ID3") or data[-128:-125] == b"TAG":
        yield "tags"
    if _SUMMARY in data:
        yield "its author or company"
    yield from _words(data, *_ANYWHERE[:1])


def _words(text: bytes, *signs: tuple[re.Pattern[bytes], str]) -> Iterator[str]:
    return (word for sign, word in signs if sign.search(text))


def _unpacked_pdf(data: bytes) -> Iterator[bytes]:
    """Yield what is packed in a PDF of objects and of metadata."""
    left = _MOST
    for match in _PACKED.finditer(data):
        try:
            text = zlib.decompressobj().decompress(data[match.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        yield text
        if left <= 0:
            return


def _in_archive(data: bytes) -> Iterator[str]:
    left = _MOST
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    text = stream.read(left)
                left -= len(text)
                yield from _words(text, *_ANYWHERE, *_OFFICE)
                if left <= 0:
                    yield "more than can be looked through"
                    return
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError):
        yield "what cannot be seen, for it cannot be unpacked"


def _film_boxes(data: bytes) -> Iterator[bytes]:
    """Yield the boxes of a film that say something of it."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        size = int.from_bytes(data[at + 8 : at + 16], "big") if size == 1 else size or len(data) - at
        if size < 8:
            return
        if kind in (b"moov", b"uuid", b"meta", b"udta"):
            yield data[at : at + size]
        at += size


def _riff_kinds(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        yield kind
        at += 8 + size + size % 2


_KINDS = (
    (b"%PDF", _in_pdf),
    (b"PK\3\4", _in_archive),
    (b"fLaC", _in_ogg),
    (b"OggS", _in_ogg),
    (b"\x1a\x45\xdf\xa3", _in_matroska),
    (b"RIFF", _in_wave),
    (b"{\\rtf", _in_rtf),
)
