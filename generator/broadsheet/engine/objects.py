"""Objects: outputs in a store that `fsspec` knows: Amazon's, Google's, any other with a driver, or the memory of this process."""

from __future__ import annotations

import base64
import contextlib
import errno
import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, cached_property
from hashlib import blake2b, md5
from typing import Any

from broadsheet.engine.extras import UnusableError, extra
from broadsheet.engine.outputs import Begin, Outputs
from broadsheet.engine.publish import FILE, FOLDER, MARK, Brought, FileState, folders_of
from broadsheet.expressions import expression

_AT_ONCE = 16  # requests that are under way at the same time
_MD5 = expression("[0-9a-f]{32}")
_SIGNS = ("etag", "ETag", "generation", "version_id", "mtime", "last_modified", "LastModified", "updated", "modified", "created")
_IN_PROCESS = frozenset(("memory",))
# How drivers call the media type, which a static host must know; where there is no name for it the store has to guess.
_MEDIA_TYPE = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}


class Objects:
    """The objects below a URL."""

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")
        self._process = 0
        self._fs: Any = None
        self._listing: dict[str, FileState] | None = None
        self.root = str(self.fs._strip_protocol(self.name))  # there is no public name for it
        self.protocol = url.partition("://")[0]
        self.shared = self.protocol not in _IN_PROCESS

    @property
    def fs(self) -> Any:  # untyped  # noqa: ANN401
        """Return the file system of this process: one that was inherited by forking must not be used."""
        if self._process != os.getpid():
            fsspec = extra("fsspec", f"the output {self.name}")
            try:
                self._fs = fsspec.core.url_to_fs(self.name)[0]
            except (ImportError, ValueError) as error:
                message = f"the output {self.name} cannot be used: {error}"
                raise UnusableError(message) from error
            self._process = os.getpid()
        return self._fs

    def at(self, path: str) -> str:
        """Return the store's name of an output."""
        return f"{self.root}/{path}"

    def listing(self) -> dict[str, FileState]:
        """Return the state of everything in the store by its path, as of the first call, but for what was put since then."""
        if self._listing is None:
            with _telling(self.name):
                self.fs.invalidate_cache()
                found = self.fs.find(self.root, detail=True)
            prefix = self.at("")
            self._listing = {
                name.removeprefix(prefix): _state(info)
                for name, info in found.items()
                if name.startswith(prefix) and info.get("type", "file") == "file"
            }
        return self._listing

    def look(self, outputs: Outputs, begin: Begin) -> Callable[[], None]:
        """Compare every object with what is known of it, in the end and in this process."""
        del begin
        return lambda: outputs.compare(self.listing(), self.read)

    def is_marked(self) -> bool:
        """Say whether a build has begun to publish here."""
        return MARK in self.listing()

    def has_entries(self) -> bool:
        """Say whether there is anything in it."""
        return bool(self.listing())

    def read(self, path: str) -> bytes | None:
        """Return the bytes of an object, None where there is none."""
        with _telling(self.at(path)):
            try:
                return bytes(self.fs.cat_file(self.at(path)))
            except FileNotFoundError:
                return None

    def put(self, path: str, data: bytes) -> None:
        """Put an object."""
        option = _MEDIA_TYPE.get(self.protocol)
        with _telling(self.at(path)):
            self.fs.pipe_file(self.at(path), data, **({option: _media_type(path)} if option else {}))

    def state(self, path: str) -> FileState:
        """Ask for the state of an object."""
        with _telling(self.at(path)):
            return _state(self.fs.info(self.at(path)))

    def kinds(self, path: str) -> tuple[str, ...]:
        """Return what stands at a path: an object, which is a `FILE`, a `FOLDER` of others, or both."""
        return (*((FILE,) if path in self.listing() else ()), *((FOLDER,) if path in self._folders else ()))

    @cached_property
    def _folders(self) -> set[str]:
        return {folder for path in self.listing() for folder in folders_of(path.rpartition("/")[0])}

    def files_in(self, folder: str) -> list[str]:
        """Return the paths of the objects in a folder."""
        return [path for path in self.listing() if path.startswith(folder + "/")]

    def shown(self) -> list[str]:
        """Return the paths of all objects that are not hidden."""
        return sorted(path for path in self.listing() if not any(part.startswith(".") for part in path.split("/")))

    def prepare(self) -> None:
        """Do nothing: a store has no folders to be made."""

    def writer(self, name: str = "", *, empty: bool = False) -> ObjectWriter:
        """Return what puts objects."""
        del name, empty  # nothing is written under another name first, and what is known of an object needs no look
        return ObjectWriter(self)

    def remove(self, paths: Iterable[str]) -> int:
        """Remove objects; return how many there were."""
        found = [path for path in paths if self.listing().pop(path, None) is not None]
        if found:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                list(threads.map(self._remove, found))
        return len(found)

    def _remove(self, path: str) -> None:
        with _telling(self.at(path)), contextlib.suppress(FileNotFoundError):
            self.fs.rm_file(self.at(path))

    def finish(self) -> None:
        """Do nothing: writing leaves nothing behind."""


class ObjectWriter:
    """Puts objects, several at once where the store's sign of a state is known before it is asked: the MD5 of the bytes."""

    def __init__(self, store: Objects) -> None:
        self._store = store
        self._foreseen: bool | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._under_way: list[Future[None]] = []

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one object to `data`, at the latest when `flush` returns."""
        store, expected = self._store, FileState(len(data), _mark_of_md5(md5(data, usedforsecurity=False).hexdigest()), 0)
        known = store.listing().get(path)
        if known is not None and known.size == len(data) and (known == expected or store.read(path) == data):
            return Brought(False, known)
        store.listing().pop(path, None)
        if self._foreseen:
            self._threads = self._threads or ThreadPoolExecutor(_AT_ONCE)
            self._under_way.append(self._threads.submit(store.put, path, data))
            state = expected
        else:
            store.put(path, data)
            state = store.state(path)
            if self._foreseen is None:
                self._foreseen = state == expected
        return Brought(True, state)

    def flush(self) -> None:
        """Wait until every object is put. Raises OSError when one could not be."""
        waiting, self._under_way = self._under_way, []
        for future in waiting:
            future.result()


@contextlib.contextmanager
def _telling(name: str) -> Iterator[None]:
    """Turn whatever a driver raises into an OSError that says what it was about."""
    try:
        yield
    except (OSError, UnusableError):
        raise
    except Exception as error:  # drivers have exceptions of their own, for refused keys and missing networks alike
        what = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise OSError(errno.EIO, what, name) from error


def _state(info: Mapping[str, Any]) -> FileState:
    """Return what a store says of an object, in numbers: its size, and one that is another when it was put again."""
    signs = [str(info[name]) for name in _SIGNS if info.get(name)]
    sign = signs[0].strip('"') if signs else ""
    if info.get("md5Hash"):
        sign = base64.b64decode(info["md5Hash"]).hex()
    number = _mark_of_md5(sign) if _MD5.fullmatch(sign) else int.from_bytes(blake2b(sign.encode(), digest_size=7).digest(), "big")
    return FileState(int(info.get("size") or 0), number, 0)


def _mark_of_md5(digest: str) -> int:
    return int(digest[:15], 16)


@cache
def _types() -> mimetypes.MimeTypes:
    return mimetypes.MimeTypes()


def _media_type(path: str) -> str:
    known, coding = _types().guess_type(path)
    kind = known if known and not coding else "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("xml", "json")) else kind
