"""Reader of Worldwide Newswire: a token and its tag a line in processed_annotated/NAME.txt.tsv.

The text is original_articles/NAME.txt, the article as it was printed, without its first line, which is an address; tokens are
looked for in it one after another. Where that file is not there, the tokens joined by spaces are the text; where it is another
article than the tokens', the document is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_NEAR = 100  # characters within which the next token stands
_STRAY = 0.02  # of the tokens may stand elsewhere


class TaggedDocument(NamedTuple):
    """A text and the spans that are tagged in it, by kind as the set calls it."""

    id: str
    text: str
    spans: tuple[tuple[str, int, int], ...]


def read_tagged(path: Path) -> Iterator[TaggedDocument]:
    """Yield the document of a file of tokens with tags B-Kind, I-Kind, O."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    rows = [row for row in rows if len(row) > 1 and row[0].strip() and not row[0].startswith("http")]
    printed = path.parent.parent / "original_articles" / path.stem
    text = printed.read_text(encoding="utf-8") if printed.exists() else " ".join(row[0].strip() for row in rows)
    if text.startswith("http"):
        text = text.partition("\n")[2]
    spans: list[tuple[str, int, int]] = []
    at, open_, strayed = 0, "", 0
    for token, tag, *_ in rows:
        start = text.find(token.strip(), at, at + _NEAR)
        mark, _, kind = tag.strip().partition("-")
        strayed += start < 0 or bool(text[at:start].strip())
        if start < 0:
            open_ = ""
            continue
        at = start + len(token.strip())
        if kind and mark == "I" and kind == open_:
            spans[-1] = (kind, spans[-1][1], at)
        elif kind:
            spans.append((kind, start, at))
        open_ = kind
    if strayed <= len(rows) * _STRAY:
        yield TaggedDocument(path.name.removesuffix(".txt.tsv"), text, tuple(spans))
