"""The elements of HTML: which there are, which a body may hold, and what kind each of those is."""

from __future__ import annotations

# fmt: off
INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
))
BLOCKS = frozenset((
    "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
))
TAGS = INLINE | BLOCKS
VOID = frozenset(("br", "col", "hr", "img", "wbr"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Elements whose content is no text either.
OPAQUE = frozenset(("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"))
# Elements that make a parser take all that follows for text, or drop it.
SWALLOWING = frozenset(("title", "textarea", "xmp", "noframes", "noembed", "plaintext", "listing"))
# Elements that nothing but their closing tag ends.
CLOSED = OPAQUE - {"embed"} | frozenset((
    "blockquote", "details", "div", "dl", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "section",
    "select", "summary", "table", "ul",
))
# What else is HTML, or was: its tags are removed, its content stays.
OTHERS = frozenset((
    "acronym", "address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bgsound", "big", "blink", "body",
    "button", "canvas", "center", "command", "data", "datalist", "dialog", "dir", "fieldset", "font", "footer", "form", "frame",
    "frameset", "head", "header", "hgroup", "html", "image", "input", "isindex", "keygen", "label", "legend", "link", "main",
    "map", "marquee", "menu", "menuitem", "meta", "meter", "nav", "nobr", "optgroup", "option", "output", "param", "picture",
    "portal", "progress", "rb", "rtc", "search", "select", "slot", "source", "spacer", "strike", "track", "tt", "video",
))
# fmt: on
KNOWN = TAGS | OPAQUE | SWALLOWING | OTHERS
