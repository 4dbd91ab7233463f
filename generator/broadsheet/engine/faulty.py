"""Faulty articles: those with errors of their own, which `--keep-going` leaves as they were published last.

What they said then stands in all lists; their own pages, and whatever shows their texts, are not touched until they are mended.
An article that was not published yet is left out, and so is one that says, in whatever words, that it is to be held back. Where
nothing but a picture is missing, the page is published without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from broadsheet.codec import field_index
from broadsheet.content.scan import SourceFile
from broadsheet.model import Story

if TYPE_CHECKING:
    from broadsheet.engine.ledger import Ledger, SubjectRow
    from broadsheet.engine.readings import Found, Readings
    from broadsheet.problems import Problem

KEPT = "kept"  # in the ledger: what was published of the articles that were read since then, by their paths
Records = tuple[Any, ...]  # as plain values
_DRAFT = field_index(Story, "draft")
_ARTICLES = ("article", "jsonlines", "saved-page")


def blamed(errors: Iterable[Problem], texts: Iterable[SourceFile]) -> set[str] | None:
    """Return the articles that errors are about, by their paths; None where one of them is about something else."""
    owners = {each.path: file.path for file in texts if file.role in _ARTICLES for each in (file, *file.attached)}
    found: set[str] = set()
    for error in errors:
        spans = (error.span, *error.related) if error.span else ()
        those = {owners[span.path] for span in spans if span.path in owners}
        if not those:
            return None
        found |= those
    return found


def without_what_they_show(errors: Iterable[Problem], texts: Iterable[SourceFile]) -> set[str]:
    """Return the texts that name a picture which is not there, by their paths: they are published without it."""
    lacking = {error.span.path for error in errors if error.code == "broken-media" and error.span}
    return {file.path for file in texts if any(each.path in lacking for each in (file, *file.attached))} if lacking else set()


def is_to_be_held(errors: Iterable[Problem], texts: Iterable[SourceFile], found: Mapping[str, Found]) -> set[str]:
    """Return the articles that say they are to be held back, in the words of another generator or beside an error: they go."""
    asked = {error.span.path for error in errors if error.code == "held-elsewhere" and error.span}
    return {
        file.path
        for file in texts
        if any(each.path in asked for each in (file, *file.attached))
        or any(record[0] == "story" and record[2][_DRAFT] for record in (found[file.path].records if file.path in found else ()))
    }


def last_published(readings: Readings, ledger: Ledger | None) -> dict[str, Records]:
    """Return what was in the articles that were read since the archive was published, as it was then."""
    kept: dict[str, Records] = dict((ledger.get(KEPT) if ledger is not None else None) or {})
    for path, found in readings.before.items():
        kept.setdefault(path, found.records)
    return kept


def left_as_published(path: str, source_dir: str, kept: Mapping[str, Records], rows: Mapping[str, SubjectRow]) -> Records | None:
    """Return the records that stand for a faulty article; None where it is published and nobody knows what it said."""
    stem = path.removeprefix(f"{source_dir}/stories/").rpartition(".")[0]
    known = tuple(record for record in kept.get(path, ()) if f"story:{record[1]}" in rows)
    if not known and _is_published(stem, rows):
        return None
    return known


def _is_published(stem: str, rows: Collection[str]) -> bool:
    return f"story:{stem}" in rows or any(name.startswith(f"story:{stem}#") for name in rows)
