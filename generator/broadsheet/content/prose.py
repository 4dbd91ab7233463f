"""Prose: the blocks in which Markdown sees nothing but words, as most of news text, converted without the parser.

That is paragraphs, headings, and lists and quotations that stand by themselves, with no more inside than links, *emphasis* and
**strong words** of the plainest kind. The result is byte for byte what Python-Markdown makes of the whole text with the
extensions in use, and what the sanitiser would leave of it (property tests hold it to both). Blocks that may hold more go to the
parser; a text with something that reaches beyond its block goes to it whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from broadsheet.content.address import PLAIN_ADDRESS
from broadsheet.expressions import expression

# Raw HTML, fences, footnotes, abbreviations; a single character is found twenty times faster than two. Entities, link
# definitions, definition lists and lines of blanks are looked for apart.
_BEYOND = (("<", "<"), ("`", "```"), ("~", "~~~"), ("^", "[^"), ("*", "*["))
_ENTITY = expression("&(?! )")
_DEFINITION = expression(r"\n {0,3}(?:\[[^\]]*\]:|:)")  # a line end is found in no time, the beginning of a line is not
# What the parser normalises, and what some functions take for the end of a line.
_ODD_STARTS = frozenset(("", "\n", " ", ":", "["))
_UNUSUAL = expression("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\ufeff]|^[^\\S\n]+$", re.MULTILINE)
_PLAIN = bytes((*b"\n", *range(0x20, 0x7F)))
_BLANK_LINE = expression(r"\n +(?=\n)")
_BLANK_LINES = expression(r"\n{3,}")
_MARKS = "\\`*_[]>#~|{}"
_LINE_MARKUP = expression(r"[-+=\s]|\d+[.)]|\Z")
_SMART = ("'", '"', "--", "..")
_HEADING = expression(r"(#{1,6}) +([^#\n]+)")
_WORDS = r"[^\s\\`*_\[\]>#~|{}](?:[^\n\\`*_\[\]>#~|{}]*[^\s\\`*_\[\]>#~|{}])?"
# What may stand before the first asterisk, and behind the last one.
_BEFORE, _AFTER = "(?<![^\\s(\"'\u201c\u2018][*])", "(?![^\\s.,;:!?)\"'\u201d\u2019])"
_TITLE = "[^\\s\"'()\\\\`*_\\[\\]>#~|{}](?:[^\n\"'()\\\\`*_\\[\\]>#~|{}]*[^\\s\"'()\\\\`*_\\[\\]>#~|{}])?"
# Each alternative begins with a character, by which the expression is found fast.
_SPAN = expression(
    rf'\[(?<!!\[)({_WORDS})\](?:\(({PLAIN_ADDRESS})(?: "({_TITLE})")?\)|(?![(\[:]))'
    rf"|\*{_BEFORE}\*({_WORDS})\*\*{_AFTER}|\*{_BEFORE}({_WORDS})\*{_AFTER}"
)


def to_html(text: str, parse: Callable[[str], str], *, smart: bool = False) -> str:
    """Convert a text; `parse` is the parser, which is given as little as can be. `smart`: it makes typographic punctuation."""
    inner = text.strip("\n")
    blocks = None if _reaches_beyond(inner) else _blocks(inner)
    if blocks is None:
        return parse(text)
    return "\n".join(_converted(blocks, parse, _Prose(inner, smart=smart)))


def _reaches_beyond(text: str) -> bool:
    for sign, mark in _BEYOND:
        if sign in text and mark in text:
            return True
    if "&" in text and _ENTITY.search(text):
        return True
    if text.isascii() and not text.encode().translate(None, _PLAIN):  # several times faster than to ask each character
        return False
    # All that is unusual is not printable, and neither is any blank but the space.
    return not text.replace("\n", "").isprintable() and _UNUSUAL.search(text) is not None


def _blocks(text: str) -> list[str] | None:
    """Split a text at its blank lines, as the parser does; None if it has to see the whole."""
    blocks = text.split("\n\n")
    if any("\n" in block or block[:1] in _ODD_STARTS for block in blocks):
        if not text or text[0] == " " or _DEFINITION.search(f"\n{text}"):
            return None
        text = _BLANK_LINE.sub("\n", text)
        if "\n\n\n" in text:
            if "\n    " in text:  # where code may stand, the number of blank lines counts
                return None
            text = _BLANK_LINES.sub("\n\n", text)
        blocks = text.split("\n\n")
    return blocks


def _converted(blocks: list[str], parse: Callable[[str], str], prose: _Prose) -> Iterator[str]:
    run: list[str] = []
    for block in blocks:
        html = prose.block(block)
        if html is None:
            run.append(block)
            continue
        if run:
            yield from _parsed(run, parse, prose)
            run = []
        yield html
    if run:
        yield from _parsed(run, parse, prose)


def _parsed(run: list[str], parse: Callable[[str], str], prose: _Prose) -> Iterator[str]:
    """Convert blocks between prose. Lists and quotations next to each other may be one, so only those that are alone are ours."""
    html = prose.group(run[0]) if len(run) == 1 else None
    if html is None:
        html = parse("\n\n".join(run))
    if html:
        yield html


class _Prose:
    """Converts the blocks of one text. Only the characters of markup that the text holds are looked for in each of them."""

    def __init__(self, text: str, *, smart: bool) -> None:
        self.marks = tuple(mark for mark in _MARKS if mark in text)
        self.refused = tuple(mark for mark in _SMART if mark in text) if smart else ()

    def block(self, block: str) -> str | None:
        """Convert a paragraph or a heading; None if it may be more than that."""
        if block[:1] == "#":
            heading = _HEADING.fullmatch(block)
            if not heading or heading[2] != heading[2].strip():
                return None
            html = self.inline(heading[2])
            return None if html is None else f"<h{len(heading[1])}>{html}</h{len(heading[1])}>"
        text = block if "\n" in block else block.rstrip(" \u00a0")
        html = None if self._is_marked(text) else self.inline(text)
        return None if html is None else f"<p>{html}{block[len(text) :]}</p>"

    def group(self, block: str) -> str | None:
        """Convert a list of lines, or a quotation of paragraphs; None if it may be more than that."""
        lines = block.split("\n")
        if block[:2] in ("- ", "* ", "+ "):
            items = [self._item(line) for line in lines]
            return None if None in items else "\n".join(("<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"))
        if block[:2] != "> " or not all(line[:2] == "> " or line == ">" for line in lines):
            return None
        paragraphs = "\n".join(line[2:] for line in lines).split("\n\n")
        quoted = [None if self._is_marked(each) or each[:1] == "#" else self.inline(each) for each in paragraphs]
        if None in quoted:
            return None
        return "\n".join(("<blockquote>", *(f"<p>{each}</p>" for each in quoted), "</blockquote>"))

    def inline(self, text: str) -> str | None:
        """Convert the words of a block; None if there may be more in them than simple spans."""
        for mark in self.refused:
            if mark in text:
                return None
        text = text.replace("&", "&amp;") if "&" in text else text
        for mark in self.marks:
            if mark in text:
                return self._with_spans(text)
        return text

    def _with_spans(self, text: str) -> str | None:
        out: list[str] = []
        at = 0
        for match in _SPAN.finditer(text):
            out += (text[at : match.start()], _span(match))
            at = match.end()
        out.append(text[at:])
        between = "".join(out[::2])
        for mark in self.marks:
            if mark in between:
                return None
        return "".join(out)

    def _item(self, line: str) -> str | None:
        text = line[2:]
        return None if line[:2] not in ("- ", "* ", "+ ") or self._is_marked(text) or text[:1] == "#" else self.inline(text)

    @staticmethod
    def _is_marked(block: str) -> bool:
        """Say whether lines begin with markup, or begin or end with blanks, or are empty."""
        if "\n" in block:
            return any(_LINE_MARKUP.match(line) or line[-1].isspace() for line in block.split("\n"))
        return (not block[:1].isalpha() and _LINE_MARKUP.match(block) is not None) or block[-1].isspace()


def _span(match: re.Match[str]) -> str:
    text, address, title, strong, emphasis = match.groups()
    if address:
        return f'<a href="{address}" title="{title}">{text}</a>' if title else f'<a href="{address}">{text}</a>'
    if text:  # in brackets that refer to nothing
        return match[0]
    return f"<strong>{strong}</strong>" if strong else f"<em>{emphasis}</em>"
