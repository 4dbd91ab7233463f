"""The engine of Python-Markdown: the default, for what authors who come from Pelican, MkDocs or Jekyll's kramdown write."""

from __future__ import annotations

import re
from html import unescape
from string import punctuation
from typing import TYPE_CHECKING, Any

from broadsheet.config import MarkdownSettings
from broadsheet.content.marks import without_marks
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
    definitions: Any = _Definitions()
    parser.references = definitions
    for name in ("reference", "short_reference", "image_reference", "short_image_ref"):
        reference: Any = parser.inlinePatterns[name]
        reference.__class__ = _named(type(reference))
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


def _named(pairing: Any) -> type:  # a class of the package's  # noqa: ANN401
    """Return the class that reads `[words][name]` or `[name]` as a link, also where code is a part of the name.

    `[words] [name]` with a blank between them is two links where both are names of links.
    """
    from markdown.util import INLINE_PLACEHOLDER_RE

    class CalledByName(pairing):  # type: ignore[misc]
        def evalId(self, data: str, index: int, text: str) -> Any:  # noqa: ANN401
            name, end, handled = super().evalId(data, index, text)
            if end > index and data[index].isspace() and self._written(text.lower()) in self.md.references:
                return None, index, False
            return self._written(name) if handled else name, end, handled

        def _written(self, name: str) -> str:
            """Return a name as its author wrote it: code has been taken out of it by now."""
            return without_marks(INLINE_PLACEHOLDER_RE.sub(self._taken_out, name)) if "\x02" in name else name

        def _taken_out(self, place: re.Match[str]) -> str:
            taken = self.md.treeprocessors["inline"].stashed_nodes.get(place[1], "")
            if isinstance(taken, str) or taken.tag != "code":
                return place[0]
            code = unescape(taken.text).lower()
            ticks = "``" if "`" in code else "`"
            return f"{ticks}{code}{ticks}"

    return CalledByName


def _addressed(pairing: Any) -> type:  # a class of the package's  # noqa: ANN401
    """Return the class that reads `[words](address)` as a link, unless what stands there is a sentence: it would be gone."""

    class Addressed(pairing):  # type: ignore[misc]
        def getLink(self, data: str, index: int) -> Any:  # noqa: ANN401
            found = super().getLink(data, index)
            return ("", None, index, False) if len(found[0].split()) > _WORDS and data[index + 1] != "<" else found

    return Addressed


class _Definitions(dict[str, tuple[str, str | None]]):
    """Addresses by the names that links call them by, in which no mark stands: it differs from place to place."""

    def __setitem__(self, name: str, address: tuple[str, str | None]) -> None:
        super().__setitem__(without_marks(name), address)


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
