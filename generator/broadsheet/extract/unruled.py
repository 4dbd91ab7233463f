"""Finders for a text in a language without rules: what its layout shows, and countries by CLDR's names in that language.

A country that is named once, after the beginning, is proposed. Left out: all else, for who and what a text names, and what is
said in it, depends on the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from broadsheet.catalog.gazetteer import load_countries
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.structure.article import PAGE, Article, Parts
from broadsheet.language.customs import customs_of
from broadsheet.language.tongue import UNKNOWN

_SHOWN = frozenset(("title", "date"))
_BY_RULES = frozenset(("section", "labels"))
_LEAD = 400  # code points of a body
_NAMED, _ONCE, _OFTEN = 0.85, 0.7, 2
_SHORT = 4  # letters of a name that may begin a sentence as another word: Anh, Mali
_BEFORE_NAME, _NEAR = re.compile(r"\b[^\W\d_]\w* \Z"), 30  # a word, and how far before a name it is looked for
_CAPITALS = frozenset(("de", "lb"))  # whose nouns have them
_UNSPACED = frozenset(("ja", "zh", "th", "lo", "km", "my"))
_BEFORE: Mapping[str, str] = {"ar": "[وفبلك]?", "he": "[ובלמהש]{0,2}"}  # particles that are written with the name
_AFTER: Mapping[str, str] = {"de": "s?", "ko": r"\w{0,3}"}  # endings
_OTHERWISE: Mapping[str, frozenset[str]] = {  # names that are common words
    "ar": frozenset(("مالي", "بنين")),
    "fa": frozenset(("مالی",)),
    "ur": frozenset(("مالی",)),
    "hi": frozenset(("माली",)),
    "ko": frozenset(("수단", "인도", "가나", "오만")),
}


class WithoutRules:
    """All that is looked for in an article whose language has no rules."""

    def __init__(self, article: Article, parts: Parts) -> None:
        self._article, self._parts = article, parts
        self.topics: tuple[Finding, ...] = ()

    def left_out(self) -> tuple[()]:
        """Return what looked like a value and is none: nothing that is known."""
        return ()

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of every key. What a saved page says in its metadata holds in any language."""
        for finding in self._parts.findings:
            if finding.field in _SHOWN or (self._article.form == PAGE and finding.field not in _BY_RULES):
                yield finding
        if self._parts.language != UNKNOWN:
            yield from self._countries(self._parts.language)

    def _countries(self, language: str) -> Iterator[Finding]:
        document, (pattern, codes) = self._parts.document, _names(language)
        places: dict[str, list[Evidence]] = {}
        inside: set[str] = set()  # a sentence: where a capital letter means something
        persons: set[str] = set()  # first named as a part of a longer name
        for match in pattern.finditer(document.text):
            code, start, end = codes[match["name"]], match.start("name"), match.end("name")
            sentence = document.sentence_at(start)
            if sentence and language not in _CAPITALS and _follows_name(document.text, sentence.start, start):
                persons |= set() if code in places else {code}
                continue
            places.setdefault(code, []).append(Evidence(start, end, match["name"]))
            if end - start > _SHORT or (sentence and sentence.start < start) or not match["name"][0].isupper():
                inside.add(code)
        lead = (document.headline or (0, 0))[1] + _LEAD
        for code, those in places.items():
            named = code in inside - persons and (those[0].start < lead or len(those) >= _OFTEN)
            yield Finding("countries", code, tuple(those), "name in CLDR", _NAMED if named else _ONCE)


def _follows_name(text: str, first: int, start: int) -> bool:
    """Say whether a capitalised word that does not begin the sentence stands before a place: in a film of Michael Jordan."""
    before = _BEFORE_NAME.search(text, max(first, start - _NEAR), start)
    return before is not None and before.start() > first and before[0][0].isupper()


@lru_cache(maxsize=8)
def _names(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return the names of countries in a language as a pattern, the longest first, and the codes of the names."""
    plain = language.partition("-")[0]
    ours = {record.code for record in load_countries()}
    codes: dict[str, str] = {}
    for code, name in customs_of(language).countries.items():
        for each in re.split(r"\s*[()（）]\s*", name) if code in ours else ():
            if len(each) > 1 and each not in _OTHERWISE.get(plain, ()):
                codes.setdefault(each, code)
    either = "|".join(map(re.escape, sorted(codes, key=lambda name: (-len(name), name)))) or r"(?!)"
    if plain in _UNSPACED:
        return re.compile(f"(?P<name>{either})"), codes
    return re.compile(rf"(?<!\w){_BEFORE.get(plain, '')}(?P<name>{either}){_AFTER.get(plain, '')}(?!\w)"), codes
