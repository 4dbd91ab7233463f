"""Composition of a body for a page: links resolved, first mentions of names linked, paragraphs given their permalinks.

One pass over HTML that `markdown` or `plaintext` made. The text itself never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from itertools import count

from broadsheet.content.address import encoded
from broadsheet.content.htmltags import attributes, quoted, start_tag
from broadsheet.content.players import TRACKS, kind_of
from broadsheet.expressions import expression
from broadsheet.model import Body

# The tags that count: of links, pictures and tables; where names are linked, also of what none are linked in.
_ATTRIBUTES = "(?=[ >])([^>]*)>"
_TAG = expression(f"<(/?)(a|img|table){_ATTRIBUTES}")
_TAG_OR_UNLINKED = expression(f"<(/?)(a|abbr|code|figcaption|h[1-6]|img|kbd|pre|samp|summary|table){_ATTRIBUTES}")
_TARGET = expression(' href="([^"]*)"')
# A paragraph without its end, and its id.
_PARAGRAPH = expression('<p(?: [^ ="]+="[^"]*")*? id="([^"]+)"[^>]*>[^<]*+(?:<(?!/p>)[^<]*+)*+')
_WORD = expression(r"\w+")
_ELISION = expression(r"(?:\A|[^\w'])[ldLD]'\Z")
_POSSESSIVE = expression(r"'s(?![\w'-])")
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

    __slots__ = ("_addresses", "_apart", "_ascii_words", "_first", "_words")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._addresses: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for name, address in pairs:
            folded, word = _folded_name(name)
            if word:
                self._addresses.setdefault(folded, address)
                names.setdefault(word, set()).add(folded)
        # A handful of look-ups for each place, however many names share the word.
        self._first = {word: _beginning(word, found) for word, found in names.items()}
        # Nearly all names begin with a capital: to look for words that do so passes over most of a text.
        small = tuple(word for word in names if "a" <= word[0] <= "z")
        self._apart = small if len(small) <= _FEW else ()
        letters = {word[0] for word in names.keys() - {*self._apart}}
        self._words = re.compile(f"({_one_of(letters)}\\w*+)")
        self._ascii_words = re.compile(f" ({_one_of({letter for letter in letters if letter.isascii()})}[^ ]*+)")

    def __bool__(self) -> bool:
        return bool(self._addresses)

    def mentions(self, html: str, passed: Sequence[str] = ()) -> list[_Mention]:
        """Return where names stand in a body, in the order of the text; the longest name counts, and hides what is in it.

        `passed` are phrases that are passed over in this body, as if they were in the index without an address.
        """
        text = _folded_html(html)
        first, places = self._first, self._places(text)
        phrases = _phrases(passed, text, {word for _, word in places})
        if phrases:
            places += [(at, word) for word in phrases for at in _places(text, word)]
        found: list[_Mention] = []
        end = 0
        for at, word in sorted(places):
            # Most words have a blank on either side.
            if at < end or (text[at - 1 : at] not in " >(" and not _begins_word(text, at)):
                continue
            for length in first[word][2] if word in first else ():
                stop = at + length
                if text[at:stop] in self._addresses and (text[stop : stop + 1] in " .,<" or _ends_word(text, stop)):
                    end = stop
                    break
            for phrase in phrases.get(word, ()):
                if at + len(phrase) > end and text.startswith(phrase, at) and _ends_word(text, at + len(phrase)):
                    end = at + len(phrase)
            if end > at:
                found.append((at, end, self._addresses.get(text[at:end], "")))
        return found

    def _places(self, text: str) -> list[tuple[int, str]]:
        """Return where a name may stand: where its first word does, and what stands behind that may be how it goes on."""
        # What is no word is made blank first: then what is looked for begins with a blank, which is found in no time.
        apart = f" {text.translate(_APART)}" if text.isascii() else ""
        words = self._ascii_words.finditer(apart) if apart else self._words.finditer(text)
        places = [(at, word) for word in self._apart for at in _places(text, word)]
        for match in words:
            word = match[1]
            if word in self._first:
                heads, size, _ = self._first[word]
                at = match.start()
                end = at + len(word)
                if text[end : end + size] in heads:
                    places.append((at, word))
        return places


def compose(
    body: Body,
    resolve: Callable[[str], str | None],
    names: NameIndex | None = None,
    *,
    paragraph_links: bool = True,
    own_address: str = "",
    permalink_text: Callable[[int], str] = "Link to paragraph {}".format,
    table_text: Callable[[int], str] = "Table {}".format,
    passed: Sequence[str] = (),
    picture: Callable[[str, dict[str, str], int], str] | None = None,
    player: Callable[[str, str, str, str], str] | None = None,
) -> str:
    """Return a body's HTML as a page shows it.

    `resolve` turns a target as written into an address, or None where it leads nowhere: the link's text then stays, and a
    picture is replaced by its alternative text. The addresses in `names` are final. `own_address` is never linked by name.
    `paragraph_links` adds a permalink at the end of each paragraph that has an id; feeds do without. `permalink_text` and
    `table_text` say what a permalink and a table are called, by their numbers. `passed` are phrases that
    mention nobody in this body, besides those of `names`: the names of actors without a file, and of the story's source
    ("Palestine Liberation Organization" does not mention Palestine). `picture` returns the element that shows a picture, given
    its address, the attributes of its `img` and where in the body it stands. `player` returns what stands before a link to a
    film, a sound or a frame, given its kind, its address, what the link says and its language; of captions and their like, what
    stands in the player before.
    """
    return _Composer(
        body.html,
        resolve,
        names.mentions(body.html, passed)[::-1] if names else [],
        {own_address},
        permalink_text if paragraph_links else None,
        table_text,
        picture or (lambda _address, pairs, _at: start_tag("img", pairs)),
        player,
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


def _beginning(word: str, names: set[str]) -> tuple[frozenset[str], int, tuple[int, ...]]:
    """Return the heads of how names go on behind their first word, how long those are, and how long the names, longest first."""
    rests = [name[len(word) :] for name in names]
    size = min(_HEAD, *map(len, rests))
    return frozenset(rest[:size] for rest in rests), size, tuple(sorted({*map(len, names)}, reverse=True))


def _phrases(passed: Sequence[str], text: str, words: set[str]) -> dict[str, list[str]]:
    """Return the phrases that stand in a text, by their first words; none where they hide no name that begins with `words`."""
    folded = [_folded_name(phrase) for phrase in passed]
    together = "\n".join(phrase for phrase, _ in folded)
    if not any(word in together for word in words):
        return {}
    phrases: dict[str, list[str]] = {}
    for phrase, word in folded:
        if word and phrase in text:
            phrases.setdefault(word, []).append(phrase)
    return phrases


def _one_of(letters: set[str]) -> str:
    return f"[{re.escape(''.join(sorted(letters)))}]" if letters else "(?!)"


def _begins_word(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    if before == "'":
        return _ELISION.search(text, max(0, at - 3), at) is not None
    return not before.isalnum() and before not in "&#_-"


def _ends_word(text: str, at: int) -> bool:
    after = text[at : at + 1]
    if after == "'":
        return not text[at + 1 : at + 2].isalnum() or _POSSESSIVE.match(text, at) is not None
    return not after.isalnum() and after not in ("_", "-")


@dataclass(slots=True)
class _Composer:
    """Puts together one body of pieces of it and of what stands in the place of others. One use."""

    html: str
    resolve: Callable[[str], str | None]
    mentions: list[_Mention]  # the last one first
    linked: set[str]  # addresses that no name is linked to any more
    permalink: Callable[[int], str] | None  # what permalinks of paragraphs are called, where there are any
    table_text: Callable[[int], str]
    picture: Callable[[str, dict[str, str], int], str]
    player: Callable[[str, str, str, str], str] | None
    out: list[str] = field(default_factory=list)
    done: int = 0  # how much of the body was copied, or replaced
    playing: int = 0  # where the player of the last film or sound stands in `out`, counted from 1; 0 where it has none
    tracks: list[str] = field(default_factory=list)  # of that player
    unlinked: int = 0
    tables: int = 0
    open_tables: int = 0

    def run(self) -> str:
        at = 0
        for tag in (_TAG_OR_UNLINKED if self.mentions else _TAG).finditer(self.html):
            self._link_names(at, tag.start())
            at = tag.end()
            if tag[1]:
                self._close(tag[2], at)
            else:
                self._open(tag)
        self._link_names(at, len(self.html))
        self._put_tracks()
        text = "".join((*self.out, self.html[self.done :])) if self.out else self.html
        if self.permalink:
            called = map(self.permalink, count(1))
            link = '{} <a class="permalink" href="#{}" aria-label="{}">¶</a>'.format
            text = _PARAGRAPH.sub(lambda found: link(found[0], found[1], quoted(next(called))), text)
        return text

    def _put(self, begin: int, end: int, what: str) -> None:
        """Put something in the place of a piece of the body."""
        self.out += (self.html[self.done : begin], what)
        self.done = end

    def _put_tracks(self) -> None:
        """Put the tracks of the last player before its end."""
        if self.tracks:
            start, end, rest = self.out[self.playing - 1].rpartition("</")
            self.out[self.playing - 1] = "".join((start, *self.tracks, end, rest))
            self.tracks = []

    def _link_names(self, begin: int, end: int) -> None:
        """Link the mentions that stand between two places; they are taken away with those before."""
        while self.mentions and self.mentions[-1][0] < end:
            start, stop, address = self.mentions.pop()
            if address and start >= begin and not self.unlinked and address not in self.linked and not self._is_in_tag(start):
                self.linked.add(address)
                self._put(start, stop, f'<a href="{quoted(address)}">{self.html[start:stop]}</a>')

    def _is_in_tag(self, at: int) -> bool:
        """Say whether a place is within the name of a tag or a value in it."""
        return self.html.rfind("<", 0, at) > self.html.rfind(">", 0, at)

    def _open(self, tag: re.Match[str]) -> None:
        name = tag[2]
        if name == "img":
            self._put(*tag.span(), self._picture(attributes(tag[3]), tag.start()))
        elif name == "table":
            self.open_tables += 1
            if self.open_tables == 1 and self.permalink:
                # A region that can be scrolled by keyboard: a wide table must not widen the page.
                self.tables += 1
                called = quoted(self.table_text(self.tables))
                region = f'<div class="table" tabindex="0" role="region" aria-label="{called}">'
                self._put(tag.start(), tag.start(), region)
        else:
            self.unlinked += 1
            if name == "a":
                self._link(tag)

    def _close(self, name: str, end: int) -> None:
        if name != "table":
            self.unlinked -= 1
            return
        self.open_tables -= 1
        if not self.open_tables and self.permalink:
            self._put(end, end, "</div>")

    def _link(self, tag: re.Match[str]) -> None:
        target = _TARGET.search(self.html, *tag.span(3))
        if target is None:
            return
        address = self.resolve(unescape(target[1]))
        if address is None:
            pairs = {key: value for key, value in attributes(tag[3]).items() if key not in ("href", "rel")}
            pairs["class"] = f"{pairs.get('class', '')} unresolved".strip()
            self._put(*tag.span(), start_tag("a", pairs))
            return
        self.linked.add(address)
        shown = quoted(encoded(address))
        if self.player and (kind := kind_of(tag[3])):
            said, language = self.html[tag.end() : self.html.find("<", tag.end())], attributes(tag[3]).get("hreflang", "")
            player = self.player(kind, encoded(address), said, language)
            if kind not in TRACKS:
                self._put_tracks()
                self._put(tag.start(), tag.start(), player)
                self.playing = len(self.out) if player and kind != "frame" else 0
            elif self.playing:
                self.tracks.append(player)
        if shown != target[1]:
            self._put(*target.span(1), shown)

    def _picture(self, pairs: dict[str, str], at: int) -> str:
        address = self.resolve(unescape(pairs.get("src", "")))
        if address is None:
            return f'<span class="missing-image">{escape(unescape(pairs.get("alt", "")), quote=False)}</span>'
        pairs["src"] = quoted(encoded(address))
        return self.picture(address, pairs, at)
