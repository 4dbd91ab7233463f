"""Roles: what a text says that a person is, in its own words, with the country that the words name.

A role stands before a name ("Iranian Foreign Minister Abbas Araghchi", "the president of Iran, Masoud Pezeshkian"), after it in
commas ("Ann Lee, the head of the agency,"), or after a verb ("Ann Lee is the head of the agency"). A title of courtesy is no part
of it.

Left out: whose mention it is (`clusters.py`), and kinship: a wife or a friend is no role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document, Sentence, Token
from broadsheet.extract.document.lexicon import Lexicon
from broadsheet.extract.people.people import PersonMention

_LONGEST_GAP = 5
_SURE = {"before the name": 0.92, "before a list": 0.8, "in apposition": 0.85, "before a comma": 0.8, "after a verb": 0.75}
_LONGEST_BEFORE, _LONGEST_AFTER, _ROLE_WITHIN = 14, 16, 7
_INNER = frozenset(("of", "for", "the", "and", "'s", "’s", "-", "to", "on", "in", "at", "&"))
_WITHIN_OFFICE = frozenset(("of", "for", "the", "and", "'s", "’s", "-", "&"))
_POSSESSIVES = ("'s", "’s")
_SCIENCES = ("ologist", "ographer", "icist", "ician", "onomist", "anicist", "alyst", "activist", "architect")
_KINDS = ("ism", "tion", "ment", "ogy", "ics", "ance", "ence", "al", "ic", "ary", "ive", "ous", "ity", "tee", "ture")
_SHORTEST_SCIENCE, _SHORTEST_KIND = 8, 5
_POSTED_TO = frozenset(("to", "for"))
_ENDS = frozenset((",", ".", ";", ")", "–", "—", ":", "!", "?", "”", '"'))


class PlaceMention(NamedTuple):
    """Where a text names a country, or a place that stands for one: the span and the country's code."""

    start: int
    end: int
    code: str


class StatedRole(NamedTuple):
    """A role as the text states it: whose (the number of the mention), its span and words, the country's code or nothing."""

    mention: int
    start: int
    end: int
    text: str
    country: str
    rule: str
    confidence: float


def find_roles(
    document: Document, mentions: Sequence[PersonMention], countries: Sequence[PlaceMention], lexicon: Lexicon
) -> tuple[StatedRole, ...]:
    """Return the roles that a document states of persons, in the order of their mentions. Linear in the mentions."""
    finder = _Finder(document, mentions, countries, lexicon)
    return tuple(role for number in range(len(mentions)) for role in finder.roles_of(number))


class _Finder:
    """A document whose persons and countries are known, and where roles are read from its tokens."""

    def __init__(
        self, document: Document, mentions: Sequence[PersonMention], countries: Sequence[PlaceMention], lexicon: Lexicon
    ) -> None:
        self._document, self._mentions, self._words = document, mentions, lexicon.words
        self._heads = lexicon.words["title"] | lexicon.words["noble"] | (lexicon.words["role"] - lexicon.words["kinship"])
        self._listed: dict[int, StatedRole] = {}
        self._placed = {number: place for place in countries for number in self._numbers(place.start, place.end)}
        self._named = {number for m in mentions for number in self._numbers(m.start, m.end)}

    def roles_of(self, number: int) -> Iterator[StatedRole]:
        """Yield the roles stated of one mention."""
        mention = self._mentions[number]
        sentence = self._document.sentence_at(mention.start)
        if sentence is None:
            return
        first, after = self._document.token_at(mention.start), self._document.token_at(mention.end)
        yield from self._made(number, "before the name", self._before(first - 1, sentence))
        yield from self._shared(number, first - 1)
        comma = first - 1 - (self._text(first - 1) in self._words["honorific"])
        if self._text(comma) == "," and self._text(after) in _ENDS:
            yield from self._made(number, "before a comma", self._before(comma - 1, sentence, described=True))
        if self._text(after) == ",":
            yield from self._made(number, "in apposition", self._apposed(after + 1, sentence))
        elif self._text(after) in self._words["copula"]:
            yield from self._made(number, "after a verb", self._apposed(after + 1, sentence))

    def _made(self, number: int, rule: str, span: tuple[int, int] | None) -> Iterator[StatedRole]:
        """Yield the role in a range of tokens, if there is one."""
        if span is None:
            return
        tokens = self._document.tokens
        start, end = tokens[span[0]].start, tokens[span[1] - 1].end
        codes = [self._placed[at].code for at in range(*span) if at in self._placed and self._is_of(at, span)]
        text = self._document.text[start:end]
        yield StatedRole(number, start, end, text, codes[0] if codes else "", rule, _SURE[rule])

    def _shared(self, number: int, before: int) -> Iterator[StatedRole]:
        """Yield the role of a list: Senators [Ann Lee] of Ohio, [Bob Roe] of Utah, and [Cy Poe]."""
        token = self._document.tokens[before] if before >= 0 else None
        title = token.text.removesuffix("s") if token else ""
        spaced = token is not None and self._document.text[token.end : token.end + 1] == " "
        if token and spaced and token.text[:1].isupper() and token.text.endswith("s") and title in self._words["title"]:
            self._listed[number] = StatedRole(number, token.start, token.end, title, "", "before a list", _SURE["before a list"])
        elif number - 1 in self._listed and self._goes_on(number, before):
            self._listed[number] = self._listed[number - 1]._replace(mention=number)
        if number in self._listed:
            yield self._listed[number]

    def _goes_on(self, number: int, before: int) -> bool:
        """Say whether a name is in one list with the one before it: ", Bob Roe", "of Ohio, and Bob Roe"."""
        start = self._document.token_at(self._mentions[number - 1].end)
        between = [self._text(at) for at in range(start, before + 1)]
        if between[-1:] not in ([","], ["and"]) or len(between) > _LONGEST_GAP:
            return False
        return all(text in (",", "and", "of", "from") or text[:1].isupper() for text in between)

    def _is_of(self, number: int, span: tuple[int, int]) -> bool:
        """Say whether a role is of the country that a token in it names: not the place of work, or of a war or a race."""
        if not self._placed[number].code or any(self._text(at) in self._words["workplace"] for at in range(span[0], number)):
            return False
        following = number + 1
        while following < span[1] and following in self._placed:
            following += 1
        return self._text(following) not in self._words["event"] and self._text(following) not in self._words["learning"]

    def _before(self, last: int, sentence: Sentence, described: bool = False) -> tuple[int, int] | None:
        """Return the range of the role that ends with a token, without articles, openers and titles of courtesy."""
        while last >= sentence.first and self._text(last) in self._words["honorific"]:
            last -= 1
        if last < sentence.first or self._text(last) in _INNER:
            return None
        floor = max(sentence.first, last - _LONGEST_BEFORE)
        first = self._description(last + 1, floor) if described else self._office(last + 1, floor)
        first = self._trimmed(first if described else self._own(first, last), last + 1)
        glued = self._text(first - 1) == "-" and self._document.text[self._document.tokens[first - 1].start - 1].isalpha()
        if glued and self._document.tokens[first - 1].end == self._document.tokens[first].start:
            first -= 2 * (self._text(first - 2).lower() not in self._words["role prefix"])  # anti-nuclear politician
        heads = [at for at in range(first, last + 1) if self._is_head(at)]
        before = self._text(first - 1)
        opened = before in self._words["determiner"] or before in _POSSESSIVES or before.lower() in self._words["fleeting"]
        opened = opened or first in self._placed
        if not heads or (described and not opened) or self._is_of_then(first, last + 1):
            return None
        return first, last + 1

    def _is_of_then(self, first: int, end: int) -> bool:
        """Say whether words put a role in another time: the then president, during her time as President Lee's doctor."""
        opening = first - 1 - (self._text(first - 1) == "-")
        then = any(self._text(at).lower() == "then" for at in range(opening, end))
        return then or (self._text(first - 1) == "as" and self._text(first - 2) in self._words["tenure"])

    def _office(self, first: int, floor: int) -> int:
        """Return where a role that stands directly before a name begins: titles, peoples, bodies, small words of offices."""
        while first > floor and self._belongs(first - 1):
            first -= 1
        return first

    def _own(self, first: int, last: int) -> int:
        """Return where a role begins after another: "a former advisor for | U.S. President", "his rival | former judge"."""
        for at in range(last - 1, first, -1):
            if self._text(at) in ("for", "of") and self._text(at - 1).islower() and self._is_head(at - 1):
                titles = (self._text(n) for n in range(at + 1, last + 1))
                return at + 1 if any(text in self._words["title"] for text in titles) else first
        return first

    def _description(self, first: int, floor: int) -> int:
        """Return where a description before a comma begins: "the head of the agency, …" with its head's own words only."""
        headed = False
        while first > floor and first - 1 not in self._named:
            text = self._text(first - 1)
            belongs = self._belongs(first - 1)
            if headed and text in ("of", "for"):
                headed = False
            elif headed:
                if not belongs and (text not in self._words["determiner"] or self._text(first - 2) not in ("of", "for")):
                    break
            elif not belongs and text not in _INNER and not (text.isalpha() and text.islower()):
                break
            headed = headed or self._is_head(first - 1)
            first -= 1
        return first

    def _is_head(self, number: int) -> bool:
        text = self._text(number)
        return text in self._heads or text.lower() in self._heads or _is_science(text)

    def _is_stated(self, number: int) -> bool:
        return self._text(number) in self._heads or _is_science(self._text(number))

    def _belongs(self, number: int) -> bool:
        """Say whether a token may be part of a role before a name."""
        text = self._text(number)
        if number in self._named:
            return False
        if self._is_inside(number) or self._is_kind(number):
            return True
        if number in self._placed or text in _WITHIN_OFFICE or text in self._heads or text.lower() in self._words["adjective"]:
            return True
        inner = self._text(number + 1) in _INNER or text == "under"
        modifier = (text.capitalize() if text.islower() and not inner else text) in self._words["modifier"]
        office = modifier or text in self._words["body"] or text in self._words["group"]
        return office or (text[0].isupper() and text not in self._words["opener"])

    def _is_inside(self, number: int) -> bool:
        """Say whether a token stands inside an office: commander-in-chief, Ambassador to Peru, Export–Import Bank."""
        text, before, after = self._text(number), self._text(number - 1), self._text(number + 1)
        if text in ("in", "of", "to", "at"):
            return before == after == "-" or (text in _POSTED_TO and self._is_head(number - 1) and number + 1 in self._placed)
        return text == "–" and before[:1].isupper() and after[:1].isupper() and number + 1 not in self._named

    def _is_kind(self, number: int) -> bool:
        """Say whether a word in small letters says of what kind a role is: a terrorism specialist, a doctoral candidate."""
        text = self._text(number)
        headed = self._is_head(number + 1) and self._text(number + 1).islower()
        return headed and text.islower() and len(text) >= _SHORTEST_KIND and text.endswith(_KINDS)

    def _trimmed(self, first: int, end: int) -> int:
        """Return the start of a role without what leads to it: an article, an opener, a loose sign or preposition."""
        while first < end and first not in self._placed:
            text = self._text(first)
            if (
                text not in self._words["determiner"]
                and text not in self._words["role opener"]
                and text not in _INNER
                and text not in self._words["leading"]
                and text.lower() not in self._words["fleeting"]
                and text not in self._words["honorific"]
                and not (text[:1].isupper() and text.lower() in self._words["speech"])
            ):
                break
            first += 1
        return first

    def _apposed(self, first: int, sentence: Sentence) -> tuple[int, int] | None:
        """Return the range of the role that begins after a comma, a bracket or a verb, up to the next sign."""
        if self._text(first).isdigit() and self._text(first + 1) == ",":
            first += 2
        first = self._after_owner(first)
        end = first
        while end < min(sentence.last, first + _LONGEST_AFTER):
            text = self._text(end)
            if (
                text in _ENDS
                or text in self._words["break"]
                or text in self._words["speech"]
                or (text[0].isupper() and end in self._named)
            ):
                break
            end += 1
        first = self._trimmed(first, end)
        if self._text(first) == "most":
            return None  # praise
        heads = (at for at in range(first, min(end, first + _ROLE_WITHIN)) if self._is_stated(at))
        head = next(heads, None)
        if head is not None and end in self._named:
            end = self._before_name(head, end)
        closed = end >= sentence.last or self._text(end) in _ENDS | self._words["break"] | self._words["of whom"]
        if head is None or not closed or any(self._text(at) in self._words["headless"] for at in range(first, head)):
            return None
        return first, end

    def _after_owner(self, first: int) -> int:
        """Return where a role begins after a person whose it is: Bob Roe, Lee's [chief of staff]."""
        at = first
        while at in self._named:
            at += 1
        return at + 1 if at > first and self._text(at) in _POSSESSIVES else first

    def _before_name(self, head: int, end: int) -> int:
        """Return where a role ends before words that name somebody else: a spokeswoman [for the Lee administration]."""
        return next((at for at in range(end - 1, head, -1) if self._text(at) in self._words["of whom"]), end)

    def _numbers(self, start: int, end: int) -> range:
        return range(self._document.token_at(start), self._document.token_at(end))

    def _text(self, number: int) -> str:
        tokens: Sequence[Token] = self._document.tokens
        return tokens[number].text if 0 <= number < len(tokens) else " "


def _is_science(text: str) -> bool:
    """Say whether a word in small letters is what somebody is by its ending: biomechanicist, oceanographer."""
    return text.islower() and len(text) >= _SHORTEST_SCIENCE and text.endswith(_SCIENCES)
