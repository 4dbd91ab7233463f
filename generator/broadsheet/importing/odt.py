"""ODT: documents of LibreOffice and its kin, read from their XML. Looks are left out but for what means something."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.importing.documents import ReadDocument, UnreadableDocumentError, opened, part_of, picture_name, tree_of
from broadsheet.importing.texts import plain_text

_INDEXES = frozenset(
    ("table-of-content", "illustration-index", "table-index", "object-index", "alphabetical-index", "user-index")
)
_LEFT = {
    "annotation": ("comments", "notes of reviewers are no part of the text"),
    "tracked-changes": ("changes", "of tracked changes the text as it stands comes over"),
    "hidden-text": ("hidden text", "it is marked as hidden"), "hidden-paragraph": ("hidden text", "it is marked as hidden"),
    "forms": ("forms", "a form has no place in an article"),
    "object": ("objects", "an embedded object comes over as its picture, if it has one"),
    **dict.fromkeys(_INDEXES, ("indexes", "the program makes them from the text")),
}  # fmt: skip
_SILENT = frozenset(
    ("annotation-end", "sequence-decls", "variable-decls", "user-field-decls", "change", "change-start", "change-end")
)
_PIECES = {"tab": "\t", "line-break": "<br>"}
_LINES, _NO_LINES = re.compile(r"</pre>\n<pre>"), re.compile(r"<pre>\s*</pre>\n?")  # a line of code is a paragraph of its own
_DEEPEST = 60


class _Style(NamedTuple):
    """What a style means: the elements of HTML that say the same, whether it hides, and the names by which it is known."""

    tags: tuple[str, ...] = ()
    hides: bool = False
    names: tuple[str, ...] = ()


def read(path: Path) -> ReadDocument:
    """Return a document. Raises RefusedError."""
    with opened(path) as package:
        if b"encryption-data" in part_of(package, "META-INF/manifest.xml"):
            message = "it is behind a password"
            raise UnreadableDocumentError(message)
        content = tree_of(part_of(package, "content.xml"), "content.xml")
        looks = part_of(package, "styles.xml")
        styles = [*_named(content), *(_named(tree_of(looks, "styles.xml")) if looks else ())]
        body = next((each for each in content.iter() if _name(each) == "text" and "office" in each.tag), None)
        if body is None:
            message = "there is no text in it: a sheet, slides or a drawing"
            raise UnreadableDocumentError(message)
        reader = _OdtReader(package, dict(styles))
        try:
            text = _LINES.sub("\n", "\n".join(reader.blocks(body))) + reader.notes()
            text = _NO_LINES.sub("", text)
        except RecursionError as error:
            message = "its parts lie too deep in each other"
            raise UnreadableDocumentError(message) from error
        properties = _properties(package)
    found = reader.found
    return ReadDocument(
        text, found.get("title", ""), found.get("subtitle", ""), (), properties, reader.files, tuple(reader.lost.items())
    )


def _name(node: Any) -> str:  # lxml is not typed  # noqa: ANN401
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _get(node: Any, name: str) -> str:  # noqa: ANN401
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _named(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield the styles in a part, by their names."""
    for each in root.iter():
        if _name(each) in ("style", "list-style") and _get(each, "name"):
            yield _get(each, "name"), each


def _properties(package: zipfile.ZipFile) -> dict[str, Value]:
    data = part_of(package, "meta.xml")
    values: dict[str, Value] = {}
    keywords: list[Value] = []
    for each in tree_of(data, "meta.xml").iter() if data else ():
        text = " ".join((each.text or "").split()) if isinstance(each.tag, str) else ""
        if text and _name(each) == "keyword":
            keywords.append(text)
        elif text and not len(each):
            values[_get(each, "name") or _name(each)] = text
    return {**values, **({"keywords": keywords} if keywords else {})}


class _OdtReader:
    """Makes HTML of the parts of a text. `files` are its pictures, `found` what its styles name, `lost` what is left behind."""

    def __init__(self, package: zipfile.ZipFile, styles: dict[str, Any]) -> None:
        self._package = package
        self._styles = styles
        self._known: dict[str, _Style] = {}
        self._notes: list[str] = []
        self._lists: list[str] = []  # the styles of the lists that a list lies in
        self._after: list[str] = []  # blocks that stand in a paragraph, and follow it
        self.files: dict[str, bytes] = {}
        self.found: dict[str, str] = {}
        self.lost: dict[str, str] = {}

    def blocks(self, node: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
        """Yield the blocks in a part."""
        if depth > _DEEPEST:
            raise RecursionError
        for child in node:
            name = _name(child)
            if name in _LEFT:
                self._leave(name)
            elif name in ("h", "p"):
                yield from self._paragraph(child, name)
            elif name == "list":
                yield self._list(child, depth)
            elif name == "table":
                yield self._table(child, depth)
            elif name == "frame":
                yield self._frame(child, depth)
            elif name and name not in _SILENT:
                yield from self.blocks(child, depth + 1)
            yield from self._waiting()

    def _waiting(self) -> list[str]:
        waiting, self._after = self._after, []
        return waiting

    def _aside(self, node: Any, depth: int = 0) -> list[str]:  # noqa: ANN401
        """Return the blocks in what stands within a paragraph, while others wait for the end of that."""
        waiting = self._waiting()
        inner = list(self.blocks(node, depth))
        self._after = waiting
        return inner

    def _leave(self, name: str) -> None:
        what, why = _LEFT[name]
        self.lost[what] = why

    def _paragraph(self, node: Any, name: str) -> Iterator[str]:  # noqa: ANN401
        style = self._style(_get(node, "style-name"))
        if style.hides:
            self.lost["hidden text"] = "it is marked as hidden"
            return
        inner = self._inline(node)
        if any(each.startswith("Preformatted") for each in style.names):
            yield f"<pre>{inner.rstrip()}</pre>"
            return
        inner = inner.strip()
        if not inner:
            if any("Horizontal" in each for each in style.names):
                yield "<hr>"
            return
        for key in ("title", "subtitle"):
            if key.capitalize() in style.names and key not in self.found and plain_text(inner):
                self.found[key] = plain_text(inner)
                return
        if name == "h":
            level = _get(node, "outline-level")
            tag = f"h{min(int(level), 6) if level.isdecimal() and int(level) else 1}"
        else:
            tag = "p"
        block = f"<{tag}>{inner}</{tag}>"
        yield f"<blockquote>{block}</blockquote>" if any(each.startswith("Quotation") for each in style.names) else block

    def _inline(self, node: Any) -> str:  # noqa: ANN401
        """Return what is in a paragraph."""
        parts = [escape(node.text or "", quote=False)]
        for child in node:
            parts += (self._piece(child), escape(child.tail or "", quote=False))
        return "".join(parts)

    def _piece(self, node: Any) -> str:  # noqa: ANN401
        name = _name(node)
        if name in _LEFT:
            self._leave(name)
        elif name == "s":
            count = _get(node, "c")
            return " " * min(int(count) if count.isdecimal() else 1, 80)
        elif name in _PIECES:
            return _PIECES[name]
        elif name in ("p", "h", "list", "table", "section") or name.endswith("shape"):
            inner = self._aside(node if name.endswith("shape") else [node])
            self._after += inner
        elif name and name not in _SILENT:
            return self._marked(node, name)
        return ""

    def _marked(self, node: Any, name: str) -> str:  # noqa: ANN401
        if name == "a":
            return f'<a href="{escape(_get(node, "href"))}">{self._inline(node)}</a>'
        if name == "ruby":
            return "".join(self._inline(each) if _name(each) == "ruby-base" else f" ({self._inline(each)})" for each in node)
        if name == "frame":
            return self._frame(node, 0)
        if name == "sequence" and not len(node) and not node.text:
            self.lost["numbers"] = (
                "the program counts as it opens the document: of some figures or tables the number is not in it"
            )
        return {"span": self._span, "note": self._note}.get(name, self._inline)(node)

    def _span(self, node: Any) -> str:  # noqa: ANN401
        style = self._style(_get(node, "style-name"))
        if style.hides:
            self.lost["hidden text"] = "it is marked as hidden"
            return ""
        inner = self._inline(node)
        for tag in style.tags if inner.strip() else ():
            inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def _note(self, node: Any) -> str:  # noqa: ANN401
        body = next((each for each in node if _name(each) == "note-body"), None)
        number = len(self._notes) + 1
        self._notes.append("")
        self._notes[number - 1] = "".join(self.blocks(body)) if body is not None else ""
        return f'<sup><a href="#note-{number}" id="note-ref-{number}">{number}</a></sup>'

    def notes(self) -> str:
        """Return the notes, which follow the text."""
        items = "".join(f'<li id="note-{number}">{note}</li>' for number, note in enumerate(self._notes, 1))
        return f"\n<ol>{items}</ol>" if items else ""

    def _list(self, node: Any, depth: int) -> str:  # noqa: ANN401
        self._lists.append(_get(node, "style-name") or (self._lists[-1] if self._lists else ""))
        style, depth_of_list = self._styles.get(self._lists[-1]), str(len(self._lists))
        level = next((each for each in style if _get(each, "level") == depth_of_list), None) if style is not None else None
        tag = "ol" if level is not None and _name(level) == "list-level-style-number" else "ul"
        kept = [item for item in node if _name(item) in ("list-item", "list-header")]
        items = "".join(f"<li>{''.join(self.blocks(item, depth + 1))}</li>" for item in kept)
        self._lists.pop()
        return f"<{tag}>{items}</{tag}>"

    def _table(self, node: Any, depth: int) -> str:  # noqa: ANN401
        rows = []
        for row in node.iter():
            if _name(row) == "table-row" and _table_of(row) is node:
                is_head = _name(row.getparent()) == "table-header-rows"
                rows.append(
                    "".join(self._cell(cell, "th" if is_head else "td", depth) for cell in row if _name(cell) == "table-cell")
                )
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows if row)}</table>"

    def _cell(self, cell: Any, tag: str, depth: int) -> str:  # noqa: ANN401
        spans = ((name, _get(cell, f"number-{whole}-spanned")) for name, whole in (("colspan", "columns"), ("rowspan", "rows")))
        said = "".join(f' {name}="{count}"' for name, count in spans if count.isdecimal() and 1 < int(count) < 1_000)
        blocks = list(self.blocks(cell, depth + 1))
        inner = (
            blocks[0].removeprefix("<p>").removesuffix("</p>")
            if len(blocks) == 1 and blocks[0].startswith("<p>")
            else "".join(blocks)
        )
        return f"<{tag}{said}>{inner}</{tag}>"

    def _frame(self, node: Any, depth: int) -> str:  # noqa: ANN401
        """Return the picture in a frame; what else is in it follows the paragraph."""
        alt = next(
            (plain_text(each.text or "") for name in ("desc", "title") for each in node if _name(each) == name and each.text), ""
        )
        for child in node:
            name = _name(child)
            if name == "text-box":
                inner = "".join(self._aside(child, depth + 1))
                words = plain_text(inner)
                pictures = inner.count("<img ")
                if pictures == 1 and words:
                    picture = inner[inner.index("<img ") : inner.index(">", inner.index("<img ")) + 1]
                    inner = f"<figure>{picture}<figcaption>{escape(words, quote=False)}</figcaption></figure>"
                self._after.append(inner)
                return ""
            if name == "image":
                src = self._picture(_get(child, "href"))
                return f'<img src="{escape(src)}" alt="{escape(alt)}">' if src else ""
            if name in _LEFT:
                self._leave(name)
        return ""

    def _picture(self, href: str) -> str:
        name = href.removeprefix("./")
        data = part_of(self._package, name)
        if data:
            stem, _, suffix = name.rpartition("/")[2].replace(" ", "-").partition(".")
            short = picture_name(stem, data, suffix)
            self.files[short] = data
            return short
        return href if href.startswith(("http:", "https:")) else ""

    def _style(self, name: str, depth: int = 0) -> _Style:
        """Return what a style means, with what those mean that it is made from."""
        if name not in self._known:
            node = self._styles.get(name)
            if node is None or depth > 20:
                return _Style(names=(name.replace("_20_", " "),) if name else ())
            above = self._style(_get(node, "parent-style-name"), depth + 1) if _get(node, "parent-style-name") else _Style()
            looks = {
                key.rpartition("}")[2]: value
                for each in node
                if _name(each) == "text-properties"
                for key, value in each.attrib.items()
            }
            tags = dict.fromkeys((*above.tags, *_meant(looks)))
            shown = _get(node, "display-name") or name.replace("_20_", " ")
            self._known[name] = _Style(tuple(tags), above.hides or looks.get("display") == "none", (shown, *above.names))
        return self._known[name]


def _meant(looks: dict[str, str]) -> Iterator[str]:
    """Yield the elements of HTML that say what looks mean."""
    if looks.get("font-weight", "") in ("bold", "700", "800", "900"):
        yield "strong"
    if looks.get("font-style", "") in ("italic", "oblique"):
        yield "em"
    if looks.get("text-underline-style", "none") != "none":
        yield "u"
    if looks.get("text-line-through-style", "none") != "none":
        yield "s"
    place = looks.get("text-position", "")
    if place.startswith(("super", "33")):
        yield "sup"
    elif place.startswith(("sub", "-")):
        yield "sub"


def _table_of(row: Any) -> Any:  # noqa: ANN401
    return next((above for above in row.iterancestors() if _name(above) == "table"), None)
