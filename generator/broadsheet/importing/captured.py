"""Captured text: what template code keeps under a name (`{% capture body %}`) stands where that is printed."""

from __future__ import annotations

import re

from broadsheet.importing.shortcodetemplates import as_html

_CAPTURED = re.compile(
    r"\{%-?\s*capture\s+(\w+)\s*-?%\}((?:(?!\{%-?\s*(?:end)?capture\b).)*+)\{%-?\s*endcapture\s*-?%\}", re.DOTALL
)
_FRAMES = "section|div|article|main|aside"
_OPENING, _CLOSING = re.compile(rf"<(?:{_FRAMES}|table|figure)\b", re.IGNORECASE), re.compile(rf"</(?:{_FRAMES}|table|figure)\b")
_PRINTED = r"\{{\{{-?\s*{}\s*((?:\|\s*(?:markdownify|markdown|safe|raw|strip)\s*)*)-?\}}\}}"
_FRAMED = re.compile(rf"<({_FRAMES})\b[^<>]*>\s*\Z", re.IGNORECASE), re.compile(rf"\s*</({_FRAMES})\s*>", re.IGNORECASE)
_HOLLOW = re.compile(rf"<({_FRAMES})\b(?![^<>]*\sid=)[^<>]*>\s*</\1\s*>", re.IGNORECASE)
_MOST, _DEEPEST = 50, 16  # texts that are captured, and frames in one another


def with_captured(text: str) -> str:
    """Return a text in which each captured piece stands where it is printed first, without frames that hold nothing else.

    What is printed nowhere stays.
    """
    for found in reversed([*_CAPTURED.finditer(text)][:_MOST]):  # of two with one name the last one is printed
        before, behind = text[: found.start()], text[found.end() :]
        printed = re.search(_PRINTED.format(found[1]), behind)
        if printed:
            before, behind = _without_frames(before + behind[: printed.start()], behind[printed.end() :])
            within = len(_OPENING.findall(before)) > len(_CLOSING.findall(before))
            piece = as_html(found[2]) if within and "markdown" in printed[1] else f"\n\n{found[2].strip()}\n\n"
            text = before + piece + behind
    return text


def _without_frames(before: str, behind: str) -> tuple[str, str]:
    """Return what stands before and behind a piece without the frames in which it stands alone."""
    for _ in range(_DEEPEST):
        opening, closing = _FRAMED[0].search(before, max(0, len(before) - 500)), _FRAMED[1].match(behind)
        if not (opening and closing and opening[1].lower() == closing[1].lower()):
            break
        before, behind = before[: opening.start()], behind[closing.end() :]
    return before, behind


def without_hollow_frames(text: str) -> str:
    """Return a text without the frames that template code left empty."""
    for _ in range(_DEEPEST):
        before, text = text, _HOLLOW.sub("", text)
        if text == before:
            break
    return text
