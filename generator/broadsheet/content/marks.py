"""Marks: they stand in a text, while it is converted, for what must come out of it as text.

A tag that is no HTML, or that would take the rest of the text with it, keeps its words when its `<` is a mark. The template code
of another generator is one mark as a whole, so that nothing inside it is taken for Markdown. In code a mark changes nothing:
there `<` is text anyhow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from broadsheet.content.annotate import SourcePlaces
from broadsheet.content.elements import CLOSED, KNOWN, OPAQUE, SWALLOWING
from broadsheet.content.htmltags import quoted
from broadsheet.content.nodes import shortened
from broadsheet.content.proof import CONTROL
from broadsheet.expressions import expression
from broadsheet.problems import Problem

# Characters that Unicode keeps free for such use, and that no text holds.
_TAG, _FOREIGN, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_RESERVED = expression(f"[{_TAG}{_FOREIGN}{_END}]")
_MARK = expression(f"([{_TAG}{_FOREIGN}])([0-9]+){_END}")
_CODE_AND_TEMPLATES = (
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[ \t]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<foreign>\{\{(?:(?!\{\{|\}\}|\n[ \t]*\n).)*\}\}|\{%(?:(?!\{%|%\}|\n[ \t]*\n).)*%\})"
)
_TAGS = (
    r"(?<!\]\()(?<!\]: )<(?P<slash>/?)(?P<name>[a-zA-Z][^\s<>/]*)"
    r"(?=(?P<rest>(?:[^<>\"'\n]|\n(?![ \t]*\n)|\"(?:[^\"\n]|\n(?![ \t]*\n))*\"|'(?:[^'\n]|\n(?![ \t]*\n))*')*)>)"
    r"|(?P<unended><(?:!--|[!?/a-zA-Z](?![^<>]*>)))"
)
_SCANNED = expression(f"{_CODE_AND_TEMPLATES}|<!--.*?-->|{_TAGS}", re.DOTALL | re.MULTILINE)
_SCANNED_BEHIND_COMMENTS = expression(f"{_CODE_AND_TEMPLATES}|{_TAGS}", re.DOTALL | re.MULTILINE)
_BLOCK_END = expression(r"\n[ \t]*(?:\n|[*+-][ \t]|\d+[.)][ \t]|#|>)|\Z")
_LINE_STARTS = expression(r"[ \t>*+\-0-9.)]*\Z")
_TAKING_ALL = SWALLOWING | OPAQUE
_CODE = expression(r"<(code|pre)\b.*?</\1>", re.DOTALL)


class Marks:
    """A text with marks. One use: `text` is converted, then `problems` and `restored` are asked for."""

    def __init__(self, text: str, *, html: bool = True) -> None:
        """Mark a text; where raw HTML is refused anyway (`html` is false), only template code is marked."""
        self._source = _RESERVED.sub("\ufffd", text)
        self._stray: dict[int, str] = {}
        self._foreign: dict[int, str] = {}
        self._ahead: dict[re.Pattern[str], tuple[int, int]] = {}
        found = list(_scanned(self._source))
        if html:
            self._mark_tags([match for match in found if match["name"] is not None and not self._is_escaped(match)])
        for match in found:
            if match["foreign"]:
                self._foreign[match.start()] = match["foreign"]
            elif html and (match["unended"] or match["fence"] or _shows_html(match)):
                # Text in Markdown, but Python-Markdown sees a block of raw HTML before it sees code.
                starts = (match.start() + at.start() for at in re.finditer("<", match.group()))
                self._stray.update(dict.fromkeys(starts, ""))
        self.text = self._marked()

    def __bool__(self) -> bool:
        return bool(self._stray or self._foreign)

    def restored(self, html: str) -> str:
        """Return the converted text with what the marks stand for, escaped."""
        return _MARK.sub(lambda match: quoted(CONTROL.sub("", self._original(match))), html) if self else html

    def problems(self, raw: str, places: SourcePlaces) -> tuple[Problem, ...]:
        """Return a warning for each marked tag in the converted text, and one for the first template code; none for code."""
        return tuple(self._problems(_CODE.sub("", raw), places)) if self else ()

    def _is_escaped(self, tag: re.Match[str]) -> bool:
        """Say whether a backslash makes a text of what looks like a tag, and no parser of HTML takes it for one all the same."""
        before = self._source[max(0, tag.start() - 2) : tag.start()]
        return before.endswith("\\") and before != "\\\\" and tag["name"].lower() not in _TAKING_ALL

    def _mark_tags(self, tags: list[re.Match[str]]) -> None:
        counts = Counter((match["slash"], match["name"].lower()) for match in tags)
        with_values = {match["name"].lower() for match in tags if "=" in match["rest"]}
        passed_to = 0
        for match in tags:
            name = match["name"].lower()
            if match.start() < passed_to or name.endswith(":") or "@" in name:  # `<https://…>` is a link
                continue
            if name not in KNOWN:
                # Another vocabulary (`<o:p>`, `<my-menu>`, `<Alert level="2">`) is used with closing tags and attributes.
                used = (counts["/", name] > 0) + (name in with_values) + (":" in name or "-" in name)
                if used < 2:
                    self._stray[match.start()] = "is no HTML element"
            elif name in SWALLOWING:
                self._stray[match.start()] = "is not allowed in a body"
            elif name in CLOSED:
                balanced = counts["", name] <= counts["/", name]
                if name in OPAQUE:
                    closing = -1 if match["slash"] else self._closing(match, name)
                    passed_to = max(passed_to, closing)
                else:
                    closing = 0 if balanced or match["slash"] else self._closing(match, name)
                if closing < 0:
                    self._stray[match.start()] = "has no opening tag" if match["slash"] else "has no closing tag"

    def _closing(self, opening: re.Match[str], name: str) -> int:
        """Return where the closing tag of an opening one begins; -1 if its block, or the text, has none."""
        line = self._source[self._source.rfind("\n", 0, opening.start()) + 1 : opening.start()]
        end = len(self._source)
        if not _LINE_STARTS.match(line) and not line.rstrip().endswith(">"):
            end = self._next(_BLOCK_END, opening.end())[0]
        closing = self._next(re.compile(rf"</{name}(?=[\s>])", re.IGNORECASE), opening.end())[1]
        return closing if closing < end else -1

    def _next(self, pattern: re.Pattern[str], at: int) -> tuple[int, int]:
        """Return the next place of a pattern. It is asked for from ever later places, and looked for once behind each."""
        place = self._ahead.get(pattern, (-1, -1))
        if place[0] < at:
            found = pattern.search(self._source, at)
            place = self._ahead[pattern] = found.span() if found else (len(self._source), len(self._source))
        return place

    def _marked(self) -> str:
        out: list[str] = []
        at = 0
        for start in sorted(self._stray.keys() | self._foreign.keys()):
            foreign = self._foreign.get(start)
            out += (self._source[at:start], f"{_FOREIGN if foreign else _TAG}{start}{_END}")
            at = start + len(foreign or "<")
        return "".join((*out, self._source[at:]))

    def _original(self, match: re.Match[str]) -> str:
        return "<" if match[1] == _TAG else self._foreign.get(int(match[2]), "")

    def _problems(self, raw: str, places: SourcePlaces) -> Iterator[Problem]:
        shown = {int(match[2]): match[1] for match in _MARK.finditer(raw)}
        foreign = sorted(start for start, kind in shown.items() if kind == _FOREIGN)
        if foreign:
            first = self._foreign[foreign[0]]
            what = "a shortcode" if first.startswith(("{{<", "{{%")) else "template code"
            more = f"; so {'is' if len(foreign) == 2 else 'are'} {len(foreign) - 1} more in this text" if foreign[1:] else ""
            message = f"`{shortened(first)}` is {what} of another generator; it is shown as text{more}"
            hint = "replace it by Markdown; an address that is made with it was taken out"
            yield Problem("foreign-markup", message, places.span(foreign[0]), hint)
        opened = set()
        for start in sorted(start for start, kind in shown.items() if kind == _TAG):
            match = _SCANNED_BEHIND_COMMENTS.match(self._source, start) if self._stray[start] else None
            if match is None or (match["slash"] and match["name"] in opened):
                continue
            opened.add(match["name"])
            tag = f"<{match['slash']}{shortened(match['name'], 30)}>"
            message = f"`{tag}` {self._stray[start]}: it is shown as text"
            yield Problem("stray-markup", message, places.span(start), f"put it in backquotes, or write `&lt;{tag[1:]}`")


def _scanned(source: str) -> Iterator[re.Match[str]]:
    """Yield what matters in a text. Behind the end of the last comment none is looked for: each would be sought to the end."""
    last, at = source.rfind("-->"), 0
    while match := (_SCANNED if at <= last else _SCANNED_BEHIND_COMMENTS).search(source, at):
        yield match
        at = match.end()


def _shows_html(code: re.Match[str]) -> bool:
    """Say whether what stands between backquotes is code, and not what stands between two apostrophes of raw HTML."""
    if not code["ticks"]:
        return False
    inner = code.group().strip("`").strip()
    return "\n" not in inner or inner.startswith("<") or inner.endswith(">")


def is_foreign(address: str) -> bool:
    """Say whether an address was made with the template code of another generator."""
    return _FOREIGN in address or "{{" in address or "{%" in address


def without_marks(text: str) -> str:
    """Return a text whose marked tags begin with `<` again."""
    return _MARK.sub(lambda match: "<" if match[1] == _TAG else "", text)
