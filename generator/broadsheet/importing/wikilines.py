"""Lines of wikitext to blocks: paragraphs, and the lists of lines that begin with marks."""

from __future__ import annotations

from collections.abc import Iterator

# What a line begins with stands in it as a character that nobody writes, once the text is parsed.
MARKS = {"*": "\ue001", "#": "\ue002", ";": "\ue003", ":": "\ue004"}
LISTS = {"\ue001": ("ul", "li"), "\ue002": ("ol", "li"), "\ue003": ("dl", "dt"), "\ue004": ("dl", "dd")}
_DEEPEST = 20


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
            items += f"<{tag}>{words}{_listed(lines[at:below], depth + 1)}</{tag}>"
            at = below
        written += f"<{kind}>{items}</{kind}>"
    return written
