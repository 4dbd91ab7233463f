"""Portable Text, as Sanity and others keep bodies: a list of blocks in JSON, written as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from broadsheet.content.yamltext import Value
from broadsheet.importing.values import first_text, text_of

_STYLES = {**{f"h{level}": f"h{level}" for level in range(1, 7)}, "blockquote": "blockquote"}
_MARKS = {
    "strong": "strong", "em": "em", "code": "code", "underline": "u",
    "strike-through": "s", "strike": "s", "sup": "sup", "sub": "sub",
}  # fmt: skip
_DEEPEST = 8  # levels of lists
_ASSET = re.compile(r"(image|file)-(\w+(?:-\d+x\d+)?)-(\w+)")  # as Sanity's export names the files beside it
_EXPORTED = re.compile(r"(?:image|file)@(?:file://)?(?:\./)?(.+)")
_ADDRESSES = ("url", "href", "src", "link")
_WORDS = ("title", "heading", "text", "quote", "caption", "alt", "label")


def is_portable(value: Value | None) -> bool:
    """Say whether a value is Portable Text."""
    blocks = value if isinstance(value, list | tuple) else ()
    return bool(blocks) and all(
        isinstance(block, Mapping) and text_of(block.get("_type")) and "_ref" not in block for block in blocks
    )


def html_of(value: Value) -> str:
    """Return Portable Text as HTML: of a block of some other type the picture, code, link or words in it."""
    return "\n".join(_pieces([block for block in value if isinstance(block, Mapping)])) if isinstance(value, list | tuple) else ""


def source_of(value: Value | None) -> str:
    """Return where a picture or file is, by its address or as an export has it beside its data; empty where nothing says so."""
    if not isinstance(value, Mapping):
        return ""
    asset = value.get("asset")
    told = {**value, **asset} if isinstance(asset, Mapping) else value
    exported, ref = _EXPORTED.fullmatch(first_text(told, "_sanityAsset")), _ASSET.fullmatch(first_text(told, "_ref", "_id"))
    if exported:
        return exported[1]
    return first_text(told, *_ADDRESSES) or (f"{ref[1]}s/{ref[2]}.{ref[3]}" if ref else "")


def _pieces(blocks: Sequence[Mapping[str, Value]]) -> Iterator[str]:
    opened: list[str] = []  # lists, outermost first
    for block in blocks:
        item = text_of(block.get("listItem")) if block.get("_type") == "block" else ""
        level = text_of(block.get("level"))
        depth = min(int(level) if level.isdecimal() and len(level) < _DEEPEST else 1, _DEEPEST) if item else 0
        tag = "ol" if item == "number" else "ul"
        while len(opened) > depth or (depth and len(opened) == depth and opened[-1] != tag):
            yield f"</li></{opened.pop()}>"
        if depth and len(opened) == depth:
            yield "</li>"
        while len(opened) < depth:
            opened.append(tag)
            yield f"<{tag}>" if len(opened) == depth else f"<{tag}><li>"
        yield f"<li>{_spans(block)}" if item else _block(block)
    yield from (f"</li></{tag}>" for tag in reversed(opened))


def _block(block: Mapping[str, Value]) -> str:
    kind = text_of(block.get("_type")).lower()
    if kind == "block":
        tag = _STYLES.get(text_of(block.get("style")), "p")
        return f"<{tag}>{_spans(block)}</{tag}>"
    code, src = text_of(block.get("code")), source_of(block)
    if code:
        language = text_of(block.get("language"))
        return f'<pre><code class="language-{escape(language)}">{escape(code, quote=False)}</code></pre>'
    if kind in ("break", "divider", "hr", "horizontalrule"):
        return "<hr>"
    if src and ("image" in kind or "picture" in kind or "asset" in block):
        caption, alt = first_text(block, "caption"), first_text(block, "alt")
        below = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
        return f'<figure><img src="{escape(src)}" alt="{escape(alt)}">{below}</figure>'
    said = [escape(text, quote=False) for name in _WORDS if (text := text_of(block.get(name)))]
    if src:
        said = [f'<a href="{escape(src)}">{" ".join(said) or escape(src)}</a>']
    inner = [html_of(each) for each in block.values() if is_portable(each)]
    return "\n".join([*(f"<p>{text}</p>" for text in said), *inner])


def _spans(block: Mapping[str, Value]) -> str:
    defined = block.get("markDefs")
    links = {
        text_of(each.get("_key")): first_text(each, *_ADDRESSES)
        for each in (defined if isinstance(defined, list | tuple) else ())
        if isinstance(each, Mapping)
    }
    children = block.get("children")
    spans = (each for each in (children if isinstance(children, list | tuple) else ()) if isinstance(each, Mapping))
    return "".join(_span(span, links) for span in spans)


def _span(span: Mapping[str, Value], links: Mapping[str, str]) -> str:
    written = span.get("text")  # with the blanks around it
    said = escape(written if isinstance(written, str) else "", quote=False).replace("\n", "<br>")
    marks = span.get("marks")
    for mark in map(text_of, marks if isinstance(marks, list | tuple) else ()):
        if mark in _MARKS:
            said = f"<{_MARKS[mark]}>{said}</{_MARKS[mark]}>"
        elif links.get(mark):
            said = f'<a href="{escape(links[mark])}">{said}</a>'
    return said
