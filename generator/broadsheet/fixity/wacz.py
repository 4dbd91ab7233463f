"""A WACZ (1.1.1): a web archive in one file, which shows a site in a browser at the addresses that it had.

What the site's host would answer (WARC 1.1) is made up from its files, an index tells where each answer is, and a list names the
pages. The same site at the same moment gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from html import unescape
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from broadsheet import __version__
from broadsheet.pages.hosting import FOR_HOSTS
from broadsheet.serve.mediatypes import media_type

_WARC, _INDEX = "archive/data.warc.gz", "indexes/index.cdx.gz"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that zip has
_LINES = 3000  # of the index, which are packed together
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_LEADS_ON = b'<meta http-equiv="refresh"'
_HEAD = 1 << 14  # bytes of a page in which its title stands


class _Answer(NamedTuple):
    """What a host answers: to which address, of what type, with which digest, and where it lies in the WARC."""

    url: str
    type: str
    digest: str
    offset: int
    length: int
    title: str


class _Part:
    """A file in the archive that is being written: takes note of its digest and its size."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._state, self.size = file, sha256(), 0

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        self._state.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> object:
        """Pass on what is kept back."""
        return self._file.flush()

    def described(self, path: str) -> dict[str, object]:
        """Return how the package tells of it."""
        return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{self._state.hexdigest()}", "bytes": self.size}


def write_wacz(folder: Path, digests: Mapping[str, str], target: Path, base_url: str, moment: str) -> None:
    """Put a site into a new WACZ, as of an instant (YYYY-MM-DDTHH:MM:SSZ). `digests` are those of its files. Raises OSError."""
    resources: list[dict[str, object]] = []
    with ZipFile(target, "x") as archive:

        def add(path: str, pieces: Iterable[bytes]) -> None:
            with _opened(archive, path, moment) as file:
                part = _Part(file)
                for piece in pieces:
                    part.write(piece)
            resources.append(part.described(path))

        with _opened(archive, _WARC, moment, sum((folder / path).stat().st_size for path in digests)) as file:
            warc = _Part(file)
            answers = [
                _answer(warc, folder / path, path, digest, base_url, moment)
                for path, digest in digests.items()
                if path not in FOR_HOSTS
            ]
        resources.append(warc.described(_WARC))
        blocks = list(_blocks(answers, moment))
        add(_INDEX, (packed for _, packed in blocks))
        add("indexes/index.idx", [_places(blocks).encode()])
        add("pages/pages.jsonl", [_pages(answers, moment).encode()])
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": f"Broadsheet {__version__}",
            "created": moment,
            "title": next((answer.title for answer in answers if answer.url == base_url), ""),
            "mainPageUrl": base_url,
            "mainPageDate": moment,
            "resources": resources[:],
        }
        add("datapackage.json", [json.dumps(package, ensure_ascii=False, indent=1).encode()])
        add("datapackage-digest.json", [json.dumps({"path": "datapackage.json", "hash": resources[-1]["hash"]}).encode()])


def _opened(archive: ZipFile, path: str, moment: str, size: int = 0) -> IO[bytes]:
    """Open a new file of an archive: packed, unless it is so already.

    Only for a large one (`size`) is room made for sizes of more than 2 GB: ReplayWeb.page does not find where such a file begins.
    """
    info = ZipInfo(path, max(datetime.fromisoformat(moment).timetuple()[:6], _EARLIEST))
    info.compress_type = ZIP_STORED if path.endswith(".gz") else ZIP_DEFLATED
    info.file_size = size
    return archive.open(info, "w")


def _answer(warc: _Part, place: Path, path: str, digest: str, base_url: str, moment: str) -> _Answer:
    """Write the answer to the address of a file, as a member of its own."""
    inner, _, name = path.rpartition("/")
    url = base_url + quote(f"{inner}/".lstrip("/") if name == "index.html" else path)
    kind, size, offset = media_type(path), place.stat().st_size, warc.size
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode()
    record = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {moment}\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, f'{url} {moment} {digest}')}>\r\n"
        f"WARC-Payload-Digest: sha256:{digest}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + size}\r\n\r\n"
    )
    with place.open("rb") as file:
        head = file.read(_HEAD)
        with gzip.GzipFile(mode="wb", compresslevel=6, fileobj=warc, mtime=0) as member:
            member.write(record.encode() + http + head)
            shutil.copyfileobj(file, member)
            member.write(b"\r\n\r\n")
    found = _TITLE.search(head) if path.endswith(".html") and _LEADS_ON not in head else None
    title = unescape(found[1].decode(errors="replace")).strip() if found else ""
    return _Answer(url, kind.partition(";")[0], digest, offset, warc.size - offset, title)


def _blocks(answers: Iterable[_Answer], moment: str) -> Iterator[tuple[str, bytes]]:
    """Yield the index in packed blocks, each with the key of its first line, sorted by the bytes of their lines."""
    stamp = re.sub(r"\D", "", moment)
    lines = iter(sorted(f"{_key(answer.url)} {stamp} {_place(answer)}\n".encode() for answer in answers))
    while block := list(islice(lines, _LINES)):
        yield b" ".join(block[0].split(b" ", 2)[:2]).decode(), gzip.compress(b"".join(block), mtime=0)


def _place(answer: _Answer) -> str:
    """Return what the index says of an answer."""
    about = {"url": answer.url, "mime": answer.type, "status": "200", "digest": f"sha256:{answer.digest}"}
    where = {"length": str(answer.length), "offset": str(answer.offset), "filename": _WARC.rpartition("/")[2]}
    return json.dumps({**about, **where})


def _key(url: str) -> str:
    """Return the key by which an address is looked up: its host from behind, and its path, in small letters."""
    parts = urlsplit(url.lower())
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    return f"{host}{f':{parts.port}' if parts.port else ''}){parts.path}"


def _places(blocks: Iterable[tuple[str, bytes]]) -> str:
    """Return the index of the index: the first key of each block, and where it lies."""
    lines, offset = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'], 0
    for key, packed in blocks:
        where = {"offset": offset, "length": len(packed), "digest": f"sha256:{sha256(packed).hexdigest()}"}
        lines.append(f"{key} {json.dumps(where)}")
        offset += len(packed)
    return "\n".join(lines) + "\n"


def _pages(answers: Iterable[_Answer], moment: str) -> str:
    """Return the list of the pages that people read."""
    lines: list[object] = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    lines += [
        {"id": uuid5(NAMESPACE_URL, answer.url).hex, "url": answer.url, "ts": moment, "title": answer.title}
        for answer in answers
        if answer.title
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
