"""The engine of Python-Markdown: the default, for what authors who come from Pelican, MkDocs or Jekyll's kramdown write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.config import MarkdownSettings
from broadsheet.content.prose import to_html

if TYPE_CHECKING:
    import markdown

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
        except RecursionError:
            self._parser = None
            raise


def _parser(settings: MarkdownSettings) -> markdown.Markdown:
    import markdown  # here, because a build that reads no body should not wait for it

    parser = markdown.Markdown(
        extensions=[*_EXTENSIONS, *(("smarty",) if settings.smart else ())],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    if settings.raw_html == "refuse":
        parser.preprocessors.deregister("html_block")
        parser.inlinePatterns.deregister("html")
    return parser
