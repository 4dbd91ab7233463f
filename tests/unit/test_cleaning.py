"""Cleaning: what is taken out of pictures' files, what stays, and which cannot be cleaned."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from broadsheet.pictures.clean import UncleanError, cleaned
from broadsheet.pictures.drawing import UnsafeDrawingError, cleaned_drawing
from broadsheet.pictures.original import look
from newsroom import picture

PLACE = b"Zyxplace 48.2 16.4"
FORMS = ("jpeg", "png", "webp", "gif", "avif", "tiff", "bmp")


def exif(orientation: int = 1) -> bytes:
    """Return EXIF that says where a picture was taken, by whom, and which way up it is."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = "Zyxphotographer"
    found.get_ifd(0x8825)[29] = PLACE.decode()  # GPSDateStamp, which is text
    return found.tobytes()


def pixels(data: bytes) -> bytes:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.convert("RGB").tobytes()


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def behind(data: bytes, mark: bytes, added: bytes, *, before: int = 0) -> bytes:
    """Return bytes with something put in so many bytes before the last `mark`."""
    at = data.rindex(mark) - before
    return data[:at] + added + data[at:]


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (0, 120, 240)]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=80, loop=0)
    return out.getvalue()


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
JPEG = picture(90, 60, "JPEG")
SCANS = picture(90, 60, "JPEG", progressive=True)
PNG = picture(90, 60, "PNG")
SMALL = picture(9, 6, "PNG")
GIF = picture(90, 60, "GIF")
BMP = picture(90, 60, "BMP")
AVIF = picture(90, 60, "AVIF", exif=exif())
WEBP = picture(90, 60, "WEBP", lossless=True)
PROFILED = picture(90, 60, "WEBP", lossless=True, icc_profile=PROFILE)


def icon(*pictures: bytes, added: bytes = b"") -> bytes:
    """Return an icon of these pictures, with something behind each."""
    start, heads = 6 + 16 * len(pictures), b""
    for each in pictures:
        size = len(each) + len(added)
        heads += struct.pack("<BBBBHHII", 9, 6, 0, 0, 1, 24, size, start)
        start += size
    return struct.pack("<HHH", 0, 1, len(pictures)) + heads + b"".join(each + added for each in pictures)


# A picture in an icon is a BMP without its head, of twice the height, with the bits of what is to be seen.
BARE = struct.pack("<IiiHHIIiiII", 40, 9, 12, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(range(168)) + bytes(24)
FOUND_OUT = {
    "EXIF": segment(0xE1, b"Exif\0\0" + exif()),
    "a comment": segment(0xFE, PLACE),
    "an application nobody knows": segment(0xE9, PLACE),
    "what calls itself a profile": segment(0xE2, b"ICC_NONE\0" + PLACE),
    "what is called a profile": segment(0xE2, b"ICC_PROFILE\0\1\1" + PLACE),
    "what is called the second part of a profile": segment(0xE2, b"ICC_PROFILE\0\2\2" + PLACE),
    "what calls itself JFIF's": segment(0xE0, b"JFXX\0\x10" + PLACE),
}
SAYING = {
    "a stray byte between segments": b"\xff\xd8" + segment(0xDB, bytes(65)) + b"\0" + FOUND_OUT["EXIF"] + JPEG[2:],
    **{f"{name} before the first scan": JPEG[:20] + added + JPEG[20:] for name, added in FOUND_OUT.items()},
    **{f"{name} after the first scan": behind(SCANS, b"\xff\xda", added) for name, added in FOUND_OUT.items()},
    **{f"{name} after the last scan": behind(SCANS, b"\xff\xd9", added) for name, added in FOUND_OUT.items()},
    "a small picture in JFIF": b"\xff\xd8" + segment(0xE0, JPEG[6:18] + b"\3\2" + PLACE) + JPEG[20:],
    "colours with something behind": b"\xff\xd8" + segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + PLACE) + JPEG[2:],
    **{
        f"PNG {kind.decode()}": PNG[:33] + chunk(kind, PLACE) + PNG[33:]
        for kind in (b"caBX", b"prVt", b"iDOT", b"sPLT", b"vpAg", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"dSIG")
    },
    **{
        f"PNG {kind.decode()} that goes on": PNG[:33] + chunk(kind, bytes(length) + PLACE) + PNG[33:]
        for kind, length in ((b"sRGB", 1), (b"pHYs", 9), (b"cICP", 4), (b"gAMA", 4))
    },
    "in the end of PNG": PNG[:-12] + chunk(b"IEND", PLACE),
    "behind the pictures of an icon": icon(BARE, SMALL) + PLACE,
    "behind each picture of an icon": icon(BARE, SMALL, added=PLACE),
    "in a picture of an icon": icon(SMALL[:33] + chunk(b"tEXt", PLACE) + SMALL[33:]),
    "the name of a profile in PNG": PNG[:33] + chunk(b"iCCP", PLACE + b"\0\0" + zlib.compress(PROFILE)) + PNG[33:],
    "behind a profile in PNG": PNG[:33] + chunk(b"iCCP", b"icc\0\0" + zlib.compress(PROFILE) + PLACE) + PNG[33:],
    "what is no profile in WebP": PROFILED[: PROFILED.index(b"ICCP") + 8]
    + PLACE.ljust(len(PROFILE), b"x")
    + PROFILED[PROFILED.index(b"ICCP") + 8 + len(PROFILE) :],
    "what is no profile in PNG": PNG[:33] + chunk(b"iCCP", b"a\0\0" + PLACE) + PNG[33:],
    "behind the end of PNG": PNG + chunk(b"IDAT", PLACE),
    "behind the pixels of PNG": PNG[:-12] + chunk(b"IDAT", PLACE) + PNG[-12:],
    "behind the pixels of PNG, with them": PNG[:33] + chunk(b"IDAT", PNG[41:-16] + PLACE) + PNG[-12:],
    "GIF text": GIF[:-1] + b"\x21\x01\x0c" + bytes(12) + bytes((len(PLACE),)) + PLACE + b"\0;",
    "GIF application": GIF[:-1] + b"\x21\xff\x0bXMP DataXMP" + bytes((len(PLACE),)) + PLACE + b"\0;",
    "GIF loops": GIF[:-1] + b"\x21\xff\x0bNETSCAPE2.0\3\1\0\0" + bytes((len(PLACE),)) + PLACE + b"\0;",
    "behind the end of GIF": GIF + PLACE,
    "behind the end of BMP": BMP + PLACE,
    "between colours and pixels of BMP": BMP[:10] + struct.pack("<I", 54 + len(PLACE)) + BMP[14:54] + PLACE + BMP[54:],
    "WebP, a chunk nobody knows": b"RIFF" + struct.pack("<I", len(WEBP) + 18) + WEBP[8:] + riff(b"ABCD", PLACE),
    "behind the end of WebP": WEBP + PLACE,
    "a box behind the picture of AVIF": AVIF + box(b"uuid", PLACE),
    "room in AVIF": AVIF + box(b"free", PLACE),
    "between the parts of AVIF": AVIF + box(b"mdat", PLACE),
}


@pytest.mark.parametrize("data", SAYING.values(), ids=SAYING)
def test_what_no_part_of_the_picture_says_is_gone_wherever_it_stood(data: bytes) -> None:
    assert b"Zyx" in data
    clean = cleaned(data)
    assert b"Zyx" not in clean
    assert len(clean) <= len(data)
    assert pixels(clean) == pixels(data)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_published_says_nothing_of_place_or_maker_and_shows_the_same(form: str) -> None:
    extra: dict[str, Any] = {"exif": exif()}
    if form == "gif":
        extra = {"comment": b"Zyxplace"}
    elif form in ("jpeg", "webp", "avif"):
        extra["xmp"] = b"<x:xmpmeta>Zyxplace</x:xmpmeta>"
    data = picture(90, 60, form.upper(), **extra)
    assert b"Zyx" in data or form == "bmp"
    clean = cleaned(data)
    assert b"Zyx" not in clean
    assert look(clean).form == form
    assert pixels(clean) == pixels(data)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif", "avif", "bmp"])
def test_a_clean_picture_stays_as_it_is(form: str) -> None:
    data = cleaned(picture(90, 60, form.upper()))
    assert cleaned(data) == data
    assert cleaned(b"") == b""


def test_a_picture_of_very_many_pixels_is_not_looked_through() -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    with pytest.raises(UncleanError, match="more pixels than are looked through"):
        cleaned(PNG[:8] + head + PNG[33:])


@pytest.mark.parametrize("interlaced", [False, True])
def test_pixels_beyond_the_size_of_a_picture_are_no_part_of_it(interlaced: bool) -> None:
    packed = zlib.compress(zlib.decompress(PNG[41:-16]) + PLACE)
    with pytest.raises(UncleanError, match="more pixels"):
        cleaned(PNG[:33] + chunk(b"IDAT", packed) + PNG[-12:])
    with pytest.raises(UncleanError, match="cannot be read"):
        cleaned(PNG[:33] + chunk(b"IDAT", PLACE) + PNG[-12:])
    rows = sum(h * (1 + 3 * w) for w, h in ((2, 1), (1, 1), (3, 1), (2, 2), (5, 1), (4, 3), (9, 3)) if interlaced)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 6, 8, 2, 0, 0, interlaced))
    exact = PNG[:8] + head + chunk(b"IDAT", zlib.compress(bytes(rows or 6 * 28))) + PNG[-12:]
    assert cleaned(exact) == exact


def test_the_names_of_items_and_of_the_program_are_blanked() -> None:
    data = AVIF.replace(b"Color", b"Zyxcl", 1)
    assert data != AVIF
    assert b"Zyx" not in cleaned(data)
    assert pixels(cleaned(data)) == pixels(AVIF)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_which_way_up_a_picture_is_stays(form: str, orientation: int) -> None:
    clean = cleaned(picture(90, 60, form.upper(), exif=exif(orientation)))
    said = Image.open(io.BytesIO(clean)).getexif()
    assert dict(said) == ({0x0112: orientation} if orientation != 1 else {})
    assert b"Zyx" not in clean


def test_a_colour_profile_stays() -> None:
    for form in ("jpeg", "png", "webp"):
        clean = cleaned(picture(90, 60, form.upper(), icc_profile=PROFILE, exif=exif()))
        assert Image.open(io.BytesIO(clean)).info["icc_profile"] == PROFILE


def test_what_hangs_behind_a_jpeg_is_cut_off() -> None:
    assert cleaned(SCANS + b"Zyxplace of a second picture") == cleaned(SCANS)


def test_text_between_segments_is_passed_over() -> None:
    assert cleaned(JPEG[:20] + PLACE + JPEG[20:]) == cleaned(JPEG)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_moves_on(form: str) -> None:
    data = moving(form)
    clean = cleaned(data)
    with Image.open(io.BytesIO(clean)) as image, Image.open(io.BytesIO(data)) as before:
        assert image.n_frames == 3  # type: ignore[attr-defined]
        for number in range(3):
            image.seek(number)
            before.seek(number)
            assert image.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    assert not look(clean).still


def test_a_frame_of_a_moving_picture_says_nothing_either() -> None:
    data = moving("WEBP")
    at = data.index(b"ANMF")
    length = struct.unpack_from("<I", data, at + 4)[0]
    frame = riff(b"ANMF", data[at + 8 : at + 8 + length] + riff(b"ABCD", PLACE))
    whole = data[8:at] + frame + data[at + 8 + length :]
    clean = cleaned(b"RIFF" + struct.pack("<I", len(whole)) + whole)
    assert b"Zyx" not in clean
    assert clean == cleaned(data)


UNCLEAN = {
    "no picture": (b"\0\0Zyxplace", "it is no picture that this program knows"),
    "a segment that goes on behind the end": (JPEG[:20] + b"\xff\xe1\xff\xff" + PLACE, "it ends too early"),
    "a segment of no kind": (JPEG[:20] + segment(0x9F, PLACE) + JPEG[20:], "a segment of the kind 9F"),
    "no scan": (b"\xff\xd8" + segment(0xDB, bytes(65)) + b"\xff\xd9", "there is no picture in it"),
    "a chunk that goes on behind the end": (PNG[:33] + struct.pack(">I4s", 999_999, b"tEXt") + PLACE, "it ends too early"),
    "a PNG that begins otherwise": (PNG[:8] + chunk(b"tEXt", PLACE) + PNG[8:], "it does not begin with its size"),
    "a GIF with something between": (GIF[:-1] + PLACE, "a block of the kind 5A"),
    "a WebP that is cut off": (WEBP[:-20], "it ends too early"),
    "an AVIF with something behind": (AVIF + PLACE, "its parts are not as long as they say"),
    "an AVIF that is cut off": (AVIF[:-20], "its parts are not as long as they say"),
    "an AVIF that moves": (AVIF + box(b"moov", PLACE), "it is a moving picture"),
    "an AVIF without a picture": (AVIF.replace(b"pitm", b"Zyxm"), "it does not say where its picture is"),
    "an AVIF of another kind": (AVIF.replace(b"av01", b"Zyx1"), "its picture is of a kind that is not known"),
    "lines of a JPEG that go on": (JPEG[:-2] + segment(0xDC, b"\0\1" + PLACE) + b"\xff\xd9", "longer than the number"),
    "an icon that is cut off": (icon(BARE)[:-30], "it ends too early"),
    "an icon of something else": (icon(b"\x0c\0\0\0" + bytes(36) + PLACE), "its header is of a kind that is not known"),
    "a BMP of another kind": (BMP[:14] + b"\x29" + BMP[15:], "its header is of a kind that is not known"),
    "a BMP that is cut off": (BMP[:-20], "it ends too early"),
}


@pytest.mark.parametrize(("data", "why"), UNCLEAN.values(), ids=UNCLEAN)
def test_a_file_that_is_not_what_it_should_be_is_not_cleaned_and_it_is_said_why(data: bytes, why: str) -> None:
    with pytest.raises(UncleanError, match=why):
        cleaned(data)


@pytest.mark.parametrize("form", FORMS)
def test_cleaning_bears_every_damage_and_lets_nothing_through(form: str) -> None:
    extra: dict[str, Any] = {"comment": PLACE} if form == "gif" else {"exif": exif()}
    data = picture(90, 60, form.upper(), **extra)
    damaged = [data[:end] for end in range(0, len(data), max(1, len(data) // 60))]
    damaged += [data[:at] + bytes((data[at] ^ 0xFF,)) + data[at + 1 :] for at in range(0, len(data), max(1, len(data) // 60))]
    refused = 0
    for each in damaged:
        look(each)
        try:
            assert b"Zyxphotographer" not in cleaned(each)
        except UncleanError:
            refused += 1
    assert refused, "or nothing was damaged"


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


@pytest.mark.parametrize("written", ['<image href="{}"/>', "<image href='{}'/>", "<style>a {{fill: url({})}}</style>"])
@pytest.mark.parametrize("blank", ["", "\n ", "&#xA;"])
def test_pictures_in_drawings_are_cleaned_too(written: str, blank: str) -> None:
    if "style" in written and blank:
        return
    text = base64.b64encode(SAYING["EXIF before the first scan"]).decode()
    clean = cleaned_drawing(drawing(written.format(f"data:image/jpeg;base64,{text[:40]}{blank}{text[40:]}")))
    found = base64.b64decode(clean.split(b"base64,")[1].split(b'"')[0].split(b")")[0])
    assert found == cleaned(JPEG)


@pytest.mark.parametrize(
    "address", ["data:image/png,%89PNGZyxplace", "data:image/png;base64,Wnl4", "data:image/gif;x=Zyx;base64,Wnl4"]
)
def test_a_drawing_with_a_picture_that_cannot_be_cleaned_is_refused(address: str) -> None:
    with pytest.raises(UnsafeDrawingError, match="it holds a picture that cannot be cleaned"):
        cleaned_drawing(drawing(f'<image href="{address}"/>'))


def test_an_icon_of_every_size_shows_what_it_showed() -> None:
    sizes = [(16, 16), (32, 32), (64, 64)]
    for form in ("bmp", "png"):
        out = io.BytesIO()
        Image.open(io.BytesIO(picture(90, 90))).save(out, "ICO", sizes=sizes, bitmap_format=form)
        before, after = (Image.open(io.BytesIO(data)) for data in (out.getvalue(), cleaned(out.getvalue())))
        for size in sizes:
            assert before.ico.getimage(size).tobytes() == after.ico.getimage(size).tobytes()  # type: ignore[attr-defined]


def test_the_notes_of_drawing_programs_are_gone_and_words_stay() -> None:
    text = '<g data-name="Zyxplace" id="a" data-x=\'Zyxplace\'><text data-y="Zyxplace > it">Say data-x="no"</text></g>'
    clean = cleaned_drawing(drawing(text))
    assert b"Zyx" not in clean
    assert b"Say data-x=" in clean
    assert b'id="a"' in clean


def test_a_drawing_s_metadata_are_gone() -> None:
    text = drawing('<metadata>Zyxplace<a>Zyxplace</a></metadata><!-- Zyxplace --><rect width="1"/>')
    assert b"Zyx" not in cleaned_drawing(text)
