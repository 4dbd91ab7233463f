"""Markdown to a body: converted by Python-Markdown, sanitised by nh3, mended where HTML was written, then annotated.

Nothing that an author writes reaches a page unsanitised; what was removed is reported with its place in the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import SourcePlaces, annotate
from broadsheet.content.closing import closed
from broadsheet.content.marks import Marks
from broadsheet.content.nesting import nest
from broadsheet.content.prose import to_html
from broadsheet.content.sanitise import removed_markup, sanitise
from broadsheet.model import Body
from broadsheet.problems import Outcome, Problem, Span

if TYPE_CHECKING:
    import markdown

_EXTENSIONS = ("tables", "footnotes", "attr_list", "fenced_code", "def_list", "abbr", "sane_lists")
_ADDRESS = re.compile(r"\b(?:href|src)=", re.IGNORECASE)
_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(`+)(?!`).+?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL
)
# `<https://…>` and `<me@…>` where they made no link: within raw HTML.
_UNLINKED = re.compile(r"<(?=[a-zA-Z][a-zA-Z0-9+.-]*://|[^\s<>\"'=/]+@)")
_RAW_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>")


class Markdown:
    """A converter with its settings. It is made once and used for many texts, by one thread at a time; it can be pickled."""

    def __init__(self, settings: MarkdownSettings) -> None:
        self.settings = settings
        self._engine: markdown.Markdown | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (Markdown, (self.settings,))

    def to_body(self, text: str, path: str, first_line: int = 1) -> Outcome[Body]:
        """Convert a text whose first line is line `first_line` of the file `path`."""
        if not text.strip():
            return Outcome(Body(""))
        places = SourcePlaces(text, path, first_line)
        marks = None
        if "<" in text or "{{" in text or "{%" in text:
            marks = Marks(text, html=self.settings.raw_html != "refuse")
        try:
            raw = self._convert(marks.text if marks else text)
            raw = _UNLINKED.sub("&lt;", raw) if "<" in text else raw
        except RecursionError:
            self._engine = None
            message = "the Markdown is nested too deeply"
            return Outcome(Body(""), (Problem("bad-markdown", message, Span(path, first_line), "flatten lists and quotations"),))
        html = sanitise(closed(raw) if "<" in text else raw)
        problems: tuple[Problem, ...] = marks.problems(raw, places) if marks else ()
        if self.settings.raw_html == "refuse":
            problems += refused_markup(text, places)
        # A sanitised text without `<` or `{` in its source can only have lost addresses.
        if "<" in text or "{" in text or len(_ADDRESS.findall(raw)) != len(_ADDRESS.findall(html)):
            problems += removed_markup(raw, places)
        if marks:
            html = marks.restored(html)
        if "<" in text:
            html = nest(html)
        body = annotate(html, places)
        return Outcome(body.value, (*problems, *body.problems))

    def _convert(self, text: str) -> str:
        return to_html(text, self._parse, smart=self.settings.smart)

    def _parse(self, text: str) -> str:
        if self._engine is None:
            self._engine = _engine(self.settings)
        self._engine.reset()
        return self._engine.convert(text)


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


def _engine(settings: MarkdownSettings) -> markdown.Markdown:
    import markdown  # here, because a build that reads no body should not wait for it

    engine = markdown.Markdown(
        extensions=[*_EXTENSIONS, *(("smarty",) if settings.smart else ())],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    if settings.raw_html == "refuse":
        engine.preprocessors.deregister("html_block")
        engine.inlinePatterns.deregister("html")
    return engine
