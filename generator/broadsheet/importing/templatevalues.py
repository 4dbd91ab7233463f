"""Values that only a template showed: an intro, a film, the place where a text stood first. Readers of the archive see them, too.

A key is known by what it means, in several languages. What is not surely of its kind stays as it is, below `imported`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from urllib.parse import unquote

from broadsheet.config import OwnField
from broadsheet.content.opening import bare
from broadsheet.content.values import address_fault
from broadsheet.content.yamltext import Value
from broadsheet.importing.bodies import headline_of
from broadsheet.importing.keys import INTROS, Keys, plain_name, words_in
from broadsheet.importing.post import READ_FROM, Form, Post, Site
from broadsheet.importing.sayings import marked
from broadsheet.importing.shortcodes import shown_by
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, text_of, texts_of
from broadsheet.importing.webaddress import urlsplit

_SENDING = ("redirect_to", "redirect_url", "redirect")  # where readers are sent: nothing says that the text stood there
# Where a text stood first, or what a post that is a link leads to.
_SOURCES = (
    "source_url", "source_link", "source", "original_url", "original_link", "original_source", "original",
    "external_url", "external_link", "external", "link_url", "link_to", "linked_url", *_SENDING,
    "quelle_url", "quellenlink", "quelle", "originalquelle", "fuente_url", "fuente", "fonte_url", "fonte", "source_originale",
    "источник", "来源", "來源", "原文链接", "原文連結", "出典", "المصدر", "مصدر", "kaynak", "chanzo",
)  # fmt: skip
# The same, or a post's own address: only where the site is known, and another one.
_CANONICAL = ("canonical", "canonical_url")
_LINKS = ("link", "url", "href", "enlace", "lien", "ссылка", "链接", "رابط")  # in a feed, the address of who counts its readers
_NAMES = (
    "source_name", "source_title", "source", "quelle", "fuente", "fonte", "источник", "来源", "來源", "出典", "المصدر", "مصدر",
    "kaynak", "chanzo",
)  # fmt: skip
_FILMS = {
    "youtube": ("youtube_id", "youtube", "youtube_video", "youtube_video_id", "youtube_url", "youtube_link", "yt_id", "yt"),
    "vimeo": ("vimeo_id", "vimeo", "vimeo_video", "vimeo_url", "vimeo_link"),
    "video": (
        "video_url", "video_link", "video_src", "video_file", "video_embed", "video", "film", "vidéo", "vídeo", "filme",
        "видео", "视频", "影片", "動画", "فيديو",
    ),
    "audio": (
        "audio_url", "audio_link", "audio_src", "audio_file", "audio", "podcast_url", "podcast_file", "podcast", "mp3",
        "enclosure", "аудио", "音频", "صوت",
    ),
}  # fmt: skip
# What a button leads to, as names are compared: of a post without a text it is what that is about.
_BUTTON = re.compile(r"((?:extra\.|params\.)?(?:button|cta)\d*\.?)(?:url|link|href)")
_ON_BUTTONS = ("text", "label", "title", "name")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IDENTS = {"youtube": re.compile(r"[\w-]{11}"), "vimeo": re.compile(r"\d{6,12}")}
_ON_YOUTUBE = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#\s]*&)?v=|embed/|v/|live/|shorts/)|youtu\.be/)([\w-]{11})(?![\w-])"
)
_ON_VIMEO = re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{6,12})(?!\d)")
_FRAMED = re.compile(r"<(?:iframe|video|audio|source|embed)\b[^<>]*?\bsrc\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_PLAYED = re.compile(r"[^\s\"'<>]+\.(?:mp4|webm|mov|m4v|mp3|m4a|ogg|wav)", re.IGNORECASE)
_AFTER = re.compile(r"_?(?:id|url|link|src|file|embed)\Z")
_MARK, _ESCAPE = re.compile(r"([][*_`<>\\])"), r"\\\1"
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")


def with_values(post: Post, site: Site) -> Post:
    """Return a post that shows what else only a template of its site did."""
    if post.form == "raw" or post.shape not in ("story", "page"):
        return post
    post = _with_picture(post) if post.shape == "page" else post
    if not post.kept:
        return post
    keys = Keys(post.kept)
    post = _with_source(post, keys, (urlsplit(site.base).hostname or "").removeprefix("www."))
    named = [(kind, path) for kind, names in _FILMS.items() for path in _there(keys, names)]
    named += [
        ("video", keys.path(name)) for name in keys.names() if name.startswith("meta.") and _is_film(text_of(keys.peek(name)))
    ]
    films = (_film(post, keys, kind, path) for kind, path in dict.fromkeys(named))
    buttons = () if _COMMENT.sub("", post.body).strip() else _buttons(post, keys)
    post = _beginning(post, [*buttons, *(line for line in films if line)])
    for path in _there(keys, INTROS):
        post = _with_intro(post, keys, path)
    return post._replace(used={**post.used, **keys.used}, kept=keys.rest()) if keys.used else post


def with_fields(post: Post, fields: tuple[OwnField, ...]) -> Post:
    """Return a story with the kept values that the publication declares as its own `fields`, where they are what it says."""
    if not fields or post.shape != "story" or post.form == "raw":
        return post
    keys = Keys(post.kept)
    found: dict[str, Value] = {}
    for field in fields:
        value = keys.peek(field.name)
        texts = texts_of(value)
        one = isinstance(value, str) and bool(texts)
        if {"text": one, "link": one and _is_address(texts[0]), "list": bool(texts)}.get(field.type, False):
            keys.used[keys.path(field.name)] = "fields"
            found[field.name] = texts if field.type == "list" else texts[0]
    return post._replace(ours={**post.ours, **found}, used={**post.used, **keys.used}, kept=keys.rest()) if found else post


def unseen_in(post: Post) -> Iterator[tuple[str, str]]:
    """Yield the kept keys of a story that hold words or an address, each with the type of a field that would show it."""
    for name, value in post.kept.items() if post.shape == "story" else ():
        text = words_in(value) if name != READ_FROM else ""
        if _is_address(text_of(value)) or " " in text:
            yield name, "link" if _is_address(text_of(value)) else "text"


def _there(keys: Keys, names: tuple[str, ...]) -> list[str]:
    """Return the paths of these names that a post has, in their order; Zola and Hugo put a theme's own below one."""
    order = _order(names)
    return [keys.path(name) for name in sorted((name for name in keys.names() if name in order), key=order.__getitem__)]


@lru_cache(maxsize=32)
def _order(names: tuple[str, ...]) -> Mapping[str, int]:
    whole = (plain_name(above + name) for name in names for above in ("", "extra.", "params."))
    return {name: number for number, name in enumerate(dict.fromkeys(whole))}


def _with_picture(post: Post) -> Post:
    """Return a page with its picture above its text, for a page has no key for it."""
    if post.picture is None or post.form == "text":
        return post
    src, alt = post.picture.src, post.picture.alt
    piece = f"![{_MARK.sub(_ESCAPE, alt)}](<{src}>)"
    if post.form != "markdown":
        piece = f'<p><img src="{escape(src)}" alt="{escape(alt)}"></p>'
    is_there = unquote(src).rpartition("/")[2] in unquote(post.body)
    used = {key: "body" if became == "picture" else became for key, became in post.used.items()}
    return (post if is_there else _beginning(post, [piece]))._replace(picture=None, used=used)


def _with_intro(post: Post, keys: Keys, path: str) -> Post:
    """Return a post with what stood below its headline: as its standfirst, or, where it has another one, above its text."""
    written = words_in(keys.peek(path))
    words = bare(plain_text(written))
    if not words:
        return post
    known, short = bare(post.standfirst), keys.intro(path)
    keys.used[path] = "standfirst"
    if words in known or words in bare(plain_text(post.body)):
        return post
    if short and words.startswith(known):  # what stands there is its beginning, or nothing
        return post._replace(standfirst=short)
    keys.used[path] = "body"
    return _beginning(post, [written])


def _buttons(post: Post, keys: Keys) -> Iterator[str]:
    """Yield the lines of the buttons below a story: each a link, by the words on it or by its host."""
    for found in filter(None, map(_BUTTON.fullmatch, sorted(keys.names()))):
        path = keys.path(found[0])
        address = text_of(keys.peek(path)).strip()
        if _is_address(address) or re.fullmatch(r"/(?!/)[^\s<>]*", address):
            called = next((each for name in _ON_BUTTONS if text_of(keys.peek(each := keys.path(found[1] + name)))), "")
            keys.used |= dict.fromkeys((path, called) if called else (path,), "body")
            yield _link(text_of(keys.peek(called)) or urlsplit(address).hostname or post.title, address, post.form)


def _film(post: Post, keys: Keys, kind: str, path: str) -> str:
    """Return the line of a film or a sound that a key names; empty where it names none, or the text shows it, too."""
    value = keys.peek(path)
    said = first_text(value, "url", "src", "file", "id") if isinstance(value, Mapping) else next(iter(texts_of(value)), "")
    framed = _FRAMED.search(said)
    address = framed[1] if framed else said
    address = f"https:{address}" if address.startswith("//") else address
    for host, found in (("youtube", _ON_YOUTUBE.match(address)), ("vimeo", _ON_VIMEO.match(address))):
        kind, address = (host, found[1]) if found else (kind, address)
    ident = _IDENTS.get(kind)
    is_known = ident.fullmatch(address) if ident else _PLAYED.fullmatch(address.partition("?")[0]) or _is_address(address)
    if not is_known or (isinstance(value, list) and len(value) > 1):
        return ""
    keys.used[path] = "body"
    called = keys.path(f"{_AFTER.sub('', path)}_title")
    title = text_of(keys.peek(called))
    keys.used |= {called: "body"} if title else {}
    if address in post.body:
        return ""
    shown = shown_by(kind, {"id": address}) if ident else ""
    words, _, target = shown.strip().removesuffix(")").partition("](")
    words = words.removeprefix("[") or marked(kind.capitalize())
    return _link(f"{words}: {title}" if title and bare(title) != bare(post.title) else words, target or address, post.form)


def _with_source(post: Post, keys: Keys, own: str) -> Post:
    """Return a post with where it stood first, or what it is a link to, as its source; `own` is the host of its site."""
    sure = _there(keys, _SOURCES)
    links = _there(keys, (*_CANONICAL, *(_LINKS if post.form == "markdown" else ())))
    for path in (*sure, *links) if "source" not in post.ours else ():
        address = _address(keys.peek(path))
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        if not host or host == own or not (own or path in sure):
            continue
        is_link = post.shape != "story" or path in _there(keys, _SENDING)
        keys.used[path] = "body" if is_link else "source"
        if is_link:
            return post if address in post.body else _ended(post, _link(host, address, post.form))
        called = next((each for each in _there(keys, _NAMES) if _is_name(text_of(keys.peek(each)))), "")
        keys.used |= {called: "source"} if called else {}
        return post._replace(ours={**post.ours, "source": {"name": text_of(keys.peek(called)) or host, "url": address}})
    return post


def _address(value: Value) -> str:
    """Return the one web address that a value is; empty where it is none, or several."""
    texts = [first_text(value, "url", "link", "href")] if isinstance(value, Mapping) else texts_of(value)
    return texts[0] if len(texts) == 1 and _is_address(texts[0]) else ""


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not address_fault(text, ("http", "https"))


def _is_film(text: str) -> bool:
    """Say whether a field that a plugin of WordPress's gave a post is the address of a film, whatever it is called."""
    return bool(_ON_YOUTUBE.fullmatch(text) or _ON_VIMEO.fullmatch(text))


def _is_name(text: str) -> bool:
    """Say whether a text may be a name: no address, no file, and no word that only the site's own tables know."""
    return bool(text) and "/" not in text and "\n" not in text and not re.fullmatch(r"[a-z0-9_.-]*", text)


def _link(words: str, address: str, form: Form) -> str:
    """Return a link on a line of its own."""
    if form == "text":
        return f"{words}: {address}"
    if form == "markdown":
        address = f"<{address}>" if re.search(r"[()\s]", address) else address
        return f"[{_MARK.sub(_ESCAPE, words)}]({address})"
    return f'<p><a href="{escape(address)}">{escape(words, quote=False)}</a></p>'


def _beginning(post: Post, pieces: Iterable[str]) -> Post:
    """Return a post whose text begins with more, behind the headline if that stands there again."""
    head = headline_of(post)
    written = [
        piece if post.form in ("markdown", "text") or _TAGS.match(piece) else f"<p>{escape(piece, quote=False)}</p>"
        for piece in pieces
    ]
    blocks = [*written, *((rest,) if (rest := post.body[len(head) :].lstrip("\n")) else ())]
    return post._replace(body=head + "\n\n".join(blocks)) if written else post


def _ended(post: Post, piece: str) -> Post:
    return post._replace(body="\n\n".join(filter(None, (post.body.rstrip(), piece))))
