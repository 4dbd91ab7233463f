"""The command `extract`: bring the files of findings up to date.

Of an article that somebody described (front matter, or a headline in the sidecar) only keys that nobody wrote are found; where
nothing is to be added there is no file. What was made from the same text, registers and program is not made again. The files of a
person are only read.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from broadsheet.catalog.forgotten import NONE_FORGOTTEN, Remembered
from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.content.deadline import in_time
from broadsheet.content.findings import text_digest
from broadsheet.content.scan import SourceFile, scan
from broadsheet.engine.collector import no_collector
from broadsheet.engine.configuration import SETTINGS, STATE, load_config
from broadsheet.engine.extraction import article_of, read_registers, unread
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.engine.workers import batches_of, crew_for
from broadsheet.extract.extractor import VERSION, Extraction, Extractor, program_digest
from broadsheet.extract.language_model import RULE, MissingModel, load_language_model
from broadsheet.findings.replacing import clear_folders, replace_file
from broadsheet.findings.source import ArticleSource, findings_path, read_source
from broadsheet.findings.writer import Header, findings_file, is_current
from broadsheet.model import Entry
from broadsheet.problems import Outcome, Problem, Span, did_you_mean, in_order
from broadsheet.sources import Sources

_ENOUGH = 20  # articles that are worth a second process
_BATCH = 50
_DIGEST = 32
_DOZENS, _AGREEING = 24, 0.66  # articles that say by towns and states where they are; how many of them in one country
_PLACED = ("city", "region", "capital")  # rules of countries that are named by them only
UNCHANGED, CHANGED, UNREAD = "unchanged", "changed", "unread"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` did: problems, the paths of the files that were written (or would be), how many were as they should be.

    `home` is the code of the country that most of what was extracted is set in, where the configuration names none at home.
    """

    problems: tuple[Problem, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    home: str = ""

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)


def extract(root: Path, named: Sequence[str], reporter: Reporter, *, check: bool = False, workers: int = 0) -> Extracted:
    """Bring the files of findings of a publication up to date, or of the articles `named` (also folders of them).

    `check`: write nothing, only say what would change. Raises OSError when the machine fails; what was written until then stays.
    """
    settings = load_config(root, BuildOptions(clock="", relative=True))
    config = settings.value
    if config is None:
        return Extracted(in_order(settings.problems))
    with build_lock(root / STATE / "lock", reporter.waiting):
        files = chosen_files(root, config, named)
        problems = [*settings.problems, *files.problems]
        if any(problem.is_error for problem in problems):
            return Extracted(in_order(problems))
        missing = missing_model(config)
        if missing:
            return Extracted(in_order((*problems, missing)))
        extractor = PublicationExtractor.of(root, config)
        if extractor.problems:
            return Extracted(in_order((*problems, *extractor.problems)))
        clear_folders(sorted({(root / file.path).parent for file in files.value}))
        crew = crew_for(len(files.value), workers, _ENOUGH)
        reporter.stage("extracting", len(files.value))
        changed: list[str] = []
        unchanged = 0
        set_in: Counter[str] = Counter()

        def work(batch: list[int]) -> list[tuple[str, str, str, tuple[Any, ...]]]:
            return list(_work(extractor, [files.value[number] for number in batch], check))

        with no_collector():
            for result in crew.work("extract", work, batches_of(range(len(files.value)), crew.size, _BATCH)):
                for path, state, country, found in result:
                    reporter.step()
                    set_in.update([country] if country else [])
                    problems += [decode(Problem, each) for each in found]
                    changed += [path] if state == CHANGED else []
                    unchanged += state == UNCHANGED
    return Extracted(in_order(problems), tuple(sorted(changed)), unchanged, "" if config.home else _home(set_in))


def _home(set_in: Counter[str]) -> str:
    """Return the country that most of enough articles are set in, or nothing."""
    [(country, number)] = set_in.most_common(1) or [("", 0)]
    return country if set_in.total() >= _DOZENS and number >= _AGREEING * set_in.total() else ""


def missing_model(config: Config) -> Problem | None:
    """Return the problem that the language model that the configuration asks for cannot be used."""
    model = load_language_model() if config.extraction.spacy else None
    return Problem("bad-value", model.message, Span(SETTINGS), model.hint) if isinstance(model, MissingModel) else None


def chosen_files(root: Path, config: Config, named: Sequence[str]) -> Outcome[tuple[SourceFile, ...]]:
    """Return the articles that are named, or all; a name may be that of an article, of what stands beside it, or of a folder."""
    scanned = scan(Sources.of(root, config))
    articles = scanned.value.of("article", "saved-page")
    if not named:
        return Outcome(articles, tuple(problem for problem in scanned.problems if problem.code != "orphan-sidecar"))
    by_path = {path: file for file in articles for path in (file.path, *(other.path for other in file.attached))}
    chosen: dict[str, SourceFile] = {}
    problems = [problem for problem in scanned.problems if problem.code in ("unsafe-link", "special-file")]
    for name in named:
        path = _inside(root, name)
        found = [by_path[path]] if path in by_path else [file for file in articles if file.path.startswith(f"{path}/")]
        chosen |= {file.path: file for file in found}
        if not found and not problems:
            near = did_you_mean(path or name, (file.path for file in articles))
            message = f"`{name}` is no article of this publication"
            problems.append(Problem("unknown-article", message, None, near or f"articles are in {config.source_dir}/stories"))
    return Outcome(tuple(chosen[path] for path in sorted(chosen)), tuple(problems))


def _inside(root: Path, name: str) -> str:
    """Return a path from the root of the publication, by one from here or from there; empty where it leads outside."""
    places = [Path(os.path.normpath(base / name)) for base in (Path.cwd(), root)]
    inside = [place for place in places if place.is_relative_to(root)]
    found = next((place for place in inside if place.exists()), inside[-1] if inside else root)
    return found.relative_to(root).as_posix() if inside else ""


@dataclass(slots=True)
class PublicationExtractor:
    """What extracts articles of one publication, the digests that its findings depend on, and why it should not."""

    sources: Sources
    context: ReadContext
    extractor: Extractor
    problems: tuple[Problem, ...] = ()
    forgotten: Remembered = NONE_FORGOTTEN
    registers: str = field(init=False)

    @classmethod
    def of(cls, root: Path, config: Config) -> PublicationExtractor:
        """Return the extractor of a publication."""
        context = ReadContext.of(config)
        sources = Sources.of(root, config)
        known = read_registers(sources, context)
        found = load_language_model() if config.extraction.spacy else None
        model = None if isinstance(found, MissingModel) else found
        extractor = Extractor(known.entries, config.labels, model, known.frequencies, config.language, config.home)
        return cls(sources, context, extractor, known.problems, Remembered.of(config.forgotten))

    def __post_init__(self) -> None:
        told: tuple[object, ...] = (self.extractor.labels, [_told(entry) for entry in self.extractor.registers])
        told += (RULE,) if self.extractor.model else ()
        told += (self.context.language,) if self.context.language != "en" else ()
        told += self.extractor.home
        own = self.extractor.frequencies
        told += (own.documents, sorted(own.counts.items())) if own else ()
        self.registers = sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]

    def header(self, source: ArticleSource) -> Header:
        """Return what an article's findings depend on."""
        digest = text_digest(source.text.text)
        return Header(VERSION, digest, program_digest(), self.registers, source.published(self.context), source.written_beside)

    def extract(self, source: ArticleSource) -> Extraction:
        """Return what is found in an article."""
        published, lang = source.published(self.context), source.lang or self.context.language
        return self.extractor.extract(article_of(source.text, published, lang))


def _told(entry: Entry) -> tuple[object, ...]:
    """Return what extraction is told by an entry of a register: not where it stands, and not its text."""
    roles = [(role.title, role.organisation, role.country and role.country.text, role.since, role.until) for role in entry.roles]
    return (
        *(entry.kind, entry.key, entry.name and entry.name.text, [alias.text for alias in entry.aliases]),
        *(entry.actor_kind, entry.country and entry.country.text, entry.parent and entry.parent.text, roles),
    )


def _work(
    extractor: PublicationExtractor, files: Sequence[SourceFile], check: bool
) -> Iterator[tuple[str, str, str, tuple[Any, ...]]]:
    """Extract some articles; yield for each the path of its findings, what became of it, where it is set, and the problems."""
    for file in files:
        read = read_source(extractor.sources, file)
        problems = list(read.problems)
        state, country = UNREAD, ""
        if read.value is not None:
            state, country, more = _bring_up_to_date(extractor, read.value, check)
            problems += more
        yield findings_path(file.path), state, country, tuple(map(encode, problems))


def _bring_up_to_date(
    extractor: PublicationExtractor, source: ArticleSource, check: bool
) -> tuple[str, str, tuple[Problem, ...]]:
    said = tuple(extractor.forgotten.problems(source.text.text, source.file.path))
    if said:
        return UNREAD, "", said
    header = extractor.header(source)
    if source.findings is not None and is_current(source.findings, header):
        return UNCHANGED, "", source.stale_decisions(source.findings)
    seconds, place = extractor.context.limits.seconds, Span(source.file.path)
    extracted = in_time(seconds, place, lambda: Outcome[Extraction | None](extractor.extract(source)), None)
    found = extracted.value
    problems = unread(source.file.path, found.fault) if found else extracted.problems
    if found is None or problems:
        return UNREAD, "", problems
    country = _country_of(found)
    if source.is_described:
        found = replace(found, findings=tuple(finding for finding in found.findings if source.wants(finding)))
    data = findings_file(header, found) if found.findings or source.adds or not source.is_described else b""
    if not data and source.findings is None:
        return UNCHANGED, "", source.stale_decisions(b"")
    if not check:
        _put(extractor.sources.root / source.path, data, source.path)
    return CHANGED, country, source.stale_decisions(data)


def _country_of(found: Extraction) -> str:
    """Return the country in which the towns and states of an article are; empty where it names none."""
    places = (finding.value["country"] for finding in found.findings if finding.field == "places" and type(finding.value) is dict)
    placed = (finding.value for finding in found.findings if finding.field == "countries" and finding.rule in _PLACED)
    return str(next(chain(places, placed), ""))


def _put(place: Path, data: bytes, path: str) -> None:
    """Write a file of findings, or remove the one of an article in which nothing more is found. Raises OSError that names it."""
    try:
        if data:
            replace_file(place, data)
        else:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), path) from error
