"""Slugs for new actors: what a register file may be called when an editor makes one.

A slug is made once and never again from the name. One that a machine cannot make well is proposed for want of a better, and says
so.

Left out: the slugs of names that have no file, which the catalog gives (`catalog/terms.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import NamedTuple

from broadsheet.content.slugs import NAME_LENGTH, slug_of


class SlugProposal(NamedTuple):
    """A free slug, and whether it reads well; where not, the editor is to be asked."""

    slug: str
    readable: bool


def propose_slug(name: str, taken: Collection[str] = (), aliases: Iterable[str] = ()) -> SlugProposal:
    """Return a slug for an actor that none of `taken` is, whatever its case.

    A name in another script is called by its first alias in Latin letters, else by a digest of the name.
    """
    latin = next((text for text in (name, *aliases) if is_latin(text)), "")
    readable = bool(latin)
    slug = slug_of(latin) if latin else f"actor-{sha256(unicodedata.normalize('NFC', name).encode()).hexdigest()[:8]}"
    used = {other.casefold() for other in taken}
    number, free = 2, slug
    while free in used:
        end = f"-{number}"
        free = slug[: NAME_LENGTH - len(end)].rstrip("-") + end
        number += 1
    return SlugProposal(free, readable)


def is_latin(text: str) -> bool:
    """Say whether a text has letters, and all of them are Latin."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(c.isascii() or unicodedata.name(c, "").startswith("LATIN ") for c in letters)
