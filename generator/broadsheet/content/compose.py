"""Composition of a body for a page: links resolved, first mentions of names linked, paragraphs given their permalinks.

One pass over HTML that `markdown` or `plaintext` made. The text itself never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape, unescape

from broadsheet.content.address import encoded
from broadsheet.content.htmltags import attributes, quoted, start_tag
from broadsheet.model import Body

PERMALINK_TEXT = "Link to this paragraph"
TABLE_TEXT = "Table {}"
# No names are linked in these: links, code, headings, captions and the like.
_UNLINKED = frozenset(("a", "abbr", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "summary"))
# The tags that count: of links, pictures and tables, of what no names are linked in, and all others that have attributes (for a
# name may stand in those), except paragraphs that have nothing but an id.
_NOTABLE = re.compile(
    r'<(?!p(?: id="[^"]*")?>)(/?)((?:a|abbr|code|figcaption|h[1-6]|img|kbd|pre|samp|summary|table)(?=[ >])|[a-z][a-z0-9]*(?= ))'
    r'((?:[^<>"]|"[^"]*")*+)>'
)
# A paragraph without its end, and its id.
_PARAGRAPH = re.compile(r'(<p(?: (?:[^<>"]|"[^"]*")*?)? id="([^"]+)"(?:[^<>"]|"[^"]*")*+>[^<]*+(?:<(?!/p>)[^<]*+)*+)</p>')
_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"(?:\A|[^\w'])[ldLD]'\Z")
_POSSESSIVE = re.compile(r"'s(?![\w'-])")
_FOLDED = {"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "\u2011": "-"}
_FOLDING = str.maketrans(_FOLDED)
_APART = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
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
        self._words = re.compile(f"{_one_of(letters)}\\w*+")
        self._ascii_words = re.compile(f" ({_one_of({letter for letter in letters if letter.isascii()})}[^ ]*+)")

    def __bool__(self) -> bool:
        return bool(self._addresses)

    def mentions(self, html: str, passed: Sequence[str] = ()) -> list[_Mention]:
        """Return where names stand in a body, in the order of the text; the longest name counts, and hides what is in it.

        `passed` are phrases that are passed over in this body, as if they were in the index without an address.
        """
        text = _folded_html(html)
        places = [*self._capitalised(text), *((at, word) for word in self._apart for at in _places(text, word))]
        places = [(at, word) for at, word in places if self._goes_on(text, at + len(word), word)]
        if not places:
            return []
        phrases: dict[str, list[str]] = {}
        for phrase, word in map(_folded_name, passed):
            if word and phrase in text:
                phrases.setdefault(word, []).append(phrase)
        places += [(at, word) for word in phrases for at in _places(text, word)]
        found: list[_Mention] = []
        end = 0
        for at, word in sorted(places):
            stop = self._end(text, at, word, phrases.get(word, ())) if at >= end else 0
            if stop:
                found.append((at, stop, self._addresses.get(text[at:stop], "")))
                end = stop
        return found

    def _capitalised(self, text: str) -> list[tuple[int, str]]:
        """Return where words stand that are first words of names, as far as these have no small first letter."""
        names = self._lengths
        if not text.isascii():
            return [(match.start(), match[0]) for match in self._words.finditer(text) if match[0] in names]
        # What is no word is made blank first: then what is looked for begins with a blank, which is found in no time.
        words = self._ascii_words.finditer(f" {text.translate(_APART)}")
        return [(match.start(), match[1]) for match in words if match[1] in names]

    def _goes_on(self, text: str, at: int, word: str) -> bool:
        """Say whether what stands behind a word may be how one of its names goes on."""
        length, heads = self._heads.get(word, (0, frozenset()))
        return not length or text[at : at + length] in heads

    def _end(self, text: str, start: int, word: str, phrases: Sequence[str]) -> int:
        """Return the end of the longest name or phrase that stands at `start` as whole words; 0 where there is none."""
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
    table_text: str = TABLE_TEXT,
    passed: Sequence[str] = (),
    picture: Callable[[str, dict[str, str], int], str] | None = None,
) -> str:
    """Return a body's HTML as a page shows it.

    `resolve` turns a target as written into an address, or None where it leads nowhere: the link's text then stays, and a
    picture is replaced by its alternative text. The addresses in `names` are final. `own_address` is never linked by name.
    `paragraph_links` adds a permalink at the end of each paragraph that has an id, called `permalink_text`; feeds do without.
    A table is called `table_text` with its number. `passed` are phrases that
    mention nobody in this body, besides those of `names`: the names of actors without a file, and of the story's source
    ("Palestine Liberation Organization" does not mention Palestine). `picture` returns the element that shows a picture, given
    its address, the attributes of its `img` and where in the body it stands.
    """
    mentions = names.mentions(body.html, passed) if names else []
    shown = picture or (lambda _address, pairs, _at: start_tag("img", pairs))
    return _Composer(
        body.html, resolve, mentions, own_address, permalink_text if paragraph_links else "", table_text, shown
    ).run()


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


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word, or the beginning of a longer one, stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _heads(word: str, names: Iterable[str]) -> tuple[int, frozenset[str]]:
    """Return how names go on behind their first word: the length of the heads, and the heads."""
    rests = [name[len(word) :] for name in names]
    length = min(_HEAD, *map(len, rests))
    return length, frozenset(rest[:length] for rest in rests)


def _one_of(letters: set[str]) -> str:
    return f"[{re.escape(''.join(sorted(letters)))}]" if letters else "(?!)"


def _ends_word(text: str, at: int) -> bool:
    after = text[at : at + 1]
    if after == "'":
        return not text[at + 1 : at + 2].isalnum() or _POSSESSIVE.match(text, at) is not None
    return not after.isalnum() and after not in ("_", "-")


class _Composer:
    """Puts together one body of pieces of it and of what stands in the place of others. One use."""

    def __init__(
        self,
        html: str,
        resolve: Callable[[str], str | None],
        mentions: list[_Mention],
        own: str,
        permalink_text: str,
        table_text: str,
        picture: Callable[[str, dict[str, str], int], str],
    ) -> None:
        self.html = html
        self.picture = picture
        self.resolve = resolve
        self.mentions = mentions
        self.permalink = f'" aria-label="{quoted(permalink_text)}">¶</a></p>' if permalink_text else ""
        self.table_text = table_text
        self.linked = {own} if own else set()
        self.out: list[str] = []
        self.done = 0  # how much of the body was copied, or replaced
        self.unlinked = 0
        self.tables = 0
        self.open_tables = 0

    def run(self) -> str:
        at = number = 0
        for tag in _NOTABLE.finditer(self.html):
            begin = tag.start()
            if number < len(self.mentions):
                number = self._link_names(number, at, begin)
            at = tag.end()
            if tag[1]:
                self._close(tag[2], at)
            else:
                self._open(tag[2], tag[3], begin, at)
        self._link_names(number, at, len(self.html))
        text = "".join((*self.out, self.html[self.done :])) if self.out else self.html
        if self.permalink and "<p" in text:
            link = self.permalink
            text = _PARAGRAPH.sub(lambda found: f'{found[1]} <a class="permalink" href="#{found[2]}{link}', text)
        return text

    def _put(self, begin: int, end: int, what: str) -> None:
        """Put something in the place of a piece of the body."""
        self.out += (self.html[self.done : begin], what)
        self.done = end

    def _link_names(self, number: int, begin: int, end: int) -> int:
        """Link the mentions from `number` on that stand between two places; return the number of the first one behind them."""
        while number < len(self.mentions):
            start, stop, address = self.mentions[number]
            if start >= end:
                break
            inside = self.html.rfind("<", 0, start) > self.html.rfind(">", 0, start)  # of a tag: its name, or a value in it
            if address and not inside and start >= begin and not self.unlinked and address not in self.linked:
                self.linked.add(address)
                self._put(start, stop, f'<a href="{quoted(address)}">{self.html[start:stop]}</a>')
            number += 1
        return number

    def _open(self, name: str, written: str, begin: int, end: int) -> None:
        if name in _UNLINKED:
            self.unlinked += 1
        if name == "a" and "href=" in written:
            self._put(begin, end, self._link(attributes(written)))
        elif name == "img":
            self._put(begin, end, self._picture(attributes(written), begin))
        elif name == "table":
            self.open_tables += 1
            if self.open_tables == 1 and self.permalink:
                # A region that can be scrolled by keyboard: a wide table must not widen the page.
                self.tables += 1
                called = quoted(self.table_text.replace("{}", str(self.tables)))
                region = f'<div class="table" tabindex="0" role="region" aria-label="{called}">'
                self._put(begin, begin, region)

    def _close(self, name: str, end: int) -> None:
        if name in _UNLINKED:
            self.unlinked -= 1
        elif name == "table":
            self.open_tables -= 1
            if not self.open_tables and self.permalink:
                self._put(end, end, "</div>")

    def _link(self, pairs: dict[str, str]) -> str:
        address = self.resolve(unescape(pairs["href"]))
        if address is None:
            pairs = {key: value for key, value in pairs.items() if key not in ("href", "rel")}
            pairs["class"] = f"{pairs.get('class', '')} unresolved".strip()
            return start_tag("a", pairs)
        self.linked.add(address)
        pairs["href"] = quoted(encoded(address))
        return start_tag("a", pairs)

    def _picture(self, pairs: dict[str, str], at: int) -> str:
        address = self.resolve(unescape(pairs.get("src", "")))
        if address is None:
            return f'<span class="missing-image">{escape(unescape(pairs.get("alt", "")), quote=False)}</span>'
        pairs["src"] = quoted(encoded(address))
        return self.picture(address, pairs, at)
