"""The judge: what in a page, a body, a drawing or a feed a browser would run or load, told by parsers that are not the program's.

html5lib reads HTML as browsers do, lxml reads XML without its entities. What is judged is what they see, whatever a source said.
The one thing that a page may ask of another site is a picture that a body shows from there (`<img src>`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import html5lib
from lxml import etree

OUR_SCRIPT = re.compile(r"(?:/[\w.-]+)*/(?:assets|search|pagefind)/[\w./-]+\.js")
_OUR_FILES = ("assets/", "search/", "pagefind/", "sw.js")
# fmt: off
_ACTIVE = frozenset((
    "applet", "base", "embed", "form", "frame", "frameset", "iframe", "input", "button", "textarea", "select", "link", "math",
    "meta", "noscript", "object", "portal", "script", "style", "svg", "template", "foreignobject", "handler", "listener", "set",
    "animate", "animatemotion", "animatetransform", "audio", "video", "source", "track", "use", "feimage", "image", "isindex",
))
# fmt: on
_OF_THE_THEME = frozenset(("form", "input", "button", "textarea", "svg", "link", "meta"))  # outside of what a person wrote
_MOVING = frozenset(("set", "animate", "animatemotion", "animatetransform"))
_OF_A_DRAWING = frozenset(("svg", "style", "use", "image")) | _MOVING
_OF_A_BOOK = frozenset(("link", "meta"))
_LOADS = ("src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping", "codebase", "archive")
_LEADS = ("href", "cite", "longdesc", *_LOADS)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = re.compile("[\0-\x20]+")
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif)[;,]", re.IGNORECASE)
_SAVED = re.compile(r"data:application/(?:x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json);charset=utf-8,")
_STYLE = re.compile(r"@import|expression\(|-moz-binding|javascript:|url\(\s*['\"]?(?!#|data:(?:image|font)/)", re.IGNORECASE)
_HTML_IN_JSON = frozenset(("content_html", "html"))
_XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def body_faults(html: str) -> list[str]:
    """Return what is active in the HTML of a body, where nothing at all may be."""
    html = _NO_CHARACTERS.sub("\ufffd", html)  # what lxml does not take; an article that holds them is refused
    try:
        parsed = html5lib.parseFragment(html, treebuilder="lxml", namespaceHTMLElements=False)
    except ValueError:
        return ["a control character"]
    return [fault for each in parsed if not isinstance(each, str) for fault in _tree_faults(each, ())]


def site_faults(site: Mapping[str, bytes], base: str) -> dict[str, list[str]]:
    """Return what is active in the files of a site, by their paths; `base` is the address that it is published under."""
    found = {path: list(dict.fromkeys(_file_faults(path, data, base))) for path, data in site.items()}
    return {path: faults for path, faults in found.items() if faults}


def _file_faults(path: str, data: bytes, base: str) -> Iterator[str]:
    suffix = path.rpartition(".")[2].lower()
    if path.startswith(_OUR_FILES):
        return
    if suffix in ("html", "htm"):
        yield from _page_faults(html5lib.parse(data, treebuilder="lxml", namespaceHTMLElements=False).getroot(), base)
    elif suffix in ("svg", "xml", "xhtml", "opf", "ncx"):
        yield from _xml_faults(data, base)
    elif path.endswith(("index.json", "feed.json")):
        yield from _json_faults(json.loads(data))
    elif suffix in ("js", "mjs", "wasm"):
        yield "a script that is not ours"


def _page_faults(root: Any, base: str) -> Iterator[str]:
    """Yield what is active on a page: within the bodies nothing may be, elsewhere only what the theme has."""
    bodies = {each for each in root.iter("div") if "body" in each.get("class", "").split()}
    for body in bodies:
        yield from (f"in the body: {fault}" for fault in _tree_faults(body, (), base))
    for element in root.iter(etree.Element):
        if element in bodies or any(each in bodies for each in element.iterancestors()):
            continue
        tag, given = _name(element.tag), element.attrib
        if tag == "script" and (given.get("type") == "application/ld+json" or OUR_SCRIPT.fullmatch(given.get("src", ""))):
            continue
        if tag == "meta" and given.get("http-equiv", "").lower() not in ("", "content-security-policy", "refresh"):
            yield f"<meta http-equiv={given['http-equiv']}>"
        if (
            tag == "meta"
            and "http-equiv" in given
            and _SCHEME.match(_IGNORED.sub("", given.get("content", "").partition("url=")[2]))
        ):
            yield f"<meta content={given['content']!r}>"
        if tag == "link" and _is_foreign(given.get("href", ""), base):
            yield f"<link href={given['href']!r}>"
        yield from _element_faults(element, _OF_THE_THEME, base)


def _tree_faults(tree: Any, allowed: Collection[str], base: str = "") -> Iterator[str]:
    for element in tree.iter(etree.Element):
        yield from _element_faults(element, allowed, base)


def _element_faults(element: Any, allowed: Collection[str], base: str = "") -> Iterator[str]:
    tag = _name(element.tag)
    if tag in _ACTIVE and tag not in allowed:
        yield f"<{tag}>"
    for full, value in element.attrib.items():
        name = _name(full)
        fault = f"<{tag} {name}={value[:60]!r}>"
        if (
            name.startswith("on")
            or name in ("srcdoc", "formaction", "ping")
            or (name == "style" and "style" not in allowed)
            or (name == "style" and _STYLE.search(value))
        ):
            yield fault
        if tag in _MOVING and name == "attributename" and re.search("href|^on|src|style", value, re.IGNORECASE):
            yield fault
        if name in _LEADS and tag not in _MOVING and not _is_harmless(tag, name, value):
            yield fault
        if base and name in _LOADS and (tag, name) not in (("img", "src"), ("form", "action")) and _is_foreign(value, base):
            yield f"{fault} of another site"


def _is_harmless(tag: str, name: str, value: str) -> bool:
    scheme = _SCHEME.match(_IGNORED.sub("", value))
    if scheme is None or scheme[1].lower() in ("http", "https", "mailto", "tel"):
        return True
    return bool(_SAVED.match(value)) if tag == "a" else tag in ("img", "image") and bool(_PICTURE.match(value))


def _xml_faults(data: bytes, base: str) -> Iterator[str]:
    try:
        tree = etree.fromstring(data, _XML)
    except etree.XMLSyntaxError as error:
        yield f"no XML: {error}"
        return
    if list(tree.iter(etree.Entity)):
        yield "it holds entities"
    yield from (f"<?{each.target}?>" for each in tree.xpath("//processing-instruction()"))
    if _name(tree.tag) == "svg":
        yield from _tree_faults(tree, _OF_A_DRAWING, base)
        leads = (each for element in tree.iter(etree.Element) for name, each in element.attrib.items() if _name(name) == "href")
        yield from (f"it leads to {each[:60]!r}" for each in leads if not each.startswith("#") and not _PICTURE.match(each))
        yield from ("a style that loads" for each in tree.iter("{*}style") if _STYLE.search(each.text or ""))
    elif _name(tree.tag) == "html":
        yield from _tree_faults(tree, _OF_A_BOOK, base)
    else:
        for element in tree.iter(etree.Element):
            if element.get("type") == "html" or _name(element.tag) in ("encoded", "description"):
                yield from (f"in a feed: {fault}" for fault in body_faults(element.text or ""))
            leads = [each for name, each in element.attrib.items() if _name(name) in ("href", "url", "src", "htmlurl", "xmlurl")]
            yield from (f"it leads to {each[:60]!r}" for each in leads if not _is_harmless("", "", each))


def _json_faults(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (f"in `{key}`: {fault}" for fault in body_faults(each)) if key in _HTML_IN_JSON else _json_faults(each)
    elif isinstance(value, list):
        for each in value:
            yield from _json_faults(each)


def _is_foreign(address: str, base: str) -> bool:
    """Say whether an address leads to another site than the one at `base`."""
    bare = _IGNORED.sub("", address).lower().replace("\\", "/")
    return (bare.startswith("//") or "://" in bare.partition("?")[0]) and not bare.startswith(base.lower())


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
