"""Templates of Hugo's shortcodes: what one shows of what it is given, where it does no more than put that in its places.

They are read, not run: one that asks for anything else than its arguments and its text is left to what is known of its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

from broadsheet.config import MarkdownSettings
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.yamltext import Value
from broadsheet.importing.code import restored
from broadsheet.importing.files import inside, read_text

_FOLDERS = ("layouts/shortcodes", "layouts/_shortcodes", "themes/*/layouts/shortcodes")
_MOST, _LARGEST = 200, 16 * 1024  # templates, and bytes of each
_PROGRAM = re.compile(r"<(?:script|form|input|button|canvas|template)\b|\bon\w+\s*=", re.IGNORECASE)
_ACTION = re.compile(r"(\s*\{\{-|\{\{)\s*(.*?)\s*(-\}\}\s*|\}\})", re.DOTALL)
_NOTE = re.compile(r"/\*.*?\*/\Z|<!--", re.DOTALL)
_STYLE = re.compile(r"<style\b.*?</style\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_LOOKS = re.compile(
    r"(<[a-zA-Z][^<>]*?)\s(?:class|style|id|role|data-[\w-]+|aria-[\w-]+|loading|width|height)=(?:\"[^\"]*\"|'[^']*')"
)
_HEADINGS = re.compile(r"<(h[1-6])>([^<>]*)</\1>(?=\s*<(h[1-6])>([^<>]*)</\3>)")  # the same for narrow and for wide windows
_EMPTY = re.compile(r"<(i|span|div|p|h[1-6]|a)\b[^<>]*>\s*</\1>")
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s*\n\s*")
_BLOCK = re.compile(
    r"<(?:div|p|h[1-6]|figure|blockquote|ul|ol|table|section|aside|details|iframe|video|audio|hr)\b", re.IGNORECASE
)
_ALONE = re.compile(r"<p>((?:(?!</?p>).)*)</p>\Z", re.DOTALL)
_SIMPLE = re.compile(
    r"\(?\s*\$?\.Get\s+(?:\"(?P<name>[\w-]+)\"|`(?P<raw>[\w-]+)`|(?P<number>\d))\s*\)?|(?P<inner>\$?\.Inner)|(?P<dot>\.)|\"(?P<text>[^\"]*)\""
)
_CHANGED = frozenset(("safeHTML", "safeURL", "safeHTMLAttr", "htmlUnescape", "relURL", "absURL", "relLangURL", "absLangURL"))
_AS_MARKDOWN = frozenset(("markdownify", "$.Page.RenderString", ".Page.RenderString"))
_DEFAULT = re.compile(r"default\s+\"([^\"]*)\"(?:\s+(.+))?\Z", re.DOTALL)
_DEEPEST = 16


class _UnknownError(Exception):
    """A template asks for what is not known."""


def templates_in(source: Path) -> dict[str, Value]:
    """Return the templates of shortcodes that a site has, by their names; those that are programs are none."""
    paths = [path for folder in _FOLDERS for path in sorted(source.glob(f"{folder}/*.html")) if inside(source, path)][:_MOST]
    texts = ((path.stem.lower(), read_text(path, path.name)[0]) for path in reversed(paths) if path.stat().st_size <= _LARGEST)
    return {name: text for name, text in texts if not _PROGRAM.search(text)}


def expanded(
    text: str, templates: Mapping[str, Value], arguments: Callable[[str], Iterator[tuple[str, str]]], kept: list[str]
) -> str:
    """Return a text in which the pieces that have such a template show what it does; `arguments` reads theirs."""
    names = "|".join(sorted(map(re.escape, templates), key=len, reverse=True))
    if not names:
        return text
    opened = rf"\{{\{{[<%]-?\s*(?P<name>{names})(?=[\s/>%])(?P<given>(?:\"(?:\\.|[^\"\\])*\"|`[^`]*`|[^\"`{{}}])*?)"
    closed = r"\{\{[<%]-?\s*/\s*(?P=name)\s*-?[>%]\}\}"
    pair = re.compile(
        rf"{opened}-?[>%]\}}\}}(?P<inner>(?:(?!\{{\{{[<%]-?\s*(?P=name)[\s/>%]).)*?){closed}", re.DOTALL | re.IGNORECASE
    )
    lone = re.compile(rf"{opened}/?-?[>%]\}}\}}(?P<inner>)", re.DOTALL | re.IGNORECASE)

    def shown(match: re.Match[str]) -> str:
        given = dict(arguments(match["given"]))
        try:
            html = _filled(str(templates[match["name"].lower()]), given, restored(match["inner"], kept))
        except _UnknownError:
            return match[0]
        return html

    for _ in range(_DEEPEST):
        before, text = text, pair.sub(shown, text)
        if text == before:
            break
    return lone.sub(shown, text)


def _filled(template: str, given: Mapping[str, str], inner: str) -> str:
    """Return what a template shows. Raises _UnknownError."""
    out: list[str] = []
    opened: list[tuple[bool, str]] = []  # whether what stands here is shown, and what `.` is
    done = 0
    for action in _ACTION.finditer(template):
        is_shown = all(each for each, _ in opened)
        out += [template[done : action.start()]] if is_shown else []
        done = action.end()
        word, _, rest = action[2].partition(" ")
        if _NOTE.match(action[2]):
            continue
        if word in ("with", "if"):
            value = _value(rest, given, inner, opened)
            opened.append((bool(value.strip()), value if word == "with" else _dot(opened)))
        elif action[2] == "else" and opened:
            opened[-1] = (not opened[-1][0], _dot(opened[:-1]))
        elif action[2] == "end" and opened:
            opened.pop()
        else:
            value = _value(action[2], given, inner, opened)
            out += [_attribute(value) if _within_tag("".join(out)) else value] if is_shown else []
    if opened:
        raise _UnknownError
    return _tidied("".join((*out, template[done:])))


def _dot(opened: list[tuple[bool, str]]) -> str:
    return opened[-1][1] if opened else ""


def _value(asked: str, given: Mapping[str, str], inner: str, opened: list[tuple[bool, str]]) -> str:
    """Return what an expression stands for, as HTML."""
    first, *filters = (part.strip() for part in asked.split("|"))
    word, _, rest = first.partition(" ")
    if word in _CHANGED | _AS_MARKDOWN and rest:
        first, filters = rest.strip(), [word, *filters]
    default = _DEFAULT.match(first)
    if default and default[2]:
        first, filters = default[2].strip(), [f'default "{default[1]}"', *filters]
    simple = _SIMPLE.fullmatch(first)
    if not simple or (simple["dot"] and not opened):
        raise _UnknownError
    name = simple["name"] or simple["raw"] or simple["number"]
    value = (
        escape(given.get(name.lower(), "")) if name else inner.strip("\n") if simple["inner"] else simple["text"] or _dot(opened)
    )
    for each in filters:
        default = _DEFAULT.match(each)
        if default:
            value = value or default[1]
        elif each in _AS_MARKDOWN:
            value = as_html(value if simple["inner"] else unescape(value))
        elif each not in _CHANGED:
            raise _UnknownError
    return value


@lru_cache(maxsize=1)
def _markdown() -> PythonMarkdown:
    return PythonMarkdown(MarkdownSettings())


def as_html(text: str) -> str:
    """Return Markdown as HTML; one paragraph without its mark."""
    html = _markdown().to_html(text).strip()
    alone = _ALONE.match(html)
    return alone[1] if alone else html


def _within_tag(before: str) -> bool:
    return before.rfind("<") > before.rfind(">")


def _attribute(value: str) -> str:
    return escape(" ".join(unescape(_TAG.sub("", value)).split()))


def _tidied(html: str) -> str:
    """Return HTML without how it looks, and without blank lines, so that it is one block among Markdown."""
    html = _STYLE.sub("", html)
    for pattern, instead in ((_LOOKS, r"\1"), (_EMPTY, "")):
        while (less := pattern.sub(instead, html)) != html:
            html = less
    html = _HEADINGS.sub(lambda found: "" if found[2].split() == found[4].split() else found[0], html)
    html = _BLANK.sub("\n", html.strip())
    return f"\n\n{html}\n\n" if _BLOCK.search(html) else html
