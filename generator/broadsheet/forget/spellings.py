"""Spellings: every way to write the name of who is to be forgotten, and where it stands in a text.

A spelling is a row of words; case, accents and punctuation do not count, so that it is found as text, slug and file name. The
family name may come first, with a comma or without. What is part of somebody else's longer name is not the person's, and a family
name alone, an inflected or a glued form only may be: an editor looks at those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from broadsheet.catalog.forgotten import UNSPACED, Words, flat, flat_with_places, is_listed, is_parted, words_of
from broadsheet.content.slugs import slug_of
from broadsheet.extract.finding import finding_id
from broadsheet.forget.pieces import texts_of

# What joins the words of a name. A line may end there, and the next be indented.
_JOINT = r"(?:\s+|[\s._+*~`'\u2019\u2010-\u2015\u00b7\u30fb-]{1,6})"
_NO_JOINT = r"[\s\u00b7\u30fb]{0,2}"  # of letters that are words
_INFLECTION = r"[^\W\d_]{0,3}"
_BY_CHANCE = range(3, 5)  # bytes of letters, which a picture of some megabytes has somewhere; fewer stand everywhere
_BESIDE = re.compile(
    r"[\0\t\n\r !-/:-@\[-`{-~]?"
)  # what stands beside a word: of what bytes spell by chance, one in fifty has both
_UNSPACED = re.compile(f"[{UNSPACED}]")


class Mention(NamedTuple):
    """A place in a text: offsets, and whether it is the person for sure."""

    start: int
    end: int
    sure: bool


@dataclass(frozen=True)
class Spellings:
    """The spellings of a person's names: `names` as they are written, and `others`, the names of other people and things."""

    names: tuple[str, ...]
    others: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> frozenset[Words]:
        """Every row of words that is the name: names and slugs, also with another word first; none that is somebody else's."""
        straight = _as_written(self.names)
        return frozenset(_turned(straight)) - (_as_written(self.others) - straight)

    @cached_property
    def longer(self) -> frozenset[Words]:
        """Every row of words that is somebody else's name and has the person's within it."""
        near = frozenset(name for name in _as_written(self.others) if any(map(frozenset(name).issuperset, self.rows)))
        return frozenset(_turned(near)) - self.rows

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        """What is the name, and what is that of a namesake or has it within it: who has the longer name is meant."""
        near = [name for name in _as_written(self.others) if name[-1] in self._last or name in self.longer]
        own, others = _turned(_as_written(self.names)), _turned(near)
        parts = [(row, _pattern(row, turn)) for row, turn in others.items() if row not in self.rows]
        parts += [(row, _pattern(row, turn, comma=row not in self.rows)) for row, turn in own.items()]
        return re.compile("|".join(pattern for _, pattern in sorted(parts, key=lambda part: (-len(part[0]), part))))

    def _is_own(self, folded: str) -> bool:
        """Say whether what was found is the person's: of a row that is somebody else's, only when a comma turns it."""
        row = words_of(folded)
        return row in self.rows or ("," in folded and row in self._all_rows)

    @cached_property
    def _all_rows(self) -> frozenset[Words]:
        return frozenset(_turned(_as_written(self.names)))

    @cached_property
    def _words(self) -> frozenset[frozenset[str]]:
        """The words of each spelling: to look for them is a hundred times quicker than to look for the name."""
        return frozenset(map(frozenset, self.rows))

    @cached_property
    def _last(self) -> frozenset[str]:
        return frozenset(words[-1] for words in map(words_of, self.names) if len(words) > 1)

    @cached_property
    def _glued(self) -> tuple[str, ...]:
        return tuple("".join(words) for words in map(words_of, self.names) if len(words) > 1)

    @cached_property
    def _is_abbreviated(self) -> bool:
        return any(is_parted(flat(name)) for name in self.names)

    @cached_property
    def _maybe(self) -> re.Pattern[str]:
        """What may be the name: each word with an ending, words glued together, and the last word alone."""
        whole = [r"[\s._'-]*".join(f"{re.escape(word)}{_INFLECTION}" for word in words_of(name)) for name in self.names]
        return re.compile(f"(?<![^\\W_])(?:{'|'.join([*whole, *sorted(map(re.escape, self._last))])})(?![^\\W_])")

    @cached_property
    def is_short(self) -> bool:
        """Whether one of the names is so short that it is not looked for in bytes that are no text."""
        return any(_size("".join(words)) < _BY_CHANCE.start for words in self.rows)

    @cached_property
    def finding_ids(self) -> frozenset[str]:
        """The ids of findings that are the name: digests of it."""
        forms = [*self.names, *(joint.join(words) for words in self.rows for joint in (" ", "-"))]
        return frozenset(finding_id(key, form) for key in ("actors", "authors", "tags") for form in forms)

    def is_named(self, text: str) -> bool:
        """Say whether a text is the name and nothing else."""
        return words_of(text) in self.rows

    def says(self, text: str) -> bool:
        """Say whether the name stands in a text for sure."""
        return any(mention.sure for mention in self.mentions(text))

    def stands_in(self, data: bytes) -> bool:
        """Say whether the name stands in bytes for sure, in any form."""
        return self.sight_of(data) is True

    def sight_of(self, data: bytes) -> bool | None:
        """Say whether the name stands in bytes, in any form: for sure, perhaps (False), or not at all (None).

        In bytes that are no text four letters may stand by chance. Where they are written as a name, with what parts words on
        both sides, they may be meant; two or three do so in a hundred megabytes of pictures by chance.
        """
        perhaps = None
        for text in texts_of(data):
            for start, end, _ in self.mentions(text):
                size = _size(text[start:end])
                if b"\0" not in data or size >= _BY_CHANCE.stop:
                    return True
                if size in _BY_CHANCE and self._is_set_off(text, start, end):
                    perhaps = False
        return perhaps

    def mentions(self, text: str, *, doubtful: bool = False) -> Iterator[Mention]:
        """Yield where the name stands in a text, in order; with `doubtful`, also where it only may."""
        folded = flat(text)
        if not any(all(word in folded for word in words) for words in self._words) and not (
            doubtful and self._maybe.search(folded)
        ):
            return
        if not doubtful and not self._sure.search(folded):
            return
        folded, places = flat_with_places(text)
        found, taken, parted, at = [], [], [], 0
        while match := self._sure.search(folded, at):
            start, end = places[match.start()], places[match.end()]
            own = self._is_own(match[0])
            if self._is_parted(match[0], text, start, end):
                parted += [match.span()] if own else []
                at = match.start() + 1  # the name may begin at the next word: "Bo Lee, Ann Lee"
                continue
            at = match.end()
            taken.append(match.span())
            sure = own and not self._is_a_word(match[0], text, start, end)
            if sure or (doubtful and (own or self._is_within(match[0]))):
                found.append(Mention(start, end, sure))
        for first, last in parted if doubtful else ():
            if not any(a < last and first < b for a, b in taken):
                taken.append((first, last))
                found.append(Mention(places[first], places[last], False))
        for match in self._maybe.finditer(folded) if doubtful else ():
            start, end = places[match.start()], places[match.end()]
            common = text[start].islower() and len(words_of(match[0])) == 1 and not match[0].startswith(self._glued)
            if not common and not any(first < match.end() and match.start() < last for first, last in taken):
                found.append(Mention(start, end, False))
        yield from sorted(found)

    def replaced(self, text: str, instead: str) -> str:
        """Return a text in which something else stands for the name; in addresses, its slug."""
        at, parts = 0, []
        for start, end, _ in self.mentions(text):
            parts += [text[at:start], self.put_for(text[start:end], instead)]
            at = end
        return "".join(parts) + text[at:]

    def put_for(self, found: str, instead: str) -> str:
        """Return what is put for the name as it was found: a slug where it stood as one."""
        joined = len(words_of(found)) > 1 and not re.search(r"\s", found)
        return slug_of(instead) if slug_of(found) == found or (joined and found not in self.names) else instead

    def _is_within(self, folded: str) -> bool:
        """Say whether the name is in what was found: as that of a founder is in that of a foundation."""
        return any(re.search(_pattern(words), folded) for words in self.rows)

    def _is_parted(self, folded: str, text: str, start: int, end: int) -> bool:
        """Say whether a sentence or paragraph ends within it, or two names of a list meet."""
        return (is_parted(folded) and not self._is_abbreviated) or is_listed(text, start, end)

    def _is_set_off(self, text: str, start: int, end: int) -> bool:
        """Say whether a name is written as names are, and parted from what stands beside it."""
        parted = _BESIDE.fullmatch(text[max(0, start - 1) : start]) and _BESIDE.fullmatch(text[end : end + 1])
        found = text[start:end]
        if _UNSPACED.search(found):
            return True
        return bool(parted) and (
            found in self.names or (found.isascii() and (found.istitle() or found.isupper() or found.islower()))
        )

    def _is_a_word(self, folded: str, text: str, start: int, end: int) -> bool:
        """Say whether it is a word in small letters."""
        found = text[start:end]
        return len(words_of(folded)) == 1 and found.islower() and found not in self.names and text[start - 1 : start] != "/"


def _size(name: str) -> int:
    """Return how many bytes the letters of a name take at least, in whatever way they are written."""
    return sum(1 if letter < "\u0100" else 2 for letter in name if letter.isalpha())


def _as_written(names: Iterable[str]) -> frozenset[Words]:
    return frozenset(words for name in names for words in (words_of(name), words_of(slug_of(name))) if words)


def _turned(rows: Iterable[Words]) -> dict[Words, int]:
    """Return rows of words, each with every word of it first, and how many words then stand before the turn; 0: none does."""
    found = dict.fromkeys(rows, 0)
    for row in rows:
        for at in range(1, 1 if _UNSPACED.search("".join(row)) else len(row)):
            found.setdefault(row[at:] + row[:at], len(row) - at)
    return found


def _pattern(words: Words, turn: int = 0, *, comma: bool = False) -> str:
    """Return the pattern of a row of words. Where the family name was put first a comma may part it, or (`comma`) has to.

    It begins with a letter, not with a look behind: so it is looked for ten times quicker.
    """
    first, last = re.escape(words[0]), words[-1]
    unspaced = _UNSPACED.match(first)
    joint = _NO_JOINT if unspaced else _JOINT
    at_turn = r"\s{0,2},\s*" if comma else rf"(?:{joint}|\s{{0,2}},\s{{0,3}})"
    parts = [joint.join(map(re.escape, part)) for part in (words[:turn], words[turn:]) if part]
    before = first if unspaced else rf"{first}(?<![^\W_]{first})"
    return before + at_turn.join(parts)[len(first) :] + ("" if _UNSPACED.match(last) else r"(?![^\W_])")
