"""Annotation of sanitised HTML: ids of headings and paragraphs, and the list of links with their places in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from hashlib import blake2b
from html import unescape

from broadsheet.content.alternative import is_file_name
from broadsheet.content.elements import HEADINGS, VOID
from broadsheet.content.htmltags import TAG, attributes, quoted, start_tag
from broadsheet.content.nodes import shortened
from broadsheet.content.proof import BLOCK
from broadsheet.content.slugs import slug_of
from broadsheet.expressions import expression
from broadsheet.model import Body, BodyLink
from broadsheet.problems import Outcome, Problem, Span

_EXPLICIT_ID = expression(r'\sid="([^"]*)"')
_EXTERNAL = expression(r"(?:https?:)?//", re.IGNORECASE)
# Scripts that are written without blanks between words: each character counts as one.
_CHARACTER_WORDS = expression("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WIDE_BYTES = bytes(range(0xE3, 0xF0))  # with which those characters begin in UTF-8
_TAG = expression("<[^>]*>")
_LINK_TAG = expression('(<a href="([^"]*)"(?: title="[^"]*")?)>')
# The mark of a footnote: its number changes when one is added before it, so neither ids nor words count it.
_NOTE_MARK = expression('<sup (?:[^>]* )?id="fnref[^>]*>.*?</sup>', re.DOTALL)
_PARTED = expression("(?=</?(?:p|h[1-6])[ >])")
_TARGET_END = frozenset(" \t\n)>\"']")
_RAW_SOURCE = expression(r"src\s*=\s*[\"']?\Z", re.IGNORECASE)

LAYOUT_IDS = "page-"  # how the ids of the templates begin


def count_words(text: str) -> int:
    """Return the number of words in a text."""
    return evened(text)[1]


def evened(text: str) -> tuple[str, int]:
    """Return a text with single spaces for all blanks in it and none around it, and the number of its words."""
    parts = text.split()
    return " ".join(parts), len(parts) + _character_words(text)


def _is_of_words(text: str) -> bool:
    """Say whether a text has no other blanks than spaces and line ends, and all its words stand between them."""
    return text.replace("\n", "").isprintable() and not _character_words(text)


def _character_words(text: str) -> int:
    if text.isascii():
        return 0
    data = text.encode("utf-8", "replace")
    return len(_CHARACTER_WORDS.findall(text)) if len(data.translate(None, _WIDE_BYTES)) < len(data) else 0


def paragraph_id(text: str, taken: dict[str, int]) -> str:
    """Return an id made from a paragraph's own text, so that it survives edits elsewhere, and take it.

    Blanks are single spaces (`evened`); a repeated text gets `-2`, `-3`, … `taken` holds, with each id, the last number tried.
    """
    name = f"p-{blake2b(text.encode(), digest_size=4).hexdigest()}"
    if name in taken:
        return unique(name, taken)
    taken[name] = 1
    return name


def unique(wanted: str, taken: dict[str, int]) -> str:
    """Return `wanted`, or its first free form with `-2`, `-3`, …, and take it. The layout's ids are never given."""
    name = wanted = f"text-{wanted}" if wanted.startswith(LAYOUT_IDS) else wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}-{taken[wanted]}"
    taken[name] = 1
    return name


class SourcePlaces:
    """Finds in a source text what was found in the HTML made from it. Repeated things are found one after the other."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self._after: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._found = 0  # the end of what was found last

    # Most texts have nothing to be found in them.
    @cached_property
    def _folded(self) -> str:
        return self.text.lower()

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def find(self, target: str) -> int | None:
        """Return the index of the next occurrence of a link target; of the last one again when a reference is used twice."""
        for form in dict.fromkeys((*_footnote(target), target, target.replace("&", "&amp;"), target.removeprefix("mailto:"))):
            found = self._next(form)
            if found is not None:
                return found
        return None

    def find_markup(self, opening: str) -> int | None:
        """Return the index of the next occurrence of markup such as `<script`, whatever its case."""
        at = self._folded.find(opening.lower(), self._after.get(opening, 0))
        if at >= 0:
            self._after[opening] = at + len(opening)
            self._last[opening] = at
        return self._last.get(opening)

    def span(self, index: int | None) -> Span:
        """Return the place of an index; the text's first character for None."""
        if index is None:
            return Span(self.path, self.first_line)
        row = bisect_right(self._starts, index)
        return Span(self.path, self.first_line + row - 1, index - self._starts[row - 1] + 1)

    def _next(self, form: str) -> int | None:
        after = self._after.get(form, 0) if form else len(self.text)
        for start in dict.fromkeys((max(after, self._found), after)):  # most things are in the order of the text
            at = self.text.find(form, start)
            while at >= 0:
                end = at + len(form)
                starts = not at or form.startswith("[") or not (self.text[at - 1].isalnum() or self.text[at - 1] in "/.-_")
                if starts and (end == len(self.text) or self.text[end] in _TARGET_END):
                    self._after[form] = self._found = end
                    self._last[form] = at
                    return at
                at = self.text.find(form, at + 1)
        return self._last.get(form)


def _footnote(target: str) -> tuple[str, ...]:
    label = re.fullmatch(r"#fn(?:ref\d*)?:(.+)", target)
    return (f"[^{label[1]}",) if label else ()


def annotate(html: str, places: SourcePlaces, blocks: list[re.Match[str]] | None = None) -> Outcome[Body]:
    """Return HTML that is sanitised, or proven to consist of plain `blocks`, as a body.

    Its first heading becomes an h2, and none is more than one level below the one before it. Headings and the paragraphs at the
    top level get ids, ids are made unique, and external links get `rel="noopener"`. One pass, linear in the length of the HTML.
    """
    annotator = _Annotator(html if blocks else html.replace("&nbsp;", "\u00a0"), places)
    if blocks is None:
        annotator.walk()
    else:
        for block in blocks:
            annotator.take(block)
    body = Body("".join(annotator.out).strip(), tuple(annotator.links), tuple(annotator.ids), annotator.words)
    return Outcome(body, tuple(annotator.problems))


class _Annotator:
    """Goes through a text once. One use."""

    def __init__(self, html: str, places: SourcePlaces) -> None:
        self.html = html
        self.places = places
        self.levels: list[str] = []  # the headings, as written, that the text at hand stands below
        self.heading = ""  # what the heading at hand is shown as
        self.depth = 0
        self.explicit_seen: set[str] = set()
        self.taken: dict[str, int] = {}
        # There are no blanks in the text but single spaces and line ends, and no words of single characters.
        self.is_even = "  " not in html and (html.isascii() or _is_of_words(html))
        self.out: list[str] = []
        self.ids: list[str] = []
        self.links: list[BodyLink] = []
        self.words = 0
        self.problems: list[Problem] = []

    def walk(self) -> None:
        """Go through sanitised HTML by its plain blocks, and by the tags of what is none."""
        html, at = self.html, 0
        self.taken = dict.fromkeys(_EXPLICIT_ID.findall(html), 1)
        while True:
            block = BLOCK.match(html, at) if not self.depth else None
            if block:
                self.take(block)
                at = block.end()
                continue
            tag = TAG.search(html, at)
            if tag is None:
                break
            self.out.append(html[at : tag.start()])
            at = tag.end()
            if tag[1]:
                self.depth -= 1
                self.out.append(f"</{self.heading if tag[2] in HEADINGS else tag[2]}>")
            else:
                self._start(tag[2], tag[3], at)
        self.out.append(html[at:])
        self.words = count_words(unescape(_TAG.sub("", _PARTED.sub(" ", _NOTE_MARK.sub("", html)))))

    def take(self, block: re.Match[str]) -> None:
        """Take a plain block, as most of a text is."""
        before, name, inner, other, _ = block.groups()
        if other:
            self.words += count_words(_TAG.sub("", other))
            self.out += (before, self._linked(other))
            return
        text, is_even = inner, self.is_even
        if "<" in text:
            text, inner = _TAG.sub("", inner), self._linked(inner)
            is_even = is_even and "  " not in text  # on either side of a tag
        if "&" in text:
            text = unescape(text)
        if is_even and "\n" not in text and text and text[0] != " " != text[-1]:
            self.words += text.count(" ") + 1
        else:
            text, words = evened(text)
            self.words += words
        shown = name if name == "p" else self._level(name) if text else "div"
        self.out.append(f"{before}<{shown}{self._id(name, text) if text else ''}>{inner}</{shown}>")

    def _linked(self, html: str) -> str:
        """Take note of the links of a plain block; return it as it is published."""
        return _LINK_TAG.sub(self._anchor, html) if "<a " in html else html

    def _anchor(self, tag: re.Match[str]) -> str:
        self._link(tag[2])
        return f'{tag[1]} rel="noopener">' if _EXTERNAL.match(tag[2]) else tag[0]

    def _start(self, name: str, written: str, at: int) -> None:
        pairs = attributes(written)
        if name == "img":
            self._picture(pairs)
            return
        if "id" in pairs:
            pairs["id"] = self._explicit_id(pairs["id"])
        if "href" in pairs:
            self._link(pairs["href"])
            if _EXTERNAL.match(pairs["href"]):
                pairs["rel"] = "noopener"
        if "align" in pairs:
            pairs["class"] = f"{pairs.get('class', '')} align-{pairs.pop('align')}".strip()
        shown, own = name, ""
        if name in HEADINGS or (name == "p" and not self.depth):
            inner = self.html[at : self.html.index(f"</{name}>", at)]
            text = evened(unescape(_TAG.sub("", _NOTE_MARK.sub("", inner))))[0]
            if name != "p":
                says = text or "<img" in inner or _NOTE_MARK.search(inner)
                shown = self.heading = self._level(name) if says else "div"
            if "id" not in pairs and (text or shown not in ("p", "div")):
                own = self._id(name, text)
        self.out.append(f"<{shown}{own}{start_tag('', pairs)[1:]}")
        self.depth += name not in VOID

    def _level(self, name: str) -> str:
        """Return what a heading is shown as."""
        while self.levels and self.levels[-1] >= name:
            self.levels.pop()
        self.levels.append(name)
        return f"h{min(6, 1 + len(self.levels))}"

    def _id(self, name: str, text: str) -> str:
        """Return the attribute with the id that a paragraph or heading has from its text."""
        given = paragraph_id(text, self.taken) if name == "p" else unique(slug_of(text), self.taken)
        self.ids.append(given)
        return f' id="{given}"'

    def _explicit_id(self, written: str) -> str:
        if written in self.explicit_seen or written.startswith(LAYOUT_IDS):
            written = unique(written, self.taken)
        self.explicit_seen.add(written)
        self.ids.append(unescape(written))
        return written

    def _link(self, written: str, *, shown: bool = False) -> int | None:
        target = unescape(written)
        index = self.places.find(target)
        self.links.append(BodyLink(target, self.places.span(index), shown))
        return index

    def _picture(self, pairs: dict[str, str]) -> None:
        if "id" in pairs:
            pairs["id"] = self._explicit_id(pairs["id"])
        alt = pairs.setdefault("alt", "")
        if "src" not in pairs:
            self.out.append(f'<span class="missing-image">{quoted(unescape(alt))}</span>')
            return
        index = self._link(pairs["src"], shown=True)
        before = self.places.text[max(0, index - 20) : index] if index else ""
        # An empty alt that was written as HTML says that the picture is decoration; Markdown's `![](…)` says nothing.
        target = unescape(pairs["src"])
        source = shortened(target)
        hint = f"write `![what it shows]({source})`"
        if not alt and not _RAW_SOURCE.search(before):
            message = f"the picture `{source}` has no text that says what it shows"
            decoration = f'{hint}, or `<img src="{source}" alt="">` where it only adorns'
            self.problems.append(Problem("image-without-alt", message, self.places.span(index), decoration))
        elif alt and is_file_name(unescape(alt), target):
            message = "the text of a picture is the name of a file, which does not say what it shows"
            if _RAW_SOURCE.search(before):
                hint = f'write `alt="what it shows"` for `alt="{shortened(unescape(alt))}"`'
            self.problems.append(Problem("image-without-alt", message, self.places.span(index), hint))
        self.out.append(start_tag("img", pairs))
