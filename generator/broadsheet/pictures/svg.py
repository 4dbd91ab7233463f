"""The size of an SVG picture, from the tag of its root: `width` and `height`, or else what its `viewBox` shows."""

from __future__ import annotations

import re

from broadsheet.expressions import expression

_ROOT = expression(rb"<(?:[a-z]+:)?svg\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_ATTRIBUTE = expression(rb"(?<=\s)(width|height|viewBox)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LENGTH = expression(r"\s*([0-9]*\.?[0-9]+(?:e[0-9]+)?)\s*(px|pt|pc|in|cm|mm|)\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_HEAD = 65_536  # bytes in which the root has to stand: comments and entities come before it
_MOST = 100_000


def svg_size(data: bytes) -> tuple[int, int]:
    """Return the width and height in CSS pixels; 0, 0 where the picture says neither its size nor its shape."""
    root = root_of(re.sub(rb"<!--.*?(?:-->|\Z)", b"", data[:_HEAD], flags=re.DOTALL))
    if root is None:
        return 0, 0
    said = {name.decode(): (one or other).decode("utf-8", "replace") for name, one, other in _ATTRIBUTE.findall(root[0])}
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    box = _box(said.get("viewBox", ""))
    if box and width and not height:
        height = width * box[1] / box[0]
    elif box and height and not width:
        width = height * box[0] / box[1]
    elif box and not width:
        width, height = box
    if not (0 < width <= _MOST and 0 < height <= _MOST):
        return 0, 0
    return max(1, round(width)), max(1, round(height))


def root_of(data: bytes) -> re.Match[bytes] | None:
    """Return where the tag of the root is."""
    return _ROOT.search(data)


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _PIXELS[found[2].lower()] if found else 0.0  # per cent and the like say nothing


def _box(text: str) -> tuple[float, float] | None:
    try:
        numbers = [float(number) for number in re.split(r"[\s,]+", text.strip())]
    except ValueError:
        return None
    if len(numbers) != 4 or not (0 < numbers[2] <= _MOST and 0 < numbers[3] <= _MOST):
        return None
    return numbers[2], numbers[3]
