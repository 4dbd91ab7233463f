"""A site at an address: each file is fetched as readers fetch it, and only from there.

What the host itself reads is not asked for, and what is there beside the files of the manifest cannot be seen. A host that puts
something into pages, or packs pictures anew, alters them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException, HTTPMessage, IncompleteRead
from itertools import islice
from string import printable
from typing import IO
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from broadsheet.engine.extras import UnusableError
from broadsheet.pages.hosting import FOR_HOSTS

_AT_ONCE = 4  # requests that are under way at the same time
_AHEAD = 64  # files that are asked for before the first of them is told
_PATIENCE, _IN_ALL = 30, 600  # seconds without an answer, and for one file in all
_LARGEST, _LARGEST_MANIFEST = 1 << 32, 1 << 28  # bytes
_NOTHING = frozenset((403, 404, 410))  # stores of objects say 403 where there is nothing


class AddressSite:
    """A site at an http or https address."""

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address.rstrip("/") + "/")
            host = parts.netloc.encode("idna").decode()
        except ValueError:  # such as `[` without its `]`
            host = ""
        if not host or parts.query or parts.fragment:
            message = f"`{address}` is no address of a site"
            raise UnusableError(message)
        self._base = f"{parts.scheme}://{host}{quote(parts.path, safe=printable)}"
        self._opener = build_opener(_SameOrigin)

    def read(self, path: str) -> bytes | None:
        """Return what is served at a path; None where nothing is."""
        found = bytearray()
        return bytes(found) if self._read(path, found.extend, _LARGEST_MANIFEST) else None

    def digests(self, paths: list[str]) -> Iterator[tuple[str, str | None]]:
        """Yield each path with the digest of what is served there. An `index.html` is asked for as its folder."""
        asked = (path for path in paths if path not in FOR_HOSTS)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            while some := list(islice(asked, _AHEAD)):
                yield from zip(some, threads.map(self._digest, some), strict=True)

    def paths(self) -> None:
        """Return nothing: nobody lists what a host serves."""

    def _digest(self, path: str) -> str | None:
        folder, _, name = path.rpartition("/")
        place = f"{folder}/".lstrip("/") if name == "index.html" else path
        for last in (False, True):
            state = sha256()
            try:
                found = self._read(place, state.update, _LARGEST)
                return (self._stub(path, place, found) or state.hexdigest()) if found else None
            except OSError:  # of a thousand answers one may break off
                if last:
                    raise
        raise AssertionError

    def _stub(self, path: str, place: str, found: str) -> str:
        """Return the digest of the page at an old address from which the host leads on by itself, to where that page says.

        Such a page is served by its name only. Empty where it is none, or says something else. Raises OSError.
        """
        target = urlsplit(found).path
        if place == path or target == urlsplit(self._base + quote(place)).path:
            return ""
        stub = self.read(path) or b""
        return sha256(stub).hexdigest() if target.encode() in stub else ""

    def _read(self, path: str, take: Callable[[bytes], object], largest: int) -> str:
        """Give what is served at a path to `take`, piece by piece; return the address of it, empty for none. Raises OSError."""
        address, ends, size = self._base + quote(path), time.monotonic() + _IN_ALL, 0
        headers = {"User-Agent": "broadsheet-verify", "Accept-Encoding": "identity"}
        try:
            with self._opener.open(Request(address, headers=headers), timeout=_PATIENCE) as answer:
                while data := answer.read1(1 << 16):
                    take(data)
                    size += len(data)
                    if size > largest or time.monotonic() > ends:
                        raise OSError(None, f"it has more than {largest >> 20} MB, or takes more than {_IN_ALL} s", address)
                if answer.length:
                    raise OSError(None, "it breaks off", address)
                return str(answer.url)
        except HTTPError as error:
            if error.code in _NOTHING:
                return ""
            raise OSError(None, f"the server answers {error.code}", address) from error
        except (HTTPException, ValueError) as error:  # a redirect may lead to what is no address
            said = "it breaks off" if isinstance(error, IncompleteRead) else f"this is no address or no answer: {error}"
            raise OSError(None, said, address) from error


class _SameOrigin(HTTPRedirectHandler):
    """Follows redirects within a site. What is elsewhere is not the site: there, nothing is."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return what is asked next."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise HTTPError(req.full_url, 404, "it leads elsewhere", headers, fp)
        fp.close()  # else all that comes with a redirect is read, which may have no end
        return super().redirect_request(req, fp, code, msg, headers, newurl)
