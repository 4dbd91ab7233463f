"""Slugs: the part of an address that is made from a name, in lower-case ASCII."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from broadsheet.expressions import expression

NAME_LENGTH = 80  # of a slug made from a name or a headline
FILE_LENGTH = 200  # of one that an author chose; a file system takes 255 bytes, and what is published has a suffix
_SLUG = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BREAKS = expression(r"[^a-z0-9]+")
_APOSTROPHES = str.maketrans("\u2019\u02bc\u2018", "'''")  # all kinds give the same slug
_DATED = expression(r"(\d{4}-\d{2}-\d{2})-(?=.)")
_FOLDER_FILES = frozenset(("index", "_index"))
# `page` and `index` are folders and files of every listing; the others are device names, which Windows refuses as folders.
_RESERVED = frozenset(
    ("page", "index", "con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)


@lru_cache(maxsize=65_536)
def slug_of(text: str, longest: int = NAME_LENGTH) -> str:
    """Return the slug of a name in any script: `[a-z0-9-]`, 1 to `longest` characters, cut at a word, never a reserved name.

    The slug of a slug is that slug. A name without a letter or digit gives `x` and eight hexadecimal digits of its digest.
    """
    if _SLUG.fullmatch(text) and len(text) <= longest:
        slug = text
    else:
        plain = text.translate(_APOSTROPHES)
        slug = _BREAKS.sub("-", plain.lower()).strip("-") if plain.isascii() and "," not in plain else ""
        if not 0 < len(slug) < longest:
            slug = transliterated(plain, longest)
    if not slug:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        return f"x{digest}"
    return f"{slug}-1" if slug in _RESERVED else slug


def transliterated(text: str, longest: int) -> str:
    """Return the slug of a text in any script, cut at a word; an empty one where there is no letter or digit."""
    from slugify import slugify  # here, because its transliteration tables are large

    return slugify(
        text,
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=longest,
        word_boundary=True,
        save_order=True,
        algorithm="legacy",
        backend="text-unidecode",  # whatever else is installed beside it
    )


def slug_from_path(path: str) -> str:
    """Return the slug of a story by its path without suffix: the last name, a leading `YYYY-MM-DD-` dropped.

    A file named `index` is named by its folder, as in a Hugo page bundle, or by the date before it.
    """
    date, rest = dated_name(path)
    return slug_of(date if rest in _FOLDER_FILES and date else rest, FILE_LENGTH)


def dated_name(path: str) -> tuple[str, str]:
    """Return the leading `YYYY-MM-DD` of a story's name, or an empty text, and the rest of the name."""
    folder, _, name = path.rpartition("/")
    if name in _FOLDER_FILES and folder:
        name = folder.rpartition("/")[2]
    dated = _DATED.match(name)
    return (dated[1], name[dated.end() :]) if dated else ("", name)
