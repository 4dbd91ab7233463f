"""Fences: code between them is written anew, and with what is said of it above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from textwrap import indent

_FENCED_IN_HTML = re.compile(r"^```[ \t]*+([\w+#-]*+)[^\n`]*+\n(.*?)(^```[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
# Code by its blanks whose first line names its language, as the extension of Python-Markdown for colours in code has it.
_HIGHLIGHTED = re.compile(
    r"(?:\A|(?<=\n))(?:[ \t]*\n|\A)(?P<blanks>(?:[ ]{4}|\t)+)(?::{2,}|#!)(?P<language>\w[\w+#.-]*)[ \t]*(?:hl_lines=[^\n]*)?\n"
    r"(?P<code>(?:(?:(?P=blanks)|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)++)"
)
_TICKS = re.compile("`{3,}")
_OPENING = re.compile(r"([ \t]*(?:[-*] )?)(`{3,}|~{3,})[ \t]*([\w+#.-]*)([^\n]*)")
_TITLE = re.compile(r"\btitle=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_ADDRESS = re.compile(r"(?:https?:/)?/\S*")


def fenced(language: str, code: str) -> str:
    """Return code between fences that are longer than any in it."""
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
    return f"\n{fence}{language}\n{code.rstrip()}\n{fence}\n"


def above(title: str) -> str:
    """Return the paragraph of a title that stands above code."""
    return f"\n\n<p>{escape(title, quote=False)}</p>\n\n" if title else ""


def without_address(words: Iterable[str]) -> str:
    """Return the words behind a fence of Octopress's up to an address, behind which stands what a link to it is called."""
    found: list[str] = []
    for word in words:
        if _ADDRESS.fullmatch(word):
            break
        found.append(word)
    return " ".join(found)


def titled(code: str, *, words: bool = False) -> str:
    """Return code between fences with the title that its fence bears above it: `title="a.js"`, or with `words` all that stands
    behind the language, as Octopress has it. In a list it stays where it is.
    """
    opening = _OPENING.match(code)
    if not opening or opening[1].strip() or opening[1].startswith("    "):
        return code
    said = _TITLE.search(opening[4])
    title = (said[1] or said[2] or "") if said else without_address(opening[4].split()) if words and opening[4][:1] == " " else ""
    if not title or "=" in title or "{" in title:
        return code
    return f"{above(title)}{opening[1]}{opening[2]}{opening[3]}{code[opening.end() :]}"


def with_languages(text: str) -> str:
    """Return Markdown in which code whose first line names its language (`:::python`) stands between fences."""

    def shown(match: re.Match[str]) -> str:
        blanks = match["blanks"]
        code = re.sub(rf"^(?:{blanks}|\t)", "", match["code"], flags=re.MULTILINE)
        return indent(fenced(match["language"], code), blanks[: -1 if blanks.endswith("\t") else -4]) + "\n"

    return _HIGHLIGHTED.sub(shown, text) if "::" in text or "#!" in text else text


def code_in_html(text: str) -> str:
    """Return a body in HTML in which code between fences is code, as Octopress shows it."""
    opened = seen = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal opened, seen
        opened += text.count("<pre", seen, match.start()) - text.count("</pre", seen, match.start())
        seen = match.start()
        if opened > 0 or not match[3]:
            return match[0]
        seen = match.end()
        language = f' class="language-{match[1]}"' if match[1] else ""
        code = escape(match[2].strip("\n"), quote=False)
        return f"<pre><code{language}>{code}</code></pre>"

    return _FENCED_IN_HTML.sub(shown, text)
