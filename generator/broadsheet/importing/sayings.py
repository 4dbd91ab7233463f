"""Sayings: the words that an import adds to a text, in the language of the article.

A reader of a foreign archive does not know that language for sure: it marks the English words, and who writes the article puts
those of the language there.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from broadsheet.importing.webaddress import urlsplit
from broadsheet.language.words import Words, message

_BEGIN, _END = "\u2e28", "\u2e29"  # brackets that hardly any text has; and it would need one of these messages between them
_ALL = (
    message("Audio"),
    message("Audio:"),
    message("Code on GitHub"),
    message("Details"),
    message("Embedded:"),
    message("Further information:"),
    message("Main article:"),
    message("Picture on Flickr"),
    message("Picture on Instagram"),
    message("Post on Facebook"),
    message("Post on Twitter"),
    message("Post on X"),
    message("See also:"),
    message("See:"),
    message("Sound on SoundCloud"),
    message("Sound on Spotify"),
    message("Talk on TED"),
    message("Video"),
    message("Video on Dailymotion"),
    message("Video on TikTok"),
    message("Video on Vimeo"),
    message("Video on WordPress.tv"),
    message("Video on YouTube"),
    message("Video:"),
    message("Videos on YouTube"),
)
_MARKED = re.compile(f"{_BEGIN}({'|'.join(map(re.escape, _ALL))}){_END}|{_BEGIN}([^{_BEGIN}{_END}]*\u2026)\\Z")  # or cut short
_ON_HOSTS = {  # what they show
    "youtube.com": "Video on YouTube", "youtu.be": "Video on YouTube", "youtube-nocookie.com": "Video on YouTube",
    "vimeo.com": "Video on Vimeo", "twitter.com": "Post on Twitter", "x.com": "Post on X",
    "instagram.com": "Picture on Instagram", "soundcloud.com": "Sound on SoundCloud", "facebook.com": "Post on Facebook",
    "flickr.com": "Picture on Flickr", "ted.com": "Talk on TED", "wordpress.tv": "Video on WordPress.tv",
    "spotify.com": "Sound on Spotify", "tiktok.com": "Video on TikTok", "dailymotion.com": "Video on Dailymotion",
}  # fmt: skip


def marked(saying: str) -> str:
    """Return a saying with the marks between which it can be found again."""
    assert saying in _ALL
    return f"{_BEGIN}{saying}{_END}"


def on_host(host: str) -> str:
    """Return a saying for what a host shows, marked; empty where that is not known."""
    saying = next((saying for known, saying in _ON_HOSTS.items() if f".{host}".endswith(f".{known}")), "")
    return marked(saying) if saying else ""


def of_player(tag: str, address: str, title: str = "") -> str:
    """Return what stands for a player: where it is known what its host shows that, else its title, file or host; marked."""
    what = marked({"video": "Video:", "audio": "Audio:"}.get(tag, "Embedded:"))
    host = (urlsplit(address).hostname or "").removeprefix("www.") if "://" in address else ""
    file = unquote(urlsplit(address).path.rpartition("/")[2]) if tag in ("video", "audio") else ""
    name = title or (file if "." in file else host) or address.rpartition("/")[2] or tag
    return (on_host(host) if host == name else "") or f"{what} {name}"


def in_words(text: str, words: Words) -> str:
    """Return a text with its sayings in a language."""
    return _MARKED.sub(lambda match: words.gettext(match[1]) if match[1] else match[2], text) if _BEGIN in text else text
