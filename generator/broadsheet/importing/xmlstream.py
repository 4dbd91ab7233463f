"""XML as a stream: one element after the other, whatever the file's size. Nothing is expanded, loaded or fetched."""

from __future__ import annotations

import bz2
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree

from broadsheet.importing.files import LARGEST
from broadsheet.importing.post import Skipped
from broadsheet.importing.posttags import POSTS, PostTag, post_tags
from broadsheet.problems import Problem, Span

CONTENT_NAMES = ("title", "link", "language", "base_blog_url", "base_site_url")
_CONTROLS = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)))
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # how UTF-16 begins, with its mark and without one
_LAST = 256
# Halves of a character beyond U+FFFF as codes, which XML does not know and which some programs write all the same.
_HALF = rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7][0-9]{3});"
_HALVES = re.compile(rb"(?:%b)+" % _HALF)
_CUT = re.compile(rb"(?:%b)?(?:&[#\w]{0,12})?\Z" % _HALF)  # a code at the end, of which more may come
_CODE = 32  # bytes in which such an end is found
_ENDS = re.compile(rb"</(?:[\w.-]+:)?([\w.-]+)\s*>\s*\Z")
_ROOTS = ("channel", "rss", "feed", "mediawiki")
_CHUNK = 65_536
_COMPRESSED = (".bz2", ".gz")
_PROLOG = 1_048_576  # bytes, comments aside, that may stand before the first element
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_OTHER_DTD = re.compile(rb"<!ENTITY\s+%\s+[\w.-]+\s+(?:SYSTEM|PUBLIC)\s[^<>]*>")  # as NewsML 1 names that of NITF; none is loaded
_FIRST = re.compile(rb"<[A-Za-z_]")
_TAIL = 4_096
_OPENED = re.compile(rb".*?<(?:channel|feed|mediawiki)\b[^>]*>", re.DOTALL)
# In one element of the channel, such as a page of a wiki with all its versions: of marks each takes some hundred bytes in memory.
_MOST_BYTES, _MOST_MARKS = 16 * LARGEST, 1_000_000
_TOO_LARGE = f"it is larger than {LARGEST // 1024 // 1024} MB, or has more than {_MOST_MARKS:,} elements"


class Element:
    """An element of the stream: its name without prefix (`excerpt` for `excerpt:encoded`), its texts and what is in it."""

    def __init__(self, node: Any, removed: int = 0, lines: int = 0) -> None:  # lxml is not typed  # noqa: ANN401
        self._node = node
        self.name = _name(node.tag)
        self.line: int = (node.sourceline or 1) + lines
        self.removed = removed
        self._by_name: dict[str, list[Element]] | None = None

    @property
    def own(self) -> str:
        """Return the text in it. Markup that stands there, because the text was not written as it should be, is text, too."""
        node = self._node
        if not len(node):
            return node.text or ""
        return (node.text or "") + "".join(_text_of(child) for child in node)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self._node.get(name) or ""

    def children(self) -> Iterator[Element]:
        """Yield the elements in it."""
        return (Element(child) for child in self._node if isinstance(child.tag, str))

    def all(self, name: str) -> list[Element]:
        """Return the elements of one name."""
        if self._by_name is None:
            self._by_name = {}
            for child in self.children():
                self._by_name.setdefault(child.name, []).append(child)
        return self._by_name.get(name, [])

    def has(self, name: str) -> bool:
        """Say whether there is an element of a name with a text in it."""
        return any(child.own.strip() for child in self.all(name))

    def text(self, name: str) -> str:
        """Return the text of the first element of a name; an empty one where there is none."""
        found = self.all(name)
        return found[0].own.strip() if found else ""


def _text_of(node: Any) -> str:  # noqa: ANN401
    if not isinstance(node.tag, str):
        return node.tail or ""
    written: str = etree.tostring(node, encoding="unicode", method="html")
    return written


def _name(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    prefix, _, name = name.rpartition(":")  # one that nobody declared
    if name == "encoded":
        return "excerpt" if "excerpt" in f"{space}{prefix}" else "content"
    return name


class ElementTooLargeError(ValueError):
    """An element may be made to fill the memory."""


class Clean(io.RawIOBase):
    """A file without the control characters that XML does not allow; `removed` counts them.

    Raises ElementTooLargeError where a text, or what stands in one element of the channel, goes on for too long: whoever reads it
    says where one has ended.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self._file = path, opened(path)
        self._wide = self._file.read(2) in _WIDE  # in UTF-16 every other byte may be zero
        self._file.seek(0)
        self.removed = 0
        self.tail = b""
        self._rest = self._ahead = b""
        self._handed = 0  # bytes of the file
        self._behind = PostTag(True, 0, 0)  # the post that was passed over last
        self.lines = 0  # between the lines of what is read and those of the file
        self.text = self.size = self.marks = 0

    def read(self, _size: int = -1) -> bytes:
        """Return the next piece."""
        while True:
            data, self._ahead = self._ahead or self._file.read(_CHUNK), b""
            self._count(data)
            self._handed += len(data)
            clean = data if self._wide else data.translate(None, _CONTROLS)
            self.removed += len(data) - len(clean)
            clean = self._rest + clean
            cut = _CUT.search(clean, max(0, len(clean) - _CODE)) if data and not self._wide else None
            self._rest, clean = (cut[0], clean[: cut.start()]) if cut else (b"", clean)
            clean = joined(clean)
            self.tail = (self.tail + clean)[-_LAST:]
            if clean or not data:
                return clean

    def _count(self, data: bytes) -> None:
        self.text += len(data)
        self.size += len(data)
        self.marks += data.count(b"<")
        if self.text > LARGEST or self.size > _MOST_BYTES or self.marks > _MOST_MARKS:
            raise ElementTooLargeError(_TOO_LARGE)

    def pass_over(self) -> int:
        """Go on behind the post in which a reader stands; return the line where it begins, or 0 where it has no end.

        What is read next is the beginning of the file up to its channel, and then what follows the post.
        """
        file = opened(self.path)
        beginning = _OPENED.match(file.read(_PROLOG))
        begun = self._behind.lines
        for tag in post_tags(file, self._behind.place) if beginning and not self._wide else ():
            line = self._behind.lines + tag.lines
            if not tag.ends:
                begun = line
            elif tag.place > self._handed and beginning:
                self._file.close()
                file.seek(tag.place)
                self._file, self._ahead, self._rest = file, beginning[0], b""
                self._behind = tag._replace(lines=line)
                self._handed = tag.place - len(self._ahead)
                self.lines = line - self._ahead.count(b"\n")
                self.text = self.size = self.marks = 0
                return begun + 1
        file.close()
        return 0

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def joined(data: bytes) -> bytes:
    """Return XML in which the halves of a character that stand beside each other as codes are one code."""
    return _HALVES.sub(_joined, data)


def _joined(found: re.Match[bytes]) -> bytes:
    codes = (code[2:].decode().lower() for code in found[0].split(b";")[:-1])
    halves = "".join(chr(int(code[1:], 16) if code.startswith("x") else int(code)) for code in codes)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("ascii", "xmlcharrefreplace")


def opened(path: Path) -> IO[bytes]:
    """Open a file; what is compressed is read as it was before."""
    if path.suffix == ".bz2":
        return bz2.open(path)
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def declares_entities(path: Path) -> bool:
    """Say whether a file declares entities, as no export does: it may be made to fill the memory, or to read other files."""
    before = b""
    with opened(path) as read:
        while len(before) < _PROLOG and (data := read.read(_CHUNK)):
            whole, end, rest = (before + data.replace(b"\0", b"")).rpartition(b"-->")
            before = _COMMENT.sub(b"", whole + end) + rest
            said = _OTHER_DTD.sub(b"", before.partition(b"<!--")[0])
            first = _FIRST.search(said)
            if first or b"<!ENTITY" in said:
                return b"<!ENTITY" in said[: first.start() if first else None]
    return len(before) >= _PROLOG


def elements(path: Path, names: Iterable[str], passed: list[Skipped] | None = None) -> Iterator[Element]:
    """Yield the elements of these names that stand in the root's channel, and forget each when the next one is asked for.

    Of a file that declares entities none is yielded, and of one that is cut off not the one that is cut in two. `passed` takes
    the posts that are too large. Raises ElementTooLargeError where one has no end; a first look, without `passed`, ends there.
    """
    wanted = frozenset(names)
    if declares_entities(path):
        return
    source = Clean(path)
    last: Any = None
    try:
        for node in _ended(source, passed):
            if last is not None:
                yield Element(last, source.removed, source.lines)
                _forget(last)
            last = node if node is not None and _name(node.tag) in wanted else None
            if last is None and node is not None:
                _forget(node)
    except (etree.XMLSyntaxError, EOFError):  # nothing in it can be read, or nothing more
        pass
    finally:
        source.close()
    end = _ENDS.search(source.tail.replace(b"\0", b""))
    if last is not None and end and end[1].decode("utf-8", "replace") in (*_ROOTS, *wanted):
        yield Element(last, source.removed, source.lines)


def _ended(source: Clean, passed: list[Skipped] | None) -> Iterator[Any]:
    """Yield each element of the root's channel that has ended, and None where one is passed over."""
    is_read = False
    while not is_read:
        try:
            yield from _parsed(source)
            is_read = True
        except ElementTooLargeError:
            yield None
            line = source.pass_over()
            if not line and passed is not None:
                raise
            is_read = not line
            if passed is not None:
                passed.append(Skipped(Span(source.path.name, line), _TOO_LARGE))


def _parsed(source: Clean) -> Iterator[Any]:
    events = etree.iterparse(
        source, events=("end",), recover=True, huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False,
        remove_pis=True,
    )  # fmt: skip
    for _, node in events:
        source.text = 0
        parent = node.getparent()
        if parent is not None and _name(parent.tag) in _ROOTS and _name(node.tag) not in _ROOTS:
            source.size = source.marks = 0
            yield node


def _forget(node: Any) -> None:  # noqa: ANN401
    parent = node.getparent()
    node.clear(keep_tail=False)
    while parent is not None and node.getprevious() is not None:
        del parent[0]


class Posts:
    """The posts of an export, one after the other, and what is wrong with it when all have been asked for."""

    def __init__(self, path: Path, names: Iterable[str], end: bytes) -> None:
        self.path, self._names, self._end = path, tuple(names), end
        self._passed: list[Skipped] = []
        self._removed = self._found = 0

    def __iter__(self) -> Iterator[Element]:
        """Yield the elements of the names that were asked for."""
        for element in elements(self.path, self._names, self._passed):
            self._removed = max(self._removed, element.removed)
            self._found += element.name in POSTS
            yield element

    def faults(self) -> Iterator[Skipped | Problem]:
        """Yield what was passed over, and what is wrong with the file."""
        yield from self._passed
        span = Span(self.path.name)
        if self._removed:
            yield Problem("bad-encoding", "it held control characters, which were left out", span)
        if declares_entities(self.path):
            message = "the file declares entities, as no export does: nothing in it is read"
            yield Problem("bad-import", message, span, "export it again")
        elif ends_early(self.path, self._end):
            message = "the file ends before its end: what came after is not in it"
            yield Problem("bad-import", message, span, "export it again, or copy it whole")
        else:
            begun = posts_in(self.path)
            lost = begun - self._found - len(self._passed)
            if lost > 0:
                message = f"the file is damaged: {lost:,} of the {begun:,} posts that begin in it cannot be read"
                yield Problem("bad-import", message, span, "export it again, or copy it again")


def posts_in(path: Path) -> int:
    """Return how many posts begin in a file; 0 for one in UTF-16."""
    with opened(path) as file:
        return sum(not tag.ends for tag in post_tags(file, 0))


def ends_early(path: Path, end: bytes) -> bool:
    """Say whether a file does not end as it should."""
    with opened(path) as read:
        tail = b""
        try:
            if path.suffix in _COMPRESSED:
                while data := read.read(_CHUNK):
                    tail = (tail + data)[-_TAIL:]
            else:
                read.seek(max(0, path.stat().st_size - _TAIL))
                tail = read.read()
        except (EOFError, OSError):
            return True
    return end not in tail.replace(b"\0", b"")
