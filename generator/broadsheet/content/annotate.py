"""Annotation of sanitised HTML: ids of headings and paragraphs, and the list of links with their places in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from hashlib import blake2b
from html import unescape

from broadsheet.content.alternative import is_file_name
from broadsheet.content.elements import BLOCKS, HEADINGS, INLINE, VOID
from broadsheet.content.htmltags import TAG, attributes, quoted, start_tag
from broadsheet.content.nodes import shortened
from broadsheet.content.proof import BLOCK
from broadsheet.content.slugs import slug_of
from broadsheet.model import Body, BodyLink
from broadsheet.problems import Outcome, Problem, Span

# What stands between the tags of a heading that says nothing.
_NOTHING = re.compile(r"(?:\s|</?(?!h[1-6]\b|img\b)[a-z][^<>]*>)*</h[1-6]>")
_EXPLICIT_ID = re.compile(r'\sid="([^"]*)"')
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Scripts that are written without blanks between words: each character counts as one.
_CHARACTER_WORDS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WIDE_BYTES = bytes(range(0xE3, 0xF0))  # with which those characters begin in UTF-8
_TAG = re.compile("<[^>]*>")
_LINK_TAG = re.compile('(<a href="([^"]*)"(?: title="[^"]*")?)>')
# Elements whose tags, when they have no attributes, only add to the depth.
_PASSED = (BLOCKS | INLINE) - HEADINGS - VOID - {"p", "sup"}
_TARGET_END = frozenset(" \t\n)>\"']")
_RAW_SOURCE = re.compile(r"src\s*=\s*[\"']?\Z", re.IGNORECASE)

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

    # Most texts have nothing to be found in them.
    @cached_property
    def _folded(self) -> str:
        return self.text.lower()

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def find(self, target: str) -> int | None:
        """Return the index of the next occurrence of a link target; of the last one again when a reference is used twice."""
        found = self._next(target, target)
        if found is not None:
            return found
        for form in dict.fromkeys((target.replace("&", "&amp;"), target.removeprefix("mailto:"), *_footnote(target))):
            found = self._next(form, form) if form != target else None
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

    def _next(self, form: str, key: str) -> int | None:
        at = self.text.find(form, self._after.get(key, 0)) if form else -1
        while at >= 0:
            end = at + len(form)
            starts = not at or form.startswith("[") or not (self.text[at - 1].isalnum() or self.text[at - 1] in "/.-_")
            if starts and (end == len(self.text) or self.text[end] in _TARGET_END):
                self._after[key] = end
                self._last[key] = at
                return at
            at = self.text.find(form, at + 1)
        return self._last.get(key)


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
    return annotator.outcome()


class _Annotator:
    """Goes through a text once. One use."""

    def __init__(self, html: str, places: SourcePlaces) -> None:
        self.html = html
        self.places = places
        self.levels: list[str] = []  # the headings, as written, that the text at hand stands below
        self.emptied = False
        self.taken: dict[str, int] = {}
        self.explicit_seen: set[str] = set()
        # There are no blanks in the text but single spaces and line ends, and no words of single characters.
        self.is_even = "  " not in html and (html.isascii() or _is_of_words(html))
        self.out: list[str] = []
        self.texts: list[str] = []
        self.words = 0  # of what is not in `texts`
        self.ids: list[str] = []
        self.links: list[BodyLink] = []
        self.problems: list[Problem] = []
        self.depth = 0
        # The element whose text is being collected for its id: where its tag stands in `out`, its text's and its id's start.
        self.collecting: tuple[str, int, int, int] | None = None
        self.note_start: int | None = None

    def outcome(self) -> Outcome[Body]:
        rest = "".join(self.texts)
        words = self.words if not rest or rest.isspace() else self.words + count_words(unescape(rest))
        body = Body("".join(self.out).strip(), tuple(self.links), tuple(self.ids), words)
        return Outcome(body, tuple(self.problems))

    def walk(self) -> None:
        """Go through sanitised HTML by its plain blocks, and by the tags of what is none."""
        html, at = self.html, 0
        self.taken = dict.fromkeys(_EXPLICIT_ID.findall(html), 1)
        while True:
            block = BLOCK.match(html, at) if not self.depth else None
            if block:
                self.take(block)
                self.texts.append(" ")
                at = block.end()
                continue
            match = TAG.search(html, at)
            if match is None:
                break
            if match.start() > at:
                self._text(html[at : match.start()])
            at = match.end()
            name = match[2]
            if name in _PASSED and not match[3]:
                self.out.append(match[0])
                self.depth += -1 if match[1] else 1
            elif match[1]:
                self._close(name)
            elif name in HEADINGS and _NOTHING.match(html, at):
                self.emptied = True
                self._start("div", match[3])
            else:
                self._start(name, match[3])
        self._text(html[at:])

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
        if not text:  # a heading that says nothing is none
            shown = name if name == "p" else "div"
            self.out.append(f"{before}<{shown}>{inner}</{shown}>")
            return
        if name == "p":
            shown, given = name, paragraph_id(text, self.taken)
        else:
            self._descend(name)
            shown, given = self._shown(name), unique(slug_of(text), self.taken)
        self.ids.append(given)
        self.out.append(f'{before}<{shown} id="{given}">{inner}</{shown}>')

    def _linked(self, html: str) -> str:
        """Take note of the links of a plain block; return it as it is published."""
        return _LINK_TAG.sub(self._anchor, html) if "<a " in html else html

    def _anchor(self, tag: re.Match[str]) -> str:
        self._link(tag[2])
        return f'{tag[1]} rel="noopener">' if _EXTERNAL.match(tag[2]) else tag[0]

    def _text(self, text: str) -> None:
        self.out.append(text)
        self.texts.append(text)

    def _start(self, name: str, written: str) -> None:
        pairs = attributes(written) if written else {}
        if name == "img":
            self._picture(pairs)
            return
        if "id" in pairs:
            pairs["id"] = self._explicit_id(pairs["id"])
            if name == "sup" and pairs["id"].startswith("fnref"):
                self.note_start = len(self.texts)
        if "href" in pairs:
            self._link(pairs["href"])
            if _EXTERNAL.match(pairs["href"]):
                pairs["rel"] = "noopener"
        if "align" in pairs:
            pairs["class"] = f"{pairs.get('class', '')} align-{pairs.pop('align')}".strip()
        self._descend(name)
        shown = self._shown(name)
        if (name in HEADINGS or (name == "p" and not self.depth)) and "id" not in pairs:
            self.collecting = (name, len(self.out), len(self.texts), len(self.ids))
            self.ids.append("")
        self.out.append(start_tag(shown, pairs))
        if name not in VOID:
            self.depth += 1

    def _descend(self, name: str) -> None:
        if name in HEADINGS:
            while self.levels and self.levels[-1] >= name:
                self.levels.pop()
            self.levels.append(name)

    def _close(self, name: str) -> None:
        self.depth -= 1
        if name in HEADINGS and self.emptied:
            name, self.emptied = "div", False
        if name == "sup" and self.note_start is not None:
            # The number of a footnote changes when one is added before it; the paragraph's id must not.
            del self.texts[self.note_start :]
            self.note_start = None
        if name in HEADINGS or name == "p":
            self.texts.append(" ")
        if self.collecting and self.collecting[0] == name:
            self._give_id(*self.collecting)
            self.collecting = None
        self.out.append(f"</{self._shown(name)}>")

    def _give_id(self, name: str, tag_at: int, text_at: int, id_at: int) -> None:
        text, words = evened(unescape("".join(self.texts[text_at:])))
        self.texts[text_at:] = (" ",)
        self.words += words
        if name == "p" and not text:
            del self.ids[id_at]
            return
        given = paragraph_id(text, self.taken) if name == "p" else unique(slug_of(text), self.taken)
        self.ids[id_at] = given
        tag = self.out[tag_at]
        head = len(self._shown(name)) + 1
        self.out[tag_at] = f'{tag[:head]} id="{given}"{tag[head:]}'

    def _explicit_id(self, written: str) -> str:
        if written in self.explicit_seen or written.startswith(LAYOUT_IDS):
            written = unique(written, self.taken)
        self.explicit_seen.add(written)
        self.ids.append(unescape(written))
        return written

    def _shown(self, name: str) -> str:
        return f"h{min(6, 1 + len(self.levels))}" if name in HEADINGS else name

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
            message = f"the text of the picture `{source}` is the name of a file, which does not say what it shows"
            self.problems.append(Problem("image-without-alt", message, self.places.span(index), hint))
        self.out.append(start_tag("img", pairs))
