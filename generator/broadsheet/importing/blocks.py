"""Blocks: a tree of HTML as blocks that may stand in a Markdown file, each without a blank line in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from broadsheet.content.elements import BLOCKS
from broadsheet.importing.fences import fenced

LANGUAGE = "language-"  # begins the class of code, as HTML has it
BREAK = "\ue000"  # stands where a paragraph ends: a character that nobody writes
_FRAMES = ("div", "blockquote", "section")  # in which paragraphs may stand
_ENDS_OF_LINES = re.compile(r"(?<!\s)\s*\n\s*")


def blocks_of(tree: Any, *, breaks: bool) -> Iterator[Any]:  # noqa: ANN401
    """Yield the blocks in a tree; what stands between them, and what two ends of lines part, becomes paragraphs."""
    run = etree.Element("p")
    _add_text(run, tree.text or "", breaks=breaks)
    for child in list(tree):
        tail, child.tail = child.tail or "", None
        if child.tag in BLOCKS:
            yield from _paragraphs(run, breaks=breaks)
            run = etree.Element("p")
            if child.tag == "p" and (_is_parted(child) or (breaks and "\n" in "".join(child.itertext()).strip())):
                yield from _paragraphs(child, breaks=breaks)
            else:
                if child.tag in _FRAMES and (breaks or any(map(_is_parted, child.iter(*_FRAMES, "p")))):
                    inner = [*blocks_of(child, breaks=breaks)]
                    child.text = None
                    child[:] = inner
                yield child
        else:
            run.append(child)
        _add_text(run, tail, breaks=breaks)
    yield from _paragraphs(run, breaks=breaks)


def _is_parted(each: Any) -> bool:  # noqa: ANN401
    """Say whether two ends of lines, with nothing between them, stand in an element."""
    return any(before.tag == after.tag == "br" and _ends_line(before) for before, after in pairwise(each))


def _ends_line(each: Any) -> bool:  # noqa: ANN401
    """Say whether an element ends a line, with nothing behind it before the next element."""
    return each.tag == "br" and not (each.tail or "").strip()


def _add_text(run: Any, text: str, *, breaks: bool) -> None:  # noqa: ANN401
    text = re.sub(r"\n[ \t]*(?:\n[ \t]*)+", BREAK if breaks else "\n", text.replace(BREAK, ""))
    if len(run):
        run[-1].tail = (run[-1].tail or "") + text
    else:
        run.text = (run.text or "") + text


def _paragraphs(run: Any, *, breaks: bool) -> Iterator[Any]:  # noqa: ANN401
    """Yield a run of text and inline elements as paragraphs, parted by blank lines (where `breaks`) and doubled ends of lines."""
    parts = [etree.Element("p", dict(run.attrib))]
    rest = {name: value for name, value in run.attrib.items() if name != "id"}

    def add(text: str) -> None:
        for number, piece in enumerate(text.split(BREAK)):
            if number:
                parts.append(etree.Element("p", rest))
            if breaks:
                _add_lines(parts[-1], piece)
            else:
                _add_text(parts[-1], piece, breaks=False)

    before = run.text or ""
    add(before)
    for child in list(run):
        part, tail, child.tail = parts[-1], child.tail or "", None
        if breaks and child.tag != "br" and before.rpartition(BREAK)[2].rstrip(" \t").endswith("\n") and not _begins_line(part):
            etree.SubElement(part, "br").tail = "\n"
        if child.tag == "br" and len(part) and _ends_line(part[-1]):
            part.remove(part[-1])
            parts.append(etree.Element("p", rest))
        elif child.tag != "br" or len(part) or (part.text or "").strip():
            part.append(child)
        begins = len(parts) > 1 and not len(parts[-1]) and not parts[-1].text
        before = tail.lstrip() if begins else tail
        add(before)
    yield from (part for part in parts if len(part) or (part.text or "").strip())


def _add_lines(part: Any, piece: str) -> None:  # noqa: ANN401
    lines = piece.split("\n")
    for number, line in enumerate(lines):
        if number and not _begins_line(part) and (line.strip() or number < len(lines) - 1):
            etree.SubElement(part, "br")
            line = f"\n{line.lstrip()}"
        _add_text(part, line, breaks=False)


def _begins_line(part: Any) -> bool:  # noqa: ANN401
    """Say whether what follows in a paragraph begins a line as it is: the paragraph is empty, or ends with the end of one."""
    return _ends_line(part[-1]) if len(part) else not (part.text or "").strip()


def written(block: Any) -> str:  # noqa: ANN401
    """Return a block as HTML that holds no blank line outside of `pre`; code, where it is nothing but that, between fences."""
    if block.tag == "pre" and len(block) == 1 and block[0].tag == "code" and not len(block[0]):
        code = block[0]
        if not f"{block.text or ''}{code.tail or ''}".strip():
            return fenced((code.get("class") or "").removeprefix(LANGUAGE), (code.text or "").strip("\n")).strip("\n")
    for each in block.iter():
        if isinstance(each.tag, str) and not _in_pre(each):
            each.text = _ENDS_OF_LINES.sub("\n", each.text) if each.text else each.text
        if each is not block and each.tail and not _in_pre(each.getparent()):
            each.tail = _ENDS_OF_LINES.sub("\n", each.tail)
        if each is not block and each.tag in BLOCKS and not _in_pre(each):
            _on_a_line(each)
    block.tail = None
    written: str = etree.tostring(block, encoding="unicode", method="html").strip()
    if block.tag in ("p", "span") and not re.sub(r"</?(?:p|span)>|\s|&nbsp;|\u00a0", "", written):
        return ""
    return written.replace(BREAK, "")


def _on_a_line(each: Any) -> None:  # noqa: ANN401
    """Begin a block that stands in another one on a line of its own."""
    before, parent = each.getprevious(), each.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip(" \t") or "\n"
        before.tail += "" if before.tail.endswith("\n") else "\n"
    else:
        parent.text = (parent.text or "").rstrip(" \t") or "\n"
        parent.text += "" if parent.text.endswith("\n") else "\n"


def _in_pre(each: Any) -> bool:  # noqa: ANN401
    return each.tag == "pre" or any(above.tag == "pre" for above in each.iterancestors())
