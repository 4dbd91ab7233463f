"""News items in XML, NewsML (1 and G2) and NITF: a stream of them, each as plain values beside the HTML of its body.

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
from broadsheet.importing.newsml1 import content_of
from broadsheet.importing.post import Form, Skipped
from broadsheet.importing.wirenodes import add, attributes_of, html_of, name_of, nitf_of, plain_xml, put
from broadsheet.importing.xmlstream import Clean, declares_entities
from broadsheet.problems import Problem, Span

ITEMS = frozenset(("newsItem", "nitf", "NewsItem"))
_OTHERS = {
    "packageItem": "a package, which only names other items", "conceptItem": "a term of a vocabulary, no article",
    "knowledgeItem": "terms of a vocabulary, no article", "planningItem": "a plan of coverage, no article",
    "catalogItem": "a catalogue of vocabularies, no article",
}  # fmt: skip
_NO_TEXT = re.compile(r"(?:[a-z]+:)?(picture|photo|graphic|video|audio|animation)\Z", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_CHUNK, _HEAD = 65_536, 65_536


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
        yield Skipped(Span(where), "no news item in NewsML or NITF is in it")


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


def _item(node: Any, where: str, number: int) -> WireItem | Skipped:  # noqa: ANN401
    span = Span(where, max(node.sourceline or 1, 1))
    name = name_of(node)
    if name in _OTHERS:
        return Skipped(span, _OTHERS[name])
    if name == "NewsItem":
        return WireItem(span, number, *content_of(node), of_body=("ContentItem",))
    return _nitf(node, span, number) if name == "nitf" else _news_item(node, span, number)


def _news_item(node: Any, span: Span, number: int) -> WireItem:  # noqa: ANN401
    """Return an item of NewsML-G2: what its parts say of it stands on one level."""
    values: dict[str, Value] = dict(attributes_of(node, ("schemaLocation",)))
    body, form, inner, lost, remote = "", "html", {}, [], []
    for part in node:
        name = name_of(part)
        if name in ("itemMeta", "contentMeta", "rightsInfo"):
            add(values, part)
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
            put(values, name, plain_xml(part))
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
        said, body = nitf_of(whole)
        return body, "html", said
    body = next((child for child in whole.iter() if name_of(child) == "body"), whole)
    return html_of(body), "html", {}


def _nitf(node: Any, span: Span, number: int) -> WireItem:  # noqa: ANN401
    values, body = nitf_of(node)
    return WireItem(span, number, values, body, of_body=("body.content",))
