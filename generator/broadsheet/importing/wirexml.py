"""News items in XML, NewsML-G2 and NITF: a stream of them, each as plain values beside the HTML of its body.

Nothing is expanded, loaded or fetched: a file that defines entities is not read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from broadsheet.content.yamltext import Value
from broadsheet.importing.post import Form, Skipped
from broadsheet.importing.xmlstream import Clean, declares_entities
from broadsheet.problems import Problem, Span

ITEMS = frozenset(("newsItem", "nitf"))
_OTHERS = {
    "packageItem": "a package, which only names other items", "conceptItem": "a term of a vocabulary, no article",
    "knowledgeItem": "terms of a vocabulary, no article", "planningItem": "a plan of coverage, no article",
    "catalogItem": "a catalogue of vocabularies, no article",
    "NewsItem": "NewsML 1, which is not read: export NewsML-G2, NITF or ninjs",
}  # fmt: skip
_NO_TEXT = re.compile(r"(?:[a-z]+:)?(picture|photo|graphic|video|audio|animation)\Z", re.IGNORECASE)
_ROW = re.compile(r"\S {2,}\S|^\s*-{5,}\s*$")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_CHUNK, _HEAD, _DEEPEST = 65_536, 65_536, 12
_RENAMED = {
    "hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "credit": "p", "note": "div", "nitf-table": "div",
    "media-caption": "figcaption", "media-producer": "figcaption", "tagline": "p", "bibliography": "p", "section": "div",
}  # fmt: skip


class WireItem(NamedTuple):
    """A news item: its values by the names of its format, its body, and where it stands (`number` counts those of a file)."""

    span: Span
    number: int
    values: Mapping[str, Value]
    body: str = ""
    form: Form = "html"
    no_text: str = ""  # what it is, where it is no text
    lost: tuple[tuple[str, str], ...] = ()
    of_body: tuple[str, ...] = ()  # the names under which the body stood


def xml_items(path: Path, where: str) -> Iterator[WireItem | Skipped | Problem]:
    """Yield the items of a file, one after the other, and forget each."""
    if declares_entities(path):
        hint = "resolve them in the program that wrote it, and import again"
        yield Problem("bad-import", "it defines entities of XML, which are never expanded", Span(where), hint)
        yield Skipped(Span(where), "it defines entities of XML")
        return
    encoding = _encoding(path)
    if encoding:
        yield Problem("bad-encoding", f"it is not in the encoding that it declares; it was read as {encoding}", Span(where))
    source = Clean(path)
    number = 0
    try:
        events = etree.iterparse(
            source, encoding=encoding, events=("start", "end"), recover=True, resolve_entities=False, no_network=True,
            load_dtd=False, remove_pis=True, remove_comments=True, huge_tree=False,
        )  # fmt: skip
        for node in _outermost(events):
            found = _item(node, where, number)
            number += 1
            source.text = source.size = source.marks = 0
            yield found
        yield from _faults(events, where)
    except etree.XMLSyntaxError as error:
        yield Problem("bad-import", f"it cannot be read as XML: {error.msg}", Span(where), "export it again, or copy it whole")
    finally:
        source.close()
    if source.removed:
        yield Problem("bad-encoding", "it held control characters, which were left out", Span(where))
    if not number:
        yield Skipped(Span(where), "no news item in NewsML-G2 or NITF is in it")


def _encoding(path: Path) -> str | None:
    """Return the encoding of a file, where that is not the one that it declares."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
        found = _DECLARED.search(head)
        declared = found[1].decode().lower() if found else "utf-8"
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return None
        decoder, plain = codecs.getincrementaldecoder("utf-8")(), True
        try:
            while head:
                plain = plain and head.isascii()
                decoder.decode(head)
                head = opened.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252" if declared in ("utf-8", "utf8", "us-ascii", "ascii") else None
    return None if plain or declared in ("utf-8", "utf8") else "utf-8"


def _outermost(events: Any) -> Iterator[Any]:  # lxml is not typed  # noqa: ANN401
    """Yield each item that lies in no other, whole; what was yielded is forgotten."""
    within: Any = None
    for event, node in events:
        if within is None and event == "start" and name_of(node) in (*ITEMS, *_OTHERS):
            within = node
        elif event == "end" and node is within:
            within = None
            yield node
            parent = node.getparent()
            node.clear(keep_tail=False)
            while parent is not None and node.getprevious() is not None:
                del parent[0]


def _faults(events: Any, where: str) -> Iterator[Problem]:  # noqa: ANN401
    """Yield that an XML file is damaged, and where first."""
    worst = next((entry for entry in events.error_log if entry.level_name == "FATAL"), None)
    if worst is not None:
        message = f"the XML is damaged here ({' '.join(worst.message.split())}): what follows may lack words"
        yield Problem("bad-import", message, Span(where, max(worst.line, 1)), "export it again, or copy it whole")


def name_of(node: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace; empty for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _item(node: Any, where: str, number: int) -> WireItem | Skipped:  # noqa: ANN401
    span = Span(where, max(node.sourceline or 1, 1))
    name = name_of(node)
    if name in _OTHERS:
        return Skipped(span, _OTHERS[name])
    return _nitf(node, span, number) if name == "nitf" else _news_item(node, span, number)


def _news_item(node: Any, span: Span, number: int) -> WireItem:  # noqa: ANN401
    """Return an item of NewsML-G2: what its parts say of it stands on one level."""
    values: dict[str, Value] = dict(_attributes(node, ("schemaLocation",)))
    body, form, inner, lost, remote = "", "html", {}, [], []
    for part in node:
        name = name_of(part)
        if name in ("itemMeta", "contentMeta", "rightsInfo"):
            _add(values, part)
        elif name == "contentSet":
            for each in part:
                written, kind, said = _content(each)
                if name_of(each) == "remoteContent":
                    remote.append(plain_xml(each))
                elif body and written:
                    lost.append((name_of(each), "another rendition of the body: the first one stands"))
                elif written:
                    body, form, inner = written, kind, said
        elif name and name != "catalogRef":
            _put(values, name, plain_xml(part))
    values |= {"remoteContent": remote} if remote else {}
    item_class = values.get("itemClass")
    known = item_class.get("qcode", "") if isinstance(item_class, Mapping) else item_class
    kind_of = _NO_TEXT.search(known) if isinstance(known, str) else None
    merged = {**inner, **{name: value for name, value in values.items() if value or name not in inner}}
    return WireItem(
        span,
        number,
        merged,
        body,
        "text" if form == "text" else "html",
        kind_of[1] if kind_of else "",
        tuple(lost),
        ("contentSet",),
    )


def _content(node: Any) -> tuple[str, str, dict[str, Value]]:  # noqa: ANN401
    """Return the body in a part of the content, its form, and what it says of itself."""
    name = name_of(node)
    if name == "inlineData":
        text = "".join(node.itertext()).strip()
        is_html = "html" in (node.get("contenttype") or "") or "</p>" in text
        return text, "html" if is_html else "text", {}
    if name != "inlineXML":
        return "", "", {}
    whole = next((child for child in node if name_of(child)), None)
    if whole is None:
        return (escape("".join(node.itertext()).strip(), quote=False), "html", {})
    if name_of(whole) == "nitf":
        found = _nitf(whole, Span(""), 0)
        return found.body, "html", dict(found.values)
    body = next((child for child in whole.iter() if name_of(child) == "body"), whole)
    return html_of(body), "html", {}


def _nitf(node: Any, span: Span, number: int) -> WireItem:  # noqa: ANN401
    """Return an item of NITF: what its head and the head of its body say stands on one level."""
    values: dict[str, Value] = dict(_attributes(node, ("schemaLocation", "version", "change.date", "change.time")))
    body = ""
    for part in node:
        for each in part:
            name = name_of(each)
            if name in ("body.content", "body.end"):
                body += html_of(each)
            elif name in ("docdata", "body.head"):
                _add(values, each)
            elif name:
                _put(values, name, plain_xml(each))
    return WireItem(span, number, values, body, of_body=("body.content",))


def _add(values: dict[str, Value], part: Any) -> None:  # noqa: ANN401
    for name, value in _attributes(part):
        _put(values, name, value)
    for each in part:
        if name_of(each):
            _put(values, name_of(each), plain_xml(each))


def _put(values: dict[str, Value], name: str, value: Value) -> None:
    """Put a value beside those that stand under its name already."""
    if name not in values:
        values[name] = value
        return
    known = values[name]
    values[name] = [*(known if isinstance(known, list) else [known]), value]


def _attributes(node: Any, leave: tuple[str, ...] = ()) -> Iterator[tuple[str, Value]]:  # noqa: ANN401
    for name, value in node.attrib.items():
        short = name.rpartition("}")[2]
        if short not in leave:
            yield short, value


def plain_xml(node: Any, depth: int = 0) -> Value:  # noqa: ANN401
    """Return what an element says: a text, or a mapping of its attributes and elements, with its words as `text`."""
    text = " ".join("".join((node.text or "", *(child.tail or "" for child in node))).split())
    children = [child for child in node if name_of(child)]
    if depth >= _DEEPEST or (text and any(name_of(child) != "byttl" for child in children)):
        text, children = _words(node), [child for child in children if name_of(child) == "byttl"]
    values: dict[str, Value] = dict(_attributes(node))
    for child in children:
        _put(values, name_of(child), plain_xml(child, depth + 1))
    if not values:
        return text
    return {**values, "text": text} if text else values


def _words(node: Any) -> str:  # noqa: ANN401
    """Return the words of an element, without those that say what an author is."""
    left = [] if name_of(node) == "byttl" else [node.text or ""]
    left += (text for child in node for text in (_words(child) if name_of(child) else "", child.tail or ""))
    return " ".join(" ".join(left).split())


def html_of(node: Any) -> str:  # noqa: ANN401
    """Return what is in an element as HTML: without namespaces, and with HTML's names where NITF has its own."""
    for each in list(node.iter()):
        if name_of(each):
            name = name_of(each)
            each.tag = _RENAMED.get(name, name.lower())
            if name == "media":
                _figure(each)
            elif name == "p" and not len(each):
                _with_lines(each)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)
    return escape(node.text or "", quote=False) + inner


def _figure(media: Any) -> None:  # noqa: ANN401
    """Make of a piece of media in NITF a figure with its picture, or a link to what it is."""
    media.tag = "figure"
    kind = media.get("media-type", "image")
    for each in media:
        if name_of(each) == "media-reference" and each.get("source"):
            if kind == "image":
                each.tag = "img"
                each.set("src", each.get("source"))
                each.set("alt", each.get("alternate-text") or each.get("name") or "")
            else:
                each.tag = "a"
                each.set("href", each.get("source"))
                each.text = each.get("alternate-text") or f"{kind.capitalize()}: {each.get('source').rpartition('/')[2]}"


def _with_lines(paragraph: Any) -> None:  # noqa: ANN401
    """Keep the lines of a text that was set for a wire: what is indented begins a paragraph, tables stay as they are."""
    lines = (paragraph.text or "").replace("\r", "").strip("\n").split("\n")
    first = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    rows = sum(_ROW.search(line) is not None for line in lines)
    is_set = 0 in first and any(indent >= 2 for indent in first)
    if len(lines) < 4 or (not is_set and rows < 3):
        return
    paragraph.tag, paragraph.text = "div", None
    part = None
    for line in lines:
        is_row = not is_set or _ROW.search(line) is not None
        if part is None or part.tag != ("pre" if is_row else "p") or (not is_row and line.startswith("  ")):
            part = etree.SubElement(paragraph, "pre" if is_row else "p")
        said = line.rstrip() if is_row else line.strip()
        part.text = f"{part.text}\n{said}" if part.text else said
