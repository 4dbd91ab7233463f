"""What was found in a file, as the ledger keeps it under the file's identity, and how a file is told from its former self."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from broadsheet.catalog.records import Record
from broadsheet.codec import decode, encode
from broadsheet.content.scan import Role, SourceFile
from broadsheet.problems import Problem
from broadsheet.sources import Sources

DIGEST = 16  # bytes of the digest of a file; there are more where what was found depends on the registers, too
_UNKNOWN = (0, 0, 0, 0)


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


def digest_of_file(sources: Sources, file: SourceFile) -> bytes:
    """Return the digest of the bytes of a file and of those beside it; empty when they cannot be read."""
    state = blake2b(digest_size=DIGEST)
    try:
        for path in (file.path, *(other.path for other in file.beside)):
            feed(state, sources.read(path))
    except OSError:
        return b""
    return state.digest()


def feed(state: Any, data: bytes) -> None:  # a hash  # noqa: ANN401
    """Feed a digest with the bytes of one of several files."""
    state.update(len(data).to_bytes(8, "big"))
    state.update(data)


def registers_digest(states: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the digest of the registers, from the path and the digest of each of their files, in the order of the paths."""
    state = blake2b(digest_size=DIGEST)
    for path, digest in states:
        feed(state, path.encode("utf-8", "surrogatepass"))
        feed(state, digest)
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
