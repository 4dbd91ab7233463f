"""MDX: Markdown with components, of which those that show something become it; what is program is kept apart."""

from __future__ import annotations

import re
from html import escape, unescape
from textwrap import dedent

from broadsheet.importing.code import keep, restored, with_fenced, without_code
from broadsheet.importing.fences import titled
from broadsheet.importing.shortcodes import Replaced, arguments_of, shown_by, words_of

_MDX_LINE = re.compile(
    r"^(?:import\s+(?:(?:[\w$]+|\*\s+as\s+[\w$]+|(?:[\w$]+\s*,\s*)?\{[^{}]*\})\s+from\s+)?[\"'][^\"'\n]+[\"'];?"
    r"|export\s+(?:const|let|default)\s[^\n]*)[ \t]*\n?",
    re.MULTILINE,
)
_MDX_COMMENT = re.compile(r"\{/\*(?:(?!\{/\*).)*?\*/\}", re.DOTALL)
_MDX_COMPONENT = re.compile(r"<([A-Z][\w.]*+)((?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*?)/>")
_TEXT = re.compile(r"\{\s*(?:\"([^\"{}\n]*)\"|'([^'{}\n]*)'|`([^`{}$\n]*)`)\s*\}")  # `{" "}`
_OPENED = re.compile(r"<([A-Z][\w.]*+)((?:\s(?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*)?)>")
_CLOSED = re.compile(r"</([A-Z][\w.]*+)\s*>")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)])\s")
_CODE_FROM = 4  # blanks
_IMAGE = re.compile(r"(?:\w+\.)?\w*(?:image|img|picture|photo)\Z", re.IGNORECASE)
_CLOUD = re.compile(r"cloudName[\"']?\s*[:=]\s*\{?\s*[\"']([\w-]+)[\"']")


def without_programs(text: str) -> Replaced:
    """Return MDX without what it imports and exports, and with what its components show."""
    kept: list[str] = []
    unknown: list[str] = []

    def component(match: re.Match[str]) -> str:
        given = dict(arguments_of(match[2]))
        shown = _image(match, given) or shown_by(match[1].lower(), given)
        return shown or _note(match[0], unknown, words_of(match, given))

    def opened(match: re.Match[str]) -> str:
        return _note(match[0], unknown, words_of(match, dict(arguments_of(match[2])))) if match[1] in closed else match[0]

    text = without_code(with_fenced(text, lambda code: keep(titled(code), kept)), kept)
    text = _MDX_LINE.sub(lambda match: _note(match[0], unknown), text)
    text = _MDX_COMMENT.sub("", text)
    text = _TEXT.sub(lambda match: match[1] or match[2] or match[3] or "", text)
    text = _MDX_COMPONENT.sub(component, text)
    closed = {match[1] for match in _CLOSED.finditer(text)}
    text = _CLOSED.sub("", _OPENED.sub(opened, text))
    return Replaced(restored(_not_to_the_right(text) if closed else text, kept), tuple(piece.strip() for piece in unknown))


def _not_to_the_right(text: str) -> str:
    """Return a text in which what stood in a component is not code: it may stand to the right there, and does not mean that."""
    blocks: list[str] = []
    in_list = False
    for block in _BLANK.split(text):
        indent = len(block) - len(block.lstrip(" \t"))
        in_list = _ITEM.match(block) is not None or (in_list and indent > 0)
        blocks.append(block if in_list or indent < _CODE_FROM else dedent(block))
    return "\n\n".join(blocks)


def _note(piece: str, unknown: list[str], shown: str = "") -> str:
    unknown.append(piece)
    return shown


def _image(match: re.Match[str], given: dict[str, str]) -> str:
    """Return the picture that a component shows by a text; Cloudinary's by its name there, where it says whose they are."""
    name = next((given[key] for key in ("src", "publicid", "cloudinaryid") if given.get(key)), "").strip("{}\"'` ")
    cloud = _CLOUD.search(match[2])
    if not _IMAGE.fullmatch(match[1]) or not re.fullmatch(r"[^\s{}()<>\"']+", name) or not (cloud or "/" in name):
        return ""
    src = f"https://res.cloudinary.com/{cloud[1]}/image/upload/{name}" if cloud and "://" not in name else name
    return f'\n<img src="{escape(src)}" alt="{escape(unescape(given.get("alt", "")))}">\n'
