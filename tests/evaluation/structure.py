"""How well articles are taken apart: bodies of saved pages, bodies of whole pages as text, and headlines of plain texts.

Forms: `pages` is the layout of the article extraction benchmark (`ground-truth.json`, `html/ID.html.gz`); `page-text` the same
with every page turned to text first, by inscriptis where it is installed; `headlines` is a folder of texts with titles: JSON
lines with `title` and `text`, or NAME.txt beside NAME.json, or NAME.txt and a table (.tsv, .csv) with names of files and titles.

Bodies are compared by runs of four words, as that benchmark does: precision and recall of each page, averaged over pages.

    PYTHONPATH=generator:tests python -m evaluation.structure FORM FOLDER [--errors N] [--own-text]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from broadsheet.extract.structure.pagetext import page_text
from broadsheet.extract.structure.structure import Structure, read_structure
from broadsheet.extract.structure.webpage import Webpage, read_webpage
from evaluation.score import files

_WORD = re.compile(r"\w+")
_RUN = 4
_NAMES = ("filename", "file", "name", "id", "docid", "document")
_TITLES = ("title", "headline")


class Overlap(NamedTuple):
    """How many runs of words two texts share, how many only the found one has, and how many only the gold."""

    right: int
    wrong: int
    missed: int


class BodyScore(NamedTuple):
    """Precision, recall and F1 of bodies, and the pages from the worst on."""

    precision: float
    recall: float
    f1: float
    pages: tuple[tuple[float, str, Overlap], ...]


class HeadlineScore(NamedTuple):
    """Of how many texts the headline is the title, and of how many texts without their title none was invented."""

    right: int
    silent: int
    count: int
    errors: tuple[str, ...]


class Titled(NamedTuple):
    """A text, its title, and whether the title stands in it."""

    id: str
    text: str
    title: str


def runs(text: str, length: int = _RUN) -> Counter[tuple[str, ...]]:
    """Return the runs of words of a text; a text shorter than one is a run."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1))) if words else Counter()


def compare(gold: str, found: str) -> Overlap:
    """Return how two bodies overlap."""
    one, other = runs(gold), runs(found)
    right = (one & other).total()
    return Overlap(right, other.total() - right, one.total() - right)


def score_bodies(pairs: Iterable[tuple[str, str, str]]) -> BodyScore:
    """Return the scores of bodies, given as page, gold and found."""
    pages = [(id_, compare(gold, found)) for id_, gold, found in pairs]
    precision = _mean([o.right / (o.right + o.wrong) for _, o in pages if o.right + o.wrong])
    recall = _mean([o.right / (o.right + o.missed) for _, o in pages if o.right + o.missed])
    worst = sorted((_f1(o), id_, o) for id_, o in pages)
    return BodyScore(precision, recall, 2 * precision * recall / (precision + recall or 1), tuple(worst))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(overlap: Overlap) -> float:
    return 2 * overlap.right / (2 * overlap.right + overlap.wrong + overlap.missed or 1)


def read_pages(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield the pages of the benchmark: id, the article's text, and the page."""
    gold: Mapping[str, Mapping[str, str]] = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for id_ in sorted(gold):
        yield id_, gold[id_].get("articleBody") or "", gzip.decompress((folder / "html" / f"{id_}.html.gz").read_bytes())


def body_of_page(page: bytes) -> str:
    """Return the body that is found in a saved page."""
    found = read_webpage(page)
    return _body(found.structure) if isinstance(found, Webpage) else ""


def _body(structure: Structure) -> str:
    return "\n".join(part.value for part in structure.paragraphs)


def text_of_page(page: bytes, own: bool = False) -> str:
    """Return a whole page as text: what inscriptis makes of it, or our own converter where that is not installed."""
    html = page.decode("utf-8", "replace")
    if not own:
        try:
            return str(import_module("inscriptis").get_text(html))
        except ImportError:
            pass
    tree = import_module("trafilatura").load_html(html)
    return page_text(tree) if tree is not None else ""


def read_titled(folder: Path) -> Iterator[Titled]:
    """Yield the texts of a folder that have a title, each with the title at its head."""
    titles = _table(folder)
    for path in files(folder, "*"):
        if path.suffix == ".jsonl":
            for number, record in enumerate(map(json.loads, path.read_text(encoding="utf-8").splitlines())):
                if record.get("title") and record.get("text"):
                    yield _headed(str(record.get("id", number)), record["text"], record["title"])
        elif path.suffix == ".txt":
            beside = path.with_suffix(".json")
            title = json.loads(beside.read_text(encoding="utf-8")).get("title") if beside.exists() else None
            title = title or titles.get(path.name) or titles.get(path.stem)
            if title:
                yield _headed(path.stem, path.read_text(encoding="utf-8-sig"), title)


def _headed(id_: str, text: str, title: str) -> Titled:
    """Return a text with its title, which is put over it if its first lines do not hold it."""
    title = " ".join(title.split())
    return Titled(id_, text if _words(title) in _words(text[: len(title) + 600]) else f"{title}\n\n{text}", title)


def _table(folder: Path) -> Mapping[str, str]:
    """Return the titles in a folder's tables of metadata, by the names of files."""
    found: dict[str, str] = {}
    for path in files(folder, "*.[tc]sv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ","):
                columns = {str(name).casefold(): value for name, value in row.items()}
                name = next((columns[key] for key in _NAMES if columns.get(key)), "")
                title = next((columns[key] for key in _TITLES if columns.get(key)), "")
                if name and title:
                    found[Path(name).name] = title
    return found


def score_headlines(texts: Iterable[Titled]) -> HeadlineScore:
    """Return how often the headline is the title, and how often none is invented for a text from which the title was taken."""
    right = silent = count = 0
    errors = []
    for id_, text, title in texts:
        count += 1
        found = read_structure(text).headline
        bare = read_structure(_without(text, title)).headline
        right += found is not None and _words(found.value) == _words(title)
        silent += bare is None
        if found is None or _words(found.value) != _words(title):
            errors.append(f"{id_}: {title!r} found as {found and found.value!r}")
        elif bare is not None:
            errors.append(f"{id_}: invented {bare.value!r}")
    return HeadlineScore(right, silent, count, tuple(errors))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _without(text: str, title: str) -> str:
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines) if _words(line) == _words(title)), None)
    return "\n".join(line for number, line in enumerate(lines) if number != at)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score how articles are taken apart.")
    parser.add_argument("form", choices=("headlines", "page-text", "pages"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many of the worst")
    parser.add_argument("--own-text", action="store_true", help="turn pages to text by our own converter")
    given = parser.parse_args(arguments)
    say: Callable[[str], object] = sys.stdout.write
    if given.form == "headlines":
        titles = score_headlines(read_titled(given.folder))
        say(f"headlines  {titles.right / max(titles.count, 1):.1%} of {titles.count}\n")
        say(f"none invented without a title  {titles.silent / max(titles.count, 1):.1%}\n")
        say("".join(f"{error}\n" for error in titles.errors[: given.errors]))
        return 0
    pages = read_pages(given.folder)
    if given.form == "pages":
        bodies = score_bodies((id_, gold, body_of_page(page)) for id_, gold, page in pages)
    else:
        texts = ((id_, gold, text_of_page(page, given.own_text)) for id_, gold, page in pages)
        bodies = score_bodies((id_, gold, _body(read_structure(text))) for id_, gold, text in texts)
    say(f"bodies  P {bodies.precision:.3f}  R {bodies.recall:.3f}  F1 {bodies.f1:.3f}  ({len(bodies.pages)} pages)\n")
    say("".join(f"{f1:.2f}  {id_}  {overlap}\n" for f1, id_, overlap in bodies.pages[: given.errors]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
