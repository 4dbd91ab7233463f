"""Plain text to a body: paragraphs are parted by blank lines, and nothing in them is markup."""

from __future__ import annotations

from html import escape

from broadsheet.content.annotate import count_words, evened, paragraph_id
from broadsheet.expressions import expression
from broadsheet.model import Body

_BLANK_LINES = expression(r"\n[ \t]*(?:\n[ \t]*)+")
_CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def plain_body(text: str) -> Body:
    """Return the body of a plain text. Line ends inside a paragraph stay as they are (a browser shows them as blanks)."""
    taken: dict[str, int] = {}
    ids = []
    html = []
    for paragraph in _BLANK_LINES.split(_CONTROL.sub("\ufffd", text)):
        stripped = "\n".join(line.strip() for line in paragraph.strip().split("\n"))
        if stripped:
            ids.append(paragraph_id(evened(stripped)[0], taken))
            html.append(f'<p id="{ids[-1]}">{escape(stripped, quote=False)}</p>')
    return Body("\n".join(html), ids=tuple(ids), words=count_words(text))
