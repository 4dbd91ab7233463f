"""Nesting: sanitised HTML in which every element stands where HTML lets it stand.

A sanitiser's output is well formed, but an author may have put a paragraph in a heading, an item outside of a list or a list in
bold. Here such elements end sooner, get the list that they miss, or lose their tags; text is neither lost nor moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.content.elements import BLOCKS, HEADINGS, VOID
from broadsheet.content.htmltags import TAG
from broadsheet.expressions import expression

_ID = expression(r'\sid="[^"]*"')
_SUMMARY = expression(r"\s*<summary[ >]")
_CAPTIONED = expression(
    r"(<figure\b[^<>]*>\s*)?<p>\s*((?:<a\b[^<>]*>)?<img\b[^<>]*>(?:</a>)?)\s*</p>\s*"
    r"(<figcaption\b[^<>]*>(?:(?!</?figcaption\b).)*</figcaption>)",
    re.DOTALL,
)
_TEXT_ONLY = HEADINGS | {"pre", "summary", "caption"}
_LISTS = frozenset(("ul", "ol"))
_PARENTS = {
    **dict.fromkeys(("caption", "colgroup", "thead", "tbody", "tfoot"), frozenset(("table",))),
    "col": frozenset(("colgroup",)),
    "tr": frozenset(("table", "thead", "tbody", "tfoot")),
    "td": frozenset(("tr",)),
    "th": frozenset(("tr",)),
}
_IMPLIED = {"li": "ul", "dt": "dl", "dd": "dl"}  # the list that an item outside of any gets


def nest(html: str) -> str:
    """Return HTML that nh3 made, mended. One pass, linear in the length of the HTML."""
    if "<figcaption" in html:  # one behind a picture is that of a figure, which nobody wrote around the two
        html = _CAPTIONED.sub(lambda found: found[0] if found[1] else f"<figure>{found[2]}{found[3]}</figure>", html)
    return _Nest(html).run()


@dataclass(slots=True, eq=False)
class _Block:
    """An open block as it is shown; an implied one is ours and ends by itself."""

    shown: str
    implied: bool = False
    filled: bool = False
    last: str = ""  # of a description list: its last part
    closed: bool = False


@dataclass(slots=True, eq=False)
class _Inline:
    """An open inline element. It is written when text comes, and again in each block that begins inside of it."""

    shown: str
    written: str
    seen: bool = False


class _Nest:
    """Walks the tags once. One use."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out: list[str] = []
        self.blocks: list[_Block] = [_Block("")]
        self.inlines: list[_Inline] = []
        self.live = 0  # how many of the inline elements are open in what was written
        self.entries: list[_Block | _Inline | str] = []  # one for each open tag of the source; text is shown for its end alone

    def run(self) -> str:
        at = 0
        for match in TAG.finditer(self.html):
            if match.start() > at:
                self._text(self.html[at : match.start()])
            at = match.end()
            name = match[2]
            if match[1]:
                self._end()
            elif name in BLOCKS:
                self._start_block(name, match[3], _SUMMARY.match(self.html, at) is not None)
            else:
                self._start_inline(name, match[3])
        self._text(self.html[at:])
        while len(self.blocks) > 1:
            self._close_block()
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if text and not text.isspace():
            self._fill()
        self.out.append(text)

    def _fill(self) -> None:
        """Make ready for text: leave implied lists, enter an item, open inline elements."""
        self._leave_implied("")
        self._enter_item("")
        self.blocks[-1].filled = True
        for inline in self.inlines[self.live :]:
            self.out.append(f"<{inline.shown}{_ID.sub('', inline.written) if inline.seen else inline.written}>")
            inline.seen = True
        self.live = len(self.inlines)

    def _start_inline(self, name: str, written: str) -> None:
        if name in VOID:
            self._fill()
            self.out.append(f"<{name}{written}>")
            return
        if (name == "time" and "datetime=" not in written) or (name == "bdo" and "dir=" not in written):
            name = "span"
        inside = self.inlines[-1].shown if self.inlines else ""
        if (name in ("rt", "rp") and inside != "ruby") or (name == "a" and any(each.shown == "a" for each in self.inlines)):
            self.entries.append("")
            return
        inline = _Inline(name, written)
        self.inlines.append(inline)
        self.entries.append(inline)

    def _start_block(self, name: str, written: str, has_summary: bool) -> None:
        while self.blocks[-1].shown == "p":
            self._close_block()
        parent = self.blocks[-1].shown
        wrong = name in _PARENTS and parent not in _PARENTS[name]
        headed = parent in ("dt", "th") and (name in HEADINGS or name == "section")
        if parent in _TEXT_ONLY or wrong or headed or (parent == "dl" and name == "div"):
            self.out.append(" ")
            if name not in VOID:
                self.entries.append(" ")
            return
        self._suspend()
        self._leave_implied(name)
        self._enter_item(name)
        if name in _IMPLIED and self.blocks[-1].shown not in (_LISTS if name == "li" else ("dl",)):
            self._open_block(_IMPLIED[name], implied=True)
        shown = self._shown(name, has_summary)
        self._note_part(shown)
        self.blocks[-1].filled = True
        if name in VOID:
            self.out.append(f"<{name}{written}>")
        else:
            self.entries.append(self._open_block(shown, written if shown == name else written.replace(' open=""', "")))

    def _shown(self, name: str, has_summary: bool) -> str:
        parent = self.blocks[-1]
        if name == "details" and not has_summary:
            return "div"
        if (name == "summary" and (parent.shown != "details" or parent.filled)) or (
            name == "figcaption" and parent.shown != "figure"
        ):
            return "div"
        return name

    def _leave_implied(self, name: str) -> None:
        """Close what was opened for an element that is over."""
        while self.blocks[-1].implied:
            shown = self.blocks[-1].shown
            if (shown == "ul" and name == "li") or (shown == "dl" and name in ("dt", "dd")):
                return
            if (shown == "li" and name != "li") or (shown == "dd" and name not in ("dt", "dd")):
                return
            self._close_block()

    def _enter_item(self, name: str) -> None:
        """Open an item for what stands in a list but is none."""
        parent = self.blocks[-1].shown
        if parent in _LISTS and name != "li":
            self._open_block("li", implied=True)
        elif parent == "dl" and name not in ("dt", "dd"):
            self._note_part("dd")
            self._open_block("dd", implied=True)

    def _note_part(self, name: str) -> None:
        """Keep a description list in pairs: a description has a term before it."""
        parent = self.blocks[-1]
        if parent.shown == "dl":
            if name == "dd" and not parent.last:
                self.out.append("<dt></dt>")
            parent.last = name

    def _open_block(self, shown: str, written: str = "", *, implied: bool = False) -> _Block:
        block = _Block(shown, implied)
        self.blocks.append(block)
        self.out.append(f"<{shown}{written}>")
        return block

    def _close_block(self) -> None:
        self._suspend()
        block = self.blocks.pop()
        block.closed = True
        if block.last == "dt":
            self.out.append("<dd></dd>")
        self.out.append(f"</{block.shown}>")

    def _suspend(self) -> None:
        """Close the inline elements; text that follows opens them again."""
        self.out += (f"</{inline.shown}>" for inline in reversed(self.inlines[: self.live]))
        self.live = 0

    def _end(self) -> None:
        entry = self.entries.pop()
        if isinstance(entry, _Inline):
            if not entry.seen and _ID.search(entry.written):
                self._fill()
            self.inlines.pop()
            if self.live > len(self.inlines):
                self.out.append(f"</{entry.shown}>")
                self.live -= 1
        elif isinstance(entry, str):
            self.out.append(entry)
        else:
            while not entry.closed:
                self._close_block()
