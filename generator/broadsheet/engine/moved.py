"""Moved pages: what the last build published at another address than this one, with nothing that leads from there."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.engine.work import Work, name_of


def moved_pages(work: Work) -> Iterator[tuple[str, str]]:
    """Yield old and new address of each story and free page that moved, with its date, its slug or the pattern of addresses.

    What was removed or is held back has not moved. A build that knows nothing of the last one finds nothing.
    """
    addresses, catalog = work.assembly.resolver.addresses, work.assembly.edition.catalog
    pages = {page.path: permalink for page, permalink in catalog.pages}
    for subject in work.dirty:
        kind, key = subject
        row = work.rows.get(name_of(subject)) if kind in ("story", "page") else None
        was = next(iter(row.rows), None) if row else None
        if was is not None and was.path not in addresses:
            story = catalog.by_id(key) if kind == "story" else None
            yield was.permalink, story.permalink if story else pages[key]
