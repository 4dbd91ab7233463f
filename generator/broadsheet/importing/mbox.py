"""Mail: an mbox, read as a stream, or a folder of them and of messages (.eml). A message is a story, a thread a dossier."""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.importing import mail
from broadsheet.importing.files import LARGEST, walk
from broadsheet.importing.guard import guarded
from broadsheet.importing.mailpages import pages_beside, with_letters
from broadsheet.importing.mailtext import senders_of, spells_out
from broadsheet.importing.post import Found, Left, Site, Skipped
from broadsheet.problems import Problem, Span

_SUFFIXES = (".mbox", ".mbx", ".eml")
_START = re.compile(rb"From .*\d{1,2}:\d{2}.*\d{4}")
_MOST_BOUNDARIES = 200  # each line of a message is held beside the boundaries of all the parts that it lies in
_QUOTED = re.compile(rb"^>(?=>*From )")
_MONTH = re.compile(r"\d{4}(?:-[A-Z][a-z]+|q\d|w\d\d|\d{4})?\.txt(?:\.gz)?")  # as Mailman calls them
_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)
_MOST_UNPACKED = 4 * 1024 * 1024 * 1024
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")


class _Raw(NamedTuple):
    """A message as it stands in a file: its bytes without the line that parts it from others; None where they are too many."""

    span: Span
    data: bytes | None


def looks_like(source: Path) -> bool:
    """Say whether a source is an mbox or a message, or a folder with nothing but such, or with what Mailman keeps of a list."""
    if source.is_file():
        return _is_mail(source)
    files = [path for path in walk(source, source) if isinstance(path, Path)]
    months = [path for path in files if _MONTH.fullmatch(path.name)]
    mails = [path for path in files if path not in months and path.suffix.lower() in _SUFFIXES]
    others = len(files) - len(months) - len(mails) - sum(_is_page(path) for path in files if months)
    return bool(months or mails) and not others and all(map(_is_mail, (*months, *mails)))


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in (".html", ".htm")


def _is_mail(path: Path) -> bool:
    try:
        with _opened(path) as opened:
            first = opened.read(4_096).lstrip().partition(b"\n")[0]
    except _DAMAGED:
        return False
    return bool(_START.match(first)) or (path.suffix.lower() == ".eml" and _HEADER.match(first) is not None)


def _opened(path: Path) -> BufferedReader | gzip.GzipFile:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def about(source: Path) -> Site:
    """Return which messages belong to a thread of several, with its name."""
    roots: dict[str, str] = {}
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    tags: Counter[str] = Counter()
    senders: set[str] = set()
    total = spelt = 0
    for raw in _messages(source):
        if not isinstance(raw, _Raw) or raw.data is None:
            continue
        head = message_from_bytes(raw.data.partition(b"\n\n")[0] + b"\n\n")
        total += 1
        tags[mail.list_tag(head)] += 1
        senders |= senders_of(mail.header(head, "from"))
        spelt += spells_out(mail.header(head, "from"))
        ident, above = mail.identity(head), mail.answered(head)
        if ident and ident not in roots:
            root = next((roots[each] for each in above if each in roots), above[0] if above else ident)
            roots[ident] = root
            sizes[root] = sizes.get(root, 0) + 1
            names.setdefault(root, mail.header(head, "subject"))
    tag, count = next(iter(tags.most_common(1)), ("", 0))
    tag = tag if count * 2 > total > 2 else ""
    named = {root: mail.thread_name(names[root], tag) for root in names if sizes[root] > 1}
    threads: dict[str, Value] = {ident: named[root] for ident, root in roots.items() if named.get(root)}
    details: dict[str, Value] = {
        "threads": threads,
        "tag": tag,
        "senders": dict.fromkeys(sorted(senders), ""),
        "spelt": spelt * 2 > total,
    }
    return Site(source if source.is_dir() else source.parent, title=tag.strip("[]"), details=details)


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the messages."""
    threads, senders = site.details["threads"], site.details["senders"]
    assert isinstance(threads, dict)
    assert isinstance(senders, dict)
    known = mail.MailingList(str(site.details["tag"]), senders, bool(site.details["spelt"]))
    seen: set[int] = set()
    for raw in _messages(source):
        if not isinstance(raw, _Raw):
            yield raw
            continue
        if raw.data is None or raw.data.count(b"boundary=") > _MOST_BOUNDARIES:
            yield Problem("bad-import", "it is too large, or its parts lie too deep in each other", raw.span, "take it out")
            yield Skipped(
                raw.span, f"it is larger than {LARGEST // 1024 // 1024} MB, or has more than {_MOST_BOUNDARIES} parts with parts"
            )
            continue
        try:
            message = message_from_bytes(raw.data)
            ident = mail.identity(message)
            if ident and hash(ident) in seen:
                yield Skipped(raw.span, "the same message came before")
                continue
            seen.add(hash(ident))
            yield from guarded(raw.span, mail.post_of, message, raw.span, str(threads.get(ident, "")), known)
            yield from _faults(message, raw.span)
        except RecursionError:
            yield Problem("bad-import", "its parts lie too deep in each other", raw.span, "take it out, and import again")
            yield Skipped(raw.span, "it cannot be read")


def _faults(message: Message, span: Span) -> Iterator[Problem]:
    names = {type(defect).__name__ for part in message.walk() for defect in part.defects}
    if names & {"CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "MultipartInvariantViolationDefect"}:
        yield Problem(
            "bad-import", "its parts are not closed: it may be cut off", span, "copy the mailbox whole, and import again"
        )


def _messages(source: Path) -> Iterator[_Raw | Found]:
    root = source if source.is_dir() else source.parent
    paths = [*walk(source, source)] if source.is_dir() else [source]
    are_made = any(isinstance(path, Path) and _MONTH.fullmatch(path.name) for path in paths)
    pages = [path for path in paths if are_made and isinstance(path, Path) and _is_page(path)]
    if pages:
        yield Left(f"pages of the list ({len(pages):,})", "its program made them of the messages")
    for path in paths:
        if isinstance(path, Skipped):
            yield path
        elif path in pages:
            continue
        elif not _is_mail(path):
            yield Skipped(Span(path.relative_to(root).as_posix()), "it is neither an mbox nor a message")
        else:
            where = path.relative_to(root).as_posix()
            try:
                yield from _split(path, where)
            except _DAMAGED as error:
                yield Problem(
                    "bad-import", f"it is packed, and cannot be read any further: {error}", Span(where), "unpack it first"
                )


def _split(path: Path, where: str) -> Iterator[_Raw]:
    """Yield the messages in a file. A line `From …` parts them where an empty one stands before it."""
    lines: list[bytes] = []
    size, began, empty = 0, 1, True
    whole = 0
    pages = pages_beside(path) if _MONTH.fullmatch(path.name) else {}

    def message() -> _Raw:
        return _Raw(Span(where, began), with_letters(b"".join(lines), pages) if size <= LARGEST else None)

    with _opened(path) as opened:
        for number, line in enumerate(_lines(opened), 1):
            whole += len(line)
            if whole > _MOST_UNPACKED and path.suffix.lower() == ".gz":
                fault = f"it unpacks to more than {_MOST_UNPACKED // 1024**3} GB"
                raise EOFError(fault)
            if empty and _START.match(line):
                if lines:
                    yield message()
                lines, size, began = [], 0, number
                continue
            empty = not line.strip()
            if empty and not lines:
                continue
            size += len(line)
            if size <= LARGEST:
                lines.append(_QUOTED.sub(b"", line.replace(b"\r\n", b"\n")))
    if any(line.strip() for line in lines):
        yield message()


def _lines(opened: BufferedReader | gzip.GzipFile) -> Iterator[bytes]:
    """Yield the lines of a file; one of more than a megabyte in pieces."""
    while line := opened.readline(1_048_576):
        yield line
