"""The text of a comment: HTML that readers wrote as lines of plain words, which is all that our comments hold.

Lines and paragraphs stay. The address of a link stands behind its words, that of a film behind what it is, quotations have `>`
before each line, items `•` or their number. Emphasis goes, and so does the address of a picture that is a link.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from broadsheet.content.players import watched
from broadsheet.importing.sayings import of_player
from broadsheet.importing.texts import UNPRINTABLE

_APART = frozenset(
    ("p", "div", "blockquote", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "address")
)
_LINES = frozenset(("br", "li", "tr", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_HOLDERS = frozenset(("dl", "table"))  # in which blanks between elements are none, as in lists
_UNSEEN = frozenset(("script", "style"))
_PLAYERS = frozenset(("object", "embed", "iframe", "video", "audio"))
_FILMS = frozenset(("movie", "src", "url"))  # names of parameters of players
_DEEPEST = 6  # quotations in one another that are told apart
_BLANKS = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"\n{3,}")
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


def reply_text(html: str) -> str:
    """Return the words of a comment: blank lines part paragraphs, and a line that ends is one."""
    html = UNPRINTABLE.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    if "<" not in html and "&" not in html:
        return _tidy(html)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _GAP.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Gathers the words. Each open quotation has pieces of its own, which get their signs when it ends."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[list[str]] = [[]]
        self._deeper = 0  # quotations that are open and not told apart
        self._items: list[int | None] = []  # of each open list the number of its last item; None: it has no numbers
        self._link: tuple[str, int, int] | None = None  # address, open quotations, pieces before it
        self._unseen = self._is_broken = False
        self._held = 0
        self._player = ""  # the one that is open, of which no address is known
        self._played: set[str] = set()  # addresses of players that were said

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _APART:
            self._part()
        elif tag in _LINES:
            self._say("\n")
        elif tag in _CELLS:
            self._say(" ")
        if tag == "blockquote":
            if len(self._pieces) <= _DEEPEST:
                self._pieces.append([])
            else:
                self._deeper += 1
        elif tag in ("ul", "ol"):
            self._items.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._say(self._sign())
        elif tag == "a":
            self._link = (given.get("href") or "", len(self._pieces), len(self._pieces[-1]))
        else:
            self._show(tag, {name: value or "" for name, value in attrs})
        self._held += tag in _HOLDERS
        self._unseen, self._is_broken = tag in _UNSEEN, tag == "br"

    def handle_endtag(self, tag: str) -> None:
        self._unseen, self._is_broken = False, tag == "br"  # `<br />` begins and ends
        self._held -= tag in _HOLDERS
        if tag == "a":
            self._end_link()
        elif tag == "blockquote":
            self._end_quotation()
        elif tag in ("ul", "ol") and self._items:
            self._items.pop()
        if tag in _APART:
            self._part()

    def handle_data(self, data: str) -> None:
        if (self._items or self._held > 0) and data.isspace():
            data = " "
        if not self._unseen:
            self._say(data.removeprefix("\n") if self._is_broken else data)
        self._is_broken = False

    def text(self) -> str:
        """Return the words of all; what is open ends."""
        self._end_link()
        while len(self._pieces) > 1:
            self._end_quotation()
        return _tidy("".join(self._pieces[0]))

    def _part(self) -> None:
        """End a paragraph; in a list items do."""
        self._say("" if self._items else "\n\n")

    def _say(self, piece: str) -> None:
        self._pieces[-1].append(piece)

    def _sign(self) -> str:
        number = self._items[-1] if self._items else None
        if number is None:
            return "• "
        self._items[-1] = number + 1
        return f"{number + 1}. "

    def _show(self, tag: str, given: dict[str, str]) -> None:
        """Say what a picture or a player shows."""
        if tag == "img":
            is_link = self._link is not None and _WEB.match(self._link[0])
            self._say(f" {given.get('alt') or given.get('title', '')} {'' if is_link else _behind(given.get('src', ''))}")
        elif tag in _PLAYERS:
            self._player = tag
            self._play(given.get("src") or given.get("data", ""), given.get("title", ""))
        elif (tag == "param" and given.get("name", "").lower() in _FILMS) or (tag == "source" and self._player):
            self._play(given.get("value") or given.get("src", ""))

    def _play(self, address: str, title: str = "") -> None:
        """Say what a player shows, and where that is: once, for several of its parts may name that."""
        address = watched(f"https:{address}" if address.startswith("//") else address)
        if _WEB.match(address):
            self._say("" if address in self._played else f" {of_player(self._player, address, title)} {_behind(address)} ")
            self._played.add(address)
            self._player = ""

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link is None or link[1] != len(self._pieces):
            return
        address, _, at = link
        words = " ".join("".join(self._pieces[-1][at:]).split())
        if _WEB.match(words) and _WEB.match(address):  # it may be cut off
            self._pieces[-1][at:] = [address]
        elif not words or _bare(words) != _bare(address):
            self._say(f" {_behind(address)}" if _WEB.match(address) else "")

    def _end_quotation(self) -> None:
        if self._deeper:
            self._deeper -= 1
        elif len(self._pieces) > 1:
            inner = _tidy("".join(self._pieces.pop()))
            self._say("\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else "")


def _behind(address: str) -> str:
    return f"({address})" if _WEB.match(address) else ""


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/").casefold()
