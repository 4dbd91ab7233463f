"""Lines of wikitext to blocks: paragraphs, and the lists of lines that begin with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a line begins with stands in it as a character that nobody writes, once the text is parsed.
MARKS = {"*": "\ue001", "#": "\ue002", ";": "\ue003", ":": "\ue004"}
LISTS = {"\ue001": ("ul", "li"), "\ue002": ("ol", "li"), "\ue003": ("dl", "dt"), "\ue004": ("dl", "dd")}
_DEEPEST = 20
_AS_IT_IS = re.compile(r"<(nowiki|pre|source|syntaxhighlight|math|score|timeline)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_INDENTED = re.compile(r"\A:[: \t]*(?=\{\|(?!\}))")  # a table
_QUOTES = re.compile(r"'{2,}")
_NOTE = re.compile(r"(<ref\b[^<>]*(?<!/)>)((?:(?!</?ref\b).)*)(</ref\s*>)", re.IGNORECASE)
_HERE = re.compile("\x00")


def balanced(text: str) -> str:
    """Return wikitext in which an indented table is one, and what a line sets in bold or italics ends with it, as in a wiki."""
    pieces: list[str] = []
    at = 0
    for code in _AS_IT_IS.finditer(text):
        pieces += ("\n".join(map(_closed, text[at : code.start()].split("\n"))), code[0])
        at = code.end()
    return "".join((*pieces, "\n".join(map(_closed, text[at:].split("\n")))))


def _closed(line: str) -> str:
    line = _INDENTED.sub("", line)
    if "''" not in line:
        return line
    notes = [f"{note[1]}{_ended(note[2])}{note[3]}" for note in _NOTE.finditer(line)]  # what begins in a note ends there
    if notes:
        line = _NOTE.sub("\x00", line)
    line = _ended(line)
    return _HERE.sub(lambda _: notes.pop(0), line) if notes else line


def _ended(line: str) -> str:
    """Return a line, or a note, in which bold and italics end."""
    italic = bold = False
    for marks in _QUOTES.findall(line):
        italic ^= len(marks) == 2 or len(marks) > 4
        bold ^= len(marks) > 2
    return line + ("''" if italic else "") + ("'''" if bold else "")


def paragraphs(text: str) -> str:
    """Return lines as paragraphs and lists."""
    written: list[str] = []
    lines: list[str] = []
    marked: list[tuple[str, str]] = []
    for line in [*text.split("\n"), ""]:
        words = line.lstrip("".join(LISTS))
        if len(words) < len(line):
            written += _flowed(lines)
            lines = []
            marked.append((line[: len(line) - len(words)][:_DEEPEST], words.strip()))
            continue
        written += [_listed(marked, 0)] if marked else []
        marked = []
        if line.strip():
            lines.append(line)
        else:
            written += _flowed(lines)
            lines = []
    return "\n".join(written)


def _flowed(lines: list[str]) -> Iterator[str]:
    """Yield lines as a paragraph, or as they are set where each begins with a blank."""
    if len(lines) > 1 and all(line.startswith(" ") for line in lines):
        yield "<pre>" + "\n".join(line[1:] for line in lines) + "</pre>"
    elif lines:
        yield "<p>" + "\n".join(line.strip() for line in lines) + "</p>"


def _listed(lines: list[tuple[str, str]], depth: int) -> str:
    """Return lines, each with its marks, as lists; each mark after the first `depth` is a list in a list."""
    written, at = "", 0
    while at < len(lines):
        kind = LISTS[lines[at][0][depth]][0]
        items = ""
        while at < len(lines) and LISTS[lines[at][0][depth]][0] == kind:
            mark, words = lines[at][0][depth], ""
            if len(lines[at][0]) == depth + 1:
                words, at = lines[at][1], at + 1
            below = at
            while below < len(lines) and lines[below][0][depth] == mark and len(lines[below][0]) > depth + 1:
                below += 1
            tag = LISTS[mark][1]
            inner = f"{words}{_listed(lines[at:below], depth + 1)}"
            items += f"<{tag}>{inner}</{tag}>" if inner else ""  # of what is lost no empty item stays
            at = below
        written += f"<{kind}>{items}</{kind}>" if items else ""
    return written
