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
# The classes of the layout: in a body they would hide text from readers, or pass for what the archive says itself.
LAYOUT_CLASSES = frozenset((
    "a-to-z", "address", "after", "aged", "aliases", "almanac", "and", "appearance", "archive-page", "archived", "arcs",
    "axis", "back", "bar", "body", "breadcrumb", "brief", "briefs", "broad", "by", "by-name", "calendar", "card", "cast",
    "chart", "chips", "chronicle", "citations", "cite", "claim", "colophon", "columns", "comment", "compared", "confirmed",
    "contents", "count", "countries", "coverage", "credit", "credits", "d1", "d2", "d3", "d4", "d5", "day", "denied",
    "depth-2", "depth-3", "desks", "disputed", "dossier", "editions", "editor", "ego", "elsewhere", "ends", "entries",
    "entry", "factsheet", "filed", "finder", "fine", "flag", "folio", "follow", "free", "front", "glance", "head", "headline",
    "heat", "here", "home", "imprint", "in-columns", "index-page", "key", "kicker", "known", "label", "land", "latest",
    "lead", "lead-head", "lead-picture", "lead-text", "leaders", "legend", "letter", "letters", "lift", "listing",
    "listing-page", "logo", "long", "lost", "machine", "map", "map-page", "masthead", "menu", "meta",
    "missing-image", "month", "months", "more", "most", "motto", "name", "nameplate", "neighbours", "network", "newer",
    "note", "nothing", "notice", "of", "official", "onward", "open", "opening", "own", "own-label", "pages", "permalink",
    "picture", "pictured", "place", "plain", "player", "prompt", "quote", "reason", "register", "related", "reply",
    "reported", "retraction", "row", "row-text", "rows", "run", "running", "s1", "s2", "s3", "s4", "s5", "said", "scope",
    "search-page", "secondary", "section-front", "section-fronts", "side", "sieve", "signed", "skip", "sources", "speaker",
    "speakers", "spokes", "spread", "standfirst", "stated", "status", "statuses", "steps", "story", "strip", "table", "term",
    "timeline", "toc", "told", "twin", "unconfirmed", "unresolved", "unreviewed", "unseen", "way", "what", "when", "who",
    "whole", "world", "year",
))
# fmt: on
KNOWN = TAGS | OPAQUE | SWALLOWING | OTHERS
