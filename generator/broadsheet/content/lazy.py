"""HTML as a browser without scripts shows it: pictures that a script was to load, and what stands there for who has none."""

from __future__ import annotations

import re

from broadsheet.content.htmltags import WRITTEN, quoted, written_attributes
from broadsheet.expressions import expression

_PICTURE = expression(rf"<img(?=[\s/>])({WRITTEN})>", re.IGNORECASE)
_SHOWN = rf"<img(?=[\s/>]){WRITTEN}>", rf"<iframe(?=[\s/>]){WRITTEN}>\s*+</iframe\s*+>"
_TWICE = tuple(expression(rf"{each}\s*+<noscript\s*+>\s*+({each})\s*+</noscript\s*+>", re.IGNORECASE) for each in _SHOWN)
_NOSCRIPT = expression(r"</?noscript(?:\s[^<>]*+)?>", re.IGNORECASE)
_LATER = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url")
_UNSEEN = ("0", "1", "0px", "1px")


def without_scripts(html: str) -> str:
    """Return HTML, which nobody has looked at yet, as it is without scripts.

    The content of `noscript` stands in its place, and in that of the picture or frame before it; a picture that a script would
    put there is there; what is no larger than a point, by which readers are counted, is not.
    """
    for twice in _TWICE:
        html = twice.sub(r"\1", html)
    return _PICTURE.sub(_picture, _NOSCRIPT.sub("", html))


def _picture(match: re.Match[str]) -> str:
    pairs = written_attributes(match[1])
    if pairs.get("width") in _UNSEEN and pairs.get("height") in _UNSEEN:
        return ""
    source = pairs.get("src", "")
    later = next(filter(None, map(pairs.get, _LATER)), "")
    if not later or (source and not source.startswith("data:") and "placeholder" not in source):
        return match[0]
    others = (f' {name}="{quoted(value)}"' for name, value in pairs.items() if name != "src" and name not in _LATER)
    return f'<img src="{quoted(later)}"{"".join(others)}>'
