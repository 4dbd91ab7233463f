"""Pieces of files: a name is found in whatever is packed or escaped."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import sqlite3
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import PngImagePlugin

from broadsheet.engine.ledger import stored_in
from broadsheet.forget.pieces import SealedError, pieces
from broadsheet.forget.spellings import Spellings
from newsroom import picture

NAME = "José Lée"
SPELLINGS = Spellings((NAME,))


def packed(data: bytes, name: str = "text.txt", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def noted(text: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", text, zip=True)
    return picture(9, 9, "PNG", pnginfo=notes)


def says(path: str, data: bytes) -> bool:
    return any(SPELLINGS.stands_in(piece) for _, piece in pieces(path, data))


UTF8 = NAME.encode()
CODES = {letter: 3 + place for place, letter in enumerate(dict.fromkeys(f"{NAME}x"))}  # of a font that has these letters only


def drawn(how: bytes, table: bytes) -> bytes:
    """Return a PDF that draws something with a font whose table comes after it."""
    font = b"<</Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 9 0 R>>"
    streams = (b"BT /F1 9 Tf " + how + b" ET", b"/CIDInit /ProcSet findresource begin " + table + b" endcmap", font)
    return b"%PDF-1.4\n" + b"".join(b"1 0 obj\nstream\n" + zlib.compress(each) + b"\nendstream\n" for each in streams)


def coded(text: str, size: int = 2) -> bytes:
    return b"".join(CODES[letter].to_bytes(size, "big") for letter in text)


def table(size: int = 2) -> bytes:
    lines = (f"<{code:0{2 * size}x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in CODES.items())
    return f"{len(CODES)} beginbfchar\n{chr(10).join(lines)}\nendbfchar".encode()


LISTED = " ".join(f"<{letter.encode('utf-16-be').hex()}>" for letter in CODES)
FONTS = {
    "digits": drawn(b"<" + coded(NAME).hex().encode() + b"> Tj", table()),
    "bytes": drawn(b"(" + coded(NAME, 1) + b") Tj", table(1)),
    "escapes": drawn(b"(" + b"".join(b"\\%03o" % code for code in coded(NAME)) + b") Tj", table()),
    "kerned": drawn(b"[<" + coded("Jos").hex().encode() + b"> 9 <" + coded("é Lée").hex().encode() + b">] TJ", table()),
    "gap": drawn(b"[(" + coded("José", 1) + b") -250 (" + coded("Lée", 1) + b")] TJ", table(1)),
    "elsewhere": drawn(b"(" + coded("José", 1) + b") Tj 50 0 Td (" + coded("Lée", 1) + b") Tj", table(1)),
    "letters": drawn(b"".join(b"<%04x> Tj 5 0 Td " % CODES[letter] for letter in NAME), table()),
    "list": drawn(b"<" + coded(NAME).hex().encode() + b"> Tj", f"1 beginbfrange <0003> <00ff> [{LISTED}] endbfrange".encode()),
    "range": drawn(
        b"<%s> Tj" % "".join(f"{ord(x) - 31:04x}" for x in NAME).encode(), b"1 beginbfrange <0001> <00ff> <0020> endbfrange"
    ),
    "names": drawn(b"(\1\2\3\4 \5\4\4) Tj", b"/Differences [1 /J /o /s /e /L]").replace(b"Type0", b"Type1"),
}

PLACES = {
    **{f"{how} of a font in a pdf": data for how, data in FONTS.items()},
    "zip in pdf": b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(packed(UTF8)) + b"\nendstream",
    "hexadecimal in pdf": b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(UTF8).hex().encode() + b">\nendstream",
    "zip in a data address": b"url(data:;base64," + base64.b64encode(packed(UTF8)) + b")",
    "plain": UTF8,
    "latin-1": NAME.encode("latin-1"),
    "utf-16": b"\0" + NAME.encode("utf-16-le"),
    "html": b"Jos&eacute; L&#233;e",
    "html in xml": b"Jos&amp;eacute; L&amp;eacute;e",
    "json": rb'{"name": "Jos\u00e9 L\u00e9e"}',
    "address": b"https://example.org/?q=Jos%C3%A9%20L%C3%A9e",
    "slug": b"/actors/jose-lee/",
    "tags": b"Jos<b class=x>\xc3\xa9</b> <a href='/x'>L\xc3\xa9e</a>",
    "line break": b"Jose<br/>Lee",
    "line end in json": rb'{"text": "Jos\u00e9\r\nL\u00e9e"}',
    "struck out": b"<del>Jose</del> <time>Lee</time>",
    "comment": b"Jose<!-- a note --> Lee",
    "data address": b"url(data:text/plain;base64," + base64.b64encode(UTF8) + b")",
    "gzip": gzip.compress(UTF8),
    "bzip2": bz2.compress(UTF8),
    "xz": lzma.compress(UTF8),
    "zip": packed(UTF8),
    "name in zip": packed(b"", "jose-lee.txt"),
    "zip in zip": packed(packed(UTF8)),
    "gzip in zip": packed(gzip.compress(UTF8)),
    "pdf": b"%PDF-1.4\n1 0 obj\nstream\r\n" + zlib.compress(UTF8) + b"endstream",
    "digits in pdf": b"%PDF-1.4\n1 0 obj\n<</Author<" + f"\ufeff{NAME}".encode("utf-16-be").hex().encode() + b">>>",
    "note in a picture": noted(NAME),
    **{
        f"{how} in pdf": b"%PDF-1.4\n<</Author " + text + b">>\n1 0 obj\nstream\n\x89\0\nendstream"
        for how, text in {
            "octal": rb"(\112\157s\351 \114\351e)",
            "octal in utf-16": rb"(\376\377\000J\000o\000s\000e\000 \000L\000e\000e)",
            "broken string": b"(Jose \\\nLee)",
            "digits, in lines,": b"<4a6f\n7365 20 4c6565>",
        }.items()
    },
    **{
        f"{how} in a page of a pdf": b"%PDF-1.4\nstream\n" + pack(b"BT /F1 9 Tf " + text + b" ET") + b"\nendstream"
        for how, text in {
            "kerning": b"[(Jo) 20 (s\\351) -250 (L)-9.5(\\351)(e)] TJ",
            "kerned digits": b"[<4a6f73> 20 <e9> -250 <4ce965>] TJ",
            "words": b"(Jose) Tj 50 0 Td (Lee) Tj",
            "letters": b"(J) Tj (o) Tj (s) Tj 9 0 Td (e) Tj ( ) Tj (L) Tj (e) Tj (e) Tj",
            "letters of two bytes": b"(\\000J\\000o\\000s\\000e) Tj <0020004c00650065> Tj",
        }.items()
        for pack in (bytes, zlib.compress, lambda data: base64.a85encode(zlib.compress(data)) + b"~>")
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found_in_all_that_holds_it(place: str) -> None:
    assert says("file", PLACES[place])


def test_a_name_is_found_in_the_name_of_a_file_and_not_where_it_is_not() -> None:
    assert says("actors/jose-lee.md", b"")
    assert not says("file", b"Jos\xc3\xa9</td><td>L\xc3\xa9e, Jos\xc3\xa9 Smith")


@pytest.mark.parametrize(
    "text", [b"beginbfchar" * 50_000, b"beginbfrange " + b"<0000> <ffffffff> <0041> " * 20_000 + b"endbfrange", b"(" * 200_000]
)
def test_a_table_that_never_ends_is_looked_through_once(text: bytes) -> None:
    started = time.process_time()
    list(pieces("file", drawn(text, table())))
    assert time.process_time() - started < 5


def test_four_letters_that_bytes_spell_by_chance_are_no_name() -> None:
    short = Spellings(("Zyla",))
    assert short.sight_of(b"\0\xffZyla\xe9") is None
    assert short.sight_of(b"\0 zYla ") is None
    assert short.sight_of(b"\0 Zyl\xe2 ") is None
    assert short.sight_of(b"/Zyla") is True
    assert any(short.stands_in(piece) for _, piece in pieces("p.png", noted("Zyla")))


@pytest.mark.parametrize(
    "data",
    [
        b"\xa9ART\0\0\0\x14data\0\0\0\x01\0\0\0\0Zyla\0\0\0\x08",
        b"\0\xff by ZYLA, 1978\xff",
        b"\x1f\xff\0" + "(Zyla) ".encode("utf-16-le"),
        b"\x1f\xff" + " Zyla".encode("utf-16-be"),
    ],
)
def test_four_letters_that_stand_alone_in_bytes_may_be_a_name(data: bytes) -> None:
    assert Spellings(("Zyla",)).sight_of(data) is False


@pytest.mark.parametrize(
    "data",
    [b"\0\xe8\xae\xb0\xe8\x80\x85" + "王伟说".encode(), b"\xff\0" + "记者王伟说".encode("utf-16-le")],
    ids=["utf-8", "utf-16"],
)
def test_two_letters_that_are_words_take_as_many_bytes_as_four(data: bytes) -> None:
    assert Spellings(("王伟",)).sight_of(data) is False
    assert Spellings(("记者王伟",)).sight_of(data) is True
    assert not Spellings(("王伟",)).is_short


def test_two_letters_stand_everywhere() -> None:
    assert Spellings(("Bo",)).sight_of(b"\0 Bo ") is None


@pytest.mark.parametrize(
    "data",
    [
        packed(UTF8)[:-30],
        gzip.compress(UTF8 * 99)[:-9],
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"%PDF-1.4\n/Encrypt 9 0 R",
        b"%PDF-1.4\n/Filter /RunLengthDecode",
        b"%PDF-1.4\n<</Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<</X 1>>]>>",
        b"%PDF-1.4\nstream\n" + zlib.compress(b"<</Type/Font/Subtype/TrueType/FontDescriptor 3 0 R>>") + b"\nendstream",
        b"%PDF-1.4\n<</Type/Font/Subtype/Type3/Encoding 4 0 R>> <</Differences[1/g12/g13]>>",
        b"PAR1\x15",
    ],
)
def test_what_cannot_be_unpacked_is_not_passed_over(data: bytes) -> None:
    with pytest.raises(SealedError):
        list(pieces("file", data))


def test_a_ledger_is_read_value_by_value(tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE parts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
        connection.execute("INSERT INTO parts VALUES ('a', ?)", (b"x" * 50_000,))
    connection.close()
    assert list(stored_in(place)) == [("a", b"x" * 50_000)]


def test_a_pdf_that_unpacks_to_more_than_is_looked_through_cannot_be_vouched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = b"<</Filter/FlateDecode>>\nstream\n" + zlib.compress(b"BT (a) Tj ET\n" * 100) + b"\nendstream\n"
    assert not says("a.pdf", b"%PDF-1.4\n" + stream * 20)
    monkeypatch.setattr("broadsheet.forget.pieces._MOST_OF_PDF", 20_000)
    with pytest.raises(SealedError):
        says("a.pdf", b"%PDF-1.4\n" + stream * 20)
