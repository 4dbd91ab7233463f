"""Pages that Mailman made of a list's messages: they still have letters for which its months of plain text say `?`."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from broadsheet.importing.files import LARGEST, inside

_SUFFIXES = (".txt", ".txt.gz")
_IDENT = re.compile(r"In-Reply-To=(%3C[^\"&]+?%3E)", re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_ARTICLE = re.compile(r"<!--beginarticle-->\s*<PRE>(.*?)</PRE>\s*<!--endarticle-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_HEAD = 4_096


def pages_beside(month: Path) -> dict[bytes, Path]:
    """Return the pages in the folder of a month, by the identities of their messages."""
    suffix = next((each for each in _SUFFIXES if month.name.endswith(each)), "")
    folder = month.with_name(month.name.removesuffix(suffix))
    found: dict[bytes, Path] = {}
    for page in sorted(folder.glob("*.html")) if suffix and folder.is_dir() and not folder.is_symlink() else ():
        if page.stem.isdecimal() and inside(folder, page) and not page.is_symlink():
            with page.open("rb") as opened:
                said = _IDENT.search(opened.read(_HEAD).decode("latin-1"))
            if said:
                found[unquote(said[1]).encode()] = page
    return found


def with_letters(data: bytes, pages: dict[bytes, Path]) -> bytes:
    """Return a message with the letters of its page where it says `?`, if all else in both is the same."""
    head, gap, body = data.partition(b"\n\n")
    said = _MESSAGE_ID.search(head)
    page = pages.get(said[1]) if said else None
    if page is None or b"?" not in body or not body.isascii() or page.stat().st_size > LARGEST:
        return data
    article = _ARTICLE.search(page.read_bytes().decode("utf-8", "replace"))
    old = body.decode().rstrip()
    new = unescape(_TAG.sub("", article[1])).rstrip() if article else ""
    if len(old) != len(new) or any(one != other and (one != "?" or other.isascii()) for one, other in zip(old, new, strict=True)):
        return data
    return head + gap + new.replace("\ufffd", "?").encode() + b"\n"
