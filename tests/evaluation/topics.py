"""How well topics are proposed and phrases are found: against articles whose section is known, and keyphrases that readers chose.

The section of a news site stands for one topic of the first level, whatever the article is about.

    PYTHONPATH=generator:tests python -m evaluation.topics FORMAT FOLDER [--errors N]

FORMAT is `kpcrowd` (SECTION-NUMBER.txt with NAME.key beside it: 500N-KPCrowd), `sections` (SECTION/NAME.txt) or `items` (JSON
lines with section and text).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.extract.document.document import read_document
from broadsheet.extract.topics.frequencies import combined, count_frequencies, load_background
from broadsheet.extract.topics.keyphrases import find_keyphrases
from broadsheet.extract.topics.mediatopics import PREFIX
from broadsheet.extract.topics.topics import MOST, find_topics
from evaluation.score import files

# What a site or a set calls its section, and the topics that may stand for it.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "art_and_culture": ("01000000",),
    "arts": ("01000000",),
    "culture": ("01000000",),
    "arts and culture": ("01000000",),
    "entertainment": ("01000000",),
    "business": ("04000000",),
    "business and economy": ("04000000",),
    "crime": ("02000000",),
    "law and crime": ("02000000",),
    "disasters and accidents": ("03000000",),
    "fashion": ("10000000",),
    "health": ("07000000",),
    "health and environment": ("07000000", "06000000"),
    "politics": ("11000000",),
    "politics_us": ("11000000",),
    "world": ("11000000", "16000000"),
    "politics_world": ("11000000",),
    "politics and elections": ("11000000",),
    "international relations": ("11000000",),
    "armed conflicts and attacks": ("16000000",),
    "science": ("13000000",),
    "science and technology": ("13000000",),
    "sport": ("15000000",),
    "sports": ("15000000",),
    "tech": ("13000000",),
    "technology": ("13000000",),
}


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A text, the topics that its section stands for, and the keyphrases that readers gave it."""

    id: str
    text: str
    codes: tuple[str, ...]
    keyphrases: tuple[str, ...] = ()


@dataclass(slots=True)
class TopicScore:
    """Counts of documents: all, right at first, right among three; by section; and examples as lines of text."""

    documents: int = 0
    first: int = 0
    among: int = 0
    sections: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        count = self.documents or 1
        return f"topics  top-1 {self.first / count:.1%}  top-3 {self.among / count:.1%}  ({self.documents} documents)"


def read_documents(folder: Path, form: str) -> Iterator[FiledDocument]:
    """Yield the documents in a folder, file after file by name. `form` is a key of FORMS."""
    yield from FORMS[form](folder)


def score_topics(documents: Iterable[FiledDocument]) -> TopicScore:
    """Return how well the topics of documents are proposed."""
    total = TopicScore()
    for filed in documents:
        proposed = [topic for topic in find_topics(read_document(filed.text)) if not topic.broader]
        codes = [topic.code for topic in proposed][:MOST]
        section = filed.codes[0]
        total.documents += 1
        total.sections[section] += 1
        total.among += bool(set(codes) & set(filed.codes))
        if codes and codes[0] in filed.codes:
            total.first += 1
            total.rights[section] += 1
        else:
            words = ", ".join(proposed[0].words) if proposed else ""
            total.errors.append(f"{section} not {codes[0] if codes else 'nothing'} {filed.id}: {filed.text[:60]!r} {words}")
    return total


@dataclass(slots=True)
class KeyphraseScore:
    """Counts of phrases: proposed and right, among five and among ten of a document; and examples as lines of text."""

    documents: int = 0
    right: Counter[int] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shares = "  ".join(f"P@{most} {self.right[most] / ((self.documents or 1) * most):.1%}" for most in (5, 10))
        return f"keyphrases  {shares}  ({self.documents} documents)"


def score_keyphrases(documents: Sequence[FiledDocument]) -> KeyphraseScore:
    """Return how many of the phrases proposed for documents their readers chose, too, letter for letter but for case.

    Frequencies are those of the documents themselves: they stand for the archive.
    """
    read = [(filed, read_document(filed.text)) for filed in documents if filed.keyphrases]
    frequencies = combined(count_frequencies(document for _, document in read), load_background())
    total = KeyphraseScore(len(read))
    for filed, document in read:
        gold = {_plain(phrase) for phrase in filed.keyphrases}
        found = [phrase.text for phrase in find_keyphrases(document, frequencies, 10)]
        for most in (5, 10):
            total.right[most] += sum(_plain(text) in gold for text in found[:most])
        total.examples.append(f"{filed.id}: " + ", ".join(f"{'+' if _plain(text) in gold else '-'}{text}" for text in found))
    return total


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().replace("’", "'").split())


def _codes(section: str) -> tuple[str, ...]:
    return tuple(PREFIX + code for code in SECTIONS.get(section.lower(), ()))


def _read_kpcrowd(folder: Path) -> Iterator[FiledDocument]:
    """Read texts and their phrases, which stand beside them or in a folder of their own."""
    keys = {path.stem: path for path in files(folder, "*.key")}
    for path in sorted(files(folder, "*.txt"), key=lambda each: each.name):
        section = path.stem.rpartition("-")[0]
        codes = _codes(section)
        if codes:
            combined = keys.get(path.stem)
            phrases = combined.read_text(encoding="utf-8", errors="replace").splitlines() if combined else []
            text = path.read_text(encoding="utf-8", errors="replace")
            yield FiledDocument(path.stem, text, codes, tuple(phrase.strip() for phrase in phrases if phrase.strip()))


def _read_sections(folder: Path) -> Iterator[FiledDocument]:
    for path in files(folder, "*.txt"):
        codes = _codes(path.parent.name)
        if codes:
            yield FiledDocument(f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8", errors="replace"), codes)


def _read_items(folder: Path) -> Iterator[FiledDocument]:
    for path in files(folder, "*.jsonl"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            record = json.loads(line) if line.strip() else {}
            codes = _codes(record.get("section", ""))
            if codes:
                yield FiledDocument(record["id"], record["text"], codes)


FORMS: Mapping[str, Callable[[Path], Iterator[FiledDocument]]] = {
    "kpcrowd": _read_kpcrowd,
    "sections": _read_sections,
    "items": _read_items,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score the topics and phrases found in articles.")
    parser.add_argument("format", choices=sorted(FORMS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many errors")
    given = parser.parse_args(arguments)
    documents = list(read_documents(given.folder, given.format))
    topics = score_topics(documents)
    sys.stdout.write(f"{topics}\n")
    for code in sorted(topics.sections):
        sys.stdout.write(f"  {code} {topics.rights[code]}/{topics.sections[code]}\n")
    sys.stdout.write("".join(f"{line}\n" for line in topics.errors[: given.errors]))
    if any(filed.keyphrases for filed in documents):
        phrases = score_keyphrases(documents)
        sys.stdout.write(f"{phrases}\n" + "".join(f"{line}\n" for line in phrases.examples[: given.errors]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
