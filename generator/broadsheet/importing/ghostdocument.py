"""Documents of Ghost's editors, Lexical and Mobiledoc, to HTML: for what Ghost did not make HTML of, such as drafts.

The words, headings, lists, links, pictures, and what is HTML or Markdown in a card. The document itself is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from broadsheet.config import MarkdownSettings
from broadsheet.content.pythonmarkdown import PythonMarkdown

_DEEPEST = 60
_BLOCKS = {"paragraph": "p", "extended-quote": "blockquote", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
_MARKUPS = frozenset(("strong", "b", "em", "i", "s", "u", "code", "sub", "sup"))
_SECTIONS = frozenset(("p", "blockquote", "aside", *_HEADINGS))
_WORDS = ("heading", "subheader", "title", "content", "calloutText", "text", "description", "buttonText", "caption")


def html_of(text: str, kind: str) -> str:
    """Return the body in a field of a post (`lexical`, `mobiledoc`, `markdown`, `plaintext`) as HTML; empty where it is none."""
    if kind == "markdown":
        return _markdown(text)
    if kind in ("plaintext", "amp"):
        return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in text.split("\n\n") if part.strip())
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(document, dict):
        return ""
    if isinstance(document.get("root"), dict):
        return "".join(_lexical(document["root"], 0))
    return "".join(_mobiledoc(document))


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _lexical(node: object, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    kind, inner = node.get("type"), "".join(part for child in _items(node.get("children")) for part in _lexical(child, depth + 1))
    if kind in ("text", "extended-text"):
        words = escape(str(node.get("text") or ""), quote=False)
        for bit, tag in _FORMATS:
            words = f"<{tag}>{words}</{tag}>" if isinstance(node.get("format"), int) and node["format"] & bit else words
        yield words
    elif kind == "linebreak":
        yield "<br>"
    elif kind in ("link", "autolink"):
        yield f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    elif kind in ("heading", "extended-heading"):
        tag = str(node.get("tag")) if node.get("tag") in _HEADINGS else "h2"
        yield f"<{tag}>{inner}</{tag}>\n"
    elif kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        yield f"<{tag}>{inner}</{tag}>\n"
    elif kind in _BLOCKS:
        yield f"<{_BLOCKS[kind]}>{inner}</{_BLOCKS[kind]}>\n"
    else:
        yield inner or _card(str(kind), node)


def _card(kind: str, said: dict[str, Any]) -> str:
    """Return what a card shows."""
    if kind == "horizontalrule":
        return "<hr>\n"
    if isinstance(said.get("html"), str):
        return f"{said['html']}\n"
    if isinstance(said.get("markdown"), str):
        return _markdown(said["markdown"])
    if kind in ("codeblock", "code"):
        return f"<pre><code>{escape(str(said.get('code') or ''), quote=False)}</code></pre>\n"
    pictures = [each for each in (said, *_items(said.get("images"))) if isinstance(each, dict) and each.get("src")]
    if kind in ("image", "gallery") and pictures:
        return "".join(
            f'<figure><img src="{escape(str(each["src"]))}" alt="{escape(str(each.get("alt") or ""))}">'
            f"<figcaption>{each.get('caption') or ''}</figcaption></figure>\n"
            for each in pictures
        )
    words = "".join(f"<p>{said[name]}</p>\n" for name in _WORDS if isinstance(said.get(name), str) and said[name])
    href = said.get("url") or said.get("src") or said.get("buttonUrl")
    return words + (f'<p><a href="{escape(str(href))}">{escape(str(href), quote=False)}</a></p>\n' if href else "")


def _markdown(text: str) -> str:
    return f"{PythonMarkdown(MarkdownSettings()).to_html(text)}\n"


def _mobiledoc(document: dict[str, Any]) -> Iterator[str]:
    for section in _items(document.get("sections")):
        if not isinstance(section, list) or len(section) < 2:
            continue
        if section[0] == 1:
            tag = section[1] if section[1] in _SECTIONS else "p"
            tag = "blockquote" if tag == "aside" else tag
            yield f"<{tag}>{_markers(section[2] if len(section) > 2 else [], document)}</{tag}>\n"
        elif section[0] == 3 and len(section) > 2:
            tag = "ol" if section[1] == "ol" else "ul"
            yield f"<{tag}>{''.join(f'<li>{_markers(item, document)}</li>' for item in _items(section[2]))}</{tag}>\n"
        elif section[0] == 10:
            card = _at(document.get("cards"), section[1])
            if len(card) > 1 and isinstance(card[1], dict):
                yield _card({"hr": "horizontalrule", "card-markdown": "markdown"}.get(card[0], str(card[0])), card[1])
            elif card and card[0] == "hr":
                yield "<hr>\n"


def _at(items: object, number: object) -> list[Any]:
    found = items[number] if isinstance(items, list) and isinstance(number, int) and 0 <= number < len(items) else []
    return found if isinstance(found, list) else []


def _markers(markers: object, document: dict[str, Any]) -> str:
    """Return the text of a section: each marker opens markups, and closes as many of those that are open."""
    written: list[str] = []
    opened: list[str] = []
    for marker in _items(markers):
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        for number in _items(marker[1]):
            markup = _at(document.get("markups"), number)
            tag = str(markup[0]) if markup else ""
            href = _href(markup[1]) if tag == "a" and len(markup) > 1 else ""
            opened.append("a" if href else tag if tag in _MARKUPS else "")
            written.append(f'<a href="{escape(href)}">' if href else f"<{tag}>" if tag in _MARKUPS else "")
        written.append("<br>" if marker[0] == 1 else escape(str(marker[3]), quote=False))
        for _ in range(marker[2] if isinstance(marker[2], int) else 0):
            tag = opened.pop() if opened else ""
            written.append(f"</{tag}>" if tag else "")
    return "".join(written)


def _href(attributes: object) -> str:
    pairs = _items(attributes)
    return str(pairs[pairs.index("href") + 1]) if "href" in pairs[:-1] else ""
