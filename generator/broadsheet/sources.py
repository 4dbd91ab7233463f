"""The sources: the folders that a publication is made from, and the one way to walk through them and to open a file in them.

A symbolic link can lead anywhere: to a password, or to the settings of a repository. None is followed, but for those that stay
within the publication's own folders, and out of hidden ones, where it says `follow_links: true`. What is neither a file nor a
folder (a pipe, a device) is not opened: reading it might never end. Only what is below the root of the publication counts; the
root itself may lie behind a link.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import Config
from broadsheet.problems import Problem, Span

STATIC, TEMPLATES = "static", "templates"
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 16
_DEEPEST = 100  # folders in one another
_IN_ITS_PLACE = "put the file itself in its place"
_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
Identity = tuple[int, int, int, int]


class Sources(NamedTuple):
    """The sources of the publication at `root`: its content folder, whether links within its folders are followed, how many bytes
    a text may have (0: any number), the patterns of what is passed over in the content, and the folders there that are registers
    of the publication's own taxonomies.
    """

    root: Path
    content: str = "content"
    follow: bool = False
    largest: int = 0
    ignore: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path, config: Config) -> Sources:
        """Return the sources of a publication."""
        registers = tuple(taxonomy.name for taxonomy in config.taxonomies)
        return cls(root, config.source_dir, config.follow_links, config.limits.bytes, config.ignore, registers)

    def text(self, path: str) -> bytes:
        """Return the bytes of a file of text, as `read` does. Raises OSError, too, where it is too large."""
        return self.read(path, largest=self.largest)

    def read(self, path: str, most: int = 0, largest: int = 0) -> bytes:
        """Return the bytes of a file, by its path from the root; `most`: no more than so many from its beginning.

        A file of more than `largest` bytes is not read.

        Raises OSError, too, where something else stands there, or has taken the place of the file since the walk.
        """
        place = f"{self.root}/{path}"
        if self.follow and os.path.islink(place) and not self.refusal(path):  # noqa: PTH114  # once for every article
            place = os.path.realpath(place)
        return read_file(place, most, largest)

    def ignores(self, path: str) -> bool:
        """Say whether a file or folder is passed over because the publication says so."""
        return bool(self.ignore) and _ignored(self.content, self.ignore).fullmatch(path) is not None

    def refusal(self, path: str) -> str:
        """Return why a link is not followed, though links are; empty where it is."""
        place, root = f"{self.root}/{path}", os.path.realpath(self.root)
        try:
            mode = os.stat(place).st_mode  # noqa: PTH116
        except OSError as error:
            return "it leads in a circle" if error.errno == errno.ELOOP else "it leads to nothing"
        real = os.path.realpath(place)
        folders = (self.content, STATIC, TEMPLATES)
        if not any(holds(os.path.join(root, folder), real) for folder in folders):  # noqa: PTH118
            return "it leads out of `{}`, `{}` and `{}`".format(*folders)
        if any(part.startswith(".") for part in Path(real).relative_to(root).parts):
            return "it leads to what is hidden"
        return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "it leads to what is neither a file nor a folder"


@dataclass(slots=True)
class Walk:
    """A walk through folders of the sources: the files as they are found, and what is wrong. Nothing is opened.

    `passes` says which names are passed over.
    """

    sources: Sources
    passes: Callable[[str], bool]
    files: list[tuple[str, Identity]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _start: str = ""
    _linked: set[str] = field(default_factory=set)  # the folders that links have led to

    def through(self, path: str) -> bool:
        """Walk through a folder, by its path from the root. Return False where nothing is there."""
        place = f"{self.sources.root}/{path}"
        link = link_on_the_way(self.sources.root, path)
        if link:
            self.problems.append(link)
        elif os.path.isdir(place):  # noqa: PTH112
            self._start = os.path.realpath(place)
            self._folder(place, path)
        elif os.path.lexists(place):
            self._report("special-file", "something that is no folder stands where a folder belongs", path, "move it away")
        else:
            return False
        return True

    def one(self, folder: str, name: str) -> None:
        """Look for one file of a folder alone."""
        try:
            with os.scandir(f"{self.sources.root}/{folder}") as listing:
                entries = [entry for entry in listing if entry.name == name]
        except OSError:
            return
        for entry in entries:
            self._entry(entry, f"{folder}/{name}")

    def _folder(self, folder: str, path: str) -> None:
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=attrgetter("name"))
        except OSError as error:
            self.problems.append(unreadable(path, error))
            return
        passes, ignores = self.passes, self.sources.ignores if self.sources.ignore else None
        for entry in entries:
            inner = f"{path}/{entry.name}"
            if not (passes(entry.name) or (ignores and ignores(inner))):
                self._entry(entry, inner)

    def _entry(self, entry: os.DirEntry[str], path: str) -> None:
        if not entry.name.isprintable():
            folder = path.rpartition("/")[0]
            self._report("unread-file", f"the file name `{_shown(entry.name)}` is not printable text", folder, "rename the file")
            return
        try:
            if entry.is_file(follow_symlinks=False):
                self.files.append((path, identity_of(entry.stat(follow_symlinks=False))))
            elif is_link(entry):
                self._link(entry, path)
            elif entry.is_dir():
                self._deeper(entry, path)
            else:
                self.problems.append(special(path, entry.stat().st_mode))
        except OSError as error:
            self.problems.append(unreadable(path, error))

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        why = self.sources.refusal(path)
        if self.sources.follow and not why:
            if not entry.is_dir():
                self.files.append((path, identity_of(entry.stat())))
                return
            why = self._follow(entry, path)
        if why or not self.sources.follow:
            hint = f"{_IN_ITS_PLACE}, or {'remove it' if why else 'write `follow_links: true` into broadsheet.yaml'}"
            self.problems.append(link_problem(self.sources.root, path, hint, why))

    def _follow(self, entry: os.DirEntry[str], path: str) -> str:
        """Walk through a folder that a link leads to; return why that is not done."""
        real = os.path.realpath(entry.path)
        if holds(real, self._start) or holds(real, os.path.realpath(entry.path.rpartition("/")[0])):
            return "it leads in a circle"
        if real in self._linked:  # folders that are linked with each other would be walked through again and again
            return "another link leads to the same folder"
        self._linked.add(real)
        self._deeper(entry, path)
        return ""

    def _deeper(self, entry: os.DirEntry[str], path: str) -> None:
        if path.count("/") > _DEEPEST:
            self._report("special-file", "its folders stand too deep in one another", f"{path[:80]}…", "move it up")
        else:
            self._folder(entry.path, path)

    def _report(self, code: str, message: str, path: str, hint: str) -> None:
        self.problems.append(Problem(code, message, Span(path), hint))


@lru_cache(maxsize=4)
def _ignored(content: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches the paths that patterns mean: of names or ends of paths; one that begins with `/`, of whole paths."""
    found = [f"{'' if pattern.startswith('/') else '(?:.*/)?'}{translate(pattern.strip('/'))}" for pattern in patterns]
    return re.compile(f"{re.escape(content)}/(?:{'|'.join(found)})", re.DOTALL)


def is_lock(name: str) -> bool:
    """Say whether a file is an editor's lock: a link that leads to nothing."""
    return name.startswith(".#")


def is_link(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry of a folder is a link, of any kind."""
    return entry.is_symlink() or getattr(entry, "is_junction", bool)()  # of Windows; Python 3.11 does not know of them


def link_on_the_way(root: Path, path: str, hint: str = "put the folder itself in its place") -> Problem | None:
    """Return the problem of the first link on the way from the root to a folder or file, its own place included."""
    parts = path.split("/")
    ways = ("/".join(parts[:number]) for number in range(1, len(parts) + 1))
    link = next((way for way in ways if os.path.islink(f"{root}/{way}")), None)  # noqa: PTH114
    return link_problem(root, link, hint) if link is not None else None


def link_problem(root: Path, path: str, hint: str, why: str = "") -> Problem:
    """Return the problem of a link that is not followed. It says where the link leads, and nothing of what is there."""
    try:
        target = f" to `{_shown(os.readlink(f'{root}/{path}'))}`"  # noqa: PTH115
    except OSError:  # it is gone, or a junction
        target = ""
    return Problem("unsafe-link", f"the symbolic link{target} is not followed" + (f": {why}" if why else ""), Span(path), hint)


def special(path: str, mode: int) -> Problem:
    """Return the problem of something that is neither a file nor a folder."""
    kind = _KINDS.get(stat.S_IFMT(mode), "something else")
    return Problem("special-file", f"it is neither a file nor a folder, but {kind}", Span(path), "remove it")


def unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a file that cannot be read."""
    if error.errno == errno.ELOOP:
        return Problem("unsafe-link", "it became a symbolic link, which is not followed", Span(path), _IN_ITS_PLACE)
    if error.errno == errno.EFBIG:
        hint = "split it, or raise `limits: {bytes: …}` in broadsheet.yaml"
        return Problem("over-limit", error.strerror or "it is too large", Span(path), hint)
    return Problem("unreadable-file", f"it cannot be read: {error.strerror or error}", Span(path), "check its permissions")


def read_file(place: str | Path, most: int = 0, largest: int = 0) -> bytes:
    """Return the bytes of a regular file, or the first of them.

    Raises OSError for a link, for what is no file, and for what is larger than is allowed.
    """
    try:
        handle = os.open(place, _OPEN)
    except OSError as error:
        if os.path.islink(place):  # systems give several numbers  # noqa: PTH114
            raise OSError(errno.ELOOP, "it is a symbolic link", str(place)) from error
        raise
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(place))
        if 0 < largest < found.st_size:
            raise OSError(errno.EFBIG, f"it has {found.st_size} bytes, and an article may have {largest}", str(place))
        data = os.read(handle, most or found.st_size + 1)
        if most or len(data) == found.st_size:
            return data
        parts = [data]
        while data := os.read(handle, _CHUNK):
            parts.append(data)
        return b"".join(parts)
    finally:
        os.close(handle)


def is_plain(root: Path, path: str) -> bool:
    """Say whether a path from the root leads to a regular file, by no link and to nothing hidden."""
    parts = path.split("/")
    if path.startswith("/") or any(part.startswith(".") for part in parts) or link_on_the_way(root, path):
        return False
    return os.path.isfile(f"{root}/{path}")  # noqa: PTH113


def identity_of(found: os.stat_result) -> Identity:
    """Return what identifies the state of a file: size, times of change of content and of inode (ns), inode."""
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def holds(folder: str, path: str) -> bool:
    """Say whether a path is that of a folder, or of something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _shown(text: str) -> str:
    return text if text.isprintable() else ascii(text).strip("'")
