"""Wrapping: which line ends of a text are none to a reader, since the paragraph goes on, and what a scan has between two pages.

A line end is surely soft where a small letter follows. From those it is known how full a line is at least before it is wrapped;
a capital that follows a line as full begins no paragraph. Of letters that have no small ones more is asked.

Every text that is made is as long as its source. Left out: what the lines are (`rows.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.structure.vocabulary import any_of, load_vocabulary

_WIDEST, _NARROWEST = 130, 24
_MOST_WIDE = 0.2  # of a text's letters may stand in lines that are wider
_FEWEST, _FEWEST_UNCASED = 2, 8  # soft line ends that make a width believed
_FEWEST_SMALL = 0.2  # of the line ends inside blocks small letters follow, at the least
_LEAST_LETTERS = 0.3  # of a wrapped text's letters stand beside soft line ends
_ALONE = 0.9  # of the lines of a text that is set with double spacing
_EMPTIER = 10  # of so many soft lines one may be emptier
_DEEPER = 2  # so many columns make an indentation
_HANGING = 0.1
_NEARLY_FULL = 0.85
_LETTER = re.compile(r"[^\W_]")
_SMALL_WORD = re.compile(rf"\s(?:[a-zà-ÿа-я]{{1,2}}|{any_of('small word')})$")  # no sentence and no heading ends with it
_MARKS = re.compile(r"(?<=[\w.,:;!?)\"'])[<=](?=\n)")  # of typesetters, at the ends of an agency's lines
_BULLET = re.compile(r"(?:[-–—*•·▪●○‣>#]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_FIELD = re.compile(r"[^\W\d_][\w().-]{1,30}:\s")
_BEGINS_NONE = re.compile(r"[(\d]")  # seldom a paragraph
_BY = re.compile(r"(?:by|von|par|por|di|da|door)\s+[A-ZÀ-Þ]")
_CLOSED = re.compile(r"[.!?…。！？؟।։:][\"”’')\]»›“」』*]*$")
_WORD_BEGUN, _WORD_ENDED = re.compile(r"[^\W\d_]{2,}$"), re.compile(r"([^\W\d_]+)\S*")
_JOINED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_WORD = 40
_AND = load_vocabulary()["and"]  # after "pre-" a word is still to come
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"[\W_]*(?:(?:page|pag|página|pagina|seite|p)\b[\W_]*)?#[\W_]*(?:(?:of|von|de|di)\b[\W_]*#[\W_]*)?")
_LONGEST_HEADER = 100
_CUTS = 0.3  # of the times that a page's header comes it cuts a paragraph in two


class Unwrapped(NamedTuple):
    """A text whose paragraphs are lines, and the spans of what stood between the pages of a scan, which is blank in it."""

    text: str
    between_pages: tuple[tuple[int, int], ...] = ()


class _Line(NamedTuple):
    """A line with something in it: where it is, its text, its first column and the one after its last, its block's number."""

    start: int
    text: str
    indent: int
    width: int
    block: int


class _Break(NamedTuple):
    """The end of a line within a block: its two lines, how wide the first would be with the next word, and whether it is soft."""

    before: _Line
    after: _Line
    full: int
    sure: bool


class _Measure(NamedTuple):
    """How a text is wrapped: how wide a line is at least with the next word, and in some blocks; the margin of each block;
    whether a line that goes on is indented."""

    full: int
    in_blocks: dict[int, int]
    margins: dict[int, int]
    hanging: bool


def unwrap(text: str) -> Unwrapped:
    """Return a text in which the line ends of wrapped paragraphs are blanks. Linear in the length of the text."""
    if len(_MARKS.findall(text)) > 1:
        text = _MARKS.sub(" ", text)
    lines = _lines(text)
    headers = _headers(lines)
    spans = tuple((lines[n].start, lines[n].start + len(lines[n].text)) for n in headers)
    lines = _without(lines, frozenset(headers))
    breaks = _breaks(lines)
    measure = _measure(lines, breaks)
    if measure is None:
        return Unwrapped(text)
    blank = _replaced(text, ((start, end, " " * (end - start)) for start, end in spans))
    soft = [(b.before.start + len(b.before.text), b.after.start) for b in breaks if _is_soft(b, measure)]
    return Unwrapped(_replaced(blank, _joints(text, soft)), spans)


def ends_small(text: str) -> bool:
    """Say whether a text ends with a small word, with which no sentence and no heading ends."""
    return _SMALL_WORD.search(text) is not None


def _lines(text: str, spacing: int = 0) -> list[_Line]:
    """Return the lines of a text; more than `spacing` empty ones part blocks: more than one where every line has one below it."""
    found, at, block, empty = [], 0, 0, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            block += empty > spacing
            empty = 0
            lead = raw[: len(raw) - len(raw.lstrip())].expandtabs()
            found.append(_Line(at + raw.index(stripped[0]), stripped, len(lead), len(lead) + len(stripped.expandtabs()), block))
        else:
            empty += 1
        at += len(raw) + 1
    small = sum(line.text[0].islower() for line in found)
    alone = len(found) > _FEWEST_UNCASED and block + 1 >= _ALONE * len(found) and small >= _FEWEST_SMALL * len(found)
    return _lines(text, 1) if alone and not spacing else found


def _headers(lines: Sequence[_Line]) -> list[int]:
    """Return the numbers of lines that stand between pages: they come again with another number, and cut paragraphs in two."""
    alike: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if 0 < number < len(lines) - 1 and len(line.text) <= _LONGEST_HEADER and _NUMBER.search(line.text):
            alike[" ".join(_NUMBER.sub("#", line.text.casefold()).split())].append(number)
    found = []
    for key, numbers in alike.items():
        cuts = sum(_cuts(lines, number) for number in numbers)
        if cuts and cuts >= _CUTS * len(numbers) and (len(numbers) > 1 or _PAGE.fullmatch(key)):
            found += numbers
    return sorted(found)


def _cuts(lines: Sequence[_Line], number: int) -> bool:
    """Say whether a line stands alone where a paragraph goes on."""
    before, line, after = lines[number - 1 : number + 2]
    return before.block < line.block < after.block and not _CLOSED.search(before.text) and after.text[0].islower()


def _without(lines: Sequence[_Line], headers: Container[int]) -> list[_Line]:
    """Return lines without those between pages; a block that goes on behind one is one block."""
    found: list[_Line] = []
    back, behind = 0, False
    for number, line in enumerate(lines):
        if number in headers:
            behind = True
            continue
        if behind and found and not _CLOSED.search(found[-1].text):
            back = line.block - found[-1].block
        behind = False
        found.append(line._replace(block=line.block - back))
    return found


def _breaks(lines: Sequence[_Line]) -> list[_Break]:
    """Return the line ends within blocks."""
    pairs = [(one, other) for one, other in pairwise(lines) if one.block == other.block]
    cased = _is_cased(lines)
    return [
        _Break(one, other, one.width + 1 + len(other.text.split(None, 1)[0]), _is_sure(one, other, cased)) for one, other in pairs
    ]


def _is_sure(one: _Line, other: _Line, cased: bool) -> bool:
    """Say whether a paragraph goes on in the next line, whatever the widths of both are."""
    if one.width < _NARROWEST:
        return False
    if cased:
        return other.text[0].islower() or ends_small(one.text)
    return not (_CLOSED.search(one.text) or _is_item(other) or _is_deeper(one, other))


def _is_cased(lines: Sequence[_Line]) -> bool:
    """Say whether a text has small letters: of the scripts that have some, and not all in capitals."""
    return 2 * sum(line.text != line.text.upper() for line in lines) > len(lines)


def _measure(lines: Sequence[_Line], breaks: Sequence[_Break]) -> _Measure | None:
    """Return how a text is wrapped, or None if it is not."""
    sure = [each for each in breaks if each.sure]
    cased = _is_cased(lines)
    fewest = 1 if cased and _is_full(lines, sure) else _FEWEST if cased else _FEWEST_UNCASED
    if len(sure) < max(fewest, _FEWEST_SMALL * len(breaks)):
        return None
    letters = sum(len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if line.width > _WIDEST) > _MOST_WIDE * letters:
        return None
    beside = {line.start: len(line.text) for each in sure for line in each[:2]}
    if sum(beside.values()) < _LEAST_LETTERS * letters:
        return None
    wrapped = [each for each in sure if each.before.width <= _WIDEST]
    widest = max((each.before.width for each in wrapped), default=0)
    full = min(sorted(each.full for each in wrapped)[len(wrapped) // _EMPTIER], widest + 1) if wrapped else 0
    if widest < _NARROWEST:
        return None
    blocks: dict[int, list[int]] = defaultdict(list)
    for each in sure:
        blocks[each.before.block].append(each.full)
    hanging = sum(_is_deeper(*each[:2]) for each in sure) > _HANGING * len(sure)
    margins: dict[int, int] = {}
    for line in lines:
        margins[line.block] = min(line.indent, margins.get(line.block, line.indent))
    return _Measure(full, {block: min(found) for block, found in blocks.items() if len(found) >= _FEWEST}, margins, hanging)


def _is_full(lines: Sequence[_Line], sure: Sequence[_Break]) -> bool:
    """Say whether a text's only soft line end stands where no line of it has room for a word more."""
    return len(sure) == 1 and not _BY.match(sure[0].after.text) and all(line.width < sure[0].full for line in lines)


def _is_soft(each: _Break, measure: _Measure) -> bool:
    """Say whether a line end within a block is none to a reader."""
    before, after = each.before, each.after
    if before.width > _WIDEST or not (_LETTER.search(before.text) and _LETTER.search(after.text)):
        return False
    has_room = each.full < min(measure.full, measure.in_blocks.get(before.block, measure.full))
    if not measure.hanging and _begins(before, after, measure) and (has_room or not after.text[0].islower()):
        return False
    if has_room and _BY.match(after.text):
        return False
    if each.sure or before.text[-1] == ",":
        return True
    if _FIELD.match(before.text) and _FIELD.match(after.text):
        return False
    if _is_item(after) and _CLOSED.search(before.text):
        return False
    if not _CLOSED.search(before.text) and not _is_item(after) and _BEGINS_NONE.match(after.text):
        return each.full >= _NEARLY_FULL * measure.full
    return not has_room


def _is_item(line: _Line) -> bool:
    return _BULLET.match(line.text) is not None


def _begins(before: _Line, after: _Line, measure: _Measure) -> bool:
    """Say whether a line is indented as the first of a paragraph is."""
    if before.indent == after.indent >= measure.margins[after.block] + _DEEPER:
        return _CLOSED.search(before.text) is not None
    return _is_deeper(before, after)


def _is_deeper(before: _Line, after: _Line) -> bool:
    return after.indent >= before.indent + _DEEPER


def _joints(text: str, soft: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield what stands in the place of soft line ends: blanks; where a hyphen parts a word, its end, and then blanks."""
    known: frozenset[str] = frozenset()
    for start, end in soft:
        begun = _WORD_BEGUN.search(text, max(0, start - _LONGEST_WORD), start - 1) if text[start - 1] == "-" else None
        ended = _WORD_ENDED.match(text, end) if begun else None
        if begun is None or ended is None or not ended[1].islower() or ended[1] in _AND:
            yield start, end, " " * (end - start)
            continue
        known = known or frozenset(_JOINED.findall(text.casefold()))
        rest = ("-" if _is_compound(begun[0].casefold(), ended[1], known) else "") + ended[0]
        yield start - 1, ended.end(), rest + " " * (ended.end() - start + 1 - len(rest))


def _is_compound(one: str, other: str, known: Container[str]) -> bool:
    """Say whether a hyphen between two parts of a word belongs to it: as elsewhere in the text, else if both parts are words."""
    if one + other in known or f"{one}-{other}" in known:
        return one + other not in known
    kinds = load_lexicon().kinds_of((one + other, one, other))
    return not kinds[one + other] and bool(kinds[one] & kinds[other] & WORD)


def _replaced(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return a text in which other words, as long, stand at some places."""
    pieces, at = [], 0
    for start, end, instead in places:
        pieces += [text[at:start], instead]
        at = end
    return "".join((*pieces, text[at:]))
