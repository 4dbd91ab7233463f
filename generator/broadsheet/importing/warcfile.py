"""Files of web archives: WARC and ARC, packed or not, alone or in a WACZ; their records in order, or one by its place."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.importing.files import LARGEST, walk
from broadsheet.importing.guard import FAULTS
from broadsheet.importing.needs import MissingError, needed
from broadsheet.importing.post import Skipped
from broadsheet.problems import Problem, Span

_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_EXTRA = "import-warc"
_PIECE = 65_536
_MOST_PARTS = 100_000
_LARGEST_HEAD = 1_048_576  # bytes that a record may say of itself, and a server of what it sends
_LOCAL_HEAD = 30  # bytes before the name of a member in a ZIP


class Volume(NamedTuple):
    """A file of records: the file that it lies in, where it begins there, how long it is, its name, and when it changed."""

    path: Path
    start: int
    size: int
    where: str
    changed: int


class Capture(NamedTuple):
    """A record: where it stands, its kind, the address and when it was captured, the status and type of what came, its digest."""

    volume: int
    offset: int
    kind: str
    address: str
    date: str
    status: str
    type: str
    charset: str
    digest: str
    location: str
    truncated: bool
    record: Any


def is_archive(path: Path, suffix: str) -> bool:
    """Say whether a file is one of a kind of archive: `.warc` or `.wacz`."""
    name = path.name.lower()
    return name.endswith(".wacz") if suffix == ".wacz" else name.endswith(_SUFFIXES)


def volumes(source: Path) -> Iterator[Volume | Skipped | Problem]:
    """Yield the volumes of an archive."""
    root = source if source.is_dir() else source.parent
    for path in walk(source, source) if source.is_dir() else (source,):
        if isinstance(path, Skipped):
            yield path
            continue
        where = path.relative_to(root).as_posix()
        if is_archive(path, ".wacz"):
            yield from _members(path, where)
        elif is_archive(path, ".warc"):
            yield Volume(path, 0, path.stat().st_size, where, path.stat().st_mtime_ns)
        else:
            yield Skipped(Span(where), "it is no web archive")


def _members(path: Path, where: str) -> Iterator[Volume | Problem]:
    """Yield the volumes in a WACZ: they lie in it as they are, not packed once more."""
    hint = "make it again with its program"
    try:
        with zipfile.ZipFile(path) as package, path.open("rb") as opened:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS:
                yield Problem("bad-import", f"it has {len(parts):,} parts", Span(where), hint)
                return
            for part in parts:
                if not part.filename.lower().endswith(_SUFFIXES):
                    continue
                if part.compress_type != zipfile.ZIP_STORED or part.flag_bits & 1:
                    yield Problem("bad-import", f"its part `{part.filename[:80]}` is packed or locked", Span(where), hint)
                    continue
                opened.seek(part.header_offset)
                head = opened.read(_LOCAL_HEAD)
                start = (
                    part.header_offset
                    + _LOCAL_HEAD
                    + int.from_bytes(head[26:28], "little")
                    + int.from_bytes(head[28:30], "little")
                )
                yield Volume(path, start, part.file_size, f"{where}: {part.filename[:120]}", path.stat().st_mtime_ns)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Problem("bad-import", f"it is no whole package ({error})", Span(where), "copy it whole")


class _Window(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, volume: Volume, offset: int = 0) -> None:
        super().__init__()
        self._file = volume.path.open("rb")
        self._file.seek(volume.start + offset)
        self._left = volume.size - offset

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class HeadTooLargeError(ValueError):
    """The head of a record may be made to fill the memory."""


def captures(number: int, volume: Volume) -> Iterator[Capture | Problem]:
    """Yield the records of a volume that say what was at an address."""
    start: int | None = 0
    while start is not None:
        start = yield from _captures_from(start, number, volume)


def _captures_from(start: int, number: int, volume: Volume) -> Generator[Capture | Problem, None, int | None]:
    """Yield what there is from a place on; return the place behind a record that was passed over, None where nothing is left."""
    failed = needed("warcio.exceptions", _EXTRA, "a web archive").ArchiveLoadFailed
    with _Window(volume, start) as opened:
        records = _records(opened)
        try:
            while (record := _quietly(lambda: next(records, None))) is not None:
                if _is_cut(record):
                    message = "a record has fewer bytes than it says: the archive is damaged or ends early"
                    yield Problem("bad-import", message, Span(volume.where), "copy it whole, and import again")
                if record.rec_type in ("response", "resource", "revisit"):
                    yield _capture(number, start + _quietly(records.get_record_offset), record)
                records.reader.head = 0
        except HeadTooLargeError as error:
            behind = _behind(records)
            what = "it was passed over" if behind else "what follows is not in it"
            yield Problem("bad-import", f"{error}: {what}", Span(volume.where), "make the archive again with its program")
            return behind and start + behind
        except (failed, OSError, EOFError, *FAULTS) as error:
            what = " ".join(str(error).split())[:120]
            found = f"the archive is damaged or ends early ({what}): what follows is not in it"
            yield Problem("bad-import", found, Span(volume.where), "copy it whole, and import again")
    return None


def _records(opened: io.RawIOBase) -> Any:  # noqa: ANN401
    """Return the iterator of the library, which reads no head of a record that is too large."""
    records = needed("warcio.archiveiterator", _EXTRA, "a web archive").ArchiveIterator(opened)
    records.reader = _reader_class()(records.fh)
    return records


@cache
def _reader_class() -> type:
    base = needed("warcio.bufferedreaders", _EXTRA, "a web archive").DecompressingBufferedReader

    class HeadReader(base):  # type: ignore[misc,valid-type]
        """A reader that counts what it reads by lines: the head of a record, which the library holds as a whole."""

        head = 0

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(min(length or _LARGEST_HEAD, _LARGEST_HEAD))
            self.head += len(line)
            if self.head >= _LARGEST_HEAD:
                message = f"the head of a record is larger than {_LARGEST_HEAD // 1024 // 1024} MB"
                raise HeadTooLargeError(message)
            return line

        def read(self, length: int | None = None) -> bytes:
            if length is None or length > LARGEST:
                message = f"a part of a record is larger than {LARGEST // 1024 // 1024} MB"
                raise ValueError(message)
            data: bytes = super().read(length)
            return data

    return HeadReader


def _behind(records: Any) -> int | None:  # noqa: ANN401
    """Return the place behind the packed record in which an iterator stands; None where that has no known end."""
    reader = records.reader
    try:
        while reader.decompressor and reader.read(_PIECE):
            pass
    except (OSError, EOFError, *FAULTS):
        return None
    unread = reader.rem_length()
    return records.fh.tell() - unread if unread else None


def _is_cut(record: Any) -> bool:  # noqa: ANN401
    """Say whether a record has fewer bytes than it says; it is read to its end."""
    while record.raw_stream.read(_PIECE):
        pass
    return int(getattr(record.raw_stream, "limit", 0)) > 0


def _quietly(call: Callable[[], Any]) -> Any:  # a record  # noqa: ANN401
    """Call the library, which prints what it thinks of a record."""
    with contextlib.redirect_stderr(io.StringIO()):
        return call()


def read_at(number: int, volume: Volume, offset: int) -> tuple[Capture, bytes] | None:
    """Return the record at a place and what it holds, unpacked; None where it cannot be read, or is too large."""
    with _Window(volume, offset) as opened:
        try:
            capture = _capture(number, offset, _quietly(lambda: next(_records(opened))))
            data = _quietly(lambda: _unpacked(capture.record))
        except MissingError:
            raise
        except Exception:  # noqa: BLE001  (what others packed may fail in many ways)
            return None
    return (capture, data) if len(data) <= LARGEST else None


def _capture(number: int, offset: int, record: Any) -> Capture:  # warcio is not typed  # noqa: ANN401
    said = record.rec_headers.get_header
    http = record.http_headers
    status = str(http.get_statuscode()) if http else "200" if record.rec_type == "resource" else ""
    kind = (http.get_header("Content-Type") if http else said("Content-Type")) or ""
    mime, _, rest = kind.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip("\"' ")
    return Capture(
        number, offset, record.rec_type, (said("WARC-Target-URI") or said("uri") or "").strip("<> "), said("WARC-Date") or "",
        status, mime.strip().lower(), charset, said("WARC-Payload-Digest") or "",
        (http.get_header("Location") if http else "") or "", bool(said("WARC-Truncated")), record,
    )  # fmt: skip


def _unpacked(record: Any) -> bytes:  # noqa: ANN401
    """Return what a record holds; of one that is too large as much as shows that."""
    packed = (record.http_headers.get_header("Content-Encoding") or "").lower() if record.http_headers else ""
    data = bytearray()
    if packed != "br":
        stream = record.content_stream()
        while len(data) <= LARGEST and (more := stream.read(_PIECE)):
            data += more
        return bytes(data)
    # By ourselves: warcio takes a release of brotli for granted that has no limit.
    chunks = needed("warcio.bufferedreaders", _EXTRA, "a web archive").ChunkedDataReader(record.raw_stream)
    reader = needed("brotli", _EXTRA, "a web archive").Decompressor()
    more = chunks.read(_PIECE)
    while (more or not reader.can_accept_more_data()) and len(data) <= LARGEST and not reader.is_finished():
        data += reader.process(more, output_buffer_limit=_PIECE)
        more = chunks.read(_PIECE) if reader.can_accept_more_data() else b""
    return bytes(data)
