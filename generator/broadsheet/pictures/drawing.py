"""A drawing: an SVG picture without anything that could run, load or lead away. What remains is looked at once more.

Pictures in it are cleaned as others are.
"""

from __future__ import annotations

import base64
import re
from io import BytesIO
from xml.etree import ElementTree

from broadsheet.expressions import expression
from broadsheet.pictures.clean import UncleanError, cleaned
from broadsheet.pictures.svg import root_of

_SPACE = "{http://www.w3.org/2000/svg}"
_EMBEDDED = {"image": ["avif", "gif", "jpeg", "png", "webp"]}
_GAP = expression(rb"(?<=>)(?=<(?![!?]))")
_FILLER = "\ue000".encode()
# What the library would drop though it only looks or stays inside: carried past it under names that it keeps.
_CARRIED = expression(rb"(?<=\s)(?:xlink:(?=href)|xml:(?=space))?(paint-order|href|space)(\s*=\s*)([\"'])(#[\w.-]+|[a-z ]+)\3")
_CARRIER = expression(rb" data-carried-(paint-order|href|space)=\"(#[\w.-]+|[a-z ]+)\"")
_TAG = expression(rb"<[a-zA-Z][^<>]*>")
_NOTES = expression(rb"\sdata-[^\s=]+=(?:\"[^\"]*\"|'[^']*')")  # which only programs read: the names of layers, of who drew them
_NAMES = {b"paint-order": b"paint-order", b"href": b"href", b"space": b"xml:space"}
_ENCODING = expression(rb"""<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_DEEPEST = 200  # elements in each other, and namespaces in force: what the library takes for them grows with the square
_PICTURE = expression(rb"data:image/[a-z]+[;,](?:[^\"'()<>&]|&#x?[0-9a-f]+;)*", re.IGNORECASE)
_BASE64 = expression(rb"(data:image/[a-z]+;base64,)([a-z0-9+/\s]+=?\s*=?\s*)", re.IGNORECASE)
_BLANKS = expression(rb"&#(?:x[9ad]|9|1[03]|x20|32);", re.IGNORECASE)
_OWN = expression(r"\s*(?:#|data:image/(?:avif|gif|jpeg|png|webp)[;,])")
_ELSEWHERE = expression(r"url\s*\(\s*[\"']?\s*(?!#|data:image/(?:avif|gif|jpeg|png|webp)[;,])[^\s\"')]*", re.IGNORECASE)
_STYLE = expression(r"@import|@charset|@namespace|image-set\s*\(|src\s*\(|\\", re.IGNORECASE)


class UnsafeDrawingError(ValueError):
    """An SVG picture that cannot be cleaned; the message says why."""


def cleaned_drawing(data: bytes) -> bytes:
    """Return an SVG picture without programs, handlers, foreign markup and references to anything outside of it.

    Raises UnsafeDrawingError.
    """
    try:
        _look_at_depth(data)
        clean = _CARRIER.sub(lambda match: b' %s="%s"' % (_NAMES[match[1]], match[2]), _filtered(data))
        clean = _TAG.sub(lambda tag: _NOTES.sub(b"", tag[0]), _PICTURE.sub(_cleaned_picture, clean))
        root = ElementTree.fromstring(clean)  # which has no declarations any more
    except UnsafeDrawingError:
        raise
    except UncleanError as error:
        raise UnsafeDrawingError(f"it holds a picture that cannot be cleaned, for {error}") from error
    except (LookupError, ValueError, ElementTree.ParseError) as error:
        raise UnsafeDrawingError("it is no well-formed SVG") from error
    if root.tag != f"{_SPACE}svg":
        raise UnsafeDrawingError("its root is no `svg` in the namespace of SVG without a prefix")
    for element in root.iter():
        fault = _fault(element)
        if fault:
            raise UnsafeDrawingError(fault)
    return clean


def _look_at_depth(data: bytes) -> None:
    """Raise UnsafeDrawingError where too much stands in each other, ParseError or ValueError for what is no XML."""
    depth = {"start": 0, "start-ns": 0}
    for event, _ in ElementTree.iterparse(BytesIO(data), ("start", "end", "start-ns", "end-ns")):
        if event in depth:
            depth[event] += 1
        else:
            depth[event.replace("end", "start")] -= 1
        if max(depth.values()) > _DEEPEST:
            raise UnsafeDrawingError(f"more than {_DEEPEST} elements or namespaces stand in each other")


def _cleaned_picture(match: re.Match[bytes]) -> bytes:
    found = _BASE64.fullmatch(_BLANKS.sub(b" ", match[0]))
    if found is None:
        raise UncleanError("it is not written in base64")
    return found[1] + base64.b64encode(cleaned(base64.b64decode(found[2])))


def _filtered(data: bytes) -> bytes:
    from py_svg_hush import filter_svg  # here: most builds copy no drawing

    try:
        return filter_svg(_prepared(data), _EMBEDDED).replace(b">" + _FILLER + b"<", b"><")
    except ValueError:  # what was put in may stand where it may not
        return filter_svg(data, _EMBEDDED)


def _prepared(data: bytes) -> bytes:
    """Return a drawing with attributes under other names, and a filler in each gap between tags, where the library would indent.

    Between the parts of a text that would show as a blank. Where these bytes might stand for something else it stays as it is.
    """
    root = root_of(data)
    if root is None or _FILLER in data or b"<![CDATA[" in data or _ENCODING.match(data.lstrip()) or not _is_utf8(data):
        return data
    carried = _CARRIED.sub(rb"data-carried-\1\2\3\4\3", data[root.end() :])
    return data[: root.end()] + _GAP.sub(_FILLER, carried)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fault(element: ElementTree.Element) -> str:
    """Say what an element holds that the library should have removed, or that it leaves in."""
    name = element.tag.removeprefix(_SPACE)
    if name.startswith("{") or name in ("script", "foreignObject"):
        return f"it holds `<{name.rpartition('}')[2]}>`"
    for key, value in element.attrib.items():
        if key.lower().startswith("on"):
            return f"it holds the handler `{key}`"
        if key.rpartition("}")[2] == "href" and not _OWN.match(value):
            return f"it refers to another file, `{value[:80]}`"
        found = _ELSEWHERE.search(value) or (_STYLE.search(value) if key == "style" else None)
        if found:
            return f"it refers to another file, or may: `{found.group()[:80]}`"
    style = "".join(element.itertext()) if name == "style" else ""
    found = _ELSEWHERE.search(style) or _STYLE.search(style)
    return f"its style refers to another file, or may: `{found.group()[:80]}`" if found else ""
