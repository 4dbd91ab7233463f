"""The command `extract --frequencies`: in how many of a publication's articles each word occurs, frozen in a file.

New tags are chosen by it, and nothing else writes it: a story that is added changes no tags of others. All articles count,
whoever described them, and the lines of `.jsonl` files; the same articles make the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.codec import decode, encode
from broadsheet.content.frontmatter import decode_text
from broadsheet.content.jsonlines import parse_json_lines
from broadsheet.content.nodes import Scalar
from broadsheet.content.scan import FREQUENCIES, SourceFile, scan
from broadsheet.engine.configuration import STATE, load_config
from broadsheet.engine.extraction import article_of
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.engine.workers import batches_of, crew_for
from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.structure.article import read_parts
from broadsheet.extract.topics.frequencies import frequent, tally, write_frequencies
from broadsheet.findings.replacing import clear_folders, replace_file
from broadsheet.findings.source import read_source
from broadsheet.problems import Problem, in_order
from broadsheet.sources import Sources, unreadable

_ENOUGH = 20  # files that are worth a second process
_BATCH = 50
_NOTICE = "# written by `broadsheet extract --frequencies`: in how many articles of this publication each word occurs\n"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: problems, the path of the file, how many articles, whether the file was (or would be) changed."""

    problems: tuple[Problem, ...] = ()
    path: str = ""
    articles: int = 0
    changed: bool = False

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)


def count(root: Path, reporter: Reporter, *, check: bool = False, workers: int = 0) -> Counted:
    """Write the frequencies of a publication; with `check`, only say whether they would change. With errors nothing is written.

    Raises OSError when the machine fails.
    """
    settings = load_config(root, BuildOptions(clock="", relative=True))
    if settings.value is None:
        return Counted(in_order(settings.problems))
    path = f"{settings.value.source_dir}/{FREQUENCIES}"
    with build_lock(root / STATE / "lock", reporter.waiting):
        sources = Sources.of(root, settings.value)
        scanned = scan(sources)
        files = scanned.value.of("article", "saved-page", "jsonlines")
        problems = [*settings.problems, *(problem for problem in scanned.problems if problem.code != "orphan-sidecar")]
        articles, words = 0, Counter[str]()
        crew = crew_for(len(files), workers, _ENOUGH)
        reporter.stage("counting", len(files))

        def work(batch: list[int]) -> tuple[int, dict[str, int], list[tuple[object, ...]]]:
            found: list[Problem] = []
            number, counts = tally(_documents(sources, [files[each] for each in batch], found))
            return number, dict(counts), list(map(encode, found))

        for number, counts, found in crew.work("count", work, batches_of(range(len(files)), crew.size, _BATCH)):
            articles += number
            words.update(counts)
            problems += [decode(Problem, each) for each in found]
            reporter.step()
        if any(problem.is_error for problem in problems):
            return Counted(in_order(problems), path)
        data = (_NOTICE + write_frequencies(frequent(articles, words))).encode()
        place = root / path
        changed = not place.is_file() or place.read_bytes() != data
        if changed and not check:
            clear_folders([place.parent])
            replace_file(place, data, lasting=True)
    return Counted(in_order(problems), path, articles, changed)


def _documents(sources: Sources, files: Sequence[SourceFile], problems: list[Problem]) -> Iterator[Document]:
    """Yield the words of every article of some files; a saved page without an article has none."""
    for file in files:
        if file.role == "jsonlines":
            yield from map(read_document, _bodies(sources, file, problems))
            continue
        read = read_source(sources, file)
        problems += read.problems
        parts = read_parts(article_of(read.value.text)) if read.value else None
        if parts and not parts.fault[0]:
            yield parts.document


def _bodies(sources: Sources, file: SourceFile, problems: list[Problem]) -> Iterator[str]:
    """Yield the bodies of the articles in a file of JSON lines."""
    try:
        decoded = decode_text(sources.read(file.path), file.path)
    except OSError as error:
        problems.append(unreadable(file.path, error))
        return
    problems += decoded.problems
    parsed = parse_json_lines(decoded.value.text, file.path) if decoded.value else None
    if parsed is None:
        return
    problems += parsed.problems
    for line in parsed.value:
        yield from (node.text for key, node in line.entries if key.text == "body" and isinstance(node, Scalar))
