"""The engine of CommonMark: pyromark, which is compiled, for what authors who come from Hugo or Zola write, or for the speed.

Its HTML is brought to the markup that Python-Markdown's has: tables with `align`, footnotes in one list at the end.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from broadsheet.config import MarkdownSettings
from broadsheet.content.footnotes import gathered
from broadsheet.expressions import expression

if TYPE_CHECKING:
    from pyromark import Options

_ALIGNED = expression(r'(<t[hd]) style="text-align: (left|center|right)">')
_TARGET = expression(r' (?:href|src)="[^"]*%[^"]*"')
_CODES = expression(r"(?:%[0-9A-F]{2})+")
# What begins raw HTML, and neither a link (`<https://…>`, `<me@…>`) nor an address in `<…>`.
_RAW = expression(r"(?<!\]\()(?<!\]: )<(?=[a-zA-Z/!?])(?![a-zA-Z][a-zA-Z0-9+.-]+:[^\s<>]*>|[^\s<>@]+@[^\s<>@]+>)")
_LESS = "\ufdd3"  # stands for `<` in a text whose HTML is refused; Unicode keeps it free for such use
_LESS_IN_ADDRESS = "%EF%B7%93"


class CommonMark:
    """Converts with pyromark, in time that is linear in the length of the text."""

    def __init__(self, settings: MarkdownSettings) -> None:
        self.settings = settings
        self._options: Options | None = None

    def to_html(self, text: str) -> str:
        """Convert a text."""
        import pyromark  # here, because only a publication that asks for it has the package

        refused = self.settings.raw_html == "refuse" and "<" in text
        source = _RAW.sub(_LESS, text.replace(_LESS, "\ufffd")) if refused else text
        if self._options is None:
            self._options = _options(smart=self.settings.smart)
        html: str = pyromark.html(source, options=self._options)
        if 'style="text-align' in html:
            html = _ALIGNED.sub(r'\1 align="\2">', html)
        if "[^" in text:
            html = gathered(html)
        if "%" in html:
            html = _TARGET.sub(lambda match: _as_written(match, text), html)
        return html.replace(_LESS, "&lt;").replace(_LESS_IN_ADDRESS, "%3C") if refused else html


def _options(*, smart: bool) -> Options:
    from pyromark import Options

    options = Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH
    options |= Options.ENABLE_DEFINITION_LIST | Options.ENABLE_HEADING_ATTRIBUTES
    return options | Options.ENABLE_SMART_PUNCTUATION if smart else options


def _as_written(target: re.Match[str], text: str) -> str:
    """Return an address without the percent codes that the parser put where the author wrote characters."""
    return _CODES.sub(lambda codes: codes[0] if codes[0] in text else escape(unquote(codes[0])), target[0])
