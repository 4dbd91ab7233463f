"""Read sources: one file at a time to records, bodies and problems, by whichever process has time for it."""

from __future__ import annotations

import marshal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.catalog.forgotten import NONE_FORGOTTEN, Remembered
from broadsheet.catalog.records import Record, record_of
from broadsheet.codec import encode
from broadsheet.config import Config
from broadsheet.content.article import Attached, read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.deadline import in_time
from broadsheet.content.findings import Findings
from broadsheet.content.frontmatter import SourceText, decode_page, decode_text
from broadsheet.content.register import read_entry, read_free_page
from broadsheet.content.scan import Role, SourceFile
from broadsheet.engine.publish import digest_of
from broadsheet.engine.readings import UNREAD
from broadsheet.engine.texts import Place, Spool
from broadsheet.model import Body, Entry, FreePage, Story
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.sources import Sources, unreadable

if TYPE_CHECKING:
    from broadsheet.engine.extraction import OnBuild

_UNLIMITED = ("frequencies", "jsonlines")  # files of many things; each article in them has its limits
_UNKNOWN = (0, 0, 0, 0)
Value = tuple[Story | Entry | FreePage, Body]


@dataclass(slots=True)
class Reader:
    """Reads files. A file that cannot be read is a problem and hides no other."""

    sources: Sources
    context: ReadContext
    spool: Spool | None = None
    forgotten: Remembered = NONE_FORGOTTEN
    _extraction: OnBuild | None = None
    _problems: list[Problem] = field(default_factory=list)
    _digest: bytes = b""  # of the bytes of each file that was read

    @classmethod
    def of(cls, root: Path, config: Config, spool: Spool | None = None) -> Reader:
        """Return a reader of a publication, who lays bodies aside in `spool`."""
        return cls(Sources.of(root, config), ReadContext.of(config), spool, Remembered.of(config.forgotten))

    def read(self, file: SourceFile) -> tuple[bytes, list[Problem], list[tuple[Record, Body]]]:
        """Read one file by its role; return its digest, as `Known` has it, its problems, and its records with their bodies."""
        self._problems = []
        self._digest = b""
        if self._extraction is not None:
            self._extraction.used = False
        values = list(self._values(file)) if file.role in _UNLIMITED else self._in_time(file)
        pairs = [(record_of(value, body), body) for value, body in values]
        extracted = self._extraction is not None and self._extraction.used
        registers = self._extraction.registers if self._extraction is not None and extracted else b""
        return self._digest + registers, self._problems, pairs

    def _in_time(self, file: SourceFile) -> list[Value]:
        nothing: list[Value] = []
        seconds = self.context.limits.seconds
        read = in_time(seconds, Span(file.path), lambda: Outcome(list(self._values(file))), nothing)
        if read.problems:
            self._problems += read.problems
            self._extraction = None  # which may have been stopped at anything
        return read.value

    def _values(self, file: SourceFile) -> Iterator[Value]:
        text = self._text(file)
        sidecar = self._text(file.sidecar) if file.sidecar else None
        findings = self._text(file.findings) if file.findings else None
        comments = tuple(text for text in map(self._text, file.comments) if text is not None)
        if text is None:
            return
        if file.role == "frequencies":
            from broadsheet.engine.extraction import frequencies_in  # here: most publications have none

            self._problems += frequencies_in(text).problems
            return
        outcome: Outcome[Any]
        if file.role in ("article", "jsonlines", "saved-page"):
            outcome = read_articles(text, self.context, Attached(sidecar, findings, self, comments))
            self._problems += outcome.problems
            yield from outcome.value
            return
        outcome = read_free_page(text, self.context) if file.role == "page" else read_entry(file.role, text, self.context)
        self._problems += outcome.problems
        if outcome.value is not None:
            yield outcome.value

    def findings(self, source: SourceText, published: str, lang: str = "") -> Findings:
        """Return what is found in an article; its date and language are empty where nobody wrote them."""
        return self._extracting().findings(source, published, lang)

    def body(self, source: SourceText, standfirst: str) -> Outcome[str]:
        """Return the text of a raw article's body; `standfirst` is that of the story."""
        return self._extracting().body(source, standfirst)

    def _extracting(self) -> OnBuild:
        if self._extraction is None:
            from broadsheet.engine.extraction import OnBuild  # here: most publications have nothing to extract

            self._extraction = OnBuild(self.sources, self.context)
        return self._extraction

    def _text(self, file: SourceFile) -> SourceText | None:
        try:
            data = (self.sources.read if file.role in _UNLIMITED else self.sources.text)(file.path)
        except OSError as error:
            self._problems.append(unreadable(file.path, error))
            self._digest += UNREAD
            return None
        self._digest += digest_of(data)
        decoded = (decode_page if file.role == "saved-page" else decode_text)(data, file.path)
        self._problems += decoded.problems
        if decoded.value and self.forgotten.known:
            self._problems += self.forgotten.problems(decoded.value.text, file.path)
        return decoded.value


def read_batch(
    reader: Reader, files: Sequence[SourceFile], *, timed: bool
) -> tuple[bytes, list[bytes], dict[str, Place], dict[str, float]]:
    """Read several files and lay their bodies aside.

    Return what was found in each, packed: (path, problems, records) of plain values; their digests; where bodies lie; and, where
    somebody asks (`timed`), how many seconds each took.
    """
    times: dict[str, float] = {}
    found: list[tuple[Any, ...]] = []
    digests: list[bytes] = []
    places: dict[str, Place] = {}
    for file in files:
        started = time.perf_counter() if timed else 0.0
        digest, problems, pairs = reader.read(file)
        found.append((file.path, tuple(map(encode, problems)), tuple([tuple(record) for record, _ in pairs])))
        digests.append(digest)
        for record, body in pairs:
            if body.html and reader.spool is not None:
                places[record.owner] = reader.spool.put(body)
        if timed:
            times[file.path] = time.perf_counter() - started
    return marshal.dumps(found), digests, places, times


def plain_file(file: SourceFile) -> tuple[str, str, str, str, tuple[str, ...]]:
    """Return what a worker must know of a file to read it, as plain values."""
    sidecar, findings = file.sidecar.path if file.sidecar else "", file.findings.path if file.findings else ""
    return file.path, file.role, sidecar, findings, tuple(comment.path for comment in file.comments)


def file_of(values: tuple[str, Role, str, str, tuple[str, ...]]) -> SourceFile:
    """Return the file that `plain_file` described; its identity is not known."""
    path, role, sidecar, findings, comments = values
    return SourceFile(
        path,
        role,
        _UNKNOWN,
        SourceFile(sidecar, "sidecar", _UNKNOWN) if sidecar else None,
        SourceFile(findings, "findings", _UNKNOWN) if findings else None,
        tuple(SourceFile(comment, "comment", _UNKNOWN) for comment in comments),
    )
