"""Composition of a body for a page: links resolved, first mentions of names linked, paragraphs given their permalinks.

One pass over HTML that `markdown` or `plaintext` made. The text itself never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape

from broadsheet.content.address import encoded
from broadsheet.content.htmltags import TAG, attributes, quoted, start_tag
from broadsheet.model import Body

PERMALINK_TEXT = "Link to this paragraph"
TABLE_TEXT = "Table"
# No names are linked in these: links, code, headings, captions and the like.
_UNLINKED = frozenset(("a", "abbr", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "summary"))
_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"(?:\A|[^\w'])[ldLD]'\Z")
_POSSESSIVE = re.compile(r"'s(?![\w'-])")
_FOLDED = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "\u2011": "-"})


class NameIndex:
    """Names and the addresses they lead to, found by their first word. Built once, used for every body.

    Of names that differ only in kind of apostrophe, blank or hyphen, and of equal names, the first one counts. A name with an
    empty address is a phrase that is passed over: `New Mexico` does not mention Mexico.
    """

    __slots__ = ("_addresses", "_lengths")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._addresses: dict[str, str] = {}
        lengths: dict[str, set[int]] = {}
        for name, address in pairs:
            folded = escape(" ".join(name.translate(_FOLDED).split()), quote=False)
            word = _WORD.match(folded)
            if word:
                self._addresses.setdefault(folded, address)
                lengths.setdefault(word.group(), set()).add(len(folded))
        # First word -> the lengths of its names, longest first: a handful of look-ups, however many names share the word.
        self._lengths = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._lengths)

    def link(self, text: str, linked: set[str]) -> str:
        """Return a text node with a link at the first mention of each name whose address is not in `linked` yet."""
        words = self._lengths.keys() & set(_WORD.findall(text))
        if not words:
            return text
        folded = text.replace("\n", " ") if text.isascii() else text.translate(_FOLDED)
        out: list[str] = []
        done = passed = 0
        for start, word in sorted((at, found) for found in words for at in _places(folded, found)):
            end = self._end(folded, start, self._lengths[word]) if start >= passed else 0
            if not end:
                continue
            # A name that is linked already is passed over whole: `Iran Air` does not mention `Iran`, nor `Air`.
            passed = end
            address = self._addresses[folded[start:end]]
            if address and address not in linked:
                linked.add(address)
                out += (text[done:start], f'<a href="{quoted(address)}">', text[start:end], "</a>")
                done = end
        out.append(text[done:])
        return "".join(out)

    def _end(self, text: str, start: int, lengths: tuple[int, ...]) -> int:
        """Return the end of the longest name that stands at `start` as whole words; 0 where there is none."""
        before = text[start - 1] if start else " "
        if before in "&#_-" or (before == "'" and not _ELISION.search(text, max(0, start - 3), start)):
            return 0
        for length in lengths:
            end = start + length
            if text[start:end] in self._addresses and _ends_word(text, end):
                return end
        return 0


def compose(
    body: Body,
    resolve: Callable[[str], str | None],
    names: NameIndex | None = None,
    *,
    paragraph_links: bool = True,
    own_address: str = "",
    permalink_text: str = PERMALINK_TEXT,
) -> str:
    """Return a body's HTML as a page shows it.

    `resolve` turns a target as written into an address, or None where it leads nowhere: the link's text then stays, and a
    picture is replaced by its alternative text. The addresses in `names` are final. `own_address` is never linked by name.
    `paragraph_links` adds a permalink at the end of each paragraph that has an id; feeds do without.
    """
    return _Composer(resolve, names or None, own_address, permalink_text if paragraph_links else "").run(body.html)


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands, and not as the end of a longer one."""
    at = text.find(word)
    while at >= 0:
        if not at or not (text[at - 1].isalnum() or text[at - 1] == "_"):
            yield at
        at = text.find(word, at + 1)


def _ends_word(text: str, at: int) -> bool:
    after = text[at : at + 1]
    if after == "'":
        return not text[at + 1 : at + 2].isalnum() or _POSSESSIVE.match(text, at) is not None
    return not after.isalnum() and after not in ("_", "-")


class _Composer:
    """Walks the tags of one body. One use."""

    def __init__(self, resolve: Callable[[str], str | None], names: NameIndex | None, own: str, permalink_text: str) -> None:
        self.resolve = resolve
        self.names = names
        self.permalink_text = quoted(permalink_text)
        self.linked = {own} if own else set()
        self.out: list[str] = []
        self.unlinked = 0
        self.paragraph = ""
        self.tables = 0
        self.open_tables = 0

    def run(self, html: str) -> str:
        at = 0
        for match in TAG.finditer(html):
            if match.start() > at:
                self._text(html[at : match.start()])
            at = match.end()
            name = match[2]
            if match[1]:
                self._close(name, match.group())
            else:
                self._open(name, match[3], match.group())
        self._text(html[at:])
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if self.names is not None and not self.unlinked:
            text = self.names.link(text, self.linked)
        self.out.append(text)

    def _open(self, name: str, written: str, tag: str) -> None:
        if name in _UNLINKED:
            self.unlinked += 1
        if name == "a" and "href=" in written:
            tag = self._link(attributes(written))
        elif name == "img":
            tag = self._picture(attributes(written))
        elif name == "p":
            self.paragraph = attributes(written).get("id", "") if written else ""
        elif name == "table":
            self._open_table()
        self.out.append(tag)

    def _open_table(self) -> None:
        """Begin a region that can be scrolled by keyboard, where a page is made: a wide table must not widen the page."""
        self.open_tables += 1
        if self.open_tables == 1 and self.permalink_text:
            self.tables += 1
            self.out.append(f'<div class="table" tabindex="0" role="region" aria-label="{TABLE_TEXT} {self.tables}">')

    def _close(self, name: str, tag: str) -> None:
        if name in _UNLINKED:
            self.unlinked -= 1
        if name == "p" and self.paragraph and self.permalink_text:
            self.out.append(f' <a class="permalink" href="#{self.paragraph}" aria-label="{self.permalink_text}">¶</a>')
        if name == "p":
            self.paragraph = ""
        self.out.append(tag)
        if name == "table":
            self.open_tables -= 1
            if not self.open_tables and self.permalink_text:
                self.out.append("</div>")

    def _link(self, pairs: dict[str, str]) -> str:
        address = self.resolve(unescape(pairs["href"]))
        if address is None:
            pairs = {key: value for key, value in pairs.items() if key not in ("href", "rel")}
            pairs["class"] = f"{pairs.get('class', '')} unresolved".strip()
            return start_tag("a", pairs)
        self.linked.add(address)
        pairs["href"] = quoted(encoded(address))
        return start_tag("a", pairs)

    def _picture(self, pairs: dict[str, str]) -> str:
        address = self.resolve(unescape(pairs.get("src", "")))
        if address is None:
            return f'<span class="missing-image">{escape(unescape(pairs.get("alt", "")), quote=False)}</span>'
        pairs["src"] = quoted(encoded(address))
        return start_tag("img", pairs)
