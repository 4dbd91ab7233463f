"""DOCX: Word's documents, by mammoth. Headings, lists and quotations come from the names of styles; looks are left out."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from lxml import etree

from broadsheet.content.yamltext import Value
from broadsheet.importing.documents import ReadDocument, UnreadableDocumentError, opened, part_of, picture_name, tree_of
from broadsheet.importing.needs import needed
from broadsheet.importing.texts import plain_text

_STYLES = """
p[style-name='Title'] => p.broadsheet-title:fresh
p[style-name='Subtitle'] => p.broadsheet-standfirst:fresh
p[style-name='Author'] => p.broadsheet-author:fresh
p[style-name='Date'] => p.broadsheet-date:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
u => u
"""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_NAMED = re.compile(r'<p class="broadsheet-(title|standfirst|author|date)">(.*?)</p>', re.DOTALL)
_UNDERLINED = re.compile(r"(<a [^<>]*>)<u>([^<>]*)</u>(</a>)")  # as every link looks
_BY_MACHINE = "Description automatically generated"  # as Word adds to what a picture shows
_TEXTS = re.compile(r"word/(?:document\d*|footnotes|endnotes)\.xml")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SUFFIXES = {"image/jpeg": "jpg", "image/jpg": "jpg", "image/svg+xml": "svg"}
_IGNORED = re.compile(r"An unrecognised element was ignored: (?:\{.*\}|\w+:)?(\w+)")
_LOOKS = frozenset((
    "proofErr", "lastRenderedPageBreak", "path", "stroke", "wrap", "fill", "shadow", "formulas", "handles", "lock", "shapetype",
))  # fmt: skip


def read(path: Path) -> ReadDocument:
    """Return a document. Raises RefusedError; MissingError without mammoth."""
    mammoth = needed("mammoth", "import-docx", "a document in DOCX")
    with opened(path) as package:
        lost = dict(_left(package))
        whole = _prepared(package, lost)
        properties = _properties(package)
    files: dict[str, bytes] = {}
    try:
        found = mammoth.convert_to_html(
            whole, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: _kept(image, files, lost))
        )
    except (
        KeyError,
        ValueError,
        OSError,
        AttributeError,
        RecursionError,
        AssertionError,
        zipfile.BadZipFile,
        IndexError,
        ExpatError,
    ) as error:
        message = f"it is no document that can be read ({type(error).__name__}: {error})"
        raise UnreadableDocumentError(message) from error
    for message in found.messages:
        ignored = _IGNORED.match(message.message)
        if ignored and ignored[1] not in _LOOKS:
            lost.setdefault(f"<{ignored[1]}>", "what it shows has no place in an article")
    named: dict[str, list[str]] = {}
    plain = _UNDERLINED.sub(r"\1\2\3", found.value).replace("<sup><sup>", "<sup>").replace("</sup></sup>", "</sup>")
    body = _NAMED.sub(lambda match: _taken(match, named), plain)
    first = {name: texts[0] for name, texts in named.items()}
    properties |= {"written": first["date"]} if "date" in first else {}
    authors = tuple(named.get("author", ()))
    return ReadDocument(
        body, first.get("title", ""), first.get("standfirst", ""), authors, properties, files, tuple(lost.items())
    )


def _taken(match: re.Match[str], named: dict[str, list[str]]) -> str:
    """Take what a style names out of the body: a title, a standfirst and a date once, every author."""
    name, text = match[1], plain_text(match[2])
    if text and (name == "author" or name not in named):
        named.setdefault(name, []).append(text)
        return re.sub(r"^(?!.*<img).*", "", match[2], flags=re.DOTALL)
    return f"<p>{match[2]}</p>"


def _kept(image: Any, files: dict[str, bytes], lost: dict[str, str]) -> dict[str, str]:  # noqa: ANN401
    """Keep a picture beside the article."""
    kind = image.content_type or ""
    try:
        with image.open() as file:
            data = file.read()
    except Exception:  # noqa: BLE001  (mammoth's own: a picture that lies elsewhere is not opened)
        lost["picture"] = "it is not in the document, which only links to it"
        return {"src": ""}
    name = picture_name(f"picture-{len(files) + 1}", data, _SUFFIXES.get(kind, kind.rpartition("/")[2].removeprefix("x-")))
    files[name] = data
    alt = (image.alt_text or "").partition(_BY_MACHINE)[0].strip()
    return {"src": name, **({"alt": alt} if image.alt_text else {})}


def _left(package: zipfile.ZipFile) -> Any:  # noqa: ANN401
    for name, what, why in (
        ("word/comments.xml", "comments", "notes of reviewers are no part of the text"),
        ("word/vbaProject.bin", "macros", "programs are never taken over"),
    ):
        if name in package.namelist():
            yield what, why


def _prepared(package: zipfile.ZipFile, lost: dict[str, str]) -> io.BytesIO:
    """Return the package without words that are marked as hidden, which nobody is meant to read, and fields as their words."""
    whole = io.BytesIO()
    styles, headings = _hiding(package), _headings(package)
    with zipfile.ZipFile(whole, "w") as copy:
        for part in package.infolist():
            data = part_of(package, part.filename)
            notes = part.filename in _NOTES and headings
            if _TEXTS.fullmatch(part.filename) and (b"vanish" in data or b"fldSimple" in data or styles or notes):
                root = tree_of(data, part.filename)
                for style in list(root.iter(f"{_WORD}pStyle", f"{_STRICT}pStyle")) if notes else ():
                    if _named(style) in headings:
                        style.getparent().remove(style)  # a note is no heading, whatever it looks like
                for run in [run for run in root.iter(f"{_WORD}r", f"{_STRICT}r") if _is_hidden(run, styles)]:
                    run.getparent().remove(run)
                    lost["hidden text"] = "it is marked as hidden"
                for field in list(root.iter(f"{_WORD}fldSimple", f"{_STRICT}fldSimple")):
                    above = field.getparent()
                    at = above.index(field)
                    above[at : at + 1] = list(field)
                data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
            copy.writestr(part.filename, data)
    whole.seek(0)
    return whole


def _is_hidden(run: Any, styles: frozenset[str]) -> bool:  # noqa: ANN401
    space = run.tag.partition("}")[0] + "}"
    looks = run.find(f"{space}rPr")
    if looks is None and not styles:
        return False
    mark = looks.find(f"{space}vanish") if looks is not None else None
    if mark is not None:
        return mark.get(f"{space}val", "1") not in ("0", "false", "off")
    named = looks.find(f"{space}rStyle") if looks is not None else None
    above = run.getparent().find(f"{space}pPr/{space}pStyle")
    return any(style is not None and style.get(f"{space}val") in styles for style in (named, above))


def _named(element: Any) -> str:  # noqa: ANN401
    return element.get(f"{element.tag.partition('}')[0]}}}val") or ""


def _headings(package: zipfile.ZipFile) -> frozenset[str]:
    """Return the names of the styles of headings, whatever a program calls them; none where there are no notes."""
    data = part_of(package, "word/styles.xml")
    if not data or not any(name in package.namelist() for name in _NOTES):
        return frozenset()
    found = set()
    for name in tree_of(data, "word/styles.xml").iter(f"{_WORD}name", f"{_STRICT}name"):
        if _named(name).lower().startswith("heading"):
            found.add(name.getparent().get(f"{name.tag.partition('}')[0]}}}styleId") or "")
    return frozenset(found)


def _hiding(package: zipfile.ZipFile) -> frozenset[str]:
    """Return the names of the styles that hide."""
    data = part_of(package, "word/styles.xml")
    if b"vanish" not in data:
        return frozenset()
    root = tree_of(data, "word/styles.xml")
    space = root.tag.partition("}")[0] + "}"
    found = set()
    for style in root.iter(f"{space}style"):
        mark = style.find(f"{space}rPr/{space}vanish")
        if mark is not None and mark.get(f"{space}val", "1") not in ("0", "false", "off"):
            found.add(style.get(f"{space}styleId"))
    return frozenset(found)


def _properties(package: zipfile.ZipFile) -> dict[str, Value]:
    """Return what the document says of itself; the program's own statistics are kept together."""
    found: dict[str, Value] = {}
    for name, below in (("docProps/core.xml", ""), ("docProps/app.xml", "application"), ("docProps/custom.xml", "custom")):
        data = part_of(package, name)
        if not data:
            continue
        values: dict[str, Value] = {}
        for each in tree_of(data, name):
            text = " ".join("".join(each.itertext()).split()) if isinstance(each.tag, str) else ""
            if text:
                values[each.get("name") or each.tag.rpartition("}")[2]] = unescape(text)
        found |= {below: values} if below and values else values
    return found
