"""Pictures: what is found in their files, and which copies are made of them."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from broadsheet.config import ImageSettings
from broadsheet.pictures.cache import PictureCache
from broadsheet.pictures.develop import UnfitPictureError, develop, verify
from broadsheet.pictures.original import Original, look
from broadsheet.pictures.svg import svg_size
from broadsheet.pictures.variants import fallback_of, making, variants_of
from growth import grows_evenly
from newsroom import picture

SETTINGS = ImageSettings(widths=(480, 800, 1200, 1600))
PLACE = b"Zyxplace 48.2 16.4"


def exif(orientation: int = 1) -> bytes:
    """Return EXIF that says where a picture was taken, by whom, and which way up it is."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = "Zyxphotographer"
    found.get_ifd(0x8825)[29] = PLACE.decode()  # GPSDateStamp, which is text
    return found.tobytes()


def drawn(width: int, height: int, form: str, **saved: Any) -> bytes:
    return picture(width, height, form, **saved)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def sizes(data: bytes, settings: ImageSettings = SETTINGS) -> list[tuple[int, int, str]]:
    return [(v.width, v.height, v.form) for v in variants_of(look(data), settings)]


# -- what is found


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif", "avif"])
def test_form_and_size_are_found(form: str) -> None:
    found = look(drawn(640, 480, form.upper()))
    assert (found.form, found.width, found.height, found.still, found.fault) == (form, 640, 480, True, "")


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
def test_the_size_is_that_of_the_picture_the_right_way_up(orientation: int, size: tuple[int, int]) -> None:
    found = look(drawn(60, 40, "JPEG", exif=exif(orientation)))
    assert (found.width, found.height) == size


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the file is empty"),
        (b"<!doctype html><p>Not found", "it is no picture that this program knows"),
        (drawn(60, 40, "PNG")[:20], "it ends too early"),
        (drawn(60, 40, "TIFF"), "browsers do not show TIFF"),
        (drawn(60, 40, "BMP"), "browsers do not show BMP"),
        (b"\0\0\0\x18ftypheic" + bytes(30), "browsers do not show HEIC"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_shown_is_said(data: bytes, fault: str) -> None:
    assert look(data).fault.startswith(fault)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is huge."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (header, body, b"IEND")
    packed = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + packed


@pytest.mark.parametrize("size", [(12_000, 9_000), (60_000, 60_000), (2_000_000_000, 2)])
def test_a_huge_picture_is_never_decoded(size: tuple[int, int]) -> None:
    found = look(bomb(*size))
    assert "more than 100 million" in found.fault
    assert variants_of(found, SETTINGS) == ()


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif", "avif"])
def test_a_picture_that_ends_too_early_is_found_out_when_it_is_decoded(form: str) -> None:
    data = drawn(900, 600, form.upper())[:-400]
    if look(data).fault:
        return
    with pytest.raises(UnfitPictureError, match=r"ends too early|damaged"):
        verify(data)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<svg viewBox="0 0 640 480"/>', (640, 480)),
        ('<svg width="10cm" height="5cm"/>', (378, 189)),
        ('<svg width="320" viewBox="0 0 640 480"/>', (320, 240)),
        ('<svg height="100px" viewBox="0,0,640,480"/>', (133, 100)),
        ('<svg width="100%" height="100%" viewBox="0 0 10 20"/>', (10, 20)),
        ("<?xml version='1.0'?><!-- <svg width='1' height='1'/> --><svg:svg xmlns:svg='x' width='3' height='4'>", (3, 4)),
        ('<svg data-width="9" width="2" height="1">', (2, 1)),
        ("<svg/>", (0, 0)),
        ('<svg viewBox="0 0 x 4"/>', (0, 0)),
        ('<svg viewBox="0 0 0 4"/>', (0, 0)),
        ('<svg width="1e99" height="3"/>', (0, 0)),
        ("no picture", (0, 0)),
    ],
)
def test_the_size_of_an_svg_is_that_of_its_root(text: str, size: tuple[int, int]) -> None:
    assert svg_size(text.encode()) == size


def test_a_drawing_of_comments_that_do_not_end_is_looked_through_once() -> None:
    assert grows_evenly(lambda size: lambda: svg_size(b"<!-- " * size), 1500)


# -- which copies


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((479, 300), []),
        ((480, 300), [480]),
        ((500, 300), [500]),  # 480 would be hardly smaller
        ((800, 600), [480, 800]),
        ((1600, 900), [480, 800, 1200, 1600]),
        ((1700, 900), [480, 800, 1200, 1600]),
    ],
)
def test_copies_are_smaller_never_larger(size: tuple[int, int], expected: list[int]) -> None:
    original = Original("0", "png", *size)
    assert [v.width for v in variants_of(original, SETTINGS) if v.form == "webp"] == expected
    assert all(v.width <= size[0] and v.height <= size[1] for v in variants_of(original, SETTINGS))


def test_a_picture_wider_than_any_copy_has_one_in_its_own_form() -> None:
    wide = Original("0", "jpeg", 4000, 3000)
    fallback = fallback_of(wide, SETTINGS)
    assert fallback is not None
    assert (fallback.width, fallback.height, fallback.form) == (1600, 1200, "jpeg")
    assert fallback in variants_of(wide, SETTINGS)
    assert fallback_of(wide._replace(width=1600), SETTINGS) is None


@pytest.mark.parametrize(
    "original",
    [
        Original("0", "gif", 900, 600),
        Original("0", "svg", 900, 600),
        Original("0", "png", 900, 600, still=False),
        Original("0", "png", 900, 600, fault="x"),
    ],
)
def test_what_moves_or_is_drawn_or_is_damaged_has_no_copies(original: Original) -> None:
    assert variants_of(original, SETTINGS) == ()


def test_the_name_of_a_copy_is_of_the_bytes_and_the_way_they_are_made() -> None:
    one = look(drawn(900, 600, "PNG"))
    names = {v.name for v in variants_of(one, SETTINGS)}
    assert names == {v.name for v in variants_of(look(drawn(900, 600, "PNG")), SETTINGS)}
    assert names.isdisjoint(v.name for v in variants_of(one, ImageSettings(quality=79)))
    assert names.isdisjoint(v.name for v in variants_of(look(drawn(900, 600, "PNG", shade=91)), SETTINGS))
    assert making(SETTINGS) != making(ImageSettings(widths=(480,)))


# -- making them


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_copies_have_the_size_and_form_that_was_said_and_the_same_bytes_every_time(form: str) -> None:
    data = drawn(1700, 1000, form.upper())
    variants = variants_of(look(data), ImageSettings(formats=("webp", "avif"), widths=(480, 800)))
    made = dict(develop(data, variants, 80))
    assert set(made) == set(variants)
    assert made == dict(develop(data, variants, 80))
    for variant, copy in made.items():
        image = opened(copy)
        assert (image.size, image.format) == ((variant.width, variant.height), variant.form.upper())


def test_a_copy_that_is_made_alone_has_the_bytes_that_it_has_among_the_others() -> None:
    data = drawn(1700, 1000, "PNG")
    variants = variants_of(look(data), ImageSettings(widths=(320, 640, 960)))
    made = dict(develop(data, variants, 80))
    assert len(variants) == 4
    for variant in variants:
        assert dict(develop(data, variants, 80, (variant,))) == {variant: made[variant]}
    assert dict(develop(data, variants, 80, ())) == {}


def test_copies_among_others_have_other_names() -> None:
    original = look(drawn(1700, 1000, "PNG"))
    few, many = (variants_of(original, ImageSettings(widths=widths)) for widths in ((320, 960), (320, 640, 960)))
    assert {variant.name for variant in few}.isdisjoint(variant.name for variant in many)


def test_a_picture_on_its_side_is_put_upright() -> None:
    data = drawn(1000, 600, "JPEG", exif=exif(6))  # whose upper left quarter is light, and so its upper right one when turned
    ((_, copy),) = develop(data, variants_of(look(data), ImageSettings(widths=(600,))), 80)
    image = opened(copy).convert("L")
    assert image.size == (600, 1000)
    assert image.getpixel((500, 100)) > 200
    assert image.getpixel((500, 800)) < 120


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_copies_say_nothing_of_place_or_maker(form: str) -> None:
    extra: dict[str, Any] = {"comment": b"Zyxplace"} if form == "jpeg" else {}
    data = (
        drawn(900, 600, form.upper(), exif=exif(), xmp=b"<x:xmpmeta>Zyxplace</x:xmpmeta>", **extra)
        if form != "png"
        else drawn(900, 600, "PNG", exif=exif())
    )
    assert b"Zyx" in data
    settings = ImageSettings(widths=(480,), formats=("webp", "avif"))
    for _, copy in develop(data, variants_of(look(data), settings), 80):
        assert b"Zyx" not in copy
        assert not opened(copy).getexif()


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("CMYK", (0, 255, 255, 0)), ("L", 200), ("LA", (200, 90)), ("P", 3), ("1", 1), ("I;16", 51_400), ("RGBA", (255, 0, 0, 80))],
)
def test_pictures_of_every_mode_are_made_smaller(mode: str, colour: Any) -> None:
    out = io.BytesIO()
    Image.new(mode, (600, 400), colour).save(out, "JPEG" if mode == "CMYK" else "PNG")
    ((_, copy),) = develop(
        out.getvalue(), variants_of(look(out.getvalue()), ImageSettings(widths=(480,), formats=("webp",)))[:1], 80
    )
    pixel = opened(copy).convert("RGBA").getpixel((9, 9))
    assert isinstance(pixel, tuple)
    expected = {"CMYK": (255, 0, 0), "L": (200,) * 3, "LA": (200,) * 3, "1": (255,) * 3, "I;16": (200,) * 3, "RGBA": (255, 0, 0)}
    assert mode == "P" or all(abs(one - other) < 12 for one, other in zip(pixel[:3], expected[mode], strict=True))
    assert pixel[3] == {"LA": 90, "RGBA": 80}.get(mode, 255)


def test_colours_of_another_space_are_brought_to_srgb() -> None:
    out = io.BytesIO()
    Image.merge("RGB", [Image.new("L", (600, 400), 90)] * 3).save(out, "PNG", icc_profile=b"no profile at all")
    ((_, copy),) = develop(out.getvalue(), variants_of(look(out.getvalue()), ImageSettings(widths=(600,))), 80)
    assert opened(copy).getpixel((9, 9)) == (90, 90, 90), "a profile that is none is passed over"


def test_a_drawing_loses_nothing_and_a_photograph_is_small() -> None:
    flat = io.BytesIO()
    image = Image.new("RGB", (600, 400), (250, 248, 240))
    image.paste((122, 31, 31), (100, 100, 300, 300))
    image.save(flat, "PNG")
    ((_, copy),) = develop(flat.getvalue(), variants_of(look(flat.getvalue()), ImageSettings(widths=(600,))), 80)
    assert opened(copy).convert("RGB").tobytes() == image.tobytes()
    photo = drawn(900, 600, "JPEG", quality=95)
    assert all(len(copy) < len(photo) for _, copy in develop(photo, variants_of(look(photo), SETTINGS), 80))


# -- where copies are kept


def test_the_cabinet_keeps_what_is_whole_and_used(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "pictures")
    assert cache.read("ab-1.webp") is None
    cache.put("ab-1.webp", b"one")
    cache.put("cd-2.webp", b"two")
    cache.put("ef-3.webp", b"three")
    assert cache.read("ab-1.webp") == b"one"
    (tmp_path / "pictures/cd/cd-2.webp").write_bytes(b"")
    assert not cache.holds("cd-2.webp"), "a machine that lost power leaves empty files"
    for name in ("ab/ab-1.webp", "ef/ef-3.webp"):
        os.utime(tmp_path / "pictures" / name, (1_000_000, 1_000_000))
    assert cache.holds("ef-3.webp"), "which takes note that it was asked for"
    assert cache.prune({"none"}) == 1
    assert (cache.read("ab-1.webp"), cache.read("ef-3.webp")) == (None, b"three")
    os.utime(tmp_path / "pictures/ef/ef-3.webp", (1_000_000, 1_000_000))
    assert cache.prune({"ef-3.webp"}) == 0
