"""The alternative text of a picture: what is none though something is written there."""

from __future__ import annotations

from urllib.parse import unquote

from broadsheet.expressions import expression

# A file's name with its suffix, or the numbers that cameras and scanners give; a word that happens to be a name is none.
_FILE_NAME = expression(r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|heic)|(?:img|dsc|dscn|dscf|pxl|scan)[-_ ]?\d{2,}\S*")


def is_file_name(text: str, source: str) -> bool:
    """Say whether a picture's text is but the name of a file: its own, or as cameras and importers write them."""
    said = text.strip().casefold()
    return said == unquote(source).rpartition("/")[2].casefold() or _FILE_NAME.fullmatch(said) is not None
