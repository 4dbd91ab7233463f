"""Elements of wire copy: what they say as plain values, and what they hold as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from broadsheet.content.yamltext import Value

_DEEPEST = 12
_ROW = re.compile(r"\S {2,}\S|^\s*-{5,}\s*$")
_RENAMED = {
    "hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "credit": "p", "note": "div", "nitf-table": "div",
    "media-caption": "figcaption", "media-producer": "figcaption", "tagline": "p", "bibliography": "p", "section": "div",
}  # fmt: skip


def name_of(node: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace; empty for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def add(values: dict[str, Value], part: Any) -> None:  # noqa: ANN401
    """Put what stands in a part, its attributes and elements, beside what is known."""
    for name, value in attributes_of(part):
        put(values, name, value)
    for each in part:
        if name_of(each):
            put(values, name_of(each), plain_xml(each))


def put(values: dict[str, Value], name: str, value: Value) -> None:
    """Put a value beside those that stand under its name already."""
    if name not in values:
        values[name] = value
        return
    known = values[name]
    values[name] = [*(known if isinstance(known, list) else [known]), value]


def attributes_of(node: Any, leave: tuple[str, ...] = ()) -> Iterator[tuple[str, Value]]:  # noqa: ANN401
    """Yield the attributes of an element, but for some, without their namespaces."""
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
    values: dict[str, Value] = dict(attributes_of(node))
    for child in children:
        put(values, name_of(child), plain_xml(child, depth + 1))
    if not values:
        return text
    return {**values, "text": text} if text else values


def _words(node: Any) -> str:  # noqa: ANN401
    """Return the words of an element, without those that say what an author is."""
    left = [] if name_of(node) == "byttl" else [node.text or ""]
    left += (text for child in node for text in (_words(child) if name_of(child) else "", child.tail or ""))
    return " ".join(" ".join(left).split())


def nitf_of(node: Any) -> tuple[dict[str, Value], str]:  # noqa: ANN401
    """Return what an item of NITF says of itself, in its head and in that of its body, on one level; and its body."""
    values: dict[str, Value] = dict(attributes_of(node, ("schemaLocation", "version", "change.date", "change.time")))
    body = ""
    for part in node:
        for each in part:
            name = name_of(each)
            if name in ("body.content", "body.end"):
                body += html_of(each)
            elif name in ("docdata", "body.head"):
                add(values, each)
            elif name:
                put(values, name, plain_xml(each))
    return values, body


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
