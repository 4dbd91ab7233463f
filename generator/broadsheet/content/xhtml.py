"""Bodies as XHTML: sanitised HTML written so that an XML parser reads the same, for books."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from broadsheet.content.htmltags import TAG, attributes, quoted
from broadsheet.expressions import expression

_VOID = frozenset(("area", "br", "col", "hr", "img", "wbr"))
_LOOKS = frozenset(("align", "decoding", "fetchpriority", "loading", "sizes", "srcset"))  # say nothing in a book
_ENTITY = expression(r"&(?!(?:amp|lt|gt|quot);|#)[A-Za-z][A-Za-z0-9]*;")
_UNFIT = expression(r"[^\w.-]")
_FIRST = expression(r"[^\W\d]")

Change = Callable[[str], str | None]  # an address -> what it is in the book; None where the book cannot have it


def xhtml(html: str, link: Change, picture: Change) -> str:
    """Return sanitised HTML as XHTML. A picture that the book cannot have is replaced by its alternative text."""

    def written(match: re.Match[str]) -> str:
        closing, name = match[1], match[2].lower()
        if closing:
            return "" if name in _VOID else f"</{name}>"
        pairs = {key.lower(): value for key, value in attributes(match[3]).items() if key.lower() not in _LOOKS}
        if name == "img":
            found = picture(unescape(pairs.get("src", "")))
            if found is None:
                return f'<span class="missing-image">{pairs.get("alt", "")}</span>'
            pairs |= {"src": quoted(found), "alt": pairs.get("alt", "")}
        elif "href" in pairs:
            found = link(unescape(pairs.pop("href")))
            pairs |= {} if found is None else {"href": quoted(found)}
        if "id" in pairs:
            pairs["id"] = xml_id(unescape(pairs["id"]))
        if "headers" in pairs:
            pairs["headers"] = " ".join(map(xml_id, unescape(pairs["headers"]).split()))
        text = f"<{name}" + "".join(f' {key}="{value}"' for key, value in pairs.items())
        return text + ("/>" if name in _VOID else ">")

    return _ENTITY.sub(lambda match: unescape(match[0]), TAG.sub(written, html))


def xml_id(text: str) -> str:
    """Return an id as XML can have it; equal ones stay equal."""
    fit = _UNFIT.sub("-", text)
    return fit if _FIRST.match(fit) else f"id-{fit}"
