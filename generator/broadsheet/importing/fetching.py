"""Fetching of pictures that are at the old site only, when somebody asks for it.

An address comes from the archive, and so from whoever wrote in it: only http and https are asked, and only hosts in the public
network, by the very address that was looked at. What comes is no larger than a picture may be.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Network, ip_address
from urllib.parse import quote, unquote, urljoin, urlsplit

LARGEST = 30_000_000  # bytes
_PATIENCE, _IN_ALL = 15, 60  # seconds without an answer, and for one picture in all
_MOVES = 5  # redirects that are followed
_UNICAST, _OVER_IPV4 = IPv6Network("2000::/3"), IPv6Network("2002::/16")  # outside of the former, too, IPv4 is led to
_MOVED = frozenset((301, 302, 303, 307, 308))
_SAFE = "/%:@!$&'()*+,;=~-._?"
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_SIGNS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"), (b"WEBVTT", "vtt"))


class UnfetchedError(Exception):
    """A picture that could not be fetched. The text says why."""


def is_public(address: str) -> bool:
    """Say whether a numeric address is one of the public network."""
    found = ip_address(address.partition("%")[0])
    leads_on = found.version == 6 and (found not in _UNICAST or found in _OVER_IPV4)
    return found.is_global and not found.is_multicast and not leads_on


def fetched(address: str, allowed: Callable[[str], bool] = is_public) -> bytes:
    """Return what is at an address. Raises UnfetchedError.

    `allowed` says whether a host may be asked, by its numeric address.
    """
    ends = time.monotonic() + _IN_ALL
    for _ in range(_MOVES + 1):
        try:
            answer = _asked(address, allowed, ends)
        except (OSError, http.client.HTTPException, ValueError) as error:
            message = f"it could not be fetched: {str(error) or type(error).__name__}"
            raise UnfetchedError(message) from error
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer)
    message = "it is redirected again and again"
    raise UnfetchedError(message)


def place_of(address: str, data: bytes) -> str:
    """Return the path below the folder of media that a picture from an address gets."""
    parts = urlsplit(address)
    names = [_NAME.sub("-", unquote(name)).lstrip(".-")[-80:] or "x" for name in parts.path.strip("/").split("/")]
    name, dot, suffix = names[-1].rpartition(".")
    kind = next((kind for sign, kind in _SIGNS if data.startswith(sign)), suffix)
    stem = name if dot and len(suffix) < 6 else names[-1]
    mark = f"-{blake2b(address.encode(), digest_size=4).hexdigest()}" if parts.query or len(names) > 8 else ""
    host = _NAME.sub("-", parts.hostname or "").lstrip(".") or "x"
    return "/".join((host, *names[-4:-1], f"{stem}{mark}.{kind.lower()}"))


def _asked(address: str, allowed: Callable[[str], bool], ends: float) -> bytes | str:
    """Return what a server answers: the bytes, or the address that it leads to."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = f"`{address[:80]}` is no web address"
        raise UnfetchedError(message)
    tls = parts.scheme == "https"
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    connection = _Connection(parts.hostname, parts.port or (443 if tls else 80), allowed, tls=tls)
    timer = threading.Timer(max(0.0, ends - time.monotonic()), connection.cut)  # a head may come as slowly as a body
    timer.start()
    try:
        connection.request("GET", path, headers={"User-Agent": "broadsheet-import", "Accept": "image/*,*/*;q=0.5"})
        answer = connection.getresponse()
        if answer.status in _MOVED and answer.headers.get("Location"):
            return str(answer.headers["Location"])
        if answer.status != http.client.OK:
            message = f"the server answers {answer.status}"
            raise UnfetchedError(message)
        data = _read(answer)
        if time.monotonic() > ends:
            raise _slow()
        if answer.length:
            message = "it breaks off"
            raise UnfetchedError(message)
        return data
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() < ends:
            raise
        raise _slow() from error
    finally:
        timer.cancel()
        connection.close()


def _slow() -> UnfetchedError:
    return UnfetchedError(f"it takes more than {_IN_ALL} seconds")


def _read(answer: http.client.HTTPResponse) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            message = f"it has more than {LARGEST // 1_000_000} MB"
            raise UnfetchedError(message)
    return b"".join(pieces)


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was looked at, whatever the name is said to mean a moment later."""

    def __init__(self, host: str, port: int, allowed: Callable[[str], bool], *, tls: bool) -> None:
        super().__init__(host, port, timeout=_PATIENCE)
        self._allowed = allowed
        self._tls = tls
        self._opened: socket.socket | None = None

    def cut(self) -> None:
        """End the connection, whoever waits for it."""
        if self._opened:
            with contextlib.suppress(OSError):
                self._opened.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect. Raises UnfetchedError where the host is not in the public network."""
        found = [str(info[4][0]) for info in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        if not found or not all(map(self._allowed, found)):
            message = f"`{self.host}` is in no public network"
            raise UnfetchedError(message)
        self.sock = self._opened = socket.create_connection((found[0], self.port), _PATIENCE)
        if self._tls:
            context = ssl.create_default_context()
            tls = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._opened = tls
            tls.do_handshake()
