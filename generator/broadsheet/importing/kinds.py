"""The kinds of archive that can be imported: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from broadsheet.importing import (
    blogger,
    documents,
    feeds,
    ghost,
    markdownsites,
    mbox,
    mediawiki,
    medium,
    newsml,
    plaintexts,
    savedpages,
    substack,
    tables,
    warc,
    wordpress,
)
from broadsheet.importing.post import Found, Site


class Kind(NamedTuple):
    """How a kind of archive is told, what it says of itself, and how its posts are read (given the clock)."""

    looks_like: Callable[[Path], bool]
    about: Callable[[Path], Site]
    read: Callable[[Path, Site], Iterator[Found]]


# In the order in which they are tried.
KINDS: dict[str, Kind] = {
    "wordpress": Kind(wordpress.looks_like, wordpress.about, wordpress.read),
    "ghost": Kind(ghost.looks_like, ghost.about, ghost.read),
    "substack": Kind(substack.looks_like, substack.about, substack.read),
    "medium": Kind(medium.looks_like, medium.about, medium.read),
    "blogger": Kind(blogger.looks_like, blogger.about, blogger.read),
    "mediawiki": Kind(mediawiki.looks_like, mediawiki.about, mediawiki.read),
    **{name: Kind(*kind) for name, kind in markdownsites.kinds().items()},
    "docx": Kind(partial(documents.looks_like, ".docx"), documents.about, documents.read),
    "odt": Kind(partial(documents.looks_like, ".odt"), documents.about, documents.read),
    "mbox": Kind(mbox.looks_like, mbox.about, mbox.read),
    "newsml": Kind(newsml.looks_like, newsml.about, newsml.read),
    "warc": Kind(partial(warc.looks_like, ".warc"), warc.about, warc.read),
    "wacz": Kind(partial(warc.looks_like, ".wacz"), warc.about, warc.read),
    "csv": Kind(tables.looks_like_csv, tables.about, tables.read_csv),
    "jsonl": Kind(tables.looks_like_jsonl, tables.about, tables.read_jsonl),
    "feed": Kind(feeds.looks_like, feeds.about, feeds.read),
    "html": Kind(savedpages.looks_like, savedpages.about, savedpages.read),
    "text": Kind(plaintexts.looks_like, plaintexts.about, plaintexts.read),
}


def kind_of(source: Path) -> str:
    """Return the kind that a source looks like; empty where it looks like none."""
    return next((name for name, kind in KINDS.items() if kind.looks_like(source)), "")
