"""Composition of a body for a page: links resolved, first mentions of names linked, paragraphs given their permalinks.

One pass over HTML that `markdown` or `plaintext` made. The text itself never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape, unescape

from broadsheet.content.address import encoded
from broadsheet.content.elements import BLOCKS, INLINE
from broadsheet.content.htmltags import TAG, attributes, quoted, start_tag
from broadsheet.model import Body

PERMALINK_TEXT = "Link to this paragraph"
TABLE_TEXT = "Table"
# No names are linked in these: links, code, headings, captions and the like.
_UNLINKED = frozenset(("a", "abbr", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "summary"))
# What is passed over when it has no attributes.
_PLAIN = (BLOCKS | INLINE) - _UNLINKED - {"img", "p", "table"}
_PARAGRAPH = re.compile(r'\s*+<p(?: id="([^"]*+)")?+>([^<]*+)</p>')
_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"(?:\A|[^\w'])[ldLD]'\Z")
_POSSESSIVE = re.compile(r"'s(?![\w'-])")
_FOLDED = {"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "\u2011": "-"}
_FOLDING = str.maketrans(_FOLDED)
_FEW = 8  # words with a small first letter that are looked for one by one
_HEAD = 4  # characters behind the first word of a name, by which most words that are no name's are told

# Where a name stands in a body, and the address it leads to; an empty one where it is only passed over.
_Mention = tuple[int, int, str]


class NameIndex:
    """Names and the addresses they lead to, found by their first word. Built once, used for every body.

    Of names that differ only in kind of apostrophe, blank or hyphen, and of equal names, the first one counts. A name with an
    empty address is a phrase that is passed over: `New Mexico` does not mention Mexico.
    """

    __slots__ = ("_addresses", "_apart", "_ascii_words", "_heads", "_lengths", "_words")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._addresses: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for name, address in pairs:
            folded, word = _folded_name(name)
            if word:
                self._addresses.setdefault(folded, address)
                names.setdefault(word, set()).add(folded)
        # First word -> the lengths of its names, longest first: a handful of look-ups, however many names share the word.
        self._lengths = {word: tuple(sorted({*map(len, found)}, reverse=True)) for word, found in names.items()}
        # First word that is no name itself -> how its names go on.
        self._heads = {word: _heads(word, found) for word, found in names.items() if word not in found}
        # Nearly all names begin with a capital: to look for words that do so passes over most of a text.
        small = tuple(word for word in names if "a" <= word[0] <= "z")
        self._apart = small if len(small) <= _FEW else ()
        letters = {word[0] for word in names.keys() - {*self._apart}}
        self._words = _beginning_with(letters)
        self._ascii_words = _beginning_with({letter for letter in letters if letter.isascii()})

    def __bool__(self) -> bool:
        return bool(self._addresses)

    def mentions(self, html: str, passed: Sequence[str] = ()) -> list[_Mention]:
        """Return where names stand in a body, in the order of the text; the longest name counts, and hides what is in it.

        `passed` are phrases that are passed over in this body, as if they were in the index without an address.
        """
        text = _folded_html(html)
        words = self._ascii_words if text.isascii() else self._words
        places = [(match.start(), word) for match in words.finditer(text) if (word := match[0]) in self._lengths]
        apart = [word for word in self._apart if word in text]
        phrases: dict[str, list[str]] = {}
        for phrase, word in map(_folded_name, passed):
            if word and phrase in text:
                phrases.setdefault(word, []).append(phrase)
        if not places and not apart:
            return []
        for word in {*apart, *phrases} - {word for _, word in places}:
            places += ((match.start(), word) for match in re.finditer(re.escape(word), text))
            places.sort()
        found: list[_Mention] = []
        end = 0
        for at, word in places:
            stop = self._end(text, at, word, phrases.get(word, ())) if at >= end else 0
            if stop:
                found.append((at, stop, self._addresses.get(text[at:stop], "")))
                end = stop
        return found

    def _end(self, text: str, start: int, word: str, phrases: Sequence[str]) -> int:
        """Return the end of the longest name or phrase that stands at `start` as whole words; 0 where there is none."""
        behind = start + len(word)
        head = self._heads.get(word)
        if head and not phrases and text[behind : behind + head[0]] not in head[1]:
            return 0
        before = text[start - 1] if start else " "
        if before.isalnum() or before in "&#_-" or (before == "'" and not _ELISION.search(text, max(0, start - 3), start)):
            return 0
        end = 0
        for length in self._lengths.get(word, ()):
            if text[start : start + length] in self._addresses and _ends_word(text, start + length):
                end = start + length
                break
        for phrase in phrases:
            if start + len(phrase) > end and text.startswith(phrase, start) and _ends_word(text, start + len(phrase)):
                end = start + len(phrase)
        return end


def compose(
    body: Body,
    resolve: Callable[[str], str | None],
    names: NameIndex | None = None,
    *,
    paragraph_links: bool = True,
    own_address: str = "",
    permalink_text: str = PERMALINK_TEXT,
    passed: Sequence[str] = (),
) -> str:
    """Return a body's HTML as a page shows it.

    `resolve` turns a target as written into an address, or None where it leads nowhere: the link's text then stays, and a
    picture is replaced by its alternative text. The addresses in `names` are final. `own_address` is never linked by name.
    `paragraph_links` adds a permalink at the end of each paragraph that has an id; feeds do without. `passed` are phrases that
    mention nobody in this body, besides those of `names`: the names of actors without a file, and of the story's source
    ("Palestine Liberation Organization" does not mention Palestine).
    """
    mentions = names.mentions(body.html, passed) if names else []
    return _Composer(body.html, resolve, mentions, own_address, permalink_text if paragraph_links else "").run()


@lru_cache(maxsize=16_384)
def _folded_name(name: str) -> tuple[str, str]:
    """Return a name as it is looked for, and its first word, which is empty when it does not begin with one."""
    folded = escape(" ".join(name.translate(_FOLDING).split()), quote=False)
    word = _WORD.match(folded)
    return folded, word.group() if word else ""


def _folded_html(html: str) -> str:
    """Return HTML in which every name stands as it is looked for, at the same place."""
    if html.isascii():
        return html.replace("\n", " ")
    for written, folded in _FOLDED.items():  # several times faster than `translate`, which looks at each character
        html = html.replace(written, folded)
    return html


def _heads(word: str, names: Iterable[str]) -> tuple[int, frozenset[str]]:
    """Return how names go on behind their first word: the length of the heads, and the heads."""
    rests = [name[len(word) :] for name in names]
    length = min(_HEAD, *map(len, rests))
    return length, frozenset(rest[:length] for rest in rests)


def _beginning_with(letters: set[str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(letters)))}]\\w*+" if letters else "(?!)")


def _ends_word(text: str, at: int) -> bool:
    after = text[at : at + 1]
    if after == "'":
        return not text[at + 1 : at + 2].isalnum() or _POSSESSIVE.match(text, at) is not None
    return not after.isalnum() and after not in ("_", "-")


class _Composer:
    """Walks the tags of one body, and copies what stands between two changes in one piece. One use."""

    def __init__(
        self, html: str, resolve: Callable[[str], str | None], mentions: list[_Mention], own: str, permalink_text: str
    ) -> None:
        self.html = html
        self.resolve = resolve
        self.mentions = iter(mentions)
        self.mention = next(self.mentions, None)
        self.permalink = f'" aria-label="{quoted(permalink_text)}">¶</a>' if permalink_text else ""
        self.linked = {own} if own else set()
        self.out: list[str] = []
        self.done = 0  # how much of the body was copied, or replaced
        self.unlinked = 0
        self.paragraph = ""
        self.tables = 0
        self.open_tables = 0

    def run(self) -> str:
        html, at = self.html, 0
        while True:
            paragraph = _PARAGRAPH.match(html, at)
            if paragraph:  # that holds nothing but text, as most do
                begin, end = paragraph.span(2)
                self._text(begin, end)
                self._end_paragraph(end, paragraph[1])
                at = end + len("</p>")
                continue
            tag = TAG.search(html, at)
            if tag is None:
                break
            begin = tag.start()
            self._text(at, begin)
            if at < begin and html.startswith("<p", begin):
                at = begin
                continue
            at = tag.end()
            name = tag[2]
            if name in _PLAIN and not tag[3]:
                continue
            if tag[1]:
                self._close(name, begin, at)
            else:
                self._open(name, tag[3], begin, at)
        self._text(at, len(html))
        return "".join((*self.out, html[self.done :]))

    def _put(self, begin: int, end: int, what: str) -> None:
        """Put something in the place of a piece of the body."""
        self.out += (self.html[self.done : begin], what)
        self.done = end

    def _text(self, begin: int, end: int) -> None:
        """Link the names in a text node."""
        while self.mention and self.mention[0] < end:
            start, stop, address = self.mention
            if start >= begin and address and not self.unlinked and address not in self.linked:
                self.linked.add(address)
                self._put(start, stop, f'<a href="{quoted(address)}">{self.html[start:stop]}</a>')
            self.mention = next(self.mentions, None)

    def _open(self, name: str, written: str, begin: int, end: int) -> None:
        if name in _UNLINKED:
            self.unlinked += 1
        if name == "a" and "href=" in written:
            self._put(begin, end, self._link(attributes(written)))
        elif name == "img":
            self._put(begin, end, self._picture(attributes(written)))
        elif name == "p":
            self.paragraph = attributes(written).get("id", "") if written else ""
        elif name == "table":
            self.open_tables += 1
            if self.open_tables == 1 and self.permalink:
                # A region that can be scrolled by keyboard: a wide table must not widen the page.
                self.tables += 1
                region = f'<div class="table" tabindex="0" role="region" aria-label="{TABLE_TEXT} {self.tables}">'
                self._put(begin, begin, region)

    def _close(self, name: str, begin: int, end: int) -> None:
        if name in _UNLINKED:
            self.unlinked -= 1
        elif name == "p":
            self._end_paragraph(begin, self.paragraph)
            self.paragraph = ""
        elif name == "table":
            self.open_tables -= 1
            if not self.open_tables and self.permalink:
                self._put(end, end, "</div>")

    def _end_paragraph(self, at: int, given: str | None) -> None:
        if given and self.permalink:
            self._put(at, at, f' <a class="permalink" href="#{given}{self.permalink}')

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
