"""Bodies of WordPress: blocks, shortcodes and embedded addresses as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from html import escape, unescape
from typing import NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.importing.notebook import NoteTable
from broadsheet.importing.post import Form
from broadsheet.importing.sayings import marked, on_host
from broadsheet.importing.values import text_of
from broadsheet.importing.wordpresscode import without_code

# No settings have `<!--` in them: WordPress writes `\u003c` for `<`.
_BLOCK = re.compile(r"<!--\s*(/?)wp:([\w/-]+)(?:\s*(\{(?:(?!<!--).)*?\}))?\s*(/?)-->[ \t]*\n?", re.DOTALL)
_COVER = re.compile(r"<!--\s*wp:cover(?:-image)?\s+(\{[^<>]*\})\s*-->((?:(?!<!--).)*)", re.DOTALL)
_COVER_ALONE = re.compile(r"()(<(?:div|section)\b[^<>]*>)")
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:\s*url\(\s*(?:&quot;|&#0*39;|['\"])?([^\s'\"()<>]+?)(?:&quot;|&#0*39;|['\"])?\s*\)"
)
_LABEL = re.compile(r'\baria-label="([^"<>]*)"')
_AMPERSAND = re.compile(r"&(?:amp|#0*38|#x26);")
_LANGUAGE = re.compile(r'<!--\s*wp:[\w/-]+\s[^<>]{0,2000}"language":"([\w+#.-]{1,40})"[^<>]{0,2000}-->\s*<pre\b')
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b((?:[^\[\]]|\[(?!(?:wp_)?caption\b))*)\]((?:(?!\[(?:wp_)?caption\b).)*?)\[/(?:wp_)?caption\]", re.DOTALL
)
_SHORT = re.compile(r"(\[?)\[(/?)([a-zA-Z][\w-]*)((?:\s+(?:\"[^\"]*\"|'[^']*'|[^\[\]\"'])*|=[^\]\s]+)?)(/?)\](\]?)")
_PAIR = re.compile(
    r"\[(embed|video|audio|youtube|vimeo|dailymotion|googlevideo|soundcloud|gist|tweet)\b((?:[^\[\]]|\[(?!\1\b))*)\]([^\[\]]*)\[/\1\]"
)
_CLOSED = re.compile(r"\[/([a-zA-Z][\w-]*)\]")
_PLAYED = re.compile(r"\[(?:audio|dewplayer|podcast|mp3|flash|flv|video)\s*:\s*(https?://[^\s\[\]|,]+)[^\[\]]*\]", re.IGNORECASE)
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))|(https?://[^\s\"'\]]+)|([\w-]+)")
_LEADING_MEDIA = re.compile(
    r"\s*((?:<a\b[^>]*>\s*)?<(?:img|iframe|video|object|embed)\b[^>]*>(?:\s*</(?:iframe|video|object|embed|a)>)*)(.*)",
    re.DOTALL,
)
_FILM = re.compile(r"\.(?:flv|mp4|m4v|mov|webm|ogv|swf)\b", re.IGNORECASE)
_PLAYABLE = re.compile(r"\.(?:mp3|m4a|oga|ogg|opus|wav|flac|aac|mp4|m4v|webm|ogv)$", re.IGNORECASE)
_ALONE = re.compile(r"^[ \t]*(?:<p>[ \t]*)?(https?://[^\s<>\"]+)[ \t]*(?:</p>[ \t]*)?$", re.MULTILINE)
_ALONE_IN = re.compile(r"(<(?:div|figure|p)\b[^>]*>)\s*(https?://[^\s<>\"]+)\s*(?=</(?:div|figure|p)>|<figcaption)")
_SOURCES = ("src", "mp4", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "m4v", "flv", "url", "href", "link", "file")
_VIDEO = "https://www.youtube.com/watch?v={}"
_ADDRESSES = {
    "youtube": _VIDEO,
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
}
# Shortcodes without a word or an address in them, whose content stays.
_PLAIN = frozenset((
    "row", "column", "columns", "one_half", "one_third", "two_third", "one_half_last", "section", "container", "dropcap", "quote",
    "pullquote", "blockquote", "button", "box", "tab", "tabs", "toggle", "accordion", "highlight", "spoiler", "more", "clear",
    "spacer",
    "divider", "gallery", "playlist", "archives", "contact-form", "contact-form-7", "contact-field", "polldaddy", "slideshow",
    "googlemaps",
    "recent_posts", "sitemap", "subscribe2", "toc", "mailpoet",
))  # fmt: skip


class WordPressBody(NamedTuple):
    """A body as HTML, and the pieces of it that nobody knew."""

    text: str
    unknown: tuple[str, ...] = ()
    form: Form = "html"


def to_html(content: str, told: Mapping[str, Value], ident: str = "", notes: str = "") -> WordPressBody:
    """Return the HTML of a body.

    `told` has the attachments of the site, for galleries, and the blocks that posts share. `ident` is the post's number, `notes`
    its footnotes as WordPress keeps them.
    """
    unknown: list[str] = []
    form: Form = "html" if "<!-- wp:" in content else "lines"
    text = _LANGUAGE.sub(r'<pre lang="\1"', content)  # of a block of code
    text = _COVER.sub(lambda match: _cover(match, told), text)
    text = _BLOCK.sub(lambda match: _block(match, unknown, told, notes), text)
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x02{len(kept) - 1}\x03"

    text = without_code(text, keep)
    text = _COVER_ALONE.sub(lambda match: _cover(match, told) if "wp-block-cover" in match[0] else match[0], text)
    text = _CAPTION.sub(_figure, text) if "caption]" in text.replace("[caption]", "") else text  # none is closed
    text = _PAIR.sub(lambda match: keep(_tracked(match) or _link(match[1], match[2], match[3].strip()) or match[0]), text)
    text = _PLAYED.sub(lambda match: keep(_named(match[1], "video" if _FILM.search(match[1]) else "audio")), text)
    closed = frozenset(_CLOSED.findall(text))
    text = _SHORT.sub(lambda match: _short(match, closed, told, ident, unknown, keep), text)
    text = _ALONE_IN.sub(lambda match: f"{match[1]}{_named(match[2])}", text)
    text = _ALONE.sub(lambda match: f"<p>{_named(match[1])}</p>", text)
    for number in reversed(range(len(kept))):
        text = text.replace(f"\x02{number}\x03", kept[number])
    return WordPressBody(text, tuple(unknown), form)


def with_films(text: str) -> str:
    """Return a comment in which shortcodes that show something are links."""
    text = _PAIR.sub(lambda match: _link(match[1], match[2], match[3].strip()) or match[0], text)
    return _SHORT.sub(lambda match: (match[3].lower() in _ADDRESSES and _link(match[3].lower(), match[4], "")) or match[0], text)


def _block(match: re.Match[str], unknown: list[str], told: Mapping[str, Value], notes: str) -> str:
    """Take the mark of a block away; what a block without content would have shown is not in the export."""
    closing, name, settings, empty = match.groups()
    if closing or not empty or name in ("separator", "spacer", "more", "nextpage"):
        return ""
    if name == "footnotes" and notes:
        return _footnotes(notes)
    shared, ref = told.get("blocks"), re.search(r'"ref":\s*(\d+)', settings or "")
    inner = text_of(shared.get(ref[1])) if name == "block" and ref and isinstance(shared, Mapping) else ""
    if inner:
        return _BLOCK.sub("", inner)
    return _note(match[0].strip(), unknown)


def _cover(match: re.Match[str], told: Mapping[str, Value]) -> str:
    """Put the picture of a cover before the words that stand on it, unless an element of the cover shows it already."""
    settings, head = match.groups()
    if "<img" in head or "<video" in head:
        return match[0]
    try:
        given = json.loads(settings or "{}")
    except (ValueError, RecursionError):
        given = {}
    behind, label, known = _BACKGROUND.search(head), _LABEL.search(head), told.get("attachments")
    address = text_of(given.get("url")) or (unescape(behind[1]) if behind else "")
    if not address:
        return match[0]
    found = known.get(str(given.get("id"))) if isinstance(known, Mapping) else None
    alt = text_of(given.get("alt")) or (unescape(label[1]) if label else "")
    alt = alt or (text_of(found[1]) if isinstance(found, list) else "")
    return _shown((address, alt, "")) + _BACKGROUND.sub("", head)


def _footnotes(notes: str) -> str:
    try:
        found = json.loads(notes)
        items = "".join(f'<li id="{escape(str(note["id"]))}">{note["content"]}</li>' for note in found)
    except (ValueError, KeyError, TypeError):
        return ""
    return f"<ol>{items}</ol>"


def with_captions(text: str) -> str:
    """Return a body in which pictures with WordPress's captions are figures, or in Markdown paragraphs: posts take the captions
    along, wherever they go from there.
    """
    if "caption]" not in text.replace("[caption]", ""):  # none is closed
        return text
    return _CAPTION.sub(_pictured, text)


def _pictured(match: re.Match[str]) -> str:
    if "<img" in match[2]:
        return _figure(match)
    return f"\n\n{match[2].strip()}\n\n" if "![" in match[2] else match[0]


def _figure(match: re.Match[str]) -> str:
    found = _LEADING_MEDIA.match(match[2])
    given = _arguments(match[1])
    media, words = (found[1], found[2].strip()) if found else (match[2], "")
    words = words or given.get("caption", "")
    return f"\n\n<figure>{media}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>\n\n"


def _arguments(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for match in _ARGUMENT.finditer(text.replace("&quot;", '"')):
        if match[1]:
            given[match[1].lower()] = match[2] or match[3] or match[4] or ""
        else:
            given.setdefault(str(len([name for name in given if name.isdecimal()])), match[5] or match[6])
    return given


def _link(name: str, arguments: str, inner: str) -> str:
    """Return the link that stands for a piece that shows something; empty where it is not known what."""
    given = _arguments(arguments.lstrip("="))
    address = next((given[source] for source in _SOURCES if given.get(source)), "")
    address = address or next((value for value in (inner, *given.values()) if value.startswith(("http://", "https://", "/"))), "")
    known = _ADDRESSES.get(name)
    ident = given.get("id") or given.get("0") or inner
    if not address and known and re.fullmatch(r"[\w/-]+", ident or ""):
        address = known.format(ident)
    return _named(address, name if name in ("video", "audio") else "") if address else ""


def _tracked(match: re.Match[str]) -> str:
    """Return a film with captions as HTML; an empty text for what has none."""
    name, arguments, inner = match.groups()
    address = (
        re.search(r'(?:href|src)="([^"]*)"', _link(name, arguments, ""))
        if name in ("audio", "video") and "<track" in inner
        else None
    )
    return f'<{name} src="{address[1]}">{inner}</{name}>' if address else ""


def _named(address: str, what: str = "") -> str:
    address = _AMPERSAND.sub("&", address)  # it may stand in HTML
    host = re.sub(r"^https?://(?:www\.|m\.)?|[/?#:].*", "", address)
    if what and _PLAYABLE.search(address.partition("?")[0]):  # as in a block of it
        return f'<{what} src="{escape(address)}"></{what}>'
    words = on_host(host) or address
    if what:
        words = f"{marked(f'{what.capitalize()}:')} {address.rpartition('/')[2] or address}"
    return f'<a href="{escape(address)}">{escape(words, quote=False)}</a>'


def _short(
    match: re.Match[str],
    closed: Container[str],
    told: Mapping[str, Value],
    ident: str,
    unknown: list[str],
    keep: Callable[[str], str],
) -> str:
    """Return what a shortcode shows; `closed` are those of which one ends somewhere. What is no shortcode stays as it is."""
    before, closing, name, arguments, _, after = match.groups()
    if before and after:
        return match[0][1:-1]
    lower = name.lower()
    given = _arguments(arguments.lstrip("="))
    if lower == "gallery":
        pictures = _gallery(given, told, ident)
        unknown += [] if pictures and all(pictures) else [match[0]]
        return keep("\n".join(filter(None, pictures)))
    if not closing and (lower in _ADDRESSES or lower in ("embed", "video", "audio", "soundcloud", "tweet", "playlist")):
        link = _link(lower, arguments, "")
        return keep(f"<p>{link}</p>") if link else _note(match[0], unknown)
    if lower in _PLAIN or name in closed or re.search(r"[\w-]+=[\"'&]", arguments):
        return before + (after if closing else _note(match[0], unknown, after))
    return match[0]


def _note(piece: str, unknown: list[str], shown: str = "") -> str:
    unknown.append(piece)
    return shown


def _gallery(given: Mapping[str, str], told: Mapping[str, Value], post: str) -> list[str]:
    """Return the pictures that a gallery names; where it names none, those that were uploaded with the post. Empty texts stand
    for those that are not in the export.
    """
    said = told.get("attachments")
    known = said if isinstance(said, Mapping) else {}
    idents = re.findall(r"\d+", given.get("ids") or given.get("include") or "")
    if not idents:
        uploads = told.get("uploads")
        idents = list(uploads.below(f"{post} ")) if isinstance(uploads, NoteTable) else []
    return [_shown(found) if isinstance(found, list) else "" for found in (known.get(ident) for ident in idents)]


def _shown(found: Iterable[Value]) -> str:
    src, alt, caption = (text_of(value) for value in found)
    words = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(src)}" alt="{escape(alt or caption)}">{words}</figure>'
