"""Documents of word processors, DOCX and ODT: one article each, with its pictures. A file or a folder of them.

A package is looked through before anything in it is read: what would fill the memory, or names entities or places outside of it,
is refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from broadsheet.content.yamltext import Value
from broadsheet.importing.bodies import without_headline
from broadsheet.importing.files import LARGEST, NO_ARTICLES, unpacked, walk
from broadsheet.importing.guard import guarded
from broadsheet.importing.keys import Keys
from broadsheet.importing.post import Found, Held, Post, Site, Skipped
from broadsheet.importing.texts import plain_text
from broadsheet.problems import Problem, Span

SUFFIXES = (".docx", ".odt")
_MOST_PARTS, _MOST_BYTES, _MOST_TIMES = 20_000, 512 * 1024 * 1024, 150
_TOLERATED = 32 * 1024 * 1024  # bytes that any package may hold, however well they were packed
_OLD = b"\xd0\xcf\x11\xe0"  # the first bytes of Word's old format, and of a DOCX behind a password
_STARTS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"<svg", "svg"))
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})[-_ ]?")
_FIRST_HEADING = re.compile(r"\s*<h([1-3])\b[^<>]*>(.*?)</h\1\s*>", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)
_MARKED_TWICE = re.compile(r"</(strong|em|u|s|sup|sub)><\1>")  # between two pieces of a text that look the same
_NOTE = re.compile(r"<sup>.*?</sup>", re.DOTALL)
_NAMES = {
    "title": ("title",),
    "date": ("written", "created", "creation-date", "date"),
    "updated": ("modified", "date"),
    "authors": ("initial-creator", "creator"),  # in ODT `creator` is who saved it last
    "tags": ("keywords", "keyword"),
    "standfirst": ("description", "subject"),
    "lang": ("language",),
}
_PUBLIC = frozenset(("final", "published", "approved", "complete", "completed", "done"))


class ReadDocument(NamedTuple):
    """What a document says: its body as HTML, what its styles name, its properties, its pictures, and what is left behind."""

    body: str
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    properties: Mapping[str, Value] = {}
    files: Mapping[str, bytes] = {}
    lost: tuple[tuple[str, str], ...] = ()


class UnreadableDocumentError(Exception):
    """A document cannot be read. The text says why."""


def looks_like(suffix: str, source: Path) -> bool:
    """Say whether a source is a document, or a folder with documents and no other articles."""
    if source.is_file():
        return source.suffix.lower() == suffix
    files = (path for path in walk(source, source) if isinstance(path, Path))
    suffixes = {path.suffix.lower() for path in files if path.stem.lower() not in NO_ARTICLES}
    return suffix in suffixes and not suffixes & {".md", ".html", ".htm", ".xml", ".json"}


def about(source: Path) -> Site:
    """Return what is known of the site: nothing but where it lies."""
    return Site(source if source.is_dir() else source.parent)


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the documents of a folder, or the one that the source is."""
    for path in walk(source, source) if source.is_dir() else (source,):
        if isinstance(path, Skipped):
            yield path
            continue
        where = path.relative_to(site.root).as_posix()
        reader = _reader(path.suffix.lower())
        if path.name.startswith("~$"):
            continue
        if reader is None:
            yield Skipped(Span(where), "it is no document: neither .docx nor .odt")
            continue
        try:
            yield from guarded(Span(where), _read, reader, path, where)
        except UnreadableDocumentError as error:
            yield Problem("bad-import", str(error), Span(where), "open it in its program, save it anew, and import again")
            yield Skipped(Span(where), "it cannot be read")


def _reader(suffix: str) -> Callable[[Path], ReadDocument] | None:
    from broadsheet.importing import docx, odt

    return {".docx": docx.read, ".odt": odt.read}.get(suffix)


def opened(path: Path) -> zipfile.ZipFile:
    """Open a package that does no harm. Raises RefusedError."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD:
        message = "it is behind a password, or in Word's old format .doc"
        raise UnreadableDocumentError(message)
    try:
        package = zipfile.ZipFile(path)
        parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        message = f"it is no whole package ({error})"
        raise UnreadableDocumentError(message) from error
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or whole > _MOST_BYTES or (whole > _TOLERATED and whole > packed * _MOST_TIMES):
        message = (
            f"what it holds would fill {whole // 1024 // 1024:,} MB in {len(parts):,} parts: it may be made to fill the memory"
        )
        raise UnreadableDocumentError(message)
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename) or part.flag_bits & 1:
            message = f"a part of it is named `{part.filename[:80]}`, or behind a password"
            raise UnreadableDocumentError(message)
        if (
            part.filename.endswith((".xml", ".rels"))
            and part.file_size
            and b"<!ENTITY" in part_of(package, part.filename)[:65_536]
        ):
            message = f"the part `{part.filename[:80]}` defines entities of XML, which are never expanded"
            raise UnreadableDocumentError(message)
    return package


def part_of(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of a package; empty where it is not there. Raises RefusedError."""
    try:
        part = package.getinfo(name)
        if part.file_size > LARGEST:
            message = f"the part `{name[:80]}` is larger than {LARGEST // 1024 // 1024} MB"
            raise UnreadableDocumentError(message)
        return unpacked(package, part)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        message = f"the part `{name[:80]}` cannot be read ({error})"
        raise UnreadableDocumentError(message) from error


def picture_name(stem: str, data: bytes, suffix: str = "") -> str:
    """Return a name for a picture that says what its bytes are; `suffix` is what the document says."""
    known = next((kind for start, kind in _STARTS if data.startswith(start)), "webp" if data[8:12] == b"WEBP" else "")
    return f"{stem}.{known or suffix or 'bin'}"


def tree_of(data: bytes, name: str) -> etree._Element:
    """Return a part in XML. Raises RefusedError."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"the part `{name}` is no whole XML ({error})"
        raise UnreadableDocumentError(message) from error


def _read(reader: Callable[[Path], ReadDocument], path: Path, where: str) -> Post | Skipped:
    return _post(reader(path), path, where)


def _post(document: ReadDocument, path: Path, where: str) -> Post | Skipped:
    if not plain_text(document.body) and "<img" not in document.body:
        return Skipped(Span(where), "there are no words in it")
    keys = Keys(document.properties, _NAMES)
    heading = _FIRST_HEADING.match(document.body)
    title = (
        document.title or (plain_text(_NOTE.sub("", heading[2])) if heading else "") or keys.text("title") or _worded(path.stem)
    )
    dated = _DATED.match(path.stem)
    date = "-".join(dated.groups()) if dated else keys.date("date")
    body = _without_line(without_headline(_MARKED_TWICE.sub("", document.body), title), title)
    authors = tuple(dict.fromkeys(name.partition("@")[0] for name in document.authors or keys.texts("authors", ";,")))
    standfirst = document.standfirst or keys.standfirst()
    lang, tags, updated = keys.lang(), keys.texts("tags", ",;"), keys.date("updated")
    status = keys.text("contentstatus").lower()
    in_drafts = any(part.lower() in ("draft", "drafts") for part in where.split("/")[:-1])
    held: Held = "draft" if in_drafts or (status and status not in _PUBLIC) else ""
    return Post(
        span=Span(where), key=where, title=title, name=_DATED.sub("", path.stem), date=date,
        updated="" if updated < date else updated, held=held, publish_at=date, lang=lang, authors=authors,
        tags=tags, standfirst=standfirst, body=body, form="html", base=where, used=keys.used, kept=keys.rest(),
        lost=document.lost, files=document.files,
    )  # fmt: skip


def _without_line(body: str, title: str) -> str:
    """Return a body without its first paragraph where that says nothing but the headline."""
    found = _FIRST_PARAGRAPH.match(body)
    return (
        body[found.end() :] if found and plain_text(found[1]).casefold() == title.casefold() and "<img" not in found[1] else body
    )


def _worded(stem: str) -> str:
    words = " ".join(re.split(r"[-_ ]+", _DATED.sub("", stem))).strip()
    return words[:1].upper() + words[1:]
