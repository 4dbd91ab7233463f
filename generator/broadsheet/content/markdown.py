"""Markdown to a body: converted by an engine, sanitised by nh3, mended where HTML was written, then annotated.

Nothing that an author writes reaches a page unsanitised; what was removed is reported with its place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import SourcePlaces, annotate
from broadsheet.content.closing import closed
from broadsheet.content.commonmark import CommonMark
from broadsheet.content.marks import Marks
from broadsheet.content.nesting import nest
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.sanitise import removed_markup, sanitise
from broadsheet.model import Body
from broadsheet.problems import Outcome, Problem, Span

_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(`+)(?!`).+?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL
)
# `<https://…>` and `<me@…>` where they made no link: within raw HTML.
_UNLINKED = re.compile(r"<(?=[a-zA-Z][a-zA-Z0-9+.-]*://|[^\s<>\"'=/]+@)")
_RAW_TAG = re.compile(r"(?<!\]\()<[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>")


class Engine(Protocol):
    """What converts Markdown to HTML that nobody has looked at yet."""

    def to_html(self, text: str, clean: Callable[[str], str]) -> str:
        """Convert a text without raw HTML; `clean` makes safe what is not so by the way it was made."""

    def parse(self, text: str) -> str:
        """Convert a text as a whole. Raises RecursionError where it is nested too deeply."""


class Markdown:
    """A converter with its settings. It is made once and used for many texts, by one thread at a time; it can be pickled."""

    def __init__(self, settings: MarkdownSettings) -> None:
        self.settings = settings
        self._engine: Engine = CommonMark(settings) if settings.engine == "commonmark" else PythonMarkdown(settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Markdown, (self.settings,))

    def to_body(self, text: str, path: str, first_line: int = 1) -> Outcome[Body]:
        """Convert a text whose first line is line `first_line` of the file `path`."""
        if not text or text.isspace():
            return Outcome(Body(""))
        places = SourcePlaces(text, path, first_line)
        tagged = "<" in text
        marks = Marks(text, html=self.settings.raw_html != "refuse") if tagged or "{{" in text or "{%" in text else None
        cleaning = _Cleaning(tagged=tagged)
        try:
            html = (
                cleaning.clean(self._engine.parse(marks.text))
                if marks is not None
                else self._engine.to_html(text, cleaning.clean)
            )
        except RecursionError:
            message = "the Markdown is nested too deeply"
            return Outcome(Body(""), (Problem("bad-markdown", message, Span(path, first_line), "flatten lists and quotations"),))
        raw = "\n".join(cleaning.raws)
        problems: tuple[Problem, ...] = marks.problems(raw, places) if marks else ()
        if self.settings.raw_html == "refuse":
            problems += refused_markup(text, places)
        # A sanitised text without `<` or `{` in its source can only have lost addresses.
        if cleaning.lost or tagged or "{" in text:
            problems += removed_markup(raw, places)
        if marks:
            html = marks.restored(html)
        if tagged:
            html = nest(html)
        body = annotate(html, places)
        return Outcome(body.value, (*problems, *body.problems))


class _Cleaning:
    """Sanitises the parts of one text that need it, and keeps what they were."""

    def __init__(self, *, tagged: bool) -> None:
        self.tagged = tagged
        self.raws: list[str] = []
        self.lost = False

    def clean(self, raw: str) -> str:
        """Return HTML as it may be published."""
        raw = _UNLINKED.sub("&lt;", raw) if self.tagged else raw
        self.raws.append(raw)
        html = sanitise(closed(raw) if self.tagged else raw)
        self.lost = self.lost or _addresses(raw) != _addresses(html)
        return html


def _addresses(html: str) -> int:
    return html.count("href=") + html.count("src=")


def refused_markup(text: str, places: SourcePlaces) -> tuple[Problem, ...]:
    """Return a warning for each raw HTML tag outside of code, where the settings refuse raw HTML."""
    masked = _CODE.sub(lambda match: " " * len(match.group()), text)
    return tuple(
        Problem(
            "removed-markup",
            f"raw HTML is refused: `{match.group()}` is shown as text",
            places.span(match.start()),
            "write it in Markdown, or set `markdown: {raw_html: sanitise}`",
        )
        for match in _RAW_TAG.finditer(masked)
    )
