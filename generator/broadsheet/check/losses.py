"""Losses: how many words of every raw article a build takes for no part of it, and what they are.

Left out: saved web pages, of which only the article is looked at, and the lines themselves (`extract --explain FILE body`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from broadsheet.content.article import is_page
from broadsheet.content.scan import scan
from broadsheet.engine.configuration import load_config
from broadsheet.engine.extraction import article_of
from broadsheet.engine.report import BuildOptions
from broadsheet.extract.structure.article import read_parts
from broadsheet.extract.structure.lines import count_words
from broadsheet.findings.source import read_source
from broadsheet.sources import Sources


class Loss(NamedTuple):
    """What is left out of one article: its path, how many of its words, and of these how many of each kind, most first."""

    path: str
    words: int
    of: int
    kinds: tuple[tuple[str, int], ...]


def find_losses(root: Path, options: BuildOptions) -> tuple[Loss, ...]:
    """Return what is left out of the articles of a publication, of those first that lose the largest part."""
    config = load_config(root, options).value
    if config is None:
        return ()
    return tuple(sorted(_losses(Sources.of(root, config), config.language), key=lambda left: (-left.words / left.of, left.path)))


def _losses(sources: Sources, language: str) -> Iterator[Loss]:
    for file in scan(sources).value.of("article"):
        source = read_source(sources, file).value
        if source is None or source.is_described or is_page(file.path):
            continue
        kinds: Counter[str] = Counter()
        for part in read_parts(article_of(source.text, lang=language)).dropped:
            kinds[part.rule] += count_words(part.value)
        words = kinds.total()
        if words:
            yield Loss(file.path, words, count_words(source.text.text), tuple(kinds.most_common()))
