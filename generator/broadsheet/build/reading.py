"""Read sources: one file at a time to records, bodies and problems, by whichever process has time for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from broadsheet.build.bodies import put_bodies
from broadsheet.build.found import DIGEST, Found, feed
from broadsheet.build.ledger import Ledger
from broadsheet.catalog.records import Record, record_of
from broadsheet.config import Config
from broadsheet.content.article import Beside, read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import Findings
from broadsheet.content.frontmatter import SourceText, decode_page, decode_text
from broadsheet.content.register import read_entry, read_free_page
from broadsheet.content.scan import SourceFile
from broadsheet.model import Body, Entry, FreePage, Story, TermKind
from broadsheet.problems import Outcome, Problem
from broadsheet.sources import Sources, unreadable

if TYPE_CHECKING:
    from broadsheet.build.extraction import OnBuild

Value = tuple[Story | Entry | FreePage, Body]


@dataclass(slots=True)
class Reader:
    """Reads files. A file that cannot be read is a problem and hides no other."""

    sources: Sources
    context: ReadContext
    _extraction: OnBuild | None = None
    _problems: list[Problem] = field(default_factory=list)
    _state: Any = None  # of the digest of the bytes that were read

    @classmethod
    def of(cls, root: Path, config: Config) -> Reader:
        """Return a reader of a publication."""
        return cls(Sources.of(root, config), ReadContext.of(config))

    def read(self, file: SourceFile) -> tuple[Found, list[tuple[Record, Body]]]:
        """Read one file by its role."""
        self._problems = []
        self._state = blake2b(digest_size=DIGEST)
        if self._extraction is not None:
            self._extraction.used = False
        values = list(self._values(file))
        pairs = [(record_of(value, body), body) for value, body in values]
        digest = self._state.digest()
        if self._extraction is not None and self._extraction.used:
            digest += self._extraction.registers
        return Found(digest, tuple(self._problems), tuple(record for record, _ in pairs)), pairs

    def _values(self, file: SourceFile) -> Iterator[Value]:
        text = self._text(file)
        sidecar = self._text(file.sidecar) if file.sidecar else None
        findings = self._text(file.findings) if file.findings else None
        comments = tuple(text for text in map(self._text, file.comments) if text is not None)
        if text is None:
            return
        if file.role == "frequencies":
            from broadsheet.build.extraction import frequencies_in  # here: most publications have none

            self._problems += frequencies_in(text).problems
            return
        outcome: Outcome[Any]
        if file.role in ("article", "jsonlines", "saved-page"):
            outcome = read_articles(text, self.context, Beside(sidecar, findings, self, comments))
            self._problems += outcome.problems
            yield from outcome.value
            return
        outcome = (
            read_free_page(text, self.context)
            if file.role == "page"
            else read_entry(cast("TermKind", file.role), text, self.context)
        )
        self._problems += outcome.problems
        if outcome.value is not None:
            yield outcome.value

    def findings(self, source: SourceText, published: str) -> Findings:
        """Return what is found in an article; `published` is its date, or empty."""
        return self._extracting().findings(source, published)

    def body(self, source: SourceText) -> Outcome[str]:
        """Return the text of a raw article's body."""
        return self._extracting().body(source)

    def _extracting(self) -> OnBuild:
        if self._extraction is None:
            from broadsheet.build.extraction import OnBuild  # here: most publications have nothing to extract

            self._extraction = OnBuild(self.sources, self.context)
        return self._extraction

    def _text(self, file: SourceFile) -> SourceText | None:
        try:
            data = self.sources.read(file.path)
        except OSError as error:
            self._problems.append(unreadable(file.path, error))
            self._state.update(b"?")
            return None
        feed(self._state, data)
        decoded = (decode_page if file.role == "saved-page" else decode_text)(data, file.path)
        self._problems += decoded.problems
        return decoded.value


def read_batch(reader: Reader, ledger: Ledger | None, files: Sequence[SourceFile]) -> list[tuple[str, Found]]:
    """Read several files, keep their bodies, and return what was found in each."""
    found: list[tuple[str, Found]] = []
    bodies: list[tuple[Record, Body]] = []
    for file in files:
        each, pairs = reader.read(file)
        found.append((file.path, each))
        bodies += pairs
    if ledger is not None:
        put_bodies(ledger, bodies)
    return found
