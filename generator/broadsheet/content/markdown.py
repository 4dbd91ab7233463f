"""Markdown to a body: converted by an engine, proven plain or sanitised by nh3, mended where HTML was written, then annotated.

Nothing that an author writes reaches a page unsanitised; what was removed is reported with its place in the source.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any, Protocol

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import SourcePlaces, annotate
from broadsheet.content.closing import closed
from broadsheet.content.commonmark import CommonMark
from broadsheet.content.hidden import without_hidden
from broadsheet.content.htmlblocks import ended, outdented
from broadsheet.content.lazy import without_scripts
from broadsheet.content.marks import Marks
from broadsheet.content.nesting import nest
from broadsheet.content.players import as_links
from broadsheet.content.proof import plain_blocks
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.sanitise import hidden_markup, removed_markup, sanitise
from broadsheet.expressions import expression
from broadsheet.model import Body
from broadsheet.problems import Outcome, Problem, Span

_CODE = expression(
    r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(?<!`)(`++).+?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL
)
# Code that both converters take for code for certain, or a comment: where one of them might not, it is a comment.
_CERTAIN_CODE_OR_COMMENT = expression(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ {0,3}(?P=fence)[`~]*[ \t]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)|(?P<comment><!--.*?-->)",
    re.MULTILINE | re.DOTALL,
)
# Behind it only the page of a text itself goes on. Other generators call it by these names.
MORE = expression(r"<!--\s*(?:more|truncate|excerpt|end_excerpt|teaser_end|pelican_end_summary)\b.*?-->", re.IGNORECASE)
_LINE_BEGINS, _LETTER, _EMPTY_LINE = expression(r"(?:^|\n) {0,3}\Z"), expression(r"[^\n]"), expression(r"(?<=\n)(?=\n)")
# `<https://…>` and `<me@…>` where they made no link: within raw HTML; and `<URL: …>`, which makes none.
_UNLINKED = expression(r"<(?=[a-zA-Z][a-zA-Z0-9+.-]*:(?://|\s)|[^\s<>\"'=/]+@)")
_DEFINED = expression(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]+$", re.MULTILINE)  # where a link leads that is written `[text][name]`
_NESTED = expression(r"<(/?)(?:blockquote|ol|ul)\b")
_DEEP = 100  # lists and quotations in each other; what a sanitiser takes for them grows with the square of their number
_TASK = expression(r"(<li>\s*(?:<p>)?)\[([ xX])\](?= )")
_ALERT = expression(r"(<blockquote>\s*<p>)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?:<br ?/?>)?\s*(</p>\s*)?")
_TAG_AS_CODE = expression(r"<pre><code>\s*&lt;/?([a-zA-Z][a-zA-Z0-9-]*)")
_CODE_SHOWN = expression(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_MEANT_AS_TEXT = expression(r"(?:&lt;|\\<)!--")
_RAW_TAG = expression(r"(?<!\]\()<[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>")


class Converter(Protocol):
    """What converts Markdown to HTML that nobody has looked at yet."""

    def to_html(self, text: str) -> str:
        """Convert a text. Raises RecursionError where it is nested too deeply."""


class Markdown:
    """A converter with its settings. It is made once and used for many texts, by one thread at a time; it can be pickled."""

    def __init__(self, settings: MarkdownSettings) -> None:
        self.settings = settings
        self._engine: Converter = CommonMark(settings) if settings.engine == "commonmark" else PythonMarkdown(settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Markdown, (self.settings,))

    def before_more(self, text: str, path: str) -> str:
        """Return the HTML of what stands before the mark `<!--more-->` of a text; empty where there is none."""
        if "<!--" not in text:  # nearly always
            return ""
        comments = (found for found in _CERTAIN_CODE_OR_COMMENT.finditer(text) if found["comment"])
        mark = next((found for found in comments if MORE.fullmatch(found[0])), None)
        if mark is None:
            return ""
        defined = "\n".join(found[0] for found in _DEFINED.finditer(text, mark.end()))
        return self.to_body(f"{text[: mark.start()]}\n\n{defined}", path).value.html

    def to_body(self, text: str, path: str, first_line: int = 1) -> Outcome[Body]:
        """Convert a text whose first line is line `first_line` of the file `path`."""
        if not text or text.isspace():
            return Outcome(Body(""))
        if "<!--" in text:
            text = _without_comments(text, whole=self.settings.raw_html == "refuse")
        places = SourcePlaces(text, path, first_line)
        text = ended(text) if "</" in text else text
        tagged = "<" in text
        marked = tagged or ("{" in text and ("{{" in text or "{%" in text))  # one character is found sooner than two
        marks = Marks(text, html=self.settings.raw_html != "refuse") if marked else None
        try:
            given = marks.text if marks is not None else text
            raw = self._engine.to_html(outdented(given) if tagged else given)
        except RecursionError:
            return _too_deep(path, first_line)
        raw = _shown(raw) if "[" in raw else raw
        problems = _html_as_code(raw, places) if tagged else ()
        problems += refused_markup(text, places) if self.settings.raw_html == "refuse" else ()
        blocks = None if marks else plain_blocks(raw)
        if blocks:
            problems += _open_comment(raw, places) if tagged else ()
            body = annotate(raw, places, blocks)
            return Outcome(body.value, (*problems, *body.problems))
        if _is_deep(raw):
            return _too_deep(path, first_line)
        if tagged:
            seen, taken = without_hidden(_UNLINKED.sub("&lt;", raw))
            linked = as_links(without_scripts(seen), places)
            raw, problems = linked.value, (*problems, *hidden_markup(taken, places), *linked.problems)
        html = sanitise(closed(raw) if tagged else raw)
        problems = (*(marks.problems(raw, places) if marks else ()), *problems)
        # A text without `<` or `{` in its source can only have lost addresses.
        if tagged or "{" in text or _addresses(raw) != _addresses(html):
            problems += removed_markup(raw, places)
        if marks:
            html = marks.restored(html)
        problems += _open_comment(html, places) if tagged else ()
        body = annotate(nest(html) if tagged else html, places)
        return Outcome(body.value, (*problems, *body.problems))


def _without_comments(text: str, *, whole: bool) -> str:
    """Return a text whose comments are gone, but for their line ends: they are notes, also where HTML is shown as text.

    Where they are not to go as a `whole`, what stands in those of several lines does: a list in one of them would end it.
    """

    def kept(found: re.Match[str]) -> str:
        written = found[0]
        if whole and found["comment"]:
            return "\n" * written.count("\n")
        if not found["comment"] or "\n" not in written or not _LINE_BEGINS.search(text, max(0, found.start() - 4), found.start()):
            return written
        return f"<!--{_EMPTY_LINE.sub('.', _LETTER.sub('.', written[4:-3]))}-->"

    unended = text.find("<!--", text.rfind("-->") + 1)  # no comment ends there, and each would be sought to the end
    end = len(text) if unended < 0 else unended
    return _CERTAIN_CODE_OR_COMMENT.sub(kept, text[:end]) + text[end:]


def _shown(html: str) -> str:
    """Return HTML in which the boxes of tasks are drawn, and the kind of an alert (`> [!NOTE]`) stands above its text."""
    html = _TASK.sub(lambda task: task[1] + ("\u2610" if task[2] == " " else "\u2611"), html)
    return _ALERT.sub(lambda alert: f"{alert[1]}<strong>{alert[2].title()}</strong></p>\n{'' if alert[3] else '<p>'}", html)


def _html_as_code(html: str, places: SourcePlaces) -> tuple[Problem, ...]:
    """Return a warning where indented lines of HTML are shown as code, below HTML that is none."""
    found = _TAG_AS_CODE.search(html)
    if not found:
        return ()
    place = re.compile(rf"^(?: {{4}}|\t)[ \t]*(<{found[1]}\b)", re.MULTILINE | re.IGNORECASE).search(places.text)
    message = f"`<{found[1]}` is shown as code, for its line begins with four spaces"
    hint = "take the spaces away if it is no code; put code between lines of ```"
    found_html = place and _RAW_TAG.search(places.text, 0, place.start())
    return (Problem("html-as-code", message, places.span(place.start(1)), hint),) if place and found_html else ()


def _open_comment(html: str, places: SourcePlaces) -> tuple[Problem, ...]:
    """Return an error where the beginning of a comment is shown as text, for the comment, which is a note, has no end."""
    text = places.text
    if "<!--" not in text or _CODE_SHOWN.sub("", html).count("&lt;!--") <= len(_MEANT_AS_TEXT.findall(text)):
        return ()
    masked = _without_code(text)
    at = max(masked.find("<!--", masked.rfind("-->") + 1), text.find("<!--"))
    hint = "end it with `-->`; write `&lt;!--` if readers are to see it"
    return (Problem("open-comment", "a comment begins here and does not end: it would be published", places.span(at), hint),)


def _is_deep(html: str) -> bool:
    return any(depth > _DEEP for depth in accumulate(-1 if tag[1] else 1 for tag in _NESTED.finditer(html)))


def _too_deep(path: str, line: int) -> Outcome[Body]:
    message = "the Markdown is nested too deeply"
    return Outcome(Body(""), (Problem("bad-markdown", message, Span(path, line), "flatten lists and quotations"),))


def _addresses(html: str) -> int:
    return html.count("href=") + html.count("src=")


def refused_markup(text: str, places: SourcePlaces) -> tuple[Problem, ...]:
    """Return a warning for each raw HTML tag outside of code, where the settings refuse raw HTML."""
    return tuple(
        Problem(
            "removed-markup",
            f"raw HTML is refused: `{match.group()}` is shown as text",
            places.span(match.start()),
            "write it in Markdown, or set `markdown: {raw_html: sanitise}` and trust who sent it",
        )
        for match in _RAW_TAG.finditer(_without_code(text))
    )


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: " " * len(match.group()), text)
