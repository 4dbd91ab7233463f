"""The allow-list: what HTML a body may hold, and a report of what it held besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from broadsheet.content.address import SCHEMES, is_publishable
from broadsheet.content.annotate import SourcePlaces
from broadsheet.content.deadline import apart
from broadsheet.content.elements import LAYOUT_CLASSES, OPAQUE, TAGS
from broadsheet.content.marks import is_foreign, without_marks
from broadsheet.content.nodes import shortened
from broadsheet.content.proof import CONTROL
from broadsheet.expressions import expression
from broadsheet.problems import Problem

if TYPE_CHECKING:
    from nh3 import Cleaner

ATTRIBUTES = {
    "*": frozenset(("class", "dir", "id", "lang", "title")),
    "a": frozenset(("href", "hreflang")),
    "blockquote": frozenset(("cite",)),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "del": frozenset(("cite", "datetime")),
    "details": frozenset(("open",)),
    "img": frozenset(("alt", "height", "src", "width")),
    "ins": frozenset(("cite", "datetime")),
    "li": frozenset(("value",)),
    "ol": frozenset(("reversed", "start", "type")),
    "q": frozenset(("cite",)),
    "td": frozenset(("align", "colspan", "headers", "rowspan")),
    "th": frozenset(("abbr", "align", "colspan", "headers", "rowspan", "scope")),
    "time": frozenset(("datetime",)),
}
# What only looks are made of, or only the page that the text was copied from: nothing is lost that a reader would miss.
# fmt: off
PRESENTATIONAL = frozenset((
    "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "background", "bgcolor", "border", "cellpadding",
    "cellspacing", "clear", "color", "decoding", "face", "frameborder", "height", "hspace", "loading", "name", "nowrap", "rel",
    "role", "size", "sizes", "srcset", "style", "summary", "tabindex", "target", "valign", "vspace", "width",
))
# fmt: on
_ADDRESSES = frozenset(("href", "src", "cite"))
# What else the values of some attributes must look like; a value that does not is dropped in silence.
_DATE = r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
_LANGUAGE = "[a-z]{2,3}(-[a-z0-9]{2,8})*"
_VALUES = {
    "align": expression("left|right|center"),
    "colspan": expression("[1-9][0-9]{0,2}"),
    "datetime": expression(_DATE),
    "dir": expression("ltr|rtl|auto"),
    "height": expression("[0-9]{1,5}"),
    "hreflang": expression(_LANGUAGE),
    "lang": expression(_LANGUAGE),
    "rowspan": expression("[1-9][0-9]{0,3}"),
    "scope": expression("row|col|rowgroup|colgroup"),
    "span": expression("[1-9][0-9]{0,2}"),
    "start": expression("-?[0-9]{1,9}"),
    "value": expression("-?[0-9]{1,9}"),
    "width": expression("[0-9]{1,5}"),
}
_MANY = 10_000  # tags: what they cost grows with the square of their number where they stand in each other
_CLASS = expression(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_ID = expression(r"[^\s\"'<>&]{1,128}")
_RAW_TAG = expression(r"<([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->", re.DOTALL)
_RAW_ATTRIBUTE = expression(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
# How anchors were written once; what stands in an address (`?name=`) is none.
_ANCHOR_NAME = expression(r"(<a\s(?![^<>]*\bid\s*=)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?<=[\s\"']))name\s*=", re.IGNORECASE)


def sanitise(html: str) -> str:
    """Return the HTML with only what the allow-list names; addresses are relative, http, https, mailto or tel."""
    html = _ANCHOR_NAME.sub(r"\1id=", html) if "<a" in html or "<A" in html else html
    clean = apart(lambda: _clean(html)) if html.count("<") > _MANY else _clean(html)
    # Nothing that is printable is a control character, and it is seen sooner.
    return clean if clean.replace("\n", "").isprintable() else CONTROL.sub("", clean)


def _clean(html: str) -> str:
    return _cleaner().clean(html)


@lru_cache(maxsize=1)
def _cleaner() -> Cleaner:
    import nh3  # here, because only bodies that are read need it

    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(OPAQUE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_filtered,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        words = (word for word in value.split() if _CLASS.fullmatch(word))
        return " ".join(f"text-{word}" if word in LAYOUT_CLASSES else word for word in words) or None
    if name == "id":
        return value if _ID.fullmatch(value) else None
    if name in _ADDRESSES:
        return value if not is_foreign(value) and is_publishable(without_marks(value)) else None
    if name == "type":  # of a list: the one attribute whose case matters
        return value if value in ("1", "a", "A", "i", "I") else None
    if name in ("open", "reversed"):
        return ""
    if name in _VALUES:
        value = value.strip() if name == "datetime" else value.strip().lower()
        return value if _VALUES[name].fullmatch(value) else None
    return value


def hidden_markup(tags: Iterable[str], places: SourcePlaces) -> tuple[Problem, ...]:
    """Return a warning for each element that was left out because it is hidden, by how its tag begins."""
    return tuple(_warning(f"`{tag}>` is hidden: the element and its content were removed", places, tag) for tag in tags)


def removed_markup(raw: str, places: SourcePlaces) -> tuple[Problem, ...]:
    """Return a warning for each tag, attribute and address of unsanitised HTML that the allow-list does not name."""
    return tuple(_removed(raw, places))


def _removed(raw: str, places: SourcePlaces) -> Iterator[Problem]:
    skip_to = 0
    for match in _RAW_TAG.finditer(raw):
        if match.start() < skip_to or match[1] is None:
            continue
        tag = match[1].lower()
        if tag not in TAGS:
            what = "the element and its content were" if tag in OPAQUE else "the tag was"
            yield _warning(f"`<{shortened(tag, 20)}>` is not allowed in a body: {what} removed", places, f"<{match[1]}")
            end = expression(f"</{re.escape(tag)}", re.IGNORECASE).search(raw, match.end()) if tag in OPAQUE else None
            skip_to = end.end() if end else skip_to
            continue
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())
        for name, *values in _RAW_ATTRIBUTE.findall(match[2]):
            value = without_marks(unescape("".join(values)))
            if name.lower() in PRESENTATIONAL or name.lower().startswith("data-") or is_foreign("".join((name, *values))):
                continue
            if name.lower() not in allowed:
                yield _warning(f"the attribute `{shortened(name, 30)}` of `<{tag}>` was removed", places, name)
            elif name.lower() in _ADDRESSES and not is_publishable(value):
                yield _warning(f"the address `{shortened(value)}` of `<{tag}>` was removed", places, value)


def _warning(message: str, places: SourcePlaces, needle: str) -> Problem:
    return Problem("removed-markup", message, places.span(places.find_markup(needle)), "remove it, or write it in Markdown")
