"""Tags of posts in a stream of XML: where each begins and ends, found without reading what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

POSTS = ("item", "entry", "page")
_POST = re.compile(rb"<(/?)(?:%b)(?=[\s/>])|<!(?:\[CDATA\[|--)" % "|".join(POSTS).encode())
_ENDS = {b"<![CDATA[": re.compile(rb"\]\]>"), b"<!--": re.compile(rb"-->")}
_LONGEST = 16  # bytes of one of these
_CHUNK = 65_536


class PostTag(NamedTuple):
    """A tag of a post: whether it ends it, the place behind its name, and how many lines end between the start and there."""

    ends: bool
    place: int
    lines: int


def post_tags(opened: IO[bytes], start: int) -> Iterator[PostTag]:
    """Yield the tags from a place on at which no text and no comment stands. What stands in those is none."""
    opened.seek(start)
    piece, lines, wanted = b"", 0, _POST
    while data := opened.read(_CHUNK):
        piece += data
        at = 0
        while found := wanted.search(piece, at):
            lines += piece.count(b"\n", at, found.end())
            at = found.end()
            wanted = _ENDS.get(found[0], _POST)
            if wanted is _POST and found.re is _POST:
                yield PostTag(bool(found[1]), start + at, lines)
        kept = piece[max(at, len(piece) - _LONGEST) :]
        lines += piece.count(b"\n", at, len(piece) - len(kept))
        start += len(piece) - len(kept)
        piece = kept
