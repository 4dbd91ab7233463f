"""Develop: a picture decoded, turned the right way up, brought to sRGB, made smaller and encoded. One picture at a time."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from PIL import Image, ImageCms, ImageOps

from broadsheet.pictures.original import worded
from broadsheet.pictures.pillow import FAULTS, opened
from broadsheet.pictures.variants import Variant

_FEW_COLOURS = 1024  # a picture with no more is drawn: losses would show, and nothing lost costs little
_JPEG_EXTRA = 3  # points of quality that a JPEG needs to look like a WebP


class UnfitPictureError(Exception):
    """Raised where a picture cannot be decoded; its text says why."""


def develop(
    data: bytes, variants: Iterable[Variant], quality: int, wanted: Collection[Variant] | None = None
) -> Iterator[tuple[Variant, bytes]]:
    """Yield each variant of a picture with its bytes, the widest first; with `wanted` only those of them that are.

    `variants` are all that there are: each is made from a wider one. The same bytes give the same with one version of Pillow.
    Raises UnfitPictureError where the picture cannot be decoded.
    """
    order = sorted(variants, key=lambda variant: (-variant.width, variant.name))
    wanted = order if wanted is None else wanted
    if not wanted:
        return
    try:
        image = _decoded(data, order[0])
        drawn = image.getcolors(_FEW_COLOURS) is not None
    except FAULTS as error:
        raise UnfitPictureError(worded(error)) from error
    for variant in order:
        size = (variant.width, variant.height)
        if image.size != size:
            # Each from the next wider one: the second step costs a tenth of the first, and does not show.
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        if variant in wanted:
            yield variant, _encoded(image, variant.form, quality, drawn=drawn)


def verify(data: bytes) -> None:
    """Decode a picture, as small as may be, to see whether it can be. Raises UnfitPictureError where it cannot."""
    try:
        with opened(data) as image:
            image.draft(None, (1, 1))
            image.load()
    except FAULTS as error:
        raise UnfitPictureError(worded(error)) from error


def _decoded(data: bytes, widest: Variant) -> Image.Image:
    """Return a picture as RGB or RGBA, at least as large as the widest variant, the right way up, in sRGB."""
    with opened(data) as image:
        if image.format in ("JPEG", "MPO"):
            longer, shorter = max(widest.width, widest.height), min(widest.width, widest.height)
            lying = image.width >= image.height
            image.draft(None, (longer, shorter) if lying else (shorter, longer))  # decoded at a half, a quarter or an eighth
        image.load()
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        found = _in_srgb(_eight_bits(upright), profile)
    found.info = {}  # else some encoders hand on what stands there
    return found


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture in a mode of eight bits a channel that colours can be converted from."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode in ("1", "LA", "PA", "La", "RGBa"):
        return image.convert("RGBA" if "a" in image.mode.lower() else "L")
    if "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, _srgb(), ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode=wanted
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit the picture is as good as none
    return image if image.mode == wanted else image.convert(wanted)


def _srgb() -> Any:  # a profile of littlecms  # noqa: ANN401
    return ImageCms.createProfile("sRGB")


def _encoded(image: Image.Image, form: str, quality: int, *, drawn: bool) -> bytes:
    """Return a picture's bytes: without any metadata, for what it was decoded with is not handed on."""
    out = io.BytesIO()
    bare = image if form != "jpeg" or image.mode == "RGB" else _on_white(image)
    if form == "webp":
        bare.save(out, "WEBP", quality=quality, method=4, lossless=drawn, exif=b"", xmp=b"", icc_profile=b"")
    elif form == "avif":
        bare.save(out, "AVIF", quality=max(1, quality - 20), speed=7, max_threads=1, exif=b"", xmp=b"", icc_profile=b"")
    elif form == "jpeg":
        bare.save(out, "JPEG", quality=min(95, quality + _JPEG_EXTRA), progressive=True, optimize=True, exif=b"")
    else:
        bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
