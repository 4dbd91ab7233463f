"""How long the whole of extraction takes, and how much memory: on the plain texts of a folder, one process, one core.

Texts are `.txt` and `.md` files and the `text` of JSON lines. `--size` joins the short ones of a file until an article has
so many characters, and cuts it there; `--number` repeats them until there are so many. CPU time is what counts on a busy machine.

    PYTHONPATH=generator:tests python -m evaluation.speed FOLDER [--number 1000] [--size 4600]
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from broadsheet.engine.collector import no_collector
from broadsheet.extract.extractor import Extractor
from broadsheet.extract.structure.article import Article
from evaluation.score import files

_MEGABYTE = 1024  # what the system counts is kilobytes


@dataclass(frozen=True, slots=True)
class Speed:
    """What a number of articles took: CPU seconds, the longest of one, megabytes before the first and at most, findings."""

    articles: int
    characters: int
    seconds: float
    longest: float
    before: float
    most: float
    findings: int

    def __str__(self) -> str:
        return (
            f"{self.articles} articles of {self.characters / max(1, self.articles):,.0f} characters: {self.seconds:.2f} CPU s, "
            f"{self.articles / self.seconds:.1f} a CPU second; the longest took {1000 * self.longest:.0f} ms; "
            f"{self.findings / max(1, self.articles):.1f} findings each; "
            f"memory {self.before:.0f} MB at the start, {self.most:.0f} MB at most"
        )


def articles_in(folder: Path, size: int) -> Iterator[str]:
    """Yield the texts in a folder, file after file by name, as articles of `size` characters (0: as they are)."""
    for path in files(folder, "*"):
        if path.suffix in (".txt", ".md"):
            texts: Iterator[str] = iter((path.read_text(encoding="utf-8"),))
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                texts = iter([str(record.get("text", "")) for record in map(json.loads, lines)])
        else:
            continue
        yield from joined(texts, size)


def joined(texts: Iterator[str], size: int) -> Iterator[str]:
    """Yield texts joined as paragraphs until they have `size` characters, cut there; what is left over is dropped."""
    held = ""
    for text in texts:
        if not size:
            yield text
            continue
        held = f"{held}\n\n{text}" if held else text
        while len(held) >= size:
            cut = held.rfind("\n", 0, size) if held.rfind("\n", 0, size) > size // 2 else size
            yield held[:cut]
            held = held[cut:].lstrip()


def measure(texts: Sequence[str], number: int) -> Speed:
    """Return what it takes to extract `number` articles, with the texts taken in turn, as the command `extract` does it.

    Tables are loaded before the clock starts.
    """
    before = _memory()
    extractor = Extractor()
    extractor.extract(Article(texts[0], published="2026-02-03"))
    longest = characters = findings = 0.0
    with no_collector():
        begin = time.process_time()
        for text in islice(cycle(texts), number):
            start = time.process_time()
            findings += len(extractor.extract(Article(text, published="2026-02-03")).findings)
            longest = max(longest, time.process_time() - start)
            characters += len(text)
        seconds = time.process_time() - begin
    return Speed(number, int(characters), seconds, longest, before, _memory(), int(findings))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(prog="evaluation.speed", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=1000, metavar="N", help="so many articles (default 1000)")
    parser.add_argument(
        "--size", type=int, default=4600, metavar="CHARACTERS", help="of one article (default 4600; 0: as they are)"
    )
    chosen = parser.parse_args(arguments)
    texts = list(articles_in(chosen.folder, chosen.size))
    if not texts:
        sys.stderr.write(f"{chosen.folder} has no texts\n")
        return 1
    sys.stdout.write(f"{measure(texts, chosen.number)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
