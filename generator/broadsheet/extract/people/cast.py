"""The cast: who is named in full in a document, so that a surname by itself, a first name or a headline in capitals means them.

Left out: how a name is judged where it stands (`grounds.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.people.candidates import NameCandidate
from broadsheet.extract.people.name_words import is_family_first, is_suffix
from broadsheet.extract.people.setting import CAPITALS, PROSE, Setting, is_capitalised
from broadsheet.extract.people.titles import HONOURED, TITLED, Name

_SURE_IN_FULL, _SURE_BY_TITLE = 0.6, 0.75
_FULL, _SURNAME, _MIDDLE, _FIRST, _SHOUTED = 1.0, 0.92, 0.75, 0.73, 0.75  # shares of the confidence of the mention in full
_RENOWNED = 0.6
_LEAST_IN_FULL = 0.4  # what says of a surname by itself that it is a person's adds to such a name
_ELSEWHERE = 0.3  # in a place of the same name
_FIRM = 0.3  # a word with which a firm of the same document is named
_USABLE, _LEAST_LISTED, _BESIDE = 0.5, 0.2, 0.65
_LISTING = frozenset((",", "and", "or", "&", "/", "with"))
_SHORTEST = 3


class Cast:
    """The names that a document's sure mentions give to its people, and how sure each is as a mention by itself."""

    def __init__(self, setting: Setting, candidates: Sequence[NameCandidate]) -> None:
        self._setting = setting
        self.names: dict[str, tuple[float, str]] = {}
        self.firms: set[str] = set()
        for candidate in candidates:
            self._note_firm(candidate)
        alone = self._alone(candidates)
        for candidate in candidates:
            self._enter(candidate, alone)

    @cached_property
    def shouted(self) -> dict[str, tuple[float, str]]:
        """Return the names as a line of capitals has them, with those that everybody knows."""
        found = {name.upper(): (_RENOWNED, "renowned") for name in sorted(self._setting.lexicon.words["renowned"])}
        for name, known in self.names.items():
            found[name.upper()] = known
            if name.startswith("Mc"):
                found["Mc" + name[2:].upper()] = known
        return found

    def _alone(self, candidates: Sequence[NameCandidate]) -> dict[str, float]:
        """Return the words that stand alone somewhere, with the confidence of the surest of these places."""
        found: dict[str, float] = {}
        for candidate in candidates:
            if len(candidate.words.texts) == 1 and candidate.case == PROSE:
                text = candidate.words.texts[0]
                found[text] = max(found.get(text, 0.0), candidate.confidence)
        return found

    def _is_firm(self, candidate: NameCandidate) -> bool:
        """Say whether a candidate is called like a firm of the document, and no more like a person than that."""
        named = len(candidate.words.texts) > 1 and candidate.words.first & GIVEN
        return not candidate.name.title and not named and self._text(candidate.name.first, candidate.name.last) in self.firms

    def _note_firm(self, candidate: NameCandidate) -> None:
        """Note the words with which a firm is named: "Kellogg Co", "Aer Lingus shares"."""
        texts, name, lists = candidate.words.texts, candidate.name, self._setting.lexicon.words
        if len(texts) > 1 and texts[-1] in lists["company"]:
            self.firms.add(texts[0])
            self.firms.add(self._text(name.first, name.last - 1))
        elif len(texts) > 1 and not name.title and self._setting.text_at(name.last) in lists["after-body"]:
            self.firms.add(self._text(name.first, name.last))

    def judge(self, candidate: NameCandidate) -> tuple[str, float]:
        """Return the rule and the confidence of a candidate, with what the whole document says of its name."""
        rule, confidence = candidate.rule, candidate.confidence
        if candidate.case == CAPITALS:
            return rule, 0.0
        text = self._text(candidate.name.first, candidate.name.last)
        known = self.names.get(text) or (self.shouted.get(text) if len(text) > _SHORTEST and text.isupper() else None)
        if known is None or known[0] <= confidence:
            return rule, confidence * (_FIRM if self._is_firm(candidate) else 1)
        before, words = self._setting.text_at(candidate.name.first - 1), self._setting.lexicon.words
        elsewhere = (
            before in words["placed"] or before in words["direction"]
        ) and candidate.name.first in self._setting.places  # "Michael Jordan flew to Jordan"
        return known[1], max(confidence, known[0] * (_ELSEWHERE if elsewhere else 1))

    def raise_listed(self, judged: list[tuple[NameCandidate, str, float]]) -> None:
        """Raise, in a list of judged candidates in order, those that stand in a list with a person: "…, Jane Doe and …"."""
        for order in (range(1, len(judged)), range(len(judged) - 2, -1, -1)):
            step = -1 if order.step > 0 else 1
            for number in order:
                one, _, confidence = judged[number]
                if not _LEAST_LISTED < confidence < _USABLE <= judged[number + step][2]:
                    continue
                other = judged[number + step][0]
                left, right = (other, one) if step < 0 else (one, other)
                if right.name.first - left.name.last == 1 and self._setting.text_at(left.name.last) in _LISTING:
                    judged[number] = (one, "beside a person", 1 - (1 - confidence) * _BESIDE)

    def inside(self, candidate: NameCandidate) -> Iterator[tuple[Name, str, float]]:
        """Yield the known names inside a run that is none as a whole: in a line of capitals, or beside other words."""
        first, last = candidate.name.run.first, candidate.name.last
        names = self.shouted if candidate.case == CAPITALS else self.names
        at = first
        while at < last:
            if candidate.case == CAPITALS and (at in self._setting.places or at in self._setting.within):
                at += 1
                continue
            for end in range(min(last, at + 5), at, -1):
                known = names.get(self._text(at, end))
                whole = end - at > 1 or candidate.case != PROSE or (end == last and self._follows_words(first, at))
                if known is not None and whole and not (end < last and self._names_a_thing(end)):
                    yield Name(at, end, candidate.name.run, "", at), known[1], min(known[0], _SHOUTED)
                    at = end - 1
                    break
            at += 1

    def _names_a_thing(self, at: int) -> bool:
        """Say whether a word makes of a name before it a thing's: "Dave Matthews | Band"."""
        lists, text = self._setting.lexicon.words, self._setting.text_at(at)
        return text in lists["body"] or text in lists["place"] or text in lists["event"]

    def _follows_words(self, first: int, at: int) -> bool:
        """Say whether all tokens before one in a run are words of English, which have a capital for another reason."""
        return at > first and all(self._setting.kinds[number] == WORD for number in range(first, at))

    def _sureness(self, candidate: NameCandidate, alone: Mapping[str, float]) -> float:
        """Return how sure a name is, with what is said of a firm, or elsewhere of the surname by itself."""
        words, confidence = candidate.words, candidate.confidence
        if self._is_firm(candidate):
            return confidence * _FIRM
        if len(words.texts) < 2 or not _LEAST_IN_FULL <= confidence < _SURE_IN_FULL:
            return confidence
        return 1 - (1 - confidence) * (1 - alone.get(words.texts[-1], 0.0))

    def _enter(self, candidate: NameCandidate, alone: Mapping[str, float]) -> None:
        words, name, confidence = candidate.words, candidate.name, self._sureness(candidate, alone)
        titled = name.title in (TITLED, HONOURED)
        if candidate.case == CAPITALS or confidence < (_SURE_IN_FULL if len(words.texts) > 1 else _SURE_BY_TITLE):
            return
        if len(words.texts) == 1:
            if titled or confidence >= _SURE_BY_TITLE:
                self._add(self._text(name.first, name.last), confidence * _SURNAME, "surname of a person named with a title")
            return
        self._add(self._text(name.first, name.last), confidence * _FULL, "full name named elsewhere")
        numbers = [n for n in range(name.first, name.last) if is_capitalised(self._setting.text_at(n))]
        if is_suffix(self._setting, numbers[-1]):
            del numbers[-1]
        surname, family_first = self._surname(numbers)
        for number in numbers:
            sure = _SURNAME if number == surname else _FIRST if number == numbers[0] else _MIDDLE
            if number != surname and self._is_something_else(numbers, number):
                continue
            if len(self._setting.text_at(number)) >= _SHORTEST - family_first:
                rule = "surname of a person named in full" if number == surname else "part of a person's full name"
                self._add(self._setting.text_at(number), confidence * sure, rule)
        if not family_first:
            self._add_tails(name, numbers, confidence)

    def _is_something_else(self, numbers: Sequence[int], number: int) -> bool:
        """Say whether a word of a name means something else by itself; but not the father's surname: "Luis Maldonado Matute"."""
        setting, text = self._setting, self._setting.text_at(number)
        kind, place = setting.kinds[number], setting.places.get(number)
        if not kind & WORD and place is None:
            return False
        fathers = numbers.index(number) == len(numbers) - 2 > 0 and kind & SURNAME and setting.kinds[numbers[0]] & GIVEN
        return not fathers or text.lower() in setting.lower or (place is not None and place.hows != {"city"})

    def _surname(self, numbers: Sequence[int]) -> tuple[int, bool]:
        """Return which of a name's words is the surname, and whether another follows: "Xi Jinping", "Carrie Lam Yuet-ngor"."""
        for number in numbers[:2]:
            christened = number == numbers[0] or self._setting.kinds[numbers[0]] & GIVEN
            if christened and is_family_first(self._setting, number, numbers[-1] + 1):
                return number, True
        return numbers[-1], False

    def _add_tails(self, name: Name, numbers: Sequence[int], confidence: float) -> None:
        """Add what may follow the given name: "van der Bellen", "al-Assad", "López Obrador", and the surname with its suffix."""
        for number in range(name.first + 1, name.last - 1):
            text = self._setting.text_at(number)
            if text[0].isalpha() and number > numbers[0]:
                tail = self._text(number, name.last)
                for spelling in (tail, tail[0].upper() + tail[1:]):
                    self._add(spelling, confidence * _SURNAME, "surname of a person named in full")

    def _add(self, text: str, sure: float, rule: str) -> None:
        if text not in self.names or self.names[text][0] < sure:
            self.names[text] = (sure, rule)

    def _text(self, first: int, last: int) -> str:
        tokens = self._setting.tokens
        return self._setting.document.text[tokens[first].start : tokens[last - 1].end]
