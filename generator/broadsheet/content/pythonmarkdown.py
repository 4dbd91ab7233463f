"""The engine of Python-Markdown: the default, for what authors who come from Pelican, MkDocs or Jekyll's kramdown write."""

from __future__ import annotations

import re
from string import punctuation
from typing import TYPE_CHECKING, Any

from broadsheet.config import MarkdownSettings
from broadsheet.content.prose import to_html
from broadsheet.expressions import expression

if TYPE_CHECKING:
    import markdown

_STRUCK = r"((?<!~)~~(?![~\s]))(.+?)(?<![~\s])~~(?!~)"
# A heading asks for a blank behind a single `#`, which else begins a hashtag or the number of something.
_HEADING = expression(r"(?:^|\n)(?P<level>#{2,6}|#(?=[ \t#]))(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")
_WORDS = 4  # of which the name of a file may be made
_EXTENSIONS = ("tables", "footnotes", "attr_list", "fenced_code", "def_list", "abbr", "sane_lists")


class PythonMarkdown:
    """Converts with Python-Markdown what is not plain prose. The parser is made when the first text needs it."""

    def __init__(self, settings: MarkdownSettings) -> None:
        self.settings = settings
        self._parser: markdown.Markdown | None = None

    def to_html(self, text: str) -> str:
        """Convert a text. Raises RecursionError where it is nested too deeply."""
        return to_html(text, self.parse, smart=self.settings.smart)

    def parse(self, text: str) -> str:
        """Convert a text with the parser alone."""
        if self._parser is None:
            self._parser = _parser(self.settings)
        try:
            return self._parser.reset().convert(text)
        except BaseException:  # too deep, or overdue; what it keeps is then in no order
            self._parser = None
            raise


def _parser(settings: MarkdownSettings) -> markdown.Markdown:
    import markdown  # here, because a build that reads no body should not wait for it
    from markdown.inlinepatterns import SimpleTagInlineProcessor, SubstituteTagInlineProcessor

    parser = markdown.Markdown(
        extensions=[*_EXTENSIONS, *(("smarty",) if settings.smart else ())],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    from broadsheet.content.lists import Lists, Notes, Tables  # here: their base is the package's
    from broadsheet.content.openhtml import OpenHtml

    fenced = parser.preprocessors["fenced_code_block"]
    parser.preprocessors.register(Lists(parser, fenced.run), "lists", 26)  # before fences and HTML are taken out of the text
    parser.preprocessors.register(Tables(parser), "tables_apart", 24)
    parser.preprocessors.register(Notes(parser), "notes_apart", 23)
    parser.ESCAPED_CHARS = list(punctuation)  # as everybody else has it
    parser.inlinePatterns.register(SubstituteTagInlineProcessor(r"[ \t]*\\\n", "br"), "backslash_break", 185)
    parser.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)
    emphasis: Any = parser.inlinePatterns["em_strong"]
    if hasattr(emphasis, "add_region"):  # since 3.11
        emphasis.__class__ = _sound(type(emphasis))
    reference: Any = parser.inlinePatterns["reference"]
    reference.__class__ = _apart(type(reference))
    for name in ("link", "image_link"):
        inline: Any = parser.inlinePatterns[name]
        inline.__class__ = _addressed(type(inline))
    headings: Any = parser.parser.blockprocessors["hashheader"]
    headings.RE = _HEADING
    parser.preprocessors.register(OpenHtml(parser), "open_html", 22)  # before the rest of the HTML is
    if settings.raw_html == "refuse":
        parser.preprocessors.deregister("open_html")
        parser.preprocessors.deregister("html_block")
        parser.inlinePatterns.deregister("html")
    return parser


def _apart(pairing: Any) -> type:  # a class of the package's  # noqa: ANN401
    """Return the class that reads `[words] [name]` as a link, unless both are names of links: then they are two."""

    class Apart(pairing):  # type: ignore[misc]
        def evalId(self, data: str, index: int, text: str) -> Any:  # noqa: ANN401
            if data[index : index + 1].isspace() and text.lower() in self.md.references:
                return None, index, False
            return super().evalId(data, index, text)

    return Apart


def _addressed(pairing: Any) -> type:  # a class of the package's  # noqa: ANN401
    """Return the class that reads `[words](address)` as a link, unless what stands there is a sentence: it would be gone."""

    class Addressed(pairing):  # type: ignore[misc]
        def getLink(self, data: str, index: int) -> Any:  # noqa: ANN401
            found = super().getLink(data, index)
            return ("", None, index, False) if len(found[0].split()) > _WORDS and data[index + 1] != "<" else found

    return Addressed


class _UnsoundError(Exception):
    """Marks of emphasis were paired so that a letter would be taken for one."""


def _sound(pairing: Any) -> type:  # a class of the package's  # noqa: ANN401
    """Return the class that pairs marks of emphasis, without its fault: in `*a **b c*Wd` it takes `*W` for two marks."""

    class Sound(pairing):  # type: ignore[misc]
        def handleMatch(self, m: re.Match[str], data: str) -> Any:  # noqa: ANN401
            self.data = data
            try:
                return super().handleMatch(m, data)
            except _UnsoundError:
                self.reset()
                return None, m.start(0), m.end(0)

        def add_region(self, delim: Any, a: int, b: int, c: int, d: int, size: int) -> None:  # noqa: ANN401
            if self.data[c:d].strip(self.data[a]):
                raise _UnsoundError
            super().add_region(delim, a, b, c, d, size)

    return Sound
