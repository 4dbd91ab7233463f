"""The container of an EPUB: a zip whose bytes are the same for the same book, whenever and wherever it is made.

A book is rendered as one text in which every file begins with a form feed and its name; its pictures are read from their files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

from broadsheet.pages.views.booklet import EpubPicture

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can have


def epub(text: str, pictures: Iterable[EpubPicture], read: Callable[[EpubPicture], bytes]) -> bytes:
    """Return the bytes of a book from its rendered text; `read` returns a picture."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        _put(book, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER.encode())
        for part in text.split("\f")[1:]:
            name, _, content = part.partition("\n")
            _put(book, f"book/{name.strip()}", content.lstrip("\n").encode())
        for picture in pictures:
            _put(book, f"book/{picture.name}", read(picture))
    return out.getvalue()


def _put(book: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = method
    info.create_system = 3
    info.external_attr = 0o644 << 16
    book.writestr(info, data, compresslevel=9)
