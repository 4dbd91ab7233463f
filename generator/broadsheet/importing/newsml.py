"""Wire copy: NewsML, NITF and ninjs, a file or a folder of them. Of several versions of an item the last one stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing import wire
from broadsheet.importing.files import walk
from broadsheet.importing.guard import guarded
from broadsheet.importing.ninjs import is_ninjs, json_items
from broadsheet.importing.post import Found, Site, Skipped
from broadsheet.importing.wirexml import WireItem, xml_items
from broadsheet.problems import Problem, Span

_ROOTS = (
    "newsItem",
    "newsMessage",
    "packageItem",
    "nitf",
    "NewsML",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
)
_HEAD = 65_536
_MANY = 4  # items for each other file of XML, such as a piece of one, show what a folder is


def looks_like(source: Path) -> bool:
    """Say whether a source is a file of wire copy, or a folder that holds hardly anything but that and pictures."""
    if source.is_file():
        return _form(source) in ("wire", "ninjs")
    files = [path for path in walk(source, source, frozenset()) if isinstance(path, Path)]
    forms = Counter(_form(path) for path in files if path.suffix.lower() in (".xml", ".json", ".jsonl", ""))
    return forms["wire"] + forms["ninjs"] > _MANY * forms["xml"]


def _form(path: Path) -> str:
    """Return what a file holds: wire copy in XML, other XML, ninjs, or something else (empty)."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD).replace(b"\0", b"").decode("latin-1")
    start = head.lstrip("ï»¿ÿþ \t\r\n")
    if start[:1] == "<":
        return "wire" if any(f"<{root}" in head or f":{root}" in head for root in _ROOTS) else "xml"
    return "ninjs" if is_ninjs(start) else ""


def about(source: Path) -> Site:
    """Return what a first look finds: the last version of each item, what was taken back, the usual language."""
    last: dict[str, Value] = {}
    taken_back: dict[str, Value] = {}
    order: dict[str, tuple[str, str]] = {}
    languages: Counter[str] = Counter()
    for found in _items(source):
        if isinstance(found, WireItem):
            ident, version, made = wire.identity(found)
            if ident and (ident not in last or (version, made) >= order[ident]):
                last[ident], order[ident] = _place(found), (version, made)
            back = wire.withdrawn(found)
            taken_back |= {back: _place(found)} if back else {}
            languages[wire.language(found)] += 1
    usual = next((name for name, _ in languages.most_common() if name), "")
    root = source if source.is_dir() else source.parent
    return Site(root, language=usual, details={"last": last, "taken_back": taken_back})


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the items."""
    last, taken_back = site.details["last"], site.details["taken_back"]
    assert isinstance(last, dict)
    assert isinstance(taken_back, dict)
    for found in _items(source):
        if not isinstance(found, WireItem):
            yield found
            continue
        ident, _, _ = wire.identity(found)
        stands = last.get(ident, _place(found))
        if stands != _place(found):
            yield Skipped(found.span, f"an earlier version: the last one is in {str(stands).partition('#')[0]}")
        else:
            yield from guarded(found.span, wire.post_of, found, site, ident or _place(found), held=ident in taken_back)


def _place(item: WireItem) -> str:
    return f"{item.span.path}#{item.number}"


def _items(source: Path) -> Iterator[WireItem | Skipped | Problem]:
    root = source if source.is_dir() else source.parent
    for path in walk(source, source, frozenset()) if source.is_dir() else (source,):
        if isinstance(path, Skipped):
            yield path
            continue
        where = path.relative_to(root).as_posix()
        form = _form(path)
        if form in ("wire", "xml"):
            yield from xml_items(path, where)
        elif form == "ninjs":
            yield from json_items(path, where)
        else:
            yield Skipped(Span(where), "it is neither NewsML, NITF nor ninjs")
