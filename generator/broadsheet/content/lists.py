"""Lists, fenced code and tables as people write them: nested by two or three spaces, right after a line of text; code in items of
lists, with more than a language behind its fence, without an end.

Python-Markdown wants four spaces a level, an empty line before a list, and knows no fences within one, nor any but those of
its own form. So lists are moved before it sees them: a line belongs to the item under whose text it stands, as in CommonMark,
and goes four spaces to the right for each item that it is in. Fences are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from broadsheet.expressions import expression

_ITEM = expression(r"( *)([-*+]|\d{1,9}[.)])(?: +|$)")
_ANY = expression(r"^[ >]*(?:[-*+]|\d{1,9}[.)])[ \t]|^ {0,3}(?:>|`{3}|~{3})", re.MULTILINE)
_RULE = expression(r" *([-*_])(?: *\1){2,} *$")
_BEGINS = expression(r"(?:[-*+]|1[.)]) +\S")  # a list that may follow a line of text
_NUMBER = expression(r"^( *\d+)\.(?= )")
_FENCE = expression(r" *(?:`{3,}[^`]*|~{3,}.*)$")
_OPENING = expression(r"([`~]+)[ \t]*(\{.*\}|\.?[\w#.+-]*)")  # and, but for attributes, a word
_QUOTE = expression(r" {0,3}>")
_AS_IT_IS = expression(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)
_HEADING = expression(r" {0,3}#{1,6}(?: |$)")
_CELL = r"[ \t]*+:?-++:?[ \t]*+"
_NOTE, _WITHIN_NOTE = expression(r" {0,3}\[\^[^\]]+\]:"), expression(r"(?: {4}|\t)(?= {0,3}\[\^[^\]]+\]:)")
_TABLE = expression(  # behind a line of text
    rf"(?<=[^\n])\n(?=[ ]{{0,3}}(?![ \t])[^\n|]*+\|[^\n]*+\n(?=[^\n]*\|)[ ]{{0,3}}\|?{_CELL}(?:\|{_CELL})*+\|?[ \t]*+(?:\n|\Z))"
)
_STEP = 4  # spaces by which Python-Markdown wants what is in an item to stand to the right


class _Item(NamedTuple):
    """An item of a list: where its mark stands and where its text begins, in columns, and whether it has a number."""

    mark: int
    text: int
    numbered: bool


class Lists(Preprocessor):
    """Moves lists to where Python-Markdown looks for them. `fenced` makes code of the lines of a fence."""

    def __init__(self, parser: Markdown, fenced: Callable[[list[str]], list[str]]) -> None:
        super().__init__(parser)
        self._fenced = fenced

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a text with its lists moved."""
        return _Moving(self._fenced).moved(lines) if _ANY.search("\n".join(lines)) else lines


class Tables(Preprocessor):
    """Parts tables from a line of text above them, as Python-Markdown wants. Code between fences is out of the text by then."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a text with a blank one above each table."""
        text = "\n".join(lines)
        if "|" not in text or "<pre" in text.lower():
            return lines
        return _TABLE.sub("\n\n", text).split("\n")


class Notes(Preprocessor):
    """Sets a footnote that is defined in another one beside it: else it is dropped. Code is out of the text by then."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a text with the definitions of all footnotes at the margin."""
        out: list[str] = []
        is_within = False
        for line in lines:
            within = _WITHIN_NOTE.match(line) if is_within else None
            out += ["", line[within.end() :]] if within else [line]
            is_within = bool(_NOTE.match(line)) or (is_within and (not line.strip() or line.startswith(("    ", "\t"))))
        return out


class _Moving:
    """Moves the lists of one text, or of one quotation. `items` are those that the line in hand stands in, outermost first."""

    def __init__(self, fenced: Callable[[list[str]], list[str]]) -> None:
        self.fenced = fenced
        self.out: list[str] = []
        self.items: list[_Item] = []
        self.begun = -1  # how many items the first line of this block stands in, if it begins one, and has no line before it

    def moved(self, lines: Sequence[str]) -> list[str]:
        """Return the lines with the lists moved."""
        at = 0
        while at < len(lines):
            line = lines[at].expandtabs(_STEP)
            end = _end_of_special(lines, at, self.items)
            if not line.strip():
                self.out.append("")
            elif end == at:
                self._line(line)
            elif _QUOTE.match(line):
                self.items.clear()
                inner = _Moving(self.fenced).moved([_unquoted(each) for each in lines[at:end]])
                self.out += (f"> {each}".rstrip() for each in inner or [""])
            elif _FENCE.match(line):
                self._leave(line)
                self._code(lines[at:end])
            else:
                self.items.clear()
                self.out += lines[at:end]
            at = max(end, at + 1)
        while self.out and not self.out[-1]:
            self.out.pop()
        return self.out

    def _line(self, line: str) -> None:
        """Put a line behind the others, as far to the right as the items that it stands in ask for."""
        follows = bool(self.out) and self.out[-1] != ""
        mark = None if _RULE.match(line) else _ITEM.match(line)
        if mark and _is_item(line, self.items, follows=follows and not _HEADING.match(self.out[-1])):
            self._item(line, mark, follows=follows)
            return
        if not follows:
            self._leave(line)
            self.begun = -1
        depth, indent = len(self.items), _indent(line)
        if follows and depth:  # it goes on the text of the last item
            line = _NUMBER.sub(r"\1\\.", line)
            self.out.append(line if depth == 1 else " " * _STEP * (depth - 1) + line.lstrip())
        elif not depth or indent >= _STEP * (depth + 1):  # as it is, or code for Python-Markdown, too
            self.out.append(line)
        else:
            self.out.append(" " * (_STEP * depth + max(0, indent - self.items[-1].text)) + line.lstrip())

    def _item(self, line: str, mark: re.Match[str], *, follows: bool) -> None:
        items, indent, numbered = self.items, len(mark[1]), mark[2][-1] in ".)"
        left = None
        while items and not _is_within(indent, items[-1], numbered=numbered):
            left = items.pop()
        depth = len(items)
        other = left is not None and left.numbered != numbered
        if follows and (depth < self.begun or self.begun < 0 or other):  # Python-Markdown would take it for more of the same
            self.out.append("")
            follows = False
        if not follows:
            self.begun = depth
        wide = mark.end() - mark.end(2) > _STEP or mark.end() == len(line)  # its text is code, or on the next line
        text = mark.end(2) + 1 if wide else mark.end()
        self.out.append(f"{' ' * _STEP * depth}{mark[2].replace(')', '.')} {line[text:]}")
        items.append(_Item(indent, text, numbered))

    def _leave(self, line: str) -> None:
        """Leave the items under whose text a line does not stand, when nothing binds it to the line before."""
        while self.items and _indent(line) < self.items[-1].text:
            self.items.pop()

    def _code(self, lines: Sequence[str]) -> None:
        """Put what stands for fenced code behind the others, in its item if it is in one."""
        first = lines[0].expandtabs(_STEP)
        inner = [each.expandtabs(_STEP) for each in lines[1:]]
        inner = [each[min(_indent(first), _indent(each)) :] for each in inner]
        if inner and _closes(inner[-1], first.strip()):
            del inner[-1]
        opening = _OPENING.match(first.strip())
        made = "\n".join(self.fenced([opening[0] if opening else "", *inner, _fence_of(first.strip())])).strip("\n")
        self.out += ["", *(" " * _STEP * len(self.items) + each for each in made.split("\n")), ""]


def _end_of_special(lines: Sequence[str], at: int, items: Sequence[_Item]) -> int:
    """Return where a quotation, raw text or a fence that begins with a line ends; the line's own place where none does."""
    line = lines[at].expandtabs(_STEP)
    indent = _indent(line)
    if _QUOTE.match(line) and not (items and indent):
        return next((end for end in range(at + 1, len(lines)) if not _QUOTE.match(lines[end])), len(lines))
    raw = _AS_IT_IS.match(line)
    if raw:
        close = f"</{raw[1].lower()}"
        return next((end + 1 for end in range(at, len(lines)) if close in lines[end].lower()), at)
    within = next((item.text for item in reversed(items) if item.text <= indent), 0)
    if not _FENCE.match(line) or indent >= within + _STEP:
        return at
    for end in range(at + 1, len(lines)):
        other = lines[end].expandtabs(_STEP)
        if _closes(other, line.strip()):
            return end + 1
        if other.strip() and _indent(other) < within:
            return end
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _fence_of(opening: str) -> str:
    return opening[: len(opening) - len(opening.lstrip(opening[0]))]


def _closes(line: str, opening: str) -> bool:
    """Say whether a line closes the fence that a line opened."""
    text = line.strip()
    return text.startswith(_fence_of(opening)) and not text.strip(opening[0])


def _unquoted(line: str) -> str:
    return line.lstrip(" ").removeprefix(">").removeprefix(" ")


def _is_within(indent: int, item: _Item, *, numbered: bool) -> bool:
    """Say whether a mark stands below the text of an item: a bullet below a number by two spaces, too, as many write it."""
    return indent >= item.text or (item.numbered and not numbered and indent >= item.mark + 2)


def _is_item(line: str, items: Sequence[_Item], *, follows: bool) -> bool:
    """Say whether a line with a mark begins an item: not where it stands too far to the right, or goes on a text."""
    indent = _indent(line)
    if items and follows and indent >= items[-1].text and not _BEGINS.match(line.lstrip()):
        return False
    if items:
        return indent < items[-1].text + _STEP or indent < _STEP * (len(items) + 1)
    return indent < _STEP and (not follows or _BEGINS.match(line.lstrip()) is not None)
