"""Web archives: WARC, ARC and WACZ. Of each address of the site the newest capture of its page becomes an article."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.content.filetypes import media_fault
from broadsheet.content.frontmatter import decode_page
from broadsheet.content.yamltext import Value
from broadsheet.importing.bodies import without_headline
from broadsheet.importing.commons import SAMPLE, commons_of
from broadsheet.importing.files import LARGEST, unpacked, walk
from broadsheet.importing.furniture import tree_of
from broadsheet.importing.guard import guarded
from broadsheet.importing.post import Found, Site, Skipped
from broadsheet.importing.savedpages import HEAD, page_of, said_often
from broadsheet.importing.texts import UNPRINTABLE
from broadsheet.importing.warcfile import Capture, Volume, captures, is_archive, read_at, volumes
from broadsheet.importing.webaddress import same_host, urljoin, urlsplit
from broadsheet.problems import Problem, Span

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_SHOWN = re.compile(r"<(?:img|source|track|video|audio|a)\b[^<>]*?\s(?:src|href)\s*=\s*\"([^\"]*)\"", re.IGNORECASE)
_PREVIEW = re.compile(r"(?:^|&)(?:preview(?:_id|_nonce)?|draft)=", re.IGNORECASE)
_CALLED = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
_FRONT = ("", "/", "/index.html", "/index.htm", "/index.php")

_Place = tuple[str, int, int]  # the date of a capture, the number of its volume, its offset there


class _Index:
    """What a first look found: per address its newest page, the files that pages show, what leads elsewhere, what is gone."""

    def __init__(self, parts: tuple[Volume, ...]) -> None:
        self.volumes = parts
        self.problems: list[Problem] = []
        self.pages: dict[str, _Place] = {}
        self.files: dict[str, _Place] = {}
        self.digests: dict[str, tuple[int, int]] = {}
        self.led: dict[str, list[str]] = {}
        self.gone: dict[str, tuple[str, str]] = {}  # address: date, status
        self.hosts: Counter[str] = Counter()


def looks_like(suffix: str, source: Path) -> bool:
    """Say whether a source is a web archive, or a folder that holds some."""
    if source.is_file():
        return is_archive(source, suffix)
    return any(isinstance(path, Path) and is_archive(path, suffix) for path in walk(source, source))


def about(source: Path) -> Site:
    """Return what the archive says of itself, and the site that most of its pages are of."""
    index = _indexed(source)
    host = index.hosts.most_common(1)[0][0] if index.hosts else ""
    root = source if source.is_dir() else source.parent
    heads: list[bytes] = []
    common = commons_of(_noted(_sampled(index, host), heads))
    details: dict[str, Value] = {"common": common, "said": said_often(heads)[0]}
    return Site(root, title=_title(source), base=f"{host}/" if host else "", details=details)


def _sampled(index: _Index, host: str) -> Iterator[bytes]:
    """Yield some pages of a site."""
    places = [place for address, place in index.pages.items() if same_host(address, host)]
    for _, number, offset in places[:: len(places) // SAMPLE + 1]:
        found = read_at(number, index.volumes[number], offset)
        if found is not None:
            yield _text(found[1], found[0].charset).encode("utf-8", "replace")


def _noted(pages: Iterator[bytes], heads: list[bytes]) -> Iterator[bytes]:
    """Yield pages, and take note of their beginnings."""
    for page in pages:
        heads.append(page[:HEAD])
        yield page


def _title(source: Path) -> str:
    """Return the title that a WACZ bears."""
    if not source.is_file() or not is_archive(source, ".wacz"):
        return ""
    try:
        with zipfile.ZipFile(source) as package:
            part = package.getinfo("datapackage.json")
            said = json.loads(unpacked(package, part)) if part.file_size < 1_000_000 else {}
        return str(said.get("title", "")) if isinstance(said, dict) else ""
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, NotImplementedError, RecursionError):
        return ""


def _indexed(source: Path) -> _Index:
    return _index(tuple(each for each in volumes(source) if isinstance(each, Volume)))


@lru_cache(maxsize=1)  # what a source is, and what is in it, are asked one after the other
def _index(parts: tuple[Volume, ...]) -> _Index:
    index = _Index(parts)
    for number, volume in enumerate(parts):
        for capture in captures(number, volume):
            if isinstance(capture, Problem):
                index.problems.append(capture)
            elif capture.address.startswith(("http://", "https://")):
                _note(index, capture)
    return index


def _note(index: _Index, capture: Capture) -> None:
    """Take note of a capture."""
    address, place = _form(capture.address), (capture.volume, capture.offset)
    if capture.kind == "revisit":  # the same came again: what an earlier record holds stands, as of now
        known = index.digests.get(capture.digest)
        if known:
            _newest(index.pages, address, (capture.date, *known), index.hosts)
        elif address in index.pages and capture.status in ("", "200", "304"):
            _newest(index.pages, address, (capture.date, *index.pages[address][1:]), index.hosts)
    elif capture.status == "200" and capture.type in _HTML:
        _newest(index.pages, address, (capture.date, *place), index.hosts)
        index.digests.setdefault(capture.digest, place)
    elif capture.status == "200":
        _newest(index.files, address, (capture.date, *place))
    elif capture.status in ("301", "302", "303", "307", "308") and capture.location:
        target = _form(urljoin(capture.address, capture.location))
        if target != address and address not in index.led.setdefault(target, []):
            index.led[target].append(address)
    elif capture.status in ("404", "410", "451"):
        index.gone[address] = max(index.gone.get(address, ("", "")), (capture.date, capture.status))


def _newest(kept: dict[str, _Place], address: str, found: _Place, hosts: Counter[str] | None = None) -> None:
    if address not in kept or found[0] >= kept[address][0]:
        if hosts is not None and address not in kept:
            hosts[_host(address)] += 1
        kept[address] = found


def _form(address: str) -> str:
    """Return an address without its fragment and its usual port."""
    parts = urlsplit(address)
    port = f":{parts.port}" if _port(parts) not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{port}{parts.path or '/'}{query}"


def _port(parts: Any) -> int | None:  # noqa: ANN401
    try:
        port: int | None = parts.port
    except ValueError:
        return None
    return port


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the newest page of each address, in the order in which they lie in the archive."""
    yield from (each for each in volumes(source) if isinstance(each, Skipped | Problem))
    index = _indexed(source)
    yield from index.problems
    if not index.pages:
        yield Skipped(Span(source.name), "no page is in it that came with the status 200")
    for address, (date, number, offset) in sorted(index.pages.items(), key=lambda entry: entry[1][1:]):
        span = Span(f"{index.volumes[number].where}: {address}")
        why = _no_article(address, site, alone=len(index.pages) == 1)
        if why:
            yield Skipped(span, why)
            continue
        found = read_at(number, index.volumes[number], offset)
        if found is None:
            yield Problem("bad-import", "its record cannot be unpacked, or is too large", span, "copy the archive whole")
            yield Skipped(span, "its record cannot be read")
        else:
            capture, data = found
            text = _text(data, capture.charset)
            yield from guarded(span, _page, text, span, address, date, capture.truncated, index, site)


def _no_article(address: str, site: Site, *, alone: bool) -> str:
    """Say why a page is none to take over; empty when it may be. A page that is alone may be the front page."""
    parts = urlsplit(address)
    if not same_host(address, site.base):
        return f"it is a page of another site than {site.base}"
    if _PREVIEW.search(parts.query):
        return "it is a preview of a draft"
    return "it is the front page, of which the archive has its own" if parts.path in _FRONT and not (parts.query or alone) else ""


def _text(data: bytes, charset: str) -> str:
    """Return a page as text: in the encoding that its server named, where it fits, else as it says itself."""
    if charset and charset not in ("utf-8", "utf8"):
        try:
            return data.decode(_CALLED.get(charset, charset))
        except (LookupError, UnicodeError):
            pass
    found = decode_page(data, "")
    return found.value.text if found.value is not None else data.decode("cp1252", "replace")


def _page(text: str, span: Span, address: str, date: str, truncated: bool, index: _Index, site: Site) -> Found:
    try:
        tree = tree_of(UNPRINTABLE.sub("", text).encode("utf-8", "replace"))
        tree.make_links_absolute(address, resolve_base_href=True, handle_failures="ignore")
        whole = etree.tostring(tree, encoding="unicode", method="html")
    except (etree.LxmlError, RecursionError):
        return Skipped(span, "there is nothing in it that can be read")
    same = next((str(each) for each in tree.xpath("//link[@rel='canonical']/@href")), "")
    if same and _form(same) != address and _form(same) in index.pages:
        return Skipped(span, f"it is the same page as {same[:200]}")
    parts = urlsplit(address)
    led = [each for each in index.led.get(address, []) if same_host(each, site.base)]
    is_front = parts.path in ("", "/")
    own = (address if is_front else address.replace("?", "%3F", 1), *led)
    queries = (f"?{parts.query}",) if parts.query and is_front else ()
    said, common = (known if isinstance(known := site.details.get(name), Mapping) else {} for name in ("said", "common"))
    found = page_of(whole, span, lambda _tree, _head: (own, queries), said, common)
    if isinstance(found, Skipped):
        return found
    gone = index.gone.get(address, ("", ""))
    notes = ["a later capture says that the page was gone"] if gone[0] > date else []
    notes += ["the capture was cut off: words may be missing at its end"] if truncated else []
    picture = found.picture and found.picture._replace(src=urljoin(address, found.picture.src))
    kept: dict[str, Value] = {**found.kept, "address": address, "captured": date}
    files = _files(found.body + (f'<img src="{picture.src}">' if picture else ""), index)
    body = without_headline(found.body, found.title)
    return found._replace(key=address, base="", body=body, kept=kept, notes=tuple(notes), picture=picture, files=files)


def _files(body: str, index: _Index) -> dict[str, bytes]:
    """Return the captured files that a body shows or leads to, by their addresses in it."""
    found: dict[str, bytes] = {}
    size = 0
    for written in dict.fromkeys(_SHOWN.findall(body)):
        target = unescape(written)
        place = index.files.get(_form(target)) if target.startswith(("http://", "https://")) else None
        if place is None or media_fault(f"media/{urlsplit(target).path.rpartition('/')[2] or 'x'}"):
            continue
        read = read_at(place[1], index.volumes[place[1]], place[2])
        size += len(read[1]) if read else 0
        if read and size <= LARGEST:
            found[target] = read[1]
    return found
