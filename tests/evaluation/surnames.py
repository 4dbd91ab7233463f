"""Whom a surname means: mentions of surnames that several persons of a news story bear, as offsets and digests (`surnames.tsv`).

The texts are not here: they are the articles of github.com/ramybaly/Article-Bias-Prediction, one JSON file each (`data/jsons`). A
mention is right if the person found there has one of the given names that are right, and no suffix but the right one.

    PYTHONPATH=generator:tests python -m evaluation.surnames FOLDER [--errors N] [--part even|odd]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.extract.extractor import Extractor
from broadsheet.extract.finding import Finding
from broadsheet.extract.people.personal_names import read_personal_name
from broadsheet.extract.structure.article import Article
from evaluation.score import in_its_place

TABLE = Path(__file__).with_name("surnames.tsv")
_DIGITS, _LEAST = 12, 0.8


class Gold(NamedTuple):
    """A mention of a surname: where it stands in which text (a digest of it), and the digests of the names that are right."""

    text: str
    start: int
    end: int
    names: frozenset[str]


def read_gold(path: Path = TABLE) -> dict[str, list[Gold]]:
    """Return the mentions by the names of the articles' files, without suffix."""
    found: defaultdict[str, list[Gold]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, text, start, end, names = line.split("\t")
            found[name].append(Gold(text, int(start), int(end), frozenset(names.split(";"))))
    return dict(found)


def text_of(article: dict[str, str]) -> str:
    """Return the text that the offsets count in."""
    return f"{article['title'].strip()}\n\n{article['content_original'].replace(chr(13), '').strip()}\n"


def digest(text: str) -> str:
    """Return a digest of a text or a name."""
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def name_digest(name: str) -> str:
    """Return the digest of a name's first word, its surname and its suffix: "Ann B. Lee Jr." is "ann lee jr"."""
    read = read_personal_name(name)
    return digest(" ".join((*read.words[:1], *read.words[-1:], read.suffix)).strip())


def judge(article: dict[str, str], gold: Sequence[Gold], extractor: Extractor) -> Iterator[tuple[bool, bool, str]]:
    """Yield for each mention whether it is right, whether that is published, and what was found there."""
    text = text_of(article)
    if any(digest(text) != each.text for each in gold):
        raise ValueError(f"{article['ID']}: another text than the offsets count in")
    findings = extractor.extract(Article(text, published=article["date"])).findings
    for each in gold:
        found = next((f for f in findings if _is_of(f, each)), None)
        name = str(found.value["name"]) if found and isinstance(found.value, dict) else ""
        right = bool(name) and name_digest(name) in each.names
        yield (
            right,
            right and found is not None and found.confidence >= _LEAST,
            f"{name}: {in_its_place(text, each.start, each.end)}",
        )


def _is_of(finding: Finding, gold: Gold) -> bool:
    person = finding.field == "actors" and isinstance(finding.value, dict) and finding.value["kind"] == "person"
    return person and any(start < gold.end and gold.start < end for start, end, _ in finding.evidence)


def main(arguments: Sequence[str]) -> int:
    """Print the score of a folder."""
    parser = argparse.ArgumentParser(description="Score whom surnames mean that several persons of a story bear.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many errors")
    parser.add_argument("--part", choices=("even", "odd"), help="every second article only")
    given = parser.parse_args(arguments)
    extractor, judged = Extractor(), list[tuple[bool, bool, str]]()
    for number, (name, gold) in enumerate(sorted(read_gold().items())):
        if given.part in (None, ("even", "odd")[number % 2]):
            article = json.loads((given.folder / f"{name}.json").read_text(encoding="utf-8"))
            judged += judge(article, gold, extractor)
    right, published = (sum(each[at] for each in judged) for at in (0, 1))
    sys.stdout.write(f"surnames  {right / max(1, len(judged)):.1%} right  ({right} of {len(judged)}; {published} published)\n")
    sys.stdout.writelines(f"wrong  {said}\n" for said in [each[2] for each in judged if not each[0]][: given.errors])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
