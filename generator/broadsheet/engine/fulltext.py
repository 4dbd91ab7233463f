"""Full text: the index that Pagefind makes of the texts of all stories (the extra `search`), and when it has to be made again.

Pagefind reads a small document of each story that nobody publishes: headline, standfirst and body, and by what is filtered. So
pages stay as they are, and the index is made again when a text, a name or the program changed, and as a whole: it cannot add to
one. The files are one output: Pagefind puts the values of filters in another order each time, so that equal texts give files that
say the same and have other bytes and names. `--verify` passes them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from broadsheet.engine.ledger import SubjectRow
from broadsheet.engine.session import Session
from broadsheet.engine.work import Work

_FOLDER = "pagefind/"


@dataclass(slots=True)
class FullText:
    """The index as it is to be. `files`: what is to be written, by path; where nothing changed it is empty, and `kept` stay."""

    digest: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files."""
        return self.kept or tuple(self.files)


def full_text(session: Session, work: Work, last: SubjectRow | None) -> FullText:
    """Return the index of an edition; `last` is what the ledger knows of it. Raises OSError when Pagefind fails."""
    edition = work.assembly.edition
    if not (edition.has("search") and edition.config.search.full_text):
        return FullText()
    digest = _digest(work, session.salts["made"])
    known = tuple(each.path for each in last.rows) if last else ()
    if last and known and not session.options.full and last.stamp == digest and session.outputs.damaged.isdisjoint(known):
        return FullText(digest, kept=known)
    if session.faulty:  # whose texts nobody knows any more
        return FullText(last.stamp if last else b"", kept=known)
    from broadsheet.engine.pagefind import index_of  # here: most publications have no such index

    files = {_FOLDER + name: data for name, data in index_of(edition, session.scratch).items()}
    return FullText(digest, files)


def _digest(work: Work, settings: str) -> bytes:
    from importlib.metadata import version  # here: as above

    state = blake2b(f"{settings}\n{version('pagefind_bin')}".encode(), digest_size=16)
    stamps = work.assembly.stamps
    for story, shown in zip(work.assembly.edition.catalog.stories, stamps.shown, strict=True):
        state.update(shown + stamps.bodies.get(story.id, b""))
    return state.digest()
