"""Slugs: the part of an address that is made from a name, in lower-case ASCII."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

MAX_LENGTH = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
# `page` and `index` are folders and files of every listing; the others are device names, which Windows refuses as folders.
_RESERVED = frozenset(
    ("page", "index", "con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)


@lru_cache(maxsize=65_536)
def slug_of(text: str) -> str:
    """Return the slug of a name in any script: `[a-z0-9-]`, 1 to 80 characters, cut at a word, never a reserved name.

    The slug of a slug is that slug. A name without a letter or digit gives `x` and eight hexadecimal digits of its digest.
    """
    if _SLUG.fullmatch(text) and len(text) <= MAX_LENGTH:
        slug = text
    else:
        from slugify import slugify  # here, because its transliteration tables are large

        joined = _INNER_APOSTROPHE.sub("", text)
        slug = slugify(
            joined, entities=False, decimal=False, hexadecimal=False, max_length=MAX_LENGTH, word_boundary=True, save_order=True
        )
    if not slug:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        return f"x{digest}"
    return f"{slug}-1" if slug in _RESERVED else slug


def slug_from_path(path: str) -> str:
    """Return the slug of a story by its path without suffix: the last name, a leading `YYYY-MM-DD-` dropped.

    A file named `index` is named by its folder, as in a Hugo page bundle.
    """
    folder, _, name = path.rpartition("/")
    if name == "index" and folder:
        name = folder.rpartition("/")[2]
    return slug_of(_DATED.sub("", name, count=1) if _DATED.match(name) else name)
