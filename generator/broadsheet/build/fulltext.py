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

from broadsheet.build.desk import Desk
from broadsheet.build.ledger import Ledger
from broadsheet.build.outputs import Outputs

SUBJECT = "fulltext:"
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


def full_text(desk: Desk, ledger: Ledger, outputs: Outputs, settings: str) -> FullText:
    """Return the index of an edition, made with some settings. Raises OSError when Pagefind fails."""
    if not (desk.edition.has("search") and desk.edition.config.search.full_text):
        return FullText()
    digest = _digest(desk, settings)
    known = tuple(outputs.of_subject(SUBJECT))
    if known and not outputs.stale and ledger.get_meta("fulltext") == digest and outputs.damaged.isdisjoint(known):
        return FullText(digest, kept=known)
    from broadsheet.build.pagefind import index_of  # here: most publications have no such index

    files = {_FOLDER + name: data for name, data in index_of(desk.edition, ledger.path.parent).items()}
    return FullText(digest, files)


def _digest(desk: Desk, settings: str) -> bytes:
    from importlib.metadata import version  # here: as above

    state = blake2b(f"{settings}\n{version('pagefind_bin')}".encode(), digest_size=16)
    bodies = desk.stamps.bodies
    for position, story_id in enumerate(desk.edition.catalog.ids()):
        state.update(desk.stamps.shown(position) + bodies.get(story_id, b""))
    return state.digest()
