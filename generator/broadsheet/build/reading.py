"""Read sources: one file at a time to records, bodies and problems, by whichever process has time for it.

What was found in a file is kept in the ledger under the file's identity; bodies are written there by the process that read them
and never cross to another one.
"""

from __future__ import annotations

import errno
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from broadsheet.build.ledger import Ledger
from broadsheet.catalog.records import Record, record_of
from broadsheet.codec import decode, encode
from broadsheet.content.article import Beside, read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import Findings
from broadsheet.content.frontmatter import SourceText, decode_page, decode_text
from broadsheet.content.register import read_entry, read_free_page
from broadsheet.content.scan import Role, SourceFile
from broadsheet.model import Body, Entry, FreePage, Story, TermKind
from broadsheet.problems import Outcome, Problem, Span

if TYPE_CHECKING:
    from broadsheet.build.extraction import OnBuild

Value = tuple[Story | Entry | FreePage, Body]
DIGEST = 16  # bytes of the digest of a file; there are more where what was found depends on the registers, too
_UNKNOWN = (0, 0, 0, 0)
_AT_ONCE = 500  # values in one query


class Found(NamedTuple):
    """What was found in a file: the digest of its bytes, its problems, its records.

    Behind the digest of an article that was extracted as it was read stands that of the registers: it depends on both.
    """

    digest: bytes
    problems: tuple[Problem, ...]
    records: tuple[Record, ...]

    def packed(self) -> bytes:
        """Return the problems and records as bytes."""
        return marshal.dumps((tuple(map(encode, self.problems)), tuple(map(encode, self.records))))

    @classmethod
    def unpacked(cls, digest: bytes, data: bytes) -> Found:
        """Return what was packed."""
        problems, records = marshal.loads(data)  # the ledger's own bytes; marshal runs no code
        return cls(digest, tuple(decode(Problem, each) for each in problems), tuple([Record(*each) for each in records]))


def digest_of_file(root: Path, file: SourceFile) -> bytes:
    """Return the digest of the bytes of a file and of those beside it; empty when they cannot be read."""
    state = blake2b(digest_size=DIGEST)
    try:
        for path in (file.path, *(other.path for other in file.beside)):
            _feed(state, (root / path).read_bytes())
    except OSError:
        return b""
    return state.digest()


def _feed(state: Any, data: bytes) -> None:  # a hash  # noqa: ANN401
    state.update(len(data).to_bytes(8, "big"))
    state.update(data)


def registers_digest(states: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the digest of the registers, from the path and the digest of each of their files, in the order of the paths."""
    state = blake2b(digest_size=DIGEST)
    for path, digest in states:
        _feed(state, path.encode("utf-8", "surrogatepass"))
        _feed(state, digest)
    return state.digest()


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


@dataclass(slots=True)
class Reader:
    """Reads files. A file that cannot be read is a problem and hides no other."""

    root: Path
    context: ReadContext
    _extraction: OnBuild | None = None
    _problems: list[Problem] = field(default_factory=list)
    _state: Any = None  # of the digest of the bytes that were read

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

            self._extraction = OnBuild(self.root, self.context)
        return self._extraction

    def _text(self, file: SourceFile) -> SourceText | None:
        try:
            with open(f"{self.root}/{file.path}", "rb", buffering=0) as handle:  # noqa: PTH123  # once for every article
                data = handle.read()
        except OSError as error:
            self._problems.append(
                Problem("unreadable-file", f"it cannot be read: {error.strerror}", Span(file.path), "check its permissions")
            )
            self._state.update(b"?")
            return None
        _feed(self._state, data)
        decoded = (decode_page if file.role == "saved-page" else decode_text)(data, file.path)
        self._problems += decoded.problems
        return decoded.value


def put_bodies(ledger: Ledger, pairs: Iterable[tuple[Record, Body]]) -> None:
    """Keep bodies in the ledger, each under the name of its owner and with its digest."""
    rows: list[tuple[str, bytes, str, bytes]] = []
    empty: list[tuple[str]] = []
    for record, body in pairs:
        if body.html:
            rows.append((record.owner, record.body, body.html, marshal.dumps((body.ids, body.words))))
        else:
            empty.append((record.owner,))
    if rows or empty:
        with ledger.transaction():
            ledger.put("bodies", rows)
            ledger.take("bodies", empty, "owner")


def put_digests(ledger: Ledger, records: Iterable[Record]) -> None:
    """Take note of bodies that another machine has read: of their digests only. Such a body is read again when it is needed."""
    rows: list[tuple[str, bytes]] = []
    empty: list[tuple[str]] = []
    for record in records:
        if record.body:
            rows.append((record.owner, record.body))
        else:
            empty.append((record.owner,))
    if rows or empty:
        command = (
            "INSERT INTO bodies VALUES (?, ?, '', x'') ON CONFLICT (owner) DO UPDATE "
            "SET stamp = excluded.stamp, html = '', rest = x'' WHERE stamp != excluded.stamp"
        )
        with ledger.transaction():
            ledger.connection.executemany(command, rows)
            ledger.take("bodies", empty, "owner")


@dataclass(slots=True)
class StoredBodies(Mapping[str, Body]):
    """The bodies of an edition: from the ledger, or read again where it has not just that body. `stamps`: owner -> digest."""

    ledger: Ledger | None
    stamps: Mapping[str, bytes]
    files: Mapping[str, SourceFile]  # owner -> the file that it is in
    reader: Reader
    _last: tuple[str, Body] = ("", Body(""))
    _again: dict[str, tuple[bytes, Body]] = field(default_factory=dict)  # those in the file that was read again last
    _ahead: dict[str, tuple[bytes, str, bytes]] = field(default_factory=dict)  # rows that were fetched before they are asked for

    def expect(self, owners: Sequence[str]) -> None:
        """Fetch at once bodies that will be asked for one by one."""
        self._ahead = {}
        if self.ledger is None:
            return
        for at in range(0, len(owners), _AT_ONCE):
            some = owners[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self.ledger.rows(f"SELECT owner, stamp, html, rest FROM bodies WHERE owner IN ({marks})", tuple(some))
            self._ahead.update((row[0], row[1:]) for row in rows)

    def __getitem__(self, owner: str) -> Body:
        if owner == self._last[0]:
            return self._last[1]
        stamp = self.stamps.get(owner, b"")
        body = Body("") if not stamp else self._stored(owner, stamp) or self._read(owner, stamp)
        self._last = (owner, body)
        return body

    def _stored(self, owner: str, stamp: bytes) -> Body | None:
        query = "SELECT stamp, html, rest FROM bodies WHERE owner = ?"
        row = self._ahead.pop(owner, None) or (self.ledger and self.ledger.row(query, (owner,)))
        if not row or row[0] != stamp or not row[1]:
            return None
        ids, words = marshal.loads(row[2])  # our own bytes
        return Body(row[1], (), ids, words)

    def _read(self, owner: str, stamp: bytes) -> Body:
        if owner not in self._again:
            self._again = {record.owner: (record.body, body) for record, body in self.reader.read(self.files[owner])[1]}
        found = self._again.get(owner)
        if found is None or found[0] != stamp:
            raise OSError(errno.EBUSY, "it was changed while the archive was built; build again", self.files[owner].path)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stamps)

    def __len__(self) -> int:
        return len(self.stamps)


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
