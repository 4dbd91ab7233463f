"""Real news text for the corpus: the texts of a folder, repeated with changes until there are enough.

The folder holds JSON lines (`**/*.jsonl`), each an object with `text` and, if there is one, `title`. Short texts of one file are
joined to a story of common length. What goes into a body is plain paragraphs, as editors write them: each text is used once as
it is; in a repetition its numbers are others and its names are exchanged for names of other texts, so that no two stories are
equal and a cache of paragraphs has nothing to gain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmark.corpus import Chance

_WORDS_MIN = 450  # of a body, as in the made-up corpus; shorter texts are joined with those that follow them
_WORDS_MAX = 900
_PARAGRAPH = 90  # words, in a text that came without paragraphs
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"\u201d]? (?=[\"\u201c]?[A-Z])")
_BLOCK_MARK = re.compile(r"^(?:[#>|*+=~-]+|\d+[.)])\s*")


@dataclass(frozen=True, slots=True)
class NewsText:
    """A text: its headline, or an empty string, and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


class NewsWriter:
    """Writes stories from texts. The first round takes each as it is."""

    def __init__(self, texts: Sequence[NewsText], chance: Chance) -> None:
        self._texts = texts
        self._chance = chance
        self._names = sorted({name for text in texts for part in text.paragraphs for name in _NAME.findall(part)})
        self._written = 0

    def write(self, actors: Sequence[str], countries: Sequence[str]) -> tuple[str, str, Callable[[], str]]:
        """Return headline, standfirst and body of the next text."""
        text = self._texts[self._written % len(self._texts)]
        first_round = self._written < len(self._texts)
        self._written += 1
        change = str if first_round else self._change()
        paragraphs = [change(paragraph) for paragraph in text.paragraphs]
        standfirst = _SENTENCE_END.split(paragraphs[0])[0]
        title = change(text.title) if text.title else _cut(standfirst, 70)
        return title, _cut(standfirst, 240), lambda: "\n\n".join(paragraphs) + "\n"

    def _change(self) -> Callable[[str], str]:
        """Return what changes the numbers and names of one repetition; a name is changed alike wherever it stands."""
        below = self._chance.below
        exchanged: dict[str, str] = {}

        def number(match: re.Match[str]) -> str:
            return str(1 + below(9)) + "".join(str(below(10)) for _ in match.group()[1:])

        def name(match: re.Match[str]) -> str:
            return exchanged.setdefault(match.group(), self._names[below(len(self._names))])

        return lambda text: _NAME.sub(name, _DIGITS.sub(number, text))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0].rstrip(",;:")


def read_texts(folder: Path) -> list[NewsText]:
    """Read every text below a folder, in the order of the file names. Raises ValueError when there is none."""
    texts = [text for path in sorted(folder.rglob("*.jsonl")) for text in _joined(_texts_of(path))]
    if not texts:
        message = f"{folder} holds no JSON lines with a `text`"
        raise ValueError(message)
    return texts


def _texts_of(path: Path) -> Iterator[NewsText]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if isinstance(record, dict) and isinstance(record.get("text"), str):
                paragraphs = tuple(_paragraphs(record["text"]))
                if paragraphs:
                    yield NewsText(" ".join(str(record.get("title") or "").split()), paragraphs)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield plain paragraphs: no line of one begins like a heading, a list or a quotation."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    if len(blocks) == 1 and len(blocks[0].split()) > 2 * _PARAGRAPH:
        blocks = _by_length(_SENTENCE_END.split(blocks[0]))
    for block in blocks:
        plain = _BLOCK_MARK.sub("", block)
        if plain:
            yield plain


def _by_length(sentences: Sequence[str]) -> list[str]:
    blocks: list[list[str]] = [[]]
    for sentence in sentences:
        if sum(len(part.split()) for part in blocks[-1]) >= _PARAGRAPH:
            blocks.append([])
        blocks[-1].append(sentence)
    return [" ".join(block) for block in blocks]


def _joined(texts: Iterator[NewsText]) -> Iterator[NewsText]:
    """Join short texts with the ones after them, and leave out what goes beyond the common length."""
    title, held, length = "", [], 0
    for text in texts:
        title = title or text.title
        for paragraph in text.paragraphs:
            if length < _WORDS_MAX:
                held.append(paragraph)
                length += len(paragraph.split())
        if length >= _WORDS_MIN:
            yield NewsText(title, tuple(held))
            title, held, length = "", [], 0
