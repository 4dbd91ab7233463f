"""Traces: what is noticed in files that are no pictures, and that it is said in every build."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from broadsheet.content.traces import traces_of
from newsroom import Newsroom, article


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def packed(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def pdf(inside: bytes) -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\1\n" + inside


def riff(*kinds: bytes) -> bytes:
    return b"RIFF\0\0\0\0WAVE" + b"".join(kind + struct.pack("<I", 3) + b"abc\0" for kind in kinds)


OBJECTS = b"1 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + zlib.compress(b"<</Author (Zyx)>>")
XMP = "<dc:creator>\n<rdf:Seq> <rdf:li>Zyx</rdf:li>"
TELLING = {
    "author of a PDF": (pdf(b"<</Author (Zyx)>>"), ("its author",)),
    "author elsewhere in a PDF": (pdf(b"<</Author 12 0 R>>"), ("its author",)),
    "author in packed objects of a PDF": (pdf(OBJECTS), ("its author",)),
    "author in XMP of a PDF": (pdf(XMP.encode()), ("its author",)),
    "encrypted PDF": (pdf(b"<</Encrypt 9 0 R>>"), ("what cannot be seen, for it is encrypted",)),
    "photograph in a PDF": (pdf(b"Exif\0\0MM"), ("the EXIF of a picture",)),
    "PDF that names only its program": (pdf(b"<</Author () /Producer (Zyx)>>"), ()),
    "file in a PDF": (pdf(b"<</Type /EmbeddedFile>>"), ("files within it",)),
    "notes in a PDF": (pdf(b"<</Subtype/Text /Contents (Zyx)>> <</Subtype /Type1>>"), ("reviewers' comments",)),
    "PDF that was amended": (pdf(b"%%EOF\n1 0 obj\n%%EOF\n"), ("an earlier version of it",)),
    "PDF of one version": (pdf(b"<</Linearized 1>> %%EOF\n1 0 obj\n%%EOF\n<</Subtype /Link>>"), ()),
    "struck words of a document": (packed(document='<w:p><w:del w:id="1"><w:delText>Zyx'), ("changes that were tracked",)),
    "struck words of an ODT": (packed(content="<text:tracked-changes><text:p>Zyx"), ("changes that were tracked",)),
    "document with comments": (packed(comments="<w:comment w:id='1'>"), ("reviewers' comments",)),
    "ODT with comments": (packed(content="<office:annotation>"), ("reviewers' comments",)),
    "document with hidden words": (packed(document="<w:rPr><w:vanish/></w:rPr>"), ("something hidden",)),
    "hidden sheet": (packed(workbook='<sheet name="Zyx" sheetId="2" state="veryHidden"/>'), ("something hidden",)),
    "hidden sheet of an ODS": (packed(content='<style:table-properties table:display="false"/>'), ("something hidden",)),
    "hidden slide, and notes": (
        packed(slide='<p:sld xmlns="x" show="0">', notes="<p:notes>"),
        ("notes of the speaker", "something hidden"),
    ),
    "document that hides nothing": (packed(document='<w:delText/><sheet state="visible"/><p:sld show="1">'), ()),
    "office file": (
        packed(core="<dc:creator>Zyx</dc:creator><cp:lastModifiedBy>Zyx<", app="<Company>Zyx<"),
        ("a company or manager", "its author", "who changed it last"),
    ),
    "office file that names nobody": (
        packed(core="<dc:creator></dc:creator><cp:lastModifiedBy/>", app="<Company></Company>"),
        (),
    ),
    "archive that is cut off": (packed(a="b")[:20], ("what cannot be seen, for it cannot be unpacked",)),
    "old office file": (b"\xd0\xcf\x11\xe0" + "\5SummaryInformation".encode("utf-16-le"), ("its author or company",)),
    "place of a film": (box(b"ftyp", b"qt  ") + box(b"mdat", b"abc") + box(b"moov", b"\xa9xyz"), ("a place",)),
    "device of a film": (box(b"ftyp", b"qt  ") + box(b"moov", b"com.apple.quicktime.make"), ("its maker or device",)),
    "what a film shows": (box(b"ftyp", b"mp42") + box(b"mdat", b"\xa9xyz") + box(b"moov", b"trak"), ()),
    "tags of MP3": (b"ID3\4" + bytes(20), ("tags",)),
    "tags at the end of MP3": (b"\xff\xfb" + bytes(300) + b"TAG" + bytes(125), ("tags",)),
    "tags of Ogg": (b"OggS\0artist=Zyx", ("tags",)),
    "Ogg without tags": (b"OggS\0encoder=Zyx", ()),
    "tags of WAVE": (riff(b"fmt ", b"data", b"LIST"), ("tags",)),
    "WAVE without tags": (riff(b"fmt ", b"data"), ()),
    "tags of WebM": (b"\x1a\x45\xdf\xa3\0\x12\x54\xc3\x67", ("tags",)),
    "RTF": (b"{\\rtf1{\\info{\\author Zyx}}}", ("its author or company",)),
    "nothing": (b"", ()),
}


@pytest.mark.parametrize(("data", "traces"), TELLING.values(), ids=TELLING)
def test_what_tells_of_a_maker_or_place_is_named(data: bytes, traces: tuple[str, ...]) -> None:
    assert traces_of(data) == traces


def test_no_damage_and_no_bomb_stops_the_look() -> None:
    for data, _ in TELLING.values():
        for end in range(0, len(data), max(1, len(data) // 40)):
            traces_of(data[:end])
    assert traces_of(packed(a="\0" * 60_000_000)) == ("more than can be looked through",)


def test_every_build_warns_of_a_file_that_tells_until_the_publisher_names_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/paper.pdf", pdf(b"<</Author (Zyx)>>"))
    room.write("content/stories/a.md", article("A", "2020-01-01") + "\n[paper](paper.pdf)\n")
    expected = [
        "content/stories/paper.pdf:1:1: warning: the file may tell of people or places (its author), and is published as it is; "
        "take it out with the program that made the file, or name the file below `media: keep_metadata:` in broadsheet.yaml "
        "[telling-file]"
    ]
    for _ in range(2):
        room.build()
        assert room.problems == expected
    room.write("content/stories/b.md", article("B", "2020-01-02"))
    room.build()
    assert room.problems == expected, "also where something else changed"
    assert not room.build(strict=True).published
    room.prepare()
    assert room.problems == expected
    assert room.site()["media/stories/paper.pdf"] == pdf(b"<</Author (Zyx)>>")
    room.edit("broadsheet.yaml", "title:", "media: {keep_metadata: [content/*.pdf]}\ntitle:")
    room.publish()
    room.edit("broadsheet.yaml", "content/*.pdf", "static/*.pdf")
    room.build()
    assert room.problems == expected
    room.write("content/stories/paper.pdf", pdf(b"<</Producer (Zyx)>>"))
    room.publish()
