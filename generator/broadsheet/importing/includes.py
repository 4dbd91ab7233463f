"""Includes of Jekyll: a file of Markdown that an article includes is a part of it, with the values that it is given.

Of a list of where links lead only what the article names comes along; where links lead that only a program knows, they are words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.code import restored, without_code
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.values import text_of

_INCLUDE = re.compile(r"\{%-?\s*include(?:_cached)?\s+([\w./-]+\.(?:md|markdown))\b((?:\"[^\"]*\"|'[^']*'|[^\"'{}%])*)-?%\}")
_VALUE = re.compile(r"\{\{-?\s*include\.([\w-]+)\s*-?\}\}")
_ASSIGNED = re.compile(r"\{%-?\s*assign\s+(\w+)\s*=\s*(?:\"([^\"{}|]*)\"|'([^'{}|]*)')\s*-?%\}")
_DEFINED = re.compile(r"^[ \t]{0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*\S.*$", re.MULTILINE)
_MARK = "\x07"  # before a line of an included list
_DEFINED_THERE = re.compile(_MARK + _DEFINED.pattern[1:], re.MULTILINE)
_UNSHOWN = re.compile(r"\{%-?\s*(comment|capture)\b(?:(?!\{%-?\s*\1\b).)*?\{%-?\s*end\1\s*-?%\}", re.DOTALL)
_LOOP = re.compile(r"\{%-?\s*for\b[^{}%]*%\}((?:(?!\{%-?\s*(?:end)?for\b).)*)\{%-?\s*endfor\s*-?%\}", re.DOTALL)
_CODE = re.compile(r"\{%[^{}%]*%\}")
_NAMED = re.compile(r"\[([^\[\]]+)\]")
_REFERENCE = re.compile(r"(?<![\w!\]\\])\[((?:[^\[\]\x02]|\x02\d+\x03)+)\](?:\[([^\[\]\n]*)\])(?![(\[])")
_DEEPEST, _MOST, _LARGEST = 4, 100, 256 * 1024  # files in one another, of one article, and bytes of each
_TOGETHER = 1024 * 1024  # letters


def with_includes(
    text: str, root: Path, settings: Mapping[str, Value], arguments: Callable[[str], Iterator[tuple[str, str]]]
) -> str:
    """Return an article of the site at `root` with the Markdown that it includes; `arguments` reads what each is given."""
    folder = posixpath.normpath(text_of(settings.get("includes_dir")) or "_includes")
    left, room = _MOST, _TOGETHER
    for _ in range(_DEEPEST if "include" in text else 0):

        def included(match: re.Match[str]) -> str:
            nonlocal left, room
            said = _read(root, f"{folder}/{match[1]}")
            if not said or "include[" in said or left <= 0 or len(said) > room:
                return match[0]
            left, room = left - 1, room - len(said)
            given = dict(arguments(match[2]))
            said = _VALUE.sub(lambda value: given.get(value[1].lower(), ""), _UNSHOWN.sub("", said))
            shown = _LOOP.sub(lambda loop: loop[0] if _DEFINED.sub("", _CODE.sub("", loop[1])).strip() else "", said)
            left_out = "" if shown == said else f"{{% {posixpath.basename(match[1])} %}}"  # of which the report is to tell
            return _DEFINED.sub(lambda line: f"{_MARK}{line[0]}", shown) + left_out

        before, text = text, _INCLUDE.sub(included, text)
        if text == before:
            break
    if _MARK not in text:
        return text
    named = {_label(match[1]) for match in _NAMED.finditer(_DEFINED_THERE.sub("", text))}
    return _DEFINED_THERE.sub(lambda line: line[0][1:] if _label(line[1]) in named else "", text)


@lru_cache(maxsize=256)
def _read(root: Path, path: str) -> str:
    """Return the text of a file of includes, without front matter; empty where it is none, or too large."""
    file = root / path
    if not inside(root, file) or file.stat().st_size > _LARGEST:
        return ""
    return read_text(file, path)[0]


def forget() -> None:
    """Forget what was read of another archive."""
    _read.cache_clear()


def assigned_in(text: str) -> dict[str, str]:
    """Return the names to which an article gives one text, with these."""
    found: dict[str, set[str]] = {}
    for name, double, single in _ASSIGNED.findall(text):
        found.setdefault(name, set()).add(double or single)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def with_words(text: str) -> str:
    """Return Markdown in which links whose address stands nowhere are words."""
    kept: list[str] = []
    text = without_code(text, kept)
    known = {_label(match[1]) for match in _DEFINED.finditer(text)}

    def shown(match: re.Match[str]) -> str:
        return match[0] if _label(match[2] or match[1]) in known else match[1]

    return restored(_REFERENCE.sub(shown, text), kept)


def _label(written: str) -> str:
    return " ".join(written.split()).casefold()
